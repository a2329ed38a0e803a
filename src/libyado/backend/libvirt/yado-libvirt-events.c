/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * libvirt's callbacks run in its event loop, that is on the default main context.  They may come after the back end is gone, so
 * each holds a weak reference of its own.
 */
#include "config.h"

#include <glib/gi18n-lib.h>

#include "backend/libvirt/yado-libvirt-private.h"

static gpointer
new_weak_ref(YadoLibvirtBackend *self)
{
    GWeakRef *reference = g_new0(GWeakRef, 1);

    g_weak_ref_init(reference, self);
    return reference;
}

static void
free_weak_ref(void *data)
{
    g_weak_ref_clear(data);
    g_free(data);
}

static void
tell(gpointer data, virDomainPtr domain, YadoBackendEvent event)
{
    g_autoptr(YadoLibvirtBackend) self = g_weak_ref_get(data);
    char uuid[VIR_UUID_STRING_BUFLEN];

    if (!self || virDomainGetUUIDString(domain, uuid) < 0)
        return;
    yado_libvirt_backend_wake(self);
    yado_backend_emit_guest_event(YADO_BACKEND(self), uuid, event);
}

static int
on_lifecycle_changed_cb(virConnectPtr connection, virDomainPtr domain, int event, int detail,
                        void *data)
{
    if (event == VIR_DOMAIN_EVENT_UNDEFINED)
        tell(data, domain, YADO_EVENT_REMOVED);
    else if (event == VIR_DOMAIN_EVENT_DEFINED)
        tell(data, domain, YADO_EVENT_CONFIGURATION);
    else
        tell(data, domain, YADO_EVENT_LIFECYCLE);
    return 0;
}

static void
on_metadata_changed_cb(virConnectPtr connection, virDomainPtr domain, int type,
                       const char *namespace_uri, void *data)
{
    tell(data, domain, YADO_EVENT_CONFIGURATION);
}

static void
on_device_changed_cb(virConnectPtr connection, virDomainPtr domain, const char *alias, void *data)
{
    tell(data, domain, YADO_EVENT_CONFIGURATION);
}

static void
on_connection_closed_cb(virConnectPtr connection, int reason, void *data)
{
    g_autoptr(YadoLibvirtBackend) self = g_weak_ref_get(data);
    g_autoptr(GError) error = NULL;
    gboolean is_new;

    if (!self)
        return;
    g_mutex_lock(&self->lock);
    is_new = !self->is_broken && self->connection;
    self->is_broken = TRUE;
    g_mutex_unlock(&self->lock);
    yado_libvirt_backend_wake(self);
    if (!is_new)
        return;
    error = yado_error_new(YADO_ERROR_CONNECTION, NULL, NULL,
                           reason == VIR_CONNECT_CLOSE_REASON_KEEPALIVE
                               ? _("“%s” does not answer any more.")
                               : _("The connection to “%s” broke."),
                           self->uri);
    yado_backend_emit_closed(YADO_BACKEND(self), error);
}

static gboolean
add_event(YadoLibvirtBackend *self, virConnectPtr connection, int event,
          virConnectDomainEventGenericCallback callback)
{
    gpointer reference = new_weak_ref(self);
    int id = virConnectDomainEventRegisterAny(connection, NULL, event, callback, reference,
                                              free_weak_ref);

    if (id < 0) {
        free_weak_ref(reference);
        return FALSE;
    }
    self->event_ids[self->n_events++] = id;
    return TRUE;
}

/* ---- Pools and networks ---- */

static void
tell_resources(gpointer data)
{
    g_autoptr(YadoLibvirtBackend) self = g_weak_ref_get(data);

    if (self)
        yado_backend_emit_resources_event(YADO_BACKEND(self));
}

static void
on_pool_changed_cb(virConnectPtr connection, virStoragePoolPtr pool, int event, int detail,
                   void *data)
{
    tell_resources(data);
}

static void
on_pool_refreshed_cb(virConnectPtr connection, virStoragePoolPtr pool, void *data)
{
    tell_resources(data);
}

static void
on_network_changed_cb(virConnectPtr connection, virNetworkPtr network, int event, int detail,
                      void *data)
{
    tell_resources(data);
}

static int
add_pool_event(YadoLibvirtBackend *self, virConnectPtr connection, int event,
               virConnectStoragePoolEventGenericCallback callback)
{
    gpointer reference = new_weak_ref(self);
    int id = virConnectStoragePoolEventRegisterAny(connection, NULL, event, callback, reference,
                                                   free_weak_ref);

    if (id < 0)
        free_weak_ref(reference);
    return id;
}

