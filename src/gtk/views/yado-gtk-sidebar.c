/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "views/yado-gtk-sidebar.h"

#include <glib/gi18n.h>

#include "app/yado-gtk-util.h"
#include "views/yado-gtk-tree-cell.h"

struct _YadoGtkSidebar {
    GtkBox parent;
    GtkTreeView *view;
    GtkBox *footer;
    YadoSession *session;
    YadoTree *tree;
    GtkListStore *store; /* as many rows as @tree, and nothing in them */
    YadoTreeRow
        selected;   /* to find it again when others come and go; its pointers are only compared */
    YadoHost *host; /* whose guests were asked for; only compared; NULL: all */
    gboolean is_following; /* we move the selection */
};

enum { HOST_SELECTED, GUEST_SELECTED, GUEST_ACTIVATED, MENU_REQUESTED, N_SIGNALS };
static guint signals[N_SIGNALS];

G_DEFINE_TYPE(YadoGtkSidebar, yado_gtk_sidebar, GTK_TYPE_BOX)

/* --- rows --- */

static gboolean
get_row_at(YadoGtkSidebar *self, GtkTreePath *path, YadoTreeRow *row)
{
    return path && yado_tree_get_row(self->tree, (guint)gtk_tree_path_get_indices(path)[0], row);
}

static void
fill_cell(GtkTreeViewColumn *column, GtkCellRenderer *cell, GtkTreeModel *model, GtkTreeIter *iter,
          gpointer data)
{
    YadoGtkSidebar *self = data;
    g_autoptr(GtkTreePath) path = gtk_tree_model_get_path(model, iter);
    YadoTreeRow row;
    if (get_row_at(self, path, &row))
        yado_gtk_tree_cell_set_row(YADO_GTK_TREE_CELL(cell), self->tree, &row);
}

static void
resize_store(YadoGtkSidebar *self)
{
    guint n = yado_tree_get_n_rows(self->tree);
    gtk_list_store_clear(self->store);
    for (guint i = 0; i < n; i++)
        gtk_list_store_insert_with_values(self->store, NULL, -1, -1);
}

static void
select_position(YadoGtkSidebar *self, guint position)
{
    g_autoptr(GtkTreePath) path = gtk_tree_path_new_from_indices((int)position, -1);
    gtk_tree_view_set_cursor(self->view, path, NULL, FALSE);
}

static void
emit_selected(YadoGtkSidebar *self)
{
    self->host = self->selected.host;
    g_signal_emit(self, signals[HOST_SELECTED], 0, self->selected.host);
    if (self->selected.kind == YADO_TREE_GUEST)
        g_signal_emit(self, signals[GUEST_SELECTED], 0, self->selected.guest);
}

/* The selection stays on the row it was on; when that is gone, its host or the first row has it. */
static void
on_tree_changed_cb(YadoTree *tree, YadoGtkSidebar *self)
{
    GtkAdjustment *scroll = gtk_scrollable_get_vadjustment(GTK_SCROLLABLE(self->view));
    double at = gtk_adjustment_get_value(scroll);
    guint position = yado_tree_find(tree, &self->selected);
    if (position == G_MAXUINT) {
        YadoTreeRow host = { YADO_TREE_HOST, self->host, NULL };
        position = self->host ? yado_tree_find(tree, &host) : G_MAXUINT;
    }
    YadoTreeRow before = self->selected;
    self->is_following = TRUE;
    gtk_tree_view_set_model(self->view, NULL);
    resize_store(self);
    gtk_tree_view_set_model(self->view, GTK_TREE_MODEL(self->store));
    select_position(self, position != G_MAXUINT ? position : 0);
    gtk_adjustment_set_value(scroll, at);
    yado_tree_get_row(tree, position != G_MAXUINT ? position : 0, &self->selected);
    self->is_following = FALSE;
    if (before.host != self->selected.host && self->host != self->selected.host)
        emit_selected(self);
}

