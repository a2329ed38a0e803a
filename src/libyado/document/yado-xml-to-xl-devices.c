/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * yado-xml-to-xl-devices.c: disks, cards, pictures, lines and devices of the host.
 */
#include "config.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "document/yado-xl-disk.h"
#include "document/yado-xml-to-xl.h"

/* Places on virtual buses and names of the run: xl chooses its own. */
static void
see_automatic(YadoToXl *self, YadoXmlElement *element)
{
    YadoXmlElement *alias = yado_xml_element_find_child(element, "alias");
    YadoXmlElement *address = yado_xml_element_find_child(element, "address");
    const char *name = alias != NULL ? yado_xml_element_get_attribute(alias, "name") : NULL;
    const char *type = address != NULL ? yado_xml_element_get_attribute(address, "type") : NULL;

    if (alias != NULL && (name == NULL || !g_str_has_prefix(name, "ua-")))
        yado_to_xl_see_all(self, alias);
    if (g_strcmp0(type, "xenbus") == 0 || g_strcmp0(type, "drive") == 0)
        yado_to_xl_see_all(self, address);
}

static const char *
take_disk_source(YadoToXl *self, YadoXmlElement *element, const char **obstacle)
{
    const char *type = yado_to_xl_take_attribute(self, element, "type");
    const char *attribute = g_strcmp0(type, "block") == 0 ? "dev" : "file";

    if (g_strcmp0(type, "block") != 0 && g_strcmp0(type, "file") != 0) {
        *obstacle = _("xl knows files and block devices only.");
        return NULL;
    }
    return yado_to_xl_take_in(self, element, "source", attribute);
}

static gboolean
fill_rbd(YadoToXl *self, YadoXmlElement *element, YadoXlDisk *disk)
{
    YadoXmlElement *source = yado_xml_element_find_child(element, "source");
    const char *protocol =
        source != NULL ? yado_xml_element_get_attribute(source, "protocol") : NULL;

    if (g_strcmp0(yado_xml_element_get_attribute(element, "type"), "network") != 0 ||
        g_strcmp0(protocol, "rbd") != 0 || yado_xml_element_get_attribute(source, "name") == NULL)
        return FALSE;
    yado_to_xl_take_attribute(self, element, "type");
    yado_to_xl_see(self, source);
    yado_to_xl_take_attribute(self, source, "protocol");
    disk->target = g_strdup_printf("rbd:%s", yado_to_xl_take_attribute(self, source, "name"));
    return TRUE;
}

/* A format that Xen does not know would be taken for "raw": the guest would write over what the image says of itself. FALSE: it is one. */
static gboolean
fill_format(YadoXlDisk *disk, const char *type)
{
    static const char *const formats[] = { "raw", "qcow", "qcow2", "vhd", "qed", NULL };

    if (type == NULL || strcmp(type, "aio") == 0)
        return TRUE;
    if (strcmp(type, "vpc") == 0) /* QEMU's name for it */
        type = "vhd";
    if (!g_strv_contains(formats, type))
        return FALSE;
    disk->format = g_strdup(type);
    return TRUE;
}

static void
fill_driver(YadoToXl *self, YadoXmlElement *element, YadoXlDisk *disk, const char **obstacle)
{
    YadoXmlElement *driver = yado_to_xl_take_child(self, element, "driver");
    const char *name = driver != NULL ? yado_to_xl_take_attribute(self, driver, "name") : NULL;
    const char *type = driver != NULL ? yado_to_xl_take_attribute(self, driver, "type") : NULL;
    const char *discard =
        driver != NULL ? yado_to_xl_take_attribute(self, driver, "discard") : NULL;

    if (!fill_format(disk, type))
        *obstacle = _("Xen does not know its format.");
    if (g_strcmp0(name, "phy") == 0 || g_strcmp0(name, "tap") == 0)
        disk->backendtype = g_strdup(name);
    else if (g_strcmp0(name, "qemu") == 0 || g_strcmp0(name, "file") == 0)
        disk->backendtype = g_strdup("qdisk");
    else if (name != NULL)
        yado_to_xl_lose_value(self, driver, "name");
    if (discard != NULL)
        disk->discard = strcmp(discard, "unmap") == 0;
}

/* "vda" is a name of KVM. */
static void
rename_virtio(YadoToXl *self, YadoXmlElement *element, YadoXlDisk *disk)
{
    g_autofree char *old = NULL;

    if (!g_str_has_prefix(disk->vdev, "vd"))
        return;
    old = disk->vdev;
    disk->vdev = g_strconcat("x", old, NULL);
    yado_to_xl_lose(self, yado_xml_element_find_child(element, "target"), "dev",
                    _("Xen's disks are called otherwise: it has a new name."));
}

