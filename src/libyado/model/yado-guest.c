/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "model/yado-guest.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#include "base/yado-error.h"
#include "base/yado-text.h"
#include "model/yado-guest-private.h"
#include "model/yado-host-private.h"

/* A graph in a table shows about this many samples: so long a value that stays the same still moves it. */
#define GRAPH_SAMPLES 8

G_DEFINE_TYPE(YadoGuest, yado_guest, G_TYPE_OBJECT)

static void
free_samples(YadoGuestSamples *samples)
{
    yado_history_free(samples->history);
    g_free(samples);
}

static void
free_extras(YadoGuestExtras *extras)
{
    g_free(extras->reason);
    g_free(extras->note);
    g_free(extras);
}

static void
yado_guest_finalize(GObject *object)
{
    YadoGuest *self = YADO_GUEST(object);

    g_free(self->name);
    g_clear_pointer(&self->extras, free_extras);
    g_clear_pointer(&self->facts, yado_guest_facts_free);
    g_clear_pointer(&self->samples, free_samples);
    G_OBJECT_CLASS(yado_guest_parent_class)->finalize(object);
}

static void
yado_guest_class_init(YadoGuestClass *klass)
{
    G_OBJECT_CLASS(klass)->finalize = yado_guest_finalize;
}

static void
yado_guest_init(YadoGuest *self)
{
    self->id = -1;
    self->autostart = -1;
    self->persistent = -1;
}

/* What the host does with it. */

gboolean
yado_state_is_active(YadoGuestState state)
{
    return state == YADO_GUEST_RUNNING || state == YADO_GUEST_PAUSED ||
           state == YADO_GUEST_STOPPING || state == YADO_GUEST_SUSPENDED;
}

YadoGuest *
yado_guest_new(YadoHost *host, const YadoGuestRecord *record)
{
    YadoGuest *self = g_object_new(YADO_TYPE_GUEST, NULL);

    self->host = host;
    g_strlcpy(self->uuid, record->uuid, sizeof(self->uuid));
    yado_guest_update(self, record);
    return self;
}

static YadoGuestExtras *
ensure_extras(YadoGuest *self)
{
    if (!self->extras)
        self->extras = g_new0(YadoGuestExtras, 1);
    return self->extras;
}

static gboolean
take_string(char **place, const char *value)
{
    if (g_strcmp0(*place, value) == 0)
        return FALSE;
    g_free(*place);
    *place = g_strdup(value);
    return TRUE;
}

static gboolean
take_reason(YadoGuest *self, const char *reason)
{
    return (self->extras || reason) && take_string(&ensure_extras(self)->reason, reason);
}

static gboolean
take_note(YadoGuest *self, const char *note)
{
    return (self->extras || note) && take_string(&ensure_extras(self)->note, note);
}

static gboolean
take_flag(gint8 *place, int value)
{
    if (value < 0 || *place == value)
        return FALSE;
    *place = value;
    return TRUE;
}

/* Its counters and what it is made of are others now. */
static void
note_restart(YadoGuest *self)
{
    static const float gap[YADO_N_SERIES] = { NAN, NAN, NAN, NAN };
    YadoGuestSamples *samples = self->samples;

    ensure_extras(self)->started_at = yado_guest_is_active(self) ? g_get_monotonic_time() : 0;
    if (!samples)
        return;
    samples->has_last = FALSE;
    samples->cpu = samples->disk_rate = samples->net_rate = NAN;
    yado_history_add(samples->history, g_get_monotonic_time(), gap);
}

/* The host's clock may differ from ours: a start in the future is now. */
static void
take_start(YadoGuest *self, gint64 started)
{
    gint64 ago = g_get_real_time() - started * G_TIME_SPAN_SECOND;

    ensure_extras(self)->started_at = g_get_monotonic_time() - MAX(ago, 0);
}

