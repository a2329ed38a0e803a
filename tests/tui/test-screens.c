/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Screens of the manager from key scripts, as text, on the demo host: tests/golden/tui/NAME.LANGUAGE.txt.
 * What varies from run to run (clock, CPU, graphs, rates) is masked here.  YADO_TEST_REGENERATE=1 writes the files anew: read the difference.
 */
#include "config.h"

#include <signal.h>
#include <string.h>

#include <gio/gunixsocketaddress.h>

#include "yado-test-daemon.h"
#include "yado-test-terminal.h"

static const char *const languages[] = { "C", "de", "ja" };

static const struct {
    const char *pattern, *replacement;
} masks[] = {
    { "[ 0-9][0-9]:[0-9]{2}$", "HH:MM" }, /* clock */
    { " +HH:MM$", "  HH:MM" },
    { "CPU [ ▁-█]{4} +[0-9.,]+%  ", "CPU ~~~~ NN%  " },            /* the host's */
    { "[ ▁-█]{8}  {0,2}[0-9]{1,3}[.,][0-9]%", "~~~~~~~~ NNN.N%" }, /* a guest's CPU */
    { "[ ▁-█]{3}  {0,2}[0-9]{1,3}[.,][0-9]%", "~~~ NNN.N%" },
    { "[ ▁-█]{8} ( *[0-9.,]+[KMGT] +[0-9]+%)", "~~~~~~~~ \\1" },
    { "[ ▁-█]{3} ( *[0-9.,]+[KMGT] +[0-9]+%)", "~~~ \\1" }, /* its memory's graph */
    { "[▁-█ ]{8}  +[0-9.,]+[KMG]?B?(?=  libvirt)", "~~~~~~~~   RATE" },
    { "QEMU [0-9.]+  CPU ~~~~ NN%.*  HH:MM$", "QEMU and what this machine is  HH:MM" },
};

static char *
mask(const char *screen)
{
    char *text = g_strdup(screen);

    for (guint i = 0; i < G_N_ELEMENTS(masks); i++) {
        g_autoptr(GError) error = NULL;
        g_autoptr(GRegex) regex = g_regex_new(masks[i].pattern, G_REGEX_MULTILINE, 0, &error);
        char *next;

        g_assert_no_error(error);
        next = g_regex_replace(regex, text, -1, 0, masks[i].replacement, 0, &error);
        g_assert_no_error(error);
        g_free(text);
        text = next;
    }
    return text;
}

/* ---- goldens ---- */

typedef struct {
    const char *wanted;
    char *masked;
} Comparison;

static gboolean
is_as_wanted(YadoTestTerminal *terminal, gpointer data)
{
    Comparison *comparison = data;
    g_autofree char *screen = yado_test_terminal_dump(terminal);

    g_free(comparison->masked);
    comparison->masked = mask(screen);
    return g_str_equal(comparison->masked, comparison->wanted);
}

static void
check_golden(YadoTestTerminal *terminal, const char *name, const char *language)
{
    g_autofree char *file = g_strdup_printf("tests/golden/tui/%s.%s.txt", name, language);
    g_autofree char *path = yado_test_source_path(file);
    g_autofree char *wanted = NULL;
    Comparison comparison = { 0 };

    if (g_strcmp0(g_getenv("YADO_TEST_REGENERATE"), "1") == 0) {
        g_autofree char *screen = NULL, *masked = NULL;
        yado_test_terminal_wait_quiet(terminal, 500);
        screen = yado_test_terminal_dump(terminal);
        masked = mask(screen);
        yado_test_write_file(path, masked);
        return;
    }
    if (!g_file_get_contents(path, &wanted, NULL, NULL))
        g_error("%s is missing: run with YADO_TEST_REGENERATE=1 and read it", path);
    comparison.wanted = wanted;
    if (!yado_test_terminal_wait(terminal, is_as_wanted, &comparison, 10))
        g_assert_cmpstr(comparison.masked, ==, wanted);
    g_free(comparison.masked);
}

/* ---- the program ---- */

static YadoTestTerminal *
new_terminal(int rows, int columns, const char *language, const char *settings)
{
    YadoTestTerminal *terminal = yado_test_terminal_new(rows, columns);

    yado_test_terminal_set_env(terminal, "YADO_SETTINGS", settings);
    yado_test_terminal_set_env(terminal, "LC_ALL", "C.UTF-8");
    yado_test_terminal_set_env(terminal, "LANGUAGE", g_str_equal(language, "C") ? "" : language);
    return terminal;
}

static YadoTestTerminal *
start(int rows, int columns, const char *language)
{
    g_autofree char *program = yado_test_build_path("yado");
    g_autofree char *folder = yado_test_make_folder("screens");
    g_autofree char *settings = g_build_filename(folder, "yado.conf", NULL);
    YadoTestTerminal *terminal = new_terminal(rows, columns, language, settings);

    yado_test_terminal_start(terminal, (const char *[]){ program, "--demo", NULL });
    yado_test_terminal_wait_text(terminal, "web-02");
    return terminal;
}

/* A host that answers nothing until it is let go. */
static GSocketListener *
listen_silently(const char *path)
{
    GSocketListener *listener = g_socket_listener_new();
    g_autoptr(GSocketAddress) address = g_unix_socket_address_new(path);
    g_autoptr(GError) error = NULL;

    g_socket_listener_add_address(listener, address, G_SOCKET_TYPE_STREAM,
                                  G_SOCKET_PROTOCOL_DEFAULT, NULL, NULL, &error);
    g_assert_no_error(error);
    return listener;
}

static void
let_go(GSocketListener *listener)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(GSocketConnection) connection =
        g_socket_listener_accept(listener, NULL, NULL, &error);

    g_assert_no_error(error);
    g_io_stream_close(G_IO_STREAM(connection), NULL, NULL);
}

/* To the guest @name, by the filter. */
static void
go_to(YadoTestTerminal *terminal, const char *name)
{
    yado_test_terminal_press(terminal, "/");
    yado_test_terminal_type(terminal, name);
    yado_test_terminal_wait_no_text(terminal, "Domain-0");
    yado_test_terminal_press(terminal, "Enter");
    yado_test_terminal_wait_row(terminal, "▸", name);
}

static void
quit(YadoTestTerminal *terminal)
{
    yado_test_terminal_press(terminal, "F9");
    g_assert_cmpint(yado_test_terminal_wait_exit(terminal), ==, 0);
}

/* ---- tests ---- */

