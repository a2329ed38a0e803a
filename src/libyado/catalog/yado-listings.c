/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What is shown of pools, volumes, networks, interfaces and devices. */
#include "config.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "base/yado-units.h"
#include "catalog/yado-forms.h"

/* ---- Cells ---- */

static char *
format_name(const YadoResource *resource)
{
    return g_strdup(resource->name);
}

static char *
format_type(const YadoResource *resource)
{
    return g_strdup(resource->type);
}

static char *
format_path(const YadoResource *resource)
{
    return g_strdup(resource->path);
}

static char *
format_source(const YadoResource *resource)
{
    return g_strdup(resource->source);
}

static char *
format_text(const YadoResource *resource)
{
    return g_strdup(resource->text);
}

static char *
format_note(const YadoResource *resource)
{
    return g_strdup(resource->note);
}

static char *
format_active(const YadoResource *resource)
{
    return g_strdup(resource->active == 1 ? _("active") : _("inactive"));
}

static char *
dup_active(const YadoResource *resource)
{
    return g_strdup(resource->active == 1 ? "true" : "false");
}

static char *
format_autostart(const YadoResource *resource)
{
    return g_strdup(resource->autostart < 0 ? "" : resource->autostart ? _("yes") : _("no"));
}

static char *
dup_autostart(const YadoResource *resource)
{
    return g_strdup(resource->autostart < 0 ? NULL : resource->autostart ? "true" : "false");
}

static char *
format_assignable(const YadoResource *resource)
{
    return g_strdup(resource->active < 0 ? "" : resource->active ? _("yes") : _("no"));
}

static char *
dup_assignable(const YadoResource *resource)
{
    return g_strdup(resource->active < 0 ? NULL : resource->active ? "true" : "false");
}

static char *
format_bytes(const YadoResource *resource, guint64 bytes)
{
    return resource->active == 0 ? NULL : yado_size_format(bytes);
}

static char *
dup_bytes(guint64 bytes)
{
    return g_strdup_printf("%" G_GUINT64_FORMAT, bytes);
}

static char *
format_capacity(const YadoResource *resource)
{
    return format_bytes(resource, resource->capacity);
}

static char *
dup_capacity(const YadoResource *resource)
{
    return dup_bytes(resource->capacity);
}

static char *
format_allocation(const YadoResource *resource)
{
    return format_bytes(resource, resource->allocation);
}

static char *
dup_allocation(const YadoResource *resource)
{
    return dup_bytes(resource->allocation);
}

static char *
format_available(const YadoResource *resource)
{
    return format_bytes(resource, resource->available);
}

static char *
dup_available(const YadoResource *resource)
{
    return dup_bytes(resource->available);
}

static char *
format_until(const YadoResource *resource)
{
    return g_strdup(resource->persistent == 1 ? _("fixed") : resource->note);
}

static char *
dup_until(const YadoResource *resource)
{
    return g_strdup(resource->persistent == 1 ? "fixed" : resource->note);
}

/* What nobody uses may be forgotten: it is found by that word. */
static char *
format_users(const YadoListingPlace *place, const YadoResource *volume, gboolean raw)
{
    YadoResources *resources = yado_resources_get(place->host);
    g_autoptr(GPtrArray) users = NULL;

    if (!yado_resources_knows_users(resources))
        return NULL;
    users = yado_host_list_volume_users(place->host, place->parent, volume);
    if (users->len > 0)
        return yado_guests_join_names(users, users->len);
    if (yado_resources_is_base(resources, volume->path))
        return g_strdup(raw ? "volumes" : _("volumes based on it"));
    return g_strdup(raw ? "" : _("nobody"));
}

static const struct {
    const char *name, *format; /* as the back end writes it; N_(): for people */
} pool_settings[] = {
    { "timeslice", N_("time slice %s ms") },
    { "ratelimit", N_("rate limit %s µs") },
    { "migration-delay", N_("move after %s µs") },
};

static void
append_setting(GString *text, const char *word)
{
    const char *value = strchr(word, '=');

    for (guint i = 0; value != NULL && i < G_N_ELEMENTS(pool_settings); i++) {
        gsize length = strlen(pool_settings[i].name);

        if ((gsize)(value - word) != length || strncmp(word, pool_settings[i].name, length) != 0)
            continue;
        g_string_append(text, text->len > 0 ? ", " : "");
        /* The formats are of this file. */
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
        g_string_append_printf(text, _(pool_settings[i].format), value + 1);
#pragma GCC diagnostic pop
    }
}

