/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "document/yado-xml-tree.h"

#include <string.h>

#define BLANKS " \t\r\n"

static void
free_attribute(gpointer data)
{
    YadoXmlAttribute *attribute = data;

    g_free(attribute->name);
    g_free(attribute->value);
    g_free(attribute->raw);
    g_free(attribute);
}

YadoXmlElement *
yado_xml_element_new(const char *name)
{
    YadoXmlElement *self = g_new0(YadoXmlElement, 1);

    self->name = g_strdup(name);
    self->attributes = g_ptr_array_new_with_free_func(free_attribute);
    self->children = g_ptr_array_new_with_free_func((GDestroyNotify)yado_xml_element_free);
    self->is_empty = TRUE;
    self->node_tag = -1;
    return self;
}

void
yado_xml_element_free(YadoXmlElement *self)
{
    if (self == NULL)
        return;
    g_ptr_array_unref(self->attributes);
    g_ptr_array_unref(self->children);
    g_free(self->name);
    g_free(self->before);
    g_free(self->open_tail);
    g_free(self->tail);
    g_free(self->close);
    g_free(self);
}

void
yado_xml_tree_free(YadoXmlTree *tree)
{
    if (tree == NULL)
        return;
    yado_xml_element_free(tree->root);
    g_free(tree->epilog);
    g_free(tree);
}

/* Text and references */

static const struct {
    const char *reference;
    char c;
} references[] = {
    { "&amp;", '&' }, { "&lt;", '<' }, { "&gt;", '>' }, { "&apos;", '\'' }, { "&quot;", '"' },
};

/* All five, as libvirt does. */
static char *
escape(const char *text)
{
    GString *out = g_string_sized_new(strlen(text));

    for (; *text != '\0'; text++) {
        guint i = 0;
        while (i < G_N_ELEMENTS(references) && references[i].c != *text)
            i++;
        if (i < G_N_ELEMENTS(references))
            g_string_append(out, references[i].reference);
        else
            g_string_append_c(out, *text);
    }
    return g_string_free(out, FALSE);
}

/* Appends the character that the reference at @at means; returns what is behind it. */
static const char *
decode_reference(GString *out, const char *at)
{
    for (guint i = 0; i < G_N_ELEMENTS(references); i++) {
        if (g_str_has_prefix(at, references[i].reference)) {
            g_string_append_c(out, references[i].c);
            return at + strlen(references[i].reference);
        }
    }
    char *end = NULL;
    guint64 code = 0;
    if (g_str_has_prefix(at, "&#x"))
        code = g_ascii_strtoull(at + 3, &end, 16);
    else if (g_str_has_prefix(at, "&#"))
        code = g_ascii_strtoull(at + 2, &end, 10);
    if (end == NULL || *end != ';' || code == 0 || !g_unichar_validate((gunichar)code)) {
        g_string_append_c(out, '&');
        return at + 1;
    }
    g_string_append_unichar(out, (gunichar)code);
    return end + 1;
}

static const struct {
    const char *open, *close;
} markups[] = { { "<!--", "-->" }, { "<![CDATA[", "]]>" }, { "<?", "?>" } };

const char *
yado_xml_skip_markup(const char *at)
{
    if (*at != '<')
        return NULL;
    for (guint i = 0; i < G_N_ELEMENTS(markups); i++) {
        if (!g_str_has_prefix(at, markups[i].open))
            continue;
        const char *end = strstr(at + strlen(markups[i].open), markups[i].close);
        return end != NULL ? end + strlen(markups[i].close) : at + strlen(at);
    }
    return NULL;
}

static const char *
decode_markup(GString *out, const char *at, const char *behind)
{
    const char *start = at + strlen("<![CDATA[");
    const char *end = behind - strlen("]]>");

    if (g_str_has_prefix(at, "<![CDATA[") && end >= start)
        g_string_append_len(out, start, end - start);
    return behind;
}

char *
yado_xml_decode(const char *raw, gssize length)
{
    g_autofree char *text = length < 0 ? g_strdup(raw) : g_strndup(raw, (gsize)length);
    GString *out = g_string_sized_new(strlen(text));

    for (const char *at = text; *at != '\0';) {
        const char *behind = yado_xml_skip_markup(at);
        if (behind != NULL)
            at = decode_markup(out, at, behind);
        else if (*at == '&')
            at = decode_reference(out, at);
        else if (*at == '\r' && at[1] == '\n')
            at++;
        else
            g_string_append_c(out, *at++);
    }
    return g_string_free(out, FALSE);
}

