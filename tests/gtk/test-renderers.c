/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Parity: everything in the catalogue has a renderer on the desktop; and what the list's adapter tells is true. */
#include "config.h"

#include <gtk/gtk.h>

#include "form/yado-gtk-field.h"
#include "views/yado-gtk-guest-model.h"
#include "yado-gtk-resources.h"
#include "yado.h"

/* --- field types and forms --- */

static void
check_editor(const YadoFieldSpec *spec)
{
    const YadoGtkEditor *editor = yado_gtk_editor_find(spec);
    g_assert_nonnull(editor);
    g_assert_nonnull(editor->show);
    g_assert_true(
        g_resources_get_info(editor->template, G_RESOURCE_LOOKUP_FLAGS_NONE, NULL, NULL, NULL));
}

static void
test_every_field_type(void)
{
    for (int type = 0; type < YADO_N_FIELD_TYPES; type++) {
        YadoFieldSpec spec = { .id = "x", .type = (YadoFieldType)type };
        check_editor(&spec);
    }
}

static void
test_no_editor_for_unknown_type(void)
{
    YadoFieldSpec spec = { .id = "x", .type = YADO_N_FIELD_TYPES };
    g_assert_null(yado_gtk_editor_find(&spec));
}

static void
test_every_field_of_every_form(void)
{
    guint n = 0;
    for (const YadoFormSpec *const *form = yado_catalog_get_forms(); *form; form++)
        for (const YadoSectionSpec *section = (*form)->sections; section->fields; section++)
            for (const YadoFieldSpec *spec = section->fields; spec->id; spec++, n++)
                check_editor(spec);
    g_assert_cmpuint(n, >, 20);
}

/* A template whose objects have other names would only fail when the form is opened. */
static void
test_editor_templates_load(gconstpointer data)
{
    for (int type = 0; type < YADO_N_FIELD_TYPES; type++) {
        YadoFieldSpec spec = { .id = "x", .type = (YadoFieldType)type };
        g_autoptr(GtkBuilder) builder =
            gtk_builder_new_from_resource(yado_gtk_editor_find(&spec)->template);
        g_assert_true(GTK_IS_WIDGET(gtk_builder_get_object(builder, "editor")));
        g_assert_true(GTK_IS_WIDGET(gtk_builder_get_object(builder, "focus")));
    }
}

/* --- the list's adapter --- */

typedef struct {
    GListStore *store;
    YadoGtkGuestModel *model;
    guint n_inserted, n_deleted, n_reordered, n_bulk;
} Fixture;

static void
on_row_inserted_cb(GtkTreeModel *model, GtkTreePath *path, GtkTreeIter *iter, Fixture *fixture)
{
    fixture->n_inserted++;
}

static void
on_row_deleted_cb(GtkTreeModel *model, GtkTreePath *path, Fixture *fixture)
{
    fixture->n_deleted++;
}

static void
on_rows_reordered_cb(GtkTreeModel *model, GtkTreePath *path, GtkTreeIter *iter, gpointer order,
                     Fixture *fixture)
{
    fixture->n_reordered++;
}

static void
on_changing_cb(YadoGtkGuestModel *model, gboolean bulk, Fixture *fixture)
{
    fixture->n_bulk += bulk;
}

static void
set_up(Fixture *fixture, gconstpointer data)
{
    fixture->store = g_list_store_new(YADO_TYPE_GUEST);
    fixture->model = yado_gtk_guest_model_new(G_LIST_MODEL(fixture->store));
    g_signal_connect(fixture->model, "row-inserted", G_CALLBACK(on_row_inserted_cb), fixture);
    g_signal_connect(fixture->model, "row-deleted", G_CALLBACK(on_row_deleted_cb), fixture);
    g_signal_connect(fixture->model, "rows-reordered", G_CALLBACK(on_rows_reordered_cb), fixture);
    g_signal_connect(fixture->model, "changing", G_CALLBACK(on_changing_cb), fixture);
}

