/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "yado-bench-display.h"

#include <X11/Xlib.h>
#include <X11/Xutil.h>
#include <X11/extensions/XTest.h>
#include <X11/keysym.h>
#include <poll.h>
#include <signal.h>
#include <string.h>

struct _YadoBenchDisplay {
    GPid server, bus;
    GMappedFile *picture;
    const guint8 *pixels;
    guint height, stride, strip;
    Display *display;
    Window window;
    guint pings;
};

/* ---- starting ---- */

typedef struct {
    const char *path, *pattern;
    char *found;
} Reply;

static gboolean
has_reply(gpointer data)
{
    Reply *reply = data;
    g_autofree char *text = NULL;
    g_autoptr(GRegex) regex = g_regex_new(reply->pattern, G_REGEX_MULTILINE, 0, NULL);
    g_autoptr(GMatchInfo) match = NULL;
    if (!g_file_get_contents(reply->path, &text, NULL, NULL) ||
        !g_regex_match(regex, text, 0, &match))
        return FALSE;
    reply->found = g_match_info_fetch(match, 1);
    return TRUE;
}

/* Starts a server that prints about itself, among warnings, a line that @pattern finds. (transfer full) */
static char *
start_server(const char *const *argv, const char *pattern, GPid *pid)
{
    g_autofree char *folder = yado_test_make_folder("s");
    g_autofree char *path = g_build_filename(folder, "out", NULL);
    Reply reply = { path, pattern, NULL };
    *pid = yado_test_spawn(argv, NULL, path, 0);
    g_assert_true(yado_test_wait(has_reply, &reply, 20));
    return reply.found;
}

static guint
read_field(const guint8 *header, guint index)
{
    guint32 value;
    memcpy(&value, header + 4 * index, sizeof value);
    return GUINT32_FROM_BE(value);
}

/* The frame buffer in the format of xwd. */
static void
map_picture(YadoBenchDisplay *self, const char *folder)
{
    g_autofree char *path = g_build_filename(folder, "Xvfb_screen0", NULL);
    self->picture = g_mapped_file_new(path, FALSE, NULL);
    g_assert_nonnull(self->picture);
    const guint8 *header = (const guint8 *)g_mapped_file_get_contents(self->picture);
    self->height = read_field(header, 5);
    self->stride = read_field(header, 12);
    g_assert_cmpuint(read_field(header, 11), ==, 32);
    self->pixels = header + read_field(header, 0) + 12 * read_field(header, 19);
}

YadoBenchDisplay *
yado_bench_display_new(void)
{
    g_autofree char *program = yado_test_find_program("Xvfb");
    g_autofree char *bus = yado_test_find_program("dbus-daemon");
    if (!program || !bus)
        return NULL;
    YadoBenchDisplay *self = g_new0(YadoBenchDisplay, 1);
    g_autofree char *folder = yado_test_make_folder("x");
    const char *server[] = { program,     "-displayfd", "1",      "-screen", "0", "1280x900x24",
                             "-nolisten", "tcp",        "-fbdir", folder,    NULL };
    const char *daemon[] = { bus, "--session", "--nofork", "--print-address=1", NULL };
    g_autofree char *number = start_server(server, "^([0-9]+)\n", &self->server);
    g_autofree char *name = g_strconcat(":", number, NULL);
    g_autofree char *address = start_server(daemon, "^(unix:.*)\n", &self->bus);
    map_picture(self, folder);
    g_setenv("DISPLAY", name, TRUE);
    g_setenv("DBUS_SESSION_BUS_ADDRESS", address, TRUE);
    g_setenv("GDK_BACKEND", "x11", TRUE);
    g_setenv("NO_AT_BRIDGE", "1", TRUE);
    self->display = XOpenDisplay(name);
    g_assert_nonnull(self->display);
    XSelectInput(self->display, DefaultRootWindow(self->display), SubstructureNotifyMask);
    return self;
}

void
yado_bench_display_free(YadoBenchDisplay *self)
{
    XCloseDisplay(self->display);
    yado_test_kill(self->bus, SIGKILL);
    yado_test_kill(self->server, SIGKILL);
    g_mapped_file_unref(self->picture);
    g_free(self);
}

GPid
yado_bench_display_get_pid(YadoBenchDisplay *self)
{
    return self->server;
}

/* ---- the picture ---- */

void
yado_bench_display_set_strip(YadoBenchDisplay *self, guint x)
{
    self->strip = x;
}

gsize
yado_bench_display_get_strip_size(YadoBenchDisplay *self)
{
    return (gsize)self->height * (YADO_BENCH_STRIP_END - self->strip);
}

void
yado_bench_display_read_strip(YadoBenchDisplay *self, guint8 *strip)
{
    for (guint y = 0; y < self->height; y++) {
        const guint8 *row = self->pixels + (gsize)y * self->stride;
        for (guint x = self->strip; x < YADO_BENCH_STRIP_END; x++)
            *strip++ = row[4 * x] + 3 * row[4 * x + 1] + 5 * row[4 * x + 2];
    }
}

