/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <string.h>

#include "document/yado-xml-document.h"

#include "yado-test-document.h"

#define HEAD "<domain type='xen'>\n  <name>web</name>\n"
#define TAIL "</domain>\n"

static YadoDocument *
parse(const char *text)
{
    g_autoptr(GError) error = NULL;
    YadoDocument *document = yado_xml_document_new(text, &error);

    g_assert_no_error(error);
    return document;
}

static YadoDocument *
load(const char *name)
{
    g_autofree char *path = g_test_build_filename(G_TEST_DIST, "data", "xml", name, NULL);
    g_autofree char *text = NULL;

    g_assert_true(g_file_get_contents(path, &text, NULL, NULL));
    return parse(text);
}

static void
check_dump(YadoDocument *document, const char *wanted)
{
    g_autofree char *text = yado_document_dump(document);

    g_assert_cmpstr(text, ==, wanted);
}

static void
test_read_pv(void)
{
    g_autoptr(YadoDocument) document = load("xen-pv-bootloader.xml");
    static const char *const disks[] = { "disk:0", "disk:1", NULL };
    g_auto(GStrv) nodes = yado_document_list_nodes(document, "disk");

    yado_test_check_value(document, NULL, "kind", "pv");
    yado_test_check_value(document, NULL, "name", "web-07");
    yado_test_check_value(document, NULL, "description",
                          "Serves the shop.\nDo not move it before 22:00.");
    yado_test_check_value(document, NULL, "os.id", "http://opensuse.org/opensuse/15.6");
    yado_test_check_value(document, NULL, "os.name", "openSUSE Leap 15.6");
    yado_test_check_value(document, NULL, "tags", "production,web");
    yado_test_check_value(document, NULL, "memory.maximum", "2147483648");
    yado_test_check_value(document, NULL, "memory.current", "1073741824");
    yado_test_check_value(document, NULL, "vcpu.maximum", "4");
    yado_test_check_value(document, NULL, "vcpu.current", "2");
    yado_test_check_value(document, NULL, "vcpu.cpuset", "4-7");
    yado_test_check_value(document, NULL, "cpu.weight", "512");
    yado_test_check_value(document, NULL, "boot.bootloader", "/usr/lib/xen/bin/pygrub");
    yado_test_check_value(document, NULL, "boot.order", NULL);
    yado_test_check_value(document, NULL, "feature.acpi", "no");
    yado_test_check_value(document, NULL, "no.such.key", NULL);
    g_assert_cmpstrv(nodes, disks);
    yado_test_check_value(document, "disk:0", "source", "/var/lib/xen/images/web-07/disk0.qcow2");
    yado_test_check_value(document, "disk:1", "source", "/dev/vg0/web-07-data");
    yado_test_check_value(document, "disk:1", "shareable", "yes");
    yado_test_check_value(document, "disk:0", "shareable", "no");
    yado_test_check_value(document, "disk:7", "source", NULL);
    yado_test_check_value(document, "nic:0", "script", "vif-bridge");
    yado_test_check_value(document, "graphics:0", "keymap", "ja");
    yado_test_check_value(document, "video:0", "vram", "4194304");
}

