/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The libvirt back end on libvirt's own test driver, with a host of three guests made for it. */
#include "config.h"

#include "await.h"
#include "backend/yado-backend-registry.h"
#include "base/yado-error.h"
#include "document/yado-plain-document.h"

#define RUNNING "6695eb01-f6a4-8304-79aa-000000000001"
#define OFF "6695eb01-f6a4-8304-79aa-000000000002"
#define SAVED "6695eb01-f6a4-8304-79aa-000000000003"
#define NOBODY "6695eb01-f6a4-8304-79aa-0000000000ff"

/* The domain in it is another one's: its name must not be taken for the snapshot's. */
#define SNAPSHOT(name, more, created, active)                                          \
    "<test:domainsnapshot><name>" name "</name>" more "<creationTime>" created         \
    "</creationTime><active>" active "</active><domain type='xen'><name>saved</name>"  \
    "<uuid>" SAVED "</uuid><description>inner</description><memory>262144</memory>"    \
    "<vcpu>1</vcpu><os><type arch='x86_64' machine='xenpv'>linux</type></os></domain>" \
    "</test:domainsnapshot>"

/* clang-format off */
#define SNAPSHOTS \
    SNAPSHOT("first", "<description>a &lt; b</description><state>shutoff</state>", "1000", "0") \
    SNAPSHOT("second", "<state>running</state><parent><name>first</name></parent>", "2000", "1") \
    SNAPSHOT("third", "<state>paused</state><parent><name>first</name></parent>", "3000", "0")
/* clang-format on */

static const char node[] =
    "<node>"
    "<domain type='xen' xmlns:test='http://libvirt.org/schemas/domain/test/1.0'>"
    "<name>runs &amp; runs</name><uuid>" RUNNING "</uuid><memory>1048576</memory>"
    "<currentMemory>524288</currentMemory><vcpu current='2'>4</vcpu>"
    "<os><type arch='x86_64' machine='xenpv'>linux</type><kernel>/boot/vmlinuz</kernel></os>"
    "<devices><disk type='file' device='disk'><source file='/pool/a.img'/>"
    "<target dev='xvda' bus='xen'/></disk></devices></domain>"
    "<domain type='xen' xmlns:test='http://libvirt.org/schemas/domain/test/1.0'>"
    "<test:runstate>5</test:runstate>"
    "<name>off</name><uuid>" OFF "</uuid><memory>262144</memory><vcpu>1</vcpu>"
    "<os><type arch='x86_64' machine='xenpv'>linux</type><kernel>/boot/vmlinuz</kernel></os>"
    "<devices><disk type='file' device='disk'><source file='/pool/own.img'/>"
    "<target dev='xvda' bus='xen'/></disk>"
    "<disk type='file' device='disk'><source file='/pool/shared.img'/>"
    "<target dev='xvdb' bus='xen'/><shareable/></disk></devices></domain>"
    "<domain type='xen' xmlns:test='http://libvirt.org/schemas/domain/test/1.0'>"
    "<test:runstate>5</test:runstate><test:hasmanagedsave/>"
    "<name>saved</name><uuid>" SAVED "</uuid><memory>262144</memory><vcpu>1</vcpu>"
    "<os><type arch='x86_64' machine='xenpv'>linux</type><kernel>/boot/vmlinuz</kernel></os>"
    /* its own */ SNAPSHOTS "</domain>"
    "<pool type='dir'><name>pool</name><uuid>35bb2ad9-388a-cdfe-461a-b8907f6e53ff</uuid>"
    "<target><path>/pool</path></target>"
    "<volume type='file'><name>own.img</name><capacity unit='M'>10</capacity>"
    "<target><path>/pool/own.img</path></target></volume></pool>"
    "</node>";

typedef struct {
    YadoBackend *backend;
    GHashTable *events; /* uuid -> last event + 1 */
} Fixture;

static void
on_event_cb(YadoBackend *backend, const char *uuid, int event, Fixture *fixture)
{
    g_hash_table_insert(fixture->events, g_strdup(uuid), GINT_TO_POINTER(event + 1));
}

static void
set_up(Fixture *fixture, gconstpointer data)
{
    g_autofree char *path = data ? yado_test_source_path(data)
                                 : g_build_filename(yado_test_get_folder(), "node.xml", NULL);
    g_autofree char *uri = g_strconcat("test://", path, NULL);
    g_autoptr(GAsyncResult) result = NULL;
    g_autoptr(GError) error = NULL;

    if (!data)
        yado_test_write_file(path, node);
    fixture->events = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    fixture->backend = yado_backend_registry_create(uri, &error);
    g_assert_no_error(error);
    g_signal_connect(fixture->backend, "guest-event", G_CALLBACK(on_event_cb), fixture);
    yado_backend_open_async(fixture->backend, NULL, YADO_OPEN_EVENTS, NULL, await_done, &result);
    g_assert_true(yado_backend_open_finish(fixture->backend, await(&result), &error));
    g_assert_no_error(error);
}

