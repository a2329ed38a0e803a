/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * What a person does in an open console: pictures, the clipboard, only looking, sizes, quality; in a text console saving, logging, searching, links.
 *
 * The screens are those of VNC servers of ours, which tell what reached them; the text console is a real guest's.  The clipboard is the desktop's: this
 * program has it as another program would.
 */
#include "config.h"

#include <glib/gstdio.h>
#include <gtk/gtk.h>
#include <string.h>

#include "yado-test-display.h"
#include "yado-test-guest.h"
#include "yado-test-picture.h"
#include "yado-test-vnc.h"

/* ---- The desktop ---- */

static gboolean
start_desktop(void)
{
    if (!yado_test_display_start())
        return FALSE;
    g_setenv("NO_AT_BRIDGE", "1", TRUE); /* this program is nobody's to look at */
    gtk_init(NULL, NULL);
    g_unsetenv("NO_AT_BRIDGE");
    return TRUE;
}

static GtkClipboard *
get_clipboard(void)
{
    return gtk_clipboard_get(GDK_SELECTION_CLIPBOARD);
}

static gboolean
has_clipboard_text(gpointer text)
{
    g_autofree char *now = gtk_clipboard_wait_for_text(get_clipboard());

    return g_strcmp0(now, text) == 0;
}

static void
wait_clipboard(const char *text)
{
    g_autofree char *now = NULL;

    if (yado_test_wait(has_clipboard_text, (gpointer)text, 10))
        return;
    yado_test_display_screenshot("failure");
    now = gtk_clipboard_wait_for_text(get_clipboard());
    g_error("The clipboard has not “%s”, but “%s”", text, now ? now : "");
}

static YadoTestApp *
start_gtk(YadoTestDaemon *daemon, const char *device)
{
    g_autofree char *program = yado_test_build_path("yado-gtk");
    g_autofree char *settings =
        g_strdup_printf("YADO_SETTINGS=%s/gtk.conf", yado_test_get_folder());
    g_autofree char *data = g_strdup_printf("XDG_DATA_HOME=%s/data", yado_test_get_folder());
    const char *environment[] = { settings, data, NULL };
    const char *uri = yado_test_daemon_get_qemu_uri(daemon);

    return yado_test_app_new((const char *[]){ program, "--connect", uri, "--console", "tiny",
                                               "--device", device, NULL },
                             environment);
}

static void
wait_thing(YadoTestApp *app, const char *name)
{
    g_autoptr(YadoTestThing) thing = yado_test_app_find(app, YADO_TEST_ANY_ROLE, name);
}

/* Of the console's menu; @choice (nullable): one of those behind it. */
static void
choose(YadoTestApp *app, AtspiRole role, const char *item, const char *choice)
{
    yado_test_app_do(app, ATSPI_ROLE_TOGGLE_BUTTON, "Console menu");
    yado_test_app_do(app, role, item);
    if (choice)
        yado_test_app_do(app, ATSPI_ROLE_RADIO_BUTTON, choice);
    if (role == ATSPI_ROLE_CHECK_BOX || choice) /* these leave the menu open */
        yado_test_display_press("Escape");
    yado_test_app_wait_gone(app, ATSPI_ROLE_PUSH_BUTTON, "Other console");
}

static gboolean
is_written(gpointer path)
{
    return g_file_test(path, G_FILE_TEST_EXISTS);
}

static char *
dup_path(const char *name)
{
    return g_build_filename(yado_test_get_folder(), name, NULL);
}

/* What the dialog that has come asks for.  It is not looked at while it goes: GTK's accessibility stumbles over that. */
static void
give_file_name(YadoTestApp *app, const char *path)
{
    g_autoptr(YadoTestThing) dialog = yado_test_app_find(app, ATSPI_ROLE_FILE_CHOOSER, NULL);
    g_autoptr(YadoTestThing) entry = yado_test_find_in(dialog, ATSPI_ROLE_TEXT, NULL);

    yado_test_set_text(entry, path);
    yado_test_display_press("Return");
    g_assert_true(yado_test_wait(is_written, (gpointer)path, 10));
}