static void
test_manager(gconstpointer data)
{
    const char *language = data;
    g_autoptr(YadoTestTerminal) terminal = start(24, 80, language);

    yado_test_terminal_wait_row(terminal, "YaDO", "%");
    check_golden(terminal, "manager-80x24", language);
    yado_test_terminal_press(terminal, "F2");
    yado_test_terminal_wait_text(terminal, "Enter");
    check_golden(terminal, "actions", language);
    yado_test_terminal_press(terminal, "F9");
    yado_test_terminal_resize(terminal, 20, 60);
    check_golden(terminal, "manager-60x20", language);
    yado_test_terminal_resize(terminal, 43, 132);
    check_golden(terminal, "manager-132x43", language);
    quit(terminal);
}

/* A question that is resized while it stands there, and answered no. */
static void
test_question(gconstpointer data)
{
    const char *language = data;
    g_autoptr(YadoTestTerminal) terminal = start(24, 80, language);

    yado_test_terminal_wait_row(terminal, "YaDO", "%");
    go_to(terminal, "web-01");
    yado_test_terminal_press(terminal, "x");
    yado_test_terminal_wait_text(terminal, "[ ]");
    check_golden(terminal, "question", language);
    yado_test_terminal_resize(terminal, 20, 60);
    check_golden(terminal, "question-60x20", language);
    yado_test_terminal_resize(terminal, 5, 20);
    yado_test_terminal_wait_text(terminal, "60x20");
    yado_test_terminal_resize(terminal, 24, 80);
    check_golden(terminal, "question", language);
    yado_test_terminal_press(terminal, "Enter"); /* the default of what destroys is no */
    yado_test_terminal_wait_no_text(terminal, "[ ]");
    g_assert_cmpint(yado_test_terminal_find_row(terminal, "web-01"), >=, 0);
    quit(terminal);
}

static void
test_pages(gconstpointer data)
{
    static const char *const names[] = { "overview", "processors", "memory", "startup",  "disk",
                                         "network",  "console",    NULL,     "snapshots" };
    const char *language = data;
    g_autoptr(YadoTestTerminal) terminal = start(24, 80, language);

    yado_test_terminal_wait_row(terminal, "YaDO", "%");
    go_to(terminal, "web-01");
    yado_test_terminal_press(terminal, "Enter");
    yado_test_terminal_wait_row(terminal, "F8", "F10");
    for (guint i = 0; i < G_N_ELEMENTS(names); i++) {
        g_autofree char *name = g_strconcat("page-", names[i], NULL);

        if (names[i] != NULL) /* the grid of the pinning page has numbers that change */
            check_golden(terminal, name, language);
        yado_test_terminal_press(terminal, "Down");
    }
    yado_test_terminal_press(terminal, "F8");
    yado_test_terminal_wait_row(terminal, "▸", "web-01");
    quit(terminal);
}

/* The grid of processors: a cell, a line, a column; what was changed is marked, and taken back. */
static void
test_pinning(gconstpointer data)
{
    const char *language = data;
    g_autoptr(YadoTestTerminal) terminal = start(24, 80, language);

    go_to(terminal, "web-01");
    yado_test_terminal_press(terminal, "Enter");
    yado_test_terminal_wait_row(terminal, "F8", "F10");
    yado_test_terminal_press(terminal, "Down Down Down Down Down Down Down");
    yado_test_terminal_wait_text(terminal, "vCPU 0");
    yado_test_terminal_press(terminal, "Tab Right Space Down r");
    yado_test_terminal_wait_text(terminal, "* vCPU 1  # . .");
    check_golden(terminal, "pinning", language);
    yado_test_terminal_press(terminal, "Down Right c");
    yado_test_terminal_wait_text(terminal, "* vCPU 1  # . #");
    yado_test_terminal_resize(terminal, 20, 60);
    check_golden(terminal, "pinning-60x20", language);
    yado_test_terminal_press(terminal, "F6"); /* asks too */
    yado_test_terminal_wait_text(terminal, "┌─ ");
    yado_test_terminal_press(terminal, "Enter");
    yado_test_terminal_wait_no_text(terminal, "┌─ ");
    yado_test_terminal_press(terminal, "F8"); /* asks: nothing was applied */
    yado_test_terminal_wait_text(terminal, "┌─ ");
    yado_test_terminal_press(terminal, "Left Enter");
    quit(terminal);
}

/* Through the steps, a further disk, and the summary at three sizes. */
static void
test_wizard(gconstpointer data)
{
    const char *language = data;
    g_autoptr(YadoTestTerminal) terminal = start(24, 80, language);

    yado_test_terminal_wait_row(terminal, "YaDO", "%");
    yado_test_terminal_press(terminal, "F3");
    yado_test_terminal_wait_text(terminal, "1");
    yado_test_terminal_press(terminal, "Tab");
    yado_test_terminal_type(terminal, "/srv/a.iso");
    yado_test_terminal_wait_text(terminal, "/srv/a.iso");
    check_golden(terminal, "wizard-source", language);
    yado_test_terminal_press(terminal, "F10");
    yado_test_terminal_wait_no_text(terminal, "/srv/a.iso");
    check_golden(terminal, "wizard-kind", language);
    yado_test_terminal_press(terminal, "F10"); /* what libosinfo says is not looked at */
    yado_test_terminal_wait_text(terminal, "3");
    yado_test_terminal_press(terminal, "F10");
    yado_test_terminal_wait_text(terminal, "GiB");
    yado_test_terminal_type(terminal, "new");
    yado_test_terminal_wait_text(terminal, "[new ");
    check_golden(terminal, "wizard-resources", language);
    yado_test_terminal_press(terminal, "F10");
    yado_test_terminal_wait_text(terminal, "qcow2");
    for (guint i = 0; i < 5; i++)
        yado_test_terminal_press(terminal, "Tab");
    yado_test_terminal_press(terminal, "F3");
    yado_test_terminal_wait_text(terminal, "┌");
    yado_test_terminal_press(terminal, "Tab");
    yado_test_terminal_press(terminal, "Tab");
    yado_test_terminal_type(terminal, "5G");
    check_golden(terminal, "wizard-row", language);
    yado_test_terminal_press(terminal, "F10");
    yado_test_terminal_wait_no_text(terminal, "┌");
    check_golden(terminal, "wizard-storage", language);
    yado_test_terminal_press(terminal, "F6");
    yado_test_terminal_wait_text(terminal, "/srv/");
    check_golden(terminal, "wizard-summary", language);
    yado_test_terminal_resize(terminal, 20, 60);
    check_golden(terminal, "wizard-summary-60x20", language);
    yado_test_terminal_resize(terminal, 43, 132);
    check_golden(terminal, "wizard-summary-132x43", language);
    yado_test_terminal_resize(terminal, 24, 80);
    check_golden(terminal, "wizard-summary", language);
}