static void
tear_down(Fixture *fixture, gconstpointer data)
{
    /* An event on its way holds the back end. */
    g_signal_handlers_disconnect_by_data(fixture->backend, fixture);
    yado_backend_close(fixture->backend);
    g_object_unref(fixture->backend);
    g_hash_table_unref(fixture->events);
}

static GPtrArray *
list(Fixture *fixture, const char *const *uuids)
{
    g_autoptr(GAsyncResult) result = NULL;
    g_autoptr(GError) error = NULL;
    GPtrArray *records;

    yado_backend_list_async(fixture->backend, uuids, YADO_LIST_SAVED | YADO_LIST_AUTOSTART, NULL,
                            await_done, &result);
    records = yado_backend_list_finish(fixture->backend, await(&result), &error);
    g_assert_no_error(error);
    return records;
}

/* NULL: not there. */
static YadoGuestRecord *
read_guest(Fixture *fixture, const char *uuid)
{
    const char *uuids[] = { uuid, NULL };
    g_autoptr(GPtrArray) records = list(fixture, uuids);

    g_assert_cmpuint(records->len, <=, 1);
    if (records->len == 0)
        return NULL;
    g_ptr_array_set_free_func(records, NULL);
    return records->pdata[0];
}

static YadoGuestState
get_state(Fixture *fixture, const char *uuid)
{
    g_autoptr(YadoGuestRecord) record = read_guest(fixture, uuid);

    g_assert_nonnull(record);
    return record->state;
}

static gboolean
is_finished(gpointer job)
{
    return yado_job_is_finished(job);
}

/* NULL: it went well.  (transfer full) */
static GError *
run_job(Fixture *fixture, const char *operation, const char *uuid, YadoDocument *arguments,
        YadoJob *job)
{
    yado_backend_start(fixture->backend, operation, uuid, arguments, job);
    g_assert_true(yado_test_wait(is_finished, job, 20));
    return yado_job_get_error(job) ? g_error_copy(yado_job_get_error(job)) : NULL;
}

static GError *
run(Fixture *fixture, const char *operation, const char *uuid, const char *key, const char *value)
{
    g_autoptr(YadoJob) job = yado_job_new("test", NULL);
    g_autoptr(YadoDocument) arguments = key ? yado_plain_document_new() : NULL;

    if (key)
        yado_plain_document_set_initial(YADO_PLAIN_DOCUMENT(arguments), key, value);
    return run_job(fixture, operation, uuid, arguments, job);
}

static void
run_well(Fixture *fixture, const char *operation, const char *uuid)
{
    g_autoptr(GError) error = run(fixture, operation, uuid, NULL, NULL);

    g_assert_no_error(error);
}

static YadoDocument *
get_document(Fixture *fixture, const char *uuid, GError **error)
{
    g_autoptr(GAsyncResult) result = NULL;

    yado_backend_get_document_async(fixture->backend, uuid, YADO_CONFIGURATION_INACTIVE, NULL,
                                    await_done, &result);
    return yado_backend_get_document_finish(fixture->backend, await(&result), error);
}

static YadoDocument *
apply(Fixture *fixture, const char *uuid, YadoDocument *document, YadoApplyFlags flags,
      char **dropped, GError **error)
{
    g_autoptr(GAsyncResult) result = NULL;

    yado_backend_apply_async(fixture->backend, uuid, document, flags, NULL, await_done, &result);
    return yado_backend_apply_finish(fixture->backend, await(&result), dropped, error);
}

static gboolean
apply_text(Fixture *fixture, const char *uuid, const char *base, const char *text, gboolean force,
           GError **error)
{
    g_autoptr(GAsyncResult) result = NULL;

    yado_backend_apply_text_async(fixture->backend, uuid, base, text, force, NULL, await_done,
                                  &result);
    return yado_backend_apply_text_finish(fixture->backend, await(&result), error);
}

