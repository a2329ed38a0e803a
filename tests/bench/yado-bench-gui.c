/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * The desktop manager beside virt-manager.
 *
 * "list complete": when the names' part of the picture first is what it settles to; what goes on changing there (a cursor, a clock) is left out.
 */
#include "config.h"

#include "yado-bench-display.h"

#include <signal.h>
#include <string.h>

#define QUIET 4.0  /* s at the end of the first look: what still changes then is alive */
#define WATCH 12.0 /* s of measuring the load, in each run; virt-manager asks its hosts every 3 */
#define KEYS 15
#define FRAMES 600 /* kept at most */

typedef struct {
    double time;
    guint8 *strip;
} Frame;

enum {
    WINDOW, /* ms */
    ROWS,   /* ms */
    STALL,  /* ms, the longest of a run */
    KEY,    /* ms */
    CPU,    /* s a minute, with the display */
    SERVED, /* s a minute, of the daemon */
    PSS,    /* MiB */
    N_FIGURES,
};

typedef struct {
    const char *const *argv;
    guint strip;    /* where its names begin */
    double seconds; /* of the first look */
    YadoBenchFigures *figures;
} Program;

static void
init_program(Program *self, const char *const *argv, guint strip, double seconds)
{
    *self = (Program){ .argv = argv, .strip = strip, .seconds = seconds };
    self->figures = yado_bench_figures_new(N_FIGURES);
}

static void
clear_program(Program *self)
{
    yado_bench_figures_free(self->figures);
}

static void
clear_frame(gpointer data)
{
    g_free(((Frame *)data)->strip);
}

/* Every different picture of the first @seconds. */
static GArray *
film_start(YadoBenchDisplay *display, double start, double seconds)
{
    gsize size = yado_bench_display_get_strip_size(display);
    GArray *frames = g_array_new(FALSE, FALSE, sizeof(Frame));
    g_autofree guint8 *strip = g_malloc(size);
    g_array_set_clear_func(frames, clear_frame);
    while (yado_bench_get_time() - start < seconds && frames->len < FRAMES) {
        yado_bench_display_read_strip(display, strip);
        const Frame *last = frames->len ? &g_array_index(frames, Frame, frames->len - 1) : NULL;
        if (!last || memcmp(last->strip, strip, size) != 0) {
            Frame frame = { yado_bench_get_time() - start, g_memdup2(strip, size) };
            g_array_append_val(frames, frame);
        }
        g_usleep(8000);
    }
    return frames;
}

/* 1 where the picture was at rest in the end. */
static guint8 *
find_resting_pixels(GArray *frames, gsize size, double end)
{
    guint8 *resting = g_malloc(size);
    const Frame *last = &g_array_index(frames, Frame, frames->len - 1);
    memset(resting, 1, size);
    for (guint i = 0; i + 1 < frames->len; i++) {
        /* The frame was on the screen until the next one came. */
        if (g_array_index(frames, Frame, i + 1).time < end - QUIET)
            continue;
        for (gsize k = 0; k < size; k++)
            resting[k] &= g_array_index(frames, Frame, i).strip[k] == last->strip[k];
    }
    return resting;
}

static gboolean
is_settled(const guint8 *strip, const guint8 *last, const guint8 *resting, gsize size)
{
    for (gsize k = 0; k < size; k++)
        if (resting[k] && strip[k] != last[k])
            return FALSE;
    return TRUE;
}

static void
measure_start(Program *self, YadoBenchDisplay *display, double start)
{
    double seconds = self->seconds;
    gsize size = yado_bench_display_get_strip_size(display);
    g_autoptr(GArray) frames = film_start(display, start, seconds);
    g_autofree guint8 *resting = find_resting_pixels(frames, size, seconds);
    const guint8 *last = g_array_index(frames, Frame, frames->len - 1).strip;
    if (frames->len < 2)
        return; /* nothing but the empty screen */
    yado_bench_figures_add(self->figures, WINDOW, g_array_index(frames, Frame, 1).time * 1000);
    guint i = 1;
    while (!is_settled(g_array_index(frames, Frame, i).strip, last, resting, size))
        i++; /* the last one is */
    yado_bench_figures_add(self->figures, ROWS, g_array_index(frames, Frame, i).time * 1000);
}

static void
measure_stalls(Program *self, YadoBenchDisplay *display)
{
    double start = yado_bench_get_time(), worst = 0;
    while (yado_bench_get_time() - start < WATCH) {
        worst = MAX(worst, yado_bench_display_ping(display, WATCH));
        g_usleep(50000);
    }
    yado_bench_figures_add(self->figures, STALL, worst * 1000);
}

/* Left alone: answering twenty pings a second costs more than the program does by itself. */
static void
measure_load(Program *self, YadoBenchDisplay *display, GPid pid, GPid daemon)
{
    GPid server = yado_bench_display_get_pid(display);
    guint64 before = yado_bench_read_cpu(pid) + yado_bench_read_cpu(server);
    guint64 served = yado_bench_read_cpu(daemon);
    double start = yado_bench_get_time();
    g_usleep(WATCH * G_USEC_PER_SEC);
    double minutes = (yado_bench_get_time() - start) / 60;
    guint64 after = yado_bench_read_cpu(pid) + yado_bench_read_cpu(server);
    yado_bench_figures_add(self->figures, CPU, (after - before) / 1e9 / minutes);
    yado_bench_figures_add(self->figures, SERVED,
                           (yado_bench_read_cpu(daemon) - served) / 1e9 / minutes);
    yado_bench_figures_add(self->figures, PSS, yado_bench_read_pss(pid) / 1024.0);
}

