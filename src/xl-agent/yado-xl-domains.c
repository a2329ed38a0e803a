/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * The list: one hypercall for all domains, made by libxc.  libxl_list_domain() asks with a buffer for 1,024 of them each time, and once more a
 * domain for a label of XSM's.  What does not change while a domain lives (its owner, its start) or tells when it does (its name) is read
 * from xenstore once.
 */
#include "config.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "yado-xl-agent.h"

#define WANTED_COUNTERS 1
#define MIN_INTERVAL 100 /* of samples, milliseconds */
/* libvirt marks a domain as its own only after it was built. */
#define SETTLE_SECONDS 60

typedef struct {
    libxl_uuid uuid; /* ids come again after 32,767 domains */
    char *name;
    const char *owner;
    gboolean owner_is_sure, was_built;
    gboolean is_helper;
    guint64 started;
    gint64 first_seen, owner_asked;
} Domain;

static void
free_domain(gpointer data)
{
    Domain *domain = data;

    g_free(domain->name);
    g_free(domain);
}

/* libxc keeps a buffer of one page between two calls. */
#define PAGE 4096
#define PAGE_KIB (PAGE / 1024)

void
yado_xl_domains_init(YadoXlAgent *self)
{
    self->known = g_hash_table_new_full(NULL, NULL, NULL, free_domain);
    self->listed = g_array_new(FALSE, FALSE, sizeof(libxl_dominfo));
    self->n_room = PAGE / sizeof(xc_domaininfo_t);
    self->room = g_new(xc_domaininfo_t, self->n_room);
}

/* As libxl says it. */
static void
take_info(const xc_domaininfo_t *native, libxl_dominfo *info)
{
    guint flags = native->flags;

    libxl_dominfo_init(info);
    memcpy(libxl_uuid_bytearray(&info->uuid), native->handle, sizeof(native->handle));
    info->domid = native->domain;
    info->running = (flags & XEN_DOMINF_running) != 0;
    info->blocked = (flags & XEN_DOMINF_blocked) != 0;
    info->paused = (flags & XEN_DOMINF_paused) != 0;
    info->shutdown = (flags & XEN_DOMINF_shutdown) != 0;
    info->dying = (flags & XEN_DOMINF_dying) != 0;
    if (info->shutdown)
        info->shutdown_reason = flags >> XEN_DOMINF_shutdownshift & XEN_DOMINF_shutdownmask;
    info->current_memkb = native->tot_pages * PAGE_KIB;
    info->max_memkb = native->max_pages * PAGE_KIB;
    info->cpu_time = native->cpu_time;
    info->vcpu_max_id = native->max_vcpu_id;
    info->vcpu_online = native->nr_online_vcpus;
    info->cpupool = native->cpupool;
    info->domain_type = flags & XEN_DOMINF_hvm_guest ? LIBXL_DOMAIN_TYPE_HVM : LIBXL_DOMAIN_TYPE_PV;
}

const GArray *
yado_xl_domains_list(YadoXlAgent *self)
{
    int n = xc_domain_getinfolist(self->xc, 0, self->n_room, self->room);

    while (n >= 0 && (guint)n == self->n_room) {
        self->n_room *= 2;
        self->room = g_renew(xc_domaininfo_t, self->room, self->n_room);
        n = xc_domain_getinfolist(self->xc, 0, self->n_room, self->room);
    }
    if (n < 0)
        return NULL;
    g_array_set_size(self->listed, n);
    for (int i = 0; i < n; i++)
        take_info(&self->room[i], &g_array_index(self->listed, libxl_dominfo, i));
    return self->listed;
}

/* After names may have changed. */
void
yado_xl_domains_forget(YadoXlAgent *self)
{
    GHashTableIter iter;
    gpointer value;

    g_hash_table_iter_init(&iter, self->known);
    while (g_hash_table_iter_next(&iter, NULL, &value))
        g_clear_pointer(&((Domain *)value)->name, g_free);
}

void
yado_xl_format_uuid(const libxl_uuid *uuid, char text[37])
{
    static const char digits[] = "0123456789abcdef";
    const uint8_t *raw = libxl_uuid_bytearray_const(uuid);
    char *end = text;

    for (int i = 0; i < 16; i++) {
        if (i == 4 || i == 6 || i == 8 || i == 10)
            *end++ = '-';
        *end++ = digits[raw[i] >> 4];
        *end++ = digits[raw[i] & 15];
    }
    *end = '\0';
}