static void
test_list(Fixture *fixture, gconstpointer data)
{
    g_autoptr(GPtrArray) records = list(fixture, NULL);
    g_autoptr(YadoGuestRecord) running = read_guest(fixture, RUNNING);
    g_autoptr(YadoGuestRecord) nobody = read_guest(fixture, NOBODY);

    g_assert_cmpuint(records->len, ==, 3);
    for (guint i = 0; i < records->len; i++) {
        const YadoGuestRecord *record = records->pdata[i];
        g_autoptr(YadoGuestRecord) same = read_guest(fixture, record->uuid);

        /* Both ways of asking agree. */
        g_assert_cmpstr(record->name, ==, same->name);
        g_assert_cmpint(record->id, ==, same->id);
        g_assert_cmpint(record->state, ==, same->state);
        g_assert_cmpint(record->autostart, ==, same->autostart);
        g_assert_cmpint(record->persistent, ==, same->persistent);
    }
    g_assert_cmpstr(running->name, ==, "runs & runs");
    g_assert_cmpint(running->id, ==, 1);
    g_assert_cmpint(running->state, ==, YADO_GUEST_RUNNING);
    g_assert_cmpint(running->persistent, ==, 1);
    g_assert_cmpint(get_state(fixture, OFF), ==, YADO_GUEST_SHUT_OFF);
    g_assert_cmpint(get_state(fixture, SAVED), ==, YADO_GUEST_SAVED);
    g_assert_null(nobody);
}

static void
test_host_info(Fixture *fixture, gconstpointer data)
{
    g_autoptr(GAsyncResult) result = NULL;
    g_autoptr(GError) error = NULL;
    g_autoptr(YadoHostInfo) info = NULL;

    yado_backend_get_host_info_async(fixture->backend, NULL, await_done, &result);
    info = yado_backend_get_host_info_finish(fixture->backend, await(&result), &error);
    g_assert_no_error(error);
    g_assert_true(g_str_has_prefix(info->hypervisor, "TEST"));
    g_assert_true(g_str_has_prefix(info->library_version, "libvirt "));
    g_assert_cmpuint(info->cpus, >, 0);
    g_assert_cmpuint(info->memory, >, 0);
    g_assert_false(info->is_xen);
}

typedef struct {
    const char *operation, *uuid;
    YadoGuestState state;
} Step;

static void
test_life(Fixture *fixture, gconstpointer data)
{
    static const Step steps[] = {
        { "pause", RUNNING, YADO_GUEST_PAUSED },       { "resume", RUNNING, YADO_GUEST_RUNNING },
        { "reboot", RUNNING, YADO_GUEST_RUNNING },     { "shutdown", RUNNING, YADO_GUEST_SHUT_OFF },
        { "start", RUNNING, YADO_GUEST_RUNNING },      { "destroy", RUNNING, YADO_GUEST_SHUT_OFF },
        { "start", OFF, YADO_GUEST_RUNNING },          { "save", OFF, YADO_GUEST_SAVED },
        { "start", OFF, YADO_GUEST_RUNNING },          { "save", OFF, YADO_GUEST_SAVED },
        { "discard-saved", OFF, YADO_GUEST_SHUT_OFF }, { "restore", SAVED, YADO_GUEST_RUNNING },
    };

    for (guint i = 0; i < G_N_ELEMENTS(steps); i++) {
        g_test_message("%s", steps[i].operation);
        run_well(fixture, steps[i].operation, steps[i].uuid);
        g_assert_cmpint(get_state(fixture, steps[i].uuid), ==, steps[i].state);
    }
}

static void
test_refusals(Fixture *fixture, gconstpointer data)
{
    g_autoptr(GError) off = run(fixture, "save", OFF, NULL, NULL);
    g_autoptr(GError) gone = run(fixture, "start", NOBODY, NULL, NULL);
    g_autoptr(GError) unknown = run(fixture, "fly", OFF, NULL, NULL);
    g_autoptr(GError) file = run(fixture, "restore-file", NULL, "file", "relative");

    g_assert_error(off, YADO_ERROR, YADO_ERROR_INVALID);
    g_assert_nonnull(strstr(off->message, "“off”"));
    g_assert_nonnull(yado_error_get_detail(off));
    g_assert_nonnull(yado_error_get_hint(off));
    g_assert_error(gone, YADO_ERROR, YADO_ERROR_NOT_FOUND);
    g_assert_error(unknown, YADO_ERROR, YADO_ERROR_UNSUPPORTED);
    g_assert_error(file, YADO_ERROR, YADO_ERROR_INVALID);
    g_assert_true(yado_backend_can_run(fixture->backend, "save"));
    g_assert_false(yado_backend_can_run(fixture->backend, "fly"));
}

static void
test_capabilities(Fixture *fixture, gconstpointer data)
{
    const char *reason = NULL;

    g_assert_true(yado_backend_has(fixture->backend, YADO_CAP_EVENTS, NULL));
    g_assert_false(yado_backend_has(fixture->backend, YADO_CAP_CONSOLE, &reason));
    g_assert_nonnull(reason);
    g_assert_false(yado_backend_has(fixture->backend, "nonsense", &reason));
    g_assert_nonnull(reason);
}

