/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * The table of operations.  Each runs in its job's own thread.
 */
#include "config.h"

#include <glib/gi18n-lib.h>
#include <stdlib.h>
#include <string.h>

#include "backend/libxl/yado-libxl-private.h"
#include "base/yado-units.h"
#include "document/yado-xl-document.h"

#define SHUTDOWN_SECONDS 60
/* Who watches a guest that has shut down removes what is left of it. */
#define REMOVAL_SECONDS 10
/* Without events the state is looked at this often. */
#define POLL_MILLISECONDS 500

typedef struct {
    YadoLibxlBackend *self;
    YadoXl1 *proxy;
    YadoLibxlRow *row; /* NULL for operations that need none */
    const char *verb;
    YadoDocument *arguments;
    YadoJob *job;
    GCancellable *cancellable;
} Operation;

static char *
dup_argument(Operation *operation, const char *key)
{
    return operation->arguments ? yado_document_dup_value(operation->arguments, NULL, key) : NULL;
}

/* NULL with @error: it is missing. */
static char *
dup_needed_argument(Operation *operation, const char *key, GError **error)
{
    char *value = dup_argument(operation, key);

    if (value && *value)
        return value;
    g_free(value);
    yado_error_set(error, YADO_ERROR_INVALID, key, NULL, _("The value “%s” is missing."), key);
    return NULL;
}

static const char *
get_name(Operation *operation)
{
    return operation->row ? operation->row->name : "";
}

/* Of any of the calls below: one sentence, and what the agent said. */
static gboolean
fail(Operation *operation, GError *native, const char *format, GError **error)
{
    /* The formats are of this file. */
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
    return yado_libxl_backend_fail(operation->self, error, native, format, get_name(operation));
#pragma GCC diagnostic pop
}

/* Verbs that are one call. */

static const struct {
    const char *operation;
    const char *verb;
    const char *failure;
} verbs[] = {
    { "pause", "pause", N_("“%s” cannot be paused.") },
    { "resume", "unpause", N_("“%s” cannot be resumed.") },
    { "reboot", "reboot", N_("“%s” cannot be rebooted.") },
    { "destroy", "destroy", N_("“%s” cannot be forced off.") },
    { "nmi", "nmi", N_("“%s” cannot be sent an NMI.") },
};

/* libvirt and the daemon of an xl before 4.21 took its sleep for its end. */
static void
report_unwatched(Operation *operation)
{
    g_autofree char *notice = g_strdup_printf(
        _("“%s” may not be watched any more: after its next shutdown force it off."),
        get_name(operation));

    yado_job_report_notice(operation->job, notice, NULL);
}

static gboolean
control(Operation *operation, GError **error)
{
    g_autoptr(GError) native = NULL;
    guint i = 0;
    const char *verb;

    while (strcmp(verbs[i].operation, operation->verb) != 0)
        i++;
    verb = operation->row->is_suspended && strcmp(verbs[i].verb, "unpause") == 0
               ? "resume-suspended"
               : verbs[i].verb;
    if (!yado_xl1_call_control_sync(operation->proxy, operation->row->xen_uuid, verb,
                                    G_DBUS_CALL_FLAGS_NONE, G_MAXINT, NULL, &native))
        return fail(operation, g_steal_pointer(&native), _(verbs[i].failure), error);
    if (strcmp(verb, "resume-suspended") == 0)
        report_unwatched(operation);
    return TRUE;
}

/* "power", "sleep", "wake". */
static gboolean
press_button(Operation *operation, GError **error)
{
    g_autofree char *button = dup_needed_argument(operation, "button", error);
    g_autofree char *verb = NULL;
    g_autoptr(GError) native = NULL;

    if (!button)
        return FALSE;
    verb = strcmp(button, "wake") == 0 ? g_strdup(button) : g_strconcat(button, "-button", NULL);
    if (yado_xl1_call_control_sync(operation->proxy, operation->row->xen_uuid, verb,
                                   G_DBUS_CALL_FLAGS_NONE, G_MAXINT, NULL, &native))
        return TRUE;
    return fail(operation, g_steal_pointer(&native), _("The button of “%s” cannot be pressed."),
                error);
}

