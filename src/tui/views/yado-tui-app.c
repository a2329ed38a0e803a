/* SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "yado-tui"
#include "config.h"

#include "tui/views/yado-tui-app.h"

#include <string.h>

#include <glib/gi18n.h>

#include "tui/form/yado-tui-field.h"
#include "tui/views/yado-tui-dialogs.h"
#include "tui/views/yado-tui-listing.h"
#include "tui/views/yado-tui-prompt.h"
#include "tui/widget/yado-tui-menu.h"
#include "tui/widget/yado-tui-screen.h"

struct _YadoTuiApp {
    YadoSession *session;
    YadoPrompt *prompt;
    GMainLoop *loop;
    YadoTuiViewFunc view_func;
    gpointer view_data;
    char *theme;            /* as shown now */
    YadoTuiWindow *failure; /* of a job, on the screen; weak */
    guint n_more;           /* jobs that failed since */
};

/* An action on its way: its targets are its own, the selection may change meanwhile. */
typedef struct {
    YadoTuiApp *app;
    const YadoActionSpec *spec;
    YadoTargets targets;
} Run;

static Run *
run_new(YadoTuiApp *app, const YadoActionSpec *spec, const YadoTargets *targets)
{
    Run *run = g_new0(Run, 1);

    run->app = app;
    run->spec = spec;
    run->targets.session = app->session;
    g_set_object(&run->targets.host, targets->host);
    run->targets.guests = g_ptr_array_new_with_free_func(g_object_unref);
    for (guint i = 0; targets->guests != NULL && i < targets->guests->len; i++)
        g_ptr_array_add(run->targets.guests, g_object_ref(targets->guests->pdata[i]));
    return run;
}

static void
run_free(gpointer data)
{
    Run *run = data;

    g_clear_object(&run->targets.host);
    g_ptr_array_unref(run->targets.guests);
    g_free(run);
}

/* ---- what became of the jobs ---- */

static void
on_follow_up_wanted_cb(gpointer user_data)
{
    Run *run = user_data;

    yado_tui_app_run_action(run->app, run->spec, &run->targets);
}

/* The job left word, and perhaps the next step: "did not react … Force off". */
static void
show_notice(YadoTuiApp *app, YadoJob *job)
{
    const char *id = yado_job_get_follow_up(job);
    const YadoActionSpec *next = id != NULL ? yado_catalog_find_action(id) : NULL;
    YadoGuest *guest = yado_action_get_job_guest(job);
    g_autoptr(GPtrArray) guests = g_ptr_array_new();
    YadoTargets targets = { app->session, guests, NULL };

    if (guest != NULL) {
        g_ptr_array_add(guests, guest);
        targets.host = yado_guest_get_host(guest);
    }
    if (next != NULL && guest != NULL && yado_action_check(next, &targets, NULL))
        yado_tui_dialog_ask(yado_job_get_title(job), yado_job_get_notice(job),
                            yado_action_get_label(next), next->danger != YADO_DANGER_NONE,
                            on_follow_up_wanted_cb, run_new(app, next, &targets), run_free);
    else
        yado_tui_dialog_show_message(yado_job_get_title(job), yado_job_get_notice(job));
}

static void on_form_accepted_cb(YadoForm *form, gpointer user_data);

/* Below the error: what was typed, to be mended. */
static void
ask_again(YadoTuiApp *app, YadoJob *job)
{
    const YadoActionSpec *spec;
    YadoForm *form = yado_action_get_job_form(job, &spec);
    YadoGuest *guest = yado_action_get_job_guest(job);
    g_autoptr(GPtrArray) guests = g_ptr_array_new();
    YadoTargets targets = { app->session, guests, NULL };

    if (guest != NULL)
        g_ptr_array_add(guests, guest);
    if (form != NULL)
        yado_tui_dialog_show_form(form, on_form_accepted_cb, run_new(app, spec, &targets),
                                  run_free);
}

