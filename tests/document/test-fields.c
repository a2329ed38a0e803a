/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Each setting of disks, network cards, processors, firmware and clock in both formats: what is written is what libvirt and Xen read, fits
 * libvirt's schema, leaves all else as it stands, and is gone again when it is emptied.
 */
#include "config.h"

#include <string.h>

#include "document/yado-xl-document.h"
#include "document/yado-xml-document.h"

#include "yado-test-document.h"
#include "yado-test-schema.h"

#define XML(type, os, extra)                  \
    "<domain type='" type "'>\n"              \
    "  <name>one</name>\n"                    \
    "  <memory unit='MiB'>1024</memory>\n"    \
    "  <vcpu>4</vcpu>\n"                      \
    "  <os>\n"                                \
    "    <type>" os "</type>\n"               \
    "  </os>\n" extra "  <devices>\n"         \
    "    <disk type='block' device='disk'>\n" \
    "      <source dev='/dev/vg/one'/>\n"     \
    "      <target dev='vda'/>\n"             \
    "    </disk>\n"                           \
    "    <interface type='network'>\n"        \
    "      <source network='default'/>\n"     \
    "    </interface>\n"                      \
    "  </devices>\n"                          \
    "</domain>\n"

#define CPU                                                                       \
    "  <cpu mode='host-passthrough' check='none'>\n"                              \
    "    <feature policy='disable' name='vmx'/>\n"                                \
    "    <numa>\n"                                                                \
    "      <cell id='0' cpus='0-1' memory='512' unit='MiB' memAccess='shared'>\n" \
    "        <distances>\n"                                                       \
    "          <sibling id='0' value='10'/>\n"                                    \
    "          <sibling id='1' value='21'/>\n"                                    \
    "        </distances>\n"                                                      \
    "      </cell>\n"                                                             \
    "      <cell id='1' cpus='2-3' memory='512' unit='MiB'/>\n"                   \
    "    </numa>\n"                                                               \
    "  </cpu>\n"

static const char kvm[] = XML("kvm", "hvm", "");
static const char kvm_cpu[] = XML("kvm", "hvm", CPU);
static const char kvm_clock[] = XML("kvm", "hvm", "  <clock offset='timezone' timezone='UTC'/>\n");
static const char kvm_variable[] = XML("kvm", "hvm", "  <clock offset='variable'/>\n");
static const char xen[] = XML("xen", "hvm", "");

static YadoDocument *
load_xml(const char *text)
{
    g_autoptr(GError) error = NULL;
    YadoDocument *document = yado_xml_document_new(text, &error);

    g_assert_no_error(error);
    return document;
}

static YadoDocument *
load_xl(const char *text)
{
    g_autoptr(GError) error = NULL;
    YadoDocument *document = yado_xl_document_new_from_text(text, &error);

    g_assert_no_error(error);
    return document;
}

static void
set(YadoDocument *document, const char *node, const char *key, const char *value)
{
    yado_test_set_value(document, node, key, value);
    yado_test_check_value(document, node, key, value);
}

static void
check_has(YadoDocument *document, const char *part)
{
    g_autofree char *text = yado_document_dump(document);

    if (strstr(text, part) == NULL)
        g_error("no “%s” in:\n%s", part, text);
}

typedef struct {
    const char *text, *node, *key, *value;
    const char *part; /* stands in the text then */
} Case;

