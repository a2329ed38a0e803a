/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "media/yado-media-module.h"

#include "base/yado-error.h"
#include "base/yado-module.h"

gconstpointer
yado_media_module_load(const char *name, const char *symbol, const char *sentence, GError **error)
{
    GModule *module = yado_module_open(name);
    gpointer table = NULL;

    if (module == NULL || !g_module_symbol(module, symbol, &table)) {
        yado_error_set(error, YADO_ERROR_UNSUPPORTED, g_module_error(), NULL, "%s", sentence);
        return NULL;
    }
    return table;
}
