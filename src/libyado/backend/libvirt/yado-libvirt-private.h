/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * yado-libvirt-private.h: what the files of the libvirt back end share.
 *
 * All functions here run in workers and may block, unless said otherwise.  libvirt's handles are thread-safe;
 * what is ours is guarded by `lock`, which is never held around a libvirt call.  `interfaces` is: it guards the host.
 */
#pragma once

#include <libvirt/libvirt.h>
#include <libvirt/virterror.h>

#include "backend/yado-backend.h"
#include "backend/yado-ssh.h"
#include "base/yado-error.h"

G_BEGIN_DECLS

G_DEFINE_AUTOPTR_CLEANUP_FUNC(virConnect, virConnectClose)
G_DEFINE_AUTOPTR_CLEANUP_FUNC(virDomain, virDomainFree)
G_DEFINE_AUTOPTR_CLEANUP_FUNC(virNetwork, virNetworkFree)
G_DEFINE_AUTOPTR_CLEANUP_FUNC(virDomainSnapshot, virDomainSnapshotFree)
G_DEFINE_AUTOPTR_CLEANUP_FUNC(virStorageVol, virStorageVolFree)
G_DEFINE_AUTOPTR_CLEANUP_FUNC(virStoragePool, virStoragePoolFree)

typedef enum {
    YADO_DRIVER_OTHER,
    YADO_DRIVER_XEN,
    YADO_DRIVER_QEMU,
    YADO_DRIVER_LXC,
    YADO_DRIVER_TEST,
} YadoDriver;

/* Calls that a driver may lack; found out by trying, once. */
typedef enum {
    YADO_CALL_BULK_STATS = 1 << 0,
    YADO_CALL_NODE_CPU = 1 << 1,
    YADO_CALL_NODE_MEMORY = 1 << 2,
    YADO_CALL_NODE_FREE = 1 << 3,
    YADO_CALL_JOB_INFO = 1 << 4,
    YADO_CALL_ABORT_JOB = 1 << 5,
    YADO_CALL_RESET = 1 << 6,
    YADO_CALL_SAVE = 1 << 7,
    YADO_CALL_BULK_NOWAIT = 1 << 8,
    YADO_CALL_SNAPSHOTS = 1 << 9,
    YADO_CALL_MIGRATE = 1 << 10,
} YadoLibvirtCall;

#define YADO_LIBVIRT_MAX_EVENTS 4

#define YADO_TYPE_LIBVIRT_BACKEND (yado_libvirt_backend_get_type())
G_DECLARE_FINAL_TYPE(YadoLibvirtBackend, yado_libvirt_backend, YADO, LIBVIRT_BACKEND, GObject)

struct _YadoLibvirtBackend {
    GObject parent_instance;
    char *uri;
    YadoDriver driver;
    gboolean embedded; /* libvirt's driver runs in this process: no daemon, no keepalive */

    GMutex lock;
    virConnectPtr connection; /* NULL: not open */
    YadoSsh *ssh;             /* carries it, and screens; NULL: it needs none */
    YadoOpenFlags flags;      /* with which it was opened */
    YadoPrompt *prompt;       /* who was asked then, or NULL */
    gboolean has_events;
    gboolean is_broken;
    guint missing;      /* of YadoLibvirtCall */
    GHashTable *guests; /* uuid -> YadoLibvirtGuest: what sampling needs again and again */
    int n_cpu_stats,
        n_memory_stats; /* how many numbers the host has; used by one sampler at a time */
    guint64 changes;    /* grows with each event of a guest */
    GCond changed;

    GMutex interfaces; /* held while the host tells its interfaces */

    int event_ids[YADO_LIBVIRT_MAX_EVENTS];
    guint n_events;

    GMutex resource_events; /* held while they are started and stopped; guards these */
    gboolean has_resource_events;
    int pool_event_ids[2], network_event_id; /* -1: not registered */
};

/* Life: yado-libvirt-backend.c */
virConnectPtr yado_libvirt_backend_ref_connection(YadoLibvirtBackend *self, GError **error);
virDomainPtr yado_libvirt_backend_lookup(YadoLibvirtBackend *self, const char *uuid,
                                         GError **error);
