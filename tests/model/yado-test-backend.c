/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "yado-test-backend.h"

#include <string.h>

#include "backend/yado-backend-registry.h"
#include "base/yado-error.h"
#include "document/yado-plain-document.h"

typedef struct {
    YadoGuestRecord *record;
    guint n_facts, n_samples;
    YadoStatsHas wished;
} Fake;

#define YADO_TYPE_FAKE_BACKEND (yado_fake_backend_get_type())
G_DECLARE_FINAL_TYPE(YadoFakeBackend, yado_fake_backend, YADO, FAKE_BACKEND, GObject)

struct _YadoFakeBackend {
    GObject parent_instance;
    char *uri;
    int is_open; /* atomic */
};

static void iface_init(YadoBackendInterface *iface);

G_DEFINE_TYPE_WITH_CODE(YadoFakeBackend, yado_fake_backend, G_TYPE_OBJECT,
                        G_IMPLEMENT_INTERFACE(YADO_TYPE_BACKEND, iface_init))

/* The host; shared by all connections and the test, hence the lock. */
static GMutex lock;
static GHashTable *fakes; /* number -> Fake */
static GPtrArray *order;  /* numbers as they were added */
static YadoBackend *newest;
static guint failures, n_opened, n_full, n_some, in_flight, most_in_flight;
static gboolean hang, has_events, bulk, sends;
static guint followed; /* of the main context, as sends */
static gint64 cost;
static guint64 cpu_per_second;

static void
free_fake(gpointer data)
{
    Fake *fake = data;

    yado_guest_record_free(fake->record);
    g_free(fake);
}

static YadoGuestRecord *
copy_record(const YadoGuestRecord *record)
{
    YadoGuestRecord *copy =
        yado_guest_record_new(record->uuid, record->name, record->id, record->state);

    copy->persistent = 1;
    copy->autostart = 0;
    copy->started = record->started;
    return copy;
}

static guint
get_number(const char *uuid)
{
    return strtoul(uuid + 24, NULL, 16);
}

static Fake *
find(const char *uuid)
{
    return g_hash_table_lookup(fakes, GUINT_TO_POINTER(get_number(uuid)));
}

static gboolean
check_open(YadoBackend *self, GError **error)
{
    if (g_atomic_int_get(&YADO_FAKE_BACKEND(self)->is_open))
        return TRUE;
    return yado_error_set(error, YADO_ERROR_CONNECTION, NULL, NULL, "broken");
}

static gboolean
fake_open(YadoBackend *self, YadoPrompt *prompt, YadoOpenFlags flags, GCancellable *cancellable,
          GError **error)
{
    gboolean fails;

    g_mutex_lock(&lock);
    fails = failures > 0;
    failures -= fails;
    n_opened += !fails;
    g_mutex_unlock(&lock);
    while (g_atomic_int_get(&hang) && !g_cancellable_is_cancelled(cancellable))
        g_usleep(1000); /* a host that does not answer */
    if (fails)
        return yado_error_set(error, YADO_ERROR_CONNECTION, NULL, "hint", "refused");
    g_atomic_int_set(&YADO_FAKE_BACKEND(self)->is_open, TRUE);
    return TRUE;
}

static void
fake_close(YadoBackend *self)
{
    g_atomic_int_set(&YADO_FAKE_BACKEND(self)->is_open, FALSE);
}

static const char *
fake_get_uri(YadoBackend *self)
{
    return YADO_FAKE_BACKEND(self)->uri;
}

static gboolean
fake_has(YadoBackend *self, const char *capability, const char **reason)
{
    if (strcmp(capability, YADO_CAP_EVENTS) == 0)
        return has_events;
    return strcmp(capability, YADO_CAP_BULK_STATS) == 0 && bulk;
}

static YadoHostInfo *
fake_get_host_info(YadoBackend *self, GCancellable *cancellable, GError **error)
{
    YadoHostInfo *info = g_new0(YadoHostInfo, 1);

    info->hostname = g_strdup("fake-host");
    info->hypervisor = g_strdup("Fake 1.0");
    info->cpus = 4;
    info->memory = G_GUINT64_CONSTANT(64) << 30;
    return info;
}

