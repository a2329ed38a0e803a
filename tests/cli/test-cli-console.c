/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * `yado console` with a person in front of it and a real guest behind it: QEMU's serial line, through a real libvirtd.
 */
#include "config.h"

#include <signal.h>
#include <string.h>
#include <sys/stat.h>

#include "yado-test-guest.h"
#include "yado-test-terminal.h"
#include "yado-test-vnc.h"

typedef struct {
    YadoTestDaemon *daemon;
    const char *uri;
    char *log;
} Fixture;

static gboolean
set_up(Fixture *fixture)
{
    fixture->daemon = yado_test_daemon_new();
    if (fixture->daemon == NULL || !yado_test_guest_prepare(fixture->daemon)) {
        g_clear_pointer(&fixture->daemon, yado_test_daemon_free);
        return FALSE;
    }
    fixture->uri = yado_test_daemon_get_qemu_uri(fixture->daemon);
    fixture->log = g_build_filename(yado_test_get_folder(), "console.log", NULL);
    yado_test_guest_define_console(fixture->daemon, "tiny", NULL);
    return TRUE;
}

static void
tear_down(Fixture *fixture)
{
    g_clear_pointer(&fixture->daemon, yado_test_daemon_free);
    g_free(fixture->log);
}

static char *
dup_settings_path(void)
{
    return g_build_filename(yado_test_get_folder(), "console.conf", NULL);
}

/* What the program finds that start() starts. */
static void
write_settings(const char *text)
{
    g_autofree char *path = dup_settings_path();

    yado_test_write_file(path, text);
}

static YadoTestTerminal *
start(Fixture *fixture, const char *const *arguments)
{
    YadoTestTerminal *terminal = yado_test_terminal_new(24, 80);
    g_autoptr(GPtrArray) argv = g_ptr_array_new_with_free_func(g_free);
    g_autofree char *settings = dup_settings_path();

    yado_test_terminal_set_env(terminal, "YADO_URI", fixture->uri);
    yado_test_terminal_set_env(terminal, "YADO_SETTINGS", settings);
    g_ptr_array_add(argv, yado_test_build_path("yado"));
    for (; *arguments != NULL; arguments++)
        g_ptr_array_add(argv, g_strdup(*arguments));
    g_ptr_array_add(argv, NULL);
    yado_test_terminal_start(terminal, (const char *const *)argv->pdata);
    return terminal;
}

#define START(fixture, ...) start(fixture, (const char *const[]){ __VA_ARGS__, NULL })

/* A prompt is there when it is the last thing said. */
static gboolean
has_prompt(YadoTestTerminal *terminal, gpointer data)
{
    g_autofree char *screen = yado_test_terminal_dump(terminal);
    g_autofree char *stripped = g_strchomp(g_strdup(screen));

    return g_str_has_suffix(stripped, "serial#");
}

static void
wait_prompt(YadoTestTerminal *terminal)
{
    if (!yado_test_terminal_wait(terminal, has_prompt, NULL, 60)) {
        g_autofree char *screen = yado_test_terminal_dump(terminal);

        g_error("no prompt:\n%s", screen);
    }
}

static gboolean
has_screen_prompt(YadoTestTerminal *terminal, gpointer data)
{
    return yado_test_terminal_has_text(terminal, "screen#");
}

