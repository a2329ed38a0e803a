/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "media/yado-disk-system.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "base/yado-error.h"
#include "base/yado-text.h"
#include "media/yado-disk-reader.h"
#include "media/yado-disk-table.h"

#define TABLE_LENGTH ((gsize)64 << 10)
#define MAX_VOLUMES 64

/* ---- Linux ---- */

/* snapper's newest: "12/". NULL: none. */
static const char *
find_newest(const char *const *names)
{
    const char *newest = NULL;
    guint64 most = 0;

    for (guint i = 0; names[i] != NULL; i++) {
        guint64 number = g_ascii_strtoull(names[i], NULL, 10);

        if (number > most) {
            most = number;
            newest = names[i];
        }
    }
    return newest;
}

/* NULL: there is none. (transfer full) */
static char *
read_release_in(YadoDiskReader *reader, const char *root)
{
    static const char *const places[] = { "usr/lib/os-release", "etc/os-release" };

    for (guint i = 0; i < G_N_ELEMENTS(places); i++) {
        g_autofree char *path = g_strconcat(root, places[i], NULL);
        g_autofree char *text = yado_disk_reader_dup_text(reader, path);

        if (*text != '\0')
            return g_steal_pointer(&text);
    }
    return NULL;
}

static gboolean
has(GStrv names, const char *name)
{
    return g_strv_contains((const char *const *)names, name);
}

/* FAT and NTFS do not care for case. */
static gboolean
has_in_any_case(GStrv names, const char *name)
{
    for (guint i = 0; names[i] != NULL; i++)
        if (g_ascii_strcasecmp(names[i], name) == 0)
            return TRUE;
    return FALSE;
}

/* ---- Other systems ---- */

static gboolean
has_file(YadoDiskReader *reader, const char *root, const char *folder, const char *name)
{
    g_autofree char *path = g_strconcat(root, folder, NULL);
    g_auto(GStrv) names = yado_disk_reader_list_folder(reader, path);

    return has_in_any_case(names, name);
}

/* The name of a system without an os-release, by files that no other has; NULL: none. */
static const char *
find_other(YadoDiskReader *reader, const char *root, GStrv names)
{
    static const char microsoft[] = "EFI/Microsoft/Boot/";

    if (has_in_any_case(names, "bootmgr") || has_in_any_case(names, "ntldr") ||
        (has_in_any_case(names, "EFI/") && has_file(reader, root, microsoft, "bootmgfw.efi")))
        return "Windows";
    if (!has(names, "etc/") || !has(names, "bin/"))
        return NULL;
    if (has(names, "netbsd"))
        return "NetBSD";
    if (has(names, "bsd"))
        return "OpenBSD";
    return has_file(reader, root, "bin/", "freebsd-version") ? "FreeBSD" : NULL;
}

static void
set_other(YadoDiskSystem *self, const char *name)
{
    if (name == NULL || self->name != NULL)
        return;
    self->name = g_strdup(name);
    self->family = strcmp(name, "Windows") == 0 ? YADO_DISK_WINDOWS : YADO_DISK_BSD;
}

/* ---- Boot menus ---- */

#define PYGRUB YADO_DISK_LOADER_PYGRUB
#define PVGRUB YADO_DISK_LOADER_PVGRUB
#define SUSE YADO_DISK_LOADER_PVGRUB_SUSE

/* Where each looks: pygrub's own list; what grub-xen-host and grub2-x86_64-xen were built with. @first: in the root, so that not all are tried. */
static const struct {
    const char *first, *path;
    YadoDiskLoaders loaders;
} menus[] = {
    { "boot/", "boot/grub/grub.cfg", PYGRUB | PVGRUB | SUSE },
    { "boot/", "boot/grub2/grub.cfg", PYGRUB | SUSE },
    { "grub/", "grub/grub.cfg", PYGRUB | PVGRUB | SUSE },
    { "grub2/", "grub2/grub.cfg", PYGRUB | SUSE },
    { "boot/", "boot/grub/menu.lst", PYGRUB | SUSE },
    { "grub/", "grub/menu.lst", PYGRUB | SUSE },
    { "boot/", "boot/extlinux/extlinux.conf", PYGRUB },
    { "boot/", "boot/extlinux.conf", PYGRUB },
    { "extlinux/", "extlinux/extlinux.conf", PYGRUB },
    { "extlinux.conf", "extlinux.conf", PYGRUB },
};

