/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * yado-bench.h: measures ours and the peer side by side and prints medians, ratios and missed goals.
 *
 * make bench [BENCH="start convert merge volumes forms list top idle gui screen text"] [BENCH_GUESTS="10 100 1000 5000"] [BENCH_RUNS=5] [BENCH_VIRT_TOP=/path/of/virt-top]
 *
 * Ours and the peer run in turn on the same host; the machine may move by a third between two runs of the benchmark, so only
 * the ratios of one run say something.  On a busy machine they do with real-time priority only: "chrt -r 5 make bench", as root.
 */
#pragma once

#include "yado-test-daemon.h"

G_BEGIN_DECLS

/* ---- one figure ---- */

typedef struct {
    double median, least, most;
    guint n; /* 0: could not be measured */
} YadoBenchFigure;

typedef struct _YadoBenchSamples YadoBenchSamples; /* of one figure */

YadoBenchSamples *yado_bench_samples_new(void);
void yado_bench_samples_add(YadoBenchSamples *self, double value);
YadoBenchFigure yado_bench_samples_get(YadoBenchSamples *self);
void yado_bench_samples_free(YadoBenchSamples *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(YadoBenchSamples, yado_bench_samples_free)

/* ---- the figures of one program, by numbers of the part's own ---- */

typedef struct _YadoBenchFigures YadoBenchFigures;

YadoBenchFigures *yado_bench_figures_new(guint n);
void yado_bench_figures_add(YadoBenchFigures *self, guint figure, double value);
YadoBenchFigure yado_bench_figures_get(YadoBenchFigures *self, guint figure);
/* The greatest value only. */
YadoBenchFigure yado_bench_figures_get_worst(YadoBenchFigures *self, guint figure);
void yado_bench_figures_free(YadoBenchFigures *self);

/* ---- the table ---- */

/* A row of the result; @goal is the highest ratio (or, with @absolute, the highest value of ours), 0: only shown. */
void yado_bench_report(const char *what, const char *unit, YadoBenchFigure ours,
                       YadoBenchFigure peer, double goal, gboolean absolute);
/* For the next row with a ratio: what a bare client of libvirt needs for the same. A goal below that is missed by anybody. */
void yado_bench_set_floor(YadoBenchFigure bare, YadoBenchFigure peer);
void yado_bench_say(const char *format, ...) G_GNUC_PRINTF(1, 2);
void yado_bench_print_heading(const char *title, const char *peer);
YadoBenchFigure yado_bench_make_figure(double value);
/* How many goals were missed so far. */
guint yado_bench_get_missed(void);

/* ---- running ---- */

typedef struct {
    double wall, cpu, peak; /* ms, ms, MiB */
    int status;
} YadoBenchRun;

guint yado_bench_get_runs(void);
/* $BENCH_VIRT_TOP and the like, else from PATH; NULL: missing. (transfer full) */
char *yado_bench_find_peer(const char *name, const char *variable);
/* The program itself: libtool's script would be measured instead. (transfer full) */
char *yado_bench_find_ours(const char *name);
YadoBenchRun yado_bench_run(const char *const *argv);
/* CPU time of a process in ns, all of its threads; 0 when it is gone. */
guint64 yado_bench_read_cpu(GPid pid);
/* Proportional memory in KiB. */
guint64 yado_bench_read_pss(GPid pid);
/* Seconds of the monotonic clock. */
double yado_bench_get_time(void);

/* Of commands that end by themselves. */
typedef struct {
    YadoBenchSamples *wall, *cpu, *peak;
} YadoBenchSeries;

void yado_bench_series_init(YadoBenchSeries *self);
void yado_bench_series_clear(YadoBenchSeries *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(YadoBenchSeries, yado_bench_series_clear)
/* Once to warm up, then in turn; what fails is not measured. */
void yado_bench_run_in_turn(const char *const *const *commands, YadoBenchSeries *series, guint n);

/* @argv in a terminal of 120x40 cells; @fd: its other side. */
GPid yado_bench_start_in_terminal(const char *const *argv, int *fd);
void yado_bench_stop_in_terminal(GPid pid, int fd);

/* ---- hosts ---- */

/* Fills the daemon's default host with @n guests: 60 % running, 5 % paused, a third of them PV. */
void yado_bench_fill_host(YadoTestDaemon *daemon, guint n);
/* None of them does anything: all are paused. */
void yado_bench_fill_idle_host(YadoTestDaemon *daemon, guint n);
/* A pool of the test driver, with @n volumes "guest-00000.qcow2". */
void yado_bench_fill_pool(const char *uri, const char *name, guint n);
GPid yado_bench_find_daemon(YadoTestDaemon *daemon);

/* ---- parts ---- */

void yado_bench_start(void);
void yado_bench_merge(void);
void yado_bench_list(YadoTestDaemon *daemon, guint n);
void yado_bench_top(YadoTestDaemon *daemon, guint n);
/* Hosts of its own. */
void yado_bench_idle(void);
void yado_bench_gui(YadoTestDaemon *daemon, guint n);
/* Hosts of their own as well. */
void yado_bench_screen(void);
void yado_bench_text(void);
void yado_bench_convert(void);
void yado_bench_volumes(void);
void yado_bench_forms(void);
/* Of the host of yado_bench_forms(), on the desktop. */
void yado_bench_pages(const char *uri);

G_END_DECLS
