/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <math.h>
#include <string.h>

#include "base/yado-text.h"

static void
check(char *got, const char *wanted)
{
    g_assert_cmpstr(got, ==, wanted);
    g_free(got);
}

static void
test_mnemonics(void)
{
    check(yado_text_strip_mnemonic("_Start"), "Start");
    check(yado_text_strip_mnemonic("a__b"), "a_b");
    check(yado_text_strip_mnemonic("起動(_S)"), "起動");
    check(yado_text_strip_mnemonic("設定(_S)…"), "設定…");
    check(yado_text_strip_mnemonic("Plain"), "Plain");
    check(yado_text_strip_mnemonic("(_"), "(");
    check(yado_text_strip_mnemonic("_"), "");
    g_assert_cmpuint(yado_text_get_mnemonic("_Start"), ==, 's');
    g_assert_cmpuint(yado_text_get_mnemonic("a__b_C"), ==, 'c');
    g_assert_cmpuint(yado_text_get_mnemonic("起動(_S)"), ==, 's');
    g_assert_cmpuint(yado_text_get_mnemonic("_Über"), ==, g_utf8_get_char("ü"));
    g_assert_cmpuint(yado_text_get_mnemonic("a__b"), ==, 0);
    g_assert_cmpuint(yado_text_get_mnemonic("end_"), ==, 0);
    g_assert_cmpuint(yado_text_get_mnemonic(""), ==, 0);
}

static void
test_width(void)
{
    g_assert_cmpint(yado_text_get_width(""), ==, 0);
    g_assert_cmpint(yado_text_get_width("web-07"), ==, 6);
    g_assert_cmpint(yado_text_get_width("宿"), ==, 2);
    g_assert_cmpint(yado_text_get_width("ゲスト1"), ==, 7);
    g_assert_cmpint(yado_text_get_width("e\u0301"), ==, 1);  /* combining accent */
    g_assert_cmpint(yado_text_get_width("か\u3099"), ==, 2); /* combining voiced mark */
    g_assert_cmpint(yado_text_get_width("ｱ"), ==, 1);        /* half width */
    g_assert_cmpint(yado_text_get_width("▁█│"), ==, 3);
    g_assert_cmpint(yado_text_get_width("a\u200Bb"), ==, 2);
    g_assert_cmpint(yado_char_get_width('\n'), ==, 0);
    g_assert_cmpint(yado_char_get_width(0xFFFD), ==, 1);
}

static void
test_clean(void)
{
    check(yado_text_clean("web"), "web");
    g_assert_true(yado_text_is_plain("web ~1"));
    g_assert_false(yado_text_is_plain("a\tb"));
    g_assert_false(yado_text_is_plain("宿"));
    check(yado_text_clean("a\tb\nc"), "a\uFFFDb\uFFFDc");
    check(yado_text_clean("\033[31mred"), "\uFFFD[31mred");
    check(yado_text_clean("a\u202Egnp.exe"), "a\uFFFDgnp.exe"); /* right-to-left override */
    check(yado_text_clean("a\u2066b"), "a\uFFFDb");
    check(yado_text_clean("a\xC2\x85"
                          "b\xC2\x9B"
                          "c"),
          "a\uFFFDb\uFFFDc"); /* C1: CSI in one byte */
    check(yado_text_clean("a\xFF"
                          "b"),
          "a\uFFFDb");
    check(yado_text_clean("\xE5\xAE"), "\uFFFD\uFFFD");
    check(yado_text_clean("宿 ö"), "宿 ö");
}

static void
test_fit(void)
{
    check(yado_text_fit("web", 5, YADO_ALIGN_START), "web  ");
    check(yado_text_fit("web", 5, YADO_ALIGN_END), "  web");
    check(yado_text_fit("web", 6, YADO_ALIGN_CENTER), " web  ");
    check(yado_text_fit("web-07", 6, YADO_ALIGN_START), "web-07");
    check(yado_text_fit("web-07", 4, YADO_ALIGN_END), "web…");
    check(yado_text_fit("web", 1, YADO_ALIGN_START), "…");
    check(yado_text_fit("web", 0, YADO_ALIGN_START), "");
    check(yado_text_fit("web", -3, YADO_ALIGN_START), "");
    check(yado_text_fit("ゲスト", 6, YADO_ALIGN_START), "ゲスト");
    check(yado_text_fit("ゲスト", 5, YADO_ALIGN_START), "ゲス…");
    check(yado_text_fit("ゲスト", 4, YADO_ALIGN_START), "ゲ… "); /* half a character left */
    check(yado_text_fit("e\u0301e\u0301e\u0301", 2, YADO_ALIGN_START), "e\u0301…");
}

