/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "cli/yado-cli-jobs.h"

#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <glib/gi18n.h>

#include "cli/yado-cli-json.h"
#include "cli/yado-cli-print.h"

#define REDRAW_INTERVAL (G_USEC_PER_SEC / 10)

typedef struct {
    YadoCli *cli;
    GPtrArray *jobs;
    guint n_running;
    gboolean has_line; /* the progress line stands on the terminal */
    gint64 drawn;      /* when */
} Watch;

/* ---- JSON events ---- */

static const char *
get_state_name(YadoJobState state)
{
    static const char *const names[] = {
        [YADO_JOB_PENDING] = "pending",     [YADO_JOB_RUNNING] = "running",
        [YADO_JOB_DONE] = "done",           [YADO_JOB_FAILED] = "failed",
        [YADO_JOB_CANCELLED] = "cancelled",
    };

    return names[state];
}

static void
add_error(YadoCliJson *json, const GError *error)
{
    if (error == NULL)
        return;
    yado_cli_json_begin_object(json, "error");
    yado_cli_json_add_string(json, "code", yado_error_get_name(error));
    yado_cli_json_add_string(json, "message", error->message);
    yado_cli_json_add_string(json, "hint", yado_error_get_hint(error));
    yado_cli_json_add_string(json, "detail", yado_error_get_detail(error));
    yado_cli_json_end_object(json);
}

static void
print_object(YadoCliJson *json)
{
    yado_cli_json_end_object(json);
    printf("%s\n", yado_cli_json_get_text(json));
    fflush(stdout);
}

/* (transfer full) */
static YadoCliJson *
begin_object(const char *event, const char *title, const char *subject, YadoJobState state)
{
    YadoCliJson *json = yado_cli_json_new(FALSE);

    yado_cli_json_begin_object(json, NULL);
    yado_cli_json_add_string(json, "event", event);
    yado_cli_json_add_string(json, "job", title);
    yado_cli_json_add_string(json, "subject", subject);
    yado_cli_json_add_string(json, "state", get_state_name(state));
    return json;
}

void
yado_cli_refuse_job(YadoCli *cli, const char *title, const char *subject, const GError *error)
{
    if (cli->json) {
        g_autoptr(YadoCliJson) json = begin_object("finished", title, subject, YADO_JOB_FAILED);

        add_error(json, error);
        print_object(json);
    }
    yado_cli_report(cli, error);
}

static void
print_event(Watch *watch, YadoJob *job, const char *event)
{
    g_autoptr(YadoCliJson) json = NULL;
    double fraction = yado_job_get_fraction(job);

    if (!watch->cli->json)
        return;
    json = begin_object(event, yado_job_get_title(job), yado_job_get_subject(job),
                        yado_job_get_state(job));
    if (*yado_job_get_stage(job) != '\0')
        yado_cli_json_add_string(json, "stage", yado_job_get_stage(job));
    if (fraction >= 0)
        yado_cli_json_add_double(json, "fraction", fraction);
    if (yado_job_get_bytes(job) > 0)
        yado_cli_json_add_uint(json, "bytes", yado_job_get_bytes(job));
    if (yado_job_get_notice(job) != NULL)
        yado_cli_json_add_string(json, "notice", yado_job_get_notice(job));
    if (yado_job_get_follow_up(job) != NULL)
        yado_cli_json_add_string(json, "follow-up", yado_job_get_follow_up(job));
    add_error(json, yado_job_get_error(job));
    print_object(json);
}

/* ---- The progress line ---- */

