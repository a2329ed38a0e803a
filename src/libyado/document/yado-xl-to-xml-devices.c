/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * yado-xl-to-xml-devices.c: disks, cards, pictures, lines and devices of the host.
 */
#include "config.h"

#include <gio/gio.h>
#include <glib/gi18n-lib.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "document/yado-xl-disk.h"
#include "document/yado-xl-options.h"
#include "document/yado-xl-to-xml.h"
#include "document/yado-xl-values.h"
#include "document/yado-xml-values.h"

#define XEN_URI "http://libvirt.org/schemas/domain/xen/1.0"

static YadoXmlElement *
add_device(YadoToXml *self, const char *name)
{
    return yado_xml_element_add_child(self->devices, name);
}

typedef void (*ItemFunc)(YadoToXml *self, const char *text, guint index, const YadoXlValue *item);

static void
each_item(YadoToXml *self, const char *key, ItemFunc func)
{
    g_autoptr(GPtrArray) items = yado_xl_file_list_items(self->file, key);

    yado_to_xml_use(self, key);
    for (guint i = 0; i < items->len; i++) {
        const YadoXlValue *item = items->pdata[i];
        if (item->is_list || !g_utf8_validate(item->string, -1, NULL))
            yado_to_xml_lose_item(self, key, i, item, "", _("This is no valid text."));
        else
            func(self, item->string, i, item);
    }
}

static const char *
get_bus(YadoToXml *self, const char *vdev)
{
    if (!yado_to_xml_is_hvm(self))
        return "xen";
    if (g_str_has_prefix(vdev, "hd"))
        return "ide";
    return g_str_has_prefix(vdev, "sd") ? "scsi" : "xen";
}

/* NULL: libvirt can say it. */
static const char *
get_disk_obstacle(const YadoXlDisk *disk)
{
    if (disk->error != NULL)
        return disk->error;
    if (disk->script != NULL)
        return _("libvirt has no scripts for disks; without its script it would be another disk.");
    if (!g_regex_match_simple("^(hd|sd|xvd)[a-z][a-z0-9]*$", disk->vdev, 0, 0))
        return _("libvirt does not know this name of a disk (vdev).");
    if (disk->target != NULL && *disk->target != '\0' && *disk->target != '/' &&
        !g_str_has_prefix(disk->target, "rbd:"))
        return _("libvirt wants the whole path of a disk.");
    if (g_strcmp0(disk->backendtype, "standalone") == 0 ||
        g_strcmp0(disk->specification, "virtio") == 0)
        return _("libvirt's Xen driver has no such disk.");
    return NULL;
}

static void
lose_disk_options(YadoToXml *self, const YadoXlDisk *disk, guint index, const YadoXlValue *item)
{
    const char *reason = yado_losses_get_xml_reason();

    if (disk->direct_io_safe)
        yado_to_xml_lose_item(self, "disk", index, item, "direct-io-safe", reason);
    if (disk->trusted >= 0)
        yado_to_xml_lose_item(self, "disk", index, item, disk->trusted ? "trusted" : "untrusted",
                              reason);
    for (guint i = 0; i < disk->others->len; i++)
        yado_to_xml_lose_item(self, "disk", index, item, disk->others->pdata[i], reason);
}

static const char *
get_driver(const YadoXlDisk *disk)
{
    if (disk->backendtype != NULL)
        return strcmp(disk->backendtype, "qdisk") == 0 ? "qemu" : disk->backendtype;
    /* Without a name libvirt takes every disk for raw. */
    return strcmp(yado_xl_disk_get_format(disk), "raw") == 0 ? NULL : "qemu";
}

/* "rbd:pool/image" and no more: options behind it name servers and keys. */
static gboolean
put_network_source(YadoXmlElement *element, const char *target)
{
    const char *name = target + strlen("rbd:");
    gsize length = strcspn(name, ":");
    g_autofree char *image = g_strndup(name, length);

    yado_to_xml_put(element, "@type", "network");
    yado_to_xml_put(element, "source@protocol", "rbd");
    yado_to_xml_put(element, "source@name", image);
    return name[length] == '\0';
}

