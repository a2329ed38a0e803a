/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "views/yado-gtk-guest-list.h"

#include <glib/gi18n.h>

#include "app/yado-gtk-util.h"
#include "views/yado-gtk-cell.h"
#include "views/yado-gtk-guest-model.h"
#include "views/yado-gtk-screens.h"

/* Cells of the column that takes what is left, when nothing is. */
#define LEAST_REST 16
/* Graphs move even where no value changes; they have a point for each three seconds. */
#define GRAPH_STEP 6

struct _YadoGtkGuestList {
    GtkStack parent;
    GtkTreeView *tree;
    YadoGtkScreens *screens;
    GtkLabel *empty_text, *empty_hint, *empty_detail;
    GtkExpander *empty_details;
    GtkBox *empty_actions;
    YadoTable *table;
    YadoSession *session;
    YadoGtkGuestModel *model;
    GHashTable *selected; /* set of YadoGuest: survives rows that move */
    YadoGuest *cursor;    /* borrowed; compared, and cleared with the set */
    GHashTable *drawn;    /* visible YadoGuest (borrowed key) -> its serial when last drawn */
    guint update_id, graph_id;
    gboolean is_changing, is_minimised;
    gboolean shows_screens;
    gboolean stays_at_top; /* rows came above the first one while that was at the top */
    GtkWidget *toplevel;   /* weak */
};

enum { SELECTION_CHANGED, GUEST_ACTIVATED, MENU_REQUESTED, N_SIGNALS };
static guint signals[N_SIGNALS];

G_DEFINE_TYPE(YadoGtkGuestList, yado_gtk_guest_list, GTK_TYPE_STACK)

/* --- what is on the screen --- */

static gboolean
get_visible_range(YadoGtkGuestList *self, guint *first, guint *n)
{
    g_autoptr(GtkTreePath) start = NULL, end = NULL;
    if (!gtk_tree_view_get_visible_range(self->tree, &start, &end))
        return FALSE;
    *first = (guint)gtk_tree_path_get_indices(start)[0];
    *n = (guint)gtk_tree_path_get_indices(end)[0] - *first + 1;
    return TRUE;
}

static gboolean
on_graph_step_cb(gpointer data)
{
    yado_gtk_guest_list_redraw(data);
    return G_SOURCE_CONTINUE;
}

static void
update_watch(YadoGtkGuestList *self)
{
    guint first = 0, n = 0;
    gboolean is_seen = gtk_widget_get_mapped(GTK_WIDGET(self)) && !self->is_minimised;
    if (!is_seen || self->shows_screens)
        g_clear_handle_id(&self->graph_id, g_source_remove);
    else if (!self->graph_id)
        self->graph_id = g_timeout_add_seconds(GRAPH_STEP, on_graph_step_cb, self);
    if (is_seen) {
        n = 1; /* even without a row: the hosts' own numbers are on the screen */
        if (!self->shows_screens)
            get_visible_range(self, &first, &n);
    }
    yado_gtk_screens_look(self->screens, is_seen && self->shows_screens, &first, &n);
    yado_table_watch(self->table, first, n);
}

static const GError *
find_host_error(YadoGtkGuestList *self)
{
    GListModel *hosts = G_LIST_MODEL(self->session);
    const GError *error = NULL;
    for (guint i = 0; !error && i < g_list_model_get_n_items(hosts); i++) {
        g_autoptr(YadoHost) host = g_list_model_get_item(hosts, i);
        error = yado_host_get_error(host);
    }
    return error;
}

/* Why there is nothing, and when a host is to blame: the remedy, and what it said. */
static void
describe_empty(YadoGtkGuestList *self)
{
    g_autofree char *text = yado_table_describe_empty(self->table);
    const GError *error = yado_table_get_n_all(self->table) ? NULL : find_host_error(self);
    const char *hint = error ? yado_error_get_hint(error) : NULL;
    const char *detail = error ? yado_error_get_detail(error) : NULL;
    gtk_label_set_text(self->empty_text, text);
    gtk_label_set_text(self->empty_hint, hint ? hint : "");
    gtk_label_set_text(self->empty_detail, detail ? detail : "");
    gtk_widget_set_visible(GTK_WIDGET(self->empty_hint), hint != NULL);
    gtk_widget_set_visible(GTK_WIDGET(self->empty_details), detail != NULL);
    gtk_widget_set_visible(GTK_WIDGET(self->empty_actions), yado_table_get_n_all(self->table) == 0);
}