static GPtrArray *
list_snapshots(YadoBackend *backend, const char *uuid, GError **error)
{
    g_autoptr(GAsyncResult) result = NULL;

    yado_backend_list_snapshots_async(backend, uuid, NULL, await_done, &result);
    return yado_backend_list_snapshots_finish(backend, await(&result), error);
}

static void
assert_snapshot(GPtrArray *records, const char *name, YadoGuestState state, gint64 created,
                const char *parent, gboolean is_current, const char *description)
{
    const YadoSnapshotRecord *found = NULL;

    for (guint i = 0; i < records->len; i++)
        if (g_strcmp0(((YadoSnapshotRecord *)records->pdata[i])->name, name) == 0)
            found = records->pdata[i];
    g_assert_nonnull(found);
    g_assert_cmpint(found->state, ==, state);
    g_assert_cmpint(found->created, ==, created);
    g_assert_cmpstr(found->parent, ==, parent);
    g_assert_cmpint(found->is_current, ==, is_current);
    g_assert_cmpstr(found->description, ==, description);
    g_assert_false(found->is_disk_only);
}

static void
test_snapshots(Fixture *fixture, gconstpointer data)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(GPtrArray) records = list_snapshots(fixture->backend, SAVED, &error);
    g_autoptr(GPtrArray) none = NULL, nobody = NULL;

    g_assert_no_error(error);
    g_assert_cmpuint(records->len, ==, 3);
    assert_snapshot(records, "first", YADO_GUEST_SHUT_OFF, 1000, NULL, FALSE, "a < b");
    assert_snapshot(records, "second", YADO_GUEST_RUNNING, 2000, "first", TRUE, NULL);
    assert_snapshot(records, "third", YADO_GUEST_PAUSED, 3000, "first", FALSE, NULL);
    none = list_snapshots(fixture->backend, RUNNING, &error);
    g_assert_no_error(error);
    g_assert_cmpuint(none->len, ==, 0);
    nobody = list_snapshots(fixture->backend, NOBODY, &error);
    g_assert_null(nobody);
    g_assert_error(error, YADO_ERROR, YADO_ERROR_NOT_FOUND);
}

/* Known of the driver before there is a connection. */
static void
test_snapshots_on_xen(Fixture *fixture, gconstpointer data)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(YadoBackend) xen = yado_backend_registry_create("xen:///system", &error);
    g_autoptr(GPtrArray) records = NULL;
    const char *reason = NULL;

    g_assert_no_error(error);
    g_assert_false(yado_backend_has(xen, YADO_CAP_SNAPSHOTS, &reason));
    g_assert_nonnull(reason);
    records = list_snapshots(xen, RUNNING, &error);
    g_assert_null(records);
    g_assert_error(error, YADO_ERROR, YADO_ERROR_UNSUPPORTED);
    g_assert_cmpstr(error->message, ==, reason);
    g_assert_true(yado_backend_has(fixture->backend, YADO_CAP_SNAPSHOTS, NULL));
}

static void
test_file(Fixture *fixture, gconstpointer data)
{
    g_autofree char *path = g_build_filename(yado_test_get_folder(), "saved.img", NULL);
    g_autoptr(GError) saved = run(fixture, "save-to-file", RUNNING, "file", path);
    g_autoptr(GError) restored = NULL;

    g_assert_no_error(saved);
    g_assert_cmpint(get_state(fixture, RUNNING), ==, YADO_GUEST_SHUT_OFF);
    restored = run(fixture, "restore-file", NULL, "file", path);
    g_assert_no_error(restored);
    g_assert_cmpint(get_state(fixture, RUNNING), ==, YADO_GUEST_RUNNING);
}

static void
test_rename(Fixture *fixture, gconstpointer data)
{
    g_autoptr(GError) error = run(fixture, "rename", OFF, "name", "新しい 100% \"x\"");
    g_autoptr(GError) newline = run(fixture, "rename", OFF, "name", "a\nb");
    g_autoptr(GError) empty = run(fixture, "rename", OFF, "name", "");
    g_autoptr(GError) taken = run(fixture, "rename", OFF, "name", "saved");
    g_autoptr(GError) running = run(fixture, "rename", RUNNING, "name", "other");
    g_autoptr(YadoGuestRecord) record = read_guest(fixture, OFF);

    g_assert_no_error(error);
    g_assert_cmpstr(record->name, ==, "新しい 100% \"x\"");
    g_assert_error(newline, YADO_ERROR, YADO_ERROR_INVALID);
    g_assert_error(empty, YADO_ERROR, YADO_ERROR_INVALID);
    g_assert_nonnull(taken);
    g_assert_error(running, YADO_ERROR, YADO_ERROR_INVALID);
}

