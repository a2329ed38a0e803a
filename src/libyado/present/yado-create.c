/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "present/yado-create-private.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "base/yado-error.h"
#include "base/yado-text.h"
#include "base/yado-units.h"
#include "document/yado-plain-document.h"
#include "present/yado-device.h"

#define MIB (G_GUINT64_CONSTANT(1) << 20)

static void
disk_free(YadoCreateDisk *disk)
{
    g_free(disk->device);
    g_free(disk->path);
    g_free(disk->pool);
    g_free(disk->name);
    g_free(disk->format);
    g_free(disk->local);
    g_free(disk);
}

static void
nic_free(YadoCreateNic *nic)
{
    g_free(nic->type);
    g_free(nic->source);
    g_free(nic->mac);
    g_free(nic->model);
    g_free(nic);
}

void
yado_create_plan_free(YadoCreatePlan *self)
{
    g_clear_object(&self->answers);
    g_clear_object(&self->host);
    g_clear_pointer(&self->claims, yado_claims_free);
    g_ptr_array_unref(self->disks);
    g_ptr_array_unref(self->nics);
    g_ptr_array_unref(self->boot);
    g_free(self->first_boot);
    g_free(self->argument);
    g_free(self);
}

char *
yado_create_plan_dup(YadoCreatePlan *self, const char *key)
{
    return yado_document_dup_value(self->answers, NULL, key);
}

gboolean
yado_create_plan_is(YadoCreatePlan *self, const char *key, const char *value)
{
    g_autofree char *text = yado_create_plan_dup(self, key);

    return g_strcmp0(text != NULL ? text : "", value) == 0;
}

gboolean
yado_create_plan_has(YadoCreatePlan *self, const char *key)
{
    return !yado_create_plan_is(self, key, "");
}

/* What has no emulated hardware. */
gboolean
yado_create_plan_is_paravirtual(YadoCreatePlan *self)
{
    return yado_create_plan_is(self, "kind", "pv") || yado_create_plan_is(self, "kind", "pvh");
}

gboolean
yado_create_plan_is_xen(YadoCreatePlan *self)
{
    return yado_create_plan_is_paravirtual(self) || yado_create_plan_is(self, "kind", "hvm");
}

const YadoClaims *
yado_create_plan_get_claims(YadoCreatePlan *self)
{
    if (self->claims == NULL)
        self->claims = yado_claims_new(self->host, NULL);
    return self->claims;
}

/* ---- Lines "key=value,key=value" ---- */

static gboolean
read_line(const char *line, const char *const *keys, GHashTable *pairs, GError **error)
{
    g_auto(GStrv) words = g_strsplit(line, ",", -1);

    for (guint i = 0; words[i] != NULL; i++) {
        char *equals = strchr(words[i], '=');
        g_autofree char *key = NULL;

        if (equals == NULL)
            return yado_error_set(error, YADO_ERROR_INVALID, line, NULL,
                                  _("“%s” is not of the form KEY=VALUE."), words[i]);
        key = g_strstrip(g_strndup(words[i], (gsize)(equals - words[i])));
        if (!g_strv_contains(keys, key)) {
            g_autofree char *known = g_strjoinv(", ", (char **)keys);

            return yado_error_set(error, YADO_ERROR_INVALID, line, NULL,
                                  _("“%s” is not known here. Known are: %s."), key, known);
        }
        g_hash_table_insert(pairs, g_steal_pointer(&key), g_strdup(g_strstrip(equals + 1)));
    }
    return TRUE;
}

typedef gboolean (*LineFunc)(YadoCreatePlan *self, GHashTable *pairs, GError **error);

static gboolean
read_lines(YadoCreatePlan *self, const char *text, const char *const *keys, LineFunc func,
           GError **error)
{
    g_auto(GStrv) lines = g_strsplit(text != NULL ? text : "", "\n", -1);

    for (guint i = 0; lines[i] != NULL; i++) {
        g_autoptr(GHashTable) pairs =
            g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);

        if (*g_strstrip(lines[i]) == '\0')
            continue;
        if (!read_line(lines[i], keys, pairs, error) || !func(self, pairs, error))
            return FALSE;
    }
    return TRUE;
}

/* ---- Disks ---- */

static const YadoResource *
find_pool(YadoCreatePlan *self, const char *name)
{
    GPtrArray *pools = self->host != NULL ? yado_resources_list(yado_resources_get(self->host),
                                                                YADO_RESOURCE_POOLS, NULL)
                                          : NULL;

    return name != NULL ? yado_resource_list_find(pools, name) : NULL;
}

