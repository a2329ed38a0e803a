/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * One sample of a host.  Where the driver has bulk statistics that is one call for all guests (QEMU); where it has not (Xen, test) the
 * guests that are wanted are asked one by one, several at once when the host is far away.
 */
#include "config.h"

#include <glib/gi18n-lib.h>
#include <string.h>
#include <time.h>

#include "backend/libvirt/yado-libvirt-private.h"

/* With the sampler's own thread: eight calls in flight. */
#define MAX_HELPERS 7
/* A nearby host answers in a tenth of a millisecond: then helpers only cost. */
#define SLOW_CALL (G_TIME_SPAN_MILLISECOND)
#define FIRST_GUESTS 4
#define MAX_NODE_STATS 16
/* The daemon works so much longer on a call than we do (libvirtd 9 with its test driver): its time is the host's, too. */
#define DAEMON_FACTOR 2

/* Counters of devices that a call failed for are not asked again until the guest's devices are read anew. */
typedef struct {
    gatomicrefcount references;
    GStrv disks, nics;
    int no_disks, no_nics; /* atomic */
} Devices;

typedef struct {
    virDomainPtr domain;
    Devices *devices; /* NULL: not known yet */
} Guest;

static void
unref_devices(Devices *devices)
{
    if (!g_atomic_ref_count_dec(&devices->references))
        return;
    g_strfreev(devices->disks);
    g_strfreev(devices->nics);
    g_free(devices);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Devices, unref_devices)

static Devices *
ref_devices(Devices *devices)
{
    g_atomic_ref_count_inc(&devices->references);
    return devices;
}

void
yado_libvirt_guest_free(gpointer data)
{
    Guest *guest = data;

    g_clear_pointer(&guest->domain, virDomainFree);
    g_clear_pointer(&guest->devices, unref_devices);
    g_free(guest);
}

static GStrv
list_device_names(YadoDocument *document, const char *kind, const char *key, const char *other_key)
{
    g_auto(GStrv) nodes = yado_document_list_nodes(document, kind);
    GPtrArray *names = g_ptr_array_new();

    for (guint i = 0; nodes && nodes[i]; i++) {
        char *name = yado_document_dup_value(document, nodes[i], key);

        if (!name && other_key)
            name = yado_document_dup_value(document, nodes[i], other_key);
        if (name)
            g_ptr_array_add(names, name);
    }
    g_ptr_array_add(names, NULL);
    return (GStrv)g_ptr_array_free(names, FALSE);
}

/* With the lock held. */
static Guest *
ensure_guest(YadoLibvirtBackend *self, const char *uuid)
{
    Guest *guest = g_hash_table_lookup(self->guests, uuid);

    if (!guest) {
        guest = g_new0(Guest, 1);
        g_hash_table_insert(self->guests, g_strdup(uuid), guest);
    }
    return guest;
}

void
yado_libvirt_backend_note_devices(YadoLibvirtBackend *self, const char *uuid,
                                  YadoDocument *document)
{
    Devices *devices = g_new0(Devices, 1);
    Guest *guest;

    g_atomic_ref_count_init(&devices->references);
    devices->disks = list_device_names(document, "disk", "target", NULL);
    devices->nics = list_device_names(document, "nic", "target", "mac");
    g_mutex_lock(&self->lock);
    guest = ensure_guest(self, uuid);
    g_clear_pointer(&guest->devices, unref_devices);
    guest->devices = devices;
    g_mutex_unlock(&self->lock);
}

/* A host that was asked about for a year has forgotten many guests. */
static void
forget_guest(YadoLibvirtBackend *self, const char *uuid)
{
    g_mutex_lock(&self->lock);
    g_hash_table_remove(self->guests, uuid);
    g_mutex_unlock(&self->lock);
}

