/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * A console opened: text as libvirt's stream, pumped into a pair of sockets; screens as a socket to their server.
 *
 * The pump lives on the default main context, where libvirt's event loop is; each direction has one buffer, and reads no more before
 * that is empty.  libvirt itself would go on reading from the daemon, and keep it: so the stream's own connection is held back, too, until the
 * front has taken what there is.  Neither side can fill our memory.  What may wait (opening, saying goodbye) is done in workers.
 */
#include "config.h"

#include <errno.h>
#include <gio/gunixfdlist.h>
#include <gio/gunixsocketaddress.h>
#include <glib-unix.h>
#include <glib/gi18n-lib.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "backend/libvirt/yado-libvirt-private.h"
#include "backend/yado-screen.h"
#include "backend/yado-uri.h"

#define BUFFER_SIZE 65536
/* While it is held back: the other side gives up a connection that does not answer for 25 s; with each glance libvirt takes what lies in the socket. */
#define GLANCE_SECONDS 8
#define MAX_GLANCES 64

G_DEFINE_AUTOPTR_CLEANUP_FUNC(virStream, virStreamFree)

typedef struct {
    char data[BUFFER_SIZE];
    gsize start, end;
} Buffer;

typedef struct {
    virConnectPtr connection; /* the stream's own */
    virStreamPtr stream;
    int socket;
    GSource *readable, *writable; /* of the socket; NULL: nothing is waited for */
    Buffer said, heard;           /* by the guest: on the way to the socket, to the stream */
    int events;                   /* of the stream, what is waited for */
    int handle;                   /* of the connection, where it is the stream's own; else 0 */
    guint glances, glance_source; /* since it is held back */
    gboolean is_held;
    gboolean is_ending; /* the guest said its last; the socket has not yet taken all of it */
} Pump;

static void update_pump(Pump *pump);

static gboolean
is_empty(const Buffer *buffer)
{
    return buffer->start == buffer->end;
}

static void
stop_waiting(GSource **source)
{
    if (*source)
        g_source_destroy(*source);
    g_clear_pointer(source, g_source_unref);
}

static gboolean
on_glance_due_cb(gpointer data)
{
    Pump *pump = data;

    yado_libvirt_loop_glance(pump->handle);
    if (++pump->glances < MAX_GLANCES)
        return G_SOURCE_CONTINUE;
    pump->glance_source = 0;
    return G_SOURCE_REMOVE;
}

/* Whether libvirt may read more for us. */
static void
hold_back(Pump *pump, gboolean held)
{
    if (!pump->handle || held == pump->is_held)
        return;
    pump->is_held = held;
    pump->glances = 0;
    g_clear_handle_id(&pump->glance_source, g_source_remove);
    if (held)
        pump->glance_source = g_timeout_add_seconds(GLANCE_SECONDS, on_glance_due_cb, pump);
    yado_libvirt_loop_hold(pump->handle, held);
}

/* The other side answers the goodbye, which may take long. */
static void
say_goodbye(GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
    Pump *pump = data;

    virStreamAbort(pump->stream);
    virStreamFree(pump->stream);
    virConnectClose(pump->connection);
    g_free(pump);
}

static gboolean
free_pump(gpointer data)
{
    Pump *pump = data;
    g_autoptr(GTask) task = g_task_new(NULL, NULL, NULL, NULL);

    stop_waiting(&pump->readable);
    stop_waiting(&pump->writable);
    close(pump->socket);
    g_task_set_task_data(task, pump, NULL);
    g_task_run_in_thread(task, say_goodbye);
    return G_SOURCE_REMOVE;
}

/* Maybe from within the stream's callback; libvirt's remote driver never calls what should free the callback's data. */
static void
end_pump(Pump *pump)
{
    stop_waiting(&pump->readable);
    stop_waiting(&pump->writable);
    hold_back(pump, FALSE);
    virStreamEventRemoveCallback(pump->stream);
    g_idle_add(free_pump, pump);
}

/* FALSE: the front went away. */
static gboolean
write_socket(Pump *pump)
{
    while (!is_empty(&pump->said)) {
        ssize_t n = send(pump->socket, pump->said.data + pump->said.start,
                         pump->said.end - pump->said.start, MSG_NOSIGNAL);

        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0)
            return errno == EAGAIN;
        pump->said.start += n;
    }
    return !pump->is_ending;
}