gboolean
yado_guest_update(YadoGuest *self, const YadoGuestRecord *record)
{
    gboolean was_active = yado_guest_is_active(self);
    gboolean changed = FALSE, is_new = self->serial == 0;
    int old_id = self->id;

    if (take_string(&self->name, record->name)) {
        self->name_serial++;
        changed = TRUE;
    }
    changed |= take_flag(&self->autostart, record->autostart);
    changed |= take_flag(&self->persistent, record->persistent);
    changed |= self->id != record->id;
    self->id = record->id;
    changed |= take_note(self, record->note);
    changed |= self->owner != record->owner;
    self->owner = record->owner;
    if (self->state != record->state) {
        self->state = record->state;
        take_reason(self, record->reason);
        changed = TRUE;
    } else if (record->reason) {
        /* A full listing does not tell reasons: what is known stays while the state does. */
        changed |= take_reason(self, record->reason);
    }
    /* One that is new may have run for long. */
    if (!is_new && (was_active != yado_guest_is_active(self) || old_id != self->id))
        note_restart(self);
    if (record->started > 0 && yado_guest_is_active(self))
        take_start(self, record->started);
    if (changed)
        self->serial++;
    return changed;
}

gboolean
yado_guest_set_unseen(YadoGuest *self)
{
    gboolean changed = take_note(self, _("as last seen: its owner is not connected"));

    if (yado_guest_is_active(self)) {
        self->state = YADO_GUEST_UNKNOWN;
        changed = TRUE;
    }
    if (changed)
        self->serial++;
    return changed;
}

/* What the host has looked up borrows from the guests' facts. */
static void
forget_disk_users(YadoGuest *self)
{
    if (self->host)
        g_clear_pointer(&self->host->disk_users, g_hash_table_unref);
}

void
yado_guest_take_facts(YadoGuest *self, YadoGuestFacts *facts)
{
    forget_disk_users(self);
    g_clear_pointer(&self->facts, yado_guest_facts_free);
    self->facts = facts;
    self->serial++;
}

static YadoGuestSamples *
ensure_samples(YadoGuest *self)
{
    if (!self->samples) {
        self->samples = g_new0(YadoGuestSamples, 1);
        self->samples->history = yado_history_new();
        self->samples->cpu = self->samples->disk_rate = self->samples->net_rate = NAN;
    }
    return self->samples;
}

/* Per second; NAN when there is no earlier value, or the counter began anew. */
static double
get_rate(guint64 now, guint64 before, double seconds)
{
    return now >= before ? (now - before) / seconds : NAN;
}

static gboolean
runs(YadoGuestState state)
{
    return state == YADO_GUEST_RUNNING || state == YADO_GUEST_STOPPING ||
           state == YADO_GUEST_UNKNOWN;
}

static void
read_rates(YadoGuestSamples *samples, const YadoGuestStats *stats, guint vcpus)
{
    const YadoGuestStats *last = &samples->last;
    YadoStatsHas both = stats->has & last->has;
    double seconds = (stats->when - last->when) / (double)G_TIME_SPAN_SECOND;

    samples->cpu = samples->disk_rate = samples->net_rate = NAN;
    if (!samples->has_last || seconds <= 0)
        return;
    /* What still grows is the hypervisor's own time for it. */
    if ((both & YADO_STATS_CPU) && !runs(stats->state))
        samples->cpu = 0;
    else if ((both & YADO_STATS_CPU) && vcpus > 0)
        samples->cpu = MIN(get_rate(stats->cpu_time, last->cpu_time, seconds) / 1e9 / vcpus, 1.0);
    if (both & YADO_STATS_DISK)
        samples->disk_rate = get_rate(stats->disk_read + stats->disk_written,
                                      last->disk_read + last->disk_written, seconds);
    if (both & YADO_STATS_NET)
        samples->net_rate = get_rate(stats->net_received + stats->net_sent,
                                     last->net_received + last->net_sent, seconds);
}

