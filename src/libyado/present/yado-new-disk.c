/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "present/yado-new-disk.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "base/yado-error.h"
#include "document/yado-plain-document.h"
#include "present/yado-catalog.h"
#include "present/yado-edit-job.h"
#include "present/yado-undo.h"

typedef struct {
    YadoSession *session;
    YadoGuest *guest;
    YadoBackend *storage;
    YadoJob *job;
    YadoDocument *arguments; /* of "volume-create" */
    YadoDocument *document;  /* the guest's, with the disk in it */
    char *node;
    GError *failure; /* why the volume goes again */
} NewDisk;

static void
new_disk_free(NewDisk *self)
{
    g_object_unref(self->session);
    g_object_unref(self->guest);
    g_clear_object(&self->storage);
    g_object_unref(self->job);
    g_object_unref(self->arguments);
    g_clear_object(&self->document);
    g_free(self->node);
    g_clear_error(&self->failure);
    g_free(self);
}

static void
finish(NewDisk *self, GError *error)
{
    yado_job_finish(self->job, error);
    new_disk_free(self);
}

static void
put(NewDisk *self, const char *key, const char *value)
{
    yado_plain_document_set_initial(YADO_PLAIN_DOCUMENT(self->arguments), key, value);
}

static char *
dup_argument(NewDisk *self, const char *key)
{
    return yado_document_dup_value(self->arguments, NULL, key);
}

/* ---- Not done ---- */

static void
delete_in_worker(GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
    NewDisk *self = data;
    YadoUndo *undo = yado_undo_new(self->job, _("Removing what was made"));
    g_autofree char *path = dup_argument(self, "answer.path");

    yado_undo_volume(undo, self->storage, path);
    yado_undo_end(undo, &self->failure);
    g_task_return_boolean(task, TRUE);
}

static void
on_deleted_cb(GObject *source, GAsyncResult *result, gpointer user_data)
{
    NewDisk *self = user_data;

    finish(self, g_steal_pointer(&self->failure));
}

/* @error: (transfer full) */
static void
undo(NewDisk *self, GError *error)
{
    g_autoptr(GTask) task = g_task_new(self->job, NULL, on_deleted_cb, self);

    self->failure = error;
    g_task_set_task_data(task, self, NULL);
    g_task_run_in_thread(task, delete_in_worker);
}

/* ---- Giving it to the guest ---- */

static void
on_applied_cb(GObject *source, GAsyncResult *result, gpointer user_data)
{
    NewDisk *self = user_data;
    g_autofree char *dropped = NULL;
    GError *error = NULL;
    g_autoptr(YadoDocument) document =
        yado_guest_apply_finish(YADO_GUEST(source), result, &dropped, &error);

    if (document == NULL && !g_error_matches(error, YADO_ERROR, YADO_ERROR_PENDING)) {
        undo(self, error);
        return;
    }
    if (document == NULL)
        yado_job_report_notice(self->job, error->message, NULL);
    g_clear_error(&error);
    finish(self, NULL);
}

/* As on the disk's page: format and driver follow from the path. */
static gboolean
connect_volume(NewDisk *self, GError **error)
{
    const YadoDeviceSpec *spec = yado_catalog_find_device("disk");
    g_autoptr(YadoForm) form = yado_form_new(yado_device_get_form(spec), self->document, self->node,
                                             self->session, self->guest);
    g_autofree char *path = dup_argument(self, "answer.path");

    return yado_form_set_text(form, yado_form_find_field(form, "source"), path, error) &&
           yado_form_validate(form, NULL, error);
}

static void
on_made_cb(GObject *source, GAsyncResult *result, gpointer user_data)
{
    NewDisk *self = user_data;
    GError *error = NULL;

    if (!g_task_propagate_boolean(G_TASK(result), &error)) {
        finish(self, error);
        return;
    }
    if (!connect_volume(self, &error)) {
        undo(self, error);
        return;
    }
    yado_job_report_stage(self->job, _("Giving it to the guest"));
    yado_guest_apply_async(self->guest, self->document, yado_edit_get_flags(self->guest),
                           yado_job_get_cancellable(self->job), on_applied_cb, self);
}

/* ---- Making it ---- */

