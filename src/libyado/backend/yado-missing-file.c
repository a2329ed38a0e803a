/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "backend/yado-missing-file.h"

#include <errno.h>
#include <glib/gi18n-lib.h>

/* "Cannot access storage file '/x' (as uid:107, gid:107): ENOENT" of libvirt and QEMU; "failed to stat: /x: ENOENT" of libxl. */
static const char *const patterns[] = {
    "backing file '(/[^'\n]+)'.*",
    "'(/[^'\n]+)'[^'\n]*",
    "failed to (?:stat|open)[a-z ]*: (/[^:\n]+)",
};

/* What stands behind them.  libvirt puts the system's own, translated words into its messages. */
static char *
dup_end(void)
{
    g_autofree char *own = g_regex_escape_string(g_strerror(ENOENT), -1);

    return g_strconcat(": (?:No such file or directory|", own, ")", NULL);
}

char *
yado_missing_file_find(const char *said)
{
    g_autofree char *end = dup_end();

    for (guint i = 0; said && i < G_N_ELEMENTS(patterns); i++) {
        g_autofree char *pattern = g_strconcat(patterns[i], end, NULL);
        g_autoptr(GRegex) regex = g_regex_new(pattern, G_REGEX_RAW, 0, NULL);
        g_autoptr(GMatchInfo) match = NULL;

        if (g_regex_match(regex, said, 0, &match))
            return g_match_info_fetch(match, 1);
    }
    return NULL;
}

char *
yado_missing_file_dup_hint(const char *said)
{
    g_autofree char *path = yado_missing_file_find(said);

    if (!path)
        return NULL;
    return g_strdup_printf(_("The host has no “%s”: put it back there, or correct the path."),
                           path);
}
