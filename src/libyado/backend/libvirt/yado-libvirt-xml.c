/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "backend/libvirt/yado-libvirt-xml.h"

typedef struct {
    GHashTable *table;
    GString *path;
} Reader;

static void
put(Reader *reader, char *key, const char *value)
{
    if (g_hash_table_contains(reader->table, key))
        g_free(key);
    else
        g_hash_table_insert(reader->table, key, g_strdup(value));
}

static void
on_element_started_cb(GMarkupParseContext *context, const char *element, const char **names,
                      const char **values, gpointer data, GError **error)
{
    Reader *reader = data;

    g_string_append_printf(reader->path, "%s%s", reader->path->len > 0 ? "/" : "", element);
    for (guint i = 0; names[i] != NULL; i++)
        put(reader, g_strdup_printf("%s@%s", reader->path->str, names[i]), values[i]);
    /* That an element is there may be all that it says. */
    put(reader, g_strdup_printf("%s?", reader->path->str), "yes");
}

static void
on_element_ended_cb(GMarkupParseContext *context, const char *element, gpointer data,
                    GError **error)
{
    Reader *reader = data;
    const char *slash = g_strrstr(reader->path->str, "/");

    g_string_truncate(reader->path, slash != NULL ? (gsize)(slash - reader->path->str) : 0);
}

static void
on_text_read_cb(GMarkupParseContext *context, const char *text, gsize length, gpointer data,
                GError **error)
{
    Reader *reader = data;
    g_autofree char *value = g_strstrip(g_strndup(text, length));

    if (*value != '\0')
        put(reader, g_strdup(reader->path->str), value);
}

GHashTable *
yado_libvirt_xml_read(const char *xml)
{
    static const GMarkupParser parser = { on_element_started_cb, on_element_ended_cb,
                                          on_text_read_cb, NULL, NULL };
    g_autoptr(GHashTable) table = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
    g_autoptr(GString) path = g_string_new(NULL);
    Reader reader = { table, path };
    GMarkupParseContext *context =
        g_markup_parse_context_new(&parser, G_MARKUP_TREAT_CDATA_AS_TEXT, &reader, NULL);
    gboolean read = g_markup_parse_context_parse(context, xml, -1, NULL) &&
                    g_markup_parse_context_end_parse(context, NULL);

    g_markup_parse_context_free(context);
    return read ? g_steal_pointer(&table) : NULL;
}

const char *
yado_libvirt_xml_get(GHashTable *table, const char *path)
{
    return table != NULL ? g_hash_table_lookup(table, path) : NULL;
}

char *
yado_libvirt_xml_dup(GHashTable *table, const char *path)
{
    return g_strdup(yado_libvirt_xml_get(table, path));
}

guint64
yado_libvirt_xml_get_uint(GHashTable *table, const char *path)
{
    const char *value = yado_libvirt_xml_get(table, path);

    return value != NULL ? g_ascii_strtoull(value, NULL, 10) : 0;
}