static void
test_read_others(void)
{
    static const struct {
        const char *file, *node, *key, *value;
    } cases[] = {
        { "xen-dom0.xml", NULL, "kind", "dom0" },
        { "xen-pvh.xml", NULL, "kind", "pvh" },
        { "xen-hvm-windows.xml", NULL, "kind", "hvm" },
        { "kvm-q35.xml", NULL, "kind", "kvm" },
        { "qemu-aarch64.xml", NULL, "kind", "qemu" },
        { "lxc-container.xml", NULL, "kind", "lxc" },
        { "xen-hvm-windows.xml", NULL, "os.name", "Windows Server 2022" },
        { "kvm-q35.xml", NULL, "os.name", "SUSE Linux Enterprise Server 15 SP6" },
        { "xen-hvm-windows.xml", NULL, "boot.order", "cdrom,hd" },
        { "xen-hvm-windows.xml", NULL, "feature.viridian", "yes" },
        { "xen-hvm-uefi.xml", NULL, "feature.hap", "no" },
        { "xen-hvm-uefi.xml", NULL, "boot.menu", "yes" },
        { "xen-pvh.xml", "nic:0", "link", "down" },
        { "xen-pv-kernel.xml", NULL, "boot.arguments",
          "install=http://dist.example/15.6?a=1&b=2 root=/dev/xvda1 quiet=\"no\"" },
        { "xen-hvm-windows.xml", "disk:1", "source", "/srv/iso/Server & Tools.iso" },
        { "xen-hvm-windows.xml", "graphics:0", "password", "s'ecret" },
        { "xen-hvm-windows.xml", "hostdev:0", "address", "0000:03:10.1" },
        { "xen-hvm-uefi.xml", "hostdev:0", "address", "046d:c52b" },
        { "xen-hvm-uefi.xml", "channel:0", "target.name", "org.example.agent.0" },
        { "xen-hvm-uefi.xml", "disk:0", "source", NULL },
        { "kvm-q35.xml", "disk:1", "source", "fast/build-scratch.img" },
        { "kvm-q35.xml", "disk:2", "source", "rbd:guests/build-archive" },
        { "kvm-q35.xml", "disk:0", "boot.order", "1" },
        { "kvm-q35.xml", "nic:1", "source", "eth0" },
        { "kvm-q35.xml", "rng:0", "source", "/dev/urandom" },
        { "kvm-q35.xml", "redirdev:0", "type", "spicevmc" },
        { "kvm-q35.xml", "memballoon:0", "model", "virtio" },
        { "lxc-container.xml", "filesystem:0", "source", "/srv/containers/one" },
        { "hand-written.xml", NULL, "name", "by-hand" },
        { "hand-written.xml", NULL, "description", "a < b & c" },
        { "hand-written.xml", NULL, "memory.maximum", "536870912" },
        { "hand-written.xml", "disk:0", "source", "/srv/\"odd\" 宿.img" },
        { "one-line.xml", NULL, "memory.maximum", "268435456" },
        { "one-line.xml", NULL, "memory.current", "268435456" },
    };

    for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autoptr(YadoDocument) document = load(cases[i].file);
        yado_test_check_value(document, cases[i].node, cases[i].key, cases[i].value);
    }
}

/* Xen uses it where nothing is said: only state='off' switches it off. */
static void
test_switch(void)
{
    g_autoptr(YadoDocument) document = load("xen-hvm-windows.xml");
    g_autofree char *off = NULL;
    g_autofree char *nothing = NULL;

    g_assert_true(yado_document_set_value(document, NULL, "feature.hap", "no", NULL));
    off = yado_document_dump(document);
    g_assert_nonnull(strstr(off, "<hap state='off'/>"));
    g_assert_true(yado_document_set_value(document, NULL, "feature.hap", NULL, NULL));
    nothing = yado_document_dump(document);
    g_assert_null(strstr(nothing, "<hap state='off'/>"));
    yado_test_check_value(document, NULL, "feature.hap", "yes");
}

static void
test_os_names(void)
{
    static const struct {
        const char *id, *name;
    } cases[] = {
        { "http://opensuse.org/opensuse/tumbleweed", "openSUSE Tumbleweed" },
        { "http://opensuse.org/opensuse/13.2", "openSUSE 13.2" },
        { "http://suse.com/sles/12.5", "SUSE Linux Enterprise Server 12 SP5" },
        { "http://suse.com/sles/15.0", "SUSE Linux Enterprise Server 15" },
        { "http://suse.com/sles/16.0", "SUSE Linux Enterprise Server 16.0" },
        { "http://debian.org/debian/12", "Debian 12" },
        { "http://ubuntu.com/ubuntu/24.04", "Ubuntu 24.04" },
        { "http://example.org/foo/1.2", "Foo 1.2" },
        { "nonsense", "nonsense" },
        { "http://a/", "http://a/" },
    };

    for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autoptr(YadoDocument) document = parse(HEAD TAIL);
        yado_test_set_value(document, NULL, "os.id", cases[i].id);
        yado_test_check_value(document, NULL, "os.name", cases[i].name);
    }
}

