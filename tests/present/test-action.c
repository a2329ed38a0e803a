/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Actions: right states only, with reasons; the question; what reaches the back end. */
#include "config.h"

#include <stdio.h>
#include <string.h>

#include "base/yado-error.h"
#include "present/yado-catalog.h"
#include "present/yado-console-settings.h"
#include "present/yado-edit-job.h"
#include "present/yado-help.h"
#include "yado-fake-backend.h"

typedef struct {
    YadoFakeBackend *fake;
    YadoSession *session;
    YadoHost *host;
    GPtrArray *guests;
    YadoTargets targets;
} Fixture;

static const struct {
    const char *name;
    YadoGuestState state;
} guests[] = {
    { "running", YADO_GUEST_RUNNING },   { "paused", YADO_GUEST_PAUSED },
    { "stopping", YADO_GUEST_STOPPING }, { "off", YADO_GUEST_SHUT_OFF },
    { "saved", YADO_GUEST_SAVED },       { "crashed", YADO_GUEST_CRASHED },
    { "100%s_x", YADO_GUEST_RUNNING },
};

#define DISKS                                                               \
    "  <devices>\n"                                                         \
    "    <disk type='file' device='disk'><source file='/img/own.raw'/>"     \
    "<target dev='xvda' bus='xen'/></disk>\n"                               \
    "    <disk type='file' device='disk'><source file='/img/both.raw'/>"    \
    "<target dev='xvdb' bus='xen'/></disk>\n"                               \
    "    <disk type='block' device='disk'><source dev='/dev/vg/lv'/>"       \
    "<target dev='xvdc' bus='xen'/></disk>\n"                               \
    "    <disk type='file' device='cdrom'><source file='/img/cd.iso'/>"     \
    "<target dev='xvdd' bus='xen'/><readonly/></disk>\n"                    \
    "    <disk type='file' device='disk'><source file='/img/cluster.raw'/>" \
    "<target dev='xvde' bus='xen'/><shareable/></disk>\n"                   \
    "  </devices>\n"

static void
set_up(Fixture *fixture, gconstpointer data)
{
    g_autofree char *xml = yado_fake_make_xml("xen", "linux", "disks", 8, DISKS);
    g_autofree char *sharer = yado_fake_make_xml(
        "xen", "linux", "sharer", 9,
        "  <devices>\n    <disk type='file' device='disk'><source file='/img/both.raw'/>"
        "<target dev='xvda' bus='xen'/></disk>\n  </devices>\n");

    fixture->fake = yado_fake_add("action");
    for (guint i = 0; i < G_N_ELEMENTS(guests); i++)
        yado_fake_add_guest(fixture->fake, guests[i].name, guests[i].state, NULL);
    yado_fake_add_guest(fixture->fake, "disks", YADO_GUEST_SHUT_OFF, xml);
    yado_fake_add_guest(fixture->fake, "sharer", YADO_GUEST_SHUT_OFF, sharer);
    fixture->session = yado_fake_session_new(NULL);
    fixture->host = g_object_ref(yado_fake_open(fixture->session, "action"));
    fixture->guests = g_ptr_array_new();
    fixture->targets.session = fixture->session;
    fixture->targets.guests = fixture->guests;
}

static void
tear_down(Fixture *fixture, gconstpointer data)
{
    yado_host_close(fixture->host);
    g_clear_object(&fixture->host);
    g_clear_object(&fixture->session);
    g_clear_pointer(&fixture->guests, g_ptr_array_unref);
    yado_fake_reset();
}

static void
choose(Fixture *fixture, const char *names)
{
    g_auto(GStrv) list = g_strsplit(names, " ", -1);

    g_ptr_array_set_size(fixture->guests, 0);
    for (guint i = 0; list[i] != NULL; i++)
        g_ptr_array_add(fixture->guests, yado_fake_find(fixture->host, list[i]));
}

