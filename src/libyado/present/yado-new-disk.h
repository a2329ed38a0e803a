/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * yado-new-disk.h: a volume is made and given to a guest as a disk, in one job that leaves nothing behind when it fails.
 */
#pragma once

#include "present/yado-action.h"

G_BEGIN_DECLS

/*
 * For an action's `run`. @form: "pool", "size", "format", "full" and "name" (nullable: made from the guest's).  Where the disk cannot be
 * plugged in now it is there from the next start on, which the job's notice says; what else fails removes the volume again.
 */
void yado_new_disk_start(const YadoTargets *targets, YadoGuest *guest, YadoForm *form,
                         YadoJob *job);

G_END_DECLS