static const char *
get_suffix(const char *format)
{
    return g_strcmp0(format, "qcow2") == 0 ? ".qcow2" : ".img";
}

/* "web-07.qcow2", "web-07-2.qcow2": one that is free in the pool and in this plan. */
static char *
dup_volume_name(YadoCreatePlan *self, const YadoResource *pool, const char *format)
{
    g_autofree char *guest = yado_create_plan_dup(self, "name");
    const char *suffix = yado_resource_holds_files(pool) ? get_suffix(format) : "";

    return yado_resources_dup_free_name(self->host != NULL ? yado_resources_get(self->host) : NULL,
                                        pool->name, guest, suffix, self->disks->len + 1);
}

static gboolean
plan_new_disk(YadoCreatePlan *self, const char *pool_name, guint64 size, const char *format,
              gboolean is_full, GError **error)
{
    const YadoResource *pool = find_pool(self, pool_name);
    YadoCreateDisk *disk;

    if (pool == NULL)
        return yado_error_set(error, YADO_ERROR_INVALID, NULL, NULL,
                              _("There is no storage pool “%s” for the new disk."),
                              pool_name != NULL ? pool_name : "");
    if (size == 0)
        return yado_error_set(error, YADO_ERROR_INVALID, NULL, NULL,
                              _("The new disk needs a size."));
    disk = g_new0(YadoCreateDisk, 1);
    disk->device = g_strdup("disk");
    disk->is_new = TRUE;
    disk->is_full = is_full;
    disk->size = size;
    disk->pool = g_strdup(pool->name);
    disk->format = g_strdup(
        yado_resource_holds_files(pool) && format != NULL && *format != '\0' ? format : "raw");
    disk->is_block = !yado_resource_holds_files(pool);
    disk->name = dup_volume_name(self, pool, disk->format);
    disk->path = g_build_filename(pool->path != NULL ? pool->path : "/", disk->name, NULL);
    g_ptr_array_add(self->disks, disk);
    return TRUE;
}

static char *
guess_format(YadoCreatePlan *self, const char *path)
{
    const char *guessed = yado_device_guess_format(path, yado_create_plan_is_xen(self));
    const YadoResource *volume =
        self->host != NULL ? yado_resources_find_volume(yado_resources_get(self->host), path)
                           : NULL;

    if (volume != NULL && volume->type != NULL)
        return g_strdup(strcmp(volume->type, "iso") == 0 ? "raw" : volume->type);
    return g_strdup(guessed != NULL ? guessed : "raw");
}

/* Taken for a raw disk it would be overwritten. */
static gboolean
check_format(YadoCreatePlan *self, const char *path, const char *format, GError **error)
{
    static const char *const formats[] = { "raw", "qcow", "qcow2", "vhd", "qed", NULL };

    return !yado_create_plan_is_xen(self) || g_strv_contains(formats, format) ||
           yado_error_set(error, YADO_ERROR_INVALID, NULL,
                          _("Convert it first, to qcow2 for example."),
                          _("Xen cannot read “%s”: its format is %s."), path, format);
}

static gboolean
is_planned(YadoCreatePlan *self, const char *path)
{
    for (guint i = 0; i < self->disks->len; i++)
        if (g_strcmp0(((YadoCreateDisk *)self->disks->pdata[i])->path, path) == 0)
            return TRUE;
    return FALSE;
}

static gboolean
plan_path(YadoCreatePlan *self, const char *device, const char *path, const char *format,
          GError **error)
{
    g_autofree char *known = NULL;
    YadoCreateDisk *disk;

    if (path == NULL || *path != '/')
        return yado_error_set(error, YADO_ERROR_INVALID, NULL, NULL,
                              _("Give the whole path of the disk, from “/” on."));
    if (is_planned(self, path))
        return yado_error_set(error, YADO_ERROR_INVALID, NULL, NULL,
                              _("“%s” is there twice: a guest can use a disk only once."), path);
    if (strcmp(device, "disk") == 0 &&
        !yado_claims_check_disk(yado_create_plan_get_claims(self), path, error))
        return FALSE;
    if (strcmp(device, "cdrom") == 0 && self->host != NULL &&
        !yado_resources_check_medium(yado_resources_get(self->host), NULL, path, error))
        return FALSE;
    known = format != NULL && *format != '\0' ? g_strdup(format) : guess_format(self, path);
    disk = g_new0(YadoCreateDisk, 1);
    disk->device = g_strdup(device);
    disk->path = g_strdup(path);
    disk->format = g_strdup(yado_device_get_format_name(known, yado_create_plan_is_xen(self)));
    disk->is_block = g_str_has_prefix(path, "/dev/");
    g_ptr_array_add(self->disks, disk);
    return check_format(self, path, disk->format, error);
}

