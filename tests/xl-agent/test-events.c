/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Which domain has a uuid that two have, and what is told of them. */
#include "config.h"

#include <string.h>

#include "../backend/await.h"
#include "fake-xen.h"

#define WEB "11111111-0000-0000-0000-000000000001"

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
    g_assert_true(yado_xl_find_info(&fake.agent, WEB, &info));
    g_assert_cmpuint(info.domid, ==, 8);
    fake_guests[1] = (FakeGuest){ 0 };
    g_assert_true(yado_xl_find_info(&fake.agent, WEB, &info));
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
    yado_xl_events_set(&fake.agent, TRUE);
    g_assert_false(yado_test_wait(has_listed_much, NULL, 1.5));
    g_assert_cmpuint(told, ==, 0);
    fake_guests[1].is_paused = TRUE;
    yado_xl_events_examine_soon(&fake.agent);
    g_assert_true(yado_test_wait(has_told, &told, 10));
    told = 0;
    fake_guests[0] = (FakeGuest){ 0 };
    yado_xl_events_examine_soon(&fake.agent);
    g_assert_true(yado_test_wait(has_told, &told, 10));
    fake_agent_close(&fake);
}

int
main(int argc, char **argv)
{
    yado_test_guard();
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/xl-agent/events/find", test_find);
    g_test_add_func("/xl-agent/events/twins", test_twins);
    return g_test_run();
}
