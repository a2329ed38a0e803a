/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The dialogs of actions on pools, volumes, networks and snapshots. */
#include "config.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "base/yado-error.h"
#include "base/yado-units.h"
#include "catalog/yado-forms.h"

#define POOLS YADO_RESOURCE_BIT(YADO_RESOURCE_POOLS)
/* The chooser reads the volumes of the pool that is looked at. */
#define VOLUMES POOLS
#define NETWORKS YADO_RESOURCE_BIT(YADO_RESOURCE_NETWORKS)
#define INTERFACES YADO_RESOURCE_BIT(YADO_RESOURCE_INTERFACES)

/* ---- What the host has, as choices ---- */

static GPtrArray *
choice_list_new(void)
{
    return g_ptr_array_new_with_free_func((GDestroyNotify)yado_choice_item_free);
}

GPtrArray *
yado_catalog_get_resources(YadoForm *form, YadoResourceKind kind)
{
    YadoHost *host = yado_form_get_host(form);

    return host != NULL ? yado_resources_list(yado_resources_get(host), kind, NULL) : NULL;
}

static char *
dup_pool_label(const YadoResource *pool)
{
    g_autofree char *room = NULL;

    if (pool->active != 1)
        return g_strdup(pool->name);
    room = yado_size_format(pool->available);
    /* Translators: a storage pool and how much is free in it. */
    return g_strdup_printf(_("%s (%s free)"), pool->name, room);
}

GPtrArray *
yado_catalog_list_pools(YadoForm *form, const YadoFieldSpec *spec)
{
    GPtrArray *pools = yado_catalog_get_resources(form, YADO_RESOURCE_POOLS);
    GPtrArray *items = choice_list_new();

    for (guint i = 0; pools != NULL && i < pools->len; i++) {
        const YadoResource *pool = pools->pdata[i];
        g_autofree char *label = dup_pool_label(pool);

        g_ptr_array_add(items, yado_choice_item_new(pool->name, label, NULL));
    }
    return items;
}

/* Only where volumes can be made now. */
GPtrArray *
yado_catalog_list_active_pools(YadoForm *form, const YadoFieldSpec *spec)
{
    GPtrArray *pools = yado_catalog_get_resources(form, YADO_RESOURCE_POOLS);
    GPtrArray *items = choice_list_new();

    for (guint i = 0; pools != NULL && i < pools->len; i++) {
        const YadoResource *pool = pools->pdata[i];
        g_autofree char *label = dup_pool_label(pool);

        g_ptr_array_add(
            items, yado_choice_item_new(pool->name, label,
                                        pool->active == 1 ? NULL : _("The pool is not active.")));
    }
    return items;
}

GPtrArray *
yado_catalog_list_networks(YadoForm *form, const YadoFieldSpec *spec)
{
    GPtrArray *networks = yado_catalog_get_resources(form, YADO_RESOURCE_NETWORKS);
    GPtrArray *items = choice_list_new();

    for (guint i = 0; networks != NULL && i < networks->len; i++) {
        const YadoResource *network = networks->pdata[i];

        g_ptr_array_add(items, yado_choice_item_new(network->name, network->name, NULL));
    }
    return items;
}

/* Network cards of the host are no bridges, but a bridge may be named that the host does not tell of. */
GPtrArray *
yado_catalog_list_bridges(YadoForm *form, const YadoFieldSpec *spec)
{
    GPtrArray *interfaces = yado_catalog_get_resources(form, YADO_RESOURCE_INTERFACES);
    GPtrArray *items = choice_list_new();

    for (guint i = 0; interfaces != NULL && i < interfaces->len; i++) {
        const YadoResource *interface = interfaces->pdata[i];

        if (g_strcmp0(interface->type, "bridge") == 0)
            g_ptr_array_add(items, yado_choice_item_new(interface->name, interface->name, NULL));
    }
    return items;
}

/* ---- Checks ---- */

static gboolean
check_name(YadoForm *form, const YadoFieldSpec *spec, const char *value, GError **error)
{
    if (value == NULL || strchr(value, '/') == NULL)
        return TRUE;
    return yado_error_set(error, YADO_ERROR_INVALID, NULL, NULL,
                          _("The name must not contain “/”."));
}

