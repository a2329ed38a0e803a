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
add_host(YadoCliJson *json, YadoHost *host)
{
    const YadoHostInfo *info = yado_host_get_info(host);
    g_autofree char *note = yado_host_dup_note(host);

    yado_cli_json_begin_object(json, NULL);
    yado_cli_json_add_string(json, "uri", yado_host_get_uri(host));
    yado_cli_json_add_string(json, "label", yado_host_get_label(host));
    yado_cli_json_add_string(json, "note", note);
    yado_cli_json_add_string(json, "hypervisor", info ? info->hypervisor : NULL);
    yado_cli_json_add_string(json, "hostname", info ? info->hostname : NULL);
    yado_cli_json_add_string(json, "cpu-model", info ? info->cpu_model : NULL);
    yado_cli_json_add_uint(json, "cpus", info ? info->cpus : 0);
    yado_cli_json_add_uint(json, "memory", info ? info->memory : 0);
    if (yado_host_get_memory_free(host) == G_MAXUINT64)
        yado_cli_json_add_string(json, "memory-free", NULL);
    else
        yado_cli_json_add_uint(json, "memory-free", yado_host_get_memory_free(host));
    yado_cli_json_add_double(json, "cpu", yado_host_get_cpu(host));
    yado_cli_json_add_uint(json, "guests", g_list_model_get_n_items(G_LIST_MODEL(host)));
    yado_cli_json_add_uint(json, "running", yado_host_get_n_running(host));
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

static char *
format_free(YadoHost *host)
{
    guint64 bytes = yado_host_get_memory_free(host);

    return bytes == G_MAXUINT64 ? g_strdup("-") : yado_size_format(bytes);
}

static void
add_host_row(YadoCliRows *rows, YadoHost *host)
{
    const YadoHostInfo *info = yado_host_get_info(host);

    yado_cli_rows_take_cell(rows, g_strdup(yado_host_get_label(host)));
    yado_cli_rows_take_cell(rows, g_strdup(info && info->hypervisor ? info->hypervisor : "-"));
    yado_cli_rows_take_cell(rows,
                            g_strdup_printf("%u", g_list_model_get_n_items(G_LIST_MODEL(host))));
    yado_cli_rows_take_cell(rows, g_strdup_printf("%u", yado_host_get_n_running(host)));
    yado_cli_rows_take_cell(rows, g_strdup_printf("%u", info ? info->cpus : 0));
    yado_cli_rows_take_cell(rows, yado_percent_format(yado_host_get_cpu(host)));
    yado_cli_rows_take_cell(rows, yado_size_format(info ? info->memory : 0));
    yado_cli_rows_take_cell(rows, format_free(host));
    yado_cli_rows_take_cell(rows, g_strdup(yado_host_get_uri(host)));
}

static void
print_hosts(GPtrArray *hosts)
{
    g_autoptr(YadoCliRows) rows = yado_cli_rows_new();
    g_autofree char *text = NULL;

    yado_cli_rows_add_column(rows, _("Host"), YADO_ALIGN_START);
    yado_cli_rows_add_column(rows, _("Hypervisor"), YADO_ALIGN_START);
    yado_cli_rows_add_column(rows, _("Guests"), YADO_ALIGN_END);
    yado_cli_rows_add_column(rows, _("Running"), YADO_ALIGN_END);
    yado_cli_rows_add_column(rows, _("CPUs"), YADO_ALIGN_END);
    yado_cli_rows_add_column(rows, _("CPU"), YADO_ALIGN_END);
    yado_cli_rows_add_column(rows, _("Memory"), YADO_ALIGN_END);
    yado_cli_rows_add_column(rows, _("Free"), YADO_ALIGN_END);
    yado_cli_rows_add_column(rows, _("Address"), YADO_ALIGN_START);
    for (guint i = 0; i < hosts->len; i++)
        add_host_row(rows, hosts->pdata[i]);
    text = yado_cli_rows_format(rows, TRUE);
    yado_cli_write(stdout, text);
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
        print_hosts(cli->hosts);
    return TRUE;
}

/* ---- One host ---- */

static const char *const capabilities[] = {
    YADO_CAP_EVENTS, YADO_CAP_BULK_STATS,  YADO_CAP_RESET,      YADO_CAP_SAVE,
    YADO_CAP_RENAME, YADO_CAP_MEMORY_LIVE, YADO_CAP_VCPU_LIVE,  YADO_CAP_METADATA,
    YADO_CAP_XML,    YADO_CAP_CONSOLE,     YADO_CAP_JOB_CANCEL,
};

static void
add_line(YadoCliRows *rows, const char *label, const char *value)
{
    yado_cli_rows_take_cell(rows, g_strdup(label));
    yado_cli_rows_take_cell(rows, g_strdup(value != NULL && *value != '\0' ? value : "-"));
}

static void
add_notes(YadoCliRows *rows, YadoHost *host)
{
    g_autofree char *note = yado_host_dup_note(host);
    g_auto(GStrv) lines = note != NULL ? g_strsplit(note, "\n", -1) : NULL;

    for (guint i = 0; lines != NULL && lines[i] != NULL; i++)
        add_line(rows, _("Note"), lines[i]);
}

static void
add_info(YadoCliRows *rows, YadoHost *host)
{
    const YadoHostInfo *info = yado_host_get_info(host);
    g_autofree char *memory = yado_size_format(info->memory);
    g_autofree char *rest = format_free(host);
    g_autofree char *cpu = yado_percent_format(yado_host_get_cpu(host));
    g_autofree char *cpus = g_strdup_printf(_("%u (sockets %u, cores %u, threads %u)"), info->cpus,
                                            info->sockets, info->cores, info->threads);
    g_autofree char *guests =
        g_strdup_printf(_("%u, running %u"), g_list_model_get_n_items(G_LIST_MODEL(host)),
                        yado_host_get_n_running(host));

    add_line(rows, _("Name"), info->hostname);
    add_line(rows, _("Hypervisor"), info->hypervisor);
    add_line(rows, _("Library"), info->library_version);
    add_line(rows, _("Processor"), info->cpu_model);
    add_line(rows, _("Processors"), cpus);
    add_line(rows, _("Load"), cpu);
    add_line(rows, _("Memory"), memory);
    add_line(rows, _("Memory free"), rest);
    add_line(rows, _("Guests"), guests);
}

static void
add_capabilities(YadoCliRows *rows, YadoHost *host)
{
    for (guint i = 0; i < G_N_ELEMENTS(capabilities); i++) {
        const char *reason = NULL;

        if (yado_host_has(host, capabilities[i], &reason))
            add_line(rows, capabilities[i], _("yes"));
        else
            add_line(rows, capabilities[i], reason != NULL ? reason : _("no"));
    }
}

gboolean
yado_cli_run_host_show(YadoCli *cli, const YadoCliCommand *command, YadoCliArguments *arguments,
                       GError **error)
{
    g_autofree char *text = NULL;

    if (!open_with_load(cli, arguments->words, error))
        return FALSE;
    if (cli->json) {
        print_hosts_json(cli->hosts);
        return TRUE;
    }
    for (guint i = 0; i < cli->hosts->len; i++) {
        YadoHost *host = cli->hosts->pdata[i];
        g_autoptr(YadoCliRows) rows = yado_cli_rows_new();
        g_autofree char *table = NULL;

        yado_cli_rows_add_column(rows, "", YADO_ALIGN_START);
        yado_cli_rows_add_column(rows, "", YADO_ALIGN_START);
        add_line(rows, _("Host"), yado_host_get_label(host));
        add_line(rows, _("Address"), yado_host_get_uri(host));
        add_line(rows, _("Connection"), yado_host_get_state_label(host));
        add_notes(rows, host);
        if (yado_host_get_info(host) != NULL)
            add_info(rows, host);
        add_capabilities(rows, host);
        table = yado_cli_rows_format(rows, FALSE);
        yado_cli_write(stdout, table);
    }
    return TRUE;
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

gboolean
yado_cli_run_connections_list(YadoCli *cli, const YadoCliCommand *command,
                              YadoCliArguments *arguments, GError **error)
{
    GListModel *hosts = G_LIST_MODEL(yado_cli_get_session(cli));
    g_autoptr(YadoCliRows) rows = yado_cli_rows_new();
    g_autofree char *text = NULL;

    if (cli->json) {
        print_connections_json(hosts);
        return TRUE;
    }
    yado_cli_rows_add_column(rows, _("Label"), YADO_ALIGN_START);
    yado_cli_rows_add_column(rows, _("Connected at start"), YADO_ALIGN_START);
    yado_cli_rows_add_column(rows, _("Address"), YADO_ALIGN_START);
    for (guint i = 0; i < g_list_model_get_n_items(hosts); i++) {
        g_autoptr(YadoHost) host = g_list_model_get_item(hosts, i);

        yado_cli_rows_take_cell(rows, g_strdup(yado_host_get_label(host)));
        yado_cli_rows_take_cell(rows,
                                g_strdup(yado_host_get_autoconnect(host) ? _("yes") : _("no")));
        yado_cli_rows_take_cell(rows, g_strdup(yado_host_get_uri(host)));
    }
    text = yado_cli_rows_format(rows, TRUE);
    yado_cli_write(stdout, text);
    return TRUE;
}
