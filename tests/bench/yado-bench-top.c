/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The terminal manager beside virt-top: in a pseudo-terminal of 120x40, a refresh each second. */
#include "config.h"

#include "yado-bench.h"

#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define SETTLE 5.0     /* s until figures are taken, */
#define FACTS_PACE 150 /* and one for so many guests: until then ours reads their configurations */
#define WATCH 20.0     /* s of refreshes */
#define KEYS 60
#define PAUSE 0.4 /* s of silence between two refreshes */

typedef struct {
    GPid pid;
    int fd;
    guint64 bytes;
    double heard;      /* when it wrote last */
    guint n_refreshes; /* how often it began to write after a pause */
    GString *text;     /* until the first row was seen */
} Terminal;

typedef struct {
    YadoBenchFigure first, client, daemon, refreshes, bytes, key, worst;
} Result;

static void
start_terminal(Terminal *self, const char *const *argv)
{
    self->text = g_string_new(NULL);
    self->pid = yado_bench_start_in_terminal(argv, &self->fd);
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
    yado_bench_stop_in_terminal(self->pid, self->fd);
    g_string_free(self->text, TRUE);
}

/* Presses at moments that wander against the refreshes, so that some fall into one; to and fro, so that each shows. */
static void
measure_keys(Terminal *self, const char *const *keys, Result *result)
{
    g_autoptr(YadoBenchSamples) samples = yado_bench_samples_new();
    for (guint i = 0; i < KEYS; i++) {
        const char *key = keys[i / 5 % 2];
        read_terminal(self, 0.237, FALSE);
        double start = yado_bench_get_time();
        if (write(self->fd, key, strlen(key)) < 0)
            return;
        read_terminal(self, 5, TRUE);
        yado_bench_samples_add(samples, (yado_bench_get_time() - start) * 1000);
    }
    result->key = yado_bench_samples_get(samples);
    result->worst = yado_bench_make_figure(result->key.most);
}

static void
measure_load(Terminal *self, GPid daemon, Result *result)
{
    guint64 client = yado_bench_read_cpu(self->pid), served = yado_bench_read_cpu(daemon);
    self->bytes = self->n_refreshes = 0;
    if (!read_terminal(self, WATCH, FALSE))
        return;
    result->client =
        yado_bench_make_figure((yado_bench_read_cpu(self->pid) - client) / 1e6 / WATCH);
    result->daemon = yado_bench_make_figure((yado_bench_read_cpu(daemon) - served) / 1e6 / WATCH);
    result->refreshes = yado_bench_make_figure(self->n_refreshes / WATCH);
    result->bytes = yado_bench_make_figure(self->bytes / WATCH);
}

static Result
measure_program(const char *const *argv, const char *const *keys, GPid daemon, guint n)
{
    Terminal terminal = { 0 };
    Result result = { 0 };
    double start = yado_bench_get_time();
    start_terminal(&terminal, argv);
    while (!strstr(terminal.text->str, "guest-0") && yado_bench_get_time() - start < 30 &&
           read_terminal(&terminal, 1, TRUE))
        ;
    if (strstr(terminal.text->str, "guest-0")) {
        result.first = yado_bench_make_figure((yado_bench_get_time() - start) * 1000);
        read_terminal(&terminal, SETTLE + n / FACTS_PACE, FALSE);
        measure_load(&terminal, daemon, &result);
        measure_keys(&terminal, keys, &result);
    }
    stop_terminal(&terminal);
    return result;
}

/* A program that is too slow for a refresh each second must not win by that. */
static YadoBenchFigure
get_per_refresh(const Result *result, gboolean with_daemon)
{
    double sum = result->client.median + (with_daemon ? result->daemon.median : 0);
    if (!result->client.n || result->refreshes.median == 0)
        return (YadoBenchFigure){ 0 };
    return yado_bench_make_figure(sum / result->refreshes.median);
}

