/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Every kind of hardware of the catalogue: it can be added or tells why not, has a page, and leaves nothing behind. */
#include "config.h"

#include <string.h>

#include "document/yado-hotplug.h"
#include "document/yado-xl-document.h"
#include "document/yado-xml-document.h"
#include "present/yado-catalog.h"

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

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/device/kinds", test_kinds);
    g_test_add_func("/device/names", test_names);
    g_test_add_func("/device/xl", test_xl);
    return g_test_run();
}