static char *
check(Fixture *fixture, const char *action)
{
    char *reason = NULL;
    gboolean ok = yado_action_check(yado_catalog_find_action(action), &fixture->targets, &reason);

    g_assert_true(ok == (reason == NULL));
    return reason;
}

/* ---- Which states ---- */

static const struct {
    const char *action, *works_on;
} matrix[] = {
    { "guest.open", "running paused stopping off saved crashed" },
    { "guest.start", "off saved crashed" },
    { "guest.start-paused", "off" },
    { "guest.shutdown", "running" },
    { "guest.reboot", "running" },
    { "guest.reset", "running paused" },
    { "guest.destroy", "running paused stopping" },
    { "guest.pause", "running" },
    { "guest.resume", "paused" },
    { "guest.save", "running paused" },
    { "guest.restore", "saved" },
    { "guest.discard-saved", "saved" },
    { "guest.rename", "off" },
    { "guest.title", "running paused stopping off saved crashed" },
    { "guest.delete", "off saved crashed" },
    { "guest.autostart-on", "running paused stopping off saved crashed" },
    { "guest.autostart-off", "" },
    { "guest.console",
      "running paused stopping off saved crashed" }, /* it waits for one that is off */
    { "guest.save-file", "" },                       /* the double cannot */
};

static void
test_states(Fixture *fixture, gconstpointer data)
{
    for (guint i = 0; i < G_N_ELEMENTS(matrix); i++) {
        g_auto(GStrv) works = g_strsplit(matrix[i].works_on, " ", -1);

        for (guint j = 0; j < 6; j++) {
            g_autofree char *reason = NULL;

            choose(fixture, guests[j].name);
            reason = check(fixture, matrix[i].action);
            g_test_message("%s on %s: %s", matrix[i].action, guests[j].name, reason);
            g_assert_true((reason == NULL) ==
                          g_strv_contains((const char *const *)works, guests[j].name));
            g_assert_true(reason == NULL || g_str_has_suffix(reason, "."));
        }
    }
}

static void
assert_reason(Fixture *fixture, const char *action, const char *names, const char *expected)
{
    g_autofree char *reason = NULL;

    choose(fixture, names);
    reason = check(fixture, action);
    g_assert_cmpstr(reason, ==, expected);
}

static void
test_reasons(Fixture *fixture, gconstpointer data)
{
    g_autofree char *nothing = NULL;

    nothing = check(fixture, "guest.start");
    g_assert_cmpstr(nothing, ==, "Choose a guest first.");
    assert_reason(fixture, "guest.start", "running", "It is running already.");
    assert_reason(fixture, "guest.start", "off running", NULL);
    assert_reason(fixture, "guest.start", "running paused", "running: It is running already.");
    assert_reason(fixture, "guest.rename", "off saved", "This works on one guest at a time.");
    assert_reason(fixture, "guest.console", "off running", "This works on one guest at a time.");
    assert_reason(fixture, "guest.save-file", "running", "This host cannot do that.");
    yado_fake_set_missing(fixture->fake, YADO_CAP_RESET, "Xen resets no guests.");
    assert_reason(fixture, "guest.reset", "running", "Xen resets no guests.");
}

static void
test_closed(Fixture *fixture, gconstpointer data)
{
    g_autofree char *reason = NULL;

    fixture->targets.host = fixture->host;
    g_assert_null(check(fixture, "host.disconnect"));
    yado_host_close(fixture->host);
    reason = check(fixture, "host.restore-file");
    g_assert_nonnull(strstr(reason, "is not connected."));
    g_assert_null(check(fixture, "host.connect"));
}

/* ---- The question ---- */

