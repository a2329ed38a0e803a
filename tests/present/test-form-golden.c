/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Every form of the catalogue as text, in tests/golden/forms, one file for each form and language.  YADO_TEST_REGENERATE=1 writes them anew; read the
 * difference: it is what the user sees.
 */
#include "config.h"

#include <locale.h>
#include <stdlib.h>
#include <string.h>

#include <libintl.h>

#include "base/yado-locale.h"
#include "document/yado-plain-document.h"
#include "document/yado-xml-document.h"
#include "media/yado-media.h"
#include "present/yado-catalog.h"
#include "yado-fake-backend.h"

#define DEVICES                                                                                  \
    "  <devices>\n"                                                                              \
    "    <disk type='file' device='disk'><driver name='qemu' type='qcow2' cache='none'/>"        \
    "<source file='/img/web.qcow2'/><target dev='xvda' bus='xen'/></disk>\n"                     \
    "    <disk type='file' device='cdrom'><source file='/img/cd.iso'/>"                          \
    "<target dev='xvdb' bus='xen'/><readonly/></disk>\n"                                         \
    "    <interface type='bridge'><mac address='00:16:3e:00:00:01'/><source bridge='br0'/>"      \
    "<model type='netfront'/></interface>\n"                                                     \
    "    <serial type='pty'><target port='0'/></serial>\n"                                       \
    "    <parallel type='file'><source path='/var/p'/></parallel>\n"                             \
    "    <console type='pty'><target type='xen'/></console>\n"                                   \
    "    <channel type='unix'><target type='virtio' name='org.qemu.guest_agent.0'/></channel>\n" \
    "    <input type='tablet' bus='usb'/>\n"                                                     \
    "    <tpm model='tpm-crb'><backend type='emulator'/></tpm>\n"                                \
    "    <graphics type='vnc' port='5901' autoport='no' listen='127.0.0.1' passwd='secret'/>\n"  \
    "    <sound model='ich9'/>\n"                                                                \
    "    <video><model type='vga' vram='16384'/></video>\n"                                      \
    "    <hostdev mode='subsystem' type='pci' managed='yes'><source>"                            \
    "<address domain='0' bus='3' slot='0' function='0'/></source></hostdev>\n"                   \
    "    <hostdev mode='subsystem' type='usb'><source>"                                          \
    "<vendor id='0x1d6b'/><product id='0x0002'/></source></hostdev>\n"                           \
    "    <controller type='usb' model='qemu-xhci'/>\n"                                           \
    "    <filesystem type='mount'><source dir='/srv'/><target dir='srv'/></filesystem>\n"        \
    "    <watchdog model='i6300esb' action='reset'/>\n"                                          \
    "    <rng model='virtio'><backend model='random'>/dev/urandom</backend></rng>\n"             \
    "    <hub type='usb'/>\n"                                                                    \
    "  </devices>\n"

typedef struct {
    YadoSession *session;
    YadoHost *host;
} World;

static World world;

static gboolean
has_cpu_pools(gpointer host)
{
    return yado_resources_list(yado_resources_get(host), YADO_RESOURCE_CPU_POOLS, NULL) != NULL;
}

static void
make_world(void)
{
    YadoFakeBackend *fake = yado_fake_add("golden");
    g_autofree char *pv = yado_fake_make_xml("xen", "linux", "web_1", 1, DEVICES);
    g_autofree char *hvm = yado_fake_make_xml("xen", "hvm", "win", 2, DEVICES);

    yado_fake_add_guest(fake, "web_1", YADO_GUEST_RUNNING, pv);
    yado_fake_add_guest(fake, "win", YADO_GUEST_SHUT_OFF, hvm);
    world.session = yado_fake_session_new(NULL);
    world.host = yado_fake_open(world.session, "golden");
    /* What their dialogs say comes from them. */
    yado_resources_want(yado_resources_get(world.host), YADO_RESOURCE_CPU_POOLS, NULL);
    yado_fake_wait(has_cpu_pools, world.host);
}

/* ---- Comparing ---- */

static void
assert_golden(const char *name, const char *language, const char *text)
{
    const char *source = g_getenv("YADO_SOURCE_DIR");
    g_autofree char *file = g_strdup_printf("%s.%s.txt", name, language);
    g_autofree char *path = g_build_filename(source, "tests", "golden", "forms", file, NULL);
    g_autofree char *expected = NULL;

    if (g_getenv("YADO_TEST_REGENERATE") != NULL) {
        g_assert_true(g_file_set_contents(path, text, -1, NULL));
        return;
    }
    g_test_message("%s", path);
    g_assert_true(g_file_get_contents(path, &expected, NULL, NULL));
    g_assert_cmpstr(text, ==, expected);
}

