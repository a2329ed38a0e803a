/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The wizard: its way forth and back, proposals, the summary, and the configurations that it makes. */
#include "config.h"

#include <string.h>

#include "../backend/await.h"
#include "base/yado-error.h"
#include "document/yado-plain-document.h"
#include "document/yado-xml-document.h"
#include "present/yado-catalog.h"
#include "present/yado-create-detect.h"
#include "present/yado-create.h"
#include "present/yado-rows.h"
#include "yado-fake-backend.h"
#include "yado-test.h"

typedef struct {
    YadoSession *session;
    YadoHost *host;
    YadoFakeBackend *fake;
} World;

static World world;

static YadoWizard *
wizard_new(void)
{
    return yado_wizard_new(yado_catalog_find_wizard("create"), world.session, world.host);
}

static void
set(YadoWizard *wizard, const char *id, const char *text)
{
    YadoForm *form = NULL;
    const YadoFieldSpec *field = yado_wizard_find_field(wizard, id, &form);
    g_autoptr(GError) error = NULL;

    g_assert_nonnull(field);
    yado_form_set_text(form, field, text, &error);
    g_assert_no_error(error);
}

static gboolean
is_listed(gpointer data)
{
    YadoResources *resources = yado_resources_get(world.host);

    return yado_resources_list(resources, YADO_RESOURCE_GUEST_TYPES, NULL) != NULL &&
           yado_resources_list(resources, YADO_RESOURCE_POOLS, NULL) != NULL &&
           yado_resources_list(resources, YADO_RESOURCE_NETWORKS, NULL) != NULL;
}

static YadoWizard *
wizard_new_listed(void)
{
    YadoWizard *wizard = wizard_new();

    yado_fake_wait(is_listed, NULL);
    return wizard;
}

/* What a file says is taken as it is: nothing is asked, forth and back. */
static void
test_skips(void)
{
    g_autoptr(YadoWizard) wizard = wizard_new_listed();

    set(wizard, "source", "file");
    set(wizard, "file", g_getenv("YADO_SOURCE_DIR"));
    g_assert_false(yado_wizard_next(wizard, NULL)); /* a folder is no file */
    set(wizard, "source", "none");
    g_assert_true(yado_wizard_next(wizard, NULL));
    g_assert_cmpuint(yado_wizard_get_current(wizard), ==, 1);
    g_assert_true(yado_wizard_back(wizard));
    g_assert_cmpuint(yado_wizard_get_current(wizard), ==, 0);
    g_assert_false(yado_wizard_back(wizard));
    set(wizard, "source", "file");
    g_assert_true(yado_wizard_is_skipped(wizard, 1));
    g_assert_false(yado_wizard_is_skipped(wizard, 3));
}

/* The short way, and a headline of the summary leads there and back. */
static void
test_hub(void)
{
    g_autoptr(YadoWizard) wizard = wizard_new_listed();
    guint last = yado_wizard_get_n_steps(wizard) - 1;
    g_autoptr(GError) error = NULL;

    set(wizard, "source", "none");
    g_assert_false(yado_wizard_go_to(wizard, last, &error)); /* it has no name */
    g_assert_nonnull(error);
    g_assert_cmpuint(yado_wizard_get_current(wizard), ==, 3);
    set(wizard, "name", "new");
    g_assert_true(yado_wizard_go_to(wizard, last, NULL));
    g_assert_true(yado_wizard_is_at_summary(wizard));
    g_assert_true(yado_wizard_go_to(wizard, 1, NULL));
    g_assert_true(yado_wizard_next(wizard, NULL));
    g_assert_true(yado_wizard_is_at_summary(wizard));
}

static void
assert_shown(YadoWizard *wizard, const char *id, const char *expected)
{
    YadoForm *form = NULL;
    const YadoFieldSpec *field = yado_wizard_find_field(wizard, id, &form);
    g_autofree char *text = yado_form_dup_text(form, field);

    g_assert_cmpstr(text, ==, expected);
}

/* More than the host has is warned of, beside it and in the summary, and not refused: the host may lend it. */
static void
test_more_than_the_host(void)
{
    g_autoptr(YadoWizard) wizard = wizard_new_listed();
    g_autofree char *plain = NULL;
    g_autofree char *warned = NULL;

    set(wizard, "source", "none");
    set(wizard, "name", "new");
    assert_shown(wizard, "host-memory", "8 GiB");
    assert_shown(wizard, "host-cpus", "4");
    plain = yado_wizard_summarize(wizard, 3);
    g_assert_null(strstr(plain, "the host"));
    set(wizard, "memory", "16 GiB");
    set(wizard, "vcpus", "6");
    assert_shown(wizard, "host-memory", "8 GiB: less than the guest is to have (16 GiB)");
    assert_shown(wizard, "host-cpus",
                 "4: less than the guest is to have (6), so that they wait for each other");
    warned = yado_wizard_summarize(wizard, 3);
    g_assert_nonnull(strstr(warned, "(the host has less: 8 GiB, 4 processors)"));
    g_assert_true(yado_wizard_go_to(wizard, yado_wizard_get_n_steps(wizard) - 1, NULL));
}

