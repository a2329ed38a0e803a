/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * As libxlutil's disk scanner: the longest match wins. An old prefix counts with all that follows it, so it wins over the rest.
 */
#include "config.h"

#include "document/yado-xl-disk.h"

#include <glib/gi18n-lib.h>
#include <string.h>

typedef struct {
    YadoXlDisk *disk;
    gboolean has_old_prefix;
    gboolean has_access;
} Scan;

void
yado_xl_disk_free(YadoXlDisk *disk)
{
    if (disk == NULL)
        return;
    g_free(disk->target);
    g_free(disk->format);
    g_free(disk->vdev);
    g_free(disk->script);
    g_free(disk->backend);
    g_free(disk->backendtype);
    g_free(disk->specification);
    g_ptr_array_unref(disk->others);
    g_free(disk->error);
    g_free(disk);
}

static void
refuse(Scan *scan, const char *what)
{
    if (scan->disk->error != NULL)
        return;
    g_autofree char *shown = g_utf8_make_valid(what, -1);
    scan->disk->error = g_strdup_printf(_("“%s” is not possible in a disk."), shown);
}

static void
refuse_again(Scan *scan, const char *what)
{
    if (scan->disk->error == NULL)
        scan->disk->error = g_strdup_printf(_("A disk cannot have %s twice."), what);
}

/* A second value is refused, unless the first was empty. */
static void
save(Scan *scan, const char *what, char **place, const char *value)
{
    if (*place != NULL && **place != '\0') {
        refuse_again(scan, what);
        return;
    }
    g_free(*place);
    *place = g_strdup(value);
}

/* One of @known; the same one again is no harm. */
static void
save_known(Scan *scan, const char *what, char **place, const char *value, const char *const *known)
{
    if (!g_strv_contains(known, value))
        refuse(scan, value);
    else if (*place != NULL && strcmp(*place, value) != 0)
        refuse_again(scan, what);
    else if (*place == NULL)
        *place = g_strdup(value);
}

static void
save_format(Scan *scan, const char *value)
{
    static const char *const known[] = { "raw", "qcow", "qcow2", "vhd", "qed", "empty", NULL };

    save_known(scan, "format", &scan->disk->format, *value != '\0' ? value : "raw", known);
}

static void
save_access(Scan *scan, const char *value)
{
    static const char *const writable[] = { "rw", "w", "", NULL };

    if (g_strv_contains(writable, value))
        scan->disk->writable = TRUE;
    else if (strcmp(value, "r") == 0 || strcmp(value, "ro") == 0)
        scan->disk->writable = FALSE;
    else
        refuse(scan, value);
}

/* "hdc:cdrom". FALSE: it is none of these. */
static gboolean
save_vdev_with_type(Scan *scan, const char *value)
{
    const char *colon = strrchr(value, ':');

    if (colon == NULL)
        return FALSE;
    g_autofree char *vdev = g_strndup(value, (gsize)(colon - value));
    save(scan, "vdev", &scan->disk->vdev, vdev);
    if (strcmp(colon, ":cdrom") == 0)
        scan->disk->is_cdrom = TRUE;
    else if (strcmp(colon, ":disk") == 0)
        scan->disk->is_cdrom = FALSE;
    else
        refuse(scan, colon + 1);
    return TRUE;
}

static void
save_positional(Scan *scan, const char *value)
{
    YadoXlDisk *disk = scan->disk;

    if (disk->error != NULL)
        return;
    if (disk->target == NULL) {
        disk->target = g_strdup(value);
    } else if (!scan->has_old_prefix && disk->format == NULL) {
        if (*disk->target == '\0' && save_vdev_with_type(scan, value))
            disk->format = g_strdup("empty");
        else
            save_format(scan, value);
    } else if (disk->vdev == NULL) {
        if (!save_vdev_with_type(scan, value))
            disk->vdev = g_strdup(value);
    } else if (!scan->has_access) {
        scan->has_access = TRUE;
        save_access(scan, value);
    } else {
        refuse(scan, value);
    }
}

static void
save_devtype(Scan *scan, const char *value)
{
    if (strcmp(value, "cdrom") == 0 || strcmp(value, "disk") == 0)
        scan->disk->is_cdrom = strcmp(value, "cdrom") == 0;
    else
        refuse(scan, value);
}

