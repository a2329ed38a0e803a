/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What Munin reads: names of fields, labels, and the graphs of a host. */
#include "config.h"

#include <string.h>

#include "present/yado-munin.h"
#include "yado-fake-backend.h"

#define UUID "00000000-0000-0000-0000-00000000000"

static gboolean
is_field(const char *text)
{
    return g_regex_match_simple("^[A-Za-z_][A-Za-z0-9_]*$", text, G_REGEX_DOLLAR_ENDONLY, 0);
}

/* Names that look the same without their letters are told apart by the uuid. */
static void
test_fields(void)
{
    static const char *const names[] = { "web-07",   "開発サーバー", "更新サーバー", "7",     "",
                                         "a|b'c\"#", "_x",           "dash-web.07",  "web 07" };
    g_autoptr(GHashTable) fields = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    g_autofree char *first = yado_munin_make_field("web-07", UUID "0");
    g_autofree char *again = yado_munin_make_field("web-07", UUID "0");

    g_assert_cmpstr(first, ==, again);
    g_assert_true(g_str_has_prefix(first, "web_07_"));
    for (guint i = 0; i < G_N_ELEMENTS(names); i++) {
        g_autofree char *uuid = g_strdup_printf(UUID "%u", i);
        char *field = yado_munin_make_field(names[i], uuid);

        g_assert_true(is_field(field));
        g_assert_true(g_hash_table_add(fields, field));
    }
}

static void
test_labels(void)
{
    g_autofree char *plain = yado_munin_clean_label("開発 web-07");
    g_autofree char *hostile = yado_munin_clean_label("a#b\\c\nd.value 7");

    g_assert_cmpstr(plain, ==, "開発 web-07");
    g_assert_cmpstr(hostile, ==, "a_b_c�d.value 7");
}

/* ---- A host ---- */

typedef struct {
    YadoSession *session;
    YadoHost *host;
} Fixture;

static void
set_up(Fixture *fixture, gconstpointer data)
{
    YadoFakeBackend *fake;

    yado_fake_reset();
    fixture->session = yado_fake_session_new(NULL);
    fake = yado_fake_add("xen-a");
    yado_fake_add_guest(fake, "開発", YADO_GUEST_RUNNING, NULL);
    yado_fake_add_guest(fake, "web", YADO_GUEST_CRASHED, NULL);
    yado_fake_add_guest(fake, "a\nb.value 3", YADO_GUEST_SHUT_OFF, NULL);
    fixture->host = yado_fake_open(fixture->session, "xen-a");
}

static void
tear_down(Fixture *fixture, gconstpointer data)
{
    yado_host_close(fixture->host);
    g_object_unref(fixture->session);
    yado_fake_reset();
}

/* Each line is a graph, or a field that was set up, with a name that Munin accepts. */
static void
check_lines(const char *text, gboolean values)
{
    g_auto(GStrv) lines = g_strsplit(text, "\n", -1);
    g_autoptr(GRegex) regex = g_regex_new(
        values ? "^(multigraph [a-z_]+|[A-Za-z_][A-Za-z0-9_]*\\.value (U|[0-9]+))$"
               : "^(multigraph [a-z_]+|graph_[a-z]+ .+|[A-Za-z_][A-Za-z0-9_]*\\.(label|type|min|"
                 "draw|cdef|graph|negative|warning|critical) .+)$",
        0, 0, NULL);

    for (guint i = 0; lines[i + 1] != NULL; i++) {
        if (!g_regex_match(regex, lines[i], 0, NULL))
            g_test_message("%s", lines[i]);
        g_assert_true(g_regex_match(regex, lines[i], 0, NULL));
    }
}

static void
test_graphs(Fixture *fixture, gconstpointer data)
{
    static const char *const expected[] = { "multigraph yado_cpu\n",
                                            "multigraph yado_memory\n",
                                            "multigraph yado_disk\n",
                                            "multigraph yado_network\n",
                                            "multigraph yado_states\n",
                                            ".label 開発\n",
                                            ".label web\n",
                                            "crashed.critical :0\n",
                                            "graph_category virtualization\n",
                                            ",10000000,/\n" };
    g_autofree char *config = yado_munin_format(fixture->host, YADO_MUNIN_CONFIG);
    g_autofree char *values = yado_munin_format(fixture->host, YADO_MUNIN_VALUES);
    g_autofree char *both = yado_munin_format(fixture->host, YADO_MUNIN_CONFIG | YADO_MUNIN_VALUES);

    check_lines(config, FALSE);
    check_lines(values, TRUE);
    for (guint i = 0; i < G_N_ELEMENTS(expected); i++)
        g_assert_nonnull(strstr(config, expected[i]));
    g_assert_nonnull(strstr(values, "running.value 1\n"));
    g_assert_nonnull(strstr(values, "crashed.value 1\n"));
    g_assert_nonnull(strstr(values, "shut_off.value 1\n"));
    g_assert_nonnull(strstr(values, ".value U\n"));
    g_assert_cmpuint(strlen(both), ==,
                     strlen(config) + strlen(values) - 5 * strlen("multigraph ") -
                         strlen("yado_cpu\nyado_memory\nyado_disk\nyado_network\nyado_states\n"));
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/munin/fields", test_fields);
    g_test_add_func("/munin/labels", test_labels);
    g_test_add("/munin/graphs", Fixture, NULL, set_up, test_graphs, tear_down);
    return g_test_run();
}
