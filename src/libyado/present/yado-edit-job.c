/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "present/yado-edit-job.h"

#include <glib/gi18n-lib.h>

#include "present/yado-apply.h"

typedef struct {
    YadoEditFunc edit;
    gpointer data;
    GDestroyNotify free_data;
    YadoGuest *guest;
    YadoJob *job;
} EditJob;

static void
edit_job_finish(EditJob *self, GError *error)
{
    yado_job_finish(self->job, error);
    self->free_data(self->data);
    g_object_unref(self->guest);
    g_object_unref(self->job);
    g_free(self);
}

static gboolean
write_edits(YadoDocument *document, gpointer data, GError **error)
{
    GPtrArray *edits = data;

    for (guint i = 0; i < edits->len; i++) {
        const YadoEdit *edit = edits->pdata[i];

        if (!yado_document_set_value(document, edit->node, edit->key, edit->new_value, error))
            return FALSE;
    }
    return TRUE;
}

static void
on_edit_applied_cb(GObject *source, GAsyncResult *result, gpointer user_data)
{
    EditJob *self = user_data;
    GError *error = NULL;
    g_autofree char *dropped = NULL;
    g_autoptr(YadoDocument) document =
        yado_apply_finish(YADO_GUEST(source), result, &dropped, &error);

    if (document != NULL && dropped != NULL && *dropped != '\0') {
        g_autofree char *notice =
            g_strdup_printf(_("The host did not keep all of it:\n%s"), dropped);

        yado_job_report_notice(self->job, notice, NULL);
    }
    edit_job_finish(self, error);
}

static void
on_document_fetched_cb(GObject *source, GAsyncResult *result, gpointer user_data)
{
    EditJob *self = user_data;
    GError *error = NULL;
    g_autoptr(YadoDocument) document =
        yado_guest_get_document_finish(YADO_GUEST(source), result, &error);

    if (document == NULL || !self->edit(document, self->data, &error)) {
        edit_job_finish(self, error);
        return;
    }
    if (!yado_document_is_edited(document)) {
        edit_job_finish(self, NULL);
        return;
    }
    yado_apply_async(self->guest, document, yado_edit_get_flags(self->guest), self->job,
                     yado_job_get_cancellable(self->job), on_edit_applied_cb, self);
}

void
yado_edit_job_start_with(YadoEditFunc edit, gpointer data, GDestroyNotify free_data,
                         YadoGuest *guest, YadoJob *job)
{
    EditJob *self = g_new0(EditJob, 1);

    self->edit = edit;
    self->data = data;
    self->free_data = free_data;
    self->guest = g_object_ref(guest);
    self->job = g_object_ref(job);
    yado_job_begin(job);
    yado_guest_get_document_async(guest, YADO_CONFIGURATION_INACTIVE, yado_job_get_cancellable(job),
                                  on_document_fetched_cb, self);
}

void
yado_edit_job_start(GPtrArray *edits, YadoGuest *guest, YadoJob *job)
{
    yado_edit_job_start_with(write_edits, edits, (GDestroyNotify)g_ptr_array_unref, guest, job);
}

GPtrArray *
yado_edit_list_new(void)
{
    return g_ptr_array_new_with_free_func((GDestroyNotify)yado_edit_free);
}

void
yado_edit_list_add(GPtrArray *edits, const char *node, const char *key, const char *value)
{
    YadoEdit *edit = g_new0(YadoEdit, 1);

    edit->node = g_strdup(node);
    edit->key = g_strdup(key);
    edit->new_value = g_strdup(value);
    g_ptr_array_add(edits, edit);
}

YadoApplyFlags
yado_edit_get_flags(YadoGuest *guest)
{
    YadoApplyFlags flags = 0;

    /* A guest that the host does not keep has no stored configuration. */
    if (yado_guest_get_persistent(guest) != 0)
        flags |= YADO_APPLY_STORED;
    if (yado_guest_is_active(guest))
        flags |= YADO_APPLY_LIVE;
    return flags;
}
