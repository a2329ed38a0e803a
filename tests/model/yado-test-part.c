/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "yado-test-part.h"

#include <string.h>

#include "backend/yado-backend-registry.h"
#include "base/yado-error.h"
#include "document/yado-plain-document.h"

/* One part of the machine. */
typedef struct {
    GPtrArray *records; /* of YadoGuestRecord */
    guint failures;
    YadoErrorCode failure;
    gboolean hangs, fails_listing, dies_of_documents;
    guint n_samples;
    guint followed; /* of the main context */
    GString *log;
    YadoBackend *newest; /* not owned */
} World;

#define YADO_TYPE_PART_BACKEND (yado_part_backend_get_type())
G_DECLARE_FINAL_TYPE(YadoPartBackend, yado_part_backend, YADO, PART_BACKEND, GObject)

struct _YadoPartBackend {
    GObject parent_instance;
    char *uri;
    World *world;
    int is_open; /* atomic */
};

static void iface_init(YadoBackendInterface *iface);

G_DEFINE_TYPE_WITH_CODE(YadoPartBackend, yado_part_backend, G_TYPE_OBJECT,
                        G_IMPLEMENT_INTERFACE(YADO_TYPE_BACKEND, iface_init))

/* Guards the worlds. */
static GMutex lock;
static World worlds[YADO_N_PARTS];

static World *
get_world(YadoBackend *backend)
{
    return YADO_PART_BACKEND(backend)->world;
}

static const char *
part_get_uri(YadoBackend *backend)
{
    return YADO_PART_BACKEND(backend)->uri;
}

static gboolean
is_hanging(World *world)
{
    gboolean hangs;

    g_mutex_lock(&lock);
    hangs = world->hangs;
    g_mutex_unlock(&lock);
    return hangs;
}

static gboolean
part_open(YadoBackend *backend, YadoPrompt *prompt, YadoOpenFlags flags, GCancellable *cancellable,
          GError **error)
{
    World *world = get_world(backend);
    gboolean fails;

    while (is_hanging(world) && !g_cancellable_is_cancelled(cancellable))
        g_usleep(1000); /* a host that does not answer */
    g_mutex_lock(&lock);
    fails = world->failures > 0;
    world->failures -= fails;
    g_mutex_unlock(&lock);
    if (fails)
        return yado_error_set(error, world->failure, NULL, "Do this.", "It cannot be reached.");
    g_atomic_int_set(&YADO_PART_BACKEND(backend)->is_open, TRUE);
    return TRUE;
}

static void
part_close(YadoBackend *backend)
{
    g_atomic_int_set(&YADO_PART_BACKEND(backend)->is_open, FALSE);
}

static gboolean
part_has(YadoBackend *backend, const char *capability, const char **reason)
{
    if (strcmp(capability, YADO_CAP_EVENTS) == 0)
        return TRUE;
    if (strcmp(capability, YADO_CAP_XML) == 0 && get_world(backend) == worlds)
        return TRUE;
    if (reason)
        *reason = "Not here.";
    return FALSE;
}

static gboolean
check_open(YadoBackend *backend, GError **error)
{
    if (g_atomic_int_get(&YADO_PART_BACKEND(backend)->is_open))
        return TRUE;
    return yado_error_set(error, YADO_ERROR_CONNECTION, NULL, NULL, "It broke.");
}

static YadoGuestRecord *
copy_record(const YadoGuestRecord *record)
{
    YadoGuestRecord *copy =
        yado_guest_record_new(record->uuid, record->name, record->id, record->state);

    copy->owner = record->owner;
    return copy;
}

static GPtrArray *
part_list(YadoBackend *backend, const char *const *uuids, YadoListFlags flags,
          GCancellable *cancellable, GError **error)
{
    World *world = get_world(backend);
    g_autoptr(GPtrArray) records =
        g_ptr_array_new_with_free_func((GDestroyNotify)yado_guest_record_free);
    gboolean fails;

    if (!check_open(backend, error))
        return NULL;
    g_mutex_lock(&lock);
    fails = world->fails_listing;
    for (guint i = 0; i < world->records->len; i++) {
        const YadoGuestRecord *record = world->records->pdata[i];

        if (!uuids || g_strv_contains(uuids, record->uuid))
            g_ptr_array_add(records, copy_record(record));
    }
    g_mutex_unlock(&lock);
    if (!fails)
        return g_steal_pointer(&records);
    yado_error_set(error, YADO_ERROR_FAILED, NULL, NULL, "It does not list.");
    return NULL;
}