/* ---- Making each form as the program does ---- */

static YadoForm *
make_page_form(const YadoPageSpec *spec, const char *guest_name)
{
    YadoGuest *guest = yado_fake_find(world.host, guest_name);
    const char *os_type = strcmp(guest_name, "win") == 0 ? "hvm" : "linux";
    g_autofree char *xml = yado_fake_make_xml("xen", os_type, guest_name, 1, DEVICES);
    g_autoptr(YadoDocument) document = yado_xml_document_new(xml, NULL);
    g_autoptr(GPtrArray) pages = yado_page_list(document);

    yado_xml_document_set_extra(YADO_XML_DOCUMENT(document), "autostart", "yes");
    for (guint i = 0; i < pages->len; i++)
        if (((YadoPage *)pages->pdata[i])->spec == spec)
            return yado_page_create_form(pages->pdata[i], document, world.session, guest);
    g_assert_not_reached();
}

static YadoForm *
make_action_form(const YadoFormSpec *form)
{
    g_autoptr(GPtrArray) guests = g_ptr_array_new();
    YadoTargets targets = { world.session, guests, world.host };

    g_ptr_array_add(guests, yado_fake_find(world.host, "web_1"));
    for (const YadoActionSpec *const *spec = yado_catalog_get_actions(); *spec != NULL; spec++)
        if ((*spec)->form == form)
            return yado_action_create_form(*spec, &targets);
    return NULL;
}

static gboolean
has_pools(gpointer host)
{
    return yado_resources_list(yado_resources_get(host), YADO_RESOURCE_POOLS, NULL) != NULL;
}

/* A disk that was just added: on a volume that is to be made, and on one that exists. */
static void
dump_new_disk(GString *text, const char *guest_name)
{
    static const char *const ways[] = { "new", "path" };
    YadoGuest *guest = yado_fake_find(world.host, guest_name);
    g_autofree char *xml = yado_fake_make_xml("xen", "linux", guest_name, 1, DEVICES);
    g_autoptr(YadoDocument) document = yado_xml_document_new(xml, NULL);
    const YadoDeviceSpec *spec = yado_catalog_find_device("disk");
    g_autofree char *node = yado_device_add(spec, document, guest, NULL);
    g_autoptr(YadoForm) form =
        yado_form_new(yado_device_get_form(spec), document, node, world.session, guest);

    yado_fake_wait(has_pools, world.host);
    for (guint i = 0; i < G_N_ELEMENTS(ways); i++) {
        g_autofree char *dump = NULL;

        yado_form_set_text(form, yado_form_find_field(form, "way"), ways[i], NULL);
        dump = yado_form_dump(form);
        g_string_append_printf(text, "# %s, a new disk: %s\n%s", guest_name, ways[i], dump);
    }
}

static void
dump_pages(GString *text, const YadoFormSpec *spec)
{
    static const char *const names[] = { "web_1", "win" };

    for (const YadoPageSpec *page = yado_catalog_get_pages(); page->id != NULL; page++)
        for (guint i = 0; page->form == spec && i < G_N_ELEMENTS(names); i++) {
            g_autoptr(YadoForm) form = make_page_form(page, names[i]);
            g_autofree char *dump = yado_form_dump(form);

            g_string_append_printf(text, "# %s\n%s", names[i], dump);
        }
    if (strcmp(spec->id, "disk") == 0)
        dump_new_disk(text, "web_1");
}

static void
check_forms(const char *language)
{
    for (const YadoFormSpec *const *spec = yado_catalog_get_forms(); *spec != NULL; spec++) {
        g_autoptr(GString) text = g_string_new(NULL);
        g_autoptr(YadoForm) form = make_action_form(*spec);
        g_autofree char *dump = form != NULL ? yado_form_dump(form) : NULL;

        g_string_append(text, dump != NULL ? dump : "");
        dump_pages(text, *spec);
        g_assert_cmpuint(text->len, >, 0);
        assert_golden((*spec)->id, language, text->str);
    }
}

/* Binding the domain again makes gettext look at LANGUAGE again. */
static void
set_language(const char *language)
{
    g_setenv("LANGUAGE", language, TRUE);
    yado_locale_init();
}

