/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <glib/gstdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/yado-error.h"
#include "base/yado-settings.h"

typedef struct {
    char *folder;
    char *path;
} Fixture;

static void
set_up(Fixture *fixture, gconstpointer data)
{
    fixture->folder = g_dir_make_tmp("yado-settings-XXXXXX", NULL);
    fixture->path = g_build_filename(fixture->folder, "yado.conf", NULL);
    g_assert_nonnull(fixture->folder);
}

static void
tear_down(Fixture *fixture, gconstpointer data)
{
    g_autoptr(GDir) dir = g_dir_open(fixture->folder, 0, NULL);
    const char *name;

    while (dir != NULL && (name = g_dir_read_name(dir)) != NULL) {
        g_autofree char *path = g_build_filename(fixture->folder, name, NULL);
        if (g_remove(path) != 0)
            g_error("%s stays", path);
    }
    g_rmdir(fixture->folder);
    g_free(fixture->folder);
    g_free(fixture->path);
}

static void
write_file(Fixture *fixture, const char *text)
{
    g_assert_true(g_file_set_contents(fixture->path, text, -1, NULL));
}

static void
check_file(const char *path, const char *wanted)
{
    g_autofree char *text = NULL;

    g_assert_true(g_file_get_contents(path, &text, NULL, NULL));
    g_assert_cmpstr(text, ==, wanted);
}

static guint
count_files(Fixture *fixture)
{
    g_autoptr(GDir) dir = g_dir_open(fixture->folder, 0, NULL);
    guint count = 0;

    while (g_dir_read_name(dir) != NULL)
        count++;
    return count;
}

static void
test_missing(Fixture *fixture, gconstpointer data)
{
    g_autoptr(YadoSettings) settings = yado_settings_new(fixture->path);
    g_autofree char *value = yado_settings_dup_string(settings, "view", "theme", "yast");
    g_auto(GStrv) list = yado_settings_dup_list(settings, "view", "columns");

    g_assert_null(yado_settings_get_error(settings));
    g_assert_cmpstr(value, ==, "yast");
    g_assert_cmpint(yado_settings_get_int(settings, "view", "n", 3), ==, 3);
    g_assert_true(yado_settings_get_bool(settings, "view", "b", TRUE));
    g_assert_nonnull(list);
    g_assert_null(list[0]);
    g_assert_cmpuint(count_files(fixture), ==, 0); /* nothing is written unasked */
}

static void
test_round_trip(Fixture *fixture, gconstpointer data)
{
    static const char *const columns[] = { "name", "日本;語", NULL };
    g_autoptr(YadoSettings) settings = yado_settings_new(fixture->path);
    g_autoptr(GError) error = NULL;
    struct stat status;

    yado_settings_set_string(settings, "host a", "uri", "xen+ssh://宿/ with blank ");
    yado_settings_set_int(settings, "view", "n", -5);
    yado_settings_set_bool(settings, "view", "b", FALSE);
    yado_settings_set_list(settings, "view", "columns", columns);
    g_assert_true(yado_settings_save(settings, &error));
    g_assert_no_error(error);
    g_assert_cmpint(g_stat(fixture->path, &status), ==, 0);
    g_assert_cmpint(status.st_mode & 0777, ==, 0600);
    g_assert_cmpuint(count_files(fixture), ==, 1);

    g_autoptr(YadoSettings) again = yado_settings_new(fixture->path);
    g_autofree char *uri = yado_settings_dup_string(again, "host a", "uri", NULL);
    g_auto(GStrv) list = yado_settings_dup_list(again, "view", "columns");
    g_assert_cmpstr(uri, ==, "xen+ssh://宿/ with blank ");
    g_assert_cmpint(yado_settings_get_int(again, "view", "n", 3), ==, -5);
    g_assert_false(yado_settings_get_bool(again, "view", "b", TRUE));
    g_assert_cmpstrv(list, columns);
}

static void
test_keeps_unknown(Fixture *fixture, gconstpointer data)
{
    write_file(fixture, "# by hand\n\n[future]\nthing=1\n\n[view]\ntheme=mono\n");
    g_autoptr(YadoSettings) settings = yado_settings_new(fixture->path);

    yado_settings_set_string(settings, "view", "theme", "light");
    g_assert_true(yado_settings_save(settings, NULL));
    check_file(fixture->path, "# by hand\n\n[future]\nthing=1\n\n[view]\ntheme=light\n");
    yado_settings_set_string(settings, "view", "theme", NULL);
    g_assert_true(yado_settings_save(settings, NULL));
    check_file(fixture->path, "# by hand\n\n[future]\nthing=1\n\n[view]\n");
}

