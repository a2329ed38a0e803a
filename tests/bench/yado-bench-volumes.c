/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Storage and making guests: a pool of many volumes, an upload, and the preview of a new guest. */
#include "config.h"

#include "yado-bench.h"

#include <glib/gstdio.h>
#include <libvirt/libvirt.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define N_VOLUMES 10000
#define POOL "many"
#define UPLOAD_MIB 512

/* ---- a pool of many volumes, in the test driver ---- */

static void
add_volume(virStoragePoolPtr pool, guint i)
{
    g_autofree char *xml = g_strdup_printf("<volume><name>guest-%05u.qcow2</name>"
                                           "<capacity unit='MiB'>20</capacity>"
                                           "<allocation unit='KiB'>200</allocation>"
                                           "<target><format type='qcow2'/></target></volume>",
                                           i);
    virStorageVolPtr volume = virStorageVolCreateXML(pool, xml, 0);

    g_assert_nonnull(volume);
    virStorageVolFree(volume);
}

void
yado_bench_fill_pool(const char *uri, const char *name, guint n)
{
    virConnectPtr connection = virConnectOpen(uri);
    g_autofree char *xml = g_strdup_printf("<pool type='dir'><name>%s</name><target>"
                                           "<path>/var/lib/%s</path></target></pool>",
                                           name, name);
    virStoragePoolPtr pool;

    g_assert_nonnull(connection);
    pool = virStoragePoolCreateXML(connection, xml, 0);
    g_assert_nonnull(pool);
    for (guint i = 0; i < n; i++)
        add_volume(pool, i);
    virStoragePoolFree(pool);
    virConnectClose(connection);
}

static YadoBenchFigure
per_volume(YadoBenchFigure many, YadoBenchFigure none)
{
    if (!many.n || !none.n)
        return (YadoBenchFigure){ 0 };
    return yado_bench_make_figure(MAX(many.median - none.median, 0) * 1024 / N_VOLUMES);
}

static void
bench_list(YadoTestDaemon *daemon, const char *yado)
{
    const char *uri = yado_test_daemon_get_test_uri(daemon);
    const char *const *const commands[] = {
        (const char *const[]){ "virsh", "-c", uri, "vol-list", "--details", POOL, NULL },
        (const char *const[]){ yado, "-c", uri, "volume", "list", POOL, NULL },
        (const char *const[]){ yado, "-c", uri, "volume", "list", "none", NULL },
    };
    g_auto(YadoBenchSeries) peer = { 0 }, ours = { 0 }, none = { 0 };

    yado_bench_fill_pool(uri, POOL, N_VOLUMES);
    yado_bench_fill_pool(uri, "none", 0);
    yado_bench_series_init(&peer);
    yado_bench_series_init(&ours);
    yado_bench_series_init(&none);
    YadoBenchSeries series[] = { peer, ours, none };
    yado_bench_run_in_turn(commands, series, G_N_ELEMENTS(commands));
    yado_bench_print_heading("A pool of 10,000 volumes", "virsh vol-list --details");
    yado_bench_report("yado volume list, wall", "ms", yado_bench_samples_get(ours.wall),
                      yado_bench_samples_get(peer.wall), 0.5, FALSE);
    yado_bench_report("yado volume list, CPU", "ms", yado_bench_samples_get(ours.cpu),
                      yado_bench_samples_get(peer.cpu), 0, FALSE);
    yado_bench_report("yado volume list, peak memory", "MiB", yado_bench_samples_get(ours.peak),
                      yado_bench_samples_get(peer.peak), 0, FALSE);
    yado_bench_report(
        "memory for each volume", "KiB",
        per_volume(yado_bench_samples_get(ours.peak), yado_bench_samples_get(none.peak)),
        (YadoBenchFigure){ 0 }, 2, TRUE);
}

/* ---- an upload, into a folder by QEMU's session driver ---- */

static char *
make_file(YadoTestDaemon *daemon)
{
    char *path = g_build_filename(yado_test_daemon_get_folder(daemon), "upload.img", NULL);
    g_autofree char *block = g_malloc(1 << 20);
    FILE *file = g_fopen(path, "w");

    g_assert_nonnull(file);
    memset(block, 'y', 1 << 20); /* no holes */
    for (guint i = 0; i < UPLOAD_MIB; i++)
        g_assert_cmpuint(fwrite(block, 1, 1 << 20, file), ==, 1 << 20);
    fclose(file);
    return path;
}

static void
make_target(YadoTestDaemon *daemon, const char *uri)
{
    g_autofree char *folder =
        g_build_filename(yado_test_daemon_get_folder(daemon), "uploads", NULL);
    g_autofree char *size = g_strdup_printf("%uM", UPLOAD_MIB);

    g_mkdir(folder, 0777);
    g_chmod(folder, 0777);
    g_free(yado_test_virsh(uri, "pool-create-as", "uploads", "dir", "--target", folder, NULL));
    g_free(
        yado_test_virsh(uri, "vol-create-as", "uploads", "a.img", size, "--format", "raw", NULL));
}

