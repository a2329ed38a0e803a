/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * yado-xml-special.c: values that are more than one text, number or flag in the XML.
 */
#include "config.h"

#include <glib/gi18n-lib.h>
#include <stdio.h>
#include <string.h>

#include "base/yado-error.h"
#include "document/yado-xml-values.h"

#define LIBOSINFO_URI "http://libosinfo.org/xmlns/libvirt/domain/1.0"
#define YADO_URI "urn:yado:guest:1"

/* What kind of guest it is */

static gboolean
is_domain_zero(YadoXmlElement *root)
{
    g_autofree char *uuid = yado_xml_read_path(root, "uuid");
    g_autofree char *name = yado_xml_read_path(root, "name");

    return g_strcmp0(uuid, "00000000-0000-0000-0000-000000000000") == 0 ||
           (uuid == NULL && g_strcmp0(name, "Domain-0") == 0);
}

/* libvirt prints "xen" (it reads "linux" too) for PV and "xenpvh" for PVH; a boot loader alone means PV. */
static const char *
get_xen_kind(YadoXmlElement *root, const char *os_type)
{
    if (is_domain_zero(root))
        return "dom0";
    if (g_strcmp0(os_type, "xenpvh") == 0 || g_strcmp0(os_type, "pvh") == 0)
        return "pvh";
    if (g_strcmp0(os_type, "xen") == 0 || g_strcmp0(os_type, "linux") == 0)
        return "pv";
    if (os_type == NULL && yado_xml_element_find_child(root, "bootloader") != NULL)
        return "pv";
    return g_strcmp0(os_type, "hvm") == 0 ? "hvm" : "other";
}

static char *
read_kind(YadoXmlElement *root)
{
    const char *type = yado_xml_element_get_attribute(root, "type");
    g_autofree char *os_type = yado_xml_read_path(root, "os/type");

    if (g_strcmp0(type, "xen") == 0 || g_strcmp0(type, "test") == 0)
        return g_strdup(get_xen_kind(root, os_type));
    if (g_strcmp0(type, "kvm") == 0 || g_strcmp0(type, "qemu") == 0 || g_strcmp0(type, "lxc") == 0)
        return g_strdup(type);
    return g_strdup("other");
}

/* Metadata: other programs' elements in their own namespaces, under any prefix */

static YadoXmlElement *
find_metadata(YadoXmlElement *root, const char *uri, const char *name)
{
    YadoXmlElement *metadata = yado_xml_element_find_child(root, "metadata");

    return metadata != NULL ? yado_xml_element_find_child_ns(metadata, uri, name) : NULL;
}

static YadoXmlElement *
ensure_metadata(YadoXmlElement *root, const char *uri, const char *prefix, const char *name)
{
    YadoXmlElement *found = find_metadata(root, uri, name);

    if (found != NULL)
        return found;
    YadoXmlElement *metadata = yado_xml_element_ensure_path(root, "metadata");
    g_autofree char *full_name = g_strdup_printf("%s:%s", prefix, name);
    g_autofree char *attribute = g_strdup_printf("xmlns:%s", prefix);
    found = yado_xml_element_add_child(metadata, full_name);
    yado_xml_element_set_attribute(found, attribute, uri);
    return found;
}

/* "tag" under the prefix that @parent has. */
static char *
dup_prefixed(const YadoXmlElement *parent, const char *name)
{
    const char *colon = strchr(parent->name, ':');

    if (colon == NULL)
        return g_strdup(name);
    return g_strdup_printf("%.*s:%s", (int)(colon - parent->name), parent->name, name);
}

static void
remove_metadata(YadoXmlElement *root, YadoXmlElement *found)
{
    YadoXmlElement *metadata = found->parent;

    yado_xml_element_remove(found);
    yado_xml_element_prune(metadata, root);
}

static char *
read_os_id(YadoXmlElement *root)
{
    YadoXmlElement *info = find_metadata(root, LIBOSINFO_URI, "libosinfo");
    YadoXmlElement *os =
        info != NULL ? yado_xml_element_find_child_ns(info, LIBOSINFO_URI, "os") : NULL;

    return os != NULL ? g_strdup(yado_xml_element_get_attribute(os, "id")) : NULL;
}

static char *
read_os_name(YadoXmlElement *root)
{
    g_autofree char *id = read_os_id(root);

    return id != NULL ? yado_os_name_from_id(id) : NULL;
}