static gboolean
send_debug_keys(Operation *operation, GError **error)
{
    g_autofree char *keys = dup_needed_argument(operation, "keys", error);
    g_autoptr(GError) native = NULL;

    if (!keys)
        return FALSE;
    if (!yado_xl1_call_send_debug_keys_sync(operation->proxy, keys, G_DBUS_CALL_FLAGS_NONE,
                                            YADO_LIBXL_READ_TIMEOUT, NULL, &native))
        return yado_libxl_backend_fail(operation->self, error, g_steal_pointer(&native),
                                       _("Xen does not take the debug keys “%s”."), keys);
    yado_job_report_notice(operation->job, _("What Xen answers stands in the hypervisor's log."),
                           NULL);
    return TRUE;
}

/* The agent reads it as it empties it: what was there is told to nobody. */
static gboolean
clear_log(Operation *operation, GError **error)
{
    g_autofree char *text = NULL;
    g_autoptr(GError) native = NULL;

    if (yado_xl1_call_read_log_sync(operation->proxy, TRUE, G_DBUS_CALL_FLAGS_NONE,
                                    YADO_LIBXL_READ_TIMEOUT, &text, NULL, &native))
        return TRUE;
    return yado_libxl_backend_fail(operation->self, error, g_steal_pointer(&native),
                                   _("The hypervisor's log on “%s” cannot be cleared."),
                                   operation->self->uri);
}

/* What libxl says, and what helps. */
static const struct {
    const char *said, *hint;
} obstacles[] = {
    { "pciback driver", N_("Load the kernel module xen-pciback on the host.") },
    { "quarantine",
      N_("Xen has no IOMMU (VT-d, AMD-Vi) there: the host's firmware may switch it on.") },
};

static gboolean
fail_assignable(GError *native, const char *message, GError **error)
{
    g_autoptr(GError) taken = native;
    YadoErrorCode code = yado_libxl_translate_error(taken);
    const char *hint = NULL;

    g_dbus_error_strip_remote_error(taken);
    for (guint i = 0; i < G_N_ELEMENTS(obstacles) && hint == NULL; i++)
        if (strstr(taken->message, obstacles[i].said) != NULL)
            hint = _(obstacles[i].hint);
    return yado_error_set(error, code, taken->message, hint, "%s", message);
}

static gboolean
set_assignable(Operation *operation, GError **error)
{
    gboolean on = strcmp(operation->verb, "device-make-assignable") == 0;
    g_autofree char *device = dup_needed_argument(operation, "device", error);
    g_autofree char *message = NULL;
    g_autoptr(GError) native = NULL;

    if (!device)
        return FALSE;
    if (yado_xl1_call_set_assignable_sync(operation->proxy, device, on, G_DBUS_CALL_FLAGS_NONE,
                                          G_MAXINT, NULL, &native))
        return TRUE;
    message = g_strdup_printf(on ? _("The device %s cannot be made assignable.")
                                 : _("The device %s cannot be given back to the host."),
                              device);
    return fail_assignable(g_steal_pointer(&native), message, error);
}

/* Shutting down is a request: the guest may take its time, or not listen at all. */

/* @is_off: it has shut down, but is still there. */
static gboolean
has_stopped(Operation *operation, gboolean *is_off)
{
    g_autoptr(YadoLibxlRow) row = NULL;
    g_autoptr(GError) error = NULL;

    row = yado_libxl_backend_find(operation->self, operation->row->uuid, &error);
    if (!row)
        return g_error_matches(error, YADO_ERROR, YADO_ERROR_NOT_FOUND);
    *is_off = row->is_off;
    return row->id != operation->row->id;
}

static void
on_shutdown_cancelled_cb(GCancellable *cancellable, gpointer data)
{
    yado_libxl_backend_wake(data);
}

static gboolean
is_connected(Operation *operation)
{
    return !g_dbus_connection_is_closed(
        g_dbus_proxy_get_connection(G_DBUS_PROXY(operation->proxy)));
}

static gboolean
wait_until_stopped(Operation *operation, gint64 until, gboolean *is_off)
{
    for (;;) {
        guint64 seen = yado_libxl_backend_get_changes(operation->self);
        gboolean was_off = *is_off;

        if (has_stopped(operation, is_off))
            return TRUE;
        if (*is_off && !was_off)
            until = MIN(until, g_get_monotonic_time() + REMOVAL_SECONDS * G_TIME_SPAN_SECOND);
        if (g_get_monotonic_time() >= until || !is_connected(operation) ||
            g_cancellable_is_cancelled(operation->cancellable))
            return FALSE;
        yado_libxl_backend_wait_for_change(operation->self, seen, POLL_MILLISECONDS);
    }
}

static guint
get_timeout(Operation *operation)
{
    g_autofree char *text = dup_argument(operation, "timeout");

    return text ? g_ascii_strtoull(text, NULL, 10) : SHUTDOWN_SECONDS;
}

