/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The folder of configuration files that the host's administrator chose. */
#include "config.h"

#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

#include "../backend/await.h"
#include "fake-xen.h"

static const struct {
    const char *text, *folder, *autostart, *problem;
} cases[] = {
    { NULL, "/etc/xen", "/etc/xen/auto", NULL },
    { "[agent]\nfolder=/srv/xen\n", "/srv/xen", "/etc/xen/auto", NULL },
    { "[agent]\nfolder=/srv/xen\nautostart=/srv/auto\n", "/srv/xen", "/srv/auto", NULL },
    { "[other]\nfolder=/srv/xen\n", "/etc/xen", "/etc/xen/auto", NULL },
    { "[agent]\nfolder=here\n", NULL, NULL, "must be a whole path" },
    { "folder\n", NULL, NULL, "agent.conf: " },
};

static void
check_case(const char *path, guint i)
{
    YadoXlAgent agent = { .folder = g_strdup("/etc/xen"), .autostart = g_strdup("/etc/xen/auto") };
    g_autoptr(GError) error = NULL;
    gboolean read;

    if (cases[i].text)
        g_assert_true(g_file_set_contents(path, cases[i].text, -1, NULL));
    read = yado_xl_settings_read(&agent, path, &error);
    g_assert_true(read == (error == NULL));
    if (cases[i].problem)
        g_assert_nonnull(strstr(error->message, cases[i].problem));
    else {
        g_assert_no_error(error);
        g_assert_cmpstr(agent.folder, ==, cases[i].folder);
        g_assert_cmpstr(agent.autostart, ==, cases[i].autostart);
    }
    g_free(agent.folder);
    g_free(agent.autostart);
}

static void
test_read(void)
{
    g_autofree char *folder = yado_test_make_folder("settings");
    g_autofree char *path = g_build_filename(folder, "xl-agent.conf", NULL);

    for (guint i = 0; i < G_N_ELEMENTS(cases); i++)
        check_case(path, i);
}

/* xendomains reads its own folder: what lies elsewhere is linked by its whole path. */
static void
test_autostart(void)
{
    g_autofree char *elsewhere = yado_test_make_folder("auto");
    g_autofree char *link = g_build_filename(elsewhere, "web.cfg", NULL);
    g_autofree char *path = NULL;
    g_autofree char *target = NULL;
    g_autoptr(GAsyncResult) result = NULL;
    g_autoptr(GError) error = NULL;
    FakeAgent fake = { 0 };

    fake_agent_open(&fake);
    path = g_build_filename(fake.agent->folder, "web.cfg", NULL);
    g_assert_true(g_file_set_contents(path, "name = \"web\"\nmemory = 64\n", -1, NULL));
    g_free(fake.agent->autostart);
    fake.agent->autostart = g_strdup(elsewhere);
    yado_xl1_call_set_autostart(fake.client, "web.cfg", TRUE, 0, -1, NULL, await_done, &result);
    yado_xl1_call_set_autostart_finish(fake.client, await(&result), &error);
    g_assert_no_error(error);
    target = g_file_read_link(link, NULL);
    g_assert_cmpstr(target, ==, path);
    fake_agent_close(&fake);
}

int
main(int argc, char **argv)
{
    yado_test_guard();
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/xl-agent/settings/read", test_read);
    g_test_add_func("/xl-agent/settings/autostart", test_autostart);
    return g_test_run();
}
