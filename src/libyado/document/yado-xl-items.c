/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * yado-xl-items.c: devices. Most are items of a list; on HVM the picture, the screen and the sound card are groups of keys.
 */
#include "config.h"

#include <glib/gi18n-lib.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/yado-error.h"
#include "document/yado-xl-options.h"
#include "document/yado-xl-values.h"

static const YadoXlSource sources[] = {
    { "disk", "disk", "format=raw, vdev=xvda, access=rw, target=" },
    { "nic", "vif", "bridge=xenbr0" },
    { "graphics", "vfb", "vnc=1,vnclisten=127.0.0.1,vncunused=1" },
    { "graphics", "vnc", .is_group = TRUE },
    { "graphics", "spice", .is_group = TRUE },
    { "graphics", "sdl", .is_group = TRUE },
    { "video", "vga", .is_group = TRUE },
    { "input", "usbdevice", "tablet" },
    { "serial", "serial", "pty" },
    { "channel", "channel", "connection=pty,name=channel" },
    { "sound", "soundhw", .is_group = TRUE },
    { "controller", "usbctrl", "type=auto,version=2,ports=8" },
    { "hostdev", "pci", "" },
    { "hostdev", "usbdev", NULL },
    { "filesystem", "p9", "tag=share,security_model=none,path=" },
    { "tpm", "vtpm", "backend=" },
    { "vkb", "vkb", NULL },
    { "vdispl", "vdispl", NULL },
    { "vsnd", "vsnd", NULL },
    { "virtio", "virtio", NULL },
    { "pvcalls", "pvcalls", NULL },
    { "dtdev", "dtdev", NULL },
    { NULL },
};

const YadoXlSource *
yado_xl_get_source(guint index)
{
    return &sources[index];
}

static gboolean
get_flag(const YadoXlFile *file, const char *key, gboolean fallback)
{
    g_autofree char *string = yado_xl_file_dup_string(file, key);
    gint64 number;

    return string != NULL && yado_xl_parse_number(string, &number) ? number != 0 : fallback;
}

static gboolean
has_items(const YadoXlFile *file, const char *key)
{
    g_autoptr(GPtrArray) items = yado_xl_file_list_items(file, key);

    return items->len > 0;
}

static gboolean
is_hvm(const YadoXlFile *file)
{
    return strcmp(yado_xl_get_kind(file), "hvm") == 0;
}

/* The keys that say that a group is there. */
static gsize
find_place(const YadoXlFile *file, const char *key)
{
    gsize place = G_MAXSIZE;

    for (guint i = 0; i < file->settings->len; i++) {
        const YadoXlSetting *setting = file->settings->pdata[i];
        if (strcmp(setting->key, key) == 0)
            place = setting->start;
    }
    return place;
}

/* HVM has a picture over VNC unless told otherwise; PV has one where asked for, and no vfb= is there. */
static gboolean
has_vnc(const YadoXlFile *file)
{
    if (is_hvm(file))
        return get_flag(file, "vnc", TRUE) && !get_flag(file, "nographic", FALSE);
    return get_flag(file, "vnc", FALSE) && !has_items(file, "vfb");
}

static gboolean
has_video(const YadoXlFile *file)
{
    static const char *const keys[] = { "vga", "stdvga", "videoram" };

    for (guint i = 0; i < G_N_ELEMENTS(keys); i++)
        if (find_place(file, keys[i]) != G_MAXSIZE)
            return is_hvm(file);
    return FALSE;
}

gboolean
yado_xl_has_group(const YadoXlFile *file, const YadoXlSource *source, gsize *place)
{
    *place = find_place(file, source->key);
    if (strcmp(source->key, "vnc") == 0)
        return has_vnc(file);
    if (strcmp(source->key, "vga") == 0)
        return has_video(file);
    if (strcmp(source->key, "soundhw") == 0)
        return is_hvm(file) && *place != G_MAXSIZE;
    return get_flag(file, source->key, FALSE);
}

const YadoXlSource *
yado_xl_find_source(const char *key)
{
    for (guint i = 0; sources[i].kind != NULL; i++)
        if (strcmp(sources[i].key, key) == 0)
            return &sources[i];
    return NULL;
}

