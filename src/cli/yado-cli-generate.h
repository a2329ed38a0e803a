/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * yado-cli-generate.h: what is made from the tables at build time; none of it is installed as a program.
 */
#pragma once

#include "cli/yado-cli-commands.h"

G_BEGIN_DECLS

/* Each a whole file. (transfer full) */
char *yado_cli_generate_index(void);
char *yado_cli_generate_man(void);
char *yado_cli_generate_bash(void);
char *yado_cli_generate_zsh(void);
char *yado_cli_generate_fish(void);

G_END_DECLS
