/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * yado-disk-reader.h: reads the file systems of a disk without mounting it; for yado-disk-system.c alone.
 *
 * GRUB's own drivers read them (grub-fstest): no right is needed but to read the file.  What is not raw is shown as raw meanwhile by
 * qemu-storage-daemon, over FUSE.  Both are tools that a host with Xen or KVM has; without one the error names its package.  All are processes with
 * little memory and time, as a disk may be made to lead its reader astray.  Everything here BLOCKS; any worker.
 */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* In bytes: as much of a file is read as text. */
#define YADO_DISK_READER_MOST_TEXT 65536

typedef struct _YadoDiskReader YadoDiskReader;

/* @path: a file of this machine, raw or in a format of QEMU's.  UNSUPPORTED: a tool is missing; FAILED; a cancel. */
YadoDiskReader *yado_disk_reader_open(const char *path, GCancellable *cancellable, GError **error);
void yado_disk_reader_close(YadoDiskReader *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(YadoDiskReader, yado_disk_reader_close)

/* The first @most bytes of the disk @path, a raw one; fewer, or none, where it has no more or cannot be read.  (transfer full) */
GByteArray *yado_disk_read_start(const char *path, gsize most);
/* The same of what is read.  (transfer full) */
GByteArray *yado_disk_reader_dup_start(YadoDiskReader *self, gsize most);

/* "(loop0,gpt2)", "(lvm/system-root)": what may hold file systems.  (transfer full) */
GStrv yado_disk_reader_list_volumes(YadoDiskReader *self);
/* GRUB's name for the file system of @volume: "ext*", "xfs"; "": none that it knows.  (transfer full) */
char *yado_disk_reader_dup_file_system(YadoDiskReader *self, const char *volume);
/* The names in the folder @path ("(loop0)/boot/"), "etc/" for folders.  (transfer full) */
GStrv yado_disk_reader_list_folder(YadoDiskReader *self, const char *path);
/* The beginning of the file @path as text; "": there is none.  (transfer full) */
char *yado_disk_reader_dup_text(YadoDiskReader *self, const char *path);
/* FALSE: cancelled, or time ran out (FAILED): what was not found may be there. */
gboolean yado_disk_reader_check(YadoDiskReader *self, GError **error);

G_END_DECLS
