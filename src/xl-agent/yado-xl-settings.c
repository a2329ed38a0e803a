/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * What the host's administrator may choose, in a file that only root can write: so who starts the agent by pkexec cannot have it read
 * other folders.
 *
 *     [agent]
 *     folder=/srv/xen/guests
 *     autostart=/etc/xen/auto
 */
#include "config.h"

#include "yado-xl-agent.h"

#define GROUP "agent"

/* FALSE with @error: it is there, and no whole path. */
static gboolean
take_path(GKeyFile *file, const char *key, char **path, GError **error)
{
    g_autofree char *value = g_key_file_get_string(file, GROUP, key, NULL);

    if (!value)
        return TRUE;
    if (!g_path_is_absolute(value)) {
        g_set_error(error, G_KEY_FILE_ERROR, G_KEY_FILE_ERROR_INVALID_VALUE,
                    "%s must be a whole path, not “%s”", key, value);
        return FALSE;
    }
    g_free(*path);
    *path = g_steal_pointer(&value);
    return TRUE;
}

gboolean
yado_xl_settings_read(YadoXlAgent *self, const char *path, GError **error)
{
    g_autoptr(GKeyFile) file = g_key_file_new();
    g_autoptr(GError) own_error = NULL;

    if (!g_key_file_load_from_file(file, path, G_KEY_FILE_NONE, &own_error) &&
        g_error_matches(own_error, G_FILE_ERROR, G_FILE_ERROR_NOENT))
        return TRUE;
    if (!own_error && take_path(file, "folder", &self->folder, &own_error) &&
        take_path(file, "autostart", &self->autostart, &own_error))
        return TRUE;
    g_propagate_prefixed_error(error, g_steal_pointer(&own_error), "%s: ", path);
    return FALSE;
}
