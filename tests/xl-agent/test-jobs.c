/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Starting and saving: what becomes of the guest when it is cancelled, at each moment; and what the next agent makes of it. */
#include "config.h"

#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

#include "../backend/await.h"
#include "fake-xen.h"

#define WEB "11111111-0000-0000-0000-000000000001"

/* One call, and what the agent answered. */
typedef struct {
    FakeAgent fake;
    char *image;
    GAsyncResult *result;
} Fixture;

static void
set_up(Fixture *fixture, gconstpointer data)
{
    fake_agent_open(&fixture->fake);
    fake_xl_install(&fixture->fake);
    fixture->image = g_build_filename(fixture->fake.agent->saved, "web", NULL);
}

static void
tear_down(Fixture *fixture, gconstpointer data)
{
    g_clear_object(&fixture->result);
    g_free(fixture->image);
    fake_agent_close(&fixture->fake);
}

static gboolean
has_process(gpointer data)
{
    Fixture *fixture = data;

    return g_hash_table_size(fixture->fake.agent->jobs) > 0 || fixture->result;
}

static void
begin_save(Fixture *fixture)
{
    fake_guests[0] = (FakeGuest){ .domid = 7, .uuid = WEB, .name = "web" };
    yado_xl1_call_save(fixture->fake.client, 1, WEB, "", G_DBUS_CALL_FLAGS_NONE, -1, NULL,
                       await_done, &fixture->result);
    g_assert_true(yado_test_wait(has_process, fixture, 10));
}

static gboolean
end_save(Fixture *fixture, GError **error)
{
    return yado_xl1_call_save_finish(fixture->fake.client, await(&fixture->result), error);
}

static void
begin_start(Fixture *fixture)
{
    g_autofree char *path = g_build_filename(fixture->fake.agent->folder, "web.cfg", NULL);

    yado_test_write_file(path, "name = \"web\"\n");
    yado_xl1_call_start_file(fixture->fake.client, 1, "web.cfg", FALSE, G_DBUS_CALL_FLAGS_NONE, -1,
                             NULL, await_done, &fixture->result);
    g_assert_true(yado_test_wait(has_process, fixture, 10));
}

static gboolean
end_start(Fixture *fixture, GError **error)
{
    return yado_xl1_call_start_file_finish(fixture->fake.client, await(&fixture->result), error);
}

static void
abort_job(Fixture *fixture)
{
    g_autoptr(GAsyncResult) result = NULL;
    g_autoptr(GError) error = NULL;

    yado_xl1_call_abort(fixture->fake.client, 1, G_DBUS_CALL_FLAGS_NONE, -1, NULL, await_done,
                        &result);
    yado_xl1_call_abort_finish(fixture->fake.client, await(&result), &error);
    g_assert_no_error(error);
}

static void
assert_cancelled(const GError *error)
{
    g_autofree char *name = error ? g_dbus_error_get_remote_error(error) : NULL;

    g_assert_cmpstr(name, ==, "org.yado.Xl1.Error.Cancelled");
}

static gboolean
has_image(Fixture *fixture)
{
    return access(fixture->image, F_OK) == 0;
}

static void
test_save(Fixture *fixture, gconstpointer data)
{
    g_autoptr(GError) error = NULL;

    begin_save(fixture);
    fake_xl_order(&fixture->fake, "write");
    fake_xl_order(&fixture->fake, "close");
    fake_xl_order(&fixture->fake, "end");
    g_assert_true(end_save(fixture, &error));
    g_assert_no_error(error);
    g_assert_true(has_image(fixture));
}

static void
test_save_cancelled(Fixture *fixture, gconstpointer data)
{
    g_autoptr(GError) error = NULL;

    begin_save(fixture);
    fake_xl_order(&fixture->fake, "write");
    fake_guests[0].is_suspended = TRUE;
    abort_job(fixture);
    g_assert_false(end_save(fixture, &error));
    assert_cancelled(error);
    g_assert_cmpuint(fake_resumed, ==, 7);
    g_assert_false(has_image(fixture));
}

/* As long as it is saved it sleeps, and must not be woken by somebody else. */
static void
test_save_and_resume(Fixture *fixture, gconstpointer data)
{
    g_autoptr(GAsyncResult) result = NULL;
    g_autoptr(GError) error = NULL;
    g_autofree char *name = NULL;

    begin_save(fixture);
    fake_xl_order(&fixture->fake, "write");
    fake_guests[0].is_suspended = TRUE;
    yado_xl1_call_control(fixture->fake.client, WEB, "resume-suspended", G_DBUS_CALL_FLAGS_NONE, -1,
                          NULL, await_done, &result);
    g_assert_false(yado_xl1_call_control_finish(fixture->fake.client, await(&result), &error));
    name = g_dbus_error_get_remote_error(error);
    g_assert_cmpstr(name, ==, "org.yado.Xl1.Error.Busy");
    g_assert_cmpuint(fake_resumed, ==, 0);
    fake_xl_order(&fixture->fake, "fail");
    g_clear_error(&error);
    g_assert_false(end_save(fixture, &error));
    g_assert_cmpuint(fake_resumed, ==, 7);
}

