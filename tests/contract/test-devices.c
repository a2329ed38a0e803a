/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Devices that come and go: recorded on the document as a front end does it, seen by virsh and, of a real guest, from inside it.
 */
#include "config.h"

#include "contract.h"
#include "present/yado-new-disk.h"

#include <glib/gstdio.h>
#include <string.h>

#define NAME "plug"
#define BOTH (YADO_APPLY_STORED | YADO_APPLY_LIVE)

/* An older machine than the others': it has slots that are free. */
static void
define_guest(Contract *contract, const char *name)
{
    const char *folder = yado_test_daemon_get_folder(contract->daemon);
    g_autofree char *xml = g_strdup_printf(
        "<domain type='qemu'>\n"
        "  <name>%s</name>\n"
        "  <memory unit='MiB'>%u</memory>\n"
        "  <vcpu>1</vcpu>\n"
        "  <os>\n"
        "    <type arch='x86_64' machine='pc'>hvm</type>\n"
        "    <kernel>%s/vmlinuz</kernel>\n"
        "    <initrd>%s/initramfs</initrd>\n"
        "    <cmdline>console=ttyS0 quiet mitigations=off deaf shell</cmdline>\n"
        "  </os>\n"
        "  <features><acpi/></features>\n"
        "  <devices>\n"
        "    <disk type='file' device='cdrom'><target dev='hdc' bus='ide'/><readonly/></disk>\n"
        "    <controller type='usb' model='none'/>\n"
        "    <serial type='pty'/>\n"
        "    <video><model type='none'/></video>\n"
        "    <memballoon model='none'/>\n"
        "  </devices>\n"
        "</domain>\n",
        name, YADO_TEST_GUEST_MEMORY, folder, folder);
    yado_test_virsh_define(contract->uri, xml);
}

static char *
make_image(Contract *contract, const char *name)
{
    char *path = g_build_filename(yado_test_daemon_get_folder(contract->daemon), name, NULL);
    g_autofree char *zeros = g_malloc0(1024 * 1024);
    g_assert_true(g_file_set_contents(path, zeros, 1024 * 1024, NULL));
    g_assert_cmpint(g_chmod(path, 0666), ==, 0);
    return path;
}

static Contract *
open_with_guest(void)
{
    Contract *contract = contract_open(PLACE_QEMU, NULL);
    if (contract)
        define_guest(contract, NAME);
    return contract;
}

static void
start(Contract *contract, YadoGuest *guest)
{
    contract_perform(contract, guest, "guest.start");
    contract_wait_state(guest, YADO_GUEST_RUNNING, 30);
}

/* ---- what virsh says ---- */

static gboolean
is_in_xml(const char *uri, const char *what, gboolean is_stored)
{
    g_autofree char *xml = is_stored ? yado_test_virsh(uri, "dumpxml", NAME, "--inactive", NULL)
                                     : yado_test_virsh(uri, "dumpxml", NAME, NULL);
    return strstr(xml, what) != NULL;
}

static void
assert_there(Contract *contract, const char *what, gboolean running, gboolean stored)
{
    g_test_message("%s", what);
    g_assert_cmpint(is_in_xml(contract->uri, what, FALSE), ==, running);
    g_assert_cmpint(is_in_xml(contract->uri, what, TRUE), ==, stored);
}

/* ---- what the guest itself says ---- */

typedef struct {
    GIOStream *stream;
    GString *heard;
    const char *wanted;
    char buffer[512];
    gboolean is_open;
    GError *error;
} Line;

static void
on_opened_cb(GObject *source, GAsyncResult *result, gpointer data)
{
    Line *line = data;
    line->stream = yado_guest_open_console_finish(YADO_GUEST(source), result, &line->error);
    line->is_open = TRUE;
}

static gboolean
is_open(gpointer data)
{
    return ((Line *)data)->is_open;
}

static void
on_read_cb(GObject *source, GAsyncResult *result, gpointer data)
{
    Line *line = data;
    gssize n = g_input_stream_read_finish(G_INPUT_STREAM(source), result, NULL);
    if (n <= 0)
        return;
    g_string_append_len(line->heard, line->buffer, n);
    g_input_stream_read_async(G_INPUT_STREAM(source), line->buffer, sizeof(line->buffer), 0, NULL,
                              on_read_cb, line);
}

static gboolean
was_heard(gpointer data)
{
    Line *line = data;
    return strstr(line->heard->str, line->wanted) != NULL;
}

