/* SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "yado-test"
#include "config.h"

#include "yado-test-vnc.h"

#include <gio/gunixsocketaddress.h>
#include <glib-unix.h>
#include <glib/gstdio.h>
#include <poll.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#define LIVELY_WIDTH 1024
#define LIVELY_HEIGHT 768

/* What becomes of a point 0xrrggbb. */
typedef struct {
    guint8 bits, shift[3];
    guint16 max[3]; /* red, green, blue */
} Format;

typedef struct {
    int fd;
    YadoTestVncMode mode;
    const char *guest;
    YadoTestVncCounts *counts; /* nullable */
    Format format;
} Server;

struct _YadoTestVnc {
    char *path, *guest; /* path NULL: a port */
    YadoTestVncMode mode;
    GSocket *listener;
    GThread *thread;
    int n_connections; /* atomic */
    YadoTestVncCounts counts;
    GMutex lock;
    GArray *fds;        /* of int: shut down at the end; under the lock */
    GPtrArray *threads; /* of the connections; under the lock */
};

static gboolean
take_bytes(int fd, gsize n)
{
    char byte;

    while (n-- > 0)
        if (recv(fd, &byte, 1, 0) != 1)
            return FALSE;
    return TRUE;
}

static gboolean
take_format(Server *server)
{
    guint8 said[19]; /* three that mean nothing, then RFC 6143, 7.4 */

    if (recv(server->fd, said, sizeof said, MSG_WAITALL) != sizeof said)
        return FALSE;
    server->format.bits = said[3];
    for (guint i = 0; i < 3; i++) {
        server->format.max[i] = (guint16)(said[7 + 2 * i] << 8 | said[8 + 2 * i]);
        server->format.shift[i] = said[13 + i];
    }
    if (server->counts)
        g_atomic_int_set(&server->counts->bits, said[3]);
    return TRUE;
}

static gboolean
take_encodings(Server *server)
{
    guint8 head[3];
    gint32 encoding;

    if (recv(server->fd, head, 3, MSG_WAITALL) != 3)
        return FALSE;
    if (server->counts)
        g_atomic_int_set(&server->counts->wants_jpeg, FALSE);
    for (guint n = (guint)(head[1] << 8 | head[2]); n > 0; n--) {
        if (recv(server->fd, &encoding, 4, MSG_WAITALL) != 4)
            return FALSE;
        encoding = GINT32_FROM_BE(encoding);
        if (server->counts && encoding >= -32 && encoding <= -23) /* a quality of JPEG */
            g_atomic_int_set(&server->counts->wants_jpeg, TRUE);
    }
    return TRUE;
}

static void
note_key(YadoTestVncCounts *counts, const YadoTestVncKey *key)
{
    if (!counts)
        return;
    if (key->down && key->keysym < 0x100 && counts->n_typed < (int)sizeof counts->typed - 1) {
        counts->typed[counts->n_typed] = (char)key->keysym;
        g_atomic_int_inc(&counts->n_typed);
    }
    if (counts->n_pressed < YADO_TEST_VNC_MAX_PRESSED) {
        counts->pressed[counts->n_pressed] = *key;
        g_atomic_int_inc(&counts->n_pressed);
    }
}

static guint32
read_u32(const guint8 *bytes)
{
    return (guint32)bytes[0] << 24 | (guint32)bytes[1] << 16 | (guint32)bytes[2] << 8 | bytes[3];
}

static gboolean
take_key(Server *server)
{
    guint8 said[7]; /* down, two that mean nothing, keysym */

    if (recv(server->fd, said, sizeof said, MSG_WAITALL) != sizeof said)
        return FALSE;
    note_key(server->counts, &(YadoTestVncKey){ read_u32(said + 3), 0, said[0] != 0 });
    return TRUE;
}

/* QEMU's own message: submessage, down in two bytes, keysym, number. */
static gboolean
take_numbered_key(Server *server)
{
    guint8 said[11];

    if (recv(server->fd, said, sizeof said, MSG_WAITALL) != sizeof said || said[0] != 0)
        return FALSE;
    note_key(server->counts,
             &(YadoTestVncKey){ read_u32(said + 3), read_u32(said + 7), said[2] != 0 });
    return TRUE;
}