static void
save_named(Scan *scan, const char *key, const char *value, const char *whole)
{
    static const char *const backendtypes[] = { "phy", "tap", "qdisk", "standalone", NULL };
    static const char *const specifications[] = { "xen", "virtio", NULL };
    static const char *const others[] = { "colo-host",   "colo-port",   "colo-export",
                                          "active-disk", "hidden-disk", NULL };
    YadoXlDisk *disk = scan->disk;

    if (strcmp(key, "format") == 0)
        save_format(scan, value);
    else if (strcmp(key, "devtype") == 0)
        save_devtype(scan, value);
    else if (strcmp(key, "access") == 0)
        save_access(scan, value);
    else if (strcmp(key, "backend") == 0)
        save(scan, key, &disk->backend, value);
    else if (strcmp(key, "backendtype") == 0)
        save_known(scan, key, &disk->backendtype, value, backendtypes);
    else if (strcmp(key, "specification") == 0)
        save_known(scan, key, &disk->specification, value, specifications);
    else if (strcmp(key, "vdev") == 0)
        save(scan, key, &disk->vdev, value);
    else if (strcmp(key, "script") == 0)
        save(scan, key, &disk->script, value);
    else {
        if (!g_strv_contains(others, key) && strcmp(key, "grant_usage") != 0)
            refuse(scan, whole);
        g_ptr_array_add(disk->others, g_strdup(whole));
    }
}

static gboolean
save_flag(Scan *scan, const char *word)
{
    YadoXlDisk *disk = scan->disk;

    if (strcmp(word, "cdrom") == 0)
        disk->is_cdrom = TRUE;
    else if (strcmp(word, "direct-io-safe") == 0)
        disk->direct_io_safe = TRUE;
    else if (strcmp(word, "discard") == 0 || strcmp(word, "no-discard") == 0)
        disk->discard = *word == 'd';
    else if (strcmp(word, "trusted") == 0 || strcmp(word, "untrusted") == 0)
        disk->trusted = *word == 't';
    else if (strcmp(word, "colo") == 0 || strcmp(word, "no-colo") == 0)
        g_ptr_array_add(disk->others, g_strdup(word));
    else
        return FALSE;
    return TRUE;
}

/* The length of an old prefix that begins @at, or 0. */
static gsize
take_old_prefix(Scan *scan, const char *at)
{
    static const char *const formats[] = { "raw:", "qcow2:", "qcow:", "vhd:" };
    static const char *const scripts[] = { "iscsi:", "nbd:", "enbd:", "drbd:" };
    static const char *const plain[] = { "tapdisk:", "tap:",  "tap2:", "aio:",
                                         "ioemu:",   "file:", "phy:" };

    for (guint i = 0; i < G_N_ELEMENTS(formats); i++) {
        if (g_str_has_prefix(at, formats[i])) {
            g_autofree char *format = g_strndup(formats[i], strlen(formats[i]) - 1);
            save_format(scan, format);
            return strlen(formats[i]);
        }
    }
    for (guint i = 0; i < G_N_ELEMENTS(scripts); i++) {
        if (g_str_has_prefix(at, scripts[i])) {
            g_autofree char *script =
                g_strdup_printf("block-%.*s", (int)strlen(scripts[i]) - 1, scripts[i]);
            save(scan, "script", &scan->disk->script, script);
            return strlen(scripts[i]);
        }
    }
    for (guint i = 0; i < G_N_ELEMENTS(plain); i++) {
        if (g_str_has_prefix(at, plain[i]))
            return strlen(plain[i]);
    }
    return 0;
}

/* "foo:" is taken for a prefix unless a small letter or a digit follows; then it is part of a name. */
static gboolean
is_unknown_prefix(const char *at)
{
    const char *end = at;

    if (!g_ascii_islower(*end))
        return FALSE;
    while (g_ascii_islower(*end) || g_ascii_isdigit(*end))
        end++;
    if (*end != ':' || g_ascii_islower(end[1]) || g_ascii_isdigit(end[1]))
        return FALSE;
    /* With nothing behind the colon the whole word up to the comma is longer. */
    return end[1] != '\0' || strchr(at, ',') == NULL;
}