static void
tear_down(Fixture *fixture, gconstpointer data)
{
    g_object_unref(fixture->model);
    g_object_unref(fixture->store);
}

static void
append(Fixture *fixture, guint n)
{
    g_autoptr(GPtrArray) guests = g_ptr_array_new_with_free_func(g_object_unref);
    for (guint i = 0; i < n; i++)
        g_ptr_array_add(guests, g_object_new(YADO_TYPE_GUEST, NULL));
    g_list_store_splice(fixture->store, g_list_model_get_n_items(G_LIST_MODEL(fixture->store)), 0,
                        guests->pdata, n);
}

static void
assert_same_rows(Fixture *fixture)
{
    GtkTreeModel *model = GTK_TREE_MODEL(fixture->model);
    guint n = g_list_model_get_n_items(G_LIST_MODEL(fixture->store));
    GtkTreeIter iter;
    gboolean valid = gtk_tree_model_get_iter_first(model, &iter);
    g_assert_cmpint(gtk_tree_model_iter_n_children(model, NULL), ==, n);
    for (guint i = 0; i < n; i++) {
        g_autoptr(YadoGuest) guest = g_list_model_get_item(G_LIST_MODEL(fixture->store), i);
        g_assert_true(valid);
        g_assert_true(yado_gtk_guest_model_get(fixture->model, &iter) == guest);
        valid = gtk_tree_model_iter_next(model, &iter);
    }
    g_assert_false(valid);
}

static void
test_few_rows_one_by_one(Fixture *fixture, gconstpointer data)
{
    append(fixture, 3);
    g_list_store_remove(fixture->store, 1);
    g_assert_cmpuint(fixture->n_inserted, ==, 3);
    g_assert_cmpuint(fixture->n_deleted, ==, 1);
    g_assert_cmpuint(fixture->n_bulk, ==, 0);
    assert_same_rows(fixture);
}

static void
test_many_rows_at_once(Fixture *fixture, gconstpointer data)
{
    append(fixture, 5000);
    g_assert_cmpuint(fixture->n_inserted, ==, 0);
    g_assert_cmpuint(fixture->n_bulk, ==, 1);
    assert_same_rows(fixture);
}

/* The same guests in another order are told as such: selection and cursor of the view survive. */
static void
test_sorted_anew(Fixture *fixture, gconstpointer data)
{
    g_autoptr(GPtrArray) reversed = g_ptr_array_new_with_free_func(g_object_unref);
    append(fixture, 200);
    for (guint i = 200; i > 0; i--)
        g_ptr_array_add(reversed, g_list_model_get_item(G_LIST_MODEL(fixture->store), i - 1));
    g_list_store_splice(fixture->store, 0, 200, reversed->pdata, 200);
    g_assert_cmpuint(fixture->n_reordered, ==, 1);
    g_assert_cmpuint(fixture->n_deleted, ==, 0);
    g_assert_cmpuint(fixture->n_bulk, ==, 1); /* only the first filling */
    assert_same_rows(fixture);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    gboolean has_display = gtk_init_check(NULL, NULL);
    yado_gtk_register_resource();
    g_test_add_func("/gtk/parity/field-types", test_every_field_type);
    g_test_add_func("/gtk/parity/unknown-type", test_no_editor_for_unknown_type);
    g_test_add_func("/gtk/parity/forms", test_every_field_of_every_form);
    if (has_display) /* else the journeys, which bring a display of their own, open them */
        g_test_add_data_func("/gtk/parity/templates", NULL, test_editor_templates_load);
    g_test_add("/gtk/model/few", Fixture, NULL, set_up, test_few_rows_one_by_one, tear_down);
    g_test_add("/gtk/model/many", Fixture, NULL, set_up, test_many_rows_at_once, tear_down);
    g_test_add("/gtk/model/sorted", Fixture, NULL, set_up, test_sorted_anew, tear_down);
    return g_test_run();
}
