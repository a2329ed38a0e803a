/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * yado-cli-commands.h: the table of commands and their functions.
 */
#pragma once

#include "cli/yado-cli.h"

G_BEGIN_DECLS

typedef gboolean YadoCliRun(YadoCli *cli, const YadoCliCommand *command,
                            YadoCliArguments *arguments, GError **error);

/* Options that every command has. */
extern const YadoCliOption yado_cli_global_options[];
/* Whether @word is a global option whose value is the next word ("-c"). */
gboolean yado_cli_global_takes_next(const char *word);

YadoCliRun yado_cli_run_list;
YadoCliRun yado_cli_run_top;
YadoCliRun yado_cli_run_check;
/* An error told as a plugin of a monitoring system does. */
void yado_cli_fail_check(YadoCli *cli, const GError *error);
YadoCliRun yado_cli_run_munin;
YadoCliRun yado_cli_run_show;
YadoCliRun yado_cli_run_snapshot_list;
YadoCliRun yado_cli_run_set;
YadoCliRun yado_cli_run_edit;
YadoCliRun yado_cli_run_pending;
YadoCliRun yado_cli_run_console;
YadoCliRun yado_cli_run_screenshot;
YadoCliRun yado_cli_run_export;
YadoCliRun yado_cli_run_convert;
YadoCliRun yado_cli_run_import;
YadoCliRun yado_cli_run_host_list;
YadoCliRun yado_cli_run_host_show;
YadoCliRun yado_cli_run_host_log;
YadoCliRun yado_cli_run_connections_list;
YadoCliRun yado_cli_run_listing;
YadoCliRun yado_cli_run_device_list;
YadoCliRun yado_cli_run_device_add;
YadoCliRun yado_cli_run_device_remove;
YadoCliRun yado_cli_run_device_set;
YadoCliRun yado_cli_run_create;
YadoCliRun yado_cli_run_help;
YadoCliRun yado_cli_run_version;
/* Whatever the catalog's actions are. */
YadoCliRun yado_cli_run_action;
/* Asks where needed, starts the jobs of an action and waits for them. */
gboolean yado_cli_perform(YadoCli *cli, const YadoActionSpec *spec, YadoTargets *targets,
                          YadoForm *form, GError **error);

/* The options that the fields of @form make, ends with name NULL. */
const YadoCliOption *yado_cli_form_list_options(const YadoFormSpec *form);
/* The options of `create`: one for each field of the wizard. */
const YadoCliOption *yado_cli_create_list_options(void);
/* "memory.maximum" -> "memory-maximum". (transfer full) */
char *yado_cli_field_dup_option(const YadoFieldSpec *field);

G_END_DECLS
