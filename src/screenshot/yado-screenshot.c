/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* One picture of a VNC server, as a PNG file. */
#include "config.h"

#include <gdk-pixbuf/gdk-pixbuf.h>
#include <glib/gi18n.h>
#include <gmodule.h>
#include <string.h>
#include <unistd.h>
#include <vncconnection.h>

#include "yado-screenshot-vnc.h"
#include "yado.h"

#define MAX_PIXELS (64u << 20)
#define SECONDS 20

typedef struct {
    VncConnection *connection;
    VncFramebuffer *framebuffer;
    guint32 *pixels;
    int width, height;
    guint64 covered; /* points that have come */
    char *guest, *password, *path;
    gboolean is_password_given;
    guint timeout;
    GSource *cancelled;
    gboolean is_over;
} Shot;

static void
stop_waiting(Shot *shot)
{
    if (shot->cancelled)
        g_source_destroy(shot->cancelled);
    g_clear_pointer(&shot->cancelled, g_source_unref);
}

static void
free_shot(gpointer data)
{
    Shot *shot = data;

    g_clear_handle_id(&shot->timeout, g_source_remove);
    stop_waiting(shot);
    g_clear_object(&shot->connection);
    g_clear_object(&shot->framebuffer);
    g_free(shot->pixels);
    if (shot->password)
        explicit_bzero(shot->password, strlen(shot->password));
    g_free(shot->password);
    g_free(shot->guest);
    g_free(shot->path);
    g_free(shot);
}

/* Once; the task holds itself until then. */
static void
end(GTask *task, GError *error)
{
    Shot *shot = g_task_get_task_data(task);

    if (shot->is_over) {
        g_clear_error(&error);
        return;
    }
    shot->is_over = TRUE;
    g_clear_handle_id(&shot->timeout, g_source_remove);
    stop_waiting(shot);
    g_signal_handlers_disconnect_by_data(shot->connection, task);
    vnc_connection_shutdown(shot->connection);
    if (error)
        g_task_return_error(task, error);
    else
        g_task_return_boolean(task, TRUE);
    g_object_unref(task);
}

static const char *
get_name(GTask *task)
{
    return ((Shot *)g_task_get_task_data(task))->guest;
}

static gboolean
on_time_over_cb(gpointer data)
{
    Shot *shot = g_task_get_task_data(data);

    shot->timeout = 0;
    end(data, yado_error_new(YADO_ERROR_CONNECTION, NULL, NULL,
                             _("The screen of “%s” sends no picture."), get_name(data)));
    return G_SOURCE_REMOVE;
}

static gboolean
on_cancelled_cb(GCancellable *cancellable, gpointer data)
{
    GError *error = NULL;

    g_cancellable_set_error_if_cancelled(cancellable, &error);
    end(data, error);
    return G_SOURCE_REMOVE;
}

static void
watch_cancellable(GTask *task)
{
    Shot *shot = g_task_get_task_data(task);

    /* A picture that was written is there, whatever is cancelled after. */
    g_task_set_check_cancellable(task, FALSE);
    if (!g_task_get_cancellable(task))
        return;
    shot->cancelled = g_cancellable_source_new(g_task_get_cancellable(task));
    g_source_set_callback(shot->cancelled, G_SOURCE_FUNC(on_cancelled_cb), task, NULL);
    g_source_attach(shot->cancelled, NULL);
}

/* Four bytes a point, as below; PNG wants three. */
static GdkPixbuf *
make_picture(Shot *shot)
{
    GdkPixbuf *picture = gdk_pixbuf_new(GDK_COLORSPACE_RGB, FALSE, 8, shot->width, shot->height);
    int stride = gdk_pixbuf_get_rowstride(picture);
    guint8 *target = gdk_pixbuf_get_pixels(picture);

    for (int y = 0; y < shot->height; y++)
        for (int x = 0; x < shot->width; x++) {
            guint32 point = shot->pixels[(gsize)y * shot->width + x];

            target[y * stride + x * 3] = point >> 16;
            target[y * stride + x * 3 + 1] = point >> 8;
            target[y * stride + x * 3 + 2] = point;
        }
    return picture;
}

static void
save(GTask *task)
{
    Shot *shot = g_task_get_task_data(task);
    g_autoptr(GdkPixbuf) picture = make_picture(shot);
    g_autoptr(GError) native = NULL;

    if (gdk_pixbuf_save(picture, shot->path, "png", &native, NULL))
        end(task, NULL);
    else
        end(task, yado_error_new(YADO_ERROR_DENIED, native->message, NULL,
                                 _("“%s” cannot be written."), shot->path));
}

static void
on_updated_cb(VncConnection *connection, int x, int y, int width, int height, GTask *task)
{
    Shot *shot = g_task_get_task_data(task);

    shot->covered += (guint64)width * (guint64)height;
    if (shot->covered >= (guint64)shot->width * (guint64)shot->height)
        save(task);
}

