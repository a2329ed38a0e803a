/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* A person at a terminal: the life cycle of a real guest by keys, and terminals that are not as one would like. */
#include "config.h"

#include <signal.h>
#include <string.h>

#include "yado-test-guest.h"
#include "yado-test-terminal.h"

static YadoTestTerminal *
start_yado(int rows, int columns, const char *type, const char *host)
{
    YadoTestTerminal *terminal = yado_test_terminal_new(rows, columns);
    g_autofree char *program = yado_test_build_path("yado");
    g_autofree char *settings = g_strdup_printf("%s/journey.conf", yado_test_get_folder());
    const char *with_host[] = { program, "--connect", host, NULL };
    const char *demo[] = { program, "--demo", NULL };
    yado_test_terminal_set_env(terminal, "YADO_SETTINGS", settings);
    if (type)
        yado_test_terminal_set_env(terminal, "TERM", type);
    yado_test_terminal_start(terminal, host ? with_host : demo);
    return terminal;
}

static void
expect_clean_end(YadoTestTerminal *terminal)
{
    g_assert_true(yado_test_terminal_is_running(terminal));
    yado_test_terminal_hang_up(terminal);
    int status = yado_test_terminal_wait_exit(terminal);
    if (status != 0 && status != 128 + SIGHUP)
        g_error("Status %d after the terminal was closed", status);
}

/* ---- a real guest ---- */

static gboolean
is_gone(gpointer data)
{
    return !yado_test_virsh_has(data, "tiny");
}

static gboolean
has_less_memory(gpointer uri)
{
    g_autofree char *xml = yado_test_virsh(uri, "dumpxml", "tiny", NULL);
    return strstr(xml, "<currentMemory unit='KiB'>98304<") != NULL;
}

static void
change_memory(YadoTestTerminal *terminal, const char *uri)
{
    yado_test_terminal_press(terminal, "Enter");
    yado_test_terminal_wait_text(terminal, "Processors");
    yado_test_terminal_press(terminal, "Down Down");
    yado_test_terminal_wait_row(terminal, "Memory now", "128 MiB");
    yado_test_terminal_press(terminal, "Tab Ctrl+U");
    yado_test_terminal_type(terminal, "96 MiB");
    yado_test_terminal_wait_row(terminal, "Memory now", "96 MiB");
    /* Left as soon as it is applied. */
    yado_test_terminal_press(terminal, "F10 F8");
    yado_test_terminal_wait_text(terminal, "Guests 1, running 1");
    g_assert_true(yado_test_wait(has_less_memory, (gpointer)uri, 15));
    yado_test_terminal_wait_row(terminal, "tiny", "Running");
}

static void
test_life_cycle(void)
{
    g_autoptr(YadoTestDaemon) daemon = yado_test_daemon_new();
    if (!daemon || !yado_test_guest_prepare(daemon))
        return;
    const char *uri = yado_test_daemon_get_qemu_uri(daemon);
    yado_test_guest_define(daemon, "tiny");
    g_autoptr(YadoTestTerminal) terminal = start_yado(30, 100, NULL, uri);
    yado_test_terminal_wait_row(terminal, "tiny", "Shut off");
    yado_test_terminal_press(terminal, "s");
    yado_test_terminal_wait_row(terminal, "tiny", "Running");
    yado_test_guest_wait_ready(daemon, "tiny", 1);
    yado_test_terminal_press(terminal, "p");
    yado_test_terminal_wait_row(terminal, "tiny", "Paused");
    yado_test_terminal_press(terminal, "u");
    yado_test_terminal_wait_row(terminal, "tiny", "Running");
    change_memory(terminal, uri);
    yado_test_terminal_press(terminal, "v");
    yado_test_terminal_wait_row_for(terminal, "tiny", "Saved", 20);
    yado_test_terminal_press(terminal, "s");
    yado_test_terminal_wait_row_for(terminal, "tiny", "Running", 20);
    yado_test_terminal_press(terminal, "d");
    yado_test_terminal_wait_row_for(terminal, "tiny", "Shut off", 30);
    yado_test_terminal_press(terminal, "F5");
    yado_test_terminal_wait_text(terminal, "Disks to erase");
    yado_test_terminal_press(terminal, "F10");
    yado_test_terminal_wait_text(terminal, "are lost");
    yado_test_terminal_press(terminal, "F10");
    if (!yado_test_wait(is_gone, (gpointer)uri, 10)) {
        g_autofree char *screen = yado_test_terminal_dump(terminal);
        g_error("It was not deleted:\n%s", screen);
    }
    yado_test_terminal_wait_no_text(terminal, "Shut off");
    yado_test_terminal_press(terminal, "F9");
    g_assert_cmpint(yado_test_terminal_wait_exit(terminal), ==, 0);
}

