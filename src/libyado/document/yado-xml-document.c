/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "document/yado-xml-document.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "base/yado-error.h"
#include "document/yado-edits.h"
#include "document/yado-xml-values.h"

typedef struct {
    char *id;
    YadoXmlElement *element; /* in the tree; NULL: removed */
} Node;

/* All that edits change. Undoing builds a new one from the first text. */
typedef struct {
    YadoXmlTree *tree;
    GPtrArray *nodes;    /* of Node; an element's node_tag is its index */
    GHashTable *by_id;   /* id -> the newest Node of that id, borrowed */
    GHashTable *extras;  /* key -> value */
    GHashTable *numbers; /* kind -> next number: an id is never used twice */
} State;

struct _YadoXmlDocument {
    GObject parent_instance;
    char *base_text;
    GHashTable *base_extras;
    State *state;
    GPtrArray *edits;
};

static void init_document(YadoDocumentInterface *iface);

G_DEFINE_TYPE_WITH_CODE(YadoXmlDocument, yado_xml_document, G_TYPE_OBJECT,
                        G_IMPLEMENT_INTERFACE(YADO_TYPE_DOCUMENT, init_document))

static void
free_node(gpointer data)
{
    Node *node = data;

    g_free(node->id);
    g_free(node);
}

static GHashTable *
make_extras(void)
{
    return g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
}

static GHashTable *
copy_extras(GHashTable *source)
{
    GHashTable *copy = make_extras();
    GHashTableIter iter;
    gpointer key, value;

    g_hash_table_iter_init(&iter, source);
    while (g_hash_table_iter_next(&iter, &key, &value))
        g_hash_table_insert(copy, g_strdup(key), g_strdup(value));
    return copy;
}

