/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "views/yado-gtk-pinning.h"

#include <glib/gi18n.h>

#include "app/yado-gtk-util.h"

#define FIRST_CPU 2 /* behind the label and “All” */

struct _YadoGtkPinning {
    GtkBox parent;
    GtkLabel *words;
    GtkWidget *scroller;
    GtkTreeView *table;
    GtkListStore *store; /* of the row's number: what stands in the cells is the grid's */
    GtkWidget *editors;
    GtkLabel *sentence;
    GtkWidget *when_label;
    GtkComboBoxText *when;
    GtkButton *weight, *pool, *apply, *undo;
    YadoSession *session;
    YadoGuest *guest;
    YadoPinGrid *grid;         /* as last read, or NULL */
    GCancellable *cancellable; /* of the reading under way */
};

G_DEFINE_TYPE(YadoGtkPinning, yado_gtk_pinning, GTK_TYPE_BOX)

enum { ACTION_REQUESTED, FAILED, N_SIGNALS };
static guint signals[N_SIGNALS];

/* --- what is shown --- */

static guint
get_row(GtkTreeModel *model, GtkTreeIter *iter)
{
    guint row;
    gtk_tree_model_get(model, iter, 0, &row, -1);
    return row;
}

static guint
get_cpu(gconstpointer object)
{
    return GPOINTER_TO_UINT(g_object_get_data((GObject *)object, "cpu"));
}

static void
draw_label(GtkTreeViewColumn *column, GtkCellRenderer *cell, GtkTreeModel *model, GtkTreeIter *iter,
           gpointer data)
{
    YadoGtkPinning *self = data;
    guint row = get_row(model, iter);
    g_autofree char *label = yado_pin_grid_dup_label(self->grid, row);
    gboolean is_changed = yado_pin_grid_is_row_changed(self->grid, row);
    g_object_set(cell, "text", label, "weight",
                 is_changed ? PANGO_WEIGHT_BOLD : PANGO_WEIGHT_NORMAL, NULL);
}

static void
draw_cell(GtkTreeViewColumn *column, GtkCellRenderer *cell, GtkTreeModel *model, GtkTreeIter *iter,
          gpointer data)
{
    YadoGtkPinning *self = data;
    YadoPin pin = yado_pin_grid_get(self->grid, get_row(model, iter), get_cpu(cell));
    g_object_set(cell, "active", pin == YADO_PIN_PREFERS, "inconsistent", pin == YADO_PIN_MAY,
                 NULL);
}

static gboolean
is_full(YadoGtkPinning *self, guint row)
{
    for (guint i = 0; i < yado_pin_grid_get_n_cpus(self->grid); i++)
        if (yado_pin_grid_get(self->grid, row, i) != YADO_PIN_PREFERS)
            return FALSE;
    return TRUE;
}

static void
draw_all(GtkTreeViewColumn *column, GtkCellRenderer *cell, GtkTreeModel *model, GtkTreeIter *iter,
         gpointer data)
{
    YadoGtkPinning *self = data;
    g_object_set(cell, "active", is_full(self, get_row(model, iter)), NULL);
}

/* What the cell under the cursor means, in words. */
static void
show_sentence(YadoGtkPinning *self)
{
    g_autoptr(GtkTreePath) path = NULL;
    GtkTreeViewColumn *column = NULL;
    g_autofree char *sentence = NULL;
    gtk_tree_view_get_cursor(self->table, &path, &column);
    if (path && column && g_object_get_data(G_OBJECT(column), "is-cpu"))
        sentence = yado_pin_grid_dup_sentence(self->grid, (guint)gtk_tree_path_get_indices(path)[0],
                                              get_cpu(column));
    gtk_label_set_text(self->sentence,
                       sentence ? sentence
                                : _("A click or the space bar changes a cell, a click on a "
                                    "heading its column."));
}

/* Why it cannot be done is told where the pointer rests. */
static void
show_action(YadoGtkPinning *self, GtkButton *button, const char *id)
{
    const YadoActionSpec *spec = yado_catalog_find_action(id);
    g_autoptr(GPtrArray) guests = yado_gtk_guests_new(self->guest);
    YadoTargets targets = { self->session, guests, yado_guest_get_host(self->guest) };
    g_autofree char *reason = NULL;
    gboolean can_run = yado_action_check(spec, &targets, &reason);
    gtk_widget_set_sensitive(GTK_WIDGET(button), can_run);
    gtk_widget_set_tooltip_text(GTK_WIDGET(button), can_run ? yado_action_get_help(spec) : reason);
}

