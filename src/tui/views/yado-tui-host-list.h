/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * yado-tui-host-list.h: the hosts at the left of the manager; not shown while there is only one.
 *
 *     All hosts
 *     ● xen-a      3/6      <- running and all guests
 *     ✖ xen-b      Lost     <- its state where it is not connected
 */
#pragma once

#include "tui/widget/yado-tui-list.h"
#include "yado.h"

G_BEGIN_DECLS

/* @changed: another host is selected, hosts came or went, or one has another state. */
YadoTuiWidget *yado_tui_host_list_new(YadoSession *session, void (*changed)(gpointer user_data),
                                      gpointer user_data);
/* NULL: "All hosts". Borrowed. */
YadoHost *yado_tui_host_list_get_selected(YadoTuiWidget *widget);
YadoHost *yado_tui_host_list_get_first(YadoTuiWidget *widget);

G_END_DECLS
