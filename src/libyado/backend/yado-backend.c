/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "backend/yado-backend.h"

#include <glib/gi18n-lib.h>
#include <time.h>

#include "backend/yado-ssh.h"
#include "base/yado-error.h"

#define MAX_THREADS 8

G_DEFINE_INTERFACE(YadoBackend, yado_backend, G_TYPE_OBJECT)

enum { GUEST_EVENT, RESOURCES_EVENT, SAMPLED, CLOSED, N_SIGNALS };

static guint signals[N_SIGNALS];

typedef struct Call Call;

/* Runs in a worker; puts its answer into call->result or call->error. */
typedef void (*CallFunc)(Call *call, YadoBackendInterface *iface);

/*
 * One asynchronous call.  Shared by the worker, the source that answers and the one that notices a cancel; `answered` belongs to the
 * main context, so whichever comes first wins and the other only drops its reference.
 */
struct Call {
    gatomicrefcount references;
    YadoBackend *backend;
    GTask *task;
    CallFunc func;
    gulong cancel_id;
    gboolean answered;

    YadoPrompt *prompt;
    YadoDocument *document;
    GStrv uuids;
    GArray *wishes;
    char *uuid;
    char *base_text, *text;
    guint flags;

    gpointer result;
    GDestroyNotify result_free;
    char *dropped;
    GError *error;
};

typedef struct {
    YadoDocument *document;
    char *dropped;
} Applied;

static void
free_applied(gpointer data)
{
    Applied *applied = data;

    g_clear_object(&applied->document);
    g_free(applied->dropped);
    g_free(applied);
}

static void
unref_call(gpointer data)
{
    Call *call = data;

    if (!g_atomic_ref_count_dec(&call->references))
        return;
    g_clear_object(&call->task);
    g_clear_object(&call->prompt);
    g_clear_object(&call->document);
    g_strfreev(call->uuids);
    g_clear_pointer(&call->wishes, g_array_unref);
    g_free(call->uuid);
    g_free(call->base_text);
    g_free(call->text);
    if (call->result && call->result_free)
        call->result_free(call->result);
    g_clear_error(&call->error);
    g_clear_object(&call->backend);
    g_free(call);
}

static Call *
ref_call(Call *call)
{
    g_atomic_ref_count_inc(&call->references);
    return call;
}

/* An answer always comes from a turn of the main loop, never from within the call that asked.  g_main_context_invoke() would not do:
 * between two iterations it runs its function in the worker. */
static void
attach_to_context(Call *call, GSourceFunc func)
{
    GSource *source = g_idle_source_new();

    g_source_set_priority(source, G_PRIORITY_DEFAULT);
    g_source_set_callback(source, func, ref_call(call), unref_call);
    g_source_attach(source, g_task_get_context(call->task));
    g_source_unref(source);
}

static void
disconnect_cancel(Call *call)
{
    GCancellable *cancellable = g_task_get_cancellable(call->task);

    if (call->cancel_id)
        g_cancellable_disconnect(cancellable, call->cancel_id);
    call->cancel_id = 0;
}

static gboolean
answer_result(gpointer data)
{
    Call *call = data;

    if (call->answered)
        return G_SOURCE_REMOVE;
    call->answered = TRUE;
    disconnect_cancel(call);
    if (call->error)
        g_task_return_error(call->task, g_steal_pointer(&call->error));
    else
        g_task_return_pointer(call->task, g_steal_pointer(&call->result), call->result_free);
    return G_SOURCE_REMOVE;
}

static gboolean
answer_cancelled(gpointer data)
{
    Call *call = data;

    if (call->answered)
        return G_SOURCE_REMOVE;
    call->answered = TRUE;
    disconnect_cancel(call);
    g_task_return_new_error(call->task, G_IO_ERROR, G_IO_ERROR_CANCELLED, "%s", _("Cancelled."));
    return G_SOURCE_REMOVE;
}

static void
on_call_cancelled_cb(GCancellable *cancellable, gpointer data)
{
    attach_to_context(data, answer_cancelled);
}

static void
set_missing(Call *call)
{
    call->error = yado_error_new(YADO_ERROR_UNSUPPORTED, NULL, NULL,
                                 _("The connection “%s” has no such function."),
                                 yado_backend_get_uri(call->backend));
}

