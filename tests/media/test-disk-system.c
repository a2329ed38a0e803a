/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What system a disk has, and which boot loader of Xen can start it: on every file system that can be made without rights. */
#include "config.h"

#include <gio/gio.h>
#include <glib/gstdio.h>
#include <string.h>

#include "../backend/await.h"
#include "base/yado-error.h"
#include "media/yado-disk-system.h"
#include "media/yado-disk-table.h"
#include "media/yado-systems.h"
#include "yado-test.h"

#define MIB ((gsize)1 << 20)
#define PYGRUB YADO_DISK_LOADER_PYGRUB
#define PVGRUB YADO_DISK_LOADER_PVGRUB
#define SUSE YADO_DISK_LOADER_PVGRUB_SUSE

static char *
dup_path(const char *name)
{
    return g_build_filename(yado_test_get_folder(), name, NULL);
}

/* ---- os-release ---- */

static const struct {
    const char *release, *first, *name;
} releases[] = {
    { "NAME=\"openSUSE Leap\"\nID=\"opensuse-leap\"\nVERSION_ID=\"15.4\"\n", "opensuse15.4",
      "openSUSE Leap" },
    { "ID=opensuse-tumbleweed\nVERSION_ID=20240101\n", "opensusetumbleweed20240101", NULL },
    { "ID=\"sles\"\nVERSION_ID=\"15.4\"\n", "sle15sp4", NULL },
    { "ID=\"sles\"\nVERSION_ID=\"15\"\n", "sle15", NULL },
    { "PRETTY_NAME=\"Debian GNU/Linux 11 (bullseye)\"\nID=debian\nVERSION_ID=\"11\"\n", "debian11",
      "Debian GNU/Linux 11 (bullseye)" },
    { "ID=alpine\nVERSION_ID=3.17.2\n", "alpinelinux3.17.2", NULL },
    { "NAME=\"CentOS Stream\"\nID=centos\nVERSION_ID=9\n", "centos-stream9", "CentOS Stream" },
    { "# nothing\n", NULL, NULL },
    { "ID='unended\n", NULL, NULL },
};

static void
test_releases(void)
{
    for (guint i = 0; i < G_N_ELEMENTS(releases); i++) {
        g_auto(GStrv) ids = yado_release_list_ids(releases[i].release);
        g_autofree char *name = yado_release_dup_name(releases[i].release);

        g_assert_cmpstr(ids[0], ==, releases[i].first);
        g_assert_cmpstr(name, ==, releases[i].name);
    }
}

/* ---- Disks ---- */

static gboolean
has_program(const char *name)
{
    g_autofree char *path = yado_test_find_program(name);

    return path != NULL;
}

static gboolean
skip_without_grub(void)
{
    if (has_program("grub-fstest") || has_program("grub2-fstest"))
        return FALSE;
    g_test_skip("GRUB's tools are not installed");
    return TRUE;
}

static void
run(const char *program, ...)
{
    g_autoptr(GPtrArray) argv = g_ptr_array_new();
    g_autofree char *path = yado_test_find_program(program);
    g_autofree char *output = NULL;
    va_list rest;

    g_ptr_array_add(argv, path);
    va_start(rest, program);
    for (const char *word = va_arg(rest, const char *); word != NULL;
         word = va_arg(rest, const char *))
        g_ptr_array_add(argv, (gpointer)word);
    va_end(rest);
    g_ptr_array_add(argv, NULL);
    if (yado_test_run((const char *const *)argv->pdata, &output) != 0)
        g_error("%s: %s", program, output);
}

/* A file of @size bytes that take no room. */
static void
make_room(const char *path, goffset size)
{
    g_autoptr(GFile) file = g_file_new_for_path(path);
    g_autoptr(GFileIOStream) stream =
        g_file_replace_readwrite(file, NULL, FALSE, G_FILE_CREATE_REPLACE_DESTINATION, NULL, NULL);

    g_assert_true(g_seekable_truncate(G_SEEKABLE(stream), size, NULL, NULL));
}

static void
write_at(const char *path, goffset at, gconstpointer data, gsize length)
{
    g_autoptr(GFile) file = g_file_new_for_path(path);
    g_autoptr(GFileIOStream) stream = g_file_open_readwrite(file, NULL, NULL);
    GOutputStream *out = g_io_stream_get_output_stream(G_IO_STREAM(stream));

    g_assert_true(g_seekable_seek(G_SEEKABLE(stream), at, G_SEEK_SET, NULL, NULL));
    g_assert_true(g_output_stream_write_all(out, data, length, NULL, NULL, NULL));
}

