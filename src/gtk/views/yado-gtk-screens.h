/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * yado-gtk-screens.h: the guests of a list as small pictures of their screens, name and state below.
 *
 *     +---------+  +---------+
 *     |login: _ |  |         |
 *     +---------+  +---------+
 *      ● web-01     ○ web-02
 *
 * Only guests that run and can be seen are watched; see yado_gtk_screens_look().  Selection and what is done about it are the list's
 * (yado-gtk-guest-list.h), which has the same model.
 */
#pragma once

#include <gtk/gtk.h>

#include "views/yado-gtk-guest-model.h"

G_BEGIN_DECLS

#define YADO_GTK_TYPE_SCREENS (yado_gtk_screens_get_type())
G_DECLARE_FINAL_TYPE(YadoGtkScreens, yado_gtk_screens, YADO_GTK, SCREENS, GtkScrolledWindow)

GtkWidget *yado_gtk_screens_new(YadoGtkGuestModel *model);
GtkIconView *yado_gtk_screens_get_view(YadoGtkScreens *self);

/* Between the model's "changing" and "changed" (bulk), and while nobody looks, it is not @shown. */
void yado_gtk_screens_set_shown(YadoGtkScreens *self, gboolean shown);
/* Watches what is on the screen now, or nothing; returns which rows that are, FALSE: none. */
gboolean yado_gtk_screens_look(YadoGtkScreens *self, gboolean is_seen, guint *first, guint *n);
void yado_gtk_screens_redraw(YadoGtkScreens *self);

G_END_DECLS
