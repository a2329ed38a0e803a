/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "present/yado-apply.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "base/yado-error.h"
#include "base/yado-units.h"
#include "document/yado-hotplug.h"
#include "document/yado-plain-document.h"
#include "present/yado-claims.h"
#include "present/yado-new-disk.h"
#include "present/yado-undo.h"

typedef struct {
    char *node;
    YadoDocument *arguments; /* of "volume-create" */
    gboolean is_made;
} Volume;

typedef struct {
    YadoDocument *document;
    YadoApplyFlags flags;
    YadoJob *job;
    YadoBackend *storage; /* NULL: there is nothing to make */
    GPtrArray *volumes;
    char *dropped;
    GError *failure; /* why the volumes go again */
} Apply;

static void
volume_free(gpointer data)
{
    Volume *volume = data;

    g_free(volume->node);
    g_object_unref(volume->arguments);
    g_free(volume);
}

static void
apply_free(gpointer data)
{
    Apply *self = data;

    g_object_unref(self->document);
    g_clear_object(&self->job);
    g_clear_object(&self->storage);
    g_ptr_array_unref(self->volumes);
    g_free(self->dropped);
    g_clear_error(&self->failure);
    g_free(self);
}

static char *
dup_path(const Volume *volume)
{
    return yado_document_dup_value(volume->arguments, NULL, "answer.path");
}

/* @func in a thread; @done gets the task. */
static void
run_step(GTask *task, GTaskThreadFunc func, GAsyncReadyCallback done)
{
    g_autoptr(GTask) step = g_task_new(g_task_get_source_object(task), g_task_get_cancellable(task),
                                       done, g_object_ref(task));

    g_task_set_check_cancellable(step, FALSE); /* what was made must be known */
    g_task_set_task_data(step, g_task_get_task_data(task), NULL);
    g_task_run_in_thread(step, func);
}

/* The pools have other volumes now. */
static void
outdate_pools(GTask *task)
{
    YadoHost *host = yado_guest_get_host(g_task_get_source_object(task));

    if (host != NULL)
        yado_resources_outdate(yado_resources_get(host));
}

/* ---- Not done ---- */

static void
delete_in_worker(GTask *step, gpointer source, gpointer data, GCancellable *cancellable)
{
    Apply *self = data;
    YadoUndo *undo = yado_undo_new(self->job, _("Removing what was made"));

    for (guint i = 0; i < self->volumes->len; i++) {
        const Volume *volume = self->volumes->pdata[i];
        g_autofree char *path = dup_path(volume);

        if (volume->is_made)
            yado_undo_volume(undo, self->storage, path);
    }
    yado_undo_end(undo, &self->failure);
    g_task_return_boolean(step, TRUE);
}

static void
on_deleted_cb(GObject *source, GAsyncResult *result, gpointer user_data)
{
    g_autoptr(GTask) task = user_data;
    Apply *self = g_task_get_task_data(task);

    outdate_pools(task);
    g_task_return_error(task, g_steal_pointer(&self->failure));
}

/* @error: (transfer full) */
static void
undo(GTask *task, GError *error)
{
    Apply *self = g_task_get_task_data(task);

    self->failure = error;
    for (guint i = 0; i < self->volumes->len; i++) {
        const Volume *volume = self->volumes->pdata[i];

        yado_document_set_value(self->document, volume->node, "source", NULL, NULL);
    }
    run_step(task, delete_in_worker, on_deleted_cb);
}

/* ---- Giving it to the guest ---- */

/* The guest may have them. (error transfer full, and back) */
static GError *
name_volumes(Apply *self, GError *error)
{
    g_autoptr(GString) paths = g_string_new(NULL);
    g_autofree char *hint = NULL;
    GError *named;

    for (guint i = 0; i < self->volumes->len; i++) {
        g_autofree char *path = dup_path(self->volumes->pdata[i]);

        g_string_append_printf(paths, "%s%s", i > 0 ? ", " : "", path);
    }
    hint = g_strdup_printf(_("Look whether the guest has the disk. What was made for it stays: %s"),
                           paths->str);
    named = yado_error_new(error->code, yado_error_get_detail(error), hint, "%s", error->message);
    g_error_free(error);
    return named;
}

