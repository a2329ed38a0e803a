/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * yado-munin.h: a host in the words of Munin's plugin protocol: several graphs ("multigraph"), with a field for each guest.
 *
 *     multigraph yado_cpu
 *     web_07_0c2f91a3.label web-07
 *     web_07_0c2f91a3.value 81200000000
 *
 * Counters are handed over as they are: Munin makes rates of them, and none of those that a restart sets back to zero.
 * Nothing is asked here: the host must have been loaded with YADO_LOAD_STATS.
 */
#pragma once

#include "model/yado-host.h"

G_BEGIN_DECLS

typedef enum {
    YADO_MUNIN_CONFIG = 1 << 0, /* what there is */
    YADO_MUNIN_VALUES = 1 << 1, /* and how much; both at once: "dirtyconfig" */
} YadoMuninParts;

/* Every graph of @host.  A number that is not known, as of a guest that does not run, is U. (transfer full) */
char *yado_munin_format(YadoHost *host, YadoMuninParts parts);

/* The guest's field: of letters, digits and "_", another one for each uuid, the same as long as neither changes. (transfer full) */
char *yado_munin_make_field(const char *name, const char *uuid);
/* Text on one line without what Munin does not allow in a label. (transfer full) */
char *yado_munin_clean_label(const char *text);

G_END_DECLS