static void
test_question(Fixture *fixture, gconstpointer data)
{
    const YadoActionSpec *destroy = yado_catalog_find_action("guest.destroy");
    YadoSettings *settings = yado_session_get_settings(fixture->session);
    g_autoptr(YadoQuestion) one = NULL;
    g_autoptr(YadoQuestion) two = NULL;

    choose(fixture, "100%s_x");
    one = yado_action_create_question(destroy, &fixture->targets);
    g_assert_true(g_str_has_prefix(yado_question_get_text(one), "Force 100%s_x off? It is"));
    g_assert_cmpstr(yado_question_get_positive(one), ==, "Force off");
    g_assert_true(yado_question_is_danger(one));
    choose(fixture, "running paused");
    two = yado_action_create_question(destroy, &fixture->targets);
    g_assert_nonnull(strstr(yado_question_get_text(two), "Force running, paused off?"));
    g_assert_nonnull(strstr(yado_question_get_text(two), "the guests have"));
    choose(fixture, "running");
    g_assert_null(
        yado_action_create_question(yado_catalog_find_action("guest.pause"), &fixture->targets));
    yado_settings_set_bool(settings, "confirm", "guest.destroy", FALSE);
    g_assert_null(yado_action_create_question(destroy, &fixture->targets));
}

static void
test_titles(Fixture *fixture, gconstpointer data)
{
    g_autofree char *name = yado_action_dup_name(yado_catalog_find_action("guest.rename"));
    g_autofree char *title =
        yado_action_dup_job_title(yado_catalog_find_action("guest.start"), "a_%s");

    g_assert_cmpstr(name, ==, "Rename");
    g_assert_cmpstr(title, ==, "Start a_%s");
}

/* ---- Performing ---- */

static void
on_performed_cb(GObject *source, GAsyncResult *result, gpointer slot)
{
    *(GAsyncResult **)slot = g_object_ref(result);
}

static gboolean
has_result(gpointer slot)
{
    return *(GAsyncResult **)slot != NULL;
}

static gboolean
are_finished(gpointer data)
{
    GPtrArray *jobs = data;

    for (guint i = 0; i < jobs->len; i++)
        if (!yado_job_is_finished(jobs->pdata[i]))
            return FALSE;
    return TRUE;
}

/* Waits until the jobs are done too. */
static GPtrArray *
perform(Fixture *fixture, const char *action, YadoForm *form, gboolean confirmed, GError **error)
{
    g_autoptr(GAsyncResult) result = NULL;
    GPtrArray *jobs;

    yado_action_perform_async(yado_catalog_find_action(action), &fixture->targets, form, confirmed,
                              NULL, on_performed_cb, &result);
    yado_fake_wait(has_result, &result);
    jobs = yado_action_perform_finish(result, error);
    if (jobs == NULL)
        return NULL;
    yado_fake_wait(are_finished, jobs);
    for (guint i = 0; i < jobs->len; i++)
        g_assert_no_error(yado_job_get_error(jobs->pdata[i]));
    return jobs;
}

static char *
take_log(Fixture *fixture)
{
    GPtrArray *log = yado_fake_get_log(fixture->fake);
    GString *text = g_string_new(NULL);

    for (guint i = 0; i < log->len; i++)
        g_string_append_printf(text, "%s\n", (const char *)log->pdata[i]);
    g_ptr_array_set_size(log, 0);
    return g_string_free(text, FALSE);
}

static void
test_perform_many(Fixture *fixture, gconstpointer data)
{
    g_autoptr(GPtrArray) jobs = NULL;
    g_autofree char *log = NULL;

    choose(fixture, "off saved");
    jobs = perform(fixture, "guest.start", NULL, FALSE, NULL);
    g_assert_cmpuint(jobs->len, ==, 2);
    g_assert_cmpstr(yado_job_get_title(jobs->pdata[0]), ==, "Start off");
    g_assert_cmpuint(
        g_list_model_get_n_items(G_LIST_MODEL(yado_session_get_jobs(fixture->session))), ==, 2);
    log = take_log(fixture);
    g_assert_nonnull(strstr(log, "start off\n"));
    g_assert_nonnull(strstr(log, "start saved\n"));
}