typedef struct {
    const char *path, *text;
} Contents;

static gboolean
has_contents(gpointer data)
{
    Contents *contents = data;
    g_autofree char *text = NULL;

    return g_file_get_contents(contents->path, &text, NULL, NULL) && strstr(text, contents->text);
}

static void
wait_contents(const char *path, const char *text)
{
    Contents contents = { path, text };

    if (!yado_test_wait(has_contents, &contents, 60))
        g_error("%s never has “%s”.", path, text);
}

/* ---- Screens ---- */

static YadoTestVnc *
start_screen(YadoTestDaemon *daemon, YadoTestVncMode mode)
{
    const char *uri = yado_test_daemon_get_qemu_uri(daemon);
    g_autofree char *path = g_build_filename(yado_test_daemon_get_folder(daemon), "screen", NULL);
    g_autofree char *xml =
        g_strdup_printf("<domain type='qemu'><name>tiny</name><memory unit='MiB'>16</memory>"
                        "<os><type arch='x86_64' machine='q35'>hvm</type></os><devices>"
                        "<controller type='usb' model='none'/><memballoon model='none'/>"
                        "<graphics type='vnc'><listen type='socket' socket='%s'/></graphics>"
                        "<video><model type='vga'/></video></devices></domain>",
                        path);

    yado_test_virsh_define(uri, xml);
    g_free(yado_test_virsh(uri, "start", "tiny", "--paused", NULL));
    return yado_test_vnc_new(path, mode, "tiny");
}

typedef struct {
    YadoTestDaemon *daemon;
    YadoTestVnc *server;
    YadoTestVncCounts *counts;
    YadoTestApp *app;
} Screen;

static gboolean
has_typed(gpointer data)
{
    Screen *screen = data;

    yado_test_display_press("x");
    return g_atomic_int_get(&screen->counts->n_typed) > 0;
}

static gboolean
is_nothing(gpointer data)
{
    return FALSE;
}

static void
forget_keys(Screen *screen)
{
    memset(screen->counts->typed, 0, sizeof screen->counts->typed);
    g_atomic_int_set(&screen->counts->n_typed, 0);
    g_atomic_int_set(&screen->counts->n_pressed, 0);
}

/* Keys go to a guest only once it is certain whose screen it is; its grab of the keyboard closes menus. */
static void
wait_keys(Screen *screen)
{
    g_assert_true(yado_test_wait(has_typed, screen, 10));
    yado_test_wait(is_nothing, NULL, 0.5); /* never: so that the last one is there */
    forget_keys(screen);
}

static gboolean
open_screen(Screen *screen, YadoTestVncMode mode)
{
    g_autofree char *qemu = NULL;

    screen->daemon = yado_test_daemon_new();
    qemu = screen->daemon ? yado_test_need_program("qemu-system-x86_64") : NULL;
    if (!qemu || !start_desktop()) {
        g_clear_pointer(&screen->daemon, yado_test_daemon_free);
        return FALSE;
    }
    screen->server = start_screen(screen->daemon, mode);
    screen->counts = yado_test_vnc_get_counts(screen->server);
    g_atomic_int_set(&screen->counts->most_frames, 1);
    screen->app = start_gtk(screen->daemon, "vnc0");
    wait_thing(screen->app, "Screen of tiny");
    wait_keys(screen);
    return TRUE;
}

static void
close_screen(Screen *screen)
{
    g_assert_cmpint(g_atomic_int_get(&screen->counts->alone), ==, 0); /* taken from nobody */
    yado_test_app_free(screen->app);
    yado_test_vnc_free(screen->server);
    yado_test_daemon_free(screen->daemon);
}

