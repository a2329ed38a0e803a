/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The dialogs of actions on storage pools. */
#include "config.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "catalog/yado-common-fields.h"

static gboolean
has_type(YadoForm *form, const char *types)
{
    g_autofree char *type = yado_catalog_dup_value(form, "type");
    g_auto(GStrv) words = g_strsplit(types, " ", -1);

    return g_strv_contains((const char *const *)words, type != NULL ? type : "dir");
}

static gboolean
needs_folder(YadoForm *form)
{
    return has_type(form, "dir fs netfs logical disk iscsi scsi mpath");
}

static gboolean
needs_host(YadoForm *form)
{
    return has_type(form, "netfs iscsi rbd gluster");
}

static gboolean
needs_source_folder(YadoForm *form)
{
    return has_type(form, "netfs gluster");
}

static gboolean
needs_device(YadoForm *form)
{
    return has_type(form, "fs disk iscsi");
}

static gboolean
needs_source_name(YadoForm *form)
{
    return has_type(form, "logical rbd zfs gluster");
}

static const YadoChoice pool_types[] = {
    { "dir", N_("folder") },
    { "fs", N_("file system of a partition") },
    { "netfs", N_("folder of a file server (NFS)") },
    { "logical", N_("volume group (LVM)") },
    { "disk", N_("partitions of a disk") },
    { "iscsi", N_("iSCSI target") },
    { "scsi", N_("SCSI adapter") },
    { "mpath", N_("multipath devices") },
    { "rbd", N_("Ceph (RBD)") },
    { "gluster", N_("Gluster") },
    { "zfs", N_("ZFS pool") },
    { 0 },
};

#define POOL_FIELD                                                     \
    {                                                                  \
        .id = "pool", .type = YADO_FIELD_CHOICE, .label = N_("_Pool"), \
        .help = N_("The storage pool of the host."), .key = "pool",    \
        .list_choices = yado_catalog_list_pools,                       \
        .flags = YADO_FIELD_REQUIRED | YADO_FIELD_POSITIONAL           \
    }

static const YadoFieldSpec pool_fields[] = { POOL_FIELD, { 0 } };

static const YadoFieldSpec pool_create_fields[] = {
    { .id = "name",
      .type = YADO_FIELD_TEXT,
      .label = N_("_Name"),
      .help = N_("A name for the pool, as it will be chosen for disks."),
      .key = "name",
      .validate = yado_catalog_check_name,
      .flags = YADO_FIELD_REQUIRED | YADO_FIELD_POSITIONAL },
    { .id = "type",
      .type = YADO_FIELD_CHOICE,
      .label = N_("_Type"),
      .help = N_("What the pool is made of. Not every host can use all of them."),
      .key = "type",
      .choices = pool_types },
    { .id = "path",
      .type = YADO_FIELD_FILE,
      .label = N_("_Folder"),
      .help = N_("The folder on the host where the volumes are; it is made when it is not there. "
                 "For file systems and shares: where they are mounted; for devices: “/dev”."),
      .key = "path",
      .validate = yado_catalog_check_absolute,
      .visible_if = needs_folder },
    { .id = "source-host",
      .type = YADO_FIELD_TEXT,
      .label = N_("_Server"),
      .help = N_("The name or address of the machine that has the storage."),
      .key = "source.host",
      .visible_if = needs_host },
    { .id = "source-folder",
      .type = YADO_FIELD_TEXT,
      .label = N_("Folder on the ser_ver"),
      .help = N_("What the server exports."),
      .key = "source.folder",
      .visible_if = needs_source_folder },
    { .id = "source-device",
      .type = YADO_FIELD_TEXT,
      .label = N_("_Device"),
      .help = N_("The partition, the disk, or the name of the iSCSI target (IQN)."),
      .key = "source.device",
      .visible_if = needs_device },
    { .id = "source-name",
      .type = YADO_FIELD_TEXT,
      .label = N_("_Group"),
      .help = N_("The name of the volume group, of the Ceph or ZFS pool, or of the Gluster "
                 "volume."),
      .key = "source.name",
      .visible_if = needs_source_name },
    { .id = "autostart",
      .type = YADO_FIELD_BOOL,
      .label = N_("Start with the _host"),
      .help = N_("Whether the pool is made active when the host starts."),
      .key = "autostart" },
    { 0 },
};

#define ONE_SECTION(name) \
    static const YadoSectionSpec name##_sections[] = { { NULL, name##_fields }, { 0 } }

ONE_SECTION(pool);
ONE_SECTION(pool_create);

const YadoFormSpec yado_form_storage_pool = {
    .id = "storage-pool",
    .title = N_("Storage pool"),
    .intro = N_("What a storage pool is, where it keeps its volumes, and how much room is left."),
    .sections = pool_sections,
    .resources = YADO_RESOURCE_BIT(YADO_RESOURCE_POOLS)
};

const YadoFormSpec yado_form_pool_create = {
    .id = "pool-create",
    .title = N_("New storage pool"),
    .intro = N_("A storage pool is a place on the host where disks of guests are kept."),
    .positive = N_("_Create"),
    .sections = pool_create_sections,
};
