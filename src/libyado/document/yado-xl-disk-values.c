/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * yado-xl-disk-values.c: the keys of a disk. A change is made as small as Xen's own grammar allows.
 */
#include "config.h"

#include <string.h>

#include "document/yado-xl-disk.h"
#include "document/yado-xl-options.h"
#include "document/yado-xl-values.h"

static const char *
get_disk_bus(const YadoXlDisk *disk)
{
    static const struct {
        const char *prefix, *bus;
    } buses[] = { { "xvd", "xen" }, { "hd", "ide" }, { "sd", "scsi" }, { "d", "xen" } };

    if (g_strcmp0(disk->specification, "virtio") == 0)
        return "virtio";
    for (guint i = 0; i < G_N_ELEMENTS(buses) && disk->vdev != NULL; i++)
        if (g_str_has_prefix(disk->vdev, buses[i].prefix))
            return buses[i].bus;
    return "xen";
}

static const char *
get_disk_type(const YadoXlDisk *disk)
{
    if (g_strcmp0(disk->backendtype, "phy") == 0 ||
        (disk->target != NULL && g_str_has_prefix(disk->target, "/dev/")))
        return "block";
    return "file";
}

static const char *
get_disk_driver(const YadoXlDisk *disk)
{
    if (disk->backendtype == NULL)
        return NULL;
    return strcmp(disk->backendtype, "qdisk") == 0 ? "qemu" : disk->backendtype;
}

static const char *
get_disk_value(const YadoXlDisk *disk, const char *key)
{
    if (strcmp(key, "device") == 0)
        return disk->is_cdrom ? "cdrom" : "disk";
    if (strcmp(key, "type") == 0)
        return get_disk_type(disk);
    if (strcmp(key, "source") == 0)
        return disk->target != NULL && *disk->target != '\0' ? disk->target : NULL;
    if (strcmp(key, "target") == 0)
        return disk->vdev;
    if (strcmp(key, "bus") == 0)
        return get_disk_bus(disk);
    if (strcmp(key, "format") == 0)
        return g_strcmp0(disk->format, "empty") == 0 ? NULL : yado_xl_disk_get_format(disk);
    if (strcmp(key, "driver") == 0)
        return get_disk_driver(disk);
    if (strcmp(key, "discard") == 0)
        return disk->discard < 0 ? NULL : disk->discard ? "unmap" : "ignore";
    if (strcmp(key, "readonly") == 0)
        return disk->writable ? "no" : "yes";
    if (strcmp(key, "script") == 0)
        return disk->script;
    if (strcmp(key, "backend") == 0)
        return disk->backend;
    return NULL;
}

static void
replace(char **place, const char *value)
{
    g_free(*place);
    *place = g_strdup(value);
}

static gboolean
set_disk_bus(YadoXlDisk *disk, const char *value)
{
    static const struct {
        const char *prefix, *bus;
    } buses[] = { { "xvd", "xen" }, { "hd", "ide" }, { "sd", "scsi" } };
    const char *unit = disk->vdev != NULL ? strchr(disk->vdev, 'd') : NULL;

    if (unit == NULL || strcmp(value, get_disk_bus(disk)) == 0)
        return unit != NULL;
    for (guint i = 0; i < G_N_ELEMENTS(buses); i++) {
        if (strcmp(buses[i].bus, value) != 0)
            continue;
        g_autofree char *vdev = g_strconcat(buses[i].prefix, unit + 1, NULL);
        replace(&disk->vdev, vdev);
        return TRUE;
    }
    return FALSE;
}

static gboolean
set_disk_format(YadoXlDisk *disk, const char *value)
{
    static const char *const formats[] = { "raw", "qcow", "qcow2", "vhd", "qed", NULL };

    if (value != NULL && !g_strv_contains(formats, value))
        return FALSE;
    replace(&disk->format, value);
    return TRUE;
}

static gboolean
set_disk_driver(YadoXlDisk *disk, const char *value)
{
    static const char *const drivers[] = { "phy", "tap", "qdisk", "qemu", NULL };

    if (value != NULL && !g_strv_contains(drivers, value))
        return FALSE;
    replace(&disk->backendtype, g_strcmp0(value, "qemu") == 0 ? "qdisk" : value);
    return TRUE;
}

static gboolean
set_disk_discard(YadoXlDisk *disk, const char *value)
{
    if (value != NULL && strcmp(value, "unmap") != 0 && strcmp(value, "ignore") != 0)
        return FALSE;
    disk->discard = value == NULL ? -1 : *value == 'u';
    return TRUE;
}

static gboolean
set_disk_device(YadoXlDisk *disk, const char *value)
{
    if (value == NULL || (strcmp(value, "cdrom") != 0 && strcmp(value, "disk") != 0))
        return FALSE;
    disk->is_cdrom = *value == 'c';
    return TRUE;
}

static gboolean
set_disk_source(YadoXlDisk *disk, const char *value)
{
    replace(&disk->target, value != NULL ? value : "");
    if (g_strcmp0(disk->format, "empty") == 0)
        replace(&disk->format, NULL);
    return TRUE;
}

static gboolean
set_disk_vdev(YadoXlDisk *disk, const char *value)
{
    if (value == NULL || strpbrk(value, ",= \t") != NULL)
        return FALSE;
    replace(&disk->vdev, value);
    return TRUE;
}

