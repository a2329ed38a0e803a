/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "backend/yado-depth.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "base/yado-error.h"

static void
free_node(gpointer data)
{
    YadoHostNode *node = data;

    g_free(node->cpus);
    g_free(node->distances);
    g_free(node);
}

static void
free_pool(gpointer data)
{
    YadoCpuPool *pool = data;

    g_free(pool->name);
    g_free(pool->scheduler);
    g_free(pool->cpus);
    g_free(pool);
}

static void
free_counters(gpointer data)
{
    YadoDeviceCounters *counters = data;

    g_free(counters->name);
    g_free(counters);
}

static void
free_pin(gpointer data)
{
    YadoVcpuPin *pin = data;

    g_free(pin->hard);
    g_free(pin->soft);
    g_free(pin);
}

YadoHostDetails *
yado_host_details_new(void)
{
    YadoHostDetails *details = g_new0(YadoHostDetails, 1);

    details->iommu = -1;
    details->uptime = -1;
    details->memory = details->memory_hypervisor = details->memory_dom0 = G_MAXUINT64;
    details->memory_guests = details->memory_claimed = details->memory_free = G_MAXUINT64;
    details->cpus = g_array_new(FALSE, TRUE, sizeof(YadoHostCpu));
    details->nodes = g_ptr_array_new_with_free_func(free_node);
    details->pools = g_ptr_array_new_with_free_func(free_pool);
    return details;
}

void
yado_host_details_free(YadoHostDetails *details)
{
    if (!details)
        return;
    g_free(details->version);
    g_free(details->build);
    g_free(details->capabilities);
    g_free(details->virtualization);
    g_free(details->command_line);
    g_free(details->scheduler);
    g_array_unref(details->cpus);
    g_ptr_array_unref(details->nodes);
    g_ptr_array_unref(details->pools);
    g_free(details);
}

void
yado_host_details_add_node(YadoHostDetails *details, int node, guint64 memory, guint64 unused,
                           const char *cpus, const char *distances)
{
    YadoHostNode *added = g_new0(YadoHostNode, 1);

    added->node = node;
    added->memory = memory;
    added->free = unused;
    added->cpus = g_strdup(cpus);
    added->distances = distances && *distances ? g_strdup(distances) : NULL;
    g_ptr_array_add(details->nodes, added);
}

void
yado_host_details_add_pool(YadoHostDetails *details, guint id, const char *name,
                           const char *scheduler, const char *cpus, guint n_guests)
{
    YadoCpuPool *added = g_new0(YadoCpuPool, 1);

    added->id = id;
    added->name = g_strdup(name);
    added->scheduler = g_strdup(scheduler);
    added->cpus = g_strdup(cpus);
    added->n_guests = n_guests;
    g_ptr_array_add(details->pools, added);
}

YadoDeviceSample *
yado_device_sample_new(const char *uuid)
{
    YadoDeviceSample *sample = g_new0(YadoDeviceSample, 1);

    g_strlcpy(sample->uuid, uuid, sizeof(sample->uuid));
    sample->when = g_get_monotonic_time();
    sample->vcpus = g_array_new(FALSE, TRUE, sizeof(YadoVcpuCounters));
    sample->disks = g_ptr_array_new_with_free_func(free_counters);
    sample->nics = g_ptr_array_new_with_free_func(free_counters);
    return sample;
}

void
yado_device_sample_free(YadoDeviceSample *sample)
{
    if (!sample)
        return;
    g_array_unref(sample->vcpus);
    g_ptr_array_unref(sample->disks);
    g_ptr_array_unref(sample->nics);
    g_free(sample);
}

YadoDeviceCounters *
yado_device_sample_add(GPtrArray *devices, const char *name)
{
    YadoDeviceCounters *counters = g_new0(YadoDeviceCounters, 1);

    counters->name = g_strdup(name);
    g_ptr_array_add(devices, counters);
    return counters;
}

YadoScheduling *
yado_scheduling_new(void)
{
    YadoScheduling *scheduling = g_new0(YadoScheduling, 1);

    scheduling->weight = scheduling->cap = -1;
    scheduling->period = scheduling->budget = -1;
    scheduling->vcpus = g_ptr_array_new_with_free_func(free_pin);
    return scheduling;
}

