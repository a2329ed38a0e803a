/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "views/yado-gtk-guest-model.h"

/* From this many rows on, rebuilding the view is cheaper than telling it row by row. */
#define BULK_ROWS 64

struct _YadoGtkGuestModel {
    GObject parent;
    GListModel *source;
    GPtrArray *rows; /* what the view has been told of; follows @source row by row */
    int stamp;
};

enum { CHANGING, CHANGED, N_SIGNALS };
static guint signals[N_SIGNALS];

static void init_tree_model(GtkTreeModelIface *iface);

G_DEFINE_TYPE_WITH_CODE(YadoGtkGuestModel, yado_gtk_guest_model, G_TYPE_OBJECT,
                        G_IMPLEMENT_INTERFACE(GTK_TYPE_TREE_MODEL, init_tree_model))

static guint
get_position(GtkTreeIter *iter)
{
    return GPOINTER_TO_UINT(iter->user_data);
}

static gboolean
set_position(YadoGtkGuestModel *self, GtkTreeIter *iter, guint position)
{
    if (position >= self->rows->len) {
        iter->stamp = 0;
        return FALSE;
    }
    iter->stamp = self->stamp;
    iter->user_data = GUINT_TO_POINTER(position);
    return TRUE;
}

static GtkTreeModelFlags
get_flags(GtkTreeModel *model)
{
    return GTK_TREE_MODEL_LIST_ONLY;
}

static int
get_n_columns(GtkTreeModel *model)
{
    return 1;
}

static GType
get_column_type(GtkTreeModel *model, int column)
{
    return YADO_TYPE_GUEST;
}

static gboolean
get_iter(GtkTreeModel *model, GtkTreeIter *iter, GtkTreePath *path)
{
    int position = gtk_tree_path_get_indices(path)[0];
    return set_position(YADO_GTK_GUEST_MODEL(model), iter, (guint)position);
}

static GtkTreePath *
get_path(GtkTreeModel *model, GtkTreeIter *iter)
{
    return gtk_tree_path_new_from_indices((int)get_position(iter), -1);
}

static void
get_value(GtkTreeModel *model, GtkTreeIter *iter, int column, GValue *value)
{
    YadoGtkGuestModel *self = YADO_GTK_GUEST_MODEL(model);
    g_value_init(value, YADO_TYPE_GUEST);
    g_value_set_object(value, yado_gtk_guest_model_get(self, iter));
}

static gboolean
iter_next(GtkTreeModel *model, GtkTreeIter *iter)
{
    return set_position(YADO_GTK_GUEST_MODEL(model), iter, get_position(iter) + 1);
}

static gboolean
iter_previous(GtkTreeModel *model, GtkTreeIter *iter)
{
    return set_position(YADO_GTK_GUEST_MODEL(model), iter, get_position(iter) - 1);
}

static gboolean
iter_children(GtkTreeModel *model, GtkTreeIter *iter, GtkTreeIter *of)
{
    return !of && set_position(YADO_GTK_GUEST_MODEL(model), iter, 0);
}

static gboolean
iter_has_child(GtkTreeModel *model, GtkTreeIter *iter)
{
    return FALSE;
}

static int
iter_n_children(GtkTreeModel *model, GtkTreeIter *iter)
{
    return iter ? 0 : (int)YADO_GTK_GUEST_MODEL(model)->rows->len;
}

static gboolean
iter_nth_child(GtkTreeModel *model, GtkTreeIter *iter, GtkTreeIter *of, int n)
{
    return !of && set_position(YADO_GTK_GUEST_MODEL(model), iter, (guint)n);
}

static gboolean
iter_parent(GtkTreeModel *model, GtkTreeIter *iter, GtkTreeIter *child)
{
    return FALSE;
}

static void
init_tree_model(GtkTreeModelIface *iface)
{
    iface->get_flags = get_flags;
    iface->get_n_columns = get_n_columns;
    iface->get_column_type = get_column_type;
    iface->get_iter = get_iter;
    iface->get_path = get_path;
    iface->get_value = get_value;
    iface->iter_next = iter_next;
    iface->iter_previous = iter_previous;
    iface->iter_children = iter_children;
    iface->iter_has_child = iter_has_child;
    iface->iter_n_children = iter_n_children;
    iface->iter_nth_child = iter_nth_child;
    iface->iter_parent = iter_parent;
}

static void
replace_all(YadoGtkGuestModel *self)
{
    guint n = g_list_model_get_n_items(self->source);
    g_ptr_array_set_size(self->rows, 0);
    for (guint i = 0; i < n; i++)
        g_ptr_array_add(self->rows, g_list_model_get_item(self->source, i));
    self->stamp++;
}

