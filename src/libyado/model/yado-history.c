/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "model/yado-history.h"

#include <math.h>
#include <string.h>

#define N_RECENT 120
#define N_SLOTS 120
/* How long a value counts when nothing newer came: a bit more than two ticks. */
#define RECENT_HOLD (5 * G_TIME_SPAN_SECOND)

typedef struct {
    gint64 when;
    float values[YADO_N_SERIES];
} Point;

/* Means over slots of a fixed length; slot N covers [N, N + 1) * length since boot.  Slots without a sample are NAN. */
typedef struct {
    gint64 length;                 /* microseconds */
    gint64 newest;                 /* number of the newest finished slot, -1: none */
    float (*means)[YADO_N_SERIES]; /* ring: slot % N_SLOTS; NULL until one is finished */
    gint64 current;                /* the slot that is being filled, -1: none */
    float sums[YADO_N_SERIES];
    guint16 counts[YADO_N_SERIES];
} Slots;

struct _YadoHistory {
    Point *recent; /* ring; oldest at `first` */
    guint first, n;
    Slots middle, coarse;
};

static void
init_slots(Slots *slots, int seconds)
{
    slots->length = seconds * G_TIME_SPAN_SECOND;
    slots->newest = -1;
    slots->current = -1;
}

static void
clear_mean(float mean[YADO_N_SERIES])
{
    for (int i = 0; i < YADO_N_SERIES; i++)
        mean[i] = NAN;
}

static void
finish_slot(Slots *slots)
{
    float *mean;

    if (!slots->means) {
        slots->means = g_malloc(N_SLOTS * sizeof(*slots->means));
        for (int i = 0; i < N_SLOTS; i++)
            clear_mean(slots->means[i]);
    }
    /* Slots that were skipped hold nothing. */
    if (slots->newest >= 0)
        for (gint64 i = MAX(slots->newest + 1, slots->current - N_SLOTS); i < slots->current; i++)
            clear_mean(slots->means[i % N_SLOTS]);
    mean = slots->means[slots->current % N_SLOTS];
    for (int i = 0; i < YADO_N_SERIES; i++)
        mean[i] = slots->counts[i] ? slots->sums[i] / slots->counts[i] : NAN;
    slots->newest = slots->current;
    memset(slots->sums, 0, sizeof(slots->sums));
    memset(slots->counts, 0, sizeof(slots->counts));
}

static void
add_to_slots(Slots *slots, gint64 when, const float values[YADO_N_SERIES])
{
    gint64 slot = when / slots->length;

    if (slots->current >= 0 && slot != slots->current)
        finish_slot(slots);
    slots->current = slot;
    for (int i = 0; i < YADO_N_SERIES; i++)
        if (!isnan(values[i])) {
            slots->sums[i] += values[i];
            slots->counts[i]++;
        }
}

static const Point *
get_recent(const YadoHistory *history, guint i)
{
    return &history->recent[(history->first + i) % N_RECENT];
}

/* Mean of the recent samples in (from, to]; without one, the newest before it that still counts. */
static double
read_recent(const YadoHistory *history, YadoSeries series, gint64 from, gint64 to)
{
    double sum = 0;
    guint n = 0;

    for (guint i = history->n; i > 0; i--) {
        const Point *point = get_recent(history, i - 1);

        if (point->when > to)
            continue;
        if (point->when <= from && n > 0)
            break;
        if (point->when <= from)
            return to - point->when <= RECENT_HOLD ? point->values[series] : NAN;
        if (!isnan(point->values[series])) {
            sum += point->values[series];
            n++;
        } else if (n == 0) {
            return NAN;
        }
    }
    return n > 0 ? sum / n : NAN;
}

static double
get_slot(const Slots *slots, YadoSeries series, gint64 slot)
{
    if (slot == slots->current)
        return slots->counts[series] ? slots->sums[series] / slots->counts[series] : NAN;
    if (!slots->means || slot > slots->newest || slot <= slots->newest - N_SLOTS)
        return NAN;
    return slots->means[slot % N_SLOTS][series];
}

static double
read_slots(const Slots *slots, YadoSeries series, gint64 from, gint64 to)
{
    gint64 first = from / slots->length;
    gint64 last = (to - 1) / slots->length;
    double sum = 0;
    guint n = 0;

    for (gint64 slot = MAX(first, last - N_SLOTS); slot <= last; slot++) {
        double value = get_slot(slots, series, slot);

        if (isnan(value))
            continue;
        sum += value;
        n++;
    }
    return n > 0 ? sum / n : NAN;
}

YadoHistory *
yado_history_new(void)
{
    YadoHistory *history = g_new0(YadoHistory, 1);

    history->recent = g_new(Point, N_RECENT);
    init_slots(&history->middle, 15);
    init_slots(&history->coarse, 60);
    return history;
}

void
yado_history_free(YadoHistory *history)
{
    if (!history)
        return;
    g_free(history->recent);
    g_free(history->middle.means);
    g_free(history->coarse.means);
    g_free(history);
}

void
yado_history_add(YadoHistory *history, gint64 when, const float values[YADO_N_SERIES])
{
    Point *point;

    g_return_if_fail(history != NULL);
    point = &history->recent[(history->first + history->n) % N_RECENT];
    if (history->n < N_RECENT)
        history->n++;
    else
        history->first = (history->first + 1) % N_RECENT;
    point->when = when;
    memcpy(point->values, values, sizeof(point->values));
    add_to_slots(&history->middle, when, values);
    add_to_slots(&history->coarse, when, values);
}

double
yado_history_get_last(const YadoHistory *history, YadoSeries series)
{
    g_return_val_if_fail(history != NULL, NAN);
    return history->n > 0 ? get_recent(history, history->n - 1)->values[series] : NAN;
}

void
yado_history_read(const YadoHistory *history, YadoSeries series, gint64 now, double span,
                  double *values, int n_values)
{
    gint64 start = now - (gint64)(span * G_TIME_SPAN_SECOND);
    gint64 oldest, middle_oldest;

    g_return_if_fail(history != NULL && n_values > 0);
    oldest = history->n > 0 ? get_recent(history, 0)->when : G_MAXINT64;
    middle_oldest = now - (N_SLOTS - 1) * history->middle.length;
    for (int i = 0; i < n_values; i++) {
        gint64 from = start + (now - start) * i / n_values;
        gint64 to = start + (now - start) * (i + 1) / n_values;

        /* The finest ring that reaches back so far; before a full ring there is nothing older. */
        if (from >= oldest || history->n < N_RECENT)
            values[i] = read_recent(history, series, from, to);
        else if (from >= middle_oldest)
            values[i] = read_slots(&history->middle, series, from, to);
        else
            values[i] = read_slots(&history->coarse, series, from, to);
    }
}