static const char *const disk_keys[] = { "way",  "size", "pool",   "format",
                                         "full", "path", "device", NULL };

static gboolean
plan_disk_line(YadoCreatePlan *self, GHashTable *pairs, GError **error)
{
    const char *path = g_hash_table_lookup(pairs, "path");
    const char *device = g_hash_table_lookup(pairs, "device");
    const char *size = g_hash_table_lookup(pairs, "size");
    const char *pool = g_hash_table_lookup(pairs, "pool");
    g_autofree char *first_pool = yado_create_plan_dup(self, "disk.pool");
    guint64 bytes = 0;

    if (path != NULL)
        return plan_path(self, device != NULL ? device : "disk", path,
                         g_hash_table_lookup(pairs, "format"), error);
    if (size == NULL || !yado_size_parse(size, MIB, &bytes, error))
        return size != NULL || yado_error_set(error, YADO_ERROR_INVALID, NULL, NULL,
                                              _("A further disk needs “path” or “size”."));
    return plan_new_disk(self, pool != NULL ? pool : first_pool, bytes,
                         g_hash_table_lookup(pairs, "format"),
                         g_strcmp0(g_hash_table_lookup(pairs, "full"), "yes") == 0, error);
}

static gboolean
check_disk_line(YadoCreatePlan *self, GHashTable *pairs, GError **error)
{
    const char *size = g_hash_table_lookup(pairs, "size");
    guint64 bytes;

    if (size != NULL)
        return yado_size_parse(size, MIB, &bytes, error);
    return g_hash_table_contains(pairs, "path") ||
           yado_error_set(error, YADO_ERROR_INVALID, NULL, NULL,
                          _("A further disk needs “path” or “size”."));
}

gboolean
yado_create_check_disk_lines(const char *text, GError **error)
{
    return read_lines(NULL, text, disk_keys, check_disk_line, error);
}

static gboolean
plan_first_disk(YadoCreatePlan *self, GError **error)
{
    g_autofree char *path = yado_create_plan_dup(self, "disk.path");
    g_autofree char *import = yado_create_plan_dup(self, "import");
    g_autofree char *pool = yado_create_plan_dup(self, "disk.pool");
    g_autofree char *size = yado_create_plan_dup(self, "disk.size");
    g_autofree char *format = yado_create_plan_dup(self, "disk.format");

    if (yado_create_plan_is(self, "source", "disk"))
        return plan_path(self, "disk", import, NULL, error);
    if (yado_create_plan_is(self, "disk", "new"))
        return plan_new_disk(self, pool, size != NULL ? g_ascii_strtoull(size, NULL, 10) : 0,
                             format, yado_create_plan_is(self, "disk.full", "yes"), error);
    if (yado_create_plan_is(self, "disk", "path"))
        return plan_path(self, "disk", path, NULL, error);
    return TRUE;
}

static gboolean
plan_disks(YadoCreatePlan *self, GError **error)
{
    g_autofree char *lines = yado_create_plan_dup(self, "disks");
    g_autofree char *iso = yado_create_plan_dup(self, "iso");

    if (!plan_first_disk(self, error) || !read_lines(self, lines, disk_keys, plan_disk_line, error))
        return FALSE;
    return !yado_create_plan_is(self, "source", "iso") ||
           plan_path(self, "cdrom", iso, "raw", error);
}

/* ---- Network cards ---- */

static const char *const nic_keys[] = { "network", "bridge", "type", "mac", "model", NULL };

static gboolean
check_mac(YadoCreatePlan *self, const char *mac, GError **error)
{
    if (mac == NULL || *mac == '\0')
        return TRUE;
    for (guint i = 0; i < self->nics->len; i++) {
        const char *other = ((YadoCreateNic *)self->nics->pdata[i])->mac;

        if (other != NULL && g_ascii_strcasecmp(other, mac) == 0)
            return yado_error_set(error, YADO_ERROR_INVALID, NULL, NULL,
                                  _("Two cards have the address %s."), mac);
    }
    return yado_claims_check_mac(yado_create_plan_get_claims(self), mac, error);
}

