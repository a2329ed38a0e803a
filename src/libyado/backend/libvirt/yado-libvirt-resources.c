/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * What the host has beside guests, listed.
 *
 * A volume costs one call (its description), and several are under way at once: over a network the time is that of the answers.
 */
#include "config.h"

#include <glib/gi18n-lib.h>
#include <stdlib.h>
#include <string.h>

#include "backend/libvirt/yado-libvirt-leases.h"
#include "backend/libvirt/yado-libvirt-private.h"
#include "backend/libvirt/yado-libvirt-xml.h"

#define VOLUME_THREADS 4

/* libvirt's own allocations go back to it. */
static GHashTable *
take_xml(char *native)
{
    GHashTable *table = native ? yado_libvirt_xml_read(native) : NULL;

    free(native);
    return table;
}

static int
compare_names(gconstpointer a, gconstpointer b)
{
    const YadoResource *left = *(YadoResource *const *)a;
    const YadoResource *right = *(YadoResource *const *)b;

    return g_strcmp0(left->name, right->name);
}

/* ---- Pools ---- */

static void
read_pool_state(YadoResource *resource, virStoragePoolPtr pool)
{
    virStoragePoolInfo info;
    int autostart = -1;

    resource->active = virStoragePoolIsActive(pool);
    resource->persistent = virStoragePoolIsPersistent(pool);
    if (virStoragePoolGetAutostart(pool, &autostart) == 0)
        resource->autostart = autostart;
    if (virStoragePoolGetInfo(pool, &info) < 0)
        return;
    resource->capacity = info.capacity;
    resource->allocation = info.allocation;
    resource->available = info.available;
}

static YadoResource *
read_pool(virStoragePoolPtr pool)
{
    YadoResource *resource = yado_resource_new(virStoragePoolGetName(pool));
    g_autoptr(GHashTable) xml = take_xml(virStoragePoolGetXMLDesc(pool, 0));
    const char *host = yado_libvirt_xml_get(xml, "pool/source/host@name");
    const char *source = yado_libvirt_xml_get(xml, "pool/source/dir@path");

    if (!source)
        source = yado_libvirt_xml_get(xml, "pool/source/name");
    if (!source)
        source = yado_libvirt_xml_get(xml, "pool/source/device@path");
    resource->type = yado_libvirt_xml_dup(xml, "pool@type");
    resource->path = yado_libvirt_xml_dup(xml, "pool/target/path");
    resource->source =
        host ? g_strdup_printf("%s:%s", host, source ? source : "") : g_strdup(source);
    read_pool_state(resource, pool);
    return resource;
}

static GPtrArray *
list_pools(YadoLibvirtBackend *self, virConnectPtr connection, const char *parent,
           GCancellable *cancellable, GError **error)
{
    GPtrArray *list = yado_resource_list_new();
    virStoragePoolPtr *pools = NULL;
    int n = virConnectListAllStoragePools(connection, &pools, 0);

    for (int i = 0; i < n; i++) {
        g_ptr_array_add(list, read_pool(pools[i]));
        virStoragePoolFree(pools[i]);
    }
    free(pools);
    g_ptr_array_sort(list, compare_names);
    if (n >= 0)
        return list;
    g_ptr_array_unref(list);
    yado_libvirt_backend_fail(self, error, _("The storage pools cannot be listed."));
    return NULL;
}

/* ---- Volumes ---- */

static YadoResource *
read_volume(virStorageVolPtr volume)
{
    g_autoptr(GHashTable) xml = take_xml(virStorageVolGetXMLDesc(volume, 0));
    YadoResource *resource;

    if (!xml)
        return NULL; /* deleted meanwhile */
    resource = yado_resource_new(virStorageVolGetName(volume));
    resource->type = yado_libvirt_xml_dup(xml, "volume/target/format@type");
    resource->path = yado_libvirt_xml_dup(xml, "volume/target/path");
    resource->source = yado_libvirt_xml_dup(xml, "volume/backingStore/path");
    resource->capacity = yado_libvirt_xml_get_uint(xml, "volume/capacity");
    resource->allocation = yado_libvirt_xml_get_uint(xml, "volume/allocation");
    return resource;
}

typedef struct {
    virStorageVolPtr *volumes;
    YadoResource **resources;
    int n;
    int next; /* atomic */
    GCancellable *cancellable;
} VolumeWork;

