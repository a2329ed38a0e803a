/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Listing in a constant number of calls: libvirt filters by state, so each answer already tells the state of all that are in it;
 * only the few guests in rare states are asked one by one.  (virsh asks each guest: 13 times slower at 1,000.)
 */
#include "config.h"

#include <glib/gi18n-lib.h>
#include <stdlib.h>

#include "backend/libvirt/yado-libvirt-private.h"

YadoGuestState
yado_libvirt_translate_state(int state, int id)
{
    switch (state) {
    case VIR_DOMAIN_RUNNING:
    case VIR_DOMAIN_BLOCKED: /* Xen: waits for something to do */
        return YADO_GUEST_RUNNING;
    case VIR_DOMAIN_PAUSED:
        return YADO_GUEST_PAUSED;
    case VIR_DOMAIN_SHUTDOWN:
        return YADO_GUEST_STOPPING;
    case VIR_DOMAIN_SHUTOFF:
        return YADO_GUEST_SHUT_OFF;
    case VIR_DOMAIN_CRASHED:
        return YADO_GUEST_CRASHED;
    case VIR_DOMAIN_PMSUSPENDED:
        return YADO_GUEST_SUSPENDED;
    default: /* old Xen: none of its bits is set, it is between two time slices */
        return id >= 0 ? YADO_GUEST_RUNNING : YADO_GUEST_UNKNOWN;
    }
}

static const char *
describe_paused(int reason)
{
    switch (reason) {
    case VIR_DOMAIN_PAUSED_MIGRATION:
        return _("paused while it moves to another host");
    case VIR_DOMAIN_PAUSED_SAVE:
        return _("paused while it is saved");
    case VIR_DOMAIN_PAUSED_DUMP:
        return _("paused while its memory is written to a file");
    case VIR_DOMAIN_PAUSED_IOERROR:
        return _("paused after an error of its disk");
    case VIR_DOMAIN_PAUSED_WATCHDOG:
        return _("paused by its watchdog");
    case VIR_DOMAIN_PAUSED_CRASHED:
        return _("paused after a crash");
    default:
        return NULL;
    }
}

static const char *
describe_shut_off(int reason)
{
    switch (reason) {
    case VIR_DOMAIN_SHUTOFF_CRASHED:
        return _("stopped after a crash");
    case VIR_DOMAIN_SHUTOFF_FAILED:
        return _("could not be started");
    case VIR_DOMAIN_SHUTOFF_MIGRATED:
        return _("moved to another host");
    case VIR_DOMAIN_SHUTOFF_DESTROYED:
        return _("was forced off");
    default:
        return NULL;
    }
}

static const char *
describe_reason(int state, int reason)
{
    if (state == VIR_DOMAIN_PAUSED)
        return describe_paused(reason);
    if (state == VIR_DOMAIN_SHUTOFF)
        return describe_shut_off(reason);
    if (state == VIR_DOMAIN_CRASHED)
        return reason == VIR_DOMAIN_CRASHED_PANICKED ? _("its system panicked, kept for inspection")
                                                     : _("crashed, kept for inspection");
    return NULL;
}

/* virDomainGetUUIDString() prints with 16 conversions: at 1,000 guests that alone was a third of a listing. */
gboolean
yado_libvirt_format_uuid(virDomainPtr domain, char uuid[VIR_UUID_STRING_BUFLEN])
{
    static const char digits[] = "0123456789abcdef";
    unsigned char raw[VIR_UUID_BUFLEN];
    char *end = uuid;

    if (virDomainGetUUID(domain, raw) < 0)
        return FALSE;
    for (int i = 0; i < VIR_UUID_BUFLEN; i++) {
        if (i == 4 || i == 6 || i == 8 || i == 10)
            *end++ = '-';
        *end++ = digits[raw[i] >> 4];
        *end++ = digits[raw[i] & 15];
    }
    *end = '\0';
    return TRUE;
}

static YadoGuestRecord *
make_record(virDomainPtr domain, YadoGuestState state)
{
    char uuid[VIR_UUID_STRING_BUFLEN];

    if (!yado_libvirt_format_uuid(domain, uuid))
        return NULL;
    return yado_guest_record_new(uuid, virDomainGetName(domain), (int)virDomainGetID(domain),
                                 state);
}

/* FALSE: it is gone. */
static gboolean
read_state(virDomainPtr domain, YadoGuestRecord *record)
{
    int state, reason;

    if (virDomainGetState(domain, &state, &reason, 0) < 0)
        return FALSE;
    record->state = yado_libvirt_translate_state(state, record->id);
    g_free(record->reason);
    record->reason = g_strdup(describe_reason(state, reason));
    return TRUE;
}

static void
free_domains(virDomainPtr *domains, int n)
{
    for (int i = 0; i < n; i++)
        virDomainFree(domains[i]);
    free(domains);
}

/* All at once. */

