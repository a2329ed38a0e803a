/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Who uses a disk or a network: looked up in the facts of the guests. */
#include "config.h"

#include "model/yado-guest-private.h"
#include "model/yado-host-private.h"
#include "model/yado-resources.h"

static void
add_user(GHashTable *users, const char *source, YadoGuest *guest)
{
    GPtrArray *list = source ? g_hash_table_lookup(users, source) : NULL;

    if (!list && source) {
        list = g_ptr_array_new();
        g_hash_table_insert(users, (gpointer)source, list);
    }
    if (list && !g_ptr_array_find(list, guest, NULL))
        g_ptr_array_add(list, guest);
}

/* Source -> GPtrArray of YadoGuest, both borrowed from the guests' facts. */
static GHashTable *
index_sources(YadoHost *host, GPtrArray *(*get_devices)(YadoGuest *guest))
{
    GHashTable *users =
        g_hash_table_new_full(g_str_hash, g_str_equal, NULL, (GDestroyNotify)g_ptr_array_unref);

    for (guint i = 0; i < host->guests->len; i++) {
        YadoGuest *guest = host->guests->pdata[i];
        GPtrArray *devices = get_devices(guest);

        for (guint k = 0; devices && k < devices->len; k++)
            add_user(users, ((YadoDeviceFacts *)devices->pdata[k])->source, guest);
    }
    return users;
}

static void
append_users(GPtrArray *users, GHashTable *index, const char *source)
{
    GPtrArray *found = source ? g_hash_table_lookup(index, source) : NULL;

    for (guint i = 0; found && i < found->len; i++)
        if (!g_ptr_array_find(users, found->pdata[i], NULL))
            g_ptr_array_add(users, g_object_ref(found->pdata[i]));
}

/* The same volume as a guest's configuration may name it instead: its path, or POOL/NAME. (transfer full) */
static char *
dup_other_reference(YadoHost *host, const char *volume)
{
    GPtrArray *pools = yado_resources_list(yado_resources_get(host), YADO_RESOURCE_POOLS, NULL);
    g_autofree char *folder = g_path_get_dirname(volume);
    g_autofree char *name = g_path_get_basename(volume);

    for (guint i = 0; pools != NULL && i < pools->len; i++) {
        const YadoResource *pool = pools->pdata[i];

        if (pool->path != NULL && g_strcmp0(pool->path, folder) == 0)
            return g_build_path("/", pool->name, name, NULL);
        if (pool->path != NULL && g_strcmp0(pool->name, folder) == 0)
            return g_build_filename(pool->path, name, NULL);
    }
    return NULL;
}

GPtrArray *
yado_host_list_disk_users(YadoHost *self, const char *path)
{
    GPtrArray *users = g_ptr_array_new_with_free_func(g_object_unref);
    g_autofree char *other = self && path ? dup_other_reference(self, path) : NULL;

    if (!self || !path)
        return users;
    if (!self->disk_users)
        self->disk_users = index_sources(self, yado_guest_get_disks);
    append_users(users, self->disk_users, path);
    append_users(users, self->disk_users, other);
    return users;
}

static gboolean
has_own_disk(YadoGuest *guest, const char *path, const char *other)
{
    GPtrArray *disks = yado_guest_get_disks(guest);

    for (guint i = 0; disks && i < disks->len; i++) {
        const YadoDeviceFacts *disk = disks->pdata[i];

        if (yado_device_facts_is_own_disk(disk) &&
            (g_strcmp0(disk->source, path) == 0 || (other && g_strcmp0(disk->source, other) == 0)))
            return TRUE;
    }
    return FALSE;
}

GPtrArray *
yado_host_list_disk_owners(YadoHost *self, const char *path)
{
    GPtrArray *users = yado_host_list_disk_users(self, path);
    g_autofree char *other = self && path ? dup_other_reference(self, path) : NULL;

    for (guint i = users->len; i-- > 0;)
        if (!has_own_disk(users->pdata[i], path, other))
            g_ptr_array_remove_index(users, i);
    return users;
}

GPtrArray *
yado_host_list_network_users(YadoHost *self, const char *network)
{
    GPtrArray *users = g_ptr_array_new_with_free_func(g_object_unref);
    g_autoptr(GHashTable) index = self ? index_sources(self, yado_guest_get_nics) : NULL;

    if (index)
        append_users(users, index, network);
    return users;
}

GPtrArray *
yado_guest_list_sharing(YadoGuest *self, const char *path)
{
    GPtrArray *sharing = yado_host_list_disk_users(self->host, path);

    g_ptr_array_remove(sharing, self);
    return sharing;
}
