/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "present/yado-create-detect.h"

#include <errno.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>

#include "base/yado-error.h"
#include "document/yado-plain-document.h"
#include "media/yado-media-check.h"
#include "media/yado-systems.h"
#include "present/yado-create-private.h"

typedef struct {
    YadoDocument *answers;
    char *source;
    gboolean is_remote, is_disk;
    YadoBackend *backend; /* that can let us read it; or NULL */
    int hindrance;        /* why this user cannot read it here */
    char *folder, *copy;  /* of its beginning; or NULL */
} Look;

static void
look_free(gpointer data)
{
    Look *look = data;

    if (look->copy != NULL)
        g_unlink(look->copy);
    if (look->folder != NULL)
        g_rmdir(look->folder);
    g_clear_object(&look->answers);
    g_clear_object(&look->backend);
    g_free(look->source);
    g_free(look->copy);
    g_free(look->folder);
    g_free(look);
}

static gboolean
is_source(YadoDocument *answers, const char *name)
{
    g_autofree char *source = yado_document_dup_value(answers, NULL, "source");

    return g_strcmp0(source, name) == 0;
}

char *
yado_create_dup_source(YadoDocument *answers)
{
    static const char *const keys[][2] = { { "tree", "tree" },
                                           { "iso", "iso" },
                                           { "disk", "import" } };

    for (guint i = 0; i < G_N_ELEMENTS(keys); i++)
        if (is_source(answers, keys[i][0])) {
            g_autofree char *value = yado_document_dup_value(answers, NULL, keys[i][1]);

            return value != NULL && *value != '\0' ? g_steal_pointer(&value) : NULL;
        }
    return NULL;
}

YadoDocument *
yado_create_download_arguments_new(const char *volume, const char *file, guint64 length)
{
    YadoDocument *arguments = yado_plain_document_new();
    YadoPlainDocument *plain = YADO_PLAIN_DOCUMENT(arguments);
    g_autofree char *number = g_strdup_printf("%" G_GUINT64_FORMAT, length);

    yado_plain_document_set_initial(plain, "volume", volume);
    yado_plain_document_set_initial(plain, "file", file);
    if (length > 0)
        yado_plain_document_set_initial(plain, "length", number);
    return arguments;
}

/* The beginning of what the host can read. */
static void
fetch_start(GTask *task, guint64 length, GCallback on_fetched_cb)
{
    Look *look = g_task_get_task_data(task);
    g_autoptr(YadoDocument) arguments = NULL;
    g_autoptr(YadoJob) job =
        yado_job_new(look->is_disk ? _("Look at a disk") : _("Look at a medium"), look->source);
    GCancellable *cancellable = g_task_get_cancellable(task);
    GError *native = NULL;

    look->folder = g_dir_make_tmp("yado-look-XXXXXX", &native);
    if (look->folder == NULL) {
        g_task_return_error(task, native);
        return;
    }
    look->copy = g_build_filename(look->folder, "medium", NULL);
    arguments = yado_create_download_arguments_new(look->source, look->copy, length);
    g_signal_connect(job, "finished", on_fetched_cb, g_object_ref(task));
    if (cancellable != NULL)
        g_signal_connect_object(cancellable, "cancelled", G_CALLBACK(yado_job_cancel), job,
                                G_CONNECT_SWAPPED);
    yado_backend_start(look->backend, "volume-download", NULL, arguments, job);
}

/* ---- Disks ---- */

#define KNOWN_DISK "yado-create-disk"

const YadoDiskSystem *
yado_create_get_disk(YadoDocument *answers)
{
    const YadoDiskSystem *disk = g_object_get_data(G_OBJECT(answers), KNOWN_DISK);
    g_autofree char *source = disk != NULL ? yado_create_dup_source(answers) : NULL;

    return disk != NULL && is_source(answers, "disk") && g_strcmp0(source, disk->path) == 0 ? disk
                                                                                            : NULL;
}

static void
return_unread(GTask *task)
{
    const Look *look = g_task_get_task_data(task);

    if (look->is_remote)
        g_task_return_new_error(
            task, YADO_ERROR, YADO_ERROR_UNSUPPORTED,
            _("“%s” cannot be looked into, as it is on another machine: choose yourself."),
            look->source);
    else
        g_task_return_new_error(task, YADO_ERROR, YADO_ERROR_DENIED,
                                _("The file “%s” cannot be used: %s."), look->source,
                                g_strerror(look->hindrance));
}

