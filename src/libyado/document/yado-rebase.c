/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * yado-rebase.c: replays the edits of a document on a newer text.
 *
 * In between somebody may have added or removed devices, so that "disk:1" is another disk now.  A node is found
 * again by what identifies it (a disk's target, a NIC's MAC address), else by its very text.
 */
#include "config.h"

#include "document/yado-document.h"

#include <glib/gi18n-lib.h>

#include "base/yado-error.h"
#include "document/yado-edits.h"

typedef struct {
    YadoDocument *base;  /* what the edits were made on */
    YadoDocument *fresh; /* what they are replayed on */
    GHashTable *nodes;   /* id in the edits -> id in fresh */
    GString *conflicts;
} Rebase;

/* The values of these keys tell the nodes of a kind apart. */
static const struct {
    const char *kind;
    const char *keys[2];
} identities[] = {
    { "disk", { "target", NULL } },        { "nic", { "mac", NULL } },
    { "controller", { "type", "index" } }, { "hostdev", { "type", "address" } },
    { "filesystem", { "target", NULL } },  { "channel", { "target.name", NULL } },
    { "graphics", { "type", NULL } },
};

/* NULL when this kind, or this node, has none. */
static char *
dup_identity(YadoDocument *document, const char *kind, const char *node)
{
    for (guint i = 0; i < G_N_ELEMENTS(identities); i++) {
        if (g_strcmp0(identities[i].kind, kind) != 0)
            continue;
        g_autofree char *first = yado_document_dup_value(document, node, identities[i].keys[0]);
        g_autofree char *second =
            identities[i].keys[1] != NULL
                ? yado_document_dup_value(document, node, identities[i].keys[1])
                : NULL;
        if (first != NULL)
            return g_strconcat(first, "\n", second, NULL);
    }
    return NULL;
}

/* The only node of @kind with this identity, or else with this text; NULL when there is none or more than one. */
static char *
find_only(YadoDocument *document, const char *kind, const char *wanted, gboolean by_identity)
{
    g_auto(GStrv) nodes = yado_document_list_nodes(document, kind);
    const char *found = NULL;

    for (guint i = 0; nodes[i] != NULL; i++) {
        g_autofree char *mark = by_identity ? dup_identity(document, kind, nodes[i])
                                            : yado_document_dump_node(document, nodes[i]);
        if (g_strcmp0(mark, wanted) != 0)
            continue;
        if (found != NULL)
            return NULL;
        found = nodes[i];
    }
    return g_strdup(found);
}

/* Where nothing tells them apart (two sound cards), the place counts, as long as their number is the same. */
static char *
find_by_place(Rebase *rebase, const char *kind, const char *node)
{
    g_auto(GStrv) old_nodes = yado_document_list_nodes(rebase->base, kind);
    g_auto(GStrv) new_nodes = yado_document_list_nodes(rebase->fresh, kind);

    if (g_strv_length(old_nodes) != g_strv_length(new_nodes))
        return NULL;
    for (guint i = 0; old_nodes[i] != NULL; i++) {
        if (g_strcmp0(old_nodes[i], node) == 0)
            return g_strdup(new_nodes[i]);
    }
    return NULL;
}

static gboolean
is_unique(Rebase *rebase, const char *kind, const char *identity)
{
    g_autofree char *only = identity != NULL ? find_only(rebase->base, kind, identity, TRUE) : NULL;

    return only != NULL;
}

static char *
find_node(Rebase *rebase, const char *node)
{
    g_autofree char *kind = yado_node_dup_kind(node);
    g_autofree char *identity = dup_identity(rebase->base, kind, node);
    g_autofree char *text = yado_document_dump_node(rebase->base, node);
    char *found = NULL;

    if (identity != NULL)
        found = find_only(rebase->fresh, kind, identity, TRUE);
    else if (text != NULL)
        found = find_only(rebase->fresh, kind, text, FALSE);
    if (found == NULL && !is_unique(rebase, kind, identity))
        found = find_by_place(rebase, kind, node);
    return found;
}

static const char *
map_node(Rebase *rebase, const char *node)
{
    if (node == NULL)
        return NULL;
    const char *known = g_hash_table_lookup(rebase->nodes, node);
    if (known != NULL)
        return known;
    char *found = find_node(rebase, node);
    if (found != NULL)
        g_hash_table_insert(rebase->nodes, g_strdup(node), found);
    return found;
}

static gboolean
is_secret(const char *key)
{
    return g_strcmp0(key, "password") == 0;
}

static const char *
show(const char *key, const char *value)
{
    if (value == NULL)
        return "-";
    return is_secret(key) ? "***" : value;
}

static void
add_conflict(Rebase *rebase, const YadoEdit *edit, const char *found)
{
    const char *node = edit->node != NULL ? edit->node : "";
    const char *gap = edit->node != NULL && edit->key != NULL ? " " : "";
    const char *key = edit->key != NULL ? edit->key : "";

    if (rebase->conflicts->len > 0)
        g_string_append_c(rebase->conflicts, '\n');
    if (edit->key == NULL)
        g_string_append_printf(rebase->conflicts, _("%s: it is not there any more, or was changed"),
                               node);
    else
        g_string_append_printf(rebase->conflicts, _("%s%s%s: expected %s, found %s"), node, gap,
                               key, show(key, edit->old_value), show(key, found));
}

