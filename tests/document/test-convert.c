/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Both directions: what is made is valid, and nothing is dropped without a word. */
#include "config.h"

#include "document/yado-document-convert.h"

#include <string.h>
#include <glib/gstdio.h>

#include "base/yado-error.h"

#include "yado-test.h"
#include "yado-test-schema.h"

static YadoDocument *
load(const char *text)
{
    g_autoptr(GError) error = NULL;
    YadoDocument *document = yado_document_new_from_bytes(text, strlen(text), &error);

    g_assert_no_error(error);
    return document;
}

static char *
convert(const char *text, YadoDocumentFormat format, GPtrArray **losses)
{
    g_autoptr(YadoDocument) document = load(text);
    g_autoptr(GError) error = NULL;
    g_autoptr(YadoDocument) other = yado_document_convert(document, format, losses, &error);

    g_assert_no_error(error);
    g_assert_cmpint(yado_document_get_format(other), ==, format);
    g_assert_false(yado_document_is_edited(other));
    return yado_document_dump(other);
}

static char *
read_data(const char *folder, const char *name)
{
    g_autofree char *path = g_test_build_filename(G_TEST_DIST, "data", folder, name, NULL);
    char *text = NULL;

    g_assert_true(g_file_get_contents(path, &text, NULL, NULL));
    return text;
}

static gboolean
has_loss(GPtrArray *losses, guint line, const char *place)
{
    for (guint i = 0; i < losses->len; i++) {
        const YadoLoss *loss = losses->pdata[i];
        g_assert_cmpuint(strlen(loss->reason), >, 10);
        if (loss->line == line && g_str_has_prefix(loss->place, place))
            return TRUE;
    }
    return FALSE;
}

static void
test_corpus(void)
{
    static const char *const names[] = { "hvm-windows.cfg", "pv-old.cfg",         "pvh.cfg",
                                         "drbd.cfg",        "escapes.cfg",        "bad-crlf.cfg",
                                         "bad-python.cfg",  "no-final-break.cfg", "hvm-numa.cfg" };

    for (guint i = 0; i < G_N_ELEMENTS(names); i++) {
        g_autoptr(GPtrArray) losses = NULL;
        g_autoptr(GPtrArray) back_losses = NULL;
        g_autofree char *cfg = read_data("xl", names[i]);
        g_autofree char *xml = convert(cfg, YADO_FORMAT_XML, &losses);
        yado_test_check_schema(xml, names[i]);
        g_autofree char *back = convert(xml, YADO_FORMAT_XL, &back_losses);
        /* What libvirt could say, xl can say too. */
        for (guint j = 0; j < back_losses->len; j++)
            g_test_message("%s: %s", names[i], ((YadoLoss *)back_losses->pdata[j])->place);
        g_assert_cmpuint(back_losses->len, ==, 0);
        g_autoptr(GPtrArray) again_losses = NULL;
        g_autofree char *again = convert(back, YADO_FORMAT_XML, &again_losses);
        g_assert_cmpuint(again_losses->len, ==, 0);
        g_assert_cmpstr(again, ==, xml);
    }
    if (!yado_test_has_schema())
        g_test_message("libvirt's schemas are not installed: not validated");
}

