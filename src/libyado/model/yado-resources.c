/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "model/yado-resources.h"

#include <glib/gi18n-lib.h>

#include "base/yado-error.h"

/* One list of one kind (and pool). */
typedef struct {
    YadoResourceKind kind;
    char *parent;
    GPtrArray *list; /* NULL: not there */
    GHashTable
        *bases; /* what its volumes are based on, its keys are the list's; NULL: nobody asked */
    GError *error;
    guint generation; /* of the answer that counts */
    gboolean is_loading;
    GCancellable *cancellable; /* of the question that counts; NULL before the first */
} Entry;

typedef struct {
    GTask *task;
    guint kinds;
    char *pool; /* only its volumes; NULL: those of all */
} Load;

struct _YadoResources {
    GObject parent_instance;
    YadoHost *host;      /* weak: it owns us, an answer on its way may outlive it */
    GHashTable *entries; /* "kind/parent" -> Entry */
    GList *loads;        /* of Load */
    guint n_loading;
    gboolean is_outdated; /* the host was not open meanwhile */
    gboolean is_reading_users, knows_users;
    YadoBackend *watched; /* whose events we hear */
    guint timeout;        /* of events that wait to be answered together */
};

G_DEFINE_FINAL_TYPE(YadoResources, yado_resources, G_TYPE_OBJECT)

enum { CHANGED, N_SIGNALS };
static guint signals[N_SIGNALS];

static void
entry_free(Entry *entry)
{
    g_free(entry->parent);
    g_clear_object(&entry->cancellable);
    g_clear_pointer(&entry->bases, g_hash_table_unref);
    g_clear_pointer(&entry->list, g_ptr_array_unref);
    g_clear_error(&entry->error);
    g_free(entry);
}

static Entry *
ensure_entry(YadoResources *self, YadoResourceKind kind, const char *parent)
{
    g_autofree char *key = g_strdup_printf("%d/%s", (int)kind, parent ? parent : "");
    Entry *entry = g_hash_table_lookup(self->entries, key);

    if (entry)
        return entry;
    entry = g_new0(Entry, 1);
    entry->kind = kind;
    entry->parent = g_strdup(parent);
    g_hash_table_insert(self->entries, g_steal_pointer(&key), entry);
    return entry;
}

static Entry *
find_entry(YadoResources *self, YadoResourceKind kind, const char *parent)
{
    g_autofree char *key = g_strdup_printf("%d/%s", (int)kind, parent ? parent : "");

    return g_hash_table_lookup(self->entries, key);
}

/* ---- Reading ---- */

typedef struct {
    YadoResources *resources;
    Entry *entry;
    guint generation;
} Request;

static void check_loads(YadoResources *self);

static void
take_answer(Entry *entry, GPtrArray *list, GError *error)
{
    g_clear_pointer(&entry->bases, g_hash_table_unref);
    g_clear_pointer(&entry->list, g_ptr_array_unref);
    g_clear_error(&entry->error);
    entry->list = list;
    entry->error = error;
    entry->is_loading = FALSE;
}

static void
on_resources_listed_cb(GObject *source, GAsyncResult *result, gpointer data)
{
    Request *request = data;
    YadoResources *self = request->resources;
    Entry *entry = request->entry;
    GError *error = NULL;
    GPtrArray *list = yado_backend_list_resources_finish(YADO_BACKEND(source), result, &error);

    self->n_loading--;
    if (entry->generation == request->generation) {
        take_answer(entry, list, error);
        g_signal_emit(self, signals[CHANGED], 0, (int)entry->kind, entry->parent);
    } else { /* asked again meanwhile: that answer comes, too */
        g_clear_pointer(&list, g_ptr_array_unref);
        g_clear_error(&error);
    }
    check_loads(self);
    g_object_unref(self);
    g_free(request);
}

/* Who shows the list that goes must hear of it. */
static void
refuse(YadoResources *self, Entry *entry)
{
    gboolean is_shown = entry->list != NULL;

    take_answer(entry, NULL,
                yado_error_new(YADO_ERROR_CONNECTION, NULL, NULL, _("The host is not connected.")));
    if (is_shown)
        g_signal_emit(self, signals[CHANGED], 0, (int)entry->kind, entry->parent);
}

static void
fetch(YadoResources *self, Entry *entry)
{
    YadoBackend *backend = self->host ? yado_host_get_backend(self->host) : NULL;
    Request *request;

    if (!backend) {
        refuse(self, entry);
        return;
    }
    request = g_new0(Request, 1);
    request->resources = g_object_ref(self);
    request->entry = entry;
    request->generation = ++entry->generation;
    entry->is_loading = TRUE;
    self->n_loading++;
    /* The one before would hold a thread of the host as long as its back end opens. */
    g_cancellable_cancel(entry->cancellable);
    g_clear_object(&entry->cancellable);
    entry->cancellable = g_cancellable_new();
    yado_backend_list_resources_async(backend, entry->kind, entry->parent, entry->cancellable,
                                      on_resources_listed_cb, request);
}

