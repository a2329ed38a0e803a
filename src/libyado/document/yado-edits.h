/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * yado-edits.h: the recorded edits of a document, shared by all formats. Private to document/.
 *
 * At most one edit for each node and key: a second one keeps the first old value, and goes when it is back there.
 */
#pragma once

#include "document/yado-document.h"

G_BEGIN_DECLS
#pragma GCC visibility push(hidden)

/* Of YadoEdit. (transfer full) */
GPtrArray *yado_edits_new(void);

/* Records that @key went from @old_value to @new_value. */
void yado_edits_record(GPtrArray *edits, const char *node, const char *key, const char *old_value,
                       const char *new_value);

/* Records that the whole @node was added or removed. What was recorded of its keys goes: the node says it all. When it
 * was added by an edit itself, nothing is left. */
void yado_edits_record_added(GPtrArray *edits, const char *node, const char *text);
void yado_edits_record_removed(GPtrArray *edits, const char *node, const char *text);

/* Copies of all but what @undone takes back: taking back the adding of a node takes its keys with it. (transfer full) */
GPtrArray *yado_edits_new_without(GPtrArray *edits, const YadoEdit *undone);

gboolean yado_edit_is_same_place(const YadoEdit *a, const YadoEdit *b);
gboolean yado_edit_adds_node(const YadoEdit *edit);
gboolean yado_edit_removes_node(const YadoEdit *edit);

/* "disk:0" -> "disk". (transfer full) */
char *yado_node_dup_kind(const char *node);

#pragma GCC visibility pop
G_END_DECLS
