/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "base/yado-error.h"
#include "job/yado-job.h"

typedef struct {
    guint changed;
    guint finished;
    gboolean changed_after_finished;
    gboolean data_freed_before_finished;
    gboolean data_freed;
} Seen;

static void
on_job_changed_cb(YadoJob *job, gpointer user_data)
{
    Seen *seen = user_data;

    seen->changed++;
    seen->changed_after_finished = seen->finished > 0;
}

static void
on_job_finished_cb(YadoJob *job, gpointer user_data)
{
    Seen *seen = user_data;

    g_assert_true(yado_job_is_finished(job));
    seen->data_freed_before_finished = seen->data_freed;
    seen->finished++;
}

static void
watch(YadoJob *job, Seen *seen)
{
    g_signal_connect(job, "changed", G_CALLBACK(on_job_changed_cb), seen);
    g_signal_connect(job, "finished", G_CALLBACK(on_job_finished_cb), seen);
}

static void
wait_for_end(YadoJob *job)
{
    while (!yado_job_is_finished(job))
        g_main_context_iteration(NULL, TRUE);
}

static void
mark_freed(gpointer data)
{
    ((Seen *)data)->data_freed = TRUE;
}

static gboolean
succeed(YadoJob *job, gpointer data, GCancellable *cancellable, GError **error)
{
    g_assert_false(g_main_context_is_owner(NULL));
    yado_job_report_stage(job, "one");
    yado_job_report_stage(job, "two");
    yado_job_log(job, "line %d", 1);
    yado_job_log(job, "line %d", 2);
    yado_job_report_fraction(job, 0.25);
    yado_job_report_notice(job, "It did not react.", "guest.destroy");
    return TRUE;
}

static void
test_success(void)
{
    g_autoptr(YadoJob) job = yado_job_new("Save web-07", "web-07");
    Seen seen = { 0 };

    watch(job, &seen);
    g_assert_cmpint(yado_job_get_state(job), ==, YADO_JOB_PENDING);
    g_assert_cmpstr(yado_job_get_stage(job), ==, "");
    g_assert_cmpfloat(yado_job_get_fraction(job), ==, -1);
    yado_job_run(job, succeed, &seen, mark_freed);
    g_assert_cmpint(yado_job_get_state(job), ==, YADO_JOB_RUNNING);
    wait_for_end(job);

    g_autofree char *log = yado_job_dup_log(job);
    g_autofree char *line = yado_job_describe(job);
    g_assert_cmpint(yado_job_get_state(job), ==, YADO_JOB_DONE);
    g_assert_cmpstr(yado_job_get_stage(job), ==, "two");
    g_assert_cmpstr(log, ==, "line 1\nline 2");
    g_assert_cmpfloat(yado_job_get_fraction(job), ==, 1);
    g_assert_cmpstr(yado_job_get_notice(job), ==, "It did not react.");
    g_assert_cmpstr(yado_job_get_follow_up(job), ==, "guest.destroy");
    g_assert_null(yado_job_get_error(job));
    g_assert_cmpstr(line, ==, "Save web-07  done");
    g_assert_cmpuint(seen.finished, ==, 1);
    g_assert_false(seen.changed_after_finished);
    g_assert_false(seen.data_freed_before_finished);
    g_assert_true(seen.data_freed);
}

static gboolean
fail(YadoJob *job, gpointer data, GCancellable *cancellable, GError **error)
{
    return yado_error_set(error, YADO_ERROR_NO_SPACE, NULL, NULL, "The disk is full.");
}

static gboolean
fail_silently(YadoJob *job, gpointer data, GCancellable *cancellable, GError **error)
{
    return FALSE;
}

static void
test_failure(void)
{
    g_autoptr(YadoJob) job = yado_job_new("Save", NULL);
    g_autoptr(YadoJob) silent = yado_job_new("Save", NULL);

    yado_job_run(job, fail, NULL, NULL);
    wait_for_end(job);
    g_autofree char *line = yado_job_describe(job);
    g_assert_cmpint(yado_job_get_state(job), ==, YADO_JOB_FAILED);
    g_assert_error(yado_job_get_error(job), YADO_ERROR, YADO_ERROR_NO_SPACE);
    g_assert_cmpstr(line, ==, "Save  The disk is full.");

    yado_job_run(silent, fail_silently, NULL, NULL);
    wait_for_end(silent);
    g_assert_error(yado_job_get_error(silent), YADO_ERROR, YADO_ERROR_FAILED);
}

/* Waits in a worker until it is asked to stop. */
static gboolean
wait_for_cancel(YadoJob *job, gpointer data, GCancellable *cancellable, GError **error)
{
    GPollFD poll_fd;

    g_assert_true(g_cancellable_make_pollfd(cancellable, &poll_fd));
    yado_job_report_can_cancel(job, TRUE);
    g_poll(&poll_fd, 1, -1);
    g_cancellable_release_fd(cancellable);
    return !g_cancellable_set_error_if_cancelled(cancellable, error);
}