static void
put_disk_source(YadoToXml *self, YadoXmlElement *element, const YadoXlDisk *disk, guint index,
                const YadoXlValue *item)
{
    gboolean has_target = disk->target != NULL && *disk->target != '\0';
    gboolean is_block = g_strcmp0(disk->backendtype, "phy") == 0 ||
                        (has_target && g_str_has_prefix(disk->target, "/dev/"));

    if (has_target && g_str_has_prefix(disk->target, "rbd:")) {
        if (!put_network_source(element, disk->target))
            yado_to_xml_lose_item(
                self, "disk", index, item, "target",
                _("The servers and options behind the image's name are not carried over."));
        return;
    }
    yado_to_xml_put(element, "@type", is_block ? "block" : "file");
    if (has_target)
        yado_to_xml_put(element, is_block ? "source@dev" : "source@file", disk->target);
}

static void
carry_disk(YadoToXml *self, const char *spec, guint index, const YadoXlValue *item)
{
    g_autoptr(YadoXlDisk) disk = yado_xl_disk_new(spec);
    const char *obstacle = get_disk_obstacle(disk);
    gboolean is_empty = disk->target == NULL || *disk->target == '\0';

    if (obstacle != NULL) {
        yado_to_xml_lose_item(self, "disk", index, item, "", obstacle);
        return;
    }
    YadoXmlElement *element = add_device(self, "disk");
    put_disk_source(self, element, disk, index, item);
    yado_to_xml_put(element, "@device", disk->is_cdrom ? "cdrom" : "disk");
    if (!is_empty) {
        yado_to_xml_put(element, "driver@name", get_driver(disk));
        yado_to_xml_put(element, "driver@type", yado_xl_disk_get_format(disk));
    }
    if (disk->discard >= 0)
        yado_to_xml_put(element, "driver@discard", disk->discard ? "unmap" : "ignore");
    yado_to_xml_put(element, "backenddomain@name", disk->backend);
    yado_to_xml_put(element, "target@dev", disk->vdev);
    yado_to_xml_put(element, "target@bus", get_bus(self, disk->vdev));
    if (!disk->writable)
        yado_xml_element_ensure_path(element, "readonly");
    lose_disk_options(self, disk, index, item);
}

/* Takes @key out of @options. */
static char *
pull(char **options, const char *key)
{
    char *value = yado_xl_options_dup(*options, key);

    if (value != NULL) {
        g_autofree char *before = *options;
        *options = yado_xl_options_set(before, key, NULL);
    }
    return value != NULL ? g_strstrip(value) : NULL;
}

/* What nobody pulled out. */
static void
lose_rest(YadoToXml *self, const char *list, guint index, const YadoXlValue *item,
          const char *options)
{
    g_auto(GStrv) left = yado_xl_options_split(options);

    for (guint i = 0; left[i] != NULL; i++)
        yado_to_xml_lose_item(self, list, index, item, left[i], yado_losses_get_xml_reason());
}

static void
carry_rate(YadoToXml *self, YadoXmlElement *element, const char *rate, guint index,
           const YadoXlValue *item)
{
    guint64 bytes;
    guint32 interval;

    if (!yado_xl_parse_rate(rate, &bytes, &interval)) {
        yado_to_xml_lose_item(self, "vif", index, item, "rate",
                              _("Xen does not understand this rate."));
        return;
    }
    guint64 kib = MAX((bytes + 512) / 1024, 1);
    yado_to_xml_put_number(element, "bandwidth/outbound@average", (gint64)kib);
    if (kib * 1024 != bytes) {
        g_autofree char *reason =
            g_strdup_printf(_("libvirt counts in KiB a second: it becomes %u."), (guint)kib);
        yado_to_xml_lose_item(self, "vif", index, item, "rate", reason);
    }
    if (strchr(rate, '@') != NULL)
        yado_to_xml_lose_item(self, "vif", index, item, "rate",
                              _("libvirt cannot set after how long the credit is given again."));
}

static gboolean
is_mac(const char *mac)
{
    return g_regex_match_simple("^[0-9a-fA-F][02468aAcCeE](:[0-9a-fA-F]{2}){5}$", mac, 0, 0);
}

/* Without a bridge Xen takes the default one of xl.conf, xenbr0 as it comes. */
static void
put_nic_source(YadoXmlElement *element, const char *bridge, gboolean is_routed)
{
    yado_to_xml_put(element, "@type", is_routed ? "ethernet" : "bridge");
    if (!is_routed)
        yado_to_xml_put(element, "source@bridge",
                        bridge != NULL && *bridge != '\0' ? bridge : "xenbr0");
}