static gboolean
has_prompt(YadoTestTerminal *terminal, gpointer data)
{
    return yado_test_terminal_has_text(terminal, "serial#");
}

/* Settings that have consoles logged into the test's folder. */
static void
log_consoles(void)
{
    g_autofree char *settings = g_build_filename(yado_test_get_folder(), "journey.conf", NULL);
    g_autofree char *text = g_strdup_printf("[console]\nlog=%s\n", yado_test_get_folder());
    yado_test_write_file(settings, text);
}

/* One key to its screen and back; what the text console said is there again. */
static void
switch_to_screen_and_back(YadoTestTerminal *terminal)
{
    g_autofree char *module = yado_test_build_path(".libs/yado-screenshot.so");
    if (!g_file_test(module, G_FILE_TEST_EXISTS)) /* built without gvnc */
        return;
    yado_test_terminal_type(terminal, "\036");
    yado_test_terminal_wait_text(terminal, "screen#");
    yado_test_terminal_wait_text(terminal, "Ctrl+] leaves this screen, Ctrl+^ shows the text");
    yado_test_terminal_type(terminal, "\036");
    yado_test_terminal_wait_no_text(terminal, "screen#");
    yado_test_terminal_wait_text(terminal, "guest: ready");
}

/* Started with its console: its first word is there, and in the log; the escape key leads back to the list. */
static void
test_console(void)
{
    g_autoptr(YadoTestDaemon) daemon = yado_test_daemon_new();
    if (!daemon || !yado_test_guest_prepare(daemon))
        return;
    const char *uri = yado_test_daemon_get_qemu_uri(daemon);
    yado_test_guest_define_console(daemon, "tiny", "");
    log_consoles();
    g_autoptr(YadoTestTerminal) terminal = start_yado(30, 100, NULL, uri);
    yado_test_terminal_wait_row(terminal, "tiny", "Shut off");
    yado_test_terminal_press(terminal, "S");
    yado_test_terminal_wait_text(terminal, "Ctrl+] leaves it.");
    if (!yado_test_terminal_wait(terminal, has_prompt, NULL, 60)) {
        g_autofree char *screen = yado_test_terminal_dump(terminal);
        g_error("No prompt:\n%s", screen);
    }
    g_assert_true(yado_test_terminal_has_text(terminal, "guest: ready"));
    yado_test_terminal_type(terminal, "echo $((6*7))\n");
    yado_test_terminal_wait_text(terminal, "42");
    switch_to_screen_and_back(terminal);
    /* Neither a title nor the clipboard; the escape key in a paste is a character. */
    yado_test_terminal_type(terminal,
                            "clear; printf 'A\\033]0;evil\\007B\\033]52;c;ZXZpbA==\\007C\\n'\r");
    yado_test_terminal_wait_text(terminal, "ABC");
    yado_test_terminal_type(terminal,
                            "\033[200~echo pa\035sted\033[201~ | tr -cd 'a-z\\n' | tr a-z A-Z\r");
    yado_test_terminal_wait_text(terminal, "PASTED");
    yado_test_terminal_press(terminal, "Ctrl+]");
    yado_test_terminal_wait_row(terminal, "tiny", "Running");
    yado_test_terminal_press(terminal, "S");
    yado_test_terminal_wait_text(terminal, "It is running already.");
    yado_test_terminal_press(terminal, "F9");
    yado_test_terminal_press(terminal, "F9");
    g_assert_cmpint(yado_test_terminal_wait_exit(terminal), ==, 0);
    g_autofree char *path = g_build_filename(yado_test_get_folder(), "tiny.log", NULL);
    g_autofree char *log = NULL;
    g_assert_true(g_file_get_contents(path, &log, NULL, NULL));
    g_assert_nonnull(strstr(log, "guest: ready"));
    g_assert_nonnull(strstr(log, "PASTED"));
}