/* From the first word to the last, across a restart. */
static void
test_session(void)
{
    Fixture fixture = { 0 };
    YadoTestTerminal *terminal, *second;
    g_autofree char *log = NULL;
    struct stat info;

    if (!set_up(&fixture))
        return;
    terminal = START(&fixture, "console", "tiny", "--log", fixture.log);
    yado_test_terminal_wait_text(terminal, "Ctrl+] leaves it.");
    yado_test_terminal_wait_text(terminal, "tiny does not run.");
    g_free(yado_test_virsh(fixture.uri, "start", "tiny", NULL));
    yado_test_terminal_wait_text(terminal, "cols 80” tells");
    wait_prompt(terminal);
    yado_test_terminal_type(terminal, "echo $((6*7))-$(uname)\r");
    yado_test_terminal_wait_text(terminal, "42-Linux");

    /* Neither a title nor the clipboard; the text around them stays. */
    yado_test_terminal_type(terminal,
                            "clear; printf 'A\\033]0;evil\\007B\\033]52;c;ZXZpbA==\\007C\\n'\r");
    yado_test_terminal_wait_text(terminal, "ABC");

    /* The escape key in a paste is a character; the guest asked for no marks and gets none. */
    yado_test_terminal_type(terminal, "\033[20"); /* a line may cut the mark in two */
    yado_test_terminal_type(terminal,
                            "0~echo pa\035sted\033[201~ | tr -cd 'a-z\\n' | tr a-z A-Z\r");
    yado_test_terminal_wait_text(terminal, "PASTED");

    /* Somebody else comes: says no, and then yes. */
    second = START(&fixture, "-v", "console", "tiny");
    yado_test_terminal_wait_text(second, "Somebody else holds the console of “tiny”.");
    yado_test_terminal_wait_text(second, "[y/N]");
    yado_test_terminal_press(second, "Enter");
    g_assert_cmpint(yado_test_terminal_wait_exit(second), ==, 130);
    yado_test_terminal_free(second);
    second = START(&fixture, "console", "tiny", "--force", "--escape", "^A");
    yado_test_terminal_wait_text(second, "Ctrl+A leaves it.");
    yado_test_terminal_wait_text(terminal, "[y/N]");
    yado_test_terminal_press(terminal, "Enter");
    g_assert_cmpint(yado_test_terminal_wait_exit(terminal), ==, 130);
    yado_test_terminal_type(second, "\r");
    wait_prompt(second);

    /* Off and on again: told, and open again by itself. */
    g_free(yado_test_virsh(fixture.uri, "destroy", "tiny", NULL));
    yado_test_terminal_wait_text(second, "tiny does not run.");
    g_free(yado_test_virsh(fixture.uri, "start", "tiny", NULL));
    yado_test_terminal_wait_text(second, "The console is open.");
    wait_prompt(second);
    yado_test_terminal_press(second, "Ctrl+A");
    g_assert_cmpint(yado_test_terminal_wait_exit(second), ==, 0);

    g_assert_true(g_file_get_contents(fixture.log, &log, NULL, NULL));
    g_assert_nonnull(strstr(log, "guest: ready"));
    g_assert_nonnull(strstr(log, "42-Linux"));
    g_assert_null(strstr(log, "\033]0;evil"));
    g_assert_cmpint(stat(fixture.log, &info), ==, 0);
    g_assert_cmpint(info.st_mode & 0777, ==, 0600);
    yado_test_terminal_free(second);
    yado_test_terminal_free(terminal);
    tear_down(&fixture);
}

/* Started paused, attached, resumed: the first word of the kernel is there. */
static void
test_first_word(void)
{
    Fixture fixture = { 0 };
    YadoTestTerminal *terminal;

    if (!set_up(&fixture))
        return;
    terminal = START(&fixture, "start", "tiny", "--console");
    yado_test_terminal_wait_text(terminal, "Ctrl+] leaves it.");
    wait_prompt(terminal);
    g_assert_true(yado_test_terminal_has_text(terminal, "guest: ready"));
    /* A hung-up terminal ends it. */
    yado_test_terminal_hang_up(terminal);
    g_assert_cmpint(yado_test_terminal_wait_exit(terminal), !=, 0);
    yado_test_terminal_free(terminal);

    terminal = START(&fixture, "console", "tiny", "--list");
    yado_test_terminal_wait_row(terminal, "serial0", "Serial port 1");
    g_assert_cmpint(yado_test_terminal_wait_exit(terminal), ==, 0);
    yado_test_terminal_free(terminal);
    tear_down(&fixture);
}

