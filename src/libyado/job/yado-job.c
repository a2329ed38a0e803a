/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "job/yado-job.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "base/yado-error.h"
#include "base/yado-units.h"

#define MAX_LOG_LINES 1000
#define RATE_WINDOW 3.0 /* seconds until two thirds of the shown rate are new */
#define MIN_RATE_STEP (G_USEC_PER_SEC / 5)
#define MIN_ESTIMATE_TIME G_USEC_PER_SEC

typedef enum {
    REPORT_STAGE = 1 << 0,
    REPORT_FRACTION = 1 << 1,
    REPORT_BYTES = 1 << 2,
    REPORT_CAN_CANCEL = 1 << 3,
    REPORT_NOTICE = 1 << 4,
    REPORT_LOG = 1 << 5,
} ReportFlags;

/* What the worker said since the main context last looked: the newest of each, and all log lines. A worker may report
 * a thousand times a second; the main context still wakes up once. */
typedef struct {
    ReportFlags flags;
    char *stage;
    double fraction;
    guint64 bytes_done;
    guint64 bytes_total;
    gint64 bytes_time; /* when they were reported, monotonic */
    gboolean can_cancel;
    char *notice;
    char *follow_up;
    GPtrArray *log; /* (element-type utf8) (nullable) */
} Report;

struct _YadoJob {
    GObject parent_instance;
    char *title;
    char *subject;
    char *stage;
    char *notice;
    char *follow_up;
    YadoJobState state;
    double fraction;
    guint64 bytes_done;
    guint64 bytes_total;
    double rate;
    gint64 rate_time; /* 0: no bytes reported yet */
    guint64 rate_bytes;
    gint64 start_time;
    gboolean can_cancel;
    gboolean is_told;
    GError *error;
    GCancellable *cancellable;
    GQueue log;

    GMutex mutex; /* the two below, and nothing else */
    Report report;
    gboolean flush_scheduled;
};

/* One run of a worker; owned by its thread, then by the main context. */
typedef struct {
    YadoJob *job;
    YadoJobFunc func;
    gpointer data;
    GDestroyNotify destroy;
    GError *error;
} Run;

enum { SIGNAL_CHANGED, SIGNAL_FINISHED, N_SIGNALS };
static guint signals[N_SIGNALS];

G_DEFINE_TYPE(YadoJob, yado_job, G_TYPE_OBJECT)

static void
clear_report(Report *report)
{
    g_free(report->stage);
    g_free(report->notice);
    g_free(report->follow_up);
    g_clear_pointer(&report->log, g_ptr_array_unref);
    *report = (Report){ 0 };
}

/* Never g_main_context_invoke(): between two iterations that would run @callback in the worker. */
static void
call_on_main_context(GSourceFunc callback, gpointer data, GDestroyNotify destroy)
{
    g_autoptr(GSource) source = g_idle_source_new();

    g_source_set_priority(source, G_PRIORITY_DEFAULT);
    g_source_set_callback(source, callback, data, destroy);
    g_source_attach(source, NULL);
}

/* An exponential mean over time, so that it does not matter how often the worker reports. */
static void
update_rate(YadoJob *self, guint64 bytes, gint64 now)
{
    if (self->rate_time == 0 || bytes < self->rate_bytes) {
        self->rate_time = now;
        self->rate_bytes = bytes;
        return;
    }
    if (now - self->rate_time < MIN_RATE_STEP)
        return;
    double seconds = (double)(now - self->rate_time) / G_USEC_PER_SEC;
    double rate = (double)(bytes - self->rate_bytes) / seconds;
    double weight = self->rate > 0 ? 1 - exp(-seconds / RATE_WINDOW) : 1;

    self->rate += weight * (rate - self->rate);
    self->rate_time = now;
    self->rate_bytes = bytes;
}

static void
apply_bytes(YadoJob *self, const Report *report)
{
    update_rate(self, report->bytes_done, report->bytes_time);
    self->bytes_done = report->bytes_done;
    self->bytes_total = report->bytes_total;
    if (report->bytes_total > 0)
        self->fraction = CLAMP((double)report->bytes_done / (double)report->bytes_total, 0, 1);
}

static void
apply_log(YadoJob *self, Report *report)
{
    for (guint i = 0; i < report->log->len; i++)
        g_queue_push_tail(&self->log, g_strdup(g_ptr_array_index(report->log, i)));
    while (self->log.length > MAX_LOG_LINES)
        g_free(g_queue_pop_head(&self->log));
}

static void
apply_notice(YadoJob *self, Report *report)
{
    g_free(self->notice);
    g_free(self->follow_up);
    self->notice = g_steal_pointer(&report->notice);
    self->follow_up = g_steal_pointer(&report->follow_up);
}

