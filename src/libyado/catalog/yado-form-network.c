/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The dialogs of actions on virtual networks. */
#include "config.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "base/yado-error.h"
#include "base/yado-subnet.h"
#include "catalog/yado-common-fields.h"

static gboolean
has_mode(YadoForm *form, const char *modes)
{
    g_autofree char *mode = yado_catalog_dup_value(form, "mode");
    g_auto(GStrv) words = g_strsplit(modes, " ", -1);

    return g_strv_contains((const char *const *)words, mode != NULL ? mode : "nat");
}

static gboolean
has_addresses(YadoForm *form)
{
    return has_mode(form, "nat route isolated open");
}

static gboolean
uses_bridge(YadoForm *form)
{
    return has_mode(form, "bridge openvswitch");
}

static gboolean
uses_device(YadoForm *form)
{
    return has_mode(form, "nat route");
}

/* ---- What is typed ---- */

static gboolean
is_address(const char *text, GSocketFamily family)
{
    g_autoptr(GInetAddress) address = g_inet_address_new_from_string(text);

    return address != NULL && g_inet_address_get_family(address) == family;
}

static gboolean
refuse_address(const YadoFieldSpec *spec, const char *value, GError **error)
{
    g_autofree char *label = yado_text_strip_mnemonic(yado_field_get_label(spec));

    return yado_error_set(error, YADO_ERROR_INVALID, NULL, NULL, _("%s: “%s” is no such address."),
                          label, value);
}

/* With the length of its network, or without: that has a usual one. */
static gboolean
check_with_length(const YadoFieldSpec *spec, const char *value, GSocketFamily family,
                  guint64 longest, GError **error)
{
    g_auto(GStrv) parts = g_strsplit(value != NULL ? value : "", "/", 2);

    if (value == NULL || *value == '\0')
        return TRUE;
    if (is_address(parts[0], family) &&
        (parts[1] == NULL || g_ascii_string_to_unsigned(parts[1], 10, 1, longest, NULL, NULL)))
        return TRUE;
    return refuse_address(spec, value, error);
}

static gboolean
check_host_address(YadoForm *form, const YadoFieldSpec *spec, const char *value, GError **error)
{
    return check_with_length(spec, value, G_SOCKET_FAMILY_IPV4, 32, error);
}

static gboolean
check_host_address_6(YadoForm *form, const YadoFieldSpec *spec, const char *value, GError **error)
{
    return check_with_length(spec, value, G_SOCKET_FAMILY_IPV6, 128, error);
}

/* An address in the network that the host is given one in by the field @own. */
static gboolean
check_within(YadoForm *form, const YadoFieldSpec *spec, const char *value, GSocketFamily family,
             const char *own, GError **error)
{
    g_autofree char *network = yado_catalog_dup_value(form, own);

    if (value == NULL || *value == '\0')
        return TRUE;
    if (!is_address(value, family))
        return refuse_address(spec, value, error);
    return network == NULL || strchr(network, '/') == NULL ||
           yado_subnet_contains(network, value) ||
           yado_error_set(error, YADO_ERROR_INVALID, NULL, NULL, _("%s is not in %s."), value,
                          network);
}

static gboolean
check_lent(YadoForm *form, const YadoFieldSpec *spec, const char *value, GError **error)
{
    return check_within(form, spec, value, G_SOCKET_FAMILY_IPV4, "address", error);
}

static gboolean
check_lent_6(YadoForm *form, const YadoFieldSpec *spec, const char *value, GError **error)
{
    return check_within(form, spec, value, G_SOCKET_FAMILY_IPV6, "address6", error);
}

/* What is lent is in the network: a range that is not gives way to all that can be lent. */
static void
follow_address(YadoForm *form, const YadoFieldSpec *spec)
{
    static const char *const ends[] = { "dhcp-first", "dhcp-last" };
    g_autofree char *network = yado_catalog_dup_value(form, "address");
    g_autofree char *first = NULL;
    g_autofree char *last = NULL;
    gboolean can_lend = network != NULL && yado_subnet_get_range(network, &first, &last);

    for (guint i = 0; can_lend && i < G_N_ELEMENTS(ends); i++) {
        g_autofree char *now = yado_catalog_dup_value(form, ends[i]);

        if (now != NULL && !yado_subnet_contains(network, now))
            yado_form_set_value(form, yado_form_find_field(form, ends[i]), i == 0 ? first : last,
                                NULL);
    }
}

static gboolean
check_servers(YadoForm *form, const YadoFieldSpec *spec, const char *value, GError **error)
{
    g_auto(GStrv) words = g_strsplit_set(value != NULL ? value : "", " ,", -1);

    for (char **word = words; *word != NULL; word++)
        if (**word != '\0' && !g_hostname_is_ip_address(*word))
            return refuse_address(spec, *word, error);
    return TRUE;
}

