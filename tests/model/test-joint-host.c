/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* A Xen host with two back ends, each of which does what the test says: one list, and what is said of a part that is missing. */
#include "config.h"

#include <string.h>

#include "await.h"
#include "document/yado-plain-document.h"
#include "model/yado-host.h"
#include "present/yado-check.h"
#include "present/yado-console-link.h"
#include "yado-test-part.h"

#define LIBVIRT YADO_PART_LIBVIRT
#define LIBXL YADO_PART_LIBXL

typedef struct {
    YadoHost *host;
    guint number;
    YadoGuestState state;
    const char *words;
    int id;
} Expected;

static void
set_up(YadoHost **host, gconstpointer data)
{
    yado_test_part_reset();
    yado_test_part_set(LIBVIRT, 0, "Domain-0", 0, YADO_GUEST_RUNNING, YADO_OWNER_UNKNOWN);
    yado_test_part_set(LIBXL, 0, "Domain-0", 0, YADO_GUEST_RUNNING, YADO_OWNER_XEN);
    yado_test_part_set(LIBVIRT, 1, "lv-run", 3, YADO_GUEST_RUNNING, YADO_OWNER_UNKNOWN);
    yado_test_part_set(LIBXL, 1, "lv-run", 3, YADO_GUEST_RUNNING, YADO_OWNER_LIBVIRT);
    yado_test_part_set(LIBVIRT, 2, "lv-off", -1, YADO_GUEST_SHUT_OFF, YADO_OWNER_UNKNOWN);
    yado_test_part_set(LIBXL, 3, "xl-run", 4, YADO_GUEST_RUNNING, YADO_OWNER_XL);
    yado_test_part_set(LIBXL, 4, "xl-off", -1, YADO_GUEST_SHUT_OFF, YADO_OWNER_XL);
    *host = yado_host_new("xen:///system", NULL);
}

static gboolean
is_null(gpointer data)
{
    return *(gpointer *)data == NULL;
}

static void
tear_down(YadoHost **host, gconstpointer data)
{
    gpointer held = *host;

    yado_test_part_mend(LIBVIRT);
    yado_test_part_mend(LIBXL);
    yado_host_close(*host);
    g_object_add_weak_pointer(held, &held);
    g_object_unref(*host);
    g_assert_true(yado_test_wait(is_null, &held, 10));
}

static gboolean
open_host(YadoHost *host, YadoOpenFlags flags, GError **error)
{
    g_autoptr(GAsyncResult) result = NULL;

    yado_host_open_async(host, flags, NULL, await_done, &result);
    return yado_host_open_finish(host, await(&result), error);
}

static YadoGuest *
get_guest(YadoHost *host, guint number)
{
    g_autofree char *uuid = yado_test_part_dup_uuid(number);

    return yado_host_find_guest(host, uuid);
}

static gboolean
has_state(gpointer data)
{
    Expected *expected = data;
    YadoGuest *guest = get_guest(expected->host, expected->number);

    return guest && yado_guest_get_state(guest) == expected->state;
}

static void
expect_state(YadoHost *host, guint number, YadoGuestState state)
{
    Expected expected = { .host = host, .number = number, .state = state };

    g_assert_true(yado_test_wait(has_state, &expected, 10));
}

static gboolean
is_gone(gpointer data)
{
    Expected *expected = data;

    return get_guest(expected->host, expected->number) == NULL;
}

/* words NULL: nothing is said. */
static gboolean
has_note(gpointer data)
{
    Expected *expected = data;
    g_autofree char *note = yado_host_dup_note(expected->host);

    return expected->words ? note && strstr(note, expected->words) : !note;
}

static void
expect_note(YadoHost *host, const char *words)
{
    Expected expected = { .host = host, .words = words };

    g_assert_true(yado_test_wait(has_note, &expected, 10));
}

/* All of both, opened as a window does. */
static void
open_and_list(YadoHost *host)
{
    g_autoptr(GError) error = NULL;

    g_assert_true(open_host(host, YADO_OPEN_EVENTS, &error));
    g_assert_no_error(error);
    expect_state(host, 2, YADO_GUEST_SHUT_OFF);
    expect_state(host, 3, YADO_GUEST_RUNNING);
}

