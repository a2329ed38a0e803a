/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The desktop harness, tried on a small program: this one with --app. */
#include "config.h"

#include <gtk/gtk.h>
#include <string.h>

#include "yado-test-display.h"

/* ---- the program ---- */

static void
on_button_clicked_cb(GtkButton *button, gpointer data)
{
    gtk_list_store_insert_with_values(data, NULL, -1, 0, "third", 1, "added", -1);
}

static void
on_entry_activated_cb(GtkEntry *entry, gpointer data)
{
    gtk_list_store_insert_with_values(data, NULL, -1, 0, gtk_entry_get_text(entry), 1, "typed", -1);
}

static GtkWidget *
create_table(GtkListStore *store)
{
    GtkWidget *view = gtk_tree_view_new_with_model(GTK_TREE_MODEL(store));
    for (int i = 0; i < 2; i++)
        gtk_tree_view_insert_column_with_attributes(GTK_TREE_VIEW(view), -1, i ? "State" : "Name",
                                                    gtk_cell_renderer_text_new(), "text", i, NULL);
    gtk_widget_set_vexpand(view, TRUE);
    return view;
}

static int
run_app(int argc, char **argv)
{
    gtk_init(&argc, &argv);
    GtkListStore *store = gtk_list_store_new(2, G_TYPE_STRING, G_TYPE_STRING);
    gtk_list_store_insert_with_values(store, NULL, -1, 0, "first", 1, "Running", -1);
    gtk_list_store_insert_with_values(store, NULL, -1, 0, "second", 1, "Paused", -1);
    GtkWidget *window = gtk_window_new(GTK_WINDOW_TOPLEVEL);
    GtkWidget *box = gtk_box_new(GTK_ORIENTATION_VERTICAL, 6);
    GtkWidget *entry = gtk_entry_new();
    GtkWidget *button = gtk_button_new_with_mnemonic("_Add");
    gtk_container_add(GTK_CONTAINER(box), entry);
    gtk_container_add(GTK_CONTAINER(box), create_table(store));
    gtk_container_add(GTK_CONTAINER(box), button);
    gtk_container_add(GTK_CONTAINER(window), box);
    gtk_window_set_default_size(GTK_WINDOW(window), 400, 300);
    g_signal_connect(button, "clicked", G_CALLBACK(on_button_clicked_cb), store);
    g_signal_connect(entry, "activate", G_CALLBACK(on_entry_activated_cb), store);
    g_signal_connect(window, "destroy", G_CALLBACK(gtk_main_quit), NULL);
    gtk_widget_show_all(window);
    gtk_main();
    return 3;
}

/* ---- the test ---- */

static void
test_person(void)
{
    g_autofree char *self = g_file_read_link("/proc/self/exe", NULL);
    const char *argv[] = { self, "--app", NULL };
    if (!yado_test_display_start())
        return;
    g_autoptr(YadoTestApp) app = yado_test_app_new(argv, NULL);
    g_autoptr(YadoTestThing) table = yado_test_app_find_table(app);
    yado_test_table_wait_row(table, "second", "Paused");
    g_assert_cmpint(yado_test_table_find_column(table, "State"), ==, 1);
    yado_test_app_do(app, ATSPI_ROLE_PUSH_BUTTON, "Add");
    yado_test_table_wait_row(table, "third", "added");
    g_autoptr(YadoTestThing) entry = yado_test_app_find(app, ATSPI_ROLE_TEXT, NULL);
    yado_test_click(entry, 1, 1, NULL);
    yado_test_wait_state(entry, ATSPI_STATE_FOCUSED, TRUE);
    yado_test_display_type("web-07 a");
    yado_test_display_press("Return alt+a");
    yado_test_table_wait_row(table, "web-07 a", "typed");
    yado_test_table_click(table, "second", 1, 1, NULL);
    yado_test_display_press("alt+F4");
    g_assert_true(yado_test_app_is_running(app));
}

int
main(int argc, char **argv)
{
    if (argc > 1 && strcmp(argv[1], "--app") == 0)
        return run_app(argc, argv);
    yado_test_guard();
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/lib/display/person", test_person);
    return g_test_run();
}