static void
apply_report(YadoJob *self, Report *report)
{
    if (report->flags & REPORT_STAGE) {
        g_free(self->stage);
        self->stage = g_steal_pointer(&report->stage);
    }
    if (report->flags & REPORT_FRACTION)
        self->fraction = report->fraction;
    if (report->flags & REPORT_BYTES)
        apply_bytes(self, report);
    if (report->flags & REPORT_CAN_CANCEL)
        self->can_cancel = report->can_cancel;
    if (report->flags & REPORT_NOTICE)
        apply_notice(self, report);
    if (report->flags & REPORT_LOG)
        apply_log(self, report);
}

/* Takes over what the worker said so far. TRUE when there was something. */
static gboolean
flush_report(YadoJob *self)
{
    Report report;

    g_mutex_lock(&self->mutex);
    report = self->report;
    self->report = (Report){ 0 };
    self->flush_scheduled = FALSE;
    g_mutex_unlock(&self->mutex);

    gboolean has_news = report.flags != 0;
    apply_report(self, &report);
    clear_report(&report);
    return has_news;
}

static gboolean
on_flush_scheduled_cb(gpointer user_data)
{
    YadoJob *self = YADO_JOB(user_data);

    if (flush_report(self))
        g_signal_emit(self, signals[SIGNAL_CHANGED], 0);
    return G_SOURCE_REMOVE;
}

static Report *
lock_report(YadoJob *self, ReportFlags flag)
{
    g_mutex_lock(&self->mutex);
    self->report.flags |= flag;
    return &self->report;
}

static void
unlock_report(YadoJob *self)
{
    gboolean schedule = !self->flush_scheduled;

    self->flush_scheduled = TRUE;
    g_mutex_unlock(&self->mutex);
    if (schedule)
        call_on_main_context(on_flush_scheduled_cb, g_object_ref(self), g_object_unref);
}

static YadoJobState
get_end_state(const GError *error)
{
    if (error == NULL)
        return YADO_JOB_DONE;
    return yado_error_is_cancel(error) ? YADO_JOB_CANCELLED : YADO_JOB_FAILED;
}

static gboolean
on_worker_returned_cb(gpointer user_data)
{
    Run *run = user_data;

    yado_job_finish(run->job, g_steal_pointer(&run->error));
    if (run->destroy != NULL)
        run->destroy(run->data);
    g_object_unref(run->job);
    g_free(run);
    return G_SOURCE_REMOVE;
}

static gpointer
run_in_worker(gpointer user_data)
{
    Run *run = user_data;
    YadoJob *job = run->job;

    if (!g_cancellable_set_error_if_cancelled(job->cancellable, &run->error) &&
        !run->func(job, run->data, job->cancellable, &run->error) && run->error == NULL)
        yado_error_set(&run->error, YADO_ERROR_FAILED, NULL, NULL,
                       _("“%s” failed without telling why."), job->title);
    call_on_main_context(on_worker_returned_cb, run, NULL);
    return NULL;
}

static void
yado_job_finalize(GObject *object)
{
    YadoJob *self = YADO_JOB(object);

    g_free(self->title);
    g_free(self->subject);
    g_free(self->stage);
    g_free(self->notice);
    g_free(self->follow_up);
    g_clear_error(&self->error);
    g_object_unref(self->cancellable);
    g_queue_clear_full(&self->log, g_free);
    clear_report(&self->report);
    g_mutex_clear(&self->mutex);
    G_OBJECT_CLASS(yado_job_parent_class)->finalize(object);
}

static void
yado_job_class_init(YadoJobClass *class)
{
    G_OBJECT_CLASS(class)->finalize = yado_job_finalize;
    signals[SIGNAL_CHANGED] = g_signal_new("changed", YADO_TYPE_JOB, G_SIGNAL_RUN_LAST, 0, NULL,
                                           NULL, NULL, G_TYPE_NONE, 0);
    signals[SIGNAL_FINISHED] = g_signal_new("finished", YADO_TYPE_JOB, G_SIGNAL_RUN_LAST, 0, NULL,
                                            NULL, NULL, G_TYPE_NONE, 0);
}

static void
yado_job_init(YadoJob *self)
{
    g_mutex_init(&self->mutex);
    g_queue_init(&self->log);
    self->cancellable = g_cancellable_new();
    self->fraction = -1;
}

YadoJob *
yado_job_new(const char *title, const char *subject)
{
    g_return_val_if_fail(title != NULL, NULL);

    YadoJob *self = g_object_new(YADO_TYPE_JOB, NULL);
    self->title = g_strdup(title);
    self->subject = g_strdup(subject);
    return self;
}

