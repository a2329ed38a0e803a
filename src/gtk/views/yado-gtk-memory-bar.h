/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * yado-gtk-memory-bar.h: whose the memory of a machine is, as a picture with its legend.
 *
 *     ┌──┬───────┬────────────┬─────────┐
 *     │██│▓▓▓▓▓▓▓│////////////│         │
 *     └──┴───────┴────────────┴─────────┘
 *     █ hypervisor 153 MiB   ▓ Domain-0 2 GiB
 *     / guests 4 GiB           free 9.8 GiB
 */
#pragma once

#include <gtk/gtk.h>

#include "yado.h"

G_BEGIN_DECLS

/* As it is now; NULL: the host does not tell.  (transfer floating) */
GtkWidget *yado_gtk_memory_bar_new(YadoHost *host);

G_END_DECLS
