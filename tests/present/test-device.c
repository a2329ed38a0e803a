/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Every kind of hardware of the catalogue: it can be added or tells why not, has a page, and leaves nothing behind. */
#include "config.h"

#include <string.h>

#include "document/yado-hotplug.h"
#include "document/yado-xl-document.h"
#include "document/yado-xml-document.h"
#include "present/yado-catalog.h"
#include "yado-fake-backend.h"

static YadoDocument *
make_document(const char *type, const char *os_type)
{
    g_autofree char *text = g_strdup_printf("<domain type='%s'>\n"
                                            "  <name>one</name>\n"
                                            "  <memory>1048576</memory>\n"
                                            "  <os>\n"
                                            "    <type>%s</type>\n"
                                            "  </os>\n"
                                            "  <devices>\n"
                                            "    <emulator>/usr/bin/qemu</emulator>\n"
                                            "  </devices>\n"
                                            "</domain>\n",
                                            type, os_type);
    g_autoptr(GError) error = NULL;
    YadoDocument *document = yado_xml_document_new(text, &error);

    g_assert_no_error(error);
    return document;
}

/* Added, it has a page with a form and a name; removed, the text is what it was, byte by byte. */
static void
check_kind(YadoDocument *document, const YadoDeviceSpec *spec)
{
    g_autoptr(GError) error = NULL;
    g_autofree char *before = yado_document_dump(document);
    g_autofree char *node = NULL;
    g_autofree char *name = NULL;
    g_autofree char *after = NULL;
    const YadoPageSpec *page;

    g_test_message("%s", spec->id);
    node = yado_device_add(spec, document, NULL, &error);
    g_assert_no_error(error);
    page = yado_page_find_for_node(document, node);
    g_assert_nonnull(page);
    g_assert_nonnull(page->form);
    g_assert_true(yado_document_is_new_node(document, node));
    name = yado_hotplug_dup_name(document, node);
    g_assert_cmpstr(name, !=, "");
    g_assert_true(yado_document_remove_node(document, node, &error));
    g_assert_false(yado_document_is_edited(document));
    after = yado_document_dump(document);
    g_assert_cmpstr(after, ==, before);
}

static guint
check_all(YadoDocument *document)
{
    guint n = 0;

    for (const YadoDeviceSpec *spec = yado_catalog_get_devices(); spec->id != NULL; spec++) {
        const char *reason = NULL;

        if (yado_device_check(spec, document, NULL, &reason)) {
            check_kind(document, spec);
            n++;
        } else {
            g_assert_nonnull(reason);
            g_assert_true(g_str_has_suffix(reason, "."));
        }
    }
    return n;
}

static void
test_kinds(void)
{
    g_autoptr(YadoDocument) kvm = make_document("kvm", "hvm");
    g_autoptr(YadoDocument) hvm = make_document("xen", "hvm");
    g_autoptr(YadoDocument) pv = make_document("xen", "linux");
    g_autoptr(YadoDocument) pvh = make_document("xen", "xenpvh");
    guint n_kvm = check_all(kvm), n_hvm = check_all(hvm);
    guint n_pv = check_all(pv), n_pvh = check_all(pvh);

    g_assert_cmpuint(n_kvm, >, n_hvm);
    g_assert_cmpuint(n_hvm, >, n_pv);
    g_assert_cmpuint(n_pv, ==, n_pvh + 1); /* a picture */
}

static void
test_names(void)
{
    g_autoptr(GHashTable) letters = g_hash_table_new(NULL, NULL);
    g_autoptr(GHashTable) ids = g_hash_table_new(g_str_hash, g_str_equal);

    for (const YadoDeviceSpec *spec = yado_catalog_get_devices(); spec->id != NULL; spec++) {
        g_test_message("%s", spec->id);
        g_assert_true(g_hash_table_add(ids, (gpointer)spec->id));
        g_assert_true(g_hash_table_add(
            letters, GUINT_TO_POINTER(yado_text_get_mnemonic(yado_device_get_label(spec)))));
        g_assert_true(g_str_has_suffix(yado_device_get_help(spec), "."));
        g_assert_true(yado_catalog_find_device(spec->id) == spec);
    }
}

/* xl.cfg: a disk and a card take a free name; what was taken away comes back as it was. */
static void
test_xl(void)
{
    static const char text[] = "name = \"one\"\n"
                               "type = \"pv\"\n"
                               "disk = [ 'format=raw, vdev=xvda, access=rw, target=/dev/vg/one' ]\n"
                               "vif = [ 'mac=00:16:3e:00:00:01,bridge=br0' ]\n";
    g_autoptr(YadoDocument) document = yado_xl_document_new_from_text(text, NULL);
    g_autofree char *disk = yado_device_add(yado_catalog_find_device("disk"), document, NULL, NULL);
    g_autofree char *target = yado_document_dup_value(document, disk, "target");
    g_autofree char *first = yado_document_dump_node(document, "disk:0");
    g_autofree char *again = NULL;
    g_autofree char *now = NULL;

    g_assert_cmpstr(target, ==, "xvdb");
    g_assert_true(yado_document_remove_node(document, disk, NULL));
    g_assert_true(yado_document_remove_node(document, "disk:0", NULL));
    again = yado_document_add_node_text(document, "disk", first, NULL);
    now = yado_document_dump_node(document, again);
    g_assert_cmpstr(now, ==, first);
}

