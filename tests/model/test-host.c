/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* A host and its guests, on a back end that does what the test says. */
#include "config.h"

#include <math.h>
#include <time.h>

#include "await.h"
#include "base/yado-error.h"
#include "model/yado-host.h"
#include "model/yado-resources.h"
#include "yado-test-backend.h"

typedef struct {
    YadoHost *host;
    guint n_changed_signals;
    GHashTable *changed; /* names of guests told as changed */
} Fixture;

static void
on_changed_cb(YadoHost *host, GPtrArray *guests, Fixture *fixture)
{
    fixture->n_changed_signals++;
    for (guint i = 0; i < guests->len; i++)
        g_hash_table_add(fixture->changed, g_strdup(yado_guest_get_name(guests->pdata[i])));
}

static void
set_up(Fixture *fixture, gconstpointer data)
{
    yado_test_backend_reset();
    for (guint i = 0; i < 3; i++)
        yado_test_backend_set(i, NULL, i, YADO_GUEST_RUNNING);
    yado_test_backend_set(3, NULL, -1, YADO_GUEST_SHUT_OFF);
    fixture->host = yado_host_new("fake:///", NULL);
    fixture->changed = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    g_signal_connect(fixture->host, "guests-changed", G_CALLBACK(on_changed_cb), fixture);
}

static gboolean
is_null(gpointer data)
{
    return *(gpointer *)data == NULL;
}

/* Nothing may hold the host once the calls that were under way have been answered. */
static void
tear_down(Fixture *fixture, gconstpointer data)
{
    gpointer host = fixture->host;

    yado_host_close(fixture->host);
    g_object_add_weak_pointer(G_OBJECT(fixture->host), &host);
    g_object_unref(fixture->host);
    g_assert_true(yado_test_wait(is_null, &host, 10));
    g_hash_table_unref(fixture->changed);
}

static gboolean
is_listed(gpointer host)
{
    return yado_host_is_listed(host) && yado_host_get_state(host) == YADO_HOST_OPEN;
}

static void
open_host(YadoHost *host, YadoOpenFlags flags)
{
    g_autoptr(GAsyncResult) result = NULL;
    g_autoptr(GError) error = NULL;

    yado_host_open_async(host, flags, NULL, await_done, &result);
    g_assert_true(yado_host_open_finish(host, await(&result), &error));
    g_assert_no_error(error);
}

static void
open_and_list(YadoHost *host)
{
    open_host(host, YADO_OPEN_EVENTS);
    g_assert_true(yado_test_wait(is_listed, host, 10));
}

static YadoGuest *
get_guest(YadoHost *host, guint number)
{
    g_autofree char *uuid = yado_test_backend_dup_uuid(number);

    return yado_host_find_guest(host, uuid);
}

static guint
get_n_guests(YadoHost *host)
{
    return g_list_model_get_n_items(G_LIST_MODEL(host));
}

/* The list and the index must agree, always. */
static void
check_list(YadoHost *host, guint n, guint n_running)
{
    guint running = 0;

    g_assert_cmpuint(get_n_guests(host), ==, n);
    for (guint i = 0; i < n; i++) {
        g_autoptr(YadoGuest) guest = g_list_model_get_item(G_LIST_MODEL(host), i);

        g_assert_true(yado_host_find_guest(host, yado_guest_get_uuid(guest)) == guest);
        g_assert_true(yado_guest_get_host(guest) == host);
        running += yado_guest_get_state(guest) == YADO_GUEST_RUNNING;
    }
    g_assert_cmpuint(running, ==, n_running);
    g_assert_cmpuint(yado_host_get_n_running(host), ==, n_running);
}

typedef struct {
    YadoHost *host;
    guint number;
    YadoGuestState state;
} Expected;

static gboolean
has_state(gpointer data)
{
    Expected *expected = data;
    YadoGuest *guest = get_guest(expected->host, expected->number);

    return guest && yado_guest_get_state(guest) == expected->state;
}

static gboolean
is_gone(gpointer data)
{
    Expected *expected = data;

    return get_guest(expected->host, expected->number) == NULL;
}

static void
expect_state(YadoHost *host, guint number, YadoGuestState state)
{
    Expected expected = { host, number, state };

    g_assert_true(yado_test_wait(has_state, &expected, 10));
}

