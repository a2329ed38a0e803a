/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What libxl is told of a device that is plugged in. */
#include "config.h"

#include "../backend/await.h"
#include "fake-xen.h"

#define WEB "11111111-0000-0000-0000-000000000001"

static gboolean
attach_pci(FakeAgent *fake, const char *address)
{
    g_autoptr(GAsyncResult) result = NULL;

    fake_attached[0] = '\0';
    yado_xl1_call_attach_pci(fake->client, WEB, address, G_DBUS_CALL_FLAGS_NONE, -1, NULL,
                             await_done, &result);
    return yado_xl1_call_attach_pci_finish(fake->client, await(&result), NULL);
}

static void
test_pci(void)
{
    static const struct {
        const char *address, *attached;
    } cases[] = {
        { "0000:03:00.0", "pci 0000:03:00.0" },
        { "03:00.0", "pci 0000:03:00.0" },
        { "0001:a3:1f.7", "pci 0001:a3:1f.7" },
        { "03:00.0@5,permissive=1", "pci 0000:03:00.0" },
        { "03:00", "" },
        { "03:20.0", "" },
    };
    FakeAgent fake = { 0 };

    fake_agent_open(&fake);
    fake_guests[0] = (FakeGuest){ .domid = 7, .uuid = WEB, .name = "web" };
    for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_assert_true(attach_pci(&fake, cases[i].address) == (*cases[i].attached != '\0'));
        g_assert_cmpstr(fake_attached, ==, cases[i].attached);
    }
    fake_agent_close(&fake);
}

int
main(int argc, char **argv)
{
    yado_test_guard();
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/xl-agent/devices/pci", test_pci);
    return g_test_run();
}
