/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * A picture of a VNC server, good and bad: one of ours at the other end of a pair of sockets, in a thread of its own.
 */
#include "config.h"

#include <gdk-pixbuf/gdk-pixbuf.h>
#include <gmodule.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/yado-error.h"
#include "yado-test-guest.h"
#include "yado-test-picture.h"
#include "yado-test-vnc.h"

typedef void (*Take)(GIOStream *stream, const char *guest, const char *password, const char *path,
                     GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data);

static const struct {
    YadoTestVncMode mode;
    const char *name, *password;
    int code; /* -1: a picture */
} cases[] = {
    { YADO_TEST_VNC_GOOD, "good", NULL, -1 },
    { YADO_TEST_VNC_CLOSES, "closes", NULL, YADO_ERROR_CONNECTION },
    { YADO_TEST_VNC_GARBAGE, "garbage", NULL, YADO_ERROR_CONNECTION },
    { YADO_TEST_VNC_HALF_A_FRAME, "half a frame", NULL, YADO_ERROR_CONNECTION },
    { YADO_TEST_VNC_HUGE, "huge", NULL, YADO_ERROR_INVALID },
    { YADO_TEST_VNC_UNKNOWN_ENCODING, "unknown encoding", NULL, YADO_ERROR_CONNECTION },
    { YADO_TEST_VNC_WRONG_PASSWORD, "password not known", NULL, YADO_ERROR_DENIED },
    { YADO_TEST_VNC_WRONG_PASSWORD, "password wrong", "wrong", YADO_ERROR_DENIED },
    { YADO_TEST_VNC_UNKNOWN_LOGIN, "unknown way to log in", NULL, YADO_ERROR_UNSUPPORTED },
    { YADO_TEST_VNC_OTHER_GUEST, "somebody else's screen", NULL, YADO_ERROR_CONFLICT },
};

typedef struct {
    int fd;
    YadoTestVncMode mode;
} Server;

static gpointer
serve(gpointer data)
{
    Server *server = data;

    yado_test_vnc_serve(server->fd, server->mode, "tiny", NULL);
    return NULL;
}

static void
on_taken_cb(GObject *source, GAsyncResult *result, gpointer data)
{
    *(GAsyncResult **)data = g_object_ref(result);
}

static void
check_picture(const char *path)
{
    static const guint8 expected[] = { 255, 0, 0, 0, 255, 0, 0, 0, 255, 255, 255, 255 };
    g_autoptr(GdkPixbuf) picture = gdk_pixbuf_new_from_file(path, NULL);

    g_assert_nonnull(picture);
    g_assert_cmpint(gdk_pixbuf_get_width(picture), ==, 2);
    g_assert_cmpint(gdk_pixbuf_get_height(picture), ==, 2);
    for (guint y = 0; y < 2; y++)
        g_assert_cmpmem(gdk_pixbuf_get_pixels(picture) + y * gdk_pixbuf_get_rowstride(picture), 6,
                        expected + y * 6, 6);
}

static void
check_case(Take take, guint i)
{
    int ends[2];
    g_autofree char *path = g_strdup_printf("%s/%u.png", yado_test_get_folder(), i);
    g_autoptr(GAsyncResult) result = NULL;
    g_autoptr(GSocketConnection) stream = NULL;
    g_autoptr(GSocket) socket = NULL;
    g_autoptr(GError) error = NULL;
    GThread *thread;

    g_test_message("%s", cases[i].name);
    g_assert_cmpint(socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends), ==, 0);
    Server server = { ends[1], cases[i].mode };
    thread = g_thread_new("server", serve, &server);
    socket = g_socket_new_from_fd(ends[0], NULL);
    stream = g_socket_connection_factory_create_connection(socket);
    take(G_IO_STREAM(stream), "tiny", cases[i].password, path, NULL, on_taken_cb, &result);
    while (!result)
        g_main_context_iteration(NULL, TRUE);
    if (cases[i].code == -1) {
        g_task_propagate_boolean(G_TASK(result), &error);
        g_assert_no_error(error);
        check_picture(path);
    } else {
        g_assert_false(g_task_propagate_boolean(G_TASK(result), &error));
        g_test_message("%s", error->message);
        g_assert_true(error->domain == YADO_ERROR);
        if (cases[i].code >= 0)
            g_assert_cmpint(error->code, ==, cases[i].code);
        g_assert_false(g_file_test(path, G_FILE_TEST_EXISTS));
    }
    g_clear_object(&result);
    g_clear_object(&stream);
    g_clear_object(&socket);
    g_thread_join(thread);
}

