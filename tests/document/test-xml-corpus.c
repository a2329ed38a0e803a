/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * test-xml-corpus.c: what must hold for every definition: no edit gives the same bytes, every key can be set and read
 * back, one edit is one hunk, and undoing it gives the same bytes again.
 */
#include "config.h"

#include <string.h>

#include "base/yado-error.h"
#include "document/yado-xml-document.h"

typedef struct {
    const char *kind;
    const char *key;
    const char *value;
} Case;

static const Case cases[] = {
    { NULL, "uuid", "11111111-2222-4333-8444-555555555555" },
    { NULL, "name", "another <name> & 'quotes\"" },
    { NULL, "title", "新しい題名 <&>" },
    { NULL, "description", "two\nlines & more" },
    { NULL, "type", "qemu" },
    { NULL, "os.type", "xenpvh" },
    { NULL, "os.arch", "riscv64" },
    { NULL, "os.machine", "pc" },
    { NULL, "os.loader", "/usr/lib/loader" },
    { NULL, "os.id", "http://debian.org/debian/12" },
    { NULL, "tags", "one,two,three" },
    { NULL, "tags", "web" },
    { NULL, "memory.maximum", "68719476736" },
    { NULL, "memory.maximum", "1000000001" },
    { NULL, "memory.current", "134217728" },
    { NULL, "vcpu.maximum", "12" },
    { NULL, "vcpu.current", "3" },
    { NULL, "vcpu.cpuset", "0-2,5" },
    { NULL, "cpu.weight", "333" },
    { NULL, "cpu.mode", "host-model" },
    { NULL, "cpu.model", "Nehalem" },
    { NULL, "cpu.sockets", "4" },
    { NULL, "cpu.cores", "3" },
    { NULL, "cpu.threads", "2" },
    { NULL, "cpu.features", "name=vmx,policy=disable\nname=avx2,policy=require" },
    { NULL, "cpu.numa", "cpus=0-1 4,memory=512 MiB\ncpus=2-3,memory=1 GiB" },
    { NULL, "os.firmware", "bios" },
    { NULL, "clock.timezone", "Asia/Tokyo" },
    { NULL, "clock.adjustment", "-32400" },
    { NULL, "boot.order", "fd,network" },
    { NULL, "boot.order", "network,hd,cdrom,fd" },
    { NULL, "boot.menu", "yes" },
    { NULL, "boot.menu", "no" },
    { NULL, "boot.kernel", "/boot/x" },
    { NULL, "boot.initrd", "/boot/y" },
    { NULL, "boot.arguments", "a=\"b\" c" },
    { NULL, "boot.bootloader", "pygrub" },
    { NULL, "boot.bootloader-arguments", "-q" },
    { NULL, "on.poweroff", "preserve" },
    { NULL, "on.reboot", "rename-restart" },
    { NULL, "on.crash", "coredump-destroy" },
    { NULL, "clock.offset", "absolute" },
    { NULL, "feature.acpi", "yes" },
    { NULL, "feature.acpi", "no" },
    { NULL, "feature.apic", "yes" },
    { NULL, "feature.apic", "no" },
    { NULL, "feature.pae", "yes" },
    { NULL, "feature.hap", "yes" },
    { NULL, "feature.hap", "no" },
    { NULL, "feature.viridian", "yes" },
    { "disk", "device", "lun" },
    { "disk", "type", "block" },
    { "disk", "type", "file" },
    { "disk", "source", "pool:x/other" },
    { "disk", "source", NULL },
    { "disk", "target", "xvdz" },
    { "disk", "bus", "sata" },
    { "disk", "format", "vmdk" },
    { "disk", "driver", "tap2" },
    { "disk", "cache", "unsafe" },
    { "disk", "discard", "ignore" },
    { "disk", "readonly", "yes" },
    { "disk", "readonly", "no" },
    { "disk", "shareable", "yes" },
    { "disk", "serial", "S-1" },
    { "disk", "boot.order", "9" },
    { "disk", "backend", "storage-domain" },
    { "disk", "total.bytes", "5368709120" },
    { "disk", "read.bytes", "1048576" },
    { "disk", "write.bytes", "1048577" },
    { "disk", "total.requests", "300" },
    { "disk", "read.requests", "200" },
    { "disk", "write.requests", "100" },
    { "nic", "backend", "net-domain" },
    { "nic", "rate.in", "1048576" },
    { "nic", "rate.out", "10240" },
    { "nic", "vlan", "42" },
    { "nic", "switch", "openvswitch" },
    { "nic", "portgroup", "staff" },
    { "nic", "mtu", "9000" },
    { "nic", "type", "bridge" },
    { "nic", "mac", "00:16:3e:ff:ff:01" },
    { "nic", "source", "br7" },
    { "nic", "model", "virtio-x" },
    { "nic", "target", "vif-x" },
    { "nic", "link", "down" },
    { "nic", "link", "up" },
    { "nic", "script", "vif-x" },
    { "nic", "boot.order", "8" },
    { "graphics", "type", "rdp" },
    { "graphics", "port", "5999" },
    { "graphics", "autoport", "no" },
    { "graphics", "autoport", "yes" },
    { "graphics", "listen", "::1" },
    { "graphics", "listen", NULL },
    { "graphics", "password", "p<w" },
    { "graphics", "keymap", "de" },
    { "video", "model", "bochs" },
    { "video", "vram", "33554432" },
    { "input", "type", "passthrough" },
    { "input", "bus", "virtio" },
    { "console", "type", "file" },
    { "console", "target.type", "virtio" },
    { "console", "path", "/dev/pts/9" },
    { "serial", "type", "dev" },
    { "serial", "target.type", "pci-serial" },
    { "serial", "path", "/dev/ttyS9" },
    { "parallel", "type", "dev" },
    { "parallel", "path", "/dev/parport9" },
    { "channel", "type", "pty" },
    { "channel", "target.name", "org.example.x" },
    { "channel", "path", "/run/x" },
    { "controller", "type", "sata" },
    { "controller", "index", "7" },
    { "controller", "model", "ehci" },
    { "hostdev", "mode", "capabilities" },
    { "hostdev", "managed", "yes" },
    { "hostdev", "managed", "no" },
    { "sound", "model", "ac97" },
    { "watchdog", "model", "diag288" },
    { "watchdog", "action", "pause" },
    { "rng", "model", "virtio-transitional" },
    { "rng", "type", "builtin" },
    { "tpm", "model", "tpm-tis" },
    { "tpm", "type", "passthrough" },
    { "tpm", "source", "/dev/tpm9" },
    { "filesystem", "model", "loop" },
    { "filesystem", "type", "mount" },
    { "filesystem", "source", "77" },
    { "filesystem", "target", "elsewhere" },
};

