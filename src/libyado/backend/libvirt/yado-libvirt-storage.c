/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Pools and volumes: made, changed, filled and removed.
 *
 * A volume is named "POOL/NAME" or by its path.  Uploads and downloads run through a stream and can be stopped.
 */
#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "backend/libvirt/yado-libvirt-operations.h"
#include "backend/libvirt/yado-libvirt-xml.h"
#include "document/yado-plain-document.h"

/* As much as libvirt puts into one message: larger ones are copied once more on both sides, and leave the processor's cache. */
#define CHUNK 262120
#define GROWTH_INTERVAL (250 * G_TIME_SPAN_MILLISECOND)

G_DEFINE_AUTOPTR_CLEANUP_FUNC(virStream, virStreamFree)

static guint64
get_size(YadoOperation *operation, const char *key)
{
    g_autofree char *text = yado_operation_dup_argument(operation, key);

    return text ? g_ascii_strtoull(text, NULL, 10) : 0;
}

static gboolean
get_flag(YadoOperation *operation, const char *key)
{
    g_autofree char *text = yado_operation_dup_argument(operation, key);

    return g_strcmp0(text, "yes") == 0;
}

static gboolean
has_argument(const char *text)
{
    return text && *text;
}

gboolean
yado_operation_fail(YadoOperation *operation, GError **error, const char *sentence,
                    const char *name)
{
    g_autoptr(GString) text = g_string_new(sentence);

    g_string_replace(text, "%s", name, 1);
    return yado_libvirt_backend_fail(operation->self, error, "%s", text->str);
}

/* ---- Pools ---- */

static virStoragePoolPtr
lookup_pool(YadoOperation *operation, const char *name, GError **error)
{
    virStoragePoolPtr pool = virStoragePoolLookupByName(operation->connection, name ? name : "");

    if (!pool)
        yado_libvirt_backend_fail(operation->self, error, _("There is no storage pool “%s”."),
                                  name ? name : "");
    return pool;
}

typedef int (*PoolFunc)(virStoragePoolPtr pool);

static int
start_pool_call(virStoragePoolPtr pool)
{
    return virStoragePoolCreate(pool, VIR_STORAGE_POOL_CREATE_WITH_BUILD) == 0
               ? 0
               : virStoragePoolCreate(pool, 0);
}

static int
stop_pool_call(virStoragePoolPtr pool)
{
    return virStoragePoolDestroy(pool);
}

static int
refresh_pool_call(virStoragePoolPtr pool)
{
    return virStoragePoolRefresh(pool, 0);
}

static int
autostart_pool_call(virStoragePoolPtr pool)
{
    return virStoragePoolSetAutostart(pool, 1);
}

static int
no_autostart_pool_call(virStoragePoolPtr pool)
{
    return virStoragePoolSetAutostart(pool, 0);
}

/* Only what the host knows of it goes: what lies in the pool stays. */
static int
delete_pool_call(virStoragePoolPtr pool)
{
    if (virStoragePoolIsActive(pool) == 1 && virStoragePoolDestroy(pool) < 0)
        return -1;
    return virStoragePoolIsPersistent(pool) == 1 ? virStoragePoolUndefine(pool) : 0;
}

static const struct {
    const char *verb;
    PoolFunc func;
    const char *failure;
} pool_verbs[] = {
    { "pool-start", start_pool_call, N_("The pool “%s” cannot be started.") },
    { "pool-stop", stop_pool_call, N_("The pool “%s” cannot be stopped.") },
    { "pool-refresh", refresh_pool_call, N_("The pool “%s” cannot be read again.") },
    { "pool-autostart-on", autostart_pool_call,
      N_("The automatic start of the pool “%s” cannot be changed.") },
    { "pool-autostart-off", no_autostart_pool_call,
      N_("The automatic start of the pool “%s” cannot be changed.") },
    { "pool-delete", delete_pool_call, N_("The pool “%s” cannot be taken off the list.") },
};

gboolean
yado_operation_pool(YadoOperation *operation, GError **error)
{
    g_autofree char *name = yado_operation_dup_argument(operation, "pool");
    g_autoptr(virStoragePool) pool = lookup_pool(operation, name, error);

    if (!pool)
        return FALSE;
    for (guint i = 0; i < G_N_ELEMENTS(pool_verbs); i++)
        if (strcmp(pool_verbs[i].verb, operation->verb) == 0)
            return pool_verbs[i].func(pool) == 0 ||
                   yado_operation_fail(operation, error, _(pool_verbs[i].failure), name);
    g_return_val_if_reached(FALSE);
}