/* A file, or a folder where @text is NULL, in the folder @tree. */
static void
add_file(const char *tree, const char *name, const char *text)
{
    g_autofree char *path = g_build_filename(tree, name, NULL);
    g_autofree char *folder = g_path_get_dirname(path);

    g_assert_cmpint(g_mkdir_with_parents(text != NULL ? folder : path, 0700), ==, 0);
    if (text != NULL)
        yado_test_write_file(path, text);
}

static void
make_ext4(const char *tree, const char *image)
{
    run("mkfs.ext4", "-q", "-F", "-d", tree, image, "16M", NULL);
}

static void
make_btrfs(const char *tree, const char *image)
{
    make_room(image, 128 * MIB);
    run("mkfs.btrfs", "-q", "--rootdir", tree, image, NULL);
}

/* mkfs.xfs wants each file named. */
static void
list_for_xfs(GString *list, const char *folder)
{
    g_autoptr(GDir) dir = g_dir_open(folder, 0, NULL);
    const char *name;

    while ((name = g_dir_read_name(dir)) != NULL) {
        g_autofree char *path = g_build_filename(folder, name, NULL);

        if (g_file_test(path, G_FILE_TEST_IS_DIR)) {
            g_string_append_printf(list, "%s d--755 0 0\n", name);
            list_for_xfs(list, path);
        } else {
            g_string_append_printf(list, "%s ---644 0 0 %s\n", name, path);
        }
    }
    g_string_append(list, "$\n");
}

static void
make_xfs(const char *tree, const char *image)
{
    g_autoptr(GString) list = g_string_new("/\n0 0\nd--755 0 0\n");
    g_autofree char *file = dup_path("list");

    list_for_xfs(list, tree);
    yado_test_write_file(file, list->str);
    make_room(image, 320 * MIB);
    run("mkfs.xfs", "-q", "-p", file, image, NULL);
}

static const char volume_group[] =
    "system {\n"
    "id = \"aaaaaa-aaaa-aaaa-aaaa-aaaa-aaaa-aaaaaa\"\nseqno = 1\nstatus = [\"RESIZEABLE\"]\n"
    "extent_size = 2048\nmax_lv = 0\nmax_pv = 0\n"
    "physical_volumes {\npv0 {\nid = \"bbbbbb-bbbb-bbbb-bbbb-bbbb-bbbb-bbbbbb\"\n"
    "device = \"/dev/x\"\nstatus = [\"ALLOCATABLE\"]\npe_start = 2048\npe_count = 16\n}\n}\n"
    "logical_volumes {\nroot {\nid = \"cccccc-cccc-cccc-cccc-cccc-cccc-cccccc\"\n"
    "status = [\"READ\", \"WRITE\", \"VISIBLE\"]\nsegment_count = 1\n"
    "segment1 {\nstart_extent = 0\nextent_count = 16\ntype = \"striped\"\nstripe_count = 1\n"
    "stripes = [\n\"pv0\", 0\n]\n}\n}\n}\n}\n";

static void
put(guint8 *data, guint64 value, guint bytes)
{
    for (guint i = 0; i < bytes; i++)
        data[i] = (guint8)(value >> 8 * i);
}

/* A physical volume of LVM with ext4 in its only logical volume; lvm itself would want a block device. */
static void
make_lvm(const char *tree, const char *image)
{
    g_autofree char *inner = g_strconcat(image, ".inner", NULL);
    g_autofree guint8 *head = g_malloc0(MIB);
    g_autofree char *data = NULL;
    guint8 *label = head + 512, *area = head + 4096;
    gsize length;

    memcpy(label, "LABELONE", 8);
    put(label + 8, 1, 8);
    put(label + 20, 32, 4);
    memcpy(label + 24, "LVM2 001", 8);
    memset(label + 32, 'b', 32);
    put(label + 64, 17 * MIB, 8);
    put(label + 72, MIB, 8);   /* the data, up to the end */
    put(label + 104, 4096, 8); /* behind two ends of lists: the metadata */
    put(label + 112, MIB - 4096, 8);
    memcpy(area + 4, " LVM2 x[5A%r0N*>", 16);
    put(area + 20, 1, 4);
    put(area + 24, 4096, 8);
    put(area + 32, MIB - 4096, 8);
    put(area + 40, 512, 8);
    put(area + 48, sizeof volume_group, 8);
    memcpy(area + 512, volume_group, sizeof volume_group);
    make_ext4(tree, inner);
    g_assert_true(g_file_get_contents(inner, &data, &length, NULL));
    make_room(image, 17 * MIB);
    write_at(image, 0, head, MIB);
    write_at(image, MIB, data, length);
    g_unlink(inner);
}