static int
get_columns(void)
{
    struct winsize size = { 0 };

    return ioctl(STDERR_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0 ? size.ws_col : 80;
}

static void
erase_line(Watch *watch)
{
    if (watch->has_line)
        fputs("\r\033[K", stderr);
    watch->has_line = FALSE;
}

static YadoJob *
find_running(Watch *watch)
{
    for (guint i = 0; i < watch->jobs->len; i++)
        if (!yado_job_is_finished(watch->jobs->pdata[i]))
            return watch->jobs->pdata[i];
    return NULL;
}

static void
draw_line(Watch *watch)
{
    YadoJob *job = find_running(watch);
    gint64 now = g_get_monotonic_time();
    g_autofree char *text = NULL;
    g_autofree char *fitted = NULL;

    if (job == NULL || watch->cli->quiet || watch->cli->json || !isatty(STDERR_FILENO) ||
        now - watch->drawn < REDRAW_INTERVAL)
        return;
    watch->drawn = now;
    text = yado_job_describe(job);
    if (watch->n_running > 1) {
        char *more =
            g_strdup_printf(ngettext("%s  (%u more)", "%s  (%u more)", watch->n_running - 1), text,
                            watch->n_running - 1);

        g_free(text);
        text = more;
    }
    fitted = yado_text_fit(text, get_columns() - 1, YADO_ALIGN_START);
    erase_line(watch);
    yado_cli_write(stderr, fitted);
    fflush(stderr);
    watch->has_line = TRUE;
}

/* ---- Outcomes ---- */

static void
say_follow_up(Watch *watch, YadoJob *job)
{
    const char *id = yado_job_get_follow_up(job);
    const YadoActionSpec *spec = id != NULL ? yado_catalog_find_action(id) : NULL;
    g_autofree char *subject = NULL;
    const char *name = yado_job_get_subject(job);

    if (spec == NULL || spec->command == NULL || name == NULL)
        return;
    subject = g_shell_quote(name);
    /* A plain name needs no quotes. */
    if (strspn(name, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_.") ==
        strlen(name))
        yado_cli_say(watch->cli, _("Next step: yado %s %s"), spec->command, name);
    else
        yado_cli_say(watch->cli, _("Next step: yado %s %s"), spec->command, subject);
}

static void
say_outcome(Watch *watch, YadoJob *job)
{
    g_autoptr(GError) cancelled = NULL;

    switch (yado_job_get_state(job)) {
    case YADO_JOB_DONE:
        if (yado_job_get_notice(job) != NULL)
            yado_cli_say(watch->cli, "%s", yado_job_get_notice(job));
        else
            yado_cli_say(watch->cli, _("%s: done."), yado_job_get_title(job));
        say_follow_up(watch, job);
        break;
    case YADO_JOB_FAILED:
        yado_cli_report(watch->cli, yado_job_get_error(job));
        break;
    default:
        cancelled = g_error_new_literal(G_IO_ERROR, G_IO_ERROR_CANCELLED, "");
        yado_cli_explain_cancel(watch->cli, &cancelled);
        yado_cli_report(watch->cli, cancelled);
        yado_cli_say(watch->cli, _("%s: cancelled."), yado_job_get_title(job));
        if (yado_job_get_notice(job) != NULL)
            yado_cli_say(watch->cli, "%s", yado_job_get_notice(job));
        break;
    }
}

/* ---- Callbacks ---- */

/* Whether there is anything to tell but that it goes on. */
static gboolean
has_progress(YadoJob *job)
{
    return yado_job_get_fraction(job) >= 0 || yado_job_get_bytes(job) > 0 ||
           *yado_job_get_stage(job) != '\0';
}

static void
on_job_changed_cb(YadoJob *job, gpointer data)
{
    Watch *watch = data;

    if (!yado_job_is_finished(job) && has_progress(job))
        print_event(watch, job, "progress");
    draw_line(watch);
}

static void
on_job_finished_cb(YadoJob *job, gpointer data)
{
    Watch *watch = data;

    watch->n_running--;
    erase_line(watch);
    print_event(watch, job, "finished");
    say_outcome(watch, job);
}

static gboolean
on_watch_cancelled_cb(GCancellable *cancellable, gpointer data)
{
    Watch *watch = data;

    for (guint i = 0; i < watch->jobs->len; i++) {
        YadoJob *job = watch->jobs->pdata[i];

        if (yado_job_is_finished(job))
            continue;
        if (!yado_job_can_cancel(job) && !watch->cli->json) {
            g_autofree char *line = g_strdup_printf(
                _("%s cannot be cancelled; press Ctrl-C again to leave it to the host."),
                yado_job_get_title(job));

            erase_line(watch);
            yado_cli_print_lines(stderr, line);
        }
        yado_job_cancel(job);
    }
    return G_SOURCE_REMOVE;
}

static void
watch_job(Watch *watch, YadoJob *job)
{
    print_event(watch, job, "started");
    watch->n_running++;
    if (yado_job_is_finished(job)) {
        on_job_finished_cb(job, watch);
        return;
    }
    g_signal_connect(job, "changed", G_CALLBACK(on_job_changed_cb), watch);
    g_signal_connect(job, "finished", G_CALLBACK(on_job_finished_cb), watch);
}

void
yado_cli_watch_jobs(YadoCli *cli, GPtrArray *jobs)
{
    Watch watch = { .cli = cli, .jobs = jobs };
    GSource *cancelled = g_cancellable_source_new(cli->cancellable);

    g_source_set_callback(cancelled, G_SOURCE_FUNC(on_watch_cancelled_cb), &watch, NULL);
    g_source_attach(cancelled, NULL);
    for (guint i = 0; i < jobs->len; i++)
        watch_job(&watch, jobs->pdata[i]);
    while (watch.n_running > 0) {
        draw_line(&watch);
        g_main_context_iteration(NULL, TRUE);
    }
    erase_line(&watch);
    for (guint i = 0; i < jobs->len; i++)
        g_signal_handlers_disconnect_by_data(jobs->pdata[i], &watch);
    g_source_destroy(cancelled);
    g_source_unref(cancelled);
}

/* ---- What a change of a guest needs ---- */

static void
on_apply_cancelled_cb(GCancellable *cancellable, gpointer job)
{
    g_cancellable_cancel(yado_job_get_cancellable(job));
}

static void
await_with_line(YadoCli *cli, YadoJob *job, GAsyncResult **slot)
{
    g_autoptr(GPtrArray) jobs = g_ptr_array_new();
    Watch watch = { .cli = cli, .jobs = jobs, .n_running = 1 };

    g_ptr_array_add(jobs, job);
    while (*slot == NULL) {
        draw_line(&watch);
        g_main_context_iteration(NULL, TRUE);
    }
    erase_line(&watch);
}

gboolean
yado_cli_apply(YadoCli *cli, YadoGuest *guest, YadoDocument *document, YadoApplyFlags flags,
               char **dropped, GError **error)
{
    g_autoptr(YadoJob) job = yado_apply_begin_job(guest, document, NULL);
    gulong handler =
        job != NULL ? g_cancellable_connect(cli->cancellable, G_CALLBACK(on_apply_cancelled_cb),
                                            g_object_ref(job), g_object_unref)
                    : 0;
    g_autoptr(GAsyncResult) result = NULL;
    g_autoptr(YadoDocument) applied = NULL;
    g_autoptr(GError) own = NULL;

    yado_apply_async(guest, document, flags, job,
                     job != NULL ? yado_job_get_cancellable(job) : cli->cancellable,
                     on_cli_answer_ready_cb, &result);
    if (job != NULL)
        await_with_line(cli, job, &result);
    applied = yado_apply_finish(guest, yado_cli_await(&result), dropped, &own);
    g_cancellable_disconnect(cli->cancellable, handler);
    yado_apply_end_job(job, own, TRUE);
    if (own != NULL)
        g_propagate_error(error, g_steal_pointer(&own));
    return applied != NULL;
}

void
yado_cli_tell_dropped(YadoCli *cli, const char *dropped)
{
    g_autofree char *text = NULL;

    if (dropped == NULL || cli->quiet)
        return;
    text = g_strdup_printf(_("The host did not keep all of it:\n%s"), dropped);
    yado_cli_print_lines(stderr, text);
}