static gpointer
read_volumes(gpointer data)
{
    VolumeWork *work = data;
    int i;

    while ((i = g_atomic_int_add(&work->next, 1)) < work->n &&
           !g_cancellable_is_cancelled(work->cancellable))
        work->resources[i] = read_volume(work->volumes[i]);
    return NULL;
}

static void
read_volumes_side_by_side(VolumeWork *work)
{
    GThread *threads[VOLUME_THREADS - 1];
    int n = MIN(VOLUME_THREADS - 1, work->n / 16);

    for (int i = 0; i < n; i++)
        threads[i] = g_thread_new("yado-volumes", read_volumes, work);
    read_volumes(work);
    for (int i = 0; i < n; i++)
        g_thread_join(threads[i]);
}

static GPtrArray *
take_volumes(VolumeWork *work)
{
    GPtrArray *list = yado_resource_list_new();

    for (int i = 0; i < work->n; i++) {
        virStorageVolFree(work->volumes[i]);
        if (work->resources[i])
            g_ptr_array_add(list, work->resources[i]);
    }
    free(work->volumes);
    g_free(work->resources);
    g_ptr_array_sort(list, compare_names);
    return list;
}

static GPtrArray *
list_volumes(YadoLibvirtBackend *self, virConnectPtr connection, const char *parent,
             GCancellable *cancellable, GError **error)
{
    g_autoptr(virStoragePool) pool = virStoragePoolLookupByName(connection, parent ? parent : "");
    g_autoptr(GPtrArray) list = NULL;
    VolumeWork work = { .cancellable = cancellable };

    if (pool)
        work.n = virStoragePoolListAllVolumes(pool, &work.volumes, 0);
    if (!pool || work.n < 0) {
        yado_libvirt_backend_fail(self, error, _("The volumes of the pool “%s” cannot be listed."),
                                  parent ? parent : "");
        return NULL;
    }
    work.resources = g_new0(YadoResource *, work.n + 1);
    read_volumes_side_by_side(&work);
    list = take_volumes(&work);
    if (g_cancellable_set_error_if_cancelled(cancellable, error))
        return NULL;
    return g_steal_pointer(&list);
}

/* ---- Networks and interfaces ---- */

static const char *
get_forward(GHashTable *xml)
{
    const char *mode = yado_libvirt_xml_get(xml, "network/forward@mode");

    if (g_strcmp0(yado_libvirt_xml_get(xml, "network/virtualport@type"), "openvswitch") == 0)
        return "openvswitch";

    if (mode)
        return mode;
    return yado_libvirt_xml_get(xml, "network/forward?") ? "nat" : "isolated";
}

static YadoResource *
read_network(virNetworkPtr network)
{
    YadoResource *resource = yado_resource_new(virNetworkGetName(network));
    char *native = virNetworkGetXMLDesc(network, 0);
    g_autoptr(GHashTable) xml = native ? yado_libvirt_xml_read(native) : NULL;
    int autostart;

    resource->type = g_strdup(get_forward(xml));
    resource->source = yado_libvirt_xml_dup(xml, "network/bridge@name");
    resource->text = native ? yado_libvirt_dup_addresses(native) : NULL;
    free(native);
    resource->active = virNetworkIsActive(network);
    resource->persistent = virNetworkIsPersistent(network);
    if (virNetworkGetAutostart(network, &autostart) == 0)
        resource->autostart = autostart;
    return resource;
}

static GPtrArray *
list_networks(YadoLibvirtBackend *self, virConnectPtr connection, const char *parent,
              GCancellable *cancellable, GError **error)
{
    g_autoptr(GPtrArray) networks = yado_libvirt_list_networks(self, connection, error);
    GPtrArray *list;

    if (networks == NULL)
        return NULL;
    list = yado_resource_list_new();
    for (guint i = 0; i < networks->len; i++)
        g_ptr_array_add(list, read_network(networks->pdata[i]));
    g_ptr_array_sort(list, compare_names);
    return list;
}

static YadoResource *
read_interface(virInterfacePtr interface)
{
    YadoResource *resource = yado_resource_new(virInterfaceGetName(interface));
    g_autoptr(GHashTable) xml = take_xml(virInterfaceGetXMLDesc(interface, 0));

    resource->type = yado_libvirt_xml_dup(xml, "interface@type");
    resource->active = virInterfaceIsActive(interface);
    return resource;
}

