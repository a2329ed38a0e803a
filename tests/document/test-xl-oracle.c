/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Our reading of xl.cfg against Xen's own parser, libxlutil, which needs neither a hypervisor nor a context.
 * The only program here that links it. YADO_TEST_SEED and YADO_TEST_ROUNDS choose other generated input.
 */
#include "config.h"

#include <stdio.h>

#ifdef HAVE_XLUTIL

#include "document/yado-xl-parse.h"

#include <stdlib.h>
#include <string.h>

#include "test-xl-oracle.h"
#include "yado-test.h"

void
oracle_init(Oracle *self)
{
    self->report = open_memstream(&self->said, &self->length);
    self->config = xlu_cfg_init(self->report, "oracle");
}

void
oracle_clear(Oracle *self)
{
    xlu_cfg_destroy(self->config);
    fclose(self->report);
    free(self->said);
}

/* The grammar */

static void
compare_values(Oracle *oracle, const YadoXlValue *value, XLU_ConfigValue *other, const char *text)
{
    XLU_ConfigList *list;
    char *string;

    g_assert_cmpint(xlu_cfg_value_type(other) == XLU_LIST, ==, value->is_list);
    if (!value->is_list) {
        xlu_cfg_value_get_string(oracle->config, other, &string, 1);
        g_assert_cmpstr(value->string, ==, string);
        return;
    }
    xlu_cfg_value_get_list(oracle->config, other, &list, 1);
    for (guint i = 0; i < value->items->len; i++) {
        XLU_ConfigValue *item = xlu_cfg_get_listitem2(list, (int)i);
        g_assert_nonnull(item);
        compare_values(oracle, value->items->pdata[i], item, text);
    }
    g_assert_null(xlu_cfg_get_listitem2(list, (int)value->items->len));
}

static void
compare_list(Oracle *oracle, const YadoXlFile *file, const char *key, const char *text)
{
    g_autoptr(GPtrArray) items = yado_xl_file_list_items(file, key);
    XLU_ConfigList *list;
    int n;

    g_assert_cmpint(xlu_cfg_get_list(oracle->config, key, &list, &n, 1), ==, 0);
    g_assert_cmpuint(items->len, ==, (guint)n);
    for (int i = 0; i < n; i++)
        compare_values(oracle, items->pdata[i], xlu_cfg_get_listitem2(list, i), text);
}

static void
compare_key(Oracle *oracle, const YadoXlFile *file, const char *key, const char *text)
{
    g_autofree char *string = yado_xl_file_dup_string(file, key);
    const char *other;
    long number;
    gint64 own;

    if (string == NULL) {
        compare_list(oracle, file, key, text);
        return;
    }
    g_assert_cmpint(xlu_cfg_get_string(oracle->config, key, &other, 1), ==, 0);
    g_assert_cmpstr(string, ==, other);
    if (xlu_cfg_get_long(oracle->config, key, &number, 1) == 0) {
        g_assert_true(yado_xl_parse_number(string, &own));
        g_assert_cmpint(own, ==, number);
    }
}

gboolean
compare_text(const char *text)
{
    Oracle oracle;
    g_autoptr(GError) error = NULL;
    g_autoptr(YadoXlFile) file = yado_xl_file_new(text, -1, &error);
    gboolean ok = file != NULL && file->problems->len == 0;

    oracle_init(&oracle);
    int rc = xlu_cfg_readdata(oracle.config, text, (int)strlen(text));
    if ((rc == 0) != ok) {
        fflush(oracle.report);
        g_test_message("text: <<<%s>>>", text);
        g_error("Xen: %d %s; we: %s", rc, oracle.said, error != NULL ? error->message : "fine");
    }
    for (guint i = 0; ok && i < file->settings->len; i++)
        compare_key(&oracle, file, ((YadoXlSetting *)file->settings->pdata[i])->key, text);
    oracle_clear(&oracle);
    return ok;
}

