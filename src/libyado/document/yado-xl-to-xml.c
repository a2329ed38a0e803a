/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * yado-xl-to-xml.c: what an xl.cfg says, as libvirt's Xen driver would be told it.
 *
 * Every key is either taken here, or stands in the table of those that libvirt has no place for, or is not known: in both cases it
 * becomes a loss with its line.  The same holds for the options of a device.
 */
#include "config.h"

#include <glib/gi18n-lib.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/yado-error.h"
#include "document/yado-xl-to-xml.h"
#include "document/yado-xl-disk.h"
#include "document/yado-xl-options.h"
#include "document/yado-xl-values.h"
#include "document/yado-xml-values.h"

#define OVMF "/usr/lib/xen/boot/ovmf.bin"

/* What xl documents and libvirt's Xen driver has no place for. */
static const char *const without_place[] = {
    "pool",
    "cap",
    "period",
    "slice",
    "latency",
    "extratime",
    "cpus_soft",
    "llc_colors",
    "on_watchdog",
    "on_soft_reset",
    "init_seclabel",
    "seclabel",
    "device_model_stubdomain_seclabel",
    "xenstore_feature_mask",
    "xenstore_quota",
    "pvshim",
    "pvshim_path",
    "pvshim_cmdline",
    "pvshim_extra",
    "max_maptrack_frames",
    "max_grant_version",
    "nomigrate",
    "driver_domain",
    "device_tree",
    "xend_suspend_evtchn_compat",
    "vmtrace_buf_kb",
    "vpmu",
    "oos",
    "shadow_memory",
    "bootloader_restrict",
    "bootloader_user",
    "timer_mode",
    "firmware_override",
    "bios_path_override",
    "nx",
    "acpi_s3",
    "acpi_s4",
    "acpi_laptop_slate",
    "vpt_align",
    "hvm_pirq",
    "mmio_hole",
    "altp2mhvm",
    "altp2m",
    "altp2m_count",
    "smbios_firmware",
    "acpi_firmware",
    "smbios",
    "ms_vm_genid",
    "rdm",
    "rdm_mem_boundary",
    "mca_caps",
    "ioports",
    "irqs",
    "iomem",
    "p9",
    "vtpm",
    "vdispl",
    "pvcalls",
    "vsnd",
    "vkb",
    "virtio",
    "vif2",
    "dtdev",
    "vuart",
    "device_model",
    "device_model_version",
    "device_model_stubdomain_override",
    "device_model_user",
    "stubdomain_kernel",
    "stubdomain_cmdline",
    "stubdomain_ramdisk",
    "stubdomain_memory",
    "dm_restrict",
    "hdtype",
    "spicedisable_ticketing",
    "spicevdagent",
    "spiceusbredirection",
    "gfx_passthru",
    "usbversion",
    "vkb_device",
    "xen_platform_pci",
    "xen_platform_pci_bar_uc",
    "vendor_device",
    "gic_version",
    "tee",
    "sve",
    "nr_spis",
    "trap_unmapped_accesses",
    "arm_sci",
    "msr_relaxed",
    "vncviewer",
    "pci_msitranslate",
    "pci_power_mgmt",
    "claim_mode",
    "opengl",
    "autoballoon",
    "disable_migrate",
    "vmid",
};

const YadoXlSetting *
yado_to_xml_find_setting(YadoToXml *self, const char *key)
{
    for (guint i = self->file->settings->len; i > 0; i--) {
        const YadoXlSetting *setting = self->file->settings->pdata[i - 1];

        if (strcmp(setting->key, key) == 0)
            return setting;
    }
    return NULL;
}

void
yado_to_xml_lose(YadoToXml *self, const char *key, const char *reason)
{
    const YadoXlSetting *setting = yado_to_xml_find_setting(self, key);

    if (setting != NULL)
        yado_losses_add(self->losses, setting->line, setting->column, key, reason);
}

void
yado_to_xml_lose_value(YadoToXml *self, const char *key)
{
    yado_to_xml_lose(self, key, _("libvirt does not know this value."));
}

void
yado_to_xml_lose_item(YadoToXml *self, const char *list, guint index, const YadoXlValue *item,
                      const char *option, const char *reason)
{
    g_autofree char *place =
        g_strdup_printf("%s[%u]%s%s", list, index, *option != '\0' ? " " : "", option);

    yado_losses_add(self->losses, item->line, item->column, place, reason);
}

