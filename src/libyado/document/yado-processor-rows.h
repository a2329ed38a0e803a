/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * yado-processor-rows.h: the values of cpu.features, cpu.numa and cpu.pins, one line a row, for both formats. Private to document/.
 *
 *     name=vmx,policy=disable
 *     cpus=0-1 4,memory=1 GiB          blanks where others write commas, which divide the row
 *     vcpu=0,cpus=0-3 ^2               or vcpu=all
 *
 * Some features have one name in libvirt and another in xl.cfg ("pni", "sse3"): the values keep those of their format.
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS
#pragma GCC visibility push(hidden)

typedef struct {
    char *name, *policy; /* "force", "require", "optional", "disable", "forbid" */
} YadoCpuFeature;

typedef struct {
    char *cpus; /* "0-1,4" */
    guint64 memory;
} YadoNumaCell;

typedef struct {
    int vcpu; /* -1: all of them */
    char *cpus;
} YadoCpuPin;

/* Of YadoCpuFeature, of YadoNumaCell, of YadoCpuPin; NULL: @value (nullable) cannot be read. (transfer full) */
GPtrArray *yado_cpu_features_parse(const char *value);
GPtrArray *yado_numa_cells_parse(const char *value);
GPtrArray *yado_cpu_pins_parse(const char *value);
GPtrArray *yado_cpu_features_new(void);
GPtrArray *yado_numa_cells_new(void);
GPtrArray *yado_cpu_pins_new(void);
void yado_cpu_features_add(GPtrArray *features, const char *name, const char *policy);
void yado_cpu_pins_add(GPtrArray *pins, int vcpu, const char *cpus);
void yado_numa_cells_add(GPtrArray *cells, const char *cpus, guint64 memory);

/* How many vCPUs "0-1,4" names; -1: it cannot be read. */
gint64 yado_numa_count_cpus(const char *cpus);

/* NULL where there is none. (transfer full) */
char *yado_cpu_features_print(GPtrArray *features);
char *yado_numa_cells_print(GPtrArray *cells);
char *yado_cpu_pins_print(GPtrArray *pins);

/* The other format's name of a feature; @name itself where they agree. */
const char *yado_cpu_feature_to_xl(const char *name);
const char *yado_cpu_feature_to_xml(const char *name);

#pragma GCC visibility pop
G_END_DECLS
