/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "cli/yado-cli-snapshots.h"

#include "cli/yado-cli-print.h"

YadoCliSnapshots *
yado_cli_snapshots_new(YadoCli *cli, YadoGuest *guest)
{
    YadoCliSnapshots *self = g_new0(YadoCliSnapshots, 1);
    g_autoptr(GAsyncResult) result = NULL;

    yado_guest_list_snapshots_async(guest, cli->cancellable, on_cli_answer_ready_cb, &result);
    self->records = yado_guest_list_snapshots_finish(guest, yado_cli_await(&result), &self->error);
    return self;
}

void
yado_cli_snapshots_free(YadoCliSnapshots *self)
{
    g_clear_pointer(&self->records, g_ptr_array_unref);
    g_clear_error(&self->error);
    g_free(self);
}

char *
yado_cli_snapshots_format(YadoCliSnapshots *self)
{
    g_autoptr(GPtrArray) rows =
        self->records != NULL ? yado_snapshots_list_rows(self->records) : g_ptr_array_new();
    g_autofree char *words = yado_snapshots_describe(rows->len, self->error);
    g_autofree char *table = yado_snapshots_format_table(rows);
    g_autofree char *all = g_strconcat(table, words, NULL);
    g_auto(GStrv) lines = g_strsplit(all, "\n", -1);
    g_autofree char *indented = g_strjoinv("\n  ", lines);

    return g_strdup_printf("  %s\n", indented);
}

static void
add_snapshot(YadoCliJson *json, const YadoSnapshotRow *row)
{
    const YadoSnapshotRecord *record = row->record;

    yado_cli_json_begin_object(json, NULL);
    yado_cli_json_add_string(json, "name", record->name);
    yado_cli_json_add_string(json, "parent", record->parent);
    yado_cli_json_add_string(json, "state", yado_snapshot_record_get_state_name(record));
    if (record->created > 0)
        yado_cli_json_add_uint(json, "created", (guint64)record->created);
    else
        yado_cli_json_add_string(json, "created", NULL);
    yado_cli_json_add_bool(json, "current", record->is_current);
    yado_cli_json_add_string(json, "description", record->description);
    yado_cli_json_end_object(json);
}

void
yado_cli_snapshots_add_json(YadoCliSnapshots *self, YadoCliJson *json)
{
    g_autoptr(GPtrArray) rows =
        self->records != NULL ? yado_snapshots_list_rows(self->records) : NULL;

    if (rows == NULL) {
        yado_cli_json_add_string(json, "snapshots", NULL);
        yado_cli_json_add_string(json, "reason", self->error->message);
        return;
    }
    yado_cli_json_begin_array(json, "snapshots");
    for (guint i = 0; i < rows->len; i++)
        add_snapshot(json, rows->pdata[i]);
    yado_cli_json_end_array(json);
}

static void
take_snapshot(YadoCliRows *rows, const YadoSnapshotRecord *record)
{
    yado_cli_rows_take_cell(rows, g_strdup(record->name));
    yado_cli_rows_take_cell(rows, g_strdup(record->parent));
    yado_cli_rows_take_cell(rows, g_strdup(yado_snapshot_record_get_state_name(record)));
    yado_cli_rows_take_cell(
        rows, record->created > 0 ? g_strdup_printf("%" G_GINT64_FORMAT, record->created) : NULL);
    yado_cli_rows_take_cell(rows, g_strdup(record->is_current ? "true" : "false"));
    yado_cli_rows_take_cell(rows, g_strdup(record->description));
}

void
yado_cli_snapshots_print_csv(YadoCliSnapshots *self)
{
    static const char *const ids[] = { "name",    "parent",  "state",
                                       "created", "current", "description" };
    g_autoptr(YadoCliRows) rows = yado_cli_rows_new();
    g_autoptr(GPtrArray) list = yado_snapshots_list_rows(self->records);

    for (guint i = 0; i < G_N_ELEMENTS(ids); i++)
        yado_cli_rows_add_column(rows, ids[i], "", YADO_ALIGN_START);
    for (guint i = 0; i < list->len; i++)
        take_snapshot(rows, ((const YadoSnapshotRow *)list->pdata[i])->record);
    yado_cli_rows_print(rows, TRUE);
}