static void
report_deaf(Operation *operation, guint seconds)
{
    g_autofree char *notice = g_strdup_printf(
        ngettext("“%s” did not react to the request to shut down within %u second.",
                 "“%s” did not react to the request to shut down within %u seconds.", seconds),
        get_name(operation), seconds);

    yado_job_report_notice(operation->job, notice, "guest.destroy");
}

/* The daemon of an xl before 4.21 ends when its guest is saved, also where that fails. */
static void
report_left(Operation *operation)
{
    g_autofree char *notice = g_strdup_printf(
        _("“%s” has shut down, but nobody removes what is left of it: force it off."),
        get_name(operation));

    yado_job_report_notice(operation->job, notice, "guest.destroy");
}

static gboolean
await_stop(Operation *operation, guint seconds, GError **error)
{
    gint64 until = g_get_monotonic_time() + seconds * G_TIME_SPAN_SECOND;
    gulong handler;
    gboolean stopped, is_off = FALSE;

    yado_job_report_stage(operation->job, _("Waiting for the guest to shut down"));
    yado_job_report_can_cancel(operation->job, TRUE);
    handler = g_cancellable_connect(operation->cancellable, G_CALLBACK(on_shutdown_cancelled_cb),
                                    operation->self, NULL);
    stopped = wait_until_stopped(operation, until, &is_off);
    g_cancellable_disconnect(operation->cancellable, handler);
    if (stopped)
        return TRUE;
    if (g_cancellable_set_error_if_cancelled(operation->cancellable, error))
        return FALSE;
    if (!is_connected(operation))
        return yado_error_set(
            error, YADO_ERROR_CONNECTION, NULL, NULL,
            _("The connection broke while “%s” was shutting down: what became of it is not known."),
            get_name(operation));
    if (is_off)
        report_left(operation);
    else
        report_deaf(operation, seconds);
    return TRUE;
}

static gboolean
shut_down(Operation *operation, GError **error)
{
    guint seconds = get_timeout(operation);
    g_autoptr(GError) native = NULL;

    if (!yado_xl1_call_control_sync(operation->proxy, operation->row->xen_uuid, "shutdown",
                                    G_DBUS_CALL_FLAGS_NONE, G_MAXINT, NULL, &native))
        return fail(operation, g_steal_pointer(&native), _("“%s” cannot be shut down."), error);
    return seconds == 0 || await_stop(operation, seconds, error);
}

/* What xl does: with progress, and to be stopped. */

typedef struct {
    YadoXl1 *proxy;
    guint number;
    gulong handler;
} Track;

static void
on_job_cancelled_cb(GCancellable *cancellable, gpointer data)
{
    Track *track = data;

    yado_xl1_call_abort(track->proxy, track->number, G_DBUS_CALL_FLAGS_NONE, -1, NULL, NULL, NULL);
}

static void
begin_track(Operation *operation, Track *track)
{
    YadoLibxlBackend *self = operation->self;

    track->proxy = operation->proxy;
    g_mutex_lock(&self->lock);
    track->number = ++self->last_job;
    g_hash_table_insert(self->jobs, GUINT_TO_POINTER(track->number), operation->job);
    g_mutex_unlock(&self->lock);
    yado_job_report_can_cancel(operation->job, TRUE);
    track->handler =
        g_cancellable_connect(operation->cancellable, G_CALLBACK(on_job_cancelled_cb), track, NULL);
}

static void
end_track(Operation *operation, Track *track)
{
    g_cancellable_disconnect(operation->cancellable, track->handler);
    g_mutex_lock(&operation->self->lock);
    g_hash_table_remove(operation->self->jobs, GUINT_TO_POINTER(track->number));
    g_mutex_unlock(&operation->self->lock);
}

static gboolean
refuse_without_file(Operation *operation, GError **error)
{
    return yado_error_set(error, YADO_ERROR_UNSUPPORTED, NULL,
                          _("Put its configuration into the folder of the others first."),
                          _("“%s” has no configuration file here."), get_name(operation));
}

/* Memory of the control domain, bytes. */
static guint64
read_domain_0(GVariant *guests)
{
    GVariantIter iter;
    const char *uuid;
    guint64 memory;

    g_variant_iter_init(&iter, guests);
    while (g_variant_iter_next(&iter, "(&ssussuituuttututttt)", &uuid, NULL, NULL, NULL, NULL, NULL,
                               NULL, NULL, NULL, NULL, &memory, NULL, NULL, NULL, NULL, NULL, NULL,
                               NULL, NULL))
        if (strcmp(uuid, YADO_LIBXL_DOMAIN_0) == 0)
            return memory * 1024;
    return 0;
}

