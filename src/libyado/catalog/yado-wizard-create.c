/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Create a guest: the steps, their forms, and which kind of guest can do what. */
#include "config.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "base/yado-error.h"
#include "base/yado-units.h"
#include "catalog/yado-forms.h"
#include "document/yado-plain-document.h"
#include "present/yado-create.h"

#define RESOURCE YADO_RESOURCE_BIT
#define EVERYTHING                                                                          \
    (RESOURCE(YADO_RESOURCE_POOLS) | RESOURCE(YADO_RESOURCE_NETWORKS) |                     \
     RESOURCE(YADO_RESOURCE_INTERFACES) | RESOURCE(YADO_RESOURCE_GUEST_TYPES))

/* ---- What was answered ---- */

static char *
get_answer(YadoForm *form, const char *key)
{
    return yado_document_dup_value(yado_form_get_document(form), NULL, key);
}

static gboolean
is_answer(YadoForm *form, const char *key, const char *value)
{
    g_autofree char *answer = get_answer(form, key);

    return g_strcmp0(answer != NULL ? answer : "", value) == 0;
}

static gboolean
is_paravirtual(YadoForm *form)
{
    return is_answer(form, "kind", "pv") || is_answer(form, "kind", "pvh");
}

static gboolean
is_emulated(YadoForm *form)
{
    return !is_paravirtual(form);
}

static GPtrArray *
choice_list_new(void)
{
    return g_ptr_array_new_with_free_func((GDestroyNotify)yado_choice_item_free);
}

static void
add_choice(GPtrArray *items, const char *id, const char *label, const char *reason)
{
    g_ptr_array_add(items, yado_choice_item_new(id, label, reason));
}

/* ---- Source ---- */

static GPtrArray *
list_sources(YadoForm *form, const YadoFieldSpec *spec)
{
    GPtrArray *items = choice_list_new();

    add_choice(items, "disk", _("a disk or image that has a system"), NULL);
    add_choice(items, "iso", _("an installation medium (ISO image)"), NULL);
    add_choice(items, "kernel", _("a kernel and an initrd"), NULL);
    add_choice(items, "pxe", _("the network (PXE)"), NULL);
    add_choice(items, "none", _("nothing: an empty guest"), NULL);
    add_choice(items, "file", _("an existing configuration (XML)"), NULL);
    add_choice(items, "tree", _("a network tree of a distribution"),
               _("This version fetches no kernel from network trees: take the kernel and initrd "
                 "of the tree."));
    return items;
}

#define SOURCE_IS(name, value)                          \
    static gboolean source_is_##name(YadoForm *form)    \
    {                                                   \
        return is_answer(form, "source", value);        \
    }

SOURCE_IS(disk, "disk")
SOURCE_IS(iso, "iso")
SOURCE_IS(kernel, "kernel")
SOURCE_IS(file, "file")

static gboolean
check_absolute(YadoForm *form, const YadoFieldSpec *spec, const char *value, GError **error)
{
    if (value == NULL || *value == '\0' || *value == '/')
        return TRUE;
    return yado_error_set(error, YADO_ERROR_INVALID, NULL, NULL,
                          _("Give the whole path, from “/” on."));
}

static gboolean
check_local_file(YadoForm *form, const YadoFieldSpec *spec, const char *value, GError **error)
{
    if (value == NULL || g_file_test(value, G_FILE_TEST_IS_REGULAR))
        return TRUE;
    return yado_error_set(error, YADO_ERROR_NOT_FOUND, NULL, NULL,
                          _("There is no such file on this machine."));
}

static const YadoFieldSpec source_fields[] = {
    { .id = "source",
      .type = YADO_FIELD_CHOICE,
      .label = N_("_Start from"),
      .help = N_("What the guest is started or installed from the first time."),
      .key = "source",
      .list_choices = list_sources },
    { .id = "import",
      .type = YADO_FIELD_VOLUME,
      .label = N_("_Disk or image"),
      .help = N_("The disk on the host, by its whole path. The guest uses it as it is; it is not "
                 "copied."),
      .key = "import",
      .validate = check_absolute,
      .visible_if = source_is_disk,
      .flags = YADO_FIELD_REQUIRED },
    { .id = "iso",
      .type = YADO_FIELD_VOLUME,
      .label = N_("_Medium"),
      .help = N_("The ISO image on the host, by its whole path."),
      .key = "iso",
      .validate = check_absolute,
      .visible_if = source_is_iso,
      .flags = YADO_FIELD_REQUIRED },
    { .id = "kernel",
      .type = YADO_FIELD_VOLUME,
      .label = N_("_Kernel"),
      .help = N_("The kernel on the host, by its whole path. For PV and PVH it must be one that "
                 "Xen can load."),
      .key = "kernel",
      .validate = check_absolute,
      .visible_if = source_is_kernel,
      .flags = YADO_FIELD_REQUIRED },
    { .id = "initrd",
      .type = YADO_FIELD_VOLUME,
      .label = N_("Init_rd"),
      .help = N_("The first file system that the kernel uses, on the host. Empty: none."),
      .key = "initrd",
      .validate = check_absolute,
      .visible_if = source_is_kernel },
    { .id = "arguments",
      .type = YADO_FIELD_TEXT,
      .label = N_("Kernel _arguments"),
      .help = N_("What the kernel is told: the root file system, the console, where an "
                 "installation comes from."),
      .key = "arguments",
      .visible_if = source_is_kernel },
    { .id = "file",
      .type = YADO_FIELD_FILE,
      .label = N_("_Configuration"),
      .help = N_("A file on this machine with a guest's configuration as libvirt's XML. All but "
                 "its name is taken as it is."),
      .key = "file",
      .validate = check_local_file,
      .visible_if = source_is_file,
      .flags = YADO_FIELD_REQUIRED | YADO_FIELD_LOCAL },
    { 0 },
};