/* Writing */

static void
append(GString *out, const char *text)
{
    if (text != NULL)
        g_string_append(out, text);
}

static void
append_element(GString *out, const YadoXmlElement *self)
{
    g_string_append_printf(out, "<%s", self->name);
    for (guint i = 0; i < self->attributes->len; i++)
        append(out, ((YadoXmlAttribute *)g_ptr_array_index(self->attributes, i))->raw);
    append(out, self->open_tail);
    if (self->is_empty) {
        g_string_append(out, "/>");
        return;
    }
    g_string_append_c(out, '>');
    for (guint i = 0; i < self->children->len; i++) {
        const YadoXmlElement *child = g_ptr_array_index(self->children, i);
        append(out, child->before);
        append_element(out, child);
    }
    append(out, self->tail);
    if (self->close != NULL)
        g_string_append(out, self->close);
    else
        g_string_append_printf(out, "</%s>", self->name);
}

char *
yado_xml_tree_dump(const YadoXmlTree *tree)
{
    GString *out = g_string_new(tree->root->before);

    append_element(out, tree->root);
    append(out, tree->epilog);
    return g_string_free(out, FALSE);
}

/* The last line break in @gap with the blanks behind it, which are what indents the next tag; NULL: it is not at the
 * beginning of a line. */
static const char *
find_indent(const char *gap)
{
    const char *newline = gap != NULL ? strrchr(gap, '\n') : NULL;

    if (newline == NULL || newline[1 + strspn(newline + 1, BLANKS)] != '\0')
        return NULL;
    return newline > gap && newline[-1] == '\r' ? newline - 1 : newline;
}

char *
yado_xml_element_dump(const YadoXmlElement *self)
{
    GString *out = g_string_new(NULL);
    const char *indent = find_indent(self->before);

    append_element(out, self);
    if (indent != NULL)
        g_string_replace(out, indent, *indent == '\r' ? "\r\n" : "\n", 0);
    return g_string_free(out, FALSE);
}

/* Reading */

static const char *
get_local_name(const char *name)
{
    const char *colon = strchr(name, ':');

    return colon != NULL ? colon + 1 : name;
}

/* The namespace that the prefix of @self stands for; NULL: none. */
static const char *
get_namespace(const YadoXmlElement *self)
{
    const char *colon = strchr(self->name, ':');
    g_autofree char *attribute =
        colon != NULL ? g_strdup_printf("xmlns:%.*s", (int)(colon - self->name), self->name)
                      : g_strdup("xmlns");

    for (const YadoXmlElement *at = self; at != NULL; at = at->parent) {
        const char *uri = yado_xml_element_get_attribute(at, attribute);
        if (uri != NULL)
            return uri;
    }
    return NULL;
}

YadoXmlElement *
yado_xml_element_find_child(const YadoXmlElement *self, const char *name)
{
    for (guint i = 0; i < self->children->len; i++) {
        YadoXmlElement *child = g_ptr_array_index(self->children, i);
        if (strcmp(child->name, name) == 0)
            return child;
    }
    return NULL;
}

YadoXmlElement *
yado_xml_element_find_child_ns(const YadoXmlElement *self, const char *uri, const char *name)
{
    for (guint i = 0; i < self->children->len; i++) {
        YadoXmlElement *child = g_ptr_array_index(self->children, i);
        if (strcmp(get_local_name(child->name), name) == 0 &&
            g_strcmp0(get_namespace(child), uri) == 0)
            return child;
    }
    return NULL;
}

YadoXmlElement *
yado_xml_element_find_path(YadoXmlElement *self, const char *path)
{
    g_auto(GStrv) names = g_strsplit(path, "/", -1);

    for (guint i = 0; names[i] != NULL && self != NULL; i++)
        self = yado_xml_element_find_child(self, names[i]);
    return self;
}

static int
find_attribute(const YadoXmlElement *self, const char *name)
{
    for (guint i = 0; i < self->attributes->len; i++) {
        const YadoXmlAttribute *attribute = g_ptr_array_index(self->attributes, i);
        if (strcmp(attribute->name, name) == 0)
            return (int)i;
    }
    return -1;
}

