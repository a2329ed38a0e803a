/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * VNC servers that are not as one would like, in the place of a real guest's: each is told clearly, and nothing hangs, grows or is sent keys.
 *
 * The guest is QEMU's, paused before its first instruction; its screen is a socket file, which the test takes over.
 */
#include "config.h"

#include <X11/Xlib.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "yado-test-daemon.h"
#include "yado-test-display.h"
#include "yado-test-vnc.h"

#define PASSWORD "Geh1mnis"     /* of YADO_TEST_VNC_PASSWORD */
#ifdef __SANITIZE_ADDRESS__     /* keeps what was freed, up to 256 MiB */
#define MAX_GROWTH (512u << 10) /* KiB */
#else
#define MAX_GROWTH (64u << 10)
#endif

static char *
dup_socket(YadoTestDaemon *daemon, const char *guest)
{
    g_autofree char *name = g_strconcat("screen-", guest, NULL);

    return g_build_filename(yado_test_daemon_get_folder(daemon), name, NULL);
}

static YadoTestDaemon *
prepare(void)
{
    g_autoptr(YadoTestDaemon) daemon = yado_test_daemon_new();
    g_autofree char *qemu = daemon ? yado_test_need_program("qemu-system-x86_64") : NULL;

    if (!qemu || !yado_test_display_start())
        return NULL;
    g_free(yado_test_vnc_start_guest(daemon, "tiny"));
    return g_steal_pointer(&daemon);
}

static YadoTestApp *
start_gtk_with(YadoTestDaemon *daemon, const char *option)
{
    g_autofree char *program = yado_test_build_path("yado-gtk");
    g_autofree char *settings =
        g_strdup_printf("YADO_SETTINGS=%s/gtk.conf", yado_test_get_folder());
    const char *environment[] = { settings, NULL };
    const char *uri = yado_test_daemon_get_qemu_uri(daemon);

    return yado_test_app_new(
        (const char *[]){ program, "--connect", uri, option, option ? "tiny" : NULL, NULL },
        environment);
}

static YadoTestApp *
start_gtk(YadoTestDaemon *daemon)
{
    return start_gtk_with(daemon, "--console");
}

static YadoTestVnc *
start_server_of(YadoTestDaemon *daemon, const char *guest, YadoTestVncMode mode)
{
    g_autofree char *path = dup_socket(daemon, guest);

    return yado_test_vnc_new(path, mode, guest);
}

static YadoTestVnc *
start_server(YadoTestDaemon *daemon, YadoTestVncMode mode)
{
    return start_server_of(daemon, "tiny", mode);
}

/* KiB. */
static guint64
get_memory(YadoTestApp *app)
{
    g_autofree char *path = g_strdup_printf("/proc/%d/statm", (int)yado_test_app_get_pid(app));
    g_autofree char *text = NULL;
    guint64 pages = 0;

    g_assert_true(g_file_get_contents(path, &text, NULL, NULL));
    g_assert_cmpint(sscanf(text, "%*u %" G_GUINT64_FORMAT, &pages), ==, 1);
    return pages * (guint64)sysconf(_SC_PAGESIZE) / 1024;
}

/* Somebody has the keyboard for himself: the desktop's own keys do nothing. */
static gboolean
is_keyboard_grabbed(gpointer data)
{
    Display *display = XOpenDisplay(NULL);
    int answer = XGrabKeyboard(display, DefaultRootWindow(display), False, GrabModeAsync,
                               GrabModeAsync, CurrentTime);

    XCloseDisplay(display); /* gives it back */
    return answer == AlreadyGrabbed;
}

static gboolean
is_keyboard_free(gpointer data)
{
    return !is_keyboard_grabbed(data);
}

static void
close_window(YadoTestApp *app)
{
    g_autoptr(YadoTestThing) window = yado_test_app_find(app, ATSPI_ROLE_FRAME, "tiny: console");
    g_autoptr(YadoTestThing) button = yado_test_find_in(window, ATSPI_ROLE_PUSH_BUTTON, "Close");

    yado_test_do(button);
}

/* Waits for a thing of that name, whatever it is. */
static void
wait_thing(YadoTestApp *app, const char *name)
{
    g_autoptr(YadoTestThing) thing = yado_test_app_find(app, YADO_TEST_ANY_ROLE, name);
}