static void
test_broken(Fixture *fixture, gconstpointer data)
{
    g_autofree char *kept = g_strconcat(fixture->path, ".broken", NULL);

    write_file(fixture, "this is = no [key file\n");
    g_autoptr(YadoSettings) settings = yado_settings_new(fixture->path);
    g_assert_error(yado_settings_get_error(settings), YADO_ERROR, YADO_ERROR_INVALID);
    check_file(kept, "this is = no [key file\n");
    g_assert_false(g_file_test(fixture->path, G_FILE_TEST_EXISTS));

    yado_settings_set_int(settings, "a", "b", 1);
    g_assert_true(yado_settings_save(settings, NULL));
    check_file(fixture->path, "[a]\nb=1\n");
    check_file(kept, "this is = no [key file\n");
}

/* Works for root as well, whom permissions do not stop. */
static void
test_cannot_save(Fixture *fixture, gconstpointer data)
{
    g_autofree char *impossible = g_build_filename(fixture->path, "sub", "yado.conf", NULL);
    g_autoptr(GError) error = NULL;

    write_file(fixture, "[a]\nb=1\n"); /* a file where a folder should be */
    g_autoptr(YadoSettings) settings = yado_settings_new(impossible);
    yado_settings_set_int(settings, "a", "b", 2);
    g_assert_false(yado_settings_save(settings, &error));
    g_assert_error(error, YADO_ERROR, YADO_ERROR_FAILED);
    g_assert_nonnull(g_strstr_len(error->message, -1, impossible));
    check_file(fixture->path, "[a]\nb=1\n");
}

/* A folder that takes no new files, for root either. */
static void
test_refused_folder(Fixture *fixture, gconstpointer data)
{
    g_autoptr(YadoSettings) settings = yado_settings_new("/proc/self/yado.conf");
    g_autoptr(GError) error = NULL;

    yado_settings_set_int(settings, "a", "b", 2);
    g_assert_false(yado_settings_save(settings, &error));
    g_assert_nonnull(error);
    g_assert_true(error->domain == YADO_ERROR);
}

static void
test_read_only_folder(Fixture *fixture, gconstpointer data)
{
    g_autoptr(GError) error = NULL;

    if (geteuid() == 0) {
        g_test_skip("root may write anywhere");
        return;
    }
    write_file(fixture, "[a]\nb=1\n");
    g_autoptr(YadoSettings) settings = yado_settings_new(fixture->path);
    g_assert_cmpint(g_chmod(fixture->folder, 0500), ==, 0);
    yado_settings_set_int(settings, "a", "b", 2);
    gboolean saved = yado_settings_save(settings, &error);
    g_assert_cmpint(g_chmod(fixture->folder, 0700), ==, 0);
    g_assert_false(saved);
    g_assert_error(error, YADO_ERROR, YADO_ERROR_DENIED);
    check_file(fixture->path, "[a]\nb=1\n");
    g_assert_cmpuint(count_files(fixture), ==, 1);
}

static void
test_link(Fixture *fixture, gconstpointer data)
{
    g_autofree char *link_path = g_build_filename(fixture->folder, "link.conf", NULL);

    write_file(fixture, "[a]\nb=1\n");
    g_assert_cmpint(symlink(fixture->path, link_path), ==, 0);
    g_autoptr(YadoSettings) settings = yado_settings_new(link_path);
    yado_settings_set_int(settings, "a", "b", 2);
    g_assert_true(yado_settings_save(settings, NULL));
    g_assert_true(g_file_test(link_path, G_FILE_TEST_IS_SYMLINK));
    check_file(fixture->path, "[a]\nb=2\n");
}