static void
run_call(gpointer data, gpointer user_data)
{
    Call *call = data;

    if (!g_cancellable_set_error_if_cancelled(g_task_get_cancellable(call->task), &call->error))
        call->func(call, YADO_BACKEND_GET_IFACE(call->backend));
    attach_to_context(call, answer_result);
    unref_call(call);
}

/* Each back end has its own threads, so that a host that hangs delays nobody else. */
static void
free_pool(gpointer pool)
{
    g_thread_pool_free(pool, FALSE, FALSE);
}

static GThreadPool *
ensure_pool(YadoBackend *self)
{
    static GQuark quark;
    GThreadPool *pool;

    if (!quark)
        quark = g_quark_from_static_string("yado-backend-pool");
    pool = g_object_get_qdata(G_OBJECT(self), quark);
    if (!pool) {
        pool = g_thread_pool_new(run_call, NULL, MAX_THREADS, FALSE, NULL);
        g_object_set_qdata_full(G_OBJECT(self), quark, pool, free_pool);
    }
    return pool;
}

static Call *
new_call(YadoBackend *self, CallFunc func, GDestroyNotify result_free, GCancellable *cancellable,
         GAsyncReadyCallback callback, gpointer user_data)
{
    Call *call = g_new0(Call, 1);

    g_atomic_ref_count_init(&call->references);
    call->backend = g_object_ref(self);
    call->task = g_task_new(self, cancellable, callback, user_data);
    g_task_set_check_cancellable(call->task, FALSE);
    call->func = func;
    call->result_free = result_free;
    return call;
}

/* Takes the reference. */
static void
push_call(Call *call)
{
    GCancellable *cancellable = g_task_get_cancellable(call->task);

    if (cancellable)
        call->cancel_id = g_cancellable_connect(cancellable, G_CALLBACK(on_call_cancelled_cb),
                                                ref_call(call), unref_call);
    g_thread_pool_push(ensure_pool(call->backend), call, NULL);
}

static gpointer
finish_call(YadoBackend *self, GAsyncResult *result, GError **error)
{
    g_return_val_if_fail(g_task_is_valid(result, self), NULL);
    return g_task_propagate_pointer(G_TASK(result), error);
}

/* Workers: one for each function of the interface. */

static GCancellable *
get_cancellable(Call *call)
{
    return g_task_get_cancellable(call->task);
}

static void
work_open(Call *call, YadoBackendInterface *iface)
{
    if (!iface->open(call->backend, call->prompt, call->flags, get_cancellable(call), &call->error))
        return;
    /* Nobody waits any more for a host that was slow to answer: do not keep it open. */
    if (g_cancellable_set_error_if_cancelled(get_cancellable(call), &call->error) && iface->close)
        iface->close(call->backend);
    else
        call->result = GINT_TO_POINTER(TRUE);
}

static void
work_host_info(Call *call, YadoBackendInterface *iface)
{
    if (iface->get_host_info)
        call->result = iface->get_host_info(call->backend, get_cancellable(call), &call->error);
    else
        set_missing(call);
}

static void
work_list(Call *call, YadoBackendInterface *iface)
{
    call->result = iface->list(call->backend, (const char *const *)call->uuids, call->flags,
                               get_cancellable(call), &call->error);
}

static gint64
get_thread_cpu_time(void)
{
    struct timespec now;

    if (clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now) != 0)
        return 0;
    return now.tv_sec * G_USEC_PER_SEC + now.tv_nsec / 1000;
}

static void
work_sample(Call *call, YadoBackendInterface *iface)
{
    gint64 before = get_thread_cpu_time();
    YadoSample *sample;

    if (!iface->sample) {
        set_missing(call);
        return;
    }
    sample = iface->sample(call->backend, call->wishes, get_cancellable(call), &call->error);
    if (sample)
        sample->cost += get_thread_cpu_time() - before;
    call->result = sample;
}

static void
work_document(Call *call, YadoBackendInterface *iface)
{
    if (iface->get_document)
        call->result = iface->get_document(call->backend, call->uuid, call->flags,
                                           get_cancellable(call), &call->error);
    else
        set_missing(call);
}

static void
work_facts(Call *call, YadoBackendInterface *iface)
{
    g_autoptr(YadoDocument) document = NULL;

    if (!iface->get_document) {
        set_missing(call);
        return;
    }
    document = iface->get_document(call->backend, call->uuid, YADO_CONFIGURATION_ACTIVE,
                                   get_cancellable(call), &call->error);
    if (document)
        call->result = yado_guest_facts_new_from_document(document);
}