static void
hear(Line *line, const char *wanted)
{
    line->wanted = wanted;
    if (!yado_test_wait(was_heard, line, 60))
        g_error("Waited in vain for “%s”, heard: %s", wanted, line->heard->str);
}

static Line *
open_line(YadoGuest *guest)
{
    Line *line = g_new0(Line, 1); /* for the whole test: its reading never ends */
    line->heard = g_string_new(NULL);
    yado_guest_open_console_async(guest, "serial0", 0, NULL, on_opened_cb, line);
    g_assert_true(yado_test_wait(is_open, line, 30));
    g_assert_no_error(line->error);
    g_input_stream_read_async(g_io_stream_get_input_stream(line->stream), line->buffer,
                              sizeof(line->buffer), 0, NULL, on_read_cb, line);
    return line;
}

static void
say(Line *line, const char *text)
{
    g_output_stream_write_all(g_io_stream_get_output_stream(line->stream), text, strlen(text), NULL,
                              NULL, NULL);
}

/* How many functions of vendor 1af4 (virtio) the guest's kernel sees. */
static void
expect_virtio(Line *line, guint n)
{
    g_autofree char *wanted = g_strdup_printf("virtio=%u.", n);
    g_string_truncate(line->heard, 0);
    /* Again and again: the kernel hears of it a moment later. The quotes keep the echo from looking like the answer. */
    g_autofree char *command = g_strdup_printf("until n=$(cat /sys/bus/pci/devices/*/vendor | grep "
                                               "-c 1af4); [ $n = %u ]; do usleep 100000; "
                                               "done; echo vir''tio=$n.\n",
                                               n);
    say(line, command);
    hear(line, wanted);
}

/* ---- the steps of a front end ---- */

static char *
add(YadoGuest *guest, YadoDocument *document, const char *kind, ...)
{
    g_autoptr(GError) error = NULL;
    char *node = yado_device_add(yado_catalog_find_device(kind), document, guest, &error);
    g_assert_no_error(error);
    va_list pairs;
    va_start(pairs, kind);
    for (const char *key; (key = va_arg(pairs, const char *));) {
        yado_document_set_value(document, node, key, va_arg(pairs, const char *), &error);
        g_assert_no_error(error);
    }
    va_end(pairs);
    return node;
}

static char *
find(YadoDocument *document, const char *kind, const char *key, const char *value)
{
    g_auto(GStrv) nodes = yado_document_list_nodes(document, kind);
    for (guint i = 0; nodes[i]; i++) {
        g_autofree char *now = yado_document_dup_value(document, nodes[i], key);
        if (g_strcmp0(now, value) == 0)
            return g_strdup(nodes[i]);
    }
    return NULL;
}

static void
apply(YadoGuest *guest, YadoDocument *document, YadoApplyFlags flags)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(YadoDocument) applied = contract_apply(guest, document, flags, &error);
    if (error)
        g_test_message("%s", yado_error_get_detail(error));
    g_assert_no_error(error);
}

static void
remove_and_apply(YadoGuest *guest, const char *kind, const char *key, const char *value,
                 YadoApplyFlags flags, GError **error)
{
    g_autoptr(YadoDocument) document = contract_get_document(guest);
    g_autofree char *node = find(document, kind, key, value);
    g_assert_nonnull(node);
    g_assert_true(yado_device_remove(document, node, guest, error));
    g_autoptr(YadoDocument) applied = contract_apply(guest, document, flags, error);
}

/* Its shell asks for a command. */
static Line *
await_system(YadoGuest *guest)
{
    Line *line = open_line(guest);
    say(line, "\n");
    hear(line, "serial# ");
    return line;
}

/* A disk and a card come while the guest runs, it sees them, and they go again. */
static void
test_plug(void)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(Contract) contract = open_with_guest();
    if (!contract)
        return;
    YadoGuest *guest = contract_find(contract, NAME);
    g_autofree char *image = make_image(contract, "more.img");
    start(contract, guest);
    Line *line = await_system(guest);
    say(line, "mkdir -p /sys; mount -t sysfs sys /sys\n");
    expect_virtio(line, 0);

    g_autoptr(YadoDocument) document = contract_get_document(guest);
    g_autofree char *disk = add(guest, document, "disk", "source", image, "format", "raw", NULL);
    g_autofree char *nic = add(guest, document, "nic", "type", "user", "source", NULL, "mac",
                               "52:54:00:00:00:aa", NULL);
    g_assert_cmpint(yado_device_get_effect(document, disk, guest), ==, YADO_EFFECT_NOW);
    apply(guest, document, BOTH);
    assert_there(contract, "more.img", TRUE, TRUE);
    assert_there(contract, "52:54:00:00:00:aa", TRUE, TRUE);
    expect_virtio(line, 2);

    remove_and_apply(guest, "disk", "target", "vda", BOTH, &error);
    g_assert_no_error(error);
    assert_there(contract, "more.img", FALSE, FALSE);
    expect_virtio(line, 1);
    remove_and_apply(guest, "nic", "mac", "52:54:00:00:00:aa", BOTH, &error);
    g_assert_no_error(error);
    assert_there(contract, "52:54:00:00:00:aa", FALSE, FALSE);
    expect_virtio(line, 0);
}