static void
show_empty(YadoGtkGuestList *self, gboolean is_empty)
{
    if (is_empty)
        describe_empty(self);
    GtkStack *stack = GTK_STACK(self);
    const char *name = is_empty ? "empty" : self->shows_screens ? "screens" : "list";
    yado_gtk_stack_show(stack, gtk_stack_get_child_by_name(stack, name));
}

static gboolean
on_update_due_cb(gpointer data)
{
    YadoGtkGuestList *self = data;
    self->update_id = 0;
    if (self->stays_at_top)
        gtk_tree_view_scroll_to_point(self->tree, -1, 0);
    self->stays_at_top = FALSE;
    show_empty(self, yado_gtk_guest_model_get_length(self->model) == 0);
    update_watch(self);
    return G_SOURCE_REMOVE;
}

/* After layout and drawing, so that the visible range is the new one. */
static void
queue_update(YadoGtkGuestList *self)
{
    if (!self->update_id)
        self->update_id = g_idle_add_full(GDK_PRIORITY_REDRAW + 10, on_update_due_cb, self, NULL);
}

/* By the model: GTK's accessible cells keep their text until the model says that the row changed. */
static void
announce_row(YadoGtkGuestList *self, guint position)
{
    GtkTreeIter iter;
    g_autoptr(GtkTreePath) path = gtk_tree_path_new_from_indices((int)position, -1);
    if (gtk_tree_model_get_iter(GTK_TREE_MODEL(self->model), &iter, path))
        gtk_tree_model_row_changed(GTK_TREE_MODEL(self->model), path, &iter);
}

/* Only rows that one can see, and whose looks changed. */
static void
on_table_rows_changed_cb(YadoTable *table, GPtrArray *guests, YadoGtkGuestList *self)
{
    guint first, n;
    if (self->shows_screens) {
        yado_gtk_screens_redraw(self->screens);
        queue_update(self); /* one may have started */
    }
    if (!gtk_widget_get_mapped(GTK_WIDGET(self->tree)) || self->is_minimised ||
        !get_visible_range(self, &first, &n))
        return;
    g_autoptr(GHashTable) drawn = g_hash_table_new(NULL, NULL);
    for (guint i = first; i < first + n; i++) {
        YadoGuest *guest = yado_gtk_guest_model_get_at(self->model, i);
        gpointer serial = guest ? GUINT_TO_POINTER(yado_guest_get_serial(guest)) : NULL;
        if (g_hash_table_lookup(self->drawn, guest) != serial)
            announce_row(self, i);
        g_hash_table_insert(drawn, guest, serial);
    }
    g_hash_table_unref(self->drawn);
    self->drawn = g_steal_pointer(&drawn);
}

/* --- selection --- */

static void
collect_selected(GtkTreeModel *model, GtkTreePath *path, GtkTreeIter *iter, gpointer data)
{
    YadoGtkGuestList *self = data;
    g_hash_table_add(self->selected,
                     g_object_ref(yado_gtk_guest_model_get(YADO_GTK_GUEST_MODEL(model), iter)));
}

static void
on_selection_changed_cb(GtkTreeSelection *selection, YadoGtkGuestList *self)
{
    if (self->is_changing)
        return;
    g_hash_table_remove_all(self->selected);
    gtk_tree_selection_selected_foreach(selection, collect_selected, self);
    g_signal_emit(self, signals[SELECTION_CHANGED], 0);
}

/* ---- the same selection in both views: rows of one model ---- */

static void
copy_to_tree(GtkIconView *view, GtkTreePath *path, gpointer data)
{
    gtk_tree_selection_select_path(data, path);
}

static void
on_screens_selection_changed_cb(GtkIconView *view, YadoGtkGuestList *self)
{
    GtkTreeSelection *selection = gtk_tree_view_get_selection(self->tree);
    if (self->is_changing)
        return;
    self->is_changing = TRUE;
    gtk_tree_selection_unselect_all(selection);
    gtk_icon_view_selected_foreach(view, copy_to_tree, selection);
    self->is_changing = FALSE;
    on_selection_changed_cb(selection, self);
}