static void
test_memory_units(void)
{
    g_autoptr(YadoDocument) document =
        parse(HEAD "  <memory unit='MiB'>512</memory>\n"
                   "  <currentMemory unit='GB'>1</currentMemory>\n" TAIL);

    yado_test_check_value(document, NULL, "memory.current", "1000000000");
    yado_test_set_value(document, NULL, "memory.maximum", "1073741824");
    yado_test_set_value(document, NULL, "memory.current", "536870912"); /* no whole number of GB */
    check_dump(document, HEAD "  <memory unit='MiB'>1024</memory>\n"
                              "  <currentMemory unit='KiB'>524288</currentMemory>\n" TAIL);
    yado_test_set_value(document, NULL, "memory.maximum", "1025");
    yado_test_check_value(document, NULL, "memory.maximum", "1025");

    /* too much for 64 bits, or no number: unreadable, not wrong */
    g_autoptr(YadoDocument) huge =
        parse(HEAD "  <memory unit='EiB'>99</memory>\n  <currentMemory>x</currentMemory>\n" TAIL);
    yado_test_check_value(huge, NULL, "memory.maximum", NULL);
    yado_test_check_value(huge, NULL, "memory.current", NULL);
}

static void
test_vcpus(void)
{
    g_autoptr(YadoDocument) document = parse(HEAD "  <vcpu placement='static'>4</vcpu>\n" TAIL);

    yado_test_check_value(document, NULL, "vcpu.current", "4"); /* absent: all of them */
    yado_test_set_value(document, NULL, "vcpu.current", "2");
    yado_test_set_value(document, NULL, "vcpu.cpuset", "0-3");
    check_dump(document,
               HEAD "  <vcpu placement='static' cpuset='0-3' current='2'>4</vcpu>\n" TAIL);
    yado_test_set_value(document, NULL, "vcpu.current", NULL);
    yado_test_set_value(document, NULL, "vcpu.cpuset", "");
    check_dump(document, HEAD "  <vcpu placement='static'>4</vcpu>\n" TAIL);
    g_assert_false(yado_document_is_edited(document));
}

static void
test_placement(void)
{
    g_autoptr(YadoDocument) document = parse(HEAD "  <vcpu>4</vcpu>\n  <devices>\n"
                                                  "    <emulator>/q</emulator>\n"
                                                  "    <memballoon model='xen'/>\n"
                                                  "  </devices>\n" TAIL);
    g_autofree char *nic = yado_document_add_node(document, "nic", NULL);
    g_autofree char *disk = yado_document_add_node(document, "disk", NULL);

    yado_test_set_value(document, nic, "source", "default");
    yado_test_set_value(document, disk, "target", "xvda");
    yado_test_set_value(document, disk, "source", "/a&b");
    yado_test_set_value(document, disk, "format", "raw");
    yado_test_set_value(document, NULL, "feature.apic", "yes");
    yado_test_set_value(document, NULL, "feature.acpi", "yes");
    yado_test_set_value(document, NULL, "title", "T");
    check_dump(document, HEAD "  <title>T</title>\n"
                              "  <vcpu>4</vcpu>\n"
                              "  <features>\n"
                              "    <acpi/>\n"
                              "    <apic/>\n"
                              "  </features>\n"
                              "  <devices>\n"
                              "    <emulator>/q</emulator>\n"
                              "    <disk type='file' device='disk'>\n"
                              "      <driver type='raw'/>\n"
                              "      <source file='/a&amp;b'/>\n"
                              "      <target dev='xvda'/>\n"
                              "    </disk>\n"
                              "    <interface type='network'>\n"
                              "      <source network='default'/>\n"
                              "    </interface>\n"
                              "    <memballoon model='xen'/>\n"
                              "  </devices>\n" TAIL);
}

