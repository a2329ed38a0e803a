/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "backend/yado-resource.h"

#include <glib/gi18n-lib.h>

#include "base/yado-text.h"

static const char *const kind_names[YADO_N_RESOURCES] = {
    [YADO_RESOURCE_POOLS] = "pool",       [YADO_RESOURCE_VOLUMES] = "volume",
    [YADO_RESOURCE_NETWORKS] = "network", [YADO_RESOURCE_INTERFACES] = "interface",
    [YADO_RESOURCE_DEVICES] = "device",   [YADO_RESOURCE_GUEST_TYPES] = "guest-type",
    [YADO_RESOURCE_LEASES] = "lease",     [YADO_RESOURCE_CPU_POOLS] = "cpupool",
};

YadoResource *
yado_resource_new(const char *name)
{
    YadoResource *resource = g_new0(YadoResource, 1);

    resource->name = g_strdup(name);
    resource->active = resource->autostart = resource->persistent = -1;
    return resource;
}

void
yado_resource_free(YadoResource *resource)
{
    g_free(resource->name);
    g_free(resource->type);
    g_free(resource->path);
    g_free(resource->source);
    g_free(resource->text);
    g_free(resource->note);
    g_free(resource);
}

GPtrArray *
yado_resource_list_new(void)
{
    return g_ptr_array_new_with_free_func((GDestroyNotify)yado_resource_free);
}

const YadoResource *
yado_resource_list_find(GPtrArray *list, const char *name)
{
    for (guint i = 0; list != NULL && i < list->len; i++) {
        const YadoResource *resource = list->pdata[i];

        if (g_strcmp0(resource->name, name) == 0 || g_strcmp0(resource->path, name) == 0)
            return resource;
    }
    return NULL;
}

static void
add_sentence(GString *note, const char *sentence)
{
    g_string_append_printf(note, "%s%s", note->len > 0 ? " " : "", sentence);
}

gboolean
yado_pci_is_kept_driver(const char *driver)
{
    static const char *const drivers[] = { "vfio-pci", "pciback", "xen-pciback", NULL };

    return driver != NULL && g_strv_contains(drivers, driver);
}

char *
yado_pci_dup_note(gboolean is_bridge, const char *driver, const char *group, gboolean can_be_reset)
{
    GString *note = g_string_new(NULL);
    gboolean has_driver = driver != NULL && *driver != '\0';
    g_autofree char *use = NULL;
    g_autofree char *company = NULL;

    if (is_bridge)
        add_sentence(note, _("A bridge cannot be given to a guest."));
    else if (has_driver && !yado_pci_is_kept_driver(driver))
        use = g_strdup_printf(_("The host uses it (%s): it is taken away from it."), driver);
    if (use != NULL)
        add_sentence(note, use);
    if (group != NULL && *group != '\0')
        company = g_strdup_printf(
            _("All of IOMMU group %s goes to the guest, or nothing of it does."), group);
    if (company != NULL)
        add_sentence(note, company);
    if (!can_be_reset)
        add_sentence(note, _("It cannot be reset: a guest that restarts may find it stuck."));
    return g_string_free(note, note->len == 0);
}

gboolean
yado_resource_holds_files(const YadoResource *pool)
{
    static const char *const types[] = { "dir", "fs", "netfs", "gluster", NULL };

    return pool == NULL || pool->type == NULL || g_strv_contains(types, pool->type);
}

static gboolean
is_ipv4(const char *text)
{
    g_autoptr(GInetAddress) address = g_inet_address_new_from_string(text);

    return address != NULL && g_inet_address_get_family(address) == G_SOCKET_FAMILY_IPV4;
}

char **
yado_lease_parse(const char *text)
{
    g_auto(GStrv) words = g_strsplit_set(text, " \t", -1);
    g_autoptr(GStrvBuilder) builder = g_strv_builder_new();
    g_auto(GStrv) parts = NULL;
    guint n;

    for (char **word = words; *word != NULL; word++)
        if (**word != '\0')
            g_strv_builder_add(builder, *word);
    parts = g_strv_builder_end(builder);
    n = g_strv_length(parts);
    if (n < 2 || n > 3 || !yado_text_is_mac(parts[0]) || !is_ipv4(parts[1]))
        return NULL;
    return g_steal_pointer(&parts);
}

const char *
yado_resource_kind_get_name(YadoResourceKind kind)
{
    g_return_val_if_fail((guint)kind < YADO_N_RESOURCES, NULL);
    return kind_names[kind];
}
