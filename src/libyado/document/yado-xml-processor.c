/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * yado-xml-processor.c: what processor and firmware the guest sees. Elements that are there are used again, so that what we do not know in
 * them stays.
 */
#include "config.h"

#include <string.h>

#include "base/yado-units.h"
#include "document/yado-processor-rows.h"
#include "document/yado-xml-values.h"

/* What Xen's packages install; libvirt's Xen driver looks only at the kind of the loader. */
#define OVMF "/usr/lib/xen/boot/ovmf.bin"
#define HVMLOADER "/usr/lib/xen/boot/hvmloader"

static gboolean
is_xen(YadoXmlElement *root)
{
    return g_strcmp0(yado_xml_element_get_attribute(root, "type"), "xen") == 0;
}

/* ---- Sockets, cores, threads: libvirt wants all three or none ---- */

static const char *const levels[] = { "sockets", "cores", "threads" };

static gboolean
is_flat(YadoXmlElement *topology)
{
    for (guint i = 0; i < G_N_ELEMENTS(levels); i++) {
        const char *value = yado_xml_element_get_attribute(topology, levels[i]);
        if (value != NULL && strcmp(value, "1") != 0)
            return FALSE;
    }
    return TRUE;
}

static void
clear_level(YadoXmlElement *root, const char *path)
{
    YadoXmlElement *topology = yado_xml_element_find_path(root, "cpu/topology");

    if (topology == NULL)
        return;
    yado_xml_write_path(root, path, "1");
    if (is_flat(topology))
        yado_xml_write_path(root, "cpu/topology", NULL);
}

static gboolean
write_level(YadoXmlElement *root, const YadoMapEntry *entry, const char *value, GError **error)
{
    YadoXmlElement *topology;

    if (value == NULL) {
        clear_level(root, entry->xml);
        return TRUE;
    }
    if (!g_ascii_string_to_unsigned(value, 10, 1, G_MAXUINT16, NULL, NULL))
        return yado_xml_refuse_value(entry, value, error);
    topology = yado_xml_element_ensure_path(root, "cpu/topology");
    for (guint i = 0; i < G_N_ELEMENTS(levels); i++)
        if (yado_xml_element_get_attribute(topology, levels[i]) == NULL)
            yado_xml_element_set_attribute(topology, levels[i], "1");
    yado_xml_write_path(root, entry->xml, value);
    return TRUE;
}

/* ---- Lists of elements ---- */

static GPtrArray *
list_children(const YadoXmlElement *parent, const char *name)
{
    GPtrArray *found = g_ptr_array_new();

    for (guint i = 0; parent != NULL && i < parent->children->len; i++) {
        YadoXmlElement *child = parent->children->pdata[i];
        if (strcmp(child->name, name) == 0)
            g_ptr_array_add(found, child);
    }
    return found;
}

/* The @i-th of @items, or a new one behind the last. */
static YadoXmlElement *
take_item(YadoXmlElement *parent, GPtrArray *items, guint i, const char *name)
{
    if (i >= items->len)
        g_ptr_array_add(items, items->len > 0
                                   ? yado_xml_element_add_after(items->pdata[items->len - 1], name)
                                   : yado_xml_element_add_child(parent, name));
    return items->pdata[i];
}

static void
set_if_other(YadoXmlElement *element, const char *name, const char *value)
{
    if (g_strcmp0(yado_xml_element_get_attribute(element, name), value) != 0)
        yado_xml_element_set_attribute(element, name, value);
}

static void
drop_rest(YadoXmlElement *root, YadoXmlElement *parent, GPtrArray *items, guint n)
{
    for (guint i = n; i < items->len; i++)
        yado_xml_element_remove(items->pdata[i]);
    yado_xml_element_prune(parent, root);
}

/* ---- Features ---- */

static char *
read_features(YadoXmlElement *root)
{
    YadoXmlElement *cpu = yado_xml_element_find_child(root, "cpu");
    g_autoptr(GPtrArray) items = list_children(cpu, "feature");
    g_autoptr(GPtrArray) features = yado_cpu_features_new();

    for (guint i = 0; i < items->len; i++) {
        const char *name = yado_xml_element_get_attribute(items->pdata[i], "name");
        const char *policy = yado_xml_element_get_attribute(items->pdata[i], "policy");

        if (name != NULL)
            yado_cpu_features_add(features, name, policy != NULL ? policy : "require");
    }
    return yado_cpu_features_print(features);
}

