/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* yado create: the wizard's fields as options; what is missing is asked on a terminal. */
#include "config.h"

#include <string.h>

#include <glib/gi18n.h>

#include "cli/yado-cli-commands.h"
#include "cli/yado-cli-console.h"
#include "cli/yado-cli-form.h"
#include "cli/yado-cli-hosts.h"
#include "cli/yado-cli-jobs.h"
#include "cli/yado-cli-print.h"
#include "cli/yado-cli-prompt.h"

static const YadoCliOption own_options[] = {
    { "dry-run", 'n', NULL, N_("Prints the configuration and changes nothing."), NULL, FALSE },
    { "console", 0, NULL,
      N_("Opens the guest's text console before it says its first word, once it is made."), NULL,
      FALSE },
    { "wait", 0, NULL, N_("Ends only when the guest has stopped again."), NULL, FALSE },
    { 0 },
};

/* Our own and one for each field of each step. */
const YadoCliOption *
yado_cli_create_list_options(void)
{
    GArray *all = g_array_new(TRUE, TRUE, sizeof(YadoCliOption));

    for (const YadoCliOption *option = own_options; option->name != NULL; option++)
        g_array_append_val(all, *option);
    for (const YadoWizardStep *step = yado_catalog_find_wizard("create")->steps; step->id != NULL;
         step++) {
        g_autofree YadoCliOption *of_step = (YadoCliOption *)yado_cli_form_list_options(step->form);

        for (const YadoCliOption *option = of_step; option->name != NULL; option++)
            g_array_append_val(all, *option);
    }
    return (const YadoCliOption *)g_array_free(all, FALSE);
}

static gboolean
load_choices(YadoCli *cli, YadoHost *host, GError **error)
{
    YadoResources *resources = yado_resources_get(host);
    g_autoptr(GAsyncResult) result = NULL;
    guint kinds =
        YADO_RESOURCE_BIT(YADO_RESOURCE_POOLS) | YADO_RESOURCE_BIT(YADO_RESOURCE_NETWORKS) |
        YADO_RESOURCE_BIT(YADO_RESOURCE_INTERFACES) | YADO_RESOURCE_BIT(YADO_RESOURCE_GUEST_TYPES);

    yado_resources_load_async(resources, kinds, cli->cancellable, on_cli_answer_ready_cb, &result);
    return yado_resources_load_finish(resources, yado_cli_await(&result), error);
}

/* "--import web.qcow2": it is clear that the source is a disk. */
static void
guess_source(YadoWizard *wizard, YadoCliArguments *arguments)
{
    static const char *const sources[][2] = {
        { "import", "disk" }, { "iso", "iso" },   { "kernel", "kernel" },
        { "file", "file" },   { "tree", "tree" },
    };
    static const char *const ways[][3] = {
        { "path", "disk", "path" },           { "bridge", "nic", "bridge" },
        { "network", "nic", "network" },      { "user", "setup", "cloud-init" },
        { "ssh-key", "setup", "cloud-init" }, { "packages", "setup", "cloud-init" },
    };

    for (guint i = 0; i < G_N_ELEMENTS(sources); i++)
        if (yado_cli_arguments_has(arguments, sources[i][0]) &&
            !yado_cli_arguments_has(arguments, "source"))
            yado_wizard_propose(wizard, "source", sources[i][1]);
    for (guint i = 0; i < G_N_ELEMENTS(ways); i++)
        if (yado_cli_arguments_has(arguments, ways[i][0]) &&
            !yado_cli_arguments_has(arguments, ways[i][1])) {
            YadoForm *form = NULL;
            const YadoFieldSpec *field = yado_wizard_find_field(wizard, ways[i][1], &form);

            yado_form_set_value(form, field, ways[i][2], NULL);
        }
}

/* "--disk size=20G --disk path=/x.img" are rows of the list "disks", "--disk none" is the first disk. */
static gboolean
is_row(const char *value)
{
    return strchr(value, '=') != NULL;
}

