/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What the disk of a real guest keeps: by snapshots, in its memory and on its disk; and one that must not be written. */
#include "config.h"

#include "contract.h"

#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

#include "../backend/await.h"
#include "yado-test-boot.h"

/* A guest in one sector: see yado-test-boot.h.  Its keys come from a keyboard, so that nothing hangs on a line that a snapshot takes away. */
#define DOMAIN                                                                              \
    "<domain type='qemu'><name>disk</name><memory unit='MiB'>32</memory><vcpu>1</vcpu>"     \
    "<os><type arch='x86_64' machine='q35'>hvm</type></os><features><acpi/></features>"     \
    "<devices><controller type='usb' model='none'/><disk type='file' device='disk'>"        \
    "<driver name='qemu' type='qcow2'/><source file='%s'/><target dev='vda' bus='virtio'/>" \
    "</disk><serial type='file'><source path='%s' append='on'/></serial>"                   \
    "<video><model type='none'/></video><memballoon model='none'/></devices></domain>"

typedef struct {
    Contract *contract;
    YadoGuest *guest;
    char *image, *console;
    guint heard; /* how many lines with its numbers */
} Fixture;

static void
write_image(const char *path)
{
    g_autofree char *program = yado_test_find_program("qemu-img");
    g_autofree char *raw = g_strconcat(path, ".raw", NULL);

    yado_test_boot_write_disk(raw);
    g_assert_cmpint(yado_test_run((const char *[]){ program, "convert", "-f", "raw", "-O", "qcow2",
                                                    raw, path, NULL },
                                  NULL),
                    ==, 0);
}

static gboolean
set_up(Fixture *fixture, gconstpointer data)
{
    g_autofree char *program = yado_test_need_program("qemu-img");
    g_autofree char *xml = NULL;

    if (program == NULL)
        return FALSE;
    fixture->contract = contract_open((Place)GPOINTER_TO_INT(data), NULL);
    if (fixture->contract == NULL)
        return FALSE;
    const char *folder = yado_test_daemon_get_folder(fixture->contract->daemon);
    fixture->image = g_build_filename(folder, "disk.qcow2", NULL);
    fixture->console = g_build_filename(folder, "disk.console", NULL);
    write_image(fixture->image);
    g_chmod(fixture->image, 0666); /* the daemon may be somebody else's */
    xml = g_strdup_printf(DOMAIN, fixture->image, fixture->console);
    yado_test_virsh_define(fixture->contract->uri, xml);
    fixture->guest = contract_find(fixture->contract, "disk");
    return TRUE;
}

static void
tear_down(Fixture *fixture)
{
    g_free(fixture->image);
    g_free(fixture->console);
    contract_close(fixture->contract);
}

/* ---- What the guest says ---- */

/* Of its numbers; the last line in @last (out). */
static guint
count_lines(Fixture *fixture, char **last)
{
    g_autofree char *text = NULL;
    g_auto(GStrv) lines = NULL;
    guint n = 0;

    if (!g_file_get_contents(fixture->console, &text, NULL, NULL))
        return 0;
    lines = g_strsplit(text, "\r\n", -1);
    for (guint i = 0; lines[i] != NULL && lines[i + 1] != NULL; i++) {
        if (!g_str_has_prefix(lines[i], "memory "))
            continue;
        n++;
        g_free(*last);
        *last = g_strdup(lines[i]);
    }
    return n;
}

static gboolean
has_said_more(gpointer data)
{
    Fixture *fixture = data;
    g_autofree char *last = NULL;

    return count_lines(fixture, &last) > fixture->heard;
}

static void
assert_says(Fixture *fixture, const char *expected)
{
    g_autofree char *last = NULL;

    if (!yado_test_wait(has_said_more, fixture, 30))
        g_error("the guest says nothing");
    fixture->heard = count_lines(fixture, &last);
    g_assert_cmpstr(last, ==, expected);
}

static void
press(Fixture *fixture, const char *key)
{
    g_free(yado_test_virsh(fixture->contract->uri, "send-key", "disk", key, NULL));
}

static void
assert_answers(Fixture *fixture, const char *key, const char *expected)
{
    press(fixture, key);
    assert_says(fixture, expected);
}

/* ---- What the host lists ---- */

/* As the page shows them: "s1 (first)", ">s2 (second) current", one on a line. (transfer full) */
static char *
dup_tree(Fixture *fixture)
{
    g_autoptr(GAsyncResult) result = NULL;
    g_autoptr(GError) error = NULL;
    g_autoptr(GPtrArray) records = NULL;
    g_autoptr(GPtrArray) rows = NULL;
    GString *text = g_string_new(NULL);

    yado_guest_list_snapshots_async(fixture->guest, NULL, await_done, &result);
    await(&result);
    records = yado_guest_list_snapshots_finish(fixture->guest, result, &error);
    g_assert_no_error(error);
    rows = yado_snapshots_list_rows(records);
    for (guint i = 0; i < rows->len; i++) {
        const YadoSnapshotRow *row = rows->pdata[i];

        for (guint k = 0; k < row->depth; k++)
            g_string_append_c(text, '>');
        g_string_append_printf(text, "%s (%s) %s%s\n", row->record->name, row->record->description,
                               yado_snapshot_record_get_state_name(row->record),
                               row->record->is_current ? " current" : "");
    }
    return g_string_free(text, FALSE);
}

