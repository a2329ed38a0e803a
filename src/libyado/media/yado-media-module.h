/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* yado-media-module.h: how libyado and its modules of this folder find each other. */
#pragma once

#include "media/yado-media.h"
#include "media/yado-systems.h"

G_BEGIN_DECLS

typedef struct {
    const char *name, *symbol; /* yado-NAME.so and the table that it exports */
    const char *absent,
        *broken;             /* N_(), whole sentences: it is not installed; it cannot be loaded */
    const char *packages[3]; /* what it needs, by family: Debian, Fedora, SUSE */
    const char *build[3];    /* what it is built with */
} YadoMediaPart;

/* The table of the part, which stays loaded. NULL: UNSUPPORTED, with what is missing and the package that has it. Any thread, BLOCKS. Borrowed. */
gconstpointer yado_media_module_load(const YadoMediaPart *part, GError **error);
/* The one for this machine's distribution. */
const char *yado_media_module_pick_package(const char *const packages[3]);
/* NULL: it is installed. Translated. */
const char *yado_media_module_get_reason(const YadoMediaPart *part);

/* yado-osinfo.so, symbol yado_osinfo_module. All calls come from one worker at a time. */
typedef struct {
    GPtrArray *(*list)(GError **error); /* of YadoSystem. (transfer full) */
    char *(*detect)(const char *location, GCancellable *cancellable,
                    GError **error); /* id. (transfer full) */
} YadoOsinfoModule;

/* yado-media.so, symbol yado_media_module: see yado-media.h. Any worker. */
typedef struct {
    gboolean (*fetch)(const char *url, const char *path, guint patience,
                      const YadoMediaProgress *progress, GCancellable *cancellable, GError **error);
    GPtrArray *(*list)(const char *iso, GCancellable *cancellable, GError **error);
    gboolean (*extract)(const char *iso, const char *name, const char *path,
                        GCancellable *cancellable, GError **error);
    gboolean (*write_iso)(const char *path, const char *label, const YadoMediaFile *files,
                          guint n_files, GError **error);
    gboolean (*append_initrd)(const char *path, const YadoMediaFile *files, guint n_files,
                              GError **error);
    GBytes *(*unpack)(gconstpointer data, gsize length, gsize most);
} YadoMediaModule;

G_END_DECLS
