/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <glib/gi18n-lib.h>
#include <gmodule.h>
#include <string.h>

#include "backend/libvirt/yado-libvirt-depth.h"

static void backend_iface_init(YadoBackendInterface *iface);

G_DEFINE_TYPE_WITH_CODE(YadoLibvirtBackend, yado_libvirt_backend, G_TYPE_OBJECT,
                        G_IMPLEMENT_INTERFACE(YADO_TYPE_BACKEND, backend_iface_init))

/* What is known about a driver before anything is tried (XEN-API §1). */
typedef struct {
    const char *capability;
    YadoDriver driver;
    const char *reason;
} KnownGap;

static const KnownGap known_gaps[] = {
    { YADO_CAP_RESET, YADO_DRIVER_XEN,
      N_("libvirt's Xen driver cannot reset a guest. Force it off and start it instead.") },
    { YADO_CAP_RESET, YADO_DRIVER_LXC, N_("A container cannot be reset.") },
    { YADO_CAP_SAVE, YADO_DRIVER_LXC, N_("A container cannot be saved.") },
    { YADO_CAP_VCPU_LIVE, YADO_DRIVER_LXC, N_("A container has no virtual processors.") },
    { YADO_CAP_JOB_CANCEL, YADO_DRIVER_XEN,
      N_("libvirt's Xen driver cannot stop an operation once it runs.") },
    { YADO_CAP_JOB_CANCEL, YADO_DRIVER_TEST, N_("The demo host does everything at once.") },
    { YADO_CAP_JOB_CANCEL, YADO_DRIVER_LXC,
      N_("libvirt's container driver cannot stop an operation once it runs.") },
    { YADO_CAP_SNAPSHOTS, YADO_DRIVER_XEN, N_("libvirt's Xen driver has no snapshots of guests.") },
    { YADO_CAP_SNAPSHOTS, YADO_DRIVER_LXC,
      N_("libvirt's container driver has no snapshots of guests.") },
    { YADO_CAP_SCHEDULING, YADO_DRIVER_LXC,
      N_("libvirt's container driver does not tell on which processors a guest runs.") },
    { YADO_CAP_HOTPLUG, YADO_DRIVER_TEST,
      N_("The demo host cannot change the devices of a guest that runs.") },
    { YADO_CAP_MIGRATE, YADO_DRIVER_TEST,
      N_("The demo host cannot give its guests to another host.") },
    { YADO_CAP_MIGRATE, YADO_DRIVER_LXC, N_("A container cannot be migrated.") },
    { YADO_CAP_MIGRATE_SPEED, YADO_DRIVER_TEST,
      N_("The demo host cannot give its guests to another host.") },
    { YADO_CAP_MIGRATE_SPEED, YADO_DRIVER_LXC, N_("A container cannot be migrated.") },
    { YADO_CAP_MIGRATE_SPEED, YADO_DRIVER_XEN,
      N_("libvirt's Xen driver takes as much of the network as there is.") },
    { YADO_CAP_CONSOLE, YADO_DRIVER_TEST, N_("The guests of the demo host have no consoles.") },
};

/* What no driver of libvirt has. */
static const struct {
    const char *capability, *reason;
} never[] = {
    { YADO_CAP_POOLS, N_("CPU pools are Xen's own: libvirt does not know them.") },
    { YADO_CAP_HOST_LOG, N_("libvirt does not read the hypervisor's log.") },
    { YADO_CAP_ASSIGNABLE, N_("libvirt takes a device from the host by itself when a guest is to "
                              "have it; to do so before is xl's.") },
    { YADO_CAP_SOFT_AFFINITY,
      N_("libvirt has no preferred processors; only those on which a guest may run.") },
};

static const struct {
    const char *capability;
    YadoLibvirtCall call;
} probed[] = {
    { YADO_CAP_BULK_STATS, YADO_CALL_BULK_STATS },
    { YADO_CAP_RESET, YADO_CALL_RESET },
    { YADO_CAP_SAVE, YADO_CALL_SAVE },
    { YADO_CAP_JOB_CANCEL, YADO_CALL_ABORT_JOB },
    { YADO_CAP_SNAPSHOTS, YADO_CALL_SNAPSHOTS },
    { YADO_CAP_MIGRATE, YADO_CALL_MIGRATE },
};

