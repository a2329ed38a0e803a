/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The libxl back end on a double of its agent: tests/lib/yado-test-xl-agent.c. */
#include "config.h"

#include <string.h>

#include "await.h"
#include "backend/yado-backend-registry.h"
#include "base/yado-error.h"
#include "document/yado-hotplug.h"
#include "document/yado-plain-document.h"

#define WEB "11111111-0000-0000-0000-000000000001"
#define ANON "11111111-0000-0000-0000-000000000002"
#define ANON_ROW "22222222-0000-5000-8000-000000000002"
#define LIBVIRT "11111111-0000-0000-0000-000000000003"
#define OFF "11111111-0000-0000-0000-000000000004"
#define FRESH "11111111-0000-0000-0000-000000000005"
#define BAD "22222222-0000-5000-8000-000000000009"
#define DOMAIN_0 "00000000-0000-0000-0000-000000000000"

typedef struct {
    YadoBackend *backend;
    GHashTable *events; /* of uuids that something was told of */
    GError *closed;
} Fixture;

static void
on_event_cb(YadoBackend *backend, const char *uuid, int event, Fixture *fixture)
{
    g_hash_table_add(fixture->events, g_strdup(uuid));
}

static void
on_closed_cb(YadoBackend *backend, const GError *error, Fixture *fixture)
{
    g_clear_error(&fixture->closed);
    fixture->closed = g_error_copy(error);
}

static gboolean
open_double(Fixture *fixture, const char *words, GError **error)
{
    g_autoptr(GAsyncResult) result = NULL;

    g_setenv("YADO_TEST_XL", words, TRUE);
    fixture->events = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    fixture->backend = yado_backend_registry_create("xl:///", NULL);
    g_assert_nonnull(fixture->backend);
    g_signal_connect(fixture->backend, "guest-event", G_CALLBACK(on_event_cb), fixture);
    g_signal_connect(fixture->backend, "closed", G_CALLBACK(on_closed_cb), fixture);
    yado_backend_open_async(fixture->backend, NULL, YADO_OPEN_EVENTS, NULL, await_done, &result);
    return yado_backend_open_finish(fixture->backend, await(&result), error);
}

static void
set_up(Fixture *fixture, gconstpointer words)
{
    g_autoptr(GError) error = NULL;
    gboolean opened = open_double(fixture, words ? words : "", &error);

    g_assert_no_error(error);
    g_assert_true(opened);
}

static void
tear_down(Fixture *fixture, gconstpointer data)
{
    /* It ends in its own time, and may tell of what it saw until then. */
    g_signal_handlers_disconnect_by_data(fixture->backend, fixture);
    yado_backend_close(fixture->backend);
    g_clear_object(&fixture->backend);
    g_clear_pointer(&fixture->events, g_hash_table_unref);
    g_clear_error(&fixture->closed);
}

static GPtrArray *
list(Fixture *fixture, const char *const *uuids)
{
    g_autoptr(GAsyncResult) result = NULL;
    g_autoptr(GError) error = NULL;
    GPtrArray *records;

    yado_backend_list_async(fixture->backend, uuids, YADO_LIST_SAVED | YADO_LIST_AUTOSTART, NULL,
                            await_done, &result);
    records = yado_backend_list_finish(fixture->backend, await(&result), &error);
    g_assert_no_error(error);
    return records;
}

static const YadoGuestRecord *
find(GPtrArray *records, const char *uuid)
{
    for (guint i = 0; i < records->len; i++)
        if (strcmp(((YadoGuestRecord *)records->pdata[i])->uuid, uuid) == 0)
            return records->pdata[i];
    return NULL;
}

static YadoGuestState
get_state(Fixture *fixture, const char *uuid)
{
    g_autoptr(GPtrArray) records = list(fixture, (const char *const[]){ uuid, NULL });

    g_assert_cmpuint(records->len, ==, 1);
    return ((YadoGuestRecord *)records->pdata[0])->state;
}

static gboolean
is_finished(gpointer job)
{
    return yado_job_is_finished(job);
}

static YadoJob *
run(Fixture *fixture, const char *operation, const char *uuid)
{
    YadoJob *job = yado_job_new(operation, NULL);

    yado_backend_start(fixture->backend, operation, uuid, NULL, job);
    return job;
}

static YadoJob *
run_to_end(Fixture *fixture, const char *operation, const char *uuid)
{
    YadoJob *job = run(fixture, operation, uuid);

    g_assert_true(yado_test_wait(is_finished, job, 10));
    return job;
}

static void
assert_runs(Fixture *fixture, const char *operation, const char *uuid)
{
    g_autoptr(YadoJob) job = run_to_end(fixture, operation, uuid);

    g_assert_no_error(yado_job_get_error(job));
    g_assert_cmpint(yado_job_get_state(job), ==, YADO_JOB_DONE);
}

/* Six rows: what runs and what rests, each once. */
static void
test_list(Fixture *fixture, gconstpointer data)
{
    g_autoptr(GPtrArray) records = list(fixture, NULL);
    const YadoGuestRecord *off = find(records, OFF);
    const YadoGuestRecord *anon = find(records, ANON_ROW);
    const YadoGuestRecord *bad = find(records, BAD);

    g_assert_cmpuint(records->len, ==, 6);
    g_assert_cmpint(find(records, DOMAIN_0)->id, ==, 0);
    g_assert_cmpint(find(records, WEB)->state, ==, YADO_GUEST_RUNNING);
    g_assert_cmpint(find(records, WEB)->persistent, ==, 1);
    g_assert_cmpint(off->state, ==, YADO_GUEST_SHUT_OFF);
    g_assert_cmpint(off->id, ==, -1);
    g_assert_cmpint(off->autostart, ==, 1);
    /* The uuid of its file, not the one that xl gave it for now. */
    g_assert_cmpstr(anon->name, ==, "anon");
    g_assert_cmpint(anon->id, ==, 2);
    g_assert_null(find(records, ANON));
    g_assert_nonnull(strstr(bad->reason, "bad.cfg:1"));
    g_assert_cmpint(find(records, LIBVIRT)->owner, ==, YADO_OWNER_LIBVIRT);
    g_assert_cmpint(find(records, WEB)->owner, ==, YADO_OWNER_XL);
    g_assert_cmpint(find(records, WEB)->started, ==, 1000);
    g_assert_cmpint(off->started, ==, 0);
    g_assert_cmpint(find(records, DOMAIN_0)->owner, ==, YADO_OWNER_XEN);
}

