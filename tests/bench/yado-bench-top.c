/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The terminal manager beside virt-top: in a pseudo-terminal of 120x40, a refresh each second. */
#include "config.h"

#include "yado-bench.h"

#include <poll.h>
#include <signal.h>
#include <string.h>
#include <unistd.h>

#define SETTLE 5.0     /* s until figures are taken, */
#define FACTS_PACE 150 /* and one for so many guests: until then ours reads their configurations */
#define WATCH 10.0     /* s of refreshes, in each run */
#define WAKE 1.5       /* s for one that was stopped until it is in step again */
#define KEYS 12        /* in each run */
#define REST 0.5       /* s until one is ended: libvirtd falls when one dies that asks for events */
#define PAUSE 0.4      /* s of silence between two refreshes */

enum {
    FIRST,  /* ms to the first rows */
    CLIENT, /* ms of CPU a second */
    DAEMON,
    CLIENT_REFRESH, /* ms of CPU */
    REFRESH,        /* with the daemon */
    PACE,           /* refreshes a second */
    WRITTEN,        /* bytes a second */
    KEY,            /* ms until it is answered */
    N_FIGURES,
};

typedef struct {
    const char *const *argv;
    const char *const *keys; /* two */
    GPid pid;                /* 0: it does not run */
    int fd;
    guint64 bytes;
    double heard;      /* when it wrote last */
    guint n_refreshes; /* how often it began to write after a pause */
    GString *text;     /* until the first row was seen */
    YadoBenchFigures *figures;
} Terminal;

static void
init_terminal(Terminal *self, const char *const *argv, const char *const *keys)
{
    *self = (Terminal){ .argv = argv, .keys = keys };
    self->text = g_string_new(NULL);
    self->figures = yado_bench_figures_new(N_FIGURES);
}

static void
clear_terminal(Terminal *self)
{
    g_string_free(self->text, TRUE);
    yado_bench_figures_free(self->figures);
}

static void
note_output(Terminal *self, const char *data, gsize n)
{
    double now = yado_bench_get_time();
    self->n_refreshes += now - self->heard > PAUSE;
    self->heard = now;
    self->bytes += n;
    if (self->text->len < 1 << 20)
        g_string_append_len(self->text, data, n);
}

/* Reads for up to @seconds, or until something came if @once.  Returns whether the program still runs. */
static gboolean
read_terminal(Terminal *self, double seconds, gboolean once)
{
    double end = yado_bench_get_time() + seconds;
    for (;;) {
        double left = end - yado_bench_get_time();
        struct pollfd poller = { self->fd, POLLIN, 0 };
        char data[16384];
        if (left <= 0 || poll(&poller, 1, left * 1000 + 1) <= 0)
            return TRUE;
        ssize_t n = read(self->fd, data, sizeof data);
        if (n <= 0)
            return FALSE;
        note_output(self, data, n);
        if (once)
            return TRUE;
    }
}

static void
stop_terminal(Terminal *self)
{
    if (self->pid) {
        kill(self->pid, SIGCONT);
        read_terminal(self, REST, FALSE);
        yado_bench_stop_in_terminal(self->pid, self->fd);
    }
    self->pid = 0;
}

/* Until its first row; one that shows none is stopped. */
static void
start_terminal(Terminal *self)
{
    double start = yado_bench_get_time();

    g_string_truncate(self->text, 0);
    self->pid = yado_bench_start_in_terminal(self->argv, &self->fd);
    while (!strstr(self->text->str, "guest-0") && yado_bench_get_time() - start < 30 &&
           read_terminal(self, 1, TRUE))
        ;
    if (strstr(self->text->str, "guest-0"))
        yado_bench_figures_add(self->figures, FIRST, (yado_bench_get_time() - start) * 1000);
    else
        stop_terminal(self);
}

/* Presses at moments that wander against the refreshes, so that some fall into one; to and fro, so that each shows. */
static void
measure_keys(Terminal *self)
{
    for (guint i = 0; i < KEYS; i++) {
        const char *key = self->keys[i / 3 % 2];
        read_terminal(self, 0.237, FALSE);
        double start = yado_bench_get_time();
        if (write(self->fd, key, strlen(key)) < 0)
            return;
        read_terminal(self, 5, TRUE);
        yado_bench_figures_add(self->figures, KEY, (yado_bench_get_time() - start) * 1000);
    }
}

