/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * yado-xl-to-xml-processor.c: cpuid=, nestedhvm= and vnuma=.
 */
#include "config.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "document/yado-processor-rows.h"
#include "document/yado-xl-options.h"
#include "document/yado-xl-to-xml.h"
#include "document/yado-xl-values.h"

#define NO_PLACE_ON_HOST \
    N_("libvirt puts each virtual NUMA node on the host's node of the same number.")

static void
add_cpu_feature(YadoToXml *self, const char *name, const char *policy)
{
    YadoXmlElement *cpu = yado_xml_element_ensure_path(self->root, "cpu");
    YadoXmlElement *feature;

    yado_xml_element_set_attribute(cpu, "mode", "host-passthrough");
    feature = yado_xml_element_add_child(cpu, "feature");
    yado_xml_element_set_attribute(feature, "policy", policy);
    yado_xml_element_set_attribute(feature, "name", name);
}

/* "host,name=0,name=1": libvirt's words for the policies. FALSE: not all of it. */
static gboolean
carry_cpuid_words(YadoToXml *self, const char *text)
{
    g_auto(GStrv) words = yado_xl_options_split(text);
    gboolean is_whole = words[0] != NULL && strcmp(words[0], "host") == 0;

    for (guint i = 1; is_whole && words[i] != NULL; i++) {
        char *equals = strchr(words[i], '=');
        const char *policy = equals == NULL              ? NULL
                             : strcmp(equals, "=0") == 0 ? "disable"
                             : strcmp(equals, "=1") == 0 ? "force"
                             : strcmp(equals, "=x") == 0 ? "optional"
                                                         : NULL;
        if (policy == NULL) {
            is_whole = FALSE;
            continue;
        }
        *equals = '\0';
        add_cpu_feature(self, yado_cpu_feature_to_xml(words[i]), policy);
    }
    return is_whole;
}

/* ---- vnuma ---- */

static gboolean
read_node(const YadoXlValue *node, YadoNumaCell *cell)
{
    g_autofree char *size = yado_xl_dup_node_part(node, "size");
    gint64 mib;

    cell->cpus = yado_xl_dup_node_part(node, "vcpus");
    if (cell->cpus == NULL || size == NULL || yado_numa_count_cpus(cell->cpus) < 0 ||
        !yado_xl_parse_number(size, &mib) || mib <= 0 || mib > G_MAXINT64 >> 20) {
        g_clear_pointer(&cell->cpus, g_free);
        return FALSE;
    }
    cell->memory = (guint64)mib << 20;
    return TRUE;
}

/* Of YadoNumaCell; NULL: there is none, or one that cannot be carried over. */
static GPtrArray *
read_nodes(YadoToXml *self)
{
    g_autoptr(GPtrArray) nodes = yado_xl_file_list_items(self->file, "vnuma");
    g_autoptr(GPtrArray) cells = yado_numa_cells_new();

    for (guint i = 0; i < nodes->len; i++) {
        YadoNumaCell cell = { 0 };
        if (!read_node(nodes->pdata[i], &cell))
            return NULL;
        yado_numa_cells_add(cells, cell.cpus, cell.memory);
        g_free(cell.cpus);
    }
    return cells->len > 0 ? g_steal_pointer(&cells) : NULL;
}

gint64
yado_to_xml_get_numa_memory(YadoToXml *self)
{
    g_autoptr(GPtrArray) cells = read_nodes(self);
    guint64 bytes = 0;

    for (guint i = 0; cells != NULL && i < cells->len; i++)
        bytes += MIN(((YadoNumaCell *)cells->pdata[i])->memory, G_MAXINT64 / cells->len);
    return (gint64)(bytes >> 20);
}

gint64
yado_to_xml_get_numa_vcpus(YadoToXml *self)
{
    g_autoptr(GPtrArray) cells = read_nodes(self);
    gint64 count = 0;

    for (guint i = 0; cells != NULL && i < cells->len; i++)
        count += yado_numa_count_cpus(((YadoNumaCell *)cells->pdata[i])->cpus);
    return count;
}