/* Sixty marked guests that all fail are one window, not sixty to close. */
static void
show_failure(YadoTuiApp *app, YadoJob *job, gboolean is_typing)
{
    g_autofree char *note = NULL;

    if (app->failure == NULL || !yado_tui_screen_contains(app->failure)) {
        app->n_more = 0;
        g_set_weak_pointer(&app->failure, yado_tui_dialog_show_error(yado_job_get_title(job),
                                                                     yado_job_get_error(job)));
        if (is_typing)
            yado_tui_dialog_rest(app->failure);
        return;
    }
    app->n_more++;
    note =
        g_strdup_printf(ngettext("… and %u more failed; the list of jobs shows it.",
                                 "… and %u more failed; the list of jobs shows them.", app->n_more),
                        app->n_more);
    yado_tui_dialog_set_error_note(app->failure, note);
}

static void
on_job_finished_cb(YadoJobQueue *queue, YadoJob *job, gpointer user_data)
{
    YadoTuiApp *app = user_data;
    gboolean is_typing;

    if (!yado_tui_screen_is_open() || yado_job_is_told(job))
        return;
    is_typing = yado_tui_dialog_is_typing();
    if (yado_job_get_state(job) == YADO_JOB_FAILED) {
        ask_again(app, job);
        show_failure(app, job, is_typing);
    } else if (yado_job_get_notice(job) != NULL)
        show_notice(app, job);
    yado_tui_screen_queue_redraw(FALSE);
}

static void
on_job_changed_cb(YadoJobQueue *queue, YadoJob *job, gpointer user_data)
{
    yado_tui_screen_queue_redraw(FALSE);
}

/* ---- actions ---- */

/* The preferences may have another theme now. */
static void
follow_settings(YadoTuiApp *app)
{
    g_autofree char *theme =
        yado_settings_dup_string(yado_session_get_settings(app->session), "tui", "theme", "yast");
    g_autoptr(GError) error = NULL;

    if (g_strcmp0(theme, app->theme) == 0)
        return;
    if (!yado_tui_screen_set_theme(theme, &error))
        yado_tui_dialog_show_error(NULL, error);
    g_free(app->theme);
    app->theme = g_steal_pointer(&theme);
}

static void
on_job_settled_cb(YadoJob *job, gpointer user_data)
{
    follow_settings(user_data);
}

static void
on_action_performed_cb(GObject *source, GAsyncResult *result, gpointer user_data)
{
    Run *run = user_data;
    g_autoptr(GError) error = NULL;
    g_autoptr(GPtrArray) jobs = yado_action_perform_finish(result, &error);

    for (guint i = 0; jobs != NULL && i < jobs->len; i++) {
        YadoJob *job = jobs->pdata[i];

        if (run->spec->scope != YADO_SCOPE_APP)
            continue;
        if (yado_job_is_finished(job))
            follow_settings(run->app);
        else
            g_signal_connect(job, "finished", G_CALLBACK(on_job_settled_cb), run->app);
    }
    if (jobs == NULL && yado_tui_screen_is_open())
        yado_tui_dialog_show_error(NULL, error);
    else if (jobs != NULL && run->spec->opens != NULL && run->app->view_func != NULL)
        run->app->view_func(run->spec->opens, &run->targets, run->app->view_data);
    run_free(run);
}

static void
perform(Run *run, YadoForm *form)
{
    yado_action_perform_async(run->spec, &run->targets, form, FALSE, NULL, on_action_performed_cb,
                              run);
}

static void
on_form_accepted_cb(YadoForm *form, gpointer user_data)
{
    Run *run = user_data;

    perform(run_new(run->app, run->spec, &run->targets), form);
}

static void
show_refusal(const YadoActionSpec *spec, const char *reason)
{
    g_autofree char *title = yado_action_dup_name(spec);

    yado_tui_dialog_show_message(title, reason);
}

void
yado_tui_app_run_action(YadoTuiApp *app, const YadoActionSpec *spec, const YadoTargets *targets)
{
    yado_tui_app_run_action_with(app, spec, targets, NULL, NULL);
}

