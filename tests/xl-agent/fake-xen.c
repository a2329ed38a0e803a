/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "fake-xen.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <unistd.h>

#include "../backend/await.h"

FakeGuest fake_guests[FAKE_GUESTS];
guint fake_listings, fake_directories, fake_userdata;
gint64 fake_started;
uint32_t fake_destroyed, fake_resumed;
FakeEnd fake_end;
char fake_attached[64];
const char *const *fake_store;
const char *fake_configuration;

/* ---- What libxl_ctx_alloc() wants ---- */

static int nothing;

xc_interface *
xc_interface_open(xentoollog_logger *logger, xentoollog_logger *logger2, unsigned flags)
{
    return (xc_interface *)&nothing;
}

int
xc_interface_close(xc_interface *self)
{
    return 0;
}

/* ---- xenstore: a watch fires at once, as the real one does, and then when it is told to ---- */

static int store_fd = -1;
static GQueue fired = G_QUEUE_INIT;

struct xs_handle *
xs_open(unsigned long flags)
{
    return (struct xs_handle *)&nothing;
}

void
xs_close(struct xs_handle *self)
{
}

int
xs_fileno(struct xs_handle *self)
{
    if (store_fd < 0)
        store_fd = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
    return store_fd;
}

void
fake_store_fire(const char *token)
{
    const guint64 one = 1;

    g_queue_push_tail(&fired, g_strdup(token));
    g_assert_cmpint(write(xs_fileno(NULL), &one, sizeof(one)), ==, sizeof(one));
}

bool
xs_watch(struct xs_handle *self, const char *path, const char *token)
{
    fake_store_fire(token);
    return true;
}

bool
xs_unwatch(struct xs_handle *self, const char *path, const char *token)
{
    return true;
}

char **
xs_check_watch(struct xs_handle *self)
{
    g_autofree char *token = g_queue_pop_head(&fired);
    guint64 count;
    char **watch;

    if (g_queue_is_empty(&fired) && read(xs_fileno(self), &count, sizeof(count)) < 0)
        g_assert_cmpint(errno, ==, EAGAIN);
    if (!token)
        return NULL;
    /* One piece of memory, as the real one. */
    watch = calloc(1, 2 * sizeof(*watch) + strlen(token) + 1);
    watch[XS_WATCH_TOKEN] = strcpy((char *)(watch + 2), token);
    watch[XS_WATCH_PATH] = watch[XS_WATCH_TOKEN];
    return watch;
}

void *
xs_read(struct xs_handle *self, xs_transaction_t transaction, const char *path, unsigned *length)
{
    for (const char *const *at = fake_store; at && *at; at += 2)
        if (strcmp(at[0], path) == 0)
            return strdup(at[1]);
    return NULL;
}

char **
xs_directory(struct xs_handle *self, xs_transaction_t transaction, const char *path, unsigned *n)
{
    fake_directories++;
    return NULL;
}

/* ---- libxl: questions ---- */

static FakeGuest *
find(uint32_t domid)
{
    for (guint i = 0; i < FAKE_GUESTS; i++)
        if (fake_guests[i].uuid && fake_guests[i].domid == domid)
            return &fake_guests[i];
    return NULL;
}

static void
describe(const FakeGuest *guest, libxl_dominfo *info)
{
    libxl_dominfo_init(info);
    g_assert_cmpint(libxl_uuid_from_string(&info->uuid, guest->uuid), ==, 0);
    info->domid = guest->domid;
    info->paused = guest->is_paused;
    info->dying = guest->is_dying;
    info->shutdown = guest->is_suspended;
    info->shutdown_reason =
        guest->is_suspended ? LIBXL_SHUTDOWN_REASON_SUSPEND : LIBXL_SHUTDOWN_REASON_UNKNOWN;
    info->cpu_time = guest->cpu_time;
    info->domain_type = LIBXL_DOMAIN_TYPE_PV;
}

static void
describe_natively(const FakeGuest *guest, xc_domaininfo_t *info)
{
    libxl_uuid uuid;

    memset(info, 0, sizeof(*info));
    g_assert_cmpint(libxl_uuid_from_string(&uuid, guest->uuid), ==, 0);
    memcpy(info->handle, libxl_uuid_bytearray(&uuid), sizeof(info->handle));
    info->domain = guest->domid;
    info->flags =
        (guest->is_paused ? XEN_DOMINF_paused : 0) | (guest->is_dying ? XEN_DOMINF_dying : 0) |
        (guest->is_suspended
             ? XEN_DOMINF_shutdown | LIBXL_SHUTDOWN_REASON_SUSPEND << XEN_DOMINF_shutdownshift
             : 0);
    info->cpu_time = guest->cpu_time;
    info->tot_pages = 1024;
}

