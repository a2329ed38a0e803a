/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * The list of guests.  At most one listing runs at a time, a full one or one of a few guests that an event told of; what comes
 * meanwhile waits, so that an old answer never overwrites a newer one.  Big answers are merged in slices of a few milliseconds.
 */
#include "config.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "base/yado-error.h"
#include "model/yado-guest-private.h"
#include "model/yado-host-private.h"

/* Several events of one action arrive together. */
#define DEBOUNCE_MILLISECONDS 100
/* More than this at once: one full listing costs less. */
#define MAX_REREAD 256
#define GUARD_SECONDS 60
#define GUARD_SECONDS_WITHOUT_EVENTS 5
#define MERGE_SLICE (4 * G_TIME_SPAN_MILLISECOND)
/* Those who are told sort all rows anew: it must not be for every few. */
#define MERGE_GUESTS 2000
#define FLUSH_MILLISECONDS 100

/* A full listing on its way into the list. */
struct _YadoHostMerge {
    GPtrArray *records;
    guint next;
    guint source;
};

static void pump(YadoHost *self);

/* "guests-changed" */

void
yado_host_flush_changed(YadoHost *self)
{
    g_autoptr(GPtrArray) changed = NULL;

    g_clear_handle_id(&self->changed_source, g_source_remove);
    if (self->changed->len == 0)
        return;
    changed = self->changed;
    self->changed = g_ptr_array_new_with_free_func(g_object_unref);
    for (guint i = 0; i < changed->len; i++)
        ((YadoGuest *)changed->pdata[i])->changed_queued = FALSE;
    self->flushed_at = g_get_monotonic_time();
    yado_host_emit_guests_changed(self, changed);
}

static gboolean
on_flush_due_cb(gpointer data)
{
    YadoHost *self = data;

    self->changed_source = 0;
    yado_host_flush_changed(self);
    return G_SOURCE_REMOVE;
}

void
yado_host_queue_changed(YadoHost *self, YadoGuest *guest)
{
    gint64 wait;

    if (guest->changed_queued)
        return;
    guest->changed_queued = TRUE;
    g_ptr_array_add(self->changed, g_object_ref(guest));
    if (self->changed_source)
        return;
    wait = FLUSH_MILLISECONDS - (g_get_monotonic_time() - self->flushed_at) / 1000;
    self->changed_source = g_timeout_add(MAX(wait, 0), on_flush_due_cb, self);
}

/* Rows. */

static gboolean
counts_as_running(YadoGuest *guest)
{
    return guest->state == YADO_GUEST_RUNNING;
}

static void
add_guest(YadoHost *self, const YadoGuestRecord *record)
{
    YadoGuest *guest = yado_guest_new(self, record);

    guest->generation = self->generation;
    g_ptr_array_add(self->guests, guest);
    g_hash_table_add(self->by_uuid, guest->uuid);
    self->n_running += counts_as_running(guest);
}

static void
update_guest(YadoHost *self, YadoGuest *guest, const YadoGuestRecord *record)
{
    gboolean was_running = counts_as_running(guest);
    gboolean was_active = yado_guest_is_active(guest);
    int old_id = guest->id;

    guest->generation = self->generation;
    gboolean changed = yado_guest_update(guest, record);
    if (guest->configuration_changed) /* told together with what the list shows of it */
        guest->configuration_serial++;
    else if (!changed)
        return;
    guest->configuration_changed = FALSE;
    self->n_running += counts_as_running(guest) - was_running;
    yado_host_queue_changed(self, guest);
    /* What runs now may differ from what was stored: its network cards have other names. */
    if (was_active != yado_guest_is_active(guest) || old_id != guest->id)
        yado_host_outdate_facts(self, guest);
}

/* TRUE: it is new; the caller tells the list's readers. */
static gboolean
take_record(YadoHost *self, const YadoGuestRecord *record)
{
    YadoGuest *guest = yado_host_find_guest(self, record->uuid);

    if (guest) {
        update_guest(self, guest, record);
        return FALSE;
    }
    add_guest(self, record);
    return TRUE;
}

static void
tell_added(YadoHost *self, guint before)
{
    if (self->guests->len > before)
        g_list_model_items_changed(G_LIST_MODEL(self), before, 0, self->guests->len - before);
}