typedef struct {
    YadoTestApp *app;
    const char *text;
} Wanted;

/* It was told, and is not tried again by itself. */
static gboolean
is_told(gpointer data)
{
    const Wanted *wanted = data;
    g_autoptr(YadoTestThing) text =
        yado_test_app_peek(wanted->app, YADO_TEST_ANY_ROLE, wanted->text);
    g_autoptr(YadoTestThing) button =
        yado_test_app_peek(wanted->app, ATSPI_ROLE_PUSH_BUTTON, "Try again");

    return text && button;
}

static void
wait_told(YadoTestApp *app, const char *text)
{
    Wanted wanted = { app, text };

    if (yado_test_wait(is_told, &wanted, 30))
        return;
    g_autofree char *tree = yado_test_app_dump(app);
    g_error("Not told: %s. The tree:\n%s", text, tree);
}

static const struct {
    YadoTestVncMode mode;
    const char *name, *told;
} cases[] = {
    { YADO_TEST_VNC_CLOSES, "closes", "What answers for the screen of tiny is no VNC server" },
    { YADO_TEST_VNC_GARBAGE, "garbage", "What answers for the screen of tiny is no VNC server" },
    { YADO_TEST_VNC_SILENT, "silent", "The screen of tiny sends no picture" },
    { YADO_TEST_VNC_HALF_A_FRAME, "half a frame",
      "What answers for the screen of tiny is no VNC server" },
    { YADO_TEST_VNC_NO_FRAME, "no frame", "The screen of tiny sends no picture" },
    { YADO_TEST_VNC_HUGE, "huge", "16384 × 16384 points large" },
    { YADO_TEST_VNC_GROWS, "grows", "65535 × 65535 points large" },
    { YADO_TEST_VNC_UNKNOWN_ENCODING, "unknown encoding",
      "What answers for the screen of tiny is no VNC server" },
    { YADO_TEST_VNC_UNKNOWN_LOGIN, "unknown login", "a way to log in that YaDO does not know" },
    { YADO_TEST_VNC_NEEDS_TLS, "needs TLS", "wants an encrypted connection (TLS)" },
    { YADO_TEST_VNC_OTHER_GUEST, "somebody else's", "it calls itself “QEMU (another)”" },
};

/* All in one program, one after the other: whatever one leaves behind hurts the next. */
static void
test_servers(void)
{
    g_autoptr(YadoTestDaemon) daemon = prepare();
    g_autoptr(YadoTestVnc) good = NULL;
    g_autoptr(YadoTestApp) app = NULL;
    guint64 memory;

    if (!daemon)
        return;
    good = start_server(daemon, YADO_TEST_VNC_GOOD);
    app = start_gtk(daemon);
    wait_thing(app, "Screen of tiny");
    yado_test_display_screenshot("console-good-server");
    memory = get_memory(app);
    g_clear_pointer(&good, yado_test_vnc_free);
    for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autoptr(YadoTestVnc) server = NULL;

        g_test_message("%s", cases[i].name);
        server = start_server(daemon, cases[i].mode);
        if (i > 0)
            yado_test_app_do(app, ATSPI_ROLE_PUSH_BUTTON, "Try again");
        wait_told(app, cases[i].told);
        yado_test_display_type("abc");
        g_assert_cmpint(yado_test_vnc_get_n_connections(server), <=, 8);
        g_assert_cmpint(yado_test_vnc_get_n_keys(server), ==, 0);
        g_assert_cmpuint(get_memory(app), <, memory + MAX_GROWTH);
        if (i == 0)
            yado_test_display_screenshot("console-bad-server");
    }
    g_assert_true(yado_test_app_is_running(app));
}

static void
answer_password_with(YadoTestApp *app, const char *password, gboolean remember)
{
    g_autoptr(YadoTestThing) dialog = yado_test_app_find(app, ATSPI_ROLE_DIALOG, "Password");
    g_autoptr(YadoTestThing) entry = yado_test_find_in(dialog, ATSPI_ROLE_PASSWORD_TEXT, NULL);
    g_autoptr(YadoTestThing) button = yado_test_find_in(dialog, ATSPI_ROLE_PUSH_BUTTON, "Open");

    if (remember)
        yado_test_app_do(app, ATSPI_ROLE_CHECK_BOX, "Remember it in the keyring");
    yado_test_set_text(entry, password);
    if (remember)
        yado_test_display_screenshot("console-remember");
    yado_test_do(button);
}