/* Xen's scripts that need no bridge. */
static gboolean
is_router(const char *script)
{
    const char *slash = script != NULL ? strrchr(script, '/') : NULL;
    const char *name = slash != NULL ? slash + 1 : script;

    return name != NULL &&
           (g_str_has_prefix(name, "vif-route") || g_str_has_prefix(name, "vif-nat"));
}

static void
put_nic_model(YadoToXml *self, YadoXmlElement *element, const char *type, const char *model,
              guint index, const YadoXlValue *item)
{
    if (type != NULL && strcmp(type, "vif") == 0)
        yado_to_xml_put(element, "model@type", "netfront");
    else if (model != NULL && g_regex_match_simple("^[a-zA-Z0-9_-]+$", model, 0, 0))
        yado_to_xml_put(element, "model@type", model);
    else if (model != NULL)
        yado_to_xml_lose_item(self, "vif", index, item, "model",
                              _("libvirt does not know this value."));
    else if (g_strcmp0(type, "ioemu") == 0)
        yado_to_xml_put(element, "model@type", "rtl8139");
}

static void
put_vlan(YadoToXml *self, YadoXmlElement *element, const char *vlan, guint index,
         const YadoXlValue *item)
{
    if (g_ascii_string_to_unsigned(vlan, 10, 1, 4095, NULL, NULL))
        yado_to_xml_put(element, "vlan/tag@id", vlan);
    else
        yado_to_xml_lose_item(self, "vif", index, item, "vlan",
                              _("libvirt does not know this value."));
}

static void
put_address(YadoToXml *self, YadoXmlElement *element, const char *ip, guint index,
            const YadoXlValue *item)
{
    g_autoptr(GInetAddress) address = g_inet_address_new_from_string(ip);

    if (address != NULL)
        yado_to_xml_put(element, "ip@address", ip);
    else
        yado_to_xml_lose_item(self, "vif", index, item, "ip",
                              _("libvirt does not know this value."));
}

static void
carry_nic(YadoToXml *self, const char *text, guint index, const YadoXlValue *item)
{
    g_autofree char *left = g_strdup(text);
    g_autofree char *mac = pull(&left, "mac");
    g_autofree char *bridge = pull(&left, "bridge");
    g_autofree char *script = pull(&left, "script");
    g_autofree char *name = pull(&left, "vifname");
    g_autofree char *model = pull(&left, "model");
    g_autofree char *type = pull(&left, "type");
    g_autofree char *backend = pull(&left, "backend");
    g_autofree char *rate = pull(&left, "rate");
    g_autofree char *ip = pull(&left, "ip");
    g_autofree char *mtu = pull(&left, "mtu");
    g_autofree char *vlan = pull(&left, "vlan");
    g_autofree char *gateway = yado_xl_options_dup(text, "gatewaydev");
    YadoXmlElement *element = add_device(self, "interface");

    put_nic_source(element, bridge, bridge == NULL && (gateway != NULL || is_router(script)));
    if (mac != NULL && is_mac(mac))
        yado_to_xml_put(element, "mac@address", mac);
    else if (mac != NULL)
        yado_to_xml_lose_item(self, "vif", index, item, "mac",
                              _("This is no address of a network card."));
    yado_to_xml_put(element, "backenddomain@name", backend);
    yado_to_xml_put(element, "script@path", script);
    yado_to_xml_put(element, "target@dev", name);
    put_nic_model(self, element, type, model, index, item);
    if (ip != NULL)
        put_address(self, element, ip, index, item);
    if (rate != NULL)
        carry_rate(self, element, rate, index, item);
    yado_to_xml_put(element, "mtu@size", mtu);
    if (vlan != NULL)
        put_vlan(self, element, vlan, index, item);
    lose_rest(self, "vif", index, item, left);
}

/* Pictures */

/* The values of one picture, by neutral key. */
typedef struct {
    char *listen, *port, *autoport, *password, *keymap;
} Picture;

static void
put_picture(YadoToXml *self, const char *type, const Picture *picture)
{
    YadoXmlElement *element = add_device(self, "graphics");

    yado_to_xml_put(element, "@type", type);
    yado_to_xml_put(element, "@port", picture->port);
    yado_to_xml_put(element, "@autoport", picture->autoport);
    yado_to_xml_put(element, "@listen", picture->listen);
    if (picture->keymap != NULL && *picture->keymap != '\0')
        yado_to_xml_put(element, "@keymap", picture->keymap);
    if (picture->password != NULL && *picture->password != '\0')
        yado_to_xml_put(element, "@passwd", picture->password);
    if (picture->listen != NULL) {
        yado_to_xml_put(element, "listen@type", "address");
        yado_to_xml_put(element, "listen@address", picture->listen);
    }
}