static void
test_delete(Fixture *fixture, gconstpointer data)
{
    g_autoptr(GError) running = run(fixture, "delete", RUNNING, NULL, NULL);
    g_autoptr(GError) shared =
        run(fixture, "delete", OFF, "disks", "/pool/own.img\n/pool/shared.img");
    g_autoptr(GError) foreign = run(fixture, "delete", OFF, "disks", "/pool/a.img");
    g_autoptr(GError) good = NULL;
    g_autoptr(GError) saved = NULL;
    g_autoptr(YadoGuestRecord) record = NULL;

    g_assert_error(running, YADO_ERROR, YADO_ERROR_INVALID);
    g_assert_error(shared, YADO_ERROR, YADO_ERROR_INVALID);
    g_assert_error(foreign, YADO_ERROR, YADO_ERROR_INVALID);
    g_assert_cmpint(get_state(fixture, OFF), ==, YADO_GUEST_SHUT_OFF);
    good = run(fixture, "delete", OFF, "disks", "/pool/own.img");
    g_assert_no_error(good);
    record = read_guest(fixture, OFF);
    g_assert_null(record);
    saved = run(fixture, "delete", SAVED, NULL, NULL);
    g_assert_no_error(saved);
}

/* A disk that is in no pool stays, and that is said. */
static void
test_delete_left(Fixture *fixture, gconstpointer data)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(YadoGuestRecord) record = NULL;

    run_well(fixture, "destroy", RUNNING);
    error = run(fixture, "delete", RUNNING, "disks", "/pool/a.img");
    g_assert_error(error, YADO_ERROR, YADO_ERROR_FAILED);
    g_assert_nonnull(strstr(error->message, "/pool/a.img"));
    record = read_guest(fixture, RUNNING);
    g_assert_null(record);
}

static void
test_autostart(Fixture *fixture, gconstpointer data)
{
    for (int i = 1; i >= 0; i--) {
        g_autoptr(YadoGuestRecord) record = NULL;

        run_well(fixture, i ? "autostart-on" : "autostart-off", OFF);
        record = read_guest(fixture, OFF);
        g_assert_cmpint(record->autostart, ==, i);
    }
}

static void
check_value(YadoDocument *document, const char *key, const char *expected)
{
    g_autofree char *value = yado_document_dup_value(document, NULL, key);

    g_assert_cmpstr(value, ==, expected);
}

static void
set_value(YadoDocument *document, const char *key, const char *value)
{
    g_autoptr(GError) error = NULL;

    yado_document_set_value(document, NULL, key, value, &error);
    g_assert_no_error(error);
}

static void
test_apply(Fixture *fixture, gconstpointer data)
{
    g_autoptr(GError) error = NULL;
    g_autofree char *dropped = NULL;
    g_autoptr(YadoDocument) document = get_document(fixture, OFF, &error);
    g_autoptr(YadoDocument) now = NULL;
    g_autoptr(YadoGuestRecord) record = NULL;

    g_assert_no_error(error);
    set_value(document, "title", "A <title> & more");
    set_value(document, "tags", "one,two");
    set_value(document, "memory.maximum", "536870912");
    set_value(document, "autostart", "yes");
    now = apply(fixture, OFF, document, YADO_APPLY_STORED, &dropped, &error);
    g_assert_no_error(error);
    g_assert_cmpstr(dropped, ==, NULL);
    g_assert_false(yado_document_is_edited(now));
    check_value(now, "title", "A <title> & more");
    check_value(now, "tags", "one,two");
    check_value(now, "memory.maximum", "536870912");
    check_value(now, "autostart", "yes");
    record = read_guest(fixture, OFF);
    g_assert_cmpint(record->autostart, ==, 1);
}

static void
test_apply_live(Fixture *fixture, gconstpointer data)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(YadoDocument) document = get_document(fixture, RUNNING, &error);
    g_autoptr(YadoDocument) now = NULL;
    g_autoptr(GAsyncResult) result = NULL;
    g_autoptr(YadoGuestFacts) facts = NULL;

    set_value(document, "memory.current", "268435456");
    set_value(document, "vcpu.current", "3");
    set_value(document, "title", "live");
    set_value(document, "tags", "a");
    now = apply(fixture, RUNNING, document, YADO_APPLY_STORED | YADO_APPLY_LIVE, NULL, &error);
    g_assert_no_error(error);
    check_value(now, "memory.current", "268435456");
    check_value(now, "vcpu.current", "3");
    yado_backend_get_facts_async(fixture->backend, RUNNING, NULL, await_done, &result);
    facts = yado_backend_get_facts_finish(fixture->backend, await(&result), &error);
    g_assert_no_error(error);
    g_assert_cmpuint(facts->memory, ==, 268435456);
    g_assert_cmpuint(facts->vcpus, ==, 3);
    g_assert_cmpstr(facts->title, ==, "live");
    g_assert_cmpstr(facts->tags[0], ==, "a");
    g_assert_cmpint(facts->kind, ==, YADO_KIND_PV);
    g_assert_cmpuint(facts->disks->len, ==, 1);
}