static void
test_comments_stay(void)
{
    const char *text = HEAD "  <devices>\n"
                            "    <!-- root -->\n"
                            "    <disk type='file'/>\n"
                            "    <!-- net -->\n"
                            "    <interface type='bridge'/>\n"
                            "  </devices>\n" TAIL;
    g_autoptr(YadoDocument) document = parse(text);

    g_assert_true(yado_document_remove_node(document, "disk:0", NULL));
    g_assert_true(yado_document_remove_node(document, "nic:0", NULL));
    check_dump(document, HEAD "  <devices>\n"
                              "    <!-- root -->\n"
                              "    <!-- net -->\n"
                              "  </devices>\n" TAIL);
    g_free(yado_document_add_node(document, "sound", NULL));
    check_dump(document, HEAD "  <devices>\n"
                              "    <!-- root -->\n"
                              "    <!-- net -->\n"
                              "    <sound model='ich9'/>\n"
                              "  </devices>\n" TAIL);
    g_assert_true(yado_document_undo_all(document, NULL));
    check_dump(document, text);
}

static void
test_source_types(void)
{
    g_autoptr(YadoDocument) document = load("kvm-q35.xml");

    yado_test_set_value(document, "disk:0", "type",
                        "block"); /* the path goes over, whichever is set first */
    yado_test_check_value(document, "disk:0", "source", "/var/lib/libvirt/images/build-node.qcow2");
    yado_test_set_value(document, "disk:0", "source", "/dev/vg0/x");
    yado_test_check_value(document, "disk:0", "source", "/dev/vg0/x");
    g_autofree char *disk = yado_document_dump_node(document, "disk:0");
    g_assert_nonnull(strstr(disk, "<source dev='/dev/vg0/x' index='2'>"));
    g_assert_nonnull(strstr(disk, "<seclabel model='dac' relabel='no'/>"));

    yado_test_set_value(document, "disk:1", "source", "slow/other.img");
    g_autofree char *volume = yado_document_dump_node(document, "disk:1");
    g_assert_nonnull(strstr(volume, "<source pool='slow' volume='other.img'/>"));
    yado_test_check_refused(document, "disk:1", "source", "no-pool", YADO_ERROR_INVALID);

    yado_test_set_value(document, "disk:2", "source", "rbd:guests/new");
    g_autofree char *network = yado_document_dump_node(document, "disk:2");
    g_assert_nonnull(strstr(network, "<source protocol='rbd' name='guests/new'>"));
    g_assert_nonnull(strstr(network, "<host name='mon2.example' port='6789'/>"));

    yado_test_set_value(document, "nic:0", "type", "user");
    yado_test_check_value(document, "nic:0", "source", NULL);
    yado_test_check_refused(document, "nic:0", "source", "x", YADO_ERROR_UNSUPPORTED);
}

static void
test_listen(void)
{
    g_autoptr(YadoDocument) document = load("xen-hvm-windows.xml");

    yado_test_set_value(document, "graphics:0", "listen", "0.0.0.0");
    g_autofree char *text = yado_document_dump_node(document, "graphics:0");
    g_assert_nonnull(strstr(text, "listen='0.0.0.0'"));
    g_assert_nonnull(strstr(text, "<listen type='address' address='0.0.0.0'/>"));
    g_assert_null(strstr(text, "127.0.0.1"));
}

static void
test_addresses(void)
{
    g_autoptr(YadoDocument) document = load("xen-hvm-windows.xml");
    g_autoptr(YadoDocument) usb = load("xen-hvm-uefi.xml");

    yado_test_set_value(document, "hostdev:0", "address", "0001:0a:1f.7");
    yado_test_check_value(document, "hostdev:0", "address", "0001:0a:1f.7");
    yado_test_set_value(document, "hostdev:0", "address", "03:00.0");
    yado_test_check_value(document, "hostdev:0", "address", "0000:03:00.0");
    yado_test_check_refused(document, "hostdev:0", "address", "03:20.0", YADO_ERROR_INVALID);
    yado_test_check_refused(document, "hostdev:0", "address", "03:00.0x", YADO_ERROR_INVALID);
    yado_test_set_value(usb, "hostdev:0", "address", "1.4");
    yado_test_check_value(usb, "hostdev:0", "address", "1.4");
    yado_test_set_value(usb, "hostdev:0", "address", "dead:beef");
    yado_test_check_value(usb, "hostdev:0", "address", "dead:beef");
}

