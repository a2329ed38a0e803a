/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What several forms ask: checks, and what the host has as choices. */
#include "config.h"

#include "catalog/yado-common-fields.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "base/yado-error.h"
#include "base/yado-units.h"
#include "present/yado-create.h"

/* ---- Choices ---- */

GPtrArray *
yado_catalog_choices_new(void)
{
    return g_ptr_array_new_with_free_func((GDestroyNotify)yado_choice_item_free);
}

void
yado_catalog_add_choice(GPtrArray *items, const char *id, const char *label, const char *reason)
{
    g_ptr_array_add(items, yado_choice_item_new(id, label, reason));
}

GPtrArray *
yado_catalog_get_resources(YadoForm *form, YadoResourceKind kind)
{
    YadoHost *host = yado_form_get_host(form);

    return host != NULL ? yado_resources_list(yado_resources_get(host), kind, NULL) : NULL;
}

/* ---- What the host has ---- */

/* NULL: not known. */
static const YadoHostInfo *
get_host_info(YadoForm *form)
{
    YadoHost *host = yado_form_get_host(form);

    return host != NULL ? yado_host_get_info(host) : NULL;
}

/* A wizard's answer has another key than the same in a configuration. */
static guint64
get_either(YadoForm *form, const char *answer, const char *key)
{
    YadoDocument *document = yado_form_get_document(form);
    guint64 number = yado_document_get_uint(document, NULL, answer, 0);

    return number != 0 ? number : yado_document_get_uint(document, NULL, key, 0);
}

static guint64
get_memory(YadoForm *form)
{
    return get_either(form, "memory", "memory.current");
}

static guint64
get_memory_maximum(YadoForm *form)
{
    return yado_document_get_uint(yado_form_get_document(form), NULL, "memory.maximum", 0);
}

static guint
get_cpus(YadoForm *form)
{
    return (guint)get_either(form, "vcpus", "vcpu.current");
}

static guint
get_cpus_maximum(YadoForm *form)
{
    return (guint)get_either(form, "vcpus.maximum", "vcpu.maximum");
}

gboolean
yado_catalog_exceeds_memory(YadoForm *form)
{
    const YadoHostInfo *info = get_host_info(form);

    return info != NULL && info->memory != 0 &&
           MAX(get_memory(form), get_memory_maximum(form)) > info->memory;
}

gboolean
yado_catalog_exceeds_cpus(YadoForm *form)
{
    const YadoHostInfo *info = get_host_info(form);

    return info != NULL && info->cpus != 0 &&
           MAX(get_cpus(form), get_cpus_maximum(form)) > info->cpus;
}

char *
yado_catalog_dup_host_memory(YadoForm *form, const YadoFieldSpec *spec)
{
    const YadoHostInfo *info = get_host_info(form);
    guint64 current = get_memory(form), maximum = get_memory_maximum(form);
    guint64 wanted = current != 0 ? current : maximum;
    g_autofree char *size = NULL;
    g_autofree char *more = NULL;

    if (info == NULL || info->memory == 0)
        return g_strdup(_("not known"));
    size = yado_size_format(info->memory);
    more = yado_size_format(wanted > info->memory ? wanted : maximum);
    if (wanted > info->memory)
        return g_strdup_printf(_("%s: less than the guest is to have (%s)"), size, more);
    if (maximum > info->memory)
        return g_strdup_printf(_("%s: less than the guest's maximum (%s)"), size, more);
    return g_steal_pointer(&size);
}

char *
yado_catalog_dup_host_cpus(YadoForm *form, const YadoFieldSpec *spec)
{
    const YadoHostInfo *info = get_host_info(form);
    guint current = get_cpus(form), maximum = get_cpus_maximum(form);
    guint wanted = current != 0 ? current : maximum;

    if (info == NULL || info->cpus == 0)
        return g_strdup(_("not known"));
    if (wanted > info->cpus)
        return g_strdup_printf(
            _("%u: less than the guest is to have (%u), so that they wait for each other"),
            info->cpus, wanted);
    if (maximum > info->cpus)
        return g_strdup_printf(_("%u: less than the guest's maximum (%u)"), info->cpus, maximum);
    return g_strdup_printf("%u", info->cpus);
}

