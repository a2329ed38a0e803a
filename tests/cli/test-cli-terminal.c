/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * The program with a person in front of it: questions, the editor; and on a host that lives on between commands, where what was done is looked at
 * with virsh.
 */
#include "config.h"

#include <signal.h>
#include <string.h>

#include "yado-test-daemon.h"
#include "yado-test-terminal.h"

static char *
get_host_uri(void)
{
    g_autofree char *path = yado_test_source_path("tests/cli/host.xml");

    return g_strconcat("test://", path, NULL);
}

static YadoTestTerminal *
start(const char *editor, const char *const *arguments)
{
    YadoTestTerminal *terminal = yado_test_terminal_new(24, 100);
    g_autofree char *uri = get_host_uri();
    g_autoptr(GPtrArray) argv = g_ptr_array_new_with_free_func(g_free);

    yado_test_terminal_set_env(terminal, "YADO_URI", uri);
    yado_test_terminal_set_env(terminal, "VISUAL", NULL);
    yado_test_terminal_set_env(terminal, "EDITOR", editor);
    g_ptr_array_add(argv, yado_test_build_path("yado"));
    for (; *arguments != NULL; arguments++)
        g_ptr_array_add(argv, g_strdup(*arguments));
    g_ptr_array_add(argv, NULL);
    yado_test_terminal_start(terminal, (const char *const *)argv->pdata);
    return terminal;
}

#define START(editor, ...) start(editor, (const char *const[]){ __VA_ARGS__, NULL })

/* ---- Questions ---- */

static void
test_confirmed(void)
{
    g_autoptr(YadoTestTerminal) terminal = START(NULL, "destroy", "web-07");

    yado_test_terminal_wait_text(terminal, "[y/N]");
    yado_test_terminal_press(terminal, "y Enter");
    yado_test_terminal_wait_text(terminal, "Force off web-07: done.");
    g_assert_cmpint(yado_test_terminal_wait_exit(terminal), ==, 0);
}

/* The answer that loses something is never the default. */
static void
test_refused(void)
{
    g_autoptr(YadoTestTerminal) terminal = START(NULL, "destroy", "web-07");

    yado_test_terminal_wait_text(terminal, "[y/N]");
    yado_test_terminal_press(terminal, "Enter");
    g_assert_cmpint(yado_test_terminal_wait_exit(terminal), ==, 130);
    g_assert_false(yado_test_terminal_has_text(terminal, "done"));
}

static void
test_interrupted(void)
{
    g_autoptr(YadoTestTerminal) terminal = START(NULL, "delete", "resting");

    yado_test_terminal_wait_text(terminal, "[y/N]");
    yado_test_terminal_press(terminal, "Ctrl+C");
    g_assert_cmpint(yado_test_terminal_wait_exit(terminal), ==, 130);
}

/* ---- Two hosts that ask at the same time ---- */

static char *
make_locked_host(const char *name)
{
    g_autofree char *path = g_strdup_printf("%s/%s.xml", yado_test_get_folder(), name);
    g_autofree char *text =
        g_strdup_printf("<node><auth><user password='secret-%s'>root</user></auth>"
                        "<domain type='test'><name>of-%s</name><memory>1024</memory>"
                        "<os><type>hvm</type></os></domain></node>",
                        name, name);

    yado_test_write_file(path, text);
    return g_strconcat("test://", path, NULL);
}

static guint
count(const char *text, const char *part)
{
    g_auto(GStrv) pieces = g_strsplit(text, part, -1);

    return g_strv_length(pieces) - 1;
}

static gboolean
has_questions(YadoTestTerminal *terminal, gpointer n)
{
    g_autofree char *screen = yado_test_terminal_dump(terminal);

    return count(screen, "asks who you are") == GPOINTER_TO_UINT(n) &&
           g_str_has_suffix(g_strchomp(screen), ":");
}

