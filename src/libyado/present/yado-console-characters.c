/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "present/yado-console-characters.h"

#include <glib/gi18n-lib.h>

#include "base/yado-error.h"
#include "base/yado-module.h"

typedef GIOStream *(*Read)(GIOStream *stream, const char *guest, const char *password,
                           const char *layout, int rows, int columns);

typedef void (*Resize)(GIOStream *characters, int rows, int columns);

static Resize resize; /* once something was read */

static Read
load_module(GError **error)
{
    g_autofree char *path = yado_module_dup_path("screenshot");
    GModule *module = yado_module_open("screenshot");
    gpointer read = NULL;

    if (module && g_module_symbol(module, "yado_screenshot_module_resize", (gpointer *)&resize) &&
        g_module_symbol(module, "yado_screenshot_module_read", &read))
        return (Read)read;
    yado_error_set(error, YADO_ERROR_UNSUPPORTED, g_module_error(), NULL,
                   _("The part that reads screens could not be loaded from %s."), path);
    return NULL;
}

GIOStream *
yado_console_read_characters(GIOStream *stream, const YadoConsoleRecord *record, const char *guest,
                             const char *layout, int rows, int columns, GError **error)
{
    Read read = load_module(error);
    GIOStream *characters =
        read ? read(stream, guest, record->password, layout, rows, columns) : NULL;

    if (read && !characters)
        yado_error_set(error, YADO_ERROR_FAILED, NULL, NULL,
                       _("The screen of “%s” cannot be read."), guest);
    return characters;
}

void
yado_console_resize_characters(GIOStream *characters, int rows, int columns)
{
    if (resize)
        resize(characters, rows, columns);
}