static void
answer_password(YadoTestApp *app)
{
    answer_password_with(app, "wrong", FALSE);
}

static void
test_passwords(void)
{
    g_autoptr(YadoTestDaemon) daemon = prepare();
    g_autoptr(YadoTestVnc) server = NULL;
    g_autoptr(YadoTestApp) app = NULL;

    if (!daemon)
        return;
    server = start_server(daemon, YADO_TEST_VNC_WRONG_PASSWORD);
    app = start_gtk(daemon);
    wait_thing(app, "The screen of tiny asks for a password.");
    answer_password(app);
    wait_thing(app, "That was not the password.");
    answer_password(app);
    yado_test_app_wait_gone(app, ATSPI_ROLE_DIALOG, "Password");
    answer_password(app);
    wait_thing(app, "The screen of tiny refused the password three times.");
    g_assert_cmpint(yado_test_vnc_get_n_connections(server), ==, 3);
}

static gboolean
has_keyring(gpointer bus)
{
    g_autoptr(GVariant) answer = g_dbus_connection_call_sync(
        bus, "org.freedesktop.DBus", "/org/freedesktop/DBus", "org.freedesktop.DBus",
        "NameHasOwner", g_variant_new("(s)", "org.freedesktop.secrets"), G_VARIANT_TYPE("(b)"),
        G_DBUS_CALL_FLAGS_NONE, -1, NULL, NULL);
    gboolean has = FALSE;

    if (answer)
        g_variant_get(answer, "(b)", &has);
    return has;
}

static gboolean
is_remembered(gpointer bus)
{
    g_autoptr(GVariant) answer = g_dbus_connection_call_sync(
        bus, "org.freedesktop.secrets", "/org/freedesktop/secrets",
        "org.freedesktop.Secret.Service", "SearchItems",
        g_variant_new_parsed("({'field': 'password'},)"), G_VARIANT_TYPE("(aoao)"),
        G_DBUS_CALL_FLAGS_NONE, -1, NULL, NULL);
    g_autoptr(GVariant) items = answer ? g_variant_get_child_value(answer, 0) : NULL;

    return items && g_variant_n_children(items) == 1;
}

static gboolean
is_forgotten(gpointer bus)
{
    return !is_remembered(bus);
}

/* One that is open, as after a login. */
static GSubprocess *
start_keyring(const char *program, GDBusConnection *bus)
{
    const char *argv[] = { program, "--foreground", "--components=secrets", "--unlock", NULL };
    g_autoptr(GError) error = NULL;
    GSubprocess *keyring =
        g_subprocess_newv(argv,
                          G_SUBPROCESS_FLAGS_STDIN_PIPE | G_SUBPROCESS_FLAGS_STDOUT_SILENCE |
                              G_SUBPROCESS_FLAGS_STDERR_SILENCE,
                          &error);

    g_assert_no_error(error);
    g_output_stream_write_all(g_subprocess_get_stdin_pipe(keyring), "login", 5, NULL, NULL, NULL);
    g_output_stream_close(g_subprocess_get_stdin_pipe(keyring), NULL, NULL);
    g_assert_true(yado_test_wait(has_keyring, bus, 20));
    return keyring;
}

static gboolean
has_login(gpointer server)
{
    return yado_test_vnc_get_n_logins(server) > 0;
}

/* Nothing of a password in what the programs said, however much they were asked to say. */
static void
check_logs(void)
{
    g_autoptr(GDir) folder = g_dir_open(yado_test_get_folder(), 0, NULL);
    const char *name;

    while ((name = g_dir_read_name(folder))) {
        g_autofree char *path = g_build_filename(yado_test_get_folder(), name, NULL);
        g_autofree char *text = NULL;

        if (g_str_has_suffix(name, ".log") && g_file_get_contents(path, &text, NULL, NULL))
            g_assert_null(strstr(text, PASSWORD));
    }
}

