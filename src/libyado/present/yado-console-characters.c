/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "present/yado-console-characters.h"

#include <glib/gi18n-lib.h>

#include "base/yado-error.h"
#include "base/yado-module.h"

typedef GIOStream *(*Read)(GIOStream *stream, const char *guest, const char *password,
                           const char *layout);

typedef void (*LayOut)(GIOStream *characters, int rows, int columns, const char *footer);

static LayOut lay_out; /* once something was read */

/* Of the stream. */
static const char error_key[] = "yado-characters-error";

static Read
load_module(GError **error)
{
    g_autofree char *path = yado_module_dup_path("screenshot");
    GModule *module = yado_module_open("screenshot");
    gpointer read = NULL;

    if (module && g_module_symbol(module, "yado_screenshot_module_lay_out", (gpointer *)&lay_out) &&
        g_module_symbol(module, "yado_screenshot_module_read", &read))
        return (Read)read;
    yado_error_set(error, YADO_ERROR_UNSUPPORTED, g_module_error(), NULL,
                   _("The part that reads screens could not be loaded from %s."), path);
    return NULL;
}

GIOStream *
yado_console_read_characters(GIOStream *stream, const YadoConsoleRecord *record, const char *guest,
                             const char *layout, GError **error)
{
    Read read = load_module(error);
    GIOStream *characters = read ? read(stream, guest, record->password, layout) : NULL;

    if (read && !characters)
        yado_error_set(error, YADO_ERROR_FAILED, NULL, NULL,
                       _("The screen of “%s” cannot be read."), guest);
    return characters;
}

void
yado_console_lay_out_characters(GIOStream *characters, int rows, int columns, const char *footer)
{
    if (lay_out)
        lay_out(characters, rows, columns, footer);
}

const GError *
yado_console_get_characters_error(GIOStream *characters)
{
    return g_object_get_data(G_OBJECT(characters), error_key);
}

void
yado_console_take_characters_error(GIOStream *characters, GError *error)
{
    g_object_set_data_full(G_OBJECT(characters), error_key, error, (GDestroyNotify)g_error_free);
}
