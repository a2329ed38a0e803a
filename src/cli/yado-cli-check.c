/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* yado check: a plugin for Nagios, Icinga and whatever else runs the Monitoring Plugins. */
#include "config.h"

#include <string.h>

#include <glib/gi18n.h>

#include "cli/yado-cli-commands.h"
#include "cli/yado-cli-hosts.h"
#include "cli/yado-cli-json.h"

/* Between the two samples that a load is read from. */
#define CPU_INTERVAL 1000

typedef struct {
    YadoExpect expect;
    YadoGuestOwner owner; /* UNKNOWN: anybody's */
    YadoThresholds cpu, memory;
    gboolean wants_cpu;
} Wanted;

/* ---- What is wanted ---- */

/* The place of the option's value in its own list of choices; @fallback when it is not given. */
static gboolean
take_choice(YadoCliArguments *arguments, const YadoCliCommand *command, const char *name,
            int fallback, int *place, GError **error)
{
    const char *text = yado_cli_arguments_get(arguments, name);
    const YadoCliOption *option = command->options;
    g_auto(GStrv) choices = NULL;
    g_autofree char *hint = NULL;

    *place = fallback;
    if (text == NULL)
        return TRUE;
    while (strcmp(option->name, name) != 0)
        option++;
    choices = g_strsplit(option->complete, "|", -1);
    for (*place = 0; choices[*place] != NULL; (*place)++)
        if (strcmp(choices[*place], text) == 0)
            return TRUE;
    hint = g_strjoinv(", ", choices);
    return yado_error_set(error, YADO_ERROR_INVALID, NULL, hint, _("--%s cannot be “%s”."), name,
                          text);
}

static gboolean
take_thresholds(YadoCliArguments *arguments, const char *name, YadoThresholds *thresholds,
                GError **error)
{
    const char *text = yado_cli_arguments_get(arguments, name);

    return text == NULL || yado_thresholds_parse(text, thresholds, error);
}

static gboolean
take_wanted(YadoCliArguments *arguments, const YadoCliCommand *command, Wanted *wanted,
            GError **error)
{
    static const YadoGuestOwner owners[] = { YADO_OWNER_LIBVIRT, YADO_OWNER_XL };
    int expect, owner;

    if (!take_choice(arguments, command, "expect",
                     arguments->words->len > 0 ? YADO_EXPECT_RUNNING : YADO_EXPECT_AUTOSTART,
                     &expect, error) ||
        !take_choice(arguments, command, "owner", -1, &owner, error) ||
        !take_thresholds(arguments, "cpu", &wanted->cpu, error) ||
        !take_thresholds(arguments, "memory", &wanted->memory, error))
        return FALSE;
    wanted->expect = (YadoExpect)expect;
    wanted->owner = owner < 0 ? YADO_OWNER_UNKNOWN : owners[owner];
    wanted->wants_cpu = yado_cli_arguments_has(arguments, "cpu");
    return TRUE;
}

/* ---- Looking ---- */

static gboolean
load_hosts(YadoCli *cli, const Wanted *wanted, GError **error)
{
    YadoLoadFlags load = wanted->wants_cpu ? YADO_LOAD_RATES : YADO_LOAD_STATS;

    if (!yado_cli_open_hosts(cli, YADO_OPEN_READ_ONLY, error))
        return FALSE;
    for (guint i = 0; i < cli->hosts->len; i++)
        yado_host_set_interval(cli->hosts->pdata[i], CPU_INTERVAL);
    return yado_cli_load(cli, load | YADO_LOAD_PLAIN, YADO_LIST_SAVED | YADO_LIST_AUTOSTART, error);
}

static gboolean
is_meant(YadoGuest *guest, GHashTable *named, const Wanted *wanted)
{
    if (wanted->owner != YADO_OWNER_UNKNOWN && yado_guest_get_owner(guest) != wanted->owner)
        return FALSE;
    return named == NULL || g_hash_table_contains(named, guest);
}

/* By name, so that the same state is told in the same words. */
static void
judge_guests(YadoCli *cli, YadoCheck *check, GHashTable *named, const Wanted *wanted)
{
    g_autoptr(YadoTable) table = yado_table_new(cli->session);
    guint n;

    yado_table_set_sort(table, yado_catalog_find_column("name"), FALSE);
    n = g_list_model_get_n_items(G_LIST_MODEL(table));
    for (guint i = 0; i < n; i++) {
        YadoGuest *guest = yado_table_get_guest(table, i);

        if (is_meant(guest, named, wanted))
            yado_check_judge_guest(check, guest, wanted->expect);
    }
}