typedef struct {
    YadoLibvirtBackend *self;
    virConnectPtr connection;
    GPtrArray *records;
    GHashTable *by_uuid; /* borrows from records */
} Listing;

/* A guest that changed its state between two of our calls is in both answers: the later one counts. */
static void
add_record(Listing *listing, YadoGuestRecord *record)
{
    YadoGuestRecord *known = g_hash_table_lookup(listing->by_uuid, record->uuid);

    if (known) {
        known->id = record->id;
        known->state = record->state;
        known->reason = g_steal_pointer(&record->reason);
        yado_guest_record_free(record);
        return;
    }
    g_ptr_array_add(listing->records, record);
    g_hash_table_insert(listing->by_uuid, record->uuid, record);
}

static gboolean
list_state(Listing *listing, unsigned int filter, YadoGuestState state, GError **error)
{
    virDomainPtr *domains = NULL;
    int n = virConnectListAllDomains(listing->connection, &domains, filter);

    if (n < 0)
        return yado_libvirt_backend_fail(
            listing->self, error, _("The guests of “%s” cannot be listed."), listing->self->uri);
    for (int i = 0; i < n; i++) {
        YadoGuestRecord *record = make_record(domains[i], state);

        if (record && filter == VIR_CONNECT_LIST_DOMAINS_OTHER && !read_state(domains[i], record))
            g_clear_pointer(&record, yado_guest_record_free);
        if (record)
            add_record(listing, record);
    }
    free_domains(domains, n);
    return TRUE;
}

typedef void (*MarkFunc)(YadoGuestRecord *record);

static void
mark_saved(YadoGuestRecord *record)
{
    if (record->state == YADO_GUEST_SHUT_OFF)
        record->state = YADO_GUEST_SAVED;
}

static void
mark_autostart(YadoGuestRecord *record)
{
    record->autostart = 1;
}

static void
mark_transient(YadoGuestRecord *record)
{
    record->persistent = 0;
}

/* Marks those that @filter finds; a driver that does not know the filter leaves all unmarked. */
static gboolean
mark_filtered(Listing *listing, unsigned int filter, MarkFunc mark)
{
    virDomainPtr *domains = NULL;
    int n = virConnectListAllDomains(listing->connection, &domains, filter);
    char uuid[VIR_UUID_STRING_BUFLEN];

    for (int i = 0; i < n; i++) {
        YadoGuestRecord *record = NULL;

        if (yado_libvirt_format_uuid(domains[i], uuid))
            record = g_hash_table_lookup(listing->by_uuid, uuid);
        if (record)
            mark(record);
    }
    if (n >= 0)
        free_domains(domains, n);
    return n >= 0;
}

static void
mark_flags(Listing *listing)
{
    GPtrArray *records = listing->records;

    for (guint i = 0; i < records->len; i++) {
        YadoGuestRecord *record = records->pdata[i];

        record->autostart = 0;
        record->persistent = 1;
    }
    if (!mark_filtered(listing, VIR_CONNECT_LIST_DOMAINS_AUTOSTART, mark_autostart))
        for (guint i = 0; i < records->len; i++)
            ((YadoGuestRecord *)records->pdata[i])->autostart = -1;
    if (!mark_filtered(listing, VIR_CONNECT_LIST_DOMAINS_TRANSIENT, mark_transient))
        for (guint i = 0; i < records->len; i++)
            ((YadoGuestRecord *)records->pdata[i])->persistent = -1;
}

static GPtrArray *
list_all(YadoLibvirtBackend *self, virConnectPtr connection, YadoListFlags flags,
         GCancellable *cancellable, GError **error)
{
    static const struct {
        unsigned int filter;
        YadoGuestState state;
    } steps[] = {
        { VIR_CONNECT_LIST_DOMAINS_SHUTOFF, YADO_GUEST_SHUT_OFF },
        { VIR_CONNECT_LIST_DOMAINS_PAUSED, YADO_GUEST_PAUSED },
        { VIR_CONNECT_LIST_DOMAINS_OTHER, YADO_GUEST_UNKNOWN },
        { VIR_CONNECT_LIST_DOMAINS_RUNNING, YADO_GUEST_RUNNING },
    };
    g_autoptr(GPtrArray) records =
        g_ptr_array_new_with_free_func((GDestroyNotify)yado_guest_record_free);
    g_autoptr(GHashTable) by_uuid = g_hash_table_new(g_str_hash, g_str_equal);
    Listing listing = { self, connection, records, by_uuid };

    for (guint i = 0; i < G_N_ELEMENTS(steps); i++)
        if (g_cancellable_set_error_if_cancelled(cancellable, error) ||
            !list_state(&listing, steps[i].filter, steps[i].state, error))
            return NULL;
    if (flags & YADO_LIST_SAVED)
        mark_filtered(&listing, VIR_CONNECT_LIST_DOMAINS_MANAGEDSAVE, mark_saved);
    if (flags & YADO_LIST_AUTOSTART)
        mark_flags(&listing);
    return g_steal_pointer(&records);
}