static void
append_rows(GString *text, GPtrArray *values)
{
    for (guint i = 0; i < values->len; i++)
        if (is_row(values->pdata[i]))
            g_string_append_printf(text, "%s%s", text->len > 0 ? "\n" : "",
                                   (const char *)values->pdata[i]);
}

/* The rows of the list @option ("disks"), under its own name and in the singular; NULL: none. (transfer full) */
static char *
dup_rows(YadoCliArguments *arguments, const char *option)
{
    g_autofree char *singular = g_strndup(option, strlen(option) - 1);
    GString *text = g_string_new(NULL);

    append_rows(text, yado_cli_arguments_get_all(arguments, singular));
    append_rows(text, yado_cli_arguments_get_all(arguments, option));
    return g_string_free(text, text->len == 0);
}

/* The last that is no row; "none" where only rows are given: they are all there is. */
static const char *
find_plain(GPtrArray *values)
{
    for (guint i = values->len; i > 0; i--)
        if (!is_row(values->pdata[i - 1]))
            return values->pdata[i - 1];
    return "none";
}

static gboolean
has_rows_beside(const YadoFieldSpec *field)
{
    return strcmp(field->id, "disk") == 0 || strcmp(field->id, "nic") == 0;
}

static gboolean
fill_field(YadoForm *form, const YadoFieldSpec *field, YadoCliArguments *arguments, GError **error)
{
    g_autofree char *option = yado_cli_field_dup_option(field);
    GPtrArray *values = yado_cli_arguments_get_all(arguments, option);
    g_autofree char *text = NULL;

    if (field->type == YADO_FIELD_INFO || strcmp(field->id, "os") == 0)
        return TRUE; /* see fill_system() */
    if (field->type == YADO_FIELD_LIST) {
        text = dup_rows(arguments, option);
        return text == NULL || yado_cli_form_set(form, field, text, error);
    }
    if (values->len == 0 && strcmp(field->id, "name") == 0 && arguments->words->len > 0)
        text = g_strdup(arguments->words->pdata[0]);
    else if (values->len == 0)
        return TRUE;
    else if (has_rows_beside(field))
        text = g_strdup(find_plain(values));
    else
        text = g_strdup(values->pdata[values->len - 1]);
    return yado_cli_form_set(form, field, text, error);
}

static gboolean
fill_steps(YadoWizard *wizard, guint first, guint end, YadoCliArguments *arguments, GError **error)
{
    for (guint i = first; i < end; i++) {
        YadoForm *form = yado_wizard_get_form(wizard, i);
        g_autoptr(GPtrArray) fields = form != NULL ? yado_form_list_fields(form) : NULL;

        for (guint k = 0; fields != NULL && k < fields->len; k++)
            if (!fill_field(form, fields->pdata[k], arguments, error))
                return FALSE;
    }
    return TRUE;
}

/* ---- The system ---- */

static gboolean
load_systems(YadoCli *cli, GError **error)
{
    YadoSystems *systems = yado_systems_get();
    g_autoptr(GAsyncResult) result = NULL;

    yado_systems_load_async(systems, cli->cancellable, on_cli_answer_ready_cb, &result);
    return yado_systems_load_finish(systems, yado_cli_await(&result), error);
}

/* (transfer full) */
static char *
detect_system(YadoCli *cli, YadoWizard *wizard, GError **error)
{
    YadoDocument *answers = yado_wizard_get_answers(wizard);
    g_autofree char *source = yado_create_dup_source(answers);
    g_autoptr(GAsyncResult) result = NULL;

    if (source == NULL) {
        yado_error_set(error, YADO_ERROR_INVALID, NULL, NULL,
                       _("--os=detect needs --iso, --tree or --import."));
        return NULL;
    }
    yado_create_detect_async(answers, yado_wizard_get_host(wizard), cli->cancellable,
                             on_cli_answer_ready_cb, &result);
    return yado_create_detect_finish(yado_cli_await(&result), error);
}

