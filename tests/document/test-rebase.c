/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <string.h>

#include "document/yado-xml-document.h"

#include "yado-test-document.h"

static const char base_text[] = "<domain type='xen'>\n"
                                "  <name>web</name>\n"
                                "  <memory unit='KiB'>1048576</memory>\n"
                                "  <vcpu>2</vcpu>\n"
                                "  <devices>\n"
                                "    <disk type='file' device='disk'>\n"
                                "      <source file='/a'/>\n"
                                "      <target dev='xvda'/>\n"
                                "    </disk>\n"
                                "    <disk type='file' device='disk'>\n"
                                "      <source file='/b'/>\n"
                                "      <target dev='xvdb'/>\n"
                                "    </disk>\n"
                                "    <graphics type='vnc' passwd='secret'/>\n"
                                "    <sound model='ich6'/>\n"
                                "    <sound model='ich6'/>\n"
                                "  </devices>\n"
                                "</domain>\n";

static const char first_disk[] = "    <disk type='file' device='disk'>\n"
                                 "      <source file='/a'/>\n"
                                 "      <target dev='xvda'/>\n"
                                 "    </disk>\n";

static char *
replace(const char *old_part, const char *new_part)
{
    GString *text = g_string_new(base_text);

    g_assert_cmpuint(g_string_replace(text, old_part, new_part, 1), ==, 1);
    return g_string_free(text, FALSE);
}

static YadoDocument *
make_document(void)
{
    g_autoptr(GError) error = NULL;
    YadoDocument *document = yado_xml_document_new(base_text, &error);

    g_assert_no_error(error);
    return document;
}

static YadoDocument *
rebase(YadoDocument *document, const char *text, gboolean force)
{
    g_autoptr(GError) error = NULL;
    YadoDocument *rebased = yado_document_rebase(document, text, force, &error);

    g_assert_no_error(error);
    return rebased;
}

static void
check_conflict(YadoDocument *document, const char *text, const char *detail)
{
    g_autoptr(GError) error = NULL;

    g_assert_null(yado_document_rebase(document, text, FALSE, &error));
    g_assert_error(error, YADO_ERROR, YADO_ERROR_CONFLICT);
    g_assert_cmpstr(yado_error_get_detail(error), ==, detail);
    g_assert_nonnull(yado_error_get_hint(error));
}

/* Somebody else's change elsewhere is kept. */
static void
test_independent(void)
{
    g_autoptr(YadoDocument) document = make_document();
    g_autofree char *newest = replace("<vcpu>2</vcpu>", "<vcpu>8</vcpu>");

    yado_test_set_value(document, NULL, "memory.maximum", "2147483648");
    g_autoptr(YadoDocument) rebased = rebase(document, newest, FALSE);
    yado_test_check_value(rebased, NULL, "memory.maximum", "2147483648");
    yado_test_check_value(rebased, NULL, "vcpu.maximum", "8");
    g_assert_cmpuint(yado_document_get_edits(rebased)->len, ==, 1);
    yado_test_check_value(document, NULL, "vcpu.maximum", "2"); /* the old one is untouched */
}

static void
test_conflict(void)
{
    g_autoptr(YadoDocument) document = make_document();
    g_autofree char *newest = replace("1048576", "524288");

    yado_test_set_value(document, NULL, "memory.maximum", "2147483648");
    yado_test_set_value(document, NULL, "vcpu.maximum", "4");
    check_conflict(document, newest, "memory.maximum: expected 1073741824, found 536870912");
    g_autoptr(YadoDocument) forced = rebase(document, newest, TRUE);
    yado_test_check_value(forced, NULL, "memory.maximum", "2147483648");
    yado_test_check_value(forced, NULL, "vcpu.maximum", "4");
}

static void
test_conflict_hides_secret(void)
{
    g_autoptr(YadoDocument) document = make_document();
    g_autofree char *newest = replace("secret", "other");

    yado_test_set_value(document, "graphics:0", "password", "mine");
    check_conflict(document, newest, "graphics:0 password: expected ***, found ***");
}

/* The first disk was taken away: disk:1 is the only one now, and still the one meant. */
static void
test_node_moved(void)
{
    g_autoptr(YadoDocument) document = make_document();
    g_autofree char *newest = replace(first_disk, "");

    yado_test_set_value(document, "disk:1", "cache", "none");
    g_autoptr(YadoDocument) rebased = rebase(document, newest, FALSE);
    yado_test_check_value(rebased, "disk:0", "target", "xvdb");
    yado_test_check_value(rebased, "disk:0", "cache", "none");
}