/* A program that is too slow for a refresh each second must not win by that: hence what a refresh costs. */
static void
measure_load(Terminal *self, GPid daemon)
{
    guint64 client = yado_bench_read_cpu(self->pid), served = yado_bench_read_cpu(daemon);
    double start = yado_bench_get_time(), span;

    self->bytes = self->n_refreshes = 0;
    if (!read_terminal(self, WATCH, FALSE) || self->n_refreshes == 0)
        return;
    span = yado_bench_get_time() - start;
    client = yado_bench_read_cpu(self->pid) - client;
    served = yado_bench_read_cpu(daemon) - served;
    yado_bench_figures_add(self->figures, CLIENT, client / 1e6 / span);
    yado_bench_figures_add(self->figures, DAEMON, served / 1e6 / span);
    yado_bench_figures_add(self->figures, CLIENT_REFRESH, client / 1e6 / self->n_refreshes);
    yado_bench_figures_add(self->figures, REFRESH, (client + served) / 1e6 / self->n_refreshes);
    yado_bench_figures_add(self->figures, PACE, self->n_refreshes / span);
    yado_bench_figures_add(self->figures, WRITTEN, self->bytes / span);
}

/* They share the daemon: while one is measured the others are stopped. */
static void
measure_in_turn(Terminal *terminals, guint n_terminals, GPid daemon)
{
    for (guint run = 0; run < yado_bench_get_runs(); run++)
        for (guint i = 0; i < n_terminals; i++) {
            Terminal *self = &terminals[i];

            if (!self->pid)
                continue;
            kill(self->pid, SIGCONT);
            read_terminal(self, WAKE, FALSE);
            measure_load(self, daemon);
            measure_keys(self);
            kill(self->pid, SIGSTOP);
        }
}

/* The last ones go on. */
static void
start_in_turn(Terminal *terminals, guint n_terminals)
{
    for (guint run = 0; run < yado_bench_get_runs(); run++)
        for (guint i = 0; i < n_terminals; i++) {
            stop_terminal(&terminals[i]);
            start_terminal(&terminals[i]);
            if (terminals[i].pid)
                kill(terminals[i].pid, SIGSTOP);
        }
}

/* Their configurations are read, and nothing is on its way. */
static void
settle(Terminal *self, guint n)
{
    if (!self->pid)
        return;
    kill(self->pid, SIGCONT);
    read_terminal(self, SETTLE + n / FACTS_PACE, FALSE);
    kill(self->pid, SIGSTOP);
}

/* Ours reads every two seconds unless told otherwise; nobody else reads this. */
static void
set_interval(void)
{
    g_autofree char *folder = yado_test_make_folder("t");
    g_autofree char *path = g_build_filename(folder, "yado.conf", NULL);
    yado_test_write_file(path, "[list]\ninterval=1000\n");
    g_setenv("YADO_SETTINGS", path, TRUE);
}

static void
measure_programs(Terminal *terminals, guint n_terminals, GPid daemon, guint n)
{
    g_autofree char *settings = g_strdup(g_getenv("YADO_SETTINGS"));

    set_interval();
    start_in_turn(terminals, n_terminals);
    for (guint i = 0; i < n_terminals; i++)
        settle(&terminals[i], n);
    measure_in_turn(terminals, n_terminals, daemon);
    for (guint i = 0; i < n_terminals; i++)
        stop_terminal(&terminals[i]);
    if (settings)
        g_setenv("YADO_SETTINGS", settings, TRUE);
    else
        g_unsetenv("YADO_SETTINGS");
}

static const char *const arrows[] = { "\033[B", "\033[A" };

/* The least that a program linked with libvirt needs until it has rows to show. */
static YadoBenchFigure
measure_floor(const char *uri)
{
    g_autofree char *bare = yado_test_build_path("tests/bench/yado-bench-floor");
    const char *const argv[] = { bare, uri, NULL };
    g_autoptr(YadoBenchSamples) samples = yado_bench_samples_new();

    for (guint i = 0; i < yado_bench_get_runs(); i++)
        yado_bench_samples_add(samples, yado_bench_run(argv).wall);
    return yado_bench_samples_get(samples);
}

