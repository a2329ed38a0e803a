/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * yado-lab-desktop URI GUEST STATE [GUEST STATE]...: the desktop manager on this side of the connection, the hypervisor on the other.
 * Passes (TAP) when each guest is shown in that state; leaves the pictures xen-list.png and xen-guest.png.
 */
#include "config.h"

#include <string.h>

#include "yado-test-display.h"

/* Of an emulated host, over SSH. */
#define PATIENCE_SECONDS 120

static char **arguments;

typedef struct {
    YadoTestApp *app;
    const char *name, *state;
} Wanted;

/* The table is looked up each time: that of the first moment goes when the host has answered. */
static gboolean
is_shown(gpointer data)
{
    Wanted *wanted = data;
    g_autoptr(YadoTestThing) table = yado_test_app_find_table(wanted->app);
    int row = yado_test_table_find_row(table, wanted->name);
    int column = yado_test_table_find_column(table, "State");
    g_autofree char *state =
        row >= 0 && column >= 0 ? yado_test_table_dup_cell(table, row, column) : NULL;

    return state && strstr(state, wanted->state);
}

static void
wait_until_shown(YadoTestApp *app, const char *name, const char *state)
{
    Wanted wanted = { app, name, state };

    if (yado_test_wait(is_shown, &wanted, PATIENCE_SECONDS))
        return;
    yado_test_display_screenshot("failure");
    g_error("“%s” is not shown as “%s”", name, state);
}

static void
test_shows(void)
{
    const char *folder = g_getenv("YADO_BUILD_DIR");
    g_autofree char *program = g_build_filename(folder ? folder : ".", "yado-gtk", NULL);
    const char *argv[] = { program, "-c", arguments[0], NULL };

    if (!yado_test_display_start())
        return;
    g_autoptr(YadoTestApp) app = yado_test_app_new(argv, NULL);
    for (char **guest = arguments + 1; guest[0] && guest[1]; guest += 2)
        wait_until_shown(app, guest[0], guest[1]);
    g_autoptr(YadoTestThing) table = yado_test_app_find_table(app);
    yado_test_display_screenshot("xen-list");
    if (arguments[1])
        yado_test_table_click(table, arguments[1], 1, 1, NULL);
    yado_test_display_screenshot("xen-guest");
    g_assert_true(yado_test_app_is_running(app));
}

int
main(int argc, char **argv)
{
    yado_test_guard();
    g_test_init(&argc, &argv, NULL);
    arguments = argv + 1;
    if (argc < 2)
        g_error("usage: yado-lab-desktop URI GUEST STATE [GUEST STATE]...");
    g_test_add_func("/xen/desktop", test_shows);
    return g_test_run();
}