static void
announce_rows(YadoGtkSidebar *self, YadoHost *host)
{
    g_autoptr(GtkTreePath) start = NULL, end = NULL;
    GtkTreeIter iter;
    YadoTreeRow row;
    if (!gtk_widget_get_mapped(GTK_WIDGET(self->view)) ||
        !gtk_tree_view_get_visible_range(self->view, &start, &end))
        return;
    for (; gtk_tree_path_compare(start, end) <= 0; gtk_tree_path_next(start))
        if (get_row_at(self, start, &row) &&
            (!host || (row.kind == YADO_TREE_HOST && row.host == host)) &&
            gtk_tree_model_get_iter(GTK_TREE_MODEL(self->store), &iter, start))
            gtk_tree_model_row_changed(GTK_TREE_MODEL(self->store), start, &iter);
}

static void
on_tree_looks_changed_cb(YadoTree *tree, YadoGtkSidebar *self)
{
    announce_rows(self, NULL);
}

static void
on_host_sampled_cb(YadoHost *host, YadoGtkSidebar *self)
{
    announce_rows(self, host);
}

static void
on_session_items_changed_cb(GListModel *session, guint position, guint removed, guint added,
                            YadoGtkSidebar *self)
{
    for (guint i = position; i < position + added; i++) {
        g_autoptr(YadoHost) host = g_list_model_get_item(session, i);
        g_signal_connect_object(host, "sampled", G_CALLBACK(on_host_sampled_cb), self, 0);
    }
}

/* --- input --- */

YadoHost *
yado_gtk_sidebar_get_host(YadoGtkSidebar *self)
{
    return self->host;
}

void
yado_gtk_sidebar_show_guest(YadoGtkSidebar *self, YadoGuest *guest)
{
    YadoTreeRow row = { YADO_TREE_GUEST, yado_guest_get_host(guest), guest };
    guint position = yado_tree_find(self->tree, &row);
    if (position == G_MAXUINT || self->selected.guest == guest)
        return;
    self->is_following = TRUE;
    select_position(self, position);
    yado_tree_get_row(self->tree, position, &self->selected);
    self->is_following = FALSE;
}

YadoGuest *
yado_gtk_sidebar_get_guest(YadoGtkSidebar *self)
{
    return self->selected.kind == YADO_TREE_GUEST ? self->selected.guest : NULL;
}

GtkWidget *
yado_gtk_sidebar_get_menu_widget(YadoGtkSidebar *self)
{
    return GTK_WIDGET(self->view);
}

static void
on_view_cursor_changed_cb(GtkTreeView *view, YadoGtkSidebar *self)
{
    g_autoptr(GtkTreePath) path = NULL;
    if (self->is_following)
        return;
    gtk_tree_view_get_cursor(view, &path, NULL);
    if (get_row_at(self, path, &self->selected))
        emit_selected(self);
}

static void
toggle_fold(YadoGtkSidebar *self, YadoHost *host)
{
    yado_tree_set_unfolded(self->tree, host, !yado_tree_is_unfolded(self->tree, host));
}

static void
on_view_row_activated_cb(GtkTreeView *view, GtkTreePath *path, GtkTreeViewColumn *column,
                         YadoGtkSidebar *self)
{
    YadoTreeRow row;
    if (!get_row_at(self, path, &row))
        return;
    if (row.kind == YADO_TREE_GUEST)
        g_signal_emit(self, signals[GUEST_ACTIVATED], 0, row.guest);
    else if (row.kind == YADO_TREE_HOST)
        toggle_fold(self, row.host);
}

static gboolean
get_row_below(YadoGtkSidebar *self, const GdkEventButton *event, GtkTreePath **path,
              YadoTreeRow *row, int *x)
{
    return event->window == gtk_tree_view_get_bin_window(self->view) &&
           gtk_tree_view_get_path_at_pos(self->view, (int)event->x, (int)event->y, path, NULL, x,
                                         NULL) &&
           get_row_at(self, *path, row);
}

