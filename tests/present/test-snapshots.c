/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Snapshots as rows: the order of the tree, and the words for none. */
#include "config.h"

#include <string.h>

#include "base/yado-error.h"
#include "present/yado-snapshots.h"

static GPtrArray *
records_new(void)
{
    return g_ptr_array_new_with_free_func((GDestroyNotify)yado_snapshot_record_free);
}

static YadoSnapshotRecord *
add(GPtrArray *records, const char *name, const char *parent, gint64 created)
{
    YadoSnapshotRecord *record = yado_snapshot_record_new(name);

    record->parent = g_strdup(parent);
    record->created = created;
    record->state = YADO_GUEST_SHUT_OFF;
    g_ptr_array_add(records, record);
    return record;
}

static void
assert_names(GPtrArray *rows, const char *expected)
{
    g_autoptr(GString) names = g_string_new(NULL);

    for (guint i = 0; i < rows->len; i++) {
        const YadoSnapshotRow *row = rows->pdata[i];

        g_string_append_printf(names, "%s\n", row->texts[YADO_SNAPSHOT_NAME]);
    }
    g_assert_cmpstr(names->str, ==, expected);
}

static void
test_order(void)
{
    g_autoptr(GPtrArray) records = records_new();
    g_autoptr(GPtrArray) rows = NULL;

    add(records, "leaf", "branch", 30);
    add(records, "other root", NULL, 50);
    add(records, "late", "root", 40);
    add(records, "branch", "root", 20);
    add(records, "b of the same time", "root", 40);
    add(records, "root", NULL, 10);
    add(records, "parent gone", "deleted", 45);
    rows = yado_snapshots_list_rows(records);
    assert_names(rows, "root\n  branch\n    leaf\n  b of the same time\n  late\n"
                       "parent gone\nother root\n");
    g_assert_cmpuint(((YadoSnapshotRow *)rows->pdata[2])->depth, ==, 2);
}

/* What a host says may be nonsense: nothing is lost, nothing goes round for ever. */
static void
test_circle(void)
{
    g_autoptr(GPtrArray) records = records_new();
    g_autoptr(GPtrArray) rows = NULL;

    add(records, "hen", "egg", 1);
    add(records, "egg", "hen", 2);
    add(records, "self", "self", 3);
    rows = yado_snapshots_list_rows(records);
    assert_names(rows, "hen\n  egg\nself\n");
}

static void
test_chain(void)
{
    g_autoptr(GPtrArray) records = records_new();
    g_autoptr(GPtrArray) rows = NULL;
    const YadoSnapshotRow *last;

    for (int i = 0; i < 100; i++) {
        g_autofree char *name = g_strdup_printf("n%d", i);
        g_autofree char *parent = i > 0 ? g_strdup_printf("n%d", i - 1) : NULL;

        add(records, name, parent, 100 + i);
    }
    rows = yado_snapshots_list_rows(records);
    g_assert_cmpuint(rows->len, ==, 100);
    last = rows->pdata[99];
    g_assert_cmpuint(last->depth, ==, 99);
    g_assert_cmpstr(last->texts[YADO_SNAPSHOT_NAME], ==, "                n99");
}

static void
test_texts(void)
{
    g_autoptr(GPtrArray) records = records_new();
    g_autoptr(GPtrArray) rows = NULL;
    YadoSnapshotRecord *record = add(records, "evil\033[2J", NULL, 0);
    g_autofree char *table = NULL;
    const YadoSnapshotRow *row;

    record->is_current = TRUE;
    record->is_disk_only = TRUE;
    record->description = g_strdup("two\nlines");
    rows = yado_snapshots_list_rows(records);
    row = rows->pdata[0];
    g_assert_null(strchr(row->texts[YADO_SNAPSHOT_NAME], '\033'));
    g_assert_null(strchr(row->texts[YADO_SNAPSHOT_DESCRIPTION], '\n'));
    g_assert_cmpstr(row->texts[YADO_SNAPSHOT_STATE], ==, "Disks only");
    g_assert_cmpstr(row->texts[YADO_SNAPSHOT_CREATED], ==, "-");
    g_assert_cmpstr(row->texts[YADO_SNAPSHOT_CURRENT], ==, "current");
    table = yado_snapshots_format_table(rows);
    g_assert_true(g_str_has_prefix(table, "Name "));
    g_assert_cmpint(strchr(table, '\n') - table, >, 0);
    g_assert_nonnull(strstr(table, "\nevil"));
}

static void
test_words(void)
{
    g_autoptr(GPtrArray) records = records_new();
    g_autoptr(GPtrArray) rows = yado_snapshots_list_rows(records);
    g_autoptr(GError) error =
        yado_error_new(YADO_ERROR_UNSUPPORTED, NULL, NULL, "The host has none.");
    g_autofree char *table = yado_snapshots_format_table(rows);
    g_autofree char *none = yado_snapshots_describe(0, NULL);
    g_autofree char *some = yado_snapshots_describe(3, NULL);
    g_autofree char *failed = yado_snapshots_describe(0, error);

    g_assert_cmpstr(table, ==, "");
    g_assert_true(g_str_has_prefix(none, "This guest has no snapshots."));
    g_assert_null(strstr(some, "no snapshots"));
    g_assert_nonnull(strstr(some, "take a snapshot"));
    g_assert_cmpstr(failed, ==, "The host has none.");
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/snapshots/order", test_order);
    g_test_add_func("/snapshots/circle", test_circle);
    g_test_add_func("/snapshots/chain", test_chain);
    g_test_add_func("/snapshots/texts", test_texts);
    g_test_add_func("/snapshots/words", test_words);
    return g_test_run();
}