static void
copy_to_screens(GtkTreeModel *model, GtkTreePath *path, GtkTreeIter *iter, gpointer data)
{
    gtk_icon_view_select_path(data, path);
}

static void
update_screens_selection(YadoGtkGuestList *self)
{
    GtkIconView *view = yado_gtk_screens_get_view(self->screens);
    gboolean was_changing = self->is_changing;
    if (!self->shows_screens || !gtk_icon_view_get_model(view))
        return;
    self->is_changing = TRUE;
    gtk_icon_view_unselect_all(view);
    gtk_tree_selection_selected_foreach(gtk_tree_view_get_selection(self->tree), copy_to_screens,
                                        view);
    self->is_changing = was_changing;
}

/* Between the two halves of a move the table names the place where a row will be: only what is there counts. */
static guint
find_position(YadoGtkGuestList *self, YadoGuest *guest)
{
    guint position = yado_table_find(self->table, guest);
    return yado_gtk_guest_model_get_at(self->model, position) == guest ? position : G_MAXUINT;
}

static YadoGuest *
get_cursor_guest(YadoGtkGuestList *self)
{
    g_autoptr(GtkTreePath) path = NULL;
    gtk_tree_view_get_cursor(self->tree, &path, NULL);
    if (!path)
        return NULL;
    return yado_gtk_guest_model_get_at(self->model, (guint)gtk_tree_path_get_indices(path)[0]);
}

static void
on_tree_cursor_changed_cb(GtkTreeView *tree, YadoGtkGuestList *self)
{
    if (!self->is_changing)
        self->cursor = get_cursor_guest(self);
}

static void
on_model_changing_cb(YadoGtkGuestModel *model, gboolean bulk, YadoGtkGuestList *self)
{
    GtkAdjustment *scroll = gtk_scrollable_get_vadjustment(GTK_SCROLLABLE(self->tree));
    self->is_changing = TRUE;
    self->stays_at_top = gtk_adjustment_get_value(scroll) < 1;
    if (bulk)
        gtk_tree_view_set_model(self->tree, NULL);
    if (bulk && self->shows_screens)
        yado_gtk_screens_set_shown(self->screens, FALSE);
}

/* The row of the keyboard's cursor moved (another sort key): the cursor goes with it. */
static void
restore_cursor(YadoGtkGuestList *self)
{
    guint position = self->cursor ? find_position(self, self->cursor) : G_MAXUINT;
    if (position == G_MAXUINT || get_cursor_guest(self) == self->cursor)
        return;
    g_autoptr(GtkTreePath) path = gtk_tree_path_new_from_indices((int)position, -1);
    gtk_tree_view_set_cursor(self->tree, path, NULL, FALSE);
}

static void
restore_selection(YadoGtkGuestList *self)
{
    GtkTreeSelection *selection = gtk_tree_view_get_selection(self->tree);
    GHashTableIter iter;
    gpointer guest;
    g_hash_table_iter_init(&iter, self->selected);
    while (g_hash_table_iter_next(&iter, &guest, NULL)) {
        guint position = find_position(self, guest);
        if (position == G_MAXUINT)
            continue;
        g_autoptr(GtkTreePath) path = gtk_tree_path_new_from_indices((int)position, -1);
        gtk_tree_selection_select_path(selection, path);
    }
}

static gboolean
is_gone(gpointer guest, gpointer value, gpointer data)
{
    return yado_guest_is_gone(guest);
}

static void
on_model_changed_cb(YadoGtkGuestModel *model, gboolean bulk, YadoGtkGuestList *self)
{
    if (self->cursor && g_hash_table_contains(self->selected, self->cursor) &&
        yado_guest_is_gone(self->cursor))
        self->cursor = NULL;
    guint n_gone = g_hash_table_foreach_remove(self->selected, is_gone, NULL);
    if (bulk)
        gtk_tree_view_set_model(self->tree, GTK_TREE_MODEL(model));
    if (bulk && self->shows_screens)
        yado_gtk_screens_set_shown(self->screens, TRUE);
    restore_cursor(self);
    restore_selection(self);
    update_screens_selection(self);
    self->is_changing = FALSE;
    g_hash_table_remove_all(self->drawn);
    queue_update(self);
    if (n_gone)
        g_signal_emit(self, signals[SELECTION_CHANGED], 0);
}