/* Those that do not fit are named, with the reason, and left out. */
static void
test_perform_some(Fixture *fixture, gconstpointer data)
{
    g_autoptr(YadoFakePrompt) no = yado_fake_prompt_new(FALSE);
    g_autoptr(YadoFakePrompt) yes = yado_fake_prompt_new(TRUE);
    g_autoptr(GPtrArray) jobs = NULL;
    g_autofree char *log = NULL;
    g_autoptr(GError) error = NULL;

    choose(fixture, "off running saved paused");
    yado_session_set_prompt(fixture->session, YADO_PROMPT(no));
    g_assert_null(perform(fixture, "guest.start", NULL, FALSE, &error));
    g_assert_true(yado_error_is_cancel(error));
    yado_session_set_prompt(fixture->session, YADO_PROMPT(yes));
    jobs = perform(fixture, "guest.start", NULL, FALSE, NULL);
    g_assert_cmpstr(yado_fake_prompt_get_text(yes), ==,
                    "Start off, saved?\n\nLeft out:\n  running, paused: It is running already.");
    g_assert_cmpuint(jobs->len, ==, 2);
    g_assert_true(yado_action_get_job_guest(jobs->pdata[1]) ==
                  yado_fake_find(fixture->host, "saved"));
    log = take_log(fixture);
    g_assert_null(strstr(log, "running"));
}

/* One question is enough, also where something is lost; who said yes before is not asked. */
static void
test_confirm_some(Fixture *fixture, gconstpointer data)
{
    g_autoptr(YadoFakePrompt) yes = yado_fake_prompt_new(TRUE);
    g_autoptr(GPtrArray) jobs = NULL;
    const char *text;

    choose(fixture, "running off");
    yado_session_set_prompt(fixture->session, YADO_PROMPT(yes));
    jobs = perform(fixture, "guest.destroy", NULL, FALSE, NULL);
    text = yado_fake_prompt_get_text(yes);
    g_assert_true(g_str_has_prefix(text, "Force running off? It is"));
    g_assert_nonnull(strstr(text, "\n\nLeft out:\n  off: "));
    g_assert_cmpuint(jobs->len, ==, 1);
    g_clear_pointer(&jobs, g_ptr_array_unref);
    choose(fixture, "off paused");
    jobs = perform(fixture, "guest.resume", NULL, TRUE, NULL);
    g_assert_cmpuint(jobs->len, ==, 1);
    g_assert_cmpuint(yado_fake_prompt_get_n_asked(yes), ==, 1);
}

static void
test_confirmation(Fixture *fixture, gconstpointer data)
{
    g_autoptr(YadoFakePrompt) no = yado_fake_prompt_new(FALSE);
    g_autoptr(YadoFakePrompt) yes = yado_fake_prompt_new(TRUE);
    g_autoptr(GPtrArray) jobs = NULL;
    g_autoptr(GError) error = NULL;

    choose(fixture, "running");
    g_assert_null(perform(fixture, "guest.destroy", NULL, FALSE, &error));
    g_assert_error(error, YADO_ERROR, YADO_ERROR_INVALID);
    g_clear_error(&error);
    yado_session_set_prompt(fixture->session, YADO_PROMPT(no));
    g_assert_null(perform(fixture, "guest.destroy", NULL, FALSE, &error));
    g_assert_true(yado_error_is_cancel(error));
    g_assert_cmpuint(yado_fake_get_log(fixture->fake)->len, ==, 0);
    yado_session_set_prompt(fixture->session, YADO_PROMPT(yes));
    jobs = perform(fixture, "guest.destroy", NULL, FALSE, NULL);
    g_assert_cmpuint(jobs->len, ==, 1);
    g_clear_pointer(&jobs, g_ptr_array_unref);
    jobs = perform(fixture, "guest.destroy", NULL, TRUE, NULL);
    g_assert_cmpuint(yado_fake_prompt_get_n_asked(yes), ==, 1);
    g_assert_cmpuint(yado_fake_get_log(fixture->fake)->len, ==, 2);
}

