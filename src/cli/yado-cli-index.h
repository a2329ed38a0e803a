/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * yado-cli-index.h: the commands as the launcher knows them; the table is made at build time by yado-cli-generate.
 */
#pragma once

typedef struct {
    const char *name;  /* "list" */
    const char *group; /* label, untranslated */
    const char *help;  /* untranslated */
} YadoCliIndexEntry;

/* Ends with name NULL; in the order of the help. */
extern const YadoCliIndexEntry yado_cli_index[];
