/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The kinds of hardware that can be added, in the order of the list. */
#include "config.h"

#include <glib/gi18n-lib.h>

#include "catalog/yado-device-fields.h"
#include "document/yado-xl-document.h"

static const YadoDeviceValue cdrom_values[] = { { "device", "cdrom" }, { 0 } };
static const YadoDeviceValue floppy_values[] = { { "device", "floppy" }, { 0 } };
static const YadoDeviceValue usb_values[] = { { "type", "usb" }, { "managed", NULL }, { 0 } };
static const YadoDeviceValue agent_values[] = { { "target.name", "org.qemu.guest_agent.0" },
                                                { 0 } };

static const char *
refuse_paravirtual(YadoDocument *document, YadoGuest *guest)
{
    return yado_catalog_is_paravirtual(document)
               ? _("Only fully virtualized guests have emulated hardware.")
               : NULL;
}

static const char *
refuse_xen(YadoDocument *document, YadoGuest *guest)
{
    return yado_catalog_is_xen(document) ? _("Xen's guests cannot have one.") : NULL;
}

/* Xen has both, and xl knows them; libvirt's driver does not. */
static const char *
refuse_xen_in_libvirt(YadoDocument *document, YadoGuest *guest)
{
    return yado_catalog_is_xen(document) && !YADO_IS_XL_DOCUMENT(document)
               ? _("libvirt knows none for Xen's guests: a guest of xl can have one.")
               : NULL;
}

static const char *
refuse_pvh(YadoDocument *document, YadoGuest *guest)
{
    g_autofree char *kind = yado_document_dup_value(document, NULL, "kind");

    return g_strcmp0(kind, "pvh") == 0 ? _("PVH guests have no picture, only a text console.")
                                       : NULL;
}

static const char *
refuse_second(YadoDocument *document, const char *kind)
{
    g_auto(GStrv) nodes = yado_document_list_nodes(document, kind);

    return nodes[0] != NULL ? _("The guest has one, and can have only one.") : NULL;
}

static const char *
refuse_watchdog(YadoDocument *document, YadoGuest *guest)
{
    const char *reason = refuse_xen(document, guest);

    return reason != NULL ? reason : refuse_second(document, "watchdog");
}

static const char *
refuse_tpm(YadoDocument *document, YadoGuest *guest)
{
    const char *reason = refuse_xen_in_libvirt(document, guest);

    return reason != NULL ? reason : refuse_second(document, "tpm");
}

/* @type: of the host's devices. Where the host has not told yet, it may have some. */
static const char *
refuse_host(YadoGuest *guest, const char *type)
{
    YadoHost *host = guest != NULL ? yado_guest_get_host(guest) : NULL;
    GPtrArray *devices =
        host != NULL ? yado_resources_list(yado_resources_get(host), YADO_RESOURCE_DEVICES, NULL)
                     : NULL;

    for (guint i = 0; devices != NULL && i < devices->len; i++)
        if (g_strcmp0(((const YadoResource *)devices->pdata[i])->type, type) == 0)
            return NULL;
    return devices != NULL ? _("The host has no such device to give away.") : NULL;
}

static const char *
refuse_pci(YadoDocument *document, YadoGuest *guest)
{
    return refuse_host(guest, "pci");
}

static const char *
refuse_usb(YadoDocument *document, YadoGuest *guest)
{
    return refuse_host(guest, "usb");
}

/* The first that the host has; the page lets one choose another. */
static void
prepare_host(YadoDocument *document, const char *node, YadoGuest *guest, const char *type)
{
    YadoHost *host = guest != NULL ? yado_guest_get_host(guest) : NULL;
    YadoResources *resources = host != NULL ? yado_resources_get(host) : NULL;

    if (resources != NULL)
        yado_resources_want(resources, YADO_RESOURCE_DEVICES, NULL);
    yado_catalog_put(document, node, "type", type);
}

static void
prepare_usb(YadoDocument *document, const char *node, YadoGuest *guest)
{
    prepare_host(document, node, guest, "usb");
}

static void
prepare_pci(YadoDocument *document, const char *node, YadoGuest *guest)
{
    prepare_host(document, node, guest, "pci");
}

static void
prepare_channel(YadoDocument *document, const char *node, YadoGuest *guest)
{
    if (!yado_catalog_is_xen(document))
        return;
    yado_catalog_put(document, node, "target.type", "xen");
    yado_catalog_put(document, node, "type", "pty");
}