/* Names that are like @text, for a hint. (transfer full, nullable) */
static char *
suggest_systems(const char *text)
{
    GPtrArray *systems = yado_systems_list(yado_systems_get());
    GString *ids = g_string_new(NULL);

    for (guint i = 0; systems != NULL && i < systems->len && ids->len < 200; i++) {
        const YadoSystem *system = systems->pdata[i];

        if (!system->is_old && yado_system_matches(system, text))
            g_string_append_printf(ids, "%s%s", ids->len > 0 ? ", " : "", system->short_id);
    }
    return g_string_free(ids, ids->len == 0);
}

static char *
find_system(YadoCli *cli, YadoWizard *wizard, const char *text, GError **error)
{
    const YadoSystem *system;
    g_autofree char *like = NULL;

    if (!load_systems(cli, error))
        return NULL;
    if (strcmp(text, "detect") == 0)
        return detect_system(cli, wizard, error);
    system = yado_systems_find(yado_systems_get(), text);
    if (system != NULL)
        return g_strdup(system->id);
    like = suggest_systems(text);
    yado_error_set(error, YADO_ERROR_INVALID, NULL, like, _("There is no system “%s”."), text);
    return NULL;
}

/* The database takes a third of a second: only who names a system by another name than its id pays for it. */
static gboolean
fill_system(YadoCli *cli, YadoWizard *wizard, YadoCliArguments *arguments, GError **error)
{
    GPtrArray *values = yado_cli_arguments_get_all(arguments, "os");
    const char *text = values->len > 0 ? values->pdata[values->len - 1] : NULL;
    YadoForm *form = NULL;
    const YadoFieldSpec *field = yado_wizard_find_field(wizard, "os", &form);
    g_autofree char *id = NULL;

    if (text == NULL || *text == '\0')
        return TRUE;
    id = strstr(text, "://") != NULL ? g_strdup(text) : find_system(cli, wizard, text, error);
    return id != NULL && yado_form_set_value(form, field, id, error);
}

static gboolean
is_answer(YadoWizard *wizard, const char *field, const char *wanted)
{
    g_autofree char *value = yado_wizard_dup_value(wizard, field);

    return g_strcmp0(value != NULL ? value : "", wanted) == 0;
}

static void
tell_disk(const YadoDiskSystem *disk, const GError *failure)
{
    g_autofree char *line = NULL;

    if (disk != NULL && disk->name != NULL)
        line = g_strdup_printf(_("yado: “%s” holds %s."), disk->path, disk->name);
    else if (failure != NULL)
        line = g_strdup_printf("yado: %s", failure->message);
    if (line != NULL)
        yado_cli_print_lines(stderr, line);
}

/* What it holds decides which kinds of guest can be had from it. What cannot be looked at hinders nobody. */
static gboolean
look_at_disk(YadoCli *cli, YadoWizard *wizard, GError **error)
{
    g_autoptr(GAsyncResult) result = NULL;
    g_autoptr(YadoDiskSystem) disk = NULL;
    g_autoptr(GError) failure = NULL;

    if (!is_answer(wizard, "source", "disk"))
        return TRUE;
    yado_create_look_async(yado_wizard_get_answers(wizard), yado_wizard_get_host(wizard),
                           cli->cancellable, on_cli_answer_ready_cb, &result);
    disk = yado_create_look_finish(yado_cli_await(&result), &failure);
    if (g_cancellable_set_error_if_cancelled(cli->cancellable, error))
        return FALSE;
    if (disk != NULL)
        yado_wizard_refresh(wizard);
    if (cli->verbose)
        tell_disk(disk, failure);
    return TRUE;
}

/* The system, which proposes much of the rest, may be what the source holds. */
static gboolean
fill(YadoCli *cli, YadoWizard *wizard, YadoCliArguments *arguments, GError **error)
{
    guess_source(wizard, arguments);
    return fill_steps(wizard, 0, 1, arguments, error) && look_at_disk(cli, wizard, error) &&
           fill_system(cli, wizard, arguments, error) &&
           fill_steps(wizard, 1, yado_wizard_get_n_steps(wizard), arguments, error);
}

/* ---- What is missing ---- */

static gboolean
ask_field(YadoCli *cli, YadoForm *form, const YadoFieldSpec *field, GError **error)
{
    g_autofree char *text = yado_cli_field_ask(cli, field, error);

    return text != NULL && yado_cli_form_set(form, field, text, error);
}