static void
test_help(gconstpointer data)
{
    const char *language = data;
    g_autoptr(YadoTestTerminal) terminal = start(24, 80, language);

    yado_test_terminal_wait_row(terminal, "YaDO", "%");
    go_to(terminal, "web-01");
    yado_test_terminal_press(terminal, "Enter");
    yado_test_terminal_wait_row(terminal, "F8", "F10");
    yado_test_terminal_press(terminal, "Down Tab F1");
    yado_test_terminal_wait_text(terminal, "┌─ "); /* the dialog's frame */
    check_golden(terminal, "help", language);
    yado_test_terminal_press(terminal, "Esc Esc F8");
    quit(terminal);
}

/* What cannot be read is said beside the field; what can is applied, waits for the next start, and is undone. */
static void
test_edit(void)
{
    g_autoptr(YadoTestTerminal) terminal = start(24, 80, "C");

    go_to(terminal, "web-01");
    yado_test_terminal_press(terminal, "Enter");
    yado_test_terminal_wait_text(terminal, "Processors");
    yado_test_terminal_press(terminal, "Down Tab Tab Backspace x F10");
    yado_test_terminal_wait_row(terminal, "!", "Maximum must be a whole");
    yado_test_terminal_press(terminal, "Backspace 6 F10");
    yado_test_terminal_wait_text(terminal, "Changes waiting: 1");
    yado_test_terminal_press(terminal, "Ctrl+P");
    yado_test_terminal_wait_text(terminal, "Processors: Maximum: 4 → 6");
    yado_test_terminal_press(terminal, "F1");
    yado_test_terminal_wait_text(terminal, "What is stored and what runs");
    yado_test_terminal_press(terminal, "Enter");
    yado_test_terminal_wait_no_text(terminal, "What is stored and what runs");
    yado_test_terminal_press(terminal, "Enter Down Enter");
    yado_test_terminal_wait_no_text(terminal, "Changes waiting");
    yado_test_terminal_wait_row(terminal, "Maximum", "[4");
    yado_test_terminal_press(terminal, "F8");
    quit(terminal);
}

/* The page with the most keys, on the narrowest terminal: all keys are there, and what the last one does. */
static void
test_narrow_bar(void)
{
    g_autoptr(YadoTestTerminal) terminal = start(24, 80, "C");

    yado_test_terminal_resize(terminal, 20, 60);
    go_to(terminal, "web-01");
    yado_test_terminal_press(terminal, "Enter");
    yado_test_terminal_wait_text(terminal, "Processors");
    yado_test_terminal_press(terminal, "Down Tab Tab Backspace 6 F10");
    yado_test_terminal_wait_text(terminal, "Changes waiting: 1");
    yado_test_terminal_press(terminal, "F8");
    yado_test_terminal_wait_text(terminal, "Guests 1 of 20");
    yado_test_terminal_press(terminal, "F4");
    yado_test_terminal_wait_text(terminal, "<domain");
    yado_test_terminal_wait_row(terminal, "F1 F2", "F10 Ap");
    yado_test_terminal_wait_text(terminal, "[ Apply ]"); /* in a line of its own */
    yado_test_terminal_press(terminal, "F8");
    quit(terminal);
}

/* ---- Dialogs of a Xen host, on a double of it ---- */

static YadoTestTerminal *
start_xen(const char *language)
{
    YadoTestTerminal *terminal = new_terminal(24, 80, language, "/nonexistent/yado.conf");
    g_autofree char *program = yado_test_build_path("yado");
    g_autofree char *agent = yado_test_build_path("tests/lib/yado-test-xl-agent");

    yado_test_terminal_set_env(terminal, "YADO_XL_AGENT", agent);
    yado_test_terminal_set_env(terminal, "YADO_TEST_XL", "four-cpus");
    yado_test_terminal_start(terminal, (const char *[]){ program, "-c", "xl:///", NULL });
    yado_test_terminal_wait_text(terminal, "anon");
    return terminal;
}

static const char *
choose_word(const char *language, const char *const *words)
{
    for (guint i = 0; i < G_N_ELEMENTS(languages); i++)
        if (g_str_equal(languages[i], language))
            return words[i];
    g_assert_not_reached();
}

/* By what came: the next item may have the same help, and differs by a colour. */
static gboolean
has_answered(YadoTestTerminal *terminal, gpointer before)
{
    return yado_test_terminal_get_bytes(terminal) != *(guint64 *)before;
}

/* The action whose help, below the menu, begins like that. */
static void
pick_action(YadoTestTerminal *terminal, const char *language, const char *const *helps)
{
    const char *help = choose_word(language, helps);

    yado_test_terminal_press(terminal, "F2");
    yado_test_terminal_wait_text(terminal, "┌─ ");
    yado_test_terminal_wait_quiet(terminal, 100);
    for (guint i = 0; i < 200 && !yado_test_terminal_has_text(terminal, help); i++) {
        guint64 before = yado_test_terminal_get_bytes(terminal);

        yado_test_terminal_press(terminal, "Down");
        yado_test_terminal_wait(terminal, has_answered, &before, 2);
        yado_test_terminal_wait_quiet(terminal, 50);
    }
    g_assert_true(yado_test_terminal_has_text(terminal, help));
    yado_test_terminal_press(terminal, "Enter");
    yado_test_terminal_wait_no_text(terminal, help);
}

/* At three sizes, and away. */
static void
check_dialog(YadoTestTerminal *terminal, const char *dialog, const char *language)
{
    static const int sizes[][2] = { { 20, 60 }, { 43, 132 }, { 24, 80 } };

    yado_test_terminal_wait_text(terminal, "┌─ ");
    for (guint i = 0; i < G_N_ELEMENTS(sizes); i++) {
        g_autofree char *name =
            g_strdup_printf("dialog-%s-%dx%d", dialog, sizes[i][1], sizes[i][0]);

        yado_test_terminal_resize(terminal, sizes[i][0], sizes[i][1]);
        check_golden(terminal, name, language);
    }
    yado_test_terminal_press(terminal, "F9");
    yado_test_terminal_wait_no_text(terminal, "┌─ ");
}