static gboolean
take_cut_text(Server *server)
{
    guint8 head[7];
    YadoTestVncCounts *counts = server->counts;
    gsize length;

    if (recv(server->fd, head, 7, MSG_WAITALL) != 7)
        return FALSE;
    length = (gsize)head[5] << 8 | head[6];
    if (!counts || length >= sizeof counts->cut_text)
        return take_bytes(server->fd, length);
    memset(counts->cut_text, 0, sizeof counts->cut_text);
    if (recv(server->fd, counts->cut_text, length, MSG_WAITALL) != (ssize_t)length)
        return FALSE;
    g_atomic_int_inc(&counts->cut_texts);
    return TRUE;
}

/* One message of the client; -1: it went. */
static int
take_message(Server *server)
{
    guint8 type;
    gboolean is_whole, is_key;

    if (recv(server->fd, &type, 1, MSG_WAITALL) != 1)
        return -1;
    is_key = type == 4 || type == 255;
    if (server->counts && is_key)
        server->counts->key_time = g_get_monotonic_time();
    if (server->counts && (is_key || type == 5))
        g_atomic_int_inc(&server->counts->keys);
    switch (type) {
    case 0: /* SetPixelFormat */
        is_whole = take_format(server);
        break;
    case 2:
        is_whole = take_encodings(server);
        break;
    case 4: /* KeyEvent */
        is_whole = take_key(server);
        break;
    case 5: /* PointerEvent */
        is_whole = take_bytes(server->fd, 5);
        break;
    case 6:
        is_whole = take_cut_text(server);
        break;
    case 255:
        is_whole = take_numbered_key(server);
        break;
    default: /* FramebufferUpdateRequest */
        is_whole = take_bytes(server->fd, 9);
    }
    return is_whole ? type : -1;
}

static gboolean
await_request(Server *server)
{
    int type;

    while ((type = take_message(server)) >= 0)
        if (type == 3)
            return TRUE;
    return FALSE;
}

static void
put(int fd, const void *data, gsize length)
{
    if (send(fd, data, length, MSG_NOSIGNAL) < 0)
        g_test_message("the client went away");
}

static void
put_u16(int fd, guint16 value)
{
    value = GUINT16_TO_BE(value);
    put(fd, &value, 2);
}

static void
put_u32(int fd, guint32 value)
{
    value = GUINT32_TO_BE(value);
    put(fd, &value, 4);
}

/* What the challenge below becomes by DES with "Geh1mnis". */
static const guint8 right_answer[16] = { 0xf7, 0x5c, 0x8b, 0x1a, 0x8b, 0x82, 0xf6, 0xf4,
                                         0x62, 0x12, 0xe6, 0x37, 0x3d, 0x93, 0x47, 0xdb };

/* ClientInit: whether others may see the screen as well. */
static gboolean
take_sharing(Server *server)
{
    guint8 is_shared;

    if (recv(server->fd, &is_shared, 1, MSG_WAITALL) != 1)
        return FALSE;
    if (server->counts && !is_shared)
        g_atomic_int_inc(&server->counts->alone);
    return TRUE;
}

static gboolean
want_password(Server *server)
{
    int fd = server->fd;
    guint8 answer[16];

    put(fd, "\001\002", 2);
    if (!take_bytes(fd, 1))
        return FALSE;
    put(fd, "0123456789abcdef", 16);
    if (recv(fd, answer, sizeof answer, MSG_WAITALL) != sizeof answer)
        return FALSE;
    if (server->mode == YADO_TEST_VNC_PASSWORD && memcmp(answer, right_answer, 16) == 0) {
        put_u32(fd, 0);
        return take_sharing(server);
    }
    put_u32(fd, 1);
    put_u32(fd, 2);
    put(fd, "no", 2);
    return FALSE;
}

/* VeNCrypt 0.2 with X509None alone; what should begin then is no handshake. */
static gboolean
want_tls(int fd)
{
    put(fd, "\001\023", 2);
    if (!take_bytes(fd, 1))
        return FALSE;
    put(fd, "\000\002", 2);
    if (!take_bytes(fd, 2))
        return FALSE;
    put(fd, "\000\001", 2);
    put_u32(fd, 260);
    if (take_bytes(fd, 4)) {
        put(fd, "\001", 1);
        put(fd, "no certificates here", 20);
    }
    return FALSE;
}