static void
test_names(void)
{
    g_autoptr(YadoWizard) wizard = wizard_new_listed();

    set(wizard, "source", "none");
    set(wizard, "name", "web_1");
    g_assert_false(yado_wizard_go_to(wizard, yado_wizard_get_n_steps(wizard) - 1, NULL));
}

/* A medium starts best on a machine with firmware: the kind follows; what needs firmware says so to the others. */
static void
test_kinds(void)
{
    g_autoptr(YadoWizard) wizard = wizard_new_listed();
    YadoForm *form = NULL;
    const YadoFieldSpec *kind = yado_wizard_find_field(wizard, "kind", &form);
    g_autofree char *with_medium = NULL;
    g_autofree char *without = NULL;

    set(wizard, "source", "iso");
    with_medium = yado_wizard_dup_value(wizard, "kind");
    g_assert_cmpstr(with_medium, ==, "hvm");
    set(wizard, "source", "pxe");
    g_assert_false(yado_form_set_value(form, kind, "pvh", NULL));
    set(wizard, "source", "disk");
    without = yado_wizard_dup_value(wizard, "kind");
    g_assert_cmpstr(without, ==, "pvh");
}

typedef struct {
    const char *source, *kind, *field, *value;
    const char *has, *lacks;
} Case;

static void
test_configurations(void)
{
    static const Case cases[] = {
        { "iso", "hvm", "iso", "/i.iso", "<boot dev='cdrom'/>", "<kernel>" },
        { "disk", "pv", "import", "/d.qcow2", "bus='xen'", "bus='usb'" },
        { "disk", "pvh", "import", "/d.img", "xenpvh", "bus='ide'" },
        { "disk", "hvm", "import", "/d.vhd", "type='vhd'", "vpc" },
        { "kernel", "pvh", "kernel", "/vmlinuz", "<kernel>/vmlinuz</kernel>", "<bootloader>" },
    };

    for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autoptr(YadoWizard) wizard = wizard_new_listed();
        g_autoptr(GError) error = NULL;
        g_autofree char *text = NULL;

        set(wizard, "source", cases[i].source);
        set(wizard, cases[i].field, cases[i].value);
        set(wizard, "kind", cases[i].kind);
        set(wizard, "name", "new");
        text = yado_wizard_dup_configuration(wizard, &error);
        g_assert_no_error(error);
        g_test_message("%s", text);
        g_assert_nonnull(strstr(text, cases[i].has));
        g_assert_null(strstr(text, cases[i].lacks));
    }
}

/* Rows are edited in forms of their own, and are lines of the value. */
static void
test_rows(void)
{
    g_autoptr(YadoWizard) wizard = wizard_new_listed();
    YadoForm *form = NULL;
    const YadoFieldSpec *disks = yado_wizard_find_field(wizard, "disks", &form);
    g_autoptr(YadoForm) row = yado_rows_create_form(form, disks, YADO_ROW_NEW);
    g_autoptr(YadoForm) again = NULL;
    g_autofree char *text = NULL;
    g_autofree char *value = NULL;
    g_autofree char *changed = NULL;

    g_assert_cmpuint(yado_rows_count(form, disks), ==, 0);
    g_assert_false(yado_rows_store(form, disks, YADO_ROW_NEW, row, NULL)); /* without a size */
    g_assert_true(yado_form_set_text(row, yado_form_find_field(row, "size"), "1536 MiB", NULL));
    g_assert_true(yado_rows_store(form, disks, YADO_ROW_NEW, row, NULL));
    value = yado_form_dup_value(form, disks);
    g_assert_nonnull(strstr(value, "size=1536 MiB"));
    text = yado_rows_dup_text(form, disks, 0);
    g_assert_nonnull(strstr(text, "1.5 GiB"));
    again = yado_rows_create_form(form, disks, 0);
    g_assert_true(yado_form_set_value(again, yado_form_find_field(again, "way"), "path", NULL));
    yado_form_set_text(again, yado_form_find_field(again, "path"), "/a,b.img", NULL);
    g_assert_false(yado_rows_store(form, disks, 0, again, NULL));
    g_assert_true(yado_form_set_text(again, yado_form_find_field(again, "path"), "/a.img", NULL));
    g_assert_true(yado_rows_store(form, disks, 0, again, NULL));
    changed = yado_form_dup_value(form, disks);
    g_assert_cmpstr(changed, ==, "way=path,path=/a.img");
    g_assert_cmpuint(yado_rows_count(form, disks), ==, 1);
    yado_rows_remove(form, disks, 0);
    g_assert_cmpuint(yado_rows_count(form, disks), ==, 0);
}

