/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What can be done with storage pools, volumes and networks, in menu order. */
#include "config.h"

#include <glib/gi18n-lib.h>

#include "base/yado-error.h"
#include "catalog/yado-common-fields.h"
#include "catalog/yado-forms.h"
#include "present/yado-new-disk.h"
#include "model/yado-resources.h"

static void
init_pool_create(YadoForm *form, const YadoTargets *targets)
{
    yado_catalog_set_initial(form, "type", "dir");
    yado_catalog_set_initial(form, "autostart", "yes");
}

static void
init_volume_create(YadoForm *form, const YadoTargets *targets)
{
    yado_catalog_set_initial(form, "format", "qcow2");
    yado_catalog_set_initial(form, "capacity", YADO_NEW_DISK_PROPOSAL);
}

static void
init_network_create(YadoForm *form, const YadoTargets *targets)
{
    yado_catalog_set_initial(form, "mode", "nat");
    yado_catalog_set_initial(form, "address", "192.168.100.1/24");
    yado_catalog_set_initial(form, "dhcp-first", "192.168.100.2");
    yado_catalog_set_initial(form, "dhcp-last", "192.168.100.254");
    yado_catalog_set_initial(form, "autostart", "yes");
}

/* ---- Who uses it ---- */

static GPtrArray *
list_volume_users(const YadoTargets *targets, YadoForm *form)
{
    g_autofree char *volume = yado_catalog_dup_value(form, "volume");

    return yado_host_list_disk_users(targets->host, volume);
}

static void
keep_active(GPtrArray *guests)
{
    for (guint i = guests->len; i-- > 0;)
        if (!yado_guest_is_active(guests->pdata[i]))
            g_ptr_array_remove_index(guests, i);
}

static gboolean
refuse_used_volume(const YadoTargets *targets, YadoForm *form, GError **error)
{
    g_autofree char *volume = yado_catalog_dup_value(form, "volume");
    g_autoptr(GPtrArray) users = list_volume_users(targets, form);
    g_autofree char *names = NULL;

    keep_active(users);
    if (users->len == 0)
        return FALSE;
    names = yado_guests_join_names(users, users->len);
    yado_error_set(error, YADO_ERROR_BUSY, NULL,
                   _("Shut the guest down first, or take the disk away from it."),
                   _("The volume “%s” is a disk of %s, which runs."), volume, names);
    return TRUE;
}

/* Takes @users. */
static char *
dup_users(GPtrArray *users)
{
    g_autofree char *names = users->len > 0 ? yado_guests_join_names(users, users->len) : NULL;

    g_ptr_array_unref(users);
    return names != NULL ? g_strdup_printf(_("Used by: %s"), names) : NULL;
}

static char *
dup_volume_users(const YadoTargets *targets, YadoForm *form)
{
    return form != NULL ? dup_users(list_volume_users(targets, form)) : NULL;
}

static char *
dup_network_users(const YadoTargets *targets, YadoForm *form)
{
    g_autofree char *network = form != NULL ? yado_catalog_dup_value(form, "network") : NULL;

    return network != NULL ? dup_users(yado_host_list_network_users(targets->host, network)) : NULL;
}

#define LOSES_VOLUME                                                                 \
    .danger = YADO_DANGER_LOSES, .subject = "volume", .refuses = refuse_used_volume, \
    .dup_details = dup_volume_users, .needs_configurations = yado_catalog_always

#define STORAGE .group = "storage", .scope = YADO_SCOPE_HOST, .needs = YADO_CAP_STORAGE
#define NETWORK .group = "network", .scope = YADO_SCOPE_HOST, .needs = YADO_CAP_NETWORKS

/* In use, not alone in its IOMMU group, without a reset: what the list says of it. */
static char *
dup_device_note(const YadoTargets *targets, YadoForm *form)
{
    g_autofree char *address = form != NULL ? yado_catalog_dup_value(form, "device") : NULL;
    GPtrArray *devices =
        form != NULL ? yado_catalog_get_resources(form, YADO_RESOURCE_DEVICES) : NULL;
    const YadoResource *device = address != NULL ? yado_resource_list_find(devices, address) : NULL;

    return device != NULL ? g_strdup(device->note) : NULL;
}

#define ASSIGNABLE                                                              \
    .group = "devices", .scope = YADO_SCOPE_HOST, .needs = YADO_CAP_ASSIGNABLE, \
    .changes_resources = TRUE, .subject = "device"