static const YadoXlSource *
refuse_kind(const char *kind, GError **error)
{
    yado_error_set(error, YADO_ERROR_UNSUPPORTED, NULL, NULL,
                   _("A device of kind %s cannot be added to a configuration of xl."), kind);
    return NULL;
}

static const YadoXlSource *
choose_graphics(const YadoXlFile *file, GError **error)
{
    gsize place;

    if (!is_hvm(file))
        return yado_xl_find_source("vfb");
    if (!has_vnc(file))
        return yado_xl_find_source("vnc");
    if (!yado_xl_has_group(file, yado_xl_find_source("spice"), &place))
        return yado_xl_find_source("spice");
    return refuse_kind("graphics", error);
}

const YadoXlSource *
yado_xl_choose_source(const YadoXlFile *file, const char *kind, GError **error)
{
    gboolean needs_hvm =
        g_strv_contains((const char *const[]){ "video", "sound", "serial", "input", NULL }, kind);
    gsize place;

    if (strcmp(kind, "graphics") == 0)
        return choose_graphics(file, error);
    if (needs_hvm && !is_hvm(file))
        return refuse_kind(kind, error);
    for (guint i = 0; sources[i].kind != NULL; i++) {
        if (strcmp(sources[i].kind, kind) != 0)
            continue;
        if (sources[i].template != NULL ||
            (sources[i].is_group && !yado_xl_has_group(file, &sources[i], &place)))
            return &sources[i];
    }
    return refuse_kind(kind, error);
}

/* Network cards */

/* Bytes a second. */
static char *
read_rate(const char *item)
{
    g_autofree char *rate = yado_xl_options_dup(item, "rate");
    guint64 bytes;
    guint32 interval;

    if (rate == NULL || !yado_xl_parse_rate(rate, &bytes, &interval))
        return NULL;
    return g_strdup_printf("%" G_GUINT64_FORMAT, bytes);
}

/* After how long the credit is given again ("@50ms") stays. Xen counts up to 32 bits, in thousands too. */
static char *
write_rate(const char *item, const YadoMapEntry *entry, const char *value, GError **error)
{
    g_autofree char *old = yado_xl_options_dup(item, "rate");
    const char *interval = old != NULL ? strchr(old, '@') : NULL;
    guint64 bytes;

    if (value == NULL)
        return yado_xl_options_set(item, "rate", NULL);
    if (!g_ascii_string_to_unsigned(value, 10, 1, G_MAXUINT32, &bytes, NULL))
        return yado_xl_refuse(entry, value, error);
    g_autofree char *rate =
        g_strdup_printf("%" G_GUINT64_FORMAT "%s%s", bytes % 1000 == 0 ? bytes / 1000 : bytes,
                        bytes % 1000 == 0 ? "KB/s" : "B/s", interval != NULL ? interval : "");
    return yado_xl_options_set(item, "rate", rate);
}

static char *
read_nic(const char *item, const char *key)
{
    if (strcmp(key, "type") == 0) {
        g_autofree char *gateway = yado_xl_options_dup(item, "gatewaydev");
        return g_strdup(gateway != NULL ? "ethernet" : "bridge");
    }
    if (strcmp(key, "rate.out") == 0)
        return read_rate(item);
    /* "vif" is Xen's own card; libvirt calls it netfront. */
    char *model = yado_xl_options_dup(item, "model");
    g_autofree char *type = yado_xl_options_dup(item, "type");
    if (model == NULL && g_strcmp0(type, "vif") == 0)
        return g_strdup("netfront");
    return model;
}

static char *
write_nic(const char *item, const YadoMapEntry *entry, const char *value, GError **error)
{
    if (strcmp(entry->key, "type") == 0) {
        g_autofree char *now = read_nic(item, "type");
        if (g_strcmp0(value, now) == 0)
            return g_strdup(item);
        yado_error_set(error, YADO_ERROR_UNSUPPORTED, NULL, NULL,
                       _("xl connects a network card to a bridge of the host only."));
        return NULL;
    }
    if (strcmp(entry->key, "rate.out") == 0)
        return write_rate(item, entry, value, error);
    gboolean is_netfront = g_strcmp0(value, "netfront") == 0;
    g_autofree char *typed = yado_xl_options_set(item, "type",
                                                 value == NULL ? NULL
                                                 : is_netfront ? "vif"
                                                               : "ioemu");
    return yado_xl_options_set(typed, "model", is_netfront ? NULL : value);
}