/* Ours reads every two seconds unless told otherwise. */
static void
set_interval(void)
{
    g_autofree char *folder = yado_test_make_folder("t");
    g_autofree char *path = g_build_filename(folder, "yado.conf", NULL);
    yado_test_write_file(path, "[list]\ninterval=1000\n");
    g_setenv("YADO_SETTINGS", path, TRUE);
}

static Result
measure_ours(const char *uri, GPid daemon, guint n)
{
    static const char *const keys[] = { "\033[B", "\033[A" };
    g_autofree char *yado = yado_bench_find_ours("yado");
    g_autofree char *settings = g_strdup(g_getenv("YADO_SETTINGS"));
    const char *const argv[] = { yado, "-c", uri, NULL };
    set_interval();
    Result result = measure_program(argv, keys, daemon, n);
    if (settings)
        g_setenv("YADO_SETTINGS", settings, TRUE);
    else
        g_unsetenv("YADO_SETTINGS");
    return result;
}

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

void
yado_bench_top(YadoTestDaemon *daemon, guint n)
{
    static const char *const keys[] = { " ", " " };
    const YadoBenchFigure none = { 0 };
    const char *uri = yado_test_daemon_get_test_uri(daemon);
    g_autofree char *top = yado_bench_find_peer("virt-top", "BENCH_VIRT_TOP");
    g_autofree char *title = g_strdup_printf("The terminal manager, %u guests through a daemon", n);
    GPid server = yado_bench_find_daemon(daemon);
    const char *const theirs[] = { top, "-c", uri, "-d", "1", NULL };
    Result peer = { 0 }, ours = measure_ours(uri, server, n);
    if (top)
        peer = measure_program(theirs, keys, server, n);
    yado_bench_print_heading(title, top ? "virt-top -d 1" : "virt-top, which is missing here");
    /* 0.06 where the host has bulk statistics: libvirt's test driver has not. */
    yado_bench_report("CPU a refresh, client and daemon", "ms", get_per_refresh(&ours, TRUE),
                      get_per_refresh(&peer, TRUE), n == 1000 ? 0.10 : 0, FALSE);
    yado_bench_report("CPU a refresh, client", "ms", get_per_refresh(&ours, FALSE),
                      get_per_refresh(&peer, FALSE), 0, FALSE);
    yado_bench_report("CPU a second, client", "ms", ours.client, none, 50, TRUE);
    yado_bench_report("refreshes a second", "", ours.refreshes, peer.refreshes, 0, FALSE);
    yado_bench_set_floor(measure_floor(uri), peer.first);
    yado_bench_report("first rows", "ms", ours.first, peer.first, n == 1000 ? 0.15 : 0, FALSE);
    yado_bench_report("a key is answered, median", "ms", ours.key, peer.key, 0, FALSE);
    yado_bench_report("a key is answered, median", "ms", ours.key, none, 16, TRUE);
    yado_bench_report("a key is answered, worst", "ms", ours.worst, peer.worst, 0, FALSE);
    yado_bench_report("a key is answered, worst", "ms", ours.worst, none, 50, TRUE);
    yado_bench_report("written to the terminal", "B/s", ours.bytes, peer.bytes, 0, FALSE);
}

/* ---- guests that do nothing ---- */

static Result
measure_idle(guint n)
{
    g_autoptr(YadoTestDaemon) daemon = yado_test_daemon_new();
    if (!daemon)
        return (Result){ 0 };
    yado_bench_fill_idle_host(daemon, n);
    return measure_ours(yado_test_daemon_get_test_uri(daemon), yado_bench_find_daemon(daemon), n);
}

void
yado_bench_idle(void)
{
    Result few = measure_idle(100), many = measure_idle(5000);
    yado_bench_print_heading("The terminal manager, 5,000 idle guests", "itself with 100");
    yado_bench_report("CPU a second, client", "ms", many.client, few.client, 0, FALSE);
    yado_bench_report("CPU a second, daemon", "ms", many.daemon, few.daemon, 0, FALSE);
    yado_bench_report("a key is answered, worst", "ms", many.worst, few.worst, 0, FALSE);
}
