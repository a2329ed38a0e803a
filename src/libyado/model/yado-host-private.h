/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * yado-host-private.h: what the files of the host share.  Everything runs on the main context.
 *
 * A connection's calls carry `cancellable`; it is replaced with each connection, so an answer whose cancellable is not the host's own comes from an
 * earlier one and is dropped: yado_host_is_current().
 */
#pragma once

#include "model/yado-host.h"

G_BEGIN_DECLS

typedef struct _YadoHostMerge YadoHostMerge;

/* What one of those who look sees. */
typedef struct {
    GPtrArray *visible; /* of YadoGuest */
    YadoStatsHas stats; /* of the devices of these */
    YadoStatsHas order; /* and of all others, since they are sorted by it */
} YadoHostWatch;

struct _YadoHost {
    GObject parent_instance;
    char *uri, *label;
    gboolean autoconnect;
    YadoPrompt *prompt;

    /* Connection: yado-host.c */
    YadoHostState state;
    GError *error;
    YadoBackend *backend;
    YadoHostInfo *info;
    YadoHostDetails *details; /* NULL: nobody asked */
    gboolean is_info_wanted;  /* it was asked for, and has not come yet */
    YadoOpenFlags open_flags;
    GCancellable *cancellable;
    GList *open_tasks; /* of GTask */
    guint retry_source;
    guint retry_seconds;
    gint64 retry_at;

    /* Guests: yado-host-list.c */
    GPtrArray *guests;
    GHashTable *by_uuid;    /* a set of the guests' own uuids: half as large as a map to them */
    GHashTable *disk_users; /* yado-host-users.c; NULL: to be looked up again */
    guint n_running;
    gboolean listed;
    gboolean is_listing, full_wanted;
    YadoListFlags list_flags;
    guint generation;    /* number of the newest full listing */
    GHashTable *pending; /* uuids to read again */
    guint pending_source;
    YadoHostMerge *merge;
    guint guard_source;
    gint64 listed_at;
    GPtrArray *changed; /* waiting for "guests-changed" */
    guint changed_source;
    gint64 flushed_at;

    /* Facts: yado-host-facts.c */
    GQueue urgent_facts; /* of YadoGuest (owned) */
    guint facts_cursor;
    guint facts_in_flight;
    guint facts_budget;
    guint facts_source;
    gboolean all_facts_wanted;

    /* Sampling: yado-host-sample.c */
    GHashTable *watchers; /* watcher -> YadoHostWatch */
    guint tick_source;
    gboolean is_sampling;
    guint interval, stretched_interval;
    guint sample_cursor;
    guint cost_source;
    gint64 tick_cpu;         /* of the main thread when the tick began */
    gint64 sample_cost;      /* of the workers, for this tick */
    double cost;             /* smoothed, microseconds of CPU for each tick */
    guint followed_interval; /* samples come by themselves, so often; 0: they must be asked for */
    gboolean has_sampled;
    guint64 last_busy, last_total; /* of the machine's processors, at the last sample */
    double cpu;
    guint64 memory_free;
    YadoHistory *history;

    GList *loads; /* yado-host-load.c: of Load */
};

/* Connection. */
gboolean yado_host_is_current(YadoHost *self, GAsyncResult *result);
void yado_host_lose(YadoHost *self, const GError *error);
void yado_host_fetch_info(YadoHost *self);
/* The machine has told what it is, or cannot. */
void yado_host_loads_informed(YadoHost *self);

/* Two back ends: yado-host-parts.c. */
/* A call of @backend, the host's own or a part of it, failed because the host is gone. */
void yado_host_lose_part(YadoHost *self, YadoBackend *backend, const GError *error);
const char *yado_host_get_open_label(YadoHost *self);

/* Listing. */
void yado_host_init_list(YadoHost *self);
void yado_host_start_list(YadoHost *self); /* after opening */
void yado_host_stop_list(YadoHost *self);  /* the connection is gone; guests stay */
void yado_host_clear_list(YadoHost *self); /* guests go, too */
void yado_host_reread_guest(YadoHost *self, const char *uuid, gboolean facts_too);
void yado_host_queue_changed(YadoHost *self, YadoGuest *guest);
void yado_host_flush_changed(YadoHost *self);
void yado_host_emit_guests_changed(YadoHost *self, GPtrArray *guests);
void yado_host_emit_sampled(YadoHost *self);

/* Facts. */
void yado_host_want_facts(YadoHost *self, YadoGuest *guest);
void yado_host_pump_facts(YadoHost *self);
void yado_host_stop_facts(YadoHost *self);
void yado_host_outdate_facts(YadoHost *self, YadoGuest *guest);
void yado_host_retry_failed_facts(YadoHost *self);

/* Sampling. */
void yado_host_init_sampling(YadoHost *self);
void yado_host_start_sampling(YadoHost *self);
/* Who sends samples came or went. */
void yado_host_restart_sampling(YadoHost *self);
void yado_host_stop_sampling(YadoHost *self);
void yado_host_clear_sampling(YadoHost *self);
gboolean yado_host_is_watched(YadoHost *self);
void yado_host_take_sample(YadoHost *self, const YadoSample *sample);
/* One that was not asked for. */
void yado_host_take_sent_sample(YadoHost *self, const YadoSample *sample);

/* Loading. */
void yado_host_loads_listed(YadoHost *self, guint generation, const GError *error);
void yado_host_loads_facts_done(YadoHost *self);
void yado_host_fail_loads(YadoHost *self, const GError *error);

G_END_DECLS
