/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Forms over real definitions: errors beside fields, what depends on what, when a change takes effect. */
#include "config.h"

#include <string.h>

#include "base/yado-error.h"
#include "document/yado-plain-document.h"
#include "document/yado-xml-document.h"
#include "present/yado-catalog.h"
#include "present/yado-help.h"
#include "yado-fake-backend.h"

#define GIB G_GUINT64_CONSTANT(1073741824)

typedef struct {
    YadoFakeBackend *fake;
    YadoSession *session;
    YadoHost *host;
} Fixture;

static void
set_up(Fixture *fixture, gconstpointer data)
{
    g_autofree char *hvm = yado_fake_make_xml("xen", "hvm", "win", 3, NULL);
    g_autofree char *busy = yado_fake_make_xml("xen", "hvm", "win-busy", 4, NULL);

    fixture->fake = yado_fake_add("form");
    yado_fake_add_guest(fixture->fake, "pv", YADO_GUEST_SHUT_OFF, NULL);
    yado_fake_add_guest(fixture->fake, "run", YADO_GUEST_RUNNING, NULL);
    yado_fake_add_guest(fixture->fake, "win", YADO_GUEST_SHUT_OFF, hvm);
    yado_fake_add_guest(fixture->fake, "win-busy", YADO_GUEST_RUNNING, busy);
    fixture->session = yado_fake_session_new(NULL);
    fixture->host = yado_fake_open(fixture->session, "form");
}

static void
tear_down(Fixture *fixture, gconstpointer data)
{
    yado_host_close(fixture->host);
    g_clear_object(&fixture->session);
    yado_fake_reset();
}

static YadoForm *
open_form(Fixture *fixture, const char *form, const char *guest_name)
{
    YadoGuest *guest = yado_fake_find(fixture->host, guest_name);
    const char *os_type = g_str_has_prefix(guest_name, "win") ? "hvm" : "linux";
    g_autofree char *xml = yado_fake_make_xml("xen", os_type, guest_name, 9, NULL);
    g_autoptr(GError) error = NULL;
    g_autoptr(YadoDocument) document = yado_xml_document_new(xml, &error);

    g_assert_no_error(error);
    yado_xml_document_set_extra(YADO_XML_DOCUMENT(document), "autostart", "no");
    return yado_form_new(yado_catalog_find_form(form), document, NULL, fixture->session, guest);
}

static gboolean
set_text(YadoForm *form, const char *id, const char *text)
{
    return yado_form_set_text(form, yado_form_find_field(form, id), text, NULL);
}

static const char *
get_error(YadoForm *form, const char *id)
{
    return yado_form_get_error(form, yado_form_find_field(form, id));
}

static void
assert_text(YadoForm *form, const char *id, const char *expected)
{
    g_autofree char *text = yado_form_dup_text(form, yado_form_find_field(form, id));

    g_assert_cmpstr(text, ==, expected);
}

static void
test_unreadable(Fixture *fixture, gconstpointer data)
{
    g_autoptr(YadoForm) form = open_form(fixture, "memory", "pv");
    YadoDocument *document = yado_form_get_document(form);

    assert_text(form, "memory.maximum", "1 GiB");
    g_assert_false(set_text(form, "memory.maximum", "lots"));
    assert_text(form, "memory.maximum", "lots");
    g_assert_cmpstr(get_error(form, "memory.maximum"), ==,
                    "Maximum must be a size such as “512 MiB” or “2 GiB”.");
    g_assert_false(yado_document_is_edited(document));
    g_assert_true(yado_form_is_dirty(form));
    g_assert_false(yado_form_validate(form, NULL, NULL));
    g_assert_true(set_text(form, "memory.maximum", "2 GiB"));
    g_assert_null(get_error(form, "memory.maximum"));
    g_assert_cmpuint(yado_document_get_uint(document, NULL, "memory.maximum", 0), ==, 2 * GIB);
    g_assert_true(yado_form_validate(form, NULL, NULL));
}

