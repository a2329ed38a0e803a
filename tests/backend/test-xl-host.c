/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * The libxl back end and its agent on a real Xen host: $YADO_TEST_XL_URI (xl+ssh://…), whose dom0 is reached by ssh with the
 * configuration $YADO_TEST_SSH_CONFIG as host xen-a.  Skipped without.  The guest is made here and taken away again.
 */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "await.h"
#include "backend/yado-backend-registry.h"
#include "base/yado-error.h"
#include "document/yado-plain-document.h"

#define NAME "yado-agent"
#define UUID "0f0e0d0c-0000-4000-8000-0000000a6e47"
#define SOON 0.5
/* The host is emulated: a guest starts in 15 s when nobody else wants the processor. */
#define PATIENTLY 300

typedef struct {
    YadoBackend *backend;
    GHashTable *events; /* uuid -> when it was last told of */
    GError *closed;
} Fixture;

static char *
run_in_dom0(const char *command)
{
    const char *const argv[] = { "ssh",   "-n",    "-F", g_getenv("YADO_TEST_SSH_CONFIG"),
                                 "xen-a", command, NULL };
    char *output = NULL;
    int status = yado_test_run(argv, &output);

    g_test_message("dom0: %s: %d: %s", command, status, output);
    return output;
}

static void
on_event_cb(YadoBackend *backend, const char *uuid, int event, Fixture *fixture)
{
    gint64 *when = g_new(gint64, 1);

    *when = g_get_monotonic_time();
    g_hash_table_replace(fixture->events, g_strdup(uuid), when);
}

static void
on_closed_cb(YadoBackend *backend, const GError *error, Fixture *fixture)
{
    g_clear_error(&fixture->closed);
    fixture->closed = g_error_copy(error);
}

static void
open_host(Fixture *fixture)
{
    g_autoptr(GAsyncResult) result = NULL;
    g_autoptr(GError) error = NULL;

    yado_backend_open_async(fixture->backend, NULL, YADO_OPEN_EVENTS, NULL, await_done, &result);
    g_assert_true(yado_test_wait(await_is_there, &result, PATIENTLY));
    yado_backend_open_finish(fixture->backend, result, &error);
    g_assert_no_error(error);
}

static void
define_guest(void)
{
    g_free(run_in_dom0("xl destroy " NAME " 2>/dev/null; rm -f /var/lib/xen/save/" NAME
                       "; cd /var/lib/yado-lab && sed -e s/xl-pvh/" NAME
                       "/g -e s/00:16:3e:00:01/00:16:3e:00:0c/ pvh.cfg >/etc/xen/" NAME ".cfg"
                       " && echo 'uuid=\"" UUID "\"' >>/etc/xen/" NAME ".cfg"
                       " && sed -i -e /^disk/d -e /^vif/d /etc/xen/" NAME ".cfg"));
}

static void
set_up(Fixture *fixture, gconstpointer data)
{
    define_guest();
    fixture->events = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
    fixture->backend = yado_backend_registry_create(g_getenv("YADO_TEST_XL_URI"), NULL);
    g_signal_connect(fixture->backend, "guest-event", G_CALLBACK(on_event_cb), fixture);
    g_signal_connect(fixture->backend, "closed", G_CALLBACK(on_closed_cb), fixture);
    open_host(fixture);
}

static void
tear_down(Fixture *fixture, gconstpointer data)
{
    yado_backend_close(fixture->backend);
    g_clear_object(&fixture->backend);
    g_hash_table_unref(fixture->events);
    g_clear_error(&fixture->closed);
    g_free(run_in_dom0("xl destroy " NAME "; rm -f /etc/xen/" NAME ".cfg /var/lib/xen/save/" NAME));
}

static const YadoGuestRecord *
find(GPtrArray *records, const char *uuid)
{
    for (guint i = 0; records && i < records->len; i++)
        if (strcmp(((YadoGuestRecord *)records->pdata[i])->uuid, uuid) == 0)
            return records->pdata[i];
    return NULL;
}

static YadoGuestState
get_state(Fixture *fixture)
{
    g_autoptr(GAsyncResult) result = NULL;
    g_autoptr(GPtrArray) records = NULL;
    g_autoptr(GError) error = NULL;
    const YadoGuestRecord *record;

    yado_backend_list_async(fixture->backend, NULL, YADO_LIST_SAVED, NULL, await_done, &result);
    g_assert_true(yado_test_wait(await_is_there, &result, PATIENTLY));
    records = yado_backend_list_finish(fixture->backend, result, &error);
    g_assert_no_error(error);
    g_assert_nonnull(find(records, "00000000-0000-0000-0000-000000000000"));
    record = find(records, UUID);
    return record ? record->state : YADO_GUEST_UNKNOWN;
}

static gboolean
is_finished(gpointer job)
{
    return yado_job_is_finished(job);
}

static YadoJob *
begin(Fixture *fixture, const char *operation, const char *key, const char *value)
{
    YadoJob *job = yado_job_new(operation, NULL);
    g_autoptr(YadoDocument) arguments = yado_plain_document_new();

    if (key)
        yado_plain_document_set_initial(YADO_PLAIN_DOCUMENT(arguments), key, value);
    yado_backend_start(fixture->backend, operation, UUID, arguments, job);
    return job;
}

static void
run(Fixture *fixture, const char *operation)
{
    g_autoptr(YadoJob) job = begin(fixture, operation, NULL, NULL);
    const GError *error;

    g_assert_true(yado_test_wait(is_finished, job, PATIENTLY));
    error = yado_job_get_error(job);
    if (error)
        g_error("%s: %s: %s", operation, error->message, yado_error_get_detail(error));
}

static gboolean
was_told(gpointer data)
{
    return g_hash_table_contains(((Fixture *)data)->events, UUID);
}

/* @command in dom0, and how long after its end it was told here: at most half a second. */
static void
expect_news(Fixture *fixture, const char *command, YadoGuestState state)
{
    gint64 done;
    gint64 *when;

    g_hash_table_remove_all(fixture->events);
    g_free(run_in_dom0(command));
    done = g_get_monotonic_time();
    g_assert_true(yado_test_wait(was_told, fixture, SOON));
    when = g_hash_table_lookup(fixture->events, UUID);
    g_test_message("%s: told %.3f s after its end", command, (*when - done) / 1e6);
    g_assert_cmpint(get_state(fixture), ==, state);
}

/* Nothing is polled: what xl does is told all the same. */
static void
test_events(Fixture *fixture, gconstpointer data)
{
    g_assert_cmpint(get_state(fixture), ==, YADO_GUEST_SHUT_OFF);
    expect_news(fixture, "xl create /etc/xen/" NAME ".cfg >/dev/null", YADO_GUEST_RUNNING);
    expect_news(fixture, "xl pause " NAME, YADO_GUEST_PAUSED);
    expect_news(fixture, "xl unpause " NAME, YADO_GUEST_RUNNING);
    expect_news(fixture, "xl destroy " NAME, YADO_GUEST_SHUT_OFF);
    expect_news(fixture, "rm /etc/xen/" NAME ".cfg", YADO_GUEST_UNKNOWN);
}

/* Linux says so when it listens to requests such as to suspend; before that a save fails after a minute. */
static void
wait_until_booted(void)
{
    g_free(
        run_in_dom0("for i in $(seq 300); do xenstore-read /local/domain/$(xl domid " NAME
                    ")/control/feature-suspend 2>/dev/null | grep -q 1 && break; sleep 1; done"));
}

static void
test_life(Fixture *fixture, gconstpointer data)
{
    g_autofree char *memory = NULL;

    run(fixture, "start");
    g_assert_cmpint(get_state(fixture), ==, YADO_GUEST_RUNNING);
    wait_until_booted();
    run(fixture, "pause");
    g_assert_cmpint(get_state(fixture), ==, YADO_GUEST_PAUSED);
    run(fixture, "resume");
    run(fixture, "save");
    g_assert_cmpint(get_state(fixture), ==, YADO_GUEST_SAVED);
    run(fixture, "restore");
    g_assert_cmpint(get_state(fixture), ==, YADO_GUEST_RUNNING);
    memory = run_in_dom0("ps -o rss= -C yado-xl-agent | sort -n | tail -1");
    g_test_message("the agent's resident memory: %s KiB", g_strstrip(memory));
    g_assert_cmpint(atoi(memory), >, 0);
    g_assert_cmpint(atoi(memory), <=, 12 * 1024);
    run(fixture, "destroy");
    g_assert_cmpint(get_state(fixture), ==, YADO_GUEST_SHUT_OFF);
}

static gboolean
has_progress(gpointer job)
{
    return yado_job_get_fraction(job) > 0 || yado_job_is_finished(job);
}

static gboolean
was_closed(gpointer data)
{
    return ((Fixture *)data)->closed != NULL;
}

static gboolean
is_settled(gpointer data)
{
    YadoGuestState state = get_state(data);

    return state == YADO_GUEST_SAVED || state == YADO_GUEST_RUNNING;
}

/* Killed in mid-save: the job says so, the next agent lists right, and the guest is either saved whole or runs. */
static void
test_death(Fixture *fixture, gconstpointer data)
{
    g_autoptr(YadoJob) job = NULL;
    g_autofree char *left = NULL;

    run(fixture, "start");
    wait_until_booted();
    job = begin(fixture, "save", NULL, NULL);
    g_assert_true(yado_test_wait(has_progress, job, PATIENTLY));
    /* Ours, not somebody else's. */
    g_free(run_in_dom0("kill -9 $(ps -o ppid= -p $(pgrep -f '^[^ ]*xl save .*/" NAME "'))"));
    g_assert_true(yado_test_wait(is_finished, job, 20));
    if (yado_job_get_state(job) != YADO_JOB_DONE)
        g_assert_error(yado_job_get_error(job), YADO_ERROR, YADO_ERROR_CONNECTION);
    g_assert_true(yado_test_wait(was_closed, fixture, 20));
    open_host(fixture);
    g_assert_true(yado_test_wait(is_settled, fixture, PATIENTLY));
    g_test_message("afterwards it is %s", yado_guest_state_get_name(get_state(fixture)));
    left = run_in_dom0("ls /run/yado-xl-agent 2>/dev/null");
    if (get_state(fixture) == YADO_GUEST_SAVED)
        run(fixture, "restore");
    run(fixture, "destroy");
}

int
main(int argc, char **argv)
{
    yado_test_guard();
    g_test_init(&argc, &argv, NULL);
    if (!g_getenv("YADO_TEST_XL_URI") || !g_getenv("YADO_TEST_SSH_CONFIG")) {
        g_print("1..0 # SKIP YADO_TEST_XL_URI and YADO_TEST_SSH_CONFIG tell no Xen host\n");
        return 0;
    }
    g_test_add("/xl-host/events", Fixture, NULL, set_up, test_events, tear_down);
    g_test_add("/xl-host/life", Fixture, NULL, set_up, test_life, tear_down);
    g_test_add("/xl-host/death", Fixture, NULL, set_up, test_death, tear_down);
    return g_test_run();
}