static void
test_cancel(void)
{
    g_autoptr(YadoJob) job = yado_job_new("Copy", NULL);
    Seen seen = { 0 };

    watch(job, &seen);
    yado_job_run(job, wait_for_cancel, NULL, NULL);
    yado_job_cancel(job); /* cannot yet: nothing happens */
    g_assert_false(g_cancellable_is_cancelled(yado_job_get_cancellable(job)));
    while (!yado_job_can_cancel(job))
        g_main_context_iteration(NULL, TRUE);
    yado_job_cancel(job);
    g_assert_false(yado_job_can_cancel(job));
    wait_for_end(job);

    g_autofree char *line = yado_job_describe(job);
    g_assert_cmpint(yado_job_get_state(job), ==, YADO_JOB_CANCELLED);
    g_assert_null(yado_job_get_error(job));
    g_assert_cmpstr(line, ==, "Copy  cancelled");
    g_assert_cmpuint(seen.finished, ==, 1);
    yado_job_cancel(job);
    g_assert_cmpint(yado_job_get_state(job), ==, YADO_JOB_CANCELLED);
}

static gboolean
report_a_lot(YadoJob *job, gpointer data, GCancellable *cancellable, GError **error)
{
    for (guint i = 0; i <= 100000; i++)
        yado_job_report_bytes(job, i, 100000);
    for (guint i = 0; i < 3000; i++)
        yado_job_log(job, "%u", i);
    return TRUE;
}

/* However much is said, the main context wakes up a few times only, and the last word counts. */
static void
test_chatty_worker(void)
{
    g_autoptr(YadoJob) job = yado_job_new("Copy", NULL);
    Seen seen = { 0 };

    watch(job, &seen);
    yado_job_run(job, report_a_lot, NULL, NULL);
    wait_for_end(job);
    g_autofree char *log = yado_job_dup_log(job);
    g_auto(GStrv) lines = g_strsplit(log, "\n", -1);
    g_assert_cmpuint(yado_job_get_bytes(job), ==, 100000);
    g_assert_cmpuint(g_strv_length(lines), ==, 1000);
    g_assert_cmpstr(lines[999], ==, "2999");
    g_assert_cmpuint(seen.changed, <, 50000);
}

static void
iterate(void)
{
    while (g_main_context_iteration(NULL, FALSE))
        continue;
}

static void
test_progress(void)
{
    g_autoptr(YadoJob) job = yado_job_new("Copy disk", NULL);

    yado_job_begin(job);
    yado_job_report_bytes(job, 61, 100);
    iterate();
    g_assert_cmpfloat_with_epsilon(yado_job_get_fraction(job), 0.61, 0.0001);
    g_autofree char *line = yado_job_describe(job);
    g_assert_cmpstr(line, ==, "Copy disk  61%");
    g_assert_cmpint(yado_job_get_seconds_left(job), ==, -1); /* too early to tell */
    yado_job_report_fraction(job, 7);
    iterate();
    g_assert_cmpfloat(yado_job_get_fraction(job), ==, 1);
    yado_job_report_fraction(job, -3);
    iterate();
    g_assert_cmpfloat(yado_job_get_fraction(job), ==, -1);
    yado_job_finish(job, NULL);
}

static void
test_asynchronous(void)
{
    g_autoptr(YadoJob) job = yado_job_new("Start", NULL);
    Seen seen = { 0 };

    watch(job, &seen);
    yado_job_begin(job);
    g_assert_cmpuint(seen.changed, ==, 1);
    yado_job_finish(job, yado_error_new(YADO_ERROR_BUSY, NULL, NULL, "busy"));
    g_assert_error(yado_job_get_error(job), YADO_ERROR, YADO_ERROR_BUSY);
    g_assert_cmpuint(seen.finished, ==, 1);
    iterate(); /* what is reported too late changes nothing of the state */
    yado_job_log(job, "late");
    iterate();
    g_assert_cmpint(yado_job_get_state(job), ==, YADO_JOB_FAILED);
}

/* The job outlives the one who made it. */
static void
test_unreferenced(void)
{
    YadoJob *job = yado_job_new("Start", NULL);
    Seen seen = { 0 };

    watch(job, &seen);
    yado_job_run(job, succeed, &seen, mark_freed);
    g_object_unref(job);
    while (!seen.data_freed)
        g_main_context_iteration(NULL, TRUE);
    g_assert_cmpuint(seen.finished, ==, 1);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/job/success", test_success);
    g_test_add_func("/job/failure", test_failure);
    g_test_add_func("/job/cancel", test_cancel);
    g_test_add_func("/job/chatty-worker", test_chatty_worker);
    g_test_add_func("/job/progress", test_progress);
    g_test_add_func("/job/asynchronous", test_asynchronous);
    g_test_add_func("/job/unreferenced", test_unreferenced);
    return g_test_run();
}
