/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * yado-tui-editor.h: lines of text to edit: notes, XML.
 *
 * Keys: arrows, Home, End, PageUp, PageDown, Ctrl+Home, Ctrl+End, Enter, Backspace, Delete, Ctrl+Y (deletes the line), Ctrl+U (undo), paste.
 * Tab leaves it.  A read-only editor only scrolls.
 * Signals: "changed".
 */
#pragma once

#include "tui/widget/yado-tui-widget.h"

G_BEGIN_DECLS

#define YADO_TUI_TYPE_EDITOR (yado_tui_editor_get_type())
G_DECLARE_FINAL_TYPE(YadoTuiEditor, yado_tui_editor, YADO_TUI, EDITOR, YadoTuiWidget)

YadoTuiWidget *yado_tui_editor_new(const char *text, int rows, int width);
/* (transfer full) */
char *yado_tui_editor_dup_text(YadoTuiEditor *self);
/* Emits nothing and forgets what could be undone. */
void yado_tui_editor_set_text(YadoTuiEditor *self, const char *text);
void yado_tui_editor_set_read_only(YadoTuiEditor *self, gboolean read_only);
gboolean yado_tui_editor_is_read_only(YadoTuiEditor *self);
/* @line from 0. */
void yado_tui_editor_go_to(YadoTuiEditor *self, guint line, guint column);
guint yado_tui_editor_get_line(YadoTuiEditor *self);
gboolean yado_tui_editor_undo(YadoTuiEditor *self);

G_END_DECLS
