/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * yado-guest-private.h: how a host changes its guests.  Main context only.
 */
#pragma once

#include "model/yado-guest.h"

G_BEGIN_DECLS

/* Only guests that were sampled have one. */
typedef struct {
    YadoGuestStats last;
    gboolean has_last;
    int last_id; /* counters start anew with it */
    double cpu, disk_rate, net_rate;
    guint quiet; /* samples in a row that looked the same */
    YadoHistory *history;
} YadoGuestSamples;

/* What is seldom known of a guest. */
typedef struct {
    char *reason, *note;
    gint64 started_at; /* monotonic; 0: not seen */
} YadoGuestExtras;

typedef enum {
    YADO_FACTS_NONE,   /* not asked for yet, or told to be outdated */
    YADO_FACTS_QUEUED, /* waits for its turn */
    YADO_FACTS_LOADING,
    YADO_FACTS_LOADED,
    YADO_FACTS_FAILED, /* not tried again before something changes */
} YadoFactsState;

/* There are thousands of them: small things lie together. */
struct _YadoGuest {
    GObject parent_instance;
    YadoHost *host; /* not owned; NULL once gone */
    char *name;
    YadoGuestExtras *extras; /* NULL: nothing */
    YadoGuestFacts *facts;
    YadoGuestSamples *samples;
    int id;
    guint serial, name_serial, configuration_serial;
    guint generation; /* of the full listing that it was last in */
    char uuid[YADO_UUID_LENGTH + 1];
    gint8 autostart, persistent;
    YadoGuestState state : 8;
    YadoGuestOwner owner : 8; /* as its back end told */
    YadoFactsState facts_state : 8;
    guint changed_queued : 1;
    guint configuration_changed : 1; /* an event said so, the guest is being read again */
    guint facts_outdated : 1;        /* changed while they were being loaded */
};

YadoGuest *yado_guest_new(YadoHost *host, const YadoGuestRecord *record);
/* TRUE when something that can be shown changed. */
gboolean yado_guest_update(YadoGuest *self, const YadoGuestRecord *record);
void yado_guest_take_facts(YadoGuest *self, YadoGuestFacts *facts);
gboolean yado_guest_take_stats(YadoGuest *self, const YadoGuestStats *stats);
/* The host forgets it: it stays readable for those who still hold it. */
void yado_guest_drop(YadoGuest *self);
/* It is not listed because its owner does not answer. TRUE when something that can be shown changed. */
gboolean yado_guest_set_unseen(YadoGuest *self);
/* Its owner's back end, or NULL: yado-host-parts.c. */
YadoBackend *yado_guest_get_backend(YadoGuest *self);
/* Who does @operation with it, or NULL. */
YadoBackend *yado_guest_get_runner(YadoGuest *self, const char *operation);
gboolean yado_state_is_active(YadoGuestState state);

G_END_DECLS
