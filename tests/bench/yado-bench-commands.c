/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* One-shot commands: starting up, and listing. */
#include "config.h"

#include "yado-bench.h"

#include <glib/gstdio.h>
#include <pty.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

void
yado_bench_series_init(YadoBenchSeries *self)
{
    self->wall = yado_bench_samples_new();
    self->cpu = yado_bench_samples_new();
    self->peak = yado_bench_samples_new();
}

void
yado_bench_series_clear(YadoBenchSeries *self)
{
    yado_bench_samples_free(self->wall);
    yado_bench_samples_free(self->cpu);
    yado_bench_samples_free(self->peak);
}

void
yado_bench_run_in_turn(const char *const *const *commands, YadoBenchSeries *series, guint n)
{
    for (guint run = 0; run <= yado_bench_get_runs(); run++) {
        for (guint i = 0; i < n; i++) {
            YadoBenchRun result = yado_bench_run(commands[i]);
            if (result.status != 0)
                g_printerr("%s %s ended with %d\n", commands[i][0], commands[i][1], result.status);
            if (run == 0 || result.status != 0)
                continue;
            yado_bench_samples_add(series[i].wall, result.wall);
            yado_bench_samples_add(series[i].cpu, result.cpu);
            yado_bench_samples_add(series[i].peak, result.peak);
        }
    }
}

/* In the shell, as the Tab key does it: no program is started for commands and options. */
static const char completion[] = ". \"$0\"; COMP_WORDS=(yado st); COMP_CWORD=1; _yado; "
                                 "[[ ${#COMPREPLY[@]} -gt 0 ]]";

static YadoBenchFigure
subtract(YadoBenchFigure a, YadoBenchFigure b)
{
    if (!a.n || !b.n)
        return (YadoBenchFigure){ 0 };
    return yado_bench_make_figure(MAX(a.median - b.median, 0));
}

void
yado_bench_start(void)
{
    g_autofree char *yado = yado_bench_find_ours("yado");
    g_autofree char *script = yado_test_build_path("data/completion/yado");
    const char *const *const commands[] = {
        (const char *const[]){ "virsh", "--version", NULL },
        (const char *const[]){ yado, "--version", NULL },
        (const char *const[]){ yado, "--help", NULL },
        (const char *const[]){ "bash", "--norc", "-c", completion, script, NULL },
        (const char *const[]){ "bash", "--norc", "-c", ":", NULL },
    };
    g_auto(YadoBenchSeries) peer = { 0 }, version = { 0 }, help = { 0 }, complete = { 0 },
                            shell = { 0 };
    yado_bench_series_init(&peer);
    yado_bench_series_init(&version);
    yado_bench_series_init(&help);
    yado_bench_series_init(&complete);
    yado_bench_series_init(&shell);
    YadoBenchSeries series[] = { peer, version, help, complete, shell };
    yado_bench_run_in_turn(commands, series, G_N_ELEMENTS(commands));
    yado_bench_print_heading("Starting up", "virsh --version");
    yado_bench_report("yado --version", "ms", yado_bench_samples_get(version.wall),
                      yado_bench_samples_get(peer.wall), 0.15, FALSE);
    yado_bench_report("yado --help", "ms", yado_bench_samples_get(help.wall),
                      yado_bench_samples_get(peer.wall), 0.15, FALSE);
    yado_bench_report(
        "completing a command, without bash itself", "ms",
        subtract(yado_bench_samples_get(complete.wall), yado_bench_samples_get(shell.wall)),
        yado_bench_samples_get(peer.wall), 0.15, FALSE);
    yado_bench_report("yado --version, peak memory", "MiB", yado_bench_samples_get(version.peak),
                      yado_bench_samples_get(peer.peak), 0, FALSE);
}

