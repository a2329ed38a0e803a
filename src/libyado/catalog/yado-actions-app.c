/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What concerns the program itself, in menu order. */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include <glib/gi18n-lib.h>

#include "base/yado-error.h"
#include "catalog/yado-forms.h"
#include "present/yado-console-settings.h"

typedef struct {
    YadoSession *session;
    YadoJob *job;
    gboolean is_new;    /* it goes again when it cannot be opened */
    gboolean is_wanted; /* also when it does not answer now */
} Adding;

static void
adding_free(Adding *self)
{
    g_object_unref(self->session);
    g_object_unref(self->job);
    g_free(self);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Adding, adding_free)

/* Kept for later, as was asked for. (error transfer full) */
static void
report_kept(YadoJob *job, YadoHost *host, GError *error)
{
    g_autofree char *text =
        g_strdup_printf(_("“%s” is in the list, but cannot be connected now: %s"),
                        yado_host_get_label(host), error->message);

    yado_job_report_notice(job, text, NULL);
    g_error_free(error);
    yado_job_finish(job, NULL);
}

/* What was typed is in the form still, to be mended; a list of what never worked helps nobody who did not ask for it. */
static void
on_new_host_opened_cb(GObject *source, GAsyncResult *result, gpointer user_data)
{
    g_autoptr(Adding) self = user_data;
    g_autoptr(YadoHost) host = g_object_ref(YADO_HOST(source));
    GError *error = NULL;

    yado_host_open_finish(host, result, &error);
    if (error != NULL && self->is_wanted && !yado_error_is_cancel(error)) {
        report_kept(self->job, host, error);
        return;
    }
    if (error != NULL && self->is_new) {
        yado_session_forget_host(self->session, host);
        yado_session_save(self->session, NULL); /* as it was: it could be written a moment ago */
    }
    yado_job_finish(self->job, error);
}

static Adding *
adding_new(YadoSession *session, const char *uri, YadoJob *job)
{
    Adding *self = g_new0(Adding, 1);

    self->session = g_object_ref(session);
    self->job = g_object_ref(job);
    self->is_new = yado_session_find_host(session, uri) == NULL;
    return self;
}

static void
run_add_connection(const YadoTargets *targets, YadoGuest *guest, YadoForm *form, YadoJob *job)
{
    g_autofree char *uri = yado_catalog_dup_connection_uri(form);
    g_autofree char *label = yado_catalog_dup_value(form, "label");
    g_autofree char *autoconnect = yado_catalog_dup_value(form, "autoconnect");
    g_autofree char *keep = yado_catalog_dup_value(form, "keep");
    g_autoptr(Adding) adding = NULL;
    YadoHost *host;
    GError *error = NULL;

    yado_job_begin(job);
    if (!yado_session_check_uri(uri, &error)) {
        yado_job_finish(job, error);
        return;
    }
    adding = adding_new(targets->session, uri, job);
    adding->is_wanted = g_strcmp0(keep, "yes") == 0;
    host = yado_session_add_host(targets->session, uri);
    if (label != NULL && *label != '\0')
        yado_host_set_label(host, label);
    yado_host_set_autoconnect(host, g_strcmp0(autoconnect, "yes") == 0);
    if (!yado_session_save(targets->session, &error)) {
        yado_job_finish(job, error);
        return;
    }
    yado_job_report_can_cancel(job, TRUE);
    yado_host_open_async(host, YADO_OPEN_EVENTS, yado_job_get_cancellable(job),
                         on_new_host_opened_cb, g_steal_pointer(&adding));
}

static void
init_add_connection(YadoForm *form, const YadoTargets *targets)
{
    yado_catalog_set_initial(form, "hypervisor", "xen");
    yado_catalog_set_initial(form, "transport", "local");
    yado_catalog_set_initial(form, "autoconnect", "yes");
}