static const char *const supported[] = {
    YADO_CAP_BULK_STATS,
    YADO_CAP_RESET,
    YADO_CAP_SAVE,
    YADO_CAP_RENAME,
    YADO_CAP_MEMORY_LIVE,
    YADO_CAP_VCPU_LIVE,
    YADO_CAP_METADATA,
    YADO_CAP_XML,
    YADO_CAP_JOB_CANCEL,
    YADO_CAP_SNAPSHOTS,
    YADO_CAP_DEFINE,
    YADO_CAP_HOST_DETAILS,
    YADO_CAP_DEVICE_STATS,
    YADO_CAP_SCHEDULING,
    YADO_CAP_CONSOLE,
    YADO_CAP_STORAGE,
    YADO_CAP_NETWORKS,
    YADO_CAP_HOTPLUG,
    YADO_CAP_MIGRATE,
    YADO_CAP_MIGRATE_SPEED,
    YADO_CAP_DEVICES,
    YADO_CAP_INTERFACES,
    NULL,
};

static const char *
find_known_gap(YadoDriver driver, const char *capability)
{
    for (guint i = 0; i < G_N_ELEMENTS(known_gaps); i++)
        if (known_gaps[i].driver == driver && strcmp(known_gaps[i].capability, capability) == 0)
            return _(known_gaps[i].reason);
    for (guint i = 0; i < G_N_ELEMENTS(never); i++)
        if (strcmp(never[i].capability, capability) == 0)
            return _(never[i].reason);
    return NULL;
}

static gboolean
was_found_missing(YadoLibvirtBackend *self, const char *capability)
{
    for (guint i = 0; i < G_N_ELEMENTS(probed); i++)
        if (strcmp(probed[i].capability, capability) == 0)
            return yado_libvirt_backend_is_missing(self, probed[i].call);
    return FALSE;
}

static gboolean
refuse(const char **reason, const char *text)
{
    if (reason)
        *reason = text;
    return FALSE;
}

static gboolean
backend_has(YadoBackend *backend, const char *capability, const char **reason)
{
    YadoLibvirtBackend *self = YADO_LIBVIRT_BACKEND(backend);
    const char *gap = find_known_gap(self->driver, capability);

    if (gap)
        return refuse(reason, gap);
    if (strcmp(capability, YADO_CAP_EVENTS) == 0)
        return self->has_events || refuse(reason, _("This host does not tell what changes."));
    if (was_found_missing(self, capability))
        return refuse(reason, _("This host's driver does not have this function."));
    if (g_strv_contains(supported, capability))
        return TRUE;
    return refuse(reason, _("This version of YaDO cannot do this through libvirt."));
}

static const char *
backend_get_uri(YadoBackend *backend)
{
    return YADO_LIBVIRT_BACKEND(backend)->uri;
}

static void
yado_libvirt_backend_finalize(GObject *object)
{
    YadoLibvirtBackend *self = YADO_LIBVIRT_BACKEND(object);

    yado_libvirt_backend_close(YADO_BACKEND(self));
    g_clear_object(&self->prompt);
    g_hash_table_unref(self->guests);
    g_free(self->uri);
    g_mutex_clear(&self->lock);
    g_mutex_clear(&self->interfaces);
    g_mutex_clear(&self->resource_events);
    g_cond_clear(&self->changed);
    G_OBJECT_CLASS(yado_libvirt_backend_parent_class)->finalize(object);
}

static void
yado_libvirt_backend_class_init(YadoLibvirtBackendClass *klass)
{
    G_OBJECT_CLASS(klass)->finalize = yado_libvirt_backend_finalize;
}

static void
backend_iface_init(YadoBackendInterface *iface)
{
    iface->get_uri = backend_get_uri;
    iface->open = yado_libvirt_backend_open;
    iface->close = yado_libvirt_backend_close;
    iface->has = backend_has;
    iface->get_host_info = yado_libvirt_backend_get_host_info;
    iface->list = yado_libvirt_backend_list;
    iface->sample = yado_libvirt_backend_sample;
    iface->get_document = yado_libvirt_backend_get_document;
    iface->apply = yado_libvirt_backend_apply;
    iface->apply_text = yado_libvirt_backend_apply_text;
    iface->define = yado_libvirt_backend_define;
    iface->get_host_details = yado_libvirt_backend_get_host_details;
    iface->sample_devices = yado_libvirt_backend_sample_devices;
    iface->get_scheduling = yado_libvirt_backend_get_scheduling;
    iface->list_snapshots = yado_libvirt_backend_list_snapshots;
    iface->list_consoles = yado_libvirt_backend_list_consoles;
    iface->open_console = yado_libvirt_backend_open_console;
    iface->list_resources = yado_libvirt_backend_list_resources;
    iface->run = yado_libvirt_backend_run;
    iface->can_run = yado_libvirt_backend_can_run;
}