void
yado_job_begin(YadoJob *self)
{
    g_return_if_fail(YADO_IS_JOB(self));
    g_return_if_fail(self->state == YADO_JOB_PENDING);

    self->state = YADO_JOB_RUNNING;
    self->start_time = g_get_monotonic_time();
    g_signal_emit(self, signals[SIGNAL_CHANGED], 0);
}

void
yado_job_run(YadoJob *self, YadoJobFunc func, gpointer data, GDestroyNotify destroy)
{
    g_return_if_fail(YADO_IS_JOB(self));
    g_return_if_fail(self->state == YADO_JOB_PENDING);

    Run *run = g_new0(Run, 1);
    run->job = g_object_ref(self);
    run->func = func;
    run->data = data;
    run->destroy = destroy;
    yado_job_begin(self);
    /* Not GTask's pool: a migration of an hour must not hold one of its ten places. */
    GThread *thread = g_thread_try_new("yado-job", run_in_worker, run, &run->error);
    if (thread != NULL)
        g_thread_unref(thread);
    else
        call_on_main_context(on_worker_returned_cb, run, NULL);
}

void
yado_job_finish(YadoJob *self, GError *error)
{
    g_return_if_fail(YADO_IS_JOB(self));
    g_return_if_fail(!yado_job_is_finished(self));

    g_autoptr(YadoJob) keep = g_object_ref(self);
    flush_report(self);
    self->state = get_end_state(error);
    self->can_cancel = FALSE;
    self->rate = 0;
    if (self->state == YADO_JOB_FAILED)
        self->error = error;
    else
        g_clear_error(&error);
    if (self->state == YADO_JOB_DONE)
        self->fraction = 1;
    g_signal_emit(self, signals[SIGNAL_CHANGED], 0);
    g_signal_emit(self, signals[SIGNAL_FINISHED], 0);
}

const char *
yado_job_get_title(YadoJob *self)
{
    g_return_val_if_fail(YADO_IS_JOB(self), NULL);

    return self->title;
}

const char *
yado_job_get_subject(YadoJob *self)
{
    g_return_val_if_fail(YADO_IS_JOB(self), NULL);

    return self->subject;
}

const char *
yado_job_get_stage(YadoJob *self)
{
    g_return_val_if_fail(YADO_IS_JOB(self), "");

    return self->stage != NULL ? self->stage : "";
}

YadoJobState
yado_job_get_state(YadoJob *self)
{
    g_return_val_if_fail(YADO_IS_JOB(self), YADO_JOB_FAILED);

    return self->state;
}

gboolean
yado_job_is_finished(YadoJob *self)
{
    g_return_val_if_fail(YADO_IS_JOB(self), TRUE);

    return self->state > YADO_JOB_RUNNING;
}

double
yado_job_get_fraction(YadoJob *self)
{
    g_return_val_if_fail(YADO_IS_JOB(self), -1);

    return self->fraction;
}

guint64
yado_job_get_bytes(YadoJob *self)
{
    g_return_val_if_fail(YADO_IS_JOB(self), 0);

    return self->bytes_done;
}

double
yado_job_get_rate(YadoJob *self)
{
    g_return_val_if_fail(YADO_IS_JOB(self), 0);

    return self->rate;
}

/* From the rate where bytes are counted; else from the time the fraction took so far. */
gint64
yado_job_get_seconds_left(YadoJob *self)
{
    g_return_val_if_fail(YADO_IS_JOB(self), -1);

    gint64 elapsed = g_get_monotonic_time() - self->start_time;
    if (self->state != YADO_JOB_RUNNING || elapsed < MIN_ESTIMATE_TIME)
        return -1;
    if (self->rate > 0 && self->bytes_total >= self->bytes_done)
        return (gint64)((double)(self->bytes_total - self->bytes_done) / self->rate);
    if (self->fraction <= 0.01)
        return -1;
    return (gint64)((double)elapsed / G_USEC_PER_SEC * (1 - self->fraction) / self->fraction);
}

const GError *
yado_job_get_error(YadoJob *self)
{
    g_return_val_if_fail(YADO_IS_JOB(self), NULL);

    return self->error;
}

GCancellable *
yado_job_get_cancellable(YadoJob *self)
{
    g_return_val_if_fail(YADO_IS_JOB(self), NULL);

    return self->cancellable;
}

gboolean
yado_job_can_cancel(YadoJob *self)
{
    g_return_val_if_fail(YADO_IS_JOB(self), FALSE);

    return self->can_cancel && !yado_job_is_finished(self) &&
           !g_cancellable_is_cancelled(self->cancellable);
}

char *
yado_job_dup_log(YadoJob *self)
{
    g_return_val_if_fail(YADO_IS_JOB(self), NULL);

    GString *log = g_string_new(NULL);
    for (GList *at = self->log.head; at != NULL; at = at->next) {
        if (log->len > 0)
            g_string_append_c(log, '\n');
        g_string_append(log, at->data);
    }
    return g_string_free(log, FALSE);
}

