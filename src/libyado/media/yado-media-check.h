/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * yado-media-check.h: whether a file is what it is said to be, before a guest fails with words that explain nothing.
 *
 * All BLOCK for reading and may be made from any worker.  What cannot be read here is TRUE.  @name (nullable: @path) is what errors call it: of a
 * file of another host, a copy of its beginning, as long as the file, does as well.
 */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* How much of its beginning tells: of an ISO image, of a disk. */
#define YADO_MEDIA_ISO_START (64 << 10)
#define YADO_MEDIA_DISK_START (1 << 20)

/* @path is a kernel for @arch ("x86_64"; nullable: any) that a guest of @kind ("pv", "pvh"; anything else: with firmware) can be started with.
 * INVALID: it is none, or for another architecture; UNSUPPORTED: Xen cannot load it so. */
gboolean yado_media_check_kernel(const char *path, const char *name, const char *arch,
                                 const char *kind, GError **error);
/* @path is a whole ISO image. */
gboolean yado_media_check_iso(const char *path, const char *name, GError **error);
/* @path, a disk in @format ("raw", "qcow2", …), is whole, and with @needs_system something stands at its beginning. */
gboolean yado_media_check_disk(const char *path, const char *name, const char *format,
                               gboolean needs_system, GError **error);

G_END_DECLS