static const char *const new_kinds[] = {
    "disk",    "nic",        "graphics", "video", "input",    "console", "serial", "parallel",
    "channel", "controller", "hostdev",  "sound", "watchdog", "rng",     "tpm",    "filesystem",
};

static char *
read_text(const char *path)
{
    g_autoptr(GError) error = NULL;
    char *text = NULL;

    g_file_get_contents(path, &text, NULL, &error);
    g_assert_no_error(error);
    return text;
}

static YadoDocument *
parse(const char *text)
{
    g_autoptr(GError) error = NULL;
    YadoDocument *document = yado_xml_document_new(text, &error);

    g_assert_no_error(error);
    return document;
}

static guint
count_hunks(const char *old_text, const char *new_text)
{
    g_autofree char *diff = yado_text_diff(old_text, new_text, "old", "new");
    guint count = 0;

    for (const char *at = diff; (at = strstr(at, "\n@@ ")) != NULL; at++)
        count++;
    return count;
}

/* "one-line" and "hand-written" have what libvirt does not print in such places. */
static void
check_one_hunk(const char *text, YadoDocument *document, const char *what)
{
    g_autofree char *dumped = yado_document_dump(document);
    guint hunks = count_hunks(text, dumped);

    if (hunks == 1)
        return;
    g_autofree char *diff = yado_text_diff(text, dumped, "old", "new");
    g_error("%s: %u hunks\n%s", what, hunks, diff);
}

/* What was written is what the next one who reads the text finds. */
static void
check_reparsed(YadoDocument *document, const char *node, const char *key, const char *value)
{
    g_autofree char *dumped = yado_document_dump(document);
    g_autoptr(YadoDocument) again = parse(dumped);
    g_autofree char *found = yado_document_dup_value(again, node, key);
    g_autofree char *redumped = yado_document_dump(again);

    g_assert_cmpstr(found, ==, value);
    g_assert_cmpstr(redumped, ==, dumped);
}