const YadoDeviceSpec yado_catalog_devices[] = {
    { .id = "disk",
      .label = N_("Hard _disk"),
      .help = N_("A disk whose data is in a file, a volume or a device of the host."),
      .icon = "drive-harddisk-symbolic",
      .kind = "disk",
      .prepare = yado_catalog_prepare_disk },
    { .id = "cdrom",
      .label = N_("_CD-ROM drive"),
      .help = N_("A drive for CDs and DVDs; an image or the drive of the host is put into it."),
      .icon = "media-optical-symbolic",
      .kind = "disk",
      .values = cdrom_values,
      .prepare = yado_catalog_prepare_disk },
    { .id = "nic",
      .label = N_("_Network card"),
      .help = N_("A card that is connected to a network or a bridge of the host."),
      .icon = "network-wired-symbolic",
      .kind = "nic",
      .prepare = yado_catalog_prepare_nic },
    { .id = "floppy",
      .label = N_("_Floppy drive"),
      .help = N_("A drive for floppy disks; an image is put into it."),
      .icon = "media-floppy-symbolic",
      .kind = "disk",
      .values = floppy_values,
      .prepare = yado_catalog_prepare_disk,
      .refuse = refuse_xen },
    { .id = "graphics",
      .label = N_("Displa_y"),
      .help = N_("A server that shows the guest's picture: VNC or SPICE."),
      .icon = "video-display-symbolic",
      .kind = "graphics",
      .refuse = refuse_pvh },
    { .id = "video",
      .label = N_("_Graphics card"),
      .help = N_("The card that makes the guest's picture."),
      .icon = "video-display-symbolic",
      .kind = "video",
      .refuse = refuse_paravirtual },
    { .id = "input",
      .label = N_("_Input"),
      .help =
          N_("A tablet, mouse or keyboard. A tablet cures a pointer that is not where yours is."),
      .icon = "input-mouse-symbolic",
      .kind = "input",
      .refuse = refuse_paravirtual },
    { .id = "serial",
      .label = N_("S_erial line"),
      .help = N_("A serial line; its other end is a console of the host."),
      .icon = "utilities-terminal-symbolic",
      .kind = "serial",
      .refuse = refuse_paravirtual },
    { .id = "parallel",
      .label = N_("Para_llel line"),
      .help = N_("A parallel line, as printers had it."),
      .icon = "printer-symbolic",
      .kind = "parallel",
      .refuse = refuse_paravirtual },
    { .id = "console",
      .label = N_("_Text console"),
      .help = N_("A console for text that needs no emulated hardware."),
      .icon = "utilities-terminal-symbolic",
      .kind = "console" },
    { .id = "channel",
      .label = N_("C_hannel"),
      .help = N_("A channel to a program in the guest, such as its agent."),
      .icon = "network-transmit-receive-symbolic",
      .kind = "channel",
      .values = agent_values,
      .prepare = prepare_channel },
    { .id = "pci",
      .label = N_("_PCI device of the host"),
      .help = N_("A device of the host that only this guest uses."),
      .icon = "application-x-firmware-symbolic",
      .kind = "hostdev",
      .prepare = prepare_pci,
      .refuse = refuse_pci },
    { .id = "usb",
      .label = N_("_USB device of the host"),
      .help = N_("A device at the host that only this guest uses."),
      .icon = "drive-removable-media-usb-symbolic",
      .kind = "hostdev",
      .values = usb_values,
      .prepare = prepare_usb,
      .refuse = refuse_usb },
    { .id = "controller",
      .label = N_("C_ontroller"),
      .help = N_("A USB or SCSI controller, for more devices than the guest's own has room for."),
      .icon = "application-x-firmware-symbolic",
      .kind = "controller" },
    { .id = "sound",
      .label = N_("_Sound card"),
      .help = N_("A card that the guest plays and records with."),
      .icon = "audio-card-symbolic",
      .kind = "sound",
      .refuse = refuse_paravirtual },
    { .id = "watchdog",
      .label = N_("_Watchdog"),
      .help = N_("Resets a guest that hangs."),
      .icon = "alarm-symbolic",
      .kind = "watchdog",
      .refuse = refuse_watchdog },
    { .id = "rng",
      .label = N_("_Random numbers"),
      .help = N_("A source of good random numbers."),
      .icon = "view-refresh-symbolic",
      .kind = "rng",
      .refuse = refuse_xen },
    { .id = "tpm",
      .label = N_("TP_M"),
      .help = N_("A module that keeps keys: some systems refuse to install without."),
      .icon = "dialog-password-symbolic",
      .kind = "tpm",
      .refuse = refuse_tpm },
    { .id = "filesystem",
      .label = N_("Sh_ared folder"),
      .help = N_("A folder of the host that the guest can mount."),
      .icon = "folder-symbolic",
      .kind = "filesystem",
      .refuse = refuse_xen_in_libvirt },
    { 0 },
};