/* Only where it was asked for. */
static void
test_where(void)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(Contract) contract = open_with_guest();
    if (!contract)
        return;
    YadoGuest *guest = contract_find(contract, NAME);
    g_autofree char *image = make_image(contract, "more.img");
    start(contract, guest);
    g_autoptr(YadoDocument) document = contract_get_document(guest);
    g_free(add(guest, document, "disk", "source", image, "format", "raw", NULL));
    apply(guest, document, YADO_APPLY_LIVE);
    assert_there(contract, "more.img", TRUE, FALSE);
    g_autofree char *other = make_image(contract, "stored.img");
    g_autoptr(YadoDocument) stored = contract_get_document(guest);
    g_free(add(guest, stored, "disk", "source", other, "format", "raw", "target", "vdb", NULL));
    apply(guest, stored, YADO_APPLY_STORED);
    assert_there(contract, "stored.img", FALSE, TRUE);
    /* A kind that cannot come now waits, and nobody is told of a failure. */
    g_autoptr(YadoDocument) sound = contract_get_document(guest);
    g_autofree char *node = yado_document_add_node(sound, "sound", &error);
    g_assert_cmpint(yado_device_get_effect(sound, node, guest), ==, YADO_EFFECT_NEXT_START);
    apply(guest, sound, BOTH);
    assert_there(contract, "<sound", FALSE, TRUE);
}

/* A medium is put in and taken out while the guest runs; the cable of its card is pulled. */
static void
test_change(void)
{
    g_autoptr(Contract) contract = open_with_guest();
    if (!contract)
        return;
    YadoGuest *guest = contract_find(contract, NAME);
    g_autofree char *image = make_image(contract, "cd.iso");
    g_autoptr(YadoDocument) off = contract_get_document(guest);
    g_free(add(guest, off, "nic", "type", "user", "source", NULL, NULL));
    apply(guest, off, YADO_APPLY_STORED);
    start(contract, guest);
    await_system(guest); /* a drive that is being looked at keeps its tray shut */
    g_autoptr(YadoDocument) insert = contract_get_document(guest);
    g_autofree char *drive = find(insert, "disk", "target", "hdc");
    g_autofree char *nic = find(insert, "nic", "type", "user");
    yado_document_set_value(insert, drive, "source", image, NULL);
    yado_document_set_value(insert, nic, "link", "down", NULL);
    apply(guest, insert, BOTH);
    assert_there(contract, "cd.iso", TRUE, TRUE);
    assert_there(contract, "<link state='down'/>", TRUE, TRUE);
    g_autoptr(YadoDocument) eject = contract_get_document(guest);
    yado_document_set_value(eject, drive, "source", NULL, NULL);
    yado_document_set_value(eject, nic, "link", "up", NULL);
    apply(guest, eject, BOTH);
    assert_there(contract, "cd.iso", FALSE, FALSE);
    assert_there(contract, "<link state='up'/>", TRUE, TRUE);
}

/* A guest that stands still lets go of nothing: it is told with the names of both, and its next start has it. */
static void
test_refused(void)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(Contract) contract = open_with_guest();
    if (!contract)
        return;
    YadoGuest *guest = contract_find(contract, NAME);
    g_autofree char *image = make_image(contract, "more.img");
    g_autoptr(YadoDocument) off = contract_get_document(guest);
    g_free(add(guest, off, "disk", "source", image, "format", "raw", NULL));
    apply(guest, off, YADO_APPLY_STORED);
    start(contract, guest);
    contract_perform(contract, guest, "guest.pause");
    contract_wait_state(guest, YADO_GUEST_PAUSED, 10);
    remove_and_apply(guest, "disk", "target", "vda", BOTH, &error);
    g_assert_error(error, YADO_ERROR, YADO_ERROR_PENDING);
    g_assert_nonnull(strstr(error->message, "“vda”"));
    g_assert_nonnull(strstr(error->message, "“" NAME "”"));
    g_assert_nonnull(yado_error_get_hint(error));
    assert_there(contract, "more.img", TRUE, FALSE);
}