static GPtrArray *
fake_list(YadoBackend *self, const char *const *uuids, YadoListFlags flags,
          GCancellable *cancellable, GError **error)
{
    GPtrArray *records = g_ptr_array_new_with_free_func((GDestroyNotify)yado_guest_record_free);

    if (!check_open(self, error)) {
        g_ptr_array_unref(records);
        return NULL;
    }
    g_mutex_lock(&lock);
    n_full += uuids == NULL;
    n_some += uuids != NULL;
    for (guint i = 0; !uuids && i < order->len; i++) {
        Fake *fake = g_hash_table_lookup(fakes, order->pdata[i]);

        g_ptr_array_add(records, copy_record(fake->record));
    }
    for (guint i = 0; uuids && uuids[i]; i++)
        if (find(uuids[i]))
            g_ptr_array_add(records, copy_record(find(uuids[i])->record));
    g_mutex_unlock(&lock);
    return records;
}

static void
add_stats(YadoSample *sample, Fake *fake)
{
    YadoGuestStats stats = { .when = sample->when, .state = fake->record->state };

    fake->n_samples++;
    g_strlcpy(stats.uuid, fake->record->uuid, sizeof(stats.uuid));
    stats.has = YADO_STATS_STATE | YADO_STATS_CPU | YADO_STATS_MEMORY | YADO_STATS_VCPUS;
    stats.cpu_time = (double)cpu_per_second * sample->when / G_TIME_SPAN_SECOND;
    stats.vcpus = 2;
    stats.memory = 256 << 20;
    stats.memory_maximum = 512 << 20;
    g_array_append_val(sample->guests, stats);
}

static YadoSample *
fake_sample(YadoBackend *self, const GArray *wishes, GCancellable *cancellable, GError **error)
{
    YadoSample *sample;

    if (!check_open(self, error))
        return NULL;
    sample = yado_sample_new();
    sample->cost = cost;
    sample->complete = bulk;
    sample->memory_free = G_GUINT64_CONSTANT(16) << 30;
    g_mutex_lock(&lock);
    for (guint i = 0; bulk && i < order->len; i++) {
        Fake *fake = g_hash_table_lookup(fakes, order->pdata[i]);

        if (fake->record->id >= 0)
            add_stats(sample, fake);
    }
    for (guint i = 0; !bulk && wishes && i < wishes->len; i++) {
        Fake *fake = find(g_array_index(wishes, YadoWish, i).uuid);

        if (!fake)
            continue;
        fake->wished = g_array_index(wishes, YadoWish, i).stats;
        add_stats(sample, fake);
    }
    g_mutex_unlock(&lock);
    return sample;
}

static gboolean
fake_follow(YadoBackend *self, guint milliseconds)
{
    followed = milliseconds;
    return sends;
}

static YadoDocument *
fake_get_document(YadoBackend *self, const char *uuid, YadoConfiguration which,
                  GCancellable *cancellable, GError **error)
{
    YadoDocument *document = NULL;
    Fake *fake;

    if (!check_open(self, error))
        return NULL;
    g_mutex_lock(&lock);
    in_flight++;
    most_in_flight = MAX(most_in_flight, in_flight);
    g_mutex_unlock(&lock);
    g_usleep(1000); /* a host takes its time: so that calls overlap */
    g_mutex_lock(&lock);
    fake = find(uuid);
    if (fake) {
        fake->n_facts++;
        document = yado_plain_document_new();
        yado_plain_document_set_initial(YADO_PLAIN_DOCUMENT(document), "kind", "pvh");
        yado_plain_document_set_initial(YADO_PLAIN_DOCUMENT(document), "vcpu.maximum", "2");
        yado_plain_document_set_initial(YADO_PLAIN_DOCUMENT(document), "title", fake->record->name);
    } else {
        yado_error_set(error, YADO_ERROR_NOT_FOUND, NULL, NULL, "gone");
    }
    in_flight--;
    g_mutex_unlock(&lock);
    return document;
}