static void
on_applied_cb(GObject *source, GAsyncResult *result, gpointer user_data)
{
    g_autoptr(GTask) task = user_data;
    Apply *self = g_task_get_task_data(task);
    GError *error = NULL;
    YadoDocument *document =
        yado_guest_apply_finish(YADO_GUEST(source), result, &self->dropped, &error);

    if (document != NULL)
        g_task_return_pointer(task, document, g_object_unref);
    else if (self->volumes->len == 0 || g_error_matches(error, YADO_ERROR, YADO_ERROR_PENDING))
        g_task_return_error(task, error);
    else if (g_error_matches(error, YADO_ERROR, YADO_ERROR_UNCERTAIN))
        g_task_return_error(task, name_volumes(self, error));
    else
        undo(task, error);
}

static gboolean
connect_volume(Apply *self, const Volume *volume, GError **error)
{
    g_autofree char *path = dup_path(volume);
    g_autofree char *format = yado_document_dup_value(volume->arguments, NULL, "format");
    gboolean is_block = path != NULL && g_str_has_prefix(path, "/dev/");

    return yado_document_set_value(self->document, volume->node, "type",
                                   is_block ? "block" : "file", error) &&
           yado_document_set_value(self->document, volume->node, "source", path, error) &&
           (format != NULL ||
            yado_document_set_value(self->document, volume->node, "format", "raw", error));
}

static void
give(GTask *task)
{
    Apply *self = g_task_get_task_data(task);
    GError *error = NULL;

    for (guint i = 0; i < self->volumes->len; i++)
        if (!connect_volume(self, self->volumes->pdata[i], &error)) {
            undo(task, error);
            return;
        }
    yado_job_report_stage(self->job, _("Giving it to the guest"));
    yado_job_report_can_cancel(self->job, FALSE);
    /* A call that is cancelled answers at once, and may be carried out all the same: the volumes would go under the guest. */
    yado_guest_apply_async(g_task_get_source_object(task), self->document, self->flags,
                           self->volumes->len == 0 ? g_task_get_cancellable(task) : NULL,
                           on_applied_cb, g_object_ref(task));
}

/* ---- Making the volumes ---- */

static void
on_made_cb(GObject *source, GAsyncResult *result, gpointer user_data)
{
    g_autoptr(GTask) task = user_data;
    GError *error = NULL;

    outdate_pools(task);
    if (g_task_propagate_boolean(G_TASK(result), &error) &&
        !g_cancellable_set_error_if_cancelled(g_task_get_cancellable(task), &error))
        give(task);
    else
        undo(task, error);
}

static void
make_in_worker(GTask *step, gpointer source, gpointer data, GCancellable *cancellable)
{
    Apply *self = data;
    GError *error = NULL;

    for (guint i = 0; i < self->volumes->len; i++) {
        Volume *volume = self->volumes->pdata[i];

        if (g_cancellable_set_error_if_cancelled(cancellable, &error) ||
            !yado_backend_run(self->storage, "volume-create", NULL, volume->arguments, self->job,
                              cancellable, &error)) {
            g_task_return_error(step, error);
            return;
        }
        volume->is_made = TRUE;
    }
    g_task_return_boolean(step, TRUE);
}

static void
make(GTask *task)
{
    Apply *self = g_task_get_task_data(task);

    if (self->volumes->len == 0) {
        give(task);
        return;
    }
    yado_job_report_stage(self->job, _("Making the disk"));
    yado_job_report_can_cancel(self->job, TRUE);
    run_step(task, make_in_worker, on_made_cb);
}

/* ---- What others have ---- */

/* A disk that it writes to alone, or the address of a card. */
static gboolean
names_something(YadoDocument *document, const YadoEdit *edit)
{
    static const char *const keys[] = { "source", "mac", NULL };

    if (edit->node == NULL ||
        (edit->key == NULL ? edit->new_value == NULL : !g_strv_contains(keys, edit->key)))
        return FALSE;
    return g_str_has_prefix(edit->node, "nic:") ||
           (g_str_has_prefix(edit->node, "disk:") &&
            yado_document_is_own_disk(document, edit->node));
}

static gboolean
check_claims(GTask *task, GError **error)
{
    Apply *self = g_task_get_task_data(task);
    YadoGuest *guest = g_task_get_source_object(task);
    g_autoptr(YadoClaims) claims = yado_claims_new(yado_guest_get_host(guest), guest);
    GPtrArray *edits = yado_document_get_edits(self->document);

    for (guint i = 0; i < edits->len; i++) {
        const YadoEdit *edit = edits->pdata[i];

        if (names_something(self->document, edit) &&
            !yado_claims_check_node(claims, self->document, edit->node, error))
            return FALSE;
    }
    return TRUE;
}