typedef void (*MakeFunc)(const char *tree, const char *image);

static const struct {
    const char *name, *program;
    MakeFunc make;
} file_systems[] = {
    { "ext4", "mkfs.ext4", make_ext4 },
    { "XFS", "mkfs.xfs", make_xfs },
    { "btrfs", "mkfs.btrfs", make_btrfs },
    { "LVM", "mkfs.ext4", make_lvm },
};

/* A disk @name with the folder @tree in its only partition. (transfer full) */
static char *
make_disk(const char *name, const char *tree, MakeFunc make)
{
    const guint8 entry[16] = { 0, 0xfe, 0xff, 0xff, 0x83, 0xfe, 0xff, 0xff, 0, 8 };
    g_autofree char *part = dup_path("part");
    g_autofree char *contents = NULL;
    g_autofree guint8 *start = g_malloc0(512);
    char *path = dup_path(name);
    gsize length;

    g_unlink(part);
    make(tree, part);
    g_assert_true(g_file_get_contents(part, &contents, &length, NULL));
    memcpy(start + 446, entry, sizeof entry);
    put(start + 446 + 12, length / 512, 4);
    memcpy(start + 510, "\x55\xaa", 2);
    make_room(path, (goffset)(MIB + length));
    write_at(path, 0, start, 512);
    write_at(path, MIB, contents, length);
    g_unlink(part);
    return path;
}

static YadoDiskSystem *
look(const char *path, GError **error)
{
    g_autoptr(GAsyncResult) result = NULL;

    yado_disk_look_async(path, NULL, NULL, await_done, &result);
    await_for(&result, 60);
    return yado_disk_look_finish(result, error);
}

static char *
detect(const char *path, GError **error)
{
    g_autoptr(YadoDiskSystem) disk = look(path, error);
    g_autoptr(GAsyncResult) result = NULL;

    if (disk == NULL)
        return NULL;
    yado_systems_match_disk_async(yado_systems_get(), disk, NULL, await_done, &result);
    await_for(&result, 60);
    return yado_systems_detect_finish(yado_systems_get(), result, error);
}

/* A plain root, one in a subvolume as Debian and as SUSE have it; an odd name; what is unknown, or no disk. */
static void
test_systems(void)
{
    static const struct {
        const char *file, *root;
        guint release;
        const char *id;
    } cases[] = {
        { "a.img", "", 0, "http://opensuse.org/opensuse/15.4" },
        { "b, (c) d.img", "@rootfs/", 4, "http://debian.org/debian/11" },
        { "s.img", "@/.snapshots/12/snapshot/", 2, "http://suse.com/sle/15.4" },
        { "u.img", "", 7, NULL },
    };
    g_autofree char *none = dup_path("none.img");
    g_autoptr(GError) error = NULL;

    if (skip_without_grub())
        return;
    for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autofree char *tree = yado_test_make_folder("tree");
        g_autofree char *name = g_strconcat(cases[i].root, "usr/lib/os-release", NULL);
        g_autofree char *path = NULL;
        g_autofree char *id = NULL;

        add_file(tree, name, releases[cases[i].release].release);
        path = make_disk(cases[i].file, tree, make_ext4);
        id = detect(path, &error);
        if (g_error_matches(error, YADO_ERROR, YADO_ERROR_UNSUPPORTED)) {
            g_test_skip(error->message);
            return;
        }
        g_assert_cmpstr(id, ==, cases[i].id);
        if (cases[i].id == NULL)
            g_assert_error(error, YADO_ERROR, YADO_ERROR_NOT_FOUND);
        g_clear_error(&error);
    }
    yado_test_write_file(none, "no disk at all");
    g_assert_null(detect(none, &error));
    g_assert_error(error, YADO_ERROR, YADO_ERROR_NOT_FOUND);
}