/* The handle is kept: looking it up would double the calls. */
static virDomainPtr
ref_domain(YadoLibvirtBackend *self, virConnectPtr connection, const char *uuid, Devices **devices)
{
    virDomainPtr domain = NULL;
    Guest *guest;

    g_mutex_lock(&self->lock);
    guest = ensure_guest(self, uuid);
    if (guest->domain && virDomainRef(guest->domain) == 0)
        domain = guest->domain;
    *devices = guest->devices ? ref_devices(guest->devices) : NULL;
    g_mutex_unlock(&self->lock);
    if (domain)
        return domain;
    domain = virDomainLookupByUUIDString(connection, uuid);
    if (!domain)
        return NULL;
    g_mutex_lock(&self->lock);
    guest = ensure_guest(self, uuid);
    if (!guest->domain && virDomainRef(domain) == 0)
        guest->domain = domain;
    g_mutex_unlock(&self->lock);
    return domain;
}

static void
read_disk_stats(virDomainPtr domain, Devices *devices, YadoGuestStats *stats)
{
    for (guint i = 0; devices->disks[i]; i++) {
        virDomainBlockStatsStruct block;

        if (virDomainBlockStats(domain, devices->disks[i], &block, sizeof(block)) < 0) {
            g_atomic_int_set(&devices->no_disks, TRUE);
            return;
        }
        stats->disk_read += MAX(block.rd_bytes, 0);
        stats->disk_written += MAX(block.wr_bytes, 0);
        stats->has |= YADO_STATS_DISK;
    }
}

static void
read_nic_stats(virDomainPtr domain, Devices *devices, YadoGuestStats *stats)
{
    for (guint i = 0; devices->nics[i]; i++) {
        virDomainInterfaceStatsStruct nic;

        if (virDomainInterfaceStats(domain, devices->nics[i], &nic, sizeof(nic)) < 0) {
            g_atomic_int_set(&devices->no_nics, TRUE);
            return;
        }
        stats->net_received += MAX(nic.rx_bytes, 0);
        stats->net_sent += MAX(nic.tx_bytes, 0);
        stats->has |= YADO_STATS_NET;
    }
}

static void
fill_from_info(YadoGuestStats *stats, const virDomainInfo *info, int id)
{
    stats->has = YADO_STATS_STATE | YADO_STATS_MEMORY | YADO_STATS_VCPUS;
    stats->state = yado_libvirt_translate_state(info->state, id);
    stats->memory = (guint64)info->memory * 1024;
    stats->memory_maximum = (guint64)info->maxMem * 1024;
    stats->vcpus = info->nrVirtCpu;
    if (info->state != VIR_DOMAIN_SHUTOFF) {
        stats->has |= YADO_STATS_CPU;
        stats->cpu_time = info->cpuTime;
    }
}

static gboolean
read_guest(YadoLibvirtBackend *self, virConnectPtr connection, const YadoWish *wish,
           YadoGuestStats *stats)
{
    g_autoptr(Devices) devices = NULL;
    g_autoptr(virDomain) domain = ref_domain(self, connection, wish->uuid, &devices);
    virDomainInfo info;

    if (!domain || virDomainGetInfo(domain, &info) < 0) {
        forget_guest(self, wish->uuid);
        return FALSE;
    }
    g_strlcpy(stats->uuid, wish->uuid, sizeof(stats->uuid));
    stats->when = g_get_monotonic_time();
    fill_from_info(stats, &info, (int)virDomainGetID(domain));
    if (info.state == VIR_DOMAIN_SHUTOFF || !devices)
        return TRUE;
    if ((wish->stats & YADO_STATS_DISK) && !g_atomic_int_get(&devices->no_disks))
        read_disk_stats(domain, devices, stats);
    if ((wish->stats & YADO_STATS_NET) && !g_atomic_int_get(&devices->no_nics))
        read_nic_stats(domain, devices, stats);
    return TRUE;
}

/* One by one: a shared index that the helpers take from. */

typedef struct {
    YadoLibvirtBackend *self;
    virConnectPtr connection;
    const GArray *wishes;
    int n, next; /* atomic */
    GCancellable *cancellable;
    GMutex lock;
    GArray *guests; /* guarded by lock, as the next */
    gint64 cost;    /* of the helpers: microseconds of CPU */
} Work;