/* A host that cannot list its guests now will say so to the change itself. */
static void
on_guests_known_cb(GObject *source, GAsyncResult *result, gpointer user_data)
{
    g_autoptr(GTask) task = user_data;
    GError *error = NULL;

    yado_host_load_finish(YADO_HOST(source), result, NULL);
    if (check_claims(task, &error))
        make(task);
    else
        g_task_return_error(task, error);
}

static gboolean
needs_claims(YadoDocument *document)
{
    GPtrArray *edits = yado_document_get_edits(document);

    for (guint i = 0; i < edits->len; i++)
        if (names_something(document, edits->pdata[i]))
            return TRUE;
    return FALSE;
}

/* ---- The plan ---- */

static gboolean
plan_volume(GPtrArray *volumes, YadoDocument *document, const char *node, YadoGuest *guest,
            GError **error)
{
    YadoDocument *arguments = yado_new_disk_create_arguments(document, node, guest, error);
    Volume *volume;

    if (arguments == NULL)
        return FALSE;
    volume = g_new0(Volume, 1);
    volume->node = g_strdup(node);
    volume->arguments = arguments;
    g_ptr_array_add(volumes, volume);
    return TRUE;
}

static gboolean
plan_volumes(GPtrArray *volumes, YadoDocument *document, YadoGuest *guest, GError **error)
{
    g_auto(GStrv) nodes = yado_document_list_nodes(document, "disk");

    for (guint i = 0; nodes[i] != NULL; i++)
        if (yado_new_disk_is_planned(document, nodes[i]) &&
            !plan_volume(volumes, document, nodes[i], guest, error))
            return FALSE;
    return TRUE;
}

static gboolean
prepare(Apply *self, YadoGuest *guest, GError **error)
{
    const char *why = NULL;

    if (!plan_volumes(self->volumes, self->document, guest, error))
        return FALSE;
    if (self->volumes->len == 0)
        return TRUE;
    if (!yado_new_disk_is_possible(guest, &why))
        return yado_error_set(error, YADO_ERROR_UNSUPPORTED, NULL, NULL, "%s", why);
    return g_set_object(&self->storage, yado_host_get_owner_backend(yado_guest_get_host(guest),
                                                                    YADO_OWNER_LIBVIRT));
}

/* ---- Before it ---- */

/* A guest that is not stored has no next start for which something could wait. */
static gboolean
check_flags(Apply *self, YadoGuest *guest, GError **error)
{
    return (self->flags & YADO_APPLY_STORED) ||
           yado_hotplug_check(self->document, yado_guest_has(guest, YADO_CAP_HOTPLUG, NULL), error);
}

static void
check(GTask *task)
{
    Apply *self = g_task_get_task_data(task);
    YadoGuest *guest = g_task_get_source_object(task);
    YadoHost *host = yado_guest_get_host(guest);
    GError *error = NULL;

    if (!check_flags(self, guest, &error) || !prepare(self, guest, &error))
        g_task_return_error(task, error);
    else if (host != NULL && needs_claims(self->document))
        yado_host_load_async(host, YADO_LOAD_FACTS, 0, g_task_get_cancellable(task),
                             on_guests_known_cb, g_object_ref(task));
    else
        make(task);
}

static gboolean
has_plans(YadoDocument *document)
{
    g_auto(GStrv) nodes = yado_document_list_nodes(document, "disk");

    for (guint i = 0; nodes[i] != NULL; i++)
        if (yado_new_disk_is_planned(document, nodes[i]))
            return TRUE;
    return FALSE;
}

/* A pool of the plan whose volumes nobody has asked for: the names that are taken. NULL: none. (transfer full) */
static char *
find_unread_pool(YadoDocument *document, YadoHost *host)
{
    YadoResources *resources = yado_resources_get(host);
    g_auto(GStrv) nodes = yado_document_list_nodes(document, "disk");

    for (guint i = 0; nodes[i] != NULL; i++) {
        g_autofree char *pool = yado_new_disk_is_planned(document, nodes[i])
                                    ? yado_new_disk_dup_pool(document, nodes[i], host)
                                    : NULL;

        if (pool != NULL && !yado_resources_list(resources, YADO_RESOURCE_VOLUMES, pool) &&
            !yado_resources_get_error(resources, YADO_RESOURCE_VOLUMES, pool))
            return g_steal_pointer(&pool);
    }
    return NULL;
}

