/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "present/yado-exchange.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "base/yado-error.h"
#include "present/yado-claims.h"

char *
yado_exchange_describe_losses(GPtrArray *losses)
{
    GString *text;

    if (losses == NULL || losses->len == 0)
        return NULL;
    text = g_string_new(NULL);
    g_string_printf(text,
                    ngettext("%u setting is not carried over:", "%u settings are not carried over:",
                             losses->len),
                    losses->len);
    for (guint i = 0; i < losses->len; i++) {
        g_autofree char *line = yado_loss_print(losses->pdata[i]);
        g_string_append_printf(text, "\n%s", line);
    }
    return g_string_free(text, FALSE);
}

void
yado_exchange_report_losses(YadoJob *job, GPtrArray *losses)
{
    g_autofree char *notice = NULL;

    if (losses->len == 0)
        return;
    notice = g_strdup_printf(ngettext("%u setting was not carried over.",
                                      "%u settings were not carried over.", losses->len),
                             losses->len);
    for (guint i = 0; i < losses->len; i++) {
        g_autofree char *line = yado_loss_print(losses->pdata[i]);
        yado_job_log(job, "%s", line);
    }
    yado_job_report_notice(job, notice, NULL);
}

/* ---- Import ---- */

/* libxl is told in its own words; libvirt, whatever its driver, in XML. */
static YadoDocumentFormat
get_format(const char *uri)
{
    return g_str_has_prefix(uri, "xl") ? YADO_FORMAT_XL : YADO_FORMAT_XML;
}

YadoDocumentFormat
yado_exchange_get_format(YadoHost *host, YadoGuestOwner owner)
{
    if (owner == YADO_OWNER_XL)
        return YADO_FORMAT_XL;
    return host != NULL ? get_format(yado_host_get_uri(host)) : YADO_FORMAT_XML;
}

YadoDocument *
yado_exchange_load_file(const char *path, const char *name, GError **error)
{
    g_return_val_if_fail(path != NULL, NULL);

    g_autoptr(YadoDocument) document = yado_document_new_from_file(path, error);
    if (document == NULL)
        return NULL;
    if (name != NULL && *name != '\0' &&
        !yado_document_set_value(document, NULL, "name", name, error))
        return NULL;
    return g_steal_pointer(&document);
}

YadoDocument *
yado_exchange_read_file(const char *path, const char *name, YadoDocumentFormat format,
                        GPtrArray **losses, GError **error)
{
    g_autoptr(YadoDocument) document = yado_exchange_load_file(path, name, error);

    return document != NULL ? yado_document_convert(document, format, losses, error) : NULL;
}

typedef struct {
    YadoBackend *backend;
    YadoDocumentFormat format;
    YadoJob *job; /* until it runs */
    YadoClaims *claims;
    char *path, *name;
} Import;

static void
import_free(gpointer data)
{
    Import *self = data;

    g_clear_object(&self->backend);
    yado_claims_free(self->claims);
    g_free(self->path);
    g_free(self->name);
    g_free(self);
}

static gboolean
import_in_worker(YadoJob *job, gpointer data, GCancellable *cancellable, GError **error)
{
    Import *self = data;
    g_autoptr(GPtrArray) losses = NULL;
    g_autoptr(YadoDocument) document = NULL;
    g_autoptr(YadoDocument) stored = NULL;
    g_autofree char *text = NULL;

    document = yado_exchange_read_file(self->path, self->name, self->format, &losses, error);
    if (document == NULL || !yado_claims_check(self->claims, document, error))
        return FALSE;
    text = yado_document_dump(document);
    stored = yado_backend_define(self->backend, text, cancellable, error);
    if (stored == NULL)
        return FALSE;
    yado_exchange_report_losses(job, losses);
    return TRUE;
}

static void
on_import_finished_cb(YadoJob *job, YadoHost *host)
{
    if (yado_job_get_state(job) == YADO_JOB_DONE)
        yado_host_refresh(host);
}

/* Whose the disks and addresses are is known now, as far as the host tells. */
static void
on_guests_known_cb(GObject *source, GAsyncResult *result, gpointer data)
{
    Import *self = data;
    g_autoptr(YadoJob) job = g_steal_pointer(&self->job);

    yado_host_load_finish(YADO_HOST(source), result, NULL);
    self->claims = yado_claims_new(YADO_HOST(source), NULL);
    yado_job_run(job, import_in_worker, self, import_free);
}

