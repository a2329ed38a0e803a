/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * yado-libvirt-operations.h: what an operation on a guest is handed.
 */
#pragma once

#include "backend/libvirt/yado-libvirt-private.h"

G_BEGIN_DECLS

typedef struct {
    YadoLibvirtBackend *self;
    virConnectPtr connection;
    virDomainPtr domain; /* NULL for operations that need none */
    const char *name;    /* of the guest, for sentences */
    const char *verb;    /* the operation's own name */
    YadoDocument *arguments;
    YadoJob *job;
    GCancellable *cancellable;
} YadoOperation;

typedef gboolean (*YadoOperationFunc)(YadoOperation *operation, GError **error);

/* Translated @sentence, whose "%s" becomes @name. Always FALSE. */
gboolean yado_operation_fail(YadoOperation *operation, GError **error, const char *sentence,
                             const char *name);

char *yado_operation_dup_argument(YadoOperation *operation, const char *key);

/* yado-libvirt-progress.c: the file and managed-save operations, with progress. */
gboolean yado_operation_save(YadoOperation *operation, GError **error);
gboolean yado_operation_save_to_file(YadoOperation *operation, GError **error);
gboolean yado_operation_restore_file(YadoOperation *operation, GError **error);
gboolean yado_operation_start(YadoOperation *operation, GError **error);

/*
 * Around a call that blocks: a second thread reports how far it is, and stops it when the user cancels.  _end(): TRUE with @error (nullable)
 * set when that was so, which is no failure.
 */
typedef struct _YadoOperationWatch YadoOperationWatch;
YadoOperationWatch *yado_operation_watch_begin(YadoOperation *operation);
gboolean yado_operation_watch_end(YadoOperationWatch *watch, GError **error);

/* yado-libvirt-migrate.c */
gboolean yado_operation_migrate(YadoOperation *operation, GError **error);

/* yado-libvirt-definition.c: rename and delete. */
gboolean yado_operation_rename(YadoOperation *operation, GError **error);
gboolean yado_operation_delete(YadoOperation *operation, GError **error);

/* yado-libvirt-scheduling.c */
gboolean yado_operation_pin(YadoOperation *operation, GError **error);
gboolean yado_operation_schedule(YadoOperation *operation, GError **error);
/* yado-libvirt-storage.c: {pool}; {name, type, path, source.host|folder|device|name, autostart}. */
gboolean yado_operation_pool(YadoOperation *operation, GError **error);
gboolean yado_operation_pool_create(YadoOperation *operation, GError **error);
/* {pool, name, capacity, format, full, backing}; answers with `answer.path` in the arguments. */
gboolean yado_operation_volume_create(YadoOperation *operation, GError **error);
gboolean yado_operation_volume_clone(YadoOperation *operation, GError **error);
gboolean yado_operation_volume_delete(YadoOperation *operation, GError **error);
gboolean yado_operation_volume_wipe(YadoOperation *operation, GError **error);
gboolean yado_operation_volume_resize(YadoOperation *operation, GError **error);
gboolean yado_operation_volume_upload(YadoOperation *operation, GError **error);
gboolean yado_operation_volume_download(YadoOperation *operation, GError **error);

/* yado-libvirt-networks.c */
gboolean yado_operation_network(YadoOperation *operation, GError **error);
gboolean yado_operation_network_create(YadoOperation *operation, GError **error);

/* yado-libvirt-snapshots.c: {name, description, memory}; {snapshot}. */
gboolean yado_operation_snapshot_create(YadoOperation *operation, GError **error);
gboolean yado_operation_snapshot_revert(YadoOperation *operation, GError **error);
gboolean yado_operation_snapshot_delete(YadoOperation *operation, GError **error);
gboolean yado_operation_snapshot_describe(YadoOperation *operation, GError **error);

G_END_DECLS
