/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "document/yado-xl-edit.h"

#include <string.h>

static char *
splice(const YadoXlFile *file, gsize start, gsize end, const char *replacement)
{
    GString *text = g_string_sized_new(file->length + strlen(replacement) + 1);

    g_string_append_len(text, file->text, (gssize)start);
    g_string_append(text, replacement);
    g_string_append_len(text, file->text + end, (gssize)(file->length - end));
    return g_string_free(text, FALSE);
}

static gsize
find_line_start(const YadoXlFile *file, gsize at)
{
    while (at > 0 && file->text[at - 1] != '\n')
        at--;
    return at;
}

/* Behind the line break, or the end of the text. */
static gsize
find_next_line(const YadoXlFile *file, gsize at)
{
    const char *end = memchr(file->text + at, '\n', file->length - at);

    return end != NULL ? (gsize)(end - file->text) + 1 : file->length;
}

static gboolean
is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\r';
}

static gsize
skip_blanks(const YadoXlFile *file, gsize at)
{
    while (at < file->length && is_blank(file->text[at]))
        at++;
    return at;
}

static gsize
skip_blanks_back(const YadoXlFile *file, gsize at)
{
    while (at > 0 && is_blank(file->text[at - 1]))
        at--;
    return at;
}

static gboolean
is_line_end(const YadoXlFile *file, gsize at)
{
    return at >= file->length || file->text[at] == '\n';
}

/* Takes @start to @end away; the whole line when nothing else stands on it. */
static char *
cut(const YadoXlFile *file, gsize start, gsize end)
{
    gsize before = skip_blanks_back(file, start);
    gsize after = skip_blanks(file, end);

    if (before == find_line_start(file, start) && is_line_end(file, after))
        return splice(file, before, find_next_line(file, after), "");
    if (is_line_end(file, after))
        return splice(file, before, after, "");
    return splice(file, start, after, "");
}

/* Style */

static char
get_quote(const YadoXlFile *file, const YadoXlValue *near)
{
    char c = near != NULL ? file->text[near->start] : '\0';

    if (c == '"' || c == '\'')
        return c;
    for (guint i = 0; i < file->settings->len; i++) {
        const YadoXlSetting *setting = file->settings->pdata[i];
        c = file->text[setting->value->start];
        if (c == '"' || c == '\'')
            return c;
    }
    return '"';
}

/* "=" with the blanks that others have around it. */
static char *
dup_equals(const YadoXlFile *file)
{
    for (guint i = 0; i < file->settings->len; i++) {
        const YadoXlSetting *setting = file->settings->pdata[i];
        gsize key_end = setting->start + strlen(setting->key);
        if (!setting->adds && setting->value->start - key_end < 4)
            return g_strndup(file->text + key_end, setting->value->start - key_end);
    }
    return g_strdup(" = ");
}

static char *
append_line(const YadoXlFile *file, const char *key, const char *raw)
{
    gboolean is_open = file->length > 0 && file->text[file->length - 1] != '\n';
    g_autofree char *equals = dup_equals(file);
    g_autofree char *line = g_strdup_printf("%s%s%s%s\n", is_open ? "\n" : "", key, equals, raw);

    return splice(file, file->length, file->length, line);
}

static const YadoXlSetting *
find_last(const YadoXlFile *file, const char *key)
{
    for (guint i = file->settings->len; i > 0; i--) {
        const YadoXlSetting *setting = file->settings->pdata[i - 1];
        if (strcmp(setting->key, key) == 0)
            return setting;
    }
    return NULL;
}

/* Keys */

/* What stood before "+=" is left where it is, and does not count any more. */
char *
yado_xl_set_raw(const YadoXlFile *file, const char *key, const char *raw)
{
    const YadoXlSetting *setting = find_last(file, key);

    if (setting == NULL)
        return append_line(file, key, raw);
    if (!setting->adds)
        return splice(file, setting->value->start, setting->value->end, raw);
    gsize equals = setting->operator_start + 1;
    g_autofree char *rest = g_strndup(file->text + equals, setting->value->start - equals);
    g_autofree char *whole = g_strconcat(rest, raw, NULL);
    return splice(file, setting->operator_start, setting->value->end, whole);
}