/* Xen reads of it what it was made of: a name with a comma would set options of its own. */
static gboolean
is_read_as_written(const char *spec)
{
    g_autoptr(YadoXlDisk) disk = yado_xl_disk_new(spec);
    g_autofree char *again = yado_xl_disk_dump(disk);

    return disk->error == NULL && strcmp(again, spec) == 0;
}

static void
carry_disk(YadoToXl *self, YadoXmlElement *element, GPtrArray *items)
{
    g_autofree char *spec = NULL;
    g_autoptr(YadoXlDisk) disk = yado_xl_disk_new("");
    const char *obstacle = NULL;
    const char *device = yado_to_xl_take_attribute(self, element, "device");

    yado_to_xl_see(self, element);
    if (g_strcmp0(device, "floppy") == 0 || g_strcmp0(device, "lun") == 0)
        obstacle = _("xl knows disks and CD drives only.");
    else if (!fill_rbd(self, element, disk))
        disk->target = g_strdup(take_disk_source(self, element, &obstacle));
    disk->vdev = g_strdup(yado_to_xl_take_in(self, element, "target", "dev"));
    if (obstacle == NULL && disk->vdev == NULL)
        obstacle = _("It has no name in the guest.");
    fill_driver(self, element, disk, obstacle == NULL ? &obstacle : &(const char *){ NULL });
    if (obstacle != NULL) {
        yado_to_xl_lose_whole(self, element, obstacle);
        return;
    }
    yado_to_xl_take_in(self, element, "target", "bus");
    rename_virtio(self, element, disk);
    disk->is_cdrom = g_strcmp0(device, "cdrom") == 0;
    disk->writable = yado_to_xl_take_child(self, element, "readonly") == NULL && !disk->is_cdrom;
    disk->backend = g_strdup(yado_to_xl_take_in(self, element, "backenddomain", "name"));
    if (disk->target == NULL)
        disk->target = g_strdup("");
    see_automatic(self, element);
    spec = yado_xl_disk_dump(disk);
    if (is_read_as_written(spec))
        g_ptr_array_add(items, g_steal_pointer(&spec));
    else
        yado_to_xl_lose_whole(self, element, _("xl does not know this value."));
}

/* KiB a second */
static void
carry_bandwidth(YadoToXl *self, YadoXmlElement *element, GString *options)
{
    YadoXmlElement *bandwidth = yado_to_xl_take_child(self, element, "bandwidth");
    const char *average = yado_to_xl_take_in(self, bandwidth, "outbound", "average");
    guint64 kib;

    if (average == NULL)
        return;
    if (!g_ascii_string_to_unsigned(average, 10, 1, G_MAXUINT32 / 1024, &kib, NULL)) {
        yado_to_xl_lose_value(self, yado_xml_element_find_child(bandwidth, "outbound"), "average");
        return;
    }
    g_autofree char *rate = g_strdup_printf("%" G_GUINT64_FORMAT "B/s", kib * 1024);
    yado_to_xl_append(options, "rate", rate);
}

static void
carry_nic_source(YadoToXl *self, YadoXmlElement *element, GString *options)
{
    const char *type = yado_to_xl_take_attribute(self, element, "type");
    YadoXmlElement *source = yado_to_xl_take_child(self, element, "source");

    if (g_strcmp0(type, "bridge") == 0 && source != NULL) {
        yado_to_xl_carry_option(self, options, "bridge", source, "bridge");
        return;
    }
    if (g_strcmp0(type, "ethernet") == 0)
        return;
    if (source != NULL)
        yado_to_xl_see_all(self, source);
    yado_to_xl_lose(self, element, "type",
                    _("xl connects to bridges of the host only; it is on the default bridge now."));
}