static gboolean
take_one(Work *work)
{
    YadoGuestStats stats = { 0 };
    int i = g_atomic_int_add(&work->next, 1);

    if (i >= work->n || g_cancellable_is_cancelled(work->cancellable))
        return FALSE;
    if (read_guest(work->self, work->connection, &g_array_index(work->wishes, YadoWish, i),
                   &stats)) {
        g_mutex_lock(&work->lock);
        g_array_append_val(work->guests, stats);
        g_mutex_unlock(&work->lock);
    }
    return TRUE;
}

static void
take_all(Work *work)
{
    while (take_one(work))
        ;
}

static gint64
get_thread_cpu_time(void)
{
    struct timespec now;

    if (clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now) != 0)
        return 0;
    return now.tv_sec * G_USEC_PER_SEC + now.tv_nsec / 1000;
}

static gpointer
help(gpointer data)
{
    Work *work = data;

    take_all(work);
    g_mutex_lock(&work->lock);
    work->cost += get_thread_cpu_time();
    g_mutex_unlock(&work->lock);
    return NULL;
}

static void
run_work(Work *work)
{
    gint64 start = g_get_monotonic_time();
    GThread *helpers[MAX_HELPERS];
    int n_helpers = 0;

    for (int i = 0; i < FIRST_GUESTS && take_one(work); i++)
        ;
    if (g_get_monotonic_time() - start > FIRST_GUESTS * 3 * SLOW_CALL)
        while (n_helpers < MAX_HELPERS && n_helpers < work->n - FIRST_GUESTS - 1) {
            helpers[n_helpers] = g_thread_new("yado-sample", help, work);
            n_helpers++;
        }
    take_all(work);
    for (int i = 0; i < n_helpers; i++)
        g_thread_join(helpers[i]);
}

static void
sample_wanted(YadoLibvirtBackend *self, virConnectPtr connection, const GArray *wishes,
              GCancellable *cancellable, YadoSample *sample)
{
    Work work = {
        .self = self,
        .connection = connection,
        .wishes = wishes,
        .n = wishes ? wishes->len : 0,
        .cancellable = cancellable,
        .guests = sample->guests,
    };

    g_mutex_init(&work.lock);
    if (work.n > 0)
        run_work(&work);
    g_mutex_clear(&work.lock);
    sample->cost += work.cost;
}

/* All at once. */

/* "block.12.rd.bytes" -> "rd.bytes"; NULL when @name is of another group. */
static const char *
skip_index(const char *name, const char *group)
{
    size_t length = strlen(group);
    const char *dot;

    if (strncmp(name, group, length) != 0)
        return NULL;
    dot = strchr(name + length, '.');
    return dot ? dot + 1 : NULL;
}

static guint64
get_number(const virTypedParameter *parameter)
{
    switch (parameter->type) {
    case VIR_TYPED_PARAM_INT:
        return MAX(parameter->value.i, 0);
    case VIR_TYPED_PARAM_UINT:
        return parameter->value.ui;
    case VIR_TYPED_PARAM_LLONG:
        return MAX(parameter->value.l, 0);
    case VIR_TYPED_PARAM_ULLONG:
        return parameter->value.ul;
    default:
        return 0;
    }
}

static gboolean
add_device_parameter(YadoGuestStats *stats, const char *name, guint64 value)
{
    const char *field = skip_index(name, "block.");

    if (field) {
        stats->has |= YADO_STATS_DISK;
        if (strcmp(field, "rd.bytes") == 0)
            stats->disk_read += value;
        else if (strcmp(field, "wr.bytes") == 0)
            stats->disk_written += value;
        return TRUE;
    }
    field = skip_index(name, "net.");
    if (!field)
        return FALSE;
    stats->has |= YADO_STATS_NET;
    if (strcmp(field, "rx.bytes") == 0)
        stats->net_received += value;
    else if (strcmp(field, "tx.bytes") == 0)
        stats->net_sent += value;
    return TRUE;
}