/* Features are told apart from a processor: one that is like the host's where none is named. */
static YadoXmlElement *
ensure_processor(YadoXmlElement *root)
{
    YadoXmlElement *cpu = yado_xml_element_ensure_path(root, "cpu");

    if (yado_xml_element_get_attribute(cpu, "mode") == NULL &&
        yado_xml_element_find_child(cpu, "model") == NULL)
        yado_xml_element_set_attribute(cpu, "mode",
                                       is_xen(root) ? "host-passthrough" : "host-model");
    return cpu;
}

static gboolean
write_features(YadoXmlElement *root, const YadoMapEntry *entry, const char *value, GError **error)
{
    g_autoptr(GPtrArray) features = yado_cpu_features_parse(value);
    YadoXmlElement *cpu = yado_xml_element_find_child(root, "cpu");

    if (features == NULL)
        return yado_xml_refuse_value(entry, value, error);
    if (features->len > 0)
        cpu = ensure_processor(root);
    if (cpu == NULL)
        return TRUE;
    g_autoptr(GPtrArray) items = list_children(cpu, "feature");
    for (guint i = 0; i < features->len; i++) {
        const YadoCpuFeature *feature = features->pdata[i];
        YadoXmlElement *item = take_item(cpu, items, i, "feature");

        set_if_other(item, "policy", feature->policy);
        set_if_other(item, "name", feature->name);
    }
    drop_rest(root, cpu, items, features->len);
    return TRUE;
}

/* ---- NUMA ---- */

guint64
yado_xml_read_cell_memory(const YadoXmlElement *cell)
{
    const char *memory = yado_xml_element_get_attribute(cell, "memory");
    const char *unit = yado_xml_element_get_attribute(cell, "unit");
    g_autofree char *text =
        g_strdup_printf("%s %s", memory != NULL ? memory : "0", unit != NULL ? unit : "KiB");
    guint64 bytes = 0;

    yado_size_parse(text, 1024, &bytes, NULL);
    return bytes;
}

static char *
read_numa(YadoXmlElement *root)
{
    YadoXmlElement *numa = yado_xml_element_find_path(root, "cpu/numa");
    g_autoptr(GPtrArray) items = list_children(numa, "cell");
    g_autoptr(GPtrArray) cells = yado_numa_cells_new();

    for (guint i = 0; i < items->len; i++) {
        const char *cpus = yado_xml_element_get_attribute(items->pdata[i], "cpus");

        yado_numa_cells_add(cells, cpus != NULL ? cpus : "",
                            yado_xml_read_cell_memory(items->pdata[i]));
    }
    return yado_numa_cells_print(cells);
}

static void
set_cell(YadoXmlElement *item, guint number, const YadoNumaCell *cell)
{
    g_autofree char *id = g_strdup_printf("%u", number);
    g_autofree char *memory = g_strdup_printf("%" G_GUINT64_FORMAT, cell->memory / 1024);

    set_if_other(item, "id", id);
    set_if_other(item, "cpus", cell->cpus);
    if (yado_xml_read_cell_memory(item) == cell->memory)
        return;
    set_if_other(item, "memory", memory);
    set_if_other(item, "unit", "KiB");
}

static gboolean
write_numa(YadoXmlElement *root, const YadoMapEntry *entry, const char *value, GError **error)
{
    g_autoptr(GPtrArray) cells = yado_numa_cells_parse(value);

    if (cells == NULL)
        return yado_xml_refuse_value(entry, value, error);
    if (cells->len == 0) {
        yado_xml_write_path(root, "cpu/numa", NULL);
        return TRUE;
    }
    YadoXmlElement *numa = yado_xml_element_ensure_path(root, "cpu/numa");
    g_autoptr(GPtrArray) items = list_children(numa, "cell");
    for (guint i = 0; i < cells->len; i++)
        set_cell(take_item(numa, items, i, "cell"), i, cells->pdata[i]);
    drop_rest(root, numa, items, cells->len);
    return TRUE;
}

/* ---- Pins ---- */

static char *
read_pins(YadoXmlElement *root)
{
    YadoXmlElement *tune = yado_xml_element_find_child(root, "cputune");
    g_autoptr(GPtrArray) items = list_children(tune, "vcpupin");
    g_autoptr(GPtrArray) pins = yado_cpu_pins_new();

    for (guint i = 0; i < items->len; i++) {
        const char *vcpu = yado_xml_element_get_attribute(items->pdata[i], "vcpu");
        const char *cpus = yado_xml_element_get_attribute(items->pdata[i], "cpuset");
        guint64 number;

        if (vcpu != NULL && cpus != NULL &&
            g_ascii_string_to_unsigned(vcpu, 10, 0, 4095, &number, NULL))
            yado_cpu_pins_add(pins, (int)number, cpus);
    }
    return yado_cpu_pins_print(pins);
}

