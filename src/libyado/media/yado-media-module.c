/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "media/yado-media-module.h"

#include <gmodule.h>

#include "base/yado-error.h"

static char *
dup_path(const char *name)
{
    const char *folder = g_getenv("YADO_BACKEND_PATH");
    g_autofree char *file = g_strdup_printf("yado-%s.so", name);

    return g_build_filename(folder != NULL && *folder != '\0' ? folder : YADO_BACKENDDIR, file,
                            NULL);
}

gboolean
yado_media_module_is_installed(const char *name)
{
    g_autofree char *path = dup_path(name);

    return g_file_test(path, G_FILE_TEST_EXISTS);
}

gconstpointer
yado_media_module_load(const char *name, const char *symbol, const char *sentence, GError **error)
{
    g_autofree char *path = dup_path(name);
    GModule *module = g_module_open(path, G_MODULE_BIND_LAZY | G_MODULE_BIND_LOCAL);
    gpointer table = NULL;

    if (module == NULL || !g_module_symbol(module, symbol, &table)) {
        yado_error_set(error, YADO_ERROR_UNSUPPORTED, g_module_error(), NULL, "%s", sentence);
        return NULL;
    }
    g_module_make_resident(module);
    return table;
}