static void
check_guest(YadoHost *host, guint number, YadoGuestOwner owner, int id)
{
    YadoGuest *guest = get_guest(host, number);

    g_assert_nonnull(guest);
    g_assert_cmpint(yado_guest_get_owner(guest), ==, owner);
    g_assert_cmpint(yado_guest_get_id(guest), ==, id);
    g_assert_cmpstr(yado_guest_get_note(guest), ==, NULL);
}

static void
check_all(YadoHost *host)
{
    g_assert_cmpuint(g_list_model_get_n_items(G_LIST_MODEL(host)), ==, 5);
    check_guest(host, 0, YADO_OWNER_XEN, 0);
    check_guest(host, 1, YADO_OWNER_LIBVIRT, 3);
    check_guest(host, 2, YADO_OWNER_LIBVIRT, -1);
    check_guest(host, 3, YADO_OWNER_XL, 4);
    check_guest(host, 4, YADO_OWNER_XL, -1);
}

static void
test_list(YadoHost **host, gconstpointer data)
{
    open_and_list(*host);
    check_all(*host);
    expect_note(*host, NULL);
    g_assert_cmpstr(yado_host_get_state_label(*host), ==, "Connected");
}

/* A command lists once: it waits for both. */
static void
test_command(YadoHost **host, gconstpointer data)
{
    g_autoptr(GAsyncResult) result = NULL;
    g_autoptr(GError) error = NULL;

    g_assert_true(open_host(*host, 0, &error));
    yado_host_load_async(*host, YADO_LOAD_STATS, YADO_LIST_STATE, NULL, await_done, &result);
    g_assert_true(yado_host_load_finish(*host, await(&result), &error));
    check_all(*host);
    g_assert_cmpstr(yado_host_get_info(*host)->hypervisor, ==, "Xen 4.17.7");
    g_assert_cmpstr(yado_host_get_info(*host)->hostname, ==, "xen-a");
    g_assert_cmpstr(yado_host_get_info(*host)->library_version, ==, "libvirt 9.0.0, libxl 4.17");
    /* Counters come from libxl, in one call for all. */
    g_assert_cmpuint(yado_test_part_get_n_samples(LIBXL), ==, 1);
    g_assert_cmpuint(yado_test_part_get_n_samples(LIBVIRT), ==, 0);
    g_assert_cmpuint(yado_guest_get_memory(get_guest(*host, 1)), ==, 2 << 20);
}

static void
on_sampled_cb(YadoHost *host, guint *n)
{
    ++*n;
}

static gboolean
is_followed(gpointer data)
{
    return yado_test_part_get_followed(LIBXL) == 500;
}

/* libxl's part sends samples by itself. */
static void
test_follow(YadoHost **host, gconstpointer data)
{
    YadoGuest *visible[1];
    guint n = 0;

    open_and_list(*host);
    visible[0] = get_guest(*host, 1);
    yado_host_set_interval(*host, 500);
    yado_host_watch(*host, host, visible, 1);
    g_assert_true(yado_test_wait(is_followed, NULL, 20));
    g_assert_cmpuint(yado_test_part_get_followed(LIBVIRT), ==, 0);
    g_signal_connect(*host, "sampled", G_CALLBACK(on_sampled_cb), &n);
    yado_test_part_send(LIBXL);
    g_assert_cmpuint(n, ==, 1);
    g_signal_handlers_disconnect_by_data(*host, &n);
    yado_host_watch(*host, host, NULL, 0);
    g_assert_cmpuint(yado_test_part_get_followed(LIBXL), ==, 0);
}

