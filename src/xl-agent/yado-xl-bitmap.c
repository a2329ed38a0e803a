/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "yado-xl-agent.h"

char *
yado_xl_bitmap_format(const libxl_bitmap *map, guint n)
{
    GString *text = g_string_new(NULL);

    for (guint i = 0; i < n; i++) {
        guint first = i;

        if (!libxl_bitmap_test(map, (int)i))
            continue;
        while (i + 1 < n && libxl_bitmap_test(map, (int)i + 1))
            i++;
        g_string_append_printf(text, "%s%u", text->len ? "," : "", first);
        if (i > first)
            g_string_append_printf(text, "-%u", i);
    }
    return g_string_free(text, FALSE);
}

static gboolean
set_range(const char *part, guint n, libxl_bitmap *map)
{
    char *end;
    guint64 first = g_ascii_strtoull(part, &end, 10);
    guint64 last = first;

    if (end == part)
        return FALSE;
    if (*end == '-') {
        part = end + 1;
        last = g_ascii_strtoull(part, &end, 10);
        if (end == part)
            return FALSE;
    }
    if (*end || last < first || last >= n)
        return FALSE;
    for (guint64 i = first; i <= last; i++)
        libxl_bitmap_set(map, (int)i);
    return TRUE;
}

gboolean
yado_xl_bitmap_parse(const char *text, guint n, libxl_bitmap *map)
{
    g_auto(GStrv) parts = g_strsplit(text, ",", -1);

    libxl_bitmap_set_none(map);
    if (strcmp(text, "all") == 0) {
        for (guint i = 0; i < n; i++)
            libxl_bitmap_set(map, (int)i);
        return TRUE;
    }
    for (guint i = 0; parts[i]; i++)
        if (!set_range(parts[i], n, map))
            return FALSE;
    return TRUE;
}