static void
bench_upload(YadoTestDaemon *daemon, const char *yado)
{
    const char *uri = yado_test_daemon_get_qemu_uri(daemon);
    g_autofree char *path = make_file(daemon);
    const char *const *const commands[] = {
        (const char *const[]){ "virsh", "-c", uri, "vol-upload", "a.img", path, "--pool", "uploads",
                               NULL },
        (const char *const[]){ yado, "-c", uri, "volume", "upload", "uploads/a.img", path, "--yes",
                               NULL },
    };
    g_auto(YadoBenchSeries) peer = { 0 }, ours = { 0 };

    make_target(daemon, uri);
    yado_bench_series_init(&peer);
    yado_bench_series_init(&ours);
    YadoBenchSeries series[] = { peer, ours };
    yado_bench_run_in_turn(commands, series, G_N_ELEMENTS(commands));
    yado_bench_print_heading("Uploading 512 MiB into a volume", "virsh vol-upload");
    /* At least 0.95 of the peer's rate. */
    yado_bench_report("yado volume upload, wall", "ms", yado_bench_samples_get(ours.wall),
                      yado_bench_samples_get(peer.wall), 1 / 0.95, FALSE);
    yado_bench_report("yado volume upload, peak memory", "MiB", yado_bench_samples_get(ours.peak),
                      yado_bench_samples_get(peer.peak), 0, FALSE);
    g_unlink(path);
}

/* ---- the preview of a new guest ---- */

static void
bench_create(YadoTestDaemon *daemon, const char *yado)
{
    g_autofree char *peer_program = yado_bench_find_peer("virt-install", "BENCH_VIRT_INSTALL");
    const char *uri = yado_test_daemon_get_test_uri(daemon);
    const char *const *const commands[] = {
        (const char *const[]){ yado, "-c", uri, "create", "--dry-run", "--source", "none", "--name",
                               "new", "--memory", "1GiB", "--vcpus", "2", NULL },
        (const char *const[]){ peer_program ? peer_program : "false", "--connect", uri,
                               "--print-xml", "--name", "new", "--memory", "1024", "--vcpus", "2",
                               "--disk", "none", "--import", "--osinfo", "generic", NULL },
    };
    g_auto(YadoBenchSeries) peer = { 0 }, ours = { 0 };

    yado_bench_series_init(&ours);
    yado_bench_series_init(&peer);
    YadoBenchSeries series[] = { ours, peer };
    yado_bench_run_in_turn(commands, series, peer_program ? 2 : 1);
    yado_bench_print_heading("The preview of a new guest", "virt-install --print-xml");
    yado_bench_report("yado create --dry-run, wall", "ms", yado_bench_samples_get(ours.wall),
                      yado_bench_samples_get(peer.wall), 0.08, FALSE);
    yado_bench_report("yado create --dry-run, peak memory", "MiB",
                      yado_bench_samples_get(ours.peak), yado_bench_samples_get(peer.peak), 0.40,
                      FALSE);
}

/* ---- a new guest, made and started by QEMU's session driver ---- */

#define MADE "made"

/* What ours would make, for virsh. */
static char *
write_definition(YadoTestDaemon *daemon, const char *const *create)
{
    char *path = g_build_filename(yado_test_daemon_get_folder(daemon), MADE ".xml", NULL);
    g_autoptr(GPtrArray) words = g_ptr_array_new();
    g_autofree char *xml = NULL;

    for (; *create; create++)
        g_ptr_array_add(words, (gpointer)*create);
    g_ptr_array_add(words, (gpointer) "--dry-run");
    g_ptr_array_add(words, NULL);
    g_assert_true(g_spawn_sync(NULL, (char **)words->pdata, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL,
                               &xml, NULL, NULL, NULL));
    yado_test_write_file(path, xml);
    return path;
}

static void
unmake(const char *uri)
{
    g_free(yado_test_virsh(uri, "destroy", MADE, NULL));
    g_free(yado_test_virsh(uri, "undefine", MADE, NULL));
    g_free(yado_test_virsh(uri, "vol-delete", MADE ".qcow2", "--pool", "uploads", NULL));
}

static void
bench_making(YadoTestDaemon *daemon, const char *yado)
{
    const char *uri = yado_test_daemon_get_qemu_uri(daemon);
    const char *const ours[] = { yado,       "-c",      uri,        "create", MADE,
                                 "--source", "none",    "--memory", "64M",    "--vcpus",
                                 "1",        "--nic",   "none",     "--disk", "new",
                                 "--pool",   "uploads", "--size",   "8M",     NULL };
    g_autofree char *path = write_definition(daemon, ours);
    g_autofree char *calls = g_strdup_printf("vol-create-as uploads " MADE ".qcow2 8M --format "
                                             "qcow2; define %s; start " MADE,
                                             path);
    const char *const peer[] = { "virsh", "-c", uri, calls, NULL };
    g_autoptr(YadoBenchSamples) beyond = yado_bench_samples_new();

    for (guint i = 0; i <= yado_bench_get_runs(); i++) { /* the first one warms up */
        YadoBenchRun host = yado_bench_run(peer);
        unmake(uri);
        YadoBenchRun whole = yado_bench_run(ours);
        unmake(uri);
        if (i > 0 && host.status == 0 && whole.status == 0)
            yado_bench_samples_add(beyond, whole.wall - host.wall);
    }
    yado_bench_print_heading("A new guest with a disk, made and started",
                             "the same calls by virsh");
    yado_bench_report("yado create, wall beyond the peer's", "ms", yado_bench_samples_get(beyond),
                      (YadoBenchFigure){ 0 }, 200, TRUE);
}

void
yado_bench_volumes(void)
{
    g_autoptr(YadoTestDaemon) daemon = yado_test_daemon_new();
    g_autofree char *yado = yado_bench_find_ours("yado");

    if (!daemon) {
        yado_bench_say("There is no libvirtd or no virsh here.\n");
        return;
    }
    bench_list(daemon, yado);
    bench_upload(daemon, yado);
    bench_create(daemon, yado);
    bench_making(daemon, yado);
}
