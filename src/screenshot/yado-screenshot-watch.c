/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * A small picture of a guest's screen that is made anew every few seconds, as long as somebody looks.
 *
 * The connection to the VNC server stays, and is asked only for what has changed since: a screen that stands still costs next to nothing.
 */
#include "config.h"

#include <gdk-pixbuf/gdk-pixbuf.h>
#include <gmodule.h>
#include <string.h>
#include <unistd.h>
#include <vncconnection.h>

#include "yado-screenshot-vnc.h"
#include "yado.h"

#define MAX_PIXELS (16u << 20)
#define PERIOD_MS 5000
#define FIRST_MS 300
/* Many are watched at once: each has its own moment in the period, so that none of them is a moment of standing still. */
#define PHASE_MS 230

typedef void (*Func)(GdkPixbuf *picture, gpointer data);

typedef struct {
    YadoGuest *guest;
    int room_width, room_height; /* for the picture */
    Func func;
    gpointer data;
    GCancellable *cancellable;
    char *password;
    gboolean is_password_given;
    gboolean has_no_screen;    /* this time that it runs */
    VncConnection *connection; /* NULL: none yet */
    VncFramebuffer *framebuffer;
    guint32 *pixels;
    int width, height;
    gboolean is_changed;
    guint tick, first;
} Watch;

static void
disconnect(Watch *watch)
{
    g_clear_handle_id(&watch->first, g_source_remove);
    if (watch->connection) {
        g_signal_handlers_disconnect_by_data(watch->connection, watch);
        vnc_connection_shutdown(watch->connection);
    }
    g_clear_object(&watch->connection);
    g_clear_object(&watch->framebuffer);
    g_clear_pointer(&watch->pixels, g_free);
}

/* ---- The picture ---- */

/* The mean of the points that one of the small picture stands for. */
static void
put_mean(Watch *watch, int left, int top, int right, int bottom, guint8 *rgb)
{
    guint red = 0, green = 0, blue = 0, n = 0;

    for (int y = top; y < bottom; y++)
        for (int x = left; x < right; x++, n++) {
            guint32 point = watch->pixels[(gsize)y * watch->width + x];

            red += point >> 16 & 255;
            green += point >> 8 & 255;
            blue += point & 255;
        }
    rgb[0] = red / n;
    rgb[1] = green / n;
    rgb[2] = blue / n;
}

static GdkPixbuf *
make_picture(Watch *watch)
{
    double scale = MIN(1, MIN((double)watch->room_width / watch->width,
                              (double)watch->room_height / watch->height));
    int width = MAX(1, (int)(watch->width * scale));
    int height = MAX(1, (int)(watch->height * scale));
    GdkPixbuf *picture = gdk_pixbuf_new(GDK_COLORSPACE_RGB, FALSE, 8, width, height);
    guint8 *target = gdk_pixbuf_get_pixels(picture);
    int stride = gdk_pixbuf_get_rowstride(picture);

    for (int y = 0; y < height; y++)
        for (int x = 0; x < width; x++)
            put_mean(watch, x * watch->width / width, y * watch->height / height,
                     (x + 1) * watch->width / width, (y + 1) * watch->height / height,
                     target + y * stride + x * 3);
    return picture;
}

static void
show(Watch *watch)
{
    g_autoptr(GdkPixbuf) picture = make_picture(watch);

    watch->is_changed = FALSE;
    watch->func(picture, watch->data);
    vnc_connection_framebuffer_update_request(watch->connection, TRUE, 0, 0, watch->width,
                                              watch->height);
}

static gboolean
on_first_due_cb(gpointer data)
{
    Watch *watch = data;

    watch->first = 0;
    show(watch);
    return G_SOURCE_REMOVE;
}

static void
on_updated_cb(VncConnection *connection, int x, int y, int width, int height, Watch *watch)
{
    watch->is_changed = watch->pixels != NULL;
}

/* ---- The connection ---- */

static void
lose(Watch *watch)
{
    disconnect(watch);
    watch->func(NULL, watch->data);
}

static void
on_lost_cb(VncConnection *connection, Watch *watch)
{
    lose(watch);
}

static void
on_error_cb(VncConnection *connection, const char *text, Watch *watch)
{
    lose(watch);
}

static void
take_size(Watch *watch, int width, int height)
{
    guint32 *old = watch->pixels;

    if (width <= 0 || height <= 0 || (guint64)width * (guint64)height > MAX_PIXELS) {
        lose(watch);
        return;
    }
    watch->width = width;
    watch->height = height;
    watch->pixels = g_malloc0((gsize)width * height * 4);
    g_clear_object(&watch->framebuffer);
    watch->framebuffer = yado_screenshot_draw_into(watch->connection, watch->pixels, width, height);
    g_free(old);
    vnc_connection_framebuffer_update_request(watch->connection, FALSE, 0, 0, width, height);
    if (!watch->first)
        watch->first = g_timeout_add(FIRST_MS, on_first_due_cb, watch);
}

static void
on_resized_cb(VncConnection *connection, int width, int height, Watch *watch)
{
    take_size(watch, width, height);
}

static void
on_initialized_cb(VncConnection *connection, Watch *watch)
{
    static gint32 encodings[] = { VNC_CONNECTION_ENCODING_DESKTOP_RESIZE,
                                  VNC_CONNECTION_ENCODING_ZRLE, VNC_CONNECTION_ENCODING_HEXTILE,
                                  VNC_CONNECTION_ENCODING_RAW };

    if (yado_console_is_other_screen(vnc_connection_get_name(connection),
                                     yado_guest_get_name(watch->guest))) {
        lose(watch);
        return;
    }
    vnc_connection_set_encodings(connection, G_N_ELEMENTS(encodings), encodings);
    take_size(watch, vnc_connection_get_width(connection), vnc_connection_get_height(connection));
}

