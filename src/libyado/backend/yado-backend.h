/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * yado-backend.h: what reaches a hypervisor.
 *
 * A back end implements the functions of YadoBackendInterface, which BLOCK and are called in worker threads, several at once;
 * callers use the _async() wrappers below, which run them in the back end's own threads (at most 8, so that a slow host delays only
 * itself) and answer on the main context. An async call that is cancelled answers at once; the worker's late result is dropped.
 * A NULL function is a missing capability.
 *
 * Signals, always on the main context:
 *   "guest-event" (const char *uuid, int YadoBackendEvent): a hint that this guest changed; re-read it, never trust an order.
 *   "sampled" (const YadoSample *sample, borrowed): one of those that yado_backend_follow() asked for.
 *   "closed" (const GError *error): the connection broke; every call fails from now on.
 */
#pragma once

#include "backend/yado-depth.h"
#include "backend/yado-records.h"
#include "backend/yado-resource.h"
#include "base/yado-prompt.h"
#include "job/yado-job.h"

G_BEGIN_DECLS

#define YADO_TYPE_BACKEND (yado_backend_get_type())
G_DECLARE_INTERFACE(YadoBackend, yado_backend, YADO, BACKEND, GObject)

typedef enum {
    YADO_OPEN_EVENTS = 1 << 0, /* deliver "guest-event"; one-shot commands go without */
    YADO_OPEN_READ_ONLY = 1 << 1,
    YADO_OPEN_WHOLE =
        1 << 2, /* open when every part of the host has answered, not when the first has */
} YadoOpenFlags;

typedef enum {
    YADO_EVENT_LIFECYCLE,     /* state or id may have changed, or it is new */
    YADO_EVENT_REMOVED,       /* its definition is gone */
    YADO_EVENT_CONFIGURATION, /* its definition changed: name, title, devices, tags */
} YadoBackendEvent;

typedef enum {
    YADO_LIST_STATE = 0,          /* name, uuid, id, state */
    YADO_LIST_SAVED = 1 << 0,     /* tell SHUT_OFF from SAVED */
    YADO_LIST_AUTOSTART = 1 << 1, /* autostart, persistent */
} YadoListFlags;

typedef enum {
    YADO_CONFIGURATION_ACTIVE,   /* what runs now; the stored one when it does not run */
    YADO_CONFIGURATION_INACTIVE, /* what the next start will use, with secrets; the one to edit */
} YadoConfiguration;

typedef enum {
    YADO_APPLY_STORED = 1 << 0, /* into the stored configuration */
    YADO_APPLY_LIVE = 1 << 1,   /* what can be, into the running guest */
    YADO_APPLY_FORCE = 1 << 2,  /* replay even where somebody else changed the old value */
} YadoApplyFlags;

typedef enum {
    YADO_CONSOLE_FORCE = 1 << 0, /* take it from whoever holds it */
} YadoConsoleFlags;

/* Capabilities, by name; yado_backend_has(). */
#define YADO_CAP_EVENTS "events"
#define YADO_CAP_BULK_STATS "stats.bulk"
#define YADO_CAP_RESET "guest.reset"
#define YADO_CAP_SAVE "guest.save"
#define YADO_CAP_RENAME "guest.rename"
#define YADO_CAP_MEMORY_LIVE "memory.live"
#define YADO_CAP_VCPU_LIVE "vcpu.live"
#define YADO_CAP_METADATA "guest.metadata"
#define YADO_CAP_XML "configuration.xml"
#define YADO_CAP_CONSOLE "guest.console"
#define YADO_CAP_JOB_CANCEL "job.cancel"
#define YADO_CAP_SNAPSHOTS "guest.snapshots"
#define YADO_CAP_STORAGE "host.storage"
#define YADO_CAP_NETWORKS "host.networks"
#define YADO_CAP_INTERFACES "host.interfaces"
#define YADO_CAP_DEVICES "host.devices"
#define YADO_CAP_ASSIGNABLE "host.assignable"
#define YADO_CAP_HOST_DETAILS "host.details"
#define YADO_CAP_HOST_LOG "host.log"
#define YADO_CAP_POOLS "host.pools"
#define YADO_CAP_DEVICE_STATS "stats.devices"
#define YADO_CAP_SCHEDULING "guest.scheduling"
#define YADO_CAP_SOFT_AFFINITY "pin.soft"
#define YADO_CAP_DEFINE "guest.define"
#define YADO_CAP_MIGRATE "guest.migrate"
#define YADO_CAP_MIGRATE_SPEED "migrate.speed"
#define YADO_CAP_HOTPLUG "devices.live" /* of which: yado-hotplug.h */

