/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Virtual networks: made, started, stopped and removed. */
#include "config.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "backend/libvirt/yado-libvirt-leases.h"

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

/* What guests are given: addresses of a range, and those that are kept for certain cards (IPv4 only). */
static void
append_dhcp(YadoOperation *operation, GString *xml, const char *first_key, const char *last_key,
            const char *leases)
{
    g_autofree char *first = yado_operation_dup_argument(operation, first_key);
    g_autofree char *last = yado_operation_dup_argument(operation, last_key);
    g_auto(GStrv) lines = g_strsplit_set(leases ? leases : "", "\n,", -1);
    gboolean has_range = first && *first && last && *last;
    g_autofree char *range =
        has_range ? g_markup_printf_escaped("<range start='%s' end='%s'/>", first, last) : NULL;

    if (!range && !*lines)
        return;
    g_string_append_printf(xml, "<dhcp>%s", range ? range : "");
    for (char **line = lines; *line; line++) {
        g_auto(GStrv) lease = yado_lease_parse(*line);

        if (lease)
            yado_libvirt_append_lease(xml, lease[0], lease[1], lease[2]);
    }
    g_string_append(xml, "</dhcp>");
}

/* "192.168.100.1/24", "fd00:100::1/64" */
static void
append_address(GString *xml, const char *address)
{
    g_auto(GStrv) parts = g_strsplit(address, "/", 2);
    gboolean is_6 = strchr(parts[0], ':') != NULL;
    g_autofree char *begin = g_markup_printf_escaped(
        is_6 ? "<ip family='ipv6' address='%s' prefix='%s'>" : "<ip address='%s' prefix='%s'>",
        parts[0],
        parts[1] ? parts[1]
        : is_6   ? "64"
                 : "24");

    g_string_append(xml, begin);
}

static void
append_addresses(YadoOperation *operation, GString *xml)
{
    g_autofree char *address = yado_operation_dup_argument(operation, "address");
    g_autofree char *address_6 = yado_operation_dup_argument(operation, "address6");
    g_autofree char *leases = yado_operation_dup_argument(operation, "leases");

    if (address && *address) {
        append_address(xml, address);
        append_dhcp(operation, xml, "dhcp.first", "dhcp.last", leases);
        g_string_append(xml, "</ip>");
    }
    if (address_6 && *address_6) {
        append_address(xml, address_6);
        append_dhcp(operation, xml, "dhcp6.first", "dhcp6.last", NULL);
        g_string_append(xml, "</ip>");
    }
}

static void
append_dns(YadoOperation *operation, GString *xml)
{
    g_autofree char *domain = yado_operation_dup_argument(operation, "domain");
    g_autofree char *servers = yado_operation_dup_argument(operation, "dns.servers");
    g_auto(GStrv) words = g_strsplit_set(servers ? servers : "", " ,", -1);
    g_autofree char *element =
        domain && *domain ? g_markup_printf_escaped("<domain name='%s' localOnly='yes'/>", domain)
                          : NULL;

    g_string_append(xml, element ? element : "");
    if (!servers || !*servers)
        return;
    g_string_append(xml, "<dns>");
    for (char **word = words; *word; word++) {
        g_autofree char *forwarder =
            **word ? g_markup_printf_escaped("<forwarder addr='%s'/>", *word) : NULL;

        g_string_append(xml, forwarder ? forwarder : "");
    }
    g_string_append(xml, "</dns>");
}

/* An Open vSwitch is a bridge that says so. */
static void
append_way_out(YadoOperation *operation, GString *xml, const char *mode)
{
    g_autofree char *bridge = yado_operation_dup_argument(operation, "bridge");
    g_autofree char *device = yado_operation_dup_argument(operation, "device");
    gboolean is_switch = g_strcmp0(mode, "openvswitch") == 0;
    const char *way = is_switch ? "bridge" : mode;
    g_autofree char *forward = NULL;
    g_autofree char *bridge_element = NULL;

    if (way && *way && strcmp(way, "isolated") != 0)
        forward = device && *device
                      ? g_markup_printf_escaped("<forward mode='%s' dev='%s'/>", way, device)
                      : g_markup_printf_escaped("<forward mode='%s'/>", way);
    if (bridge && *bridge)
        bridge_element = g_markup_printf_escaped("<bridge name='%s'/>", bridge);
    g_string_append(xml, forward ? forward : "");
    g_string_append(xml, bridge_element ? bridge_element : "");
    g_string_append(xml, is_switch ? "<virtualport type='openvswitch'/>" : "");
}

static char *
dup_xml(YadoOperation *operation, const char *name)
{
    g_autofree char *mode = yado_operation_dup_argument(operation, "mode");
    g_autofree char *head = g_markup_printf_escaped("<network><name>%s</name>", name);
    GString *xml = g_string_new(head);

    append_way_out(operation, xml, mode);
    if (g_strcmp0(mode, "bridge") != 0 && g_strcmp0(mode, "openvswitch") != 0) {
        append_dns(operation, xml);
        append_addresses(operation, xml);
    }
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
