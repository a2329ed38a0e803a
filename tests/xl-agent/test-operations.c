/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What the agent makes of how libxl ended an operation. */
#include "config.h"

#include "../backend/await.h"
#include "fake-xen.h"

#define WEB "11111111-0000-0000-0000-000000000001"

static gboolean
control(FakeAgent *fake, const char *verb, GError **error)
{
    g_autoptr(GAsyncResult) result = NULL;

    yado_xl1_call_control(fake->client, WEB, verb, G_DBUS_CALL_FLAGS_NONE, -1, NULL, await_done,
                          &result);
    return yado_xl1_call_control_finish(fake->client, await(&result), error);
}

/* A guest that restarts is ended by xl itself when its QEMU does not start: who forces it off has what was wanted. */
static void
test_destroy(void)
{
    static const struct {
        FakeEnd end;
        const char *problem; /* NULL: it goes well */
    } cases[] = {
        { FAKE_DESTROYS, NULL },
        { FAKE_ENDED_FIRST, NULL },
        { FAKE_DIES_FIRST, NULL },
        { FAKE_CANNOT_DESTROY, "org.yado.Xl1.Error.Failed" },
    };
    FakeAgent fake = { NULL };

    fake_agent_open(&fake);
    for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autoptr(GError) error = NULL;
        g_autofree char *problem = NULL;

        fake_guests[0] = (FakeGuest){ .domid = 7, .uuid = WEB, .name = "web" };
        fake_destroyed = 0;
        fake_end = cases[i].end;
        control(&fake, "destroy", &error);
        problem = error ? g_dbus_error_get_remote_error(error) : NULL;
        g_assert_cmpstr(problem, ==, cases[i].problem);
        g_assert_cmpuint(fake_destroyed, ==, 7);
    }
    fake_agent_close(&fake);
}

int
main(int argc, char **argv)
{
    yado_test_guard();
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/xl-agent/operations/destroy", test_destroy);
    return g_test_run();
}