static void
add_history(YadoGuest *self, const YadoGuestStats *stats)
{
    YadoGuestSamples *samples = self->samples;
    guint64 maximum = stats->memory_maximum;
    float values[YADO_N_SERIES] = {
        [YADO_SERIES_CPU] = samples->cpu,
        [YADO_SERIES_MEMORY] =
            (stats->has & YADO_STATS_MEMORY) && maximum ? (float)stats->memory / maximum : NAN,
        [YADO_SERIES_DISK] = samples->disk_rate,
        [YADO_SERIES_NETWORK] = samples->net_rate,
    };

    yado_history_add(samples->history, stats->when, values);
}

/* Two digits are shown: smaller differences are none. */
static gboolean
looks_same(double a, double b)
{
    if (isnan(a) || isnan(b))
        return isnan(a) && isnan(b);
    return fabs(a - b) <= 0.01 * MAX(fabs(a), fabs(b)) || (fabs(a) < 1 && fabs(b) < 1);
}

static gboolean
looks_same_share(double a, double b)
{
    if (isnan(a) || isnan(b))
        return isnan(a) && isnan(b);
    return lround(a * 1000) == lround(b * 1000);
}

gboolean
yado_guest_take_stats(YadoGuest *self, const YadoGuestStats *stats)
{
    YadoGuestSamples *samples = ensure_samples(self);
    double cpu = samples->cpu, disk = samples->disk_rate, net = samples->net_rate;
    guint64 memory = yado_guest_get_memory(self);
    guint vcpus = yado_guest_get_vcpus(self);
    gboolean same;

    if (samples->has_last && samples->last_id != self->id)
        samples->has_last = FALSE;
    read_rates(samples, stats, stats->has & YADO_STATS_VCPUS ? stats->vcpus : vcpus);
    samples->last = *stats;
    samples->last_id = self->id;
    samples->has_last = TRUE;
    add_history(self, stats);
    same = looks_same_share(cpu, samples->cpu) && looks_same(disk, samples->disk_rate) &&
           looks_same(net, samples->net_rate) && memory == yado_guest_get_memory(self) &&
           vcpus == yado_guest_get_vcpus(self);
    samples->quiet = same ? samples->quiet + 1 : 0;
    if (samples->quiet >= GRAPH_SAMPLES)
        return FALSE;
    self->serial++;
    return TRUE;
}

void
yado_guest_drop(YadoGuest *self)
{
    forget_disk_users(self);
    self->host = NULL;
    self->serial++;
}

/* Public. */

YadoHost *
yado_guest_get_host(YadoGuest *self)
{
    g_return_val_if_fail(YADO_IS_GUEST(self), NULL);
    return self->host;
}

const char *
yado_guest_get_uuid(YadoGuest *self)
{
    g_return_val_if_fail(YADO_IS_GUEST(self), NULL);
    return self->uuid;
}

const char *
yado_guest_get_name(YadoGuest *self)
{
    g_return_val_if_fail(YADO_IS_GUEST(self), NULL);
    return self->name;
}

int
yado_guest_get_id(YadoGuest *self)
{
    g_return_val_if_fail(YADO_IS_GUEST(self), -1);
    return self->id;
}

YadoGuestState
yado_guest_get_state(YadoGuest *self)
{
    g_return_val_if_fail(YADO_IS_GUEST(self), YADO_GUEST_UNKNOWN);
    return self->state;
}

const char *
yado_guest_get_reason(YadoGuest *self)
{
    return self->extras ? self->extras->reason : NULL;
}

const char *
yado_guest_get_note(YadoGuest *self)
{
    return self->extras ? self->extras->note : NULL;
}

gboolean
yado_guest_is_active(YadoGuest *self)
{
    /* A crashed guest is there as long as it has an id. */
    return yado_state_is_active(self->state) ||
           (self->state == YADO_GUEST_CRASHED && self->id >= 0);
}

gboolean
yado_guest_is_gone(YadoGuest *self)
{
    return self->host == NULL;
}

YadoGuestKind
yado_guest_get_kind(YadoGuest *self)
{
    return self->facts ? self->facts->kind : YADO_KIND_UNKNOWN;
}

