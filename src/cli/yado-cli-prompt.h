/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * yado-cli-prompt.h: questions on the terminal.
 *
 * The terminal is a source of the main loop: work goes on while a question stands there.  Secrets are read without echo.  Without a terminal every question is
 * refused with an error that names what was missing.
 */
#pragma once

#include "yado.h"

G_BEGIN_DECLS

#define YADO_TYPE_CLI_PROMPT (yado_cli_prompt_get_type())
G_DECLARE_FINAL_TYPE(YadoCliPrompt, yado_cli_prompt, YADO, CLI_PROMPT, GObject)

YadoPrompt *yado_cli_prompt_new(void);

/* Whether somebody can be asked: standard input and error are a terminal. */
gboolean yado_cli_prompt_is_possible(void);
/* Switches echo on again; for the way out in the middle of a password. */
void yado_cli_prompt_restore_terminal(void);

G_END_DECLS