static void
write_os_id(YadoXmlElement *root, const char *value)
{
    YadoXmlElement *info = find_metadata(root, LIBOSINFO_URI, "libosinfo");

    if (value == NULL) {
        if (info != NULL)
            remove_metadata(root, info);
        return;
    }
    info = ensure_metadata(root, LIBOSINFO_URI, "libosinfo", "libosinfo");
    YadoXmlElement *os = yado_xml_element_find_child_ns(info, LIBOSINFO_URI, "os");
    if (os == NULL) {
        g_autofree char *name = dup_prefixed(info, "os");
        os = yado_xml_element_add_child(info, name);
    }
    yado_xml_element_set_attribute(os, "id", value);
}

/* Lists of elements: those that are there are used again, in their places */

typedef void (*SetItem)(YadoXmlElement *item, const char *value);
typedef char *(*GetItem)(YadoXmlElement *item);

static GPtrArray *
list_children(const YadoXmlElement *parent, const char *name)
{
    GPtrArray *found = g_ptr_array_new();

    for (guint i = 0; parent != NULL && i < parent->children->len; i++) {
        YadoXmlElement *child = g_ptr_array_index(parent->children, i);
        if (strcmp(child->name, name) == 0)
            g_ptr_array_add(found, child);
    }
    return found;
}

static char *
read_list(const YadoXmlElement *parent, const char *name, GetItem get_item)
{
    g_autoptr(GPtrArray) items = list_children(parent, name);
    GString *list = g_string_new(NULL);

    for (guint i = 0; i < items->len; i++) {
        g_autofree char *value = get_item(g_ptr_array_index(items, i));
        if (value == NULL || *value == '\0')
            continue;
        if (list->len > 0)
            g_string_append_c(list, ',');
        g_string_append(list, value);
    }
    return g_string_free(list, list->len == 0);
}

static void
write_list(YadoXmlElement *parent, const char *name, const char *const *values, SetItem set_item)
{
    g_autoptr(GPtrArray) items = list_children(parent, name);
    YadoXmlElement *last = NULL;
    guint i;

    for (i = 0; values[i] != NULL; i++) {
        if (i < items->len)
            last = g_ptr_array_index(items, i);
        else if (last != NULL)
            last = yado_xml_element_add_after(last, name);
        else
            last = yado_xml_element_add_child(parent, name);
        set_item(last, values[i]);
    }
    for (; i < items->len; i++)
        yado_xml_element_remove(g_ptr_array_index(items, i));
}

/* "a, b,,a" -> {"a", "b"}: trimmed, without empty and double ones. */
static GStrv
split_list(const char *value)
{
    g_auto(GStrv) parts = g_strsplit(value != NULL ? value : "", ",", -1);
    g_autoptr(GPtrArray) kept = g_ptr_array_new();

    for (guint i = 0; parts[i] != NULL; i++) {
        g_strstrip(parts[i]);
        if (*parts[i] != '\0' &&
            !g_ptr_array_find_with_equal_func(kept, parts[i], g_str_equal, NULL))
            g_ptr_array_add(kept, parts[i]);
    }
    GStrv list = g_new0(char *, kept->len + 1);
    for (guint i = 0; i < kept->len; i++)
        list[i] = g_strdup(g_ptr_array_index(kept, i));
    return list;
}

static char *
get_text_item(YadoXmlElement *item)
{
    return yado_xml_element_dup_text(item);
}

static void
set_text_item(YadoXmlElement *item, const char *value)
{
    yado_xml_element_set_text(item, value);
}

static char *
read_tags(YadoXmlElement *root)
{
    YadoXmlElement *guest = find_metadata(root, YADO_URI, "guest");

    if (guest == NULL)
        return NULL;
    g_autofree char *name = dup_prefixed(guest, "tag");
    return read_list(guest, name, get_text_item);
}

static void
write_tags(YadoXmlElement *root, const char *value)
{
    g_auto(GStrv) tags = split_list(value);
    YadoXmlElement *guest = find_metadata(root, YADO_URI, "guest");

    if (tags[0] == NULL && guest == NULL)
        return;
    guest = ensure_metadata(root, YADO_URI, "yado", "guest");
    g_autofree char *name = dup_prefixed(guest, "tag");
    write_list(guest, name, (const char *const *)tags, set_text_item);
    if (guest->children->len == 0)
        remove_metadata(root, guest);
}

static char *
get_boot_device(YadoXmlElement *item)
{
    return g_strdup(yado_xml_element_get_attribute(item, "dev"));
}