static void
test_list(Fixture *fixture, gconstpointer data)
{
    open_and_list(fixture->host);
    check_list(fixture->host, 4, 3);
    g_assert_cmpuint(yado_test_backend_get_n_full_lists(), ==, 1);
    g_assert_cmpstr(yado_guest_get_name(get_guest(fixture->host, 2)), ==, "guest-2");
    g_assert_cmpint(yado_guest_get_owner(get_guest(fixture->host, 2)), ==, YADO_OWNER_LIBVIRT);
    /* Nobody looks: nothing is fetched or sampled. */
    g_assert_cmpuint(yado_test_backend_get_n_all_facts(), ==, 0);
    g_assert_cmpuint(yado_test_backend_get_n_samples(0), ==, 0);
}

static void
check_match(YadoHost *host, const char *pattern, guint n, const char *first)
{
    g_autoptr(GPtrArray) found = yado_host_match_guests(host, pattern);

    g_test_message("%s", pattern);
    g_assert_cmpuint(found->len, ==, n);
    if (first)
        g_assert_cmpstr(yado_guest_get_name(found->pdata[0]), ==, first);
}

static void
test_match(Fixture *fixture, gconstpointer data)
{
    g_autofree char *uuid = yado_test_backend_dup_uuid(3);

    yado_test_backend_set(4, "1", -1, YADO_GUEST_SHUT_OFF);
    yado_test_backend_set(5, "a*b", -1, YADO_GUEST_SHUT_OFF);
    open_and_list(fixture->host);
    check_match(fixture->host, "guest-1", 1, "guest-1");
    check_match(fixture->host, "guest-*", 4, NULL);
    check_match(fixture->host, "2", 1, "guest-2"); /* its id */
    check_match(fixture->host, "1", 1, "1");       /* a name wins */
    check_match(fixture->host, "a*b", 1, "a*b");
    check_match(fixture->host, uuid, 1, "guest-3");
    check_match(fixture->host, "nobody", 0, NULL);
    check_match(fixture->host, "-1", 0, NULL);
}

/* A host that tells when a guest was started is believed, also when that was before we looked. */
static void
test_start_time(Fixture *fixture, gconstpointer data)
{
    gint64 now = g_get_real_time() / G_USEC_PER_SEC;

    yado_test_backend_set_started(1, now - 3 * 86400);
    open_and_list(fixture->host);
    g_assert_cmpint(yado_guest_get_uptime(get_guest(fixture->host, 1)), >=, 3 * 86400 - 1);
    g_assert_cmpint(yado_guest_get_uptime(get_guest(fixture->host, 1)), <, 3 * 86400 + 600);
}

/* Xen tells STARTED, then STOPPED of one reboot: only what is read afterwards counts. */
static void
test_event_order(Fixture *fixture, gconstpointer data)
{
    YadoGuest *guest;
    guint before;

    open_and_list(fixture->host);
    guest = get_guest(fixture->host, 1);
    before = yado_test_backend_get_n_rereads();
    g_assert_cmpint(yado_guest_get_uptime(guest), ==, -1);
    yado_test_backend_set(1, NULL, 77, YADO_GUEST_RUNNING);
    yado_test_backend_emit(1, YADO_EVENT_LIFECYCLE);
    yado_test_backend_emit(1, YADO_EVENT_LIFECYCLE);
    yado_test_backend_emit(1, YADO_EVENT_LIFECYCLE);
    yado_test_backend_set(2, NULL, -1, YADO_GUEST_SHUT_OFF);
    yado_test_backend_emit(2, YADO_EVENT_LIFECYCLE);
    expect_state(fixture->host, 2, YADO_GUEST_SHUT_OFF);
    /* The same row, with its new id; all events together cost one question. */
    g_assert_true(get_guest(fixture->host, 1) == guest);
    g_assert_cmpint(yado_guest_get_id(guest), ==, 77);
    g_assert_cmpint(yado_guest_get_uptime(guest), >=, 0);
    g_assert_cmpuint(yado_test_backend_get_n_rereads(), ==, before + 1);
    g_assert_cmpuint(yado_test_backend_get_n_full_lists(), ==, 1);
    check_list(fixture->host, 4, 2);
}