/* What "yado create" is given for a guest with the test's kernel; @more: NULL-terminated. */
static YadoTestTerminal *
start_creating(Fixture *fixture, const char *name, const char *const *more)
{
    const char *folder = yado_test_daemon_get_folder(fixture->daemon);
    g_autofree char *kernel = g_strdup_printf("%s/vmlinuz", folder);
    g_autofree char *initrd = g_strdup_printf("%s/initramfs", folder);
    const char *const arguments[] = { "create",
                                      name,
                                      "--kind=qemu",
                                      "--kernel",
                                      kernel,
                                      "--initrd",
                                      initrd,
                                      "--arguments",
                                      "console=ttyS0 mitigations=off no_timer_check deaf shell",
                                      "--memory=128M",
                                      "--vcpus=1",
                                      "--disk=none",
                                      "--nic=none",
                                      "--graphics=none",
                                      "--console" };
    g_autoptr(GPtrArray) all = g_ptr_array_new();

    for (guint i = 0; i < G_N_ELEMENTS(arguments); i++)
        g_ptr_array_add(all, (gpointer)arguments[i]);
    for (; *more != NULL; more++)
        g_ptr_array_add(all, (gpointer)*more);
    g_ptr_array_add(all, NULL);
    return start(fixture, (const char *const *)all->pdata);
}

#define CREATE(fixture, name, ...) \
    start_creating(fixture, name, (const char *const[]){ __VA_ARGS__, NULL })

static void
log_consoles(const char *folder)
{
    g_autofree char *text = g_strdup_printf("[console]\nlog=%s\n", folder);

    write_settings(text);
}

/* Made, held, attached, let go: the kernel's very first line is there. */
static void
test_create(void)
{
    Fixture fixture = { 0 };
    YadoTestTerminal *terminal;
    g_autofree char *path = NULL;
    g_autofree char *log = NULL;

    if (!set_up(&fixture))
        return;
    log_consoles(yado_test_get_folder());
    terminal = CREATE(&fixture, "fresh", "--wait");
    yado_test_terminal_wait_text(terminal, "Ctrl+] leaves it.");
    wait_prompt(terminal);
    path = g_build_filename(yado_test_get_folder(), "fresh.log", NULL);
    g_assert_true(g_file_get_contents(path, &log, NULL, NULL));
    g_assert_nonnull(strstr(log, "Linux version"));
    g_assert_nonnull(strstr(log, "guest: ready"));
    yado_test_terminal_press(terminal, "Ctrl+]");
    g_free(yado_test_virsh(fixture.uri, "destroy", "fresh", NULL)); /* what --wait waits for */
    g_assert_cmpint(yado_test_terminal_wait_exit(terminal), ==, 0);
    yado_test_terminal_free(terminal);
    tear_down(&fixture);
}

static void
refuse_creating(Fixture *fixture, const char *option, const char *message)
{
    YadoTestTerminal *terminal = CREATE(fixture, "never-%d", option);

    yado_test_terminal_wait_text(terminal, message);
    g_assert_cmpint(yado_test_terminal_wait_exit(terminal), ==, 2);
    yado_test_terminal_free(terminal);
}

/* Told before anything is made. */
static void
test_create_refused(void)
{
    Fixture fixture = { 0 };
    g_autofree char *program = yado_test_build_path("yado");
    g_autofree char *output = NULL;
    g_autofree char *names = NULL;
    int status;

    if (!set_up(&fixture))
        return;
    refuse_creating(&fixture, "--dry-run", "exclude each other");
    refuse_creating(&fixture, "--no-start", "A guest that is not started has no console");
    refuse_creating(&fixture, "--numbers=1-2", "The console of only one guest can be opened");
    status = yado_test_run((const char *[]){ program, "-c", fixture.uri, "create", "never",
                                             "--source=none", "--console", NULL },
                           &output);
    g_assert_cmpint(status, ==, 2);
    g_assert_nonnull(strstr(output, "A console needs a terminal."));
    names = yado_test_virsh(fixture.uri, "list", "--all", "--name", NULL);
    g_assert_null(strstr(names, "never"));
    tear_down(&fixture);
}