/* Red, green; blue, white. */
static void
check_picture(GdkPixbuf *picture)
{
    static const guchar points[2][6] = { { 255, 0, 0, 0, 255, 0 }, { 0, 0, 255, 255, 255, 255 } };

    g_assert_nonnull(picture);
    g_assert_cmpint(gdk_pixbuf_get_width(picture), ==, 2);
    g_assert_cmpint(gdk_pixbuf_get_height(picture), ==, 2);
    for (int y = 0; y < 2; y++)
        for (int x = 0; x < 2; x++)
            g_assert_cmpmem(gdk_pixbuf_get_pixels(picture) + y * gdk_pixbuf_get_rowstride(picture) +
                                x * gdk_pixbuf_get_n_channels(picture),
                            3, points[y] + 3 * x, 3);
}

static gboolean
is_picture(gpointer path)
{
    return gdk_pixbuf_get_file_info(path, NULL, NULL) != NULL;
}

static gboolean
has_clipboard_picture(gpointer data)
{
    return gtk_clipboard_wait_is_image_available(get_clipboard());
}

static void
test_pictures(void)
{
    Screen screen = { 0 };
    g_autofree char *path = dup_path("seen.png");
    g_autoptr(GdkPixbuf) saved = NULL, copied = NULL;
    g_autoptr(GError) error = NULL;

    if (!open_screen(&screen, YADO_TEST_VNC_GOOD))
        return;
    choose(screen.app, ATSPI_ROLE_PUSH_BUTTON, "Save a picture", NULL);
    give_file_name(screen.app, path);
    g_assert_true(yado_test_wait(is_picture, path, 10));
    saved = gdk_pixbuf_new_from_file(path, &error);
    g_assert_no_error(error);
    check_picture(saved);

    choose(screen.app, ATSPI_ROLE_PUSH_BUTTON, "Copy a picture", NULL);
    g_assert_true(yado_test_wait(has_clipboard_picture, NULL, 10));
    copied = gtk_clipboard_wait_for_image(get_clipboard());
    check_picture(copied);
    close_screen(&screen);
}

typedef struct {
    YadoTestVncCounts *counts;
    const char *text;
} Expected;

static gboolean
is_typed(gpointer data)
{
    Expected *expected = data;

    return g_str_equal(expected->counts->typed, expected->text);
}

static void
wait_typed(Screen *screen, const char *text)
{
    Expected expected = { screen->counts, text };

    if (!yado_test_wait(is_typed, &expected, 10))
        g_error("Typed is “%s”, not “%s”.", screen->counts->typed, text);
}

/* What is typed while only looking never arrives, what is typed afterwards does; so does a text that was copied. */
static void
test_typing(void)
{
    Screen screen = { 0 };

    if (!open_screen(&screen, YADO_TEST_VNC_GOOD))
        return;
    yado_test_display_press("a");
    wait_typed(&screen, "a");
    choose(screen.app, ATSPI_ROLE_CHECK_BOX, "Only look", NULL);
    yado_test_display_press("b");
    gtk_clipboard_set_text(get_clipboard(), "Hi 5", -1);
    choose(screen.app, ATSPI_ROLE_PUSH_BUTTON, "Type the clipboard", NULL);
    wait_thing(screen.app, "Only looking: nothing is sent to the guest.");
    choose(screen.app, ATSPI_ROLE_CHECK_BOX, "Only look", NULL);
    yado_test_display_press("c");
    wait_typed(&screen, "ac");
    choose(screen.app, ATSPI_ROLE_PUSH_BUTTON, "Type the clipboard", NULL);
    wait_typed(&screen, "acHi 5");
    close_screen(&screen);
}

static gboolean
has_cut_text(gpointer data)
{
    Expected *expected = data;

    return g_atomic_int_get(&expected->counts->cut_texts) > 0 &&
           g_str_equal(expected->counts->cut_text, expected->text);
}