/* Each key that xl documents (xl.cfg(5) of Xen 4.17 to 4.21), with a value that is not what Xen takes by itself. */
static const struct {
    const char *kind, *text;
} documented[] = {
    { "pv", "uuid='c0ffee00-1111-2222-3333-444455556666'" },
    { "pv", "pool='Pool-1'" },
    { "pv", "vcpus=3" },
    { "pv", "maxvcpus=3" },
    { "pv", "cpus='0-1'" },
    { "pv", "cpus=['0']" },
    { "pv", "cpus='nodes:1'" },
    { "pv", "cpus_soft='all'" },
    { "pv", "cpu_weight=512" },
    { "pv", "cap=50" },
    { "pv", "memory=100" },
    { "pv", "maxmem=1000" },
    { "pv", "vnuma=[['pnode=0','size=512','vcpus=0','vdistances=10']]" },
    { "pv", "vnuma=[['pnode=1','size=512','vcpus=0','vdistances=10']]" },
    { "pv", "vnuma=[['pnode=0','size=512','vcpus=0','vdistances=0']]" },
    { "pv", "vnuma=[['pnode=0','size=512']]" },
    { "pv", "vnuma='x'" },
    { "pv", "on_poweroff='preserve'" },
    { "pv", "on_poweroff='soft-reset'" },
    { "pv", "on_reboot='destroy'" },
    { "pv", "on_watchdog='preserve'" },
    { "pv", "on_crash='coredump-restart'" },
    { "pv", "on_soft_reset='destroy'" },
    { "pv", "kernel='/boot/x'" },
    { "pv", "ramdisk='/boot/x'" },
    { "pv", "cmdline='x'" },
    { "pv", "root='/dev/x'" },
    { "pv", "extra='x'" },
    { "pv", "bootloader='pygrub'" },
    { "pv", "bootloader_args=['a','b']" },
    { "pv", "bootloader_restrict=1" },
    { "pv", "bootloader_user='x'" },
    { "pv", "firmware='pvgrub64'" },
    { "hvm", "firmware='ovmf'" },
    { "hvm", "firmware='/x/y'" },
    { "pvh", "pvshim=1" },
    { "pvh", "pvshim_path='/x'" },
    { "pvh", "pvshim_cmdline='x'" },
    { "pvh", "pvshim_extra='x'" },
    { "pv", "seclabel='x'" },
    { "pv", "init_seclabel='x'" },
    { "pv", "max_grant_frames=64" },
    { "pv", "max_maptrack_frames=64" },
    { "pv", "max_grant_version=1" },
    { "pv", "nomigrate=1" },
    { "pv", "driver_domain=1" },
    { "pv", "device_tree='/x'" },
    { "pv", "passthrough='sync_pt'" },
    { "pv", "xend_suspend_evtchn_compat=1" },
    { "hvm", "vmtrace_buf_kb=64" },
    { "hvm", "vpmu=1" },
    { "pv", "disk=['/dev/x,raw,xvda,rw']" },
    { "pv", "vif=['bridge=b']" },
    { "pv", "vtpm=['backend=x,uuid=c0ffee00-1111-2222-3333-444455556666']" },
    { "pv", "p9=['tag=a,path=/b,security_model=none']" },
    { "pv", "pvcalls=['backend=0']" },
    { "pv", "vfb=['vnc=1']" },
    { "pv", "channel=['connection=pty,name=a']" },
    { "pv", "rdm='strategy=host,policy=strict'" },
    { "pv", "usbctrl=['type=pv,version=2,ports=8']" },
    { "pv", "usbdev=['type=hostdev,hostbus=1,hostaddr=3']" },
    { "pv", "pci=['03:00.0']" },
    { "pv", "pci_permissive=1\npci=['03:00.0']" },
    { "pv", "pci_msitranslate=1" },
    { "pv", "pci_seize=1\npci=['03:00.0']" },
    { "pv", "pci_power_mgmt=1" },
    { "hvm", "gfx_passthru=1" },
    { "hvm", "rdm_mem_boundary=256" },
    { "pv", "dtdev=['/a']" },
    { "pv", "ioports=['2f8-2ff']" },
    { "pv", "iomem=['a,1']" },
    { "pv", "irqs=[1,2]" },
    { "pv", "max_event_channels=100" },
    { "pv", "vdispl=['backend=0,connectors=id0:1x1']" },
    { "hvm", "dm_restrict=1" },
    { "hvm", "device_model_user='x'" },
    { "pv", "vsnd=[['CARD,short-name=x']]" },
    { "pv", "vkb=['unique-id=1']" },
    { "pv", "tee='optee'" },
    { "pv", "virtio=['type=virtio,device22']" },
    { "pv", "sve='hw'" },
    { "pv", "nr_spis=1" },
    { "pv", "e820_host=1" },
    { "hvm", "boot='dn'" },
    { "hvm", "hdtype='ahci'" },
    { "hvm", "hap=0" },
    { "hvm", "oos=0" },
    { "hvm", "shadow_memory=8" },
    { "hvm", "bios='ovmf'" },
    { "hvm", "bios='rombios'" },
    { "hvm", "bios_path_override='/x'" },
    { "hvm", "pae=0" },
    { "hvm", "acpi=0" },
    { "hvm", "acpi_s3=0" },
    { "hvm", "acpi_s4=0" },
    { "hvm", "acpi_laptop_slate=1" },
    { "hvm", "apic=0" },
    { "hvm", "nx=0" },
    { "hvm", "hpet=0" },
    { "hvm", "altp2m='mixed'" },
    { "hvm", "altp2mhvm=1" },
    { "hvm", "nestedhvm=1" },
    { "pvh", "nestedhvm=1" },
    { "hvm", "cpuid='host,tm=0,sse3=0'" },
    { "hvm", "cpuid=['1:ecx=xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx0']" },
    { "hvm", "acpi_firmware='/x'" },
    { "hvm", "smbios_firmware='/x'" },
    { "hvm", "smbios=['bios_vendor=x']" },
    { "hvm", "ms_vm_genid='generate'" },
    { "hvm", "tsc_mode='native'" },
    { "hvm", "tsc_mode=1" },
    { "hvm", "localtime=1" },
    { "hvm", "rtc_timeoffset=3600" },
    { "hvm", "vpt_align=0" },
    { "hvm", "timer_mode='no_missed_ticks_pending'" },
    { "hvm", "mmio_hole=2048" },
    { "hvm", "xen_platform_pci=0" },
    { "hvm", "viridian=1" },
    { "hvm", "viridian=['base','freq']" },
    { "hvm", "videoram=32" },
    { "hvm", "stdvga=1" },
    { "hvm", "vga='qxl'" },
    { "hvm", "vnc=0" },
    { "hvm", "vnclisten='1.2.3.4'" },
    { "hvm", "vncdisplay=3\nvncunused=0" },
    { "hvm", "vncpasswd='x'" },
    { "hvm", "keymap='de'" },
    { "hvm", "sdl=1" },
    { "hvm", "opengl=1" },
    { "hvm", "nographic=1" },
    { "hvm", "spice=1\nspiceport=6000\nspicehost='1.2.3.4'" },
    { "hvm", "spice=1\nspicetls_port=6001" },
    { "hvm", "spice=1\nspicedisable_ticketing=1" },
    { "hvm", "spice=1\nspicepasswd='x'" },
    { "hvm", "spice=1\nspiceagent_mouse=0" },
    { "hvm", "spice=1\nspicevdagent=1" },
    { "hvm", "spice=1\nspice_clipboard_sharing=1" },
    { "hvm", "spiceusbredirection=2" },
    { "hvm", "spice=1\nspice_image_compression='glz'" },
    { "hvm", "spice=1\nspice_streaming_video='off'" },
    { "hvm", "serial='pty'" },
    { "hvm", "serial=['pty','file:/tmp/x','tcp:1.2.3.4:99','unix:/x,server']" },
    { "hvm", "serial='udp:1.2.3.4:5'" },
    { "hvm", "soundhw='ac97'" },
    { "hvm", "soundhw='gus'" },
    { "hvm", "vkb_device=0" },
    { "hvm", "usb=1" },
    { "hvm", "usbversion=2" },
    { "hvm", "usbdevice='tablet'" },
    { "hvm", "usbdevice=['mouse','host:1.2','host:1234:abcd']" },
    { "hvm", "usbdevice='braille'" },
    { "hvm", "vendor_device='xenserver'" },
    { "hvm", "device_model_version='qemu-xen'" },
    { "hvm", "device_model_override='/x/qemu'" },
    { "hvm", "stubdomain_kernel='/x'" },
    { "hvm", "stubdomain_cmdline='x'" },
    { "hvm", "stubdomain_ramdisk='/x'" },
    { "hvm", "stubdomain_memory=64" },
    { "hvm", "device_model_stubdomain_override=1" },
    { "hvm", "device_model_stubdomain_seclabel='x'" },
    { "hvm", "device_model_args=['-a']" },
    { "pv", "device_model_args_pv=['-a']" },
    { "hvm", "device_model_args_hvm=['-a']" },
    { "pv", "device_model_args_hvm=['-a']" },
    { "pv", "gic_version='v2'" },
    { "pv", "vuart='sbsa_uart'" },
    { "pv", "msr_relaxed=1" },
    { "pv", "mca_caps=['lmce']" },
    { "pv", "unheard_of=1" },
};