static void
carry_nic(YadoToXl *self, YadoXmlElement *element, GPtrArray *items)
{
    static const struct {
        const char *element, *attribute, *key;
    } plain[] = { { "script", "path", "script" },
                  { "target", "dev", "vifname" },
                  { "backenddomain", "name", "backend" },
                  { "mtu", "size", "mtu" },
                  { "ip", "address", "ip" } };
    g_autoptr(GString) options = g_string_new(NULL);

    yado_to_xl_see(self, element);
    yado_to_xl_carry_option(self, options, "mac", yado_to_xl_take_child(self, element, "mac"),
                            "address");
    carry_nic_source(self, element, options);
    for (guint i = 0; i < G_N_ELEMENTS(plain); i++)
        yado_to_xl_carry_option(self, options, plain[i].key,
                                yado_to_xl_take_child(self, element, plain[i].element),
                                plain[i].attribute);
    if (g_strcmp0(yado_to_xl_take_in(self, element, "model", "type"), "netfront") == 0)
        yado_to_xl_append(options, "type", "vif");
    else
        yado_to_xl_carry_option(self, options, "model",
                                yado_to_xl_take_child(self, element, "model"), "type");
    carry_bandwidth(self, element, options);
    YadoXmlElement *vlan = yado_xml_element_find_child(element, "vlan");
    if (vlan != NULL && vlan->children->len == 1 && vlan->attributes->len == 0) {
        yado_to_xl_see(self, vlan);
        yado_to_xl_carry_option(self, options, "vlan", yado_to_xl_take_child(self, vlan, "tag"),
                                "id");
    }
    see_automatic(self, element);
    g_ptr_array_add(items, g_strdup(options->str));
}

/* Pictures: the options of a vfb, or (@vfb NULL) keys of the guest */

static void
put_number(YadoToXl *self, GString *vfb, const char *key, const char *number)
{
    if (vfb != NULL)
        yado_to_xl_append(vfb, key, number);
    else
        yado_to_xl_put_raw(self, key, number);
}

/* @element NULL: there is none. */
static void
carry_picture_option(YadoToXl *self, GString *vfb, const char *key, YadoXmlElement *element,
                     const char *attribute)
{
    if (vfb != NULL)
        yado_to_xl_carry_option(self, vfb, key, element, attribute);
    else if (element != NULL)
        yado_to_xl_put(self, key, yado_to_xl_take_attribute(self, element, attribute));
}

/* The attribute, or that of the first <listen>. */
static void
carry_listen(YadoToXl *self, GString *vfb, const char *key, YadoXmlElement *element)
{
    YadoXmlElement *child = yado_xml_element_find_child(element, "listen");
    gboolean is_address =
        child != NULL && g_strcmp0(yado_xml_element_get_attribute(child, "type"), "address") == 0;

    if (is_address)
        yado_to_xl_see_all(self, child);
    if (is_address && yado_xml_element_get_attribute(element, "listen") == NULL)
        carry_picture_option(self, vfb, key, child, "address");
    else
        carry_picture_option(self, vfb, key, element, "listen");
}

static void
carry_vnc(YadoToXl *self, YadoXmlElement *element, GString *vfb)
{
    const char *port = yado_to_xl_take_attribute(self, element, "port");
    const char *autoport = yado_to_xl_take_attribute(self, element, "autoport");
    gint64 number = -1;
    gboolean is_fixed;

    put_number(self, vfb, "vnc", "1");
    carry_listen(self, vfb, "vnclisten", element);
    if (port != NULL)
        g_ascii_string_to_signed(port, 10, -1, 65535, &number, NULL);
    is_fixed = number >= 5900 && g_strcmp0(autoport, "yes") != 0;
    if (is_fixed) {
        g_autofree char *display = g_strdup_printf("%d", (int)number - 5900);
        put_number(self, vfb, "vncdisplay", display);
    } else if (number > 0 && number < 5900) {
        yado_to_xl_lose_value(self, element, "port");
    }
    put_number(self, vfb, "vncunused", is_fixed ? "0" : "1");
    carry_picture_option(self, vfb, "vncpasswd", element, "passwd");
    carry_picture_option(self, vfb, "keymap", element, "keymap");
}

static void
carry_sdl(YadoToXl *self, YadoXmlElement *element, GString *vfb)
{
    put_number(self, vfb, "sdl", "1");
    carry_picture_option(self, vfb, "display", element, "display");
    carry_picture_option(self, vfb, "xauthority", element, "xauth");
}

