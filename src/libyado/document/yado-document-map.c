/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "document/yado-document-map.h"

#define REQUIRED YADO_MAP_REQUIRED
#define READ_ONLY YADO_MAP_READ_ONLY

/* clang-format off: a table, one row a key */
static const YadoMapEntry entries[] = {
    { NULL, "uuid", "uuid", YADO_MAP_TEXT },
    { NULL, "name", "name", YADO_MAP_NAME, REQUIRED },
    { NULL, "title", "title", YADO_MAP_TEXT },
    { NULL, "description", "description", YADO_MAP_MULTILINE },
    { NULL, "type", "@type", YADO_MAP_TEXT, REQUIRED },
    { NULL, "kind", "", YADO_MAP_KIND, READ_ONLY },
    { NULL, "os.type", "os/type", YADO_MAP_TEXT },
    { NULL, "os.arch", "os/type@arch", YADO_MAP_TEXT },
    { NULL, "os.machine", "os/type@machine", YADO_MAP_TEXT },
    { NULL, "os.loader", "os/loader", YADO_MAP_TEXT },
    { NULL, "os.id", "metadata", YADO_MAP_OS_ID },
    { NULL, "os.name", "metadata", YADO_MAP_OS_NAME, READ_ONLY },
    { NULL, "tags", "metadata", YADO_MAP_TAGS },
    { NULL, "memory.maximum", "memory", YADO_MAP_SIZE, REQUIRED },
    { NULL, "memory.current", "currentMemory", YADO_MAP_SIZE, .fallback_key = "memory.maximum" },
    { NULL, "vcpu.maximum", "vcpu", YADO_MAP_UINT, REQUIRED, .fallback = "1" },
    { NULL, "vcpu.current", "vcpu@current", YADO_MAP_UINT, .fallback_key = "vcpu.maximum" },
    { NULL, "vcpu.cpuset", "vcpu@cpuset", YADO_MAP_TEXT },
    { NULL, "cpu.weight", "cputune/shares", YADO_MAP_UINT },
    { NULL, "cpu.mode", "cpu@mode", YADO_MAP_TEXT },
    { NULL, "cpu.model", "cpu/model", YADO_MAP_TEXT },
    { NULL, "boot.order", "os", YADO_MAP_BOOT_ORDER },
    { NULL, "boot.menu", "os/bootmenu@enable", YADO_MAP_BOOL },
    { NULL, "boot.kernel", "os/kernel", YADO_MAP_TEXT },
    { NULL, "boot.initrd", "os/initrd", YADO_MAP_TEXT },
    { NULL, "boot.arguments", "os/cmdline", YADO_MAP_TEXT },
    { NULL, "boot.bootloader", "bootloader", YADO_MAP_TEXT },
    { NULL, "boot.bootloader-arguments", "bootloader_args", YADO_MAP_TEXT },
    { NULL, "on.poweroff", "on_poweroff", YADO_MAP_TEXT },
    { NULL, "on.reboot", "on_reboot", YADO_MAP_TEXT },
    { NULL, "on.crash", "on_crash", YADO_MAP_TEXT },
    { NULL, "clock.offset", "clock@offset", YADO_MAP_TEXT },
    { NULL, "feature.acpi", "features/acpi", YADO_MAP_PRESENCE },
    { NULL, "feature.apic", "features/apic", YADO_MAP_PRESENCE },
    { NULL, "feature.pae", "features/pae", YADO_MAP_PRESENCE },
    { NULL, "feature.hap", "features/hap", YADO_MAP_PRESENCE },
    { NULL, "feature.viridian", "features/viridian", YADO_MAP_PRESENCE },

    { "disk", "device", "@device", YADO_MAP_TEXT, .fallback = "disk" },
    { "disk", "type", "@type", YADO_MAP_SOURCE_TYPE, REQUIRED },
    { "disk", "source", "source", YADO_MAP_SOURCE },
    { "disk", "target", "target@dev", YADO_MAP_TEXT },
    { "disk", "bus", "target@bus", YADO_MAP_TEXT },
    { "disk", "format", "driver@type", YADO_MAP_TEXT },
    { "disk", "driver", "driver@name", YADO_MAP_TEXT },
    { "disk", "cache", "driver@cache", YADO_MAP_TEXT },
    { "disk", "discard", "driver@discard", YADO_MAP_TEXT },
    { "disk", "readonly", "readonly", YADO_MAP_PRESENCE },
    { "disk", "shareable", "shareable", YADO_MAP_PRESENCE },
    { "disk", "serial", "serial", YADO_MAP_TEXT },
    { "disk", "boot.order", "boot@order", YADO_MAP_UINT },

    { "nic", "type", "@type", YADO_MAP_SOURCE_TYPE, REQUIRED },
    { "nic", "mac", "mac@address", YADO_MAP_TEXT },
    { "nic", "source", "source", YADO_MAP_SOURCE },
    { "nic", "model", "model@type", YADO_MAP_TEXT },
    { "nic", "target", "target@dev", YADO_MAP_TEXT },
    { "nic", "link", "link@state", YADO_MAP_TEXT },
    { "nic", "script", "script@path", YADO_MAP_TEXT },
    { "nic", "boot.order", "boot@order", YADO_MAP_UINT },

    { "graphics", "type", "@type", YADO_MAP_TEXT, REQUIRED },
    { "graphics", "port", "@port", YADO_MAP_INT },
    { "graphics", "autoport", "@autoport", YADO_MAP_BOOL },
    { "graphics", "listen", "@listen", YADO_MAP_LISTEN },
    { "graphics", "password", "@passwd", YADO_MAP_TEXT },
    { "graphics", "keymap", "@keymap", YADO_MAP_TEXT },

    { "video", "model", "model@type", YADO_MAP_TEXT },
    { "video", "vram", "model@vram", YADO_MAP_KIB },

    { "input", "type", "@type", YADO_MAP_TEXT, REQUIRED },
    { "input", "bus", "@bus", YADO_MAP_TEXT },

    { "console", "type", "@type", YADO_MAP_TEXT, REQUIRED },
    { "console", "target.type", "target@type", YADO_MAP_TEXT },
    { "console", "target.name", "target@name", YADO_MAP_TEXT },
    { "console", "path", "source@path", YADO_MAP_TEXT },
    { "serial", "type", "@type", YADO_MAP_TEXT, REQUIRED },
    { "serial", "target.type", "target@type", YADO_MAP_TEXT },
    { "serial", "target.name", "target@name", YADO_MAP_TEXT },
    { "serial", "path", "source@path", YADO_MAP_TEXT },
    { "parallel", "type", "@type", YADO_MAP_TEXT, REQUIRED },
    { "parallel", "target.type", "target@type", YADO_MAP_TEXT },
    { "parallel", "target.name", "target@name", YADO_MAP_TEXT },
    { "parallel", "path", "source@path", YADO_MAP_TEXT },
    { "channel", "type", "@type", YADO_MAP_TEXT, REQUIRED },
    { "channel", "target.type", "target@type", YADO_MAP_TEXT },
    { "channel", "target.name", "target@name", YADO_MAP_TEXT },
    { "channel", "path", "source@path", YADO_MAP_TEXT },

    { "controller", "type", "@type", YADO_MAP_TEXT, REQUIRED },
    { "controller", "index", "@index", YADO_MAP_UINT },
    { "controller", "model", "@model", YADO_MAP_TEXT },

    { "hostdev", "type", "@type", YADO_MAP_TEXT, REQUIRED },
    { "hostdev", "mode", "@mode", YADO_MAP_TEXT },
    { "hostdev", "managed", "@managed", YADO_MAP_BOOL },
    { "hostdev", "address", "source", YADO_MAP_ADDRESS },

    { "sound", "model", "@model", YADO_MAP_TEXT, REQUIRED },

    { "watchdog", "model", "@model", YADO_MAP_TEXT, REQUIRED },
    { "watchdog", "action", "@action", YADO_MAP_TEXT },

    { "rng", "model", "@model", YADO_MAP_TEXT },
    { "rng", "type", "backend@model", YADO_MAP_TEXT },
    { "rng", "source", "backend", YADO_MAP_TEXT },

    { "tpm", "model", "@model", YADO_MAP_TEXT },
    { "tpm", "type", "backend@type", YADO_MAP_TEXT },
    { "tpm", "source", "backend/device@path", YADO_MAP_TEXT },

    { "filesystem", "model", "driver@type", YADO_MAP_TEXT },
    { "filesystem", "type", "@type", YADO_MAP_SOURCE_TYPE, .fallback = "mount" },
    { "filesystem", "source", "source", YADO_MAP_SOURCE },
    { "filesystem", "target", "target@dir", YADO_MAP_TEXT },
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
