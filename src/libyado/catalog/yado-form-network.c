/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The dialogs of actions on virtual networks. */
#include "config.h"

#include <glib/gi18n-lib.h>

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
    return has_mode(form, "bridge");
}

static gboolean
uses_device(YadoForm *form)
{
    return has_mode(form, "nat route");
}

static const YadoChoice network_modes[] = {
    { "nat", N_("NAT: guests reach out, nobody reaches in") },
    { "route", N_("routed: as a network of its own") },
    { "isolated", N_("isolated: guests and host only") },
    { "open", N_("open: routed, without firewall rules") },
    { "bridge", N_("bridge of the host") },
    { 0 },
};

static const YadoFieldSpec network_fields[] = {
    { .id = "network",
      .type = YADO_FIELD_CHOICE,
      .label = N_("_Network"),
      .help = N_("The virtual network of the host."),
      .key = "network",
      .list_choices = yado_catalog_list_networks,
      .flags = YADO_FIELD_REQUIRED | YADO_FIELD_POSITIONAL },
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
    YADO_BRIDGE_FIELD(.key = "bridge", .visible_if = uses_bridge),
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
      .visible_if = has_addresses },
    { .id = "dhcp-first",
      .type = YADO_FIELD_TEXT,
      .label = N_("DHCP _from"),
      .help = N_("The first address that guests are given. Empty: no DHCP."),
      .key = "dhcp.first",
      .visible_if = has_addresses },
    { .id = "dhcp-last",
      .type = YADO_FIELD_TEXT,
      .label = N_("DHCP _to"),
      .help = N_("The last address that guests are given."),
      .key = "dhcp.last",
      .visible_if = has_addresses },
    { .id = "autostart",
      .type = YADO_FIELD_BOOL,
      .label = N_("Start with the _host"),
      .help = N_("Whether the network is made active when the host starts."),
      .key = "autostart" },
    { 0 },
};

#define ONE_SECTION(name) \
    static const YadoSectionSpec name##_sections[] = { { NULL, name##_fields }, { 0 } }

ONE_SECTION(network);
ONE_SECTION(network_create);

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