static void
show_state(YadoGtkPinning *self)
{
    gboolean can_edit = self->grid && !yado_pin_grid_is_busy(self->grid);
    gboolean is_changed = can_edit && yado_pin_grid_is_changed(self->grid);
    gtk_widget_set_sensitive(GTK_WIDGET(self->table), can_edit);
    gtk_widget_set_sensitive(GTK_WIDGET(self->apply), is_changed);
    gtk_widget_set_sensitive(GTK_WIDGET(self->undo), is_changed);
    show_action(self, self->weight, "guest.schedule");
    show_action(self, self->pool, "guest.move-pool");
    gtk_widget_queue_draw(GTK_WIDGET(self->table));
    show_sentence(self);
}

/* The rows stay; whoever reads the table aloud is told that they look different. */
static gboolean
touch_row(GtkTreeModel *model, GtkTreePath *path, GtkTreeIter *iter, gpointer data)
{
    gtk_tree_model_row_changed(model, path, iter);
    return FALSE;
}

static void
on_grid_changed_cb(YadoPinGrid *grid, YadoGtkPinning *self)
{
    gtk_tree_model_foreach(GTK_TREE_MODEL(self->store), touch_row, NULL);
    show_state(self);
}

static void
on_cursor_changed_cb(GtkTreeView *table, YadoGtkPinning *self)
{
    if (self->grid)
        show_sentence(self);
}

/* --- editing --- */

static gboolean
parse_row(const char *path, guint *row)
{
    guint64 number;
    gboolean is_number = g_ascii_string_to_unsigned(path, 10, 0, G_MAXUINT, &number, NULL);
    *row = is_number ? (guint)number : 0;
    return is_number;
}

static void
on_cell_toggled_cb(GtkCellRendererToggle *cell, char *path, YadoGtkPinning *self)
{
    guint row;
    if (self->grid && parse_row(path, &row))
        yado_pin_grid_step(self->grid, row, get_cpu(cell));
}

static void
on_all_toggled_cb(GtkCellRendererToggle *cell, char *path, YadoGtkPinning *self)
{
    guint row;
    if (self->grid && parse_row(path, &row))
        yado_pin_grid_turn_row(self->grid, row);
}

static void
on_column_clicked_cb(GtkTreeViewColumn *column, YadoGtkPinning *self)
{
    if (self->grid)
        yado_pin_grid_turn_column(self->grid, get_cpu(column));
}

static void
on_when_changed_cb(GtkComboBox *combo, YadoGtkPinning *self)
{
    const char *when = gtk_combo_box_get_active_id(combo);
    if (self->grid && when)
        yado_pin_grid_set_when(self->grid, when);
}

static void
on_undo_clicked_cb(GtkButton *button, YadoGtkPinning *self)
{
    yado_pin_grid_reset(self->grid);
}

static void
on_apply_clicked_cb(GtkButton *button, YadoGtkPinning *self)
{
    g_autoptr(GPtrArray) guests = yado_gtk_guests_new(self->guest);
    YadoTargets targets = { self->session, guests, yado_guest_get_host(self->guest) };
    g_autoptr(GError) error = NULL;
    if (!yado_pin_grid_apply(self->grid, &targets, &error))
        g_signal_emit(self, signals[FAILED], 0, error);
}

static void
on_weight_clicked_cb(GtkButton *button, YadoGtkPinning *self)
{
    g_signal_emit(self, signals[ACTION_REQUESTED], 0, "guest.schedule");
}

static void
on_pool_clicked_cb(GtkButton *button, YadoGtkPinning *self)
{
    g_signal_emit(self, signals[ACTION_REQUESTED], 0, "guest.move-pool");
}

/* --- columns --- */

static void
add_label_column(YadoGtkPinning *self)
{
    GtkCellRenderer *cell = gtk_cell_renderer_text_new();
    GtkTreeViewColumn *column =
        gtk_tree_view_column_new_with_attributes(_("Processor"), cell, NULL);
    gtk_tree_view_column_set_cell_data_func(column, cell, draw_label, self, NULL);
    gtk_tree_view_append_column(self->table, column);
}

static void
add_toggle_column(YadoGtkPinning *self, const char *title, GtkTreeCellDataFunc draw,
                  GCallback on_toggled, GtkTreeViewColumn **column)
{
    GtkCellRenderer *cell = gtk_cell_renderer_toggle_new();
    *column = gtk_tree_view_column_new_with_attributes(title, cell, NULL);
    gtk_tree_view_column_set_cell_data_func(*column, cell, draw, self, NULL);
    g_signal_connect_object(cell, "toggled", on_toggled, self, 0);
    gtk_tree_view_append_column(self->table, *column);
}

