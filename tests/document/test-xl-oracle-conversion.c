/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What Xen would make of a configuration that went to XML and back, and of one that was made of XML. */
#include "config.h"

#ifdef HAVE_XLUTIL

#include "document/yado-document-convert.h"
#include "document/yado-xl-options.h"

#include <string.h>

#include "test-xl-oracle.h"

static void
add_text(GString *summary, XLU_Config *config, const char *key, const char *fallback)
{
    const char *value = NULL;

    if (xlu_cfg_get_string(config, key, &value, 1) != 0)
        value = fallback;
    g_string_append_printf(summary, "%s=%s\n", key, value != NULL ? value : "-");
}

static long
add_number(GString *summary, XLU_Config *config, const char *key, long fallback)
{
    long value = fallback;

    xlu_cfg_get_long(config, key, &value, 1);
    g_string_append_printf(summary, "%s=%ld\n", key, value);
    return value;
}

/* As xl puts it together. */
static void
add_command_line(GString *summary, XLU_Config *config)
{
    const char *whole = NULL;
    const char *root = NULL;
    const char *extra = NULL;

    xlu_cfg_get_string(config, "cmdline", &whole, 1);
    xlu_cfg_get_string(config, "root", &root, 1);
    xlu_cfg_get_string(config, "extra", &extra, 1);
    if (whole != NULL)
        g_string_append_printf(summary, "cmdline=%s\n", whole);
    else
        g_string_append_printf(summary, "cmdline=%s%s%s%s\n", root != NULL ? "root=" : "",
                               root != NULL ? root : "", root != NULL && extra != NULL ? " " : "",
                               extra != NULL ? extra : "");
}

/* Disks with a script are named as lost. */
static void
add_disk(GString *summary, XLU_Config *config, const char *spec)
{
    libxl_device_disk disk;

    libxl_device_disk_init(&disk);
    g_assert_cmpint(xlu_disk_parse(config, 1, &spec, &disk), ==, 0);
    if (disk.backend == LIBXL_DISK_BACKEND_UNKNOWN && disk.format != LIBXL_DISK_FORMAT_RAW &&
        disk.format != LIBXL_DISK_FORMAT_EMPTY)
        disk.backend = LIBXL_DISK_BACKEND_QDISK; /* libxl's own choice */
    if (disk.script == NULL)
        g_string_append_printf(summary, "disk %s %s %s rw=%d cdrom=%d %s %s\n", disk.vdev,
                               disk.pdev_path != NULL ? disk.pdev_path : "",
                               libxl_disk_format_to_string(disk.format), disk.readwrite,
                               disk.is_cdrom, libxl_disk_backend_to_string(disk.backend),
                               disk.backend_domname != NULL ? disk.backend_domname : "-");
    libxl_device_disk_dispose(&disk);
}

static void
add_vif(GString *summary, const char *text)
{
    static const char *const options[] = { "mac",     "script", "vifname", "model",
                                           "backend", "mtu",    "ip" };
    g_autofree char *bridge = yado_xl_options_dup(text, "bridge");
    g_autofree char *script = yado_xl_options_dup(text, "script");

    g_string_append_printf(summary, "vif bridge=%s",
                           bridge != NULL   ? bridge
                           : script != NULL ? "-"
                                            : "xenbr0");
    for (guint i = 0; i < G_N_ELEMENTS(options); i++) {
        g_autofree char *value = yado_xl_options_dup(text, options[i]);
        g_string_append_printf(summary, " %s=%s", options[i], value != NULL ? value : "-");
    }
    g_string_append_c(summary, '\n');
}

static void
add_pci(GString *summary, XLU_Config *config, const char *spec)
{
    libxl_device_pci pci;

    libxl_device_pci_init(&pci);
    g_assert_cmpint(xlu_pci_parse_spec_string(config, &pci, spec), ==, 0);
    g_string_append_printf(summary, "pci %04x:%02x:%02x.%x permissive=%d seize=%d\n", pci.domain,
                           pci.bus, pci.dev, pci.func, pci.permissive, pci.seize);
    libxl_device_pci_dispose(&pci);
}

/* Lists in a list, each part as xl takes it: "key=value" without blanks around. */
static void
add_numa(GString *summary, XLU_Config *config)
{
    XLU_ConfigList *nodes, *parts;
    char *text;

    if (xlu_cfg_get_list(config, "vnuma", &nodes, NULL, 1) != 0)
        return;
    for (int i = 0; xlu_cfg_get_listitem2(nodes, i) != NULL; i++) {
        g_assert_cmpint(xlu_cfg_value_get_list(config, xlu_cfg_get_listitem2(nodes, i), &parts, 1),
                        ==, 0);
        g_string_append(summary, "vnode");
        for (int j = 0; xlu_cfg_get_listitem2(parts, j) != NULL; j++) {
            xlu_cfg_value_get_string(config, xlu_cfg_get_listitem2(parts, j), &text, 1);
            g_string_append_printf(summary, " %s", text);
        }
        g_string_append_c(summary, '\n');
    }
}