/* By GRUB's name; what is not here is shown by that. */
static const struct {
    const char *grub, *name;
    gboolean has_pygrub; /* XFS: only versions that no system of the last ten years makes */
} file_systems[] = {
    { "ext*", "ext4", TRUE },         { "fat", "FAT", TRUE },  { "iso9660", "ISO 9660", TRUE },
    { "reiserfs", "ReiserFS", TRUE }, { "ufs1", "UFS", TRUE }, { "ufs2", "UFS", TRUE },
    { "zfs", "ZFS", TRUE },           { "xfs", "XFS", FALSE }, { "btrfs", "btrfs", FALSE },
    { "f2fs", "F2FS", FALSE },
};

/* Volumes that others are put together to have another name. */
static const char *
find_place(const char *volume, const char *file_system, gboolean *has_pygrub)
{
    *has_pygrub = FALSE;
    if (g_str_has_prefix(volume, "(lvm/"))
        return "LVM";
    if (g_str_has_prefix(volume, "(md/"))
        return "RAID";
    for (guint i = 0; i < G_N_ELEMENTS(file_systems); i++)
        if (strcmp(file_systems[i].grub, file_system) == 0) {
            *has_pygrub = file_systems[i].has_pygrub;
            return file_systems[i].name;
        }
    return file_system;
}

/* The first command that loads one: "linux /vmlinuz-6.1 root=…", "kernel", extlinux' "LINUX"; NULL: none. (transfer full) */
static char *
dup_kernel_line(const char *text)
{
    static const char *const commands[] = { "linux", "kernel", "multiboot" };
    g_auto(GStrv) lines = g_strsplit(text, "\n", -1);

    for (guint i = 0; lines[i] != NULL; i++) {
        const char *line = g_strstrip(lines[i]);

        for (guint k = 0; k < G_N_ELEMENTS(commands); k++)
            if (g_ascii_strncasecmp(line, commands[k], strlen(commands[k])) == 0 &&
                strpbrk(line, " \t") != NULL)
                return g_strdup(line);
    }
    return NULL;
}

typedef struct {
    const char *volume, *file_system;
    YadoDiskLoaders hidden; /* which cannot get at it */
} Place;

/* ---- The kernel that a menu starts ---- */

static gboolean
is_set(const char *config, const char *option)
{
    g_autofree char *line = g_strdup_printf("\n%s=y\n", option);

    return strstr(config, line) != NULL;
}

/* What was chosen for the processor stands behind what was for Xen: then all of that was read. */
static void
read_config(YadoDiskSystem *self, const char *config)
{
    if (!is_set(config, "CONFIG_X86_64") || strstr(config, "CONFIG_GENERIC_CPU") == NULL)
        return;
    self->lacks_pv = !is_set(config, "CONFIG_XEN_PV");
    self->lacks_pvh = !is_set(config, "CONFIG_XEN_PVH");
}

/* "vmlinuz-6.1" was built with what stands in "config-6.1" beside it, as distributions have it. */
static void
look_at_kernel(YadoDiskSystem *self, YadoDiskReader *reader, const Place *place, const char *root,
               const char *line)
{
    g_auto(GStrv) words = g_strsplit_set(line, " \t", -1);
    const char *kernel = words[1] != NULL ? strchr(words[1], '/') : NULL;
    const char *version = kernel != NULL ? strstr(kernel, "/vmlinuz-") : NULL;
    g_autofree char *config = NULL;
    g_autofree char *in_volume = NULL;
    g_autofree char *in_root = NULL;
    g_autofree char *text = NULL;

    if (version == NULL)
        return;
    config = g_strdup_printf("%.*s/config-%s", (int)(version - kernel), kernel,
                             version + strlen("/vmlinuz-"));
    in_volume = g_strconcat(place->volume, config, NULL);
    in_root = g_strconcat(root, config + 1, NULL);
    text = yado_disk_reader_dup_text(reader, in_volume);
    if (*text == '\0' && strcmp(in_root, in_volume) != 0) {
        g_free(text);
        text = yado_disk_reader_dup_text(reader, in_root);
    }
    g_free(self->kernel);
    self->kernel = yado_text_clean(kernel);
    self->lacks_pv = self->lacks_pvh = FALSE;
    read_config(self, text);
}

