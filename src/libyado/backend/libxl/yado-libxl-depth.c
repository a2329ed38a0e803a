/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * The machine in detail, counters by device, who runs where: see yado-depth.h.
 */
#include "config.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "backend/libxl/yado-libxl-private.h"

#define KIB 1024

/* The machine. */

static gboolean
lookup_bool(GVariant *facts, const char *key)
{
    gboolean value = FALSE;

    g_variant_lookup(facts, key, "b", &value);
    return value;
}

static guint64
lookup_size(GVariant *facts, const char *key)
{
    guint64 kib;

    return g_variant_lookup(facts, key, "t", &kib) ? kib * KIB : G_MAXUINT64;
}

static char *
describe_virtualization(GVariant *facts)
{
    static const char *const kinds[] = { "pv", "hvm", "hap", "shadow" };
    GString *text = g_string_new(NULL);

    for (guint i = 0; i < G_N_ELEMENTS(kinds); i++)
        if (lookup_bool(facts, kinds[i]))
            g_string_append_printf(text, "%s%s", text->len ? " " : "", kinds[i]);
    return g_string_free(text, FALSE);
}

static void
take_facts(YadoHostDetails *details, GVariant *facts)
{
    g_variant_lookup(facts, "xen-version", "s", &details->version);
    g_variant_lookup(facts, "compiler", "s", &details->build);
    g_variant_lookup(facts, "capabilities", "s", &details->capabilities);
    g_variant_lookup(facts, "command-line", "s", &details->command_line);
    g_variant_lookup(facts, "scheduler", "s", &details->scheduler);
    details->virtualization = describe_virtualization(facts);
    details->iommu = lookup_bool(facts, "iommu");
    details->memory = lookup_size(facts, "memory");
    details->memory_free = lookup_size(facts, "free");
    details->memory_claimed = lookup_size(facts, "outstanding");
}

/* "10 21" */
static char *
join_distances(GVariant *distances)
{
    GString *text = g_string_new(NULL);
    gsize n;
    const guint32 *values = g_variant_get_fixed_array(distances, &n, sizeof(guint32));

    for (gsize i = 0; i < n; i++)
        g_string_append_printf(text, i > 0 ? " %u" : "%u", values[i]);
    return g_string_free(text, FALSE);
}

static void
take_topology(YadoHostDetails *details, GVariant *cpus, GVariant *nodes)
{
    GVariantIter iter;
    guint number, core, socket, node;
    guint64 memory, unused;
    GVariant *distances;

    g_variant_iter_init(&iter, cpus);
    while (g_variant_iter_next(&iter, "(uuuu)", &number, &core, &socket, &node)) {
        YadoHostCpu cpu = { (int)number, (int)socket, (int)core, (int)node };

        g_array_append_val(details->cpus, cpu);
    }
    g_variant_iter_init(&iter, nodes);
    for (int i = 0; g_variant_iter_next(&iter, "(tt@au)", &memory, &unused, &distances); i++) {
        g_autoptr(GVariant) taken = distances;
        g_autofree char *text = join_distances(taken);
        g_autoptr(GString) list = g_string_new(NULL);

        for (guint j = 0; j < details->cpus->len; j++) {
            const YadoHostCpu *cpu = &g_array_index(details->cpus, YadoHostCpu, j);

            if (cpu->node == i)
                g_string_append_printf(list, "%s%d", list->len ? "," : "", cpu->cpu);
        }
        yado_host_details_add_node(details, i, memory * KIB, unused * KIB, list->str, text);
    }
}

/* What is neither free nor a domain's is the hypervisor's own. */
static void
take_guests(YadoHostDetails *details, GVariant *guests)
{
    guint64 used;
    GVariantIter iter;
    guint64 memory;
    guint domid;
    guint64 started;

    details->memory_dom0 = details->memory_guests = 0;
    g_variant_iter_init(&iter, guests);
    while (g_variant_iter_next(&iter, "(ssussuituuttututttt)", NULL, NULL, &domid, NULL, NULL, NULL,
                               NULL, NULL, NULL, NULL, &memory, NULL, NULL, &started, NULL, NULL,
                               NULL, NULL, NULL)) {
        if (domid == 0) {
            details->memory_dom0 = memory * KIB;
            details->uptime = started ? g_get_real_time() / G_USEC_PER_SEC - (gint64)started : -1;
        } else
            details->memory_guests += memory * KIB;
    }
    used = details->memory_dom0 + details->memory_guests + details->memory_free;
    if (details->memory != G_MAXUINT64 && used <= details->memory)
        details->memory_hypervisor = details->memory - used;
}