static void
report_programs(const Terminal *our, const Terminal *peer, const char *uri, guint n)
{
    const YadoBenchFigure none = { 0 };
    YadoBenchFigure first = yado_bench_figures_get(our->figures, FIRST);
    YadoBenchFigure peer_first = yado_bench_figures_get(peer->figures, FIRST);
    YadoBenchFigure key = yado_bench_figures_get(our->figures, KEY),
                    worst = yado_bench_figures_get_worst(our->figures, KEY);

    /* 0.06 where the host has bulk statistics: libvirt's test driver has not. */
    yado_bench_report("CPU a refresh, client and daemon", "ms",
                      yado_bench_figures_get(our->figures, REFRESH),
                      yado_bench_figures_get(peer->figures, REFRESH), n == 1000 ? 0.10 : 0, FALSE);
    yado_bench_report("CPU a refresh, client", "ms",
                      yado_bench_figures_get(our->figures, CLIENT_REFRESH),
                      yado_bench_figures_get(peer->figures, CLIENT_REFRESH), 0, FALSE);
    yado_bench_report("CPU a second, client", "ms", yado_bench_figures_get(our->figures, CLIENT),
                      none, 50, TRUE);
    yado_bench_report("refreshes a second", "", yado_bench_figures_get(our->figures, PACE),
                      yado_bench_figures_get(peer->figures, PACE), 0, FALSE);
    yado_bench_set_floor(measure_floor(uri), peer_first);
    yado_bench_report("first rows", "ms", first, peer_first, n == 1000 ? 0.15 : 0, FALSE);
    yado_bench_report("a key is answered, median", "ms", key,
                      yado_bench_figures_get(peer->figures, KEY), 0, FALSE);
    yado_bench_report("a key is answered, median", "ms", key, none, 16, TRUE);
    yado_bench_report("a key is answered, worst", "ms", worst,
                      yado_bench_figures_get_worst(peer->figures, KEY), 0, FALSE);
    yado_bench_report("a key is answered, worst", "ms", worst, none, 50, TRUE);
    yado_bench_report("written to the terminal", "B/s",
                      yado_bench_figures_get(our->figures, WRITTEN),
                      yado_bench_figures_get(peer->figures, WRITTEN), 0, FALSE);
}

void
yado_bench_top(YadoTestDaemon *daemon, guint n)
{
    static const char *const spaces[] = { " ", " " }; /* "refresh now" */
    const char *uri = yado_test_daemon_get_test_uri(daemon);
    g_autofree char *yado = yado_bench_find_ours("yado");
    g_autofree char *top = yado_bench_find_peer("virt-top", "BENCH_VIRT_TOP");
    g_autofree char *title = g_strdup_printf("The terminal manager, %u guests through a daemon", n);
    const char *const ours[] = { yado, "-c", uri, NULL };
    const char *const theirs[] = { top, "-c", uri, "-d", "1", NULL };
    Terminal terminals[2];

    init_terminal(&terminals[0], ours, arrows);
    init_terminal(&terminals[1], theirs, spaces);
    measure_programs(terminals, top ? 2 : 1, yado_bench_find_daemon(daemon), n);
    yado_bench_print_heading(title, top ? "virt-top -d 1" : "virt-top, which is missing here");
    report_programs(&terminals[0], &terminals[1], uri, n);
    clear_terminal(&terminals[0]);
    clear_terminal(&terminals[1]);
}

/* ---- guests that do nothing ---- */

static void
measure_idle(Terminal *self, YadoTestDaemon *daemon, guint n)
{
    if (!daemon)
        return;
    yado_bench_fill_idle_host(daemon, n);
    measure_programs(self, 1, yado_bench_find_daemon(daemon), n);
}

void
yado_bench_idle(void)
{
    static const guint numbers[] = { 5000, 100 };
    g_autofree char *yado = yado_bench_find_ours("yado");
    Terminal terminals[2];

    for (guint i = 0; i < 2; i++) {
        g_autoptr(YadoTestDaemon) daemon = yado_test_daemon_new();
        const char *uri = daemon ? yado_test_daemon_get_test_uri(daemon) : NULL;
        const char *const ours[] = { yado, "-c", uri, NULL };

        init_terminal(&terminals[i], ours, arrows);
        measure_idle(&terminals[i], daemon, numbers[i]);
    }
    yado_bench_print_heading("The terminal manager, 5,000 idle guests", "itself with 100");
    yado_bench_report("CPU a second, client", "ms",
                      yado_bench_figures_get(terminals[0].figures, CLIENT),
                      yado_bench_figures_get(terminals[1].figures, CLIENT), 0, FALSE);
    yado_bench_report("CPU a second, daemon", "ms",
                      yado_bench_figures_get(terminals[0].figures, DAEMON),
                      yado_bench_figures_get(terminals[1].figures, DAEMON), 0, FALSE);
    yado_bench_report("a key is answered, worst", "ms",
                      yado_bench_figures_get_worst(terminals[0].figures, KEY),
                      yado_bench_figures_get_worst(terminals[1].figures, KEY), 0, FALSE);
    clear_terminal(&terminals[0]);
    clear_terminal(&terminals[1]);
}
