/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * A guest's consoles.  Text comes through the agent, piece by piece as it is asked for, and is pumped into a pair of sockets; screens are a
 * socket to their server.  So one connection to the host carries all of it.
 *
 * The pump lives on the default main context.  It asks for the next piece only when the last one was taken, in either direction.
 */
#include "config.h"

#include <errno.h>
#include <glib-unix.h>
#include <glib/gi18n-lib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "backend/libxl/yado-libxl-private.h"
#include "backend/yado-screen.h"

#define MAX_PIECE 4096

typedef struct {
    int references; /* the pump itself, and each call that is under way */
    YadoXl1 *proxy;
    guint console;
    int socket; /* -1: it has ended */
    GSource *readable, *writable;
    GVariant *said; /* by the guest; NULL: all of it was taken */
    gsize taken;
} Pump;

/* ---- The pump ---- */

static void ask_for_piece(Pump *pump);
static void wait_for_front(Pump *pump);

static void
unref_pump(Pump *pump)
{
    if (--pump->references > 0)
        return;
    g_clear_pointer(&pump->said, g_variant_unref);
    g_object_unref(pump->proxy);
    g_free(pump);
}

static void
stop_waiting(GSource **source)
{
    if (*source)
        g_source_destroy(*source);
    g_clear_pointer(source, g_source_unref);
}

static void
end_pump(Pump *pump)
{
    if (pump->socket < 0)
        return;
    stop_waiting(&pump->readable);
    stop_waiting(&pump->writable);
    close(pump->socket);
    pump->socket = -1;
    yado_xl1_call_close_console(pump->proxy, pump->console, G_DBUS_CALL_FLAGS_NONE, -1, NULL, NULL,
                                NULL);
    unref_pump(pump);
}

static GSource *
watch_socket(Pump *pump, GIOCondition condition, GUnixFDSourceFunc callback)
{
    GSource *source = g_unix_fd_source_new(pump->socket, condition | G_IO_HUP | G_IO_ERR);

    g_source_set_callback(source, G_SOURCE_FUNC(callback), pump, NULL);
    g_source_attach(source, NULL);
    return source;
}

/* FALSE: the front went away. */
static gboolean
hand_over(Pump *pump)
{
    gsize size;
    const char *bytes = g_variant_get_fixed_array(pump->said, &size, 1);

    while (pump->taken < size) {
        ssize_t n = send(pump->socket, bytes + pump->taken, size - pump->taken, MSG_NOSIGNAL);

        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0)
            return errno == EAGAIN;
        pump->taken += (gsize)n;
    }
    g_clear_pointer(&pump->said, g_variant_unref);
    return TRUE;
}

static gboolean
on_socket_writable_cb(int fd, GIOCondition condition, gpointer data)
{
    Pump *pump = data;

    if (!hand_over(pump)) {
        end_pump(pump);
    } else if (!pump->said) {
        stop_waiting(&pump->writable);
        ask_for_piece(pump);
    }
    return G_SOURCE_CONTINUE;
}

static void
on_piece_read_cb(GObject *source, GAsyncResult *result, gpointer data)
{
    Pump *pump = data;
    g_autoptr(GVariant) bytes = NULL;
    gboolean read = yado_xl1_call_read_console_finish(YADO_XL1(source), &bytes, result, NULL);

    if (pump->socket < 0) {
        unref_pump(pump);
        return;
    }
    if (!read || g_variant_n_children(bytes) == 0) {
        end_pump(pump);
    } else {
        pump->said = g_steal_pointer(&bytes);
        pump->taken = 0;
        if (!hand_over(pump))
            end_pump(pump);
        else if (pump->said)
            pump->writable = watch_socket(pump, G_IO_OUT, on_socket_writable_cb);
        else
            ask_for_piece(pump);
    }
    unref_pump(pump);
}

static void
ask_for_piece(Pump *pump)
{
    pump->references++;
    yado_xl1_call_read_console(pump->proxy, pump->console, G_DBUS_CALL_FLAGS_NONE, G_MAXINT, NULL,
                               on_piece_read_cb, pump);
}

static void
on_piece_written_cb(GObject *source, GAsyncResult *result, gpointer data)
{
    Pump *pump = data;

    stop_waiting(&pump->readable);
    if (!yado_xl1_call_write_console_finish(YADO_XL1(source), result, NULL))
        end_pump(pump);
    else if (pump->socket >= 0)
        wait_for_front(pump);
    unref_pump(pump);
}