/* ---- Boot menus ---- */

#define MENU "set timeout=0\nmenuentry \"Linux\" {\n\tlinux /boot/vmlinuz root=/dev/xvda1\n}\n"

static void
assert_loaders(const YadoDiskSystem *disk, const char *menu, const char *place, guint loaders)
{
    g_assert_cmpstr(disk->menu, ==, menu);
    g_assert_cmpstr(disk->place, ==, place);
    g_assert_cmpuint(disk->loaders, ==, loaders);
}

/* pygrub reads few file systems; pvgrub reads all of these. */
static void
test_places(void)
{
    if (skip_without_grub())
        return;
    for (guint i = 0; i < G_N_ELEMENTS(file_systems); i++) {
        guint loaders = PVGRUB | SUSE | (file_systems[i].make == make_ext4 ? PYGRUB : 0);
        g_autofree char *tree = NULL;
        g_autofree char *path = NULL;
        g_autoptr(GError) error = NULL;
        g_autoptr(YadoDiskSystem) disk = NULL;

        if (!has_program(file_systems[i].program)) {
            g_test_message("no %s", file_systems[i].program);
            continue;
        }
        tree = yado_test_make_folder("tree");
        add_file(tree, "etc/os-release", releases[4].release);
        add_file(tree, "boot/grub/grub.cfg", MENU);
        path = make_disk("place.img", tree, file_systems[i].make);
        disk = look(path, &error);
        g_assert_no_error(error);
        g_assert_cmpstr(disk->name, ==, releases[4].name);
        g_assert_cmpint(disk->family, ==, YADO_DISK_LINUX);
        assert_loaders(disk, "/boot/grub/grub.cfg", file_systems[i].name, loaders);
        g_unlink(path);
    }
}

/* Each loader has places of its own to look at; what it cannot follow is no menu for it. */
static void
test_menus(void)
{
    static const struct {
        const char *file, *text, *menu;
        guint loaders;
        gboolean has_kernels;
    } cases[] = {
        { "boot/grub2/grub.cfg", MENU, "/boot/grub2/grub.cfg", PYGRUB | SUSE, TRUE },
        { "grub/grub.cfg", MENU, "/grub/grub.cfg", PYGRUB | PVGRUB | SUSE, TRUE },
        { "boot/extlinux.conf", "LABEL lts\n  KERNEL /boot/vmlinuz-lts\n", "/boot/extlinux.conf",
          PYGRUB, TRUE },
        { "@rootfs/boot/grub/grub.cfg", MENU, "/@rootfs/boot/grub/grub.cfg", 0, TRUE },
        { "@/.snapshots/7/snapshot/boot/grub2/grub.cfg", MENU,
          "/@/.snapshots/7/snapshot/boot/grub2/grub.cfg", SUSE, TRUE },
        /* Fedora's, whose kernels stand in files of their own. */
        { "boot/grub2/grub.cfg", "set linux_gfx_mode=auto\ninsmod blscfg\nblscfg\n",
          "/boot/grub2/grub.cfg", 0, FALSE },
        { "boot/vmlinuz", "no menu", NULL, 0, FALSE },
    };

    if (skip_without_grub())
        return;
    for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autofree char *tree = yado_test_make_folder("tree");
        g_autofree char *root = g_str_has_prefix(cases[i].file, "@rootfs/") ? g_strdup("@rootfs/")
                                : cases[i].file[0] == '@' ? g_strdup("@/.snapshots/7/snapshot/")
                                                          : g_strdup("");
        g_autofree char *release = g_strconcat(root, "etc/os-release", NULL);
        g_autofree char *path = NULL;
        g_autoptr(GError) error = NULL;
        g_autoptr(YadoDiskSystem) disk = NULL;

        add_file(tree, release, releases[0].release);
        add_file(tree, cases[i].file, cases[i].text);
        path = make_disk("menu.img", tree, make_ext4);
        disk = look(path, &error);
        g_assert_no_error(error);
        g_assert_cmpstr(disk->name, ==, releases[0].name);
        assert_loaders(disk, cases[i].menu, cases[i].menu != NULL ? "ext4" : NULL,
                       cases[i].loaders);
        g_assert_cmpint(disk->has_kernels, ==, cases[i].has_kernels);
    }
}