static void
add_parameter(YadoGuestStats *stats, const virTypedParameter *parameter)
{
    const char *name = parameter->field;
    guint64 value = get_number(parameter);

    if (strcmp(name, "state.state") == 0) {
        stats->has |= YADO_STATS_STATE;
        stats->state = yado_libvirt_translate_state(value, 0);
    } else if (strcmp(name, "cpu.time") == 0) {
        stats->has |= YADO_STATS_CPU;
        stats->cpu_time = value;
    } else if (strcmp(name, "vcpu.current") == 0) {
        stats->has |= YADO_STATS_VCPUS;
        stats->vcpus = value;
    } else if (strcmp(name, "balloon.current") == 0) {
        stats->has |= YADO_STATS_MEMORY;
        stats->memory = value * 1024;
    } else if (strcmp(name, "balloon.maximum") == 0) {
        stats->memory_maximum = value * 1024;
    } else {
        add_device_parameter(stats, name, value);
    }
}

static YadoStatsHas
add_bulk_record(YadoSample *sample, const virDomainStatsRecord *record)
{
    YadoGuestStats stats = { .when = sample->when };

    if (!yado_libvirt_format_uuid(record->dom, stats.uuid))
        return 0;
    for (int i = 0; i < record->nparams; i++)
        add_parameter(&stats, &record->params[i]);
    g_array_append_val(sample->guests, stats);
    return stats.has;
}

static int
fetch_bulk(YadoLibvirtBackend *self, virConnectPtr connection, virDomainStatsRecordPtr **records)
{
    const unsigned int wanted = VIR_DOMAIN_STATS_STATE | VIR_DOMAIN_STATS_CPU_TOTAL |
                                VIR_DOMAIN_STATS_BALLOON | VIR_DOMAIN_STATS_VCPU |
                                VIR_DOMAIN_STATS_INTERFACE | VIR_DOMAIN_STATS_BLOCK;
    unsigned int flags = VIR_CONNECT_GET_ALL_DOMAINS_STATS_ACTIVE;
    int n;

    /* Do not wait for a guest that is busy with a long job. */
    if (!yado_libvirt_backend_is_missing(self, YADO_CALL_BULK_NOWAIT))
        flags |= VIR_CONNECT_GET_ALL_DOMAINS_STATS_NOWAIT;
    n = virConnectGetAllDomainStats(connection, wanted, records, flags);
    if (n >= 0 || virGetLastErrorCode() != VIR_ERR_INVALID_ARG ||
        !(flags & VIR_CONNECT_GET_ALL_DOMAINS_STATS_NOWAIT))
        return n;
    yado_libvirt_backend_set_missing(self, YADO_CALL_BULK_NOWAIT);
    return virConnectGetAllDomainStats(connection, wanted, records,
                                       VIR_CONNECT_GET_ALL_DOMAINS_STATS_ACTIVE);
}

/* FALSE: the driver cannot do it (the test driver has the call, but tells the state only). */
static gboolean
sample_all(YadoLibvirtBackend *self, virConnectPtr connection, YadoSample *sample)
{
    virDomainStatsRecordPtr *records = NULL;
    YadoStatsHas has = 0;
    int n = fetch_bulk(self, connection, &records);

    sample->when = g_get_monotonic_time();
    if (n < 0) {
        yado_libvirt_backend_note_missing(self, YADO_CALL_BULK_STATS);
        return FALSE;
    }
    for (int i = 0; i < n; i++)
        has |= add_bulk_record(sample, records[i]);
    virDomainStatsRecordListFree(records);
    if (n > 0 && !(has & YADO_STATS_CPU)) {
        yado_libvirt_backend_set_missing(self, YADO_CALL_BULK_STATS);
        g_array_set_size(sample->guests, 0);
        return FALSE;
    }
    sample->complete = TRUE;
    return TRUE;
}

/* The machine's own numbers. */

