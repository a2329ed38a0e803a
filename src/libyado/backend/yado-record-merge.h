/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * yado-record-merge.h: the listings of two back ends of one machine as one.
 *
 * libvirt keeps in mind what it did itself and does not see what others do; libxl asks the hypervisor.  So of a guest that is in both, who owns it,
 * its name, whether it is stored and starts by itself are libvirt's to tell, its id and state are libxl's, and where libvirt's differ that is said in the
 * record's reason.  Guests are the same when their uuids are; the control domain is, whatever its uuid.
 */
#pragma once

#include "backend/yado-records.h"

G_BEGIN_DECLS

/* @libvirt (transfer full, nullable) was read before @libxl (transfer full, nullable); NULL: that one does not answer.  Both free what is in them.
 * Of YadoGuestRecord, libvirt's first.  Any thread.  (transfer full) */
GPtrArray *yado_record_merge(GPtrArray *libvirt, GPtrArray *libxl);

G_END_DECLS