static void
add_cpu_column(YadoGtkPinning *self, guint cpu)
{
    g_autofree char *title = g_strdup_printf("%u", cpu);
    g_autoptr(GList) cells = NULL;
    GtkTreeViewColumn *column;
    add_toggle_column(self, title, draw_cell, G_CALLBACK(on_cell_toggled_cb), &column);
    cells = gtk_cell_layout_get_cells(GTK_CELL_LAYOUT(column));
    g_object_set_data(G_OBJECT(cells->data), "cpu", GUINT_TO_POINTER(cpu));
    g_object_set_data(G_OBJECT(column), "cpu", GUINT_TO_POINTER(cpu));
    g_object_set_data(G_OBJECT(column), "is-cpu", GINT_TO_POINTER(TRUE));
    gtk_tree_view_column_set_clickable(column, TRUE);
    g_signal_connect_object(column, "clicked", G_CALLBACK(on_column_clicked_cb), self, 0);
}

/* As many as the host has processors; nearly always they are there already. */
static void
fit_columns(YadoGtkPinning *self)
{
    guint n_cpus = yado_pin_grid_get_n_cpus(self->grid);
    GtkTreeViewColumn *column;
    if (gtk_tree_view_get_n_columns(self->table) == 0) {
        add_label_column(self);
        add_toggle_column(self, _("All"), draw_all, G_CALLBACK(on_all_toggled_cb), &column);
    }
    for (guint i = gtk_tree_view_get_n_columns(self->table); i < n_cpus + FIRST_CPU; i++)
        add_cpu_column(self, i - FIRST_CPU);
    while ((column = gtk_tree_view_get_column(self->table, (int)n_cpus + FIRST_CPU)))
        gtk_tree_view_remove_column(self->table, column);
}

static void
fill_rows(YadoGtkPinning *self)
{
    GtkTreeIter iter;
    gtk_list_store_clear(self->store);
    for (guint i = 0; i < yado_pin_grid_get_n_rows(self->grid); i++)
        gtk_list_store_insert_with_values(self->store, &iter, -1, 0, i, -1);
}

/* --- reading --- */

static void read_scheduling(YadoGtkPinning *self);

static void
on_applied_cb(YadoPinGrid *grid, YadoGtkPinning *self)
{
    if (self->grid == grid)
        read_scheduling(self);
}

static void
take_grid(YadoGtkPinning *self, const YadoScheduling *scheduling)
{
    g_autofree char *share = yado_scheduling_dup_share(scheduling);
    gboolean has_rows;
    gtk_list_store_clear(self->store); /* nothing is drawn of the old one */
    g_clear_object(&self->grid);
    self->grid = yado_pin_grid_new(scheduling);
    g_signal_connect_object(self->grid, "changed", G_CALLBACK(on_grid_changed_cb), self, 0);
    g_signal_connect_object(self->grid, "applied", G_CALLBACK(on_applied_cb), self, 0);
    yado_pin_grid_set_when(self->grid, gtk_combo_box_get_active_id(GTK_COMBO_BOX(self->when)));
    has_rows = yado_pin_grid_get_n_rows(self->grid) > 0;
    gtk_label_set_text(self->words, has_rows ? share : _("This host does not tell where it runs."));
    gtk_widget_set_visible(self->scroller, has_rows);
    gtk_widget_set_visible(self->editors, has_rows);
    fit_columns(self);
    fill_rows(self);
    show_state(self);
}

static void
on_scheduling_read_cb(GObject *source, GAsyncResult *result, gpointer data)
{
    g_autoptr(YadoGtkPinning) self = data;
    g_autoptr(GError) error = NULL;
    g_autoptr(YadoScheduling) scheduling =
        yado_guest_get_scheduling_finish(YADO_GUEST(source), result, &error);
    if (yado_error_is_cancel(error))
        return;
    if (scheduling) {
        take_grid(self, scheduling);
        return;
    }
    gtk_label_set_text(self->words, error->message);
    gtk_widget_hide(self->scroller);
    gtk_widget_hide(self->editors);
}

static void
cancel(YadoGtkPinning *self)
{
    g_cancellable_cancel(self->cancellable);
    g_clear_object(&self->cancellable);
}

static void
read_scheduling(YadoGtkPinning *self)
{
    cancel(self);
    self->cancellable = g_cancellable_new();
    yado_guest_get_scheduling_async(self->guest, self->cancellable, on_scheduling_read_cb,
                                    g_object_ref(self));
}

static void
on_mapped_cb(GtkWidget *widget, YadoGtkPinning *self)
{
    if (!self->grid ||
        (!yado_pin_grid_is_changed(self->grid) && !yado_pin_grid_is_busy(self->grid)))
        read_scheduling(self);
}

static void
on_unmapped_cb(GtkWidget *widget, YadoGtkPinning *self)
{
    cancel(self);
}

