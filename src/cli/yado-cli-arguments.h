/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * yado-cli-arguments.h: a command line, read by tables of options.
 *
 * The same tables make the help, the manual page and the completion, which is why this is not GOptionContext.
 * `--name VALUE`, `--name=VALUE`, `-n VALUE`, `-nVALUE`, switches in a row (`-qv`); `--` ends the options.
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct {
    const char *name;  /* without the dashes */
    char letter;       /* or 0 */
    const char *value; /* N_() word for its value; NULL: a switch */
    const char *help;  /* N_() */
    const char *
        complete; /* what the shell offers for the value: "column", "guest", "file", "uri", "a|b|c"; or NULL */
    gboolean is_bool; /* a switch that can be said both ways: --name, --no-name */
} YadoCliOption;

typedef struct {
    GHashTable *values; /* name -> GPtrArray of char * */
    GPtrArray *words;   /* of char * */
} YadoCliArguments;

YadoCliArguments *yado_cli_arguments_new(void);
void yado_cli_arguments_free(YadoCliArguments *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(YadoCliArguments, yado_cli_arguments_free)

/* Reads @argv with the options of each of @tables (both NULL-terminated).  YADO_ERROR_INVALID names the option and the nearest one. */
gboolean yado_cli_arguments_parse(YadoCliArguments *self, const char *const *argv,
                                  const YadoCliOption *const *tables, GError **error);

gboolean yado_cli_arguments_has(YadoCliArguments *self, const char *name);
/* The last one given, or NULL. */
const char *yado_cli_arguments_get(YadoCliArguments *self, const char *name);
/* All of them; never NULL, borrowed. */
GPtrArray *yado_cli_arguments_get_all(YadoCliArguments *self, const char *name);
/* A number above 0, @fallback when not given. */
gboolean yado_cli_arguments_get_number(YadoCliArguments *self, const char *name, double minimum,
                                       double fallback, double *number, GError **error);

G_END_DECLS
