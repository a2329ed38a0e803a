/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * The table of operations, and those that are one call.  Each runs in its job's own thread.
 */
#include "config.h"

#include "backend/libvirt/yado-libvirt-leases.h"
#include "backend/libvirt/yado-libvirt-operations.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define SHUTDOWN_SECONDS 60
/* Without events the state is looked at this often. */
#define POLL_MILLISECONDS 500

char *
yado_operation_dup_argument(YadoOperation *operation, const char *key)
{
    return operation->arguments ? yado_document_dup_value(operation->arguments, NULL, key) : NULL;
}

static gboolean
destroy(YadoOperation *operation, GError **error)
{
    if (virDomainDestroy(operation->domain) < 0)
        return yado_libvirt_backend_fail(operation->self, error, _("“%s” cannot be forced off."),
                                         operation->name);
    return TRUE;
}

static gboolean
pause_guest(YadoOperation *operation, GError **error)
{
    if (virDomainSuspend(operation->domain) < 0)
        return yado_libvirt_backend_fail(operation->self, error, _("“%s” cannot be paused."),
                                         operation->name);
    return TRUE;
}

/* A guest that sleeps by its own power management is woken, one that is paused goes on. */
static gboolean
resume(YadoOperation *operation, GError **error)
{
    int state;
    int result;

    if (virDomainGetState(operation->domain, &state, NULL, 0) == 0 &&
        state == VIR_DOMAIN_PMSUSPENDED)
        result = virDomainPMWakeup(operation->domain, 0);
    else
        result = virDomainResume(operation->domain);
    if (result < 0)
        return yado_libvirt_backend_fail(operation->self, error, _("“%s” cannot be resumed."),
                                         operation->name);
    return TRUE;
}

static gboolean
reboot(YadoOperation *operation, GError **error)
{
    if (virDomainReboot(operation->domain, 0) < 0)
        return yado_libvirt_backend_fail(operation->self, error, _("“%s” cannot be rebooted."),
                                         operation->name);
    return TRUE;
}

static gboolean
reset(YadoOperation *operation, GError **error)
{
    if (virDomainReset(operation->domain, 0) == 0)
        return TRUE;
    yado_libvirt_backend_note_missing(operation->self, YADO_CALL_RESET);
    return yado_libvirt_backend_fail(operation->self, error, _("“%s” cannot be reset."),
                                     operation->name);
}

static gboolean
dump_core(YadoOperation *operation, GError **error)
{
    g_autofree char *file = yado_operation_dup_argument(operation, "file");

    if (!file || !*file)
        return yado_error_set(error, YADO_ERROR_INVALID, "file", NULL,
                              _("The value “%s” is missing."), "file");
    if (virDomainCoreDump(operation->domain, file, 0) == 0)
        return TRUE;
    return yado_libvirt_backend_fail(operation->self, error,
                                     _("The memory of “%s” cannot be written."), operation->name);
}

static gboolean
inject_nmi(YadoOperation *operation, GError **error)
{
    if (virDomainInjectNMI(operation->domain, 0) == 0)
        return TRUE;
    return yado_libvirt_backend_fail(operation->self, error, _("“%s” cannot be sent an NMI."),
                                     operation->name);
}

/* libvirt puts a guest to sleep only with the help of an agent in it: that is no button. */
static gboolean
press_button(YadoOperation *operation, GError **error)
{
    g_autofree char *button = yado_operation_dup_argument(operation, "button");
    int result;

    if (g_strcmp0(button, "power") == 0)
        result = virDomainShutdownFlags(operation->domain, VIR_DOMAIN_SHUTDOWN_ACPI_POWER_BTN);
    else if (g_strcmp0(button, "wake") == 0)
        result = virDomainPMWakeup(operation->domain, 0);
    else
        return yado_error_set(error, YADO_ERROR_UNSUPPORTED, NULL, NULL,
                              _("libvirt's guests have no sleep button."));
    if (result == 0)
        return TRUE;
    return yado_libvirt_backend_fail(operation->self, error,
                                     _("The button of “%s” cannot be pressed."), operation->name);
}

static gboolean
discard_saved(YadoOperation *operation, GError **error)
{
    if (virDomainManagedSaveRemove(operation->domain, 0) < 0)
        return yado_libvirt_backend_fail(operation->self, error,
                                         _("The saved state of “%s” cannot be discarded."),
                                         operation->name);
    return TRUE;
}

static gboolean
set_autostart(YadoOperation *operation, gboolean autostart, GError **error)
{
    if (virDomainSetAutostart(operation->domain, autostart) < 0)
        return yado_libvirt_backend_fail(operation->self, error,
                                         _("The automatic start of “%s” cannot be changed."),
                                         operation->name);
    return TRUE;
}

