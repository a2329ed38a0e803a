/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "document/yado-xml-values.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "base/yado-error.h"

/* libvirt's virScaleInteger() */
static const struct {
    const char *name;
    guint64 factor;
} units[] = {
    { "KiB", G_GUINT64_CONSTANT(1) << 10 },
    { "MiB", G_GUINT64_CONSTANT(1) << 20 },
    { "GiB", G_GUINT64_CONSTANT(1) << 30 },
    { "TiB", G_GUINT64_CONSTANT(1) << 40 },
    { "PiB", G_GUINT64_CONSTANT(1) << 50 },
    { "EiB", G_GUINT64_CONSTANT(1) << 60 },
    { "k", G_GUINT64_CONSTANT(1) << 10 },
    { "M", G_GUINT64_CONSTANT(1) << 20 },
    { "G", G_GUINT64_CONSTANT(1) << 30 },
    { "T", G_GUINT64_CONSTANT(1) << 40 },
    { "P", G_GUINT64_CONSTANT(1) << 50 },
    { "E", G_GUINT64_CONSTANT(1) << 60 },
    { "b", 1 },
    { "bytes", 1 },
    { "KB", G_GUINT64_CONSTANT(1000) },
    { "MB", G_GUINT64_CONSTANT(1000000) },
    { "GB", G_GUINT64_CONSTANT(1000000000) },
    { "TB", G_GUINT64_CONSTANT(1000000000000) },
    { "PB", G_GUINT64_CONSTANT(1000000000000000) },
    { "EB", G_GUINT64_CONSTANT(1000000000000000000) },
};

/* 0: unknown */
static guint64
find_factor(const char *unit)
{
    if (unit == NULL)
        return 1024;
    for (guint i = 0; i < G_N_ELEMENTS(units); i++) {
        if (g_ascii_strcasecmp(unit, units[i].name) == 0)
            return units[i].factor;
    }
    return 0;
}

/* The element's part of a path, and the attribute's, or NULL. */
static char *
split_path(const char *path, const char **attribute)
{
    const char *at = strchr(path, '@');

    *attribute = at != NULL ? at + 1 : NULL;
    return at != NULL ? g_strndup(path, (gsize)(at - path)) : g_strdup(path);
}

char *
yado_xml_read_path(YadoXmlElement *element, const char *path)
{
    const char *attribute;
    g_autofree char *elements = split_path(path, &attribute);
    YadoXmlElement *found = yado_xml_element_find_path(element, elements);

    if (found == NULL)
        return NULL;
    if (attribute != NULL)
        return g_strdup(yado_xml_element_get_attribute(found, attribute));
    g_autofree char *text = yado_xml_element_dup_text(found);
    return *text != '\0' ? g_steal_pointer(&text) : NULL;
}

static void
remove_path(YadoXmlElement *element, const char *elements, const char *attribute)
{
    YadoXmlElement *found = yado_xml_element_find_path(element, elements);

    if (found == NULL)
        return;
    YadoXmlElement *parent = found->parent;
    if (attribute != NULL) {
        yado_xml_element_set_attribute(found, attribute, NULL);
        yado_xml_element_prune(found, element);
        return;
    }
    yado_xml_element_remove(found);
    yado_xml_element_prune(parent, element);
}

void
yado_xml_write_path(YadoXmlElement *element, const char *path, const char *value)
{
    const char *attribute;
    g_autofree char *elements = split_path(path, &attribute);

    if (value == NULL) {
        remove_path(element, elements, attribute);
        return;
    }
    YadoXmlElement *found = yado_xml_element_ensure_path(element, elements);
    if (attribute != NULL)
        yado_xml_element_set_attribute(found, attribute, value);
    else
        yado_xml_element_set_text(found, value);
}

gboolean
yado_xml_refuse_value(const YadoMapEntry *entry, const char *value, GError **error)
{
    g_autofree char *shown = g_utf8_make_valid(value, -1);

    if (strcmp(entry->key, "password") == 0)
        return yado_error_set(error, YADO_ERROR_INVALID, NULL, NULL,
                              _("This password cannot be used."));
    return yado_error_set(error, YADO_ERROR_INVALID, NULL, NULL,
                          _("“%s” is not a possible value of %s."), shown, entry->key);
}

static gboolean
parse_scaled(const char *text, guint64 factor, guint64 *bytes)
{
    g_autofree char *number = g_strstrip(g_strdup(text));
    guint64 count;

    return factor != 0 && g_ascii_string_to_unsigned(number, 10, 0, G_MAXUINT64, &count, NULL) &&
           g_uint64_checked_mul(bytes, count, factor);
}

