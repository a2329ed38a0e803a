/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The page of a disk or drive. */
#include "config.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "base/yado-error.h"
#include "catalog/yado-common-fields.h"
#include "catalog/yado-device-fields.h"
#include "present/yado-new-disk.h"

/* ---- What depends on the guest ---- */

static GPtrArray *
list_devices(YadoForm *form, const YadoFieldSpec *spec)
{
    static const YadoGuestChoice rows[] = {
        { "disk", YADO_ON_ANY },
        { "cdrom", YADO_ON_ANY },
        { "floppy", YADO_ON_KVM },
        { "lun", YADO_ON_KVM },
        { 0 },
    };

    return yado_catalog_list_guest_choices(form, spec, rows, _("Xen's guests have no such drive."));
}

static GPtrArray *
list_buses(YadoForm *form, const YadoFieldSpec *spec)
{
    static const YadoGuestChoice rows[] = {
        { "xen", YADO_ON_XEN },
        { "virtio", YADO_ON_KVM },
        { "sata", YADO_ON_KVM },
        { "ide", YADO_ON_HVM | YADO_ON_KVM },
        { "scsi", YADO_ON_HVM | YADO_ON_KVM },
        { "usb", YADO_ON_KVM },
        { "fdc", YADO_ON_KVM },
        { 0 },
    };

    return yado_catalog_list_guest_choices(form, spec, rows, NULL);
}

static GPtrArray *
list_drivers(YadoForm *form, const YadoFieldSpec *spec)
{
    static const YadoGuestChoice rows[] = {
        { "phy", YADO_ON_XEN },
        { "qemu", YADO_ON_ANY },
        { "tap", YADO_ON_XEN },
        { 0 },
    };

    return yado_catalog_list_guest_choices(form, spec, rows, NULL);
}

/* What QEMU calls "vpc" Xen calls "vhd". */
static GPtrArray *
list_formats(YadoForm *form, const YadoFieldSpec *spec)
{
    static const YadoGuestChoice rows[] = {
        { "raw", YADO_ON_ANY },  { "qcow2", YADO_ON_ANY }, { "qcow", YADO_ON_ANY },
        { "qed", YADO_ON_ANY },  { "vhd", YADO_ON_XEN },   { "vpc", YADO_ON_KVM },
        { "vmdk", YADO_ON_KVM }, { "vdi", YADO_ON_KVM },   { 0 },
    };

    return yado_catalog_list_guest_choices(form, spec, rows, NULL);
}

static gboolean
is_on_kvm(YadoForm *form, const char **reason)
{
    return yado_catalog_is_kvm(yado_form_get_document(form)) ||
           yado_catalog_refuse(reason, _("Only QEMU's disks have this."));
}

/* ---- A volume that is made for it ---- */

static gboolean
is_planned(YadoForm *form)
{
    return yado_new_disk_is_planned(yado_form_get_document(form), yado_form_get_node(form));
}

static gboolean
is_named(YadoForm *form)
{
    return !is_planned(form);
}

/* What the guest has already is on something. */
static gboolean
can_be_planned(YadoForm *form)
{
    return yado_device_has_note(form) && yado_catalog_is_device_value(form, "device", "disk");
}

static GPtrArray *
list_ways(YadoForm *form, const YadoFieldSpec *spec)
{
    GPtrArray *items = yado_catalog_choices_new();
    const char *reason = NULL;

    yado_new_disk_is_possible(yado_form_get_guest(form), &reason);
    yado_catalog_add_choice(items, "new", _(spec->choices[0].label), reason);
    yado_catalog_add_choice(items, "path", _(spec->choices[1].label), NULL);
    return items;
}

static char *
dup_pool(YadoForm *form, const YadoFieldSpec *spec)
{
    return yado_new_disk_dup_pool(yado_form_get_document(form), yado_form_get_node(form),
                                  yado_form_get_host(form));
}

/* ---- Checks ---- */

/* libvirt takes a limit for all, or one for each direction. */
static gboolean
check_total(YadoForm *form, const YadoFieldSpec *spec, const char *value, GError **error)
{
    gboolean is_bytes = g_str_has_suffix(spec->id, "bytes");
    g_autofree char *reading =
        yado_catalog_dup_device_value(form, is_bytes ? "read.bytes" : "read.requests");
    g_autofree char *writing =
        yado_catalog_dup_device_value(form, is_bytes ? "write.bytes" : "write.requests");

    if (value == NULL || *value == '\0' || (reading == NULL && writing == NULL))
        return TRUE;
    return yado_error_set(error, YADO_ERROR_INVALID, NULL, NULL,
                          _("Give a limit for both together, or one for each: not all three."));
}