static void
test_several(void)
{
    static const struct {
        const char *pattern, *numbers, *names;
    } cases[] = {
        { "web", "", "web" },
        { "web-%02d", "1-3,7", "web-01 web-02 web-03 web-07" },
        { "%d.local", "9-10", "9.local 10.local" },
        { "web", "1-3", NULL },
        { "web-%s", "1-3", NULL },
        { "web-%d-%d", "1-3", NULL },
        { "web-%99999d", "1-3", NULL },
        { "web-%d", "3-1", NULL },
        { "web-%d", "1-", NULL },
        { "web-%d", "1-100000", NULL },
        { "web-%d", "x", NULL },
    };

    for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autoptr(GError) error = NULL;
        g_auto(GStrv) names = yado_create_expand_names(cases[i].pattern, cases[i].numbers, &error);
        g_autofree char *text = names != NULL ? g_strjoinv(" ", names) : NULL;

        g_assert_cmpstr(text, ==, cases[i].names);
        g_assert_cmpint(error == NULL, ==, text != NULL);
    }
}

/* The answers to the installer need an initrd of ours, or a medium that it looks for. */
static void
test_setup(void)
{
    g_autoptr(YadoWizard) wizard = wizard_new_listed();
    YadoForm *form = NULL;
    const YadoFieldSpec *setup = yado_wizard_find_field(wizard, "setup", &form);
    g_autoptr(GError) error = NULL;
    g_autofree char *text = NULL;

    set(wizard, "source", "iso");
    set(wizard, "iso", "/i.iso");
    set(wizard, "kind", "hvm");
    set(wizard, "name", "new");
    if (!yado_form_set_value(form, setup, "kickstart", NULL)) {
        g_test_skip("built without what packs media");
        return;
    }
    text = yado_wizard_dup_configuration(wizard, &error);
    g_assert_no_error(error);
    g_assert_nonnull(strstr(text, "new-setup.iso"));
    g_assert_true(yado_form_set_value(form, setup, "none", NULL));
}

/* ---- From a file ---- */

static YadoWizard *
wizard_new_from_file(const char *name, const char *text)
{
    YadoWizard *wizard = wizard_new_listed();
    g_autofree char *path = g_build_filename(g_get_user_runtime_dir(), "file.cfg", NULL);

    g_mkdir_with_parents(g_get_user_runtime_dir(), 0700);
    g_assert_true(g_file_set_contents(path, text, -1, NULL));
    set(wizard, "source", "file");
    set(wizard, "file", path);
    set(wizard, "name", name);
    return wizard;
}

static gboolean
is_over(gpointer job)
{
    return yado_job_is_finished(job);
}

/* What is lost is told when the guest is made. */
static void
test_file_losses(void)
{
    g_autoptr(YadoWizard) wizard =
        wizard_new_from_file("new", "name = 'x'\nmemory = 64\ncap = 50\n");
    g_autoptr(GError) error = NULL;
    g_autoptr(YadoJob) job = yado_wizard_accept(wizard, &error);

    g_assert_no_error(error);
    yado_fake_wait(is_over, job);
    g_assert_cmpint(yado_job_get_state(job), ==, YADO_JOB_DONE);
    g_assert_nonnull(yado_job_get_notice(job));
    g_assert_nonnull(strstr(yado_job_get_notice(job), "1 setting"));
}

/* A whole medium with @label, of openSUSE's for example: the two descriptors that are looked at. */
static GBytes *
make_medium(const char *label, gboolean boots)
{
    const gsize n_sectors = 64;
    g_autofree char *data = g_malloc0(n_sectors * 2048);
    char *first = data + 16 * 2048, *last = data + 17 * 2048;

    memset(first + 8, ' ', 64);
    memcpy(first, "\1CD001\1", 7);
    memcpy(first + 8, "LINUX", 5);
    memcpy(first + 40, label, strlen(label));
    memcpy(first + 318, "SUSE LINUX GmbH", 15);
    first[80] = (char)n_sectors;
    first[129] = 2048 >> 8; /* a sector's size, low byte first */
    memcpy(last, boots ? "\0CD001\1EL TORITO SPECIFICATION" : "\377CD001\1", boots ? 30 : 7);
    return g_bytes_new(data, n_sectors * 2048);
}