static void
carry_spice(YadoToXl *self, YadoXmlElement *element)
{
    const char *port = yado_to_xl_take_attribute(self, element, "port");
    const char *tls = yado_to_xl_take_attribute(self, element, "tlsPort");
    const char *mouse = yado_to_xl_take_in(self, element, "mouse", "mode");
    const char *clipboard = yado_to_xl_take_in(self, element, "clipboard", "copypaste");
    const char *autoport = yado_to_xl_take_attribute(self, element, "autoport");

    yado_to_xl_put_raw(self, "spice", "1");
    if (port != NULL && g_ascii_string_to_unsigned(port, 10, 1, 65535, NULL, NULL))
        yado_to_xl_put_raw(self, "spiceport", port);
    else if (g_strcmp0(autoport, "no") != 0)
        yado_to_xl_lose(self, element, "autoport", _("xl wants a port of its own for SPICE."));
    if (tls != NULL && g_ascii_string_to_unsigned(tls, 10, 1, 65535, NULL, NULL))
        yado_to_xl_put_raw(self, "spicetls_port", tls);
    carry_listen(self, NULL, "spicehost", element);
    const char *password = yado_to_xl_take_attribute(self, element, "passwd");
    yado_to_xl_put(self, "spicepasswd", password);
    if (password == NULL)
        yado_to_xl_put_raw(self, "spicedisable_ticketing", "1");
    yado_to_xl_put(self, "keymap", yado_to_xl_take_attribute(self, element, "keymap"));
    if (mouse != NULL)
        yado_to_xl_put_raw(self, "spiceagent_mouse", strcmp(mouse, "client") == 0 ? "1" : "0");
    if (clipboard != NULL)
        yado_to_xl_put_raw(self, "spice_clipboard_sharing",
                           strcmp(clipboard, "yes") == 0 ? "1" : "0");
}

/* A guest's keys can tell of one of each type. TRUE: @type was there before. */
static gboolean
is_second(YadoToXl *self, const char *type)
{
    static const char *const types[] = { "vnc", "sdl", "spice" };

    for (guint i = 0; i < G_N_ELEMENTS(types); i++) {
        guint bit = 1u << i;
        if (strcmp(type, types[i]) != 0)
            continue;
        if (self->displays & bit)
            return TRUE;
        self->displays |= bit;
    }
    return FALSE;
}

/* What is better not shown at all; NULL: nothing. */
static const char *
find_display_obstacle(YadoToXl *self, YadoXmlElement *element, const char *type, gboolean is_hvm)
{
    const char *password = yado_xml_element_get_attribute(element, "passwd");

    if (is_hvm && type != NULL && is_second(self, type))
        return _("xl knows one display of each type.");
    if (!is_hvm && password != NULL && strpbrk(password, ",\n") != NULL)
        return _("Its password cannot stand in the file, and without it the display would be "
                 "open to all.");
    return NULL;
}

static void
carry_graphics(YadoToXl *self, YadoXmlElement *element, GPtrArray *vfbs)
{
    const char *type = yado_to_xl_take_attribute(self, element, "type");
    gboolean is_hvm = strcmp(self->kind, "hvm") == 0;
    g_autoptr(GString) vfb = is_hvm ? NULL : g_string_new(NULL);
    const char *obstacle = find_display_obstacle(self, element, type, is_hvm);

    yado_to_xl_see(self, element);
    if (obstacle != NULL)
        yado_to_xl_lose_whole(self, element, obstacle);
    else if (g_strcmp0(type, "vnc") == 0)
        carry_vnc(self, element, vfb);
    else if (g_strcmp0(type, "sdl") == 0)
        carry_sdl(self, element, vfb);
    else if (g_strcmp0(type, "spice") == 0 && is_hvm)
        carry_spice(self, element);
    else
        yado_to_xl_lose_whole(self, element, _("xl does not know this value."));
    if (vfb != NULL && vfb->len > 0)
        g_ptr_array_add(vfbs, g_strdup(vfb->str));
}

static void
carry_video(YadoToXl *self, YadoXmlElement *element)
{
    YadoXmlElement *model = yado_to_xl_take_child(self, element, "model");
    const char *type = model != NULL ? yado_to_xl_take_attribute(self, model, "type") : NULL;
    const char *vram = model != NULL ? yado_to_xl_take_attribute(self, model, "vram") : NULL;
    guint64 kib;

    yado_to_xl_see(self, element);
    see_automatic(self, element);
    if (model != NULL && g_strcmp0(yado_xml_element_get_attribute(model, "heads"), "1") == 0)
        yado_to_xl_take_attribute(self, model, "heads");
    if (model != NULL && g_strcmp0(yado_xml_element_get_attribute(model, "primary"), "yes") == 0)
        yado_to_xl_take_attribute(self, model, "primary");
    if (g_strcmp0(type, "xen") == 0 && strcmp(self->kind, "hvm") != 0)
        return;
    if (strcmp(self->kind, "hvm") != 0) {
        yado_to_xl_lose_whole(self, element, _("Xen reads it for HVM guests only."));
        return;
    }
    if (g_strcmp0(type, "vga") == 0)
        yado_to_xl_put(self, "vga", "stdvga");
    else if (g_strcmp0(type, "cirrus") == 0 || g_strcmp0(type, "qxl") == 0 ||
             g_strcmp0(type, "none") == 0)
        yado_to_xl_put(self, "vga", type);
    else
        yado_to_xl_lose_value(self, model != NULL ? model : element, "type");
    if (vram != NULL && g_ascii_string_to_unsigned(vram, 10, 1, G_MAXUINT32, &kib, NULL)) {
        yado_to_xl_put_number(self, "videoram", (kib + 1023) / 1024);
        if (kib % 1024 != 0)
            yado_to_xl_lose(self, model, "vram",
                            _("xl counts memory in whole MiB: it is rounded up."));
    }
}