static void
clear_picture(Picture *picture)
{
    g_free(picture->listen);
    g_free(picture->port);
    g_free(picture->autoport);
    g_free(picture->password);
    g_free(picture->keymap);
}

static const YadoXlSource *
find_source(const char *key)
{
    for (guint i = 0; yado_xl_get_source(i)->kind != NULL; i++)
        if (strcmp(yado_xl_get_source(i)->key, key) == 0)
            return yado_xl_get_source(i);
    return NULL;
}

static void
put_sdl(YadoToXml *self, const char *display, const char *xauthority)
{
    YadoXmlElement *element = add_device(self, "graphics");

    yado_to_xml_put(element, "@type", "sdl");
    yado_to_xml_put(element, "@display", display);
    if (xauthority != NULL && *xauthority == '/')
        yado_to_xml_put(element, "@xauth", xauthority);
}

static void
carry_vfb(YadoToXml *self, const char *text, guint index, const YadoXlValue *item)
{
    static const char *const vnc_options[] = { "vnc",       "vnclisten", "vncdisplay",
                                               "vncunused", "vncpasswd", "keymap",
                                               "sdl",       "display",   "xauthority" };
    const YadoXlSource *source = find_source("vfb");
    g_autofree char *left = g_strdup(text);
    g_autofree char *sdl = yado_xl_options_dup(text, "sdl");
    g_autofree char *vnc = yado_xl_options_dup(text, "vnc");
    g_autofree char *display = yado_xl_options_dup(text, "display");
    g_autofree char *xauthority = yado_xl_options_dup(text, "xauthority");
    Picture picture = {
        yado_xl_read_item(source, text, yado_map_find("graphics", "listen")),
        yado_xl_read_item(source, text, yado_map_find("graphics", "port")),
        yado_xl_read_item(source, text, yado_map_find("graphics", "autoport")),
        yado_xl_read_item(source, text, yado_map_find("graphics", "password")),
        yado_xl_read_item(source, text, yado_map_find("graphics", "keymap")),
    };

    for (guint i = 0; i < G_N_ELEMENTS(vnc_options); i++)
        g_free(pull(&left, vnc_options[i]));
    if (vnc == NULL || atoi(vnc) != 0)
        put_picture(self, "vnc", &picture);
    if (sdl != NULL && atoi(sdl) != 0)
        put_sdl(self, display, xauthority);
    clear_picture(&picture);
    lose_rest(self, "vfb", index, item, left);
}

static char *
read_group(YadoToXml *self, const char *key, const char *neutral)
{
    return yado_xl_read_group(self->file, find_source(key), yado_map_find("graphics", neutral));
}

static void
carry_group(YadoToXml *self, const char *key)
{
    Picture picture = { read_group(self, key, "listen"), read_group(self, key, "port"),
                        read_group(self, key, "autoport"), read_group(self, key, "password"),
                        read_group(self, key, "keymap") };

    put_picture(self, key, &picture);
    clear_picture(&picture);
}

static void
carry_spice_details(YadoToXml *self)
{
    YadoXmlElement *element = self->devices->children->pdata[self->devices->children->len - 1];
    g_autofree char *tls = yado_to_xml_take(self, "spicetls_port");
    g_autofree char *compression = yado_to_xml_take(self, "spice_image_compression");
    g_autofree char *streaming = yado_to_xml_take(self, "spice_streaming_video");

    for (guint i = 0; i < self->devices->children->len; i++) {
        YadoXmlElement *child = self->devices->children->pdata[i];
        if (g_strcmp0(yado_xml_element_get_attribute(child, "type"), "spice") == 0)
            element = child;
    }
    yado_to_xml_put(element, "@tlsPort", tls);
    if (compression != NULL)
        yado_to_xml_lose(self, "spice_image_compression", yado_losses_get_xml_reason());
    if (streaming != NULL)
        yado_to_xml_lose(self, "spice_streaming_video", yado_losses_get_xml_reason());
    if (yado_to_xml_find_setting(self, "spiceagent_mouse") != NULL)
        yado_to_xml_put(element, "mouse@mode",
                        yado_to_xml_take_flag(self, "spiceagent_mouse", TRUE) ? "client"
                                                                              : "server");
    if (yado_to_xml_find_setting(self, "spice_clipboard_sharing") != NULL)
        yado_to_xml_put(element, "clipboard@copypaste",
                        yado_to_xml_take_flag(self, "spice_clipboard_sharing", FALSE) ? "yes"
                                                                                      : "no");
}

