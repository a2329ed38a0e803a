/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The private libvirtd, asked by virsh. */
#include "config.h"

#include "yado-test-daemon.h"

static void
test_test_driver(void)
{
    g_autoptr(YadoTestDaemon) daemon = yado_test_daemon_new();
    if (!daemon)
        return;
    const char *uri = yado_test_daemon_get_test_uri(daemon);
    yado_test_virsh_define(uri, "<domain type='test'><name>a b</name><memory>1024</memory>"
                                "<os><type>hvm</type></os></domain>");
    g_assert_true(yado_test_virsh_has(uri, "test"));
    g_assert_true(yado_test_virsh_has(uri, "a b"));
    g_autofree char *state = yado_test_virsh_dup_state(uri, "a b");
    g_assert_cmpstr(state, ==, "shut off");
    yado_test_virsh_batch(uri, "start 'a b'\nsuspend 'a b'\n");
    g_autofree char *paused = yado_test_virsh_dup_state(uri, "a b");
    g_assert_cmpstr(paused, ==, "paused");
}

static void
test_restart(void)
{
    g_autoptr(YadoTestDaemon) daemon = yado_test_daemon_new();
    if (!daemon)
        return;
    const char *uri = yado_test_daemon_get_qemu_uri(daemon);
    yado_test_virsh_define(uri, "<domain type='qemu'><name>kept</name><memory>1024</memory>"
                                "<os><type>hvm</type></os></domain>");
    yado_test_daemon_kill(daemon);
    yado_test_daemon_start(daemon);
    g_assert_true(yado_test_virsh_has(uri, "kept"));
}

int
main(int argc, char **argv)
{
    yado_test_guard();
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/lib/daemon/test-driver", test_test_driver);
    g_test_add_func("/lib/daemon/restart", test_restart);
    return g_test_run();
}