static void
test_refused(Fixture *fixture, gconstpointer data)
{
    g_autoptr(GError) error = NULL;

    choose(fixture, "running");
    g_assert_null(perform(fixture, "guest.start", NULL, TRUE, &error));
    g_assert_error(error, YADO_ERROR, YADO_ERROR_UNSUPPORTED);
    g_assert_cmpstr(error->message, ==, "It is running already.");
}

static void
fill(YadoForm *form, const char *field, const char *text)
{
    g_autoptr(GError) error = NULL;

    yado_form_set_text(form, yado_form_find_field(form, field), text, &error);
    g_assert_no_error(error);
}

static void
test_arguments(Fixture *fixture, gconstpointer data)
{
    g_autoptr(YadoForm) form = NULL;
    g_autoptr(GPtrArray) jobs = NULL;
    g_autofree char *log = NULL;
    g_autoptr(GError) error = NULL;

    choose(fixture, "off");
    form = yado_action_create_form(yado_catalog_find_action("guest.rename"), &fixture->targets);
    /* Unchanged: refused once more when it is performed. */
    g_assert_null(perform(fixture, "guest.rename", form, FALSE, &error));
    g_assert_error(error, YADO_ERROR, YADO_ERROR_INVALID);
    fill(form, "name", "new name");
    jobs = perform(fixture, "guest.rename", form, FALSE, NULL);
    log = take_log(fixture);
    g_assert_cmpstr(log, ==, "rename off name=new name\n");
}

static void
test_title(Fixture *fixture, gconstpointer data)
{
    g_autoptr(YadoForm) form = NULL;
    g_autoptr(GPtrArray) jobs = NULL;
    g_autofree char *log = NULL;

    choose(fixture, "off");
    form = yado_action_create_form(yado_catalog_find_action("guest.title"), &fixture->targets);
    fill(form, "title", "Mail");
    fill(form, "description", "two\nlines");
    jobs = perform(fixture, "guest.title", form, FALSE, NULL);
    log = take_log(fixture);
    g_assert_cmpstr(log, ==, "apply off title=Mail\napply off description=two\nlines\n");
}

/* Notes that somebody else may be writing are not touched with the title. */
static void
test_title_alone(Fixture *fixture, gconstpointer data)
{
    g_autoptr(YadoForm) form = NULL;
    g_autoptr(GPtrArray) jobs = NULL;
    g_autofree char *log = NULL;

    choose(fixture, "off");
    form = yado_action_create_form(yado_catalog_find_action("guest.title"), &fixture->targets);
    fill(form, "title", "Mail");
    jobs = perform(fixture, "guest.title", form, FALSE, NULL);
    log = take_log(fixture);
    g_assert_cmpstr(log, ==, "apply off title=Mail\n");
}

static void
test_tags(Fixture *fixture, gconstpointer data)
{
    g_autoptr(YadoForm) form = NULL;
    g_autoptr(GPtrArray) jobs = NULL;
    g_autofree char *log = NULL;

    choose(fixture, "off saved");
    form = yado_action_create_form(yado_catalog_find_action("guest.tags"), &fixture->targets);
    g_assert_false(yado_form_is_visible(form, yado_form_find_field(form, "tags")));
    fill(form, "add", "web, test");
    jobs = perform(fixture, "guest.tags", form, FALSE, NULL);
    log = take_log(fixture);
    g_assert_nonnull(strstr(log, "apply off tags=web,test\n"));
    g_assert_nonnull(strstr(log, "apply saved tags=web,test\n"));
}

/* ---- Delete ---- */

static const struct {
    const char *id, *reason;
} disk_reasons[] = {
    { "xvda", NULL },
    { "xvdb", "also used by sharer" },
    { "xvdc", "a block device of the host, which cannot be deleted" },
    { "xvdd", "a removable medium" },
    { "xvde", "marked as shared by several guests" },
};