/* What this machine cannot read is fetched from the host's pool, and judged by the name that it has there. */
static void
test_media_of_the_host(void)
{
    g_autoptr(GBytes) whole = make_medium("openSUSE-Leap-15.4-DVD-x86_64", TRUE);
    g_autoptr(GBytes) cut = g_bytes_new_from_bytes(whole, 0, 40 * 2048);
    g_autoptr(GBytes) none = g_bytes_new_static("no medium", 9);
    const struct {
        const char *path;
        GBytes *bytes;
        const char *error;
    } cases[] = {
        { "/srv/whole.iso", whole, NULL },
        { "/srv/cut.iso", cut, "“/srv/cut.iso” is not whole: it has 80 KiB of 128 KiB." },
        { "/srv/none.iso", none, "“/srv/none.iso” is no ISO image." },
        { "/srv/unknown.iso", NULL, NULL }, /* no pool has it: the host will tell */
    };

    for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autoptr(YadoWizard) wizard = wizard_new_listed();
        g_autofree char *name = g_strdup_printf("medium-%u", i);
        g_autoptr(GError) error = NULL;
        g_autoptr(YadoJob) job = NULL;

        if (cases[i].bytes != NULL)
            yado_fake_set_file(world.fake, cases[i].path, cases[i].bytes);
        set(wizard, "source", "iso");
        set(wizard, "iso", cases[i].path);
        set(wizard, "name", name);
        set(wizard, "kind", "hvm");
        set(wizard, "disk", "none");
        set(wizard, "nic", "none");
        job = yado_wizard_accept(wizard, &error);
        g_assert_no_error(error);
        yado_fake_wait(is_over, job);
        if (cases[i].error == NULL)
            g_assert_no_error(yado_job_get_error(job));
        else
            g_assert_cmpstr(yado_job_get_error(job)->message, ==, cases[i].error);
    }
}

static char *
detect(const char *key, const char *value, GError **error)
{
    g_autoptr(YadoDocument) answers = yado_plain_document_new();
    g_autoptr(GAsyncResult) result = NULL;

    yado_plain_document_set_initial(YADO_PLAIN_DOCUMENT(answers), "source",
                                    strcmp(key, "import") == 0 ? "disk" : key);
    yado_plain_document_set_initial(YADO_PLAIN_DOCUMENT(answers), key, value);
    yado_create_detect_async(answers, world.host, NULL, await_done, &result);
    await_for(&result, 30); /* libosinfo reads its database first */
    return yado_create_detect_finish(result, error);
}

static gboolean
is_held_by_us_alone(gpointer object)
{
    return G_OBJECT(object)->ref_count == 1;
}

/* The wizard is closed while its medium is looked up: the outcome concerns nobody. */
static void
test_closed_while_looking(void)
{
    YadoWizard *wizard = wizard_new_listed();
    g_autoptr(YadoDocument) answers = g_object_ref(yado_wizard_get_answers(wizard));
    g_autoptr(GBytes) suse = make_medium("openSUSE-Leap-15.4-DVD-x86_64", TRUE);

    yado_fake_set_file(world.fake, "/srv/suse.iso", suse);
    yado_wizard_enter(wizard);
    g_assert_true(yado_test_wait(is_held_by_us_alone, wizard, 30));
    set(wizard, "source", "iso");
    set(wizard, "iso", "/srv/suse.iso");
    g_object_unref(wizard);
    g_assert_false(is_held_by_us_alone(answers));
    g_assert_true(yado_test_wait(is_held_by_us_alone, answers, 30));
}

static void
test_detection_on_the_host(void)
{
    g_autoptr(GBytes) suse = make_medium("openSUSE-Leap-15.4-DVD-x86_64", TRUE);
    g_autoptr(GBytes) other = make_medium("OTHER", TRUE);
    g_autoptr(GBytes) data = make_medium("DATA", FALSE);
    g_autoptr(GError) error = NULL;
    g_autofree char *id = NULL;

    yado_fake_set_file(world.fake, "/srv/suse.iso", suse);
    yado_fake_set_file(world.fake, "/srv/other.iso", other);
    yado_fake_set_file(world.fake, "/srv/data.iso", data);
    id = detect("iso", "/srv/suse.iso", &error);
    if (g_error_matches(error, YADO_ERROR, YADO_ERROR_UNSUPPORTED)) {
        g_test_skip(error->message);
        return;
    }
    g_assert_no_error(error);
    g_assert_cmpstr(id, ==, "http://opensuse.org/opensuse/15.4");
    g_assert_null(detect("iso", "/srv/other.iso", &error));
    g_assert_error(error, YADO_ERROR, YADO_ERROR_NOT_FOUND);
    g_assert_nonnull(strstr(error->message, "/srv/other.iso"));
    g_clear_error(&error);
    g_assert_null(detect("iso", "/srv/data.iso", &error)); /* libosinfo would never answer */
    g_assert_error(error, YADO_ERROR, YADO_ERROR_NOT_FOUND);
    g_clear_error(&error);
    g_assert_null(detect("import", "/srv/nowhere.img", &error));
    g_assert_error(error, YADO_ERROR, YADO_ERROR_DENIED);
}

