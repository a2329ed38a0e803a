/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * yado-gtk-application.h: the program: one session, one manager window.
 *
 * The window is shown first and the hosts are opened after it, so that a slow host costs no waiting for a picture.
 */
#pragma once

#include <gtk/gtk.h>

#include "yado.h"

G_BEGIN_DECLS

#define YADO_GTK_TYPE_APPLICATION (yado_gtk_application_get_type())
G_DECLARE_FINAL_TYPE(YadoGtkApplication, yado_gtk_application, YADO_GTK, APPLICATION,
                     GtkApplication)

/*
 * @uris (nullable): hosts instead of the known ones; such a program runs on its own, beside others.
 * @guest (nullable): to open as soon as it is listed; a program that runs already is asked to.  @console: the same for a guest's console,
 * @device (nullable) which of them.
 */
GtkApplication *yado_gtk_application_new(const char *const *uris, const char *guest,
                                         const char *console, const char *device);

G_END_DECLS