const char *
yado_xml_element_get_attribute(const YadoXmlElement *self, const char *name)
{
    int position = find_attribute(self, name);

    if (position < 0)
        return NULL;
    return ((YadoXmlAttribute *)g_ptr_array_index(self->attributes, position))->value;
}

char *
yado_xml_element_dup_text(const YadoXmlElement *self)
{
    return yado_xml_decode(self->tail != NULL ? self->tail : "", -1);
}

/* Changing */

void
yado_xml_element_take_attribute(YadoXmlElement *self, char *name, char *value, char *raw)
{
    YadoXmlAttribute *attribute = g_new0(YadoXmlAttribute, 1);

    attribute->name = name;
    attribute->value = value;
    attribute->raw = raw;
    g_ptr_array_add(self->attributes, attribute);
}

/* Behind the last of those that come first, before the first of those that come later, else at the end. */
typedef int (*GetRank)(gconstpointer item, gconstpointer parent);

static int
find_position(GPtrArray *items, GetRank get_rank, gconstpointer parent, int rank)
{
    int position = -1;

    for (guint i = items->len; rank >= 0 && position < 0 && i > 0; i--) {
        int other = get_rank(g_ptr_array_index(items, i - 1), parent);
        if (other >= 0 && other <= rank)
            position = (int)i;
    }
    for (guint i = 0; rank >= 0 && position < 0 && i < items->len; i++) {
        if (get_rank(g_ptr_array_index(items, i), parent) > rank)
            position = (int)i;
    }
    return position >= 0 ? position : (int)items->len;
}

static int
get_attribute_rank(gconstpointer item, gconstpointer parent)
{
    return yado_xml_get_attribute_rank(((const YadoXmlElement *)parent)->name,
                                       ((const YadoXmlAttribute *)item)->name);
}

static int
get_child_rank(gconstpointer item, gconstpointer parent)
{
    return yado_xml_get_child_rank(((const YadoXmlElement *)parent)->name,
                                   ((const YadoXmlElement *)item)->name);
}

/* Metadata goes through libvirt as a tree, and libxml2 prints it with double quotes. */
static char
get_quote(const YadoXmlElement *self)
{
    while (self != NULL && strcmp(self->name, "metadata") != 0)
        self = self->parent;
    return self != NULL ? '"' : '\'';
}

static void
insert_attribute(YadoXmlElement *self, const char *name, const char *value)
{
    YadoXmlAttribute *attribute = g_new0(YadoXmlAttribute, 1);
    g_autofree char *escaped = escape(value);
    int rank = yado_xml_get_attribute_rank(self->name, name);
    char quote = get_quote(self);

    attribute->name = g_strdup(name);
    attribute->value = g_strdup(value);
    attribute->raw = g_strdup_printf(" %s=%c%s%c", name, quote, escaped, quote);
    g_ptr_array_insert(self->attributes,
                       find_position(self->attributes, get_attribute_rank, self, rank), attribute);
}

/* Keeps the blanks and the kind of quotes. */
static void
replace_value(YadoXmlAttribute *attribute, const char *value)
{
    g_autofree char *escaped = escape(value);
    gsize prefix = strcspn(attribute->raw, "'\"");
    char quote = attribute->raw[prefix];
    char *raw = g_strdup_printf("%.*s%c%s%c", (int)prefix, attribute->raw, quote, escaped, quote);

    g_free(attribute->raw);
    attribute->raw = raw;
    g_free(attribute->value);
    attribute->value = g_strdup(value);
}

void
yado_xml_element_set_attribute(YadoXmlElement *self, const char *name, const char *value)
{
    int position = find_attribute(self, name);

    if (position < 0 && value != NULL)
        insert_attribute(self, name, value);
    else if (position >= 0 && value == NULL)
        g_ptr_array_remove_index(self->attributes, (guint)position);
    else if (position >= 0)
        replace_value(g_ptr_array_index(self->attributes, position), value);
}

void
yado_xml_element_rename_attribute(YadoXmlElement *self, const char *old_name, const char *new_name)
{
    int position = find_attribute(self, old_name);

    if (position < 0 || find_attribute(self, new_name) >= 0)
        return;
    YadoXmlAttribute *attribute = g_ptr_array_index(self->attributes, position);
    gsize blanks = strspn(attribute->raw, BLANKS);
    char *raw = g_strdup_printf("%.*s%s%s", (int)blanks, attribute->raw, new_name,
                                attribute->raw + blanks + strlen(old_name));

    g_free(attribute->raw);
    attribute->raw = raw;
    g_free(attribute->name);
    attribute->name = g_strdup(new_name);
}