static void
test_xml(void)
{
    static const Case cases[] = {
        { xen, "disk:0", "backend", "storage", "<backenddomain name='storage'/>" },
        { kvm, "disk:0", "total.bytes", "5368709120",
          "<iotune>\n        <total_bytes_sec>5368709120</total_bytes_sec>" },
        { kvm, "disk:0", "read.bytes", "1048576", "<read_bytes_sec>1048576</read_bytes_sec>" },
        { kvm, "disk:0", "write.bytes", "1048576", "<write_bytes_sec>1048576<" },
        { kvm, "disk:0", "total.requests", "300", "<total_iops_sec>300</total_iops_sec>" },
        { kvm, "disk:0", "read.requests", "200", "<read_iops_sec>200</read_iops_sec>" },
        { kvm, "disk:0", "write.requests", "100", "<write_iops_sec>100</write_iops_sec>" },
        { xen, "nic:0", "backend", "net", "<backenddomain name='net'/>" },
        { kvm, "nic:0", "rate.in", "1048576", "<inbound average='1024'/>" },
        { xen, "nic:0", "rate.out", "10240", "<outbound average='10'/>" },
        { kvm, "nic:0", "vlan", "42", "<vlan>\n        <tag id='42'/>" },
        { kvm, "nic:0", "portgroup", "staff", "<source network='default' portgroup='staff'/>" },
        { kvm, "nic:0", "mtu", "9000", "<mtu size='9000'/>" },
        { kvm, "nic:0", "target", "vif-one", "<target dev='vif-one'/>" },
        { kvm, NULL, "cpu.sockets", "2", "<topology sockets='2' cores='1' threads='1'/>" },
        { kvm, NULL, "cpu.cores", "4", "<topology sockets='1' cores='4' threads='1'/>" },
        { kvm, NULL, "cpu.threads", "2", "<topology sockets='1' cores='1' threads='2'/>" },
        { kvm, NULL, "cpu.features", "name=vmx,policy=disable",
          "<cpu mode='host-model'>\n    <feature policy='disable' name='vmx'/>" },
        { xen, NULL, "cpu.features", "name=vmx,policy=disable",
          "<cpu mode='host-passthrough'>\n    <feature policy='disable' name='vmx'/>" },
        { kvm, NULL, "cpu.numa", "cpus=0-1,memory=512 MiB\ncpus=2 3,memory=512 MiB",
          "<cell id='1' cpus='2,3' memory='524288' unit='KiB'/>" },
        { kvm, NULL, "os.firmware", "efi", "<os firmware='efi'>" },
        { kvm, NULL, "os.firmware", "bios", "<os firmware='bios'>" },
        { xen, NULL, "os.firmware", "efi",
          "<loader readonly='yes' type='pflash'>/usr/lib/xen/boot/ovmf.bin</loader>" },
        { xen, NULL, "os.firmware", "bios",
          "<loader type='rom'>/usr/lib/xen/boot/hvmloader</loader>" },
        { kvm_clock, NULL, "clock.timezone", "Asia/Tokyo", "timezone='Asia/Tokyo'" },
        { kvm_variable, NULL, "clock.adjustment", "-32400", "adjustment='-32400'" },
    };

    for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
        const Case *test = &cases[i];
        g_autoptr(YadoDocument) document = load_xml(test->text);
        g_autofree char *old = yado_document_dup_value(document, test->node, test->key);
        g_autofree char *text = NULL;
        g_autofree char *emptied = NULL;

        set(document, test->node, test->key, test->value);
        check_has(document, test->part);
        text = yado_document_dump(document);
        yado_test_check_schema(text, test->key);
        g_autoptr(YadoDocument) again = load_xml(text);
        yado_test_check_value(again, test->node, test->key, test->value);
        set(document, test->node, test->key, old);
        emptied = yado_document_dump(document);
        yado_test_check_schema(emptied, test->key);
        if (strcmp(test->key, "cpu.features") != 0) /* the mode that it needs stays */
            g_assert_cmpstr(emptied, ==, test->text);
    }
}