/* Started, stopped, started: always the same row. */
static void
test_row_stays(Fixture *fixture, gconstpointer data)
{
    g_autoptr(GPtrArray) records = NULL;

    assert_runs(fixture, "destroy", ANON_ROW);
    g_assert_cmpint(get_state(fixture, ANON_ROW), ==, YADO_GUEST_SHUT_OFF);
    assert_runs(fixture, "start", ANON_ROW);
    g_assert_cmpint(get_state(fixture, ANON_ROW), ==, YADO_GUEST_RUNNING);
    records = list(fixture, NULL);
    g_assert_cmpuint(records->len, ==, 6);
    g_assert_cmpint(find(records, ANON_ROW)->id, >=, 10);
}

static void
test_sample(Fixture *fixture, gconstpointer data)
{
    g_autoptr(GAsyncResult) result = NULL;
    g_autoptr(GPtrArray) records = list(fixture, NULL);
    g_autoptr(YadoSample) sample = NULL;
    g_autoptr(GError) error = NULL;
    const YadoGuestStats *stats;

    yado_backend_sample_async(fixture->backend, NULL, NULL, await_done, &result);
    sample = yado_backend_sample_finish(fixture->backend, await(&result), &error);
    g_assert_no_error(error);
    g_assert_cmpuint(sample->guests->len, ==, 4);
    g_assert_true(sample->complete);
    g_assert_cmpuint(sample->memory_free, ==, G_GUINT64_CONSTANT(1) << 30);
    stats = &g_array_index(sample->guests, YadoGuestStats, 2);
    g_assert_cmpstr(stats->uuid, ==, ANON_ROW);
    g_assert_cmpuint(stats->memory, ==, 128 << 20);
    g_assert_cmpuint(stats->disk_written, ==, 20);
    g_assert_cmpuint(stats->net_received, ==, 30);
    g_assert_true(stats->has & YADO_STATS_NET);
}

typedef struct {
    guint n, wanted;
} Sent;

static void
on_sampled_cb(YadoBackend *backend, const YadoSample *sample, Sent *sent)
{
    g_assert_cmpuint(sample->guests->len, ==, 4);
    sent->n++;
}

static gboolean
are_sent(gpointer data)
{
    const Sent *sent = data;

    return sent->n >= sent->wanted;
}

/* The agent sends as many as it is asked for, and is asked again in time; until nobody wants them. */
static void
test_follow(Fixture *fixture, gconstpointer data)
{
    Sent sent = { .wanted = 150 };

    g_signal_connect(fixture->backend, "sampled", G_CALLBACK(on_sampled_cb), &sent);
    g_assert_true(yado_backend_follow(fixture->backend, 10));
    g_assert_true(yado_test_wait(are_sent, &sent, 20));
    g_assert_true(yado_backend_follow(fixture->backend, 0));
    sent.wanted = sent.n + 1;
    g_assert_false(yado_test_wait(are_sent, &sent, 0.5));
    g_signal_handlers_disconnect_by_data(fixture->backend, &sent);
}

/* An agent that knows no such thing is asked once; its answer comes before that of the listing. */
static void
test_follow_older(Fixture *fixture, gconstpointer data)
{
    g_assert_true(yado_backend_follow(fixture->backend, 1000));
    g_ptr_array_unref(list(fixture, NULL));
    g_assert_false(yado_backend_follow(fixture->backend, 1000));
}

typedef struct {
    Fixture *fixture;
    const char *uuid;
} Expected;

static gboolean
was_told(gpointer data)
{
    Expected *expected = data;

    return g_hash_table_contains(expected->fixture->events, expected->uuid);
}

static gboolean
was_closed(gpointer data)
{
    return ((Fixture *)data)->closed != NULL;
}

static void
test_events(Fixture *fixture, gconstpointer data)
{
    Expected web = { fixture, WEB };
    Expected anon = { fixture, ANON_ROW };
    Expected off = { fixture, OFF };

    assert_runs(fixture, "pause", WEB);
    g_assert_true(yado_test_wait(was_told, &web, 5));
    g_assert_cmpint(get_state(fixture, WEB), ==, YADO_GUEST_PAUSED);
    assert_runs(fixture, "resume", WEB);
    assert_runs(fixture, "reboot", ANON_ROW);
    g_assert_true(yado_test_wait(was_told, &anon, 5));
    assert_runs(fixture, "autostart-off", OFF);
    g_assert_true(yado_test_wait(was_told, &off, 5));
}

/* It did what it was asked, but nobody removes it: not told as deaf. */
static void
test_unwatched(Fixture *fixture, gconstpointer data)
{
    g_autoptr(YadoDocument) arguments = yado_plain_document_new();
    g_autoptr(YadoJob) job = yado_job_new("shutdown", NULL);

    yado_plain_document_set_initial(YADO_PLAIN_DOCUMENT(arguments), "timeout", "1");
    yado_backend_start(fixture->backend, "shutdown", WEB, arguments, job);
    g_assert_true(yado_test_wait(is_finished, job, 10));
    g_assert_no_error(yado_job_get_error(job));
    g_assert_cmpstr(yado_job_get_notice(job), ==,
                    "“web” has shut down, but nobody removes what is left of it: force it off.");
}

/* What would damage the book-keeping of another is refused with the reason. */
static void
test_owner(Fixture *fixture, gconstpointer data)
{
    g_autoptr(YadoJob) theirs = run_to_end(fixture, "destroy", LIBVIRT);
    g_autoptr(YadoJob) control = run_to_end(fixture, "pause", DOMAIN_0);

    g_assert_error(yado_job_get_error(theirs), YADO_ERROR, YADO_ERROR_UNSUPPORTED);
    g_assert_nonnull(yado_error_get_hint(yado_job_get_error(theirs)));
    g_assert_error(yado_job_get_error(control), YADO_ERROR, YADO_ERROR_UNSUPPORTED);
    g_assert_cmpint(get_state(fixture, LIBVIRT), ==, YADO_GUEST_RUNNING);
}

/* Another folder's guest starts under its file's name: told of both. */
static void
test_autostart_taken(Fixture *fixture, gconstpointer data)
{
    g_autoptr(YadoJob) job = run_to_end(fixture, "autostart-on", OFF);

    g_assert_error(yado_job_get_error(job), YADO_ERROR, YADO_ERROR_CONFLICT);
    g_assert_cmpstr(yado_job_get_error(job)->message, ==,
                    "“off” cannot start with the host: its file off.cfg has the same name as "
                    "/srv/others/off.cfg, which does.");
}

