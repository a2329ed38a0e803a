/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <string.h>

#include "document/yado-document.h"

static void
check(const char *old_text, const char *new_text, const char *wanted)
{
    g_autofree char *diff = yado_text_diff(old_text, new_text, "a", "b");

    g_assert_cmpstr(diff, ==, wanted);
}

static void
test_small(void)
{
    check("", "", "");
    check("a\n", "a\n", "");
    check("", "a\n", "--- a\n+++ b\n@@ -0,0 +1 @@\n+a\n");
    check("a\n", "", "--- a\n+++ b\n@@ -1 +0,0 @@\n-a\n");
    check("a\nb\nc\n", "a\nx\nc\n", "--- a\n+++ b\n@@ -1,3 +1,3 @@\n a\n-b\n+x\n c\n");
    check("a", "a\n", "--- a\n+++ b\n@@ -1 +1 @@\n-a\n\\ No newline at end of file\n+a\n");
    check("a\nb", "x\nb",
          "--- a\n+++ b\n@@ -1,2 +1,2 @@\n-a\n+x\n b\n\\ No newline at end of file\n");
}

static void
test_hunks(void)
{
    /* Six equal lines between two changes join them, seven part them. */
    check("a\n1\n2\n3\n4\n5\n6\nb\n", "x\n1\n2\n3\n4\n5\n6\ny\n",
          "--- a\n+++ b\n@@ -1,8 +1,8 @@\n-a\n+x\n 1\n 2\n 3\n 4\n 5\n 6\n-b\n+y\n");
    check(
        "a\n1\n2\n3\n4\n5\n6\n7\nb\n", "x\n1\n2\n3\n4\n5\n6\n7\ny\n",
        "--- a\n+++ b\n@@ -1,4 +1,4 @@\n-a\n+x\n 1\n 2\n 3\n@@ -6,4 +6,4 @@\n 5\n 6\n 7\n-b\n+y\n");
}

/* Applies a unified difference; only what yado_text_diff() writes. */
static char *
apply(const char *old_text, const char *diff)
{
    g_auto(GStrv) old_lines = g_strsplit(old_text, "\n", -1);
    g_auto(GStrv) lines = g_strsplit(diff, "\n", -1);
    GString *out = g_string_new(NULL);
    guint at = 0;

    for (guint i = 2; lines[0] != NULL && lines[i] != NULL; i++) {
        if (g_str_has_prefix(lines[i], "@@ -")) {
            guint start = (guint)g_ascii_strtoull(lines[i] + 4, NULL, 10);
            gboolean empty = strstr(lines[i], ",0 +") != NULL;
            while (at + (empty ? 0 : 1) < start)
                g_string_append_printf(out, "%s\n", old_lines[at++]);
        } else if (lines[i][0] == '+') {
            g_string_append_printf(out, "%s\n", lines[i] + 1);
        } else if (lines[i][0] == '-' || lines[i][0] == ' ') {
            g_assert_cmpstr(old_lines[at], ==, lines[i] + 1);
            if (lines[i][0] == ' ')
                g_string_append_printf(out, "%s\n", old_lines[at]);
            at++;
        }
    }
    while (old_lines[at] != NULL && old_lines[at + 1] != NULL)
        g_string_append_printf(out, "%s\n", old_lines[at++]);
    return g_string_free(out, FALSE);
}

/* Length of the longest common subsequence, by the book. */
static guint
count_common(GStrv a, GStrv b)
{
    guint n_b = g_strv_length(b);
    g_autofree guint *row = g_new0(guint, n_b + 1);

    for (guint i = 0; a[i] != NULL; i++) {
        guint diagonal = 0;
        for (guint j = 0; j < n_b; j++) {
            guint above = row[j + 1];
            row[j + 1] = strcmp(a[i], b[j]) == 0 ? diagonal + 1 : MAX(above, row[j]);
            diagonal = above;
        }
    }
    return row[n_b];
}

static guint
count_lines(const char *diff, char mark)
{
    g_auto(GStrv) lines = g_strsplit(diff, "\n", -1);
    guint count = 0;

    for (guint i = 2; lines[0] != NULL && lines[i] != NULL; i++)
        count += lines[i][0] == mark;
    return count;
}

static char *
make_text(GRand *rand, guint n_lines, int alphabet)
{
    GString *text = g_string_new(NULL);

    for (guint i = 0; i < n_lines; i++)
        g_string_append_printf(text, "%c\n", 'a' + g_rand_int_range(rand, 0, alphabet));
    return g_string_free(text, FALSE);
}

/* Right (applies) and shortest (as many common lines as there can be). */
static void
test_random(void)
{
    g_autoptr(GRand) rand = g_rand_new_with_seed(42);

    for (int round = 0; round < 3000; round++) {
        int alphabet = g_rand_int_range(rand, 1, 6);
        g_autofree char *a = make_text(rand, g_rand_int_range(rand, 1, 30), alphabet);
        g_autofree char *b = make_text(rand, g_rand_int_range(rand, 1, 30), alphabet);
        g_autofree char *diff = yado_text_diff(a, b, "a", "b");
        g_autofree char *result = apply(a, diff);
        g_assert_cmpstr(result, ==, b);

        g_auto(GStrv) a_lines = g_strsplit(a, "\n", -1);
        g_auto(GStrv) b_lines = g_strsplit(b, "\n", -1);
        guint common = count_common(a_lines, b_lines);
        g_assert_cmpuint(count_lines(diff, '-'), ==, g_strv_length(a_lines) - common);
        g_assert_cmpuint(count_lines(diff, '+'), ==, g_strv_length(b_lines) - common);
    }
}

static char *
make_numbered(guint n_lines, const char *format, guint step)
{
    GString *text = g_string_new(NULL);

    for (guint i = 0; i < n_lines; i++) {
        if (i % step == 0)
            g_string_append_printf(text, "%s %u\n", format, i);
        else
            g_string_append_printf(text, "same %u\n", i);
    }
    return g_string_free(text, FALSE);
}

static void
test_large(void)
{
    g_autofree char *a = make_numbered(5000, "old", 1);
    g_autofree char *b = make_numbered(5000, "new", 1);
    g_autofree char *all = yado_text_diff(a, b, "a", "b");
    g_autofree char *c = make_numbered(5000, "old", 10);
    g_autofree char *d = make_numbered(5000, "new", 10);
    g_autofree char *some = yado_text_diff(c, d, "a", "b");
    g_autofree char *result = apply(c, some);

    g_assert_cmpuint(count_lines(all, '-'), ==, 5000);
    g_assert_cmpuint(count_lines(all, '+'), ==, 5000);
    g_assert_cmpuint(count_lines(some, '-'), ==, 500);
    g_assert_cmpstr(result, ==, d);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/diff/small", test_small);
    g_test_add_func("/diff/hunks", test_hunks);
    g_test_add_func("/diff/random", test_random);
    g_test_add_func("/diff/large", test_large);
    return g_test_run();
}