void
yado_to_xml_use(YadoToXml *self, const char *key)
{
    g_hash_table_add(self->used, g_strdup(key));
}

/* The text of @key, which counts as carried over from now on. */
char *
yado_to_xml_take(YadoToXml *self, const char *key)
{
    yado_to_xml_use(self, key);
    char *value = yado_xl_file_dup_string(self->file, key);
    if (value == NULL && yado_to_xml_find_setting(self, key) != NULL)
        yado_to_xml_lose(self, key, _("A single value is expected here, not a list."));
    if (value != NULL && !g_utf8_validate(value, -1, NULL)) {
        yado_to_xml_lose(self, key, _("This is no valid text."));
        g_clear_pointer(&value, g_free);
    }
    return value;
}

gboolean
yado_to_xml_take_number(YadoToXml *self, const char *key, gint64 *number)
{
    g_autofree char *value = yado_to_xml_take(self, key);

    if (value == NULL)
        return FALSE;
    if (yado_xl_parse_number(value, number))
        return TRUE;
    yado_to_xml_lose(self, key, _("A number is expected here."));
    return FALSE;
}

gboolean
yado_to_xml_take_flag(YadoToXml *self, const char *key, gboolean fallback)
{
    gint64 number;

    return yado_to_xml_take_number(self, key, &number) ? number != 0 : fallback;
}

void
yado_to_xml_put(YadoXmlElement *element, const char *path, const char *value)
{
    if (value != NULL)
        yado_xml_write_path(element, path, value);
}

void
yado_to_xml_put_number(YadoXmlElement *element, const char *path, gint64 number)
{
    g_autofree char *text = g_strdup_printf("%" G_GINT64_FORMAT, number);

    yado_xml_write_path(element, path, text);
}

static void
carry(YadoToXml *self, const char *key, const char *path)
{
    g_autofree char *value = yado_to_xml_take(self, key);

    if (value != NULL && *value != '\0')
        yado_to_xml_put(self->root, path, value);
}

gboolean
yado_to_xml_is_hvm(YadoToXml *self)
{
    return strcmp(self->kind, "hvm") == 0;
}

/* The guest */

static gboolean
carry_name(YadoToXml *self, GError **error)
{
    g_autofree char *name = yado_to_xml_take(self, "name");

    if (name == NULL || name[strspn(name, " \t\n")] == '\0')
        return yado_error_set(error, YADO_ERROR_INVALID, NULL, NULL,
                              _("The configuration does not name its guest (name=)."));
    if (strpbrk(name, "/\n\r") != NULL)
        return yado_error_set(
            error, YADO_ERROR_INVALID, name, NULL,
            _("A guest's name must not be empty, nor contain “/” or a line break."));
    yado_to_xml_put(self->root, "name", name);
    return TRUE;
}

/* With dashes, as libvirt wants it. */
static void
carry_uuid(YadoToXml *self)
{
    g_autofree char *uuid = yado_to_xml_take(self, "uuid");

    if (uuid == NULL)
        return;
    if (g_uuid_string_is_valid(uuid))
        yado_to_xml_put(self->root, "uuid", uuid);
    else
        yado_to_xml_lose_value(self, "uuid");
}

static void
put_memory(YadoToXml *self, const char *name, gint64 mib)
{
    yado_to_xml_put_number(self->root, name, mib * 1024);
    yado_xml_element_set_attribute(yado_xml_element_find_child(self->root, name), "unit", "KiB");
}

static void
carry_memory(YadoToXml *self)
{
    gint64 current = 32; /* libxl's own */
    gint64 maximum;

    yado_to_xml_take_number(self, "memory", &current);
    maximum = MAX(current, yado_to_xml_get_numa_memory(self));
    yado_to_xml_take_number(self, "maxmem", &maximum);
    put_memory(self, "memory", CLAMP(maximum, 0, G_MAXINT64 / 2048));
    put_memory(self, "currentMemory", CLAMP(current, 0, G_MAXINT64 / 2048));
}

static gboolean
is_cpuset(const char *text)
{
    return g_regex_match_simple("^([0-9]+(-[0-9]+)?|\\^[0-9]+)(,([0-9]+(-[0-9]+)?|\\^[0-9]+))*$",
                                text, 0, 0);
}