/* ---- Kind ---- */

typedef struct {
    const char *id, *label; /* N_() */
    const char *domain_type, *os_type, *machine;
} Kind;

static const Kind kinds[] = {
    { "pvh", N_("PVH: paravirtual in hardware; fastest, no emulated devices"), "xen", "xenpvh",
      "xenpvh" },
    { "pv", N_("PV: paravirtual; runs without virtualization in the processor"), "xen", "xen",
      "xenpv" },
    { "hvm", N_("HVM: a whole emulated machine; for every system"), "xen", "hvm", "xenfv" },
    { "kvm", N_("KVM: a whole machine, run by the processor"), "kvm", "hvm", NULL },
    { "qemu", N_("QEMU: a whole machine in software; slow"), "qemu", "hvm", NULL },
};

static const Kind *
find_kind(const char *id)
{
    for (guint i = 0; i < G_N_ELEMENTS(kinds); i++)
        if (g_strcmp0(kinds[i].id, id) == 0)
            return &kinds[i];
    return NULL;
}

/* libvirt's test driver takes guests of Xen, whatever it says of itself. */
static gboolean
is_xen_type(const YadoResource *type)
{
    return g_strcmp0(type->type, "xen") == 0 || g_strcmp0(type->type, "test") == 0;
}

static const YadoResource *
find_guest_type(GPtrArray *types, const Kind *kind)
{
    const YadoResource *found = NULL;

    for (guint i = 0; types != NULL && i < types->len; i++) {
        const YadoResource *type = types->pdata[i];
        gboolean fits = strcmp(kind->domain_type, "xen") == 0
                            ? is_xen_type(type)
                            : g_strcmp0(type->type, kind->domain_type) == 0;

        /* PVH has its own type since 4.9; the test driver does not tell it. */
        if (!fits || (g_strcmp0(type->name, kind->os_type) != 0 &&
                      !(g_strcmp0(type->type, "test") == 0 && g_strcmp0(type->name, "xen") == 0 &&
                        strcmp(kind->os_type, "xenpvh") == 0)))
            continue;
        if (found == NULL || g_strcmp0(type->source, "x86_64") == 0)
            found = type;
    }
    return found;
}

static const char *
get_host_reason(GPtrArray *types, const Kind *kind)
{
    gboolean is_xen = FALSE;

    if (types == NULL)
        return _("The host has not told yet what it can run.");
    if (find_guest_type(types, kind) != NULL)
        return NULL;
    for (guint i = 0; i < types->len; i++)
        is_xen = is_xen || is_xen_type(types->pdata[i]);
    if (is_xen && strcmp(kind->id, "hvm") == 0)
        return _("Processor virtualization is missing or switched off in the firmware.");
    if (is_xen && strcmp(kind->id, "pvh") == 0)
        return _("This Xen cannot run PVH guests.");
    if (strcmp(kind->domain_type, "xen") == 0)
        return _("This is no Xen host.");
    if (is_xen)
        return _("This is a Xen host.");
    return _("The processor cannot do that here, or its module is not loaded.");
}

/* Why the source cannot be used with this kind. */
static const char *
get_source_reason(YadoForm *form, const Kind *kind)
{
    gboolean is_pv = strcmp(kind->id, "pv") == 0 || strcmp(kind->id, "pvh") == 0;

    if (is_pv && source_is_iso(form))
        return _("It cannot be booted from a medium: take HVM, or the kernel and initrd of the "
                 "medium.");
    if (is_pv && is_answer(form, "source", "pxe"))
        return _("It has no firmware that could boot from the network.");
    return NULL;
}

static GPtrArray *
list_kinds(YadoForm *form, const YadoFieldSpec *spec)
{
    GPtrArray *types = yado_catalog_get_resources(form, YADO_RESOURCE_GUEST_TYPES);
    GPtrArray *items = choice_list_new();

    for (guint i = 0; i < G_N_ELEMENTS(kinds); i++) {
        const char *reason = get_host_reason(types, &kinds[i]);

        add_choice(items, kinds[i].id, _(kinds[i].label),
                   reason != NULL ? reason : get_source_reason(form, &kinds[i]));
    }
    return items;
}

static gboolean
check_kind(YadoForm *form, const YadoFieldSpec *spec, const char *value, GError **error)
{
    const Kind *kind = find_kind(value);
    const char *reason =
        kind != NULL
            ? get_host_reason(yado_catalog_get_resources(form, YADO_RESOURCE_GUEST_TYPES), kind)
            : NULL;

    if (kind != NULL && reason == NULL)
        reason = get_source_reason(form, kind);
    if (reason == NULL)
        return TRUE;
    return yado_error_set(error, YADO_ERROR_INVALID, NULL, NULL, "%s", reason);
}

