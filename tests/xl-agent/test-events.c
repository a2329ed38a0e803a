/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Which domain has a uuid that two have, and what is told of them. */
#include "config.h"

#include <string.h>

#include "../backend/await.h"
#include "fake-xen.h"

#define WEB "11111111-0000-0000-0000-000000000001"
#define YOUNG "11111111-0000-0000-0000-000000000002"

/* What is left of a guest, and the same guest started again. */
static void
make_twins(void)
{
    fake_guests[0] = (FakeGuest){ .domid = 7, .uuid = WEB, .is_dying = TRUE };
    fake_guests[1] = (FakeGuest){ .domid = 8, .uuid = WEB, .name = "web" };
}

static void
test_find(void)
{
    FakeAgent fake = { 0 };
    libxl_dominfo info;

    fake_agent_open(&fake);
    make_twins();
    libxl_dominfo_init(&info);
    g_assert_true(yado_xl_find_info(fake.agent, WEB, &info));
    g_assert_cmpuint(info.domid, ==, 8);
    fake_guests[1] = (FakeGuest){ 0 };
    g_assert_true(yado_xl_find_info(fake.agent, WEB, &info));
    g_assert_cmpuint(info.domid, ==, 7);
    libxl_dominfo_dispose(&info);
    fake_agent_close(&fake);
}

static gboolean
has_listed_much(gpointer data)
{
    return fake_listings > 10;
}

static gboolean
has_told(gpointer told)
{
    return *(guint *)told > 0;
}

static void
on_guests_changed_cb(YadoXl1 *client, const char *const *uuids, guint *told)
{
    g_assert_cmpstr(uuids[0], ==, WEB);
    ++*told;
}

static void
test_twins(void)
{
    FakeAgent fake = { 0 };
    guint told = 0;

    fake_agent_open(&fake);
    g_signal_connect(fake.client, "guests-changed", G_CALLBACK(on_guests_changed_cb), &told);
    make_twins();
    fake_listings = 0;
    yado_xl_events_set(fake.agent, TRUE);
    g_assert_false(yado_test_wait(has_listed_much, NULL, 1.5));
    g_assert_cmpuint(told, ==, 0);
    fake_guests[1].is_paused = TRUE;
    yado_xl_events_examine_soon(fake.agent);
    g_assert_true(yado_test_wait(has_told, &told, 10));
    told = 0;
    fake_guests[0] = (FakeGuest){ 0 };
    yado_xl_events_examine_soon(fake.agent);
    g_assert_true(yado_test_wait(has_told, &told, 10));
    fake_agent_close(&fake);
}

typedef struct {
    guint n, wanted;
} Counted;

static void
on_sampled_cb(YadoXl1 *client, GVariant *packed, GVariant *host, Counted *samples)
{
    g_autoptr(GBytes) bytes = g_variant_get_data_as_bytes(packed);
    g_autoptr(GVariant) guests = g_variant_ref_sink(
        g_variant_new_from_bytes(G_VARIANT_TYPE("a(ssussuituuttututttt)"), bytes, FALSE));
    g_autoptr(GVariant) guest = NULL;
    g_autofree char *name = NULL;

    g_assert_cmpuint(g_variant_n_children(guests), ==, 1);
    guest = g_variant_get_child_value(guests, 0);
    g_variant_get_child(guest, 1, "s", &name);
    g_assert_cmpstr(name, ==, "web");
    samples->n++;
}

static gboolean
are_there(gpointer data)
{
    const Counted *samples = data;

    return samples->n >= samples->wanted;
}

static void
follow(FakeAgent *fake, guint count)
{
    g_autoptr(GAsyncResult) result = NULL;

    yado_xl1_call_follow(fake->client, 100, count, G_DBUS_CALL_FLAGS_NONE, -1, NULL, await_done,
                         &result);
    g_assert_true(yado_xl1_call_follow_finish(fake->client, await(&result), NULL));
}