int
xc_domain_getinfolist(xc_interface *self, uint32_t first, unsigned most, xc_domaininfo_t *list)
{
    int n = 0;

    fake_listings++;
    for (guint i = 0; i < FAKE_GUESTS && (guint)n < most; i++)
        if (fake_guests[i].uuid)
            describe_natively(&fake_guests[i], &list[n++]);
    return n;
}

int
xc_physinfo(xc_interface *self, xc_physinfo_t *info)
{
    info->nr_cpus = 2;
    info->total_pages = 2048;
    return 0;
}

int
libxl_domain_info(libxl_ctx *ctx, libxl_dominfo *info, uint32_t domid)
{
    const FakeGuest *guest = find(domid);

    if (!guest)
        return ERROR_DOMAIN_NOTFOUND;
    describe(guest, info);
    return 0;
}

int
libxl_name_to_domid(libxl_ctx *ctx, const char *name, uint32_t *domid)
{
    for (guint i = 0; i < FAKE_GUESTS; i++)
        if (fake_guests[i].uuid && g_strcmp0(fake_guests[i].name, name) == 0) {
            *domid = fake_guests[i].domid;
            return 0;
        }
    return ERROR_INVAL;
}

char *
libxl_domid_to_name(libxl_ctx *ctx, uint32_t domid)
{
    const FakeGuest *guest = find(domid);

    return guest && guest->name ? strdup(guest->name) : NULL;
}

int
libxl_is_stubdom(libxl_ctx *ctx, uint32_t domid, uint32_t *target)
{
    const FakeGuest *guest = find(domid);

    return guest && guest->is_helper;
}

uint32_t
libxl_vm_get_start_time(libxl_ctx *ctx, uint32_t domid)
{
    return fake_started;
}

int
libxl_userdata_retrieve(libxl_ctx *ctx, uint32_t domid, const char *id, uint8_t **data, int *length)
{
    gboolean is_there = fake_configuration && strcmp(id, "libxl-json") == 0;

    fake_userdata++;
    *data = is_there ? (uint8_t *)strdup(fake_configuration) : NULL;
    *length = is_there ? (int)strlen(fake_configuration) : 0;
    return is_there ? 0 : ERROR_FAIL;
}

/* ---- libxl: operations, which end at the loop's next turn ---- */

typedef struct {
    libxl_ctx *ctx;
    libxl_asyncop_how how;
    int rc;
} End;

static gboolean
on_end_due_cb(gpointer data)
{
    g_autofree End *end = data;

    end->how.callback(end->ctx, end->rc, end->how.u.for_callback);
    return G_SOURCE_REMOVE;
}

static int
end_soon_with(libxl_ctx *ctx, const libxl_asyncop_how *how, int rc)
{
    End *end = g_new0(End, 1);

    end->ctx = ctx;
    end->how = *how;
    end->rc = rc;
    g_idle_add(on_end_due_cb, end);
    return 0;
}

static int
end_soon(libxl_ctx *ctx, const libxl_asyncop_how *how)
{
    return end_soon_with(ctx, how, 0);
}

int
libxl_domain_destroy(libxl_ctx *ctx, uint32_t domid, const libxl_asyncop_how *how)
{
    FakeGuest *guest = find(domid);

    g_assert_nonnull(guest);
    fake_destroyed = domid;
    if (fake_end == FAKE_DIES_FIRST)
        guest->is_dying = TRUE;
    else if (fake_end != FAKE_CANNOT_DESTROY)
        memset(guest, 0, sizeof(*guest));
    return end_soon_with(ctx, how, fake_end == FAKE_DESTROYS ? 0 : ERROR_FAIL);
}

int
libxl_domain_resume(libxl_ctx *ctx, uint32_t domid, int is_cooperative,
                    const libxl_asyncop_how *how)
{
    FakeGuest *guest = find(domid);

    g_assert_nonnull(guest);
    fake_resumed = domid;
    guest->is_suspended = FALSE;
    return end_soon(ctx, how);
}

gboolean fake_is_assignable;
const char *fake_driver_link;

libxl_device_pci *
libxl_device_pci_assignable_list(libxl_ctx *ctx, int *num)
{
    libxl_device_pci *list = g_new0(libxl_device_pci, 1);

    list->bus = 4;
    *num = fake_is_assignable ? 1 : 0;
    return list;
}

int
libxl_device_pci_assignable_add(libxl_ctx *ctx, libxl_device_pci *pci, int rebind)
{
    if (pci->bus != 4)
        return ERROR_FAIL;
    if (fake_driver_link) {
        g_assert_cmpint(unlink(fake_driver_link), ==, 0);
        g_assert_cmpint(symlink("../../../bus/pci/drivers/pciback", fake_driver_link), ==, 0);
        return ERROR_FAIL;
    }
    fake_is_assignable = TRUE;
    return 0;
}