typedef struct {
    const char *path;
    const char *kinds;
    const char *label; /* N_() */
} Loader;

/* Where the distributions' packages put them (grub-xen-host, grub2-x86_64-xen, xen-utils). */
static const Loader loaders[] = {
    { "/usr/lib/grub-xen/grub-i386-xen_pvh.bin", "pvh", N_("pvgrub of the host") },
    { "/usr/share/grub2/i386-xen_pvh/grub.xen", "pvh", N_("pvgrub of the host") },
    { "/usr/lib/grub-xen/grub-x86_64-xen.bin", "pv", N_("pvgrub of the host") },
    { "/usr/share/grub2/x86_64-xen/grub.xen", "pv", N_("pvgrub of the host") },
};

static gboolean
is_local(YadoForm *form)
{
    YadoHost *host = yado_form_get_host(form);

    return host != NULL && strstr(yado_host_get_uri(host), ":///") != NULL;
}

static gboolean
is_loader_there(YadoForm *form, const Loader *loader)
{
    return !is_local(form) || yado_host_is_demo(yado_form_get_host(form)) ||
           g_file_test(loader->path, G_FILE_TEST_EXISTS);
}

static GPtrArray *
list_loaders(YadoForm *form, const YadoFieldSpec *spec)
{
    g_autofree char *kind = get_answer(form, "kind");
    GPtrArray *items = choice_list_new();

    for (guint i = 0; i < G_N_ELEMENTS(loaders); i++) {
        g_autofree char *label = NULL;

        if (g_strcmp0(loaders[i].kinds, kind) != 0)
            continue;
        label = g_strdup_printf("%s (%s)", _(loaders[i].label), loaders[i].path);
        add_choice(items, loaders[i].path, label,
                   is_loader_there(form, &loaders[i])
                       ? NULL
                       : _("It is not installed on the host: grub-xen-host, grub2-x86_64-xen."));
    }
    add_choice(items, "pygrub", _("pygrub: reads the guest's disk in Domain-0"), NULL);
    return items;
}

/* A kernel of the guest's own is loaded without one. */
static gboolean
needs_loader(YadoForm *form)
{
    return is_paravirtual(form) && !source_is_kernel(form);
}

static const YadoFieldSpec kind_fields[] = {
    { .id = "kind",
      .type = YADO_FIELD_CHOICE,
      .label = N_("_Kind"),
      .help = N_("How the guest is run. PVH and PV need a system that knows Xen, as every Linux "
                 "does; HVM, KVM and QEMU run any. What cannot be chosen says why."),
      .key = "kind",
      .list_choices = list_kinds,
      .validate = check_kind,
      .flags = YADO_FIELD_REQUIRED },
    { .id = "loader",
      .type = YADO_FIELD_CHOICE,
      .label = N_("_Boot loader"),
      .help = N_("What loads the kernel that lies on the guest's disk. pvgrub runs inside the guest "
                 "and is the safer one; pygrub reads the disk with the rights of Domain-0."),
      .key = "loader",
      .list_choices = list_loaders,
      .visible_if = needs_loader,
      .flags = YADO_FIELD_REQUIRED },
    { 0 },
};

/* ---- System ---- */

static const YadoChoice clocks[] = {
    { "utc", N_("UTC: Linux and other Unix systems") },
    { "localtime", N_("local time: Windows") },
    { 0 },
};

static gboolean
check_os(YadoForm *form, const YadoFieldSpec *spec, const char *value, GError **error)
{
    if (value == NULL || *value == '\0' || g_str_has_prefix(value, "http://") ||
        g_str_has_prefix(value, "https://"))
        return TRUE;
    return yado_error_set(error, YADO_ERROR_INVALID, NULL, NULL,
                          _("An id of libosinfo looks like http://opensuse.org/opensuse/15.6."));
}

static const YadoFieldSpec system_fields[] = {
    { .id = "os",
      .type = YADO_FIELD_TEXT,
      .label = N_("Operating _system"),
      .help = N_("The id of the guest's system in libosinfo's database, as “osinfo-query os” lists "
                 "it. It is kept with the guest and shown in lists. Empty: not known."),
      .key = "os",
      .validate = check_os },
    { .id = "clock",
      .type = YADO_FIELD_CHOICE,
      .label = N_("_Clock"),
      .help = N_("What the guest's hardware clock shows. A system that expects the other one is "
                 "wrong by the hours of its time zone."),
      .key = "clock",
      .choices = clocks },
    { 0 },
};

/* ---- Resources ---- */

static gboolean
is_name_taken(YadoForm *form, const char *name)
{
    YadoHost *host = yado_form_get_host(form);
    guint n = host != NULL ? g_list_model_get_n_items(G_LIST_MODEL(host)) : 0;

    for (guint i = 0; i < n; i++) {
        g_autoptr(YadoGuest) guest = g_list_model_get_item(G_LIST_MODEL(host), i);

        if (g_strcmp0(yado_guest_get_name(guest), name) == 0)
            return TRUE;
    }
    return FALSE;
}

