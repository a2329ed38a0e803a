/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <glib/gi18n-lib.h>
#include <gmodule.h>
#include <string.h>

#include "backend/libxl/yado-libxl-private.h"

static void backend_iface_init(YadoBackendInterface *iface);

G_DEFINE_TYPE_WITH_CODE(YadoLibxlBackend, yado_libxl_backend, G_TYPE_OBJECT,
                        G_IMPLEMENT_INTERFACE(YADO_TYPE_BACKEND, backend_iface_init))

static const char *const supported[] = {
    YADO_CAP_HOST_DETAILS,
    YADO_CAP_HOST_LOG,
    YADO_CAP_POOLS,
    YADO_CAP_DEVICES,
    YADO_CAP_ASSIGNABLE,
    YADO_CAP_DEVICE_STATS,
    YADO_CAP_SCHEDULING,
    YADO_CAP_SOFT_AFFINITY,
    YADO_CAP_BULK_STATS,
    YADO_CAP_SAVE,
    YADO_CAP_RENAME,
    YADO_CAP_MEMORY_LIVE,
    YADO_CAP_VCPU_LIVE,
    YADO_CAP_JOB_CANCEL,
    YADO_CAP_CONSOLE,
    YADO_CAP_HOTPLUG,
    YADO_CAP_DEFINE,
    YADO_CAP_METADATA,
    NULL,
};

static const struct {
    const char *capability;
    const char *reason;
} gaps[] = {
    { YADO_CAP_RESET, N_("Xen cannot reset a guest. Force it off and start it instead.") },
    { YADO_CAP_XML, N_("The guests of xl have a configuration file, no XML.") },
    { YADO_CAP_MIGRATE, N_("YaDO migrates guests of libvirt. One of xl: “xl migrate GUEST HOST” in "
                           "the control domain, or hand it over to libvirt first.") },
    { YADO_CAP_SNAPSHOTS, N_("xl has no snapshots of guests.") },
    { YADO_CAP_STORAGE, N_("xl knows no storage pools: libvirt has them.") },
    { YADO_CAP_NETWORKS, N_("xl knows no virtual networks: libvirt has them.") },
    { YADO_CAP_INTERFACES, N_("xl does not tell of the host's interfaces: libvirt does.") },
};

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
    YadoLibxlBackend *self = YADO_LIBXL_BACKEND(backend);

    if (strcmp(capability, YADO_CAP_EVENTS) == 0)
        return self->has_events || refuse(reason, _("This host does not tell what changes."));
    if (g_strv_contains(supported, capability))
        return TRUE;
    for (guint i = 0; i < G_N_ELEMENTS(gaps); i++)
        if (strcmp(gaps[i].capability, capability) == 0)
            return refuse(reason, _(gaps[i].reason));
    return refuse(reason, _("This version of YaDO cannot do this through xl."));
}

static const char *
backend_get_uri(YadoBackend *backend)
{
    return YADO_LIBXL_BACKEND(backend)->uri;
}

YadoXl1 *
yado_libxl_backend_ref_proxy(YadoLibxlBackend *self, GError **error)
{
    YadoXl1 *proxy;

    g_mutex_lock(&self->lock);
    proxy = self->proxy ? g_object_ref(self->proxy) : NULL;
    g_mutex_unlock(&self->lock);
    if (!proxy)
        yado_error_set(error, YADO_ERROR_CONNECTION, NULL, NULL,
                       _("There is no connection to “%s”."), self->uri);
    return proxy;
}

YadoLibxlRow *
yado_libxl_backend_look_up(YadoLibxlBackend *self, const char *uuid)
{
    YadoLibxlRow *row;

    g_mutex_lock(&self->lock);
    row = self->rows ? g_hash_table_lookup(self->rows, uuid) : NULL;
    if (row)
        yado_libxl_row_ref(row);
    g_mutex_unlock(&self->lock);
    return row;
}

YadoLibxlRow *
yado_libxl_backend_look_up_name(YadoLibxlBackend *self, const char *name)
{
    YadoLibxlRow *found = NULL;
    GHashTableIter iter;
    gpointer row;

    g_mutex_lock(&self->lock);
    if (self->rows)
        g_hash_table_iter_init(&iter, self->rows);
    while (self->rows && !found && g_hash_table_iter_next(&iter, NULL, &row))
        if (strcmp(((YadoLibxlRow *)row)->name, name) == 0)
            found = yado_libxl_row_ref(row);
    g_mutex_unlock(&self->lock);
    return found;
}

