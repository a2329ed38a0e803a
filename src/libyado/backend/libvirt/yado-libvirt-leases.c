/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "backend/libvirt/yado-libvirt-leases.h"

#include <glib/gi18n-lib.h>
#include <stdlib.h>
#include <string.h>

#include "base/yado-error.h"

static void
free_network(gpointer network)
{
    virNetworkFree(network);
}

GPtrArray *
yado_libvirt_list_networks(YadoLibvirtBackend *self, virConnectPtr connection, GError **error)
{
    GPtrArray *list;
    virNetworkPtr *networks = NULL;
    int n = virConnectListAllNetworks(connection, &networks, 0);

    if (n < 0) {
        yado_libvirt_backend_fail(self, error, _("The networks cannot be listed."));
        return NULL;
    }
    list = g_ptr_array_new_with_free_func(free_network);
    for (int i = 0; i < n; i++)
        g_ptr_array_add(list, networks[i]);
    free(networks);
    return list;
}

/* ---- What stands in a network's description ---- */

typedef struct {
    GString *addresses;
    const char *network;
    GPtrArray *leases; /* of YadoResource */
} Reader;

static void
read_ip(Reader *reader, const char **names, const char **values)
{
    const char *address = NULL, *length = NULL;

    for (guint i = 0; names[i] != NULL; i++) {
        if (strcmp(names[i], "address") == 0)
            address = values[i];
        if (strcmp(names[i], "prefix") == 0 || strcmp(names[i], "netmask") == 0)
            length = values[i];
    }
    if (address != NULL)
        g_string_append_printf(reader->addresses, "%s%s%s%s",
                               reader->addresses->len > 0 ? ", " : "", address,
                               length != NULL ? "/" : "", length != NULL ? length : "");
}

static YadoResource *
new_lease(const char *network, const char *address, const char *mac, const char *name)
{
    YadoResource *lease = yado_resource_new(address);

    lease->source = g_strdup(network);
    lease->type = g_strdup(mac);
    lease->text = g_strdup(name);
    return lease;
}

static void
read_host(Reader *reader, const char **names, const char **values)
{
    const char *address = NULL, *mac = NULL, *name = NULL;
    YadoResource *lease;

    for (guint i = 0; names[i] != NULL; i++) {
        if (strcmp(names[i], "ip") == 0)
            address = values[i];
        if (strcmp(names[i], "mac") == 0)
            mac = values[i];
        if (strcmp(names[i], "name") == 0)
            name = values[i];
    }
    if (address == NULL)
        return; /* a name only: for whatever address it is given */
    lease = new_lease(reader->network, address, mac, name);
    lease->persistent = 1;
    g_ptr_array_add(reader->leases, lease);
}

/* The names of a DNS server are called "host" too. */
static gboolean
is_in(GMarkupParseContext *context, const char *parent)
{
    const GSList *stack = g_markup_parse_context_get_element_stack(context);

    return stack->next != NULL && strcmp(stack->next->data, parent) == 0;
}

static void
on_element_started_cb(GMarkupParseContext *context, const char *element, const char **names,
                      const char **values, gpointer data, GError **error)
{
    if (strcmp(element, "ip") == 0 && is_in(context, "network"))
        read_ip(data, names, values);
    else if (strcmp(element, "host") == 0 && is_in(context, "dhcp"))
        read_host(data, names, values);
}

static void
read_description(const char *xml, Reader *reader)
{
    static const GMarkupParser parser = { on_element_started_cb, NULL, NULL, NULL, NULL };
    GMarkupParseContext *context = g_markup_parse_context_new(&parser, 0, reader, NULL);

    g_markup_parse_context_parse(context, xml, -1, NULL);
    g_markup_parse_context_free(context);
}

char *
yado_libvirt_dup_addresses(const char *xml)
{
    g_autoptr(GPtrArray) leases = yado_resource_list_new();
    Reader reader = { g_string_new(NULL), "", leases };

    read_description(xml, &reader);
    return g_string_free(reader.addresses, reader.addresses->len == 0);
}

/* (transfer full) */
static GPtrArray *
list_fixed(virNetworkPtr network)
{
    char *xml = virNetworkGetXMLDesc(network, 0);
    g_autoptr(GString) addresses = g_string_new(NULL);
    Reader reader = { addresses, virNetworkGetName(network), yado_resource_list_new() };

    if (xml != NULL)
        read_description(xml, &reader);
    free(xml);
    return reader.leases;
}

/* ---- What is lent ---- */

static char *
format_time(gint64 seconds)
{
    g_autoptr(GDateTime) time = g_date_time_new_from_unix_local(seconds);

    return time != NULL ? g_date_time_format(time, "%Y-%m-%d %H:%M") : NULL;
}

static void
add_lent(GPtrArray *list, const char *network, const virNetworkDHCPLease *lent)
{
    YadoResource *lease;

    if (yado_resource_list_find(list, lent->ipaddr) != NULL)
        return; /* the one who always gets it */
    lease = new_lease(network, lent->ipaddr, lent->mac, lent->hostname);
    lease->persistent = 0;
    lease->note = lent->expirytime > 0 ? format_time(lent->expirytime) : NULL;
    g_ptr_array_add(list, lease);
}

