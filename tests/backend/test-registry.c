/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* From an address to a back end, and what is said of addresses that lead nowhere. */
#include "config.h"

#include <glib/gstdio.h>

#include "backend/yado-backend-registry.h"
#include "base/yado-error.h"

static void
check_refused(const char *uri, YadoErrorCode code, const char *words)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(YadoBackend) backend = yado_backend_registry_create(uri, &error);

    g_assert_null(backend);
    g_assert_error(error, YADO_ERROR, (int)code);
    g_assert_nonnull(strstr(error->message, words));
}

static void
test_unknown(void)
{
    check_refused("xem:///system", YADO_ERROR_INVALID, "xem");
    check_refused("xem:///system", YADO_ERROR_INVALID, "xen, qemu, lxc, test");
    check_refused("", YADO_ERROR_INVALID, "not an address");
    check_refused("xen", YADO_ERROR_INVALID, "not an address");
    check_refused("://x", YADO_ERROR_INVALID, "not an address");
    check_refused("xen:system", YADO_ERROR_INVALID, "not an address");
    check_refused("two words:///", YADO_ERROR_INVALID, "not an address");
}

static void
test_missing_module(void)
{
    g_autofree char *folder = g_strdup(g_getenv("YADO_BACKEND_PATH"));

    if (g_test_subprocess()) {
        g_setenv("YADO_BACKEND_PATH", "/nonexistent", TRUE);
        check_refused("xen:///", YADO_ERROR_UNSUPPORTED, "libvirt");
        return;
    }
    g_test_trap_subprocess(NULL, 0, 0);
    g_test_trap_assert_passed();
}

static void
test_module(void)
{
    const char *uris[] = { "test:///default", "xen:///system", "XEN+ssh://root@host/", "qemu:///" };

    for (guint i = 0; i < G_N_ELEMENTS(uris); i++) {
        g_autoptr(GError) error = NULL;
        g_autoptr(YadoBackend) backend = yado_backend_registry_create(uris[i], &error);

        g_assert_no_error(error);
        g_assert_cmpstr(yado_backend_get_uri(backend), ==, uris[i]);
    }
}

/* Whoever starts the program in a folder of somebody else's loads nothing from there (g_module_open() follows NAME.la). */
static void
test_current_folder(void)
{
    static const char *const names[] = { YADO_EARLY_LIBRARIES NULL };
    g_autofree char *folder = NULL;

    if (g_test_subprocess()) {
        g_assert_cmpint(g_chdir(g_getenv("YADO_TEST_FOLDER")), ==, 0);
        g_object_unref(yado_backend_registry_create("test:///default", NULL));
        return;
    }
    folder = g_dir_make_tmp("yado-XXXXXX", NULL);
    for (guint i = 0; names[i]; i++) {
        g_autofree char *path = g_strdup_printf("%s/%s.la", folder, names[i]);
        g_autofree char *text =
            g_strdup_printf("dlname='trap.so'\nlibdir='%s'\ninstalled=yes\n", folder);

        g_assert_true(g_file_set_contents(path, text, -1, NULL));
    }
    g_setenv("YADO_TEST_FOLDER", folder, TRUE);
    g_setenv("LD_DEBUG", "files", TRUE); /* the linker tells each file that it looks for */
    g_test_trap_subprocess(NULL, 0, 0);
    g_unsetenv("LD_DEBUG");
    for (guint i = 0; names[i]; i++) {
        g_autofree char *path = g_strdup_printf("%s/%s.la", folder, names[i]);

        g_unlink(path);
    }
    g_rmdir(folder);
    g_test_trap_assert_passed();
    g_test_trap_assert_stderr("*backend-libvirt*");
    g_test_trap_assert_stderr_unmatched("*trap.so*");
}

static void
test_companion(void)
{
    static const struct {
        const char *uri, *companion;
    } cases[] = {
        { "xen:///system", "xl:///" },
        { "xen:///", "xl:///" },
        { "xen+unix:///system?socket=/run/x", "xl:///" },
        { "xen+ssh://root@host/system", "xl+ssh://root@host/" },
        { "xen+ssh://root@host:2222/system?keyfile=/k&no_tty=1",
          "xl+ssh://root@host:2222/?keyfile=/k&no_tty=1" },
        { "xen+ssh://host", "xl+ssh://host/" },
        { "XEN+SSH://host/", "xl+ssh://host/" },
        { "xen+tls://host/system", NULL },
        { "xen://host/system", NULL },
        { "xen+ssh:///system", NULL },
        { "qemu:///system", NULL },
        { "xl:///", NULL },
        { "xen", NULL },
    };

    for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autofree char *companion = yado_backend_registry_dup_companion(cases[i].uri);

        g_assert_cmpstr(companion, ==, cases[i].companion);
    }
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/backend/registry/unknown", test_unknown);
    g_test_add_func("/backend/registry/missing-module", test_missing_module);
    g_test_add_func("/backend/registry/module", test_module);
    g_test_add_func("/backend/registry/current-folder", test_current_folder);
    g_test_add_func("/backend/registry/companion", test_companion);
    return g_test_run();
}