static void
check_documented(const char *kind, const char *text)
{
    g_autofree char *base_cfg =
        g_strdup_printf("name='x';type='%s';memory=512;kernel='/k'\n", kind);
    g_autofree char *cfg = g_strconcat(base_cfg, text, "\n", NULL);
    g_autofree char *key = g_strndup(text, strcspn(text, "="));
    g_autoptr(GPtrArray) base_losses = NULL;
    g_autoptr(GPtrArray) losses = NULL;
    g_autofree char *base = convert(base_cfg, YADO_FORMAT_XML, &base_losses);
    g_autofree char *xml = convert(cfg, YADO_FORMAT_XML, &losses);

    g_assert_cmpuint(base_losses->len, ==, 0);
    yado_test_check_schema(xml, text);
    if (strcmp(base, xml) == 0 && !has_loss(losses, 2, key) && !has_loss(losses, 3, "spice"))
        g_error("%s is neither carried over nor named", text);
}

static void
test_documented(void)
{
    for (guint i = 0; i < G_N_ELEMENTS(documented); i++)
        check_documented(documented[i].kind, documented[i].text);
}

/* Options of devices: carried over or named, each. */
static void
test_options(void)
{
    static const char *const options[] = {
        "mac=00:16:3e:00:00:01",
        "mac=junk",
        "bridge=b",
        "gatewaydev=eth0",
        "netdev=eth0",
        "ip=1.2.3.4",
        "ip=x",
        "script=/s",
        "backend=d",
        "vifname=v",
        "model=e1000",
        "type=ioemu",
        "type=vif",
        "rate=1MB/s@20ms",
        "rate=junk",
        "mtu=9000",
        "vlan=5",
        "vlan=1:2",
        "devid=3",
        "trusted",
        "untrusted",
        "accel=x",
        "unheard-of=1",
        "forwarddev=x",
    };

    for (guint i = 0; i < G_N_ELEMENTS(options); i++) {
        g_autofree char *cfg =
            g_strdup_printf("name='x';kernel='/k'\nvif=[\n'%s',\n]\n", options[i]);
        g_autoptr(GPtrArray) losses = NULL;
        g_autoptr(GPtrArray) base_losses = NULL;
        g_autofree char *xml = convert(cfg, YADO_FORMAT_XML, &losses);
        g_autofree char *base =
            convert("name='x';kernel='/k'\nvif=['']\n", YADO_FORMAT_XML, &base_losses);
        yado_test_check_schema(xml, options[i]);
        if (strcmp(xml, base) == 0 && !has_loss(losses, 3, "vif[0]"))
            g_error("%s is neither carried over nor named", options[i]);
    }
}

