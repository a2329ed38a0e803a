/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * yado-units.h: sizes, rates, times and shares, printed and parsed the same everywhere.
 *
 * Sizes are bytes in guint64 and shown in binary units (KiB, MiB, GiB, TiB) with at most one decimal.
 * Every formatter returns a new string (transfer full).
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* "384 MiB", "1.5 GiB", "0 B". */
char *yado_size_format(guint64 bytes);

/* At most 5 cells, for tables: "384M", "1.5G", "12T". */
char *yado_size_format_short(guint64 bytes);

/* Exact: the largest binary unit that divides @bytes without a rest ("1536 MiB"); what yado_size_parse()
 * reads back to the same number.  For entry fields. */
char *yado_size_format_exact(guint64 bytes);

/* Reads "2GiB", "2 GiB", "2G", "2g" (all binary), "2GB" (decimal), "1.5GiB", "512" (a plain number: in
 * @plain_unit bytes, e.g. 1024 * 1024).  Errors: YADO_ERROR_INVALID, with the text named.  *@bytes is
 * untouched on failure. */
gboolean yado_size_parse(const char *text, guint64 plain_unit, guint64 *bytes, GError **error);

/* Bytes per second, short: "0", "812B", "1.2M"; the unit "/s" is in the column's title. */
char *yado_rate_format_short(double bytes_per_second);
/* "1.2 MiB/s". */
char *yado_rate_format(double bytes_per_second);

/* A share of one as per cent: 0.08 -> "8.0%", 0.714 -> "71.4%"; NAN -> "-". */
char *yado_percent_format(double share);

/* "3 d 4 h", "4 h 12 min", "12 min", "40 s": the two largest units. @seconds < 0 -> "-". */
char *yado_duration_format(gint64 seconds);

/* Local date and time of a unix time in seconds, as the locale writes it. */
char *yado_time_format(gint64 unix_seconds);

G_END_DECLS