/* libvirt believes what it did itself; what is true is shown, with a note, until it has noticed. */
static void
test_stale(YadoHost **host, gconstpointer data)
{
    YadoGuest *guest;

    open_and_list(*host);
    guest = get_guest(*host, 1);
    yado_test_part_set(LIBXL, 1, "lv-run", 3, YADO_GUEST_PAUSED, YADO_OWNER_LIBVIRT);
    yado_test_part_emit(LIBXL, 1, YADO_EVENT_LIFECYCLE);
    expect_state(*host, 1, YADO_GUEST_PAUSED);
    g_assert_cmpstr(yado_guest_get_note(guest), ==, "libvirt still says: Running");
    g_assert_cmpint(yado_guest_get_owner(guest), ==, YADO_OWNER_LIBVIRT);

    yado_test_part_set(LIBXL, 1, "lv-run", 3, YADO_GUEST_RUNNING, YADO_OWNER_LIBVIRT);
    yado_test_part_emit(LIBXL, 1, YADO_EVENT_LIFECYCLE);
    expect_state(*host, 1, YADO_GUEST_RUNNING);
    g_assert_cmpstr(yado_guest_get_note(guest), ==, NULL);

    yado_test_part_remove(LIBXL, 1);
    yado_test_part_emit(LIBXL, 1, YADO_EVENT_LIFECYCLE);
    expect_state(*host, 1, YADO_GUEST_SHUT_OFF);
    g_assert_cmpint(yado_guest_get_id(guest), ==, -1);
    g_assert_true(get_guest(*host, 1) == guest);
}

static gboolean
has_id(gpointer data)
{
    Expected *expected = data;

    return yado_guest_get_id(get_guest(expected->host, expected->number)) == expected->id;
}

/* A guest that reboots in a loop has another id each time. */
static void
test_reboots(YadoHost **host, gconstpointer data)
{
    YadoGuest *guest;

    open_and_list(*host);
    guest = get_guest(*host, 3);
    for (int id = 10; id < 20; id++) {
        Expected expected = { .host = *host, .number = 3, .id = id };

        yado_test_part_set(LIBXL, 3, "xl-run", id, id % 2 ? YADO_GUEST_PAUSED : YADO_GUEST_RUNNING,
                           YADO_OWNER_XL);
        yado_test_part_emit(LIBXL, 3, YADO_EVENT_LIFECYCLE);
        g_assert_true(yado_test_wait(has_id, &expected, 10));
        g_assert_true(get_guest(*host, 3) == guest);
    }
    g_assert_cmpuint(g_list_model_get_n_items(G_LIST_MODEL(*host)), ==, 5);
}

static void
check_match(YadoHost *host, const char *pattern, guint n, YadoGuestOwner owner)
{
    g_autoptr(GPtrArray) found = yado_host_match_guests(host, pattern);

    g_test_message("%s", pattern);
    g_assert_cmpuint(found->len, ==, n);
    if (n == 1)
        g_assert_cmpint(yado_guest_get_owner(found->pdata[0]), ==, owner);
}

static void
test_same_name(YadoHost **host, gconstpointer data)
{
    yado_test_part_set(LIBVIRT, 5, "web", -1, YADO_GUEST_SHUT_OFF, YADO_OWNER_UNKNOWN);
    yado_test_part_set(LIBXL, 6, "web", -1, YADO_GUEST_SHUT_OFF, YADO_OWNER_XL);
    open_and_list(*host);
    expect_state(*host, 6, YADO_GUEST_SHUT_OFF);
    check_match(*host, "web", 2, YADO_OWNER_UNKNOWN);
    check_match(*host, "xl/web", 1, YADO_OWNER_XL);
    check_match(*host, "libvirt/web", 1, YADO_OWNER_LIBVIRT);
    check_match(*host, "xl/*", 3, YADO_OWNER_XL);
    check_match(*host, "xen/Domain-0", 1, YADO_OWNER_XEN);
    check_match(*host, "xl/lv-run", 0, YADO_OWNER_UNKNOWN);
}

static void
run(YadoGuest *guest, const char *operation)
{
    g_autoptr(YadoJob) job = yado_job_new(operation, NULL);
    gboolean (*is_finished)(gpointer) = (gboolean(*)(gpointer))yado_job_is_finished;

    yado_guest_start(guest, operation, NULL, job);
    g_assert_true(yado_test_wait(is_finished, job, 10));
    g_assert_cmpint(yado_job_get_state(job), ==, YADO_JOB_DONE);
}

static void
check_log(YadoPart part, const char *words, guint number, gboolean is_there)
{
    g_autofree char *log = yado_test_part_dup_log(part);
    g_autofree char *uuid = yado_test_part_dup_uuid(number);
    g_autofree char *line = g_strdup_printf("%s %s\n", words, uuid);

    g_assert_cmpint(strstr(log, line) != NULL, ==, is_there);
}