static gboolean
is_this_machine(YadoLibvirtBackend *self)
{
    return !self->embedded && strstr(self->uri, ":///") != NULL;
}

/* This machine's own bridges, where the host has no driver for interfaces (Debian's netcf is gone). */
static void
append_local_bridges(GPtrArray *list)
{
    g_autoptr(GDir) folder = g_dir_open("/sys/class/net", 0, NULL);
    const char *name;

    while (folder && (name = g_dir_read_name(folder)) != NULL) {
        g_autofree char *path = g_build_filename("/sys/class/net", name, "bridge", NULL);
        YadoResource *resource;

        if (!g_file_test(path, G_FILE_TEST_IS_DIR) || yado_resource_list_find(list, name))
            continue;
        resource = yado_resource_new(name);
        resource->type = g_strdup("bridge");
        resource->active = 1;
        g_ptr_array_add(list, resource);
    }
}

/*
 * One call at a time: libvirt's driver for interfaces counts who uses its handle of udev without a lock, and two calls at once bring
 * the daemon down with a heap that is broken (9.0).  They meet when a list is wanted again before it is there.
 */
static void
append_interfaces(YadoLibvirtBackend *self, virConnectPtr connection, GPtrArray *list)
{
    g_autoptr(GMutexLocker) locker = g_mutex_locker_new(&self->interfaces);
    virInterfacePtr *interfaces = NULL;
    int n = virConnectListAllInterfaces(connection, &interfaces, 0);

    for (int i = 0; i < n; i++) {
        g_ptr_array_add(list, read_interface(interfaces[i]));
        virInterfaceFree(interfaces[i]);
    }
    free(interfaces);
}

static GPtrArray *
list_interfaces(YadoLibvirtBackend *self, virConnectPtr connection, const char *parent,
                GCancellable *cancellable, GError **error)
{
    GPtrArray *list = yado_resource_list_new();

    append_interfaces(self, connection, list);
    if (is_this_machine(self))
        append_local_bridges(list);
    g_ptr_array_sort(list, compare_names);
    return list;
}

/* ---- Devices that can be passed through ---- */

static char *
dup_pci_address(GHashTable *xml)
{
    return g_strdup_printf("%04x:%02x:%02x.%x",
                           (guint)yado_libvirt_xml_get_uint(xml, "device/capability/domain"),
                           (guint)yado_libvirt_xml_get_uint(xml, "device/capability/bus"),
                           (guint)yado_libvirt_xml_get_uint(xml, "device/capability/slot"),
                           (guint)yado_libvirt_xml_get_uint(xml, "device/capability/function"));
}

static char *
dup_usb_address(GHashTable *xml)
{
    const char *vendor = yado_libvirt_xml_get(xml, "device/capability/vendor@id");
    const char *product = yado_libvirt_xml_get(xml, "device/capability/product@id");

    if (!vendor || !product || strlen(vendor) != 6 || strlen(product) != 6)
        return NULL;
    return g_strdup_printf("%s:%s", vendor + 2, product + 2);
}

/* Where a USB device is plugged in: "1.4". */
static char *
dup_place(GHashTable *xml)
{
    return g_strdup_printf("%u.%u", (guint)yado_libvirt_xml_get_uint(xml, "device/capability/bus"),
                           (guint)yado_libvirt_xml_get_uint(xml, "device/capability/device"));
}

static char *
dup_product(GHashTable *xml)
{
    const char *vendor = yado_libvirt_xml_get(xml, "device/capability/vendor");
    const char *product = yado_libvirt_xml_get(xml, "device/capability/product");
    g_autofree char *text = g_strdup_printf("%s %s", vendor ? vendor : "", product ? product : "");

    return g_strdup(g_strstrip(text));
}

/* The kernel's own word, where it is this machine's. */
static gboolean
cannot_be_reset(const char *address)
{
    g_autofree char *device = g_build_filename("/sys/bus/pci/devices", address, NULL);
    g_autofree char *reset = g_build_filename(device, "reset", NULL);

    return g_file_test(device, G_FILE_TEST_EXISTS) && !g_file_test(reset, G_FILE_TEST_EXISTS);
}

