/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * yado-cli-form.h: forms filled from the command line.
 */
#pragma once

#include "cli/yado-cli.h"

G_BEGIN_DECLS

/* Sets @field from what was typed: ids of choices, yes and no, sizes as people write them. "all" chooses every disk that can be. */
gboolean yado_cli_form_set(YadoForm *form, const YadoFieldSpec *field, const char *text,
                           GError **error);

/*
 * Asks on the terminal for what @field is to be; a secret also comes as a line of standard input that is no terminal.
 * Errors: INVALID where nobody can be asked; cancelled.  (transfer full)
 */
char *yado_cli_field_ask(YadoCli *cli, const YadoFieldSpec *field, GError **error);

/* Options by field id, and @words from @first on for the positional fields. */
gboolean yado_cli_form_fill(YadoForm *form, YadoCliArguments *arguments, guint first,
                            GError **error);

/* Tells what @form warns of, to stderr; @subject (nullable): whose form it is. */
void yado_cli_form_tell_warnings(YadoCli *cli, YadoForm *form, const char *subject);

G_END_DECLS