static void
test_groups(Fixture *fixture, gconstpointer data)
{
    static const char *const wanted[] = { "host b", "host a", NULL };
    g_autoptr(YadoSettings) settings = yado_settings_new(fixture->path);

    yado_settings_set_int(settings, "host b", "x", 1);
    yado_settings_set_int(settings, "view", "x", 1);
    yado_settings_set_int(settings, "host a", "x", 1);
    g_auto(GStrv) groups = yado_settings_list_groups(settings, "host ");
    g_assert_cmpstrv(groups, wanted);
    yado_settings_remove_group(settings, "host b");
    g_auto(GStrv) left = yado_settings_list_groups(settings, "host ");
    g_assert_cmpstrv(left, wanted + 1);
}

static void
test_wrong_types(Fixture *fixture, gconstpointer data)
{
    write_file(fixture, "[a]\nn=many\nb=perhaps\nhuge=99999999999999\n");
    g_autoptr(YadoSettings) settings = yado_settings_new(fixture->path);

    g_assert_cmpint(yado_settings_get_int(settings, "a", "n", 7), ==, 7);
    g_assert_cmpint(yado_settings_get_int(settings, "a", "huge", 7), ==, 7);
    g_assert_true(yado_settings_get_bool(settings, "a", "b", TRUE));
}

/* A file that nobody can read (here: a link to itself) may hold anything: it is not replaced. */
static void
test_unreadable(Fixture *fixture, gconstpointer data)
{
    g_assert_cmpint(symlink(fixture->path, fixture->path), ==, 0);
    g_autoptr(YadoSettings) settings = yado_settings_new(fixture->path);
    g_autoptr(GError) error = NULL;

    g_assert_error(yado_settings_get_error(settings), YADO_ERROR, YADO_ERROR_DENIED);
    yado_settings_set_int(settings, "a", "n", 3);
    g_assert_false(yado_settings_save(settings, &error));
    g_assert_error(error, YADO_ERROR, YADO_ERROR_DENIED);
    g_assert_true(g_file_test(fixture->path, G_FILE_TEST_IS_SYMLINK));
}

static gboolean
on_too_late_cb(gpointer data)
{
    g_error("nothing was saved");
    return G_SOURCE_REMOVE;
}

static void
wait_for(Fixture *fixture, const char *wanted)
{
    guint too_late = g_timeout_add_seconds(10, on_too_late_cb, NULL);
    g_autofree char *text = NULL;

    while (g_strcmp0(text, wanted) != 0) {
        g_main_context_iteration(NULL, TRUE);
        g_clear_pointer(&text, g_free);
        g_file_get_contents(fixture->path, &text, NULL, NULL);
    }
    g_source_remove(too_late);
}

/* Several changes are written once, by themselves; none after it was switched off, or when nobody is there any more. */
static void
test_autosave(Fixture *fixture, gconstpointer data)
{
    YadoSettings *settings = yado_settings_new(fixture->path);

    yado_settings_set_int(settings, "a", "n", 1);
    yado_settings_set_autosave(settings, 20);
    yado_settings_set_int(settings, "a", "n", 2);
    yado_settings_set_bool(settings, "a", "b", TRUE);
    wait_for(fixture, "[a]\nn=2\nb=true\n");
    yado_settings_remove_group(settings, "a");
    wait_for(fixture, "");
    yado_settings_set_int(settings, "a", "n", 3);
    yado_settings_set_autosave(settings, 0);
    yado_settings_set_int(settings, "a", "n", 4);
    g_assert_false(g_main_context_pending(NULL));
    check_file(fixture->path, "");
    yado_settings_set_autosave(settings, 20);
    yado_settings_set_int(settings, "a", "n", 5);
    yado_settings_free(settings);
    g_assert_null(g_main_context_find_source_by_user_data(NULL, settings));
    check_file(fixture->path, "");
}

#define ADD(path, function) g_test_add(path, Fixture, NULL, set_up, function, tear_down)

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    ADD("/settings/missing", test_missing);
    ADD("/settings/round-trip", test_round_trip);
    ADD("/settings/keeps-unknown", test_keeps_unknown);
    ADD("/settings/broken", test_broken);
    ADD("/settings/unreadable", test_unreadable);
    ADD("/settings/cannot-save", test_cannot_save);
    ADD("/settings/refused-folder", test_refused_folder);
    ADD("/settings/read-only-folder", test_read_only_folder);
    ADD("/settings/link", test_link);
    ADD("/settings/groups", test_groups);
    ADD("/settings/autosave", test_autosave);
    ADD("/settings/wrong-types", test_wrong_types);
    return g_test_run();
}
