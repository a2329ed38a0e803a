/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "views/yado-gtk-host-window.h"

#include <glib/gi18n.h>

#include "app/yado-gtk-util.h"
#include "views/yado-gtk-memory-bar.h"
#include "views/yado-gtk-performance.h"

static void
add_title(GtkGrid *grid, int *row, YadoFactSection section)
{
    GtkWidget *title = yado_gtk_label_new(yado_fact_section_get_title(section), "yado-heading");
    gtk_widget_set_margin_top(title, *row > 0 ? 12 : 0);
    gtk_grid_attach(grid, title, 0, (*row)++, 2, 1);
}

/* What is drawn of a host is its memory. */
static GtkWidget *
create_value(const YadoFactSpec *spec, YadoHost *host, const char *value)
{
    GtkWidget *text;
    if (spec->is_drawn)
        return yado_gtk_memory_bar_new(host);
    text = yado_gtk_paragraph_new(value, NULL);
    gtk_label_set_selectable(GTK_LABEL(text), TRUE);
    return text;
}

static void
add_fact(GtkGrid *grid, int *row, const YadoFactSpec *spec, YadoHost *host, const char *value)
{
    GtkWidget *name = yado_gtk_label_new(yado_fact_get_label(spec), "dim-label");
    GtkWidget *text = create_value(spec, host, value);
    gtk_label_set_xalign(GTK_LABEL(name), 1);
    gtk_widget_set_valign(name, GTK_ALIGN_START);
    gtk_widget_set_tooltip_text(name, yado_fact_get_help(spec));
    gtk_widget_set_tooltip_text(text, yado_fact_get_help(spec));
    yado_gtk_set_labelled_by(text, name);
    gtk_grid_attach(grid, name, 0, *row, 1, 1);
    gtk_grid_attach(grid, text, 1, (*row)++, 1, 1);
}

static void
add_section(GtkGrid *grid, int *row, YadoFactSection section, YadoHost *host)
{
    gboolean is_titled = FALSE;
    for (const YadoFactSpec *spec = yado_catalog_get_host_facts(); spec->id; spec++) {
        g_autofree char *value = spec->section == section ? yado_fact_format(spec, host) : NULL;
        if (!value)
            continue;
        if (!is_titled)
            add_title(grid, row, section);
        is_titled = TRUE;
        add_fact(grid, row, spec, host, value);
    }
}

static void
fill_facts(GtkGrid *grid, YadoHost *host)
{
    int row = 0;
    for (int section = 0; section < YADO_N_FACT_SECTIONS; section++)
        add_section(grid, &row, (YadoFactSection)section, host);
}

/*
 * Else the focus goes from each that is taken away to the next one, and the list with it, down to its end; and a dialog that opens goes
 * on to the first that is no text.
 */
static void
focus_list(GtkWidget *grid)
{
    GtkWidget *list = gtk_widget_get_ancestor(grid, GTK_TYPE_SCROLLED_WINDOW);
    GtkWidget *window = gtk_widget_get_toplevel(grid);
    if (list && GTK_IS_WINDOW(window))
        gtk_window_set_focus(GTK_WINDOW(window), list);
}

/* The dialog may be closed before the host answers: the grid is ours until then. */
static void
on_details_loaded_cb(GObject *source, GAsyncResult *result, gpointer data)
{
    g_autoptr(GtkWidget) grid = data;
    if (!yado_host_load_details_finish(YADO_HOST(source), result, NULL))
        return;
    focus_list(grid);
    gtk_container_foreach(GTK_CONTAINER(grid), (GtkCallback)gtk_widget_destroy, NULL);
    fill_facts(GTK_GRID(grid), YADO_HOST(source));
}

static GtkWidget *
create_facts(YadoHost *host)
{
    GtkWidget *grid = gtk_grid_new();
    g_object_set(grid, "row-spacing", 6, "column-spacing", 12, "margin", 18, NULL);
    fill_facts(GTK_GRID(grid), host);
    yado_host_load_details_async(host, NULL, on_details_loaded_cb, g_object_ref(grid));
    gtk_widget_show(grid);
    return grid;
}

static GtkWidget *
create_scrolled(GtkWidget *child)
{
    GtkWidget *window = g_object_new(GTK_TYPE_SCROLLED_WINDOW, "visible", TRUE, "hscrollbar-policy",
                                     GTK_POLICY_NEVER, NULL);
    gtk_container_add(GTK_CONTAINER(window), child);
    return window;
}

void
yado_gtk_host_window_show(GtkWindow *parent, YadoHost *host)
{
    GtkWidget *dialog =
        g_object_new(GTK_TYPE_DIALOG, "use-header-bar", TRUE, "title", yado_host_get_label(host),
                     "transient-for", parent, "destroy-with-parent", TRUE, "default-width", 620,
                     "default-height", 700, NULL);
    GtkWidget *area = gtk_dialog_get_content_area(GTK_DIALOG(dialog));
    GtkWidget *performance = yado_gtk_performance_new(host, NULL);
    GtkWidget *facts = create_facts(host);
    gtk_box_pack_start(GTK_BOX(area), create_scrolled(facts), TRUE, TRUE, 0);
    focus_list(facts);
    gtk_box_pack_start(GTK_BOX(area), performance, FALSE, TRUE, 0);
    gtk_widget_show(performance);
    g_signal_connect(dialog, "response", G_CALLBACK(gtk_widget_destroy), NULL);
    gtk_widget_show(dialog);
}
