/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * yado-lab-consoles URI GUEST CONSOLE [GUEST CONSOLE]...: opens all these consoles of a host side by side ("pv0", "console0", "vnc0").
 * Each must say something: a screen its protocol's greeting, a text console an answer to "report".  Then "ready" is printed, and all stay open
 * until standard input ends, so that whoever started this may count connections meanwhile.
 */
#include "config.h"

#include <glib-unix.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <yado.h>

#include "yado-test.h"

/* Of an emulated host, over SSH. */
#define PATIENCE_SECONDS 120
#define QUESTION "\nreport consoles\n"

typedef struct {
    const char *guest, *id;
    GIOStream *stream;
    GString *heard;
    char piece[4096];
} Console;

static YadoHost *host;

static void
on_answered_cb(GObject *source, GAsyncResult *result, gpointer data)
{
    *(GAsyncResult **)data = g_object_ref(result);
}

static gboolean
is_answered(gpointer data)
{
    return *(GAsyncResult **)data != NULL;
}

static GAsyncResult *
await(GAsyncResult **result, const char *what)
{
    if (!yado_test_wait(is_answered, result, PATIENCE_SECONDS))
        g_error("%s: no answer", what);
    return *result;
}

static void
open_host(YadoSession *session, const char *uri)
{
    g_autoptr(GAsyncResult) opened = NULL;
    g_autoptr(GAsyncResult) loaded = NULL;
    g_autoptr(GError) error = NULL;

    host = yado_session_add_host(session, uri);
    yado_host_open_async(host, YADO_OPEN_EVENTS | YADO_OPEN_WHOLE, NULL, on_answered_cb, &opened);
    if (!yado_host_open_finish(host, await(&opened, uri), &error))
        g_error("%s: %s", uri, error->message);
    yado_host_load_async(host, YADO_LOAD_LIST, YADO_LIST_STATE, NULL, on_answered_cb, &loaded);
    if (!yado_host_load_finish(host, await(&loaded, uri), &error))
        g_error("%s: %s", uri, error->message);
}

static YadoGuest *
find_guest(const char *name)
{
    guint n = g_list_model_get_n_items(G_LIST_MODEL(host));

    for (guint i = 0; i < n; i++) {
        g_autoptr(YadoGuest) guest = g_list_model_get_item(G_LIST_MODEL(host), i);

        if (g_strcmp0(yado_guest_get_name(guest), name) == 0)
            return guest; /* the host holds it */
    }
    g_error("there is no guest “%s”", name);
}

static void
on_heard_cb(GObject *source, GAsyncResult *result, gpointer data)
{
    Console *console = data;
    g_autoptr(GError) error = NULL;
    gssize n = g_input_stream_read_finish(G_INPUT_STREAM(source), result, &error);

    if (n <= 0)
        g_error("%s of %s has ended: %s", console->id, console->guest,
                error ? error->message : "without a reason");
    g_string_append_len(console->heard, console->piece, n);
    g_input_stream_read_async(G_INPUT_STREAM(source), console->piece, sizeof console->piece,
                              G_PRIORITY_DEFAULT, NULL, on_heard_cb, console);
}

static gboolean
has_spoken(gpointer data)
{
    Console *console = data;
    const char *greeting = strstr(console->id, "vnc") ? "RFB " : "tag=consoles";

    return strstr(console->heard->str, greeting) != NULL;
}

static void
open_console(Console *console)
{
    YadoGuest *guest = find_guest(console->guest);
    g_autoptr(GAsyncResult) result = NULL;
    g_autoptr(GError) error = NULL;

    console->heard = g_string_new(NULL);
    yado_guest_open_console_async(guest, console->id, 0, NULL, on_answered_cb, &result);
    console->stream = yado_guest_open_console_finish(guest, await(&result, console->id), &error);
    if (!console->stream)
        g_error("%s of %s: %s: %s", console->id, console->guest, error->message,
                yado_error_get_detail(error));
    g_input_stream_read_async(g_io_stream_get_input_stream(console->stream), console->piece,
                              sizeof console->piece, G_PRIORITY_DEFAULT, NULL, on_heard_cb,
                              console);
    if (!strstr(console->id, "vnc") &&
        !g_output_stream_write_all(g_io_stream_get_output_stream(console->stream), QUESTION,
                                   strlen(QUESTION), NULL, NULL, &error))
        g_error("%s of %s: %s", console->id, console->guest, error->message);
    if (!yado_test_wait(has_spoken, console, PATIENCE_SECONDS))
        g_error("%s of %s says only: %s", console->id, console->guest, console->heard->str);
}

static gboolean
on_input_ended_cb(int fd, GIOCondition condition, gpointer data)
{
    *(gboolean *)data = TRUE;
    return G_SOURCE_REMOVE;
}

static gboolean
is_set(gpointer data)
{
    return *(gboolean *)data;
}

int
main(int argc, char **argv)
{
    g_autoptr(YadoSession) session = yado_session_new(NULL);
    g_autofree Console *consoles = g_new0(Console, argc);
    gboolean has_ended = FALSE;

    if (argc < 4)
        g_error("usage: yado-lab-consoles URI GUEST CONSOLE [GUEST CONSOLE]...");
    open_host(session, argv[1]);
    for (int i = 0; 2 * i + 3 < argc; i++) {
        consoles[i].guest = argv[2 * i + 2];
        consoles[i].id = argv[2 * i + 3];
        open_console(&consoles[i]);
    }
    g_print("ready\n");
    g_unix_fd_add(STDIN_FILENO, G_IO_IN | G_IO_HUP, on_input_ended_cb, &has_ended);
    yado_test_wait(is_set, &has_ended, PATIENCE_SECONDS);
    yado_host_close(host);
    return EXIT_SUCCESS;
}