static void
take_token(Scan *scan, const char *token)
{
    const char *equals = strchr(token, '=');

    if (equals != NULL) {
        g_autofree char *key = g_strndup(token, (gsize)(equals - token));
        save_named(scan, key, equals + 1, token);
    } else if (!save_flag(scan, token)) {
        save_positional(scan, token);
    }
}

/* What is left of the text, or NULL. */
static const char *
take_one(Scan *scan, const char *at)
{
    if (g_str_has_prefix(at, "target=")) {
        gsize length = strlen(at + 7);
        if (length > 0 && at[7 + length - 1] == ',')
            length--;
        g_autofree char *target = g_strndup(at + 7, length);
        save(scan, "target", &scan->disk->target, target);
        return NULL;
    }
    gsize prefix = take_old_prefix(scan, at);
    if (prefix > 0) {
        scan->has_old_prefix = TRUE;
        return at + prefix;
    }
    if (is_unknown_prefix(at)) {
        refuse(scan, at);
        return NULL;
    }
    gsize length = strcspn(at, ",");
    g_autofree char *token = g_strndup(at, length);
    take_token(scan, token);
    return at[length] == ',' ? at + length + 1 : NULL;
}

static void
finish(Scan *scan)
{
    YadoXlDisk *disk = scan->disk;

    if (disk->is_cdrom) {
        disk->writable = FALSE;
        if (disk->target == NULL || *disk->target == '\0') {
            g_free(disk->format);
            disk->format = g_strdup("empty");
        }
    }
    if (disk->error == NULL && disk->vdev == NULL)
        disk->error = g_strdup(_("A disk must say what the guest calls it (vdev)."));
    if (disk->error == NULL && disk->target == NULL && !disk->is_cdrom)
        disk->error = g_strdup(_("A disk must say where it is (target)."));
}

YadoXlDisk *
yado_xl_disk_new(const char *spec)
{
    YadoXlDisk *disk = g_new0(YadoXlDisk, 1);
    Scan scan = { .disk = disk };

    disk->writable = TRUE;
    disk->discard = -1;
    disk->trusted = -1;
    disk->others = g_ptr_array_new_with_free_func(g_free);
    for (const char *at = spec; at != NULL;) {
        at += strspn(at, " \t\n");
        if (*at == '\0')
            break;
        at = take_one(&scan, at);
    }
    finish(&scan);
    return disk;
}

const char *
yado_xl_disk_get_format(const YadoXlDisk *disk)
{
    return disk->format != NULL ? disk->format : "raw";
}

static void
append(GString *spec, const char *key, const char *value)
{
    if (value != NULL)
        g_string_append_printf(spec, "%s%s%s%s", spec->len > 0 ? ", " : "", key,
                               *key != '\0' ? "=" : "", value);
}

char *
yado_xl_disk_dump(const YadoXlDisk *disk)
{
    GString *spec = g_string_new(NULL);
    gboolean is_empty = disk->target == NULL || *disk->target == '\0';

    if (disk->format != NULL && !(disk->is_cdrom && is_empty))
        append(spec, "format", disk->format);
    append(spec, "vdev", disk->vdev);
    if (disk->is_cdrom)
        append(spec, "devtype", "cdrom");
    else
        append(spec, "access", disk->writable ? "rw" : "ro");
    append(spec, "backend", disk->backend);
    append(spec, "backendtype", disk->backendtype);
    append(spec, "specification", disk->specification);
    append(spec, "script", disk->script);
    if (disk->direct_io_safe)
        append(spec, "", "direct-io-safe");
    if (disk->discard >= 0)
        append(spec, "", disk->discard ? "discard" : "no-discard");
    if (disk->trusted >= 0)
        append(spec, "", disk->trusted ? "trusted" : "untrusted");
    for (guint i = 0; i < disk->others->len; i++)
        append(spec, "", disk->others->pdata[i]);
    if (disk->target != NULL && !(disk->is_cdrom && is_empty))
        append(spec, "target", disk->target);
    return g_string_free(spec, FALSE);
}