/* The keys of pictures that are not there say nothing. */
static void
use_picture_keys(YadoToXml *self)
{
    static const char *const keys[] = {
        "vnc",       "vnclisten", "vncdisplay",  "vncunused", "vncpasswd",
        "sdl",       "display",   "xauthority",  "keymap",    "spice",
        "spiceport", "spicehost", "spicepasswd", "nographic",
    };

    for (guint i = 0; i < G_N_ELEMENTS(keys); i++)
        yado_to_xml_use(self, keys[i]);
}

static void
carry_graphics(YadoToXml *self)
{
    gsize place;
    g_autofree char *display = yado_xl_file_dup_string(self->file, "display");
    g_autofree char *xauthority = yado_xl_file_dup_string(self->file, "xauthority");

    use_picture_keys(self);
    each_item(self, "vfb", carry_vfb);
    if (yado_xl_has_group(self->file, find_source("vnc"), &place))
        carry_group(self, "vnc");
    if (yado_xl_has_group(self->file, find_source("sdl"), &place))
        put_sdl(self, display, xauthority);
    if (yado_to_xml_is_hvm(self) && yado_xl_has_group(self->file, find_source("spice"), &place)) {
        carry_group(self, "spice");
        carry_spice_details(self);
    }
}

static void
carry_video(YadoToXml *self)
{
    static const char *const models[] = { "vga", "cirrus", "none", "qxl", NULL };
    const YadoXlSource *source = find_source("vga");
    gsize place;

    if (!yado_to_xml_is_hvm(self))
        return;
    yado_to_xml_use(self, "vga");
    yado_to_xml_use(self, "stdvga");
    yado_to_xml_use(self, "videoram");
    if (!yado_xl_has_group(self->file, source, &place))
        return;
    g_autofree char *model =
        yado_xl_read_group(self->file, source, yado_map_find("video", "model"));
    g_autofree char *vram = yado_xl_read_group(self->file, source, yado_map_find("video", "vram"));
    if (!g_strv_contains(models, model)) {
        yado_to_xml_lose_value(self, "vga");
        return;
    }
    YadoXmlElement *element = add_device(self, "video");
    yado_to_xml_put(element, "model@type", model);
    if (vram != NULL && strcmp(model, "none") != 0)
        yado_to_xml_put_number(element, "model@vram", g_ascii_strtoll(vram, NULL, 10) / 1024);
}

/* Serial lines */

static void
add_target_port(YadoXmlElement *element, guint index)
{
    yado_to_xml_put_number(element, "target@port", index);
}

/* "host:port,server": TRUE when libvirt can say it. */
static gboolean
put_tcp(YadoXmlElement *element, const char *rest, const char *protocol)
{
    g_auto(GStrv) parts = g_strsplit(rest, ",", -1);
    const char *colon = parts[0] != NULL ? strrchr(parts[0], ':') : NULL;
    gboolean is_server = FALSE;

    if (colon == NULL || colon[1] == '\0')
        return FALSE;
    for (guint i = 1; parts[i] != NULL; i++)
        is_server |= strcmp(parts[i], "server") == 0;
    g_autofree char *host = g_strndup(parts[0], (gsize)(colon - parts[0]));
    yado_to_xml_put(element, "@type", "tcp");
    yado_to_xml_put(element, "source@mode", is_server ? "bind" : "connect");
    yado_to_xml_put(element, "source@host", *host != '\0' ? host : "0.0.0.0");
    yado_to_xml_put(element, "source@service", colon + 1);
    yado_to_xml_put(element, "protocol@type", protocol);
    return TRUE;
}