const YadoActionSpec yado_catalog_storage_actions[] = {
    { .id = "host.storage",
      .command = "pool list",
      .label = N_("_Storage"),
      .help = N_("Shows the storage pools of the host and the volumes in them."),
      .icon = "drive-harddisk-symbolic",
      STORAGE,
      .view = "storage" },
    { .id = "pool.create",
      .command = "pool create",
      .label = N_("_New pool…"),
      .help = N_("Makes a storage pool and starts it. One that cannot be started is not kept."),
      STORAGE,
      .changes_resources = TRUE,
      .subject = "name",
      .operation = "pool-create",
      .form = &yado_form_pool_create,
      .init_form = init_pool_create },
    { .id = "pool.start",
      .command = "pool start",
      .label = N_("Start a _pool…"),
      .help = N_("Makes a storage pool active, so that what lies in it can be used."),
      STORAGE,
      .changes_resources = TRUE,
      .subject = "pool",
      .operation = "pool-start",
      .form = &yado_form_storage_pool },
    { .id = "pool.stop",
      .command = "pool stop",
      .label = N_("S_top a pool…"),
      .help = N_("Makes a storage pool inactive. What lies in it stays; guests that use it go on."),
      STORAGE,
      .changes_resources = TRUE,
      .subject = "pool",
      .operation = "pool-stop",
      .form = &yado_form_storage_pool },
    { .id = "pool.refresh",
      .command = "pool refresh",
      .label = N_("_Read a pool again…"),
      .help = N_("Has the host look again what lies in a storage pool, when something was put "
                 "there by other means."),
      STORAGE,
      .changes_resources = TRUE,
      .subject = "pool",
      .operation = "pool-refresh",
      .form = &yado_form_storage_pool },
    { .id = "pool.autostart",
      .command = "pool autostart",
      .label = N_("Start a pool with the _host…"),
      .help = N_("Makes a storage pool active whenever the host starts."),
      STORAGE,
      .changes_resources = TRUE,
      .subject = "pool",
      .operation = "pool-autostart-on",
      .form = &yado_form_storage_pool },
    { .id = "pool.no-autostart",
      .command = "pool no-autostart",
      .label = N_("_Do not start a pool with the host…"),
      .help = N_("Leaves a storage pool inactive when the host starts."),
      STORAGE,
      .changes_resources = TRUE,
      .subject = "pool",
      .operation = "pool-autostart-off",
      .form = &yado_form_storage_pool },
    { .id = "pool.delete",
      .command = "pool delete",
      .label = N_("Take a pool _off the list…"),
      .help = N_("Makes the host forget a storage pool. What lies in it stays where it is."),
      STORAGE,
      .danger = YADO_DANGER_LOSES,
      .subject = "pool",
      .confirm = N_("The host forgets the pool %s; its files stay. Guests that name volumes of the "
                    "pool do not start any more."),
      .changes_resources = TRUE,
      .operation = "pool-delete",
      .form = &yado_form_storage_pool },
    { .id = "host.volumes",
      .command = "volume list",
      .label = N_("_Volumes"),
      .help = N_("Lists the volumes of a storage pool."),
      STORAGE,
      .view = "storage" },
    { .id = "volume.create",
      .command = "volume create",
      .label = N_("New volu_me…"),
      .help = N_("Makes a disk for a guest in a storage pool."),
      STORAGE,
      .changes_resources = TRUE,
      .subject = "name",
      .operation = "volume-create",
      .form = &yado_form_volume_create,
      .init_form = init_volume_create },
    { .id = "volume.resize",
      .command = "volume resize",
      .label = N_("Change the size of a vol_ume…"),
      .help = N_("Makes a volume larger, or smaller where that is allowed."),
      STORAGE,
      .changes_resources = TRUE,
      .subject = "volume",
      .operation = "volume-resize",
      .form = &yado_form_volume_resize },
    { .id = "volume.clone",
      .command = "volume clone",
      .label = N_("_Copy a volume…"),
      .help = N_("Copies a volume within its pool; where the file system can, without taking room "
                 "twice."),
      STORAGE,
      .changes_resources = TRUE,
      .subject = "volume",
      .operation = "volume-clone",
      .form = &yado_form_volume_clone },
    { .id = "volume.upload",
      .command = "volume upload",
      .label = N_("Up_load into a volume…"),
      .help = N_("Fills a volume from a file of this machine. What was in it is overwritten."),
      STORAGE,
      LOSES_VOLUME,
      .confirm = N_("What is in the volume %s is overwritten."),
      .changes_resources = TRUE,
      .operation = "volume-upload",
      .form = &yado_form_volume_file },
    { .id = "volume.download",
      .command = "volume download",
      .label = N_("Do_wnload a volume…"),
      .help = N_("Writes the contents of a volume to a new file on this machine."),
      STORAGE,
      .changes_resources = TRUE,
      .subject = "volume",
      .operation = "volume-download",
      .form = &yado_form_volume_file },
    { .id = "volume.wipe",
      .command = "volume wipe",
      .label = N_("Overwrite a volume with _zeros…"),
      .help = N_("Overwrites all that is in a volume, so that it cannot be read any more."),
      STORAGE,
      LOSES_VOLUME,
      .confirm = N_("All that is in the volume %s is lost for good."),
      .changes_resources = TRUE,
      .operation = "volume-wipe",
      .form = &yado_form_volume },
    { .id = "volume.delete",
      .command = "volume delete",
      .label = N_("D_elete a volume…"),
      .help = N_("Deletes a volume and all that is in it."),
      STORAGE,
      LOSES_VOLUME,
      .confirm = N_("The volume %s and all that is in it is lost for good."),
      .changes_resources = TRUE,
      .operation = "volume-delete",
      .form = &yado_form_volume },

    { .id = "host.networks",
      .command = "network list",
      .label = N_("_Networks"),
      .help = N_("Shows the virtual networks of the host, and its bridges."),
      .icon = "network-wired-symbolic",
      NETWORK,
      .view = "networks" },
    { .id = "network.create",
      .command = "network create",
      .label = N_("N_ew network…"),
      .help = N_("Makes a virtual network and starts it. One that cannot be started is not kept."),
      NETWORK,
      .changes_resources = TRUE,
      .subject = "name",
      .operation = "network-create",
      .form = &yado_form_network_create,
      .init_form = init_network_create },
    { .id = "network.start",
      .command = "network start",
      .label = N_("_Start a network…"),
      .help = N_("Makes a virtual network active."),
      NETWORK,
      .changes_resources = TRUE,
      .subject = "network",
      .operation = "network-start",
      .form = &yado_form_network },
    { .id = "network.stop",
      .command = "network stop",
      .label = N_("S_top a network…"),
      .help = N_("Makes a virtual network inactive. Guests in it lose their connection."),
      NETWORK,
      .danger = YADO_DANGER_DISRUPTS,
      .changes_resources = TRUE,
      .subject = "network",
      .operation = "network-stop",
      .form = &yado_form_network },
    { .id = "network.autostart",
      .command = "network autostart",
      .label = N_("Start a network with the _host…"),
      .help = N_("Makes a virtual network active whenever the host starts."),
      NETWORK,
      .changes_resources = TRUE,
      .subject = "network",
      .operation = "network-autostart-on",
      .form = &yado_form_network },
    { .id = "network.no-autostart",
      .command = "network no-autostart",
      .label = N_("Do not start a network _with the host…"),
      .help = N_("Leaves a virtual network inactive when the host starts."),
      NETWORK,
      .changes_resources = TRUE,
      .subject = "network",
      .operation = "network-autostart-off",
      .form = &yado_form_network },
    { .id = "network.delete",
      .command = "network delete",
      .label = N_("_Delete a network…"),
      .help = N_("Stops a virtual network and deletes its definition."),
      NETWORK,
      .danger = YADO_DANGER_LOSES,
      .subject = "network",
      .dup_details = dup_network_users,
      .needs_configurations = yado_catalog_always,
      .confirm = N_("The definition of the network %s is lost, and guests that are connected to it "
                    "lose their connection."),
      .changes_resources = TRUE,
      .operation = "network-delete",
      .form = &yado_form_network },
    { .id = "host.leases",
      .command = "lease list",
      .label = N_("_Leases"),
      .help = N_("Lists the addresses that virtual networks give to guests: for good, or lent."),
      NETWORK,
      .view = "leases" },
    { .id = "lease.create",
      .command = "lease create",
      .label = N_("Fi_x an address…"),
      .help = N_("Keeps an address of a virtual network for one network card, at once and from now "
                 "on. A guest that runs gets it when it asks again."),
      NETWORK,
      .changes_resources = TRUE,
      .subject = "address",
      .operation = "lease-create",
      .form = &yado_form_lease_create },
    { .id = "lease.delete",
      .command = "lease delete",
      .label = N_("_Release a fixed address…"),
      .help = N_("Ends that a network card always gets the same address."),
      NETWORK,
      .changes_resources = TRUE,
      .subject = "lease",
      .operation = "lease-delete",
      .form = &yado_form_lease },
    { .id = "host.interfaces",
      .command = "interface list",
      .label = N_("_Interfaces"),
      .help = N_("Lists the bridges and network interfaces of the host itself."),
      .group = "network",
      .scope = YADO_SCOPE_HOST,
      .needs = YADO_CAP_INTERFACES,
      .view = "networks" },
    { .id = "host.devices",
      .command = "device list",
      .label = N_("De_vices"),
      .help = N_("Lists the PCI and USB devices of the host that could be given to a guest."),
      .group = "devices",
      .scope = YADO_SCOPE_HOST,
      .needs = YADO_CAP_DEVICES,
      .view = "devices" },
    { .id = "device.make-assignable",
      .command = "device make-assignable",
      .label = N_("_Make assignable…"),
      .help = N_("Takes a PCI device from the driver that has it in the control domain, so that "
                 "guests of Xen can be given it. It stays so until it is given back or the host "
                 "starts anew."),
      ASSIGNABLE,
      .danger = YADO_DANGER_LOSES,
      .confirm = N_("Take the device %s from the control domain? What uses it there, a disk or a "
                    "network card, stops working."),
      .dup_details = dup_device_note,
      .operation = "device-make-assignable",
      .form = &yado_form_make_assignable },
    { .id = "device.give-back",
      .command = "device give-back",
      .label = N_("_Give back to the host…"),
      .help = N_("Gives an assignable PCI device back to the driver that had it in the control "
                 "domain. One that a guest has is not taken from it."),
      ASSIGNABLE,
      .operation = "device-give-back",
      .form = &yado_form_give_back },
    { 0 },
};
