/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The tiny guest hears, the deaf one does not, and both leave with their daemon. */
#include "config.h"

#include "yado-test-guest.h"

#include <string.h>

typedef struct {
    const char *uri, *name, *state;
} Expectation;

static gboolean
is_in_state(gpointer data)
{
    Expectation *expectation = data;
    g_autofree char *state = yado_test_virsh_dup_state(expectation->uri, expectation->name);
    return strcmp(state, expectation->state) == 0;
}

static void
test_power_button(void)
{
    g_autoptr(YadoTestDaemon) daemon = yado_test_daemon_new();
    if (!daemon || !yado_test_guest_prepare(daemon))
        return;
    const char *uri = yado_test_daemon_get_qemu_uri(daemon);
    yado_test_guest_define(daemon, "tiny");
    g_free(yado_test_virsh(uri, "start", "tiny", NULL));
    yado_test_guest_wait_ready(daemon, "tiny", 1);
    g_free(yado_test_virsh(uri, "shutdown", "tiny", NULL));
    Expectation off = { uri, "tiny", "shut off" };
    g_assert_true(yado_test_wait(is_in_state, &off, 20));
}

/* Guests outlive a killed daemon, and the daemon that comes after it finds them. */
static void
test_survival(void)
{
    g_autoptr(YadoTestDaemon) daemon = yado_test_daemon_new();
    if (!daemon || !yado_test_guest_prepare(daemon))
        return;
    const char *uri = yado_test_daemon_get_qemu_uri(daemon);
    yado_test_guest_define_deaf(daemon, "deaf");
    g_free(yado_test_virsh(uri, "start", "deaf", NULL));
    yado_test_daemon_kill(daemon);
    yado_test_daemon_start(daemon);
    Expectation running = { uri, "deaf", "running" };
    g_assert_true(yado_test_wait(is_in_state, &running, 20));
}

int
main(int argc, char **argv)
{
    yado_test_guard();
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/lib/guest/power-button", test_power_button);
    g_test_add_func("/lib/guest/survival", test_survival);
    return g_test_run();
}
