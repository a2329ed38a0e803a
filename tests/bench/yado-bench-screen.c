/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Screens on the desktop, beside virt-viewer (how soon) and gtk-vnc's own example viewer (at what cost).
 *
 * All show the same server, ours, in the place of a paused guest's; its last picture is of one colour, which is looked for on the display.
 */
#include "config.h"

#include "yado-bench-display.h"

#include <glib/gstdio.h>
#include <signal.h>

#include "yado-test-vnc.h"

#define MAGENTA 0xff00ff
#define ENOUGH 2000 /* of the pixels looked at */
#define FRAMES 60
#define MEGAPIXELS (FRAMES * 1024 * 768 / 1e6)
#define FRAMEBUFFER (1024 * 768 * 4 / 1048576.0) /* MiB */
#define THUMBNAILS 20
#define KEYS 50

typedef struct {
    YadoTestDaemon *daemon;
    YadoBenchDisplay *display;
    YadoTestVnc *server;
    char *gtk, *settings;
} Bench;

static char *
dup_socket(Bench *bench, const char *guest)
{
    g_autofree char *name = g_strconcat("screen-", guest, NULL);
    return g_build_filename(yado_test_daemon_get_folder(bench->daemon), name, NULL);
}

static void
start_guest(Bench *bench, const char *guest)
{
    const char *uri = yado_test_daemon_get_qemu_uri(bench->daemon);
    g_autofree char *path = dup_socket(bench, guest);
    g_autofree char *xml =
        g_strdup_printf("<domain type='qemu'><name>%s</name><memory unit='MiB'>16</memory>"
                        "<os><type arch='x86_64' machine='q35'>hvm</type></os><devices>"
                        "<controller type='usb' model='none'/><memballoon model='none'/>"
                        "<graphics type='vnc'><listen type='socket' socket='%s'/></graphics>"
                        "<video><model type='vga'/></video></devices></domain>",
                        guest, path);
    yado_test_virsh_define(uri, xml);
    g_free(yado_test_virsh(uri, "start", guest, "--paused", NULL));
}

static YadoTestVnc *
start_server(Bench *bench, const char *guest, int frames)
{
    g_autofree char *path = dup_socket(bench, guest);
    YadoTestVnc *server = yado_test_vnc_new(path, YADO_TEST_VNC_LIVELY, guest);
    yado_test_vnc_get_counts(server)->most_frames = frames;
    return server;
}

static void
write_settings(Bench *bench, const char *scaling, gboolean screens)
{
    g_autofree char *text = g_strdup_printf("[console]\nscaling=%s\n[list]\nscreens=%s\n", scaling,
                                            screens ? "true" : "false");
    yado_test_write_file(bench->settings, text);
}

static GPid
start_program(const char *const *argv)
{
    g_autofree char *folder = yado_test_make_folder("g");
    g_autofree char *log = g_build_filename(folder, "log", NULL);
    return yado_test_spawn(argv, NULL, log, 0);
}

static GPid
start_ours(Bench *bench)
{
    const char *argv[] = { bench->gtk,  "-c",     yado_test_daemon_get_qemu_uri(bench->daemon),
                           "--console", "screen", NULL };
    return start_program(argv);
}

static GPid
start_virt_viewer(Bench *bench, const char *program)
{
    const char *argv[] = { program, "-c", yado_test_daemon_get_qemu_uri(bench->daemon), "screen",
                           NULL };
    return start_program(argv);
}

/* s until the last picture is on the display; 0: it never was. */
static double
wait_for_picture(Bench *bench, double limit)
{
    double start = yado_bench_get_time();
    while (yado_bench_display_count_colour(bench->display, MAGENTA) < ENOUGH) {
        if (yado_bench_get_time() - start > limit)
            return 0;
        g_usleep(1000);
    }
    return yado_bench_get_time() - start;
}

static void
wait_dark(Bench *bench)
{
    double start = yado_bench_get_time();
    while (yado_bench_display_count_colour(bench->display, MAGENTA) > 0 &&
           yado_bench_get_time() - start < 5)
        g_usleep(1000);
}

/* ---- How soon ---- */

static void
measure_first(Bench *bench, const char *viewer, YadoBenchSamples *samples, YadoBenchSamples *cpu)
{
    g_autoptr(YadoTestVnc) server = start_server(bench, "screen", 1);
    GPid pid = viewer ? start_virt_viewer(bench, viewer) : start_ours(bench);
    double seconds = wait_for_picture(bench, 60);
    if (seconds > 0) {
        yado_bench_samples_add(samples, seconds * 1000);
        yado_bench_samples_add(cpu, yado_bench_read_cpu(pid) / 1e6);
    }
    yado_test_kill(pid, SIGKILL);
    wait_dark(bench);
}