/* Whichever of the two is changed, the message names both; changing the other one helps too. */
static void
test_cross_check(Fixture *fixture, gconstpointer data)
{
    g_autoptr(YadoForm) form = open_form(fixture, "memory", "pv");
    const YadoFieldSpec *first = NULL;
    g_autoptr(GError) error = NULL;

    g_assert_true(set_text(form, "memory.current", "3 GiB"));
    g_assert_cmpstr(get_error(form, "memory.current"), ==,
                    "Memory now (3 GiB) must not be more than the maximum (1 GiB).");
    g_assert_false(yado_form_validate(form, &first, &error));
    g_assert_error(error, YADO_ERROR, YADO_ERROR_INVALID);
    g_assert_cmpstr(first->id, ==, "memory.current");
    g_assert_true(set_text(form, "memory.maximum", "4 GiB"));
    g_assert_null(get_error(form, "memory.current"));
    g_assert_true(yado_form_validate(form, NULL, NULL));
    g_assert_true(set_text(form, "memory.maximum", "1 GiB"));
    g_assert_cmpstr(get_error(form, "memory.current"), ==,
                    "Memory now (3 GiB) must not be more than the maximum (1 GiB).");
}

/* More than the host has is only a note: it may lend it. */
static void
test_host_memory(Fixture *fixture, gconstpointer data)
{
    g_autoptr(YadoForm) form = open_form(fixture, "memory", "pv");

    assert_text(form, "host-memory", "8 GiB");
    g_assert_true(set_text(form, "memory.maximum", "16 GiB"));
    assert_text(form, "host-memory", "8 GiB: less than the guest's maximum (16 GiB)");
    g_assert_true(set_text(form, "memory.current", "12 GiB"));
    assert_text(form, "host-memory", "8 GiB: less than the guest is to have (12 GiB)");
    g_assert_true(set_text(form, "memory.current", ""));
    assert_text(form, "host-memory", "8 GiB: less than the guest is to have (16 GiB)");
    g_assert_true(yado_form_validate(form, NULL, NULL));
}

static void
test_vcpus(Fixture *fixture, gconstpointer data)
{
    g_autoptr(YadoForm) form = open_form(fixture, "processors", "pv");

    g_assert_true(set_text(form, "vcpu.maximum", "1"));
    g_assert_cmpstr(get_error(form, "vcpu.maximum"), ==,
                    "Virtual processors (2) must not be more than the maximum (1).");
    /* More than the host has is only a note. */
    g_assert_true(set_text(form, "vcpu.maximum", "16"));
    assert_text(form, "host-cpus", "4: less than the guest's maximum (16)");
    g_assert_true(set_text(form, "vcpu.current", "8"));
    g_assert_true(yado_form_validate(form, NULL, NULL));
    assert_text(form, "host-cpus",
                "4: less than the guest is to have (8), so that they wait for each other");
    g_assert_true(set_text(form, "vcpu.cpuset", "0-3, ^2"));
    g_assert_true(yado_form_validate(form, NULL, NULL));
    g_assert_true(set_text(form, "vcpu.cpuset", "3-0"));
    g_assert_false(yado_form_validate(form, NULL, NULL));
}

static YadoEffect
get_effect(YadoForm *form, const char *id)
{
    return yado_form_get_effect(form, yado_form_find_field(form, id));
}

static void
test_effects(Fixture *fixture, gconstpointer data)
{
    g_autoptr(YadoForm) off = open_form(fixture, "memory", "pv");
    g_autoptr(YadoForm) on = open_form(fixture, "memory", "run");
    g_autoptr(YadoForm) start = open_form(fixture, "startup", "run");

    g_assert_cmpint(get_effect(off, "memory.current"), ==, YADO_EFFECT_STORED);
    g_assert_cmpint(get_effect(on, "memory.current"), ==, YADO_EFFECT_NOW);
    g_assert_cmpint(get_effect(on, "memory.maximum"), ==, YADO_EFFECT_NEXT_START);
    g_assert_cmpint(get_effect(on, "host-memory"), ==, YADO_EFFECT_NONE);
    g_assert_cmpint(get_effect(start, "autostart"), ==, YADO_EFFECT_NOW);
    g_assert_cmpint(get_effect(start, "on.crash"), ==, YADO_EFFECT_NEXT_START);
    /* Beyond what it was started with, a running guest must wait. */
    g_assert_true(set_text(on, "memory.maximum", "4 GiB"));
    g_assert_true(set_text(on, "memory.current", "2 GiB"));
    g_assert_cmpint(get_effect(on, "memory.current"), ==, YADO_EFFECT_NEXT_START);
    yado_fake_set_missing(fixture->fake, YADO_CAP_MEMORY_LIVE, "no");
    g_assert_true(set_text(on, "memory.current", "768 MiB"));
    g_assert_cmpint(get_effect(on, "memory.current"), ==, YADO_EFFECT_NEXT_START);
    g_assert_cmpstr(yado_effect_get_label(YADO_EFFECT_NEXT_START), ==, "at next start");
}