/* A part that breaks while a command reads all there is to know: the other part's guests are read, and the command goes on. */
static void
test_lost_facts(YadoHost **host, gconstpointer data)
{
    g_autoptr(GAsyncResult) result = NULL;
    g_autoptr(GError) error = NULL;

    g_assert_true(open_host(*host, YADO_OPEN_EVENTS | YADO_OPEN_WHOLE, &error));
    yado_test_part_die_of_documents(LIBXL);
    yado_host_load_async(*host, YADO_LOAD_FACTS, YADO_LIST_STATE, NULL, await_done, &result);
    g_assert_true(yado_host_load_finish(*host, await(&result), &error));
    check_log(LIBVIRT, "document", 2, TRUE);
}

/* What changes a guest's life goes to its owner, and only there. */
static void
test_routes(YadoHost **host, gconstpointer data)
{
    g_autoptr(GAsyncResult) result = NULL;
    g_autoptr(YadoDocument) document = NULL;

    open_and_list(*host);
    run(get_guest(*host, 1), "pause");
    run(get_guest(*host, 3), "pause");
    check_log(LIBVIRT, "pause", 1, TRUE);
    check_log(LIBXL, "pause", 1, FALSE);
    check_log(LIBXL, "pause", 3, TRUE);
    check_log(LIBVIRT, "pause", 3, FALSE);
    yado_guest_get_document_async(get_guest(*host, 4), YADO_CONFIGURATION_INACTIVE, NULL,
                                  await_done, &result);
    document = yado_guest_get_document_finish(get_guest(*host, 4), await(&result), NULL);
    g_assert_nonnull(document);
    check_log(LIBXL, "document", 4, TRUE);
    g_assert_true(yado_guest_has(get_guest(*host, 1), YADO_CAP_XML, NULL));
    g_assert_false(yado_guest_has(get_guest(*host, 3), YADO_CAP_XML, NULL));
}

static void
run_with(YadoGuest *guest, const char *operation, const char *when)
{
    g_autoptr(YadoDocument) arguments = yado_plain_document_new();
    g_autoptr(YadoJob) job = yado_job_new(operation, NULL);
    gboolean (*is_finished)(gpointer) = (gboolean(*)(gpointer))yado_job_is_finished;

    yado_plain_document_set_initial(YADO_PLAIN_DOCUMENT(arguments), "when", when);
    yado_guest_start(guest, operation, arguments, job);
    g_assert_true(yado_test_wait(is_finished, job, 10));
    g_assert_cmpint(yado_job_get_state(job), ==, YADO_JOB_DONE);
}

/* Where a guest runs is set by libxl for any owner; what is stored, by libvirt. */
static void
test_scheduling(YadoHost **host, gconstpointer data)
{
    open_and_list(*host);
    run_with(get_guest(*host, 1), "pin", "both");
    check_log(LIBXL, "pin", 1, TRUE);
    check_log(LIBVIRT, "pin", 1, TRUE);
    run_with(get_guest(*host, 1), "schedule", "now");
    check_log(LIBXL, "schedule", 1, TRUE);
    check_log(LIBVIRT, "schedule", 1, FALSE);
    run_with(get_guest(*host, 3), "schedule", "both");
    check_log(LIBXL, "schedule", 3, TRUE);
    check_log(LIBVIRT, "schedule", 3, FALSE);
    /* One that does not run has nothing but what is stored. */
    run_with(get_guest(*host, 2), "pin", "next");
    check_log(LIBVIRT, "pin", 2, TRUE);
    check_log(LIBXL, "pin", 2, FALSE);
}

/* One that is paused is libvirt's alone; one that a failed save left suspended, which libvirt does not know, libxl's too. */
static void
test_wake_up(YadoHost **host, gconstpointer data)
{
    yado_test_part_set(LIBXL, 1, "lv-run", 3, YADO_GUEST_PAUSED, YADO_OWNER_LIBVIRT);
    yado_test_part_set(LIBVIRT, 1, "lv-run", 3, YADO_GUEST_PAUSED, YADO_OWNER_UNKNOWN);
    open_and_list(*host);
    expect_state(*host, 1, YADO_GUEST_PAUSED);
    run(get_guest(*host, 1), "resume");
    check_log(LIBVIRT, "resume", 1, TRUE);
    check_log(LIBXL, "resume", 1, FALSE);
    yado_test_part_set(LIBXL, 1, "lv-run", 3, YADO_GUEST_SUSPENDED, YADO_OWNER_LIBVIRT);
    yado_test_part_set(LIBVIRT, 1, "lv-run", 3, YADO_GUEST_RUNNING, YADO_OWNER_UNKNOWN);
    yado_host_refresh(*host);
    expect_state(*host, 1, YADO_GUEST_SUSPENDED);
    run(get_guest(*host, 1), "resume");
    check_log(LIBXL, "resume", 1, TRUE);
}