YadoHostDetails *
yado_libxl_backend_get_host_details(YadoBackend *backend, GCancellable *cancellable, GError **error)
{
    YadoLibxlBackend *self = YADO_LIBXL_BACKEND(backend);
    g_autoptr(YadoXl1) proxy = yado_libxl_backend_ref_proxy(self, error);
    g_autoptr(YadoHostDetails) details = NULL;
    g_autoptr(GVariant) facts = NULL, cpus = NULL, nodes = NULL;
    g_autoptr(GVariant) guests = NULL, host = NULL;
    g_autoptr(GPtrArray) pools = NULL;
    g_autoptr(GError) native = NULL;

    if (!proxy)
        return NULL;
    pools = yado_libxl_backend_list_pools(self, proxy, cancellable, error);
    if (!pools)
        return NULL;
    if (!yado_xl1_call_get_host_sync(proxy, 0, YADO_LIBXL_READ_TIMEOUT, &facts, cancellable,
                                     &native) ||
        !yado_xl1_call_get_topology_sync(proxy, 0, YADO_LIBXL_READ_TIMEOUT, &cpus, &nodes,
                                         cancellable, &native) ||
        !yado_xl1_call_list_sync(proxy, 0, 0, YADO_LIBXL_READ_TIMEOUT, &guests, &host, cancellable,
                                 &native)) {
        yado_libxl_backend_fail(self, error, g_steal_pointer(&native),
                                _("“%s” does not tell what machine it is."), self->uri);
        return NULL;
    }
    details = yado_host_details_new();
    take_facts(details, facts);
    take_topology(details, cpus, nodes);
    g_ptr_array_extend_and_steal(details->pools, g_steal_pointer(&pools));
    take_guests(details, guests);
    return g_steal_pointer(&details);
}

char *
yado_libxl_backend_get_hypervisor_log(YadoBackend *backend, GCancellable *cancellable,
                                      GError **error)
{
    YadoLibxlBackend *self = YADO_LIBXL_BACKEND(backend);
    g_autoptr(YadoXl1) proxy = yado_libxl_backend_ref_proxy(self, error);
    g_autoptr(GError) native = NULL;
    char *text = NULL;

    if (!proxy)
        return NULL;
    if (!yado_xl1_call_read_log_sync(proxy, FALSE, G_DBUS_CALL_FLAGS_NONE, YADO_LIBXL_READ_TIMEOUT,
                                     &text, cancellable, &native))
        yado_libxl_backend_fail(self, error, g_steal_pointer(&native),
                                _("The hypervisor's log on “%s” cannot be read."), self->uri);
    return text;
}

/* Device by device. */

static void
take_devices(GPtrArray *devices, GVariant *list)
{
    GVariantIter iter;
    const char *name;
    YadoDeviceCounters values = { 0 };

    g_variant_iter_init(&iter, list);
    while (g_variant_iter_next(&iter, "(&stttttt)", &name, &values.in, &values.out, &values.in_ops,
                               &values.out_ops, &values.errors, &values.drops)) {
        YadoDeviceCounters *device = yado_device_sample_add(devices, name);

        values.name = device->name;
        *device = values;
    }
}

static YadoDeviceSample *
make_device_sample(const char *uuid, GVariant *vcpus, GVariant *disks, GVariant *nics)
{
    YadoDeviceSample *sample = yado_device_sample_new(uuid);
    YadoVcpuCounters vcpu = { 0 };
    GVariantIter iter;

    g_variant_iter_init(&iter, vcpus);
    while (g_variant_iter_next(&iter, "(ubit)", &vcpu.number, &vcpu.online, &vcpu.cpu, &vcpu.time))
        g_array_append_val(sample->vcpus, vcpu);
    take_devices(sample->disks, disks);
    take_devices(sample->nics, nics);
    return sample;
}

/* NULL without an error: it does not run. */
static YadoDeviceSample *
sample_guest(YadoLibxlBackend *self, YadoXl1 *proxy, const char *uuid, GCancellable *cancellable,
             GError **error)
{
    g_autoptr(YadoLibxlRow) row = yado_libxl_backend_look_up(self, uuid);
    g_autoptr(GVariant) vcpus = NULL, disks = NULL, nics = NULL;
    g_autoptr(GError) native = NULL;

    if (yado_xl1_call_sample_devices_sync(proxy, row && *row->xen_uuid ? row->xen_uuid : uuid,
                                          G_DBUS_CALL_FLAGS_NONE, YADO_LIBXL_READ_TIMEOUT, &vcpus,
                                          &disks, &nics, cancellable, &native))
        return make_device_sample(uuid, vcpus, disks, nics);
    if (yado_libxl_translate_error(native) != YADO_ERROR_NOT_FOUND)
        yado_libxl_backend_fail(self, error, g_steal_pointer(&native),
                                _("A guest of “%s” cannot be read."), self->uri);
    return NULL;
}

GPtrArray *
yado_libxl_backend_sample_devices(YadoBackend *backend, const char *const *uuids,
                                  GCancellable *cancellable, GError **error)
{
    YadoLibxlBackend *self = YADO_LIBXL_BACKEND(backend);
    g_autoptr(YadoXl1) proxy = yado_libxl_backend_ref_proxy(self, error);
    g_autoptr(GPtrArray) samples =
        g_ptr_array_new_with_free_func((GDestroyNotify)yado_device_sample_free);

    if (!proxy)
        return NULL;
    for (guint i = 0; uuids && uuids[i]; i++) {
        g_autoptr(GError) own_error = NULL;
        YadoDeviceSample *sample = sample_guest(self, proxy, uuids[i], cancellable, &own_error);

        if (own_error) {
            g_propagate_error(error, g_steal_pointer(&own_error));
            return NULL;
        }
        if (sample)
            g_ptr_array_add(samples, sample);
    }
    return g_steal_pointer(&samples);
}