static GPtrArray *
fake_list_resources(YadoBackend *self, YadoResourceKind kind, const char *parent,
                    GCancellable *cancellable, GError **error)
{
    GPtrArray *list = yado_resource_list_new();

    if (kind == YADO_RESOURCE_POOLS)
        g_ptr_array_add(list, yado_resource_new("images"));
    return list;
}

static gboolean
fake_run(YadoBackend *self, const char *operation, const char *uuid, YadoDocument *arguments,
         YadoJob *job, GCancellable *cancellable, GError **error)
{
    Fake *fake;

    g_mutex_lock(&lock);
    fake = find(uuid);
    fake->record->state = YADO_GUEST_PAUSED;
    g_mutex_unlock(&lock);
    return TRUE;
}

static gboolean
fake_can_run(YadoBackend *self, const char *operation)
{
    return strcmp(operation, "pause") == 0;
}

static void
yado_fake_backend_finalize(GObject *object)
{
    g_mutex_lock(&lock);
    if (newest == YADO_BACKEND(object))
        newest = NULL;
    g_mutex_unlock(&lock);
    g_free(YADO_FAKE_BACKEND(object)->uri);
    G_OBJECT_CLASS(yado_fake_backend_parent_class)->finalize(object);
}

static void
yado_fake_backend_class_init(YadoFakeBackendClass *klass)
{
    G_OBJECT_CLASS(klass)->finalize = yado_fake_backend_finalize;
}

static void
yado_fake_backend_init(YadoFakeBackend *self)
{
}

static void
iface_init(YadoBackendInterface *iface)
{
    iface->get_uri = fake_get_uri;
    iface->open = fake_open;
    iface->close = fake_close;
    iface->has = fake_has;
    iface->get_host_info = fake_get_host_info;
    iface->list = fake_list;
    iface->sample = fake_sample;
    iface->follow = fake_follow;
    iface->get_document = fake_get_document;
    iface->list_resources = fake_list_resources;
    iface->run = fake_run;
    iface->can_run = fake_can_run;
}

static YadoBackend *
construct(const char *uri)
{
    YadoFakeBackend *self = g_object_new(YADO_TYPE_FAKE_BACKEND, NULL);

    self->uri = g_strdup(uri);
    newest = YADO_BACKEND(self);
    return newest;
}

/* Public. */

void
yado_test_backend_reset(void)
{
    g_mutex_lock(&lock);
    g_clear_pointer(&fakes, g_hash_table_unref);
    g_clear_pointer(&order, g_ptr_array_unref);
    fakes = g_hash_table_new_full(NULL, NULL, NULL, free_fake);
    order = g_ptr_array_new();
    failures = n_opened = n_full = n_some = most_in_flight = 0;
    has_events = TRUE;
    bulk = sends = FALSE;
    followed = 0;
    cost = 0;
    cpu_per_second = 0;
    g_mutex_unlock(&lock);
    g_atomic_int_set(&hang, FALSE);
    yado_backend_registry_add("fake", construct);
}

char *
yado_test_backend_dup_uuid(guint number)
{
    return g_strdup_printf("5c1e7a40-90d2-4c6b-8f3a-%012x", number);
}

void
yado_test_backend_set(guint number, const char *name, int id, YadoGuestState state)
{
    g_autofree char *uuid = yado_test_backend_dup_uuid(number);
    g_autofree char *own_name = name ? g_strdup(name) : g_strdup_printf("guest-%u", number);
    Fake *fake;

    g_mutex_lock(&lock);
    fake = g_hash_table_lookup(fakes, GUINT_TO_POINTER(number));
    if (!fake) {
        fake = g_new0(Fake, 1);
        g_hash_table_insert(fakes, GUINT_TO_POINTER(number), fake);
        g_ptr_array_add(order, GUINT_TO_POINTER(number));
    }
    g_clear_pointer(&fake->record, yado_guest_record_free);
    fake->record = yado_guest_record_new(uuid, own_name, id, state);
    g_mutex_unlock(&lock);
}