/* What a check says of guests of @owner that may not be shown. */
static YadoCheckStatus
judge_view(YadoHost *host, YadoGuestOwner owner)
{
    g_autoptr(YadoCheck) check = yado_check_new(FALSE);

    yado_check_judge_view(check, host, owner);
    return yado_check_get_status(check);
}

/* libxl's part cannot be opened: no error, but said. */
static void
test_without_libxl(YadoHost **host, gconstpointer data)
{
    g_autoptr(GError) error = NULL;

    yado_test_part_fail_opening(LIBXL, 1, YADO_ERROR_DENIED);
    g_assert_true(open_host(*host, YADO_OPEN_EVENTS, &error));
    expect_state(*host, 2, YADO_GUEST_SHUT_OFF);
    expect_note(*host, "Guests made by xl are not shown: It cannot be reached. Do this.");
    g_assert_cmpstr(yado_host_get_state_label(*host), ==, "Connected, without xl");
    g_assert_null(yado_host_get_error(*host));
    g_assert_cmpuint(g_list_model_get_n_items(G_LIST_MODEL(*host)), ==, 3);
    g_assert_cmpint(judge_view(*host, YADO_OWNER_UNKNOWN), ==, YADO_CHECK_UNKNOWN);
    g_assert_cmpint(judge_view(*host, YADO_OWNER_XL), ==, YADO_CHECK_UNKNOWN);
    g_assert_cmpint(judge_view(*host, YADO_OWNER_LIBVIRT), ==, YADO_CHECK_OK);
    /* The user does what was said, and tries again. */
    yado_host_retry_parts(*host);
    expect_note(*host, NULL);
    expect_state(*host, 4, YADO_GUEST_SHUT_OFF);
    check_all(*host);
    g_assert_cmpint(judge_view(*host, YADO_OWNER_UNKNOWN), ==, YADO_CHECK_OK);
}

static void
test_without_libvirt(YadoHost **host, gconstpointer data)
{
    const char *reason = NULL;
    g_autoptr(GError) error = NULL;

    yado_test_part_fail_opening(LIBVIRT, 1, YADO_ERROR_CONNECTION);
    g_assert_true(open_host(*host, YADO_OPEN_EVENTS, &error));
    expect_state(*host, 4, YADO_GUEST_SHUT_OFF);
    expect_note(*host, "Guests made by libvirt are shown only while they run: It cannot");
    g_assert_cmpstr(yado_host_get_state_label(*host), ==, "Connected, without libvirt");
    g_assert_cmpint(judge_view(*host, YADO_OWNER_LIBVIRT), ==, YADO_CHECK_UNKNOWN);
    g_assert_cmpint(judge_view(*host, YADO_OWNER_XL), ==, YADO_CHECK_OK);
    /* It is seen, but only its owner may touch it. */
    g_assert_cmpint(yado_guest_get_owner(get_guest(*host, 1)), ==, YADO_OWNER_LIBVIRT);
    g_assert_false(yado_guest_can_run(get_guest(*host, 1), "pause", &reason));
    g_assert_cmpstr(reason, ==, "It belongs to libvirt, which is not connected.");
    g_assert_true(yado_guest_can_run(get_guest(*host, 3), "pause", &reason));
}

static void
test_without_both(YadoHost **host, gconstpointer data)
{
    g_autoptr(GError) error = NULL;

    yado_test_part_fail_opening(LIBVIRT, 1, YADO_ERROR_CONNECTION);
    yado_test_part_fail_opening(LIBXL, 1, YADO_ERROR_DENIED);
    g_assert_false(open_host(*host, YADO_OPEN_EVENTS, &error));
    g_assert_error(error, YADO_ERROR, YADO_ERROR_CONNECTION);
    g_assert_cmpint(yado_host_get_state(*host), ==, YADO_HOST_CLOSED);
}