/* A back end that does not say lists its own guests and the control domain. */
YadoGuestOwner
yado_guest_get_owner(YadoGuest *self)
{
    if (self->owner != YADO_OWNER_UNKNOWN)
        return self->owner;
    if (self->facts ? self->facts->kind == YADO_KIND_DOM0 : strcmp(self->name, "Domain-0") == 0)
        return YADO_OWNER_XEN;
    return YADO_OWNER_LIBVIRT;
}

int
yado_guest_get_autostart(YadoGuest *self)
{
    return self->autostart;
}

int
yado_guest_get_persistent(YadoGuest *self)
{
    return self->persistent;
}

const char *
yado_guest_get_title(YadoGuest *self)
{
    return self->facts ? self->facts->title : NULL;
}

const char *
yado_guest_get_description(YadoGuest *self)
{
    return self->facts ? self->facts->description : NULL;
}

const char *
yado_guest_get_os(YadoGuest *self)
{
    return self->facts ? self->facts->os : NULL;
}

const char *const *
yado_guest_get_tags(YadoGuest *self)
{
    static const char *const none[] = { NULL };

    return self->facts ? (const char *const *)self->facts->tags : none;
}

static const YadoGuestStats *
get_stats(YadoGuest *self, YadoStatsHas what)
{
    if (!self->samples || !self->samples->has_last || !(self->samples->last.has & what))
        return NULL;
    return &self->samples->last;
}

const YadoGuestStats *
yado_guest_get_counters(YadoGuest *self)
{
    g_return_val_if_fail(YADO_IS_GUEST(self), NULL);
    if (!self->samples || !self->samples->has_last || self->samples->last_id != self->id)
        return NULL;
    return &self->samples->last;
}

guint
yado_guest_get_vcpus(YadoGuest *self)
{
    const YadoGuestStats *stats = get_stats(self, YADO_STATS_VCPUS);

    if (stats && stats->vcpus > 0)
        return stats->vcpus;
    return self->facts ? self->facts->vcpus : 0;
}

guint
yado_guest_get_vcpus_maximum(YadoGuest *self)
{
    return self->facts ? self->facts->vcpus_maximum : 0;
}

guint64
yado_guest_get_memory(YadoGuest *self)
{
    const YadoGuestStats *stats = get_stats(self, YADO_STATS_MEMORY);

    if (stats && stats->memory > 0)
        return stats->memory;
    return self->facts ? self->facts->memory : 0;
}

guint64
yado_guest_get_memory_maximum(YadoGuest *self)
{
    const YadoGuestStats *stats = get_stats(self, YADO_STATS_MEMORY);

    if (self->facts)
        return self->facts->memory_maximum;
    return stats ? stats->memory_maximum : 0;
}

double
yado_guest_get_cpu(YadoGuest *self)
{
    return self->samples ? self->samples->cpu : NAN;
}

double
yado_guest_get_cpu_host(YadoGuest *self)
{
    const YadoHostInfo *info = self->host ? yado_host_get_info(self->host) : NULL;

    if (!info || info->cpus == 0)
        return NAN;
    return yado_guest_get_cpu(self) * yado_guest_get_vcpus(self) / info->cpus;
}

double
yado_guest_get_memory_share(YadoGuest *self)
{
    const YadoHostInfo *info = self->host ? yado_host_get_info(self->host) : NULL;

    if (!info || info->memory == 0 || !yado_guest_is_active(self) ||
        yado_guest_get_memory(self) == 0)
        return NAN;
    return (double)yado_guest_get_memory(self) / info->memory;
}

double
yado_guest_get_disk_rate(YadoGuest *self)
{
    return self->samples ? self->samples->disk_rate : NAN;
}

double
yado_guest_get_net_rate(YadoGuest *self)
{
    return self->samples ? self->samples->net_rate : NAN;
}

