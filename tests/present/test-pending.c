/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What waits for a restart, and its undoing. */
#include "config.h"

#include <string.h>

#include "base/yado-error.h"
#include "document/yado-xl-document.h"
#include "document/yado-xml-document.h"
#include "present/yado-pending.h"
#include "yado-fake-backend.h"

#define DISK(target, path)                                                          \
    "<disk type='file' device='disk'><source file='" path "'/><target dev='" target \
    "' bus='xen'/></disk>\n"

static YadoDocument *
make_document(const char *extra)
{
    g_autofree char *xml = yado_fake_make_xml("xen", "linux", "web", 1, extra);
    g_autoptr(GError) error = NULL;
    YadoDocument *document = yado_xml_document_new(xml, &error);

    g_assert_no_error(error);
    return document;
}

static void
set(YadoDocument *document, const char *key, const char *value)
{
    g_autoptr(GError) error = NULL;

    yado_document_set_value(document, NULL, key, value, &error);
    g_assert_no_error(error);
}

static void
test_same(void)
{
    g_autoptr(YadoDocument) active = make_document(NULL);
    g_autoptr(YadoDocument) inactive = make_document(NULL);
    g_autoptr(GPtrArray) changes = NULL;

    /* Not a matter of the next start, and a bool that is only written out. */
    yado_xml_document_set_extra(YADO_XML_DOCUMENT(inactive), "autostart", "yes");
    set(inactive, "title", "Mail");
    changes = yado_pending_list(NULL, active, inactive);
    g_assert_cmpuint(changes->len, ==, 0);
}

/* Devices without a name, and several of one name, are each their own counterpart. */
static void
test_alike(void)
{
    const char *devices = "<devices><serial type='pty'><target port='0'/></serial>\n"
                          "<controller type='scsi' index='0' model='lsilogic'/>\n"
                          "<controller type='scsi' index='1' model='virtio-scsi'/></devices>\n";
    const char *fewer = "<devices><serial type='pty'><target port='0'/></serial>\n"
                        "<controller type='scsi' index='0' model='lsilogic'/></devices>\n";
    g_autoptr(YadoDocument) active = make_document(devices);
    g_autoptr(YadoDocument) same = make_document(devices);
    g_autoptr(YadoDocument) inactive = make_document(fewer);
    g_autoptr(GPtrArray) none = yado_pending_list(NULL, active, same);
    g_autoptr(GPtrArray) changes = yado_pending_list(NULL, active, inactive);
    const YadoPendingChange *change;

    g_assert_cmpuint(none->len, ==, 0);
    g_assert_cmpuint(changes->len, ==, 1);
    change = changes->pdata[0];
    g_assert_cmpstr(change->next, ==, "removed");
    g_assert_nonnull(strstr(change->now_value, "virtio-scsi"));
}

static char *
print_disks(guint n, guint changed)
{
    GString *xml = g_string_new("<devices>");

    for (guint i = 0; i < n; i++)
        g_string_append_printf(xml,
                               "<disk type='file' device='disk'><source file='/d%u%s'/>"
                               "<target dev='xvd%u' bus='xen'/></disk>\n",
                               i, i == changed ? "-new" : "", i);
    g_string_append(xml, "</devices>");
    return g_string_free(xml, FALSE);
}

/* Each device is found by its name at once: looked for one by one it took minutes. */
static void
test_many(void)
{
    g_autofree char *now = print_disks(2000, 2000);
    g_autofree char *next = print_disks(2000, 1990);
    g_autoptr(YadoDocument) active = make_document(now);
    g_autoptr(YadoDocument) inactive = make_document(next);
    g_autoptr(GPtrArray) changes = NULL;

    g_test_timer_start();
    changes = yado_pending_list(NULL, active, inactive);
    g_assert_cmpfloat(g_test_timer_elapsed(), <, 20);
    g_assert_cmpuint(changes->len, ==, 1);
    g_assert_cmpstr(((YadoPendingChange *)changes->pdata[0])->node, ==, "disk:1990");
}

