/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "document/yado-edits.h"

#include <string.h>

YadoEdit *
yado_edit_copy(const YadoEdit *edit)
{
    g_return_val_if_fail(edit != NULL, NULL);

    YadoEdit *copy = g_new0(YadoEdit, 1);
    copy->node = g_strdup(edit->node);
    copy->key = g_strdup(edit->key);
    copy->old_value = g_strdup(edit->old_value);
    copy->new_value = g_strdup(edit->new_value);
    return copy;
}

void
yado_edit_free(YadoEdit *edit)
{
    if (edit == NULL)
        return;
    g_free(edit->node);
    g_free(edit->key);
    g_free(edit->old_value);
    g_free(edit->new_value);
    g_free(edit);
}

GPtrArray *
yado_edits_new(void)
{
    return g_ptr_array_new_with_free_func((GDestroyNotify)yado_edit_free);
}

gboolean
yado_edit_is_same_place(const YadoEdit *a, const YadoEdit *b)
{
    return g_strcmp0(a->node, b->node) == 0 && g_strcmp0(a->key, b->key) == 0;
}

gboolean
yado_edit_adds_node(const YadoEdit *edit)
{
    return edit->key == NULL && edit->old_value == NULL;
}

gboolean
yado_edit_removes_node(const YadoEdit *edit)
{
    return edit->key == NULL && edit->new_value == NULL;
}

static gboolean
is_undone_by(const YadoEdit *edit, const YadoEdit *undone)
{
    if (yado_edit_adds_node(undone))
        return g_strcmp0(edit->node, undone->node) == 0;
    return yado_edit_is_same_place(edit, undone);
}

GPtrArray *
yado_edits_new_without(GPtrArray *edits, const YadoEdit *undone)
{
    GPtrArray *kept = yado_edits_new();

    for (guint i = 0; i < edits->len; i++) {
        const YadoEdit *edit = g_ptr_array_index(edits, i);
        if (!is_undone_by(edit, undone))
            g_ptr_array_add(kept, yado_edit_copy(edit));
    }
    return kept;
}

static int
find_place(GPtrArray *edits, const YadoEdit *place)
{
    for (guint i = 0; i < edits->len; i++) {
        if (yado_edit_is_same_place(g_ptr_array_index(edits, i), place))
            return (int)i;
    }
    return -1;
}

void
yado_edits_record(GPtrArray *edits, const char *node, const char *key, const char *old_value,
                  const char *new_value)
{
    YadoEdit place = { (char *)node, (char *)key, (char *)old_value, (char *)new_value };
    int position = find_place(edits, &place);

    if (position < 0) {
        if (g_strcmp0(old_value, new_value) != 0)
            g_ptr_array_add(edits, yado_edit_copy(&place));
        return;
    }
    YadoEdit *edit = g_ptr_array_index(edits, position);
    char *copy = g_strdup(new_value);
    g_free(edit->new_value);
    edit->new_value = copy;
    if (g_strcmp0(edit->old_value, edit->new_value) == 0)
        g_ptr_array_remove_index(edits, (guint)position);
}

/* Whether the node itself was new. */
static gboolean
drop_node(GPtrArray *edits, const char *node)
{
    gboolean was_added = FALSE;

    for (guint i = edits->len; i > 0; i--) {
        const YadoEdit *edit = g_ptr_array_index(edits, i - 1);
        if (g_strcmp0(edit->node, node) != 0)
            continue;
        was_added = was_added || yado_edit_adds_node(edit);
        g_ptr_array_remove_index(edits, i - 1);
    }
    return was_added;
}

void
yado_edits_record_added(GPtrArray *edits, const char *node, const char *text)
{
    YadoEdit edit = { (char *)node, NULL, NULL, (char *)text };

    g_ptr_array_add(edits, yado_edit_copy(&edit));
}

void
yado_edits_record_removed(GPtrArray *edits, const char *node, const char *text)
{
    YadoEdit edit = { (char *)node, NULL, (char *)text, NULL };

    if (!drop_node(edits, node))
        g_ptr_array_add(edits, yado_edit_copy(&edit));
}

char *
yado_node_dup_kind(const char *node)
{
    const char *colon = strchr(node, ':');

    return colon != NULL ? g_strndup(node, (gsize)(colon - node)) : g_strdup(node);
}
