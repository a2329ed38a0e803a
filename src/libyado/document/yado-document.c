/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "document/yado-document.h"

#include <string.h>

#include <glib/gi18n-lib.h>
#include <string.h>

#include "base/yado-error.h"
#include "document/yado-edits.h"

G_DEFINE_INTERFACE(YadoDocument, yado_document, G_TYPE_OBJECT)

static void
yado_document_default_init(YadoDocumentInterface *iface)
{
}

/* ---- Plans: "disk:1\nplan.size" -> "21474836480" ---- */

static GHashTable *
get_plans(YadoDocument *self)
{
    static GQuark quark;
    GHashTable *plans;

    if (quark == 0)
        quark = g_quark_from_static_string("yado-document-plans");
    plans = g_object_get_qdata(G_OBJECT(self), quark);
    if (plans == NULL) {
        plans = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
        g_object_set_qdata_full(G_OBJECT(self), quark, plans, (GDestroyNotify)g_hash_table_unref);
    }
    return plans;
}

static gboolean
is_plan(const char *node, const char *key)
{
    return node != NULL && g_str_has_prefix(key, YADO_DOCUMENT_PLAN);
}

static char *
dup_plan(YadoDocument *self, const char *node, const char *key)
{
    g_autofree char *place = g_strconcat(node, "\n", key, NULL);

    return g_strdup(g_hash_table_lookup(get_plans(self), place));
}

static void
set_plan(YadoDocument *self, const char *node, const char *key, const char *value)
{
    g_autofree char *place = g_strconcat(node, "\n", key, NULL);

    if (value == NULL)
        g_hash_table_remove(get_plans(self), place);
    else
        g_hash_table_replace(get_plans(self), g_steal_pointer(&place), g_strdup(value));
}

static gboolean
is_of_node(gpointer place, gpointer value, gpointer node)
{
    gsize length = strlen(node);

    return strncmp(place, node, length) == 0 && ((const char *)place)[length] == '\n';
}

static void
drop_plans(YadoDocument *self, const char *node)
{
    g_hash_table_foreach_remove(get_plans(self), is_of_node, (gpointer)node);
}

/* ---- Values ---- */

char *
yado_document_dup_value(YadoDocument *self, const char *node, const char *key)
{
    g_return_val_if_fail(YADO_IS_DOCUMENT(self), NULL);
    g_return_val_if_fail(key != NULL, NULL);

    if (is_plan(node, key))
        return dup_plan(self, node, key);
    return YADO_DOCUMENT_GET_IFACE(self)->dup_value(self, node, key);
}

guint64
yado_document_get_uint(YadoDocument *self, const char *node, const char *key, guint64 fallback)
{
    g_autofree char *value = yado_document_dup_value(self, node, key);
    guint64 number;

    if (value == NULL || !g_ascii_string_to_unsigned(value, 10, 0, G_MAXUINT64, &number, NULL))
        return fallback;
    return number;
}

gboolean
yado_document_get_bool(YadoDocument *self, const char *node, const char *key, gboolean fallback)
{
    g_autofree char *value = yado_document_dup_value(self, node, key);

    if (g_strcmp0(value, "yes") == 0)
        return TRUE;
    return g_strcmp0(value, "no") == 0 ? FALSE : fallback;
}

gboolean
yado_document_is_own_disk(YadoDocument *self, const char *node)
{
    g_autofree char *source = yado_document_dup_value(self, node, "source");
    g_autofree char *device = yado_document_dup_value(self, node, "device");

    return source != NULL && *source != '\0' && (device == NULL || strcmp(device, "disk") == 0) &&
           !yado_document_get_bool(self, node, "readonly", FALSE) &&
           !yado_document_get_bool(self, node, "shareable", FALSE);
}

