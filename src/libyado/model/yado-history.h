/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * yado-history.h: the last hour (and more) of a few numbers at falling resolution.
 *
 * Three rings: every sample of the last 2 minutes, means of 15 s for the last half hour, means of 60 s for the last two hours.
 * A gap (paused, not sampled) is NAN.  About 6 KiB for each history of four series.
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef enum {
    YADO_SERIES_CPU,     /* share of the guest's own vCPUs in [0, 1]; host: of all CPUs */
    YADO_SERIES_MEMORY,  /* share of its maximum in [0, 1] */
    YADO_SERIES_DISK,    /* bytes per second, read and written */
    YADO_SERIES_NETWORK, /* bytes per second, received and sent */
    YADO_N_SERIES
} YadoSeries;

typedef struct _YadoHistory YadoHistory;

YadoHistory *yado_history_new(void);
void yado_history_free(YadoHistory *history);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(YadoHistory, yado_history_free)

/* @when in monotonic microseconds, growing; @values has YADO_N_SERIES entries, NAN for unknown. */
void yado_history_add(YadoHistory *history, gint64 when, const float values[YADO_N_SERIES]);

/* Newest value, NAN when there is none. */
double yado_history_get_last(const YadoHistory *history, YadoSeries series);

/* Fills @values (oldest first) with @n_values means over the last @span seconds before @now; gaps are NAN. */
void yado_history_read(const YadoHistory *history, YadoSeries series, gint64 now, double span,
                       double *values, int n_values);

G_END_DECLS
