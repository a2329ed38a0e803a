/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "media/yado-disk-reader.h"

#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <signal.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>

#include "base/yado-error.h"
#include "media/yado-media-module.h"

/* A disk may be made to lead its reader astray. */
#define MAX_TEXT G_STRINGIFY(YADO_DISK_READER_MOST_TEXT)
#define MAX_LISTED ((gsize)1 << 20)
#define MAX_SECONDS 10
#define MAX_SECONDS_IN_ALL 30
#define MAX_MEMORY ((rlim_t)1 << 30)

struct _YadoDiskReader {
    char *grub, *image;
    char *folder;        /* of @image, where it is shown as raw by @shower; or NULL */
    GSubprocess *shower; /* or NULL */
    GCancellable *cancellable;
    gint64 end;
};

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

/* What grub-fstest says; "" when it cannot. Its exit status tells nothing. (transfer full) */
static char *
ask(YadoDiskReader *self, const char *command, const char *option, const char *what)
{
    const char *argv[9] = { self->grub, "-n", MAX_TEXT, self->image, "--", command };
    guint n = 6;
    g_autoptr(GSubprocess) process = NULL;
    g_autoptr(GBytes) said = NULL;
    gsize length = 0;
    const char *text;

    if (option != NULL)
        argv[n++] = option;
    if (what != NULL)
        argv[n++] = what;
    if (g_cancellable_is_cancelled(self->cancellable) || g_get_monotonic_time() > self->end)
        return g_strdup("");
    process = spawn(argv, G_SUBPROCESS_FLAGS_STDOUT_PIPE | G_SUBPROCESS_FLAGS_STDERR_SILENCE,
                    limit_reader, NULL);
    if (process == NULL)
        return g_strdup("");
    if (!g_subprocess_communicate(process, NULL, self->cancellable, &said, NULL, NULL)) {
        g_subprocess_force_exit(process);
        return g_strdup("");
    }
    text = g_bytes_get_data(said, &length);
    return g_utf8_make_valid(text != NULL ? text : "", (gssize)MIN(length, MAX_LISTED));
}

GStrv
yado_disk_reader_list_volumes(YadoDiskReader *self)
{
    g_autofree char *said = ask(self, "ls", NULL, NULL);
    g_auto(GStrv) words = g_strsplit_set(said, " \n", -1);
    g_autoptr(GStrvBuilder) volumes = g_strv_builder_new();

    for (guint i = 0; words[i] != NULL; i++)
        if (words[i][0] == '(' && strcmp(words[i], "(proc)") != 0 &&
            strcmp(words[i], "(host)") != 0)
            g_strv_builder_add(volumes, words[i]);
    return g_strv_builder_end(volumes);
}

/* "Device loop0: Filesystem type ext* - Label ...": what the disk itself says stands behind. */
char *
yado_disk_reader_dup_file_system(YadoDiskReader *self, const char *volume)
{
    static const char sign[] = "Filesystem type ";
    g_autofree char *said = ask(self, "ls", "-l", volume);
    const char *name = strstr(said, sign);

    if (name == NULL)
        return g_strdup("");
    name += strlen(sign);
    return g_strndup(name, strcspn(name, " ,\n"));
}

GStrv
yado_disk_reader_list_folder(YadoDiskReader *self, const char *path)
{
    g_autofree char *said = ask(self, "ls", NULL, path);

    return g_strsplit_set(said, " \n", -1);
}

char *
yado_disk_reader_dup_text(YadoDiskReader *self, const char *path)
{
    return ask(self, "cat", NULL, path);
}

gboolean
yado_disk_reader_check(YadoDiskReader *self, GError **error)
{
    if (g_cancellable_set_error_if_cancelled(self->cancellable, error))
        return FALSE;
    return g_get_monotonic_time() <= self->end ||
           yado_error_set(error, YADO_ERROR_FAILED, NULL, NULL,
                          _("What is on the disk could not be found out in %d seconds."),
                          MAX_SECONDS_IN_ALL);
}