void
yado_tui_app_run_action_with(YadoTuiApp *app, const YadoActionSpec *spec,
                             const YadoTargets *targets, YadoTuiPrepareFunc prepare,
                             gpointer user_data)
{
    g_autofree char *reason = NULL;
    g_autoptr(YadoForm) form = NULL;

    if (!yado_action_check(spec, targets, &reason)) {
        show_refusal(spec, reason);
        return;
    }
    if (spec->view != NULL) {
        if (app->view_func == NULL || !app->view_func(spec->view, targets, app->view_data))
            show_refusal(spec, _("The terminal has no view for this yet."));
        return;
    }
    form = yado_action_create_form(spec, targets);
    if (form != NULL && prepare != NULL)
        prepare(form, user_data);
    if (form != NULL)
        yado_tui_dialog_show_form(form, on_form_accepted_cb, run_new(app, spec, targets), run_free);
    else
        perform(run_new(app, spec, targets), NULL);
}

gboolean
yado_tui_app_run_key(YadoTuiApp *app, const char *key, const YadoTargets *targets)
{
    static const YadoActionScope scopes[] = { YADO_SCOPE_GUEST, YADO_SCOPE_HOST, YADO_SCOPE_APP };

    for (guint i = 0; i < G_N_ELEMENTS(scopes); i++) {
        const YadoActionSpec *spec = yado_keymap_find_action(key, scopes[i]);

        if (spec != NULL) {
            yado_tui_app_run_action(app, spec, targets);
            return TRUE;
        }
    }
    return FALSE;
}

/* ---- menus ---- */

typedef struct {
    Run *run;
    GPtrArray *specs; /* by index of the menu; NULL: a heading */
} MenuUse;

static void
free_menu_use(gpointer data)
{
    MenuUse *use = data;

    run_free(use->run);
    g_ptr_array_unref(use->specs);
    g_free(use);
}

static void
on_menu_picked_cb(guint index, gpointer user_data)
{
    MenuUse *use = user_data;
    const YadoActionSpec *spec = use->specs->pdata[index];

    if (spec != NULL)
        yado_tui_app_run_action(use->run->app, spec, &use->run->targets);
}

static void
add_group_heading(YadoTuiMenu *menu, MenuUse *use, const char *group, const char **last)
{
    if (g_strcmp0(group, *last) == 0)
        return;
    *last = group;
    yado_tui_menu_add_heading(menu, yado_catalog_get_group_label(group));
    g_ptr_array_add(use->specs, NULL);
}

void
yado_tui_app_show_menu(YadoTuiApp *app, const char *title, guint scopes, gboolean on_page,
                       const YadoTargets *targets)
{
    const YadoActionSpec *const *specs = yado_catalog_get_actions();
    YadoTuiMenu *menu = yado_tui_menu_new(title);
    MenuUse *use = g_new0(MenuUse, 1);
    const char *group = NULL;

    use->run = run_new(app, NULL, targets);
    use->specs = g_ptr_array_new();
    for (; *specs != NULL; specs++) {
        const YadoActionSpec *spec = *specs;
        g_autofree char *reason = NULL;
        gboolean possible;

        if (!(scopes & (1u << spec->scope)) || g_strcmp0(spec->view, "menu") == 0)
            continue;
        possible = yado_action_check(spec, targets, &reason);
        add_group_heading(menu, use, spec->group, &group);
        yado_tui_menu_add(menu, yado_action_get_label(spec),
                          on_page ? yado_keymap_get_key_on_page(spec->id, YADO_FRONT_TERMINAL)
                                  : yado_keymap_get_key(spec->id),
                          yado_action_get_help(spec), possible ? NULL : reason);
        g_ptr_array_add(use->specs, (gpointer)spec);
    }
    yado_tui_dialog_take_help(yado_tui_menu_show(menu, on_menu_picked_cb, use, free_menu_use),
                              yado_help_for_actions());
}

/* ---- F-keys ---- */

static const YadoActionSpec *
find_role(YadoRole role, const YadoTargets *targets)
{
    for (const YadoActionSpec *const *spec = yado_catalog_get_actions(); *spec != NULL; spec++) {
        if ((*spec)->role == role && yado_action_check(*spec, targets, NULL))
            return *spec;
    }
    return NULL;
}