/* Whatever comes: exactly that many cells. */
static void
test_fit_any(void)
{
    static const char *const pieces[] = {
        "a", "宿", "e\u0301", "\u202E", "\xFF", "ﾊ", "\033", " "
    };
    g_autoptr(GRand) rand = g_rand_new_with_seed(7);

    for (int round = 0; round < 2000; round++) {
        g_autoptr(GString) text = g_string_new(NULL);
        int cells = g_rand_int_range(rand, 0, 20);
        for (int i = g_rand_int_range(rand, 0, 15); i > 0; i--)
            g_string_append(text, pieces[g_rand_int_range(rand, 0, G_N_ELEMENTS(pieces))]);
        g_autofree char *fitted = yado_text_fit(text->str, cells, g_rand_int_range(rand, 0, 3));
        g_assert_true(g_utf8_validate(fitted, -1, NULL));
        g_assert_cmpint(yado_text_get_width(fitted), ==, cells);
    }
}

static void
check_wrap(const char *text, int cells, const char *wanted)
{
    g_auto(GStrv) lines = yado_text_wrap(text, cells);
    g_autofree char *joined = g_strjoinv("|", lines);

    g_assert_cmpstr(joined, ==, wanted);
    for (guint i = 0; lines[i] != NULL; i++)
        g_assert_cmpint(yado_text_get_width(lines[i]), <=, MAX(cells, 2));
}

static void
test_wrap(void)
{
    check_wrap("", 10, "");
    check_wrap("one two three", 7, "one two|three");
    check_wrap("one two three", 8, "one two|three");
    check_wrap("one\n\ntwo", 10, "one||two");
    check_wrap("abcdefghij", 4, "abcd|efgh|ij");
    check_wrap("仮想機械を起動します", 8, "仮想機械|を起動し|ます");
    check_wrap("起動します。停止", 10, "起動しま|す。停止"); /* 。 does not begin a line */
    check_wrap("宿宿", 1, "宿|宿");
    check_wrap("a b", 0, "a|b");
}

static void
test_sparkline(void)
{
    const double values[] = { 0, 0.5, 1, NAN, -1, 7 };

    check(yado_text_sparkline(values, 6), "▁▅█ ▁█");
    check(yado_text_sparkline(NULL, 0), "");
}

static void
test_contains(void)
{
    g_assert_true(yado_text_contains("Web-07", "web"));
    g_assert_true(yado_text_contains("anything", ""));
    g_assert_true(yado_text_contains("ＷＥＢ", "web")); /* full width */
    g_assert_true(yado_text_contains("Straße", "STRASSE"));
    g_assert_true(yado_text_contains("ｶﾞ", "ガ"));
    g_assert_true(yado_text_contains("caf\u00E9", "cafe\u0301"));
    g_assert_false(yado_text_contains("web", "db"));
    g_assert_false(yado_text_contains("\xFF", "db"));
}

static void
test_glob(void)
{
    static const struct {
        const char *pattern, *text;
        gboolean matches;
    } cases[] = {
        { "web-*", "web-07", TRUE },
        { "web-*", "db-07", FALSE },
        { "*", "", TRUE },
        { "?", "", FALSE },
        { "?", "宿", TRUE },
        { "web-0[1-3]", "web-02", TRUE },
        { "web-0[1-3]", "web-07", FALSE },
        { "[!a]b", "cb", TRUE },
        { "[!a]b", "ab", FALSE },
        { "[]]", "]", TRUE },
        { "[あ-ん]*", "すし", TRUE },
        { "a[", "a[", TRUE },
        { "*a*b*c*", "xxaxxbxxcxx", TRUE },
        { "*a*b", "ab-", FALSE },
        { "web", "web-07", FALSE },
        { "", "", TRUE },
        { "[a-]", "-", TRUE },
    };

    for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_test_message("%s against %s", cases[i].pattern, cases[i].text);
        g_assert_cmpint(yado_text_glob_matches(cases[i].pattern, cases[i].text), ==,
                        cases[i].matches);
    }
    g_assert_true(yado_text_is_glob("web-*"));
    g_assert_false(yado_text_is_glob("web-07"));
}

/* A pattern that makes a naive matcher run for years. */
static void
test_glob_hostile(void)
{
    g_autofree char *text = g_strnfill(2000, 'a');
    GString *pattern = g_string_new(NULL);

    for (int i = 0; i < 200; i++)
        g_string_append(pattern, "a*");
    g_string_append_c(pattern, 'b');
    g_assert_false(yado_text_glob_matches(pattern->str, text));
    g_string_free(pattern, TRUE);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/text/mnemonics", test_mnemonics);
    g_test_add_func("/text/width", test_width);
    g_test_add_func("/text/clean", test_clean);
    g_test_add_func("/text/fit", test_fit);
    g_test_add_func("/text/fit-any", test_fit_any);
    g_test_add_func("/text/wrap", test_wrap);
    g_test_add_func("/text/sparkline", test_sparkline);
    g_test_add_func("/text/contains", test_contains);
    g_test_add_func("/text/glob", test_glob);
    g_test_add_func("/text/glob-hostile", test_glob_hostile);
    return g_test_run();
}