static void
append_element(GString *xml, const char *format, const char *value)
{
    g_autofree char *escaped = has_argument(value) ? g_markup_escape_text(value, -1) : NULL;
    const char *mark = strstr(format, "%s");

    if (!escaped)
        return;
    g_string_append_len(xml, format, mark - format);
    g_string_append(xml, escaped);
    g_string_append(xml, mark + 2);
}

static char *
dup_pool_xml(YadoOperation *operation)
{
    g_autofree char *type = yado_operation_dup_argument(operation, "type");
    g_autofree char *name = yado_operation_dup_argument(operation, "name");
    g_autofree char *path = yado_operation_dup_argument(operation, "path");
    g_autofree char *host = yado_operation_dup_argument(operation, "source.host");
    g_autofree char *folder = yado_operation_dup_argument(operation, "source.folder");
    g_autofree char *device = yado_operation_dup_argument(operation, "source.device");
    g_autofree char *group = yado_operation_dup_argument(operation, "source.name");
    g_autofree char *escaped = g_markup_escape_text(has_argument(type) ? type : "dir", -1);
    GString *xml = g_string_new(NULL);

    g_string_append_printf(xml, "<pool type='%s'>", escaped);
    append_element(xml, "<name>%s</name>", name);
    g_string_append(xml, "<source>");
    append_element(xml, "<host name='%s'/>", host);
    append_element(xml, "<dir path='%s'/>", folder);
    append_element(xml, "<device path='%s'/>", device);
    append_element(xml, "<name>%s</name>", group);
    g_string_append(xml, "</source>");
    append_element(xml, "<target><path>%s</path></target>", path);
    g_string_append(xml, "</pool>");
    return g_string_free(xml, FALSE);
}

static gboolean
bring_pool_up(YadoOperation *operation, virStoragePoolPtr pool, GError **error)
{
    if (start_pool_call(pool) < 0)
        return yado_libvirt_backend_fail(operation->self, error,
                                         _("The pool “%s” cannot be started."),
                                         virStoragePoolGetName(pool));
    if (get_flag(operation, "autostart") && virStoragePoolSetAutostart(pool, 1) < 0)
        return yado_libvirt_backend_fail(
            operation->self, error, _("The automatic start of the pool “%s” cannot be changed."),
            virStoragePoolGetName(pool));
    return TRUE;
}

/* A pool that cannot be started is not left behind. */
gboolean
yado_operation_pool_create(YadoOperation *operation, GError **error)
{
    g_autofree char *xml = dup_pool_xml(operation);
    g_autoptr(virStoragePool) pool = virStoragePoolDefineXML(operation->connection, xml, 0);
    g_autofree char *name = yado_operation_dup_argument(operation, "name");

    if (!pool)
        return yado_libvirt_backend_fail(operation->self, error, _("The pool “%s” cannot be made."),
                                         name ? name : "");
    if (bring_pool_up(operation, pool, error))
        return TRUE;
    delete_pool_call(pool);
    return FALSE;
}

/* ---- Volumes ---- */

static virStorageVolPtr
find_volume(YadoOperation *operation, const char *text)
{
    const char *slash = text ? strchr(text, '/') : NULL;
    g_autofree char *pool_name = NULL;
    g_autoptr(virStoragePool) pool = NULL;

    if (!slash)
        return NULL;
    if (slash == text)
        return virStorageVolLookupByPath(operation->connection, text);
    pool_name = g_strndup(text, (gsize)(slash - text));
    pool = virStoragePoolLookupByName(operation->connection, pool_name);
    return pool ? virStorageVolLookupByName(pool, slash + 1) : NULL;
}

static virStorageVolPtr
lookup_volume(YadoOperation *operation, GError **error)
{
    g_autofree char *text = yado_operation_dup_argument(operation, "volume");
    virStorageVolPtr volume = find_volume(operation, text);

    if (!volume && text && !strchr(text, '/'))
        yado_error_set(error, YADO_ERROR_INVALID, text,
                       _("Give it as POOL/NAME, or by its whole path."),
                       _("It is not clear in which pool “%s” is."), text);
    else if (!volume)
        yado_libvirt_backend_fail(operation->self, error, _("There is no volume “%s”."),
                                  text ? text : "");
    return volume;
}