static char *
read_size(YadoXmlElement *element, const YadoMapEntry *entry)
{
    YadoXmlElement *found = yado_xml_element_find_path(element, entry->xml);
    guint64 bytes;

    if (found == NULL)
        return NULL;
    g_autofree char *text = yado_xml_element_dup_text(found);
    if (!parse_scaled(text, find_factor(yado_xml_element_get_attribute(found, "unit")), &bytes))
        return NULL;
    return g_strdup_printf("%" G_GUINT64_FORMAT, bytes);
}

static char *
read_kib(YadoXmlElement *element, const YadoMapEntry *entry)
{
    g_autofree char *text = yado_xml_read_path(element, entry->xml);
    guint64 bytes;

    if (text == NULL || !parse_scaled(text, 1024, &bytes))
        return NULL;
    return g_strdup_printf("%" G_GUINT64_FORMAT, bytes);
}

static char *
read_presence(YadoXmlElement *element, const YadoMapEntry *entry)
{
    YadoXmlElement *found = yado_xml_element_find_path(element, entry->xml);
    const char *state = found != NULL ? yado_xml_element_get_attribute(found, "state") : NULL;

    return g_strdup(found != NULL && g_strcmp0(state, "off") != 0 ? "yes" : "no");
}

/* NULL: nothing is said. */
static char *
read_switch(YadoXmlElement *element, const YadoMapEntry *entry)
{
    return yado_xml_element_find_path(element, entry->xml) != NULL ? read_presence(element, entry)
                                                                   : NULL;
}

/* Numbers are compared as text: no blanks around them. */
static char *
read_number(YadoXmlElement *element, const YadoMapEntry *entry)
{
    char *text = yado_xml_read_path(element, entry->xml);

    return text != NULL ? g_strstrip(text) : NULL;
}

char *
yado_xml_read_value(YadoXmlElement *element, const YadoMapEntry *entry)
{
    if (entry->xml == NULL)
        return NULL;
    switch (entry->type) {
    case YADO_MAP_TEXT:
    case YADO_MAP_NAME:
    case YADO_MAP_MULTILINE:
    case YADO_MAP_BOOL:
        return yado_xml_read_path(element, entry->xml);
    case YADO_MAP_UINT:
    case YADO_MAP_INT:
    case YADO_MAP_BYTES:
        return read_number(element, entry);
    case YADO_MAP_SIZE:
        return read_size(element, entry);
    case YADO_MAP_KIB:
        return read_kib(element, entry);
    case YADO_MAP_PRESENCE:
        return read_presence(element, entry);
    case YADO_MAP_SWITCH:
        return read_switch(element, entry);
    default:
        return yado_xml_read_special(element, entry);
    }
}

/* The unit stays where the size is a whole number of it: who wrote MiB goes on reading MiB. */
static gboolean
write_size(YadoXmlElement *element, const YadoMapEntry *entry, const char *value)
{
    YadoXmlElement *found = yado_xml_element_find_path(element, entry->xml);
    const char *unit = found != NULL ? yado_xml_element_get_attribute(found, "unit") : "KiB";
    guint64 factor = find_factor(unit);
    guint64 bytes;

    if (!g_ascii_string_to_unsigned(value, 10, 0, G_MAXUINT64, &bytes, NULL))
        return FALSE;
    if (factor == 0 || bytes % factor != 0) {
        factor = bytes % 1024 == 0 ? 1024 : 1;
        unit = factor == 1024 ? "KiB" : "b";
    }
    g_autofree char *count = g_strdup_printf("%" G_GUINT64_FORMAT, bytes / factor);
    g_autofree char *new_unit = g_strdup(unit);
    found = yado_xml_element_ensure_path(element, entry->xml);
    if (new_unit != NULL && g_strcmp0(new_unit, yado_xml_element_get_attribute(found, "unit")) != 0)
        yado_xml_element_set_attribute(found, "unit", new_unit);
    yado_xml_element_set_text(found, count);
    return TRUE;
}

static gboolean
write_kib(YadoXmlElement *element, const YadoMapEntry *entry, const char *value)
{
    guint64 bytes;

    if (!g_ascii_string_to_unsigned(value, 10, 0, G_MAXUINT64, &bytes, NULL) || bytes % 1024 != 0)
        return FALSE;
    g_autofree char *count = g_strdup_printf("%" G_GUINT64_FORMAT, bytes / 1024);
    yado_xml_write_path(element, entry->xml, count);
    return TRUE;
}

static gboolean
is_bool(const char *value)
{
    return strcmp(value, "yes") == 0 || strcmp(value, "no") == 0;
}