static void
test_from_xml(void)
{
    static const char *const names[] = { "xen-hvm-uefi.xml",  "xen-hvm-windows.xml",
                                         "xen-minimal.xml",   "xen-pv-bootloader.xml",
                                         "xen-pv-kernel.xml", "xen-pvh.xml",
                                         "kvm-q35.xml",       "lxc-container.xml",
                                         "test-default.xml",  "xen-dom0.xml" };

    for (guint i = 0; i < G_N_ELEMENTS(names); i++) {
        g_autoptr(GPtrArray) losses = NULL;
        g_autoptr(GPtrArray) again_losses = NULL;
        g_autofree char *xml = read_data("xml", names[i]);
        g_autofree char *cfg = convert(xml, YADO_FORMAT_XL, &losses);
        g_autofree char *again = convert(cfg, YADO_FORMAT_XML, &again_losses);
        yado_test_check_schema(again, names[i]);
        for (guint j = 0; j < losses->len; j++)
            g_assert_true(g_str_has_prefix(((YadoLoss *)losses->pdata[j])->place, "/domain/"));
    }
}

/* What is in the middle of something known is found as well. */
static void
test_unknown_xml(void)
{
    static const char text[] =
        "<domain type='xen'><name>x</name><memory unit='KiB'>1025</memory><vcpu>1</vcpu>"
        "<os><type>hvm</type><smbios mode='host'/></os><features><acpi/><kvm/></features>"
        "<devices><disk type='file' device='disk'><source file='/a'/><target dev='hda'/></disk>"
        "<disk type='file' device='disk' snapshot='no'><source file='/b' index='2'/>"
        "<target dev='hdb'/><iotune><total_bytes_sec>1</total_bytes_sec></iotune></disk>"
        "<watchdog model='i6300esb'/></devices></domain>";
    static const char *const places[] = { "/domain/memory",
                                          "/domain/os/smbios",
                                          "/domain/features/kvm",
                                          "/domain/devices/disk[2]/@snapshot",
                                          "/domain/devices/disk[2]/source/@index",
                                          "/domain/devices/disk[2]/iotune",
                                          "/domain/devices/watchdog" };
    g_autoptr(GPtrArray) losses = NULL;
    g_autofree char *cfg = convert(text, YADO_FORMAT_XL, &losses);

    for (guint i = 0; i < G_N_ELEMENTS(places); i++)
        g_assert_true(has_loss(losses, 0, places[i]));
    g_assert_cmpuint(losses->len, ==, G_N_ELEMENTS(places));
    g_assert_nonnull(strstr(cfg, "memory = 2\n"));
}