/* What we do not know of a cell, and of a feature's processor, is there afterwards. */
static void
test_lists_keep(void)
{
    g_autoptr(YadoDocument) document = load_xml(kvm_cpu);
    g_autofree char *text = NULL;

    yado_test_check_value(document, NULL, "cpu.features", "name=vmx,policy=disable");
    yado_test_check_value(document, NULL, "cpu.numa",
                          "cpus=0-1,memory=512 MiB\ncpus=2-3,memory=512 MiB");
    set(document, NULL, "cpu.numa", "cpus=0,memory=256 MiB\ncpus=1-3,memory=768 MiB");
    check_has(document, "<cell id='0' cpus='0' memory='262144' unit='KiB' memAccess='shared'>");
    check_has(document, "<sibling id='1' value='21'/>");
    set(document, NULL, "cpu.features", "name=vmx,policy=disable\nname=avx2,policy=force");
    check_has(document, "<cpu mode='host-passthrough' check='none'>");
    check_has(document, "<feature policy='force' name='avx2'/>");
    text = yado_document_dump(document);
    yado_test_check_schema(text, "lists");
    set(document, NULL, "cpu.features", NULL);
    set(document, NULL, "cpu.numa", NULL);
    check_has(document, "<cpu mode='host-passthrough' check='none'>");
}

/* One of the three takes the others with it, and the last one away. */
static void
test_topology(void)
{
    g_autoptr(YadoDocument) document = load_xml(kvm);
    g_autofree char *text = NULL;

    set(document, NULL, "cpu.sockets", "2");
    set(document, NULL, "cpu.cores", "2");
    g_assert_true(yado_document_set_value(document, NULL, "cpu.sockets", NULL, NULL));
    yado_test_check_value(document, NULL, "cpu.sockets", "1");
    yado_test_check_value(document, NULL, "cpu.cores", "2");
    g_assert_true(yado_document_set_value(document, NULL, "cpu.cores", NULL, NULL));
    text = yado_document_dump(document);
    g_assert_cmpstr(text, ==, kvm);
}

/* From one firmware to the other: files named by hand are of the old one. */
static void
test_firmware(void)
{
    static const char by_hand[] =
        "<domain type='kvm'>\n  <name>one</name>\n  <os>\n    <type>hvm</type>\n"
        "    <loader readonly='yes' type='pflash'>/usr/share/OVMF/OVMF_CODE.fd</loader>\n"
        "    <nvram>/var/lib/one_VARS.fd</nvram>\n    <boot dev='hd'/>\n  </os>\n</domain>\n";
    g_autoptr(YadoDocument) document = load_xml(by_hand);
    g_autofree char *text = NULL;

    yado_test_check_value(document, NULL, "os.firmware", "efi");
    set(document, NULL, "os.firmware", "bios");
    text = yado_document_dump(document);
    g_assert_cmpstr(text, ==,
                    "<domain type='kvm'>\n  <name>one</name>\n  <os firmware='bios'>\n"
                    "    <type>hvm</type>\n    <boot dev='hd'/>\n  </os>\n</domain>\n");
}

static void
test_xml_refused(void)
{
    g_autoptr(YadoDocument) document = load_xml(kvm);

    yado_test_check_refused(document, "disk:0", "script", "block-drbd", YADO_ERROR_UNSUPPORTED);
    yado_test_check_refused(document, NULL, "feature.nested", "yes", YADO_ERROR_UNSUPPORTED);
    yado_test_check_refused(document, "nic:0", "rate.out", "1000", YADO_ERROR_INVALID);
    yado_test_check_refused(document, "disk:0", "read.bytes", "-1", YADO_ERROR_INVALID);
    yado_test_check_refused(document, NULL, "cpu.sockets", "0", YADO_ERROR_INVALID);
    yado_test_check_refused(document, NULL, "cpu.features", "vmx", YADO_ERROR_INVALID);
    yado_test_check_refused(document, NULL, "cpu.features", "name=a b,policy=force",
                            YADO_ERROR_INVALID);
    yado_test_check_refused(document, NULL, "cpu.numa", "cpus=x,memory=1 GiB", YADO_ERROR_INVALID);
    yado_test_check_refused(document, NULL, "cpu.numa", "cpus=0,memory=0", YADO_ERROR_INVALID);
    yado_test_check_refused(document, NULL, "os.firmware", "coreboot", YADO_ERROR_INVALID);
    g_assert_nonnull(yado_document_get_refusal(document, "disk:0", "script"));
    g_assert_null(yado_document_get_refusal(document, "disk:0", "backend"));
}

