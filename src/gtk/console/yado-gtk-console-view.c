/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "console/yado-gtk-console-view.h"

#include <glib/gi18n.h>

typedef struct {
    YadoConsoleLink *link;
    YadoSession *session;
} YadoConsoleViewPrivate;

G_DEFINE_ABSTRACT_TYPE_WITH_PRIVATE(YadoConsoleView, yado_console_view, GTK_TYPE_BIN)

enum { HINT, FAILED, SWITCHED_OFF, N_SIGNALS };
enum { PROP_0, PROP_LINK, PROP_SESSION };

static guint signals[N_SIGNALS];

static void
yado_console_view_set_property(GObject *object, guint id, const GValue *value, GParamSpec *spec)
{
    YadoConsoleViewPrivate *private =
        yado_console_view_get_instance_private(YADO_CONSOLE_VIEW(object));

    if (id == PROP_LINK)
    private->link = g_value_dup_object(value);
    else private->session = g_value_dup_object(value);
}

static void
yado_console_view_finalize(GObject *object)
{
    YadoConsoleViewPrivate *private =
        yado_console_view_get_instance_private(YADO_CONSOLE_VIEW(object));

    g_clear_object(&private->link);
    g_clear_object(&private->session);
    G_OBJECT_CLASS(yado_console_view_parent_class)->finalize(object);
}