static void
on_initialized_cb(VncConnection *connection, GTask *task)
{
    static gint32 encodings[] = { VNC_CONNECTION_ENCODING_ZRLE, VNC_CONNECTION_ENCODING_HEXTILE,
                                  VNC_CONNECTION_ENCODING_RAW };
    Shot *shot = g_task_get_task_data(task);

    shot->width = vnc_connection_get_width(connection);
    shot->height = vnc_connection_get_height(connection);
    if (yado_console_is_other_screen(vnc_connection_get_name(connection), shot->guest)) {
        end(task,
            yado_error_new(YADO_ERROR_CONFLICT, vnc_connection_get_name(connection), NULL,
                           _("The screen that answers is not that of “%s”."), get_name(task)));
        return;
    }
    if (shot->width <= 0 || shot->height <= 0 ||
        (guint64)shot->width * (guint64)shot->height > MAX_PIXELS) {
        end(task, yado_error_new(YADO_ERROR_INVALID, NULL, NULL,
                                 _("The screen of “%s” is too large to show."), get_name(task)));
        return;
    }
    shot->pixels = g_malloc0((gsize)shot->width * shot->height * 4);
    vnc_connection_set_encodings(connection, G_N_ELEMENTS(encodings), encodings);
    shot->framebuffer =
        yado_screenshot_draw_into(connection, shot->pixels, shot->width, shot->height);
    vnc_connection_framebuffer_update_request(connection, FALSE, 0, 0, shot->width, shot->height);
}

static void
on_login_offered_cb(VncConnection *connection, GValueArray *types, GTask *task)
{
    if (!yado_screenshot_choose_login(connection, types, TRUE))
        end(task, yado_error_new(YADO_ERROR_UNSUPPORTED, NULL, NULL,
                                 _("The screen of “%s” wants a way to log in that YaDO does not "
                                   "know."),
                                 get_name(task)));
}

static void
on_login_failed_cb(VncConnection *connection, const char *reason, GTask *task)
{
    end(task, yado_error_new(YADO_ERROR_DENIED, reason, NULL,
                             _("The screen of “%s” refuses the password."), get_name(task)));
}

static void
on_credential_cb(VncConnection *connection, GValueArray *kinds, GTask *task)
{
    Shot *shot = g_task_get_task_data(task);

    if (!shot->password || shot->is_password_given) {
        end(task, yado_error_new(YADO_ERROR_DENIED, NULL, NULL,
                                 _("The screen of “%s” asks for a password."), get_name(task)));
        return;
    }
    shot->is_password_given = TRUE;
    vnc_connection_set_credential(connection, VNC_CONNECTION_CREDENTIAL_PASSWORD, shot->password);
}

static void
on_disconnected_cb(VncConnection *connection, GTask *task)
{
    end(task, yado_error_new(YADO_ERROR_CONNECTION, NULL, NULL,
                             _("The screen of “%s” closed the connection."), get_name(task)));
}

static void
on_error_cb(VncConnection *connection, const char *text, GTask *task)
{
    Shot *shot = g_task_get_task_data(task);

    if (shot->is_password_given && !shot->pixels)
        on_login_failed_cb(connection, text, task);
    else
        end(task, yado_error_new(YADO_ERROR_CONNECTION, text, NULL,
                                 _("The screen of “%s” cannot be read."), get_name(task)));
}

/* The entry of the module; @stream is a GSocketConnection to the server.  Answers a boolean. */
G_MODULE_EXPORT void yado_screenshot_module_take(GIOStream *stream, const char *guest,
                                                 const char *password, const char *path,
                                                 GCancellable *cancellable,
                                                 GAsyncReadyCallback callback, gpointer user_data);

G_MODULE_EXPORT void
yado_screenshot_module_take(GIOStream *stream, const char *guest, const char *password,
                            const char *path, GCancellable *cancellable,
                            GAsyncReadyCallback callback, gpointer user_data)
{
    GTask *task = g_task_new(stream, cancellable, callback, user_data);
    GSocket *socket = g_socket_connection_get_socket(G_SOCKET_CONNECTION(stream));
    Shot *shot = g_new0(Shot, 1);

    shot->connection = vnc_connection_new();
    shot->guest = g_strdup(guest);
    shot->password = g_strdup(password);
    shot->path = g_strdup(path);
    g_task_set_task_data(task, shot, free_shot);
    shot->timeout = g_timeout_add_seconds(SECONDS, on_time_over_cb, task);
    watch_cancellable(task);
    g_signal_connect(shot->connection, "vnc-initialized", G_CALLBACK(on_initialized_cb), task);
    g_signal_connect(shot->connection, "vnc-framebuffer-update", G_CALLBACK(on_updated_cb), task);
    g_signal_connect(shot->connection, "vnc-auth-choose-type", G_CALLBACK(on_login_offered_cb),
                     task);
    g_signal_connect(shot->connection, "vnc-auth-failure", G_CALLBACK(on_login_failed_cb), task);
    g_signal_connect(shot->connection, "vnc-auth-credential", G_CALLBACK(on_credential_cb), task);
    g_signal_connect(shot->connection, "vnc-disconnected", G_CALLBACK(on_disconnected_cb), task);
    g_signal_connect(shot->connection, "vnc-error", G_CALLBACK(on_error_cb), task);
    vnc_connection_set_shared(shot->connection, TRUE);
    vnc_connection_open_fd(shot->connection, dup(g_socket_get_fd(socket)));
}