/* The first that somebody can follow, else the first. */
static void
add_menu(YadoDiskSystem *self, YadoDiskReader *reader, const Place *place, const char *root,
         const char *path, const char *text, YadoDiskLoaders loaders)
{
    g_autofree char *kernel = dup_kernel_line(text);
    /* What is longer than what was read of it may name them further down. */
    gboolean has_kernels = kernel != NULL || strlen(text) >= YADO_DISK_READER_MOST_TEXT;
    gboolean has_pygrub;
    const char *name = find_place(place->volume, place->file_system, &has_pygrub);

    loaders &= ~place->hidden;
    if (!has_pygrub)
        loaders &= ~(guint)PYGRUB;
    if (!has_kernels)
        loaders = 0;
    if (self->menu == NULL || (self->loaders == 0 && loaders != 0)) {
        g_free(self->menu);
        g_free(self->place);
        self->menu = yado_text_clean(path);
        self->place = g_strdup(name);
        self->has_kernels = has_kernels;
        if (kernel != NULL && loaders != 0)
            look_at_kernel(self, reader, place, root, kernel);
    }
    self->loaders |= loaders;
}

static void
find_menus(YadoDiskSystem *self, YadoDiskReader *reader, const Place *place, const char *root,
           GStrv names)
{
    for (guint i = 0; i < G_N_ELEMENTS(menus); i++) {
        g_autofree char *path = NULL;
        g_autofree char *text = NULL;

        if (!has(names, menus[i].first))
            continue;
        path = g_strconcat(root, menus[i].path, NULL);
        text = yado_disk_reader_dup_text(reader, path);
        if (*text != '\0')
            add_menu(self, reader, place, root, path + strlen(place->volume), text,
                     menus[i].loaders);
    }
}

/* ---- Looking ---- */

static void
look_in(YadoDiskSystem *self, YadoDiskReader *reader, const Place *place, const char *root,
        GStrv names)
{
    if (self->release == NULL && (has(names, "etc/") || has(names, "usr/")))
        self->release = read_release_in(reader, root);
    set_other(self, find_other(reader, root, names));
    find_menus(self, reader, place, root, names);
}

/* snapper's newest below @root, as "@/.snapshots/12/snapshot/"; NULL: there is none. (transfer full) */
static char *
dup_newest_snapshot(YadoDiskReader *reader, const char *root)
{
    g_autofree char *snapshots = g_strconcat(root, ".snapshots/", NULL);
    g_auto(GStrv) kept = yado_disk_reader_list_folder(reader, snapshots);
    const char *newest = find_newest((const char *const *)kept);

    return newest != NULL ? g_strconcat(snapshots, newest, "snapshot/", NULL) : NULL;
}

static void
look_in_subvolume(YadoDiskSystem *self, YadoDiskReader *reader, Place *place, const char *root,
                  YadoDiskLoaders hidden)
{
    g_auto(GStrv) names = yado_disk_reader_list_folder(reader, root);

    place->hidden = hidden;
    look_in(self, reader, place, root, names);
}

/* btrfs keeps the root in a subvolume: SUSE in the newest of snapper's, by default; Debian, Ubuntu and Fedora in one by these names. */
static void
look_in_subvolumes(YadoDiskSystem *self, YadoDiskReader *reader, Place *place, GStrv names)
{
    static const char *const roots[] = { "@rootfs/", "root/", "@/" };

    for (guint i = 0; i < G_N_ELEMENTS(roots); i++) {
        g_autofree char *root = g_strconcat(place->volume, "/", roots[i], NULL);
        g_autofree char *newest = NULL;

        if (!has(names, roots[i]))
            continue;
        look_in_subvolume(self, reader, place, root, PYGRUB | PVGRUB | SUSE);
        newest = self->release == NULL ? dup_newest_snapshot(reader, root) : NULL;
        if (newest != NULL)
            look_in_subvolume(self, reader, place, newest, PYGRUB | PVGRUB);
    }
}

