/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * test-xml-hostile.c: definitions that are refused, and mutated ones that must at least not crash.
 */
#include "config.h"

#include <string.h>

#include "base/yado-error.h"
#include "document/yado-xml-document.h"

#define ROUNDS 5000

static GPtrArray *
list_files(const char *folder)
{
    g_autoptr(GDir) dir = g_dir_open(folder, 0, NULL);
    GPtrArray *paths = g_ptr_array_new_with_free_func(g_free);
    const char *name;

    g_assert_nonnull(dir);
    while ((name = g_dir_read_name(dir)) != NULL) {
        if (g_str_has_suffix(name, ".xml"))
            g_ptr_array_add(paths, g_build_filename(folder, name, NULL));
    }
    return paths;
}

static void
test_refused(gconstpointer path)
{
    g_autofree char *text = NULL;
    g_autoptr(GError) error = NULL;

    g_assert_true(g_file_get_contents(path, &text, NULL, NULL));
    g_assert_null(yado_xml_document_new(text, &error));
    g_assert_error(error, YADO_ERROR, YADO_ERROR_INVALID);
    g_test_message("%s", error->message);
    g_assert_true(g_regex_match_simple("^line [0-9]+: ", error->message, 0, 0));
    g_assert_true(g_utf8_validate(error->message, -1, NULL));
}

static void
test_line_number(void)
{
    g_autoptr(GError) error = NULL;

    g_assert_null(yado_xml_document_new("<domain>\n\n<a></b>\n</domain>", &error));
    g_assert_true(g_str_has_prefix(error->message, "line 3: "));
}

static void
test_too_large(void)
{
    g_autoptr(GError) error = NULL;
    gsize size = 16 * 1024 * 1024 + 1;
    g_autofree char *text = g_strnfill(size, ' ');

    memcpy(text, "<domain>", 8);
    memcpy(text + size - 9, "</domain>", 9);
    g_assert_null(yado_xml_document_new(text, &error));
    g_assert_error(error, YADO_ERROR, YADO_ERROR_INVALID);
}

static void
mutate(GRand *rand, GString *text)
{
    static const char *const pieces[] = { "<",           ">",    "/>",    "</",    "'",
                                          "\"",          "&",    "&amp;", "<!--",  "-->",
                                          "<![CDATA[",   "]]>",  "<?x",   "?>",    "=",
                                          "\n",          "\xFF", "宿",    "&#10;", "xmlns:a='b'",
                                          "<!DOCTYPE a>" };

    for (int i = g_rand_int_range(rand, 1, 5); i > 0 && text->len > 0; i--) {
        gsize at = (gsize)g_rand_int_range(rand, 0, (gint32)text->len);
        switch (g_rand_int_range(rand, 0, 4)) {
        case 0:
            text->str[at] = (char)g_rand_int_range(rand, 1, 256);
            break;
        case 1:
            g_string_erase(text, (gssize)at, MIN((gssize)(text->len - at), 20));
            break;
        case 2:
            g_string_insert(text, (gssize)at,
                            pieces[g_rand_int_range(rand, 0, G_N_ELEMENTS(pieces))]);
            break;
        default:
            g_string_truncate(text, g_rand_int_range(rand, 0, 10) == 0 ? at : text->len);
            break;
        }
    }
}

/* Edits what is left of the text in every way; nothing must crash, and what comes out must be well-formed. */
static void
edit(YadoDocument *document)
{
    g_auto(GStrv) nodes = yado_document_list_nodes(document, NULL);

    yado_document_set_value(document, NULL, "memory.maximum", "1073741824", NULL);
    yado_document_set_value(document, NULL, "tags", "a,b", NULL);
    yado_document_set_value(document, NULL, "boot.order", "hd,fd", NULL);
    yado_document_set_value(document, NULL, "feature.acpi", "no", NULL);
    yado_document_set_value(document, NULL, "os.id", "x", NULL);
    for (guint i = 0; nodes[i] != NULL; i++) {
        g_free(yado_document_dump_node(document, nodes[i]));
        g_free(yado_document_dup_value(document, nodes[i], "address"));
        yado_document_set_value(document, nodes[i], "type", i % 2 ? "block" : "network", NULL);
        yado_document_set_value(document, nodes[i], "source", "a/b", NULL);
        yado_document_set_value(document, nodes[i], "listen", "::", NULL);
        if (i % 3 == 0)
            yado_document_remove_node(document, nodes[i], NULL);
    }
    g_free(yado_document_add_node(document, "nic", NULL));
}

static void
check_edited(YadoDocument *document, const char *text)
{
    g_autoptr(GError) error = NULL;

    edit(document);
    g_autofree char *dumped = yado_document_dump(document);
    g_autoptr(YadoDocument) again = yado_xml_document_new(dumped, &error);
    if (error != NULL)
        g_error("%s\n%s", error->message, dumped);
    g_autoptr(YadoDocument) rebased = yado_document_rebase(document, dumped, TRUE, NULL);
    yado_document_undo_all(document, &error);
    g_assert_no_error(error);
    g_autofree char *undone = yado_document_dump(document);
    g_assert_cmpstr(undone, ==, text);
}

static int
compare_paths(gconstpointer a, gconstpointer b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

static void
test_mutated(void)
{
    g_autofree char *folder = g_test_build_filename(G_TEST_DIST, "data", "xml", NULL);
    g_autoptr(GPtrArray) paths = list_files(folder);
    g_autoptr(GRand) rand = g_rand_new_with_seed(20240704);
    guint accepted = 0;

    g_ptr_array_sort(paths, compare_paths);
    for (int round = 0; round < ROUNDS; round++) {
        g_autofree char *text = NULL;
        g_assert_true(
            g_file_get_contents(g_ptr_array_index(paths, round % paths->len), &text, NULL, NULL));
        g_autoptr(GString) mutated = g_string_new(text);
        mutate(rand, mutated);
        g_autoptr(YadoDocument) document = yado_xml_document_new(mutated->str, NULL);
        if (document == NULL)
            continue;
        accepted++;
        check_edited(document, mutated->str);
    }
    g_test_message("%u of %d were well-formed", accepted, ROUNDS);
    g_assert_cmpuint(accepted, >, ROUNDS / 50);
    g_assert_cmpuint(accepted, <, ROUNDS);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_autofree char *folder = g_test_build_filename(G_TEST_DIST, "data", "xml", "hostile", NULL);
    g_autoptr(GPtrArray) paths = list_files(folder);

    g_assert_cmpuint(paths->len, >, 20);
    for (guint i = 0; i < paths->len; i++) {
        g_autofree char *name = g_path_get_basename(g_ptr_array_index(paths, i));
        g_autofree char *path = g_strdup_printf("/xml-hostile/%s", name);
        g_test_add_data_func_full(path, g_strdup(g_ptr_array_index(paths, i)), test_refused,
                                  g_free);
    }
    g_test_add_func("/xml-hostile/line-number", test_line_number);
    g_test_add_func("/xml-hostile/too-large", test_too_large);
    g_test_add_func("/xml-hostile/mutated", test_mutated);
    return g_test_run();
}