static void
sample_node_cpu(YadoLibvirtBackend *self, virConnectPtr connection, YadoSample *sample)
{
    const int all = VIR_NODE_CPU_STATS_ALL_CPUS;
    virNodeCPUStats stats[MAX_NODE_STATS];
    int n = self->n_cpu_stats;

    if (yado_libvirt_backend_is_missing(self, YADO_CALL_NODE_CPU))
        return;
    if ((n == 0 && virNodeGetCPUStats(connection, all, NULL, &n, 0) < 0) || n > MAX_NODE_STATS ||
        virNodeGetCPUStats(connection, all, stats, &n, 0) < 0) {
        yado_libvirt_backend_set_missing(self, YADO_CALL_NODE_CPU);
        return;
    }
    self->n_cpu_stats = n;
    for (int i = 0; i < n; i++) {
        gboolean idle = strcmp(stats[i].field, VIR_NODE_CPU_STATS_IDLE) == 0 ||
                        strcmp(stats[i].field, VIR_NODE_CPU_STATS_IOWAIT) == 0;

        sample->cpu_total += stats[i].value;
        if (!idle)
            sample->cpu_busy += stats[i].value;
    }
}

static gboolean
sample_node_memory_stats(YadoLibvirtBackend *self, virConnectPtr connection, YadoSample *sample)
{
    const int all = VIR_NODE_MEMORY_STATS_ALL_CELLS;
    virNodeMemoryStats stats[MAX_NODE_STATS];
    int n = self->n_memory_stats;
    guint64 available = 0;

    if (yado_libvirt_backend_is_missing(self, YADO_CALL_NODE_MEMORY))
        return FALSE;
    if ((n == 0 && virNodeGetMemoryStats(connection, all, NULL, &n, 0) < 0) || n > MAX_NODE_STATS ||
        virNodeGetMemoryStats(connection, all, stats, &n, 0) < 0) {
        yado_libvirt_backend_set_missing(self, YADO_CALL_NODE_MEMORY);
        return FALSE;
    }
    self->n_memory_stats = n;
    for (int i = 0; i < n; i++)
        if (strcmp(stats[i].field, VIR_NODE_MEMORY_STATS_TOTAL) != 0)
            available += stats[i].value; /* free, buffers, cached */
    sample->memory_free = available * 1024;
    return TRUE;
}

static void
sample_node_memory(YadoLibvirtBackend *self, virConnectPtr connection, YadoSample *sample)
{
    unsigned long long free_bytes;

    /* Under Xen the control domain's own view is not the machine's: only the hypervisor's free memory counts. */
    if (self->driver != YADO_DRIVER_XEN && sample_node_memory_stats(self, connection, sample))
        return;
    if (yado_libvirt_backend_is_missing(self, YADO_CALL_NODE_FREE))
        return;
    free_bytes = virNodeGetFreeMemory(connection);
    if (free_bytes > 0)
        sample->memory_free = free_bytes;
    else
        yado_libvirt_backend_set_missing(self, YADO_CALL_NODE_FREE);
}

/* The caller adds what this thread used. */
static void
add_daemon_cost(YadoLibvirtBackend *self, YadoSample *sample, gint64 before)
{
    if (!self->embedded)
        sample->cost += DAEMON_FACTOR * (sample->cost + get_thread_cpu_time() - before);
}

YadoSample *
yado_libvirt_backend_sample(YadoBackend *backend, const GArray *wishes, GCancellable *cancellable,
                            GError **error)
{
    YadoLibvirtBackend *self = YADO_LIBVIRT_BACKEND(backend);
    g_autoptr(virConnect) connection = yado_libvirt_backend_ref_connection(self, error);
    g_autoptr(YadoSample) sample = yado_sample_new();
    gint64 before = get_thread_cpu_time();

    if (!connection)
        return NULL;
    if (yado_libvirt_backend_is_missing(self, YADO_CALL_BULK_STATS) ||
        !sample_all(self, connection, sample))
        sample_wanted(self, connection, wishes, cancellable, sample);
    if (g_cancellable_set_error_if_cancelled(cancellable, error))
        return NULL;
    if (virConnectIsAlive(connection) == 0) {
        yado_libvirt_backend_fail(self, error, _("The connection to “%s” broke."), self->uri);
        return NULL;
    }
    sample_node_cpu(self, connection, sample);
    sample_node_memory(self, connection, sample);
    add_daemon_cost(self, sample, before);
    return g_steal_pointer(&sample);
}
