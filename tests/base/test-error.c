/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <gio/gio.h>

#include "base/yado-error.h"

static void
test_parts(void)
{
    g_autoptr(GError) error =
        yado_error_new(YADO_ERROR_BUSY, "native", "wait", "%s is %d", "web", 7);

    g_assert_error(error, YADO_ERROR, YADO_ERROR_BUSY);
    g_assert_cmpstr(error->message, ==, "web is 7");
    g_assert_cmpstr(yado_error_get_detail(error), ==, "native");
    g_assert_cmpstr(yado_error_get_hint(error), ==, "wait");
    g_assert_cmpstr(yado_error_get_name(error), ==, "busy");
}

static void
test_copy(void)
{
    g_autoptr(GError) error = yado_error_new(YADO_ERROR_DENIED, "native", NULL, "no");
    g_autoptr(GError) copy = g_error_copy(error);

    g_clear_error(&error);
    g_assert_cmpstr(yado_error_get_detail(copy), ==, "native");
    g_assert_null(yado_error_get_hint(copy));
}

static void
test_set(void)
{
    g_autoptr(GError) error = NULL;

    g_assert_false(yado_error_set(NULL, YADO_ERROR_FAILED, NULL, NULL, "ignored"));
    g_assert_false(yado_error_set(&error, YADO_ERROR_NO_SPACE, NULL, NULL, "full"));
    g_assert_error(error, YADO_ERROR, YADO_ERROR_NO_SPACE);
}

static void
test_foreign(void)
{
    g_autoptr(GError) cancel = g_error_new_literal(G_IO_ERROR, G_IO_ERROR_CANCELLED, "x");
    g_autoptr(GError) other = g_error_new_literal(G_IO_ERROR, G_IO_ERROR_NOT_FOUND, "x");

    g_assert_true(yado_error_is_cancel(cancel));
    g_assert_false(yado_error_is_cancel(other));
    g_assert_false(yado_error_is_cancel(NULL));
    g_assert_null(yado_error_get_hint(other));
    g_assert_null(yado_error_get_detail(NULL));
    g_assert_cmpstr(yado_error_get_name(other), ==, "failed");
    g_assert_cmpstr(yado_error_get_name(cancel), ==, "cancelled");
}

/* Scripts rely on them. */
static void
test_exit_status(void)
{
    static const struct {
        YadoErrorCode code;
        int status;
        const char *name;
    } cases[] = {
        { YADO_ERROR_FAILED, 1, "failed" },         { YADO_ERROR_INVALID, 2, "invalid" },
        { YADO_ERROR_NOT_FOUND, 3, "not-found" },   { YADO_ERROR_BUSY, 4, "busy" },
        { YADO_ERROR_DENIED, 5, "denied" },         { YADO_ERROR_UNSUPPORTED, 6, "unsupported" },
        { YADO_ERROR_CONFLICT, 7, "conflict" },     { YADO_ERROR_NO_SPACE, 8, "no-space" },
        { YADO_ERROR_CONNECTION, 9, "connection" }, { YADO_ERROR_PENDING, 10, "pending" },
    };

    g_assert_cmpint(yado_error_get_exit_status(NULL), ==, 0);
    for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autoptr(GError) error = yado_error_new(cases[i].code, NULL, NULL, "x");
        g_assert_cmpint(yado_error_get_exit_status(error), ==, cases[i].status);
        g_assert_cmpstr(yado_error_get_name(error), ==, cases[i].name);
    }
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/error/parts", test_parts);
    g_test_add_func("/error/copy", test_copy);
    g_test_add_func("/error/set", test_set);
    g_test_add_func("/error/foreign", test_foreign);
    g_test_add_func("/error/exit-status", test_exit_status);
    return g_test_run();
}