/* One question after the other: each answer reaches the host that stands above it, and no password is seen. */
static void
test_two_logins(void)
{
    g_autofree char *alpha = make_locked_host("alpha"), *beta = make_locked_host("beta");
    g_autofree char *program = yado_test_build_path("yado");
    g_autoptr(YadoTestTerminal) terminal = yado_test_terminal_new(40, 200);

    yado_test_terminal_start(
        terminal, (const char *[]){ program, "-c", alpha, "-c", beta, "list", "-o", "name", NULL });
    for (guint i = 1; i <= 4; i++) {
        g_autofree char *screen = NULL;

        g_assert_true(yado_test_terminal_wait(terminal, has_questions, GUINT_TO_POINTER(i), 20));
        screen = yado_test_terminal_dump(terminal);
        g_strchomp(screen);
        if (g_str_has_suffix(screen, "Password:"))
            yado_test_terminal_type(terminal,
                                    g_strrstr(screen, "alpha.xml") > g_strrstr(screen, "beta.xml")
                                        ? "secret-alpha\r"
                                        : "secret-beta\r");
        else
            yado_test_terminal_type(terminal, "root\r");
    }
    yado_test_terminal_wait_text(terminal, "of-alpha");
    yado_test_terminal_wait_text(terminal, "of-beta");
    g_assert_false(yado_test_terminal_has_text(terminal, "secret"));
    g_assert_cmpint(yado_test_terminal_wait_exit(terminal), ==, 0);
}

/* A password is asked for, and seen neither then nor in what is said about it. */
static void
test_secret(void)
{
    g_autofree char *program = yado_test_build_path("yado");
    g_autofree char *line =
        g_strdup_printf("echo hidden | %s --demo device set win10 graphics:0 password=-", program);
    g_autofree char *output = NULL;
    g_autoptr(YadoTestTerminal) terminal = yado_test_terminal_new(24, 200);

    yado_test_terminal_start(terminal, (const char *[]){ program, "--demo", "device", "set",
                                                         "win10", "graphics:0", "password", NULL });
    yado_test_terminal_wait_text(terminal, "Password:");
    yado_test_terminal_type(terminal, "hidden\r");
    yado_test_terminal_wait_text(terminal, "password is changed.");
    g_assert_cmpint(yado_test_terminal_wait_exit(terminal), ==, 0);
    g_assert_false(yado_test_terminal_has_text(terminal, "hidden"));

    g_assert_cmpint(yado_test_run((const char *[]){ "sh", "-c", line, NULL }, &output), ==, 0);
    g_assert_nonnull(strstr(output, "password is changed."));
    g_assert_null(strstr(output, "hidden"));
}

/* ---- The editor ---- */

/* An editor with two words, which a shell would have to split. */
static char *
make_editor(const char *name, const char *command)
{
    g_autofree char *path = g_build_filename(yado_test_get_folder(), name, NULL);
    g_autofree char *text = g_strdup_printf("%s\n", command);

    yado_test_write_file(path, text);
    return g_strdup_printf("sh '%s'", path);
}

static void
test_edited(void)
{
    g_autofree char *editor = make_editor("good editor", "sed -i s/Shop/Bakery/ \"$1\"");
    g_autoptr(YadoTestTerminal) terminal = START(editor, "edit", "web-07");

    yado_test_terminal_wait_text(terminal, "the configuration is changed");
    g_assert_cmpint(yado_test_terminal_wait_exit(terminal), ==, 0);
}

static void
test_edited_badly(void)
{
    /* Breaks it the first time, mends it the second. */
    g_autofree char *editor =
        make_editor("bad editor",
                    "if grep -q '<title>Shop<' \"$1\"; then sed -i 's|Shop</title>|Shop|' \"$1\"; "
                    "else sed -i 's|<title>Shop|<title>Bakery</title>|' \"$1\"; fi");
    g_autoptr(YadoTestTerminal) terminal = START(editor, "edit", "web-07");

    yado_test_terminal_wait_text(terminal, "Edit again?");
    yado_test_terminal_press(terminal, "Enter");
    yado_test_terminal_wait_text(terminal, "the configuration is changed");
    g_assert_cmpint(yado_test_terminal_wait_exit(terminal), ==, 0);
}

static void
test_editor_changes_nothing(void)
{
    g_autoptr(YadoTestTerminal) terminal = START("true", "edit", "web-07");

    yado_test_terminal_wait_text(terminal, "nothing is changed");
    g_assert_cmpint(yado_test_terminal_wait_exit(terminal), ==, 0);
}