static char *
dup_device_note(GHashTable *xml, const char *address, gboolean is_local)
{
    const char *kind = yado_libvirt_xml_get(xml, "device/capability/capability@type");

    return yado_pci_dup_note(g_strcmp0(kind, "pci_bridge") == 0,
                             yado_libvirt_xml_get(xml, "device/driver/name"),
                             yado_libvirt_xml_get(xml, "device/capability/iommuGroup@number"),
                             !is_local || !cannot_be_reset(address));
}

static YadoResource *
read_device(virNodeDevicePtr device, gboolean is_usb, gboolean is_local)
{
    g_autoptr(GHashTable) xml = take_xml(virNodeDeviceGetXMLDesc(device, 0));
    g_autofree char *address = NULL;
    YadoResource *resource;

    if (!xml)
        return NULL;
    address = is_usb ? dup_usb_address(xml) : dup_pci_address(xml);
    if (!address)
        return NULL;
    resource = yado_resource_new(address);
    resource->type = g_strdup(is_usb ? "usb" : "pci");
    resource->path = is_usb ? dup_place(xml) : NULL;
    resource->text = dup_product(xml);
    resource->note = is_usb ? NULL : dup_device_note(xml, address, is_local);
    return resource;
}

/* FALSE: the host has no such list. */
static gboolean
append_devices(virConnectPtr connection, GPtrArray *list, unsigned int flag, gboolean is_local)
{
    virNodeDevicePtr *devices = NULL;
    int n = virConnectListAllNodeDevices(connection, &devices, flag);

    for (int i = 0; i < n; i++) {
        YadoResource *resource =
            read_device(devices[i], flag == VIR_CONNECT_LIST_NODE_DEVICES_CAP_USB_DEV, is_local);

        if (resource)
            g_ptr_array_add(list, resource);
        virNodeDeviceFree(devices[i]);
    }
    free(devices);
    return n >= 0;
}

static GPtrArray *
list_devices(YadoLibvirtBackend *self, virConnectPtr connection, const char *parent,
             GCancellable *cancellable, GError **error)
{
    GPtrArray *list = yado_resource_list_new();

    gboolean is_local = is_this_machine(self);
    gboolean has_pci =
        append_devices(connection, list, VIR_CONNECT_LIST_NODE_DEVICES_CAP_PCI_DEV, is_local);
    gboolean has_usb =
        append_devices(connection, list, VIR_CONNECT_LIST_NODE_DEVICES_CAP_USB_DEV, is_local);

    g_ptr_array_sort(list, compare_names);
    if (has_pci || has_usb)
        return list;
    g_ptr_array_unref(list);
    yado_libvirt_backend_fail(self, error, _("The devices of the host cannot be listed."));
    return NULL;
}

/* ---- Kinds of guests ---- */

typedef struct {
    GPtrArray *list;
    GString *path;
    char *os_type, *arch, *machine, *emulator;
} TypeReader;

static void
add_guest_type(TypeReader *reader, const char *domain_type)
{
    YadoResource *resource = yado_resource_new(reader->os_type);

    resource->type = g_strdup(domain_type);
    resource->source = g_strdup(reader->arch);
    resource->text = g_strdup(reader->machine);
    resource->path = g_strdup(reader->emulator);
    g_ptr_array_add(reader->list, resource);
}

static const char *
find_attribute(const char **names, const char **values, const char *wanted)
{
    for (guint i = 0; names[i]; i++)
        if (strcmp(names[i], wanted) == 0)
            return values[i];
    return NULL;
}

static void
on_type_started_cb(GMarkupParseContext *context, const char *element, const char **names,
                   const char **values, gpointer data, GError **error)
{
    TypeReader *reader = data;

    g_string_append_printf(reader->path, "/%s", element);
    if (strcmp(element, "guest") == 0) {
        g_clear_pointer(&reader->os_type, g_free);
        g_clear_pointer(&reader->machine, g_free);
        g_clear_pointer(&reader->emulator, g_free);
    } else if (strcmp(element, "arch") == 0 && g_str_has_suffix(reader->path->str, "/guest/arch")) {
        g_free(reader->arch);
        reader->arch = g_strdup(find_attribute(names, values, "name"));
    } else if (g_str_has_suffix(reader->path->str, "/guest/arch/domain")) {
        const char *type = find_attribute(names, values, "type");

        if (type)
            add_guest_type(reader, type);
    }
}

