/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* A volume is made and given to a guest; when that fails, it is gone again. */
#include "config.h"

#include <string.h>

#include "base/yado-error.h"
#include "present/yado-catalog.h"
#include "yado-fake-backend.h"

typedef struct {
    YadoFakeBackend *fake;
    YadoSession *session;
    YadoHost *host;
    GPtrArray *guests;
    YadoTargets targets;
} Fixture;

static void
set_up(Fixture *self, gconstpointer data)
{
    self->fake = yado_fake_add("disks");
    yado_fake_add_guest(self->fake, "web", YADO_GUEST_SHUT_OFF, NULL);
    self->session = yado_fake_session_new(NULL);
    self->host = yado_fake_open(self->session, "disks");
    self->guests = g_ptr_array_new();
    g_ptr_array_add(self->guests, yado_fake_find(self->host, "web"));
    self->targets = (YadoTargets){ self->session, self->guests, self->host };
}

static void
tear_down(Fixture *self, gconstpointer data)
{
    yado_host_close(self->host);
    g_ptr_array_unref(self->guests);
    g_object_unref(self->session);
    yado_fake_reset();
}

static gboolean
has_pools(gpointer host)
{
    return yado_resources_list(yado_resources_get(host), YADO_RESOURCE_POOLS, NULL) != NULL;
}

static gboolean
is_finished(gpointer job)
{
    return yado_job_is_finished(job);
}

static void
put(YadoForm *form, const char *id, const char *text)
{
    g_autoptr(GError) error = NULL;

    yado_form_set_text(form, yado_form_find_field(form, id), text, &error);
    g_assert_no_error(error);
}

/* Runs it with a size and a format. (transfer full) */
static YadoJob *
run(Fixture *self, const char *format)
{
    g_autoptr(YadoJob) job = yado_job_new("New disk", "web");
    const YadoActionSpec *spec = yado_catalog_find_action("guest.new-disk");
    g_autoptr(YadoForm) form = yado_action_create_form(spec, &self->targets);

    g_assert_true(yado_action_check(spec, &self->targets, NULL));
    yado_fake_wait(has_pools, self->host);
    put(form, "size", "2 GiB");
    put(form, "pool", "images");
    put(form, "format", format);
    spec->run(&self->targets, self->guests->pdata[0], form, job);
    yado_fake_wait(is_finished, job);
    return g_steal_pointer(&job);
}

static char *
dup_log(Fixture *self)
{
    GPtrArray *log = yado_fake_get_log(self->fake);
    g_autoptr(GString) text = g_string_new(NULL);

    for (guint i = 0; i < log->len; i++)
        g_string_append_printf(text, "%s\n", (const char *)log->pdata[i]);
    g_test_message("%s", text->str);
    return g_string_free(g_steal_pointer(&text), FALSE);
}

static void
test_made(Fixture *self, gconstpointer data)
{
    g_autoptr(YadoJob) job = run(self, "qcow2");
    g_autofree char *log = dup_log(self);

    g_assert_no_error(yado_job_get_error(job));
    g_assert_cmpint(yado_job_get_state(job), ==, YADO_JOB_DONE);
    g_assert_nonnull(strstr(log, "volume-create - "));
    g_assert_nonnull(strstr(log, "capacity=2147483648"));
    g_assert_nonnull(strstr(log, "name=web-xvd"));
    g_assert_nonnull(strstr(log, ".qcow2"));
    g_assert_nonnull(strstr(log, "apply web source=/srv/images/web-xvd"));
    g_assert_nonnull(strstr(log, "apply web format=qcow2"));
    g_assert_null(strstr(log, "volume-delete"));
}

static void
test_raw(Fixture *self, gconstpointer data)
{
    g_autoptr(YadoJob) job = run(self, "raw");
    g_autofree char *log = dup_log(self);

    g_assert_no_error(yado_job_get_error(job));
    g_assert_nonnull(strstr(log, ".img"));
}

/* The guest does not take it: what was made for it goes, and the reason is the host's. */
static void
test_undone(Fixture *self, gconstpointer data)
{
    g_autoptr(YadoJob) job = NULL;
    g_autofree char *log = NULL;

    yado_fake_set_missing(self->fake, "apply", "The host refuses it.");
    job = run(self, "qcow2");
    log = dup_log(self);
    g_assert_cmpint(yado_job_get_state(job), ==, YADO_JOB_FAILED);
    g_assert_cmpstr(yado_job_get_error(job)->message, ==, "The host refuses it.");
    g_assert_nonnull(strstr(log, "volume-delete - volume=/srv/images/web-xvd"));
}

/* What cannot be removed is told with the reason. */
static void
test_left(Fixture *self, gconstpointer data)
{
    g_autoptr(YadoJob) job = NULL;

    yado_fake_set_missing(self->fake, "apply", "The host refuses it.");
    yado_fake_set_missing(self->fake, "volume-delete", "It is in use.");
    job = run(self, "raw");
    g_assert_cmpint(yado_job_get_state(job), ==, YADO_JOB_FAILED);
    g_assert_true(g_str_has_prefix(yado_job_get_error(job)->message,
                                   "The host refuses it. This could not be removed: /srv/images/"));
}

int
main(int argc, char **argv)
{
    g_setenv("YADO_SETTINGS", "/nonexistent/yado.conf", TRUE);
    g_test_init(&argc, &argv, NULL);
    g_test_add("/new-disk/made", Fixture, NULL, set_up, test_made, tear_down);
    g_test_add("/new-disk/raw", Fixture, NULL, set_up, test_raw, tear_down);
    g_test_add("/new-disk/undone", Fixture, NULL, set_up, test_undone, tear_down);
    g_test_add("/new-disk/left", Fixture, NULL, set_up, test_left, tear_down);
    return g_test_run();
}