static gboolean
check_name(YadoForm *form, const YadoFieldSpec *spec, const char *value, GError **error)
{
    if (value == NULL)
        return TRUE;
    if (strchr(value, '/') != NULL)
        return yado_error_set(error, YADO_ERROR_INVALID, NULL, NULL,
                              _("The name must not contain “/”."));
    if (is_name_taken(form, value))
        return yado_error_set(error, YADO_ERROR_INVALID, NULL, NULL,
                              _("A guest of this host has this name already."));
    return TRUE;
}

static gboolean
check_memory(YadoForm *form, const YadoFieldSpec *spec, const char *value, GError **error)
{
    YadoHost *host = yado_form_get_host(form);
    const YadoHostInfo *info = host != NULL ? yado_host_get_info(host) : NULL;
    g_autofree char *size = NULL;

    if (info == NULL || info->memory == 0 || value == NULL ||
        g_ascii_strtoull(value, NULL, 10) <= info->memory)
        return TRUE;
    size = yado_size_format(info->memory);
    return yado_error_set(error, YADO_ERROR_INVALID, NULL, NULL,
                          _("The host has only %s of memory."), size);
}

static gboolean
is_own(YadoForm *form)
{
    return !source_is_file(form);
}

static const YadoChoice graphics_types[] = {
    { "vnc", N_("VNC, on this host only") },
    { "spice", N_("SPICE, on this host only") },
    { "none", N_("none: text console only") },
    { 0 },
};

static const YadoFieldSpec resource_fields[] = {
    { .id = "name",
      .type = YADO_FIELD_TEXT,
      .label = N_("_Name"),
      .help = N_("The name of the guest, by which it is known on its host."),
      .key = "name",
      .maximum = 255,
      .validate = check_name,
      .flags = YADO_FIELD_REQUIRED | YADO_FIELD_POSITIONAL },
    { .id = "memory",
      .type = YADO_FIELD_SIZE,
      .label = N_("_Memory"),
      .help = N_("How much memory the guest starts with."),
      .key = "memory",
      .minimum = 4194304,
      .validate = check_memory,
      .visible_if = is_own,
      .flags = YADO_FIELD_REQUIRED },
    { .id = "memory-maximum",
      .type = YADO_FIELD_SIZE,
      .label = N_("Memory at m_ost"),
      .help = N_("Up to how much the guest's memory can be enlarged while it runs. Empty: no more "
                 "than it starts with."),
      .key = "memory.maximum",
      .placeholder = N_("as much as it starts with"),
      .validate = check_memory,
      .visible_if = is_own,
      .flags = YADO_FIELD_OPTIONAL_NUMBER },
    { .id = "vcpus",
      .type = YADO_FIELD_INT,
      .label = N_("_Processors"),
      .help = N_("How many virtual processors the guest starts with. More than the host has make "
                 "guests wait."),
      .key = "vcpus",
      .minimum = 1,
      .maximum = 4096,
      .visible_if = is_own,
      .flags = YADO_FIELD_REQUIRED },
    { .id = "vcpus-maximum",
      .type = YADO_FIELD_INT,
      .label = N_("Processors _at most"),
      .help = N_("Up to how many it can be given while it runs. Empty: no more than it starts "
                 "with."),
      .key = "vcpus.maximum",
      .minimum = 1,
      .maximum = 4096,
      .placeholder = N_("as many as it starts with"),
      .visible_if = is_own,
      .flags = YADO_FIELD_OPTIONAL_NUMBER },
    { .id = "graphics",
      .type = YADO_FIELD_CHOICE,
      .label = N_("_Graphics"),
      .help = N_("Whether the guest has a picture, and how it is reached. It listens on the host "
                 "itself only; the managers reach it through their own connection."),
      .key = "graphics",
      .choices = graphics_types,
      .visible_if = is_own },
    { .id = "autostart",
      .type = YADO_FIELD_BOOL,
      .label = N_("Start with the _host"),
      .help = N_("Whether the guest is started when the host starts."),
      .key = "autostart" },
    { .id = "start",
      .type = YADO_FIELD_BOOL,
      .label = N_("_Start it when it is made"),
      .help = N_("Starts the guest as soon as it is defined."),
      .key = "start" },
    { 0 },
};

/* ---- Storage ---- */

static const YadoChoice disk_ways[] = {
    { "new", N_("a new disk") },
    { "path", N_("a disk or image that exists") },
    { "none", N_("no disk") },
    { 0 },
};

static const YadoChoice disk_formats[] = {
    { "qcow2", N_("qcow2: grows, has snapshots") },
    { "raw", N_("raw: plain, fastest") },
    { 0 },
};

/* What it starts from is its first disk. */
static gboolean
has_own_disk(YadoForm *form)
{
    return !source_is_disk(form);
}

static gboolean
has_new_disk(YadoForm *form)
{
    return has_own_disk(form) && is_answer(form, "disk", "new");
}

static gboolean
has_old_disk(YadoForm *form)
{
    return has_own_disk(form) && is_answer(form, "disk", "path");
}

static gboolean
check_disks(YadoForm *form, const YadoFieldSpec *spec, const char *value, GError **error)
{
    return value == NULL || yado_create_check_disk_lines(value, error);
}

