/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Threads: parts come and go on the main context only; the workers (open, list, sample, …) look at them under the lock and hold a
 * reference to what they call.  Opening is asked for by a worker and done by the main context, as it is each time after.
 */
#include "config.h"

#include "backend/yado-joint-backend.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "backend/yado-backend-registry.h"
#include "backend/yado-record-merge.h"
#include "base/yado-error.h"
#include "document/yado-plain-document.h"

#define MAX_RETRY_SECONDS 60

typedef enum { PART_CLOSED, PART_OPENING, PART_OPEN } PartState;

typedef struct {
    YadoJointBackend *joint;
    char *uri;
    YadoBackend *backend; /* a new one for each attempt; NULL between them */
    PartState state;
    gboolean was_open;
    GError *error;      /* why it is not open */
    GError *call_error; /* it is open, but did not answer the last listing */
    GCancellable *cancellable;
    guint retry_source, retry_seconds;
} Part;

struct _YadoJointBackend {
    GObject parent_instance;
    GMutex lock; /* guards the parts */
    GCond settled;
    Part parts[YADO_N_PARTS];
    YadoPrompt *prompt;
    YadoOpenFlags flags;
    int is_closed; /* atomic: its user is done with it */
};

enum { CHANGED, N_SIGNALS };

static guint signals[N_SIGNALS];

static void backend_iface_init(YadoBackendInterface *iface);

G_DEFINE_TYPE_WITH_CODE(YadoJointBackend, yado_joint_backend, G_TYPE_OBJECT,
                        G_IMPLEMENT_INTERFACE(YADO_TYPE_BACKEND, backend_iface_init))

/* NULL unless open.  Any thread.  (transfer full) */
static YadoBackend *
ref_part(YadoJointBackend *self, YadoPart which)
{
    Part *part = &self->parts[which];
    YadoBackend *backend = NULL;

    g_mutex_lock(&self->lock);
    if (part->state == PART_OPEN)
        backend = g_object_ref(part->backend);
    g_mutex_unlock(&self->lock);
    return backend;
}

/* With the lock held. */
static gboolean
is_any(YadoJointBackend *self, PartState state)
{
    for (guint i = 0; i < YADO_N_PARTS; i++)
        if (self->parts[i].state == state)
            return TRUE;
    return FALSE;
}

static gboolean
has_open_part(YadoJointBackend *self)
{
    gboolean found;

    g_mutex_lock(&self->lock);
    found = is_any(self, PART_OPEN);
    g_mutex_unlock(&self->lock);
    return found;
}

/* What was wrong stays said while it is tried again. */
static void
set_part(Part *part, PartState state, const GError *error)
{
    YadoJointBackend *self = part->joint;

    g_mutex_lock(&self->lock);
    part->state = state;
    part->was_open |= state == PART_OPEN;
    g_clear_error(&part->call_error);
    if (state != PART_OPENING)
        g_clear_error(&part->error);
    if (error)
        part->error = g_error_copy(error);
    g_cond_broadcast(&self->settled);
    g_mutex_unlock(&self->lock);
}

static void
emit_changed(YadoJointBackend *self)
{
    if (!g_atomic_int_get(&self->is_closed))
        g_signal_emit(self, signals[CHANGED], 0);
}

/* ---- A part's life, on the main context ---- */

static void start_part(Part *part);

static Part *
find_part(YadoJointBackend *self, YadoBackend *backend)
{
    for (guint i = 0; i < YADO_N_PARTS; i++)
        if (self->parts[i].backend == backend)
            return &self->parts[i];
    return NULL;
}

static void
on_part_event_cb(YadoBackend *backend, const char *uuid, int event, YadoJointBackend *self)
{
    if (find_part(self, backend))
        g_signal_emit_by_name(self, "guest-event", uuid, event);
}

static void
on_part_resources_cb(YadoBackend *backend, YadoJointBackend *self)
{
    if (find_part(self, backend))
        g_signal_emit_by_name(self, "resources-event");
}

static void
on_part_sampled_cb(YadoBackend *backend, const YadoSample *sample, YadoJointBackend *self)
{
    if (find_part(self, backend))
        yado_backend_emit_sampled(YADO_BACKEND(self), sample);
}

static void
on_part_closed_cb(YadoBackend *backend, const GError *error, YadoJointBackend *self)
{
    yado_joint_backend_lose(self, backend, error);
}

static void
drop_part(Part *part)
{
    g_autoptr(YadoBackend) backend = NULL;

    g_mutex_lock(&part->joint->lock);
    backend = g_steal_pointer(&part->backend);
    part->state = PART_CLOSED;
    g_mutex_unlock(&part->joint->lock);
    g_clear_handle_id(&part->retry_source, g_source_remove);
    if (!backend)
        return;
    g_signal_handlers_disconnect_by_data(backend, part->joint);
    yado_backend_close(backend);
}