/* Or the pools, at first.  Where they cannot be told the host refuses a name that is taken. */
static void
on_volumes_known_cb(GObject *source, GAsyncResult *result, gpointer user_data)
{
    g_autoptr(GTask) task = user_data;
    Apply *self = g_task_get_task_data(task);
    YadoHost *host = yado_guest_get_host(g_task_get_source_object(task));
    g_autofree char *pool = host != NULL ? find_unread_pool(self->document, host) : NULL;

    yado_resources_load_finish(YADO_RESOURCES(source), result, NULL);
    if (pool != NULL)
        yado_resources_load_volumes_async(YADO_RESOURCES(source), pool,
                                          g_task_get_cancellable(task), on_volumes_known_cb,
                                          g_object_ref(task));
    else
        check(task);
}

static char *
describe_volume(const Volume *volume)
{
    g_autofree char *name = yado_document_dup_value(volume->arguments, NULL, "name");
    g_autofree char *pool = yado_document_dup_value(volume->arguments, NULL, "pool");
    g_autofree char *size =
        yado_size_format(yado_document_get_uint(volume->arguments, NULL, "capacity", 0));

    /* Translators: a volume, its size, the pool it is made in. */
    return g_strdup_printf(_("Makes the volume “%s” of %s in the pool “%s”."), name, size, pool);
}

char *
yado_apply_dup_plan(YadoGuest *guest, YadoDocument *document)
{
    g_autoptr(GPtrArray) volumes = g_ptr_array_new_with_free_func(volume_free);
    g_autoptr(GString) text = g_string_new(NULL);

    if (!plan_volumes(volumes, document, guest, NULL) || volumes->len == 0)
        return NULL;
    for (guint i = 0; i < volumes->len; i++) {
        g_autofree char *line = describe_volume(volumes->pdata[i]);

        g_string_append_printf(text, "%s%s", i > 0 ? "\n" : "", line);
    }
    return g_string_free(g_steal_pointer(&text), FALSE);
}

YadoJob *
yado_apply_begin_job(YadoGuest *guest, YadoDocument *document, YadoJobQueue *queue)
{
    const char *name = yado_guest_get_name(guest);
    g_autofree char *title = NULL;
    YadoJob *job;

    if (!has_plans(document))
        return NULL;
    title = g_strdup_printf(_("Change %s"), name);
    job = yado_job_new(title, name);
    yado_job_begin(job);
    if (queue != NULL)
        yado_job_queue_add(queue, job);
    return job;
}

void
yado_apply_end_job(YadoJob *job, const GError *error, gboolean is_told)
{
    gboolean waits = g_error_matches(error, YADO_ERROR, YADO_ERROR_PENDING);

    if (job == NULL)
        return;
    if (is_told)
        yado_job_set_told(job);
    if (waits)
        yado_job_report_notice(job, error->message, NULL);
    yado_job_finish(job, error != NULL && !waits ? g_error_copy(error) : NULL);
}

void
yado_apply_async(YadoGuest *guest, YadoDocument *document, YadoApplyFlags flags, YadoJob *job,
                 GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data)
{
    g_autoptr(GTask) task = g_task_new(guest, cancellable, callback, user_data);
    YadoHost *host = yado_guest_get_host(guest);
    Apply *self = g_new0(Apply, 1);

    self->document = g_object_ref(document);
    self->flags = flags;
    self->job = job != NULL ? g_object_ref(job) : yado_job_new("", yado_guest_get_name(guest));
    self->volumes = g_ptr_array_new_with_free_func(volume_free);
    g_task_set_task_data(task, self, apply_free);
    g_task_set_check_cancellable(task, FALSE); /* what was done is done */
    if (host != NULL && has_plans(document))
        yado_resources_load_async(yado_resources_get(host), YADO_RESOURCE_BIT(YADO_RESOURCE_POOLS),
                                  cancellable, on_volumes_known_cb, g_object_ref(task));
    else
        check(task);
}

YadoDocument *
yado_apply_finish(YadoGuest *guest, GAsyncResult *result, char **dropped, GError **error)
{
    Apply *self = g_task_get_task_data(G_TASK(result));

    g_return_val_if_fail(g_task_is_valid(result, guest), NULL);

    if (dropped != NULL)
        *dropped = g_steal_pointer(&self->dropped);
    return g_task_propagate_pointer(G_TASK(result), error);
}
