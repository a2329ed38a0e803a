/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * yado-tree.h: the hosts with their guests below them, as rows: the left side of both managers.
 *
 *     All hosts                     only where there are several
 *     ▾ ● xen-a              3/6
 *         ● Domain-0
 *         ○ opensuse2
 *     ▾ ✖ xen-b             Lost
 *         “xen-b” does not answer any more.
 *     ▸ ● xen-c         812/5000    folded up: nobody asked for so many rows
 *
 * Guests stand by name, as people count.  A host with many guests is folded up until the user unfolds it.
 * Signals: "changed": other rows are there now; "looks-changed": the same rows look different.
 */
#pragma once

#include "model/yado-session.h"

G_BEGIN_DECLS

typedef enum {
    YADO_TREE_ALL,
    YADO_TREE_HOST,
    YADO_TREE_REASON, /* why the host above is not connected */
    YADO_TREE_GUEST,
} YadoTreeKind;

typedef struct {
    YadoTreeKind kind;
    YadoHost *host;   /* borrowed; NULL for ALL */
    YadoGuest *guest; /* borrowed; GUEST only */
} YadoTreeRow;

#define YADO_TYPE_TREE (yado_tree_get_type())
G_DECLARE_FINAL_TYPE(YadoTree, yado_tree, YADO, TREE, GObject)

YadoTree *yado_tree_new(YadoSession *session);

guint yado_tree_get_n_rows(YadoTree *self);
/* FALSE: there is no such row. */
gboolean yado_tree_get_row(YadoTree *self, guint position, YadoTreeRow *row);
/* Where @row stands now; a guest whose host was folded up: where its host stands; G_MAXUINT: gone. */
guint yado_tree_find(YadoTree *self, const YadoTreeRow *row);

gboolean yado_tree_is_unfolded(YadoTree *self, YadoHost *host);
void yado_tree_set_unfolded(YadoTree *self, YadoHost *host, gboolean unfolded);

/* What the row says; clean for one line. (transfer full) */
char *yado_tree_dup_text(const YadoTreeRow *row);
/* What stands at its end: "3/6" or the state of the connection; "" for others. (transfer full) */
char *yado_tree_dup_detail(const YadoTreeRow *row);
/* A shape for its state, so that colour is not the only sign: "●". Static. */
const char *yado_tree_get_symbol(const YadoTreeRow *row);

const char *yado_tree_get_host_symbol(YadoHost *host);
const char *yado_guest_state_get_symbol(YadoGuestState state);

G_END_DECLS