/* How much memory is missing, and where some could come from; NULL: not known. */
static char *
describe_shortage(Operation *operation)
{
    g_autoptr(YadoDocument) document =
        yado_libxl_backend_get_document(YADO_BACKEND(operation->self), operation->row->uuid,
                                        YADO_CONFIGURATION_INACTIVE, NULL, NULL);
    guint64 needed = document ? yado_document_get_uint(document, NULL, "memory.current", 0) : 0;
    g_autoptr(GVariant) guests = NULL;
    g_autoptr(GVariant) host = NULL;
    g_autofree char *missing = NULL;
    g_autofree char *spare = NULL;
    guint64 unused;

    if (needed == 0 ||
        !yado_xl1_call_list_sync(operation->proxy, 0, G_DBUS_CALL_FLAGS_NONE,
                                 YADO_LIBXL_READ_TIMEOUT, &guests, &host, NULL, NULL))
        return NULL;
    g_variant_get(host, "(uttt)", NULL, NULL, &unused, NULL);
    if (needed <= unused * 1024)
        return NULL;
    missing = yado_size_format(needed - unused * 1024);
    spare = yado_size_format(read_domain_0(guests));
    return g_strdup_printf(_("%s of memory are missing. Domain-0 holds %s: give it less, or shut "
                             "another guest down."),
                           missing, spare);
}

static gboolean
fail_start(Operation *operation, GError *native, GError **error)
{
    g_autofree char *hint = yado_libxl_translate_error(native) == YADO_ERROR_NO_SPACE
                                ? describe_shortage(operation)
                                : NULL;
    g_autoptr(GError) taken = native;

    if (!hint)
        return fail(operation, g_steal_pointer(&taken), _("“%s” cannot be started."), error);
    g_dbus_error_strip_remote_error(taken);
    return yado_error_set(error, YADO_ERROR_NO_SPACE, taken->message, hint,
                          _("The host has too little memory to start “%s”."), get_name(operation));
}

static gboolean
start(Operation *operation, GError **error)
{
    gboolean paused = strcmp(operation->verb, "start-paused") == 0;
    g_autoptr(GError) native = NULL;
    gboolean started;
    Track track;

    if (!operation->row->file)
        return refuse_without_file(operation, error);
    begin_track(operation, &track);
    started =
        yado_xl1_call_start_file_sync(operation->proxy, track.number, operation->row->file, paused,
                                      G_DBUS_CALL_FLAGS_NONE, G_MAXINT, NULL, &native);
    end_track(operation, &track);
    return started || fail_start(operation, g_steal_pointer(&native), error);
}

/* The agent removes an image that is not whole, and resumes the guest; whether it could is seen in the list. */
static char *
describe_unsaved(Operation *operation)
{
    g_autoptr(YadoLibxlRow) row = NULL;

    if (yado_libxl_backend_refresh(operation->self, NULL, NULL))
        row = yado_libxl_backend_look_up(operation->self, operation->row->uuid);
    if (!row || !*row->xen_uuid || row->id != operation->row->id)
        return g_strdup(_("The guest does not run any more. What was written of it is removed."));
    return g_strdup(row->is_suspended
                        ? _("The guest stands still and cannot be resumed: force it off. What was "
                            "written of it is removed.")
                        : _("The guest goes on. What was written of it is removed."));
}

static gboolean
fail_save(Operation *operation, GError *native, GError **error)
{
    g_autoptr(GError) own_error = NULL;
    g_autofree char *outcome = NULL;

    if (!is_connected(operation)) {
        g_autoptr(GError) taken = native;
        return yado_error_set(
            error, YADO_ERROR_UNCERTAIN, taken->message,
            _("Connect again: what is not whole is removed then, the guest resumed, and the list "
              "says so."),
            _("The helper ended while “%s” was saved: whether it is saved, runs on or stands still "
              "is not known."),
            get_name(operation));
    }
    fail(operation, native, _("“%s” cannot be saved."), &own_error);
    /* The others were refused before anything was begun. */
    if (!yado_error_is_cancel(own_error) &&
        !g_error_matches(own_error, YADO_ERROR, YADO_ERROR_FAILED) &&
        !g_error_matches(own_error, YADO_ERROR, YADO_ERROR_NO_SPACE)) {
        g_propagate_error(error, g_steal_pointer(&own_error));
        return FALSE;
    }
    outcome = describe_unsaved(operation);
    if (!yado_error_is_cancel(own_error))
        return yado_error_set(error, own_error->code, yado_error_get_detail(own_error), outcome,
                              "%s", own_error->message);
    yado_job_report_notice(operation->job, outcome, NULL);
    g_propagate_error(error, g_steal_pointer(&own_error));
    return FALSE;
}