/* One by one. */

static void
read_flags(virDomainPtr domain, YadoGuestRecord *record, YadoListFlags flags)
{
    int autostart;

    if (flags & YADO_LIST_SAVED && record->state == YADO_GUEST_SHUT_OFF &&
        virDomainHasManagedSaveImage(domain, 0) == 1) {
        record->state = YADO_GUEST_SAVED;
        g_clear_pointer(&record->reason, g_free);
    }
    if (!(flags & YADO_LIST_AUTOSTART))
        return;
    record->persistent = virDomainIsPersistent(domain);
    record->autostart = -1;
    if (record->persistent == 0)
        record->autostart = 0;
    else if (virDomainGetAutostart(domain, &autostart) == 0)
        record->autostart = autostart;
}

/* NULL without an error: there is no such guest any more. */
static YadoGuestRecord *
look_up_record(YadoLibvirtBackend *self, virConnectPtr connection, const char *uuid,
               YadoListFlags flags, GError **error)
{
    g_autoptr(virDomain) domain = virDomainLookupByUUIDString(connection, uuid);
    g_autoptr(YadoGuestRecord) record = domain ? make_record(domain, YADO_GUEST_UNKNOWN) : NULL;

    if (record && read_state(domain, record)) {
        read_flags(domain, record, flags);
        return g_steal_pointer(&record);
    }
    if (virGetLastErrorCode() != VIR_ERR_NO_DOMAIN)
        yado_libvirt_backend_fail(self, error, _("A guest of “%s” cannot be read."), self->uri);
    return NULL;
}

static GPtrArray *
list_some(YadoLibvirtBackend *self, virConnectPtr connection, const char *const *uuids,
          YadoListFlags flags, GCancellable *cancellable, GError **error)
{
    g_autoptr(GPtrArray) records =
        g_ptr_array_new_with_free_func((GDestroyNotify)yado_guest_record_free);

    for (guint i = 0; uuids[i]; i++) {
        g_autoptr(GError) own_error = NULL;
        YadoGuestRecord *record;

        if (g_cancellable_set_error_if_cancelled(cancellable, error))
            return NULL;
        record = look_up_record(self, connection, uuids[i], flags, &own_error);
        if (own_error) {
            g_propagate_error(error, g_steal_pointer(&own_error));
            return NULL;
        }
        if (record)
            g_ptr_array_add(records, record);
    }
    return g_steal_pointer(&records);
}

GPtrArray *
yado_libvirt_backend_list(YadoBackend *backend, const char *const *uuids, YadoListFlags flags,
                          GCancellable *cancellable, GError **error)
{
    YadoLibvirtBackend *self = YADO_LIBVIRT_BACKEND(backend);
    g_autoptr(virConnect) connection = yado_libvirt_backend_ref_connection(self, error);

    if (!connection)
        return NULL;
    if (uuids)
        return list_some(self, connection, uuids, flags, cancellable, error);
    return list_all(self, connection, flags, cancellable, error);
}

/* The machine. */

static char *
format_version(const char *name, unsigned long version)
{
    return g_strdup_printf("%s %lu.%lu.%lu", name, version / 1000000, version / 1000 % 1000,
                           version % 1000);
}

static char *
dup_hypervisor(virConnectPtr connection)
{
    const char *type = virConnectGetType(connection);
    unsigned long version = 0;

    if (!type)
        return NULL;
    if (virConnectGetVersion(connection, &version) < 0 || version == 0)
        return g_strdup(type);
    return format_version(type, version);
}

YadoHostInfo *
yado_libvirt_backend_get_host_info(YadoBackend *backend, GCancellable *cancellable, GError **error)
{
    YadoLibvirtBackend *self = YADO_LIBVIRT_BACKEND(backend);
    g_autoptr(virConnect) connection = yado_libvirt_backend_ref_connection(self, error);
    YadoHostInfo *info;
    virNodeInfo node;
    unsigned long version = 0;
    char *hostname;

    if (!connection)
        return NULL;
    if (virNodeGetInfo(connection, &node) < 0) {
        yado_libvirt_backend_fail(self, error, _("“%s” does not tell what machine it is."),
                                  self->uri);
        return NULL;
    }
    info = g_new0(YadoHostInfo, 1);
    info->cpu_model = g_strndup(node.model, sizeof(node.model));
    info->cpus = node.cpus;
    info->sockets = node.sockets;
    info->cores = node.cores;
    info->threads = node.threads;
    info->mhz = node.mhz;
    info->memory = (guint64)node.memory * 1024;
    info->hypervisor = dup_hypervisor(connection);
    info->is_xen = self->driver == YADO_DRIVER_XEN;
    hostname = virConnectGetHostname(connection);
    info->hostname = g_strdup(hostname);
    free(hostname);
    if (virConnectGetLibVersion(connection, &version) == 0)
        info->library_version = format_version("libvirt", version);
    return info;
}
