/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * yado-xml-parse.c: reads an XML text into a tree: first libxml2 judges it, then it is cut into its pieces.
 */
#include "config.h"

#include <glib/gi18n-lib.h>
#include <libxml/parser.h>
#include <libxml/parserInternals.h>
#include <string.h>

#include "base/yado-error.h"
#include "document/yado-xml-tree.h"

#define MAX_SIZE (16 * 1024 * 1024)
#define BLANKS " \t\r\n"

typedef xmlParserCtxt ParserContext;
G_DEFINE_AUTOPTR_CLEANUP_FUNC(ParserContext, xmlFreeParserCtxt)

/* A DOCTYPE can define entities that explode or name files: libvirt writes none, so none is read. */
static void
on_doctype_found_cb(void *context, const xmlChar *name, const xmlChar *external_id,
                    const xmlChar *system_id)
{
    xmlParserCtxtPtr parser = context;

    *(gboolean *)parser->_private = TRUE;
    xmlStopParser(parser);
}

static gboolean
set_parse_error(xmlParserCtxtPtr parser, gboolean has_doctype, GError **error)
{
    const xmlError *reason = xmlCtxtGetLastError(parser);
    g_autofree char *message = NULL;
    int line = parser->input != NULL ? parser->input->line : 1;

    if (has_doctype)
        return yado_error_set(error, YADO_ERROR_INVALID, NULL,
                              _("Remove the DOCTYPE and all entities it defines."),
                              _("line %d: a DOCTYPE is not allowed here."), line);
    if (reason == NULL)
        return yado_error_set(error, YADO_ERROR_INVALID, NULL, NULL,
                              _("line %d: this is not valid XML."), line);
    message = g_strchomp(g_utf8_make_valid(reason->message != NULL ? reason->message : "", -1));
    return yado_error_set(error, YADO_ERROR_INVALID, message, NULL, _("line %d: %s."),
                          MAX(reason->line, 1), message);
}

/* Without XML_PARSE_HUGE libxml2 refuses elements nested deeper than 256: recursion over the tree is safe. */
static gboolean
check_well_formed(const char *text, gsize length, GError **error)
{
    g_autoptr(ParserContext) parser = xmlNewParserCtxt();
    gboolean has_doctype = FALSE;
    int options = XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING;

    if (parser == NULL)
        return yado_error_set(error, YADO_ERROR_FAILED, NULL, NULL, _("Out of memory."));
    parser->_private = &has_doctype;
    parser->sax->internalSubset = on_doctype_found_cb;
    xmlDocPtr document =
        xmlCtxtReadMemory(parser, text, (int)length, "guest.xml", "UTF-8", options);
    gboolean ok = document != NULL && parser->wellFormed && !has_doctype;
    if (document != NULL)
        xmlFreeDoc(document);
    return ok || set_parse_error(parser, has_doctype, error);
}

static char *
take_name(const char **at)
{
    gsize length = strcspn(*at, BLANKS "/>=");
    char *name = g_strndup(*at, length);

    *at += length;
    return name;
}

/* " name = 'value'": FALSE where the tag ends instead. */
static gboolean
read_attribute(const char **at, YadoXmlElement *element)
{
    const char *start = *at;
    const char *name_start = start + strspn(start, BLANKS);
    const char *cursor = name_start;

    if (*cursor == '\0' || *cursor == '>' || *cursor == '/')
        return FALSE;
    g_autofree char *name = take_name(&cursor);
    cursor += strspn(cursor, BLANKS "=");
    if (*cursor != '\'' && *cursor != '"')
        return FALSE;
    const char *end = strchr(cursor + 1, *cursor);
    if (end == NULL)
        return FALSE;
    char *value = yado_xml_decode(cursor + 1, end - cursor - 1);
    g_strdelimit(value, "\t\r\n", ' ');
    *at = end + 1;
    yado_xml_element_take_attribute(element, g_steal_pointer(&name), value,
                                    g_strndup(start, (gsize)(*at - start)));
    return TRUE;
}

/* @at is on '<'. NULL: not a tag (which libxml2 would have refused). */
static YadoXmlElement *
read_open_tag(const char **at)
{
    const char *cursor = *at + 1;
    g_autofree char *name = take_name(&cursor);
    YadoXmlElement *element = yado_xml_element_new(name);

    while (read_attribute(&cursor, element))
        continue;
    gsize blanks = strspn(cursor, BLANKS);
    element->open_tail = g_strndup(cursor, blanks);
    cursor += blanks;
    element->is_empty = *cursor == '/';
    cursor = strchr(cursor, '>');
    *at = cursor != NULL ? cursor + 1 : *at + strlen(*at);
    return element;
}

/* Text, comments, CDATA up to the next tag or the end. */
static char *
read_gap(const char **at)
{
    const char *start = *at;
    const char *cursor = start;

    while (*cursor != '\0') {
        const char *behind = yado_xml_skip_markup(cursor);
        if (behind != NULL)
            cursor = behind;
        else if (*cursor == '<')
            break;
        else
            cursor++;
    }
    *at = cursor;
    return g_strndup(start, (gsize)(cursor - start));
}

static void
close_element(YadoXmlElement *element, char *tail, const char **at)
{
    const char *end = strchr(*at, '>');

    end = end != NULL ? end + 1 : *at + strlen(*at);
    g_free(element->tail);
    element->tail = tail;
    element->close = g_strndup(*at, (gsize)(end - *at));
    *at = end;
}

/* libxml2 has accepted the text, so tags match; a text for which this were not so is refused, never trusted. */
static gboolean
cut(YadoXmlTree *tree, const char *text)
{
    const char *at = text;
    YadoXmlElement *open = NULL;

    for (;;) {
        char *gap = read_gap(&at);
        if (*at == '\0') {
            tree->epilog = gap;
            return tree->root != NULL && open == NULL;
        }
        if (at[1] == '/') {
            if (open == NULL) {
                g_free(gap);
                return FALSE;
            }
            close_element(open, gap, &at);
            open = open->parent;
            continue;
        }
        YadoXmlElement *element = read_open_tag(&at);
        element->before = gap;
        element->parent = open;
        if (open != NULL)
            g_ptr_array_add(open->children, element);
        else if (tree->root == NULL)
            tree->root = element;
        else {
            yado_xml_element_free(element);
            return FALSE;
        }
        if (!element->is_empty)
            open = element;
    }
}

static int
count_line(const char *text, const char *at)
{
    int line = 1;

    for (; text < at; text++)
        line += *text == '\n';
    return line;
}

static gboolean
check_text(const char *text, gsize length, GError **error)
{
    const char *end;

    if (length > MAX_SIZE)
        return yado_error_set(error, YADO_ERROR_INVALID, NULL, NULL,
                              _("line 1: the definition is larger than 16 MiB."));
    if (!g_utf8_validate(text, (gssize)length, &end))
        return yado_error_set(error, YADO_ERROR_INVALID, NULL, NULL,
                              _("line %d: this is not valid UTF-8."), count_line(text, end));
    return TRUE;
}

YadoXmlTree *
yado_xml_tree_new(const char *text, GError **error)
{
    gsize length = strlen(text);

    if (!check_text(text, length, error) || !check_well_formed(text, length, error))
        return NULL;
    g_autoptr(YadoXmlTree) tree = g_new0(YadoXmlTree, 1);
    if (!cut(tree, text)) {
        yado_error_set(error, YADO_ERROR_INVALID, NULL, NULL, _("line %d: this is not valid XML."),
                       1);
        return NULL;
    }
    return g_steal_pointer(&tree);
}