/* The actions that ask first; chosen: those that still do. */
static char *
join_asked(YadoSettings *settings)
{
    GString *ids = g_string_new(NULL);

    for (const YadoActionSpec *const *spec = yado_catalog_get_actions(); *spec != NULL; spec++)
        if ((*spec)->confirm != NULL &&
            yado_settings_get_bool(settings, "confirm", (*spec)->id, TRUE))
            g_string_append_printf(ids, "%s%s", ids->len > 0 ? "," : "", (*spec)->id);
    return g_string_free(ids, FALSE);
}

/* The choices that are kept as they are written: where, and what holds at first. */
static const struct {
    const char *key, *group, *name, *fallback;
} plain_preferences[] = {
    { "theme", "tui", "theme", "yast" },
    { "escape", "console", "escape", YADO_CONSOLE_DEFAULT_ESCAPE },
    { "switch", "console", "switch", YADO_CONSOLE_DEFAULT_SWITCH },
    { "keyboard", "console", "keyboard", "us" },
    { "log", "console", "log", "" },
};

static void
init_preferences(YadoForm *form, const YadoTargets *targets)
{
    YadoSettings *settings = yado_session_get_settings(targets->session);
    int milliseconds = yado_settings_get_int(settings, "list", "interval", 2000);
    g_autofree char *interval = g_strdup_printf("%d", milliseconds / 1000);
    g_autofree char *confirm = join_asked(settings);

    yado_catalog_set_initial(form, "interval", interval);
    yado_catalog_set_initial(form, "confirm", confirm);
    for (guint i = 0; i < G_N_ELEMENTS(plain_preferences); i++) {
        g_autofree char *value =
            yado_settings_dup_string(settings, plain_preferences[i].group,
                                     plain_preferences[i].name, plain_preferences[i].fallback);

        yado_catalog_set_initial(form, plain_preferences[i].key, value);
    }
}

static void
store_confirmations(YadoSettings *settings, const char *chosen)
{
    g_auto(GStrv) ids = g_strsplit(chosen != NULL ? chosen : "", ",", -1);

    for (const YadoActionSpec *const *spec = yado_catalog_get_actions(); *spec != NULL; spec++) {
        if ((*spec)->confirm == NULL)
            continue;
        if (g_strv_contains((const char *const *)ids, (*spec)->id))
            yado_settings_set_string(settings, "confirm", (*spec)->id, NULL);
        else
            yado_settings_set_bool(settings, "confirm", (*spec)->id, FALSE);
    }
}

static void
set_intervals(YadoSession *session, guint milliseconds)
{
    GListModel *hosts = G_LIST_MODEL(session);

    for (guint i = 0; i < g_list_model_get_n_items(hosts); i++) {
        g_autoptr(YadoHost) host = g_list_model_get_item(hosts, i);

        yado_host_set_interval(host, milliseconds);
    }
}

static void
run_preferences(const YadoTargets *targets, YadoGuest *guest, YadoForm *form, YadoJob *job)
{
    YadoSettings *settings = yado_session_get_settings(targets->session);
    g_autofree char *interval = yado_catalog_dup_value(form, "interval");
    g_autofree char *confirm = yado_catalog_dup_value(form, "confirm");
    int milliseconds = interval != NULL ? atoi(interval) * 1000 : 2000;
    GError *error = NULL;

    yado_job_begin(job);
    yado_settings_set_int(settings, "list", "interval", milliseconds);
    for (guint i = 0; i < G_N_ELEMENTS(plain_preferences); i++) {
        g_autofree char *value = yado_catalog_dup_value(form, plain_preferences[i].key);

        yado_settings_set_string(settings, plain_preferences[i].group, plain_preferences[i].name,
                                 value);
    }
    store_confirmations(settings, confirm);
    set_intervals(targets->session, milliseconds);
    yado_session_save(targets->session, &error);
    yado_job_finish(job, error);
}

