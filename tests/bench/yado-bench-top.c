/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The terminal manager beside virt-top: in a pseudo-terminal of 120x40, one refresh a second. */
#include "config.h"

#include "yado-bench.h"

#include <poll.h>
#include <pty.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#define SETTLE 5.0 /* s until figures are taken */
#define WATCH 20.0 /* s of refreshes */
#define KEYS 30

typedef struct {
    GPid pid;
    int fd;
    guint64 bytes;
    GString *text; /* until the first row was seen */
} Terminal;

typedef struct {
    YadoBenchFigure first, client, daemon, bytes, key, worst;
} Result;

static YadoBenchFigure
make_figure(double value)
{
    return (YadoBenchFigure){ value, value, value, 1 };
}

static void
start_terminal(Terminal *self, const char *const *argv)
{
    struct winsize size = { .ws_row = 40, .ws_col = 120 };
    self->text = g_string_new(NULL);
    self->pid = forkpty(&self->fd, NULL, NULL, &size);
    g_assert_cmpint(self->pid, >=, 0);
    if (self->pid == 0) {
        setenv("TERM", "xterm-256color", 1);
        execvp(argv[0], (char *const *)argv);
        _exit(127);
    }
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
        self->bytes += n;
        if (self->text->len < 1 << 20)
            g_string_append_len(self->text, data, n);
        if (once)
            return TRUE;
    }
}

static void
stop_terminal(Terminal *self)
{
    kill(self->pid, SIGKILL);
    waitpid(self->pid, NULL, 0);
    close(self->fd);
    g_string_free(self->text, TRUE);
}

/* Presses at moments that wander against the refreshes. */
static void
measure_keys(Terminal *self, const char *key, Result *result)
{
    g_autoptr(YadoBenchSamples) samples = yado_bench_samples_new();
    for (guint i = 0; i < KEYS; i++) {
        read_terminal(self, 0.237, FALSE);
        double start = yado_bench_get_time();
        if (write(self->fd, key, strlen(key)) < 0)
            return;
        read_terminal(self, 5, TRUE);
        yado_bench_samples_add(samples, (yado_bench_get_time() - start) * 1000);
    }
    result->key = yado_bench_samples_get(samples);
    result->worst = make_figure(result->key.most);
}

static void
measure_load(Terminal *self, GPid daemon, Result *result)
{
    guint64 client = yado_bench_read_cpu(self->pid), served = yado_bench_read_cpu(daemon);
    self->bytes = 0;
    if (!read_terminal(self, WATCH, FALSE))
        return;
    result->client = make_figure((yado_bench_read_cpu(self->pid) - client) / 1e6 / WATCH);
    result->daemon = make_figure((yado_bench_read_cpu(daemon) - served) / 1e6 / WATCH);
    result->bytes = make_figure(self->bytes / WATCH);
}

static Result
measure_program(const char *const *argv, const char *key, GPid daemon)
{
    Terminal terminal = { 0 };
    Result result = { 0 };
    double start = yado_bench_get_time();
    start_terminal(&terminal, argv);
    while (!strstr(terminal.text->str, "guest-0") && yado_bench_get_time() - start < 30 &&
           read_terminal(&terminal, 1, TRUE))
        ;
    if (strstr(terminal.text->str, "guest-0")) {
        result.first = make_figure((yado_bench_get_time() - start) * 1000);
        read_terminal(&terminal, SETTLE, FALSE);
        measure_load(&terminal, daemon, &result);
        measure_keys(&terminal, key, &result);
    }
    stop_terminal(&terminal);
    return result;
}

static YadoBenchFigure
add_figures(YadoBenchFigure a, YadoBenchFigure b)
{
    return a.n && b.n ? make_figure(a.median + b.median) : (YadoBenchFigure){ 0 };
}

void
yado_bench_top(YadoTestDaemon *daemon, guint n)
{
    const char *uri = yado_test_daemon_get_test_uri(daemon);
    g_autofree char *yado = yado_bench_find_ours("yado");
    g_autofree char *top = yado_test_find_program("virt-top");
    g_autofree char *title = g_strdup_printf("The terminal manager, %u guests through a daemon", n);
    GPid server = yado_bench_find_daemon(daemon);
    const char *const mine[] = { yado, "-c", uri, NULL };
    const char *const theirs[] = { top, "-c", uri, "-d", "1", NULL };
    Result peer = { 0 }, ours = measure_program(mine, "\033[B", server);
    if (top)
        peer = measure_program(theirs, " ", server);
    yado_bench_print_heading(title, top ? "virt-top -d 1" : "virt-top, which is missing here");
    yado_bench_report("CPU a second, client and daemon", "ms",
                      add_figures(ours.client, ours.daemon), add_figures(peer.client, peer.daemon),
                      n == 1000 ? 0.06 : 0, FALSE);
    yado_bench_report("CPU a second, client", "ms", ours.client, peer.client, 0, FALSE);
    yado_bench_report("CPU a second, client and daemon", "ms",
                      add_figures(ours.client, ours.daemon), (YadoBenchFigure){ 0 }, 50, TRUE);
    yado_bench_report("first rows", "ms", ours.first, peer.first, n == 1000 ? 0.15 : 0, FALSE);
    yado_bench_report("a key is answered, median", "ms", ours.key, peer.key, 0, FALSE);
    yado_bench_report("a key is answered, median", "ms", ours.key, (YadoBenchFigure){ 0 }, 16,
                      TRUE);
    yado_bench_report("a key is answered, worst", "ms", ours.worst, peer.worst, 0, FALSE);
    yado_bench_report("a key is answered, worst", "ms", ours.worst, (YadoBenchFigure){ 0 }, 50,
                      TRUE);
    yado_bench_report("written to the terminal", "B/s", ours.bytes, peer.bytes, 0, FALSE);
}
