/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * A real guest's console on the desktop: its screen and its serial line, with `yado console` as the somebody else who reads what was typed.
 */
#include "config.h"

#include <glib/gstdio.h>
#include <string.h>

#include "yado-test-display.h"
#include "yado-test-guest.h"
#include "yado-test-terminal.h"

/* @guest, @device: nullable. */
static YadoTestApp *
start_gtk_with(const char *uri, const char *guest, const char *device)
{
    g_autofree char *program = yado_test_build_path("yado-gtk");
    g_autofree char *settings =
        g_strdup_printf("YADO_SETTINGS=%s/gtk.conf", yado_test_get_folder());
    const char *environment[] = { settings, NULL };
    const char *argv[] = { program, "--connect",
                           uri,     guest ? "--console" : NULL,
                           guest,   device ? "--device" : NULL,
                           device,  NULL };

    return yado_test_app_new(argv, environment);
}

static YadoTestApp *
start_gtk(const char *uri)
{
    return start_gtk_with(uri, "tiny", NULL);
}

static YadoTestTerminal *
start_terminal(const char *uri)
{
    YadoTestTerminal *terminal = yado_test_terminal_new(24, 80);
    g_autofree char *program = yado_test_build_path("yado");

    yado_test_terminal_start(terminal,
                             (const char *[]){ program, "-c", uri, "console", "tiny", NULL });
    return terminal;
}

static gboolean
has_prompt(YadoTestTerminal *terminal, gpointer data)
{
    return yado_test_terminal_has_text(terminal, "serial#");
}

/* Waits for a thing of that name, whatever it is. */
static void
wait_thing(YadoTestApp *app, const char *name)
{
    g_autoptr(YadoTestThing) thing = yado_test_app_find(app, YADO_TEST_ANY_ROLE, name);
}

/* Of the menu with that name. */
static void
choose(YadoTestApp *app, const char *menu, const char *item)
{
    yado_test_app_do(app, ATSPI_ROLE_TOGGLE_BUTTON, menu);
    yado_test_app_do(app, ATSPI_ROLE_PUSH_BUTTON, item);
}

static void
type_text(YadoTestApp *app, const char *text)
{
    g_autoptr(YadoTestThing) dialog = NULL;
    g_autoptr(YadoTestThing) entry = NULL;
    g_autoptr(YadoTestThing) button = NULL;

    choose(app, "Console menu", "Type a text");
    dialog = yado_test_app_find(app, ATSPI_ROLE_DIALOG, "Type a text");
    entry = yado_test_find_in(dialog, ATSPI_ROLE_TEXT, "Text");
    button = yado_test_find_in(dialog, ATSPI_ROLE_PUSH_BUTTON, "Type");
    yado_test_set_text(entry, text);
    yado_test_display_screenshot("console-type-text");
    yado_test_do(button);
    yado_test_app_wait_gone(app, ATSPI_ROLE_DIALOG, "Type a text");
}

/* Its last words are that it is open. */
static gboolean
is_opened_again(YadoTestTerminal *terminal, gpointer data)
{
    g_autofree char *screen = yado_test_terminal_dump(terminal);
    const char *lost = g_strrstr(screen, "It is opened again");
    return lost && strstr(lost, "The console is open.");
}

static void
test_console(void)
{
    g_autoptr(YadoTestDaemon) daemon = yado_test_daemon_new();
    g_autoptr(YadoTestTerminal) terminal = NULL;
    g_autoptr(YadoTestApp) app = NULL;
    const char *uri;

    if (!daemon || !yado_test_guest_prepare(daemon) || !yado_test_display_start())
        return;
    uri = yado_test_daemon_get_qemu_uri(daemon);
    yado_test_guest_define_console(daemon, "tiny", "");
    terminal = start_terminal(uri);
    app = start_gtk(uri);
    wait_thing(app, "tiny does not run. The console opens when it starts.");
    g_free(yado_test_virsh(uri, "start", "tiny", NULL));
    wait_thing(app, "Screen of tiny");
    g_assert_true(yado_test_terminal_wait(terminal, has_prompt, NULL, 180));

    /* Keys typed in our window arrive in the guest. */
    yado_test_display_type("echo gtk$((6*7)) >/dev/ttyS0");
    yado_test_display_press("Return");
    yado_test_terminal_wait_text(terminal, "gtk42");
    yado_test_display_screenshot("console-screen");
    type_text(app, "echo Typed$((6*7)) >/dev/ttyS0\n");
    yado_test_terminal_wait_text(terminal, "Typed42");

    /* Full screen enters and leaves. */
    yado_test_display_press("ctrl+shift+F11");
    yado_test_app_wait_gone(app, YADO_TEST_ANY_ROLE, "Send keys");
    yado_test_display_screenshot("console-full-screen");
    yado_test_app_do(app, ATSPI_ROLE_PUSH_BUTTON, "Leave full screen");
    wait_thing(app, "Send keys");

    /* Off while it is open, which leaves the window's own keys (nothing has the focus then), and on again. */
    g_free(yado_test_virsh(uri, "destroy", "tiny", NULL));
    wait_thing(app, "tiny does not run. The console opens when it starts.");
    yado_test_display_press("ctrl+shift+F11");
    yado_test_app_do(app, ATSPI_ROLE_PUSH_BUTTON, "Leave full screen");
    wait_thing(app, "Send keys");
    g_free(yado_test_virsh(uri, "start", "tiny", NULL));
    yado_test_app_wait_gone(app, YADO_TEST_ANY_ROLE, "tiny does not run.");
    wait_thing(app, "Screen of tiny");
    yado_test_terminal_wait(terminal, is_opened_again, NULL, 30);

    /* The text console is held by the terminal, which loses it. */
    yado_test_display_press("ctrl+shift+F7");
    yado_test_app_do(app, ATSPI_ROLE_PUSH_BUTTON, "Take it");
    wait_thing(app, "Text console of tiny");
    yado_test_terminal_wait_text(terminal, "[y/N]");
    yado_test_display_screenshot("console-text");
}