static char *
take_native(char *native)
{
    char *text = native ? g_utf8_make_valid(native, -1) : NULL;

    free(native);
    return text;
}

static Domain *
ensure_domain(YadoXlAgent *self, const libxl_dominfo *info)
{
    gpointer key = GUINT_TO_POINTER(info->domid);
    Domain *domain = g_hash_table_lookup(self->known, key);

    if (domain && libxl_uuid_compare(&domain->uuid, &info->uuid) == 0)
        return domain;
    domain = g_new0(Domain, 1);
    libxl_uuid_copy(self->ctx, &domain->uuid, &info->uuid);
    domain->first_seen = g_get_monotonic_time();
    domain->is_helper = info->domid != 0 && libxl_is_stubdom(self->ctx, info->domid, NULL);
    g_hash_table_replace(self->known, key, domain);
    yado_xl_counters_forget_names(self);
    return domain;
}

static gboolean
has_userdata(YadoXlAgent *self, uint32_t domid, const char *id)
{
    uint8_t *content = NULL;
    int length = 0;
    gboolean found =
        libxl_userdata_retrieve(self->ctx, domid, id, &content, &length) == 0 && length > 0;

    free(content);
    return found;
}

/* Whom it belongs to is in files under a lock: asked when it has begun to run, and otherwise ever more rarely. */
static gboolean
is_too_soon(Domain *domain, gboolean is_built)
{
    gint64 now = g_get_monotonic_time();

    if (domain->owner && domain->was_built == is_built &&
        now - domain->owner_asked < (domain->owner_asked - domain->first_seen) / 4)
        return TRUE;
    domain->owner_asked = now;
    domain->was_built = is_built;
    return FALSE;
}

/* The control domain started with the machine. */
static guint64
read_boot_time(void)
{
    struct timespec up;

    if (clock_gettime(CLOCK_BOOTTIME, &up) != 0)
        return 0;
    return g_get_real_time() / G_USEC_PER_SEC - up.tv_sec;
}

static guint64
find_start(YadoXlAgent *self, Domain *domain, uint32_t domid)
{
    if (!domain->started)
        domain->started = domid ? libxl_vm_get_start_time(self->ctx, domid) : read_boot_time();
    return domain->started;
}

/* Seconds; since we know it where nobody tells when it was made. */
static gint64
get_age(YadoXlAgent *self, Domain *domain, uint32_t domid)
{
    guint64 start = find_start(self, domain, domid);

    if (start)
        return g_get_real_time() / G_USEC_PER_SEC - (gint64)start;
    return (g_get_monotonic_time() - domain->first_seen) / G_TIME_SPAN_SECOND;
}

static const char *
find_owner(YadoXlAgent *self, Domain *domain, const libxl_dominfo *info)
{
    uint32_t domid = info->domid;
    gboolean is_built = !info->paused || info->cpu_time > 0;

    if (domain->owner_is_sure || is_too_soon(domain, is_built))
        return domain->owner;
    domain->owner_is_sure = TRUE;
    if (domid == 0)
        return domain->owner = "xen";
    if (has_userdata(self, domid, "libvirt-xml"))
        return domain->owner = "libvirt";
    domain->owner_is_sure = is_built && get_age(self, domain, domid) > SETTLE_SECONDS;
    if (has_userdata(self, domid, "xl") || has_userdata(self, domid, "libxl-json"))
        return domain->owner = "xl";
    return domain->owner = "other";
}

static void
read_name(YadoXlAgent *self, Domain *domain, uint32_t domid)
{
    if (!domain->name)
        domain->name = take_native(libxl_domid_to_name(self->ctx, domid));
    if (domid == 0 && !domain->name)
        domain->name = g_strdup("Domain-0");
}

const char *
yado_xl_domain_get_name(YadoXlAgent *self, const libxl_dominfo *info)
{
    Domain *domain = ensure_domain(self, info);

    read_name(self, domain, info->domid);
    return domain->name;
}

gboolean
yado_xl_domain_is_helper(YadoXlAgent *self, uint32_t domid)
{
    Domain *domain = g_hash_table_lookup(self->known, GUINT_TO_POINTER(domid));

    return domain && domain->is_helper;
}

