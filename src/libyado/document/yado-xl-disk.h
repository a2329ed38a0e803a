/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * yado-xl-disk.h: one disk of xl.cfg, the whole grammar of xl-disk-configuration(5) as Xen reads it. Private to document/.
 *
 *     target, format, vdev, access          by position; each can be empty
 *     format=raw, vdev=xvda, access=rw, devtype=cdrom, target=…          by name; target= takes all that follows
 *     phy:/dev/x, file:/x, tap:aio:/x, drbd:x, …, hdc:cdrom              old forms
 *
 * What we do not know is kept as it stands.
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS
#pragma GCC visibility push(hidden)

typedef struct {
    char *target; /* NULL: not given */
    char *
        format; /* "raw", "qcow", "qcow2", "vhd", "qed", "empty"; NULL: not given, which means raw */
    char *vdev;        /* NULL: not given */
    gboolean writable; /* as Xen takes it */
    gboolean is_cdrom;
    char *script;      /* also of the old drbd:, iscsi:, nbd: */
    char *backend;     /* the driver domain */
    char *backendtype; /* "phy", "qdisk", "tap", "standalone" */
    char *specification;
    int discard; /* -1: not said */
    int trusted; /* -1: not said */
    gboolean direct_io_safe;
    GPtrArray *others; /* of char *: colo=…, and what is not known, each a whole "key=value" */
    char *error;       /* translated: what Xen would refuse; NULL: nothing */
} YadoXlDisk;

/* Never NULL: see `error`. */
YadoXlDisk *yado_xl_disk_new(const char *spec);
void yado_xl_disk_free(YadoXlDisk *disk);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(YadoXlDisk, yado_xl_disk_free)

/* "format=raw, vdev=xvda, access=rw, target=/dev/x": all by name. (transfer full) */
char *yado_xl_disk_dump(const YadoXlDisk *disk);

/* What Xen takes when it is not said. */
const char *yado_xl_disk_get_format(const YadoXlDisk *disk);

#pragma GCC visibility pop
G_END_DECLS