/* Pictures: the options of a vfb and the keys of the guest are called alike */

/* "5" or "127.0.0.1:5" -> 5905; NULL: Xen takes a free one. */
static char *
print_port(const char *display)
{
    guint64 number;

    if (display == NULL || !g_ascii_string_to_unsigned(display, 10, 0, 59635, &number, NULL))
        return NULL;
    return g_strdup_printf("%u", (guint)number + 5900);
}

/* The address without ":display"; an IPv6 address has more than one colon. */
static char *
split_listen(const char *listen, char **display)
{
    const char *colon = listen != NULL ? strrchr(listen, ':') : NULL;

    if (colon == NULL || strchr(listen, ':') != colon)
        return g_strdup(listen);
    if (display != NULL && *display == NULL)
        *display = g_strdup(colon + 1);
    return g_strndup(listen, (gsize)(colon - listen));
}

typedef char *(*GetOption)(gconstpointer source, const char *key);

static char *
get_item_option(gconstpointer item, const char *key)
{
    return yado_xl_options_dup(item, key);
}

static char *
get_file_option(gconstpointer file, const char *key)
{
    return yado_xl_file_dup_string(file, key);
}

static char *
read_vnc(gconstpointer source, GetOption get, const char *key)
{
    g_autofree char *listen = get(source, "vnclisten");
    g_autofree char *display = get(source, "vncdisplay");
    g_autofree char *unused = get(source, "vncunused");
    g_autofree char *address = split_listen(listen, &display);

    if (strcmp(key, "listen") == 0)
        return g_strdup(address != NULL ? address : "127.0.0.1");
    if (strcmp(key, "password") == 0)
        return get(source, "vncpasswd");
    if (strcmp(key, "keymap") == 0)
        return get(source, "keymap");
    if (strcmp(key, "port") == 0)
        return display != NULL && g_strcmp0(unused, "0") == 0 ? print_port(display)
                                                              : g_strdup("-1");
    if (strcmp(key, "autoport") == 0)
        return g_strdup(g_strcmp0(unused, "0") == 0 ? "no" : "yes");
    return NULL;
}

static char *
read_vfb(const char *item, const char *key)
{
    g_autofree char *sdl = yado_xl_options_dup(item, "sdl");
    g_autofree char *vnc = yado_xl_options_dup(item, "vnc");

    if (strcmp(key, "type") == 0)
        return g_strdup(g_strcmp0(sdl, "1") == 0 && g_strcmp0(vnc, "1") != 0 ? "sdl" : "vnc");
    return read_vnc(item, get_item_option, key);
}

static char *
read_spice(const YadoXlFile *file, const char *key)
{
    if (strcmp(key, "listen") == 0)
        return yado_xl_file_dup_string(file, "spicehost");
    if (strcmp(key, "password") == 0)
        return yado_xl_file_dup_string(file, "spicepasswd");
    if (strcmp(key, "port") == 0)
        return yado_xl_file_dup_string(file, "spiceport");
    if (strcmp(key, "keymap") == 0)
        return yado_xl_file_dup_string(file, "keymap");
    return strcmp(key, "autoport") == 0 ? g_strdup("no") : NULL;
}

/* One option to set: {key, value, is a number}. @keys[1] may be NULL. */
typedef struct {
    const char *key;
    char *value;
    gboolean is_number;
} Option;

static void
clear_options(Option options[2])
{
    g_clear_pointer(&options[0].value, g_free);
    g_clear_pointer(&options[1].value, g_free);
}

/* FALSE: refused. */
static gboolean
make_port(const char *value, Option options[2])
{
    gint64 port;

    options[0] = (Option){ "vncdisplay", NULL, TRUE };
    options[1] = (Option){ "vncunused", NULL, TRUE };
    if (value != NULL && !g_ascii_string_to_signed(value, 10, -1, 65535, &port, NULL))
        return FALSE;
    if (value == NULL || port <= 0) {
        options[1].value = g_strdup("1");
        return TRUE;
    }
    if (port < 5900)
        return FALSE;
    options[0].value = g_strdup_printf("%d", (int)port - 5900);
    options[1].value = g_strdup("0");
    return TRUE;
}