/* --- columns --- */

static const YadoColumnSpec *
get_column_spec(GtkTreeViewColumn *column)
{
    return g_object_get_data(G_OBJECT(column), "yado-spec");
}

static void
fill_cell(GtkTreeViewColumn *column, GtkCellRenderer *cell, GtkTreeModel *model, GtkTreeIter *iter,
          gpointer data)
{
    yado_gtk_cell_show(YADO_GTK_CELL(cell),
                       yado_gtk_guest_model_get(YADO_GTK_GUEST_MODEL(model), iter));
}

static void
on_column_clicked_cb(GtkTreeViewColumn *column, YadoGtkGuestList *self)
{
    gboolean descending;
    const YadoColumnSpec *spec = get_column_spec(column);
    gboolean is_same = yado_table_get_sort(self->table, &descending) == spec;
    /* Numbers are looked at from the top: the busiest first. */
    gboolean start_descending = spec->cost >= YADO_COST_STATS;
    yado_table_set_sort(self->table, spec, is_same ? !descending : start_descending);
}

static void
update_sort_mark(YadoGtkGuestList *self)
{
    gboolean descending;
    const YadoColumnSpec *sort = yado_table_get_sort(self->table, &descending);
    g_autoptr(GList) columns = gtk_tree_view_get_columns(self->tree);
    for (GList *item = columns; item; item = item->next) {
        gtk_tree_view_column_set_sort_indicator(item->data, get_column_spec(item->data) == sort);
        gtk_tree_view_column_set_sort_order(item->data,
                                            descending ? GTK_SORT_DESCENDING : GTK_SORT_ASCENDING);
    }
}

static gboolean
on_header_button_pressed_cb(GtkWidget *button, GdkEventButton *event, YadoGtkGuestList *self)
{
    if (event->type != GDK_BUTTON_PRESS || event->button != GDK_BUTTON_SECONDARY)
        return GDK_EVENT_PROPAGATE;
    GtkWidget *menu = yado_gtk_guest_list_create_columns_menu(self);
    gtk_menu_attach_to_widget(GTK_MENU(menu), GTK_WIDGET(self->tree), NULL);
    g_signal_connect(menu, "selection-done", G_CALLBACK(gtk_widget_destroy), NULL);
    gtk_menu_popup_at_pointer(GTK_MENU(menu), (GdkEvent *)event);
    return GDK_EVENT_STOP;
}

static int
get_column_width(YadoGtkGuestList *self, const YadoColumnSpec *spec, GtkCellRenderer *cell)
{
    const char *title = yado_column_get_title(spec);
    int wanted = spec->width ? spec->width : LEAST_REST;
    int cells = MAX(wanted, yado_text_get_width(title) + 2);
    return yado_gtk_get_cells_width(GTK_WIDGET(self), cells) +
           yado_gtk_cell_get_extra_width(YADO_GTK_CELL(cell)) + 10;
}

static void
set_up_header(YadoGtkGuestList *self, GtkTreeViewColumn *column, const YadoColumnSpec *spec)
{
    GtkWidget *button = gtk_tree_view_column_get_button(column);
    gtk_tree_view_column_set_clickable(column, TRUE);
    gtk_widget_set_tooltip_text(button, yado_column_get_help(spec));
    g_signal_connect_object(column, "clicked", G_CALLBACK(on_column_clicked_cb), self, 0);
    g_signal_connect_object(button, "button-press-event", G_CALLBACK(on_header_button_pressed_cb),
                            self, 0);
}

static void
add_column(YadoGtkGuestList *self, const YadoColumnSpec *spec)
{
    GtkCellRenderer *cell = yado_gtk_cell_new(spec);
    GtkTreeViewColumn *column = gtk_tree_view_column_new();
    g_object_set_data(G_OBJECT(column), "yado-spec", (gpointer)spec);
    gtk_tree_view_column_set_title(column, yado_column_get_title(spec));
    gtk_tree_view_column_pack_start(column, cell, TRUE);
    gtk_tree_view_column_set_cell_data_func(column, cell, fill_cell, NULL, NULL);
    gtk_tree_view_column_set_sizing(column, GTK_TREE_VIEW_COLUMN_FIXED);
    gtk_tree_view_column_set_resizable(column, TRUE);
    gtk_tree_view_column_set_fixed_width(column, get_column_width(self, spec, cell));
    gtk_tree_view_column_set_expand(column, spec->width == 0);
    gtk_tree_view_column_set_alignment(column, spec->align == YADO_ALIGN_END ? 1 : 0);
    gtk_tree_view_append_column(self->tree, column);
    set_up_header(self, column, spec);
}

