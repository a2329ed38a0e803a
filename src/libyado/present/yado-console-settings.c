/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "present/yado-console-settings.h"

#include <string.h>

char
yado_console_key_parse(const char *text)
{
    char c = 0;

    if (g_ascii_strncasecmp(text, "Ctrl+", 5) == 0 && text[5] && !text[6])
        c = g_ascii_toupper(text[5]);
    else if (text[0] == '^' && text[1] && !text[2])
        c = g_ascii_toupper(text[1]);
    if (c < 'A' || c > '_' || strchr("[MJ", c))
        return 0;
    return c & 0x1f;
}

char *
yado_console_key_format(char key)
{
    return g_strdup_printf("Ctrl+%c", key + 0x40);
}

static char
read_key(YadoSettings *settings, const char *name, const char *fallback)
{
    g_autofree char *text = yado_settings_dup_string(settings, "console", name, fallback);
    char key = yado_console_key_parse(text);

    return key ? key : yado_console_key_parse(fallback);
}

char
yado_console_escape_from_settings(YadoSettings *settings)
{
    return read_key(settings, "escape", YADO_CONSOLE_DEFAULT_ESCAPE);
}

char
yado_console_switch_from_settings(YadoSettings *settings)
{
    return read_key(settings, "switch", YADO_CONSOLE_DEFAULT_SWITCH);
}

/* A name is no path, whatever a back end takes for one. */
char *
yado_console_dup_log_path(YadoSettings *settings, YadoGuest *guest)
{
    g_autofree char *folder = yado_settings_dup_string(settings, "console", "log", NULL);
    g_autofree char *file = g_strdup_printf("%s.log", yado_guest_get_name(guest));

    if (!folder || *folder == '\0')
        return NULL;
    g_strdelimit(file, "/", '_');
    return g_build_filename(folder, file, NULL);
}
