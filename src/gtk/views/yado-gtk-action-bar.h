/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * yado-gtk-action-bar.h: what is done most with the selected guests, a menu with the rest, and the jobs.
 *
 *     ▶ Start  ⏸ Pause  ⏻ Shut down  Console  Open  ⋮            Clone web-07  61% ▓▓░
 */
#pragma once

#include <gtk/gtk.h>

#include "app/yado-gtk-actions.h"
#include "views/yado-gtk-jobs.h"

G_BEGIN_DECLS

#define YADO_GTK_TYPE_ACTION_BAR (yado_gtk_action_bar_get_type())
G_DECLARE_FINAL_TYPE(YadoGtkActionBar, yado_gtk_action_bar, YADO_GTK, ACTION_BAR, GtkActionBar)

GtkWidget *yado_gtk_action_bar_new(YadoGtkActions *actions);
YadoGtkJobs *yado_gtk_action_bar_get_jobs(YadoGtkActionBar *self);
/* The menu with everything that can be done with the selected guests. */
void yado_gtk_action_bar_open_menu(YadoGtkActionBar *self);

G_END_DECLS
