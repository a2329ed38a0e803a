/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "document/yado-processor-rows.h"

#include <string.h>

#include "base/yado-units.h"

static void
free_feature(gpointer data)
{
    YadoCpuFeature *feature = data;

    g_free(feature->name);
    g_free(feature->policy);
    g_free(feature);
}

static void
free_cell(gpointer data)
{
    YadoNumaCell *cell = data;

    g_free(cell->cpus);
    g_free(cell);
}

static void
free_pin(gpointer data)
{
    YadoCpuPin *pin = data;

    g_free(pin->cpus);
    g_free(pin);
}

GPtrArray *
yado_cpu_features_new(void)
{
    return g_ptr_array_new_with_free_func(free_feature);
}

GPtrArray *
yado_numa_cells_new(void)
{
    return g_ptr_array_new_with_free_func(free_cell);
}

GPtrArray *
yado_cpu_pins_new(void)
{
    return g_ptr_array_new_with_free_func(free_pin);
}

void
yado_cpu_features_add(GPtrArray *features, const char *name, const char *policy)
{
    YadoCpuFeature *feature = g_new0(YadoCpuFeature, 1);

    feature->name = g_strdup(name);
    feature->policy = g_strdup(policy);
    g_ptr_array_add(features, feature);
}

void
yado_numa_cells_add(GPtrArray *cells, const char *cpus, guint64 memory)
{
    YadoNumaCell *cell = g_new0(YadoNumaCell, 1);

    cell->cpus = g_strdup(cpus);
    cell->memory = memory;
    g_ptr_array_add(cells, cell);
}

void
yado_cpu_pins_add(GPtrArray *pins, int vcpu, const char *cpus)
{
    YadoCpuPin *pin = g_new0(YadoCpuPin, 1);

    pin->vcpu = vcpu;
    pin->cpus = g_strdup(cpus);
    g_ptr_array_add(pins, pin);
}

/* ---- Rows ---- */

typedef gboolean (*TakeRow)(GPtrArray *rows, const char *first, const char *second);

/* What stands behind "@key="; NULL: nothing. (transfer full) */
static char *
dup_part(char **parts, const char *key)
{
    for (guint i = 0; parts[i] != NULL; i++) {
        char *equals = strchr(parts[i], '=');
        g_autofree char *name =
            equals != NULL ? g_strndup(parts[i], (gsize)(equals - parts[i])) : NULL;

        if (name != NULL && strcmp(g_strstrip(name), key) == 0)
            return g_strstrip(g_strdup(equals + 1));
    }
    return NULL;
}

/* @rows, or NULL: a line is not of the two keys. */
static GPtrArray *
parse_rows(GPtrArray *rows, const char *value, const char *const keys[2], TakeRow take)
{
    g_auto(GStrv) lines = g_strsplit(value != NULL ? value : "", "\n", -1);

    for (guint i = 0; lines[i] != NULL; i++) {
        g_auto(GStrv) parts = g_strsplit(lines[i], ",", -1);
        g_autofree char *first = dup_part(parts, keys[0]);
        g_autofree char *second = dup_part(parts, keys[1]);

        if (*g_strstrip(lines[i]) == '\0')
            continue;
        if (first == NULL || second == NULL || !take(rows, first, second)) {
            g_ptr_array_unref(rows);
            return NULL;
        }
    }
    return rows;
}

static gboolean
is_word(const char *text)
{
    return *text != '\0' && text[strcspn(text, " \t='\"<>&")] == '\0';
}

static gboolean
take_feature(GPtrArray *features, const char *name, const char *policy)
{
    if (!is_word(name) || !is_word(policy))
        return FALSE;
    yado_cpu_features_add(features, name, policy);
    return TRUE;
}

gint64
yado_numa_count_cpus(const char *cpus)
{
    g_auto(GStrv) parts = g_strsplit(cpus, ",", -1);
    gint64 count = 0;

    for (guint i = 0; parts[i] != NULL; i++) {
        g_auto(GStrv) ends = g_strsplit(g_strstrip(parts[i]), "-", -1);
        guint n = g_strv_length(ends);
        guint64 first, last;

        if (n < 1 || n > 2 || !g_ascii_string_to_unsigned(ends[0], 10, 0, 65535, &first, NULL) ||
            !g_ascii_string_to_unsigned(ends[n - 1], 10, first, 65535, &last, NULL))
            return -1;
        count += (gint64)(last - first) + 1;
    }
    return parts[0] != NULL ? count : -1;
}