static void
on_looked_cb(GObject *source, GAsyncResult *result, gpointer data)
{
    g_autoptr(GTask) task = data;
    const Look *look = g_task_get_task_data(task);
    g_autoptr(GError) error = NULL;
    g_autoptr(YadoDiskSystem) disk = yado_disk_look_finish(result, &error);

    if (g_task_return_error_if_cancelled(task))
        return;
    if (disk == NULL && look->copy != NULL) {
        return_unread(task);
    } else if (disk == NULL) {
        g_task_return_error(task, g_steal_pointer(&error));
    } else {
        g_object_set_data_full(G_OBJECT(look->answers), KNOWN_DISK, yado_disk_system_ref(disk),
                               (GDestroyNotify)yado_disk_system_unref);
        g_task_return_pointer(task, g_steal_pointer(&disk), (GDestroyNotify)yado_disk_system_unref);
    }
}

static void
on_disk_fetched_cb(YadoJob *job, gpointer data)
{
    g_autoptr(GTask) task = data;
    const Look *look = g_task_get_task_data(task);

    if (g_task_return_error_if_cancelled(task))
        return;
    if (yado_job_get_error(job) != NULL)
        return_unread(task);
    else
        yado_disk_look_async(look->source, look->copy, g_task_get_cancellable(task), on_looked_cb,
                             g_object_ref(task));
}

static void
fetch_disk(GTask *task)
{
    const Look *look = g_task_get_task_data(task);

    if (look->backend != NULL)
        fetch_start(task, YADO_MEDIA_DISK_START, G_CALLBACK(on_disk_fetched_cb));
    else
        return_unread(task);
}

/* ---- Media and trees ---- */

static void
on_detected_cb(GObject *source, GAsyncResult *result, gpointer data)
{
    g_autoptr(GTask) task = data;
    const Look *look = g_task_get_task_data(task);
    GError *error = NULL;
    char *id = yado_systems_detect_finish(YADO_SYSTEMS(source), result, &error);

    if (id != NULL) {
        g_task_return_pointer(task, id, g_free);
        return;
    }
    if (look->copy != NULL && g_error_matches(error, YADO_ERROR, YADO_ERROR_NOT_FOUND)) {
        g_clear_error(&error);
        yado_error_set(&error, YADO_ERROR_NOT_FOUND, NULL, NULL,
                       _("libosinfo's database does not know the system of “%s”."), look->source);
    }
    g_task_return_error(task, error);
}

static void
on_medium_fetched_cb(YadoJob *job, gpointer data)
{
    g_autoptr(GTask) task = data;
    const Look *look = g_task_get_task_data(task);
    const GError *error = yado_job_get_error(job);

    if (g_task_return_error_if_cancelled(task))
        return;
    if (error != NULL)
        g_task_return_error(task, g_error_copy(error));
    else
        yado_systems_detect_async(yado_systems_get(), look->copy, g_task_get_cancellable(task),
                                  on_detected_cb, g_object_ref(task));
}

static void
look_here(GTask *task)
{
    const Look *look = g_task_get_task_data(task);

    yado_systems_detect_async(yado_systems_get(), look->source, g_task_get_cancellable(task),
                              on_detected_cb, g_object_ref(task));
}

static void
fetch_medium(GTask *task)
{
    fetch_start(task, YADO_MEDIA_ISO_START, G_CALLBACK(on_medium_fetched_cb));
}

/* ---- Where it is ---- */

static void
on_access_known_cb(GObject *source, GAsyncResult *result, gpointer data)
{
    g_autoptr(GTask) task = data;
    Look *look = g_task_get_task_data(task);
    g_autoptr(GError) native = NULL;
    g_autoptr(GFileInfo) info = g_file_query_info_finish(G_FILE(source), result, &native);
    gboolean can_read =
        info != NULL && g_file_info_get_attribute_boolean(info, G_FILE_ATTRIBUTE_ACCESS_CAN_READ);

    if (g_task_return_error_if_cancelled(task))
        return;
    look->hindrance = g_error_matches(native, G_IO_ERROR, G_IO_ERROR_NOT_FOUND) ? ENOENT : EACCES;
    if (look->is_disk && can_read)
        yado_disk_look_async(look->source, NULL, g_task_get_cancellable(task), on_looked_cb,
                             g_object_ref(task));
    else if (look->is_disk)
        fetch_disk(task);
    else if (can_read || look->backend == NULL)
        look_here(task);
    else
        fetch_medium(task);
}

