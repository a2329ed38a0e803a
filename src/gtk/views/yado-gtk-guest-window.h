/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * yado-gtk-guest-window.h: a guest's tab in a window of its own, with its own actions.
 */
#pragma once

#include <gtk/gtk.h>

#include "views/yado-gtk-guest-page.h"

G_BEGIN_DECLS

#define YADO_GTK_TYPE_GUEST_WINDOW (yado_gtk_guest_window_get_type())
G_DECLARE_FINAL_TYPE(YadoGtkGuestWindow, yado_gtk_guest_window, YADO_GTK, GUEST_WINDOW,
                     GtkApplicationWindow)

/* Takes @page, which must have no parent. */
GtkWidget *yado_gtk_guest_window_new(GtkApplication *application, YadoSession *session,
                                     YadoGtkGuestPage *page);

G_END_DECLS
