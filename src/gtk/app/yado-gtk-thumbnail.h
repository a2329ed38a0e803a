/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * yado-gtk-thumbnail.h: a small live picture of a guest's screen (VNC), for as long as it is seen; takes no room where there is none.
 *
 * It asks for nothing, takes a console from nobody, and costs nothing while it is hidden.  Needs the module yado-screenshot.so; the setting
 * "thumbnails" of the group "console" switches it off.
 */
#pragma once

#include <gtk/gtk.h>

#include "yado.h"

G_BEGIN_DECLS

GtkWidget *yado_gtk_thumbnail_new(YadoSession *session, YadoGuest *guest);

/* Borrowed; NULL: there is none, or none any more. */
typedef void (*YadoGtkThumbnailFunc)(GdkPixbuf *picture, gpointer data);

/* For who draws many: pictures that fit into @width and @height, until unwatch.  NULL: the module is not installed. */
gpointer yado_gtk_thumbnail_watch(YadoGuest *guest, int width, int height,
                                  YadoGtkThumbnailFunc func, gpointer data);
void yado_gtk_thumbnail_unwatch(gpointer handle);
gboolean yado_gtk_thumbnail_is_installed(void);

G_END_DECLS