/* Nothing of what a guest says while it boots is missed: what is kept begins with the kernel's first line. */
static void
test_log_from_the_start(void)
{
    Fixture fixture = { 0 };
    YadoTestTerminal *terminal;
    g_autofree char *folder = yado_test_make_folder("logs");
    g_autofree char *path = g_build_filename(folder, "talker.log", NULL);
    g_autofree char *log = NULL;

    if (!set_up(&fixture))
        return;
    log_consoles(folder);
    yado_test_guest_define_talker(fixture.daemon, "talker", NULL);
    terminal = START(&fixture, "start", "talker", "--console");
    wait_prompt(terminal);
    g_assert_true(g_file_get_contents(path, &log, NULL, NULL));
    g_assert_nonnull(strstr(log, "guest: ready"));
    log[strcspn(log, "\n")] = '\0';
    if (!strstr(log, "Linux version"))
        g_error("The first line of the log is: %s", log);
    yado_test_terminal_press(terminal, "Ctrl+]");
    g_assert_cmpint(yado_test_terminal_wait_exit(terminal), ==, 0);
    yado_test_terminal_free(terminal);
    tear_down(&fixture);
}

/* The characters of its screen, and keys that reach its shell there. */
static void
test_characters(void)
{
    Fixture fixture = { 0 };
    YadoTestTerminal *terminal;
    g_autofree char *module = yado_test_build_path(".libs/yado-screenshot.so");

    if (!g_file_test(module, G_FILE_TEST_EXISTS)) {
        g_test_skip("built without gvnc");
        return;
    }
    if (!set_up(&fixture))
        return;
    yado_test_guest_define_console(fixture.daemon, "seen", "");
    terminal = START(&fixture, "console", "seen", "--device", "vnc0");
    yado_test_terminal_wait_text(terminal, "seen does not run.");
    g_free(yado_test_virsh(fixture.uri, "start", "seen", NULL));
    if (!yado_test_terminal_wait(terminal, has_screen_prompt, NULL, 60)) {
        g_autofree char *screen = yado_test_terminal_dump(terminal);

        g_error("no prompt:\n%s", screen);
    }
    yado_test_terminal_type(terminal, "echo \"Seen: $((6*7))\" | tr a-z A-Z\n");
    yado_test_terminal_wait_text(terminal, "SEEN: 42");
    g_assert_false(yado_test_terminal_has_text(terminal, "stty")); /* a screen is no line */
    /* A smaller terminal has the last rows, each in a place of its own. */
    yado_test_terminal_resize(terminal, 9, 60);
    yado_test_terminal_type(terminal, "echo \"Again: $((7*7))\" | tr a-z A-Z\n");
    yado_test_terminal_wait_text(terminal, "AGAIN: 49");
    g_assert_true(yado_test_terminal_wait(terminal, has_screen_prompt, NULL, 20));
    yado_test_terminal_press(terminal, "Ctrl+]");
    g_assert_cmpint(yado_test_terminal_wait_exit(terminal), ==, 0);
    yado_test_terminal_free(terminal);
    tear_down(&fixture);
}

#define SWITCH "\036" /* Ctrl+^ */
#define FOOTER "Ctrl+] leaves this screen, Ctrl+^ shows the text console."

static gboolean
has_footer(YadoTestTerminal *terminal, gpointer rows)
{
    return yado_test_terminal_find_row(terminal, FOOTER) == GPOINTER_TO_INT(rows) - 1 &&
           has_screen_prompt(terminal, NULL);
}

static void
wait_screen(YadoTestTerminal *terminal, int rows)
{
    if (!yado_test_terminal_wait(terminal, has_footer, GINT_TO_POINTER(rows), 60)) {
        g_autofree char *screen = yado_test_terminal_dump(terminal);

        g_error("no screen with its last row:\n%s", screen);
    }
}