static gboolean
check_leases(YadoForm *form, const YadoFieldSpec *spec, const char *value, GError **error)
{
    g_auto(GStrv) lines = g_strsplit_set(value != NULL ? value : "", "\n,", -1);

    for (char **line = lines; *line != NULL; line++) {
        g_auto(GStrv) lease = yado_lease_parse(*line);

        if (lease == NULL && *g_strstrip(*line) != '\0')
            return yado_error_set(error, YADO_ERROR_INVALID, NULL,
                                  _("Write it like this: 52:54:00:12:34:56 192.168.100.10 web"),
                                  _("“%s” is not a MAC address, an IPv4 address and a name."),
                                  *line);
        if (lease != NULL && !check_lent(form, spec, lease[1], error))
            return FALSE;
    }
    return TRUE;
}

/* In the network that is chosen, as far as that is known. */
static gboolean
check_fixed(YadoForm *form, const YadoFieldSpec *spec, const char *value, GError **error)
{
    GPtrArray *networks = yado_catalog_get_resources(form, YADO_RESOURCE_NETWORKS);
    g_autofree char *name = yado_catalog_dup_value(form, "network");
    const YadoResource *network =
        networks != NULL && name != NULL ? yado_resource_list_find(networks, name) : NULL;

    if (value == NULL || *value == '\0')
        return TRUE;
    if (!is_address(value, G_SOCKET_FAMILY_IPV4))
        return refuse_address(spec, value, error);
    if (network == NULL || yado_subnet_contains(network->text, value))
        return TRUE;
    if (network->text == NULL)
        return yado_error_set(error, YADO_ERROR_INVALID, NULL, NULL,
                              _("The network “%s” gives no addresses."), name);
    return yado_error_set(error, YADO_ERROR_INVALID, NULL, NULL, _("%s is not in %s."), value,
                          network->text);
}

static const YadoChoice network_modes[] = {
    { "nat", N_("NAT: guests reach out, nobody reaches in") },
    { "route", N_("routed: as a network of its own") },
    { "isolated", N_("isolated: guests and host only") },
    { "open", N_("open: routed, without firewall rules") },
    { "bridge", N_("bridge of the host") },
    { "openvswitch", N_("Open vSwitch of the host") },
    { 0 },
};

#define NETWORK_FIELD                                                        \
    {                                                                        \
        .id = "network", .type = YADO_FIELD_CHOICE, .label = N_("_Network"), \
        .help = N_("The virtual network of the host."), .key = "network",    \
        .list_choices = yado_catalog_list_networks,                          \
        .flags = YADO_FIELD_REQUIRED | YADO_FIELD_POSITIONAL                 \
    }

static const YadoFieldSpec network_fields[] = {
    NETWORK_FIELD,
    { 0 },
};

static const YadoFieldSpec network_create_fields[] = {
    { .id = "name",
      .type = YADO_FIELD_TEXT,
      .label = N_("_Name"),
      .help = N_("A name for the network, as it will be chosen for network cards."),
      .key = "name",
      .validate = yado_catalog_check_name,
      .flags = YADO_FIELD_REQUIRED | YADO_FIELD_POSITIONAL },
    { .id = "mode",
      .type = YADO_FIELD_CHOICE,
      .label = N_("_Kind"),
      .help = N_("How its guests are connected to the rest of the world."),
      .key = "mode",
      .choices = network_modes },
    YADO_BRIDGE_FIELD(.key = "bridge", .visible_if = uses_bridge, .flags = YADO_FIELD_REQUIRED),
    { .id = "device",
      .type = YADO_FIELD_TEXT,
      .label = N_("Only through the _interface"),
      .help = N_("The interface of the host that traffic goes through. Empty: any."),
      .key = "device",
      .visible_if = uses_device },
    { .id = "address",
      .type = YADO_FIELD_TEXT,
      .label = N_("_Address of the host"),
      .help = N_("The host's own address in the network with its length: 192.168.100.1/24. "
                 "Empty: the host has none, and no DHCP."),
      .key = "address",
      .validate = check_host_address,
      .follow = follow_address,
      .visible_if = has_addresses },
    { .id = "dhcp-first",
      .type = YADO_FIELD_TEXT,
      .label = N_("DHCP _from"),
      .help = N_("The first address that guests are given. Empty: no DHCP."),
      .key = "dhcp.first",
      .validate = check_lent,
      .depends = "address",
      .visible_if = has_addresses },
    { .id = "dhcp-last",
      .type = YADO_FIELD_TEXT,
      .label = N_("DHCP _to"),
      .help = N_("The last address that guests are given."),
      .key = "dhcp.last",
      .validate = check_lent,
      .depends = "address",
      .visible_if = has_addresses },
    { .id = "leases",
      .type = YADO_FIELD_MULTILINE,
      .label = N_("Fi_xed addresses"),
      .help = N_("Who always gets the same address, one on a line: the MAC address of its network "
                 "card, the address, and a name if it shall have one. Such as: 52:54:00:12:34:56 "
                 "192.168.100.10 web. On the command line a comma may stand for a new line."),
      .key = "leases",
      .validate = check_leases,
      .depends = "address",
      .visible_if = has_addresses },
    { .id = "address6",
      .type = YADO_FIELD_TEXT,
      .label = N_("IPv_6 address of the host"),
      .help = N_("The host's own IPv6 address in the network with its length: fd00:100::1/64. "
                 "Empty: the network has no IPv6."),
      .key = "address6",
      .validate = check_host_address_6,
      .visible_if = has_addresses },
    { .id = "dhcp6-first",
      .type = YADO_FIELD_TEXT,
      .label = N_("DHCPv6 f_rom"),
      .help = N_("The first IPv6 address that guests are given. Empty: they make their own."),
      .key = "dhcp6.first",
      .validate = check_lent_6,
      .depends = "address6",
      .visible_if = has_addresses },
    { .id = "dhcp6-last",
      .type = YADO_FIELD_TEXT,
      .label = N_("DHCPv6 t_o"),
      .help = N_("The last IPv6 address that guests are given."),
      .key = "dhcp6.last",
      .validate = check_lent_6,
      .depends = "address6",
      .visible_if = has_addresses },
    { .id = "domain",
      .type = YADO_FIELD_TEXT,
      .label = N_("DNS _domain"),
      .help = N_("What the names of the guests end with in this network, such as lab.example. The "
                 "host answers for it itself. Empty: none."),
      .key = "domain",
      .visible_if = has_addresses },
    { .id = "dns-servers",
      .type = YADO_FIELD_TEXT,
      .label = N_("DNS ser_vers"),
      .help = N_("The addresses of those who are asked for all other names, with blanks between "
                 "them. Empty: those that the host asks."),
      .key = "dns.servers",
      .validate = check_servers,
      .visible_if = has_addresses },
    { .id = "autostart",
      .type = YADO_FIELD_BOOL,
      .label = N_("Start with the _host"),
      .help = N_("Whether the network is made active when the host starts."),
      .key = "autostart" },
    { 0 },
};

