/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Forms of export, import and handing over. */
#include "config.h"

#include <glib/gi18n-lib.h>

#include "catalog/yado-forms.h"
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
    { 0 },
};

static const YadoSectionSpec adopt_sections[] = { { NULL, adopt_fields }, { 0 } };

const YadoFormSpec yado_form_adopt = {
    .id = "adopt",
    .title = N_("Hand over to the other owner"),
    .intro = N_("A guest of xl becomes one of libvirt, and a guest of libvirt one of xl. It keeps "
                "its name, its unique number and its disks. What the new owner has no place for "
                "is told afterwards."),
    .positive = N_("_Hand over"),
    .sections = adopt_sections,
};

/* What of the file is not carried over, before it is. */
static char *
dup_losses(YadoForm *form, const YadoFieldSpec *spec)
{
    g_autofree char *file = yado_catalog_dup_value(form, "file");
    g_autoptr(GPtrArray) losses = NULL;
    g_autoptr(YadoDocument) document = NULL;
    g_autoptr(GError) error = NULL;

    if (file == NULL || *file == '\0')
        return g_strdup("-");
    document = yado_exchange_read_file(file, NULL, NULL, &losses, &error);
    if (document == NULL)
        return g_strdup(error->message);
    return losses->len > 0 ? yado_exchange_describe_losses(losses)
                           : g_strdup(_("All of it is carried over."));
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
