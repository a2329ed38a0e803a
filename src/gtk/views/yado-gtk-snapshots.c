/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "views/yado-gtk-snapshots.h"

#include <glib/gi18n.h>

#include "app/yado-gtk-util.h"

struct _YadoGtkSnapshots {
    GtkBox parent;
    GtkLabel *words;
    GtkWidget *scroller;
    GtkTreeView *table;
    GtkListStore *store; /* of strings, by YadoSnapshotColumn */
    YadoGuest *guest;
    GCancellable *cancellable; /* of the listing under way */
};

G_DEFINE_TYPE(YadoGtkSnapshots, yado_gtk_snapshots, GTK_TYPE_BOX)

static void
add_row(YadoGtkSnapshots *self, const YadoSnapshotRow *row)
{
    GtkTreeIter iter;
    gtk_list_store_append(self->store, &iter);
    for (int i = 0; i < YADO_N_SNAPSHOT_COLUMNS; i++)
        gtk_list_store_set(self->store, &iter, i, row->texts[i], -1);
}

static void
show_rows(YadoGtkSnapshots *self, GPtrArray *rows, const GError *error)
{
    guint n = rows ? rows->len : 0;
    g_autofree char *words = yado_snapshots_describe(n, error);
    gtk_list_store_clear(self->store);
    for (guint i = 0; i < n; i++)
        add_row(self, rows->pdata[i]);
    gtk_label_set_text(self->words, words);
    gtk_widget_set_visible(self->scroller, n > 0);
}

static void
on_snapshots_listed_cb(GObject *source, GAsyncResult *result, gpointer data)
{
    g_autoptr(YadoGtkSnapshots) self = data;
    g_autoptr(GError) error = NULL;
    g_autoptr(GPtrArray) records =
        yado_guest_list_snapshots_finish(YADO_GUEST(source), result, &error);
    if (yado_error_is_cancel(error))
        return;
    g_autoptr(GPtrArray) rows = records ? yado_snapshots_list_rows(records) : NULL;
    show_rows(self, rows, error);
}

static void
cancel(YadoGtkSnapshots *self)
{
    g_cancellable_cancel(self->cancellable);
    g_clear_object(&self->cancellable);
}

static void
on_mapped_cb(GtkWidget *widget, YadoGtkSnapshots *self)
{
    cancel(self);
    self->cancellable = g_cancellable_new();
    yado_guest_list_snapshots_async(self->guest, self->cancellable, on_snapshots_listed_cb,
                                    g_object_ref(self));
}

static void
on_unmapped_cb(GtkWidget *widget, YadoGtkSnapshots *self)
{
    cancel(self);
}

static void
add_columns(YadoGtkSnapshots *self)
{
    GType types[YADO_N_SNAPSHOT_COLUMNS];
    for (int i = 0; i < YADO_N_SNAPSHOT_COLUMNS; i++) {
        GtkCellRenderer *cell = gtk_cell_renderer_text_new();
        GtkTreeViewColumn *column = gtk_tree_view_column_new_with_attributes(
            yado_snapshots_get_title(i), cell, "text", i, NULL);
        types[i] = G_TYPE_STRING;
        gtk_tree_view_column_set_resizable(column, TRUE);
        gtk_tree_view_append_column(self->table, column);
    }
    self->store = gtk_list_store_newv(YADO_N_SNAPSHOT_COLUMNS, types);
    gtk_tree_view_set_model(self->table, GTK_TREE_MODEL(self->store));
}

static void
yado_gtk_snapshots_dispose(GObject *object)
{
    YadoGtkSnapshots *self = YADO_GTK_SNAPSHOTS(object);
    cancel(self);
    g_clear_object(&self->store);
    g_clear_object(&self->guest);
    G_OBJECT_CLASS(yado_gtk_snapshots_parent_class)->dispose(object);
}

static void
yado_gtk_snapshots_class_init(YadoGtkSnapshotsClass *klass)
{
    GtkWidgetClass *widget = GTK_WIDGET_CLASS(klass);
    G_OBJECT_CLASS(klass)->dispose = yado_gtk_snapshots_dispose;
    gtk_widget_class_set_template_from_resource(widget, YADO_GTK_RESOURCE("snapshots.ui"));
    gtk_widget_class_bind_template_child(widget, YadoGtkSnapshots, words);
    gtk_widget_class_bind_template_child(widget, YadoGtkSnapshots, scroller);
    gtk_widget_class_bind_template_child(widget, YadoGtkSnapshots, table);
}

static void
yado_gtk_snapshots_init(YadoGtkSnapshots *self)
{
    gtk_widget_init_template(GTK_WIDGET(self));
    gtk_label_set_text(self->words, _("Reading the snapshots…"));
    add_columns(self);
}

GtkWidget *
yado_gtk_snapshots_new(YadoGuest *guest, const char *title)
{
    YadoGtkSnapshots *self = g_object_new(YADO_GTK_TYPE_SNAPSHOTS, NULL);
    self->guest = g_object_ref(guest);
    yado_gtk_set_accessible(GTK_WIDGET(self->table), title, NULL);
    g_signal_connect(self, "map", G_CALLBACK(on_mapped_cb), self);
    g_signal_connect(self, "unmap", G_CALLBACK(on_unmapped_cb), self);
    return GTK_WIDGET(self);
}
