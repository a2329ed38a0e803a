/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * yado-gtk-log-window.h: what the hypervisor of a host wrote since it started, with a search entry that leaves the lines with all of
 * its words.
 */
#pragma once

#include <gtk/gtk.h>

#include "yado.h"

G_BEGIN_DECLS

void yado_gtk_log_window_show(GtkWindow *parent, YadoHost *host);

G_END_DECLS
