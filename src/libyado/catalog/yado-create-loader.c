/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Create a guest, second step: what loads the kernel of a PV or PVH guest from its disk. */
#include "config.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "base/yado-error.h"
#include "catalog/yado-common-fields.h"
#include "catalog/yado-create-steps.h"
#include "present/yado-create-detect.h"

typedef struct {
    const char *path;  /* or its name, where Xen finds it itself */
    const char *kind;  /* NULL: both */
    const char *label; /* N_() */
    YadoDiskLoaders what;
} Loader;

#define PVGRUB N_("pvgrub of the host")

/* Where the distributions' packages put them (grub-xen-host, grub2-x86_64-xen); pygrub comes with Xen's tools. The best first. */
static const Loader loaders[] = {
    { "/usr/lib/grub-xen/grub-i386-xen_pvh.bin", "pvh", PVGRUB, YADO_DISK_LOADER_PVGRUB },
    { "/usr/share/grub2/i386-xen_pvh/grub.xen", "pvh", PVGRUB, YADO_DISK_LOADER_PVGRUB_SUSE },
    { "/usr/lib/grub-xen/grub-x86_64-xen.bin", "pv", PVGRUB, YADO_DISK_LOADER_PVGRUB },
    { "/usr/share/grub2/x86_64-xen/grub.xen", "pv", PVGRUB, YADO_DISK_LOADER_PVGRUB_SUSE },
    { "pygrub", NULL, N_("pygrub: reads the guest's disk in Domain-0"), YADO_DISK_LOADER_PYGRUB },
};

static gboolean
is_for(const Loader *loader, const char *kind)
{
    return loader->kind == NULL || g_strcmp0(loader->kind, kind) == 0;
}

/* Nobody tells which files another machine has. */
static gboolean
is_known_to_be_there(YadoForm *form, const Loader *loader)
{
    return loader->kind == NULL || yado_host_is_demo(yado_form_get_host(form)) ||
           (yado_create_is_on_this_machine(form) && g_file_test(loader->path, G_FILE_TEST_EXISTS));
}

static gboolean
may_be_there(YadoForm *form, const Loader *loader)
{
    return !yado_create_is_on_this_machine(form) || is_known_to_be_there(form, loader);
}

/* Only when all of it was looked at, and it has a system that needs a menu. */
static const YadoDiskSystem *
get_disk(YadoForm *form)
{
    const YadoDiskSystem *disk = yado_create_get_disk(yado_form_get_document(form));

    return disk != NULL && disk->is_whole && disk->menu != NULL ? disk : NULL;
}

static gboolean
is_usable(YadoForm *form, const Loader *loader)
{
    const YadoDiskSystem *disk = get_disk(form);

    return may_be_there(form, loader) && (disk == NULL || (disk->loaders & loader->what) != 0);
}

/* (transfer full, nullable) */
static char *
dup_loader_reason(YadoForm *form, const Loader *loader)
{
    const YadoDiskSystem *disk = get_disk(form);

    if (!may_be_there(form, loader))
        return g_strdup(_("It is not installed on the host: grub-xen-host, grub2-x86_64-xen."));
    if (is_usable(form, loader))
        return NULL;
    if (loader->what == YADO_DISK_LOADER_PYGRUB)
        return g_strdup_printf(_("It does not find “%s”, the boot menu of the disk, on %s."),
                               disk->menu, disk->place);
    return g_strdup_printf(_("It does not look for the boot menu of the disk at “%s”."),
                           disk->menu);
}

GPtrArray *
yado_create_list_loaders(YadoForm *form, const YadoFieldSpec *spec)
{
    g_autofree char *kind = yado_create_dup_answer(form, "kind");
    GPtrArray *items = yado_catalog_choices_new();

    for (guint i = 0; i < G_N_ELEMENTS(loaders); i++) {
        const Loader *loader = &loaders[i];
        g_autofree char *label = loader->kind == NULL
                                     ? g_strdup(_(loader->label))
                                     : g_strdup_printf("%s (%s)", _(loader->label), loader->path);
        g_autofree char *reason = dup_loader_reason(form, loader);

        if (is_for(loader, kind))
            yado_catalog_add_choice(items, loader->path, label, reason);
    }
    return items;
}