static gboolean
on_retry_due_cb(gpointer data)
{
    Part *part = data;

    part->retry_source = 0;
    start_part(part);
    return G_SOURCE_REMOVE;
}

static void
schedule_retry(Part *part)
{
    part->retry_seconds = CLAMP(part->retry_seconds * 2, 1, MAX_RETRY_SECONDS);
    part->retry_source = g_timeout_add_seconds(part->retry_seconds, on_retry_due_cb, part);
}

/* As a host: what was open once is tried again; what never was, or was refused, waits for the user.  The reason is there at once: who waits for
 * both parts may look as soon as this one is closed. */
static void
fail_part(Part *part, const GError *error)
{
    set_part(part, PART_CLOSED, error);
    drop_part(part);
    if (part->was_open && g_error_matches(error, YADO_ERROR, YADO_ERROR_CONNECTION) &&
        !g_atomic_int_get(&part->joint->is_closed))
        schedule_retry(part);
    emit_changed(part->joint);
}

static void
on_part_opened_cb(GObject *source, GAsyncResult *result, gpointer data)
{
    g_autoptr(YadoJointBackend) self = data;
    g_autoptr(GError) error = NULL;
    gboolean opened = yado_backend_open_finish(YADO_BACKEND(source), result, &error);
    Part *part = find_part(self, YADO_BACKEND(source));

    if (!part)
        return;
    if (!opened) {
        fail_part(part, error);
        return;
    }
    part->retry_seconds = 0;
    set_part(part, PART_OPEN, NULL);
    emit_changed(self);
}

static void
start_part(Part *part)
{
    YadoJointBackend *self = part->joint;
    g_autoptr(GError) error = NULL;
    YadoBackend *backend = yado_backend_registry_create(part->uri, &error);

    drop_part(part);
    if (!backend || g_cancellable_set_error_if_cancelled(part->cancellable, &error)) {
        g_clear_object(&backend);
        fail_part(part, error);
        return;
    }
    g_signal_connect(backend, "guest-event", G_CALLBACK(on_part_event_cb), self);
    g_signal_connect(backend, "resources-event", G_CALLBACK(on_part_resources_cb), self);
    g_signal_connect(backend, "sampled", G_CALLBACK(on_part_sampled_cb), self);
    g_signal_connect(backend, "closed", G_CALLBACK(on_part_closed_cb), self);
    g_mutex_lock(&self->lock);
    part->backend = backend;
    g_mutex_unlock(&self->lock);
    set_part(part, PART_OPENING, NULL);
    yado_backend_open_async(backend, self->prompt, self->flags, part->cancellable,
                            on_part_opened_cb, g_object_ref(self));
}

/* ---- Opening and closing, in workers ---- */

static gboolean
on_start_due_cb(gpointer data)
{
    YadoJointBackend *self = data;

    for (guint i = 0; i < YADO_N_PARTS; i++)
        start_part(&self->parts[i]);
    return G_SOURCE_REMOVE;
}

static void
wake_waiters(YadoJointBackend *self)
{
    g_mutex_lock(&self->lock);
    g_cond_broadcast(&self->settled);
    g_mutex_unlock(&self->lock);
}

static void
on_opening_cancelled_cb(GCancellable *cancellable, gpointer data)
{
    wake_waiters(data);
}

/* Who shows a list goes on with what is there; a command waits for all, for it lists once, and acts on what it finds. */
static gboolean
is_settled(YadoJointBackend *self, YadoOpenFlags flags)
{
    if (g_atomic_int_get(&self->is_closed))
        return TRUE;
    if (flags & YADO_OPEN_EVENTS && !(flags & YADO_OPEN_WHOLE) && is_any(self, PART_OPEN))
        return TRUE;
    return !is_any(self, PART_OPENING);
}

static void
await_parts(YadoJointBackend *self, YadoOpenFlags flags, GCancellable *cancellable)
{
    gulong id = cancellable ? g_cancellable_connect(cancellable,
                                                    G_CALLBACK(on_opening_cancelled_cb), self, NULL)
                            : 0;

    g_mutex_lock(&self->lock);
    while (!is_settled(self, flags) && !g_cancellable_is_cancelled(cancellable))
        g_cond_wait(&self->settled, &self->lock);
    g_mutex_unlock(&self->lock);
    g_cancellable_disconnect(cancellable, id);
}

/* libvirt's reason, with the other's as detail.  With the lock held. */
static GError *
create_error(YadoJointBackend *self)
{
    const GError *error = self->parts[YADO_PART_LIBVIRT].error;
    const GError *other = self->parts[YADO_PART_LIBXL].error;
    const char *detail = error ? yado_error_get_detail(error) : NULL;
    g_autofree char *both = NULL;

    if (!error)
        return yado_error_new(YADO_ERROR_CONNECTION, NULL, NULL,
                              _("There is no connection to “%s”."),
                              self->parts[YADO_PART_LIBVIRT].uri);
    if (error->domain != YADO_ERROR)
        return g_error_copy(error);
    both = g_strjoin("\n",
                     detail  ? detail
                     : other ? other->message
                             : NULL,
                     detail && other ? other->message : NULL, NULL);
    return yado_error_new(error->code, both, yado_error_get_hint(error), "%s", error->message);
}