static gboolean
save_to(Operation *operation, const char *path, GError **error)
{
    g_autoptr(GError) native = NULL;
    gboolean saved;
    Track track;

    yado_job_report_stage(operation->job, _("Saving the guest's memory"));
    begin_track(operation, &track);
    saved = yado_xl1_call_save_sync(operation->proxy, track.number, operation->row->xen_uuid, path,
                                    G_DBUS_CALL_FLAGS_NONE, G_MAXINT, NULL, &native);
    end_track(operation, &track);
    return saved || fail_save(operation, g_steal_pointer(&native), error);
}

/* Without a file nobody would know that there is something to go on with. */
static gboolean
save(Operation *operation, GError **error)
{
    return operation->row->file ? save_to(operation, "", error)
                                : refuse_without_file(operation, error);
}

static gboolean
save_to_file(Operation *operation, GError **error)
{
    g_autofree char *path = dup_needed_argument(operation, "file", error);

    return path && save_to(operation, path, error);
}

static gboolean
restore_file(Operation *operation, GError **error)
{
    g_autofree char *path = dup_needed_argument(operation, "file", error);
    g_autoptr(GError) native = NULL;
    gboolean restored;
    Track track;

    if (!path)
        return FALSE;
    begin_track(operation, &track);
    restored = yado_xl1_call_restore_sync(operation->proxy, track.number, path, FALSE,
                                          G_DBUS_CALL_FLAGS_NONE, G_MAXINT, NULL, &native);
    end_track(operation, &track);
    if (restored)
        return TRUE;
    return yado_libxl_backend_fail(operation->self, error, g_steal_pointer(&native),
                                   _("No guest can be restored from “%s”."), path);
}

static gboolean
dump_core(Operation *operation, GError **error)
{
    g_autofree char *path = dup_needed_argument(operation, "file", error);
    g_autoptr(GError) native = NULL;

    if (!path)
        return FALSE;
    if (yado_xl1_call_dump_core_sync(operation->proxy, operation->row->xen_uuid, path,
                                     G_DBUS_CALL_FLAGS_NONE, G_MAXINT, NULL, &native))
        return TRUE;
    return fail(operation, g_steal_pointer(&native), _("The memory of “%s” cannot be written."),
                error);
}

static gboolean
send_sysrq(Operation *operation, GError **error)
{
    g_autofree char *key = dup_needed_argument(operation, "key", error);
    g_autoptr(GError) native = NULL;

    if (!key)
        return FALSE;
    if (yado_xl1_call_send_sysrq_sync(operation->proxy, operation->row->xen_uuid, key,
                                      G_DBUS_CALL_FLAGS_NONE, YADO_LIBXL_READ_TIMEOUT, NULL,
                                      &native))
        return TRUE;
    return fail(operation, g_steal_pointer(&native), _("“%s” cannot be sent a SysRq key."), error);
}

/* Files. */

static gboolean
discard_saved(Operation *operation, GError **error)
{
    g_autoptr(GError) native = NULL;

    if (!operation->row->file)
        return refuse_without_file(operation, error);
    if (yado_xl1_call_discard_saved_sync(operation->proxy, operation->row->file,
                                         G_DBUS_CALL_FLAGS_NONE, YADO_LIBXL_READ_TIMEOUT, NULL,
                                         &native))
        return TRUE;
    return fail(operation, g_steal_pointer(&native),
                _("The saved state of “%s” cannot be discarded."), error);
}

static gboolean
set_autostart(Operation *operation, GError **error)
{
    gboolean on = strcmp(operation->verb, "autostart-on") == 0;

    if (!operation->row->file)
        return refuse_without_file(operation, error);
    return yado_libxl_backend_set_autostart(operation->self, operation->proxy, operation->row, on,
                                            error);
}

