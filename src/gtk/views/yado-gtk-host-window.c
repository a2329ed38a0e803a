/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "views/yado-gtk-host-window.h"

#include <glib/gi18n.h>

#include "app/yado-gtk-util.h"
#include "views/yado-gtk-performance.h"

static void
add_fact(GtkGrid *grid, int *row, const char *label, const char *value)
{
    GtkWidget *text, *name;
    if (!value || !*value)
        return;
    name = yado_gtk_label_new(label, "dim-label");
    text = yado_gtk_paragraph_new(value, NULL);
    gtk_label_set_xalign(GTK_LABEL(name), 1);
    gtk_label_set_selectable(GTK_LABEL(text), TRUE);
    yado_gtk_set_labelled_by(text, name);
    gtk_grid_attach(grid, name, 0, *row, 1, 1);
    gtk_grid_attach(grid, text, 1, *row, 1, 1);
    (*row)++;
}

static void
add_machine(GtkGrid *grid, int *row, const YadoHostInfo *info)
{
    g_autofree char *memory = yado_size_format(info->memory);
    g_autofree char *cpus = g_strdup_printf("%u", info->cpus);
    add_fact(grid, row, _("Name"), info->hostname);
    add_fact(grid, row, _("Hypervisor"), info->hypervisor);
    add_fact(grid, row, _("Library"), info->library_version);
    add_fact(grid, row, _("Processors"), cpus);
    add_fact(grid, row, _("Processor model"), info->cpu_model);
    add_fact(grid, row, _("Memory"), memory);
}

static GtkWidget *
create_facts(YadoHost *host)
{
    GtkWidget *grid = gtk_grid_new();
    const YadoHostInfo *info = yado_host_get_info(host);
    const GError *error = yado_host_get_error(host);
    g_autofree char *reason = error ? yado_gtk_error_dup_text(error) : NULL;
    g_autofree char *note = yado_host_dup_note(host);
    int row = 0;
    g_object_set(grid, "row-spacing", 6, "column-spacing", 12, "margin", 18, NULL);
    add_fact(GTK_GRID(grid), &row, _("Connection"), yado_host_get_state_label(host));
    add_fact(GTK_GRID(grid), &row, _("Reason"), reason);
    add_fact(GTK_GRID(grid), &row, _("Note"), note);
    add_fact(GTK_GRID(grid), &row, _("Address"), yado_host_get_uri(host));
    if (info)
        add_machine(GTK_GRID(grid), &row, info);
    gtk_widget_show(grid);
    return grid;
}

void
yado_gtk_host_window_show(GtkWindow *parent, YadoHost *host)
{
    GtkWidget *dialog =
        g_object_new(GTK_TYPE_DIALOG, "use-header-bar", TRUE, "title", yado_host_get_label(host),
                     "transient-for", parent, "destroy-with-parent", TRUE, "default-width", 620,
                     "default-height", 460, NULL);
    GtkWidget *area = gtk_dialog_get_content_area(GTK_DIALOG(dialog));
    GtkWidget *performance = yado_gtk_performance_new(host, NULL);
    gtk_box_pack_start(GTK_BOX(area), create_facts(host), FALSE, TRUE, 0);
    gtk_box_pack_start(GTK_BOX(area), performance, TRUE, TRUE, 0);
    gtk_widget_show(performance);
    g_signal_connect(dialog, "response", G_CALLBACK(gtk_widget_destroy), NULL);
    gtk_widget_show(dialog);
}