/* FALSE: the front went away. */
static gboolean
read_socket(Pump *pump)
{
    ssize_t n = recv(pump->socket, pump->heard.data, BUFFER_SIZE, 0);

    if (n < 0)
        return errno == EAGAIN || errno == EINTR;
    pump->heard.start = 0;
    pump->heard.end = n;
    return n > 0;
}

/* A message at a time, of 4 KiB where the guest has a terminal: all that fit, where the connection is our own.  FALSE: the guest's end. */
static gboolean
read_stream(Pump *pump)
{
    Buffer *said = &pump->said;
    int n;

    said->start = said->end = 0;
    do {
        n = virStreamRecv(pump->stream, said->data + said->end, BUFFER_SIZE - said->end);
        said->end += MAX(n, 0);
    } while (n > 0 && pump->handle && said->end < BUFFER_SIZE);
    hold_back(pump, n > 0);
    return n > 0 || n == -2;
}

/* FALSE: it is over.  What libvirt keeps is asked for, as it does not tell of it again. */
static gboolean
move_said(Pump *pump)
{
    while (write_socket(pump)) {
        if (!pump->is_held || !is_empty(&pump->said))
            return TRUE;
        pump->is_ending = !read_stream(pump);
    }
    return FALSE;
}

static gboolean
write_stream(Pump *pump)
{
    while (!is_empty(&pump->heard)) {
        int n = virStreamSend(pump->stream, pump->heard.data + pump->heard.start,
                              pump->heard.end - pump->heard.start);

        if (n == -2)
            return TRUE;
        if (n < 0)
            return FALSE;
        pump->heard.start += n;
    }
    return TRUE;
}

static gboolean
on_socket_writable_cb(int fd, GIOCondition condition, gpointer data)
{
    Pump *pump = data;

    if (move_said(pump))
        update_pump(pump);
    else
        end_pump(pump);
    return G_SOURCE_CONTINUE;
}

static gboolean
on_socket_readable_cb(int fd, GIOCondition condition, gpointer data)
{
    Pump *pump = data;

    if (read_socket(pump) && write_stream(pump))
        update_pump(pump);
    else
        end_pump(pump);
    return G_SOURCE_CONTINUE;
}

static void
wait_for_socket(GSource **source, gboolean wanted, int fd, GIOCondition condition,
                GUnixFDSourceFunc callback, Pump *pump)
{
    if (wanted == (*source != NULL))
        return;
    if (!wanted) {
        stop_waiting(source);
        return;
    }
    *source = g_unix_fd_source_new(fd, condition | G_IO_HUP | G_IO_ERR);
    g_source_set_callback(*source, G_SOURCE_FUNC(callback), pump, NULL);
    g_source_attach(*source, NULL);
}

/* Waits for what each side can do next. */
static void
update_pump(Pump *pump)
{
    int events = 0;

    if (is_empty(&pump->said) && !pump->is_ending)
        events |= VIR_STREAM_EVENT_READABLE;
    if (!is_empty(&pump->said))
        hold_back(pump, TRUE);
    if (!is_empty(&pump->heard))
        events |= VIR_STREAM_EVENT_WRITABLE;
    if (events != pump->events)
        virStreamEventUpdateCallback(pump->stream, events);
    pump->events = events;
    wait_for_socket(&pump->writable, !is_empty(&pump->said), pump->socket, G_IO_OUT,
                    on_socket_writable_cb, pump);
    wait_for_socket(&pump->readable, is_empty(&pump->heard), pump->socket, G_IO_IN,
                    on_socket_readable_cb, pump);
}

static void
on_stream_ready_cb(virStreamPtr stream, int events, void *data)
{
    Pump *pump = data;

    if ((events & VIR_STREAM_EVENT_READABLE) && is_empty(&pump->said))
        pump->is_ending = !read_stream(pump);
    else if (events & (VIR_STREAM_EVENT_HANGUP | VIR_STREAM_EVENT_ERROR))
        pump->is_ending = TRUE;
    if (move_said(pump) && write_stream(pump))
        update_pump(pump);
    else
        end_pump(pump);
}

static gboolean
start_pump(gpointer data)
{
    Pump *pump = data;

    pump->events = VIR_STREAM_EVENT_READABLE;
    if (virStreamEventAddCallback(pump->stream, pump->events, on_stream_ready_cb, pump, NULL) < 0) {
        free_pump(pump);
        return G_SOURCE_REMOVE;
    }
    yado_libvirt_loop_settle(); /* the guest's first words are for nobody's call */
    update_pump(pump);
    return G_SOURCE_REMOVE;
}

