/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * yado-cli-console.h: a guest's text console on this terminal.
 */
#pragma once

#include "cli/yado-cli.h"

G_BEGIN_DECLS

typedef struct {
    YadoCli *cli;
    YadoGuest *guest;
    const char *device; /* id, or "text" */
    const char *log_path;
    char escape, switch_key; /* 0: what the settings say */
    gboolean resume;         /* resume the guest as soon as the console is open */
    YadoJob *resuming;       /* that it does; ours */
} YadoCliConsole;

/* Until the person leaves it.  One that somebody else holds is taken with @force, or when the person says so. */
gboolean yado_cli_console_run(YadoCliConsole *console, gboolean force, GError **error);

/* INVALID: standard input or output is no terminal.  Before anything is done whose console shall be opened. */
gboolean yado_cli_console_check_terminal(GError **error);
/* Of a guest that was just started: one that @is_held before its first word is resumed, whatever becomes of the console. */
gboolean yado_cli_console_run_first(YadoCli *cli, YadoGuest *guest, gboolean is_held,
                                    GError **error);

/* Of YadoConsoleRecord, awaited.  (transfer full) */
GPtrArray *yado_cli_list_consoles(YadoCli *cli, YadoGuest *guest, GError **error);

/* Whether this guest's host has consoles for us: as the catalog's action says. */
gboolean yado_cli_check_console(YadoCli *cli, YadoGuest *guest, GError **error);

G_END_DECLS