/* There and back by one key; what is typed goes where the person is, and how to leave is always seen. */
static void
test_switch(void)
{
    Fixture fixture = { 0 };
    YadoTestTerminal *terminal, *second;
    g_autofree char *module = yado_test_build_path(".libs/yado-screenshot.so");
    g_autofree char *log = NULL;

    if (!g_file_test(module, G_FILE_TEST_EXISTS)) {
        g_test_skip("built without gvnc");
        return;
    }
    if (!set_up(&fixture))
        return;
    yado_test_guest_define_console(fixture.daemon, "seen", "");
    g_free(yado_test_virsh(fixture.uri, "start", "seen", NULL));
    terminal = START(&fixture, "console", "seen", "--log", fixture.log);
    yado_test_terminal_wait_text(terminal, "Ctrl+^ switches text and screen.");
    wait_prompt(terminal);
    yado_test_terminal_type(terminal, SWITCH);
    wait_screen(terminal, 24);
    g_assert_false(yado_test_terminal_has_text(terminal, "serial#"));
    yado_test_terminal_type(terminal, "clear; echo \"Seen: $((6*7))\" | tr a-z A-Z\n");
    yado_test_terminal_wait_text(terminal, "SEEN: 42");
    yado_test_terminal_resize(terminal, 12, 70);
    wait_screen(terminal, 12);

    /* What the text console said is there again; in a paste the key is a character. */
    yado_test_terminal_type(terminal, SWITCH "echo \"Heard: $((6*7))\" | tr a-z A-Z\r");
    yado_test_terminal_wait_text(terminal, "[yado] Serial port 1");
    yado_test_terminal_wait_text(terminal, "HEARD: 42");
    g_assert_false(yado_test_terminal_has_text(terminal, "SEEN: 42"));
    yado_test_terminal_type(terminal, "\033[200~echo pa" SWITCH
                                      "sted\033[201~ | tr -cd 'a-z\\n' | tr a-z A-Z\r");
    yado_test_terminal_wait_text(terminal, "PASTED");
    yado_test_terminal_type(terminal, SWITCH);
    wait_screen(terminal, 12);

    /* The text console is free then: whoever took it is told of, and may lose it. */
    second = START(&fixture, "console", "seen");
    yado_test_terminal_wait_text(second, "cols 80” tells");
    yado_test_terminal_type(second, "\r");
    wait_prompt(second);
    yado_test_terminal_type(terminal, SWITCH);
    yado_test_terminal_wait_text(terminal, "Somebody else holds the console of “seen”.");
    yado_test_terminal_type(terminal, "y\r");
    yado_test_terminal_wait_text(second, "[y/N]");
    yado_test_terminal_type(terminal, "\r");
    wait_prompt(terminal);
    yado_test_terminal_type(terminal, SWITCH);
    wait_screen(terminal, 12);
    yado_test_terminal_press(terminal, "Ctrl+]");
    g_assert_cmpint(yado_test_terminal_wait_exit(terminal), ==, 0);
    g_assert_true(g_file_get_contents(fixture.log, &log, NULL, NULL));
    g_assert_nonnull(strstr(log, "HEARD: 42"));
    g_assert_null(strstr(log, "SEEN: 42")); /* a screen says nothing */
    yado_test_terminal_free(second);
    yado_test_terminal_free(terminal);
    tear_down(&fixture);
}