/* Lines */

static char *
make_tcp(YadoToXl *self, YadoXmlElement *element, YadoXmlElement *source)
{
    const char *mode = source != NULL ? yado_to_xl_take_attribute(self, source, "mode") : NULL;
    const char *host = source != NULL ? yado_to_xl_take_attribute(self, source, "host") : NULL;
    const char *service =
        source != NULL ? yado_to_xl_take_attribute(self, source, "service") : NULL;
    const char *protocol = yado_to_xl_take_in(self, element, "protocol", "type");

    return g_strdup_printf("%s:%s:%s%s", g_strcmp0(protocol, "telnet") == 0 ? "telnet" : "tcp",
                           host != NULL ? host : "", service != NULL ? service : "",
                           g_strcmp0(mode, "bind") == 0 ? ",server,nowait" : "");
}

/* NULL: xl does not know it. */
static char *
make_serial(YadoToXl *self, YadoXmlElement *element, const char *type)
{
    static const char *const plain[] = { "pty", "null", "vc", "stdio", NULL };
    YadoXmlElement *source = yado_to_xl_take_child(self, element, "source");
    const char *path = source != NULL ? yado_xml_element_get_attribute(source, "path") : NULL;

    if (type != NULL && g_strv_contains(plain, type)) {
        if (path != NULL)
            yado_to_xl_take_attribute(self, source, "path"); /* of the run */
        yado_to_xl_take_attribute(self, element, "tty");
        return g_strdup(type);
    }
    if (g_strcmp0(type, "tcp") == 0)
        return make_tcp(self, element, source);
    if (path == NULL)
        return NULL;
    yado_to_xl_take_attribute(self, source, "path");
    if (g_strcmp0(type, "dev") == 0)
        return g_strdup(path);
    if (g_strcmp0(type, "file") == 0 || g_strcmp0(type, "pipe") == 0)
        return g_strdup_printf("%s:%s", type, path);
    if (g_strcmp0(type, "unix") != 0)
        return NULL;
    const char *mode = yado_to_xl_take_attribute(self, source, "mode");
    return g_strdup_printf("unix:%s%s", path, g_strcmp0(mode, "bind") == 0 ? ",server,nowait" : "");
}

/* QEMU reads what stands behind a comma as an option: only those that we write are meant. */
static gboolean
has_other_options(const char *serial)
{
    const char *comma = strchr(serial, ',');

    return comma != NULL && strcmp(comma, ",server,nowait") != 0;
}

static void
carry_serial(YadoToXl *self, YadoXmlElement *element, GPtrArray *items)
{
    const char *type = yado_to_xl_take_attribute(self, element, "type");
    char *serial;

    yado_to_xl_see(self, element);
    if (strcmp(self->kind, "hvm") != 0) {
        yado_to_xl_lose_whole(self, element, _("Xen reads it for HVM guests only."));
        return;
    }
    serial = make_serial(self, element, type);
    if (serial == NULL || has_other_options(serial)) {
        g_free(serial);
        yado_to_xl_lose_whole(self, element, _("xl does not know this value."));
        return;
    }
    YadoXmlElement *target = yado_xml_element_find_child(element, "target");
    if (target != NULL)
        yado_to_xl_see_all(self, target);
    see_automatic(self, element);
    g_ptr_array_add(items, serial);
}

/* The first console is there without being asked for; on HVM it is the first serial line. */
static void
carry_console(YadoToXl *self, YadoXmlElement *element, guint index)
{
    const char *type = yado_xml_element_get_attribute(element, "type");

    if (index == 0 && g_strcmp0(type, "pty") == 0)
        yado_to_xl_see_all(self, element);
}