static void
carry_pins(YadoToXml *self, guint n_vcpus)
{
    g_autoptr(GPtrArray) items = yado_xl_file_list_items(self->file, "cpus");

    for (guint i = 0; i < items->len; i++) {
        const YadoXlValue *item = items->pdata[i];
        g_autofree char *set =
            item->string != NULL ? g_strdelimit(g_strdup(item->string), " ", ',') : NULL;
        if (g_strcmp0(set, "all") == 0 && i < n_vcpus)
            continue; /* not pinned */
        if (set == NULL || !is_cpuset(set) || i >= n_vcpus) {
            yado_to_xml_lose_item(self, "cpus", i, item, "",
                                  _("libvirt does not know this value."));
            continue;
        }
        YadoXmlElement *tune = yado_xml_element_ensure_path(self->root, "cputune");
        YadoXmlElement *pin = yado_xml_element_add_child(tune, "vcpupin");
        yado_to_xml_put_number(pin, "@vcpu", i);
        yado_to_xml_put(pin, "@cpuset", set);
    }
}

static void
carry_cpus(YadoToXml *self, guint n_vcpus)
{
    const YadoXlSetting *setting = yado_to_xml_find_setting(self, "cpus");

    if (setting == NULL)
        return;
    yado_to_xml_use(self, "cpus");
    if (setting->value->is_list) {
        carry_pins(self, n_vcpus);
        return;
    }
    g_autofree char *cpus = yado_to_xml_take(self, "cpus");
    if (cpus == NULL || strcmp(cpus, "all") == 0)
        return;
    if (is_cpuset(cpus))
        yado_to_xml_put(self->root, "vcpu@cpuset", cpus);
    else
        yado_to_xml_lose_value(self, "cpus");
}

static void
carry_vcpus(YadoToXml *self)
{
    gint64 current = 1;
    gint64 maximum;

    yado_to_xml_take_number(self, "vcpus", &current);
    current = CLAMP(current, 1, 4096);
    maximum = yado_to_xml_find_setting(self, "vcpus") != NULL
                  ? current
                  : MAX(1, yado_to_xml_get_numa_vcpus(self));
    yado_to_xml_take_number(self, "maxvcpus", &maximum);
    maximum = CLAMP(maximum, current, 4096);
    yado_to_xml_put_number(self->root, "vcpu", maximum);
    yado_to_xml_put(self->root, "vcpu@placement", "static");
    if (current != maximum)
        yado_to_xml_put_number(self->root, "vcpu@current", current);
    carry_cpus(self, (guint)maximum);
    gint64 weight;
    if (yado_to_xml_take_number(self, "cpu_weight", &weight) && weight > 0)
        yado_to_xml_put_number(self->root, "cputune/shares", weight);
}

static void
carry_action(YadoToXml *self, const char *key, gboolean is_crash)
{
    static const char *const known[] = { "destroy", "restart", "preserve", "rename-restart", NULL };
    static const char *const crash[] = { "coredump-destroy", "coredump-restart", NULL };
    g_autofree char *value = yado_to_xml_take(self, key);

    if (value == NULL)
        return;
    if (g_strv_contains(known, value) || (is_crash && g_strv_contains(crash, value)))
        yado_to_xml_put(self->root, key, value);
    else
        yado_to_xml_lose_value(self, key);
}

/* Start-up */

static void
carry_words(YadoToXml *self, const char *key, const char *path)
{
    g_autoptr(GPtrArray) items = yado_xl_file_list_items(self->file, key);
    g_autoptr(GString) words = g_string_new(NULL);

    yado_to_xml_use(self, key);
    for (guint i = 0; i < items->len; i++) {
        const YadoXlValue *item = items->pdata[i];
        if (item->string == NULL || (items->len > 1 && strpbrk(item->string, " \t") != NULL))
            yado_to_xml_lose_item(
                self, key, i, item, "",
                _("libvirt takes the arguments as one text: no blanks in one of them."));
        else
            g_string_append_printf(words, "%s%s", words->len > 0 ? " " : "", item->string);
    }
    if (words->len > 0)
        yado_to_xml_put(self->root, path, words->str);
}