static gboolean
log_in(Server *server)
{
    switch (server->mode) {
    case YADO_TEST_VNC_UNKNOWN_LOGIN:
        put(server->fd, "\001\311", 2);
        take_bytes(server->fd, 1);
        return FALSE;
    case YADO_TEST_VNC_WRONG_PASSWORD:
    case YADO_TEST_VNC_PASSWORD:
        return want_password(server);
    case YADO_TEST_VNC_NEEDS_TLS:
        return want_tls(server->fd);
    default:
        put(server->fd, "\001\001", 2);
        if (!take_bytes(server->fd, 1))
            return FALSE;
        put_u32(server->fd, 0);
        return take_sharing(server);
    }
}

static void
introduce(Server *server)
{
    static const guint8 format[16] = { 32, 24, 0, 1, 0, 255, 0, 255, 0, 255, 16, 8, 0 };
    const char *guest = server->mode == YADO_TEST_VNC_OTHER_GUEST ? "another" : server->guest;
    g_autofree char *name = g_strdup_printf("QEMU (%s)", guest);
    guint16 size = server->mode == YADO_TEST_VNC_HUGE ? 16384 : 2;
    gboolean is_lively = server->mode == YADO_TEST_VNC_LIVELY;

    put_u16(server->fd, is_lively ? LIVELY_WIDTH : size);
    put_u16(server->fd, is_lively ? LIVELY_HEIGHT : size);
    put(server->fd, format, sizeof format);
    put_u32(server->fd, (guint32)strlen(name));
    put(server->fd, name, strlen(name));
}

static void
begin_rectangle(int fd, guint16 size, gint32 encoding)
{
    put(fd, "\0\0", 2);
    put_u16(fd, 1);
    put_u32(fd, 0);
    put_u16(fd, size);
    put_u16(fd, size);
    put_u32(fd, (guint32)encoding);
}

/* The client asked for its own byte order. */
static void
put_point(Server *server, guint32 point)
{
    guint32 value = point;

    if (server->format.bits)
        value = 0;
    for (guint i = 0; server->format.bits && i < 3; i++)
        value |= (point >> (16 - 8 * i) & 255) * server->format.max[i] / 255
                 << server->format.shift[i];
    put(server->fd, &value, server->format.bits ? server->format.bits / 8 : 4);
}

/* Red, green; blue, white. */
static void
send_picture(Server *server)
{
    static const guint32 points[] = { 0xff0000, 0x00ff00, 0x0000ff, 0xffffff };

    if (server->mode == YADO_TEST_VNC_NUMBERS)
        begin_rectangle(server->fd, 0, -258); /* QEMU's extended key event */
    begin_rectangle(server->fd, 2, server->mode == YADO_TEST_VNC_UNKNOWN_ENCODING ? 4711 : 0);
    for (guint i = 0; i < (server->mode == YADO_TEST_VNC_HALF_A_FRAME ? 2 : 4); i++)
        put_point(server, points[i]);
    if (server->mode == YADO_TEST_VNC_GROWS && await_request(server))
        begin_rectangle(server->fd, 65535, -223); /* DesktopSize */
}

/* Stripes that move; the last picture is of one colour. */
static void
send_lively_frame(Server *server, guint frame, gboolean is_last)
{
    static const guint8 head[] = { 0,
                                   0,
                                   0,
                                   1,
                                   0,
                                   0,
                                   0,
                                   0,
                                   LIVELY_WIDTH >> 8,
                                   LIVELY_WIDTH & 255,
                                   LIVELY_HEIGHT >> 8,
                                   LIVELY_HEIGHT & 255,
                                   0,
                                   0,
                                   0,
                                   0 };
    g_autofree guint32 *points = g_new(guint32, LIVELY_WIDTH * LIVELY_HEIGHT);

    for (guint i = 0; i < LIVELY_WIDTH * LIVELY_HEIGHT; i++)
        points[i] = is_last ? 0xff00ff : (i + frame * 997) * 2654435761u >> 8;
    put(server->fd, head, sizeof head);
    put(server->fd, points, sizeof *points * LIVELY_WIDTH * LIVELY_HEIGHT);
}

