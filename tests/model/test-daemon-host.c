/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * A real libvirtd and real (tiny, emulated) guests: what somebody else does is seen, a daemon that dies takes nothing with it but time.
 */
#include "config.h"

#include <string.h>

#include "await.h"
#include "base/yado-error.h"
#include "document/yado-plain-document.h"
#include "model/yado-host.h"
#include "yado-test-guest.h"

static gboolean
is_open_and_listed(gpointer host)
{
    return yado_host_is_listed(host) && yado_host_get_state(host) == YADO_HOST_OPEN;
}

static gboolean
is_lost(gpointer host)
{
    return yado_host_get_state(host) != YADO_HOST_OPEN;
}

static YadoHost *
open_host(const char *uri)
{
    YadoHost *host = yado_host_new(uri, NULL);
    g_autoptr(GAsyncResult) result = NULL;
    g_autoptr(GError) error = NULL;

    yado_host_open_async(host, YADO_OPEN_EVENTS, NULL, await_done, &result);
    g_assert_true(yado_host_open_finish(host, await(&result), &error));
    g_assert_no_error(error);
    g_assert_true(yado_test_wait(is_open_and_listed, host, 10));
    return host;
}

static void
close_host(YadoHost *host)
{
    yado_host_close(host);
    g_object_unref(host);
}
typedef YadoHost OpenHost;
G_DEFINE_AUTOPTR_CLEANUP_FUNC(OpenHost, close_host)

static YadoGuest *
find_guest(YadoHost *host, const char *name)
{
    g_autoptr(GPtrArray) found = yado_host_match_guests(host, name);

    return found->len == 1 ? found->pdata[0] : NULL;
}

typedef struct {
    YadoHost *host;
    const char *name;
    YadoGuestState state;
} Expected;

static gboolean
has_state(gpointer data)
{
    Expected *expected = data;
    YadoGuest *guest = find_guest(expected->host, expected->name);

    return guest && yado_guest_get_state(guest) == expected->state;
}

static gboolean
is_absent(gpointer data)
{
    Expected *expected = data;

    return find_guest(expected->host, expected->name) == NULL;
}

static void
expect_state(YadoHost *host, const char *name, YadoGuestState state)
{
    Expected expected = { host, name, state };

    g_assert_true(yado_test_wait(has_state, &expected, 15));
}

static void
expect_absent(YadoHost *host, const char *name)
{
    Expected expected = { host, name, 0 };

    g_assert_true(yado_test_wait(is_absent, &expected, 15));
}

static gboolean
is_finished(gpointer job)
{
    return yado_job_is_finished(job);
}

static YadoJob *
start(YadoHost *host, const char *name, const char *operation, const char *key, const char *value)
{
    YadoJob *job = yado_job_new(operation, name);
    g_autoptr(YadoDocument) arguments = yado_plain_document_new();

    if (key)
        yado_plain_document_set_initial(YADO_PLAIN_DOCUMENT(arguments), key, value);
    yado_guest_start(find_guest(host, name), operation, arguments, job);
    return job;
}

static void
run(YadoHost *host, const char *name, const char *operation)
{
    g_autoptr(YadoJob) job = start(host, name, operation, NULL, NULL);

    g_test_message("%s", operation);
    g_assert_true(yado_test_wait(is_finished, job, 90));
    g_assert_no_error(yado_job_get_error(job));
    g_assert_cmpint(yado_job_get_state(job), ==, YADO_JOB_DONE);
}

static YadoTestDaemon *
new_daemon(gconstpointer is_remote)
{
    return is_remote ? yado_test_daemon_new_tls() : yado_test_daemon_new();
}

static YadoHost *
open_test_host(YadoTestDaemon *daemon)
{
    const char *remote = yado_test_daemon_get_tls_uri(daemon);

    return open_host(remote ? remote : yado_test_daemon_get_test_uri(daemon));
}

/* Somebody else: seen by events, not by listing (the guard comes after a minute). */
static void
test_others(gconstpointer is_remote)
{
    g_autoptr(YadoTestDaemon) daemon = new_daemon(is_remote);
    g_autoptr(OpenHost) host = NULL;
    const char *uri;

    if (!daemon)
        return;
    uri = yado_test_daemon_get_test_uri(daemon);
    host = open_test_host(daemon);
    expect_state(host, "test", YADO_GUEST_RUNNING);
    g_assert_true(yado_host_has(host, YADO_CAP_EVENTS, NULL));
    yado_test_virsh_batch(uri, "suspend test\n");
    expect_state(host, "test", YADO_GUEST_PAUSED);
    yado_test_virsh_define(uri, "<domain type='test'><name>x y</name><memory>1024</memory>"
                                "<os><type>hvm</type></os></domain>");
    expect_state(host, "x y", YADO_GUEST_SHUT_OFF);
    yado_test_virsh_batch(uri, "domrename 'x y' z\n");
    expect_state(host, "z", YADO_GUEST_SHUT_OFF);
    expect_absent(host, "x y");
    yado_test_virsh_batch(uri, "start z\ndestroy z\nundefine z\n");
    expect_absent(host, "z");
}