static void
carry_kernel(YadoToXml *self)
{
    const YadoMapEntry *entry = yado_map_find(NULL, "boot.arguments");
    g_autofree char *arguments = yado_xl_read_value(self->file, entry);
    gboolean has_whole = yado_to_xml_find_setting(self, "cmdline") != NULL;

    carry(self, "kernel", "os/kernel");
    carry(self, "ramdisk", "os/initrd");
    yado_to_xml_use(self, "cmdline");
    yado_to_xml_use(self, "root");
    yado_to_xml_use(self, "extra");
    if (arguments != NULL && *arguments != '\0')
        yado_to_xml_put(self->root, "os/cmdline", arguments);
    if (has_whole && yado_to_xml_find_setting(self, "root") != NULL)
        yado_to_xml_lose(self, "root", _("Xen ignores it beside cmdline=."));
    if (has_whole && yado_to_xml_find_setting(self, "extra") != NULL)
        yado_to_xml_lose(self, "extra", _("Xen ignores it beside cmdline=."));
    carry(self, "bootloader", "bootloader");
    if (yado_to_xml_find_setting(self, "bootloader_args") != NULL)
        carry_words(self, "bootloader_args", "bootloader_args");
}

static void
put_ovmf(YadoToXml *self)
{
    yado_to_xml_put(self->root, "os/loader", OVMF);
    yado_to_xml_put(self->root, "os/loader@readonly", "yes");
    yado_to_xml_put(self->root, "os/loader@type", "pflash");
}

static void
carry_firmware(YadoToXml *self, const char *key)
{
    g_autofree char *name = yado_to_xml_take(self, key);

    if (name == NULL)
        return;
    if (yado_to_xml_is_hvm(self) && (strcmp(name, "ovmf") == 0 || strcmp(name, "uefi") == 0))
        put_ovmf(self);
    else if (!yado_to_xml_is_hvm(self) ||
             (strcmp(name, "seabios") != 0 && strcmp(name, "bios") != 0))
        yado_to_xml_lose_value(self, key);
}

static void
carry_boot_order(YadoToXml *self)
{
    g_autofree char *letters = yado_to_xml_take(self, "boot");

    if (letters == NULL)
        return;
    if (!yado_to_xml_is_hvm(self)) {
        yado_to_xml_lose(self, "boot", _("Only HVM guests have a boot order."));
        return;
    }
    for (const char *at = letters; *at != '\0'; at++) {
        const char *device = *at == 'c'   ? "hd"
                             : *at == 'd' ? "cdrom"
                             : *at == 'n' ? "network"
                             : *at == 'a' ? "fd"
                                          : NULL;
        if (device == NULL) {
            yado_to_xml_lose_value(self, "boot");
            continue;
        }
        YadoXmlElement *os = yado_xml_element_find_child(self->root, "os");
        yado_to_xml_put(yado_xml_element_add_child(os, "boot"), "@dev", device);
    }
}

static void
carry_os(YadoToXml *self)
{
    yado_to_xml_use(self, "type");
    yado_to_xml_use(self, "builder");
    if (yado_to_xml_is_hvm(self)) {
        yado_to_xml_put(self->root, "os/type", "hvm");
        yado_to_xml_put(self->root, "os/type@machine", "xenfv");
    } else if (strcmp(self->kind, "pvh") == 0) {
        yado_to_xml_put(self->root, "os/type", "xenpvh");
        yado_to_xml_put(self->root, "os/type@machine", "xenpvh");
    } else {
        yado_to_xml_put(self->root, "os/type", "linux");
        yado_to_xml_put(self->root, "os/type@machine", "xenpv");
    }
    carry_kernel(self);
    if (yado_to_xml_find_setting(self, "firmware") != NULL)
        carry_firmware(self, "firmware");
    if (yado_to_xml_find_setting(self, "bios") != NULL)
        carry_firmware(self, "bios");
    carry_boot_order(self);
}

/* Features, clock */

static void
put_feature(YadoToXml *self, const char *name)
{
    yado_xml_element_ensure_path(yado_xml_element_ensure_path(self->root, "features"), name);
}

static void
carry_viridian(YadoToXml *self)
{
    const YadoXlSetting *setting = yado_to_xml_find_setting(self, "viridian");
    gboolean is_on;

    if (setting == NULL)
        return;
    yado_to_xml_use(self, "viridian");
    is_on = setting->value->is_list || yado_to_xml_take_flag(self, "viridian", FALSE);
    if (setting->value->is_list)
        yado_to_xml_lose(self, "viridian", _("libvirt can only switch them all on or off."));
    if (is_on)
        put_feature(self, "viridian");
}