struct _YadoBackendInterface {
    GTypeInterface parent;

    /* What it was made for; any thread.  (transfer none) */
    const char *(*get_uri)(YadoBackend *self);
    gboolean (*open)(YadoBackend *self, YadoPrompt *prompt, YadoOpenFlags flags,
                     GCancellable *cancellable, GError **error);
    void (*close)(YadoBackend *self);
    /* Non-blocking, any thread, after open. @reason (nullable): a translated sentence, static or owned by the back end. */
    gboolean (*has)(YadoBackend *self, const char *capability, const char **reason);

    YadoHostInfo *(*get_host_info)(YadoBackend *self, GCancellable *cancellable, GError **error);
    /* @uuids NULL: all guests, in a number of calls that does not depend on how many there are.
     * Of YadoGuestRecord; a uuid that is not there is left out. */
    GPtrArray *(*list)(YadoBackend *self, const char *const *uuids, YadoListFlags flags,
                       GCancellable *cancellable, GError **error);
    /* @wishes (nullable): of YadoWish, what is wanted when the host has no bulk statistics. */
    YadoSample *(*sample)(YadoBackend *self, const GArray *wishes, GCancellable *cancellable,
                          GError **error);
    /* (nullable) See yado_backend_follow(); called on the main context, does not block. */
    gboolean (*follow)(YadoBackend *self, guint milliseconds);
    YadoDocument *(*get_document)(YadoBackend *self, const char *uuid, YadoConfiguration which,
                                  GCancellable *cancellable, GError **error);
    /*
     * Replays the edits of @document on the newest stored configuration and stores that. What can be changed live is, when asked.
     * Returns the document as the host now has it. @dropped (out, nullable): lines that the host did not keep, or NULL.
     * Errors: YADO_ERROR_CONFLICT (see yado_document_rebase()), YADO_ERROR_INVALID, YADO_ERROR_DENIED, …
     */
    YadoDocument *(*apply)(YadoBackend *self, const char *uuid, YadoDocument *document,
                           YadoApplyFlags flags, char **dropped, GCancellable *cancellable,
                           GError **error);
    /* Replaces the stored configuration by @text, provided that it still is @base_text (else CONFLICT). */
    gboolean (*apply_text)(YadoBackend *self, const char *uuid, const char *base_text,
                           const char *text, gboolean force, GCancellable *cancellable,
                           GError **error);
    /*
     * Defines a new guest from @text, in the back end's own format (libvirt: XML; libxl: xl.cfg). Never replaces one: a name or UUID
     * in use is YADO_ERROR_CONFLICT. Returns the stored configuration as the host has it; fails with nothing left behind.
     */
    YadoDocument *(*define)(YadoBackend *self, const char *text, GCancellable *cancellable,
                            GError **error);
    /* Of YadoSnapshotRecord, in any order.  Errors: YADO_ERROR_UNSUPPORTED where the host has none (YADO_CAP_SNAPSHOTS). */
    GPtrArray *(*list_snapshots)(YadoBackend *self, const char *uuid, GCancellable *cancellable,
                                 GError **error);
    /* Of YadoConsoleRecord: text consoles first, the guest's own first among them.  Never takes a console from anybody. */
    GPtrArray *(*list_consoles)(YadoBackend *self, const char *uuid, GCancellable *cancellable,
                                GError **error);
    /*
     * The two-way stream of the console @id of list_consoles(): of a text console what it says and hears, of a screen the bytes of its
     * protocol.  Always a GSocketConnection, so that it has a descriptor; its end is the console's end.  Data moves while the default
     * main context turns.  Errors: YADO_ERROR_BUSY: somebody else holds it (YADO_CONSOLE_FORCE takes it), YADO_ERROR_NOT_FOUND: the
     * guest does not run or has no such console, YADO_ERROR_UNSUPPORTED, YADO_ERROR_DENIED, …
     */
    GIOStream *(*open_console)(YadoBackend *self, const char *uuid, const char *id,
                               YadoConsoleFlags flags, GCancellable *cancellable, GError **error);
    /* The machine in detail, as it is now. */
    YadoHostDetails *(*get_host_details)(YadoBackend *self, GCancellable *cancellable,
                                         GError **error);
    /* What the hypervisor wrote since it started, as text; YADO_CAP_HOST_LOG.  (transfer full) */
    char *(*get_hypervisor_log)(YadoBackend *self, GCancellable *cancellable, GError **error);
    /* Counters of each processor, disk and network card.  Of YadoDeviceSample; guests that do not run are left out. */
    GPtrArray *(*sample_devices)(YadoBackend *self, const char *const *uuids,
                                 GCancellable *cancellable, GError **error);
    /* Where a guest runs and how large its share is: now, or from its next start on when it does not run. */
    YadoScheduling *(*get_scheduling)(YadoBackend *self, const char *uuid,
                                      GCancellable *cancellable, GError **error);
    /* Of YadoResource; @parent: the pool of volumes, else NULL.  Errors: YADO_ERROR_UNSUPPORTED where the host has none of them. */
    GPtrArray *(*list_resources)(YadoBackend *self, YadoResourceKind kind, const char *parent,
                                 GCancellable *cancellable, GError **error);
    /*
     * Runs an operation on a guest, as @job. @arguments (nullable) are by key. Those that the catalogue knows:
     * start (goes on from a saved state), start-paused, shutdown, reboot, destroy, reset, pause, resume, save, discard-saved,
     * save-to-file {file}, restore-file {file; @uuid is NULL}, autostart-on, autostart-off, rename {name},
     * pin {vcpu: its number or "all"; hard, soft: lists of processors, absent: as they are; when: "now", "next" start, "both" or absent},
     * schedule {weight, cap; when}, move-pool {pool}, dump-core {file}, nmi, sysrq {key: one letter or digit},
     * delete {disks: the paths of its disks to erase too, each with a line break behind it; absent: none},
     * snapshot-create {name, description, memory}, snapshot-revert|delete {snapshot}, snapshot-describe {snapshot, description},
     * migrate {to: the URI of a host of the same kind; paused: it stands still meanwhile; keep: its definition stays here too;
     * address: "HOST" or "HOST:PORT" of the destination over which the data go; bandwidth: MiB/s; unsafe: also where libvirt fears for
     * its disks}: nothing is done where the destination cannot take it; of a guest that does not run the definition moves.
     * With @uuid NULL: pool-start|stop|refresh|autostart-on|autostart-off|delete {pool}, pool-create {name, type, path, source.*,
     * autostart}, volume-create {pool, name, capacity, format, full, backing; answers with answer.path}, volume-clone {volume, name},
     * volume-delete|wipe {volume}, volume-resize {volume, capacity, shrink}, volume-upload {volume, file}, volume-download
     * {volume, file; length: only so many bytes of its beginning, and a hole as long as the rest},
     * network-start|stop|autostart-on|autostart-off|delete {network}, network-create {name, mode, bridge, device, address, dhcp.first|last, leases:
     * one on a line (yado_lease_parse()), address6, dhcp6.first|last, domain, dns.servers, autostart}, lease-create {network, mac, address,
     * hostname}, lease-delete {lease: its address}, clear-log, device-make-assignable|give-back
     * {device: its PCI address}.
     */
    gboolean (*run)(YadoBackend *self, const char *operation, const char *uuid,
                    YadoDocument *arguments, YadoJob *job, GCancellable *cancellable,
                    GError **error);
    gboolean (*can_run)(YadoBackend *self, const char *operation);
};

