/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The pages of a disk and of a network card: read only for now. */
#include "config.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "catalog/yado-forms.h"

static char *
dup_value(YadoForm *form, const char *key)
{
    return yado_document_dup_value(yado_form_get_document(form), yado_form_get_node(form), key);
}

static gboolean
has_value(YadoForm *form, const char *key)
{
    g_autofree char *value = dup_value(form, key);

    return value != NULL && *value != '\0';
}

static gboolean
has_serial(YadoForm *form)
{
    return has_value(form, "serial");
}

static gboolean
has_boot_order(YadoForm *form)
{
    return has_value(form, "boot.order");
}

static gboolean
has_link(YadoForm *form)
{
    return has_value(form, "link");
}

static gboolean
has_script(YadoForm *form)
{
    return has_value(form, "script");
}

static gboolean
has_target(YadoForm *form)
{
    return has_value(form, "target");
}

static char *
dup_shared_with(YadoForm *form, const YadoFieldSpec *spec)
{
    YadoGuest *guest = yado_form_get_guest(form);
    g_autofree char *source = dup_value(form, "source");
    g_autoptr(GPtrArray) others = NULL;
    GString *names;

    if (guest == NULL || source == NULL)
        return NULL;
    others = yado_guest_list_sharing(guest, source);
    names = g_string_new(NULL);
    for (guint i = 0; i < others->len; i++) {
        g_autofree char *name = yado_text_clean(yado_guest_get_name(others->pdata[i]));

        g_string_append_printf(names, "%s%s", i > 0 ? C_("list", ", ") : "", name);
    }
    return g_string_free(names, FALSE);
}

static const YadoChoice yes_no[] = { { "yes", N_("yes") }, { "no", N_("no") }, { 0 } };

static const YadoChoice disk_devices[] = {
    { "disk", N_("hard disk") },
    { "cdrom", N_("CD-ROM") },
    { "floppy", N_("floppy disk") },
    { "lun", N_("SCSI device of the host") },
    { 0 },
};

static const YadoChoice disk_types[] = {
    { "file", N_("file") },
    { "block", N_("block device") },
    { "dir", N_("folder") },
    { "network", N_("over the network") },
    { "volume", N_("volume of a pool") },
    { 0 },
};

static const YadoChoice nic_types[] = {
    { "network", N_("virtual network") },
    { "bridge", N_("bridge of the host") },
    { "direct", N_("interface of the host (macvtap)") },
    { "user", N_("address translation without rights (user)") },
    { "ethernet", N_("own script") },
    { "hostdev", N_("device of the host") },
    { 0 },
};

static const YadoChoice link_states[] = {
    { "up", N_("plugged in") },
    { "down", N_("unplugged") },
    { 0 },
};

static const YadoFieldSpec disk_fields[] = {
    { .id = "device",
      .type = YADO_FIELD_INFO,
      .label = N_("Device"),
      .help = N_("What the guest sees: a hard disk, a CD-ROM drive or a floppy drive."),
      .key = "device",
      .choices = disk_devices,
      .placeholder = N_("hard disk") },
    { .id = "target",
      .type = YADO_FIELD_INFO,
      .label = N_("Name in the guest"),
      .help = N_("The name under which the guest finds the disk. The guest's system may choose "
                 "another one for drives that are not Xen's own."),
      .key = "target" },
    { .id = "source",
      .type = YADO_FIELD_INFO,
      .label = N_("Source"),
      .help = N_("The file, device or volume on the host that holds the data."),
      .key = "source",
      .placeholder = N_("empty drive") },
    { .id = "type",
      .type = YADO_FIELD_INFO,
      .label = N_("Kind of source"),
      .help = N_("What the source is on the host."),
      .key = "type",
      .choices = disk_types },
    { .id = "shared-with",
      .type = YADO_FIELD_INFO,
      .label = N_("Also used by"),
      .help = N_("Other guests of this host whose configuration names the same source. Two "
                 "guests that write to one disk destroy what is on it, unless their file system "
                 "is made for that."),
      .dup_text = dup_shared_with },
    { 0 },
};

