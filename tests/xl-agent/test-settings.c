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

/* An agent whose guests start from a folder of its own. */
typedef struct {
    FakeAgent fake;
    char *elsewhere, *link, *path;
} Place;

static void
write_guest(const char *path)
{
    g_assert_true(g_file_set_contents(path, "name = \"web\"\nmemory = 64\n", -1, NULL));
}

static void
open_place(Place *self)
{
    memset(self, 0, sizeof(*self));
    fake_agent_open(&self->fake);
    self->elsewhere = yado_test_make_folder("auto");
    self->link = g_build_filename(self->elsewhere, "web.cfg", NULL);
    self->path = g_build_filename(self->fake.agent->folder, "web.cfg", NULL);
    write_guest(self->path);
    g_free(self->fake.agent->autostart);
    self->fake.agent->autostart = g_strdup(self->elsewhere);
}

static void
close_place(Place *self)
{
    fake_agent_close(&self->fake);
    g_free(self->elsewhere);
    g_free(self->link);
    g_free(self->path);
}

static gboolean
set_autostart(Place *self, gboolean on, GError **error)
{
    g_autoptr(GAsyncResult) result = NULL;

    yado_xl1_call_set_autostart(self->fake.client, "web.cfg", on, 0, -1, NULL, await_done, &result);
    return yado_xl1_call_set_autostart_finish(self->fake.client, await(&result), error);
}

static void
assert_link(Place *self, const char *expected)
{
    g_autofree char *target = g_file_read_link(self->link, NULL);

    g_assert_cmpstr(target, ==, expected);
}

/* xendomains reads its own folder: what lies elsewhere is linked by its whole path. */
static void
test_autostart(void)
{
    g_autoptr(GError) error = NULL;
    Place place;

    open_place(&place);
    set_autostart(&place, TRUE, &error);
    g_assert_no_error(error);
    assert_link(&place, place.path);
    set_autostart(&place, TRUE, &error); /* its own one stays */
    g_assert_no_error(error);
    assert_link(&place, place.path);
    set_autostart(&place, FALSE, &error);
    g_assert_no_error(error);
    g_assert_false(g_file_test(place.link, G_FILE_TEST_IS_SYMLINK));
    close_place(&place);
}

/* What a guest of another folder starts by is not ours to take, be it a link or a file. */
static void
test_autostart_taken(gconstpointer is_file)
{
    g_autofree char *folder = yado_test_make_folder("others");
    g_autofree char *other = g_build_filename(folder, "web.cfg", NULL);
    g_autoptr(GError) error = NULL;
    g_autofree char *remote = NULL;
    Place place;

    open_place(&place);
    write_guest(is_file ? place.link : other);
    if (!is_file)
        g_assert_cmpint(symlink(other, place.link), ==, 0);
    g_assert_false(set_autostart(&place, TRUE, &error));
    remote = g_dbus_error_get_remote_error(error);
    g_assert_cmpstr(remote, ==, "org.yado.Xl1.Error.Conflict");
    g_dbus_error_strip_remote_error(error);
    g_assert_cmpstr(error->message, ==, is_file ? place.link : other);
    assert_link(&place, is_file ? NULL : other);
    g_clear_error(&error);
    set_autostart(&place, FALSE, &error); /* it does not start by itself: nothing to do */
    g_assert_no_error(error);
    g_assert_true(g_file_test(place.link, G_FILE_TEST_IS_REGULAR));
    close_place(&place);
}

static void
test_autostart_dangling(void)
{
    g_autoptr(GError) error = NULL;
    Place place;

    open_place(&place);
    g_assert_cmpint(symlink("/nowhere/at/all/web.cfg", place.link), ==, 0);
    set_autostart(&place, TRUE, &error);
    g_assert_no_error(error);
    assert_link(&place, place.path);
    close_place(&place);
}

int
main(int argc, char **argv)
{
    yado_test_guard();
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/xl-agent/settings/read", test_read);
    g_test_add_func("/xl-agent/settings/autostart", test_autostart);
    g_test_add_data_func("/xl-agent/settings/autostart-taken-link", NULL, test_autostart_taken);
    g_test_add_data_func("/xl-agent/settings/autostart-taken-file", "file", test_autostart_taken);
    g_test_add_func("/xl-agent/settings/autostart-dangling", test_autostart_dangling);
    return g_test_run();
}
