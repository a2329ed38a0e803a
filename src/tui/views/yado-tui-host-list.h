/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * yado-tui-host-list.h: the hosts and their guests at the left of the manager; not shown while there is only one host.
 *
 *     All hosts
 *     ▾ ● xen-a      3/6    <- running and all guests
 *         ● web-07
 *     ▾ ✖ xen-b      Lost   <- its state where it is not connected
 *         “xen-b” does not… <- and why
 */
#pragma once

#include "tui/widget/yado-tui-list.h"
#include "yado.h"

G_BEGIN_DECLS

/* @changed: another host is selected, hosts came or went, or one has another state. */
YadoTuiWidget *yado_tui_host_list_new(YadoSession *session, void (*changed)(gpointer user_data),
                                      gpointer user_data);
/* Of the row that is selected; NULL: "All hosts". Borrowed. */
YadoHost *yado_tui_host_list_get_selected(YadoTuiWidget *widget);
/* NULL: the row is a host's. Borrowed. */
YadoGuest *yado_tui_host_list_get_selected_guest(YadoTuiWidget *widget);
/* The host of the selected row is folded up or unfolded. */
void yado_tui_host_list_set_unfolded(YadoTuiWidget *widget, gboolean unfolded);
YadoHost *yado_tui_host_list_get_first(YadoTuiWidget *widget);

G_END_DECLS