/* xl has written all of it and is removing the guest: nothing is stopped or removed any more. */
static void
test_save_cancelled_late(Fixture *fixture, gconstpointer data)
{
    g_autoptr(GError) error = NULL;

    begin_save(fixture);
    fake_xl_order(&fixture->fake, "write");
    fake_xl_order(&fixture->fake, "close");
    fake_guests[0].is_suspended = fake_guests[0].is_dying = TRUE;
    abort_job(fixture);
    fake_xl_order(&fixture->fake, "end");
    g_assert_true(end_save(fixture, &error));
    g_assert_no_error(error);
    g_assert_true(has_image(fixture));
    g_assert_cmpuint(fake_resumed, ==, 0);
}

/* By whomever. */
static void
test_save_killed_late(Fixture *fixture, gconstpointer data)
{
    g_autoptr(GError) error = NULL;

    begin_save(fixture);
    fake_xl_order(&fixture->fake, "write");
    fake_xl_order(&fixture->fake, "close");
    fake_guests[0].is_dying = TRUE;
    fake_xl_order(&fixture->fake, "die");
    g_assert_true(end_save(fixture, &error));
    g_assert_no_error(error);
    g_assert_true(has_image(fixture));
}

static void
test_save_failed(Fixture *fixture, gconstpointer data)
{
    g_autoptr(GError) error = NULL;

    begin_save(fixture);
    fake_xl_order(&fixture->fake, "write");
    fake_guests[0] = (FakeGuest){ 0 }; /* somebody destroyed it */
    fake_xl_order(&fixture->fake, "fail");
    g_assert_false(end_save(fixture, &error));
    g_assert_false(has_image(fixture));
}

/* Whatever happens to the machine: half an image is none. */
static void
test_save_hidden(Fixture *fixture, gconstpointer data)
{
    g_autofree char *part = g_build_filename(fixture->fake.agent->saved, ".web.part", NULL);
    g_autoptr(GError) error = NULL;

    yado_test_write_file(part, "of a crash in mid-save\n");
    begin_save(fixture);
    fake_xl_order(&fixture->fake, "write");
    g_assert_false(has_image(fixture));
    g_assert_cmpint(access(part, F_OK), ==, 0);
    fake_xl_order(&fixture->fake, "close");
    fake_xl_order(&fixture->fake, "end");
    g_assert_true(end_save(fixture, &error));
    g_assert_no_error(error);
    g_assert_true(has_image(fixture));
    g_assert_cmpint(access(part, F_OK), !=, 0);
}

static gboolean
on_client_gone_cb(gpointer data)
{
    yado_xl_agent_leave(data);
    return G_SOURCE_REMOVE;
}

static gboolean
on_end_due_cb(gpointer data)
{
    fake_xl_order(data, "end");
    return G_SOURCE_REMOVE;
}

/* The client goes in mid-save: the image gets its name all the same. */
static void
test_save_unheard(Fixture *fixture, gconstpointer data)
{
    YadoXlAgent *agent = fixture->fake.agent;
    g_autoptr(GError) error = NULL;

    begin_save(fixture);
    fake_xl_order(&fixture->fake, "write");
    fake_xl_order(&fixture->fake, "close");
    agent->loop = g_main_loop_new(NULL, FALSE);
    g_idle_add_full(G_PRIORITY_HIGH, on_client_gone_cb, agent, NULL);
    g_timeout_add(200, on_end_due_cb, &fixture->fake);
    g_main_loop_run(agent->loop);
    g_assert_true(has_image(fixture));
    g_assert_true(end_save(fixture, &error));
}

/* ---- Left behind by an agent that ended ---- */

static void
leave_save(Fixture *fixture, FakeGuest guest)
{
    g_autofree char *note = g_build_filename(fixture->fake.agent->state, "save-" WEB, NULL);
    g_autofree char *text = g_strconcat("7\n", fixture->image, NULL);

    fake_guests[0] = guest;
    yado_test_write_file(fixture->image, "memory\n");
    yado_test_write_file(note, text);
    yado_xl_left_recover(fixture->fake.agent);
    g_assert_cmpint(access(note, F_OK), !=, 0);
}

static void
test_recover_interrupted(Fixture *fixture, gconstpointer data)
{
    leave_save(fixture,
               (FakeGuest){ .domid = 7, .uuid = WEB, .name = "web", .is_suspended = TRUE });
    g_assert_false(has_image(fixture));
    g_assert_cmpuint(fake_resumed, ==, 7);
}

