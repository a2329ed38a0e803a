/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "media/yado-install-source.h"

#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <string.h>

#include "base/yado-error.h"
#include "base/yado-text.h"

/* Where distributions keep what starts their installation. "@" is the architecture in their words: `arch` or `deb`. */
typedef struct {
    const char *kernel, *initrd;
    const char *argument; /* "install": "install=URL"; NULL: it finds its way itself */
    gboolean is_debian;   /* "amd64" rather than "x86_64" */
    gboolean is_pv;       /* for PV only */
} Place;

static const Place places[] = {
    { "boot/@/loader/linux", "boot/@/loader/initrd", "install", FALSE, FALSE },
    { "images/pxeboot/vmlinuz", "images/pxeboot/initrd.img", "inst.repo", FALSE, FALSE },
    { "current/images/netboot/xen/vmlinuz", "current/images/netboot/xen/initrd.gz", NULL, TRUE,
      TRUE },
    { "current/images/netboot/debian-installer/@/linux",
      "current/images/netboot/debian-installer/@/initrd.gz", NULL, TRUE, FALSE },
    { "main/installer-@/current/images/netboot/xen/vmlinuz",
      "main/installer-@/current/images/netboot/xen/initrd.gz", NULL, TRUE, TRUE },
    { "main/installer-@/current/images/netboot/debian-installer/@/linux",
      "main/installer-@/current/images/netboot/debian-installer/@/initrd.gz", NULL, TRUE, FALSE },
    { "debian-installer/@/linux", "debian-installer/@/initrd.gz", NULL, TRUE, FALSE },
    { "netboot/@/linux", "netboot/@/initrd", NULL, TRUE, FALSE },
    { "install.amd/xen/vmlinuz", "install.amd/xen/initrd.gz", NULL, FALSE, TRUE },
    { "install.amd/vmlinuz", "install.amd/initrd.gz", NULL, FALSE, FALSE },
    { "install.a64/vmlinuz", "install.a64/initrd.gz", NULL, FALSE, FALSE },
    { "casper/vmlinuz", "casper/initrd", NULL, FALSE, FALSE },
    { "boot/vmlinuz-virt", "boot/initramfs-virt", NULL, FALSE, FALSE },
    { "boot/vmlinuz-lts", "boot/initramfs-lts", NULL, FALSE, FALSE },
    { "arch/boot/@/vmlinuz-linux", "arch/boot/@/initramfs-linux.img", NULL, FALSE, FALSE },
    { "linux", "initrd.gz", NULL, FALSE, FALSE },
};

typedef struct {
    const char *location, *arch, *folder;
    gboolean is_url, is_pv;
    GPtrArray *names; /* of an ISO image; NULL for a URL */
    const YadoMediaProgress *progress;
    GCancellable *cancellable;
} Search;

void
yado_install_files_free(YadoInstallFiles *files)
{
    g_free(files->kernel);
    g_free(files->initrd);
    g_free(files->argument);
    g_free(files);
}

gboolean
yado_install_source_is_url(const char *location)
{
    return location != NULL && strstr(location, "://") != NULL;
}

/* ---- One file ---- */

static const char *
find_name(GPtrArray *names, const char *name)
{
    for (guint i = 0; i < names->len; i++)
        if (g_ascii_strcasecmp(names->pdata[i], name) == 0)
            return names->pdata[i];
    return NULL;
}

/* What a tree says of itself is not trusted: it stays below its address. */
static gboolean
is_inside(const char *name)
{
    return *name != '/' && strstr(name, "..") == NULL && strstr(name, "://") == NULL;
}

static gboolean
fetch(Search *search, const char *name, const char *path, const YadoMediaProgress *progress,
      GError **error)
{
    g_autofree char *url = NULL;

    if (!is_inside(name))
        return yado_error_set(error, YADO_ERROR_INVALID, name, NULL,
                              _("“%s” leads out of its own tree."), search->location);
    if (!search->is_url) {
        if (find_name(search->names, name) == NULL)
            return yado_error_set(error, YADO_ERROR_NOT_FOUND, NULL, NULL,
                                  _("“%s” has no file “%s”."), search->location, name);
        return yado_media_extract(search->location, name, path, search->cancellable, error);
    }
    url = g_strdup_printf("%s%s%s", search->location,
                          g_str_has_suffix(search->location, "/") ? "" : "/", name);
    return yado_media_fetch(url, path, progress, search->cancellable, error);
}

static YadoInstallFiles *
fetch_both(Search *search, const char *kernel, const char *initrd, GError **error)
{
    g_autoptr(YadoInstallFiles) files = g_new0(YadoInstallFiles, 1);

    files->kernel = g_build_filename(search->folder, "linux", NULL);
    files->initrd = g_build_filename(search->folder, "initrd", NULL);
    if (!fetch(search, kernel, files->kernel, search->progress, error) ||
        !fetch(search, initrd, files->initrd, search->progress, error))
        return NULL;
    return g_steal_pointer(&files);
}

static void
set_argument(YadoInstallFiles *files, Search *search, const char *argument)
{
    if (search->is_url && argument != NULL)
        files->argument = g_strdup_printf("%s=%s", argument, search->location);
}

/* ---- .treeinfo ---- */