static void
set_boot_device(YadoXmlElement *item, const char *value)
{
    yado_xml_element_set_attribute(item, "dev", value);
}

static char *
read_boot_order(YadoXmlElement *root)
{
    return read_list(yado_xml_element_find_child(root, "os"), "boot", get_boot_device);
}

static gboolean
write_boot_order(YadoXmlElement *root, const YadoMapEntry *entry, const char *value, GError **error)
{
    static const char *const known[] = { "hd", "cdrom", "network", "fd", NULL };
    g_auto(GStrv) devices = split_list(value);

    for (guint i = 0; devices[i] != NULL; i++) {
        if (!g_strv_contains(known, devices[i]))
            return yado_xml_refuse_value(entry, value, error);
    }
    if (devices[0] == NULL && yado_xml_element_find_path(root, "os/boot") == NULL)
        return TRUE;
    YadoXmlElement *os = yado_xml_element_ensure_path(root, "os");
    write_list(os, "boot", (const char *const *)devices, set_boot_device);
    yado_xml_element_prune(os, root);
    return TRUE;
}

/* Sources: the attribute depends on the type */

static const struct {
    const char *element;
    const char *type;
    const char *attribute; /* NULL: has no source */
} sources[] = {
    { "disk", "file", "file" },
    { "disk", "block", "dev" },
    { "disk", "dir", "dir" },
    { "disk", "volume", "volume" },
    { "disk", "network", "name" },
    { "interface", "network", "network" },
    { "interface", "bridge", "bridge" },
    { "interface", "direct", "dev" },
    { "interface", "internal", "name" },
    { "interface", "vdpa", "dev" },
    { "interface", "ethernet", NULL },
    { "interface", "user", NULL },
    { "filesystem", "mount", "dir" },
    { "filesystem", "bind", "dir" },
    { "filesystem", "file", "file" },
    { "filesystem", "block", "dev" },
    { "filesystem", "template", "name" },
    { "filesystem", "ram", "usage" },
};

/* FALSE: we do not know where this type has its source, and leave it alone. */
static gboolean
find_source_attribute(const YadoXmlElement *element, const char *type, const char **attribute)
{
    if (type == NULL && strcmp(element->name, "filesystem") == 0)
        type = "mount";
    for (guint i = 0; i < G_N_ELEMENTS(sources); i++) {
        if (strcmp(sources[i].element, element->name) == 0 &&
            g_strcmp0(sources[i].type, type) == 0) {
            *attribute = sources[i].attribute;
            return TRUE;
        }
    }
    return FALSE;
}

static const char *
get_type(const YadoXmlElement *element)
{
    return yado_xml_element_get_attribute(element, "type");
}

/* What stands before the name: "pool/volume", "rbd:pool/image". */
static char *
join_source(const YadoXmlElement *source, const char *attribute, const char *value)
{
    const char *pool = yado_xml_element_get_attribute(source, "pool");
    const char *protocol = yado_xml_element_get_attribute(source, "protocol");

    if (strcmp(attribute, "volume") == 0 && pool != NULL)
        return g_strdup_printf("%s/%s", pool, value);
    if (protocol != NULL)
        return g_strdup_printf("%s:%s", protocol, value);
    return g_strdup(value);
}

static char *
read_source(YadoXmlElement *element)
{
    const YadoXmlElement *source = yado_xml_element_find_child(element, "source");
    const char *attribute = NULL;

    if (source == NULL || !find_source_attribute(element, get_type(element), &attribute) ||
        attribute == NULL)
        return NULL;
    const char *value = yado_xml_element_get_attribute(source, attribute);
    return value != NULL ? join_source(source, attribute, value) : NULL;
}

static gboolean
set_volume(YadoXmlElement *element, const char *value)
{
    const char *slash = strchr(value, '/');

    if (slash == NULL || slash == value || slash[1] == '\0')
        return FALSE;
    g_autofree char *pool = g_strndup(value, (gsize)(slash - value));
    YadoXmlElement *source = yado_xml_element_ensure_path(element, "source");
    yado_xml_element_set_attribute(source, "pool", pool);
    yado_xml_element_set_attribute(source, "volume", slash + 1);
    return TRUE;
}

