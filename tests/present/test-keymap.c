/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The catalogue's keys, the program's file, the user's file: each overrides the one before. */
#include "config.h"

#include <stdio.h>
#include <unistd.h>

#include "present/yado-catalog.h"
#include "present/yado-help.h"
#include "yado-test.h"

static void
write_keymap(const char *folder, const char *text)
{
    g_autofree char *path = g_build_filename(folder, "keymap.ini", NULL);

    g_mkdir_with_parents(folder, 0700);
    g_assert_true(g_file_set_contents(path, text, -1, NULL));
    yado_keymap_reload();
}

static void
test_overrides(void)
{
    g_autofree char *data = yado_test_make_folder("keymap");
    g_autofree char *user = g_build_filename(g_get_user_config_dir(), "yado", NULL);

    g_setenv("YADO_DATA_PATH", data, TRUE);
    yado_keymap_reload();
    g_assert_cmpstr(yado_keymap_get_key("guest.start"), ==, "s");
    g_assert_cmpstr(yado_keymap_get_key("guest.rename"), ==, "");
    g_assert_cmpstr(yado_keymap_get_key("no.such"), ==, "");

    write_keymap(data, "[actions]\nguest.start=Z; Ctrl+S\nguest.rename=F11\nno.such=x\n");
    g_assert_cmpstr(yado_keymap_get_key("guest.start"), ==, "Z");
    g_assert_true(yado_keymap_find_action("Ctrl+S", YADO_SCOPE_GUEST) ==
                  yado_catalog_find_action("guest.start"));
    g_assert_null(yado_keymap_find_action("s", YADO_SCOPE_GUEST));
    g_assert_null(yado_keymap_find_action("F11", YADO_SCOPE_HOST));

    write_keymap(user, "[actions]\nguest.start=\n");
    g_assert_cmpstr(yado_keymap_get_key("guest.start"), ==, "");
    g_assert_null(yado_keymap_find_action("Z", YADO_SCOPE_GUEST));
    g_assert_null(yado_keymap_find_action("", YADO_SCOPE_GUEST));
    g_assert_cmpstr(yado_keymap_get_key("guest.rename"), ==, "F11");

    /* A broken file changes nothing. */
    write_keymap(user, "guest.start=s\n");
    g_assert_cmpstr(yado_keymap_get_key("guest.start"), ==, "Z");
    write_keymap(data, "");
    write_keymap(user, "");
}

/* The keys of windows stand in the same files; a page takes its own from the actions. */
static void
test_own(void)
{
    g_autofree char *data = yado_test_make_folder("keymap");

    g_setenv("YADO_DATA_PATH", data, TRUE);
    write_keymap(data, "");
    g_assert_cmpstr(yado_keymap_find_own("Ctrl+Shift+W", YADO_FRONT_DESKTOP), ==, "tab.close");
    g_assert_null(yado_keymap_find_own("Ctrl+Shift+W", YADO_FRONT_TERMINAL));
    write_keymap(data, "[actions]\nguest.delete=F5;Delete\n");
    g_assert_cmpstr(yado_keymap_get_key_on_page("guest.delete", YADO_FRONT_DESKTOP), ==, "Delete");
    g_assert_cmpstr(yado_keymap_get_key_on_page("guest.start", YADO_FRONT_DESKTOP), ==, "s");
    write_keymap(data, "[actions]\nguest.delete=F5\ntab.close=Ctrl+F4\n");
    g_assert_null(yado_keymap_get_key_on_page("guest.delete", YADO_FRONT_DESKTOP));
    g_assert_cmpstr(yado_keymap_find_own("Ctrl+F4", YADO_FRONT_DESKTOP), ==, "tab.close");
    g_assert_null(yado_keymap_find_own("Ctrl+W", YADO_FRONT_DESKTOP));
    write_keymap(data, "");
}

int
main(int argc, char **argv)
{
    yado_test_guard(); /* settings of its own, before GLib remembers the real ones; removed at the end */
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/keymap/overrides", test_overrides);
    g_test_add_func("/keymap/own", test_own);
    return g_test_run();
}
