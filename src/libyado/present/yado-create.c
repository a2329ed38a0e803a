/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "present/yado-create.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "base/yado-error.h"
#include "base/yado-text.h"
#include "base/yado-units.h"
#include "document/yado-plain-document.h"
#include "document/yado-xml-document.h"

#define MIB (G_GUINT64_CONSTANT(1) << 20)
/* The least that libvirt takes; all else is set by key. */
#define TEMPLATE "<domain type='xen'>\n  <name>guest</name>\n  <memory unit='KiB'>1</memory>\n  <vcpu>1</vcpu>\n</domain>\n"

typedef struct {
    char *device; /* "disk", "cdrom" */
    char *path;   /* of what exists, and of what was made */
    char *pool, *name, *format;
    guint64 size;
    gboolean is_new, is_full, is_block;
    gboolean was_made;
} Disk;

typedef struct {
    char *type, *source, *mac, *model;
} Nic;

struct _YadoCreatePlan {
    YadoDocument *answers;
    YadoHost *host; /* main context only */
    GPtrArray *disks, *nics;
};

static void
disk_free(Disk *disk)
{
    g_free(disk->device);
    g_free(disk->path);
    g_free(disk->pool);
    g_free(disk->name);
    g_free(disk->format);
    g_free(disk);
}

static void
nic_free(Nic *nic)
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
    g_ptr_array_unref(self->disks);
    g_ptr_array_unref(self->nics);
    g_free(self);
}

static char *
get(YadoCreatePlan *self, const char *key)
{
    return yado_document_dup_value(self->answers, NULL, key);
}

static gboolean
is(YadoCreatePlan *self, const char *key, const char *value)
{
    g_autofree char *text = get(self, key);

    return g_strcmp0(text != NULL ? text : "", value) == 0;
}

static gboolean
has(YadoCreatePlan *self, const char *key)
{
    return !is(self, key, "");
}

/* What has no emulated hardware. */
static gboolean
is_paravirtual(YadoCreatePlan *self)
{
    return is(self, "kind", "pv") || is(self, "kind", "pvh");
}

static gboolean
is_xen(YadoCreatePlan *self)
{
    return is_paravirtual(self) || is(self, "kind", "hvm");
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
    GPtrArray *pools =
        self->host != NULL
            ? yado_resources_list(yado_resources_get(self->host), YADO_RESOURCE_POOLS, NULL)
            : NULL;

    return name != NULL ? yado_resource_list_find(pools, name) : NULL;
}

static const char *
get_suffix(const char *format)
{
    return g_strcmp0(format, "qcow2") == 0 ? ".qcow2" : ".img";
}

static gboolean
is_file_pool(const YadoResource *pool)
{
    static const char *const types[] = { "dir", "fs", "netfs", "gluster", NULL };

    return pool == NULL || pool->type == NULL || g_strv_contains(types, pool->type);
}

static gboolean
has_volume(YadoCreatePlan *self, const char *pool, const char *name)
{
    GPtrArray *volumes =
        self->host != NULL
            ? yado_resources_list(yado_resources_get(self->host), YADO_RESOURCE_VOLUMES, pool)
            : NULL;

    return yado_resource_list_find(volumes, name) != NULL;
}

/* "web-07.qcow2", "web-07-2.qcow2": one that is free in the pool and in this plan. */
static char *
dup_volume_name(YadoCreatePlan *self, const YadoResource *pool, const char *format)
{
    g_autofree char *guest = get(self, "name");
    const char *suffix = is_file_pool(pool) ? get_suffix(format) : "";

    for (guint i = self->disks->len + 1;; i++) {
        g_autofree char *name = i == 1 ? g_strdup_printf("%s%s", guest, suffix)
                                       : g_strdup_printf("%s-%u%s", guest, i, suffix);

        if (!has_volume(self, pool->name, name))
            return g_steal_pointer(&name);
    }
}