static gboolean
is_on_other_disk(YadoForm *form, const char *key, const char *value)
{
    YadoDocument *document = yado_form_get_document(form);
    g_auto(GStrv) nodes = yado_document_list_nodes(document, "disk");

    for (guint i = 0; value != NULL && nodes[i] != NULL; i++) {
        g_autofree char *other = yado_document_dup_value(document, nodes[i], key);

        if (strcmp(nodes[i], yado_form_get_node(form)) != 0 && g_strcmp0(other, value) == 0)
            return TRUE;
    }
    return FALSE;
}

static gboolean
check_target(YadoForm *form, const YadoFieldSpec *spec, const char *value, GError **error)
{
    if (value == NULL || *value == '\0')
        return yado_error_set(error, YADO_ERROR_INVALID, NULL, NULL,
                              _("The disk needs a name in the guest, such as “xvdb”."));
    if (strcspn(value, " \t/") != strlen(value))
        return yado_error_set(error, YADO_ERROR_INVALID, NULL, NULL,
                              _("“%s” is no name of a disk: one looks like “xvdb” or “sda”."),
                              value);
    if (is_on_other_disk(form, "target", value))
        return yado_error_set(error, YADO_ERROR_INVALID, NULL, NULL,
                              _("The guest has a disk “%s” already."), value);
    return TRUE;
}

static gboolean
may_be_shared(YadoForm *form)
{
    return yado_catalog_is_device_value(form, "readonly", "yes") ||
           yado_catalog_is_device_value(form, "shareable", "yes");
}

static char *
dup_users(YadoForm *form, const char *source)
{
    YadoGuest *guest = yado_form_get_guest(form);
    g_autoptr(GPtrArray) others = NULL;

    if (guest == NULL || source == NULL || *source == '\0')
        return NULL;
    others = yado_guest_list_sharing(guest, source);
    return others->len > 0 ? yado_guests_join_names(others, others->len) : NULL;
}

static gboolean
check_source(YadoForm *form, const YadoFieldSpec *spec, const char *value, GError **error)
{
    gboolean is_disk = yado_catalog_is_device_value(form, "device", "disk");
    g_autofree char *users = NULL;

    if ((value == NULL || *value == '\0') && is_disk)
        return yado_error_set(error, YADO_ERROR_INVALID, NULL,
                              _("Choose a volume, or give the path of a file or device."),
                              _("A hard disk needs a source."));
    if (value != NULL && *value != '\0' && yado_form_get_host(form) != NULL &&
        yado_catalog_is_device_value(form, "device", "cdrom"))
        return yado_resources_check_medium(yado_resources_get(yado_form_get_host(form)),
                                           yado_form_get_guest(form), value, error);
    if (value == NULL || may_be_shared(form))
        return TRUE;
    if (is_on_other_disk(form, "source", value))
        return yado_error_set(error, YADO_ERROR_INVALID, NULL, NULL,
                              _("The guest has “%s” already: it can use a disk only once."), value);
    users = dup_users(form, value);
    if (users == NULL)
        return TRUE;
    return yado_error_set(error, YADO_ERROR_INVALID, NULL,
                          _("Make it read only, or shared when its file system is made for that."),
                          _("“%s” is a disk of %s."), value, users);
}

static char *
dup_shared_with(YadoForm *form, const YadoFieldSpec *spec)
{
    g_autofree char *source = yado_catalog_dup_device_value(form, "source");

    return dup_users(form, source);
}

/* ---- What follows ---- */

static const char *
get_prefix(const char *bus)
{
    static const struct {
        const char *bus, *prefix;
    } prefixes[] = { { "xen", "xvd" }, { "virtio", "vd" }, { "ide", "hd" }, { "fdc", "fd" },
                     { "sata", "sd" }, { "scsi", "sd" },   { "usb", "sd" } };

    for (guint i = 0; i < G_N_ELEMENTS(prefixes); i++)
        if (g_strcmp0(prefixes[i].bus, bus) == 0)
            return prefixes[i].prefix;
    return NULL;
}

