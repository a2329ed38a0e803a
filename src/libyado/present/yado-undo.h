/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * yado-undo.h: what a job had made goes again, the rest having failed; what stays is told.
 *
 * For workers: each call blocks, and none can be cancelled.
 */
#pragma once

#include "model/yado-host.h"

G_BEGIN_DECLS

typedef struct _YadoUndo YadoUndo;

/* From here on @job cannot be cancelled. @stage (nullable): what it says meanwhile, translated. (transfer full) */
YadoUndo *yado_undo_new(YadoJob *job, const char *stage);

void yado_undo_guest(YadoUndo *self, YadoBackend *backend, const char *uuid);
void yado_undo_volume(YadoUndo *self, YadoBackend *storage, const char *path);

/* Frees @self. What is left is added to the sentence of @failure; where there is none, or the user cancelled, the job's notice tells it.
 * @failure: (inout) (nullable). */
void yado_undo_end(YadoUndo *self, GError **failure);

G_END_DECLS
