/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * yado-lab-window URI GUEST...: the text console of each of these guests in a window of the desktop manager on this side of the connection, the
 * hypervisor on the other.  Passes (TAP) when each answers to "report"; leaves the pictures xen-console-GUEST.png.
 */
#include "config.h"

#include <string.h>

#include "yado-test-display.h"

/* Of an emulated host, over SSH. */
#define PATIENCE_SECONDS 120

typedef struct {
    YadoTestApp *app;
    const char *screen, *text;
} Window;

static char **arguments;

static gboolean
is_there(YadoTestApp *app, const char *name)
{
    g_autoptr(YadoTestThing) thing = yado_test_app_peek(app, YADO_TEST_ANY_ROLE, name);

    return thing != NULL;
}

static gboolean
is_open(gpointer data)
{
    Window *window = data;

    return is_there(window->app, window->screen) || is_there(window->app, window->text);
}

/* Its consoles are listed when the button that chooses among them is alive. */
static void
switch_to_text(YadoTestApp *app)
{
    g_autoptr(YadoTestThing) which =
        yado_test_app_find(app, ATSPI_ROLE_TOGGLE_BUTTON, "Which console");

    yado_test_wait_state(which, ATSPI_STATE_SENSITIVE, TRUE);
    yado_test_display_press("ctrl+shift+F7");
}

static gboolean
has_answered(gpointer thing)
{
    g_autofree char *said = yado_test_dup_text(thing);

    return said && strstr(said, "tag=window");
}

static void
test_answers(gconstpointer data)
{
    const char *guest = data;
    g_autofree char *screen = g_strconcat("Screen of ", guest, NULL);
    g_autofree char *text = g_strconcat("Text console of ", guest, NULL);
    g_autofree char *picture = g_strconcat("xen-console-", guest, NULL);
    g_autofree char *program = yado_test_build_path("yado-gtk");
    const char *argv[] = { program, "-c", arguments[0], "--console", guest, NULL };

    if (!yado_test_display_start())
        return;
    g_autoptr(YadoTestApp) app = yado_test_app_new(argv, NULL);
    Window window = { app, screen, text };
    g_assert_true(yado_test_wait(is_open, &window, PATIENCE_SECONDS));
    if (is_there(app, screen))
        switch_to_text(app);
    g_autoptr(YadoTestThing) console = yado_test_app_find(app, YADO_TEST_ANY_ROLE, text);
    yado_test_display_press("Return");
    yado_test_display_type("report window");
    yado_test_display_press("Return");
    g_assert_true(yado_test_wait(has_answered, console, PATIENCE_SECONDS));
    yado_test_display_screenshot(picture);
}

int
main(int argc, char **argv)
{
    yado_test_guard();
    g_test_init(&argc, &argv, NULL);
    arguments = argv + 1;
    if (argc < 3)
        g_error("usage: yado-lab-window URI GUEST...");
    for (int i = 2; i < argc; i++) {
        g_autofree char *path = g_strconcat("/xen/window/", argv[i], NULL);

        g_test_add_data_func(path, argv[i], test_answers);
    }
    return g_test_run();
}
