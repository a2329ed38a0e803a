/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* A volume is made and given to a guest; when that fails, it is gone again. */
#include "config.h"

#include <string.h>

#include "base/yado-error.h"
#include "present/yado-apply.h"
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

/* That nothing is chosen yet is not the user's doing, and it is proposed when it is known. */
static void
test_early(Fixture *self, gconstpointer data)
{
    g_autoptr(YadoForm) form =
        yado_action_create_form(yado_catalog_find_action("guest.new-disk"), &self->targets);
    const YadoFieldSpec *pool = yado_form_find_field(form, "pool");
    g_autofree char *value = NULL;

    g_assert_false(yado_form_validate(form, NULL, NULL));
    g_assert_nonnull(strstr(yado_form_get_error(form, pool), "Try again in a moment"));
    yado_fake_wait(has_pools, self->host);
    value = yado_form_dup_value(form, pool);
    g_assert_null(yado_form_get_error(form, pool));
    g_assert_cmpstr(value, ==, "images");
}

/* Runs it with a size and a format. @name: NULL, one is chosen. (transfer full) */
static YadoJob *
run_named(Fixture *self, const char *format, const char *name)
{
    g_autoptr(YadoJob) job = yado_job_new("New disk", "web");
    const YadoActionSpec *spec = yado_catalog_find_action("guest.new-disk");
    g_autoptr(YadoForm) form = yado_action_create_form(spec, &self->targets);

    g_assert_true(yado_action_check(spec, &self->targets, NULL));
    yado_fake_wait(has_pools, self->host);
    put(form, "size", "2 GiB");
    put(form, "pool", "images");
    put(form, "format", format);
    if (name)
        put(form, "name", name);
    spec->run(&self->targets, self->guests->pdata[0], form, job);
    yado_fake_wait(is_finished, job);
    return g_steal_pointer(&job);
}

