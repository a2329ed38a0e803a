/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "job/yado-job-queue.h"

#define MAX_JOBS 200

struct _YadoJobQueue {
    GObject parent_instance;
    GPtrArray *jobs;
};

enum { SIGNAL_JOB_CHANGED, SIGNAL_JOB_FINISHED, N_SIGNALS };
static guint signals[N_SIGNALS];

static GType
get_item_type(GListModel *model)
{
    return YADO_TYPE_JOB;
}

static guint
get_n_items(GListModel *model)
{
    return YADO_JOB_QUEUE(model)->jobs->len;
}

static gpointer
get_item(GListModel *model, guint position)
{
    YadoJobQueue *self = YADO_JOB_QUEUE(model);

    return position < self->jobs->len ? g_object_ref(g_ptr_array_index(self->jobs, position))
                                      : NULL;
}

static void
init_list_model(GListModelInterface *iface)
{
    iface->get_item_type = get_item_type;
    iface->get_n_items = get_n_items;
    iface->get_item = get_item;
}

G_DEFINE_TYPE_WITH_CODE(YadoJobQueue, yado_job_queue, G_TYPE_OBJECT,
                        G_IMPLEMENT_INTERFACE(G_TYPE_LIST_MODEL, init_list_model))

static void
remove_job(YadoJobQueue *self, guint position)
{
    g_signal_handlers_disconnect_by_data(g_ptr_array_index(self->jobs, position), self);
    g_ptr_array_remove_index(self->jobs, position);
    g_list_model_items_changed(G_LIST_MODEL(self), position, 1, 0);
}

static void
remove_oldest_finished(YadoJobQueue *self)
{
    for (guint i = 0; i < self->jobs->len && self->jobs->len > MAX_JOBS;) {
        if (yado_job_is_finished(g_ptr_array_index(self->jobs, i)))
            remove_job(self, i);
        else
            i++;
    }
}

static void
on_job_changed_cb(YadoJob *job, gpointer user_data)
{
    g_signal_emit(user_data, signals[SIGNAL_JOB_CHANGED], 0, job);
}

static void
on_job_finished_cb(YadoJob *job, gpointer user_data)
{
    g_autoptr(YadoJobQueue) self = g_object_ref(YADO_JOB_QUEUE(user_data));

    g_signal_emit(self, signals[SIGNAL_JOB_FINISHED], 0, job);
    remove_oldest_finished(self);
}

static void
yado_job_queue_dispose(GObject *object)
{
    YadoJobQueue *self = YADO_JOB_QUEUE(object);

    for (guint i = 0; i < self->jobs->len; i++)
        g_signal_handlers_disconnect_by_data(g_ptr_array_index(self->jobs, i), self);
    g_ptr_array_set_size(self->jobs, 0);
    G_OBJECT_CLASS(yado_job_queue_parent_class)->dispose(object);
}

static void
yado_job_queue_finalize(GObject *object)
{
    g_ptr_array_unref(YADO_JOB_QUEUE(object)->jobs);
    G_OBJECT_CLASS(yado_job_queue_parent_class)->finalize(object);
}

static void
yado_job_queue_class_init(YadoJobQueueClass *class)
{
    G_OBJECT_CLASS(class)->dispose = yado_job_queue_dispose;
    G_OBJECT_CLASS(class)->finalize = yado_job_queue_finalize;
    signals[SIGNAL_JOB_CHANGED] =
        g_signal_new("job-changed", YADO_TYPE_JOB_QUEUE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                     G_TYPE_NONE, 1, YADO_TYPE_JOB);
    signals[SIGNAL_JOB_FINISHED] =
        g_signal_new("job-finished", YADO_TYPE_JOB_QUEUE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                     G_TYPE_NONE, 1, YADO_TYPE_JOB);
}

static void
yado_job_queue_init(YadoJobQueue *self)
{
    self->jobs = g_ptr_array_new_with_free_func(g_object_unref);
}

YadoJobQueue *
yado_job_queue_new(void)
{
    return g_object_new(YADO_TYPE_JOB_QUEUE, NULL);
}

void
yado_job_queue_add(YadoJobQueue *self, YadoJob *job)
{
    g_return_if_fail(YADO_IS_JOB_QUEUE(self));
    g_return_if_fail(YADO_IS_JOB(job));
    g_return_if_fail(!g_ptr_array_find(self->jobs, job, NULL));

    g_ptr_array_add(self->jobs, g_object_ref(job));
    g_signal_connect(job, "changed", G_CALLBACK(on_job_changed_cb), self);
    g_signal_connect(job, "finished", G_CALLBACK(on_job_finished_cb), self);
    g_list_model_items_changed(G_LIST_MODEL(self), self->jobs->len - 1, 0, 1);
    remove_oldest_finished(self);
}

guint
yado_job_queue_get_n_running(YadoJobQueue *self)
{
    g_return_val_if_fail(YADO_IS_JOB_QUEUE(self), 0);

    guint n_running = 0;
    for (guint i = 0; i < self->jobs->len; i++) {
        if (yado_job_get_state(g_ptr_array_index(self->jobs, i)) == YADO_JOB_RUNNING)
            n_running++;
    }
    return n_running;
}

void
yado_job_queue_clear(YadoJobQueue *self)
{
    g_return_if_fail(YADO_IS_JOB_QUEUE(self));

    for (guint i = self->jobs->len; i > 0; i--) {
        if (yado_job_is_finished(g_ptr_array_index(self->jobs, i - 1)))
            remove_job(self, i - 1);
    }
}