static void
drop_gone(YadoXlAgent *self, const GArray *list)
{
    g_autoptr(GHashTable) there = NULL;
    GHashTableIter iter;
    gpointer key;

    if (g_hash_table_size(self->known) <= list->len)
        return;
    there = g_hash_table_new(NULL, NULL);
    for (guint i = 0; i < list->len; i++)
        g_hash_table_add(there, GUINT_TO_POINTER(g_array_index(list, libxl_dominfo, i).domid));
    g_hash_table_iter_init(&iter, self->known);
    while (g_hash_table_iter_next(&iter, &key, NULL))
        if (!g_hash_table_contains(there, key))
            g_hash_table_iter_remove(&iter);
}

static guint
pack_state(const libxl_dominfo *info)
{
    return info->running | info->blocked << 1 | info->paused << 2 | info->shutdown << 3 |
           info->dying << 4;
}

static const char *
get_kind(const libxl_dominfo *info)
{
    switch (info->domain_type) {
    case LIBXL_DOMAIN_TYPE_HVM:
        return "hvm";
    case LIBXL_DOMAIN_TYPE_PVH:
        return "pvh";
    default:
        return "pv";
    }
}

static void
add_guest(YadoXlAgent *self, GVariantBuilder *guests, const libxl_dominfo *info)
{
    Domain *domain = ensure_domain(self, info);
    YadoXlCount count = { 0 };
    char uuid[37];

    if (domain->is_helper)
        return;
    read_name(self, domain, info->domid);
    yado_xl_format_uuid(&info->uuid, uuid);
    yado_xl_counters_get(self, info->domid, &count);
    g_variant_builder_add(guests, "(ssussuituuttututttt)", uuid, domain->name ? domain->name : "",
                          info->domid, find_owner(self, domain, info), get_kind(info),
                          pack_state(info), (gint)info->shutdown_reason, info->cpu_time,
                          info->vcpu_online, info->vcpu_max_id + 1, info->current_memkb,
                          info->max_memkb, info->cpupool, find_start(self, domain, info->domid),
                          (guint)count.has_disk | (guint)count.has_net << 1, count.disk_read,
                          count.disk_written, count.net_received, count.net_sent);
}

static GVariant *
measure_host(YadoXlAgent *self)
{
    xc_physinfo_t info = { 0 };

    if (xc_physinfo(self->xc, &info) != 0)
        return g_variant_new("(uttt)", 0, (guint64)0, (guint64)0, (guint64)0);
    return g_variant_new("(uttt)", info.nr_cpus, info.total_pages * PAGE_KIB,
                         (info.free_pages + info.scrub_pages) * PAGE_KIB,
                         info.outstanding_pages * PAGE_KIB);
}

/* (transfer floating) NULL: Xen did not answer. */
static GVariant *
measure_guests(YadoXlAgent *self, gboolean with_counters)
{
    const GArray *list = yado_xl_domains_list(self);
    GVariantBuilder guests;

    if (!list)
        return NULL;
    drop_gone(self, list);
    if (with_counters)
        yado_xl_counters_refresh(self);
    /* Nobody tells us of new names unless we watch. */
    if (!self->is_subscribed)
        yado_xl_domains_forget(self);
    g_variant_builder_init(&guests, G_VARIANT_TYPE("a(ssussuituuttututttt)"));
    for (guint i = 0; i < list->len; i++)
        add_guest(self, &guests, &g_array_index(list, libxl_dominfo, i));
    return g_variant_builder_end(&guests);
}

static gboolean
on_list_called_cb(YadoXl1 *skeleton, GDBusMethodInvocation *invocation, guint wanted, gpointer data)
{
    YadoXlAgent *self = data;
    GVariant *guests;

    if (!yado_xl_agent_check(self, invocation))
        return TRUE;
    guests = measure_guests(self, wanted & WANTED_COUNTERS);
    if (!guests)
        return yado_xl_fail_native(self, invocation, ERROR_FAIL);
    yado_xl1_complete_list(skeleton, invocation, guests, measure_host(self));
    return TRUE;
}

/* Samples that nobody asks for one by one. */