/* The old position of each row of @source from @first on, or NULL when they are not the same rows. */
static int *
find_new_order(YadoGtkGuestModel *self, guint first, guint n)
{
    g_autoptr(GHashTable) old = g_hash_table_new(NULL, NULL);
    int *order = g_new(int, self->rows->len);
    for (guint i = 0; i < self->rows->len; i++) {
        g_hash_table_insert(old, g_ptr_array_index(self->rows, i), GUINT_TO_POINTER(i + 1));
        order[i] = (int)i;
    }
    for (guint i = first; i < first + n; i++) {
        g_autoptr(GObject) guest = g_list_model_get_item(self->source, i);
        gpointer position;
        if (!g_hash_table_steal_extended(old, guest, NULL, &position)) {
            g_free(order);
            return NULL;
        }
        order[i] = GPOINTER_TO_INT(position) - 1;
    }
    return order;
}

static void
reorder_rows(YadoGtkGuestModel *self, int *order)
{
    g_autoptr(GtkTreePath) root = gtk_tree_path_new();
    replace_all(self);
    gtk_tree_model_rows_reordered_with_length(GTK_TREE_MODEL(self), root, NULL, order,
                                              (int)self->rows->len);
}

static void
delete_rows(YadoGtkGuestModel *self, guint first, guint n)
{
    g_autoptr(GtkTreePath) path = gtk_tree_path_new_from_indices((int)first, -1);
    for (guint i = 0; i < n; i++) {
        g_ptr_array_remove_index(self->rows, first);
        gtk_tree_model_row_deleted(GTK_TREE_MODEL(self), path);
    }
}

static void
insert_rows(YadoGtkGuestModel *self, guint first, guint n)
{
    for (guint i = first; i < first + n; i++) {
        g_autoptr(GtkTreePath) path = gtk_tree_path_new_from_indices((int)i, -1);
        GtkTreeIter iter;
        g_ptr_array_insert(self->rows, (int)i, g_list_model_get_item(self->source, i));
        set_position(self, &iter, i);
        gtk_tree_model_row_inserted(GTK_TREE_MODEL(self), path, &iter);
    }
}

static void
on_source_items_changed_cb(GListModel *source, guint first, guint removed, guint added,
                           YadoGtkGuestModel *self)
{
    gboolean same_number = removed == added && removed > 1;
    g_autofree int *order = same_number ? find_new_order(self, first, added) : NULL;
    gboolean bulk = !order && removed + added >= BULK_ROWS;
    g_signal_emit(self, signals[CHANGING], 0, bulk);
    if (bulk) {
        replace_all(self);
    } else if (order) {
        reorder_rows(self, order);
    } else {
        delete_rows(self, first, removed);
        insert_rows(self, first, added);
    }
    g_signal_emit(self, signals[CHANGED], 0, bulk);
}

static void
yado_gtk_guest_model_finalize(GObject *object)
{
    YadoGtkGuestModel *self = YADO_GTK_GUEST_MODEL(object);
    g_clear_object(&self->source);
    g_ptr_array_unref(self->rows);
    G_OBJECT_CLASS(yado_gtk_guest_model_parent_class)->finalize(object);
}

static void
yado_gtk_guest_model_class_init(YadoGtkGuestModelClass *klass)
{
    G_OBJECT_CLASS(klass)->finalize = yado_gtk_guest_model_finalize;
    signals[CHANGING] = g_signal_new("changing", G_TYPE_FROM_CLASS(klass), G_SIGNAL_RUN_LAST, 0,
                                     NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_BOOLEAN);
    signals[CHANGED] = g_signal_new("changed", G_TYPE_FROM_CLASS(klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                    NULL, NULL, G_TYPE_NONE, 1, G_TYPE_BOOLEAN);
}

static void
yado_gtk_guest_model_init(YadoGtkGuestModel *self)
{
    self->rows = g_ptr_array_new_with_free_func(g_object_unref);
    self->stamp = 1;
}

YadoGtkGuestModel *
yado_gtk_guest_model_new(GListModel *source)
{
    YadoGtkGuestModel *self = g_object_new(YADO_GTK_TYPE_GUEST_MODEL, NULL);
    self->source = g_object_ref(source);
    replace_all(self);
    g_signal_connect_object(source, "items-changed", G_CALLBACK(on_source_items_changed_cb), self,
                            0);
    return self;
}

YadoGuest *
yado_gtk_guest_model_get(YadoGtkGuestModel *self, GtkTreeIter *iter)
{
    return yado_gtk_guest_model_get_at(self, get_position(iter));
}

YadoGuest *
yado_gtk_guest_model_get_at(YadoGtkGuestModel *self, guint position)
{
    return position < self->rows->len ? g_ptr_array_index(self->rows, position) : NULL;
}

guint
yado_gtk_guest_model_get_length(YadoGtkGuestModel *self)
{
    return self->rows->len;
}
