/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "yado-test-schema.h"

#include <libxml/parser.h>
#include <libxml/relaxng.h>
#include <string.h>

#define SCHEMA "/usr/share/libvirt/schemas/domain.rng"

/* NULL where libvirt is not installed. */
static xmlRelaxNGPtr
get_schema(void)
{
    static xmlRelaxNGPtr schema;

    if (schema == NULL && g_file_test(SCHEMA, G_FILE_TEST_EXISTS)) {
        xmlRelaxNGParserCtxtPtr parser = xmlRelaxNGNewParserCtxt(SCHEMA);
        schema = xmlRelaxNGParse(parser);
        xmlRelaxNGFreeParserCtxt(parser);
    }
    return schema;
}

gboolean
yado_test_has_schema(void)
{
    return get_schema() != NULL;
}

static void
be_quiet(void *context, const char *message, ...)
{
}

gboolean
yado_test_fits_schema(const char *xml)
{
    xmlRelaxNGPtr schema = get_schema();
    xmlRelaxNGValidCtxtPtr context;
    xmlDocPtr doc;
    gboolean fits;

    if (schema == NULL)
        return TRUE;
    doc = xmlReadMemory(xml, (int)strlen(xml), "x.xml", NULL, XML_PARSE_NONET);
    g_assert_nonnull(doc);
    context = xmlRelaxNGNewValidCtxt(schema);
    xmlRelaxNGSetValidErrors(context, be_quiet, be_quiet, NULL);
    fits = xmlRelaxNGValidateDoc(context, doc) == 0;
    xmlRelaxNGFreeValidCtxt(context);
    xmlFreeDoc(doc);
    return fits;
}

void
yado_test_check_schema(const char *xml, const char *what)
{
    if (!yado_test_fits_schema(xml))
        g_error("%s: not valid:\n%s", what, xml);
}