static void
carry_channel(YadoToXl *self, YadoXmlElement *element, GPtrArray *items)
{
    g_autoptr(GString) options = g_string_new(NULL);
    const char *type = yado_xml_element_get_attribute(element, "type");
    const char *target = yado_to_xl_take_in(self, element, "target", "type");

    if (g_strcmp0(target, "xen") != 0 ||
        (g_strcmp0(type, "pty") != 0 && g_strcmp0(type, "unix") != 0))
        return;
    yado_to_xl_see(self, element);
    yado_to_xl_take_attribute(self, element, "type");
    yado_to_xl_append(options, "connection", strcmp(type, "unix") == 0 ? "socket" : "pty");
    yado_to_xl_take_in(self, element, "source", "mode");
    if (strcmp(type, "unix") == 0)
        yado_to_xl_carry_option(self, options, "path",
                                yado_to_xl_take_child(self, element, "source"), "path");
    else
        yado_to_xl_take_in(self, element, "source", "path"); /* of the run */
    yado_to_xl_carry_option(self, options, "name", yado_to_xl_take_child(self, element, "target"),
                            "name");
    see_automatic(self, element);
    g_ptr_array_add(items, g_strdup(options->str));
}

/* Devices of the host */

static guint
take_hex(YadoToXl *self, YadoXmlElement *element, const char *name)
{
    const char *value = yado_to_xl_take_attribute(self, element, name);

    return value != NULL ? (guint)g_ascii_strtoull(value, NULL, 0) : 0;
}

static void
carry_pci(YadoToXl *self, YadoXmlElement *element, YadoXmlElement *source, GPtrArray *items)
{
    YadoXmlElement *address = yado_to_xl_take_child(self, source, "address");
    const char *managed = yado_to_xl_take_attribute(self, element, "managed");
    const char *filtering = yado_to_xl_take_attribute(self, source, "writeFiltering");

    if (address == NULL)
        return;
    guint domain = take_hex(self, address, "domain");
    guint bus = take_hex(self, address, "bus");
    guint slot = take_hex(self, address, "slot");
    guint function = take_hex(self, address, "function");
    yado_to_xl_take_attribute(self, address, "type");
    yado_to_xl_see(self, element);
    g_ptr_array_add(items, g_strdup_printf("%04x:%02x:%02x.%x%s%s", domain, bus, slot, function,
                                           g_strcmp0(managed, "yes") == 0 ? ",seize=1" : "",
                                           g_strcmp0(filtering, "no") == 0 ? ",permissive=1" : ""));
}

static void
carry_usb_by_place(YadoToXl *self, YadoXmlElement *element, YadoXmlElement *source,
                   GPtrArray *items)
{
    YadoXmlElement *place = yado_xml_element_find_child(element, "address");
    YadoXmlElement *address = yado_to_xl_take_child(self, source, "address");
    g_autoptr(GString) options = g_string_new("type=hostdev");

    yado_to_xl_carry_option(self, options, "hostbus", address, "bus");
    yado_to_xl_carry_option(self, options, "hostaddr", address, "device");
    if (place != NULL && g_strcmp0(yado_xml_element_get_attribute(place, "type"), "usb") == 0) {
        yado_to_xl_see_all(self, place);
        yado_to_xl_carry_option(self, options, "controller", place, "bus");
        yado_to_xl_carry_option(self, options, "port", place, "port");
    }
    g_ptr_array_add(items, g_strdup(options->str));
}

static void
carry_hostdev(YadoToXl *self, YadoXmlElement *element, GPtrArray *pci, GPtrArray *usb,
              GPtrArray *usbdevice)
{
    const char *mode = yado_xml_element_get_attribute(element, "mode");
    const char *type = yado_xml_element_get_attribute(element, "type");
    YadoXmlElement *source = yado_xml_element_find_child(element, "source");

    if (g_strcmp0(mode, "subsystem") != 0 || source == NULL)
        return;
    if (g_strcmp0(type, "pci") != 0 && g_strcmp0(type, "usb") != 0)
        return;
    yado_to_xl_see(self, element);
    yado_to_xl_see(self, source);
    yado_to_xl_take_attribute(self, element, "mode");
    yado_to_xl_take_attribute(self, element, "type");
    see_automatic(self, element);
    if (strcmp(type, "pci") == 0) {
        carry_pci(self, element, source, pci);
        return;
    }
    yado_to_xl_take_attribute(self, element, "managed");
    if (yado_xml_element_find_child(source, "address") != NULL) {
        carry_usb_by_place(self, element, source, usb);
        return;
    }
    const char *vendor = yado_to_xl_take_in(self, source, "vendor", "id");
    const char *product = yado_to_xl_take_in(self, source, "product", "id");
    if (vendor != NULL && product != NULL && strcmp(self->kind, "hvm") == 0)
        g_ptr_array_add(usbdevice,
                        g_strdup_printf("host:%04x:%04x", (guint)g_ascii_strtoull(vendor, NULL, 0),
                                        (guint)g_ascii_strtoull(product, NULL, 0)));
    else
        yado_to_xl_lose_whole(self, element, _("xl wants to know where the device is plugged in."));
}

