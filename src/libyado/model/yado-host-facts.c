/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * What configurations tell of the guests: one call each, so those on the screen come first and the others slowly, in the background.
 */
#include "config.h"

#include "base/yado-error.h"
#include "model/yado-guest-private.h"
#include "model/yado-host-private.h"

#define MAX_IN_FLIGHT 4
/* For a command that waits for all of them. */
#define MAX_IN_FLIGHT_LOADING 8
/* In the background: about 160 a second, so that reading 5,000 does not take a core for itself. */
#define PACE_MILLISECONDS 50
#define PACE_GUESTS 8

typedef struct {
    YadoHost *host;
    YadoGuest *guest;
} Request;

static void
free_request(Request *request)
{
    g_object_unref(request->host);
    g_object_unref(request->guest);
    g_free(request);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Request, free_request)

static gboolean
is_visible(YadoHost *self, YadoGuest *guest)
{
    GHashTableIter iter;
    gpointer watch;

    g_hash_table_iter_init(&iter, self->watchers);
    while (g_hash_table_iter_next(&iter, NULL, &watch))
        if (g_ptr_array_find(((YadoHostWatch *)watch)->visible, guest, NULL))
            return TRUE;
    return FALSE;
}

static void
take_answer(YadoGuest *guest, YadoGuestFacts *facts)
{
    if (facts)
        yado_guest_take_facts(guest, facts);
    guest->facts_state = facts ? YADO_FACTS_LOADED : YADO_FACTS_FAILED;
    if (guest->facts_outdated)
        guest->facts_state = YADO_FACTS_NONE;
    guest->facts_outdated = FALSE;
}

static void
on_facts_fetched_cb(GObject *source, GAsyncResult *result, gpointer data)
{
    g_autoptr(Request) request = data;
    YadoHost *self = request->host;
    g_autoptr(GError) error = NULL;
    YadoGuestFacts *facts = yado_backend_get_facts_finish(YADO_BACKEND(source), result, &error);

    if (!yado_host_is_current(self, result)) {
        yado_guest_facts_free(facts);
        return;
    }
    self->facts_in_flight--;
    take_answer(request->guest, facts);
    if (request->guest->facts_state == YADO_FACTS_NONE && is_visible(self, request->guest))
        yado_host_want_facts(self, request->guest);
    if (facts && request->guest->host)
        yado_host_queue_changed(self, request->guest);
    if (g_error_matches(error, YADO_ERROR, YADO_ERROR_CONNECTION))
        yado_host_lose_part(self, YADO_BACKEND(source), error);
    /* The guests of a part that is still there are waited for. */
    yado_host_pump_facts(self);
}

static void
fetch(YadoHost *self, YadoGuest *guest)
{
    YadoBackend *backend = yado_guest_get_backend(guest);
    Request *request;

    if (!backend) {
        guest->facts_state = YADO_FACTS_FAILED;
        return;
    }
    request = g_new0(Request, 1);
    request->host = g_object_ref(self);
    request->guest = g_object_ref(guest);
    guest->facts_state = YADO_FACTS_LOADING;
    self->facts_in_flight++;
    yado_backend_get_facts_async(backend, guest->uuid, self->cancellable, on_facts_fetched_cb,
                                 request);
}

static gboolean
fetch_urgent(YadoHost *self)
{
    g_autoptr(YadoGuest) guest = g_queue_pop_head(&self->urgent_facts);

    if (!guest)
        return FALSE;
    if (guest->host == self && guest->facts_state == YADO_FACTS_QUEUED)
        fetch(self, guest);
    return TRUE;
}

/* The next in the list that is not known; the cursor goes round. */
static YadoGuest *
find_unknown(YadoHost *self)
{
    for (guint i = 0; i < self->guests->len; i++) {
        guint at = (self->facts_cursor + i) % self->guests->len;
        YadoGuest *guest = self->guests->pdata[at];

        if (guest->facts_state == YADO_FACTS_NONE) {
            self->facts_cursor = at + 1;
            return guest;
        }
    }
    return NULL;
}

