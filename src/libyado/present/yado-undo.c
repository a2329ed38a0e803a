/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "present/yado-undo.h"

#include <glib/gi18n-lib.h>

#include "base/yado-error.h"
#include "document/yado-plain-document.h"

struct _YadoUndo {
    YadoJob *job;
    GString *left; /* in words */
};

YadoUndo *
yado_undo_new(YadoJob *job, const char *stage)
{
    YadoUndo *self = g_new0(YadoUndo, 1);

    self->job = g_object_ref(job);
    self->left = g_string_new(NULL);
    yado_job_report_can_cancel(job, FALSE);
    if (stage != NULL)
        yado_job_report_stage(job, stage);
    return self;
}

static void
remove_thing(YadoUndo *self, YadoBackend *backend, const char *operation, const char *uuid,
             const char *volume)
{
    g_autoptr(YadoDocument) arguments = yado_plain_document_new();
    g_autoptr(GError) failure = NULL;

    yado_plain_document_set_initial(YADO_PLAIN_DOCUMENT(arguments), "volume", volume);
    if (yado_backend_run(backend, operation, uuid, arguments, self->job, NULL, &failure))
        return;
    yado_job_log(self->job, "%s", failure->message);
    g_string_append_printf(self->left, "%s%s", self->left->len > 0 ? C_("list", ", ") : "",
                           volume != NULL ? volume : uuid);
}

void
yado_undo_guest(YadoUndo *self, YadoBackend *backend, const char *uuid)
{
    remove_thing(self, backend, "delete", uuid, NULL);
}

void
yado_undo_volume(YadoUndo *self, YadoBackend *storage, const char *path)
{
    remove_thing(self, storage, "volume-delete", NULL, path);
}

static GError *
explain(const GError *failure, const char *left)
{
    YadoErrorCode code = failure->domain == YADO_ERROR ? failure->code : YADO_ERROR_FAILED;

    return yado_error_new(code, yado_error_get_detail(failure), yado_error_get_hint(failure),
                          _("%s This could not be removed: %s."), failure->message, left);
}

static void
tell(YadoUndo *self, GError **failure)
{
    g_autofree char *notice = NULL;
    GError *explained;

    if (failure != NULL && *failure != NULL && !yado_error_is_cancel(*failure)) {
        explained = explain(*failure, self->left->str);
        g_error_free(*failure);
        *failure = explained;
        return;
    }
    notice = g_strdup_printf(_("This could not be removed: %s."), self->left->str);
    yado_job_report_notice(self->job, notice, NULL);
}

void
yado_undo_end(YadoUndo *self, GError **failure)
{
    if (self->left->len > 0)
        tell(self, failure);
    g_string_free(self->left, TRUE);
    g_object_unref(self->job);
    g_free(self);
}