static void
carry_xen_features(YadoToXml *self)
{
    g_autofree char *passthrough = yado_to_xml_take(self, "passthrough");

    if (yado_to_xml_find_setting(self, "e820_host") != NULL)
        yado_to_xml_put(self->root, "features/xen/e820_host@state",
                        yado_to_xml_take_flag(self, "e820_host", FALSE) ? "on" : "off");
    if (passthrough == NULL)
        return;
    if (strcmp(passthrough, "sync_pt") == 0 || strcmp(passthrough, "share_pt") == 0) {
        yado_to_xml_put(self->root, "features/xen/passthrough@state", "on");
        yado_to_xml_put(self->root, "features/xen/passthrough@mode", passthrough);
    } else if (strcmp(passthrough, "enabled") == 0 || strcmp(passthrough, "disabled") == 0) {
        yado_to_xml_put(self->root, "features/xen/passthrough@state",
                        *passthrough == 'e' ? "on" : "off");
    } else if (strcmp(passthrough, "default") != 0) {
        yado_to_xml_lose_value(self, "passthrough");
    }
}

/* What Xen has on by itself is written out: for libvirt, what is not there is off. */
static void
carry_features(YadoToXml *self)
{
    static const char *const hvm_features[] = { "pae", "apic" };

    if (yado_to_xml_take_flag(self, "acpi", TRUE) && strcmp(self->kind, "pv") != 0)
        put_feature(self, "acpi");
    for (guint i = 0; i < G_N_ELEMENTS(hvm_features); i++)
        if (yado_to_xml_take_flag(self, hvm_features[i], TRUE) && yado_to_xml_is_hvm(self))
            put_feature(self, hvm_features[i]);
    if (yado_to_xml_find_setting(self, "hap") != NULL && strcmp(self->kind, "pv") != 0) {
        gboolean on = yado_to_xml_take_flag(self, "hap", TRUE);
        yado_to_xml_put(self->root, "features/hap@state", on ? "on" : "off");
    }
    carry_viridian(self);
    carry_xen_features(self);
}

static void
add_timer(YadoToXml *self, const char *name, const char *attribute, const char *value)
{
    YadoXmlElement *clock = yado_xml_element_find_child(self->root, "clock");
    YadoXmlElement *timer = yado_xml_element_add_child(clock, "timer");

    yado_xml_element_set_attribute(timer, "name", name);
    yado_xml_element_set_attribute(timer, attribute, value);
}

static void
carry_tsc(YadoToXml *self)
{
    static const struct {
        const char *name, *number, *mode;
    } modes[] = { { "default", "0", NULL },
                  { "always_emulate", "1", "emulate" },
                  { "native", "2", "native" },
                  { "native_paravirt", "3", "paravirt" } };
    g_autofree char *mode = yado_to_xml_take(self, "tsc_mode");

    if (mode == NULL)
        return;
    for (guint i = 0; i < G_N_ELEMENTS(modes); i++) {
        if (strcmp(mode, modes[i].name) != 0 && strcmp(mode, modes[i].number) != 0)
            continue;
        if (modes[i].mode != NULL)
            add_timer(self, "tsc", "mode", modes[i].mode);
        return;
    }
    yado_to_xml_lose_value(self, "tsc_mode");
}

static void
carry_clock(YadoToXml *self)
{
    gboolean is_local = yado_to_xml_take_flag(self, "localtime", FALSE);
    gint64 offset = 0;

    yado_to_xml_take_number(self, "rtc_timeoffset", &offset);
    yado_to_xml_put(self->root, "clock@offset",
                    offset != 0 ? "variable"
                    : is_local  ? "localtime"
                                : "utc");
    if (offset != 0) {
        yado_to_xml_put_number(self->root, "clock@adjustment", offset);
        yado_to_xml_put(self->root, "clock@basis", is_local ? "localtime" : "utc");
    }
    carry_tsc(self);
    if (yado_to_xml_find_setting(self, "hpet") != NULL)
        add_timer(self, "hpet", "present",
                  yado_to_xml_take_flag(self, "hpet", TRUE) ? "yes" : "no");
}

