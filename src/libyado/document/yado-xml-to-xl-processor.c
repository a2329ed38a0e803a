/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * yado-xml-to-xl-processor.c: <cpu>, as cpuid=, nestedhvm= and vnuma=.
 */
#include "config.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "document/yado-processor-rows.h"
#include "document/yado-xml-to-xl.h"
#include "document/yado-xml-values.h"

static const char *
get_cpuid_value(const char *policy)
{
    static const struct {
        const char *policy, *value;
    } values[] = { { "disable", "0" },
                   { "forbid", "0" },
                   { "force", "1" },
                   { "require", "1" },
                   { "optional", "x" } };

    for (guint i = 0; i < G_N_ELEMENTS(values); i++)
        if (g_strcmp0(values[i].policy, policy) == 0)
            return values[i].value;
    return NULL;
}

/* vmx and svm say whether the guest may nest; the other features are cpuid=. */
static void
carry_features(YadoToXl *self, YadoXmlElement *cpu)
{
    g_autoptr(GString) flags = g_string_new("host");
    gboolean is_nested = TRUE;

    for (guint i = 0; i < cpu->children->len; i++) {
        YadoXmlElement *feature = cpu->children->pdata[i];
        const char *name = yado_xml_element_get_attribute(feature, "name");
        const char *value = get_cpuid_value(yado_xml_element_get_attribute(feature, "policy"));
        if (strcmp(feature->name, "feature") != 0 || name == NULL || value == NULL)
            continue;
        yado_to_xl_see_all(self, feature);
        if (strcmp(name, "vmx") == 0 || strcmp(name, "svm") == 0)
            is_nested &= *value != '0';
        else
            g_string_append_printf(flags, ",%s=%s", yado_cpu_feature_to_xl(name), value);
    }
    if (is_nested && strcmp(self->kind, "hvm") == 0)
        yado_to_xl_put_raw(self, "nestedhvm", "1");
    if (strchr(flags->str, ',') != NULL)
        yado_to_xl_put(self, "cpuid", flags->str);
}

/* ---- vnuma ---- */

static GPtrArray *
list_cells(const YadoXmlElement *numa)
{
    GPtrArray *cells = g_ptr_array_new();

    for (guint i = 0; numa != NULL && i < numa->children->len; i++) {
        YadoXmlElement *child = numa->children->pdata[i];
        if (strcmp(child->name, "cell") == 0)
            g_ptr_array_add(cells, child);
    }
    return cells;
}

static guint64
read_cell_mib(const YadoXmlElement *cell)
{
    return (yado_xml_read_cell_memory(cell) + (1 << 20) - 1) >> 20;
}

static gint64
count_vcpus(GPtrArray *cells)
{
    gint64 sum = 0;

    for (guint i = 0; i < cells->len; i++) {
        const char *cpus = yado_xml_element_get_attribute(cells->pdata[i], "cpus");
        gint64 count = cpus != NULL ? yado_numa_count_cpus(cpus) : -1;
        if (count < 0)
            return -1;
        sum += count;
    }
    return sum;
}

/* The place of a cell is its id, which need not be its order in the text. */
static YadoXmlElement *
find_cell(GPtrArray *cells, guint number)
{
    for (guint i = 0; i < cells->len; i++) {
        const char *id = yado_xml_element_get_attribute(cells->pdata[i], "id");
        guint64 value = i;

        if (id != NULL)
            g_ascii_string_to_unsigned(id, 10, 0, G_MAXUINT, &value, NULL);
        if (value == number)
            return cells->pdata[i];
    }
    return NULL;
}