/* What virsh does is on the screen by itself; what it undefines leaves no row. */
static void
test_outside(void)
{
    g_autoptr(YadoTestDaemon) daemon = yado_test_daemon_new();
    if (!daemon)
        return;
    const char *uri = yado_test_daemon_get_test_uri(daemon);
    g_autoptr(YadoTestTerminal) terminal = start_yado(24, 80, NULL, uri);
    yado_test_terminal_wait_row(terminal, "test", "Running");
    g_free(yado_test_virsh(uri, "suspend", "test", NULL));
    yado_test_terminal_wait_row_for(terminal, "test", "Paused", 1);
    yado_test_virsh_define(uri, "<domain type='test'><name>宿屋</name><memory>1024</memory>"
                                "<os><type>hvm</type></os></domain>");
    yado_test_terminal_wait_row_for(terminal, "宿屋", "Shut off", 1);
    g_free(yado_test_virsh(uri, "undefine", "宿屋", NULL));
    yado_test_terminal_wait_no_text(terminal, "宿屋");
}

static void
set_title(const char *uri, const char *title)
{
    g_free(yado_test_virsh(uri, "desc", "test", "--title", "--live", "--config", title, NULL));
}

/* An open guest follows what others change; while it is edited it only tells, and nothing is overwritten unseen. */
static void
test_changed_elsewhere(void)
{
    g_autoptr(YadoTestDaemon) daemon = yado_test_daemon_new();
    if (!daemon)
        return;
    const char *uri = yado_test_daemon_get_test_uri(daemon);
    g_autoptr(YadoTestTerminal) terminal = start_yado(24, 100, NULL, uri);
    yado_test_terminal_wait_row(terminal, "test", "Running");
    yado_test_terminal_press(terminal, "Enter");
    yado_test_terminal_wait_row(terminal, "Title", "[");
    set_title(uri, "Theirs");
    yado_test_terminal_wait_row(terminal, "Title", "Theirs");
    yado_test_terminal_press(terminal, "Tab");
    yado_test_terminal_type(terminal, "Mine ");
    yado_test_terminal_wait_row(terminal, "Title", "Mine");
    set_title(uri, "Again");
    yado_test_terminal_wait_text(terminal, "Changed elsewhere");
    yado_test_terminal_press(terminal, "F10");
    yado_test_terminal_wait_text(terminal, "Somebody else changed");
    yado_test_terminal_wait_text(terminal, "my changes are lost");
    g_autofree char *title = yado_test_virsh(uri, "desc", "test", "--title", NULL);
    g_assert_cmpstr(g_strstrip(title), ==, "Again");
    yado_test_terminal_press(terminal, "Down Enter");
    yado_test_terminal_wait_row(terminal, "Title", "Again");
    yado_test_terminal_wait_no_text(terminal, "Changed elsewhere");
}

/* Name and password are asked in turn, the password is not shown, and a wrong one is told as that. */
static void
test_login(void)
{
    g_autofree char *path = g_strdup_printf("%s/login.xml", yado_test_get_folder());
    g_autofree char *uri = g_strdup_printf("test://%s", path);
    const char *node = "<node><auth><user password='secret'>root</user></auth>"
                       "<domain type='test'><name>locked</name><memory>1024</memory>"
                       "<os><type>hvm</type></os></domain></node>";
    g_assert_true(g_file_set_contents(path, node, -1, NULL));
    for (int right = 0; right < 2; right++) {
        g_autoptr(YadoTestTerminal) terminal = start_yado(24, 100, NULL, uri);
        yado_test_terminal_wait_text(terminal, "asks who you are");
        yado_test_terminal_type(terminal, "root");
        yado_test_terminal_press(terminal, "F10");
        yado_test_terminal_wait_text(terminal, "Password");
        yado_test_terminal_type(terminal, right ? "secret" : "guessed");
        g_assert_false(yado_test_terminal_has_text(terminal, right ? "secret" : "guessed"));
        yado_test_terminal_press(terminal, "F10");
        if (right)
            yado_test_terminal_wait_row(terminal, "locked", "Running");
        else
            yado_test_terminal_wait_text(terminal, "did not accept the name or password");
    }
}