void
yado_exchange_import(YadoHost *host, const char *path, const char *name, YadoGuestOwner owner,
                     YadoJob *job)
{
    YadoBackend *backend = yado_host_get_owner_backend(host, owner);
    Import *self;

    if (backend == NULL) {
        yado_job_begin(job);
        yado_job_finish(job, yado_error_new(YADO_ERROR_CONNECTION, NULL, NULL,
                                            _("The host is not connected.")));
        return;
    }
    self = g_new0(Import, 1);
    self->backend = g_object_ref(backend);
    self->format = get_format(yado_backend_get_uri(backend));
    self->job = g_object_ref(job);
    self->path = g_strdup(path);
    self->name = g_strdup(name);
    g_signal_connect_object(job, "finished", G_CALLBACK(on_import_finished_cb), host, 0);
    yado_host_load_async(host, YADO_LOAD_FACTS, 0, NULL, on_guests_known_cb, self);
}

/* ---- Export ---- */

typedef struct {
    char *path;
    gboolean replace;
    YadoDocumentFormat format;
    YadoDocument *document; /* as the host has it */
    YadoJob *job;
} Export;

static void
export_free(gpointer data)
{
    Export *self = data;

    g_free(self->path);
    g_clear_object(&self->document);
    g_clear_object(&self->job);
    g_free(self);
}

static gboolean
write_private_file(const Export *self, const char *text, GError **error)
{
    g_autoptr(GFile) file = g_file_new_for_path(self->path);
    g_autoptr(GError) native = NULL;
    g_autoptr(GFileOutputStream) stream =
        self->replace ? g_file_replace(file, NULL, FALSE, G_FILE_CREATE_PRIVATE, NULL, &native)
                      : g_file_create(file, G_FILE_CREATE_PRIVATE, NULL, &native);

    if (stream != NULL &&
        g_output_stream_write_all(G_OUTPUT_STREAM(stream), text, strlen(text), NULL, NULL,
                                  &native) &&
        g_output_stream_close(G_OUTPUT_STREAM(stream), NULL, &native))
        return TRUE;
    if (g_error_matches(native, G_IO_ERROR, G_IO_ERROR_EXISTS))
        return yado_error_set(error, YADO_ERROR_CONFLICT, NULL, _("Choose another name."),
                              _("The file “%s” is there already."), self->path);
    return yado_error_set(error, YADO_ERROR_FAILED, native->message, NULL,
                          _("The file “%s” cannot be written."), self->path);
}

static gboolean
export_in_worker(YadoJob *job, gpointer data, GCancellable *cancellable, GError **error)
{
    Export *self = data;
    g_autoptr(GPtrArray) losses = NULL;
    g_autoptr(YadoDocument) converted =
        yado_document_convert(self->document, self->format, &losses, error);
    g_autofree char *text = converted != NULL ? yado_document_dump(converted) : NULL;

    if (text == NULL || !write_private_file(self, text, error))
        return FALSE;
    yado_exchange_report_losses(job, losses);
    return TRUE;
}

static void
on_document_ready_cb(GObject *source, GAsyncResult *result, gpointer user_data)
{
    Export *self = user_data;
    YadoJob *job = g_steal_pointer(&self->job);
    GError *error = NULL;

    self->document = yado_guest_get_document_finish(YADO_GUEST(source), result, &error);
    if (self->document != NULL) {
        yado_job_run(job, export_in_worker, self, export_free);
    } else {
        yado_job_begin(job);
        yado_job_finish(job, error);
        export_free(self);
    }
    g_object_unref(job);
}

void
yado_exchange_export(YadoGuest *guest, YadoDocumentFormat format, const char *path,
                     gboolean replace, YadoJob *job)
{
    Export *self = g_new0(Export, 1);

    self->path = g_strdup(path);
    self->replace = replace;
    self->format = format;
    self->job = g_object_ref(job);
    yado_guest_get_document_async(guest, YADO_CONFIGURATION_INACTIVE, yado_job_get_cancellable(job),
                                  on_document_ready_cb, self);
}

/* ---- From one owner to the other ---- */

typedef struct {
    YadoBackend *from, *to;
    YadoHost *host;
    char *uuid, *name;
    gboolean is_autostarted;
    YadoAdoptFlags flags;
    YadoDocument *document; /* as its owner keeps it */
    YadoJob *job;
} Adoption;

static void
adoption_free(gpointer data)
{
    Adoption *self = data;

    g_clear_object(&self->from);
    g_clear_object(&self->to);
    g_clear_object(&self->host);
    g_clear_object(&self->document);
    g_clear_object(&self->job);
    g_free(self->uuid);
    g_free(self->name);
    g_free(self);
}

