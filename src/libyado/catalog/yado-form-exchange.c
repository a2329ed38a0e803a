/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Forms of export, import and handing over. */
#include "config.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "catalog/yado-common-fields.h"
#include "present/yado-exchange.h"

static const YadoChoice formats[] = {
    { "xml", N_("libvirt's XML") },
    { "xl", N_("configuration file of xl (xl.cfg)") },
    { 0 },
};

static const YadoFieldSpec export_fields[] = {
    { .id = "format",
      .type = YADO_FIELD_CHOICE,
      .label = N_("F_ormat"),
      .help = N_("In which words the guest is described. What the format has no words for is "
                 "told afterwards, each with its place."),
      .key = "format",
      .choices = formats,
      .flags = YADO_FIELD_REQUIRED },
    { .id = "file",
      .type = YADO_FIELD_FILE,
      .label = N_("_File"),
      .help = N_("Where the configuration is written, on this machine. Only you may read it, for "
                 "it may hold passwords."),
      .key = "file",
      .maximum = 4096,
      .flags = YADO_FIELD_REQUIRED | YADO_FIELD_POSITIONAL },
    { .id = "replace",
      .type = YADO_FIELD_BOOL,
      .label = N_("_Replace the file"),
      .help = N_("Overwrites a file of that name. Without it such a file is left as it is."),
      .key = "replace" },
    { 0 },
};

static const YadoSectionSpec export_sections[] = { { NULL, export_fields }, { 0 } };

const YadoFormSpec yado_form_export = {
    .id = "export",
    .title = N_("Export the configuration"),
    .intro = N_("Writes what the guest's next start will use to a file. Its disks are not copied."),
    .positive = N_("_Export"),
    .sections = export_sections,
};

static const YadoFieldSpec adopt_fields[] = {
    { .id = "report",
      .type = YADO_FIELD_BOOL,
      .label = N_("_Only report"),
      .help = N_("Changes nothing: only tells what the new owner would have no place for, each "
                 "with its line."),
      .key = "report" },
    { .id = "with-losses",
      .type = YADO_FIELD_BOOL,
      .label = N_("_Even with losses"),
      .help = N_("Hands the guest over even when the new owner has no place for some of it, which "
                 "is lost then. Without it such a guest stays as it is."),
      .key = "with-losses" },
    { 0 },
};

static const YadoSectionSpec adopt_sections[] = { { NULL, adopt_fields }, { 0 } };

const YadoFormSpec yado_form_adopt = {
    .id = "adopt",
    .title = N_("Hand over to the other owner"),
    .intro = N_("A guest of xl becomes one of libvirt, and a guest of libvirt one of xl. It keeps "
                "its name, its unique number and its disks. When the new owner has no place for "
                "something, it stays as it is and you are told."),
    .positive = N_("_Hand over"),
    .sections = adopt_sections,
};

/* ---- What of the file is not carried over, before it is ---- */

/* Hangs on the form's document. */
typedef struct {
    char *path; /* that is, or was, read */
    YadoDocumentFormat format;
    char *told; /* NULL: on its way */
} Preview;

typedef struct {
    char *path;
    YadoDocumentFormat format;
} Reading;

static void
preview_free(gpointer data)
{
    Preview *self = data;

    g_free(self->path);
    g_free(self->told);
    g_free(self);
}

static void
reading_free(gpointer data)
{
    Reading *self = data;

    g_free(self->path);
    g_free(self);
}

/* A file may lie on a server that does not answer. */
static void
read_in_worker(GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
    const Reading *reading = data;
    g_autoptr(GPtrArray) losses = NULL;
    g_autoptr(GError) error = NULL;
    g_autoptr(YadoDocument) document =
        yado_exchange_read_file(reading->path, NULL, reading->format, &losses, &error);
    char *told = document == NULL  ? g_strdup(error->message)
                 : losses->len > 0 ? yado_exchange_describe_losses(losses)
                                   : g_strdup(_("All of it is carried over."));

    g_task_return_pointer(task, told, g_free);
}

