/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* A guest's text console on this terminal, and the list of its consoles. */
#include "config.h"

#include "cli/yado-cli-console.h"

#include <unistd.h>

#include <glib/gi18n.h>

#include "cli/yado-cli-commands.h"
#include "cli/yado-cli-hosts.h"
#include "cli/yado-cli-jobs.h"
#include "cli/yado-cli-json.h"
#include "cli/yado-cli-print.h"

/* ---- The list ---- */

static char *
dup_address(const YadoConsoleRecord *record)
{
    if (record->reason != NULL && record->kind == YADO_CONSOLE_TEXT)
        return g_strdup(record->reason);
    if (record->kind == YADO_CONSOLE_TEXT)
        return g_strdup("");
    return yado_console_record_dup_address(record);
}

static void
print_table(YadoCli *cli, GPtrArray *records)
{
    g_autoptr(YadoCliRows) rows = yado_cli_rows_new();

    yado_cli_rows_add_column(rows, "id", _("Id"), YADO_ALIGN_START);
    yado_cli_rows_add_column(rows, "console", _("Console"), YADO_ALIGN_START);
    yado_cli_rows_add_column(rows, "address", _("Address"), YADO_ALIGN_START);
    for (guint i = 0; i < records->len; i++) {
        const YadoConsoleRecord *record = records->pdata[i];

        yado_cli_rows_take_cell(rows, g_strdup(record->id));
        yado_cli_rows_take_cell(rows, g_strdup(record->label));
        yado_cli_rows_take_cell(rows, dup_address(record));
    }
    yado_cli_rows_print(rows, cli->csv);
}

static void
print_json(GPtrArray *records)
{
    g_autoptr(YadoCliJson) json = yado_cli_json_new(TRUE);

    yado_cli_json_begin_array(json, NULL);
    for (guint i = 0; i < records->len; i++) {
        const YadoConsoleRecord *record = records->pdata[i];

        yado_cli_json_begin_object(json, NULL);
        yado_cli_json_add_string(json, "id", record->id);
        yado_cli_json_add_string(json, "kind", yado_console_kind_get_name(record->kind));
        yado_cli_json_add_string(json, "address", record->address);
        if (record->port > 0)
            yado_cli_json_add_uint(json, "port", (guint64)record->port);
        else
            yado_cli_json_add_string(json, "port", NULL);
        yado_cli_json_add_string(json, "socket", record->socket);
        yado_cli_json_add_bool(json, "needs-tunnel", record->needs_tunnel);
        yado_cli_json_add_bool(json, "possible", record->reason == NULL);
        yado_cli_json_add_string(json, "reason", record->reason);
        yado_cli_json_end_object(json);
    }
    yado_cli_json_end_array(json);
    printf("%s\n", yado_cli_json_get_text(json));
}

GPtrArray *
yado_cli_list_consoles(YadoCli *cli, YadoGuest *guest, GError **error)
{
    g_autoptr(GAsyncResult) result = NULL;

    yado_guest_list_consoles_async(guest, cli->cancellable, on_cli_answer_ready_cb, &result);
    return yado_guest_list_consoles_finish(guest, yado_cli_await(&result), error);
}

static gboolean
run_list(YadoCli *cli, YadoGuest *guest, GError **error)
{
    g_autoptr(GPtrArray) records = yado_cli_list_consoles(cli, guest, error);

    if (records == NULL)
        return FALSE;
    if (cli->json)
        print_json(records);
    else if (records->len > 0)
        print_table(cli, records);
    else
        yado_cli_say(cli, _("%s has no console."), yado_guest_get_name(guest));
    return TRUE;
}

/* ---- One of them ---- */

static gboolean
ask_to_take(YadoCli *cli, const GError *busy, GError **error)
{
    g_autoptr(GAsyncResult) result = NULL;
    g_autofree char *text =
        g_strdup_printf(_("%s Take it? Whoever holds it loses it."), busy->message);
    g_autoptr(YadoQuestion) question =
        yado_question_new(YADO_QUESTION_CONFIRM, _("Console"), text, _("_Take it"));
    YadoPrompt *prompt = yado_session_get_prompt(cli->session);

    yado_question_set_danger(question, TRUE);
    yado_prompt_ask_async(prompt, question, cli->cancellable, on_cli_answer_ready_cb, &result);
    return yado_prompt_ask_finish(prompt, yado_cli_await(&result), error);
}

