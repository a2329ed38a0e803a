/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * yado-gtk-tree-cell.h: a row of YadoTree: fold, shape of its state, text; below a host its version and load, with a graph.
 */
#pragma once

#include <gtk/gtk.h>

#include "yado.h"

G_BEGIN_DECLS

#define YADO_GTK_TYPE_TREE_CELL (yado_gtk_tree_cell_get_type())
G_DECLARE_FINAL_TYPE(YadoGtkTreeCell, yado_gtk_tree_cell, YADO_GTK, TREE_CELL, GtkCellRendererText)

GtkCellRenderer *yado_gtk_tree_cell_new(void);
/* Until the next one is set; what @row points to is borrowed for drawing only. */
void yado_gtk_tree_cell_set_row(YadoGtkTreeCell *self, YadoTree *tree, const YadoTreeRow *row);
/* Whether a click @x pixels into the cell of a host is on the mark that folds it. */
gboolean yado_gtk_tree_cell_is_fold(int x);
/* More than the row shows, "" for nothing. (transfer full) */
char *yado_gtk_tree_row_dup_tooltip(const YadoTreeRow *row);

G_END_DECLS