static gboolean
make_vnc_options(const YadoMapEntry *entry, const char *value, Option options[2])
{
    if (strcmp(entry->key, "port") == 0)
        return make_port(value, options);
    if (strcmp(entry->key, "autoport") == 0) {
        options[0] =
            (Option){ "vncunused", g_strdup(g_strcmp0(value, "no") == 0 ? "0" : "1"), TRUE };
        return TRUE;
    }
    if (strcmp(entry->key, "listen") == 0)
        options[0] = (Option){ "vnclisten", g_strdup(value), FALSE };
    else if (strcmp(entry->key, "password") == 0)
        options[0] = (Option){ "vncpasswd", g_strdup(value), FALSE };
    else if (strcmp(entry->key, "keymap") == 0)
        options[0] = (Option){ "keymap", g_strdup(value), FALSE };
    else
        return FALSE;
    return TRUE;
}

static char *
write_vfb(const char *item, const YadoMapEntry *entry, const char *value, GError **error)
{
    Option options[2] = { { NULL } };

    if (strcmp(entry->key, "type") == 0) {
        gboolean is_sdl = g_strcmp0(value, "sdl") == 0;
        if (!is_sdl && g_strcmp0(value, "vnc") != 0)
            return yado_xl_refuse(entry, value, error);
        g_autofree char *vnc = yado_xl_options_set(item, "vnc", is_sdl ? "0" : "1");
        return yado_xl_options_set(vnc, "sdl", is_sdl ? "1" : NULL);
    }
    if ((value != NULL && !yado_xl_options_can_hold(value)) ||
        !make_vnc_options(entry, value, options)) {
        clear_options(options);
        return yado_xl_refuse(entry, value, error);
    }
    char *text = yado_xl_options_set(item, options[0].key, options[0].value);
    if (options[1].key != NULL) {
        g_autofree char *before = text;
        text = yado_xl_options_set(before, options[1].key, options[1].value);
    }
    clear_options(options);
    return text;
}

/* Others */

static char *
read_hostdev(const YadoXlSource *source, const char *item, const char *key)
{
    if (strcmp(key, "mode") == 0)
        return g_strdup("subsystem");
    if (strcmp(source->key, "usbdev") == 0) {
        g_autofree char *bus = yado_xl_options_dup(item, "hostbus");
        g_autofree char *device = yado_xl_options_dup(item, "hostaddr");
        if (strcmp(key, "type") == 0)
            return g_strdup("usb");
        if (strcmp(key, "address") == 0 && bus != NULL && device != NULL)
            return g_strdup_printf("%s.%s", bus, device);
        return NULL;
    }
    if (strcmp(key, "type") == 0)
        return g_strdup("pci");
    g_autoptr(YadoXlPci) pci = yado_xl_pci_new(item);
    if (pci == NULL)
        return NULL;
    if (strcmp(key, "managed") == 0) {
        g_autofree char *seize = yado_xl_options_dup(pci->rest != NULL ? pci->rest : "", "seize");
        return g_strdup(seize != NULL && atoi(seize) != 0 ? "yes" : "no");
    }
    return g_strdup_printf("%04x:%02x:%02x.%x", pci->domain, pci->bus, pci->slot, pci->function);
}

static char *
write_pci(const char *item, const YadoMapEntry *entry, const char *value, GError **error)
{
    if (strcmp(entry->key, "managed") == 0) {
        gboolean yes = g_strcmp0(value, "yes") == 0;
        return yado_xl_options_set(item, "seize", yes ? "1" : value == NULL ? NULL : "0");
    }
    if (strcmp(entry->key, "address") == 0 && value != NULL) {
        g_autoptr(YadoXlPci) pci = yado_xl_pci_new(value);
        const char *rest = strpbrk(item, "@,");
        if (pci == NULL || pci->rest != NULL || pci->name != NULL)
            return yado_xl_refuse(entry, value, error);
        return g_strconcat(value, rest != NULL ? rest : "", NULL);
    }
    return yado_xl_refuse_key(entry, error);
}

static char *
write_usbdev(const char *item, const YadoMapEntry *entry, const char *value, GError **error)
{
    guint bus, device;
    int end = 0;

    if (strcmp(entry->key, "address") != 0)
        return yado_xl_refuse_key(entry, error);
    if (value == NULL || sscanf(value, "%3u.%3u%n", &bus, &device, &end) != 2 || value[end] != '\0')
        return yado_xl_refuse(entry, value, error);
    g_autofree char *first = g_strdup_printf("%u", bus);
    g_autofree char *second = g_strdup_printf("%u", device);
    g_autofree char *with_bus = yado_xl_options_set(item, "hostbus", first);
    return yado_xl_options_set(with_bus, "hostaddr", second);
}