static void
test_xen_dialogs(gconstpointer data)
{
    static const struct {
        const char *name, *helps[G_N_ELEMENTS(languages)];
    } dialogs[] = {
        { "button", { "Presses a button", "Drückt eine Taste", "ゲストの仮想的な" } },
        { "debug-keys", { "Sends Xen itself", "Schickt Xen selbst", "Xen 自体に" } },
    };
    const char *language = data;
    g_autoptr(YadoTestTerminal) terminal = start_xen(language);

    yado_test_terminal_wait_row(terminal, "YaDO", "%");
    go_to(terminal, "lv");
    for (guint i = 0; i < G_N_ELEMENTS(dialogs); i++) {
        pick_action(terminal, language, dialogs[i].helps);
        check_dialog(terminal, dialogs[i].name, language);
    }
    quit(terminal);
}

static void
test_cpu_pools(gconstpointer data)
{
    static const char *const helps[] = { "Shows Xen's CPU pools", "Zeigt die CPU-Pools",
                                         "Xen の CPU プール" };
    static const char *const set_helps[] = { "Gives a CPU pool another", "Gibt einem CPU-Pool",
                                             "CPU プールの名前や" };
    const char *language = data;
    g_autoptr(YadoTestTerminal) terminal = start_xen(language);

    pick_action(terminal, language, helps);
    yado_test_terminal_wait_row(terminal, "fast", "3");
    yado_test_terminal_press(terminal, "F3");
    check_dialog(terminal, "cpupool-create", language);
    pick_action(terminal, language, set_helps);
    check_dialog(terminal, "cpupool-set", language);
    yado_test_terminal_press(terminal, "F5");
    check_dialog(terminal, "cpupool-delete", language);
    yado_test_terminal_press(terminal, "F8");
    quit(terminal);
}

/* Only a real hypervisor's guests can be moved; one that never ran is enough for the form. */
static void
test_migrate_dialog(gconstpointer data)
{
    static const char *const helps[] = { "Moves a guest to another", "Bringt einen Gast auf einen",
                                         "ゲストを別のホスト" };
    const char *language = data;
    g_autoptr(YadoTestDaemon) daemon = yado_test_daemon_new();

    if (!daemon)
        return;
    const char *uri = yado_test_daemon_get_qemu_uri(daemon);
    g_autofree char *settings = yado_test_make_folder("known");
    g_autofree char *file = g_build_filename(settings, "yado.conf", NULL);
    g_autofree char *setting = g_strconcat("YADO_SETTINGS=", file, NULL);
    g_autofree char *program = yado_test_build_path("yado");

    yado_test_virsh_define(uri, "<domain type='qemu'><name>web</name><memory unit='MiB'>64</memory>"
                                "<os><type arch='x86_64'>hvm</type></os></domain>");
    g_assert_cmpint(yado_test_run((const char *[]){ "env", setting, program, "connections", "add",
                                                    uri, "--label", "here", "--keep", NULL },
                                  NULL),
                    ==, 0);
    g_autoptr(YadoTestTerminal) terminal = new_terminal(24, 80, language, file);
    yado_test_terminal_start(terminal, (const char *[]){ program, "-c", "here", NULL });
    yado_test_terminal_wait_row(terminal, "web", "-");
    pick_action(terminal, language, helps);
    check_dialog(terminal, "migrate", language);
    quit(terminal);
}

/* F1 in the menus of the list tells what they choose from. */
static void
test_menu_help(void)
{
    g_autoptr(YadoTestTerminal) terminal = start(24, 80, "C");

    for (guint i = 0; i < 2; i++) {
        yado_test_terminal_press(terminal, i == 0 ? "o" : "c");
        yado_test_terminal_wait_text(terminal, i == 0 ? "┌─ Sort by" : "┌─ Columns");
        yado_test_terminal_press(terminal, "F1");
        yado_test_terminal_wait_text(terminal, "┌─ Help");
        yado_test_terminal_press(terminal, "Enter F9");
        yado_test_terminal_wait_no_text(terminal, "┌─");
    }
    quit(terminal);
}

/* On a guest's pages F5 is about the device: the menu does not say that it deletes the guest. */
static void
test_page_menu(void)
{
    g_autoptr(YadoTestTerminal) terminal = start(43, 80, "C");

    go_to(terminal, "web-01");
    yado_test_terminal_press(terminal, "Enter");
    yado_test_terminal_wait_row(terminal, "F8", "F10");
    yado_test_terminal_press(terminal, "F2");
    yado_test_terminal_wait_text(terminal, "┌─ Actions");
    yado_test_terminal_press(terminal, "End");
    g_assert_cmpint(yado_test_terminal_find_row(terminal, "  F5 "), <, 0);
    yado_test_terminal_press(terminal, "F9 F8");
    quit(terminal);
}

/* A letter goes to the next choice that begins with it. */
static void
test_type_ahead(void)
{
    g_autoptr(YadoTestTerminal) terminal = start(24, 80, "C");

    yado_test_terminal_press(terminal, "F3");
    yado_test_terminal_wait_text(terminal, "Start from [an installation medium");
    yado_test_terminal_press(terminal, "Enter n Enter");
    yado_test_terminal_wait_text(terminal, "Start from [nothing: an empty guest");
    yado_test_terminal_press(terminal, "Enter a a Enter"); /* "an existing …", then the first one */
    yado_test_terminal_wait_text(terminal, "[a disk or image");
    yado_test_terminal_press(terminal, "F9");
    yado_test_terminal_wait_text(terminal, "┌─ Abort");
    yado_test_terminal_press(terminal, "F10");
    yado_test_terminal_wait_no_text(terminal, "Start from");
    quit(terminal);
}

/* Only what was filled in is asked for; a refusal is called as the dialog that it refuses. */
static void
test_leave_wizard(void)
{
    g_autoptr(YadoTestTerminal) terminal = start(24, 80, "C");

    yado_test_terminal_press(terminal, "F5"); /* the control domain */
    yado_test_terminal_wait_text(terminal, "┌─ Delete ─");
    yado_test_terminal_press(terminal, "F10 F3");
    yado_test_terminal_wait_text(terminal, "Step 1 of 8");
    yado_test_terminal_press(terminal, "F9");
    yado_test_terminal_wait_text(terminal, "Guests 20");
    yado_test_terminal_press(terminal, "F3");
    yado_test_terminal_wait_text(terminal, "Step 1 of 8");
    yado_test_terminal_press(terminal, "Tab x F9");
    yado_test_terminal_wait_text(terminal, "What was filled in is lost");
    yado_test_terminal_press(terminal, "F10");
    yado_test_terminal_wait_text(terminal, "Guests 20");
    quit(terminal);
}