/* What is missing is named without looking into the details. */
static void
test_disk_missing(Fixture *fixture, gconstpointer data)
{
    g_autoptr(YadoJob) job = run_to_end(fixture, "start", OFF);

    g_assert_error(yado_job_get_error(job), YADO_ERROR, YADO_ERROR_NOT_FOUND);
    g_assert_cmpstr(yado_job_get_error(job)->message, ==, "“off” cannot be started.");
    g_assert_cmpstr(yado_error_get_hint(yado_job_get_error(job)), ==,
                    "The host has no “/srv/a.img”: put it back there, or correct the path.");
}

static void
test_save(Fixture *fixture, gconstpointer data)
{
    assert_runs(fixture, "save", WEB);
    g_assert_cmpint(get_state(fixture, WEB), ==, YADO_GUEST_SAVED);
    assert_runs(fixture, "restore", WEB);
    g_assert_cmpint(get_state(fixture, WEB), ==, YADO_GUEST_RUNNING);
}

static gboolean
has_progress(gpointer job)
{
    return yado_job_get_fraction(job) == 0.5;
}

static void
test_abort(Fixture *fixture, gconstpointer data)
{
    g_autoptr(YadoJob) job = run(fixture, "save", WEB);

    g_assert_true(yado_test_wait(has_progress, job, 10));
    g_assert_true(yado_job_can_cancel(job));
    yado_job_cancel(job);
    g_assert_true(yado_test_wait(is_finished, job, 10));
    g_assert_cmpint(yado_job_get_state(job), ==, YADO_JOB_CANCELLED);
    g_assert_nonnull(strstr(yado_job_get_notice(job), "goes on"));
    g_assert_cmpint(get_state(fixture, WEB), ==, YADO_GUEST_RUNNING);
}

static void
test_save_failed(Fixture *fixture, gconstpointer data)
{
    g_autoptr(YadoJob) job = run_to_end(fixture, "save", WEB);

    g_assert_error(yado_job_get_error(job), YADO_ERROR, YADO_ERROR_NO_SPACE);
    g_assert_nonnull(strstr(yado_error_get_hint(yado_job_get_error(job)), "goes on"));
    g_assert_cmpint(get_state(fixture, WEB), ==, YADO_GUEST_RUNNING);
}

/* What an agent before left behind is told in the guest's row, until something else is done with it. */
static void
test_left_save(Fixture *fixture, gconstpointer data)
{
    Expected web = { fixture, WEB };
    g_autoptr(GPtrArray) records = NULL;
    g_autoptr(GPtrArray) later = NULL;

    g_assert_true(yado_test_wait(was_told, &web, 5));
    records = list(fixture, NULL);
    g_assert_nonnull(strstr(find(records, WEB)->note, "resumed"));
    g_assert_null(find(records, ANON_ROW)->note);
    assert_runs(fixture, "pause", WEB);
    later = list(fixture, NULL);
    g_assert_null(find(later, WEB)->note);
}

/* The agent ends in the middle: said, and the next one is as good. */
static void
test_death(Fixture *fixture, gconstpointer data)
{
    g_autoptr(YadoJob) job = run_to_end(fixture, "save", WEB);
    g_autoptr(GAsyncResult) result = NULL;
    g_autoptr(GPtrArray) records = NULL;
    g_autoptr(GError) error = NULL;

    g_assert_error(yado_job_get_error(job), YADO_ERROR, YADO_ERROR_UNCERTAIN);
    g_assert_nonnull(strstr(yado_job_get_error(job)->message, "stands still is not known"));
    g_assert_nonnull(yado_error_get_hint(yado_job_get_error(job)));
    g_assert_true(yado_test_wait(was_closed, fixture, 10));
    g_assert_error(fixture->closed, YADO_ERROR, YADO_ERROR_CONNECTION);
    yado_backend_open_async(fixture->backend, NULL, YADO_OPEN_EVENTS, NULL, await_done, &result);
    g_assert_true(yado_backend_open_finish(fixture->backend, await(&result), &error));
    g_assert_no_error(error);
    records = list(fixture, NULL);
    g_assert_cmpuint(records->len, ==, 6);
}

static void
test_facts(Fixture *fixture, gconstpointer data)
{
    g_autoptr(GAsyncResult) result = NULL;
    g_autoptr(YadoGuestFacts) facts = NULL;
    g_autoptr(GError) error = NULL;

    yado_backend_get_facts_async(fixture->backend, ANON_ROW, NULL, await_done, &result);
    facts = yado_backend_get_facts_finish(fixture->backend, await(&result), &error);
    g_assert_no_error(error);
    g_assert_cmpint(facts->kind, ==, YADO_KIND_PV);
    g_assert_cmpuint(facts->vcpus_maximum, ==, 2);
    g_assert_cmpuint(facts->memory_maximum, ==, 256 << 20);
    g_assert_cmpuint(facts->disks->len, ==, 2);
    g_assert_cmpstr(((YadoDeviceFacts *)facts->disks->pdata[0])->source, ==, "/srv/a.img");
}

static void
test_host(Fixture *fixture, gconstpointer data)
{
    g_autoptr(GAsyncResult) result = NULL;
    g_autoptr(YadoHostInfo) info = NULL;

    yado_backend_get_host_info_async(fixture->backend, NULL, await_done, &result);
    info = yado_backend_get_host_info_finish(fixture->backend, await(&result), NULL);
    g_assert_nonnull(info);
    g_assert_cmpstr(info->hypervisor, ==, "Xen 4.17.7");
    g_assert_cmpuint(info->memory, ==, G_GUINT64_CONSTANT(3) << 30);
    g_assert_cmpuint(info->sockets, ==, 2);
}

static GIOStream *
open_console(Fixture *fixture, const char *id, YadoConsoleFlags flags, GError **error)
{
    g_autoptr(GAsyncResult) result = NULL;

    yado_backend_open_console_async(fixture->backend, WEB, id, flags, NULL, await_done, &result);
    return yado_backend_open_console_finish(fixture->backend, await(&result), error);
}

/* What the console says next; empty: its end. */
static GBytes *
hear(GIOStream *stream)
{
    g_autoptr(GAsyncResult) result = NULL;
    g_autoptr(GError) error = NULL;
    GBytes *bytes;

    g_input_stream_read_bytes_async(g_io_stream_get_input_stream(stream), 100, G_PRIORITY_DEFAULT,
                                    NULL, await_done, &result);
    bytes = g_input_stream_read_bytes_finish(g_io_stream_get_input_stream(stream), await(&result),
                                             &error);
    g_assert_no_error(error);
    return bytes;
}

