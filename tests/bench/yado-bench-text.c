/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Text consoles beside `virsh console`.
 *
 * QEMU's serial port gives 0.1 MB/s in emulation, less than either takes.  So the guest is paused, and we write in its place: its pseudo-terminal
 * is taken from QEMU by pidfd_getfd(), for which one must be allowed to trace it (root, or ptrace_scope 0).
 */
#include "config.h"

#include "yado-bench.h"
#ifdef HAVE_XTEST
#include "yado-bench-display.h"
#endif

#include <errno.h>
#include <fcntl.h>
#include <glib-unix.h>
#include <poll.h>
#include <pty.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#define SECONDS 4.0
#define MUCH (100u << 20)

/* ---- What the guest says ---- */

typedef struct {
    int fd;
    GThread *thread;
    int is_over;     /* atomic */
    guint64 written; /* of the thread, until it has ended */
    guint64 most;
} Flood;

static gpointer
write_flood(gpointer data)
{
    Flood *flood = data;
    g_autoptr(GString) text = g_string_new(NULL);
    for (guint i = 0; i < 64; i++)
        g_string_append_printf(text, "%04u the quick brown fox jumps over the lazy dog 0123456\r\n",
                               i);
    while (!g_atomic_int_get(&flood->is_over) && flood->written < flood->most) {
        struct pollfd poller = { flood->fd, POLLOUT, 0 };
        ssize_t n = poll(&poller, 1, 50) > 0 ? write(flood->fd, text->str, text->len) : 0;
        flood->written += n > 0 ? n : 0;
    }
    return NULL;
}

static void
start_flood(Flood *flood, int fd, guint64 most)
{
    *flood = (Flood){ .fd = fd, .most = most };
    flood->thread = g_thread_new("flood", write_flood, flood);
}

static void
stop_flood(Flood *flood)
{
    g_atomic_int_set(&flood->is_over, 1);
    g_thread_join(flood->thread);
}

static GPid
find_guest_process(const char *name)
{
    g_autoptr(GDir) dir = g_dir_open("/proc", 0, NULL);
    g_autofree char *wanted = g_strdup_printf("guest=%s,", name);
    const char *entry;
    while ((entry = g_dir_read_name(dir))) {
        g_autofree char *path = g_strdup_printf("/proc/%s/cmdline", entry);
        g_autofree char *text = NULL;
        gsize length = 0;
        if (!g_ascii_isdigit(*entry) || !g_file_get_contents(path, &text, &length, NULL))
            continue;
        for (gsize i = 0; i < length; i += strlen(text + i) + 1)
            if (g_str_has_prefix(text + i, wanted))
                return atoi(entry);
    }
    return 0;
}

/* QEMU's end of /dev/pts/@number, or -1. */
static int
take_terminal(GPid pid, int number)
{
    int process = (int)syscall(SYS_pidfd_open, pid, 0);
    int found = -1;
    for (int fd = 3; process >= 0 && found < 0 && fd < 64; fd++) {
        int copy = (int)syscall(SYS_pidfd_getfd, process, fd, 0), is = -1;
        if (copy >= 0 && ioctl(copy, TIOCGPTN, &is) == 0 && is == number)
            found = copy;
        else if (copy >= 0)
            close(copy);
    }
    if (process >= 0)
        close(process);
    return found;
}

static int
start_guest(YadoTestDaemon *daemon)
{
    const char *uri = yado_test_daemon_get_qemu_uri(daemon);
    g_autofree char *tty = NULL;
    int fd;
    yado_test_virsh_define(uri, "<domain type='qemu'><name>yado-bench-text</name>"
                                "<memory unit='MiB'>16</memory><os><type arch='x86_64' "
                                "machine='q35'>hvm</type></os><devices><controller type='usb' "
                                "model='none'/><memballoon model='none'/><console type='pty'/>"
                                "</devices></domain>");
    g_free(yado_test_virsh(uri, "start", "yado-bench-text", "--paused", NULL));
    tty = yado_test_virsh(uri, "ttyconsole", "yado-bench-text", NULL);
    if (!g_str_has_prefix(g_strstrip(tty), "/dev/pts/"))
        return -1;
    fd = take_terminal(find_guest_process("yado-bench-text"), atoi(tty + strlen("/dev/pts/")));
    if (fd >= 0)
        g_unix_set_fd_nonblocking(fd, TRUE, NULL);
    return fd;
}

/* ---- A command that shows it ---- */

