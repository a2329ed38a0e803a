/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "present/yado-clone.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "base/yado-error.h"
#include "document/yado-document-convert.h"
#include "document/yado-plain-document.h"
#include "present/yado-device.h"
#include "present/yado-undo.h"

typedef struct {
    YadoBackend *backend, *storage; /* storage NULL: the host has no volumes */
    YadoHost *host;
    char *original;        /* its name */
    char *text;            /* its configuration */
    GStrv names, left_out; /* left_out: targets of disks */
    gboolean is_xen;
    GPtrArray *uuids, *volumes; /* what was made */
    YadoJob *job;
} Clone;

static void
clone_free(gpointer data)
{
    Clone *self = data;

    g_clear_object(&self->backend);
    g_clear_object(&self->storage);
    g_clear_object(&self->host);
    g_free(self->original);
    g_free(self->text);
    g_strfreev(self->names);
    g_strfreev(self->left_out);
    g_ptr_array_unref(self->uuids);
    g_ptr_array_unref(self->volumes);
    g_free(self);
}

/* ---- Disks ---- */

/* Of "/srv/web-07.qcow2": "web-08.qcow2"; of "/srv/disk.img": "web-08-xvda.img". (transfer full) */
static char *
dup_volume_name(Clone *self, const char *path, const char *target, const char *name)
{
    g_autofree char *base = g_path_get_basename(path);
    const char *dot = strrchr(base, '.');

    if (g_str_has_prefix(base, self->original))
        return g_strconcat(name, base + strlen(self->original), NULL);
    return g_strconcat(name, "-", target, dot != NULL ? dot : "", NULL);
}

static char *
copy_volume(Clone *self, const char *path, const char *volume, GCancellable *cancellable,
            GError **error)
{
    g_autoptr(YadoDocument) arguments = yado_plain_document_new();
    char *copy;

    if (self->storage == NULL) {
        yado_error_set(error, YADO_ERROR_UNSUPPORTED, NULL,
                       _("Clone the guest without its disks, and copy these yourself."),
                       _("This host cannot copy volumes."));
        return NULL;
    }
    yado_plain_document_set_initial(YADO_PLAIN_DOCUMENT(arguments), "volume", path);
    yado_plain_document_set_initial(YADO_PLAIN_DOCUMENT(arguments), "name", volume);
    yado_job_log(self->job, "%s → %s", path, volume);
    if (!yado_backend_run(self->storage, "volume-clone", NULL, arguments, self->job, cancellable,
                          error))
        return NULL;
    copy = yado_document_dup_value(arguments, NULL, "answer.path");
    g_ptr_array_add(self->volumes, g_strdup(copy));
    return copy;
}

/* A pool's volume is then named by its path, as new ones are. */
static gboolean
connect_copy(YadoDocument *document, const char *node, const char *path, GError **error)
{
    g_autofree char *type = yado_document_dup_value(document, node, "type");
    gboolean is_block = g_str_has_prefix(path, "/dev/");

    if (g_strcmp0(type, "volume") == 0 &&
        !yado_document_set_value(document, node, "type", is_block ? "block" : "file", error))
        return FALSE;
    return yado_document_set_value(document, node, "source", path, error);
}

static gboolean
clone_disk(Clone *self, YadoDocument *document, const char *node, const char *name,
           GCancellable *cancellable, GError **error)
{
    g_autofree char *target = yado_document_dup_value(document, node, "target");
    g_autofree char *path = yado_document_dup_value(document, node, "source");
    g_autofree char *volume = NULL;
    g_autofree char *copy = NULL;

    if (target == NULL || g_strv_contains((const char *const *)self->left_out, target))
        return yado_document_remove_node(document, node, error);
    volume = dup_volume_name(self, path, target, name);
    copy = copy_volume(self, path, volume, cancellable, error);
    return copy != NULL && connect_copy(document, node, copy, error) &&
           !g_cancellable_set_error_if_cancelled(cancellable, error);
}

static gboolean
clone_disks(Clone *self, YadoDocument *document, const char *name, GCancellable *cancellable,
            GError **error)
{
    g_auto(GStrv) nodes = yado_document_list_nodes(document, "disk");

    for (guint i = 0; nodes[i] != NULL; i++)
        if (yado_document_is_own_disk(document, nodes[i]) &&
            !clone_disk(self, document, nodes[i], name, cancellable, error))
            return FALSE;
    return TRUE;
}

/* ---- What two guests cannot both have ---- */

static gboolean
renew_identity(YadoDocument *document, const char *name, GError **error)
{
    g_autofree char *uuid = g_uuid_string_random();

    return yado_document_set_value(document, NULL, "name", name, error) &&
           yado_document_set_value(document, NULL, "uuid", uuid, error);
}

static gboolean
renew_nics(Clone *self, YadoDocument *document, GError **error)
{
    g_auto(GStrv) nodes = yado_document_list_nodes(document, "nic");

    for (guint i = 0; nodes[i] != NULL; i++) {
        g_autofree char *mac = yado_device_dup_random_mac(self->is_xen);

        if (!yado_document_set_value(document, nodes[i], "mac", mac, error) ||
            !yado_document_set_value(document, nodes[i], "target", NULL, error))
            return FALSE;
    }
    return TRUE;
}

