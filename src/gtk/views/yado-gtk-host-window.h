/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * yado-gtk-host-window.h: what a host is, and its CPU and memory over time.
 */
#pragma once

#include <gtk/gtk.h>

#include "yado.h"

G_BEGIN_DECLS

void yado_gtk_host_window_show(GtkWindow *parent, YadoHost *host);

G_END_DECLS