static void
test_disks(Fixture *fixture, gconstpointer data)
{
    g_autoptr(YadoForm) form = NULL;
    g_autoptr(GPtrArray) items = NULL;
    const YadoFieldSpec *disks;

    choose(fixture, "disks");
    form = yado_action_create_form(yado_catalog_find_action("guest.delete"), &fixture->targets);
    disks = yado_form_find_field(form, "disks");
    items = yado_form_list_choices(form, disks);
    g_assert_cmpuint(items->len, ==, G_N_ELEMENTS(disk_reasons));
    for (guint i = 0; i < items->len; i++) {
        const YadoChoiceItem *item = items->pdata[i];

        g_assert_cmpstr(item->id, ==, disk_reasons[i].id);
        g_assert_cmpstr(item->reason, ==, disk_reasons[i].reason);
        g_assert_false(item->selected);
    }
    g_assert_false(yado_form_set_text(form, disks, "xvda,xvdb", NULL));
    g_assert_nonnull(strstr(yado_form_get_error(form, disks), "also used by sharer"));
    g_assert_false(yado_form_set_text(form, disks, "xvdz", NULL));
    g_assert_true(yado_form_set_text(form, disks, "xvda", NULL));
}

static void
test_delete(Fixture *fixture, gconstpointer data)
{
    g_autoptr(YadoFakePrompt) yes = yado_fake_prompt_new(TRUE);
    g_autoptr(YadoForm) form = NULL;
    g_autoptr(GPtrArray) jobs = NULL;
    g_autofree char *log = NULL;

    yado_session_set_prompt(fixture->session, YADO_PROMPT(yes));
    choose(fixture, "disks");
    form = yado_action_create_form(yado_catalog_find_action("guest.delete"), &fixture->targets);
    fill(form, "disks", "xvda");
    jobs = perform(fixture, "guest.delete", form, FALSE, NULL);
    g_assert_nonnull(strstr(yado_fake_prompt_get_text(yes), "Delete disks?"));
    g_assert_nonnull(strstr(yado_fake_prompt_get_text(yes), "\n  /img/own.raw"));
    log = take_log(fixture);
    g_assert_cmpstr(log, ==, "delete disks disks=/img/own.raw\\n\n");
}

/* Several at once: each guest is told its own disks only; by default none. */
static void
test_delete_many(Fixture *fixture, gconstpointer data)
{
    g_autoptr(YadoFakePrompt) yes = yado_fake_prompt_new(TRUE);
    g_autoptr(YadoForm) form = NULL;
    g_autoptr(GPtrArray) jobs = NULL;
    g_autofree char *log = NULL;

    yado_session_set_prompt(fixture->session, YADO_PROMPT(yes));
    choose(fixture, "disks off");
    form = yado_action_create_form(yado_catalog_find_action("guest.delete"), &fixture->targets);
    fill(form, "disks", "00000000-0000-4000-8000-000000000008/xvda");
    jobs = perform(fixture, "guest.delete", form, FALSE, NULL);
    g_assert_nonnull(strstr(yado_fake_prompt_get_text(yes), "Delete disks, off?"));
    log = take_log(fixture);
    g_assert_nonnull(strstr(log, "delete disks disks=/img/own.raw\\n\n"));
    g_assert_nonnull(strstr(log, "delete off\n"));
}

/* ---- The program's own ---- */

static void
test_add_connection(Fixture *fixture, gconstpointer data)
{
    g_autoptr(YadoForm) form = NULL;
    g_autoptr(GAsyncResult) result = NULL;
    g_autoptr(GPtrArray) jobs = NULL;

    yado_fake_add("second");
    form =
        yado_action_create_form(yado_catalog_find_action("app.add-connection"), &fixture->targets);
    fill(form, "uri", "fake:///second");
    fill(form, "label", "Second");
    fill(form, "autoconnect", "no");
    yado_action_perform_async(yado_catalog_find_action("app.add-connection"), &fixture->targets,
                              form, FALSE, NULL, on_performed_cb, &result);
    yado_fake_wait(has_result, &result);
    jobs = yado_action_perform_finish(result, NULL);
    yado_fake_wait(are_finished, jobs);
    g_assert_nonnull(yado_session_find_host(fixture->session, "Second"));
    g_assert_cmpint(yado_host_get_state(yado_session_find_host(fixture->session, "fake:///second")),
                    ==, YADO_HOST_OPEN);
    yado_host_close(yado_session_find_host(fixture->session, "fake:///second"));
}