static gboolean
explain_missing(const YadoFieldSpec *field, GError **error)
{
    g_autofree char *option = yado_cli_field_dup_option(field);

    return yado_error_set(error, YADO_ERROR_INVALID, NULL, NULL, _("--%s is missing."), option);
}

static gboolean
complete_step(YadoCli *cli, YadoWizard *wizard, guint step, GError **error)
{
    YadoForm *form = yado_wizard_get_form(wizard, step);
    g_autoptr(GPtrArray) fields = form != NULL ? yado_form_list_fields(form) : NULL;

    for (guint i = 0; fields != NULL && i < fields->len; i++) {
        const YadoFieldSpec *field = fields->pdata[i];
        g_autofree char *value = yado_form_dup_value(form, field);

        if (!(field->flags & YADO_FIELD_REQUIRED) || !yado_form_is_visible(form, field) ||
            (value != NULL && *value != '\0'))
            continue;
        if (!yado_cli_prompt_is_possible())
            return explain_missing(field, error);
        if (!ask_field(cli, form, field, error))
            return FALSE;
    }
    return TRUE;
}

static gboolean
complete(YadoCli *cli, YadoWizard *wizard, GError **error)
{
    for (guint i = 0; i < yado_wizard_get_n_steps(wizard); i++)
        if (!yado_wizard_is_skipped(wizard, i) && !complete_step(cli, wizard, i, error))
            return FALSE;
    return yado_wizard_go_to(wizard, yado_wizard_get_n_steps(wizard) - 1, error);
}

/* ---- Doing it ---- */

/* By its whole name alone: it may look like a pattern, or like another's id. (transfer full, nullable) */
static YadoGuest *
find_made(YadoHost *host, const char *name)
{
    for (guint i = 0; i < g_list_model_get_n_items(G_LIST_MODEL(host)); i++) {
        g_autoptr(YadoGuest) guest = g_list_model_get_item(G_LIST_MODEL(host), i);

        if (strcmp(yado_guest_get_name(guest), name) == 0)
            return g_steal_pointer(&guest);
    }
    return NULL;
}

/* One that is gone has stopped too. */
static gboolean
await_stop(YadoCli *cli, YadoGuest *guest, GError **error)
{
    while (yado_guest_is_active(guest) && !yado_guest_is_gone(guest)) {
        if (g_cancellable_set_error_if_cancelled(cli->cancellable, error) ||
            !yado_cli_check_open(yado_guest_get_host(guest), error))
            return FALSE;
        g_main_context_iteration(NULL, TRUE);
    }
    return TRUE;
}

static gboolean
follow_guest(YadoCli *cli, YadoGuest *guest, YadoCliArguments *arguments, GError **error)
{
    if (yado_cli_arguments_has(arguments, "console") &&
        !yado_cli_console_run_first(cli, guest, yado_guest_get_state(guest) == YADO_GUEST_PAUSED,
                                    error))
        return FALSE;
    return !yado_cli_arguments_has(arguments, "wait") || await_stop(cli, guest, error);
}

/* What is done with the guests once they are made. */
static gboolean
follow(YadoCli *cli, YadoWizard *wizard, YadoCliArguments *arguments, GError **error)
{
    g_autofree char *pattern = yado_wizard_dup_value(wizard, "name");
    g_autofree char *numbers = yado_wizard_dup_value(wizard, "numbers");
    g_auto(GStrv) names = yado_create_expand_names(pattern, numbers, error);

    if (names == NULL || !yado_cli_load(cli, YADO_LOAD_LIST, YADO_LIST_STATE, error))
        return FALSE;
    for (guint i = 0; names[i] != NULL; i++) {
        g_autoptr(YadoGuest) guest = find_made(yado_wizard_get_host(wizard), names[i]);

        if (guest != NULL && !follow_guest(cli, guest, arguments, error))
            return FALSE;
    }
    return TRUE;
}