static void
check_carried(const char *from, YadoDocumentFormat format, guint n_losses, const char *expected)
{
    g_autoptr(GPtrArray) losses = NULL;
    g_autofree char *made = convert(from, format, &losses);

    for (guint i = 0; i < losses->len; i++)
        g_test_message("%s", ((YadoLoss *)losses->pdata[i])->place);
    g_assert_cmpuint(losses->len, ==, n_losses);
    if (format == YADO_FORMAT_XML)
        yado_test_check_schema(made, from);
    if (strstr(made, expected) == NULL)
        g_error("“%s” is not in:\n%s", expected, made);
}

#define NUMA_XML(MEMORY, SECOND)                                                               \
    "<domain type='xen'><name>x</name><memory unit='MiB'>" MEMORY "</memory><vcpu>4</vcpu>"    \
    "<os><type>xen</type></os><cpu><numa><cell id='1' cpus='" SECOND                           \
    "' memory='512' unit='MiB'/><cell id='0' cpus='0-1' memory='1048576'><distances>"          \
    "<sibling id='0' value='10'/><sibling id='1' value='31'/></distances></cell></numa></cpu>" \
    "</domain>"

/* Virtual NUMA nodes, and what each side asks for besides: memory and processors that agree. */
static void
test_numa(void)
{
    check_carried("name='x'\nkernel='/k'\nvnuma=[['pnode=0','size=512','vcpus=0-1'],"
                  "['pnode=1','size=256','vcpus=2,4']]\n",
                  YADO_FORMAT_XML, 0, "<cell id='1' cpus='2,4' memory='262144' unit='KiB'/>");
    check_carried("name='x'\nkernel='/k'\nvnuma=[['pnode=0','size=512','vcpus=0-1'],"
                  "['pnode=1','size=256','vcpus=2,3']]\n",
                  YADO_FORMAT_XML, 0, "<memory unit='KiB'>786432</memory>");
    check_carried("name='x'\nkernel='/k'\nvnuma=[['pnode=0','size=512','vcpus=0-1'],"
                  "['pnode=1','size=256','vcpus=2,3']]\n",
                  YADO_FORMAT_XML, 0, "current='1'>4</vcpu>");
    check_carried(NUMA_XML("1536", "2-3"), YADO_FORMAT_XL, 0,
                  "vnuma = [\n"
                  "    [ \"pnode=0\", \"size=1024\", \"vcpus=0-1\", \"vdistances=10,31\" ],\n"
                  "    [ \"pnode=1\", \"size=512\", \"vcpus=2-3\", \"vdistances=20,10\" ],\n"
                  "]\n");
    check_carried(NUMA_XML("4096", "2-3"), YADO_FORMAT_XL, 0, "memory = 1536\n");
    check_carried(NUMA_XML("1536", "2"), YADO_FORMAT_XL, 1, "memory = 1536\n");
}