/* What was typed outlives an apply that failed. */
static void
test_text_is_kept(void)
{
    g_autofree char *folder = yado_test_make_folder("text");
    g_autofree char *editor = make_editor("worst editor", "echo unfinished >>\"$1\"");
    g_autoptr(YadoTestTerminal) terminal = yado_test_terminal_new(24, 200);
    g_autofree char *uri = get_host_uri();
    g_autofree char *program = yado_test_build_path("yado");
    g_autoptr(GDir) dir = NULL;
    g_autofree char *path = NULL, *text = NULL;

    yado_test_terminal_set_env(terminal, "XDG_RUNTIME_DIR", folder);
    yado_test_terminal_set_env(terminal, "VISUAL", editor);
    yado_test_terminal_start(terminal,
                             (const char *[]){ program, "-c", uri, "edit", "web-07", NULL });
    yado_test_terminal_wait_text(terminal, "Edit again?");
    yado_test_terminal_press(terminal, "n Enter");
    yado_test_terminal_wait_text(terminal, "--file takes it");
    g_assert_cmpint(yado_test_terminal_wait_exit(terminal), !=, 0);
    dir = g_dir_open(folder, 0, NULL);
    path = g_build_filename(folder, g_dir_read_name(dir), NULL);
    g_assert_true(g_file_get_contents(path, &text, NULL, NULL));
    g_assert_nonnull(strstr(text, "unfinished"));
}

/* ---- The manager ---- */

#ifdef ENABLE_TUI
static void
test_manager(void)
{
    g_autoptr(YadoTestTerminal) terminal = START(NULL, NULL);

    yado_test_terminal_wait_text(terminal, "web-07");
    yado_test_terminal_wait_text(terminal, "F10");
    yado_test_terminal_press(terminal, "F9");
    g_assert_cmpint(yado_test_terminal_wait_exit(terminal), ==, 0);
}
#endif

/* ---- On a host that stays ---- */

static int
run(YadoTestDaemon *daemon, char **output, const char *const *arguments)
{
    g_autoptr(GPtrArray) argv = g_ptr_array_new_with_free_func(g_free);

    g_ptr_array_add(argv, yado_test_build_path("yado"));
    g_ptr_array_add(argv, g_strdup("-c"));
    g_ptr_array_add(argv, g_strdup(yado_test_daemon_get_test_uri(daemon)));
    for (; *arguments != NULL; arguments++)
        g_ptr_array_add(argv, g_strdup(*arguments));
    g_ptr_array_add(argv, NULL);
    return yado_test_run((const char *const *)argv->pdata, output);
}

#define RUN(...) run(daemon, NULL, (const char *const[]){ __VA_ARGS__, NULL })

static void
assert_state(YadoTestDaemon *daemon, const char *name, const char *expected)
{
    g_autofree char *state = yado_test_virsh_dup_state(yado_test_daemon_get_test_uri(daemon), name);

    g_assert_cmpstr(state, ==, expected);
}

/* Each change is seen by somebody else. */
static void
test_life(void)
{
    g_autoptr(YadoTestDaemon) daemon = yado_test_daemon_new();
    g_autofree char *xml = NULL;

    if (daemon == NULL)
        return;
    assert_state(daemon, "test", "running");
    g_assert_cmpint(RUN("pause", "test"), ==, 0);
    assert_state(daemon, "test", "paused");
    g_assert_cmpint(RUN("resume", "test"), ==, 0);
    assert_state(daemon, "test", "running");
    g_assert_cmpint(RUN("set", "test", "memory.current=1GiB", "title=Hello"), ==, 0);
    xml = yado_test_virsh(yado_test_daemon_get_test_uri(daemon), "dumpxml", "--inactive", "test",
                          NULL);
    g_assert_nonnull(strstr(xml, "<currentMemory unit='KiB'>1048576</currentMemory>"));
    g_assert_nonnull(strstr(xml, "<title>Hello</title>"));
    g_assert_cmpint(RUN("save", "test"), ==, 0);
    assert_state(daemon, "test", "shut off");
    g_assert_cmpint(RUN("restore", "test"), ==, 0);
    assert_state(daemon, "test", "running");
    g_assert_cmpint(RUN("destroy", "-y", "test"), ==, 0);
    assert_state(daemon, "test", "shut off");
    g_assert_cmpint(RUN("rename", "test", "two words"), ==, 0);
    g_assert_true(yado_test_virsh_has(yado_test_daemon_get_test_uri(daemon), "two words"));
    g_assert_cmpint(RUN("start", "two words"), ==, 0);
    assert_state(daemon, "two words", "running");
    g_assert_cmpint(RUN("shutdown", "two words"), ==, 0);
    assert_state(daemon, "two words", "shut off");
    g_assert_cmpint(RUN("delete", "-y", "two words"), ==, 0);
    g_assert_false(yado_test_virsh_has(yado_test_daemon_get_test_uri(daemon), "two words"));
}

