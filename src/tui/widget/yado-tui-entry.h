/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * yado-tui-entry.h: one line of text to type; scrolls sideways, counts wide characters as two cells.
 *
 * Keys: Left, Right, Home, End (Ctrl+A, Ctrl+E), Backspace, Delete, Ctrl+U (empties), Ctrl+W (a word), paste.
 * Signals: "changed": the user typed; "activated": Enter; "left": the focus went away.
 */
#pragma once

#include "tui/widget/yado-tui-widget.h"

G_BEGIN_DECLS

#define YADO_TUI_TYPE_ENTRY (yado_tui_entry_get_type())
G_DECLARE_FINAL_TYPE(YadoTuiEntry, yado_tui_entry, YADO_TUI, ENTRY, YadoTuiWidget)

/* @width: wanted cells. */
YadoTuiWidget *yado_tui_entry_new(const char *text, int width);
const char *yado_tui_entry_get_text(YadoTuiEntry *self);
/* Emits nothing; the cursor goes to the end. */
void yado_tui_entry_set_text(YadoTuiEntry *self, const char *text);
/* Shows dots instead of what is typed, and wipes it in the end. */
void yado_tui_entry_set_secret(YadoTuiEntry *self, gboolean secret);
/* Shown while it is empty. */
void yado_tui_entry_set_placeholder(YadoTuiEntry *self, const char *placeholder);
/* Enter is used up here ("activated") instead of going to the dialog. */
void yado_tui_entry_set_takes_enter(YadoTuiEntry *self, gboolean takes);

G_END_DECLS