static void
test_refused_values(void)
{
    static const struct {
        const char *node, *key, *value;
        YadoErrorCode code;
    } cases[] = {
        { NULL, "name", "a/b", YADO_ERROR_INVALID },
        { NULL, "name", "a\nb", YADO_ERROR_INVALID },
        { NULL, "name", NULL, YADO_ERROR_INVALID },
        { NULL, "name", "", YADO_ERROR_INVALID },
        { NULL, "title", "a\nb", YADO_ERROR_INVALID },
        { NULL, "title", "\x01", YADO_ERROR_INVALID },
        { NULL, "title", "\xFF", YADO_ERROR_INVALID },
        { NULL, "title", "\xC2\x9B", YADO_ERROR_INVALID },
        { NULL, "title", "\xEF\xBF\xBF", YADO_ERROR_INVALID },
        { NULL, "description", "a\033b", YADO_ERROR_INVALID },
        { NULL, "description", "a\rb", YADO_ERROR_INVALID },
        { NULL, "memory.maximum", "1 GiB", YADO_ERROR_INVALID },
        { NULL, "memory.maximum", "-1", YADO_ERROR_INVALID },
        { NULL, "memory.maximum", NULL, YADO_ERROR_INVALID },
        { NULL, "memory.maximum", "99999999999999999999", YADO_ERROR_INVALID },
        { NULL, "vcpu.maximum", "two", YADO_ERROR_INVALID },
        { NULL, "vcpu.current", "-1", YADO_ERROR_INVALID },
        { NULL, "boot.order", "hd,floppy", YADO_ERROR_INVALID },
        { NULL, "boot.menu", "1", YADO_ERROR_INVALID },
        { NULL, "feature.acpi", "true", YADO_ERROR_INVALID },
        { NULL, "kind", "pv", YADO_ERROR_UNSUPPORTED },
        { NULL, "os.name", "x", YADO_ERROR_UNSUPPORTED },
        { NULL, "autostart", "yes", YADO_ERROR_UNSUPPORTED },
        { NULL, "no.such.key", "x", YADO_ERROR_UNSUPPORTED },
        { "disk:0", "readonly", "maybe", YADO_ERROR_INVALID },
        { "disk:0", "boot.order", "first", YADO_ERROR_INVALID },
        { "disk:0", "no.such.key", "x", YADO_ERROR_UNSUPPORTED },
        { "disk:9", "target", "x", YADO_ERROR_NOT_FOUND },
        { "memballoon:0", "model", "x", YADO_ERROR_UNSUPPORTED },
        { "video:0", "vram", "1000", YADO_ERROR_INVALID },
        { "graphics:0", "password", "pass\nword", YADO_ERROR_INVALID },
    };
    g_autoptr(YadoDocument) document = load("xen-hvm-windows.xml");

    for (guint i = 0; i < G_N_ELEMENTS(cases); i++)
        yado_test_check_refused(document, cases[i].node, cases[i].key, cases[i].value,
                                cases[i].code);
    g_autoptr(GError) error = NULL;
    g_assert_null(yado_document_add_node(document, "memballoon", &error));
    g_assert_error(error, YADO_ERROR, YADO_ERROR_UNSUPPORTED);
    g_clear_error(&error);
    g_assert_false(yado_document_remove_node(document, "disk:9", &error));
    g_assert_error(error, YADO_ERROR, YADO_ERROR_NOT_FOUND);
    /* A secret is in no message. */
    g_clear_error(&error);
    yado_document_set_value(document, "graphics:0", "password", "pass\nword", &error);
    g_assert_null(strstr(error->message, "word\n"));
    g_assert_null(strstr(error->message, "pass\n"));
    g_assert_false(yado_document_is_edited(document));
}

static void
test_extras(void)
{
    g_autoptr(YadoDocument) document = parse(HEAD TAIL);
    YadoXmlDocument *xml = YADO_XML_DOCUMENT(document);

    g_assert_false(yado_xml_document_is_extra(xml, "autostart"));
    yado_xml_document_set_extra(xml, "autostart", "no");
    g_assert_true(yado_xml_document_is_extra(xml, "autostart"));
    g_assert_false(yado_document_is_edited(document));
    yado_test_set_value(document, NULL, "autostart", "yes");
    g_assert_cmpuint(yado_document_get_edits(document)->len, ==, 1);
    check_dump(document, HEAD TAIL);
    g_autoptr(YadoDocument) rebased = yado_document_rebase(document, HEAD TAIL, FALSE, NULL);
    yado_test_check_value(rebased, NULL, "autostart", "yes");
    g_assert_true(yado_document_undo_all(document, NULL));
    yado_test_check_value(document, NULL, "autostart", "no");
    g_assert_false(yado_document_is_edited(document));
}

