/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "base/yado-error.h"
#include "job/yado-job-queue.h"

static void
on_job_signalled_cb(YadoJobQueue *queue, YadoJob *job, gpointer user_data)
{
    g_assert_true(YADO_IS_JOB(job));
    (*(guint *)user_data)++;
}

static void
on_items_changed_cb(GListModel *model, guint position, guint removed, guint added,
                    gpointer user_data)
{
    int *length = user_data;

    *length += (int)added - (int)removed;
    g_assert_cmpint(*length, ==, (int)g_list_model_get_n_items(model));
}

static YadoJob *
add_running(YadoJobQueue *queue)
{
    g_autoptr(YadoJob) job = yado_job_new("Job", NULL);

    yado_job_begin(job);
    yado_job_queue_add(queue, job);
    return job; /* the queue holds it */
}

static void
test_list(void)
{
    g_autoptr(YadoJobQueue) queue = yado_job_queue_new();
    guint changed = 0, finished = 0;
    int length = 0;

    g_signal_connect(queue, "job-changed", G_CALLBACK(on_job_signalled_cb), &changed);
    g_signal_connect(queue, "job-finished", G_CALLBACK(on_job_signalled_cb), &finished);
    g_signal_connect(queue, "items-changed", G_CALLBACK(on_items_changed_cb), &length);
    YadoJob *first = add_running(queue);
    YadoJob *second = add_running(queue);
    g_assert_cmpuint(yado_job_queue_get_n_running(queue), ==, 2);
    yado_job_finish(first, yado_error_new(YADO_ERROR_FAILED, NULL, NULL, "no"));
    g_assert_cmpuint(finished, ==, 1);
    g_assert_cmpuint(changed, ==, 1);
    g_assert_cmpuint(yado_job_queue_get_n_running(queue), ==, 1);
    g_assert_cmpint(length, ==, 2); /* finished ones stay */

    yado_job_queue_clear(queue);
    g_autoptr(YadoJob) left = g_list_model_get_item(G_LIST_MODEL(queue), 0);
    g_assert_cmpint(length, ==, 1);
    g_assert_true(left == second);
    g_assert_null(g_list_model_get_item(G_LIST_MODEL(queue), 1));
    g_assert_true(g_list_model_get_item_type(G_LIST_MODEL(queue)) == YADO_TYPE_JOB);
    yado_job_finish(second, NULL);
}

static void
test_limit(void)
{
    g_autoptr(YadoJobQueue) queue = yado_job_queue_new();
    YadoJob *running = add_running(queue);
    int length = 1;

    g_signal_connect(queue, "items-changed", G_CALLBACK(on_items_changed_cb), &length);
    for (int i = 0; i < 300; i++)
        yado_job_finish(add_running(queue), NULL);
    g_assert_cmpint(length, ==, 200);
    g_autoptr(YadoJob) oldest = g_list_model_get_item(G_LIST_MODEL(queue), 0);
    g_assert_true(oldest == running); /* running jobs are never dropped */
    yado_job_finish(running, NULL);
}

/* A job that ends after its queue. */
static void
test_job_outlives_queue(void)
{
    YadoJobQueue *queue = yado_job_queue_new();
    g_autoptr(YadoJob) job = g_object_ref(add_running(queue));
    guint finished = 0;

    g_signal_connect(queue, "job-finished", G_CALLBACK(on_job_signalled_cb), &finished);
    g_object_unref(queue);
    yado_job_finish(job, NULL);
    g_assert_cmpuint(finished, ==, 0);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/job-queue/list", test_list);
    g_test_add_func("/job-queue/limit", test_limit);
    g_test_add_func("/job-queue/job-outlives-queue", test_job_outlives_queue);
    return g_test_run();
}