/* Calls the client sends to the daemon, opening included, as libvirt's own log tells. */
static YadoBenchFigure
count_calls(const char *const *argv)
{
    g_autofree char *folder = yado_test_make_folder("calls");
    g_autofree char *log = g_build_filename(folder, "log", NULL);
    g_autofree char *outputs = g_strconcat("LIBVIRT_LOG_OUTPUTS=1:file:", log, NULL);
    g_autofree char *text = NULL;
    guint calls = 0;
    g_autoptr(GPtrArray) logged = g_ptr_array_new();
    g_ptr_array_add(logged, (gpointer) "env");
    g_ptr_array_add(logged, (gpointer) "LIBVIRT_DEBUG=1");
    g_ptr_array_add(logged, outputs);
    for (guint i = 0; argv[i]; i++)
        g_ptr_array_add(logged, (gpointer)argv[i]);
    g_ptr_array_add(logged, NULL);
    yado_bench_run((const char *const *)logged->pdata);
    if (!g_file_get_contents(log, &text, NULL, NULL))
        return (YadoBenchFigure){ 0 };
    for (const char *at = text; (at = strstr(at, "RPC_CLIENT_MSG_TX_QUEUE")); at++) {
        const char *end = strchr(at, '\n');
        calls += g_strstr_len(at, end ? end - at : -1, " type=0 ") != NULL;
    }
    g_unlink(log);
    return (YadoBenchFigure){ calls, calls, calls, calls ? 1 : 0 };
}

/* Ours/peer in wall time: 0.9 at 10, 0.10 at 1000, 0.05 at 5000. */
static double
get_list_goal(guint n)
{
    return n >= 5000 ? 0.05 : n >= 1000 ? 0.10 : n <= 10 ? 0.9 : 0;
}

void
yado_bench_list(YadoTestDaemon *daemon, guint n)
{
    const char *uri = yado_test_daemon_get_test_uri(daemon);
    g_autofree char *yado = yado_bench_find_ours("yado");
    g_autofree char *bare = yado_test_build_path("tests/bench/yado-bench-floor");
    const char *const *const commands[] = {
        (const char *const[]){ "virsh", "-c", uri, "list", "--all", NULL },
        (const char *const[]){ yado, "-c", uri, "list", NULL },
        (const char *const[]){ bare, uri, NULL },
    };
    g_autofree char *title = g_strdup_printf("Listing %u guests through a daemon", n);
    g_auto(YadoBenchSeries) peer = { 0 }, ours = { 0 }, least = { 0 };
    yado_bench_series_init(&peer);
    yado_bench_series_init(&ours);
    yado_bench_series_init(&least);
    YadoBenchSeries series[] = { peer, ours, least };
    yado_bench_run_in_turn(commands, series, G_N_ELEMENTS(commands));
    yado_bench_print_heading(title, "virsh list --all");
    yado_bench_set_floor(yado_bench_samples_get(least.wall), yado_bench_samples_get(peer.wall));
    yado_bench_report("yado list, wall", "ms", yado_bench_samples_get(ours.wall),
                      yado_bench_samples_get(peer.wall), get_list_goal(n), FALSE);
    yado_bench_report("(a bare client, the same calls, wall)", "ms",
                      yado_bench_samples_get(least.wall), yado_bench_samples_get(peer.wall), 0,
                      FALSE);
    yado_bench_report("yado list, CPU", "ms", yado_bench_samples_get(ours.cpu),
                      yado_bench_samples_get(peer.cpu), 0, FALSE);
    yado_bench_report("yado list, peak memory", "MiB", yado_bench_samples_get(ours.peak),
                      yado_bench_samples_get(peer.peak), 1.0, FALSE);
    yado_bench_report("yado list, calls to the daemon", "calls", count_calls(commands[1]),
                      count_calls(commands[0]), 10, TRUE);
}

GPid
yado_bench_start_in_terminal(const char *const *argv, int *fd)
{
    struct winsize size = { .ws_row = 40, .ws_col = 120 };
    GPid pid = forkpty(fd, NULL, NULL, &size);
    g_assert_cmpint(pid, >=, 0);
    if (pid == 0) {
        setenv("TERM", "xterm-256color", 1);
        execvp(argv[0], (char *const *)argv);
        _exit(127);
    }
    return pid;
}

void
yado_bench_stop_in_terminal(GPid pid, int fd)
{
    kill(pid, SIGKILL);
    waitpid(pid, NULL, 0);
    close(fd);
}