static void
rebuild_columns(YadoGtkGuestList *self)
{
    GPtrArray *specs = yado_table_get_columns(self->table);
    g_autoptr(GList) old = gtk_tree_view_get_columns(self->tree);
    for (GList *item = old; item; item = item->next)
        gtk_tree_view_remove_column(self->tree, item->data);
    for (guint i = 0; i < specs->len; i++)
        add_column(self, g_ptr_array_index(specs, i));
    update_sort_mark(self);
}

static void
on_column_item_toggled_cb(GtkCheckMenuItem *item, YadoGtkGuestList *self)
{
    const YadoColumnSpec *spec = g_object_get_data(G_OBJECT(item), "yado-spec");
    yado_table_set_column_shown(self->table, spec, gtk_check_menu_item_get_active(item));
    rebuild_columns(self);
}

GtkWidget *
yado_gtk_guest_list_create_columns_menu(YadoGtkGuestList *self)
{
    GtkWidget *menu = gtk_menu_new();
    for (const YadoColumnSpec *spec = yado_catalog_get_columns(); spec->id; spec++) {
        GtkWidget *item = gtk_check_menu_item_new_with_label(yado_column_get_title(spec));
        gtk_check_menu_item_set_active(GTK_CHECK_MENU_ITEM(item),
                                       yado_table_is_column_shown(self->table, spec));
        gtk_widget_set_tooltip_text(item, yado_column_get_help(spec));
        g_object_set_data(G_OBJECT(item), "yado-spec", (gpointer)spec);
        /* A guest without a name cannot be told from another. */
        gtk_widget_set_sensitive(item, !g_str_equal(spec->id, "name"));
        g_signal_connect_object(item, "toggled", G_CALLBACK(on_column_item_toggled_cb), self, 0);
        gtk_menu_shell_append(GTK_MENU_SHELL(menu), item);
    }
    gtk_widget_show_all(menu);
    return menu;
}

static void
on_table_summary_changed_cb(YadoTable *table, YadoGtkGuestList *self)
{
    update_sort_mark(self);
    queue_update(self);
}

/* --- input --- */

static void
on_tree_row_activated_cb(GtkTreeView *tree, GtkTreePath *path, GtkTreeViewColumn *column,
                         YadoGtkGuestList *self)
{
    guint position = (guint)gtk_tree_path_get_indices(path)[0];
    YadoGuest *guest = yado_gtk_guest_model_get_at(self->model, position);
    if (guest)
        g_signal_emit(self, signals[GUEST_ACTIVATED], 0, guest);
}

static void
on_screen_activated_cb(GtkIconView *view, GtkTreePath *path, YadoGtkGuestList *self)
{
    on_tree_row_activated_cb(self->tree, path, NULL, self);
}

static gboolean
on_screens_button_pressed_cb(GtkIconView *view, GdkEventButton *event, YadoGtkGuestList *self)
{
    g_autoptr(GtkTreePath) path = NULL;
    if (event->type != GDK_BUTTON_PRESS || !gdk_event_triggers_context_menu((GdkEvent *)event))
        return GDK_EVENT_PROPAGATE;
    path = gtk_icon_view_get_path_at_pos(view, (int)event->x, (int)event->y);
    if (path && !gtk_icon_view_path_is_selected(view, path)) {
        gtk_icon_view_unselect_all(view);
        gtk_icon_view_select_path(view, path);
        gtk_icon_view_set_cursor(view, path, NULL, FALSE);
    }
    g_signal_emit(self, signals[MENU_REQUESTED], 0, event);
    return GDK_EVENT_STOP;
}