static void
carry_count(YadoToXl *self, YadoXmlElement *element, const char *attribute, const char *key)
{
    const char *text = yado_to_xl_take_attribute(self, element, attribute);
    guint64 count;

    if (text == NULL)
        return;
    if (g_ascii_string_to_unsigned(text, 10, 0, G_MAXUINT32, &count, NULL))
        yado_to_xl_put_number(self, key, count);
    else
        yado_to_xl_lose_value(self, element, attribute);
}

static void
carry_controller(YadoToXl *self, YadoXmlElement *element, GPtrArray *items)
{
    const char *type = yado_xml_element_get_attribute(element, "type");
    const char *model = yado_xml_element_get_attribute(element, "model");

    if (g_strcmp0(type, "xenbus") == 0) {
        carry_count(self, element, "maxGrantFrames", "max_grant_frames");
        carry_count(self, element, "maxEventChannels", "max_event_channels");
    } else if (g_strcmp0(type, "usb") == 0 && model != NULL && g_str_has_prefix(model, "qusb")) {
        g_autoptr(GString) options = g_string_new("type=auto");
        yado_to_xl_append(options, "version", strcmp(model, "qusb1") == 0 ? "1" : "2");
        yado_to_xl_carry_option(self, options, "ports", element, "ports");
        yado_to_xl_take_attribute(self, element, "model");
        g_ptr_array_add(items, g_strdup(options->str));
    } else if (g_strcmp0(type, "ide") != 0 && g_strcmp0(type, "scsi") != 0) {
        return;
    }
    yado_to_xl_see(self, element);
    yado_to_xl_take_attribute(self, element, "type");
    yado_to_xl_take_attribute(self, element, "index");
    see_automatic(self, element);
}

/* The mouse and the keyboard of a picture are always there. */
static void
carry_input(YadoToXl *self, YadoXmlElement *element, GPtrArray *items)
{
    const char *type = yado_xml_element_get_attribute(element, "type");
    const char *bus = yado_xml_element_get_attribute(element, "bus");

    if (type == NULL)
        return;
    if (g_strcmp0(bus, "usb") == 0 && strcmp(self->kind, "hvm") == 0) {
        yado_to_xl_see(self, element);
        yado_to_xl_take_attribute(self, element, "type");
        yado_to_xl_take_attribute(self, element, "bus");
        see_automatic(self, element);
        g_ptr_array_add(items, g_strdup(type));
    } else if (g_strcmp0(bus, "ps2") == 0 || g_strcmp0(bus, "xen") == 0) {
        yado_to_xl_see_all(self, element);
    }
}

static void
carry_sound(YadoToXl *self, YadoXmlElement *element, GString *models)
{
    static const char *const known[] = { "ac97", "es1370", "sb16", "pcspk", "ich6", NULL };
    const char *model = yado_xml_element_get_attribute(element, "model");

    if (model == NULL || !g_strv_contains(known, model) || strcmp(self->kind, "hvm") != 0)
        return;
    yado_to_xl_see(self, element);
    yado_to_xl_take_attribute(self, element, "model");
    see_automatic(self, element);
    g_string_append_printf(models, "%s%s", models->len > 0 ? "," : "",
                           strcmp(model, "ich6") == 0 ? "hda" : model);
}

/* Xen has one balloon, and it is always there. */
static void
carry_balloon(YadoToXl *self, YadoXmlElement *element)
{
    const char *model = yado_xml_element_get_attribute(element, "model");

    if (g_strcmp0(model, "xen") == 0)
        yado_to_xl_see_all(self, element);
}

typedef struct {
    GPtrArray *disks, *nics, *vfbs, *serials, *channels, *pci, *usb, *inputs, *controllers;
    GString *sounds;
    guint n_consoles;
} Lists;