static gboolean
was_told(gpointer data)
{
    Fixture *fixture = data;

    return g_hash_table_contains(fixture->changed, "new name");
}

static void
test_rename(Fixture *fixture, gconstpointer data)
{
    YadoGuest *guest;
    guint serial;

    open_and_list(fixture->host);
    guest = get_guest(fixture->host, 3);
    serial = yado_guest_get_serial(guest);
    guint configuration = yado_guest_get_configuration_serial(guest);
    yado_test_backend_set(3, "new name", -1, YADO_GUEST_SHUT_OFF);
    yado_test_backend_emit(3, YADO_EVENT_CONFIGURATION);
    g_assert_true(yado_test_wait(was_told, fixture, 10));
    g_assert_cmpuint(g_hash_table_size(fixture->changed), ==, 1);
    g_assert_cmpstr(yado_guest_get_name(guest), ==, "new name");
    g_assert_cmpuint(yado_guest_get_serial(guest), >, serial);
    g_assert_cmpuint(yado_guest_get_configuration_serial(guest), ==, configuration + 1);
}

static void
test_removed(Fixture *fixture, gconstpointer data)
{
    g_autoptr(YadoGuest) guest = NULL;
    Expected expected = { fixture->host, 1, 0 };

    open_and_list(fixture->host);
    guest = g_object_ref(get_guest(fixture->host, 1));
    yado_test_backend_remove(1);
    yado_test_backend_emit(1, YADO_EVENT_REMOVED);
    g_assert_true(yado_test_wait(is_gone, &expected, 10));
    g_assert_true(yado_guest_is_gone(guest));
    g_assert_null(yado_guest_get_host(guest));
    g_assert_cmpstr(yado_guest_get_name(guest), ==, "guest-1");
    check_list(fixture->host, 3, 2);
    /* A removal that was none (a running guest without a definition): the row stays. */
    yado_test_backend_emit(2, YADO_EVENT_REMOVED);
    yado_test_backend_set(0, NULL, 0, YADO_GUEST_PAUSED);
    yado_test_backend_emit(0, YADO_EVENT_LIFECYCLE);
    expect_state(fixture->host, 0, YADO_GUEST_PAUSED);
    check_list(fixture->host, 3, 1);
}

static void
test_added(Fixture *fixture, gconstpointer data)
{
    open_and_list(fixture->host);
    yado_test_backend_set(9, NULL, -1, YADO_GUEST_SHUT_OFF);
    yado_test_backend_emit(9, YADO_EVENT_CONFIGURATION);
    expect_state(fixture->host, 9, YADO_GUEST_SHUT_OFF);
    check_list(fixture->host, 5, 3);
    /* Without an event, a refresh finds what came and what went. */
    yado_test_backend_set(10, NULL, 10, YADO_GUEST_RUNNING);
    yado_test_backend_remove(0);
    yado_test_backend_remove(9);
    yado_host_refresh(fixture->host);
    expect_state(fixture->host, 10, YADO_GUEST_RUNNING);
    {
        Expected expected = { fixture->host, 0, 0 };

        g_assert_true(yado_test_wait(is_gone, &expected, 10));
    }
    check_list(fixture->host, 4, 3);
}

static gboolean
is_lost(gpointer host)
{
    return yado_host_get_state(host) == YADO_HOST_LOST;
}

static void
test_lost(Fixture *fixture, gconstpointer data)
{
    YadoGuest *guest;

    open_and_list(fixture->host);
    guest = get_guest(fixture->host, 2);
    yado_test_backend_break(1);
    g_assert_true(yado_test_wait(is_lost, fixture->host, 10));
    g_assert_true(yado_host_is_stale(fixture->host));
    g_assert_nonnull(yado_host_get_error(fixture->host));
    g_assert_nonnull(strstr(yado_host_get_state_label(fixture->host), "next try in 1 s"));
    g_assert_null(yado_host_get_backend(fixture->host));
    check_list(fixture->host, 4, 3);
    /* Meanwhile one goes and one comes. */
    yado_test_backend_remove(1);
    yado_test_backend_set(8, NULL, 8, YADO_GUEST_RUNNING);
    g_assert_true(yado_test_wait(is_listed, fixture->host, 10));
    expect_state(fixture->host, 8, YADO_GUEST_RUNNING);
    {
        Expected expected = { fixture->host, 1, 0 };

        g_assert_true(yado_test_wait(is_gone, &expected, 10));
    }
    g_assert_false(yado_host_is_stale(fixture->host));
    g_assert_null(yado_host_get_error(fixture->host));
    g_assert_true(get_guest(fixture->host, 2) == guest);
    g_assert_cmpuint(yado_test_backend_get_n_opened(), ==, 2);
    check_list(fixture->host, 4, 3);
}

