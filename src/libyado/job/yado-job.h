/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * yado-job.h: one operation that takes longer than 50 ms.
 *
 * Life: made (PENDING), yado_job_run() (RUNNING), then DONE, FAILED or CANCELLED; a state never goes back.  Properties and signals belong to the
 * main context; the yado_job_report_*() calls may be made from the worker and arrive there later.
 *
 * Signals: "changed" (any property), "finished" (once, after the last "changed").
 *
 *     YadoJob *job = yado_job_new(_("Save web-07"), "web-07");
 *     yado_job_run(job, save_in_worker, request, save_request_free);
 *     yado_job_queue_add(queue, job);
 */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

typedef enum {
    YADO_JOB_PENDING,
    YADO_JOB_RUNNING,
    YADO_JOB_DONE,
    YADO_JOB_FAILED,
    YADO_JOB_CANCELLED
} YadoJobState;

#define YADO_TYPE_JOB (yado_job_get_type())
G_DECLARE_FINAL_TYPE(YadoJob, yado_job, YADO, JOB, GObject)

/* Runs in a worker thread.  FALSE with @error set, or TRUE. */
typedef gboolean (*YadoJobFunc)(YadoJob *job, gpointer data, GCancellable *cancellable,
                                GError **error);

/* @title "Save web-07" is a translated phrase; @subject the object's name, or NULL. */
YadoJob *yado_job_new(const char *title, const char *subject);

/* Starts @func in a thread of its own. @data is freed in the main context after "finished". */
void yado_job_run(YadoJob *self, YadoJobFunc func, gpointer data, GDestroyNotify destroy);

/* For operations that are asynchronous anyway: the caller finishes the job itself. (error transfer full, NULL: done) */
void yado_job_begin(YadoJob *self);
void yado_job_finish(YadoJob *self, GError *error);

const char *yado_job_get_title(YadoJob *self);
const char *yado_job_get_subject(YadoJob *self);
const char *yado_job_get_stage(YadoJob *self); /* what it does now, or "" */
YadoJobState yado_job_get_state(YadoJob *self);
gboolean yado_job_is_finished(YadoJob *self);
double yado_job_get_fraction(YadoJob *self);     /* [0, 1], or -1: not known */
guint64 yado_job_get_bytes(YadoJob *self);       /* moved so far; 0: does not count bytes */
double yado_job_get_rate(YadoJob *self);         /* bytes per second, smoothed; 0: none */
gint64 yado_job_get_seconds_left(YadoJob *self); /* estimate, or -1 */
const GError *yado_job_get_error(YadoJob *self); /* FAILED only */
GCancellable *yado_job_get_cancellable(YadoJob *self);
/* FALSE until the worker reports that it heeds the cancellable, and again once it was asked to stop. */
gboolean yado_job_can_cancel(YadoJob *self);
/* Lines of the log, joined with '\n'. (transfer full) */
char *yado_job_dup_log(YadoJob *self);
/* A translated sentence for the user about the outcome ("web-07 did not react to the request…"), or NULL. */
const char *yado_job_get_notice(YadoJob *self);
/* The id of the action to offer next ("guest.destroy"), or NULL. */
const char *yado_job_get_follow_up(YadoJob *self);

/* Whoever began it says how it ended, where it was asked for: those who list all jobs say nothing.  To be set before it is finished. */
void yado_job_set_told(YadoJob *self);
gboolean yado_job_is_told(YadoJob *self);

/* Asks the job to stop; nothing happens when it cannot. */
void yado_job_cancel(YadoJob *self);

/* From any thread. */
void yado_job_report_stage(YadoJob *self, const char *stage);
void yado_job_report_fraction(YadoJob *self, double fraction);
void yado_job_report_bytes(YadoJob *self, guint64 done, guint64 total);
void yado_job_report_can_cancel(YadoJob *self, gboolean can_cancel);
void yado_job_report_notice(YadoJob *self, const char *notice, const char *follow_up);
void yado_job_log(YadoJob *self, const char *format, ...) G_GNUC_PRINTF(2, 3);

/* One line for a status bar: "Save web-07  61%  48 MiB/s  21 s left".  (transfer full) */
char *yado_job_describe(YadoJob *self);

G_END_DECLS
