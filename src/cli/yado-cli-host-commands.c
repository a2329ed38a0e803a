/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* yado host, yado connections. What changes connections are the catalog's actions. */
#include "config.h"

#include <glib/gi18n.h>

#include "cli/yado-cli-commands.h"
#include "cli/yado-cli-hosts.h"
#include "cli/yado-cli-json.h"
#include "cli/yado-cli-print.h"

/* ---- Hosts ---- */

static void
add_fact(YadoCliJson *json, const YadoFactSpec *spec, YadoHost *host)
{
    g_autofree char *raw = yado_fact_format_raw(spec, host);

    switch (spec->type) {
    case YADO_FACT_NUMBER:
        yado_cli_json_add_number(json, spec->id, raw);
        break;
    case YADO_FACT_BOOL:
        if (raw != NULL)
            yado_cli_json_add_bool(json, spec->id, g_str_equal(raw, "true"));
        else
            yado_cli_json_add_string(json, spec->id, NULL);
        break;
    case YADO_FACT_STRING:
        yado_cli_json_add_string(json, spec->id, raw);
        break;
    }
}

static void
add_facts(YadoCliJson *json, YadoHost *host, gboolean abilities)
{
    for (const YadoFactSpec *spec = yado_catalog_get_host_facts(); spec->id != NULL; spec++)
        if ((spec->capability != NULL) == abilities && !spec->is_drawn)
            add_fact(json, spec, host);
}

static void
add_host(YadoCliJson *json, YadoHost *host)
{
    yado_cli_json_begin_object(json, NULL);
    add_facts(json, host, FALSE);
    yado_cli_json_begin_object(json, "capabilities");
    add_facts(json, host, TRUE);
    yado_cli_json_end_object(json);
    yado_cli_json_end_object(json);
}

static void
print_hosts_json(GPtrArray *hosts)
{
    g_autoptr(YadoCliJson) json = yado_cli_json_new(TRUE);

    yado_cli_json_begin_array(json, NULL);
    for (guint i = 0; i < hosts->len; i++)
        add_host(json, hosts->pdata[i]);
    yado_cli_json_end_array(json);
    printf("%s\n", yado_cli_json_get_text(json));
}

static void
take_fact(YadoCli *cli, YadoCliRows *rows, const YadoFactSpec *spec, YadoHost *host)
{
    char *text = cli->csv ? yado_fact_format_raw(spec, host) : yado_fact_format(spec, host);

    yado_cli_rows_take_cell(rows, text != NULL || cli->csv ? text : g_strdup("-"));
}

static void
print_hosts(YadoCli *cli)
{
    g_autoptr(YadoCliRows) rows = yado_cli_rows_new();
    g_autoptr(GPtrArray) columns = yado_fact_list_columns();

    for (guint i = 0; i < columns->len; i++) {
        const YadoFactSpec *spec = columns->pdata[i];

        yado_cli_rows_add_column(rows, spec->id, yado_fact_get_column_title(spec),
                                 spec->type == YADO_FACT_NUMBER ? YADO_ALIGN_END
                                                                : YADO_ALIGN_START);
    }
    for (guint i = 0; i < cli->hosts->len; i++)
        for (guint j = 0; j < columns->len; j++)
            take_fact(cli, rows, columns->pdata[j], cli->hosts->pdata[i]);
    yado_cli_rows_print(rows, cli->csv);
}

/* Hosts named as words stand for -c. */
static void
take_named(YadoCli *cli, GPtrArray *words)
{
    if (words->len == 0)
        return;
    g_strfreev(cli->uris);
    cli->uris = g_new0(char *, words->len + 1);
    for (guint i = 0; i < words->len; i++)
        cli->uris[i] = g_strdup(words->pdata[i]);
}

static gboolean
open_with_load(YadoCli *cli, GPtrArray *words, GError **error)
{
    take_named(cli, words);
    return yado_cli_open_hosts(cli, YADO_OPEN_READ_ONLY, error) &&
           yado_cli_load(cli, YADO_LOAD_RATES, YADO_LIST_STATE, error);
}

gboolean
yado_cli_run_host_list(YadoCli *cli, const YadoCliCommand *command, YadoCliArguments *arguments,
                       GError **error)
{
    if (!open_with_load(cli, arguments->words, error))
        return FALSE;
    if (cli->json)
        print_hosts_json(cli->hosts);
    else
        print_hosts(cli);
    return TRUE;
}

/* ---- One host ---- */

static void
add_section(YadoCliRows *rows, YadoFactSection section, YadoHost *host)
{
    yado_cli_rows_take_cell(rows, g_strdup(yado_fact_section_get_title(section)));
    yado_cli_rows_take_cell(rows, g_strdup(""));
    for (const YadoFactSpec *spec = yado_catalog_get_host_facts(); spec->id != NULL; spec++) {
        g_autofree char *text = spec->section == section ? yado_fact_format(spec, host) : NULL;

        if (text == NULL)
            continue;
        yado_cli_rows_take_cell(rows, g_strdup_printf("  %s", yado_fact_get_label(spec)));
        yado_cli_rows_take_cell(rows, g_steal_pointer(&text));
    }
}

