/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* yado-archive-private.h: what the module's two files share. */
#pragma once

#include "media/yado-media-module.h"

G_BEGIN_DECLS

/* yado-fetch.c */
gboolean yado_fetch(const char *url, const char *path, guint patience,
                    const YadoMediaProgress *progress, GCancellable *cancellable, GError **error);

/* The module's only symbol. */
extern const YadoMediaModule yado_media_module;

G_END_DECLS