/* ---- Loads: several lists at once ---- */

static gboolean
is_settled(YadoResources *self, YadoResourceKind kind, const char *parent)
{
    Entry *entry = find_entry(self, kind, parent);

    return entry && !entry->is_loading && (entry->list || entry->error);
}

/* The volumes of a pool can be asked for when the pools are known. */
static gboolean
are_volumes_settled(YadoResources *self)
{
    GPtrArray *pools = yado_resources_list(self, YADO_RESOURCE_POOLS, NULL);
    gboolean settled = TRUE;

    for (guint i = 0; pools && i < pools->len; i++) {
        const YadoResource *pool = pools->pdata[i];

        if (pool->active != 1)
            continue;
        yado_resources_want(self, YADO_RESOURCE_VOLUMES, pool->name);
        settled = settled && is_settled(self, YADO_RESOURCE_VOLUMES, pool->name);
    }
    return settled;
}

static gboolean
is_load_done(YadoResources *self, const Load *load)
{
    guint kinds = load->kinds;

    if (load->pool != NULL)
        return is_settled(self, YADO_RESOURCE_VOLUMES, load->pool);
    for (YadoResourceKind kind = 0; kind < YADO_N_RESOURCES; kind++)
        if ((kinds & YADO_RESOURCE_BIT(kind)) && kind != YADO_RESOURCE_VOLUMES &&
            !is_settled(self, kind, NULL))
            return FALSE;
    return !(kinds & YADO_RESOURCE_BIT(YADO_RESOURCE_VOLUMES)) || are_volumes_settled(self);
}

static Load *
take_done_load(YadoResources *self)
{
    for (GList *at = self->loads; at; at = at->next) {
        Load *load = at->data;

        if (!is_load_done(self, load))
            continue;
        self->loads = g_list_delete_link(self->loads, at);
        return load;
    }
    return NULL;
}

/* Who gets an answer may ask for the next at once: the list is looked at anew. */
static void
check_loads(YadoResources *self)
{
    for (Load *load; (load = take_done_load(self)) != NULL;) {
        g_task_return_boolean(load->task, TRUE);
        g_object_unref(load->task);
        g_free(load->pool);
        g_free(load);
    }
}

/* @task: (transfer full) */
static void
add_load(YadoResources *self, GTask *task, guint kinds, const char *pool)
{
    Load *load = g_new0(Load, 1);

    load->task = task;
    load->kinds = kinds;
    load->pool = g_strdup(pool);
    self->loads = g_list_append(self->loads, load);
}

void
yado_resources_load_volumes_async(YadoResources *self, const char *pool, GCancellable *cancellable,
                                  GAsyncReadyCallback callback, gpointer user_data)
{
    g_return_if_fail(YADO_IS_RESOURCES(self) && pool != NULL);

    add_load(self, g_task_new(self, cancellable, callback, user_data), 0, pool);
    yado_resources_want(self, YADO_RESOURCE_VOLUMES, pool);
    check_loads(self);
}

void
yado_resources_load_async(YadoResources *self, guint kinds, GCancellable *cancellable,
                          GAsyncReadyCallback callback, gpointer user_data)
{
    g_return_if_fail(YADO_IS_RESOURCES(self));

    if (kinds & YADO_RESOURCE_BIT(YADO_RESOURCE_VOLUMES))
        kinds |= YADO_RESOURCE_BIT(YADO_RESOURCE_POOLS);
    add_load(self, g_task_new(self, cancellable, callback, user_data), kinds, NULL);
    for (YadoResourceKind kind = 0; kind < YADO_N_RESOURCES; kind++)
        if ((kinds & YADO_RESOURCE_BIT(kind)) && kind != YADO_RESOURCE_VOLUMES)
            yado_resources_want(self, kind, NULL);
    check_loads(self);
}

gboolean
yado_resources_load_finish(YadoResources *self, GAsyncResult *result, GError **error)
{
    return g_task_propagate_boolean(G_TASK(result), error);
}

/* ---- Looking ---- */

void
yado_resources_want(YadoResources *self, YadoResourceKind kind, const char *parent)
{
    Entry *entry;

    g_return_if_fail(YADO_IS_RESOURCES(self));
    entry = ensure_entry(self, kind, parent);
    if (!entry->is_loading && !entry->list && !entry->error)
        fetch(self, entry);
}

GPtrArray *
yado_resources_list(YadoResources *self, YadoResourceKind kind, const char *parent)
{
    Entry *entry;

    g_return_val_if_fail(YADO_IS_RESOURCES(self), NULL);
    entry = find_entry(self, kind, parent);
    return entry ? entry->list : NULL;
}

