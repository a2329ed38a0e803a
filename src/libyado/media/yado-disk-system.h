/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * yado-disk-system.h: what system is on a disk, by its os-release (freedesktop.org, os-release(5)).
 *
 * GRUB's own drivers read the file systems (grub-fstest): nothing is mounted, no right is needed but to read the file.  What is not raw is shown
 * as raw meanwhile by qemu-storage-daemon, over FUSE.  Both are tools that a host with Xen or KVM has; without one the error names its package.
 */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/*
 * The os-release of the disk @path, a file of this machine, raw or in a format of QEMU's.  BLOCKS, any worker; reads little of a disk of any size.
 * NOT_FOUND: no file system that GRUB knows has one; UNSUPPORTED: a tool is missing; FAILED; a cancel.  (transfer full)
 */
char *yado_disk_read_release(const char *path, GCancellable *cancellable, GError **error);

/* "openSUSE Leap 15.6", or NULL.  (transfer full) */
char *yado_release_dup_name(const char *release);
/* The short ids that libosinfo's database may know it by, the closest first.  (transfer full) */
GStrv yado_release_list_ids(const char *release);

G_END_DECLS
