/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* yado-missing-file.h: which file of a host is missing, from what libvirt, QEMU, xl and libxl say of it. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* @said: several lines, or NULL.  NULL: they name no file that is not there.  (transfer full) */
char *yado_missing_file_find(const char *said);

/* What to do about it, with its name; NULL: as above.  (transfer full) */
char *yado_missing_file_dup_hint(const char *said);

G_END_DECLS