static gboolean
put_serial(YadoXmlElement *element, const char *text)
{
    g_autofree char *path =
        strchr(text, ':') != NULL
            ? g_strndup(strchr(text, ':') + 1, strcspn(strchr(text, ':') + 1, ","))
            : NULL;

    if (strcmp(text, "pty") == 0 || strcmp(text, "null") == 0 || strcmp(text, "vc") == 0 ||
        strcmp(text, "stdio") == 0) {
        yado_to_xml_put(element, "@type", text);
        return TRUE;
    }
    if (g_str_has_prefix(text, "/dev/")) {
        yado_to_xml_put(element, "@type", "dev");
        yado_to_xml_put(element, "source@path", text);
        return TRUE;
    }
    if (g_str_has_prefix(text, "file:/") || g_str_has_prefix(text, "pipe:/") ||
        g_str_has_prefix(text, "unix:/")) {
        g_autofree char *type = g_strndup(text, 4);
        yado_to_xml_put(element, "@type", type);
        yado_to_xml_put(element, "source@path", path);
        if (*text == 'u')
            yado_to_xml_put(element, "source@mode",
                            strstr(text, ",server") != NULL ? "bind" : "connect");
        return TRUE;
    }
    if (g_str_has_prefix(text, "tcp:"))
        return put_tcp(element, text + 4, "raw");
    return g_str_has_prefix(text, "telnet:") && put_tcp(element, text + 7, "telnet");
}

static void
carry_serial(YadoToXml *self, const char *text, guint index, const YadoXlValue *item)
{
    YadoXmlElement *element;

    if (strcmp(text, "none") == 0)
        return;
    element = add_device(self, "serial");
    if (!put_serial(element, text)) {
        yado_xml_element_remove(element);
        yado_to_xml_lose_item(self, "serial", index, item, "",
                              _("libvirt does not know this value."));
        return;
    }
    add_target_port(element, index);
}

static void
add_console(YadoToXml *self)
{
    YadoXmlElement *element = add_device(self, "console");

    yado_to_xml_put(element, "@type", "pty");
    yado_to_xml_put(element, "target@type", "xen");
    yado_to_xml_put(element, "target@port", "0");
}

static void
carry_channel(YadoToXml *self, const char *text, guint index, const YadoXlValue *item)
{
    g_autofree char *left = g_strdup(text);
    g_autofree char *connection = pull(&left, "connection");
    g_autofree char *path = pull(&left, "path");
    g_autofree char *name = pull(&left, "name");
    gboolean is_socket = g_strcmp0(connection, "socket") == 0;

    if (!is_socket && g_strcmp0(connection, "pty") != 0) {
        yado_to_xml_lose_item(self, "channel", index, item, "",
                              _("libvirt does not know this value."));
        return;
    }
    YadoXmlElement *element = add_device(self, "channel");
    yado_to_xml_put(element, "@type", is_socket ? "unix" : "pty");
    if (is_socket && path != NULL) {
        yado_to_xml_put(element, "source@mode", "bind");
        yado_to_xml_put(element, "source@path", path);
    }
    yado_to_xml_put(element, "target@type", "xen");
    yado_to_xml_put(element, "target@name", name);
    lose_rest(self, "channel", index, item, left);
}

/* Devices of the host */

static void
put_hex(YadoXmlElement *element, const char *path, int digits, guint number)
{
    g_autofree char *text = g_strdup_printf("0x%0*x", digits, number);

    yado_to_xml_put(element, path, text);
}

static YadoXmlElement *
add_hostdev(YadoToXml *self, const char *type)
{
    YadoXmlElement *element = add_device(self, "hostdev");

    yado_to_xml_put(element, "@mode", "subsystem");
    yado_to_xml_put(element, "@type", type);
    return element;
}

static gboolean
get_pci_flag(YadoToXml *self, char **left, const char *key, const char *global)
{
    g_autofree char *own = pull(left, key);
    g_autofree char *all = yado_xl_file_dup_string(self->file, global);
    const char *value = own != NULL ? own : all;

    return value != NULL && atoi(value) != 0;
}

static void
carry_pci(YadoToXml *self, const char *text, guint index, const YadoXlValue *item)
{
    g_autoptr(YadoXlPci) pci = yado_xl_pci_new(text);

    if (pci == NULL || pci->name != NULL || pci->all_functions) {
        yado_to_xml_lose_item(self, "pci", index, item, "",
                              pci == NULL
                                  ? _("Xen does not understand this device.")
                                  : _("libvirt wants the address of one function of a device."));
        return;
    }
    g_autofree char *left = g_strdup(pci->rest != NULL ? pci->rest : "");
    gboolean seize = get_pci_flag(self, &left, "seize", "pci_seize");
    gboolean permissive = get_pci_flag(self, &left, "permissive", "pci_permissive");
    YadoXmlElement *element = add_hostdev(self, "pci");
    yado_to_xml_put(element, "@managed", seize ? "yes" : "no");
    if (permissive)
        yado_to_xml_put(element, "source@writeFiltering", "no");
    put_hex(element, "source/address@domain", 4, pci->domain);
    put_hex(element, "source/address@bus", 2, pci->bus);
    put_hex(element, "source/address@slot", 2, pci->slot);
    put_hex(element, "source/address@function", 1, pci->function);
    g_free(pull(&left, "bdf"));
    if (pci->virtual_slot >= 0) {
        g_free(pull(&left, "vslot"));
        yado_to_xml_lose_item(self, "pci", index, item, "vslot", yado_losses_get_xml_reason());
    }
    lose_rest(self, "pci", index, item, left);
}

