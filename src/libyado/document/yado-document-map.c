/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "document/yado-document-map.h"

#include <glib/gi18n-lib.h>

#define REQUIRED YADO_MAP_REQUIRED
#define READ_ONLY YADO_MAP_READ_ONLY
#define NO_IOTUNE .xl_reason = N_("Xen has no limits for disks.")

/* clang-format off: a table, one row a key */
static const YadoMapEntry entries[] = {
    { NULL, "uuid", "uuid", YADO_MAP_TEXT, .xl = "uuid", .xl_type = YADO_XL_TEXT },
    { NULL, "name", "name", YADO_MAP_NAME, REQUIRED, .xl = "name", .xl_type = YADO_XL_TEXT },
    { NULL, "title", "title", YADO_MAP_TEXT, .xl = "title", .xl_type = YADO_XL_COMMENT },
    { NULL, "description", "description", YADO_MAP_MULTILINE, .xl = "description",
      .xl_type = YADO_XL_COMMENT },
    { NULL, "type", "@type", YADO_MAP_TEXT, REQUIRED, .xl_type = YADO_XL_SPECIAL },
    { NULL, "kind", "", YADO_MAP_KIND, READ_ONLY, .xl = "type", .xl_type = YADO_XL_SPECIAL },
    { NULL, "os.type", "os/type", YADO_MAP_TEXT, .xl = "type", .xl_type = YADO_XL_SPECIAL },
    { NULL, "os.arch", "os/type@arch", YADO_MAP_TEXT,
      .xl_reason = N_("xl takes the architecture of the host.") },
    { NULL, "os.machine", "os/type@machine", YADO_MAP_TEXT,
      .xl_reason = N_("xl chooses the machine by the kind of guest.") },
    { NULL, "os.loader", "os/loader", YADO_MAP_TEXT,
      .xl_reason = N_("xl knows the firmware by a name of its own (bios=, firmware=).") },
    { NULL, "os.firmware", "os", YADO_MAP_FIRMWARE, .xl = "bios", .xl_type = YADO_XL_SPECIAL },
    { NULL, "os.id", "metadata", YADO_MAP_OS_ID, .xl = "os.id", .xl_type = YADO_XL_COMMENT },
    { NULL, "os.name", "metadata", YADO_MAP_OS_NAME, READ_ONLY, .xl_type = YADO_XL_SPECIAL },
    { NULL, "tags", "metadata", YADO_MAP_TAGS, .xl = "tags", .xl_type = YADO_XL_COMMENT },
    { NULL, "memory.maximum", "memory", YADO_MAP_SIZE, REQUIRED, .xl = "maxmem",
      .xl_type = YADO_XL_SPECIAL },
    { NULL, "memory.current", "currentMemory", YADO_MAP_SIZE, .fallback_key = "memory.maximum",
      .xl = "memory", .xl_type = YADO_XL_MIB },
    { NULL, "memory.access", "memoryBacking/access@mode", YADO_MAP_TEXT,
      .xl_reason = N_("Xen has no setting for it.") },
    { NULL, "vcpu.maximum", "vcpu", YADO_MAP_UINT, REQUIRED, .fallback = "1", .xl = "maxvcpus",
      .xl_type = YADO_XL_SPECIAL },
    { NULL, "vcpu.current", "vcpu@current", YADO_MAP_UINT, .fallback_key = "vcpu.maximum",
      .xl = "vcpus", .xl_type = YADO_XL_NUMBER, .xl_fallback = "1" },
    { NULL, "vcpu.cpuset", "vcpu@cpuset", YADO_MAP_TEXT, .xl = "cpus", .xl_type = YADO_XL_SPECIAL },
    { NULL, "cpu.pins", "cputune", YADO_MAP_PINS, YADO_MAP_ROWS, .xl = "cpus",
      .xl_type = YADO_XL_SPECIAL },
    { NULL, "cpu.pins.soft", NULL, YADO_MAP_PINS, YADO_MAP_ROWS, .xl = "cpus_soft",
      .xl_type = YADO_XL_SPECIAL,
      .xml_reason = N_("libvirt has no preferred processors; only those on which a guest "
                       "may run.") },
    { NULL, "cpu.cap", NULL, YADO_MAP_UINT, .xl = "cap", .xl_type = YADO_XL_NUMBER,
      .xl_fallback = "0", .xml_reason = N_("libvirt does not store a cap.") },
    { NULL, "cpu.pool", NULL, YADO_MAP_TEXT, .xl = "pool", .xl_type = YADO_XL_TEXT,
      .xml_reason = N_("libvirt does not store a CPU pool.") },
    { NULL, "cpu.weight", "cputune/shares", YADO_MAP_UINT, .xl = "cpu_weight",
      .xl_type = YADO_XL_NUMBER },
    { NULL, "cpu.mode", "cpu@mode", YADO_MAP_TEXT,
      .xl_reason = N_("xl gives the guest the processor of the host.") },
    { NULL, "cpu.model", "cpu/model", YADO_MAP_TEXT,
      .xl_reason = N_("xl gives the guest the processor of the host.") },
    { NULL, "cpu.sockets", "cpu/topology@sockets", YADO_MAP_TOPOLOGY,
      .xl_reason = N_("Xen has no setting for it.") },
    { NULL, "cpu.cores", "cpu/topology@cores", YADO_MAP_TOPOLOGY,
      .xl_reason = N_("Xen has no setting for it.") },
    { NULL, "cpu.threads", "cpu/topology@threads", YADO_MAP_TOPOLOGY,
      .xl_reason = N_("Xen has no setting for it.") },
    { NULL, "cpu.features", "cpu", YADO_MAP_CPU_FEATURES, YADO_MAP_ROWS, .xl = "cpuid",
      .xl_type = YADO_XL_SPECIAL },
    { NULL, "cpu.numa", "cpu/numa", YADO_MAP_NUMA, YADO_MAP_ROWS, .xl = "vnuma",
      .xl_type = YADO_XL_SPECIAL },
    { NULL, "boot.order", "os", YADO_MAP_BOOT_ORDER, .xl = "boot", .xl_type = YADO_XL_SPECIAL },
    { NULL, "boot.menu", "os/bootmenu@enable", YADO_MAP_BOOL,
      .xl_reason = N_("xl has no boot menu.") },
    { NULL, "boot.kernel", "os/kernel", YADO_MAP_TEXT, .xl = "kernel", .xl_type = YADO_XL_TEXT },
    { NULL, "boot.initrd", "os/initrd", YADO_MAP_TEXT, .xl = "ramdisk", .xl_type = YADO_XL_TEXT },
    { NULL, "boot.arguments", "os/cmdline", YADO_MAP_TEXT, .xl = "cmdline",
      .xl_type = YADO_XL_SPECIAL },
    { NULL, "boot.bootloader", "bootloader", YADO_MAP_TEXT, .xl = "bootloader",
      .xl_type = YADO_XL_TEXT },
    { NULL, "boot.bootloader-arguments", "bootloader_args", YADO_MAP_TEXT, .xl = "bootloader_args",
      .xl_type = YADO_XL_SPECIAL },
    { NULL, "on.poweroff", "on_poweroff", YADO_MAP_TEXT, .xl = "on_poweroff",
      .xl_type = YADO_XL_TEXT, .xl_fallback = "destroy" },
    { NULL, "on.reboot", "on_reboot", YADO_MAP_TEXT, .xl = "on_reboot", .xl_type = YADO_XL_TEXT,
      .xl_fallback = "restart" },
    { NULL, "on.crash", "on_crash", YADO_MAP_TEXT, .xl = "on_crash", .xl_type = YADO_XL_TEXT,
      .xl_fallback = "destroy" },
    { NULL, "clock.offset", "clock@offset", YADO_MAP_TEXT, .xl = "localtime",
      .xl_type = YADO_XL_SPECIAL },
    { NULL, "clock.timezone", "clock@timezone", YADO_MAP_TEXT,
      .xl_reason = N_("xl knows universal and local time only.") },
    { NULL, "clock.adjustment", "clock@adjustment", YADO_MAP_INT, .xl = "rtc_timeoffset",
      .xl_type = YADO_XL_SPECIAL },
    { NULL, "feature.acpi", "features/acpi", YADO_MAP_PRESENCE, .xl = "acpi",
      .xl_type = YADO_XL_BOOL, .xl_fallback = "yes" },
    { NULL, "feature.apic", "features/apic", YADO_MAP_PRESENCE, .xl = "apic",
      .xl_type = YADO_XL_BOOL, .xl_fallback = "yes" },
    { NULL, "feature.pae", "features/pae", YADO_MAP_PRESENCE, .xl = "pae", .xl_type = YADO_XL_BOOL,
      .xl_fallback = "yes" },
    { NULL, "feature.hap", "features/hap", YADO_MAP_SWITCH, .fallback = "yes", .xl = "hap", .xl_type = YADO_XL_BOOL,
      .xl_fallback = "yes" },
    { NULL, "feature.viridian", "features/viridian", YADO_MAP_PRESENCE, .xl = "viridian",
      .xl_type = YADO_XL_SPECIAL, .xl_fallback = "no" },
    { NULL, "feature.nested", NULL, YADO_MAP_BOOL, .xl = "nestedhvm", .xl_type = YADO_XL_BOOL,
      .xl_fallback = "no",
      .xml_reason = N_("libvirt lets a guest nest that has exactly the host's processor, without "
                       "its features vmx and svm taken away; on Xen nested_hvm=1 in its libxl.conf "
                       "comes first.") },

    { "disk", "device", "@device", YADO_MAP_TEXT, .fallback = "disk", .xl_type = YADO_XL_SPECIAL },
    { "disk", "type", "@type", YADO_MAP_SOURCE_TYPE, REQUIRED, .xl_type = YADO_XL_SPECIAL },
    { "disk", "source", "source", YADO_MAP_SOURCE, .xl = "target", .xl_type = YADO_XL_SPECIAL },
    { "disk", "target", "target@dev", YADO_MAP_TEXT, .xl = "vdev", .xl_type = YADO_XL_SPECIAL },
    { "disk", "bus", "target@bus", YADO_MAP_TEXT, .xl = "vdev", .xl_type = YADO_XL_SPECIAL },
    { "disk", "format", "driver@type", YADO_MAP_TEXT, .xl = "format", .xl_type = YADO_XL_SPECIAL },
    { "disk", "driver", "driver@name", YADO_MAP_TEXT, .xl = "backendtype",
      .xl_type = YADO_XL_SPECIAL },
    { "disk", "cache", "driver@cache", YADO_MAP_TEXT,
      .xl_reason = N_("Xen's disks have no cache setting.") },
    { "disk", "discard", "driver@discard", YADO_MAP_TEXT, .xl = "discard",
      .xl_type = YADO_XL_SPECIAL },
    { "disk", "readonly", "readonly", YADO_MAP_PRESENCE, .xl = "access",
      .xl_type = YADO_XL_SPECIAL },
    { "disk", "shareable", "shareable", YADO_MAP_PRESENCE,
      .xl_reason = N_("xl has no mark for shared disks. Use the access that the disk needs.") },
    { "disk", "serial", "serial", YADO_MAP_TEXT,
      .xl_reason = N_("Xen's disks have no serial number of their own.") },
    { "disk", "boot.order", "boot@order", YADO_MAP_UINT,
      .xl_reason = N_("xl has one order for the whole guest: see the start-up page.") },
    { "disk", "script", NULL, YADO_MAP_TEXT, .xl = "script", .xl_type = YADO_XL_SPECIAL,
      .xml_reason = N_("libvirt has no scripts for disks: name the device that the script would "
                       "make, such as /dev/drbd0, as the source.") },
    { "disk", "backend", "backenddomain@name", YADO_MAP_TEXT, .xl = "backend",
      .xl_type = YADO_XL_SPECIAL },
    { "disk", "total.bytes", "iotune/total_bytes_sec", YADO_MAP_BYTES, NO_IOTUNE },
    { "disk", "read.bytes", "iotune/read_bytes_sec", YADO_MAP_BYTES, NO_IOTUNE },
    { "disk", "write.bytes", "iotune/write_bytes_sec", YADO_MAP_BYTES, NO_IOTUNE },
    { "disk", "total.requests", "iotune/total_iops_sec", YADO_MAP_BYTES, NO_IOTUNE },
    { "disk", "read.requests", "iotune/read_iops_sec", YADO_MAP_BYTES, NO_IOTUNE },
    { "disk", "write.requests", "iotune/write_iops_sec", YADO_MAP_BYTES, NO_IOTUNE },

    { "nic", "type", "@type", YADO_MAP_SOURCE_TYPE, REQUIRED, .xl_type = YADO_XL_SPECIAL },
    { "nic", "mac", "mac@address", YADO_MAP_TEXT, .xl = "mac", .xl_type = YADO_XL_TEXT },
    { "nic", "source", "source", YADO_MAP_SOURCE, .xl = "bridge", .xl_type = YADO_XL_TEXT },
    { "nic", "model", "model@type", YADO_MAP_TEXT, .xl = "model", .xl_type = YADO_XL_SPECIAL },
    { "nic", "target", "target@dev", YADO_MAP_TEXT, .xl = "vifname", .xl_type = YADO_XL_TEXT },
    { "nic", "link", "link@state", YADO_MAP_TEXT,
      .xl_reason = N_("xl cannot unplug the cable of a network card.") },
    { "nic", "script", "script@path", YADO_MAP_TEXT, .xl = "script", .xl_type = YADO_XL_TEXT },
    { "nic", "backend", "backenddomain@name", YADO_MAP_TEXT, .xl = "backend",
      .xl_type = YADO_XL_TEXT },
    { "nic", "rate.in", "bandwidth/inbound@average", YADO_MAP_RATE,
      .xl_reason = N_("Xen limits only what a guest sends.") },
    { "nic", "rate.out", "bandwidth/outbound@average", YADO_MAP_RATE, .xl = "rate",
      .xl_type = YADO_XL_SPECIAL },
    { "nic", "vlan", "vlan/tag@id", YADO_MAP_UINT, .xl = "vlan", .xl_type = YADO_XL_TEXT },
    { "nic", "switch", "virtualport@type", YADO_MAP_TEXT,
      .xl_reason = N_("On xl the script decides: vif-openvswitch.") },
    { "nic", "portgroup", "source@portgroup", YADO_MAP_TEXT,
      .xl_reason = N_("xl knows bridges only, not libvirt's networks and their port groups.") },
    { "nic", "mtu", "mtu@size", YADO_MAP_UINT, .xl = "mtu", .xl_type = YADO_XL_TEXT },
    { "nic", "boot.order", "boot@order", YADO_MAP_UINT,
      .xl_reason = N_("xl has one order for the whole guest: see the start-up page.") },

    { "graphics", "type", "@type", YADO_MAP_TEXT, REQUIRED, .xl_type = YADO_XL_SPECIAL },
    { "graphics", "port", "@port", YADO_MAP_INT, .xl_type = YADO_XL_SPECIAL },
    { "graphics", "autoport", "@autoport", YADO_MAP_BOOL, .xl_type = YADO_XL_SPECIAL },
    { "graphics", "listen", "@listen", YADO_MAP_LISTEN, .xl_type = YADO_XL_SPECIAL },
    { "graphics", "password", "@passwd", YADO_MAP_TEXT, .xl_type = YADO_XL_SPECIAL },
    { "graphics", "keymap", "@keymap", YADO_MAP_TEXT, .xl_type = YADO_XL_SPECIAL },

    { "video", "model", "model@type", YADO_MAP_TEXT, .xl = "vga", .xl_type = YADO_XL_SPECIAL },
    { "video", "vram", "model@vram", YADO_MAP_KIB, .xl = "videoram", .xl_type = YADO_XL_SPECIAL },

    { "input", "type", "@type", YADO_MAP_TEXT, REQUIRED, .xl_type = YADO_XL_SPECIAL },
    { "input", "bus", "@bus", YADO_MAP_TEXT, .xl_type = YADO_XL_SPECIAL },

    { "console", "type", "@type", YADO_MAP_TEXT, REQUIRED },
    { "console", "target.type", "target@type", YADO_MAP_TEXT },
    { "console", "target.name", "target@name", YADO_MAP_TEXT },
    { "console", "path", "source@path", YADO_MAP_TEXT },
    { "serial", "type", "@type", YADO_MAP_TEXT, REQUIRED, .xl_type = YADO_XL_SPECIAL },
    { "serial", "target.type", "target@type", YADO_MAP_TEXT },
    { "serial", "target.name", "target@name", YADO_MAP_TEXT },
    { "serial", "path", "source@path", YADO_MAP_TEXT, .xl_type = YADO_XL_SPECIAL },
    { "parallel", "type", "@type", YADO_MAP_TEXT, REQUIRED },
    { "parallel", "target.type", "target@type", YADO_MAP_TEXT },
    { "parallel", "target.name", "target@name", YADO_MAP_TEXT },
    { "parallel", "path", "source@path", YADO_MAP_TEXT },
    { "channel", "type", "@type", YADO_MAP_TEXT, REQUIRED, .xl = "connection",
      .xl_type = YADO_XL_SPECIAL },
    { "channel", "target.type", "target@type", YADO_MAP_TEXT, .xl_type = YADO_XL_SPECIAL },
    { "channel", "target.name", "target@name", YADO_MAP_TEXT, .xl = "name",
      .xl_type = YADO_XL_TEXT },
    { "channel", "path", "source@path", YADO_MAP_TEXT, .xl = "path", .xl_type = YADO_XL_TEXT },

    { "controller", "type", "@type", YADO_MAP_TEXT, REQUIRED, .xl_type = YADO_XL_SPECIAL },
    { "controller", "index", "@index", YADO_MAP_UINT },
    { "controller", "model", "@model", YADO_MAP_TEXT, .xl = "version", .xl_type = YADO_XL_SPECIAL },

    { "hostdev", "type", "@type", YADO_MAP_TEXT, REQUIRED, .xl_type = YADO_XL_SPECIAL },
    { "hostdev", "mode", "@mode", YADO_MAP_TEXT, .xl_type = YADO_XL_SPECIAL },
    { "hostdev", "managed", "@managed", YADO_MAP_BOOL, .xl = "seize", .xl_type = YADO_XL_SPECIAL },
    { "hostdev", "address", "source", YADO_MAP_ADDRESS, .xl_type = YADO_XL_SPECIAL },

    { "sound", "model", "@model", YADO_MAP_TEXT, REQUIRED, .xl = "soundhw",
      .xl_type = YADO_XL_SPECIAL },

    { "watchdog", "model", "@model", YADO_MAP_TEXT, REQUIRED },
    { "watchdog", "action", "@action", YADO_MAP_TEXT },

    { "rng", "model", "@model", YADO_MAP_TEXT },
    { "rng", "type", "backend@model", YADO_MAP_TEXT },
    { "rng", "source", "backend", YADO_MAP_TEXT },

    { "tpm", "model", "@model", YADO_MAP_TEXT },
    { "tpm", "type", "backend@type", YADO_MAP_TEXT, .xl_type = YADO_XL_SPECIAL },
    { "tpm", "source", "backend/device@path", YADO_MAP_TEXT, .xl = "backend",
      .xl_type = YADO_XL_TEXT },

    { "filesystem", "model", "driver@type", YADO_MAP_TEXT },
    { "filesystem", "type", "@type", YADO_MAP_SOURCE_TYPE, .fallback = "mount",
      .xl_type = YADO_XL_SPECIAL },
    { "filesystem", "source", "source", YADO_MAP_SOURCE, .xl = "path", .xl_type = YADO_XL_TEXT },
    { "filesystem", "target", "target@dir", YADO_MAP_TEXT, .xl = "tag", .xl_type = YADO_XL_TEXT },
};
/* clang-format on */

