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
#define WATCH 30.0 /* s of measuring the load */
#define KEYS 15
#define FRAMES 600 /* kept at most */

typedef struct {
    double time;
    guint8 *strip;
} Frame;

typedef struct {
    YadoBenchFigure window, rows, stall, key, worst, cpu, served, pss;
} Result;

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
measure_start(YadoBenchDisplay *display, double start, double seconds, Result *result)
{
    gsize size = yado_bench_display_get_strip_size(display);
    g_autoptr(GArray) frames = film_start(display, start, seconds);
    g_autofree guint8 *resting = find_resting_pixels(frames, size, seconds);
    const guint8 *last = g_array_index(frames, Frame, frames->len - 1).strip;
    if (frames->len < 2)
        return; /* nothing but the empty screen */
    result->window = yado_bench_make_figure(g_array_index(frames, Frame, 1).time * 1000);
    for (guint i = 1; i < frames->len && !result->rows.n; i++) {
        const Frame *frame = &g_array_index(frames, Frame, i);
        if (is_settled(frame->strip, last, resting, size))
            result->rows = yado_bench_make_figure(frame->time * 1000);
    }
}

static void
measure_stalls(YadoBenchDisplay *display, Result *result)
{
    double start = yado_bench_get_time(), worst = 0;
    while (yado_bench_get_time() - start < WATCH) {
        worst = MAX(worst, yado_bench_display_ping(display, WATCH));
        g_usleep(50000);
    }
    result->stall = yado_bench_make_figure(worst * 1000);
}

/* Left alone: answering twenty pings a second costs more than the program does by itself. */
static void
measure_load(YadoBenchDisplay *display, GPid pid, GPid daemon, Result *result)
{
    GPid server = yado_bench_display_get_pid(display);
    guint64 before = yado_bench_read_cpu(pid) + yado_bench_read_cpu(server);
    guint64 served = yado_bench_read_cpu(daemon);
    double start = yado_bench_get_time();
    g_usleep(WATCH * G_USEC_PER_SEC);
    double minutes = (yado_bench_get_time() - start) / 60;
    guint64 after = yado_bench_read_cpu(pid) + yado_bench_read_cpu(server);
    result->cpu = yado_bench_make_figure((after - before) / 1e9 / minutes);
    result->served = yado_bench_make_figure((yado_bench_read_cpu(daemon) - served) / 1e9 / minutes);
    result->pss = yado_bench_make_figure(yado_bench_read_pss(pid) / 1024.0);
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
measure_keys(YadoBenchDisplay *display, Result *result)
{
    gsize size = yado_bench_display_get_strip_size(display);
    g_autofree guint8 *before = g_malloc(size), *after = g_malloc(size);
    g_autoptr(YadoBenchSamples) samples = yado_bench_samples_new();
    yado_bench_display_click(display, 350, 300);
    g_usleep(G_USEC_PER_SEC);
    for (guint i = 0; i < KEYS; i++) {
        yado_bench_samples_add(samples, measure_key(display, before, after));
        g_usleep(331000);
    }
    result->key = yado_bench_samples_get(samples);
    result->worst = yado_bench_make_figure(result->key.most);
}

static Result
measure_program(const char *const *argv, guint strip, GPid daemon, guint n, double seconds)
{
    Result result = { 0 };
    if (!g_file_test(argv[0], G_FILE_TEST_IS_EXECUTABLE))
        return result;
    g_autoptr(YadoBenchDisplay) display = yado_bench_display_new();
    if (!display)
        return result;
    yado_bench_display_set_strip(display, strip);
    double start = yado_bench_get_time();
    g_autofree char *folder = yado_test_make_folder("g");
    g_autofree char *log = g_build_filename(folder, "log", NULL);
    GPid pid = yado_test_spawn(argv, NULL, log, 0);
    measure_start(display, start, seconds, &result);
    if (yado_bench_display_find_window(display)) {
        measure_stalls(display, &result);
        measure_load(display, pid, daemon, &result);
        if (n > KEYS) /* at the end of the list a key moves nothing */
            measure_keys(display, &result);
    }
    yado_test_kill(pid, SIGKILL);
    return result;
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
    const YadoBenchFigure none = { 0 };
    Result peer = { 0 }, ours = measure_program(mine, 200, server, n, MIN(seconds, 15));
    /* At 5,000 the peer needs a minute for its window and answers no key: only the smaller hosts have ratios to reach. */
    if (manager && n < 5000)
        peer = measure_program(theirs, 0, server, n, seconds);
    yado_bench_print_heading(title, manager ? "virt-manager" : "virt-manager, missing here");
    yado_bench_report("first pixel", "ms", ours.window, peer.window, choose(n, 0.25, 0.05), FALSE);
    yado_bench_report("list complete", "ms", ours.rows, peer.rows, choose(n, 0.45, 0.10), FALSE);
    yado_bench_report("longest stall", "ms", ours.stall, peer.stall, 0, FALSE);
    yado_bench_report("longest stall", "ms", ours.stall, none, 50, TRUE);
    yado_bench_report("a key is answered, median", "ms", ours.key, peer.key, 0, FALSE);
    yado_bench_report("a key is answered, worst", "ms", ours.worst, none, 50, TRUE);
    yado_bench_report("CPU a minute, program and display", "s", ours.cpu, peer.cpu,
                      choose(n, 0.20, 0.04), FALSE);
    yado_bench_report("CPU a minute, daemon", "s", ours.served, peer.served, 0, FALSE);
    yado_bench_report("proportional memory", "MiB", ours.pss, peer.pss, choose(n, 0.60, 0.30),
                      FALSE);
    report_further_guests(n, ours.pss);
}