/* Without hosts on its command line there is only one program, which opens the further consoles; @guest may be NULL: the manager. */
static GPid
start_only(Bench *bench, const char *guest)
{
    const char *argv[] = { bench->gtk, guest ? "--console" : NULL, guest, NULL };
    g_autofree char *text = g_strdup_printf("[host %s]\nautoconnect=true\n",
                                            yado_test_daemon_get_qemu_uri(bench->daemon));
    yado_test_write_file(bench->settings, text);
    return start_program(argv);
}

/* What a menu's entry does. */
static gboolean
click_console(const char *guest)
{
    g_autoptr(GDBusConnection) bus = g_bus_get_sync(G_BUS_TYPE_SESSION, NULL, NULL);
    g_autoptr(GVariantBuilder) value = g_variant_builder_new(G_VARIANT_TYPE("av"));
    g_variant_builder_add(value, "v", g_variant_new_strv((const char *[]){ guest, NULL }, -1));
    g_autoptr(GVariant) answer =
        bus ? g_dbus_connection_call_sync(bus, "org.yado.Yado", "/org/yado/Yado", "org.gtk.Actions",
                                          "Activate",
                                          g_variant_new("(sava{sv})", "show-console", value, NULL),
                                          NULL, G_DBUS_CALL_FLAGS_NONE, 5000, NULL, NULL)
            : NULL;
    return answer != NULL;
}

static void
measure_click(Bench *bench, YadoBenchSamples *samples, YadoBenchSamples *cpu)
{
    g_autoptr(YadoTestVnc) server = start_server(bench, "screen", 1);
    GPid pid = start_only(bench, NULL);
    g_usleep(4 * G_USEC_PER_SEC);
    guint64 before = yado_bench_read_cpu(pid);
    double start = yado_bench_get_time();
    if (click_console("screen") && wait_for_picture(bench, 60) > 0) {
        yado_bench_samples_add(samples, (yado_bench_get_time() - start) * 1000);
        yado_bench_samples_add(cpu, (yado_bench_read_cpu(pid) - before) / 1e6);
    }
    yado_test_kill(pid, SIGKILL);
    wait_dark(bench);
}

static void
compare_first(Bench *bench)
{
    g_autofree char *viewer = yado_test_find_program("virt-viewer");
    g_autoptr(YadoBenchSamples) ours = yado_bench_samples_new();
    g_autoptr(YadoBenchSamples) peer = yado_bench_samples_new();
    g_autoptr(YadoBenchSamples) our_cpu = yado_bench_samples_new();
    g_autoptr(YadoBenchSamples) peer_cpu = yado_bench_samples_new();
    g_autoptr(YadoBenchSamples) click = yado_bench_samples_new();
    g_autoptr(YadoBenchSamples) click_cpu = yado_bench_samples_new();
    for (guint i = 0; i <= yado_bench_get_runs(); i++) {
        write_settings(bench, "fit", FALSE);
        measure_first(bench, NULL, ours, our_cpu);
        if (viewer)
            measure_first(bench, viewer, peer, peer_cpu);
        measure_click(bench, click, click_cpu);
    }
    yado_bench_print_heading("A guest's screen",
                             viewer ? "virt-viewer" : "virt-viewer, missing here");
    yado_bench_report("click in the manager to first picture", "ms", yado_bench_samples_get(click),
                      yado_bench_samples_get(peer), 0.5, FALSE);
    yado_bench_report("CPU until then", "ms", yado_bench_samples_get(click_cpu),
                      yado_bench_samples_get(peer_cpu), 0, FALSE);
    yado_bench_report("start to first picture", "ms", yado_bench_samples_get(ours),
                      yado_bench_samples_get(peer), 0.5, FALSE);
    yado_bench_report("CPU until then", "ms", yado_bench_samples_get(our_cpu),
                      yado_bench_samples_get(peer_cpu), 0, FALSE);
}

/* ---- At what cost ---- */

static GPid
start_example(YadoTestVnc *server, const char *program)
{
    g_autofree char *display =
        g_strdup_printf("127.0.0.1:%d", (int)yado_test_vnc_get_port(server) - 5900);
    const char *argv[] = { program, display, NULL };
    return start_program(argv);
}

