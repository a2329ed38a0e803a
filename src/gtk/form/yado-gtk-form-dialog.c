/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "form/yado-gtk-form-dialog.h"

#include <glib/gi18n.h>

#include "app/yado-gtk-help.h"
#include "app/yado-gtk-util.h"
#include "form/yado-gtk-field.h"
#include "form/yado-gtk-form.h"
#include "views/yado-gtk-message-bar.h"

#define HIGHEST_FORM 480

struct _YadoGtkFormDialog {
    GtkDialog parent;
    YadoGtkForm *view;
    YadoGtkMessageBar *messages; /* NULL: it was not tried yet */
    GtkWidget *
        resting; /* the default button, which Enter does not press before somebody is here; or NULL */
};

enum { ANSWERED, N_SIGNALS };
static guint signals[N_SIGNALS];

G_DEFINE_TYPE(YadoGtkFormDialog, yado_gtk_form_dialog, GTK_TYPE_DIALOG)

static void
yado_gtk_form_dialog_response(GtkDialog *dialog, int response)
{
    YadoGtkFormDialog *self = YADO_GTK_FORM_DIALOG(dialog);
    gboolean accepted = response == GTK_RESPONSE_ACCEPT;
    if (accepted && !yado_gtk_form_validate(self->view))
        return;
    g_object_ref(self);
    gtk_widget_hide(GTK_WIDGET(self));
    g_signal_emit(self, signals[ANSWERED], 0, accepted);
    gtk_widget_destroy(GTK_WIDGET(self));
    g_object_unref(self);
}

/* F1: the field's help, or the whole form's. */
static gboolean
yado_gtk_form_dialog_key_press_event(GtkWidget *widget, GdkEventKey *event)
{
    YadoGtkFormDialog *self = YADO_GTK_FORM_DIALOG(widget);
    if (event->keyval != GDK_KEY_F1)
        return GTK_WIDGET_CLASS(yado_gtk_form_dialog_parent_class)->key_press_event(widget, event);
    YadoGtkField *field = yado_gtk_field_find_around(gtk_window_get_focus(GTK_WINDOW(self)));
    if (field)
        yado_gtk_field_show_help(field);
    else
        yado_gtk_help_show_form(GTK_WINDOW(self), yado_gtk_form_get_form(self->view));
    return GDK_EVENT_STOP;
}

static void
yado_gtk_form_dialog_class_init(YadoGtkFormDialogClass *klass)
{
    GTK_DIALOG_CLASS(klass)->response = yado_gtk_form_dialog_response;
    GTK_WIDGET_CLASS(klass)->key_press_event = yado_gtk_form_dialog_key_press_event;
    signals[ANSWERED] = g_signal_new("answered", G_TYPE_FROM_CLASS(klass), G_SIGNAL_RUN_LAST, 0,
                                     NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_BOOLEAN);
}

static void
yado_gtk_form_dialog_init(YadoGtkFormDialog *self)
{
}

static void
add_buttons(GtkDialog *dialog, YadoForm *form, gboolean danger)
{
    GtkWidget *accept;
    gtk_dialog_add_button(dialog, _("_Cancel"), GTK_RESPONSE_CANCEL);
    accept = gtk_dialog_add_button(dialog, yado_form_get_positive(form), GTK_RESPONSE_ACCEPT);
    yado_gtk_set_style(accept, danger ? "destructive-action" : "suggested-action", TRUE);
    gtk_dialog_set_default_response(dialog, danger ? GTK_RESPONSE_CANCEL : GTK_RESPONSE_ACCEPT);
}

GtkWidget *
yado_gtk_form_dialog_new(GtkWindow *parent, YadoForm *form, gboolean danger)
{
    YadoGtkFormDialog *self =
        g_object_new(YADO_GTK_TYPE_FORM_DIALOG, "use-header-bar", TRUE, "modal", TRUE,
                     "transient-for", parent, "title", yado_form_get_title(form), NULL);
    GtkWidget *area = gtk_dialog_get_content_area(GTK_DIALOG(self));
    self->view = YADO_GTK_FORM(yado_gtk_form_new(form));
    yado_gtk_form_set_natural(self->view, HIGHEST_FORM);
    gtk_container_set_border_width(GTK_CONTAINER(area), 0);
    gtk_box_pack_start(GTK_BOX(area), GTK_WIDGET(self->view), TRUE, TRUE, 0);
    gtk_widget_show(GTK_WIDGET(self->view));
    add_buttons(GTK_DIALOG(self), form, danger);
    yado_gtk_form_focus_first(self->view);
    return GTK_WIDGET(self);
}

static void
on_focus_set_cb(GtkWindow *window, GtkWidget *focus, YadoGtkFormDialog *self)
{
    if (!focus || !self->resting || yado_gtk_message_bar_is_resting(self->messages, focus))
        return;
    gtk_window_set_default(window, self->resting);
    self->resting = NULL;
}

/* It comes when somebody may be typing elsewhere: what was not meant for it, and Enter, must do nothing here. */
static void
rest(YadoGtkFormDialog *self)
{
    self->resting = gtk_window_get_default_widget(GTK_WINDOW(self));
    yado_gtk_message_bar_rest(self->messages);
    gtk_window_set_default(GTK_WINDOW(self), NULL);
    g_signal_connect(self, "set-focus", G_CALLBACK(on_focus_set_cb), self);
}

void
yado_gtk_form_dialog_show_error(YadoGtkFormDialog *self, const GError *error)
{
    GtkBox *area = GTK_BOX(gtk_dialog_get_content_area(GTK_DIALOG(self)));
    GtkWidget *bar = yado_gtk_message_bar_new();
    gtk_box_pack_start(area, bar, FALSE, TRUE, 0);
    gtk_box_reorder_child(area, bar, 0);
    self->messages = YADO_GTK_MESSAGE_BAR(bar);
    yado_gtk_message_bar_show_error(self->messages, error);
    rest(self);
}
