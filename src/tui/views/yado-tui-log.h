/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * yado-tui-log.h: what the hypervisor of a host wrote since it started, to search, and to clear.
 *
 *      YaDO  xen-a ▸ Hypervisor's log
 *      (XEN) Xen version 4.17.7 …
 *      (XEN) Command line: dom0_mem=2G
 *      Filter: [              ]
 *      F1 Help n Next o All lines F5 Clear F6 Reload / Filter F8 Back F9 Cancel
 */
#pragma once

#include "tui/views/yado-tui-app.h"

G_BEGIN_DECLS

void yado_tui_log_show(YadoTuiApp *app, YadoHost *host);

G_END_DECLS