/* Asked before its configuration was read, the dialog does not know the disks, and says so. */
static void
ask_to_delete(YadoTestTerminal *terminal)
{
    yado_test_terminal_press(terminal, "F5");
    yado_test_terminal_wait_text(terminal, "Disks to erase");
    while (yado_test_terminal_has_text(terminal, "not known yet")) {
        yado_test_terminal_press(terminal, "F9");
        yado_test_terminal_wait_no_text(terminal, "Disks to erase");
        yado_test_terminal_press(terminal, "F5");
        yado_test_terminal_wait_text(terminal, "Disks to erase");
    }
}

/* A disk that is kept says why, however long its path is. */
static void
test_kept_disk(void)
{
    g_autoptr(YadoTestTerminal) terminal = start(24, 80, "C");

    go_to(terminal, "new-desktop");
    ask_to_delete(terminal);
    yado_test_terminal_wait_row(terminal, "/srv/iso/openSUSE-Leap", "…  a removable medium");
    yado_test_terminal_resize(terminal, 20, 60);
    yado_test_terminal_wait_row(terminal, "/srv/iso/op…", "a removable med…");
    yado_test_terminal_press(terminal, "F9");
    yado_test_terminal_wait_no_text(terminal, "┌─ ");
    quit(terminal);
}

/* What its menu opens is a page of the guest that is open, with its edits: the way back is one step. */
static void
test_page_of_menu(void)
{
    g_autoptr(YadoTestTerminal) terminal = start(24, 80, "C");

    go_to(terminal, "web-01");
    yado_test_terminal_press(terminal, "Enter");
    yado_test_terminal_wait_text(terminal, "Processors");
    yado_test_terminal_press(terminal, "Down Tab Tab Backspace 7 F2");
    yado_test_terminal_wait_text(terminal, "┌─ Actions");
    yado_test_terminal_press(terminal, "Down Enter");
    yado_test_terminal_wait_text(terminal, "<domain");
    yado_test_terminal_wait_row(terminal, "web-01", "1 change not applied");
    yado_test_terminal_press(terminal, "F2");
    yado_test_terminal_wait_text(terminal, "┌─ Actions");
    yado_test_terminal_press(terminal, "Down Down Enter");
    yado_test_terminal_wait_text(terminal, "┌─ Add hardware");
    yado_test_terminal_press(terminal, "F9");
    yado_test_terminal_wait_no_text(terminal, "┌─ Add hardware");
    yado_test_terminal_press(terminal, "F8");
    yado_test_terminal_wait_text(terminal, "[ Discard ]");
    yado_test_terminal_press(terminal, "F10");
    yado_test_terminal_wait_text(terminal, "Guests 1 of 20");
    quit(terminal);
}

/* Of the marked ones those that do not fit are named; the others are done. */
static void
test_some_fit(void)
{
    g_autoptr(YadoTestTerminal) terminal = start(24, 80, "C");

    yado_test_terminal_press(terminal, "Ctrl+A p");
    yado_test_terminal_wait_text(terminal, "Left out:");
    yado_test_terminal_press(terminal, "F9");
    yado_test_terminal_wait_no_text(terminal, "Left out:");
    quit(terminal);
}

/* A list on a page: F3 is a row of it, not a device; what is in it is written down, and taken back. */
static void
test_rows(void)
{
    g_autoptr(YadoTestTerminal) terminal = start(24, 80, "C");

    go_to(terminal, "web-01");
    yado_test_terminal_press(terminal, "Enter");
    yado_test_terminal_wait_row(terminal, "F8", "F10");
    yado_test_terminal_press(terminal, "Down");
    yado_test_terminal_wait_text(terminal, "Features");
    yado_test_terminal_press(terminal, "Tab Tab Tab Tab Tab F3");
    yado_test_terminal_wait_text(terminal, "Processor feature");
    yado_test_terminal_type(terminal, "vmx");
    yado_test_terminal_wait_row(terminal, "Feature", "[vmx");
    yado_test_terminal_press(terminal, "F10");
    yado_test_terminal_wait_row(terminal, "Features", "vmx");
    yado_test_terminal_wait_text(terminal, "1 change not applied");
    yado_test_terminal_press(terminal, "F5");
    yado_test_terminal_wait_no_text(terminal, "1 change not applied");
    yado_test_terminal_press(terminal, "F8");
    quit(terminal);
}

/* What can be added, the page of what is new in three sizes, and what is missing on it. */
static void
test_hardware(gconstpointer data)
{
    const char *language = data;
    g_autoptr(YadoTestTerminal) terminal = start(24, 80, language);

    go_to(terminal, "web-01");
    yado_test_terminal_press(terminal, "Enter");
    yado_test_terminal_wait_text(terminal, "xvda");
    yado_test_terminal_press(terminal, "F3");
    yado_test_terminal_wait_text(terminal, "┌─ ");
    check_golden(terminal, "add-hardware", language);
    yado_test_terminal_press(terminal, "Enter");
    yado_test_terminal_wait_row(terminal, "▸", "xvd");
    yado_test_terminal_wait_text(terminal, "[20 GiB");
    yado_test_terminal_press(terminal, "Tab Tab Ctrl+U");
    yado_test_terminal_wait_no_text(terminal, "[20 GiB");
    yado_test_terminal_press(terminal, "F10");
    yado_test_terminal_wait_row(terminal, "!", " ");
    check_golden(terminal, "new-disk-80x24", language);
    yado_test_terminal_resize(terminal, 20, 60);
    check_golden(terminal, "new-disk-60x20", language);
    yado_test_terminal_resize(terminal, 43, 132);
    check_golden(terminal, "new-disk-132x43", language);
    yado_test_terminal_press(terminal, "F9 Left Enter");
    quit(terminal);
}