static void
assert_tree(Fixture *fixture, const char *expected)
{
    g_autofree char *tree = dup_tree(fixture);

    g_assert_cmpstr(tree, ==, expected);
}

/* In the image itself: names are all that is asked for. */
static gboolean
is_in_image(Fixture *fixture, const char *name)
{
    g_autofree char *program = yado_test_find_program("qemu-img");
    g_autofree char *output = NULL;

    g_assert_cmpint(
        yado_test_run((const char *[]){ program, "snapshot", "-U", "-l", fixture->image, NULL },
                      &output),
        ==, 0);
    return strstr(output, name) != NULL;
}

static void
start(Fixture *fixture)
{
    contract_perform(fixture->contract, fixture->guest, "guest.start");
    contract_wait_state(fixture->guest, YADO_GUEST_RUNNING, 20);
}

static gboolean
is_finished(gpointer job)
{
    return yado_job_is_finished(job);
}

/* ---- The tests ---- */

/* With its memory: it goes on from that very moment, with what it had in its memory and on its disk. */
static void
test_memory(gconstpointer data)
{
    Fixture fixture = { 0 };

    if (!set_up(&fixture, data))
        return;
    Contract *contract = fixture.contract;
    start(&fixture);
    assert_says(&fixture, "memory 0 disk 0");
    assert_answers(&fixture, "KEY_W", "memory 1 disk 1");
    DO_ON(contract, fixture.guest, "snapshot.create", "name=s1", "description=first", "memory=yes",
          NULL);
    assert_answers(&fixture, "KEY_M", "memory 2 disk 1");
    assert_answers(&fixture, "KEY_W", "memory 3 disk 2");
    DO_ON(contract, fixture.guest, "snapshot.create", "name=s2", "description=second", "memory=yes",
          NULL);
    assert_answers(&fixture, "KEY_W", "memory 4 disk 3");
    assert_tree(&fixture, "s1 (first) running\n>s2 (second) running current\n");
    g_assert_true(is_in_image(&fixture, "s2"));

    DO_ON(contract, fixture.guest, "snapshot.revert", "snapshot=s1", NULL);
    contract_wait_state(fixture.guest, YADO_GUEST_RUNNING, 20);
    assert_answers(&fixture, "KEY_R", "memory 1 disk 1");
    assert_tree(&fixture, "s1 (first) running current\n>s2 (second) running\n");
    DO_ON(contract, fixture.guest, "snapshot.revert", "snapshot=s2", NULL);
    contract_wait_state(fixture.guest, YADO_GUEST_RUNNING, 20);
    assert_answers(&fixture, "KEY_R", "memory 3 disk 2");

    DO_ON(contract, fixture.guest, "snapshot.describe", "snapshot=s2", "description=last", NULL);
    DO_ON(contract, fixture.guest, "snapshot.delete", "snapshot=s1", NULL);
    assert_tree(&fixture, "s2 (last) running current\n");
    g_assert_false(is_in_image(&fixture, "s1"));
    assert_answers(&fixture, "KEY_R", "memory 3 disk 2"); /* it did not notice */
    DO_ON(contract, fixture.guest, "snapshot.delete", "snapshot=s2", NULL);
    assert_tree(&fixture, "");
    tear_down(&fixture);
}

/* Of one that is off, disks are all that there is; the one that runs is switched off for it. */
static void
test_shut_off(gconstpointer data)
{
    Fixture fixture = { 0 };

    if (!set_up(&fixture, data))
        return;
    Contract *contract = fixture.contract;
    DO_ON(contract, fixture.guest, "snapshot.create", "name=clean", "description=empty", NULL);
    assert_tree(&fixture, "clean (empty) shut-off current\n");
    start(&fixture);
    assert_says(&fixture, "memory 0 disk 0");
    assert_answers(&fixture, "KEY_W", "memory 1 disk 1");
    DO_ON(contract, fixture.guest, "snapshot.revert", "snapshot=clean", NULL);
    contract_wait_state(fixture.guest, YADO_GUEST_SHUT_OFF, 20);
    start(&fixture);
    assert_says(&fixture, "memory 0 disk 0");
    DO_ON(contract, fixture.guest, "snapshot.delete", "snapshot=clean", NULL);
    assert_tree(&fixture, "");
    g_assert_false(is_in_image(&fixture, "clean"));
    tear_down(&fixture);
}