/* @guests is floating.  Xen runs on little-endian machines alone. */
static void
send_sample(YadoXlAgent *self, GVariant *guests)
{
    g_autoptr(GVariant) taken = g_variant_ref_sink(guests);
    g_autoptr(GBytes) bytes = g_variant_get_data_as_bytes(taken);

    yado_xl1_emit_sampled(self->skeleton,
                          g_variant_new_from_bytes(G_VARIANT_TYPE_BYTESTRING, bytes, TRUE),
                          measure_host(self));
}

static gboolean
on_sample_due_cb(gpointer data)
{
    YadoXlAgent *self = data;
    GVariant *guests = measure_guests(self, TRUE);

    if (guests)
        send_sample(self, guests);
    if (--self->n_samples > 0)
        return G_SOURCE_CONTINUE;
    self->sample_source = 0;
    return G_SOURCE_REMOVE;
}

/* More of the same do not disturb the measure. */
static void
set_samples(YadoXlAgent *self, guint interval, guint count)
{
    self->n_samples = count;
    if (self->sample_source && count > 0 && interval == self->sample_interval)
        return;
    g_clear_handle_id(&self->sample_source, g_source_remove);
    self->sample_interval = interval;
    if (count > 0)
        self->sample_source = g_timeout_add(interval, on_sample_due_cb, self);
}

static gboolean
on_follow_called_cb(YadoXl1 *skeleton, GDBusMethodInvocation *invocation, guint interval,
                    guint count, gpointer data)
{
    YadoXlAgent *self = data;

    if (!yado_xl_agent_check(self, invocation))
        return TRUE;
    set_samples(self, MAX(interval, MIN_INTERVAL), count);
    yado_xl1_complete_follow(skeleton, invocation);
    return TRUE;
}

/* By uuid. */

gboolean
yado_xl_find_info(YadoXlAgent *self, const char *uuid, libxl_dominfo *info)
{
    libxl_uuid wanted;
    const GArray *list;
    gboolean found = FALSE;

    if (libxl_uuid_from_string(&wanted, uuid) != 0)
        return FALSE;
    list = yado_xl_domains_list(self);
    /* What is left of a guest that was started again has the uuid, too, and the lower id. */
    for (guint i = 0; list && i < list->len && (!found || info->dying); i++) {
        const libxl_dominfo *one = &g_array_index(list, libxl_dominfo, i);

        if (libxl_uuid_compare(&one->uuid, &wanted) != 0 || (found && one->dying) ||
            libxl_is_stubdom(self->ctx, one->domid, NULL))
            continue;
        libxl_dominfo_dispose(info);
        libxl_dominfo_copy(self->ctx, info, one);
        found = TRUE;
    }
    return found;
}

gboolean
yado_xl_is_alive(YadoXlAgent *self, uint32_t domid)
{
    libxl_dominfo info;
    gboolean alive;

    libxl_dominfo_init(&info);
    alive = libxl_domain_info(self->ctx, &info, domid) == 0 && !info.dying;
    libxl_dominfo_dispose(&info);
    return alive;
}

gboolean
yado_xl_is_suspended(YadoXlAgent *self, uint32_t domid)
{
    libxl_dominfo info;
    gboolean suspended;

    libxl_dominfo_init(&info);
    suspended = libxl_domain_info(self->ctx, &info, domid) == 0 && info.shutdown &&
                info.shutdown_reason == LIBXL_SHUTDOWN_REASON_SUSPEND;
    libxl_dominfo_dispose(&info);
    return suspended;
}

gboolean
yado_xl_find(YadoXlAgent *self, GDBusMethodInvocation *invocation, const char *uuid,
             uint32_t *domid)
{
    libxl_dominfo info;
    gboolean found;

    if (!yado_xl_agent_check(self, invocation))
        return FALSE;
    libxl_dominfo_init(&info);
    found = yado_xl_find_info(self, uuid, &info);
    *domid = info.domid;
    libxl_dominfo_dispose(&info);
    if (!found)
        yado_xl_fail(invocation, YADO_XL_NOT_FOUND, "no domain has the UUID %s", uuid);
    return found;
}

void
yado_xl_domains_connect(YadoXlAgent *self)
{
    g_signal_connect(self->skeleton, "handle-list", G_CALLBACK(on_list_called_cb), self);
    g_signal_connect(self->skeleton, "handle-follow", G_CALLBACK(on_follow_called_cb), self);
}