void
yado_libxl_backend_forget_files(YadoLibxlBackend *self)
{
    g_mutex_lock(&self->lock);
    g_clear_pointer(&self->files, g_variant_unref);
    g_mutex_unlock(&self->lock);
}

/* Only the owner's tools act on a guest: the other's book-keeping would be wrong. */
gboolean
yado_libxl_backend_check_owner(YadoLibxlBackend *self, const YadoLibxlRow *row, GError **error)
{
    if (self->is_read_only)
        return yado_error_set(error, YADO_ERROR_DENIED, NULL, NULL,
                              _("The connection “%s” is for reading only."), self->uri);
    if (row->owner == YADO_OWNER_XEN)
        return yado_error_set(error, YADO_ERROR_UNSUPPORTED, NULL, NULL,
                              _("“%s” is the control domain: this cannot be done to it."),
                              row->name);
    if (row->owner == YADO_OWNER_LIBVIRT)
        return yado_error_set(error, YADO_ERROR_UNSUPPORTED, NULL,
                              _("Do it through libvirt, which would not notice otherwise."),
                              _("“%s” belongs to libvirt."), row->name);
    return TRUE;
}

/* Always listed anew: what runs may be another domain by now. */
YadoLibxlRow *
yado_libxl_backend_find(YadoLibxlBackend *self, const char *uuid, GError **error)
{
    YadoLibxlRow *row;

    if (!yado_libxl_backend_refresh(self, NULL, error))
        return NULL;
    row = yado_libxl_backend_look_up(self, uuid);
    if (!row)
        yado_error_set(error, YADO_ERROR_NOT_FOUND, uuid, NULL,
                       _("The guest is not on “%s” any more."), self->uri);
    return row;
}

static void
yado_libxl_backend_finalize(GObject *object)
{
    YadoLibxlBackend *self = YADO_LIBXL_BACKEND(object);

    yado_libxl_backend_close(YADO_BACKEND(self));
    g_hash_table_unref(self->jobs);
    g_hash_table_unref(self->left_saves);
    g_free(self->folder);
    g_free(self->hostname);
    g_free(self->xen_version);
    g_free(self->agent_version);
    g_free(self->uri);
    g_mutex_clear(&self->lock);
    g_cond_clear(&self->changed);
    G_OBJECT_CLASS(yado_libxl_backend_parent_class)->finalize(object);
}

static void
yado_libxl_backend_class_init(YadoLibxlBackendClass *klass)
{
    G_OBJECT_CLASS(klass)->finalize = yado_libxl_backend_finalize;
}

static void
backend_iface_init(YadoBackendInterface *iface)
{
    iface->get_uri = backend_get_uri;
    iface->open = yado_libxl_backend_open;
    iface->close = yado_libxl_backend_close;
    iface->has = backend_has;
    iface->get_host_info = yado_libxl_backend_get_host_info;
    iface->list = yado_libxl_backend_list;
    iface->sample = yado_libxl_backend_sample;
    iface->follow = yado_libxl_backend_follow;
    iface->get_document = yado_libxl_backend_get_document;
    iface->apply = yado_libxl_backend_apply;
    iface->apply_text = yado_libxl_backend_apply_text;
    iface->define = yado_libxl_backend_define;
    iface->list_consoles = yado_libxl_backend_list_consoles;
    iface->open_console = yado_libxl_backend_open_console;
    iface->get_host_details = yado_libxl_backend_get_host_details;
    iface->get_hypervisor_log = yado_libxl_backend_get_hypervisor_log;
    iface->sample_devices = yado_libxl_backend_sample_devices;
    iface->get_scheduling = yado_libxl_backend_get_scheduling;
    iface->list_resources = yado_libxl_backend_list_resources;
    iface->run = yado_libxl_backend_run;
    iface->can_run = yado_libxl_backend_can_run;
}

static void
yado_libxl_backend_init(YadoLibxlBackend *self)
{
    g_mutex_init(&self->lock);
    g_cond_init(&self->changed);
    self->jobs = g_hash_table_new(NULL, NULL);
    self->left_saves = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
}

/* The entry of the module: see yado-backend-registry.h. */
G_MODULE_EXPORT YadoBackend *yado_backend_module_new(const char *uri);

G_MODULE_EXPORT YadoBackend *
yado_backend_module_new(const char *uri)
{
    YadoLibxlBackend *self = g_object_new(YADO_TYPE_LIBXL_BACKEND, NULL);

    self->uri = g_strdup(uri);
    return YADO_BACKEND(self);
}