static void
test_recover_dying(Fixture *fixture, gconstpointer data)
{
    leave_save(fixture, (FakeGuest){ .domid = 7, .uuid = WEB, .is_dying = TRUE });
    g_assert_true(has_image(fixture));
}

static gboolean
has_no_note(gpointer note)
{
    return access(note, F_OK) != 0;
}

/* xl went on when its agent had ended: the next one waits for its end. */
static void
test_recover_going_on(Fixture *fixture, gconstpointer data)
{
    gboolean is_saved = data != NULL;
    g_autofree char *note = g_build_filename(fixture->fake.agent->state, "save-" WEB, NULL);
    g_autofree char *part = g_build_filename(fixture->fake.agent->saved, ".web.part", NULL);
    g_autofree char *text = g_strconcat("7\n", part, NULL);
    int lock;

    fake_guests[0] = (FakeGuest){ .domid = 7, .uuid = WEB, .name = "web", .is_suspended = TRUE };
    yado_test_write_file(part, "memory\n");
    yado_test_write_file(note, text);
    lock = open(part, O_RDONLY | O_CLOEXEC);
    g_assert_cmpint(flock(lock, LOCK_EX), ==, 0);
    yado_xl_left_recover(fixture->fake.agent);
    g_assert_cmpint(access(note, F_OK), ==, 0);
    if (is_saved)
        fake_guests[0] = (FakeGuest){ 0 };
    close(lock);
    g_assert_true(yado_test_wait(has_no_note, note, 20));
    g_assert_cmpint(has_image(fixture), ==, is_saved);
    g_assert_cmpint(access(part, F_OK), !=, 0);
    g_assert_cmpuint(fake_resumed, ==, is_saved ? 0 : 7);
}

static void
test_recover_restored(Fixture *fixture, gconstpointer data)
{
    leave_save(fixture, (FakeGuest){ .domid = 8, .uuid = WEB, .name = "web" });
    g_assert_true(has_image(fixture));
}

/* ---- Starting ---- */

static void
test_start(Fixture *fixture, gconstpointer data)
{
    g_autoptr(GError) error = NULL;

    begin_start(fixture);
    fake_xl_order(&fixture->fake, "end");
    g_assert_true(end_start(fixture, &error));
    g_assert_no_error(error);
}

static void
test_start_cancelled(Fixture *fixture, gconstpointer data)
{
    g_autoptr(GError) error = NULL;

    begin_start(fixture);
    fake_xl_order(&fixture->fake, "lock");
    fake_guests[0] = (FakeGuest){ .domid = 7, .uuid = WEB, .name = "web", .is_paused = TRUE };
    abort_job(fixture);
    g_assert_false(end_start(fixture, &error));
    assert_cancelled(error);
    g_assert_cmpuint(fake_destroyed, ==, 7);
}

static gboolean
is_locked(gpointer path)
{
    struct flock lock = { .l_type = F_WRLCK, .l_whence = SEEK_SET };
    int fd = open(path, O_WRONLY | O_CLOEXEC);
    gboolean locked = fd >= 0 && fcntl(fd, F_GETLK, &lock) == 0 && lock.l_type != F_UNLCK;

    if (fd >= 0)
        close(fd);
    return locked;
}

/* Another xl, which makes a guest. */
static GPid
hold_lock(char *path)
{
    const char *const argv[] = { "xl", "hold", path, NULL };
    GPid pid = yado_test_spawn(argv, NULL, NULL, 0);

    g_assert_true(yado_test_wait(is_locked, path, 10));
    return pid;
}

/* Somebody else was quicker: @data is what became of his guest meanwhile. */
static void
test_start_of_another(Fixture *fixture, gconstpointer data)
{
    const FakeGuest *theirs = data;
    g_autoptr(GError) error = NULL;
    g_autofree char *lock = g_build_filename(fixture->fake.folder, "lock", NULL);
    GPid other = hold_lock(lock);

    begin_start(fixture);
    fake_guests[0] = *theirs;
    abort_job(fixture);
    g_assert_false(end_start(fixture, &error));
    assert_cancelled(error);
    g_assert_cmpuint(fake_destroyed, ==, 0);
    yado_test_kill(other, SIGKILL);
}

/* It is there already when the user cancels: xl is left to end by itself. */
static void
test_start_cancelled_late(Fixture *fixture, gconstpointer data)
{
    g_autoptr(GError) error = NULL;

    begin_start(fixture);
    fake_xl_order(&fixture->fake, "write");
    fake_guests[0] = (FakeGuest){ .domid = 7, .uuid = WEB, .name = "web", .cpu_time = 1 };
    abort_job(fixture);
    fake_xl_order(&fixture->fake, "end");
    g_assert_true(end_start(fixture, &error));
    g_assert_no_error(error);
    g_assert_cmpuint(fake_destroyed, ==, 0);
}