static gboolean
backend_open(YadoBackend *backend, YadoPrompt *prompt, YadoOpenFlags flags,
             GCancellable *cancellable, GError **error)
{
    YadoJointBackend *self = YADO_JOINT_BACKEND(backend);
    gboolean opened;

    g_set_object(&self->prompt, prompt);
    self->flags = flags;
    for (guint i = 0; i < YADO_N_PARTS; i++)
        set_part(&self->parts[i], PART_OPENING, NULL);
    g_idle_add_full(G_PRIORITY_DEFAULT, on_start_due_cb, g_object_ref(self), g_object_unref);
    await_parts(self, flags, cancellable);
    if (g_cancellable_set_error_if_cancelled(cancellable, error))
        return FALSE;
    g_mutex_lock(&self->lock);
    opened = is_any(self, PART_OPEN);
    if (!opened)
        g_propagate_error(error, create_error(self));
    g_mutex_unlock(&self->lock);
    return opened;
}

static gboolean
on_close_due_cb(gpointer data)
{
    YadoJointBackend *self = data;

    for (guint i = 0; i < YADO_N_PARTS; i++)
        drop_part(&self->parts[i]);
    return G_SOURCE_REMOVE;
}

static void
backend_close(YadoBackend *backend)
{
    YadoJointBackend *self = YADO_JOINT_BACKEND(backend);

    if (g_atomic_int_exchange(&self->is_closed, TRUE))
        return;
    for (guint i = 0; i < YADO_N_PARTS; i++)
        g_cancellable_cancel(self->parts[i].cancellable);
    wake_waiters(self);
    g_idle_add_full(G_PRIORITY_DEFAULT, on_close_due_cb, g_object_ref(self), g_object_unref);
}

/* ---- Asking both, in workers ---- */

typedef struct {
    YadoJointBackend *joint;
    YadoBackend *backend;
    GError *error;
} Failure;

static void
free_failure(gpointer data)
{
    Failure *failure = data;

    g_object_unref(failure->joint);
    g_object_unref(failure->backend);
    g_clear_error(&failure->error);
    g_free(failure);
}

static gboolean
on_failure_due_cb(gpointer data)
{
    Failure *failure = data;

    if (g_error_matches(failure->error, YADO_ERROR, YADO_ERROR_CONNECTION))
        yado_joint_backend_lose(failure->joint, failure->backend, failure->error);
    else
        emit_changed(failure->joint);
    return G_SOURCE_REMOVE;
}

/* @error (nullable): how a call of the part ended.  Only a change is told. */
static void
note_answer(YadoJointBackend *self, YadoPart which, YadoBackend *backend, const GError *error)
{
    Part *part = &self->parts[which];
    Failure *failure;
    gboolean same;

    if (yado_error_is_cancel(error))
        return;
    g_mutex_lock(&self->lock);
    same = (part->call_error == NULL) == (error == NULL) || part->backend != backend;
    if (!same) {
        g_clear_error(&part->call_error);
        part->call_error = error ? g_error_copy(error) : NULL;
    }
    g_mutex_unlock(&self->lock);
    if (same)
        return;
    failure = g_new0(Failure, 1);
    failure->joint = g_object_ref(self);
    failure->backend = g_object_ref(backend);
    failure->error = error ? g_error_copy(error) : NULL;
    g_idle_add_full(G_PRIORITY_DEFAULT, on_failure_due_cb, failure, free_failure);
}

static GPtrArray *
list_part(YadoJointBackend *self, YadoPart which, const char *const *uuids, YadoListFlags flags,
          GCancellable *cancellable, GError **error)
{
    g_autoptr(YadoBackend) backend = ref_part(self, which);
    g_autoptr(GError) own_error = NULL;
    GPtrArray *records;

    if (!backend)
        return NULL;
    records = YADO_BACKEND_GET_IFACE(backend)->list(backend, uuids, flags, cancellable, &own_error);
    note_answer(self, which, backend, own_error);
    if (!records)
        g_propagate_error(error, g_steal_pointer(&own_error));
    return records;
}

static gboolean
refuse_closed(YadoJointBackend *self, GError **error)
{
    return yado_error_set(error, YADO_ERROR_CONNECTION, NULL, NULL,
                          _("There is no connection to “%s”."), self->parts[YADO_PART_LIBVIRT].uri);
}