static void
check_key(Rebase *rebase, const YadoEdit *edit)
{
    const char *node = map_node(rebase, edit->node);
    gboolean is_gone = edit->node != NULL && node == NULL;
    g_autofree char *found =
        is_gone ? NULL : yado_document_dup_value(rebase->fresh, node, edit->key);

    if (is_gone || g_strcmp0(found, edit->old_value) != 0)
        add_conflict(rebase, edit, found);
}

static void
check_removed(Rebase *rebase, const YadoEdit *edit)
{
    const char *node = map_node(rebase, edit->node);
    g_autofree char *text = node != NULL ? yado_document_dump_node(rebase->fresh, node) : NULL;

    if (g_strcmp0(text, edit->old_value) != 0)
        add_conflict(rebase, edit, NULL);
}

/* Nodes that the edits add are not there yet: their keys have nothing to conflict with. */
static void
check_edits(Rebase *rebase, GPtrArray *edits)
{
    g_autoptr(GHashTable) added = g_hash_table_new(g_str_hash, g_str_equal);

    for (guint i = 0; i < edits->len; i++) {
        const YadoEdit *edit = g_ptr_array_index(edits, i);

        if (yado_edit_adds_node(edit))
            g_hash_table_add(added, edit->node);
        else if (edit->node != NULL && g_hash_table_contains(added, edit->node))
            continue;
        else if (yado_edit_removes_node(edit))
            check_removed(rebase, edit);
        else
            check_key(rebase, edit);
    }
}

static gboolean
replay_added(Rebase *rebase, const YadoEdit *edit, GError **error)
{
    g_autofree char *kind = yado_node_dup_kind(edit->node);
    char *node = edit->new_value != NULL
                     ? yado_document_add_node_text(rebase->fresh, kind, edit->new_value, error)
                     : yado_document_add_node(rebase->fresh, kind, error);

    if (node == NULL)
        return FALSE;
    g_hash_table_insert(rebase->nodes, g_strdup(edit->node), node);
    return TRUE;
}

static gboolean
replay_edit(Rebase *rebase, const YadoEdit *edit, GError **error)
{
    if (yado_edit_adds_node(edit))
        return replay_added(rebase, edit, error);
    const char *node = map_node(rebase, edit->node);
    if (yado_edit_removes_node(edit)) /* gone already, when forced: as wanted */
        return node == NULL || yado_document_remove_node(rebase->fresh, node, error);
    if (edit->node != NULL && node == NULL)
        return yado_error_set(error, YADO_ERROR_CONFLICT, NULL, _("Reload and look again."),
                              _("The device %s is not there any more."), edit->node);
    return yado_document_set_value(rebase->fresh, node, edit->key, edit->new_value, error);
}

static gboolean
replay_edits(Rebase *rebase, GPtrArray *edits, GError **error)
{
    for (guint i = 0; i < edits->len; i++) {
        if (!replay_edit(rebase, g_ptr_array_index(edits, i), error))
            return FALSE;
    }
    return TRUE;
}

static gboolean
run_rebase(Rebase *rebase, GPtrArray *edits, gboolean force, GError **error)
{
    check_edits(rebase, edits);
    if (rebase->conflicts->len > 0 && !force)
        return yado_error_set(error, YADO_ERROR_CONFLICT, rebase->conflicts->str,
                              _("Reload to see the new values, or apply your changes anyway."),
                              _("Somebody else changed the configuration in the meantime."));
    return replay_edits(rebase, edits, error);
}

char *
yado_document_find_counterpart(YadoDocument *self, const char *node, YadoDocument *other)
{
    g_return_val_if_fail(YADO_IS_DOCUMENT(self), NULL);
    g_return_val_if_fail(YADO_IS_DOCUMENT(other), NULL);
    g_return_val_if_fail(node != NULL, NULL);

    g_autoptr(YadoDocument) base = YADO_DOCUMENT_GET_IFACE(self)->reload(self, NULL, NULL);
    Rebase rebase = { .base = base, .fresh = other };

    return base != NULL ? find_node(&rebase, node) : NULL;
}

YadoDocument *
yado_document_rebase(YadoDocument *self, const char *text, gboolean force, GError **error)
{
    g_return_val_if_fail(YADO_IS_DOCUMENT(self), NULL);
    g_return_val_if_fail(text != NULL, NULL);

    YadoDocumentInterface *iface = YADO_DOCUMENT_GET_IFACE(self);
    g_autoptr(YadoDocument) base = iface->reload(self, NULL, error);
    g_autoptr(YadoDocument) fresh = base != NULL ? iface->reload(self, text, error) : NULL;
    if (fresh == NULL)
        return NULL;

    g_autoptr(GHashTable) nodes = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
    g_autoptr(GString) conflicts = g_string_new(NULL);
    Rebase rebase = { base, fresh, nodes, conflicts };
    if (!run_rebase(&rebase, yado_document_get_edits(self), force, error))
        return NULL;
    return g_steal_pointer(&fresh);
}