static const struct {
    const char *prefix, *type;
} serial_types[] = {
    { "pty", "pty" },   { "file:", "file" },  { "tcp:", "tcp" },   { "telnet:", "tcp" },
    { "udp:", "udp" },  { "unix:", "unix" },  { "pipe:", "pipe" }, { "/dev/", "dev" },
    { "null", "null" }, { "stdio", "stdio" }, { "vc", "vc" },
};

static char *
read_serial(const char *item, const char *key)
{
    for (guint i = 0; i < G_N_ELEMENTS(serial_types); i++) {
        if (!g_str_has_prefix(item, serial_types[i].prefix))
            continue;
        if (strcmp(key, "type") == 0)
            return g_strdup(serial_types[i].type);
        const char *colon = strchr(item, ':');
        if (strcmp(serial_types[i].type, "dev") == 0)
            return g_strdup(item);
        return colon != NULL ? g_strndup(colon + 1, strcspn(colon + 1, ",")) : NULL;
    }
    return NULL;
}

static char *
write_serial(const char *item, const YadoMapEntry *entry, const char *value, GError **error)
{
    g_autofree char *type = read_serial(item, "type");
    g_autofree char *path = read_serial(item, "path");

    if (strcmp(entry->key, "type") == 0) {
        g_free(type);
        type = g_strdup(value);
    } else {
        g_free(path);
        path = g_strdup(value);
    }
    if (g_strcmp0(type, "dev") == 0)
        return g_strdup(path != NULL ? path : "/dev/");
    if (g_strcmp0(type, "file") == 0 || g_strcmp0(type, "pipe") == 0 ||
        g_strcmp0(type, "unix") == 0)
        return g_strdup_printf("%s:%s", type, path != NULL ? path : "");
    if (g_strcmp0(type, "pty") == 0 || g_strcmp0(type, "null") == 0 ||
        g_strcmp0(type, "stdio") == 0 || g_strcmp0(type, "vc") == 0)
        return g_strdup(type);
    return yado_xl_refuse(entry, value, error);
}

static char *
read_channel(const char *item, const char *key)
{
    g_autofree char *connection = yado_xl_options_dup(item, "connection");

    if (strcmp(key, "target.type") == 0)
        return g_strdup("xen");
    return g_strdup(g_strcmp0(connection, "socket") == 0 ? "unix" : "pty");
}

static char *
write_channel(const char *item, const YadoMapEntry *entry, const char *value, GError **error)
{
    gboolean is_socket = g_strcmp0(value, "unix") == 0;

    if (strcmp(entry->key, "target.type") == 0)
        return g_strcmp0(value, "xen") == 0 ? g_strdup(item) : yado_xl_refuse(entry, value, error);
    if (!is_socket && g_strcmp0(value, "pty") != 0)
        return yado_xl_refuse(entry, value, error);
    return yado_xl_options_set(item, "connection", is_socket ? "socket" : "pty");
}

static char *
read_input(const char *item, const char *key)
{
    return g_strdup(strcmp(key, "bus") == 0 ? "usb" : item);
}

static char *
write_input(const char *item, const YadoMapEntry *entry, const char *value, GError **error)
{
    static const char *const types[] = { "tablet", "mouse", "keyboard", NULL };

    if (strcmp(entry->key, "bus") == 0)
        return g_strcmp0(value, "usb") == 0 ? g_strdup(item) : yado_xl_refuse(entry, value, error);
    if (value == NULL || !g_strv_contains(types, value))
        return yado_xl_refuse(entry, value, error);
    return g_strdup(value);
}

static char *
read_controller(const char *item, const char *key)
{
    g_autofree char *version = yado_xl_options_dup(item, "version");

    if (strcmp(key, "type") == 0)
        return g_strdup("usb");
    return g_strdup(g_strcmp0(version, "1") == 0 ? "qusb1" : "qusb2");
}