/* A disk comes and goes: each waits for the next start here, and leaves nothing behind. */
static void
test_disk_comes_and_goes(void)
{
    g_autoptr(YadoTestTerminal) terminal = start(24, 80, "C");

    go_to(terminal, "web-01");
    yado_test_terminal_press(terminal, "Enter");
    yado_test_terminal_wait_text(terminal, "xvda");
    yado_test_terminal_press(terminal, "F3");
    yado_test_terminal_wait_text(terminal, "Add hardware");
    yado_test_terminal_press(terminal, "Enter");
    yado_test_terminal_wait_text(terminal, "new: the guest has it from its");
    yado_test_terminal_wait_text(terminal, "1 change not applied");
    yado_test_terminal_wait_row(terminal, "Pool", "free)"); /* the host has told of them */
    yado_test_terminal_press(terminal, "Tab Tab Ctrl+U");
    yado_test_terminal_wait_no_text(terminal, "[20 GiB");
    yado_test_terminal_press(terminal, "F10"); /* to what is missing */
    yado_test_terminal_wait_text(terminal, "! Size must be filled in.");
    yado_test_terminal_type(terminal, "3G");
    yado_test_terminal_press(terminal, "F10");
    yado_test_terminal_wait_text(terminal, "Changes waiting: 1");
    yado_test_terminal_wait_row(terminal, "Source", "/var/lib/xen/image…");
    yado_test_terminal_wait_row(terminal, "Format", "qcow2");
    yado_test_terminal_press(terminal, "F5");
    yado_test_terminal_wait_text(terminal, "1 change not applied");
    yado_test_terminal_press(terminal, "F10");
    yado_test_terminal_wait_no_text(terminal, "change");
    yado_test_terminal_wait_no_text(terminal, "Working");
    yado_test_terminal_press(terminal, "F8");
    quit(terminal);
}

/* What exists is named instead: the field for it comes in the place of those of a new one. */
static void
test_disk_that_exists(void)
{
    g_autoptr(YadoTestTerminal) terminal = start(24, 80, "C");

    go_to(terminal, "web-01");
    yado_test_terminal_press(terminal, "Enter");
    yado_test_terminal_wait_text(terminal, "xvda");
    yado_test_terminal_press(terminal, "F3");
    yado_test_terminal_wait_text(terminal, "Add hardware");
    yado_test_terminal_press(terminal, "Enter");
    yado_test_terminal_wait_text(terminal, "a new disk");
    yado_test_terminal_press(terminal, "Alt+x End Enter");
    yado_test_terminal_wait_no_text(terminal, "Pool");
    yado_test_terminal_press(terminal, "F10");
    yado_test_terminal_wait_text(terminal, "! A hard disk needs a source.");
    yado_test_terminal_type(terminal, "/nonexistent/more.qcow2");
    yado_test_terminal_press(terminal, "F10");
    yado_test_terminal_wait_text(terminal, "Changes waiting: 1");
    yado_test_terminal_wait_row(terminal, "Format", "qcow2");
    yado_test_terminal_press(terminal, "F8");
    quit(terminal);
}

/* A window that comes while somebody types is not closed by what was meant for the field below; else Enter closes it. */
static void
test_late_error(gconstpointer data)
{
    gboolean is_typing = GPOINTER_TO_INT(data);
    g_autoptr(YadoTestTerminal) terminal = yado_test_terminal_new(24, 80);
    g_autofree char *program = yado_test_build_path("yado");
    g_autofree char *folder = yado_test_make_folder("screens");
    g_autofree char *socket = g_build_filename(folder, "socket", NULL);
    g_autofree char *uri = g_strdup_printf("qemu+unix:///session?socket=%s", socket);
    g_autofree char *demo = yado_test_source_path("data/demo-host.xml");
    g_autofree char *first = g_strdup_printf("test://%s", demo);
    g_autoptr(GSocketListener) listener = listen_silently(socket);

    yado_test_terminal_set_env(terminal, "YADO_SETTINGS", "/nonexistent/yado.conf");
    yado_test_terminal_set_env(terminal, "LC_ALL", "C.UTF-8");
    yado_test_terminal_start(terminal, (const char *[]){ program, "-c", first, "-c", uri, NULL });
    yado_test_terminal_wait_text(terminal, "web-02");
    if (is_typing) {
        yado_test_terminal_type(terminal, "/we");
        yado_test_terminal_wait_text(terminal, "[we");
    }
    let_go(listener);
    yado_test_terminal_wait_text(terminal, "[ OK ]");
    if (is_typing) {
        yado_test_terminal_type(terminal, "b ");
        yado_test_terminal_press(terminal, "Enter F4");
        yado_test_terminal_wait_text(terminal, "F9 Close"); /* the details: it is there still */
        yado_test_terminal_press(terminal, "F9 Tab Tab");
    }
    yado_test_terminal_press(terminal, "Enter");
    yado_test_terminal_wait_no_text(terminal, "[ OK ]");
    quit(terminal);
}

/* Leaving with edits asks; the edits are lost only after a yes. */
static void
test_leave_edited(void)
{
    g_autoptr(YadoTestTerminal) terminal = start(24, 80, "C");

    go_to(terminal, "web-01");
    yado_test_terminal_press(terminal, "Enter");
    yado_test_terminal_wait_text(terminal, "Processors");
    yado_test_terminal_press(terminal, "Down Tab Tab Backspace 7 F8");
    yado_test_terminal_wait_text(terminal, "[ Discard ]");
    yado_test_terminal_press(terminal, "Enter");
    yado_test_terminal_wait_row(terminal, "Maximum", "[7");
    yado_test_terminal_press(terminal, "F8 F10");
    yado_test_terminal_wait_text(terminal, "Guests 1 of 20");
    quit(terminal);
}

/* Broken XML is refused with its line, and nothing typed is lost. */
static void
test_broken_text(void)
{
    g_autoptr(YadoTestTerminal) terminal = start(24, 80, "C");

    go_to(terminal, "web-01");
    yado_test_terminal_press(terminal, "F4");
    yado_test_terminal_wait_text(terminal, "<domain");
    yado_test_terminal_press(terminal, "F4 Down Down End");
    yado_test_terminal_type(terminal, "<b>");
    yado_test_terminal_wait_text(terminal, "<b>");
    yado_test_terminal_press(terminal, "F10");
    yado_test_terminal_wait_text(terminal, "line");
    yado_test_terminal_wait_text(terminal, "Check");
    yado_test_terminal_press(terminal, "Enter Ctrl+End");
    yado_test_terminal_press(terminal, "Ctrl+Home");
    yado_test_terminal_wait_text(terminal, "<b>");
    yado_test_terminal_press(terminal, "F8 F10");
    yado_test_terminal_wait_text(terminal, "Guests 1 of 20");
    quit(terminal);
}

