/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The page of a network card. */
#include "config.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "base/yado-error.h"
#include "catalog/yado-common-fields.h"
#include "catalog/yado-device-fields.h"

/* Xen counts up to 32 bits. */
#define MAX_RATE G_MAXUINT32

/* ---- What depends on the guest and its host ---- */

static GPtrArray *
list_types(YadoForm *form, const YadoFieldSpec *spec)
{
    static const YadoGuestChoice rows[] = {
        { "network", YADO_ON_ANY }, { "bridge", YADO_ON_ANY }, { "ethernet", YADO_ON_ANY },
        { "direct", YADO_ON_KVM },  { "user", YADO_ON_KVM },   { 0 },
    };

    return yado_catalog_list_guest_choices(form, spec, rows,
                                           _("Xen cannot connect a card like that."));
}

static GPtrArray *
list_models(YadoForm *form, const YadoFieldSpec *spec)
{
    static const YadoGuestChoice rows[] = {
        { "netfront", YADO_ON_XEN },
        { "virtio", YADO_ON_KVM },
        { "e1000", YADO_ON_HVM | YADO_ON_KVM },
        { "e1000e", YADO_ON_KVM },
        { "rtl8139", YADO_ON_HVM | YADO_ON_KVM },
        { 0 },
    };

    return yado_catalog_list_guest_choices(form, spec, rows, NULL);
}

static GPtrArray *
list_sources(YadoForm *form, const YadoFieldSpec *spec)
{
    if (yado_catalog_is_device_value(form, "type", "network"))
        return yado_catalog_list_networks(form, spec);
    return yado_catalog_list_bridges(form, spec);
}

static gboolean
has_source(YadoForm *form)
{
    return !yado_catalog_is_device_value(form, "type", "user") &&
           !yado_catalog_is_device_value(form, "type", "ethernet");
}

static gboolean
is_on_network(YadoForm *form)
{
    return yado_catalog_is_device_value(form, "type", "network");
}

static gboolean
is_on_bridge(YadoForm *form)
{
    return yado_catalog_is_device_value(form, "type", "bridge");
}

/* A Linux bridge does not know tags before libvirt 11. */
static gboolean
can_have_tag(YadoForm *form, const char **reason)
{
    if (yado_catalog_is_xl(form) || !is_on_bridge(form) ||
        yado_catalog_is_device_value(form, "switch", "openvswitch"))
        return TRUE;
    return yado_catalog_refuse(reason, _("libvirt gives tags to Open vSwitch, and to networks that "
                                         "allow it: say that the bridge is one."));
}

static gboolean
limits_receiving(YadoForm *form, const char **reason)
{
    return !yado_catalog_is_xen(yado_form_get_document(form)) ||
           yado_catalog_refuse(reason, _("Xen limits only what a guest sends."));
}

static gboolean
hands_on_mtu(YadoForm *form, const char **reason)
{
    return yado_catalog_is_xl(form) || !yado_catalog_is_xen(yado_form_get_document(form)) ||
           yado_catalog_refuse(reason, _("libvirt's Xen driver does not hand it on: the card takes "
                                         "that of its bridge."));
}

static gboolean
is_on_kvm(YadoForm *form, const char **reason)
{
    return yado_catalog_is_kvm(yado_form_get_document(form)) ||
           yado_catalog_refuse(reason, _("Only QEMU's network cards have this."));
}

/* ---- Checks ---- */

static gboolean
is_on_other_card(YadoForm *form, const char *value)
{
    YadoDocument *document = yado_form_get_document(form);
    g_auto(GStrv) nodes = yado_document_list_nodes(document, "nic");

    for (guint i = 0; nodes[i] != NULL; i++) {
        g_autofree char *other = yado_document_dup_value(document, nodes[i], "mac");

        if (strcmp(nodes[i], yado_form_get_node(form)) != 0 && other != NULL &&
            g_ascii_strcasecmp(other, value) == 0)
            return TRUE;
    }
    return FALSE;
}

static gboolean
check_mac(YadoForm *form, const YadoFieldSpec *spec, const char *value, GError **error)
{
    if (value != NULL && *value != '\0' && is_on_other_card(form, value))
        return yado_error_set(error, YADO_ERROR_INVALID, NULL, NULL,
                              _("Another card of this guest has this address already."));
    return yado_catalog_check_free_mac(form, spec, value, error);
}

static gboolean
check_source(YadoForm *form, const YadoFieldSpec *spec, const char *value, GError **error)
{
    if (value != NULL && *value != '\0')
        return TRUE;
    /* Xen's script takes the host's first bridge; no other knows where to. */
    if (yado_catalog_is_xen(yado_form_get_document(form)) &&
        yado_catalog_is_device_value(form, "type", "bridge"))
        return TRUE;
    return yado_error_set(error, YADO_ERROR_INVALID, NULL, NULL,
                          _("Say what the card is connected to."));
}

