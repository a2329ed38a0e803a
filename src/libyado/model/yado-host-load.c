/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * For commands: everything that was asked for, once, and an answer when it is all there.  The steps follow each other: list, machine,
 * facts, one sample, a pause, another sample.
 */
#include "config.h"

#include <glib/gi18n-lib.h>

#include "base/yado-error.h"
#include "model/yado-guest-private.h"
#include "model/yado-host-private.h"

typedef struct {
    YadoHost *host; /* not owned: the task holds it */
    YadoLoadFlags flags;
    guint generation; /* the listing that will do */
    gboolean is_listed;
    gboolean waits_for_facts;
    gboolean waits_for_info; /* all but what the machine is has come: shares are of its memory */
    guint n_samples;
    guint source;
    GSource *cancelled; /* NULL: it cannot be */
    GTask *task;
} Load;

static void sample(Load *load);

static void
free_load(Load *load)
{
    g_clear_handle_id(&load->source, g_source_remove);
    if (load->cancelled)
        g_source_destroy(load->cancelled);
    g_clear_pointer(&load->cancelled, g_source_unref);
    g_object_unref(load->task);
    g_free(load);
}

/* (error transfer full) */
static void
finish(Load *load, GError *error)
{
    load->host->loads = g_list_remove(load->host->loads, load);
    if (error)
        g_task_return_error(load->task, error);
    else
        g_task_return_boolean(load->task, TRUE);
    free_load(load);
}

static void
finish_informed(Load *load)
{
    if (load->host->is_info_wanted && load->flags != YADO_LOAD_LIST)
        load->waits_for_info = TRUE;
    else
        finish(load, NULL);
}

void
yado_host_loads_informed(YadoHost *self)
{
    g_autoptr(GList) loads = g_list_copy(self->loads);

    for (GList *l = loads; l; l = l->next)
        if (((Load *)l->data)->waits_for_info)
            finish(l->data, NULL);
}

static gboolean
is_known(YadoHost *self, Load *load)
{
    return g_list_find(self->loads, load) != NULL;
}

typedef struct {
    YadoHost *host;
    Load *load;
} Step;

static Step *
new_step(Load *load)
{
    Step *step = g_new0(Step, 1);

    step->host = g_object_ref(load->host);
    step->load = load;
    return step;
}

static void
free_step(Step *step)
{
    g_object_unref(step->host);
    g_free(step);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Step, free_step)

static gboolean
on_pause_over_cb(gpointer data)
{
    Load *load = data;

    load->source = 0;
    sample(load);
    return G_SOURCE_REMOVE;
}

static void
on_sampled_cb(GObject *source, GAsyncResult *result, gpointer data)
{
    g_autoptr(Step) step = data;
    YadoHost *self = step->host;
    GError *error = NULL;
    g_autoptr(YadoSample) sample = yado_backend_sample_finish(YADO_BACKEND(source), result, &error);

    if (!yado_host_is_current(self, result) || !is_known(self, step->load)) {
        g_clear_error(&error);
        return;
    }
    if (!sample) {
        finish(step->load, error);
        return;
    }
    yado_host_take_sample(self, sample);
    step->load->n_samples++;
    if (step->load->n_samples == 1 && (step->load->flags & YADO_LOAD_RATES))
        step->load->source = g_timeout_add(self->interval, on_pause_over_cb, step->load);
    else
        finish_informed(step->load);
}

static void
sample(Load *load)
{
    YadoHost *self = load->host;
    g_autoptr(GArray) wishes = g_array_new(FALSE, FALSE, sizeof(YadoWish));

    for (guint i = 0; i < self->guests->len; i++) {
        YadoGuest *guest = self->guests->pdata[i];

        YadoWish wish = { .stats = load->flags & YADO_LOAD_PLAIN ? 0 : YADO_STATS_DEVICES };

        if (!yado_guest_is_active(guest))
            continue;
        g_strlcpy(wish.uuid, guest->uuid, sizeof(wish.uuid));
        g_array_append_val(wishes, wish);
    }
    yado_backend_sample_async(self->backend, wishes, self->cancellable, on_sampled_cb,
                              new_step(load));
}