/* A guest nests on libvirt's Xen with the host's processor; vmx and svm taken away forbid it. */
static void
test_nested(void)
{
    static const char head[] = "name='x'\ntype='hvm'\n";
    g_autofree char *nested = g_strconcat(head, "nestedhvm=1\n", NULL);
    g_autofree char *named = g_strconcat(head, "cpuid='host,sse3=0'\n", NULL);

    check_carried(nested, YADO_FORMAT_XML, 0, "<cpu mode='host-passthrough'/>");
    check_carried(named, YADO_FORMAT_XML, 0, "<feature policy='disable' name='pni'/>");
    check_carried(named, YADO_FORMAT_XML, 0, "<feature policy='disable' name='vmx'/>");
    check_carried("<domain type='xen'><name>x</name><memory>1024</memory><os><type>hvm</type></os>"
                  "<cpu mode='host-passthrough'><feature policy='disable' name='pni'/></cpu>"
                  "</domain>",
                  YADO_FORMAT_XL, 0, "nestedhvm = 1\ncpuid = \"host,sse3=0\"\n");
}

static void
check_refused(const char *text, gsize length, YadoDocumentFormat format)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(GPtrArray) losses = NULL;
    g_autoptr(YadoDocument) document = yado_document_new_from_bytes(text, length, &error);
    g_autoptr(YadoDocument) other =
        document != NULL ? yado_document_convert(document, format, &losses, &error) : NULL;

    g_assert_null(other);
    g_assert_error(error, YADO_ERROR, YADO_ERROR_INVALID);
}

static void
test_bad_input(void)
{
    g_autoptr(GError) error = NULL;
    g_autofree char *folder = g_dir_make_tmp("yado-XXXXXX", NULL);

    check_refused("memory=1\n", 9, YADO_FORMAT_XML);
    check_refused("name=''\n", 8, YADO_FORMAT_XML);
    check_refused("name='a/b'\n", 11, YADO_FORMAT_XML);
    check_refused("<domain type='xen'/>", 20, YADO_FORMAT_XL);
    check_refused("<pool/>", 7, YADO_FORMAT_XL);
    check_refused("<domain><name>a\0</name></domain>", 31, YADO_FORMAT_XL);
    check_refused("name='a\0'\n", 10, YADO_FORMAT_XML);
    g_assert_null(yado_document_new_from_file("/does/not/exist", &error));
    g_assert_error(error, YADO_ERROR, YADO_ERROR_NOT_FOUND);
    g_clear_error(&error);
    g_assert_null(yado_document_new_from_file(folder, &error));
    g_assert_error(error, YADO_ERROR, YADO_ERROR_INVALID);
    g_clear_error(&error);
    g_assert_null(yado_document_new_from_file("/dev/zero", &error));
    g_assert_error(error, YADO_ERROR, YADO_ERROR_INVALID);
    g_rmdir(folder);
}