static gboolean
is_distance(const char *text)
{
    return g_ascii_string_to_unsigned(text, 10, 10, 255, NULL, NULL);
}

static gboolean
are_distances(char **values, guint n_nodes)
{
    for (guint i = 0; values[i] != NULL; i++)
        if (!is_distance(g_strstrip(values[i])))
            return FALSE;
    return g_strv_length(values) == n_nodes;
}

static void
carry_distances(YadoToXml *self, YadoXmlElement *cell, const YadoXlValue *node, guint number,
                guint n_nodes)
{
    g_autofree char *text = yado_xl_dup_node_part(node, "vdistances");
    g_auto(GStrv) values = text != NULL ? g_strsplit(text, ",", -1) : NULL;

    if (values == NULL)
        return;
    if (!are_distances(values, n_nodes)) {
        yado_to_xml_lose_item(self, "vnuma", number, node, "vdistances",
                              _("libvirt wants a distance of 10 to 255 for each node."));
        return;
    }
    for (guint i = 0; i < n_nodes; i++) {
        YadoXmlElement *distances = yado_xml_element_ensure_path(cell, "distances");
        YadoXmlElement *sibling = yado_xml_element_add_child(distances, "sibling");
        yado_to_xml_put_number(sibling, "@id", i);
        yado_to_xml_put(sibling, "@value", values[i]);
    }
}

static void
carry_node_place(YadoToXml *self, const YadoXlValue *node, guint number)
{
    g_autofree char *place = yado_xl_dup_node_part(node, "pnode");
    gint64 host = 0;

    if ((place != NULL && !yado_xl_parse_number(place, &host)) || host != number)
        yado_to_xml_lose_item(self, "vnuma", number, node, "pnode", _(NO_PLACE_ON_HOST));
}

static void
carry_numa(YadoToXml *self)
{
    g_autoptr(GPtrArray) nodes = yado_xl_file_list_items(self->file, "vnuma");
    g_autoptr(GPtrArray) cells = read_nodes(self);

    yado_to_xml_use(self, "vnuma");
    if (cells == NULL) {
        if (nodes->len > 0)
            yado_to_xml_lose_value(self, "vnuma");
        return;
    }
    YadoXmlElement *numa = yado_xml_element_ensure_path(self->root, "cpu/numa");
    for (guint i = 0; i < cells->len; i++) {
        const YadoNumaCell *read = cells->pdata[i];
        YadoXmlElement *cell = yado_xml_element_add_child(numa, "cell");
        yado_to_xml_put_number(cell, "@id", i);
        yado_to_xml_put(cell, "@cpus", read->cpus);
        yado_to_xml_put_number(cell, "@memory", (gint64)(read->memory / 1024));
        yado_to_xml_put(cell, "@unit", "KiB");
        carry_node_place(self, nodes->pdata[i], i);
        carry_distances(self, cell, nodes->pdata[i], i, cells->len);
    }
}

/* libvirt lets a guest nest with the processor passed through whole, unless vmx and svm are taken away. */
void
yado_to_xml_carry_processor(YadoToXml *self)
{
    const YadoXlSetting *cpuid = yado_to_xml_find_setting(self, "cpuid");
    gboolean is_nested = yado_to_xml_take_flag(self, "nestedhvm", FALSE);

    if (is_nested && !yado_to_xml_is_hvm(self)) {
        yado_to_xml_lose(self, "nestedhvm", _("Xen reads it for HVM guests only."));
        is_nested = FALSE;
    }
    yado_to_xml_use(self, "cpuid");
    if (cpuid != NULL) {
        g_autofree char *text = cpuid->value->is_list ? NULL : yado_to_xml_take(self, "cpuid");
        if (text == NULL || !carry_cpuid_words(self, text))
            yado_to_xml_lose_value(self, "cpuid");
    }
    if (is_nested) {
        yado_to_xml_put(self->root, "cpu@mode", "host-passthrough");
    } else if (yado_xml_element_find_child(self->root, "cpu") != NULL) {
        add_cpu_feature(self, "vmx", "disable");
        add_cpu_feature(self, "svm", "disable");
    }
    carry_numa(self);
}