/* Two people edit: what does not touch is merged, what does is refused, and force decides. */
static void
test_conflict(Fixture *fixture, gconstpointer data)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(YadoDocument) mine = get_document(fixture, OFF, &error);
    g_autoptr(YadoDocument) theirs = get_document(fixture, OFF, &error);
    g_autoptr(YadoDocument) first = NULL;
    g_autoptr(YadoDocument) second = NULL;
    g_autoptr(YadoDocument) third = NULL;

    set_value(theirs, "title", "theirs");
    first = apply(fixture, OFF, theirs, YADO_APPLY_STORED, NULL, &error);
    g_assert_no_error(error);
    set_value(mine, "title", "mine");
    set_value(mine, "description", "merged");
    second = apply(fixture, OFF, mine, YADO_APPLY_STORED, NULL, &error);
    g_assert_null(second);
    g_assert_error(error, YADO_ERROR, YADO_ERROR_CONFLICT);
    g_assert_nonnull(strstr(yado_error_get_detail(error), "theirs"));
    g_clear_error(&error);
    third = apply(fixture, OFF, mine, YADO_APPLY_STORED | YADO_APPLY_FORCE, NULL, &error);
    g_assert_no_error(error);
    check_value(third, "title", "mine");
    check_value(third, "description", "merged");
}

static char *
replace(const char *text, const char *old, const char *new)
{
    g_auto(GStrv) parts = g_strsplit(text, old, 2);

    g_assert_nonnull(parts[1]);
    return g_strjoinv(new, parts);
}

static void
check_text_refused(Fixture *fixture, const char *base, const char *text, YadoErrorCode code)
{
    g_autoptr(GError) error = NULL;

    g_assert_false(apply_text(fixture, OFF, base, text, FALSE, &error));
    g_assert_error(error, YADO_ERROR, (int)code);
}

static void
test_apply_text(Fixture *fixture, gconstpointer data)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(YadoDocument) document = get_document(fixture, OFF, &error);
    g_autofree char *base = yado_document_dump(document);
    g_autofree char *titled = replace(base, "<memory", "<title>new</title>\n  <memory");
    g_autofree char *other_uuid = replace(base, OFF, NOBODY);
    g_autofree char *other_name = replace(base, ">off<", ">on<");
    g_autofree char *broken = replace(base, "</domain>", "");
    g_autofree char *nonsense = replace(base, "type='xen'", "type='toaster'");
    g_autoptr(YadoDocument) now = NULL;

    check_text_refused(fixture, base, other_uuid, YADO_ERROR_INVALID);
    check_text_refused(fixture, base, other_name, YADO_ERROR_INVALID);
    check_text_refused(fixture, base, broken, YADO_ERROR_INVALID);
    check_text_refused(fixture, base, nonsense, YADO_ERROR_INVALID);
    check_text_refused(fixture, "somebody changed it", titled, YADO_ERROR_CONFLICT);
    g_assert_true(apply_text(fixture, OFF, base, titled, FALSE, &error));
    g_assert_no_error(error);
    now = get_document(fixture, OFF, &error);
    check_value(now, "title", "new");
    g_assert_true(apply_text(fixture, OFF, "somebody changed it", base, TRUE, &error));
}

static YadoDocument *
define(Fixture *fixture, const char *text, GError **error)
{
    g_autoptr(GAsyncResult) result = NULL;

    yado_backend_define_async(fixture->backend, text, NULL, await_done, &result);
    return yado_backend_define_finish(fixture->backend, await(&result), error);
}

static void
check_define_refused(Fixture *fixture, const char *text, YadoErrorCode code)
{
    g_autoptr(GPtrArray) before = list(fixture, NULL);
    g_autoptr(GError) error = NULL;
    g_autoptr(YadoDocument) document = define(fixture, text, &error);
    g_autoptr(GPtrArray) after = list(fixture, NULL);

    g_assert_null(document);
    g_assert_error(error, YADO_ERROR, (int)code);
    g_assert_cmpuint(before->len, ==, after->len);
}

