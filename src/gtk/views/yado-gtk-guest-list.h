/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * yado-gtk-guest-list.h: the table of guests, or words that say why there is none.
 *
 * Fixed row height, cell data functions, nothing stored per row.  It tells the hosts which rows are on the screen, and looks away
 * while it is not mapped or its window is minimised, so nothing hidden is sampled.
 *
 * Signals: "selection-changed"; "guest-activated" (YadoGuest): Enter or double click; "menu-requested" (GdkEvent, nullable).
 */
#pragma once

#include <gtk/gtk.h>

#include "yado.h"

G_BEGIN_DECLS

#define YADO_GTK_TYPE_GUEST_LIST (yado_gtk_guest_list_get_type())
G_DECLARE_FINAL_TYPE(YadoGtkGuestList, yado_gtk_guest_list, YADO_GTK, GUEST_LIST, GtkStack)

GtkWidget *yado_gtk_guest_list_new(YadoSession *session, YadoTable *table);

/* Pictures of their screens in place of the table. */
void yado_gtk_guest_list_show_screens(YadoGtkGuestList *self, gboolean shown);

/* Of YadoGuest, in table order; never NULL. (transfer full) */
GPtrArray *yado_gtk_guest_list_dup_selected(YadoGtkGuestList *self);
/* FALSE: the list does not show it. */
gboolean yado_gtk_guest_list_select(YadoGtkGuestList *self, YadoGuest *guest);
/* Every row anew: asked of a widget around it, a tree view shows the pixels that it keeps. */
void yado_gtk_guest_list_redraw(YadoGtkGuestList *self);
void yado_gtk_guest_list_select_all(YadoGtkGuestList *self, gboolean selected);
/* What to do about an empty list: a button below the words. (transfer floating) */
void yado_gtk_guest_list_add_empty_action(YadoGtkGuestList *self, GtkWidget *button);
void yado_gtk_guest_list_grab_focus(YadoGtkGuestList *self);
/* Where a menu without a pointer belongs: the selected row. */
void yado_gtk_guest_list_get_menu_area(YadoGtkGuestList *self, GdkWindow **window,
                                       GdkRectangle *area);
/* A menu with a check item for each column. (floating) */
GtkWidget *yado_gtk_guest_list_create_columns_menu(YadoGtkGuestList *self);

G_END_DECLS