static char *
write_controller(const char *item, const YadoMapEntry *entry, const char *value, GError **error)
{
    if (strcmp(entry->key, "type") == 0)
        return g_strcmp0(value, "usb") == 0 ? g_strdup(item) : yado_xl_refuse(entry, value, error);
    if (g_strcmp0(value, "qusb1") != 0 && g_strcmp0(value, "qusb2") != 0)
        return yado_xl_refuse(entry, value, error);
    return yado_xl_options_set(item, "version", value + 4);
}

static char *
read_other(const char *kind, const char *key)
{
    if (strcmp(kind, "filesystem") == 0 && strcmp(key, "type") == 0)
        return g_strdup("mount");
    return strcmp(kind, "tpm") == 0 && strcmp(key, "type") == 0 ? g_strdup("xen") : NULL;
}

static char *
read_special_item(const YadoXlSource *source, const char *item, const YadoMapEntry *entry)
{
    if (strcmp(source->kind, "disk") == 0)
        return yado_xl_read_disk(item, entry);
    if (strcmp(source->kind, "nic") == 0)
        return read_nic(item, entry->key);
    if (strcmp(source->kind, "graphics") == 0)
        return read_vfb(item, entry->key);
    if (strcmp(source->kind, "hostdev") == 0)
        return read_hostdev(source, item, entry->key);
    if (strcmp(source->kind, "serial") == 0)
        return read_serial(item, entry->key);
    if (strcmp(source->kind, "channel") == 0)
        return read_channel(item, entry->key);
    if (strcmp(source->kind, "input") == 0)
        return read_input(item, entry->key);
    if (strcmp(source->kind, "controller") == 0)
        return read_controller(item, entry->key);
    return read_other(source->kind, entry->key);
}

char *
yado_xl_read_item(const YadoXlSource *source, const char *item, const YadoMapEntry *entry)
{
    char *value = NULL;

    if (entry->xl_type == YADO_XL_TEXT)
        value = yado_xl_options_dup(item, entry->xl);
    else if (entry->xl_type == YADO_XL_SPECIAL)
        value = read_special_item(source, item, entry);
    if (value != NULL && !g_utf8_validate(value, -1, NULL)) {
        g_autofree char *bytes = value;
        value = g_utf8_make_valid(bytes, -1);
    }
    return value;
}

static char *
write_special_item(const YadoXlSource *source, const char *item, const YadoMapEntry *entry,
                   const char *value, GError **error)
{
    if (strcmp(source->kind, "disk") == 0)
        return yado_xl_write_disk(item, entry, value, error);
    if (strcmp(source->kind, "nic") == 0)
        return write_nic(item, entry, value, error);
    if (strcmp(source->kind, "graphics") == 0)
        return write_vfb(item, entry, value, error);
    if (strcmp(source->key, "pci") == 0)
        return write_pci(item, entry, value, error);
    if (strcmp(source->key, "usbdev") == 0)
        return write_usbdev(item, entry, value, error);
    if (strcmp(source->kind, "serial") == 0)
        return write_serial(item, entry, value, error);
    if (strcmp(source->kind, "channel") == 0)
        return write_channel(item, entry, value, error);
    if (strcmp(source->kind, "input") == 0)
        return write_input(item, entry, value, error);
    if (strcmp(source->kind, "controller") == 0)
        return write_controller(item, entry, value, error);
    return yado_xl_refuse_key(entry, error);
}

char *
yado_xl_write_item(const YadoXlSource *source, const char *item, const YadoMapEntry *entry,
                   const char *value, GError **error)
{
    const char *wanted = value != NULL && *value != '\0' ? value : NULL;
    g_autofree char *now = yado_xl_read_item(source, item, entry);

    if (entry->xl_type == YADO_XL_NONE || (entry->flags & YADO_MAP_READ_ONLY))
        return yado_xl_refuse_key(entry, error);
    if (g_strcmp0(now, wanted) == 0)
        return g_strdup(item);
    if (wanted != NULL && (!g_utf8_validate(wanted, -1, NULL) || strpbrk(wanted, "\n\r") != NULL))
        return yado_xl_refuse(entry, wanted, error);
    if (wanted == NULL && (entry->flags & YADO_MAP_REQUIRED)) {
        yado_error_set(error, YADO_ERROR_INVALID, NULL, NULL, _("%s cannot be empty."), entry->key);
        return NULL;
    }
    if (entry->xl_type == YADO_XL_SPECIAL)
        return write_special_item(source, item, entry, wanted, error);
    if (wanted != NULL && !yado_xl_options_can_hold(wanted))
        return yado_xl_refuse(entry, wanted, error);
    return yado_xl_options_set(item, entry->xl, wanted);
}