/* A new guest is made, with or without a UUID of its own; one that is there is never replaced. */
static void
test_define(Fixture *fixture, gconstpointer data)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(YadoDocument) off = get_document(fixture, OFF, &error);
    g_autofree char *base = yado_document_dump(off);
    g_autofree char *same_uuid = replace(base, ">off<", ">new<");
    g_autofree char *same_name = replace(base, OFF, NOBODY);
    g_autofree char *new = replace(same_uuid, OFF, NOBODY);
    g_autofree char *slash = replace(new, ">new<", ">a/b<");
    g_autofree char *toaster = replace(new, "type='xen'", "type='toaster'");
    g_autofree char *second = replace(new, ">new<", ">second<");
    g_autofree char *without = replace(second, "<uuid>" NOBODY "</uuid>", "");
    g_autoptr(YadoDocument) defined = NULL;
    g_autoptr(YadoDocument) other = NULL;

    check_define_refused(fixture, base, YADO_ERROR_CONFLICT);
    check_define_refused(fixture, same_uuid, YADO_ERROR_CONFLICT);
    check_define_refused(fixture, same_name, YADO_ERROR_CONFLICT);
    check_define_refused(fixture, slash, YADO_ERROR_INVALID);
    check_define_refused(fixture, toaster, YADO_ERROR_INVALID);
    check_define_refused(fixture, "<domain>", YADO_ERROR_INVALID);
    defined = define(fixture, new, &error);
    g_assert_no_error(error);
    check_value(defined, "uuid", NOBODY);
    g_assert_cmpint(get_state(fixture, NOBODY), ==, YADO_GUEST_SHUT_OFF);
    other = define(fixture, without, &error);
    g_assert_no_error(error);
    check_value(other, "name", "second");
    g_assert_true(yado_backend_has(fixture->backend, YADO_CAP_DEFINE, NULL));
}

typedef struct {
    Fixture *fixture;
    const char *uuid;
    YadoBackendEvent event;
} Expected;

static gboolean
has_come(gpointer data)
{
    Expected *expected = data;
    gpointer event = g_hash_table_lookup(expected->fixture->events, expected->uuid);

    return event == GINT_TO_POINTER(expected->event + 1);
}

static void
expect_event(Fixture *fixture, const char *uuid, YadoBackendEvent event)
{
    Expected expected = { fixture, uuid, event };

    g_assert_true(yado_test_wait(has_come, &expected, 10));
    g_hash_table_remove_all(fixture->events);
}

static void
test_events(Fixture *fixture, gconstpointer data)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(YadoDocument) document = get_document(fixture, OFF, &error);
    g_autoptr(YadoDocument) now = NULL;

    run_well(fixture, "pause", RUNNING);
    expect_event(fixture, RUNNING, YADO_EVENT_LIFECYCLE);
    set_value(document, "title", "new");
    now = apply(fixture, OFF, document, YADO_APPLY_STORED, NULL, &error);
    g_assert_no_error(error);
    expect_event(fixture, OFF, YADO_EVENT_CONFIGURATION);
    run_well(fixture, "delete", OFF);
    expect_event(fixture, OFF, YADO_EVENT_REMOVED);
}

static void
test_sample(Fixture *fixture, gconstpointer data)
{
    const YadoWish wishes[] = { { RUNNING, YADO_STATS_DEVICES }, { NOBODY, 0 } };
    g_autoptr(GArray) wanted = g_array_new(FALSE, FALSE, sizeof(YadoWish));
    g_autoptr(GAsyncResult) facts_result = NULL;
    g_autoptr(GAsyncResult) result = NULL;
    g_autoptr(GError) error = NULL;
    g_autoptr(YadoGuestFacts) facts = NULL;
    g_autoptr(YadoSample) sample = NULL;
    const YadoGuestStats *stats;

    yado_backend_get_facts_async(fixture->backend, RUNNING, NULL, await_done, &facts_result);
    facts = yado_backend_get_facts_finish(fixture->backend, await(&facts_result), &error);
    g_assert_no_error(error);
    g_array_append_vals(wanted, wishes, G_N_ELEMENTS(wishes));
    yado_backend_sample_async(fixture->backend, wanted, NULL, await_done, &result);
    sample = yado_backend_sample_finish(fixture->backend, await(&result), &error);
    g_assert_no_error(error);
    g_assert_cmpuint(sample->guests->len, ==, 1);
    g_assert_false(sample->complete);
    stats = &g_array_index(sample->guests, YadoGuestStats, 0);
    g_assert_cmpstr(stats->uuid, ==, RUNNING);
    g_assert_cmpint(stats->state, ==, YADO_GUEST_RUNNING);
    g_assert_cmpint(stats->has, ==,
                    YADO_STATS_STATE | YADO_STATS_CPU | YADO_STATS_MEMORY | YADO_STATS_DISK |
                        YADO_STATS_VCPUS);
    g_assert_cmpuint(stats->memory, ==, 524288 * 1024);
    g_assert_cmpuint(stats->vcpus, ==, 2);
    g_assert_false(yado_backend_has(fixture->backend, YADO_CAP_BULK_STATS, NULL));
}

