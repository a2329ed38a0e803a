/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * yado-tui-choice.h: one of several ([ PVH ▾ ], a drop-down list), or several of several (check boxes below each other).
 *
 * Signals: "changed": the user chose.
 */
#pragma once

#include "tui/widget/yado-tui-widget.h"

G_BEGIN_DECLS

#define YADO_TUI_TYPE_CHOICE (yado_tui_choice_get_type())
G_DECLARE_FINAL_TYPE(YadoTuiChoice, yado_tui_choice, YADO_TUI, CHOICE, YadoTuiWidget)

YadoTuiWidget *yado_tui_choice_new(const char *title, gboolean several);
/* @reason (nullable): shown, but cannot be chosen, and this is why. */
void yado_tui_choice_add(YadoTuiChoice *self, const char *id, const char *label, const char *note,
                         const char *reason);
void yado_tui_choice_clear(YadoTuiChoice *self);
/* The id, or NULL; several: ids with ',' between them, in their order here.  (transfer full) */
char *yado_tui_choice_dup_chosen(YadoTuiChoice *self);
/* Emits nothing. An id that is not there is shown as it is. */
void yado_tui_choice_set_chosen(YadoTuiChoice *self, const char *ids);

G_END_DECLS