static void
take_records(YadoHost *self, GPtrArray *records)
{
    guint before = self->guests->len;

    for (guint i = 0; i < records->len; i++)
        take_record(self, records->pdata[i]);
    tell_added(self, before);
}

static void
forget(YadoHost *self, YadoGuest *guest)
{
    g_hash_table_remove(self->by_uuid, guest->uuid);
    self->n_running -= counts_as_running(guest);
    yado_guest_drop(guest);
}

/* Takes out all that are in @gone (a set of uuids) with one signal, from the first to the last of them. */
static void
remove_guests(YadoHost *self, GHashTable *gone)
{
    GPtrArray *old = self->guests;
    guint first = old->len, last = 0, kept = 0;

    for (guint i = 0; i < old->len; i++)
        if (g_hash_table_contains(gone, ((YadoGuest *)old->pdata[i])->uuid)) {
            first = MIN(first, i);
            last = i;
        }
    if (first == old->len)
        return;
    self->guests = g_ptr_array_new_full(old->len, g_object_unref);
    for (guint i = 0; i < old->len; i++) {
        YadoGuest *guest = old->pdata[i];

        if (g_hash_table_contains(gone, guest->uuid)) {
            forget(self, guest);
            continue;
        }
        g_ptr_array_add(self->guests, g_object_ref(guest));
        kept += i >= first && i <= last;
    }
    g_list_model_items_changed(G_LIST_MODEL(self), first, last - first + 1, kept);
    g_ptr_array_unref(old);
}

/* A few guests, by uuid. */

typedef struct {
    YadoHost *host;
    GStrv uuids;
} Reread;

static void
free_reread(Reread *reread)
{
    g_object_unref(reread->host);
    g_strfreev(reread->uuids);
    g_free(reread);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Reread, free_reread)

/* Not listed because the one who would list it does not answer: it stays, as it was last seen. */
static gboolean
keep_unseen(YadoHost *self, const char *uuid)
{
    YadoGuest *guest = yado_host_find_guest(self, uuid);
    gboolean counted = guest && counts_as_running(guest);

    if (!guest || yado_host_sees_owner(self, yado_guest_get_owner(guest)))
        return FALSE;
    if (yado_guest_set_unseen(guest)) {
        self->n_running -= counted;
        yado_host_queue_changed(self, guest);
    }
    return TRUE;
}

static void
remove_missing(YadoHost *self, char **uuids, GPtrArray *records)
{
    g_autoptr(GHashTable) gone = g_hash_table_new(g_str_hash, g_str_equal);
    GHashTableIter iter;
    gpointer uuid;

    for (guint i = 0; uuids[i]; i++)
        g_hash_table_add(gone, uuids[i]);
    for (guint i = 0; i < records->len; i++)
        g_hash_table_remove(gone, ((YadoGuestRecord *)records->pdata[i])->uuid);
    g_hash_table_iter_init(&iter, gone);
    while (g_hash_table_iter_next(&iter, &uuid, NULL))
        if (keep_unseen(self, uuid))
            g_hash_table_iter_remove(&iter);
    if (g_hash_table_size(gone) > 0)
        remove_guests(self, gone);
}

/* A call that failed because the host is gone; TRUE when that was so. */
static gboolean
check_lost(YadoHost *self, const GError *error)
{
    if (!g_error_matches(error, YADO_ERROR, YADO_ERROR_CONNECTION))
        return FALSE;
    yado_host_lose(self, error);
    return TRUE;
}

static void
on_guests_reread_cb(GObject *source, GAsyncResult *result, gpointer data)
{
    g_autoptr(Reread) reread = data;
    YadoHost *self = reread->host;
    g_autoptr(GError) error = NULL;
    g_autoptr(GPtrArray) records = yado_backend_list_finish(YADO_BACKEND(source), result, &error);

    if (!yado_host_is_current(self, result))
        return;
    self->is_listing = FALSE;
    if (!records) {
        if (!check_lost(self, error))
            pump(self);
        return;
    }
    take_records(self, records);
    remove_missing(self, reread->uuids, records);
    yado_host_pump_facts(self);
    pump(self);
}

