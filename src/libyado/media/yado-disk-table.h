/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* yado-disk-table.h: whose a disk is by the types in its table of partitions: it lies at the beginning, so that little has to be read. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* "Windows", "FreeBSD", "NetBSD", "OpenBSD"; NULL: another's, more than one's, or there is no table.  @data: the beginning of a raw disk. */
const char *yado_disk_table_find_owner(const guint8 *data, gsize length);

G_END_DECLS
