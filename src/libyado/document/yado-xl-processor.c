/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * yado-xl-processor.c: cpuid=, vnuma=, cpus= and the firmware.
 */
#include "config.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "base/yado-error.h"
#include "document/yado-processor-rows.h"
#include "document/yado-xl-options.h"
#include "document/yado-xl-values.h"

#define MIB (G_GUINT64_CONSTANT(1) << 20)

/* ---- cpuid="host,vmx=0,avx=1" ---- */

static const struct {
    const char *value, *policy;
} policies[] = { { "1", "force" },  { "1", "require" }, { "x", "optional" }, { "0", "disable" },
                 { "0", "forbid" }, { "k", "k" },       { "s", "s" } };

static const char *
find_policy(const char *value)
{
    for (guint i = 0; i < G_N_ELEMENTS(policies); i++)
        if (strcmp(policies[i].value, value) == 0)
            return policies[i].policy;
    return value; /* "family=6": a number, kept as it is */
}

static const char *
find_value(const char *policy)
{
    for (guint i = 0; i < G_N_ELEMENTS(policies); i++)
        if (strcmp(policies[i].policy, policy) == 0)
            return policies[i].value;
    return policy;
}

static char *
read_features(const YadoXlFile *file)
{
    g_autofree char *text = yado_xl_file_dup_string(file, "cpuid");
    g_auto(GStrv) words = text != NULL ? yado_xl_options_split(text) : NULL;
    g_autoptr(GPtrArray) features = yado_cpu_features_new();

    if (words == NULL || g_strcmp0(words[0], "host") != 0)
        return NULL;
    for (guint i = 1; words[i] != NULL; i++) {
        char *equals = strchr(words[i], '=');

        if (equals == NULL)
            continue;
        *equals = '\0';
        yado_cpu_features_add(features, words[i], find_policy(equals + 1));
    }
    return yado_cpu_features_print(features);
}

/* Registers by hand, in the old way: a list, or without "host". */
static gboolean
has_registers(const YadoXlFile *file)
{
    g_autoptr(GPtrArray) settings = yado_xl_file_find(file, "cpuid");
    g_autofree char *text = yado_xl_file_dup_string(file, "cpuid");

    return settings->len > 0 &&
           (text == NULL || (strcmp(text, "host") != 0 && !g_str_has_prefix(text, "host,")));
}

static char *
write_features(const YadoXlFile *file, const YadoMapEntry *entry, const char *value, GError **error)
{
    g_autoptr(GPtrArray) features = yado_cpu_features_parse(value);
    g_autoptr(GString) text = g_string_new("host");

    if (features == NULL)
        return yado_xl_refuse(entry, value, error);
    if (has_registers(file)) {
        yado_error_set(error, YADO_ERROR_UNSUPPORTED, NULL, NULL,
                       _("cpuid= names registers here: change it on the page Configuration."));
        return NULL;
    }
    for (guint i = 0; i < features->len; i++) {
        const YadoCpuFeature *feature = features->pdata[i];
        g_string_append_printf(text, ",%s=%s", feature->name, find_value(feature->policy));
    }
    return features->len > 0 ? yado_xl_set_string(file, "cpuid", text->str)
                             : yado_xl_unset(file, "cpuid");
}

/* ---- vnuma=[ ["pnode=0","size=512","vcpus=0-1","vdistances=10,20"], … ] ---- */

char *
yado_xl_dup_node_part(const YadoXlValue *node, const char *key)
{
    for (guint i = 0; node->is_list && i < node->items->len; i++) {
        const YadoXlValue *item = node->items->pdata[i];
        const char *equals = item->string != NULL ? strchr(item->string, '=') : NULL;
        g_autofree char *name =
            equals != NULL ? g_strndup(item->string, (gsize)(equals - item->string)) : NULL;

        if (name != NULL && strcmp(g_strstrip(name), key) == 0)
            return g_strstrip(g_strdup(equals + 1));
    }
    return NULL;
}