/* A driver without storage or networks refuses: then there is nothing to tell of. */
static void
start_resource_events(YadoLibvirtBackend *self, virConnectPtr connection)
{
    gpointer reference = new_weak_ref(self);

    self->has_resource_events = TRUE;
    self->pool_event_ids[0] = add_pool_event(self, connection, VIR_STORAGE_POOL_EVENT_ID_LIFECYCLE,
                                             VIR_STORAGE_POOL_EVENT_CALLBACK(on_pool_changed_cb));
    self->pool_event_ids[1] = add_pool_event(self, connection, VIR_STORAGE_POOL_EVENT_ID_REFRESH,
                                             VIR_STORAGE_POOL_EVENT_CALLBACK(on_pool_refreshed_cb));
    self->network_event_id = virConnectNetworkEventRegisterAny(
        connection, NULL, VIR_NETWORK_EVENT_ID_LIFECYCLE,
        VIR_NETWORK_EVENT_CALLBACK(on_network_changed_cb), reference, free_weak_ref);
    if (self->network_event_id < 0)
        free_weak_ref(reference);
}

/* FALSE: closed meanwhile; what is registered then would keep the connection for ever. */
static gboolean
wants_events_of(YadoLibvirtBackend *self, virConnectPtr connection)
{
    g_autoptr(GMutexLocker) locker = g_mutex_locker_new(&self->lock);

    return self->connection == connection && (self->flags & YADO_OPEN_EVENTS);
}

void
yado_libvirt_backend_want_resource_events(YadoLibvirtBackend *self, virConnectPtr connection)
{
    g_autoptr(GMutexLocker) locker = g_mutex_locker_new(&self->resource_events);

    if (!self->has_resource_events && wants_events_of(self, connection))
        start_resource_events(self, connection);
}

static void
stop_resource_events(YadoLibvirtBackend *self, virConnectPtr connection)
{
    g_autoptr(GMutexLocker) locker = g_mutex_locker_new(&self->resource_events);

    if (!self->has_resource_events)
        return;
    self->has_resource_events = FALSE;
    for (guint i = 0; i < G_N_ELEMENTS(self->pool_event_ids); i++)
        if (self->pool_event_ids[i] >= 0)
            virConnectStoragePoolEventDeregisterAny(connection, self->pool_event_ids[i]);
    if (self->network_event_id >= 0)
        virConnectNetworkEventDeregisterAny(connection, self->network_event_id);
}

/* Only of a daemon: a driver in our own process cannot be lost, and libvirt forgets to free what is registered with it. */
static void
watch_connection(YadoLibvirtBackend *self, virConnectPtr connection)
{
    gpointer reference = new_weak_ref(self);

    if (virConnectRegisterCloseCallback(connection, on_connection_closed_cb, reference,
                                        free_weak_ref) < 0)
        free_weak_ref(reference);
}

void
yado_libvirt_backend_start_events(YadoLibvirtBackend *self, virConnectPtr connection)
{
    self->n_events = 0;
    self->has_events = add_event(self, connection, VIR_DOMAIN_EVENT_ID_LIFECYCLE,
                                 VIR_DOMAIN_EVENT_CALLBACK(on_lifecycle_changed_cb));
    if (self->has_events) {
        add_event(self, connection, VIR_DOMAIN_EVENT_ID_METADATA_CHANGE,
                  VIR_DOMAIN_EVENT_CALLBACK(on_metadata_changed_cb));
        add_event(self, connection, VIR_DOMAIN_EVENT_ID_DEVICE_ADDED,
                  VIR_DOMAIN_EVENT_CALLBACK(on_device_changed_cb));
        add_event(self, connection, VIR_DOMAIN_EVENT_ID_DEVICE_REMOVED,
                  VIR_DOMAIN_EVENT_CALLBACK(on_device_changed_cb));
    }
    if (!self->embedded)
        watch_connection(self, connection);
}

void
yado_libvirt_backend_stop_events(YadoLibvirtBackend *self, virConnectPtr connection)
{
    for (guint i = 0; i < self->n_events; i++)
        virConnectDomainEventDeregisterAny(connection, self->event_ids[i]);
    self->n_events = 0;
    self->has_events = FALSE;
    stop_resource_events(self, connection);
    if (!self->embedded)
        virConnectUnregisterCloseCallback(connection, on_connection_closed_cb);
}

guint64
yado_libvirt_backend_get_changes(YadoLibvirtBackend *self)
{
    guint64 changes;

    g_mutex_lock(&self->lock);
    changes = self->changes;
    g_mutex_unlock(&self->lock);
    return changes;
}

void
yado_libvirt_backend_wake(YadoLibvirtBackend *self)
{
    g_mutex_lock(&self->lock);
    self->changes++;
    g_cond_broadcast(&self->changed);
    g_mutex_unlock(&self->lock);
}

void
yado_libvirt_backend_wait_for_change(YadoLibvirtBackend *self, guint64 seen, guint milliseconds)
{
    gint64 until = g_get_monotonic_time() + milliseconds * G_TIME_SPAN_MILLISECOND;

    g_mutex_lock(&self->lock);
    while (self->changes == seen && g_cond_wait_until(&self->changed, &self->lock, until))
        ;
    g_mutex_unlock(&self->lock);
}
