/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * What is asked for when somebody looks closely: the machine in detail, its log, a guest's devices and where it runs. 
 */
#include "config.h"

#include <glib/gi18n-lib.h>

#include "base/yado-error.h"
#include "model/yado-guest-private.h"
#include "model/yado-host-private.h"

typedef gpointer (*FinishFunc)(YadoBackend *backend, GAsyncResult *result, GError **error);

typedef struct {
    FinishFunc finish;
    GDestroyNotify destroy;
} Answer;

static const Answer details_answer = { (FinishFunc)yado_backend_get_host_details_finish,
                                       (GDestroyNotify)yado_host_details_free };
static const Answer log_answer = { (FinishFunc)yado_backend_get_hypervisor_log_finish, g_free };
static const Answer devices_answer = { (FinishFunc)yado_backend_sample_devices_finish,
                                       (GDestroyNotify)g_ptr_array_unref };
static const Answer scheduling_answer = { (FinishFunc)yado_backend_get_scheduling_finish,
                                          (GDestroyNotify)yado_scheduling_free };

static void
on_answered_cb(GObject *source, GAsyncResult *result, gpointer data)
{
    g_autoptr(GTask) task = data;
    const Answer *answer = g_task_get_task_data(task);
    GError *error = NULL;
    gpointer value = answer->finish(YADO_BACKEND(source), result, &error);

    if (value)
        g_task_return_pointer(task, value, answer->destroy);
    else
        g_task_return_error(task, error);
}

static GTask *
new_task(gpointer source, const Answer *answer, GCancellable *cancellable,
         GAsyncReadyCallback callback, gpointer user_data)
{
    GTask *task = g_task_new(source, cancellable, callback, user_data);

    g_task_set_task_data(task, (gpointer)answer, NULL);
    return task;
}

/* NULL: the task has been answered. */
static YadoBackend *
get_backend(YadoHost *host, GTask *task)
{
    YadoBackend *backend = host ? yado_host_get_backend(host) : NULL;

    if (!backend)
        g_task_return_error(task, yado_error_new(YADO_ERROR_CONNECTION, NULL, NULL,
                                                 _("The host is not connected.")));
    return backend;
}

static gpointer
finish(gpointer source, GAsyncResult *result, GError **error)
{
    g_return_val_if_fail(g_task_is_valid(result, source), NULL);
    return g_task_propagate_pointer(G_TASK(result), error);
}

/* Public. */

void
yado_host_load_details_async(YadoHost *self, GCancellable *cancellable,
                             GAsyncReadyCallback callback, gpointer user_data)
{
    g_autoptr(GTask) task = new_task(self, &details_answer, cancellable, callback, user_data);
    YadoBackend *backend = get_backend(self, task);

    if (backend)
        yado_backend_get_host_details_async(backend, cancellable, on_answered_cb,
                                            g_object_ref(task));
}

gboolean
yado_host_load_details_finish(YadoHost *self, GAsyncResult *result, GError **error)
{
    YadoHostDetails *details = finish(self, result, error);

    if (!details)
        return FALSE;
    g_clear_pointer(&self->details, yado_host_details_free);
    self->details = details;
    g_signal_emit_by_name(self, "state-changed");
    return TRUE;
}

const YadoHostDetails *
yado_host_get_details(YadoHost *self)
{
    return self->details;
}

void
yado_host_get_log_async(YadoHost *self, GCancellable *cancellable, GAsyncReadyCallback callback,
                        gpointer user_data)
{
    g_autoptr(GTask) task = new_task(self, &log_answer, cancellable, callback, user_data);
    YadoBackend *backend = get_backend(self, task);
    const char *reason = NULL;

    if (backend && !yado_host_has(self, YADO_CAP_HOST_LOG, &reason))
        g_task_return_error(task, yado_error_new(YADO_ERROR_UNSUPPORTED, NULL, NULL, "%s", reason));
    else if (backend)
        yado_backend_get_hypervisor_log_async(backend, cancellable, on_answered_cb,
                                              g_object_ref(task));
}

char *
yado_host_get_log_finish(YadoHost *self, GAsyncResult *result, GError **error)
{
    return finish(self, result, error);
}

static void
on_clear_finished_cb(YadoJob *job, YadoHost *host)
{
    if (yado_job_get_state(job) == YADO_JOB_DONE)
        g_signal_emit_by_name(host, "log-changed");
}

void
yado_host_clear_log(YadoHost *self, YadoJob *job)
{
    g_signal_connect_object(job, "finished", G_CALLBACK(on_clear_finished_cb), self, 0);
    yado_backend_start(self->backend, "clear-log", NULL, NULL, job);
}

void
yado_guest_sample_devices_async(YadoGuest *self, GCancellable *cancellable,
                                GAsyncReadyCallback callback, gpointer user_data)
{
    const char *const uuids[] = { self->uuid, NULL };
    g_autoptr(GTask) task = new_task(self, &devices_answer, cancellable, callback, user_data);
    YadoBackend *backend = get_backend(self->host, task);

    if (backend)
        yado_backend_sample_devices_async(backend, uuids, cancellable, on_answered_cb,
                                          g_object_ref(task));
}

YadoDeviceSample *
yado_guest_sample_devices_finish(YadoGuest *self, GAsyncResult *result, GError **error)
{
    g_autoptr(GPtrArray) samples = finish(self, result, error);

    if (!samples)
        return NULL;
    if (samples->len > 0)
        return g_ptr_array_steal_index(samples, 0);
    yado_error_set(error, YADO_ERROR_NOT_FOUND, NULL, NULL, _("“%s” does not run."), self->name);
    return NULL;
}

void
yado_guest_get_scheduling_async(YadoGuest *self, GCancellable *cancellable,
                                GAsyncReadyCallback callback, gpointer user_data)
{
    g_autoptr(GTask) task = new_task(self, &scheduling_answer, cancellable, callback, user_data);
    YadoBackend *backend = get_backend(self->host, task);

    if (backend)
        yado_backend_get_scheduling_async(backend, self->uuid, cancellable, on_answered_cb,
                                          g_object_ref(task));
}

YadoScheduling *
yado_guest_get_scheduling_finish(YadoGuest *self, GAsyncResult *result, GError **error)
{
    return finish(self, result, error);
}
