/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * yado-memory-bar.h: whose the memory of a machine is, as one bar of shares.
 *
 *     ██▓▓▓▓▓▒▒▒▒▒▒▒▒▒▚▚░░░░░░  █ hypervisor 153 MiB, ▓ Domain-0 2 GiB, ▒ guests 4 GiB, …
 *
 * A picture draws the shares in this order, each told from its neighbour by its pattern and not by its colour alone.
 */
#pragma once

#include "model/yado-host.h"

G_BEGIN_DECLS

typedef enum {
    YADO_MEMORY_HYPERVISOR,
    YADO_MEMORY_DOM0,
    YADO_MEMORY_GUESTS,
    YADO_MEMORY_CLAIMED,
    YADO_MEMORY_FREE,
    YADO_N_MEMORY_SHARES
} YadoMemoryKind;

typedef struct {
    YadoMemoryKind kind;
    guint64 bytes; /* more than none */
} YadoMemoryShare;

/* Of YadoMemoryShare, in their order, those that have any; NULL: the host does not tell.  (transfer full) */
GArray *yado_memory_bar_new(const YadoHostDetails *details);
/* "Domain-0 2 GiB".  (transfer full) */
char *yado_memory_share_format(const YadoMemoryShare *share);
/* "hypervisor 153 MiB, Domain-0 2 GiB".  (transfer full) */
char *yado_memory_bar_describe(const GArray *bar);
/* In @cells cells (one more where a share is less than a cell), with its legend.  (transfer full) */
char *yado_memory_bar_format(const GArray *bar, guint cells);

G_END_DECLS
