/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Resources of the host: CPU pools, and the control domain's PCI devices. The rest is libvirt's. */
#include "config.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "backend/libxl/yado-libxl-private.h"

#define CLASS_BRIDGE "06"

/* ---- PCI devices ---- */

/* Why it is not to be made assignable; NULL: it may be. */
static const char *
find_obstacle(const char *class, const char *driver, gboolean is_assignable)
{
    if (g_str_has_prefix(class, CLASS_BRIDGE))
        return "bridge";
    return !is_assignable && yado_pci_is_kept_driver(driver) ? "guest" : NULL;
}

static YadoResource *
make_device(GVariant *values)
{
    const char *address, *class, *vendor, *product, *driver, *group, *obstacle;
    gboolean has_reset, is_assignable;
    YadoResource *resource;

    g_variant_get(values, "(&s&s&s&s&s&sbb)", &address, &class, &vendor, &product, &driver, &group,
                  &has_reset, &is_assignable);
    resource = yado_resource_new(address);
    resource->type = g_strdup("pci");
    resource->text = g_strdup_printf("%s:%s", vendor, product);
    resource->active = is_assignable;
    obstacle = find_obstacle(class, driver, is_assignable);
    resource->source = g_strdup(obstacle);
    resource->note = g_strcmp0(obstacle, "guest") == 0
                         ? g_strdup(_("A guest has it."))
                         : yado_pci_dup_note(obstacle != NULL, driver, group, has_reset);
    return resource;
}

static int
compare_names(gconstpointer a, gconstpointer b)
{
    return strcmp((*(YadoResource *const *)a)->name, (*(YadoResource *const *)b)->name);
}

static GPtrArray *
list_devices(YadoLibxlBackend *self, YadoXl1 *proxy, GCancellable *cancellable, GError **error)
{
    g_autoptr(GVariant) devices = NULL;
    g_autoptr(GError) native = NULL;
    GPtrArray *list;

    if (!yado_xl1_call_list_pci_sync(proxy, G_DBUS_CALL_FLAGS_NONE, YADO_LIBXL_READ_TIMEOUT,
                                     &devices, cancellable, &native)) {
        yado_libxl_backend_fail(self, error, g_steal_pointer(&native),
                                _("The devices of the host cannot be listed."));
        return NULL;
    }
    list = yado_resource_list_new();
    for (gsize i = 0; i < g_variant_n_children(devices); i++) {
        g_autoptr(GVariant) device = g_variant_get_child_value(devices, i);

        g_ptr_array_add(list, make_device(device));
    }
    g_ptr_array_sort(list, compare_names);
    return list;
}

/* ---- What there is ---- */

static const char *
get_gap(YadoResourceKind kind)
{
    switch (kind) {
    case YADO_RESOURCE_POOLS:
    case YADO_RESOURCE_VOLUMES:
        return _("xl knows no storage pools: libvirt has them.");
    case YADO_RESOURCE_NETWORKS:
    case YADO_RESOURCE_LEASES:
        return _("xl knows no virtual networks: libvirt has them.");
    case YADO_RESOURCE_INTERFACES:
        return _("xl does not tell of the host's interfaces: libvirt does.");
    default:
        return _("This version of YaDO cannot do this through xl.");
    }
}

GPtrArray *
yado_libxl_backend_list_resources(YadoBackend *backend, YadoResourceKind kind, const char *parent,
                                  GCancellable *cancellable, GError **error)
{
    YadoLibxlBackend *self = YADO_LIBXL_BACKEND(backend);
    g_autoptr(YadoXl1) proxy = yado_libxl_backend_ref_proxy(self, error);

    if (!proxy)
        return NULL;
    if (kind == YADO_RESOURCE_CPU_POOLS)
        return yado_libxl_backend_list_pool_resources(self, proxy, cancellable, error);
    if (kind == YADO_RESOURCE_DEVICES)
        return list_devices(self, proxy, cancellable, error);
    yado_error_set(error, YADO_ERROR_UNSUPPORTED, NULL, NULL, "%s", get_gap(kind));
    return NULL;
}