static void
read_leases(GPtrArray *list, virNetworkPtr network)
{
    g_autoptr(GPtrArray) own = list_fixed(network);
    virNetworkDHCPLeasePtr *lent = NULL;
    int n = virNetworkGetDHCPLeases(network, NULL, &lent, 0);

    for (int i = 0; i < n; i++) {
        add_lent(own, virNetworkGetName(network), lent[i]);
        virNetworkDHCPLeaseFree(lent[i]);
    }
    free(lent);
    g_ptr_array_extend_and_steal(list, g_steal_pointer(&own));
}

GPtrArray *
yado_libvirt_list_leases(YadoLibvirtBackend *self, virConnectPtr connection, const char *parent,
                         GCancellable *cancellable, GError **error)
{
    g_autoptr(GPtrArray) networks = yado_libvirt_list_networks(self, connection, error);
    GPtrArray *list;

    if (networks == NULL)
        return NULL;
    list = yado_resource_list_new();
    for (guint i = 0; i < networks->len; i++)
        read_leases(list, networks->pdata[i]);
    return list;
}

/* ---- Changing them ---- */

static guint
get_flags(virNetworkPtr network)
{
    return (virNetworkIsActive(network) == 1 ? VIR_NETWORK_UPDATE_AFFECT_LIVE : 0) |
           (virNetworkIsPersistent(network) == 1 ? VIR_NETWORK_UPDATE_AFFECT_CONFIG : 0);
}

static void
append_attribute(GString *xml, const char *name, const char *value)
{
    g_autofree char *text =
        value != NULL && *value != '\0' ? g_markup_printf_escaped(" %s='%s'", name, value) : NULL;

    g_string_append(xml, text != NULL ? text : "");
}

void
yado_libvirt_append_lease(GString *xml, const char *mac, const char *address, const char *name)
{
    g_string_append(xml, "<host");
    append_attribute(xml, "mac", mac);
    append_attribute(xml, "name", name);
    append_attribute(xml, "ip", address);
    g_string_append(xml, "/>");
}

static gboolean
update(virNetworkPtr network, virNetworkUpdateCommand command, const char *mac, const char *address,
       const char *name)
{
    g_autoptr(GString) xml = g_string_new(NULL);

    yado_libvirt_append_lease(xml, mac, address, name);
    return virNetworkUpdate(network, command, VIR_NETWORK_SECTION_IP_DHCP_HOST, -1, xml->str,
                            get_flags(network)) == 0;
}

/* libvirt would only say that the state does not allow it. */
static gboolean
check_free(virNetworkPtr network, const char *mac, const char *address, GError **error)
{
    g_autoptr(GPtrArray) fixed = list_fixed(network);

    for (guint i = 0; i < fixed->len; i++) {
        const YadoResource *lease = fixed->pdata[i];

        if (g_strcmp0(lease->name, address) == 0 ||
            (mac != NULL && lease->type != NULL && g_ascii_strcasecmp(lease->type, mac) == 0))
            return yado_error_set(
                error, YADO_ERROR_CONFLICT, NULL, _("Release that fixed address first."),
                _("In the network “%s” %s is fixed for %s already."), virNetworkGetName(network),
                lease->name, lease->type != NULL ? lease->type : lease->text);
    }
    return TRUE;
}

gboolean
yado_operation_lease_create(YadoOperation *operation, GError **error)
{
    g_autofree char *name = yado_operation_dup_argument(operation, "network");
    g_autofree char *mac = yado_operation_dup_argument(operation, "mac");
    g_autofree char *address = yado_operation_dup_argument(operation, "address");
    g_autofree char *hostname = yado_operation_dup_argument(operation, "hostname");
    g_autoptr(virNetwork) network = virNetworkLookupByName(operation->connection, name ? name : "");

    if (!network)
        return yado_libvirt_backend_fail(operation->self, error, _("There is no network “%s”."),
                                         name ? name : "");
    if (!check_free(network, mac, address, error))
        return FALSE;
    return update(network, VIR_NETWORK_UPDATE_COMMAND_ADD_LAST, mac, address, hostname) ||
           yado_libvirt_backend_fail(operation->self, error,
                                     _("The network “%s” does not take the fixed address %s."),
                                     name, address ? address : "");
}

gboolean
yado_operation_lease_delete(YadoOperation *operation, GError **error)
{
    g_autofree char *address = yado_operation_dup_argument(operation, "lease");
    g_autoptr(GPtrArray) networks =
        yado_libvirt_list_networks(operation->self, operation->connection, error);

    if (networks == NULL)
        return FALSE;
    for (guint i = 0; i < networks->len; i++) {
        g_autoptr(GPtrArray) fixed = list_fixed(networks->pdata[i]);
        const YadoResource *lease = yado_resource_list_find(fixed, address ? address : "");

        if (lease != NULL)
            return update(networks->pdata[i], VIR_NETWORK_UPDATE_COMMAND_DELETE, lease->type,
                          lease->name, lease->text) ||
                   yado_libvirt_backend_fail(operation->self, error,
                                             _("The fixed address %s stays."), address);
    }
    return yado_error_set(error, YADO_ERROR_NOT_FOUND, NULL,
                          _("What a network lends ends by itself."),
                          _("%s is no fixed address of a network."), address ? address : "");
}
