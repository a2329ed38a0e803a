/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Installing from a medium, with a person who does nothing: the medium is booted first, and the disk afterwards, however the installer ends.  What runs
 * is seen on the console that `yado create --console` opens.
 */
#include "config.h"

#include <glib/gstdio.h>

#include "yado-test-boot.h"
#include "yado-test-daemon.h"
#include "yado-test-terminal.h"

typedef struct {
    YadoTestDaemon *daemon;
    const char *uri;
    char *iso, *pool;
} Fixture;

static gboolean
set_up(Fixture *fixture, YadoTestBootEnd end)
{
    g_autofree char *qemu = yado_test_need_program("qemu-system-x86_64");
    const char *folder;

    fixture->daemon = qemu != NULL ? yado_test_daemon_new() : NULL;
    if (fixture->daemon == NULL)
        return FALSE;
    folder = yado_test_daemon_get_folder(fixture->daemon);
    fixture->uri = yado_test_daemon_get_qemu_uri(fixture->daemon);
    fixture->iso = g_build_filename(folder, "installer.iso", NULL);
    fixture->pool = g_build_filename(folder, "pool", NULL);
    yado_test_boot_write_iso(fixture->iso, end);
    g_free(yado_test_virsh(fixture->uri, "pool-create-as", "images", "dir", "--build", "--target",
                           fixture->pool, NULL));
    return TRUE;
}

static void
tear_down(Fixture *fixture)
{
    g_clear_pointer(&fixture->daemon, yado_test_daemon_free);
    g_free(fixture->iso);
    g_free(fixture->pool);
}

static YadoTestTerminal *
run(Fixture *fixture, const char *const *arguments)
{
    YadoTestTerminal *terminal = yado_test_terminal_new(24, 80);
    g_autoptr(GPtrArray) argv = g_ptr_array_new_with_free_func(g_free);

    yado_test_terminal_set_env(terminal, "YADO_URI", fixture->uri);
    g_ptr_array_add(argv, yado_test_build_path("yado"));
    for (; *arguments != NULL; arguments++)
        g_ptr_array_add(argv, g_strdup(*arguments));
    g_ptr_array_add(argv, NULL);
    yado_test_terminal_start(terminal, (const char *const *)argv->pdata);
    return terminal;
}

#define RUN(fixture, ...) run(fixture, (const char *const[]){ __VA_ARGS__, NULL })

#define CREATE(fixture, ...)                                                                  \
    RUN(fixture, "create", "fresh", "--kind=qemu", "--memory=32M", "--vcpus=1", "--nic=none", \
        "--graphics=none", "--console", "--iso", (fixture)->iso, __VA_ARGS__)

static void
leave(YadoTestTerminal *terminal)
{
    yado_test_terminal_press(terminal, "Ctrl+]");
    g_assert_cmpint(yado_test_terminal_wait_exit(terminal), ==, 0);
    yado_test_terminal_free(terminal);
}

/* Its own boot sector, and not the medium's. */
static void
check_start(Fixture *fixture)
{
    YadoTestTerminal *terminal = RUN(fixture, "start", "fresh", "--console");

    yado_test_terminal_wait_text(terminal, "disk: ready");
    g_assert_false(yado_test_terminal_has_text(terminal, "installer:"));
    leave(terminal);
}

static void
test_restarts(void)
{
    Fixture fixture = { 0 };
    YadoTestTerminal *terminal;

    if (!set_up(&fixture, YADO_TEST_BOOT_RESTARTS))
        return;
    terminal = CREATE(&fixture, "--pool=images", "--size=1M");
    yado_test_terminal_wait_text(terminal, "installer: runs");
    yado_test_terminal_wait_text(terminal, "installer: done");
    yado_test_terminal_wait_text(terminal, "disk: ready");
    leave(terminal);
    g_free(yado_test_virsh(fixture.uri, "destroy", "fresh", NULL));
    check_start(&fixture);
    tear_down(&fixture);
}

static void
test_powers_off(void)
{
    Fixture fixture = { 0 };
    YadoTestTerminal *terminal;

    if (!set_up(&fixture, YADO_TEST_BOOT_POWERS_OFF))
        return;
    terminal = CREATE(&fixture, "--pool=images", "--size=1M", "--format=raw");
    yado_test_terminal_wait_text(terminal, "installer: done");
    yado_test_terminal_wait_text(terminal, "fresh does not run.");
    leave(terminal);
    check_start(&fixture);
    tear_down(&fixture);
}

/* On a disk with a system of its own: that one is not what was asked for, until it has been replaced. */
static void
test_bootable_disk(void)
{
    Fixture fixture = { 0 };
    YadoTestTerminal *terminal;
    g_autofree char *disk = NULL;

    if (!set_up(&fixture, YADO_TEST_BOOT_POWERS_OFF))
        return;
    disk = g_build_filename(fixture.pool, "old.img", NULL);
    yado_test_boot_write_disk(disk);
    g_chmod(disk, 0666);
    terminal = CREATE(&fixture, "--disk=path", "--path", disk);
    yado_test_terminal_wait_text(terminal, "installer: done");
    yado_test_terminal_wait_text(terminal, "fresh does not run.");
    leave(terminal);
    check_start(&fixture);
    tear_down(&fixture);
}

int
main(int argc, char **argv)
{
    yado_test_guard();
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/cli-install/restarts", test_restarts);
    g_test_add_func("/cli-install/powers-off", test_powers_off);
    g_test_add_func("/cli-install/bootable-disk", test_bootable_disk);
    return g_test_run();
}