/* What libxl tells of a running guest is less than stands in its file: nothing waits only because it is not told. */
static void
test_two_formats(void)
{
    g_autoptr(YadoDocument) active = make_document(NULL);
    g_autoptr(YadoDocument) inactive = yado_xl_document_new_from_text(
        "name = \"web\"\ntype = \"pv\"\nmemory = 512\nvcpus = 2\nmaxvcpus = 4\n"
        "cpuid = \"host,vmx=0\"\nbootloader = \"pygrub\"\n",
        NULL);
    g_autoptr(GPtrArray) changes = yado_pending_list(NULL, active, inactive);

    for (guint i = 0; i < changes->len; i++) {
        const YadoPendingChange *change = changes->pdata[i];

        g_test_message("%s: %s, %s", change->label, change->now, change->next);
        g_assert_nonnull(change->now_value);
    }
}

/* What libxl tells of a disk is no line of its file. */
static void
test_removed_of_other_format(void)
{
    g_autoptr(YadoDocument) active =
        make_document("<devices><disk type='file' device='disk'><source file='/a'/>"
                      "<target dev='xvda'/></disk></devices>");
    g_autoptr(YadoDocument) inactive =
        yado_xl_document_new_from_text("name = \"web\"\ntype = \"pv\"\n", NULL);
    g_autofree char *before = yado_document_dump(inactive);
    g_autoptr(GPtrArray) changes = yado_pending_list(NULL, active, inactive);
    g_autofree char *after = NULL;
    guint n = 0;

    for (guint i = 0; i < changes->len; i++) {
        const YadoPendingChange *change = changes->pdata[i];
        g_autoptr(GError) error = NULL;

        if (!g_str_has_prefix(change->page, "disk"))
            continue;
        n++;
        g_assert_false(yado_pending_undo(change, inactive, &error));
        g_assert_error(error, YADO_ERROR, YADO_ERROR_UNSUPPORTED);
    }
    g_assert_cmpuint(n, ==, 1);
    after = yado_document_dump(inactive);
    g_assert_cmpstr(after, ==, before);
}

static void
test_fields(void)
{
    g_autoptr(YadoDocument) active = make_document(NULL);
    g_autoptr(YadoDocument) inactive = make_document(NULL);
    g_autoptr(GPtrArray) changes = NULL;
    const YadoPendingChange *change;

    set(inactive, "memory.maximum", "2147483648");
    set(inactive, "on.crash", "destroy");
    changes = yado_pending_list(NULL, active, inactive);
    g_assert_cmpuint(changes->len, ==, 2);
    change = changes->pdata[0];
    g_assert_cmpstr(change->page, ==, "memory");
    g_assert_cmpstr(change->label, ==, "Memory: Maximum");
    g_assert_cmpstr(change->now, ==, "1 GiB");
    g_assert_cmpstr(change->next, ==, "2 GiB");
    change = changes->pdata[1];
    g_assert_cmpstr(change->label, ==, "Start-up: On crash");
    g_assert_cmpstr(change->now, ==, "keep it for inspection");
    g_assert_cmpstr(change->next, ==, "switch it off");
}

static void
test_undo(void)
{
    g_autoptr(YadoDocument) active = make_document(NULL);
    g_autoptr(YadoDocument) inactive = make_document(NULL);
    g_autoptr(GPtrArray) changes = NULL;
    g_autoptr(GPtrArray) left = NULL;
    g_autofree char *dump = NULL;
    g_autofree char *expected = yado_document_dump(inactive);

    set(inactive, "memory.maximum", "2147483648");
    set(inactive, "boot.menu", "yes");
    changes = yado_pending_list(NULL, active, inactive);
    g_assert_cmpuint(changes->len, ==, 2);
    for (guint i = 0; i < changes->len; i++)
        g_assert_true(yado_pending_undo(changes->pdata[i], inactive, NULL));
    left = yado_pending_list(NULL, active, inactive);
    g_assert_cmpuint(left->len, ==, 0);
    dump = yado_document_dump(inactive);
    g_assert_cmpstr(dump, ==, expected);
}

