/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "yado-test-http.h"

#include <string.h>

struct _YadoTestHttp {
    GSocketService *service;
    guint16 port;
    GHashTable *files; /* path -> GBytes */
    GMainContext *context;
    GMainLoop *loop;
    GThread *thread;
    GCancellable *end;
    gint n_requests;
};

static void
say(GOutputStream *out, const char *status, const char *more, gconstpointer body, gsize length)
{
    g_autofree char *head = g_strdup_printf("HTTP/1.1 %s\r\nContent-Length: %" G_GSIZE_FORMAT
                                            "\r\nConnection: close\r\n%s\r\n",
                                            status, length, more);

    g_output_stream_write_all(out, head, strlen(head), NULL, NULL, NULL);
    g_output_stream_write_all(out, body, length, NULL, NULL, NULL);
}

static void
redirect(GOutputStream *out, const char *where)
{
    g_autofree char *line = g_strdup_printf("Location: %s\r\n", where);

    say(out, "302 Found", line, "", 0);
}

/* One byte of a thousand. */
static void
say_begin(GOutputStream *out)
{
    static const char text[] = "HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\nx";

    g_output_stream_write_all(out, text, strlen(text), NULL, NULL, NULL);
}

/* Until the client gives up, or the test ends. */
static void
hang(YadoTestHttp *self, GIOStream *stream)
{
    char byte;

    say_begin(g_io_stream_get_output_stream(stream));
    g_input_stream_read(g_io_stream_get_input_stream(stream), &byte, 1, self->end, NULL);
}

static void
answer(YadoTestHttp *self, GIOStream *stream, const char *path)
{
    GOutputStream *out = g_io_stream_get_output_stream(stream);
    GBytes *bytes = g_hash_table_lookup(self->files, path);
    gsize length = 0;
    gconstpointer data = bytes != NULL ? g_bytes_get_data(bytes, &length) : NULL;

    if (bytes != NULL)
        say(out, "200 OK", "", data, length);
    else if (g_str_has_prefix(path, "/moved/"))
        redirect(out, path + strlen("/moved"));
    else if (g_str_has_prefix(path, "/circle"))
        redirect(out, path);
    else if (g_str_has_prefix(path, "/file"))
        redirect(out, "file:///etc/passwd");
    else if (g_str_has_prefix(path, "/slow"))
        hang(self, stream);
    else if (g_str_has_prefix(path, "/cut"))
        say_begin(out);
    else if (g_str_has_prefix(path, "/page"))
        say(out, "200 OK", "", "<html>Welcome</html>", 20);
    else if (g_str_has_prefix(path, "/denied"))
        say(out, "403 Forbidden", "", "", 0);
    else
        say(out, "404 Not Found", "", "", 0);
}

static gboolean
on_run_cb(GThreadedSocketService *service, GSocketConnection *connection, GObject *source,
          gpointer data)
{
    YadoTestHttp *self = data;
    GIOStream *stream = G_IO_STREAM(connection);
    g_autoptr(GDataInputStream) in = g_data_input_stream_new(g_io_stream_get_input_stream(stream));
    g_autofree char *request = g_data_input_stream_read_line(in, NULL, self->end, NULL);
    g_auto(GStrv) words = g_strsplit(request != NULL ? request : "", " ", 3);
    g_autofree char *line = NULL;

    g_atomic_int_inc(&self->n_requests);
    do {
        g_free(line);
        line = g_data_input_stream_read_line(in, NULL, self->end, NULL);
    } while (line != NULL && *line != '\0' && *line != '\r');
    if (g_strv_length(words) >= 2)
        answer(self, stream, words[1]);
    g_io_stream_close(stream, NULL, NULL);
    return TRUE;
}

static gpointer
serve(gpointer data)
{
    YadoTestHttp *self = data;

    g_main_context_push_thread_default(self->context);
    self->service = g_threaded_socket_service_new(16);
    self->port = g_socket_listener_add_any_inet_port(G_SOCKET_LISTENER(self->service), NULL, NULL);
    g_signal_connect(self->service, "run", G_CALLBACK(on_run_cb), self);
    g_socket_service_start(self->service);
    g_main_loop_run(self->loop);
    g_socket_service_stop(self->service);
    g_socket_listener_close(G_SOCKET_LISTENER(self->service));
    g_clear_object(&self->service);
    g_main_context_pop_thread_default(self->context);
    return NULL;
}

YadoTestHttp *
yado_test_http_new(void)
{
    YadoTestHttp *self = g_new0(YadoTestHttp, 1);

    self->files =
        g_hash_table_new_full(g_str_hash, g_str_equal, g_free, (GDestroyNotify)g_bytes_unref);
    self->context = g_main_context_new();
    self->loop = g_main_loop_new(self->context, FALSE);
    self->end = g_cancellable_new();
    self->thread = g_thread_new("http", serve, self);
    while (!g_main_loop_is_running(self->loop))
        g_thread_yield();
    return self;
}

void
yado_test_http_free(YadoTestHttp *self)
{
    g_cancellable_cancel(self->end);
    g_main_loop_quit(self->loop);
    g_thread_join(self->thread);
    g_hash_table_unref(self->files);
    g_main_loop_unref(self->loop);
    g_main_context_unref(self->context);
    g_object_unref(self->end);
    g_free(self);
}

void
yado_test_http_put(YadoTestHttp *self, const char *path, const void *data, gsize length)
{
    g_hash_table_insert(self->files, g_strdup(path), g_bytes_new(data, length));
}

char *
yado_test_http_dup_url(YadoTestHttp *self, const char *path)
{
    return g_strdup_printf("http://127.0.0.1:%u%s", self->port, path);
}

guint
yado_test_http_count(YadoTestHttp *self)
{
    return (guint)g_atomic_int_get(&self->n_requests);
}
