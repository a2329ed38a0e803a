/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * yado-snapshots.h: a guest's snapshots as rows of text, for the page "snapshots".
 *
 * Parents come before their children, which stand a step to the right; those of one parent are sorted by time.
 *
 *     Name            State     Created              Current  Description
 *     2026-10-01      Shut off  2026-10-01 09:00:00           Before the move
 *       2026-11-20    Running   2026-11-20 01:00:00  current  Nightly
 */
#pragma once

#include "model/yado-guest.h"

G_BEGIN_DECLS

typedef enum {
    YADO_SNAPSHOT_NAME, /* indented */
    YADO_SNAPSHOT_STATE,
    YADO_SNAPSHOT_CREATED,
    YADO_SNAPSHOT_CURRENT,
    YADO_SNAPSHOT_DESCRIPTION,
    YADO_N_SNAPSHOT_COLUMNS,
} YadoSnapshotColumn;

typedef struct {
    const YadoSnapshotRecord *record; /* not owned: the records must outlive the rows */
    guint depth;                      /* 0: it has no parent */
    char *texts[YADO_N_SNAPSHOT_COLUMNS];
} YadoSnapshotRow;

/* Translated. Static. */
const char *yado_snapshots_get_title(YadoSnapshotColumn column);

/* @records of YadoSnapshotRecord. Of YadoSnapshotRow; each record once, whatever the parents say. (transfer full) */
GPtrArray *yado_snapshots_list_rows(GPtrArray *records);

/* The rows as a table of lines under their titles; "" when there are none. (transfer full) */
char *yado_snapshots_format_table(GPtrArray *rows);

/*
 * The words above or in place of the rows: why there are none, or how they are made and used.
 * @error (nullable): why they could not be listed; else @n_rows counts. (transfer full)
 */
char *yado_snapshots_describe(guint n_rows, const GError *error);

G_END_DECLS
