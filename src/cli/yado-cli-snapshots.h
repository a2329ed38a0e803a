/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * yado-cli-snapshots.h: the page "snapshots" of `show`.
 */
#pragma once

#include "cli/yado-cli-json.h"
#include "cli/yado-cli.h"

G_BEGIN_DECLS

typedef struct {
    GPtrArray *records; /* of YadoSnapshotRecord; NULL: they could not be listed */
    GError *error;      /* why */
} YadoCliSnapshots;

/* Asks the host; never NULL. */
YadoCliSnapshots *yado_cli_snapshots_new(YadoCli *cli, YadoGuest *guest);
void yado_cli_snapshots_free(YadoCliSnapshots *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(YadoCliSnapshots, yado_cli_snapshots_free)

/* Lines under the title of the page. (transfer full) */
char *yado_cli_snapshots_format(YadoCliSnapshots *self);
/* Members "snapshots" (null: not listed) and "reason" (why) of an open object. */
/* As rows for scripts, with the names that JSON has. */
void yado_cli_snapshots_print_csv(YadoCliSnapshots *self);
void yado_cli_snapshots_add_json(YadoCliSnapshots *self, YadoCliJson *json);

G_END_DECLS
