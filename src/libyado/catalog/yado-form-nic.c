/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The page of a network card. */
#include "config.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "base/yado-error.h"
#include "catalog/yado-common-fields.h"
#include "catalog/yado-device-fields.h"

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
has_card(YadoGuest *guest, const char *mac)
{
    GPtrArray *nics = yado_guest_get_nics(guest);

    for (guint i = 0; nics != NULL && i < nics->len; i++) {
        const YadoDeviceFacts *nic = nics->pdata[i];

        if (nic->mac != NULL && g_ascii_strcasecmp(nic->mac, mac) == 0)
            return TRUE;
    }
    return FALSE;
}

static gboolean
check_mac(YadoForm *form, const YadoFieldSpec *spec, const char *value, GError **error)
{
    YadoHost *host = yado_form_get_host(form);
    guint n = host != NULL ? g_list_model_get_n_items(G_LIST_MODEL(host)) : 0;

    if (value == NULL || *value == '\0')
        return TRUE;
    if (is_on_other_card(form, value))
        return yado_error_set(error, YADO_ERROR_INVALID, NULL, NULL,
                              _("Another card of this guest has this address already."));
    for (guint i = 0; i < n; i++) {
        g_autoptr(YadoGuest) guest = g_list_model_get_item(G_LIST_MODEL(host), i);

        if (guest != yado_form_get_guest(form) && has_card(guest, value))
            return yado_error_set(error, YADO_ERROR_INVALID, NULL, NULL,
                                  _("The guest %s has this address already."),
                                  yado_guest_get_name(guest));
    }
    return TRUE;
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
      .list_choices = list_types },
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
    { .id = "boot.order",
      .type = YADO_FIELD_INT,
      .label = N_("Place in the _boot order"),
      .help = N_("The device with the lowest number is booted first. Empty: the order on the page "
                 "Start-up counts; a guest has one of the two."),
      .key = "boot.order",
      .minimum = 1,
      .maximum = 999,
      .flags = YADO_FIELD_OPTIONAL_NUMBER },
    { 0 },
};

static const YadoSectionSpec nic_sections[] = {
    { NULL, nic_fields },
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
};