static void
test_refused(Fixture *fixture, gconstpointer data)
{
    g_autoptr(GAsyncResult) result = NULL;
    g_autoptr(GError) error = NULL;

    yado_test_backend_fail_opening(1);
    yado_host_open_async(fixture->host, YADO_OPEN_EVENTS, NULL, await_done, &result);
    g_assert_false(yado_host_open_finish(fixture->host, await(&result), &error));
    g_assert_error(error, YADO_ERROR, YADO_ERROR_CONNECTION);
    g_assert_cmpint(yado_host_get_state(fixture->host), ==, YADO_HOST_CLOSED);
    g_assert_error(yado_host_get_error(fixture->host), YADO_ERROR, YADO_ERROR_CONNECTION);
    g_assert_cmpstr(yado_error_get_hint(yado_host_get_error(fixture->host)), ==, "hint");
    open_and_list(fixture->host);
    g_assert_null(yado_host_get_error(fixture->host));
}

static void
test_cancelled(Fixture *fixture, gconstpointer data)
{
    g_autoptr(GCancellable) cancellable = g_cancellable_new();
    g_autoptr(GAsyncResult) result = NULL;
    g_autoptr(GError) error = NULL;

    yado_test_backend_hang_opening();
    yado_host_open_async(fixture->host, YADO_OPEN_EVENTS, cancellable, await_done, &result);
    g_assert_cmpint(yado_host_get_state(fixture->host), ==, YADO_HOST_OPENING);
    g_cancellable_cancel(cancellable);
    g_assert_false(yado_host_open_finish(fixture->host, await(&result), &error));
    g_assert_error(error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
    g_assert_cmpint(yado_host_get_state(fixture->host), ==, YADO_HOST_CLOSED);
    g_assert_null(yado_host_get_error(fixture->host));
}

static void
test_unknown_scheme(Fixture *fixture, gconstpointer data)
{
    g_autoptr(YadoHost) host = yado_host_new("xem:///", NULL);
    g_autoptr(GAsyncResult) result = NULL;
    g_autoptr(GError) error = NULL;

    yado_host_open_async(host, 0, NULL, await_done, &result);
    g_assert_false(yado_host_open_finish(host, await(&result), &error));
    g_assert_error(error, YADO_ERROR, YADO_ERROR_INVALID);
}

static void
load(YadoHost *host, YadoLoadFlags flags)
{
    g_autoptr(GAsyncResult) result = NULL;
    g_autoptr(GError) error = NULL;

    yado_host_load_async(host, flags, YADO_LIST_STATE, NULL, await_done, &result);
    g_assert_true(yado_host_load_finish(host, await(&result), &error));
    g_assert_no_error(error);
}

/* What a command does: it asks once, and pays for what it asks. */
static void
test_load(Fixture *fixture, gconstpointer data)
{
    open_host(fixture->host, 0);
    load(fixture->host, YADO_LOAD_LIST);
    check_list(fixture->host, 4, 3);
    g_assert_cmpuint(yado_test_backend_get_n_full_lists(), ==, 1);
    g_assert_cmpuint(yado_test_backend_get_n_all_facts(), ==, 0);
    load(fixture->host, YADO_LOAD_STATS | YADO_LOAD_PLAIN);
    g_assert_cmpuint(yado_test_backend_get_wished(0), ==, 0);
    load(fixture->host, YADO_LOAD_FACTS);
    g_assert_cmpuint(yado_test_backend_get_n_all_facts(), ==, 4);
    g_assert_cmpint(yado_guest_get_kind(get_guest(fixture->host, 3)), ==, YADO_KIND_PVH);
    yado_test_backend_set_cpu(1000 * 1000 * 1000);
    yado_host_set_interval(fixture->host, 500);
    load(fixture->host, YADO_LOAD_RATES);
    /* One of its two processors was busy. */
    g_assert_cmpfloat_with_epsilon(yado_guest_get_cpu(get_guest(fixture->host, 0)), 0.5, 0.01);
    g_assert_true(isnan(yado_guest_get_cpu(get_guest(fixture->host, 3))));
    g_assert_cmpuint(yado_test_backend_get_n_samples(3), ==, 0);
    g_assert_cmpuint(yado_guest_get_memory(get_guest(fixture->host, 0)), ==, 256 << 20);
}

static void
test_load_lost(Fixture *fixture, gconstpointer data)
{
    g_autoptr(GAsyncResult) result = NULL;
    g_autoptr(GError) error = NULL;

    open_host(fixture->host, 0);
    yado_test_backend_break(1000);
    yado_host_load_async(fixture->host, 0, 0, NULL, await_done, &result);
    g_assert_false(yado_host_load_finish(fixture->host, await(&result), &error));
    g_assert_error(error, YADO_ERROR, YADO_ERROR_CONNECTION);
}

static gboolean
is_given_up(gpointer data)
{
    GAsyncResult **result = data;

    return *result != NULL;
}

/* Whoever gives up does not wait for the pause between two samples, nor for a host that never answers. */
static void
test_load_cancelled(Fixture *fixture, gconstpointer data)
{
    g_autoptr(GCancellable) cancellable = g_cancellable_new();
    g_autoptr(GAsyncResult) result = NULL;
    g_autoptr(GError) error = NULL;

    open_host(fixture->host, 0);
    yado_host_set_interval(fixture->host, 3600 * 1000);
    yado_host_load_async(fixture->host, YADO_LOAD_RATES, 0, cancellable, await_done, &result);
    g_assert_false(yado_test_wait(is_given_up, &result, 0.2));
    g_cancellable_cancel(cancellable);
    g_assert_true(yado_test_wait(is_given_up, &result, 10));
    g_assert_false(yado_host_load_finish(fixture->host, result, &error));
    g_assert_error(error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

typedef struct {
    guint number, n;
} Counted;

static gboolean
is_sampled(gpointer data)
{
    Counted *counted = data;

    return yado_test_backend_get_n_samples(counted->number) >= counted->n;
}

static gboolean
has_facts(gpointer data)
{
    Counted *counted = data;

    return yado_test_backend_get_n_facts(counted->number) >= counted->n;
}

static void
add_many(guint n)
{
    for (guint i = 0; i < n; i++)
        yado_test_backend_set(i, NULL, i % 10 < 7 ? (int)i : -1,
                              i % 10 < 7 ? YADO_GUEST_RUNNING : YADO_GUEST_SHUT_OFF);
}

/* On a host without bulk statistics the rows on the screen are sampled each tick, the others in turn. */
static void
test_visible(Fixture *fixture, gconstpointer data)
{
    YadoGuest *visible[2];
    Counted counted = { 500, 3 };
    guint others = 0;

    add_many(1000);
    open_and_list(fixture->host);
    visible[0] = get_guest(fixture->host, 500);
    visible[1] = get_guest(fixture->host, 501);
    yado_host_set_interval(fixture->host, 500);
    yado_host_watch(fixture->host, fixture, visible, 2);
    g_assert_true(yado_test_wait(is_sampled, &counted, 20));
    g_assert_cmpuint(yado_test_backend_get_n_samples(501), >=, 2);
    for (guint i = 0; i < 1000; i++)
        others += i != 500 && i != 501 ? yado_test_backend_get_n_samples(i) : 0;
    g_assert_cmpuint(others, >, 0);
    g_assert_cmpuint(others, <=, 4 * 64);
    g_assert_cmpuint(yado_test_backend_get_n_facts(500), ==, 1);
    g_assert_cmpuint(yado_test_backend_get_most_in_flight(), <=, 4);
    g_assert_nonnull(yado_guest_get_history(visible[0]));
    /* Nobody looks any more: quiet. */
    yado_host_watch(fixture->host, fixture, NULL, 0);
    others = yado_test_backend_get_n_samples(500);
    counted.n = others + 1;
    g_assert_false(yado_test_wait(is_sampled, &counted, 1.2));
}

/* Counters of devices cost a call each: only those that are shown, or that rows are sorted by. */
static void
test_wishes(Fixture *fixture, gconstpointer data)
{
    YadoGuest *visible[2];
    Counted counted = { 2, 1 };

    open_and_list(fixture->host);
    visible[0] = get_guest(fixture->host, 0);
    visible[1] = get_guest(fixture->host, 2);
    yado_host_set_interval(fixture->host, 500);
    yado_host_watch_rows(fixture->host, fixture, visible, 1, YADO_STATS_NET, 0);
    g_assert_true(yado_test_wait(is_sampled, &counted, 20));
    g_assert_cmpint(yado_test_backend_get_wished(0), ==, YADO_STATS_NET);
    g_assert_cmpint(yado_test_backend_get_wished(2), ==, 0);
    yado_host_watch_rows(fixture->host, fixture, visible, 1, YADO_STATS_NET, YADO_STATS_DISK);
    yado_host_watch(fixture->host, visible, visible + 1, 1);
    counted.n = yado_test_backend_get_n_samples(2) + 2;
    g_assert_true(yado_test_wait(is_sampled, &counted, 20));
    g_assert_cmpint(yado_test_backend_get_wished(0), ==, YADO_STATS_DEVICES);
    g_assert_cmpint(yado_test_backend_get_wished(2), ==, YADO_STATS_DEVICES);
    g_assert_cmpint(yado_test_backend_get_wished(1), ==, YADO_STATS_DISK);
}

static void
test_bulk(Fixture *fixture, gconstpointer data)
{
    YadoGuest *visible[1];
    Counted counted = { 2, 2 };

    yado_test_backend_set_bulk(TRUE);
    open_and_list(fixture->host);
    visible[0] = get_guest(fixture->host, 0);
    yado_host_set_interval(fixture->host, 500);
    yado_host_watch(fixture->host, fixture, visible, 1);
    g_assert_true(yado_test_wait(is_sampled, &counted, 10));
    g_assert_cmpuint(yado_test_backend_get_n_samples(3), ==, 0);
}

static gboolean
on_send_due_cb(gpointer n)
{
    yado_test_backend_send();
    return ++*(guint *)n < 10 ? G_SOURCE_CONTINUE : G_SOURCE_REMOVE;
}

static gboolean
has_sent_all(gpointer n)
{
    return *(guint *)n == 10;
}

/* As long as samples come by themselves none is asked for; when they stay away they are. */
static void
test_follow(Fixture *fixture, gconstpointer data)
{
    YadoGuest *visible[1];
    Counted counted = { 2, 1 };
    guint n_sent = 0;

    yado_test_backend_set_bulk(TRUE);
    yado_test_backend_set_sends(TRUE);
    yado_test_backend_set_cpu(G_USEC_PER_SEC * 500);
    open_and_list(fixture->host);
    visible[0] = get_guest(fixture->host, 0);
    yado_host_set_interval(fixture->host, 500);
    g_assert_cmpuint(yado_test_backend_get_followed(), ==, 0);
    yado_host_watch(fixture->host, fixture, visible, 1);
    g_assert_true(yado_test_wait(is_sampled, &counted, 10));
    g_assert_cmpuint(yado_test_backend_get_followed(), ==, 500);
    g_timeout_add(250, on_send_due_cb, &n_sent);
    g_assert_true(yado_test_wait(has_sent_all, &n_sent, 20));
    g_assert_cmpuint(yado_test_backend_get_n_samples(2), ==, 1 + n_sent);
    g_assert_cmpfloat_with_epsilon(yado_guest_get_cpu(visible[0]), 0.25, 0.05);

    counted.n = 1 + n_sent + 2;
    g_assert_true(yado_test_wait(is_sampled, &counted, 20));
    yado_host_set_interval(fixture->host, 1000);
    g_assert_cmpuint(yado_test_backend_get_followed(), ==, 1000);
    yado_host_watch(fixture->host, fixture, NULL, 0);
    g_assert_cmpuint(yado_test_backend_get_followed(), ==, 0);
    yado_test_backend_send(); /* was on its way */
}

static gboolean
is_stretched(gpointer host)
{
    return yado_host_get_stretched_interval(host) > 1500;
}

/* A tick of 100 ms may come each 2 s: a twentieth of a core. */
static void
test_stretch(Fixture *fixture, gconstpointer data)
{
    YadoGuest *visible[1];

    yado_test_backend_set_cost(100 * 1000);
    open_and_list(fixture->host);
    visible[0] = get_guest(fixture->host, 0);
    yado_host_set_interval(fixture->host, 500);
    yado_host_watch(fixture->host, fixture, visible, 1);
    g_assert_true(yado_test_wait(is_stretched, fixture->host, 10));
    g_assert_cmpuint(yado_host_get_interval(fixture->host), ==, 500);
    g_autofree char *pace = yado_host_dup_pace(fixture->host);
    g_autofree char *why = yado_host_explain_pace(fixture->host);
    g_assert_cmpstr(pace, ==, "every 2 s");
    g_assert_true(g_str_has_prefix(why, "The numbers are read every 2 s instead of every 1 s"));
    yado_host_set_interval(fixture->host, 60000);
    g_assert_null(yado_host_dup_pace(fixture->host));
}

/* A change of the definition makes the facts be read again, for those who are seen. */
static void
test_facts_again(Fixture *fixture, gconstpointer data)
{
    YadoGuest *visible[1];
    Counted counted = { 3, 1 };

    open_and_list(fixture->host);
    visible[0] = get_guest(fixture->host, 3);
    yado_host_watch(fixture->host, fixture, visible, 1);
    g_assert_true(yado_test_wait(has_facts, &counted, 10));
    yado_test_backend_emit(3, YADO_EVENT_CONFIGURATION);
    counted.n = 2;
    g_assert_true(yado_test_wait(has_facts, &counted, 10));
}

static gint64
get_longest_turn(YadoHost *host, guint n)
{
    gint64 longest = 0;

    while (get_n_guests(host) < n || !yado_host_is_listed(host)) {
        struct timespec before, after;
        gint64 turn;

        clock_gettime(CLOCK_THREAD_CPUTIME_ID, &before);
        g_main_context_iteration(NULL, TRUE);
        clock_gettime(CLOCK_THREAD_CPUTIME_ID, &after);
        turn = (after.tv_sec - before.tv_sec) * G_USEC_PER_SEC +
               (after.tv_nsec - before.tv_nsec) / 1000;
        longest = MAX(longest, turn);
    }
    return longest;
}

static void
test_five_thousand(Fixture *fixture, gconstpointer data)
{
    gint64 longest;

    add_many(5000);
    open_host(fixture->host, YADO_OPEN_EVENTS);
    longest = get_longest_turn(fixture->host, 5000);
    g_test_message("longest turn: %" G_GINT64_FORMAT " us", longest);
    g_assert_cmpint(longest, <, 20 * 1000 * (g_getenv("YADO_TEST_PATIENCE") ? 20 : 1));
    check_list(fixture->host, 5000, 3500);
    /* An event storm is one listing, not 5,000 questions. */
    for (guint i = 0; i < 5000; i++) {
        yado_test_backend_set(i, NULL, -1, YADO_GUEST_SHUT_OFF);
        yado_test_backend_emit(i, YADO_EVENT_LIFECYCLE);
    }
    expect_state(fixture->host, 4996, YADO_GUEST_SHUT_OFF);
    expect_state(fixture->host, 0, YADO_GUEST_SHUT_OFF);
    g_assert_cmpuint(yado_test_backend_get_n_rereads(), <=, 3);
}

static void
test_many_gone(Fixture *fixture, gconstpointer data)
{
    Expected expected = { fixture->host, 1999, 0 };

    add_many(2000);
    open_and_list(fixture->host);
    for (guint i = 0; i < 2000; i++)
        if (i % 3 != 0)
            yado_test_backend_remove(i);
    yado_host_refresh(fixture->host);
    g_assert_true(yado_test_wait(is_gone, &expected, 10));
    g_assert_cmpuint(get_n_guests(fixture->host), ==, 667);
}

static gboolean
is_finished(gpointer job)
{
    return yado_job_is_finished(job);
}

static void
test_operation(Fixture *fixture, gconstpointer data)
{
    g_autoptr(YadoJob) job = yado_job_new("Pause", "guest-1");
    g_autoptr(YadoJob) bad = yado_job_new("Fly", "guest-1");
    g_autoptr(YadoJob) late = yado_job_new("Pause", "guest-1");
    g_autoptr(YadoGuest) guest = NULL;

    yado_test_backend_set_has_events(FALSE);
    open_and_list(fixture->host);
    guest = g_object_ref(get_guest(fixture->host, 1));
    yado_guest_start(guest, "pause", NULL, job);
    /* Also a host that tells nothing is read again after our own job. */
    expect_state(fixture->host, 1, YADO_GUEST_PAUSED);
    yado_guest_start(guest, "fly", NULL, bad);
    g_assert_true(yado_test_wait(is_finished, bad, 10));
    g_assert_error(yado_job_get_error(bad), YADO_ERROR, YADO_ERROR_UNSUPPORTED);
    yado_host_close(fixture->host);
    g_assert_true(yado_guest_is_gone(guest));
    yado_guest_start(guest, "pause", NULL, late);
    g_assert_true(yado_test_wait(is_finished, late, 10));
    g_assert_error(yado_job_get_error(late), YADO_ERROR, YADO_ERROR_CONNECTION);
}

/* Who shows a list holds its rows until "changed": also one that goes because there is no host to read it from. */
static gboolean
has_pools(gpointer resources)
{
    return yado_resources_list(resources, YADO_RESOURCE_POOLS, NULL) != NULL;
}

static void
on_resources_changed_cb(YadoResources *resources, int kind, const char *parent, guint *n_changed)
{
    *n_changed += !has_pools(resources);
    yado_resources_want(resources, YADO_RESOURCE_NETWORKS, NULL); /* as a view does */
}

static void
test_resources_lost(Fixture *fixture, gconstpointer data)
{
    YadoResources *resources = yado_resources_get(fixture->host);
    guint n_changed = 0;

    open_and_list(fixture->host);
    yado_resources_want(resources, YADO_RESOURCE_POOLS, NULL);
    g_assert_true(yado_test_wait(has_pools, resources, 10));
    g_signal_connect(resources, "changed", G_CALLBACK(on_resources_changed_cb), &n_changed);
    yado_test_backend_break(1);
    g_assert_true(yado_test_wait(is_lost, fixture->host, 10));
    g_assert_true(has_pools(resources));
    yado_resources_outdate(resources); /* "Reload", or a job that the break has ended */
    g_assert_cmpuint(n_changed, ==, 1);
    g_assert_error(yado_resources_get_error(resources, YADO_RESOURCE_POOLS, NULL), YADO_ERROR,
                   YADO_ERROR_CONNECTION);
    g_assert_true(yado_test_wait(has_pools, resources, 10)); /* the host is there again */
    g_signal_handlers_disconnect_by_data(resources, &n_changed);
}

static void
add(const char *path, void (*func)(Fixture *, gconstpointer))
{
    g_autofree char *whole = g_strconcat("/model/host/", path, NULL);

    g_test_add(whole, Fixture, NULL, set_up, func, tear_down);
}

int
main(int argc, char **argv)
{
    yado_test_guard();
    g_test_init(&argc, &argv, NULL);
    add("list", test_list);
    add("match", test_match);
    add("start-time", test_start_time);
    add("event-order", test_event_order);
    add("rename", test_rename);
    add("removed", test_removed);
    add("added", test_added);
    add("lost", test_lost);
    add("refused", test_refused);
    add("cancelled", test_cancelled);
    add("unknown-scheme", test_unknown_scheme);
    add("load", test_load);
    add("load-lost", test_load_lost);
    add("load-cancelled", test_load_cancelled);
    add("visible", test_visible);
    add("wishes", test_wishes);
    add("bulk", test_bulk);
    add("follow", test_follow);
    add("stretch", test_stretch);
    add("facts-again", test_facts_again);
    add("five-thousand", test_five_thousand);
    add("many-gone", test_many_gone);
    add("operation", test_operation);
    add("resources-lost", test_resources_lost);
    return g_test_run();
}