/* Not every libvirt can; then it says which can, and the guest runs on. */
static void
check_revert(Fixture *fixture)
{
    g_autoptr(YadoJob) job = contract_begin(fixture->contract, fixture->guest, "snapshot.revert",
                                            "snapshot=disks", NULL);

    if (!yado_test_wait(is_finished, job, 40))
        g_error("going back does not end");
    if (yado_job_get_state(job) == YADO_JOB_DONE)
        return;
    g_assert_error(yado_job_get_error(job), YADO_ERROR, YADO_ERROR_UNSUPPORTED);
    g_assert_nonnull(strstr(yado_error_get_hint(yado_job_get_error(job)), "9.9"));
    assert_answers(fixture, "KEY_R", "memory 2 disk 2");
}

/* Without its memory, while it runs: the guest goes on. */
static void
test_disks(gconstpointer data)
{
    Fixture fixture = { 0 };

    if (!set_up(&fixture, data))
        return;
    Contract *contract = fixture.contract;
    start(&fixture);
    assert_says(&fixture, "memory 0 disk 0");
    assert_answers(&fixture, "KEY_W", "memory 1 disk 1");
    DO_ON(contract, fixture.guest, "snapshot.create", "name=disks", "description=no memory",
          "memory=no", NULL);
    assert_answers(&fixture, "KEY_W", "memory 2 disk 2");
    assert_tree(&fixture, "disks (no memory) disk-only current\n");
    check_revert(&fixture);
    DO_ON(contract, fixture.guest, "snapshot.delete", "snapshot=disks", NULL);
    assert_tree(&fixture, "");
    tear_down(&fixture);
}

/* ---- Read only ---- */

static char *
dup_domain(Fixture *fixture)
{
    return yado_test_virsh(fixture->contract->uri, "dumpxml", "--inactive", "disk", NULL);
}

static void
set_disk_value(Fixture *fixture, const char *key, const char *value)
{
    g_autoptr(YadoDocument) document = contract_get_document(fixture->guest);
    g_auto(GStrv) nodes = yado_document_list_nodes(document, "disk");
    g_autoptr(GError) error = NULL;
    g_autoptr(YadoDocument) applied = NULL;

    yado_document_set_value(document, nodes[0], key, value, &error);
    g_assert_no_error(error);
    applied = contract_apply(fixture->guest, document, YADO_APPLY_STORED, &error);
    g_assert_no_error(error);
}

/* Its guest cannot write it, and goes on; what is in the image stays. */
static void
test_read_only(gconstpointer data)
{
    Fixture fixture = { 0 };
    g_autofree char *xml = NULL;
    g_autofree char *before = NULL;
    g_autofree char *after = NULL;
    gsize length_before, length_after;

    if (!set_up(&fixture, data))
        return;
    set_disk_value(&fixture, "readonly", "yes");
    xml = dup_domain(&fixture);
    g_assert_nonnull(strstr(xml, "<readonly/>"));
    g_assert_true(g_file_get_contents(fixture.image, &before, &length_before, NULL));
    start(&fixture);
    assert_says(&fixture, "memory 0 disk 0");
    assert_answers(&fixture, "KEY_W", "memory 1 disk 0");
    g_assert_true(g_file_get_contents(fixture.image, &after, &length_after, NULL));
    g_assert_cmpmem(before, length_before, after, length_after);
    tear_down(&fixture);
}

/* An image that the host may not write, for a guest that is to write it: told with its path, and by the time it may be read only, it starts. */
static void
test_image_not_writable(gconstpointer data)
{
    Fixture fixture = { 0 };

    if (!set_up(&fixture, data))
        return;
    if (yado_test_get_daemon_uid() == 0) { /* the image is its own: it may do everything with it */
        g_test_skip("only root can take an image away from its daemon");
        tear_down(&fixture);
        return;
    }
    g_assert_cmpint(chown(fixture.image, 0, 0), ==, 0);
    g_assert_cmpint(g_chmod(fixture.image, 0444), ==, 0);
    g_autoptr(YadoJob) job = contract_begin(fixture.contract, fixture.guest, "guest.start", NULL);
    contract_await(job, YADO_JOB_FAILED);
    g_assert_nonnull(strstr(yado_error_get_detail(yado_job_get_error(job)), fixture.image));
    contract_wait_state(fixture.guest, YADO_GUEST_SHUT_OFF, 20);
    set_disk_value(&fixture, "readonly", "yes");
    start(&fixture);
    assert_says(&fixture, "memory 0 disk 0");
    tear_down(&fixture);
}

int
main(int argc, char **argv)
{
    yado_test_guard();
    g_test_init(&argc, &argv, NULL);
    contract_add("snapshots/memory", PLACE_QEMU, test_memory);
    contract_add("snapshots/shut-off", PLACE_QEMU, test_shut_off);
    contract_add("snapshots/disks", PLACE_QEMU, test_disks);
    contract_add("read-only", PLACE_QEMU, test_read_only);
    contract_add("image-not-writable", PLACE_QEMU, test_image_not_writable);
    return g_test_run();
}