const GError *
yado_resources_get_error(YadoResources *self, YadoResourceKind kind, const char *parent)
{
    Entry *entry = find_entry(self, kind, parent);

    return entry ? entry->error : NULL;
}

gboolean
yado_resources_is_loading(YadoResources *self)
{
    return self->n_loading > 0;
}

const YadoResource *
yado_resources_find_volume(YadoResources *self, const char *path)
{
    GHashTableIter iter;
    gpointer value;

    g_hash_table_iter_init(&iter, self->entries);
    while (path && g_hash_table_iter_next(&iter, NULL, &value)) {
        Entry *entry = value;

        for (guint i = 0;
             entry->kind == YADO_RESOURCE_VOLUMES && entry->list && i < entry->list->len; i++) {
            const YadoResource *volume = entry->list->pdata[i];

            if (g_strcmp0(volume->path, path) == 0)
                return volume;
        }
    }
    return NULL;
}

/* ---- Who uses them ---- */

static void
on_users_read_cb(GObject *source, GAsyncResult *result, gpointer data)
{
    g_autoptr(YadoResources) self = data;

    self->is_reading_users = FALSE;
    if (!yado_host_load_finish(YADO_HOST(source), result, NULL))
        return;
    self->knows_users = TRUE;
    g_signal_emit(self, signals[CHANGED], 0, (int)YADO_RESOURCE_VOLUMES, NULL);
}

void
yado_resources_read_users(YadoResources *self)
{
    g_return_if_fail(YADO_IS_RESOURCES(self));

    if (self->is_reading_users || !self->host)
        return;
    self->is_reading_users = TRUE;
    yado_host_load_async(self->host, YADO_LOAD_FACTS, 0, NULL, on_users_read_cb,
                         g_object_ref(self));
}

gboolean
yado_resources_is_reading_users(YadoResources *self)
{
    return self->is_reading_users;
}

gboolean
yado_resources_knows_users(YadoResources *self)
{
    return self->knows_users;
}

static GHashTable *
ensure_bases(Entry *entry)
{
    if (entry->bases)
        return entry->bases;
    entry->bases = g_hash_table_new(g_str_hash, g_str_equal);
    for (guint i = 0; i < entry->list->len; i++) {
        const YadoResource *volume = entry->list->pdata[i];

        if (volume->source)
            g_hash_table_add(entry->bases, volume->source);
    }
    return entry->bases;
}

gboolean
yado_resources_is_base(YadoResources *self, const char *path)
{
    GHashTableIter iter;
    gpointer value;

    g_hash_table_iter_init(&iter, self->entries);
    while (path && g_hash_table_iter_next(&iter, NULL, &value)) {
        Entry *entry = value;

        if (entry->kind == YADO_RESOURCE_VOLUMES && entry->list &&
            g_hash_table_contains(ensure_bases(entry), path))
            return TRUE;
    }
    return FALSE;
}

char *
yado_resources_dup_alias(YadoResources *self, const char *volume)
{
    GPtrArray *pools = yado_resources_list(self, YADO_RESOURCE_POOLS, NULL);
    g_autofree char *folder = g_path_get_dirname(volume);
    g_autofree char *name = g_path_get_basename(volume);

    for (guint i = 0; pools != NULL && i < pools->len; i++) {
        const YadoResource *pool = pools->pdata[i];

        if (pool->path != NULL && g_strcmp0(pool->path, folder) == 0)
            return g_build_path("/", pool->name, name, NULL);
        if (pool->path != NULL && g_strcmp0(pool->name, folder) == 0)
            return g_build_filename(pool->path, name, NULL);
    }
    return NULL;
}

/* Others than @guest that have it as a disk of their own; NULL: none. */
static char *
dup_owners(YadoHost *host, YadoGuest *guest, const char *path)
{
    g_autoptr(GPtrArray) owners = yado_host_list_disk_owners(host, path);

    g_ptr_array_remove(owners, guest);
    return owners->len > 0 ? yado_guests_join_names(owners, owners->len) : NULL;
}

char *
yado_resources_dup_free_name(YadoResources *self, const char *pool, const char *stem,
                             const char *ending, guint number)
{
    GPtrArray *volumes =
        self != NULL ? yado_resources_list(self, YADO_RESOURCE_VOLUMES, pool) : NULL;

    for (;; number++) {
        g_autofree char *name = number == 1 ? g_strconcat(stem, ending, NULL)
                                            : g_strdup_printf("%s-%u%s", stem, number, ending);

        if (yado_resource_list_find(volumes, name) == NULL)
            return g_steal_pointer(&name);
    }
}

