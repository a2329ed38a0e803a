/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Known hosts, in the settings and on the command line. */
#include "config.h"

#include "await.h"
#include "model/yado-session.h"
#include "yado-test-backend.h"

static YadoSession *
new_session(void)
{
    g_autofree char *path = g_build_filename(yado_test_get_folder(), "yado.conf", NULL);

    g_setenv("YADO_SETTINGS", path, TRUE);
    return yado_session_new(NULL);
}

static void
save(YadoSession *session)
{
    g_autoptr(GError) error = NULL;

    g_assert_true(yado_session_save(session, &error));
    g_assert_no_error(error);
}

static void
test_addresses(void)
{
    g_autofree char *xen = yado_session_expand_uri("xen");
    g_autofree char *other = yado_session_expand_uri("xen+ssh://root@h/");
    g_autofree char *demo = yado_session_expand_uri("demo");
    g_autofree char *given = NULL;

    g_assert_cmpstr(xen, ==, "xen:///system");
    g_assert_cmpstr(other, ==, "xen+ssh://root@h/");
    g_assert_true(g_str_has_prefix(demo, "test:///"));
    g_assert_true(g_str_has_suffix(demo, "/demo-host.xml"));
    g_setenv("YADO_URI", "qemu", TRUE);
    given = yado_session_guess_uri();
    g_unsetenv("YADO_URI");
    g_assert_cmpstr(given, ==, "qemu:///system");
}

static void
test_command_line(void)
{
    g_autoptr(YadoSession) session = new_session();
    const char *uris[] = { "demo", "xen", "demo", NULL };

    yado_session_load_hosts(session, uris);
    g_assert_cmpuint(g_list_model_get_n_items(G_LIST_MODEL(session)), ==, 2);
    g_assert_nonnull(yado_session_find_host(session, "xen"));
    g_assert_nonnull(yado_session_find_host(session, "demo"));
    g_assert_null(yado_session_find_host(session, "nobody"));
}

static void
test_kept(void)
{
    g_autoptr(YadoSession) first = new_session();
    g_autoptr(YadoSession) second = NULL;
    g_autoptr(YadoSession) third = NULL;
    g_autoptr(YadoSession) by_label = NULL;
    const char *label[] = { "Labör", NULL };
    YadoHost *host;

    yado_session_load_hosts(first, NULL);
    g_assert_cmpuint(g_list_model_get_n_items(G_LIST_MODEL(first)), ==, 1);
    host = yado_session_add_host(first, "xen+ssh://root@host/");
    g_assert_true(yado_session_add_host(first, "xen+ssh://root@host/") == host);
    yado_host_set_label(host, "Labör");
    yado_host_set_autoconnect(host, FALSE);
    save(first);

    second = new_session();
    yado_session_load_hosts(second, NULL);
    g_assert_cmpuint(g_list_model_get_n_items(G_LIST_MODEL(second)), ==, 2);
    host = yado_session_find_host(second, "Labör");
    g_assert_cmpstr(yado_host_get_uri(host), ==, "xen+ssh://root@host/");
    g_assert_false(yado_host_get_autoconnect(host));
    by_label = new_session();
    yado_session_load_hosts(by_label, label);
    g_assert_cmpuint(g_list_model_get_n_items(G_LIST_MODEL(by_label)), ==, 1);
    g_assert_nonnull(yado_session_find_host(by_label, "xen+ssh://root@host/"));
    yado_session_forget_host(second, host);
    g_assert_cmpuint(g_list_model_get_n_items(G_LIST_MODEL(second)), ==, 1);
    save(second);

    third = new_session();
    yado_session_load_hosts(third, NULL);
    g_assert_cmpuint(g_list_model_get_n_items(G_LIST_MODEL(third)), ==, 1);
}

/* ---- Goodbyes ---- */

static YadoSession *
new_open_session(void)
{
    YadoSession *session = new_session();
    YadoHost *host;
    g_autoptr(GAsyncResult) result = NULL;
    g_autoptr(GError) error = NULL;

    yado_test_backend_reset();
    host = yado_session_add_host(session, "fake:///");
    yado_host_open_async(host, 0, NULL, await_done, &result);
    yado_host_open_finish(host, await(&result), &error);
    g_assert_no_error(error);
    g_assert_true(yado_test_backend_is_open());
    return session;
}

static gboolean
is_closed(gpointer unused)
{
    return !yado_test_backend_is_open();
}

static void
test_goodbye(void)
{
    g_object_unref(new_open_session());
    g_assert_true(yado_test_wait(is_closed, NULL, 10));
}

static void
work_nothing(GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
    g_task_return_boolean(task, TRUE);
}

/* What was given to workers before has begun. */
static void
await_workers(void)
{
    g_autoptr(GAsyncResult) result = NULL;
    g_autoptr(GTask) task = g_task_new(NULL, NULL, await_done, &result);

    g_task_run_in_thread(task, work_nothing);
    await(&result);
}

/* A program that ends closes its hosts without a word: the process may be gone before they answer.  It is so for the whole process. */
static void
test_leave(void)
{
    YadoSession *session;
    g_autoptr(YadoHost) host = NULL;

    if (!g_test_subprocess()) {
        g_test_trap_subprocess(NULL, 0, 0);
        g_test_trap_assert_passed();
        return;
    }
    session = new_open_session();
    host = g_object_ref(yado_session_find_host(session, "fake:///"));
    yado_session_leave(session);
    g_assert_cmpint(yado_host_get_state(host), ==, YADO_HOST_CLOSED);
    g_object_unref(session);
    await_workers();
    g_assert_true(yado_test_backend_is_open());
}

int
main(int argc, char **argv)
{
    yado_test_guard();
    g_test_init(&argc, &argv, NULL);
    g_unsetenv("YADO_URI");
    g_test_add_func("/model/session/addresses", test_addresses);
    g_test_add_func("/model/session/command-line", test_command_line);
    g_test_add_func("/model/session/kept", test_kept);
    g_test_add_func("/model/session/goodbye", test_goodbye);
    g_test_add_func("/model/session/leave", test_leave);
    return g_test_run();
}