/* Devices that we do not know are shown with what nearly all of them have. */
static const YadoMapEntry other_entries[] = {
    { NULL, "type", "@type", YADO_MAP_TEXT, READ_ONLY },
    { NULL, "model", "@model", YADO_MAP_TEXT, READ_ONLY },
};

static const struct {
    const char *kind;
    const char *element;
    const char *values[5]; /* ends with NULL */
} nodes[] = {
    { "disk", "disk", { "@type=file", "@device=disk" } },
    { "nic", "interface", { "@type=network" } },
    /* On loopback: a picture must not be open to the network unless somebody says so. */
    { "graphics", "graphics", { "@type=vnc", "@port=-1", "@autoport=yes", "@listen=127.0.0.1" } },
    { "video", "video", { "model@type=vga" } },
    { "input", "input", { "@type=tablet", "@bus=usb" } },
    { "console", "console", { "@type=pty" } },
    { "serial", "serial", { "@type=pty" } },
    { "parallel", "parallel", { "@type=pty" } },
    { "channel", "channel", { "@type=unix", "target@type=virtio" } },
    { "controller", "controller", { "@type=usb" } },
    { "hostdev", "hostdev", { "@mode=subsystem", "@type=pci", "@managed=yes" } },
    { "sound", "sound", { "@model=ich9" } },
    { "watchdog", "watchdog", { "@model=i6300esb", "@action=reset" } },
    { "rng", "rng", { "@model=virtio", "backend@model=random", "backend=/dev/urandom" } },
    { "tpm", "tpm", { "@model=tpm-crb", "backend@type=emulator" } },
    { "filesystem", "filesystem", { "@type=mount" } },
};

