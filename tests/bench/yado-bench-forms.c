/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * How soon a page is there, in a pseudo-terminal of 120x40: a guest of 200 disks and the wizard.
 * From the key until nothing more is written.  The same on the desktop: yado-bench-pages.c.
 */
#include "config.h"

#include "yado-bench.h"

#include <libvirt/libvirt.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define N_DISKS 200
#define N_VOLUMES 10000
#define QUIET 0.06 /* s without output: it is complete */
#define PAGES 60

typedef struct {
    GPid pid;
    int fd;
    GString *text;
} Terminal;

static void
start_terminal(Terminal *self, const char *const *argv)
{
    self->text = g_string_new(NULL);
    self->pid = yado_bench_start_in_terminal(argv, &self->fd);
}

static void
stop_terminal(Terminal *self)
{
    yado_bench_stop_in_terminal(self->pid, self->fd);
    g_string_free(self->text, TRUE);
}

/* Waits up to @seconds for output; FALSE: there was none. */
static gboolean
read_some(Terminal *self, double seconds)
{
    struct pollfd poller = { self->fd, POLLIN, 0 };
    char data[16384];
    ssize_t n;

    if (poll(&poller, 1, (int)(seconds * 1000) + 1) <= 0)
        return FALSE;
    n = read(self->fd, data, sizeof data);
    if (n > 0)
        g_string_append_len(self->text, data, n);
    return n > 0;
}

/* ms from the key to the last of what it caused, @text among it; 0: nothing. */
static double
press(Terminal *self, const char *key, const char *text)
{
    double start = yado_bench_get_time(), last = start;

    g_string_truncate(self->text, 0);
    if (write(self->fd, key, strlen(key)) < 0)
        return 0;
    for (double wait = 2; read_some(self, wait); wait = strstr(self->text->str, text) ? QUIET : 2)
        last = yado_bench_get_time();
    return (last - start) * 1000;
}

static gboolean
wait_for(Terminal *self, const char *text)
{
    double end = yado_bench_get_time() + 30;

    while (!strstr(self->text->str, text) && yado_bench_get_time() < end)
        read_some(self, 0.5);
    while (read_some(self, 0.5))
        ;
    return strstr(self->text->str, text) != NULL;
}

/* ---- hosts ---- */

static void
define_guest(const char *uri)
{
    g_autoptr(GString) xml =
        g_string_new("<domain type='test'><name>many-disks</name><memory unit='MiB'>512</memory>"
                     "<os><type>hvm</type></os><devices>");
    virConnectPtr connection = virConnectOpen(uri);
    virDomainPtr guest;

    g_assert_nonnull(connection);
    for (guint i = 0; i < N_DISKS; i++)
        g_string_append_printf(
            xml,
            "<disk type='file' device='disk'><driver name='qemu' type='qcow2'/>"
            "<source file='/srv/images/disk-%03u.qcow2'/><target dev='xvd%c%c' bus='xen'/></disk>",
            i, 'a' + i / 26, 'a' + i % 26);
    g_string_append(xml, "</devices></domain>");
    guest = virDomainDefineXML(connection, xml->str);
    g_assert_nonnull(guest);
    virDomainFree(guest);
    virConnectClose(connection);
}

/* ---- parts ---- */

static void
bench_pages(Terminal *terminal)
{
    g_autoptr(YadoBenchSamples) pages = yado_bench_samples_new();
    double opened = press(terminal, "\r", "Disk xvda");
    YadoBenchFigure page, worst;

    for (guint i = 0; i < PAGES; i++)
        yado_bench_samples_add(pages, press(terminal, "\033[B", ""));
    page = yado_bench_samples_get(pages);
    worst = yado_bench_make_figure(page.most);
    yado_bench_report("opening the guest, its configuration read", "ms",
                      yado_bench_make_figure(opened), (YadoBenchFigure){ 0 }, 100, TRUE);
    yado_bench_report("the page of a disk, median", "ms", page, (YadoBenchFigure){ 0 }, 100, TRUE);
    yado_bench_report("the page of a disk, worst", "ms", worst, (YadoBenchFigure){ 0 }, 100, TRUE);
}

/* In a program that was just started: nothing was read before. */
static void
bench_wizard(const char *const *argv)
{
    g_autoptr(YadoBenchSamples) steps = yado_bench_samples_new();

    for (guint i = 0; i < yado_bench_get_runs(); i++) {
        Terminal terminal = { 0 };

        start_terminal(&terminal, argv);
        if (wait_for(&terminal, "many-disks"))
            yado_bench_samples_add(steps, press(&terminal, "\033OR", "ISO")); /* F3 */
        if (!strstr(terminal.text->str, "ISO"))
            g_printerr("the wizard did not open\n");
        stop_terminal(&terminal);
    }
    yado_bench_report("the wizard's first step", "ms", yado_bench_samples_get(steps),
                      (YadoBenchFigure){ 0 }, 150, TRUE);
}

void
yado_bench_forms(void)
{
    g_autoptr(YadoTestDaemon) daemon = yado_test_daemon_new();
    g_autofree char *yado = yado_bench_find_ours("yado");
    Terminal terminal = { 0 };

    if (!daemon) {
        yado_bench_say("There is no libvirtd or no virsh here.\n");
        return;
    }
    yado_bench_fill_idle_host(daemon, 0);
    define_guest(yado_test_daemon_get_test_uri(daemon));
    const char *const argv[] = { yado, "-c", yado_test_daemon_get_test_uri(daemon), NULL };
    yado_bench_print_heading("Pages in the terminal, a guest of 200 disks", "none");
    start_terminal(&terminal, argv);
    if (wait_for(&terminal, "many-disks"))
        bench_pages(&terminal);
    stop_terminal(&terminal);
    bench_wizard(argv);
#ifdef HAVE_PAGES
    yado_bench_fill_pool(yado_test_daemon_get_test_uri(daemon), "many", N_VOLUMES);
    yado_bench_pages(yado_test_daemon_get_test_uri(daemon));
#endif
}