const char *yado_backend_get_uri(YadoBackend *self);
gboolean yado_backend_has(YadoBackend *self, const char *capability, const char **reason);
gboolean yado_backend_can_run(YadoBackend *self, const char *operation);
void yado_backend_close(YadoBackend *self);

/*
 * The process is about to end: from now on closing sends nothing, as hosts notice by themselves that we are gone.
 * Closing takes event callbacks back, and libvirtd 9.0 was seen to crash among a client's callbacks when clients went in
 * the middle of that (likely, not proved).  To be called once, on the main thread, before the hosts are closed.
 */
void yado_backend_leave(void);

void yado_backend_open_async(YadoBackend *self, YadoPrompt *prompt, YadoOpenFlags flags,
                             GCancellable *cancellable, GAsyncReadyCallback callback,
                             gpointer user_data);
gboolean yado_backend_open_finish(YadoBackend *self, GAsyncResult *result, GError **error);

void yado_backend_get_host_info_async(YadoBackend *self, GCancellable *cancellable,
                                      GAsyncReadyCallback callback, gpointer user_data);
YadoHostInfo *yado_backend_get_host_info_finish(YadoBackend *self, GAsyncResult *result,
                                                GError **error);

void yado_backend_list_async(YadoBackend *self, const char *const *uuids, YadoListFlags flags,
                             GCancellable *cancellable, GAsyncReadyCallback callback,
                             gpointer user_data);