static void
check_undone(YadoDocument *document, const char *text)
{
    g_autoptr(GError) error = NULL;

    yado_document_undo_all(document, &error);
    g_assert_no_error(error);
    g_autofree char *dumped = yado_document_dump(document);
    g_assert_cmpstr(dumped, ==, text);
    g_assert_false(yado_document_is_edited(document));
}

/* A presence or boolean that was removed reads as its default; what was removed, as its fallback. */
static gboolean
is_tolerated(const GError *error)
{
    return g_error_matches(error, YADO_ERROR, YADO_ERROR_UNSUPPORTED) ||
           g_error_matches(error, YADO_ERROR, YADO_ERROR_INVALID);
}

static gboolean
check_case(const char *text, const char *node, const Case *test)
{
    g_autoptr(YadoDocument) document = parse(text);
    g_autofree char *old_value = yado_document_dup_value(document, node, test->key);
    g_autoptr(GError) error = NULL;
    g_autofree char *what =
        g_strdup_printf("%s %s = %s", node != NULL ? node : "", test->key, test->value);

    if (!yado_document_set_value(document, node, test->key, test->value, &error)) {
        /* only sources depend on the type; and refused means untouched */
        g_assert_cmpstr(test->key, ==, "source");
        g_assert_true(is_tolerated(error));
        check_undone(document, text);
        return FALSE;
    }
    g_autofree char *value = yado_document_dup_value(document, node, test->key);
    g_assert_cmpstr(value, ==, test->value);
    check_reparsed(document, node, test->key, test->value);
    if (g_strcmp0(old_value, test->value) != 0) {
        g_assert_cmpuint(yado_document_get_edits(document)->len, ==, 1);
        check_one_hunk(text, document, what);
    }
    check_undone(document, text);
    return TRUE;
}

static void
test_set(gconstpointer path)
{
    g_autofree char *text = read_text(path);
    g_autoptr(YadoDocument) document = parse(text);
    guint count = 0;

    for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
        if (cases[i].kind == NULL) {
            count += check_case(text, NULL, &cases[i]);
            continue;
        }
        g_auto(GStrv) nodes = yado_document_list_nodes(document, cases[i].kind);
        for (guint j = 0; nodes[j] != NULL; j++)
            count += check_case(text, nodes[j], &cases[i]);
    }
    g_assert_cmpuint(count, >, 40);
}

static void
test_unedited(gconstpointer path)
{
    g_autofree char *text = read_text(path);
    g_autoptr(YadoDocument) document = parse(text);

    for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autofree char *value = NULL;
        if (cases[i].kind == NULL)
            value = yado_document_dup_value(document, NULL, cases[i].key);
        /* what is there already is no edit */
        if (value != NULL)
            g_assert_true(yado_document_set_value(document, NULL, cases[i].key, value, NULL));
    }
    g_autofree char *dumped = yado_document_dump(document);
    g_assert_cmpstr(dumped, ==, text);
    g_assert_false(yado_document_is_edited(document));
}

/* The tree itself is whole too, not only the text kept beside it: there and back by hand, not by undo. */
static void
test_there_and_back(gconstpointer path)
{
    g_autofree char *text = read_text(path);
    g_autoptr(YadoDocument) document = parse(text);
    g_autofree char *name = yado_document_dup_value(document, NULL, "name");
    g_autofree char *crash = yado_document_dup_value(document, NULL, "on.crash");

    g_assert_true(yado_document_set_value(document, NULL, "name", "x", NULL));
    g_autofree char *edited = yado_document_dump(document);
    g_autoptr(GString) expected = g_string_new(text);
    g_autofree char *old_tag = g_strdup_printf("<name>%s</name>", name);
    if (g_string_replace(expected, old_tag, "<name>x</name>", 1) == 1)
        g_assert_cmpstr(edited, ==, expected->str);
    else
        g_assert_nonnull(strstr(path, "hand-written")); /* its name has a reference in it */
}

static void
test_remove_nodes(gconstpointer path)
{
    g_autofree char *text = read_text(path);
    g_autoptr(YadoDocument) original = parse(text);
    g_auto(GStrv) nodes = yado_document_list_nodes(original, NULL);

    for (guint i = 0; nodes[i] != NULL; i++) {
        g_autoptr(YadoDocument) document = parse(text);
        g_autoptr(GError) error = NULL;
        yado_document_remove_node(document, nodes[i], &error);
        g_assert_no_error(error);
        g_auto(GStrv) left = yado_document_list_nodes(document, NULL);
        g_autofree char *dumped = yado_document_dump(document);
        g_autoptr(YadoDocument) again = parse(dumped);

        g_assert_cmpuint(g_strv_length(left), ==, g_strv_length(nodes) - 1);
        g_assert_false(g_strv_contains((const char *const *)left, nodes[i]));
        check_one_hunk(text, document, nodes[i]);
        check_undone(document, text);
        g_auto(GStrv) back = yado_document_list_nodes(document, NULL);
        g_assert_cmpstrv(back, nodes);
    }
}

