/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "yado-fake-backend.h"

#include <string.h>
#include <sys/socket.h>

#include "backend/yado-backend-registry.h"
#include "base/yado-error.h"
#include "document/yado-plain-document.h"
#include "document/yado-xml-document.h"

typedef struct {
    char uuid[YADO_UUID_LENGTH + 1];
    char *name, *xml;
    YadoGuestState state;
    gboolean starts_with_host;
} FakeGuest;

struct _YadoFakeBackend {
    GObject parent_instance;
    char *uri;
    GMutex lock; /* guests and log: workers look at them too */
    GCond released;
    const char *held; /* an operation, or NULL; borrowed */
    gboolean is_held; /* it has begun, and waits */
    GPtrArray *guests;
    GHashTable *missing; /* capability -> reason */
    gboolean has_no_pools;
    GPtrArray *log;
    char *xen_log;
    GHashTable *files; /* path -> GBytes */
    const int *ports;  /* of the screen, one a listing; the last stays */
};

static void fake_backend_init(YadoBackendInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE(YadoFakeBackend, yado_fake_backend, G_TYPE_OBJECT,
                              G_IMPLEMENT_INTERFACE(YADO_TYPE_BACKEND, fake_backend_init))

static GHashTable *fakes; /* name -> YadoFakeBackend */

static void
fake_guest_free(FakeGuest *guest)
{
    g_free(guest->name);
    g_free(guest->xml);
    g_free(guest);
}

static FakeGuest *
find_guest(YadoFakeBackend *self, const char *uuid)
{
    for (guint i = 0; i < self->guests->len; i++)
        if (strcmp(((FakeGuest *)self->guests->pdata[i])->uuid, uuid) == 0)
            return self->guests->pdata[i];
    return NULL;
}

/* ---- The interface ---- */

static gboolean
fake_open(YadoBackend *backend, YadoPrompt *prompt, YadoOpenFlags flags, GCancellable *cancellable,
          GError **error)
{
    return TRUE;
}

static void
fake_close(YadoBackend *backend)
{
}

static gboolean
fake_has(YadoBackend *backend, const char *capability, const char **reason)
{
    const char *why = g_hash_table_lookup(YADO_FAKE_BACKEND(backend)->missing, capability);

    if (why != NULL && reason != NULL)
        *reason = why;
    return why == NULL;
}

static YadoHostInfo *
fake_get_host_info(YadoBackend *backend, GCancellable *cancellable, GError **error)
{
    YadoHostInfo *info = g_new0(YadoHostInfo, 1);

    info->hypervisor = g_strdup("Fake 1.0");
    info->hostname = g_strdup("fake-host");
    info->cpu_model = g_strdup("Model");
    info->cpus = 4;
    info->memory = 8 * G_GUINT64_CONSTANT(1073741824);
    info->library_version = g_strdup("fake");
    return info;
}

static gboolean
is_active(YadoGuestState state)
{
    return state == YADO_GUEST_RUNNING || state == YADO_GUEST_PAUSED ||
           state == YADO_GUEST_STOPPING || state == YADO_GUEST_SUSPENDED;
}

static GPtrArray *
fake_list(YadoBackend *backend, const char *const *uuids, YadoListFlags flags,
          GCancellable *cancellable, GError **error)
{
    YadoFakeBackend *self = YADO_FAKE_BACKEND(backend);
    GPtrArray *records = g_ptr_array_new_with_free_func((GDestroyNotify)yado_guest_record_free);

    g_mutex_lock(&self->lock);
    for (guint i = 0; i < self->guests->len; i++) {
        FakeGuest *guest = self->guests->pdata[i];
        YadoGuestRecord *record;

        if (uuids != NULL && !g_strv_contains(uuids, guest->uuid))
            continue;
        record = yado_guest_record_new(guest->uuid, guest->name,
                                       is_active(guest->state) ? (int)i + 1 : -1, guest->state);
        record->persistent = 1;
        record->autostart = guest->starts_with_host;
        g_ptr_array_add(records, record);
    }
    g_mutex_unlock(&self->lock);
    return records;
}

static YadoSample *
fake_sample(YadoBackend *backend, const GArray *wishes, GCancellable *cancellable, GError **error)
{
    YadoSample *sample = g_new0(YadoSample, 1);

    sample->when = g_get_monotonic_time();
    sample->memory_free = G_GUINT64_CONSTANT(1073741824);
    sample->guests = g_array_new(FALSE, TRUE, sizeof(YadoGuestStats));
    sample->complete = TRUE;
    return sample;
}

static YadoDocument *
fake_get_document(YadoBackend *backend, const char *uuid, YadoConfiguration which,
                  GCancellable *cancellable, GError **error)
{
    YadoFakeBackend *self = YADO_FAKE_BACKEND(backend);
    YadoDocument *document;
    FakeGuest *guest;

    g_mutex_lock(&self->lock);
    guest = find_guest(self, uuid);
    document = guest != NULL ? yado_xml_document_new(guest->xml, error) : NULL;
    if (document != NULL)
        yado_xml_document_set_extra(YADO_XML_DOCUMENT(document), "autostart", "no");
    g_mutex_unlock(&self->lock);
    if (guest == NULL)
        yado_error_set(error, YADO_ERROR_NOT_FOUND, NULL, NULL, "no guest %s", uuid);
    return document;
}

static void
add_log(YadoFakeBackend *self, const char *operation, const char *name, YadoDocument *arguments)
{
    g_autofree char *dump = arguments != NULL ? yado_document_dump(arguments) : NULL;

    if (dump != NULL)
        g_strdelimit(g_strchomp(dump), "\n", ' ');
    g_ptr_array_add(self->log, g_strdup_printf("%s %s%s%s", operation, name,
                                               dump != NULL && *dump != '\0' ? " " : "",
                                               dump != NULL ? dump : ""));
}

static void
wait_released(YadoFakeBackend *self, const char *operation)
{
    g_mutex_lock(&self->lock);
    while (g_strcmp0(self->held, operation) == 0) {
        self->is_held = TRUE;
        g_cond_wait(&self->released, &self->lock);
    }
    g_mutex_unlock(&self->lock);
}

gboolean
yado_fake_is_held(gpointer fake)
{
    YadoFakeBackend *self = fake;
    gboolean is_held;

    g_mutex_lock(&self->lock);
    is_held = self->is_held;
    g_mutex_unlock(&self->lock);
    return is_held;
}

void
yado_fake_hold(YadoFakeBackend *self, const char *operation)
{
    g_mutex_lock(&self->lock);
    self->held = operation;
    self->is_held = FALSE;
    g_mutex_unlock(&self->lock);
}

void
yado_fake_release(YadoFakeBackend *self)
{
    g_mutex_lock(&self->lock);
    self->held = NULL;
    g_cond_broadcast(&self->released);
    g_mutex_unlock(&self->lock);
}

static gboolean
check_allowed(YadoFakeBackend *self, const char *operation, GError **error)
{
    const char *reason = g_hash_table_lookup(self->missing, operation);

    wait_released(self, operation);
    return reason == NULL || yado_error_set(error, YADO_ERROR_FAILED, NULL, NULL, "%s", reason);
}

static YadoDocument *
fake_apply(YadoBackend *backend, const char *uuid, YadoDocument *document, YadoApplyFlags flags,
           char **dropped, GCancellable *cancellable, GError **error)
{
    YadoFakeBackend *self = YADO_FAKE_BACKEND(backend);
    GPtrArray *edits = yado_document_get_edits(document);
    g_autofree char *text = yado_document_dump(document);
    FakeGuest *guest;

    if (!check_allowed(self, "apply", error))
        return NULL;
    g_mutex_lock(&self->lock);
    guest = find_guest(self, uuid);
    for (guint i = 0; i < edits->len; i++) {
        const YadoEdit *edit = edits->pdata[i];

        g_ptr_array_add(self->log, g_strdup_printf("apply %s %s=%s", guest->name, edit->key,
                                                   edit->new_value ? edit->new_value : "(none)"));
    }
    g_free(guest->xml);
    guest->xml = g_strdup(text);
    g_mutex_unlock(&self->lock);
    return yado_xml_document_new(text, error);
}

static const char *
fake_get_uri(YadoBackend *backend)
{
    return YADO_FAKE_BACKEND(backend)->uri;
}

/* Of libvirt: XML. */
static YadoDocument *
fake_define(YadoBackend *backend, const char *text, GCancellable *cancellable, GError **error)
{
    YadoFakeBackend *self = YADO_FAKE_BACKEND(backend);
    g_autoptr(YadoDocument) document = yado_xml_document_new(text, error);
    g_autofree char *name =
        document != NULL ? yado_document_dup_value(document, NULL, "name") : NULL;

    if (name == NULL)
        return NULL;
    yado_fake_add_guest(self, name, YADO_GUEST_SHUT_OFF, text);
    return g_steal_pointer(&document);
}

static gboolean
download(YadoFakeBackend *self, YadoDocument *arguments, GError **error)
{
    g_autofree char *volume = yado_document_dup_value(arguments, NULL, "volume");
    g_autofree char *file = yado_document_dup_value(arguments, NULL, "file");
    g_autofree char *length = yado_document_dup_value(arguments, NULL, "length");
    GBytes *contents = g_hash_table_lookup(self->files, volume);
    gsize whole = 0;
    const char *data = contents != NULL ? g_bytes_get_data(contents, &whole) : NULL;
    gsize wanted = length != NULL ? (gsize)g_ascii_strtoull(length, NULL, 10) : whole;
    g_autofree char *given = g_malloc0(whole);

    if (contents == NULL)
        return yado_error_set(error, YADO_ERROR_NOT_FOUND, NULL, NULL, "no volume %s", volume);
    memcpy(given, data, MIN(wanted, whole));
    return g_file_set_contents(file, given, (gssize)whole, error);
}

static gboolean
fake_run(YadoBackend *backend, const char *operation, const char *uuid, YadoDocument *arguments,
         YadoJob *job, GCancellable *cancellable, GError **error)
{
    YadoFakeBackend *self = YADO_FAKE_BACKEND(backend);
    FakeGuest *guest;

    g_mutex_lock(&self->lock);
    guest = uuid != NULL ? find_guest(self, uuid) : NULL;
    add_log(self, operation, guest != NULL ? guest->name : "-", arguments);
    g_mutex_unlock(&self->lock);
    if (!check_allowed(self, operation, error))
        return FALSE;
    if (strcmp(operation, "volume-download") == 0)
        return download(self, arguments, error);
    if (strcmp(operation, "clear-log") == 0)
        yado_fake_set_xen_log(self, "");
    if (strcmp(operation, "volume-create") == 0) {
        g_autofree char *name = yado_document_dup_value(arguments, NULL, "name");
        g_autofree char *path = g_build_filename("/srv/images", name, NULL);

        yado_plain_document_set_initial(YADO_PLAIN_DOCUMENT(arguments), "answer.path", path);
    }
    return TRUE;
}

static gboolean
fake_can_run(YadoBackend *backend, const char *operation)
{
    return strcmp(operation, "save-to-file") != 0;
}

static void
add_resource(GPtrArray *list, const char *name, const char *type)
{
    YadoResource *resource = yado_resource_new(name);

    resource->type = g_strdup(type);
    resource->path = g_strdup("/srv/images");
    resource->source = g_strdup("x86_64");
    resource->active = 1;
    resource->available = G_GUINT64_CONSTANT(100) << 30;
    g_ptr_array_add(list, resource);
}

/* What was made: "volume-create - …name=NAME…". */
static void
add_volumes(YadoFakeBackend *self, GPtrArray *list)
{
    g_mutex_lock(&self->lock);
    for (guint i = 0; i < self->log->len; i++) {
        const char *line = self->log->pdata[i];
        const char *name = g_str_has_prefix(line, "volume-create ") ? strstr(line, "name=") : NULL;
        g_autofree char *word = name ? g_strndup(name + 5, strcspn(name + 5, " \n")) : NULL;

        if (word)
            add_resource(list, word, "file");
    }
    g_mutex_unlock(&self->lock);
}

static void
add_cpu_pool(GPtrArray *list, const char *name, const char *cpus, guint n_guests,
             const char *settings)
{
    YadoResource *resource = yado_resource_new(name);

    resource->type = g_strdup("credit2");
    resource->source = g_strdup(cpus);
    resource->capacity = n_guests;
    resource->text = g_strdup(settings);
    resource->active = 1;
    g_ptr_array_add(list, resource);
}

/* A Xen host that can do everything, with a pool and a network, and one of its processors in a CPU pool of its own. */
static GPtrArray *
fake_list_resources(YadoBackend *backend, YadoResourceKind kind, const char *parent,
                    GCancellable *cancellable, GError **error)
{
    GPtrArray *list = yado_resource_list_new();

    if (kind == YADO_RESOURCE_GUEST_TYPES) {
        add_resource(list, "xen", "xen");
        add_resource(list, "xenpvh", "xen");
        add_resource(list, "hvm", "xen");
    } else if (kind == YADO_RESOURCE_POOLS) {
        if (!g_atomic_int_get(&YADO_FAKE_BACKEND(backend)->has_no_pools))
            add_resource(list, "images", "dir");
    } else if (kind == YADO_RESOURCE_VOLUMES) {
        add_volumes(YADO_FAKE_BACKEND(backend), list);
    } else if (kind == YADO_RESOURCE_CPU_POOLS) {
        add_cpu_pool(list, "Pool-0", "0-1", 2, "ratelimit=1000");
        add_cpu_pool(list, "fast", "2", 0, "ratelimit=1000");
    } else if (kind == YADO_RESOURCE_NETWORKS) {
        add_resource(list, "default", "nat");
    }
    return list;
}

static YadoHostDetails *
fake_get_host_details(YadoBackend *backend, GCancellable *cancellable, GError **error)
{
    YadoHostDetails *details = yado_host_details_new();

    yado_host_details_add_pool(details, 0, "Pool-0", "credit2", "0-3", 1);
    return details;
}

static GPtrArray *
fake_list_consoles(YadoBackend *backend, const char *uuid, GCancellable *cancellable,
                   GError **error)
{
    YadoFakeBackend *self = YADO_FAKE_BACKEND(backend);
    GPtrArray *records = g_ptr_array_new_with_free_func((GDestroyNotify)yado_console_record_free);
    YadoConsoleRecord *record = yado_console_record_new("vnc0", YADO_CONSOLE_VNC);

    g_mutex_lock(&self->lock);
    record->address = g_strdup("127.0.0.1");
    record->port = self->ports ? *self->ports : 5900;
    if (self->ports && self->ports[1])
        self->ports++;
    g_mutex_unlock(&self->lock);
    g_ptr_array_add(records, record);
    return records;
}

/* Somebody who never says a word. */
static GIOStream *
fake_open_console(YadoBackend *backend, const char *uuid, const char *id, YadoConsoleFlags flags,
                  GCancellable *cancellable, GError **error)
{
    YadoFakeBackend *self = YADO_FAKE_BACKEND(backend);
    int ends[2];
    g_autoptr(GSocket) socket = NULL;
    gboolean is_on;

    g_mutex_lock(&self->lock);
    is_on = is_active(find_guest(self, uuid)->state);
    g_mutex_unlock(&self->lock);
    if (!is_on) {
        yado_error_set(error, YADO_ERROR_NOT_FOUND, NULL, NULL, "%s does not run", uuid);
        return NULL;
    }
    g_assert_cmpint(socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends), ==, 0);
    socket = g_socket_new_from_fd(ends[0], NULL);
    return G_IO_STREAM(g_socket_connection_factory_create_connection(socket));
}