void
yado_xml_element_set_text(YadoXmlElement *self, const char *text)
{
    g_free(self->tail);
    self->tail = escape(text);
    self->is_empty = FALSE;
}

/* Moves what is in @self's tail, but its last line, into the gap before its first child: "\n  <!-- none -->\n" */
static void
open_up(YadoXmlElement *self, YadoXmlElement *child)
{
    const char *own_indent = find_indent(self->before);
    const char *tail = self->tail != NULL ? self->tail : "";
    const char *tail_indent = find_indent(tail);
    g_autofree char *head =
        g_strndup(tail, tail_indent != NULL ? (gsize)(tail_indent - tail) : strlen(tail));

    if (own_indent == NULL && self->parent == NULL)
        own_indent = "\n";
    g_free(child->before);
    child->before = own_indent != NULL ? g_strconcat(head, own_indent, "  ", NULL) : g_strdup(head);
    g_free(self->tail);
    self->tail = g_strdup(own_indent);
    self->is_empty = FALSE;
}

static YadoXmlElement *
insert_child(YadoXmlElement *self, int position, YadoXmlElement *child)
{
    child->parent = self;
    if (self->children->len == 0) {
        open_up(self, child);
    } else {
        int next_to = MIN(position, (int)self->children->len - 1);
        YadoXmlElement *sibling = g_ptr_array_index(self->children, next_to);
        g_free(child->before);
        child->before = g_strdup(find_indent(sibling->before));
    }
    g_ptr_array_insert(self->children, position, child);
    return child;
}

static int
find_place(YadoXmlElement *self, const char *name)
{
    int rank = yado_xml_get_child_rank(self->name, name);

    return find_position(self->children, get_child_rank, self, rank);
}

YadoXmlElement *
yado_xml_element_add_child(YadoXmlElement *self, const char *name)
{
    return insert_child(self, find_place(self, name), yado_xml_element_new(name));
}

YadoXmlElement *
yado_xml_element_graft(YadoXmlElement *self, YadoXmlTree *tree)
{
    YadoXmlElement *child = g_steal_pointer(&tree->root);

    return insert_child(self, find_place(self, child->name), child);
}

YadoXmlElement *
yado_xml_element_add_after(YadoXmlElement *sibling, const char *name)
{
    YadoXmlElement *parent = sibling->parent;
    guint position;

    g_ptr_array_find(parent->children, sibling, &position);
    return insert_child(parent, (int)position + 1, yado_xml_element_new(name));
}

YadoXmlElement *
yado_xml_element_ensure_path(YadoXmlElement *self, const char *path)
{
    g_auto(GStrv) names = g_strsplit(path, "/", -1);

    for (guint i = 0; names[i] != NULL; i++) {
        YadoXmlElement *child = yado_xml_element_find_child(self, names[i]);
        self = child != NULL ? child : yado_xml_element_add_child(self, names[i]);
    }
    return self;
}

static void
prepend(char **text, const char *head)
{
    char *joined = g_strconcat(head, *text, NULL);

    g_free(*text);
    *text = joined;
}

void
yado_xml_element_remove(YadoXmlElement *self)
{
    YadoXmlElement *parent = self->parent;
    const char *before = self->before != NULL ? self->before : "";
    const char *indent = find_indent(before);
    guint position;

    g_return_if_fail(parent != NULL);

    /* A comment before it stays: it may be about more than this element. */
    g_autofree char *kept =
        g_strndup(before, indent != NULL ? (gsize)(indent - before) : strlen(before));
    g_ptr_array_find(parent->children, self, &position);
    g_ptr_array_remove_index(parent->children, position);
    if (position < parent->children->len)
        prepend(&((YadoXmlElement *)g_ptr_array_index(parent->children, position))->before, kept);
    else
        prepend(&parent->tail, kept);
}

static gboolean
is_blank(const char *text)
{
    return text == NULL || text[strspn(text, BLANKS)] == '\0';
}

void
yado_xml_element_prune(YadoXmlElement *self, const YadoXmlElement *stop)
{
    while (self != stop && self->parent != NULL && self->attributes->len == 0 &&
           self->children->len == 0 && is_blank(self->tail)) {
        YadoXmlElement *parent = self->parent;
        yado_xml_element_remove(self);
        self = parent;
    }
}