/* Another page is looked at: the text stays as it was typed, and is not left without a word. */
static void
test_draft(void)
{
    g_autoptr(YadoTestTerminal) terminal = start(24, 80, "C");

    go_to(terminal, "web-01");
    yado_test_terminal_press(terminal, "F4");
    yado_test_terminal_wait_text(terminal, "<domain");
    yado_test_terminal_press(terminal, "F4 Down Down End");
    yado_test_terminal_type(terminal, "<b>");
    yado_test_terminal_wait_text(terminal, "<b>");
    yado_test_terminal_press(terminal, "BackTab Up");
    yado_test_terminal_wait_no_text(terminal, "<b>");
    yado_test_terminal_press(terminal, "F10"); /* what is applied is shown, with its error */
    yado_test_terminal_wait_text(terminal, "Check");
    yado_test_terminal_press(terminal, "Enter Ctrl+Home");
    yado_test_terminal_wait_text(terminal, "<b>");
    yado_test_terminal_press(terminal, "F8");
    yado_test_terminal_wait_text(terminal, "[ Discard ]");
    yado_test_terminal_press(terminal, "F10");
    yado_test_terminal_wait_text(terminal, "Guests 1 of 20");
    quit(terminal);
}

/* Several marked guests, one question that names them, one job each. */
static void
test_marked(void)
{
    g_autoptr(YadoTestTerminal) terminal = start(24, 80, "C");

    yado_test_terminal_wait_row(terminal, "web-01", "Running");
    yado_test_terminal_press(terminal, "/");
    yado_test_terminal_type(terminal, "web-0");
    yado_test_terminal_wait_text(terminal, "Guests 2 of 20");
    yado_test_terminal_press(terminal, "Enter Space Space");
    yado_test_terminal_wait_text(terminal, "2 guests are marked");
    yado_test_terminal_press(terminal, "p");
    yado_test_terminal_wait_row(terminal, "web-01", "Paused");
    yado_test_terminal_wait_row(terminal, "web-02", "Paused");
    yado_test_terminal_press(terminal, "j");
    yado_test_terminal_wait_text(terminal, "✓ Pause web-01");
    yado_test_terminal_wait_text(terminal, "✓ Pause web-02");
    yado_test_terminal_press(terminal, "F9");
    quit(terminal);
}

/* Esc alone clears the filter and never leaves the program; Esc 2 is F2. */
static void
test_escape(void)
{
    g_autoptr(YadoTestTerminal) terminal = start(24, 80, "C");

    go_to(terminal, "web-01");
    yado_test_terminal_press(terminal, "Esc");
    yado_test_terminal_wait_text(terminal, "Guests 20, running");
    yado_test_terminal_press(terminal, "Esc 2");
    yado_test_terminal_wait_text(terminal, "Actions ─");
    yado_test_terminal_press(terminal, "F9");
    yado_test_terminal_wait_no_text(terminal, "Actions ─");
    quit(terminal);
}

static void
test_filter_japanese(void)
{
    g_autoptr(YadoTestTerminal) terminal = start(24, 80, "C");

    yado_test_terminal_press(terminal, "/");
    yado_test_terminal_type(terminal, "開発");
    yado_test_terminal_wait_text(terminal, "Guests 1 of 20");
    yado_test_terminal_wait_row(terminal, "開発サーバー", "PVH");
    yado_test_terminal_type(terminal, "zzz");
    yado_test_terminal_wait_text(terminal, "Guests 0 of 20");
    quit(terminal);
}

static void
test_host_fails(void)
{
    g_autoptr(YadoTestTerminal) terminal = yado_test_terminal_new(24, 80);
    g_autofree char *program = yado_test_build_path("yado");

    yado_test_terminal_start(terminal, (const char *[]){ program, "-c", "nothing://here", NULL });
    yado_test_terminal_wait_text(terminal, "nothing");
    yado_test_terminal_wait_text(terminal, "[ OK ]");
    yado_test_terminal_press(terminal, "Enter");
    yado_test_terminal_wait_no_text(terminal, "[ OK ]");
    quit(terminal);
}

/* The hosts come with their first row, and the mark of more above stands beside the numbers, not on them. */
static void
test_two_hosts(void)
{
    g_autoptr(YadoTestTerminal) terminal = start(24, 80, "C");

    yado_test_terminal_press(terminal, "n");
    yado_test_terminal_wait_text(terminal, "Keep it even");
    yado_test_terminal_press(terminal, "Enter End Enter Tab");
    yado_test_terminal_type(terminal, "test:///default");
    yado_test_terminal_press(terminal, "F10");
    yado_test_terminal_wait_text(terminal, "All hosts");
    yado_test_terminal_wait_row(terminal, "Demo host", "11/20");
    yado_test_terminal_wait_row(terminal, "Add connection", "done"); /* quitting asks before */
    yado_test_terminal_press(terminal, "Tab");
    for (guint i = 0; i < 18; i++)
        yado_test_terminal_press(terminal, "Down");
    yado_test_terminal_wait_no_text(terminal, "All hosts");
    yado_test_terminal_wait_row(terminal, "Demo host", "11/20↑");
    quit(terminal);
}

static void
test_dumb(void)
{
    g_autoptr(YadoTestTerminal) terminal = yado_test_terminal_new(24, 80);
    g_autofree char *program = yado_test_build_path("yado");

    yado_test_terminal_set_env(terminal, "TERM", "dumb");
    yado_test_terminal_start(terminal, (const char *[]){ program, "--demo", NULL });
    g_assert_cmpint(yado_test_terminal_wait_exit(terminal), ==, 2);
    yado_test_terminal_wait_text(terminal, "TERM is “dumb”");
}

/* The Linux console has other keys and fewer characters; a locale that is not UTF-8 has only ASCII. */
static void
test_poor_terminals(void)
{
    static const char *const settings[][2] = { { "TERM", "linux" }, { "LC_ALL", "C" } };

    for (guint i = 0; i < G_N_ELEMENTS(settings); i++) {
        g_autoptr(YadoTestTerminal) terminal = yado_test_terminal_new(24, 80);
        g_autofree char *program = yado_test_build_path("yado");
        g_autofree char *screen = NULL;

        yado_test_terminal_set_env(terminal, settings[i][0], settings[i][1]);
        yado_test_terminal_start(terminal, (const char *[]){ program, "--demo", NULL });
        yado_test_terminal_wait_row(terminal, ">", "Domain-0");
        screen = yado_test_terminal_dump(terminal);
        g_assert_null(strstr(screen, "▸"));
        if (i == 1)
            g_assert_true(g_str_is_ascii(screen));
        yado_test_terminal_press(terminal, "F2");
        yado_test_terminal_wait_text(terminal, "Actions");
        yado_test_terminal_press(terminal, "F9 F9");
        g_assert_cmpint(yado_test_terminal_wait_exit(terminal), ==, 0);
    }
}