void
yado_fake_set_ports(YadoFakeBackend *self, const int *ports)
{
    self->ports = ports;
}

void
yado_fake_set_file(YadoFakeBackend *self, const char *path, GBytes *contents)
{
    g_hash_table_insert(self->files, g_strdup(path), g_bytes_ref(contents));
}

void
yado_fake_set_xen_log(YadoFakeBackend *self, const char *text)
{
    g_mutex_lock(&self->lock);
    g_free(self->xen_log);
    self->xen_log = g_strdup(text);
    g_mutex_unlock(&self->lock);
}

static char *
fake_get_hypervisor_log(YadoBackend *backend, GCancellable *cancellable, GError **error)
{
    YadoFakeBackend *self = YADO_FAKE_BACKEND(backend);
    char *text;

    g_mutex_lock(&self->lock);
    text = g_strdup(self->xen_log);
    g_mutex_unlock(&self->lock);
    if (text == NULL)
        yado_error_set(error, YADO_ERROR_DENIED, NULL, NULL, "The log is not for you.");
    return text;
}

static void
fake_backend_init(YadoBackendInterface *iface)
{
    iface->get_hypervisor_log = fake_get_hypervisor_log;
    iface->list_consoles = fake_list_consoles;
    iface->open_console = fake_open_console;
    iface->open = fake_open;
    iface->close = fake_close;
    iface->has = fake_has;
    iface->get_host_info = fake_get_host_info;
    iface->get_host_details = fake_get_host_details;
    iface->list = fake_list;
    iface->sample = fake_sample;
    iface->get_document = fake_get_document;
    iface->apply = fake_apply;
    iface->define = fake_define;
    iface->get_uri = fake_get_uri;
    iface->run = fake_run;
    iface->can_run = fake_can_run;
    iface->list_resources = fake_list_resources;
}