/* libxl last: it knows what is true at the moment. */
static GPtrArray *
backend_list(YadoBackend *backend, const char *const *uuids, YadoListFlags flags,
             GCancellable *cancellable, GError **error)
{
    YadoJointBackend *self = YADO_JOINT_BACKEND(backend);
    g_autoptr(GError) first = NULL;
    g_autoptr(GError) second = NULL;
    g_autoptr(GPtrArray) libvirt = NULL;
    g_autoptr(GPtrArray) libxl = NULL;

    libvirt = list_part(self, YADO_PART_LIBVIRT, uuids, flags, cancellable, &first);
    libxl = list_part(self, YADO_PART_LIBXL, uuids, flags, cancellable, &second);
    if (g_cancellable_set_error_if_cancelled(cancellable, error))
        return NULL;
    if (libvirt || libxl)
        return yado_record_merge(g_steal_pointer(&libvirt), g_steal_pointer(&libxl));
    if (first)
        g_propagate_error(error, g_steal_pointer(&first));
    else if (second)
        g_propagate_error(error, g_steal_pointer(&second));
    else
        refuse_closed(self, error);
    return NULL;
}

static YadoSample *
sample_part(YadoJointBackend *self, YadoPart which, const GArray *wishes, GCancellable *cancellable,
            GError **error)
{
    g_autoptr(YadoBackend) backend = ref_part(self, which);

    if (!backend || !YADO_BACKEND_GET_IFACE(backend)->sample)
        return NULL;
    return YADO_BACKEND_GET_IFACE(backend)->sample(backend, wishes, cancellable, error);
}

/* libxl reads the counters of all guests at once, whoever owns them. */
static YadoSample *
backend_sample(YadoBackend *backend, const GArray *wishes, GCancellable *cancellable,
               GError **error)
{
    YadoJointBackend *self = YADO_JOINT_BACKEND(backend);
    g_autoptr(GError) libxl_error = NULL;
    YadoSample *sample = sample_part(self, YADO_PART_LIBXL, wishes, cancellable, &libxl_error);

    if (sample || g_cancellable_set_error_if_cancelled(cancellable, error))
        return sample;
    sample = sample_part(self, YADO_PART_LIBVIRT, wishes, cancellable, error);
    if (sample || (error && *error))
        return sample;
    if (libxl_error)
        g_propagate_error(error, g_steal_pointer(&libxl_error));
    else
        refuse_closed(self, error);
    return NULL;
}

static gboolean
backend_follow(YadoBackend *backend, guint milliseconds)
{
    g_autoptr(YadoBackend) libxl = ref_part(YADO_JOINT_BACKEND(backend), YADO_PART_LIBXL);

    return libxl && yado_backend_follow(libxl, milliseconds);
}

static YadoHostInfo *
ask_info(YadoJointBackend *self, YadoPart which, GCancellable *cancellable, GError **error)
{
    g_autoptr(YadoBackend) backend = ref_part(self, which);

    if (!backend || !YADO_BACKEND_GET_IFACE(backend)->get_host_info)
        return NULL;
    return YADO_BACKEND_GET_IFACE(backend)->get_host_info(backend, cancellable, error);
}

static void
take_text(char **place, char **from)
{
    if (!*from)
        return;
    g_free(*place);
    *place = g_steal_pointer(from);
}

/* libvirt's with what libxl knows better. */
static void
complete_info(YadoHostInfo *info, YadoHostInfo *libxl)
{
    g_autofree char *library = g_steal_pointer(&info->library_version);

    info->library_version =
        g_strjoin(library && libxl->library_version ? ", " : "", library ? library : "",
                  libxl->library_version ? libxl->library_version : "", NULL);
    take_text(&info->hypervisor, &libxl->hypervisor);
    if (libxl->memory > 0)
        info->memory = libxl->memory;
    if (libxl->cpus > 0)
        info->cpus = libxl->cpus;
    if (libxl->cores > 0 && libxl->sockets > 0 && libxl->threads > 0) {
        info->sockets = libxl->sockets;
        info->cores = libxl->cores;
        info->threads = libxl->threads;
    }
    info->is_xen |= libxl->is_xen;
}

static YadoHostInfo *
backend_get_host_info(YadoBackend *backend, GCancellable *cancellable, GError **error)
{
    YadoJointBackend *self = YADO_JOINT_BACKEND(backend);
    g_autoptr(GError) own_error = NULL;
    g_autoptr(YadoHostInfo) libxl = ask_info(self, YADO_PART_LIBXL, cancellable, &own_error);
    YadoHostInfo *info = ask_info(self, YADO_PART_LIBVIRT, cancellable, libxl ? NULL : error);

    if (info && libxl)
        complete_info(info, libxl);
    if (info || libxl)
        return info ? info : g_steal_pointer(&libxl);
    if (error && !*error && own_error)
        g_propagate_error(error, g_steal_pointer(&own_error));
    else if (error && !*error)
        refuse_closed(self, error);
    return NULL;
}