/* Neither way before it is switched on, both ways then, and neither afterwards. */
static void
test_clipboard(void)
{
    Screen screen = { 0 };
    Expected shared = { .text = "shared" };

    if (!open_screen(&screen, YADO_TEST_VNC_GOOD))
        return;
    shared.counts = screen.counts;
    gtk_clipboard_set_text(get_clipboard(), "secret", -1);
    yado_test_vnc_send_cut_text(screen.server, "the guest's secret");
    yado_test_display_press("a");
    wait_typed(&screen, "a");
    choose(screen.app, ATSPI_ROLE_CHECK_BOX, "Share the clipboard", NULL);
    g_assert_true(has_clipboard_text((gpointer) "secret"));
    gtk_clipboard_set_text(get_clipboard(), "shared", -1);
    g_assert_true(yado_test_wait(has_cut_text, &shared, 10));
    g_assert_cmpint(screen.counts->cut_texts, ==, 1);
    yado_test_vnc_send_cut_text(screen.server, "from the guest");
    wait_clipboard("from the guest");

    choose(screen.app, ATSPI_ROLE_CHECK_BOX, "Share the clipboard", NULL);
    gtk_clipboard_set_text(get_clipboard(), "secret again", -1);
    yado_test_vnc_send_cut_text(screen.server, "the guest's secret");
    yado_test_display_press("b");
    wait_typed(&screen, "ab");
    g_assert_true(has_clipboard_text((gpointer) "secret again"));
    g_assert_cmpstr(screen.counts->cut_text, !=, "secret again");
    close_screen(&screen);
}

static gboolean
is_guests_size(gpointer thing)
{
    int width, height;

    yado_test_get_size(thing, &width, &height);
    return width == 1024 && height == 768;
}

/* Whatever the desktop may say to it: the window asks for the size that the screen needs. */
static void
test_size(void)
{
    Screen screen = { 0 };
    g_autoptr(YadoTestThing) thing = NULL;

    if (!open_screen(&screen, YADO_TEST_VNC_LIVELY))
        return;
    thing = yado_test_app_find(screen.app, YADO_TEST_ANY_ROLE, "Screen of tiny");
    g_assert_false(is_guests_size(thing));
    choose(screen.app, ATSPI_ROLE_PUSH_BUTTON, "Window to the guest's size", NULL);
    g_assert_true(yado_test_wait(is_guests_size, thing, 10));
    close_screen(&screen);
}

static gboolean
has_few_colours(gpointer counts)
{
    return g_atomic_int_get(&((YadoTestVncCounts *)counts)->bits) == 8;
}

static gboolean
has_jpeg(gpointer data)
{
    YadoTestVncCounts *counts = data;

    return g_atomic_int_get(&counts->bits) != 8 && g_atomic_int_get(&counts->wants_jpeg);
}

/* The server is asked for less at once. */
static void
test_quality(void)
{
    Screen screen = { 0 };

    if (!open_screen(&screen, YADO_TEST_VNC_GOOD))
        return;
    g_assert_false(has_few_colours(screen.counts));
    g_assert_false(has_jpeg(screen.counts));
    choose(screen.app, ATSPI_ROLE_PUSH_BUTTON, "Quality", "Few colours");
    g_assert_true(yado_test_wait(has_few_colours, screen.counts, 10));
    wait_keys(&screen); /* it is open again */
    choose(screen.app, ATSPI_ROLE_PUSH_BUTTON, "Quality", "Compressed");
    g_assert_true(yado_test_wait(has_jpeg, screen.counts, 10));
    close_screen(&screen);
}

static void
send_own_keys(YadoTestApp *app)
{
    g_autoptr(YadoTestThing) dialog = NULL, entry = NULL, button = NULL;

    yado_test_app_do(app, ATSPI_ROLE_TOGGLE_BUTTON, "Send keys");
    yado_test_app_do(app, ATSPI_ROLE_PUSH_BUTTON, "Other keys");
    dialog = yado_test_app_find(app, ATSPI_ROLE_DIALOG, "Keys");
    entry = yado_test_find_in(dialog, ATSPI_ROLE_TEXT, NULL);
    button = yado_test_find_in(dialog, ATSPI_ROLE_PUSH_BUTTON, "Send");
    yado_test_set_text(entry, "Ctrl+Alt+K");
    yado_test_do(button);
}