/* ---- The wizard ---- */

static void
answer(YadoWizard *wizard, const char *id, const char *text)
{
    YadoForm *form = NULL;
    const YadoFieldSpec *field = yado_wizard_find_field(wizard, id, &form);
    g_autoptr(GError) error = NULL;

    yado_form_set_text(form, field, text, &error);
    g_assert_no_error(error);
}

static gboolean
is_listed(gpointer data)
{
    YadoResources *resources = yado_resources_get(world.host);

    return yado_resources_list(resources, YADO_RESOURCE_GUEST_TYPES, NULL) != NULL &&
           yado_resources_list(resources, YADO_RESOURCE_POOLS, NULL) != NULL &&
           yado_resources_list(resources, YADO_RESOURCE_INTERFACES, NULL) != NULL &&
           yado_resources_list(resources, YADO_RESOURCE_NETWORKS, NULL) != NULL;
}

/* Which boot loaders this machine has is not the golden's to say. */
static char *
mask_loaders(const char *dump)
{
    g_autoptr(GRegex) regex = g_regex_new("\\((.)\\) (/usr/[^ ]*|pygrub) = .*", 0, 0, NULL);
    g_autoptr(GRegex) chosen = g_regex_new("(  loader \\|).*", 0, 0, NULL);
    g_autofree char *text = g_regex_replace(regex, dump, -1, 0, "\\2", 0, NULL);

    return g_regex_replace(chosen, text, -1, 0, "\\1 …", 0, NULL);
}

static void
check_wizard(const char *language, const char *name, const char *const (*answers)[2])
{
    g_autoptr(YadoWizard) wizard =
        yado_wizard_new(yado_catalog_find_wizard("create"), world.session, world.host);
    g_autofree char *dump = NULL;
    g_autofree char *masked = NULL;

    yado_fake_wait(is_listed, NULL);
    for (guint i = 0; answers[i][0] != NULL; i++)
        answer(wizard, answers[i][0], answers[i][1]);
    dump = yado_wizard_dump(wizard);
    masked = mask_loaders(dump);
    assert_golden(name, language, masked);
}

static void
check_wizards(const char *language)
{
    static const char *const disk[][2] = {
        { "source", "disk" },        { "import", "/img/cloud.qcow2" },
        { "kind", "pvh" },           { "name", "web-%02d" },
        { "numbers", "1-3" },        { "disks", "size=20 GiB,pool=images\npath=/x.img" },
        { "setup", "cloud-init" },   { "user", "ann" },
        { "packages", "vim, htop" }, { NULL }
    };
    static const char *const medium[][2] = { { "source", "iso" }, { "iso", "/img/cd.iso" },
                                             { "kind", "hvm" },   { "name", "new" },
                                             { "setup", "none" }, { NULL } };

    if (yado_media_get_reason() != NULL) {
        g_test_message("built without what packs media: the wizard's goldens are passed over");
        return;
    }
    check_wizard(language, "wizard-create-disk", disk);
    check_wizard(language, "wizard-create-medium", medium);
}

static void
test_c(void)
{
    check_forms("C");
}

/* Behind the forms: it has the lists of the host read. */
static void
test_wizard(gconstpointer language)
{
    set_language(language);
    check_wizards(language);
    set_language("");
}

/* While a language has no translation of the forms yet there is nothing to compare. */
static void
test_language(gconstpointer language)
{
    set_language(language);
    if (strcmp(dgettext(GETTEXT_PACKAGE, "Memory _now"), "Memory _now") == 0)
        g_test_skip("not translated yet");
    else
        check_forms(language);
    set_language("");
}

int
main(int argc, char **argv)
{
    int status;

    g_setenv("YADO_SETTINGS", "/nonexistent/yado.conf", TRUE);
    g_test_init(&argc, &argv, NULL);
    make_world();
    yado_locale_init();
    g_test_add_func("/form-golden/C", test_c);
    g_test_add_data_func("/form-golden/de", "de", test_language);
    g_test_add_data_func("/form-golden/ja", "ja", test_language);
    g_test_add_data_func("/form-golden/wizard/C", "C", test_wizard);
    g_test_add_data_func("/form-golden/wizard/de", "de", test_wizard);
    g_test_add_data_func("/form-golden/wizard/ja", "ja", test_wizard);
    status = g_test_run();
    yado_host_close(world.host);
    g_object_unref(world.session);
    return status;
}
