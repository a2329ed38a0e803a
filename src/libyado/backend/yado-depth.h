/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * yado-depth.h: what a back end tells beyond the list: the machine in detail, counters by device, who runs where.
 *
 * As all records: filled in a worker, then never changed.  Lists of processors are written as people write them: "0-3,7".
 */
#pragma once

#include <glib-object.h>

#include "backend/yado-records.h"

G_BEGIN_DECLS

/* ---- The machine ---- */

/* One processor as the hypervisor counts them; -1: not told. */
typedef struct {
    int cpu, socket, core, node;
} YadoHostCpu;

typedef struct {
    int node;
    guint64 memory, free; /* bytes; G_MAXUINT64: not told */
    char *cpus;
    char *distances; /* "10 21": how far each node's memory is, its own 10; NULL: not told */
} YadoHostNode;

typedef struct {
    guint id;
    char *name, *scheduler, *cpus;
    guint n_guests;
} YadoCpuPool;

/* Texts are NULL, sizes G_MAXUINT64 where the host does not tell. */
typedef struct {
    char *version; /* "4.17.7" */
    char *build;   /* by whom and when it was compiled */
    char *
        capabilities; /* the guests that it can run, in its own words: "xen-3.0-x86_64 hvm-3.0-x86_32" */
    char *virtualization; /* what the processors help with: "hvm hap" */
    char *command_line;   /* the hypervisor's boot options */
    char *scheduler;      /* of the first pool: "credit2" */
    int iommu;            /* 1: on, 0: off, -1: not told */
    gint64 uptime;        /* seconds, -1: not told */
    /* bytes; of the whole, what the hypervisor keeps for itself, has the control domain, have the guests, was promised to guests, is free */
    guint64 memory, memory_hypervisor, memory_dom0, memory_guests, memory_claimed, memory_free;
    GArray *cpus;     /* of YadoHostCpu */
    GPtrArray *nodes; /* of YadoHostNode */
    GPtrArray *pools; /* of YadoCpuPool */
} YadoHostDetails;

/* One that tells nothing yet, with empty lists.  (transfer full) */
YadoHostDetails *yado_host_details_new(void);
void yado_host_details_free(YadoHostDetails *details);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(YadoHostDetails, yado_host_details_free)
/* Added to the lists; the texts are copied. */
void yado_host_details_add_node(YadoHostDetails *details, int node, guint64 memory, guint64 unused,
                                const char *cpus, const char *distances);
void yado_host_details_add_pool(YadoHostDetails *details, guint id, const char *name,
                                const char *scheduler, const char *cpus, guint n_guests);

/* ---- Counters by device ---- */

typedef struct {
    guint number;
    gboolean online;
    int cpu;      /* it runs on, or ran last; -1: not told */
    guint64 time; /* ns */
} YadoVcpuCounters;

typedef struct {
    char *name;              /* "xvda", "vif3.0" */
    guint64 in, out;         /* bytes: read and written; received and sent */
    guint64 in_ops, out_ops; /* requests; packets */
    guint64 errors, drops;
} YadoDeviceCounters;

/* Of one guest at one moment. */
typedef struct {
    char uuid[YADO_UUID_LENGTH + 1];
    gint64 when;             /* g_get_monotonic_time() */
    GArray *vcpus;           /* of YadoVcpuCounters */
    GPtrArray *disks, *nics; /* of YadoDeviceCounters */
} YadoDeviceSample;

/* An empty one, taken now.  (transfer full) */
YadoDeviceSample *yado_device_sample_new(const char *uuid);
void yado_device_sample_free(YadoDeviceSample *sample);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(YadoDeviceSample, yado_device_sample_free)
/* Appends one to @devices (the sample's disks or nics), to be filled.  (transfer none) */
YadoDeviceCounters *yado_device_sample_add(GPtrArray *devices, const char *name);

/* ---- Who runs where, and how much ---- */

typedef struct {
    guint number;
    char *hard; /* the processors on which it may run, "0-3" */
    char *soft; /* those that it prefers; NULL: the host has no such thing */
} YadoVcpuPin;

/* As it is now. */
typedef struct {
    char *scheduler;    /* "credit2", or NULL */
    int weight, cap;    /* -1: this scheduler has none; cap: per cent of one processor, 0: none */
    int period, budget; /* µs, of real time: so much in each period; -1: this scheduler has none */
    char *pool;         /* or NULL: the host has no pools */
    guint n_cpus;       /* of the host: the width of the grid */
    GPtrArray *vcpus;   /* of YadoVcpuPin, by number */
} YadoScheduling;

/* One that tells nothing yet.  (transfer full) */
YadoScheduling *yado_scheduling_new(void);
void yado_scheduling_free(YadoScheduling *scheduling);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(YadoScheduling, yado_scheduling_free)
void yado_scheduling_add_vcpu(YadoScheduling *scheduling, guint number, const char *hard,
                              const char *soft);

/* ---- Lists of processors ---- */

/* Bit i of the answer's byte array: processor i.  "all" and "" are all @n_cpus of them; "^2" takes one out.  NULL with YADO_ERROR_INVALID where @text
 * is no list or names one that is not there.  Of gboolean, @n_cpus long.  (transfer full) */
gboolean *yado_cpus_parse(const char *text, guint n_cpus, GError **error);
/* "0-3,7"; "all" for all of them.  (transfer full) */
char *yado_cpus_format(const gboolean *cpus, guint n_cpus);

G_END_DECLS
