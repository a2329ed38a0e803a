/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Create a guest, second step: how it is run, and which kind can do what. */
#include "config.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "base/yado-error.h"
#include "catalog/yado-common-fields.h"
#include "catalog/yado-create-steps.h"
#include "media/yado-media.h"

gboolean
yado_create_is_paravirtual(YadoForm *form)
{
    return yado_create_is_answer(form, "kind", "pv") || yado_create_is_answer(form, "kind", "pvh");
}

static const YadoCreateKind kinds[] = {
    { "pvh", N_("PVH: paravirtual in hardware; fastest, no emulated devices"), "xen", "xenpvh",
      "xenpvh" },
    { "pv", N_("PV: paravirtual; runs without virtualization in the processor"), "xen", "xen",
      "xenpv" },
    { "hvm", N_("HVM: a whole emulated machine; for every system"), "xen", "hvm", "xenfv" },
    { "kvm", N_("KVM: a whole machine, run by the processor"), "kvm", "hvm", NULL },
    { "qemu", N_("QEMU: a whole machine in software; slow"), "qemu", "hvm", NULL },
};

const YadoCreateKind *
yado_create_find_kind(const char *id)
{
    for (guint i = 0; i < G_N_ELEMENTS(kinds); i++)
        if (g_strcmp0(kinds[i].id, id) == 0)
            return &kinds[i];
    return NULL;
}

/* libvirt's test driver takes guests of Xen, whatever it says of itself. */
static gboolean
is_xen_type(const YadoResource *type)
{
    return g_strcmp0(type->type, "xen") == 0 || g_strcmp0(type->type, "test") == 0;
}

const YadoResource *
yado_create_find_guest_type(GPtrArray *types, const YadoCreateKind *kind)
{
    const YadoResource *found = NULL;

    for (guint i = 0; types != NULL && i < types->len; i++) {
        const YadoResource *type = types->pdata[i];
        gboolean fits = strcmp(kind->domain_type, "xen") == 0
                            ? is_xen_type(type)
                            : g_strcmp0(type->type, kind->domain_type) == 0;

        /* PVH has its own type since 4.9; the test driver does not tell it. */
        if (!fits || (g_strcmp0(type->name, kind->os_type) != 0 &&
                      !(g_strcmp0(type->type, "test") == 0 && g_strcmp0(type->name, "xen") == 0 &&
                        strcmp(kind->os_type, "xenpvh") == 0)))
            continue;
        if (found == NULL || g_strcmp0(type->source, "x86_64") == 0)
            found = type;
    }
    return found;
}

/* Reached by libxl alone, which tells of no kinds. */
gboolean
yado_create_is_xl_only(YadoForm *form)
{
    YadoHost *host = yado_form_get_host(form);

    return host != NULL && g_str_has_prefix(yado_host_get_uri(host), "xl");
}

static const char *
get_host_reason(YadoForm *form, GPtrArray *types, const YadoCreateKind *kind)
{
    gboolean is_xen = FALSE;

    if (types == NULL && yado_create_is_xl_only(form))
        return strcmp(kind->domain_type, "xen") == 0 ? NULL : _("This is a Xen host.");
    if (types == NULL)
        return _("The host has not told yet what it can run.");
    if (yado_create_find_guest_type(types, kind) != NULL)
        return NULL;
    for (guint i = 0; i < types->len; i++)
        is_xen = is_xen || is_xen_type(types->pdata[i]);
    if (is_xen && strcmp(kind->id, "hvm") == 0)
        return _("Processor virtualization is missing or switched off in the firmware.");
    if (is_xen && strcmp(kind->id, "pvh") == 0)
        return _("This Xen cannot run PVH guests.");
    if (strcmp(kind->domain_type, "xen") == 0)
        return _("This is no Xen host.");
    if (is_xen)
        return _("This is a Xen host.");
    return _("The processor cannot do that here, or its module is not loaded.");
}