static void
carry_usbctrl(YadoToXml *self, const char *text, guint index, const YadoXlValue *item)
{
    g_autofree char *left = g_strdup(text);
    g_autofree char *type = pull(&left, "type");
    g_autofree char *version = pull(&left, "version");
    g_autofree char *ports = pull(&left, "ports");

    if (g_strcmp0(type, "devicemodel") == 0 || g_strcmp0(version, "3") == 0) {
        yado_to_xml_lose_item(self, "usbctrl", index, item, "",
                              _("libvirt does not know this value."));
        return;
    }
    YadoXmlElement *element = add_device(self, "controller");
    yado_to_xml_put(element, "@type", "usb");
    yado_to_xml_put_number(element, "@index", index);
    yado_to_xml_put(element, "@model", g_strcmp0(version, "1") == 0 ? "qusb1" : "qusb2");
    if (ports != NULL && g_ascii_string_to_unsigned(ports, 10, 1, 16, NULL, NULL))
        yado_to_xml_put(element, "@ports", ports);
    lose_rest(self, "usbctrl", index, item, left);
}

static void
carry_usbdev(YadoToXml *self, const char *text, guint index, const YadoXlValue *item)
{
    g_autofree char *left = g_strdup(text);
    g_autofree char *bus = pull(&left, "hostbus");
    g_autofree char *device = pull(&left, "hostaddr");
    g_autofree char *controller = pull(&left, "controller");
    g_autofree char *port = pull(&left, "port");
    gint64 numbers[2];

    g_free(pull(&left, "type"));
    if (bus == NULL || device == NULL || !yado_xl_parse_number(bus, &numbers[0]) ||
        !yado_xl_parse_number(device, &numbers[1])) {
        yado_to_xml_lose_item(self, "usbdev", index, item, "",
                              _("libvirt does not know this value."));
        return;
    }
    YadoXmlElement *element = add_hostdev(self, "usb");
    yado_to_xml_put(element, "@managed", "no");
    yado_to_xml_put_number(element, "source/address@bus", numbers[0]);
    yado_to_xml_put_number(element, "source/address@device", numbers[1]);
    if (controller != NULL && port != NULL) {
        yado_to_xml_put(element, "address@type", "usb");
        yado_to_xml_put(element, "address@bus", controller);
        yado_to_xml_put(element, "address@port", port);
    } else if (controller != NULL || port != NULL) {
        yado_to_xml_lose_item(self, "usbdev", index, item,
                              controller != NULL ? "controller" : "port",
                              yado_losses_get_xml_reason());
    }
    lose_rest(self, "usbdev", index, item, left);
}

/* "host:046d:c52b" or "host:1.4" */
static gboolean
put_usb_host(YadoToXml *self, const char *text)
{
    guint first, second;
    int end = 0;
    gboolean is_id = sscanf(text, "host:%4x:%4x%n", &first, &second, &end) == 2;

    if (!is_id && sscanf(text, "host:%3u.%3u%n", &first, &second, &end) != 2)
        return FALSE;
    if (text[end] != '\0')
        return FALSE;
    YadoXmlElement *element = add_hostdev(self, "usb");
    if (is_id) {
        put_hex(element, "source/vendor@id", 4, first);
        put_hex(element, "source/product@id", 4, second);
    } else {
        yado_to_xml_put_number(element, "source/address@bus", first);
        yado_to_xml_put_number(element, "source/address@device", second);
    }
    return TRUE;
}

static void
carry_usbdevice(YadoToXml *self, const char *text, guint index, const YadoXlValue *item)
{
    static const char *const inputs[] = { "tablet", "mouse", "keyboard", NULL };

    if (g_strv_contains(inputs, text)) {
        YadoXmlElement *element = add_device(self, "input");
        yado_to_xml_put(element, "@type", text);
        yado_to_xml_put(element, "@bus", "usb");
    } else if (!put_usb_host(self, text)) {
        yado_to_xml_lose_item(self, "usbdevice", index, item, "",
                              _("libvirt does not know this value."));
    }
}