/* QEMU takes no vCPU away from an HVM guest of Xen; a PV guest gives them back itself. */
static void
test_fewer_vcpus(Fixture *fixture, gconstpointer data)
{
    g_autoptr(YadoForm) pv = open_form(fixture, "processors", "run");
    g_autoptr(YadoForm) hvm = open_form(fixture, "processors", "win-busy");

    g_assert_cmpint(get_effect(hvm, "vcpu.current"), ==, YADO_EFFECT_NOW);
    g_assert_true(set_text(hvm, "vcpu.current", "4"));
    g_assert_cmpint(get_effect(hvm, "vcpu.current"), ==, YADO_EFFECT_NOW);
    g_assert_true(set_text(hvm, "vcpu.current", "1"));
    g_assert_cmpint(get_effect(hvm, "vcpu.current"), ==, YADO_EFFECT_NEXT_START);
    g_assert_true(set_text(pv, "vcpu.current", "1"));
    g_assert_cmpint(get_effect(pv, "vcpu.current"), ==, YADO_EFFECT_NOW);
}

static gboolean
is_visible(YadoForm *form, const char *id)
{
    return yado_form_is_visible(form, yado_form_find_field(form, id));
}

/* The kind decides: no boot order without firmware, no boot loader with one. */
static void
test_kinds(Fixture *fixture, gconstpointer data)
{
    g_autoptr(YadoForm) pv = open_form(fixture, "startup", "pv");
    g_autoptr(YadoForm) hvm = open_form(fixture, "startup", "win");

    g_assert_true(is_visible(pv, "boot.bootloader"));
    g_assert_false(is_visible(pv, "boot.order"));
    g_assert_true(is_visible(pv, "boot.kernel"));
    g_assert_false(is_visible(hvm, "boot.bootloader"));
    g_assert_true(is_visible(hvm, "boot.order"));
    g_assert_true(is_visible(hvm, "boot.kernel"));
    g_assert_true(set_text(hvm, "boot.order", "CD-ROM, then hard disk"));
    assert_text(hvm, "boot.order", "cdrom,hd");
    g_assert_false(set_text(hvm, "boot.order", "tape"));
}

static void
test_kernel(Fixture *fixture, gconstpointer data)
{
    g_autoptr(YadoForm) form = open_form(fixture, "startup", "pv");

    g_assert_true(set_text(form, "boot.arguments", "console=hvc0"));
    g_assert_cmpstr(get_error(form, "boot.arguments"), ==,
                    "Kernel arguments is only used with a kernel.");
    g_assert_true(set_text(form, "boot.kernel", "vmlinuz"));
    g_assert_cmpstr(get_error(form, "boot.kernel"), ==,
                    "Kernel must be a whole path on the host, beginning with “/”.");
    g_assert_true(set_text(form, "boot.kernel", "/boot/vmlinuz"));
    g_assert_null(get_error(form, "boot.arguments"));
    g_assert_true(yado_form_validate(form, NULL, NULL));
    yado_form_undo(form);
    g_assert_false(yado_form_is_dirty(form));
    assert_text(form, "boot.kernel", "");
}

static guint n_changed;

static void
on_form_changed_cb(YadoForm *form, const char *id, gpointer data)
{
    g_test_message("changed %s", id);
    n_changed++;
}

static void
test_signals(Fixture *fixture, gconstpointer data)
{
    g_autoptr(YadoForm) form = open_form(fixture, "overview", "pv");

    n_changed = 0;
    g_signal_connect(form, "changed", G_CALLBACK(on_form_changed_cb), NULL);
    g_assert_true(set_text(form, "title", "Mail"));
    g_assert_cmpuint(n_changed, >=, 1);
    g_assert_false(set_text(form, "uuid", "x"));
    g_assert_true(set_text(form, "tags", "web , test"));
    assert_text(form, "tags", "web, test");
}

/* ---- Dialogs ---- */

static YadoForm *
open_connection(Fixture *fixture)
{
    YadoTargets targets = { .session = fixture->session };

    return yado_action_create_form(yado_catalog_find_action("app.add-connection"), &targets);
}