static char *
format_host(YadoHost *host)
{
    g_autoptr(YadoCliRows) rows = yado_cli_rows_new();

    yado_cli_rows_add_column(rows, NULL, "", YADO_ALIGN_START);
    yado_cli_rows_add_column(rows, NULL, "", YADO_ALIGN_START);
    for (int section = 0; section < YADO_N_FACT_SECTIONS; section++)
        add_section(rows, (YadoFactSection)section, host);
    return yado_cli_rows_format(rows, FALSE);
}

/* One that does not answer is shown without. */
static void
load_details(YadoCli *cli)
{
    for (guint i = 0; i < cli->hosts->len; i++) {
        g_autoptr(GAsyncResult) result = NULL;

        yado_host_load_details_async(cli->hosts->pdata[i], cli->cancellable, on_cli_answer_ready_cb,
                                     &result);
        yado_host_load_details_finish(cli->hosts->pdata[i], yado_cli_await(&result), NULL);
    }
}

gboolean
yado_cli_run_host_show(YadoCli *cli, const YadoCliCommand *command, YadoCliArguments *arguments,
                       GError **error)
{
    if (!open_with_load(cli, arguments->words, error))
        return FALSE;
    load_details(cli);
    if (cli->json) {
        print_hosts_json(cli->hosts);
        return TRUE;
    }
    for (guint i = 0; i < cli->hosts->len; i++) {
        g_autofree char *table = format_host(cli->hosts->pdata[i]);

        yado_cli_write(stdout, i > 0 ? "\n" : "");
        yado_cli_write(stdout, table);
    }
    return TRUE;
}

/* ---- The hypervisor's log ---- */

static gboolean
print_log(YadoCli *cli, YadoHost *host, const char *words, GError **error)
{
    g_autoptr(GAsyncResult) result = NULL;
    g_autofree char *log = NULL;
    g_autofree char *lines = NULL;

    yado_host_get_log_async(host, cli->cancellable, on_cli_answer_ready_cb, &result);
    log = yado_host_get_log_finish(host, yado_cli_await(&result), error);
    if (log == NULL)
        return FALSE;
    lines = yado_log_filter(log, words);
    yado_cli_write(stdout, lines);
    return TRUE;
}

static gboolean
clear_log(YadoCli *cli, YadoHost *host, GError **error)
{
    YadoTargets targets = { .session = cli->session, .host = host };

    return yado_cli_perform(cli, yado_catalog_find_action("host.clear-log"), &targets, NULL, error);
}

gboolean
yado_cli_run_host_log(YadoCli *cli, const YadoCliCommand *command, YadoCliArguments *arguments,
                      GError **error)
{
    gboolean clears = yado_cli_arguments_has(arguments, "clear");

    take_named(cli, arguments->words);
    if (!yado_cli_open_hosts(cli, clears ? 0 : YADO_OPEN_READ_ONLY, error))
        return FALSE;
    if (cli->hosts->len != 1)
        return yado_error_set(
            error, YADO_ERROR_INVALID, NULL, _("Name one with -c."),
            _("Several hosts are connected: it is not clear which one is meant."));
    return print_log(cli, cli->hosts->pdata[0], yado_cli_arguments_get(arguments, "filter"),
                     error) &&
           (!clears || clear_log(cli, cli->hosts->pdata[0], error));
}

/* ---- Connections ---- */

static void
print_connections_json(GListModel *hosts)
{
    g_autoptr(YadoCliJson) json = yado_cli_json_new(TRUE);

    yado_cli_json_begin_array(json, NULL);
    for (guint i = 0; i < g_list_model_get_n_items(hosts); i++) {
        g_autoptr(YadoHost) host = g_list_model_get_item(hosts, i);

        yado_cli_json_begin_object(json, NULL);
        yado_cli_json_add_string(json, "uri", yado_host_get_uri(host));
        yado_cli_json_add_string(json, "label", yado_host_get_label(host));
        yado_cli_json_add_bool(json, "autoconnect", yado_host_get_autoconnect(host));
        yado_cli_json_end_object(json);
    }
    yado_cli_json_end_array(json);
    printf("%s\n", yado_cli_json_get_text(json));
}

static const char *
format_flag(YadoCli *cli, gboolean flag)
{
    if (cli->csv)
        return flag ? "true" : "false";
    return flag ? _("yes") : _("no");
}

gboolean
yado_cli_run_connections_list(YadoCli *cli, const YadoCliCommand *command,
                              YadoCliArguments *arguments, GError **error)
{
    GListModel *hosts = G_LIST_MODEL(yado_cli_get_session(cli));
    g_autoptr(YadoCliRows) rows = yado_cli_rows_new();

    if (cli->json) {
        print_connections_json(hosts);
        return TRUE;
    }
    yado_cli_rows_add_column(rows, "label", _("Label"), YADO_ALIGN_START);
    yado_cli_rows_add_column(rows, "autoconnect", _("Connected at start"), YADO_ALIGN_START);
    yado_cli_rows_add_column(rows, "uri", _("Address"), YADO_ALIGN_START);
    for (guint i = 0; i < g_list_model_get_n_items(hosts); i++) {
        g_autoptr(YadoHost) host = g_list_model_get_item(hosts, i);

        yado_cli_rows_take_cell(rows, g_strdup(yado_host_get_label(host)));
        yado_cli_rows_take_cell(rows, g_strdup(format_flag(cli, yado_host_get_autoconnect(host))));
        yado_cli_rows_take_cell(rows, g_strdup(yado_host_get_uri(host)));
    }
    yado_cli_rows_print(rows, cli->csv);
    return TRUE;
}