/* Of a volume by its path, as its pool knows it. (transfer full) */
static char *
dup_format_of(YadoOperation *operation, const char *path)
{
    g_autoptr(virStorageVol) volume = virStorageVolLookupByPath(operation->connection, path);
    char *native = volume ? virStorageVolGetXMLDesc(volume, 0) : NULL;
    g_autoptr(GHashTable) xml = native ? yado_libvirt_xml_read(native) : NULL;

    free(native);
    return xml ? yado_libvirt_xml_dup(xml, "volume/target/format@type") : NULL;
}

/* What is not told is taken for raw by libvirt, and the guest would see the inside of the base's format. */
static gboolean
find_backing_format(YadoOperation *operation, const char *backing, char **format, GError **error)
{
    *format = has_argument(backing) ? dup_format_of(operation, backing) : NULL;
    return !has_argument(backing) || *format ||
           yado_error_set(error, YADO_ERROR_NOT_FOUND, backing,
                          _("Choose a volume of a pool that is started, or refresh its pool."),
                          _("“%s”, which the new volume is to be based on, is in no pool."),
                          backing);
}

/* (transfer full) */
static char *
dup_volume_xml(YadoOperation *operation, const char *name, guint64 capacity, GError **error)
{
    g_autofree char *format = yado_operation_dup_argument(operation, "format");
    g_autofree char *backing = yado_operation_dup_argument(operation, "backing");
    g_autofree char *backing_format = NULL;
    GString *xml;

    if (!find_backing_format(operation, backing, &backing_format, error))
        return NULL;
    xml = g_string_new("<volume>");

    append_element(xml, "<name>%s</name>", name);
    g_string_append_printf(xml, "<capacity>%" G_GUINT64_FORMAT "</capacity>", capacity);
    /* Nothing is allocated beforehand unless it is asked for. */
    if (!get_flag(operation, "full"))
        g_string_append(xml, "<allocation>0</allocation>");
    append_element(xml, "<target><format type='%s'/></target>", format);
    if (has_argument(backing)) {
        append_element(xml, "<backingStore><path>%s</path>", backing);
        append_element(xml, "<format type='%s'/>", backing_format);
        g_string_append(xml, "</backingStore>");
    }
    g_string_append(xml, "</volume>");
    return g_string_free(xml, FALSE);
}

static void
answer_path(YadoOperation *operation, virStorageVolPtr volume)
{
    char *path = virStorageVolGetPath(volume);

    if (path && operation->arguments)
        yado_plain_document_set_initial(YADO_PLAIN_DOCUMENT(operation->arguments), "answer.path",
                                        path);
    free(path);
}

static gboolean
check_room(YadoOperation *operation, virStoragePoolPtr pool, guint64 capacity, GError **error)
{
    virStoragePoolInfo info;

    if (!get_flag(operation, "full") || virStoragePoolGetInfo(pool, &info) < 0 ||
        info.available >= capacity)
        return TRUE;
    return yado_error_set(
        error, YADO_ERROR_NO_SPACE, NULL,
        _("Choose another pool, a smaller size, or let it grow as it is written."),
        _("The pool “%s” has not enough room."), virStoragePoolGetName(pool));
}

/* ---- How far a volume is: libvirt tells what of it is allocated while it makes it ---- */

typedef struct {
    YadoOperation *operation;
    virStoragePoolPtr pool;
    const char *name;
    guint64 size;
    GThread *thread;
    GMutex lock;
    GCond changed;
    gboolean is_done;
} Growth;

static void
report_growth(Growth *growth)
{
    g_autoptr(virStorageVol) volume = virStorageVolLookupByName(growth->pool, growth->name);
    virStorageVolInfo info;

    if (volume && virStorageVolGetInfo(volume, &info) == 0 && info.allocation > 0)
        yado_job_report_bytes(growth->operation->job, MIN(info.allocation, growth->size),
                              growth->size);
}

static gpointer
watch_growth(gpointer data)
{
    Growth *growth = data;

    g_mutex_lock(&growth->lock);
    while (!growth->is_done) {
        gint64 next = g_get_monotonic_time() + GROWTH_INTERVAL;

        if (g_cond_wait_until(&growth->changed, &growth->lock, next))
            continue;
        g_mutex_unlock(&growth->lock);
        report_growth(growth);
        g_mutex_lock(&growth->lock);
    }
    g_mutex_unlock(&growth->lock);
    return NULL;
}