static gboolean
check_volume(YadoForm *form, const YadoFieldSpec *spec, const char *value, GError **error)
{
    if (value == NULL || *value == '\0' || strchr(value, '/') != NULL)
        return TRUE;
    return yado_error_set(error, YADO_ERROR_INVALID, NULL, NULL,
                          _("Give the volume as POOL/NAME, or by its whole path."));
}

static gboolean
check_absolute(YadoForm *form, const YadoFieldSpec *spec, const char *value, GError **error)
{
    if (value == NULL || *value == '\0' || *value == '/')
        return TRUE;
    return yado_error_set(error, YADO_ERROR_INVALID, NULL, NULL,
                          _("Give the whole path, from “/” on."));
}

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

static gboolean
has_mode(YadoForm *form, const char *modes)
{
    g_autofree char *mode = yado_catalog_dup_value(form, "mode");
    g_auto(GStrv) words = g_strsplit(modes, " ", -1);

    return g_strv_contains((const char *const *)words, mode != NULL ? mode : "nat");
}

static gboolean
has_addresses(YadoForm *form)
{
    return has_mode(form, "nat route isolated open");
}

static gboolean
uses_bridge(YadoForm *form)
{
    return has_mode(form, "bridge");
}

static gboolean
uses_device(YadoForm *form)
{
    return has_mode(form, "nat route");
}

/* ---- Pools ---- */

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
      .validate = check_name,
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
      .validate = check_absolute,
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

/* ---- Volumes ---- */

static const YadoChoice volume_formats[] = {
    { "qcow2", N_("qcow2: grows, has snapshots") },
    { "raw", N_("raw: plain, fastest") },
    { "vmdk", N_("vmdk: VMware") },
    { "vpc", N_("vhd: Xen, Hyper-V") },
    { 0 },
};

#define VOLUME_FIELD                                                                   \
    {                                                                                  \
        .id = "volume", .type = YADO_FIELD_VOLUME, .label = N_("_Volume"),             \
        .help = N_("The volume: its whole path, or POOL/NAME."), .key = "volume",      \
        .validate = check_volume, .flags = YADO_FIELD_REQUIRED | YADO_FIELD_POSITIONAL \
    }

static const YadoFieldSpec volume_fields[] = { VOLUME_FIELD, { 0 } };