/* As xl writes it: a header, the configuration, and what the guest had in memory. */
static void
write_image(const char *path)
{
    static const char json[] =
        "{ \"c_info\": { \"name\": \"web\" }, \"b_info\": { \"type\": \"pv\" } }";
    const struct {
        char magic[32];
        uint32_t words[5];
    } header = { "Xen saved domain, xl format\n \0 \r",
                 { 0x01020304, 3, 0, 4 + sizeof(json), sizeof(json) } };
    g_autoptr(GString) text = g_string_new(NULL);

    g_string_append_len(text, (const char *)&header, sizeof(header));
    g_string_append_len(text, json, sizeof(json));
    g_string_append(text, "memory");
    g_assert_true(g_file_set_contents(path, text->str, (gssize)text->len, NULL));
}

static void
begin_restore(Fixture *fixture)
{
    yado_xl1_call_restore(fixture->fake.client, 1, fixture->image, FALSE, G_DBUS_CALL_FLAGS_NONE,
                          -1, NULL, await_done, &fixture->result);
    g_assert_true(yado_test_wait(has_process, fixture, 10));
}

static void
test_restore_cancelled(Fixture *fixture, gconstpointer data)
{
    g_autoptr(GError) error = NULL;

    write_image(fixture->image);
    begin_restore(fixture);
    fake_xl_order(&fixture->fake, "lock");
    fake_guests[0] = (FakeGuest){ .domid = 7, .uuid = WEB, .name = "web", .is_paused = TRUE };
    abort_job(fixture);
    g_assert_false(
        yado_xl1_call_restore_finish(fixture->fake.client, await(&fixture->result), &error));
    assert_cancelled(error);
    g_assert_cmpuint(fake_destroyed, ==, 7);
    g_assert_true(has_image(fixture));
}

static void
test_restore_taken(Fixture *fixture, gconstpointer data)
{
    g_autoptr(GError) error = NULL;
    g_autofree char *name = NULL;

    write_image(fixture->image);
    fake_guests[0] = (FakeGuest){ .domid = 7, .uuid = WEB, .name = "web" };
    begin_restore(fixture);
    g_assert_false(
        yado_xl1_call_restore_finish(fixture->fake.client, await(&fixture->result), &error));
    name = g_dbus_error_get_remote_error(error);
    g_assert_cmpstr(name, ==, "org.yado.Xl1.Error.Conflict");
}

static void
add(const char *path, void (*test)(Fixture *, gconstpointer), const void *data)
{
    g_test_add(path, Fixture, data, set_up, test, tear_down);
}

int
main(int argc, char **argv)
{
    static const FakeGuest built = { .domid = 7, .uuid = WEB, .name = "web", .is_paused = TRUE };
    static const FakeGuest running = { .domid = 7, .uuid = WEB, .name = "web", .cpu_time = 1 };

    if (g_str_has_suffix(argv[0], "xl"))
        return fake_xl(argc, argv);
    yado_test_guard();
    g_test_init(&argc, &argv, NULL);
    add("/xl-agent/save", test_save, NULL);
    add("/xl-agent/save/cancelled", test_save_cancelled, NULL);
    add("/xl-agent/save/and-resume", test_save_and_resume, NULL);
    add("/xl-agent/save/cancelled-late", test_save_cancelled_late, NULL);
    add("/xl-agent/save/killed-late", test_save_killed_late, NULL);
    add("/xl-agent/save/failed", test_save_failed, NULL);
    add("/xl-agent/save/unheard", test_save_unheard, NULL);
    add("/xl-agent/save/hidden", test_save_hidden, NULL);
    add("/xl-agent/recover/goes-on", test_recover_going_on, "saved");
    add("/xl-agent/recover/fails-later", test_recover_going_on, NULL);
    add("/xl-agent/recover/interrupted", test_recover_interrupted, NULL);
    add("/xl-agent/recover/dying", test_recover_dying, NULL);
    add("/xl-agent/recover/restored", test_recover_restored, NULL);
    add("/xl-agent/restore/cancelled", test_restore_cancelled, NULL);
    add("/xl-agent/restore/taken", test_restore_taken, NULL);
    add("/xl-agent/start", test_start, NULL);
    add("/xl-agent/start/cancelled", test_start_cancelled, NULL);
    add("/xl-agent/start/another-builds", test_start_of_another, &built);
    add("/xl-agent/start/another-runs", test_start_of_another, &running);
    add("/xl-agent/start/cancelled-late", test_start_cancelled_late, NULL);
    return g_test_run();
}
