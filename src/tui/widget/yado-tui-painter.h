/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * yado-tui-painter.h: a few lines that a function of the view draws.  Never has the focus.
 */
#pragma once

#include "tui/widget/yado-tui-widget.h"

G_BEGIN_DECLS

#define YADO_TUI_TYPE_PAINTER (yado_tui_painter_get_type())
G_DECLARE_FINAL_TYPE(YadoTuiPainter, yado_tui_painter, YADO_TUI, PAINTER, YadoTuiWidget)

typedef void (*YadoTuiPaintFunc)(YadoTuiPainter *self, YadoTty *tty, const YadoTtyRect *rect,
                                 gpointer user_data);

YadoTuiWidget *yado_tui_painter_new(int rows, int width, YadoTuiPaintFunc func, gpointer user_data);
void yado_tui_painter_set_rows(YadoTuiPainter *self, int rows);

G_END_DECLS
