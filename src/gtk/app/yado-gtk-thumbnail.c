/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "app/yado-gtk-thumbnail.h"

#include <glib/gi18n.h>

#define WIDTH 128
#define HEIGHT 72
/* Who only goes by is not to make a connection. */
#define REST_MS 700

typedef gpointer (*WatchFunc)(YadoGuest *guest, int width, int height, YadoGtkThumbnailFunc func,
                              gpointer data);
typedef void (*UnwatchFunc)(gpointer handle);

static WatchFunc watch_screen;
static UnwatchFunc unwatch_screen;

typedef struct {
    YadoGuest *guest;
    GtkImage *image;
    gpointer handle; /* while it is seen */
    guint rest;
} Thumbnail;

gboolean
yado_gtk_thumbnail_is_installed(void)
{
    return yado_module_is_installed("screenshot");
}

static gboolean
load_module(void)
{
    GModule *module;

    if (watch_screen)
        return TRUE;
    module = yado_module_open("screenshot");
    return module &&
           g_module_symbol(module, "yado_screenshot_module_unwatch", (gpointer *)&unwatch_screen) &&
           g_module_symbol(module, "yado_screenshot_module_watch", (gpointer *)&watch_screen);
}

gpointer
yado_gtk_thumbnail_watch(YadoGuest *guest, int width, int height, YadoGtkThumbnailFunc func,
                         gpointer data)
{
    return load_module() ? watch_screen(guest, width, height, func, data) : NULL;
}

void
yado_gtk_thumbnail_unwatch(gpointer handle)
{
    unwatch_screen(handle);
}

static void
on_picture_made_cb(GdkPixbuf *picture, gpointer data)
{
    Thumbnail *self = data;

    gtk_image_set_from_pixbuf(self->image, picture);
    gtk_widget_set_opacity(GTK_WIDGET(self->image), picture ? 1 : 0);
}

static gboolean
on_rest_over_cb(gpointer data)
{
    Thumbnail *self = data;

    self->rest = 0;
    self->handle = yado_gtk_thumbnail_watch(self->guest, WIDTH, HEIGHT, on_picture_made_cb, self);
    return G_SOURCE_REMOVE;
}

static void
on_mapped_cb(GtkWidget *widget, Thumbnail *self)
{
    if (!self->handle && !self->rest)
        self->rest = g_timeout_add(REST_MS, on_rest_over_cb, self);
}

static void
on_unmapped_cb(GtkWidget *widget, Thumbnail *self)
{
    g_clear_handle_id(&self->rest, g_source_remove);
    g_clear_pointer(&self->handle, yado_gtk_thumbnail_unwatch);
}

static void
free_thumbnail(gpointer data, GClosure *closure)
{
    Thumbnail *self = data;

    on_unmapped_cb(NULL, self);
    g_object_unref(self->guest);
    g_free(self);
}

GtkWidget *
yado_gtk_thumbnail_new(YadoSession *session, YadoGuest *guest)
{
    YadoSettings *settings = yado_session_get_settings(session);
    GtkWidget *image = gtk_image_new();
    Thumbnail *self;

    atk_object_set_name(gtk_widget_get_accessible(image), _("The guest's screen"));
    if (!yado_settings_get_bool(settings, "console", "thumbnails", TRUE))
        return image;
    self = g_new0(Thumbnail, 1);
    self->guest = g_object_ref(guest);
    self->image = GTK_IMAGE(image);
    g_signal_connect(image, "map", G_CALLBACK(on_mapped_cb), self);
    g_signal_connect_data(image, "unmap", G_CALLBACK(on_unmapped_cb), self, free_thumbnail, 0);
    return image;
}