static void
add_devices(GString *summary, XLU_Config *config, const char *key)
{
    XLU_ConfigList *list;

    if (xlu_cfg_get_list(config, key, &list, NULL, 1) != 0)
        return;
    for (int i = 0; xlu_cfg_get_listitem(list, i) != NULL; i++) {
        const char *item = xlu_cfg_get_listitem(list, i);
        if (strcmp(key, "disk") == 0)
            add_disk(summary, config, item);
        else if (strcmp(key, "vif") == 0)
            add_vif(summary, item);
        else
            add_pci(summary, config, item);
    }
}

static char *
summarise(const char *text)
{
    static const char *const strings[][2] = {
        { "name", NULL },
        { "uuid", NULL },
        { "kernel", NULL },
        { "ramdisk", NULL },
        { "bootloader", NULL },
        { "boot", NULL },
        { "on_poweroff", "destroy" },
        { "on_reboot", "restart" },
        { "on_crash", "destroy" },
        { "vncpasswd", NULL },
        { "keymap", NULL },
        { "soundhw", NULL },
        { "cpuid", NULL },
    };
    static const char *const numbers[] = { "localtime", "cpu_weight", "videoram", "nestedhvm",
                                           "max_grant_frames" };
    GString *summary = g_string_new(NULL);
    Oracle oracle;

    oracle_init(&oracle);
    g_assert_cmpint(xlu_cfg_readdata(oracle.config, text, (int)strlen(text)), ==, 0);
    for (guint i = 0; i < G_N_ELEMENTS(strings); i++)
        add_text(summary, oracle.config, strings[i][0], strings[i][1]);
    for (guint i = 0; i < G_N_ELEMENTS(numbers); i++)
        add_number(summary, oracle.config, numbers[i], 0);
    add_number(summary, oracle.config, "acpi", 1);
    add_number(summary, oracle.config, "maxmem", add_number(summary, oracle.config, "memory", 32));
    add_number(summary, oracle.config, "maxvcpus", add_number(summary, oracle.config, "vcpus", 1));
    add_command_line(summary, oracle.config);
    add_numa(summary, oracle.config);
    add_devices(summary, oracle.config, "disk");
    add_devices(summary, oracle.config, "vif");
    add_devices(summary, oracle.config, "pci");
    oracle_clear(&oracle);
    return g_string_free(summary, FALSE);
}

static char *
convert(const char *text, YadoDocumentFormat format)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(GPtrArray) losses = NULL;
    g_autoptr(YadoDocument) document = yado_document_new_from_bytes(text, strlen(text), &error);
    g_autoptr(YadoDocument) other =
        document != NULL ? yado_document_convert(document, format, &losses, &error) : NULL;

    g_assert_no_error(error);
    return yado_document_dump(other);
}

/* xl.cfg -> XML -> xl.cfg keeps its meaning. */
static void
test_there_and_back(void)
{
    static const char *const names[] = { "hvm-windows.cfg", "pv-old.cfg",         "pvh.cfg",
                                         "drbd.cfg",        "no-final-break.cfg", "hvm-numa.cfg" };

    for (guint i = 0; i < G_N_ELEMENTS(names); i++) {
        g_autofree char *path = g_test_build_filename(G_TEST_DIST, "data", "xl", names[i], NULL);
        g_autofree char *text = NULL;
        g_assert_true(g_file_get_contents(path, &text, NULL, NULL));
        g_autofree char *xml = convert(text, YADO_FORMAT_XML);
        g_autofree char *back = convert(xml, YADO_FORMAT_XL);
        g_autofree char *before = summarise(text);
        g_autofree char *after = summarise(back);
        g_assert_cmpstr(after, ==, before);
    }
}

/* What we make of XML is read by Xen's parser, disks and all. */
static void
test_made(void)
{
    static const char *const names[] = { "xen-hvm-uefi.xml",  "xen-hvm-windows.xml",
                                         "xen-minimal.xml",   "xen-pv-bootloader.xml",
                                         "xen-pv-kernel.xml", "xen-pvh.xml",
                                         "kvm-q35.xml" };

    for (guint i = 0; i < G_N_ELEMENTS(names); i++) {
        g_autofree char *path = g_test_build_filename(G_TEST_DIST, "data", "xml", names[i], NULL);
        g_autofree char *xml = NULL;
        g_assert_true(g_file_get_contents(path, &xml, NULL, NULL));
        g_autofree char *cfg = convert(xml, YADO_FORMAT_XL);
        g_autofree char *summary = summarise(cfg);
        g_assert_true(compare_text(cfg));
        g_assert_nonnull(strstr(summary, "name="));
    }
}

void
add_conversion_tests(void)
{
    g_test_add_func("/document/xl-oracle/there-and-back", test_there_and_back);
    g_test_add_func("/document/xl-oracle/made", test_made);
}

#endif