/* What was chosen is in the file while the program runs: whatever ends it, it is kept. */
static void
test_kept(void)
{
    Screen screen = { 0 };
    g_autofree char *settings = dup_path("gtk.conf");

    if (!open_screen(&screen, YADO_TEST_VNC_GOOD))
        return;
    send_own_keys(screen.app);
    wait_typed(&screen, "k");
    wait_contents(settings, "combinations=Ctrl+Alt+K;");
    choose(screen.app, ATSPI_ROLE_CHECK_BOX, "Show the local pointer", NULL);
    wait_contents(settings, "local-pointer=true");
    choose(screen.app, ATSPI_ROLE_PUSH_BUTTON, "Scaling", "Actual size");
    wait_contents(settings, "scaling=actual");
    close_screen(&screen);
}

/* Ctrl, Alt, the key itself; all of them up again in the opposite order. */
static const struct {
    const char *label;
    guint32 keysym, number;
} combinations[] = {
    { "Ctrl+Alt+Del", 0xffff, 0xd3 }, { "Ctrl+Alt+Backspace", 0xff08, 0x0e },
    { "Ctrl+Alt+F1", 0xffbe, 0x3b },  { "Ctrl+Alt+F2", 0xffbf, 0x3c },
    { "Ctrl+Alt+F3", 0xffc0, 0x3d },  { "Ctrl+Alt+F4", 0xffc1, 0x3e },
    { "Ctrl+Alt+F5", 0xffc2, 0x3f },  { "Ctrl+Alt+F6", 0xffc3, 0x40 },
    { "Ctrl+Alt+F7", 0xffc4, 0x41 },  { "Ctrl+Alt+F8", 0xffc5, 0x42 },
    { "Ctrl+Alt+F9", 0xffc6, 0x43 },  { "Ctrl+Alt+F10", 0xffc7, 0x44 },
    { "Ctrl+Alt+F11", 0xffc8, 0x57 }, { "Ctrl+Alt+F12", 0xffc9, 0x58 },
    { "Print", 0xff61, 0x54 }, /* QEMU's number for it, as of SysRq: they are one key */
};

static char *
dup_keysyms(YadoTestVncCounts *counts)
{
    GString *text = g_string_new(NULL);

    for (int i = 0; i < g_atomic_int_get(&counts->n_pressed); i++)
        g_string_append_printf(text, "%s%04x%c", i > 0 ? " " : "", counts->pressed[i].keysym,
                               counts->pressed[i].down ? '+' : '-');
    return g_string_free(text, FALSE);
}

typedef struct {
    YadoTestVncCounts *counts;
    int n;
} Presses;

static gboolean
has_presses(gpointer data)
{
    Presses *presses = data;

    return g_atomic_int_get(&presses->counts->n_pressed) >= presses->n;
}

/* @keysyms: nullable. */
static void
check_pressed(Screen *screen, const char *numbers, const char *keysyms)
{
    g_auto(GStrv) each = g_strsplit(numbers, " ", -1);
    Presses presses = { screen->counts, (int)g_strv_length(each) };
    g_autofree char *said = NULL, *syms = NULL;

    yado_test_wait(has_presses, &presses, 20);
    said = yado_test_vnc_dup_pressed(screen->counts);
    syms = dup_keysyms(screen->counts);
    g_assert_cmpstr(said, ==, numbers);
    if (keysyms)
        g_assert_cmpstr(syms, ==, keysyms);
    forget_keys(screen);
}

static void
send_combination(Screen *screen, guint i)
{
    guint32 number = combinations[i].number, keysym = combinations[i].keysym;
    gboolean is_alone = !strchr(combinations[i].label, '+');
    g_autofree char *numbers =
        g_strdup_printf(is_alone ? "%02x+ %02x-" : "1d+ 38+ %02x+ %02x- 38- 1d-", number, number);
    g_autofree char *keysyms = g_strdup_printf(
        is_alone ? "%04x+ %04x-" : "ffe3+ ffe9+ %04x+ %04x- ffe9- ffe3-", keysym, keysym);

    g_test_message("%s", combinations[i].label);
    yado_test_app_do(screen->app, ATSPI_ROLE_TOGGLE_BUTTON, "Send keys");
    yado_test_app_do(screen->app, ATSPI_ROLE_PUSH_BUTTON, combinations[i].label);
    yado_test_app_wait_gone(screen->app, ATSPI_ROLE_PUSH_BUTTON, combinations[i].label);
    check_pressed(screen, numbers, keysyms);
}

