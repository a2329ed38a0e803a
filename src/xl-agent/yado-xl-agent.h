/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * yado-xl-agent.h: what the files of the agent share.
 *
 * One process, one client, one thread that may call libxl: the main one.  It never waits: what takes time is asynchronous (ao_how), for
 * in libxl's mainloop mode a synchronous call that needs a child would wait for ever.
 */
#pragma once

#include <gio/gio.h>
#include <libxl.h>
#include <libxl_event.h>
#include <libxl_utils.h>
#include <xenctrl.h>
#include <xenstore.h>

#include "yado-xl1.h"

G_BEGIN_DECLS

#define YADO_XL_PROTOCOL 1
#define YADO_XL_PATH "/org/yado/Xl1"

typedef struct _YadoXlAgent YadoXlAgent;
typedef struct _YadoXlOperation YadoXlOperation;

struct _YadoXlAgent {
    GMainLoop *loop;
    GDBusConnection *connection;
    YadoXl1 *skeleton;
    char *folder;     /* of configuration files */
    char *autostart;  /* of links to them */
    char *saved;      /* of images that the next start goes on from */
    char *pci_folder; /* of the kernel's; NULL: its own */
    char *state;      /* notes that outlive us: which save is under way */
    char *xl_lock;    /* xl's file, locked while it makes a guest */

    xentoollog_logger logger; /* libxl sees this member only */
    GString *errors;          /* what libxl complained of since the last operation began */
    libxl_ctx *ctx;           /* NULL: no Xen; see trouble */
    char *trouble;
    gboolean is_denied;
    struct xs_handle *store;
    xc_interface *xc;

    guint sample_source, sample_interval, n_samples; /* of yado-xl-domains.c: those to be sent */
    gboolean is_subscribed;
    guint store_source, examine_source;
    gboolean has_listed, has_fresh; /* of yado-xl-events.c */
    int notify;                     /* inotify, or -1 */
    guint notify_source;
    GHashTable *known; /* domain id -> Domain (yado-xl-domains.c) */
    GArray *listed;    /* of libxl_dominfo, as last listed */
    xc_domaininfo_t *room;
    guint n_room;
    GHashTable *snapshot; /* domain id -> what was told last (yado-xl-events.c) */
    GHashTable *files;    /* name -> File (yado-xl-files.c) */
    GHashTable *jobs;     /* number -> Job (yado-xl-jobs.c) */
    GHashTable *consoles; /* number -> Console (yado-xl-consoles.c) */
    guint n_operations;   /* of libxl, under way */
    guint n_saves;        /* whose image is ours to give its name */
    gboolean is_leaving, is_late;
    GPtrArray *notes; /* of GVariant, SaveEnded for the first subscriber */
    int files_notify; /* inotify of the folders, or -1 */
    guint files_source, files_changed_source;
    struct _YadoXlCounters *counters;
};

/* yado-xl-agent.c: opening libxl. */
gboolean yado_xl_agent_open(YadoXlAgent *self);
/* Something in libxl broke for good: leave, the client starts another one. */
void yado_xl_agent_give_up(YadoXlAgent *self, const char *why);
/* The client has gone: leave, but not in the middle of an operation of libxl. */
void yado_xl_agent_leave(YadoXlAgent *self);
/* Something that was waited for has ended. */
void yado_xl_agent_leave_if_done(YadoXlAgent *self);
void yado_xl_agent_log(YadoXlAgent *self, const char *level, const char *text);

/* yado-xl-hooks.c: libxl's needs met by GLib. */
void yado_xl_hooks_install(YadoXlAgent *self);
void yado_xl_hooks_init_logger(YadoXlAgent *self);

