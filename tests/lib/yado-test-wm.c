/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * yado-test-wm.c: the least window manager: a new window comes to the middle and gets the keyboard; when one goes, the one before it gets it
 * back.  Without one, GTK's windows would never have the focus.
 */
#include "config.h"

#include <X11/Xatom.h>
#include <X11/Xlib.h>
#include <glib.h>
#include <string.h>

static Display *display;
static GQueue windows = G_QUEUE_INIT; /* the one with the keyboard first */

/* Windows go while we talk about them. */
static int
on_error_happened_cb(Display *which, XErrorEvent *event)
{
    return 0;
}

static Atom
atom(const char *name)
{
    return XInternAtom(display, name, False);
}

static void
set_property(Window window, const char *name, Atom type, Window value)
{
    long data = (long)value;
    XChangeProperty(display, window, atom(name), type, 32, PropModeReplace, (unsigned char *)&data,
                    1);
}

/* GTK presents windows only by a window manager that says that it can. */
static void
announce(Window root)
{
    Atom supported[] = { atom("_NET_ACTIVE_WINDOW"), atom("_NET_SUPPORTING_WM_CHECK"),
                         atom("_NET_WM_STATE"), atom("_NET_WM_STATE_FULLSCREEN") };
    Window own = XCreateSimpleWindow(display, root, -10, -10, 1, 1, 0, 0, 0);
    set_property(root, "_NET_SUPPORTING_WM_CHECK", XA_WINDOW, own);
    set_property(own, "_NET_SUPPORTING_WM_CHECK", XA_WINDOW, own);
    XChangeProperty(display, own, atom("_NET_WM_NAME"), atom("UTF8_STRING"), 8, PropModeReplace,
                    (unsigned char *)"yado-test-wm", 12);
    XChangeProperty(display, root, atom("_NET_SUPPORTED"), XA_ATOM, 32, PropModeReplace,
                    (unsigned char *)supported, G_N_ELEMENTS(supported));
}

static void
focus_first(void)
{
    Window window = (Window)GPOINTER_TO_SIZE(g_queue_peek_head(&windows));
    if (!window)
        return;
    XRaiseWindow(display, window);
    XSetInputFocus(display, window, RevertToPointerRoot, CurrentTime);
    set_property(DefaultRootWindow(display), "_NET_ACTIVE_WINDOW", XA_WINDOW, window);
}

static void
forget_window(Window window)
{
    g_queue_remove(&windows, GSIZE_TO_POINTER(window));
    focus_first();
}

static void
focus_window(Window window)
{
    g_queue_remove(&windows, GSIZE_TO_POINTER(window));
    g_queue_push_head(&windows, GSIZE_TO_POINTER(window));
    focus_first();
}

static void
map_window(Window window)
{
    XWindowAttributes attributes;
    Screen *screen = DefaultScreenOfDisplay(display);
    if (XGetWindowAttributes(display, window, &attributes))
        XMoveWindow(display, window, MAX(0, (WidthOfScreen(screen) - attributes.width) / 2),
                    MAX(0, (HeightOfScreen(screen) - attributes.height) / 2));
    XMapWindow(display, window);
    long normal[] = { 1, None };
    XChangeProperty(display, window, atom("WM_STATE"), atom("WM_STATE"), 32, PropModeReplace,
                    (unsigned char *)normal, 2);
    focus_window(window);
}

/* What was asked for and is so already makes the server tell nothing, and who asked waits for an answer (ICCCM 4.1.5). */
static void
tell_geometry(Window window)
{
    XWindowAttributes now;
    if (!XGetWindowAttributes(display, window, &now))
        return;
    XConfigureEvent event = { .type = ConfigureNotify,
                              .display = display,
                              .event = window,
                              .window = window,
                              .x = now.x,
                              .y = now.y,
                              .width = now.width,
                              .height = now.height,
                              .override_redirect = now.override_redirect };
    XSendEvent(display, window, False, StructureNotifyMask, (XEvent *)&event);
}

static void
configure_window(const XConfigureRequestEvent *request)
{
    XWindowChanges changes = { .x = request->x,
                               .y = request->y,
                               .width = request->width,
                               .height = request->height,
                               .sibling = request->above,
                               .stack_mode = request->detail };
    XConfigureWindow(display, request->window, (unsigned)request->value_mask, &changes);
    tell_geometry(request->window);
}

/* The one state that it knows (_NET_WM_STATE: 1 on, 0 off); only one window has it at a time. */
static void
set_full_screen(Window window, gboolean on)
{
    static XWindowAttributes before;
    Screen *screen = DefaultScreenOfDisplay(display);
    Atom state[] = { atom("_NET_WM_STATE_FULLSCREEN") };
    if (on) {
        XGetWindowAttributes(display, window, &before);
        XMoveResizeWindow(display, window, 0, 0, (unsigned)WidthOfScreen(screen),
                          (unsigned)HeightOfScreen(screen));
    } else {
        XMoveResizeWindow(display, window, before.x, before.y, (unsigned)before.width,
                          (unsigned)before.height);
    }
    XChangeProperty(display, window, atom("_NET_WM_STATE"), XA_ATOM, 32, PropModeReplace,
                    (unsigned char *)state, on ? 1 : 0);
}

static void
handle_event(const XEvent *event)
{
    switch (event->type) {
    case MapRequest:
        map_window(event->xmaprequest.window);
        break;
    case ConfigureRequest:
        configure_window(&event->xconfigurerequest);
        break;
    case UnmapNotify:
        forget_window(event->xunmap.window);
        break;
    case DestroyNotify:
        forget_window(event->xdestroywindow.window);
        break;
    case ClientMessage:
        if (event->xclient.message_type == atom("_NET_ACTIVE_WINDOW"))
            focus_window(event->xclient.window);
        else if (event->xclient.message_type == atom("_NET_WM_STATE") &&
                 (Atom)event->xclient.data.l[1] == atom("_NET_WM_STATE_FULLSCREEN"))
            set_full_screen(event->xclient.window, event->xclient.data.l[0] == 1);
        break;
    default:
        break;
    }
}

int
main(void)
{
    display = XOpenDisplay(NULL);
    if (!display)
        return 1;
    XSetErrorHandler(on_error_happened_cb);
    Window root = DefaultRootWindow(display);
    XSelectInput(display, root, SubstructureRedirectMask | SubstructureNotifyMask);
    announce(root);
    for (XEvent event; XNextEvent(display, &event) == 0;)
        handle_event(&event);
    return 0;
}