static void
expect_heard(GIOStream *stream, const char *text, gsize size)
{
    g_autoptr(GBytes) bytes = hear(stream);

    g_assert_cmpmem(g_bytes_get_data(bytes, NULL), g_bytes_get_size(bytes), text, size);
}

static void
say(GIOStream *stream, const char *text)
{
    g_assert_cmpint(g_output_stream_write(g_io_stream_get_output_stream(stream), text, strlen(text),
                                          NULL, NULL),
                    ==, strlen(text));
}

static void
test_console(Fixture *fixture, gconstpointer data)
{
    g_autoptr(GError) busy = NULL;
    g_autoptr(GError) error = NULL;
    g_autoptr(GIOStream) stream = open_console(fixture, "pv0", 0, &error);
    g_autoptr(GIOStream) taken = NULL;

    g_assert_no_error(error);
    g_assert_true(G_IS_SOCKET_CONNECTION(stream));
    expect_heard(stream, "hello\0", 6);
    say(stream, "uname");
    expect_heard(stream, "uname", 5);
    g_assert_null(open_console(fixture, "pv0", 0, &busy));
    g_assert_error(busy, YADO_ERROR, YADO_ERROR_BUSY);
    say(stream, "\n");
    expect_heard(stream, "", 0);
    taken = open_console(fixture, "pv0", YADO_CONSOLE_FORCE, &error);
    g_assert_no_error(error);
    expect_heard(taken, "hello\0", 6);
}

static gboolean
never(gpointer data)
{
    return FALSE;
}

/* Who leaves while the guest takes no input gives the console back. */
static void
test_hung_console(Fixture *fixture, gconstpointer data)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(GIOStream) stream = open_console(fixture, "pv0", 0, &error);
    g_autoptr(GIOStream) next = NULL;

    g_assert_no_error(error);
    say(stream, "hello?\n");
    yado_test_wait(never, NULL, 0.3);
    g_io_stream_close(stream, NULL, NULL);
    yado_test_wait(never, NULL, 0.3);
    next = open_console(fixture, "pv0", 0, &error);
    g_assert_no_error(error);
}

static void
test_consoles(Fixture *fixture, gconstpointer data)
{
    g_autoptr(GAsyncResult) result = NULL;
    g_autoptr(GPtrArray) records = NULL;
    g_autoptr(GError) error = NULL;
    g_autoptr(GError) missing = NULL;
    const YadoConsoleRecord *screen;

    yado_backend_list_consoles_async(fixture->backend, WEB, NULL, await_done, &result);
    records = yado_backend_list_consoles_finish(fixture->backend, await(&result), &error);
    g_assert_no_error(error);
    g_assert_cmpuint(records->len, ==, 2);
    screen = records->pdata[1];
    g_assert_cmpstr(screen->id, ==, "vnc0");
    g_assert_cmpint(screen->port, ==, 5907);
    /* It listens everywhere: here too. */
    g_assert_cmpstr(screen->address, ==, "127.0.0.1");
    g_assert_cmpstr(screen->password, ==, "secret");
    g_assert_null(open_console(fixture, "serial0", 0, &missing));
    g_assert_error(missing, YADO_ERROR, YADO_ERROR_NOT_FOUND);
}

static const struct {
    const char *id, *label, *address;
    int port, tls_port;
    const char *password;
} many[] = {
    { "serial0", "Serial port 1", NULL, 0, 0, NULL },
    { "serial1", "Serial port 2", NULL, 0, 0, NULL },
    { "pv0", "Text console", NULL, 0, 0, NULL },
    { "vnc0", "Screen (VNC)", "127.0.0.1", 5907, 0, "secret" },
    { "spice0", "Screen (SPICE)", "127.0.0.1", 6000, 6001, "other" },
};

/* As many as it has: each serial port is opened by its own name, SPICE is listed for other viewers. */
static void
test_many_consoles(Fixture *fixture, gconstpointer data)
{
    g_autoptr(GAsyncResult) result = NULL;
    g_autoptr(GPtrArray) records = NULL;
    g_autoptr(GError) error = NULL;
    g_autoptr(GError) refused = NULL;
    g_autoptr(GError) missing = NULL;
    g_autoptr(GIOStream) second = NULL;

    yado_backend_list_consoles_async(fixture->backend, WEB, NULL, await_done, &result);
    records = yado_backend_list_consoles_finish(fixture->backend, await(&result), &error);
    g_assert_no_error(error);
    g_assert_cmpuint(records->len, ==, G_N_ELEMENTS(many));
    for (guint i = 0; i < G_N_ELEMENTS(many); i++) {
        const YadoConsoleRecord *record = records->pdata[i];

        g_assert_cmpstr(record->id, ==, many[i].id);
        g_assert_cmpstr(record->label, ==, many[i].label);
        g_assert_cmpstr(record->address, ==, many[i].address);
        g_assert_cmpint(record->port, ==, many[i].port);
        g_assert_cmpint(record->tls_port, ==, many[i].tls_port);
        g_assert_cmpstr(record->password, ==, many[i].password);
        g_assert_true((record->kind == YADO_CONSOLE_SPICE) == (record->reason != NULL));
    }
    second = open_console(fixture, "serial1", 0, &error);
    g_assert_no_error(error);
    expect_heard(second, "hello\0", 6);
    g_assert_null(open_console(fixture, "spice0", 0, &refused));
    g_assert_error(refused, YADO_ERROR, YADO_ERROR_UNSUPPORTED);
    g_assert_null(open_console(fixture, "serial2", 0, &missing));
    g_assert_error(missing, YADO_ERROR, YADO_ERROR_NOT_FOUND);
}

/* ---- Devices of the host ---- */

static YadoDocument *
read_configuration(Fixture *fixture, YadoConfiguration which)
{
    g_autoptr(GAsyncResult) result = NULL;
    g_autoptr(GError) error = NULL;
    YadoDocument *document;

    yado_backend_get_document_async(fixture->backend, WEB, which, NULL, await_done, &result);
    document = yado_backend_get_document_finish(fixture->backend, await(&result), &error);
    g_assert_no_error(error);
    return document;
}

static YadoDocument *
read_document(Fixture *fixture)
{
    return read_configuration(fixture, YADO_CONFIGURATION_INACTIVE);
}

