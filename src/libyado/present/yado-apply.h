/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * yado-apply.h: an edited configuration is given to its guest, with all that it needs.
 *
 * What its edits name must be nobody else's: the configurations of the other guests are read first, as far as they are not known.  Then the
 * volumes are made that its new disks are planned on (yado-new-disk.h); when the guest does not take them they are removed again.
 */
#pragma once

#include "job/yado-job.h"
#include "model/yado-guest.h"

G_BEGIN_DECLS

/*
 * As yado_guest_apply_async().  @job (nullable) is told the stages.  @document stays as it was edited when it fails.
 * Errors: INVALID (a disk or an address is another guest's, a plan cannot be carried out), those of making a volume, and those of
 * yado_guest_apply_finish().  After UNCERTAIN the volumes stay: the guest may have them, and the hint names them.
 */
void yado_apply_async(YadoGuest *guest, YadoDocument *document, YadoApplyFlags flags, YadoJob *job,
                      GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data);
/* What came back from the host; @dropped: what it left out, or NULL. (transfer full) */
YadoDocument *yado_apply_finish(YadoGuest *guest, GAsyncResult *result, char **dropped,
                                GError **error);

/* What is made before @document is applied, a line for each volume; NULL: nothing. (transfer full) */
char *yado_apply_dup_plan(YadoGuest *guest, YadoDocument *document);

G_END_DECLS
