/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * yado-gtk-graph.h: one series of a history over time, with title, value now and scale in words.
 */
#pragma once

#include <gtk/gtk.h>

#include "yado.h"

G_BEGIN_DECLS

#define YADO_GTK_TYPE_GRAPH (yado_gtk_graph_get_type())
G_DECLARE_FINAL_TYPE(YadoGtkGraph, yado_gtk_graph, YADO_GTK, GRAPH, GtkBox)

GtkWidget *yado_gtk_graph_new(const YadoGraphSpec *spec);
/* @history (nullable) is only borrowed for the call. @span in seconds. */
void yado_gtk_graph_show(YadoGtkGraph *self, const YadoHistory *history, double span);

G_END_DECLS
