/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * yado-gtk-performance.h: CPU, memory, disk and network of a guest or a host over a chosen span.
 *
 * It watches only while it can be seen.
 */
#pragma once

#include <gtk/gtk.h>

#include "yado.h"

G_BEGIN_DECLS

#define YADO_GTK_TYPE_PERFORMANCE (yado_gtk_performance_get_type())
G_DECLARE_FINAL_TYPE(YadoGtkPerformance, yado_gtk_performance, YADO_GTK, PERFORMANCE, GtkBox)

/* @guest NULL: the host itself. */
GtkWidget *yado_gtk_performance_new(YadoHost *host, YadoGuest *guest);

G_END_DECLS
