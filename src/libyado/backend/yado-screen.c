/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "backend/yado-screen.h"

#include <gio/gunixsocketaddress.h>
#include <glib/gi18n-lib.h>
#include <string.h>

#include "backend/yado-uri.h"
#include "base/yado-error.h"

#define CONNECT_SECONDS 10

/* ---- Where it is, seen from here ---- */

static gboolean
is_any_address(const char *address)
{
    return strcmp(address, "0.0.0.0") == 0 || strcmp(address, "::") == 0;
}

static gboolean
is_loopback_address(const char *address)
{
    g_autoptr(GInetAddress) parsed = g_inet_address_new_from_string(address);

    return parsed ? g_inet_address_get_is_loopback(parsed) : strcmp(address, "localhost") == 0;
}

static void
set_address(YadoConsoleRecord *record, const char *address)
{
    g_autofree char *copy = g_strdup(address);

    g_free(record->address);
    record->address = g_steal_pointer(&copy);
}

void
yado_screen_place(YadoConsoleRecord *record, const char *uri)
{
    g_autofree char *host = yado_uri_dup_host(uri);
    gboolean any;

    if (record->port == 0 && record->tls_port == 0)
        return;
    if (!record->address)
        record->address = g_strdup("127.0.0.1");
    any = is_any_address(record->address);
    record->needs_tunnel = host && !any && is_loopback_address(record->address);
    if (any && !host)
        set_address(record, strcmp(record->address, "::") == 0 ? "::1" : "127.0.0.1");
    else if (any)
        set_address(record, host);
}

/* ---- The way there ---- */

static GSocketConnectable *
make_address(const YadoConsoleRecord *record)
{
    if (record->port > 0)
        return g_network_address_new(record->address, (guint16)record->port);
    return G_SOCKET_CONNECTABLE(g_unix_socket_address_new(record->socket));
}

static GIOStream *
connect_directly(const YadoConsoleRecord *record, GCancellable *cancellable, GError **error)
{
    g_autoptr(GSocketConnectable) address = make_address(record);
    g_autoptr(GSocketClient) client = g_socket_client_new();
    GSocketConnection *connection;

    /* A proxy of the desktop's settings would never reach a virtual machine. */
    g_socket_client_set_enable_proxy(client, FALSE);
    g_socket_client_set_timeout(client, CONNECT_SECONDS);
    connection = g_socket_client_connect(client, address, cancellable, error);
    if (connection) /* it is for connecting only: a screen may stay as it is for days */
        g_socket_set_timeout(g_socket_connection_get_socket(connection), 0);
    return connection ? G_IO_STREAM(connection) : NULL;
}

/* As its own host sees it; the one SSH connection carries it, whatever address it listens on. */
static GIOStream *
connect_through_ssh(const YadoConsoleRecord *record, const char *host, YadoSsh *ssh, GError **error)
{
    /* One that listens everywhere was given the name by which we know its host. */
    const char *address = g_strcmp0(record->address, host) == 0 ? "127.0.0.1" : record->address;

    return yado_ssh_forward(ssh, address, record->port, error);
}

static gboolean
refuse_distance(const char *name, GError **error)
{
    return yado_error_set(error, YADO_ERROR_UNSUPPORTED, NULL,
                          _("Connect to the host through SSH, or let the screen listen on an "
                            "address of the network."),
                          _("The screen of “%s” can be reached only from its own host."), name);
}

GIOStream *
yado_screen_connect(const YadoConsoleRecord *record, const char *uri, YadoSsh *ssh,
                    const char *name, GCancellable *cancellable, GError **error)
{
    g_autofree char *host = yado_uri_dup_host(uri);
    g_autoptr(GError) native = NULL;
    GIOStream *connection = NULL;

    if (ssh && record->port > 0)
        return connect_through_ssh(record, host, ssh, error);
    if (record->needs_tunnel || (host && record->port == 0)) {
        refuse_distance(name, error);
        return NULL;
    }
    if (record->port > 0 || record->socket)
        connection = connect_directly(record, cancellable, &native);
    if (!connection && yado_error_is_cancel(native))
        g_propagate_error(error, g_steal_pointer(&native));
    else if (!connection)
        yado_error_set(error, YADO_ERROR_CONNECTION, native ? native->message : NULL, NULL,
                       _("The screen of “%s” does not answer."), name);
    return connection;
}