static const YadoFieldSpec storage_fields[] = {
    { .id = "disk",
      .type = YADO_FIELD_CHOICE,
      .label = N_("_First disk"),
      .help = N_("Where the guest's own system and data are kept."),
      .key = "disk",
      .choices = disk_ways,
      .visible_if = has_own_disk },
    { .id = "pool",
      .type = YADO_FIELD_CHOICE,
      .label = N_("_Pool"),
      .help = N_("The storage pool that the volume is made in, and how much is free there."),
      .key = "disk.pool",
      .list_choices = yado_catalog_list_active_pools,
      .visible_if = has_new_disk,
      .flags = YADO_FIELD_REQUIRED },
    { .id = "size",
      .type = YADO_FIELD_SIZE,
      .label = N_("_Size"),
      .help = N_("How large the disk is for the guest. On the host it takes only what was written, "
                 "unless all of it is allocated at once."),
      .key = "disk.size",
      .minimum = 1,
      .maximum = (gint64)1 << 60,
      .visible_if = has_new_disk,
      .flags = YADO_FIELD_REQUIRED },
    { .id = "format",
      .type = YADO_FIELD_CHOICE,
      .label = N_("F_ormat"),
      .help = N_("How the data is laid out. Only pools that hold files know formats."),
      .key = "disk.format",
      .choices = disk_formats,
      .visible_if = has_new_disk },
    { .id = "full",
      .type = YADO_FIELD_BOOL,
      .label = N_("_Allocate all of it now"),
      .help = N_("Takes the whole size from the pool at once, so that it cannot become full "
                 "later. Off: the volume grows as it is written."),
      .key = "disk.full",
      .visible_if = has_new_disk },
    { .id = "path",
      .type = YADO_FIELD_VOLUME,
      .label = N_("_Disk"),
      .help = N_("The disk on the host, by its whole path. The guest uses it as it is; it is not "
                 "copied."),
      .key = "disk.path",
      .validate = check_absolute,
      .visible_if = has_old_disk,
      .flags = YADO_FIELD_REQUIRED },
    { .id = "disks",
      .type = YADO_FIELD_MULTILINE,
      .label = N_("F_urther disks"),
      .help = N_("One a line, as KEY=VALUE separated by commas: “size=20G,pool=images” makes a new "
                 "one (with format and full where wanted), “path=/srv/data.img” takes one that "
                 "exists, with “device=cdrom” as a CD."),
      .key = "disks",
      .validate = check_disks },
    { 0 },
};

/* ---- Network ---- */

static GPtrArray *
list_nic_ways(YadoForm *form, const YadoFieldSpec *spec)
{
    GPtrArray *items = choice_list_new();
    GPtrArray *networks = yado_catalog_get_resources(form, YADO_RESOURCE_NETWORKS);
    gboolean has_networks = networks != NULL && networks->len > 0;
    gboolean is_user = is_answer(form, "kind", "kvm") || is_answer(form, "kind", "qemu");

    add_choice(items, "network", _("a virtual network of the host"),
               has_networks ? NULL : _("This host has no virtual network."));
    add_choice(items, "bridge", _("a bridge of the host"), NULL);
    add_choice(items, "user", _("address translation without rights (user)"),
               is_user ? NULL : _("Only QEMU and KVM have it."));
    add_choice(items, "none", _("no network"), NULL);
    return items;
}