static void
test_cancelled(Fixture *fixture, gconstpointer data)
{
    g_autoptr(GCancellable) cancellable = g_cancellable_new();
    g_autoptr(GAsyncResult) result = NULL;
    g_autoptr(GError) error = NULL;
    g_autoptr(GPtrArray) records = NULL;

    g_cancellable_cancel(cancellable);
    yado_backend_list_async(fixture->backend, NULL, 0, cancellable, await_done, &result);
    records = yado_backend_list_finish(fixture->backend, await(&result), &error);
    g_assert_null(records);
    g_assert_error(error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

/* What to know before a device is given away.  The demo host has two in one IOMMU group. */
static void
test_device_notes(Fixture *fixture, gconstpointer data)
{
    g_autoptr(GAsyncResult) result = NULL;
    g_autoptr(GError) error = NULL;
    g_autoptr(GPtrArray) devices = NULL;

    yado_backend_list_resources_async(fixture->backend, YADO_RESOURCE_DEVICES, NULL, NULL,
                                      await_done, &result);
    devices = yado_backend_list_resources_finish(fixture->backend, await(&result), &error);
    g_assert_no_error(error);
    g_assert_nonnull(
        strstr(yado_resource_list_find(devices, "0000:02:00.0")->note, "IOMMU group 14"));
    g_assert_null(yado_resource_list_find(devices, "0000:00:1f.2")->note);
}

/* ---- Interfaces: a stand-in for libvirt's own, which the back end finds first ---- */

int virConnectListAllInterfaces(void *connection, void ***interfaces, unsigned flags);

static int n_inside, most_inside, n_calls; /* atomic */

int
virConnectListAllInterfaces(void *connection, void ***interfaces, unsigned flags)
{
    if (g_atomic_int_add(&n_inside, 1) > 0)
        g_atomic_int_set(&most_inside, 2);
    g_atomic_int_inc(&n_calls);
    g_usleep(2000); /* a host takes its time: so that calls would overlap */
    g_atomic_int_add(&n_inside, -1);
    *interfaces = NULL;
    return 0;
}

/* Two at once bring a libvirtd down: a list that is wanted again waits for the one before. */
static void
test_interfaces_in_turn(Fixture *fixture, gconstpointer data)
{
    GAsyncResult *results[4] = { NULL };

    for (guint i = 0; i < G_N_ELEMENTS(results); i++)
        yado_backend_list_resources_async(fixture->backend, YADO_RESOURCE_INTERFACES, NULL, NULL,
                                          await_done, &results[i]);
    for (guint i = 0; i < G_N_ELEMENTS(results); i++) {
        g_autoptr(GAsyncResult) result = await(&results[i]);
        g_autoptr(GPtrArray) list =
            yado_backend_list_resources_finish(fixture->backend, result, NULL);
        g_assert_nonnull(list);
    }
    g_assert_cmpint(n_calls, ==, G_N_ELEMENTS(results));
    g_assert_cmpint(most_inside, ==, 0);
}

static void
add(const char *path, void (*func)(Fixture *, gconstpointer))
{
    g_autofree char *whole = g_strconcat("/backend/libvirt/", path, NULL);

    g_test_add(whole, Fixture, NULL, set_up, func, tear_down);
}

int
main(int argc, char **argv)
{
    yado_test_guard();
    g_test_init(&argc, &argv, NULL);
    add("list", test_list);
    add("host-info", test_host_info);
    add("life", test_life);
    add("refusals", test_refusals);
    add("capabilities", test_capabilities);
    add("snapshots", test_snapshots);
    add("snapshots-on-xen", test_snapshots_on_xen);
    add("file", test_file);
    add("rename", test_rename);
    add("delete", test_delete);
    add("delete-left", test_delete_left);
    add("autostart", test_autostart);
    add("apply", test_apply);
    add("apply-live", test_apply_live);
    add("conflict", test_conflict);
    add("apply-text", test_apply_text);
    add("define", test_define);
    add("events", test_events);
    add("sample", test_sample);
    add("cancelled", test_cancelled);
    add("interfaces-in-turn", test_interfaces_in_turn);
    g_test_add("/libvirt/device-notes", Fixture, "data/demo-host.xml", set_up, test_device_notes,
               tear_down);
    return g_test_run();
}
