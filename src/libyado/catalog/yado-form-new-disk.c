/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The dialog of the action “New disk”. */
#include "config.h"

#include <glib/gi18n-lib.h>

#include "catalog/yado-common-fields.h"
#include "present/yado-new-disk.h"

/* The first pool that is active; another can be chosen. */
static void
propose_pool(YadoForm *form)
{
    g_autofree char *chosen = yado_form_dup_value(form, yado_form_find_field(form, "pool"));

    if (chosen == NULL || *chosen == '\0')
        yado_catalog_set_initial(form, "pool", yado_new_disk_find_pool(yado_form_get_host(form)));
}

void
yado_catalog_init_new_disk(YadoForm *form, const YadoTargets *targets)
{
    yado_catalog_set_initial(form, "format", "qcow2");
}

static const YadoFieldSpec new_disk_fields[] = {
    YADO_NEW_DISK_SIZE("size", N_("_Size"), .key = "size",
                       .flags = YADO_FIELD_REQUIRED | YADO_FIELD_POSITIONAL),
    YADO_NEW_DISK_POOL(N_("_Pool"), .key = "pool", .flags = YADO_FIELD_REQUIRED),
    YADO_NEW_DISK_FORMAT(.key = "format"),
    YADO_NEW_DISK_FULL(N_("_Allocate all of it now"), .key = "full"),
    { .id = "name",
      .type = YADO_FIELD_TEXT,
      .label = N_("_Name"),
      .help = N_("A name for the volume; in a folder it is the name of the file. Empty: one is "
                 "made from the guest's."),
      .key = "name",
      .validate = yado_catalog_check_name,
      .placeholder = N_("after the guest") },
    { 0 },
};

static const YadoSectionSpec new_disk_sections[] = { { NULL, new_disk_fields }, { 0 } };

const YadoFormSpec yado_form_new_disk = {
    .id = "new-disk",
    .title = N_("New disk"),
    .intro = N_("Makes a volume in a storage pool of the host and gives it to the guest as a disk: "
                "now where that is possible, and from its next start on."),
    .positive = N_("_Create"),
    .sections = new_disk_sections,
    .resources = YADO_RESOURCE_BIT(YADO_RESOURCE_POOLS),
    .propose = propose_pool,
};
