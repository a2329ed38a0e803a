/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * The table under random churn, against one that sorts everything each time.  The host is moved by hand (the model's private header), because the real
 * one gathers changes for as long as a tick.
 */
#include "config.h"

#include <math.h>
#include <string.h>

#include "model/yado-guest-private.h"
#include "model/yado-host-private.h"
#include "present/yado-catalog.h"
#include "present/yado-table.h"

typedef struct {
    YadoSession *session;
    YadoHost *host;
    YadoTable *table;
    GPtrArray *mirror; /* what a list that only follows the signals shows */
    guint number;
} Fixture;

/* ---- A host moved by hand ---- */

static YadoGuestRecord *
make_record(guint number, const char *name, YadoGuestState state)
{
    g_autofree char *uuid = g_strdup_printf("00000000-0000-4000-8000-%012u", number);

    return yado_guest_record_new(uuid, name, state == YADO_GUEST_RUNNING ? (int)number : -1, state);
}

static YadoGuest *
add_guest(Fixture *fixture, const char *name, YadoGuestState state, guint position)
{
    g_autoptr(YadoGuestRecord) record = make_record(++fixture->number, name, state);
    YadoGuest *guest = yado_guest_new(fixture->host, record);

    g_ptr_array_insert(fixture->host->guests, position, guest);
    return guest;
}

static void
tell_added(Fixture *fixture, guint position, guint n)
{
    g_list_model_items_changed(G_LIST_MODEL(fixture->host), position, 0, n);
}

static void
remove_guest(Fixture *fixture, guint position)
{
    g_autoptr(YadoGuest) guest = g_object_ref(fixture->host->guests->pdata[position]);

    g_ptr_array_remove_index(fixture->host->guests, position);
    g_list_model_items_changed(G_LIST_MODEL(fixture->host), position, 1, 0);
    g_assert_cmpuint(yado_table_find(fixture->table, guest), ==, G_MAXUINT);
}

static void
change_guest(YadoGuest *guest, const char *name, YadoGuestState state)
{
    g_autoptr(YadoGuestRecord) record = yado_guest_record_new(
        yado_guest_get_uuid(guest), name, state == YADO_GUEST_RUNNING ? 7 : -1, state);

    yado_guest_update(guest, record);
}

static void
tell_changed(Fixture *fixture, YadoGuest **guests, guint n)
{
    g_autoptr(GPtrArray) changed = g_ptr_array_new();

    for (guint i = 0; i < n; i++)
        g_ptr_array_add(changed, guests[i]);
    yado_host_emit_guests_changed(fixture->host, changed);
}

static void
on_table_items_changed_cb(GListModel *table, guint position, guint removed, guint added,
                          gpointer data)
{
    GPtrArray *mirror = ((Fixture *)data)->mirror;

    g_assert_cmpuint(position + removed, <=, mirror->len);
    if (removed > 0)
        g_ptr_array_remove_range(mirror, position, removed);
    for (guint i = 0; i < added; i++)
        g_ptr_array_insert(mirror, position + i, g_list_model_get_item(table, position + i));
}

static void
set_up(Fixture *fixture, gconstpointer data)
{
    fixture->session = yado_session_new(NULL);
    fixture->host = yado_session_add_host(fixture->session, "fake:///table");
    fixture->table = yado_table_new(fixture->session);
    fixture->mirror = g_ptr_array_new_with_free_func(g_object_unref);
    g_signal_connect(fixture->table, "items-changed", G_CALLBACK(on_table_items_changed_cb),
                     fixture);
}

static void
tear_down(Fixture *fixture, gconstpointer data)
{
    g_clear_object(&fixture->table);
    g_clear_object(&fixture->session);
    g_clear_pointer(&fixture->mirror, g_ptr_array_unref);
}

/* ---- The naive table ---- */

typedef struct {
    const YadoColumnSpec *sort;
    gboolean descending;
} Order;

static int
compare_naively(gconstpointer a, gconstpointer b, gpointer data)
{
    YadoGuest *left = *(YadoGuest *const *)a, *right = *(YadoGuest *const *)b;
    const Order *order = data;
    /* Ties always go upwards: tell them apart from the column's own order. */
    const YadoColumnSpec *name = yado_catalog_find_column("name");
    int result = yado_column_compare(order->sort, left, right);
    gboolean tie;

    if (!order->descending)
        return result;
    if (order->sort->number != NULL) {
        double x = order->sort->number(left), y = order->sort->number(right);

        tie = x == y || (isnan(x) && isnan(y));
    } else if (order->sort->compare != NULL) {
        tie = order->sort->compare(left, right) == 0;
    } else {
        g_autofree char *x = order->sort->format(left);
        g_autofree char *y = order->sort->format(right);

        tie = g_utf8_collate(x, y) == 0;
    }
    return tie ? yado_column_compare(name, left, right) : -result;
}

static gboolean
passes_naively(Fixture *fixture, YadoGuest *guest)
{
    const char *filter = yado_table_get_filter(fixture->table);

    return yado_text_contains(yado_guest_get_name(guest), filter) ||
           yado_text_contains(yado_guest_state_get_label(yado_guest_get_state(guest)), filter) ||
           yado_text_contains(yado_host_get_label(fixture->host), filter) ||
           yado_text_contains(yado_guest_owner_get_name(yado_guest_get_owner(guest)), filter) ||
           yado_text_contains(yado_guest_kind_get_label(yado_guest_get_kind(guest)), filter);
}

static void
assert_like_naive(Fixture *fixture)
{
    g_autoptr(GPtrArray) expected = g_ptr_array_new();
    GPtrArray *all = fixture->host->guests;
    guint n_running = 0;
    Order order;

    order.sort = yado_table_get_sort(fixture->table, &order.descending);
    for (guint i = 0; i < all->len; i++) {
        n_running += yado_guest_get_state(all->pdata[i]) == YADO_GUEST_RUNNING;
        if (passes_naively(fixture, all->pdata[i]))
            g_ptr_array_add(expected, all->pdata[i]);
    }
    g_ptr_array_sort_with_data(expected, compare_naively, &order);
    g_assert_cmpuint(yado_table_get_n_all(fixture->table), ==, all->len);
    g_assert_cmpuint(yado_table_get_n_running(fixture->table), ==, n_running);
    g_assert_cmpuint(g_list_model_get_n_items(G_LIST_MODEL(fixture->table)), ==, expected->len);
    g_assert_cmpuint(fixture->mirror->len, ==, expected->len);
    for (guint i = 0; i < expected->len; i++) {
        g_assert_cmpstr(yado_guest_get_name(yado_table_get_guest(fixture->table, i)), ==,
                        yado_guest_get_name(expected->pdata[i]));
        g_assert_true(yado_table_get_guest(fixture->table, i) == expected->pdata[i]);
        g_assert_true(fixture->mirror->pdata[i] == expected->pdata[i]);
        g_assert_cmpuint(yado_table_find(fixture->table, expected->pdata[i]), ==, i);
    }
    g_assert_null(yado_table_get_guest(fixture->table, expected->len));
}

/* ---- Random churn ---- */

static const YadoGuestState states[] = { YADO_GUEST_RUNNING, YADO_GUEST_PAUSED, YADO_GUEST_SHUT_OFF,
                                         YADO_GUEST_SAVED, YADO_GUEST_CRASHED };

static YadoGuestState
pick_state(void)
{
    return states[g_test_rand_int_range(0, G_N_ELEMENTS(states))];
}

static char *
make_name(void)
{
    static const char *const words[] = { "web", "Datenbank", "メール", "ärger", "x_%s", "web" };

    return g_strdup_printf("%s-%d", words[g_test_rand_int_range(0, G_N_ELEMENTS(words))],
                           g_test_rand_int_range(0, 40));
}

static void
churn_add(Fixture *fixture)
{
    guint n = g_test_rand_int_range(1, 100);
    guint position = g_test_rand_int_range(0, fixture->host->guests->len + 1);

    for (guint i = 0; i < n; i++) {
        g_autofree char *name = make_name();

        add_guest(fixture, name, pick_state(), position + i);
    }
    tell_added(fixture, position, n);
}

static void
churn_remove(Fixture *fixture)
{
    if (fixture->host->guests->len > 0)
        remove_guest(fixture, g_test_rand_int_range(0, fixture->host->guests->len));
}

static void
churn_change(Fixture *fixture)
{
    g_autoptr(GPtrArray) changed = g_ptr_array_new();
    guint n = g_test_rand_int_range(1, 120);

    for (guint i = 0; i < n && fixture->host->guests->len > 0; i++) {
        YadoGuest *guest =
            fixture->host->guests->pdata[g_test_rand_int_range(0, fixture->host->guests->len)];
        g_autofree char *name = g_test_rand_bit() ? make_name() : NULL;

        if (g_ptr_array_find(changed, guest, NULL))
            continue;
        change_guest(guest, name != NULL ? name : yado_guest_get_name(guest), pick_state());
        g_ptr_array_add(changed, guest);
    }
    tell_changed(fixture, (YadoGuest **)changed->pdata, changed->len);
}

static void
churn_view(Fixture *fixture)
{
    static const char *const columns[] = { "name", "state", "id", "kind", "cpu" };
    static const char *const filters[] = { "", "WEB", "aus", "shut", "メ", "%s", "nothing" };

    if (g_test_rand_bit())
        yado_table_set_sort(
            fixture->table,
            yado_catalog_find_column(columns[g_test_rand_int_range(0, G_N_ELEMENTS(columns))]),
            g_test_rand_bit());
    else
        yado_table_set_filter(fixture->table,
                              filters[g_test_rand_int_range(0, G_N_ELEMENTS(filters))]);
}

static void
test_churn(Fixture *fixture, gconstpointer data)
{
    static void (*const steps[])(Fixture *) = { churn_add,    churn_remove, churn_remove,
                                                churn_change, churn_change, churn_view };

    for (guint i = 0; i < 400; i++) {
        steps[g_test_rand_int_range(0, fixture->host->guests->len > 400 ? 5 : G_N_ELEMENTS(steps))](
            fixture);
        while (fixture->host->guests->len > 500)
            churn_remove(fixture);
        assert_like_naive(fixture);
    }
}

/* ---- One thing at a time ---- */

static void
assert_names(Fixture *fixture, const char *expected)
{
    g_autoptr(GString) names = g_string_new(NULL);

    for (guint i = 0; i < g_list_model_get_n_items(G_LIST_MODEL(fixture->table)); i++)
        g_string_append_printf(names, "%s%s", i > 0 ? " " : "",
                               yado_guest_get_name(yado_table_get_guest(fixture->table, i)));
    g_assert_cmpstr(names->str, ==, expected);
}

static void
add_some(Fixture *fixture)
{
    add_guest(fixture, "web-10", YADO_GUEST_RUNNING, 0);
    add_guest(fixture, "web-2", YADO_GUEST_SHUT_OFF, 1);
    add_guest(fixture, "mail", YADO_GUEST_RUNNING, 2);
    tell_added(fixture, 0, 3);
}

static void
test_order(Fixture *fixture, gconstpointer data)
{
    add_some(fixture);
    assert_names(fixture, "mail web-2 web-10");
    yado_table_set_sort(fixture->table, yado_catalog_find_column("name"), TRUE);
    assert_names(fixture, "web-10 web-2 mail");
    yado_table_set_sort(fixture->table, yado_catalog_find_column("state"), FALSE);
    assert_names(fixture, "mail web-10 web-2");
    yado_table_set_filter(fixture->table, "SHUT");
    assert_names(fixture, "web-2");
    change_guest(yado_table_get_guest(fixture->table, 0), "web-2", YADO_GUEST_RUNNING);
    tell_changed(fixture, (YadoGuest **)fixture->host->guests->pdata + 1, 1);
    assert_names(fixture, "");
    g_assert_cmpuint(yado_table_get_n_running(fixture->table), ==, 3);
}

static void
on_rows_changed_cb(YadoTable *table, GPtrArray *guests, gpointer count)
{
    *(guint *)count += guests->len;
}

/* A row that keeps its place is only painted again. */
static void
test_in_place(Fixture *fixture, gconstpointer data)
{
    guint painted = 0;

    add_some(fixture);
    g_signal_connect(fixture->table, "rows-changed", G_CALLBACK(on_rows_changed_cb), &painted);
    change_guest(fixture->host->guests->pdata[2], "mail", YADO_GUEST_PAUSED);
    tell_changed(fixture, (YadoGuest **)fixture->host->guests->pdata + 2, 1);
    g_assert_cmpuint(painted, ==, 1);
    change_guest(fixture->host->guests->pdata[2], "zmail", YADO_GUEST_PAUSED);
    tell_changed(fixture, (YadoGuest **)fixture->host->guests->pdata + 2, 1);
    g_assert_cmpuint(painted, ==, 1);
    assert_names(fixture, "web-2 web-10 zmail");
}

static void
test_marks(Fixture *fixture, gconstpointer data)
{
    g_autoptr(GPtrArray) marked = NULL;
    YadoGuest *mail;

    add_some(fixture);
    mail = fixture->host->guests->pdata[2];
    yado_table_set_marked(fixture->table, fixture->host->guests->pdata[0], TRUE);
    yado_table_set_marked(fixture->table, mail, TRUE);
    marked = yado_table_list_marked(fixture->table);
    g_assert_cmpuint(marked->len, ==, 2);
    g_assert_true(marked->pdata[0] == mail);
    g_clear_pointer(&marked, g_ptr_array_unref);

    /* What the filter hides is not acted on, but stays marked. */
    yado_table_set_filter(fixture->table, "web");
    marked = yado_table_list_marked(fixture->table);
    g_assert_cmpuint(marked->len, ==, 1);
    g_clear_pointer(&marked, g_ptr_array_unref);
    yado_table_set_filter(fixture->table, NULL);

    remove_guest(fixture, 2);
    marked = yado_table_list_marked(fixture->table);
    g_assert_cmpuint(marked->len, ==, 1);
    g_clear_pointer(&marked, g_ptr_array_unref);
    yado_table_unmark_all(fixture->table);
    marked = yado_table_list_marked(fixture->table);
    g_assert_cmpuint(marked->len, ==, 0);
}

static void
give_tags(YadoGuest *guest, const char *const *tags)
{
    YadoGuestFacts *facts = g_new0(YadoGuestFacts, 1);

    facts->tags = g_strdupv((char **)tags);
    facts->disks = g_ptr_array_new();
    facts->nics = g_ptr_array_new();
    yado_guest_take_facts(guest, facts);
}

static void
test_tags(Fixture *fixture, gconstpointer data)
{
    static const char *const both[] = { "test", "web", NULL };
    static const char *const one[] = { "web", NULL };
    g_auto(GStrv) tags = NULL;

    add_some(fixture);
    give_tags(fixture->host->guests->pdata[0], both);
    give_tags(fixture->host->guests->pdata[1], one);
    tell_changed(fixture, (YadoGuest **)fixture->host->guests->pdata, 2);
    tags = yado_table_list_tags(fixture->table);
    g_assert_cmpuint(g_strv_length(tags), ==, 2);
    g_assert_cmpstr(tags[0], ==, "test");
    yado_table_set_tag(fixture->table, "web");
    assert_names(fixture, "web-2 web-10");
    yado_table_set_tag(fixture->table, "");
    assert_names(fixture, "mail");
    yado_table_set_tag(fixture->table, NULL);
    yado_table_set_filter(fixture->table, "TEST");
    assert_names(fixture, "web-10");
}

static void
test_hosts(Fixture *fixture, gconstpointer data)
{
    YadoHost *other = yado_session_add_host(fixture->session, "fake:///other");

    add_some(fixture);
    yado_table_set_host(fixture->table, other);
    assert_names(fixture, "");
    g_assert_cmpuint(yado_table_get_n_all(fixture->table), ==, 3);
    yado_session_forget_host(fixture->session, other);
    g_assert_null(yado_table_get_host(fixture->table));
    assert_names(fixture, "mail web-2 web-10");
}

/* The host's label is a part of what the filter looks at, whenever it becomes known. */
static void
test_label(Fixture *fixture, gconstpointer data)
{
    add_some(fixture);
    yado_table_set_filter(fixture->table, "rack seven");
    assert_names(fixture, "");
    yado_host_set_label(fixture->host, "Rack Seven");
    assert_names(fixture, "mail web-2 web-10");
    yado_table_set_filter(fixture->table, NULL);
    yado_host_set_label(fixture->host, "Cellar");
    yado_table_set_filter(fixture->table, "rack seven");
    assert_names(fixture, "");
}

static void
test_columns(Fixture *fixture, gconstpointer data)
{
    const YadoColumnSpec *os = yado_catalog_find_column("os");
    const YadoColumnSpec *name = yado_catalog_find_column("name");
    g_autoptr(YadoTable) second = NULL;

    g_assert_false(yado_table_is_column_shown(fixture->table, os));
    yado_table_set_column_shown(fixture->table, os, TRUE);
    yado_table_set_column_shown(fixture->table, name, FALSE);
    g_assert_true(yado_table_is_column_shown(fixture->table, name));
    yado_table_set_sort(fixture->table, os, TRUE);
    /* The next program finds it as it was. */
    second = yado_table_new(fixture->session);
    g_assert_true(yado_table_is_column_shown(second, os));
    g_assert_true(yado_table_get_sort(second, NULL) == os);
}

static void
test_empty(Fixture *fixture, gconstpointer data)
{
    g_autofree char *nothing = yado_table_describe_empty(fixture->table);
    g_autofree char *hidden = NULL;

    g_assert_cmpstr(nothing, ==, "No host is connected. Connect one to see its guests.");
    add_some(fixture);
    hidden = yado_table_describe_empty(fixture->table);
    g_assert_true(g_str_has_prefix(hidden, "No guest passes the filter."));
}

/* ---- Cost ---- */

static guint n_formatted;

static char *
format_counted(YadoGuest *guest)
{
    n_formatted++;
    return g_strdup(yado_guest_state_get_label(yado_guest_get_state(guest)));
}

/* What a tick computes grows with the guests that changed, not with those that are there. */
static void
test_cost(Fixture *fixture, gconstpointer data)
{
    YadoColumnSpec counted = *yado_catalog_find_column("state");
    YadoGuest *changed[40];

    counted.format = format_counted;
    counted.number = NULL;
    for (guint i = 0; i < 5000; i++) {
        g_autofree char *name = g_strdup_printf("guest-%04u", (i * 2654435761u) % 100000);

        add_guest(fixture, name, i % 3 ? YADO_GUEST_RUNNING : YADO_GUEST_SHUT_OFF, i);
    }
    g_signal_handlers_disconnect_by_data(fixture->table, fixture);
    tell_added(fixture, 0, 5000);
    yado_table_set_sort(fixture->table, &counted, FALSE);
    for (guint tick = 0; tick < 100; tick++) {
        for (guint i = 0; i < 40; i++) {
            changed[i] = fixture->host->guests->pdata[(tick * 40 + i * 97) % 5000];
            change_guest(changed[i], yado_guest_get_name(changed[i]),
                         tick % 2 ? YADO_GUEST_RUNNING : YADO_GUEST_PAUSED);
        }
        n_formatted = 0;
        tell_changed(fixture, changed, 40);
        g_assert_cmpuint(n_formatted, >=, 1);
        g_assert_cmpuint(n_formatted, <=, 2 * 40);
    }
    yado_table_set_sort(fixture->table, yado_catalog_find_column("state"), FALSE);
}

#define ADD(path, function) g_test_add(path, Fixture, NULL, set_up, function, tear_down)

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    ADD("/table/order", test_order);
    ADD("/table/in-place", test_in_place);
    ADD("/table/marks", test_marks);
    ADD("/table/tags", test_tags);
    ADD("/table/hosts", test_hosts);
    ADD("/table/label", test_label);
    ADD("/table/columns", test_columns);
    ADD("/table/empty", test_empty);
    ADD("/table/churn", test_churn);
    ADD("/table/cost", test_cost);
    return g_test_run();
}