static YadoJob *
run(Fixture *self, const char *format)
{
    return run_named(self, format, NULL);
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

static gboolean
has_a_volume(gpointer host)
{
    GPtrArray *volumes =
        yado_resources_list(yado_resources_get(host), YADO_RESOURCE_VOLUMES, "images");

    return volumes != NULL && volumes->len > 0;
}

/* The name that it would have is taken: by a disk that was removed from the guest, for example. The next one is xvdb. */
static void
test_taken(Fixture *self, gconstpointer data)
{
    g_autoptr(YadoJob) first = run_named(self, "qcow2", "web-xvdb.qcow2");
    g_autoptr(YadoJob) second = NULL;
    g_autofree char *log = NULL;

    yado_fake_wait(has_a_volume, self->host);
    second = run(self, "qcow2");
    log = dup_log(self);
    g_assert_no_error(yado_job_get_error(second));
    g_assert_nonnull(strstr(log, "name=web-xvdb.qcow2"));
    g_assert_nonnull(strstr(log, "name=web-xvdb-2.qcow2"));
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

/* ---- On the disk's page ---- */

typedef struct {
    YadoDocument *document; /* edited */
    char *node;
    YadoForm *form;
    YadoDocument *applied;
    GError *error;
    gboolean is_done;
} Page;

static void
page_clear(Page *self)
{
    g_clear_object(&self->document);
    g_clear_object(&self->form);
    g_clear_object(&self->applied);
    g_clear_error(&self->error);
    g_free(self->node);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Page, page_clear)

static void
on_document_cb(GObject *source, GAsyncResult *result, gpointer data)
{
    Page *page = data;

    page->document = yado_guest_get_document_finish(YADO_GUEST(source), result, &page->error);
    page->is_done = TRUE;
}

static void
on_applied_cb(GObject *source, GAsyncResult *result, gpointer data)
{
    Page *page = data;

    page->applied = yado_apply_finish(YADO_GUEST(source), result, NULL, &page->error);
    page->is_done = TRUE;
}

static gboolean
is_done(gpointer page)
{
    return ((Page *)page)->is_done;
}

static void
open_early_page(Fixture *self, Page *page)
{
    YadoGuest *guest = self->guests->pdata[0];
    const YadoDeviceSpec *spec = yado_catalog_find_device("disk");

    yado_guest_get_document_async(guest, YADO_CONFIGURATION_INACTIVE, NULL, on_document_cb, page);
    yado_fake_wait(is_done, page);
    g_assert_no_error(page->error);
    page->node = yado_device_add(spec, page->document, guest, &page->error);
    g_assert_no_error(page->error);
    page->form =
        yado_form_new(yado_device_get_form(spec), page->document, page->node, self->session, guest);
}

static void
open_page(Fixture *self, Page *page)
{
    open_early_page(self, page);
    yado_fake_wait(has_pools, self->host);
}

static void
apply_page(Fixture *self, Page *page)
{
    page->is_done = FALSE;
    yado_apply_async(self->guests->pdata[0], page->document, YADO_APPLY_STORED, NULL, NULL,
                     on_applied_cb, page);
    yado_fake_wait(is_done, page);
}

static void
assert_value(Page *page, const char *id, const char *expected)
{
    g_autofree char *value = yado_form_dup_value(page->form, yado_form_find_field(page->form, id));

    g_assert_cmpstr(value, ==, expected);
}

/* A volume is what is proposed, and nothing that one must say. */
static void
test_page(Fixture *self, gconstpointer data)
{
    g_auto(Page) page = { 0 };
    g_autofree char *log = NULL;

    open_page(self, &page);
    assert_value(&page, "way", "new");
    assert_value(&page, "pool", "images");
    assert_value(&page, "format", "qcow2");
    assert_value(&page, "size", "21474836480");
    g_assert_true(yado_form_validate(page.form, NULL, NULL));
    g_assert_false(
        yado_form_set_text(page.form, yado_form_find_field(page.form, "size"), "", NULL));
    put(page.form, "size", "3 GiB");
    g_assert_true(yado_form_validate(page.form, NULL, NULL));
    apply_page(self, &page);
    g_assert_no_error(page.error);
    log = dup_log(self);
    g_assert_nonnull(strstr(log, "capacity=3221225472"));
    g_assert_nonnull(strstr(log, "apply web source=/srv/images/web-xvd"));
    g_assert_null(strstr(log, "plan."));
}

/* "raw" is itself, not that which has no format and is called so. */
static void
test_page_raw(Fixture *self, gconstpointer data)
{
    g_auto(Page) page = { 0 };
    g_autofree char *log = NULL;

    open_page(self, &page);
    put(page.form, "format", "raw");
    assert_value(&page, "format", "raw");
    assert_value(&page, "driver", NULL);
    apply_page(self, &page);
    g_assert_no_error(page.error);
    log = dup_log(self);
    g_assert_nonnull(strstr(log, "name=web-xvda.img"));
    g_assert_nonnull(strstr(log, "apply web format=raw"));
}

/* On the command line nobody has looked into the pool before: the names that are taken are read then. */
static void
test_page_unread(Fixture *self, gconstpointer data)
{
    g_autoptr(YadoJob) first = run_named(self, "qcow2", "web-xvdb.qcow2");
    g_autoptr(YadoSession) session = yado_fake_session_new(NULL);
    g_autoptr(GPtrArray) guests = g_ptr_array_new();
    Fixture late = { self->fake, session, yado_fake_open(session, "disks"), guests };
    g_auto(Page) page = { 0 };
    g_autofree char *log = NULL;

    g_ptr_array_add(guests, yado_fake_find(late.host, "web"));
    open_early_page(&late, &page);
    put(page.form, "format", "qcow2");
    g_assert_false(has_pools(late.host));
    apply_page(&late, &page);
    g_assert_no_error(page.error);
    log = dup_log(self);
    g_assert_nonnull(strstr(log, "name=web-xvdb-2.qcow2"));
    yado_host_close(late.host);
}

/* The guest does not take it: the volume goes, and the page is as it was, to be applied again. */
static void
test_page_undone(Fixture *self, gconstpointer data)
{
    g_auto(Page) page = { 0 };
    g_autofree char *log = NULL;

    open_page(self, &page);
    put(page.form, "size", "3 GiB");
    yado_fake_set_missing(self->fake, "apply", "The host refuses it.");
    apply_page(self, &page);
    g_assert_cmpstr(page.error->message, ==, "The host refuses it.");
    log = dup_log(self);
    g_assert_nonnull(strstr(log, "volume-delete - volume=/srv/images/web-xvd"));
    assert_value(&page, "way", "new");
    assert_value(&page, "source", NULL);
    g_assert_true(yado_form_validate(page.form, NULL, NULL));
}

/* ---- As a job ---- */

static YadoJob *
begin_job(Fixture *self, Page *page)
{
    YadoGuest *guest = self->guests->pdata[0];
    YadoJobQueue *queue = yado_session_get_jobs(self->session);
    YadoJob *job = yado_apply_begin_job(guest, page->document, queue);

    g_assert_nonnull(job);
    g_assert_cmpuint(yado_job_queue_get_n_running(queue), ==, 1);
    page->is_done = FALSE;
    yado_apply_async(guest, page->document, YADO_APPLY_STORED, job, yado_job_get_cancellable(job),
                     on_applied_cb, page);
    return job;
}

static gboolean
can_cancel(gpointer job)
{
    return yado_job_can_cancel(job);
}

static gboolean
is_given(gpointer job)
{
    return strcmp(yado_job_get_stage(job), "Giving it to the guest") == 0;
}

/* While a volume is made one sees it and can stop it: it is gone, and the guest was not asked. */
static void
test_job_cancelled(Fixture *self, gconstpointer data)
{
    g_auto(Page) page = { 0 };
    g_autoptr(YadoJob) job = NULL;
    g_autofree char *log = NULL;

    open_page(self, &page);
    yado_fake_hold(self->fake, "volume-create");
    job = begin_job(self, &page);
    yado_fake_wait(yado_fake_is_held, self->fake);
    yado_fake_wait(can_cancel, job);
    g_assert_cmpstr(yado_job_get_stage(job), ==, "Making the disk");
    yado_job_cancel(job);
    yado_fake_release(self->fake);
    yado_fake_wait(is_done, &page);
    yado_apply_end_job(job, page.error, TRUE);
    g_assert_cmpint(yado_job_get_state(job), ==, YADO_JOB_CANCELLED);
    g_assert_true(yado_job_is_told(job));
    log = dup_log(self);
    g_assert_nonnull(strstr(log, "volume-delete - volume=/srv/images/web-xvd"));
    g_assert_null(strstr(log, "apply web"));
    assert_value(&page, "way", "new");
}

/* As soon as the guest is asked, its answer counts: whoever cancels does not take the volume from under it. */
static void
test_job_too_late(Fixture *self, gconstpointer data)
{
    g_auto(Page) page = { 0 };
    g_autoptr(YadoJob) job = NULL;
    g_autofree char *log = NULL;

    open_page(self, &page);
    yado_fake_hold(self->fake, "apply");
    job = begin_job(self, &page);
    yado_fake_wait(is_given, job);
    g_assert_false(yado_job_can_cancel(job));
    g_cancellable_cancel(yado_job_get_cancellable(job));
    yado_fake_release(self->fake);
    yado_fake_wait(is_done, &page);
    yado_apply_end_job(job, page.error, TRUE);
    g_assert_cmpint(yado_job_get_state(job), ==, YADO_JOB_DONE);
    log = dup_log(self);
    g_assert_nonnull(strstr(log, "apply web source="));
    g_assert_null(strstr(log, "volume-delete"));
}

/* A guest that is not stored has no next start: what does not go now goes never, and nothing is made for it. */
static void
test_live_alone(Fixture *self, gconstpointer data)
{
    static const YadoApplyFlags flags[] = { YADO_APPLY_LIVE, YADO_APPLY_STORED | YADO_APPLY_LIVE };

    for (guint i = 0; i < G_N_ELEMENTS(flags); i++) {
        g_auto(Page) page = { 0 };
        g_autofree char *log = NULL;

        open_page(self, &page);
        g_assert_true(yado_document_set_value(page.document, page.node, "bus", "ide", &page.error));
        page.is_done = FALSE;
        yado_apply_async(self->guests->pdata[0], page.document, flags[i], NULL, NULL, on_applied_cb,
                         &page);
        yado_fake_wait(is_done, &page);
        log = dup_log(self);
        if (flags[i] & YADO_APPLY_STORED) {
            g_assert_no_error(page.error);
            continue;
        }
        g_assert_error(page.error, YADO_ERROR, YADO_ERROR_UNSUPPORTED);
        g_assert_cmpstr(page.error->message, ==, "“xvda” cannot be given to “web” while it runs.");
        g_assert_null(strstr(log, "volume-create"));
    }
}

/* A path that is given means what exists; a size means a volume again. */
static void
test_page_ways(Fixture *self, gconstpointer data)
{
    g_auto(Page) page = { 0 };
    g_autofree char *log = NULL;

    open_page(self, &page);
    put(page.form, "source", "/srv/other.img");
    assert_value(&page, "way", "path");
    g_assert_false(yado_form_is_visible(page.form, yado_form_find_field(page.form, "size")));
    g_assert_true(yado_form_validate(page.form, NULL, NULL));
    apply_page(self, &page);
    g_assert_no_error(page.error);
    log = dup_log(self);
    g_assert_null(strstr(log, "volume-create"));
    put(page.form, "way", "new");
    assert_value(&page, "source", NULL);
}

/* What is taken away leaves no plan for the next one. */
static void
test_page_forgets(Fixture *self, gconstpointer data)
{
    g_auto(Page) page = { 0 };

    open_page(self, &page);
    put(page.form, "size", "3 GiB");
    g_assert_true(yado_document_remove_node(page.document, page.node, NULL));
    g_assert_false(yado_document_is_edited(page.document));
    assert_value(&page, "way", NULL);
    apply_page(self, &page);
    g_assert_no_error(page.error);
    g_assert_cmpuint(yado_fake_get_log(self->fake)->len, <=, 1);
}

/* ---- Guests that nobody has read yet ---- */

static gboolean
is_listed(gpointer host)
{
    g_autoptr(GPtrArray) found = yado_host_match_guests(host, "late");

    return found->len == 1;
}

static void
on_listed_cb(GObject *source, GAsyncResult *result, gpointer done)
{
    *(gboolean *)done = yado_host_load_finish(YADO_HOST(source), result, NULL);
}

static gboolean
is_true(gpointer done)
{
    return *(gboolean *)done;
}

/* A guest that comes later: it is listed, and its configuration is not known. */
static void
add_late_guest(Fixture *self)
{
    g_autofree char *xml =
        yado_fake_make_xml("xen", "linux", "late", 2,
                           "<devices><disk type='file' device='disk'><source file='/srv/late.img'/>"
                           "<target dev='xvda'/></disk></devices>");
    gboolean done = FALSE;

    yado_fake_add_guest(self->fake, "late", YADO_GUEST_SHUT_OFF, xml);
    yado_host_load_async(self->host, YADO_LOAD_LIST, 0, NULL, on_listed_cb, &done);
    yado_fake_wait(is_true, &done);
    yado_fake_wait(is_listed, self->host);
    g_assert_false(yado_guest_has_facts(yado_fake_find(self->host, "late")));
}

static gboolean
has_error(gpointer data)
{
    Page *page = data;

    return yado_form_get_error(page->form, yado_form_find_field(page->form, "source")) != NULL;
}

/* The form asks for what it does not know, and says whose the disk is as soon as that has come. */
static void
test_unread(Fixture *self, gconstpointer data)
{
    g_auto(Page) page = { 0 };

    add_late_guest(self);
    open_page(self, &page);
    put(page.form, "source", "/srv/late.img");
    yado_fake_wait(has_error, &page);
    g_assert_cmpstr(yado_form_get_error(page.form, yado_form_find_field(page.form, "source")), ==,
                    "“/srv/late.img” is a disk of late.");
}

/* The guest came when the form was checked already: the change itself looks again. */
static void
test_late(Fixture *self, gconstpointer data)
{
    g_auto(Page) page = { 0 };
    g_autofree char *log = NULL;

    open_page(self, &page);
    put(page.form, "source", "/srv/late.img");
    g_assert_true(yado_form_validate(page.form, NULL, NULL));
    add_late_guest(self);
    apply_page(self, &page);
    g_assert_error(page.error, YADO_ERROR, YADO_ERROR_INVALID);
    g_assert_cmpstr(page.error->message, ==, "The guest late uses “/srv/late.img” already.");
    log = dup_log(self);
    g_assert_null(strstr(log, "apply web"));
}

/* It was checked before the host had told its pools: what was missing then is there. */
static void
test_late_pools(Fixture *self, gconstpointer data)
{
    g_auto(Page) page = { 0 };
    const YadoFieldSpec *pool;

    open_early_page(self, &page);
    pool = yado_form_find_field(page.form, "pool");
    g_assert_false(has_pools(self->host));
    g_assert_false(yado_form_validate(page.form, NULL, NULL));
    g_assert_nonnull(yado_form_get_error(page.form, pool));
    yado_fake_wait(has_pools, self->host);
    assert_value(&page, "pool", "images");
    g_assert_null(yado_form_get_error(page.form, pool));
}

int
main(int argc, char **argv)
{
    g_setenv("YADO_SETTINGS", "/nonexistent/yado.conf", TRUE);
    g_test_init(&argc, &argv, NULL);
    g_test_add("/new-disk/early", Fixture, NULL, set_up, test_early, tear_down);
    g_test_add("/new-disk/made", Fixture, NULL, set_up, test_made, tear_down);
    g_test_add("/new-disk/taken", Fixture, NULL, set_up, test_taken, tear_down);
    g_test_add("/new-disk/raw", Fixture, NULL, set_up, test_raw, tear_down);
    g_test_add("/new-disk/undone", Fixture, NULL, set_up, test_undone, tear_down);
    g_test_add("/new-disk/left", Fixture, NULL, set_up, test_left, tear_down);
    g_test_add("/new-disk/page", Fixture, NULL, set_up, test_page, tear_down);
    g_test_add("/new-disk/page-undone", Fixture, NULL, set_up, test_page_undone, tear_down);
    g_test_add("/new-disk/page-raw", Fixture, NULL, set_up, test_page_raw, tear_down);
    g_test_add("/new-disk/page-unread", Fixture, NULL, set_up, test_page_unread, tear_down);
    g_test_add("/new-disk/job-cancelled", Fixture, NULL, set_up, test_job_cancelled, tear_down);
    g_test_add("/new-disk/job-too-late", Fixture, NULL, set_up, test_job_too_late, tear_down);
    g_test_add("/new-disk/live-alone", Fixture, NULL, set_up, test_live_alone, tear_down);
    g_test_add("/new-disk/page-ways", Fixture, NULL, set_up, test_page_ways, tear_down);
    g_test_add("/new-disk/unread", Fixture, NULL, set_up, test_unread, tear_down);
    g_test_add("/new-disk/late", Fixture, NULL, set_up, test_late, tear_down);
    g_test_add("/new-disk/page-forgets", Fixture, NULL, set_up, test_page_forgets, tear_down);
    g_test_add("/new-disk/late-pools", Fixture, NULL, set_up, test_late_pools, tear_down);
    return g_test_run();
}
