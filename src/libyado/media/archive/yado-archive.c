/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* ISO images, initrds and compressed kernels, by libarchive. */
#include "config.h"

#include <archive.h>
#include <archive_entry.h>
#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

#include "base/yado-error.h"
#include "media/archive/yado-archive-private.h"

#define BLOCK 65536
/* More names than any medium has: what has more is made to exhaust us. */
#define MAX_NAMES 1000000

typedef struct archive Archive;
typedef struct archive_entry Entry;

static void
reader_free(Archive *archive)
{
    archive_read_free(archive);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC(Archive, reader_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Entry, archive_entry_free)

/* ---- Reading ---- */

static Archive *
open_iso(const char *path, GError **error)
{
    g_autoptr(Archive) archive = archive_read_new();

    archive_read_support_format_iso9660(archive);
    if (archive_read_open_filename(archive, path, BLOCK) == ARCHIVE_OK)
        return g_steal_pointer(&archive);
    yado_error_set(error, YADO_ERROR_INVALID, archive_error_string(archive), NULL,
                   _("“%s” cannot be read as an ISO image."), path);
    return NULL;
}

/* FALSE without @error: the end. */
static gboolean
read_entry(Archive *archive, const char *path, Entry **entry, GCancellable *cancellable,
           GError **error)
{
    int status;

    if (g_cancellable_set_error_if_cancelled(cancellable, error))
        return FALSE;
    status = archive_read_next_header(archive, entry);
    if (status == ARCHIVE_OK || status == ARCHIVE_WARN)
        return TRUE;
    if (status != ARCHIVE_EOF)
        yado_error_set(error, YADO_ERROR_INVALID, archive_error_string(archive), NULL,
                       _("“%s” cannot be read as an ISO image."), path);
    return FALSE;
}

static const char *
get_name(Entry *entry)
{
    const char *name = archive_entry_pathname(entry);

    while (name != NULL && (*name == '/' || strncmp(name, "./", 2) == 0))
        name += *name == '/' ? 1 : 2;
    return name != NULL ? name : "";
}

static GPtrArray *
list_names(const char *iso, GCancellable *cancellable, GError **error)
{
    g_autoptr(GPtrArray) names = g_ptr_array_new_with_free_func(g_free);
    g_autoptr(Archive) archive = open_iso(iso, error);
    g_autoptr(GError) failure = NULL;
    Entry *entry;

    if (archive == NULL)
        return NULL;
    while (names->len < MAX_NAMES && read_entry(archive, iso, &entry, cancellable, &failure))
        g_ptr_array_add(names, g_strdup(get_name(entry)));
    if (failure == NULL)
        return g_steal_pointer(&names);
    g_propagate_error(error, g_steal_pointer(&failure));
    return NULL;
}

static gboolean
write_out(Archive *archive, const char *name, const char *path, GCancellable *cancellable,
          GError **error)
{
    g_autofree char *buffer = g_malloc(BLOCK);
    FILE *file = g_fopen(path, "wbe");
    gboolean is_good = file != NULL;
    la_ssize_t n = 0;

    while (is_good && !g_cancellable_is_cancelled(cancellable) &&
           (n = archive_read_data(archive, buffer, BLOCK)) > 0)
        is_good = fwrite(buffer, 1, (size_t)n, file) == (size_t)n;
    if (file != NULL && fclose(file) != 0)
        is_good = FALSE;
    if (is_good && n == 0 && !g_cancellable_is_cancelled(cancellable))
        return TRUE;
    g_unlink(path);
    if (g_cancellable_set_error_if_cancelled(cancellable, error))
        return FALSE;
    if (n < 0)
        return yado_error_set(error, YADO_ERROR_INVALID, archive_error_string(archive),
                              _("Compare it with the checksum of whoever offers it."),
                              _("The medium is damaged or not whole: “%s” cannot be read from it."),
                              name);
    return yado_error_set(error, YADO_ERROR_NO_SPACE, NULL, NULL,
                          _("The file “%s” cannot be written."), path);
}

static gboolean
extract(const char *iso, const char *name, const char *path, GCancellable *cancellable,
        GError **error)
{
    g_autoptr(Archive) archive = open_iso(iso, error);
    g_autoptr(GError) failure = NULL;
    Entry *entry;

    if (archive == NULL)
        return FALSE;
    while (read_entry(archive, iso, &entry, cancellable, &failure))
        if (g_ascii_strcasecmp(get_name(entry), name) == 0)
            return write_out(archive, name, path, cancellable, error);
    if (failure != NULL) {
        g_propagate_error(error, g_steal_pointer(&failure));
        return FALSE;
    }
    return yado_error_set(error, YADO_ERROR_NOT_FOUND, NULL, NULL, _("“%s” has no file “%s”."), iso,
                          name);
}

static GBytes *
unpack(gconstpointer data, gsize length, gsize most)
{
    g_autoptr(Archive) archive = archive_read_new();
    GByteArray *bytes;
    Entry *entry;
    la_ssize_t n;

    archive_read_support_filter_all(archive);
    archive_read_support_format_raw(archive);
    if (archive_read_open_memory(archive, data, length) != ARCHIVE_OK ||
        archive_read_next_header(archive, &entry) != ARCHIVE_OK ||
        archive_filter_count(archive) < 2)
        return NULL;
    bytes = g_byte_array_new();
    do {
        guint at = bytes->len;

        g_byte_array_set_size(bytes, at + BLOCK);
        n = archive_read_data(archive, bytes->data + at, BLOCK);
        g_byte_array_set_size(bytes, at + (n > 0 ? (guint)n : 0));
    } while (n > 0 && bytes->len < most);
    return g_byte_array_free_to_bytes(bytes);
}

/* ---- Writing ---- */

static gboolean
add_file(Archive *archive, const YadoMediaFile *file)
{
    g_autoptr(Entry) entry = archive_entry_new();

    archive_entry_set_pathname(entry, file->name);
    archive_entry_set_size(entry, (la_int64_t)file->length);
    archive_entry_set_filetype(entry, AE_IFREG);
    archive_entry_set_perm(entry, 0600);
    archive_entry_set_mtime(entry, g_get_real_time() / G_USEC_PER_SEC, 0);
    return archive_write_header(archive, entry) == ARCHIVE_OK &&
           (file->length == 0 ||
            archive_write_data(archive, file->data, file->length) == (la_ssize_t)file->length);
}

/* Takes @archive. */
static gboolean
write_files(Archive *archive, int fd, const YadoMediaFile *files, guint n_files, GError **error)
{
    gboolean is_good = archive_write_open_fd(archive, fd) == ARCHIVE_OK;
    g_autofree char *detail = NULL;

    for (guint i = 0; is_good && i < n_files; i++)
        is_good = add_file(archive, &files[i]);
    is_good = is_good && archive_write_close(archive) == ARCHIVE_OK;
    detail = g_strdup(archive_error_string(archive));
    archive_write_free(archive);
    return is_good || yado_error_set(error, YADO_ERROR_FAILED, detail, NULL,
                                     _("The medium for the first boot cannot be written."));
}

static int
open_for_writing(const char *path, int flags, GError **error)
{
    int fd = g_open(path, O_WRONLY | O_CREAT | O_CLOEXEC | flags, 0600);

    if (fd < 0)
        yado_error_set(error, YADO_ERROR_FAILED, g_strerror(errno), NULL,
                       _("The file “%s” cannot be written."), path);
    return fd;
}

static gboolean
write_iso(const char *path, const char *label, const YadoMediaFile *files, guint n_files,
          GError **error)
{
    int fd = open_for_writing(path, O_TRUNC, error);
    Archive *archive;
    gboolean is_good;

    if (fd < 0)
        return FALSE;
    archive = archive_write_new();
    archive_write_set_format_iso9660(archive);
    archive_write_set_format_option(archive, "iso9660", "volume-id", label);
    is_good = write_files(archive, fd, files, n_files, error);
    if (close(fd) != 0 && is_good)
        is_good = yado_error_set(error, YADO_ERROR_NO_SPACE, g_strerror(errno), NULL,
                                 _("The file “%s” cannot be written."), path);
    if (!is_good)
        g_unlink(path);
    return is_good;
}

/* Linux wants each archive of an initrd to begin at a multiple of four. */
static gboolean
pad(int fd)
{
    static const char zeros[4];
    off_t end = lseek(fd, 0, SEEK_END);
    size_t n = end > 0 ? (size_t)(-end & 3) : 0;

    return end >= 0 && write(fd, zeros, n) == (ssize_t)n;
}

static gboolean
append_initrd(const char *path, const YadoMediaFile *files, guint n_files, GError **error)
{
    int fd = open_for_writing(path, 0, error);
    Archive *archive;
    gboolean is_good;

    if (fd < 0)
        return FALSE;
    archive = archive_write_new();
    archive_write_set_format_cpio_newc(archive);
    archive_write_set_bytes_in_last_block(archive, 1);
    is_good = pad(fd) ? write_files(archive, fd, files, n_files, error)
                      : yado_error_set(error, YADO_ERROR_FAILED, g_strerror(errno), NULL,
                                       _("The file “%s” cannot be written."), path);
    close(fd);
    return is_good;
}

const YadoMediaModule yado_media_module = {
    .fetch = yado_fetch,
    .list = list_names,
    .extract = extract,
    .write_iso = write_iso,
    .append_initrd = append_initrd,
    .unpack = unpack,
};
