/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* An hour of samples, read back at several resolutions. */
#include "config.h"

#include <math.h>

#include "model/yado-history.h"

#define SECOND G_TIME_SPAN_SECOND
#define START (G_GINT64_CONSTANT(100000) * SECOND)

static void
add(YadoHistory *history, int second, double cpu)
{
    float values[YADO_N_SERIES] = { cpu, NAN, second, 0 };

    yado_history_add(history, START + second * SECOND, values);
}

static void
test_empty(void)
{
    g_autoptr(YadoHistory) history = yado_history_new();
    double values[5];

    g_assert_true(isnan(yado_history_get_last(history, YADO_SERIES_CPU)));
    yado_history_read(history, YADO_SERIES_CPU, START, 60, values, 5);
    for (int i = 0; i < 5; i++)
        g_assert_true(isnan(values[i]));
}

static void
test_recent(void)
{
    g_autoptr(YadoHistory) history = yado_history_new();
    double values[10];

    for (int i = 1; i <= 10; i++)
        add(history, i, i / 10.0);
    g_assert_cmpfloat_with_epsilon(yado_history_get_last(history, YADO_SERIES_CPU), 1.0, 1e-6);
    g_assert_true(isnan(yado_history_get_last(history, YADO_SERIES_MEMORY)));
    yado_history_read(history, YADO_SERIES_CPU, START + 10 * SECOND, 10, values, 10);
    for (int i = 0; i < 10; i++)
        g_assert_cmpfloat_with_epsilon(values[i], (i + 1) / 10.0, 1e-6);
    /* Before the first sample there is nothing. */
    yado_history_read(history, YADO_SERIES_CPU, START + 10 * SECOND, 20, values, 10);
    g_assert_true(isnan(values[0]));
    g_assert_false(isnan(values[9]));
}

/* Finer than the samples: a value holds until the next. */
static void
test_hold(void)
{
    g_autoptr(YadoHistory) history = yado_history_new();
    double values[8];

    for (int i = 0; i <= 10; i += 2)
        add(history, i, 0.5);
    yado_history_read(history, YADO_SERIES_CPU, START + 10 * SECOND, 8, values, 8);
    for (int i = 0; i < 8; i++)
        g_assert_cmpfloat_with_epsilon(values[i], 0.5, 1e-6);
}

static void
test_gap(void)
{
    g_autoptr(YadoHistory) history = yado_history_new();
    double values[30];

    add(history, 1, 0.5);
    add(history, 2, NAN);
    add(history, 30, 0.25);
    yado_history_read(history, YADO_SERIES_CPU, START + 30 * SECOND, 30, values, 30);
    g_assert_cmpfloat_with_epsilon(values[0], 0.5, 1e-6);
    for (int i = 1; i < 29; i++)
        g_assert_true(isnan(values[i]));
    g_assert_cmpfloat_with_epsilon(values[29], 0.25, 1e-6);
}

static void
test_long(void)
{
    g_autoptr(YadoHistory) history = yado_history_new();
    const int end = 2 * 3600;
    double values[60];

    for (int i = 0; i <= end; i += 2)
        add(history, i, i < end / 2 ? 0.2 : 0.8);
    /* The last hour, in minutes: all of it is the second half. */
    yado_history_read(history, YADO_SERIES_CPU, START + end * SECOND, 3000, values, 50);
    for (int i = 0; i < 50; i++)
        g_assert_cmpfloat_with_epsilon(values[i], 0.8, 0.01);
    /* Both hours, but for the minutes that have just fallen out at the far end. */
    yado_history_read(history, YADO_SERIES_CPU, START + end * SECOND, end, values, 60);
    for (int i = 1; i < 29; i++)
        g_assert_cmpfloat_with_epsilon(values[i], 0.2, 0.01);
    for (int i = 31; i < 60; i++)
        g_assert_cmpfloat_with_epsilon(values[i], 0.8, 0.01);
    /* Ten minutes come from the means of 15 s, in order. */
    yado_history_read(history, YADO_SERIES_DISK, START + end * SECOND, 600, values, 40);
    for (int i = 1; i < 40; i++)
        g_assert_cmpfloat(values[i], >, values[i - 1]);
    g_assert_cmpfloat_with_epsilon(values[39], end - 7, 10);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/model/history/empty", test_empty);
    g_test_add_func("/model/history/recent", test_recent);
    g_test_add_func("/model/history/hold", test_hold);
    g_test_add_func("/model/history/gap", test_gap);
    g_test_add_func("/model/history/long", test_long);
    return g_test_run();
}
