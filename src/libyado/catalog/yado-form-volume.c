/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The dialogs of actions on volumes. */
#include "config.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "base/yado-error.h"
#include "catalog/yado-common-fields.h"

static gboolean
check_volume(YadoForm *form, const YadoFieldSpec *spec, const char *value, GError **error)
{
    if (value == NULL || *value == '\0' || strchr(value, '/') != NULL)
        return TRUE;
    return yado_error_set(error, YADO_ERROR_INVALID, NULL, NULL,
                          _("Give the volume as POOL/NAME, or by its whole path."));
}

#define VOLUME_FIELD                                                                   \
    {                                                                                  \
        .id = "volume", .type = YADO_FIELD_VOLUME, .label = N_("_Volume"),             \
        .help = N_("The volume: its whole path, or POOL/NAME."), .key = "volume",      \
        .validate = check_volume, .flags = YADO_FIELD_REQUIRED | YADO_FIELD_POSITIONAL \
    }

static const YadoFieldSpec volume_fields[] = { VOLUME_FIELD, { 0 } };

static const YadoFieldSpec volume_create_fields[] = {
    YADO_NEW_DISK_POOL(N_("_Pool"), .key = "pool",
                       .flags = YADO_FIELD_REQUIRED | YADO_FIELD_POSITIONAL),
    { .id = "name",
      .type = YADO_FIELD_TEXT,
      .label = N_("_Name"),
      .help = N_("A name for the volume; in a folder it is the name of the file."),
      .key = "name",
      .validate = yado_catalog_check_name,
      .flags = YADO_FIELD_REQUIRED | YADO_FIELD_POSITIONAL },
    YADO_NEW_DISK_SIZE("capacity", N_("_Size"), .key = "capacity",
                       .flags = YADO_FIELD_REQUIRED | YADO_FIELD_POSITIONAL),
    YADO_NEW_DISK_FORMAT(.key = "format"),
    YADO_NEW_DISK_FULL(N_("_Allocate all of it now"), .key = "full"),
    { .id = "backing",
      .type = YADO_FIELD_VOLUME,
      .label = N_("_Based on"),
      .help = N_("Another volume, of which the new one only keeps the differences. That one must "
                 "never be changed afterwards. Empty: it stands by itself."),
      .key = "backing" },
    { 0 },
};

static const YadoFieldSpec volume_resize_fields[] = {
    VOLUME_FIELD,
    { .id = "capacity",
      .type = YADO_FIELD_SIZE,
      .label = N_("New _size"),
      .help = N_("How large the disk is to be. The guest's own partitions and file systems must "
                 "be enlarged in the guest."),
      .key = "capacity",
      .minimum = 1,
      .maximum = (gint64)1 << 60,
      .flags = YADO_FIELD_REQUIRED | YADO_FIELD_POSITIONAL },
    { .id = "shrink",
      .type = YADO_FIELD_BOOL,
      .label = N_("Allow it to become s_maller"),
      .help = N_("What lies beyond the new end is lost."),
      .key = "shrink" },
    { 0 },
};

static const YadoFieldSpec volume_clone_fields[] = {
    VOLUME_FIELD,
    { .id = "name",
      .type = YADO_FIELD_TEXT,
      .label = N_("_Name of the copy"),
      .help = N_("The name of the new volume, in the same pool."),
      .key = "name",
      .validate = yado_catalog_check_name,
      .flags = YADO_FIELD_REQUIRED | YADO_FIELD_POSITIONAL },
    { 0 },
};

static const YadoFieldSpec volume_file_fields[] = {
    VOLUME_FIELD,
    { .id = "file",
      .type = YADO_FIELD_FILE,
      .label = N_("_File"),
      .help = N_("A file on this machine: what is uploaded, or where a download is written to."),
      .key = "file",
      .flags = YADO_FIELD_REQUIRED | YADO_FIELD_POSITIONAL | YADO_FIELD_LOCAL },
    { 0 },
};

#define ONE_SECTION(name) \
    static const YadoSectionSpec name##_sections[] = { { NULL, name##_fields }, { 0 } }

ONE_SECTION(volume);
ONE_SECTION(volume_create);
ONE_SECTION(volume_resize);
ONE_SECTION(volume_clone);
ONE_SECTION(volume_file);

/* The chooser reads the volumes itself. */
#define POOLS_ONLY YADO_RESOURCE_BIT(YADO_RESOURCE_POOLS)

const YadoFormSpec yado_form_volume = {
    .id = "volume",
    .title = N_("Volume"),
    .intro = N_("What a volume is: its place, its format, its size, and the guests that use it."),
    .sections = volume_sections,
    .resources = POOLS_ONLY,
};

const YadoFormSpec yado_form_volume_create = {
    .id = "volume-create",
    .title = N_("New volume"),
    .intro = N_("A volume is a disk for a guest, in a storage pool."),
    .positive = N_("_Create"),
    .sections = volume_create_sections,
    .resources = POOLS_ONLY,
};

const YadoFormSpec yado_form_volume_resize = {
    .id = "volume-resize",
    .title = N_("Size of the volume"),
    .intro = N_("Makes a volume larger, or smaller where the host can. What stands in the part "
                "that is cut off is lost."),
    .positive = N_("_Change"),
    .sections = volume_resize_sections,
    .resources = POOLS_ONLY,
};

const YadoFormSpec yado_form_volume_clone = {
    .id = "volume-clone",
    .title = N_("Copy of a volume"),
    .intro = N_("Makes a new volume with the contents of one that is there already."),
    .positive = N_("_Copy"),
    .sections = volume_clone_sections,
    .resources = POOLS_ONLY,
};

const YadoFormSpec yado_form_volume_file = {
    .id = "volume-file",
    .title = N_("Contents of the volume"),
    .intro = N_("Says which volume, and which file on this machine, the contents go between."),
    .sections = volume_file_sections,
    .resources = POOLS_ONLY,
};
