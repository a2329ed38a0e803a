/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "media/yado-disk-system.h"

#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <signal.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>

#include "base/yado-error.h"
#include "media/yado-media-module.h"

/* A disk may be made to lead its reader astray. */
#define MAX_RELEASE "65536"
#define MAX_LISTED ((gsize)1 << 20)
#define MAX_SECONDS 10
#define MAX_MEMORY ((rlim_t)1 << 30)

/* ---- Programs ---- */

static const char *const grub_packages[] = { "grub-common", "grub2-tools-extra", "grub2" };
static const char *const qemu_packages[] = { "qemu-utils", "qemu-img", "qemu-tools" };

static void
limit_reader(gpointer data)
{
    const struct rlimit seconds = { MAX_SECONDS, MAX_SECONDS }, memory = { MAX_MEMORY, MAX_MEMORY },
                        none = { 0, 0 };

    setrlimit(RLIMIT_CPU, &seconds);
    setrlimit(RLIMIT_AS, &memory);
    setrlimit(RLIMIT_CORE, &none);
}

static void
end_with_parent(gpointer data)
{
    prctl(PR_SET_PDEATHSIG, SIGTERM);
}

static GSubprocess *
spawn(const char *const *argv, GSubprocessFlags flags, GSpawnChildSetupFunc setup, GError **error)
{
    g_autoptr(GSubprocessLauncher) launcher = g_subprocess_launcher_new(flags);
    g_autoptr(GError) native = NULL;
    GSubprocess *process;

    g_subprocess_launcher_setenv(launcher, "LC_ALL", "C", TRUE);
    g_subprocess_launcher_set_child_setup(launcher, setup, NULL, NULL);
    process = g_subprocess_launcher_spawnv(launcher, argv, &native);
    if (process == NULL)
        yado_error_set(error, YADO_ERROR_FAILED, native->message, NULL, _("“%s” cannot be run."),
                       argv[0]);
    return process;
}

/* ---- File systems, as GRUB sees them ---- */

typedef struct {
    const char *grub, *image;
    GCancellable *cancellable;
} Reader;

/* What grub-fstest says; "" when it cannot. Its exit status tells nothing. (transfer full) */
static char *
ask(const Reader *reader, const char *command, const char *what)
{
    const char *const argv[] = {
        reader->grub, "-n", MAX_RELEASE, reader->image, command, what, NULL
    };
    g_autoptr(GSubprocess) process =
        spawn(argv, G_SUBPROCESS_FLAGS_STDOUT_PIPE | G_SUBPROCESS_FLAGS_STDERR_SILENCE,
              limit_reader, NULL);
    g_autoptr(GBytes) said = NULL;
    gsize length = 0;
    const char *text;

    if (process == NULL)
        return g_strdup("");
    if (!g_subprocess_communicate(process, NULL, reader->cancellable, &said, NULL, NULL)) {
        g_subprocess_force_exit(process);
        return g_strdup("");
    }
    text = g_bytes_get_data(said, &length);
    return g_utf8_make_valid(text != NULL ? text : "", (gssize)MIN(length, MAX_LISTED));
}

/* "(loop0,gpt2)", "(lvm/system-root)": what may hold file systems. (transfer full) */
static GStrv
list_volumes(const Reader *reader)
{
    g_autofree char *said = ask(reader, "ls", NULL);
    g_auto(GStrv) words = g_strsplit_set(said, " \n", -1);
    g_autoptr(GStrvBuilder) volumes = g_strv_builder_new();

    for (guint i = 0; words[i] != NULL; i++)
        if (words[i][0] == '(' && strcmp(words[i], "(proc)") != 0 &&
            strcmp(words[i], "(host)") != 0)
            g_strv_builder_add(volumes, words[i]);
    return g_strv_builder_end(volumes);
}

