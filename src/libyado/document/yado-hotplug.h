/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * yado-hotplug.h: which devices can come, go and change while their guest runs.
 *
 * One table, so that what a form promises ("now", "at next start") is what a back end tries.  It knows what a hypervisor can do with
 * such a device; whether this guest lets go of it, or has a slot for it, is seen when it is tried.
 */
#pragma once

#include "document/yado-document.h"

G_BEGIN_DECLS

/* Whether @node of @document can be added to, and taken from, a running guest. */
gboolean yado_hotplug_can_plug(YadoDocument *document, const char *node);
/* Whether the value of @key can be changed in a running guest ("source" of a CD-ROM drive: its medium).  @node NULL: of the guest itself. */
gboolean yado_hotplug_can_change(YadoDocument *document, const char *node, const char *key);
/* Whether a running guest with @now vCPUs can be given @wanted: an HVM guest of Xen gets more, but gives none back (QEMU takes none away). */
gboolean yado_hotplug_can_set_vcpus(YadoDocument *document, guint now, guint wanted);
/*
 * Whether all edits of @document can be made in a running guest; @can_plug: its host plugs devices.  FALSE: UNSUPPORTED, with the first that cannot.
 * Of a device that is taken away only the kind is looked at: what it was is not in @document any more.
 */
gboolean yado_hotplug_check(YadoDocument *document, gboolean can_plug, GError **error);
/* What people call it: "xvdb", a MAC address, an address on a bus; else its kind.  (transfer full) */
char *yado_hotplug_dup_name(YadoDocument *document, const char *node);

G_END_DECLS