static char *
read_numa(const YadoXlFile *file)
{
    g_autoptr(GPtrArray) nodes = yado_xl_file_list_items(file, "vnuma");
    g_autoptr(GPtrArray) cells = yado_numa_cells_new();

    for (guint i = 0; i < nodes->len; i++) {
        g_autofree char *cpus = yado_xl_dup_node_part(nodes->pdata[i], "vcpus");
        g_autofree char *size = yado_xl_dup_node_part(nodes->pdata[i], "size");
        guint64 mib = size != NULL ? g_ascii_strtoull(size, NULL, 0) : 0;

        yado_numa_cells_add(cells, cpus != NULL ? cpus : "", MIN(mib, G_MAXUINT64 / MIB) * MIB);
    }
    return yado_numa_cells_print(cells);
}

/* Xen wants all distances, and takes those that are not given for 0. */
static char *
make_distances(guint node, guint n_nodes)
{
    GString *distances = g_string_new(NULL);

    for (guint i = 0; i < n_nodes; i++)
        g_string_append_printf(distances, "%s%d", i > 0 ? "," : "", i == node ? 10 : 20);
    return g_string_free(distances, FALSE);
}

/* Where it lies on the host, and how far from others, stays; a new one is put on the host's first node. */
static void
append_node(GString *list, const YadoXlValue *old, const YadoNumaCell *cell, guint number,
            guint n_nodes, gboolean keeps_distances)
{
    g_autofree char *host = old != NULL ? yado_xl_dup_node_part(old, "pnode") : NULL;
    g_autofree char *kept =
        old != NULL && keeps_distances ? yado_xl_dup_node_part(old, "vdistances") : NULL;
    g_autofree char *made = make_distances(number, n_nodes);

    g_string_append_printf(
        list, "%s[ \"pnode=%s\", \"size=%" G_GUINT64_FORMAT "\", \"vcpus=%s\", \"vdistances=%s\" ]",
        number > 0 ? ", " : "", host != NULL ? host : "0", cell->memory / MIB, cell->cpus,
        kept != NULL ? kept : made);
}

static gboolean
is_whole_mib(GPtrArray *cells)
{
    for (guint i = 0; i < cells->len; i++)
        if (((YadoNumaCell *)cells->pdata[i])->memory % MIB != 0)
            return FALSE;
    return TRUE;
}

static char *
write_numa(const YadoXlFile *file, const YadoMapEntry *entry, const char *value, GError **error)
{
    g_autoptr(GPtrArray) old = yado_xl_file_list_items(file, "vnuma");
    g_autoptr(GPtrArray) cells = yado_numa_cells_parse(value);
    g_autoptr(GString) list = g_string_new("[ ");

    if (cells == NULL)
        return yado_xl_refuse(entry, value, error);
    if (!is_whole_mib(cells)) {
        yado_error_set(error, YADO_ERROR_INVALID, NULL, NULL, _("xl counts memory in whole MiB."));
        return NULL;
    }
    for (guint i = 0; i < cells->len; i++)
        append_node(list, i < old->len ? old->pdata[i] : NULL, cells->pdata[i], i, cells->len,
                    old->len == cells->len);
    g_string_append(list, " ]");
    return cells->len > 0 ? yado_xl_set_raw(file, "vnuma", list->str)
                          : yado_xl_unset(file, "vnuma");
}

/* ---- cpus="0-3" for all alike, cpus=["0","1-2"] one after the other; cpus_soft= ---- */

static char *
read_pins(const YadoXlFile *file, const char *key)
{
    g_autoptr(GPtrArray) items = yado_xl_file_list_items(file, key);
    g_autofree char *alike = yado_xl_file_dup_string(file, key);
    g_autoptr(GPtrArray) pins = yado_cpu_pins_new();

    if (alike != NULL)
        yado_cpu_pins_add(pins, -1, alike);
    for (guint i = 0; alike == NULL && i < items->len; i++) {
        const YadoXlValue *item = items->pdata[i];
        g_autofree char *list =
            item->string != NULL ? g_strdelimit(g_strdup(item->string), " ", ',') : NULL;
        yado_cpu_pins_add(pins, (int)i, list != NULL ? list : "all");
    }
    return yado_cpu_pins_print(pins);
}