/* The wizard with @path as source, looked at. (transfer full) */
static YadoWizard *
wizard_new_of_disk(const char *path)
{
    YadoWizard *wizard = wizard_new_listed();
    g_autoptr(GAsyncResult) result = NULL;
    g_autoptr(YadoDiskSystem) disk = NULL;
    g_autoptr(GError) error = NULL;

    set(wizard, "source", "disk");
    set(wizard, "import", path);
    yado_create_look_async(yado_wizard_get_answers(wizard), world.host, NULL, await_done, &result);
    await_for(&result, 30);
    disk = yado_create_look_finish(result, &error);
    if (disk == NULL)
        g_test_message("%s", error->message);
    yado_wizard_refresh(wizard);
    return wizard;
}

static void
assert_refused(YadoWizard *wizard, const char *id, const char *value, const char *reason)
{
    YadoForm *form = NULL;
    const YadoFieldSpec *field = yado_wizard_find_field(wizard, id, &form);
    g_autoptr(GPtrArray) items = yado_form_list_choices(form, field);
    g_autoptr(GError) error = NULL;

    g_assert_false(yado_form_set_value(form, field, value, &error));
    g_assert_nonnull(strstr(error->message, reason));
    for (guint i = 0; i < items->len; i++) {
        const YadoChoiceItem *item = items->pdata[i];

        if (strcmp(item->id, value) == 0)
            g_assert_nonnull(strstr(item->reason, reason));
    }
}

static void
assert_value(YadoWizard *wizard, const char *id, const char *expected)
{
    g_autofree char *value = yado_wizard_dup_value(wizard, id);

    g_assert_cmpstr(value, ==, expected);
}

/* A disk that only the host can read: its partitions tell whose it is, and that decides the kind. */
static void
test_disks_of_the_host(void)
{
    static const struct {
        guint8 type;
        const char *reason, *clock, *model;
    } cases[] = {
        { 0x07, "holds Windows", "localtime", "e1000" },
        { 0xa5, "holds FreeBSD", "utc", "" },
        { 0x83, NULL, "utc", "" },
    };

    for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autofree guint8 *data = g_malloc0(4096);
        g_autoptr(GBytes) bytes = NULL;
        g_autoptr(YadoWizard) wizard = NULL;

        memcpy(data + 510, "\x55\xaa", 2);
        data[446] = 0x80;
        data[446 + 4] = cases[i].type;
        bytes = g_bytes_new(data, 4096);
        yado_fake_set_file(world.fake, "/srv/other.img", bytes);
        wizard = wizard_new_of_disk("/srv/other.img");
        assert_value(wizard, "kind", cases[i].reason != NULL ? "hvm" : "pvh");
        assert_value(wizard, "clock", cases[i].clock);
        assert_value(wizard, "model", cases[i].model);
        if (cases[i].reason == NULL)
            continue;
        assert_refused(wizard, "kind", "pv", cases[i].reason);
        assert_refused(wizard, "kind", "pvh", cases[i].reason);
        set(wizard, "import", "/srv/another.img"); /* which nobody looked at */
        assert_value(wizard, "kind", "pvh");
    }
}

/* A file system without a table of partitions, with the file @name. (transfer full, nullable) */
static char *
make_disk(const char *name, const char *text)
{
    g_autofree char *program = yado_test_find_program("mkfs.ext4");
    g_autofree char *grub = yado_test_find_program("grub-fstest");
    g_autofree char *grub2 = yado_test_find_program("grub2-fstest");
    g_autofree char *tree = yado_test_make_folder("tree");
    g_autofree char *file = g_build_filename(tree, name, NULL);
    g_autofree char *folder = g_path_get_dirname(file);
    g_autofree char *root = g_strndup(name, strcspn(name, "@") == 0 ? strlen("@rootfs/") : 0);
    g_autofree char *etc = g_build_filename(tree, root, "etc", NULL);
    g_autofree char *release = g_build_filename(etc, "os-release", NULL);
    g_autofree char *config = g_build_filename(etc, "config-1", NULL);
    char *path = g_strconcat(tree, ".img", NULL);
    const char *const argv[] = { program, "-q", "-F", "-d", tree, path, "4M", NULL };

    if (program != NULL && (grub != NULL || grub2 != NULL)) {
        g_mkdir_with_parents(folder, 0700);
        g_mkdir_with_parents(etc, 0700);
        yado_test_write_file(file, text);
        yado_test_write_file(release, "ID=tiny\nNAME=Tiny\n");
        yado_test_write_file(config, "#\nCONFIG_X86_64=y\n# CONFIG_GENERIC_CPU is not set\n");
        if (yado_test_run(argv, NULL) == 0)
            return path;
    }
    g_free(path);
    g_test_skip("mkfs.ext4 or GRUB's tools are not installed");
    return NULL;
}