typedef struct {
    YadoBenchSamples *first, *rate, *cpu, *memory;
} Series;

typedef struct {
    int fd;
    GPid pid;
} Command;

static Command
start_command(const char *const *argv)
{
    Command command;
    struct winsize size = { 24, 80, 0, 0 };
    command.pid = forkpty(&command.fd, NULL, NULL, &size);
    if (command.pid == 0) {
        g_setenv("TERM", "xterm", TRUE);
        execv(argv[0], (char *const *)argv);
        _exit(127);
    }
    return command;
}

static void
stop_command(Command *command)
{
    kill(command->pid, SIGKILL);
    waitpid(command->pid, NULL, 0);
    close(command->fd);
}

/* Bytes read; 0: nothing in time, or it ended. */
static gsize
read_some(Command *command, char *buffer, gsize size, double until)
{
    struct pollfd poller = { command->fd, POLLIN, 0 };
    double left = until - yado_bench_get_time();
    ssize_t n = left > 0 && poll(&poller, 1, (int)(left * 1000) + 1) > 0
                    ? read(command->fd, buffer, size)
                    : 0;
    return n > 0 ? (gsize)n : 0;
}

/* Reads until the guest's text comes. */
static double
wait_first(Command *command, double start)
{
    g_autoptr(GString) said = g_string_new(NULL);
    char buffer[65536];
    gsize n;
    while ((n = read_some(command, buffer, sizeof buffer, start + 20)) > 0) {
        g_string_append_len(said, buffer, n);
        if (strstr(said->str, "brown fox"))
            return yado_bench_get_time() - start;
    }
    return 0;
}

static void
measure_command(const char *const *argv, int guest, Series *series)
{
    Flood flood;
    char buffer[65536];
    double start = yado_bench_get_time(), first, from, until;
    guint64 n = 0, cpu;
    Command command = start_command(argv);
    start_flood(&flood, guest, G_MAXUINT64);
    first = wait_first(&command, start);
    cpu = yado_bench_read_cpu(command.pid);
    from = yado_bench_get_time();
    until = from + SECONDS;
    for (gsize k = 1; k > 0 && yado_bench_get_time() < until; n += k)
        k = read_some(&command, buffer, sizeof buffer, until);
    if (first > 0 && n > 0) {
        double took = yado_bench_get_time() - from;
        yado_bench_samples_add(series->first, first * 1000);
        yado_bench_samples_add(series->rate, n / took / 1e6);
        yado_bench_samples_add(series->cpu,
                               (yado_bench_read_cpu(command.pid) - cpu) / 1e6 / (n / 1e6));
        yado_bench_samples_add(series->memory, yado_bench_read_pss(command.pid) / 1024.0);
    }
    stop_command(&command);
    stop_flood(&flood);
    g_usleep(G_USEC_PER_SEC / 2); /* the daemon notices */
}

static YadoBenchFigure
invert(YadoBenchFigure rate)
{
    if (rate.n == 0)
        return rate;
    return (YadoBenchFigure){ 1 / rate.median, 1 / rate.most, 1 / rate.least, rate.n };
}

/* KiB that are its own: proportional memory grows when others who have the same libraries end. */
static double
read_anonymous(GPid pid)
{
    g_autofree char *path = g_strdup_printf("/proc/%d/status", (int)pid);
    g_autofree char *text = NULL;
    const char *line;
    if (!g_file_get_contents(path, &text, NULL, NULL) || !(line = strstr(text, "RssAnon:")))
        return 0;
    return g_ascii_strtod(line + strlen("RssAnon:"), NULL);
}

/* All of it through one console: memory stays what it was.  @pause: us for each MiB that a slow terminal takes, which stands still at first. */
static void
report_much(const char *const *argv, int guest, const char *what, guint pause, double limit)
{
    Flood flood;
    char buffer[65536];
    double start = yado_bench_get_time();
    double before, most = 0;
    guint64 n = 0;
    const YadoBenchFigure none = { 0 };
    Command command = start_command(argv);
    start_flood(&flood, guest, MUCH);
    wait_first(&command, start);
    before = read_anonymous(command.pid);
    g_usleep(100 * pause);
    for (gsize k = 1; k > 0; n += k) {
        k = read_some(&command, buffer, sizeof buffer, yado_bench_get_time() + 1);
        most = MAX(most, read_anonymous(command.pid) - before);
        if ((n + k) >> 20 > n >> 20)
            g_usleep(pause);
    }
    yado_bench_report(what, "KiB", yado_bench_make_figure(most), none, limit, TRUE);
    stop_command(&command);
    stop_flood(&flood);
    yado_bench_say("(%.1f MB came out)\n", n / 1e6);
}