static gboolean
may_send(Server *server, int *frame, int *most)
{
    *frame = server->counts ? g_atomic_int_get(&server->counts->frames) : 0;
    *most = server->counts ? g_atomic_int_get(&server->counts->most_frames) : 0;
    return *most == 0 || *frame < *most;
}

/* What is asked after the last picture waits, as with a screen that stands still, until there are to be more. */
static void
be_lively(Server *server)
{
    gboolean is_asked = FALSE;
    int type = 0, frame, most;

    while (type >= 0) {
        struct pollfd poller = { server->fd, POLLIN, 0 };

        if (is_asked && may_send(server, &frame, &most)) {
            send_lively_frame(server, (guint)frame, frame + 1 == most);
            if (server->counts)
                g_atomic_int_inc(&server->counts->frames);
            is_asked = FALSE;
        }
        if (poll(&poller, 1, is_asked ? 5 : -1) > 0)
            type = take_message(server);
        is_asked |= type == 3;
    }
}

static gboolean
stays(YadoTestVncMode mode)
{
    return mode != YADO_TEST_VNC_HALF_A_FRAME && mode != YADO_TEST_VNC_UNKNOWN_ENCODING;
}

static void
speak(Server *server)
{
    put(server->fd, "RFB 003.008\n", 12);
    if (!take_bytes(server->fd, 12) || !log_in(server))
        return;
    if (server->counts)
        g_atomic_int_inc(&server->counts->logins);
    introduce(server);
    if (server->mode == YADO_TEST_VNC_LIVELY)
        be_lively(server);
    else if (server->mode != YADO_TEST_VNC_NO_FRAME && await_request(server))
        send_picture(server);
    while (stays(server->mode) && take_message(server) >= 0)
        ;
}

void
yado_test_vnc_serve(int fd, YadoTestVncMode mode, const char *guest, YadoTestVncCounts *counts)
{
    Server server = { .fd = fd, .mode = mode, .guest = guest, .counts = counts };

    if (mode == YADO_TEST_VNC_GARBAGE)
        put(fd, "HTTP/1.1 400 Bad Request\r\n\r\n", 28);
    else if (mode == YADO_TEST_VNC_SILENT)
        take_bytes(fd, G_MAXINT);
    else if (mode != YADO_TEST_VNC_CLOSES)
        speak(&server);
    close(fd);
}

/* ---- One that listens ---- */

typedef struct {
    YadoTestVnc *vnc;
    int fd;
} Connection;

static gpointer
serve_connection(gpointer data)
{
    g_autofree Connection *connection = data;
    YadoTestVnc *vnc = connection->vnc;

    yado_test_vnc_serve(dup(connection->fd), vnc->mode, vnc->guest, &vnc->counts);
    shutdown(connection->fd, SHUT_RDWR); /* the descriptor itself is closed at the end */
    return NULL;
}

static gpointer
listen_to_all(gpointer data)
{
    YadoTestVnc *self = data;
    int listener = g_socket_get_fd(self->listener);
    int fd;

    while ((fd = accept(listener, NULL, NULL)) >= 0) {
        Connection *connection = g_new0(Connection, 1);

        g_atomic_int_inc(&self->n_connections);
        connection->vnc = self;
        connection->fd = fd;
        g_mutex_lock(&self->lock);
        g_array_append_val(self->fds, fd);
        g_ptr_array_add(self->threads, g_thread_new("vnc", serve_connection, connection));
        g_mutex_unlock(&self->lock);
    }
    return NULL;
}

YadoTestVnc *
yado_test_vnc_new(const char *path, YadoTestVncMode mode, const char *guest)
{
    YadoTestVnc *self = g_new0(YadoTestVnc, 1);
    g_autoptr(GSocketAddress) address = path
                                            ? g_unix_socket_address_new(path)
                                            : g_inet_socket_address_new_from_string("127.0.0.1", 0);
    g_autoptr(GError) error = NULL;

    self->path = g_strdup(path);
    self->guest = g_strdup(guest);
    self->mode = mode;
    self->fds = g_array_new(FALSE, FALSE, sizeof(int));
    self->threads = g_ptr_array_new();
    g_mutex_init(&self->lock);
    if (path)
        g_unlink(path);
    self->listener =
        g_socket_new(g_socket_address_get_family(address), G_SOCKET_TYPE_STREAM, 0, &error);
    g_assert_no_error(error);
    g_socket_bind(self->listener, address, TRUE, &error);
    g_assert_no_error(error);
    g_socket_listen(self->listener, &error);
    g_assert_no_error(error);
    g_socket_set_blocking(self->listener, TRUE);
    /* GSocket's descriptor never blocks; accept() is to. */
    g_unix_set_fd_nonblocking(g_socket_get_fd(self->listener), FALSE, NULL);
    if (path)
        g_chmod(path, 0666);
    self->thread = g_thread_new("vnc-listener", listen_to_all, self);
    return self;
}

