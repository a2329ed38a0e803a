/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "document/yado-plain-document.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "base/yado-error.h"
#include "document/yado-edits.h"

struct _YadoPlainDocument {
    GObject parent_instance;
    GPtrArray *keys;     /* in the order in which they came */
    GHashTable *values;  /* key -> value */
    GHashTable *initial; /* the same, before any edit */
    GPtrArray *edits;
};

static void init_document(YadoDocumentInterface *iface);

G_DEFINE_TYPE_WITH_CODE(YadoPlainDocument, yado_plain_document, G_TYPE_OBJECT,
                        G_IMPLEMENT_INTERFACE(YADO_TYPE_DOCUMENT, init_document))

/* Rows of a list field are kept as "node/key". */
static char *
join_key(const char *node, const char *key)
{
    return node != NULL ? g_strconcat(node, "/", key, NULL) : g_strdup(key);
}

static void
put(YadoPlainDocument *self, GHashTable *values, const char *key, const char *value)
{
    if (!g_ptr_array_find_with_equal_func(self->keys, key, g_str_equal, NULL))
        g_ptr_array_add(self->keys, g_strdup(key));
    if (value != NULL)
        g_hash_table_insert(values, g_strdup(key), g_strdup(value));
    else
        g_hash_table_remove(values, key);
}

static char *
dup_value(YadoDocument *document, const char *node, const char *key)
{
    g_autofree char *full_key = join_key(node, key);

    return g_strdup(g_hash_table_lookup(YADO_PLAIN_DOCUMENT(document)->values, full_key));
}

static gboolean
write_value(YadoDocument *document, const char *node, const char *key, const char *value,
            GError **error)
{
    YadoPlainDocument *self = YADO_PLAIN_DOCUMENT(document);
    g_autofree char *full_key = join_key(node, key);

    if (value != NULL && !g_utf8_validate(value, -1, NULL))
        return yado_error_set(error, YADO_ERROR_INVALID, NULL, NULL,
                              _("The value of %s is not valid text."), key);
    put(self, self->values, full_key, value);
    return TRUE;
}

static GStrv
list_nodes(YadoDocument *document, const char *kind)
{
    return g_new0(char *, 1);
}

static char *
add_node(YadoDocument *document, const char *kind, const char *text, GError **error)
{
    yado_error_set(error, YADO_ERROR_UNSUPPORTED, NULL, NULL, _("Nothing can be added here."));
    return NULL;
}

static gboolean
remove_node(YadoDocument *document, const char *node, GError **error)
{
    return yado_error_set(error, YADO_ERROR_UNSUPPORTED, NULL, NULL,
                          _("Nothing can be removed here."));
}

/* One line for each key, whatever the value holds. */
static void
append_escaped(GString *text, const char *value)
{
    for (const char *at = value; *at != '\0'; at++) {
        if (*at == '\n')
            g_string_append(text, "\\n");
        else if (*at == '\\')
            g_string_append(text, "\\\\");
        else
            g_string_append_c(text, *at);
    }
}

static char *
unescape(const char *text)
{
    GString *value = g_string_new(NULL);

    for (const char *at = text; *at != '\0'; at++) {
        if (*at == '\\' && at[1] != '\0')
            g_string_append_c(value, *++at == 'n' ? '\n' : *at);
        else
            g_string_append_c(value, *at);
    }
    return g_string_free(value, FALSE);
}

static char *
dump(YadoDocument *document)
{
    YadoPlainDocument *self = YADO_PLAIN_DOCUMENT(document);
    GString *text = g_string_new(NULL);

    for (guint i = 0; i < self->keys->len; i++) {
        const char *key = g_ptr_array_index(self->keys, i);
        const char *value = g_hash_table_lookup(self->values, key);
        if (value == NULL)
            continue;
        g_string_append_printf(text, "%s=", key);
        append_escaped(text, value);
        g_string_append_c(text, '\n');
    }
    return g_string_free(text, FALSE);
}

static char *
dump_node(YadoDocument *document, const char *node)
{
    return node == NULL ? dump(document) : NULL;
}

static void
load_lines(YadoPlainDocument *self, const char *text)
{
    g_auto(GStrv) lines = g_strsplit(text, "\n", -1);

    for (guint i = 0; lines[i] != NULL; i++) {
        char *equals = strchr(lines[i], '=');
        if (equals == NULL)
            continue;
        *equals = '\0';
        g_autofree char *value = unescape(equals + 1);
        yado_plain_document_set_initial(self, lines[i], value);
    }
}

static void
load_initial(YadoPlainDocument *self, YadoPlainDocument *source)
{
    for (guint i = 0; i < source->keys->len; i++) {
        const char *key = g_ptr_array_index(source->keys, i);
        yado_plain_document_set_initial(self, key, g_hash_table_lookup(source->initial, key));
    }
}

static YadoDocument *
reload(YadoDocument *document, const char *text, GError **error)
{
    YadoDocument *fresh = yado_plain_document_new();

    if (text != NULL)
        load_lines(YADO_PLAIN_DOCUMENT(fresh), text);
    else
        load_initial(YADO_PLAIN_DOCUMENT(fresh), YADO_PLAIN_DOCUMENT(document));
    return fresh;
}

static GPtrArray *
get_edits(YadoDocument *document)
{
    return YADO_PLAIN_DOCUMENT(document)->edits;
}

static void
init_document(YadoDocumentInterface *iface)
{
    iface->dup_value = dup_value;
    iface->write_value = write_value;
    iface->list_nodes = list_nodes;
    iface->add_node = add_node;
    iface->remove_node = remove_node;
    iface->dump = dump;
    iface->dump_node = dump_node;
    iface->reload = reload;
    iface->get_edits = get_edits;
}

static void
yado_plain_document_finalize(GObject *object)
{
    YadoPlainDocument *self = YADO_PLAIN_DOCUMENT(object);

    g_ptr_array_unref(self->keys);
    g_ptr_array_unref(self->edits);
    g_hash_table_unref(self->values);
    g_hash_table_unref(self->initial);
    G_OBJECT_CLASS(yado_plain_document_parent_class)->finalize(object);
}

static void
yado_plain_document_class_init(YadoPlainDocumentClass *class)
{
    G_OBJECT_CLASS(class)->finalize = yado_plain_document_finalize;
}

static void
yado_plain_document_init(YadoPlainDocument *self)
{
    self->keys = g_ptr_array_new_with_free_func(g_free);
    self->values = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
    self->initial = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
    self->edits = yado_edits_new();
}

YadoDocument *
yado_plain_document_new(void)
{
    return YADO_DOCUMENT(g_object_new(YADO_TYPE_PLAIN_DOCUMENT, NULL));
}

void
yado_plain_document_set_initial(YadoPlainDocument *self, const char *key, const char *value)
{
    g_return_if_fail(YADO_IS_PLAIN_DOCUMENT(self));
    g_return_if_fail(key != NULL);

    put(self, self->initial, key, value);
    put(self, self->values, key, value);
}