#define NIC_IS(name)                                    \
    static gboolean nic_is_##name(YadoForm *form)       \
    {                                                   \
        return is_answer(form, "nic", #name);           \
    }

NIC_IS(network)
NIC_IS(bridge)

static gboolean
has_nic(YadoForm *form)
{
    return !is_answer(form, "nic", "none");
}

static gboolean
has_nic_model(YadoForm *form)
{
    return has_nic(form) && is_emulated(form);
}

static gboolean
check_mac(YadoForm *form, const YadoFieldSpec *spec, const char *value, GError **error)
{
    YadoHost *host = yado_form_get_host(form);
    guint n = host != NULL ? g_list_model_get_n_items(G_LIST_MODEL(host)) : 0;

    for (guint i = 0; value != NULL && *value != '\0' && i < n; i++) {
        g_autoptr(YadoGuest) guest = g_list_model_get_item(G_LIST_MODEL(host), i);
        GPtrArray *nics = yado_guest_get_nics(guest);

        for (guint k = 0; nics != NULL && k < nics->len; k++) {
            const YadoDeviceFacts *nic = nics->pdata[k];

            if (nic->mac != NULL && g_ascii_strcasecmp(nic->mac, value) == 0)
                return yado_error_set(error, YADO_ERROR_INVALID, NULL, NULL,
                                      _("The guest %s has this address already."),
                                      yado_guest_get_name(guest));
        }
    }
    return TRUE;
}

static gboolean
check_nics(YadoForm *form, const YadoFieldSpec *spec, const char *value, GError **error)
{
    return value == NULL || yado_create_check_nic_lines(value, error);
}

static const YadoChoice nic_models[] = {
    { "", N_("as the hypervisor decides") },
    { "virtio", N_("virtio: fastest, needs a driver") },
    { "e1000", N_("Intel e1000: every system knows it") },
    { "rtl8139", N_("Realtek 8139: old systems know it") },
    { 0 },
};

static const YadoFieldSpec network_fields[] = {
    { .id = "nic",
      .type = YADO_FIELD_CHOICE,
      .label = N_("_Network card"),
      .help = N_("To what the guest's network card is connected."),
      .key = "nic",
      .list_choices = list_nic_ways },
    { .id = "network",
      .type = YADO_FIELD_NETWORK,
      .label = N_("_Virtual network"),
      .help = N_("The virtual network of the host."),
      .key = "nic.network",
      .list_choices = yado_catalog_list_networks,
      .visible_if = nic_is_network,
      .flags = YADO_FIELD_REQUIRED },
    { .id = "bridge",
      .type = YADO_FIELD_NETWORK,
      .label = N_("_Bridge"),
      .help = N_("A bridge that the host has."),
      .key = "nic.bridge",
      .list_choices = yado_catalog_list_bridges,
      .visible_if = nic_is_bridge,
      .flags = YADO_FIELD_REQUIRED },
    { .id = "mac",
      .type = YADO_FIELD_MAC,
      .label = N_("_MAC address"),
      .help = N_("The hardware address of the card. Empty: one is made that nobody else has."),
      .key = "nic.mac",
      .placeholder = N_("a new one"),
      .validate = check_mac,
      .visible_if = has_nic },
    { .id = "model",
      .type = YADO_FIELD_CHOICE,
      .label = N_("M_odel"),
      .help = N_("Which card the guest sees. PV and PVH have Xen's own and no other."),
      .key = "nic.model",
      .choices = nic_models,
      .visible_if = has_nic_model },
    { .id = "nics",
      .type = YADO_FIELD_MULTILINE,
      .label = N_("F_urther cards"),
      .help = N_("One a line, as KEY=VALUE separated by commas: “network=default” or “bridge=br0”, "
                 "with mac and model where wanted."),
      .key = "nics",
      .validate = check_nics },
    { 0 },
};

/* ---- Forms ---- */

#define FORM(name, id_, title_, intro_)                                                   \
    static const YadoSectionSpec name##_sections[] = { { NULL, name##_fields }, { 0 } }; \
    const YadoFormSpec yado_form_create_##name = { .id = id_,                            \
                                                   .title = title_,                      \
                                                   .intro = intro_,                      \
                                                   .sections = name##_sections,          \
                                                   .resources = EVERYTHING }

FORM(source, "create-source", N_("Source"),
     N_("From what the guest gets its system. The short way: choose it, look at the summary, and "
        "create."));
FORM(kind, "create-kind", N_("Kind of guest"),
     N_("How the guest is run. The kind decides what later steps offer."));
FORM(system, "create-system", N_("Operating system"), N_("What system the guest will have."));
FORM(resource, "create-resources", N_("Resources"),
     N_("The guest's name, memory and processors."));
FORM(storage, "create-storage", N_("Storage"), N_("The guest's disks."));
FORM(network, "create-network", N_("Network"), N_("The guest's network cards."));

/* ---- The wizard ---- */

static gboolean
is_taken_as_it_is(YadoWizard *wizard)
{
    return source_is_file(yado_wizard_get_form(wizard, 0));
}

static YadoCreatePlan *
create_plan(YadoWizard *wizard, GError **error)
{
    YadoDocument *answers = yado_wizard_get_answers(wizard);
    YadoPlainDocument *plain = YADO_PLAIN_DOCUMENT(answers);
    YadoHost *host = yado_wizard_get_host(wizard);
    g_autofree char *kind_id = yado_wizard_dup_value(wizard, "kind");
    g_autofree char *loader = yado_wizard_dup_value(wizard, "loader");
    const Kind *kind = find_kind(kind_id);
    GPtrArray *types =
        host != NULL
            ? yado_resources_list(yado_resources_get(host), YADO_RESOURCE_GUEST_TYPES, NULL)
            : NULL;
    const YadoResource *type = kind != NULL ? find_guest_type(types, kind) : NULL;
    YadoForm *form = yado_wizard_get_form(wizard, 0);

    if (kind != NULL) {
        gboolean is_test = type != NULL && g_strcmp0(type->type, "test") == 0;

        yado_plain_document_set_initial(plain, "domain.type", kind->domain_type);
        yado_plain_document_set_initial(plain, "os.type", kind->os_type);
        yado_plain_document_set_initial(plain, "os.machine", kind->machine);
        yado_plain_document_set_initial(
            plain, "os.arch", type == NULL || is_test ? "x86_64" : type->source);
    }
    if (needs_loader(form) && g_strcmp0(loader, "pygrub") != 0)
        yado_plain_document_set_initial(plain, "kernel", loader);
    else if (!source_is_kernel(form))
        yado_plain_document_set_initial(plain, "kernel", NULL);
    yado_plain_document_set_initial(plain, "bootloader",
                                    needs_loader(form) ? "pygrub" : NULL);
    return yado_create_plan_new(answers, host, error);
}

static char *
dup_configuration(YadoWizard *wizard, GError **error)
{
    g_autoptr(YadoCreatePlan) plan = create_plan(wizard, error);
    g_autoptr(YadoDocument) document = plan != NULL ? yado_create_plan_build(plan, error) : NULL;

    return document != NULL ? yado_document_dump(document) : NULL;
}

