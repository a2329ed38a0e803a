/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "model/yado-host.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#include "backend/yado-backend-registry.h"
#include "backend/yado-joint-backend.h"
#include "base/yado-error.h"
#include "base/yado-text.h"
#include "model/yado-guest-private.h"
#include "model/yado-host-private.h"

#define MAX_RETRY_SECONDS 60

enum { STATE_CHANGED, GUESTS_CHANGED, SAMPLED, N_SIGNALS };

static guint signals[N_SIGNALS];

static void list_model_iface_init(GListModelInterface *iface);

G_DEFINE_TYPE_WITH_CODE(YadoHost, yado_host, G_TYPE_OBJECT,
                        G_IMPLEMENT_INTERFACE(G_TYPE_LIST_MODEL, list_model_iface_init))

static GType
get_item_type(GListModel *model)
{
    return YADO_TYPE_GUEST;
}

static guint
get_n_items(GListModel *model)
{
    return YADO_HOST(model)->guests->len;
}

static gpointer
get_item(GListModel *model, guint position)
{
    YadoHost *self = YADO_HOST(model);

    return position < self->guests->len ? g_object_ref(self->guests->pdata[position]) : NULL;
}

static void
list_model_iface_init(GListModelInterface *iface)
{
    iface->get_item_type = get_item_type;
    iface->get_n_items = get_n_items;
    iface->get_item = get_item;
}

static void
emit_state_changed(YadoHost *self)
{
    g_signal_emit(self, signals[STATE_CHANGED], 0);
}

static void
set_state(YadoHost *self, YadoHostState state, const GError *error)
{
    GError *copy = error ? g_error_copy(error) : NULL;

    g_clear_error(&self->error);
    self->error = copy;
    self->state = state;
    emit_state_changed(self);
}

gboolean
yado_host_is_current(YadoHost *self, GAsyncResult *result)
{
    return self->cancellable && g_task_get_cancellable(G_TASK(result)) == self->cancellable;
}

/* The connection's end, for whatever reason. */

static void
on_backend_closed_cb(YadoBackend *backend, const GError *error, YadoHost *self)
{
    if (backend == self->backend)
        yado_host_lose(self, error);
}

static void
on_backend_event_cb(YadoBackend *backend, const char *uuid, int event, YadoHost *self)
{
    if (backend == self->backend)
        yado_host_reread_guest(self, uuid, event != YADO_EVENT_LIFECYCLE);
}

static void
on_backend_sampled_cb(YadoBackend *backend, const YadoSample *sample, YadoHost *self)
{
    if (backend == self->backend && self->state == YADO_HOST_OPEN)
        yado_host_take_sent_sample(self, sample);
}

/* One of two came or went. */
static void
on_parts_changed_cb(YadoBackend *backend, YadoHost *self)
{
    if (backend != self->backend || self->state != YADO_HOST_OPEN)
        return;
    if (self->open_flags & YADO_OPEN_EVENTS) {
        self->is_info_wanted = FALSE;
        yado_host_fetch_info(self);
        yado_host_retry_failed_facts(self);
        yado_host_refresh(self);
    }
    yado_host_restart_sampling(self);
    emit_state_changed(self);
}

static void
drop_backend(YadoHost *self)
{
    g_autoptr(YadoBackend) backend = g_steal_pointer(&self->backend);

    yado_host_stop_sampling(self);
    yado_host_stop_facts(self);
    yado_host_stop_list(self);
    if (self->cancellable)
        g_cancellable_cancel(self->cancellable);
    g_clear_object(&self->cancellable);
    if (!backend)
        return;
    g_signal_handlers_disconnect_by_data(backend, self);
    yado_backend_close(backend);
}

static void
stop_retrying(YadoHost *self)
{
    g_clear_handle_id(&self->retry_source, g_source_remove);
}

static void
answer_open_tasks(YadoHost *self, const GError *error)
{
    GList *tasks = g_steal_pointer(&self->open_tasks);

    for (GList *l = tasks; l; l = l->next) {
        if (error)
            g_task_return_error(l->data, g_error_copy(error));
        else
            g_task_return_boolean(l->data, TRUE);
        g_object_unref(l->data);
    }
    g_list_free(tasks);
}