gint64
yado_guest_get_uptime(YadoGuest *self)
{
    if (!self->extras || !self->extras->started_at)
        return -1;
    return (g_get_monotonic_time() - self->extras->started_at) / G_TIME_SPAN_SECOND;
}

const YadoHistory *
yado_guest_get_history(YadoGuest *self)
{
    return self->samples ? self->samples->history : NULL;
}

GPtrArray *
yado_guest_get_disks(YadoGuest *self)
{
    return self->facts ? self->facts->disks : NULL;
}

GPtrArray *
yado_guest_get_nics(YadoGuest *self)
{
    return self->facts ? self->facts->nics : NULL;
}

const char *
yado_guest_get_graphics(YadoGuest *self)
{
    return self->facts ? self->facts->graphics : NULL;
}

gboolean
yado_guest_has_facts(YadoGuest *self)
{
    return self->facts != NULL;
}

char *
yado_guests_join_names(GPtrArray *guests, guint n)
{
    GString *names = g_string_new(NULL);

    for (guint i = 0; i < n; i++) {
        g_autofree char *name = yado_text_clean(yado_guest_get_name(guests->pdata[i]));

        /* Translators: what stands between the names of a list. */
        g_string_append_printf(names, "%s%s", i > 0 ? C_("list", ", ") : "", name);
    }
    return g_string_free(names, FALSE);
}

guint
yado_guest_get_serial(YadoGuest *self)
{
    return self->serial;
}

guint
yado_guest_get_name_serial(YadoGuest *self)
{
    return self->name_serial;
}

guint
yado_guest_get_configuration_serial(YadoGuest *self)
{
    return self->configuration_serial;
}

static void
add_words(GString *text, const char *words)
{
    if (words && *words)
        g_string_append_printf(text, text->len ? " · %s" : "%s", words);
}

char *
yado_guest_dup_state_text(YadoGuest *self)
{
    g_autoptr(GString) words = g_string_new(NULL);
    const char *label;

    g_return_val_if_fail(YADO_IS_GUEST(self), NULL);
    label = yado_guest_state_get_label(self->state);
    add_words(words, yado_guest_get_reason(self));
    add_words(words, yado_guest_get_note(self));
    if (words->len == 0)
        return g_strdup(label);
    /* Translators: a guest's state, and why it is in it. */
    return g_strdup_printf(C_("state", "%s (%s)"), label, words->str);
}

char *
yado_guest_describe(YadoGuest *self)
{
    GString *text = g_string_new(NULL);
    const char *title = yado_guest_get_title(self);

    add_words(text, yado_guest_get_reason(self));
    add_words(text, yado_guest_get_note(self));
    if (!self->host)
        add_words(text, _("is not there any more"));
    if (self->state == YADO_GUEST_SAVED)
        add_words(text, _("its memory is saved: the next start continues there"));
    if (self->persistent == 0)
        add_words(text, _("not stored: it is gone when it stops"));
    if (self->autostart == 1)
        add_words(text, _("starts with the host"));
    add_words(text, title);
    return g_string_free(text, FALSE);
}

/* The configuration: handed on to the back end, with the guest as source of the answer. */

static gboolean
refuse_gone(YadoGuest *self, GTask *task)
{
    if (yado_guest_get_backend(self))
        return FALSE;
    g_task_return_error(
        task, yado_error_new(self->host ? YADO_ERROR_CONNECTION : YADO_ERROR_NOT_FOUND, NULL, NULL,
                             self->host ? _("There is no connection to the host of “%s”.")
                                        : _("“%s” is not there any more."),
                             self->name));
    return TRUE;
}

static void
on_document_fetched_cb(GObject *source, GAsyncResult *result, gpointer data)
{
    g_autoptr(GTask) task = data;
    GError *error = NULL;
    YadoDocument *document = yado_backend_get_document_finish(YADO_BACKEND(source), result, &error);

    if (document)
        g_task_return_pointer(task, document, g_object_unref);
    else
        g_task_return_error(task, error);
}