static void
put_target(YadoDocument *document, const char *node, const char *bus)
{
    const char *prefix = get_prefix(bus);
    g_autofree char *now = yado_document_dup_value(document, node, "target");
    g_autofree char *target = NULL;

    if (prefix == NULL || (now != NULL && g_str_has_prefix(now, prefix)))
        return;
    target = yado_device_dup_free_target(document, node, prefix);
    yado_catalog_put(document, node, "target", target);
}

/* Only QEMU reads images; what is raw, Xen's guests are given as Xen decides. */
static void
put_format(YadoDocument *document, const char *node, const char *format)
{
    gboolean is_image = format != NULL && strcmp(format, "raw") != 0;

    yado_catalog_put(document, node, "driver",
                     is_image || yado_catalog_is_kvm(document) ? "qemu" : NULL);
    yado_catalog_put(document, node, "format", format);
}

/* A new image grows and has snapshots; a pool of devices has none. */
static void
propose_format(YadoDocument *document, const char *node, YadoHost *host)
{
    g_autofree char *pool = yado_new_disk_dup_pool(document, node, host);

    if (host != NULL && pool != NULL) /* for the name of the new one */
        yado_resources_want(yado_resources_get(host), YADO_RESOURCE_VOLUMES, pool);
    if (yado_new_disk_is_file_pool(host, pool))
        put_format(document, node, "qcow2");
    else
        put_format(document, node, yado_catalog_is_kvm(document) ? "raw" : NULL);
}

static void
follow_pool(YadoForm *form, const YadoFieldSpec *spec)
{
    if (is_planned(form))
        propose_format(yado_form_get_document(form), yado_form_get_node(form),
                       yado_form_get_host(form));
}

/* On the command line a size, or a pool, says that a volume is to be made. */
static void
follow_new_part(YadoForm *form, const YadoFieldSpec *spec)
{
    if (can_be_planned(form) && yado_catalog_is_device_value(form, "source", NULL))
        yado_catalog_put(yado_form_get_document(form), yado_form_get_node(form), YADO_NEW_DISK_WAY,
                         "new");
    if (strcmp(spec->id, "pool") == 0)
        follow_pool(form, spec);
}

/* One way or the other: what was said for the one does not count for the other. */
static void
follow_way(YadoForm *form, const YadoFieldSpec *spec)
{
    if (is_planned(form))
        yado_catalog_put(yado_form_get_document(form), yado_form_get_node(form), "source", NULL);
    follow_pool(form, spec);
}

static void
follow_format(YadoForm *form, const YadoFieldSpec *spec)
{
    g_autofree char *format = yado_catalog_dup_device_value(form, "format");

    if (yado_device_has_note(form))
        put_format(yado_form_get_document(form), yado_form_get_node(form), format);
}

/* The name tells the bus: on Xen it even decides it. */
static void
follow_bus(YadoForm *form, const YadoFieldSpec *spec)
{
    g_autofree char *bus = yado_catalog_dup_device_value(form, "bus");

    put_target(yado_form_get_document(form), yado_form_get_node(form), bus);
}

static const char *
guess_format(YadoForm *form, const char *source)
{
    gboolean is_kvm = yado_catalog_is_kvm(yado_form_get_document(form));
    const char *format = yado_device_guess_format(source, !is_kvm);

    return format != NULL ? format : is_kvm ? "raw" : NULL;
}

/* The kind of source and, of what is new, the format are seen from its path. */
static void
follow_source(YadoForm *form, const YadoFieldSpec *spec)
{
    YadoDocument *document = yado_form_get_document(form);
    const char *node = yado_form_get_node(form);
    g_autofree char *source = yado_catalog_dup_device_value(form, "source");
    g_autofree char *type = yado_catalog_dup_device_value(form, "type");

    if (source == NULL)
        return;
    yado_catalog_put(document, node, YADO_NEW_DISK_WAY, "path");
    if (g_strcmp0(type, "file") == 0 || g_strcmp0(type, "block") == 0)
        yado_catalog_put(document, node, "type",
                         g_str_has_prefix(source, "/dev/") ? "block" : "file");
    if (!yado_document_is_new_node(document, node))
        return;
    put_format(document, node, guess_format(form, source));
}

static void
follow_device(YadoForm *form, const YadoFieldSpec *spec)
{
    yado_catalog_prepare_disk(yado_form_get_document(form), yado_form_get_node(form),
                              yado_form_get_guest(form));
}