/* Xen 4.20 has lists of tags: "10p/20"; they go to the script as they are. */
static gboolean
check_tag(YadoForm *form, const YadoFieldSpec *spec, const char *value, GError **error)
{
    if (value == NULL || *value == '\0' ||
        g_ascii_string_to_unsigned(value, 10, 1, 4094, NULL, NULL) ||
        (yado_catalog_is_xl(form) && g_regex_match_simple("^[0-9][0-9pux+/-]*$", value, 0, 0)))
        return TRUE;
    return yado_error_set(error, YADO_ERROR_INVALID, NULL, NULL,
                          _("A VLAN tag is a number from 1 to 4094."));
}

/* A network's name is no bridge's: what is not there under the new kind goes, unless it was just chosen. */
static void
follow_type(YadoForm *form, const YadoFieldSpec *spec)
{
    YadoDocument *document = yado_form_get_document(form);
    const char *node = yado_form_get_node(form);
    g_autofree char *source = yado_document_dup_value(document, node, "source");
    g_autoptr(GPtrArray) items = list_sources(form, spec);

    if (source == NULL || (!yado_document_is_new_node(document, node) &&
                           yado_document_find_edit(document, node, "source") != NULL))
        return;
    for (guint i = 0; i < items->len; i++)
        if (strcmp(((YadoChoiceItem *)items->pdata[i])->id, source) == 0)
            return;
    yado_catalog_put(document, node, "source", NULL);
}

/* ---- First values ---- */

/* Where the guest's first card is connected, another one is likely to belong. */
static gboolean
copy_first_card(YadoDocument *document, const char *node)
{
    g_auto(GStrv) nodes = yado_document_list_nodes(document, "nic");
    g_autofree char *type = NULL;
    g_autofree char *source = NULL;

    if (nodes[0] == NULL || strcmp(nodes[0], node) == 0)
        return FALSE;
    type = yado_document_dup_value(document, nodes[0], "type");
    source = yado_document_dup_value(document, nodes[0], "source");
    if (type == NULL || strcmp(type, "hostdev") == 0)
        return FALSE;
    yado_catalog_put(document, node, "type", type);
    yado_catalog_put(document, node, "source", source);
    return TRUE;
}

static const char *
find_first(YadoGuest *guest, YadoResourceKind kind, const char *type)
{
    YadoHost *host = guest != NULL ? yado_guest_get_host(guest) : NULL;
    GPtrArray *list =
        host != NULL ? yado_resources_list(yado_resources_get(host), kind, NULL) : NULL;

    for (guint i = 0; list != NULL && i < list->len; i++) {
        const YadoResource *resource = list->pdata[i];

        if (type == NULL || g_strcmp0(resource->type, type) == 0)
            return resource->name;
    }
    return NULL;
}

static void
connect_card(YadoDocument *document, const char *node, YadoGuest *guest)
{
    const char *network = find_first(guest, YADO_RESOURCE_NETWORKS, NULL);
    const char *bridge = find_first(guest, YADO_RESOURCE_INTERFACES, "bridge");
    gboolean use_network = network != NULL && (bridge == NULL || !yado_catalog_is_xen(document));

    if (copy_first_card(document, node))
        return;
    yado_catalog_put(document, node, "type", use_network ? "network" : "bridge");
    yado_catalog_put(document, node, "source", use_network ? network : bridge);
}

void
yado_catalog_prepare_nic(YadoDocument *document, const char *node, YadoGuest *guest)
{
    g_autofree char *mac = yado_device_dup_random_mac(yado_catalog_is_xen(document));

    connect_card(document, node, guest);
    yado_catalog_put(document, node, "mac", mac);
    if (yado_catalog_is_kvm(document))
        yado_catalog_put(document, node, "model", "virtio");
}

/* ---- The table ---- */

static const YadoChoice types[] = {
    { "network", N_("virtual network") },
    { "bridge", N_("bridge of the host") },
    { "ethernet", N_("own script") },
    { "direct", N_("interface of the host (macvtap)") },
    { "user", N_("address translation without rights (user)") },
    { 0 },
};

static const YadoChoice models[] = {
    { "netfront", N_("netfront: Xen's own") },
    { "virtio", N_("virtio: QEMU's own") },
    { "e1000", "e1000: Intel" },
    { "e1000e", N_("e1000e: Intel, newer") },
    { "rtl8139", "rtl8139: Realtek" },
    { 0 },
};

static const YadoChoice link_states[] = {
    { "up", N_("plugged in") },
    { "down", N_("unplugged") },
    { 0 },
};

static const YadoChoice switches[] = {
    { "openvswitch", "Open vSwitch" },
    { 0 },
};