/* Every combination of the menu, and one of one's own, key by key. */
static void
test_combinations(void)
{
    Screen screen = { 0 };

    if (!open_screen(&screen, YADO_TEST_VNC_NUMBERS))
        return;
    for (guint i = 0; i < G_N_ELEMENTS(combinations); i++)
        send_combination(&screen, i);
    send_own_keys(screen.app);
    check_pressed(&screen, "1d+ 38+ 25+ 25- 38- 1d-", "ffe3+ ffe9+ 006b+ 006b- ffe9- ffe3-");
    close_screen(&screen);
}

/* A text, and the keys that write it on a keyboard of that kind: 2a Shift, b8 AltGr. */
static const struct {
    const char *keyboard, *text, *keys;
} texts[] = {
    { "US", "zY@\\\n", "2c+ 2c- 2a+ 15+ 15- 2a- 2a+ 03+ 03- 2a- 2b+ 2b- 1c+ 1c-" },
    { "German", "zYß@{|^",
      "15+ 15- 2a+ 2c+ 2c- 2a- 0c+ 0c- b8+ 10+ 10- b8- b8+ 08+ 08- b8- b8+ 56+ 56- b8- "
      "29+ 29- 39+ 39-" },
    { "Japanese", "zY@\"_¥:",
      "2c+ 2c- 2a+ 15+ 15- 2a- 1a+ 1a- 2a+ 03+ 03- 2a- 2a+ 73+ 73- 2a- 7d+ 7d- 28+ 28-" },
};

/* A text is typed by the keys that write it on the guest's keyboard. */
static void
test_keyboards(void)
{
    Screen screen = { 0 };

    if (!open_screen(&screen, YADO_TEST_VNC_NUMBERS))
        return;
    for (guint i = 0; i < G_N_ELEMENTS(texts); i++) {
        g_test_message("%s", texts[i].keyboard);
        choose(screen.app, ATSPI_ROLE_PUSH_BUTTON, "Guest's keyboard", texts[i].keyboard);
        gtk_clipboard_set_text(get_clipboard(), texts[i].text, -1);
        forget_keys(&screen);
        choose(screen.app, ATSPI_ROLE_PUSH_BUTTON, "Type the clipboard", NULL);
        check_pressed(&screen, texts[i].keys, NULL);
    }
    close_screen(&screen);
}

/* ---- A text console ---- */

static gboolean
has_prompt(gpointer console)
{
    g_autofree char *text = yado_test_dup_text(console);

    return text && strstr(text, "serial#");
}

/* The desktop's browser writes down what it was asked for. */
static char *
make_browser(void)
{
    g_autofree char *folder = dup_path("data/applications");
    g_autofree char *desktop = g_build_filename(folder, "browser.desktop", NULL);
    g_autofree char *defaults = g_build_filename(folder, "mimeapps.list", NULL);
    g_autofree char *program = dup_path("browser");
    char *asked = dup_path("asked");
    g_autofree char *script = g_strdup_printf("#!/bin/sh\necho \"$@\" >%s\n", asked);
    g_autofree char *entry = g_strdup_printf("[Desktop Entry]\nType=Application\nName=Browser\n"
                                             "Exec=%s %%u\nMimeType=x-scheme-handler/http;\n",
                                             program);

    g_mkdir_with_parents(folder, 0755);
    yado_test_write_file(program, script);
    g_chmod(program, 0755);
    yado_test_write_file(desktop, entry);
    yado_test_write_file(defaults,
                         "[Default Applications]\nx-scheme-handler/http=browser.desktop\n");
    return asked;
}

static gboolean
has_counted(gpointer console)
{
    g_autofree char *text = yado_test_dup_text(console);

    return text && strstr(text, "\n300\n") && !strstr(text, "guest: ready");
}

