/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * yado-tui-listing.h: what a host has beside guests: two lists, one below the other; the lower one is about what is selected above.
 *
 *      YaDO  xen-a  Storage
 *      Name       Type     State     Size      Free
 *      images     dir      active  100 GiB  28.8 GiB
 *     ──────────────────────────────────────────────
 *      Name                 Format    Size  On the host
 *      web-01.qcow2         qcow2   20 GiB        3 GiB
 *      F1 Help F2 Actions F3 New F5 Delete F6 Reload F8 Back
 *
 * Typing "/" filters.  Rows are only made when they are seen.
 */
#pragma once

#include "tui/views/yado-tui-app.h"

G_BEGIN_DECLS

/* @view: "storage", "networks", "devices". FALSE: not one of those. */
gboolean yado_tui_listing_show(YadoTuiApp *app, YadoHost *host, const char *view);

/* Storage, to choose a volume: @func gets its path. */
void yado_tui_listing_choose(YadoHost *host, void (*func)(const char *path, gpointer user_data),
                             gpointer user_data, GDestroyNotify destroy);

G_END_DECLS