static void
reread(YadoHost *self, GStrv uuids)
{
    Reread *data = g_new0(Reread, 1);

    self->is_listing = TRUE;
    data->host = g_object_ref(self);
    data->uuids = uuids;
    yado_backend_list_async(self->backend, (const char *const *)uuids, self->list_flags,
                            self->cancellable, on_guests_reread_cb, data);
}

/* All guests. */

static void
free_merge(YadoHostMerge *merge)
{
    g_clear_handle_id(&merge->source, g_source_remove);
    g_ptr_array_unref(merge->records);
    g_free(merge);
}

/* Those that a full listing did not show may only have changed their state between two of its calls: ask for them by name. */
static GStrv
list_absent(YadoHost *self)
{
    GPtrArray *absent = g_ptr_array_new();

    for (guint i = 0; i < self->guests->len; i++) {
        YadoGuest *guest = self->guests->pdata[i];

        if (guest->generation != self->generation)
            g_ptr_array_add(absent, g_strdup(guest->uuid));
    }
    g_ptr_array_add(absent, NULL);
    return (GStrv)g_ptr_array_free(absent, FALSE);
}

static void
drop_or_check_absent(YadoHost *self)
{
    g_auto(GStrv) absent = list_absent(self);
    g_autoptr(GPtrArray) none = g_ptr_array_new();
    guint n = g_strv_length(absent);

    if (n == 0)
        return;
    if (n > MAX_REREAD)
        remove_missing(self, absent, none);
    else
        reread(self, g_steal_pointer(&absent));
}

static void
finish_full(YadoHost *self)
{
    gboolean is_first = !self->listed;

    g_clear_pointer(&self->merge, free_merge);
    self->listed = TRUE;
    self->listed_at = g_get_monotonic_time();
    self->is_listing = FALSE;
    drop_or_check_absent(self);
    yado_host_flush_changed(self);
    if (is_first)
        g_signal_emit_by_name(self, "state-changed");
    yado_host_loads_listed(self, self->generation, NULL);
    yado_host_pump_facts(self);
    pump(self);
}

static gboolean
on_merge_turn_cb(gpointer data)
{
    YadoHost *self = data;
    YadoHostMerge *merge = self->merge;
    gint64 until = g_get_monotonic_time() + MERGE_SLICE;

    guint before = self->guests->len;
    guint most = MIN(merge->next + MERGE_GUESTS, merge->records->len);

    /* Each is freed at once: the guests' rows and their text take the place. */
    while (merge->next < most && g_get_monotonic_time() < until) {
        g_autoptr(YadoGuestRecord) record = g_steal_pointer(&merge->records->pdata[merge->next++]);

        take_record(self, record);
    }
    tell_added(self, before);
    /* Somebody who was told closed the host. */
    if (self->merge != merge)
        return G_SOURCE_REMOVE;
    if (merge->next < merge->records->len)
        return G_SOURCE_CONTINUE;
    merge->source = 0;
    finish_full(self);
    return G_SOURCE_REMOVE;
}

static void
on_guests_listed_cb(GObject *source, GAsyncResult *result, gpointer data)
{
    g_autoptr(YadoHost) self = data;
    g_autoptr(GError) error = NULL;
    g_autoptr(GPtrArray) records = yado_backend_list_finish(YADO_BACKEND(source), result, &error);

    if (!yado_host_is_current(self, result))
        return;
    if (!records) {
        self->is_listing = FALSE;
        yado_host_loads_listed(self, self->generation, error);
        if (!check_lost(self, error))
            pump(self);
        return;
    }
    self->merge = g_new0(YadoHostMerge, 1);
    self->merge->records = g_steal_pointer(&records);
    if (on_merge_turn_cb(self) == G_SOURCE_CONTINUE)
        self->merge->source = g_idle_add(on_merge_turn_cb, self);
}

static void
list_all(YadoHost *self)
{
    self->full_wanted = FALSE;
    self->is_listing = TRUE;
    self->generation++;
    g_hash_table_remove_all(self->pending);
    yado_backend_list_async(self->backend, NULL, self->list_flags, self->cancellable,
                            on_guests_listed_cb, g_object_ref(self));
}