/* QEMU's newer machine has no IDE. */
static const char *
choose_bus(YadoDocument *document, const char *device)
{
    g_autofree char *machine = yado_document_dup_value(document, NULL, "os.machine");
    gboolean is_xen = yado_catalog_is_xen(document);

    if (yado_catalog_is_paravirtual(document))
        return "xen";
    if (strcmp(device, "floppy") == 0)
        return "fdc";
    if (strcmp(device, "cdrom") == 0)
        return is_xen ? "ide" : machine != NULL && strstr(machine, "q35") != NULL ? "sata" : "ide";
    if (strcmp(device, "lun") == 0)
        return "scsi";
    return is_xen ? "xen" : yado_catalog_is_kvm(document) ? "virtio" : NULL;
}

static void
propose_size(YadoDocument *document, const char *node)
{
    g_autofree char *size = yado_document_dup_value(document, node, YADO_NEW_DISK_BYTES);

    if (size == NULL)
        yado_catalog_put(document, node, YADO_NEW_DISK_BYTES, YADO_NEW_DISK_PROPOSAL);
}

/* What one wants most often; another guest's disk, or an image, can be named instead. */
static void
propose_volume(YadoDocument *document, const char *node, YadoGuest *guest)
{
    g_autofree char *way = yado_document_dup_value(document, node, YADO_NEW_DISK_WAY);

    if (way == NULL && yado_document_is_new_node(document, node) &&
        yado_new_disk_is_possible(guest, NULL))
        yado_catalog_put(document, node, YADO_NEW_DISK_WAY, "new");
    if (!yado_new_disk_is_planned(document, node))
        return;
    propose_size(document, node);
    propose_format(document, node, yado_guest_get_host(guest));
}

void
yado_catalog_prepare_disk(YadoDocument *document, const char *node, YadoGuest *guest)
{
    g_autofree char *device = yado_document_dup_value(document, node, "device");
    const char *bus = choose_bus(document, device != NULL ? device : "disk");

    yado_catalog_put(document, node, "bus", bus);
    put_target(document, node, bus != NULL ? bus : "xen");
    if (g_strcmp0(device, "cdrom") == 0)
        yado_catalog_put(document, node, "readonly", "yes");
    else if (yado_document_is_new_node(document, node)) /* it was a drive for a moment */
        yado_catalog_put(document, node, "readonly", NULL);
    if (yado_catalog_is_kvm(document)) {
        yado_catalog_put(document, node, "driver", "qemu");
        yado_catalog_put(document, node, "format", "raw");
    }
    propose_volume(document, node, guest);
}

static gboolean
has_limits(YadoForm *form, const char **reason)
{
    return yado_catalog_is_kvm(yado_form_get_document(form)) ||
           yado_catalog_refuse(reason, _("Xen has no limits for disks."));
}

/* ---- The tables ---- */

static const YadoChoice devices[] = {
    { "disk", N_("hard disk") },
    { "cdrom", N_("CD-ROM") },
    { "floppy", N_("floppy disk") },
    { "lun", N_("SCSI device of the host") },
    { 0 },
};

static const YadoChoice buses[] = {
    { "xen", N_("Xen (paravirtual)") },
    { "virtio", N_("VirtIO (paravirtual)") },
    { "sata", "SATA" },
    { "ide", "IDE" },
    { "scsi", "SCSI" },
    { "usb", "USB" },
    { "fdc", N_("floppy controller") },
    { 0 },
};

static const YadoChoice drivers[] = {
    { "phy", N_("phy: the kernel of Domain-0") },
    { "qemu", "qemu: QEMU" },
    { "tap", "tap: blktap" },
    { 0 },
};

static const YadoChoice ways[] = {
    { "new", N_("a new disk") },
    { "path", N_("a disk or image that exists") },
    { 0 },
};

static const YadoChoice source_types[] = {
    { "file", N_("file") },
    { "block", N_("block device") },
    { "dir", N_("folder") },
    { "network", N_("over the network") },
    { "volume", N_("volume of a pool") },
    { 0 },
};

static const YadoChoice formats[] = {
    { "raw", N_("raw") }, { "qcow2", "qcow2" }, { "qcow", "qcow" },
    { "qed", "qed" },     { "vhd", "vhd" },     { "vpc", "vhd" },
    { "vmdk", "vmdk" },   { "vdi", "vdi" },     { 0 },
};