/* "rbd:pool/image": the protocol, and the servers below <source>, stay unless another is named. */
static gboolean
set_network_source(YadoXmlElement *element, const char *value)
{
    const char *colon = strchr(value, ':');

    if (colon == NULL || colon == value || colon[1] == '\0')
        return FALSE;
    g_autofree char *protocol = g_strndup(value, (gsize)(colon - value));
    YadoXmlElement *source = yado_xml_element_ensure_path(element, "source");
    yado_xml_element_set_attribute(source, "protocol", protocol);
    yado_xml_element_set_attribute(source, "name", colon + 1);
    return TRUE;
}

static gboolean
set_source(YadoXmlElement *element, const char *attribute, const char *value)
{
    gboolean is_disk = strcmp(element->name, "disk") == 0;

    if (is_disk && strcmp(attribute, "volume") == 0)
        return set_volume(element, value);
    if (is_disk && strcmp(attribute, "name") == 0)
        return set_network_source(element, value);
    yado_xml_element_set_attribute(yado_xml_element_ensure_path(element, "source"), attribute,
                                   value);
    return TRUE;
}

static gboolean
write_source(YadoXmlElement *element, const YadoMapEntry *entry, const char *value, GError **error)
{
    const char *attribute = NULL;

    if (!find_source_attribute(element, get_type(element), &attribute) || attribute == NULL) {
        if (value == NULL && attribute == NULL)
            return TRUE;
        return yado_error_set(error, YADO_ERROR_UNSUPPORTED, NULL, NULL,
                              _("A device of type %s has no source that can be set."),
                              get_type(element) != NULL ? get_type(element) : "-");
    }
    if (value == NULL) {
        yado_xml_write_path(element, "source", NULL);
        return TRUE;
    }
    return set_source(element, attribute, value) || yado_xml_refuse_value(entry, value, error);
}

/* The value goes over to the attribute of the new type, so that the order in which a form sets both does not matter. */
static void
move_source(YadoXmlElement *element, const char *old_attribute, const char *new_attribute,
            const char *value)
{
    YadoXmlElement *source = yado_xml_element_find_child(element, "source");
    gboolean is_plain = strcmp(old_attribute, "volume") != 0 && strcmp(old_attribute, "name") != 0;

    if (source == NULL || g_strcmp0(old_attribute, new_attribute) == 0)
        return;
    if (new_attribute == NULL) {
        yado_xml_write_path(element, "source", NULL);
        return;
    }
    if (is_plain && strcmp(new_attribute, "volume") != 0 && strcmp(new_attribute, "name") != 0) {
        yado_xml_element_rename_attribute(source, old_attribute, new_attribute);
        return;
    }
    yado_xml_element_set_attribute(source, old_attribute, NULL);
    yado_xml_element_set_attribute(source, "pool", NULL);
    yado_xml_element_set_attribute(source, "protocol", NULL);
    if (!set_source(element, new_attribute, value))
        yado_xml_element_prune(source, element);
}

static void
write_source_type(YadoXmlElement *element, const char *value)
{
    g_autofree char *source = read_source(element);
    const char *old_attribute = NULL;
    const char *new_attribute = NULL;
    gboolean known = find_source_attribute(element, get_type(element), &old_attribute) &&
                     find_source_attribute(element, value, &new_attribute);

    yado_xml_element_set_attribute(element, "type", value);
    if (known && old_attribute != NULL && source != NULL)
        move_source(element, old_attribute, new_attribute, source);
}

/* Graphics: libvirt prints the address twice, and refuses a definition in which the two differ */

static YadoXmlElement *
find_listen_address(YadoXmlElement *element)
{
    YadoXmlElement *listen = yado_xml_element_find_child(element, "listen");
    const char *type = listen != NULL ? yado_xml_element_get_attribute(listen, "type") : NULL;

    return g_strcmp0(type, "address") == 0 ? listen : NULL;
}

static char *
read_listen(YadoXmlElement *element)
{
    YadoXmlElement *listen = find_listen_address(element);
    const char *value = yado_xml_element_get_attribute(element, "listen");

    if (value == NULL && listen != NULL)
        value = yado_xml_element_get_attribute(listen, "address");
    return g_strdup(value);
}

static void
write_listen(YadoXmlElement *element, const char *value)
{
    YadoXmlElement *listen = find_listen_address(element);
    YadoXmlElement *other = yado_xml_element_find_child(element, "listen");

    if (listen == NULL && other != NULL) /* a network or a socket: the address replaces it */
        yado_xml_element_remove(other);
    if (value != NULL || yado_xml_element_get_attribute(element, "listen") != NULL)
        yado_xml_element_set_attribute(element, "listen", value);
    if (listen != NULL)
        yado_xml_element_set_attribute(listen, "address", value);
}