/* A right click on a row that is not selected selects it, as everywhere. */
static void
select_below_pointer(YadoGtkGuestList *self, GdkEventButton *event)
{
    GtkTreeSelection *selection = gtk_tree_view_get_selection(self->tree);
    g_autoptr(GtkTreePath) path = NULL;
    gtk_tree_view_get_path_at_pos(self->tree, (int)event->x, (int)event->y, &path, NULL, NULL,
                                  NULL);
    if (path && !gtk_tree_selection_path_is_selected(selection, path))
        gtk_tree_view_set_cursor(self->tree, path, NULL, FALSE);
}

static gboolean
on_tree_button_pressed_cb(GtkWidget *widget, GdkEventButton *event, YadoGtkGuestList *self)
{
    if (event->type != GDK_BUTTON_PRESS || !gdk_event_triggers_context_menu((GdkEvent *)event) ||
        event->window != gtk_tree_view_get_bin_window(self->tree))
        return GDK_EVENT_PROPAGATE;
    gtk_widget_grab_focus(widget);
    select_below_pointer(self, event);
    g_signal_emit(self, signals[MENU_REQUESTED], 0, event);
    return GDK_EVENT_STOP;
}

static gboolean
on_tree_popup_menu_cb(GtkWidget *widget, YadoGtkGuestList *self)
{
    g_signal_emit(self, signals[MENU_REQUESTED], 0, NULL);
    return TRUE;
}

static gboolean
on_window_state_event_cb(GtkWidget *window, GdkEventWindowState *event, YadoGtkGuestList *self)
{
    self->is_minimised =
        (event->new_window_state & (GDK_WINDOW_STATE_ICONIFIED | GDK_WINDOW_STATE_WITHDRAWN)) != 0;
    queue_update(self);
    return GDK_EVENT_PROPAGATE;
}

static void
on_hierarchy_changed_cb(GtkWidget *widget, GtkWidget *previous, YadoGtkGuestList *self)
{
    GtkWidget *toplevel = gtk_widget_get_toplevel(widget);
    if (!gtk_widget_is_toplevel(toplevel) || toplevel == self->toplevel)
        return;
    g_set_weak_pointer(&self->toplevel, toplevel);
    g_signal_connect_object(toplevel, "window-state-event", G_CALLBACK(on_window_state_event_cb),
                            self, 0);
}

/* --- life --- */

static void
yado_gtk_guest_list_dispose(GObject *object)
{
    YadoGtkGuestList *self = YADO_GTK_GUEST_LIST(object);
    g_clear_handle_id(&self->update_id, g_source_remove);
    g_clear_handle_id(&self->graph_id, g_source_remove);
    if (self->table)
        yado_table_watch(self->table, 0, 0);
    if (self->model) {
        g_signal_handlers_disconnect_by_data(self->model, self);
        g_signal_handlers_disconnect_by_data(gtk_tree_view_get_selection(self->tree), self);
    }
    g_clear_object(&self->model);
    g_clear_object(&self->table);
    g_clear_object(&self->session);
    g_clear_weak_pointer(&self->toplevel);
    G_OBJECT_CLASS(yado_gtk_guest_list_parent_class)->dispose(object);
}

static void
yado_gtk_guest_list_finalize(GObject *object)
{
    YadoGtkGuestList *self = YADO_GTK_GUEST_LIST(object);
    g_hash_table_unref(self->selected);
    g_hash_table_unref(self->drawn);
    G_OBJECT_CLASS(yado_gtk_guest_list_parent_class)->finalize(object);
}