/* --- life --- */

static void
yado_gtk_pinning_dispose(GObject *object)
{
    YadoGtkPinning *self = YADO_GTK_PINNING(object);
    cancel(self);
    g_clear_object(&self->store);
    g_clear_object(&self->grid);
    g_clear_object(&self->guest);
    g_clear_object(&self->session);
    G_OBJECT_CLASS(yado_gtk_pinning_parent_class)->dispose(object);
}

static void
bind_children(GtkWidgetClass *widget)
{
    gtk_widget_class_bind_template_child(widget, YadoGtkPinning, words);
    gtk_widget_class_bind_template_child(widget, YadoGtkPinning, scroller);
    gtk_widget_class_bind_template_child(widget, YadoGtkPinning, table);
    gtk_widget_class_bind_template_child(widget, YadoGtkPinning, editors);
    gtk_widget_class_bind_template_child(widget, YadoGtkPinning, sentence);
    gtk_widget_class_bind_template_child(widget, YadoGtkPinning, when_label);
    gtk_widget_class_bind_template_child(widget, YadoGtkPinning, when);
    gtk_widget_class_bind_template_child(widget, YadoGtkPinning, weight);
    gtk_widget_class_bind_template_child(widget, YadoGtkPinning, pool);
    gtk_widget_class_bind_template_child(widget, YadoGtkPinning, apply);
    gtk_widget_class_bind_template_child(widget, YadoGtkPinning, undo);
    gtk_widget_class_bind_template_callback(widget, on_when_changed_cb);
    gtk_widget_class_bind_template_callback(widget, on_weight_clicked_cb);
    gtk_widget_class_bind_template_callback(widget, on_pool_clicked_cb);
    gtk_widget_class_bind_template_callback(widget, on_apply_clicked_cb);
    gtk_widget_class_bind_template_callback(widget, on_undo_clicked_cb);
}

static void
yado_gtk_pinning_class_init(YadoGtkPinningClass *klass)
{
    GtkWidgetClass *widget = GTK_WIDGET_CLASS(klass);
    GType type = YADO_GTK_TYPE_PINNING;
    G_OBJECT_CLASS(klass)->dispose = yado_gtk_pinning_dispose;
    signals[ACTION_REQUESTED] = g_signal_new("action-requested", type, G_SIGNAL_RUN_LAST, 0, NULL,
                                             NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
    signals[FAILED] = g_signal_new("failed", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                   G_TYPE_NONE, 1, G_TYPE_ERROR);
    gtk_widget_class_set_template_from_resource(widget, YADO_GTK_RESOURCE("pinning.ui"));
    bind_children(widget);
}

static void
set_up_when(YadoGtkPinning *self)
{
    g_autoptr(GPtrArray) items = yado_pin_grid_list_when();
    for (guint i = 0; i < items->len; i++) {
        const YadoChoiceItem *item = items->pdata[i];
        gtk_combo_box_text_append(self->when, item->id, item->label);
    }
    gtk_combo_box_set_active(GTK_COMBO_BOX(self->when), 0);
    yado_gtk_set_labelled_by(GTK_WIDGET(self->when), self->when_label);
}

static void
yado_gtk_pinning_init(YadoGtkPinning *self)
{
    gtk_widget_init_template(GTK_WIDGET(self));
    gtk_label_set_text(self->words, _("Reading…"));
    self->store = gtk_list_store_new(1, G_TYPE_UINT);
    gtk_tree_view_set_model(self->table, GTK_TREE_MODEL(self->store));
    gtk_button_set_label(self->weight,
                         yado_action_get_label(yado_catalog_find_action("guest.schedule")));
    gtk_button_set_label(self->pool,
                         yado_action_get_label(yado_catalog_find_action("guest.move-pool")));
    g_signal_connect(self->table, "cursor-changed", G_CALLBACK(on_cursor_changed_cb), self);
    set_up_when(self);
}

gboolean
yado_gtk_pinning_is_edited(YadoGtkPinning *self)
{
    return self->grid && yado_pin_grid_is_changed(self->grid);
}

GtkWidget *
yado_gtk_pinning_new(YadoSession *session, YadoGuest *guest, const char *title)
{
    YadoGtkPinning *self = g_object_new(YADO_GTK_TYPE_PINNING, NULL);
    self->session = g_object_ref(session);
    self->guest = g_object_ref(guest);
    yado_gtk_set_accessible(GTK_WIDGET(self->table), title, NULL);
    g_signal_connect(self, "map", G_CALLBACK(on_mapped_cb), self);
    g_signal_connect(self, "unmap", G_CALLBACK(on_unmapped_cb), self);
    return GTK_WIDGET(self);
}
