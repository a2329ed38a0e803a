/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "views/yado-gtk-message-bar.h"

#include <glib/gi18n.h>

#include "app/yado-gtk-util.h"

struct _YadoGtkMessageBar {
    GtkInfoBar parent;
    GtkLabel *text;
    GtkExpander *details;
    GtkLabel *detail_text;
    GtkButton *offer;
    GtkWidget *close;
    char *offer_id;
};

enum { OFFERED, N_SIGNALS };
static guint signals[N_SIGNALS];

G_DEFINE_TYPE(YadoGtkMessageBar, yado_gtk_message_bar, GTK_TYPE_INFO_BAR)

static void
on_offer_clicked_cb(GtkButton *button, YadoGtkMessageBar *self)
{
    g_autofree char *id = g_strdup(self->offer_id);
    yado_gtk_message_bar_hide(self);
    g_signal_emit(self, signals[OFFERED], 0, id);
}

static void
yado_gtk_message_bar_response(GtkInfoBar *bar, int response)
{
    yado_gtk_message_bar_hide(YADO_GTK_MESSAGE_BAR(bar));
}

static void
yado_gtk_message_bar_finalize(GObject *object)
{
    g_free(YADO_GTK_MESSAGE_BAR(object)->offer_id);
    G_OBJECT_CLASS(yado_gtk_message_bar_parent_class)->finalize(object);
}

static void
yado_gtk_message_bar_class_init(YadoGtkMessageBarClass *klass)
{
    GtkWidgetClass *widget = GTK_WIDGET_CLASS(klass);
    G_OBJECT_CLASS(klass)->finalize = yado_gtk_message_bar_finalize;
    GTK_INFO_BAR_CLASS(klass)->response = yado_gtk_message_bar_response;
    signals[OFFERED] = g_signal_new("offered", G_TYPE_FROM_CLASS(klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                    NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
    gtk_widget_class_set_template_from_resource(widget, YADO_GTK_RESOURCE("message-bar.ui"));
    gtk_widget_class_bind_template_child(widget, YadoGtkMessageBar, text);
    gtk_widget_class_bind_template_child(widget, YadoGtkMessageBar, details);
    gtk_widget_class_bind_template_child(widget, YadoGtkMessageBar, detail_text);
    gtk_widget_class_bind_template_child(widget, YadoGtkMessageBar, offer);
    gtk_widget_class_bind_template_child(widget, YadoGtkMessageBar, close);
    gtk_widget_class_bind_template_callback(widget, yado_gtk_message_bar_hide);
    gtk_widget_class_bind_template_callback(widget, on_offer_clicked_cb);
}

static void
yado_gtk_message_bar_init(YadoGtkMessageBar *self)
{
    gtk_widget_init_template(GTK_WIDGET(self));
    gtk_widget_set_tooltip_text(self->close, _("Close"));
    yado_gtk_set_accessible(self->close, _("Close"), NULL);
    gtk_expander_set_label(self->details, _("_Details"));
    atk_object_set_role(gtk_widget_get_accessible(GTK_WIDGET(self)), ATK_ROLE_ALERT);
}

GtkWidget *
yado_gtk_message_bar_new(void)
{
    return g_object_new(YADO_GTK_TYPE_MESSAGE_BAR, NULL);
}

void
yado_gtk_message_bar_show_text(YadoGtkMessageBar *self, GtkMessageType type, const char *text)
{
    gtk_info_bar_set_message_type(GTK_INFO_BAR(self), type);
    gtk_label_set_text(self->text, text);
    gtk_widget_hide(GTK_WIDGET(self->details));
    gtk_widget_hide(GTK_WIDGET(self->offer));
    yado_gtk_set_accessible(GTK_WIDGET(self), text, NULL);
    gtk_widget_show(GTK_WIDGET(self));
    gtk_info_bar_set_revealed(GTK_INFO_BAR(self), TRUE);
}

void
yado_gtk_message_bar_show_error(YadoGtkMessageBar *self, const GError *error)
{
    const char *detail = yado_error_get_detail(error);
    if (yado_error_is_cancel(error))
        return;
    g_autofree char *text = yado_gtk_error_dup_text(error);
    yado_gtk_message_bar_show_text(self, GTK_MESSAGE_ERROR, text);
    gtk_label_set_text(self->detail_text, detail ? detail : "");
    gtk_expander_set_expanded(self->details, FALSE);
    gtk_widget_set_visible(GTK_WIDGET(self->details), detail != NULL);
}

void
yado_gtk_message_bar_offer(YadoGtkMessageBar *self, const char *label, const char *id)
{
    g_free(self->offer_id);
    self->offer_id = g_strdup(id);
    gtk_button_set_label(self->offer, label);
    gtk_widget_show(GTK_WIDGET(self->offer));
}

void
yado_gtk_message_bar_rest(YadoGtkMessageBar *self)
{
    gtk_widget_grab_focus(GTK_WIDGET(self->text));
}

gboolean
yado_gtk_message_bar_is_resting(YadoGtkMessageBar *self, GtkWidget *focus)
{
    return focus == GTK_WIDGET(self->text);
}

void
yado_gtk_message_bar_hide(YadoGtkMessageBar *self)
{
    gtk_info_bar_set_revealed(GTK_INFO_BAR(self), FALSE);
    gtk_widget_hide(GTK_WIDGET(self));
}