static const YadoFieldSpec disk_detail_fields[] = {
    { .id = "bus",
      .type = YADO_FIELD_INFO,
      .label = N_("Bus"),
      .help = N_("How the guest reaches the disk: “xen” for paravirtual disks, else an emulated "
                 "controller."),
      .key = "bus",
      .placeholder = N_("as the hypervisor decides") },
    { .id = "format",
      .type = YADO_FIELD_INFO,
      .label = N_("Format"),
      .help = N_("How the data is laid out in the source: raw, qcow2, vhd and so on."),
      .key = "format",
      .placeholder = N_("raw") },
    { .id = "driver",
      .type = YADO_FIELD_INFO,
      .label = N_("Driver"),
      .help = N_("The program or kernel driver on the host that serves the disk."),
      .key = "driver",
      .placeholder = N_("as the hypervisor decides") },
    { .id = "cache",
      .type = YADO_FIELD_INFO,
      .label = N_("Cache"),
      .help = N_("Whether and how the host caches what the guest reads and writes."),
      .key = "cache",
      .placeholder = N_("as the hypervisor decides") },
    { .id = "discard",
      .type = YADO_FIELD_INFO,
      .label = N_("Discard"),
      .help = N_("Whether space that the guest frees is given back to the host."),
      .key = "discard",
      .placeholder = N_("as the hypervisor decides") },
    { .id = "readonly",
      .type = YADO_FIELD_INFO,
      .label = N_("Read only"),
      .help = N_("Whether the guest may only read the disk."),
      .key = "readonly",
      .choices = yes_no,
      .placeholder = N_("no") },
    { .id = "shareable",
      .type = YADO_FIELD_INFO,
      .label = N_("Shared"),
      .help = N_("Whether several guests may use the disk at the same time."),
      .key = "shareable",
      .choices = yes_no,
      .placeholder = N_("no") },
    { .id = "serial",
      .type = YADO_FIELD_INFO,
      .label = N_("Serial number"),
      .help = N_("The serial number that the guest sees."),
      .key = "serial",
      .visible_if = has_serial },
    { .id = "boot.order",
      .type = YADO_FIELD_INFO,
      .label = N_("Place in the boot order"),
      .help = N_("The device with the lowest number is booted first."),
      .key = "boot.order",
      .visible_if = has_boot_order },
    { 0 },
};

static const YadoFieldSpec nic_fields[] = {
    { .id = "mac",
      .type = YADO_FIELD_INFO,
      .label = N_("MAC address"),
      .help = N_("The hardware address of the card. No two cards of a network may have the same."),
      .key = "mac" },
    { .id = "type",
      .type = YADO_FIELD_INFO,
      .label = N_("Kind of connection"),
      .help = N_("To what the card is connected on the host."),
      .key = "type",
      .choices = nic_types },
    { .id = "source",
      .type = YADO_FIELD_INFO,
      .label = N_("Source"),
      .help = N_("The network, bridge or interface that the card is connected to."),
      .key = "source" },
    { .id = "model",
      .type = YADO_FIELD_INFO,
      .label = N_("Model"),
      .help = N_("Which card the guest sees: “netfront” for Xen's own, else an emulated one."),
      .key = "model",
      .placeholder = N_("as the hypervisor decides") },
    { .id = "link",
      .type = YADO_FIELD_INFO,
      .label = N_("Cable"),
      .help = N_("Whether the card's virtual cable is plugged in."),
      .key = "link",
      .choices = link_states,
      .visible_if = has_link },
    { .id = "target",
      .type = YADO_FIELD_INFO,
      .label = N_("Interface on the host"),
      .help = N_("The interface that stands for the card on the host while the guest runs."),
      .key = "target",
      .visible_if = has_target },
    { .id = "script",
      .type = YADO_FIELD_INFO,
      .label = N_("Script"),
      .help = N_("The script on the host that connects the card."),
      .key = "script",
      .visible_if = has_script },
    { .id = "boot.order",
      .type = YADO_FIELD_INFO,
      .label = N_("Place in the boot order"),
      .help = N_("The device with the lowest number is booted first."),
      .key = "boot.order",
      .visible_if = has_boot_order },
    { 0 },
};

static const YadoSectionSpec disk_sections[] = {
    { NULL, disk_fields },
    { N_("Details"), disk_detail_fields },
    { 0 },
};

static const YadoSectionSpec nic_sections[] = { { NULL, nic_fields }, { 0 } };

const YadoFormSpec yado_form_disk = {
    .id = "disk",
    .title = N_("Disk"),
    .intro = N_("A disk or drive of the guest. This version shows it; it can be changed on the "
                "page Configuration."),
    .sections = disk_sections,
};

const YadoFormSpec yado_form_nic = {
    .id = "nic",
    .title = N_("Network card"),
    .intro = N_("A network card of the guest. This version shows it; it can be changed on the "
                "page Configuration."),
    .sections = nic_sections,
};