#define HVM "name = \"one\"\ntype = \"hvm\"\nmemory = 1024\nvcpus = 4\n"
#define DISK "disk = [ 'format=raw, vdev=xvda, access=rw, target=/dev/vg/one' ]\n"
#define NIC "vif = [ 'mac=00:16:3e:00:00:01,bridge=br0' ]\n"

static void
test_xl(void)
{
    static const char text[] = HVM DISK NIC;
    static const Case cases[] = {
        { text, "disk:0", "script", "block-drbd", "script=block-drbd" },
        { text, "disk:0", "backend", "storage", "backend=storage" },
        { text, "nic:0", "backend", "net", "bridge=br0,backend=net'" },
        { text, "nic:0", "rate.out", "1250000", "rate=1250KB/s" },
        { text, "nic:0", "rate.out", "1048576", "rate=1048576B/s" },
        { text, "nic:0", "vlan", "10p/20", "vlan=10p/20" },
        { text, "nic:0", "mtu", "9000", "mtu=9000" },
        { text, "nic:0", "script", "vif-openvswitch", "script=vif-openvswitch" },
        { text, "nic:0", "target", "one.0", "vifname=one.0" },
        { text, NULL, "cpu.features", "name=vmx,policy=disable\nname=avx2,policy=force",
          "cpuid = \"host,vmx=0,avx2=1\"\n" },
        { text, NULL, "cpu.numa", "cpus=0-1,memory=512 MiB\ncpus=2 3,memory=512 MiB",
          "vnuma = [ [ \"pnode=0\", \"size=512\", \"vcpus=0-1\", \"vdistances=10,20\" ], "
          "[ \"pnode=0\", \"size=512\", \"vcpus=2,3\", \"vdistances=20,10\" ] ]\n" },
        { text, NULL, "os.firmware", "efi", "bios = \"ovmf\"\n" },
        { text, NULL, "os.firmware", "bios", "bios = \"seabios\"\n" },
        { text, NULL, "feature.nested", "yes", "nestedhvm = 1\n" },
        { text, NULL, "clock.adjustment", "-32400", "rtc_timeoffset = \"-32400\"\n" },
    };

    for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
        const Case *test = &cases[i];
        g_autoptr(YadoDocument) document = load_xl(test->text);
        g_autoptr(GError) error = NULL;
        g_autofree char *changed = NULL;
        g_autofree char *emptied = NULL;

        set(document, test->node, test->key, test->value);
        check_has(document, test->part);
        changed = yado_document_dump(document);
        g_autoptr(YadoDocument) again = load_xl(changed);
        yado_test_check_value(again, test->node, test->key, test->value);
        yado_document_set_value(document, test->node, test->key, NULL, &error);
        g_assert_no_error(error);
        emptied = yado_document_dump(document);
        g_autoptr(YadoDocument) last = load_xl(emptied);
        yado_test_check_value(last, "disk:0", "source", "/dev/vg/one");
        if (strncmp(test->node != NULL ? test->node : "", "disk", 4) != 0)
            g_assert_cmpstr(emptied, ==, test->text);
    }
}

/* What stands there already, in the old ways too; and the parts that we do not edit stay. */
static void
test_xl_keeps(void)
{
    static const char text[] =
        HVM "disk = [ 'drbd:web,xvda,w' ]\n"
            "vif = [ 'bridge=br0, rate=10Mb/s@20ms' ]\n"
            "cpuid = \"host,vmx=0,family=6\"\n"
            "vnuma = [ [ \"pnode=1\",\"size=1024\",\"vcpus=0-3\",\"vdistances=13\" ] ]\n"
            "firmware = \"uefi\"\n";
    g_autoptr(YadoDocument) document = load_xl(text);

    yado_test_check_value(document, "disk:0", "script", "block-drbd");
    yado_test_check_value(document, "nic:0", "rate.out", "1250000");
    yado_test_check_value(document, NULL, "cpu.features",
                          "name=vmx,policy=disable\nname=family,policy=6");
    yado_test_check_value(document, NULL, "cpu.numa", "cpus=0-3,memory=1 GiB");
    yado_test_check_value(document, NULL, "os.firmware", "efi");
    set(document, "nic:0", "rate.out", "2000");
    check_has(document, "'bridge=br0, rate=2KB/s@20ms'");
    set(document, NULL, "cpu.features", "name=vmx,policy=optional\nname=family,policy=6");
    check_has(document, "cpuid = \"host,vmx=x,family=6\"");
    set(document, NULL, "cpu.numa", "cpus=0-3,memory=2 GiB");
    check_has(document, "[ \"pnode=1\", \"size=2048\", \"vcpus=0-3\", \"vdistances=13\" ]");
    set(document, NULL, "os.firmware", "bios");
    check_has(document, "firmware = \"bios\"");
}