static gboolean
plan_new_disk(YadoCreatePlan *self, const char *pool_name, guint64 size, const char *format,
              gboolean is_full, GError **error)
{
    const YadoResource *pool = find_pool(self, pool_name);
    Disk *disk;

    if (pool == NULL)
        return yado_error_set(error, YADO_ERROR_INVALID, NULL, NULL,
                              _("There is no storage pool “%s” for the new disk."),
                              pool_name != NULL ? pool_name : "");
    if (size == 0)
        return yado_error_set(error, YADO_ERROR_INVALID, NULL, NULL,
                              _("The new disk needs a size."));
    disk = g_new0(Disk, 1);
    disk->device = g_strdup("disk");
    disk->is_new = TRUE;
    disk->is_full = is_full;
    disk->size = size;
    disk->pool = g_strdup(pool->name);
    disk->format = g_strdup(is_file_pool(pool) && format != NULL && *format != '\0' ? format
                                                                                   : "raw");
    disk->is_block = !is_file_pool(pool);
    disk->name = dup_volume_name(self, pool, disk->format);
    disk->path = g_build_filename(pool->path != NULL ? pool->path : "/", disk->name, NULL);
    g_ptr_array_add(self->disks, disk);
    return TRUE;
}

static char *
guess_format(YadoCreatePlan *self, const char *path)
{
    static const struct {
        const char *suffix, *format;
    } formats[] = {
        { ".qcow2", "qcow2" }, { ".qcow", "qcow" }, { ".vmdk", "vmdk" },
        { ".vhd", "vpc" },     { ".vdi", "vdi" },
    };
    const YadoResource *volume =
        self->host != NULL ? yado_resources_find_volume(yado_resources_get(self->host), path)
                           : NULL;

    if (volume != NULL && volume->type != NULL)
        return g_strdup(strcmp(volume->type, "iso") == 0 ? "raw" : volume->type);
    for (guint i = 0; i < G_N_ELEMENTS(formats); i++)
        if (g_str_has_suffix(path, formats[i].suffix))
            return g_strdup(formats[i].format);
    return g_strdup("raw");
}

static gboolean
is_planned(YadoCreatePlan *self, const char *path)
{
    for (guint i = 0; i < self->disks->len; i++)
        if (g_strcmp0(((Disk *)self->disks->pdata[i])->path, path) == 0)
            return TRUE;
    return FALSE;
}

static gboolean
plan_path(YadoCreatePlan *self, const char *device, const char *path, const char *format,
          GError **error)
{
    Disk *disk;

    if (path == NULL || *path != '/')
        return yado_error_set(error, YADO_ERROR_INVALID, NULL, NULL,
                              _("Give the whole path of the disk, from “/” on."));
    if (is_planned(self, path))
        return yado_error_set(error, YADO_ERROR_INVALID, NULL, NULL,
                              _("“%s” is there twice: a guest can use a disk only once."), path);
    disk = g_new0(Disk, 1);
    disk->device = g_strdup(device);
    disk->path = g_strdup(path);
    disk->format =
        format != NULL && *format != '\0' ? g_strdup(format) : guess_format(self, path);
    disk->is_block = g_str_has_prefix(path, "/dev/");
    g_ptr_array_add(self->disks, disk);
    return TRUE;
}

static const char *const disk_keys[] = { "size", "pool", "format", "full", "path", "device", NULL };