/* ---- Life ---- */

static void
yado_fake_backend_finalize(GObject *object)
{
    YadoFakeBackend *self = YADO_FAKE_BACKEND(object);

    g_hash_table_unref(self->files);
    g_free(self->uri);
    g_free(self->xen_log);
    g_ptr_array_unref(self->guests);
    g_ptr_array_unref(self->log);
    g_hash_table_unref(self->missing);
    g_mutex_clear(&self->lock);
    g_cond_clear(&self->released);
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
    g_mutex_init(&self->lock);
    g_cond_init(&self->released);
    self->guests = g_ptr_array_new_with_free_func((GDestroyNotify)fake_guest_free);
    self->log = g_ptr_array_new_with_free_func(g_free);
    self->files =
        g_hash_table_new_full(g_str_hash, g_str_equal, g_free, (GDestroyNotify)g_bytes_unref);
    self->missing = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
}

static YadoBackend *
construct(const char *uri)
{
    const char *name = strrchr(uri, '/') + 1;
    YadoFakeBackend *fake = g_hash_table_lookup(fakes, name);

    g_assert_nonnull(fake);
    return YADO_BACKEND(g_object_ref(fake));
}

YadoFakeBackend *
yado_fake_add(const char *name)
{
    YadoFakeBackend *fake = g_object_new(YADO_TYPE_FAKE_BACKEND, NULL);

    if (fakes == NULL) {
        fakes = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_object_unref);
        yado_backend_registry_add("fake", construct);
    }
    fake->uri = g_strdup_printf("fake:///%s", name);
    g_hash_table_replace(fakes, g_strdup(name), fake);
    return fake;
}