/* Why the source cannot be used with this kind. (transfer full, nullable) */
static char *
dup_source_reason(YadoForm *form, const YadoCreateKind *kind)
{
    gboolean is_pv = strcmp(kind->id, "pv") == 0 || strcmp(kind->id, "pvh") == 0;

    if (is_pv && yado_create_from_iso(form) && !yado_create_is_on_this_machine(form))
        return g_strdup(_("The kernel of a medium can be taken out of it only on the host itself: "
                          "take HVM, or a network tree."));
    if (is_pv && yado_create_from_iso(form))
        return g_strdup(yado_media_get_reason());
    if (is_pv && yado_create_is_answer(form, "source", "pxe"))
        return g_strdup(_("It has no firmware that could boot from the network."));
    return is_pv ? yado_create_dup_disk_reason(form, kind->id) : NULL;
}

/* (transfer full, nullable) */
static char *
dup_reason(YadoForm *form, GPtrArray *types, const YadoCreateKind *kind)
{
    const char *reason = get_host_reason(form, types, kind);

    return reason != NULL ? g_strdup(reason) : dup_source_reason(form, kind);
}

static GPtrArray *
list_kinds(YadoForm *form, const YadoFieldSpec *spec)
{
    GPtrArray *types = yado_catalog_get_resources(form, YADO_RESOURCE_GUEST_TYPES);
    GPtrArray *items = yado_catalog_choices_new();

    for (guint i = 0; i < G_N_ELEMENTS(kinds); i++) {
        g_autofree char *reason = dup_reason(form, types, &kinds[i]);

        yado_catalog_add_choice(items, kinds[i].id, _(kinds[i].label), reason);
    }
    return items;
}

static gboolean
check_kind(YadoForm *form, const YadoFieldSpec *spec, const char *value, GError **error)
{
    const YadoCreateKind *kind = yado_create_find_kind(value);
    GPtrArray *types = yado_catalog_get_resources(form, YADO_RESOURCE_GUEST_TYPES);
    g_autofree char *reason = kind != NULL ? dup_reason(form, types, kind) : NULL;

    if (reason == NULL)
        return TRUE;
    return yado_error_set(error, YADO_ERROR_INVALID, NULL, NULL, "%s", reason);
}

/* A kernel of the guest's own is loaded without one. */
gboolean
yado_create_needs_loader(YadoForm *form)
{
    return yado_create_is_paravirtual(form) && !yado_create_from_kernel(form);
}

static const YadoFieldSpec kind_fields[] = {
    { .id = "kind",
      .type = YADO_FIELD_CHOICE,
      .label = N_("_Kind"),
      .help = N_("How the guest is run. PVH and PV need a system that knows Xen, as every Linux "
                 "does; HVM, KVM and QEMU run any. What cannot be chosen says why."),
      .key = "kind",
      .list_choices = list_kinds,
      .validate = check_kind,
      .flags = YADO_FIELD_REQUIRED },
    { .id = "loader",
      .type = YADO_FIELD_CHOICE,
      .label = N_("_Boot loader"),
      .help =
          N_("What loads the kernel that lies on the guest's disk. pvgrub runs inside the guest "
             "and is the safer one; pygrub reads the disk with the rights of Domain-0, and neither "
             "btrfs nor XFS nor LVM."),
      .key = "loader",
      .list_choices = yado_create_list_loaders,
      .validate = yado_create_check_loader,
      .visible_if = yado_create_needs_loader,
      .flags = YADO_FIELD_REQUIRED },
    { 0 },
};

/* ---- Proposals ---- */

const char *
yado_create_propose_kind(YadoForm *form)
{
    GPtrArray *types = yado_catalog_get_resources(form, YADO_RESOURCE_GUEST_TYPES);

    /* A medium starts by itself only where there is firmware. */
    if (yado_create_from_iso(form) && types != NULL &&
        get_host_reason(form, types, yado_create_find_kind("hvm")) == NULL)
        return "hvm";
    for (guint i = 0; i < G_N_ELEMENTS(kinds); i++) {
        g_autofree char *reason = dup_reason(form, types, &kinds[i]);

        if (reason == NULL && (types != NULL || yado_create_is_xl_only(form)))
            return kinds[i].id;
    }
    return NULL;
}

static const YadoSectionSpec sections[] = { { NULL, kind_fields }, { 0 } };

const YadoFormSpec yado_form_create_kind = {
    .id = "create-kind",
    .title = N_("Kind of guest"),
    .intro = N_("How the guest is run. The kind decides what later steps offer."),
    .sections = sections,
    .resources = YADO_CREATE_RESOURCES,
};