static YadoForm *
make_form(YadoDocument *document, const char *node, YadoGuest *guest)
{
    return yado_form_new(yado_page_find_for_node(document, node)->form, document, node, NULL,
                         guest);
}

static void
set(YadoForm *form, const char *id, const char *text)
{
    g_autoptr(GError) error = NULL;

    yado_form_set_text(form, yado_form_find_field(form, id), text, &error);
    g_assert_no_error(error);
}

static char *
dup_value(YadoForm *form, const char *id)
{
    return yado_form_dup_value(form, yado_form_find_field(form, id));
}

/* The same image is "vhd" for Xen and "vpc" for QEMU; what Xen cannot read is not offered. */
static void
test_formats(void)
{
    static const struct {
        const char *type, *own;
        gboolean is_vmdk_known;
    } cases[] = { { "xen", "vhd", FALSE }, { "kvm", "vpc", TRUE } };

    for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autoptr(YadoDocument) document = make_document(cases[i].type, "hvm");
        g_autofree char *node =
            yado_device_add(yado_catalog_find_device("disk"), document, NULL, NULL);
        g_autoptr(YadoForm) form = make_form(document, node, NULL);
        const YadoFieldSpec *format = yado_form_find_field(form, "format");
        g_autofree char *guessed = NULL;
        g_autofree char *chosen = NULL;

        set(form, "source", "/i/a.vhd");
        guessed = dup_value(form, "format");
        g_assert_cmpstr(guessed, ==, cases[i].own);
        g_assert_true(yado_form_set_value(form, format, "raw", NULL));
        g_assert_true(yado_form_set_value(form, format, "vhd", NULL)); /* its label for both */
        chosen = dup_value(form, "format");
        g_assert_cmpstr(chosen, ==, cases[i].own);
        g_assert_cmpint(yado_form_set_value(form, format, "vmdk", NULL), ==,
                        cases[i].is_vmdk_known);
    }
}

/* A hard disk that was a drive for a moment can be written to. */
static void
test_drive_and_back(void)
{
    g_autoptr(YadoDocument) document = make_document("kvm", "hvm");
    g_autofree char *node = yado_device_add(yado_catalog_find_device("disk"), document, NULL, NULL);
    g_autoptr(YadoForm) form = make_form(document, node, NULL);
    g_autofree char *drive = NULL;
    g_autofree char *disk = NULL;

    set(form, "device", "cdrom");
    drive = dup_value(form, "readonly");
    g_assert_cmpstr(drive, ==, "yes");
    set(form, "device", "disk");
    disk = dup_value(form, "readonly");
    g_assert_cmpstr(disk, ==, "no");
}

/* A network's name is no bridge's. */
static void
test_connections(void)
{
    g_autoptr(YadoDocument) document = make_document("kvm", "hvm");
    g_autofree char *node = yado_device_add(yado_catalog_find_device("nic"), document, NULL, NULL);
    g_autoptr(YadoForm) form = make_form(document, node, NULL);
    g_autofree char *source = NULL;

    set(form, "type", "network");
    set(form, "source", "default");
    set(form, "type", "bridge");
    source = dup_value(form, "source");
    g_assert_null(source);
}

/* Two guests read one disk; that one of them shall write to it is refused, though its source is what it was. */
static void
test_two_writers(void)
{
    static const char disk[] = "<devices><disk type='file' device='disk'><source file='/a.img'/>"
                               "<target dev='xvda' bus='xen'/><readonly/></disk></devices>";
    g_autofree char *one = yado_fake_make_xml("xen", "linux", "one", 1, disk);
    g_autofree char *two = yado_fake_make_xml("xen", "linux", "two", 2, disk);
    YadoFakeBackend *fake = yado_fake_add("device");
    g_autoptr(YadoSession) session = NULL;
    g_autoptr(YadoDocument) document = NULL;
    g_autoptr(YadoForm) form = NULL;
    YadoHost *host;

    yado_fake_add_guest(fake, "one", YADO_GUEST_SHUT_OFF, one);
    yado_fake_add_guest(fake, "two", YADO_GUEST_SHUT_OFF, two);
    session = yado_fake_session_new(NULL);
    host = yado_fake_open(session, "device");
    document = yado_xml_document_new(one, NULL);
    form = make_form(document, "disk:0", yado_fake_find(host, "one"));
    g_assert_true(yado_form_validate(form, NULL, NULL));
    set(form, "readonly", "no");
    g_assert_false(yado_form_validate(form, NULL, NULL));
    set(form, "shareable", "yes");
    g_assert_true(yado_form_validate(form, NULL, NULL));
    g_clear_object(&form);
    yado_host_close(host);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/device/kinds", test_kinds);
    g_test_add_func("/device/names", test_names);
    g_test_add_func("/device/xl", test_xl);
    g_test_add_func("/device/formats", test_formats);
    g_test_add_func("/device/drive-and-back", test_drive_and_back);
    g_test_add_func("/device/connections", test_connections);
    g_test_add_func("/device/two-writers", test_two_writers);
    return g_test_run();
}