static gboolean
take_cell(GPtrArray *cells, const char *cpus, const char *memory)
{
    g_autofree char *list = g_strdup(cpus);
    guint64 bytes;

    g_strdelimit(list, " ", ',');
    if (!g_regex_match_simple("^[0-9]+(-[0-9]+)?(,[0-9]+(-[0-9]+)?)*$", list, 0, 0) ||
        !yado_size_parse(memory, 1 << 20, &bytes, NULL) || bytes == 0 || bytes % 1024 != 0)
        return FALSE;
    yado_numa_cells_add(cells, list, bytes);
    return TRUE;
}

static gboolean
take_pin(GPtrArray *pins, const char *vcpu, const char *cpus)
{
    g_autofree char *list = g_strdelimit(g_strdup(cpus), " ", ',');
    guint64 number = 0;

    if (*list == '\0' || list[strcspn(list, "'\"<>&")] != '\0')
        return FALSE;
    if (strcmp(vcpu, "all") != 0 && !g_ascii_string_to_unsigned(vcpu, 10, 0, 4095, &number, NULL))
        return FALSE;
    yado_cpu_pins_add(pins, strcmp(vcpu, "all") == 0 ? -1 : (int)number, list);
    return TRUE;
}

GPtrArray *
yado_cpu_features_parse(const char *value)
{
    return parse_rows(yado_cpu_features_new(), value, (const char *const[]){ "name", "policy" },
                      take_feature);
}

GPtrArray *
yado_numa_cells_parse(const char *value)
{
    return parse_rows(yado_numa_cells_new(), value, (const char *const[]){ "cpus", "memory" },
                      take_cell);
}

GPtrArray *
yado_cpu_pins_parse(const char *value)
{
    return parse_rows(yado_cpu_pins_new(), value, (const char *const[]){ "vcpu", "cpus" },
                      take_pin);
}

char *
yado_cpu_features_print(GPtrArray *features)
{
    GString *text = g_string_new(NULL);

    for (guint i = 0; i < features->len; i++) {
        const YadoCpuFeature *feature = features->pdata[i];

        g_string_append_printf(text, "%sname=%s,policy=%s", i > 0 ? "\n" : "", feature->name,
                               feature->policy);
    }
    return g_string_free(text, text->len == 0);
}

char *
yado_numa_cells_print(GPtrArray *cells)
{
    GString *text = g_string_new(NULL);

    for (guint i = 0; i < cells->len; i++) {
        const YadoNumaCell *cell = cells->pdata[i];
        g_autofree char *cpus = g_strdelimit(g_strdup(cell->cpus), ",", ' ');
        g_autofree char *memory = yado_size_format_exact(cell->memory);

        g_string_append_printf(text, "%scpus=%s,memory=%s", i > 0 ? "\n" : "", cpus, memory);
    }
    return g_string_free(text, text->len == 0);
}

char *
yado_cpu_pins_print(GPtrArray *pins)
{
    GString *text = g_string_new(NULL);

    for (guint i = 0; i < pins->len; i++) {
        const YadoCpuPin *pin = pins->pdata[i];
        g_autofree char *cpus = g_strdelimit(g_strdup(pin->cpus), ",", ' ');
        g_autofree char *number =
            pin->vcpu < 0 ? g_strdup("all") : g_strdup_printf("%d", pin->vcpu);

        g_string_append_printf(text, "%svcpu=%s,cpus=%s", i > 0 ? "\n" : "", number, cpus);
    }
    return g_string_free(text, text->len == 0);
}

/* ---- Names ---- */

/* libvirt's, then Xen's. */
static const char *const feature_names[][2] = {
    { "pni", "sse3" },
    { "pclmuldq", "pclmulqdq" },
    { "ds_cpl", "dscpl" },
    { "cid", "cntxid" },
    { "cx16", "cmpxchg16" },
    { "cx8", "cmpxchg8" },
    { "sep", "sysenter" },
    { "pn", "psn" },
    { "clflush", "clfsh" },
    { "ht", "htt" },
    { "fxsr_opt", "ffxsr" },
    { "pdpe1gb", "page1gb" },
    { "lahf_lm", "lahfsahf" },
    { "cmp_legacy", "cmplegacy" },
    { "cr8legacy", "altmovcr8" },
    { "nodeid_msr", "nodeid" },
    { "spec-ctrl", "ibrsb" },
};

static const char *
translate(const char *name, guint from)
{
    for (guint i = 0; i < G_N_ELEMENTS(feature_names); i++)
        if (strcmp(feature_names[i][from], name) == 0)
            return feature_names[i][1 - from];
    return name;
}

const char *
yado_cpu_feature_to_xl(const char *name)
{
    return translate(name, 0);
}

const char *
yado_cpu_feature_to_xml(const char *name)
{
    return translate(name, 1);
}
