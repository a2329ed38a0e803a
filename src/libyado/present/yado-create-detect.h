/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* yado-create-detect.h: what system the source of a new guest holds: a network tree, a medium, a disk. */
#pragma once

#include "document/yado-document.h"
#include "media/yado-disk-system.h"
#include "model/yado-host.h"

G_BEGIN_DECLS

/* What the answers (see yado-create.h) name as source, and can hold a system; NULL: nothing such.  (transfer full) */
char *yado_create_dup_source(YadoDocument *answers);

/*
 * Looks at the disk that @answers name as source, on @host (nullable: this machine); of one that only the host can read the beginning is fetched from
 * the pool that has it: what its partitions tell.  From then on the answers know it.  _finish(): NULL: NOT_FOUND: no system; UNSUPPORTED: it cannot
 * be looked at from here, or a tool is missing; DENIED.  (transfer full)
 */
void yado_create_look_async(YadoDocument *answers, YadoHost *host, GCancellable *cancellable,
                            GAsyncReadyCallback callback, gpointer user_data);
YadoDiskSystem *yado_create_look_finish(GAsyncResult *result, GError **error);
/* What is known of the disk that @answers name now; NULL: it was not looked at, or in vain.  Borrowed. */
const YadoDiskSystem *yado_create_get_disk(YadoDocument *answers);

/*
 * Looks into the source of @answers on @host (nullable: this machine), a disk as above.  Of a medium that only the host can read its beginning is
 * fetched from the pool that has it.  _finish(): the system's id in libosinfo's database; NULL: NOT_FOUND: it is not known; UNSUPPORTED: it cannot be looked at from
 * here, or a tool is missing; or why the medium cannot be fetched.  (transfer full)
 */
void yado_create_detect_async(YadoDocument *answers, YadoHost *host, GCancellable *cancellable,
                              GAsyncReadyCallback callback, gpointer user_data);
char *yado_create_detect_finish(GAsyncResult *result, GError **error);

G_END_DECLS