/* 200 lines in under 10 ms of processor time, one after the other. */
/* What an xl.cfg cannot hold is named, and sets nothing else. */
static void
test_impossible(void)
{
    static const struct {
        const char *kind, *devices, *loss, *lacks, *has;
    } cases[] = {
        /* A format that Xen does not know would be written to as a raw one. */
        { "hvm",
          "<disk type='file'><driver name='qemu' type='vmdk'/><source file='/i/a.vmdk'/>"
          "<target dev='xvda'/></disk>",
          "/domain/devices/disk", "a.vmdk", NULL },
        { "hvm",
          "<disk type='file'><driver name='qemu' type='vpc'/><source file='/i/a.vhd'/>"
          "<target dev='xvda'/></disk>",
          NULL, NULL, "format=vhd" },
        { "hvm",
          "<disk type='file'><driver name='file'/><source file='/i/a'/><target dev='xvda'/></disk>",
          NULL, NULL, "backendtype=qdisk" },
        { "pv", "<disk type='file'><source file='/i/a'/><target dev='xvda,access=ro'/></disk>",
          "/domain/devices/disk", "/i/a", NULL },
        { "pv",
          "<disk type='file'><source file='/i/a'/><target dev='xvda'/>"
          "<backenddomain name='d,access=ro'/></disk>",
          "/domain/devices/disk", "/i/a", NULL },
        { "pv", "<controller type='xenbus' maxGrantFrames='1; bootloader=\"/tmp/evil\"'/>",
          "/domain/devices/controller/@maxGrantFrames", "evil", NULL },
        { "pv", "<controller type='xenbus' maxEventChannels='1&#10;x'/>",
          "/domain/devices/controller/@maxEventChannels", "max_event_channels", NULL },
        { "pv", "<controller type='xenbus' maxGrantFrames='64'/>", NULL, NULL,
          "max_grant_frames = 64" },
        { "pv", "<interface type='bridge'><source bridge='br,0'/></interface>",
          "/domain/devices/interface/source/@bridge", "br,0", NULL },
        { "hvm",
          "<interface type='bridge'><source bridge='b'/><model type='virtio,x'/></interface>",
          "/domain/devices/interface/model/@type", "virtio", "bridge=b" },
        { "pv", "<interface type='bridge'><mac address='1,2'/><source bridge='b'/></interface>",
          "/domain/devices/interface/mac/@address", "1,2", "bridge=b" },
        { "pv", "<graphics type='vnc' passwd='a,b'/>", "/domain/devices/graphics", "vfb", NULL },
        { "pv", "<graphics type='vnc' keymap='a,b'/>", "/domain/devices/graphics/@keymap", "a,b",
          "vnc=1" },
        { "pv", "<channel type='pty'><target type='xen' name='a,b'/></channel>",
          "/domain/devices/channel/target/@name", "a,b", NULL },
        { "hvm", "<graphics type='vnc' port='5901'/><graphics type='vnc' port='5902'/>",
          "/domain/devices/graphics[2]", "vncdisplay = 2", "vncdisplay = 1" },
        { "hvm", "<serial type='file'><source path='/a,append=on'/></serial>",
          "/domain/devices/serial", "/a,", NULL },
        { "hvm", "<serial type='unix'><source mode='bind' path='/s'/></serial>", NULL, NULL,
          "unix:/s,server,nowait" },
    };

    for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autofree char *xml =
            g_strdup_printf("<domain type='xen'><name>x</name><memory>4096</memory><os>"
                            "<type>%s</type></os><devices>%s</devices></domain>",
                            strcmp(cases[i].kind, "hvm") == 0 ? "hvm" : "linux", cases[i].devices);
        g_autoptr(GPtrArray) losses = NULL;
        g_autofree char *cfg = convert(xml, YADO_FORMAT_XL, &losses);

        g_test_message("%s: %s", cases[i].devices, cfg);
        g_assert_cmpint(cases[i].loss != NULL, ==, losses->len > 0);
        if (cases[i].loss != NULL)
            g_assert_true(has_loss(losses, 0, cases[i].loss));
        if (cases[i].lacks != NULL)
            g_assert_null(strstr(cfg, cases[i].lacks));
        if (cases[i].has != NULL)
            g_assert_nonnull(strstr(cfg, cases[i].has));
    }
}

