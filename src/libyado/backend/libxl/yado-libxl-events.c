/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * What the agent tells: all on the main context.
 */
#include "config.h"

#include <string.h>

#include "backend/libxl/yado-libxl-private.h"

guint64
yado_libxl_backend_get_changes(YadoLibxlBackend *self)
{
    guint64 changes;

    g_mutex_lock(&self->lock);
    changes = self->changes;
    g_mutex_unlock(&self->lock);
    return changes;
}

void
yado_libxl_backend_wait_for_change(YadoLibxlBackend *self, guint64 seen, guint milliseconds)
{
    gint64 until = g_get_monotonic_time() + milliseconds * G_TIME_SPAN_MILLISECOND;

    g_mutex_lock(&self->lock);
    while (self->changes == seen && g_cond_wait_until(&self->changed, &self->lock, until))
        continue;
    g_mutex_unlock(&self->lock);
}

void
yado_libxl_backend_wake(YadoLibxlBackend *self)
{
    g_mutex_lock(&self->lock);
    self->changes++;
    g_cond_broadcast(&self->changed);
    g_mutex_unlock(&self->lock);
}

/* The row that a guest of Xen is in; itself when it is not known. (transfer full) */
static char *
dup_row_uuid(YadoLibxlBackend *self, const char *xen_uuid)
{
    GHashTableIter iter;
    gpointer value;
    char *uuid = NULL;

    g_mutex_lock(&self->lock);
    if (self->rows) {
        g_hash_table_iter_init(&iter, self->rows);
        while (!uuid && g_hash_table_iter_next(&iter, NULL, &value))
            if (strcmp(((YadoLibxlRow *)value)->xen_uuid, xen_uuid) == 0)
                uuid = g_strdup(((YadoLibxlRow *)value)->uuid);
    }
    g_mutex_unlock(&self->lock);
    return uuid ? uuid : g_strdup(xen_uuid);
}

typedef struct {
    YadoLibxlBackend *backend;
    GStrv uuids; /* of Xen; NULL: files */
} News;

static void
free_news(gpointer data)
{
    News *news = data;

    g_object_unref(news->backend);
    g_strfreev(news->uuids);
    g_free(news);
}

static void
collect_rows(YadoLibxlBackend *self, GHashTable *uuids)
{
    GHashTableIter iter;
    gpointer key;

    g_mutex_lock(&self->lock);
    if (self->rows) {
        g_hash_table_iter_init(&iter, self->rows);
        while (g_hash_table_iter_next(&iter, &key, NULL))
            g_hash_table_add(uuids, g_strdup(key));
    }
    g_mutex_unlock(&self->lock);
}

static void
collect_news(YadoLibxlBackend *self, const News *news, GHashTable *uuids)
{
    for (guint i = 0; news->uuids && news->uuids[i]; i++)
        g_hash_table_add(uuids, dup_row_uuid(self, news->uuids[i]));
    if (!news->uuids)
        collect_rows(self, uuids);
}

/*
 * A worker: which row a new guest is in is known only after a listing, which fails as long as the back end opens.  Each row that was or is
 * concerned is told of.
 */
static void
tell_news(GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
    News *news = data;
    YadoLibxlBackend *self = news->backend;
    g_autoptr(GHashTable) uuids = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    GHashTableIter iter;
    gpointer key;

    collect_news(self, news, uuids);
    if (yado_libxl_backend_refresh(self, NULL, NULL))
        collect_news(self, news, uuids);
    g_hash_table_iter_init(&iter, uuids);
    while (g_hash_table_iter_next(&iter, &key, NULL)) {
        yado_backend_emit_guest_event(YADO_BACKEND(self), key, YADO_EVENT_LIFECYCLE);
        if (!news->uuids)
            yado_backend_emit_guest_event(YADO_BACKEND(self), key, YADO_EVENT_CONFIGURATION);
    }
    g_task_return_boolean(task, TRUE);
}

static void
queue_news(YadoLibxlBackend *self, GStrv uuids)
{
    g_autoptr(GTask) task = g_task_new(self, NULL, NULL, NULL);
    News *news = g_new0(News, 1);

    news->backend = g_object_ref(self);
    news->uuids = uuids;
    g_task_set_task_data(task, news, free_news);
    g_task_run_in_thread(task, tell_news);
}

static void
on_guests_changed_cb(YadoXl1 *proxy, const char *const *uuids, gpointer data)
{
    YadoLibxlBackend *self = data;

    queue_news(self, g_strdupv((char **)uuids));
    yado_libxl_backend_wake(self);
}

static void
on_files_changed_cb(YadoXl1 *proxy, gpointer data)
{
    YadoLibxlBackend *self = data;

    g_mutex_lock(&self->lock);
    g_clear_pointer(&self->files, g_variant_unref);
    g_mutex_unlock(&self->lock);
    queue_news(self, NULL);
}

static void
on_progress_cb(YadoXl1 *proxy, guint number, const char *stage, double fraction, gpointer data)
{
    YadoLibxlBackend *self = data;
    YadoJob *job;

    g_mutex_lock(&self->lock);
    job = g_hash_table_lookup(self->jobs, GUINT_TO_POINTER(number));
    if (job)
        g_object_ref(job);
    g_mutex_unlock(&self->lock);
    if (!job)
        return;
    yado_job_report_fraction(job, fraction);
    g_object_unref(job);
}

/* A save that nobody heard the end of is told in the guest's row. */
static void
on_save_ended_cb(YadoXl1 *proxy, const char *uuid, const char *path, const char *outcome,
                 gpointer data)
{
    yado_libxl_backend_note_save(data, uuid, outcome);
    queue_news(data, g_strdupv((char *[]){ (char *)uuid, NULL }));
}

static void
on_log_cb(YadoXl1 *proxy, const char *level, const char *text, gpointer data)
{
    g_info("%s: %s: %s", YADO_LIBXL_BACKEND(data)->uri, level, text);
}

void
yado_libxl_backend_start_events(YadoLibxlBackend *self, YadoXl1 *proxy)
{
    g_signal_connect_object(proxy, "guests-changed", G_CALLBACK(on_guests_changed_cb), self, 0);
    g_signal_connect_object(proxy, "files-changed", G_CALLBACK(on_files_changed_cb), self, 0);
    g_signal_connect_object(proxy, "progress", G_CALLBACK(on_progress_cb), self, 0);
    g_signal_connect_object(proxy, "save-ended", G_CALLBACK(on_save_ended_cb), self, 0);
    g_signal_connect_object(proxy, "log", G_CALLBACK(on_log_cb), self, 0);
}