static gboolean
set_autostart_on(YadoOperation *operation, GError **error)
{
    return set_autostart(operation, TRUE, error);
}

static gboolean
set_autostart_off(YadoOperation *operation, GError **error)
{
    return set_autostart(operation, FALSE, error);
}

/* Shutting down is a request: the guest may take its time, or not listen at all. */

typedef struct {
    int initial_id;
    gint64 until;
} Wait;

/* Off, gone, or started anew: in each case it did what was asked. */
static gboolean
has_stopped(YadoOperation *operation, const Wait *wait)
{
    char uuid[VIR_UUID_STRING_BUFLEN];
    g_autoptr(virDomain) domain = NULL;
    int state;

    virDomainGetUUIDString(operation->domain, uuid);
    domain = virDomainLookupByUUIDString(operation->connection, uuid);
    if (!domain)
        return virGetLastErrorCode() == VIR_ERR_NO_DOMAIN;
    if (virDomainGetState(domain, &state, NULL, 0) < 0)
        return FALSE;
    return state == VIR_DOMAIN_SHUTOFF || (int)virDomainGetID(domain) != wait->initial_id;
}

static void
on_shutdown_cancelled_cb(GCancellable *cancellable, gpointer data)
{
    yado_libvirt_backend_wake(data);
}

static gboolean
wait_until_stopped(YadoOperation *operation, const Wait *wait)
{
    for (;;) {
        guint64 seen = yado_libvirt_backend_get_changes(operation->self);

        if (has_stopped(operation, wait))
            return TRUE;
        if (g_get_monotonic_time() >= wait->until ||
            g_cancellable_is_cancelled(operation->cancellable) ||
            virConnectIsAlive(operation->connection) == 0)
            return FALSE;
        yado_libvirt_backend_wait_for_change(operation->self, seen, POLL_MILLISECONDS);
    }
}

static guint
get_timeout(YadoOperation *operation)
{
    g_autofree char *text = yado_operation_dup_argument(operation, "timeout");

    return text ? g_ascii_strtoull(text, NULL, 10) : SHUTDOWN_SECONDS;
}

static void
report_deaf(YadoOperation *operation, guint seconds)
{
    g_autofree char *notice = g_strdup_printf(
        ngettext("“%s” did not react to the request to shut down within %u second.",
                 "“%s” did not react to the request to shut down within %u seconds.", seconds),
        operation->name, seconds);

    yado_job_report_notice(operation->job, notice, "guest.destroy");
}

static gboolean
shut_down(YadoOperation *operation, GError **error)
{
    guint seconds = get_timeout(operation);
    Wait wait = { (int)virDomainGetID(operation->domain),
                  g_get_monotonic_time() + seconds * G_TIME_SPAN_SECOND };
    gulong handler;
    gboolean stopped;

    if (virDomainShutdown(operation->domain) < 0)
        return yado_libvirt_backend_fail(operation->self, error, _("“%s” cannot be shut down."),
                                         operation->name);
    if (seconds == 0)
        return TRUE;
    yado_job_report_stage(operation->job, _("Waiting for the guest to shut down"));
    yado_job_report_can_cancel(operation->job, TRUE);
    handler = g_cancellable_connect(operation->cancellable, G_CALLBACK(on_shutdown_cancelled_cb),
                                    operation->self, NULL);
    stopped = wait_until_stopped(operation, &wait);
    g_cancellable_disconnect(operation->cancellable, handler);
    if (stopped)
        return TRUE;
    if (g_cancellable_set_error_if_cancelled(operation->cancellable, error))
        return FALSE;
    if (virConnectIsAlive(operation->connection) == 0)
        return yado_libvirt_backend_fail(
            operation->self, error,
            _("The connection broke while “%s” was shutting down: what became of it is not known."),
            operation->name);
    report_deaf(operation, seconds);
    return TRUE;
}

/* The table. */

typedef struct {
    const char *name;
    YadoOperationFunc func;
    gboolean without_guest;
    const char *capability; /* NULL: every driver has it */
} OperationSpec;