/* A window need not wait for a part that asks for a password. */
static void
test_slow_libxl(YadoHost **host, gconstpointer data)
{
    g_autoptr(GError) error = NULL;

    yado_test_part_hang_opening(LIBXL);
    g_assert_true(open_host(*host, YADO_OPEN_EVENTS, &error));
    expect_state(*host, 2, YADO_GUEST_SHUT_OFF);
    yado_test_part_mend(LIBXL);
    expect_state(*host, 4, YADO_GUEST_SHUT_OFF);
    check_all(*host);
}

/* Who asks for libvirt's pools while it still asks for its password gets an answer when the host is closed. */
static void
test_closed_while_opening(YadoHost **host, gconstpointer data)
{
    g_autoptr(GAsyncResult) result = NULL;
    g_autoptr(GError) error = NULL;

    g_autoptr(YadoBackend) backend = NULL;

    yado_test_part_hang_opening(LIBVIRT);
    g_assert_true(open_host(*host, YADO_OPEN_EVENTS, &error));
    expect_state(*host, 4, YADO_GUEST_SHUT_OFF);
    backend = g_object_ref(yado_host_get_backend(*host));
    yado_backend_list_resources_async(backend, YADO_RESOURCE_POOLS, NULL, NULL, await_done,
                                      &result);
    g_assert_false(yado_test_wait(await_is_there, &result, 0.3));
    yado_host_close(*host);
    await(&result);
    g_assert_null(yado_backend_list_resources_finish(backend, result, &error));
    g_assert_error(error, YADO_ERROR, YADO_ERROR_CONNECTION);
}

static gboolean
is_host_open(gpointer host)
{
    return yado_host_get_state(host) == YADO_HOST_OPEN;
}

/* A command acts on what it finds: it is not told "open" before both have answered. */
static void
test_whole(YadoHost **host, gconstpointer data)
{
    g_autoptr(GAsyncResult) result = NULL;
    g_autoptr(GError) error = NULL;

    yado_test_part_hang_opening(LIBXL);
    yado_host_open_async(*host, YADO_OPEN_EVENTS | YADO_OPEN_WHOLE, NULL, await_done, &result);
    g_assert_false(yado_test_wait(is_host_open, *host, 0.3));
    yado_test_part_mend(LIBXL);
    g_assert_true(yado_host_open_finish(*host, await(&result), &error));
    g_assert_no_error(error);
    expect_state(*host, 4, YADO_GUEST_SHUT_OFF);
    check_all(*host);
}

static gboolean
has_given_up(gpointer link)
{
    return yado_console_link_get_state(link) == YADO_LINK_FAILED;
}

static gboolean
has_been_there(gpointer link)
{
    return yado_console_link_get_state(link) != YADO_LINK_RETRYING;
}

/* The console of a guest whose half of the host is not connected yet: it waits for that, however long it takes. */
static void
test_console_waits(YadoHost **host, gconstpointer data)
{
    g_autoptr(YadoConsoleLink) link = NULL;

    yado_test_part_fail_opening(LIBVIRT, 1000, YADO_ERROR_CONNECTION);
    g_assert_true(open_host(*host, YADO_OPEN_EVENTS, NULL));
    expect_state(*host, 1, YADO_GUEST_RUNNING);
    link = yado_console_link_new(get_guest(*host, 1), NULL);
    yado_console_link_open(link, FALSE);
    g_assert_cmpint(yado_console_link_get_state(link), ==, YADO_LINK_RETRYING);
    g_assert_nonnull(strstr(yado_console_link_get_error(link)->message, "libvirt"));
    g_assert_false(yado_test_wait(has_given_up, link, 2));
    yado_test_part_fail_opening(LIBVIRT, 0, YADO_ERROR_CONNECTION);
    yado_host_retry_parts(*host);
    g_assert_true(yado_test_wait(has_been_there, link, 30));
    yado_console_link_close(link);
}