static gboolean
delete_guest(Operation *operation, GError **error)
{
    g_autofree char *disks = dup_argument(operation, "disks");
    g_autoptr(GError) native = NULL;

    if (!operation->row->file)
        return refuse_without_file(operation, error);
    if (disks && *disks)
        return yado_error_set(error, YADO_ERROR_UNSUPPORTED, disks,
                              _("Delete the guest without them, then the files by hand."),
                              _("The disks of “%s” cannot be erased through xl."),
                              get_name(operation));
    if (yado_xl1_call_remove_file_sync(operation->proxy, operation->row->file,
                                       G_DBUS_CALL_FLAGS_NONE, YADO_LIBXL_READ_TIMEOUT, NULL,
                                       &native))
        return TRUE;
    return fail(operation, g_steal_pointer(&native), _("“%s” cannot be deleted."), error);
}

/* A new name in the file, and for the guest where it runs; the file keeps its own name, and so the row its uuid. */

static gboolean
check_name(Operation *operation, const char *name, GError **error)
{
    g_autoptr(YadoLibxlRow) other = yado_libxl_backend_look_up_name(operation->self, name);

    if (other)
        return yado_error_set(error, YADO_ERROR_CONFLICT, NULL, _("Choose another name."),
                              _("There is a guest “%s” already."), name);
    if (operation->row->has_saved)
        return yado_error_set(
            error, YADO_ERROR_UNSUPPORTED, NULL, _("Start it, or discard its saved state, first."),
            _("“%s” is saved, and its state is kept under its name."), get_name(operation));
    return TRUE;
}

static gboolean
rename_file(Operation *operation, const char *name, GError **error)
{
    g_autofree char *text = NULL;
    g_autofree char *new_text = NULL;
    g_autoptr(YadoDocument) document = NULL;

    if (!operation->row->file)
        return TRUE;
    text = yado_libxl_backend_dup_text(operation->self, operation->row, NULL, error);
    document = text ? yado_xl_document_new_from_text(text, error) : NULL;
    if (!document || !yado_document_set_value(document, NULL, "name", name, error))
        return FALSE;
    new_text = yado_document_dump(document);
    return yado_libxl_backend_write_text(operation->self, operation->row, text, new_text, error);
}

static gboolean
rename_guest(Operation *operation, GError **error)
{
    g_autofree char *name = dup_needed_argument(operation, "name", error);
    g_autoptr(GError) native = NULL;

    if (!name || !check_name(operation, name, error))
        return FALSE;
    if (*operation->row->xen_uuid &&
        !yado_xl1_call_rename_sync(operation->proxy, operation->row->xen_uuid, name,
                                   G_DBUS_CALL_FLAGS_NONE, G_MAXINT, NULL, &native))
        return fail(operation, g_steal_pointer(&native), _("“%s” cannot be renamed."), error);
    return rename_file(operation, name, error);
}

/* The scheduler: nothing that libvirt remembers. */

static gboolean
pin_now(Operation *operation, GError **error)
{
    g_autofree char *vcpu = dup_argument(operation, "vcpu");
    g_autofree char *hard = dup_argument(operation, "hard");
    g_autofree char *soft = dup_argument(operation, "soft");
    gboolean is_all = !vcpu || strcmp(vcpu, "all") == 0;
    g_autoptr(GError) native = NULL;

    if (yado_xl1_call_set_affinity_sync(
            operation->proxy, operation->row->xen_uuid, is_all ? -1 : atoi(vcpu), hard ? hard : "",
            soft ? soft : "", G_DBUS_CALL_FLAGS_NONE, YADO_LIBXL_READ_TIMEOUT, NULL, &native))
        return TRUE;
    return fail(operation, g_steal_pointer(&native), _("The vCPUs of “%s” cannot be pinned."),
                error);
}

static gboolean
schedule_now(Operation *operation, GError **error)
{
    static const char *const keys[] = { "weight", "cap", "period", "budget", "extratime" };
    g_autoptr(GError) native = NULL;
    GVariantBuilder parameters;

    g_variant_builder_init(&parameters, G_VARIANT_TYPE("a{si}"));
    for (guint i = 0; i < G_N_ELEMENTS(keys); i++) {
        g_autofree char *value = dup_argument(operation, keys[i]);

        if (value && *value)
            g_variant_builder_add(&parameters, "{si}", keys[i],
                                  (gint)g_ascii_strtoll(value, NULL, 10));
    }
    if (yado_xl1_call_set_scheduler_sync(operation->proxy, operation->row->xen_uuid,
                                         g_variant_builder_end(&parameters), G_DBUS_CALL_FLAGS_NONE,
                                         YADO_LIBXL_READ_TIMEOUT, NULL, &native))
        return TRUE;
    return fail(operation, g_steal_pointer(&native), _("The scheduling of “%s” cannot be changed."),
                error);
}

