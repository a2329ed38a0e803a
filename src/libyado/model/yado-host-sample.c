/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Sampling: only while somebody watches, one tick at a time, never more than a twentieth of a core.
 *
 * A tick asks for one sample, and for others to follow it.  Where the back end sends those by itself, each puts off the next tick, which so only
 * comes when they stay away.
 */
#include "config.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>
#include <time.h>

#include "base/yado-error.h"
#include "model/yado-guest-private.h"
#include "model/yado-host-private.h"

#define DEFAULT_INTERVAL 2000
#define MIN_INTERVAL 500
#define MAX_INTERVAL 60000
/* Of one core, that a tick may cost in the mean. */
#define MAX_LOAD 0.05
/* Hosts without bulk statistics: so many guests are all asked each tick; of more, the visible ones and some of the rest. */
#define SMALL_HOST 32
#define REST_GUESTS 16
/* Until then what a sample changed has been drawn. */
#define DRAWN 100
/* After the first listing of a quick host. */
#define FIRST_TICK 100
/* Intervals, that a sample which the back end is to send may stay away. */
#define PATIENCE 3

static void schedule_tick(YadoHost *self, guint milliseconds);

static gint64
get_thread_cpu_time(void)
{
    struct timespec now;

    if (clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now) != 0)
        return 0;
    return now.tv_sec * G_USEC_PER_SEC + now.tv_nsec / 1000;
}

/* Whom to ask, and for what. */

typedef struct {
    GArray *wishes;    /* of YadoWish */
    GHashTable *known; /* YadoGuest -> its place there, from 1 on */
} Wanted;

static void
want(Wanted *wanted, YadoGuest *guest, YadoStatsHas stats)
{
    guint place = GPOINTER_TO_UINT(g_hash_table_lookup(wanted->known, guest));
    YadoWish wish = { .stats = stats };

    if (place > 0) {
        g_array_index(wanted->wishes, YadoWish, place - 1).stats |= stats;
        return;
    }
    if (!guest->host || !yado_guest_is_active(guest))
        return;
    g_strlcpy(wish.uuid, guest->uuid, sizeof(wish.uuid));
    g_array_append_val(wanted->wishes, wish);
    g_hash_table_insert(wanted->known, guest, GUINT_TO_POINTER(wanted->wishes->len));
}

/* Returns what is wanted of the others. */
static YadoStatsHas
want_visible(YadoHost *self, Wanted *wanted)
{
    YadoStatsHas order = 0;
    GHashTableIter iter;
    gpointer value;

    g_hash_table_iter_init(&iter, self->watchers);
    while (g_hash_table_iter_next(&iter, NULL, &value)) {
        YadoHostWatch *watch = value;

        for (guint i = 0; i < watch->visible->len; i++)
            want(wanted, watch->visible->pdata[i], watch->stats);
        order |= watch->order;
    }
    return order;
}

/* The others in turn. */
static void
want_rest(YadoHost *self, Wanted *wanted, YadoStatsHas stats)
{
    guint n = self->guests->len;
    guint most = MAX(wanted->wishes->len + REST_GUESTS, SMALL_HOST);

    for (guint i = 0; i < n && wanted->wishes->len < most; i++)
        want(wanted, self->guests->pdata[self->sample_cursor++ % n], stats);
}

static GArray *
list_wanted(YadoHost *self)
{
    Wanted wanted = { g_array_new(FALSE, FALSE, sizeof(YadoWish)), g_hash_table_new(NULL, NULL) };

    want_rest(self, &wanted, want_visible(self, &wanted));
    g_hash_table_unref(wanted.known);
    return wanted.wishes;
}

/* The machine's own numbers. */

/* libvirt's Xen driver does not tell how busy the machine is (its test driver tells the same for ever): there all guests together, with
 * the control domain, are the machine. */
static double
sum_guests(YadoHost *self)
{
    double sum = 0;

    if (!self->info || self->info->cpus == 0)
        return NAN;
    for (guint i = 0; i < self->guests->len; i++) {
        YadoGuest *guest = self->guests->pdata[i];

        if (!yado_guest_is_active(guest))
            continue;
        if (isnan(yado_guest_get_cpu(guest)))
            return NAN;
        sum += yado_guest_get_cpu(guest) * yado_guest_get_vcpus(guest);
    }
    return MIN(sum / self->info->cpus, 1);
}

static double
read_host_cpu(YadoHost *self, const YadoSample *sample)
{
    if (!self->has_sampled)
        return NAN;
    if (sample->cpu_total == self->last_total)
        return sum_guests(self);
    if (self->last_total == 0 || sample->cpu_total < self->last_total ||
        sample->cpu_busy < self->last_busy)
        return NAN;
    return CLAMP((double)(sample->cpu_busy - self->last_busy) /
                     (double)(sample->cpu_total - self->last_total),
                 0, 1);
}