/* yado-xl-error.c.  All answer @invocation and return TRUE, as a handler must. */
typedef enum {
    YADO_XL_FAILED,
    YADO_XL_NOT_FOUND,
    YADO_XL_BUSY,
    YADO_XL_DENIED,
    YADO_XL_INVALID,
    YADO_XL_UNSUPPORTED,
    YADO_XL_CONFLICT,
    YADO_XL_NO_SPACE,
    YADO_XL_NO_XEN,
    YADO_XL_VERSION,
    YADO_XL_CANCELLED,
} YadoXlError;

gboolean yado_xl_fail(GDBusMethodInvocation *invocation, YadoXlError error, const char *format, ...)
    G_GNUC_PRINTF(3, 4);
/* libxl's return code, with what it logged. */
gboolean yado_xl_fail_native(YadoXlAgent *self, GDBusMethodInvocation *invocation, int rc);
gboolean yado_xl_fail_errno(GDBusMethodInvocation *invocation, int number, const char *path);
/* TRUE: libxl is there.  FALSE: @invocation was answered. */
gboolean yado_xl_agent_check(YadoXlAgent *self, GDBusMethodInvocation *invocation);

/* yado-xl-domains.c */
void yado_xl_domains_init(YadoXlAgent *self);
void yado_xl_domains_forget(YadoXlAgent *self);
/* Of libxl_dominfo, all domains; borrowed until it is called again.  NULL: Xen did not answer. */
const GArray *yado_xl_domains_list(YadoXlAgent *self);
/* FALSE: @invocation was answered. */
gboolean yado_xl_find(YadoXlAgent *self, GDBusMethodInvocation *invocation, const char *uuid,
                      uint32_t *domid);
gboolean yado_xl_find_info(YadoXlAgent *self, const char *uuid, libxl_dominfo *info);
/* It is there, and is not dying. */
gboolean yado_xl_is_alive(YadoXlAgent *self, uint32_t domid);
/* It stands still after or in a save. */
gboolean yado_xl_is_suspended(YadoXlAgent *self, uint32_t domid);
void yado_xl_format_uuid(const libxl_uuid *uuid, char text[37]);
/* Borrowed; NULL while it is being built. */
const char *yado_xl_domain_get_name(YadoXlAgent *self, const libxl_dominfo *info);
gboolean yado_xl_domain_is_helper(YadoXlAgent *self, uint32_t domid);

/* yado-xl-events.c */
void yado_xl_events_set(YadoXlAgent *self, gboolean on);
void yado_xl_events_examine_soon(YadoXlAgent *self);

/* yado-xl-counters.c */
typedef struct {
    gboolean has_disk, has_net;
    guint64 disk_read, disk_written, net_received, net_sent; /* bytes */
} YadoXlCount;

void yado_xl_counters_init(YadoXlAgent *self);
void yado_xl_counters_free(YadoXlAgent *self);
/* Of network cards: a guest that starts again has another id, and its cards their old names. */
void yado_xl_counters_forget_names(YadoXlAgent *self);
/* Where xenstore has the disks that the control domain serves: "vbd" those of the kernel, "qdisk" those of QEMU. */
#define YADO_XL_BACKENDS "/local/domain/0/backend/"
/* Which disks there are may have changed. */
void yado_xl_counters_forget_disks(YadoXlAgent *self);
/* Reads them all again; those of disks that QEMU serves are of the time before. */
void yado_xl_counters_refresh(YadoXlAgent *self);
/* Of a(stttttt): each disk that the kernel serves, each network card.  (transfer floating) */
GVariant *yado_xl_counters_list_disks(YadoXlAgent *self, uint32_t domid);
GVariant *yado_xl_counters_list_nics(YadoXlAgent *self, uint32_t domid);
void yado_xl_counters_get(YadoXlAgent *self, uint32_t domid, YadoXlCount *count);

/* yado-xl-operations.c: an operation of libxl that answers @invocation when it ends. */
struct _YadoXlOperation {
    YadoXlAgent *agent;
    libxl_asyncop_how how; /* give its address to libxl */
    GDBusMethodInvocation *invocation;
    uint32_t domid;
    gboolean is_quiet; /* changes nothing */
    gpointer data;
    /* (nullable) Answers instead of the plain success or failure. */
    void (*finish)(YadoXlOperation *operation, int rc);
    GDestroyNotify destroy;
};