void
yado_scheduling_free(YadoScheduling *scheduling)
{
    if (!scheduling)
        return;
    g_free(scheduling->scheduler);
    g_free(scheduling->pool);
    g_ptr_array_unref(scheduling->vcpus);
    g_free(scheduling);
}

void
yado_scheduling_add_vcpu(YadoScheduling *scheduling, guint number, const char *hard,
                         const char *soft)
{
    YadoVcpuPin *pin = g_new0(YadoVcpuPin, 1);

    pin->number = number;
    pin->hard = g_strdup(hard);
    pin->soft = g_strdup(soft);
    g_ptr_array_add(scheduling->vcpus, pin);
}

/* ---- Lists of processors ---- */

/* "3", "0-3"; FALSE: neither. */
static gboolean
parse_range(const char *text, guint64 *first, guint64 *last)
{
    char *end;

    if (!g_ascii_isdigit(*text))
        return FALSE;
    *first = *last = g_ascii_strtoull(text, &end, 10);
    if (*end == '-' && g_ascii_isdigit(end[1]))
        *last = g_ascii_strtoull(end + 1, &end, 10);
    return !*end && *first <= *last;
}

static gboolean
parse_part(char *part, guint n_cpus, gboolean *cpus, GError **error)
{
    gboolean takes_out = *g_strstrip(part) == '^';
    guint64 first, last;

    if (!parse_range(part + takes_out, &first, &last))
        return yado_error_set(error, YADO_ERROR_INVALID, NULL,
                              _("Write numbers and ranges: “0-3,7”; or “all”."),
                              _("“%s” is not a list of processors."), part);
    if (last >= n_cpus)
        return yado_error_set(error, YADO_ERROR_INVALID, NULL, NULL,
                              _("There is no processor %u: the last of the host is number %u."),
                              (guint)MIN(last, G_MAXUINT), n_cpus - 1);
    for (guint64 i = first; i <= last; i++)
        cpus[i] = !takes_out;
    return TRUE;
}

gboolean *
yado_cpus_parse(const char *text, guint n_cpus, GError **error)
{
    g_auto(GStrv) parts = g_strsplit(text ? text : "", ",", -1);
    g_autofree gboolean *cpus = g_new0(gboolean, n_cpus + 1);
    gboolean is_all = !parts[0] || strcmp(g_strstrip(parts[0]), "all") == 0;

    /* "^2" alone: all but that. */
    for (guint i = 0; (is_all || *parts[0] == '^' || !*parts[0]) && i < n_cpus; i++)
        cpus[i] = TRUE;
    if (parts[0] && !*parts[0] && !parts[1])
        is_all = TRUE;
    for (guint i = is_all ? 1 : 0; parts[0] && parts[i]; i++)
        if (!parse_part(parts[i], n_cpus, cpus, error))
            return NULL;
    for (guint i = 0; i < n_cpus; i++)
        if (cpus[i])
            return g_steal_pointer(&cpus);
    yado_error_set(error, YADO_ERROR_INVALID, NULL, NULL,
                   _("No processor is left on which it could run."));
    return NULL;
}

static gboolean
are_all(const gboolean *cpus, guint n_cpus)
{
    for (guint i = 0; i < n_cpus; i++)
        if (!cpus[i])
            return FALSE;
    return TRUE;
}

char *
yado_cpus_format(const gboolean *cpus, guint n_cpus)
{
    GString *text = g_string_new(NULL);

    if (are_all(cpus, n_cpus))
        return g_string_free(g_string_assign(text, "all"), FALSE);
    for (guint i = 0; i < n_cpus; i++) {
        guint last = i;

        if (!cpus[i])
            continue;
        while (last + 1 < n_cpus && cpus[last + 1])
            last++;
        g_string_append_printf(text, last > i ? "%s%u-%u" : "%s%u", text->len ? "," : "", i, last);
        i = last;
    }
    return g_string_free(text, FALSE);
}
