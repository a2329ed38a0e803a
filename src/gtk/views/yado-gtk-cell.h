/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * yado-gtk-cell.h: draws one column of one guest: text, with a graph or a state's shape before it.
 *
 *     ▁▂▃▅  8.0%        ● Running
 *
 * The text is the column's own, so a screen reader reads it and the graph never stands alone.
 */
#pragma once

#include <gtk/gtk.h>

#include "yado.h"

G_BEGIN_DECLS

#define YADO_GTK_TYPE_CELL (yado_gtk_cell_get_type())
G_DECLARE_FINAL_TYPE(YadoGtkCell, yado_gtk_cell, YADO_GTK, CELL, GtkCellRendererText)

GtkCellRenderer *yado_gtk_cell_new(const YadoColumnSpec *spec);

/* What the next drawing is about: the column's text, pale where the host does not answer.  @guest is only borrowed until then. */
void yado_gtk_cell_show(YadoGtkCell *self, YadoGuest *guest);

/* Pixels that graph or shape need beside the text. */
int yado_gtk_cell_get_extra_width(YadoGtkCell *self);

/* A filled line of @values (in [0, @top], NAN: a gap) in @area, in the current source colour. */
void yado_gtk_draw_graph(cairo_t *cr, const GdkRectangle *area, const double *values, int n_values,
                         double top, const GdkRGBA *colour);

G_END_DECLS