static gboolean
set_disk_readonly(YadoXlDisk *disk, const char *value)
{
    gboolean readonly = g_strcmp0(value, "yes") == 0;

    if (value != NULL && !readonly && strcmp(value, "no") != 0)
        return FALSE;
    if (!readonly && disk->is_cdrom)
        return FALSE;
    disk->writable = !readonly;
    return TRUE;
}

/* A word that Xen's grammar can hold. */
static gboolean
set_disk_word(char **place, const char *value)
{
    if (value != NULL && strpbrk(value, ",= \t") != NULL)
        return FALSE;
    replace(place, value);
    return TRUE;
}

static gboolean
set_disk_value(YadoXlDisk *disk, const char *key, const char *value)
{
    if (strcmp(key, "device") == 0)
        return set_disk_device(disk, value);
    /* Xen finds out by itself. */
    if (strcmp(key, "type") == 0)
        return g_strcmp0(value, "file") == 0 || g_strcmp0(value, "block") == 0;
    if (strcmp(key, "source") == 0)
        return set_disk_source(disk, value);
    if (strcmp(key, "target") == 0)
        return set_disk_vdev(disk, value);
    if (strcmp(key, "bus") == 0)
        return value == NULL || set_disk_bus(disk, value);
    if (strcmp(key, "format") == 0)
        return set_disk_format(disk, value);
    if (strcmp(key, "driver") == 0)
        return set_disk_driver(disk, value);
    if (strcmp(key, "discard") == 0)
        return set_disk_discard(disk, value);
    if (strcmp(key, "script") == 0)
        return set_disk_word(&disk->script, value);
    if (strcmp(key, "backend") == 0)
        return set_disk_word(&disk->backend, value);
    return strcmp(key, "readonly") == 0 && set_disk_readonly(disk, value);
}

/* All that Xen reads of it, and what it takes where nothing is said. */
static char *
dup_meaning(const char *spec)
{
    g_autoptr(YadoXlDisk) disk = yado_xl_disk_new(spec);

    if (disk->error != NULL)
        return NULL;
    if (disk->format == NULL)
        disk->format = g_strdup("raw");
    return yado_xl_disk_dump(disk);
}

static gboolean
means_the_same(const char *spec, const YadoXlDisk *wanted)
{
    g_autofree char *wanted_spec = yado_xl_disk_dump(wanted);
    g_autofree char *one = dup_meaning(spec);
    g_autofree char *other = dup_meaning(wanted_spec);

    return one != NULL && g_strcmp0(one, other) == 0;
}

/* @part of the parts between commas replaced, with the blanks before it; NULL: there is none. */
static char *
replace_position(const char *spec, guint part, const char *value)
{
    g_auto(GStrv) parts = g_strsplit(spec, ",", -1);

    if (part >= g_strv_length(parts) || strchr(parts[part], '=') != NULL)
        return NULL;
    g_autofree char *old = parts[part];
    parts[part] = g_strdup_printf("%.*s%s", (int)strspn(old, " \t"), old, value);
    return g_strjoinv(",", parts);
}

/* What stands before "target=", and that; the head is the whole where there is none. */
static char *
replace_named(const char *spec, const char *key, const char *value)
{
    const char *tail = strstr(spec, "target=");
    g_autofree char *head = tail != NULL ? g_strndup(spec, (gsize)(tail - spec)) : NULL;

    if (tail == NULL || tail == spec)
        return tail == NULL ? yado_xl_options_set(spec, key, value) : NULL;
    if (strcmp(key, "target") == 0)
        return g_strconcat(head, "target=", value, NULL);
    gsize length = strlen(head);
    gsize end = length;
    while (end > 0 && strchr(", \t", head[end - 1]) != NULL)
        end--;
    g_autofree char *gap = g_strdup(head + end);
    head[end] = '\0';
    g_autofree char *changed = yado_xl_options_set(head, key, value);
    return g_strconcat(changed, gap, tail, NULL);
}

/* The smallest change that Xen reads as wanted; otherwise all of it anew, by name. */
static char *
write_disk_text(const char *spec, const YadoXlDisk *wanted, const char *xl, const char *value)
{
    if (xl != NULL && value != NULL) {
        for (guint i = 0; i < 4; i++) {
            char *text = replace_position(spec, i, value);
            if (text != NULL && means_the_same(text, wanted))
                return text;
            g_free(text);
        }
        char *text = replace_named(spec, xl, value);
        if (text != NULL && means_the_same(text, wanted))
            return text;
        g_free(text);
    }
    return yado_xl_disk_dump(wanted);
}

char *
yado_xl_write_disk(const char *spec, const YadoMapEntry *entry, const char *value, GError **error)
{
    g_autoptr(YadoXlDisk) disk = yado_xl_disk_new(spec);
    const char *native = value;

    if (!set_disk_value(disk, entry->key, value))
        return yado_xl_refuse(entry, value, error);
    if (means_the_same(spec, disk))
        return g_strdup(spec);
    if (strcmp(entry->key, "readonly") == 0)
        native = disk->writable ? "rw" : "ro";
    else if (strcmp(entry->key, "driver") == 0)
        native = disk->backendtype;
    else if (strcmp(entry->key, "bus") == 0)
        native = disk->vdev;
    return write_disk_text(spec, disk, entry->xl, native);
}

char *
yado_xl_read_disk(const char *spec, const YadoMapEntry *entry)
{
    g_autoptr(YadoXlDisk) disk = yado_xl_disk_new(spec);

    return g_strdup(get_disk_value(disk, entry->key));
}
