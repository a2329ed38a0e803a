/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Virtual networks: made, started, stopped and removed. */
#include "config.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "backend/libvirt/yado-libvirt-operations.h"

G_DEFINE_AUTOPTR_CLEANUP_FUNC(virNetwork, virNetworkFree)

typedef int (*NetworkFunc)(virNetworkPtr network);

static int
start_call(virNetworkPtr network)
{
    return virNetworkCreate(network);
}

static int
stop_call(virNetworkPtr network)
{
    return virNetworkDestroy(network);
}

static int
autostart_call(virNetworkPtr network)
{
    return virNetworkSetAutostart(network, 1);
}

static int
no_autostart_call(virNetworkPtr network)
{
    return virNetworkSetAutostart(network, 0);
}

static int
delete_call(virNetworkPtr network)
{
    if (virNetworkIsActive(network) == 1 && virNetworkDestroy(network) < 0)
        return -1;
    return virNetworkIsPersistent(network) == 1 ? virNetworkUndefine(network) : 0;
}

static const struct {
    const char *verb;
    NetworkFunc func;
    const char *failure;
} verbs[] = {
    { "network-start", start_call, N_("The network “%s” cannot be started.") },
    { "network-stop", stop_call, N_("The network “%s” cannot be stopped.") },
    { "network-autostart-on", autostart_call,
      N_("The automatic start of the network “%s” cannot be changed.") },
    { "network-autostart-off", no_autostart_call,
      N_("The automatic start of the network “%s” cannot be changed.") },
    { "network-delete", delete_call, N_("The network “%s” cannot be deleted.") },
};

gboolean
yado_operation_network(YadoOperation *operation, GError **error)
{
    g_autofree char *name = yado_operation_dup_argument(operation, "network");
    g_autoptr(virNetwork) network = virNetworkLookupByName(operation->connection, name ? name : "");

    if (!network)
        return yado_libvirt_backend_fail(operation->self, error, _("There is no network “%s”."),
                                         name ? name : "");
    for (guint i = 0; i < G_N_ELEMENTS(verbs); i++)
        if (strcmp(verbs[i].verb, operation->verb) == 0)
            return verbs[i].func(network) == 0 ||
                   yado_operation_fail(operation, error, _(verbs[i].failure), name);
    g_return_val_if_reached(FALSE);
}

/* ---- Making one ---- */

static void
append_dhcp(YadoOperation *operation, GString *xml)
{
    g_autofree char *first = yado_operation_dup_argument(operation, "dhcp.first");
    g_autofree char *last = yado_operation_dup_argument(operation, "dhcp.last");
    g_autofree char *range = NULL;

    if (!first || !*first || !last || !*last)
        return;
    range = g_markup_printf_escaped("<dhcp><range start='%s' end='%s'/></dhcp>", first, last);
    g_string_append(xml, range);
}

/* "192.168.100.1/24" */
static void
append_address(YadoOperation *operation, GString *xml)
{
    g_autofree char *address = yado_operation_dup_argument(operation, "address");
    g_auto(GStrv) parts = address && *address ? g_strsplit(address, "/", 2) : NULL;
    g_autofree char *begin = NULL;

    if (!parts)
        return;
    begin = g_markup_printf_escaped("<ip%s address='%s' prefix='%s'>",
                                    strchr(parts[0], ':') ? " family='ipv6'" : "", parts[0],
                                    parts[1] ? parts[1] : "24");
    g_string_append(xml, begin);
    append_dhcp(operation, xml);
    g_string_append(xml, "</ip>");
}

static char *
dup_xml(YadoOperation *operation, const char *name)
{
    g_autofree char *mode = yado_operation_dup_argument(operation, "mode");
    g_autofree char *bridge = yado_operation_dup_argument(operation, "bridge");
    g_autofree char *device = yado_operation_dup_argument(operation, "device");
    g_autofree char *head = g_markup_printf_escaped("<network><name>%s</name>", name);
    g_autofree char *forward = NULL;
    g_autofree char *bridge_element = NULL;
    GString *xml = g_string_new(head);

    if (mode && *mode && strcmp(mode, "isolated") != 0)
        forward = device && *device
                      ? g_markup_printf_escaped("<forward mode='%s' dev='%s'/>", mode, device)
                      : g_markup_printf_escaped("<forward mode='%s'/>", mode);
    if (bridge && *bridge)
        bridge_element = g_markup_printf_escaped("<bridge name='%s'/>", bridge);
    g_string_append(xml, forward ? forward : "");
    g_string_append(xml, bridge_element ? bridge_element : "");
    if (g_strcmp0(mode, "bridge") != 0)
        append_address(operation, xml);
    g_string_append(xml, "</network>");
    return g_string_free(xml, FALSE);
}

static gboolean
bring_up(YadoOperation *operation, virNetworkPtr network, GError **error)
{
    g_autofree char *autostart = yado_operation_dup_argument(operation, "autostart");

    if (virNetworkCreate(network) < 0)
        return yado_libvirt_backend_fail(operation->self, error,
                                         _("The network “%s” cannot be started."),
                                         virNetworkGetName(network));
    if (g_strcmp0(autostart, "yes") == 0 && virNetworkSetAutostart(network, 1) < 0)
        return yado_libvirt_backend_fail(
            operation->self, error, _("The automatic start of the network “%s” cannot be changed."),
            virNetworkGetName(network));
    return TRUE;
}

/* A network that cannot be started is not left behind. */
gboolean
yado_operation_network_create(YadoOperation *operation, GError **error)
{
    g_autofree char *name = yado_operation_dup_argument(operation, "name");
    g_autofree char *xml = dup_xml(operation, name ? name : "");
    g_autoptr(virNetwork) network = virNetworkDefineXML(operation->connection, xml);

    if (!network)
        return yado_libvirt_backend_fail(operation->self, error,
                                         _("The network “%s” cannot be made."), name ? name : "");
    if (bring_up(operation, network, error))
        return TRUE;
    delete_call(network);
    return FALSE;
}