/* All that is kept is searched, and saved with its first line. */
static void
save_and_search(YadoTestApp *app, YadoTestThing *console)
{
    g_autofree char *path = dup_path("console.txt");

    yado_test_click(console, 1, 1, NULL);
    yado_test_display_type("seq 100 300\n"); /* what came before goes out of sight */
    g_assert_true(yado_test_wait(has_counted, console, 20));
    yado_test_display_press("ctrl+shift+f");
    wait_thing(app, "Search");
    yado_test_display_type("GUEST: READY");
    yado_test_display_press("Return");
    choose(app, ATSPI_ROLE_PUSH_BUTTON, "Copy", NULL);
    wait_clipboard("guest: ready");
    yado_test_display_screenshot("console-search");
    yado_test_display_press("Escape");
    choose(app, ATSPI_ROLE_PUSH_BUTTON, "Save as", NULL);
    give_file_name(app, path);
    wait_contents(path, "guest: ready");
    wait_contents(path, "\n300\n");
}

/* From the moment on that it was asked for: with the guest's next start, its first word. */
static void
log_start(YadoTestApp *app, const char *uri)
{
    g_autofree char *path = dup_path("console.log");

    choose(app, ATSPI_ROLE_CHECK_BOX, "Log to a file", NULL);
    give_file_name(app, path);
    g_free(yado_test_virsh(uri, "destroy", "tiny", NULL));
    wait_thing(app, "tiny does not run. The console opens when it starts.");
    g_free(yado_test_virsh(uri, "start", "tiny", NULL));
    wait_contents(path, "guest: ready");
    wait_contents(path, "serial#");
}

static void
open_link(YadoTestThing *console, const char *asked)
{
    yado_test_click(console, 1, 1, NULL);
    yado_test_display_type("clear; for i in $(seq 60); do echo "
                           "http://yado.example/$(printf %0120d $i); done\n");
    while (!has_contents(&(Contents){ asked, "http://yado.example/000" })) {
        yado_test_click(console, 1, 1, "ctrl");
        yado_test_wait(has_contents, &(Contents){ asked, "http://yado.example/000" }, 1);
    }
}

static void
test_text(void)
{
    g_autoptr(YadoTestDaemon) daemon = yado_test_daemon_new();
    g_autoptr(YadoTestApp) app = NULL;
    g_autoptr(YadoTestThing) console = NULL;
    g_autofree char *asked = NULL;

    if (!daemon || !yado_test_guest_prepare(daemon) || !start_desktop())
        return;
    asked = make_browser();
    yado_test_guest_define_console(daemon, "tiny", NULL);
    app = start_gtk(daemon, "serial0");
    wait_thing(app, "tiny does not run. The console opens when it starts.");
    /* Now: what it says before somebody listens is not searched. */
    g_free(yado_test_virsh(yado_test_daemon_get_qemu_uri(daemon), "start", "tiny", NULL));
    console = yado_test_app_find(app, YADO_TEST_ANY_ROLE, "Text console of tiny");
    g_assert_true(yado_test_wait(has_prompt, console, 60));
    save_and_search(app, console);
    open_link(console, asked);
    log_start(app, yado_test_daemon_get_qemu_uri(daemon));
}

/* ---- A real guest's words and picture ---- */

static YadoTestApp *
start_manager(const char *uri)
{
    g_autofree char *program = yado_test_build_path("yado-gtk");
    g_autofree char *settings =
        g_strdup_printf("YADO_SETTINGS=%s/gtk.conf", yado_test_get_folder());
    const char *environment[] = { settings, NULL };

    return yado_test_app_new((const char *[]){ program, "--connect", uri, NULL }, environment);
}

static void
start_with_console(YadoTestApp *app)
{
    g_autoptr(YadoTestThing) table = yado_test_app_find_table(app);

    yado_test_table_wait_row(table, "tiny", "Shut off");
    yado_test_table_click(table, "tiny", 1, 1, NULL);
    yado_test_table_wait_selected(table, "tiny");
    yado_test_table_click(table, "tiny", 3, 1, NULL);
    yado_test_app_do(app, ATSPI_ROLE_MENU_ITEM, "Start with console");
}