/* What the disk has for boot loaders decides whether PV and PVH can be had, and by which. */
static void
test_disk_menus(void)
{
    static const struct {
        const char *file, *text, *reason;
    } cases[] = {
        { "boot/extlinux.conf", "LABEL lts\n  KERNEL /boot/vmlinuz\n", NULL },
        { "@rootfs/boot/grub/grub.cfg", "linux /boot/vmlinuz\n",
          "No boot loader of Xen finds the boot menu of the disk, “/@rootfs/boot/grub/grub.cfg”" },
        { "boot/grub2/grub.cfg", "blscfg\n", "“/boot/grub2/grub.cfg”, names no kernel" },
        { "boot/vmlinuz", "", "holds Tiny, and no boot menu" },
        { "boot/extlinux.conf", "KERNEL /etc/vmlinuz-1\n",
          "The kernel “/etc/vmlinuz-1” cannot be started as PV" },
    };

    for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autofree char *path = make_disk(cases[i].file, cases[i].text);
        g_autoptr(YadoWizard) wizard = NULL;

        if (path == NULL)
            return;
        wizard = wizard_new_of_disk(path);
        assert_value(wizard, "kind", cases[i].reason == NULL ? "pvh" : "hvm");
        if (cases[i].reason == NULL) {
            assert_value(wizard, "loader", "pygrub");
        } else {
            assert_refused(wizard, "kind", "pv", cases[i].reason);
            assert_refused(wizard, "kind", "pvh", cases[i].reason);
        }
    }
}

static gboolean
is_told(gpointer form)
{
    g_autofree char *told = yado_form_dup_text(form, yado_form_find_field(form, "losses"));

    return strcmp(told, "…") != 0;
}

/* The preview of an import is of the owner that was chosen. */
static void
test_file_preview(void)
{
    static const char *const cases[][2] = { { "libvirt", "1 setting is not carried over" },
                                            { "xl", "All of it is carried over." } };
    const YadoTargets targets = { .session = world.session, .host = world.host };
    g_autoptr(YadoForm) form =
        yado_action_create_form(yado_catalog_find_action("host.import"), &targets);
    g_autofree char *path = g_build_filename(g_get_user_runtime_dir(), "file.cfg", NULL);

    g_mkdir_with_parents(g_get_user_runtime_dir(), 0700);
    g_assert_true(g_file_set_contents(path, "name = 'x'\ncap = 50\n", -1, NULL));
    g_assert_true(yado_form_set_text(form, yado_form_find_field(form, "file"), path, NULL));
    for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autofree char *told = NULL;

        yado_plain_document_set_initial(YADO_PLAIN_DOCUMENT(yado_form_get_document(form)), "owner",
                                        cases[i][0]);
        yado_fake_wait(is_told, form);
        told = yado_form_dup_text(form, yado_form_find_field(form, "losses"));
        g_assert_true(g_str_has_prefix(told, cases[i][1]));
    }
}

/* An xl.cfg is not changed on its way to xl. */
static void
test_file_format(void)
{
    g_autoptr(YadoWizard) wizard =
        wizard_new_from_file("new", "name = 'x'\nmemory = 64\ncap = 50\n");
    g_autoptr(GError) error = NULL;
    g_autoptr(YadoCreatePlan) plan =
        yado_create_plan_new(yado_wizard_get_answers(wizard), world.host, NULL, &error);
    g_autoptr(YadoDocument) document = yado_create_plan_build(plan, &error);
    g_autofree char *text = NULL;

    g_assert_no_error(error);
    text = yado_document_dump(document);
    g_assert_nonnull(strstr(text, "cap = 50"));
    g_assert_nonnull(strstr(text, "new"));
}

