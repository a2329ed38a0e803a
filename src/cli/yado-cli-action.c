/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Any action of the catalog: targets, arguments, confirmation, jobs. */
#include "config.h"

#include <glib/gi18n.h>

#include "cli/yado-cli-commands.h"
#include "cli/yado-cli-console.h"
#include "cli/yado-cli-form.h"
#include "cli/yado-cli-hosts.h"
#include "cli/yado-cli-jobs.h"

gboolean
yado_cli_perform(YadoCli *cli, const YadoActionSpec *spec, YadoTargets *targets, YadoForm *form,
                 GError **error)
{
    g_autoptr(GAsyncResult) result = NULL;
    g_autoptr(GPtrArray) jobs = NULL;

    yado_action_perform_async(spec, targets, form, cli->assume_yes, cli->cancellable,
                              on_cli_answer_ready_cb, &result);
    jobs = yado_action_perform_finish(yado_cli_await(&result), error);
    if (jobs == NULL)
        return FALSE;
    yado_cli_watch_jobs(cli, jobs);
    return TRUE;
}

/* Choices come from the host: they must be there before a word can be one of them. */
static gboolean
await_choices(YadoCli *cli, YadoForm *form, GError **error)
{
    guint kinds = form != NULL ? yado_form_get_spec(form)->resources : 0;
    YadoHost *host = form != NULL ? yado_form_get_host(form) : NULL;
    g_autoptr(GAsyncResult) result = NULL;

    if (kinds == 0 || host == NULL)
        return TRUE;
    yado_resources_load_async(yado_resources_get(host), kinds, cli->cancellable,
                              on_cli_answer_ready_cb, &result);
    return yado_resources_load_finish(yado_resources_get(host), yado_cli_await(&result), error);
}

/* ---- Guests ---- */

/* Takes those out that it is not possible for, each with its reason; the others go on. */
static GPtrArray *
drop_impossible(YadoCli *cli, const YadoActionSpec *spec, GPtrArray *guests)
{
    YadoTargets targets = { .session = cli->session, .guests = guests };
    g_autoptr(GPtrArray) misfits = NULL;
    GPtrArray *fitting = yado_action_list_fitting(spec, &targets, &misfits);

    for (guint i = 0; i < misfits->len; i++) {
        const YadoMisfit *misfit = misfits->pdata[i];
        const char *name = yado_guest_get_name(misfit->guest);
        g_autofree char *title = yado_action_dup_job_title(spec, name);
        g_autoptr(GError) error = NULL;

        yado_error_set(&error, (YadoErrorCode)misfit->error->code, NULL, NULL, "%s: %s", title,
                       misfit->error->message);
        yado_cli_refuse_job(cli, title, name, error);
    }
    return fitting;
}

static GPtrArray *
match_targets(YadoCli *cli, const YadoActionSpec *spec, GPtrArray *words, GError **error)
{
    const char *const *names = (const char *const *)words->pdata;
    YadoGuest *guest;
    GPtrArray *guests;

    if (!spec->single)
        return yado_cli_match_guests(cli, names, words->len, error);
    guest = yado_cli_match_guest(cli, names[0], error);
    if (guest == NULL)
        return NULL;
    guests = g_ptr_array_new_with_free_func(g_object_unref);
    g_ptr_array_add(guests, guest);
    return guests;
}

/* Paused at first where that is possible, so that the console is there before the first word. */
static gboolean
start_with_console(YadoCli *cli, const YadoActionSpec *spec, YadoTargets *targets, GError **error)
{
    const YadoActionSpec *paused = yado_catalog_find_action("guest.start-paused");
    YadoGuest *guest = targets->guests->pdata[0];
    gboolean is_held;

    if (targets->guests->len != 1)
        return yado_error_set(error, YADO_ERROR_INVALID, NULL, NULL,
                              _("The console of only one guest can be opened here."));
    if (!yado_cli_console_check_terminal(error) || !yado_cli_check_console(cli, guest, error))
        return FALSE;
    is_held = yado_action_check(paused, targets, NULL);
    if (!yado_cli_perform(cli, is_held ? paused : spec, targets, NULL, error) || cli->status != 0)
        return FALSE;
    return yado_cli_console_run_first(cli, guest, is_held, error);
}

static gboolean
run_on_guests(YadoCli *cli, const YadoActionSpec *spec, YadoCliArguments *arguments, GError **error)
{
    /* Forms offer what the configurations say (which disks, which tags). */
    YadoLoadFlags load = spec->form != NULL ? YADO_LOAD_FACTS : YADO_LOAD_LIST;
    g_autoptr(GPtrArray) named = NULL;
    g_autoptr(GPtrArray) guests = NULL;
    g_autoptr(YadoForm) form = NULL;
    YadoTargets targets = { 0 };

    if (!yado_cli_open_hosts(cli, YADO_OPEN_EVENTS, error) ||
        !yado_cli_load(cli, load, YADO_LIST_SAVED | YADO_LIST_AUTOSTART, error))
        return FALSE;
    named = match_targets(cli, spec, arguments->words, error);
    if (named == NULL)
        return FALSE;
    guests = drop_impossible(cli, spec, named);
    if (guests->len == 0)
        return TRUE; /* each was reported */
    targets = (YadoTargets){ .session = cli->session, .guests = guests };
    if (spec->offers_console && yado_cli_arguments_has(arguments, "console"))
        return start_with_console(cli, spec, &targets, error);
    form = yado_action_create_form(spec, &targets);
    if (!await_choices(cli, form, error))
        return FALSE;
    if (form != NULL &&
        !yado_cli_form_fill(form, arguments, spec->single ? 1 : arguments->words->len, error))
        return FALSE;
    return yado_cli_perform(cli, spec, &targets, form, error);
}

/* ---- Hosts and the program ---- */

static YadoHost *
get_target_host(YadoCli *cli, const YadoActionSpec *spec, YadoCliArguments *arguments,
                gboolean is_named, GError **error)
{
    const char *name = is_named ? arguments->words->pdata[0] : NULL;
    YadoHost *host = yado_cli_find_host(cli, name, error);

    /* What is only about our own record of a host needs no connection to it. */
    if (host == NULL || spec->run != NULL)
        return host;
    return yado_cli_open_host(cli, host, YADO_OPEN_EVENTS, error) ? host : NULL;
}

static gboolean
run_elsewhere(YadoCli *cli, const YadoActionSpec *spec, YadoCliArguments *arguments, GError **error)
{
    gboolean is_named =
        spec->scope == YADO_SCOPE_HOST && g_str_has_prefix(spec->command, "connections ");
    YadoTargets targets = { .session = yado_cli_get_session(cli) };
    g_autoptr(YadoForm) form = NULL;

    if (spec->scope == YADO_SCOPE_HOST) {
        targets.host = get_target_host(cli, spec, arguments, is_named, error);
        if (targets.host == NULL)
            return FALSE;
    }
    form = yado_action_create_form(spec, &targets);
    /* What cannot be is refused with its reason, whatever was given. */
    if (form != NULL && yado_action_check(spec, &targets, NULL) &&
        (!await_choices(cli, form, error) ||
         !yado_cli_form_fill(form, arguments, is_named ? 1 : 0, error)))
        return FALSE;
    return yado_cli_perform(cli, spec, &targets, form, error);
}

gboolean
yado_cli_run_action(YadoCli *cli, const YadoCliCommand *command, YadoCliArguments *arguments,
                    GError **error)
{
    if (command->action->scope == YADO_SCOPE_GUEST)
        return run_on_guests(cli, command->action, arguments, error);
    return run_elsewhere(cli, command->action, arguments, error);
}