/* A device of the host is in the list of its kind. */
static void
test_xl_host_devices(void)
{
    g_autoptr(YadoDocument) document = load_xl(
        HVM "pci = [ '0000:03:00.0', '0000:04:00.0' ]\nusbdev = [ 'hostbus=1,hostaddr=2' ]\n");

    set(document, "hostdev:0", "type", "usb");
    set(document, "hostdev:0", "address", "1.7");
    yado_test_check_value(document, "hostdev:1", "address", "0000:04:00.0");
    check_has(document, "pci = [ '0000:04:00.0' ]");
    check_has(document, "usbdev = [ 'hostbus=1,hostaddr=2', 'hostbus=1,hostaddr=7' ]");
    set(document, "hostdev:2", "type", "pci");
    set(document, "hostdev:2", "address", "0000:05:00.0");
    yado_test_check_value(document, "hostdev:0", "address", "1.7");
    check_has(document, "pci = [ '0000:04:00.0', '0000:05:00.0' ]");
}

static void
test_xl_refused(void)
{
    g_autoptr(YadoDocument) document =
        load_xl(HVM DISK NIC "cpuid = [ '0x1:ecx=xxxxxxxxxx00xxxxxxxxxxxxxxxxxxxx' ]\n");

    yado_test_check_refused(document, NULL, "cpu.sockets", "2", YADO_ERROR_UNSUPPORTED);
    yado_test_check_refused(document, NULL, "clock.timezone", "Asia/Tokyo", YADO_ERROR_UNSUPPORTED);
    yado_test_check_refused(document, "disk:0", "read.bytes", "1024", YADO_ERROR_UNSUPPORTED);
    yado_test_check_refused(document, "nic:0", "rate.in", "1024", YADO_ERROR_UNSUPPORTED);
    yado_test_check_refused(document, "nic:0", "portgroup", "staff", YADO_ERROR_UNSUPPORTED);
    yado_test_check_refused(document, "disk:0", "script", "a,b", YADO_ERROR_INVALID);
    yado_test_check_refused(document, "nic:0", "rate.out", "0", YADO_ERROR_INVALID);
    yado_test_check_refused(document, NULL, "cpu.features", "name=vmx,policy=disable",
                            YADO_ERROR_UNSUPPORTED);
    yado_test_check_refused(document, NULL, "cpu.numa", "cpus=0-3,memory=1025 KiB",
                            YADO_ERROR_INVALID);
    yado_test_check_refused(document, NULL, "os.firmware", "coreboot", YADO_ERROR_INVALID);
    yado_test_check_value(document, NULL, "cpu.features", NULL);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/document/fields/xml", test_xml);
    g_test_add_func("/document/fields/lists-keep", test_lists_keep);
    g_test_add_func("/document/fields/topology", test_topology);
    g_test_add_func("/document/fields/firmware", test_firmware);
    g_test_add_func("/document/fields/xml-refused", test_xml_refused);
    g_test_add_func("/document/fields/xl", test_xl);
    g_test_add_func("/document/fields/xl-keeps", test_xl_keeps);
    g_test_add_func("/document/fields/xl-host-devices", test_xl_host_devices);
    g_test_add_func("/document/fields/xl-refused", test_xl_refused);
    return g_test_run();
}
