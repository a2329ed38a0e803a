/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "base/yado-locale.h"

#include <glib/gi18n-lib.h>
#include <locale.h>

void
yado_locale_init(void)
{
    const char *folder = g_getenv("YADO_LOCALE_PATH");

    setlocale(LC_ALL, "");
    bindtextdomain(GETTEXT_PACKAGE, folder != NULL ? folder : YADO_LOCALEDIR);
    bind_textdomain_codeset(GETTEXT_PACKAGE, "UTF-8");
    textdomain(GETTEXT_PACKAGE);
}

gboolean
yado_locale_is_utf8(void)
{
    return g_get_charset(NULL);
}