void
yado_guest_get_document_async(YadoGuest *self, YadoConfiguration which, GCancellable *cancellable,
                              GAsyncReadyCallback callback, gpointer user_data)
{
    g_autoptr(GTask) task = g_task_new(self, cancellable, callback, user_data);

    if (refuse_gone(self, task))
        return;
    yado_backend_get_document_async(yado_guest_get_backend(self), self->uuid, which, cancellable,
                                    on_document_fetched_cb, g_object_ref(task));
}

YadoDocument *
yado_guest_get_document_finish(YadoGuest *self, GAsyncResult *result, GError **error)
{
    g_return_val_if_fail(g_task_is_valid(result, self), NULL);
    return g_task_propagate_pointer(G_TASK(result), error);
}

/* What was applied may be seen in the list: events tell of some of it only. */
static void
note_applied(YadoGuest *self)
{
    if (self->host)
        yado_host_reread_guest(self->host, self->uuid, TRUE);
}

static void
on_document_applied_cb(GObject *source, GAsyncResult *result, gpointer data)
{
    g_autoptr(GTask) task = data;
    g_autofree char *dropped = NULL;
    GError *error = NULL;
    YadoDocument *document =
        yado_backend_apply_finish(YADO_BACKEND(source), result, &dropped, &error);

    note_applied(g_task_get_source_object(task));
    if (!document) {
        g_task_return_error(task, error);
        return;
    }
    g_task_set_task_data(task, g_steal_pointer(&dropped), g_free);
    g_task_return_pointer(task, document, g_object_unref);
}

void
yado_guest_apply_async(YadoGuest *self, YadoDocument *document, YadoApplyFlags flags,
                       GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data)
{
    g_autoptr(GTask) task = g_task_new(self, cancellable, callback, user_data);

    if (refuse_gone(self, task))
        return;
    yado_backend_apply_async(yado_guest_get_backend(self), self->uuid, document, flags, cancellable,
                             on_document_applied_cb, g_object_ref(task));
}

YadoDocument *
yado_guest_apply_finish(YadoGuest *self, GAsyncResult *result, char **dropped, GError **error)
{
    g_return_val_if_fail(g_task_is_valid(result, self), NULL);
    if (dropped)
        *dropped = g_strdup(g_task_get_task_data(G_TASK(result)));
    return g_task_propagate_pointer(G_TASK(result), error);
}

static void
on_text_applied_cb(GObject *source, GAsyncResult *result, gpointer data)
{
    g_autoptr(GTask) task = data;
    GError *error = NULL;

    note_applied(g_task_get_source_object(task));
    if (yado_backend_apply_text_finish(YADO_BACKEND(source), result, &error))
        g_task_return_boolean(task, TRUE);
    else
        g_task_return_error(task, error);
}

void
yado_guest_apply_text_async(YadoGuest *self, const char *base_text, const char *text,
                            gboolean force, GCancellable *cancellable, GAsyncReadyCallback callback,
                            gpointer user_data)
{
    g_autoptr(GTask) task = g_task_new(self, cancellable, callback, user_data);

    if (refuse_gone(self, task))
        return;
    yado_backend_apply_text_async(yado_guest_get_backend(self), self->uuid, base_text, text, force,
                                  cancellable, on_text_applied_cb, g_object_ref(task));
}

gboolean
yado_guest_apply_text_finish(YadoGuest *self, GAsyncResult *result, GError **error)
{
    g_return_val_if_fail(g_task_is_valid(result, self), FALSE);
    return g_task_propagate_boolean(G_TASK(result), error);
}

static void
on_snapshots_listed_cb(GObject *source, GAsyncResult *result, gpointer data)
{
    g_autoptr(GTask) task = data;
    GError *error = NULL;
    GPtrArray *snapshots = yado_backend_list_snapshots_finish(YADO_BACKEND(source), result, &error);

    if (snapshots)
        g_task_return_pointer(task, snapshots, (GDestroyNotify)g_ptr_array_unref);
    else
        g_task_return_error(task, error);
}