/* What another guest has is not taken, and several would share all of it. */
static void
test_file_claims(void)
{
    static const struct {
        const char *text, *numbers, *error;
    } cases[] = {
        { "disk = [ '/srv/a.img,raw,xvda,w' ]\n", "",
          "The guest owner uses “/srv/a.img” already." },
        { "disk = [ '/srv/images/pooled.img,raw,xvda,w' ]\n", "",
          "The guest owner uses “/srv/images/pooled.img” already." },
        { "disk = [ '/srv/a.img,raw,xvda,r' ]\n", "", NULL },
        { "disk = [ '/srv/shared.img,raw,xvda,w' ]\n", "", NULL },
        { "vif = [ 'mac=52:54:00:00:00:AA' ]\n", "", "The guest owner has the address" },
        { "memory = 64\n", "1-2", "From a configuration file one guest is made" },
    };

    for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autofree char *text = g_strdup_printf("name = 'x'\n%s", cases[i].text);
        g_autoptr(YadoWizard) wizard = wizard_new_from_file("web-%d", text);
        YadoForm *form = NULL;
        const YadoFieldSpec *numbers = yado_wizard_find_field(wizard, "numbers", &form);
        g_autoptr(GError) error = NULL;
        g_autofree char *configuration = NULL;

        if (*cases[i].numbers != '\0')
            yado_form_set_text(form, numbers, cases[i].numbers, NULL);
        if (yado_wizard_go_to(wizard, yado_wizard_get_n_steps(wizard) - 1, &error))
            configuration = yado_wizard_dup_configuration(wizard, &error);
        g_test_message("%s: %s", cases[i].text, error != NULL ? error->message : configuration);
        g_assert_cmpint(configuration != NULL, ==, cases[i].error == NULL);
        if (cases[i].error != NULL)
            g_assert_true(g_str_has_prefix(error->message, cases[i].error));
    }
}

static void
test_lines(void)
{
    g_autoptr(GError) error = NULL;

    g_assert_true(yado_create_check_disk_lines("size=20G,pool=a\npath=/x.img", &error));
    g_assert_no_error(error);
    g_assert_false(yado_create_check_disk_lines("sise=20G", NULL));
    g_assert_false(yado_create_check_disk_lines("pool=a", NULL));
    g_assert_false(yado_create_check_disk_lines("nonsense", NULL));
    g_assert_true(yado_create_check_nic_lines("network=default\nbridge=br0,model=e1000", NULL));
    g_assert_false(yado_create_check_nic_lines("mac=52:54:00:00:00:01", NULL));
}

static void
check_source(YadoWizard *wizard, const char *source, const char *field, const char *path,
             const char *expected)
{
    YadoForm *form = NULL;
    const YadoFieldSpec *spec = yado_wizard_find_field(wizard, field, &form);
    g_autofree char *configuration = NULL;
    g_autoptr(GError) error = NULL;

    set(wizard, "source", source);
    set(wizard, "name", "new");
    yado_form_set_text(form, spec, path, NULL);
    yado_wizard_go_to(wizard, 0, NULL);
    if (yado_wizard_go_to(wizard, yado_wizard_get_n_steps(wizard) - 1, &error))
        configuration = yado_wizard_dup_configuration(wizard, &error);
    g_test_message("%s", error != NULL ? error->message : "taken");
    g_assert_cmpint(error == NULL, ==, expected == NULL);
    if (expected != NULL)
        g_assert_nonnull(strstr(error->message, expected));
}

/* What is a disk of a guest is neither a medium nor another guest's; a CD may lie in many drives. */
static void
test_taken(void)
{
    g_autoptr(YadoWizard) wizard = wizard_new_listed();

    check_source(wizard, "iso", "iso", "/srv/disk.img", "is a disk of full_1");
    check_source(wizard, "disk", "import", "/srv/disk.img", "is a disk of full_1");
    check_source(wizard, "iso", "iso", "/srv/cd.iso", NULL);
    check_source(wizard, "iso", "iso", "/srv/other.iso", NULL);
    check_source(wizard, "disk", "import", "/srv/other.img", NULL);
}

static guint
count_pools(void)
{
    GPtrArray *pools =
        yado_resources_list(yado_resources_get(world.host), YADO_RESOURCE_POOLS, NULL);

    return pools != NULL ? pools->len : G_MAXUINT;
}

static gboolean
has_pools(gpointer n)
{
    return count_pools() == GPOINTER_TO_UINT(n);
}

static void
reread_pools(gboolean are_there)
{
    YadoResources *resources = yado_resources_get(world.host);

    yado_fake_set_has_pools(world.fake, are_there);
    yado_resources_outdate(resources);
    yado_resources_want(resources, YADO_RESOURCE_POOLS, NULL);
    yado_fake_wait(has_pools, GUINT_TO_POINTER(are_there ? 1 : 0));
}

static void
assert_words(gboolean to_choose, const char *expected)
{
    g_autofree char *words = yado_listing_describe(yado_catalog_find_listing("pools"),
                                                   yado_resources_get(world.host), NULL, to_choose);

    g_assert_cmpstr(words, ==, expected);
}

