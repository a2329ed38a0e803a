/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * yado-gtk-sidebar.h: the hosts with their guests below them (YadoTree); choosing a host shows only its guests in the list.
 *
 * Signals: "host-selected" (YadoHost, NULL: all), also for a guest's host; then "guest-selected" (YadoGuest);
 * "guest-activated" (YadoGuest): double click, Return; "menu-requested" (GdkEvent, nullable).
 */
#pragma once

#include <gtk/gtk.h>

#include "app/yado-gtk-actions.h"

G_BEGIN_DECLS

#define YADO_GTK_TYPE_SIDEBAR (yado_gtk_sidebar_get_type())
G_DECLARE_FINAL_TYPE(YadoGtkSidebar, yado_gtk_sidebar, YADO_GTK, SIDEBAR, GtkBox)

GtkWidget *yado_gtk_sidebar_new(YadoGtkActions *actions);
/* Whose guests were asked for, even while a guest of another is shown; NULL: all. Borrowed. */
YadoHost *yado_gtk_sidebar_get_host(YadoGtkSidebar *self);
/* NULL: no guest is. Borrowed. */
YadoGuest *yado_gtk_sidebar_get_guest(YadoGtkSidebar *self);
/* Its row is selected, where it is folded up its host's; nothing is emitted. */
void yado_gtk_sidebar_show_guest(YadoGtkSidebar *self, YadoGuest *guest);
/* Where a menu without a pointer belongs. */
GtkWidget *yado_gtk_sidebar_get_menu_widget(YadoGtkSidebar *self);

G_END_DECLS