/* FALSE with @error: there is none of that name. */
static gboolean
find_pool(Operation *operation, const char *text, guint *number, GError **error)
{
    g_autoptr(GPtrArray) pools = yado_libxl_backend_list_pools(operation->self, operation->proxy,
                                                               operation->cancellable, error);
    const YadoCpuPool *pool = pools ? yado_libxl_find_pool(pools, text, error) : NULL;

    if (pool)
        *number = pool->id;
    return pool != NULL;
}

static gboolean
move_pool_now(Operation *operation, GError **error)
{
    g_autofree char *pool = dup_needed_argument(operation, "pool", error);
    g_autoptr(GError) native = NULL;
    guint number;

    if (!pool || !find_pool(operation, pool, &number, error))
        return FALSE;
    if (yado_xl1_call_move_to_pool_sync(operation->proxy, operation->row->xen_uuid, number,
                                        G_DBUS_CALL_FLAGS_NONE, YADO_LIBXL_READ_TIMEOUT, NULL,
                                        &native))
        return TRUE;
    return fail(operation, g_steal_pointer(&native), _("“%s” cannot be moved to another CPU pool."),
                error);
}

/* Xen forgets it with the guest; its file, which has it for the next start, is written first: what can be refused is refused there. */
static gboolean
change_scheduling(Operation *operation,
                  gboolean (*change_now)(Operation *operation, GError **error), GError **error)
{
    g_autofree char *when = dup_argument(operation, "when");
    YadoLibxlRow *row = operation->row;
    gboolean now = g_strcmp0(when, "next") != 0 && *row->xen_uuid;
    gboolean next = g_strcmp0(when, "now") != 0 && row->file;
    g_autoptr(GError) own_error = NULL;

    if (!now && !next)
        return g_strcmp0(when, "next") == 0
                   ? refuse_without_file(operation, error)
                   : yado_error_set(error, YADO_ERROR_INVALID, NULL, NULL,
                                    _("“%s” does not run: there is nothing to change now."),
                                    row->name);
    if (next &&
        !yado_libxl_backend_store_scheduling(operation->self, row, operation->arguments, error))
        return FALSE;
    if (!next && g_strcmp0(when, "now") != 0)
        yado_job_report_notice(operation->job,
                               _("This holds until the guest stops: the host does not store it."),
                               NULL);
    if (!now || change_now(operation, &own_error))
        return TRUE;
    if (next && own_error->domain == YADO_ERROR && own_error->code != YADO_ERROR_CONNECTION)
        yado_job_report_notice(operation->job, _("It is stored for the next start all the same."),
                               NULL);
    g_propagate_error(error, g_steal_pointer(&own_error));
    return FALSE;
}

static gboolean
pin(Operation *operation, GError **error)
{
    return change_scheduling(operation, pin_now, error);
}

/* Neither xl's files nor libvirt have a place for real time. */
static gboolean
check_real_time(Operation *operation, GError **error)
{
    g_autofree char *period = dup_argument(operation, "period");
    g_autofree char *budget = dup_argument(operation, "budget");
    g_autofree char *when = dup_argument(operation, "when");

    if (!(period && *period) && !(budget && *budget))
        return TRUE;
    if (!*operation->row->xen_uuid || g_strcmp0(when, "next") == 0)
        return yado_error_set(error, YADO_ERROR_INVALID, NULL, NULL,
                              _("Period and budget can only be set while “%s” runs: nothing stores "
                                "them."),
                              operation->row->name);
    yado_job_report_notice(operation->job,
                           _("Period and budget hold until the guest stops: nothing stores them."),
                           NULL);
    return TRUE;
}

static gboolean
schedule(Operation *operation, GError **error)
{
    return check_real_time(operation, error) && change_scheduling(operation, schedule_now, error);
}

static gboolean
move_pool(Operation *operation, GError **error)
{
    g_autofree char *pool = dup_needed_argument(operation, "pool", error);
    guint number;

    return pool && find_pool(operation, pool, &number, error) &&
           change_scheduling(operation, move_pool_now, error);
}

static gboolean
change_pools(Operation *operation, GError **error)
{
    return yado_libxl_backend_change_pools(operation->self, operation->proxy, operation->verb,
                                           operation->arguments, error);
}

/* The table. */

typedef enum {
    NEEDS_GUEST = 1 << 0,
    NEEDS_RUNNING = 1 << 1,
    LEAVES_OWNER = 1 << 2, /* nothing that libvirt keeps a book of */
} Flags;

#define RUNNING (NEEDS_GUEST | NEEDS_RUNNING)

