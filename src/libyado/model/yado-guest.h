/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * yado-guest.h: a guest as the interface shows it.
 *
 * Made and changed only by its host (yado-host.h), on the main context.  Getters borrow and never block; what is not known yet is
 * NULL, 0 or UNKNOWN, and arrives with the host's "guests-changed".
 */
#pragma once

#include "backend/yado-backend.h"
#include "model/yado-history.h"

G_BEGIN_DECLS

typedef struct _YadoHost YadoHost;

#define YADO_TYPE_GUEST (yado_guest_get_type())
G_DECLARE_FINAL_TYPE(YadoGuest, yado_guest, YADO, GUEST, GObject)

YadoHost *yado_guest_get_host(YadoGuest *self); /* NULL once the guest is gone */
const char *yado_guest_get_uuid(YadoGuest *self);
const char *yado_guest_get_name(YadoGuest *self);
int yado_guest_get_id(YadoGuest *self); /* -1: not running */
YadoGuestState yado_guest_get_state(YadoGuest *self);
const char *yado_guest_get_reason(YadoGuest *self);
/* What those who tell of it disagree about ("libvirt still says: Running"), or NULL. */
const char *yado_guest_get_note(YadoGuest *self);
/* "Paused (paused by its watchdog)": the state's label with what else is known of it.  (transfer full) */
char *yado_guest_dup_state_text(YadoGuest *self);
gboolean yado_guest_is_active(
    YadoGuest *self); /* running, paused, stopping, suspended, or crashed and kept */
gboolean yado_guest_is_gone(YadoGuest *self);
YadoGuestKind yado_guest_get_kind(YadoGuest *self);
YadoGuestOwner yado_guest_get_owner(YadoGuest *self);
int yado_guest_get_autostart(YadoGuest *self);  /* 0, 1, -1 unknown */
int yado_guest_get_persistent(YadoGuest *self); /* 0, 1, -1 unknown */
const char *yado_guest_get_title(YadoGuest *self);
const char *yado_guest_get_description(YadoGuest *self);
const char *yado_guest_get_os(YadoGuest *self);
const char *const *yado_guest_get_tags(YadoGuest *self); /* never NULL */
guint yado_guest_get_vcpus(YadoGuest *self);             /* 0: not known */
guint yado_guest_get_vcpus_maximum(YadoGuest *self);
guint64
yado_guest_get_memory(YadoGuest *self); /* bytes now (or that it will start with); 0: not known */
guint64 yado_guest_get_memory_maximum(YadoGuest *self);
double yado_guest_get_cpu(YadoGuest *self);          /* share of its vCPUs, NAN unknown */
double yado_guest_get_cpu_host(YadoGuest *self);     /* share of the whole machine, NAN unknown */
double yado_guest_get_memory_share(YadoGuest *self); /* of the host's memory, NAN unknown */
double yado_guest_get_disk_rate(YadoGuest *self);    /* bytes/s, NAN unknown */
double yado_guest_get_net_rate(YadoGuest *self);
gint64 yado_guest_get_uptime(
    YadoGuest *self); /* seconds since its start, as the host tells or we saw it; or -1 */
/* As last sampled, of its present run; NULL: not yet. */
const YadoGuestStats *yado_guest_get_counters(YadoGuest *self);
const YadoHistory *yado_guest_get_history(YadoGuest *self); /* NULL: nothing sampled yet */
/* Of YadoDeviceFacts; NULL while not known. */
GPtrArray *yado_guest_get_disks(YadoGuest *self);
GPtrArray *yado_guest_get_nics(YadoGuest *self);
const char *yado_guest_get_graphics(YadoGuest *self);
gboolean yado_guest_has_facts(YadoGuest *self);
/* The first @n of @guests: "web-07, mail", translated and fit for one line. (transfer full) */
char *yado_guests_join_names(GPtrArray *guests, guint n);
/* Other guests of the same host whose configuration (as far as it is known) names @path as a disk. (transfer container) */
GPtrArray *yado_guest_list_sharing(YadoGuest *self, const char *path);
/* Grows by one with every change that a list could show: cheap "is my row stale?" */
guint yado_guest_get_serial(YadoGuest *self);
/* Grows by one with each new name, from 1: what is made of a name need not keep the name. */
guint yado_guest_get_name_serial(YadoGuest *self);
/* Grows when the host tells that the stored or the running configuration changed, by whomever: an open page reads it again. */
guint yado_guest_get_configuration_serial(YadoGuest *self);