void
yado_test_vnc_free(YadoTestVnc *self)
{
    shutdown(g_socket_get_fd(self->listener), SHUT_RDWR);
    g_thread_join(self->thread);
    for (guint i = 0; i < self->fds->len; i++)
        shutdown(g_array_index(self->fds, int, i), SHUT_RDWR);
    for (guint i = 0; i < self->threads->len; i++)
        g_thread_join(self->threads->pdata[i]);
    for (guint i = 0; i < self->fds->len; i++)
        close(g_array_index(self->fds, int, i));
    g_object_unref(self->listener);
    if (self->path)
        g_unlink(self->path);
    g_array_unref(self->fds);
    g_ptr_array_unref(self->threads);
    g_mutex_clear(&self->lock);
    g_free(self->path);
    g_free(self->guest);
    g_free(self);
}

char *
yado_test_vnc_start_guest(YadoTestDaemon *daemon, const char *guest)
{
    const char *uri = yado_test_daemon_get_qemu_uri(daemon);
    g_autofree char *name = g_strconcat("screen-", guest, NULL);
    g_autofree char *path = g_build_filename(yado_test_daemon_get_folder(daemon), name, NULL);
    g_autofree char *xml =
        g_strdup_printf("<domain type='qemu'><name>%s</name><memory unit='MiB'>16</memory>"
                        "<os><type arch='x86_64' machine='q35'>hvm</type></os><devices>"
                        "<controller type='usb' model='none'/><memballoon model='none'/>"
                        "<serial type='pty'/>"
                        "<graphics type='vnc'><listen type='socket' socket='%s'/></graphics>"
                        "<video><model type='vga'/></video></devices></domain>",
                        guest, path);

    yado_test_virsh_define(uri, xml);
    g_free(yado_test_virsh(uri, "start", guest, "--paused", NULL));
    return g_steal_pointer(&path);
}

void
yado_test_vnc_send_cut_text(YadoTestVnc *self, const char *text)
{
    g_mutex_lock(&self->lock);
    for (guint i = 0; i < self->fds->len; i++) {
        int fd = g_array_index(self->fds, int, i);

        put(fd, "\003\0\0\0", 4);
        put_u32(fd, (guint32)strlen(text));
        put(fd, text, strlen(text));
    }
    g_mutex_unlock(&self->lock);
}

guint
yado_test_vnc_get_port(YadoTestVnc *self)
{
    g_autoptr(GSocketAddress) address = g_socket_get_local_address(self->listener, NULL);

    return g_inet_socket_address_get_port(G_INET_SOCKET_ADDRESS(address));
}

YadoTestVncCounts *
yado_test_vnc_get_counts(YadoTestVnc *self)
{
    return &self->counts;
}

int
yado_test_vnc_get_n_connections(YadoTestVnc *self)
{
    return g_atomic_int_get(&self->n_connections);
}

int
yado_test_vnc_get_n_keys(YadoTestVnc *self)
{
    return g_atomic_int_get(&self->counts.keys);
}

int
yado_test_vnc_get_n_logins(YadoTestVnc *self)
{
    return g_atomic_int_get(&self->counts.logins);
}

char *
yado_test_vnc_dup_pressed(YadoTestVncCounts *counts)
{
    int n = g_atomic_int_get(&counts->n_pressed);
    GString *text = g_string_new(NULL);

    for (int i = 0; i < n; i++)
        g_string_append_printf(text, "%s%02x%c", i > 0 ? " " : "", counts->pressed[i].number,
                               counts->pressed[i].down ? '+' : '-');
    return g_string_free(text, FALSE);
}