GPtrArray *yado_backend_list_finish(YadoBackend *self, GAsyncResult *result, GError **error);

void yado_backend_sample_async(YadoBackend *self, GArray *wishes, GCancellable *cancellable,
                               GAsyncReadyCallback callback, gpointer user_data);
YadoSample *yado_backend_sample_finish(YadoBackend *self, GAsyncResult *result, GError **error);

/*
 * "sampled" each @milliseconds from now on, without a question for each, which is what most of a sample costs; 0: no more of them.
 * FALSE: this back end has no such thing, or not now.  Samples may stay away at any time (the part of the host that sends them is gone, or its
 * program is of an older version): ask again then.  Main context; does not block.
 */
gboolean yado_backend_follow(YadoBackend *self, guint milliseconds);

/* Facts of one guest: its document fetched and read in the worker. */
void yado_backend_get_facts_async(YadoBackend *self, const char *uuid, GCancellable *cancellable,
                                  GAsyncReadyCallback callback, gpointer user_data);
YadoGuestFacts *yado_backend_get_facts_finish(YadoBackend *self, GAsyncResult *result,
                                              GError **error);

void yado_backend_get_document_async(YadoBackend *self, const char *uuid, YadoConfiguration which,
                                     GCancellable *cancellable, GAsyncReadyCallback callback,
                                     gpointer user_data);
YadoDocument *yado_backend_get_document_finish(YadoBackend *self, GAsyncResult *result,
                                               GError **error);

void yado_backend_apply_async(YadoBackend *self, const char *uuid, YadoDocument *document,
                              YadoApplyFlags flags, GCancellable *cancellable,
                              GAsyncReadyCallback callback, gpointer user_data);
YadoDocument *yado_backend_apply_finish(YadoBackend *self, GAsyncResult *result, char **dropped,
                                        GError **error);

void yado_backend_apply_text_async(YadoBackend *self, const char *uuid, const char *base_text,
                                   const char *text, gboolean force, GCancellable *cancellable,
                                   GAsyncReadyCallback callback, gpointer user_data);
gboolean yado_backend_apply_text_finish(YadoBackend *self, GAsyncResult *result, GError **error);

/* See `define`. */
void yado_backend_define_async(YadoBackend *self, const char *text, GCancellable *cancellable,
                               GAsyncReadyCallback callback, gpointer user_data);
