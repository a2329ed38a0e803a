/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * yado-libxl-private.h: what the files of the libxl back end share.
 *
 * All functions here run in workers and may block, unless said otherwise.  Calls to the agent may be made from several of them at
 * once; what is ours is guarded by `lock`, which is never held around such a call.
 */
#pragma once

#include "backend/yado-backend.h"
#include "backend/yado-ssh.h"
#include "base/yado-error.h"
#include "yado-xl1.h"

G_BEGIN_DECLS

/* Of calls that only read. */
#define YADO_LIBXL_READ_TIMEOUT 30000
#define YADO_LIBXL_DOMAIN_0 "00000000-0000-0000-0000-000000000000"

/* A row of the list: a guest that runs, a configuration file, or both. */
typedef struct {
    gatomicrefcount references;
    char uuid[YADO_UUID_LENGTH + 1];     /* of the row */
    char xen_uuid[YADO_UUID_LENGTH + 1]; /* "": does not run */
    int id;                              /* -1: does not run */
    char *name;
    char *file; /* NULL: none */
    YadoGuestOwner owner;
    YadoGuestState state;
    char *problem;         /* of the file, or NULL */
    gboolean is_suspended; /* by a save or a migration that came to nothing */
    gboolean is_off;       /* has shut down, but is still there */
    gboolean has_saved, has_autostart;
    gint64 started; /* unix seconds; 0: not told */
} YadoLibxlRow;

YadoLibxlRow *yado_libxl_row_ref(YadoLibxlRow *row);
void yado_libxl_row_unref(YadoLibxlRow *row);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(YadoLibxlRow, yado_libxl_row_unref)

#define YADO_TYPE_LIBXL_BACKEND (yado_libxl_backend_get_type())
G_DECLARE_FINAL_TYPE(YadoLibxlBackend, yado_libxl_backend, YADO, LIBXL_BACKEND, GObject)

struct _YadoLibxlBackend {
    GObject parent_instance;
    char *uri;

    GMutex lock;
    YadoXl1 *proxy; /* NULL: not open */
    YadoSsh *ssh;   /* NULL: this machine */
    gboolean has_events, is_read_only;
    char *xen_version, *agent_version, *hostname;
    GHashTable *rows; /* uuid -> YadoLibxlRow, as last listed; NULL: not yet */
    GVariant *files;  /* as last listed; NULL: must be asked for */
    char *folder;
    GHashTable *jobs;       /* number -> YadoJob, borrowed */
    GHashTable *left_saves; /* Xen's uuid -> what became of a save that outlived its agent */
    guint last_job;
    guint64 changes; /* grows with each event */
    GCond changed;

    /* Of the main context alone: samples that the agent sends. */
    guint interval; /* milliseconds; 0: none are wanted */
    guint n_awaited;
    gboolean cannot_follow; /* the agent is older */
};

/* yado-libxl-backend.c */
YadoXl1 *yado_libxl_backend_ref_proxy(YadoLibxlBackend *self, GError **error);
/* Lists if it must.  NULL with @error: there is no such guest. */
YadoLibxlRow *yado_libxl_backend_find(YadoLibxlBackend *self, const char *uuid, GError **error);
/* As last listed, or NULL. */
YadoLibxlRow *yado_libxl_backend_look_up(YadoLibxlBackend *self, const char *uuid);
YadoLibxlRow *yado_libxl_backend_look_up_name(YadoLibxlBackend *self, const char *name);
/* Some of them changed by us: they are listed anew. */
void yado_libxl_backend_forget_files(YadoLibxlBackend *self);
/* FALSE: only another tool may change it, or nobody through this connection. */
gboolean yado_libxl_backend_check_owner(YadoLibxlBackend *self, const YadoLibxlRow *row,
                                        GError **error);

/* yado-libxl-error.c: @native (nullable) is taken.  Always FALSE. */
gboolean yado_libxl_backend_fail(YadoLibxlBackend *self, GError **error, GError *native,
                                 const char *format, ...) G_GNUC_PRINTF(4, 5);
/* "NotFound" -> its code; FAILED when it is none of the agent's. */
YadoErrorCode yado_libxl_translate_error(const GError *native);

/* yado-libxl-connection.c */
gboolean yado_libxl_backend_open(YadoBackend *backend, YadoPrompt *prompt, YadoOpenFlags flags,
                                 GCancellable *cancellable, GError **error);
void yado_libxl_backend_close(YadoBackend *backend);

/* yado-libxl-events.c */
void yado_libxl_backend_start_events(YadoLibxlBackend *self, YadoXl1 *proxy);
/* On the main context; does not block. */
gboolean yado_libxl_backend_follow(YadoBackend *backend, guint milliseconds);
guint64 yado_libxl_backend_get_changes(YadoLibxlBackend *self);
void yado_libxl_backend_wait_for_change(YadoLibxlBackend *self, guint64 seen, guint milliseconds);
void yado_libxl_backend_wake(YadoLibxlBackend *self);

/* yado-libxl-list.c */
GPtrArray *yado_libxl_backend_list(YadoBackend *backend, const char *const *uuids,
                                   YadoListFlags flags, GCancellable *cancellable, GError **error);
/* @outcome NULL: it was told, and something else was done with the guest since. */
void yado_libxl_backend_note_save(YadoLibxlBackend *self, const char *uuid, const char *outcome);
YadoHostInfo *yado_libxl_backend_get_host_info(YadoBackend *backend, GCancellable *cancellable,
                                               GError **error);