/* A double click: the first click chose the guest in the list too, and the tree view often forgets it over that. */
static gboolean
open_below(YadoGtkSidebar *self, const YadoTreeRow *row)
{
    if (row->kind != YADO_TREE_GUEST)
        return GDK_EVENT_PROPAGATE;
    g_signal_emit(self, signals[GUEST_ACTIVATED], 0, row->guest);
    return GDK_EVENT_STOP;
}

static gboolean
on_view_button_pressed_cb(GtkWidget *widget, GdkEventButton *event, YadoGtkSidebar *self)
{
    g_autoptr(GtkTreePath) path = NULL;
    YadoTreeRow row;
    int x;
    if (!get_row_below(self, event, &path, &row, &x))
        return GDK_EVENT_PROPAGATE;
    if (event->type == GDK_2BUTTON_PRESS && event->button == GDK_BUTTON_PRIMARY)
        return open_below(self, &row);
    if (event->type != GDK_BUTTON_PRESS)
        return GDK_EVENT_PROPAGATE;
    if (event->button == GDK_BUTTON_PRIMARY && row.kind == YADO_TREE_HOST &&
        yado_gtk_tree_cell_is_fold(x)) {
        toggle_fold(self, row.host);
        return GDK_EVENT_STOP;
    }
    if (!gdk_event_triggers_context_menu((GdkEvent *)event) || !row.host)
        return GDK_EVENT_PROPAGATE;
    gtk_widget_grab_focus(widget);
    select_position(self, (guint)gtk_tree_path_get_indices(path)[0]);
    g_signal_emit(self, signals[MENU_REQUESTED], 0, event);
    return GDK_EVENT_STOP;
}

/* As trees everywhere: Right unfolds, Left folds. */
static gboolean
on_view_key_pressed_cb(GtkWidget *widget, GdkEventKey *event, YadoGtkSidebar *self)
{
    gboolean is_right = event->keyval == GDK_KEY_Right || event->keyval == GDK_KEY_plus;
    gboolean is_left = event->keyval == GDK_KEY_Left || event->keyval == GDK_KEY_minus;
    if (!self->selected.host || (!is_right && !is_left))
        return GDK_EVENT_PROPAGATE;
    yado_tree_set_unfolded(self->tree, self->selected.host, is_right);
    return GDK_EVENT_STOP;
}

static gboolean
on_view_popup_menu_cb(GtkWidget *widget, YadoGtkSidebar *self)
{
    emit_selected(self); /* it may only follow what is shown elsewhere */
    g_signal_emit(self, signals[MENU_REQUESTED], 0, NULL);
    return TRUE;
}

static gboolean
on_view_tooltip_queried_cb(GtkWidget *widget, int x, int y, gboolean by_keyboard,
                           GtkTooltip *tooltip, YadoGtkSidebar *self)
{
    g_autoptr(GtkTreePath) path = NULL;
    YadoTreeRow row;
    if (!gtk_tree_view_get_tooltip_context(self->view, &x, &y, by_keyboard, NULL, &path, NULL) ||
        !get_row_at(self, path, &row))
        return FALSE;
    g_autofree char *text = yado_gtk_tree_row_dup_tooltip(&row);
    gtk_tooltip_set_text(tooltip, text);
    gtk_tree_view_set_tooltip_row(self->view, tooltip, path);
    return *text != '\0';
}

/* --- life --- */

static void
yado_gtk_sidebar_dispose(GObject *object)
{
    YadoGtkSidebar *self = YADO_GTK_SIDEBAR(object);
    self->is_following = TRUE;
    if (self->tree)
        g_signal_handlers_disconnect_by_data(self->tree, self);
    g_clear_object(&self->session);
    G_OBJECT_CLASS(yado_gtk_sidebar_parent_class)->dispose(object);
}

static void
yado_gtk_sidebar_finalize(GObject *object)
{
    YadoGtkSidebar *self = YADO_GTK_SIDEBAR(object);
    g_clear_object(&self->tree);
    g_clear_object(&self->store);
    G_OBJECT_CLASS(yado_gtk_sidebar_parent_class)->finalize(object);
}

static guint
add_signal(GType type, const char *name, GType argument)
{
    return g_signal_new(name, type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1,
                        argument);
}