static void
test_grammar(void)
{
    static const char *const texts[] = {
        "",
        "\n\n",
        "a=1",
        "a = 1\n",
        "a=1;b=2;;c='x'",
        "a=\"x\" # comment\n",
        "a=1 # comment at the end",
        "# only",
        "a='it''s'\n",
        "a='it\\'s'\n",
        "a=\"\\\"\\\\\\a\\b\\f\\n\\r\\t\\v\"\n",
        "a='\\x41'\n",
        "a='\\065'\n",
        "a='\\06'\n",
        "a='\\0'\n",
        "a='\\1234567'\n",
        "a='\\9'\n",
        "a='\\q'\n",
        "a='x\ny'\n",
        "a='x\\\ny'\n",
        "a='x\n",
        "a=0x1F\n",
        "a=0x1f\n",
        "a=12abc\n",
        "a=12k\n",
        "a=-1\n",
        "a=+1\n",
        "a=1.5\n",
        "a=010\n",
        "a.b=1\n",
        "A=1\n",
        "aB=1\n",
        "_a=1\n",
        "a_=1\n",
        "a 1\n",
        "a\n=1\n",
        "a=\n1\n",
        "a=[]\n",
        "a=[ ]\n",
        "a=[\n]\n",
        "a=[,]\n",
        "a=['x',]\n",
        "a=['x',,]\n",
        "a=['x' 'y']\n",
        "a=['x',\n 'y' # c\n , 'z'\n]\n",
        "a=['x', # c\n # d\n 'y'\n]\n",
        "a=[1,2,'3']\n",
        "a=[[1,2],[3,[4]],'x']\n",
        "a=[[[[[[]]]]]]\n",
        "a=['x'\n",
        "a=['x'",
        "a=[",
        "a=[#\n",
        "a=",
        "a",
        "a+=1\n",
        "a='x'\na+='y'\na+='z'\n",
        "a=['x']\na+=['y','z']\na+=[]\n",
        "a=['x']\na+='y'\n",
        "a='y'\na+=['x']\n",
        "a+ ='x'\n",
        "a='x'\na='y'\n",
        "a='x'\na+='y'\na='z'\na+='w'\n",
        "a='x' b='y'\n",
        "a='x'b='y'\n",
        "a=1\r\nb=2\r\n",
        "# c\r\na=1\n",
        "a=1\t;\tb=2\n",
        "a=(1)\n",
        "import os\na=1\n",
        "a=True\n",
        "a='x' + 'y'\n",
        "a = os.uname()[4]\n",
        "if a:\n  b=1\n",
        "\"\"\"doc\"\"\"\n",
        "a='\xc3\xa9\xff'\n",
        "a=\x01\n",
        "a=1\f\n",
        "a='#'\n",
        "a=['#', \"'\" ]#\n",
        "a=1;#\nb=2",
        "a=1,b=2\n",
        "a=]\n",
        "[]\n",
        "=1\n",
        ";",
        "a=1\n\n\n#\n#x\n",
    };

    for (guint i = 0; i < G_N_ELEMENTS(texts); i++)
        compare_text(texts[i]);
}

static void
test_corpus(void)
{
    g_autofree char *folder = g_test_build_filename(G_TEST_DIST, "data", "xl", NULL);
    g_autoptr(GDir) dir = g_dir_open(folder, 0, NULL);
    guint n = 0;

    g_assert_nonnull(dir);
    for (const char *name = g_dir_read_name(dir); name != NULL; name = g_dir_read_name(dir)) {
        g_autofree char *path = g_build_filename(folder, name, NULL);
        g_autofree char *text = NULL;
        if (!g_str_has_suffix(name, ".cfg"))
            continue;
        g_assert_true(g_file_get_contents(path, &text, NULL, NULL));
        gboolean ok = compare_text(text);
        g_assert_cmpint(ok, ==, !g_str_has_prefix(name, "bad-"));
        n++;
    }
    g_assert_cmpuint(n, >, 5);
}

/* Generated input */

const char *
pick(GRand *rand, const char *const *words, guint n)
{
    return words[g_rand_int_range(rand, 0, (gint32)n)];
}

static void
add_string(GRand *rand, GString *text)
{
    static const char *const pieces[] = { "x",    "/dev/vg/x", " ",     ",",    "=",    "\\n",
                                          "\\\\", "\\\"",      "\\'",   "\\t",  "#",    "[",
                                          "é",    "\\012",     "a b c", "xvda", "\\\\", ";" };
    static const char *const bad[] = { "\\x41", "\\q", "\n", "\\", "\\1z" };
    const char *quote = g_rand_boolean(rand) ? "'" : "\"";

    g_string_append(text, quote);
    for (int i = g_rand_int_range(rand, 0, 6); i > 0; i--)
        g_string_append(text, PICK(rand, pieces));
    if (g_rand_int_range(rand, 0, 60) == 0)
        g_string_append(text, PICK(rand, bad));
    g_string_append(text, quote);
}

static void
add_gap(GRand *rand, GString *text, gboolean with_lines)
{
    static const char *const gaps[] = { "", " ", "\t", "  ", "\n", " # c\n", "\n#x\n  " };

    g_string_append(text, gaps[g_rand_int_range(rand, 0, with_lines ? 7 : 4)]);
}

static void add_value(GRand *rand, GString *text, guint depth);