/* The rest */

static const char *
get_reason(YadoToXml *self, const char *key)
{
    static const char *const hvm_only[] = { "serial", "soundhw",  "usbdevice", "vga",
                                            "stdvga", "videoram", NULL };

    if (g_strv_contains(hvm_only, key) && !yado_to_xml_is_hvm(self))
        return _("Xen reads it for HVM guests only.");
    if (strcmp(key, "device_model_args_hvm") == 0 || strcmp(key, "device_model_args_pv") == 0)
        return _("Xen reads it for another kind of guest only.");
    if (g_str_has_prefix(key, "spice"))
        return yado_losses_get_xml_reason();
    for (guint i = 0; i < G_N_ELEMENTS(without_place); i++)
        if (strcmp(without_place[i], key) == 0)
            return yado_losses_get_xml_reason();
    return _("This key is not known.");
}

static void
lose_unused(YadoToXml *self)
{
    for (guint i = 0; i < self->file->settings->len && !yado_losses_are_full(self->losses); i++) {
        const YadoXlSetting *setting = self->file->settings->pdata[i];
        if (g_hash_table_contains(self->used, setting->key))
            continue;
        yado_to_xml_lose(self, setting->key, get_reason(self, setting->key));
        yado_to_xml_use(self, setting->key);
    }
}

/* An earlier "key =" is not read by Xen either, but it stands in the file. */
static void
lose_overridden(YadoToXml *self)
{
    g_autoptr(GHashTable) last = g_hash_table_new(g_str_hash, g_str_equal);

    for (guint i = self->file->settings->len; i > 0; i--) {
        YadoXlSetting *setting = self->file->settings->pdata[i - 1];
        const YadoXlSetting *later = g_hash_table_lookup(last, setting->key);
        if (later != NULL && !later->adds)
            yado_losses_add(self->losses, setting->line, setting->column, setting->key,
                            _("A later line sets it again."));
        if (later == NULL || later->adds)
            g_hash_table_insert(last, setting->key, setting);
    }
}

static void
lose_problems(YadoToXml *self)
{
    for (guint i = 0; i < self->file->problems->len; i++) {
        const YadoXlProblem *problem = self->file->problems->pdata[i];
        g_autofree char *text =
            g_strndup(self->file->text + problem->start,
                      MIN(strcspn(self->file->text + problem->start, "\r\n"), 60));
        yado_losses_add(self->losses, problem->line, problem->column,
                        *text != '\0' ? text : _("line break"), problem->message);
    }
}

static int
compare_losses(gconstpointer a, gconstpointer b)
{
    const YadoLoss *one = *(const YadoLoss *const *)a;
    const YadoLoss *other = *(const YadoLoss *const *)b;

    if (one->line != other->line)
        return one->line < other->line ? -1 : 1;
    return one->column < other->column ? -1 : one->column > other->column;
}

static gboolean
carry_all(YadoToXml *self, GError **error)
{
    if (!carry_name(self, error))
        return FALSE;
    carry_uuid(self);
    carry_memory(self);
    carry_vcpus(self);
    carry_os(self);
    carry_features(self);
    yado_to_xml_carry_processor(self);
    carry_clock(self);
    carry_action(self, "on_poweroff", FALSE);
    carry_action(self, "on_reboot", FALSE);
    carry_action(self, "on_crash", TRUE);
    yado_to_xml_carry_devices(self);
    lose_unused(self);
    lose_overridden(self);
    lose_problems(self);
    return TRUE;
}

char *
yado_xl_to_xml(const YadoXlFile *file, GPtrArray *losses, GError **error)
{
    g_autoptr(YadoXmlTree) tree =
        yado_xml_tree_new("<domain type='xen'>\n  <devices>\n  </devices>\n</domain>\n", error);
    g_autoptr(GHashTable) used = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    YadoToXml self = { .file = file, .used = used, .losses = losses };

    if (tree == NULL)
        return NULL;
    self.root = tree->root;
    self.devices = yado_xml_element_find_child(tree->root, "devices");
    self.kind = yado_xl_get_kind(file);
    if (!carry_all(&self, error))
        return NULL;
    g_ptr_array_sort(losses, compare_losses);
    return yado_xml_tree_dump(tree);
}
