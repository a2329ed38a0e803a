/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * What libvirt tells beyond the list: the machine from its capabilities, counters of each device of a guest.
 */
#include "config.h"

#include <glib/gi18n-lib.h>
#include <stdlib.h>

#include "backend/libvirt/yado-libvirt-capabilities.h"
#include "backend/libvirt/yado-libvirt-depth.h"

/* ---- The machine ---- */

static void
read_capabilities(virConnectPtr connection, YadoHostDetails *details)
{
    char *xml = virConnectGetCapabilities(connection);

    if (xml)
        yado_libvirt_take_capabilities(details, xml);
    free(xml);
}

/* "0,1,2,3" -> "0-3" */
static void
shorten_cpus(YadoHostDetails *details, guint n_cpus)
{
    for (guint i = 0; i < details->nodes->len; i++) {
        YadoHostNode *node = details->nodes->pdata[i];
        g_autofree gboolean *cpus = *node->cpus ? yado_cpus_parse(node->cpus, n_cpus, NULL) : NULL;

        if (!cpus || details->nodes->len == 1)
            continue;
        g_free(node->cpus);
        node->cpus = yado_cpus_format(cpus, n_cpus);
    }
}

static void
read_free_memory(virConnectPtr connection, YadoHostDetails *details)
{
    unsigned long long all = virNodeGetFreeMemory(connection);
    unsigned long long cell;

    if (all > 0)
        details->memory_free = all;
    for (guint i = 0; i < details->nodes->len; i++) {
        YadoHostNode *node = details->nodes->pdata[i];

        if (virNodeGetCellsFreeMemory(connection, &cell, node->node, 1) == 1)
            node->free = cell;
    }
}

/* The test driver's CPU map is always the same eight, whatever machine it was told to be. */
static gboolean
has_made_up_map(virConnectPtr connection)
{
    const char *driver = virConnectGetType(connection);

    return driver && g_ascii_strcasecmp(driver, "test") == 0;
}

guint
yado_libvirt_count_cpus(virConnectPtr connection)
{
    int n = has_made_up_map(connection) ? 0 : virNodeGetCPUMap(connection, NULL, NULL, 0);
    virNodeInfo info;

    if (n > 0)
        return n;
    return virNodeGetInfo(connection, &info) == 0 ? VIR_NODEINFO_MAXCPUS(info) : 0;
}

YadoHostDetails *
yado_libvirt_backend_get_host_details(YadoBackend *backend, GCancellable *cancellable,
                                      GError **error)
{
    YadoLibvirtBackend *self = YADO_LIBVIRT_BACKEND(backend);
    g_autoptr(virConnect) connection = yado_libvirt_backend_ref_connection(self, error);
    YadoHostDetails *details;
    virNodeInfo info;
    unsigned long version = 0;

    if (!connection)
        return NULL;
    if (virNodeGetInfo(connection, &info) < 0) {
        yado_libvirt_backend_fail(self, error, _("“%s” does not tell what machine it is."),
                                  self->uri);
        return NULL;
    }
    details = yado_host_details_new();
    details->memory = (guint64)info.memory * 1024;
    if (virConnectGetVersion(connection, &version) == 0 && version > 0)
        details->version = g_strdup_printf("%lu.%lu.%lu", version / 1000000, version / 1000 % 1000,
                                           version % 1000);
    read_capabilities(connection, details);
    shorten_cpus(details, yado_libvirt_count_cpus(connection));
    read_free_memory(connection, details);
    return details;
}

/* ---- Counters by device ---- */

static void
read_vcpus(virDomainPtr domain, YadoDeviceSample *sample)
{
    int n = virDomainGetVcpusFlags(domain, VIR_DOMAIN_VCPU_LIVE);
    g_autofree virVcpuInfo *infos = n > 0 ? g_new0(virVcpuInfo, n) : NULL;

    n = n > 0 ? virDomainGetVcpus(domain, infos, n, NULL, 0) : 0;
    for (int i = 0; i < n; i++) {
        YadoVcpuCounters vcpu = {
            .number = infos[i].number,
            .online = infos[i].state != VIR_VCPU_OFFLINE,
            .cpu = infos[i].cpu,
            .time = infos[i].cpuTime,
        };

        g_array_append_val(sample->vcpus, vcpu);
    }
}