static void
add_list(GRand *rand, GString *text, guint depth)
{
    int n = g_rand_int_range(rand, 0, 4);

    g_string_append_c(text, '[');
    add_gap(rand, text, TRUE);
    for (int i = 0; i < n; i++) {
        add_value(rand, text, depth + 1);
        add_gap(rand, text, TRUE);
        if (i < n - 1 || g_rand_boolean(rand)) {
            g_string_append_c(text, ',');
            add_gap(rand, text, TRUE);
        }
    }
    if (g_rand_int_range(rand, 0, 80) != 0)
        g_string_append_c(text, ']');
}

static void
add_value(GRand *rand, GString *text, guint depth)
{
    static const char *const numbers[] = { "0", "1", "0x1f", "4096", "010", "12ab", "9" };
    int kind = g_rand_int_range(rand, 0, 10);

    if (kind < 5)
        add_string(rand, text);
    else if (kind < 8 || depth > 4)
        g_string_append(text, PICK(rand, numbers));
    else
        add_list(rand, text, depth);
}

static char *
generate(GRand *rand)
{
    static const char *const keys[] = { "a", "b", "name", "disk", "vif", "memory", "x.y", "k_1" };
    static const char *const noise[] = { "%", "(", "A", "\r", "\"", "]", "+", "x", ",", "-1" };
    GString *text = g_string_new(NULL);

    for (int i = g_rand_int_range(rand, 0, 8); i > 0; i--) {
        add_gap(rand, text, TRUE);
        g_string_append(text, PICK(rand, keys));
        add_gap(rand, text, FALSE);
        g_string_append(text, g_rand_int_range(rand, 0, 5) == 0 ? "+=" : "=");
        add_gap(rand, text, FALSE);
        add_value(rand, text, 0);
        add_gap(rand, text, FALSE);
        if (g_rand_int_range(rand, 0, 60) == 0)
            g_string_append(text, PICK(rand, noise));
        g_string_append(text, g_rand_int_range(rand, 0, 4) == 0 ? ";" : "\n");
    }
    return g_string_free(text, FALSE);
}

/* What is well-formed, with a few bytes changed. */
static void
spoil(GRand *rand, char *text)
{
    static const char bytes[] = "'\"[],=;#\\\n \tax19+.-"; /* and NUL */
    gsize length = strlen(text);

    for (int i = g_rand_int_range(rand, 0, 4); i > 0 && length > 0; i--)
        text[g_rand_int_range(rand, 0, (gint32)length)] =
            bytes[g_rand_int_range(rand, 0, sizeof bytes)];
}

guint
get_rounds(guint rounds)
{
    const char *wanted = g_getenv("YADO_TEST_ROUNDS");

    return wanted != NULL ? (guint)g_ascii_strtoull(wanted, NULL, 10) : rounds;
}

GRand *
make_rand(void)
{
    const char *seed = g_getenv("YADO_TEST_SEED");

    return g_rand_new_with_seed(seed != NULL ? (guint32)g_ascii_strtoull(seed, NULL, 10)
                                             : 20261126);
}

static void
test_generated(void)
{
    g_autoptr(GRand) rand = make_rand();
    guint n_well = 0;

    for (guint i = 0; i < get_rounds(20000); i++) {
        g_autofree char *text = generate(rand);
        if (i % 3 == 0)
            spoil(rand, text);
        n_well += compare_text(text);
    }
    g_test_message("%u were well-formed", n_well);
}

/* What we write is read back by Xen as it was meant. */
static void
test_quotes(void)
{
    g_autoptr(GRand) rand = make_rand();

    for (guint i = 0; i < get_rounds(5000); i++) {
        char value[12] = { 0 };
        Oracle oracle;
        const char *read;
        for (int j = g_rand_int_range(rand, 0, 11); j > 0; j--)
            value[j - 1] = (char)g_rand_int_range(rand, 1, 256);
        g_autofree char *quoted = yado_xl_quote(value, i % 2 ? '"' : '\'');
        g_autofree char *text = g_strdup_printf("a=%s\n", quoted);
        oracle_init(&oracle);
        g_assert_cmpint(xlu_cfg_readdata(oracle.config, text, (int)strlen(text)), ==, 0);
        g_assert_cmpint(xlu_cfg_get_string(oracle.config, "a", &read, 1), ==, 0);
        g_assert_cmpstr(read, ==, value);
        oracle_clear(&oracle);
    }
}

int
main(int argc, char **argv)
{
    yado_test_guard();
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/document/xl-oracle/grammar", test_grammar);
    g_test_add_func("/document/xl-oracle/corpus", test_corpus);
    g_test_add_func("/document/xl-oracle/generated", test_generated);
    g_test_add_func("/document/xl-oracle/quotes", test_quotes);
    add_device_tests();
    add_conversion_tests();
    return g_test_run();
}

#else

int
main(void)
{
    puts("1..0 # SKIP libxlutil (libxen-dev, xen-devel) is not installed");
    return 0;
}

#endif
