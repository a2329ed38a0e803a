/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * yado-joint-backend.h: the two back ends of one Xen machine, as one.
 *
 * libvirt and libxl (reached through its agent) each know guests that the other does not.  This opens both, lists and samples both, and tells what
 * each of them tells; it is open while one of them is.  The one that cannot be opened is
 * no error: yado_joint_backend_dup_error() tells why.  One that was open and broke is
 * tried again after 1, 2, 4 … 60 seconds; the list goes on with the other meanwhile.
 *
 * Signals, on the main context, beside those of YadoBackend: "changed": a part came or went, or does not answer.  "closed" comes when no part is left.
 *
 * Everything that concerns one guest goes to the part that owns it: yado_joint_backend_get_part().
 */
#pragma once

#include "backend/yado-backend.h"

G_BEGIN_DECLS

typedef enum { YADO_PART_LIBVIRT, YADO_PART_LIBXL, YADO_N_PARTS } YadoPart;

#define YADO_TYPE_JOINT_BACKEND (yado_joint_backend_get_type())
G_DECLARE_FINAL_TYPE(YadoJointBackend, yado_joint_backend, YADO, JOINT_BACKEND, GObject)

/* Main context. Never fails: what cannot be made is a part that cannot be opened.  (transfer full) */
YadoBackend *yado_joint_backend_new(const char *libvirt_uri, const char *libxl_uri);

/* NULL: it is not open.  Main context, borrowed. */
YadoBackend *yado_joint_backend_get_part(YadoJointBackend *self, YadoPart part);
/* Whether it is open and told what it has when it was last asked.  Any thread. */
gboolean yado_joint_backend_is_answering(YadoJointBackend *self, YadoPart part);
/* Why it is not; NULL when it is, or is on its way.  Any thread.  (transfer full) */
GError *yado_joint_backend_dup_error(YadoJointBackend *self, YadoPart part);

/* A call of the part @backend failed because its host is gone. */
void yado_joint_backend_lose(YadoJointBackend *self, YadoBackend *backend, const GError *error);
/* Tries now what is not open, also what never was. */
void yado_joint_backend_retry(YadoJointBackend *self);

G_END_DECLS