/* Given once, remembered; wrong the next time, forgotten; then asked again. */
static void
test_keyring(void)
{
    g_autofree char *program = yado_test_need_program("gnome-keyring-daemon");
    g_autoptr(YadoTestDaemon) daemon = program ? prepare() : NULL;
    g_autoptr(GDBusConnection) bus = NULL;
    g_autoptr(GSubprocess) keyring = NULL;
    g_autoptr(YadoTestVnc) server = NULL;
    g_autoptr(YadoTestApp) app = NULL;

    if (!daemon)
        return;
    g_setenv("G_MESSAGES_DEBUG", "all", TRUE);
    bus = g_bus_get_sync(G_BUS_TYPE_SESSION, NULL, NULL);
    keyring = start_keyring(program, bus);
    server = start_server(daemon, YADO_TEST_VNC_PASSWORD);
    app = start_gtk(daemon);
    wait_thing(app, "The screen of tiny asks for a password.");
    answer_password_with(app, PASSWORD, TRUE);
    g_assert_true(yado_test_wait(has_login, server, 20));
    g_assert_true(yado_test_wait(is_remembered, bus, 20));
    g_clear_pointer(&app, yado_test_app_free);
    g_clear_pointer(&server, yado_test_vnc_free);

    server = start_server(daemon, YADO_TEST_VNC_PASSWORD);
    app = start_gtk(daemon);
    g_assert_true(yado_test_wait(has_login, server, 20));
    wait_thing(app, "Screen of tiny");
    g_clear_pointer(&server, yado_test_vnc_free);

    server = start_server(daemon, YADO_TEST_VNC_WRONG_PASSWORD);
    wait_thing(app, "That was not the password.");
    g_assert_true(yado_test_wait(is_forgotten, bus, 20));
    g_clear_pointer(&app, yado_test_app_free);
    app = start_gtk(daemon);
    wait_thing(app, "The screen of tiny asks for a password.");
    check_logs();
    g_unsetenv("G_MESSAGES_DEBUG");
    g_subprocess_send_signal(keyring, SIGTERM);
    g_subprocess_wait(keyring, NULL, NULL);
}

/* The window is closed while the server has not said a word. */
static void
test_closed_window(void)
{
    g_autoptr(YadoTestDaemon) daemon = prepare();
    g_autoptr(YadoTestVnc) server = NULL;
    g_autoptr(YadoTestApp) app = NULL;

    if (!daemon)
        return;
    server = start_server(daemon, YADO_TEST_VNC_SILENT);
    app = start_gtk(daemon);
    wait_thing(app, "Send keys");
    close_window(app);
    if (yado_test_app_wait_exit(app) != 0)
        yado_test_app_show_log(app);
    g_assert_cmpint(yado_test_app_wait_exit(app), ==, 0);
}

static gboolean
has_keys(gpointer server)
{
    return yado_test_vnc_get_n_keys(server) > 0;
}

static void
grab_from_now_on(void)
{
    g_autofree char *settings = g_build_filename(yado_test_get_folder(), "gtk.conf", NULL);

    yado_test_write_file(settings, "[console]\ngrab=true\n");
}

typedef struct {
    YadoTestApp *app;
    YadoTestThing *screen;
} Grab;

static gboolean
click_until_grabbed(gpointer data)
{
    const Grab *grab = data;
    g_autoptr(YadoTestThing) told =
        yado_test_app_peek(grab->app, YADO_TEST_ANY_ROLE, "releases keyboard and pointer");

    if (!told)
        yado_test_click(grab->screen, 1, 1, NULL);
    return told != NULL;
}

/* A click that comes before the server's picture is nobody's: the next one is the guest's. */
static void
click_into(YadoTestApp *app, YadoTestThing *screen)
{
    Grab grab = { app, screen };

    g_assert_true(yado_test_wait(click_until_grabbed, &grab, 20));
}

