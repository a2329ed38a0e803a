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

/* Samples.  So many are asked for at once: somebody who has stopped to read is not written to for ever. */
#define SAMPLES 60

static void
on_followed_cb(GObject *source, GAsyncResult *result, gpointer data)
{
    g_autoptr(YadoLibxlBackend) self = data;
    g_autoptr(GError) error = NULL;

    if (!yado_xl1_call_follow_finish(YADO_XL1(source), result, &error))
        self->cannot_follow = g_error_matches(error, G_DBUS_ERROR, G_DBUS_ERROR_UNKNOWN_METHOD);
}

static gboolean
ask_for_samples(YadoLibxlBackend *self, guint n)
{
    g_autoptr(YadoXl1) proxy = yado_libxl_backend_ref_proxy(self, NULL);

    if (!proxy)
        return FALSE;
    self->n_awaited = n;
    yado_xl1_call_follow(proxy, self->interval, n, G_DBUS_CALL_FLAGS_NONE, YADO_LIBXL_READ_TIMEOUT,
                         NULL, on_followed_cb, g_object_ref(self));
    return TRUE;
}

gboolean
yado_libxl_backend_follow(YadoBackend *backend, guint milliseconds)
{
    YadoLibxlBackend *self = YADO_LIBXL_BACKEND(backend);

    self->interval = milliseconds;
    return !self->cannot_follow && ask_for_samples(self, milliseconds ? SAMPLES : 0);
}

/* (transfer full) */
static GVariant *
unpack(GVariant *bytes)
{
    g_autoptr(GBytes) data = g_variant_get_data_as_bytes(bytes);
    g_autoptr(GVariant) guests = g_variant_ref_sink(
        g_variant_new_from_bytes(G_VARIANT_TYPE("a(ssussuituuttututttt)"), data, FALSE));

    return G_BYTE_ORDER == G_BIG_ENDIAN ? g_variant_byteswap(guests) : g_steal_pointer(&guests);
}

static void
on_sampled_cb(YadoXl1 *proxy, GVariant *bytes, GVariant *host, gpointer data)
{
    YadoLibxlBackend *self = data;
    g_autoptr(GVariant) guests = NULL;
    g_autoptr(YadoSample) sample = NULL;

    if (self->interval == 0) /* on its way when they were ended */
        return;
    if (--self->n_awaited == SAMPLES / 2)
        ask_for_samples(self, SAMPLES);
    guests = unpack(bytes);
    sample = yado_libxl_backend_make_sample(self, guests, host);
    yado_backend_emit_sampled(YADO_BACKEND(self), sample);
}

void
yado_libxl_backend_start_events(YadoLibxlBackend *self, YadoXl1 *proxy)
{
    g_signal_connect_object(proxy, "guests-changed", G_CALLBACK(on_guests_changed_cb), self, 0);
    g_signal_connect_object(proxy, "files-changed", G_CALLBACK(on_files_changed_cb), self, 0);
    g_signal_connect_object(proxy, "progress", G_CALLBACK(on_progress_cb), self, 0);
    g_signal_connect_object(proxy, "save-ended", G_CALLBACK(on_save_ended_cb), self, 0);
    g_signal_connect_object(proxy, "sampled", G_CALLBACK(on_sampled_cb), self, 0);
    g_signal_connect_object(proxy, "log", G_CALLBACK(on_log_cb), self, 0);
}