/*
 * What was asked for was on its way when the connection broke: "cannot be saved" would be a guess.  A refusal before that has no native
 * words.  @title (nullable): of the job.
 */
static void
tell_uncertain(const char *title, GError **error)
{
    const char *native = error != NULL ? yado_error_get_detail(*error) : NULL;
    g_autoptr(GError) lost = NULL;
    g_autofree char *detail = NULL;
    const char *hint = _("Look at it when the host is connected again, before you repeat it.");

    if (native == NULL || !g_error_matches(*error, YADO_ERROR, YADO_ERROR_CONNECTION))
        return;
    lost = g_steal_pointer(error);
    detail = g_strdup_printf("%s\n%s", lost->message, native);
    if (title != NULL)
        yado_error_set(error, YADO_ERROR_UNCERTAIN, detail, hint,
                       _("%s: the connection was lost before the host answered. Whether it was "
                         "done is not known."),
                       title);
    else
        yado_error_set(error, YADO_ERROR_UNCERTAIN, detail, hint,
                       _("The connection was lost before the host answered. Whether the "
                         "configuration was changed is not known."));
}

static void
work_apply(Call *call, YadoBackendInterface *iface)
{
    g_autofree char *dropped = NULL;
    YadoDocument *document = NULL;
    Applied *applied;

    if (!iface->apply) {
        set_missing(call);
        return;
    }
    document = iface->apply(call->backend, call->uuid, call->document, call->flags, &dropped,
                            get_cancellable(call), &call->error);
    tell_uncertain(NULL, &call->error);
    if (!document)
        return;
    applied = g_new0(Applied, 1);
    applied->document = document;
    applied->dropped = g_steal_pointer(&dropped);
    call->result = applied;
}

static void
work_apply_text(Call *call, YadoBackendInterface *iface)
{
    if (!iface->apply_text)
        set_missing(call);
    else if (iface->apply_text(call->backend, call->uuid, call->base_text, call->text, call->flags,
                               get_cancellable(call), &call->error))
        call->result = GINT_TO_POINTER(TRUE);
    tell_uncertain(NULL, &call->error);
}

static void
work_define(Call *call, YadoBackendInterface *iface)
{
    call->result =
        yado_backend_define(call->backend, call->text, get_cancellable(call), &call->error);
}

static void
work_snapshots(Call *call, YadoBackendInterface *iface)
{
    if (iface->list_snapshots)
        call->result =
            iface->list_snapshots(call->backend, call->uuid, get_cancellable(call), &call->error);
    else
        set_missing(call);
}

static void
work_list_consoles(Call *call, YadoBackendInterface *iface)
{
    if (iface->list_consoles)
        call->result =
            iface->list_consoles(call->backend, call->uuid, get_cancellable(call), &call->error);
    else
        set_missing(call);
}

static void
work_open_console(Call *call, YadoBackendInterface *iface)
{
    if (iface->open_console)
        call->result = iface->open_console(call->backend, call->uuid, call->text, call->flags,
                                           get_cancellable(call), &call->error);
    else
        set_missing(call);
}

static void
work_host_details(Call *call, YadoBackendInterface *iface)
{
    if (iface->get_host_details)
        call->result = iface->get_host_details(call->backend, get_cancellable(call), &call->error);
    else
        set_missing(call);
}

static void
work_hypervisor_log(Call *call, YadoBackendInterface *iface)
{
    if (iface->get_hypervisor_log)
        call->result =
            iface->get_hypervisor_log(call->backend, get_cancellable(call), &call->error);
    else
        set_missing(call);
}

static void
work_devices(Call *call, YadoBackendInterface *iface)
{
    if (iface->sample_devices)
        call->result = iface->sample_devices(call->backend, (const char *const *)call->uuids,
                                             get_cancellable(call), &call->error);
    else
        set_missing(call);
}

static void
work_scheduling(Call *call, YadoBackendInterface *iface)
{
    if (iface->get_scheduling)
        call->result =
            iface->get_scheduling(call->backend, call->uuid, get_cancellable(call), &call->error);
    else
        set_missing(call);
}

static void
work_resources(Call *call, YadoBackendInterface *iface)
{
    if (iface->list_resources)
        call->result = iface->list_resources(call->backend, call->flags, call->text,
                                             get_cancellable(call), &call->error);
    else
        set_missing(call);
}

