/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * yado-gtk-snapshots.h: the page "snapshots": a table to read.
 *
 * It asks the host each time it comes into view.
 */
#pragma once

#include <gtk/gtk.h>

#include "yado.h"

G_BEGIN_DECLS

#define YADO_GTK_TYPE_SNAPSHOTS (yado_gtk_snapshots_get_type())
G_DECLARE_FINAL_TYPE(YadoGtkSnapshots, yado_gtk_snapshots, YADO_GTK, SNAPSHOTS, GtkBox)

/* @title (translated, without mnemonic) names the table for screen readers. */
GtkWidget *yado_gtk_snapshots_new(YadoGuest *guest, const char *title);

G_END_DECLS