/* The one whose help, below the menu, has these words. */
static void
pick_action(YadoTestTerminal *terminal, const char *help)
{
    yado_test_terminal_press(terminal, "F2");
    yado_test_terminal_wait_text(terminal, "F9 Cancel"); /* the menu's own bar */
    yado_test_terminal_wait_quiet(terminal, 20);
    for (guint i = 0; i < 120 && !yado_test_terminal_has_text(terminal, help); i++) {
        yado_test_terminal_press(terminal, "Down");
        yado_test_terminal_wait_quiet(terminal, 20);
    }
    if (!yado_test_terminal_has_text(terminal, help)) {
        g_autofree char *screen = yado_test_terminal_dump(terminal);

        g_error("no action “%s”:\n%s", help, screen);
    }
    yado_test_terminal_press(terminal, "Enter");
}

/* All lines, from one with the words to the other, and away with them after a question. */
static void
go_through_log(YadoTestTerminal *terminal)
{
    yado_test_terminal_press(terminal, "Tab o");
    yado_test_terminal_wait_text(terminal, "Xen version 4.17.7");
    yado_test_terminal_press(terminal, "/");
    for (guint i = 0; i < strlen("line"); i++)
        yado_test_terminal_press(terminal, "Backspace");
    yado_test_terminal_type(terminal, "xen");
    yado_test_terminal_wait_text(terminal, "1 of 2");
    yado_test_terminal_press(terminal, "Tab n");
    yado_test_terminal_wait_text(terminal, "2 of 2");
    yado_test_terminal_press(terminal, "n");
    yado_test_terminal_wait_text(terminal, "1 of 2");
    yado_test_terminal_press(terminal, "N");
    yado_test_terminal_wait_text(terminal, "2 of 2");
    yado_test_terminal_press(terminal, "F5");
    yado_test_terminal_wait_text(terminal, "What it says so far is");
    yado_test_terminal_press(terminal, "F1"); /* the help of the action that asks */
    yado_test_terminal_wait_text(terminal, "Empties the hypervisor's log");
    yado_test_terminal_press(terminal, "F9");
    yado_test_terminal_wait_no_text(terminal, "Empties the hypervisor's log");
    g_assert_true(yado_test_terminal_has_text(terminal, "What it says so far is"));
    yado_test_terminal_press(terminal, "F9");
    yado_test_terminal_wait_no_text(terminal, "What it says so far is");
    g_assert_true(yado_test_terminal_has_text(terminal, "Xen version 4.17.7"));
    yado_test_terminal_press(terminal, "F5");
    yado_test_terminal_wait_text(terminal, "What it says so far is");
    yado_test_terminal_press(terminal, "F10");
    yado_test_terminal_wait_text(terminal, "is empty");
}

/* A network card is taken from the control domain, after it was said what speaks against it. */
static void
assign_device(YadoTestTerminal *terminal)
{
    pick_action(terminal, "Lists the PCI and USB devices");
    yado_test_terminal_wait_row(terminal, "0000:03:00.0", "no");
    yado_test_terminal_wait_row(terminal, "0000:04:00.0", "yes");
    yado_test_terminal_press(terminal, "Down");
    pick_action(terminal, "Takes a PCI device");
    yado_test_terminal_wait_text(terminal, "Make a device assignable");
    yado_test_terminal_press(terminal, "F10");
    yado_test_terminal_wait_text(terminal, "The host uses it (e1000e)");
    yado_test_terminal_wait_text(terminal, "Take the device");
    yado_test_terminal_press(terminal, "F10");
    yado_test_terminal_wait_row(terminal, "0000:03:00.0", "yes");
    yado_test_terminal_press(terminal, "F8");
}

