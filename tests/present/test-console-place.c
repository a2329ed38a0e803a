/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * A screen's port that became another guest's while we connected: it is never confirmed, so no key is sent to it.  A guest that was migrated: its
 * console goes with it.
 */
#include "config.h"

#include "present/yado-console-link.h"
#include "yado-fake-backend.h"

typedef struct {
    YadoConsoleLink *link;
    guint n_opened;
    int confirmed_port; /* 0: never */
} Fixture;

static void
on_link_changed_cb(YadoConsoleLink *link, gpointer data)
{
    Fixture *fixture = data;

    g_assert_false(yado_console_link_is_confirmed(link));
    fixture->n_opened += yado_console_link_get_state(link) == YADO_LINK_OPEN;
}

static void
on_link_confirmed_cb(YadoConsoleLink *link, gpointer data)
{
    g_assert_true(yado_console_link_is_confirmed(link));
    ((Fixture *)data)->confirmed_port = yado_console_link_get_record(link)->port;
}

static gboolean
is_confirmed(gpointer data)
{
    return ((Fixture *)data)->confirmed_port > 0;
}

static void
check(const int *ports, guint n_opened, int confirmed)
{
    g_autoptr(YadoSession) session = yado_fake_session_new(NULL);
    YadoFakeBackend *fake = yado_fake_add("xen-a");
    Fixture fixture = { 0 };
    YadoHost *host;

    yado_fake_add_guest(fake, "web", YADO_GUEST_RUNNING, NULL);
    yado_fake_set_ports(fake, ports);
    host = yado_fake_open(session, "xen-a");
    fixture.link = yado_console_link_new(yado_fake_find(host, "web"), NULL);
    g_signal_connect(fixture.link, "changed", G_CALLBACK(on_link_changed_cb), &fixture);
    g_signal_connect(fixture.link, "confirmed", G_CALLBACK(on_link_confirmed_cb), &fixture);
    yado_console_link_open(fixture.link, FALSE);
    yado_fake_wait(is_confirmed, &fixture);
    g_assert_cmpuint(fixture.n_opened, ==, n_opened);
    g_assert_cmpint(fixture.confirmed_port, ==, confirmed);
    g_signal_handlers_disconnect_by_data(fixture.link, &fixture);
    yado_console_link_close(fixture.link);
    g_assert_false(yado_console_link_is_confirmed(fixture.link));
    g_object_unref(fixture.link);
    yado_fake_reset();
}

/* Listed, opened, listed again: where it still is, it is the guest's. */
static void
test_stays(void)
{
    static const int ports[] = { 5901, 0 };

    check(ports, 1, 5901);
}

/* Two of its restarts fell between the two listings. */
static void
test_moves(void)
{
    static const int ports[] = { 5901, 5902, 5903, 5904, 5904, 0 };

    check(ports, 3, 5904);
}

/* ---- Migration ---- */

static gboolean
is_on_other_host(gpointer data)
{
    YadoHost *host = yado_guest_get_host(yado_console_link_get_guest(data));

    return g_str_equal(yado_host_get_uri(host), "fake:///xen-b") &&
           yado_console_link_get_state(data) == YADO_LINK_OPEN;
}

static gboolean
is_waiting(gpointer data)
{
    return yado_console_link_get_state(data) == YADO_LINK_WAITING;
}

static gboolean
is_open(gpointer data)
{
    return yado_console_link_get_state(data) == YADO_LINK_OPEN;
}

/* "web" runs on xen-a, and is defined on xen-b. */
static YadoConsoleLink *
open_on_two_hosts(YadoSession *session, YadoFakeBackend **a, YadoFakeBackend **b)
{
    YadoConsoleLink *link;
    YadoHost *host;

    *a = yado_fake_add("xen-a");
    *b = yado_fake_add("xen-b");
    yado_fake_add_guest(*a, "web", YADO_GUEST_RUNNING, NULL);
    yado_fake_add_guest(*b, "web", YADO_GUEST_SHUT_OFF, NULL);
    host = yado_fake_open(session, "xen-a");
    yado_fake_open(session, "xen-b");
    link = yado_console_link_new(yado_fake_find(host, "web"), NULL);
    yado_console_link_set_hosts(link, G_LIST_MODEL(session));
    yado_console_link_open(link, FALSE);
    yado_fake_wait(is_open, link);
    return link;
}

/* The hosts tell of it in either order. */
static void
test_migrates(void)
{
    for (int first = 0; first < 2; first++) {
        g_autoptr(YadoSession) session = yado_fake_session_new(NULL);
        YadoFakeBackend *a, *b;
        g_autoptr(YadoConsoleLink) link = open_on_two_hosts(session, &a, &b);

        if (first == 0)
            yado_fake_set_state(b, "web", YADO_GUEST_RUNNING);
        yado_fake_set_state(a, "web", YADO_GUEST_SHUT_OFF);
        yado_console_link_end(link);
        if (first == 1) {
            yado_fake_wait(is_waiting, link);
            yado_fake_set_state(b, "web", YADO_GUEST_RUNNING);
        }
        yado_fake_wait(is_on_other_host, link);
        yado_console_link_close(link);
        yado_fake_reset();
    }
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/console-place/stays", test_stays);
    g_test_add_func("/console-place/moves", test_moves);
    g_test_add_func("/console-place/migrates", test_migrates);
    return g_test_run();
}
