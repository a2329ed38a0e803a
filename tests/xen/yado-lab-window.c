/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * yado-lab-window URI WHAT:GUEST...: a console of each of these guests in a window of the desktop manager on this side of the connection, the
 * hypervisor on the other.  Passes (TAP) when
 *   text      it answers to "report" on its text console,
 *   screen    what is typed on its screen is read on its text console,
 *   reboot    so too, and again after it has restarted with its console open;
 * leaves the pictures xen-console-GUEST.png and xen-screen-GUEST.png.
 */
#include "config.h"

#include <string.h>

#include "yado-test-display.h"

/* Of an emulated host, over SSH. */
#define PATIENCE_SECONDS 120
#define ANSWER_SECONDS 10
#define MAX_ATTEMPTS 10

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

typedef struct {
    YadoTestThing *console;
    const char *wanted;
} Answer;

static gboolean
has_answered(gpointer data)
{
    const Answer *answer = data;
    g_autofree char *said = yado_test_dup_text(answer->console);

    return said && strstr(said, answer->wanted);
}

static void
enter(const char *command)
{
    yado_test_display_type(command);
    yado_test_display_press("Return");
}

static gboolean
answers(YadoTestThing *console, const char *wanted, double seconds)
{
    return yado_test_wait(has_answered, &(Answer){ console, wanted }, seconds);
}

/* With its first console; NULL: there is no display. */
static YadoTestApp *
open_window(const char *guest, Window *window)
{
    g_autofree char *program = yado_test_build_path("yado-gtk");
    const char *argv[] = { program, "-c", arguments[0], "--console", guest, NULL };

    if (!yado_test_display_start())
        return NULL;
    window->app = yado_test_app_new(argv, NULL);
    g_assert_true(yado_test_wait(is_open, window, PATIENCE_SECONDS));
    return window->app;
}

static void
test_text(gconstpointer data)
{
    const char *guest = data;
    g_autofree char *screen = g_strconcat("Screen of ", guest, NULL);
    g_autofree char *text = g_strconcat("Text console of ", guest, NULL);
    g_autofree char *picture = g_strconcat("xen-console-", guest, NULL);
    Window window = { NULL, screen, text };
    g_autoptr(YadoTestApp) app = open_window(guest, &window);

    if (!app)
        return;
    if (is_there(app, screen))
        switch_to_text(app);
    g_autoptr(YadoTestThing) console = yado_test_app_find(app, YADO_TEST_ANY_ROLE, text);
    yado_test_display_press("Return");
    enter("report window");
    g_assert_true(answers(console, "tag=window", PATIENCE_SECONDS));
    yado_test_display_screenshot(picture);
}

/* The window shows the screen when it begins, and the text console when it ends. */
static gboolean
types(const Window *window, const char *word)
{
    g_autofree char *command = g_strdup_printf("echo %s$((6*7)) >/tmp/typed", word);
    g_autofree char *wanted = g_strconcat(word, "42", NULL);

    enter(command);
    switch_to_text(window->app);
    g_autoptr(YadoTestThing) console =
        yado_test_app_find(window->app, YADO_TEST_ANY_ROLE, window->text);
    yado_test_display_press("Return");
    enter("cat /tmp/typed");
    return answers(console, wanted, ANSWER_SECONDS);
}

/* What is typed before the picture has come, or before a guest that starts has its keyboard, is lost. */
static gboolean
types_at_last(const Window *window, const char *word)
{
    for (int i = 0; i < MAX_ATTEMPTS; i++) {
        g_autoptr(YadoTestThing) screen =
            yado_test_app_find(window->app, YADO_TEST_ANY_ROLE, window->screen);

        if (types(window, word))
            return TRUE;
        yado_test_display_press("ctrl+shift+F7");
    }
    return FALSE;
}

static void
check_screen(const char *guest, gboolean reboots)
{
    g_autofree char *screen = g_strconcat("Screen of ", guest, NULL);
    g_autofree char *text = g_strconcat("Text console of ", guest, NULL);
    g_autofree char *picture = g_strconcat("xen-screen-", guest, NULL);
    Window window = { NULL, screen, text };
    g_autoptr(YadoTestApp) app = open_window(guest, &window);

    if (!app)
        return;
    g_assert_true(types_at_last(&window, "before"));
    if (reboots) {
        g_autoptr(YadoTestThing) console = yado_test_app_find(app, YADO_TEST_ANY_ROLE, text);

        enter("reboot -f");
        g_assert_true(answers(console, "guest is up", PATIENCE_SECONDS));
        yado_test_display_press("ctrl+shift+F7");
        g_assert_true(types_at_last(&window, "after"));
    }
    yado_test_display_press("ctrl+shift+F7");
    g_autoptr(YadoTestThing) shown = yado_test_app_find(app, YADO_TEST_ANY_ROLE, screen);
    yado_test_display_screenshot(picture);
}

static void
test_screen(gconstpointer guest)
{
    check_screen(guest, FALSE);
}

static void
test_reboot(gconstpointer guest)
{
    check_screen(guest, TRUE);
}

static const struct {
    const char *word;
    GTestDataFunc test;
} tests[] = { { "text:", test_text }, { "screen:", test_screen }, { "reboot:", test_reboot } };

static void
add(const char *argument)
{
    g_autofree char *path = g_strconcat("/xen/window/", argument, NULL);

    for (gsize i = 0; i < G_N_ELEMENTS(tests); i++)
        if (g_str_has_prefix(argument, tests[i].word))
            g_test_add_data_func(path, argument + strlen(tests[i].word), tests[i].test);
}

int
main(int argc, char **argv)
{
    yado_test_guard();
    g_test_init(&argc, &argv, NULL);
    arguments = argv + 1;
    if (argc < 3)
        g_error("usage: yado-lab-window URI text|screen|reboot:GUEST...");
    for (int i = 2; i < argc; i++)
        add(argv[i]);
    return g_test_run();
}