/* Nothing to go to: said in one line, and everything stays; keys of one's own. */
static void
test_switch_nowhere(void)
{
    Fixture fixture = { 0 };
    YadoTestTerminal *terminal;

    if (!set_up(&fixture))
        return;
    g_free(yado_test_virsh(fixture.uri, "start", "tiny", NULL));
    terminal = START(&fixture, "console", "tiny", "--switch", "^T");
    yado_test_terminal_wait_text(terminal, "Ctrl+T switches text and screen.");
    wait_prompt(terminal);
    yado_test_terminal_type(terminal, "\024echo \"Heard: $((6*7))\" | tr a-z A-Z\r");
    yado_test_terminal_wait_text(terminal, "[yado] This guest has no screen that can be shown.");
    yado_test_terminal_wait_text(terminal, "HEARD: 42");
    yado_test_terminal_press(terminal, "Ctrl+]");
    g_assert_cmpint(yado_test_terminal_wait_exit(terminal), ==, 0);
    yado_test_terminal_free(terminal);

    terminal = START(&fixture, "console", "tiny", "--switch", "^T", "--escape", "Ctrl+T");
    yado_test_terminal_wait_text(terminal, "One key cannot both leave the console and switch it.");
    g_assert_cmpint(yado_test_terminal_wait_exit(terminal), !=, 0);
    yado_test_terminal_free(terminal);
    tear_down(&fixture);
}

/* A guest without a console is not left paused by it. */
static void
test_no_console(void)
{
    Fixture fixture = { 0 };
    YadoTestTerminal *terminal;
    g_autofree char *state = NULL;

    if (!set_up(&fixture))
        return;
    yado_test_guest_define(fixture.daemon, "mute"); /* its line goes to a file */
    terminal = START(&fixture, "start", "mute", "--console");
    yado_test_terminal_wait_text(terminal, "has no text console");
    g_assert_cmpint(yado_test_terminal_wait_exit(terminal), ==, 3);
    yado_test_terminal_free(terminal);
    state = yado_test_virsh_dup_state(fixture.uri, "mute");
    g_assert_cmpstr(state, ==, "running");
    tear_down(&fixture);
}

/* ---- Screens whose server is none ---- */

#define NO_SERVER "is no VNC server"

static const struct {
    YadoTestVncMode mode;
    const char *name, *told;
    int most; /* connections */
} servers[] = {
    { YADO_TEST_VNC_CLOSES, "closes", NO_SERVER, 8 },
    { YADO_TEST_VNC_GARBAGE, "garbage", NO_SERVER, 8 },
    { YADO_TEST_VNC_HALF_A_FRAME, "half a frame", NO_SERVER, 8 },
    { YADO_TEST_VNC_UNKNOWN_ENCODING, "unknown encoding", NO_SERVER, 8 },
    { YADO_TEST_VNC_NO_FRAME, "no frame", "sends no picture", 1 },
    { YADO_TEST_VNC_HUGE, "huge", "is too large to show", 1 },
    { YADO_TEST_VNC_GROWS, "grows", "is too large to show", 1 },
    { YADO_TEST_VNC_PASSWORD, "password", "asks for a password", 1 },
    { YADO_TEST_VNC_UNKNOWN_LOGIN, "unknown login", "a way to log in that YaDO does not", 1 },
    { YADO_TEST_VNC_OTHER_GUEST, "somebody else's", "is not that of “tiny”", 1 },
};

static YadoTestDaemon *
prepare_screen(char **path)
{
    g_autoptr(YadoTestDaemon) daemon = yado_test_daemon_new();
    g_autofree char *qemu = daemon ? yado_test_need_program("qemu-system-x86_64") : NULL;
    g_autofree char *module = yado_test_build_path(".libs/yado-screenshot.so");

    if (!qemu)
        return NULL;
    if (!g_file_test(module, G_FILE_TEST_EXISTS)) {
        g_test_skip("built without gvnc");
        return NULL;
    }
    *path = yado_test_vnc_start_guest(daemon, "tiny");
    return g_steal_pointer(&daemon);
}

static gboolean
is_told(YadoTestTerminal *terminal, gpointer text)
{
    return yado_test_terminal_has_text(terminal, text);
}

