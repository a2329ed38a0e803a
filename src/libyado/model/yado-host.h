/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * yado-host.h: one hypervisor host and its guests.
 *
 * Life: CLOSED -> OPENING -> OPEN -> (LOST -> OPENING …) -> CLOSED.  A lost connection keeps its guests, marked stale, and is tried again after 1, 2, 4 … 60 seconds.
 * GListModel of YadoGuest in the order they were found; use YadoTable to sort and filter.
 *
 * Signals: "state-changed"; "guests-changed" (GPtrArray of YadoGuest *: these rows may look different now; once per tick at most);
 * "sampled" (the host's own numbers are new); "facts-known" (what yado_host_want_all_facts() asked for is there);
 * "log-changed" (the hypervisor's log was emptied).
 */
#pragma once

#include "model/yado-guest.h"

G_BEGIN_DECLS

typedef enum { YADO_HOST_CLOSED, YADO_HOST_OPENING, YADO_HOST_OPEN, YADO_HOST_LOST } YadoHostState;

#define YADO_TYPE_HOST (yado_host_get_type())
G_DECLARE_FINAL_TYPE(YadoHost, yado_host, YADO, HOST, GObject)

/* @prompt (nullable) answers credential questions. */
YadoHost *yado_host_new(const char *uri, YadoPrompt *prompt);
/* Another one to ask, from the next attempt to open on. */
void yado_host_set_prompt(YadoHost *self, YadoPrompt *prompt);

const char *yado_host_get_uri(YadoHost *self);
const char *yado_host_get_label(YadoHost *self); /* the user's, else the hostname, else the URI */
const char *yado_host_get_own_label(YadoHost *self); /* what the user gave it, or NULL */
void yado_host_set_label(YadoHost *self, const char *label);
gboolean yado_host_get_autoconnect(YadoHost *self);
void yado_host_set_autoconnect(YadoHost *self, gboolean autoconnect);
gboolean yado_host_is_demo(YadoHost *self);
/* Its address names a machine: paths of the host are not paths here. */
gboolean yado_host_is_remote(YadoHost *self);

/* open: errors as from the back end; also kept: yado_host_get_error(). */
void yado_host_open_async(YadoHost *self, YadoOpenFlags flags, GCancellable *cancellable,
                          GAsyncReadyCallback callback, gpointer user_data);
gboolean yado_host_open_finish(YadoHost *self, GAsyncResult *result, GError **error);
void yado_host_close(YadoHost *self);

YadoHostState yado_host_get_state(YadoHost *self);
const char *
yado_host_get_state_label(YadoHost *self); /* translated: "Connected", "Lost, next try in 4 s" */
const GError *yado_host_get_error(YadoHost *self); /* why it is CLOSED or LOST, or NULL */
gboolean yado_host_is_stale(YadoHost *self);
/* NULL until it has arrived ("state-changed"): soon after OPEN with YADO_OPEN_EVENTS, else with a load of more than the list. */
const YadoHostInfo *yado_host_get_info(YadoHost *self);
YadoBackend *yado_host_get_backend(YadoHost *self); /* NULL unless OPEN */
/* What of it cannot be shown and why, a line for each ("Guests made by xl are not shown: …"); NULL: all is there.  It is no error: the rest works.
 * "state-changed" tells when it is another.  (transfer full) */
char *yado_host_dup_note(YadoHost *self);
gboolean yado_host_has(YadoHost *self, const char *capability, const char **reason);

/* The machine's own numbers. */
double yado_host_get_cpu(YadoHost *self);          /* share of all CPUs, NAN unknown */
guint64 yado_host_get_memory_free(YadoHost *self); /* bytes; G_MAXUINT64 unknown */
const YadoHistory *yado_host_get_history(YadoHost *self);
guint yado_host_get_n_running(YadoHost *self);
/* Whether the first full listing has arrived. */
gboolean yado_host_is_listed(YadoHost *self);

YadoGuest *yado_host_find_guest(YadoHost *self, const char *uuid); /* borrowed or NULL */
/* By uuid, name, id, or glob over names; with "xl/" or "libvirt/" before it only guests of that owner.  Of YadoGuest, maybe empty; several of the same name
 * belong to several owners. (transfer full) */
GPtrArray *yado_host_match_guests(YadoHost *self, const char *pattern);

/* What acts for guests of @owner, and makes them; NULL: it is not open. Borrowed. */
YadoBackend *yado_host_get_owner_backend(YadoHost *self, YadoGuestOwner owner);
/* Whether guests of @owner would be in a listing. */
gboolean yado_host_sees_owner(YadoHost *self, YadoGuestOwner owner);

/* Whether it was opened to tell what changes: one-shot commands do without. */
gboolean yado_host_wants_events(YadoHost *self);

/* Tries again what could not be opened of a host that is OPEN. */
void yado_host_retry_parts(YadoHost *self);
/* Reads the machine in detail; yado_host_get_details() has it then, and "state-changed" tells. */
void yado_host_load_details_async(YadoHost *self, GCancellable *cancellable,
                                  GAsyncReadyCallback callback, gpointer user_data);
gboolean yado_host_load_details_finish(YadoHost *self, GAsyncResult *result, GError **error);
/* As last read, or NULL. */
const YadoHostDetails *yado_host_get_details(YadoHost *self);
/* What the hypervisor wrote since it started.  (transfer full) */
void yado_host_get_log_async(YadoHost *self, GCancellable *cancellable,
                             GAsyncReadyCallback callback, gpointer user_data);
char *yado_host_get_log_finish(YadoHost *self, GAsyncResult *result, GError **error);
/* Empties it, as @job; "log-changed" tells when that is done. The host is OPEN. */
void yado_host_clear_log(YadoHost *self, YadoJob *job);

/* The guests that have a disk @path, or a card in @network, as far as their configurations were read.  Of YadoGuest. (transfer full) */
GPtrArray *yado_host_list_disk_users(YadoHost *self, const char *path);
/* The same of a volume of @pool (nullable), whichever way they name it. */
GPtrArray *yado_host_list_volume_users(YadoHost *self, const char *pool,
                                       const YadoResource *volume);
/* Only those that have it as a disk of their own: no medium in a drive, not read only, not made to be shared. */
GPtrArray *yado_host_list_disk_owners(YadoHost *self, const char *path);
GPtrArray *yado_host_list_network_users(YadoHost *self, const char *network);

/* The guest that has a card with the address @mac, other than @except (nullable); NULL: nobody, as far as is known. Borrowed. */
YadoGuest *yado_host_find_mac_owner(YadoHost *self, const char *mac, YadoGuest *except);

/* The configurations that are not known yet are read at once, a few at a time; "facts-known" when there are none left. Waits for nothing. */
void yado_host_want_all_facts(YadoHost *self);

/* Lists everything again now. */
void yado_host_refresh(YadoHost *self);
/* Answers when a full listing (and with @facts all facts, with @samples two samples) is there: for one-shot commands. */
typedef enum {
    YADO_LOAD_LIST = 0,
    YADO_LOAD_FACTS = 1 << 0,
    YADO_LOAD_STATS = 1 << 1,
    YADO_LOAD_RATES = 1 << 2,
    YADO_LOAD_PLAIN =
        1 << 3, /* samples without disks and cards, which may cost calls of their own */
    YADO_LOAD_INFO = 1 << 4 /* what the machine is; comes with each of the others too */
} YadoLoadFlags;
void yado_host_load_async(YadoHost *self, YadoLoadFlags flags, YadoListFlags list_flags,
                          GCancellable *cancellable, GAsyncReadyCallback callback,
                          gpointer user_data);
gboolean yado_host_load_finish(YadoHost *self, GAsyncResult *result, GError **error);

/*
 * Sampling happens only while somebody watches.  @watcher (any pointer, e.g. a window) sees @n_visible guests of this host now: those are sampled each
 * tick (and their facts read first), the others in turn.  @visible NULL: @watcher looks away.
 */
void yado_host_watch(YadoHost *self, gpointer watcher, YadoGuest *const *visible, guint n_visible);
/* The same for a list that shows only some numbers: @stats, of YADO_STATS_DEVICES, are read of what is visible, @order of the others as well. */
void yado_host_watch_rows(YadoHost *self, gpointer watcher, YadoGuest *const *visible,
                          guint n_visible, YadoStatsHas stats, YadoStatsHas order);
/* Milliseconds between ticks (default 2000, at least 500), and what it is now when a tick costs too much (5 % of a core). */
void yado_host_set_interval(YadoHost *self, guint milliseconds);
guint yado_host_get_interval(YadoHost *self);
guint yado_host_get_stretched_interval(YadoHost *self);
/* "every 6 s", and a sentence that says why, while it is stretched; else NULL. (transfer full) */
char *yado_host_dup_pace(YadoHost *self);
char *yado_host_explain_pace(YadoHost *self);

G_END_DECLS