/* ---- Pools and networks ---- */

static char *
dup_pool_label(const YadoResource *pool)
{
    g_autofree char *room = NULL;

    if (pool->active != 1)
        return g_strdup(pool->name);
    room = yado_size_format(pool->available);
    /* Translators: a storage pool and how much is free in it. */
    return g_strdup_printf(_("%s (%s free)"), pool->name, room);
}

static GPtrArray *
list_pools(YadoForm *form, const char *inactive_reason)
{
    GPtrArray *pools = yado_catalog_get_resources(form, YADO_RESOURCE_POOLS);
    GPtrArray *items = yado_catalog_choices_new();

    for (guint i = 0; pools != NULL && i < pools->len; i++) {
        const YadoResource *pool = pools->pdata[i];
        g_autofree char *label = dup_pool_label(pool);

        yado_catalog_add_choice(items, pool->name, label,
                                pool->active == 1 ? NULL : inactive_reason);
    }
    return items;
}

GPtrArray *
yado_catalog_list_pools(YadoForm *form, const YadoFieldSpec *spec)
{
    return list_pools(form, NULL);
}

/* Only where volumes can be made now. */
GPtrArray *
yado_catalog_list_active_pools(YadoForm *form, const YadoFieldSpec *spec)
{
    return list_pools(form, _("The pool is not active."));
}

GPtrArray *
yado_catalog_list_networks(YadoForm *form, const YadoFieldSpec *spec)
{
    GPtrArray *networks = yado_catalog_get_resources(form, YADO_RESOURCE_NETWORKS);
    GPtrArray *items = yado_catalog_choices_new();

    for (guint i = 0; networks != NULL && i < networks->len; i++) {
        const YadoResource *network = networks->pdata[i];

        yado_catalog_add_choice(items, network->name, network->name, NULL);
    }
    return items;
}

/* Network cards of the host are no bridges, but a bridge may be named that the host does not tell of. */
GPtrArray *
yado_catalog_list_bridges(YadoForm *form, const YadoFieldSpec *spec)
{
    GPtrArray *interfaces = yado_catalog_get_resources(form, YADO_RESOURCE_INTERFACES);
    GPtrArray *items = yado_catalog_choices_new();

    for (guint i = 0; interfaces != NULL && i < interfaces->len; i++) {
        const YadoResource *interface = interfaces->pdata[i];

        if (g_strcmp0(interface->type, "bridge") == 0)
            yado_catalog_add_choice(items, interface->name, interface->name, NULL);
    }
    return items;
}

const YadoChoice yado_catalog_image_formats[] = {
    { "qcow2", N_("qcow2: grows, has snapshots") },
    { "raw", N_("raw: plain, fastest") },
    { "vmdk", N_("vmdk: VMware") },
    { "vpc", N_("vhd: Xen, Hyper-V") },
    { 0 },
};

/* ---- Checks ---- */

gboolean
yado_catalog_always(YadoForm *form)
{
    return TRUE;
}

gboolean
yado_catalog_check_name(YadoForm *form, const YadoFieldSpec *spec, const char *value,
                        GError **error)
{
    if (value == NULL || strchr(value, '/') == NULL)
        return TRUE;
    return yado_error_set(error, YADO_ERROR_INVALID, NULL, NULL,
                          _("The name must not contain “/”."));
}

gboolean
yado_catalog_check_absolute(YadoForm *form, const YadoFieldSpec *spec, const char *value,
                            GError **error)
{
    if (value == NULL || *value == '\0' || *value == '/')
        return TRUE;
    return yado_error_set(error, YADO_ERROR_INVALID, NULL, NULL,
                          _("Give the whole path, from “/” on."));
}

gboolean
yado_catalog_check_free_disk(YadoForm *form, const YadoFieldSpec *spec, const char *value,
                             GError **error)
{
    g_autoptr(GPtrArray) owners = yado_host_list_disk_owners(yado_form_get_host(form), value);
    g_autofree char *names = NULL;

    if (!yado_catalog_check_absolute(form, spec, value, error))
        return FALSE;
    if (owners->len == 0)
        return TRUE;
    names = yado_guests_join_names(owners, owners->len);
    return yado_error_set(error, YADO_ERROR_INVALID, NULL,
                          _("Two guests that write to one disk destroy what is on it."),
                          _("“%s” is a disk of %s."), value, names);
}

