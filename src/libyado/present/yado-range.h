/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * yado-range.h: what a number may be, in the words of the Monitoring Plugins' guidelines.
 *
 *     10       alert below 0 and above 10        10:20    alert below 10 and above 20
 *     10:      alert below 10                    @10:20   alert from 10 to 20
 *     ~:10     alert above 10
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct {
    gboolean is_set;
    gboolean is_inverted; /* alerts inside, its ends included */
    double start, end;    /* may be infinite */
} YadoRange;

/* INVALID names the text; *@range is untouched then. */
gboolean yado_range_parse(const char *text, YadoRange *range, GError **error);
/* FALSE when it is not set, or @value is NAN. */
gboolean yado_range_alerts(const YadoRange *range, double value);
/* As it is written in performance data; "" when it is not set. (transfer full) */
char *yado_range_format(const YadoRange *range);

typedef struct {
    YadoRange warning, critical;
} YadoThresholds;

/* "80,90": one for the warning, one for what is critical; either may be left out ("80", ",90"). */
gboolean yado_thresholds_parse(const char *text, YadoThresholds *thresholds, GError **error);
gboolean yado_thresholds_are_set(const YadoThresholds *thresholds);

G_END_DECLS
