/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * yado-disk-system.h: what system is on a disk, and what can start it as PV or PVH.
 *
 * A Linux tells its name by its os-release (freedesktop.org, os-release(5)), another system is known by its files or by its partitions.  What a boot
 * loader of Xen follows is the boot menu on the disk: each looks for it in places of its own, and pygrub reads few file systems (libxenfsimage).
 */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

typedef enum {
    YADO_DISK_UNKNOWN,
    YADO_DISK_LINUX,
    YADO_DISK_WINDOWS,
    YADO_DISK_BSD,
} YadoDiskFamily;

typedef enum {
    YADO_DISK_LOADER_PYGRUB = 1 << 0,
    YADO_DISK_LOADER_PVGRUB = 1 << 1, /* as Debian builds it */
    YADO_DISK_LOADER_PVGRUB_SUSE =
        1 << 2, /* as SUSE builds it: it knows /boot/grub2, and btrfs' default subvolume */
} YadoDiskLoaders;

typedef struct {
    char *path; /* of the disk, as whoever asked knows it */
    YadoDiskFamily family;
    char *release; /* its os-release, or NULL */
    char *name;    /* "openSUSE Leap 15.6", "Windows", "FreeBSD"; NULL: it has none that tells it */
    gboolean is_whole; /* all of it was looked at, not only its table of partitions */
    char *menu;        /* the boot menu, by its path within its file system; NULL: none was found */
    char *place;       /* what that lies on: "XFS", "LVM"; or NULL */
    gboolean has_kernels; /* the menu names kernels; some stand in files of their own (BLS) */
    char *kernel;         /* the first that the menu names, where it tells its version; or NULL */
    gboolean lacks_pv, lacks_pvh; /* it was built without */
    YadoDiskLoaders loaders; /* what finds the menu, can read it, and finds kernels named there */
} YadoDiskSystem;

YadoDiskSystem *yado_disk_system_ref(YadoDiskSystem *self);
void yado_disk_system_unref(YadoDiskSystem *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(YadoDiskSystem, yado_disk_system_unref)

/*
 * Looks at the disk @path, a file of this machine, raw or in a format of QEMU's.  BLOCKS, any worker; reads little of a disk of any size.
 * NOT_FOUND: neither system nor menu on a file system that GRUB knows; UNSUPPORTED: a tool is missing; FAILED; a cancel.
 */
YadoDiskSystem *yado_disk_look(const char *path, GCancellable *cancellable, GError **error);
/* The same of @start, a copy of the beginning of the disk @path: only systems that partitions tell.  NOT_FOUND. */
YadoDiskSystem *yado_disk_look_at_start(const char *start, const char *path, GError **error);

/* One of both in a worker: @start NULL: the disk @path itself.  (transfer full) */
void yado_disk_look_async(const char *path, const char *start, GCancellable *cancellable,
                          GAsyncReadyCallback callback, gpointer user_data);
YadoDiskSystem *yado_disk_look_finish(GAsyncResult *result, GError **error);

/* "openSUSE Leap 15.6", or NULL.  (transfer full) */
char *yado_release_dup_name(const char *release);
/* The short ids that libosinfo's database may know it by, the closest first.  (transfer full) */
GStrv yado_release_list_ids(const char *release);

G_END_DECLS