/* By vCPU; those that no row names may run anywhere. NULL: all alike, as @alike says. */
static GPtrArray *
spread_pins(GPtrArray *pins, const char **alike)
{
    g_autoptr(GPtrArray) sets = g_ptr_array_new();

    *alike = NULL;
    for (guint i = 0; i < pins->len; i++) {
        const YadoCpuPin *pin = pins->pdata[i];
        while (pin->vcpu >= (int)sets->len)
            g_ptr_array_add(sets, (gpointer) "all");
        if (pin->vcpu < 0)
            *alike = pin->cpus;
        else
            sets->pdata[pin->vcpu] = pin->cpus;
    }
    return *alike != NULL ? NULL : g_steal_pointer(&sets);
}

static char *
write_pin_list(const YadoXlFile *file, const char *key, GPtrArray *sets)
{
    g_autoptr(GString) list = g_string_new("[ ");

    for (guint i = 0; i < sets->len; i++)
        g_string_append_printf(list, "%s\"%s\"", i > 0 ? ", " : "", (char *)sets->pdata[i]);
    g_string_append(list, " ]");
    return yado_xl_set_raw(file, key, list->str);
}

static char *
write_pins(const YadoXlFile *file, const YadoMapEntry *entry, const char *value, GError **error)
{
    g_autoptr(GPtrArray) pins = yado_cpu_pins_parse(value);
    const char *alike;

    if (pins == NULL)
        return yado_xl_refuse(entry, value, error);
    g_autoptr(GPtrArray) sets = spread_pins(pins, &alike);
    return sets == NULL ? yado_xl_set_string(file, entry->xl, alike)
                        : write_pin_list(file, entry->xl, sets);
}

/* ---- bios="ovmf", or firmware="uefi" in newer files ---- */

static const char *
get_firmware_key(const YadoXlFile *file)
{
    g_autofree char *newer = yado_xl_file_dup_string(file, "firmware");

    return newer != NULL ? "firmware" : "bios";
}

static char *
read_firmware(const YadoXlFile *file)
{
    g_autofree char *name = yado_xl_file_dup_string(file, get_firmware_key(file));

    if (name == NULL)
        return NULL;
    if (strcmp(name, "ovmf") == 0 || strcmp(name, "uefi") == 0)
        return g_strdup("efi");
    if (strcmp(name, "seabios") == 0 || strcmp(name, "rombios") == 0 || strcmp(name, "bios") == 0)
        return g_strdup("bios");
    return g_steal_pointer(&name); /* a boot loader for PVH */
}

static char *
write_firmware(const YadoXlFile *file, const YadoMapEntry *entry, const char *value, GError **error)
{
    const char *key = get_firmware_key(file);
    gboolean is_newer = strcmp(key, "firmware") == 0;

    if (strcmp(value, "efi") == 0)
        return yado_xl_set_string(file, key, is_newer ? "uefi" : "ovmf");
    if (strcmp(value, "bios") == 0)
        return yado_xl_set_string(file, key, is_newer ? "bios" : "seabios");
    return yado_xl_refuse(entry, value, error);
}

/* ---- By key ---- */

char *
yado_xl_read_processor(const YadoXlFile *file, const YadoMapEntry *entry)
{
    if (strcmp(entry->key, "cpu.features") == 0)
        return read_features(file);
    if (strcmp(entry->key, "cpu.numa") == 0)
        return read_numa(file);
    if (entry->type == YADO_MAP_PINS)
        return read_pins(file, entry->xl);
    return strcmp(entry->key, "os.firmware") == 0 ? read_firmware(file) : NULL;
}

char *
yado_xl_write_processor(const YadoXlFile *file, const YadoMapEntry *entry, const char *value,
                        GError **error)
{
    if (strcmp(entry->key, "cpu.features") == 0)
        return write_features(file, entry, value, error);
    if (strcmp(entry->key, "cpu.numa") == 0)
        return write_numa(file, entry, value, error);
    if (entry->type == YADO_MAP_PINS)
        return write_pins(file, entry, value, error);
    if (strcmp(entry->key, "os.firmware") == 0)
        return write_firmware(file, entry, value, error);
    return yado_xl_refuse_key(entry, error);
}

char *
yado_xl_remove_firmware(const YadoXlFile *file)
{
    return yado_xl_unset(file, get_firmware_key(file));
}
