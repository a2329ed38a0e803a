/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Configuration files at rest.  The client names a file, never a path: nothing outside the folder can be read or written by it.  What
 * is inside a file is the client's business, but for name and uuid, which Xen's own parser reads.
 */
#include "config.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <glib-unix.h>
#include <glib/gstdio.h>
#include <libxlutil.h>
#include <stdlib.h>
#include <string.h>
#include <sys/inotify.h>
#include <sys/stat.h>
#include <unistd.h>

#include "yado-xl-agent.h"

#define SUFFIX ".cfg"
#define MAX_SIZE (4 << 20)
#define DEBOUNCE_MILLISECONDS 100

/* What was read of a file, as long as it stays as it was. */
typedef struct {
    dev_t device;
    ino_t inode;
    off_t size;
    struct timespec changed;
    char *name;
    char uuid[37];
    gboolean has_uuid;
    char *problem; /* "" none */
} File;

static void
free_file(gpointer data)
{
    File *file = data;

    g_free(file->name);
    g_free(file->problem);
    g_free(file);
}

static gboolean
is_file_name(const char *name)
{
    return name[0] != '.' && !strchr(name, '/') && g_str_has_suffix(name, SUFFIX) &&
           strlen(name) > strlen(SUFFIX) && strlen(name) < NAME_MAX &&
           g_utf8_validate(name, -1, NULL);
}

char *
yado_xl_files_dup_path(YadoXlAgent *self, const char *file)
{
    return is_file_name(file) ? g_build_filename(self->folder, file, NULL) : NULL;
}

char *
yado_xl_files_dup_saved_path(YadoXlAgent *self, const char *name)
{
    if (!*name || name[0] == '.' || strchr(name, '/'))
        return NULL;
    return g_build_filename(self->saved, name, NULL);
}

/* Reading. */

/* NULL with @error: missing, too big, or not text. */
static char *
read_text(const char *path, GError **error)
{
    g_autofree char *text = NULL;
    gsize length;
    GStatBuf status;

    if (g_stat(path, &status) == 0 && (!S_ISREG(status.st_mode) || status.st_size > MAX_SIZE)) {
        g_set_error(error, G_FILE_ERROR, G_FILE_ERROR_INVAL,
                    "%s: not a file, or bigger than %d MiB", path, MAX_SIZE >> 20);
        return NULL;
    }
    if (!g_file_get_contents(path, &text, &length, error))
        return NULL;
    if (strlen(text) != length) {
        g_set_error(error, G_FILE_ERROR, G_FILE_ERROR_INVAL, "%s: not a text", path);
        return NULL;
    }
    return g_steal_pointer(&text);
}

/*
 * A file without a uuid gets one made of machine and path (RFC 4122, version 5), so that its row is the same today and tomorrow, and
 * differs from that of the same file on another machine.
 */
static void
make_uuid(YadoXlAgent *self, const char *name, char uuid[37])
{
    static const guint8 space[16] = { 0x6f, 0x1c, 0x1d, 0x5e, 0x0a, 0x54, 0x4c, 0x8e,
                                      0x9b, 0x37, 0x2b, 0x54, 0x33, 0xd0, 0x5a, 0x11 };
    g_autofree char *text = g_strdup_printf("xl://%s%s/%s", g_get_host_name(), self->folder, name);
    g_autoptr(GChecksum) checksum = g_checksum_new(G_CHECKSUM_SHA1);
    guint8 digest[20];
    gsize length = sizeof(digest);
    libxl_uuid native;

    g_checksum_update(checksum, space, sizeof(space));
    g_checksum_update(checksum, (const guchar *)text, -1);
    g_checksum_get_digest(checksum, digest, &length);
    digest[6] = (digest[6] & 0x0f) | 0x50;
    digest[8] = (digest[8] & 0x3f) | 0x80;
    memcpy(libxl_uuid_bytearray(&native), digest, 16);
    yado_xl_format_uuid(&native, uuid);
}