/* The hypervisor's log and its CPU pools, on the double of a Xen host. */
static void
test_xen(void)
{
    g_autofree char *agent = yado_test_build_path("tests/lib/yado-test-xl-agent");
    g_setenv("YADO_XL_AGENT", agent, TRUE);
    g_setenv("YADO_TEST_XL", "four-cpus", TRUE);
    g_autoptr(YadoTestTerminal) terminal = start_yado(24, 80, NULL, "xl:///");
    yado_test_terminal_wait_row(terminal, "web", "Running");
    pick_action(terminal, "Shows what the hypervisor");
    yado_test_terminal_wait_text(terminal, "Xen version 4.17.7");
    yado_test_terminal_press(terminal, "/");
    yado_test_terminal_type(terminal, "line");
    yado_test_terminal_wait_no_text(terminal, "Xen version");
    g_assert_true(yado_test_terminal_has_text(terminal, "Command line: dom0_mem=1G"));
    yado_test_terminal_wait_text(terminal, "1 of 1");
    go_through_log(terminal);
    yado_test_terminal_press(terminal, "F8");
    assign_device(terminal);
    pick_action(terminal, "Shows Xen's CPU pools");
    yado_test_terminal_wait_row(terminal, "Pool-0", "0-2");
    yado_test_terminal_press(terminal, "F3");
    yado_test_terminal_wait_text(terminal, "New CPU pool");
    yado_test_terminal_type(terminal, "slow");
    yado_test_terminal_press(terminal, "Tab Tab");
    yado_test_terminal_type(terminal, "2");
    yado_test_terminal_press(terminal, "F10");
    yado_test_terminal_wait_text(terminal, "Processor 2 is in the CPU pool");
    yado_test_terminal_press(terminal, "Tab Space F10");
    yado_test_terminal_wait_row(terminal, "slow", "credit2");
    yado_test_terminal_wait_row(terminal, "Pool-0", "0-1");
    g_unsetenv("YADO_XL_AGENT");
    expect_clean_end(terminal);
}

/* The host goes away with its daemon, says so, and comes back by itself. */
static void
test_killed_daemon(void)
{
    g_autoptr(YadoTestDaemon) daemon = yado_test_daemon_new();
    if (!daemon)
        return;
    const char *uri = yado_test_daemon_get_test_uri(daemon);
    g_autoptr(YadoTestTerminal) terminal = start_yado(24, 100, NULL, uri);
    yado_test_terminal_wait_row(terminal, "test", "Running");
    yado_test_daemon_kill(daemon);
    yado_test_terminal_wait_text(terminal, "Lost");
    yado_test_daemon_start(daemon);
    g_free(yado_test_virsh(uri, "suspend", "test", NULL));
    yado_test_terminal_wait_row_for(terminal, "test", "Paused", 20);
}

static gboolean
is_sorted_anew(gpointer unused)
{
    g_autofree char *settings = g_build_filename(yado_test_get_folder(), "journey.conf", NULL);
    g_autofree char *text = NULL;
    return g_file_get_contents(settings, &text, NULL, NULL) && strstr(text, "sort=") &&
           !strstr(text, "sort=name");
}

/* What was chosen is written soon: who is killed has no end. */
static void
test_killed_program(void)
{
    g_autofree char *settings = g_build_filename(yado_test_get_folder(), "journey.conf", NULL);
    yado_test_write_file(settings, "[list]\nsort=name\n");
    g_autoptr(YadoTestTerminal) terminal = start_yado(24, 80, NULL, NULL);
    yado_test_terminal_wait_row(terminal, "Domain-0", "Running");
    yado_test_terminal_press(terminal, "o");
    yado_test_terminal_wait_text(terminal, "Sort by");
    yado_test_terminal_press(terminal, "Down Enter");
    g_assert_true(yado_test_wait(is_sorted_anew, NULL, 10));
    yado_test_terminal_kill(terminal);
    g_assert_cmpint(yado_test_terminal_wait_exit(terminal), ==, -SIGKILL);
    g_assert_true(is_sorted_anew(NULL));
}