/* A host that has no pools, as one that is managed from elsewhere may be: no new disk, and said why; a path is typed where none can be chosen. */
static void
test_no_pools(void)
{
    g_autoptr(YadoWizard) wizard = NULL;
    g_autofree char *way = NULL;
    g_autoptr(GError) error = NULL;
    YadoForm *form = NULL;
    const YadoFieldSpec *field;

    reread_pools(FALSE);
    wizard = wizard_new();
    set(wizard, "source", "none");
    way = yado_wizard_dup_value(wizard, "disk");
    g_assert_cmpstr(way, ==, "none");
    assert_shown(wizard, "no-new-disk",
                 "The host has no active storage pool to make it in. “New pool” among the host's "
                 "storage makes one.");
    field = yado_wizard_find_field(wizard, "disk", &form);
    g_assert_false(yado_form_set_text(form, field, "new", &error));
    g_assert_nonnull(strstr(error->message, "no active storage pool"));
    set(wizard, "disk", "path");
    set(wizard, "path", "/srv/typed.img");
    assert_words(FALSE, "This host has no storage pool. “New pool” makes one of a folder.");
    assert_words(TRUE, "This host has no storage pool to choose from. The whole path of what lies "
                       "on the host can be typed instead.");
    reread_pools(TRUE);
    field = yado_wizard_find_field(wizard, "no-new-disk", &form);
    g_assert_false(yado_form_is_visible(form, field));
}

int
main(int argc, char **argv)
{
    g_autofree char *xml = NULL;
    g_autofree char *owner = NULL;
    YadoFakeBackend *fake;
    int status;

    yado_test_guard();
    g_test_init(&argc, &argv, NULL);
    fake = world.fake = yado_fake_add("wizard");
    yado_fake_add_guest(fake, "web_1", YADO_GUEST_RUNNING, NULL);
    xml = yado_fake_make_xml(
        "xen", "hvm", "full_1", 2,
        "<devices><disk type='file' device='disk'><source file='/srv/disk.img'/>"
        "<target dev='xvda'/></disk><disk type='file' device='cdrom'><source file='/srv/cd.iso'/>"
        "<target dev='hdc'/></disk></devices>");
    yado_fake_add_guest(fake, "full_1", YADO_GUEST_SHUT_OFF, xml);
    owner = yado_fake_make_xml("xen", "linux", "owner", 3,
                               "<devices>"
                               "<disk type='file' device='disk'><source file='/srv/a.img'/>"
                               "<target dev='xvda' bus='xen'/></disk>"
                               "<disk type='file' device='disk'><source file='/srv/shared.img'/>"
                               "<target dev='xvdb' bus='xen'/><shareable/></disk>"
                               "<disk type='volume' device='disk'>"
                               "<source pool='images' volume='pooled.img'/>"
                               "<target dev='xvdc' bus='xen'/></disk>"
                               "<interface type='bridge'><mac address='52:54:00:00:00:aa'/>"
                               "<source bridge='br0'/></interface></devices>");
    yado_fake_add_guest(fake, "owner", YADO_GUEST_SHUT_OFF, owner);
    world.session = yado_fake_session_new(NULL);
    world.host = yado_fake_open(world.session, "wizard");
    g_test_add_func("/wizard/skips", test_skips);
    g_test_add_func("/wizard/hub", test_hub);
    g_test_add_func("/wizard/more-than-the-host", test_more_than_the_host);
    g_test_add_func("/wizard/names", test_names);
    g_test_add_func("/wizard/taken", test_taken);
    g_test_add_func("/wizard/kinds", test_kinds);
    g_test_add_func("/wizard/configurations", test_configurations);
    g_test_add_func("/wizard/rows", test_rows);
    g_test_add_func("/wizard/several", test_several);
    g_test_add_func("/wizard/setup", test_setup);
    g_test_add_func("/wizard/media-of-the-host", test_media_of_the_host);
    g_test_add_func("/wizard/closed-while-looking", test_closed_while_looking);
    g_test_add_func("/wizard/detection-on-the-host", test_detection_on_the_host);
    g_test_add_func("/wizard/disks-of-the-host", test_disks_of_the_host);
    g_test_add_func("/wizard/disk-menus", test_disk_menus);
    g_test_add_func("/wizard/file-losses", test_file_losses);
    g_test_add_func("/wizard/file-preview", test_file_preview);
    g_test_add_func("/wizard/file-format", test_file_format);
    g_test_add_func("/wizard/file-claims", test_file_claims);
    g_test_add_func("/wizard/lines", test_lines);
    g_test_add_func("/wizard/no-pools", test_no_pools);
    status = g_test_run();
    yado_host_close(world.host);
    g_object_unref(world.session);
    return status;
}