/* Told before anything is made. */
static gboolean
prepare_console(YadoWizard *wizard, GError **error)
{
    const char *reason = NULL;

    if (!is_answer(wizard, "numbers", ""))
        return yado_error_set(error, YADO_ERROR_INVALID, NULL, NULL,
                              _("The console of only one guest can be opened here."));
    if (!is_answer(wizard, "start", "yes"))
        return yado_error_set(error, YADO_ERROR_INVALID, NULL, NULL,
                              _("A guest that is not started has no console to open."));
    if (!yado_host_has(yado_wizard_get_host(wizard), YADO_CAP_CONSOLE, &reason))
        return yado_error_set(error, YADO_ERROR_UNSUPPORTED, NULL, NULL, "%s", reason);
    yado_wizard_hold_start(wizard);
    return TRUE;
}

static gboolean
create(YadoCli *cli, YadoWizard *wizard, YadoCliArguments *arguments, GError **error)
{
    gboolean is_followed =
        yado_cli_arguments_has(arguments, "console") || yado_cli_arguments_has(arguments, "wait");
    g_autoptr(GPtrArray) jobs = g_ptr_array_new_with_free_func(g_object_unref);
    YadoJob *job;

    if (yado_cli_arguments_has(arguments, "console") && !prepare_console(wizard, error))
        return FALSE;
    job = yado_wizard_accept(wizard, error);
    if (job == NULL)
        return FALSE;
    g_ptr_array_add(jobs, job);
    yado_cli_watch_jobs(cli, jobs);
    return !is_followed || yado_job_get_state(job) != YADO_JOB_DONE ||
           follow(cli, wizard, arguments, error);
}

/* Whose a disk or an address is stands in the configurations, which cost a call each. */
static YadoLoadFlags
choose_load(YadoCliArguments *arguments)
{
    static const char *const options[] = { "iso",   "import", "path", "disk",
                                           "disks", "file",   "mac",  "nics" };

    for (guint i = 0; i < G_N_ELEMENTS(options); i++)
        if (yado_cli_arguments_has(arguments, options[i]))
            return YADO_LOAD_FACTS;
    return YADO_LOAD_INFO;
}

static void
warn(YadoCli *cli, YadoWizard *wizard)
{
    for (guint i = 0; i < yado_wizard_get_n_steps(wizard); i++) {
        YadoForm *form = yado_wizard_get_form(wizard, i);

        if (form != NULL && !yado_wizard_is_skipped(wizard, i))
            yado_cli_form_tell_warnings(cli, form, NULL);
    }
}

/* Before the host is asked anything. */
static gboolean
check_options(YadoCliArguments *arguments, GError **error)
{
    if (!yado_cli_arguments_has(arguments, "console"))
        return TRUE;
    if (yado_cli_arguments_has(arguments, "dry-run"))
        return yado_error_set(error, YADO_ERROR_INVALID, NULL, NULL,
                              _("--console and --dry-run exclude each other: what is not made has "
                                "no console."));
    return yado_cli_console_check_terminal(error);
}

gboolean
yado_cli_run_create(YadoCli *cli, const YadoCliCommand *command, YadoCliArguments *arguments,
                    GError **error)
{
    gboolean is_dry = yado_cli_arguments_has(arguments, "dry-run");
    YadoHost *host = check_options(arguments, error) ? yado_cli_find_host(cli, NULL, error) : NULL;
    g_autoptr(YadoWizard) wizard = NULL;
    g_autofree char *text = NULL;

    if (host == NULL || !yado_cli_open_host(cli, host, is_dry ? 0 : YADO_OPEN_EVENTS, error) ||
        !yado_cli_load(cli, choose_load(arguments), YADO_LIST_STATE, error) ||
        !load_choices(cli, host, error))
        return FALSE;
    wizard = yado_wizard_new(yado_catalog_find_wizard("create"), cli->session, host);
    if (!fill(cli, wizard, arguments, error) || !complete(cli, wizard, error))
        return FALSE;
    warn(cli, wizard);
    if (!is_dry)
        return create(cli, wizard, arguments, error);
    text = yado_wizard_dup_configuration(wizard, error);
    if (text == NULL)
        return FALSE;
    yado_cli_write(stdout, text);
    return TRUE;
}