/* The names in the folder @path, "etc/" for folders. (transfer full) */
static GStrv
list_folder(const Reader *reader, const char *path)
{
    g_autofree char *said = ask(reader, "ls", path);

    return g_strsplit_set(said, " \n", -1);
}

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
read_release_in(const Reader *reader, const char *root)
{
    static const char *const places[] = { "usr/lib/os-release", "etc/os-release" };

    for (guint i = 0; i < G_N_ELEMENTS(places); i++) {
        g_autofree char *path = g_strconcat(root, places[i], NULL);
        g_autofree char *text = ask(reader, "cat", path);

        if (*text != '\0')
            return g_steal_pointer(&text);
    }
    return NULL;
}

/* btrfs keeps the root in a subvolume: SUSE in the newest of snapper's, Debian, Ubuntu and Fedora in one by these names. */
static char *
read_release_of_subvolume(const Reader *reader, const char *volume, const char *const *names)
{
    static const char *const roots[] = { "@rootfs/", "root/", "@/" };

    for (guint i = 0; i < G_N_ELEMENTS(roots); i++) {
        g_autofree char *root = g_strconcat(volume, "/", roots[i], NULL);
        g_autofree char *snapshots = g_strconcat(root, ".snapshots/", NULL);
        g_auto(GStrv) kept = NULL;
        g_autofree char *newest = NULL;
        char *release;

        if (!g_strv_contains(names, roots[i]))
            continue;
        release = read_release_in(reader, root);
        if (release != NULL)
            return release;
        kept = list_folder(reader, snapshots);
        if (find_newest((const char *const *)kept) == NULL)
            continue;
        newest = g_strconcat(snapshots, find_newest((const char *const *)kept), "snapshot/", NULL);
        release = read_release_in(reader, newest);
        if (release != NULL)
            return release;
    }
    return NULL;
}

static char *
read_release_of(const Reader *reader, const char *volume)
{
    g_autofree char *root = g_strconcat(volume, "/", NULL);
    g_auto(GStrv) names = list_folder(reader, root);
    const char *const *list = (const char *const *)names;

    if (g_strv_contains(list, "etc/") || g_strv_contains(list, "usr/"))
        return read_release_in(reader, root);
    return read_release_of_subvolume(reader, volume, list);
}

static char *
fail_missing(GError **error, const char *const packages[3], const char *sentence)
{
    g_autofree char *hint =
        g_strdup_printf(_("Install the package %s."), yado_media_module_pick_package(packages));

    yado_error_set(error, YADO_ERROR_UNSUPPORTED, NULL, hint, "%s", sentence);
    return NULL;
}

static char *
find_grub(void)
{
    char *program = g_find_program_in_path("grub-fstest");

    return program != NULL ? program : g_find_program_in_path("grub2-fstest");
}

/* @name: as the user knows @image. */
static char *
read_raw(const char *image, const char *name, GCancellable *cancellable, GError **error)
{
    g_autofree char *grub = find_grub();
    const Reader reader = { grub, image, cancellable };
    g_auto(GStrv) volumes = NULL;
    char *release = NULL;

    if (grub == NULL)
        return fail_missing(error, grub_packages,
                            _("What is on a disk is read by GRUB, which is not installed."));
    volumes = list_volumes(&reader);
    for (guint i = 0; volumes[i] != NULL && release == NULL; i++)
        if (!g_cancellable_is_cancelled(cancellable))
            release = read_release_of(&reader, volumes[i]);
    if (release == NULL && !g_cancellable_set_error_if_cancelled(cancellable, error))
        yado_error_set(error, YADO_ERROR_NOT_FOUND, NULL, NULL,
                       _("“%s” has no file system that GRUB can read, with a system that tells "
                         "its name."),
                       name);
    return release;
}

/* ---- Formats ---- */

/* "a,b" in one of QEMU's lists of options. */
static char *
escape(const char *path)
{
    g_auto(GStrv) parts = g_strsplit(path, ",", -1);

    return g_strjoinv(",,", parts);
}