static void
look_at_volume(YadoDiskSystem *self, YadoDiskReader *reader, const char *volume)
{
    g_autofree char *file_system = yado_disk_reader_dup_file_system(reader, volume);
    g_autofree char *root = g_strconcat(volume, "/", NULL);
    Place place = { volume, file_system, 0 };
    g_auto(GStrv) names = NULL;

    if (*file_system == '\0')
        return;
    names = yado_disk_reader_list_folder(reader, root);
    look_in(self, reader, &place, root, names);
    if (!has(names, "etc/") && !has(names, "usr/"))
        look_in_subvolumes(self, reader, &place, names);
}

static YadoDiskSystem *
disk_system_new(const char *path)
{
    YadoDiskSystem *self = g_atomic_rc_box_new0(YadoDiskSystem);

    self->path = g_strdup(path);
    return self;
}

static void
disk_system_clear(gpointer data)
{
    YadoDiskSystem *self = data;

    g_free(self->path);
    g_free(self->release);
    g_free(self->name);
    g_free(self->menu);
    g_free(self->place);
    g_free(self->kernel);
}

YadoDiskSystem *
yado_disk_system_ref(YadoDiskSystem *self)
{
    return g_atomic_rc_box_acquire(self);
}

void
yado_disk_system_unref(YadoDiskSystem *self)
{
    g_atomic_rc_box_release_full(self, disk_system_clear);
}

YadoDiskSystem *
yado_disk_look_at_start(const char *start, const char *path, GError **error)
{
    g_autoptr(GByteArray) bytes = yado_disk_read_start(start, TABLE_LENGTH);
    g_autoptr(YadoDiskSystem) self = disk_system_new(path);

    set_other(self, yado_disk_table_find_owner(bytes->data, bytes->len));
    if (self->name != NULL)
        return g_steal_pointer(&self);
    yado_error_set(error, YADO_ERROR_NOT_FOUND, NULL, NULL,
                   _("The partitions of “%s” do not tell what system it has."), path);
    return NULL;
}

/* What an os-release tells goes before what only files and partitions do. */
static void
settle_name(YadoDiskSystem *self, YadoDiskReader *reader)
{
    g_autoptr(GByteArray) start = yado_disk_reader_dup_start(reader, TABLE_LENGTH);

    if (self->release != NULL) {
        g_autofree char *name = yado_release_dup_name(self->release);

        g_free(self->name);
        self->name = name != NULL ? yado_text_clean(name) : NULL;
        self->family = YADO_DISK_LINUX;
    } else if (self->menu == NULL) {
        set_other(self, yado_disk_table_find_owner(start->data, start->len));
    }
}

static gboolean
look_with(YadoDiskSystem *self, YadoDiskReader *reader, GError **error)
{
    g_auto(GStrv) volumes = yado_disk_reader_list_volumes(reader);

    for (guint i = 0; volumes[i] != NULL && i < MAX_VOLUMES; i++)
        look_at_volume(self, reader, volumes[i]);
    settle_name(self, reader);
    self->is_whole = TRUE;
    if (!yado_disk_reader_check(reader, error))
        return FALSE;
    return self->release != NULL || self->name != NULL || self->menu != NULL ||
           yado_error_set(error, YADO_ERROR_NOT_FOUND, NULL, NULL,
                          _("“%s” has no file system that GRUB can read, with a system that tells "
                            "its name."),
                          self->path);
}

YadoDiskSystem *
yado_disk_look(const char *path, GCancellable *cancellable, GError **error)
{
    g_autoptr(GError) failure = NULL;
    g_autoptr(YadoDiskReader) reader = yado_disk_reader_open(path, cancellable, &failure);
    g_autoptr(YadoDiskSystem) self = NULL;

    if (reader == NULL) {
        self = g_error_matches(failure, YADO_ERROR, YADO_ERROR_UNSUPPORTED)
                   ? yado_disk_look_at_start(path, path, NULL)
                   : NULL;
        if (self == NULL)
            g_propagate_error(error, g_steal_pointer(&failure));
        return g_steal_pointer(&self);
    }
    self = disk_system_new(path);
    return look_with(self, reader, error) ? g_steal_pointer(&self) : NULL;
}

/* ---- In a worker ---- */

typedef struct {
    char *path, *start;
} Look;

static void
look_free(gpointer data)
{
    Look *look = data;

    g_free(look->path);
    g_free(look->start);
    g_free(look);
}