/* What was typed is there again when it failed, to be mended. */
static void
test_connection_again(Fixture *fixture, gconstpointer data)
{
    const YadoActionSpec *spec = yado_catalog_find_action("app.add-connection");
    const YadoActionSpec *again = NULL;
    g_autoptr(YadoForm) form = yado_action_create_form(spec, &fixture->targets);
    g_autoptr(GAsyncResult) result = NULL;
    g_autoptr(GPtrArray) jobs = NULL;
    g_autofree char *label = NULL;

    fill(form, "uri", "nothing://somewhere");
    fill(form, "label", "Mine");
    yado_action_perform_async(spec, &fixture->targets, form, FALSE, NULL, on_performed_cb, &result);
    yado_fake_wait(has_result, &result);
    jobs = yado_action_perform_finish(result, NULL);
    yado_fake_wait(are_finished, jobs);
    g_assert_cmpint(yado_job_get_state(jobs->pdata[0]), ==, YADO_JOB_FAILED);
    g_assert_true(yado_action_get_job_form(jobs->pdata[0], &again) == form);
    g_assert_true(again == spec);
    label = yado_form_dup_value(form, yado_form_find_field(form, "label"));
    g_assert_cmpstr(label, ==, "Mine");
    /* One that can be no host, and one that does not answer: neither stays. */
    g_assert_null(yado_session_find_host(fixture->session, "nothing://somewhere"));
    fill(form, "uri", "test:///nonexistent/host.xml");
    g_ptr_array_unref(jobs);
    g_clear_object(&result);
    yado_action_perform_async(spec, &fixture->targets, form, FALSE, NULL, on_performed_cb, &result);
    yado_fake_wait(has_result, &result);
    jobs = yado_action_perform_finish(result, NULL);
    yado_fake_wait(are_finished, jobs);
    g_assert_cmpint(yado_job_get_state(jobs->pdata[0]), ==, YADO_JOB_FAILED);
    g_assert_null(yado_session_find_host(fixture->session, "test:///nonexistent/host.xml"));
    yado_fake_add("second");
    fill(form, "uri", "fake:///second");
    g_ptr_array_unref(jobs);
    jobs = perform(fixture, "app.add-connection", form, FALSE, NULL);
    g_assert_null(yado_session_find_host(fixture->session, "nothing://somewhere"));
    yado_host_close(yado_session_find_host(fixture->session, "fake:///second"));
}

/* A host that is switched off today: it stays when that was asked for, and what is the matter is told. */
static void
test_connection_kept(Fixture *fixture, gconstpointer data)
{
    const YadoActionSpec *spec = yado_catalog_find_action("app.add-connection");
    g_autoptr(YadoForm) form = yado_action_create_form(spec, &fixture->targets);
    g_autoptr(GPtrArray) jobs = NULL;

    fill(form, "uri", "test:///nonexistent/host.xml");
    fill(form, "keep", "yes");
    jobs = perform(fixture, "app.add-connection", form, FALSE, NULL);
    yado_fake_wait(are_finished, jobs);
    g_assert_cmpint(yado_job_get_state(jobs->pdata[0]), ==, YADO_JOB_DONE);
    g_assert_nonnull(strstr(yado_job_get_notice(jobs->pdata[0]), "is in the list"));
    g_assert_nonnull(yado_session_find_host(fixture->session, "test:///nonexistent/host.xml"));
}

