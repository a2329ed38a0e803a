/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * yado-edit-job.h: changes a few values of a guest's configuration as a job: fetch the newest, set, apply.
 *
 * For actions such as "Title and notes", and for `yado set`, which do not keep a document open.
 */
#pragma once

#include "job/yado-job.h"
#include "model/yado-guest.h"

G_BEGIN_DECLS

/*
 * @edits of YadoEdit: node, key and new_value are used (transfer full: the array is freed with the job's end).
 * What can take effect at once in a running guest does.  @job is begun here and finished when the host has answered; lines that
 * the host dropped are told in its notice.  Errors: those of yado_guest_apply_finish().
 */
void yado_edit_job_start(GPtrArray *edits, YadoGuest *guest, YadoJob *job);

/* Changes @document, the newest configuration, by what it says. */
typedef gboolean (*YadoEditFunc)(YadoDocument *document, gpointer data, GError **error);
/* The same for what depends on the values that are there.  @free_data: when the job ends. */
void yado_edit_job_start_with(YadoEditFunc edit, gpointer data, GDestroyNotify free_data,
                              YadoGuest *guest, YadoJob *job);

/* A list for the above, freed with its edits. */
GPtrArray *yado_edit_list_new(void);
void yado_edit_list_add(GPtrArray *edits, const char *node, const char *key, const char *value);

/* Where edits of @guest are to go: into the running guest, the stored configuration, or both. */
YadoApplyFlags yado_edit_get_flags(YadoGuest *guest);

G_END_DECLS