static gboolean
on_pace_due_cb(gpointer data)
{
    YadoHost *self = data;

    self->facts_source = 0;
    self->facts_budget = PACE_GUESTS;
    yado_host_pump_facts(self);
    return G_SOURCE_REMOVE;
}

/* FALSE: nothing to do, or not now. */
static gboolean
fetch_background(YadoHost *self)
{
    YadoGuest *guest;

    if (!self->all_facts_wanted) {
        if (!yado_host_is_watched(self) || !self->listed)
            return FALSE;
        if (self->facts_budget == 0) {
            if (!self->facts_source)
                self->facts_source = g_timeout_add(PACE_MILLISECONDS, on_pace_due_cb, self);
            return FALSE;
        }
    }
    guest = find_unknown(self);
    if (!guest)
        return FALSE;
    if (!self->all_facts_wanted)
        self->facts_budget--;
    fetch(self, guest);
    return TRUE;
}

/* Cheap when nothing is unknown: the pace timer does not run then. */
static gboolean
has_unknown(YadoHost *self)
{
    guint cursor = self->facts_cursor;
    gboolean found = find_unknown(self) != NULL;

    self->facts_cursor = cursor;
    return found;
}

void
yado_host_pump_facts(YadoHost *self)
{
    guint most = self->all_facts_wanted ? MAX_IN_FLIGHT_LOADING : MAX_IN_FLIGHT;

    if (self->state != YADO_HOST_OPEN)
        return;
    while (self->facts_in_flight < most && fetch_urgent(self))
        ;
    if (self->facts_in_flight < most && has_unknown(self))
        while (self->facts_in_flight < most && fetch_background(self))
            ;
    if (self->facts_in_flight == 0 && self->all_facts_wanted &&
        g_queue_is_empty(&self->urgent_facts))
        yado_host_loads_facts_done(self);
}

void
yado_host_want_all_facts(YadoHost *self)
{
    if (self->state != YADO_HOST_OPEN || !has_unknown(self))
        return;
    self->all_facts_wanted = TRUE;
    yado_host_pump_facts(self);
}

void
yado_host_want_facts(YadoHost *self, YadoGuest *guest)
{
    if (guest->facts_state != YADO_FACTS_NONE)
        return;
    guest->facts_state = YADO_FACTS_QUEUED;
    g_queue_push_tail(&self->urgent_facts, g_object_ref(guest));
}

/* The old facts stay shown until the new ones are there. */
void
yado_host_outdate_facts(YadoHost *self, YadoGuest *guest)
{
    if (guest->facts_state == YADO_FACTS_LOADING) {
        guest->facts_outdated = TRUE;
        return;
    }
    if (guest->facts_state == YADO_FACTS_QUEUED)
        return;
    guest->facts_state = YADO_FACTS_NONE;
    if (is_visible(self, guest))
        yado_host_want_facts(self, guest);
}

/* Their owner may answer now. */
void
yado_host_retry_failed_facts(YadoHost *self)
{
    for (guint i = 0; i < self->guests->len; i++) {
        YadoGuest *guest = self->guests->pdata[i];

        if (guest->facts_state == YADO_FACTS_FAILED)
            yado_host_outdate_facts(self, guest);
    }
}

void
yado_host_stop_facts(YadoHost *self)
{
    g_clear_handle_id(&self->facts_source, g_source_remove);
    g_queue_clear_full(&self->urgent_facts, g_object_unref);
    self->facts_in_flight = 0;
    self->all_facts_wanted = FALSE;
    for (guint i = 0; self->guests && i < self->guests->len; i++) {
        YadoGuest *guest = self->guests->pdata[i];

        if (guest->facts_state != YADO_FACTS_LOADED)
            guest->facts_state = YADO_FACTS_NONE;
        guest->facts_outdated = FALSE;
    }
}