static YadoDocument *
apply_to(Fixture *fixture, YadoDocument *document, YadoApplyFlags flags, GError **error)
{
    g_autoptr(GAsyncResult) result = NULL;
    g_autofree char *dropped = NULL;

    yado_backend_apply_async(fixture->backend, WEB, document, flags, NULL, await_done, &result);
    return yado_backend_apply_finish(fixture->backend, await(&result), &dropped, error);
}

static YadoDocument *
apply(Fixture *fixture, YadoDocument *document, GError **error)
{
    return apply_to(fixture, document, YADO_APPLY_STORED | YADO_APPLY_LIVE, error);
}

static char *
add_host_device(YadoDocument *document, const char *type, const char *address)
{
    g_autoptr(GError) error = NULL;
    char *node = yado_document_add_node(document, "hostdev", &error);

    g_assert_no_error(error);
    yado_document_set_value(document, node, "type", type, &error);
    g_assert_no_error(error);
    yado_document_set_value(document, node, "address", address, &error);
    g_assert_no_error(error);
    return node;
}

static void
check_text(YadoDocument *document, const char *part)
{
    g_autofree char *text = yado_document_dump(document);

    g_test_message("%s", text);
    g_assert_nonnull(strstr(text, part));
}

/* PCI and USB devices come and go while the guest runs, each in its own list of the file. */
static void
test_host_devices(Fixture *fixture, gconstpointer data)
{
    g_autoptr(GPtrArray) records = list(fixture, NULL);
    g_autoptr(YadoDocument) document = read_document(fixture);
    g_autofree char *pci = add_host_device(document, "pci", "0000:03:00.0");
    g_autofree char *usb = add_host_device(document, "usb", "1.4");
    g_autoptr(YadoDocument) with = NULL;
    g_autoptr(YadoDocument) without = NULL;
    g_autoptr(GError) error = NULL;

    g_assert_true(yado_document_set_value(document, pci, "managed", "yes", NULL));
    g_assert_true(yado_hotplug_can_plug(document, pci));
    g_assert_true(yado_hotplug_can_plug(document, usb));
    g_assert_cmpuint(records->len, >, 0);
    with = apply(fixture, document, &error);
    g_assert_no_error(error);
    check_text(with, "pci = [ \"0000:03:00.0,seize=1\" ]\n");
    check_text(with, "usbdev = [ \"hostbus=1,hostaddr=4\" ]\n");
    check_text(with, "# attach-pci 0000:03:00.0,seize=1\n");
    check_text(with, "# attach-usb 1.4\n");
    g_assert_true(yado_document_remove_node(with, "hostdev:0", &error));
    g_assert_true(yado_document_remove_node(with, "hostdev:1", &error));
    without = apply(fixture, with, &error);
    g_assert_no_error(error);
    check_text(without, "# detach-pci 0000:03:00.0\n");
    check_text(without, "# detach-usb 1.4\n");
}

/* To the running guest alone: its file stays, also where the device is none of the file's. */
static void
test_devices_live_only(Fixture *fixture, gconstpointer data)
{
    g_autoptr(GPtrArray) records = list(fixture, NULL);
    g_autoptr(YadoDocument) document = read_configuration(fixture, YADO_CONFIGURATION_ACTIVE);
    g_autofree char *pci = add_host_device(document, "pci", "0000:03:00.0");
    g_autofree char *source = yado_document_dup_value(document, "disk:0", "source");
    g_autofree char *text = NULL;
    g_autoptr(YadoDocument) stored = NULL;
    g_autoptr(GError) error = NULL;

    g_assert_cmpuint(records->len, >, 0);
    g_assert_cmpstr(source, ==, "/srv/a.img");
    g_assert_true(yado_hotplug_can_plug(document, pci));
    g_assert_true(yado_hotplug_can_plug(document, "disk:1"));
    g_assert_true(yado_document_remove_node(document, "disk:1", &error));
    g_assert_no_error(error);
    stored = apply_to(fixture, document, YADO_APPLY_LIVE, &error);
    g_assert_no_error(error);
    check_text(stored, "# attach-pci 0000:03:00.0\n");
    check_text(stored, "# detach-disk xvdb\n");
    text = yado_document_dump(stored);
    g_assert_null(strstr(text, "pci = ["));
    g_assert_false(yado_document_set_value(document, NULL, "name", "other", &error));
    g_assert_error(error, YADO_ERROR, YADO_ERROR_UNSUPPORTED);
}

/* What cannot be done now is stored all the same, and said so. */
static void
test_host_device_refused(Fixture *fixture, gconstpointer data)
{
    g_autoptr(GPtrArray) records = list(fixture, NULL);
    g_autoptr(YadoDocument) document = read_document(fixture);
    g_autofree char *pci = add_host_device(document, "pci", "0000:03:00.0");
    g_autoptr(YadoDocument) applied = NULL;
    g_autoptr(YadoDocument) stored = NULL;
    g_autoptr(GError) error = NULL;

    g_assert_cmpuint(records->len, >, 0);
    applied = apply(fixture, document, &error);
    g_assert_null(applied);
    g_assert_error(error, YADO_ERROR, YADO_ERROR_PENDING);
    stored = read_document(fixture);
    check_text(stored, "0000:03:00.0");
}

/* ---- New guests ---- */

static gboolean
is_told_of_fresh(gpointer fixture)
{
    return g_hash_table_contains(((Fixture *)fixture)->events, FRESH);
}

typedef struct {
    YadoBackend *backend;
    GCancellable *cancellable;
} Definition;

static gpointer
define_in_thread(gpointer data)
{
    const Definition *definition = data;

    return yado_backend_define(definition->backend,
                               "name = \"fresh\"\nuuid = \"" FRESH "\"\nmemory = 128\n",
                               definition->cancellable, NULL);
}

/* Its file is there and the answer is not: who asked must know of the guest, to take it away again. */
static void
test_define_cancelled(Fixture *fixture, gconstpointer data)
{
    g_autoptr(GCancellable) cancellable = g_cancellable_new();
    Definition definition = { fixture->backend, cancellable };
    g_autoptr(GPtrArray) records = list(fixture, NULL);
    g_autoptr(YadoDocument) defined = NULL;
    GThread *thread = g_thread_new("define", define_in_thread, &definition);

    g_assert_null(find(records, FRESH));
    g_assert_true(yado_test_wait(is_told_of_fresh, fixture, 10));
    g_cancellable_cancel(cancellable);
    defined = g_thread_join(thread);
    g_assert_nonnull(defined);
}

/* ---- Processors: now, and from the next start on ---- */