/* What lies on a server may take its time. */
static void
ask_for_access(GTask *task)
{
    const Look *look = g_task_get_task_data(task);
    g_autoptr(GFile) file = g_file_new_for_path(look->source);

    g_file_query_info_async(file, G_FILE_ATTRIBUTE_ACCESS_CAN_READ, G_FILE_QUERY_INFO_NONE,
                            G_PRIORITY_DEFAULT, g_task_get_cancellable(task), on_access_known_cb,
                            g_object_ref(task));
}

static void
look_on_host(GTask *task)
{
    const Look *look = g_task_get_task_data(task);

    if (!look->is_remote)
        ask_for_access(task);
    else if (look->is_disk)
        fetch_disk(task);
    else if (look->backend != NULL)
        fetch_medium(task);
    else
        return_unread(task);
}

static YadoBackend *
find_storage(YadoHost *host)
{
    YadoBackend *backend = host != NULL ? yado_host_get_backend(host) : NULL;

    return backend != NULL && yado_backend_has(backend, YADO_CAP_STORAGE, NULL) ? backend : NULL;
}

static GTask *
look_task_new(YadoDocument *answers, YadoHost *host, GCancellable *cancellable,
              GAsyncReadyCallback callback, gpointer user_data)
{
    GTask *task = g_task_new(NULL, cancellable, callback, user_data);
    Look *look = g_new0(Look, 1);

    look->answers = g_object_ref(answers);
    look->source = yado_create_dup_source(answers);
    look->is_remote = host != NULL && yado_host_is_remote(host);
    look->is_disk = is_source(answers, "disk");
    g_set_object(&look->backend, find_storage(host));
    g_task_set_task_data(task, look, look_free);
    return task;
}

/* ---- Public ---- */

void
yado_create_look_async(YadoDocument *answers, YadoHost *host, GCancellable *cancellable,
                       GAsyncReadyCallback callback, gpointer user_data)
{
    g_autoptr(GTask) task = look_task_new(answers, host, cancellable, callback, user_data);
    const Look *look = g_task_get_task_data(task);

    if (look->source == NULL || !look->is_disk)
        g_task_return_new_error(task, YADO_ERROR, YADO_ERROR_INVALID, "%s",
                                _("There is no medium, tree or disk to look at."));
    else
        look_on_host(task);
}

YadoDiskSystem *
yado_create_look_finish(GAsyncResult *result, GError **error)
{
    return g_task_propagate_pointer(G_TASK(result), error);
}

static void
on_disk_looked_cb(GObject *source, GAsyncResult *result, gpointer data)
{
    g_autoptr(GTask) task = data;
    GError *error = NULL;
    g_autoptr(YadoDiskSystem) disk = yado_create_look_finish(result, &error);

    if (disk == NULL)
        g_task_return_error(task, error);
    else
        yado_systems_match_disk_async(yado_systems_get(), disk, g_task_get_cancellable(task),
                                      on_detected_cb, g_object_ref(task));
}

void
yado_create_detect_async(YadoDocument *answers, YadoHost *host, GCancellable *cancellable,
                         GAsyncReadyCallback callback, gpointer user_data)
{
    g_autoptr(GTask) task = look_task_new(answers, host, cancellable, callback, user_data);
    const Look *look = g_task_get_task_data(task);

    if (look->source == NULL)
        g_task_return_new_error(task, YADO_ERROR, YADO_ERROR_INVALID, "%s",
                                _("There is no medium, tree or disk to look at."));
    else if (look->is_disk)
        yado_create_look_async(answers, host, cancellable, on_disk_looked_cb, g_object_ref(task));
    else if (is_source(answers, "tree"))
        look_here(task);
    else
        look_on_host(task);
}

char *
yado_create_detect_finish(GAsyncResult *result, GError **error)
{
    return g_task_propagate_pointer(G_TASK(result), error);
}