static void
test_node_ids(void)
{
    static const char *const left[] = { "disk:1", NULL };
    static const char *const both[] = { "disk:1", "disk:2", NULL };
    g_autoptr(YadoDocument) document = load("xen-pv-bootloader.xml");

    g_assert_true(yado_document_remove_node(document, "disk:0", NULL));
    g_auto(GStrv) nodes = yado_document_list_nodes(document, "disk");
    g_assert_cmpstrv(nodes, left);
    yado_test_check_value(document, "disk:0", "target", NULL);
    yado_test_check_value(document, "disk:1", "target", "xvdb");
    g_autofree char *node = yado_document_add_node(document, "disk", NULL);
    g_auto(GStrv) more = yado_document_list_nodes(document, "disk");
    g_assert_cmpstrv(more, both);

    /* An added one that is removed again leaves no edit. */
    g_assert_cmpuint(yado_document_get_edits(document)->len, ==, 2);
    yado_test_set_value(document, node, "target", "xvdc");
    g_assert_true(yado_document_remove_node(document, node, NULL));
    g_assert_cmpuint(yado_document_get_edits(document)->len, ==, 1);
}

static void
test_dump_node(void)
{
    g_autoptr(YadoDocument) document = load("xen-pvh.xml");
    g_autofree char *text = yado_document_dump_node(document, "disk:0");

    g_assert_cmpstr(text, ==,
                    "<disk type='block' device='disk'>\n"
                    "  <driver name='phy'/>\n"
                    "  <source dev='/dev/vg_guests/cache-01'/>\n"
                    "  <target dev='xvda' bus='xen'/>\n"
                    "</disk>");
    g_assert_null(yado_document_dump_node(document, "disk:1"));
}

static void
test_foreign_metadata(void)
{
    g_autoptr(YadoDocument) document =
        parse(HEAD "  <metadata>\n"
                   "    <x:guest xmlns:x=\"urn:yado:guest:1\">\n"
                   "      <x:tag>a</x:tag>\n"
                   "    </x:guest>\n"
                   "    <yado:guest xmlns:yado=\"urn:someone:else\"/>\n"
                   "  </metadata>\n" TAIL);

    yado_test_check_value(document, NULL, "tags", "a");
    yado_test_set_value(document, NULL, "tags", " b , a,, b ");
    yado_test_check_value(document, NULL, "tags", "b,a");
    yado_test_set_value(document, NULL, "tags", NULL);
    check_dump(document, HEAD "  <metadata>\n"
                              "    <yado:guest xmlns:yado=\"urn:someone:else\"/>\n"
                              "  </metadata>\n" TAIL);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/xml-document/read-pv", test_read_pv);
    g_test_add_func("/xml-document/read-others", test_read_others);
    g_test_add_func("/xml-document/switch", test_switch);
    g_test_add_func("/xml-document/os-names", test_os_names);
    g_test_add_func("/xml-document/memory-units", test_memory_units);
    g_test_add_func("/xml-document/vcpus", test_vcpus);
    g_test_add_func("/xml-document/placement", test_placement);
    g_test_add_func("/xml-document/comments-stay", test_comments_stay);
    g_test_add_func("/xml-document/source-types", test_source_types);
    g_test_add_func("/xml-document/listen", test_listen);
    g_test_add_func("/xml-document/addresses", test_addresses);
    g_test_add_func("/xml-document/refused-values", test_refused_values);
    g_test_add_func("/xml-document/extras", test_extras);
    g_test_add_func("/xml-document/node-ids", test_node_ids);
    g_test_add_func("/xml-document/dump-node", test_dump_node);
    g_test_add_func("/xml-document/foreign-metadata", test_foreign_metadata);
    return g_test_run();
}