static const YadoFieldSpec nic_fields[] = {
    YADO_DEVICE_NOTE,
    { .id = "mac",
      .type = YADO_FIELD_MAC,
      .label = N_("_MAC address"),
      .help = N_("The hardware address of the card. No two cards of a network may have the same."),
      .key = "mac",
      .validate = check_mac,
      .placeholder = N_("chosen by the host") },
    { .id = "type",
      .type = YADO_FIELD_CHOICE,
      .label = N_("_Kind of connection"),
      .help = N_("To what the card is connected on the host."),
      .key = "type",
      .choices = types,
      .list_choices = list_types,
      .follow = follow_type },
    { .id = "source",
      .type = YADO_FIELD_NETWORK,
      .label = N_("_Source"),
      .help = N_("The network, bridge or interface that the card is connected to."),
      .key = "source",
      .list_choices = list_sources,
      .validate = check_source,
      .visible_if = has_source },
    { .id = "model",
      .type = YADO_FIELD_CHOICE,
      .label = N_("M_odel"),
      .help = N_("Which card the guest sees: “netfront” for Xen's own, else an emulated one."),
      .key = "model",
      .choices = models,
      .list_choices = list_models,
      .placeholder = N_("as the hypervisor decides") },
    { .id = "link",
      .type = YADO_FIELD_CHOICE,
      .label = N_("_Cable"),
      .help = N_("Whether the card's virtual cable is plugged in."),
      .key = "link",
      .choices = link_states,
      .enabled_if = is_on_kvm,
      .placeholder = N_("plugged in") },
    { 0 },
};

static const YadoFieldSpec detail_fields[] = {
    { .id = "target",
      .type = YADO_FIELD_TEXT,
      .label = N_("_Interface on the host"),
      .help = N_("The name of the interface that stands for the card on the host while the guest "
                 "runs. Empty: the host chooses one."),
      .key = "target",
      .maximum = 15,
      .flags = YADO_FIELD_VOLATILE,
      .placeholder = N_("chosen by the host") },
    { .id = "script",
      .type = YADO_FIELD_TEXT,
      .label = N_("Scri_pt"),
      .help = N_("The script on the host that connects the card. Empty: the usual one."),
      .key = "script",
      .placeholder = N_("the usual script") },
    YADO_DEVICE_DRIVER_DOMAIN(N_("Driver dom_ain")),
    YADO_DEVICE_BOOT_ORDER(N_("Place in the _boot order")),
    { 0 },
};

static const YadoFieldSpec traffic_fields[] = {
    { .id = "rate.out",
      .type = YADO_FIELD_SIZE,
      .label = N_("Sends a s_econd, at most"),
      .help = N_("How much the guest sends in a second at most. Empty: no limit."),
      .key = "rate.out",
      .minimum = 1024,
      .maximum = MAX_RATE,
      .placeholder = N_("no limit"),
      .flags = YADO_FIELD_OPTIONAL_NUMBER },
    { .id = "rate.in",
      .type = YADO_FIELD_SIZE,
      .label = N_("_Receives a second, at most"),
      .help = N_("How much the guest receives in a second at most. Empty: no limit."),
      .key = "rate.in",
      .minimum = 1024,
      .maximum = MAX_RATE,
      .enabled_if = limits_receiving,
      .placeholder = N_("no limit"),
      .flags = YADO_FIELD_OPTIONAL_NUMBER },
    { .id = "portgroup",
      .type = YADO_FIELD_TEXT,
      .label = N_("Port _group"),
      .help = N_("The port group of the network, which says which VLAN and which limits its cards "
                 "have. Empty: the one that the network takes for all."),
      .key = "portgroup",
      .maximum = 255,
      .visible_if = is_on_network },
    { .id = "switch",
      .type = YADO_FIELD_CHOICE,
      .label = N_("Bri_dge is"),
      .help = N_("Whether the bridge is one of the kernel or one of Open vSwitch, which are "
                 "joined in different ways."),
      .key = "switch",
      .choices = switches,
      .visible_if = is_on_bridge,
      .placeholder = N_("one of the kernel") },
    { .id = "vlan",
      .type = YADO_FIELD_TEXT,
      .label = N_("_VLAN tag"),
      .help = N_("The virtual LAN that the card belongs to, from 1 to 4094. For guests of xl it "
                 "needs Xen 4.20, which hands it to the script; before, Open vSwitch's script "
                 "takes a bridge such as “ovsbr0.10”."),
      .key = "vlan",
      .maximum = 64,
      .validate = check_tag,
      .enabled_if = can_have_tag,
      .placeholder = N_("none") },
    { .id = "mtu",
      .type = YADO_FIELD_INT,
      .label = N_("MT_U"),
      .help = N_("How many bytes a packet may have. Empty: as the bridge has it."),
      .key = "mtu",
      .unit = N_("bytes"),
      .minimum = 68,
      .maximum = 65535,
      .enabled_if = hands_on_mtu,
      .placeholder = N_("as the bridge has it"),
      .flags = YADO_FIELD_OPTIONAL_NUMBER },
    { 0 },
};

static const YadoSectionSpec nic_sections[] = {
    { NULL, nic_fields },
    { N_("Traffic"), traffic_fields },
    { N_("Details"), detail_fields },
    { 0 },
};

const YadoFormSpec yado_form_nic = {
    .id = "nic",
    .title = N_("Network card"),
    .intro = N_("A network card of the guest."),
    .sections = nic_sections,
    .resources =
        YADO_RESOURCE_BIT(YADO_RESOURCE_NETWORKS) | YADO_RESOURCE_BIT(YADO_RESOURCE_INTERFACES),
    .claims = TRUE,
};
