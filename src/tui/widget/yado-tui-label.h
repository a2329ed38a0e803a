/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * yado-tui-label.h: text that is only read: a line, or wrapped paragraphs.
 */
#pragma once

#include "tui/widget/yado-tui-widget.h"

G_BEGIN_DECLS

#define YADO_TUI_TYPE_LABEL (yado_tui_label_get_type())
G_DECLARE_FINAL_TYPE(YadoTuiLabel, yado_tui_label, YADO_TUI, LABEL, YadoTuiWidget)

/* @text is shown as it is, wrapped at the width there is. */
YadoTuiWidget *yado_tui_label_new(const char *text, YadoTuiStyle style);
void yado_tui_label_set_text(YadoTuiLabel *self, const char *text);
/* A label of a field: its '_' letter gives the focus to @target. */
YadoTuiWidget *yado_tui_label_new_for(const char *label, YadoTuiWidget *target);
/* Wider than this it wraps even where there is room; 0: as wide as it is. */
void yado_tui_label_set_natural_width(YadoTuiLabel *self, int cells);
/* Keeps room for so many lines, so that what is below does not jump. */
void yado_tui_label_set_min_lines(YadoTuiLabel *self, int lines);

/* The focus can rest on it: then no key but those of the window does anything. */
void yado_tui_label_set_takes_focus(YadoTuiLabel *self, gboolean takes_focus);

G_END_DECLS