static void
test_no_daemon(void)
{
    g_autoptr(YadoTestDaemon) daemon = yado_test_daemon_new();

    if (daemon == NULL)
        return;
    yado_test_daemon_kill(daemon);
    g_assert_cmpint(RUN("list"), ==, 9);
}

/* One that does not stop in time has not stopped, and so are several. */
static void
test_create_waits(void)
{
    static const char *const names[][2] = { { "x", "" }, { "x-%d", "1-2" } };
    g_autofree char *program = yado_test_build_path("yado");

    for (guint i = 0; i < G_N_ELEMENTS(names); i++) {
        g_autofree char *output = NULL;
        int status = yado_test_run(
            (const char *[]){ program, "--demo", "create", "--name", names[i][0], "--numbers",
                              names[i][1], "--source", "none", "--wait", "--timeout", "2", NULL },
            &output);

        g_assert_cmpint(status, ==, 9);
        g_assert_nonnull(strstr(output, "within 2 seconds"));
    }
}

/* Nobody reads on: it ends. */
static void
test_top_unread(void)
{
    g_autofree char *program = yado_test_build_path("yado");
    g_autofree char *line = g_strdup_printf("%s --demo top -b -d 0.5 | head -n 1", program);

    /* The shell waits for both ends of the pipe. */
    g_assert_cmpint(
        yado_test_run((const char *[]){ "timeout", "60", "sh", "-c", line, NULL }, NULL), ==, 0);
}

/* Who comes later has rates too. */
static void
test_top_newcomer(void)
{
    g_autoptr(YadoTestDaemon) daemon = yado_test_daemon_new();
    g_autoptr(YadoTestTerminal) terminal = yado_test_terminal_new(24, 100);
    g_autofree char *program = yado_test_build_path("yado");
    const char *uri;

    if (daemon == NULL)
        return;
    uri = yado_test_daemon_get_test_uri(daemon);
    yado_test_terminal_start(terminal, (const char *[]){ program, "-c", uri, "top", "-b", "-d",
                                                         "0.5", "-o", "name,net", NULL });
    yado_test_terminal_wait_text(terminal, "test");
    yado_test_virsh_define(uri, "<domain type='test'><name>late</name><memory>1024</memory>"
                                "<os><type>hvm</type></os><devices><interface type='network'>"
                                "<source network='default'/><target dev='late0'/></interface>"
                                "</devices></domain>");
    g_free(yado_test_virsh(uri, "start", "late", NULL));
    yado_test_terminal_wait_row(terminal, "late", "K");
}

/* A script's top ends with its host. */
static void
test_top_host_lost(void)
{
    g_autoptr(YadoTestDaemon) daemon = yado_test_daemon_new();
    g_autoptr(YadoTestTerminal) terminal = yado_test_terminal_new(24, 100);
    g_autofree char *program = yado_test_build_path("yado");

    if (daemon == NULL)
        return;
    yado_test_terminal_start(terminal,
                             (const char *[]){ program, "-c", yado_test_daemon_get_test_uri(daemon),
                                               "top", "-b", "-d", "0.5", NULL });
    yado_test_terminal_wait_text(terminal, "test");
    yado_test_daemon_kill(daemon);
    g_assert_cmpint(yado_test_terminal_wait_exit(terminal), ==, 9);
}

/* The exit status of a command that asks a daemon which does not answer; -1: there is no daemon here. */
static int
run_frozen(const char *const *command, char **output)
{
    g_autoptr(YadoTestDaemon) daemon = yado_test_daemon_new();
    int status;

    if (daemon == NULL)
        return -1;
    yado_test_daemon_freeze(daemon);
    status = run(daemon, output, command);
    yado_test_daemon_thaw(daemon);
    return status;
}