YadoDocument *yado_backend_define_finish(YadoBackend *self, GAsyncResult *result, GError **error);
/* The same for a job's own thread: BLOCKS. */
YadoDocument *yado_backend_define(YadoBackend *self, const char *text, GCancellable *cancellable,
                                  GError **error);

void yado_backend_list_snapshots_async(YadoBackend *self, const char *uuid,
                                       GCancellable *cancellable, GAsyncReadyCallback callback,
                                       gpointer user_data);
/* Of YadoSnapshotRecord.  (transfer full) */
GPtrArray *yado_backend_list_snapshots_finish(YadoBackend *self, GAsyncResult *result,
                                              GError **error);

void yado_backend_list_consoles_async(YadoBackend *self, const char *uuid,
                                      GCancellable *cancellable, GAsyncReadyCallback callback,
                                      gpointer user_data);
/* Of YadoConsoleRecord.  (transfer full) */
GPtrArray *yado_backend_list_consoles_finish(YadoBackend *self, GAsyncResult *result,
                                             GError **error);

void yado_backend_open_console_async(YadoBackend *self, const char *uuid, const char *id,
                                     YadoConsoleFlags flags, GCancellable *cancellable,
                                     GAsyncReadyCallback callback, gpointer user_data);
/* (transfer full) */
GIOStream *yado_backend_open_console_finish(YadoBackend *self, GAsyncResult *result,
                                            GError **error);

void yado_backend_get_host_details_async(YadoBackend *self, GCancellable *cancellable,
                                         GAsyncReadyCallback callback, gpointer user_data);
YadoHostDetails *yado_backend_get_host_details_finish(YadoBackend *self, GAsyncResult *result,
                                                      GError **error);

void yado_backend_get_hypervisor_log_async(YadoBackend *self, GCancellable *cancellable,
                                           GAsyncReadyCallback callback, gpointer user_data);
char *yado_backend_get_hypervisor_log_finish(YadoBackend *self, GAsyncResult *result,
                                             GError **error);

void yado_backend_sample_devices_async(YadoBackend *self, const char *const *uuids,
                                       GCancellable *cancellable, GAsyncReadyCallback callback,
                                       gpointer user_data);
/* Of YadoDeviceSample.  (transfer full) */
GPtrArray *yado_backend_sample_devices_finish(YadoBackend *self, GAsyncResult *result,
                                              GError **error);

void yado_backend_get_scheduling_async(YadoBackend *self, const char *uuid,
                                       GCancellable *cancellable, GAsyncReadyCallback callback,
                                       gpointer user_data);
YadoScheduling *yado_backend_get_scheduling_finish(YadoBackend *self, GAsyncResult *result,
                                                   GError **error);

void yado_backend_list_resources_async(YadoBackend *self, YadoResourceKind kind, const char *parent,
                                       GCancellable *cancellable, GAsyncReadyCallback callback,
                                       gpointer user_data);
/* Of YadoResource.  (transfer full) */
GPtrArray *yado_backend_list_resources_finish(YadoBackend *self, GAsyncResult *result,
                                              GError **error);

/* For workers: an operation as a part of @job. Blocks. */
gboolean yado_backend_run(YadoBackend *self, const char *operation, const char *uuid,
                          YadoDocument *arguments, YadoJob *job, GCancellable *cancellable,
                          GError **error);
/* Starts @job, which runs the operation. @arguments may be NULL. */
void yado_backend_start(YadoBackend *self, const char *operation, const char *uuid,
                        YadoDocument *arguments, YadoJob *job);

/* For implementers: emit the signals from any thread. */
void yado_backend_emit_guest_event(YadoBackend *self, const char *uuid, YadoBackendEvent event);
/* "resources-event": pools, their volumes or networks may have changed; a hint, many may come at once. */
void yado_backend_emit_resources_event(YadoBackend *self);
void yado_backend_emit_closed(YadoBackend *self, const GError *error);
/* On the main context, at once: @sample is borrowed. */
void yado_backend_emit_sampled(YadoBackend *self, const YadoSample *sample);

G_END_DECLS
