/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The terminal harness, tried on a shell. */
#include "config.h"

#include <signal.h>

#include "yado-test-terminal.h"

static YadoTestTerminal *
start_shell(const char *script)
{
    YadoTestTerminal *terminal = yado_test_terminal_new(6, 20);
    const char *argv[] = { "sh", "-c", script, NULL };
    yado_test_terminal_start(terminal, argv);
    return terminal;
}

static void
test_text(void)
{
    g_autoptr(YadoTestTerminal) terminal = start_shell("printf 'abc\\n宿屋x\\n'; read line");
    yado_test_terminal_wait_text(terminal, "宿屋x");
    g_autofree char *screen = yado_test_terminal_dump(terminal);
    g_assert_cmpstr(screen, ==, "abc\n宿屋x\n\n\n\n\n");
    g_assert_cmpint(yado_test_terminal_find_row(terminal, "abc"), ==, 0);
    g_assert_cmpint(yado_test_terminal_get_cursor_row(terminal), ==, 2);
}

static void
test_keys(void)
{
    g_autoptr(YadoTestTerminal) terminal =
        start_shell("read a; read b; printf '%s' \"got $a $b\" | od -An -c; exit 7");
    yado_test_terminal_press(terminal, "h i Enter F2");
    yado_test_terminal_type(terminal, "é\n");
    yado_test_terminal_wait_text(terminal, "033   O   Q");
    g_assert_cmpint(yado_test_terminal_wait_exit(terminal), ==, 7);
}

static void
test_resize(void)
{
    g_autoptr(YadoTestTerminal) terminal =
        start_shell("trap 'stty size' WINCH; echo ready; while :; do read line; done");
    yado_test_terminal_wait_text(terminal, "ready");
    yado_test_terminal_resize(terminal, 9, 33);
    yado_test_terminal_press(terminal, "Enter");
    yado_test_terminal_wait_text(terminal, "9 33");
}

static void
test_hang_up(void)
{
    g_autoptr(YadoTestTerminal) terminal =
        start_shell("trap 'exit 5' HUP; echo ready; while :; do read line; done");
    yado_test_terminal_wait_text(terminal, "ready");
    yado_test_terminal_hang_up(terminal);
    g_assert_cmpint(yado_test_terminal_wait_exit(terminal), ==, 5);
}

static void
test_attributes(void)
{
    g_autoptr(YadoTestTerminal) terminal =
        start_shell("printf 'a\\033[7mb\\033[0m\\033[1mc\\033[0mdone'; read line");
    yado_test_terminal_wait_text(terminal, "done");
    g_autofree char *attributes = yado_test_terminal_dump_attributes(terminal);
    g_assert_true(g_str_has_prefix(attributes, ".rb....."));
}

int
main(int argc, char **argv)
{
    yado_test_guard();
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/lib/terminal/text", test_text);
    g_test_add_func("/lib/terminal/keys", test_keys);
    g_test_add_func("/lib/terminal/resize", test_resize);
    g_test_add_func("/lib/terminal/hang-up", test_hang_up);
    g_test_add_func("/lib/terminal/attributes", test_attributes);
    return g_test_run();
}