static GKeyFile *
read_treeinfo(Search *search, GError **error)
{
    static const char *const names[] = { ".treeinfo", "treeinfo" };
    g_autofree char *path = g_build_filename(search->folder, "treeinfo", NULL);
    g_autoptr(GKeyFile) file = g_key_file_new();
    g_autoptr(GError) failure = NULL;

    for (guint i = 0; i < G_N_ELEMENTS(names); i++) {
        g_clear_error(&failure);
        if (fetch(search, names[i], path, NULL, &failure)) {
            gboolean is_good = g_key_file_load_from_file(file, path, G_KEY_FILE_NONE, NULL);

            g_unlink(path);
            return is_good ? g_steal_pointer(&file) : NULL;
        }
        if (!g_error_matches(failure, YADO_ERROR, YADO_ERROR_NOT_FOUND)) {
            g_propagate_error(error, g_steal_pointer(&failure));
            return NULL;
        }
    }
    return NULL;
}

static char *
find_images(Search *search, GKeyFile *tree, GError **error)
{
    g_autofree char *group = g_strconcat("images-", search->arch, NULL);
    g_autofree char *arch = g_key_file_get_string(tree, "general", "arch", NULL);
    g_autofree char *clean = arch != NULL ? yado_text_clean(arch) : NULL;

    if (search->is_pv && g_key_file_has_key(tree, "images-xen", "kernel", NULL))
        return g_strdup("images-xen");
    if (g_key_file_has_key(tree, group, "kernel", NULL))
        return g_steal_pointer(&group);
    if (arch == NULL || strcmp(arch, search->arch) == 0)
        return NULL;
    yado_error_set(error, YADO_ERROR_INVALID, NULL, NULL, _("“%s” is for %s, the guest for %s."),
                   search->location, clean, search->arch);
    return NULL;
}

/* NULL without @error: it says nothing of use. */
static YadoInstallFiles *
fetch_by_treeinfo(Search *search, GError **error)
{
    g_autoptr(GError) failure = NULL;
    g_autoptr(GKeyFile) tree = read_treeinfo(search, &failure);
    g_autofree char *group = tree != NULL ? find_images(search, tree, &failure) : NULL;
    g_autofree char *kernel = group ? g_key_file_get_string(tree, group, "kernel", NULL) : NULL;
    g_autofree char *initrd = group ? g_key_file_get_string(tree, group, "initrd", NULL) : NULL;
    g_autofree char *family = group ? g_key_file_get_string(tree, "general", "family", NULL) : NULL;
    YadoInstallFiles *files =
        kernel != NULL && initrd != NULL ? fetch_both(search, kernel, initrd, &failure) : NULL;

    if (files != NULL)
        set_argument(files, search,
                     family != NULL && strstr(family, "SUSE") != NULL ? "install" : "inst.repo");
    else if (failure != NULL)
        g_propagate_error(error, g_steal_pointer(&failure));
    return files;
}

/* ---- Known places ---- */

static char *
fill_in(const char *name, const char *arch)
{
    g_auto(GStrv) parts = g_strsplit(name, "@", -1);

    return g_strjoinv(arch, parts);
}

static const char *
get_debian_arch(const char *arch)
{
    return strcmp(arch, "x86_64") == 0 ? "amd64" : strcmp(arch, "aarch64") == 0 ? "arm64" : arch;
}

static YadoInstallFiles *
fetch_from(Search *search, const Place *place, GError **error)
{
    const char *arch = place->is_debian ? get_debian_arch(search->arch) : search->arch;
    g_autofree char *kernel = fill_in(place->kernel, arch);
    g_autofree char *initrd = fill_in(place->initrd, arch);
    YadoInstallFiles *files = fetch_both(search, kernel, initrd, error);

    if (files != NULL)
        set_argument(files, search, place->argument);
    return files;
}

static YadoInstallFiles *
fetch_by_places(Search *search, GError **error)
{
    for (guint i = 0; i < G_N_ELEMENTS(places); i++) {
        g_autoptr(GError) failure = NULL;
        YadoInstallFiles *files = NULL;

        if (places[i].is_pv && !search->is_pv)
            continue;
        files = fetch_from(search, &places[i], &failure);
        if (files != NULL)
            return files;
        if (!g_error_matches(failure, YADO_ERROR, YADO_ERROR_NOT_FOUND)) {
            g_propagate_error(error, g_steal_pointer(&failure));
            return NULL;
        }
    }
    yado_error_set(error, YADO_ERROR_NOT_FOUND, NULL,
                   search->is_url ? _("Give the address of the distribution's tree, where its "
                                      ".treeinfo or its installer's folder stands.")
                                  : _("Give kernel and initrd yourself."),
                   _("No kernel to install from was found in “%s”."), search->location);
    return NULL;
}

YadoInstallFiles *
yado_install_source_fetch(const char *location, const char *arch, gboolean is_pv,
                          const char *folder, const YadoMediaProgress *progress,
                          GCancellable *cancellable, GError **error)
{
    g_autoptr(GPtrArray) names = NULL;
    g_autoptr(GError) failure = NULL;
    Search search = {
        location, arch != NULL ? arch : "x86_64", folder, FALSE, is_pv, NULL, progress, cancellable
    };
    YadoInstallFiles *files;

    search.is_url = yado_install_source_is_url(location);
    if (!search.is_url) {
        names = yado_media_list(location, cancellable, error);
        if (names == NULL)
            return NULL;
        search.names = names;
    }
    files = fetch_by_treeinfo(&search, &failure);
    if (files != NULL)
        return files;
    if (failure == NULL)
        return fetch_by_places(&search, error);
    g_propagate_error(error, g_steal_pointer(&failure));
    return NULL;
}