static void
state_free(State *state)
{
    if (state == NULL)
        return;
    yado_xml_tree_free(state->tree);
    g_hash_table_unref(state->by_id);
    g_ptr_array_unref(state->nodes);
    g_hash_table_unref(state->extras);
    g_hash_table_unref(state->numbers);
    g_free(state);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC(State, state_free)

/* Nodes */

static char *
take_id(State *state, const char *kind)
{
    guint number = GPOINTER_TO_UINT(g_hash_table_lookup(state->numbers, kind));

    g_hash_table_insert(state->numbers, g_strdup(kind), GUINT_TO_POINTER(number + 1));
    return g_strdup_printf("%s:%u", kind, number);
}

static void
register_node(State *state, YadoXmlElement *element, char *id)
{
    Node *node = g_new0(Node, 1);

    node->id = id;
    node->element = element;
    element->node_tag = (int)state->nodes->len;
    g_ptr_array_add(state->nodes, node);
    g_hash_table_replace(state->by_id, node->id, node);
}

static Node *
find_node(State *state, const char *id)
{
    Node *node = g_hash_table_lookup(state->by_id, id);

    return node != NULL && node->element != NULL ? node : NULL;
}

static void
register_devices(State *state)
{
    YadoXmlElement *devices = yado_xml_element_find_child(state->tree->root, "devices");

    for (guint i = 0; devices != NULL && i < devices->children->len; i++) {
        YadoXmlElement *element = g_ptr_array_index(devices->children, i);
        if (strcmp(element->name, "emulator") != 0)
            register_node(state, element, take_id(state, yado_map_get_kind(element->name)));
    }
}

static State *
state_new(const char *text, GHashTable *extras, GError **error)
{
    YadoXmlTree *tree = yado_xml_tree_new(text, error);

    if (tree == NULL)
        return NULL;
    if (strcmp(tree->root->name, "domain") != 0) {
        yado_error_set(error, YADO_ERROR_INVALID, NULL, NULL,
                       _("line %d: this is no guest's definition: it begins with <%s>."), 1,
                       tree->root->name);
        yado_xml_tree_free(tree);
        return NULL;
    }
    State *state = g_new0(State, 1);
    state->tree = tree;
    state->nodes = g_ptr_array_new_with_free_func(free_node);
    state->by_id = g_hash_table_new(g_str_hash, g_str_equal);
    state->extras = copy_extras(extras);
    state->numbers = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    register_devices(state);
    return state;
}

/* The element that @node is; the root for NULL. */
static YadoXmlElement *
find_element(State *state, const char *node)
{
    if (node == NULL)
        return state->tree->root;
    const Node *found = find_node(state, node);
    return found != NULL ? found->element : NULL;
}

static const YadoMapEntry *
find_entry(const char *node, const char *key)
{
    g_autofree char *kind = node != NULL ? yado_node_dup_kind(node) : NULL;

    return yado_map_find(kind, key);
}

static gboolean
is_extra(State *state, const char *node, const char *key)
{
    return node == NULL && g_hash_table_contains(state->extras, key);
}

static char *
state_dup_value(State *state, const char *node, const char *key)
{
    if (is_extra(state, node, key))
        return g_strdup(g_hash_table_lookup(state->extras, key));

    const YadoMapEntry *entry = find_entry(node, key);
    YadoXmlElement *element = find_element(state, node);
    if (entry == NULL || element == NULL)
        return NULL;
    char *value = yado_xml_read_value(element, entry);
    if (value == NULL && entry->fallback_key != NULL)
        return state_dup_value(state, node, entry->fallback_key);
    return value != NULL ? value : g_strdup(entry->fallback);
}

static gboolean
set_unknown_node(const char *node, GError **error)
{
    return yado_error_set(error, YADO_ERROR_NOT_FOUND, NULL, NULL, _("There is no device %s."),
                          node);
}

static gboolean
write_extra(State *state, const char *key, const char *value, GError **error)
{
    if (value != NULL && !g_utf8_validate(value, -1, NULL))
        return yado_error_set(error, YADO_ERROR_INVALID, NULL, NULL,
                              _("The value of %s is not valid text."), key);
    g_hash_table_insert(state->extras, g_strdup(key), g_strdup(value));
    return TRUE;
}

static gboolean
state_write_value(State *state, const char *node, const char *key, const char *value,
                  GError **error)
{
    if (is_extra(state, node, key))
        return write_extra(state, key, value, error);

    const YadoMapEntry *entry = find_entry(node, key);
    YadoXmlElement *element = find_element(state, node);
    if (element == NULL)
        return set_unknown_node(node, error);
    if (entry == NULL)
        return yado_error_set(error, YADO_ERROR_UNSUPPORTED, NULL, NULL,
                              _("A guest's definition has no place for %s."), key);
    return yado_xml_write_value(element, entry, value, error);
}

/* With the first values of its kind. */
static YadoXmlElement *
add_template(YadoXmlElement *devices, const char *kind, GError **error)
{
    const char *const *values = yado_map_get_template(kind);

    if (values == NULL) {
        yado_error_set(error, YADO_ERROR_UNSUPPORTED, NULL, NULL,
                       _("A device of kind %s cannot be added."), kind);
        return NULL;
    }
    YadoXmlElement *element = yado_xml_element_add_child(devices, yado_map_get_element(kind));
    for (guint i = 0; values[i] != NULL; i++) {
        const char *equals = strchr(values[i], '=');
        g_autofree char *path = g_strndup(values[i], (gsize)(equals - values[i]));
        yado_xml_write_path(element, path, equals + 1);
    }
    return element;
}

/* As it was written elsewhere: its text is kept, one step further in. */
static YadoXmlElement *
add_text(YadoXmlElement *devices, const char *kind, const char *text, GError **error)
{
    g_auto(GStrv) lines = g_strsplit(text, "\n", -1);
    g_autofree char *indented = g_strjoinv("\n    ", lines);
    g_autoptr(YadoXmlTree) tree = yado_xml_tree_new(indented, error);

    if (tree == NULL)
        return NULL;
    if (strcmp(yado_map_get_kind(tree->root->name), kind) != 0) {
        yado_error_set(error, YADO_ERROR_INVALID, NULL, NULL, _("This is no device of kind %s."),
                       kind);
        return NULL;
    }
    return yado_xml_element_graft(devices, tree);
}

/* @id NULL: the next free one; @text NULL: a new one of its kind. */
static const char *
state_add_node(State *state, const char *kind, const char *id, const char *text, GError **error)
{
    YadoXmlElement *devices = yado_xml_element_ensure_path(state->tree->root, "devices");
    YadoXmlElement *element =
        text != NULL ? add_text(devices, kind, text, error) : add_template(devices, kind, error);

    if (element == NULL)
        return NULL;
    register_node(state, element, id != NULL ? g_strdup(id) : take_id(state, kind));
    const Node *node = g_ptr_array_index(state->nodes, state->nodes->len - 1);
    return node->id;
}

static gboolean
state_remove_node(State *state, const char *id, GError **error)
{
    Node *node = find_node(state, id);

    if (node == NULL)
        return set_unknown_node(id, error);
    yado_xml_element_remove(node->element);
    node->element = NULL;
    return TRUE;
}

static gboolean
state_apply(State *state, const YadoEdit *edit, GError **error)
{
    if (yado_edit_adds_node(edit)) {
        g_autofree char *kind = yado_node_dup_kind(edit->node);
        return state_add_node(state, kind, edit->node, edit->new_value, error) != NULL;
    }
    if (yado_edit_removes_node(edit))
        return state_remove_node(state, edit->node, error);
    return state_write_value(state, edit->node, edit->key, edit->new_value, error);
}

/* The first text with all of @edits. NULL: one of them fails. */
static State *
state_rebuild(YadoXmlDocument *self, GPtrArray *edits, GError **error)
{
    g_autoptr(State) state = state_new(self->base_text, self->base_extras, error);

    if (state == NULL)
        return NULL;
    g_hash_table_unref(state->numbers);
    state->numbers = g_hash_table_ref(self->state->numbers);
    for (guint i = 0; i < edits->len; i++) {
        if (!state_apply(state, g_ptr_array_index(edits, i), error))
            return NULL;
    }
    return g_steal_pointer(&state);
}

/* The interface */

static char *
dup_value(YadoDocument *document, const char *node, const char *key)
{
    return state_dup_value(YADO_XML_DOCUMENT(document)->state, node, key);
}

static gboolean
write_value(YadoDocument *document, const char *node, const char *key, const char *value,
            GError **error)
{
    return state_write_value(YADO_XML_DOCUMENT(document)->state, node, key, value, error);
}

static const char *
get_refusal(YadoDocument *document, const char *node, const char *key)
{
    const YadoMapEntry *entry = find_entry(node, key);

    return entry != NULL ? yado_map_get_xml_reason(entry) : NULL;
}

static GStrv
list_nodes(YadoDocument *document, const char *kind)
{
    State *state = YADO_XML_DOCUMENT(document)->state;
    YadoXmlElement *devices = yado_xml_element_find_child(state->tree->root, "devices");
    g_autoptr(GPtrArray) ids = g_ptr_array_new();

    for (guint i = 0; devices != NULL && i < devices->children->len; i++) {
        const YadoXmlElement *element = g_ptr_array_index(devices->children, i);
        if (element->node_tag < 0)
            continue;
        if (kind != NULL && strcmp(yado_map_get_kind(element->name), kind) != 0)
            continue;
        const Node *node = g_ptr_array_index(state->nodes, element->node_tag);
        g_ptr_array_add(ids, g_strdup(node->id));
    }
    g_ptr_array_add(ids, NULL);
    return (GStrv)g_ptr_array_free(g_steal_pointer(&ids), FALSE);
}

static char *
add_node(YadoDocument *document, const char *kind, const char *text, GError **error)
{
    return g_strdup(state_add_node(YADO_XML_DOCUMENT(document)->state, kind, NULL, text, error));
}

static gboolean
remove_node(YadoDocument *document, const char *node, GError **error)
{
    return state_remove_node(YADO_XML_DOCUMENT(document)->state, node, error);
}

static char *
dump(YadoDocument *document)
{
    YadoXmlDocument *self = YADO_XML_DOCUMENT(document);

    return self->edits->len == 0 ? g_strdup(self->base_text)
                                 : yado_xml_tree_dump(self->state->tree);
}

static char *
dump_node(YadoDocument *document, const char *node)
{
    YadoXmlElement *element = find_element(YADO_XML_DOCUMENT(document)->state, node);

    return element != NULL ? yado_xml_element_dump(element) : NULL;
}

static YadoDocument *
make_document(const char *text, GHashTable *extras, GError **error)
{
    g_autoptr(State) state = state_new(text, extras, error);

    if (state == NULL)
        return NULL;
    YadoXmlDocument *self = g_object_new(YADO_TYPE_XML_DOCUMENT, NULL);
    self->base_text = g_strdup(text);
    self->base_extras = copy_extras(extras);
    self->state = g_steal_pointer(&state);
    return YADO_DOCUMENT(self);
}

static YadoDocument *
reload(YadoDocument *document, const char *text, GError **error)
{
    YadoXmlDocument *self = YADO_XML_DOCUMENT(document);

    return make_document(text != NULL ? text : self->base_text, self->base_extras, error);
}

static GPtrArray *
get_edits(YadoDocument *document)
{
    return YADO_XML_DOCUMENT(document)->edits;
}

static gboolean
undo(YadoDocument *document, const YadoEdit *edit, GError **error)
{
    YadoXmlDocument *self = YADO_XML_DOCUMENT(document);
    g_autoptr(GPtrArray) kept = yado_edits_new_without(self->edits, edit);
    State *state = state_rebuild(self, kept, error);
    if (state == NULL)
        return FALSE;
    state_free(self->state);
    self->state = state;
    g_ptr_array_unref(self->edits);
    self->edits = g_steal_pointer(&kept);
    return TRUE;
}

static void
init_document(YadoDocumentInterface *iface)
{
    iface->dup_value = dup_value;
    iface->write_value = write_value;
    iface->get_refusal = get_refusal;
    iface->list_nodes = list_nodes;
    iface->add_node = add_node;
    iface->remove_node = remove_node;
    iface->dump = dump;
    iface->dump_node = dump_node;
    iface->reload = reload;
    iface->get_edits = get_edits;
    iface->undo = undo;
}

static void
yado_xml_document_finalize(GObject *object)
{
    YadoXmlDocument *self = YADO_XML_DOCUMENT(object);

    g_free(self->base_text);
    g_clear_pointer(&self->base_extras, g_hash_table_unref);
    state_free(self->state);
    g_ptr_array_unref(self->edits);
    G_OBJECT_CLASS(yado_xml_document_parent_class)->finalize(object);
}

static void
yado_xml_document_class_init(YadoXmlDocumentClass *class)
{
    G_OBJECT_CLASS(class)->finalize = yado_xml_document_finalize;
}

static void
yado_xml_document_init(YadoXmlDocument *self)
{
    self->edits = yado_edits_new();
}

YadoDocument *
yado_xml_document_new(const char *text, GError **error)
{
    g_return_val_if_fail(text != NULL, NULL);

    g_autoptr(GHashTable) extras = make_extras();
    return make_document(text, extras, error);
}

void
yado_xml_document_set_extra(YadoXmlDocument *self, const char *key, const char *value)
{
    g_return_if_fail(YADO_IS_XML_DOCUMENT(self));
    g_return_if_fail(key != NULL);

    g_hash_table_insert(self->base_extras, g_strdup(key), g_strdup(value));
    g_hash_table_insert(self->state->extras, g_strdup(key), g_strdup(value));
}

gboolean
yado_xml_document_is_extra(YadoXmlDocument *self, const char *key)
{
    g_return_val_if_fail(YADO_IS_XML_DOCUMENT(self), FALSE);

    return g_hash_table_contains(self->base_extras, key);
}
