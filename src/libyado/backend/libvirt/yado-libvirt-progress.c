/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Operations that move a guest's memory: one blocking call of libvirt, watched by a second thread that reads how far it is
 * and stops it when the user cancels.
 */
#include "config.h"

#include "backend/libvirt/yado-libvirt-operations.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define WATCH_INTERVAL (300 * G_TIME_SPAN_MILLISECOND)

struct _YadoOperationWatch {
    YadoOperation *operation;
    GThread *thread;
    GMutex lock;
    GCond changed;
    gboolean done;
    gboolean cancel_wanted;
    gboolean abort_sent;
    gulong handler;
};

typedef YadoOperationWatch Watch;

static void
on_operation_cancelled_cb(GCancellable *cancellable, gpointer data)
{
    Watch *watch = data;

    g_mutex_lock(&watch->lock);
    watch->cancel_wanted = TRUE;
    g_cond_broadcast(&watch->changed);
    g_mutex_unlock(&watch->lock);
}

/* FALSE: this driver tells nothing, so there is nothing to watch. */
static gboolean
report_progress(YadoOperation *operation)
{
    virDomainJobInfo info;

    if (yado_libvirt_backend_is_missing(operation->self, YADO_CALL_JOB_INFO))
        return FALSE;
    if (virDomainGetJobInfo(operation->domain, &info) < 0)
        return !yado_libvirt_backend_note_missing(operation->self, YADO_CALL_JOB_INFO);
    if (info.type == VIR_DOMAIN_JOB_BOUNDED || info.type == VIR_DOMAIN_JOB_UNBOUNDED) {
        if (info.dataTotal > 0)
            yado_job_report_bytes(operation->job, info.dataProcessed, info.dataTotal);
        yado_job_report_can_cancel(operation->job, yado_backend_has(YADO_BACKEND(operation->self),
                                                                    YADO_CAP_JOB_CANCEL, NULL));
    }
    return TRUE;
}

static void
abort_job(Watch *watch)
{
    YadoOperation *operation = watch->operation;

    if (virDomainAbortJob(operation->domain) == 0) {
        watch->abort_sent = TRUE;
        return;
    }
    if (yado_libvirt_backend_note_missing(operation->self, YADO_CALL_ABORT_JOB))
        yado_job_report_can_cancel(operation->job, FALSE);
}

static gpointer
watch_operation(gpointer data)
{
    Watch *watch = data;
    gboolean tells = TRUE;

    g_mutex_lock(&watch->lock);
    while (!watch->done) {
        gboolean cancel = watch->cancel_wanted && !watch->abort_sent;

        g_mutex_unlock(&watch->lock);
        if (cancel)
            abort_job(watch);
        tells = tells && report_progress(watch->operation);
        g_mutex_lock(&watch->lock);
        if (!watch->done && (cancel || !watch->cancel_wanted || watch->abort_sent))
            g_cond_wait_until(&watch->changed, &watch->lock,
                              g_get_monotonic_time() + WATCH_INTERVAL);
    }
    g_mutex_unlock(&watch->lock);
    return NULL;
}

static void
start_watch(Watch *watch, YadoOperation *operation)
{
    memset(watch, 0, sizeof(*watch));
    watch->operation = operation;
    g_mutex_init(&watch->lock);
    g_cond_init(&watch->changed);
    watch->handler = g_cancellable_connect(operation->cancellable,
                                           G_CALLBACK(on_operation_cancelled_cb), watch, NULL);
    watch->thread = g_thread_new("yado-progress", watch_operation, watch);
}

static void
stop_watch(Watch *watch)
{
    g_cancellable_disconnect(watch->operation->cancellable, watch->handler);
    g_mutex_lock(&watch->lock);
    watch->done = TRUE;
    g_cond_broadcast(&watch->changed);
    g_mutex_unlock(&watch->lock);
    g_thread_join(watch->thread);
    g_mutex_clear(&watch->lock);
    g_cond_clear(&watch->changed);
}

/* A call that failed because we stopped it is no failure.  TRUE: that was so, @error is set. */
static gboolean
was_aborted(YadoOperation *operation, const Watch *watch, GError **error)
{
    return watch->abort_sent && g_cancellable_set_error_if_cancelled(operation->cancellable, error);
}

YadoOperationWatch *
yado_operation_watch_begin(YadoOperation *operation)
{
    Watch *watch = g_new(Watch, 1);

    start_watch(watch, operation);
    return watch;
}

gboolean
yado_operation_watch_end(YadoOperationWatch *watch, GError **error)
{
    gboolean aborted;

    stop_watch(watch);
    aborted = was_aborted(watch->operation, watch, error);
    g_free(watch);
    return aborted;
}

/*
 * libvirt's driver for Xen neither removes a half-written image nor lets the guest go on.  Where the guest is there but SHUTOFF, only its
 * removal failed: the image is whole.  BUSY: somebody else may be writing it.
 */
static gboolean
is_half_saved(YadoOperation *operation, const GError *failure)
{
    int state;

    return operation->self->driver == YADO_DRIVER_XEN &&
           !g_error_matches(failure, YADO_ERROR, YADO_ERROR_BUSY) &&
           virDomainIsActive(operation->domain) == 1 &&
           virDomainGetState(operation->domain, &state, NULL, 0) == 0 &&
           state != VIR_DOMAIN_SHUTOFF;
}