static void
yado_gtk_sidebar_class_init(YadoGtkSidebarClass *klass)
{
    GtkWidgetClass *widget = GTK_WIDGET_CLASS(klass);
    GType type = G_TYPE_FROM_CLASS(klass);
    G_OBJECT_CLASS(klass)->dispose = yado_gtk_sidebar_dispose;
    G_OBJECT_CLASS(klass)->finalize = yado_gtk_sidebar_finalize;
    signals[HOST_SELECTED] = add_signal(type, "host-selected", YADO_TYPE_HOST);
    signals[GUEST_SELECTED] = add_signal(type, "guest-selected", YADO_TYPE_GUEST);
    signals[GUEST_ACTIVATED] = add_signal(type, "guest-activated", YADO_TYPE_GUEST);
    signals[MENU_REQUESTED] = add_signal(type, "menu-requested", G_TYPE_POINTER);
    gtk_widget_class_set_template_from_resource(widget, YADO_GTK_RESOURCE("sidebar.ui"));
    gtk_widget_class_bind_template_child(widget, YadoGtkSidebar, view);
    gtk_widget_class_bind_template_child(widget, YadoGtkSidebar, footer);
    gtk_widget_class_bind_template_callback(widget, on_view_cursor_changed_cb);
    gtk_widget_class_bind_template_callback(widget, on_view_row_activated_cb);
    gtk_widget_class_bind_template_callback(widget, on_view_button_pressed_cb);
    gtk_widget_class_bind_template_callback(widget, on_view_key_pressed_cb);
    gtk_widget_class_bind_template_callback(widget, on_view_popup_menu_cb);
    gtk_widget_class_bind_template_callback(widget, on_view_tooltip_queried_cb);
}

static void
yado_gtk_sidebar_init(YadoGtkSidebar *self)
{
    gtk_widget_init_template(GTK_WIDGET(self));
    yado_gtk_set_accessible(GTK_WIDGET(self->view), _("Hosts"), NULL);
    self->store = gtk_list_store_new(1, G_TYPE_BOOLEAN);
}

static void
add_column(YadoGtkSidebar *self)
{
    GtkCellRenderer *cell = yado_gtk_tree_cell_new();
    GtkTreeViewColumn *column = gtk_tree_view_column_new();
    gtk_tree_view_column_pack_start(column, cell, TRUE);
    gtk_tree_view_column_set_cell_data_func(column, cell, fill_cell, self, NULL);
    gtk_tree_view_append_column(self->view, column);
}

static void
add_footer(YadoGtkSidebar *self, YadoGtkActions *actions)
{
    const YadoActionSpec *spec = yado_catalog_find_action("app.add-connection");
    GtkWidget *button = yado_gtk_actions_create_button(actions, spec);
    gtk_button_set_relief(GTK_BUTTON(button), GTK_RELIEF_NONE);
    gtk_widget_set_halign(button, GTK_ALIGN_START);
    gtk_container_add(GTK_CONTAINER(self->footer), button);
}

GtkWidget *
yado_gtk_sidebar_new(YadoGtkActions *actions)
{
    YadoGtkSidebar *self = g_object_new(YADO_GTK_TYPE_SIDEBAR, NULL);
    self->session = g_object_ref(yado_gtk_actions_get_targets(actions)->session);
    self->tree = yado_tree_new(self->session);
    add_column(self);
    add_footer(self, actions);
    g_signal_connect_object(self->session, "items-changed", G_CALLBACK(on_session_items_changed_cb),
                            self, 0);
    on_session_items_changed_cb(G_LIST_MODEL(self->session), 0, 0,
                                g_list_model_get_n_items(G_LIST_MODEL(self->session)), self);
    g_signal_connect(self->tree, "changed", G_CALLBACK(on_tree_changed_cb), self);
    g_signal_connect(self->tree, "looks-changed", G_CALLBACK(on_tree_looks_changed_cb), self);
    on_tree_changed_cb(self->tree, self);
    return GTK_WIDGET(self);
}
