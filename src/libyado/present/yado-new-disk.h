/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * yado-new-disk.h: a new disk of a guest may be planned on a volume that is made when the configuration is applied.
 *
 * The plan stands at the disk's node of the document, under the keys below; yado_apply_async() carries it out.
 */
#pragma once

#include "present/yado-action.h"

G_BEGIN_DECLS

#define YADO_NEW_DISK_WAY YADO_DOCUMENT_PLAN "way" /* "new": a volume is made; else one is named */
#define YADO_NEW_DISK_IN YADO_DOCUMENT_PLAN "pool" /* NULL: the first that is active */
#define YADO_NEW_DISK_BYTES YADO_DOCUMENT_PLAN "size" /* required */
#define YADO_NEW_DISK_WHOLE YADO_DOCUMENT_PLAN "full" /* "yes": all of it is allocated */
#define YADO_NEW_DISK_NAMED YADO_DOCUMENT_PLAN "name" /* NULL: after the guest and the disk */

/* What is proposed where nothing says how much is needed: 20 GiB. */
#define YADO_NEW_DISK_PROPOSAL "21474836480"

/* Whether @guest (nullable) can be given volumes; @reason (out, nullable): translated, borrowed. */
gboolean yado_new_disk_is_possible(YadoGuest *guest, const char **reason);
/* Whether @node is a new hard disk whose volume is to be made. */
gboolean yado_new_disk_is_planned(YadoDocument *document, const char *node);
/* The name of the first pool that a volume can be made in, as far as those of @host (nullable) are known. (nullable) */
const char *yado_new_disk_find_pool(YadoHost *host);
/* The pool of the plan, as far as the pools of @host (nullable) are known. (transfer full, nullable) */
char *yado_new_disk_dup_pool(YadoDocument *document, const char *node, YadoHost *host);
/* Volumes in it are files: they have formats, and names that tell them. */
gboolean yado_new_disk_is_file_pool(YadoHost *host, const char *pool);

/* The arguments of "volume-create" for @node.  INVALID: the plan lacks something. (transfer full) */
YadoDocument *yado_new_disk_create_arguments(YadoDocument *document, const char *node,
                                             YadoGuest *guest, GError **error);

/*
 * For an action's `run`. @form: "pool", "size", "format", "full" and "name" (nullable: made from the guest's).  Where the disk cannot be
 * plugged in now it is there from the next start on, which the job's notice says; what else fails removes the volume again.
 */
void yado_new_disk_start(const YadoTargets *targets, YadoGuest *guest, YadoForm *form,
                         YadoJob *job);

G_END_DECLS