/* Operations: a job has a thread of its own, for it may take hours. */

typedef struct {
    YadoBackend *backend;
    char *operation, *uuid;
    YadoDocument *arguments;
} Operation;

static void
free_operation(gpointer data)
{
    Operation *operation = data;

    g_clear_object(&operation->backend);
    g_free(operation->operation);
    g_free(operation->uuid);
    g_clear_object(&operation->arguments);
    g_free(operation);
}

gboolean
yado_backend_run(YadoBackend *self, const char *operation, const char *uuid,
                 YadoDocument *arguments, YadoJob *job, GCancellable *cancellable, GError **error)
{
    YadoBackendInterface *iface = YADO_BACKEND_GET_IFACE(self);

    if (!iface->run || !yado_backend_can_run(self, operation))
        return yado_error_set(error, YADO_ERROR_UNSUPPORTED, operation, NULL,
                              _("The connection “%s” cannot do this."), yado_backend_get_uri(self));
    if (iface->run(self, operation, uuid, arguments, job, cancellable, error))
        return TRUE;
    tell_uncertain(job != NULL ? yado_job_get_title(job) : operation, error);
    return FALSE;
}

static gboolean
run_operation(YadoJob *job, gpointer data, GCancellable *cancellable, GError **error)
{
    Operation *operation = data;

    return yado_backend_run(operation->backend, operation->operation, operation->uuid,
                            operation->arguments, job, cancellable, error);
}

/* Signals. */

typedef struct {
    YadoBackend *backend;
    char *uuid;
    YadoBackendEvent event;
    GError *error;
} Emission;

static void
free_emission(gpointer data)
{
    Emission *emission = data;

    g_clear_object(&emission->backend);
    g_free(emission->uuid);
    g_clear_error(&emission->error);
    g_free(emission);
}

static gboolean
emit_guest_event(gpointer data)
{
    Emission *emission = data;

    g_signal_emit(emission->backend, signals[GUEST_EVENT], 0, emission->uuid, emission->event);
    return G_SOURCE_REMOVE;
}

static gboolean
emit_resources_event(gpointer data)
{
    Emission *emission = data;

    g_signal_emit(emission->backend, signals[RESOURCES_EVENT], 0);
    return G_SOURCE_REMOVE;
}

static gboolean
emit_closed(gpointer data)
{
    Emission *emission = data;

    g_signal_emit(emission->backend, signals[CLOSED], 0, emission->error);
    return G_SOURCE_REMOVE;
}

/* Queued always, also from the main thread, so that the order stays that of the host. */
static void
queue_emission(Emission *emission, GSourceFunc func)
{
    g_idle_add_full(G_PRIORITY_DEFAULT, func, emission, free_emission);
}

static void
close_in_thread(GTask *task, gpointer source, gpointer task_data, GCancellable *cancellable)
{
    YADO_BACKEND_GET_IFACE(source)->close(source);
    g_task_return_boolean(task, TRUE);
}

