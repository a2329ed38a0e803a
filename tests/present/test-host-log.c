/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The hypervisor's log: which lines are shown, where the search stands, and what is said in their place. */
#include "config.h"

#include <string.h>

#include "present/yado-action.h"
#include "present/yado-catalog.h"
#include "present/yado-host-log.h"
#include "yado-fake-backend.h"

#define TEXT                                                                                   \
    "(XEN) Xen version 4.17\n\n(XEN) Brought up 2 CPUs\n(XEN) dom1 crashed\n(XEN) CPU 1 hot\n" \
    "(XEN) cpu 0 fine"

typedef struct {
    YadoFakePrompt *prompt;
    YadoSession *session;
    YadoFakeBackend *fake;
    YadoHost *host;
    YadoHostLog *log;
    guint n_changed;
} Fixture;

static void
on_changed_cb(YadoHostLog *log, Fixture *fixture)
{
    fixture->n_changed++;
}

static gboolean
is_read(gpointer log)
{
    return yado_host_log_get_state(log) != YADO_HOST_LOG_LOADING;
}

static void
set_up(Fixture *fixture, gconstpointer text)
{
    fixture->prompt = yado_fake_prompt_new(TRUE);
    fixture->session = yado_fake_session_new(YADO_PROMPT(fixture->prompt));
    fixture->fake = yado_fake_add("xen-a");
    yado_fake_set_xen_log(fixture->fake, text);
    fixture->host = yado_fake_open(fixture->session, "xen-a");
    fixture->log = yado_host_log_new(fixture->host);
    g_signal_connect(fixture->log, "changed", G_CALLBACK(on_changed_cb), fixture);
    g_assert_cmpint(yado_host_log_get_state(fixture->log), ==, YADO_HOST_LOG_LOADING);
    yado_fake_wait(is_read, fixture->log);
}

static void
tear_down(Fixture *fixture, gconstpointer text)
{
    g_clear_object(&fixture->log);
    g_clear_object(&fixture->session);
    g_clear_object(&fixture->prompt);
    yado_fake_reset();
}

static void
check_place(YadoHostLog *log, const char *line, const char *text)
{
    guint place = yado_host_log_get_place(log);
    g_autofree char *told = yado_host_log_dup_place_text(log);

    g_assert_cmpstr(told, ==, text);
    g_assert_cmpstr(place != G_MAXUINT ? yado_host_log_get_line(log, place) : NULL, ==, line);
}

static void
check_message(YadoHostLog *log, const char *message)
{
    g_autofree char *told = yado_host_log_dup_message(log);

    g_assert_cmpstr(told, ==, message);
}

static void
test_search(Fixture *fixture, gconstpointer text)
{
    YadoHostLog *log = fixture->log;

    g_assert_cmpuint(yado_host_log_get_n_lines(log), ==, 5);
    check_place(log, NULL, "");
    check_message(log, NULL);
    yado_host_log_set_words(log, "cpu");
    g_assert_cmpuint(yado_host_log_get_n_lines(log), ==, 5);
    g_assert_true(yado_host_log_is_found(log, 1));
    g_assert_false(yado_host_log_is_found(log, 2));
    check_place(log, "(XEN) Brought up 2 CPUs", "1 of 3");
    yado_host_log_step(log, 1);
    check_place(log, "(XEN) CPU 1 hot", "2 of 3");
    yado_host_log_step(log, 1);
    yado_host_log_step(log, 1); /* round the end, and back */
    check_place(log, "(XEN) Brought up 2 CPUs", "1 of 3");
    yado_host_log_step(log, -1);
    check_place(log, "(XEN) cpu 0 fine", "3 of 3");
    yado_host_log_set_words(log, " 0  CPU ");
    check_place(log, "(XEN) cpu 0 fine", "1 of 1");
    yado_host_log_set_words(log, "cpu"); /* it stays where it is */
    check_place(log, "(XEN) cpu 0 fine", "3 of 3");
    yado_host_log_set_words(log, "  ");
    check_place(log, NULL, "");
}