gboolean
yado_create_check_loader(YadoForm *form, const YadoFieldSpec *spec, const char *value,
                         GError **error)
{
    g_autofree char *reason = NULL;

    for (guint i = 0; i < G_N_ELEMENTS(loaders); i++)
        if (g_strcmp0(loaders[i].path, value) == 0)
            reason = dup_loader_reason(form, &loaders[i]);
    return reason == NULL || yado_error_set(error, YADO_ERROR_INVALID, NULL, NULL, "%s", reason);
}

/* The best that can start @kind from the disk, and passes @test; or NULL. */
static const Loader *
find_loader(YadoForm *form, const char *kind, gboolean (*test)(YadoForm *, const Loader *))
{
    for (guint i = 0; i < G_N_ELEMENTS(loaders); i++)
        if (is_for(&loaders[i], kind) && is_usable(form, &loaders[i]) && test(form, &loaders[i]))
            return &loaders[i];
    return NULL;
}

/* What is there for sure goes first. */
const char *
yado_create_propose_loader(YadoForm *form)
{
    g_autofree char *kind = yado_create_dup_answer(form, "kind");
    const Loader *loader = find_loader(form, kind, is_known_to_be_there);

    if (loader == NULL)
        loader = find_loader(form, kind, may_be_there);
    return loader != NULL ? loader->path : "pygrub";
}

/* In the words of a kernel that is given. */
static char *
dup_kernel_reason(const YadoDiskSystem *disk, const char *kind)
{
    if (strcmp(kind, "pv") == 0 && disk->lacks_pv)
        return g_strdup_printf(
            _("The kernel “%s” cannot be started as PV: it was built without that."), disk->kernel);
    if (strcmp(kind, "pvh") == 0 && disk->lacks_pvh)
        return g_strdup_printf(
            _("The kernel “%s” cannot be started as PVH: it was built without that."),
            disk->kernel);
    return NULL;
}

static char *
dup_menu_reason(YadoForm *form, const YadoDiskSystem *disk, const char *kind)
{
    if (!disk->has_kernels)
        return g_strdup_printf(
            _("The boot menu of the disk, “%s”, names no kernel that a boot "
              "loader of Xen could load: take HVM, or start from a kernel and an initrd."),
            disk->menu);
    if (find_loader(form, kind, may_be_there) != NULL)
        return dup_kernel_reason(disk, kind);
    if ((disk->loaders & ~(guint)YADO_DISK_LOADER_PYGRUB) != 0)
        return g_strdup_printf(_("pygrub cannot read the boot menu of the disk on %s, and pvgrub "
                                 "(grub-xen-host, grub2-x86_64-xen) is not installed on the host: "
                                 "install it, take HVM, or start from a kernel and an initrd."),
                               disk->place);
    return g_strdup_printf(_("No boot loader of Xen finds the boot menu of the disk, “%s” on %s: "
                             "take HVM, or start from a kernel and an initrd."),
                           disk->menu, disk->place);
}

char *
yado_create_dup_disk_reason(YadoForm *form, const char *kind)
{
    const YadoDiskSystem *disk = yado_create_get_disk(yado_form_get_document(form));

    if (disk == NULL)
        return NULL;
    if (disk->family == YADO_DISK_WINDOWS)
        return g_strdup(_("The disk holds Windows, which runs as HVM only."));
    if (disk->family == YADO_DISK_BSD)
        return g_strdup_printf(_("The disk holds %s, which no boot loader of Xen starts: take HVM, "
                                 "or start from its kernel."),
                               disk->name);
    if (!disk->is_whole)
        return NULL;
    if (disk->menu == NULL)
        return g_strdup_printf(_("The disk holds %s, and no boot menu that a boot loader of Xen "
                                 "could follow: take HVM, or start from a kernel and an initrd."),
                               disk->name != NULL ? disk->name : "?");
    return dup_menu_reason(form, disk, kind);
}