/* What the part that is still missing can do is not known yet. */
static gboolean
is_opening(YadoJointBackend *self)
{
    g_autoptr(GMutexLocker) locker = g_mutex_locker_new(&self->lock);

    return is_any(self, PART_OPENING);
}

/* What one of them can do; for one guest ask its owner.  Events count when all tell them. */
static gboolean
backend_has(YadoBackend *backend, const char *capability, const char **reason)
{
    YadoJointBackend *self = YADO_JOINT_BACKEND(backend);
    gboolean wants_all = strcmp(capability, YADO_CAP_EVENTS) == 0;
    gboolean any = FALSE, all = TRUE;

    for (guint i = 0; i < YADO_N_PARTS; i++) {
        g_autoptr(YadoBackend) part = ref_part(self, i);
        const char *why = NULL;
        gboolean has = part && yado_backend_has(part, capability, &why);

        any |= has;
        all &= has || !part;
        if (reason && !*reason && why)
            *reason = g_intern_string(why); /* the part may go */
    }
    if (wants_all ? any && all : any) {
        if (reason)
            *reason = NULL;
        return TRUE;
    }
    if (reason && is_opening(self))
        *reason = _("The host is being connected.");
    return FALSE;
}

/* ---- In depth: libxl first, which reads it all from the hypervisor ---- */

typedef gpointer (*AskFunc)(YadoBackend *part, gconstpointer what, GCancellable *cancellable,
                            GError **error);

/* The first that has an answer; else what the last one said. */
static gpointer
ask(YadoJointBackend *self, const char *capability, AskFunc func, gconstpointer what,
    GCancellable *cancellable, GError **error)
{
    g_autoptr(GError) last = NULL;

    for (int i = YADO_N_PARTS - 1; i >= 0; i--) {
        g_autoptr(YadoBackend) part = ref_part(self, i);
        gpointer answer;

        if (!part || !yado_backend_has(part, capability, NULL))
            continue;
        g_clear_error(&last);
        answer = func(part, what, cancellable, &last);
        if (answer || yado_error_is_cancel(last)) {
            if (!answer)
                g_propagate_error(error, g_steal_pointer(&last));
            return answer;
        }
    }
    if (last)
        g_propagate_error(error, g_steal_pointer(&last));
    else
        yado_error_set(error, YADO_ERROR_UNSUPPORTED, NULL, NULL,
                       _("The connection “%s” has no such function."),
                       self->parts[YADO_PART_LIBVIRT].uri);
    return NULL;
}

static gpointer
ask_details(YadoBackend *part, gconstpointer what, GCancellable *cancellable, GError **error)
{
    return YADO_BACKEND_GET_IFACE(part)->get_host_details(part, cancellable, error);
}

static YadoHostDetails *
backend_get_host_details(YadoBackend *backend, GCancellable *cancellable, GError **error)
{
    return ask(YADO_JOINT_BACKEND(backend), YADO_CAP_HOST_DETAILS, ask_details, NULL, cancellable,
               error);
}

static gpointer
ask_log(YadoBackend *part, gconstpointer what, GCancellable *cancellable, GError **error)
{
    return YADO_BACKEND_GET_IFACE(part)->get_hypervisor_log(part, cancellable, error);
}

static char *
backend_get_hypervisor_log(YadoBackend *backend, GCancellable *cancellable, GError **error)
{
    return ask(YADO_JOINT_BACKEND(backend), YADO_CAP_HOST_LOG, ask_log, NULL, cancellable, error);
}

static gpointer
ask_devices(YadoBackend *part, gconstpointer uuids, GCancellable *cancellable, GError **error)
{
    return YADO_BACKEND_GET_IFACE(part)->sample_devices(part, uuids, cancellable, error);
}

static GPtrArray *
backend_sample_devices(YadoBackend *backend, const char *const *uuids, GCancellable *cancellable,
                       GError **error)
{
    return ask(YADO_JOINT_BACKEND(backend), YADO_CAP_DEVICE_STATS, ask_devices, uuids, cancellable,
               error);
}

static gpointer
ask_scheduling(YadoBackend *part, gconstpointer uuid, GCancellable *cancellable, GError **error)
{
    return YADO_BACKEND_GET_IFACE(part)->get_scheduling(part, uuid, cancellable, error);
}

/* A guest that does not run is only in libvirt's: libxl answers that it does not know it. */
static YadoScheduling *
backend_get_scheduling(YadoBackend *backend, const char *uuid, GCancellable *cancellable,
                       GError **error)
{
    return ask(YADO_JOINT_BACKEND(backend), YADO_CAP_SCHEDULING, ask_scheduling, uuid, cancellable,
               error);
}

/* ---- Operations ---- */

