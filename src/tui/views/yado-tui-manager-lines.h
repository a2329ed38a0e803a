/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * yado-tui-manager-lines.h: the lines above and below the table of guests, as text.
 */
#pragma once

#include "tui/tty/yado-tty.h"
#include "yado.h"

G_BEGIN_DECLS

/* " YaDO  xen-a  Xen 4.17.7   CPU ▂▃▂▅ 12%   Memory 1.4 of 4.0 GiB, 2.1 free    14:07" */
void yado_tui_manager_draw_title(YadoHost *host, YadoTty *tty, const YadoTtyRect *rect);
/* "Guests 6, running 3". (transfer full) */
char *yado_tui_manager_dup_counts(YadoTable *table);
/* "Sort: Name  Group: all"; without the group where it is all and does not fit into @room cells. (transfer full) */
char *yado_tui_manager_dup_sorting(YadoTable *table, int room);
/* What is special: about the marked ones, the guest, or else the host. (transfer full) */
char *yado_tui_manager_describe(YadoGuest *guest, YadoHost *host, guint n_marked);
/* What runs in the background, or how the last one ended. */
void yado_tui_manager_draw_jobs(YadoJobQueue *jobs, YadoTty *tty, int y, int x, int width);

G_END_DECLS