static void
take_host_numbers(YadoHost *self, const YadoSample *sample)
{
    float values[YADO_N_SERIES] = { NAN, NAN, NAN, NAN };

    self->cpu = read_host_cpu(self, sample);
    self->memory_free = sample->memory_free;
    values[YADO_SERIES_CPU] = self->cpu;
    if (self->info && self->info->memory > 0 && sample->memory_free <= self->info->memory)
        values[YADO_SERIES_MEMORY] = 1 - (double)sample->memory_free / self->info->memory;
    if (!self->history)
        self->history = yado_history_new();
    yado_history_add(self->history, sample->when, values);
}

/* Shut off and saved, or kept after a crash: the counters cannot tell these from each other. */
static gboolean
states_differ(YadoGuest *guest, const YadoGuestStats *stats)
{
    if (!(stats->has & YADO_STATS_STATE) || guest->state == stats->state)
        return FALSE;
    return yado_state_is_active(guest->state) || yado_state_is_active(stats->state);
}

static void
take_guest(YadoHost *self, const YadoGuestStats *stats)
{
    YadoGuest *guest = yado_host_find_guest(self, stats->uuid);

    if (!guest || states_differ(guest, stats)) {
        yado_host_reread_guest(self, stats->uuid, FALSE);
        if (!guest)
            return;
    }
    if (yado_guest_take_stats(guest, stats))
        yado_host_queue_changed(self, guest);
}

void
yado_host_take_sample(YadoHost *self, const YadoSample *sample)
{
    for (guint i = 0; i < sample->guests->len; i++)
        take_guest(self, &g_array_index(sample->guests, YadoGuestStats, i));
    take_host_numbers(self, sample);
    self->has_sampled = TRUE;
    self->last_busy = sample->cpu_busy;
    self->last_total = sample->cpu_total;
    yado_host_flush_changed(self);
    yado_host_emit_sampled(self);
}

/* TRUE: samples follow by themselves. */
static gboolean
follow(YadoHost *self)
{
    gboolean follows = yado_backend_follow(self->backend, self->stretched_interval);

    self->followed_interval = follows ? self->stretched_interval : 0;
    return follows;
}

static void
stop_following(YadoHost *self)
{
    if (self->followed_interval && self->backend)
        yado_backend_follow(self->backend, 0);
    self->followed_interval = 0;
}

/* By more than a tenth. */
static gboolean
is_far(guint interval, guint other)
{
    return MAX(interval, other) - MIN(interval, other) > other / 10;
}

/* What a tick cost, in the workers and here until it was drawn, tells how often we may. */
static gboolean
on_drawn_cb(gpointer data)
{
    YadoHost *self = data;
    gint64 cost = self->sample_cost + get_thread_cpu_time() - self->tick_cpu;
    guint needed;

    self->cost_source = 0;
    self->cost = self->cost > 0 ? 0.7 * self->cost + 0.3 * cost : cost;
    needed = self->cost / MAX_LOAD / 1000;
    self->stretched_interval = CLAMP(needed, self->interval, MAX_INTERVAL);
    if (self->followed_interval && is_far(self->stretched_interval, self->followed_interval))
        follow(self);
    return G_SOURCE_REMOVE;
}

/* The beginning of a tick is where @tick_cpu was read. */
static void
take_tick(YadoHost *self, const YadoSample *sample)
{
    self->sample_cost = sample->cost;
    yado_host_take_sample(self, sample);
    g_clear_handle_id(&self->cost_source, g_source_remove);
    self->cost_source = g_timeout_add(DRAWN, on_drawn_cb, self);
}

void
yado_host_take_sent_sample(YadoHost *self, const YadoSample *sample)
{
    if (!yado_host_is_watched(self) || !self->listed)
        return;
    self->tick_cpu = get_thread_cpu_time();
    schedule_tick(self, self->stretched_interval * PATIENCE);
    take_tick(self, sample);
}

static void
on_sampled_cb(GObject *source, GAsyncResult *result, gpointer data)
{
    g_autoptr(YadoHost) self = data;
    g_autoptr(GError) error = NULL;
    g_autoptr(YadoSample) sample = yado_backend_sample_finish(YADO_BACKEND(source), result, &error);

    if (!yado_host_is_current(self, result))
        return;
    self->is_sampling = FALSE;
    if (!sample) {
        if (g_error_matches(error, YADO_ERROR, YADO_ERROR_CONNECTION))
            yado_host_lose(self, error);
        return;
    }
    take_tick(self, sample);
}

static gboolean
on_tick_due_cb(gpointer data)
{
    YadoHost *self = data;
    g_autoptr(GArray) wishes = NULL;

    self->tick_source = 0;
    if (self->state != YADO_HOST_OPEN || !yado_host_is_watched(self))
        return G_SOURCE_REMOVE;
    schedule_tick(self, self->stretched_interval * (follow(self) ? PATIENCE : 1));
    /* The host is slower than the interval: leave this one out. */
    if (self->is_sampling || !self->listed)
        return G_SOURCE_REMOVE;
    self->is_sampling = TRUE;
    self->tick_cpu = get_thread_cpu_time();
    wishes = list_wanted(self);
    yado_backend_sample_async(self->backend, wishes, self->cancellable, on_sampled_cb,
                              g_object_ref(self));
    return G_SOURCE_REMOVE;
}