/* The order of devices does not matter; those that come and go are told. */
static void
test_devices(void)
{
    g_autoptr(YadoDocument) active =
        make_document("  <devices>\n" DISK("xvda", "/a") DISK("xvdb", "/b") "  </devices>\n");
    g_autoptr(YadoDocument) inactive =
        make_document("  <devices>\n" DISK("xvdc", "/c") DISK("xvda", "/a") "  </devices>\n");
    g_autoptr(GPtrArray) changes = yado_pending_list(NULL, active, inactive);
    g_autoptr(GPtrArray) left = NULL;
    g_autoptr(GError) error = NULL;
    const YadoPendingChange *added, *removed;

    g_assert_cmpuint(changes->len, ==, 2);
    added = changes->pdata[0];
    g_assert_cmpstr(added->label, ==, "Disk xvdc");
    g_assert_cmpstr(added->next, ==, "added");
    removed = changes->pdata[1];
    g_assert_cmpstr(removed->label, ==, "Disk xvdb");
    g_assert_cmpstr(removed->next, ==, "removed");
    /* Each on its own: the removed one comes back with all that was in it. */
    g_assert_true(yado_pending_undo(removed, inactive, &error));
    g_assert_no_error(error);
    left = yado_pending_list(NULL, active, inactive);
    g_assert_cmpuint(left->len, ==, 1);
    g_clear_pointer(&left, g_ptr_array_unref);
    g_assert_true(yado_pending_undo(added, inactive, NULL));
    left = yado_pending_list(NULL, active, inactive);
    g_assert_cmpuint(left->len, ==, 0);
}

static void
test_inactive(void)
{
    YadoFakeBackend *fake = yado_fake_add("pending");
    g_autoptr(YadoSession) session = yado_fake_session_new(NULL);
    g_autoptr(YadoDocument) active = make_document(NULL);
    g_autoptr(YadoDocument) inactive = make_document(NULL);
    g_autoptr(GPtrArray) off = NULL;
    g_autoptr(GPtrArray) on = NULL;
    YadoHost *host;

    yado_fake_add_guest(fake, "off", YADO_GUEST_SHUT_OFF, NULL);
    yado_fake_add_guest(fake, "on", YADO_GUEST_RUNNING, NULL);
    host = yado_fake_open(session, "pending");
    set(inactive, "vcpu.maximum", "8");
    off = yado_pending_list(yado_fake_find(host, "off"), active, inactive);
    on = yado_pending_list(yado_fake_find(host, "on"), active, inactive);
    g_assert_cmpuint(off->len, ==, 0);
    g_assert_cmpuint(on->len, ==, 1);
    yado_host_close(host);
}

static void
test_pages(void)
{
    g_autoptr(YadoDocument) document = make_document("  <devices>\n" DISK(
        "xv_a%s",
        "/a") "<interface type='bridge'><mac address='00:16:3e:00:00:01'/><source bridge='br0'/>"
              "</interface>\n  </devices>\n");
    g_autoptr(GPtrArray) pages = yado_page_list(document);
    const YadoPage *disk, *nic;
    g_autofree char *plain = NULL;

    g_assert_cmpuint(pages->len, ==, 10);
    disk = pages->pdata[4];
    nic = pages->pdata[5];
    g_assert_cmpstr(disk->id, ==, "disk:0");
    /* Names never become mnemonics or formats. */
    plain = yado_text_strip_mnemonic(disk->title);
    g_assert_cmpstr(plain, ==, "Disk xv_a%s");
    g_assert_cmpuint(yado_text_get_mnemonic(disk->title), ==, 0);
    g_assert_cmpstr(nic->title, ==, "Network 00:16:3e:00:00:01");
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/pending/same", test_same);
    g_test_add_func("/pending/alike", test_alike);
    g_test_add_func("/pending/many", test_many);
    g_test_add_func("/pending/two-formats", test_two_formats);
    g_test_add_func("/pending/removed-of-other-format", test_removed_of_other_format);
    g_test_add_func("/pending/fields", test_fields);
    g_test_add_func("/pending/undo", test_undo);
    g_test_add_func("/pending/devices", test_devices);
    g_test_add_func("/pending/inactive", test_inactive);
    g_test_add_func("/page/list", test_pages);
    return g_test_run();
}