/* In full screen, with the keyboard grabbed, the guest is gone: the keyboard is the desktop's again. */
static void
test_full_screen(void)
{
    g_autoptr(YadoTestDaemon) daemon = prepare();
    g_autoptr(YadoTestVnc) server = NULL;
    g_autoptr(YadoTestApp) app = NULL;
    g_autoptr(YadoTestThing) screen = NULL;
    const char *uri;

    if (!daemon)
        return;
    uri = yado_test_daemon_get_qemu_uri(daemon);
    server = start_server(daemon, YADO_TEST_VNC_GOOD);
    grab_from_now_on();
    app = start_gtk(daemon);
    screen = yado_test_app_find(app, YADO_TEST_ANY_ROLE, "Screen of tiny");
    click_into(app, screen);
    yado_test_display_press("ctrl+shift+F11");
    yado_test_app_wait_gone(app, YADO_TEST_ANY_ROLE, "Send keys");
    g_assert_true(is_keyboard_grabbed(NULL)); /* once: asking would take one that is not */
    yado_test_display_press("a");
    g_assert_true(yado_test_wait(has_keys, server, 10));
    g_free(yado_test_virsh(uri, "destroy", "tiny", NULL));
    g_clear_pointer(&server, yado_test_vnc_free);
    wait_thing(app, "tiny does not run. The console opens when it starts.");
    g_assert_true(yado_test_wait(is_keyboard_free, NULL, 10));
    yado_test_app_do(app, ATSPI_ROLE_PUSH_BUTTON, "Leave full screen");
    wait_thing(app, "Send keys");
    g_free(yado_test_virsh(uri, "undefine", "tiny", NULL));
    wait_thing(app, "“tiny” is not there any more.");
}

typedef struct {
    YadoTestVnc *server;
    int n;
} KeyCount;

static gboolean
has_so_many_keys(gpointer data)
{
    KeyCount *count = data;

    return yado_test_vnc_get_n_keys(count->server) >= count->n;
}

static void
expect_no(YadoTestApp *app, AtspiRole role, const char *name)
{
    g_autoptr(YadoTestThing) thing = yado_test_app_peek(app, role, name);

    g_assert_null(thing);
}

/* In a tab of the manager, too, all keys are the guest's, but those that lead out of it. */
static void
test_tab(void)
{
    g_autoptr(YadoTestDaemon) daemon = prepare();
    g_autoptr(YadoTestVnc) server = NULL;
    g_autoptr(YadoTestApp) app = NULL;
    g_autoptr(YadoTestThing) table = NULL, screen = NULL, text = NULL;
    KeyCount keys;

    if (!daemon)
        return;
    server = start_server(daemon, YADO_TEST_VNC_GOOD);
    grab_from_now_on();
    app = start_gtk_with(daemon, NULL);
    table = yado_test_app_find_table(app);
    yado_test_table_click(table, "tiny", 1, 1, NULL);
    yado_test_display_press("F7");
    screen = yado_test_app_find(app, YADO_TEST_ANY_ROLE, "Screen of tiny");
    click_into(app, screen);
    keys = (KeyCount){ server, yado_test_vnc_get_n_keys(server) + 16 }; /* down and up */
    yado_test_display_press("Return F1 F5 F9 F10 ctrl+w Tab");
    g_assert_true(yado_test_wait(has_so_many_keys, &keys, 10));
    expect_no(app, ATSPI_ROLE_LIST_BOX, "Pages");
    expect_no(app, ATSPI_ROLE_DIALOG, NULL);
    yado_test_display_press("Control_L+Alt_L");
    yado_test_display_press("ctrl+shift+F7");
    text = yado_test_app_find(app, YADO_TEST_ANY_ROLE, "Text console of tiny");
    yado_test_display_press("Return F1 F5 F9 F10 ctrl+w");
    yado_test_display_press("ctrl+shift+Page_Up"); /* after these: they came to nothing */
    yado_test_app_wait_gone(app, YADO_TEST_ANY_ROLE, "Text console of tiny");
    expect_no(app, ATSPI_ROLE_LIST_BOX, "Pages");
    expect_no(app, ATSPI_ROLE_DIALOG, NULL);
    yado_test_display_press("ctrl+shift+Page_Down");
    g_clear_pointer(&text, yado_test_thing_free);
    text = yado_test_app_find(app, YADO_TEST_ANY_ROLE, "Text console of tiny");
    yado_test_click(text, 1, 1, NULL);
    yado_test_display_screenshot("console-tab");
    yado_test_display_press("ctrl+shift+w");
    yado_test_app_wait_gone(app, ATSPI_ROLE_PAGE_TAB, "tiny: console");
    g_assert_true(yado_test_app_is_running(app));
}