/* Devices of the host */

static guint
get_hex(const YadoXmlElement *address, const char *name)
{
    const char *value = yado_xml_element_get_attribute(address, name);

    return value != NULL ? (guint)g_ascii_strtoull(value, NULL, 0) : 0;
}

static char *
read_usb_id(const YadoXmlElement *source)
{
    const YadoXmlElement *vendor = yado_xml_element_find_child(source, "vendor");
    const YadoXmlElement *product = yado_xml_element_find_child(source, "product");

    if (vendor == NULL || product == NULL)
        return NULL;
    return g_strdup_printf("%04x:%04x", get_hex(vendor, "id"), get_hex(product, "id"));
}

static char *
read_address(YadoXmlElement *element)
{
    const YadoXmlElement *source = yado_xml_element_find_child(element, "source");
    const YadoXmlElement *address =
        source != NULL ? yado_xml_element_find_child(source, "address") : NULL;

    if (source != NULL && address == NULL)
        return read_usb_id(source);
    if (address == NULL)
        return NULL;
    if (g_strcmp0(get_type(element), "pci") == 0)
        return g_strdup_printf("%04x:%02x:%02x.%x", get_hex(address, "domain"),
                               get_hex(address, "bus"), get_hex(address, "slot"),
                               get_hex(address, "function"));
    if (g_strcmp0(get_type(element), "usb") == 0)
        return g_strdup_printf("%u.%u", get_hex(address, "bus"), get_hex(address, "device"));
    return g_strdup(yado_xml_element_get_attribute(address, "uuid"));
}

static void
set_hex(YadoXmlElement *element, const char *name, int digits, guint number)
{
    g_autofree char *text = g_strdup_printf("0x%0*x", digits, number);

    yado_xml_element_set_attribute(element, name, text);
}

static void
set_decimal(YadoXmlElement *element, const char *name, guint number)
{
    g_autofree char *text = g_strdup_printf("%u", number);

    yado_xml_element_set_attribute(element, name, text);
}

/* "0000:03:00.0", or "03:00.0" in the first domain, as lspci prints it. */
static gboolean
parse_pci_address(const char *value, guint numbers[4])
{
    int length = 0;

    if (sscanf(value, "%4x:%2x:%2x.%1x%n", &numbers[0], &numbers[1], &numbers[2], &numbers[3],
               &length) == 4 &&
        value[length] == '\0')
        return numbers[2] < 32 && numbers[3] < 8;
    numbers[0] = 0;
    return sscanf(value, "%2x:%2x.%1x%n", &numbers[1], &numbers[2], &numbers[3], &length) == 3 &&
           value[length] == '\0' && numbers[2] < 32 && numbers[3] < 8;
}

static gboolean
write_pci_address(YadoXmlElement *element, const char *value)
{
    guint numbers[4];

    if (!parse_pci_address(value, numbers))
        return FALSE;
    YadoXmlElement *address = yado_xml_element_ensure_path(element, "source/address");
    set_hex(address, "domain", 4, numbers[0]);
    set_hex(address, "bus", 2, numbers[1]);
    set_hex(address, "slot", 2, numbers[2]);
    set_hex(address, "function", 1, numbers[3]);
    return TRUE;
}

/* "046d:c52b" finds the device wherever it is plugged in, "1.4" whatever is plugged in there. */
static gboolean
write_usb_address(YadoXmlElement *element, const char *value)
{
    guint first, second;
    int length = 0;
    gboolean is_id =
        sscanf(value, "%4x:%4x%n", &first, &second, &length) == 2 && value[length] == '\0';

    if (!is_id &&
        (sscanf(value, "%3u.%3u%n", &first, &second, &length) != 2 || value[length] != '\0'))
        return FALSE;
    yado_xml_write_path(element, "source", NULL);
    YadoXmlElement *source = yado_xml_element_ensure_path(element, "source");
    if (is_id) {
        set_hex(yado_xml_element_ensure_path(source, "vendor"), "id", 4, first);
        set_hex(yado_xml_element_ensure_path(source, "product"), "id", 4, second);
    } else {
        YadoXmlElement *address = yado_xml_element_ensure_path(source, "address");
        set_decimal(address, "bus", first);
        set_decimal(address, "device", second);
    }
    return TRUE;
}