char *
yado_xl_set_string(const YadoXlFile *file, const char *key, const char *string)
{
    const YadoXlSetting *setting = find_last(file, key);
    g_autofree char *raw =
        yado_xl_quote(string, get_quote(file, setting != NULL ? setting->value : NULL));

    return yado_xl_set_raw(file, key, raw);
}

static char *
cut_setting(const YadoXlFile *file, const YadoXlSetting *setting)
{
    gsize after = skip_blanks(file, setting->end);

    if (after < file->length && file->text[after] == ';')
        return cut(file, setting->start, after + 1);
    return cut(file, setting->start, setting->end);
}

char *
yado_xl_unset(const YadoXlFile *file, const char *key)
{
    const YadoXlSetting *setting = find_last(file, key);
    g_autoptr(YadoXlFile) shorter = NULL;
    char *text = g_strndup(file->text, file->length);

    while (setting != NULL) {
        YadoXlFile *before = shorter;
        g_free(text);
        text = cut_setting(before != NULL ? before : file, setting);
        shorter = yado_xl_file_new(text, -1, NULL);
        setting = shorter != NULL ? find_last(shorter, key) : NULL;
        yado_xl_file_free(before);
    }
    return text;
}

/* Items */

static const YadoXlValue *
find_item(const YadoXlFile *file, const char *key, guint index)
{
    g_autoptr(GPtrArray) items = yado_xl_file_list_items(file, key);

    return index < items->len ? items->pdata[index] : NULL;
}

char *
yado_xl_set_item(const YadoXlFile *file, const char *key, guint index, const char *string)
{
    const YadoXlValue *item = find_item(file, key, index);

    if (item == NULL)
        return g_strndup(file->text, file->length);
    g_autofree char *raw = yado_xl_quote(string, get_quote(file, item));
    return splice(file, item->start, item->end, raw);
}

static char *
make_list(const YadoXlFile *file, const char *key, const YadoXlSetting *setting, const char *raw)
{
    g_autofree char *list = NULL;

    if (setting == NULL || setting->value->is_list) {
        list = g_strdup_printf("[ %s ]", raw);
    } else {
        g_autofree char *old = g_strndup(file->text + setting->value->start,
                                         setting->value->end - setting->value->start);
        list = g_strdup_printf("[ %s, %s ]", old, raw);
    }
    return setting == NULL ? append_line(file, key, list)
                           : splice(file, setting->value->start, setting->value->end, list);
}

/* The blanks before @item when it is the first of its line, else NULL. */
static char *
dup_indent(const YadoXlFile *file, const YadoXlValue *item)
{
    gsize line = find_line_start(file, item->start);

    if (skip_blanks(file, line) != item->start)
        return NULL;
    return g_strndup(file->text + line, item->start - line);
}

/* Behind an item on a line of its own: comma and comment stay on that line. */
static char *
add_line_behind(const YadoXlFile *file, const YadoXlValue *item, const char *indent,
                const char *raw)
{
    gsize comma = skip_blanks(file, item->end);
    gboolean has_comma = comma < file->length && file->text[comma] == ',';
    gsize rest = has_comma ? comma + 1 : item->end;
    gsize end = skip_blanks(file, rest);
    g_autoptr(GString) added = g_string_new(NULL);

    if (end < file->length && file->text[end] == '#')
        end = find_next_line(file, end) - 1;
    else
        end = rest;
    g_string_append_len(added, file->text + item->end, (gssize)(rest - item->end));
    if (!has_comma)
        g_string_append_c(added, ',');
    g_string_append_len(added, file->text + rest, (gssize)(end - rest));
    g_string_append_printf(added, "\n%s%s%s", indent, raw, has_comma ? "," : "");
    return splice(file, item->end, end, added->str);
}