static const YadoChoice caches[] = {
    { "none", N_("none: past the host's memory") },
    { "writeback", N_("writeback: fast, in the host's memory first") },
    { "writethrough", N_("writethrough: only reading is cached") },
    { "directsync", N_("directsync: none, each write waits for the disk") },
    { "unsafe", N_("unsafe: all is lost when the host stops") },
    { 0 },
};

static const YadoChoice discards[] = {
    { "unmap", N_("give freed space back") },
    { "ignore", N_("keep it") },
    { 0 },
};

static const YadoFieldSpec disk_fields[] = {
    YADO_DEVICE_NOTE,
    { .id = "device",
      .type = YADO_FIELD_CHOICE,
      .label = N_("_Device"),
      .help = N_("What the guest sees: a hard disk, a CD-ROM drive or a floppy drive."),
      .key = "device",
      .choices = devices,
      .list_choices = list_devices,
      .follow = follow_device },
    { .id = "way",
      .type = YADO_FIELD_CHOICE,
      .label = N_("New or e_xisting"),
      .help = N_("Whether a volume is made for the disk in a storage pool of the host, as soon as "
                 "it is applied, or one is used that is there. What was made goes again when the "
                 "guest does not take it."),
      .key = YADO_NEW_DISK_WAY,
      .choices = ways,
      .list_choices = list_ways,
      .visible_if = can_be_planned,
      .follow = follow_way },
    YADO_NEW_DISK_SIZE("size", N_("Si_ze"), .key = YADO_NEW_DISK_BYTES, .visible_if = is_planned,
                       .follow = follow_new_part, .flags = YADO_FIELD_REQUIRED),
    YADO_NEW_DISK_POOL(N_("Poo_l"), .key = YADO_NEW_DISK_IN, .visible_if = is_planned,
                       .dup_text = dup_pool, .follow = follow_new_part,
                       .flags = YADO_FIELD_REQUIRED),
    YADO_NEW_DISK_FULL(N_("Allocate it full_y now"), .key = YADO_NEW_DISK_WHOLE,
                       .visible_if = is_planned),
    { .id = "source",
      .type = YADO_FIELD_VOLUME,
      .label = N_("_Source"),
      .help = N_("The file, device or volume on the host that holds the data, by its whole path. "
                 "Of a CD-ROM drive it is the medium, which can be changed while the guest runs; "
                 "empty: none is in."),
      .key = "source",
      .validate = check_source,
      .depends = "readonly,shareable",
      .visible_if = is_named,
      .follow = follow_source,
      .placeholder = N_("empty drive") },
    { .id = "type",
      .type = YADO_FIELD_CHOICE,
      .label = N_("_Kind of source"),
      .help = N_("What the source is on the host."),
      .key = "type",
      .visible_if = is_named,
      .choices = source_types },
    { .id = "target",
      .type = YADO_FIELD_TEXT,
      .label = N_("_Name in the guest"),
      .help = N_("The name under which the guest finds the disk. The guest's system may choose "
                 "another one for drives that are not Xen's own."),
      .key = "target",
      .maximum = 32,
      .validate = check_target },
    { .id = "shared-with",
      .type = YADO_FIELD_INFO,
      .label = N_("Also used by"),
      .help = N_("Other guests of this host whose configuration names the same source. Two "
                 "guests that write to one disk destroy what is on it, unless their file system "
                 "is made for that."),
      .dup_text = dup_shared_with,
      .visible_if = is_named },
    { 0 },
};