void
yado_fake_reset(void)
{
    if (fakes != NULL)
        g_hash_table_remove_all(fakes);
}

char *
yado_fake_make_xml(const char *type, const char *os_type, const char *name, guint number,
                   const char *extra)
{
    g_autofree char *escaped = g_markup_escape_text(name, -1);

    return g_strdup_printf("<domain type='%s'>\n"
                           "  <name>%s</name>\n"
                           "  <uuid>00000000-0000-4000-8000-%012u</uuid>\n"
                           "  <memory unit='KiB'>1048576</memory>\n"
                           "  <currentMemory unit='KiB'>524288</currentMemory>\n"
                           "  <vcpu placement='static' current='2'>4</vcpu>\n"
                           "  <os>\n"
                           "    <type arch='x86_64'>%s</type>\n"
                           "  </os>\n"
                           "  <on_poweroff>destroy</on_poweroff>\n"
                           "  <on_reboot>restart</on_reboot>\n"
                           "  <on_crash>preserve</on_crash>\n"
                           "%s"
                           "</domain>\n",
                           type, escaped, number, os_type, extra != NULL ? extra : "");
}

void
yado_fake_add_guest(YadoFakeBackend *self, const char *name, YadoGuestState state, const char *xml)
{
    FakeGuest *guest = g_new0(FakeGuest, 1);
    guint number = self->guests->len + 1;

    g_snprintf(guest->uuid, sizeof guest->uuid, "00000000-0000-4000-8000-%012u", number);
    guest->name = g_strdup(name);
    guest->state = state;
    guest->xml =
        xml != NULL ? g_strdup(xml) : yado_fake_make_xml("xen", "linux", name, number, NULL);
    g_mutex_lock(&self->lock);
    g_ptr_array_add(self->guests, guest);
    g_mutex_unlock(&self->lock);
}