void
yado_guest_list_snapshots_async(YadoGuest *self, GCancellable *cancellable,
                                GAsyncReadyCallback callback, gpointer user_data)
{
    g_autoptr(GTask) task = g_task_new(self, cancellable, callback, user_data);

    if (refuse_gone(self, task))
        return;
    yado_backend_list_snapshots_async(yado_guest_get_backend(self), self->uuid, cancellable,
                                      on_snapshots_listed_cb, g_object_ref(task));
}

GPtrArray *
yado_guest_list_snapshots_finish(YadoGuest *self, GAsyncResult *result, GError **error)
{
    g_return_val_if_fail(g_task_is_valid(result, self), NULL);
    return g_task_propagate_pointer(G_TASK(result), error);
}

static void
on_consoles_listed_cb(GObject *source, GAsyncResult *result, gpointer data)
{
    g_autoptr(GTask) task = data;
    GError *error = NULL;
    GPtrArray *consoles = yado_backend_list_consoles_finish(YADO_BACKEND(source), result, &error);

    if (consoles)
        g_task_return_pointer(task, consoles, (GDestroyNotify)g_ptr_array_unref);
    else
        g_task_return_error(task, error);
}

void
yado_guest_list_consoles_async(YadoGuest *self, GCancellable *cancellable,
                               GAsyncReadyCallback callback, gpointer user_data)
{
    g_autoptr(GTask) task = g_task_new(self, cancellable, callback, user_data);

    if (refuse_gone(self, task))
        return;
    yado_backend_list_consoles_async(yado_guest_get_backend(self), self->uuid, cancellable,
                                     on_consoles_listed_cb, g_object_ref(task));
}

GPtrArray *
yado_guest_list_consoles_finish(YadoGuest *self, GAsyncResult *result, GError **error)
{
    g_return_val_if_fail(g_task_is_valid(result, self), NULL);
    return g_task_propagate_pointer(G_TASK(result), error);
}

static void
on_console_opened_cb(GObject *source, GAsyncResult *result, gpointer data)
{
    g_autoptr(GTask) task = data;
    GError *error = NULL;
    GIOStream *stream = yado_backend_open_console_finish(YADO_BACKEND(source), result, &error);

    if (stream)
        g_task_return_pointer(task, stream, g_object_unref);
    else
        g_task_return_error(task, error);
}

void
yado_guest_open_console_async(YadoGuest *self, const char *id, YadoConsoleFlags flags,
                              GCancellable *cancellable, GAsyncReadyCallback callback,
                              gpointer user_data)
{
    g_autoptr(GTask) task = g_task_new(self, cancellable, callback, user_data);

    if (refuse_gone(self, task))
        return;
    yado_backend_open_console_async(yado_guest_get_backend(self), self->uuid, id, flags,
                                    cancellable, on_console_opened_cb, g_object_ref(task));
}

GIOStream *
yado_guest_open_console_finish(YadoGuest *self, GAsyncResult *result, GError **error)
{
    g_return_val_if_fail(g_task_is_valid(result, self), NULL);
    return g_task_propagate_pointer(G_TASK(result), error);
}

static void
on_job_finished_cb(YadoJob *job, gpointer data)
{
    YadoGuest *self = data;

    note_applied(self);
}

void
yado_guest_start(YadoGuest *self, const char *operation, YadoDocument *arguments, YadoJob *job)
{
    YadoBackend *backend = yado_guest_get_runner(self, operation);

    g_signal_connect_object(job, "finished", G_CALLBACK(on_job_finished_cb), self, 0);
    if (backend) {
        yado_backend_start(backend, operation, self->uuid, arguments, job);
        return;
    }
    yado_job_begin(job);
    yado_job_finish(job,
                    yado_error_new(YADO_ERROR_CONNECTION, NULL, NULL,
                                   _("There is no connection to the host of “%s”."), self->name));
}
