/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Create a guest, fifth step: its disks. */
#include "config.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "base/yado-error.h"
#include "catalog/yado-common-fields.h"
#include "catalog/yado-create-steps.h"
#include "present/yado-create.h"

static const YadoChoice disk_ways[] = {
    { "new", N_("a new disk") },
    { "path", N_("a disk or image that exists") },
    { "none", N_("no disk") },
    { 0 },
};

/* What it starts from is its first disk. */
static gboolean
has_own_disk(YadoForm *form)
{
    return !yado_create_from_disk(form);
}

static gboolean
has_new_disk(YadoForm *form)
{
    return has_own_disk(form) && yado_create_is_answer(form, "disk", "new");
}

static gboolean
has_old_disk(YadoForm *form)
{
    return has_own_disk(form) && yado_create_is_answer(form, "disk", "path");
}

static gboolean
check_disks(YadoForm *form, const YadoFieldSpec *spec, const char *value, GError **error)
{
    return value == NULL || yado_create_check_disk_lines(value, error);
}

static const YadoFieldSpec storage_fields[] = {
    { .id = "disk",
      .type = YADO_FIELD_CHOICE,
      .label = N_("Fi_rst disk"),
      .help = N_("Where the guest's own system and data are kept."),
      .key = "disk",
      .choices = disk_ways,
      .visible_if = has_own_disk },
    YADO_NEW_DISK_POOL(.key = "disk.pool", .visible_if = has_new_disk,
                       .flags = YADO_FIELD_REQUIRED),
    YADO_NEW_DISK_SIZE("size", .key = "disk.size", .visible_if = has_new_disk,
                       .flags = YADO_FIELD_REQUIRED),
    YADO_NEW_DISK_FORMAT(.key = "disk.format", .visible_if = has_new_disk),
    YADO_NEW_DISK_FULL(.key = "disk.full", .visible_if = has_new_disk),
    { .id = "path",
      .type = YADO_FIELD_VOLUME,
      .label = N_("_Disk"),
      .help = N_("The disk on the host, by its whole path. The guest uses it as it is; it is not "
                 "copied."),
      .key = "disk.path",
      .validate = yado_catalog_check_absolute,
      .visible_if = has_old_disk,
      .flags = YADO_FIELD_REQUIRED },
    { .id = "disks",
      .type = YADO_FIELD_MULTILINE,
      .label = N_("F_urther disks"),
      .help = N_("One a line, as KEY=VALUE separated by commas: “size=20G,pool=images” makes a new "
                 "one (with format and full where wanted), “path=/srv/data.img” takes one that "
                 "exists, with “device=cdrom” as a CD."),
      .key = "disks",
      .validate = check_disks },
    { 0 },
};

static const YadoSectionSpec sections[] = { { NULL, storage_fields }, { 0 } };

const YadoFormSpec yado_form_create_storage = {
    .id = "create-storage",
    .title = N_("Storage"),
    .intro = N_("The guest's disks."),
    .sections = sections,
    .resources = YADO_CREATE_RESOURCES,
};
