/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Medians, the table, and reading what a process used. */
#include "config.h"

#include "yado-bench.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

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

void
yado_bench_samples_free(YadoBenchSamples *self)
{
    g_array_unref(self->values);
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
        end = g_strdup_printf("<=%g%s %s", goal, absolute ? "" : "x",
                              unmet   ? "MISSED"
                              : known ? "ok"
                                      : "unknown");
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

/* The scheduler's own counter of each thread: exact, where utime and stime come in ticks of 10 ms. */
guint64
yado_bench_read_cpu(GPid pid)
{
    g_autofree char *folder = g_strdup_printf("/proc/%d/task", pid);
    g_autoptr(GDir) dir = g_dir_open(folder, 0, NULL);
    guint64 sum = 0;
    const char *name;
    while (dir && (name = g_dir_read_name(dir))) {
        g_autofree char *path = g_build_filename(folder, name, "schedstat", NULL);
        g_autofree char *text = NULL;
        if (g_file_get_contents(path, &text, NULL, NULL))
            sum += g_ascii_strtoull(text, NULL, 10);
    }
    return sum;
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