static void
start_resuming(YadoCliConsole *console)
{
    console->resume = FALSE;
    console->resuming = yado_job_new(_("Resume"), yado_guest_get_name(console->guest));
    yado_guest_start(console->guest, "resume", NULL, console->resuming);
}

/* Once it is open, a guest that was started paused goes on: not a byte is missed. */
static void
on_link_changed_cb(YadoConsoleLink *link, gpointer data)
{
    YadoCliConsole *console = data;

    if (console->resume && yado_console_link_get_state(link) == YADO_LINK_OPEN)
        start_resuming(console);
}

static YadoConsoleLink *
create_link(YadoCliConsole *console)
{
    YadoConsoleLink *link = yado_console_link_new(console->guest, console->device);

    yado_console_link_set_hosts(link, G_LIST_MODEL(console->cli->session));
    g_signal_connect(link, "changed", G_CALLBACK(on_link_changed_cb), console);
    return link;
}

static gboolean
run_terminal(YadoCliConsole *console, YadoConsoleLink *link, gboolean force, GError **error)
{
    YadoCli *cli = console->cli;
    YadoSettings *settings = yado_session_get_settings(cli->session);
    g_autoptr(GAsyncResult) result = NULL;
    g_autofree char *keyboard = yado_settings_dup_string(settings, "console", "keyboard", NULL);
    g_autofree char *log = yado_console_dup_log_path(settings, console->guest);
    YadoConsoleTerminalOptions options = { .escape = console->escape,
                                           .switch_key = console->switch_key,
                                           .keyboard = keyboard,
                                           .log_path = console->log_path ? console->log_path : log,
                                           .force = force,
                                           .is_brief = cli->quiet };

    yado_console_terminal_run_async(link, STDIN_FILENO, STDOUT_FILENO, &options, cli->cancellable,
                                    on_cli_answer_ready_cb, &result);
    return yado_console_terminal_run_finish(link, yado_cli_await(&result), error);
}

/* A console that did not open must not leave a guest paused that was to run; what went wrong with that in its back is told now. */
static void
finish_resuming(YadoCliConsole *console)
{
    g_autoptr(GPtrArray) jobs = g_ptr_array_new_with_free_func(g_object_unref);

    if (console->resume)
        start_resuming(console);
    if (console->resuming == NULL)
        return;
    g_ptr_array_add(jobs, g_steal_pointer(&console->resuming));
    if (yado_job_get_state(jobs->pdata[0]) != YADO_JOB_DONE)
        yado_cli_watch_jobs(console->cli, jobs);
}

static void
read_keys(YadoCliConsole *console)
{
    YadoSettings *settings = yado_session_get_settings(console->cli->session);

    if (console->escape == 0)
        console->escape = yado_console_escape_from_settings(settings);
    if (console->switch_key == 0)
        console->switch_key = yado_console_switch_from_settings(settings);
}

static gboolean
run_or_take(YadoCliConsole *console, gboolean force, GError **error)
{
    g_autoptr(YadoConsoleLink) link = create_link(console);
    g_autoptr(GError) failure = NULL;
    g_autoptr(GError) unanswered = NULL;

    read_keys(console);
    if (run_terminal(console, link, force, &failure))
        return TRUE;
    if (!g_error_matches(failure, YADO_ERROR, YADO_ERROR_BUSY) || force) {
        g_propagate_error(error, g_steal_pointer(&failure));
        return FALSE;
    }
    if (ask_to_take(console->cli, failure, &unanswered))
        return run_terminal(console, link, TRUE, error);
    if (unanswered != NULL)
        g_propagate_error(error, g_steal_pointer(&unanswered));
    else
        g_set_error_literal(error, G_IO_ERROR, G_IO_ERROR_CANCELLED, _("Cancelled."));
    return FALSE;
}

gboolean
yado_cli_console_run(YadoCliConsole *console, gboolean force, GError **error)
{
    gboolean done = run_or_take(console, force, error);

    finish_resuming(console);
    return done;
}