static void
yado_gtk_guest_list_class_init(YadoGtkGuestListClass *klass)
{
    GtkWidgetClass *widget = GTK_WIDGET_CLASS(klass);
    GType type = G_TYPE_FROM_CLASS(klass);
    G_OBJECT_CLASS(klass)->dispose = yado_gtk_guest_list_dispose;
    G_OBJECT_CLASS(klass)->finalize = yado_gtk_guest_list_finalize;
    signals[SELECTION_CHANGED] = g_signal_new("selection-changed", type, G_SIGNAL_RUN_LAST, 0, NULL,
                                              NULL, NULL, G_TYPE_NONE, 0);
    signals[GUEST_ACTIVATED] = g_signal_new("guest-activated", type, G_SIGNAL_RUN_LAST, 0, NULL,
                                            NULL, NULL, G_TYPE_NONE, 1, YADO_TYPE_GUEST);
    signals[MENU_REQUESTED] = g_signal_new("menu-requested", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                           NULL, G_TYPE_NONE, 1, G_TYPE_POINTER);
    gtk_widget_class_set_template_from_resource(widget, YADO_GTK_RESOURCE("guest-list.ui"));
    gtk_widget_class_bind_template_child(widget, YadoGtkGuestList, tree);
    gtk_widget_class_bind_template_child(widget, YadoGtkGuestList, empty_text);
    gtk_widget_class_bind_template_child(widget, YadoGtkGuestList, empty_hint);
    gtk_widget_class_bind_template_child(widget, YadoGtkGuestList, empty_details);
    gtk_widget_class_bind_template_child(widget, YadoGtkGuestList, empty_detail);
    gtk_widget_class_bind_template_child(widget, YadoGtkGuestList, empty_actions);
    gtk_widget_class_bind_template_callback(widget, on_tree_row_activated_cb);
    gtk_widget_class_bind_template_callback(widget, on_tree_button_pressed_cb);
    gtk_widget_class_bind_template_callback(widget, on_tree_popup_menu_cb);
    gtk_widget_class_bind_template_callback(widget, on_tree_cursor_changed_cb);
    gtk_widget_class_bind_template_callback(widget, on_hierarchy_changed_cb);
    gtk_widget_class_bind_template_callback(widget, queue_update);
}

static void
yado_gtk_guest_list_init(YadoGtkGuestList *self)
{
    self->selected = g_hash_table_new_full(NULL, NULL, g_object_unref, NULL);
    self->drawn = g_hash_table_new(NULL, NULL);
    gtk_widget_init_template(GTK_WIDGET(self));
    yado_gtk_set_accessible(GTK_WIDGET(self->tree), _("Guests"), NULL);
    gtk_expander_set_label(self->empty_details, _("_Details"));
}

static void
connect_model(YadoGtkGuestList *self)
{
    GtkTreeSelection *selection = gtk_tree_view_get_selection(self->tree);
    GtkAdjustment *scroll = gtk_scrollable_get_vadjustment(GTK_SCROLLABLE(self->tree));
    gtk_tree_selection_set_mode(selection, GTK_SELECTION_MULTIPLE);
    g_signal_connect_object(selection, "changed", G_CALLBACK(on_selection_changed_cb), self, 0);
    g_signal_connect_object(scroll, "value-changed", G_CALLBACK(queue_update), self,
                            G_CONNECT_SWAPPED);
    g_signal_connect_object(scroll, "changed", G_CALLBACK(queue_update), self, G_CONNECT_SWAPPED);
    g_signal_connect_object(self->model, "changing", G_CALLBACK(on_model_changing_cb), self, 0);
    g_signal_connect_object(self->model, "changed", G_CALLBACK(on_model_changed_cb), self, 0);
    g_signal_connect_object(self->table, "rows-changed", G_CALLBACK(on_table_rows_changed_cb), self,
                            0);
    g_signal_connect_object(self->table, "summary-changed", G_CALLBACK(on_table_summary_changed_cb),
                            self, 0);
}

static void
set_up_screens(YadoGtkGuestList *self)
{
    GtkIconView *view;
    GtkAdjustment *scroll;
    self->screens = YADO_GTK_SCREENS(yado_gtk_screens_new(self->model));
    gtk_stack_add_named(GTK_STACK(self), GTK_WIDGET(self->screens), "screens");
    view = yado_gtk_screens_get_view(self->screens);
    scroll = gtk_scrollable_get_vadjustment(GTK_SCROLLABLE(view));
    g_signal_connect_object(view, "selection-changed", G_CALLBACK(on_screens_selection_changed_cb),
                            self, 0);
    g_signal_connect_object(view, "item-activated", G_CALLBACK(on_screen_activated_cb), self, 0);
    g_signal_connect_object(view, "button-press-event", G_CALLBACK(on_screens_button_pressed_cb),
                            self, 0);
    g_signal_connect_object(view, "popup-menu", G_CALLBACK(on_tree_popup_menu_cb), self, 0);
    g_signal_connect_object(scroll, "value-changed", G_CALLBACK(queue_update), self,
                            G_CONNECT_SWAPPED);
    g_signal_connect_object(scroll, "changed", G_CALLBACK(queue_update), self, G_CONNECT_SWAPPED);
}

