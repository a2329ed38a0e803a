/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * The list: one hypercall for all domains.  What does not change while a domain lives (its owner, its start) or tells when it does (its
 * name) is read from xenstore once.
 */
#include "config.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "yado-xl-agent.h"

#define WANTED_COUNTERS 1
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

void
yado_xl_domains_init(YadoXlAgent *self)
{
    self->known = g_hash_table_new_full(NULL, NULL, NULL, free_domain);
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
    domain->owner_is_sure = is_built && g_get_monotonic_time() - domain->first_seen >
                                            SETTLE_SECONDS * G_TIME_SPAN_SECOND;
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

static void
drop_gone(YadoXlAgent *self, const libxl_dominfo *list, int n)
{
    g_autoptr(GHashTable) there = NULL;
    GHashTableIter iter;
    gpointer key;

    if (g_hash_table_size(self->known) <= (guint)n)
        return;
    there = g_hash_table_new(NULL, NULL);
    for (int i = 0; i < n; i++)
        g_hash_table_add(there, GUINT_TO_POINTER(list[i].domid));
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
    libxl_physinfo info;
    GVariant *host;

    libxl_physinfo_init(&info);
    if (libxl_get_physinfo(self->ctx, &info) != 0)
        host = g_variant_new("(uttt)", 0, (guint64)0, (guint64)0, (guint64)0);
    else /* a page has 4 KiB wherever Xen runs */
        host = g_variant_new("(uttt)", info.nr_cpus, info.total_pages * 4,
                             (info.free_pages + info.scrub_pages) * 4, info.outstanding_pages * 4);
    libxl_physinfo_dispose(&info);
    return host;
}

static gboolean
on_list_called_cb(YadoXl1 *skeleton, GDBusMethodInvocation *invocation, guint wanted, gpointer data)
{
    YadoXlAgent *self = data;
    GVariantBuilder guests;
    libxl_dominfo *list;
    int n = 0;

    if (!yado_xl_agent_check(self, invocation))
        return TRUE;
    list = libxl_list_domain(self->ctx, &n);
    if (!list)
        return yado_xl_fail_native(self, invocation, ERROR_FAIL);
    drop_gone(self, list, n);
    if (wanted & WANTED_COUNTERS)
        yado_xl_counters_refresh(self);
    /* Nobody tells us of new names unless we watch. */
    if (!self->is_subscribed)
        yado_xl_domains_forget(self);
    g_variant_builder_init(&guests, G_VARIANT_TYPE("a(ssussuituuttututttt)"));
    for (int i = 0; i < n; i++)
        add_guest(self, &guests, &list[i]);
    libxl_dominfo_list_free(list, n);
    yado_xl1_complete_list(skeleton, invocation, g_variant_builder_end(&guests),
                           measure_host(self));
    return TRUE;
}

/* By uuid. */

gboolean
yado_xl_find_info(YadoXlAgent *self, const char *uuid, libxl_dominfo *info)
{
    libxl_uuid wanted;
    libxl_dominfo *list;
    gboolean found = FALSE;
    int n = 0;

    if (libxl_uuid_from_string(&wanted, uuid) != 0)
        return FALSE;
    list = libxl_list_domain(self->ctx, &n);
    /* What is left of a guest that was started again has the uuid, too, and the lower id. */
    for (int i = 0; i < n && (!found || info->dying); i++) {
        if (libxl_uuid_compare(&list[i].uuid, &wanted) != 0 || (found && list[i].dying) ||
            libxl_is_stubdom(self->ctx, list[i].domid, NULL))
            continue;
        libxl_dominfo_dispose(info);
        libxl_dominfo_copy(self->ctx, info, &list[i]);
        found = TRUE;
    }
    if (list)
        libxl_dominfo_list_free(list, n);
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
}