static gboolean
plan_nic(YadoCreatePlan *self, const char *type, const char *source, const char *mac,
         const char *model, GError **error)
{
    YadoCreateNic *nic;

    if (!check_mac(self, mac, error))
        return FALSE;
    nic = g_new0(YadoCreateNic, 1);
    nic->type = g_strdup(type);
    nic->source = g_strdup(source);
    nic->mac = mac != NULL && *mac != '\0' ? g_strdup(mac) : NULL;
    nic->model = model != NULL && *model != '\0' ? g_strdup(model) : NULL;
    g_ptr_array_add(self->nics, nic);
    return TRUE;
}

static gboolean
plan_nic_line(YadoCreatePlan *self, GHashTable *pairs, GError **error)
{
    const char *network = g_hash_table_lookup(pairs, "network");
    const char *bridge = g_hash_table_lookup(pairs, "bridge");
    const char *type = g_hash_table_lookup(pairs, "type");

    if (network == NULL && bridge == NULL && g_strcmp0(type, "user") != 0)
        return yado_error_set(error, YADO_ERROR_INVALID, NULL, NULL,
                              _("A further network card needs “network” or “bridge”."));
    return self == NULL ||
           plan_nic(self,
                    network != NULL  ? "network"
                    : bridge != NULL ? "bridge"
                                     : "user",
                    network != NULL ? network : bridge, g_hash_table_lookup(pairs, "mac"),
                    g_hash_table_lookup(pairs, "model"), error);
}

gboolean
yado_create_check_nic_lines(const char *text, GError **error)
{
    return read_lines(NULL, text, nic_keys, plan_nic_line, error);
}

static gboolean
plan_nics(YadoCreatePlan *self, GError **error)
{
    g_autofree char *type = yado_create_plan_dup(self, "nic");
    g_autofree char *network = yado_create_plan_dup(self, "nic.network");
    g_autofree char *bridge = yado_create_plan_dup(self, "nic.bridge");
    g_autofree char *mac = yado_create_plan_dup(self, "nic.mac");
    g_autofree char *model = yado_create_plan_dup(self, "nic.model");
    g_autofree char *lines = yado_create_plan_dup(self, "nics");

    if (type != NULL && strcmp(type, "none") != 0 &&
        !plan_nic(self, type, strcmp(type, "bridge") == 0 ? bridge : network, mac, model, error))
        return FALSE;
    return read_lines(self, lines, nic_keys, plan_nic_line, error);
}

static YadoDocument *
copy_answers(YadoDocument *answers)
{
    g_autofree char *text = yado_document_dump(answers);
    g_auto(GStrv) lines = g_strsplit(text, "\n", -1);
    YadoDocument *copy = yado_plain_document_new();

    for (guint i = 0; lines[i] != NULL; i++) {
        char *equals = strchr(lines[i], '=');
        g_autofree char *value = NULL;

        if (equals == NULL)
            continue;
        *equals = '\0';
        value = yado_document_dup_value(answers, NULL, lines[i]);
        yado_plain_document_set_initial(YADO_PLAIN_DOCUMENT(copy), lines[i], value);
    }
    return copy;
}

/* ---- What is made here and put on the host ---- */

static gboolean
has_boot_files(YadoCreatePlan *self)
{
    return yado_create_plan_is(self, "source", "tree") ||
           (yado_create_plan_is(self, "source", "iso") && yado_create_plan_is_paravirtual(self));
}

/* That of the first disk where it holds files, else any that does. */
static const YadoResource *
find_file_pool(YadoCreatePlan *self)
{
    g_autofree char *name = yado_create_plan_dup(self, "disk.pool");
    const YadoResource *wanted = find_pool(self, name);
    GPtrArray *pools = self->host != NULL ? yado_resources_list(yado_resources_get(self->host),
                                                                YADO_RESOURCE_POOLS, NULL)
                                          : NULL;

    if (wanted != NULL && yado_resource_holds_files(wanted))
        return wanted;
    for (guint i = 0; pools != NULL && i < pools->len; i++) {
        const YadoResource *pool = pools->pdata[i];

        if (pool->active == 1 && yado_resource_holds_files(pool))
            return pool;
    }
    return NULL;
}