static YadoJob *
change(Fixture *fixture, const char *operation, const char *const *pairs)
{
    g_autoptr(YadoDocument) arguments = yado_plain_document_new();
    YadoJob *job = yado_job_new(operation, NULL);

    for (; *pairs; pairs += 2)
        yado_plain_document_set_initial(YADO_PLAIN_DOCUMENT(arguments), pairs[0], pairs[1]);
    yado_backend_start(fixture->backend, operation, WEB, arguments, job);
    g_assert_true(yado_test_wait(is_finished, job, 10));
    return job;
}

/* @part "-": nothing that begins with @mark. */
static void
check_part(const char *text, const char *part, const char *mark)
{
    if (strcmp(part, "-") == 0 ? strstr(text, mark) != NULL : strstr(text, part) == NULL)
        g_error("“%s” (%s) is not as expected in:\n%s", part, mark, text);
}

/* @file, @xen: what stands in the guest's file, and what Xen was told; "-": nothing. */
static void
check_change(Fixture *fixture, const char *operation, const char *const *pairs, const char *file,
             const char *xen)
{
    g_autoptr(YadoJob) job = change(fixture, operation, pairs);
    g_autoptr(YadoDocument) document = NULL;
    g_autofree char *text = NULL;

    g_assert_no_error(yado_job_get_error(job));
    document = read_document(fixture);
    text = yado_document_dump(document);
    check_part(text, file, "\ncpus = ");
    check_part(text, xen, "# ");
}

#define PAIRS(...) ((const char *const[]){ __VA_ARGS__, NULL })

/* A guest that rests has its file only; who asks for it alone leaves the one that runs as it is. */
static void
test_scheduling_stored(Fixture *fixture, gconstpointer data)
{
    g_autoptr(YadoJob) too_many = NULL;

    check_change(fixture, "pin", PAIRS("vcpu", "1", "hard", "0", "when", "next"),
                 "cpus = [ \"all\", \"0\" ]\n", "-");
    check_change(fixture, "pin", PAIRS("vcpu", "0", "hard", "0", "when", "next"), "cpus = \"0\"\n",
                 "-");
    check_change(fixture, "schedule", PAIRS("weight", "300", "cap", "50", "when", "next"),
                 "cpu_weight = 300\ncap = 50\n", "-");
    check_change(fixture, "move-pool", PAIRS("pool", "fast", "when", "next"), "pool = \"fast\"\n",
                 "-");
    too_many = change(fixture, "pin", PAIRS("vcpu", "2", "hard", "0", "when", "next"));
    g_assert_error(yado_job_get_error(too_many), YADO_ERROR, YADO_ERROR_INVALID);
    assert_runs(fixture, "destroy", WEB);
    check_change(fixture, "pin", PAIRS("hard", "1", "soft", "0"), "cpus = \"1\"\n", "-");
    check_change(fixture, "pin", PAIRS("hard", "all"), "cpus_soft = \"0\"\n", "-");
}

static void
test_scheduling_live(Fixture *fixture, gconstpointer data)
{
    check_change(fixture, "pin", PAIRS("vcpu", "0", "hard", "1", "when", "now"), "-",
                 "# affinity 0 hard=1 soft=\n");
    check_change(fixture, "pin", PAIRS("hard", "0", "when", "both"), "cpus = \"0\"\n",
                 "# affinity -1 hard=0 soft=\n");
    check_change(fixture, "schedule", PAIRS("weight", "300"), "cpu_weight = 300\n",
                 "# scheduler {'weight': 300}\n");
    check_change(fixture, "move-pool", PAIRS("pool", "1"), "pool = \"1\"\n", "# pool 1\n");
}

/* What Xen refuses now is stored all the same, and that is said. */
static void
test_scheduling_refused(Fixture *fixture, gconstpointer data)
{
    g_autoptr(YadoJob) job = change(fixture, "pin", PAIRS("hard", "0", "when", "both"));
    g_autoptr(YadoDocument) document = read_document(fixture);

    g_assert_nonnull(yado_job_get_error(job));
    g_assert_nonnull(strstr(yado_job_get_notice(job), "next start"));
    check_text(document, "cpus = \"0\"\n");
}

static YadoScheduling *
read_scheduling(Fixture *fixture)
{
    g_autoptr(GAsyncResult) result = NULL;
    g_autoptr(GError) error = NULL;
    YadoScheduling *scheduling;

    yado_backend_get_scheduling_async(fixture->backend, WEB, NULL, await_done, &result);
    scheduling = yado_backend_get_scheduling_finish(fixture->backend, await(&result), &error);
    g_assert_no_error(error);
    return scheduling;
}

/* The page of a guest that rests shows what its file says. */
static void
test_scheduling_read(Fixture *fixture, gconstpointer data)
{
    g_autoptr(YadoScheduling) before = NULL;
    g_autoptr(YadoScheduling) after = NULL;
    const YadoVcpuPin *pin;

    assert_runs(fixture, "destroy", WEB);
    before = read_scheduling(fixture);
    g_assert_cmpint(before->weight, ==, -1);
    g_assert_cmpuint(before->n_cpus, ==, 2);
    g_assert_cmpuint(before->vcpus->len, ==, 2);
    check_change(fixture, "pin", PAIRS("vcpu", "1", "hard", "1", "soft", "0"), "cpus = ", "-");
    check_change(fixture, "schedule", PAIRS("weight", "77", "cap", "20"), "cap = 20", "-");
    after = read_scheduling(fixture);
    pin = after->vcpus->pdata[1];
    g_assert_cmpint(after->weight, ==, 77);
    g_assert_cmpint(after->cap, ==, 20);
    g_assert_cmpstr(pin->hard, ==, "1");
    g_assert_cmpstr(pin->soft, ==, "0");
    g_assert_cmpstr(((YadoVcpuPin *)after->vcpus->pdata[0])->hard, ==, "all");
}

/* Each way not to get through has a sentence and a remedy. */
static void
test_trouble(void)
{
    static const struct {
        const char *words;
        YadoErrorCode code;
        const char *detail;
    } cases[] = {
        { "no-xen", YADO_ERROR_UNSUPPORTED, "does not run Xen" },
        { "denied", YADO_ERROR_DENIED, "root" },
        { "other-version", YADO_ERROR_UNSUPPORTED, "protocol 7" },
        { "fail", YADO_ERROR_CONNECTION, "the reason why" },
        { "noise", YADO_ERROR_CONNECTION, NULL },
    };

    for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
        Fixture fixture = { 0 };
        g_autoptr(GError) error = NULL;

        g_assert_false(open_double(&fixture, cases[i].words, &error));
        g_assert_error(error, YADO_ERROR, (int)cases[i].code);
        if (cases[i].detail)
            g_assert_nonnull(strstr(yado_error_get_detail(error), cases[i].detail));
        tear_down(&fixture, NULL);
    }
}