static void
on_type_ended_cb(GMarkupParseContext *context, const char *element, gpointer data, GError **error)
{
    TypeReader *reader = data;
    const char *slash = g_strrstr(reader->path->str, "/");

    g_string_truncate(reader->path, slash ? (gsize)(slash - reader->path->str) : 0);
}

static void
on_type_text_cb(GMarkupParseContext *context, const char *text, gsize length, gpointer data,
                GError **error)
{
    TypeReader *reader = data;
    g_autofree char *value = g_strstrip(g_strndup(text, length));

    if (g_str_has_suffix(reader->path->str, "/guest/os_type"))
        reader->os_type = g_steal_pointer(&value);
    else if (g_str_has_suffix(reader->path->str, "/guest/arch/emulator") && !reader->emulator)
        reader->emulator = g_steal_pointer(&value);
    else if (g_str_has_suffix(reader->path->str, "/guest/arch/machine") && !reader->machine)
        reader->machine = g_steal_pointer(&value);
}

static GPtrArray *
read_guest_types(const char *xml)
{
    static const GMarkupParser parser = { on_type_started_cb, on_type_ended_cb, on_type_text_cb,
                                          NULL, NULL };
    TypeReader reader = { .list = yado_resource_list_new(), .path = g_string_new(NULL) };
    GMarkupParseContext *context =
        g_markup_parse_context_new(&parser, G_MARKUP_TREAT_CDATA_AS_TEXT, &reader, NULL);

    g_markup_parse_context_parse(context, xml, -1, NULL);
    g_markup_parse_context_free(context);
    g_string_free(reader.path, TRUE);
    g_free(reader.os_type);
    g_free(reader.arch);
    g_free(reader.machine);
    g_free(reader.emulator);
    return reader.list;
}

static GPtrArray *
list_guest_types(YadoLibvirtBackend *self, virConnectPtr connection, const char *parent,
                 GCancellable *cancellable, GError **error)
{
    char *xml = virConnectGetCapabilities(connection);
    GPtrArray *list;

    if (!xml) {
        yado_libvirt_backend_fail(self, error,
                                  _("The host does not tell which guests it can run."));
        return NULL;
    }
    list = read_guest_types(xml);
    free(xml);
    return list;
}

/* ---- The table ---- */

typedef GPtrArray *(*ListFunc)(YadoLibvirtBackend *self, virConnectPtr connection,
                               const char *parent, GCancellable *cancellable, GError **error);

GPtrArray *
yado_libvirt_backend_list_resources(YadoBackend *backend, YadoResourceKind kind, const char *parent,
                                    GCancellable *cancellable, GError **error)
{
    static const ListFunc funcs[YADO_N_RESOURCES] = {
        [YADO_RESOURCE_POOLS] = list_pools,
        [YADO_RESOURCE_VOLUMES] = list_volumes,
        [YADO_RESOURCE_NETWORKS] = list_networks,
        [YADO_RESOURCE_INTERFACES] = list_interfaces,
        [YADO_RESOURCE_DEVICES] = list_devices,
        [YADO_RESOURCE_GUEST_TYPES] = list_guest_types,
        [YADO_RESOURCE_LEASES] = yado_libvirt_list_leases,
    };
    YadoLibvirtBackend *self = YADO_LIBVIRT_BACKEND(backend);
    g_autoptr(virConnect) connection = yado_libvirt_backend_ref_connection(self, error);
    const char *reason = NULL;

    g_return_val_if_fail((guint)kind < YADO_N_RESOURCES, NULL);
    if (!connection)
        return NULL;
    if (!funcs[kind]) {
        yado_backend_has(backend, YADO_CAP_POOLS, &reason);
        yado_error_set(error, YADO_ERROR_UNSUPPORTED, NULL, NULL, "%s", reason);
        return NULL;
    }
    if (kind == YADO_RESOURCE_POOLS || kind == YADO_RESOURCE_NETWORKS)
        yado_libvirt_backend_want_resource_events(self, connection);
    return funcs[kind](self, connection, parent, cancellable, error);
}