guint
yado_bench_display_count_colour(YadoBenchDisplay *self, guint32 colour)
{
    guint n = 0;
    for (guint y = 0; y < self->height; y += 4) {
        const guint32 *row =
            (const guint32 *)(gconstpointer)(self->pixels + (gsize)y * self->stride);
        for (guint x = 0; x < self->stride / 4; x += 4)
            n += (row[x] & 0xffffff) == colour;
    }
    return n;
}

/* ---- the window ---- */

static gboolean
is_program_window(YadoBenchDisplay *self, Window window, guint *area)
{
    XWindowAttributes attributes;
    XClassHint hint = { 0 };
    if (!XGetWindowAttributes(self->display, window, &attributes) ||
        attributes.map_state != IsViewable || !XGetClassHint(self->display, window, &hint))
        return FALSE;
    XFree(hint.res_name);
    XFree(hint.res_class);
    *area = attributes.width * attributes.height;
    return TRUE;
}

gboolean
yado_bench_display_find_window(YadoBenchDisplay *self)
{
    Window root, parent, *children = NULL;
    guint n = 0, area = 0, largest = 0;
    self->window = None;
    XQueryTree(self->display, DefaultRootWindow(self->display), &root, &parent, &children, &n);
    for (guint i = 0; i < n; i++) {
        if (is_program_window(self, children[i], &area) && area > largest) {
            largest = area;
            self->window = children[i];
        }
    }
    if (children)
        XFree(children);
    if (self->window)
        XSetInputFocus(self->display, self->window, RevertToPointerRoot, CurrentTime);
    XSync(self->display, False);
    return self->window != None;
}

void
yado_bench_display_resize_window(YadoBenchDisplay *self, guint width, guint height)
{
    XMoveResizeWindow(self->display, self->window, 0, 0, width, height);
    XSync(self->display, False);
}

void
yado_bench_display_show_window(YadoBenchDisplay *self, gboolean shown)
{
    if (shown)
        XMapWindow(self->display, self->window);
    else
        XWithdrawWindow(self->display, self->window, DefaultScreen(self->display));
    XSync(self->display, False);
}

void
yado_bench_display_press_letter(YadoBenchDisplay *self)
{
    KeyCode code = XKeysymToKeycode(self->display, XK_a);
    XTestFakeKeyEvent(self->display, code, True, CurrentTime);
    XTestFakeKeyEvent(self->display, code, False, CurrentTime);
    XSync(self->display, False);
}

void
yado_bench_display_click(YadoBenchDisplay *self, int x, int y)
{
    XTestFakeMotionEvent(self->display, -1, x, y, CurrentTime);
    XTestFakeButtonEvent(self->display, 1, True, CurrentTime);
    XTestFakeButtonEvent(self->display, 1, False, 20);
    XSync(self->display, False);
}

void
yado_bench_display_press_down(YadoBenchDisplay *self)
{
    KeyCode code = XKeysymToKeycode(self->display, XK_Down);
    XTestFakeKeyEvent(self->display, code, True, CurrentTime);
    XTestFakeKeyEvent(self->display, code, False, CurrentTime);
    XSync(self->display, False);
}

static void
send_ping(YadoBenchDisplay *self, Atom ping)
{
    XEvent event = { .xclient = { .type = ClientMessage,
                                  .window = self->window,
                                  .message_type = XInternAtom(self->display, "WM_PROTOCOLS", False),
                                  .format = 32 } };
    event.xclient.data.l[0] = ping;
    event.xclient.data.l[1] = ++self->pings;
    event.xclient.data.l[2] = self->window;
    XSendEvent(self->display, self->window, False, NoEventMask, &event);
    XFlush(self->display);
}

/* The program sends the message back to the root window. */
static gboolean
has_answer(YadoBenchDisplay *self, Atom ping)
{
    while (XPending(self->display)) {
        XEvent event;
        XNextEvent(self->display, &event);
        if (event.type == ClientMessage &&
            event.xclient.window == DefaultRootWindow(self->display) &&
            (Atom)event.xclient.data.l[0] == ping && event.xclient.data.l[1] == (long)self->pings)
            return TRUE;
    }
    return FALSE;
}

double
yado_bench_display_ping(YadoBenchDisplay *self, double limit)
{
    Atom ping = XInternAtom(self->display, "_NET_WM_PING", False);
    double start = yado_bench_get_time();
    send_ping(self, ping);
    while (!has_answer(self, ping)) {
        double left = start + limit - yado_bench_get_time();
        struct pollfd poller = { ConnectionNumber(self->display), POLLIN, 0 };
        if (left <= 0)
            return limit;
        poll(&poller, 1, left * 1000 + 1);
    }
    return yado_bench_get_time() - start;
}