static gboolean
on_front_gone_cb(int fd, GIOCondition condition, gpointer data)
{
    end_pump(data);
    return G_SOURCE_CONTINUE;
}

static gboolean
on_socket_readable_cb(int fd, GIOCondition condition, gpointer data)
{
    Pump *pump = data;
    char piece[MAX_PIECE];
    ssize_t n = recv(fd, piece, sizeof piece, 0);

    if (n < 0 && (errno == EAGAIN || errno == EINTR))
        return G_SOURCE_CONTINUE;
    if (n <= 0) {
        end_pump(pump);
        return G_SOURCE_CONTINUE;
    }
    stop_waiting(&pump->readable);
    /* A guest that hangs takes nothing; that the front leaves is noticed all the same. */
    pump->readable = watch_socket(pump, 0, on_front_gone_cb);
    pump->references++;
    yado_xl1_call_write_console(pump->proxy, pump->console,
                                g_variant_new_fixed_array(G_VARIANT_TYPE_BYTE, piece, (gsize)n, 1),
                                G_DBUS_CALL_FLAGS_NONE, G_MAXINT, NULL, on_piece_written_cb, pump);
    return G_SOURCE_CONTINUE;
}

static void
wait_for_front(Pump *pump)
{
    pump->readable = watch_socket(pump, G_IO_IN, on_socket_readable_cb);
}

static gboolean
start_pump(gpointer data)
{
    Pump *pump = data;

    wait_for_front(pump);
    ask_for_piece(pump);
    return G_SOURCE_REMOVE;
}

/* NULL with @error; else @console is closed with the stream. */
static GIOStream *
pump_console(YadoXl1 *proxy, guint console, GError **error)
{
    g_autoptr(GSocket) front = NULL;
    int ends[2];
    Pump *pump;

    if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0, ends) != 0) {
        yado_error_set(error, YADO_ERROR_FAILED, g_strerror(errno), NULL,
                       _("A console cannot be opened."));
        return NULL;
    }
    front = g_socket_new_from_fd(ends[0], error);
    if (!front) {
        close(ends[0]);
        close(ends[1]);
        return NULL;
    }
    pump = g_new0(Pump, 1);
    pump->references = 1;
    pump->proxy = g_object_ref(proxy);
    pump->console = console;
    pump->socket = ends[1];
    g_idle_add_full(G_PRIORITY_DEFAULT, start_pump, pump, NULL);
    return G_IO_STREAM(g_socket_connection_factory_create_connection(front));
}

/* ---- Where they are ---- */

static YadoConsoleRecord *
new_text(const char *id)
{
    YadoConsoleRecord *record = yado_console_record_new(id, YADO_CONSOLE_TEXT);

    if (g_str_has_prefix(id, "serial"))
        record->label = g_strdup_printf(
            _("Serial port %u"), (guint)g_ascii_strtoull(id + strlen("serial"), NULL, 10) + 1);
    else
        record->label = g_strdup(_("Text console"));
    return record;
}

static YadoConsoleRecord *
new_record(const char *id)
{
    YadoConsoleRecord *record;

    if (strcmp(id, "spice0") == 0) {
        record = yado_console_record_new(id, YADO_CONSOLE_SPICE);
        record->label = g_strdup(_("Screen (SPICE)"));
        record->reason = g_strdup(_("YaDO shows no SPICE screens: use an external viewer, such as "
                                    "remote-viewer."));
        return record;
    }
    if (strcmp(id, "vnc0") != 0)
        return new_text(id);
    record = yado_console_record_new(id, YADO_CONSOLE_VNC);
    record->label = g_strdup(_("Screen (VNC)"));
    return record;
}

/* The agent's kinds have no number where there can be but one, or for the first; ours always do. */
static char *
dup_id(const char *kind)
{
    gboolean has_number = g_ascii_isdigit(kind[strlen(kind) - 1]);

    return g_strconcat(kind, has_number ? "" : "0", NULL);
}

static char *
dup_kind(const char *id)
{
    return g_strndup(id, strlen(id) - (g_str_has_suffix(id, "0") ? 1 : 0));
}

