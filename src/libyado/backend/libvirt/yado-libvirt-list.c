/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Listing in a constant number of calls: one answer has all guests, with an id when they are active, and libvirt filters by state, so the
 * others tell the state of all that are in them; only the few guests in rare states are asked one by one.  (virsh asks each guest: 13 times
 * slower at 1,000.)
 */
#include "config.h"

#include <glib/gi18n-lib.h>
#include <stdlib.h>

#include "backend/libvirt/yado-libvirt-private.h"
#include "backend/yado-uri.h"

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

/* Each question about a handle prints its UUID for libvirt's log, wanted or not: nothing is asked that is known. */
static YadoGuestRecord *
make_record(virDomainPtr domain, YadoGuestState state)
{
    char uuid[VIR_UUID_STRING_BUFLEN];
    int id = (int)virDomainGetID(domain);

    if (!yado_libvirt_format_uuid(domain, uuid))
        return NULL;
    if (state == YADO_GUEST_RUNNING && id < 0)
        state = YADO_GUEST_SHUT_OFF;
    return yado_guest_record_new(uuid, virDomainGetName(domain), id, state);
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

/*
 * All at once: a handful of filtered listings.  Of a host that is far away they are asked for side by side on the connection, so it is waited
 * for once; of one on this machine one after the other, and when one is long, the next while its records are made.
 */

/* With the worker itself four: libvirtd works at five calls of a client at a time and complains in its log about more. */
#define MAX_HELPERS 3
/* A thread costs about as much as the records of so many. */
#define MANY_GUESTS 200
#define MAX_QUERIES 6

typedef void (*MarkFunc)(YadoGuestRecord *record);

typedef struct {
    unsigned int filter;
    YadoGuestState state; /* of those in it; RUNNING: of the active ones */
    MarkFunc mark;        /* not NULL: the answer only marks guests of others */
    GPtrArray
        *records; /* the answer: of YadoGuestRecord, or of uuids to be marked; NULL: it failed */
    GError *error;
} Query;

/* Shared by the worker and its helpers. */
typedef struct {
    gatomicrefcount references;
    YadoLibvirtBackend *self;
    virConnectPtr connection;
    GCancellable *cancellable;
    Query queries[MAX_QUERIES];
    int n_queries, next; /* atomic */
    GMutex lock;
    GCond answered;
    int n_answered; /* guarded by lock */
} Listing;

static void
unref_listing(Listing *listing)
{
    if (!g_atomic_ref_count_dec(&listing->references))
        return;
    for (int i = 0; i < listing->n_queries; i++) {
        g_clear_pointer(&listing->queries[i].records, g_ptr_array_unref);
        g_clear_error(&listing->queries[i].error);
    }
    g_clear_object(&listing->cancellable);
    virConnectClose(listing->connection);
    g_object_unref(listing->self);
    g_mutex_clear(&listing->lock);
    g_cond_clear(&listing->answered);
    g_free(listing);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Listing, unref_listing)

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

static void
add_query(Listing *listing, unsigned int filter, YadoGuestState state, MarkFunc mark)
{
    Query *query = &listing->queries[listing->n_queries++];

    query->filter = filter;
    query->state = state;
    query->mark = mark;
}

/* The biggest answer first: later ones tell more of some in it. */
static Listing *
new_listing(YadoLibvirtBackend *self, virConnectPtr connection, YadoListFlags flags,
            GCancellable *cancellable)
{
    Listing *listing = g_new0(Listing, 1);

    g_atomic_ref_count_init(&listing->references);
    g_mutex_init(&listing->lock);
    g_cond_init(&listing->answered);
    listing->self = g_object_ref(self);
    virConnectRef(connection);
    listing->connection = connection;
    listing->cancellable = cancellable ? g_object_ref(cancellable) : NULL;
    add_query(listing, 0, YADO_GUEST_RUNNING, NULL);
    add_query(listing, VIR_CONNECT_LIST_DOMAINS_PAUSED, YADO_GUEST_PAUSED, NULL);
    add_query(listing, VIR_CONNECT_LIST_DOMAINS_OTHER, YADO_GUEST_UNKNOWN, NULL);
    if (flags & YADO_LIST_SAVED)
        add_query(listing, VIR_CONNECT_LIST_DOMAINS_MANAGEDSAVE, YADO_GUEST_SAVED, mark_saved);
    if (flags & YADO_LIST_AUTOSTART) {
        add_query(listing, VIR_CONNECT_LIST_DOMAINS_AUTOSTART, 0, mark_autostart);
        add_query(listing, VIR_CONNECT_LIST_DOMAINS_TRANSIENT, 0, mark_transient);
    }
    return listing;
}

static gpointer
make_item(const Query *query, virDomainPtr domain)
{
    char uuid[VIR_UUID_STRING_BUFLEN];
    YadoGuestRecord *record;

    if (query->mark)
        return yado_libvirt_format_uuid(domain, uuid) ? g_strdup(uuid) : NULL;
    record = make_record(domain, query->state);
    if (record && query->state == YADO_GUEST_UNKNOWN && !read_state(domain, record))
        g_clear_pointer(&record, yado_guest_record_free);
    return record;
}

static void start_helpers(Listing *listing, int n);

static void
run_query(Listing *listing, Query *query)
{
    virDomainPtr *domains = NULL;
    int n;

    if (g_cancellable_set_error_if_cancelled(listing->cancellable, &query->error))
        return;
    n = virConnectListAllDomains(listing->connection, &domains, query->filter);
    if (n < 0) {
        yado_libvirt_backend_fail(listing->self, &query->error,
                                  _("The guests of “%s” cannot be listed."), listing->self->uri);
        return;
    }
    if (n >= MANY_GUESTS && g_atomic_int_get(&listing->next) < listing->n_queries)
        start_helpers(listing, 1);
    query->records =
        g_ptr_array_new_full(n, query->mark ? g_free : (GDestroyNotify)yado_guest_record_free);
    for (int i = 0; i < n; i++) {
        gpointer item = make_item(query, domains[i]);

        if (item)
            g_ptr_array_add(query->records, item);
        virDomainFree(domains[i]);
    }
    free(domains);
}

static void
run_queries(Listing *listing)
{
    int i;

    while ((i = g_atomic_int_add(&listing->next, 1)) < listing->n_queries) {
        run_query(listing, &listing->queries[i]);
        g_mutex_lock(&listing->lock);
        listing->n_answered++;
        g_cond_signal(&listing->answered);
        g_mutex_unlock(&listing->lock);
    }
}

static gpointer
help(gpointer data)
{
    g_autoptr(Listing) listing = data;

    run_queries(listing);
    return NULL;
}

static void
start_helpers(Listing *listing, int n)
{
    for (int i = 0; i < n; i++) {
        g_atomic_ref_count_inc(&listing->references);
        g_thread_unref(g_thread_new("yado-list", help, listing));
    }
}

static void
await_answers(Listing *listing)
{
    g_autofree char *host = yado_uri_dup_host(listing->self->uri);

    if (host)
        start_helpers(listing, MIN(MAX_HELPERS, listing->n_queries - 1));
    run_queries(listing);
    g_mutex_lock(&listing->lock);
    while (listing->n_answered < listing->n_queries)
        g_cond_wait(&listing->answered, &listing->lock);
    g_mutex_unlock(&listing->lock);
}

/* The answers as one list, and where in it those are of whom more than one answer tells. */
typedef struct {
    GPtrArray *records;
    GHashTable *told; /* uuid -> YadoGuestRecord, borrowed from records; NULL: not met yet */
} Merge;

static const char *
get_uuid(const Query *query, guint i)
{
    gpointer item = query->records->pdata[i];

    return query->mark ? item : ((YadoGuestRecord *)item)->uuid;
}

static void
note_told(const Query *query, Merge *merge)
{
    for (guint i = 0; query->records && i < query->records->len; i++)
        g_hash_table_insert(merge->told, (gpointer)get_uuid(query, i), NULL);
}

/* The answer with all guests. */
static void
take_all(Query *query, Merge *merge)
{
    merge->records = g_steal_pointer(&query->records);
    for (guint i = 0; g_hash_table_size(merge->told) > 0 && i < merge->records->len; i++) {
        YadoGuestRecord *record = merge->records->pdata[i];

        if (g_hash_table_contains(merge->told, record->uuid))
            g_hash_table_replace(merge->told, record->uuid, record);
    }
}

/* Moves what @better knows of its state to @known.  (transfer full) */
static void
improve_record(YadoGuestRecord *known, YadoGuestRecord *better)
{
    known->id = better->id;
    known->state = better->state;
    g_free(known->reason);
    known->reason = g_steal_pointer(&better->reason);
    yado_guest_record_free(better);
}

static void
take_records(Query *query, Merge *merge)
{
    for (guint i = 0; i < query->records->len; i++) {
        YadoGuestRecord *record = query->records->pdata[i];
        YadoGuestRecord *known = g_hash_table_lookup(merge->told, record->uuid);

        if (known) {
            improve_record(known, record);
            continue;
        }
        g_ptr_array_add(merge->records, record);
        g_hash_table_replace(merge->told, record->uuid, record);
    }
    g_ptr_array_set_free_func(query->records, NULL);
}

static void
mark_records(Query *query, Merge *merge)
{
    for (guint i = 0; query->records && i < query->records->len; i++) {
        YadoGuestRecord *record = g_hash_table_lookup(merge->told, query->records->pdata[i]);

        if (record)
            query->mark(record);
    }
}

/* A driver that does not know a filter leaves the flag of all unknown. */
static void
prepare_flags(Listing *listing, Merge *merge)
{
    gboolean knows_autostart = FALSE, knows_transient = FALSE;

    for (int i = 0; i < listing->n_queries; i++) {
        const Query *query = &listing->queries[i];

        knows_autostart |= query->mark == mark_autostart && query->records;
        knows_transient |= query->mark == mark_transient && query->records;
    }
    for (guint i = 0; i < merge->records->len; i++) {
        YadoGuestRecord *record = merge->records->pdata[i];

        record->autostart = knows_autostart ? 0 : -1;
        record->persistent = knows_transient ? 1 : -1;
    }
}

static gboolean
check_answers(Listing *listing, GError **error)
{
    for (int i = 0; i < listing->n_queries; i++) {
        Query *query = &listing->queries[i];

        if (!query->mark && !query->records) {
            g_propagate_error(error, g_steal_pointer(&query->error));
            return FALSE;
        }
    }
    return TRUE;
}

static GPtrArray *
list_all(YadoLibvirtBackend *self, virConnectPtr connection, YadoListFlags flags,
         GCancellable *cancellable, GError **error)
{
    g_autoptr(Listing) listing = new_listing(self, connection, flags, cancellable);
    g_autoptr(GHashTable) told = g_hash_table_new(g_str_hash, g_str_equal);
    Merge merge = { NULL, told };

    await_answers(listing);
    if (!check_answers(listing, error))
        return NULL;
    for (int i = 1; i < listing->n_queries; i++)
        note_told(&listing->queries[i], &merge);
    take_all(&listing->queries[0], &merge);
    for (int i = 1; i < listing->n_queries; i++)
        if (!listing->queries[i].mark)
            take_records(&listing->queries[i], &merge);
    prepare_flags(listing, &merge);
    for (int i = 1; i < listing->n_queries; i++)
        if (listing->queries[i].mark)
            mark_records(&listing->queries[i], &merge);
    return merge.records;
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