static gboolean
is_watched(gpointer server)
{
    return yado_test_vnc_get_n_connections(server) > 0;
}

/* The small picture beside a guest's name: one connection, which stays. */
static void
test_thumbnail(void)
{
    g_autoptr(YadoTestDaemon) daemon = prepare();
    g_autoptr(YadoTestVnc) server = NULL;
    g_autoptr(YadoTestApp) app = NULL;

    if (!daemon)
        return;
    server = start_server(daemon, YADO_TEST_VNC_GOOD);
    app = start_gtk_with(daemon, "--show-guest");
    wait_thing(app, "The guest's screen");
    g_assert_true(yado_test_wait(is_watched, server, 20));
    yado_test_wait(is_keyboard_grabbed, NULL, 2); /* never: so that the picture is there */
    yado_test_display_screenshot("console-thumbnail");
    g_assert_cmpint(yado_test_vnc_get_n_connections(server), ==, 1);
    g_assert_cmpint(yado_test_vnc_get_n_keys(server), ==, 0);
    g_assert_cmpint(yado_test_vnc_get_counts(server)->alone, ==, 0); /* taken from nobody */
}

/* Four consoles of one program: two screens, two serial lines. */
static const char *const side[] = { "tiny", "screen-b", "text-a", "text-b" };

static void
start_text_guest(YadoTestDaemon *daemon, const char *guest)
{
    const char *uri = yado_test_daemon_get_qemu_uri(daemon);
    g_autofree char *xml =
        g_strdup_printf("<domain type='qemu'><name>%s</name><memory unit='MiB'>16</memory>"
                        "<os><type arch='x86_64' machine='q35'>hvm</type></os><devices>"
                        "<controller type='usb' model='none'/><memballoon model='none'/>"
                        "<console type='pty'/></devices></domain>",
                        guest);

    yado_test_virsh_define(uri, xml);
    g_free(yado_test_virsh(uri, "start", guest, "--paused", NULL));
}

/* Without hosts on its command line there is one program, which opens what the next calls ask for. */
static void
keep_host(YadoTestDaemon *daemon)
{
    g_autofree char *settings = g_build_filename(yado_test_get_folder(), "gtk.conf", NULL);
    g_autofree char *text =
        g_strdup_printf("[host %s]\nautoconnect=true\n", yado_test_daemon_get_qemu_uri(daemon));

    yado_test_write_file(settings, text);
    g_setenv("YADO_SETTINGS", settings, TRUE);
}

static void
wait_console(YadoTestApp *app, const char *guest, const char *view)
{
    g_autofree char *title = g_strdup_printf("%s: console", guest);
    g_autofree char *name = g_strdup_printf("%s of %s", view, guest);
    g_autoptr(YadoTestThing) window = yado_test_app_find(app, ATSPI_ROLE_FRAME, title);
    g_autoptr(YadoTestThing) thing = yado_test_find_in(window, YADO_TEST_ANY_ROLE, name);

    g_assert_nonnull(thing);
}

static guint
count_descriptors(YadoTestApp *app)
{
    g_autofree char *path = g_strdup_printf("/proc/%d/fd", (int)yado_test_app_get_pid(app));
    g_autoptr(GDir) dir = g_dir_open(path, 0, NULL);
    guint n = 0;

    while (g_dir_read_name(dir))
        n++;
    return n;
}

static void
test_side_by_side(void)
{
    g_autoptr(YadoTestDaemon) daemon = prepare();
    g_autofree char *program = yado_test_build_path("yado-gtk");
    g_autoptr(YadoTestVnc) first = NULL, second = NULL;
    g_autoptr(YadoTestApp) app = NULL;
    guint before;

    if (!daemon)
        return;
    g_free(yado_test_vnc_start_guest(daemon, "screen-b"));
    first = start_server(daemon, YADO_TEST_VNC_GOOD);
    second = start_server_of(daemon, "screen-b", YADO_TEST_VNC_GOOD);
    start_text_guest(daemon, "text-a");
    start_text_guest(daemon, "text-b");
    keep_host(daemon);
    app = yado_test_app_new((const char *[]){ program, "--console", side[0], NULL }, NULL);
    wait_console(app, side[0], "Screen");
    before = count_descriptors(app);
    for (guint i = 1; i < G_N_ELEMENTS(side); i++)
        g_assert_cmpint(
            yado_test_run((const char *[]){ program, "--console", side[i], NULL }, NULL), ==, 0);
    wait_console(app, side[1], "Screen");
    wait_console(app, side[2], "Text console");
    wait_console(app, side[3], "Text console");
    g_assert_cmpuint(yado_test_app_count_windows(app), ==, 4);
    g_assert_cmpint(yado_test_vnc_get_n_connections(first), ==, 1);
    g_assert_cmpint(yado_test_vnc_get_n_connections(second), ==, 1);
    g_assert_cmpuint(count_descriptors(app), <, before + 40);
    yado_test_display_screenshot("console-side-by-side");
}