static void
carry_sound(YadoToXml *self)
{
    static const char *const models[] = { "ac97", "es1370", "sb16", "pcspk", NULL };
    g_autofree char *text = yado_to_xml_take(self, "soundhw");
    g_auto(GStrv) words = text != NULL ? yado_xl_options_split(text) : NULL;

    for (guint i = 0; words != NULL && words[i] != NULL; i++) {
        const char *model = strcmp(words[i], "hda") == 0 ? "ich6" : words[i];
        if (strcmp(model, "ich6") == 0 || g_strv_contains(models, model))
            yado_to_xml_put(add_device(self, "sound"), "@model", model);
        else
            yado_to_xml_lose_value(self, "soundhw");
    }
}

static void
carry_usb(YadoToXml *self)
{
    gboolean is_on = yado_to_xml_take_flag(self, "usb", FALSE);

    if (!yado_to_xml_is_hvm(self))
        return;
    if (is_on && yado_to_xml_find_setting(self, "usbdevice") == NULL)
        yado_to_xml_lose(self, "usb",
                         _("libvirt makes the controller together with a device on it."));
    each_item(self, "usbdevice", carry_usbdevice);
}

static void
carry_xenbus(YadoToXml *self)
{
    gint64 frames = -1;
    gint64 channels = -1;

    yado_to_xml_take_number(self, "max_grant_frames", &frames);
    yado_to_xml_take_number(self, "max_event_channels", &channels);
    if (frames < 0 && channels < 0)
        return;
    YadoXmlElement *element = add_device(self, "controller");
    yado_to_xml_put(element, "@type", "xenbus");
    yado_to_xml_put(element, "@index", "0");
    if (frames >= 0)
        yado_to_xml_put_number(element, "@maxGrantFrames", frames);
    if (channels >= 0)
        yado_to_xml_put_number(element, "@maxEventChannels", channels);
}

/* What QEMU is told beside: a part of the document that only the Xen driver reads. */
static void
carry_arguments(YadoToXml *self, const char *key)
{
    g_autoptr(GPtrArray) items = yado_xl_file_list_items(self->file, key);

    yado_to_xml_use(self, key);
    for (guint i = 0; i < items->len; i++) {
        const YadoXlValue *item = items->pdata[i];
        if (item->string == NULL || !g_utf8_validate(item->string, -1, NULL)) {
            yado_to_xml_lose_item(self, key, i, item, "", _("This is no valid text."));
            continue;
        }
        YadoXmlElement *line = yado_xml_element_find_child(self->root, "xen:commandline");
        if (line == NULL) {
            line = yado_xml_element_add_child(self->root, "xen:commandline");
            yado_xml_element_set_attribute(line, "xmlns:xen", XEN_URI);
        }
        yado_to_xml_put(yado_xml_element_add_child(line, "xen:arg"), "@value", item->string);
    }
}

void
yado_to_xml_carry_devices(YadoToXml *self)
{
    g_autofree char *emulator = yado_to_xml_take(self, "device_model_override");

    if (emulator != NULL && *emulator == '/')
        yado_to_xml_put(self->devices, "emulator", emulator);
    else if (emulator != NULL)
        yado_to_xml_lose(self, "device_model_override", _("libvirt wants the whole path."));
    each_item(self, "disk", carry_disk);
    each_item(self, "usbctrl", carry_usbctrl);
    carry_xenbus(self);
    each_item(self, "vif", carry_nic);
    if (yado_to_xml_is_hvm(self))
        each_item(self, "serial", carry_serial);
    if (strcmp(self->kind, "hvm") != 0)
        add_console(self);
    each_item(self, "channel", carry_channel);
    carry_usb(self);
    carry_graphics(self);
    if (yado_to_xml_is_hvm(self))
        carry_sound(self);
    carry_video(self);
    yado_to_xml_use(self, "pci_seize");
    yado_to_xml_use(self, "pci_permissive");
    each_item(self, "pci", carry_pci);
    each_item(self, "usbdev", carry_usbdev);
    carry_arguments(self, "device_model_args");
    carry_arguments(self,
                    yado_to_xml_is_hvm(self) ? "device_model_args_hvm" : "device_model_args_pv");
}