static FakeGuest *
find_by_name(YadoFakeBackend *self, const char *name)
{
    for (guint i = 0; i < self->guests->len; i++) {
        FakeGuest *guest = self->guests->pdata[i];

        if (strcmp(guest->name, name) == 0)
            return guest;
    }
    g_assert_not_reached();
}

void
yado_fake_set_autostart(YadoFakeBackend *self, const char *name)
{
    g_mutex_lock(&self->lock);
    find_by_name(self, name)->starts_with_host = TRUE;
    g_mutex_unlock(&self->lock);
}

void
yado_fake_set_state(YadoFakeBackend *self, const char *name, YadoGuestState state)
{
    FakeGuest *found;

    g_mutex_lock(&self->lock);
    found = find_by_name(self, name);
    found->state = state;
    g_mutex_unlock(&self->lock);
    yado_backend_emit_guest_event(YADO_BACKEND(self), found->uuid, YADO_EVENT_LIFECYCLE);
}

void
yado_fake_set_missing(YadoFakeBackend *self, const char *capability, const char *reason)
{
    g_hash_table_replace(self->missing, g_strdup(capability), g_strdup(reason));
}

void
yado_fake_set_has_pools(YadoFakeBackend *self, gboolean has_pools)
{
    g_atomic_int_set(&self->has_no_pools, !has_pools);
}