void
yado_test_backend_set_started(guint number, gint64 started)
{
    Fake *fake;

    g_mutex_lock(&lock);
    fake = g_hash_table_lookup(fakes, GUINT_TO_POINTER(number));
    fake->record->started = started;
    g_mutex_unlock(&lock);
}

void
yado_test_backend_remove(guint number)
{
    g_mutex_lock(&lock);
    g_ptr_array_remove(order, GUINT_TO_POINTER(number));
    g_hash_table_remove(fakes, GUINT_TO_POINTER(number));
    g_mutex_unlock(&lock);
}

void
yado_test_backend_emit(guint number, YadoBackendEvent event)
{
    g_autofree char *uuid = yado_test_backend_dup_uuid(number);

    yado_backend_emit_guest_event(newest, uuid, event);
}

void
yado_test_backend_break(guint n_failures)
{
    g_autoptr(GError) error = yado_error_new(YADO_ERROR_CONNECTION, NULL, NULL, "broken");

    yado_test_backend_fail_opening(n_failures);
    g_atomic_int_set(&YADO_FAKE_BACKEND(newest)->is_open, FALSE);
    yado_backend_emit_closed(newest, error);
}

gboolean
yado_test_backend_is_open(void)
{
    gboolean is_open;

    g_mutex_lock(&lock);
    is_open = newest && g_atomic_int_get(&YADO_FAKE_BACKEND(newest)->is_open);
    g_mutex_unlock(&lock);
    return is_open;
}

void
yado_test_backend_fail_opening(guint n_failures)
{
    g_mutex_lock(&lock);
    failures = n_failures;
    g_mutex_unlock(&lock);
}

void
yado_test_backend_hang_opening(void)
{
    g_atomic_int_set(&hang, TRUE);
}

void
yado_test_backend_set_has_events(gboolean value)
{
    has_events = value;
}

void
yado_test_backend_set_sends(gboolean value)
{
    sends = value;
}

guint
yado_test_backend_get_followed(void)
{
    return followed;
}

void
yado_test_backend_send(void)
{
    g_autoptr(YadoSample) sample = fake_sample(newest, NULL, NULL, NULL);

    yado_backend_emit_sampled(newest, sample);
}

void
yado_test_backend_set_bulk(gboolean value)
{
    bulk = value;
}

void
yado_test_backend_set_cost(gint64 value)
{
    cost = value;
}

void
yado_test_backend_set_cpu(guint64 per_second)
{
    cpu_per_second = per_second;
}

static guint
read_count(const guint *count)
{
    guint value;

    g_mutex_lock(&lock);
    value = *count;
    g_mutex_unlock(&lock);
    return value;
}

guint
yado_test_backend_get_n_opened(void)
{
    return read_count(&n_opened);
}

guint
yado_test_backend_get_n_full_lists(void)
{
    return read_count(&n_full);
}

guint
yado_test_backend_get_n_rereads(void)
{
    return read_count(&n_some);
}

guint
yado_test_backend_get_most_in_flight(void)
{
    return read_count(&most_in_flight);
}

guint
yado_test_backend_get_n_facts(guint number)
{
    return read_count(&((Fake *)g_hash_table_lookup(fakes, GUINT_TO_POINTER(number)))->n_facts);
}

guint
yado_test_backend_get_n_all_facts(void)
{
    guint sum = 0;

    for (guint i = 0; i < order->len; i++)
        sum += yado_test_backend_get_n_facts(GPOINTER_TO_UINT(order->pdata[i]));
    return sum;
}

YadoStatsHas
yado_test_backend_get_wished(guint number)
{
    Fake *fake;
    YadoStatsHas wished;

    g_mutex_lock(&lock);
    fake = g_hash_table_lookup(fakes, GUINT_TO_POINTER(number));
    wished = fake ? fake->wished : 0;
    g_mutex_unlock(&lock);
    return wished;
}

guint
yado_test_backend_get_n_samples(guint number)
{
    return read_count(&((Fake *)g_hash_table_lookup(fakes, GUINT_TO_POINTER(number)))->n_samples);
}