/* Groups */

static char *
read_video(const YadoXlFile *file, const char *key)
{
    g_autofree char *vga = yado_xl_file_dup_string(file, "vga");
    g_autofree char *memory = yado_xl_file_dup_string(file, "videoram");
    gint64 number;

    if (strcmp(key, "vram") == 0)
        return memory != NULL && yado_xl_parse_number(memory, &number) && number > 0 &&
                       number < G_MAXINT32
                   ? g_strdup_printf("%" G_GINT64_FORMAT, number << 20)
                   : NULL;
    if (vga == NULL)
        return g_strdup(get_flag(file, "stdvga", FALSE) ? "vga" : "cirrus");
    return g_strdup(strcmp(vga, "stdvga") == 0 ? "vga" : vga);
}

char *
yado_xl_read_group(const YadoXlFile *file, const YadoXlSource *source, const YadoMapEntry *entry)
{
    if (strcmp(source->kind, "video") == 0)
        return read_video(file, entry->key);
    if (strcmp(source->kind, "sound") == 0)
        return yado_xl_file_dup_string(file, "soundhw");
    if (strcmp(entry->key, "type") == 0)
        return g_strdup(source->key);
    return strcmp(source->key, "spice") == 0 ? read_spice(file, entry->key)
                                             : read_vnc(file, get_file_option, entry->key);
}

static char *
set_option(const YadoXlFile *file, const Option *option)
{
    if (option->value == NULL)
        return yado_xl_unset(file, option->key);
    return option->is_number ? yado_xl_set_raw(file, option->key, option->value)
                             : yado_xl_set_string(file, option->key, option->value);
}

static char *
set_both(const YadoXlFile *file, const Option options[2], GError **error)
{
    g_autofree char *first = set_option(file, &options[0]);
    g_autoptr(YadoXlFile) changed = NULL;

    if (options[1].key == NULL)
        return g_steal_pointer(&first);
    changed = yado_xl_file_new(first, -1, error);
    return changed != NULL ? set_option(changed, &options[1]) : NULL;
}

static gboolean
make_spice_options(const YadoMapEntry *entry, const char *value, Option options[2])
{
    if (strcmp(entry->key, "listen") == 0)
        options[0] = (Option){ "spicehost", g_strdup(value), FALSE };
    else if (strcmp(entry->key, "password") == 0) {
        options[0] = (Option){ "spicepasswd", g_strdup(value), FALSE };
        options[1] =
            (Option){ "spicedisable_ticketing", g_strdup(value != NULL ? NULL : "1"), TRUE };
    } else if (strcmp(entry->key, "keymap") == 0)
        options[0] = (Option){ "keymap", g_strdup(value), FALSE };
    else if (strcmp(entry->key, "port") == 0 && value != NULL &&
             g_ascii_string_to_unsigned(value, 10, 1, 65535, NULL, NULL))
        options[0] = (Option){ "spiceport", g_strdup(value), TRUE };
    else
        return FALSE;
    return TRUE;
}

static gboolean
make_video_options(const YadoMapEntry *entry, const char *value, Option options[2])
{
    static const char *const models[] = { "vga", "cirrus", "none", "qxl", NULL };
    guint64 bytes;

    if (strcmp(entry->key, "model") == 0) {
        if (value == NULL || !g_strv_contains(models, value))
            return FALSE;
        options[0] =
            (Option){ "vga", g_strdup(strcmp(value, "vga") == 0 ? "stdvga" : value), FALSE };
        return TRUE;
    }
    options[0] = (Option){ "videoram", NULL, TRUE };
    if (value == NULL)
        return TRUE;
    if (!g_ascii_string_to_unsigned(value, 10, 1, G_MAXINT64, &bytes, NULL) ||
        bytes % (1 << 20) != 0)
        return FALSE;
    options[0].value = g_strdup_printf("%" G_GUINT64_FORMAT, bytes >> 20);
    return TRUE;
}