static const YadoFieldSpec detail_fields[] = {
    { .id = "bus",
      .type = YADO_FIELD_CHOICE,
      .label = N_("_Bus"),
      .help = N_("How the guest reaches the disk: a paravirtual one is fast, an emulated "
                 "controller is what a system without drivers for it knows. Another bus gives "
                 "the disk another name."),
      .key = "bus",
      .choices = buses,
      .list_choices = list_buses,
      .follow = follow_bus,
      .placeholder = N_("as the hypervisor decides") },
    { .id = "format",
      .type = YADO_FIELD_CHOICE,
      .label = N_("_Format"),
      .help = N_("How the data is laid out in the source. A wrong one destroys what is in it."),
      .key = "format",
      .choices = formats,
      .list_choices = list_formats,
      .follow = follow_format,
      .placeholder = N_("raw") },
    { .id = "driver",
      .type = YADO_FIELD_CHOICE,
      .label = N_("Dri_ver"),
      .help = N_("The program or kernel driver on the host that serves the disk."),
      .key = "driver",
      .choices = drivers,
      .list_choices = list_drivers,
      .placeholder = N_("as the hypervisor decides") },
    { .id = "cache",
      .type = YADO_FIELD_CHOICE,
      .label = N_("_Cache"),
      .help = N_("Whether and how the host caches what the guest reads and writes."),
      .key = "cache",
      .choices = caches,
      .enabled_if = is_on_kvm,
      .placeholder = N_("as the hypervisor decides") },
    { .id = "discard",
      .type = YADO_FIELD_CHOICE,
      .label = N_("D_iscard"),
      .help = N_("Whether space that the guest frees is given back to the host."),
      .key = "discard",
      .choices = discards,
      .placeholder = N_("as the hypervisor decides") },
    { .id = "readonly",
      .type = YADO_FIELD_BOOL,
      .label = N_("_Read only"),
      .help = N_("Whether the guest may only read the disk."),
      .key = "readonly" },
    { .id = "shareable",
      .type = YADO_FIELD_BOOL,
      .label = N_("S_hared"),
      .help = N_("Whether several guests may use the disk at the same time. Their file system "
                 "must be made for that."),
      .key = "shareable" },
    { .id = "serial",
      .type = YADO_FIELD_TEXT,
      .label = N_("Serial n_umber"),
      .help = N_("The serial number that the guest sees."),
      .key = "serial",
      .maximum = 36,
      .enabled_if = is_on_kvm },
    YADO_DEVICE_BOOT_ORDER(N_("_Place in the boot order")),
    { 0 },
};

static const YadoFieldSpec server_fields[] = {
    { .id = "script",
      .type = YADO_FIELD_TEXT,
      .label = N_("Scrip_t"),
      .help = N_("The program on the host that makes the disk out of the source, such as "
                 "“block-drbd” or “block-iscsi”: a name in /etc/xen/scripts, or a whole path. "
                 "Empty: the source is the disk."),
      .key = "script",
      .maximum = 255,
      .placeholder = N_("none") },
    YADO_DEVICE_DRIVER_DOMAIN(N_("Driver d_omain")),
    { 0 },
};

#define LIMIT(id_, label_, help_, ...)                                       \
    {                                                                        \
        .id = id_, .label = label_, .help = help_, .key = id_, .minimum = 1, \
        .placeholder = N_("no limit"), .enabled_if = has_limits,             \
        .flags = YADO_FIELD_OPTIONAL_NUMBER, __VA_ARGS__                     \
    }
#define MOST_BYTES .type = YADO_FIELD_SIZE, .maximum = (gint64)1 << 50
#define MOST_REQUESTS .type = YADO_FIELD_INT, .maximum = 1000000000

static const YadoFieldSpec limit_fields[] = {
    LIMIT("total.bytes", N_("Bytes a second, to_gether"),
          N_("How much the guest reads and writes in a second at most, both together."), MOST_BYTES,
          .validate = check_total),
    LIMIT("read.bytes", N_("Bytes a second, re_ad"),
          N_("How much the guest reads in a second at most."), MOST_BYTES),
    LIMIT("write.bytes", N_("Bytes a second, _written"),
          N_("How much the guest writes in a second at most."), MOST_BYTES),
    LIMIT("total.requests", N_("Re_quests a second, together"),
          N_("How many times the guest reads and writes in a second at most, both together."),
          MOST_REQUESTS, .validate = check_total),
    LIMIT("read.requests", N_("R_eads a second"),
          N_("How many times the guest reads in a second at most."), MOST_REQUESTS),
    LIMIT("write.requests", N_("Writes a second, _most"),
          N_("How many times the guest writes in a second at most."), MOST_REQUESTS),
    { 0 },
};

static const YadoSectionSpec disk_sections[] = {
    { NULL, disk_fields },
    { N_("Details"), detail_fields },
    { N_("Served by"), server_fields },
    { N_("Limits"), limit_fields },
    { 0 },
};

const YadoFormSpec yado_form_disk = {
    .id = "disk",
    .title = N_("Disk"),
    .intro = N_("A disk or drive of the guest."),
    .sections = disk_sections,
    .resources = YADO_RESOURCE_BIT(YADO_RESOURCE_POOLS),
    .claims = TRUE,
};