static GIOStream *
make_connection(int fd, GError **error)
{
    g_autoptr(GSocket) socket = g_socket_new_from_fd(fd, error);

    if (!socket) {
        close(fd);
        return NULL;
    }
    return G_IO_STREAM(g_socket_connection_factory_create_connection(socket));
}

static gboolean
make_pair(int ends[2], GError **error)
{
    if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0, ends) == 0)
        return TRUE;
    return yado_error_set(error, YADO_ERROR_FAILED, g_strerror(errno), NULL,
                          _("A console cannot be opened."));
}

/* Takes both. */
static GIOStream *
pump_stream(virConnectPtr own, int handle, virStreamPtr stream, GError **error)
{
    int ends[2];
    Pump *pump;
    GIOStream *connection;

    if (!make_pair(ends, error)) {
        virStreamFree(stream);
        virConnectClose(own);
        return NULL;
    }
    connection = make_connection(ends[0], error);
    pump = g_new0(Pump, 1);
    pump->connection = own;
    pump->handle = handle;
    pump->stream = stream;
    pump->socket = ends[1];
    g_idle_add_full(G_PRIORITY_DEFAULT, start_pump, pump, NULL);
    return connection;
}

/* ---- Text ---- */

/* What libvirt's drivers say to the second one who comes ("Active console session exists for this domain"). */
static gboolean
is_held(const char *text)
{
    return text && strstr(text, "console session exists");
}

/* @domain's state is asked for only after libvirt's error was read: that call wipes it. */
static gboolean
fail_open(YadoLibvirtBackend *self, virDomainPtr domain, const char *name, GError **error)
{
    const virError *native = virGetLastError();
    g_autofree char *text = native ? g_strdup(native->message) : NULL;
    g_autoptr(GError) failure = NULL;

    yado_libvirt_backend_fail(self, &failure, _("The console of “%s” cannot be opened."), name);
    if (is_held(text))
        return yado_error_set(error, YADO_ERROR_BUSY, text,
                              _("Take it if you must: whoever holds it loses it."),
                              _("Somebody else holds the console of “%s”."), name);
    if (virDomainIsActive(domain) == 0)
        return yado_error_set(error, YADO_ERROR_NOT_FOUND, text, _("Start it first."),
                              _("“%s” does not run."), name);
    g_propagate_error(error, g_steal_pointer(&failure));
    return FALSE;
}

/* SAFE keeps two from sharing one line; the Xen driver knows it not, and keeps them apart without being told. */
static int
open_line(virDomainPtr domain, const char *device, virStreamPtr stream, YadoConsoleFlags flags)
{
    unsigned int force = flags & YADO_CONSOLE_FORCE ? VIR_DOMAIN_CONSOLE_FORCE : 0;

    if (virDomainOpenConsole(domain, device, stream, force | VIR_DOMAIN_CONSOLE_SAFE) == 0)
        return 0;
    switch (virGetLastErrorCode()) {
    case VIR_ERR_INVALID_ARG:
    case VIR_ERR_OPERATION_UNSUPPORTED:
    case VIR_ERR_ARGUMENT_UNSUPPORTED:
        return virDomainOpenConsole(domain, device, stream, force);
    default:
        return -1;
    }
}

/* @handle (out): its socket on the loop, where the connection is the stream's own; else 0. */
static virConnectPtr
connect_stream(YadoLibvirtBackend *self, int *handle, GError **error)
{
    int before = yado_libvirt_loop_get_last();
    virConnectPtr own = yado_libvirt_backend_connect_stream(self, error);

    *handle = yado_libvirt_loop_get_last() != before ? yado_libvirt_loop_get_last() : 0;
    return own;
}

static GIOStream *
open_text(YadoLibvirtBackend *self, const char *uuid, const char *id, YadoConsoleFlags flags,
          GError **error)
{
    /* NULL is the first one; the Xen driver knows consoles by no other name. */
    const char *device = strcmp(id, "console0") == 0 ? NULL : id;
    int handle;
    g_autoptr(virConnect) own = connect_stream(self, &handle, error);
    g_autoptr(virDomain) domain = NULL;
    g_autoptr(virStream) stream = NULL;
    const char *name;

    if (!own)
        return NULL;
    domain = virDomainLookupByUUIDString(own, uuid);
    if (!domain) {
        yado_libvirt_backend_fail(self, error, _("The guest is not on “%s” any more."), self->uri);
        return NULL;
    }
    name = virDomainGetName(domain);
    stream = virStreamNew(own, VIR_STREAM_NONBLOCK);
    if (!stream || open_line(domain, device, stream, flags) < 0) {
        fail_open(self, domain, name, error);
        return NULL;
    }
    return pump_stream(g_steal_pointer(&own), handle, g_steal_pointer(&stream), error);
}

