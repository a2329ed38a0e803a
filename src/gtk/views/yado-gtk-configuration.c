/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "views/yado-gtk-configuration.h"

#include <glib/gi18n.h>
#include <gtksourceview/gtksource.h>

#include "app/yado-gtk-util.h"
#include "views/yado-gtk-difference.h"
#include "views/yado-gtk-message-bar.h"

struct _YadoGtkConfiguration {
    GtkBox parent;
    GtkBox *message_box;
    GtkScrolledWindow *scrolled;
    GtkWidget *check, *difference, *undo, *apply;
    GtkSourceView *view;
    GtkTextBuffer *buffer;
    YadoGtkMessageBar *messages;
    YadoGuest *guest;
    YadoDocument *document; /* as the host has it; NULL until it came */
    char *base_text;
    GCancellable *cancellable;
    gboolean is_busy, is_reloading; /* is_reloading: edits are thrown away when the text comes */
};

enum { APPLIED, N_SIGNALS };
static guint signals[N_SIGNALS];

G_DEFINE_TYPE(YadoGtkConfiguration, yado_gtk_configuration, GTK_TYPE_BOX)

static char *
dup_text(YadoGtkConfiguration *self)
{
    char *text = NULL;
    g_object_get(self->buffer, "text", &text, NULL);
    return text;
}

gboolean
yado_gtk_configuration_is_edited(YadoGtkConfiguration *self)
{
    return gtk_text_buffer_get_modified(self->buffer);
}

static void
update_buttons(YadoGtkConfiguration *self)
{
    gboolean edited = yado_gtk_configuration_is_edited(self);
    gboolean ready = self->document && !self->is_busy;
    gtk_widget_set_sensitive(self->check, ready);
    gtk_widget_set_sensitive(self->difference, ready && edited);
    gtk_widget_set_sensitive(self->undo, ready && edited);
    gtk_widget_set_sensitive(self->apply, ready && edited);
}

static void
on_buffer_changed_cb(GtkTextBuffer *buffer, YadoGtkConfiguration *self)
{
    update_buttons(self);
}

static void
set_busy(YadoGtkConfiguration *self, gboolean busy)
{
    self->is_busy = busy;
    gtk_text_view_set_editable(GTK_TEXT_VIEW(self->view), !busy && self->document != NULL);
    update_buttons(self);
}

static void
show_text(YadoGtkConfiguration *self, const char *text)
{
    GtkTextIter start;
    gtk_source_buffer_begin_not_undoable_action(GTK_SOURCE_BUFFER(self->buffer));
    gtk_text_buffer_set_text(self->buffer, text, -1);
    gtk_source_buffer_end_not_undoable_action(GTK_SOURCE_BUFFER(self->buffer));
    gtk_text_buffer_set_modified(self->buffer, FALSE);
    gtk_text_buffer_get_start_iter(self->buffer, &start);
    gtk_text_buffer_place_cursor(self->buffer, &start);
}

static void
tell_newer(YadoGtkConfiguration *self)
{
    g_autofree char *text =
        g_strdup_printf(_("The configuration of %s was changed by somebody else meanwhile. Your "
                          "changes are kept; applying them tells if they collide."),
                        yado_guest_get_name(self->guest));
    yado_gtk_message_bar_show_text(self->messages, GTK_MESSAGE_WARNING, text);
    yado_gtk_message_bar_offer(self->messages, _("_Reload"), "reload");
}

static void
take_document(YadoGtkConfiguration *self, YadoDocument *document)
{
    g_autofree char *text = yado_document_dump(document);
    gboolean is_known = !self->is_reloading && g_strcmp0(text, self->base_text) == 0;
    if (yado_gtk_configuration_is_edited(self) && !self->is_reloading) {
        if (!is_known) /* the text stays: applying it tells what collides */
            tell_newer(self);
        return;
    }
    g_set_object(&self->document, document);
    if (is_known)
        return;
    g_free(self->base_text);
    self->base_text = g_steal_pointer(&text);
    show_text(self, self->base_text);
}

static void
on_document_fetched_cb(GObject *source, GAsyncResult *result, gpointer data)
{
    g_autoptr(YadoGtkConfiguration) self = data;
    g_autoptr(GError) error = NULL;
    g_autoptr(YadoDocument) document =
        yado_guest_get_document_finish(YADO_GUEST(source), result, &error);
    if (g_cancellable_is_cancelled(self->cancellable))
        return;
    if (document)
        take_document(self, document);
    else
        yado_gtk_message_bar_show_error(self->messages, error);
    self->is_reloading = FALSE;
    set_busy(self, FALSE);
}

static void
fetch(YadoGtkConfiguration *self)
{
    self->is_busy = TRUE;
    if (self->is_reloading || !yado_gtk_configuration_is_edited(self))
        set_busy(self, TRUE); /* else typing goes on meanwhile */
    yado_guest_get_document_async(self->guest, YADO_CONFIGURATION_INACTIVE, self->cancellable,
                                  on_document_fetched_cb, g_object_ref(self));
}