/* @file NULL: libvirt's own image, which was removed. */
static char *
describe_unsaved(YadoOperation *operation, const char *file)
{
    int state = VIR_DOMAIN_NOSTATE;
    g_autoptr(GString) text = g_string_new(NULL);

    if (virDomainGetState(operation->domain, &state, NULL, 0) < 0)
        state = VIR_DOMAIN_NOSTATE;
    if (operation->self->driver == YADO_DRIVER_XEN && state == VIR_DOMAIN_SHUTOFF)
        return g_strdup(_("It is saved, but what is left of the guest could not be removed: force "
                          "it off."));
    if (operation->self->driver == YADO_DRIVER_XEN)
        g_string_append(text, _("libvirt does not resume a guest of Xen then: where yado-xl-agent "
                                "is installed, “Resume” does; else force it off."));
    else if (state == VIR_DOMAIN_RUNNING)
        g_string_append(text, _("The guest goes on."));
    else
        g_string_append(text, _("The guest does not run: look at its state."));
    if (file)
        g_string_append_printf(text, " %s", _("A file that is left of it is of no use."));
    else
        g_string_append_printf(text, " %s", _("What was written of it is removed."));
    return g_string_free(g_steal_pointer(&text), FALSE);
}

/* Always FALSE. @failure is taken. */
static gboolean
fail_save(YadoOperation *operation, const Watch *watch, const char *file, GError *failure,
          GError **error)
{
    g_autoptr(GError) taken = failure;
    g_autofree char *outcome = NULL;

    if (g_error_matches(taken, YADO_ERROR, YADO_ERROR_CONNECTION))
        return yado_error_set(
            error, YADO_ERROR_UNCERTAIN, yado_error_get_detail(taken),
            _("Connect again and look at its state."),
            _("The connection broke while “%s” was saved: whether it is saved, runs on or stands "
              "still is not known."),
            operation->name);
    outcome = describe_unsaved(operation, file);
    if (was_aborted(operation, watch, error)) {
        yado_job_report_notice(operation->job, outcome, NULL);
        return FALSE;
    }
    /* The others were refused before anything was begun. */
    if (!g_error_matches(taken, YADO_ERROR, YADO_ERROR_FAILED) &&
        !g_error_matches(taken, YADO_ERROR, YADO_ERROR_NO_SPACE)) {
        g_propagate_error(error, g_steal_pointer(&taken));
        return FALSE;
    }
    return yado_error_set(error, taken->code, yado_error_get_detail(taken), outcome, "%s",
                          taken->message);
}

gboolean
yado_operation_save(YadoOperation *operation, GError **error)
{
    Watch watch;
    int result;
    g_autoptr(GError) failure = NULL;

    yado_job_report_stage(operation->job, _("Saving the guest's memory"));
    start_watch(&watch, operation);
    result = virDomainManagedSave(operation->domain, 0);
    if (result < 0) {
        yado_libvirt_backend_note_missing(operation->self, YADO_CALL_SAVE);
        yado_libvirt_backend_fail(operation->self, &failure, _("“%s” cannot be saved."),
                                  operation->name);
    }
    stop_watch(&watch);
    if (!failure)
        return TRUE;
    /* The driver knows of an image only once it is whole: it is not asked. */
    if (is_half_saved(operation, failure))
        virDomainManagedSaveRemove(operation->domain, 0);
    return fail_save(operation, &watch, NULL, g_steal_pointer(&failure), error);
}

static char *
dup_file_argument(YadoOperation *operation, GError **error)
{
    char *file = yado_operation_dup_argument(operation, "file");

    if (!file || !g_path_is_absolute(file)) {
        yado_error_set(error, YADO_ERROR_INVALID, file, NULL,
                       _("Give the whole path of a file on the host."));
        g_clear_pointer(&file, g_free);
    }
    return file;
}

gboolean
yado_operation_save_to_file(YadoOperation *operation, GError **error)
{
    g_autofree char *file = dup_file_argument(operation, error);
    g_autoptr(GError) failure = NULL;
    Watch watch;

    if (!file)
        return FALSE;
    yado_job_report_stage(operation->job, _("Saving the guest's memory"));
    start_watch(&watch, operation);
    if (virDomainSave(operation->domain, file) < 0)
        yado_libvirt_backend_fail(operation->self, &failure, _("“%s” cannot be saved to “%s”."),
                                  operation->name, file);
    stop_watch(&watch);
    return !failure || fail_save(operation, &watch, file, g_steal_pointer(&failure), error);
}

gboolean
yado_operation_restore_file(YadoOperation *operation, GError **error)
{
    g_autofree char *file = dup_file_argument(operation, error);

    if (!file)
        return FALSE;
    if (virDomainRestore(operation->connection, file) < 0)
        return yado_libvirt_backend_fail(operation->self, error,
                                         _("No guest can be restored from “%s”."), file);
    return TRUE;
}

/* Also continues a saved guest, which takes as long as reading its memory does. */
gboolean
yado_operation_start(YadoOperation *operation, GError **error)
{
    unsigned int flags = strcmp(operation->verb, "start-paused") == 0 ? VIR_DOMAIN_START_PAUSED : 0;
    Watch watch;
    g_autoptr(GError) failure = NULL;

    start_watch(&watch, operation);
    if (virDomainCreateWithFlags(operation->domain, flags) < 0)
        yado_libvirt_backend_fail(operation->self, &failure, _("“%s” cannot be started."),
                                  operation->name);
    stop_watch(&watch);
    if (!failure)
        return TRUE;
    if (!was_aborted(operation, &watch, error))
        g_propagate_error(error, g_steal_pointer(&failure));
    return FALSE;
}
