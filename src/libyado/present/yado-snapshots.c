/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "present/yado-snapshots.h"

#include <glib/gi18n-lib.h>

#include "base/yado-error.h"
#include "base/yado-text.h"
#include "base/yado-units.h"

#define INDENT 2
/* A nightly chain is as deep as it has nights: it must not push its own names off the screen. */
#define DEEPEST_INDENT 8

static const struct {
    const char *title;
} columns[YADO_N_SNAPSHOT_COLUMNS] = {
    [YADO_SNAPSHOT_NAME] = { N_("Name") },
    [YADO_SNAPSHOT_STATE] = { N_("State") },
    [YADO_SNAPSHOT_CREATED] = { N_("Created") },
    [YADO_SNAPSHOT_CURRENT] = { N_("Current") },
    [YADO_SNAPSHOT_DESCRIPTION] = { N_("Description") },
};

typedef struct {
    GPtrArray *records; /* sorted by time */
    GHashTable *names;  /* of those that are there */
    GHashTable *done;   /* records that have their row */
    GPtrArray *rows;
} Walk;

static void
free_row(gpointer data)
{
    YadoSnapshotRow *row = data;

    for (guint i = 0; i < YADO_N_SNAPSHOT_COLUMNS; i++)
        g_free(row->texts[i]);
    g_free(row);
}

static int
compare_records(gconstpointer a, gconstpointer b)
{
    const YadoSnapshotRecord *left = *(YadoSnapshotRecord *const *)a;
    const YadoSnapshotRecord *right = *(YadoSnapshotRecord *const *)b;

    if (left->created != right->created)
        return left->created < right->created ? -1 : 1;
    return g_strcmp0(left->name, right->name);
}

static char *
dup_indented(const char *name, guint depth)
{
    g_autofree char *clean = yado_text_clean(name);

    return g_strdup_printf("%*s%s", (int)MIN(depth, DEEPEST_INDENT) * INDENT, "", clean);
}

static YadoSnapshotRow *
row_new(const YadoSnapshotRecord *record, guint depth)
{
    YadoSnapshotRow *row = g_new0(YadoSnapshotRow, 1);
    char **texts = row->texts;

    row->record = record;
    row->depth = depth;
    texts[YADO_SNAPSHOT_NAME] = dup_indented(record->name, depth);
    texts[YADO_SNAPSHOT_STATE] = g_strdup(yado_snapshot_record_get_state_label(record));
    texts[YADO_SNAPSHOT_CREATED] =
        record->created > 0 ? yado_time_format(record->created) : g_strdup("-");
    texts[YADO_SNAPSHOT_CURRENT] = g_strdup(record->is_current ? _("current") : "");
    texts[YADO_SNAPSHOT_DESCRIPTION] =
        yado_text_clean(record->description != NULL ? record->description : "");
    return row;
}

/* Descends through each record once, so that parents in a circle end. */
static void
add_tree(Walk *walk, const YadoSnapshotRecord *record, guint depth)
{
    if (!g_hash_table_add(walk->done, (gpointer)record))
        return;
    g_ptr_array_add(walk->rows, row_new(record, depth));
    for (guint i = 0; i < walk->records->len; i++) {
        const YadoSnapshotRecord *child = walk->records->pdata[i];

        if (g_strcmp0(child->parent, record->name) == 0)
            add_tree(walk, child, depth + 1);
    }
}

static gboolean
is_top(Walk *walk, const YadoSnapshotRecord *record)
{
    return record->parent == NULL || !g_hash_table_contains(walk->names, record->parent);
}

static GPtrArray *
dup_sorted(GPtrArray *records)
{
    GPtrArray *sorted = g_ptr_array_sized_new(records->len);

    for (guint i = 0; i < records->len; i++)
        g_ptr_array_add(sorted, records->pdata[i]);
    g_ptr_array_sort(sorted, compare_records);
    return sorted;
}

const char *
yado_snapshots_get_title(YadoSnapshotColumn column)
{
    g_return_val_if_fail((guint)column < YADO_N_SNAPSHOT_COLUMNS, "");
    return _(columns[column].title);
}

GPtrArray *
yado_snapshots_list_rows(GPtrArray *records)
{
    g_autoptr(GPtrArray) sorted = dup_sorted(records);
    g_autoptr(GHashTable) names = g_hash_table_new(g_str_hash, g_str_equal);
    g_autoptr(GHashTable) done = g_hash_table_new(NULL, NULL);
    Walk walk = { sorted, names, done, g_ptr_array_new_with_free_func(free_row) };

    for (guint i = 0; i < sorted->len; i++)
        g_hash_table_add(names, ((YadoSnapshotRecord *)sorted->pdata[i])->name);
    for (guint i = 0; i < sorted->len; i++)
        if (is_top(&walk, sorted->pdata[i]))
            add_tree(&walk, sorted->pdata[i], 0);
    for (guint i = 0; i < sorted->len; i++) /* whose parents go round in a circle */
        add_tree(&walk, sorted->pdata[i], 0);
    return walk.rows;
}

static int
get_width(GPtrArray *rows, YadoSnapshotColumn column)
{
    int width = yado_text_get_width(yado_snapshots_get_title(column));

    for (guint i = 0; i < rows->len; i++) {
        const YadoSnapshotRow *row = rows->pdata[i];

        width = MAX(width, yado_text_get_width(row->texts[column]));
    }
    return width;
}

/* @row NULL: the titles. */
static void
append_line(GString *table, const YadoSnapshotRow *row, const int *widths)
{
    g_autoptr(GString) line = g_string_new(NULL);

    for (guint i = 0; i < YADO_N_SNAPSHOT_COLUMNS; i++) {
        const char *text = row != NULL ? row->texts[i] : yado_snapshots_get_title(i);
        g_autofree char *cell = yado_text_fit(text, widths[i], YADO_ALIGN_START);

        g_string_append_printf(line, i == 0 ? "%s" : "  %s", cell);
    }
    g_string_append_printf(table, "%s\n", g_strchomp(line->str));
}

char *
yado_snapshots_format_table(GPtrArray *rows)
{
    GString *table = g_string_new(NULL);
    int widths[YADO_N_SNAPSHOT_COLUMNS];

    for (guint i = 0; i < YADO_N_SNAPSHOT_COLUMNS; i++)
        widths[i] = get_width(rows, i);
    if (rows->len > 0)
        append_line(table, NULL, widths);
    for (guint i = 0; i < rows->len; i++)
        append_line(table, rows->pdata[i], widths);
    return g_string_free(table, FALSE);
}

char *
yado_snapshots_describe(guint n_rows, const GError *error)
{
    const char *later =
        _("The actions of the guest take a snapshot, go back to one, and delete it.");
    const char *hint = error != NULL ? yado_error_get_hint(error) : NULL;

    if (error != NULL && hint != NULL)
        return g_strdup_printf("%s %s", error->message, hint);
    if (error != NULL)
        return g_strdup(error->message);
    if (n_rows == 0)
        return g_strdup_printf("%s\n%s", _("This guest has no snapshots."), later);
    return g_strdup(later);
}