static gboolean
is_known_kind(const char *kind)
{
    for (guint i = 0; i < G_N_ELEMENTS(nodes); i++) {
        if (g_strcmp0(nodes[i].kind, kind) == 0)
            return TRUE;
    }
    return FALSE;
}

static const YadoMapEntry *
find_in(const YadoMapEntry *rows, guint n_rows, const char *kind, const char *key)
{
    for (guint i = 0; i < n_rows; i++) {
        if (g_strcmp0(rows[i].kind, kind) == 0 && g_strcmp0(rows[i].key, key) == 0)
            return &rows[i];
    }
    return NULL;
}

const YadoMapEntry *
yado_map_find(const char *kind, const char *key)
{
    if (kind != NULL && !is_known_kind(kind))
        return find_in(other_entries, G_N_ELEMENTS(other_entries), NULL, key);
    return find_in(entries, G_N_ELEMENTS(entries), kind, key);
}

const char *
yado_map_get_xl_reason(const YadoMapEntry *entry)
{
    return entry->xl_reason != NULL ? _(entry->xl_reason)
                                    : _("The configuration files of xl have no place for this.");
}

const char *
yado_map_get_xml_reason(const YadoMapEntry *entry)
{
    return entry->xml == NULL ? _(entry->xml_reason) : NULL;
}

const char *
yado_map_get_element(const char *kind)
{
    for (guint i = 0; i < G_N_ELEMENTS(nodes); i++) {
        if (g_strcmp0(nodes[i].kind, kind) == 0)
            return nodes[i].element;
    }
    return kind;
}

const char *
yado_map_get_kind(const char *element)
{
    for (guint i = 0; i < G_N_ELEMENTS(nodes); i++) {
        if (g_strcmp0(nodes[i].element, element) == 0)
            return nodes[i].kind;
    }
    return element;
}

const char *const *
yado_map_get_template(const char *kind)
{
    for (guint i = 0; i < G_N_ELEMENTS(nodes); i++) {
        if (g_strcmp0(nodes[i].kind, kind) == 0)
            return nodes[i].values;
    }
    return NULL;
}
