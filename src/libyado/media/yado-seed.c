/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "media/yado-seed.h"

#include <string.h>

#include "media/yado-media.h"

/* A text in quotes as YAML and JSON both read it. */
static void
append_quoted(GString *yaml, const char *text)
{
    g_string_append_c(yaml, '"');
    for (const char *at = text; *at != '\0'; at++) {
        if (*at == '"' || *at == '\\')
            g_string_append_printf(yaml, "\\%c", *at);
        else if ((guchar)*at < 0x20 || *at == 0x7f)
            g_string_append_printf(yaml, "\\u%04x", (guint)(guchar)*at);
        else
            g_string_append_c(yaml, *at);
    }
    g_string_append_c(yaml, '"');
}

static void
append_pair(GString *yaml, const char *key, const char *value)
{
    g_string_append(yaml, key);
    append_quoted(yaml, value);
    g_string_append_c(yaml, '\n');
}

/* The words of @text, separated by any of @separators, one a line. */
static void
append_list(GString *yaml, const char *indent, const char *key, const char *text,
            const char *separators)
{
    g_auto(GStrv) words = g_strsplit_set(text != NULL ? text : "", separators, -1);
    gboolean is_first = TRUE;

    for (guint i = 0; words[i] != NULL; i++) {
        if (*g_strstrip(words[i]) == '\0')
            continue;
        if (is_first)
            g_string_append_printf(yaml, "%s%s:\n", indent, key);
        is_first = FALSE;
        g_string_append_printf(yaml, "%s  - ", indent);
        append_quoted(yaml, words[i]);
        g_string_append_c(yaml, '\n');
    }
}

char *
yado_seed_dup_user_data(const YadoSeed *seed)
{
    GString *yaml = g_string_new("#cloud-config\n");
    gboolean has_user = seed->user != NULL && *seed->user != '\0';

    append_pair(yaml, "hostname: ", seed->name);
    if (has_user) {
        g_string_append(yaml, "users:\n");
        append_pair(yaml, "  - name: ", seed->user);
        g_string_append(yaml, "    sudo: \"ALL=(ALL) NOPASSWD:ALL\"\n"
                              "    shell: /bin/bash\n"
                              "    lock_passwd: true\n");
    }
    append_list(yaml, has_user ? "    " : "", "ssh_authorized_keys", seed->keys, "\n");
    append_list(yaml, "", "packages", seed->packages, ", \n");
    return g_string_free(yaml, FALSE);
}

/* A new id makes cloud-init take this for a first boot. */
static char *
dup_meta_data(const YadoSeed *seed)
{
    g_autofree char *uuid = g_uuid_string_random();
    GString *yaml = g_string_new(NULL);

    append_pair(yaml, "instance-id: ", uuid);
    append_pair(yaml, "local-hostname: ", seed->name);
    return g_string_free(yaml, FALSE);
}

gboolean
yado_seed_write(const YadoSeed *seed, const char *path, GError **error)
{
    g_autofree char *user_data = yado_seed_dup_user_data(seed);
    g_autofree char *meta_data = dup_meta_data(seed);
    const YadoMediaFile files[] = {
        { "user-data", user_data, strlen(user_data) },
        { "meta-data", meta_data, strlen(meta_data) },
    };

    return yado_media_write_iso(path, "cidata", files, G_N_ELEMENTS(files), error);
}