static GPtrArray *
list_of(YadoJointBackend *self, YadoPart which, YadoResourceKind kind, const char *parent,
        GCancellable *cancellable, GError **error)
{
    g_autoptr(YadoBackend) part = ref_part(self, which);

    if (!part) {
        refuse_closed(self, error);
        return NULL;
    }
    return YADO_BACKEND_GET_IFACE(part)->list_resources(part, kind, parent, cancellable, error);
}

/* libvirt knows their names, and USB; libxl which of them Xen's guests may be given, and that a guest has one. */
static void
complete_devices(GPtrArray *devices, GPtrArray *own)
{
    for (guint i = 0; i < devices->len; i++) {
        YadoResource *device = devices->pdata[i];
        const YadoResource *told = yado_resource_list_find(own, device->name);

        if (!told)
            continue;
        device->active = told->active;
        g_free(device->source);
        device->source = g_strdup(told->source);
        g_free(device->note);
        device->note = g_strdup(told->note);
    }
}

static GPtrArray *
list_devices(YadoJointBackend *self, GCancellable *cancellable, GError **error)
{
    g_autoptr(GError) own_error = NULL;
    g_autoptr(GPtrArray) own =
        list_of(self, YADO_PART_LIBXL, YADO_RESOURCE_DEVICES, NULL, cancellable, &own_error);
    GPtrArray *devices = list_of(self, YADO_PART_LIBVIRT, YADO_RESOURCE_DEVICES, NULL, cancellable,
                                 own ? NULL : error);

    if (!devices)
        return g_steal_pointer(&own);
    if (own)
        complete_devices(devices, own);
    return devices;
}

/* Pools and networks are libvirt's; CPU pools are Xen's own; of devices both know something. */
static GPtrArray *
backend_list_resources(YadoBackend *backend, YadoResourceKind kind, const char *parent,
                       GCancellable *cancellable, GError **error)
{
    YadoJointBackend *self = YADO_JOINT_BACKEND(backend);

    /* Who opens the wizard while the list already shows guests of xl: libvirt's answer comes a moment later. */
    await_parts(self, YADO_OPEN_WHOLE, cancellable);
    if (kind == YADO_RESOURCE_DEVICES)
        return list_devices(self, cancellable, error);
    return list_of(self, kind == YADO_RESOURCE_CPU_POOLS ? YADO_PART_LIBXL : YADO_PART_LIBVIRT,
                   kind, parent, cancellable, error);
}

/* What concerns no guest that is there is libvirt's first; what concerns one that runs, and that libvirt keeps no books of, libxl's. */
static YadoBackend *
ref_runner(YadoJointBackend *self, const char *operation)
{
    static const char *const hypervisors[] = { "button", "dump-core", "nmi", "sysrq", NULL };
    gboolean is_hypervisors = g_strv_contains(hypervisors, operation);

    for (guint i = 0; i < YADO_N_PARTS; i++) {
        g_autoptr(YadoBackend) part = ref_part(self, is_hypervisors ? YADO_N_PARTS - 1 - i : i);

        if (part && yado_backend_can_run(part, operation))
            return g_steal_pointer(&part);
    }
    return NULL;
}

static gboolean
backend_can_run(YadoBackend *backend, const char *operation)
{
    g_autoptr(YadoBackend) part = ref_runner(YADO_JOINT_BACKEND(backend), operation);

    return part != NULL;
}

typedef struct {
    const char *operation, *uuid;
    YadoDocument *arguments;
    YadoJob *job;
    GCancellable *cancellable;
} Run;

static gboolean
run_on(YadoBackend *part, const Run *run, YadoDocument *arguments, GError **error)
{
    return YADO_BACKEND_GET_IFACE(part)->run(part, run->operation, run->uuid, arguments, run->job,
                                             run->cancellable, error);
}

static gboolean
lists_guest(YadoBackend *part, const Run *run)
{
    const char *const uuids[] = { run->uuid, NULL };
    g_autoptr(GPtrArray) records =
        YADO_BACKEND_GET_IFACE(part)->list(part, uuids, YADO_LIST_STATE, run->cancellable, NULL);

    return records && records->len > 0;
}

/* The same at one time only.  The stored configuration, which libvirt keeps, has no preferred processors and no real time. */
static YadoDocument *
copy_for(YadoDocument *arguments, const char *when)
{
    static const char *const keys[] = {
        "vcpu", "hard", "weight", "cap", "soft", "period", "budget"
    };
    gboolean is_next = strcmp(when, "next") == 0;
    YadoDocument *copy = yado_plain_document_new();

    for (guint i = 0; i < G_N_ELEMENTS(keys) - (is_next ? 3 : 0); i++) {
        g_autofree char *value = yado_document_dup_value(arguments, NULL, keys[i]);

        if (value)
            yado_plain_document_set_initial(YADO_PLAIN_DOCUMENT(copy), keys[i], value);
    }
    yado_plain_document_set_initial(YADO_PLAIN_DOCUMENT(copy), "when", when);
    return copy;
}

