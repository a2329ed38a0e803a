/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "views/yado-gtk-guest-window.h"

#include <glib/gi18n.h>
#include <string.h>

#include "app/yado-gtk-actions.h"
#include "app/yado-gtk-console.h"
#include "app/yado-gtk-util.h"
#include "form/yado-gtk-field.h"
#include "views/yado-gtk-action-bar.h"
#include "views/yado-gtk-message-bar.h"

struct _YadoGtkGuestWindow {
    GtkApplicationWindow parent;
    GtkHeaderBar *header;
    GtkBox *content;
    YadoGtkGuestPage *page;
    YadoGtkMessageBar *messages;
    YadoGtkActions *actions;
    YadoSession *session;
    gboolean may_close;
};

G_DEFINE_TYPE(YadoGtkGuestWindow, yado_gtk_guest_window, GTK_TYPE_APPLICATION_WINDOW)

static YadoGuest *
get_guest(YadoGtkGuestWindow *self)
{
    return yado_gtk_guest_page_get_guest(self->page);
}

static void
update(YadoGtkGuestWindow *self)
{
    YadoHost *host = yado_guest_get_host(get_guest(self));
    g_autofree char *name = yado_text_clean(yado_guest_get_name(get_guest(self)));
    gtk_header_bar_set_title(self->header, name);
    gtk_header_bar_set_subtitle(self->header, host ? yado_host_get_label(host) : "");
    yado_gtk_actions_queue_change(self->actions);
}

static void
on_host_guests_changed_cb(YadoHost *host, GPtrArray *guests, YadoGtkGuestWindow *self)
{
    if (g_ptr_array_find(guests, get_guest(self), NULL))
        update(self);
}

static void
on_page_close_requested_cb(YadoGtkGuestPage *page, YadoGtkGuestWindow *self)
{
    self->may_close = TRUE;
    gtk_window_close(GTK_WINDOW(self));
}

static void
show_help(YadoGtkGuestWindow *self)
{
    YadoGtkField *field = yado_gtk_field_find_around(gtk_window_get_focus(GTK_WINDOW(self)));
    if (field)
        yado_gtk_field_show_help(field);
    else
        yado_gtk_guest_page_show_help(self->page);
}

static void
open_console(YadoGtkGuestWindow *self, const char *view)
{
    g_autoptr(GError) error = NULL;
    GtkWidget *page = yado_gtk_console_page_new(self->session, get_guest(self),
                                                yado_gtk_console_get_wanted(view), &error);
    if (page)
        gtk_window_present(GTK_WINDOW(
            yado_gtk_console_window_new(gtk_window_get_application(GTK_WINDOW(self)), page)));
    else
        yado_gtk_message_bar_show_error(self->messages, error);
}

static void
on_actions_view_cb(YadoGtkActions *actions, const char *view, YadoGuest *guest,
                   YadoGtkGuestWindow *self)
{
    if (g_str_has_prefix(view, "page:"))
        yado_gtk_guest_page_open(self->page, view + strlen("page:"));
    else if (g_str_has_prefix(view, "console"))
        open_console(self, view);
    else if (g_str_equal(view, "help"))
        show_help(self);
    else if (g_str_equal(view, "quit"))
        gtk_window_close(GTK_WINDOW(self));
}

static void
on_page_action_requested_cb(YadoGtkGuestPage *page, const char *id, YadoGtkGuestWindow *self)
{
    yado_gtk_actions_run(self->actions, yado_catalog_find_action(id));
}

static void
on_actions_failed_cb(YadoGtkActions *actions, const GError *error, YadoGtkGuestWindow *self)
{
    yado_gtk_message_bar_show_error(self->messages, error);
}

static void
on_actions_refused_cb(YadoGtkActions *actions, const char *reason, YadoGtkGuestWindow *self)
{
    yado_gtk_message_bar_show_text(self->messages, GTK_MESSAGE_INFO, reason);
}

static gboolean
yado_gtk_guest_window_key_press_event(GtkWidget *widget, GdkEventKey *event)
{
    YadoGtkGuestWindow *self = YADO_GTK_GUEST_WINDOW(widget);
    g_autofree char *key = yado_gtk_key_from_event(event);
    if (g_strcmp0(yado_keymap_find_own(key, YADO_FRONT_DESKTOP), "tab.close") == 0) {
        gtk_window_close(GTK_WINDOW(self));
        return GDK_EVENT_STOP;
    }
    if (gtk_window_propagate_key_event(GTK_WINDOW(self), event) ||
        yado_gtk_guest_page_handle_key(self->page, event) ||
        (!yado_gtk_key_is_enter(event) && yado_gtk_actions_handle_key(self->actions, event)))
        return GDK_EVENT_STOP;
    return GTK_WIDGET_CLASS(yado_gtk_guest_window_parent_class)->key_press_event(widget, event);
}