static gboolean
check(YadoWizard *wizard, GError **error)
{
    g_autofree char *configuration = dup_configuration(wizard, error);

    return configuration != NULL;
}

static void
on_created_cb(YadoJob *job, YadoHost *host)
{
    yado_resources_outdate(yado_resources_get(host));
    yado_host_refresh(host);
}

static YadoJob *
start(YadoWizard *wizard, GError **error)
{
    YadoHost *host = yado_wizard_get_host(wizard);
    YadoBackend *backend = host != NULL ? yado_host_get_backend(host) : NULL;
    YadoSession *session = yado_wizard_get_session(wizard);
    YadoCreatePlan *plan = NULL;
    g_autofree char *name = yado_wizard_dup_value(wizard, "name");
    g_autofree char *title = g_strdup_printf(_("Create %s"), name != NULL ? name : "");
    YadoJob *job;

    if (backend == NULL) {
        yado_error_set(error, YADO_ERROR_CONNECTION, NULL, NULL, _("The host is not connected."));
        return NULL;
    }
    plan = create_plan(wizard, error);
    if (plan == NULL)
        return NULL;
    job = yado_job_new(title, name);
    g_signal_connect_object(job, "finished", G_CALLBACK(on_created_cb), host, 0);
    if (session != NULL)
        yado_job_queue_add(yado_session_get_jobs(session), job);
    yado_create_plan_run(plan, backend, job);
    return job;
}

/* ---- Proposals ---- */

static const char *
propose_kind(YadoForm *form)
{
    GPtrArray *types = yado_catalog_get_resources(form, YADO_RESOURCE_GUEST_TYPES);

    for (guint i = 0; i < G_N_ELEMENTS(kinds); i++)
        if (types != NULL && get_host_reason(types, &kinds[i]) == NULL &&
            get_source_reason(form, &kinds[i]) == NULL)
            return kinds[i].id;
    return NULL;
}

static const char *
propose_loader(YadoForm *form)
{
    g_autofree char *kind = get_answer(form, "kind");

    for (guint i = 0; i < G_N_ELEMENTS(loaders); i++)
        if (g_strcmp0(loaders[i].kinds, kind) == 0 && is_loader_there(form, &loaders[i]))
            return loaders[i].path;
    return "pygrub";
}

static const YadoResource *
find_active(GPtrArray *list, const char *wanted)
{
    const YadoResource *first = NULL;

    for (guint i = 0; list != NULL && i < list->len; i++) {
        const YadoResource *resource = list->pdata[i];

        if (resource->active != 1)
            continue;
        if (g_strcmp0(resource->name, wanted) == 0)
            return resource;
        if (first == NULL)
            first = resource;
    }
    return first;
}

/* The pool with the most room. */
static const YadoResource *
find_roomiest(GPtrArray *pools)
{
    const YadoResource *best = find_active(pools, "default");

    if (best != NULL && g_strcmp0(best->name, "default") == 0)
        return best;
    for (guint i = 0; pools != NULL && i < pools->len; i++) {
        const YadoResource *pool = pools->pdata[i];

        if (pool->active == 1 && g_strcmp0(pool->name, "images") == 0)
            return pool;
        if (pool->active == 1 && best != NULL && pool->available > best->available)
            best = pool;
    }
    return best;
}

static void
propose_network(YadoWizard *wizard, YadoForm *form)
{
    const YadoResource *network =
        find_active(yado_catalog_get_resources(form, YADO_RESOURCE_NETWORKS), "default");
    g_autoptr(GPtrArray) bridges = yado_catalog_list_bridges(form, NULL);
    const char *bridge = bridges->len > 0 ? ((YadoChoiceItem *)bridges->pdata[0])->id : NULL;
    gboolean is_user = is_answer(form, "kind", "kvm") || is_answer(form, "kind", "qemu");

    yado_wizard_propose(wizard, "network", network != NULL ? network->name : NULL);
    yado_wizard_propose(wizard, "bridge", bridge);
    yado_wizard_propose(wizard, "nic",
                        network != NULL  ? "network"
                        : bridge != NULL ? "bridge"
                        : is_user        ? "user"
                                         : "none");
}

/* Everything has a value from the start: Source, Summary, Create is the short way. */
static void
update(YadoWizard *wizard, const char *field)
{
    YadoForm *form = yado_wizard_get_form(wizard, 0);
    const YadoResource *pool =
        find_roomiest(yado_catalog_get_resources(form, YADO_RESOURCE_POOLS));

    yado_wizard_propose(wizard, "kind", propose_kind(form));
    yado_wizard_propose(wizard, "loader", propose_loader(form));
    yado_wizard_propose(wizard, "pool", pool != NULL ? pool->name : NULL);
    yado_wizard_propose(wizard, "disk", source_is_kernel(form) || pool == NULL ? "none" : "new");
    yado_wizard_propose(wizard, "graphics",
                        is_paravirtual(form) ? "none" : "vnc");
    propose_network(wizard, form);
}