/* CPU ms of one megapixel, with the first picture already there. */
static double
measure_updates(Bench *bench, YadoTestVnc *server, GPid pid, guint width, guint height)
{
    YadoTestVncCounts *counts = yado_test_vnc_get_counts(server);
    guint64 before;
    double seconds = wait_for_picture(bench, 60);
    if (seconds == 0 || !yado_bench_display_find_window(bench->display))
        return 0;
    if (width)
        yado_bench_display_resize_window(bench->display, width, height);
    g_usleep(2 * G_USEC_PER_SEC);
    before = yado_bench_read_cpu(pid);
    g_atomic_int_set(&counts->most_frames, 1 + FRAMES);
    for (guint i = 0; i < 600 && g_atomic_int_get(&counts->frames) < 1 + FRAMES; i++)
        g_usleep(G_USEC_PER_SEC / 20);
    g_usleep(G_USEC_PER_SEC / 2);
    return (yado_bench_read_cpu(pid) - before) / 1e6 / MEGAPIXELS;
}

static void
add_updates(Bench *bench, const char *scaling, const char *example, YadoBenchSamples *samples)
{
    g_autofree char *path = dup_socket(bench, "screen");
    g_autoptr(YadoTestVnc) server =
        yado_test_vnc_new(example ? NULL : path, YADO_TEST_VNC_LIVELY, "screen");
    gboolean is_whole = !g_str_equal(scaling, "fit");
    GPid pid;
    double cost;
    yado_test_vnc_get_counts(server)->most_frames = 1;
    write_settings(bench, scaling, FALSE);
    pid = example ? start_example(server, example) : start_ours(bench);
    cost = measure_updates(bench, server, pid, is_whole ? 1100 : 0, 880);
    if (cost > 0)
        yado_bench_samples_add(samples, cost);
    yado_test_kill(pid, SIGKILL);
    wait_dark(bench);
}

static void
compare_updates(Bench *bench)
{
    g_autofree char *example = yado_test_find_program("gvncviewer");
    g_autoptr(YadoBenchSamples) actual = yado_bench_samples_new();
    g_autoptr(YadoBenchSamples) fitted = yado_bench_samples_new();
    g_autoptr(YadoBenchSamples) peer = yado_bench_samples_new();
    for (guint i = 0; i < yado_bench_get_runs(); i++) {
        add_updates(bench, "actual", NULL, actual);
        if (example)
            add_updates(bench, "actual", example, peer);
        add_updates(bench, "fit", NULL, fitted);
    }
    yado_bench_print_heading("Its updates", example ? "gvncviewer" : "gvncviewer, missing here");
    yado_bench_report("CPU a megapixel", "ms", yado_bench_samples_get(actual),
                      yado_bench_samples_get(peer), 1.05, FALSE);
    yado_bench_report("CPU a megapixel, scaled", "ms", yado_bench_samples_get(fitted),
                      yado_bench_samples_get(peer), 1.3, FALSE);
}

/* ---- One program, looked at more closely ---- */

static void
report_keys(Bench *bench, YadoTestVnc *server)
{
    YadoTestVncCounts *counts = yado_test_vnc_get_counts(server);
    g_autoptr(YadoBenchSamples) samples = yado_bench_samples_new();
    const YadoBenchFigure none = { 0 };
    for (guint i = 0; i < KEYS; i++) {
        int before = g_atomic_int_get(&counts->keys);
        gint64 start = g_get_monotonic_time();
        yado_bench_display_press_letter(bench->display);
        while (g_atomic_int_get(&counts->keys) < before + 2 &&
               g_get_monotonic_time() - start < G_USEC_PER_SEC)
            g_usleep(200);
        yado_bench_samples_add(samples, (g_get_monotonic_time() - start) / 1000.0);
        g_usleep(30000);
    }
    yado_bench_report("a key, from the display to the guest", "ms", yado_bench_samples_get(samples),
                      none, 5, TRUE);
}

static void
report_hidden(Bench *bench, YadoTestVnc *server, GPid pid)
{
    YadoTestVncCounts *counts = yado_test_vnc_get_counts(server);
    const YadoBenchFigure none = { 0 };
    guint64 before;
    int frames;
    yado_bench_display_show_window(bench->display, FALSE);
    g_usleep(G_USEC_PER_SEC);
    g_atomic_int_set(&counts->most_frames, 0);
    g_usleep(G_USEC_PER_SEC);
    before = yado_bench_read_cpu(pid);
    frames = g_atomic_int_get(&counts->frames);
    g_usleep(10 * G_USEC_PER_SEC);
    yado_bench_report("hidden, while the guest draws: share of a core", "%",
                      yado_bench_make_figure((yado_bench_read_cpu(pid) - before) / 1e9 * 10), none,
                      0.5, TRUE);
    yado_bench_report("hidden: pictures asked for", "",
                      yado_bench_make_figure(g_atomic_int_get(&counts->frames) - frames), none, 0,
                      FALSE);
    yado_bench_display_show_window(bench->display, TRUE);
}