static void
on_role_pressed_cb(YadoTuiWindow *window, gpointer user_data)
{
    Run *kept = g_object_get_data(G_OBJECT(window), "role-targets");
    Run *run =
        run_new(kept->app, user_data, &kept->targets); /* the action may change the commands */

    yado_tui_app_run_action(run->app, run->spec, &run->targets);
    run_free(run);
}

void
yado_tui_app_add_commands(YadoTuiApp *app, YadoTuiWindow *window, guint skip,
                          const YadoTargets *targets)
{
    g_object_set_data_full(G_OBJECT(window), "role-targets", run_new(app, NULL, targets), run_free);
    for (YadoRole role = YADO_ROLE_HELP; role <= YADO_ROLE_ACCEPT; role++) {
        const YadoActionSpec *spec = skip & (1u << role) ? NULL : find_role(role, targets);

        if (spec != NULL && *yado_keymap_get_key(spec->id) != '\0')
            yado_tui_window_add_command(window, yado_keymap_get_key(spec->id),
                                        yado_action_get_label(spec), on_role_pressed_cb,
                                        (gpointer)spec);
    }
}

/* ---- life ---- */

static void
on_quit_confirmed_cb(gpointer user_data)
{
    yado_tui_app_end(user_data);
}

gboolean
yado_tui_app_is_busy(gpointer user_data)
{
    YadoTuiApp *app = user_data;

    return yado_job_queue_get_n_running(yado_session_get_jobs(app->session)) > 0;
}

void
yado_tui_app_quit(YadoTuiApp *app)
{
    guint n = yado_job_queue_get_n_running(yado_session_get_jobs(app->session));
    g_autofree char *text = NULL;

    if (n == 0) {
        yado_tui_app_end(app);
        return;
    }
    text = g_strdup_printf(ngettext("%u job is still running. It is cancelled where that is "
                                    "possible; the host may finish it otherwise.",
                                    "%u jobs are still running. They are cancelled where that is "
                                    "possible; the host may finish them otherwise.",
                                    n),
                           n);
    yado_tui_dialog_ask(_("Quit"), text, _("_Quit"), TRUE, on_quit_confirmed_cb, app, NULL);
}

void
yado_tui_app_end(gpointer user_data)
{
    YadoTuiApp *app = user_data;

    g_main_loop_quit(app->loop);
}

YadoTuiApp *
yado_tui_app_new(YadoSession *session)
{
    YadoTuiApp *app = g_new0(YadoTuiApp, 1);
    YadoJobQueue *jobs = yado_session_get_jobs(session);

    app->session = g_object_ref(session);
    app->loop = g_main_loop_new(NULL, FALSE);
    app->prompt = yado_tui_prompt_new(yado_session_get_settings(session));
    app->theme =
        yado_settings_dup_string(yado_session_get_settings(session), "tui", "theme", "yast");
    yado_session_set_prompt(session, app->prompt);
    yado_tui_field_set_chooser(yado_tui_listing_choose);
    yado_tui_field_set_row_editor(yado_tui_dialog_show_form);
    g_signal_connect(jobs, "job-finished", G_CALLBACK(on_job_finished_cb), app);
    g_signal_connect(jobs, "job-changed", G_CALLBACK(on_job_changed_cb), app);
    return app;
}

void
yado_tui_app_free(YadoTuiApp *app)
{
    g_signal_handlers_disconnect_by_data(yado_session_get_jobs(app->session), app);
    yado_session_set_prompt(app->session, NULL);
    g_clear_weak_pointer(&app->failure);
    g_main_loop_unref(app->loop);
    g_clear_object(&app->prompt);
    g_clear_object(&app->session);
    g_free(app->theme);
    g_free(app);
}

int
yado_tui_app_run(YadoTuiApp *app)
{
    g_main_loop_run(app->loop);
    return 0;
}

YadoSession *
yado_tui_app_get_session(YadoTuiApp *app)
{
    return app->session;
}

void
yado_tui_app_set_view_func(YadoTuiApp *app, YadoTuiViewFunc func, gpointer user_data)
{
    app->view_func = func;
    app->view_data = user_data;
}