void
yado_gtk_configuration_refresh(YadoGtkConfiguration *self)
{
    if (!self->is_busy)
        fetch(self);
}

static void
reload(YadoGtkConfiguration *self)
{
    self->is_reloading = TRUE;
    fetch(self);
}

static void
on_messages_offered_cb(YadoGtkMessageBar *bar, const char *id, YadoGtkConfiguration *self)
{
    if (!self->is_busy)
        reload(self);
}

/* --- check and difference --- */

static gboolean
check(YadoGtkConfiguration *self, const char *text)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(YadoDocument) parsed = yado_document_rebase(self->document, text, FALSE, &error);
    if (!parsed)
        yado_gtk_message_bar_show_error(self->messages, error);
    return parsed != NULL;
}

static void
on_check_clicked_cb(GtkButton *button, YadoGtkConfiguration *self)
{
    g_autofree char *text = dup_text(self);
    if (check(self, text))
        yado_gtk_message_bar_show_text(self->messages, GTK_MESSAGE_INFO,
                                       _("The text can be read. The host checks the rest when it "
                                         "is applied."));
}

static void
on_difference_clicked_cb(GtkButton *button, YadoGtkConfiguration *self)
{
    g_autofree char *text = dup_text(self);
    g_autofree char *difference = yado_text_diff(self->base_text, text, _("stored"), _("edited"));
    yado_gtk_difference_show(GTK_WINDOW(gtk_widget_get_toplevel(GTK_WIDGET(self))), _("Difference"),
                             difference);
}

static void
on_undo_clicked_cb(GtkButton *button, YadoGtkConfiguration *self)
{
    show_text(self, self->base_text);
    yado_gtk_message_bar_hide(self->messages);
}

/* --- apply --- */

static void apply(YadoGtkConfiguration *self, gboolean force);

static void
on_conflict_answered_cb(GtkDialog *dialog, int response, YadoGtkConfiguration *self)
{
    gtk_widget_destroy(GTK_WIDGET(dialog));
    if (response == YADO_GTK_CONFLICT_FORCE)
        apply(self, TRUE);
    else if (response == YADO_GTK_CONFLICT_RELOAD)
        reload(self);
}

static void
ask_about_conflict(YadoGtkConfiguration *self, const GError *error)
{
    GtkWidget *toplevel = gtk_widget_get_toplevel(GTK_WIDGET(self));
    GtkWidget *dialog = yado_gtk_conflict_new(GTK_WINDOW(toplevel), error);
    g_signal_connect_object(dialog, "response", G_CALLBACK(on_conflict_answered_cb), self, 0);
    gtk_widget_show(dialog);
}

static void
on_text_applied_cb(GObject *source, GAsyncResult *result, gpointer data)
{
    g_autoptr(YadoGtkConfiguration) self = data;
    g_autoptr(GError) error = NULL;
    gboolean ok = yado_guest_apply_text_finish(YADO_GUEST(source), result, &error);
    if (g_cancellable_is_cancelled(self->cancellable))
        return;
    set_busy(self, FALSE);
    if (ok) {
        yado_gtk_message_bar_hide(self->messages);
        reload(self); /* the host may have completed it */
        g_signal_emit(self, signals[APPLIED], 0);
    } else if (g_error_matches(error, YADO_ERROR, YADO_ERROR_CONFLICT)) {
        ask_about_conflict(self, error);
    } else {
        yado_gtk_message_bar_show_error(self->messages, error);
    }
}

static void
apply(YadoGtkConfiguration *self, gboolean force)
{
    g_autofree char *text = dup_text(self);
    if (!check(self, text))
        return;
    set_busy(self, TRUE);
    yado_guest_apply_text_async(self->guest, self->base_text, text, force, self->cancellable,
                                on_text_applied_cb, g_object_ref(self));
}

static void
on_apply_clicked_cb(GtkButton *button, YadoGtkConfiguration *self)
{
    apply(self, FALSE);
}

/* --- life --- */

static void
yado_gtk_configuration_dispose(GObject *object)
{
    YadoGtkConfiguration *self = YADO_GTK_CONFIGURATION(object);
    g_cancellable_cancel(self->cancellable);
    if (self->buffer)
        g_signal_handlers_disconnect_by_data(self->buffer, self);
    G_OBJECT_CLASS(yado_gtk_configuration_parent_class)->dispose(object);
}

static void
yado_gtk_configuration_finalize(GObject *object)
{
    YadoGtkConfiguration *self = YADO_GTK_CONFIGURATION(object);
    g_clear_object(&self->cancellable);
    g_clear_object(&self->document);
    g_clear_object(&self->guest);
    g_clear_object(&self->buffer);
    g_free(self->base_text);
    G_OBJECT_CLASS(yado_gtk_configuration_parent_class)->finalize(object);
}

static void yado_gtk_configuration_style_updated(GtkWidget *widget);