/* A daemon killed in the middle of a listing, and started again: no row is left that is not there. */
static void
test_killed(gconstpointer is_remote)
{
    g_autoptr(YadoTestDaemon) daemon = new_daemon(is_remote);
    g_autoptr(OpenHost) host = NULL;
    const char *uri;

    if (!daemon)
        return;
    uri = yado_test_daemon_get_test_uri(daemon);
    yado_test_virsh_define(uri, "<domain type='test'><name>lost</name><memory>1024</memory>"
                                "<os><type>hvm</type></os></domain>");
    host = open_test_host(daemon);
    expect_state(host, "lost", YADO_GUEST_SHUT_OFF);
    yado_host_refresh(host);
    yado_test_daemon_kill(daemon);
    g_assert_true(yado_test_wait(is_lost, host, 15));
    g_assert_true(yado_host_is_stale(host));
    g_assert_nonnull(find_guest(host, "lost"));
    yado_test_daemon_start(daemon);
    g_assert_true(yado_test_wait(is_open_and_listed, host, 30));
    /* The test driver forgets: so must we. */
    expect_absent(host, "lost");
    expect_state(host, "test", YADO_GUEST_RUNNING);
}

/* Opening a host that does not answer can be cancelled, and holds nothing up. */
static void
test_frozen(void)
{
    g_autoptr(YadoTestDaemon) daemon = yado_test_daemon_new();
    g_autoptr(YadoHost) host = NULL;
    g_autoptr(GCancellable) cancellable = g_cancellable_new();
    g_autoptr(GAsyncResult) result = NULL;
    g_autoptr(GError) error = NULL;

    if (!daemon)
        return;
    host = yado_host_new(yado_test_daemon_get_test_uri(daemon), NULL);
    yado_test_daemon_freeze(daemon);
    yado_host_open_async(host, YADO_OPEN_EVENTS, cancellable, await_done, &result);
    g_cancellable_cancel(cancellable);
    g_assert_false(yado_host_open_finish(host, await(&result), &error));
    g_assert_error(error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
    yado_test_daemon_thaw(daemon);
}

static YadoTestDaemon *
new_guest_daemon(const char *name)
{
    YadoTestDaemon *daemon = yado_test_daemon_new();

    if (daemon && !yado_test_guest_prepare(daemon))
        g_clear_pointer(&daemon, yado_test_daemon_free);
    if (daemon)
        yado_test_guest_define(daemon, name);
    return daemon;
}

static gboolean
has_cpu(gpointer guest)
{
    return yado_guest_get_cpu(guest) > 0;
}

static void
test_guest_life(void)
{
    g_autoptr(YadoTestDaemon) daemon = new_guest_daemon("tiny");
    g_autoptr(OpenHost) host = NULL;
    YadoGuest *guest;

    if (!daemon)
        return;
    host = open_host(yado_test_daemon_get_qemu_uri(daemon));
    guest = find_guest(host, "tiny");
    yado_host_set_interval(host, 500);
    yado_host_watch(host, host, &guest, 1);
    run(host, "tiny", "start");
    expect_state(host, "tiny", YADO_GUEST_RUNNING);
    yado_test_guest_wait_ready(daemon, "tiny", 1);
    g_assert_true(yado_test_wait(has_cpu, guest, 10));
    g_assert_true(yado_host_has(host, YADO_CAP_BULK_STATS, NULL));
    g_assert_cmpint(yado_guest_get_uptime(guest), >=, 0);
    run(host, "tiny", "pause");
    expect_state(host, "tiny", YADO_GUEST_PAUSED);
    run(host, "tiny", "resume");
    expect_state(host, "tiny", YADO_GUEST_RUNNING);
    run(host, "tiny", "save");
    expect_state(host, "tiny", YADO_GUEST_SAVED);
    run(host, "tiny", "restore");
    expect_state(host, "tiny", YADO_GUEST_RUNNING);
    run(host, "tiny", "shutdown");
    expect_state(host, "tiny", YADO_GUEST_SHUT_OFF);
    run(host, "tiny", "delete");
    expect_absent(host, "tiny");
    yado_host_watch(host, host, NULL, 0);
}

/* A guest that does not listen: told, with what to do next; waiting can be cancelled. */
static void
test_guest_deaf(void)
{
    g_autoptr(YadoTestDaemon) daemon = new_guest_daemon("tiny");
    g_autoptr(OpenHost) host = NULL;
    g_autoptr(YadoJob) deaf = NULL;
    g_autoptr(YadoJob) cancelled = NULL;

    if (!daemon)
        return;
    yado_test_guest_define_deaf(daemon, "deaf");
    host = open_host(yado_test_daemon_get_qemu_uri(daemon));
    run(host, "deaf", "start");
    yado_test_guest_wait_ready(daemon, "deaf", 1);
    deaf = start(host, "deaf", "shutdown", "timeout", "2");
    g_assert_true(yado_test_wait(is_finished, deaf, 30));
    g_assert_cmpstr(yado_job_get_follow_up(deaf), ==, "guest.destroy");
    g_assert_nonnull(strstr(yado_job_get_notice(deaf), "deaf"));
    cancelled = start(host, "deaf", "shutdown", "timeout", "600");
    g_assert_true(yado_test_wait((YadoTestPredicate)yado_job_can_cancel, cancelled, 10));
    yado_job_cancel(cancelled);
    g_assert_true(yado_test_wait(is_finished, cancelled, 5));
    g_assert_cmpint(yado_job_get_state(cancelled), ==, YADO_JOB_CANCELLED);
    run(host, "deaf", "destroy");
    expect_state(host, "deaf", YADO_GUEST_SHUT_OFF);
}

static gboolean
has_begun(gpointer job)
{
    return yado_job_get_state(job) == YADO_JOB_RUNNING && *yado_job_get_stage(job);
}

/* The daemon dies while it saves: the job has failed, the guest is what the daemon says it is afterwards. */
static void
test_killed_in_save(void)
{
    g_autoptr(YadoTestDaemon) daemon = new_guest_daemon("tiny");
    g_autoptr(OpenHost) host = NULL;
    g_autoptr(YadoJob) job = NULL;

    if (!daemon)
        return;
    host = open_host(yado_test_daemon_get_qemu_uri(daemon));
    run(host, "tiny", "start");
    yado_test_guest_wait_ready(daemon, "tiny", 1);
    job = start(host, "tiny", "save", NULL, NULL);
    g_assert_true(yado_test_wait(has_begun, job, 10));
    yado_test_daemon_kill(daemon);
    g_assert_true(yado_test_wait(is_finished, job, 30));
    g_assert_error(yado_job_get_error(job), YADO_ERROR, YADO_ERROR_UNCERTAIN);
    g_assert_nonnull(yado_error_get_hint(yado_job_get_error(job)));
    g_assert_true(yado_test_wait(is_lost, host, 15));
    yado_test_daemon_start(daemon);
    g_assert_true(yado_test_wait(is_open_and_listed, host, 30));
    g_assert_cmpuint(g_list_model_get_n_items(G_LIST_MODEL(host)), ==, 1);
    if (yado_guest_is_active(find_guest(host, "tiny")))
        run(host, "tiny", "destroy");
}

/*
 * libvirt's own and rare: when one of its calls over TLS is answered from what was read before, the source that waits for the socket stays on its
 * loop (virNetClientIOEventLoop), with a pointer to that call's stack.  Nothing of ours quits a loop.
 */
static gboolean
is_fatal(const char *domain, GLogLevelFlags level, const char *message, gpointer data)
{
    return strstr(message, "g_main_loop_quit: assertion 'loop != NULL' failed") == NULL;
}

int
main(int argc, char **argv)
{
    yado_test_guard();
    g_test_init(&argc, &argv, NULL);
    g_test_log_set_fatal_handler(is_fatal, NULL);
    g_test_add_data_func("/model/daemon/others", NULL, test_others);
    g_test_add_data_func("/model/daemon/others-tls", "remote", test_others);
    g_test_add_data_func("/model/daemon/killed", NULL, test_killed);
    g_test_add_data_func("/model/daemon/killed-tls", "remote", test_killed);
    g_test_add_func("/model/daemon/frozen", test_frozen);
    g_test_add_func("/model/daemon/guest-life", test_guest_life);
    g_test_add_func("/model/daemon/guest-deaf", test_guest_deaf);
    g_test_add_func("/model/daemon/killed-in-save", test_killed_in_save);
    return g_test_run();
}
