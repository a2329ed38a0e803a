/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Create a guest, fifth step: its disks. */
#include "config.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "base/yado-error.h"
#include "catalog/yado-common-fields.h"
#include "catalog/yado-create-steps.h"
#include "present/yado-create.h"
#include "present/yado-new-disk.h"

static const YadoChoice disk_ways[] = {
    { "new", N_("a new disk") },
    { "path", N_("a disk or image that exists") },
    { "none", N_("no disk") },
    { 0 },
};

/* Why no new disk can be made on the host; NULL: one can, as far as is known. */
static const char *
explain_no_new_disk(YadoForm *form)
{
    YadoHost *host = yado_form_get_host(form);
    GPtrArray *pools = yado_catalog_get_resources(form, YADO_RESOURCE_POOLS);
    const char *reason = NULL;

    if (host != NULL && yado_host_get_state(host) == YADO_HOST_OPEN &&
        !yado_host_has(host, YADO_CAP_STORAGE, &reason))
        return reason;
    return pools == NULL || yado_new_disk_find_pool(host) != NULL
               ? NULL
               : _("The host has no active storage pool to make it in. “New pool” among "
                   "the host's storage makes one.");
}

static GPtrArray *
list_disk_ways(YadoForm *form, const YadoFieldSpec *spec)
{
    const char *reason = explain_no_new_disk(form);
    GPtrArray *items = yado_catalog_choices_new();

    for (const YadoChoice *way = spec->choices; way->id != NULL; way++)
        yado_catalog_add_choice(items, way->id, _(way->label),
                                strcmp(way->id, "new") == 0 ? reason : NULL);
    return items;
}

/* What it starts from is its first disk. */
static gboolean
has_own_disk(YadoForm *form)
{
    return !yado_create_from_disk(form);
}

static gboolean
lacks_pool(YadoForm *form)
{
    return has_own_disk(form) && explain_no_new_disk(form) != NULL;
}

static char *
dup_no_new_disk(YadoForm *form, const YadoFieldSpec *spec)
{
    return g_strdup(explain_no_new_disk(form));
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
      .list_choices = list_disk_ways,
      .visible_if = has_own_disk },
    { .id = "no-new-disk",
      .type = YADO_FIELD_INFO,
      .label = N_("New disk"),
      .help = N_("Why no new disk can be made on this host. One that exists can be taken by its "
                 "path."),
      .dup_text = dup_no_new_disk,
      .visible_if = lacks_pool },
    YADO_NEW_DISK_POOL(N_("_Pool"), .key = "disk.pool", .visible_if = has_new_disk,
                       .flags = YADO_FIELD_REQUIRED),
    YADO_NEW_DISK_SIZE("size", N_("_Size"), .key = "disk.size", .visible_if = has_new_disk,
                       .flags = YADO_FIELD_REQUIRED),
    YADO_NEW_DISK_FORMAT(.key = "disk.format", .visible_if = has_new_disk),
    YADO_NEW_DISK_FULL(N_("_Allocate all of it now"), .key = "disk.full",
                       .visible_if = has_new_disk),
    { .id = "path",
      .type = YADO_FIELD_VOLUME,
      .label = N_("_Disk"),
      .help = N_("The disk on the host, by its whole path. The guest uses it as it is; it is not "
                 "copied."),
      .key = "disk.path",
      .validate = yado_catalog_check_free_disk,
      .visible_if = has_old_disk,
      .flags = YADO_FIELD_REQUIRED },
    { .id = "disks",
      .type = YADO_FIELD_LIST,
      .label = N_("F_urther disks"),
      .help = N_("More disks. On the command line each is KEY=VALUE separated by commas: "
                 "“size=20G,pool=images” makes a new one (with format and full where wanted), "
                 "“path=/srv/data.img” takes one that exists, with “device=cdrom” as a CD."),
      .key = "disks",
      .row = &yado_form_create_disk_row,
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
    .claims = TRUE,
};

/* ---- One further disk ---- */

static gboolean
is_new_row(YadoForm *form)
{
    return yado_create_is_answer(form, "way", "new") ||
           (yado_create_is_answer(form, "way", "") && yado_create_is_answer(form, "path", ""));
}

static gboolean
is_old_row(YadoForm *form)
{
    return !is_new_row(form);
}

/* A row is a line of commas. */
static gboolean
check_row_path(YadoForm *form, const YadoFieldSpec *spec, const char *value, GError **error)
{
    if (value != NULL && strchr(value, ',') != NULL)
        return yado_error_set(error, YADO_ERROR_INVALID, NULL, NULL,
                              _("A path with a comma cannot be given here."));
    return yado_create_is_answer(form, "device", "cdrom")
               ? yado_catalog_check_absolute(form, spec, value, error)
               : yado_catalog_check_free_disk(form, spec, value, error);
}

static const YadoChoice row_ways[] = {
    { "new", N_("a new disk") },
    { "path", N_("a disk or image that exists") },
    { 0 },
};

static const YadoChoice row_devices[] = {
    { "", N_("disk") },
    { "cdrom", N_("CD or DVD") },
    { 0 },
};

static const YadoFieldSpec row_fields[] = {
    { .id = "way",
      .type = YADO_FIELD_CHOICE,
      .label = N_("_Kind"),
      .help = N_("Whether a volume is made for it, or one is used that is there."),
      .key = "way",
      .choices = row_ways,
      .list_choices = list_disk_ways },
    YADO_NEW_DISK_POOL(N_("_Pool"), .key = "pool", .visible_if = is_new_row),
    YADO_NEW_DISK_SIZE("size", N_("_Size"), .key = "size", .visible_if = is_new_row,
                       .flags = YADO_FIELD_REQUIRED),
    YADO_NEW_DISK_FORMAT(.key = "format", .visible_if = is_new_row),
    YADO_NEW_DISK_FULL(N_("_Allocate all of it now"), .key = "full", .visible_if = is_new_row),
    { .id = "path",
      .type = YADO_FIELD_VOLUME,
      .label = N_("_Disk"),
      .help = N_("The disk on the host, by its whole path. The guest uses it as it is; it is not "
                 "copied."),
      .key = "path",
      .validate = check_row_path,
      .visible_if = is_old_row,
      .flags = YADO_FIELD_REQUIRED },
    { .id = "device",
      .type = YADO_FIELD_CHOICE,
      .label = N_("Sho_wn as"),
      .help = N_("What the guest takes it for."),
      .key = "device",
      .choices = row_devices,
      .visible_if = is_old_row },
    { 0 },
};

static const YadoSectionSpec row_sections[] = { { NULL, row_fields }, { 0 } };

const YadoFormSpec yado_form_create_disk_row = {
    .id = "create-disk",
    .title = N_("Further disk"),
    .intro = N_("A disk beside the first one."),
    .positive = N_("_Take it"),
    .sections = row_sections,
    .resources = YADO_RESOURCE_BIT(YADO_RESOURCE_POOLS),
    .claims = TRUE,
};
