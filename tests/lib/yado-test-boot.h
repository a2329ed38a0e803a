/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * yado-test-boot.h: a system that fits into the first sector of a disk, and a medium that installs it; both speak on the first serial line.
 *
 * The system says "disk: ready", and then, at first and after each key, "memory 1 disk 2": two numbers of one digit, one of which lies in its
 * memory, and one in the second sector of its disk.  The key "w" adds one to both, "m" only to the one in memory, any other to none.
 *
 * The medium says "installer: runs", writes the system to the first disk, says "installer: done", and restarts the machine or switches it off.
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define YADO_TEST_BOOT_DISK_BYTES 1048576

typedef enum { YADO_TEST_BOOT_RESTARTS, YADO_TEST_BOOT_POWERS_OFF } YadoTestBootEnd;

/* A raw image with the system on it. */
void yado_test_boot_write_disk(const char *path);
/* An ISO image of ISO 9660 and El Torito. */
void yado_test_boot_write_iso(const char *path, YadoTestBootEnd end);

G_END_DECLS