gboolean
yado_cli_console_check_terminal(GError **error)
{
    return yado_console_terminal_check(STDIN_FILENO, STDOUT_FILENO, error);
}

gboolean
yado_cli_console_run_first(YadoCli *cli, YadoGuest *guest, gboolean is_held, GError **error)
{
    YadoCliConsole console = { .cli = cli, .guest = guest, .device = "text", .resume = is_held };

    return yado_cli_console_run(&console, FALSE, error);
}

static gboolean
take_key(YadoCliArguments *arguments, const char *option, char *key, GError **error)
{
    const char *text = yado_cli_arguments_get(arguments, option);

    if (text == NULL)
        return TRUE;
    *key = yado_console_key_parse(text);
    if (*key != 0)
        return TRUE;
    return yado_error_set(error, YADO_ERROR_INVALID, NULL,
                          _("Write it as Ctrl+] or ^], with a letter or one of ] \\ ^ _."),
                          _("“%s” cannot be a key of the console."), text);
}

static gboolean
take_keys(YadoCliArguments *arguments, YadoCliConsole *console, GError **error)
{
    if (!take_key(arguments, "escape", &console->escape, error) ||
        !take_key(arguments, "switch", &console->switch_key, error))
        return FALSE;
    return console->escape == 0 || console->escape != console->switch_key ||
           yado_error_set(error, YADO_ERROR_INVALID, NULL, NULL,
                          _("One key cannot both leave the console and switch it."));
}

/* A screen's characters can be read; SPICE is for others. */
static gboolean
check_device(YadoCli *cli, YadoGuest *guest, const char *id, GError **error)
{
    g_autoptr(GPtrArray) records = yado_cli_list_consoles(cli, guest, error);
    const YadoConsoleRecord *record = records != NULL ? yado_console_choose(records, id) : NULL;

    if (records == NULL)
        return FALSE;
    if (record == NULL)
        return yado_error_set(error, YADO_ERROR_NOT_FOUND, NULL,
                              _("“yado console --list” shows those that there are."),
                              _("“%s” has no console “%s”."), yado_guest_get_name(guest), id);
    if (record->kind != YADO_CONSOLE_SPICE)
        return TRUE;
    return yado_error_set(error, YADO_ERROR_UNSUPPORTED, NULL, NULL, "%s: %s", record->label,
                          record->reason);
}

gboolean
yado_cli_run_console(YadoCli *cli, const YadoCliCommand *command, YadoCliArguments *arguments,
                     GError **error)
{
    const char *device = yado_cli_arguments_get(arguments, "device");
    gboolean force = yado_cli_arguments_has(arguments, "force");
    YadoCliConsole console = { .cli = cli,
                               .device = device != NULL ? device : "text",
                               .log_path = yado_cli_arguments_get(arguments, "log") };
    g_autoptr(YadoGuest) guest = NULL;

    if (!take_keys(arguments, &console, error) ||
        !yado_cli_open_hosts(cli, YADO_OPEN_EVENTS, error) ||
        !yado_cli_load(cli, YADO_LOAD_LIST, YADO_LIST_STATE, error))
        return FALSE;
    guest = yado_cli_match_guest(cli, arguments->words->pdata[0], error);
    if (guest == NULL || !yado_cli_check_console(cli, guest, error))
        return FALSE;
    if (yado_cli_arguments_has(arguments, "list"))
        return run_list(cli, guest, error);
    if (device != NULL && !check_device(cli, guest, device, error))
        return FALSE;
    console.guest = guest;
    return yado_cli_console_run(&console, force, error);
}

gboolean
yado_cli_check_console(YadoCli *cli, YadoGuest *guest, GError **error)
{
    g_autoptr(GPtrArray) one = g_ptr_array_new();
    YadoTargets targets = { .session = cli->session, .guests = one };
    g_autofree char *reason = NULL;

    g_ptr_array_add(one, guest);
    if (yado_action_check(yado_catalog_find_action("guest.console"), &targets, &reason))
        return TRUE;
    return yado_error_set(error, YADO_ERROR_UNSUPPORTED, NULL, NULL, "%s", reason);
}
