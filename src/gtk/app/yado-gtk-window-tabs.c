/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The tabs: the list, open guests, consoles. */
#include "config.h"

#include "app/yado-gtk-window-private.h"

#include "app/yado-gtk-console.h"
#include "views/yado-gtk-guest-window.h"

/* --- which one is shown --- */

GtkWidget *
yado_gtk_window_get_page(YadoGtkWindow *self)
{
    int current = gtk_notebook_get_current_page(self->notebook);
    return current < 0 ? NULL : gtk_notebook_get_nth_page(self->notebook, current);
}

YadoGtkGuestPage *
yado_gtk_window_get_guest_page(YadoGtkWindow *self)
{
    GtkWidget *page = yado_gtk_window_get_page(self);
    return page && YADO_GTK_IS_GUEST_PAGE(page) ? YADO_GTK_GUEST_PAGE(page) : NULL;
}

/* Of a console in a tab. */
YadoGuest *
yado_gtk_window_get_console_guest(YadoGtkWindow *self)
{
    GtkWidget *page = yado_gtk_window_get_page(self);
    YadoGuest *guest = page ? yado_gtk_console_page_get_guest(page) : NULL;
    return guest && !yado_guest_is_gone(guest) ? guest : NULL;
}

/* --- guests --- */

void
yado_gtk_window_update_tabs(YadoGtkWindow *self)
{
    gtk_notebook_set_show_tabs(self->notebook, gtk_notebook_get_n_pages(self->notebook) > 1);
}

static YadoGuest *
get_guest_of_page(GtkWidget *page)
{
    return YADO_GTK_IS_GUEST_PAGE(page) ? yado_gtk_guest_page_get_guest(YADO_GTK_GUEST_PAGE(page))
                                        : NULL;
}

static GtkWidget *
find_page(YadoGtkWindow *self, YadoGuest *guest, YadoGuest *(*get_guest)(GtkWidget *page))
{
    for (int i = 0; i < gtk_notebook_get_n_pages(self->notebook); i++) {
        GtkWidget *page = gtk_notebook_get_nth_page(self->notebook, i);
        if (get_guest(page) == guest)
            return page;
    }
    return NULL;
}

static void
show_tab(YadoGtkWindow *self, GtkWidget *page)
{
    gtk_notebook_set_current_page(self->notebook, gtk_notebook_page_num(self->notebook, page));
}

static void
on_page_close_requested_cb(GtkWidget *page, YadoGtkWindow *self)
{
    gtk_widget_destroy(page);
    yado_gtk_list_page_grab_focus(self->list_page);
}

/* Out of the notebook, for a window of its own. (transfer full) */
static GtkWidget *
take_out(YadoGtkWindow *self, GtkWidget *page)
{
    g_object_ref(page);
    g_signal_handlers_disconnect_by_data(page, self);
    gtk_notebook_detach_tab(self->notebook, page);
    return page;
}

static void
on_guest_page_window_requested_cb(GtkWidget *widget, YadoGtkWindow *self)
{
    g_autoptr(GtkWidget) page = take_out(self, widget);
    GtkWidget *window = yado_gtk_guest_window_new(gtk_window_get_application(GTK_WINDOW(self)),
                                                  self->session, YADO_GTK_GUEST_PAGE(page));
    gtk_window_present(GTK_WINDOW(window));
}

static void
on_page_action_requested_cb(YadoGtkGuestPage *page, const char *id, YadoGtkWindow *self)
{
    yado_gtk_actions_run_on(self->actions, yado_catalog_find_action(id),
                            yado_gtk_guest_page_get_guest(page));
}

static void
append_page(YadoGtkWindow *self, GtkWidget *page, GtkWidget *tab, GCallback on_window_requested)
{
    g_signal_connect_object(page, "close-requested", G_CALLBACK(on_page_close_requested_cb), self,
                            0);
    g_signal_connect_object(page, "window-requested", on_window_requested, self, 0);
    gtk_notebook_append_page(self->notebook, page, tab);
    gtk_notebook_set_tab_reorderable(self->notebook, page, TRUE);
}

static GtkWidget *
add_guest_page(YadoGtkWindow *self, YadoGuest *guest)
{
    GtkWidget *page = yado_gtk_guest_page_new(self->session, guest);
    g_autoptr(GtkWidget) tab = yado_gtk_guest_page_create_tab(YADO_GTK_GUEST_PAGE(page));
    append_page(self, page, tab, G_CALLBACK(on_guest_page_window_requested_cb));
    g_signal_connect_object(page, "action-requested", G_CALLBACK(on_page_action_requested_cb), self,
                            0);
    return page;
}

void
yado_gtk_window_open_guest(YadoGtkWindow *self, YadoGuest *guest, const char *page_id)
{
    GtkWidget *page = find_page(self, guest, get_guest_of_page);
    if (!page)
        page = add_guest_page(self, guest);
    yado_gtk_guest_page_open(YADO_GTK_GUEST_PAGE(page), page_id);
    show_tab(self, page);
}

/* --- consoles: in a tab at first --- */

static void
on_console_window_requested_cb(GtkWidget *widget, YadoGtkWindow *self)
{
    g_autoptr(GtkWidget) page = take_out(self, widget);
    GtkWidget *window =
        yado_gtk_console_window_new(gtk_window_get_application(GTK_WINDOW(self)), page);
    gtk_window_present(GTK_WINDOW(window));
}

static GtkWidget *
add_console_page(YadoGtkWindow *self, YadoGuest *guest, const char *wanted)
{
    g_autoptr(GError) error = NULL;
    GtkWidget *page = yado_gtk_console_page_new(self->session, guest, wanted, &error);
    if (!page) {
        yado_gtk_message_bar_show_error(self->messages, error);
        return NULL;
    }
    g_autoptr(GtkWidget) tab = yado_gtk_console_page_create_tab(page);
    append_page(self, page, tab, G_CALLBACK(on_console_window_requested_cb));
    return page;
}

/* One that is open stays as it is, unless a certain one is wanted. */
static GtkWidget *
need_console_page(YadoGtkWindow *self, YadoGuest *guest, const char *wanted)
{
    GtkWidget *page = find_page(self, guest, yado_gtk_console_page_get_guest);
    if (!page)
        return add_console_page(self, guest, wanted);
    if (wanted)
        yado_gtk_console_page_choose(page, wanted);
    return page;
}

void
yado_gtk_window_open_console(YadoGtkWindow *self, YadoGuest *guest, const char *wanted)
{
    GtkWidget *page = need_console_page(self, guest, wanted);
    if (page)
        show_tab(self, page);
}

void
yado_gtk_window_open_console_alone(YadoGtkWindow *self, YadoGuest *guest, const char *wanted)
{
    GtkWidget *page = need_console_page(self, guest, wanted);
    if (page)
        on_console_window_requested_cb(page, self);
}

void
yado_gtk_window_close_tab(YadoGtkWindow *self)
{
    YadoGtkGuestPage *page = yado_gtk_window_get_guest_page(self);
    GtkWidget *current = yado_gtk_window_get_page(self);
    if (page)
        yado_gtk_guest_page_request_close(page);
    else if (current && yado_gtk_console_page_get_guest(current))
        on_page_close_requested_cb(current, self);
    else
        gtk_window_close(GTK_WINDOW(self));
}