void
yado_gtk_guest_list_show_screens(YadoGtkGuestList *self, gboolean shown)
{
    self->shows_screens = shown;
    yado_gtk_screens_set_shown(self->screens, shown);
    update_screens_selection(self);
    queue_update(self);
}

GtkWidget *
yado_gtk_guest_list_new(YadoSession *session, YadoTable *table)
{
    YadoGtkGuestList *self = g_object_new(YADO_GTK_TYPE_GUEST_LIST, NULL);
    self->table = g_object_ref(table);
    self->session = g_object_ref(session);
    self->model = yado_gtk_guest_model_new(G_LIST_MODEL(table));
    rebuild_columns(self);
    set_up_screens(self);
    connect_model(self);
    gtk_tree_view_set_model(self->tree, GTK_TREE_MODEL(self->model));
    queue_update(self);
    return GTK_WIDGET(self);
}

GPtrArray *
yado_gtk_guest_list_dup_selected(YadoGtkGuestList *self)
{
    GtkTreeSelection *selection = gtk_tree_view_get_selection(self->tree);
    GPtrArray *guests = g_ptr_array_new_with_free_func(g_object_unref);
    GList *paths = gtk_tree_selection_get_selected_rows(selection, NULL);
    for (GList *item = paths; item; item = item->next) {
        guint position = (guint)gtk_tree_path_get_indices(item->data)[0];
        YadoGuest *guest = yado_gtk_guest_model_get_at(self->model, position);
        if (guest)
            g_ptr_array_add(guests, g_object_ref(guest));
    }
    g_list_free_full(paths, (GDestroyNotify)gtk_tree_path_free);
    return guests;
}

gboolean
yado_gtk_guest_list_select(YadoGtkGuestList *self, YadoGuest *guest)
{
    guint position = find_position(self, guest);
    if (position == G_MAXUINT)
        return FALSE;
    g_autoptr(GtkTreePath) path = gtk_tree_path_new_from_indices((int)position, -1);
    gtk_tree_view_set_cursor(self->tree, path, NULL, FALSE);
    update_screens_selection(self);
    return TRUE;
}

void
yado_gtk_guest_list_redraw(YadoGtkGuestList *self)
{
    gtk_widget_queue_draw(GTK_WIDGET(self->tree));
    yado_gtk_screens_redraw(self->screens);
}

void
yado_gtk_guest_list_select_all(YadoGtkGuestList *self, gboolean selected)
{
    GtkTreeSelection *selection = gtk_tree_view_get_selection(self->tree);
    if (selected)
        gtk_tree_selection_select_all(selection);
    else
        gtk_tree_selection_unselect_all(selection);
    update_screens_selection(self);
}

void
yado_gtk_guest_list_add_empty_action(YadoGtkGuestList *self, GtkWidget *button)
{
    gtk_container_add(GTK_CONTAINER(self->empty_actions), button);
}

void
yado_gtk_guest_list_grab_focus(YadoGtkGuestList *self)
{
    GtkIconView *view = yado_gtk_screens_get_view(self->screens);
    gtk_widget_grab_focus(self->shows_screens ? GTK_WIDGET(view) : GTK_WIDGET(self->tree));
}

static void
get_screens_menu_area(GtkIconView *view, GdkWindow **window, GdkRectangle *area)
{
    g_autoptr(GtkTreePath) path = NULL;
    *window = gtk_widget_get_window(GTK_WIDGET(view));
    *area = (GdkRectangle){ .width = 1, .height = 1 };
    if (gtk_icon_view_get_cursor(view, &path, NULL))
        gtk_icon_view_get_cell_rect(view, path, NULL, area);
}

void
yado_gtk_guest_list_get_menu_area(YadoGtkGuestList *self, GdkWindow **window, GdkRectangle *area)
{
    g_autoptr(GtkTreePath) path = NULL;
    if (self->shows_screens) {
        get_screens_menu_area(yado_gtk_screens_get_view(self->screens), window, area);
        return;
    }
    *window = gtk_tree_view_get_bin_window(self->tree);
    gtk_tree_view_get_cursor(self->tree, &path, NULL);
    gtk_tree_view_get_cell_area(self->tree, path, gtk_tree_view_get_column(self->tree, 0), area);
    area->width = MAX(area->width, 1);
    area->height = MAX(area->height, 1);
}