static gboolean
write_address(YadoXmlElement *element, const YadoMapEntry *entry, const char *value, GError **error)
{
    gboolean ok;

    if (value == NULL) {
        yado_xml_write_path(element, "source", NULL);
        return TRUE;
    }
    if (g_strcmp0(get_type(element), "pci") == 0)
        ok = write_pci_address(element, value);
    else if (g_strcmp0(get_type(element), "usb") == 0)
        ok = write_usb_address(element, value);
    else
        return yado_error_set(error, YADO_ERROR_UNSUPPORTED, NULL, NULL, _("%s cannot be changed."),
                              entry->key);
    return ok || yado_xml_refuse_value(entry, value, error);
}

/* Rates: without its average libvirt refuses the element */

static char *
read_rate(YadoXmlElement *element, const YadoMapEntry *entry)
{
    g_autofree char *kib = yado_xml_read_path(element, entry->xml);
    guint64 count;

    if (kib == NULL || !g_ascii_string_to_unsigned(kib, 10, 0, G_MAXUINT64 / 1024, &count, NULL))
        return NULL;
    return g_strdup_printf("%" G_GUINT64_FORMAT, count * 1024);
}

static gboolean
write_rate(YadoXmlElement *element, const YadoMapEntry *entry, const char *value, GError **error)
{
    g_autofree char *direction = g_strndup(entry->xml, strcspn(entry->xml, "@"));
    guint64 bytes;

    if (value == NULL) {
        yado_xml_write_path(element, direction, NULL);
        return TRUE;
    }
    if (!g_ascii_string_to_unsigned(value, 10, 1024, G_MAXINT64, &bytes, NULL) || bytes % 1024 != 0)
        return yado_xml_refuse_value(entry, value, error);
    g_autofree char *kib = g_strdup_printf("%" G_GUINT64_FORMAT, bytes / 1024);
    yado_xml_write_path(element, entry->xml, kib);
    return TRUE;
}

char *
yado_xml_read_special(YadoXmlElement *element, const YadoMapEntry *entry)
{
    switch (entry->type) {
    case YADO_MAP_KIND:
        return read_kind(element);
    case YADO_MAP_OS_ID:
        return read_os_id(element);
    case YADO_MAP_OS_NAME:
        return read_os_name(element);
    case YADO_MAP_TAGS:
        return read_tags(element);
    case YADO_MAP_BOOT_ORDER:
        return read_boot_order(element);
    case YADO_MAP_SOURCE_TYPE:
        return g_strdup(get_type(element));
    case YADO_MAP_SOURCE:
        return read_source(element);
    case YADO_MAP_LISTEN:
        return read_listen(element);
    case YADO_MAP_ADDRESS:
        return read_address(element);
    case YADO_MAP_RATE:
        return read_rate(element, entry);
    case YADO_MAP_TOPOLOGY:
    case YADO_MAP_CPU_FEATURES:
    case YADO_MAP_NUMA:
    case YADO_MAP_PINS:
    case YADO_MAP_FIRMWARE:
        return yado_xml_read_processor(element, entry);
    default:
        return NULL;
    }
}

gboolean
yado_xml_write_special(YadoXmlElement *element, const YadoMapEntry *entry, const char *value,
                       GError **error)
{
    switch (entry->type) {
    case YADO_MAP_OS_ID:
        write_os_id(element, value);
        return TRUE;
    case YADO_MAP_TAGS:
        write_tags(element, value);
        return TRUE;
    case YADO_MAP_BOOT_ORDER:
        return write_boot_order(element, entry, value, error);
    case YADO_MAP_SOURCE_TYPE:
        write_source_type(element, value);
        return TRUE;
    case YADO_MAP_SOURCE:
        return write_source(element, entry, value, error);
    case YADO_MAP_LISTEN:
        write_listen(element, value);
        return TRUE;
    case YADO_MAP_ADDRESS:
        return write_address(element, entry, value, error);
    case YADO_MAP_RATE:
        return write_rate(element, entry, value, error);
    case YADO_MAP_TOPOLOGY:
    case YADO_MAP_CPU_FEATURES:
    case YADO_MAP_NUMA:
    case YADO_MAP_PINS:
    case YADO_MAP_FIRMWARE:
        return yado_xml_write_processor(element, entry, value, error);
    default:
        return yado_error_set(error, YADO_ERROR_UNSUPPORTED, NULL, NULL, _("%s cannot be changed."),
                              entry->key);
    }
}
