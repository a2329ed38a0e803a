/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The job that makes a guest, and unmakes it. */
#include "config.h"

#include "present/yado-create-private.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "base/yado-error.h"
#include "document/yado-plain-document.h"

typedef struct {
    YadoCreatePlan *plan;
    YadoBackend *backend;
    char *uuid; /* of what was defined */
} Work;

static void
work_free(gpointer data)
{
    Work *work = data;

    yado_create_plan_free(work->plan);
    g_object_unref(work->backend);
    g_free(work->uuid);
    g_free(work);
}

static void
put_argument(YadoDocument *arguments, const char *key, const char *value)
{
    yado_plain_document_set_initial(YADO_PLAIN_DOCUMENT(arguments), key, value);
}

static gboolean
make_volume(Work *work, YadoCreateDisk *disk, YadoJob *job, GCancellable *cancellable,
            GError **error)
{
    g_autoptr(YadoDocument) arguments = yado_plain_document_new();
    g_autofree char *capacity = g_strdup_printf("%" G_GUINT64_FORMAT, disk->size);
    g_autofree char *path = NULL;

    put_argument(arguments, "pool", disk->pool);
    put_argument(arguments, "name", disk->name);
    put_argument(arguments, "capacity", capacity);
    put_argument(arguments, "format", disk->is_block ? NULL : disk->format);
    put_argument(arguments, "full", disk->is_full ? "yes" : "no");
    yado_job_log(job, "%s/%s", disk->pool, disk->name);
    if (!yado_backend_run(work->backend, "volume-create", NULL, arguments, job, cancellable, error))
        return FALSE;
    disk->was_made = TRUE;
    path = yado_document_dup_value(arguments, NULL, "answer.path");
    if (path != NULL) {
        g_free(disk->path);
        disk->path = g_steal_pointer(&path);
    }
    return TRUE;
}

static gboolean
make_volumes(Work *work, YadoJob *job, GCancellable *cancellable, GError **error)
{
    GPtrArray *disks = work->plan->disks;

    for (guint i = 0; i < disks->len; i++) {
        YadoCreateDisk *disk = disks->pdata[i];

        if (!disk->is_new)
            continue;
        yado_job_report_stage(job, _("Making the disks"));
        if (g_cancellable_set_error_if_cancelled(cancellable, error) ||
            !make_volume(work, disk, job, cancellable, error))
            return FALSE;
    }
    return !g_cancellable_set_error_if_cancelled(cancellable, error);
}

static gboolean
define(Work *work, YadoJob *job, GCancellable *cancellable, GError **error)
{
    g_autoptr(YadoDocument) document = yado_create_plan_build(work->plan, error);
    g_autofree char *text = document != NULL ? yado_document_dump(document) : NULL;
    g_autoptr(YadoDocument) defined = NULL;

    yado_job_report_stage(job, _("Defining the guest"));
    if (text == NULL)
        return FALSE;
    defined = yado_backend_define(work->backend, text, cancellable, error);
    if (defined == NULL)
        return FALSE;
    work->uuid = yado_document_dup_value(defined, NULL, "uuid");
    yado_job_log(job, "%s", work->uuid != NULL ? work->uuid : "");
    return !g_cancellable_set_error_if_cancelled(cancellable, error);
}

static gboolean
start(Work *work, YadoJob *job, GCancellable *cancellable, GError **error)
{
    if (yado_create_plan_is(work->plan, "autostart", "yes") &&
        !yado_backend_run(work->backend, "autostart-on", work->uuid, NULL, job, cancellable, error))
        return FALSE;
    if (!yado_create_plan_is(work->plan, "start", "yes"))
        return TRUE;
    yado_job_report_stage(job, _("Starting the guest"));
    yado_job_report_can_cancel(job, FALSE);
    return yado_backend_run(work->backend, "start", work->uuid, NULL, job, cancellable, error);
}

/* What cannot be removed is named in the log and in @left. */
static void
undo_one(Work *work, YadoJob *job, const char *operation, const char *uuid, const char *volume,
         GString *left)
{
    g_autoptr(YadoDocument) arguments = yado_plain_document_new();
    g_autoptr(GError) failure = NULL;

    if (volume != NULL)
        put_argument(arguments, "volume", volume);
    if (yado_backend_run(work->backend, operation, uuid, arguments, job, NULL, &failure))
        return;
    yado_job_log(job, "%s", failure->message);
    g_string_append_printf(left, "%s%s", left->len > 0 ? C_("list", ", ") : "",
                           volume != NULL ? volume : uuid);
}

/* (transfer full) what is left, or NULL. */
static char *
undo(Work *work, YadoJob *job)
{
    GPtrArray *disks = work->plan->disks;
    GString *left = g_string_new(NULL);

    yado_job_report_can_cancel(job, FALSE);
    yado_job_report_stage(job, _("Removing what was made"));
    if (work->uuid != NULL)
        undo_one(work, job, "delete", work->uuid, NULL, left);
    for (guint i = disks->len; i > 0; i--) {
        const YadoCreateDisk *disk = disks->pdata[i - 1];

        if (disk->was_made)
            undo_one(work, job, "volume-delete", NULL, disk->path, left);
    }
    return g_string_free(left, left->len == 0);
}

static gboolean
work_create(YadoJob *job, gpointer data, GCancellable *cancellable, GError **error)
{
    Work *work = data;
    g_autoptr(GError) failure = NULL;
    g_autofree char *left = NULL;

    yado_job_report_can_cancel(job, TRUE);
    if (make_volumes(work, job, cancellable, &failure) &&
        define(work, job, cancellable, &failure) && start(work, job, cancellable, &failure))
        return TRUE;
    left = undo(work, job);
    if (left != NULL && !yado_error_is_cancel(failure))
        return yado_error_set(error, YADO_ERROR_FAILED, yado_error_get_detail(failure),
                              yado_error_get_hint(failure), _("%s This could not be removed: %s."),
                              failure->message, left);
    g_propagate_error(error, g_steal_pointer(&failure));
    return FALSE;
}

void
yado_create_plan_run(YadoCreatePlan *self, YadoBackend *backend, YadoJob *job)
{
    Work *work = g_new0(Work, 1);

    work->plan = self;
    work->backend = g_object_ref(backend);
    g_clear_object(&self->host); /* not the worker's */
    yado_job_run(job, work_create, work, work_free);
}