static const struct {
    const char *name;
    gboolean (*func)(Operation *operation, GError **error);
    Flags flags;
} operations[] = {
    { "start", start, NEEDS_GUEST },
    { "start-paused", start, NEEDS_GUEST },
    { "restore", start, NEEDS_GUEST },
    { "shutdown", shut_down, RUNNING },
    { "reboot", control, RUNNING },
    { "destroy", control, RUNNING },
    { "pause", control, RUNNING },
    { "resume", control, RUNNING },
    { "save", save, RUNNING },
    { "save-to-file", save_to_file, RUNNING },
    { "restore-file", restore_file, 0 },
    { "discard-saved", discard_saved, NEEDS_GUEST },
    { "autostart-on", set_autostart, NEEDS_GUEST },
    { "autostart-off", set_autostart, NEEDS_GUEST },
    { "delete", delete_guest, NEEDS_GUEST },
    { "rename", rename_guest, NEEDS_GUEST },
    { "pin", pin, NEEDS_GUEST | LEAVES_OWNER },
    { "schedule", schedule, NEEDS_GUEST | LEAVES_OWNER },
    { "move-pool", move_pool, NEEDS_GUEST | LEAVES_OWNER },
    { "cpupool-create", change_pools, 0 },
    { "cpupool-set", change_pools, 0 },
    { "cpupool-delete", change_pools, 0 },
    { "debug-keys", send_debug_keys, 0 },
    { "clear-log", clear_log, 0 },
    { "device-make-assignable", set_assignable, 0 },
    { "device-give-back", set_assignable, 0 },
    { "button", press_button, RUNNING | LEAVES_OWNER },
    { "nmi", control, RUNNING | LEAVES_OWNER },
    { "dump-core", dump_core, RUNNING | LEAVES_OWNER },
    { "sysrq", send_sysrq, RUNNING | LEAVES_OWNER },
};

static int
find_operation(const char *name)
{
    for (guint i = 0; i < G_N_ELEMENTS(operations); i++)
        if (strcmp(operations[i].name, name) == 0)
            return (int)i;
    return -1;
}

gboolean
yado_libxl_backend_can_run(YadoBackend *backend, const char *name)
{
    return find_operation(name) >= 0;
}

/* What a save that failed left sleeping: libvirt takes it for running, and would not wake it. */
static gboolean
is_stuck(const YadoLibxlRow *row, const char *name)
{
    return row->is_suspended && strcmp(name, "resume") == 0;
}

static gboolean
check_row(YadoLibxlBackend *self, const YadoLibxlRow *row, const char *name, Flags flags,
          GError **error)
{
    if (!(flags & LEAVES_OWNER) && !is_stuck(row, name) &&
        !yado_libxl_backend_check_owner(self, row, error))
        return FALSE;
    if (flags & NEEDS_RUNNING && !*row->xen_uuid)
        return yado_error_set(error, YADO_ERROR_INVALID, NULL, NULL, _("“%s” does not run."),
                              row->name);
    return TRUE;
}

gboolean
yado_libxl_backend_run(YadoBackend *backend, const char *name, const char *uuid,
                       YadoDocument *arguments, YadoJob *job, GCancellable *cancellable,
                       GError **error)
{
    YadoLibxlBackend *self = YADO_LIBXL_BACKEND(backend);
    g_autoptr(YadoXl1) proxy = yado_libxl_backend_ref_proxy(self, error);
    g_autoptr(YadoLibxlRow) row = NULL;
    int i = find_operation(name);
    Operation operation = {
        .self = self,
        .proxy = proxy,
        .verb = name,
        .arguments = arguments,
        .job = job,
        .cancellable = cancellable,
    };

    if (!proxy)
        return FALSE;
    g_return_val_if_fail(i >= 0, FALSE);
    if (self->is_read_only)
        return yado_error_set(error, YADO_ERROR_DENIED, NULL, NULL,
                              _("The connection “%s” is for reading only."), self->uri);
    if (operations[i].flags & NEEDS_GUEST) {
        row = uuid ? yado_libxl_backend_find(self, uuid, error) : NULL;
        if (!row || !check_row(self, row, name, operations[i].flags, error))
            return FALSE;
        operation.row = row;
        yado_libxl_backend_note_save(self, row->xen_uuid, NULL);
    }
    /* What it did to files is seen by whoever lists next, before the agent tells of it. */
    if (!operations[i].func(&operation, error))
        return FALSE;
    yado_libxl_backend_forget_files(self);
    return TRUE;
}