/* Shows @path as @raw, a file that is there. Ends when the process does. */
static GSubprocess *
show_as_raw(const char *path, const char *format, const char *raw, GCancellable *cancellable,
            GError **error)
{
    g_autofree char *program = g_find_program_in_path("qemu-storage-daemon");
    g_autofree char *escaped = escape(path);
    g_autofree char *file =
        g_strconcat("driver=file,node-name=file,read-only=on,filename=", escaped, NULL);
    g_autofree char *disk =
        g_strconcat("node-name=disk,file=file,read-only=on,driver=", format, NULL);
    g_autofree char *export =
        g_strconcat("type=fuse,id=disk,node-name=disk,writable=off,mountpoint=", raw, NULL);
    const char *const argv[] = { program,      "--blockdev", file,
                                 "--blockdev", disk,         "--export",
                                 export,       "--chardev",  "stdio,id=control",
                                 "--monitor",  "control",    NULL };
    g_autoptr(GSubprocess) process = NULL;
    g_autoptr(GDataInputStream) said = NULL;
    g_autofree char *line = NULL;

    if (program == NULL) {
        fail_missing(error, qemu_packages,
                     _("A disk in this format is read by QEMU's tools, which are not installed."));
        return NULL;
    }
    process = spawn(argv,
                    G_SUBPROCESS_FLAGS_STDIN_PIPE | G_SUBPROCESS_FLAGS_STDOUT_PIPE |
                        G_SUBPROCESS_FLAGS_STDERR_MERGE,
                    end_with_parent, error);
    if (process == NULL)
        return NULL;
    /* Its monitor greets when all is there. */
    said = g_data_input_stream_new(g_subprocess_get_stdout_pipe(process));
    line = g_data_input_stream_read_line_utf8(said, NULL, cancellable, NULL);
    if (line != NULL && *line == '{')
        return g_steal_pointer(&process);
    g_subprocess_force_exit(process);
    if (!g_cancellable_set_error_if_cancelled(cancellable, error))
        yado_error_set(error, YADO_ERROR_FAILED, line, NULL, _("The disk “%s” cannot be read."),
                       path);
    return NULL;
}

static char *
read_other(const char *path, const char *format, GCancellable *cancellable, GError **error)
{
    g_autoptr(GError) native = NULL;
    g_autofree char *folder = g_dir_make_tmp("yado-disk-XXXXXX", &native);
    g_autofree char *raw = folder != NULL ? g_build_filename(folder, "raw", NULL) : NULL;
    g_autoptr(GSubprocess) process = NULL;
    char *release = NULL;

    if (raw == NULL || !g_file_set_contents(raw, "", 0, &native)) {
        yado_error_set(error, YADO_ERROR_FAILED, native->message, NULL,
                       _("No folder for what is fetched can be made on this machine."));
        return NULL;
    }
    process = show_as_raw(path, format, raw, cancellable, error);
    if (process != NULL) {
        release = read_raw(raw, path, cancellable, error);
        g_subprocess_send_signal(process, SIGTERM);
        g_subprocess_wait(process, NULL, NULL);
    }
    g_unlink(raw);
    g_rmdir(folder);
    return release;
}

/* QEMU's name for the format of @path, by what it begins with; NULL: raw. */
static const char *
find_driver(const char *path)
{
    static const struct {
        gsize at;
        const char *magic, *driver;
    } magics[] = {
        { 0, "QFI\xfb", "qcow2" }, { 0, "QED", "qed" },       { 0, "KDMV", "vmdk" },
        { 0, "conectix", "vpc" },  { 0, "vhdxfile", "vhdx" }, { 64, "\x7f\x10\xda\xbe", "vdi" },
    };
    g_autoptr(GFile) file = g_file_new_for_path(path);
    g_autoptr(GFileInputStream) stream = g_file_read(file, NULL, NULL);
    char start[128] = { 0 };
    gsize length = 0;

    if (stream != NULL)
        g_input_stream_read_all(G_INPUT_STREAM(stream), start, sizeof start, &length, NULL, NULL);
    for (guint i = 0; i < G_N_ELEMENTS(magics); i++)
        if (memcmp(start + magics[i].at, magics[i].magic, strlen(magics[i].magic)) == 0)
            return magics[i].driver;
    return NULL;
}

char *
yado_disk_read_release(const char *path, GCancellable *cancellable, GError **error)
{
    const char *driver;

    g_return_val_if_fail(path != NULL, NULL);
    driver = find_driver(path);
    return driver != NULL ? read_other(path, driver, cancellable, error)
                          : read_raw(path, path, cancellable, error);
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
