/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* How large the window is, and how wide its side: as it was chosen, wherever there is room. */
#include "config.h"

#include "app/yado-gtk-window-private.h"

#define BORDERS 10 /* of a window where nothing draws shadows */

static gboolean
on_side_due_cb(gpointer data)
{
    YadoGtkWindow *self = data;
    if (!gtk_widget_in_destruction(GTK_WIDGET(self)))
        gtk_paned_set_position(self->paned, self->side_width);
    return G_SOURCE_REMOVE;
}

static void
on_paned_size_allocated_cb(GtkWidget *paned, GdkRectangle *area, YadoGtkWindow *self)
{
    if (area->width == self->paned_width)
        return;
    self->paned_width = area->width;
    if (gtk_paned_get_position(self->paned) != self->side_width)
        g_idle_add_full(GDK_PRIORITY_REDRAW - 1, on_side_due_cb, g_object_ref(self),
                        g_object_unref);
}

/* By hand: the layout, which moves it too, runs without an event. */
static void
on_paned_position_notified_cb(GtkPaned *paned, GParamSpec *pspec, YadoGtkWindow *self)
{
    GdkEvent *event = gtk_get_current_event();
    if (event && gtk_widget_get_allocated_width(GTK_WIDGET(paned)) == self->paned_width) {
        self->side_width = gtk_paned_get_position(paned);
        yado_settings_set_int(yado_session_get_settings(self->session), "gtk", "sidebar",
                              self->side_width);
    }
    g_clear_pointer(&event, gdk_event_free);
}

/* The smallest screen's: nobody knows yet on which one it will be.  GTK counts neither header nor border. */
static void
limit_to_screens(YadoGtkWindow *self, int *width, int *height)
{
    GdkDisplay *display = gtk_widget_get_display(GTK_WIDGET(self));
    int header;
    gtk_widget_get_preferred_height(GTK_WIDGET(self->header), NULL, &header);
    for (int i = 0; i < gdk_display_get_n_monitors(display); i++) {
        GdkRectangle area;
        gdk_monitor_get_workarea(gdk_display_get_monitor(display, i), &area);
        *width = MIN(*width, area.width - BORDERS);
        *height = MIN(*height, area.height - header - BORDERS);
    }
}

/* A size that was chosen: the first one is ours. */
static gboolean
on_configured_cb(GtkWidget *widget, GdkEventConfigure *event, YadoGtkWindow *self)
{
    int width, height;
    gtk_window_get_size(GTK_WINDOW(self), &width, &height);
    if (self->width > 0 && (self->width != width || self->height != height))
        yado_gtk_window_store_size(self);
    self->width = width;
    self->height = height;
    return GDK_EVENT_PROPAGATE;
}

void
yado_gtk_window_restore_size(YadoGtkWindow *self)
{
    YadoSettings *settings = yado_session_get_settings(self->session);
    int width = yado_settings_get_int(settings, "gtk", "width", 1080);
    int height = yado_settings_get_int(settings, "gtk", "height", 620);
    limit_to_screens(self, &width, &height);
    gtk_window_set_default_size(GTK_WINDOW(self), width, height);
    self->side_width = yado_settings_get_int(settings, "gtk", "sidebar", 190);
    gtk_paned_set_position(self->paned, self->side_width);
    g_signal_connect_object(self->paned, "size-allocate", G_CALLBACK(on_paned_size_allocated_cb),
                            self, 0);
    g_signal_connect_object(self->paned, "notify::position",
                            G_CALLBACK(on_paned_position_notified_cb), self, 0);
    g_signal_connect(self, "configure-event", G_CALLBACK(on_configured_cb), self);
}

void
yado_gtk_window_store_size(YadoGtkWindow *self)
{
    YadoSettings *settings = yado_session_get_settings(self->session);
    int width, height;
    gtk_window_get_size(GTK_WINDOW(self), &width, &height);
    yado_settings_set_int(settings, "gtk", "width", width);
    yado_settings_set_int(settings, "gtk", "height", height);
    yado_settings_set_int(settings, "gtk", "sidebar", self->side_width);
}