static const OperationSpec operations[] = {
    { "start", yado_operation_start },
    { "start-paused", yado_operation_start },
    { "shutdown", shut_down },
    { "reboot", reboot },
    { "reset", reset, .capability = YADO_CAP_RESET },
    { "destroy", destroy },
    { "pause", pause_guest },
    { "resume", resume },
    { "dump-core", dump_core },
    { "nmi", inject_nmi },
    { "button", press_button },
    { "save", yado_operation_save, .capability = YADO_CAP_SAVE },
    { "save-to-file", yado_operation_save_to_file, .capability = YADO_CAP_SAVE },
    { "restore", yado_operation_start, .capability = YADO_CAP_SAVE },
    { "restore-file", yado_operation_restore_file, TRUE, YADO_CAP_SAVE },
    { "discard-saved", discard_saved, .capability = YADO_CAP_SAVE },
    { "autostart-on", set_autostart_on },
    { "autostart-off", set_autostart_off },
    { "rename", yado_operation_rename, .capability = YADO_CAP_RENAME },
    { "delete", yado_operation_delete },
    { "migrate", yado_operation_migrate, .capability = YADO_CAP_MIGRATE },
    { "pin", yado_operation_pin, .capability = YADO_CAP_SCHEDULING },
    { "schedule", yado_operation_schedule, .capability = YADO_CAP_SCHEDULING },
    { "pool-start", yado_operation_pool, TRUE, YADO_CAP_STORAGE },
    { "pool-stop", yado_operation_pool, TRUE, YADO_CAP_STORAGE },
    { "pool-refresh", yado_operation_pool, TRUE, YADO_CAP_STORAGE },
    { "pool-autostart-on", yado_operation_pool, TRUE, YADO_CAP_STORAGE },
    { "pool-autostart-off", yado_operation_pool, TRUE, YADO_CAP_STORAGE },
    { "pool-delete", yado_operation_pool, TRUE, YADO_CAP_STORAGE },
    { "pool-create", yado_operation_pool_create, TRUE, YADO_CAP_STORAGE },
    { "volume-create", yado_operation_volume_create, TRUE, YADO_CAP_STORAGE },
    { "volume-clone", yado_operation_volume_clone, TRUE, YADO_CAP_STORAGE },
    { "volume-delete", yado_operation_volume_delete, TRUE, YADO_CAP_STORAGE },
    { "volume-wipe", yado_operation_volume_wipe, TRUE, YADO_CAP_STORAGE },
    { "volume-resize", yado_operation_volume_resize, TRUE, YADO_CAP_STORAGE },
    { "volume-upload", yado_operation_volume_upload, TRUE, YADO_CAP_STORAGE },
    { "volume-download", yado_operation_volume_download, TRUE, YADO_CAP_STORAGE },
    { "network-start", yado_operation_network, TRUE, YADO_CAP_NETWORKS },
    { "network-stop", yado_operation_network, TRUE, YADO_CAP_NETWORKS },
    { "network-autostart-on", yado_operation_network, TRUE, YADO_CAP_NETWORKS },
    { "network-autostart-off", yado_operation_network, TRUE, YADO_CAP_NETWORKS },
    { "network-delete", yado_operation_network, TRUE, YADO_CAP_NETWORKS },
    { "network-create", yado_operation_network_create, TRUE, YADO_CAP_NETWORKS },
    { "lease-create", yado_operation_lease_create, TRUE, YADO_CAP_NETWORKS },
    { "lease-delete", yado_operation_lease_delete, TRUE, YADO_CAP_NETWORKS },
    { "snapshot-create", yado_operation_snapshot_create, .capability = YADO_CAP_SNAPSHOTS },
    { "snapshot-revert", yado_operation_snapshot_revert, .capability = YADO_CAP_SNAPSHOTS },
    { "snapshot-delete", yado_operation_snapshot_delete, .capability = YADO_CAP_SNAPSHOTS },
    { "snapshot-describe", yado_operation_snapshot_describe, .capability = YADO_CAP_SNAPSHOTS },
};

static const OperationSpec *
find_operation(const char *name)
{
    for (guint i = 0; i < G_N_ELEMENTS(operations); i++)
        if (strcmp(operations[i].name, name) == 0)
            return &operations[i];
    return NULL;
}

gboolean
yado_libvirt_backend_can_run(YadoBackend *backend, const char *name)
{
    const OperationSpec *spec = find_operation(name);

    return spec && (!spec->capability || yado_backend_has(backend, spec->capability, NULL));
}

gboolean
yado_libvirt_backend_run(YadoBackend *backend, const char *name, const char *uuid,
                         YadoDocument *arguments, YadoJob *job, GCancellable *cancellable,
                         GError **error)
{
    YadoLibvirtBackend *self = YADO_LIBVIRT_BACKEND(backend);
    const OperationSpec *spec = find_operation(name);
    g_autoptr(virConnect) connection = yado_libvirt_backend_ref_connection(self, error);
    g_autoptr(virDomain) domain = NULL;
    YadoOperation operation = {
        .self = self,
        .connection = connection,
        .verb = name,
        .arguments = arguments,
        .job = job,
        .cancellable = cancellable,
    };

    if (!connection)
        return FALSE;
    g_return_val_if_fail(spec != NULL, FALSE);
    if (!spec->without_guest) {
        domain = uuid ? yado_libvirt_backend_lookup(self, uuid, error) : NULL;
        if (!domain)
            return FALSE;
        operation.domain = domain;
        operation.name = virDomainGetName(domain);
    }
    return spec->func(&operation, error);
}