int
libxl_device_pci_assignable_remove(libxl_ctx *ctx, libxl_device_pci *pci, int rebind)
{
    if (!fake_is_assignable)
        return ERROR_FAIL;
    fake_is_assignable = FALSE;
    return 0;
}

int
libxl_device_pci_add(libxl_ctx *ctx, uint32_t domid, libxl_device_pci *pci,
                     const libxl_asyncop_how *how)
{
    g_snprintf(fake_attached, sizeof(fake_attached), "pci %04x:%02x:%02x.%x", pci->domain, pci->bus,
               pci->dev, pci->func);
    return end_soon(ctx, how);
}

/* ---- The agent ---- */

static void
pair_connections(FakeAgent *self)
{
    g_autofree char *guid = g_dbus_generate_guid();
    g_autoptr(GAsyncResult) served = NULL;
    g_autoptr(GAsyncResult) connected = NULL;
    GIOStream *streams[2];
    int fds[2];

    g_assert_cmpint(socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, fds), ==, 0);
    for (guint i = 0; i < 2; i++) {
        g_autoptr(GSocket) socket = g_socket_new_from_fd(fds[i], NULL);

        streams[i] = G_IO_STREAM(g_socket_connection_factory_create_connection(socket));
    }
    g_dbus_connection_new(streams[0], guid,
                          G_DBUS_CONNECTION_FLAGS_AUTHENTICATION_SERVER |
                              G_DBUS_CONNECTION_FLAGS_DELAY_MESSAGE_PROCESSING,
                          NULL, NULL, await_done, &served);
    g_dbus_connection_new(streams[1], NULL, G_DBUS_CONNECTION_FLAGS_AUTHENTICATION_CLIENT, NULL,
                          NULL, await_done, &connected);
    self->agent->connection = g_dbus_connection_new_finish(await(&served), NULL);
    self->connection = g_dbus_connection_new_finish(await(&connected), NULL);
    g_object_unref(streams[0]);
    g_object_unref(streams[1]);
}

static char *
make_folder(FakeAgent *self, const char *name)
{
    char *path = g_build_filename(self->folder, name, NULL);

    g_assert_cmpint(g_mkdir_with_parents(path, 0700), ==, 0);
    return path;
}

static GSList *kept;

/* As main.c does, but for the folders. */
static void
prepare(FakeAgent *self)
{
    YadoXlAgent *agent = g_new0(YadoXlAgent, 1);

    kept = g_slist_prepend(kept, agent);
    self->agent = agent;
    agent->errors = g_string_new(NULL);
    agent->notify = agent->files_notify = -1;
    agent->notes = g_ptr_array_new_with_free_func((GDestroyNotify)g_variant_unref);
    agent->folder = make_folder(self, "xen");
    agent->autostart = g_build_filename(agent->folder, "auto", NULL);
    agent->saved = make_folder(self, "saved");
    agent->state = make_folder(self, "state");
    agent->xl_lock = g_build_filename(self->folder, "lock", NULL);
    yado_xl_domains_init(agent);
    yado_xl_counters_init(agent);
    g_assert_true(yado_xl_agent_open(agent));
}

static void
connect_methods(FakeAgent *self)
{
    YadoXlAgent *agent = self->agent;
    g_autoptr(GAsyncResult) result = NULL;

    agent->skeleton = yado_xl1_skeleton_new();
    yado_xl_domains_connect(agent);
    yado_xl_operations_connect(agent);
    yado_xl_devices_connect(agent);
    yado_xl_files_connect(agent);
    yado_xl_jobs_connect(agent);
    yado_xl_consoles_connect(agent);
    g_assert_true(g_dbus_interface_skeleton_export(G_DBUS_INTERFACE_SKELETON(agent->skeleton),
                                                   agent->connection, YADO_XL_PATH, NULL));
    g_dbus_connection_start_message_processing(agent->connection);
    yado_xl1_proxy_new(self->connection, G_DBUS_PROXY_FLAGS_DO_NOT_LOAD_PROPERTIES, NULL,
                       YADO_XL_PATH, NULL, await_done, &result);
    self->client = yado_xl1_proxy_new_finish(await(&result), NULL);
    g_assert_nonnull(self->client);
}

void
fake_agent_open(FakeAgent *self)
{
    memset(fake_guests, 0, sizeof(fake_guests));
    fake_destroyed = fake_resumed = 0;
    fake_started = 0;
    fake_end = FAKE_DESTROYS;
    self->folder = yado_test_make_folder("agent");
    prepare(self);
    pair_connections(self);
    connect_methods(self);
}

/* What the agent has, it has until its process ends. */
void
fake_agent_close(FakeAgent *self)
{
    yado_xl_events_set(self->agent, FALSE);
    g_clear_object(&self->client);
    g_clear_object(&self->connection);
    g_clear_object(&self->agent->connection);
    g_free(self->folder);
}