/* Where a guest runs and its share are the hypervisor's: libxl sets them, whoever owns the guest; what is to stay stands in libvirt's configuration. */
static gboolean
run_scheduling(YadoJointBackend *self, const Run *run, GError **error)
{
    g_autoptr(YadoBackend) libxl = ref_part(self, YADO_PART_LIBXL);
    g_autoptr(YadoBackend) libvirt = ref_part(self, YADO_PART_LIBVIRT);
    g_autofree char *when = yado_document_dup_value(run->arguments, NULL, "when");
    g_autoptr(YadoDocument) now = copy_for(run->arguments, "now");
    g_autoptr(YadoDocument) next = copy_for(run->arguments, "next");

    if (!libxl || !yado_backend_can_run(libxl, run->operation))
        return libvirt ? run_on(libvirt, run, run->arguments, error) : refuse_closed(self, error);
    if (!libvirt || !lists_guest(libvirt, run))
        return run_on(libxl, run, run->arguments, error);
    if (g_strcmp0(when, "next") != 0 && !run_on(libxl, run, now, error))
        return FALSE;
    return g_strcmp0(when, "now") == 0 || run_on(libvirt, run, next, error);
}

static gboolean
sleeps(YadoBackend *part, const Run *run)
{
    const char *const uuids[] = { run->uuid, NULL };
    g_autoptr(GPtrArray) records =
        YADO_BACKEND_GET_IFACE(part)->list(part, uuids, YADO_LIST_STATE, run->cancellable, NULL);

    return records && records->len == 1 &&
           ((YadoGuestRecord *)records->pdata[0])->state == YADO_GUEST_SUSPENDED;
}

/*
 * A guest that sleeps by itself is woken by libvirt.  One that a failed save left sleeping runs for libvirt, which does nothing to it:
 * but it waits for a save that goes on, and only then libxl wakes what still sleeps.
 */
static gboolean
run_resume(YadoJointBackend *self, const Run *run, GError **error)
{
    g_autoptr(YadoBackend) libvirt = ref_part(self, YADO_PART_LIBVIRT);
    g_autoptr(YadoBackend) libxl = ref_part(self, YADO_PART_LIBXL);
    gboolean is_libvirts = libvirt && lists_guest(libvirt, run);

    if (is_libvirts && !run_on(libvirt, run, run->arguments, error))
        return FALSE;
    if (libxl && (!is_libvirts || sleeps(libxl, run)))
        return run_on(libxl, run, run->arguments, error);
    return is_libvirts || refuse_closed(self, error);
}

/* libvirt's driver for Xen may leave a guest asleep whose migration came to nothing, and takes it for running. */
static gboolean
run_migrate(YadoJointBackend *self, const Run *run, GError **error)
{
    g_autoptr(YadoBackend) libvirt = ref_part(self, YADO_PART_LIBVIRT);
    g_autoptr(YadoBackend) libxl = ref_part(self, YADO_PART_LIBXL);
    Run wake = { "resume", run->uuid, NULL, run->job, NULL };

    if (!libvirt)
        return refuse_closed(self, error);
    if (run_on(libvirt, run, run->arguments, error))
        return TRUE;
    if (libxl && sleeps(libxl, &wake) && run_on(libxl, &wake, NULL, NULL))
        yado_job_log(run->job, "%s", _("The guest slept, and was woken by xl: it goes on here."));
    return FALSE;
}

static gboolean
backend_run(YadoBackend *backend, const char *operation, const char *uuid, YadoDocument *arguments,
            YadoJob *job, GCancellable *cancellable, GError **error)
{
    YadoJointBackend *self = YADO_JOINT_BACKEND(backend);
    g_autoptr(YadoBackend) part = NULL;
    Run run = { operation, uuid, arguments, job, cancellable };

    if (uuid && arguments && (strcmp(operation, "pin") == 0 || strcmp(operation, "schedule") == 0))
        return run_scheduling(self, &run, error);
    if (uuid && strcmp(operation, "resume") == 0)
        return run_resume(self, &run, error);
    if (uuid && strcmp(operation, "migrate") == 0)
        return run_migrate(self, &run, error);
    part = ref_runner(self, operation);
    return part ? run_on(part, &run, arguments, error) : refuse_closed(self, error);
}

/* New guests are libvirt's; xl's are made by xl. */
static YadoDocument *
backend_define(YadoBackend *backend, const char *text, GCancellable *cancellable, GError **error)
{
    g_autoptr(YadoBackend) part = ref_part(YADO_JOINT_BACKEND(backend), YADO_PART_LIBVIRT);

    if (part)
        return yado_backend_define(part, text, cancellable, error);
    refuse_closed(YADO_JOINT_BACKEND(backend), error);
    return NULL;
}

static const char *
backend_get_uri(YadoBackend *backend)
{
    return YADO_JOINT_BACKEND(backend)->parts[YADO_PART_LIBVIRT].uri;
}