const char *
yado_job_get_notice(YadoJob *self)
{
    g_return_val_if_fail(YADO_IS_JOB(self), NULL);

    return self->notice;
}

const char *
yado_job_get_follow_up(YadoJob *self)
{
    g_return_val_if_fail(YADO_IS_JOB(self), NULL);

    return self->follow_up;
}

void
yado_job_set_told(YadoJob *self)
{
    g_return_if_fail(YADO_IS_JOB(self));

    self->is_told = TRUE;
}

gboolean
yado_job_is_told(YadoJob *self)
{
    g_return_val_if_fail(YADO_IS_JOB(self), FALSE);

    return self->is_told;
}

void
yado_job_cancel(YadoJob *self)
{
    g_return_if_fail(YADO_IS_JOB(self));

    if (!yado_job_can_cancel(self))
        return;
    g_cancellable_cancel(self->cancellable);
    g_signal_emit(self, signals[SIGNAL_CHANGED], 0);
}

void
yado_job_report_stage(YadoJob *self, const char *stage)
{
    g_return_if_fail(YADO_IS_JOB(self));

    Report *report = lock_report(self, REPORT_STAGE);
    g_free(report->stage);
    report->stage = g_strdup(stage);
    unlock_report(self);
}

void
yado_job_report_fraction(YadoJob *self, double fraction)
{
    g_return_if_fail(YADO_IS_JOB(self));

    lock_report(self, REPORT_FRACTION)->fraction =
        !isfinite(fraction) || fraction < 0 ? -1 : MIN(fraction, 1);
    unlock_report(self);
}

void
yado_job_report_bytes(YadoJob *self, guint64 done, guint64 total)
{
    g_return_if_fail(YADO_IS_JOB(self));

    Report *report = lock_report(self, REPORT_BYTES);
    report->bytes_done = done;
    report->bytes_total = total;
    report->bytes_time = g_get_monotonic_time();
    unlock_report(self);
}

void
yado_job_report_can_cancel(YadoJob *self, gboolean can_cancel)
{
    g_return_if_fail(YADO_IS_JOB(self));

    lock_report(self, REPORT_CAN_CANCEL)->can_cancel = can_cancel;
    unlock_report(self);
}

void
yado_job_report_notice(YadoJob *self, const char *notice, const char *follow_up)
{
    g_return_if_fail(YADO_IS_JOB(self));

    Report *report = lock_report(self, REPORT_NOTICE);
    g_free(report->notice);
    g_free(report->follow_up);
    report->notice = g_strdup(notice);
    report->follow_up = g_strdup(follow_up);
    unlock_report(self);
}

void
yado_job_log(YadoJob *self, const char *format, ...)
{
    va_list arguments;

    g_return_if_fail(YADO_IS_JOB(self));

    va_start(arguments, format);
    char *line = g_strdup_vprintf(format, arguments);
    va_end(arguments);
    Report *report = lock_report(self, REPORT_LOG);
    if (report->log == NULL)
        report->log = g_ptr_array_new_with_free_func(g_free);
    g_ptr_array_add(report->log, line);
    unlock_report(self);
}

static void
append_progress(YadoJob *self, GString *line)
{
    gint64 seconds = yado_job_get_seconds_left(self);

    if (self->stage != NULL && *self->stage != '\0')
        g_string_append_printf(line, "  %s", self->stage);
    if (self->fraction >= 0)
        g_string_append_printf(line, "  %d%%", (int)floor(self->fraction * 100));
    if (self->rate > 0) {
        g_autofree char *rate = yado_rate_format(self->rate);
        g_string_append_printf(line, "  %s", rate);
    }
    if (seconds >= 0) {
        g_autofree char *left = yado_duration_format(seconds);
        g_string_append(line, "  ");
        g_string_append_printf(line, _("%s left"), left);
    }
}

char *
yado_job_describe(YadoJob *self)
{
    g_return_val_if_fail(YADO_IS_JOB(self), NULL);

    GString *line = g_string_new(self->title);
    switch (self->state) {
    case YADO_JOB_PENDING:
        g_string_append_printf(line, "  %s", _("waiting"));
        break;
    case YADO_JOB_RUNNING:
        append_progress(self, line);
        break;
    case YADO_JOB_DONE:
        g_string_append_printf(line, "  %s", _("done"));
        break;
    case YADO_JOB_FAILED:
        g_string_append_printf(line, "  %s", self->error->message);
        break;
    case YADO_JOB_CANCELLED:
        g_string_append_printf(line, "  %s", _("cancelled"));
        break;
    }
    return g_string_free(line, FALSE);
}