gboolean yado_libvirt_backend_is_missing(YadoLibvirtBackend *self, YadoLibvirtCall call);
/* After a call failed: remembers it when the driver has no such function, and tells whether that is so. */
gboolean yado_libvirt_backend_note_missing(YadoLibvirtBackend *self, YadoLibvirtCall call);
void yado_libvirt_backend_set_missing(YadoLibvirtBackend *self, YadoLibvirtCall call);
YadoDriver yado_libvirt_driver_from_uri(const char *uri);
YadoLibvirtBackend *yado_libvirt_backend_new(const char *uri);

/* Errors: yado-libvirt-error.c.  The message says what could not be done; libvirt's own words become the detail.
 * Also notices when the connection broke.  Always FALSE.
 * Each call of libvirt forgets the last error, virDomainGetName() as well: it is taken before the words of the message are made. */
#define yado_libvirt_backend_fail(self, error, ...)                            \
    ({                                                                         \
        virErrorPtr native_ = virSaveLastError();                              \
        yado_libvirt_backend_fail_natively(self, native_, error, __VA_ARGS__); \
    })
/* Takes @native (nullable). */
gboolean yado_libvirt_backend_fail_natively(YadoLibvirtBackend *self, virErrorPtr native,
                                            GError **error, const char *format, ...)
    G_GNUC_PRINTF(4, 5);
YadoErrorCode yado_libvirt_translate_code(int code, int domain, const char *text);

/* Connection: yado-libvirt-connection.c */
gboolean yado_libvirt_backend_open(YadoBackend *backend, YadoPrompt *prompt, YadoOpenFlags flags,
                                   GCancellable *cancellable, GError **error);
void yado_libvirt_backend_close(YadoBackend *backend);
/* Another host, opened as this one was: the same person is asked. (transfer full) */
YadoLibvirtBackend *yado_libvirt_backend_open_other(YadoLibvirtBackend *self, const char *uri,
                                                    GCancellable *cancellable, GError **error);
/* What carries the connection; NULL: nothing. (transfer full) */
YadoSsh *yado_libvirt_backend_ref_ssh(YadoLibvirtBackend *self);
/*
 * A connection of its own for a stream, to be closed with it.  libvirtd (9.0 and later) takes the message that ends a stream off the stream's
 * queue when it has already queued it as its answer; what a worker answers on the same connection in that moment is lost, and its caller
 * waits for ever (remote_daemon_stream.c).  Where a new connection would have to ask who we are it is the one that is open.
 */
virConnectPtr yado_libvirt_backend_connect_stream(YadoLibvirtBackend *self, GError **error);

/* yado-libvirt-events.c */
void yado_libvirt_backend_start_events(YadoLibvirtBackend *self, virConnectPtr connection);
void yado_libvirt_backend_stop_events(YadoLibvirtBackend *self, virConnectPtr connection);
/* Those of pools and networks, before these are listed: nobody needs them who has not asked, and a far host is waited for with each. */
void yado_libvirt_backend_want_resource_events(YadoLibvirtBackend *self, virConnectPtr connection);
/* Grows with each event; _wait_for_change() returns when it differs from @seen, at the latest after @milliseconds. */
guint64 yado_libvirt_backend_get_changes(YadoLibvirtBackend *self);
void yado_libvirt_backend_wait_for_change(YadoLibvirtBackend *self, guint64 seen,
                                          guint milliseconds);
void yado_libvirt_backend_wake(YadoLibvirtBackend *self);

/* yado-libvirt-loop.c.  Puts what libvirt waits for on the default main context; once, before the first connection that wants events. */
void yado_libvirt_loop_register(void);
/* The calls on a connection have come to rest, for all one knows: its sockets are waited for at once. */
void yado_libvirt_loop_settle(void);
/* The socket that the calling thread has put on the loop last: of the connection that it has just opened; 0: none. */
int yado_libvirt_loop_get_last(void);
/* No more is read from it; yado_libvirt_loop_glance(): but once, lest the other side believes us dead. */
void yado_libvirt_loop_hold(int id, gboolean held);
void yado_libvirt_loop_glance(int id);