static void
yado_joint_backend_finalize(GObject *object)
{
    YadoJointBackend *self = YADO_JOINT_BACKEND(object);

    for (guint i = 0; i < YADO_N_PARTS; i++) {
        Part *part = &self->parts[i];

        drop_part(part);
        g_clear_error(&part->error);
        g_clear_error(&part->call_error);
        g_clear_object(&part->cancellable);
        g_free(part->uri);
    }
    g_clear_object(&self->prompt);
    g_mutex_clear(&self->lock);
    g_cond_clear(&self->settled);
    G_OBJECT_CLASS(yado_joint_backend_parent_class)->finalize(object);
}

static void
yado_joint_backend_class_init(YadoJointBackendClass *klass)
{
    G_OBJECT_CLASS(klass)->finalize = yado_joint_backend_finalize;
    signals[CHANGED] = g_signal_new("changed", G_TYPE_FROM_CLASS(klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                    NULL, NULL, G_TYPE_NONE, 0);
}

static void
backend_iface_init(YadoBackendInterface *iface)
{
    iface->get_uri = backend_get_uri;
    iface->open = backend_open;
    iface->close = backend_close;
    iface->has = backend_has;
    iface->get_host_info = backend_get_host_info;
    iface->get_host_details = backend_get_host_details;
    iface->get_hypervisor_log = backend_get_hypervisor_log;
    iface->sample_devices = backend_sample_devices;
    iface->get_scheduling = backend_get_scheduling;
    iface->define = backend_define;
    iface->list = backend_list;
    iface->sample = backend_sample;
    iface->follow = backend_follow;
    iface->list_resources = backend_list_resources;
    iface->run = backend_run;
    iface->can_run = backend_can_run;
}

static void
yado_joint_backend_init(YadoJointBackend *self)
{
    g_mutex_init(&self->lock);
    g_cond_init(&self->settled);
    for (guint i = 0; i < YADO_N_PARTS; i++) {
        self->parts[i].joint = self;
        self->parts[i].cancellable = g_cancellable_new();
    }
}

/* Public. */

YadoBackend *
yado_joint_backend_new(const char *libvirt_uri, const char *libxl_uri)
{
    YadoJointBackend *self;

    g_return_val_if_fail(libvirt_uri != NULL && libxl_uri != NULL, NULL);
    self = g_object_new(YADO_TYPE_JOINT_BACKEND, NULL);
    self->parts[YADO_PART_LIBVIRT].uri = g_strdup(libvirt_uri);
    self->parts[YADO_PART_LIBXL].uri = g_strdup(libxl_uri);
    return YADO_BACKEND(self);
}

YadoBackend *
yado_joint_backend_get_part(YadoJointBackend *self, YadoPart part)
{
    g_return_val_if_fail(YADO_IS_JOINT_BACKEND(self) && part < YADO_N_PARTS, NULL);
    return self->parts[part].state == PART_OPEN ? self->parts[part].backend : NULL;
}

gboolean
yado_joint_backend_is_answering(YadoJointBackend *self, YadoPart part)
{
    gboolean answers;

    g_return_val_if_fail(YADO_IS_JOINT_BACKEND(self) && part < YADO_N_PARTS, FALSE);
    g_mutex_lock(&self->lock);
    answers = self->parts[part].state == PART_OPEN && !self->parts[part].call_error;
    g_mutex_unlock(&self->lock);
    return answers;
}

GError *
yado_joint_backend_dup_error(YadoJointBackend *self, YadoPart part)
{
    const GError *error;
    GError *copy;

    g_return_val_if_fail(YADO_IS_JOINT_BACKEND(self) && part < YADO_N_PARTS, NULL);
    g_mutex_lock(&self->lock);
    error = self->parts[part].error ? self->parts[part].error : self->parts[part].call_error;
    copy = error ? g_error_copy(error) : NULL;
    g_mutex_unlock(&self->lock);
    return copy;
}

void
yado_joint_backend_lose(YadoJointBackend *self, YadoBackend *backend, const GError *error)
{
    Part *part;

    g_return_if_fail(YADO_IS_JOINT_BACKEND(self));
    part = find_part(self, backend);
    if (!part || part->state != PART_OPEN)
        return;
    g_object_ref(self);
    part->retry_seconds = 0;
    fail_part(part, error);
    if (!has_open_part(self))
        yado_backend_emit_closed(YADO_BACKEND(self), error);
    g_object_unref(self);
}

void
yado_joint_backend_retry(YadoJointBackend *self)
{
    g_return_if_fail(YADO_IS_JOINT_BACKEND(self));
    for (guint i = 0; i < YADO_N_PARTS; i++)
        if (self->parts[i].state == PART_CLOSED && !g_atomic_int_get(&self->is_closed))
            start_part(&self->parts[i]);
}
