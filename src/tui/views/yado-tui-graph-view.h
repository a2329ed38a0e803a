/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * yado-tui-graph-view.h: the page "performance": a graph for each series, over a span that Left and Right choose.
 *
 *     Span: 2 minutes  (Left and Right: others)
 *     CPU  8.0%                  Memory  42%
 *     ⣀⣤⣶⣿⣿⣶⣤⣀                   ⣶⣶⣶⣶⣶⣶
 */
#pragma once

#include "tui/widget/yado-tui-widget.h"
#include "yado.h"

G_BEGIN_DECLS

#define YADO_TUI_TYPE_GRAPH_VIEW (yado_tui_graph_view_get_type())
G_DECLARE_FINAL_TYPE(YadoTuiGraphView, yado_tui_graph_view, YADO_TUI, GRAPH_VIEW, YadoTuiWidget)

YadoTuiWidget *yado_tui_graph_view_new(YadoGuest *guest);

G_END_DECLS