/* As many samples as were asked for, then Xen is not asked any more; or until no more are wanted. */
static void
test_follow(void)
{
    FakeAgent fake = { 0 };
    Counted samples = { 0, 3 };

    fake_agent_open(&fake);
    g_signal_connect(fake.client, "sampled", G_CALLBACK(on_sampled_cb), &samples);
    fake_guests[0] = (FakeGuest){ .domid = 7, .uuid = WEB, .name = "web" };
    fake_listings = 0;
    follow(&fake, 3);
    g_assert_true(yado_test_wait(are_there, &samples, 20));
    samples.wanted = 4;
    g_assert_false(yado_test_wait(are_there, &samples, 0.5));
    g_assert_cmpuint(fake_listings, ==, 3);
    follow(&fake, 1000);
    g_assert_true(yado_test_wait(are_there, &samples, 20));
    follow(&fake, 0);
    samples.wanted = samples.n + 1;
    g_assert_false(yado_test_wait(are_there, &samples, 0.5));
    g_assert_cmpuint(fake_listings, ==, samples.n);
    fake_agent_close(&fake);
}

static void
list(FakeAgent *fake)
{
    g_autoptr(GAsyncResult) result = NULL;

    yado_xl1_call_list(fake->client, 1, G_DBUS_CALL_FLAGS_NONE, -1, NULL, await_done, &result);
    g_assert_true(yado_xl1_call_list_finish(fake->client, NULL, NULL, await(&result), NULL));
}

/* Which disks there are is looked up when xenstore tells of it; whose a guest is when that is not sure yet. */
static void
test_asked_once(void)
{
    FakeAgent fake = { 0 };

    fake_agent_open(&fake);
    fake_guests[0] = (FakeGuest){ .domid = 7, .uuid = WEB, .name = "web" };
    fake_started = g_get_real_time() / G_USEC_PER_SEC - 100;
    yado_xl_events_set(fake.agent, TRUE);
    list(&fake);
    fake_directories = fake_userdata = 0;
    for (guint i = 0; i < 3; i++)
        list(&fake);
    g_assert_cmpuint(fake_directories, ==, 0);
    g_assert_cmpuint(fake_userdata, ==, 0);
    fake_store_fire("disk");
    list(&fake);
    g_assert_cmpuint(fake_directories, ==, 1);

    yado_xl_events_set(fake.agent, FALSE);
    list(&fake);
    list(&fake);
    g_assert_cmpuint(fake_directories, ==, 3);
    fake_guests[1] = (FakeGuest){ .domid = 8, .uuid = YOUNG, .name = "young" };
    fake_started = g_get_real_time() / G_USEC_PER_SEC;
    list(&fake);
    g_assert_cmpuint(fake_userdata, >, 0);
    fake_agent_close(&fake);
}

static void
on_operation_ended(YadoXlOperation *operation, int rc)
{
    *(gboolean *)operation->data = TRUE;
}

static gboolean
on_client_gone_cb(gpointer data)
{
    yado_xl_agent_leave(data);
    return G_SOURCE_REMOVE;
}

/* The client goes in the middle of an operation: its end is waited for. */
static void
test_leave(void)
{
    FakeAgent fake = { 0 };
    gboolean has_ended = FALSE;
    YadoXlOperation *operation;

    fake_agent_open(&fake);
    fake_guests[0] = (FakeGuest){ .domid = 7, .uuid = WEB, .name = "web" };
    fake.agent->loop = g_main_loop_new(NULL, FALSE);
    operation = yado_xl_operation_new(fake.agent, NULL, 7);
    operation->data = &has_ended;
    operation->finish = on_operation_ended;
    yado_xl_operation_started(operation, libxl_domain_destroy(fake.agent->ctx, 7, &operation->how));
    g_idle_add_full(G_PRIORITY_HIGH, on_client_gone_cb, fake.agent, NULL);
    g_main_loop_run(fake.agent->loop);
    g_assert_true(has_ended);
    while (g_source_remove_by_user_data(fake.agent))
        ; /* that it became late: a process that ends has no such thing */
    g_main_loop_unref(fake.agent->loop);
    fake_agent_close(&fake);
}

int
main(int argc, char **argv)
{
    yado_test_guard();
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/xl-agent/events/find", test_find);
    g_test_add_func("/xl-agent/events/twins", test_twins);
    g_test_add_func("/xl-agent/events/follow", test_follow);
    g_test_add_func("/xl-agent/events/asked-once", test_asked_once);
    g_test_add_func("/xl-agent/leave", test_leave);
    return g_test_run();
}