static void
test_hang_up(void)
{
    g_autoptr(YadoTestTerminal) terminal = start(24, 80, "C");

    yado_test_terminal_hang_up(terminal);
    g_assert_cmpint(yado_test_terminal_wait_exit(terminal), ==, 0);
}

static void
test_terminated(void)
{
    g_autoptr(YadoTestTerminal) terminal = start(24, 80, "C");

    kill(yado_test_terminal_get_pid(terminal), SIGTERM);
    g_assert_cmpint(yado_test_terminal_wait_exit(terminal), ==, 0);
}

static gboolean
has_cursor(YadoTestTerminal *terminal, gpointer data)
{
    return yado_test_terminal_get_cursor_row(terminal) >= 0 &&
           !yado_test_terminal_has_text(terminal, "web-02");
}

/* Sent by somebody else, or a crash: the terminal lives on, and must be usable. */
static void
test_killed(void)
{
    static const int numbers[] = { SIGHUP, SIGABRT, SIGSEGV };
    g_autofree char *options = g_strdup(g_getenv("ASAN_OPTIONS"));
    g_autofree char *quiet = g_strconcat(options, ":handle_segv=0", NULL);

    g_setenv("ASAN_OPTIONS", quiet, TRUE); /* a signal that is sent is no mistake to report */
    for (guint i = 0; i < G_N_ELEMENTS(numbers); i++) {
        int status = numbers[i] == SIGHUP ? 0 : -numbers[i];
        g_autoptr(YadoTestTerminal) terminal = start(24, 80, "C");

        kill(yado_test_terminal_get_pid(terminal), numbers[i]);
        g_assert_cmpint(yado_test_terminal_wait_exit(terminal), ==, status);
        g_assert_true(yado_test_terminal_wait(terminal, has_cursor, NULL, 10));
    }
    g_setenv("ASAN_OPTIONS", options, TRUE);
}

/* A script that started it stops with it: the shell behind both has the terminal, and gives it back. */
static void
test_stopped(void)
{
    g_autoptr(YadoTestTerminal) terminal = yado_test_terminal_new(24, 80);
    g_autofree char *program = yado_test_build_path("yado");
    g_autofree char *line = g_strdup_printf("sh -c '%s --demo; echo d''one'\r", program);

    yado_test_terminal_set_env(terminal, "LC_ALL", "C.UTF-8");
    yado_test_terminal_set_env(terminal, "ENV", NULL);
    yado_test_terminal_start(terminal, (const char *[]){ "sh", "-i", NULL });
    yado_test_terminal_type(terminal, line);
    yado_test_terminal_wait_text(terminal, "web-02");
    yado_test_terminal_press(terminal, "Ctrl+Z");
    yado_test_terminal_wait_text(terminal, "Stopped");
    yado_test_terminal_type(terminal, "fg\r");
    yado_test_terminal_wait_text(terminal, "web-02");
    yado_test_terminal_press(terminal, "F9");
    yado_test_terminal_wait_no_text(terminal, "web-02");
    yado_test_terminal_wait_text(terminal, "done");
    yado_test_terminal_type(terminal, "exit\r");
    yado_test_terminal_wait_exit(terminal);
}

static void
add_in_languages(const char *name, GTestDataFunc func)
{
    for (guint i = 0; i < G_N_ELEMENTS(languages); i++) {
        g_autofree char *path = g_strdup_printf("/screens/%s/%s", name, languages[i]);
        g_test_add_data_func(path, languages[i], func);
    }
}

int
main(int argc, char **argv)
{
    yado_test_guard();
    g_test_init(&argc, &argv, NULL);
    add_in_languages("manager", test_manager);
    add_in_languages("question", test_question);
    add_in_languages("pages", test_pages);
    add_in_languages("help", test_help);
    add_in_languages("hardware", test_hardware);
    add_in_languages("pinning", test_pinning);
    add_in_languages("wizard", test_wizard);
    add_in_languages("xen-dialogs", test_xen_dialogs);
    add_in_languages("cpu-pools", test_cpu_pools);
    add_in_languages("migrate", test_migrate_dialog);
    g_test_add_func("/screens/edit", test_edit);
    g_test_add_func("/screens/narrow-bar", test_narrow_bar);
    g_test_add_func("/screens/menu-help", test_menu_help);
    g_test_add_func("/screens/page-menu", test_page_menu);
    g_test_add_func("/screens/page-of-menu", test_page_of_menu);
    g_test_add_func("/screens/type-ahead", test_type_ahead);
    g_test_add_func("/screens/leave-wizard", test_leave_wizard);
    g_test_add_func("/screens/kept-disk", test_kept_disk);
    g_test_add_func("/screens/some-fit", test_some_fit);
    g_test_add_func("/screens/rows", test_rows);
    g_test_add_func("/screens/disk", test_disk_comes_and_goes);
    g_test_add_func("/screens/disk-exists", test_disk_that_exists);
    g_test_add_data_func("/screens/late-error/typing", GINT_TO_POINTER(TRUE), test_late_error);
    g_test_add_data_func("/screens/late-error/else", GINT_TO_POINTER(FALSE), test_late_error);
    g_test_add_func("/screens/leave-edited", test_leave_edited);
    g_test_add_func("/screens/broken-text", test_broken_text);
    g_test_add_func("/screens/draft", test_draft);
    g_test_add_func("/screens/marked", test_marked);
    g_test_add_func("/screens/escape", test_escape);
    g_test_add_func("/screens/filter-japanese", test_filter_japanese);
    g_test_add_func("/screens/host-fails", test_host_fails);
    g_test_add_func("/screens/two-hosts", test_two_hosts);
    g_test_add_func("/screens/dumb", test_dumb);
    g_test_add_func("/screens/poor-terminals", test_poor_terminals);
    g_test_add_func("/screens/hang-up", test_hang_up);
    g_test_add_func("/screens/terminated", test_terminated);
    g_test_add_func("/screens/killed", test_killed);
    g_test_add_func("/screens/stopped", test_stopped);
    return g_test_run();
}
