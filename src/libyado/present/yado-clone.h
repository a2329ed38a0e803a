/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * yado-clone.h: guests like another one, with copies of its disks.
 *
 * A clone differs from its original in its name, its UUID, the addresses of its network cards and where its screen listens.  Disks that the original
 * only reads, or shares with others, are the clone's too; of its own ones the clone gets copies, or does not have them.
 */
#pragma once

#include "job/yado-job.h"
#include "model/yado-guest.h"

G_BEGIN_DECLS

/*
 * Starts @job: makes one clone of @guest, which must be shut off, for each of @names. @left_out: the targets of those of its own disks that
 * the clones do not have; of the others they get copies.
 * The copies lie in the pool of the original, under names made from the clone's.  When one clone fails all that was made is removed again.
 */
void yado_clone_start(YadoGuest *guest, const char *const *names, const char *const *left_out,
                      YadoJob *job);

G_END_DECLS