/* Many jobs that fail at once are one window. */
static void
test_failures(void)
{
    g_autoptr(YadoTestDaemon) daemon = yado_test_daemon_new();
    if (!daemon)
        return;
    const char *uri = yado_test_daemon_get_test_uri(daemon);
    for (int i = 0; i < 2; i++) {
        g_autofree char *xml =
            g_strdup_printf("<domain type='test'><name>more-%d</name><memory>1024</memory>"
                            "<os><type>hvm</type></os></domain>",
                            i);
        yado_test_virsh_define(uri, xml);
    }
    g_free(yado_test_virsh(uri, "start", "more-0", NULL));
    g_free(yado_test_virsh(uri, "start", "more-1", NULL));
    g_autoptr(YadoTestTerminal) terminal = start_yado(24, 100, NULL, uri);
    yado_test_terminal_wait_row(terminal, "more-1", "Running");
    yado_test_terminal_press(terminal, "Home Space Space Space");
    yado_test_terminal_wait_text(terminal, "3 guests are marked");
    yado_test_daemon_freeze(daemon);
    yado_test_terminal_press(terminal, "p");
    yado_test_terminal_wait_text(terminal, "3 jobs running");
    /* Nothing may be lost while it cannot be asked. */
    yado_test_terminal_resize(terminal, 10, 40);
    yado_test_terminal_wait_text(terminal, "F9 quits when");
    yado_test_terminal_press(terminal, "F9");
    yado_test_terminal_resize(terminal, 24, 100);
    yado_test_terminal_wait_row(terminal, "F1", "F10");
    yado_test_daemon_kill(daemon);
    yado_test_terminal_wait_text(terminal, "… and 2 more failed");
    yado_test_terminal_press(terminal, "F10");
    yado_test_terminal_wait_no_text(terminal, "more failed");
    yado_test_terminal_wait_no_text(terminal, "[ OK ]"); /* a screen may come in two parts */
}

typedef struct {
    YadoTestTerminal *terminal;
    const char *text;
} Words;

static gboolean
shows(gpointer data)
{
    Words *words = data;
    return yado_test_terminal_has_text(words->terminal, words->text);
}

static void
open_migrate_form(YadoTestTerminal *terminal)
{
    Words help = { terminal, "Moves a guest to another host" };
    yado_test_terminal_press(terminal, "F2");
    yado_test_terminal_wait_text(terminal, "Actions");
    for (int i = 0; i < 60 && !yado_test_wait(shows, &help, 0.1); i++)
        yado_test_terminal_press(terminal, "Down");
    yado_test_terminal_press(terminal, "Enter");
    yado_test_terminal_wait_text(terminal, "Address of the destination");
}

/* What keeps it from moving is mended elsewhere; then the same form, which came back, moves the same guest. */
static void
test_migrate(void)
{
    g_autoptr(YadoTestDaemon) here = yado_test_daemon_new();
    g_autoptr(YadoTestDaemon) there = here ? yado_test_daemon_new() : NULL;
    if (!there || !yado_test_guest_prepare(here) || !yado_test_guest_prepare(there))
        return;
    const char *to = yado_test_daemon_get_qemu_uri(there);
    yado_test_guest_define(here, "tiny");
    yado_test_guest_define(there, "tiny");
    g_autoptr(YadoTestTerminal) terminal =
        start_yado(30, 100, NULL, yado_test_daemon_get_qemu_uri(here));
    yado_test_terminal_wait_row(terminal, "tiny", "Shut off");
    open_migrate_form(terminal);
    yado_test_terminal_press(terminal, "Tab");
    yado_test_terminal_type(terminal, to);
    yado_test_terminal_press(terminal, "F10");
    yado_test_terminal_wait_text(terminal, "[ OK ]");
    yado_test_terminal_wait_text(terminal, "a guest of that name");
    yado_test_terminal_press(terminal, "F10");
    yado_test_terminal_wait_no_text(terminal, "[ OK ]");
    g_free(yado_test_virsh(to, "undefine", "tiny", NULL));
    yado_test_terminal_press(terminal, "F10");
    yado_test_terminal_wait_text(terminal, "Guests 0");
    g_assert_true(yado_test_virsh_has(to, "tiny"));
}

/* ---- terminals ---- */

static void
test_hang_up(void)
{
    g_autoptr(YadoTestTerminal) terminal = start_yado(24, 80, NULL, NULL);
    yado_test_terminal_wait_text(terminal, "Domain-0");
    expect_clean_end(terminal);
}

/* Closed in the middle of a dialog, with an action's question open. */
static void
test_hang_up_in_dialog(void)
{
    g_autoptr(YadoTestTerminal) terminal = start_yado(24, 80, NULL, NULL);
    yado_test_terminal_wait_text(terminal, "Domain-0");
    yado_test_terminal_press(terminal, "Down x");
    yado_test_terminal_wait_text(terminal, "[ ]");
    expect_clean_end(terminal);
}

