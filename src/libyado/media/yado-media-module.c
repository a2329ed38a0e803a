/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "media/yado-media-module.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "base/yado-error.h"
#include "base/yado-module.h"

/* Which of the three names a package has here. */
static guint
get_family(void)
{
    static const char *const words[] = { "debian", "fedora", "suse" };
    g_autofree char *id = g_get_os_info(G_OS_INFO_KEY_ID);
    g_autofree char *like = g_get_os_info("ID_LIKE");
    g_autofree char *text = g_strdup_printf("%s %s", id ? id : "", like ? like : "");

    for (guint i = 0; i < G_N_ELEMENTS(words); i++)
        if (strstr(text, words[i]) != NULL)
            return i;
    return strstr(text, "rhel") != NULL ? 1 : 0;
}

const char *
yado_media_module_pick_package(const char *const packages[3])
{
    return packages[get_family()];
}

/* Nobody can tell a part that was not built from one that was not installed. */
static gconstpointer
explain_absent(const YadoMediaPart *part, GError **error)
{
    g_autofree char *hint = g_strdup_printf(
        _("Install yado-%s.so with the rest of YaDO. It is built where %s is installed."),
        part->name, yado_media_module_pick_package(part->build));

    yado_error_set(error, YADO_ERROR_UNSUPPORTED, NULL, hint, "%s", _(part->absent));
    return NULL;
}

static gconstpointer
explain_broken(const YadoMediaPart *part, GError **error)
{
    g_autofree char *hint = g_strdup_printf(_("Install the package %s."),
                                            yado_media_module_pick_package(part->packages));

    yado_error_set(error, YADO_ERROR_UNSUPPORTED, g_module_error(), hint, "%s", _(part->broken));
    return NULL;
}

gconstpointer
yado_media_module_load(const YadoMediaPart *part, GError **error)
{
    GModule *module = NULL;
    gpointer table = NULL;

    if (!yado_module_is_installed(part->name))
        return explain_absent(part, error);
    module = yado_module_open(part->name);
    if (module == NULL || !g_module_symbol(module, part->symbol, &table))
        return explain_broken(part, error);
    return table;
}

const char *
yado_media_module_get_reason(const YadoMediaPart *part)
{
    return yado_module_is_installed(part->name) ? NULL : _(part->absent);
}