/* ---- Screens ---- */

/* A socket file may belong to the guest's own user: libvirt hands over what it opens. */
static GIOStream *
connect_by_libvirt(virDomainPtr domain, const char *id, GError **error)
{
    unsigned int number = (unsigned int)strtoul(id + strcspn(id, "0123456789"), NULL, 10);
    int fd = virDomainOpenGraphicsFD(domain, number, 0);

    return fd >= 0 ? make_connection(fd, error) : NULL;
}

static GIOStream *
open_screen(YadoLibvirtBackend *self, virDomainPtr domain, const YadoConsoleRecord *record,
            GCancellable *cancellable, GError **error)
{
    const char *name = virDomainGetName(domain);
    g_autofree char *host = yado_uri_dup_host(self->uri);
    g_autoptr(YadoSsh) ssh = yado_libvirt_backend_ref_ssh(self);
    g_autoptr(GError) failure = NULL;
    GIOStream *connection;

    if (virDomainIsActive(domain) == 0) {
        yado_error_set(error, YADO_ERROR_NOT_FOUND, NULL, _("Start it first."),
                       _("“%s” does not run."), name);
        return NULL;
    }
    connection = yado_screen_connect(record, self->uri, ssh, name, cancellable, &failure);
    if (!connection && !host && !yado_error_is_cancel(failure))
        connection = connect_by_libvirt(domain, record->id, NULL);
    if (!connection)
        g_propagate_error(error, g_steal_pointer(&failure));
    return connection;
}

/* ---- Both ---- */

static const YadoConsoleRecord *
find_record(GPtrArray *records, const char *id)
{
    for (guint i = 0; i < records->len; i++)
        if (strcmp(((YadoConsoleRecord *)records->pdata[i])->id, id) == 0)
            return records->pdata[i];
    return NULL;
}

/* @failure (nullable): what it was that went wrong, unless the guest's description says it better. */
static GIOStream *
open_listed(YadoLibvirtBackend *self, const char *uuid, const char *id, const GError *failure,
            GCancellable *cancellable, GError **error)
{
    g_autoptr(GPtrArray) records =
        yado_libvirt_backend_list_consoles(YADO_BACKEND(self), uuid, cancellable, error);
    g_autoptr(virDomain) domain = records ? yado_libvirt_backend_lookup(self, uuid, error) : NULL;
    const YadoConsoleRecord *record = domain ? find_record(records, id) : NULL;

    if (!domain)
        return NULL;
    if (!record)
        yado_error_set(error, YADO_ERROR_NOT_FOUND, NULL, NULL, _("“%s” has no console “%s”."),
                       virDomainGetName(domain), id);
    else if (record->reason)
        yado_error_set(error, YADO_ERROR_UNSUPPORTED, NULL, NULL, "%s: %s", record->label,
                       record->reason);
    else if (failure)
        g_propagate_error(error, g_error_copy(failure));
    else
        return open_screen(self, domain, record, cancellable, error);
    return NULL;
}

/* A text console needs nothing of the description: it is opened without having been listed again. */
GIOStream *
yado_libvirt_backend_open_console(YadoBackend *backend, const char *uuid, const char *id,
                                  YadoConsoleFlags flags, GCancellable *cancellable, GError **error)
{
    YadoLibvirtBackend *self = YADO_LIBVIRT_BACKEND(backend);
    gboolean is_text = g_str_has_prefix(id, "console") || g_str_has_prefix(id, "serial");
    g_autoptr(GError) failure = NULL;
    GIOStream *stream = is_text ? open_text(self, uuid, id, flags, &failure) : NULL;

    if (stream)
        return stream;
    if (is_text && !g_error_matches(failure, YADO_ERROR, YADO_ERROR_FAILED) &&
        !g_error_matches(failure, YADO_ERROR, YADO_ERROR_UNSUPPORTED)) {
        g_propagate_error(error, g_steal_pointer(&failure));
        return NULL;
    }
    return open_listed(self, uuid, id, failure, cancellable, error);
}
