/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * yado-gtk-host-row.h: a host in the sidebar: state, name, version, CPU graph and memory; why it is away when it is.
 *
 *     ● xen-a
 *       Xen 4.17.7
 *       ▂▃▂▅ 12%   2.1 GiB free
 */
#pragma once

#include <gtk/gtk.h>

#include "yado.h"

G_BEGIN_DECLS

#define YADO_GTK_TYPE_HOST_ROW (yado_gtk_host_row_get_type())
G_DECLARE_FINAL_TYPE(YadoGtkHostRow, yado_gtk_host_row, YADO_GTK, HOST_ROW, GtkListBoxRow)

GtkWidget *yado_gtk_host_row_new(YadoHost *host);
YadoHost *yado_gtk_host_row_get_host(YadoGtkHostRow *self);

G_END_DECLS