static YadoSample *
part_sample(YadoBackend *backend, const GArray *wishes, GCancellable *cancellable, GError **error)
{
    World *world = get_world(backend);
    YadoSample *sample;

    if (!check_open(backend, error))
        return NULL;
    sample = yado_sample_new();
    g_mutex_lock(&lock);
    world->n_samples++;
    for (guint i = 0; i < world->records->len; i++) {
        const YadoGuestRecord *record = world->records->pdata[i];
        YadoGuestStats stats = { .has = YADO_STATS_STATE | YADO_STATS_MEMORY,
                                 .when = sample->when,
                                 .state = record->state,
                                 .memory = world == worlds ? 1 << 20 : 2 << 20 };

        g_strlcpy(stats.uuid, record->uuid, sizeof(stats.uuid));
        if (record->id >= 0)
            g_array_append_val(sample->guests, stats);
    }
    g_mutex_unlock(&lock);
    return sample;
}

/* Only libxl's sends samples. */
static gboolean
part_follow(YadoBackend *backend, guint milliseconds)
{
    get_world(backend)->followed = milliseconds;
    return get_world(backend) != worlds;
}

static YadoHostInfo *
part_get_host_info(YadoBackend *backend, GCancellable *cancellable, GError **error)
{
    gboolean is_libvirt = get_world(backend) == worlds;
    YadoHostInfo *info;

    if (!check_open(backend, error))
        return NULL;
    info = g_new0(YadoHostInfo, 1);
    info->hostname = is_libvirt ? g_strdup("xen-a") : NULL;
    info->hypervisor = g_strdup(is_libvirt ? "Xen" : "Xen 4.17.7");
    info->library_version = g_strdup(is_libvirt ? "libvirt 9.0.0" : "libxl 4.17");
    info->memory = is_libvirt ? 1 << 30 : 0;
    info->cpus = 4;
    return info;
}

static void
log_call(World *world, const char *what, const char *uuid)
{
    g_mutex_lock(&lock);
    g_string_append_printf(world->log, "%s %s\n", what, uuid ? uuid : "-");
    g_mutex_unlock(&lock);
}

static YadoDocument *
part_get_document(YadoBackend *backend, const char *uuid, YadoConfiguration which,
                  GCancellable *cancellable, GError **error)
{
    YadoDocument *document;
    gboolean dies;

    g_mutex_lock(&lock);
    dies = get_world(backend)->dies_of_documents;
    g_mutex_unlock(&lock);
    if (dies)
        part_close(backend);
    if (!check_open(backend, error))
        return NULL;
    log_call(get_world(backend), "document", uuid);
    document = yado_plain_document_new();
    yado_plain_document_set_initial(YADO_PLAIN_DOCUMENT(document), "kind", "pvh");
    return document;
}

static gboolean
part_run(YadoBackend *backend, const char *operation, const char *uuid, YadoDocument *arguments,
         YadoJob *job, GCancellable *cancellable, GError **error)
{
    if (!check_open(backend, error))
        return FALSE;
    log_call(get_world(backend), operation, uuid);
    return TRUE;
}

static gboolean
part_can_run(YadoBackend *backend, const char *operation)
{
    static const char *const operations[] = { "start", "pause", "resume", "pin", "schedule", NULL };

    return g_strv_contains(operations, operation);
}

static void
yado_part_backend_finalize(GObject *object)
{
    YadoPartBackend *self = YADO_PART_BACKEND(object);

    g_mutex_lock(&lock);
    if (self->world->newest == YADO_BACKEND(self))
        self->world->newest = NULL;
    g_mutex_unlock(&lock);
    g_free(self->uri);
    G_OBJECT_CLASS(yado_part_backend_parent_class)->finalize(object);
}

static void
yado_part_backend_class_init(YadoPartBackendClass *klass)
{
    G_OBJECT_CLASS(klass)->finalize = yado_part_backend_finalize;
}

static void
yado_part_backend_init(YadoPartBackend *self)
{
}

static void
iface_init(YadoBackendInterface *iface)
{
    iface->get_uri = part_get_uri;
    iface->open = part_open;
    iface->close = part_close;
    iface->has = part_has;
    iface->get_host_info = part_get_host_info;
    iface->list = part_list;
    iface->sample = part_sample;
    iface->follow = part_follow;
    iface->get_document = part_get_document;
    iface->run = part_run;
    iface->can_run = part_can_run;
}

static YadoBackend *
construct(const char *uri)
{
    YadoPartBackend *self = g_object_new(YADO_TYPE_PART_BACKEND, NULL);

    self->uri = g_strdup(uri);
    self->world = &worlds[g_str_has_prefix(uri, "xl") ? YADO_PART_LIBXL : YADO_PART_LIBVIRT];
    self->world->newest = YADO_BACKEND(self);
    return YADO_BACKEND(self);
}

/* Public. */