const YadoActionSpec yado_catalog_app_actions[] = {
    { .id = "app.filter",
      .label = N_("_Filter"),
      .help = N_("Shows only the guests in which a text occurs: in name, title, state, kind, "
                 "system, tag, address, host or owner. An empty filter shows all."),
      .icon = "edit-find-symbolic",
      .group = "view",
      .scope = YADO_SCOPE_APP,
      .key = "/",
      .view = "filter" },
    { .id = "app.sort",
      .label = N_("Sort _by…"),
      .help = N_("Chooses the column by which the list is sorted, and the direction."),
      .group = "view",
      .scope = YADO_SCOPE_APP,
      .key = "o",
      .view = "sort" },
    { .id = "app.columns",
      .label = N_("Co_lumns…"),
      .help = N_("Chooses which columns the list shows."),
      .group = "view",
      .scope = YADO_SCOPE_APP,
      .key = "c",
      .view = "columns" },
    { .id = "app.group",
      .label = N_("G_roup…"),
      .help = N_("Shows only the guests with a certain tag, or those without any."),
      .group = "view",
      .scope = YADO_SCOPE_APP,
      .view = "group" },
    { .id = "app.select-all",
      .label = N_("Mark _all"),
      .help = N_("Marks every guest that the list shows now."),
      .group = "view",
      .scope = YADO_SCOPE_APP,
      .key = "Ctrl+A",
      .view = "mark-all" },
    { .id = "app.select-none",
      .label = N_("_Unmark all"),
      .help = N_("Takes the marks of all guests away."),
      .group = "view",
      .scope = YADO_SCOPE_APP,
      .view = "unmark-all" },
    { .id = "app.jobs",
      .label = N_("_Jobs"),
      .help = N_("Shows what is running in the background and what was finished, with its log; "
                 "a job that can be cancelled is cancelled here."),
      .group = "app",
      .scope = YADO_SCOPE_APP,
      .key = "j",
      .view = "jobs" },
    { .id = "app.add-connection",
      .command = "connections add",
      .label = N_("Add _connection…"),
      .help =
          N_("Adds a host: a hypervisor on this machine, or one on another machine over SSH "
             "or TLS. It is connected at once, and remembered when that works or is asked for."),
      .icon = "list-add-symbolic",
      .group = "app",
      .scope = YADO_SCOPE_APP,
      .key = "n",
      .form = &yado_form_connection,
      .init_form = init_add_connection,
      .keeps_form = TRUE,
      .run = run_add_connection },
    { .id = "app.preferences",
      .label = N_("_Preferences…"),
      .help = N_("How often the numbers are read, which actions ask before they start, and the "
                 "colours of the terminal."),
      .group = "app",
      .scope = YADO_SCOPE_APP,
      .form = &yado_form_preferences,
      .init_form = init_preferences,
      .run = run_preferences },
    { .id = "app.menu",
      .label = N_("_Menu"),
      .help = N_("Opens the menu of all that can be done with the chosen guests, their host and "
                 "the program. What cannot be done now says why."),
      .group = "app",
      .scope = YADO_SCOPE_APP,
      .role = YADO_ROLE_MENU,
      .key = "F2",
      .view = "menu" },
    { .id = "app.help",
      .label = N_("_Help"),
      .help = N_("Explains the window, dialog or field that is in use."),
      .icon = "help-browser-symbolic",
      .group = "app",
      .scope = YADO_SCOPE_APP,
      .role = YADO_ROLE_HELP,
      .key = "F1",
      .view = "help" },
    { .id = "app.keys",
      .label = N_("_Keys"),
      .help = N_("Lists every key and what it does."),
      .group = "app",
      .scope = YADO_SCOPE_APP,
      .key = "?",
      .view = "keys" },
    { .id = "app.about",
      .label = N_("_About YaDO"),
      .help = N_("Shows the version of the program and its licence."),
      .group = "app",
      .scope = YADO_SCOPE_APP,
      .view = "about" },
    { .id = "app.quit",
      .label = N_("_Quit"),
      .help = N_("Leaves the program. The guests go on as they are. When jobs are running, it "
                 "asks first."),
      .icon = "application-exit-symbolic",
      .group = "app",
      .scope = YADO_SCOPE_APP,
      .role = YADO_ROLE_CANCEL,
      .key = "F9",
      .view = "quit" },
    { 0 },
};