/* The connection to one breaks: its guests stay as last seen, the others go on, and it comes back by itself. */
static void
check_break(YadoHost *host, YadoPart part, guint lost, guint other)
{
    Expected gone = { .host = host, .number = lost };
    YadoGuest *guest;

    open_and_list(host);
    check_all(host);
    guest = get_guest(host, lost);
    yado_test_part_break(part);
    expect_note(host, "It ");
    g_assert_cmpint(yado_host_get_state(host), ==, YADO_HOST_OPEN);
    yado_test_part_emit(1 - part, other, YADO_EVENT_LIFECYCLE);
    g_assert_true(get_guest(host, lost) == guest);
    yado_test_part_remove(part, lost);
    yado_test_part_mend(part);
    expect_note(host, NULL);
    g_assert_true(yado_test_wait(is_gone, &gone, 10));
    g_assert_cmpuint(g_list_model_get_n_items(G_LIST_MODEL(host)), ==, 4);
}

static void
test_libxl_breaks(YadoHost **host, gconstpointer data)
{
    check_break(*host, LIBXL, 4, 1);
}

static void
test_libvirt_breaks(YadoHost **host, gconstpointer data)
{
    check_break(*host, LIBVIRT, 2, 3);
}

/* Of a running guest nobody knows what it does while its owner is away. */
static void
test_unseen(YadoHost **host, gconstpointer data)
{
    open_and_list(*host);
    yado_test_part_break(LIBXL);
    expect_state(*host, 3, YADO_GUEST_UNKNOWN);
    g_assert_cmpstr(yado_guest_get_note(get_guest(*host, 3)), ==,
                    "as last seen: its owner is not connected");
    yado_test_part_mend(LIBXL);
    expect_state(*host, 3, YADO_GUEST_RUNNING);
    g_assert_cmpstr(yado_guest_get_note(get_guest(*host, 3)), ==, NULL);
}

static gboolean
is_lost(gpointer host)
{
    return yado_host_get_state(host) == YADO_HOST_LOST;
}

static void
test_both_break(YadoHost **host, gconstpointer data)
{
    open_and_list(*host);
    yado_test_part_break(LIBXL);
    yado_test_part_break(LIBVIRT);
    g_assert_true(yado_test_wait(is_lost, *host, 10));
    yado_test_part_mend(LIBXL);
    yado_test_part_mend(LIBVIRT);
    expect_state(*host, 3, YADO_GUEST_RUNNING);
    expect_note(*host, NULL);
}

/* It is connected, but does not list: said, and nobody is taken for gone. */
static void
test_listing_fails(YadoHost **host, gconstpointer data)
{
    open_and_list(*host);
    yado_test_part_fail_listing(LIBXL, TRUE);
    yado_host_refresh(*host);
    expect_note(*host, "It does not list.");
    g_assert_cmpint(judge_view(*host, YADO_OWNER_UNKNOWN), ==, YADO_CHECK_UNKNOWN);
    g_assert_nonnull(get_guest(*host, 4));
    yado_test_part_fail_listing(LIBXL, FALSE);
    yado_host_refresh(*host);
    expect_note(*host, NULL);
    expect_state(*host, 3, YADO_GUEST_RUNNING);
}

int
main(int argc, char **argv)
{
    static const struct {
        const char *name;
        void (*func)(YadoHost **host, gconstpointer data);
    } tests[] = {
        { "list", test_list },
        { "command", test_command },
        { "lost-facts", test_lost_facts },
        { "follow", test_follow },
        { "stale", test_stale },
        { "reboots", test_reboots },
        { "same-name", test_same_name },
        { "routes", test_routes },
        { "scheduling", test_scheduling },
        { "wake-up", test_wake_up },
        { "without-libxl", test_without_libxl },
        { "without-libvirt", test_without_libvirt },
        { "without-both", test_without_both },
        { "console-waits", test_console_waits },
        { "slow-libxl", test_slow_libxl },
        { "closed-while-opening", test_closed_while_opening },
        { "whole", test_whole },
        { "libxl-breaks", test_libxl_breaks },
        { "libvirt-breaks", test_libvirt_breaks },
        { "unseen", test_unseen },
        { "both-break", test_both_break },
        { "listing-fails", test_listing_fails },
    };

    yado_test_guard();
    g_test_init(&argc, &argv, NULL);
    for (guint i = 0; i < G_N_ELEMENTS(tests); i++) {
        g_autofree char *path = g_strconcat("/model/joint-host/", tests[i].name, NULL);

        g_test_add(path, YadoHost *, NULL, set_up, tests[i].func, tear_down);
    }
    return g_test_run();
}
