/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * yado-tui-box.h: widgets side by side or one below the other.
 */
#pragma once

#include "tui/widget/yado-tui-widget.h"

G_BEGIN_DECLS

#define YADO_TUI_TYPE_BOX (yado_tui_box_get_type())
G_DECLARE_FINAL_TYPE(YadoTuiBox, yado_tui_box, YADO_TUI, BOX, YadoTuiWidget)

YadoTuiBox *yado_tui_box_new(gboolean vertical, int spacing);
/* @child is a YadoTuiWidget, its floating reference is taken. @expand: it gets what the others leave. */
void yado_tui_box_append(YadoTuiBox *self, gpointer child, gboolean expand);
/* Takes all children out. */
void yado_tui_box_clear(YadoTuiBox *self);
/* A horizontal box puts its children at the end of its line. */
void yado_tui_box_set_at_end(YadoTuiBox *self, gboolean at_end);
/* A horizontal box of children of one line, none of which expands, goes on in the next line where it is too narrow. */
void yado_tui_box_set_wraps(YadoTuiBox *self, gboolean wraps);

G_END_DECLS