static void
test_not_installed(void)
{
    Fixture fixture = { 0 };
    g_autofree char *agent = g_strdup(g_getenv("YADO_XL_AGENT"));
    g_autoptr(GError) error = NULL;

    g_setenv("YADO_XL_AGENT", "/nonexistent/agent", TRUE);
    g_assert_false(open_double(&fixture, "", &error));
    g_assert_error(error, YADO_ERROR, YADO_ERROR_CONNECTION);
    g_setenv("YADO_XL_AGENT", agent, TRUE);
    tear_down(&fixture, NULL);
}

/* ---- CPU pools ---- */

/* "Pool-0 credit2 0-2 2 ratelimit=1000;" of each. */
static char *
dup_pools(Fixture *fixture)
{
    g_autoptr(GAsyncResult) result = NULL;
    g_autoptr(GPtrArray) list = NULL;
    g_autoptr(GError) error = NULL;
    GString *text = g_string_new(NULL);

    yado_backend_list_resources_async(fixture->backend, YADO_RESOURCE_CPU_POOLS, NULL, NULL,
                                      await_done, &result);
    list = yado_backend_list_resources_finish(fixture->backend, await(&result), &error);
    g_assert_no_error(error);
    for (guint i = 0; i < list->len; i++) {
        const YadoResource *pool = list->pdata[i];

        g_string_append_printf(text, "%s %s %s %u %s;", pool->name, pool->type, pool->source,
                               (guint)pool->capacity, pool->text);
    }
    return g_string_free(text, FALSE);
}

static void
assert_pools(Fixture *fixture, const char *expected)
{
    g_autofree char *pools = dup_pools(fixture);

    g_assert_cmpstr(pools, ==, expected);
}

static void
assert_changes(Fixture *fixture, const char *operation, const char *const *pairs)
{
    g_autoptr(YadoJob) job = change(fixture, operation, pairs);

    g_assert_no_error(yado_job_get_error(job));
}

/* With the reason, and all pools as they were. */
static void
assert_refused(Fixture *fixture, const char *operation, const char *const *pairs, const char *why)
{
    g_autofree char *before = dup_pools(fixture);
    g_autoptr(YadoJob) job = change(fixture, operation, pairs);

    g_assert_nonnull(yado_job_get_error(job));
    g_assert_nonnull(strstr(yado_job_get_error(job)->message, why));
    assert_pools(fixture, before);
}

#define FAST "fast credit 3 0 timeslice=30 ratelimit=500;"

static void
test_pools(Fixture *fixture, gconstpointer data)
{
    assert_pools(fixture, "Pool-0 credit2 0-2 2 ratelimit=1000;" FAST);
    assert_changes(fixture, "cpupool-create",
                   PAIRS("name", "slow", "scheduler", "credit2", "cpus", "2", "take", "yes"));
    assert_pools(fixture,
                 "Pool-0 credit2 0-1 2 ratelimit=1000;" FAST "slow credit2 2 0 ratelimit=1000;");
    assert_changes(
        fixture, "cpupool-set",
        PAIRS("cpupool", "slow", "name", "idle", "cpus", "1-2", "take", "yes", "ratelimit", "700"));
    assert_pools(fixture,
                 "Pool-0 credit2 0 2 ratelimit=1000;" FAST "idle credit2 1-2 0 ratelimit=700;");
    assert_changes(fixture, "cpupool-delete", PAIRS("cpupool", "idle", "to", "Pool-0"));
    assert_pools(fixture, "Pool-0 credit2 0-2 2 ratelimit=1000;" FAST);
    assert_changes(fixture, "cpupool-delete", PAIRS("cpupool", "fast", "to", "-"));
    assert_pools(fixture, "Pool-0 credit2 0-2 2 ratelimit=1000;");
}

/* Of several steps none is left when one cannot be done. */
static void
test_pools_refused(Fixture *fixture, gconstpointer data)
{
    assert_refused(fixture, "cpupool-create", PAIRS("name", "slow", "cpus", "2", "take", "yes"),
                   "cannot be made");
    assert_refused(fixture, "cpupool-create", PAIRS("name", "fast", "cpus", "2", "take", "yes"),
                   "already");
    assert_refused(fixture, "cpupool-create", PAIRS("name", "slow", "cpus", "2"),
                   "is in the CPU pool “Pool-0”");
    assert_refused(fixture, "cpupool-create", PAIRS("name", "slow", "cpus", "3", "take", "yes"),
                   "no processor left");
    assert_refused(fixture, "cpupool-set",
                   PAIRS("cpupool", "Pool-0", "name", "first", "cpus", "0-1", "timeslice", "5"),
                   "scheduler");
    assert_refused(fixture, "cpupool-delete", PAIRS("cpupool", "Pool-0", "to", "fast"),
                   "cannot be deleted");
    assert_refused(fixture, "cpupool-delete", PAIRS("cpupool", "other"), "no CPU pool “other”");
}

/* What nothing stores is not stored. */
static void
test_real_time(Fixture *fixture, gconstpointer data)
{
    g_autoptr(YadoJob) job = NULL;
    g_autoptr(YadoJob) stored = NULL;

    check_change(fixture, "schedule", PAIRS("period", "10000", "budget", "4000", "when", "now"),
                 "-", "# scheduler {'period': 10000, 'budget': 4000}\n");
    job = change(fixture, "schedule", PAIRS("budget", "5000"));
    g_assert_nonnull(strstr(yado_job_get_notice(job), "until the guest stops"));
    stored = change(fixture, "schedule", PAIRS("budget", "5000", "when", "next"));
    g_assert_error(yado_job_get_error(stored), YADO_ERROR, YADO_ERROR_INVALID);
}

static void
assert_log_cleared(Fixture *fixture)
{
    static const char *const nothing[] = { NULL };
    g_autoptr(GAsyncResult) result = NULL;
    g_autofree char *log = NULL;

    assert_changes(fixture, "clear-log", nothing);
    yado_backend_get_hypervisor_log_async(fixture->backend, NULL, await_done, &result);
    log = yado_backend_get_hypervisor_log_finish(fixture->backend, await(&result), NULL);
    g_assert_cmpstr(log, ==, "");
}

