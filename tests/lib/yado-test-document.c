/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "yado-test-document.h"

void
yado_test_check_value(YadoDocument *document, const char *node, const char *key,
                      const char *expected)
{
    g_autofree char *value = yado_document_dup_value(document, node, key);

    if (g_strcmp0(value, expected) != 0)
        g_error("%s %s is “%s”, not “%s”", node != NULL ? node : "", key, value, expected);
}

void
yado_test_set_value(YadoDocument *document, const char *node, const char *key, const char *value)
{
    g_autoptr(GError) error = NULL;

    g_test_message("%s %s = %s", node != NULL ? node : "", key, value);
    yado_document_set_value(document, node, key, value, &error);
    g_assert_no_error(error);
}

void
yado_test_check_refused(YadoDocument *document, const char *node, const char *key,
                        const char *value, YadoErrorCode code)
{
    g_autofree char *before = yado_document_dump(document);
    g_autofree char *after = NULL;
    g_autoptr(GError) error = NULL;

    g_assert_false(yado_document_set_value(document, node, key, value, &error));
    g_assert_error(error, YADO_ERROR, (int)code);
    after = yado_document_dump(document);
    g_assert_cmpstr(before, ==, after);
}
