/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* A disk that is full, a folder that is read-only, a file that is broken: the old settings stay whole. */
#include "config.h"

#include <signal.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>
#include <yado.h>

#include "yado-test.h"

#define OLD "[list]\nsort=name\n"

static char *
make_settings(const char *text)
{
    g_autofree char *folder = yado_test_make_folder("settings");
    char *path = g_build_filename(folder, "yado.conf", NULL);
    yado_test_write_file(path, text);
    return path;
}

static void
expect_text(const char *path, const char *expected)
{
    g_autofree char *text = NULL;
    g_assert_true(g_file_get_contents(path, &text, NULL, NULL));
    g_assert_cmpstr(text, ==, expected);
}

static guint
count_files(const char *path)
{
    g_autofree char *folder = g_path_get_dirname(path);
    g_autoptr(GDir) dir = g_dir_open(folder, 0, NULL);
    guint n = 0;
    while (g_dir_read_name(dir))
        n++;
    return n;
}

/* No file may grow beyond a few bytes: what a full disk is to a program. */
static void
test_full(void)
{
    g_autoptr(GError) error = NULL;
    g_autofree char *path = make_settings(OLD);
    g_autoptr(YadoSettings) settings = yado_settings_new(path);
    g_autofree char *much = g_strnfill(100000, 'x');
    yado_settings_set_string(settings, "list", "sort", much);
    struct rlimit before, small;
    getrlimit(RLIMIT_FSIZE, &before);
    small = before;
    small.rlim_cur = 4096;
    signal(SIGXFSZ, SIG_IGN);
    setrlimit(RLIMIT_FSIZE, &small);
    gboolean saved = yado_settings_save(settings, &error);
    setrlimit(RLIMIT_FSIZE, &before);
    g_assert_false(saved);
    g_assert_nonnull(error);
    g_assert_true(error->domain == YADO_ERROR);
    g_assert_nonnull(strstr(error->message, "yado.conf"));
    expect_text(path, OLD);
    g_assert_cmpuint(count_files(path), ==, 1); /* no half-written one is left */
}

/* Root may always: it tries as somebody else. */
static void
test_read_only(void)
{
    g_autoptr(GError) error = NULL;
    g_autofree char *path = make_settings(OLD);
    g_autofree char *folder = g_path_get_dirname(path);
    g_assert_cmpint(chmod(folder, 0555), ==, 0);
    gboolean root = geteuid() == 0;
    if (root)
        g_assert_cmpint(seteuid(65534), ==, 0);
    g_autoptr(YadoSettings) settings = yado_settings_new(path);
    yado_settings_set_string(settings, "list", "sort", "cpu");
    gboolean saved = yado_settings_save(settings, &error);
    if (root)
        g_assert_cmpint(seteuid(0), ==, 0);
    g_assert_false(saved);
    g_assert_error(error, YADO_ERROR, YADO_ERROR_DENIED);
    expect_text(path, OLD);
    g_assert_cmpint(chmod(folder, 0755), ==, 0); /* so that it can be removed */
}

/* The program works with a broken file, and does not destroy it. */
static void
test_broken(void)
{
    g_autofree char *path = make_settings("no group\n[list\n\x01\xff");
    g_autofree char *program = yado_test_build_path("yado");
    g_autofree char *kept = g_strconcat(path, ".broken", NULL);
    g_autofree char *variable = g_strdup_printf("YADO_SETTINGS=%s", path);
    const char *argv[] = { "env", variable, program, "--demo", "list", NULL };
    g_autofree char *output = NULL;
    g_assert_cmpint(yado_test_run(argv, &output), ==, 0);
    g_assert_nonnull(strstr(output, "Domain-0"));
    g_assert_true(g_file_test(path, G_FILE_TEST_EXISTS) || g_file_test(kept, G_FILE_TEST_EXISTS));
}

int
main(int argc, char **argv)
{
    yado_test_guard();
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/hard-settings/full", test_full);
    g_test_add_func("/hard-settings/read-only", test_read_only);
    g_test_add_func("/hard-settings/broken", test_broken);
    return g_test_run();
}