static GStrv
steal_pending(YadoHost *self)
{
    guint n;
    char **uuids = (char **)g_hash_table_get_keys_as_array(self->pending, &n);

    g_hash_table_steal_all(self->pending);
    return uuids;
}

/* Starts what is due, if nothing runs. */
static void
pump(YadoHost *self)
{
    if (self->state != YADO_HOST_OPEN || self->is_listing)
        return;
    if (self->full_wanted)
        list_all(self);
    else if (g_hash_table_size(self->pending) > MAX_REREAD)
        list_all(self);
    else if (g_hash_table_size(self->pending) > 0 && !self->pending_source)
        reread(self, steal_pending(self));
}

static gboolean
on_debounce_done_cb(gpointer data)
{
    YadoHost *self = data;

    self->pending_source = 0;
    pump(self);
    return G_SOURCE_REMOVE;
}

void
yado_host_reread_guest(YadoHost *self, const char *uuid, gboolean facts_too)
{
    YadoGuest *guest = yado_host_find_guest(self, uuid);

    if (self->state != YADO_HOST_OPEN)
        return;
    if (guest && facts_too) {
        guest->configuration_changed = TRUE;
        yado_host_outdate_facts(self, guest);
    }
    g_hash_table_add(self->pending, g_strdup(uuid));
    if (!self->pending_source)
        self->pending_source = g_timeout_add(DEBOUNCE_MILLISECONDS, on_debounce_done_cb, self);
}

/* A net under the events: some drivers lose some (XEN-API §8). */
static gboolean
on_guard_due_cb(gpointer data)
{
    YadoHost *self = data;
    guint seconds =
        yado_host_has(self, YADO_CAP_EVENTS, NULL) ? GUARD_SECONDS : GUARD_SECONDS_WITHOUT_EVENTS;

    if (yado_host_is_watched(self) &&
        g_get_monotonic_time() - self->listed_at >= seconds * G_TIME_SPAN_SECOND)
        yado_host_refresh(self);
    return G_SOURCE_CONTINUE;
}

void
yado_host_init_list(YadoHost *self)
{
    self->guests = g_ptr_array_new_with_free_func(g_object_unref);
    self->changed = g_ptr_array_new_with_free_func(g_object_unref);
    self->by_uuid = g_hash_table_new(g_str_hash, g_str_equal);
    self->pending = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
}

void
yado_host_start_list(YadoHost *self)
{
    if (!(self->open_flags & YADO_OPEN_EVENTS))
        return; /* a command: it says what it wants, see yado_host_load_async() */
    self->list_flags |= YADO_LIST_SAVED | YADO_LIST_AUTOSTART;
    for (guint i = 0; i < self->guests->len; i++)
        yado_host_outdate_facts(self, self->guests->pdata[i]);
    yado_host_fetch_info(self);
    yado_host_refresh(self);
    self->guard_source = g_timeout_add_seconds(1, on_guard_due_cb, self);
}

void
yado_host_stop_list(YadoHost *self)
{
    g_clear_handle_id(&self->guard_source, g_source_remove);
    g_clear_handle_id(&self->pending_source, g_source_remove);
    g_clear_pointer(&self->merge, free_merge);
    if (self->pending)
        g_hash_table_remove_all(self->pending);
    self->is_listing = FALSE;
    self->full_wanted = FALSE;
}

void
yado_host_clear_list(YadoHost *self)
{
    guint n = self->guests->len;

    g_clear_handle_id(&self->changed_source, g_source_remove);
    for (guint i = 0; i < self->changed->len; i++)
        ((YadoGuest *)self->changed->pdata[i])->changed_queued = FALSE;
    g_ptr_array_set_size(self->changed, 0);
    g_hash_table_remove_all(self->by_uuid);
    for (guint i = 0; i < n; i++)
        yado_guest_drop(self->guests->pdata[i]);
    g_ptr_array_set_size(self->guests, 0);
    self->n_running = 0;
    self->listed = FALSE;
    if (n > 0)
        g_list_model_items_changed(G_LIST_MODEL(self), 0, n, 0);
}

void
yado_host_refresh(YadoHost *self)
{
    g_return_if_fail(YADO_IS_HOST(self));
    self->full_wanted = TRUE;
    pump(self);
}