static void
make_in_worker(GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
    NewDisk *self = data;
    GError *error = NULL;

    if (yado_backend_run(self->storage, "volume-create", NULL, self->arguments, self->job,
                         cancellable, &error))
        g_task_return_boolean(task, TRUE);
    else
        g_task_return_error(task, error);
}

static gboolean
has_files(NewDisk *self)
{
    YadoHost *host = yado_guest_get_host(self->guest);
    GPtrArray *pools = yado_resources_list(yado_resources_get(host), YADO_RESOURCE_POOLS, NULL);
    g_autofree char *name = dup_argument(self, "pool");
    const YadoResource *pool =
        pools != NULL && name != NULL ? yado_resource_list_find(pools, name) : NULL;

    return yado_resource_holds_files(pool);
}

static char *
dup_suffix(NewDisk *self)
{
    g_autofree char *format = dup_argument(self, "format");

    return g_strconcat(".", g_strcmp0(format, "raw") == 0 ? "img" : format, NULL);
}

/* "web-07-xvdb.qcow2" */
static void
name_volume(NewDisk *self)
{
    g_autofree char *given = dup_argument(self, "name");
    g_autofree char *target = yado_document_dup_value(self->document, self->node, "target");
    gboolean is_file = has_files(self);
    g_autofree char *suffix = is_file ? dup_suffix(self) : g_strdup("");
    g_autofree char *name = g_strdup_printf("%s-%s%s", yado_guest_get_name(self->guest),
                                            target != NULL ? target : "disk", suffix);

    g_strdelimit(name, "/", '_');
    if (given == NULL || *given == '\0')
        put(self, "name", name);
    if (!is_file)
        put(self, "format", NULL);
}

static void
on_document_fetched_cb(GObject *source, GAsyncResult *result, gpointer user_data)
{
    NewDisk *self = user_data;
    g_autoptr(GTask) task = NULL;
    GError *error = NULL;

    self->document = yado_guest_get_document_finish(YADO_GUEST(source), result, &error);
    if (self->document != NULL)
        self->node =
            yado_device_add(yado_catalog_find_device("disk"), self->document, self->guest, &error);
    if (self->node == NULL) {
        finish(self, error);
        return;
    }
    name_volume(self);
    yado_job_report_stage(self->job, _("Making the disk"));
    task = g_task_new(self->job, yado_job_get_cancellable(self->job), on_made_cb, self);
    g_task_set_task_data(task, self, NULL);
    g_task_run_in_thread(task, make_in_worker);
}

/* ---- The answers ---- */

static void
copy_answer(NewDisk *self, YadoForm *form, const char *id, const char *key)
{
    g_autofree char *value = yado_form_dup_value(form, yado_form_find_field(form, id));

    if (value != NULL && *value != '\0')
        put(self, key, value);
}

/* Volumes are libvirt's. */
static YadoBackend *
ref_storage(YadoGuest *guest)
{
    YadoHost *host = yado_guest_get_host(guest);
    YadoBackend *storage =
        host != NULL ? yado_host_get_owner_backend(host, YADO_OWNER_LIBVIRT) : NULL;

    return storage != NULL ? g_object_ref(storage) : NULL;
}

void
yado_new_disk_start(const YadoTargets *targets, YadoGuest *guest, YadoForm *form, YadoJob *job)
{
    NewDisk *self = g_new0(NewDisk, 1);

    self->session = g_object_ref(targets->session);
    self->guest = g_object_ref(guest);
    self->storage = ref_storage(guest);
    self->job = g_object_ref(job);
    self->arguments = yado_plain_document_new();
    copy_answer(self, form, "pool", "pool");
    copy_answer(self, form, "size", "capacity");
    copy_answer(self, form, "format", "format");
    copy_answer(self, form, "full", "full");
    copy_answer(self, form, "name", "name");
    yado_job_begin(job);
    if (self->storage == NULL) {
        finish(self, yado_error_new(YADO_ERROR_UNSUPPORTED, NULL, NULL,
                                    _("This host cannot make volumes.")));
        return;
    }
    yado_guest_get_document_async(guest, YADO_CONFIGURATION_INACTIVE, yado_job_get_cancellable(job),
                                  on_document_fetched_cb, self);
}
