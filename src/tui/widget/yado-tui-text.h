/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * yado-tui-text.h: a longer text to read, scrolled: help, logs, differences.
 */
#pragma once

#include "tui/widget/yado-tui-widget.h"

G_BEGIN_DECLS

#define YADO_TUI_TYPE_TEXT (yado_tui_text_get_type())
G_DECLARE_FINAL_TYPE(YadoTuiText, yado_tui_text, YADO_TUI, TEXT, YadoTuiWidget)

/* @wrap: long lines are broken; else Left and Right scroll. */
YadoTuiWidget *yado_tui_text_new(const char *text, gboolean wrap);
void yado_tui_text_set_text(YadoTuiText *self, const char *text);
/* Lines that begin with + and - are shown as added and removed. */
void yado_tui_text_set_is_difference(YadoTuiText *self, gboolean is_difference);
/* Whether a line is shown as marked. Only where lines are not broken. */
typedef gboolean (*YadoTuiTextMarkFunc)(guint line, gpointer user_data);
void yado_tui_text_set_mark_func(YadoTuiText *self, YadoTuiTextMarkFunc func, gpointer user_data);
/* The line that a search stands at: it is brought into view and stands out; -1: none. */
void yado_tui_text_set_place(YadoTuiText *self, int line);

G_END_DECLS