gboolean
yado_resources_check_medium(YadoResources *self, YadoGuest *guest, const char *path, GError **error)
{
    static const char *const formats[] = { "qcow2", "qcow", "qed", "vmdk", "vpc", "vdi", NULL };
    const YadoResource *volume;
    g_autofree char *owners = NULL;

    g_return_val_if_fail(YADO_IS_RESOURCES(self) && path != NULL, FALSE);

    owners = dup_owners(self->host, guest, path);
    if (owners != NULL)
        return yado_error_set(error, YADO_ERROR_INVALID, NULL,
                              _("Choose the image of a CD or DVD."), _("“%s” is a disk of %s."),
                              path, owners);
    volume = yado_resources_find_volume(self, path);
    if (volume != NULL && volume->type != NULL && g_strv_contains(formats, volume->type))
        return yado_error_set(error, YADO_ERROR_INVALID, NULL,
                              _("Choose the image of a CD or DVD."),
                              _("“%s” is a disk image (%s), not a medium."), path, volume->type);
    return TRUE;
}

void
yado_resources_outdate(YadoResources *self)
{
    g_autoptr(GList) entries = NULL; /* who hears of a change may want more */

    g_return_if_fail(YADO_IS_RESOURCES(self));
    entries = g_hash_table_get_values(self->entries);
    for (GList *at = entries; at; at = at->next)
        fetch(self, at->data);
}

/* ---- Events ---- */

/* A pool that is refreshed tells so for itself, a host that starts for each of them. */
#define EVENTS_MILLISECONDS 500

static gboolean
on_events_settled_cb(gpointer data)
{
    YadoResources *self = data;

    self->timeout = 0;
    yado_resources_outdate(self);
    return G_SOURCE_REMOVE;
}

static void
on_resources_event_cb(YadoBackend *backend, YadoResources *self)
{
    if (self->timeout == 0)
        self->timeout = g_timeout_add(EVENTS_MILLISECONDS, on_events_settled_cb, self);
}

/* FALSE: it is watched already. */
static gboolean
watch_backend(YadoResources *self, YadoBackend *backend)
{
    if (backend == self->watched)
        return FALSE;
    if (self->watched)
        g_signal_handlers_disconnect_by_data(self->watched, self);
    g_set_object(&self->watched, backend);
    if (backend)
        g_signal_connect(backend, "resources-event", G_CALLBACK(on_resources_event_cb), self);
    return TRUE;
}

/* ---- Life ---- */

static void
yado_resources_finalize(GObject *object)
{
    YadoResources *self = YADO_RESOURCES(object);

    watch_backend(self, NULL);
    if (self->timeout)
        g_source_remove(self->timeout);
    g_clear_weak_pointer(&YADO_RESOURCES(object)->host);
    g_hash_table_unref(YADO_RESOURCES(object)->entries);
    G_OBJECT_CLASS(yado_resources_parent_class)->finalize(object);
}

static void
yado_resources_class_init(YadoResourcesClass *klass)
{
    G_OBJECT_CLASS(klass)->finalize = yado_resources_finalize;
    signals[CHANGED] = g_signal_new("changed", G_TYPE_FROM_CLASS(klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                    NULL, NULL, G_TYPE_NONE, 2, G_TYPE_INT, G_TYPE_STRING);
}

static void
yado_resources_init(YadoResources *self)
{
    self->entries =
        g_hash_table_new_full(g_str_hash, g_str_equal, g_free, (GDestroyNotify)entry_free);
}

/* Another connection may find another machine. */
static void
on_host_state_changed_cb(YadoHost *host, YadoResources *self)
{
    gboolean is_other = watch_backend(self, yado_host_get_backend(host));

    if (yado_host_get_state(host) != YADO_HOST_OPEN)
        self->is_outdated = TRUE;
    else if ((is_other || self->is_outdated) && g_hash_table_size(self->entries) > 0)
        yado_resources_outdate(self);
    if (yado_host_get_state(host) == YADO_HOST_OPEN)
        self->is_outdated = FALSE;
}

YadoResources *
yado_resources_get(YadoHost *host)
{
    static GQuark quark;
    YadoResources *self;

    g_return_val_if_fail(YADO_IS_HOST(host), NULL);
    if (!quark)
        quark = g_quark_from_static_string("yado-resources");
    self = g_object_get_qdata(G_OBJECT(host), quark);
    if (self)
        return self;
    self = g_object_new(YADO_TYPE_RESOURCES, NULL);
    g_set_weak_pointer(&self->host, host);
    g_object_set_qdata_full(G_OBJECT(host), quark, self, g_object_unref);
    g_signal_connect_object(host, "state-changed", G_CALLBACK(on_host_state_changed_cb), self, 0);
    watch_backend(self, yado_host_get_backend(host));
    return self;
}