/* Until stop_growth(). @size: of the volume that is to be @name. */
static void
start_growth(Growth *growth, YadoOperation *operation, virStoragePoolPtr pool, const char *name,
             guint64 size)
{
    *growth = (Growth){ operation, pool, name, size, NULL };
    g_mutex_init(&growth->lock);
    g_cond_init(&growth->changed);
    growth->thread = g_thread_new("yado-growth", watch_growth, growth);
}

static void
stop_growth(Growth *growth)
{
    g_mutex_lock(&growth->lock);
    growth->is_done = TRUE;
    g_cond_signal(&growth->changed);
    g_mutex_unlock(&growth->lock);
    g_thread_join(growth->thread);
    g_mutex_clear(&growth->lock);
    g_cond_clear(&growth->changed);
}

static virStorageVolPtr
make_volume(YadoOperation *operation, virStoragePoolPtr pool, const char *name, const char *xml,
            guint64 capacity)
{
    virStorageVolPtr volume;
    Growth growth;

    if (!get_flag(operation, "full")) /* in no time */
        return virStorageVolCreateXML(pool, xml, 0);
    start_growth(&growth, operation, pool, name, capacity);
    volume = virStorageVolCreateXML(pool, xml, 0);
    stop_growth(&growth);
    return volume;
}

gboolean
yado_operation_volume_create(YadoOperation *operation, GError **error)
{
    g_autofree char *pool_name = yado_operation_dup_argument(operation, "pool");
    g_autofree char *name = yado_operation_dup_argument(operation, "name");
    guint64 capacity = get_size(operation, "capacity");
    g_autoptr(virStoragePool) pool = lookup_pool(operation, pool_name, error);
    g_autofree char *xml = pool ? dup_volume_xml(operation, name, capacity, error) : NULL;
    g_autoptr(virStorageVol) volume = NULL;

    if (!xml || !check_room(operation, pool, capacity, error))
        return FALSE;
    volume = make_volume(operation, pool, name ? name : "", xml, capacity);
    if (!volume)
        return yado_libvirt_backend_fail(operation->self, error,
                                         _("The volume “%s” cannot be made in the pool “%s”."),
                                         name ? name : "", pool_name ? pool_name : "");
    answer_path(operation, volume);
    return TRUE;
}

/* The original's own description under another name, as virsh does: a copy has the format of what it is a copy of. (transfer full) */
static char *
dup_clone_xml(virStorageVolPtr volume, const char *name)
{
    char *native = virStorageVolGetXMLDesc(volume, 0);
    g_autoptr(GString) xml = g_string_new(native);
    const char *begin = native ? strstr(xml->str, "<name>") : NULL;
    const char *end = begin ? strstr(begin, "</name>") : NULL;
    g_autofree char *escaped = g_markup_escape_text(name ? name : "", -1);
    gssize at = begin ? begin + strlen("<name>") - xml->str : 0;

    free(native);
    if (!end)
        return NULL;
    g_string_erase(xml, at, end - xml->str - at);
    g_string_insert(xml, at, escaped);
    return g_strdup(xml->str);
}

/* In no time where the file system can share blocks (btrfs, XFS); libvirt does not try that by itself. */
static virStorageVolPtr
copy_volume(YadoOperation *operation, virStoragePoolPtr pool, const char *xml, const char *name,
            virStorageVolPtr volume)
{
    virStorageVolPtr copy =
        virStorageVolCreateXMLFrom(pool, xml, volume, VIR_STORAGE_VOL_CREATE_REFLINK);
    virStorageVolInfo info;
    Growth growth;

    if (copy || virStorageVolGetInfo(volume, &info) < 0)
        return copy;
    start_growth(&growth, operation, pool, name, info.allocation);
    copy = virStorageVolCreateXMLFrom(pool, xml, volume, 0);
    stop_growth(&growth);
    return copy;
}

gboolean
yado_operation_volume_clone(YadoOperation *operation, GError **error)
{
    g_autofree char *name = yado_operation_dup_argument(operation, "name");
    g_autoptr(virStorageVol) volume = lookup_volume(operation, error);
    g_autoptr(virStoragePool) pool = volume ? virStoragePoolLookupByVolume(volume) : NULL;
    g_autofree char *xml = pool ? dup_clone_xml(volume, name) : NULL;
    g_autoptr(virStorageVol) copy = NULL;

    if (!volume)
        return FALSE;
    yado_job_report_stage(operation->job, _("Copying the volume"));
    copy = xml ? copy_volume(operation, pool, xml, name ? name : "", volume) : NULL;
    if (!copy)
        return yado_libvirt_backend_fail(operation->self, error,
                                         _("The volume “%s” cannot be copied."),
                                         virStorageVolGetName(volume));
    answer_path(operation, copy);
    return TRUE;
}