/* ms until the names' side changes; 5 s at most. */
static double
measure_key(YadoBenchDisplay *display, guint8 *before, guint8 *after)
{
    gsize size = yado_bench_display_get_strip_size(display);
    yado_bench_display_read_strip(display, before);
    double start = yado_bench_get_time();
    yado_bench_display_press_down(display);
    do {
        g_usleep(1000);
        yado_bench_display_read_strip(display, after);
    } while (memcmp(before, after, size) == 0 && yado_bench_get_time() - start < 5);
    return (yado_bench_get_time() - start) * 1000;
}

static void
measure_keys(Program *self, YadoBenchDisplay *display)
{
    gsize size = yado_bench_display_get_strip_size(display);
    g_autofree guint8 *before = g_malloc(size), *after = g_malloc(size);
    yado_bench_display_click(display, 350, 300);
    g_usleep(G_USEC_PER_SEC);
    for (guint i = 0; i < KEYS; i++) {
        yado_bench_figures_add(self->figures, KEY, measure_key(display, before, after));
        g_usleep(331000);
    }
}

static void
measure_program(Program *self, GPid daemon, guint n)
{
    g_autoptr(YadoBenchDisplay) display = yado_bench_display_new();
    g_autofree char *folder = yado_test_make_folder("g");
    g_autofree char *log = g_build_filename(folder, "log", NULL);
    if (!display)
        return;
    yado_bench_display_set_strip(display, self->strip);
    double start = yado_bench_get_time();
    GPid pid = yado_test_spawn(self->argv, NULL, log, 0);
    measure_start(self, display, start);
    if (yado_bench_display_find_window(display)) {
        measure_stalls(self, display);
        measure_load(self, display, pid, daemon);
        if (n > KEYS) /* at the end of the list a key moves nothing */
            measure_keys(self, display);
    }
    yado_test_kill(pid, SIGKILL);
}

/* What each guest costs that the last, smaller host did not have. */
static void
report_further_guests(guint n, YadoBenchFigure pss)
{
    static guint n_before;
    static double before;
    const YadoBenchFigure none = { 0 };
    if (n_before && n > n_before && pss.n)
        yado_bench_report("proportional memory of each further guest", "KiB",
                          yado_bench_make_figure((pss.median - before) * 1024 / (n - n_before)),
                          none, 20, TRUE);
    n_before = pss.n ? n : 0;
    before = pss.median;
}

/* The goals of n guests; 0: none. */
static double
choose(guint n, double hundred, double thousand)
{
    return n == 100 ? hundred : n == 1000 ? thousand : 0;
}

static void
report_programs(const Program *our, const Program *peer, guint n)
{
    const YadoBenchFigure none = { 0 };
    YadoBenchFigure stall = yado_bench_figures_get_worst(our->figures, STALL);

    yado_bench_report("first pixel", "ms", yado_bench_figures_get(our->figures, WINDOW),
                      yado_bench_figures_get(peer->figures, WINDOW), choose(n, 0.25, 0.05), FALSE);
    yado_bench_report("list complete", "ms", yado_bench_figures_get(our->figures, ROWS),
                      yado_bench_figures_get(peer->figures, ROWS), choose(n, 0.45, 0.10), FALSE);
    yado_bench_report("longest stall", "ms", stall,
                      yado_bench_figures_get_worst(peer->figures, STALL), 0, FALSE);
    yado_bench_report("longest stall", "ms", stall, none, 50, TRUE);
    yado_bench_report("a key is answered, median", "ms", yado_bench_figures_get(our->figures, KEY),
                      yado_bench_figures_get(peer->figures, KEY), 0, FALSE);
    yado_bench_report("a key is answered, worst", "ms",
                      yado_bench_figures_get_worst(our->figures, KEY), none, 50, TRUE);
    yado_bench_report("CPU a minute, program and display", "s",
                      yado_bench_figures_get(our->figures, CPU),
                      yado_bench_figures_get(peer->figures, CPU), choose(n, 0.20, 0.04), FALSE);
    yado_bench_report("CPU a minute, daemon", "s", yado_bench_figures_get(our->figures, SERVED),
                      yado_bench_figures_get(peer->figures, SERVED), 0, FALSE);
    yado_bench_report("proportional memory", "MiB", yado_bench_figures_get(our->figures, PSS),
                      yado_bench_figures_get(peer->figures, PSS), choose(n, 0.60, 0.30), FALSE);
}

void
yado_bench_gui(YadoTestDaemon *daemon, guint n)
{
    const char *uri = yado_test_daemon_get_test_uri(daemon);
    GPid server = yado_bench_find_daemon(daemon);
    double seconds = n >= 5000 ? 90 : n >= 1000 ? 20 : 10;
    g_autofree char *gtk = yado_bench_find_ours("yado-gtk");
    g_autofree char *manager = yado_test_find_program("virt-manager");
    g_autofree char *title = g_strdup_printf("The desktop manager, %u guests through a daemon", n);
    const char *const mine[] = { gtk, "-c", uri, NULL };
    const char *const theirs[] = { manager, "--no-fork", "-c", uri, NULL };
    /* Ours has the hosts on the left (x < 200), with a load that is first known at the second sample. */
    Program ours, peer;
    init_program(&ours, mine, 200, MIN(seconds, 15));
    init_program(&peer, theirs, 0, seconds);
    for (guint run = 0; run < yado_bench_get_runs(); run++) {
        measure_program(&ours, server, n);
        /* At 5,000 the peer needs a minute for its window and answers no key: only the smaller hosts have ratios to reach. */
        if (manager && n < 5000)
            measure_program(&peer, server, n);
    }
    yado_bench_print_heading(title, manager ? "virt-manager" : "virt-manager, missing here");
    report_programs(&ours, &peer, n);
    report_further_guests(n, yado_bench_figures_get(ours.figures, PSS));
    clear_program(&ours);
    clear_program(&peer);
}