static void
test_keys_and_buttons(Fixture *fixture, gconstpointer data)
{
    g_autoptr(GAsyncResult) result = NULL;
    g_autofree char *log = NULL;

    assert_changes(fixture, "debug-keys", PAIRS("keys", "h"));
    yado_backend_get_hypervisor_log_async(fixture->backend, NULL, await_done, &result);
    log = yado_backend_get_hypervisor_log_finish(fixture->backend, await(&result), NULL);
    g_assert_nonnull(strstr(log, "'h' pressed"));
    assert_log_cleared(fixture);
    assert_changes(fixture, "button", PAIRS("button", "sleep"));
    g_assert_cmpint(get_state(fixture, WEB), ==, YADO_GUEST_PAUSED);
    assert_changes(fixture, "button", PAIRS("button", "power"));
    g_assert_cmpint(get_state(fixture, WEB), ==, YADO_GUEST_SHUT_OFF);
}

static char *
dup_devices(Fixture *fixture)
{
    g_autoptr(GAsyncResult) result = NULL;
    g_autoptr(GPtrArray) list = NULL;
    GString *text = g_string_new(NULL);

    yado_backend_list_resources_async(fixture->backend, YADO_RESOURCE_DEVICES, NULL, NULL,
                                      await_done, &result);
    list = yado_backend_list_resources_finish(fixture->backend, await(&result), NULL);
    g_assert_nonnull(list);
    for (guint i = 0; i < list->len; i++) {
        const YadoResource *device = list->pdata[i];

        g_string_append_printf(text, "%s %s %d %s %s\n", device->name, device->text, device->active,
                               device->source ? device->source : "-",
                               device->note ? device->note : "-");
    }
    return g_string_free(text, FALSE);
}

/* Which devices guests may be given, what speaks against it; and one taken from the host and given back. */
static void
test_assignable(Fixture *fixture, gconstpointer data)
{
    g_autofree char *devices = dup_devices(fixture);
    g_autofree char *after = NULL;

    g_assert_cmpstr(devices, ==,
                    "0000:00:00.0 8086:29c0 0 bridge A bridge cannot be given to a guest.\n"
                    "0000:03:00.0 8086:10d3 0 - The host uses it (e1000e): it is taken away from "
                    "it. It cannot be reset: a guest that restarts may find it stuck.\n"
                    "0000:04:00.0 8086:10d3 1 - -\n"
                    "0000:05:00.0 8086:5916 0 guest A guest has it.\n");
    assert_changes(fixture, "device-make-assignable", PAIRS("device", "0000:03:00.0"));
    assert_changes(fixture, "device-give-back", PAIRS("device", "0000:04:00.0"));
    after = dup_devices(fixture);
    g_assert_nonnull(strstr(after, "0000:03:00.0 8086:10d3 1"));
    g_assert_nonnull(strstr(after, "0000:04:00.0 8086:10d3 0"));
    assert_refused(fixture, "device-give-back", PAIRS("device", "0000:00:00.0"),
                   "cannot be given back");
}

/* What xl does not know is refused by its name, not by the connection's. */
static void
test_resource_gaps(Fixture *fixture, gconstpointer data)
{
    g_autoptr(GAsyncResult) result = NULL;
    g_autoptr(GError) error = NULL;

    yado_backend_list_resources_async(fixture->backend, YADO_RESOURCE_INTERFACES, NULL, NULL,
                                      await_done, &result);
    g_assert_null(yado_backend_list_resources_finish(fixture->backend, await(&result), &error));
    g_assert_error(error, YADO_ERROR, YADO_ERROR_UNSUPPORTED);
    g_assert_nonnull(strstr(error->message, "interfaces"));
}

static void
add(const char *path, const char *words, void (*test)(Fixture *, gconstpointer))
{
    g_test_add(path, Fixture, words, set_up, test, tear_down);
}

int
main(int argc, char **argv)
{
    g_autofree char *agent = NULL;

    yado_test_guard();
    g_test_init(&argc, &argv, NULL);
    agent = yado_test_build_path("tests/lib/yado-test-xl-agent");
    g_setenv("YADO_XL_AGENT", agent, TRUE);
    add("/libxl/list", "", test_list);
    add("/libxl/row-stays", "", test_row_stays);
    add("/libxl/sample", "", test_sample);
    add("/libxl/follow", "", test_follow);
    add("/libxl/follow/older", "no-follow", test_follow_older);
    add("/libxl/events", "", test_events);
    add("/libxl/unwatched", "no-daemon", test_unwatched);
    add("/libxl/owner", "", test_owner);
    add("/libxl/autostart-taken", "autostart-taken", test_autostart_taken);
    add("/libxl/disk-missing", "no-disk", test_disk_missing);
    add("/libxl/save", "", test_save);
    add("/libxl/abort", "slow-save", test_abort);
    add("/libxl/save-failed", "no-save", test_save_failed);
    add("/libxl/left-save", "left-save", test_left_save);
    add("/libxl/death", "die-in-save", test_death);
    add("/libxl/facts", "", test_facts);
    add("/libxl/host", "", test_host);
    add("/libxl/host-devices", "", test_host_devices);
    add("/libxl/devices-live-only", "", test_devices_live_only);
    add("/libxl/host-device-refused", "no-pci", test_host_device_refused);
    add("/libxl/define-cancelled", "slow-write", test_define_cancelled);
    add("/libxl/scheduling/stored", "", test_scheduling_stored);
    add("/libxl/scheduling/live", "", test_scheduling_live);
    add("/libxl/scheduling/refused", "no-pin", test_scheduling_refused);
    add("/libxl/scheduling/read", "", test_scheduling_read);
    add("/libxl/pools", "four-cpus", test_pools);
    add("/libxl/pools-refused", "four-cpus no-pools", test_pools_refused);
    add("/libxl/real-time", "", test_real_time);
    add("/libxl/keys-and-buttons", "", test_keys_and_buttons);
    add("/libxl/assignable", "", test_assignable);
    add("/libxl/resource-gaps", "", test_resource_gaps);
    add("/libxl/console", "", test_console);
    add("/libxl/hung-console", "hung-console", test_hung_console);
    add("/libxl/consoles", "", test_consoles);
    add("/libxl/many-consoles", "many-consoles", test_many_consoles);
    g_test_add_func("/libxl/trouble", test_trouble);
    g_test_add_func("/libxl/not-installed", test_not_installed);
    return g_test_run();
}