/* Opening. */

static void start_opening(YadoHost *self);

static gboolean
on_retry_second_cb(gpointer data)
{
    YadoHost *self = data;

    if (g_get_monotonic_time() < self->retry_at) {
        emit_state_changed(self); /* its label counts down */
        return G_SOURCE_CONTINUE;
    }
    self->retry_source = 0;
    start_opening(self);
    return G_SOURCE_REMOVE;
}

static void
schedule_retry(YadoHost *self)
{
    self->retry_seconds = CLAMP(self->retry_seconds * 2, 1, MAX_RETRY_SECONDS);
    self->retry_at = g_get_monotonic_time() + self->retry_seconds * G_TIME_SPAN_SECOND;
    stop_retrying(self);
    self->retry_source = g_timeout_add(1000, on_retry_second_cb, self);
}

void
yado_host_lose(YadoHost *self, const GError *error)
{
    g_autoptr(GError) kept = error ? g_error_copy(error) : NULL;

    if (self->state != YADO_HOST_OPEN)
        return;
    g_object_ref(self);
    self->retry_seconds = 0;
    drop_backend(self);
    yado_host_fail_loads(self, kept);
    schedule_retry(self);
    set_state(self, YADO_HOST_LOST, kept);
    g_object_unref(self);
}

/* A host that was open once is tried again; one that never was waits for the user. */
static void
fail_opening(YadoHost *self, const GError *error)
{
    gboolean was_open = self->listed && !yado_error_is_cancel(error);

    drop_backend(self);
    if (was_open)
        schedule_retry(self);
    set_state(self, was_open ? YADO_HOST_LOST : YADO_HOST_CLOSED,
              yado_error_is_cancel(error) ? NULL : error);
    answer_open_tasks(self, error);
}

static void
on_backend_opened_cb(GObject *source, GAsyncResult *result, gpointer data)
{
    g_autoptr(YadoHost) self = data;
    g_autoptr(GError) error = NULL;
    gboolean opened = yado_backend_open_finish(YADO_BACKEND(source), result, &error);

    if (G_OBJECT(self->backend) != source)
        return;
    if (!opened) {
        fail_opening(self, error);
        return;
    }
    self->retry_seconds = 0;
    set_state(self, YADO_HOST_OPEN, NULL);
    yado_host_start_list(self);
    yado_host_start_sampling(self);
    answer_open_tasks(self, NULL);
}

static YadoBackend *
create_backend(YadoHost *self, GError **error)
{
    g_autofree char *companion = yado_backend_registry_dup_companion(self->uri);
    YadoBackend *joint;

    if (!companion)
        return yado_backend_registry_create(self->uri, error);
    joint = yado_joint_backend_new(self->uri, companion);
    g_signal_connect(joint, "changed", G_CALLBACK(on_parts_changed_cb), self);
    return joint;
}

static void
start_opening(YadoHost *self)
{
    g_autoptr(GError) error = NULL;

    stop_retrying(self);
    self->backend = create_backend(self, &error);
    if (!self->backend) {
        fail_opening(self, error);
        return;
    }
    self->cancellable = g_cancellable_new();
    self->is_info_wanted = FALSE; /* what was asked on the old connection never comes */
    g_signal_connect(self->backend, "closed", G_CALLBACK(on_backend_closed_cb), self);
    g_signal_connect(self->backend, "guest-event", G_CALLBACK(on_backend_event_cb), self);
    g_signal_connect(self->backend, "sampled", G_CALLBACK(on_backend_sampled_cb), self);
    set_state(self, YADO_HOST_OPENING, self->error);
    yado_backend_open_async(self->backend, self->prompt, self->open_flags, self->cancellable,
                            on_backend_opened_cb, g_object_ref(self));
}

/* The machine's facts: asked for by those who show them, not needed for a plain list. */