gboolean
yado_catalog_check_free_mac(YadoForm *form, const YadoFieldSpec *spec, const char *value,
                            GError **error)
{
    YadoGuest *owner =
        value != NULL && *value != '\0'
            ? yado_host_find_mac_owner(yado_form_get_host(form), value, yado_form_get_guest(form))
            : NULL;

    return owner == NULL ||
           yado_error_set(error, YADO_ERROR_INVALID, NULL, NULL,
                          _("The guest %s has this address already."), yado_guest_get_name(owner));
}

/* ---- Owner ---- */

gboolean
yado_catalog_has_two_owners(YadoForm *form)
{
    YadoHost *host = yado_form_get_host(form);

    return host != NULL && g_str_has_prefix(yado_host_get_uri(host), "xen") &&
           yado_host_get_owner_backend(host, YADO_OWNER_XL) !=
               yado_host_get_owner_backend(host, YADO_OWNER_LIBVIRT);
}

GPtrArray *
yado_catalog_list_owners(YadoForm *form, const YadoFieldSpec *spec)
{
    YadoHost *host = yado_form_get_host(form);
    GPtrArray *items = yado_catalog_choices_new();

    yado_catalog_add_choice(items, "libvirt", _("libvirt: seen by virsh and virt-manager"),
                            host != NULL &&
                                    yado_host_get_owner_backend(host, YADO_OWNER_LIBVIRT) != NULL
                                ? NULL
                                : _("libvirt does not answer on this host."));
    yado_catalog_add_choice(items, "xl", _("xl: a file in /etc/xen"),
                            host != NULL && yado_host_get_owner_backend(host, YADO_OWNER_XL) != NULL
                                ? NULL
                                : _("xl cannot be reached on this host."));
    return items;
}

/* ---- Names of new guests ---- */

static gboolean
is_name_taken(YadoForm *form, const char *name)
{
    YadoHost *host = yado_form_get_host(form);
    guint n = host != NULL ? g_list_model_get_n_items(G_LIST_MODEL(host)) : 0;

    for (guint i = 0; i < n; i++) {
        g_autoptr(YadoGuest) guest = g_list_model_get_item(G_LIST_MODEL(host), i);

        if (g_strcmp0(yado_guest_get_name(guest), name) == 0)
            return TRUE;
    }
    return FALSE;
}

/* One name, or a pattern and numbers: none of them may be in use. */
static gboolean
check_names(YadoForm *form, const char *name, const char *numbers, GError **error)
{
    g_auto(GStrv) names = yado_create_expand_names(name, numbers, error);

    for (guint i = 0; names != NULL && names[i] != NULL; i++)
        if (is_name_taken(form, names[i]))
            return yado_error_set(error, YADO_ERROR_INVALID, NULL, NULL,
                                  _("A guest of this host is called “%s” already."), names[i]);
    return names != NULL;
}

gboolean
yado_catalog_check_guest_name(YadoForm *form, const YadoFieldSpec *spec, const char *value,
                              GError **error)
{
    g_autofree char *numbers =
        yado_document_dup_value(yado_form_get_document(form), NULL, "numbers");

    if (value == NULL)
        return TRUE;
    return yado_catalog_check_name(form, spec, value, error) &&
           check_names(form, value, numbers, error);
}

gboolean
yado_catalog_check_guest_numbers(YadoForm *form, const YadoFieldSpec *spec, const char *value,
                                 GError **error)
{
    g_autofree char *name = yado_document_dup_value(yado_form_get_document(form), NULL, "name");

    return value == NULL || *value == '\0' || name == NULL || *name == '\0' ||
           check_names(form, name, value, error);
}

GStrv
yado_catalog_list_guest_names(YadoForm *form, GError **error)
{
    g_autofree char *name = yado_document_dup_value(yado_form_get_document(form), NULL, "name");
    g_autofree char *numbers =
        yado_document_dup_value(yado_form_get_document(form), NULL, "numbers");

    return yado_create_expand_names(name != NULL ? name : "", numbers, error);
}