YadoSample *yado_libxl_backend_sample(YadoBackend *backend, const GArray *wishes,
                                      GCancellable *cancellable, GError **error);
/* Of what List and Sampled tell; any thread, does not block.  (transfer full) */
YadoSample *yado_libxl_backend_make_sample(YadoLibxlBackend *self, GVariant *guests,
                                           GVariant *host);
gboolean yado_libxl_backend_refresh(YadoLibxlBackend *self, GCancellable *cancellable,
                                    GError **error);

/* yado-libxl-document.c */
YadoDocument *yado_libxl_backend_get_document(YadoBackend *backend, const char *uuid,
                                              YadoConfiguration which, GCancellable *cancellable,
                                              GError **error);
YadoDocument *yado_libxl_backend_apply(YadoBackend *backend, const char *uuid,
                                       YadoDocument *document, YadoApplyFlags flags, char **dropped,
                                       GCancellable *cancellable, GError **error);
gboolean yado_libxl_backend_apply_text(YadoBackend *backend, const char *uuid,
                                       const char *base_text, const char *text, gboolean force,
                                       GCancellable *cancellable, GError **error);
YadoDocument *yado_libxl_backend_define(YadoBackend *backend, const char *text,
                                        GCancellable *cancellable, GError **error);
/* The text of the row's file. (transfer full) */
char *yado_libxl_backend_dup_text(YadoLibxlBackend *self, YadoLibxlRow *row,
                                  GCancellable *cancellable, GError **error);
/* CONFLICT: the file is not @base any more ("": it is there). */
gboolean yado_libxl_backend_write_text(YadoLibxlBackend *self, YadoLibxlRow *row, const char *base,
                                       const char *text, GError **error);
/* @row has a file. */
gboolean yado_libxl_backend_set_autostart(YadoLibxlBackend *self, YadoXl1 *proxy,
                                          const YadoLibxlRow *row, gboolean on, GError **error);

/* yado-libxl-live.c: @document's edits, as far as they can be made now. @stored: they are kept already. */
gboolean yado_libxl_backend_apply_live(YadoLibxlBackend *self, YadoLibxlRow *row,
                                       YadoDocument *document, gboolean stored, GError **error);

/* yado-libxl-depth.c */
YadoHostDetails *yado_libxl_backend_get_host_details(YadoBackend *backend,
                                                     GCancellable *cancellable, GError **error);
char *yado_libxl_backend_get_hypervisor_log(YadoBackend *backend, GCancellable *cancellable,
                                            GError **error);
GPtrArray *yado_libxl_backend_sample_devices(YadoBackend *backend, const char *const *uuids,
                                             GCancellable *cancellable, GError **error);
/* The arguments of the operations "pin", "schedule" and "move-pool" into the guest's file. */
gboolean yado_libxl_backend_store_scheduling(YadoLibxlBackend *self, YadoLibxlRow *row,
                                             YadoDocument *arguments, GError **error);
YadoScheduling *yado_libxl_backend_get_scheduling(YadoBackend *backend, const char *uuid,
                                                  GCancellable *cancellable, GError **error);

/* How many processors the host has; 0: it does not tell. */
guint yado_libxl_backend_count_cpus(YadoXl1 *proxy, GCancellable *cancellable);

/* yado-libxl-pools.c: CPU pools, of YadoCpuPool. (transfer full) */
GPtrArray *yado_libxl_backend_list_pools(YadoLibxlBackend *self, YadoXl1 *proxy,
                                         GCancellable *cancellable, GError **error);
/* By its name, as people know it, or by its number; NULL with NOT_FOUND. Borrowed. */
const YadoCpuPool *yado_libxl_find_pool(GPtrArray *pools, const char *text, GError **error);
GPtrArray *yado_libxl_backend_list_pool_resources(YadoLibxlBackend *self, YadoXl1 *proxy,
                                                  GCancellable *cancellable, GError **error);
/* The operations "cpupool-create", "cpupool-set", "cpupool-delete": of several steps either all or none. */
gboolean yado_libxl_backend_change_pools(YadoLibxlBackend *self, YadoXl1 *proxy,
                                         const char *operation, YadoDocument *arguments,
                                         GError **error);

/* yado-libxl-resources.c: what xl knows of a host's resources. */
GPtrArray *yado_libxl_backend_list_resources(YadoBackend *backend, YadoResourceKind kind,
                                             const char *parent, GCancellable *cancellable,
                                             GError **error);

/* yado-libxl-consoles.c */
GPtrArray *yado_libxl_backend_list_consoles(YadoBackend *backend, const char *uuid,
                                            GCancellable *cancellable, GError **error);
GIOStream *yado_libxl_backend_open_console(YadoBackend *backend, const char *uuid, const char *id,
                                           YadoConsoleFlags flags, GCancellable *cancellable,
                                           GError **error);

/* yado-libxl-operations.c */
gboolean yado_libxl_backend_run(YadoBackend *backend, const char *operation, const char *uuid,
                                YadoDocument *arguments, YadoJob *job, GCancellable *cancellable,
                                GError **error);
gboolean yado_libxl_backend_can_run(YadoBackend *backend, const char *operation);

G_END_DECLS