void
yado_test_part_reset(void)
{
    g_mutex_lock(&lock);
    for (guint i = 0; i < YADO_N_PARTS; i++) {
        World *world = &worlds[i];

        g_clear_pointer(&world->records, g_ptr_array_unref);
        if (world->log)
            g_string_free(world->log, TRUE);
        memset(world, 0, sizeof(*world));
        world->records = g_ptr_array_new_with_free_func((GDestroyNotify)yado_guest_record_free);
        world->log = g_string_new(NULL);
    }
    g_mutex_unlock(&lock);
    yado_backend_registry_add("xen", construct);
    yado_backend_registry_add("xl", construct);
}

char *
yado_test_part_dup_uuid(guint number)
{
    return g_strdup_printf(
        number ? "5c1e7a40-90d2-4c6b-8f3a-%012x" : "00000000-0000-0000-0000-%012x", number);
}

static gboolean
find(World *world, const char *uuid, guint *position)
{
    for (*position = 0; *position < world->records->len; (*position)++)
        if (strcmp(((YadoGuestRecord *)world->records->pdata[*position])->uuid, uuid) == 0)
            return TRUE;
    return FALSE;
}

void
yado_test_part_set(YadoPart part, guint number, const char *name, int id, YadoGuestState state,
                   YadoGuestOwner owner)
{
    g_autofree char *uuid = yado_test_part_dup_uuid(number);
    YadoGuestRecord *record = yado_guest_record_new(uuid, name, id, state);
    guint position;

    record->owner = owner;
    g_mutex_lock(&lock);
    if (find(&worlds[part], uuid, &position)) {
        yado_guest_record_free(worlds[part].records->pdata[position]);
        worlds[part].records->pdata[position] = record;
    } else {
        g_ptr_array_add(worlds[part].records, record);
    }
    g_mutex_unlock(&lock);
}

void
yado_test_part_remove(YadoPart part, guint number)
{
    g_autofree char *uuid = yado_test_part_dup_uuid(number);
    guint position;

    g_mutex_lock(&lock);
    if (find(&worlds[part], uuid, &position))
        g_ptr_array_remove_index(worlds[part].records, position);
    g_mutex_unlock(&lock);
}

void
yado_test_part_emit(YadoPart part, guint number, YadoBackendEvent event)
{
    g_autofree char *uuid = yado_test_part_dup_uuid(number);

    yado_backend_emit_guest_event(worlds[part].newest, uuid, event);
}

void
yado_test_part_fail_opening(YadoPart part, guint failures, YadoErrorCode code)
{
    g_mutex_lock(&lock);
    worlds[part].failures = failures;
    worlds[part].failure = code;
    g_mutex_unlock(&lock);
}

void
yado_test_part_break(YadoPart part)
{
    g_autoptr(GError) error = yado_error_new(YADO_ERROR_CONNECTION, NULL, NULL, "It broke.");
    YadoBackend *newest = worlds[part].newest;

    yado_test_part_fail_opening(part, G_MAXUINT, YADO_ERROR_CONNECTION);
    g_atomic_int_set(&YADO_PART_BACKEND(newest)->is_open, FALSE);
    yado_backend_emit_closed(newest, error);
}

void
yado_test_part_mend(YadoPart part)
{
    g_mutex_lock(&lock);
    worlds[part].failures = 0;
    worlds[part].hangs = FALSE;
    g_mutex_unlock(&lock);
}

void
yado_test_part_hang_opening(YadoPart part)
{
    g_mutex_lock(&lock);
    worlds[part].hangs = TRUE;
    g_mutex_unlock(&lock);
}

void
yado_test_part_fail_listing(YadoPart part, gboolean fails)
{
    g_mutex_lock(&lock);
    worlds[part].fails_listing = fails;
    g_mutex_unlock(&lock);
}

void
yado_test_part_die_of_documents(YadoPart part)
{
    g_mutex_lock(&lock);
    worlds[part].dies_of_documents = TRUE;
    g_mutex_unlock(&lock);
}

char *
yado_test_part_dup_log(YadoPart part)
{
    char *log;

    g_mutex_lock(&lock);
    log = g_strdup(worlds[part].log->str);
    g_mutex_unlock(&lock);
    return log;
}

guint
yado_test_part_get_followed(YadoPart part)
{
    return worlds[part].followed;
}

void
yado_test_part_send(YadoPart part)
{
    g_autoptr(YadoSample) sample = part_sample(worlds[part].newest, NULL, NULL, NULL);

    yado_backend_emit_sampled(worlds[part].newest, sample);
}

guint
yado_test_part_get_n_samples(YadoPart part)
{
    guint n;

    g_mutex_lock(&lock);
    n = worlds[part].n_samples;
    g_mutex_unlock(&lock);
    return n;
}