/* Those that the words stand for; one that is not there is told, and the others are judged all the same. (transfer full) */
static GHashTable *
match_named(YadoCli *cli, YadoCheck *check, GPtrArray *words)
{
    GHashTable *named = g_hash_table_new_full(NULL, NULL, g_object_unref, NULL);

    for (guint i = 0; i < words->len; i++) {
        const char *word = words->pdata[i];
        g_autoptr(GError) error = NULL;
        g_autoptr(GPtrArray) guests = yado_cli_match_guests(cli, &word, 1, &error);

        if (guests == NULL)
            yado_check_add_error(check, error);
        for (guint k = 0; guests != NULL && k < guests->len; k++)
            g_hash_table_add(named, g_object_ref(guests->pdata[k]));
    }
    return named;
}

static gboolean
judge(YadoCli *cli, YadoCheck *check, GPtrArray *words, const Wanted *wanted, GError **error)
{
    g_autoptr(GHashTable) named = NULL;

    if (!load_hosts(cli, wanted, error))
        return FALSE;
    for (guint i = 0; i < cli->hosts->len; i++) {
        yado_check_judge_host(check, cli->hosts->pdata[i], &wanted->cpu, &wanted->memory);
        yado_check_judge_view(check, cli->hosts->pdata[i], wanted->owner);
    }
    if (words->len > 0)
        named = match_named(cli, check, words);
    judge_guests(cli, check, named, wanted);
    return TRUE;
}

/* ---- Telling ---- */

static void
add_finding(YadoCliJson *json, const YadoCheckFinding *finding)
{
    yado_cli_json_begin_object(json, NULL);
    yado_cli_json_add_string(json, "status", yado_check_status_get_name(finding->status));
    yado_cli_json_add_string(json, "text", finding->text);
    yado_cli_json_add_string(json, "more", finding->more);
    yado_cli_json_end_object(json);
}

static void
print_json(YadoCheck *check)
{
    g_autoptr(YadoCliJson) json = yado_cli_json_new(TRUE);
    g_autofree char *summary = yado_check_dup_summary(check);
    GPtrArray *findings = yado_check_get_findings(check);
    GPtrArray *values = yado_check_get_values(check);

    yado_cli_json_begin_object(json, NULL);
    yado_cli_json_add_string(json, "status",
                             yado_check_status_get_name(yado_check_get_status(check)));
    yado_cli_json_add_string(json, "summary", summary);
    yado_cli_json_begin_array(json, "findings");
    for (guint i = 0; i < findings->len; i++)
        add_finding(json, findings->pdata[i]);
    yado_cli_json_end_array(json);
    yado_cli_json_begin_object(json, "values");
    for (guint i = 0; i < values->len; i++) {
        const YadoCheckValue *value = values->pdata[i];

        yado_cli_json_add_double(json, value->label, value->value);
    }
    yado_cli_json_end_object(json);
    yado_cli_json_end_object(json);
    printf("%s\n", yado_cli_json_get_text(json));
}

/* What went wrong on the way is a part of what was found. */
static void
tell(YadoCli *cli, YadoCheck *check)
{
    g_autofree char *text = NULL;

    for (guint i = 0; i < cli->errors->len; i++)
        yado_check_add_error(check, cli->errors->pdata[i]);
    text = yado_check_format(check);
    if (cli->json)
        print_json(check);
    else
        fputs(text, stdout);
    cli->status = yado_check_get_status(check);
}

void
yado_cli_fail_check(YadoCli *cli, const GError *error)
{
    g_autoptr(YadoCheck) check = yado_check_new(FALSE);

    yado_check_add_error(check, error);
    tell(cli, check);
}

gboolean
yado_cli_run_check(YadoCli *cli, const YadoCliCommand *command, YadoCliArguments *arguments,
                   GError **error)
{
    g_autoptr(GPtrArray) hosts = NULL;
    g_autoptr(YadoCheck) check = NULL;
    g_autoptr(GError) failure = NULL;
    Wanted wanted = { 0 };

    if (!take_wanted(arguments, command, &wanted, error))
        return FALSE;
    hosts = yado_cli_choose_hosts(cli);
    if (!yado_cli_check_chosen(cli, hosts->pdata[0], error))
        return FALSE;
    check = yado_check_new(hosts->len > 1);
    if (!judge(cli, check, arguments->words, &wanted, &failure)) {
        yado_cli_explain_cancel(cli, &failure);
        yado_check_add_error(check, failure);
    }
    tell(cli, check);
    return TRUE;
}
