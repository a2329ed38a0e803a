/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * yado-gtk-window.h: the manager: hosts on the left, the list of guests or an open guest on the right, actions and jobs below.
 *
 *     ┌ [New]        YaDO            [search] [menu] ┐
 *     │ hosts │ Guests | web-07 x |                  │
 *     │       │ ID Name      State    CPU      ...   │
 *     ├───────┴──────────────────────────────────────┤
 *     │ Start Pause Shut down …              job 61% │
 *     └──────────────────────────────────────────────┘
 */
#pragma once

#include <gtk/gtk.h>

#include "yado.h"

G_BEGIN_DECLS

#define YADO_GTK_TYPE_WINDOW (yado_gtk_window_get_type())
G_DECLARE_FINAL_TYPE(YadoGtkWindow, yado_gtk_window, YADO_GTK, WINDOW, GtkApplicationWindow)

GtkWidget *yado_gtk_window_new(GtkApplication *application, YadoSession *session);

/* Opens the guest of that name (or uuid, id) as soon as a host lists it. */
void yado_gtk_window_show_guest(YadoGtkWindow *self, const char *name);
/* The same for its console, in a window of its own; @device (nullable): a certain one. */
void yado_gtk_window_show_console(YadoGtkWindow *self, const char *name, const char *device);

G_END_DECLS