static Take
load(void)
{
    g_autofree char *path = yado_test_build_path(".libs/yado-screenshot.so");
    GModule *module = g_module_open(path, G_MODULE_BIND_LOCAL);
    gpointer take = NULL;

    if (!module || !g_module_symbol(module, "yado_screenshot_module_take", &take))
        g_error("%s", g_module_error());
    return (Take)take;
}

static void
test_servers(void)
{
    Take take = load();

    for (guint i = 0; i < G_N_ELEMENTS(cases); i++)
        check_case(take, i);
}

/* Ctrl-C does not wait for a server that says nothing. */
static void
test_cancelled(void)
{
    int ends[2];
    g_autofree char *path = g_strdup_printf("%s/never.png", yado_test_get_folder());
    g_autoptr(GCancellable) cancellable = g_cancellable_new();
    g_autoptr(GAsyncResult) result = NULL;
    g_autoptr(GSocketConnection) stream = NULL;
    g_autoptr(GSocket) socket = NULL;
    g_autoptr(GError) error = NULL;
    gint64 begun = g_get_monotonic_time();
    GThread *thread;

    g_assert_cmpint(socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends), ==, 0);
    Server server = { ends[1], YADO_TEST_VNC_SILENT };
    thread = g_thread_new("server", serve, &server);
    socket = g_socket_new_from_fd(ends[0], NULL);
    stream = g_socket_connection_factory_create_connection(socket);
    load()(G_IO_STREAM(stream), "tiny", NULL, path, cancellable, on_taken_cb, &result);
    g_main_context_iteration(NULL, FALSE);
    g_cancellable_cancel(cancellable);
    while (!result)
        g_main_context_iteration(NULL, TRUE);
    g_assert_false(g_task_propagate_boolean(G_TASK(result), &error));
    g_assert_error(error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
    g_assert_cmpint(g_get_monotonic_time() - begun, <, 15 * G_USEC_PER_SEC);
    g_clear_object(&result);
    g_clear_object(&stream);
    g_clear_object(&socket);
    g_thread_join(thread);
}

static guint
count_descriptors(void)
{
    g_autoptr(GDir) dir = g_dir_open("/proc/self/fd", 0, NULL);
    guint n = 0;

    while (g_dir_read_name(dir))
        n++;
    return n;
}

/* Each kind fifty times: 500 connections leave nothing open. */
static void
test_leaks(void)
{
    Take take = load();
    guint before;

    check_case(take, 0);
    before = count_descriptors();
    for (guint n = 0; n < 50; n++)
        for (guint i = 0; i < G_N_ELEMENTS(cases); i++)
            check_case(take, i);
    while (g_main_context_iteration(NULL, FALSE))
        ;
    g_assert_cmpuint(count_descriptors(), <=, before + 2);
}

/* ---- A real guest ---- */

/* `yado screenshot` of a guest that stands still is QEMU's own picture of it, point for point. */
static void
test_real(void)
{
    g_autoptr(YadoTestDaemon) daemon = yado_test_daemon_new();
    g_autofree char *program = yado_test_build_path("yado");
    g_autofree char *path = g_build_filename(yado_test_get_folder(), "seen.png", NULL);
    g_autoptr(GdkPixbuf) seen = NULL, reference = NULL;
    YadoTestPictureGuest guest = { .guest = "seen" };
    const char *uri;

    if (!daemon || !yado_test_guest_prepare(daemon))
        return;
    guest.uri = uri = yado_test_daemon_get_qemu_uri(daemon);
    yado_test_guest_define_console(daemon, "seen", "");
    g_free(yado_test_virsh(uri, "start", "seen", NULL));
    g_assert_true(yado_test_wait(yado_test_picture_is_written, &guest, 60));
    g_free(yado_test_virsh(uri, "suspend", "seen", NULL));
    reference = yado_test_picture_take(uri, "seen");
    g_assert_cmpint(
        yado_test_run((const char *[]){ program, "-c", uri, "screenshot", "seen", path, NULL },
                      NULL),
        ==, 0);
    seen = yado_test_picture_load(path);
    g_assert_cmpint(yado_test_picture_compare(seen, reference), ==, 0);
}

int
main(int argc, char **argv)
{
    yado_test_guard();
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/screenshot/servers", test_servers);
    g_test_add_func("/screenshot/cancelled", test_cancelled);
    g_test_add_func("/screenshot/leaks", test_leaks);
    g_test_add_func("/screenshot/real", test_real);
    return g_test_run();
}