static void
yado_gtk_configuration_class_init(YadoGtkConfigurationClass *klass)
{
    GtkWidgetClass *widget = GTK_WIDGET_CLASS(klass);
    G_OBJECT_CLASS(klass)->dispose = yado_gtk_configuration_dispose;
    G_OBJECT_CLASS(klass)->finalize = yado_gtk_configuration_finalize;
    widget->style_updated = yado_gtk_configuration_style_updated;
    signals[APPLIED] = g_signal_new("applied", G_TYPE_FROM_CLASS(klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                    NULL, NULL, G_TYPE_NONE, 0);
    gtk_widget_class_set_template_from_resource(widget, YADO_GTK_RESOURCE("configuration.ui"));
    gtk_widget_class_bind_template_child(widget, YadoGtkConfiguration, message_box);
    gtk_widget_class_bind_template_child(widget, YadoGtkConfiguration, scrolled);
    gtk_widget_class_bind_template_child(widget, YadoGtkConfiguration, check);
    gtk_widget_class_bind_template_child(widget, YadoGtkConfiguration, difference);
    gtk_widget_class_bind_template_child(widget, YadoGtkConfiguration, undo);
    gtk_widget_class_bind_template_child(widget, YadoGtkConfiguration, apply);
    gtk_widget_class_bind_template_callback(widget, on_check_clicked_cb);
    gtk_widget_class_bind_template_callback(widget, on_difference_clicked_cb);
    gtk_widget_class_bind_template_callback(widget, on_undo_clicked_cb);
    gtk_widget_class_bind_template_callback(widget, on_apply_clicked_cb);
}

static void
set_labels(YadoGtkConfiguration *self)
{
    gtk_button_set_label(GTK_BUTTON(self->check), _("_Check"));
    gtk_button_set_label(GTK_BUTTON(self->difference), _("_Difference"));
    gtk_button_set_label(GTK_BUTTON(self->undo), _("_Undo"));
    gtk_button_set_label(GTK_BUTTON(self->apply), _("_Apply"));
}

/* The scheme of the theme's brightness: black on white would blind in a dark desktop. */
static gboolean
is_dark(GtkWidget *widget)
{
    GtkStyleContext *context = gtk_widget_get_style_context(widget);
    GdkRGBA base;
    return gtk_style_context_lookup_color(context, "theme_base_color", &base) &&
           base.red + base.green + base.blue < 1.5;
}

static void
choose_scheme(YadoGtkConfiguration *self)
{
    GtkSourceStyleSchemeManager *schemes = gtk_source_style_scheme_manager_get_default();
    const char *id = is_dark(GTK_WIDGET(self)) ? "oblivion" : "classic";
    gtk_source_buffer_set_style_scheme(GTK_SOURCE_BUFFER(self->buffer),
                                       gtk_source_style_scheme_manager_get_scheme(schemes, id));
}

static void
yado_gtk_configuration_style_updated(GtkWidget *widget)
{
    YadoGtkConfiguration *self = YADO_GTK_CONFIGURATION(widget);
    GTK_WIDGET_CLASS(yado_gtk_configuration_parent_class)->style_updated(widget);
    if (self->buffer)
        choose_scheme(self);
}

static void
create_view(YadoGtkConfiguration *self)
{
    GtkSourceLanguageManager *languages = gtk_source_language_manager_get_default();
    GtkSourceBuffer *buffer = gtk_source_buffer_new(NULL);
    gtk_source_buffer_set_language(buffer,
                                   gtk_source_language_manager_get_language(languages, "xml"));
    self->view = GTK_SOURCE_VIEW(gtk_source_view_new_with_buffer(buffer));
    self->buffer = GTK_TEXT_BUFFER(buffer);
    g_object_set(self->view, "monospace", TRUE, "show-line-numbers", TRUE, "accepts-tab", FALSE,
                 "left-margin", 6, NULL);
    yado_gtk_set_accessible(GTK_WIDGET(self->view), _("Configuration"), NULL);
    gtk_container_add(GTK_CONTAINER(self->scrolled), GTK_WIDGET(self->view));
    gtk_widget_show(GTK_WIDGET(self->view));
    g_signal_connect(buffer, "changed", G_CALLBACK(on_buffer_changed_cb), self);
    g_signal_connect(buffer, "modified-changed", G_CALLBACK(on_buffer_changed_cb), self);
}

static void
yado_gtk_configuration_init(YadoGtkConfiguration *self)
{
    self->cancellable = g_cancellable_new();
    gtk_widget_init_template(GTK_WIDGET(self));
    self->messages = YADO_GTK_MESSAGE_BAR(yado_gtk_message_bar_new());
    gtk_container_add(GTK_CONTAINER(self->message_box), GTK_WIDGET(self->messages));
    g_signal_connect(self->messages, "offered", G_CALLBACK(on_messages_offered_cb), self);
    set_labels(self);
    create_view(self);
}

GtkWidget *
yado_gtk_configuration_new(YadoGuest *guest)
{
    YadoGtkConfiguration *self = g_object_new(YADO_GTK_TYPE_CONFIGURATION, NULL);
    self->guest = g_object_ref(guest);
    fetch(self);
    return GTK_WIDGET(self);
}
