/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Create a guest, sixth step: its network cards. */
#include "config.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "base/yado-error.h"
#include "catalog/yado-common-fields.h"
#include "catalog/yado-create-steps.h"
#include "present/yado-create.h"

static GPtrArray *
list_nic_ways(YadoForm *form, const YadoFieldSpec *spec)
{
    GPtrArray *items = yado_catalog_choices_new();
    GPtrArray *networks = yado_catalog_get_resources(form, YADO_RESOURCE_NETWORKS);
    gboolean has_networks = networks != NULL && networks->len > 0;
    gboolean is_user =
        yado_create_is_answer(form, "kind", "kvm") || yado_create_is_answer(form, "kind", "qemu");

    yado_catalog_add_choice(items, "network", _("a virtual network of the host"),
                            has_networks ? NULL : _("This host has no virtual network."));
    yado_catalog_add_choice(items, "bridge", _("a bridge of the host"), NULL);
    yado_catalog_add_choice(items, "user", _("address translation without rights (user)"),
                            is_user ? NULL : _("Only QEMU and KVM have it."));
    yado_catalog_add_choice(items, "none", _("no network"), NULL);
    return items;
}

#define NIC_IS(name)                                      \
    static gboolean nic_is_##name(YadoForm *form)         \
    {                                                     \
        return yado_create_is_answer(form, "nic", #name); \
    }

NIC_IS(network)
NIC_IS(bridge)

static gboolean
has_nic(YadoForm *form)
{
    return !yado_create_is_answer(form, "nic", "none");
}

static gboolean
has_nic_model(YadoForm *form)
{
    return has_nic(form) && !yado_create_is_paravirtual(form);
}

static gboolean
check_nics(YadoForm *form, const YadoFieldSpec *spec, const char *value, GError **error)
{
    return value == NULL || yado_create_check_nic_lines(value, error);
}

static const YadoChoice nic_models[] = {
    { "", N_("as the hypervisor decides") },
    { "virtio", N_("virtio: fastest, needs a driver") },
    { "e1000", N_("Intel e1000: every system knows it") },
    { "rtl8139", N_("Realtek 8139: old systems know it") },
    { 0 },
};

static const YadoFieldSpec network_fields[] = {
    { .id = "nic",
      .type = YADO_FIELD_CHOICE,
      .label = N_("_Network card"),
      .help = N_("To what the guest's network card is connected."),
      .key = "nic",
      .list_choices = list_nic_ways },
    { .id = "network",
      .type = YADO_FIELD_NETWORK,
      .label = N_("_Virtual network"),
      .help = N_("The virtual network of the host."),
      .key = "nic.network",
      .list_choices = yado_catalog_list_networks,
      .visible_if = nic_is_network,
      .flags = YADO_FIELD_REQUIRED },
    YADO_BRIDGE_FIELD(.key = "nic.bridge", .visible_if = nic_is_bridge,
                      .flags = YADO_FIELD_REQUIRED),
    { .id = "mac",
      .type = YADO_FIELD_MAC,
      .label = N_("_MAC address"),
      .help = N_("The hardware address of the card. Empty: one is made that nobody else has."),
      .key = "nic.mac",
      .placeholder = N_("a new one"),
      .validate = yado_catalog_check_free_mac,
      .visible_if = has_nic },
    { .id = "model",
      .type = YADO_FIELD_CHOICE,
      .label = N_("M_odel"),
      .help = N_("Which card the guest sees. PV and PVH have Xen's own and no other."),
      .key = "nic.model",
      .choices = nic_models,
      .visible_if = has_nic_model },
    { .id = "nics",
      .type = YADO_FIELD_LIST,
      .label = N_("F_urther cards"),
      .help = N_("More network cards. On the command line each is KEY=VALUE separated by commas: "
                 "“network=default” or “bridge=br0”, with mac and model where wanted."),
      .key = "nics",
      .row = &yado_form_create_nic_row,
      .validate = check_nics },
    { 0 },
};

static const YadoSectionSpec sections[] = { { NULL, network_fields }, { 0 } };

const YadoFormSpec yado_form_create_network = {
    .id = "create-network",
    .title = N_("Network"),
    .intro = N_("The guest's network cards."),
    .sections = sections,
    .resources = YADO_CREATE_RESOURCES,
    .claims = TRUE,
};

/* ---- One further card ---- */

static gboolean
is_network_row(YadoForm *form)
{
    return yado_create_is_answer(form, "type", "network") ||
           (yado_create_is_answer(form, "type", "") && yado_create_is_answer(form, "bridge", ""));
}

static gboolean
is_bridge_row(YadoForm *form)
{
    return yado_create_is_answer(form, "type", "bridge") ||
           (yado_create_is_answer(form, "type", "") && !yado_create_is_answer(form, "bridge", ""));
}

static const YadoChoice row_types[] = {
    { "network", N_("a virtual network of the host") },
    { "bridge", N_("a bridge of the host") },
    { "user", N_("address translation without rights (user)") },
    { 0 },
};

static const YadoFieldSpec row_fields[] = {
    { .id = "type",
      .type = YADO_FIELD_CHOICE,
      .label = N_("Network _card"),
      .help = N_("To what the guest's network card is connected."),
      .key = "type",
      .choices = row_types },
    { .id = "network",
      .type = YADO_FIELD_NETWORK,
      .label = N_("_Virtual network"),
      .help = N_("The virtual network of the host."),
      .key = "network",
      .list_choices = yado_catalog_list_networks,
      .visible_if = is_network_row,
      .flags = YADO_FIELD_REQUIRED },
    YADO_BRIDGE_FIELD(.key = "bridge", .visible_if = is_bridge_row, .flags = YADO_FIELD_REQUIRED),
    { .id = "mac",
      .type = YADO_FIELD_MAC,
      .label = N_("_MAC address"),
      .help = N_("The hardware address of the card. Empty: one is made that nobody else has."),
      .key = "mac",
      .placeholder = N_("a new one"),
      .validate = yado_catalog_check_free_mac },
    { .id = "model",
      .type = YADO_FIELD_CHOICE,
      .label = N_("M_odel"),
      .help = N_("Which card the guest sees. PV and PVH have Xen's own and no other."),
      .key = "model",
      .choices = nic_models },
    { 0 },
};

static const YadoSectionSpec row_sections[] = { { NULL, row_fields }, { 0 } };

const YadoFormSpec yado_form_create_nic_row = {
    .id = "create-nic",
    .title = N_("Further card"),
    .intro = N_("A network card beside the first one."),
    .positive = N_("_Take it"),
    .sections = row_sections,
    .resources =
        YADO_RESOURCE_BIT(YADO_RESOURCE_NETWORKS) | YADO_RESOURCE_BIT(YADO_RESOURCE_INTERFACES),
};