/* @port: where its port goes. */
static void
take_address(YadoConsoleRecord *record, const char *address, const char *password, int *port)
{
    g_autoptr(GSocketConnectable) parsed = g_network_address_parse(address, 0, NULL);

    if (*password && !record->password)
        record->password = g_strdup(password);
    if (!parsed)
        return;
    g_free(record->address);
    record->address = g_strdup(g_network_address_get_hostname(G_NETWORK_ADDRESS(parsed)));
    *port = g_network_address_get_port(G_NETWORK_ADDRESS(parsed));
}

static const YadoConsoleRecord *
find_record(GPtrArray *records, const char *id)
{
    for (guint i = 0; i < records->len; i++)
        if (strcmp(((YadoConsoleRecord *)records->pdata[i])->id, id) == 0)
            return records->pdata[i];
    return NULL;
}

/* SPICE's two ports are one screen. */
static void
add_console(GPtrArray *records, const char *kind, const char *address, const char *password)
{
    gboolean is_tls = strcmp(kind, "spice-tls") == 0;
    g_autofree char *id = dup_id(is_tls ? "spice" : kind);
    YadoConsoleRecord *record = (YadoConsoleRecord *)find_record(records, id);

    if (!record) {
        record = new_record(id);
        g_ptr_array_add(records, record);
    }
    if (record->kind != YADO_CONSOLE_TEXT)
        take_address(record, address, password, is_tls ? &record->tls_port : &record->port);
}

static void
place_screens(GPtrArray *records, const char *uri)
{
    for (guint i = 0; i < records->len; i++)
        if (((YadoConsoleRecord *)records->pdata[i])->kind != YADO_CONSOLE_TEXT)
            yado_screen_place(records->pdata[i], uri);
}

static GPtrArray *
list_running(YadoLibxlBackend *self, YadoLibxlRow *row, GCancellable *cancellable, GError **error)
{
    g_autoptr(YadoXl1) proxy = yado_libxl_backend_ref_proxy(self, error);
    g_autoptr(GVariant) list = NULL;
    g_autoptr(GError) native = NULL;
    const char *kind, *address, *password;
    GVariantIter iter;
    GPtrArray *records;

    if (!proxy)
        return NULL;
    if (!yado_xl1_call_list_consoles_sync(proxy, row->xen_uuid, G_DBUS_CALL_FLAGS_NONE,
                                          YADO_LIBXL_READ_TIMEOUT, &list, cancellable, &native)) {
        yado_libxl_backend_fail(self, error, g_steal_pointer(&native),
                                _("The consoles of “%s” cannot be listed."), row->name);
        return NULL;
    }
    records = g_ptr_array_new_with_free_func((GDestroyNotify)yado_console_record_free);
    g_variant_iter_init(&iter, list);
    while (g_variant_iter_next(&iter, "(&s&s&s)", &kind, &address, &password))
        add_console(records, kind, address, password);
    place_screens(records, self->uri);
    return records;
}

/* Only those that lead to a tty can be opened; others go to a file or elsewhere on the host, as they do while it runs. */
static void
add_serial_ports(GPtrArray *records, YadoDocument *document)
{
    g_auto(GStrv) nodes = yado_document_list_nodes(document, "serial");

    for (guint i = 0; nodes && nodes[i]; i++) {
        g_autofree char *type = yado_document_dup_value(document, nodes[i], "type");
        g_autofree char *id = g_strdup_printf("serial%u", i);

        if (g_strcmp0(type, "pty") == 0)
            g_ptr_array_add(records, new_record(id));
    }
}

static void
add_screens(GPtrArray *records, YadoDocument *document)
{
    g_auto(GStrv) nodes = yado_document_list_nodes(document, "graphics");

    for (guint i = 0; nodes && nodes[i]; i++) {
        g_autofree char *type = yado_document_dup_value(document, nodes[i], "type");
        g_autofree char *id = g_strconcat(type ? type : "", "0", NULL);

        if ((g_str_equal(id, "vnc0") || g_str_equal(id, "spice0")) && !find_record(records, id))
            g_ptr_array_add(records, new_record(id));
    }
}