/* One for all stands elsewhere: vcpu.cpuset. */
static gboolean
write_pins(YadoXmlElement *root, const YadoMapEntry *entry, const char *value, GError **error)
{
    g_autoptr(GPtrArray) pins = yado_cpu_pins_parse(value);
    YadoXmlElement *tune = yado_xml_element_find_child(root, "cputune");

    for (guint i = 0; pins != NULL && i < pins->len; i++)
        if (((YadoCpuPin *)pins->pdata[i])->vcpu < 0)
            return yado_xml_refuse_value(entry, value, error);
    if (pins == NULL)
        return yado_xml_refuse_value(entry, value, error);
    if (pins->len > 0)
        tune = yado_xml_element_ensure_path(root, "cputune");
    if (tune == NULL)
        return TRUE;
    g_autoptr(GPtrArray) items = list_children(tune, "vcpupin");
    for (guint i = 0; i < pins->len; i++) {
        const YadoCpuPin *pin = pins->pdata[i];
        YadoXmlElement *item = take_item(tune, items, i, "vcpupin");
        g_autofree char *number = g_strdup_printf("%d", pin->vcpu);

        set_if_other(item, "vcpu", number);
        set_if_other(item, "cpuset", pin->cpus);
    }
    drop_rest(root, tune, items, pins->len);
    return TRUE;
}

/* ---- Firmware ---- */

static gboolean
is_uefi_path(const char *path)
{
    g_autofree char *lower = path != NULL ? g_ascii_strdown(path, -1) : NULL;

    return lower != NULL && (strstr(lower, "ovmf") != NULL || strstr(lower, "edk2") != NULL ||
                             strstr(lower, "aavmf") != NULL);
}

static char *
read_firmware(YadoXmlElement *root)
{
    YadoXmlElement *os = yado_xml_element_find_child(root, "os");
    const char *chosen = os != NULL ? yado_xml_element_get_attribute(os, "firmware") : NULL;
    g_autofree char *path = yado_xml_read_path(root, "os/loader");
    g_autofree char *type = yado_xml_read_path(root, "os/loader@type");

    if (chosen != NULL)
        return g_strdup(chosen);
    if (path == NULL)
        return NULL;
    return g_strdup(g_strcmp0(type, "pflash") == 0 || is_uefi_path(path) ? "efi" : "bios");
}

/* Xen takes its own firmware; libvirt's driver wants a loader of that kind. */
static void
put_xen_loader(YadoXmlElement *root, gboolean is_uefi)
{
    yado_xml_write_path(root, "os/loader", is_uefi ? OVMF : HVMLOADER);
    if (is_uefi)
        yado_xml_write_path(root, "os/loader@readonly", "yes");
    yado_xml_write_path(root, "os/loader@type", is_uefi ? "pflash" : "rom");
}

static gboolean
write_firmware(YadoXmlElement *root, const YadoMapEntry *entry, const char *value, GError **error)
{
    g_autofree char *now = read_firmware(root);

    if (value != NULL && strcmp(value, "efi") != 0 && strcmp(value, "bios") != 0)
        return yado_xml_refuse_value(entry, value, error);
    if (g_strcmp0(now, value) == 0)
        return TRUE;
    /* A file named by hand, and the variables that belong to it, are of the other firmware. */
    yado_xml_write_path(root, "os/nvram", NULL);
    yado_xml_write_path(root, "os/loader", NULL);
    yado_xml_write_path(root, "os@firmware", NULL);
    if (!is_xen(root))
        yado_xml_write_path(root, "os@firmware", value);
    else if (value != NULL)
        put_xen_loader(root, strcmp(value, "efi") == 0);
    return TRUE;
}

/* ---- By kind ---- */

char *
yado_xml_read_processor(YadoXmlElement *root, const YadoMapEntry *entry)
{
    switch (entry->type) {
    case YADO_MAP_TOPOLOGY:
        return yado_xml_read_path(root, entry->xml);
    case YADO_MAP_CPU_FEATURES:
        return read_features(root);
    case YADO_MAP_NUMA:
        return read_numa(root);
    case YADO_MAP_PINS:
        return read_pins(root);
    default:
        return read_firmware(root);
    }
}

gboolean
yado_xml_write_processor(YadoXmlElement *root, const YadoMapEntry *entry, const char *value,
                         GError **error)
{
    switch (entry->type) {
    case YADO_MAP_TOPOLOGY:
        return write_level(root, entry, value, error);
    case YADO_MAP_CPU_FEATURES:
        return write_features(root, entry, value, error);
    case YADO_MAP_NUMA:
        return write_numa(root, entry, value, error);
    case YADO_MAP_PINS:
        return write_pins(root, entry, value, error);
    default:
        return write_firmware(root, entry, value, error);
    }
}