static void
read_identity(File *file, XLU_Config *config)
{
    const char *name = NULL, *uuid = NULL;
    libxl_uuid native;

    if (xlu_cfg_get_string(config, "name", &name, 1) == 0 && *name) {
        g_free(file->name);
        file->name = g_utf8_make_valid(name, -1);
    } else {
        g_free(file->problem);
        file->problem = g_strdup("the key “name” is missing");
    }
    if (xlu_cfg_get_string(config, "uuid", &uuid, 1) != 0)
        return;
    file->has_uuid = libxl_uuid_from_string(&native, uuid) == 0;
    if (file->has_uuid)
        yado_xl_format_uuid(&native, file->uuid);
}

/* The problem in the words of Xen's parser, with file and line: "web.cfg:3: config parsing error near …". */
static void
parse(File *file, const char *label, const char *text)
{
    char *report = NULL;
    size_t length = 0;
    FILE *stream = open_memstream(&report, &length);
    XLU_Config *config = stream ? xlu_cfg_init(stream, label) : NULL;
    gboolean is_right = config && xlu_cfg_readdata(config, text, (int)strlen(text)) == 0;

    if (is_right)
        read_identity(file, config);
    if (config)
        xlu_cfg_destroy(config);
    if (stream)
        fclose(stream);
    if (!is_right) {
        g_free(file->problem);
        file->problem = g_strchomp(g_utf8_make_valid(report && *report ? report : "?", -1));
    }
    free(report);
}

static File *
read_file(YadoXlAgent *self, const char *name, const struct stat *status)
{
    g_autofree char *path = g_build_filename(self->folder, name, NULL);
    g_autoptr(GError) error = NULL;
    g_autofree char *text = read_text(path, &error);
    File *file = g_new0(File, 1);

    file->device = status->st_dev;
    file->inode = status->st_ino;
    file->size = status->st_size;
    file->changed = status->st_mtim;
    file->name = g_strndup(name, strlen(name) - strlen(SUFFIX));
    file->problem = g_strdup(text ? "" : error->message);
    make_uuid(self, name, file->uuid);
    if (text)
        parse(file, name, text);
    return file;
}

static gboolean
is_same(const File *file, const struct stat *status)
{
    return file->device == status->st_dev && file->inode == status->st_ino &&
           file->size == status->st_size && file->changed.tv_sec == status->st_mtim.tv_sec &&
           file->changed.tv_nsec == status->st_mtim.tv_nsec;
}

static File *
ensure_file(YadoXlAgent *self, const char *name)
{
    g_autofree char *path = g_build_filename(self->folder, name, NULL);
    struct stat status;
    File *file;

    if (stat(path, &status) != 0 || !S_ISREG(status.st_mode))
        return NULL;
    file = g_hash_table_lookup(self->files, name);
    if (file && is_same(file, &status))
        return file;
    file = read_file(self, name, &status);
    g_hash_table_replace(self->files, g_strdup(name), file);
    return file;
}