/* What is read back is recorded, not what was given: a format may write a value in its own way. */
gboolean
yado_document_set_value(YadoDocument *self, const char *node, const char *key, const char *value,
                        GError **error)
{
    g_return_val_if_fail(YADO_IS_DOCUMENT(self), FALSE);
    g_return_val_if_fail(key != NULL, FALSE);

    if (is_plan(node, key)) {
        set_plan(self, node, key, value);
        return TRUE;
    }
    g_autofree char *old_value = yado_document_dup_value(self, node, key);
    if (old_value != NULL && g_strcmp0(old_value, value) == 0)
        return TRUE;
    if (!YADO_DOCUMENT_GET_IFACE(self)->write_value(self, node, key, value, error))
        return FALSE;
    g_autofree char *new_value = yado_document_dup_value(self, node, key);
    yado_edits_record(yado_document_get_edits(self), node, key, old_value, new_value);
    return TRUE;
}

const char *
yado_document_get_refusal(YadoDocument *self, const char *node, const char *key)
{
    g_return_val_if_fail(YADO_IS_DOCUMENT(self), NULL);
    g_return_val_if_fail(key != NULL, NULL);

    YadoDocumentInterface *iface = YADO_DOCUMENT_GET_IFACE(self);
    if (is_plan(node, key))
        return NULL;
    return iface->get_refusal != NULL ? iface->get_refusal(self, node, key) : NULL;
}

GStrv
yado_document_list_nodes(YadoDocument *self, const char *kind)
{
    g_return_val_if_fail(YADO_IS_DOCUMENT(self), NULL);

    return YADO_DOCUMENT_GET_IFACE(self)->list_nodes(self, kind);
}

static char *
add_node(YadoDocument *self, const char *kind, const char *text, GError **error)
{
    char *node = YADO_DOCUMENT_GET_IFACE(self)->add_node(self, kind, text, error);

    if (node == NULL)
        return NULL;
    g_autofree char *written = yado_document_dump_node(self, node);
    yado_edits_record_added(yado_document_get_edits(self), node, written);
    return node;
}

char *
yado_document_add_node(YadoDocument *self, const char *kind, GError **error)
{
    g_return_val_if_fail(YADO_IS_DOCUMENT(self), NULL);
    g_return_val_if_fail(kind != NULL, NULL);

    return add_node(self, kind, NULL, error);
}

char *
yado_document_add_node_text(YadoDocument *self, const char *kind, const char *text, GError **error)
{
    g_return_val_if_fail(YADO_IS_DOCUMENT(self), NULL);
    g_return_val_if_fail(kind != NULL && text != NULL, NULL);

    return add_node(self, kind, text, error);
}

gboolean
yado_document_is_new_node(YadoDocument *self, const char *node)
{
    g_return_val_if_fail(YADO_IS_DOCUMENT(self), FALSE);

    GPtrArray *edits = yado_document_get_edits(self);
    for (guint i = 0; node != NULL && edits != NULL && i < edits->len; i++) {
        const YadoEdit *edit = g_ptr_array_index(edits, i);
        if (yado_edit_adds_node(edit) && g_strcmp0(edit->node, node) == 0)
            return TRUE;
    }
    return FALSE;
}

/* The node as it was before its keys were edited: what a rebase must find again. */
static char *
dup_base_text(YadoDocument *self, const char *node)
{
    g_autoptr(YadoDocument) base = YADO_DOCUMENT_GET_IFACE(self)->reload(self, NULL, NULL);
    char *text = base != NULL ? yado_document_dump_node(base, node) : NULL;

    return text != NULL ? text : yado_document_dump_node(self, node);
}

gboolean
yado_document_remove_node(YadoDocument *self, const char *node, GError **error)
{
    g_return_val_if_fail(YADO_IS_DOCUMENT(self), FALSE);
    g_return_val_if_fail(node != NULL, FALSE);

    g_autofree char *text = dup_base_text(self, node);
    if (!YADO_DOCUMENT_GET_IFACE(self)->remove_node(self, node, error))
        return FALSE;
    yado_edits_record_removed(yado_document_get_edits(self), node, text);
    drop_plans(self, node);
    return TRUE;
}