/* A host that does not answer: the time limit ends it. */
static void
test_time_limit(void)
{
    g_autofree char *output = NULL;
    int status = run_frozen((const char *const[]){ "list", "--timeout", "1", NULL }, &output);

    if (status < 0)
        return;
    g_assert_cmpint(status, ==, 9);
    g_assert_nonnull(strstr(output, "within 1 second"));
}

/* A plugin that hangs is killed without a word: it has its own limit, and its own words for it. */
static void
test_check_time_limit(void)
{
    g_autofree char *output = NULL;
    int status = run_frozen((const char *const[]){ "check", "-t", "1", NULL }, &output);

    if (status < 0)
        return;
    g_assert_cmpint(status, ==, 2);
    g_assert_true(
        g_str_has_prefix(output, "YADO CRITICAL - There was no answer within 1 second.\n"));
}

/* What starts with its host, and was stopped. */
static void
test_check_autostart(void)
{
    g_autoptr(YadoTestDaemon) daemon = yado_test_daemon_new();
    g_autofree char *well = NULL;
    g_autofree char *stopped = NULL;

    if (daemon == NULL)
        return;
    run(daemon, NULL, (const char *const[]){ "autostart", "test", NULL });
    g_assert_cmpint(run(daemon, &well, (const char *const[]){ "check", NULL }), ==, 0);
    run(daemon, NULL, (const char *const[]){ "destroy", "test", "-y", NULL });
    g_assert_cmpint(run(daemon, &stopped, (const char *const[]){ "check", NULL }), ==, 2);
    g_assert_nonnull(
        strstr(stopped, "CRITICAL: “test” does not run, though it starts with its host."));
}

/* A host that asks for a password gets none, also where somebody could type it. */
static void
test_check_asks_nothing(void)
{
    g_autofree char *path = g_build_filename(yado_test_get_folder(), "login.xml", NULL);
    g_autofree char *uri = g_strconcat("test://", path, NULL);
    g_autofree char *program = yado_test_build_path("yado");
    YadoTestTerminal *terminal = yado_test_terminal_new(24, 100);

    yado_test_write_file(path, "<node><auth><user password='x'>bilbo</user></auth></node>");
    yado_test_terminal_start(terminal, (const char *[]){ program, "-c", uri, "check", NULL });
    yado_test_terminal_wait_text(terminal, "YADO UNKNOWN - ");
    g_assert_cmpint(yado_test_terminal_wait_exit(terminal), ==, 3);
    yado_test_terminal_free(terminal);
}

int
main(int argc, char **argv)
{
    yado_test_guard();
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/cli-terminal/confirmed", test_confirmed);
    g_test_add_func("/cli-terminal/refused", test_refused);
    g_test_add_func("/cli-terminal/interrupted", test_interrupted);
    g_test_add_func("/cli-terminal/two-logins", test_two_logins);
    g_test_add_func("/cli-terminal/secret", test_secret);
    g_test_add_func("/cli-terminal/edited", test_edited);
    g_test_add_func("/cli-terminal/edited-badly", test_edited_badly);
    g_test_add_func("/cli-terminal/editor-changes-nothing", test_editor_changes_nothing);
    g_test_add_func("/cli-terminal/text-is-kept", test_text_is_kept);
    g_test_add_func("/cli-terminal/create-waits", test_create_waits);
    g_test_add_func("/cli-terminal/top-unread", test_top_unread);
    g_test_add_func("/cli-terminal/top-newcomer", test_top_newcomer);
    g_test_add_func("/cli-terminal/top-host-lost", test_top_host_lost);
#ifdef ENABLE_TUI
    g_test_add_func("/cli-terminal/manager", test_manager);
#endif
    g_test_add_func("/cli-terminal/life", test_life);
    g_test_add_func("/cli-terminal/no-daemon", test_no_daemon);
    g_test_add_func("/cli-terminal/time-limit", test_time_limit);
    g_test_add_func("/cli-terminal/check-time-limit", test_check_time_limit);
    g_test_add_func("/cli-terminal/check-autostart", test_check_autostart);
    g_test_add_func("/cli-terminal/check-asks-nothing", test_check_asks_nothing);
    return g_test_run();
}