static gboolean
write_presence(YadoXmlElement *element, const YadoMapEntry *entry, const char *value)
{
    YadoXmlElement *found = yado_xml_element_find_path(element, entry->xml);

    if (!is_bool(value))
        return FALSE;
    if (strcmp(value, "no") == 0) {
        remove_path(element, entry->xml, NULL);
        return TRUE;
    }
    if (found == NULL)
        found = yado_xml_element_ensure_path(element, entry->xml);
    if (yado_xml_element_get_attribute(found, "state") != NULL)
        yado_xml_element_set_attribute(found, "state", "on");
    return TRUE;
}

static gboolean
write_switch(YadoXmlElement *element, const YadoMapEntry *entry, const char *value)
{
    if (!is_bool(value))
        return FALSE;
    yado_xml_element_set_attribute(yado_xml_element_ensure_path(element, entry->xml), "state",
                                   strcmp(value, "yes") == 0 ? "on" : "off");
    return TRUE;
}

static gboolean
write_checked(YadoXmlElement *element, const YadoMapEntry *entry, const char *value, gboolean ok)
{
    if (ok)
        yado_xml_write_path(element, entry->xml, value);
    return ok;
}

static gboolean
is_unsigned(const char *value)
{
    return g_ascii_string_to_unsigned(value, 10, 0, G_MAXUINT32, NULL, NULL);
}

static gboolean
is_signed(const char *value)
{
    return g_ascii_string_to_signed(value, 10, G_MININT32, G_MAXINT32, NULL, NULL);
}

static gboolean
write_plain(YadoXmlElement *element, const YadoMapEntry *entry, const char *value)
{
    switch (entry->type) {
    case YADO_MAP_NAME:
        return write_checked(element, entry, value, strchr(value, '/') == NULL);
    case YADO_MAP_UINT:
        return write_checked(element, entry, value, is_unsigned(value));
    case YADO_MAP_INT:
        return write_checked(element, entry, value, is_signed(value));
    case YADO_MAP_BYTES:
        return write_checked(element, entry, value,
                             g_ascii_string_to_unsigned(value, 10, 0, G_MAXINT64, NULL, NULL));
    case YADO_MAP_BOOL:
        return write_checked(element, entry, value, is_bool(value));
    case YADO_MAP_SIZE:
        return write_size(element, entry, value);
    case YADO_MAP_KIB:
        return write_kib(element, entry, value);
    case YADO_MAP_PRESENCE:
        return write_presence(element, entry, value);
    case YADO_MAP_SWITCH:
        return write_switch(element, entry, value);
    default:
        return write_checked(element, entry, value, TRUE);
    }
}

/* Control characters cannot be written in XML, and a line break in a name or a path is never meant. */
static gboolean
is_writable(const char *value, gboolean multiline)
{
    if (!g_utf8_validate(value, -1, NULL))
        return FALSE;
    for (const char *at = value; *at != '\0'; at = g_utf8_next_char(at)) {
        gunichar c = g_utf8_get_char(at);
        if (multiline && (c == '\n' || c == '\t'))
            continue;
        if (c < 0x20 || (c >= 0x7F && c < 0xA0) || c == 0xFFFE || c == 0xFFFF)
            return FALSE;
    }
    return TRUE;
}

static gboolean
remove_value(YadoXmlElement *element, const YadoMapEntry *entry, GError **error)
{
    if (entry->flags & YADO_MAP_REQUIRED)
        return yado_error_set(error, YADO_ERROR_INVALID, NULL, NULL, _("%s cannot be empty."),
                              entry->key);
    if (entry->type >= YADO_MAP_KIND)
        return yado_xml_write_special(element, entry, NULL, error);
    yado_xml_write_path(element, entry->xml, NULL);
    return TRUE;
}

gboolean
yado_xml_write_value(YadoXmlElement *element, const YadoMapEntry *entry, const char *value,
                     GError **error)
{
    if (entry->xml == NULL)
        return yado_error_set(error, YADO_ERROR_UNSUPPORTED, NULL, NULL,
                              _("%s cannot be changed: %s"), entry->key,
                              yado_map_get_xml_reason(entry));
    if (entry->flags & YADO_MAP_READ_ONLY)
        return yado_error_set(error, YADO_ERROR_UNSUPPORTED, NULL, NULL, _("%s cannot be changed."),
                              entry->key);
    if (value == NULL || *value == '\0')
        return remove_value(element, entry, error);
    if (!is_writable(value, entry->type == YADO_MAP_MULTILINE || entry->flags & YADO_MAP_ROWS))
        return yado_xml_refuse_value(entry, value, error);
    if (entry->type >= YADO_MAP_KIND)
        return yado_xml_write_special(element, entry, value, error);
    return write_plain(element, entry, value) || yado_xml_refuse_value(entry, value, error);
}
