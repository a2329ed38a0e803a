/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * yado-apply.h: an edited configuration is given to its guest, with all that it needs.
 *
 * What its edits name must be nobody else's: the configurations of the other guests are read first, as far as they are not known.  Then the
 * volumes are made that its new disks are planned on (yado-new-disk.h); when the guest does not take them they are removed again.
 */
#pragma once

#include "job/yado-job-queue.h"
#include "model/yado-guest.h"

G_BEGIN_DECLS

/*
 * As yado_guest_apply_async().  @job (nullable) is told the stages.  @document stays as it was edited when it fails.  Cancelled while volumes
 * are made they go again; from then on it cannot be cancelled: the guest may have them.
 * Errors: INVALID (a disk or an address is another guest's, a plan cannot be carried out), UNSUPPORTED (for LIVE alone: it cannot be done while
 * the guest runs), those of making a volume, and those of yado_guest_apply_finish().  After UNCERTAIN the volumes stay: the guest may
 * have them, and the hint names them.
 */
void yado_apply_async(YadoGuest *guest, YadoDocument *document, YadoApplyFlags flags, YadoJob *job,
                      GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data);
/* What came back from the host; @dropped: what it left out, or NULL. (transfer full) */
YadoDocument *yado_apply_finish(YadoGuest *guest, GAsyncResult *result, char **dropped,
                                GError **error);

/*
 * The job that it is to apply @document, where volumes are made for it: begun, and put into @queue (nullable: nobody lists it).  Give it, and its
 * cancellable, to yado_apply_async().  NULL: nothing is made, and it takes no time that is worth watching. (transfer full)
 */
YadoJob *yado_apply_begin_job(YadoGuest *guest, YadoDocument *document, YadoJobQueue *queue);
/* @job: (nullable). @error: (nullable): of yado_apply_finish().  @is_told: whoever applied says how it ended. */
void yado_apply_end_job(YadoJob *job, const GError *error, gboolean is_told);

/* What is made before @document is applied, a line for each volume; NULL: nothing. (transfer full) */
char *yado_apply_dup_plan(YadoGuest *guest, YadoDocument *document);

G_END_DECLS
