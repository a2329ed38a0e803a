/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * yado-gtk-sidebar.h: the hosts; choosing one shows only its guests.
 *
 * Hosts only, never a row for each guest: with thousands of them it must cost nothing.
 * Signals: "host-selected" (YadoHost, NULL: all); "menu-requested" (GdkEvent, nullable).
 */
#pragma once

#include <gtk/gtk.h>

#include "app/yado-gtk-actions.h"

G_BEGIN_DECLS

#define YADO_GTK_TYPE_SIDEBAR (yado_gtk_sidebar_get_type())
G_DECLARE_FINAL_TYPE(YadoGtkSidebar, yado_gtk_sidebar, YADO_GTK, SIDEBAR, GtkBox)

GtkWidget *yado_gtk_sidebar_new(YadoGtkActions *actions);
/* NULL: all are chosen. Borrowed. */
YadoHost *yado_gtk_sidebar_get_host(YadoGtkSidebar *self);
/* Where a menu without a pointer belongs. */
GtkWidget *yado_gtk_sidebar_get_menu_widget(YadoGtkSidebar *self);

G_END_DECLS