static const YadoFieldSpec lease_create_fields[] = {
    NETWORK_FIELD,
    { .id = "mac",
      .type = YADO_FIELD_MAC,
      .label = N_("_MAC address"),
      .help = N_("Of the network card that shall always get the address."),
      .key = "mac",
      .flags = YADO_FIELD_REQUIRED | YADO_FIELD_POSITIONAL },
    { .id = "address",
      .type = YADO_FIELD_TEXT,
      .label = N_("_Address"),
      .help = N_("An IPv4 address of the network."),
      .key = "address",
      .validate = check_fixed,
      .depends = "network",
      .flags = YADO_FIELD_REQUIRED | YADO_FIELD_POSITIONAL },
    { .id = "hostname",
      .type = YADO_FIELD_TEXT,
      .label = N_("Nam_e"),
      .help = N_("By which the guest is known in the network. Empty: none."),
      .key = "hostname" },
    { 0 },
};

static const YadoFieldSpec lease_fields[] = {
    { .id = "lease",
      .type = YADO_FIELD_TEXT,
      .label = N_("_Address"),
      .help = N_("A fixed address of a virtual network."),
      .key = "lease",
      .flags = YADO_FIELD_REQUIRED | YADO_FIELD_POSITIONAL },
    { 0 },
};

#define ONE_SECTION(name) \
    static const YadoSectionSpec name##_sections[] = { { NULL, name##_fields }, { 0 } }

ONE_SECTION(network);
ONE_SECTION(network_create);
ONE_SECTION(lease);
ONE_SECTION(lease_create);

const YadoFormSpec yado_form_network = {
    .id = "network",
    .title = N_("Network"),
    .intro = N_("What a virtual network is: its bridge, its way out, and its addresses."),
    .sections = network_sections,
    .resources = YADO_RESOURCE_BIT(YADO_RESOURCE_NETWORKS)
};

const YadoFormSpec yado_form_network_create = {
    .id = "network-create",
    .title = N_("New network"),
    .intro = N_("A virtual network connects guests with each other, with the host, and through it "
                "with the rest of the world."),
    .positive = N_("_Create"),
    .sections = network_create_sections,
    .resources = YADO_RESOURCE_BIT(YADO_RESOURCE_INTERFACES),
};

const YadoFormSpec yado_form_lease = {
    .id = "lease",
    .title = N_("Fixed address"),
    .intro = N_("An address that one network card always gets from its network."),
    .sections = lease_sections,
};

const YadoFormSpec yado_form_lease_create = {
    .id = "lease-create",
    .title = N_("Fix an address"),
    .intro = N_("The DHCP server of the network gives this address to this network card only."),
    .positive = N_("_Fix"),
    .sections = lease_create_sections,
    .resources = YADO_RESOURCE_BIT(YADO_RESOURCE_NETWORKS),
};