GPtrArray *
yado_fake_get_log(YadoFakeBackend *self)
{
    return self->log;
}

/* ---- Sessions and waiting ---- */

YadoSession *
yado_fake_session_new(YadoPrompt *prompt)
{
    return yado_session_new(prompt);
}

static gboolean
on_patience_ended_cb(gpointer timed_out)
{
    *(gboolean *)timed_out = TRUE;
    return G_SOURCE_REMOVE;
}

void
yado_fake_wait(gboolean (*test)(gpointer data), gpointer data)
{
    const char *patience = g_getenv("YADO_TEST_PATIENCE");
    guint factor = patience != NULL ? (guint)g_ascii_strtoull(patience, NULL, 10) : 1;
    gboolean timed_out = FALSE;
    guint source = g_timeout_add_seconds(10 * MAX(factor, 1), on_patience_ended_cb, &timed_out);

    while (!test(data) && !timed_out)
        g_main_context_iteration(NULL, TRUE);
    g_assert_false(timed_out);
    g_source_remove(source);
}

typedef struct {
    GAsyncResult *result;
} Answer;

static void
on_answer_came_cb(GObject *source, GAsyncResult *result, gpointer user_data)
{
    ((Answer *)user_data)->result = g_object_ref(result);
}

static gboolean
has_answer(gpointer data)
{
    return ((Answer *)data)->result != NULL;
}