static void
continue_after_facts(Load *load)
{
    if (load->flags & (YADO_LOAD_STATS | YADO_LOAD_RATES))
        sample(load);
    else
        finish_informed(load);
}

static void
continue_after_list(Load *load)
{
    YadoHost *self = load->host;

    load->is_listed = TRUE;
    if (load->flags != YADO_LOAD_LIST && !self->info)
        yado_host_fetch_info(self);
    if (!(load->flags & YADO_LOAD_FACTS)) {
        continue_after_facts(load);
        return;
    }
    load->waits_for_facts = TRUE;
    self->all_facts_wanted = TRUE;
    yado_host_pump_facts(self);
}

void
yado_host_loads_listed(YadoHost *self, guint generation, const GError *error)
{
    g_autoptr(GList) loads = g_list_copy(self->loads);

    for (GList *l = loads; l; l = l->next) {
        Load *load = l->data;

        if (!is_known(self, load) || load->is_listed || load->generation > generation)
            continue;
        if (error)
            finish(load, g_error_copy(error));
        else
            continue_after_list(load);
    }
}

void
yado_host_loads_facts_done(YadoHost *self)
{
    g_autoptr(GList) loads = g_list_copy(self->loads);

    self->all_facts_wanted = FALSE;
    for (GList *l = loads; l; l = l->next) {
        Load *load = l->data;

        if (!is_known(self, load) || !load->waits_for_facts)
            continue;
        load->waits_for_facts = FALSE;
        yado_host_flush_changed(self);
        continue_after_facts(load);
    }
    g_signal_emit_by_name(self, "facts-known");
}

void
yado_host_fail_loads(YadoHost *self, const GError *error)
{
    while (self->loads)
        finish(self->loads->data,
               error ? g_error_copy(error)
                     : yado_error_new(YADO_ERROR_CONNECTION, NULL, NULL,
                                      _("The connection to “%s” broke."), self->uri));
}

/* The host may never answer: whoever gave up does not wait for it. */
static gboolean
on_load_cancelled_cb(GCancellable *cancellable, gpointer data)
{
    GError *error = NULL;

    g_cancellable_set_error_if_cancelled(cancellable, &error);
    finish(data, error);
    return G_SOURCE_REMOVE;
}

static void
watch_cancellable(Load *load, GCancellable *cancellable)
{
    if (!cancellable)
        return;
    load->cancelled = g_cancellable_source_new(cancellable);
    g_source_set_callback(load->cancelled, G_SOURCE_FUNC(on_load_cancelled_cb), load, NULL);
    g_source_attach(load->cancelled, NULL);
}

void
yado_host_load_async(YadoHost *self, YadoLoadFlags flags, YadoListFlags list_flags,
                     GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data)
{
    g_autoptr(GTask) task = g_task_new(self, cancellable, callback, user_data);
    Load *load;

    if (self->state != YADO_HOST_OPEN) {
        g_task_return_error(task, yado_error_new(YADO_ERROR_CONNECTION, NULL, NULL,
                                                 _("There is no connection to “%s”."), self->uri));
        return;
    }
    load = g_new0(Load, 1);
    load->host = self;
    load->flags = flags;
    load->task = g_steal_pointer(&task);
    load->generation = self->generation + 1;
    watch_cancellable(load, cancellable);
    self->loads = g_list_append(self->loads, load);
    self->list_flags |= list_flags;
    yado_host_refresh(self);
}

gboolean
yado_host_load_finish(YadoHost *self, GAsyncResult *result, GError **error)
{
    g_return_val_if_fail(g_task_is_valid(result, self), FALSE);
    return g_task_propagate_boolean(G_TASK(result), error);
}
