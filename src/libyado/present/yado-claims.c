/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "present/yado-claims.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "base/yado-error.h"
#include "model/yado-resources.h"

struct _YadoClaims {
    GHashTable *disks, *macs; /* path, address in lower case: the guest's name */
};

static void
claim(GHashTable *table, char *thing, YadoGuest *guest)
{
    if (!g_hash_table_contains(table, thing))
        g_hash_table_insert(table, thing, g_strdup(yado_guest_get_name(guest)));
    else
        g_free(thing);
}

/* Under both its names: a path, and POOL/NAME. */
static void
claim_disk(YadoClaims *self, const char *source, YadoGuest *guest)
{
    YadoResources *resources = yado_resources_get(yado_guest_get_host(guest));
    char *alias = yado_resources_dup_alias(resources, source);

    claim(self->disks, g_strdup(source), guest);
    if (alias != NULL)
        claim(self->disks, alias, guest);
}

static void
add_guest(YadoClaims *self, YadoGuest *guest)
{
    GPtrArray *disks = yado_guest_get_disks(guest);
    GPtrArray *nics = yado_guest_get_nics(guest);

    for (guint i = 0; disks != NULL && i < disks->len; i++) {
        const YadoDeviceFacts *disk = disks->pdata[i];

        if (disk->source != NULL && !disk->shared)
            claim_disk(self, disk->source, guest);
    }
    for (guint i = 0; nics != NULL && i < nics->len; i++) {
        const YadoDeviceFacts *nic = nics->pdata[i];

        if (nic->mac != NULL)
            claim(self->macs, g_ascii_strdown(nic->mac, -1), guest);
    }
}

YadoClaims *
yado_claims_new(YadoHost *host, YadoGuest *except)
{
    YadoClaims *self = g_new0(YadoClaims, 1);
    guint n = host != NULL ? g_list_model_get_n_items(G_LIST_MODEL(host)) : 0;

    self->disks = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
    self->macs = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
    for (guint i = 0; i < n; i++) {
        g_autoptr(YadoGuest) guest = g_list_model_get_item(G_LIST_MODEL(host), i);

        if (guest != except)
            add_guest(self, guest);
    }
    return self;
}

void
yado_claims_free(YadoClaims *self)
{
    g_hash_table_unref(self->disks);
    g_hash_table_unref(self->macs);
    g_free(self);
}

const char *
yado_claims_find_disk(const YadoClaims *self, const char *path)
{
    return path != NULL ? g_hash_table_lookup(self->disks, path) : NULL;
}

const char *
yado_claims_find_mac(const YadoClaims *self, const char *mac)
{
    g_autofree char *lower = mac != NULL ? g_ascii_strdown(mac, -1) : NULL;

    return lower != NULL ? g_hash_table_lookup(self->macs, lower) : NULL;
}

gboolean
yado_claims_check_disk(const YadoClaims *self, const char *path, GError **error)
{
    const char *owner = yado_claims_find_disk(self, path);

    return owner == NULL ||
           yado_error_set(error, YADO_ERROR_INVALID, NULL,
                          _("Two guests that write to one disk destroy what is on it."),
                          _("The guest %s uses “%s” already."), owner, path);
}

gboolean
yado_claims_check_mac(const YadoClaims *self, const char *mac, GError **error)
{
    const char *owner = yado_claims_find_mac(self, mac);

    return owner == NULL ||
           yado_error_set(error, YADO_ERROR_INVALID, NULL, NULL,
                          _("The guest %s has the address %s already."), owner, mac);
}

gboolean
yado_claims_check_node(const YadoClaims *self, YadoDocument *document, const char *node,
                       GError **error)
{
    g_autofree char *path = NULL;
    g_autofree char *mac = NULL;

    if (g_str_has_prefix(node, "nic:")) {
        mac = yado_document_dup_value(document, node, "mac");
        return yado_claims_check_mac(self, mac, error);
    }
    if (!g_str_has_prefix(node, "disk:") || !yado_document_is_own_disk(document, node))
        return TRUE;
    path = yado_document_dup_value(document, node, "source");
    return yado_claims_check_disk(self, path, error);
}

gboolean
yado_claims_check(const YadoClaims *self, YadoDocument *document, GError **error)
{
    g_auto(GStrv) nodes = yado_document_list_nodes(document, NULL);

    for (guint i = 0; nodes[i] != NULL; i++)
        if (!yado_claims_check_node(self, document, nodes[i], error))
            return FALSE;
    return TRUE;
}