static void
test_label(Fixture *fixture, gconstpointer data)
{
    g_autoptr(YadoForm) form = NULL;
    g_autoptr(GPtrArray) jobs = NULL;

    fixture->targets.host = fixture->host;
    form = yado_action_create_form(yado_catalog_find_action("host.label"), &fixture->targets);
    fill(form, "label", "100%s");
    fill(form, "autoconnect", "no");
    jobs = perform(fixture, "host.label", form, FALSE, NULL);
    g_assert_cmpstr(yado_host_get_label(fixture->host), ==, "100%s");
    g_assert_false(yado_host_get_autoconnect(fixture->host));
    g_clear_pointer(&jobs, g_ptr_array_unref);
    jobs = perform(fixture, "host.autoconnect", NULL, FALSE, NULL);
    g_assert_true(yado_host_get_autoconnect(fixture->host));
    g_assert_cmpstr(yado_job_get_notice(jobs->pdata[0]), ==,
                    "100%s will be connected when the program starts.");
    g_clear_pointer(&jobs, g_ptr_array_unref);
    jobs = perform(fixture, "host.forget", NULL, TRUE, NULL);
    g_assert_null(yado_session_find_host(fixture->session, "fake:///action"));
}

static void
test_preferences(Fixture *fixture, gconstpointer data)
{
    YadoSettings *settings = yado_session_get_settings(fixture->session);
    g_autoptr(YadoForm) form = NULL;
    g_autoptr(GPtrArray) jobs = NULL;

    form = yado_action_create_form(yado_catalog_find_action("app.preferences"), &fixture->targets);
    fill(form, "interval", "5");
    fill(form, "confirm", "guest.delete,host.forget");
    fill(form, "escape", "^T");
    fill(form, "switch", "Ctrl+T"); /* one key cannot do both */
    g_assert_false(yado_form_validate(form, NULL, NULL));
    fill(form, "switch", "Ctrl+Y");
    jobs = perform(fixture, "app.preferences", form, FALSE, NULL);
    g_assert_cmpint(yado_console_escape_from_settings(settings), ==, 'T' & 0x1f);
    g_assert_cmpint(yado_console_switch_from_settings(settings), ==, 'Y' & 0x1f);
    g_assert_cmpint(yado_host_get_interval(fixture->host), ==, 5000);
    /* Hosts that come later too. */
    g_assert_cmpint(yado_host_get_interval(yado_session_add_host(fixture->session, "fake:///new")),
                    ==, 5000);
    g_assert_false(yado_settings_get_bool(settings, "confirm", "guest.destroy", TRUE));
    g_assert_true(yado_settings_get_bool(settings, "confirm", "guest.delete", TRUE));
}

#define ADD(path, function) g_test_add(path, Fixture, NULL, set_up, function, tear_down)

int
main(int argc, char **argv)
{
    g_autofree char *folder = g_dir_make_tmp("yado-action-XXXXXX", NULL);
    g_autofree char *settings = g_build_filename(folder, "yado.conf", NULL);
    int status;

    g_setenv("YADO_SETTINGS", settings, TRUE);
    g_test_init(&argc, &argv, NULL);
    ADD("/action/states", test_states);
    ADD("/action/reasons", test_reasons);
    ADD("/action/closed", test_closed);
    ADD("/action/question", test_question);
    ADD("/action/titles", test_titles);
    ADD("/action/perform-many", test_perform_many);
    ADD("/action/perform-some", test_perform_some);
    ADD("/action/confirm-some", test_confirm_some);
    ADD("/action/confirmation", test_confirmation);
    ADD("/action/refused", test_refused);
    ADD("/action/arguments", test_arguments);
    ADD("/action/title", test_title);
    ADD("/action/title-alone", test_title_alone);
    ADD("/action/tags", test_tags);
    ADD("/action/disks", test_disks);
    ADD("/action/delete", test_delete);
    ADD("/action/delete-many", test_delete_many);
    ADD("/action/add-connection", test_add_connection);
    ADD("/action/connection-kept", test_connection_kept);
    ADD("/action/connection-again", test_connection_again);
    ADD("/action/label", test_label);
    ADD("/action/preferences", test_preferences);
    status = g_test_run();
    remove(settings);
    remove(folder);
    return status;
}