/* yado-libvirt-list.c */
GPtrArray *yado_libvirt_backend_list(YadoBackend *backend, const char *const *uuids,
                                     YadoListFlags flags, GCancellable *cancellable,
                                     GError **error);
YadoHostInfo *yado_libvirt_backend_get_host_info(YadoBackend *backend, GCancellable *cancellable,
                                                 GError **error);
/* The UUID as text, lower case.  FALSE: libvirt does not tell it. */
gboolean yado_libvirt_format_uuid(virDomainPtr domain, char uuid[VIR_UUID_STRING_BUFLEN]);
YadoGuestState yado_libvirt_translate_state(int state, int id);

/* yado-libvirt-sample.c */
YadoSample *yado_libvirt_backend_sample(YadoBackend *backend, const GArray *wishes,
                                        GCancellable *cancellable, GError **error);
/* @document is what runs now: which disks and cards have counters. */
void yado_libvirt_backend_note_devices(YadoLibvirtBackend *self, const char *uuid,
                                       YadoDocument *document);
void yado_libvirt_guest_free(gpointer guest);

/* yado-libvirt-document.c */
YadoDocument *yado_libvirt_backend_get_document(YadoBackend *backend, const char *uuid,
                                                YadoConfiguration which, GCancellable *cancellable,
                                                GError **error);
YadoDocument *yado_libvirt_backend_apply(YadoBackend *backend, const char *uuid,
                                         YadoDocument *document, YadoApplyFlags flags,
                                         char **dropped, GCancellable *cancellable, GError **error);
gboolean yado_libvirt_backend_apply_text(YadoBackend *backend, const char *uuid,
                                         const char *base_text, const char *text, gboolean force,
                                         GCancellable *cancellable, GError **error);
/* The stored configuration with its secrets, where we may see them.  (transfer full) */
/* What runs, with secrets. */
char *yado_libvirt_backend_dup_running_xml(YadoLibvirtBackend *self, virDomainPtr domain,
                                           GError **error);
/* yado-libvirt-devices.c: does what the edits of @document say of devices, in the guest that runs; @stored: its next start has it. */
gboolean yado_libvirt_backend_apply_devices(YadoLibvirtBackend *self, virDomainPtr domain,
                                            YadoDocument *document, gboolean stored,
                                            GError **error);
char *yado_libvirt_backend_dup_stored_xml(YadoLibvirtBackend *self, virDomainPtr domain,
                                          GError **error);
/* Defines @text, which says that it is called @name. */
virDomainPtr yado_libvirt_backend_define_text(YadoLibvirtBackend *self, const char *name,
                                              const char *text, GError **error);

/* yado-libvirt-definition.c */
YadoDocument *yado_libvirt_backend_define(YadoBackend *backend, const char *text,
                                          GCancellable *cancellable, GError **error);

/* yado-libvirt-snapshots.c */
GPtrArray *yado_libvirt_backend_list_snapshots(YadoBackend *backend, const char *uuid,
                                               GCancellable *cancellable, GError **error);

/* yado-libvirt-consoles.c, yado-libvirt-stream.c */
GPtrArray *yado_libvirt_backend_list_consoles(YadoBackend *backend, const char *uuid,
                                              GCancellable *cancellable, GError **error);
GIOStream *yado_libvirt_backend_open_console(YadoBackend *backend, const char *uuid, const char *id,
                                             YadoConsoleFlags flags, GCancellable *cancellable,
                                             GError **error);

/* yado-libvirt-resources.c */
GPtrArray *yado_libvirt_backend_list_resources(YadoBackend *backend, YadoResourceKind kind,
                                               const char *parent, GCancellable *cancellable,
                                               GError **error);

/* yado-libvirt-operations.c */
gboolean yado_libvirt_backend_run(YadoBackend *backend, const char *operation, const char *uuid,
                                  YadoDocument *arguments, YadoJob *job, GCancellable *cancellable,
                                  GError **error);
gboolean yado_libvirt_backend_can_run(YadoBackend *backend, const char *operation);

G_END_DECLS