/* What libxl wants beside spice=1: a port, and either a password or that there is none. The port is SPICE's usual one. */
static char *
complete_spice(const YadoXlFile *file)
{
    static const struct {
        const char *key, *raw, *other;
    } needed[] = { { "spiceport", "5930", "spicetls_port" },
                   { "spicehost", "\"127.0.0.1\"", "spicehost" },
                   { "spicedisable_ticketing", "1", "spicepasswd" } };
    char *text = g_strndup(file->text, file->length);

    for (guint i = 0; i < G_N_ELEMENTS(needed); i++) {
        g_autofree char *before = text;
        g_autoptr(YadoXlFile) now = yado_xl_file_new(before, -1, NULL);
        gboolean is_there = now == NULL || find_place(now, needed[i].key) != G_MAXSIZE ||
                            find_place(now, needed[i].other) != G_MAXSIZE;

        text = is_there ? g_strdup(before) : yado_xl_set_raw(now, needed[i].key, needed[i].raw);
    }
    return text;
}

/* @text (transfer full) with spice=1. */
static char *
take_complete(char *text)
{
    g_autofree char *before = text;
    g_autoptr(YadoXlFile) file = yado_xl_file_new(before, -1, NULL);

    return file != NULL ? complete_spice(file) : g_steal_pointer(&before);
}

/* Another kind of picture for the same guest. */
static char *
change_group(const YadoXlFile *file, const YadoXlSource *source, const YadoMapEntry *entry,
             const char *value, GError **error)
{
    static const char *const types[] = { "vnc", "spice", "sdl", NULL };

    if (value == NULL || !g_strv_contains(types, value) || get_flag(file, value, FALSE))
        return yado_xl_refuse(entry, value, error);
    Option options[2] = { { source->key, g_strdup("0"), TRUE }, { value, g_strdup("1"), TRUE } };
    char *text = set_both(file, options, error);
    clear_options(options);
    return text != NULL && strcmp(value, "spice") == 0 ? take_complete(text) : text;
}

char *
yado_xl_write_group(const YadoXlFile *file, const YadoXlSource *source, const YadoMapEntry *entry,
                    const char *value, GError **error)
{
    const char *wanted = value != NULL && *value != '\0' ? value : NULL;
    Option options[2] = { { NULL } };
    gboolean ok;

    if (entry->xl_type == YADO_XL_NONE)
        return yado_xl_refuse_key(entry, error);
    if (wanted != NULL && !g_utf8_validate(wanted, -1, NULL))
        return yado_xl_refuse(entry, wanted, error);
    if (strcmp(source->kind, "graphics") == 0 && strcmp(entry->key, "type") == 0)
        return change_group(file, source, entry, wanted, error);
    if (strcmp(source->kind, "video") == 0)
        ok = make_video_options(entry, wanted, options);
    else if (strcmp(source->kind, "sound") == 0) {
        options[0] = (Option){ "soundhw", g_strdup(wanted), FALSE };
        ok = wanted != NULL;
    } else if (strcmp(source->key, "spice") == 0)
        ok = make_spice_options(entry, wanted, options);
    else
        ok = make_vnc_options(entry, wanted, options);
    char *text = ok ? set_both(file, options, error) : yado_xl_refuse(entry, value, error);
    clear_options(options);
    return text;
}

char *
yado_xl_add_group(const YadoXlFile *file, const YadoXlSource *source)
{
    if (strcmp(source->key, "vga") == 0)
        return yado_xl_set_string(file, "vga", "stdvga");
    if (strcmp(source->key, "soundhw") == 0)
        return yado_xl_set_string(file, "soundhw", "ac97");
    char *text = yado_xl_set_raw(file, source->key, "1");
    return strcmp(source->key, "spice") == 0 ? take_complete(text) : text;
}

char *
yado_xl_remove_group(const YadoXlFile *file, const YadoXlSource *source)
{
    static const char *const video[] = { "vga", "stdvga", "videoram", NULL };
    char *text = NULL;

    if (strcmp(source->kind, "graphics") == 0)
        return yado_xl_set_raw(file, source->key, "0");
    if (strcmp(source->kind, "sound") == 0)
        return yado_xl_unset(file, "soundhw");
    text = g_strndup(file->text, file->length);
    for (guint i = 0; video[i] != NULL; i++) {
        g_autofree char *before = text;
        g_autoptr(YadoXlFile) now = yado_xl_file_new(before, -1, NULL);
        text = now != NULL ? yado_xl_unset(now, video[i]) : g_strdup(before);
    }
    return text;
}