/* ---- The same on the desktop ---- */

#ifdef HAVE_XTEST
/* Until @n bytes were taken; s of the worst time that the window's main loop took to answer. */
static double
watch_window(YadoBenchDisplay *display, int guest, guint64 n)
{
    Flood flood;
    double worst = 0, start = yado_bench_get_time();
    start_flood(&flood, guest, n);
    while (flood.written < n && yado_bench_get_time() - start < 300) {
        worst = MAX(worst, yado_bench_display_ping(display, 10));
        g_usleep(20000);
    }
    stop_flood(&flood);
    return worst;
}

static void
report_window(YadoTestDaemon *daemon, int guest)
{
    g_autoptr(YadoBenchDisplay) display = yado_bench_display_new();
    g_autofree char *gtk = yado_bench_find_ours("yado-gtk");
    const char *argv[] = {
        gtk, "-c", yado_test_daemon_get_qemu_uri(daemon), "--console", "yado-bench-text", NULL
    };
    g_autofree char *log = g_build_filename(yado_test_get_folder(), "window.log", NULL);
    const YadoBenchFigure none = { 0 };
    double before, worst;
    GPid pid = display ? yado_test_spawn(argv, NULL, log, 0) : 0;
    if (!display)
        return;
    g_usleep(5 * G_USEC_PER_SEC);
    if (yado_bench_display_find_window(display)) {
        watch_window(display, guest, 4 << 20); /* what it keeps is full then */
        before = read_anonymous(pid);
        worst = watch_window(display, guest, MUCH);
        yado_bench_print_heading("The same, in a window", "none");
        yado_bench_report("100 MiB of output: memory that grew", "KiB",
                          yado_bench_make_figure(read_anonymous(pid) - before), none, 2048, TRUE);
        yado_bench_report("while it comes: the window answers within", "ms",
                          yado_bench_make_figure(worst * 1000), none, 250, TRUE);
    }
    yado_test_kill(pid, SIGKILL);
}
#endif

void
yado_bench_text(void)
{
    g_autoptr(YadoTestDaemon) daemon = yado_test_daemon_new();
    g_autofree char *yado = yado_bench_find_ours("yado");
    g_autofree char *virsh = yado_test_find_program("virsh");
    const char *uri = daemon ? yado_test_daemon_get_qemu_uri(daemon) : NULL;
    const char *ours[] = { yado, "-c", uri, "console", "yado-bench-text", "--force", NULL };
    const char *peer[] = { virsh, "-c", uri, "console", "yado-bench-text", "--force", NULL };
    Series series[2];
    int guest = daemon ? start_guest(daemon) : -1;
    if (guest < 0) {
        yado_bench_say(
            "A guest's terminal cannot be taken here: text consoles are not measured.\n");
        return;
    }
    for (guint i = 0; i < 2; i++)
        series[i] = (Series){ yado_bench_samples_new(), yado_bench_samples_new(),
                              yado_bench_samples_new(), yado_bench_samples_new() };
    for (guint run = 0; run < yado_bench_get_runs(); run++) {
        measure_command(ours, guest, &series[0]);
        measure_command(peer, guest, &series[1]);
    }
    yado_bench_print_heading("A text console", "virsh console");
    yado_bench_report("command to the first byte of the guest", "ms",
                      yado_bench_samples_get(series[0].first),
                      yado_bench_samples_get(series[1].first), 1.0, FALSE);
    yado_bench_report("a megabyte", "s", invert(yado_bench_samples_get(series[0].rate)),
                      invert(yado_bench_samples_get(series[1].rate)), 1 / 0.9, FALSE);
    yado_bench_report("CPU a megabyte", "ms", yado_bench_samples_get(series[0].cpu),
                      yado_bench_samples_get(series[1].cpu), 0, FALSE);
    yado_bench_report("proportional memory", "MiB", yado_bench_samples_get(series[0].memory),
                      yado_bench_samples_get(series[1].memory), 0, FALSE);
    report_much(ours, guest, "100 MiB of output: memory that grew", 0, 1024);
    report_much(ours, guest, "the same, to a slow terminal", 30000, 1024);
    report_much(peer, guest, "the same, virsh", 30000, 0);
#ifdef HAVE_XTEST
    report_window(daemon, guest);
#endif
    close(guest);
}
