/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * yado-tui-list.h: rows to move in: menus, pages, tables.  Knows only how many rows there are; a function draws those that are seen,
 * so that it costs the same with ten rows and with five thousand.
 *
 * Keys: Up, Down, PageUp, PageDown, Home, End; Enter activates.
 * Signals: "selection-changed"; "activated"; "scrolled": other rows are seen.
 */
#pragma once

#include "tui/widget/yado-tui-widget.h"

G_BEGIN_DECLS

#define YADO_TUI_TYPE_LIST (yado_tui_list_get_type())
G_DECLARE_FINAL_TYPE(YadoTuiList, yado_tui_list, YADO_TUI, LIST, YadoTuiWidget)

/* Draws @row (the header: G_MAXUINT) into @rect, which is filled with @style already. */
typedef void (*YadoTuiListDrawFunc)(YadoTuiList *self, YadoTty *tty, guint row,
                                    const YadoTtyRect *rect, YadoTuiStyle style,
                                    gpointer user_data);
/* Whether @row is a heading, which the selection passes over. */
typedef gboolean (*YadoTuiListHeadingFunc)(YadoTuiList *self, guint row, gpointer user_data);

YadoTuiWidget *yado_tui_list_new(YadoTuiListDrawFunc draw, gpointer user_data);
void yado_tui_list_set_heading_func(YadoTuiList *self, YadoTuiListHeadingFunc func);
void yado_tui_list_set_has_header(YadoTuiList *self, gboolean has_header);
/* Cells that it wants; 0 rows: as many as it has. */
void yado_tui_list_set_natural_size(YadoTuiList *self, int rows, int width);

void yado_tui_list_set_n_rows(YadoTuiList *self, guint n_rows);
guint yado_tui_list_get_n_rows(YadoTuiList *self);
/* G_MAXUINT: there is no row. */
guint yado_tui_list_get_selected(YadoTuiList *self);
void yado_tui_list_select(YadoTuiList *self, guint row);
guint yado_tui_list_get_top(YadoTuiList *self);
guint yado_tui_list_get_n_visible(YadoTuiList *self);
/* Words in place of rows when there is none. */
void yado_tui_list_set_empty_text(YadoTuiList *self, const char *text);

G_END_DECLS