char *
yado_catalog_dup_pool_settings(const YadoResource *pool)
{
    g_auto(GStrv) words = g_strsplit(pool->text != NULL ? pool->text : "", " ", -1);
    GString *text = g_string_new(NULL);

    for (guint i = 0; words[i] != NULL; i++)
        append_setting(text, words[i]);
    return g_string_free(text, FALSE);
}

static char *
dup_count(const YadoResource *resource)
{
    return g_strdup_printf("%" G_GUINT64_FORMAT, resource->capacity);
}

/* ---- Columns ---- */

#define NAME                                                                       \
    {                                                                              \
        "name", N_("Name"), YADO_ALIGN_START, YADO_LISTING_TEXT, format_name, NULL \
    }
#define STATE                                                                                 \
    {                                                                                         \
        "active", N_("State"), YADO_ALIGN_START, YADO_LISTING_BOOL, format_active, dup_active \
    }
#define AUTOSTART                                                                            \
    {                                                                                        \
        "autostart", N_("Autostart"), YADO_ALIGN_START, YADO_LISTING_BOOL, format_autostart, \
            dup_autostart                                                                    \
    }

static const YadoListingColumn pool_columns[] = {
    NAME,
    { "type", N_("Type"), YADO_ALIGN_START, YADO_LISTING_TEXT, format_type, NULL },
    STATE,
    AUTOSTART,
    { "capacity", N_("Size"), YADO_ALIGN_END, YADO_LISTING_NUMBER, format_capacity, dup_capacity },
    { "available", N_("Free"), YADO_ALIGN_END, YADO_LISTING_NUMBER, format_available,
      dup_available },
    { "path", N_("Folder"), YADO_ALIGN_START, YADO_LISTING_TEXT, format_path, NULL },
    { "source", N_("Source"), YADO_ALIGN_START, YADO_LISTING_TEXT, format_source, NULL },
    { 0 },
};

static const YadoListingColumn volume_columns[] = {
    NAME,
    { "format", N_("Format"), YADO_ALIGN_START, YADO_LISTING_TEXT, format_type, NULL },
    { "capacity", N_("Size"), YADO_ALIGN_END, YADO_LISTING_NUMBER, format_capacity, dup_capacity },
    { "allocation", N_("On the host"), YADO_ALIGN_END, YADO_LISTING_NUMBER, format_allocation,
      dup_allocation },
    { "users", N_("Used by"), YADO_ALIGN_START, YADO_LISTING_TEXT, NULL, NULL, format_users },
    { "path", N_("Path"), YADO_ALIGN_START, YADO_LISTING_TEXT, format_path, NULL },
    { "backing", N_("Based on"), YADO_ALIGN_START, YADO_LISTING_TEXT, format_source, NULL },
    { 0 },
};

static const YadoListingColumn network_columns[] = {
    NAME,
    { "forward", N_("Kind"), YADO_ALIGN_START, YADO_LISTING_TEXT, format_type, NULL },
    STATE,
    AUTOSTART,
    { "bridge", N_("Bridge"), YADO_ALIGN_START, YADO_LISTING_TEXT, format_source, NULL },
    { "address", N_("Addresses"), YADO_ALIGN_START, YADO_LISTING_TEXT, format_text, NULL },
    { 0 },
};

static const YadoListingColumn lease_columns[] = {
    { "address", N_("Address"), YADO_ALIGN_START, YADO_LISTING_TEXT, format_name, NULL },
    { "mac", N_("MAC address"), YADO_ALIGN_START, YADO_LISTING_TEXT, format_type, NULL },
    { "hostname", N_("Name"), YADO_ALIGN_START, YADO_LISTING_TEXT, format_text, NULL },
    { "network", N_("Network"), YADO_ALIGN_START, YADO_LISTING_TEXT, format_source, NULL },
    { "until", N_("Until"), YADO_ALIGN_START, YADO_LISTING_TEXT, format_until, dup_until },
    { 0 },
};

static const YadoListingColumn interface_columns[] = {
    NAME,
    { "type", N_("Kind"), YADO_ALIGN_START, YADO_LISTING_TEXT, format_type, NULL },
    STATE,
    { 0 },
};

static const YadoListingColumn device_columns[] = {
    { "address", N_("Address"), YADO_ALIGN_START, YADO_LISTING_TEXT, format_name, NULL },
    { "type", N_("Kind"), YADO_ALIGN_START, YADO_LISTING_TEXT, format_type, NULL },
    { "product", N_("Product"), YADO_ALIGN_START, YADO_LISTING_TEXT, format_text, NULL },
    { "assignable", N_("Assignable"), YADO_ALIGN_START, YADO_LISTING_BOOL, format_assignable,
      dup_assignable },
    { "note", N_("Note"), YADO_ALIGN_START, YADO_LISTING_TEXT, format_note, NULL },
    { 0 },
};

