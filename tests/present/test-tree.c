/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The hosts with their guests below them, as the left side of the managers shows them. */
#include "config.h"

#include "present/yado-tree.h"
#include "yado-fake-backend.h"

/* All rows, a line each: "> " opens a host, "- " one that is folded up. (transfer full) */
static char *
dump(YadoTree *tree)
{
    GString *text = g_string_new(NULL);
    YadoTreeRow row;

    for (guint i = 0; yado_tree_get_row(tree, i, &row); i++) {
        g_autofree char *what = yado_tree_dup_text(&row);
        g_autofree char *detail = yado_tree_dup_detail(&row);

        g_assert_cmpuint(yado_tree_find(tree, &row), ==, i);
        if (row.kind == YADO_TREE_HOST)
            g_string_append(text, yado_tree_is_unfolded(tree, row.host) ? "> " : "- ");
        g_string_append_printf(text, "%s%s %s\n", yado_tree_get_symbol(&row), what, detail);
    }
    g_assert_cmpuint(yado_tree_get_n_rows(tree), >, 0);
    return g_string_free(text, FALSE);
}

static void
assert_tree(YadoTree *tree, const char *expected)
{
    g_autofree char *text = dump(tree);

    g_assert_cmpstr(text, ==, expected);
}

static void
add_hosts(void)
{
    YadoFakeBackend *a = yado_fake_add("a"), *b = yado_fake_add("b");

    yado_fake_add_guest(a, "web-10", YADO_GUEST_RUNNING, NULL);
    yado_fake_add_guest(a, "web-2", YADO_GUEST_SHUT_OFF, NULL);
    for (guint i = 0; i < 50; i++) {
        g_autofree char *name = g_strdup_printf("many-%u", i);

        yado_fake_add_guest(b, name, YADO_GUEST_SHUT_OFF, NULL);
    }
}

static void
test_rows(void)
{
    g_autoptr(YadoSession) session = yado_fake_session_new(NULL);
    g_autoptr(YadoTree) tree = NULL;
    YadoHost *a, *b;
    YadoTreeRow row;

    add_hosts();
    a = yado_fake_open(session, "a");
    yado_host_set_label(a, "xen-a");
    tree = yado_tree_new(session);
    assert_tree(tree, "> ●xen-a 1/2\n○web-2 \n●web-10 \n");
    b = yado_fake_open(session, "b");
    yado_host_set_label(b, "xen-b");
    assert_tree(tree, "All hosts \n> ●xen-a 1/2\n○web-2 \n●web-10 \n- ●xen-b 0/50\n");
    /* A guest whose host is folded up is found at its host. */
    g_assert_true(yado_tree_get_row(tree, 3, &row));
    g_assert_true(row.guest == yado_fake_find(a, "web-10"));
    yado_tree_set_unfolded(tree, a, FALSE);
    g_assert_cmpuint(yado_tree_find(tree, &row), ==, 1);
    yado_tree_set_unfolded(tree, b, TRUE);
    g_assert_cmpuint(yado_tree_get_n_rows(tree), ==, 3 + 50);
    yado_session_forget_host(session, b);
    assert_tree(tree, "- ●xen-a 1/2\n");
    yado_fake_reset();
}

/* A host that cannot be opened says why, below itself. */
static void
test_reason(void)
{
    g_autoptr(YadoSession) session = yado_fake_session_new(NULL);
    g_autoptr(YadoTree) tree = yado_tree_new(session);
    YadoHost *host = yado_session_add_host(session, "nonsense:///");
    gboolean failed = FALSE;
    YadoTreeRow row;

    yado_host_open_async(host, YADO_OPEN_EVENTS, NULL, NULL, NULL);
    for (guint i = 0; i < 1000 && !failed; i++) {
        g_main_context_iteration(NULL, TRUE);
        failed = yado_host_get_error(host) != NULL;
    }
    g_assert_true(failed);
    g_assert_true(yado_tree_get_row(tree, 1, &row));
    g_assert_cmpint(row.kind, ==, YADO_TREE_REASON);
    g_assert_cmpstr(yado_tree_get_symbol(&(YadoTreeRow){ YADO_TREE_HOST, host, NULL }), ==, "✖");
}

int
main(int argc, char **argv)
{
    g_setenv("LANGUAGE", "C", TRUE);
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/tree/rows", test_rows);
    g_test_add_func("/tree/reason", test_reason);
    return g_test_run();
}