static void
schedule_tick(YadoHost *self, guint milliseconds)
{
    g_clear_handle_id(&self->tick_source, g_source_remove);
    self->tick_source = g_timeout_add(milliseconds, on_tick_due_cb, self);
}

gboolean
yado_host_is_watched(YadoHost *self)
{
    return g_hash_table_size(self->watchers) > 0;
}

static void
free_watch(gpointer data)
{
    YadoHostWatch *watch = data;

    g_ptr_array_unref(watch->visible);
    g_free(watch);
}

void
yado_host_init_sampling(YadoHost *self)
{
    self->watchers = g_hash_table_new_full(NULL, NULL, NULL, free_watch);
    self->interval = self->stretched_interval = DEFAULT_INTERVAL;
    self->cpu = NAN;
    self->memory_free = G_MAXUINT64;
}

void
yado_host_start_sampling(YadoHost *self)
{
    if (yado_host_is_watched(self) && !self->tick_source)
        schedule_tick(self, FIRST_TICK);
}

void
yado_host_restart_sampling(YadoHost *self)
{
    if (self->tick_source)
        schedule_tick(self, FIRST_TICK);
}

void
yado_host_stop_sampling(YadoHost *self)
{
    g_clear_handle_id(&self->tick_source, g_source_remove);
    g_clear_handle_id(&self->cost_source, g_source_remove);
    self->followed_interval = 0;
    self->is_sampling = FALSE;
    self->cpu = NAN;
    self->memory_free = G_MAXUINT64;
    self->has_sampled = FALSE;
}

void
yado_host_clear_sampling(YadoHost *self)
{
    if (self->watchers)
        g_hash_table_remove_all(self->watchers);
}

static void
look_at(YadoHost *self, gpointer watcher, YadoGuest *const *visible, guint n, YadoStatsHas stats,
        YadoStatsHas order)
{
    YadoHostWatch *watch = g_new0(YadoHostWatch, 1);

    watch->visible = g_ptr_array_new_full(n, g_object_unref);
    watch->stats = stats | order;
    watch->order = order;
    for (guint i = 0; i < n; i++) {
        g_ptr_array_add(watch->visible, g_object_ref(visible[i]));
        if (visible[i]->host == self)
            yado_host_want_facts(self, visible[i]);
    }
    g_hash_table_replace(self->watchers, watcher, watch);
}

void
yado_host_watch(YadoHost *self, gpointer watcher, YadoGuest *const *visible, guint n_visible)
{
    yado_host_watch_rows(self, watcher, visible, n_visible, YADO_STATS_DEVICES, 0);
}

void
yado_host_watch_rows(YadoHost *self, gpointer watcher, YadoGuest *const *visible, guint n_visible,
                     YadoStatsHas stats, YadoStatsHas order)
{
    gboolean was_watched;

    g_return_if_fail(YADO_IS_HOST(self));
    was_watched = yado_host_is_watched(self);
    if (!visible) {
        g_hash_table_remove(self->watchers, watcher);
        if (!yado_host_is_watched(self)) {
            g_clear_handle_id(&self->tick_source, g_source_remove);
            stop_following(self);
        }
        return;
    }
    look_at(self, watcher, visible, n_visible, stats, order);
    if (self->state != YADO_HOST_OPEN)
        return;
    if (!was_watched)
        yado_host_start_sampling(self);
    yado_host_pump_facts(self);
}

void
yado_host_set_interval(YadoHost *self, guint milliseconds)
{
    g_return_if_fail(YADO_IS_HOST(self));
    self->interval = MAX(milliseconds, MIN_INTERVAL);
    self->stretched_interval = self->interval;
    if (self->followed_interval)
        follow(self);
    else if (self->tick_source)
        schedule_tick(self, self->interval);
}

guint
yado_host_get_interval(YadoHost *self)
{
    return self->interval;
}

guint
yado_host_get_stretched_interval(YadoHost *self)
{
    return self->stretched_interval;
}

/* By more than what may come and go with the next tick. */
static gboolean
is_stretched(YadoHost *self)
{
    return self->state == YADO_HOST_OPEN && self->stretched_interval * 4 >= self->interval * 5;
}

static guint
get_seconds(guint milliseconds)
{
    return MAX((milliseconds + 500) / 1000, 1);
}

char *
yado_host_dup_pace(YadoHost *self)
{
    g_return_val_if_fail(YADO_IS_HOST(self), NULL);
    if (!is_stretched(self))
        return NULL;
    return g_strdup_printf(_("every %u s"), get_seconds(self->stretched_interval));
}

char *
yado_host_explain_pace(YadoHost *self)
{
    g_return_val_if_fail(YADO_IS_HOST(self), NULL);
    if (!is_stretched(self))
        return NULL;
    return g_strdup_printf(_("The numbers are read every %u s instead of every %u s: reading them "
                             "takes too much of a processor."),
                           get_seconds(self->stretched_interval), get_seconds(self->interval));
}