static gboolean
has_said_ready(gpointer console)
{
    g_autofree char *text = yado_test_dup_text(console);

    return text && strstr(text, "guest: ready");
}

/* From the menu of consoles, in which one is marked (which one GTK does not tell: see the picture), and whose button says which is shown. */
static void
choose_console(YadoTestApp *app, const char *current, const char *other)
{
    g_autofree char *name = g_strdup_printf("Which console: %s", current);
    g_autoptr(YadoTestThing) which = yado_test_app_find(app, ATSPI_ROLE_TOGGLE_BUTTON, name);

    yado_test_do(which);
    yado_test_thing_free(yado_test_app_find(app, ATSPI_ROLE_RADIO_BUTTON, current));
    yado_test_display_screenshot("console-which");
    yado_test_app_do(app, ATSPI_ROLE_RADIO_BUTTON, other);
    yado_test_app_wait_gone(app, ATSPI_ROLE_RADIO_BUTTON, NULL);
}

/* Started with its console: that is the text console, which has the first word; a certain one can be asked for. */
static void
test_start(void)
{
    g_autoptr(YadoTestDaemon) daemon = yado_test_daemon_new();
    const char *uri;

    if (!daemon || !yado_test_guest_prepare(daemon) || !yado_test_display_start())
        return;
    uri = yado_test_daemon_get_qemu_uri(daemon);
    yado_test_guest_define_console(daemon, "tiny", "");
    {
        g_autoptr(YadoTestApp) app = start_gtk_with(uri, NULL, NULL);
        g_autoptr(YadoTestThing) table = yado_test_app_find_table(app);
        g_autoptr(YadoTestThing) console = NULL;

        yado_test_table_wait_row(table, "tiny", "Shut off");
        yado_test_table_click(table, "tiny", 1, 1, NULL);
        yado_test_table_wait_selected(table, "tiny");
        yado_test_table_click(table, "tiny", 3, 1, NULL);
        yado_test_app_do(app, ATSPI_ROLE_MENU_ITEM, "Start with console");
        console = yado_test_app_find(app, YADO_TEST_ANY_ROLE, "Text console of tiny");
        g_assert_true(yado_test_wait(has_said_ready, console, 60));
        choose_console(app, "Serial port 1", "Screen");
        wait_thing(app, "Screen of tiny");
    }
    {
        g_autoptr(YadoTestApp) app = start_gtk_with(uri, "tiny", "serial0");

        wait_thing(app, "Text console of tiny");
    }
    {
        g_autoptr(YadoTestApp) app = start_gtk_with(uri, "tiny", "nothing");

        wait_thing(app, "“tiny” has no console “nothing”.");
    }
}

/* One that writes down what it was asked to show. */
static char *
make_viewer(void)
{
    g_autofree char *folder = yado_test_make_folder("viewers");
    g_autofree char *program = g_build_filename(folder, "remote-viewer", NULL);
    g_autofree char *shown = g_build_filename(folder, "shown", NULL);
    g_autofree char *script = g_strdup_printf("#!/bin/sh\necho \"$@\" >%s\n", shown);
    g_autofree char *path = g_strdup_printf("%s:%s", folder, g_getenv("PATH"));

    yado_test_write_file(program, script);
    g_chmod(program, 0755);
    g_setenv("PATH", path, TRUE);
    return g_steal_pointer(&shown);
}

static gboolean
is_shown(gpointer path)
{
    g_autofree char *text = NULL;

    return g_file_get_contents(path, &text, NULL, NULL) &&
           g_str_has_prefix(text, "-- spice://127.0.0.1:59");
}

/* Where there is only SPICE, another viewer is offered. */
static void
test_spice(void)
{
    g_autoptr(YadoTestDaemon) daemon = yado_test_daemon_new();
    g_autoptr(YadoTestApp) app = NULL;
    g_autofree char *viewer = NULL;
    const char *uri;

    if (!daemon || !yado_test_display_start())
        return;
    viewer = make_viewer();
    uri = yado_test_daemon_get_qemu_uri(daemon);
    yado_test_virsh_define(uri,
                           "<domain type='qemu'><name>tiny</name><memory unit='MiB'>16</memory>"
                           "<os><type arch='x86_64' machine='q35'>hvm</type></os><devices>"
                           "<graphics type='spice' autoport='yes'/></devices></domain>");
    app = start_gtk(uri);
    wait_thing(app, "is a SPICE screen: once it runs, an external viewer shows it.");
    g_free(yado_test_virsh(uri, "start", "tiny", "--paused", NULL));
    wait_thing(app, "is a SPICE screen, at 127.0.0.1:59");
    yado_test_app_do(app, ATSPI_ROLE_PUSH_BUTTON, "External viewer");
    g_assert_true(yado_test_wait(is_shown, viewer, 10));
    yado_test_display_screenshot("console-spice");
}

int
main(int argc, char **argv)
{
    yado_test_guard();
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/gtk/console/real", test_console);
    g_test_add_func("/gtk/console/start", test_start);
    g_test_add_func("/gtk/console/spice", test_spice);
    return g_test_run();
}
