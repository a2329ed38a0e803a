/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * yado-tui-log.h: what the hypervisor of a host wrote since it started, with a filter.
 *
 *      YaDO  xen-a ▸ Hypervisor's log
 *      (XEN) Xen version 4.17.7 …
 *      (XEN) Command line: dom0_mem=2G
 *      Filter: [              ]
 *      F1 Help F6 Reload F8 Back F9 Cancel
 */
#pragma once

#include "yado.h"

G_BEGIN_DECLS

void yado_tui_log_show(YadoHost *host);

G_END_DECLS
