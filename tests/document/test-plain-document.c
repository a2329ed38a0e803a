/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "document/yado-plain-document.h"

#include "yado-test-document.h"

static YadoDocument *
make_document(void)
{
    YadoDocument *document = yado_plain_document_new();

    yado_plain_document_set_initial(YADO_PLAIN_DOCUMENT(document), "name", "web");
    yado_plain_document_set_initial(YADO_PLAIN_DOCUMENT(document), "live", "yes");
    return document;
}

static void
test_values(void)
{
    g_autoptr(YadoDocument) document = make_document();
    g_auto(GStrv) nodes = yado_document_list_nodes(document, "disk");

    g_assert_false(yado_document_is_edited(document));
    g_assert_true(yado_document_get_bool(document, NULL, "live", FALSE));
    g_assert_true(yado_document_get_bool(document, NULL, "name", TRUE)); /* unreadable */
    g_assert_true(yado_document_set_value(document, NULL, "size", "1073741824", NULL));
    g_assert_cmpuint(yado_document_get_uint(document, NULL, "size", 0), ==, 1073741824);
    g_assert_cmpuint(yado_document_get_uint(document, NULL, "name", 7), ==, 7);
    g_assert_cmpuint(yado_document_get_uint(document, NULL, "none", 7), ==, 7);
    g_assert_null(nodes[0]);
    g_assert_false(yado_document_set_value(document, NULL, "size", "\xFF", NULL));
}

static void
test_edits(void)
{
    g_autoptr(YadoDocument) document = make_document();
    const YadoEdit *edit;

    yado_document_set_value(document, NULL, "name", "web", NULL); /* there already */
    yado_document_set_value(document, NULL, "none", NULL, NULL);
    g_assert_cmpuint(yado_document_get_edits(document)->len, ==, 0);
    yado_document_set_value(document, NULL, "name", "db", NULL);
    yado_document_set_value(document, NULL, "name", "cache", NULL);
    g_assert_cmpuint(yado_document_get_edits(document)->len, ==, 1);
    edit = g_ptr_array_index(yado_document_get_edits(document), 0);
    g_assert_null(edit->node);
    g_assert_cmpstr(edit->key, ==, "name");
    g_assert_cmpstr(edit->old_value, ==, "web");
    g_assert_cmpstr(edit->new_value, ==, "cache");
    yado_document_set_value(document, NULL, "name", "web", NULL); /* back again */
    g_assert_false(yado_document_is_edited(document));
    yado_document_set_value(document, NULL, "live", NULL, NULL);
    yado_test_check_value(document, NULL, "live", NULL);
    g_assert_true(yado_document_undo_all(document, NULL));
    yado_test_check_value(document, NULL, "live", "yes");
    g_assert_false(yado_document_is_edited(document));
}

static void
test_dump(void)
{
    g_autoptr(YadoDocument) document = make_document();

    yado_document_set_value(document, NULL, "name", "two\nlines \\n=", NULL);
    g_autofree char *text = yado_document_dump(document);
    g_assert_cmpstr(text, ==, "name=two\\nlines \\\\n=\nlive=yes\n");
    g_autoptr(GError) error = NULL;
    g_autoptr(YadoDocument) rebased =
        yado_document_rebase(document, "name=web\nlive=no\nextra=1\n", FALSE, &error);
    g_assert_no_error(error);
    yado_test_check_value(rebased, NULL, "name", "two\nlines \\n=");
    yado_test_check_value(rebased, NULL, "live", "no");
    yado_test_check_value(rebased, NULL, "extra", "1");
    g_assert_null(yado_document_rebase(document, "name=other\n", FALSE, &error));
    g_assert_error(error, YADO_ERROR, YADO_ERROR_CONFLICT);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/plain-document/values", test_values);
    g_test_add_func("/plain-document/edits", test_edits);
    g_test_add_func("/plain-document/dump", test_dump);
    return g_test_run();
}