/* As the next start will have them. */
static GPtrArray *
list_resting(YadoLibxlBackend *self, YadoLibxlRow *row, GCancellable *cancellable, GError **error)
{
    g_autoptr(YadoDocument) document = yado_libxl_backend_get_document(
        YADO_BACKEND(self), row->uuid, YADO_CONFIGURATION_INACTIVE, cancellable, error);
    GPtrArray *records;

    if (!document)
        return NULL;
    records = g_ptr_array_new_with_free_func((GDestroyNotify)yado_console_record_free);
    add_serial_ports(records, document);
    g_ptr_array_add(records, new_record("pv0"));
    add_screens(records, document);
    return records;
}

GPtrArray *
yado_libxl_backend_list_consoles(YadoBackend *backend, const char *uuid, GCancellable *cancellable,
                                 GError **error)
{
    YadoLibxlBackend *self = YADO_LIBXL_BACKEND(backend);
    g_autoptr(YadoLibxlRow) row = yado_libxl_backend_find(self, uuid, error);

    if (!row)
        return NULL;
    if (*row->xen_uuid)
        return list_running(self, row, cancellable, error);
    return list_resting(self, row, cancellable, error);
}

/* ---- Opening ---- */

/* It takes some seconds at most, and is not cancelled: the agent would have it open for nobody. */
static GIOStream *
open_text(YadoLibxlBackend *self, YadoLibxlRow *row, const YadoConsoleRecord *record,
          YadoConsoleFlags flags, GError **error)
{
    g_autoptr(YadoXl1) proxy = yado_libxl_backend_ref_proxy(self, error);
    g_autofree char *kind = dup_kind(record->id);
    g_autoptr(GError) native = NULL;
    guint console;

    if (!proxy)
        return NULL;
    if (yado_xl1_call_open_console_sync(proxy, row->xen_uuid, kind,
                                        (flags & YADO_CONSOLE_FORCE) != 0, G_DBUS_CALL_FLAGS_NONE,
                                        YADO_LIBXL_READ_TIMEOUT, &console, NULL, &native))
        return pump_console(proxy, console, error);
    if (yado_libxl_translate_error(native) == YADO_ERROR_BUSY) {
        g_dbus_error_strip_remote_error(native);
        yado_error_set(error, YADO_ERROR_BUSY, native->message,
                       _("Take it if you must: whoever holds it loses it."),
                       _("Somebody else holds the console of “%s”."), row->name);
    } else
        yado_libxl_backend_fail(self, error, g_steal_pointer(&native),
                                _("The console of “%s” cannot be opened."), row->name);
    return NULL;
}

static GIOStream *
open_screen(YadoLibxlBackend *self, YadoLibxlRow *row, const YadoConsoleRecord *record,
            GCancellable *cancellable, GError **error)
{
    g_autoptr(YadoSsh) ssh = NULL;

    g_mutex_lock(&self->lock);
    ssh = self->ssh ? yado_ssh_ref(self->ssh) : NULL;
    g_mutex_unlock(&self->lock);
    return yado_screen_connect(record, self->uri, ssh, row->name, cancellable, error);
}

GIOStream *
yado_libxl_backend_open_console(YadoBackend *backend, const char *uuid, const char *id,
                                YadoConsoleFlags flags, GCancellable *cancellable, GError **error)
{
    YadoLibxlBackend *self = YADO_LIBXL_BACKEND(backend);
    g_autoptr(YadoLibxlRow) row = yado_libxl_backend_find(self, uuid, error);
    g_autoptr(GPtrArray) records = NULL;
    const YadoConsoleRecord *record;

    if (!row)
        return NULL;
    if (!*row->xen_uuid) {
        yado_error_set(error, YADO_ERROR_NOT_FOUND, NULL, _("Start it first."),
                       _("“%s” does not run."), row->name);
        return NULL;
    }
    records = list_running(self, row, cancellable, error);
    record = records ? find_record(records, id) : NULL;
    if (record && record->kind == YADO_CONSOLE_TEXT)
        return open_text(self, row, record, flags, error);
    if (record && record->reason)
        yado_error_set(error, YADO_ERROR_UNSUPPORTED, NULL, record->reason,
                       _("The console of “%s” cannot be opened."), row->name);
    else if (record)
        return open_screen(self, row, record, cancellable, error);
    else if (records)
        yado_error_set(error, YADO_ERROR_NOT_FOUND, NULL, NULL, _("“%s” has no console “%s”."),
                       row->name, id);
    return NULL;
}