gboolean
yado_operation_volume_delete(YadoOperation *operation, GError **error)
{
    g_autoptr(virStorageVol) volume = lookup_volume(operation, error);

    if (!volume)
        return FALSE;
    return virStorageVolDelete(volume, 0) == 0 ||
           yado_libvirt_backend_fail(operation->self, error,
                                     _("The volume “%s” cannot be deleted."),
                                     virStorageVolGetName(volume));
}

gboolean
yado_operation_volume_wipe(YadoOperation *operation, GError **error)
{
    g_autoptr(virStorageVol) volume = lookup_volume(operation, error);
    virStorageVolInfo info;

    if (!volume)
        return FALSE;
    /* libvirt overwrites as much of a file as it remembers it to take: asked for that, it looks again. */
    return (virStorageVolGetInfo(volume, &info) == 0 && virStorageVolWipe(volume, 0) == 0) ||
           yado_libvirt_backend_fail(operation->self, error,
                                     _("The volume “%s” cannot be overwritten."),
                                     virStorageVolGetName(volume));
}

gboolean
yado_operation_volume_resize(YadoOperation *operation, GError **error)
{
    g_autoptr(virStorageVol) volume = lookup_volume(operation, error);
    guint64 capacity = get_size(operation, "capacity");
    unsigned int flags = get_flag(operation, "shrink") ? VIR_STORAGE_VOL_RESIZE_SHRINK : 0;

    if (!volume)
        return FALSE;
    return virStorageVolResize(volume, capacity, flags) == 0 ||
           yado_libvirt_backend_fail(operation->self, error,
                                     _("The size of the volume “%s” cannot be changed."),
                                     virStorageVolGetName(volume));
}

/* ---- Contents ---- */

static gboolean
fail_file(GError **error, const char *path)
{
    int code = errno;

    return yado_error_set(error, YADO_ERROR_FAILED, g_strerror(code), NULL,
                          _("The file “%s” cannot be used: %s."), path, g_strerror(code));
}

static gboolean
fail_stream(YadoOperation *operation, GError **error, const char *name)
{
    return yado_libvirt_backend_fail(operation->self, error,
                                     _("The contents of “%s” cannot be moved."), name);
}

/* FALSE: cancelled or failed; the stream is still open then. */
static gboolean
send_all(YadoOperation *operation, virStreamPtr stream, int fd, guint64 total, const char *path,
         const char *name, GError **error)
{
    g_autofree char *buffer = g_malloc(CHUNK);
    guint64 done = 0;

    for (;;) {
        ssize_t n = read(fd, buffer, CHUNK);
        ssize_t sent = 0;

        if (n == 0)
            return TRUE;
        if (n < 0)
            return fail_file(error, path);
        while (sent < n) {
            int step = virStreamSend(stream, buffer + sent, (size_t)(n - sent));

            if (step < 0)
                return fail_stream(operation, error, name);
            sent += step;
        }
        done += (guint64)n;
        yado_job_report_bytes(operation->job, done, total);
        if (g_cancellable_set_error_if_cancelled(operation->cancellable, error))
            return FALSE;
    }
}

static gboolean
write_all(int fd, const char *buffer, size_t n)
{
    while (n > 0) {
        ssize_t written = write(fd, buffer, n);

        if (written < 0 && errno != EINTR)
            return FALSE;
        if (written > 0) {
            buffer += written;
            n -= (size_t)written;
        }
    }
    return TRUE;
}

static gboolean
receive_all(YadoOperation *operation, virStreamPtr stream, int fd, guint64 total, const char *path,
            const char *name, GError **error)
{
    g_autofree char *buffer = g_malloc(CHUNK);
    guint64 done = 0;

    for (;;) {
        int n = virStreamRecv(stream, buffer, CHUNK);

        if (n == 0)
            return TRUE;
        if (n < 0)
            return fail_stream(operation, error, name);
        if (!write_all(fd, buffer, (size_t)n))
            return fail_file(error, path);
        done += (guint64)n;
        yado_job_report_bytes(operation->job, done, total);
        if (g_cancellable_set_error_if_cancelled(operation->cancellable, error))
            return FALSE;
    }
}

