/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Medians, the table, and reading what a process used. */
#include "config.h"

#include "yado-bench.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

static guint missed;

struct _YadoBenchSamples {
    GArray *values;
};

/* ---- samples ---- */

YadoBenchSamples *
yado_bench_samples_new(void)
{
    YadoBenchSamples *self = g_new0(YadoBenchSamples, 1);
    self->values = g_array_new(FALSE, FALSE, sizeof(double));
    return self;
}

void
yado_bench_samples_add(YadoBenchSamples *self, double value)
{
    g_array_append_val(self->values, value);
}

static int
compare_values(gconstpointer a, gconstpointer b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

YadoBenchFigure
yado_bench_samples_get(YadoBenchSamples *self)
{
    guint n = self->values->len;
    if (n == 0)
        return (YadoBenchFigure){ 0 };
    g_array_sort(self->values, compare_values);
    const double *v = (const double *)(gpointer)self->values->data;
    double median = n % 2 ? v[n / 2] : (v[n / 2 - 1] + v[n / 2]) / 2;
    return (YadoBenchFigure){ median, v[0], v[n - 1], n };
}

YadoBenchFigure
yado_bench_make_figure(double value)
{
    return (YadoBenchFigure){ value, value, value, 1 };
}

void
yado_bench_samples_free(YadoBenchSamples *self)
{
    g_array_unref(self->values);
    g_free(self);
}

/* ---- figures ---- */

struct _YadoBenchFigures {
    GPtrArray *samples;
};

YadoBenchFigures *
yado_bench_figures_new(guint n)
{
    YadoBenchFigures *self = g_new0(YadoBenchFigures, 1);
    self->samples = g_ptr_array_new_with_free_func((GDestroyNotify)yado_bench_samples_free);
    for (guint i = 0; i < n; i++)
        g_ptr_array_add(self->samples, yado_bench_samples_new());
    return self;
}

void
yado_bench_figures_add(YadoBenchFigures *self, guint figure, double value)
{
    yado_bench_samples_add(self->samples->pdata[figure], value);
}

YadoBenchFigure
yado_bench_figures_get(YadoBenchFigures *self, guint figure)
{
    return yado_bench_samples_get(self->samples->pdata[figure]);
}

YadoBenchFigure
yado_bench_figures_get_worst(YadoBenchFigures *self, guint figure)
{
    YadoBenchFigure result = yado_bench_figures_get(self, figure);
    return result.n ? yado_bench_make_figure(result.most) : result;
}

void
yado_bench_figures_free(YadoBenchFigures *self)
{
    g_ptr_array_unref(self->samples);
    g_free(self);
}

/* ---- the table ---- */

void
yado_bench_say(const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    vprintf(format, arguments);
    va_end(arguments);
    fflush(stdout);
}

void
yado_bench_print_heading(const char *title, const char *peer)
{
    yado_bench_say("\n%s (peer: %s; medians, [least-most])\n", title, peer);
    yado_bench_say("%-44s %-26s %-26s %7s %7s\n", "", "ours", "peer", "ratio", "goal");
}

static char *
print_figure(YadoBenchFigure figure, const char *unit)
{
    if (figure.n == 0)
        return g_strdup("not measured");
    if (figure.n == 1)
        return g_strdup_printf("%.4g %s", figure.median, unit);
    return g_strdup_printf("%.4g [%.4g-%.4g] %s", figure.median, figure.least, figure.most, unit);
}

static double floor_ratio;

void
yado_bench_set_floor(YadoBenchFigure bare, YadoBenchFigure peer)
{
    floor_ratio = bare.n && peer.n && peer.median > 0 ? bare.median / peer.median : 0;
}

/* "<=0.1x MISSED, and so would a bare client: 0.14x" */
static char *
print_verdict(double goal, gboolean absolute, gboolean known, gboolean unmet)
{
    const char *verdict = unmet ? "MISSED" : known ? "ok" : "unknown";
    if (unmet && !absolute && floor_ratio > goal)
        return g_strdup_printf("<=%gx %s, as by a bare client: %.3fx", goal, verdict, floor_ratio);
    return g_strdup_printf("<=%g%s %s", goal, absolute ? "" : "x", verdict);
}

void
yado_bench_report(const char *what, const char *unit, YadoBenchFigure ours, YadoBenchFigure peer,
                  double goal, gboolean absolute)
{
    gboolean has_ratio = ours.n && peer.n && peer.median > 0;
    double ratio = has_ratio ? ours.median / peer.median : 0;
    g_autofree char *left = print_figure(ours, unit);
    g_autofree char *right =
        peer.n ? print_figure(peer, unit) : g_strdup(absolute ? "-" : "missing");
    g_autofree char *middle = has_ratio ? g_strdup_printf("%.3fx", ratio) : g_strdup("-");
    g_autofree char *end = NULL;
    gboolean known = ours.n && (absolute || has_ratio);
    gboolean unmet = goal > 0 && (!ours.n || (known && (absolute ? ours.median : ratio) > goal));
    if (goal > 0)
        end = print_verdict(goal, absolute, known, unmet);
    yado_bench_set_floor((YadoBenchFigure){ 0 }, (YadoBenchFigure){ 0 });
    yado_bench_say("%-44s %-26s %-26s %7s  %s\n", what, left, right, middle, end ? end : "");
    missed += unmet;
}

guint
yado_bench_get_missed(void)
{
    return missed;
}

/* ---- processes ---- */

char *
yado_bench_find_peer(const char *name, const char *variable)
{
    const char *given = g_getenv(variable);
    if (given && *given)
        return g_file_test(given, G_FILE_TEST_IS_EXECUTABLE) ? g_strdup(given) : NULL;
    return yado_test_find_program(name);
}

char *
yado_bench_find_ours(const char *name)
{
    g_autofree char *hidden = g_strconcat(".libs/", name, NULL);
    g_autofree char *path = yado_test_build_path(hidden);
    if (g_file_test(path, G_FILE_TEST_EXISTS))
        return g_steal_pointer(&path);
    return yado_test_build_path(name);
}

guint
yado_bench_get_runs(void)
{
    const char *text = g_getenv("BENCH_RUNS");
    guint runs = text ? atoi(text) : 0;
    return runs ? runs : 5;
}

double
yado_bench_get_time(void)
{
    return g_get_monotonic_time() / 1e6;
}

YadoBenchRun
yado_bench_run(const char *const *argv)
{
    g_autofree char *helper = yado_test_build_path("tests/bench/yado-bench-exec");
    g_autoptr(GPtrArray) all = g_ptr_array_new();
    g_autofree char *output = NULL;
    YadoBenchRun run = { 0 };
    g_ptr_array_add(all, helper);
    for (guint i = 0; argv[i]; i++)
        g_ptr_array_add(all, (gpointer)argv[i]);
    g_ptr_array_add(all, NULL);
    g_assert_cmpint(yado_test_run((const char *const *)all->pdata, &output), ==, 0);
    g_assert_cmpint(sscanf(output, "%lf %lf %lf %d", &run.wall, &run.cpu, &run.peak, &run.status),
                    ==, 4);
    run.wall /= 1e6;
    run.cpu /= 1e6;
    run.peak /= 1024;
    return run;
}

/* The process's own clock: exact, and threads that have ended are in it. */
guint64
yado_bench_read_cpu(GPid pid)
{
    struct timespec used;
    clockid_t clock;
    if (clock_getcpuclockid(pid, &clock) != 0 || clock_gettime(clock, &used) != 0)
        return 0;
    return used.tv_sec * G_GUINT64_CONSTANT(1000000000) + used.tv_nsec;
}

guint64
yado_bench_read_pss(GPid pid)
{
    g_autofree char *path = g_strdup_printf("/proc/%d/smaps_rollup", pid);
    g_autofree char *text = NULL;
    const char *line = NULL;
    if (g_file_get_contents(path, &text, NULL, NULL))
        line = strstr(text, "\nPss:");
    return line ? g_ascii_strtoull(line + 5, NULL, 10) : 0;
}