static void
test_node_gone(void)
{
    g_autoptr(YadoDocument) document = make_document();
    g_autofree char *newest = replace(first_disk, "");
    g_autoptr(GError) error = NULL;

    yado_test_set_value(document, "disk:0", "cache", "none");
    check_conflict(document, newest, "disk:0 cache: expected -, found -");
    g_assert_null(yado_document_rebase(document, newest, TRUE, &error));
    g_assert_error(error, YADO_ERROR, YADO_ERROR_CONFLICT);
}

/* The identifying key itself is edited: the node is found by what it was. */
static void
test_identity_edited(void)
{
    g_autoptr(YadoDocument) document = make_document();
    g_autofree char *newest = replace("<vcpu>2</vcpu>", "<vcpu>8</vcpu>");

    yado_test_set_value(document, "disk:1", "target", "xvdz");
    g_autoptr(YadoDocument) rebased = rebase(document, newest, FALSE);
    yado_test_check_value(rebased, "disk:1", "target", "xvdz");
    yado_test_check_value(rebased, "disk:0", "target", "xvda");
}

static void
test_removed(void)
{
    g_autoptr(YadoDocument) document = make_document();
    g_autofree char *newest = replace("<vcpu>2</vcpu>", "<vcpu>8</vcpu>");
    g_autofree char *changed = replace("/a", "/c");
    g_autofree char *gone = replace(first_disk, "");

    yado_test_set_value(document, "disk:0", "cache", "none"); /* of no matter once it is removed */
    g_assert_true(yado_document_remove_node(document, "disk:0", NULL));
    g_autoptr(YadoDocument) rebased = rebase(document, newest, FALSE);
    g_auto(GStrv) disks = yado_document_list_nodes(rebased, "disk");
    g_assert_cmpuint(g_strv_length(disks), ==, 1);
    yado_test_check_value(rebased, disks[0], "target", "xvdb");

    check_conflict(document, changed, "disk:0: it is not there any more, or was changed");
    check_conflict(document, gone, "disk:0: it is not there any more, or was changed");
    g_autoptr(YadoDocument) forced = rebase(document, gone, TRUE);
    g_auto(GStrv) left = yado_document_list_nodes(forced, "disk");
    g_assert_cmpuint(g_strv_length(left), ==, 1);
    yado_test_check_value(forced, left[0], "target", "xvdb"); /* never another disk in its place */
}

static void
test_added(void)
{
    g_autoptr(YadoDocument) document = make_document();
    g_autofree char *newest = replace(first_disk, "");
    g_autofree char *node = yado_document_add_node(document, "disk", NULL);

    yado_test_set_value(document, node, "target", "xvdc");
    yado_test_set_value(document, node, "source", "/c");
    g_autoptr(YadoDocument) rebased = rebase(document, newest, FALSE);
    g_auto(GStrv) disks = yado_document_list_nodes(rebased, "disk");
    g_assert_cmpuint(g_strv_length(disks), ==, 2);
    yado_test_check_value(rebased, disks[1], "target", "xvdc");
    yado_test_check_value(rebased, disks[1], "source", "/c");
}

/* Two that nothing tells apart: their places do, while their number is the same. */
static void
test_twins(void)
{
    g_autoptr(YadoDocument) document = make_document();
    g_autofree char *newest = replace("<vcpu>2</vcpu>", "<vcpu>8</vcpu>");
    g_autofree char *one = replace("    <sound model='ich6'/>\n", "");

    yado_test_set_value(document, "sound:1", "model", "ac97");
    g_autoptr(YadoDocument) rebased = rebase(document, newest, FALSE);
    yado_test_check_value(rebased, "sound:0", "model", "ich6");
    yado_test_check_value(rebased, "sound:1", "model", "ac97");
    g_autoptr(YadoDocument) single = rebase(document, one, FALSE);
    yado_test_check_value(single, "sound:0", "model", "ac97");
}

static void
test_broken_text(void)
{
    g_autoptr(YadoDocument) document = make_document();
    g_autoptr(GError) error = NULL;

    yado_test_set_value(document, NULL, "vcpu.maximum", "3");
    g_assert_null(yado_document_rebase(document, "<domain>", TRUE, &error));
    g_assert_error(error, YADO_ERROR, YADO_ERROR_INVALID);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/rebase/independent", test_independent);
    g_test_add_func("/rebase/conflict", test_conflict);
    g_test_add_func("/rebase/conflict-hides-secret", test_conflict_hides_secret);
    g_test_add_func("/rebase/node-moved", test_node_moved);
    g_test_add_func("/rebase/node-gone", test_node_gone);
    g_test_add_func("/rebase/identity-edited", test_identity_edited);
    g_test_add_func("/rebase/removed", test_removed);
    g_test_add_func("/rebase/added", test_added);
    g_test_add_func("/rebase/twins", test_twins);
    g_test_add_func("/rebase/broken-text", test_broken_text);
    return g_test_run();
}