static void
yado_console_view_class_init(YadoConsoleViewClass *klass)
{
    GObjectClass *object = G_OBJECT_CLASS(klass);

    object->set_property = yado_console_view_set_property;
    object->finalize = yado_console_view_finalize;
    g_object_class_install_property(object, PROP_LINK,
                                    g_param_spec_object("link", NULL, NULL, YADO_TYPE_CONSOLE_LINK,
                                                        G_PARAM_WRITABLE | G_PARAM_CONSTRUCT_ONLY));
    g_object_class_install_property(object, PROP_SESSION,
                                    g_param_spec_object("session", NULL, NULL, YADO_TYPE_SESSION,
                                                        G_PARAM_WRITABLE | G_PARAM_CONSTRUCT_ONLY));
    signals[HINT] = g_signal_new("hint", YADO_TYPE_CONSOLE_VIEW, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                 NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
    signals[FAILED] = g_signal_new("failed", YADO_TYPE_CONSOLE_VIEW, G_SIGNAL_RUN_LAST, 0, NULL,
                                   NULL, NULL, G_TYPE_NONE, 1, G_TYPE_ERROR);
    signals[SWITCHED_OFF] = g_signal_new("switched-off", YADO_TYPE_CONSOLE_VIEW, G_SIGNAL_RUN_LAST,
                                         0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
}

static void
yado_console_view_init(YadoConsoleView *self)
{
}

void
yado_console_view_attach(YadoConsoleView *self, GIOStream *stream)
{
    YADO_CONSOLE_VIEW_GET_CLASS(self)->attach(self, stream);
}

void
yado_console_view_detach(YadoConsoleView *self)
{
    YADO_CONSOLE_VIEW_GET_CLASS(self)->detach(self);
}

void
yado_console_view_run(YadoConsoleView *self, const char *command, const char *value)
{
    YADO_CONSOLE_VIEW_GET_CLASS(self)->run(self, command, value);
}

void
yado_console_view_send(YadoConsoleView *self, const char *keys)
{
    if (YADO_CONSOLE_VIEW_GET_CLASS(self)->send)
        YADO_CONSOLE_VIEW_GET_CLASS(self)->send(self, keys);
}

YadoConsoleLink *
yado_console_view_get_link(YadoConsoleView *self)
{
    return ((YadoConsoleViewPrivate *)yado_console_view_get_instance_private(self))->link;
}

YadoSession *
yado_console_view_get_session(YadoConsoleView *self)
{
    return ((YadoConsoleViewPrivate *)yado_console_view_get_instance_private(self))->session;
}

void
yado_console_view_hint(YadoConsoleView *self, const char *text)
{
    g_signal_emit(self, signals[HINT], 0, text);
}

void
yado_console_view_show_error(YadoConsoleView *self, const GError *error)
{
    g_signal_emit(self, signals[FAILED], 0, error);
}

void
yado_console_view_switch_off(YadoConsoleView *self, const char *command)
{
    g_signal_emit(self, signals[SWITCHED_OFF], 0, command);
}

static void
on_file_chosen_cb(GtkNativeDialog *dialog, int response, gpointer data)
{
    void (*func)(GtkWidget *, const char *) = g_object_get_data(G_OBJECT(dialog), "func");
    GtkWidget *parent = g_object_get_data(G_OBJECT(dialog), "parent");
    g_autofree char *path = response == GTK_RESPONSE_ACCEPT
                                ? gtk_file_chooser_get_filename(GTK_FILE_CHOOSER(dialog))
                                : NULL;

    func(parent, path);
    g_object_unref(dialog);
}

void
yado_gtk_console_choose_file(GtkWidget *parent, const char *title, const char *name,
                             void (*func)(GtkWidget *parent, const char *path))
{
    GtkWindow *window = GTK_WINDOW(gtk_widget_get_toplevel(parent));
    GtkFileChooserNative *dialog = gtk_file_chooser_native_new(
        title, window, GTK_FILE_CHOOSER_ACTION_SAVE, _("_Save"), _("_Cancel"));

    gtk_file_chooser_set_do_overwrite_confirmation(GTK_FILE_CHOOSER(dialog), TRUE);
    gtk_file_chooser_set_current_name(GTK_FILE_CHOOSER(dialog), name);
    g_object_set_data_full(G_OBJECT(dialog), "parent", g_object_ref(parent), g_object_unref);
    g_object_set_data(G_OBJECT(dialog), "func", func);
    g_signal_connect(dialog, "response", G_CALLBACK(on_file_chosen_cb), NULL);
    gtk_native_dialog_show(GTK_NATIVE_DIALOG(dialog));
}

static void
on_text_answered_cb(GtkDialog *dialog, int response, gpointer data)
{
    void (*func)(GtkWidget *, const char *) = g_object_get_data(G_OBJECT(dialog), "func");
    GtkWidget *parent = g_object_get_data(G_OBJECT(dialog), "parent");
    GtkTextBuffer *buffer = data;
    GtkTextIter start, end;
    g_autofree char *text = NULL;

    gtk_text_buffer_get_bounds(buffer, &start, &end);
    text = gtk_text_buffer_get_text(buffer, &start, &end, FALSE);
    if (response == GTK_RESPONSE_OK)
        func(parent, text);
    gtk_widget_destroy(GTK_WIDGET(dialog));
}

static GtkWidget *
create_text_box(GtkWidget *text)
{
    GtkWidget *box = gtk_box_new(GTK_ORIENTATION_VERTICAL, 6);
    GtkWidget *label = gtk_label_new(
        _("Its keys are pressed one after the other, as on the guest's keyboard. Enter is pressed "
          "where a new line begins."));
    GtkWidget *scroller = gtk_scrolled_window_new(NULL, NULL);

    gtk_label_set_line_wrap(GTK_LABEL(label), TRUE);
    gtk_label_set_max_width_chars(GTK_LABEL(label), 50);
    gtk_label_set_xalign(GTK_LABEL(label), 0);
    gtk_widget_set_size_request(scroller, 420, 140);
    gtk_scrolled_window_set_shadow_type(GTK_SCROLLED_WINDOW(scroller), GTK_SHADOW_IN);
    gtk_text_view_set_monospace(GTK_TEXT_VIEW(text), TRUE);
    gtk_text_view_set_accepts_tab(GTK_TEXT_VIEW(text), FALSE);
    atk_object_set_name(gtk_widget_get_accessible(text), _("Text"));
    gtk_container_add(GTK_CONTAINER(scroller), text);
    gtk_box_pack_start(GTK_BOX(box), label, FALSE, TRUE, 0);
    gtk_box_pack_start(GTK_BOX(box), scroller, TRUE, TRUE, 0);
    g_object_set(box, "margin", 12, NULL);
    gtk_widget_show_all(box);
    return box;
}

void
yado_gtk_console_ask_text(GtkWidget *parent, void (*func)(GtkWidget *parent, const char *text))
{
    GtkWindow *window = GTK_WINDOW(gtk_widget_get_toplevel(parent));
    GtkWidget *text = gtk_text_view_new();
    GtkWidget *dialog = gtk_dialog_new_with_buttons(
        _("Type a text"), window,
        GTK_DIALOG_MODAL | GTK_DIALOG_DESTROY_WITH_PARENT | GTK_DIALOG_USE_HEADER_BAR, _("_Cancel"),
        GTK_RESPONSE_CANCEL, C_("button", "_Type"), GTK_RESPONSE_OK, NULL);

    gtk_dialog_set_default_response(GTK_DIALOG(dialog), GTK_RESPONSE_OK);
    gtk_container_add(GTK_CONTAINER(gtk_dialog_get_content_area(GTK_DIALOG(dialog))),
                      create_text_box(text));
    g_object_set_data_full(G_OBJECT(dialog), "parent", g_object_ref(parent), g_object_unref);
    g_object_set_data(G_OBJECT(dialog), "func", func);
    g_signal_connect(dialog, "response", G_CALLBACK(on_text_answered_cb),
                     gtk_text_view_get_buffer(GTK_TEXT_VIEW(text)));
    gtk_widget_grab_focus(text);
    gtk_widget_show(dialog);
}