static void
test_add_nodes(gconstpointer path)
{
    g_autofree char *text = read_text(path);

    for (guint i = 0; i < G_N_ELEMENTS(new_kinds); i++) {
        g_autoptr(YadoDocument) document = parse(text);
        g_autoptr(GError) error = NULL;
        g_autofree char *node = yado_document_add_node(document, new_kinds[i], &error);
        g_assert_no_error(error);
        g_auto(GStrv) nodes = yado_document_list_nodes(document, new_kinds[i]);
        g_autofree char *dumped = yado_document_dump(document);
        g_autoptr(YadoDocument) again = parse(dumped);
        g_auto(GStrv) nodes_again = yado_document_list_nodes(again, new_kinds[i]);

        g_assert_true(g_strv_contains((const char *const *)nodes, node));
        g_assert_cmpuint(g_strv_length(nodes_again), ==, g_strv_length(nodes));
        check_one_hunk(text, document, node);
        check_undone(document, text);
    }
}

/* Taking one of many edits back leaves what the others alone give. */
static void
test_undo_one(gconstpointer path)
{
    g_autofree char *text = read_text(path);
    g_autoptr(YadoDocument) document = parse(text);
    g_autoptr(YadoDocument) wanted = parse(text);
    g_autoptr(GError) error = NULL;

    g_autofree char *kept = yado_document_add_node(document, "disk", &error);
    g_autofree char *gone = yado_document_add_node(document, "disk", &error);
    yado_document_set_value(document, kept, "target", "vdx", &error);
    yado_document_set_value(document, gone, "target", "vdy", &error);
    yado_document_set_value(document, NULL, "boot.menu", "yes", &error);
    yado_document_set_value(document, NULL, "title", "t", &error);
    yado_document_set_value(document, NULL, "boot.order", "fd", &error);
    g_assert_no_error(error);
    YadoEdit added = { gone, NULL, NULL, NULL };
    YadoEdit order = { NULL, (char *)"boot.order", NULL, NULL };
    g_assert_true(yado_document_undo(document, &added, &error));
    g_assert_true(yado_document_undo(document, &order, &error));
    g_assert_no_error(error);
    g_autofree char *target = yado_document_dup_value(document, kept, "target");
    g_assert_cmpstr(target, ==, "vdx");

    g_autofree char *node = yado_document_add_node(wanted, "disk", NULL);
    yado_document_set_value(wanted, node, "target", "vdx", NULL);
    yado_document_set_value(wanted, NULL, "boot.menu", "yes", NULL);
    yado_document_set_value(wanted, NULL, "title", "t", NULL);
    g_autofree char *got_text = yado_document_dump(document);
    g_autofree char *wanted_text = yado_document_dump(wanted);
    g_assert_cmpstr(got_text, ==, wanted_text);
}

static void
add_tests(const char *folder, const char *name)
{
    static const struct {
        const char *name;
        GTestDataFunc function;
    } tests[] = {
        { "unedited", test_unedited },
        { "set", test_set },
        { "there-and-back", test_there_and_back },
        { "remove-nodes", test_remove_nodes },
        { "add-nodes", test_add_nodes },
        { "undo-one", test_undo_one },
    };

    for (guint i = 0; i < G_N_ELEMENTS(tests); i++) {
        g_autofree char *path = g_strdup_printf("/xml-corpus/%s/%s", name, tests[i].name);
        g_test_add_data_func_full(path, g_build_filename(folder, name, NULL), tests[i].function,
                                  g_free);
    }
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_autofree char *folder = g_test_build_filename(G_TEST_DIST, "data", "xml", NULL);
    g_autoptr(GDir) dir = g_dir_open(folder, 0, NULL);
    const char *name;
    guint count = 0;

    while (dir != NULL && (name = g_dir_read_name(dir)) != NULL) {
        if (!g_str_has_suffix(name, ".xml"))
            continue;
        add_tests(folder, name);
        count++;
    }
    g_assert_cmpuint(count, >=, 15);
    return g_test_run();
}