static void
yado_backend_default_init(YadoBackendInterface *iface)
{
    signals[GUEST_EVENT] =
        g_signal_new("guest-event", G_TYPE_FROM_INTERFACE(iface), G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                     NULL, G_TYPE_NONE, 2, G_TYPE_STRING, G_TYPE_INT);
    signals[RESOURCES_EVENT] = g_signal_new("resources-event", G_TYPE_FROM_INTERFACE(iface),
                                            G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
    signals[SAMPLED] = g_signal_new("sampled", G_TYPE_FROM_INTERFACE(iface), G_SIGNAL_RUN_LAST, 0,
                                    NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_POINTER);
    signals[CLOSED] = g_signal_new("closed", G_TYPE_FROM_INTERFACE(iface), G_SIGNAL_RUN_LAST, 0,
                                   NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_ERROR);
}

/* Public. */

const char *
yado_backend_get_uri(YadoBackend *self)
{
    g_return_val_if_fail(YADO_IS_BACKEND(self), NULL);
    return YADO_BACKEND_GET_IFACE(self)->get_uri(self);
}

gboolean
yado_backend_has(YadoBackend *self, const char *capability, const char **reason)
{
    YadoBackendInterface *iface = YADO_BACKEND_GET_IFACE(self);

    g_return_val_if_fail(YADO_IS_BACKEND(self), FALSE);
    if (reason)
        *reason = NULL;
    return iface->has && iface->has(self, capability, reason);
}

gboolean
yado_backend_can_run(YadoBackend *self, const char *operation)
{
    YadoBackendInterface *iface = YADO_BACKEND_GET_IFACE(self);

    g_return_val_if_fail(YADO_IS_BACKEND(self), FALSE);
    return iface->can_run && iface->can_run(self, operation);
}

gboolean
yado_backend_follow(YadoBackend *self, guint milliseconds)
{
    YadoBackendInterface *iface = YADO_BACKEND_GET_IFACE(self);

    g_return_val_if_fail(YADO_IS_BACKEND(self), FALSE);
    return iface->follow && iface->follow(self, milliseconds);
}

void
yado_backend_emit_sampled(YadoBackend *self, const YadoSample *sample)
{
    g_signal_emit(self, signals[SAMPLED], 0, sample);
}

/* What is kept is never finalized, which would say goodbye as well. */
static gboolean is_leaving;
static GPtrArray *kept;

void
yado_backend_leave(void)
{
    is_leaving = TRUE;
    yado_ssh_remove_folders();
}

/* Saying goodbye to a host that does not listen may take long, and its own threads may all be waiting for it. */
void
yado_backend_close(YadoBackend *self)
{
    g_autoptr(GTask) task = NULL;

    g_return_if_fail(YADO_IS_BACKEND(self));
    if (is_leaving) {
        if (!kept)
            kept = g_ptr_array_new();
        g_ptr_array_add(kept, g_object_ref(self));
        return;
    }
    if (!YADO_BACKEND_GET_IFACE(self)->close)
        return;
    task = g_task_new(self, NULL, NULL, NULL);
    g_task_run_in_thread(task, close_in_thread);
}

void
yado_backend_open_async(YadoBackend *self, YadoPrompt *prompt, YadoOpenFlags flags,
                        GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data)
{
    Call *call = new_call(self, work_open, NULL, cancellable, callback, user_data);

    call->prompt = prompt ? g_object_ref(prompt) : NULL;
    call->flags = flags;
    push_call(call);
}

gboolean
yado_backend_open_finish(YadoBackend *self, GAsyncResult *result, GError **error)
{
    return finish_call(self, result, error) != NULL;
}

void
yado_backend_get_host_info_async(YadoBackend *self, GCancellable *cancellable,
                                 GAsyncReadyCallback callback, gpointer user_data)
{
    push_call(new_call(self, work_host_info, (GDestroyNotify)yado_host_info_free, cancellable,
                       callback, user_data));
}

YadoHostInfo *
yado_backend_get_host_info_finish(YadoBackend *self, GAsyncResult *result, GError **error)
{
    return finish_call(self, result, error);
}

void
yado_backend_list_async(YadoBackend *self, const char *const *uuids, YadoListFlags flags,
                        GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data)
{
    Call *call = new_call(self, work_list, (GDestroyNotify)g_ptr_array_unref, cancellable, callback,
                          user_data);

    call->uuids = g_strdupv((char **)uuids);
    call->flags = flags;
    push_call(call);
}

GPtrArray *
yado_backend_list_finish(YadoBackend *self, GAsyncResult *result, GError **error)
{
    return finish_call(self, result, error);
}

void
yado_backend_sample_async(YadoBackend *self, GArray *wishes, GCancellable *cancellable,
                          GAsyncReadyCallback callback, gpointer user_data)
{
    Call *call = new_call(self, work_sample, (GDestroyNotify)yado_sample_free, cancellable,
                          callback, user_data);

    call->wishes = wishes ? g_array_ref(wishes) : NULL;
    push_call(call);
}

YadoSample *
yado_backend_sample_finish(YadoBackend *self, GAsyncResult *result, GError **error)
{
    return finish_call(self, result, error);
}

void
yado_backend_get_facts_async(YadoBackend *self, const char *uuid, GCancellable *cancellable,
                             GAsyncReadyCallback callback, gpointer user_data)
{
    Call *call = new_call(self, work_facts, (GDestroyNotify)yado_guest_facts_free, cancellable,
                          callback, user_data);

    call->uuid = g_strdup(uuid);
    push_call(call);
}

YadoGuestFacts *
yado_backend_get_facts_finish(YadoBackend *self, GAsyncResult *result, GError **error)
{
    return finish_call(self, result, error);
}

void
yado_backend_get_document_async(YadoBackend *self, const char *uuid, YadoConfiguration which,
                                GCancellable *cancellable, GAsyncReadyCallback callback,
                                gpointer user_data)
{
    Call *call = new_call(self, work_document, g_object_unref, cancellable, callback, user_data);

    call->uuid = g_strdup(uuid);
    call->flags = which;
    push_call(call);
}

YadoDocument *
yado_backend_get_document_finish(YadoBackend *self, GAsyncResult *result, GError **error)
{
    return finish_call(self, result, error);
}

void
yado_backend_apply_async(YadoBackend *self, const char *uuid, YadoDocument *document,
                         YadoApplyFlags flags, GCancellable *cancellable,
                         GAsyncReadyCallback callback, gpointer user_data)
{
    Call *call = new_call(self, work_apply, free_applied, cancellable, callback, user_data);

    call->uuid = g_strdup(uuid);
    call->document = g_object_ref(document);
    call->flags = flags;
    push_call(call);
}

YadoDocument *
yado_backend_apply_finish(YadoBackend *self, GAsyncResult *result, char **dropped, GError **error)
{
    Applied *applied = finish_call(self, result, error);
    YadoDocument *document;

    if (!applied)
        return NULL;
    document = g_steal_pointer(&applied->document);
    if (dropped)
        *dropped = g_steal_pointer(&applied->dropped);
    free_applied(applied);
    return document;
}

void
yado_backend_apply_text_async(YadoBackend *self, const char *uuid, const char *base_text,
                              const char *text, gboolean force, GCancellable *cancellable,
                              GAsyncReadyCallback callback, gpointer user_data)
{
    Call *call = new_call(self, work_apply_text, NULL, cancellable, callback, user_data);

    call->uuid = g_strdup(uuid);
    call->base_text = g_strdup(base_text);
    call->text = g_strdup(text);
    call->flags = force;
    push_call(call);
}

gboolean
yado_backend_apply_text_finish(YadoBackend *self, GAsyncResult *result, GError **error)
{
    return finish_call(self, result, error) != NULL;
}

void
yado_backend_define_async(YadoBackend *self, const char *text, GCancellable *cancellable,
                          GAsyncReadyCallback callback, gpointer user_data)
{
    Call *call = new_call(self, work_define, g_object_unref, cancellable, callback, user_data);

    call->text = g_strdup(text);
    push_call(call);
}

YadoDocument *
yado_backend_define_finish(YadoBackend *self, GAsyncResult *result, GError **error)
{
    return finish_call(self, result, error);
}

YadoDocument *
yado_backend_define(YadoBackend *self, const char *text, GCancellable *cancellable, GError **error)
{
    YadoBackendInterface *iface = YADO_BACKEND_GET_IFACE(self);
    YadoDocument *document;

    g_return_val_if_fail(YADO_IS_BACKEND(self), NULL);
    if (iface->define) {
        document = iface->define(self, text, cancellable, error);
        tell_uncertain(NULL, document == NULL ? error : NULL);
        return document;
    }
    yado_error_set(error, YADO_ERROR_UNSUPPORTED, NULL, NULL,
                   _("The connection “%s” has no such function."), yado_backend_get_uri(self));
    return NULL;
}

void
yado_backend_list_snapshots_async(YadoBackend *self, const char *uuid, GCancellable *cancellable,
                                  GAsyncReadyCallback callback, gpointer user_data)
{
    Call *call = new_call(self, work_snapshots, (GDestroyNotify)g_ptr_array_unref, cancellable,
                          callback, user_data);

    call->uuid = g_strdup(uuid);
    push_call(call);
}

GPtrArray *
yado_backend_list_snapshots_finish(YadoBackend *self, GAsyncResult *result, GError **error)
{
    return finish_call(self, result, error);
}

void
yado_backend_list_consoles_async(YadoBackend *self, const char *uuid, GCancellable *cancellable,
                                 GAsyncReadyCallback callback, gpointer user_data)
{
    Call *call = new_call(self, work_list_consoles, (GDestroyNotify)g_ptr_array_unref, cancellable,
                          callback, user_data);

    call->uuid = g_strdup(uuid);
    push_call(call);
}

GPtrArray *
yado_backend_list_consoles_finish(YadoBackend *self, GAsyncResult *result, GError **error)
{
    return finish_call(self, result, error);
}

void
yado_backend_open_console_async(YadoBackend *self, const char *uuid, const char *id,
                                YadoConsoleFlags flags, GCancellable *cancellable,
                                GAsyncReadyCallback callback, gpointer user_data)
{
    Call *call =
        new_call(self, work_open_console, g_object_unref, cancellable, callback, user_data);

    call->uuid = g_strdup(uuid);
    call->text = g_strdup(id);
    call->flags = flags;
    push_call(call);
}

GIOStream *
yado_backend_open_console_finish(YadoBackend *self, GAsyncResult *result, GError **error)
{
    return finish_call(self, result, error);
}

void
yado_backend_get_host_details_async(YadoBackend *self, GCancellable *cancellable,
                                    GAsyncReadyCallback callback, gpointer user_data)
{
    push_call(new_call(self, work_host_details, (GDestroyNotify)yado_host_details_free, cancellable,
                       callback, user_data));
}

YadoHostDetails *
yado_backend_get_host_details_finish(YadoBackend *self, GAsyncResult *result, GError **error)
{
    return finish_call(self, result, error);
}

void
yado_backend_get_hypervisor_log_async(YadoBackend *self, GCancellable *cancellable,
                                      GAsyncReadyCallback callback, gpointer user_data)
{
    push_call(new_call(self, work_hypervisor_log, g_free, cancellable, callback, user_data));
}

char *
yado_backend_get_hypervisor_log_finish(YadoBackend *self, GAsyncResult *result, GError **error)
{
    return finish_call(self, result, error);
}

void
yado_backend_sample_devices_async(YadoBackend *self, const char *const *uuids,
                                  GCancellable *cancellable, GAsyncReadyCallback callback,
                                  gpointer user_data)
{
    Call *call = new_call(self, work_devices, (GDestroyNotify)g_ptr_array_unref, cancellable,
                          callback, user_data);

    call->uuids = g_strdupv((char **)uuids);
    push_call(call);
}

GPtrArray *
yado_backend_sample_devices_finish(YadoBackend *self, GAsyncResult *result, GError **error)
{
    return finish_call(self, result, error);
}

void
yado_backend_get_scheduling_async(YadoBackend *self, const char *uuid, GCancellable *cancellable,
                                  GAsyncReadyCallback callback, gpointer user_data)
{
    Call *call = new_call(self, work_scheduling, (GDestroyNotify)yado_scheduling_free, cancellable,
                          callback, user_data);

    call->uuid = g_strdup(uuid);
    push_call(call);
}

YadoScheduling *
yado_backend_get_scheduling_finish(YadoBackend *self, GAsyncResult *result, GError **error)
{
    return finish_call(self, result, error);
}

void
yado_backend_list_resources_async(YadoBackend *self, YadoResourceKind kind, const char *parent,
                                  GCancellable *cancellable, GAsyncReadyCallback callback,
                                  gpointer user_data)
{
    Call *call = new_call(self, work_resources, (GDestroyNotify)g_ptr_array_unref, cancellable,
                          callback, user_data);

    call->flags = kind;
    call->text = g_strdup(parent);
    push_call(call);
}

GPtrArray *
yado_backend_list_resources_finish(YadoBackend *self, GAsyncResult *result, GError **error)
{
    return finish_call(self, result, error);
}

void
yado_backend_start(YadoBackend *self, const char *operation, const char *uuid,
                   YadoDocument *arguments, YadoJob *job)
{
    Operation *data = g_new0(Operation, 1);

    data->backend = g_object_ref(self);
    data->operation = g_strdup(operation);
    data->uuid = g_strdup(uuid);
    data->arguments = arguments ? g_object_ref(arguments) : NULL;
    yado_job_run(job, run_operation, data, free_operation);
}

void
yado_backend_emit_guest_event(YadoBackend *self, const char *uuid, YadoBackendEvent event)
{
    Emission *emission = g_new0(Emission, 1);

    emission->backend = g_object_ref(self);
    emission->uuid = g_strdup(uuid);
    emission->event = event;
    queue_emission(emission, emit_guest_event);
}

void
yado_backend_emit_resources_event(YadoBackend *self)
{
    Emission *emission = g_new0(Emission, 1);

    emission->backend = g_object_ref(self);
    queue_emission(emission, emit_resources_event);
}

void
yado_backend_emit_closed(YadoBackend *self, const GError *error)
{
    Emission *emission = g_new0(Emission, 1);

    emission->backend = g_object_ref(self);
    emission->error = error ? g_error_copy(error) : NULL;
    queue_emission(emission, emit_closed);
}