static void
look_in_worker(GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
    const Look *look = data;
    GError *error = NULL;
    YadoDiskSystem *disk = look->start != NULL
                               ? yado_disk_look_at_start(look->start, look->path, &error)
                               : yado_disk_look(look->path, cancellable, &error);

    if (disk != NULL)
        g_task_return_pointer(task, disk, (GDestroyNotify)yado_disk_system_unref);
    else
        g_task_return_error(task, error);
}

void
yado_disk_look_async(const char *path, const char *start, GCancellable *cancellable,
                     GAsyncReadyCallback callback, gpointer user_data)
{
    g_autoptr(GTask) task = g_task_new(NULL, cancellable, callback, user_data);
    Look *look = g_new0(Look, 1);

    g_return_if_fail(path != NULL);
    look->path = g_strdup(path);
    look->start = g_strdup(start);
    g_task_set_task_data(task, look, look_free);
    g_task_run_in_thread(task, look_in_worker);
}

YadoDiskSystem *
yado_disk_look_finish(GAsyncResult *result, GError **error)
{
    return g_task_propagate_pointer(G_TASK(result), error);
}

/* ---- os-release ---- */

/* (transfer full, nullable) */
static char *
dup_value(const char *release, const char *key)
{
    g_auto(GStrv) lines = g_strsplit(release, "\n", -1);
    gsize length = strlen(key);

    for (guint i = 0; lines[i] != NULL; i++)
        if (strncmp(lines[i], key, length) == 0 && lines[i][length] == '=')
            return g_shell_unquote(g_strstrip(lines[i] + length + 1), NULL);
    return NULL;
}

char *
yado_release_dup_name(const char *release)
{
    char *name = dup_value(release, "PRETTY_NAME");

    return name != NULL ? name : dup_value(release, "NAME");
}

/* Where the database has other names than os-release: what stands before the version. */
static const char *const names[][2] = {
    { "alpine", "alpinelinux" },
    { "arch", "archlinux" },
    { "opensuse-leap", "opensuse" },
    { "opensuse-tumbleweed", "opensusetumbleweed" },
    { "sled", "sle" },
    { "sles", "sle" },
    { "void", "voidlinux" },
};

static const char *
get_name(const char *id, const char *title)
{
    if (strcmp(id, "centos") == 0 && title != NULL && strstr(title, "Stream") != NULL)
        return "centos-stream";
    for (guint i = 0; i < G_N_ELEMENTS(names); i++)
        if (strcmp(names[i][0], id) == 0)
            return names[i][1];
    return id;
}

/* "15.6" is service pack 6 of 15 in "sle15sp6", and "sles12sp5". */
static void
add_service_pack(GStrvBuilder *ids, const char *name, const char *version)
{
    const char *dot = strchr(version, '.');
    g_autofree char *major =
        g_strndup(version, dot != NULL ? (gsize)(dot - version) : strlen(version));
    g_autofree char *pack = dot != NULL ? g_strconcat("sp", dot + 1, NULL) : g_strdup("");
    g_autofree char *joint = g_strconcat(name, major, pack, NULL);
    g_autofree char *server = g_strconcat(name, "s", major, pack, NULL);

    g_strv_builder_add(ids, joint);
    g_strv_builder_add(ids, server);
}

/* "3.17.2", "3.17", "3" */
static void
add_versions(GStrvBuilder *ids, const char *name, const char *version)
{
    g_autofree char *id = g_strconcat(name, version, NULL);
    char *dot;

    g_strv_builder_add(ids, id);
    while ((dot = strrchr(id + strlen(name), '.')) != NULL) {
        *dot = '\0';
        g_strv_builder_add(ids, id);
    }
}

GStrv
yado_release_list_ids(const char *release)
{
    g_autofree char *id = dup_value(release, "ID");
    g_autofree char *version = dup_value(release, "VERSION_ID");
    g_autofree char *title = dup_value(release, "NAME");
    g_autoptr(GStrvBuilder) ids = g_strv_builder_new();
    const char *name;

    if (id == NULL || *id == '\0')
        return g_strv_builder_end(ids);
    name = get_name(id, title);
    if (version != NULL && strcmp(name, "sle") == 0)
        add_service_pack(ids, name, version);
    if (version != NULL)
        add_versions(ids, name, version);
    g_strv_builder_add(ids, name);
    return g_strv_builder_end(ids);
}