static const YadoListingColumn cpupool_columns[] = {
    NAME,
    { "scheduler", N_("Scheduler"), YADO_ALIGN_START, YADO_LISTING_TEXT, format_type, NULL },
    { "cpus", N_("Processors"), YADO_ALIGN_START, YADO_LISTING_TEXT, format_source, NULL },
    { "guests", N_("Guests"), YADO_ALIGN_END, YADO_LISTING_NUMBER, dup_count, dup_count },
    { "settings", N_("Settings"), YADO_ALIGN_START, YADO_LISTING_TEXT,
      yado_catalog_dup_pool_settings, format_text },
    { 0 },
};

const YadoListingSpec yado_catalog_listings[] = {
    { .id = "pools",
      .title = N_("_Pools"),
      .help = N_("The storage pools of the host: folders, volume groups, shares and so on, in "
                 "which disks of guests are kept as volumes. A pool must be active to be used."),
      .empty = N_("This host has no storage pool. “New pool” makes one of a folder."),
      .none = N_("This host has no storage pool to choose from. The whole path of what lies on the "
                 "host can be typed instead."),
      .kind = YADO_RESOURCE_POOLS,
      .columns = pool_columns,
      .command = "pool list",
      .groups = "storage" },
    { .id = "volumes",
      .title = N_("_Volumes"),
      .help =
          N_("The volumes of a storage pool: disks of guests, images of media, and what else "
             "lies in it. “On the host” is what a volume really takes, less than its size as "
             "long as parts of it were never written. “Used by” names the guests that have it as a "
             "disk; the filter “nobody” finds what may have been forgotten."),
      .empty = N_("This pool is empty. “New volume” makes a disk in it."),
      .none = N_("This pool is empty."),
      .kind = YADO_RESOURCE_VOLUMES,
      .columns = volume_columns,
      .command = "volume list",
      .groups = "storage" },
    { .id = "networks",
      .title = N_("_Networks"),
      .help = N_("The virtual networks of the host. A network must be active to be used."),
      .empty = N_("This host has no virtual network. “New network” makes one; guests may use a "
                  "bridge of the host instead."),
      .kind = YADO_RESOURCE_NETWORKS,
      .columns = network_columns,
      .command = "network list",
      .groups = "network" },
    { .id = "leases",
      .title = N_("_Leases"),
      .help = N_("The addresses that the host's virtual networks give to guests: fixed ones, which "
                 "a network card always gets, and those that are lent for a time."),
      .empty =
          N_("No network has lent an address, and none is fixed. “Fix an address” keeps one for "
             "a network card."),
      .kind = YADO_RESOURCE_LEASES,
      .columns = lease_columns,
      .command = "lease list",
      .groups = "network" },
    { .id = "interfaces",
      .title = N_("_Interfaces"),
      .help = N_("The bridges and network interfaces of the host itself. A guest that is "
                 "connected to a bridge is in the same network as the host."),
      .empty = N_("This host tells of no interfaces."),
      .kind = YADO_RESOURCE_INTERFACES,
      .columns = interface_columns,
      .command = "interface list",
      .groups = "network" },
    { .id = "devices",
      .title = N_("_Devices"),
      .help = N_("The PCI and USB devices of the host that could be given to a guest, and what "
                 "speaks against it. On Xen a PCI device must be assignable first: “Make "
                 "assignable” takes it from the control domain."),
      .empty = N_("This host tells of no PCI and USB devices."),
      .kind = YADO_RESOURCE_DEVICES,
      .columns = device_columns,
      .command = "device list",
      .groups = "devices" },
    { .id = "cpupools",
      .title = N_("CPU _pools"),
      .help = N_("Xen's CPU pools: parts of the host's processors, each with a scheduler of its "
                 "own. A guest runs in one of them; “Move to a CPU pool” among the guest's actions "
                 "changes that."),
      .empty = N_("This host tells of no CPU pools."),
      .kind = YADO_RESOURCE_CPU_POOLS,
      .columns = cpupool_columns,
      .command = "cpupool list",
      .groups = "cpupools" },
    { 0 },
};

const YadoListingView yado_catalog_listing_views[] = {
    { "storage", N_("Storage"), { "pools", "volumes" }, TRUE },
    { "networks", N_("Networks"), { "networks", "interfaces" }, FALSE },
    { "leases", N_("Leases"), { "leases", NULL }, FALSE },
    { "devices", N_("Devices"), { "devices", NULL }, FALSE },
    { "cpupools", N_("CPU pools"), { "cpupools", NULL }, FALSE },
    { 0 },
};