static void
on_info_fetched_cb(GObject *source, GAsyncResult *result, gpointer data)
{
    g_autoptr(YadoHost) self = data;
    YadoHostInfo *info = yado_backend_get_host_info_finish(YADO_BACKEND(source), result, NULL);

    if (!yado_host_is_current(self, result)) {
        yado_host_info_free(info);
        return;
    }
    self->is_info_wanted = FALSE;
    if (info) {
        g_clear_pointer(&self->info, yado_host_info_free);
        self->info = info;
        emit_state_changed(self);
    }
    yado_host_loads_informed(self);
}

void
yado_host_fetch_info(YadoHost *self)
{
    if (self->is_info_wanted)
        return;
    self->is_info_wanted = TRUE;
    yado_backend_get_host_info_async(self->backend, self->cancellable, on_info_fetched_cb,
                                     g_object_ref(self));
}

static void
on_open_cancelled_cb(GCancellable *cancellable, gpointer data)
{
    GCancellable *own = data;

    g_cancellable_cancel(own);
}

void
yado_host_emit_guests_changed(YadoHost *self, GPtrArray *guests)
{
    g_signal_emit(self, signals[GUESTS_CHANGED], 0, guests);
}

void
yado_host_emit_sampled(YadoHost *self)
{
    g_signal_emit(self, signals[SAMPLED], 0);
}

static void
yado_host_dispose(GObject *object)
{
    YadoHost *self = YADO_HOST(object);

    stop_retrying(self);
    drop_backend(self);
    yado_host_clear_sampling(self);
    if (self->guests)
        yado_host_clear_list(self);
    G_OBJECT_CLASS(yado_host_parent_class)->dispose(object);
}

static void
yado_host_finalize(GObject *object)
{
    YadoHost *self = YADO_HOST(object);

    g_free(self->uri);
    g_free(self->label);
    g_clear_object(&self->prompt);
    g_clear_error(&self->error);
    g_clear_pointer(&self->info, yado_host_info_free);
    g_clear_pointer(&self->details, yado_host_details_free);
    g_clear_pointer(&self->disk_users, g_hash_table_unref);
    g_ptr_array_unref(self->guests);
    g_ptr_array_unref(self->changed);
    g_hash_table_unref(self->by_uuid);
    g_hash_table_unref(self->pending);
    g_hash_table_unref(self->watchers);
    g_clear_pointer(&self->history, yado_history_free);
    G_OBJECT_CLASS(yado_host_parent_class)->finalize(object);
}