static gboolean
yado_gtk_guest_window_delete_event(GtkWidget *widget, GdkEventAny *event)
{
    YadoGtkGuestWindow *self = YADO_GTK_GUEST_WINDOW(widget);
    if (self->may_close)
        return GDK_EVENT_PROPAGATE;
    yado_gtk_guest_page_request_close(self->page);
    return GDK_EVENT_STOP;
}

static void
yado_gtk_guest_window_dispose(GObject *object)
{
    YadoGtkGuestWindow *self = YADO_GTK_GUEST_WINDOW(object);
    G_OBJECT_CLASS(yado_gtk_guest_window_parent_class)->dispose(object);
    g_clear_object(&self->actions);
    g_clear_object(&self->session);
}

static void
yado_gtk_guest_window_class_init(YadoGtkGuestWindowClass *klass)
{
    GtkWidgetClass *widget = GTK_WIDGET_CLASS(klass);
    G_OBJECT_CLASS(klass)->dispose = yado_gtk_guest_window_dispose;
    widget->key_press_event = yado_gtk_guest_window_key_press_event;
    widget->delete_event = yado_gtk_guest_window_delete_event;
    gtk_widget_class_set_template_from_resource(widget, YADO_GTK_RESOURCE("guest-window.ui"));
    gtk_widget_class_bind_template_child(widget, YadoGtkGuestWindow, header);
    gtk_widget_class_bind_template_child(widget, YadoGtkGuestWindow, content);
}

static void
yado_gtk_guest_window_init(YadoGtkGuestWindow *self)
{
    gtk_widget_init_template(GTK_WIDGET(self));
}

static void
set_up_actions(YadoGtkGuestWindow *self)
{
    g_autoptr(GPtrArray) guests = yado_gtk_guests_new(get_guest(self));
    self->actions = yado_gtk_actions_new(GTK_WINDOW(self), self->session);
    yado_gtk_actions_set_on_page(self->actions, TRUE);
    yado_gtk_actions_set_targets(self->actions, guests, yado_guest_get_host(get_guest(self)));
    g_signal_connect_object(self->actions, "view", G_CALLBACK(on_actions_view_cb), self, 0);
    g_signal_connect_object(self->actions, "failed", G_CALLBACK(on_actions_failed_cb), self, 0);
    g_signal_connect_object(self->actions, "refused", G_CALLBACK(on_actions_refused_cb), self, 0);
}

static void
add_content(YadoGtkGuestWindow *self)
{
    self->messages = YADO_GTK_MESSAGE_BAR(yado_gtk_message_bar_new());
    gtk_box_pack_start(self->content, GTK_WIDGET(self->messages), FALSE, TRUE, 0);
    gtk_box_pack_start(self->content, GTK_WIDGET(self->page), TRUE, TRUE, 0);
    gtk_box_pack_start(self->content, yado_gtk_action_bar_new(self->actions), FALSE, TRUE, 0);
    yado_gtk_guest_page_set_in_window(self->page);
}

GtkWidget *
yado_gtk_guest_window_new(GtkApplication *application, YadoSession *session, YadoGtkGuestPage *page)
{
    YadoGtkGuestWindow *self =
        g_object_new(YADO_GTK_TYPE_GUEST_WINDOW, "application", application, NULL);
    YadoHost *host = yado_guest_get_host(yado_gtk_guest_page_get_guest(page));
    self->session = g_object_ref(session);
    self->page = page;
    set_up_actions(self);
    add_content(self);
    g_signal_connect_object(page, "close-requested", G_CALLBACK(on_page_close_requested_cb), self,
                            0);
    g_signal_connect_object(page, "action-requested", G_CALLBACK(on_page_action_requested_cb), self,
                            0);
    if (host)
        g_signal_connect_object(host, "guests-changed", G_CALLBACK(on_host_guests_changed_cb), self,
                                0);
    update(self);
    return GTK_WIDGET(self);
}