static int
compare_names(gconstpointer a, gconstpointer b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static GPtrArray *
list_names(YadoXlAgent *self)
{
    GPtrArray *names = g_ptr_array_new_with_free_func(g_free);
    DIR *folder = opendir(self->folder);
    struct dirent *entry;

    while (folder && (entry = readdir(folder)))
        if (is_file_name(entry->d_name))
            g_ptr_array_add(names, g_strdup(entry->d_name));
    if (folder)
        closedir(folder);
    g_ptr_array_sort(names, compare_names);
    return names;
}

char *
yado_xl_files_dup_guest_name(YadoXlAgent *self, const char *name)
{
    File *file = is_file_name(name) ? ensure_file(self, name) : NULL;

    return file ? g_strdup(file->name) : NULL;
}

/* Autostart: a link, or a file, in the folder that the service xendomains reads. */

static char *
find_link(YadoXlAgent *self, const File *file)
{
    DIR *folder = opendir(self->autostart);
    char *found = NULL;
    struct dirent *entry;

    while (folder && !found && (entry = readdir(folder))) {
        g_autofree char *path = g_build_filename(self->autostart, entry->d_name, NULL);
        struct stat status;

        if (entry->d_name[0] != '.' && stat(path, &status) == 0 && S_ISREG(status.st_mode) &&
            status.st_dev == file->device && status.st_ino == file->inode)
            found = g_steal_pointer(&path);
    }
    if (folder)
        closedir(folder);
    return found;
}

static gboolean
has_saved(YadoXlAgent *self, const File *file)
{
    g_autofree char *path = yado_xl_files_dup_saved_path(self, file->name);

    return path && access(path, F_OK) == 0;
}

static void
add_file(YadoXlAgent *self, GVariantBuilder *files, GHashTable *uuids, const char *name, File *file)
{
    g_autofree char *link = find_link(self, file);
    g_autofree char *problem = NULL;
    const char *other = g_hash_table_lookup(uuids, file->uuid);
    gboolean has_uuid = file->has_uuid && !other;
    char uuid[37];

    memcpy(uuid, file->uuid, sizeof(uuid));
    if (other) { /* a copy of another file: still a row of its own */
        problem = g_strdup_printf("%s has the same uuid", other);
        make_uuid(self, name, uuid);
    }
    g_hash_table_insert(uuids, g_strdup(uuid), (gpointer)name);
    g_variant_builder_add(files, "(ssbsbbs)", name, uuid, has_uuid, file->name, link != NULL,
                          has_saved(self, file), problem ? problem : file->problem);
}

static gboolean
on_list_files_called_cb(YadoXl1 *skeleton, GDBusMethodInvocation *invocation, gpointer data)
{
    YadoXlAgent *self = data;
    g_autoptr(GPtrArray) names = list_names(self);
    g_autoptr(GHashTable) uuids = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    GVariantBuilder files;

    g_variant_builder_init(&files, G_VARIANT_TYPE("a(ssbsbbs)"));
    for (guint i = 0; i < names->len; i++) {
        File *file = ensure_file(self, names->pdata[i]);

        if (file)
            add_file(self, &files, uuids, names->pdata[i], file);
    }
    yado_xl1_complete_list_files(skeleton, invocation, g_variant_builder_end(&files), self->folder);
    return TRUE;
}

static gboolean
fail_error(GDBusMethodInvocation *invocation, const GError *error)
{
    YadoXlError code = YADO_XL_FAILED;

    if (g_error_matches(error, G_FILE_ERROR, G_FILE_ERROR_NOENT))
        code = YADO_XL_NOT_FOUND;
    else if (g_error_matches(error, G_FILE_ERROR, G_FILE_ERROR_ACCES) ||
             g_error_matches(error, G_FILE_ERROR, G_FILE_ERROR_ROFS))
        code = YADO_XL_DENIED;
    else if (g_error_matches(error, G_FILE_ERROR, G_FILE_ERROR_NOSPC))
        code = YADO_XL_NO_SPACE;
    else if (g_error_matches(error, G_FILE_ERROR, G_FILE_ERROR_INVAL))
        code = YADO_XL_INVALID;
    return yado_xl_fail(invocation, code, "%s", error->message);
}

static gboolean
fail_name(GDBusMethodInvocation *invocation, const char *name)
{
    return yado_xl_fail(invocation, YADO_XL_INVALID, "“%s” is not the name of a file *" SUFFIX,
                        name);
}

static gboolean
on_read_file_called_cb(YadoXl1 *skeleton, GDBusMethodInvocation *invocation, const char *name,
                       gpointer data)
{
    g_autofree char *path = yado_xl_files_dup_path(data, name);
    g_autofree char *text = NULL;
    g_autoptr(GError) error = NULL;

    if (!path)
        return fail_name(invocation, name);
    text = read_text(path, &error);
    if (!text)
        return fail_error(invocation, error);
    yado_xl1_complete_read_file(skeleton, invocation, text);
    return TRUE;
}

/* Writing: beside it, to the disk, then over it.  A link stays one: what it leads to is replaced. */
static gboolean
write_text(const char *path, const char *text, GError **error)
{
    g_autofree char *real = realpath(path, NULL);
    struct stat status;
    gboolean is_old = real && stat(real, &status) == 0;

    if (!g_file_set_contents_full(real ? real : path, text, -1,
                                  G_FILE_SET_CONTENTS_CONSISTENT | G_FILE_SET_CONTENTS_DURABLE,
                                  0600, error))
        return FALSE;
    if (is_old && (chown(real, status.st_uid, status.st_gid) != 0 ||
                   chmod(real, status.st_mode & 07777) != 0))
        g_warning("%s: owner and mode: %s", real, g_strerror(errno));
    return TRUE;
}

static gboolean
on_write_file_called_cb(YadoXl1 *skeleton, GDBusMethodInvocation *invocation, const char *name,
                        const char *base, const char *text, gpointer data)
{
    g_autofree char *path = yado_xl_files_dup_path(data, name);
    g_autofree char *now = NULL;
    g_autoptr(GError) error = NULL;

    if (!path)
        return fail_name(invocation, name);
    if (strlen(text) > MAX_SIZE)
        return yado_xl_fail(invocation, YADO_XL_INVALID, "bigger than %d MiB", MAX_SIZE >> 20);
    now = read_text(path, &error);
    if (!now && !g_error_matches(error, G_FILE_ERROR, G_FILE_ERROR_NOENT))
        return fail_error(invocation, error);
    if (!now && *base)
        return yado_xl_fail(invocation, YADO_XL_NOT_FOUND, "%s is not there any more", name);
    if (now && strcmp(now, base) != 0)
        return yado_xl_fail(invocation, YADO_XL_CONFLICT, "%s has changed meanwhile", name);
    g_clear_error(&error);
    if (!write_text(path, text, &error))
        return fail_error(invocation, error);
    yado_xl1_complete_write_file(skeleton, invocation);
    return TRUE;
}

static gboolean
on_remove_file_called_cb(YadoXl1 *skeleton, GDBusMethodInvocation *invocation, const char *name,
                         gpointer data)
{
    YadoXlAgent *self = data;
    g_autofree char *path = yado_xl_files_dup_path(self, name);
    File *file = path ? ensure_file(self, name) : NULL;
    g_autofree char *link = NULL;
    g_autofree char *saved = NULL;

    if (!path)
        return fail_name(invocation, name);
    if (!file)
        return yado_xl_fail_errno(invocation, ENOENT, path);
    link = find_link(self, file);
    saved = yado_xl_files_dup_saved_path(self, file->name);
    if (unlink(path) != 0)
        return yado_xl_fail_errno(invocation, errno, path);
    if (link)
        unlink(link);
    if (saved)
        unlink(saved);
    yado_xl1_complete_remove_file(skeleton, invocation);
    return TRUE;
}

static gboolean
leads_nowhere(const char *link)
{
    struct stat status;

    return lstat(link, &status) == 0 && S_ISLNK(status.st_mode) && stat(link, &status) != 0 &&
           (errno == ENOENT || errno == ENOTDIR || errno == ELOOP);
}

/* EEXIST: another guest's file has the name there. */
static int
make_link(YadoXlAgent *self, const char *name, const char *link)
{
    g_autofree char *above = g_path_get_dirname(self->autostart);
    g_autofree char *target =
        g_build_filename(strcmp(above, self->folder) == 0 ? ".." : self->folder, name, NULL);

    if (g_mkdir_with_parents(self->autostart, 0755) != 0)
        return errno;
    if (symlink(target, link) == 0)
        return 0;
    if (errno != EEXIST || !leads_nowhere(link))
        return errno;
    return unlink(link) == 0 && symlink(target, link) == 0 ? 0 : errno;
}

/* The text is the other's path and nothing else: see org.yado.Xl1.xml. */
static gboolean
fail_taken(GDBusMethodInvocation *invocation, const char *link)
{
    g_autofree char *real = realpath(link, NULL);

    return yado_xl_fail(invocation, YADO_XL_CONFLICT, "%s", real ? real : link);
}

static gboolean
on_set_autostart_called_cb(YadoXl1 *skeleton, GDBusMethodInvocation *invocation, const char *name,
                           gboolean on, gpointer data)
{
    YadoXlAgent *self = data;
    File *file = is_file_name(name) ? ensure_file(self, name) : NULL;
    g_autofree char *link = file ? find_link(self, file) : NULL;
    g_autofree char *path = g_build_filename(self->autostart, name, NULL);
    int number = 0;

    if (!file)
        return yado_xl_fail_errno(invocation, ENOENT, name);
    if (on && !link)
        number = make_link(self, name, path);
    else if (!on && link)
        number = unlink(link) == 0 ? 0 : errno;
    if (number == EEXIST)
        return fail_taken(invocation, path);
    if (number != 0)
        return yado_xl_fail_errno(invocation, number, link ? link : path);
    yado_xl1_complete_set_autostart(skeleton, invocation);
    return TRUE;
}

static gboolean
on_discard_saved_called_cb(YadoXl1 *skeleton, GDBusMethodInvocation *invocation, const char *name,
                           gpointer data)
{
    YadoXlAgent *self = data;
    File *file = is_file_name(name) ? ensure_file(self, name) : NULL;
    g_autofree char *saved = file ? yado_xl_files_dup_saved_path(self, file->name) : NULL;

    if (!saved)
        return yado_xl_fail_errno(invocation, ENOENT, name);
    if (unlink(saved) != 0)
        return yado_xl_fail_errno(invocation, errno, saved);
    yado_xl1_complete_discard_saved(skeleton, invocation);
    return TRUE;
}

/* Changes by others. */

static gboolean
on_files_changed_due_cb(gpointer data)
{
    YadoXlAgent *self = data;

    self->files_changed_source = 0;
    yado_xl1_emit_files_changed(self->skeleton);
    return G_SOURCE_REMOVE;
}

static gboolean
on_folder_changed_cb(int fd, GIOCondition condition, gpointer data)
{
    YadoXlAgent *self = data;
    char buffer[4096];

    while (read(fd, buffer, sizeof(buffer)) > 0)
        continue;
    if (!self->files_changed_source)
        self->files_changed_source =
            g_timeout_add(DEBOUNCE_MILLISECONDS, on_files_changed_due_cb, self);
    return G_SOURCE_CONTINUE;
}

void
yado_xl_files_set_watched(YadoXlAgent *self, gboolean on)
{
    const char *folders[] = { self->folder, self->autostart, self->saved };

    g_clear_handle_id(&self->files_source, g_source_remove);
    g_clear_handle_id(&self->files_changed_source, g_source_remove);
    if (self->files_notify >= 0)
        close(self->files_notify);
    self->files_notify = on ? inotify_init1(IN_CLOEXEC | IN_NONBLOCK) : -1;
    if (self->files_notify < 0)
        return;
    for (guint i = 0; i < G_N_ELEMENTS(folders); i++)
        inotify_add_watch(self->files_notify, folders[i],
                          IN_CLOSE_WRITE | IN_MOVE | IN_CREATE | IN_DELETE | IN_ONLYDIR);
    self->files_source = g_unix_fd_add(self->files_notify, G_IO_IN, on_folder_changed_cb, self);
}

void
yado_xl_files_connect(YadoXlAgent *self)
{
    static const struct {
        const char *signal;
        GCallback callback;
    } handlers[] = {
        { "handle-list-files", G_CALLBACK(on_list_files_called_cb) },
        { "handle-read-file", G_CALLBACK(on_read_file_called_cb) },
        { "handle-write-file", G_CALLBACK(on_write_file_called_cb) },
        { "handle-remove-file", G_CALLBACK(on_remove_file_called_cb) },
        { "handle-set-autostart", G_CALLBACK(on_set_autostart_called_cb) },
        { "handle-discard-saved", G_CALLBACK(on_discard_saved_called_cb) },
    };

    self->files = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, free_file);
    for (guint i = 0; i < G_N_ELEMENTS(handlers); i++)
        g_signal_connect(self->skeleton, handlers[i].signal, handlers[i].callback, self);
}