static guint64
at_least_zero(long long value)
{
    return MAX(value, 0);
}

static void
read_disk(virDomainPtr domain, const char *target, YadoDeviceSample *sample)
{
    virDomainBlockStatsStruct block;
    YadoDeviceCounters *disk;

    if (virDomainBlockStats(domain, target, &block, sizeof(block)) < 0)
        return;
    disk = yado_device_sample_add(sample->disks, target);
    disk->in = at_least_zero(block.rd_bytes);
    disk->out = at_least_zero(block.wr_bytes);
    disk->in_ops = at_least_zero(block.rd_req);
    disk->out_ops = at_least_zero(block.wr_req);
    disk->errors = at_least_zero(block.errs);
}

static void
read_nic(virDomainPtr domain, const char *device, YadoDeviceSample *sample)
{
    virDomainInterfaceStatsStruct stats;
    YadoDeviceCounters *nic;

    if (virDomainInterfaceStats(domain, device, &stats, sizeof(stats)) < 0)
        return;
    nic = yado_device_sample_add(sample->nics, device);
    nic->in = at_least_zero(stats.rx_bytes);
    nic->out = at_least_zero(stats.tx_bytes);
    nic->in_ops = at_least_zero(stats.rx_packets);
    nic->out_ops = at_least_zero(stats.tx_packets);
    nic->errors = at_least_zero(stats.rx_errs) + at_least_zero(stats.tx_errs);
    nic->drops = at_least_zero(stats.rx_drop) + at_least_zero(stats.tx_drop);
}

static void
read_devices(virDomainPtr domain, YadoDocument *document, YadoDeviceSample *sample)
{
    g_auto(GStrv) disks = yado_document_list_nodes(document, "disk");
    g_auto(GStrv) nics = yado_document_list_nodes(document, "nic");

    for (guint i = 0; disks && disks[i]; i++) {
        g_autofree char *target = yado_document_dup_value(document, disks[i], "target");

        if (target)
            read_disk(domain, target, sample);
    }
    for (guint i = 0; nics && nics[i]; i++) {
        g_autofree char *target = yado_document_dup_value(document, nics[i], "target");
        g_autofree char *mac = yado_document_dup_value(document, nics[i], "mac");

        if (target || mac)
            read_nic(domain, target ? target : mac, sample);
    }
}

static YadoDeviceSample *
sample_guest(YadoLibvirtBackend *self, const char *uuid, GCancellable *cancellable)
{
    g_autoptr(virDomain) domain = yado_libvirt_backend_lookup(self, uuid, NULL);
    g_autoptr(YadoDocument) document = NULL;
    YadoDeviceSample *sample;

    if (!domain || virDomainIsActive(domain) != 1)
        return NULL;
    document = yado_libvirt_backend_get_document(YADO_BACKEND(self), uuid,
                                                 YADO_CONFIGURATION_ACTIVE, cancellable, NULL);
    sample = yado_device_sample_new(uuid);
    read_vcpus(domain, sample);
    if (document)
        read_devices(domain, document, sample);
    return sample;
}

GPtrArray *
yado_libvirt_backend_sample_devices(YadoBackend *backend, const char *const *uuids,
                                    GCancellable *cancellable, GError **error)
{
    YadoLibvirtBackend *self = YADO_LIBVIRT_BACKEND(backend);
    g_autoptr(virConnect) connection = yado_libvirt_backend_ref_connection(self, error);
    g_autoptr(GPtrArray) samples =
        g_ptr_array_new_with_free_func((GDestroyNotify)yado_device_sample_free);

    if (!connection)
        return NULL;
    for (guint i = 0; uuids[i]; i++) {
        YadoDeviceSample *sample = sample_guest(self, uuids[i], cancellable);

        if (sample)
            g_ptr_array_add(samples, sample);
        if (g_cancellable_set_error_if_cancelled(cancellable, error))
            return NULL;
    }
    return g_steal_pointer(&samples);
}