YadoXlOperation *yado_xl_operation_new(YadoXlAgent *self, GDBusMethodInvocation *invocation,
                                       uint32_t domid);
/* With what libxl returned at once: TRUE always; the operation may be freed already. */
gboolean yado_xl_operation_started(YadoXlOperation *operation, int rc);
void yado_xl_operations_connect(YadoXlAgent *self);

/* yado-xl-guest.c, -consoles.c, -host.c, -pools.c, -devices.c, -files.c, -jobs.c, -describe.c: their methods. */
void yado_xl_guest_connect(YadoXlAgent *self);
void yado_xl_consoles_connect(YadoXlAgent *self);
void yado_xl_host_connect(YadoXlAgent *self);
void yado_xl_pools_connect(YadoXlAgent *self);
void yado_xl_devices_connect(YadoXlAgent *self);
/* yado-xl-pci.c */
void yado_xl_pci_connect(YadoXlAgent *self);
/* The driver that has it; "": none. */
char *yado_xl_pci_dup_driver(YadoXlAgent *self, const char *address);
/* What failed half way: a device that came to pciback goes back to the @driver it had. */
void yado_xl_pci_undo(YadoXlAgent *self, const char *address, const char *driver);
void yado_xl_files_connect(YadoXlAgent *self);
void yado_xl_jobs_connect(YadoXlAgent *self);
void yado_xl_domains_connect(YadoXlAgent *self);
void yado_xl_describe_connect(YadoXlAgent *self);

/* yado-xl-bitmap.c: "0-3,8" and back. (transfer full); "" for none. */
char *yado_xl_bitmap_format(const libxl_bitmap *map, guint n);
/* "all": all @n.  FALSE: not a list of CPUs below @n. */
gboolean yado_xl_bitmap_parse(const char *text, guint n, libxl_bitmap *map);

/* yado-xl-settings.c: what the administrator chose in @path, which need not be there. */
gboolean yado_xl_settings_read(YadoXlAgent *self, const char *path, GError **error);

/* yado-xl-files.c */
char *yado_xl_files_dup_path(YadoXlAgent *self, const char *file); /* NULL: not a name of ours */
char *yado_xl_files_dup_saved_path(YadoXlAgent *self, const char *name);
/* The name that the guest of @file has; NULL: no such file. (transfer full) */
char *yado_xl_files_dup_guest_name(YadoXlAgent *self, const char *file);
void yado_xl_files_set_watched(YadoXlAgent *self, gboolean on);

/* yado-xl-left.c: at the start, what a predecessor left behind; told once somebody subscribes. */
void yado_xl_left_recover(YadoXlAgent *self);
void yado_xl_left_tell(YadoXlAgent *self);

/* yado-xl-images.c: an image that is not whole yet has a name of its own, which Xen's tools pass over; and back, NULL: it is no such name. */
char *yado_xl_image_dup_part_path(const char *path);
char *yado_xl_image_dup_last_path(const char *path);
/* Made and locked, ours alone to read; an image that is there is not overwritten. Its descriptor, or -1. */
int yado_xl_image_create(const char *path);
/* Somebody holds its lock. */
gboolean yado_xl_image_is_being_written(const char *path);
/* It is whole: @path becomes @last (nullable), unless another agent has done that. */
gboolean yado_xl_image_publish(const char *path, const char *last);

/* The note that the image @path of @domid is being written; its own path, or NULL. */
#define YADO_XL_NOTE_PREFIX "save-"
char *yado_xl_note_write(YadoXlAgent *self, const char *uuid, uint32_t domid, const char *path);
/* The path in the @text of a note. Borrowed from it. */
const char *yado_xl_note_read(const char *text, uint32_t *domid);

G_END_DECLS