static void
test_too_small(void)
{
    g_autoptr(YadoTestTerminal) terminal = start_yado(5, 20, NULL, NULL);
    yado_test_terminal_wait_text(terminal, "Everything goes on.");
    yado_test_terminal_resize(terminal, 24, 80);
    yado_test_terminal_wait_text(terminal, "Domain-0");
    yado_test_terminal_wait_text(terminal, "F9 Quit");
}

/* Every size, with a dialog open, and nothing of it stays wrong. */
static void
test_resize_storm(void)
{
    g_autoptr(YadoTestTerminal) terminal = start_yado(24, 80, NULL, NULL);
    yado_test_terminal_wait_text(terminal, "Domain-0");
    yado_test_terminal_press(terminal, "F2");
    yado_test_terminal_wait_text(terminal, "F9 Cancel"); /* the menu's own bar */
    yado_test_terminal_wait_quiet(terminal, 20);
    for (int i = 0; i < 60; i++) {
        yado_test_terminal_resize(terminal, 1 + i * 7 % 50, 1 + i * 13 % 150);
        yado_test_terminal_press(terminal, i % 10 == 5 ? "Tab" : "Down");
        while (g_main_context_iteration(NULL, FALSE))
            ;
    }
    yado_test_terminal_resize(terminal, 24, 80);
    yado_test_terminal_wait_text(terminal, "F9 Cancel");
    yado_test_terminal_press(terminal, "F9");
    yado_test_terminal_wait_text(terminal, "Domain-0");
    yado_test_terminal_wait_quiet(terminal, 200);
    g_assert_true(yado_test_terminal_is_running(terminal));
    expect_clean_end(terminal);
}

/* F-keys as each terminal sends them; Esc and a digit where there are none. */
static void
test_linux_console(void)
{
    g_autoptr(YadoTestTerminal) terminal = start_yado(25, 80, "linux", NULL);
    yado_test_terminal_wait_text(terminal, "Domain-0");
    yado_test_terminal_press(terminal, "F2");
    yado_test_terminal_wait_text(terminal, "Force off");
    yado_test_terminal_press(terminal, "Esc 9");
    yado_test_terminal_wait_no_text(terminal, "Force off");
    expect_clean_end(terminal);
}

static void
test_plain_locale(void)
{
    YadoTestTerminal *terminal = yado_test_terminal_new(24, 80);
    g_autofree char *program = yado_test_build_path("yado");
    const char *argv[] = { program, "--demo", NULL };
    yado_test_terminal_set_env(terminal, "LC_ALL", "C");
    yado_test_terminal_start(terminal, argv);
    yado_test_terminal_wait_text(terminal, "Domain-0");
    yado_test_terminal_wait_text(terminal, "web-01");
    yado_test_terminal_wait_text(terminal, "F9 Quit");
    expect_clean_end(terminal);
    yado_test_terminal_free(terminal);
}

int
main(int argc, char **argv)
{
    yado_test_guard();
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/tui/journey/life-cycle", test_life_cycle);
    g_test_add_func("/tui/journey/outside", test_outside);
    g_test_add_func("/tui/journey/changed-elsewhere", test_changed_elsewhere);
    g_test_add_func("/tui/journey/login", test_login);
    g_test_add_func("/tui/journey/killed-daemon", test_killed_daemon);
    g_test_add_func("/tui/journey/xen", test_xen);
    g_test_add_func("/tui/journey/killed-program", test_killed_program);
    g_test_add_func("/tui/journey/failures", test_failures);
    g_test_add_func("/tui/journey/migrate", test_migrate);
    g_test_add_func("/tui/journey/hang-up", test_hang_up);
    g_test_add_func("/tui/journey/hang-up-in-dialog", test_hang_up_in_dialog);
    g_test_add_func("/tui/journey/too-small", test_too_small);
    g_test_add_func("/tui/journey/resize-storm", test_resize_storm);
    g_test_add_func("/tui/journey/console", test_console);
    g_test_add_func("/tui/journey/linux", test_linux_console);
    g_test_add_func("/tui/journey/plain-locale", test_plain_locale);
    return g_test_run();
}
