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

G_END_DECLS
