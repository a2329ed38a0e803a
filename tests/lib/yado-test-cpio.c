/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "yado-test-cpio.h"

#include <string.h>

static void
pad(GByteArray *archive)
{
    static const guint8 zeros[4];
    g_byte_array_append(archive, zeros, (4 - archive->len % 4) % 4);
}

void
yado_test_cpio_add(GByteArray *archive, const char *path, guint mode, gconstpointer data,
                   gsize length)
{
    /* magic, inode, mode, uid, gid, links, mtime, size, device ×2, its own device ×2, length of name, checksum */
    g_autofree char *header =
        g_strdup_printf("070701%08X%08X%08X%08X%08X%08X%08X%08X%08X%08X%08X%08X%08X", archive->len,
                        mode, 0, 0, 1, 0, (guint)length, 0, 0, 0, 0, (guint)strlen(path) + 1, 0);
    g_byte_array_append(archive, (const guint8 *)header, (guint)strlen(header));
    g_byte_array_append(archive, (const guint8 *)path, (guint)strlen(path) + 1);
    pad(archive);
    if (length > 0)
        g_byte_array_append(archive, data, (guint)length);
    pad(archive);
}

void
yado_test_cpio_end(GByteArray *archive)
{
    yado_test_cpio_add(archive, "TRAILER!!!", 0, NULL, 0);
}