static void
test_connection(Fixture *fixture, gconstpointer data)
{
    g_autoptr(YadoForm) form = open_connection(fixture);

    assert_text(form, "generated", "xen:///system");
    g_assert_false(is_visible(form, "host"));
    g_assert_false(is_visible(form, "uri"));
    g_assert_true(set_text(form, "transport", "ssh"));
    g_assert_true(is_visible(form, "user"));
    g_assert_false(yado_form_validate(form, NULL, NULL));
    g_assert_cmpstr(get_error(form, "host"), ==, "Host must be filled in.");
    g_assert_true(set_text(form, "host", "fe80::1"));
    g_assert_true(set_text(form, "user", "root"));
    g_assert_true(set_text(form, "port", "2222"));
    g_assert_true(yado_form_validate(form, NULL, NULL));
    assert_text(form, "generated", "xen+ssh://root@[fe80::1]:2222/system");
    g_assert_true(set_text(form, "transport", "tls"));
    assert_text(form, "generated", "xen+tls://[fe80::1]:2222/system");
    g_assert_true(set_text(form, "hypervisor", "qemu-session"));
    assert_text(form, "generated", "qemu:///session");
    g_assert_false(is_visible(form, "transport"));
    g_assert_true(set_text(form, "hypervisor", "custom"));
    g_assert_true(is_visible(form, "uri"));
    g_assert_false(yado_form_validate(form, NULL, NULL));
    g_assert_true(set_text(form, "uri", "esx://host/"));
    g_assert_true(yado_form_validate(form, NULL, NULL));
}

/* `yado connections add URI` */
static void
test_connection_from_command(Fixture *fixture, gconstpointer data)
{
    g_autoptr(YadoForm) form = open_connection(fixture);

    g_assert_true(set_text(form, "uri", "no address"));
    g_assert_false(yado_form_validate(form, NULL, NULL));
    g_assert_true(set_text(form, "uri", "xen+ssh://host/"));
    g_assert_true(yado_form_validate(form, NULL, NULL));
    g_assert_true(is_visible(form, "uri"));
}

static void
test_rename(Fixture *fixture, gconstpointer data)
{
    g_autoptr(GPtrArray) guests = g_ptr_array_new();
    YadoTargets targets = { .session = fixture->session, .guests = guests };
    g_autoptr(YadoForm) form = NULL;

    g_ptr_array_add(guests, yado_fake_find(fixture->host, "pv"));
    form = yado_action_create_form(yado_catalog_find_action("guest.rename"), &targets);
    assert_text(form, "name", "pv");
    g_assert_false(yado_form_validate(form, NULL, NULL));
    g_assert_cmpstr(get_error(form, "name"), ==, "That is the guest's name already.");
    g_assert_true(set_text(form, "name", "run"));
    g_assert_cmpstr(get_error(form, "name"), ==, "Another guest of this host is called “run”.");
    g_assert_true(set_text(form, "name", "a/b"));
    g_assert_cmpstr(get_error(form, "name"), ==, "The name must not contain “/”.");
    g_assert_false(set_text(form, "name", ""));
    g_assert_true(set_text(form, "name", "100%s_x"));
    g_assert_true(yado_form_validate(form, NULL, NULL));
}

static void
test_help(Fixture *fixture, gconstpointer data)
{
    g_autoptr(YadoForm) form = open_form(fixture, "startup", "run");
    g_autofree char *all = yado_help_for_form(form);
    g_autofree char *one = yado_help_for_field(form, yado_form_find_field(form, "on.crash"));

    g_assert_nonnull(strstr(all, "Kernel arguments\nThe command line of the kernel"));
    g_assert_null(strstr(all, "PXE"));
    g_assert_nonnull(strstr(one, "\n• keep it for inspection: the guest stays in memory"));
    g_assert_nonnull(strstr(one, "A change takes effect at the guest's next start."));
}

#define ADD(path, function) g_test_add(path, Fixture, NULL, set_up, function, tear_down)

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    ADD("/form/unreadable", test_unreadable);
    ADD("/form/cross-check", test_cross_check);
    ADD("/form/host-memory", test_host_memory);
    ADD("/form/vcpus", test_vcpus);
    ADD("/form/effects", test_effects);
    ADD("/form/fewer-vcpus", test_fewer_vcpus);
    ADD("/form/kinds", test_kinds);
    ADD("/form/kernel", test_kernel);
    ADD("/form/signals", test_signals);
    ADD("/form/connection", test_connection);
    ADD("/form/connection-from-command", test_connection_from_command);
    ADD("/form/rename", test_rename);
    ADD("/form/help", test_help);
    return g_test_run();
}
