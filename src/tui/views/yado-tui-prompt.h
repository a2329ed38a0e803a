/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * yado-tui-prompt.h: the library's questions as dialogs on the terminal.
 */
#pragma once

#include "yado.h"

G_BEGIN_DECLS

#define YADO_TUI_TYPE_PROMPT (yado_tui_prompt_get_type())
G_DECLARE_FINAL_TYPE(YadoTuiPrompt, yado_tui_prompt, YADO_TUI, PROMPT, GObject)

/* @settings: where "do not ask again" is kept. */
YadoPrompt *yado_tui_prompt_new(YadoSettings *settings);

G_END_DECLS