/* Each is told why, and tried no more often than in a window. */
static void
test_bad_screens(void)
{
    g_autofree char *path = NULL;
    g_autoptr(YadoTestDaemon) daemon = prepare_screen(&path);
    Fixture fixture = { 0 };

    if (!daemon)
        return;
    fixture.uri = yado_test_daemon_get_qemu_uri(daemon);
    for (guint i = 0; i < G_N_ELEMENTS(servers); i++) {
        g_autoptr(YadoTestVnc) server = yado_test_vnc_new(path, servers[i].mode, "tiny");
        g_autoptr(YadoTestTerminal) terminal = NULL;

        g_test_message("%s", servers[i].name);
        terminal = START(&fixture, "console", "tiny", "--device", "vnc0");
        if (servers[i].most > 1)
            yado_test_terminal_wait_text(terminal, "It is tried again");
        /* a picture is waited for longer than other things */
        g_assert_true(yado_test_terminal_wait(terminal, is_told, (gpointer)servers[i].told, 30));
        g_assert_cmpint(yado_test_terminal_wait_exit(terminal), >, 0);
        g_assert_true(yado_test_terminal_has_text(terminal, servers[i].told));
        g_assert_cmpint(yado_test_vnc_get_n_connections(server), >, servers[i].most > 1);
        g_assert_cmpint(yado_test_vnc_get_n_connections(server), <=, servers[i].most);
    }
}

/* Who came from the text console is there again, and reads why. */
static void
test_bad_switch(void)
{
    g_autofree char *path = NULL;
    g_autoptr(YadoTestDaemon) daemon = prepare_screen(&path);
    g_autoptr(YadoTestVnc) server = NULL;
    g_autoptr(YadoTestTerminal) terminal = NULL;
    Fixture fixture = { 0 };

    if (!daemon)
        return;
    fixture.uri = yado_test_daemon_get_qemu_uri(daemon);
    server = yado_test_vnc_new(path, YADO_TEST_VNC_GARBAGE, "tiny");
    terminal = START(&fixture, "console", "tiny");
    yado_test_terminal_wait_text(terminal, "cols 80” tells");
    yado_test_terminal_type(terminal, SWITCH);
    yado_test_terminal_wait_text(terminal, "It is tried again");
    yado_test_terminal_wait_row(terminal, NO_SERVER, "that can be used.");
    yado_test_terminal_wait_text(terminal, "[yado] Serial port 1");
    g_assert_cmpint(yado_test_vnc_get_n_connections(server), <=, 8);
    yado_test_terminal_press(terminal, "Ctrl+]");
    g_assert_cmpint(yado_test_terminal_wait_exit(terminal), ==, 0);
}

/* ---- What reaches a server that is one ---- */

static gboolean
has_pressed(gpointer counts)
{
    return g_atomic_int_get(&((YadoTestVncCounts *)counts)->n_pressed) >= 16;
}

/* The screen is taken from nobody, and what is typed becomes the keys of the guest's keyboard. */
static void
test_screen_keys(void)
{
    g_autofree char *path = NULL;
    g_autoptr(YadoTestDaemon) daemon = prepare_screen(&path);
    g_autofree char *pressed = NULL;
    g_autoptr(YadoTestVnc) server = NULL;
    g_autoptr(YadoTestTerminal) terminal = NULL;
    Fixture fixture = { 0 };

    if (!daemon)
        return;
    write_settings("[console]\nkeyboard=de\n");
    fixture.uri = yado_test_daemon_get_qemu_uri(daemon);
    server = yado_test_vnc_new(path, YADO_TEST_VNC_NUMBERS, "tiny");
    terminal = START(&fixture, "console", "tiny", "--device", "vnc0");
    yado_test_terminal_wait_text(terminal, "shows a picture (2 × 2)");
    yado_test_terminal_type(terminal, "zY@\003\033[A");
    g_assert_true(yado_test_wait(has_pressed, yado_test_vnc_get_counts(server), 20));
    pressed = yado_test_vnc_dup_pressed(yado_test_vnc_get_counts(server));
    g_assert_cmpstr(pressed, ==, "15+ 15- 2a+ 2c+ 2c- 2a- b8+ 10+ 10- b8- 1d+ 2e+ 2e- 1d- c8+ c8-");
    yado_test_terminal_press(terminal, "Ctrl+]");
    g_assert_cmpint(yado_test_terminal_wait_exit(terminal), ==, 0);
    g_assert_cmpint(yado_test_vnc_get_n_logins(server), ==, 1);
    g_assert_cmpint(yado_test_vnc_get_counts(server)->alone, ==, 0);
}