static void
test_only(Fixture *fixture, gconstpointer text)
{
    YadoHostLog *log = fixture->log;
    g_autofree char *shown = NULL;
    g_autofree char *whole = NULL;

    yado_host_log_set_words(log, "cpu");
    yado_host_log_step(log, 1);
    yado_host_log_set_only(log, TRUE);
    g_assert_cmpuint(yado_host_log_get_n_lines(log), ==, 3);
    check_place(log, "(XEN) CPU 1 hot", "2 of 3");
    shown = yado_host_log_dup_text(log);
    g_assert_cmpstr(shown, ==, "(XEN) Brought up 2 CPUs\n(XEN) CPU 1 hot\n(XEN) cpu 0 fine\n");
    whole = yado_host_log_dup_whole(log);
    g_assert_nonnull(strstr(whole, "dom1 crashed\n"));
    yado_host_log_set_words(log, "panic");
    g_assert_cmpuint(yado_host_log_get_n_lines(log), ==, 0);
    yado_host_log_step(log, 1);
    check_place(log, NULL, "No line has these words.");
    check_message(log, "No line has these words.");
    yado_host_log_set_only(log, FALSE);
    check_message(log, NULL);
}

static gboolean
has_changed(gpointer data)
{
    return ((Fixture *)data)->n_changed > 0;
}

static void
reload(Fixture *fixture)
{
    fixture->n_changed = 0;
    yado_host_log_reload(fixture->log);
    yado_fake_wait(has_changed, fixture);
}

/* It fails, and comes back; what was shown stays until then, and the place with it. */
static void
test_states(Fixture *fixture, gconstpointer text)
{
    YadoHostLog *log = fixture->log;

    g_assert_cmpint(yado_host_log_get_state(log), ==, YADO_HOST_LOG_FAILED);
    g_assert_nonnull(yado_host_log_get_error(log));
    check_message(log, "The log is not for you.");
    g_assert_null(yado_host_log_dup_whole(log));
    yado_fake_set_xen_log(fixture->fake, TEXT);
    yado_host_log_set_words(log, "cpu");
    reload(fixture);
    g_assert_cmpint(yado_host_log_get_state(log), ==, YADO_HOST_LOG_READY);
    g_assert_null(yado_host_log_get_error(log));
    yado_host_log_step(log, 1);
    yado_fake_set_xen_log(fixture->fake, TEXT "\n(XEN) CPU 7 gone\n");
    reload(fixture);
    check_place(log, "(XEN) CPU 1 hot", "2 of 4");
    yado_fake_set_xen_log(fixture->fake, NULL);
    reload(fixture);
    g_assert_cmpint(yado_host_log_get_state(log), ==, YADO_HOST_LOG_FAILED);
    check_place(log, NULL, "");
}

static void
on_performed_cb(GObject *source, GAsyncResult *result, gpointer data)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(GPtrArray) jobs = yado_action_perform_finish(result, &error);

    g_assert_no_error(error);
    g_assert_cmpuint(jobs->len, ==, 1);
}

static gboolean
is_empty(gpointer log)
{
    return yado_host_log_get_state(log) == YADO_HOST_LOG_EMPTY;
}

/* Cleared by whomever: it is asked for first, and read anew when it is done. */
static void
test_clear(Fixture *fixture, gconstpointer text)
{
    YadoTargets targets = { fixture->session, NULL, fixture->host };
    const YadoActionSpec *spec = yado_catalog_find_action("host.clear-log");
    g_autofree char *message = NULL;
    g_autofree char *reason = NULL;

    yado_action_perform_async(spec, &targets, NULL, FALSE, NULL, on_performed_cb, NULL);
    yado_fake_wait(is_empty, fixture->log);
    g_assert_cmpuint(yado_fake_prompt_get_n_asked(fixture->prompt), ==, 1);
    message = yado_host_log_dup_message(fixture->log);
    g_assert_nonnull(strstr(message, "is empty"));
    check_place(fixture->log, NULL, "");
    yado_fake_set_missing(fixture->fake, YADO_CAP_HOST_LOG, "Only Xen has a log.");
    g_assert_false(yado_action_check(spec, &targets, &reason));
    g_assert_cmpstr(reason, ==, "Only Xen has a log.");
}

/* Nobody looks any more when the answer comes. */
static void
test_gone(Fixture *fixture, gconstpointer text)
{
    yado_host_log_reload(fixture->log);
    g_clear_object(&fixture->log);
    fixture->log = yado_host_log_new(fixture->host);
    yado_fake_wait(is_read, fixture->log);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add("/present/host-log/search", Fixture, TEXT, set_up, test_search, tear_down);
    g_test_add("/present/host-log/only", Fixture, TEXT, set_up, test_only, tear_down);
    g_test_add("/present/host-log/states", Fixture, NULL, set_up, test_states, tear_down);
    g_test_add("/present/host-log/clear", Fixture, TEXT, set_up, test_clear, tear_down);
    g_test_add("/present/host-log/gone", Fixture, TEXT, set_up, test_gone, tear_down);
    return g_test_run();
}