/* What the host refuses is told with the device's name, and nothing is there afterwards that was not before. */
static void
test_missing(void)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(Contract) contract = open_with_guest();
    if (!contract)
        return;
    YadoGuest *guest = contract_find(contract, NAME);
    start(contract, guest);
    g_autoptr(YadoDocument) document = contract_get_document(guest);
    g_free(add(guest, document, "disk", "source", "/nonexistent/a.img", NULL));
    g_autoptr(YadoDocument) refused = contract_apply(guest, document, YADO_APPLY_LIVE, &error);
    g_assert_nonnull(error);
    g_assert_nonnull(strstr(error->message, "“vda”"));
    assert_there(contract, "/nonexistent/a.img", FALSE, FALSE);
}

/* Somebody else takes the device away while we have it open: told, not done twice. */
static void
test_gone(void)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(Contract) contract = open_with_guest();
    if (!contract)
        return;
    YadoGuest *guest = contract_find(contract, NAME);
    g_autofree char *image = make_image(contract, "more.img");
    g_autoptr(YadoDocument) off = contract_get_document(guest);
    g_free(add(guest, off, "disk", "source", image, "format", "raw", NULL));
    apply(guest, off, YADO_APPLY_STORED);
    g_autoptr(YadoDocument) mine = contract_get_document(guest);
    g_autofree char *node = find(mine, "disk", "target", "vda");
    yado_document_set_value(mine, node, "readonly", "yes", NULL);
    g_free(yado_test_virsh(contract->uri, "detach-disk", NAME, "vda", "--config", NULL));
    g_autoptr(YadoDocument) refused = contract_apply(guest, mine, YADO_APPLY_STORED, &error);
    g_assert_error(error, YADO_ERROR, YADO_ERROR_CONFLICT);
    assert_there(contract, "more.img", FALSE, FALSE);
}

/* What waits is listed by device, and each is taken back on its own. */
static void
test_pending(void)
{
    g_autoptr(Contract) contract = open_with_guest();
    if (!contract)
        return;
    YadoGuest *guest = contract_find(contract, NAME);
    g_autofree char *image = make_image(contract, "more.img");
    start(contract, guest);
    g_autofree char *running = yado_test_virsh(contract->uri, "dumpxml", NAME, NULL);
    g_autoptr(YadoDocument) document = contract_get_document(guest);
    g_autofree char *drive = find(document, "disk", "target", "hdc");
    g_autoptr(YadoDocument) active =
        YADO_DOCUMENT_GET_IFACE(document)->reload(document, running, NULL);
    g_assert_true(yado_device_remove(document, drive, guest, NULL));
    g_free(add(guest, document, "disk", "source", image, "format", "raw", NULL));
    apply(guest, document, YADO_APPLY_STORED);
    g_autoptr(YadoDocument) stored = contract_get_document(guest);
    g_autoptr(GPtrArray) changes = yado_pending_list(guest, active, stored);
    for (guint i = 0; i < changes->len; i++) {
        const YadoPendingChange *change = changes->pdata[i];
        g_test_message("%s: %s, %s", change->label, change->now, change->next);
    }
    g_assert_cmpuint(changes->len, ==, 2);
    for (guint i = 0; i < changes->len; i++)
        g_assert_true(yado_pending_undo(changes->pdata[i], stored, NULL));
    apply(guest, stored, YADO_APPLY_STORED);
    assert_there(contract, "more.img", FALSE, FALSE);
    assert_there(contract, "<target dev='hdc'", TRUE, TRUE);
}

/* ---- a disk that is made for it ---- */

#define POOL "images"

static void
make_pool(Contract *contract)
{
    const char *base = yado_test_daemon_get_folder(contract->daemon);
    g_autofree char *folder = g_build_filename(base, POOL, NULL);
    g_assert_cmpint(g_mkdir(folder, 0777), ==, 0);
    g_assert_cmpint(g_chmod(folder, 0777), ==, 0);
    g_free(yado_test_virsh(contract->uri, "pool-create-as", POOL, "dir", "--target", folder, NULL));
}

static gboolean
has_volume(Contract *contract, const char *name)
{
    g_free(yado_test_virsh(contract->uri, "pool-refresh", POOL, NULL));
    g_autofree char *list = yado_test_virsh(contract->uri, "vol-list", POOL, NULL);
    return strstr(list, name) != NULL;
}