static void
test_screenshot(void)
{
    g_autofree char *path = NULL;
    g_autoptr(YadoTestDaemon) daemon = prepare_screen(&path);
    g_autofree char *picture = g_build_filename(yado_test_get_folder(), "tiny.png", NULL);
    g_autoptr(YadoTestVnc) server = NULL;
    g_autoptr(YadoTestTerminal) terminal = NULL;
    Fixture fixture = { 0 };

    if (!daemon)
        return;
    fixture.uri = yado_test_daemon_get_qemu_uri(daemon);
    server = yado_test_vnc_new(path, YADO_TEST_VNC_GOOD, "tiny");
    terminal = START(&fixture, "screenshot", "tiny", picture);
    g_assert_cmpint(yado_test_terminal_wait_exit(terminal), ==, 0);
    g_assert_true(g_file_test(picture, G_FILE_TEST_EXISTS));
    g_assert_cmpint(yado_test_vnc_get_n_logins(server), ==, 1);
    g_assert_cmpint(yado_test_vnc_get_counts(server)->alone, ==, 0);
}

#define KEPT (4 << 20) /* for a guest that does not read */

/* More is pasted than a guest that hangs will ever take: what is left out is told, and the console is left as always. */
static void
test_left_out(void)
{
    g_autofree char *agent = yado_test_build_path("tests/lib/yado-test-xl-agent");
    g_autofree char *text = g_strnfill(KEPT, 'x');
    g_autoptr(YadoTestTerminal) terminal = NULL;
    Fixture fixture = { .uri = "xl:///" };

    g_setenv("YADO_XL_AGENT", agent, TRUE);
    g_setenv("YADO_TEST_XL", "hung-console", TRUE);
    terminal = START(&fixture, "console", "web", "--device", "pv0");
    yado_test_terminal_wait_text(terminal, "hello");
    yado_test_terminal_send(terminal, text, KEPT / 2);
    yado_test_terminal_wait_quiet(terminal, 300);
    g_assert_false(yado_test_terminal_has_text(terminal, "left out"));
    yado_test_terminal_send(terminal, text, KEPT / 2 + 1000000);
    yado_test_terminal_wait_text(terminal, "4 MiB of it wait");
    yado_test_terminal_press(terminal, "Ctrl+]");
    g_assert_cmpint(yado_test_terminal_wait_exit(terminal), ==, 0);
    g_unsetenv("YADO_XL_AGENT");
    g_unsetenv("YADO_TEST_XL");
}

int
main(int argc, char **argv)
{
    yado_test_guard();
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/cli-console/session", test_session);
    g_test_add_func("/cli-console/first-word", test_first_word);
    g_test_add_func("/cli-console/log-from-the-start", test_log_from_the_start);
    g_test_add_func("/cli-console/create", test_create);
    g_test_add_func("/cli-console/create-refused", test_create_refused);
    g_test_add_func("/cli-console/characters", test_characters);
    g_test_add_func("/cli-console/switch", test_switch);
    g_test_add_func("/cli-console/switch-nowhere", test_switch_nowhere);
    g_test_add_func("/cli-console/no-console", test_no_console);
    g_test_add_func("/cli-console/left-out", test_left_out);
    g_test_add_func("/cli-console/bad-screens", test_bad_screens);
    g_test_add_func("/cli-console/bad-switch", test_bad_switch);
    g_test_add_func("/cli-console/screen-keys", test_screen_keys);
    g_test_add_func("/cli-console/screenshot", test_screenshot);
    return g_test_run();
}
