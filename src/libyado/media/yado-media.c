/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "media/yado-media.h"

#include <glib/gi18n-lib.h>

#include "base/yado-module.h"
#include "media/yado-media-module.h"

static gint patience = 30;

static const YadoMediaPart part = {
    .name = "media",
    .symbol = "yado_media_module",
    .absent = N_("The part of YaDO that fetches and packs installation media is not installed."),
    .broken = N_("The part of YaDO that fetches and packs installation media cannot be loaded."),
    .packages = { "libarchive13, libcurl4", "libarchive, libcurl", "libarchive13, libcurl4" },
    .build = { "libarchive-dev, libcurl4-openssl-dev", "libarchive-devel, libcurl-devel",
               "libarchive-devel, libcurl-devel" },
};

static const YadoMediaModule *
load(GError **error)
{
    static GMutex lock;
    static const YadoMediaModule *module;
    g_autoptr(GMutexLocker) locker = g_mutex_locker_new(&lock);

    if (module == NULL)
        module = yado_media_module_load(&part, error);
    return module;
}

const char *
yado_media_get_reason(void)
{
    return yado_media_module_get_reason(&part);
}

void
yado_media_set_patience(guint seconds)
{
    g_atomic_int_set(&patience, (gint)seconds);
}

gboolean
yado_media_fetch(const char *url, const char *path, const YadoMediaProgress *progress,
                 GCancellable *cancellable, GError **error)
{
    const YadoMediaModule *module = load(error);

    return module != NULL && module->fetch(url, path, (guint)g_atomic_int_get(&patience), progress,
                                           cancellable, error);
}

GPtrArray *
yado_media_list(const char *iso, GCancellable *cancellable, GError **error)
{
    const YadoMediaModule *module = load(error);

    return module != NULL ? module->list(iso, cancellable, error) : NULL;
}

gboolean
yado_media_extract(const char *iso, const char *name, const char *path, GCancellable *cancellable,
                   GError **error)
{
    const YadoMediaModule *module = load(error);

    return module != NULL && module->extract(iso, name, path, cancellable, error);
}

gboolean
yado_media_write_iso(const char *path, const char *label, const YadoMediaFile *files, guint n_files,
                     GError **error)
{
    const YadoMediaModule *module = load(error);

    return module != NULL && module->write_iso(path, label, files, n_files, error);
}

gboolean
yado_media_append_initrd(const char *path, const YadoMediaFile *files, guint n_files,
                         GError **error)
{
    const YadoMediaModule *module = load(error);

    return module != NULL && module->append_initrd(path, files, n_files, error);
}

GBytes *
yado_media_unpack(gconstpointer data, gsize length, gsize most)
{
    const YadoMediaModule *module = load(NULL);

    return module != NULL ? module->unpack(data, length, most) : NULL;
}