/* What can be scrolled back to begins with the kernel's first line. */
static void
test_first_line(void)
{
    g_autoptr(YadoTestDaemon) daemon = yado_test_daemon_new();
    g_autoptr(YadoTestApp) app = NULL;
    g_autoptr(YadoTestThing) console = NULL;
    g_autofree char *path = dup_path("boot.txt");
    g_autofree char *text = NULL;

    if (!daemon || !yado_test_guest_prepare(daemon) || !start_desktop())
        return;
    yado_test_guest_define_talker(daemon, "tiny", NULL);
    app = start_manager(yado_test_daemon_get_qemu_uri(daemon));
    start_with_console(app);
    console = yado_test_app_find(app, YADO_TEST_ANY_ROLE, "Text console of tiny");
    g_assert_true(yado_test_wait(has_prompt, console, 60));
    choose(app, ATSPI_ROLE_PUSH_BUTTON, "Save as", NULL);
    give_file_name(app, path);
    wait_contents(path, "serial#");
    g_assert_true(g_file_get_contents(path, &text, NULL, NULL));
    text[strcspn(text, "\n")] = '\0';
    if (!strstr(text, "Linux version"))
        g_error("The first line is: %s", text);
}

/* The window's picture is QEMU's own, point for point: of a guest that stands still, once QEMU has told its last changes (it takes up to 3 s). */
static void
test_real_picture(void)
{
    g_autoptr(YadoTestDaemon) daemon = yado_test_daemon_new();
    g_autoptr(YadoTestApp) app = NULL;
    g_autoptr(GdkPixbuf) reference = NULL;
    YadoTestPictureGuest guest = { .guest = "tiny" };
    int n = -1;

    if (!daemon || !yado_test_guest_prepare(daemon) || !start_desktop())
        return;
    guest.uri = yado_test_daemon_get_qemu_uri(daemon);
    yado_test_guest_define_console(daemon, "tiny", "");
    g_free(yado_test_virsh(guest.uri, "start", "tiny", NULL));
    app = start_gtk(daemon, "vnc0");
    wait_thing(app, "Screen of tiny");
    g_assert_true(yado_test_wait(yado_test_picture_is_written, &guest, 60));
    g_free(yado_test_virsh(guest.uri, "suspend", "tiny", NULL));
    reference = yado_test_picture_take(guest.uri, "tiny");
    for (guint i = 0; i < 6 && n != 0; i++) {
        g_autofree char *name = g_strdup_printf("seen-%u.png", i);
        g_autofree char *path = dup_path(name);
        g_autoptr(GdkPixbuf) saved = NULL;

        choose(app, ATSPI_ROLE_PUSH_BUTTON, "Save a picture", NULL);
        give_file_name(app, path);
        g_assert_true(yado_test_wait(is_picture, path, 10));
        saved = yado_test_picture_load(path);
        n = yado_test_picture_compare(saved, reference);
    }
    g_assert_cmpint(n, ==, 0);
}

int
main(int argc, char **argv)
{
    yado_test_guard();
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/gtk/console-use/pictures", test_pictures);
    g_test_add_func("/gtk/console-use/typing", test_typing);
    g_test_add_func("/gtk/console-use/clipboard", test_clipboard);
    g_test_add_func("/gtk/console-use/size", test_size);
    g_test_add_func("/gtk/console-use/quality", test_quality);
    g_test_add_func("/gtk/console-use/kept", test_kept);
    g_test_add_func("/gtk/console-use/combinations", test_combinations);
    g_test_add_func("/gtk/console-use/keyboards", test_keyboards);
    g_test_add_func("/gtk/console-use/text", test_text);
    g_test_add_func("/gtk/console-use/first-line", test_first_line);
    g_test_add_func("/gtk/console-use/real-picture", test_real_picture);
    return g_test_run();
}