/* What the menu's kernel was built with stands beside it; what was not read whole says nothing. */
static void
test_kernels(void)
{
    static const struct {
        const char *config;
        gboolean lacks_pv, lacks_pvh;
    } cases[] = {
        { "#\nCONFIG_X86_64=y\nCONFIG_XEN_PV=y\nCONFIG_XEN_PVH=y\nCONFIG_GENERIC_CPU=y\n", FALSE,
          FALSE },
        { "#\nCONFIG_X86_64=y\n# CONFIG_XEN_PV is not "
          "set\nCONFIG_XEN_PVH=y\nCONFIG_GENERIC_CPU=y\n",
          TRUE, FALSE },
        { "#\nCONFIG_X86_64=y\n# CONFIG_GENERIC_CPU is not set\n", TRUE, TRUE },
        { "#\nCONFIG_X86_64=y\n", FALSE, FALSE },
        { "#\nCONFIG_ARM64=y\n# CONFIG_GENERIC_CPU is not set\n", FALSE, FALSE },
    };
    /* As Debian's, a /boot of its own, SUSE's in the default subvolume, Ubuntu's with a device. */
    static const char *const places[][3] = {
        { "boot/grub/grub.cfg", "boot/config-6.1", "linux /boot/vmlinuz-6.1 ro" },
        { "grub/grub.cfg", "config-6.1", "linux\t/vmlinuz-6.1 ro" },
        { "@/.snapshots/1/snapshot/boot/grub2/grub.cfg", "@/.snapshots/1/snapshot/boot/config-6.1",
          "linux /boot/vmlinuz-6.1" },
        { "boot/grub/grub.cfg", "boot/config-6.1", "linux ($root)/boot/vmlinuz-6.1 ro" },
    };

    if (skip_without_grub())
        return;
    for (guint i = 0; i < G_N_ELEMENTS(cases) * G_N_ELEMENTS(places); i++) {
        const char *const *place = places[i % G_N_ELEMENTS(places)];
        guint k = i / G_N_ELEMENTS(places);
        g_autofree char *tree = yado_test_make_folder("tree");
        g_autofree char *menu = g_strdup_printf("menuentry x {\n  %s\n}\n", place[2]);
        g_autofree char *path = NULL;
        g_autoptr(GError) error = NULL;
        g_autoptr(YadoDiskSystem) disk = NULL;

        add_file(tree, place[0], menu);
        add_file(tree, place[1], cases[k].config);
        path = make_disk("kernel.img", tree, make_ext4);
        disk = look(path, &error);
        g_assert_no_error(error);
        g_assert_nonnull(strstr(disk->kernel, "/vmlinuz-6.1"));
        g_assert_cmpint(disk->lacks_pv, ==, cases[k].lacks_pv);
        g_assert_cmpint(disk->lacks_pvh, ==, cases[k].lacks_pvh);
    }
}

/* ---- Other systems ---- */

/* By files that no other system has. */
static void
test_other_systems(void)
{
    static const struct {
        const char *file, *name;
        YadoDiskFamily family;
    } cases[] = {
        { "EFI/Microsoft/Boot/bootmgfw.efi", "Windows", YADO_DISK_WINDOWS },
        { "bootmgr", "Windows", YADO_DISK_WINDOWS },
        { "bin/freebsd-version", "FreeBSD", YADO_DISK_BSD },
        { "netbsd", "NetBSD", YADO_DISK_BSD },
        { "bsd", "OpenBSD", YADO_DISK_BSD },
    };

    if (skip_without_grub())
        return;
    for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autofree char *tree = yado_test_make_folder("tree");
        g_autofree char *path = NULL;
        g_autofree char *id = NULL;
        g_autoptr(GError) error = NULL;
        g_autoptr(YadoDiskSystem) disk = NULL;

        add_file(tree, "bin/sh", "x");
        add_file(tree, "etc", NULL);
        add_file(tree, cases[i].file, "x");
        path = make_disk("other.img", tree, make_ext4);
        disk = look(path, &error);
        g_assert_no_error(error);
        g_assert_cmpstr(disk->name, ==, cases[i].name);
        g_assert_cmpint(disk->family, ==, cases[i].family);
        id = detect(path, &error);
        g_assert_null(id);
        if (!g_error_matches(error, YADO_ERROR, YADO_ERROR_UNSUPPORTED)) {
            g_assert_error(error, YADO_ERROR, YADO_ERROR_NOT_FOUND);
            g_assert_nonnull(strstr(error->message, cases[i].name));
        }
    }
}

