/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "document/yado-xl-document.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "base/yado-error.h"
#include "document/yado-edits.h"
#include "document/yado-xl-disk.h"
#include "document/yado-xl-values.h"

typedef struct {
    char *id;
    const YadoXlSource *source; /* NULL: removed */
    guint index;                /* in its list */
} Node;

/* All that edits change. Undoing builds a new one from the first text. */
typedef struct {
    YadoXlFile *file;
    GPtrArray *nodes;    /* of Node */
    GHashTable *extras;  /* key -> value */
    GHashTable *numbers; /* kind -> next number: an id is never used twice */
} State;

struct _YadoXlDocument {
    GObject parent_instance;
    char *base_text;
    GHashTable *base_extras;
    State *state;
    GPtrArray *edits;
};

static void init_document(YadoDocumentInterface *iface);

G_DEFINE_TYPE_WITH_CODE(YadoXlDocument, yado_xl_document, G_TYPE_OBJECT,
                        G_IMPLEMENT_INTERFACE(YADO_TYPE_DOCUMENT, init_document))

static void
free_node(gpointer data)
{
    Node *node = data;

    g_free(node->id);
    g_free(node);
}

static GHashTable *
copy_extras(GHashTable *source)
{
    GHashTable *copy = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
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
    yado_xl_file_free(state->file);
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

static Node *
register_node(State *state, const YadoXlSource *source, guint index, char *id)
{
    Node *node = g_new0(Node, 1);

    node->id = id;
    node->source = source;
    node->index = index;
    g_ptr_array_add(state->nodes, node);
    return node;
}

static Node *
find_node(State *state, const char *id)
{
    for (guint i = 0; i < state->nodes->len; i++) {
        Node *node = state->nodes->pdata[i];
        if (node->source != NULL && strcmp(node->id, id) == 0)
            return node;
    }
    return NULL;
}

/* Where nodes stand in the text: {offset, source, index}. */
typedef struct {
    gsize place;
    const YadoXlSource *source;
    guint index;
} Found;

static int
compare_places(gconstpointer a, gconstpointer b)
{
    const Found *one = a;
    const Found *other = b;

    return one->place < other->place ? -1 : one->place > other->place;
}

static void
find_items(const YadoXlFile *file, const YadoXlSource *source, GArray *found)
{
    g_autoptr(GPtrArray) items = yado_xl_file_list_items(file, source->key);

    for (guint i = 0; i < items->len; i++) {
        const YadoXlValue *item = items->pdata[i];
        Found entry = { item->start, source, i };
        if (!item->is_list)
            g_array_append_val(found, entry);
    }
}

static GArray *
find_all(const YadoXlFile *file)
{
    GArray *found = g_array_new(FALSE, FALSE, sizeof(Found));

    for (guint i = 0; yado_xl_get_source(i)->kind != NULL; i++) {
        const YadoXlSource *source = yado_xl_get_source(i);
        Found group = { 0, source, 0 };
        if (!source->is_group)
            find_items(file, source, found);
        else if (yado_xl_has_group(file, source, &group.place))
            g_array_append_val(found, group);
    }
    g_array_sort(found, compare_places);
    return found;
}

static void
register_devices(State *state)
{
    g_autoptr(GArray) found = find_all(state->file);

    for (guint i = 0; i < found->len; i++) {
        const Found *entry = &g_array_index(found, Found, i);
        register_node(state, entry->source, entry->index, take_id(state, entry->source->kind));
    }
}

static State *
state_new(const char *text, GHashTable *extras, GError **error)
{
    YadoXlFile *file = yado_xl_file_new(text, -1, error);

    if (file == NULL)
        return NULL;
    State *state = g_new0(State, 1);
    state->file = file;
    state->nodes = g_ptr_array_new_with_free_func(free_node);
    state->extras = copy_extras(extras);
    state->numbers = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    register_devices(state);
    return state;
}

/* Takes @text, an edit's result; NULL is its failure. */
static gboolean
state_take_text(State *state, char *text, GError **error)
{
    g_autofree char *owned = text;
    YadoXlFile *file = text != NULL ? yado_xl_file_new(text, -1, error) : NULL;

    if (file == NULL)
        return FALSE;
    yado_xl_file_free(state->file);
    state->file = file;
    return TRUE;
}

/* Values */

static const YadoMapEntry *
find_entry(const char *node, const char *key)
{
    g_autofree char *kind = node != NULL ? yado_node_dup_kind(node) : NULL;

    return yado_map_find(kind, key);
}

static const char *
get_item(State *state, const Node *node)
{
    g_autoptr(GPtrArray) items = yado_xl_file_list_items(state->file, node->source->key);
    const YadoXlValue *item = node->index < items->len ? items->pdata[node->index] : NULL;

    return item != NULL ? item->string : NULL;
}

static char *
read_node(State *state, const Node *node, const YadoMapEntry *entry)
{
    if (node->source->is_group)
        return yado_xl_read_group(state->file, node->source, entry);
    const char *item = get_item(state, node);
    return item != NULL ? yado_xl_read_item(node->source, item, entry) : NULL;
}

static char *
state_dup_value(State *state, const char *id, const char *key)
{
    if (id == NULL && g_hash_table_contains(state->extras, key))
        return g_strdup(g_hash_table_lookup(state->extras, key));

    const YadoMapEntry *entry = find_entry(id, key);
    const Node *node = id != NULL ? find_node(state, id) : NULL;
    if (entry == NULL || (id != NULL && node == NULL))
        return NULL;
    char *value =
        node != NULL ? read_node(state, node, entry) : yado_xl_read_value(state->file, entry);
    if (value == NULL && node == NULL && entry->fallback_key != NULL)
        return state_dup_value(state, NULL, entry->fallback_key);
    return value;
}

static gboolean
set_unknown_node(const char *node, GError **error)
{
    return yado_error_set(error, YADO_ERROR_NOT_FOUND, NULL, NULL, _("There is no device %s."),
                          node);
}

static guint
count_items(State *state, const YadoXlSource *source)
{
    g_autoptr(GPtrArray) items = yado_xl_file_list_items(state->file, source->key);

    return items->len;
}

/* A picture that is of another kind now hangs on another key. */
static void
follow_type(Node *node, const YadoMapEntry *entry, const char *value)
{
    if (strcmp(entry->key, "type") != 0)
        return;
    for (guint i = 0; yado_xl_get_source(i)->kind != NULL; i++)
        if (yado_xl_get_source(i)->is_group && strcmp(yado_xl_get_source(i)->key, value) == 0)
            node->source = yado_xl_get_source(i);
}

/* A device of the host that is of another kind stands in another list; what was said of it there means nothing here. */
static gboolean
move_host_device(State *state, Node *node, const char *type, GError **error)
{
    const YadoXlSource *source = yado_xl_find_source(strcmp(type, "usb") == 0 ? "usbdev" : "pci");
    guint index = node->index;
    g_autoptr(YadoXlFile) left = NULL;
    g_autofree char *text = yado_xl_remove_item(state->file, node->source->key, index);

    left = yado_xl_file_new(text, -1, error);
    if (left == NULL || !state_take_text(state, yado_xl_add_item(left, source->key, ""), error))
        return FALSE;
    for (guint i = 0; i < state->nodes->len; i++) {
        Node *other = state->nodes->pdata[i];
        if (other->source == node->source && other->index > index)
            other->index--;
    }
    node->source = source;
    node->index = count_items(state, source) - 1;
    return TRUE;
}

static gboolean
is_other_host_device(const Node *node, const YadoMapEntry *entry, const char *value)
{
    if (strcmp(node->source->kind, "hostdev") != 0 || strcmp(entry->key, "type") != 0)
        return FALSE;
    return g_strcmp0(value, strcmp(node->source->key, "pci") == 0 ? "usb" : "pci") == 0;
}

static gboolean
write_node(State *state, Node *node, const YadoMapEntry *entry, const char *value, GError **error)
{
    if (node->source->is_group) {
        char *text = yado_xl_write_group(state->file, node->source, entry, value, error);
        if (!state_take_text(state, text, error))
            return FALSE;
        follow_type(node, entry, value != NULL ? value : "");
        return TRUE;
    }
    if (is_other_host_device(node, entry, value))
        return move_host_device(state, node, value, error);
    const char *item = get_item(state, node);
    g_autofree char *changed =
        item != NULL ? yado_xl_write_item(node->source, item, entry, value, error) : NULL;
    if (changed == NULL)
        return item != NULL ? FALSE : set_unknown_node(node->id, error);
    if (strcmp(changed, item) == 0)
        return TRUE;
    return state_take_text(
        state, yado_xl_set_item(state->file, node->source->key, node->index, changed), error);
}

static gboolean
state_write_value(State *state, const char *id, const char *key, const char *value, GError **error)
{
    if (id == NULL && g_hash_table_contains(state->extras, key)) {
        g_hash_table_insert(state->extras, g_strdup(key), g_strdup(value));
        return TRUE;
    }
    const YadoMapEntry *entry = find_entry(id, key);
    Node *node = id != NULL ? find_node(state, id) : NULL;
    if (id != NULL && node == NULL)
        return set_unknown_node(id, error);
    if (entry == NULL)
        return yado_error_set(error, YADO_ERROR_UNSUPPORTED, NULL, NULL,
                              _("A guest's definition has no place for %s."), key);
    if (node != NULL)
        return write_node(state, node, entry, value, error);
    return state_take_text(state, yado_xl_write_value(state->file, entry, value, error), error);
}

/* The name of a new disk: the first that no other has. */
static char *
dup_template(State *state, const YadoXlSource *source)
{
    g_autoptr(GPtrArray) items = yado_xl_file_list_items(state->file, source->key);

    if (strcmp(source->kind, "disk") != 0)
        return g_strdup(source->template);
    for (char letter = 'a'; letter <= 'z'; letter++) {
        g_autofree char *name = g_strdup_printf("xvd%c", letter);
        gboolean is_used = FALSE;
        for (guint i = 0; i < items->len; i++) {
            const char *spec = ((YadoXlValue *)items->pdata[i])->string;
            is_used |= spec != NULL && strstr(spec, name) != NULL;
        }
        if (!is_used)
            return g_strdup_printf("format=raw, vdev=%s, access=rw, target=", name);
    }
    return g_strdup(source->template);
}

/* Xen would not read the file any more. */
static gboolean
check_item(const YadoXlSource *source, const char *item, GError **error)
{
    g_autoptr(YadoXlDisk) disk = strcmp(source->kind, "disk") == 0 ? yado_xl_disk_new(item) : NULL;
    const char *reason = disk != NULL ? disk->error : NULL;

    return (strpbrk(item, "\n\r") == NULL && reason == NULL) ||
           yado_error_set(error, YADO_ERROR_INVALID, reason, NULL,
                          _("“%s” describes no device in a configuration of xl."), item);
}

/* @id NULL: the next free one; @item NULL: a new one of its kind. */
static const char *
state_add_node(State *state, const char *kind, const char *id, const char *item, GError **error)
{
    const YadoXlSource *source = yado_xl_choose_source(state->file, kind, error);
    guint index;
    char *text;

    if (source == NULL)
        return NULL;
    if (item != NULL && !source->is_group && !check_item(source, item, error))
        return NULL;
    index = source->is_group ? 0 : count_items(state, source);
    if (source->is_group) {
        text = yado_xl_add_group(state->file, source);
    } else {
        g_autofree char *first = item != NULL ? g_strdup(item) : dup_template(state, source);
        text = yado_xl_add_item(state->file, source->key, first);
    }
    if (!state_take_text(state, text, error))
        return NULL;
    return register_node(state, source, index, id != NULL ? g_strdup(id) : take_id(state, kind))
        ->id;
}

static gboolean
state_remove_node(State *state, const char *id, GError **error)
{
    Node *node = find_node(state, id);

    if (node == NULL)
        return set_unknown_node(id, error);
    char *text = node->source->is_group
                     ? yado_xl_remove_group(state->file, node->source)
                     : yado_xl_remove_item(state->file, node->source->key, node->index);
    if (!state_take_text(state, text, error))
        return FALSE;
    for (guint i = 0; i < state->nodes->len; i++) {
        Node *other = state->nodes->pdata[i];
        if (other->source == node->source && other->index > node->index)
            other->index--;
    }
    node->source = NULL;
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
state_rebuild(YadoXlDocument *self, GPtrArray *edits, GError **error)
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
    return state_dup_value(YADO_XL_DOCUMENT(document)->state, node, key);
}

static gboolean
write_value(YadoDocument *document, const char *node, const char *key, const char *value,
            GError **error)
{
    return state_write_value(YADO_XL_DOCUMENT(document)->state, node, key, value, error);
}

static const char *
get_refusal(YadoDocument *document, const char *node, const char *key)
{
    YadoXlDocument *self = YADO_XL_DOCUMENT(document);
    const YadoMapEntry *entry = find_entry(node, key);

    if (entry == NULL || (node == NULL && g_hash_table_contains(self->state->extras, key)))
        return NULL;
    return entry->xl_type == YADO_XL_NONE ? yado_map_get_xl_reason(entry) : NULL;
}

static GStrv
list_nodes(YadoDocument *document, const char *kind)
{
    State *state = YADO_XL_DOCUMENT(document)->state;
    g_autoptr(GArray) found = find_all(state->file);
    g_autoptr(GPtrArray) ids = g_ptr_array_new();

    for (guint i = 0; i < found->len; i++) {
        const Found *entry = &g_array_index(found, Found, i);
        if (kind != NULL && strcmp(entry->source->kind, kind) != 0)
            continue;
        for (guint j = 0; j < state->nodes->len; j++) {
            const Node *node = state->nodes->pdata[j];
            if (node->source == entry->source && node->index == entry->index)
                g_ptr_array_add(ids, g_strdup(node->id));
        }
    }
    g_ptr_array_add(ids, NULL);
    return (GStrv)g_ptr_array_free(g_steal_pointer(&ids), FALSE);
}

static char *
add_node(YadoDocument *document, const char *kind, const char *text, GError **error)
{
    return g_strdup(state_add_node(YADO_XL_DOCUMENT(document)->state, kind, NULL, text, error));
}

static gboolean
remove_node(YadoDocument *document, const char *node, GError **error)
{
    return state_remove_node(YADO_XL_DOCUMENT(document)->state, node, error);
}

static char *
dump(YadoDocument *document)
{
    YadoXlDocument *self = YADO_XL_DOCUMENT(document);

    return g_strdup(self->edits->len == 0 ? self->base_text : self->state->file->text);
}

/* An item as it stands; of a group its keys, one a line. */
static char *
dump_node(YadoDocument *document, const char *id)
{
    State *state = YADO_XL_DOCUMENT(document)->state;
    const Node *node = find_node(state, id);
    g_autofree char *value = NULL;

    if (node == NULL)
        return NULL;
    if (!node->source->is_group) {
        const char *item = get_item(state, node);
        return item != NULL ? g_utf8_make_valid(item, -1) : NULL;
    }
    value = yado_xl_file_dup_string(state->file, node->source->key);
    return g_strdup_printf("%s=%s", node->source->key, value != NULL ? value : "");
}

static YadoDocument *
make_document(const char *text, GHashTable *extras, GError **error)
{
    g_autoptr(State) state = state_new(text, extras, error);

    if (state == NULL)
        return NULL;
    YadoXlDocument *self = g_object_new(YADO_TYPE_XL_DOCUMENT, NULL);
    self->base_text = g_strdup(text);
    self->base_extras = copy_extras(extras);
    self->state = g_steal_pointer(&state);
    return YADO_DOCUMENT(self);
}

static YadoDocument *
reload(YadoDocument *document, const char *text, GError **error)
{
    YadoXlDocument *self = YADO_XL_DOCUMENT(document);

    return make_document(text != NULL ? text : self->base_text, self->base_extras, error);
}

static GPtrArray *
get_edits(YadoDocument *document)
{
    return YADO_XL_DOCUMENT(document)->edits;
}

static gboolean
undo(YadoDocument *document, const YadoEdit *edit, GError **error)
{
    YadoXlDocument *self = YADO_XL_DOCUMENT(document);
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
yado_xl_document_finalize(GObject *object)
{
    YadoXlDocument *self = YADO_XL_DOCUMENT(object);

    g_free(self->base_text);
    g_clear_pointer(&self->base_extras, g_hash_table_unref);
    state_free(self->state);
    g_ptr_array_unref(self->edits);
    G_OBJECT_CLASS(yado_xl_document_parent_class)->finalize(object);
}

static void
yado_xl_document_class_init(YadoXlDocumentClass *class)
{
    G_OBJECT_CLASS(class)->finalize = yado_xl_document_finalize;
}

static void
yado_xl_document_init(YadoXlDocument *self)
{
    self->edits = yado_edits_new();
}

YadoDocument *
yado_xl_document_new_from_text(const char *text, GError **error)
{
    g_return_val_if_fail(text != NULL, NULL);

    g_autoptr(GHashTable) extras = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
    return make_document(text, extras, error);
}

YadoDocument *
yado_xl_document_new_from_bytes(const char *bytes, gsize length, GError **error)
{
    g_return_val_if_fail(bytes != NULL, NULL);

    g_autoptr(YadoXlFile) file = yado_xl_file_new(bytes, (gssize)length, error);
    return file != NULL ? yado_xl_document_new_from_text(file->text, error) : NULL;
}

GStrv
yado_xl_document_list_problems(YadoXlDocument *self)
{
    g_return_val_if_fail(YADO_IS_XL_DOCUMENT(self), NULL);

    GPtrArray *problems = self->state->file->problems;
    GStrv list = g_new0(char *, problems->len + 1);
    for (guint i = 0; i < problems->len; i++) {
        const YadoXlProblem *problem = problems->pdata[i];
        list[i] = g_strdup_printf(_("line %u, column %u: %s"), problem->line, problem->column,
                                  problem->message);
    }
    return list;
}

void
yado_xl_document_set_extra(YadoXlDocument *self, const char *key, const char *value)
{
    g_return_if_fail(YADO_IS_XL_DOCUMENT(self));
    g_return_if_fail(key != NULL);

    g_hash_table_insert(self->base_extras, g_strdup(key), g_strdup(value));
    g_hash_table_insert(self->state->extras, g_strdup(key), g_strdup(value));
}

gboolean
yado_xl_document_is_extra(YadoXlDocument *self, const char *key)
{
    g_return_val_if_fail(YADO_IS_XL_DOCUMENT(self), FALSE);

    return g_hash_table_contains(self->base_extras, key);
}