/* "web-07-linux": its contents and size come with the job. */
static YadoCreateDisk *
plan_file(YadoCreatePlan *self, const char *suffix, GError **error)
{
    const YadoResource *pool = find_file_pool(self);
    g_autofree char *guest = yado_create_plan_dup(self, "name");
    YadoCreateDisk *disk;

    if (pool == NULL) {
        yado_error_set(error, YADO_ERROR_INVALID, NULL,
                       _("Make a pool of the type “folder” first."),
                       _("What the guest is started with the first time needs a storage pool that "
                         "holds files."));
        return NULL;
    }
    disk = g_new0(YadoCreateDisk, 1);
    disk->is_new = TRUE;
    disk->pool = g_strdup(pool->name);
    disk->format = g_strdup("raw");
    disk->name = g_strconcat(guest != NULL ? guest : "guest", suffix, NULL);
    disk->path = g_build_filename(pool->path != NULL ? pool->path : "/", disk->name, NULL);
    return disk;
}

static gboolean
plan_boot_files(YadoCreatePlan *self, GError **error)
{
    static const char *const suffixes[] = { "-linux", "-initrd" };

    for (guint i = 0; has_boot_files(self) && i < G_N_ELEMENTS(suffixes); i++) {
        YadoCreateDisk *disk = plan_file(self, suffixes[i], error);

        if (disk == NULL)
            return FALSE;
        g_ptr_array_add(self->boot, disk);
    }
    return TRUE;
}

/* What the installer is told, where its answers lie in the initrd, or on a disk that it looks for by itself. */
static const struct {
    const char *setup, *in_initrd;
    gboolean is_found; /* on a disk with the label OEMDRV */
} setups[] = {
    { "autoyast", "autoyast=file:///autoinst.xml", TRUE },
    { "kickstart", "inst.ks=file:/ks.cfg", TRUE },
    { "preseed", "auto=true priority=critical preseed/file=/preseed.cfg", FALSE },
};

static gboolean
plan_setup(YadoCreatePlan *self, GError **error)
{
    YadoCreateDisk *disk;

    if (!yado_create_plan_has(self, "setup") || yado_create_plan_is(self, "setup", "none"))
        return TRUE;
    for (guint i = 0; i < G_N_ELEMENTS(setups); i++)
        if (yado_create_plan_is(self, "setup", setups[i].setup)) {
            if (self->boot->len == 0 && !setups[i].is_found)
                return yado_error_set(error, YADO_ERROR_INVALID, NULL,
                                      _("Take a network tree as the source."),
                                      _("A preseed file can only be put into an initrd."));
            self->first_boot = g_strdup(self->boot->len > 0 ? setups[i].in_initrd : NULL);
        }
    if (self->first_boot != NULL)
        return TRUE;
    disk = plan_file(self, "-setup.iso", error);
    if (disk == NULL)
        return FALSE;
    disk->is_seed = TRUE;
    disk->device = g_strdup(yado_create_plan_is_paravirtual(self) ? "disk" : "cdrom");
    g_ptr_array_add(self->disks, disk);
    return TRUE;
}

/* ---- The plan ---- */

static gboolean
plan_all(YadoCreatePlan *self, GError **error)
{
    return plan_disks(self, error) && plan_nics(self, error) && plan_boot_files(self, error) &&
           plan_setup(self, error);
}

gboolean
yado_create_plan_check_claims(YadoCreatePlan *self, GError **error)
{
    g_clear_pointer(&self->claims, yado_claims_free);
    for (guint i = 0; i < self->disks->len; i++) {
        const YadoCreateDisk *disk = self->disks->pdata[i];

        if (!disk->is_new && strcmp(disk->device, "disk") == 0 &&
            !yado_claims_check_disk(yado_create_plan_get_claims(self), disk->path, error))
            return FALSE;
    }
    for (guint i = 0; i < self->nics->len; i++)
        if (!yado_claims_check_mac(yado_create_plan_get_claims(self),
                                   ((YadoCreateNic *)self->nics->pdata[i])->mac, error))
            return FALSE;
    yado_create_plan_get_claims(self); /* for the worker: it may not ask the host */
    return TRUE;
}

YadoCreatePlan *
yado_create_plan_new(YadoDocument *answers, YadoHost *host, const char *name, GError **error)
{
    g_autoptr(YadoCreatePlan) self = g_new0(YadoCreatePlan, 1);

    self->answers = copy_answers(answers);
    g_set_object(&self->host, host);
    self->disks = g_ptr_array_new_with_free_func((GDestroyNotify)disk_free);
    self->nics = g_ptr_array_new_with_free_func((GDestroyNotify)nic_free);
    self->boot = g_ptr_array_new_with_free_func((GDestroyNotify)disk_free);
    self->is_local =
        host != NULL && !yado_host_is_demo(host) && !yado_host_is_remote(host);
    if (name != NULL)
        yado_plain_document_set_initial(YADO_PLAIN_DOCUMENT(self->answers), "name", name);
    if (yado_create_plan_is(self, "source", "file"))
        yado_create_plan_get_claims(self); /* while the host may be asked */
    else if (!plan_all(self, error))
        return NULL;
    return g_steal_pointer(&self);
}