static const YadoFieldSpec volume_create_fields[] = {
    { .id = "pool",
      .type = YADO_FIELD_CHOICE,
      .label = N_("_Pool"),
      .help = N_("The storage pool that the volume is made in, and how much is free there."),
      .key = "pool",
      .list_choices = yado_catalog_list_active_pools,
      .flags = YADO_FIELD_REQUIRED | YADO_FIELD_POSITIONAL },
    { .id = "name",
      .type = YADO_FIELD_TEXT,
      .label = N_("_Name"),
      .help = N_("A name for the volume; in a folder it is the name of the file."),
      .key = "name",
      .validate = check_name,
      .flags = YADO_FIELD_REQUIRED | YADO_FIELD_POSITIONAL },
    { .id = "capacity",
      .type = YADO_FIELD_SIZE,
      .label = N_("_Size"),
      .help = N_("How large the disk is for the guest. On the host it takes only what was written, "
                 "unless all of it is allocated at once."),
      .key = "capacity",
      .minimum = 1,
      .maximum = (gint64)1 << 60,
      .flags = YADO_FIELD_REQUIRED | YADO_FIELD_POSITIONAL },
    { .id = "format",
      .type = YADO_FIELD_CHOICE,
      .label = N_("_Format"),
      .help = N_("How the data is laid out. Only pools that hold files know formats."),
      .key = "format",
      .choices = volume_formats },
    { .id = "full",
      .type = YADO_FIELD_BOOL,
      .label = N_("_Allocate all of it now"),
      .help = N_("Takes the whole size from the pool at once, so that it cannot become full "
                 "later. Off: the volume grows as it is written."),
      .key = "full" },
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
      .validate = check_name,
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

/* ---- Networks ---- */

static const YadoChoice network_modes[] = {
    { "nat", N_("NAT: guests reach out, nobody reaches in") },
    { "route", N_("routed: as a network of its own") },
    { "isolated", N_("isolated: guests and host only") },
    { "open", N_("open: routed, without firewall rules") },
    { "bridge", N_("bridge of the host") },
    { 0 },
};

static const YadoFieldSpec network_fields[] = {
    { .id = "network",
      .type = YADO_FIELD_CHOICE,
      .label = N_("_Network"),
      .help = N_("The virtual network of the host."),
      .key = "network",
      .list_choices = yado_catalog_list_networks,
      .flags = YADO_FIELD_REQUIRED | YADO_FIELD_POSITIONAL },
    { 0 },
};

static const YadoFieldSpec network_create_fields[] = {
    { .id = "name",
      .type = YADO_FIELD_TEXT,
      .label = N_("_Name"),
      .help = N_("A name for the network, as it will be chosen for network cards."),
      .key = "name",
      .validate = check_name,
      .flags = YADO_FIELD_REQUIRED | YADO_FIELD_POSITIONAL },
    { .id = "mode",
      .type = YADO_FIELD_CHOICE,
      .label = N_("_Kind"),
      .help = N_("How its guests are connected to the rest of the world."),
      .key = "mode",
      .choices = network_modes },
    { .id = "bridge",
      .type = YADO_FIELD_NETWORK,
      .label = N_("_Bridge"),
      .help = N_("A bridge that the host has."),
      .key = "bridge",
      .list_choices = yado_catalog_list_bridges,
      .visible_if = uses_bridge },
    { .id = "device",
      .type = YADO_FIELD_TEXT,
      .label = N_("Only through the _interface"),
      .help = N_("The interface of the host that traffic goes through. Empty: any."),
      .key = "device",
      .visible_if = uses_device },
    { .id = "address",
      .type = YADO_FIELD_TEXT,
      .label = N_("_Address of the host"),
      .help = N_("The host's own address in the network with its length: 192.168.100.1/24. "
                 "Empty: the host has none, and no DHCP."),
      .key = "address",
      .visible_if = has_addresses },
    { .id = "dhcp-first",
      .type = YADO_FIELD_TEXT,
      .label = N_("DHCP _from"),
      .help = N_("The first address that guests are given. Empty: no DHCP."),
      .key = "dhcp.first",
      .visible_if = has_addresses },
    { .id = "dhcp-last",
      .type = YADO_FIELD_TEXT,
      .label = N_("DHCP _to"),
      .help = N_("The last address that guests are given."),
      .key = "dhcp.last",
      .visible_if = has_addresses },
    { .id = "autostart",
      .type = YADO_FIELD_BOOL,
      .label = N_("Start with the _host"),
      .help = N_("Whether the network is made active when the host starts."),
      .key = "autostart" },
    { 0 },
};

/* ---- Snapshots ---- */

static gboolean
is_running(YadoForm *form)
{
    YadoGuest *guest = yado_form_get_guest(form);

    return guest != NULL && yado_guest_is_active(guest);
}

static const YadoFieldSpec snapshot_create_fields[] = {
    { .id = "name",
      .type = YADO_FIELD_TEXT,
      .label = N_("_Name"),
      .help = N_("A name for the snapshot. Empty: the host names it by the time."),
      .key = "name",
      .validate = check_name,
      .flags = YADO_FIELD_POSITIONAL },
    { .id = "description",
      .type = YADO_FIELD_MULTILINE,
      .label = N_("_Description"),
      .help = N_("What it was taken for."),
      .key = "description" },
    { .id = "memory",
      .type = YADO_FIELD_BOOL,
      .label = N_("With its _memory"),
      .help = N_("Also keeps what is in the running guest's memory, so that going back goes on "
                 "from this very moment. Without it, only the disks are kept, as after a power "
                 "failure."),
      .key = "memory",
      .visible_if = is_running },
    { 0 },
};

#define SNAPSHOT_FIELD                                                       \
    {                                                                        \
        .id = "snapshot", .type = YADO_FIELD_TEXT, .label = N_("_Snapshot"), \
        .help = N_("The snapshot, by its name."), .key = "snapshot",         \
        .flags = YADO_FIELD_REQUIRED | YADO_FIELD_POSITIONAL                 \
    }

static const YadoFieldSpec snapshot_fields[] = { SNAPSHOT_FIELD, { 0 } };

static const YadoFieldSpec snapshot_describe_fields[] = {
    SNAPSHOT_FIELD,
    { .id = "description",
      .type = YADO_FIELD_MULTILINE,
      .label = N_("_Description"),
      .help = N_("What it was taken for."),
      .key = "description" },
    { 0 },
};

#define ONE_SECTION(name) \
    static const YadoSectionSpec name##_sections[] = { { NULL, name##_fields }, { 0 } }

ONE_SECTION(pool);
ONE_SECTION(pool_create);
ONE_SECTION(volume);
ONE_SECTION(volume_create);
ONE_SECTION(volume_resize);
ONE_SECTION(volume_clone);
ONE_SECTION(volume_file);
ONE_SECTION(network);
ONE_SECTION(network_create);
ONE_SECTION(snapshot_create);
ONE_SECTION(snapshot);
ONE_SECTION(snapshot_describe);

const YadoFormSpec yado_form_storage_pool = {
    .id = "storage-pool",
    .title = N_("Storage pool"),
    .intro = N_("What a storage pool is, where it keeps its volumes, and how much room is left."),
    .sections = pool_sections,
    .resources = POOLS
};

const YadoFormSpec yado_form_pool_create = {
    .id = "pool-create",
    .title = N_("New storage pool"),
    .intro = N_("A storage pool is a place on the host where disks of guests are kept."),
    .positive = N_("_Create"),
    .sections = pool_create_sections,
};

const YadoFormSpec yado_form_volume = {
    .id = "volume",
    .title = N_("Volume"),
    .intro = N_("What a volume is: its place, its format, its size, and the guests that use it."),
    .sections = volume_sections,
    .resources = VOLUMES
};

const YadoFormSpec yado_form_volume_create = {
    .id = "volume-create",
    .title = N_("New volume"),
    .intro = N_("A volume is a disk for a guest, in a storage pool."),
    .positive = N_("_Create"),
    .sections = volume_create_sections,
    .resources = VOLUMES,
};

const YadoFormSpec yado_form_volume_resize = {
    .id = "volume-resize",
    .title = N_("Size of the volume"),
    .intro = N_("Makes a volume larger, or smaller where the host can. What stands in the part "
                "that is cut off is lost."),
    .positive = N_("_Change"),
    .sections = volume_resize_sections,
    .resources = VOLUMES,
};

const YadoFormSpec yado_form_volume_clone = {
    .id = "volume-clone",
    .title = N_("Copy of a volume"),
    .intro = N_("Makes a new volume with the contents of one that is there already."),
    .positive = N_("_Copy"),
    .sections = volume_clone_sections,
    .resources = VOLUMES,
};

const YadoFormSpec yado_form_volume_file = {
    .id = "volume-file",
    .title = N_("Contents of the volume"),
    .intro = N_("Says which volume, and which file on this machine, the contents go between."),
    .sections = volume_file_sections,
    .resources = VOLUMES,
};

const YadoFormSpec yado_form_network = {
    .id = "network",
    .title = N_("Network"),
    .intro = N_("What a virtual network is: its bridge, its way out, and its addresses."),
    .sections = network_sections,
    .resources = NETWORKS
};

const YadoFormSpec yado_form_network_create = {
    .id = "network-create",
    .title = N_("New network"),
    .intro = N_("A virtual network connects guests with each other, with the host, and through it "
                "with the rest of the world."),
    .positive = N_("_Create"),
    .sections = network_create_sections,
    .resources = INTERFACES,
};

const YadoFormSpec yado_form_snapshot_create = {
    .id = "snapshot-create",
    .title = N_("New snapshot"),
    .intro = N_("Keeps the state of the guest's disks, and of its memory where it runs, so that it "
                "can go back to it."),
    .positive = N_("_Take it"),
    .sections = snapshot_create_sections,
};

const YadoFormSpec yado_form_snapshot = { .id = "snapshot",
                                          .title = N_("Snapshot"),
                                          .intro =
                                              N_("Says which of the guest's snapshots is meant."),
                                          .sections = snapshot_sections };

const YadoFormSpec yado_form_snapshot_describe = {
    .id = "snapshot-describe",
    .title = N_("Description of the snapshot"),
    .intro = N_("Changes the words that a snapshot is remembered by."),
    .positive = N_("_Change"),
    .sections = snapshot_describe_sections,
};