static const char *const linux_guid = "af3dc60f838472478e793d69d8477de4";
static const char *const microsoft_guid = "16e3c9e35c0bb84d817df92df00215ae";
static const char *const freebsd_swap_guid = "b57c6e51cf6ed6118ff800022d09712b";
static const char *const netbsd_guid = "5a8df4490eb1dc11b99b0019d1879648";
static const char *const openbsd_guid = "a0c74c82a836e311890a952519ad3f61";

/* @types: of MBR as two digits, of GPT as GUIDs as they lie there. */
static void
fill_table(guint8 *data, const char *const *types)
{
    gboolean is_gpt = strlen(types[0]) > 2;

    memset(data, 0, 64 * 512);
    memcpy(data + 510, "\x55\xaa", 2);
    for (guint i = 0; types[i] != NULL && !is_gpt; i++) {
        data[446 + 16 * i] = i == 0 ? 0x80 : 0;
        data[446 + 16 * i + 4] = (guint8)g_ascii_strtoull(types[i], NULL, 16);
    }
    if (!is_gpt)
        return;
    data[446 + 4] = 0xee;
    memcpy(data + 512, "EFI PART", 8);
    put(data + 512 + 72, 2, 8);
    put(data + 512 + 80, 128, 4);
    put(data + 512 + 84, 128, 4);
    for (guint i = 0; types[i] != NULL; i++)
        for (guint k = 0; k < 16; k++)
            data[1024 + 128 * i + k] = (guint8)(g_ascii_xdigit_value(types[i][2 * k]) << 4 |
                                                g_ascii_xdigit_value(types[i][2 * k + 1]));
}

static void
test_tables(void)
{
    const struct {
        const char *types[3], *owner;
    } cases[] = {
        { { "07" }, "Windows" },
        { { "07", "83" }, NULL },
        { { "0c", "07" }, NULL }, /* data of Windows is no system */
        { { "83" }, NULL },
        { { "a5" }, "FreeBSD" },
        { { "a6" }, "OpenBSD" },
        { { "a9" }, "NetBSD" },
        { { "a5", "a9" }, NULL },
        { { microsoft_guid }, "Windows" },
        { { linux_guid, microsoft_guid }, NULL },
        { { freebsd_swap_guid }, "FreeBSD" },
        { { netbsd_guid }, "NetBSD" },
        { { openbsd_guid }, "OpenBSD" },
        { { linux_guid }, NULL },
    };
    g_autofree guint8 *data = g_malloc0(64 * 512);

    for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
        fill_table(data, cases[i].types);
        g_assert_cmpstr(yado_disk_table_find_owner(data, 64 * 512), ==, cases[i].owner);
    }
}

/* Whatever it says of itself, no more is read than is there; the sanitizers look. */
static void
test_broken_tables(void)
{
    const char *const types[] = { microsoft_guid, NULL };
    g_autofree guint8 *whole = g_malloc0(64 * 512);
    static const struct {
        guint at, bytes;
        guint64 value;
    } lies[] = {
        { 72, 8, G_MAXUINT64 }, { 72, 8, 63 },          { 72, 8, 64 }, { 72, 8, G_MAXUINT64 / 512 },
        { 80, 4, G_MAXUINT32 }, { 84, 4, G_MAXUINT32 }, { 84, 4, 0 },  { 84, 4, 127 },
        { 84, 4, 4096 },
    };

    for (guint i = 0; i < G_N_ELEMENTS(lies); i++) {
        fill_table(whole, types);
        put(whole + 512 + lies[i].at, lies[i].value, lies[i].bytes);
        yado_disk_table_find_owner(whole, 64 * 512);
    }
    fill_table(whole, types);
    for (gsize length = 0; length < 2048; length += 17) {
        g_autofree guint8 *part = g_memdup2(whole, length);

        g_assert_cmpstr(yado_disk_table_find_owner(part, length), ==,
                        length >= 1024 + 128 ? "Windows" : NULL);
    }
    whole[510] = 0;
    g_assert_null(yado_disk_table_find_owner(whole, 64 * 512));
}

