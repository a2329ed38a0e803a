/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Which consoles a guest has: what xenstore tells of them, and of SPICE the guest's configuration. */
#include "config.h"

#include "../backend/await.h"
#include "fake-xen.h"

#define WEB "11111111-0000-0000-0000-000000000001"
#define HERE "/local/domain/7/"

static const char *const few[] = { HERE "console/tty", "/dev/pts/7", NULL };
static const char *const many[] = { HERE "console/tty",
                                    "/dev/pts/7",
                                    HERE "serial/0/tty",
                                    "/dev/pts/5",
                                    HERE "serial/2/tty",
                                    "/dev/pts/6",
                                    HERE "console/vnc-port",
                                    "5900",
                                    HERE "console/vnc-listen",
                                    "::1",
                                    NULL };

#define HVM(spice)                                         \
    "{\"c_info\": {\"type\": \"hvm\", \"name\": \"web\"}," \
    " \"b_info\": {\"type.hvm\": {\"spice\": {" spice "}}}}"

static const struct {
    const char *const *store;
    const char *configuration, *consoles;
} cases[] = {
    { few, NULL, "pv /dev/pts/7 -" },
    { few, "{\"c_info\": {\"type\": \"pv\", \"name\": \"spice\"}}", "pv /dev/pts/7 -" },
    { many, HVM("\"enable\": \"False\", \"port\": 6000"),
      "serial /dev/pts/5 -, serial2 /dev/pts/6 -, pv /dev/pts/7 -, vnc [::1]:5900 -" },
    { few,
      HVM("\"enable\": \"True\", \"port\": 6000, \"host\": \"0.0.0.0\", \"passwd\": \"secret\""),
      "pv /dev/pts/7 -, spice 0.0.0.0:6000 secret" },
    { few, HVM("\"enable\": \"True\", \"port\": 6000, \"tls_port\": 6001"),
      "pv /dev/pts/7 -, spice 127.0.0.1:6000 -, spice-tls 127.0.0.1:6001 -" },
    { few, HVM("\"enable\": \"True\", \"tls_port\": 6001"),
      "pv /dev/pts/7 -, spice-tls 127.0.0.1:6001 -" },
    { few, "{ \"spice\"", "pv /dev/pts/7 -" },
};

static char *
list(FakeAgent *fake)
{
    g_autoptr(GAsyncResult) result = NULL;
    g_autoptr(GError) error = NULL;
    g_autoptr(GVariant) consoles = NULL;
    GString *text = g_string_new(NULL);
    const char *kind, *address, *password;
    GVariantIter iter;

    yado_xl1_call_list_consoles(fake->client, WEB, G_DBUS_CALL_FLAGS_NONE, -1, NULL, await_done,
                                &result);
    yado_xl1_call_list_consoles_finish(fake->client, &consoles, await(&result), &error);
    g_assert_no_error(error);
    g_variant_iter_init(&iter, consoles);
    while (g_variant_iter_next(&iter, "(&s&s&s)", &kind, &address, &password))
        g_string_append_printf(text, "%s%s %s %s", text->len > 0 ? ", " : "", kind, address,
                               *password ? password : "-");
    return g_string_free(text, FALSE);
}

static void
test_list(void)
{
    FakeAgent fake = { 0 };

    fake_agent_open(&fake);
    fake_guests[0] = (FakeGuest){ .domid = 7, .uuid = WEB, .name = "web" };
    for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autofree char *consoles = NULL;

        fake_store = cases[i].store;
        fake_configuration = cases[i].configuration;
        consoles = list(&fake);
        g_assert_cmpstr(consoles, ==, cases[i].consoles);
    }
    fake_store = NULL;
    fake_configuration = NULL;
    fake_agent_close(&fake);
}

int
main(int argc, char **argv)
{
    yado_test_guard();
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/xl-agent/consoles/list", test_list);
    return g_test_run();
}
