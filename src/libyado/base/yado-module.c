/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "base/yado-module.h"

char *
yado_module_dup_path(const char *name)
{
    const char *folder = g_getenv("YADO_BACKEND_PATH");
    g_autofree char *file = g_strdup_printf("yado-%s.so", name);

    return g_build_filename(folder && *folder ? folder : YADO_BACKENDDIR, file, NULL);
}

gboolean
yado_module_is_installed(const char *name)
{
    g_autofree char *path = yado_module_dup_path(name);

    return g_file_test(path, G_FILE_TEST_EXISTS);
}

GModule *
yado_module_open(const char *name)
{
    g_autofree char *path = yado_module_dup_path(name);
    GModule *module = g_module_open(path, G_MODULE_BIND_LAZY | G_MODULE_BIND_LOCAL);

    if (module)
        g_module_make_resident(module);
    return module;
}