/* A stream's, for the rest of @operation. */
static virConnectPtr
use_own_connection(YadoOperation *operation, GError **error)
{
    operation->connection = yado_libvirt_backend_connect_stream(operation->self, error);
    return operation->connection;
}

static gboolean
end_stream(YadoOperation *operation, virStreamPtr stream, gboolean moved, const char *name,
           GError **error)
{
    if (!moved) {
        virStreamAbort(stream);
        return FALSE;
    }
    return virStreamFinish(stream) == 0 || fail_stream(operation, error, name);
}

static gboolean
check_path(const char *path, GError **error)
{
    if (path && *path)
        return TRUE;
    return yado_error_set(error, YADO_ERROR_INVALID, NULL, NULL, _("The value “%s” is missing."),
                          "file");
}

/* A full network file system, or a quota, tells only at the end. */
static gboolean
close_written(int fd, const char *path, gboolean is_whole, GError **error)
{
    if (is_whole && fsync(fd) != 0)
        is_whole = fail_file(error, path);
    if (close(fd) != 0 && is_whole)
        is_whole = fail_file(error, path);
    return is_whole;
}

gboolean
yado_operation_volume_upload(YadoOperation *operation, GError **error)
{
    g_autofree char *path = yado_operation_dup_argument(operation, "file");
    g_autoptr(virConnect) own = use_own_connection(operation, error);
    g_autoptr(virStorageVol) volume = own ? lookup_volume(operation, error) : NULL;
    g_autoptr(virStream) stream = NULL;
    struct stat facts;
    gboolean moved;
    int fd;

    if (!volume || !check_path(path, error))
        return FALSE;
    fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return fail_file(error, path);
    if (fstat(fd, &facts) < 0) {
        fail_file(error, path);
        close(fd);
        return FALSE;
    }
    stream = virStreamNew(operation->connection, 0);
    yado_job_report_stage(operation->job, _("Uploading"));
    yado_job_report_can_cancel(operation->job, TRUE);
    if (!stream || virStorageVolUpload(volume, stream, 0, (guint64)facts.st_size, 0) < 0) {
        close(fd);
        return fail_stream(operation, error, virStorageVolGetName(volume));
    }
    moved = send_all(operation, stream, fd, (guint64)facts.st_size, path,
                     virStorageVolGetName(volume), error);
    close(fd);
    return end_stream(operation, stream, moved, virStorageVolGetName(volume), error);
}

/* Where only the beginning was wanted the rest is a hole. */
static gboolean
stretch(int fd, guint64 length, const char *path, GError **error)
{
    off_t end = lseek(fd, 0, SEEK_END);

    return end >= (off_t)length || ftruncate(fd, (off_t)length) == 0 || fail_file(error, path);
}

/* An incomplete copy is not left behind; a file that is there already is not overwritten. */
gboolean
yado_operation_volume_download(YadoOperation *operation, GError **error)
{
    g_autofree char *path = yado_operation_dup_argument(operation, "file");
    guint64 length = get_size(operation, "length");
    g_autoptr(virConnect) own = use_own_connection(operation, error);
    g_autoptr(virStorageVol) volume = own ? lookup_volume(operation, error) : NULL;
    g_autoptr(virStream) stream = NULL;
    virStorageVolInfo info = { 0 };
    gboolean moved;
    int fd;

    if (!volume || !check_path(path, error))
        return FALSE;
    virStorageVolGetInfo(volume, &info);
    fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (fd < 0)
        return fail_file(error, path);
    stream = virStreamNew(operation->connection, 0);
    yado_job_report_stage(operation->job, _("Downloading"));
    yado_job_report_can_cancel(operation->job, TRUE);
    if (!stream || virStorageVolDownload(volume, stream, 0, length, 0) < 0) {
        close(fd);
        unlink(path);
        return fail_stream(operation, error, virStorageVolGetName(volume));
    }
    moved = receive_all(operation, stream, fd, length > 0 ? length : info.allocation, path,
                        virStorageVolGetName(volume), error) &&
            (length == 0 || stretch(fd, info.capacity, path, error));
    moved = close_written(fd, path, moved, error);
    moved = end_stream(operation, stream, moved, virStorageVolGetName(volume), error);
    if (!moved)
        unlink(path);
    return moved;
}
