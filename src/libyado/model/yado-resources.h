/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * yado-resources.h: what a host has beside guests, kept while it is looked at.
 *
 * Lists are read when they are wanted and arrive with "changed" (int kind, const char *parent); until then, and where the host has none,
 * getters give NULL.  After something was made or removed, yado_resources_outdate() has those read again that somebody has wanted.
 *
 *     YadoResources *resources = yado_resources_get(host);
 *     yado_resources_want(resources, YADO_RESOURCE_POOLS, NULL);
 */
#pragma once

#include "model/yado-host.h"

G_BEGIN_DECLS

#define YADO_TYPE_RESOURCES (yado_resources_get_type())
G_DECLARE_FINAL_TYPE(YadoResources, yado_resources, YADO, RESOURCES, GObject)

/* Bits for several kinds. */
#define YADO_RESOURCE_BIT(kind) (1u << (kind))

/* Those of @host, made with the first call. Borrowed. */
YadoResources *yado_resources_get(YadoHost *host);

/* Reads the list unless it is there or on its way. @parent: the pool, for volumes; else NULL. */
void yado_resources_want(YadoResources *self, YadoResourceKind kind, const char *parent);
/* Of YadoResource, or NULL: not there yet, or the host has none (then _get_error() tells). Borrowed until "changed". */
GPtrArray *yado_resources_list(YadoResources *self, YadoResourceKind kind, const char *parent);
const GError *yado_resources_get_error(YadoResources *self, YadoResourceKind kind,
                                       const char *parent);
gboolean yado_resources_is_loading(YadoResources *self);
/* The volume that lies at @path, in whichever pool was read; or NULL. */
const YadoResource *yado_resources_find_volume(YadoResources *self, const char *path);
/*
 * Reads the configurations of the host's guests (again), so that yado_host_list_volume_users() knows all of them; "changed" of the volumes follows.
 * Until then, and where the host does not tell of its guests, who uses what is not known.
 */
void yado_resources_read_users(YadoResources *self);
gboolean yado_resources_is_reading_users(YadoResources *self);
gboolean yado_resources_knows_users(YadoResources *self);
/* Whether a volume of those that were read is based on @path: that one is needed, though no guest names it. */
gboolean yado_resources_is_base(YadoResources *self, const char *path);
/* The same volume as a guest's configuration may name it instead: its path, or POOL/NAME; NULL: in no pool that was read. (transfer full) */
char *yado_resources_dup_alias(YadoResources *self, const char *volume);
/* "STEM.img", "STEM-2.img" (from @number on; 1 is not written): a name that no known volume of @pool has. @self NULL: none is known. (transfer full) */
char *yado_resources_dup_free_name(YadoResources *self, const char *pool, const char *stem,
                                   const char *ending, guint number);

/* What is put into the drive of @guest (nullable) is nobody's disk, and in no format of disks: else INVALID. As far as the configurations of the
 * guests and the volumes were read. */
gboolean yado_resources_check_medium(YadoResources *self, YadoGuest *guest, const char *path,
                                     GError **error);

/* Everything that was ever wanted is read again; the old lists stay until then, or go at once where the host is not connected. */
void yado_resources_outdate(YadoResources *self);

/* Answers when all of @kinds (bits) are there; with volumes: those of every active pool. What the host does not have is no error. */
void yado_resources_load_async(YadoResources *self, guint kinds, GCancellable *cancellable,
                               GAsyncReadyCallback callback, gpointer user_data);
/* Answers when the volumes of @pool are there. */
void yado_resources_load_volumes_async(YadoResources *self, const char *pool,
                                       GCancellable *cancellable, GAsyncReadyCallback callback,
                                       gpointer user_data);
/* Of both. */
gboolean yado_resources_load_finish(YadoResources *self, GAsyncResult *result, GError **error);

G_END_DECLS