/* A copy of a disk's beginning tells of other systems only, under the name that the disk has. */
static void
test_start(void)
{
    const char *const other[] = { freebsd_swap_guid, NULL };
    const char *const own[] = { linux_guid, NULL };
    g_autofree guint8 *data = g_malloc0(64 * 512);
    g_autofree char *copy = dup_path("start");
    g_autoptr(YadoDiskSystem) disk = NULL;
    g_autoptr(GError) error = NULL;

    fill_table(data, other);
    g_assert_true(g_file_set_contents(copy, (char *)data, 64 * 512, NULL));
    disk = yado_disk_look_at_start(copy, "/srv/web.img", &error);
    g_assert_no_error(error);
    g_assert_cmpstr(disk->path, ==, "/srv/web.img");
    g_assert_cmpstr(disk->name, ==, "FreeBSD");
    g_assert_false(disk->is_whole);
    fill_table(data, own);
    g_assert_true(g_file_set_contents(copy, (char *)data, 64 * 512, NULL));
    g_assert_null(yado_disk_look_at_start(copy, "/srv/web.img", &error));
    g_assert_error(error, YADO_ERROR, YADO_ERROR_NOT_FOUND);
}

/* ---- Formats ---- */

static gboolean
is_clean(const char *folder, const char *start)
{
    g_autoptr(GDir) dir = g_dir_open(folder, 0, NULL);
    const char *name;

    while ((name = g_dir_read_name(dir)) != NULL)
        if (g_str_has_prefix(name, start))
            return FALSE;
    return TRUE;
}

/* What is not raw is shown as raw meanwhile, and nothing of that stays. */
static void
test_formats(void)
{
    static const char *const formats[] = { "qcow2", "vmdk", "vpc", "vdi", "vhdx" };
    g_autofree char *tree = NULL;
    g_autofree char *raw = NULL;
    g_autofree char *other = dup_path("o, p");

    if (!has_program("grub-fstest") || !has_program("qemu-storage-daemon") ||
        g_access("/dev/fuse", R_OK | W_OK) != 0) {
        g_test_skip("GRUB's tools, QEMU's storage daemon or FUSE are not here");
        return;
    }
    tree = yado_test_make_folder("tree");
    add_file(tree, "usr/lib/os-release", releases[4].release);
    raw = make_disk("r.img", tree, make_ext4);
    for (guint i = 0; i < G_N_ELEMENTS(formats); i++) {
        g_autoptr(GError) error = NULL;
        g_autoptr(YadoDiskSystem) disk = NULL;

        run("qemu-img", "convert", "-O", formats[i], raw, other, NULL);
        disk = look(other, &error);
        g_test_message("%s: %s", formats[i], error != NULL ? error->message : disk->name);
        if (error != NULL && i == 0) {
            g_test_skip(error->message); /* no right to mount, in a container */
            return;
        }
        g_assert_no_error(error);
        g_assert_cmpstr(disk->name, ==, releases[4].name);
    }
    g_assert_cmpstr(g_get_tmp_dir(), ==, yado_test_get_folder());
    g_assert_true(is_clean(g_get_tmp_dir(), "yado-disk-"));
}

#ifdef __SANITIZE_ADDRESS__
/* libosinfo has no frame pointers: without this its leaks have no stack, and tests/leaks.supp cannot name it. Short ones, as each costs much. */
const char *__asan_default_options(void);
const char *
__asan_default_options(void)
{
    return "fast_unwind_on_malloc=0:malloc_context_size=8";
}
#endif

int
main(int argc, char **argv)
{
    yado_test_guard();
    g_setenv("TMPDIR", yado_test_get_folder(), TRUE); /* others look at disks meanwhile */
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/disk-system/releases", test_releases);
    g_test_add_func("/disk-system/systems", test_systems);
    g_test_add_func("/disk-system/places", test_places);
    g_test_add_func("/disk-system/menus", test_menus);
    g_test_add_func("/disk-system/kernels", test_kernels);
    g_test_add_func("/disk-system/other-systems", test_other_systems);
    g_test_add_func("/disk-system/tables", test_tables);
    g_test_add_func("/disk-system/broken-tables", test_broken_tables);
    g_test_add_func("/disk-system/start", test_start);
    g_test_add_func("/disk-system/formats", test_formats);
    return g_test_run();
}