/* A file of xl may tell no UUID; the list knows it by one all the same, and it stays that guest. */
static YadoDocument *
convert_for_other(Adoption *self, GPtrArray **losses, GError **error)
{
    YadoDocumentFormat format = yado_document_get_format(self->document) == YADO_FORMAT_XML
                                    ? YADO_FORMAT_XL
                                    : YADO_FORMAT_XML;
    g_autoptr(YadoDocument) converted =
        yado_document_convert(self->document, format, losses, error);

    if (converted == NULL || !yado_document_set_value(converted, NULL, "uuid", self->uuid, error))
        return NULL;
    return g_steal_pointer(&converted);
}

/* What is left over when something fails is named: two owners of one guest would damage its disks. */
static void
take_back(Adoption *self, YadoJob *job)
{
    g_autoptr(GError) error = NULL;

    if (!yado_backend_run(self->to, "delete", self->uuid, NULL, job, NULL, &error))
        yado_job_log(job, _("“%s” has two owners now: delete one of the two. %s"), self->name,
                     error->message);
}

static gboolean
keep_autostart(Adoption *self, YadoJob *job, GError **error)
{
    return !self->is_autostarted ||
           yado_backend_run(self->to, "autostart-on", self->uuid, NULL, job, NULL, error);
}

static gboolean
hand_over(Adoption *self, YadoDocument *converted, YadoJob *job, GCancellable *cancellable,
          GError **error)
{
    g_autofree char *text = yado_document_dump(converted);
    g_autoptr(YadoDocument) stored = yado_backend_define(self->to, text, cancellable, error);

    if (stored == NULL)
        return FALSE;
    yado_job_report_can_cancel(job, FALSE);
    if (keep_autostart(self, job, error) &&
        yado_backend_run(self->from, "delete", self->uuid, NULL, job, NULL, error))
        return TRUE;
    take_back(self, job);
    return FALSE;
}

/* The owner that it has keeps all of it. */
static gboolean
check_losses(Adoption *self, GPtrArray *losses, GError **error)
{
    g_autofree char *told = yado_exchange_describe_losses(losses);

    if (losses->len == 0 || self->flags != 0)
        return TRUE;
    return yado_error_set(error, YADO_ERROR_INVALID, told,
                          _("Choose “Even with losses” (--with-losses) to hand it over all the "
                            "same."),
                          ngettext("“%s” stays as it is: %u setting would be lost.",
                                   "“%s” stays as it is: %u settings would be lost.", losses->len),
                          self->name, losses->len);
}

static gboolean
adopt_in_worker(YadoJob *job, gpointer data, GCancellable *cancellable, GError **error)
{
    Adoption *self = data;
    g_autoptr(GPtrArray) losses = NULL;
    g_autoptr(YadoDocument) converted = convert_for_other(self, &losses, error);

    if (converted == NULL || !check_losses(self, losses, error))
        return FALSE;
    if (!(self->flags & YADO_ADOPT_REPORT_ONLY) &&
        !hand_over(self, converted, job, cancellable, error))
        return FALSE;
    yado_exchange_report_losses(job, losses);
    if (losses->len == 0)
        yado_job_report_notice(job, _("All of it is carried over."), NULL);
    return TRUE;
}

static void
on_adopted_document_ready_cb(GObject *source, GAsyncResult *result, gpointer user_data)
{
    Adoption *self = user_data;
    YadoJob *job = g_steal_pointer(&self->job);
    GError *error = NULL;

    self->document = yado_guest_get_document_finish(YADO_GUEST(source), result, &error);
    if (self->document != NULL) {
        g_signal_connect_object(job, "finished", G_CALLBACK(on_import_finished_cb), self->host, 0);
        yado_job_run(job, adopt_in_worker, self, adoption_free);
    } else {
        yado_job_begin(job);
        yado_job_finish(job, error);
        adoption_free(self);
    }
    g_object_unref(job);
}

void
yado_exchange_adopt(YadoGuest *guest, YadoAdoptFlags flags, YadoJob *job)
{
    Adoption *self = g_new0(Adoption, 1);
    const char *reason = NULL;

    if (!yado_guest_ref_owners(guest, &self->from, &self->to, &reason)) {
        yado_job_begin(job);
        yado_job_finish(job, yado_error_new(YADO_ERROR_UNSUPPORTED, NULL, NULL, "%s", reason));
        adoption_free(self);
        return;
    }
    self->host = g_object_ref(yado_guest_get_host(guest));
    self->uuid = g_strdup(yado_guest_get_uuid(guest));
    self->name = g_strdup(yado_guest_get_name(guest));
    self->is_autostarted = yado_guest_get_autostart(guest) == 1;
    self->flags = flags;
    self->job = g_object_ref(job);
    yado_guest_get_document_async(guest, YADO_CONFIGURATION_INACTIVE, yado_job_get_cancellable(job),
                                  on_adopted_document_ready_cb, self);
}