char *
yado_xl_add_item(const YadoXlFile *file, const char *key, const char *string)
{
    const YadoXlSetting *setting = find_last(file, key);
    GPtrArray *items = setting != NULL ? setting->value->items : NULL;
    const YadoXlValue *last = items != NULL && items->len > 0 ? items->pdata[items->len - 1] : NULL;
    g_autofree char *raw = yado_xl_quote(
        string, get_quote(file, last != NULL || setting == NULL ? last : setting->value));
    g_autofree char *indent = last != NULL ? dup_indent(file, last) : NULL;
    g_autofree char *joined = NULL;

    if (last == NULL)
        return make_list(file, key, setting, raw);
    if (indent != NULL)
        return add_line_behind(file, last, indent, raw);
    joined = g_strdup_printf(", %s", raw);
    return splice(file, last->end, last->end, joined);
}

/* The comma behind goes too; where there is none, the one before. */
char *
yado_xl_remove_item(const YadoXlFile *file, const char *key, guint index)
{
    const YadoXlValue *item = find_item(file, key, index);
    gsize before, after;

    if (item == NULL)
        return g_strndup(file->text, file->length);
    after = skip_blanks(file, item->end);
    if (after < file->length && file->text[after] == ',')
        return cut(file, item->start, after + 1);
    const YadoXlSetting *setting = find_last(file, key);
    if (setting != NULL && setting->value == item)
        return cut_setting(file, setting);
    before = skip_blanks_back(file, item->start);
    if (before > 0 && file->text[before - 1] == ',')
        return splice(file, before - 1, item->end, "");
    return cut(file, item->start, item->end);
}

/* Notes */

/* The line "#yado: key=value"; FALSE: there is none. */
static gboolean
find_note(const YadoXlFile *file, const char *key, gsize *start, gsize *value, gsize *end)
{
    gsize length = strlen(key);

    for (gsize line = 0; line < file->length; line = find_next_line(file, line)) {
        if (strncmp(file->text + line, YADO_XL_NOTE, strlen(YADO_XL_NOTE)) != 0)
            continue;
        gsize at = skip_blanks(file, line + strlen(YADO_XL_NOTE));
        if (strncmp(file->text + at, key, length) != 0 || file->text[at + length] != '=')
            continue;
        *start = line;
        *value = at + length + 1;
        *end = find_next_line(file, line);
        return TRUE;
    }
    return FALSE;
}

static char *
unescape(const char *text, gsize length)
{
    GString *value = g_string_sized_new(length);

    for (gsize i = 0; i < length; i++) {
        gboolean is_escape = text[i] == '\\' && i + 1 < length;
        if (is_escape)
            i++;
        g_string_append_c(value, is_escape && text[i] == 'n' ? '\n' : text[i]);
    }
    return g_string_free(value, FALSE);
}

static char *
escape(const char *value)
{
    GString *text = g_string_new(NULL);

    for (const char *at = value; *at != '\0'; at++) {
        if (*at == '\n')
            g_string_append(text, "\\n");
        else if (*at == '\\')
            g_string_append(text, "\\\\");
        else if (*at != '\r')
            g_string_append_c(text, *at);
    }
    return g_string_free(text, FALSE);
}

char *
yado_xl_dup_note(const YadoXlFile *file, const char *key)
{
    gsize start, value, end;

    if (!find_note(file, key, &start, &value, &end))
        return NULL;
    while (end > value && (file->text[end - 1] == '\n' || file->text[end - 1] == '\r'))
        end--;
    return end > value ? unescape(file->text + value, end - value) : NULL;
}

/* Behind the last note, or before all the rest. */
static gsize
find_note_place(const YadoXlFile *file)
{
    gsize place = 0;

    for (gsize line = 0; line < file->length; line = find_next_line(file, line)) {
        if (strncmp(file->text + line, YADO_XL_NOTE, strlen(YADO_XL_NOTE)) == 0)
            place = find_next_line(file, line);
        else if (line > place)
            break;
    }
    return place;
}

char *
yado_xl_set_note(const YadoXlFile *file, const char *key, const char *value)
{
    gsize start, value_start, end;
    gboolean is_there = find_note(file, key, &start, &value_start, &end);
    g_autofree char *escaped = value != NULL ? escape(value) : NULL;
    g_autofree char *line =
        escaped != NULL ? g_strdup_printf(YADO_XL_NOTE " %s=%s\n", key, escaped) : g_strdup("");

    if (is_there)
        return splice(file, start, end, line);
    return splice(file, find_note_place(file), find_note_place(file), line);
}