static void
carry_device(YadoToXl *self, YadoXmlElement *element, Lists *lists)
{
    const char *name = element->name;

    if (strcmp(name, "disk") == 0)
        carry_disk(self, element, lists->disks);
    else if (strcmp(name, "interface") == 0)
        carry_nic(self, element, lists->nics);
    else if (strcmp(name, "graphics") == 0)
        carry_graphics(self, element, lists->vfbs);
    else if (strcmp(name, "video") == 0)
        carry_video(self, element);
    else if (strcmp(name, "serial") == 0)
        carry_serial(self, element, lists->serials);
    else if (strcmp(name, "console") == 0)
        carry_console(self, element, lists->n_consoles++);
    else if (strcmp(name, "channel") == 0)
        carry_channel(self, element, lists->channels);
    else if (strcmp(name, "hostdev") == 0)
        carry_hostdev(self, element, lists->pci, lists->usb, lists->inputs);
    else if (strcmp(name, "controller") == 0)
        carry_controller(self, element, lists->controllers);
    else if (strcmp(name, "input") == 0)
        carry_input(self, element, lists->inputs);
    else if (strcmp(name, "sound") == 0)
        carry_sound(self, element, lists->sounds);
    else if (strcmp(name, "memballoon") == 0)
        carry_balloon(self, element);
}

static void
put_lists(YadoToXl *self, Lists *lists)
{
    yado_to_xl_put_list(self, "disk", lists->disks);
    yado_to_xl_put_list(self, "vif", lists->nics);
    yado_to_xl_put_list(self, "vfb", lists->vfbs);
    yado_to_xl_put_list(self, "serial", lists->serials);
    yado_to_xl_put_list(self, "channel", lists->channels);
    yado_to_xl_put_list(self, "usbctrl", lists->controllers);
    yado_to_xl_put_list(self, "usbdev", lists->usb);
    yado_to_xl_put_list(self, "pci", lists->pci);
    if (lists->inputs->len > 0)
        yado_to_xl_put_raw(self, "usb", "1");
    yado_to_xl_put_list(self, "usbdevice", lists->inputs);
    if (lists->sounds->len > 0)
        yado_to_xl_put(self, "soundhw", lists->sounds->str);
}

static gboolean
has_graphics(const YadoXmlElement *devices, const char *type)
{
    for (guint i = 0; devices != NULL && i < devices->children->len; i++) {
        const YadoXmlElement *child = devices->children->pdata[i];
        if (strcmp(child->name, "graphics") == 0 &&
            g_strcmp0(yado_xml_element_get_attribute(child, "type"), type) == 0)
            return TRUE;
    }
    return FALSE;
}

static void
carry_emulator(YadoToXl *self, YadoXmlElement *devices)
{
    YadoXmlElement *element = yado_to_xl_take_child(self, devices, "emulator");
    g_autofree char *path = yado_to_xl_take_text(self, devices, "emulator");

    if (path == NULL || *path == '\0')
        return;
    if (g_strcmp0(yado_xml_element_get_attribute(self->tree->root, "type"), "xen") == 0)
        yado_to_xl_put(self, "device_model_override", path);
    else
        yado_to_xl_lose(self, element, NULL, _("xl takes the device model that comes with Xen."));
}

void
yado_to_xl_carry_devices(YadoToXl *self)
{
    YadoXmlElement *devices = yado_to_xl_take_child(self, self->tree->root, "devices");
    g_autoptr(GPtrArray) disks = yado_to_xl_new_items();
    g_autoptr(GPtrArray) nics = yado_to_xl_new_items();
    g_autoptr(GPtrArray) vfbs = yado_to_xl_new_items();
    g_autoptr(GPtrArray) serials = yado_to_xl_new_items();
    g_autoptr(GPtrArray) channels = yado_to_xl_new_items();
    g_autoptr(GPtrArray) pci = yado_to_xl_new_items();
    g_autoptr(GPtrArray) usb = yado_to_xl_new_items();
    g_autoptr(GPtrArray) inputs = yado_to_xl_new_items();
    g_autoptr(GPtrArray) controllers = yado_to_xl_new_items();
    g_autoptr(GString) sounds = g_string_new(NULL);
    Lists lists = {
        disks, nics, vfbs, serials, channels, pci, usb, inputs, controllers, sounds, 0
    };

    if (devices != NULL)
        carry_emulator(self, devices);
    for (guint i = 0; devices != NULL && i < devices->children->len; i++)
        carry_device(self, devices->children->pdata[i], &lists);
    /* Without a word Xen gives an HVM guest a picture. */
    if (strcmp(self->kind, "hvm") == 0 && !has_graphics(devices, "vnc"))
        yado_to_xl_put_raw(self, "vnc", "0");
    put_lists(self, &lists);
}