/* ---- Tools ---- */

static gboolean
fail_missing(GError **error, const char *const packages[3], const char *sentence)
{
    g_autofree char *hint =
        g_strdup_printf(_("Install the package %s."), yado_media_module_pick_package(packages));

    return yado_error_set(error, YADO_ERROR_UNSUPPORTED, NULL, hint, "%s", sentence);
}

static char *
find_grub(void)
{
    char *program = g_find_program_in_path("grub-fstest");

    return program != NULL ? program : g_find_program_in_path("grub2-fstest");
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

GByteArray *
yado_disk_read_start(const char *path, gsize most)
{
    g_autoptr(GFile) file = g_file_new_for_path(path);
    g_autoptr(GFileInputStream) stream = g_file_read(file, NULL, NULL);
    GByteArray *start = g_byte_array_new();
    gsize length = 0;

    g_byte_array_set_size(start, (guint)most);
    if (stream != NULL)
        g_input_stream_read_all(G_INPUT_STREAM(stream), start->data, most, &length, NULL, NULL);
    g_byte_array_set_size(start, (guint)length);
    return start;
}

GByteArray *
yado_disk_reader_dup_start(YadoDiskReader *self, gsize most)
{
    return yado_disk_read_start(self->image, most);
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
    g_autoptr(GByteArray) start = yado_disk_read_start(path, 128);

    for (guint i = 0; i < G_N_ELEMENTS(magics); i++) {
        gsize length = strlen(magics[i].magic);

        if (magics[i].at + length <= start->len &&
            memcmp(start->data + magics[i].at, magics[i].magic, length) == 0)
            return magics[i].driver;
    }
    return NULL;
}

static gboolean
show(YadoDiskReader *self, const char *path, const char *format, GError **error)
{
    g_autoptr(GError) native = NULL;

    self->folder = g_dir_make_tmp("yado-disk-XXXXXX", &native);
    self->image = self->folder != NULL ? g_build_filename(self->folder, "raw", NULL) : NULL;
    if (self->image == NULL || !g_file_set_contents(self->image, "", 0, &native))
        return yado_error_set(error, YADO_ERROR_FAILED, native->message, NULL,
                              _("No folder for what is fetched can be made on this machine."));
    self->shower = show_as_raw(path, format, self->image, self->cancellable, error);
    return self->shower != NULL;
}

/* ---- Life ---- */

YadoDiskReader *
yado_disk_reader_open(const char *path, GCancellable *cancellable, GError **error)
{
    g_autoptr(YadoDiskReader) self = g_new0(YadoDiskReader, 1);
    const char *driver;

    g_return_val_if_fail(path != NULL, NULL);
    self->end = g_get_monotonic_time() + MAX_SECONDS_IN_ALL * G_TIME_SPAN_SECOND;
    g_set_object(&self->cancellable, cancellable);
    self->grub = find_grub();
    if (self->grub == NULL) {
        fail_missing(error, grub_packages,
                     _("What is on a disk is read by GRUB, which is not installed."));
        return NULL;
    }
    driver = find_driver(path);
    if (driver == NULL)
        self->image = g_strdup(path);
    else if (!show(self, path, driver, error))
        return NULL;
    return g_steal_pointer(&self);
}

void
yado_disk_reader_close(YadoDiskReader *self)
{
    if (self->shower != NULL) {
        g_subprocess_send_signal(self->shower, SIGTERM);
        g_subprocess_wait(self->shower, NULL, NULL);
    }
    if (self->folder != NULL) {
        if (self->image != NULL)
            g_unlink(self->image);
        g_rmdir(self->folder);
    }
    g_clear_object(&self->shower);
    g_clear_object(&self->cancellable);
    g_free(self->grub);
    g_free(self->image);
    g_free(self->folder);
    g_free(self);
}
