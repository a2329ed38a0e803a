/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "base/yado-units.h"

#include <glib/gi18n-lib.h>
#include <locale.h>
#include <math.h>
#include <string.h>

#include "base/yado-error.h"

static const char *const binary_units[] = { "B", "KiB", "MiB", "GiB", "TiB", "PiB", "EiB" };
static const char short_units[] = "BKMGTPE";

/* "1.5", "12", "384": one decimal below a hundred, and "2", never "2.0". */
static char *
format_number(double value)
{
    if (value >= 99.95 || fabs(value - round(value)) < 0.05)
        return g_strdup_printf("%.0f", value);
    return g_strdup_printf("%.1f", value);
}

/* Scales down by 1024 until less than @limit is left; the rounded figure decides, so that 1023.99 KiB is 1 MiB. */
static guint
scale_down(double *value, double limit)
{
    guint unit = 0;

    while (unit + 1 < G_N_ELEMENTS(binary_units) && round(*value) >= limit) {
        *value /= 1024;
        unit++;
    }
    return unit;
}

static char *
format_binary(double bytes)
{
    double value = bytes;
    guint unit = scale_down(&value, 1024);
    g_autofree char *number = format_number(value);

    return g_strdup_printf("%s %s", number, binary_units[unit]);
}

static char *
format_binary_short(double bytes)
{
    double value = bytes;
    guint unit = scale_down(&value, 1000);

    if (value < 9.95 && unit > 0 && fabs(value - round(value)) >= 0.05)
        return g_strdup_printf("%.1f%c", value, short_units[unit]);
    return g_strdup_printf("%.0f%c", value, short_units[unit]);
}

char *
yado_size_format(guint64 bytes)
{
    return format_binary((double)bytes);
}

char *
yado_size_format_short(guint64 bytes)
{
    return bytes == 0 ? g_strdup("0") : format_binary_short((double)bytes);
}

char *
yado_size_format_exact(guint64 bytes)
{
    guint unit = 0;

    while (bytes != 0 && bytes % 1024 == 0 && unit + 1 < G_N_ELEMENTS(binary_units)) {
        bytes /= 1024;
        unit++;
    }
    return g_strdup_printf("%" G_GUINT64_FORMAT " %s", bytes, binary_units[unit]);
}

/* "KiB", "K", "k" -> 1024; "kB" -> 1000; "" -> @plain_unit; 0: no unit we know. */
static guint64
find_factor(const char *unit, guint64 plain_unit)
{
    guint64 base = 1024;
    guint64 factor = 1;

    if (*unit == '\0')
        return plain_unit;
    if (g_ascii_strcasecmp(unit, "B") == 0 || g_ascii_strcasecmp(unit, "bytes") == 0)
        return 1;

    const char *found = strchr(short_units, g_ascii_toupper(*unit));
    if (found == NULL || found == short_units)
        return 0;
    if (g_ascii_strcasecmp(unit + 1, "B") == 0)
        base = 1000;
    else if (unit[1] != '\0' && g_ascii_strcasecmp(unit + 1, "iB") != 0)
        return 0;
    for (const char *step = short_units; step < found; step++)
        factor *= base;
    return factor;
}

static gboolean
is_decimal_mark(const char *text)
{
    if (*text == '.')
        return TRUE;
    const char *mark = localeconv()->decimal_point;
    return mark[0] != '\0' && mark[1] == '\0' && *text == mark[0];
}

/* Nine digits are more than a GiB has bytes; what is behind them is below one byte for every unit that matters. */
static guint64
read_fraction(const char **text, guint64 factor, gboolean *ok)
{
    guint64 digits = 0;
    guint64 scale = 1;
    const char *at = *text;

    for (; g_ascii_isdigit(*at); at++) {
        if (scale < G_GUINT64_CONSTANT(1000000000)) {
            digits = digits * 10 + (guint)(*at - '0');
            scale *= 10;
        }
    }
    *ok = at != *text;
    *text = at;
    return (guint64)llroundl((long double)digits * factor / scale);
}

static const char *
skip_blanks(const char *text)
{
    while (g_ascii_isspace(*text))
        text++;
    return text;
}

static gboolean
read_size(const char *text, guint64 plain_unit, guint64 *bytes)
{
    const char *at = skip_blanks(text);
    guint64 whole, result;
    char *end = NULL;

    if (!g_ascii_isdigit(*at))
        return FALSE;
    /* ERANGE shows as G_MAXUINT64, which no size reaches. */
    whole = g_ascii_strtoull(at, &end, 10);
    if (whole == G_MAXUINT64 && strncmp(at, "18446744073709551615", 20) != 0)
        return FALSE;

    const char *fraction = is_decimal_mark(end) ? end + 1 : NULL;
    const char *unit = fraction != NULL ? fraction + strspn(fraction, "0123456789") : end;
    g_autofree char *unit_name = g_strstrip(g_strdup(unit));
    guint64 factor = find_factor(unit_name, plain_unit);

    if (factor == 0 || !g_uint64_checked_mul(&result, whole, factor))
        return FALSE;
    if (fraction != NULL) {
        gboolean ok;
        guint64 part = read_fraction(&fraction, factor, &ok);
        if (!ok || !g_uint64_checked_add(&result, result, part))
            return FALSE;
    }
    *bytes = result;
    return TRUE;
}

gboolean
yado_size_parse(const char *text, guint64 plain_unit, guint64 *bytes, GError **error)
{
    g_return_val_if_fail(text != NULL, FALSE);
    g_return_val_if_fail(bytes != NULL, FALSE);

    if (read_size(text, plain_unit, bytes))
        return TRUE;
    return yado_error_set(error, YADO_ERROR_INVALID, NULL,
                          _("Write a number and a unit, for example 512 MiB or 1.5 GiB."),
                          _("“%s” is not a size."), text);
}

char *
yado_rate_format_short(double bytes_per_second)
{
    if (!isfinite(bytes_per_second) || bytes_per_second < 0.5)
        return g_strdup("0");
    return format_binary_short(bytes_per_second);
}

char *
yado_rate_format(double bytes_per_second)
{
    g_autofree char *size = NULL;

    if (!isfinite(bytes_per_second) || bytes_per_second < 0)
        bytes_per_second = 0;
    size = format_binary(bytes_per_second);
    return g_strdup_printf("%s/s", size);
}

char *
yado_percent_format(double share)
{
    if (!isfinite(share))
        return g_strdup("-");
    return g_strdup_printf("%.1f%%", share * 100);
}

char *
yado_duration_format(gint64 seconds)
{
    if (seconds < 0)
        return g_strdup("-");
    int days = (int)MIN(seconds / 86400, G_MAXINT);
    int hours = (int)(seconds / 3600 % 24);
    int minutes = (int)(seconds / 60 % 60);

    if (days > 0 && hours > 0)
        return g_strdup_printf(_("%d d %d h"), days, hours);
    if (days > 0)
        return g_strdup_printf(_("%d d"), days);
    if (hours > 0 && minutes > 0)
        return g_strdup_printf(_("%d h %d min"), hours, minutes);
    if (hours > 0)
        return g_strdup_printf(_("%d h"), hours);
    if (minutes > 0)
        return g_strdup_printf(_("%d min"), minutes);
    return g_strdup_printf(_("%d s"), (int)seconds);
}

char *
yado_time_format(gint64 unix_seconds)
{
    g_autoptr(GDateTime) time = g_date_time_new_from_unix_local(unix_seconds);
    char *text = time != NULL ? g_date_time_format(time, "%x %X") : NULL;

    return text != NULL ? text : g_strdup("-");
}