char *
yado_document_dump(YadoDocument *self)
{
    g_return_val_if_fail(YADO_IS_DOCUMENT(self), NULL);

    return YADO_DOCUMENT_GET_IFACE(self)->dump(self);
}

char *
yado_document_dump_node(YadoDocument *self, const char *node)
{
    g_return_val_if_fail(YADO_IS_DOCUMENT(self), NULL);

    return YADO_DOCUMENT_GET_IFACE(self)->dump_node(self, node);
}

GPtrArray *
yado_document_get_edits(YadoDocument *self)
{
    g_return_val_if_fail(YADO_IS_DOCUMENT(self), NULL);

    return YADO_DOCUMENT_GET_IFACE(self)->get_edits(self);
}

const YadoEdit *
yado_document_find_edit(YadoDocument *self, const char *node, const char *key)
{
    g_return_val_if_fail(YADO_IS_DOCUMENT(self), NULL);

    GPtrArray *edits = yado_document_get_edits(self);
    for (guint i = 0; edits != NULL && i < edits->len; i++) {
        const YadoEdit *edit = g_ptr_array_index(edits, i);
        if (g_strcmp0(edit->node, node) == 0 && g_strcmp0(edit->key, key) == 0)
            return edit;
    }
    return NULL;
}

gboolean
yado_document_keeps_identity(YadoDocument *self, const char *guest, GError **error)
{
    if (yado_document_find_edit(self, NULL, "uuid") != NULL)
        return yado_error_set(error, YADO_ERROR_INVALID, NULL, NULL,
                              _("The UUID of “%s” cannot be changed."), guest);
    if (yado_document_find_edit(self, NULL, "name") != NULL)
        return yado_error_set(error, YADO_ERROR_INVALID, NULL, _("Use the action “Rename”."),
                              _("The name of “%s” cannot be changed here."), guest);
    return TRUE;
}

gboolean
yado_document_is_edited(YadoDocument *self)
{
    g_return_val_if_fail(YADO_IS_DOCUMENT(self), FALSE);

    return yado_document_get_edits(self)->len > 0;
}

guint
yado_document_count_changes(YadoDocument *self)
{
    guint n = 0;

    g_return_val_if_fail(YADO_IS_DOCUMENT(self), 0);

    GPtrArray *edits = yado_document_get_edits(self);
    for (guint i = 0; i < edits->len; i++) {
        const YadoEdit *edit = g_ptr_array_index(edits, i);
        if (edit->key == NULL || !yado_document_is_new_node(self, edit->node))
            n++;
    }
    return n;
}

gboolean
yado_document_undo(YadoDocument *self, const YadoEdit *edit, GError **error)
{
    g_return_val_if_fail(YADO_IS_DOCUMENT(self), FALSE);
    g_return_val_if_fail(edit != NULL, FALSE);

    YadoDocumentInterface *iface = YADO_DOCUMENT_GET_IFACE(self);
    if (yado_edit_adds_node(edit))
        drop_plans(self, edit->node);
    if (iface->undo != NULL)
        return iface->undo(self, edit, error);
    if (edit->key == NULL)
        return yado_error_set(error, YADO_ERROR_UNSUPPORTED, NULL, NULL,
                              _("This change cannot be taken back on its own."));
    g_autoptr(YadoEdit) copy = yado_edit_copy(edit);
    return yado_document_set_value(self, copy->node, copy->key, copy->old_value, error);
}

gboolean
yado_document_undo_all(YadoDocument *self, GError **error)
{
    g_return_val_if_fail(YADO_IS_DOCUMENT(self), FALSE);

    GPtrArray *edits = yado_document_get_edits(self);
    while (edits->len > 0) {
        if (!yado_document_undo(self, g_ptr_array_index(edits, edits->len - 1), error))
            return FALSE;
        edits = yado_document_get_edits(self);
    }
    return TRUE;
}