/* ---- Several at once ---- */

#define MAX_GUESTS 256

/* "web-%02d": what stands before and behind the number, and how many digits it has at least. */
static gboolean
read_pattern(const char *pattern, char **before, char **behind, guint *digits, GError **error)
{
    const char *percent = strchr(pattern, '%');
    char *end = NULL;
    guint64 width = percent != NULL ? g_ascii_strtoull(percent + 1, &end, 10) : 0;

    if (percent == NULL || *end != 'd' || width > 9 || strchr(end, '%') != NULL)
        return yado_error_set(error, YADO_ERROR_INVALID, NULL, NULL,
                              _("The name of several guests holds one “%%d” or “%%02d” where the "
                                "number goes."));
    *before = g_strndup(pattern, (gsize)(percent - pattern));
    *behind = g_strdup(end + 1);
    *digits = (guint)width;
    return TRUE;
}

static gboolean
read_range(const char *word, guint64 *first, guint64 *last)
{
    char *end = NULL;

    if (!g_ascii_isdigit(*word))
        return FALSE;
    *first = *last = g_ascii_strtoull(word, &end, 10);
    if (*end == '-' && g_ascii_isdigit(end[1]))
        *last = g_ascii_strtoull(end + 1, &end, 10);
    return *end == '\0' && *first <= *last && *last - *first < MAX_GUESTS && *last < 1000000000;
}

GStrv
yado_create_expand_names(const char *pattern, const char *numbers, GError **error)
{
    g_autoptr(GPtrArray) names = g_ptr_array_new_with_free_func(g_free);
    g_auto(GStrv) words = g_strsplit(numbers != NULL ? numbers : "", ",", -1);
    g_autofree char *before = NULL;
    g_autofree char *behind = NULL;
    guint digits = 0;

    if (numbers == NULL || *numbers == '\0')
        g_ptr_array_add(names, g_strdup(pattern));
    else if (!read_pattern(pattern, &before, &behind, &digits, error))
        return NULL;
    for (guint i = 0; words[i] != NULL; i++) {
        guint64 first = 0, last = 0;

        if (!read_range(g_strstrip(words[i]), &first, &last) || names->len > MAX_GUESTS) {
            yado_error_set(error, YADO_ERROR_INVALID, NULL, NULL,
                           _("“%s” are no numbers such as “1-5” or “1,3,7-9”, at most %u."),
                           numbers, MAX_GUESTS);
            return NULL;
        }
        for (guint64 number = first; number <= last; number++)
            g_ptr_array_add(names, g_strdup_printf("%s%0*" G_GUINT64_FORMAT "%s", before,
                                                   (int)digits, number, behind));
    }
    g_ptr_array_add(names, NULL);
    return (GStrv)g_ptr_array_free(g_steal_pointer(&names), FALSE);
}

/* ---- Words ---- */

char *
yado_create_plan_describe_disks(YadoCreatePlan *self)
{
    GString *text = g_string_new(NULL);

    for (guint i = 0; i < self->disks->len; i++) {
        const YadoCreateDisk *disk = self->disks->pdata[i];
        g_autofree char *size = yado_size_format(disk->size);

        g_string_append(text, i > 0 ? C_("list", ", ") : "");
        if (disk->is_seed)
            g_string_append(text, _("the medium of the first boot"));
        else if (disk->is_new)
            /* Translators: a new disk: its size, its format, its pool. */
            g_string_append_printf(text, _("new, %s, %s in %s"), size, disk->format, disk->pool);
        else
            g_string_append(text, disk->path);
    }
    return g_string_free(text, FALSE);
}

char *
yado_create_plan_describe_nics(YadoCreatePlan *self)
{
    GString *text = g_string_new(NULL);

    for (guint i = 0; i < self->nics->len; i++) {
        const YadoCreateNic *nic = self->nics->pdata[i];

        g_string_append(text, i > 0 ? C_("list", ", ") : "");
        g_string_append(text, nic->source != NULL ? nic->source : nic->type);
        if (nic->mac != NULL)
            g_string_append_printf(text, " (%s)", nic->mac);
    }
    return g_string_free(text, FALSE);
}