/* The words for the line under the list: what is special about it, or "".  (transfer full) */
char *yado_guest_describe(YadoGuest *self);

/* Whether the one who owns the guest is connected: of a Xen host libvirt and xl are, each by itself.  @reason (nullable), when not: why. */
gboolean yado_guest_is_reachable(YadoGuest *self, const char **reason);
/* Whether the one who owns the guest can do this; @reason (nullable) as of yado_backend_has(). */
gboolean yado_guest_has(YadoGuest *self, const char *capability, const char **reason);
gboolean yado_guest_can_run(YadoGuest *self, const char *operation, const char **reason);
/* On a Xen host, the two tool sets that could own the guest: its owner's, and the other one.  FALSE with @reason (nullable, static): one
 * is not connected, or the host has one only.  (transfer full) */
gboolean yado_guest_ref_owners(YadoGuest *self, YadoBackend **owner, YadoBackend **other,
                               const char **reason);

/* The configuration; asynchronous, see yado-backend.h. */
void yado_guest_get_document_async(YadoGuest *self, YadoConfiguration which,
                                   GCancellable *cancellable, GAsyncReadyCallback callback,
                                   gpointer user_data);
YadoDocument *yado_guest_get_document_finish(YadoGuest *self, GAsyncResult *result, GError **error);
void yado_guest_apply_async(YadoGuest *self, YadoDocument *document, YadoApplyFlags flags,
                            GCancellable *cancellable, GAsyncReadyCallback callback,
                            gpointer user_data);
YadoDocument *yado_guest_apply_finish(YadoGuest *self, GAsyncResult *result, char **dropped,
                                      GError **error);
void yado_guest_apply_text_async(YadoGuest *self, const char *base_text, const char *text,
                                 gboolean force, GCancellable *cancellable,
                                 GAsyncReadyCallback callback, gpointer user_data);
gboolean yado_guest_apply_text_finish(YadoGuest *self, GAsyncResult *result, GError **error);
/* Its snapshots, to read: of YadoSnapshotRecord in any order (yado-snapshots.h brings them in one).  (transfer full) */
void yado_guest_list_snapshots_async(YadoGuest *self, GCancellable *cancellable,
                                     GAsyncReadyCallback callback, gpointer user_data);
GPtrArray *yado_guest_list_snapshots_finish(YadoGuest *self, GAsyncResult *result, GError **error);
/* Its consoles (of YadoConsoleRecord), and one of them opened, see yado-backend.h; yado-console-link.h keeps one open.  (transfer full) */
void yado_guest_list_consoles_async(YadoGuest *self, GCancellable *cancellable,
                                    GAsyncReadyCallback callback, gpointer user_data);
GPtrArray *yado_guest_list_consoles_finish(YadoGuest *self, GAsyncResult *result, GError **error);
void yado_guest_open_console_async(YadoGuest *self, const char *id, YadoConsoleFlags flags,
                                   GCancellable *cancellable, GAsyncReadyCallback callback,
                                   gpointer user_data);
GIOStream *yado_guest_open_console_finish(YadoGuest *self, GAsyncResult *result, GError **error);
/* Its counters by processor, disk and card; NOT_FOUND when it does not run.  (transfer full) */
void yado_guest_sample_devices_async(YadoGuest *self, GCancellable *cancellable,
                                     GAsyncReadyCallback callback, gpointer user_data);
YadoDeviceSample *yado_guest_sample_devices_finish(YadoGuest *self, GAsyncResult *result,
                                                   GError **error);
/* On which processors it runs and how large its share is.  (transfer full) */
void yado_guest_get_scheduling_async(YadoGuest *self, GCancellable *cancellable,
                                     GAsyncReadyCallback callback, gpointer user_data);
YadoScheduling *yado_guest_get_scheduling_finish(YadoGuest *self, GAsyncResult *result,
                                                 GError **error);
/* Starts a back-end operation as @job. */
void yado_guest_start(YadoGuest *self, const char *operation, YadoDocument *arguments,
                      YadoJob *job);

G_END_DECLS
