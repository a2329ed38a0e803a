/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "present/yado-range.h"

#include <math.h>
#include <string.h>

#include <glib/gi18n-lib.h>

#include "base/yado-error.h"

/* The whole of @text as a number; @fallback when it is empty. */
static gboolean
read_number(const char *text, double fallback, double *number)
{
    char *end = NULL;

    *number = fallback;
    if (*text == '\0')
        return TRUE;
    *number = g_ascii_strtod(text, &end);
    return *end == '\0' && end != text && isfinite(*number);
}

static gboolean
read_ends(const char *text, YadoRange *range)
{
    const char *colon = strchr(text, ':');
    g_autofree char *start = colon ? g_strndup(text, colon - text) : g_strdup("");
    const char *end = colon ? colon + 1 : text;

    if (*text == '\0' || strcmp(text, ":") == 0 || !read_number(end, INFINITY, &range->end))
        return FALSE;
    if (strcmp(start, "~") == 0)
        range->start = -INFINITY;
    else if (!read_number(start, 0, &range->start))
        return FALSE;
    return range->start <= range->end;
}

gboolean
yado_range_parse(const char *text, YadoRange *range, GError **error)
{
    YadoRange read = { .is_set = TRUE, .is_inverted = *text == '@' };

    if (!read_ends(text + read.is_inverted, &read))
        return yado_error_set(error, YADO_ERROR_INVALID, NULL,
                              _("Write 10 for up to 10, 10: for at least 10, 10:20 for between "
                                "them, @10:20 for outside."),
                              _("“%s” is no range."), text);
    *range = read;
    return TRUE;
}

gboolean
yado_range_alerts(const YadoRange *range, double value)
{
    gboolean is_inside = value >= range->start && value <= range->end;

    return range->is_set && !isnan(value) && is_inside == range->is_inverted;
}

static void
append_number(GString *text, double number)
{
    char buffer[G_ASCII_DTOSTR_BUF_SIZE];

    g_string_append(text, g_ascii_formatd(buffer, sizeof(buffer), "%.10g", number));
}

char *
yado_range_format(const YadoRange *range)
{
    GString *text = g_string_new(range->is_set && range->is_inverted ? "@" : "");

    if (range->is_set && isinf(range->start))
        g_string_append(text, "~:");
    else if (range->is_set && (range->start != 0 || isinf(range->end))) {
        append_number(text, range->start);
        g_string_append_c(text, ':');
    }
    if (range->is_set && !isinf(range->end))
        append_number(text, range->end);
    return g_string_free(text, FALSE);
}

gboolean
yado_thresholds_parse(const char *text, YadoThresholds *thresholds, GError **error)
{
    g_auto(GStrv) parts = g_strsplit(text, ",", 2);
    const char *warning = parts[0] ? parts[0] : "";
    const char *critical = parts[0] && parts[1] ? parts[1] : "";
    YadoThresholds read = { 0 };

    if ((*warning != '\0' || *critical == '\0') && !yado_range_parse(warning, &read.warning, error))
        return FALSE;
    if (*critical != '\0' && !yado_range_parse(critical, &read.critical, error))
        return FALSE;
    *thresholds = read;
    return TRUE;
}

gboolean
yado_thresholds_are_set(const YadoThresholds *thresholds)
{
    return thresholds->warning.is_set || thresholds->critical.is_set;
}
