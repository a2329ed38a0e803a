/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * yado-gtk-list-page.h: search bar, list of guests, and the line that says what is special about the selected one.
 *
 * Signals, passed on from the list: "selection-changed", "guest-activated" (YadoGuest), "menu-requested" (GdkEvent, nullable).
 */
#pragma once

#include <gtk/gtk.h>

#include "app/yado-gtk-actions.h"

G_BEGIN_DECLS

#define YADO_GTK_TYPE_LIST_PAGE (yado_gtk_list_page_get_type())
G_DECLARE_FINAL_TYPE(YadoGtkListPage, yado_gtk_list_page, YADO_GTK, LIST_PAGE, GtkBox)

GtkWidget *yado_gtk_list_page_new(YadoSession *session, YadoTable *table, YadoGtkActions *actions);

GPtrArray *yado_gtk_list_page_dup_selected(YadoGtkListPage *self);
/* A filter that hides it is ended. */
void yado_gtk_list_page_select(YadoGtkListPage *self, YadoGuest *guest);
void yado_gtk_list_page_select_all(YadoGtkListPage *self, gboolean selected);
void yado_gtk_list_page_redraw(YadoGtkListPage *self);
void yado_gtk_list_page_grab_focus(YadoGtkListPage *self);
/* @widget (nullable) is the list itself, as table or as screens. */
gboolean yado_gtk_list_page_is_list(YadoGtkListPage *self, GtkWidget *widget);
void yado_gtk_list_page_get_menu_area(YadoGtkListPage *self, GdkWindow **window,
                                      GdkRectangle *area);

/* @toggle shows whether the search bar is open. */
void yado_gtk_list_page_bind_search(YadoGtkListPage *self, GtkToggleButton *toggle);
/* @toggle shows screens in place of the table; kept in the settings. */
void yado_gtk_list_page_bind_screens(YadoGtkListPage *self, GtkToggleButton *toggle);
/* Opens the search; with the key that started it, when there is one. FALSE: that key starts none. */
gboolean yado_gtk_list_page_start_search(YadoGtkListPage *self, GdkEventKey *event);

/* (floating) */
GtkWidget *yado_gtk_list_page_create_columns_menu(YadoGtkListPage *self);
GtkWidget *yado_gtk_list_page_create_sort_menu(YadoGtkListPage *self);

G_END_DECLS
