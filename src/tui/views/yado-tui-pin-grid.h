/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * yado-tui-pin-grid.h: the grid of YadoPinGrid, to move in and to change; scrolls both ways.
 *
 *               0 1 2 3
 *     * vCPU 0  # # [+].
 *       vCPU 1  # # # #
 *
 *     vCPU 0 may run on processor 2, but prefers others.
 *
 * Keys: arrows, Home, End, PageUp, PageDown; Space changes the cell, "r" the line, "c" the column.
 */
#pragma once

#include "tui/widget/yado-tui-widget.h"
#include "yado.h"

G_BEGIN_DECLS

#define YADO_TUI_TYPE_PIN_GRID (yado_tui_pin_grid_get_type())
G_DECLARE_FINAL_TYPE(YadoTuiPinGrid, yado_tui_pin_grid, YADO_TUI, PIN_GRID, YadoTuiWidget)

YadoTuiWidget *yado_tui_pin_grid_new(YadoPinGrid *grid);

G_END_DECLS