static void
report_one(Bench *bench)
{
    g_autoptr(YadoTestVnc) server = start_server(bench, "screen", 1);
    GPid pid;
    write_settings(bench, "fit", FALSE);
    pid = start_ours(bench);
    yado_bench_print_heading("One console", "none");
    if (wait_for_picture(bench, 60) > 0 && yado_bench_display_find_window(bench->display)) {
        g_usleep(G_USEC_PER_SEC);
        report_keys(bench, server);
        report_hidden(bench, server, pid);
    }
    yado_test_kill(pid, SIGKILL);
    wait_dark(bench);
}

static void
report_further(Bench *bench)
{
    static const char *const names[] = { "more-1", "more-2", "more-3" };
    g_autoptr(YadoTestVnc) server = start_server(bench, "screen", 1);
    g_autoptr(GPtrArray) servers =
        g_ptr_array_new_with_free_func((GDestroyNotify)yado_test_vnc_free);
    const YadoBenchFigure none = { 0 };
    GPid pid = start_only(bench, "screen");
    guint64 before;
    wait_for_picture(bench, 60);
    g_usleep(2 * G_USEC_PER_SEC);
    before = yado_bench_read_pss(pid);
    for (guint i = 0; i < G_N_ELEMENTS(names); i++) {
        const char *argv[] = { bench->gtk, "--console", names[i], NULL };
        YadoTestVnc *further;
        start_guest(bench, names[i]);
        further = start_server(bench, names[i], 1);
        g_ptr_array_add(servers, further);
        yado_test_run(argv, NULL);
        for (guint k = 0; k < 400 && yado_test_vnc_get_counts(further)->frames == 0; k++)
            g_usleep(G_USEC_PER_SEC / 20);
    }
    g_usleep(3 * G_USEC_PER_SEC);
    yado_bench_report("memory of each further console / its framebuffer", "",
                      yado_bench_make_figure((yado_bench_read_pss(pid) - before) / 1024.0 /
                                             G_N_ELEMENTS(names) / FRAMEBUFFER),
                      none, 1.5, TRUE);
    yado_test_kill(pid, SIGKILL);
    wait_dark(bench);
}

static void
report_thumbnails(Bench *bench)
{
    g_autoptr(GPtrArray) servers =
        g_ptr_array_new_with_free_func((GDestroyNotify)yado_test_vnc_free);
    const char *argv[] = { bench->gtk, "-c", yado_test_daemon_get_qemu_uri(bench->daemon), NULL };
    const YadoBenchFigure none = { 0 };
    guint64 before;
    GPid pid;
    for (guint i = 0; i < THUMBNAILS; i++) {
        g_autofree char *name = g_strdup_printf("small-%02u", i);
        start_guest(bench, name);
        g_ptr_array_add(servers, start_server(bench, name, 0));
    }
    for (guint list = 0; list < 2; list++) {
        write_settings(bench, "fit", list == 0);
        pid = start_program(argv);
        g_usleep(12 * G_USEC_PER_SEC);
        if (yado_bench_display_find_window(bench->display))
            yado_bench_display_resize_window(bench->display, 1270, 890);
        g_usleep(8 * G_USEC_PER_SEC);
        before = yado_bench_read_cpu(pid);
        g_usleep(20 * G_USEC_PER_SEC);
        yado_bench_report(
            list ? "the same, as a table: share of a core"
                 : "20 screens that change wholly: share of a core",
            "%", yado_bench_make_figure((yado_bench_read_cpu(pid) - before) / 1e9 / 20 * 100), none,
            list ? 0 : 3, TRUE);
        yado_test_kill(pid, SIGKILL);
    }
}

void
yado_bench_screen(void)
{
    Bench bench = { .daemon = yado_test_daemon_new() };
    bench.display = bench.daemon ? yado_bench_display_new() : NULL;
    if (!bench.display) {
        yado_bench_say("There is no libvirtd or no Xvfb here.\n");
        return;
    }
    bench.gtk = yado_bench_find_ours("yado-gtk");
    bench.settings = g_build_filename(yado_test_get_folder(), "screen.conf", NULL);
    g_setenv("YADO_SETTINGS", bench.settings, TRUE);
    start_guest(&bench, "screen");
    compare_first(&bench);
    compare_updates(&bench);
    report_one(&bench);
    report_further(&bench);
    report_thumbnails(&bench);
    yado_bench_display_free(bench.display);
    yado_test_daemon_free(bench.daemon);
    g_free(bench.gtk);
    g_free(bench.settings);
}
