/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * yado-tui-guest-table.h: the table of guests: a list whose columns are those of a YadoTable.
 *
 *        ID  Name          State      CPU           <- header: the sort column has an arrow
 *     ▸   0  Domain-0      Running    ▂▂▃   8.0%    <- ▸ selected, * marked, ? of a lost host
 *
 * The columns up to the name stay, the others scroll with Left and Right where not all fit.  Only rows on the screen are formatted and watched.
 */
#pragma once

#include "tui/widget/yado-tui-list.h"
#include "yado.h"

G_BEGIN_DECLS

typedef struct _YadoTuiGuestTable YadoTuiGuestTable;

/* Lives as long as its widget; @changed: another guest is selected, or the selected one looks different. */
YadoTuiGuestTable *yado_tui_guest_table_new(YadoTable *table, void (*changed)(gpointer user_data),
                                            gpointer user_data);
/* The list; owned by the caller's container, which frees the table with it. */
YadoTuiWidget *yado_tui_guest_table_get_widget(YadoTuiGuestTable *self);
/* Borrowed or NULL. */
YadoGuest *yado_tui_guest_table_get_selected(YadoTuiGuestTable *self);
/* The marked guests, else the selected one. (transfer full) */
GPtrArray *yado_tui_guest_table_list_targets(YadoTuiGuestTable *self);
void yado_tui_guest_table_toggle_mark(YadoTuiGuestTable *self);
void yado_tui_guest_table_mark_all(YadoTuiGuestTable *self);
/* FALSE: there is nothing further there. */
gboolean yado_tui_guest_table_scroll_columns(YadoTuiGuestTable *self, int step);
/* Whether its rows are to be sampled. */
void yado_tui_guest_table_set_watching(YadoTuiGuestTable *self, gboolean watching);
/* The columns, the sorting or the filter are others. */
void yado_tui_guest_table_refresh(YadoTuiGuestTable *self);

G_END_DECLS