static void
on_login_offered_cb(VncConnection *connection, GValueArray *types, Watch *watch)
{
    if (!yado_screenshot_choose_login(connection, types, watch->password != NULL))
        lose(watch);
}

/* Nobody is asked for the sake of a small picture. */
static void
on_credential_cb(VncConnection *connection, GValueArray *kinds, Watch *watch)
{
    if (watch->password && !watch->is_password_given)
        vnc_connection_set_credential(connection, VNC_CONNECTION_CREDENTIAL_PASSWORD,
                                      watch->password);
    else
        lose(watch);
    watch->is_password_given = TRUE;
}

static const struct {
    const char *signal;
    GCallback callback;
} handlers[] = {
    { "vnc-initialized", G_CALLBACK(on_initialized_cb) },
    { "vnc-desktop-resize", G_CALLBACK(on_resized_cb) },
    { "vnc-framebuffer-update", G_CALLBACK(on_updated_cb) },
    { "vnc-auth-choose-type", G_CALLBACK(on_login_offered_cb) },
    { "vnc-auth-credential", G_CALLBACK(on_credential_cb) },
    { "vnc-disconnected", G_CALLBACK(on_lost_cb) },
    { "vnc-error", G_CALLBACK(on_error_cb) },
};

static void
connect_to(Watch *watch, GIOStream *stream)
{
    GSocket *socket = g_socket_connection_get_socket(G_SOCKET_CONNECTION(stream));

    disconnect(watch);
    watch->is_password_given = FALSE;
    watch->connection = vnc_connection_new();
    for (guint i = 0; i < G_N_ELEMENTS(handlers); i++)
        g_signal_connect(watch->connection, handlers[i].signal, handlers[i].callback, watch);
    vnc_connection_set_shared(watch->connection, TRUE);
    vnc_connection_open_fd(watch->connection, dup(g_socket_get_fd(socket)));
}

/* ---- Callbacks: of a watch that is over, the cancellable is another or cancelled ---- */

static void
on_opened_cb(GObject *source, GAsyncResult *result, gpointer data)
{
    g_autoptr(GIOStream) stream = yado_guest_open_console_finish(YADO_GUEST(source), result, NULL);

    if (stream && !g_cancellable_is_cancelled(g_task_get_cancellable(G_TASK(result))))
        connect_to(data, stream);
}

static void
on_listed_cb(GObject *source, GAsyncResult *result, gpointer data)
{
    g_autoptr(GPtrArray) records =
        yado_guest_list_consoles_finish(YADO_GUEST(source), result, NULL);
    GCancellable *cancellable = g_task_get_cancellable(G_TASK(result));
    const YadoConsoleRecord *record;
    Watch *watch = data;

    if (g_cancellable_is_cancelled(cancellable))
        return;
    record = records ? yado_console_choose(records, "vnc") : NULL;
    watch->has_no_screen = !record;
    if (!record)
        return;
    g_free(watch->password);
    watch->password = g_strdup(record->password);
    yado_guest_open_console_async(watch->guest, record->id, 0, cancellable, on_opened_cb, watch);
}

static gboolean
on_tick_cb(gpointer data)
{
    Watch *watch = data;

    if (watch->connection && watch->is_changed && !watch->first)
        show(watch);
    else if (!yado_guest_is_active(watch->guest))
        watch->has_no_screen = FALSE;
    else if (!watch->connection && !watch->has_no_screen)
        yado_guest_list_consoles_async(watch->guest, watch->cancellable, on_listed_cb, watch);
    return G_SOURCE_CONTINUE;
}

static gboolean
on_phase_reached_cb(gpointer data)
{
    Watch *watch = data;

    watch->tick = g_timeout_add(PERIOD_MS, on_tick_cb, watch);
    on_tick_cb(watch);
    return G_SOURCE_REMOVE;
}

/*
 * The entries of the module, see app/yado-gtk-thumbnail.c: watches @guest's screen until unwatch(); @func gets pictures that fit into @width and
 * @height, NULL when there is none any more.
 */
G_MODULE_EXPORT gpointer yado_screenshot_module_watch(YadoGuest *guest, int width, int height,
                                                      Func func, gpointer data);
G_MODULE_EXPORT void yado_screenshot_module_unwatch(gpointer handle);

G_MODULE_EXPORT gpointer
yado_screenshot_module_watch(YadoGuest *guest, int width, int height, Func func, gpointer data)
{
    static guint serial;
    Watch *watch = g_new0(Watch, 1);

    watch->guest = g_object_ref(guest);
    watch->room_width = width;
    watch->room_height = height;
    watch->func = func;
    watch->data = data;
    watch->cancellable = g_cancellable_new();
    watch->tick =
        g_timeout_add(PERIOD_MS / 2 + serial++ * PHASE_MS % PERIOD_MS, on_phase_reached_cb, watch);
    on_tick_cb(watch);
    return watch;
}

G_MODULE_EXPORT void
yado_screenshot_module_unwatch(gpointer handle)
{
    Watch *watch = handle;

    g_cancellable_cancel(watch->cancellable);
    g_clear_object(&watch->cancellable);
    g_clear_handle_id(&watch->tick, g_source_remove);
    disconnect(watch);
    if (watch->password)
        explicit_bzero(watch->password, strlen(watch->password));
    g_free(watch->password);
    g_object_unref(watch->guest);
    g_free(watch);
}
