/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Which key does what: the catalogue's key, then data/keymap.ini, then the user's own keymap.ini.  Read once, when first asked.
 *
 *     [actions]
 *     guest.start=s;F11
 */
#include "config.h"

#include <string.h>

#include "present/yado-catalog.h"
#include "present/yado-help.h"

#define GROUP "actions"

static GHashTable *keymap; /* id of an action or of the key table -> GStrv */

static void
read_keys(GHashTable *map, GKeyFile *file, const char *id)
{
    g_auto(GStrv) keys = g_key_file_get_string_list(file, GROUP, id, NULL, NULL);

    if (keys == NULL)
        return;
    for (guint i = 0; keys[i] != NULL; i++)
        g_strstrip(keys[i]);
    g_hash_table_replace(map, (gpointer)id, g_steal_pointer(&keys));
}

/* A missing or broken file changes nothing. */
static void
read_file(GHashTable *map, const char *path)
{
    g_autoptr(GKeyFile) file = g_key_file_new();

    if (!g_key_file_load_from_file(file, path, G_KEY_FILE_NONE, NULL))
        return;
    for (const YadoActionSpec *const *spec = yado_catalog_get_actions(); *spec != NULL; spec++)
        read_keys(map, file, (*spec)->id);
    for (const YadoKeySpec *spec = yado_catalog_keys; spec->keys != NULL; spec++)
        if (spec->id != NULL)
            read_keys(map, file, spec->id);
}

static GHashTable *
make_keymap(void)
{
    GHashTable *map =
        g_hash_table_new_full(g_str_hash, g_str_equal, NULL, (GDestroyNotify)g_strfreev);
    const char *data = g_getenv("YADO_DATA_PATH");
    g_autofree char *system =
        g_build_filename(data != NULL ? data : YADO_DATADIR, "keymap.ini", NULL);
    g_autofree char *user = g_build_filename(g_get_user_config_dir(), "yado", "keymap.ini", NULL);

    for (const YadoActionSpec *const *spec = yado_catalog_get_actions(); *spec != NULL; spec++) {
        const char *key = (*spec)->key;
        const char *keys[] = { key, NULL };

        g_hash_table_insert(map, (gpointer)(*spec)->id, g_strdupv((char **)keys));
    }
    for (const YadoKeySpec *spec = yado_catalog_keys; spec->keys != NULL; spec++)
        if (spec->id != NULL)
            g_hash_table_insert(map, (gpointer)spec->id, g_strsplit(spec->keys, ";", -1));
    read_file(map, system);
    read_file(map, user);
    return map;
}

void
yado_keymap_reload(void)
{
    g_clear_pointer(&keymap, g_hash_table_unref);
}

const char *const *
yado_keymap_list_keys(const char *action_id)
{
    static const char *const none[] = { NULL };
    const char *const *keys;

    g_return_val_if_fail(action_id != NULL, none);

    if (keymap == NULL)
        keymap = make_keymap();
    keys = g_hash_table_lookup(keymap, action_id);
    return keys != NULL ? keys : none;
}

const char *
yado_keymap_get_key(const char *action_id)
{
    const char *const *keys = yado_keymap_list_keys(action_id);

    return keys[0] != NULL ? keys[0] : "";
}

static gboolean
has_key(const char *action_id, const char *key)
{
    for (const char *const *keys = yado_keymap_list_keys(action_id); *keys != NULL; keys++)
        if (**keys != '\0' && strcmp(*keys, key) == 0)
            return TRUE;
    return FALSE;
}

const YadoActionSpec *
yado_keymap_find_action(const char *key, YadoActionScope scope)
{
    g_return_val_if_fail(key != NULL, NULL);

    for (const YadoActionSpec *const *spec = yado_catalog_get_actions(); *spec != NULL; spec++)
        if ((*spec)->scope == scope && has_key((*spec)->id, key))
            return *spec;
    return NULL;
}

static const YadoKeySpec *
find_own(const char *key, YadoFront front)
{
    for (const YadoKeySpec *spec = yado_catalog_keys; spec->keys != NULL; spec++)
        if (spec->id != NULL && (spec->fronts & front) && has_key(spec->id, key))
            return spec;
    return NULL;
}

const char *
yado_keymap_find_own(const char *key, YadoFront front)
{
    const YadoKeySpec *spec;

    g_return_val_if_fail(key != NULL, NULL);

    spec = find_own(key, front);
    return spec != NULL ? spec->id : NULL;
}

const char *
yado_keymap_get_key_on_page(const char *action_id, YadoFront front)
{
    for (const char *const *keys = yado_keymap_list_keys(action_id); *keys != NULL; keys++) {
        const YadoKeySpec *own = find_own(*keys, front);

        if (own == NULL || !own->of_page)
            return *keys;
    }
    return NULL;
}
