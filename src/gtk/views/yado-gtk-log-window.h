/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * yado-gtk-log-window.h: what the hypervisor of a host wrote since it started, to search for lines with all of some words: they are
 * marked, and gone through with Enter, or shown alone; to save, and to clear.
 */
#pragma once

#include "app/yado-gtk-actions.h"

G_BEGIN_DECLS

void yado_gtk_log_window_show(GtkWindow *parent, YadoGtkActions *actions, YadoHost *host);

G_END_DECLS