/* A port of its own: the host chooses it. */
static gboolean
renew_screens(YadoDocument *document, GError **error)
{
    g_auto(GStrv) nodes = yado_document_list_nodes(document, "graphics");

    for (guint i = 0; nodes[i] != NULL; i++)
        if (!yado_document_get_bool(document, nodes[i], "autoport", TRUE) &&
            (!yado_document_set_value(document, nodes[i], "port", NULL, error) ||
             !yado_document_set_value(document, nodes[i], "autoport", "yes", error)))
            return FALSE;
    return TRUE;
}

/* ---- One clone after the other ---- */

static gboolean
define(Clone *self, YadoDocument *document, GCancellable *cancellable, GError **error)
{
    g_autofree char *text = yado_document_dump(document);
    g_autoptr(YadoDocument) defined = NULL;

    yado_job_report_stage(self->job, _("Defining the guest"));
    defined = yado_backend_define(self->backend, text, cancellable, error);
    if (defined == NULL)
        return FALSE;
    g_ptr_array_add(self->uuids, yado_document_dup_value(defined, NULL, "uuid"));
    return !g_cancellable_set_error_if_cancelled(cancellable, error);
}

static gboolean
make_clone(Clone *self, const char *name, GCancellable *cancellable, GError **error)
{
    g_autoptr(YadoDocument) document =
        yado_document_new_from_bytes(self->text, strlen(self->text), error);

    return document != NULL && renew_identity(document, name, error) &&
           renew_nics(self, document, error) && renew_screens(document, error) &&
           clone_disks(self, document, name, cancellable, error) &&
           define(self, document, cancellable, error);
}

static void
undo(Clone *self, GError **error)
{
    YadoUndo *undo = yado_undo_new(self->job, _("Removing what was made"));

    for (guint i = self->uuids->len; i > 0; i--)
        yado_undo_guest(undo, self->backend, self->uuids->pdata[i - 1]);
    for (guint i = self->volumes->len; i > 0; i--)
        yado_undo_volume(undo, self->storage, self->volumes->pdata[i - 1]);
    yado_undo_end(undo, error);
}

static gboolean
clone_in_worker(YadoJob *job, gpointer data, GCancellable *cancellable, GError **error)
{
    Clone *self = data;

    yado_job_report_can_cancel(job, TRUE);
    for (guint i = 0; self->names[i] != NULL; i++)
        if (!make_clone(self, self->names[i], cancellable, error)) {
            undo(self, error);
            return FALSE;
        }
    return TRUE;
}

static void
on_finished_cb(YadoJob *job, YadoHost *host)
{
    if (yado_job_get_state(job) == YADO_JOB_DONE)
        yado_host_refresh(host);
}

static void
on_document_fetched_cb(GObject *source, GAsyncResult *result, gpointer user_data)
{
    Clone *self = user_data;
    GError *error = NULL;
    g_autoptr(YadoJob) job = g_object_ref(self->job);
    g_autoptr(YadoDocument) document =
        yado_guest_get_document_finish(YADO_GUEST(source), result, &error);

    g_object_unref(self->job); /* it owns us from now on */
    if (document == NULL) {
        yado_job_begin(job);
        yado_job_finish(job, error);
        clone_free(self);
        return;
    }
    self->text = yado_document_dump(document);
    g_signal_connect_object(job, "finished", G_CALLBACK(on_finished_cb), self->host, 0);
    yado_job_run(job, clone_in_worker, self, clone_free);
}

static gboolean
is_xen(YadoHost *host)
{
    const YadoHostInfo *info = yado_host_get_info(host);

    return info != NULL && info->is_xen;
}

static YadoBackend *
ref_backend(YadoHost *host, YadoGuestOwner owner)
{
    YadoBackend *backend = host != NULL ? yado_host_get_owner_backend(host, owner) : NULL;

    return backend != NULL ? g_object_ref(backend) : NULL;
}

void
yado_clone_start(YadoGuest *guest, const char *const *names, const char *const *left_out,
                 YadoJob *job)
{
    YadoHost *host = yado_guest_get_host(guest);
    g_autoptr(YadoBackend) backend = ref_backend(host, yado_guest_get_owner(guest));
    Clone *self;

    if (backend == NULL) {
        yado_job_begin(job);
        yado_job_finish(job, yado_error_new(YADO_ERROR_CONNECTION, NULL, NULL,
                                            _("The host is not connected.")));
        return;
    }
    self = g_new0(Clone, 1);
    self->backend = g_steal_pointer(&backend);
    self->storage = ref_backend(host, YADO_OWNER_LIBVIRT);
    self->host = g_object_ref(host);
    self->original = g_strdup(yado_guest_get_name(guest));
    self->names = g_strdupv((GStrv)names);
    self->left_out = g_strdupv((GStrv)left_out);
    self->is_xen = is_xen(host);
    self->uuids = g_ptr_array_new_with_free_func(g_free);
    self->volumes = g_ptr_array_new_with_free_func(g_free);
    self->job = g_object_ref(job);
    yado_guest_get_document_async(guest, YADO_CONFIGURATION_INACTIVE, yado_job_get_cancellable(job),
                                  on_document_fetched_cb, self);
}