static void
yado_libvirt_backend_init(YadoLibvirtBackend *self)
{
    g_mutex_init(&self->lock);
    g_mutex_init(&self->interfaces);
    g_mutex_init(&self->resource_events);
    g_cond_init(&self->changed);
    self->guests = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, yado_libvirt_guest_free);
}

virConnectPtr
yado_libvirt_backend_ref_connection(YadoLibvirtBackend *self, GError **error)
{
    virConnectPtr connection = NULL;

    g_mutex_lock(&self->lock);
    if (self->connection && virConnectRef(self->connection) == 0)
        connection = self->connection;
    g_mutex_unlock(&self->lock);
    if (!connection)
        yado_error_set(error, YADO_ERROR_CONNECTION, NULL, NULL,
                       _("There is no connection to “%s”."), self->uri);
    return connection;
}

virDomainPtr
yado_libvirt_backend_lookup(YadoLibvirtBackend *self, const char *uuid, GError **error)
{
    g_autoptr(virConnect) connection = yado_libvirt_backend_ref_connection(self, error);
    virDomainPtr domain;

    if (!connection)
        return NULL;
    domain = virDomainLookupByUUIDString(connection, uuid);
    if (!domain)
        yado_libvirt_backend_fail(self, error, _("The guest is not on “%s” any more."), self->uri);
    return domain;
}

gboolean
yado_libvirt_backend_is_missing(YadoLibvirtBackend *self, YadoLibvirtCall call)
{
    return (g_atomic_int_get(&self->missing) & call) != 0;
}

void
yado_libvirt_backend_set_missing(YadoLibvirtBackend *self, YadoLibvirtCall call)
{
    g_atomic_int_or(&self->missing, call);
}

gboolean
yado_libvirt_backend_note_missing(YadoLibvirtBackend *self, YadoLibvirtCall call)
{
    int code = virGetLastErrorCode();

    if (code != VIR_ERR_NO_SUPPORT && code != VIR_ERR_OPERATION_UNSUPPORTED &&
        code != VIR_ERR_ARGUMENT_UNSUPPORTED)
        return FALSE;
    yado_libvirt_backend_set_missing(self, call);
    return TRUE;
}

YadoDriver
yado_libvirt_driver_from_uri(const char *uri)
{
    static const struct {
        const char *scheme;
        YadoDriver driver;
    } drivers[] = {
        { "xen", YADO_DRIVER_XEN },
        { "qemu", YADO_DRIVER_QEMU },
        { "lxc", YADO_DRIVER_LXC },
        { "test", YADO_DRIVER_TEST },
    };
    size_t length = strcspn(uri, "+:");

    for (guint i = 0; i < G_N_ELEMENTS(drivers); i++)
        if (strlen(drivers[i].scheme) == length &&
            g_ascii_strncasecmp(uri, drivers[i].scheme, length) == 0)
            return drivers[i].driver;
    return YADO_DRIVER_OTHER;
}

YadoLibvirtBackend *
yado_libvirt_backend_new(const char *uri)
{
    YadoLibvirtBackend *self = g_object_new(YADO_TYPE_LIBVIRT_BACKEND, NULL);

    self->uri = g_strdup(uri);
    self->driver = yado_libvirt_driver_from_uri(uri);
    self->embedded = g_ascii_strncasecmp(uri, "test:///", 8) == 0;
    return self;
}

/* The entry of the module: see yado-backend-registry.h. */
G_MODULE_EXPORT YadoBackend *yado_backend_module_new(const char *uri);

G_MODULE_EXPORT YadoBackend *
yado_backend_module_new(const char *uri)
{
    return YADO_BACKEND(yado_libvirt_backend_new(uri));
}
