/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* yado-test-cpio.h: just enough of cpio's "newc" format for an initramfs. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* @mode with its type: 0100755 a program, 0040755 a folder (@data empty). */
void yado_test_cpio_add(GByteArray *archive, const char *path, guint mode, gconstpointer data,
                        gsize length);
void yado_test_cpio_end(GByteArray *archive);

G_END_DECLS
