/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* How soon the desktop manager has a page or a form there; measured within it, by yado-bench-inside. */
#include "config.h"

#include "yado-bench-display.h"

#include <stdlib.h>
#include <string.h>

/* GROUP<Tab>NAME of the lines that yado-bench-inside prints -> samples. */
typedef GHashTable Figures;

static Figures *
figures_new(void)
{
    return g_hash_table_new_full(g_str_hash, g_str_equal, g_free,
                                 (GDestroyNotify)yado_bench_samples_free);
}

static void
add_line(Figures *self, const char *line)
{
    const char *value = strrchr(line, '\t');
    g_autofree char *key = value ? g_strndup(line, value - line) : NULL;
    YadoBenchSamples *samples;

    if (!key)
        return;
    samples = g_hash_table_lookup(self, key);
    if (!samples) {
        samples = yado_bench_samples_new();
        g_hash_table_insert(self, g_strdup(key), samples);
    }
    yado_bench_samples_add(samples, g_ascii_strtod(value + 1, NULL));
}

static void
run_inside(Figures *figures, const char *uri, const char *part)
{
    g_autofree char *program = yado_bench_find_ours("tests/bench/yado-bench-inside");
    g_autofree char *runs = g_strdup_printf("%u", yado_bench_get_runs());
    g_autofree char *output = NULL;
    const char *const argv[] = { program, uri, part, runs, NULL };

    if (yado_test_run(argv, &output) != 0)
        yado_bench_say("%s did not end well: %s\n", part, output);
    g_auto(GStrv) lines = g_strsplit(output, "\n", -1);
    for (guint i = 0; lines[i]; i++)
        add_line(figures, lines[i]);
}

static void
report_one(Figures *figures, const char *key, const char *what, double goal)
{
    YadoBenchSamples *samples = g_hash_table_lookup(figures, key);

    yado_bench_report(what, "ms",
                      samples ? yado_bench_samples_get(samples) : (YadoBenchFigure){ 0 },
                      (YadoBenchFigure){ 0 }, goal, TRUE);
}

/* The medians of a group: the middle one of them, and the worst with its name. */
static void
report_group(Figures *figures, const char *group, const char *what)
{
    g_autoptr(YadoBenchSamples) medians = yado_bench_samples_new();
    g_autofree char *start = g_strconcat(group, "\t", NULL);
    g_autofree char *worst_name = NULL;
    YadoBenchFigure worst = { 0 };
    GHashTableIter iter;
    gpointer key, samples;

    g_hash_table_iter_init(&iter, figures);
    while (g_hash_table_iter_next(&iter, &key, &samples)) {
        YadoBenchFigure figure = yado_bench_samples_get(samples);
        if (!g_str_has_prefix(key, start))
            continue;
        yado_bench_samples_add(medians, figure.median);
        if (!worst.n || figure.median > worst.median) {
            worst = figure;
            worst_name = (g_free(worst_name),
                          g_strdup_printf("%s, slowest: %s", what, (char *)key + strlen(start)));
        }
    }
    yado_bench_report(what, "ms", yado_bench_samples_get(medians), (YadoBenchFigure){ 0 }, 0, TRUE);
    yado_bench_report(worst_name ? worst_name : what, "ms", worst, (YadoBenchFigure){ 0 }, 100,
                      TRUE);
}

void
yado_bench_pages(const char *uri)
{
    g_autoptr(YadoBenchDisplay) display = yado_bench_display_new();
    g_autoptr(GHashTable) figures = figures_new();

    if (!display) {
        yado_bench_say("There is no Xvfb here.\n");
        return;
    }
    run_inside(figures, uri, "guest");
    for (guint i = 0; i < yado_bench_get_runs(); i++) {
        run_inside(figures, uri, "wizard");
        run_inside(figures, uri, "volumes");
    }
    yado_bench_print_heading("Pages on the desktop, a guest of 200 disks", "none");
    report_one(figures, "open\tguest", "opening the guest, its configuration read", 100);
    report_one(figures, "open\twhole list", "the same, with the pages that cannot be seen yet", 0);
    report_one(figures, "stall\twhile a guest is opened", "longest stall until then", 50);
    report_group(figures, "page", "a page of it");
    report_group(figures, "form", "a form");
    report_one(figures, "wizard\tfirst step", "the wizard's first step", 150);
    report_one(figures, "volumes\tlisted", "10,000 volumes are there", 0);
    report_one(figures, "stall\twhile they are listed", "longest stall while they come", 50);
    report_one(figures, "stall\twhile they are scrolled", "longest stall while scrolling", 50);
    report_one(figures, "stall\twhile they are filtered", "longest stall while filtering", 50);
}