/* @self NULL: nothing was read yet. */
static gboolean
is_of(const Preview *self, const char *path, YadoDocumentFormat format)
{
    return self != NULL && strcmp(self->path, path) == 0 && self->format == format;
}

static void
on_read_cb(GObject *source, GAsyncResult *result, gpointer data)
{
    YadoForm *form = YADO_FORM(source);
    Preview *self = g_object_get_data(G_OBJECT(yado_form_get_document(form)), "yado-preview");
    const Reading *reading = g_task_get_task_data(G_TASK(result));
    g_autofree char *told = g_task_propagate_pointer(G_TASK(result), NULL);

    if (!is_of(self, reading->path, reading->format))
        return; /* another file or owner was chosen meanwhile */
    g_free(self->told);
    self->told = g_steal_pointer(&told);
    yado_form_refresh(form);
}

static void
start_reading(YadoForm *form, const char *path, YadoDocumentFormat format)
{
    g_autoptr(GTask) task = g_task_new(form, NULL, on_read_cb, NULL);
    Preview *self = g_new0(Preview, 1);
    Reading *reading = g_new0(Reading, 1);

    self->path = g_strdup(path);
    self->format = format;
    reading->path = g_strdup(path);
    reading->format = format;
    g_object_set_data_full(G_OBJECT(yado_form_get_document(form)), "yado-preview", self,
                           preview_free);
    g_task_set_task_data(task, reading, reading_free);
    g_task_run_in_thread(task, read_in_worker);
}

/* Of whoever will own the guest. */
static YadoDocumentFormat
get_format(YadoForm *form)
{
    g_autofree char *owner = yado_catalog_dup_value(form, "owner");

    return yado_exchange_get_format(
        yado_form_get_host(form), g_strcmp0(owner, "xl") == 0 ? YADO_OWNER_XL : YADO_OWNER_LIBVIRT);
}

static char *
dup_losses(YadoForm *form, const YadoFieldSpec *spec)
{
    g_autofree char *file = yado_catalog_dup_value(form, "file");
    const Preview *self = g_object_get_data(G_OBJECT(yado_form_get_document(form)), "yado-preview");
    YadoDocumentFormat format = get_format(form);

    if (file == NULL || *file == '\0')
        return g_strdup("-");
    if (!is_of(self, file, format)) {
        start_reading(form, file, format);
        return g_strdup("…");
    }
    return g_strdup(self->told != NULL ? self->told : "…");
}

static const YadoFieldSpec import_fields[] = {
    { .id = "file",
      .type = YADO_FIELD_FILE,
      .label = N_("_File"),
      .help = N_("A file on this machine: a configuration of xl (xl.cfg) or libvirt's XML."),
      .key = "file",
      .maximum = 4096,
      .flags = YADO_FIELD_REQUIRED | YADO_FIELD_POSITIONAL },
    { .id = "name",
      .type = YADO_FIELD_TEXT,
      .label = N_("_Name"),
      .help = N_("What the guest is called here, when not as in the file. A name that another "
                 "guest has is refused."),
      .key = "name",
      .maximum = 255 },
    YADO_OWNER_FIELD,
    { .id = "losses",
      .type = YADO_FIELD_INFO,
      .label = N_("Not carried over"),
      .help = N_("What the file says and the host has no place for, each with its line."),
      .dup_text = dup_losses },
    { 0 },
};

static const YadoSectionSpec import_sections[] = { { NULL, import_fields }, { 0 } };

const YadoFormSpec yado_form_import = {
    .id = "import",
    .title = N_("Import a guest"),
    .intro = N_("Makes a guest of a configuration file. Its disks must be where the file says. "
                "It is not started."),
    .positive = N_("_Import"),
    .sections = import_sections,
};