static void
init(YadoWizard *wizard)
{
    static const char *const values[][2] = {
        { "source", "iso" },      { "clock", "utc" },         { "memory", "2147483648" },
        { "vcpus", "2" },         { "size", "21474836480" },  { "format", "qcow2" },
        { "start", "yes" },       { "disk", "new" },
    };

    for (guint i = 0; i < G_N_ELEMENTS(values); i++)
        yado_wizard_propose(wizard, values[i][0], values[i][1]);
    update(wizard, NULL);
}

/* ---- The summary ---- */

static char *
dup_field_text(YadoWizard *wizard, const char *field)
{
    YadoForm *form = NULL;
    const YadoFieldSpec *spec = yado_wizard_find_field(wizard, field, &form);
    g_autoptr(GPtrArray) items = yado_form_list_choices(form, spec);
    g_autofree char *value = yado_form_dup_value(form, spec);

    for (guint i = 0; items != NULL && value != NULL && i < items->len; i++) {
        const YadoChoiceItem *item = items->pdata[i];

        if (strcmp(item->id, value) == 0)
            return g_strdup(item->label);
    }
    return yado_field_format(spec, value);
}

static char *
summarize_source(YadoWizard *wizard)
{
    static const char *const files[][2] = {
        { "disk", "import" }, { "iso", "iso" }, { "kernel", "kernel" }, { "file", "file" }
    };
    g_autofree char *source = yado_wizard_dup_value(wizard, "source");
    g_autofree char *text = dup_field_text(wizard, "source");

    for (guint i = 0; i < G_N_ELEMENTS(files); i++) {
        g_autofree char *path = g_strcmp0(files[i][0], source) == 0
                                    ? yado_wizard_dup_value(wizard, files[i][1])
                                    : NULL;

        if (path != NULL)
            return g_strdup_printf("%s: %s", text, path);
    }
    return g_steal_pointer(&text);
}

static char *
summarize_kind(YadoWizard *wizard)
{
    return dup_field_text(wizard, "kind");
}

static char *
summarize_system(YadoWizard *wizard)
{
    g_autofree char *os = yado_wizard_dup_value(wizard, "os");

    return os != NULL && *os != '\0' ? g_steal_pointer(&os) : g_strdup(_("not known"));
}

static char *
summarize_resources(YadoWizard *wizard)
{
    g_autofree char *name = yado_wizard_dup_value(wizard, "name");
    g_autofree char *memory = dup_field_text(wizard, "memory");
    g_autofree char *vcpus = yado_wizard_dup_value(wizard, "vcpus");
    const char *shown = name != NULL ? name : _("no name yet");
    guint n = vcpus != NULL ? (guint)g_ascii_strtoull(vcpus, NULL, 10) : 0;

    if (is_taken_as_it_is(wizard))
        return g_strdup(shown);
    return g_strdup_printf(ngettext("%s: %s, %u processor", "%s: %s, %u processors", n), shown,
                           memory, n);
}

static char *
summarize_disks(YadoWizard *wizard)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(YadoCreatePlan) plan = create_plan(wizard, &error);
    g_autofree char *text = plan != NULL ? yado_create_plan_describe_disks(plan) : NULL;

    if (text == NULL)
        return g_strdup(error->message);
    return *text != '\0' ? g_steal_pointer(&text) : g_strdup(_("none"));
}

static char *
summarize_nics(YadoWizard *wizard)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(YadoCreatePlan) plan = create_plan(wizard, &error);
    g_autofree char *text = plan != NULL ? yado_create_plan_describe_nics(plan) : NULL;

    return text != NULL && *text != '\0' ? g_steal_pointer(&text) : g_strdup(_("none"));
}

static const YadoWizardStep create_steps[] = {
    { .id = "source",
      .label = N_("Source"),
      .form = &yado_form_create_source,
      .summarize = summarize_source },
    { .id = "kind",
      .label = N_("Kind"),
      .form = &yado_form_create_kind,
      .skip_if = is_taken_as_it_is,
      .summarize = summarize_kind },
    { .id = "system",
      .label = N_("System"),
      .form = &yado_form_create_system,
      .skip_if = is_taken_as_it_is,
      .summarize = summarize_system },
    { .id = "resources",
      .label = N_("Resources"),
      .form = &yado_form_create_resource,
      .summarize = summarize_resources },
    { .id = "storage",
      .label = N_("Storage"),
      .form = &yado_form_create_storage,
      .skip_if = is_taken_as_it_is,
      .summarize = summarize_disks },
    { .id = "network",
      .label = N_("Network"),
      .form = &yado_form_create_network,
      .skip_if = is_taken_as_it_is,
      .summarize = summarize_nics },
    { .id = "summary", .label = N_("Summary") },
    { 0 },
};

const YadoWizardSpec yado_catalog_wizards[] = {
    { .id = "create",
      .title = N_("Create a guest"),
      .positive = N_("C_reate"),
      .help = N_("Makes a guest in steps. Every step has a proposal, so the way can be short: choose "
                 "the source, go to the summary, and create. Each headline of the summary leads to "
                 "its step. What is made is removed again when something fails or it is "
                 "cancelled."),
      .steps = create_steps,
      .init = init,
      .update = update,
      .check = check,
      .dup_configuration = dup_configuration,
      .start = start },
    { 0 },
};