YadoHost *
yado_fake_open(YadoSession *session, const char *name)
{
    g_autofree char *uri = g_strdup_printf("fake:///%s", name);
    YadoHost *host = yado_session_add_host(session, uri);
    Answer opened = { 0 }, loaded = { 0 };
    g_autoptr(GError) error = NULL;

    yado_host_open_async(host, YADO_OPEN_EVENTS, NULL, on_answer_came_cb, &opened);
    yado_fake_wait(has_answer, &opened);
    yado_host_open_finish(host, opened.result, &error);
    g_assert_no_error(error);
    yado_host_load_async(host, YADO_LOAD_FACTS, YADO_LIST_SAVED | YADO_LIST_AUTOSTART, NULL,
                         on_answer_came_cb, &loaded);
    yado_fake_wait(has_answer, &loaded);
    yado_host_load_finish(host, loaded.result, &error);
    g_assert_no_error(error);
    g_object_unref(opened.result);
    g_object_unref(loaded.result);
    return host;
}

YadoGuest *
yado_fake_find(YadoHost *host, const char *name)
{
    for (guint i = 0; i < g_list_model_get_n_items(G_LIST_MODEL(host)); i++) {
        g_autoptr(YadoGuest) guest = g_list_model_get_item(G_LIST_MODEL(host), i);

        if (strcmp(yado_guest_get_name(guest), name) == 0)
            return guest;
    }
    g_error("no guest %s", name);
    return NULL;
}

/* ---- The prompt ---- */

struct _YadoFakePrompt {
    GObject parent_instance;
    gboolean answer;
    char *text;
    guint n_asked;
};

static void fake_prompt_init(YadoPromptInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE(YadoFakePrompt, yado_fake_prompt, G_TYPE_OBJECT,
                              G_IMPLEMENT_INTERFACE(YADO_TYPE_PROMPT, fake_prompt_init))

static void
fake_ask_async(YadoPrompt *prompt, YadoQuestion *question, GCancellable *cancellable,
               GAsyncReadyCallback callback, gpointer user_data)
{
    YadoFakePrompt *self = YADO_FAKE_PROMPT(prompt);
    g_autoptr(GTask) task = g_task_new(self, cancellable, callback, user_data);

    g_free(self->text);
    self->text = g_strdup(yado_question_get_text(question));
    self->n_asked++;
    g_task_return_boolean(task, self->answer);
}

static gboolean
fake_ask_finish(YadoPrompt *prompt, GAsyncResult *result, GError **error)
{
    return g_task_propagate_boolean(G_TASK(result), error);
}

static void
fake_prompt_init(YadoPromptInterface *iface)
{
    iface->ask_async = fake_ask_async;
    iface->ask_finish = fake_ask_finish;
}

static void
yado_fake_prompt_finalize(GObject *object)
{
    g_free(YADO_FAKE_PROMPT(object)->text);
    G_OBJECT_CLASS(yado_fake_prompt_parent_class)->finalize(object);
}

static void
yado_fake_prompt_class_init(YadoFakePromptClass *klass)
{
    G_OBJECT_CLASS(klass)->finalize = yado_fake_prompt_finalize;
}

static void
yado_fake_prompt_init(YadoFakePrompt *self)
{
}

YadoFakePrompt *
yado_fake_prompt_new(gboolean answer)
{
    YadoFakePrompt *self = g_object_new(YADO_TYPE_FAKE_PROMPT, NULL);

    self->answer = answer;
    return self;
}

const char *
yado_fake_prompt_get_text(YadoFakePrompt *self)
{
    return self->text;
}

guint
yado_fake_prompt_get_n_asked(YadoFakePrompt *self)
{
    return self->n_asked;
}