static gboolean
plan_disk_line(YadoCreatePlan *self, GHashTable *pairs, GError **error)
{
    const char *path = g_hash_table_lookup(pairs, "path");
    const char *device = g_hash_table_lookup(pairs, "device");
    const char *size = g_hash_table_lookup(pairs, "size");
    const char *pool = g_hash_table_lookup(pairs, "pool");
    g_autofree char *first_pool = get(self, "disk.pool");
    guint64 bytes = 0;

    if (path != NULL)
        return plan_path(self, device != NULL ? device : "disk", path,
                         g_hash_table_lookup(pairs, "format"), error);
    if (size == NULL || !yado_size_parse(size, MIB, &bytes, error))
        return size != NULL ||
               yado_error_set(error, YADO_ERROR_INVALID, NULL, NULL,
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
    g_autofree char *path = get(self, "disk.path");
    g_autofree char *import = get(self, "import");
    g_autofree char *pool = get(self, "disk.pool");
    g_autofree char *size = get(self, "disk.size");
    g_autofree char *format = get(self, "disk.format");

    if (is(self, "source", "disk"))
        return plan_path(self, "disk", import, NULL, error);
    if (is(self, "disk", "new"))
        return plan_new_disk(self, pool, size != NULL ? g_ascii_strtoull(size, NULL, 10) : 0,
                             format, is(self, "disk.full", "yes"), error);
    if (is(self, "disk", "path"))
        return plan_path(self, "disk", path, NULL, error);
    return TRUE;
}

static gboolean
plan_disks(YadoCreatePlan *self, GError **error)
{
    g_autofree char *lines = get(self, "disks");
    g_autofree char *iso = get(self, "iso");

    if (!plan_first_disk(self, error) ||
        !read_lines(self, lines, disk_keys, plan_disk_line, error))
        return FALSE;
    return !is(self, "source", "iso") || plan_path(self, "cdrom", iso, "raw", error);
}

/* ---- Network cards ---- */

static const char *const nic_keys[] = { "network", "bridge", "type", "mac", "model", NULL };

static void
plan_nic(YadoCreatePlan *self, const char *type, const char *source, const char *mac,
         const char *model)
{
    Nic *nic = g_new0(Nic, 1);

    nic->type = g_strdup(type);
    nic->source = g_strdup(source);
    nic->mac = mac != NULL && *mac != '\0' ? g_strdup(mac) : NULL;
    nic->model = model != NULL && *model != '\0' ? g_strdup(model) : NULL;
    g_ptr_array_add(self->nics, nic);
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
    if (self != NULL)
        plan_nic(self, network != NULL ? "network" : bridge != NULL ? "bridge" : "user",
                 network != NULL ? network : bridge, g_hash_table_lookup(pairs, "mac"),
                 g_hash_table_lookup(pairs, "model"));
    return TRUE;
}

gboolean
yado_create_check_nic_lines(const char *text, GError **error)
{
    return read_lines(NULL, text, nic_keys, plan_nic_line, error);
}

static gboolean
plan_nics(YadoCreatePlan *self, GError **error)
{
    g_autofree char *type = get(self, "nic");
    g_autofree char *network = get(self, "nic.network");
    g_autofree char *bridge = get(self, "nic.bridge");
    g_autofree char *mac = get(self, "nic.mac");
    g_autofree char *model = get(self, "nic.model");
    g_autofree char *lines = get(self, "nics");

    if (type != NULL && strcmp(type, "none") != 0)
        plan_nic(self, type, strcmp(type, "bridge") == 0 ? bridge : network, mac, model);
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

YadoCreatePlan *
yado_create_plan_new(YadoDocument *answers, YadoHost *host, GError **error)
{
    g_autoptr(YadoCreatePlan) self = g_new0(YadoCreatePlan, 1);

    self->answers = copy_answers(answers);
    g_set_object(&self->host, host);
    self->disks = g_ptr_array_new_with_free_func((GDestroyNotify)disk_free);
    self->nics = g_ptr_array_new_with_free_func((GDestroyNotify)nic_free);
    if (!is(self, "source", "file") && (!plan_disks(self, error) || !plan_nics(self, error)))
        return NULL;
    return g_steal_pointer(&self);
}

/* ---- Words ---- */

char *
yado_create_plan_describe_disks(YadoCreatePlan *self)
{
    GString *text = g_string_new(NULL);

    for (guint i = 0; i < self->disks->len; i++) {
        const Disk *disk = self->disks->pdata[i];
        g_autofree char *size = yado_size_format(disk->size);

        g_string_append(text, i > 0 ? C_("list", ", ") : "");
        if (disk->is_new)
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
        const Nic *nic = self->nics->pdata[i];

        g_string_append(text, i > 0 ? C_("list", ", ") : "");
        g_string_append(text, nic->source != NULL ? nic->source : nic->type);
        if (nic->mac != NULL)
            g_string_append_printf(text, " (%s)", nic->mac);
    }
    return g_string_free(text, FALSE);
}

/* ---- The configuration ---- */

typedef struct {
    YadoCreatePlan *plan;
    YadoDocument *document;
    GError *error; /* the first; what follows is passed over */
    guint n_disks, n_cdroms;
} Build;

static void
set(Build *build, const char *node, const char *key, const char *value)
{
    if (build->error == NULL && value != NULL && *value != '\0')
        yado_document_set_value(build->document, node, key, value, &build->error);
}

static void
set_answer(Build *build, const char *key, const char *answer)
{
    g_autofree char *value = get(build->plan, answer);

    set(build, NULL, key, value);
}

static char *
add(Build *build, const char *kind)
{
    return build->error == NULL ? yado_document_add_node(build->document, kind, &build->error)
                                : NULL;
}

static void
build_resources(Build *build)
{
    gboolean has_memory = has(build->plan, "memory.maximum");
    gboolean has_vcpus = has(build->plan, "vcpus.maximum");

    set_answer(build, "name", "name");
    set_answer(build, "type", "domain.type");
    set_answer(build, "os.id", "os");
    set_answer(build, "memory.maximum", has_memory ? "memory.maximum" : "memory");
    set_answer(build, "memory.current", "memory");
    set_answer(build, "vcpu.maximum", has_vcpus ? "vcpus.maximum" : "vcpus");
    if (has_vcpus)
        set_answer(build, "vcpu.current", "vcpus");
}

static void
build_boot(Build *build)
{
    YadoCreatePlan *plan = build->plan;

    set_answer(build, "os.type", "os.type");
    set_answer(build, "os.arch", "os.arch");
    set_answer(build, "os.machine", "os.machine");
    if (is(plan, "source", "kernel") || has(plan, "kernel")) {
        set_answer(build, "boot.kernel", "kernel");
        set_answer(build, "boot.initrd", "initrd");
        set_answer(build, "boot.arguments", "arguments");
    } else if (is_paravirtual(plan)) {
        set_answer(build, "boot.bootloader", "bootloader");
    }
    if (is_paravirtual(plan))
        return;
    /* An empty disk is passed over: the installation starts, and after it the disk does, without anybody's doing. */
    if (is(plan, "source", "pxe"))
        set(build, NULL, "boot.order", "hd,network");
    else
        set(build, NULL, "boot.order", is(plan, "source", "iso") ? "hd,cdrom" : "hd");
}

static void
build_behaviour(Build *build)
{
    YadoCreatePlan *plan = build->plan;

    set(build, NULL, "clock.offset", is(plan, "clock", "localtime") ? "localtime" : "utc");
    set(build, NULL, "on.poweroff", "destroy");
    set(build, NULL, "on.reboot", "restart");
    set(build, NULL, "on.crash", "destroy");
    if (is_paravirtual(plan))
        return;
    set(build, NULL, "feature.acpi", "yes");
    set(build, NULL, "feature.apic", "yes");
    if (is_xen(plan))
        set(build, NULL, "feature.pae", "yes");
}

/* xvda, vda, hda …: cut off where the bus ends is the host's to say. */
static char *
dup_target(Build *build, const char *prefix)
{
    guint i = build->n_disks++;

    if (i < 26)
        return g_strdup_printf("%s%c", prefix, 'a' + (int)i);
    return g_strdup_printf("%s%c%c", prefix, 'a' + (int)(i / 26) - 1, 'a' + (int)(i % 26));
}

static void
build_disk(Build *build, const Disk *disk)
{
    YadoCreatePlan *plan = build->plan;
    gboolean is_cdrom = strcmp(disk->device, "cdrom") == 0;
    const char *bus = is_paravirtual(plan)       ? "xen"
                      : is_cdrom                 ? (is_xen(plan) ? "ide" : "sata")
                      : is_xen(plan)             ? "xen"
                                                 : "virtio";
    const char *prefix = strcmp(bus, "xen") == 0      ? "xvd"
                         : strcmp(bus, "ide") == 0    ? "hd"
                         : strcmp(bus, "virtio") == 0 ? "vd"
                                                      : "sd";
    g_autofree char *node = add(build, "disk");
    g_autofree char *target = is_cdrom && is_xen(plan) && !is_paravirtual(plan)
                                  ? g_strdup_printf("hd%c", 'c' + (int)build->n_cdroms++)
                                  : dup_target(build, prefix);

    set(build, node, "type", disk->is_block ? "block" : "file");
    set(build, node, "device", disk->device);
    /* libxl chooses what serves a raw disk best; other formats are QEMU's. */
    if (!is_xen(plan) || g_strcmp0(disk->format, "raw") != 0)
        set(build, node, "driver", "qemu");
    if (!is_xen(plan) || g_strcmp0(disk->format, "raw") != 0)
        set(build, node, "format", disk->format);
    set(build, node, "source", disk->path);
    set(build, node, "target", target);
    set(build, node, "bus", bus);
    if (is_cdrom)
        set(build, node, "readonly", "yes");
}

static void
build_nic(Build *build, const Nic *nic)
{
    YadoCreatePlan *plan = build->plan;
    g_autofree char *node = add(build, "nic");

    set(build, node, "type", nic->type);
    set(build, node, "source", nic->source);
    set(build, node, "mac", nic->mac);
    if (is_paravirtual(plan))
        return; /* Xen's own card is the only one */
    set(build, node, "model", nic->model != NULL ? nic->model : is_xen(plan) ? NULL : "virtio");
}

static void
build_console(Build *build)
{
    gboolean is_emulated = !is_paravirtual(build->plan);
    g_autofree char *serial = is_emulated ? add(build, "serial") : NULL;
    g_autofree char *console = add(build, "console");

    set(build, console, "target.type", is_emulated ? "serial" : "xen");
}

static void
build_graphics(Build *build)
{
    YadoCreatePlan *plan = build->plan;
    g_autofree char *type = get(plan, "graphics");
    g_autofree char *graphics = NULL;
    g_autofree char *video = NULL;
    g_autofree char *input = NULL;

    if (type == NULL || *type == '\0' || strcmp(type, "none") == 0)
        return;
    graphics = add(build, "graphics");
    set(build, graphics, "type", type);
    if (has(plan, "keymap")) {
        g_autofree char *keymap = get(plan, "keymap");

        set(build, graphics, "keymap", keymap);
    }
    if (is_paravirtual(plan))
        return; /* keyboard, mouse and picture come with Xen's frame buffer */
    video = add(build, "video");
    set(build, video, "model", "vga");
    /* A tablet knows where the pointer is: no offset between the two mice. */
    input = add(build, "input");
}

static YadoDocument *
load_file(YadoCreatePlan *self, GError **error)
{
    g_autofree char *path = get(self, "file");
    g_autofree char *text = NULL;
    g_autofree char *name = get(self, "name");
    g_autoptr(GError) native = NULL;
    g_autoptr(YadoDocument) document = NULL;

    if (path == NULL || !g_file_get_contents(path, &text, NULL, &native)) {
        yado_error_set(error, YADO_ERROR_NOT_FOUND, native != NULL ? native->message : NULL, NULL,
                       _("The file “%s” cannot be read."), path != NULL ? path : "");
        return NULL;
    }
    document = yado_xml_document_new(text, error);
    if (document == NULL ||
        (name != NULL && *name != '\0' &&
         !yado_document_set_value(document, NULL, "name", name, error)))
        return NULL;
    return g_steal_pointer(&document);
}

YadoDocument *
yado_create_plan_build(YadoCreatePlan *self, GError **error)
{
    Build build = { .plan = self };

    if (is(self, "source", "file"))
        return load_file(self, error);
    build.document = yado_xml_document_new(TEMPLATE, error);
    if (build.document == NULL)
        return NULL;
    build_resources(&build);
    build_boot(&build);
    build_behaviour(&build);
    for (guint i = 0; i < self->disks->len; i++)
        build_disk(&build, self->disks->pdata[i]);
    for (guint i = 0; i < self->nics->len; i++)
        build_nic(&build, self->nics->pdata[i]);
    build_console(&build);
    build_graphics(&build);
    if (build.error == NULL)
        return build.document;
    g_object_unref(build.document);
    g_propagate_error(error, build.error);
    return NULL;
}

/* ---- The job ---- */

typedef struct {
    YadoCreatePlan *plan;
    YadoBackend *backend;
    char *uuid; /* of what was defined */
} Work;

static void
work_free(gpointer data)
{
    Work *work = data;

    yado_create_plan_free(work->plan);
    g_object_unref(work->backend);
    g_free(work->uuid);
    g_free(work);
}

static void
put_argument(YadoDocument *arguments, const char *key, const char *value)
{
    yado_plain_document_set_initial(YADO_PLAIN_DOCUMENT(arguments), key, value);
}

static gboolean
make_volume(Work *work, Disk *disk, YadoJob *job, GCancellable *cancellable, GError **error)
{
    g_autoptr(YadoDocument) arguments = yado_plain_document_new();
    g_autofree char *capacity = g_strdup_printf("%" G_GUINT64_FORMAT, disk->size);
    g_autofree char *path = NULL;

    put_argument(arguments, "pool", disk->pool);
    put_argument(arguments, "name", disk->name);
    put_argument(arguments, "capacity", capacity);
    put_argument(arguments, "format", disk->is_block ? NULL : disk->format);
    put_argument(arguments, "full", disk->is_full ? "yes" : "no");
    yado_job_log(job, "%s/%s", disk->pool, disk->name);
    if (!yado_backend_run(work->backend, "volume-create", NULL, arguments, job, cancellable, error))
        return FALSE;
    disk->was_made = TRUE;
    path = yado_document_dup_value(arguments, NULL, "answer.path");
    if (path != NULL) {
        g_free(disk->path);
        disk->path = g_steal_pointer(&path);
    }
    return TRUE;
}

static gboolean
make_volumes(Work *work, YadoJob *job, GCancellable *cancellable, GError **error)
{
    GPtrArray *disks = work->plan->disks;

    for (guint i = 0; i < disks->len; i++) {
        Disk *disk = disks->pdata[i];

        if (!disk->is_new)
            continue;
        yado_job_report_stage(job, _("Making the disks"));
        if (g_cancellable_set_error_if_cancelled(cancellable, error) ||
            !make_volume(work, disk, job, cancellable, error))
            return FALSE;
    }
    return !g_cancellable_set_error_if_cancelled(cancellable, error);
}

static gboolean
define(Work *work, YadoJob *job, GCancellable *cancellable, GError **error)
{
    g_autoptr(YadoDocument) document = yado_create_plan_build(work->plan, error);
    g_autofree char *text = document != NULL ? yado_document_dump(document) : NULL;
    g_autoptr(YadoDocument) defined = NULL;

    yado_job_report_stage(job, _("Defining the guest"));
    if (text == NULL)
        return FALSE;
    defined = yado_backend_define(work->backend, text, cancellable, error);
    if (defined == NULL)
        return FALSE;
    work->uuid = yado_document_dup_value(defined, NULL, "uuid");
    yado_job_log(job, "%s", work->uuid != NULL ? work->uuid : "");
    return !g_cancellable_set_error_if_cancelled(cancellable, error);
}

static gboolean
start(Work *work, YadoJob *job, GCancellable *cancellable, GError **error)
{
    if (is(work->plan, "autostart", "yes") &&
        !yado_backend_run(work->backend, "autostart-on", work->uuid, NULL, job, cancellable, error))
        return FALSE;
    if (!is(work->plan, "start", "yes"))
        return TRUE;
    yado_job_report_stage(job, _("Starting the guest"));
    yado_job_report_can_cancel(job, FALSE);
    return yado_backend_run(work->backend, "start", work->uuid, NULL, job, cancellable, error);
}

/* What cannot be removed is named in the log and in @left. */
static void
undo_one(Work *work, YadoJob *job, const char *operation, const char *uuid, const char *volume,
         GString *left)
{
    g_autoptr(YadoDocument) arguments = yado_plain_document_new();
    g_autoptr(GError) failure = NULL;

    if (volume != NULL)
        put_argument(arguments, "volume", volume);
    if (yado_backend_run(work->backend, operation, uuid, arguments, job, NULL, &failure))
        return;
    yado_job_log(job, "%s", failure->message);
    g_string_append_printf(left, "%s%s", left->len > 0 ? C_("list", ", ") : "",
                           volume != NULL ? volume : uuid);
}

/* (transfer full) what is left, or NULL. */
static char *
undo(Work *work, YadoJob *job)
{
    GPtrArray *disks = work->plan->disks;
    GString *left = g_string_new(NULL);

    yado_job_report_can_cancel(job, FALSE);
    yado_job_report_stage(job, _("Removing what was made"));
    if (work->uuid != NULL)
        undo_one(work, job, "delete", work->uuid, NULL, left);
    for (guint i = disks->len; i > 0; i--) {
        const Disk *disk = disks->pdata[i - 1];

        if (disk->was_made)
            undo_one(work, job, "volume-delete", NULL, disk->path, left);
    }
    return g_string_free(left, left->len == 0);
}

static gboolean
work_create(YadoJob *job, gpointer data, GCancellable *cancellable, GError **error)
{
    Work *work = data;
    g_autoptr(GError) failure = NULL;
    g_autofree char *left = NULL;

    yado_job_report_can_cancel(job, TRUE);
    if (make_volumes(work, job, cancellable, &failure) && define(work, job, cancellable, &failure) &&
        start(work, job, cancellable, &failure))
        return TRUE;
    left = undo(work, job);
    if (left != NULL && !yado_error_is_cancel(failure))
        return yado_error_set(error, YADO_ERROR_FAILED, yado_error_get_detail(failure),
                              yado_error_get_hint(failure), _("%s This could not be removed: %s."),
                              failure->message, left);
    g_propagate_error(error, g_steal_pointer(&failure));
    return FALSE;
}

void
yado_create_plan_run(YadoCreatePlan *self, YadoBackend *backend, YadoJob *job)
{
    Work *work = g_new0(Work, 1);

    work->plan = self;
    work->backend = g_object_ref(backend);
    g_clear_object(&self->host); /* not the worker's */
    yado_job_run(job, work_create, work, work_free);
}