/* What is not pinned by itself is where all are; and what is not pinned at all is no loss on the way back. */
static void
test_pins(void)
{
    g_autoptr(GPtrArray) losses = NULL;
    g_autofree char *cfg =
        convert("<domain type='xen'><name>x</name><memory>4096</memory><vcpu cpuset='0-3'>4</vcpu>"
                "<cputune><vcpupin vcpu='1' cpuset='1'/></cputune></domain>",
                YADO_FORMAT_XL, &losses);
    g_autoptr(GPtrArray) back_losses = NULL;
    g_autofree char *xml =
        convert("name='x'\nvcpus=3\ncpus=['all','2']\n", YADO_FORMAT_XML, &back_losses);

    g_assert_cmpuint(losses->len, ==, 0);
    g_assert_nonnull(strstr(cfg, "'0-3',\n    '1',\n    '0-3',\n    '0-3',\n]"));
    g_assert_cmpuint(back_losses->len, ==, 0);
    g_assert_nonnull(strstr(xml, "<vcpupin vcpu='1' cpuset='2'/>"));
    g_assert_null(strstr(xml, "vcpu='0'"));
}

/* Time grows with the text, and nobody reads thousands of lines of losses. */
static void
test_many_losses(void)
{
    g_autoptr(GString) xml =
        g_string_new("<domain type='xen'><name>x</name><memory>4096</memory><devices>");
    g_autoptr(GString) cfg = g_string_new("name='x'\n");
    g_autoptr(GPtrArray) xml_losses = NULL;
    g_autoptr(GPtrArray) cfg_losses = NULL;
    gint64 before = g_get_monotonic_time();

    for (guint i = 0; i < 200000; i++)
        g_string_append(xml, i % 2 == 0 ? "<zz/>" : "<yy/>");
    g_string_append(xml, "</devices></domain>");
    for (guint i = 0; i < 20000; i++)
        g_string_append_printf(cfg, "key%u=1\n", i);
    g_free(convert(xml->str, YADO_FORMAT_XL, &xml_losses));
    g_free(convert(cfg->str, YADO_FORMAT_XML, &cfg_losses));
    g_test_message("%.1f s", (double)(g_get_monotonic_time() - before) / G_USEC_PER_SEC);
    g_assert_cmpuint(xml_losses->len, ==, 1001);
    g_assert_true(has_loss(xml_losses, 0, "/domain/devices/yy[1]"));
    g_assert_true(has_loss(xml_losses, 0, "…"));
    g_assert_cmpuint(cfg_losses->len, ==, 1001);
}

static void
test_speed(void)
{
    g_autoptr(GString) cfg = g_string_new("name='x'\nkernel='/k'\nvif=[\n");
    for (guint i = 0; i < 98; i++)
        g_string_append(cfg, "'mac=00:16:3e:00:00:01,bridge=xenbr0',\n");
    g_string_append(cfg, "]\ndisk=[\n");
    for (guint i = 0; i < 98; i++)
        g_string_append_printf(cfg, "'/dev/vg/x%u,raw,xvda%u,rw',\n", i, i);
    g_string_append(cfg, "]\n");
    gint64 before = g_get_monotonic_time();
    g_autoptr(GPtrArray) losses = NULL;
    g_autofree char *xml = convert(cfg->str, YADO_FORMAT_XML, &losses);
    g_test_message("200 lines: %.1f ms", (double)(g_get_monotonic_time() - before) / 1000);
    yado_test_check_schema(xml, "200 lines");
}

int
main(int argc, char **argv)
{
    yado_test_guard();
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/document/convert/corpus", test_corpus);
    g_test_add_func("/document/convert/documented-keys", test_documented);
    g_test_add_func("/document/convert/nic-options", test_options);
    g_test_add_func("/document/convert/from-xml", test_from_xml);
    g_test_add_func("/document/convert/unknown-xml", test_unknown_xml);
    g_test_add_func("/document/convert/numa", test_numa);
    g_test_add_func("/document/convert/nested", test_nested);
    g_test_add_func("/document/convert/bad-input", test_bad_input);
    g_test_add_func("/document/convert/impossible", test_impossible);
    g_test_add_func("/document/convert/pins", test_pins);
    g_test_add_func("/document/convert/many-losses", test_many_losses);
    g_test_add_func("/document/convert/speed", test_speed);
    return g_test_run();
}