typedef struct {
    YadoDocument *document;
    GError *error;
    gboolean is_done;
} Applied;

static void
on_applied_cb(GObject *source, GAsyncResult *result, gpointer data)
{
    Applied *applied = data;
    applied->document = yado_apply_finish(YADO_GUEST(source), result, NULL, &applied->error);
    applied->is_done = TRUE;
}

static gboolean
is_applied(gpointer data)
{
    return ((Applied *)data)->is_done;
}

/* As a front end does it: with what has to be made before. */
static GError *
make_and_apply(YadoGuest *guest, YadoDocument *document, YadoApplyFlags flags)
{
    Applied applied = { 0 };
    yado_apply_async(guest, document, flags, NULL, NULL, on_applied_cb, &applied);
    g_assert_true(yado_test_wait(is_applied, &applied, 60));
    g_clear_object(&applied.document);
    if (applied.error)
        g_test_message("%s", applied.error->message);
    return applied.error;
}

/* Made, plugged, seen from inside; a second one of the same name in the pool gets another. */
static void
test_new_disk(void)
{
    g_autoptr(Contract) contract = open_with_guest();
    if (!contract)
        return;
    YadoGuest *guest = contract_find(contract, NAME);
    make_pool(contract);
    g_free(yado_test_virsh(contract->uri, "vol-create-as", POOL, NAME "-vda.qcow2", "1M", NULL));
    start(contract, guest);
    Line *line = await_system(guest);
    say(line, "mkdir -p /sys; mount -t sysfs sys /sys\n");
    expect_virtio(line, 0);
    g_autoptr(YadoDocument) document = contract_get_document(guest);
    g_free(add(guest, document, "disk", YADO_NEW_DISK_IN, POOL, YADO_NEW_DISK_BYTES, "1073741824",
               "format", "qcow2", NULL));
    g_assert_no_error(make_and_apply(guest, document, BOTH));
    g_assert_true(has_volume(contract, NAME "-vda-2.qcow2"));
    assert_there(contract, NAME "-vda-2.qcow2", TRUE, TRUE);
    expect_virtio(line, 1);
}

/* Whoever says no, the pool is as it was. */
static void
test_new_disk_refused(void)
{
    static const struct {
        const char *what, *bytes, *full, *driver, *bus;
        YadoApplyFlags flags;
    } cases[] = {
        { "the host has no room", "989560464998400", "yes", "qemu", NULL, BOTH },
        { "the guest that runs does not take it", "1048576", NULL, "phy", NULL, YADO_APPLY_LIVE },
        { "no guest takes it while it runs", "1048576", NULL, "qemu", "sata", YADO_APPLY_LIVE },
        { "its configuration does not take it", "1048576", NULL, "phy", NULL, YADO_APPLY_STORED },
    };
    g_autoptr(Contract) contract = open_with_guest();
    if (!contract)
        return;
    YadoGuest *guest = contract_find(contract, NAME);
    make_pool(contract);
    start(contract, guest);
    for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autoptr(YadoDocument) document = contract_get_document(guest);
        g_test_message("%s", cases[i].what);
        g_free(add(guest, document, "disk", YADO_NEW_DISK_IN, POOL, YADO_NEW_DISK_BYTES,
                   cases[i].bytes, YADO_NEW_DISK_WHOLE, cases[i].full, YADO_NEW_DISK_NAMED,
                   "refused.img", "driver", cases[i].driver, "bus", cases[i].bus, NULL));
        g_autoptr(GError) error = make_and_apply(guest, document, cases[i].flags);
        g_assert_nonnull(error);
        g_assert_false(has_volume(contract, "refused.img"));
        assert_there(contract, "refused.img", FALSE, FALSE);
    }
}

int
main(int argc, char **argv)
{
    yado_test_guard();
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/contract/qemu/devices/plug", test_plug);
    g_test_add_func("/contract/qemu/devices/where", test_where);
    g_test_add_func("/contract/qemu/devices/change", test_change);
    g_test_add_func("/contract/qemu/devices/refused", test_refused);
    g_test_add_func("/contract/qemu/devices/missing", test_missing);
    g_test_add_func("/contract/qemu/devices/gone", test_gone);
    g_test_add_func("/contract/qemu/devices/pending", test_pending);
    g_test_add_func("/contract/qemu/devices/new-disk", test_new_disk);
    g_test_add_func("/contract/qemu/devices/new-disk-refused", test_new_disk_refused);
    return g_test_run();
}
