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

/* Of @path, which may be named @other as well. (transfer full) */
static GPtrArray *
list_disk_users(YadoHost *host, const char *path, const char *other)
{
    GPtrArray *users = g_ptr_array_new_with_free_func(g_object_unref);

    if (!host || !path)
        return users;
    if (!host->disk_users)
        host->disk_users = index_sources(host, yado_guest_get_disks);
    append_users(users, host->disk_users, path);
    append_users(users, host->disk_users, other);
    return users;
}

static char *
dup_alias(YadoHost *host, const char *path)
{
    return host && path ? yado_resources_dup_alias(yado_resources_get(host), path) : NULL;
}

GPtrArray *
yado_host_list_disk_users(YadoHost *self, const char *path)
{
    g_autofree char *other = dup_alias(self, path);

    return list_disk_users(self, path, other);
}

GPtrArray *
yado_host_list_volume_users(YadoHost *self, const char *pool, const YadoResource *volume)
{
    g_autofree char *other = pool ? g_strdup_printf("%s/%s", pool, volume->name) : NULL;

    return list_disk_users(self, volume->path, other);
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
    g_autofree char *other = dup_alias(self, path);
    GPtrArray *users = list_disk_users(self, path, other);

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

static gboolean
has_mac(YadoGuest *guest, const char *mac)
{
    GPtrArray *nics = yado_guest_get_nics(guest);

    for (guint i = 0; nics && i < nics->len; i++) {
        const YadoDeviceFacts *nic = nics->pdata[i];

        if (nic->mac && g_ascii_strcasecmp(nic->mac, mac) == 0)
            return TRUE;
    }
    return FALSE;
}

YadoGuest *
yado_host_find_mac_owner(YadoHost *self, const char *mac, YadoGuest *except)
{
    for (guint i = 0; self && mac && *mac != '\0' && i < self->guests->len; i++)
        if (self->guests->pdata[i] != except && has_mac(self->guests->pdata[i], mac))
            return self->guests->pdata[i];
    return NULL;
}

GPtrArray *
yado_guest_list_sharing(YadoGuest *self, const char *path)
{
    GPtrArray *sharing = yado_host_list_disk_users(self->host, path);

    g_ptr_array_remove(sharing, self);
    return sharing;
}