/* What is not told is 10 to itself and 20 to others, for libvirt too. */
static guint
get_distance(const YadoXmlElement *cell, guint from, guint to)
{
    const YadoXmlElement *distances = yado_xml_element_find_child(cell, "distances");

    for (guint i = 0; distances != NULL && i < distances->children->len; i++) {
        const YadoXmlElement *sibling = distances->children->pdata[i];
        const char *id = yado_xml_element_get_attribute(sibling, "id");
        const char *value = yado_xml_element_get_attribute(sibling, "value");
        guint64 number, distance;

        if (id != NULL && value != NULL &&
            g_ascii_string_to_unsigned(id, 10, 0, G_MAXUINT, &number, NULL) && number == to &&
            g_ascii_string_to_unsigned(value, 10, 10, 255, &distance, NULL))
            return (guint)distance;
    }
    return from == to ? 10 : 20;
}

static void
append_node(YadoToXl *self, YadoXmlElement *cell, guint number, guint n_nodes)
{
    static const char *const read[] = { "id", "cpus", "memory", "unit" };
    YadoXmlElement *distances = yado_to_xl_take_child(self, cell, "distances");

    yado_to_xl_see(self, cell);
    for (guint i = 0; i < G_N_ELEMENTS(read); i++)
        yado_to_xl_take_attribute(self, cell, read[i]);
    if (distances != NULL)
        yado_to_xl_see_all(self, distances);
    if (yado_xml_read_cell_memory(cell) % (1 << 20) != 0)
        yado_to_xl_lose(self, cell, "memory",
                        _("xl counts memory in whole MiB: it is rounded up."));
    g_string_append_printf(
        self->text,
        "    [ \"pnode=%u\", \"size=%" G_GUINT64_FORMAT "\", \"vcpus=%s\", \"vdistances=", number,
        read_cell_mib(cell), yado_xml_element_get_attribute(cell, "cpus"));
    for (guint i = 0; i < n_nodes; i++)
        g_string_append_printf(self->text, "%s%u", i > 0 ? "," : "", get_distance(cell, number, i));
    g_string_append(self->text, "\" ],\n");
}

static gboolean
are_cells_whole(GPtrArray *cells)
{
    for (guint i = 0; i < cells->len; i++)
        if (find_cell(cells, i) == NULL)
            return FALSE;
    return TRUE;
}

/* Each virtual node on the host's node of the same number, where libvirt puts it. */
static void
carry_numa(YadoToXl *self, YadoXmlElement *cpu)
{
    YadoXmlElement *numa = yado_xml_element_find_child(cpu, "numa");
    g_autoptr(GPtrArray) cells = list_cells(numa);
    g_autofree char *vcpus = yado_xml_read_path(self->tree->root, "vcpu");

    if (cells->len == 0)
        return;
    if (!are_cells_whole(cells) ||
        count_vcpus(cells) != (vcpus != NULL ? g_ascii_strtoll(vcpus, NULL, 10) : 1)) {
        yado_to_xl_lose_whole(self, numa,
                              _("xl wants each virtual processor in exactly one node."));
        return;
    }
    yado_to_xl_see(self, numa);
    g_string_append(self->text, "vnuma = [\n");
    for (guint i = 0; i < cells->len; i++)
        append_node(self, find_cell(cells, i), i, cells->len);
    g_string_append(self->text, "]\n");
}

guint64
yado_to_xl_get_numa_memory(YadoToXl *self)
{
    g_autoptr(GPtrArray) cells =
        list_cells(yado_xml_element_find_path(self->tree->root, "cpu/numa"));
    guint64 mib = 0;

    for (guint i = 0; i < cells->len; i++)
        mib += read_cell_mib(cells->pdata[i]);
    return mib;
}

void
yado_to_xl_carry_processor(YadoToXl *self)
{
    YadoXmlElement *cpu = yado_to_xl_take_child(self, self->tree->root, "cpu");
    const char *mode = cpu != NULL ? yado_xml_element_get_attribute(cpu, "mode") : NULL;

    if (cpu == NULL)
        return;
    if (g_strcmp0(mode, "host-passthrough") == 0) {
        yado_to_xl_take_attribute(self, cpu, "mode");
        yado_to_xl_take_attribute(self, cpu, "check");
        yado_to_xl_take_attribute(self, cpu, "migratable");
        carry_features(self, cpu);
    }
    carry_numa(self, cpu);
}