#define MANY 6

static gboolean
are_all_watched(gpointer servers)
{
    YadoTestVnc **all = servers;
    guint n = 0;

    for (guint i = 0; i < MANY; i++)
        n += yado_test_vnc_get_n_logins(all[i]) > 0;
    return n == MANY;
}

static gboolean
is_still(gpointer servers)
{
    static int last[MANY];
    static gint64 since;
    YadoTestVnc **all = servers;
    gboolean moved = FALSE;

    for (guint i = 0; i < MANY; i++) {
        int n = g_atomic_int_get(&yado_test_vnc_get_counts(all[i])->frames);

        moved |= n != last[i];
        last[i] = n;
    }
    if (moved || since == 0)
        since = g_get_monotonic_time();
    return g_get_monotonic_time() - since > 6 * G_USEC_PER_SEC; /* longer than a period */
}

/* All guests' screens in place of the list; who is watched in vain is not watched. */
static void
test_screens(void)
{
    g_autoptr(YadoTestDaemon) daemon = prepare();
    YadoTestVnc *servers[MANY];
    g_autoptr(YadoTestApp) app = NULL;
    g_autoptr(YadoTestThing) screens = NULL;
    g_autoptr(YadoTestThing) item = NULL;

    if (!daemon)
        return;
    for (guint i = 0; i < MANY; i++) {
        g_autofree char *name = i == 0 ? g_strdup("tiny") : g_strdup_printf("web-%02u", i);

        if (i > 0)
            g_free(yado_test_vnc_start_guest(daemon, name));
        servers[i] = start_server_of(daemon, name, YADO_TEST_VNC_LIVELY);
    }
    app = start_gtk_with(daemon, NULL);
    yado_test_app_do(app, ATSPI_ROLE_TOGGLE_BUTTON, "Screens of the guests");
    g_assert_true(yado_test_wait(are_all_watched, servers, 30));
    yado_test_wait(is_keyboard_grabbed, NULL, 3); /* never: so that the pictures are there */
    yado_test_display_screenshot("screens");
    screens = yado_test_app_find(app, YADO_TEST_ANY_ROLE, "Screens of the guests");
    for (guint i = 0; i < MANY; i++)
        g_assert_cmpint(yado_test_vnc_get_n_keys(servers[i]), ==, 0);
    yado_test_app_do(app, ATSPI_ROLE_TOGGLE_BUTTON, "Screens of the guests");
    g_assert_true(yado_test_wait(is_still, servers, 30));
    for (guint i = 0; i < MANY; i++)
        yado_test_vnc_free(servers[i]);
}

int
main(int argc, char **argv)
{
    yado_test_guard();
    g_test_init(&argc, &argv, NULL);
    /* First: a question of the others starts a keyring that is locked. */
    g_test_add_func("/gtk/console-servers/keyring", test_keyring);
    g_test_add_func("/gtk/console-servers/bad", test_servers);
    g_test_add_func("/gtk/console-servers/passwords", test_passwords);
    g_test_add_func("/gtk/console-servers/closed-window", test_closed_window);
    g_test_add_func("/gtk/console-servers/thumbnail", test_thumbnail);
    g_test_add_func("/gtk/console-servers/screens", test_screens);
    g_test_add_func("/gtk/console-servers/side-by-side", test_side_by_side);
    g_test_add_func("/gtk/console-servers/full-screen", test_full_screen);
    g_test_add_func("/gtk/console-servers/tab", test_tab);
    return g_test_run();
}
