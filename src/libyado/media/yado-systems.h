/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * yado-systems.h: the operating systems that libosinfo's database knows.
 *
 * The database is read once, by a worker, when somebody wants it; until then the list is NULL.  Signal "changed": it came, or cannot come.
 *
 *     YadoSystems *systems = yado_systems_get();
 *     yado_systems_want(systems);
 */
#pragma once

#include "media/yado-disk-system.h"

G_BEGIN_DECLS

typedef struct {
    char *id;       /* "http://opensuse.org/opensuse/15.6" */
    char *short_id; /* "opensuse15.6" */
    char *name;     /* "openSUSE Leap 15.6" */
    char *family;   /* "linux", "winnt", or NULL */
    char *distro;   /* "opensuse", or NULL */
    char *
        argument; /* how its installer is told where it comes from: "install", "inst.repo"; or NULL */
    gboolean is_old;                                      /* nobody mends it any more */
    guint64 memory, disk;                                 /* recommended, bytes; 0: not told */
    guint vcpus;                                          /* recommended; 0: not told */
    gboolean has_virtio_disk, has_virtio_net, has_tablet; /* it has a driver for that */
} YadoSystem;

YadoSystem *yado_system_new(void);
void yado_system_free(YadoSystem *system);
/* Every word of @words (nullable) stands in its name or id. */
gboolean yado_system_matches(const YadoSystem *system, const char *words);
/* Its hardware clock shows local time. */
gboolean yado_system_wants_local_time(const YadoSystem *system);

#define YADO_TYPE_SYSTEMS (yado_systems_get_type())
G_DECLARE_FINAL_TYPE(YadoSystems, yado_systems, YADO, SYSTEMS, GObject)

/* The only one; main context. Borrowed. */
YadoSystems *yado_systems_get(void);
/* Has the database read, once. */
void yado_systems_want(YadoSystems *self);
/* By name; NULL: not there yet, or _get_error() tells why not. Borrowed, for ever. */
GPtrArray *yado_systems_list(YadoSystems *self);
const GError *yado_systems_get_error(YadoSystems *self);
/* By id, short id or name; NULL: none, or not read yet. Borrowed, for ever. */
const YadoSystem *yado_systems_find(YadoSystems *self, const char *text);

/* Answers when the database is there. */
void yado_systems_load_async(YadoSystems *self, GCancellable *cancellable,
                             GAsyncReadyCallback callback, gpointer user_data);
gboolean yado_systems_load_finish(YadoSystems *self, GAsyncResult *result, GError **error);

/* Which system the ISO image (a path) or tree (a URL) @location holds. _finish(): its id, or NULL with NOT_FOUND when it is not known. (transfer full) */
void yado_systems_detect_async(YadoSystems *self, const char *location, GCancellable *cancellable,
                               GAsyncReadyCallback callback, gpointer user_data);
/* The same of a disk that was looked at. */
void yado_systems_match_disk_async(YadoSystems *self, YadoDiskSystem *disk,
                                   GCancellable *cancellable, GAsyncReadyCallback callback,
                                   gpointer user_data);
char *yado_systems_detect_finish(YadoSystems *self, GAsyncResult *result, GError **error);

G_END_DECLS