static void
yado_host_class_init(YadoHostClass *klass)
{
    GObjectClass *object_class = G_OBJECT_CLASS(klass);
    GType type = G_TYPE_FROM_CLASS(klass);

    object_class->dispose = yado_host_dispose;
    object_class->finalize = yado_host_finalize;
    signals[STATE_CHANGED] =
        g_signal_new("state-changed", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
    signals[GUESTS_CHANGED] = g_signal_new("guests-changed", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                           NULL, G_TYPE_NONE, 1, G_TYPE_PTR_ARRAY);
    g_signal_new("log-changed", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
    g_signal_new("facts-known", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
    signals[SAMPLED] =
        g_signal_new("sampled", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
yado_host_init(YadoHost *self)
{
    self->autoconnect = TRUE;
    yado_host_init_list(self);
    yado_host_init_sampling(self);
}

/* Public. */

YadoHost *
yado_host_new(const char *uri, YadoPrompt *prompt)
{
    YadoHost *self;

    g_return_val_if_fail(uri != NULL, NULL);
    self = g_object_new(YADO_TYPE_HOST, NULL);
    self->uri = g_strdup(uri);
    self->prompt = prompt ? g_object_ref(prompt) : NULL;
    return self;
}

const char *
yado_host_get_uri(YadoHost *self)
{
    g_return_val_if_fail(YADO_IS_HOST(self), NULL);
    return self->uri;
}

const char *
yado_host_get_label(YadoHost *self)
{
    g_return_val_if_fail(YADO_IS_HOST(self), NULL);
    if (self->label)
        return self->label;
    if (yado_host_is_demo(self))
        return _("Demo host");
    return self->info && self->info->hostname ? self->info->hostname : self->uri;
}

const char *
yado_host_get_own_label(YadoHost *self)
{
    return self->label;
}

void
yado_host_set_prompt(YadoHost *self, YadoPrompt *prompt)
{
    g_set_object(&self->prompt, prompt);
}

void
yado_host_set_label(YadoHost *self, const char *label)
{
    g_return_if_fail(YADO_IS_HOST(self));
    if (g_strcmp0(self->label, label) == 0)
        return;
    g_free(self->label);
    self->label = label && *label ? g_strdup(label) : NULL;
    emit_state_changed(self);
}

gboolean
yado_host_get_autoconnect(YadoHost *self)
{
    return self->autoconnect;
}

void
yado_host_set_autoconnect(YadoHost *self, gboolean autoconnect)
{
    self->autoconnect = autoconnect;
}

gboolean
yado_host_is_remote(YadoHost *self)
{
    const char *authority;

    g_return_val_if_fail(YADO_IS_HOST(self), FALSE);

    authority = strstr(self->uri, "://");
    return authority != NULL && strchr("/?", authority[3]) == NULL;
}

gboolean
yado_host_is_demo(YadoHost *self)
{
    return g_str_has_prefix(self->uri, "test:///") && g_str_has_suffix(self->uri, "/demo-host.xml");
}

gboolean
yado_host_wants_events(YadoHost *self)
{
    g_return_val_if_fail(YADO_IS_HOST(self), FALSE);

    return (self->open_flags & YADO_OPEN_EVENTS) != 0;
}

void
yado_host_open_async(YadoHost *self, YadoOpenFlags flags, GCancellable *cancellable,
                     GAsyncReadyCallback callback, gpointer user_data)
{
    g_autoptr(GTask) task = g_task_new(self, NULL, callback, user_data);

    if (self->state == YADO_HOST_OPEN) {
        g_task_return_boolean(task, TRUE);
        return;
    }
    self->open_flags = flags;
    self->open_tasks = g_list_append(self->open_tasks, g_object_ref(task));
    if (self->state != YADO_HOST_OPENING)
        start_opening(self);
    if (cancellable && self->cancellable)
        g_cancellable_connect(cancellable, G_CALLBACK(on_open_cancelled_cb),
                              g_object_ref(self->cancellable), g_object_unref);
}

gboolean
yado_host_open_finish(YadoHost *self, GAsyncResult *result, GError **error)
{
    g_return_val_if_fail(g_task_is_valid(result, self), FALSE);
    return g_task_propagate_boolean(G_TASK(result), error);
}

void
yado_host_close(YadoHost *self)
{
    g_autoptr(GError) error = NULL;

    g_return_if_fail(YADO_IS_HOST(self));
    if (self->state == YADO_HOST_CLOSED)
        return;
    error = g_error_new_literal(G_IO_ERROR, G_IO_ERROR_CANCELLED, _("Cancelled."));
    stop_retrying(self);
    drop_backend(self);
    yado_host_fail_loads(self, error);
    yado_host_clear_list(self);
    set_state(self, YADO_HOST_CLOSED, NULL);
    answer_open_tasks(self, error);
}

YadoHostState
yado_host_get_state(YadoHost *self)
{
    return self->state;
}

static guint
get_retry_seconds(YadoHost *self)
{
    gint64 left = self->retry_at - g_get_monotonic_time();

    return left > 0 ? (left + G_TIME_SPAN_SECOND - 1) / G_TIME_SPAN_SECOND : 0;
}

const char *
yado_host_get_state_label(YadoHost *self)
{
    static char label[200];

    switch (self->state) {
    case YADO_HOST_OPENING:
        return yado_host_is_stale(self) ? _("Lost, connecting again…") : _("Connecting…");
    case YADO_HOST_OPEN:
        return yado_host_get_open_label(self);
    case YADO_HOST_LOST:
        g_snprintf(label, sizeof(label), _("Lost, next try in %u s"), get_retry_seconds(self));
        return label;
    case YADO_HOST_CLOSED:
    default:
        return self->error ? _("Not connected: failed") : _("Not connected");
    }
}

const GError *
yado_host_get_error(YadoHost *self)
{
    return self->error;
}

gboolean
yado_host_is_stale(YadoHost *self)
{
    return self->listed && self->state != YADO_HOST_OPEN;
}

const YadoHostInfo *
yado_host_get_info(YadoHost *self)
{
    return self->info;
}

YadoBackend *
yado_host_get_backend(YadoHost *self)
{
    return self->state == YADO_HOST_OPEN ? self->backend : NULL;
}

gboolean
yado_host_has(YadoHost *self, const char *capability, const char **reason)
{
    if (self->state == YADO_HOST_OPEN)
        return yado_backend_has(self->backend, capability, reason);
    if (reason)
        *reason = _("The host is not connected.");
    return FALSE;
}

double
yado_host_get_cpu(YadoHost *self)
{
    return self->cpu;
}

guint64
yado_host_get_memory_free(YadoHost *self)
{
    return self->memory_free;
}

const YadoHistory *
yado_host_get_history(YadoHost *self)
{
    return self->history;
}

guint
yado_host_get_n_running(YadoHost *self)
{
    return self->n_running;
}

gboolean
yado_host_is_listed(YadoHost *self)
{
    return self->listed;
}

YadoGuest *
yado_host_find_guest(YadoHost *self, const char *uuid)
{
    char *own;

    g_return_val_if_fail(uuid != NULL, NULL);
    own = g_hash_table_lookup(self->by_uuid, uuid);
    return own ? (YadoGuest *)(own - G_STRUCT_OFFSET(YadoGuest, uuid)) : NULL;
}

/* "xl/web-07" is about guests of one owner.  No name of a guest has a slash. */
static YadoGuestOwner
read_owner(const char **pattern)
{
    const char *slash = strchr(*pattern, '/');
    YadoGuestOwner owner;

    for (owner = YADO_OWNER_XEN; slash && owner <= YADO_OWNER_OTHER; owner++) {
        const char *name = yado_guest_owner_get_name(owner);

        if (strlen(name) == (size_t)(slash - *pattern) && g_str_has_prefix(*pattern, name)) {
            *pattern = slash + 1;
            return owner;
        }
    }
    return YADO_OWNER_UNKNOWN;
}

typedef gboolean (*MatchFunc)(YadoGuest *guest, const char *text);

static gboolean
has_uuid(YadoGuest *guest, const char *text)
{
    return strcmp(guest->uuid, text) == 0;
}

static gboolean
has_name(YadoGuest *guest, const char *text)
{
    return strcmp(guest->name, text) == 0;
}

static gboolean
has_id(YadoGuest *guest, const char *text)
{
    char *end;
    gint64 id = g_ascii_strtoll(text, &end, 10);

    return *text && !*end && id >= 0 && guest->id == id;
}

static gboolean
matches_glob(YadoGuest *guest, const char *text)
{
    return yado_text_is_glob(text) && yado_text_glob_matches(text, guest->name);
}

static void
collect(YadoHost *self, YadoGuestOwner owner, MatchFunc matches, const char *text, GPtrArray *found)
{
    for (guint i = 0; i < self->guests->len; i++) {
        YadoGuest *guest = self->guests->pdata[i];

        if ((owner == YADO_OWNER_UNKNOWN || yado_guest_get_owner(guest) == owner) &&
            matches(guest, text))
            g_ptr_array_add(found, g_object_ref(guest));
    }
}

/* A whole name wins over an id, and both over a pattern: "1" may be a name.  Two guests of one name have two owners. */
GPtrArray *
yado_host_match_guests(YadoHost *self, const char *pattern)
{
    static const MatchFunc kinds[] = { has_uuid, has_name, has_id, matches_glob };
    GPtrArray *found = g_ptr_array_new_with_free_func(g_object_unref);
    YadoGuestOwner owner;

    g_return_val_if_fail(pattern != NULL, found);
    owner = read_owner(&pattern);
    for (guint i = 0; i < G_N_ELEMENTS(kinds) && found->len == 0; i++)
        collect(self, owner, kinds[i], pattern, found);
    return found;
}
