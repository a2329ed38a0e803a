/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "views/yado-gtk-screens.h"

#include <glib/gi18n.h>

#include "app/yado-gtk-thumbnail.h"
#include "app/yado-gtk-util.h"
#include "views/yado-gtk-cell.h"

#define WIDTH 176
#define HEIGHT 110
/* Who only scrolls by is not to make connections. */
#define REST_MS 300

struct _YadoGtkScreens {
    GtkScrolledWindow parent;
    GtkIconView *view;
    YadoGtkGuestModel *model;
    GHashTable *pictures; /* YadoGuest (borrowed) -> Picture of what can be seen */
    GdkPixbuf *dark;      /* of a guest that has no picture, or none yet */
    guint rest;
};

G_DEFINE_FINAL_TYPE(YadoGtkScreens, yado_gtk_screens, GTK_TYPE_SCROLLED_WINDOW)

/* ---- Pictures ---- */

typedef struct {
    YadoGtkScreens *screens;
    YadoGuest *guest;
    gpointer handle;
    GdkPixbuf *picture;
} Picture;

static void
free_picture(gpointer data)
{
    Picture *picture = data;

    g_clear_pointer(&picture->handle, yado_gtk_thumbnail_unwatch);
    g_clear_object(&picture->picture);
    g_object_unref(picture->guest);
    g_free(picture);
}

static guint
find_position(YadoGtkScreens *self, YadoGuest *guest)
{
    guint n = yado_gtk_guest_model_get_length(self->model);

    for (guint i = 0; i < n; i++)
        if (yado_gtk_guest_model_get_at(self->model, i) == guest)
            return i;
    return G_MAXUINT;
}

static void
redraw_guest(YadoGtkScreens *self, YadoGuest *guest)
{
    guint position = find_position(self, guest);
    g_autoptr(GtkTreePath) path = NULL;
    GdkRectangle area;

    if (position == G_MAXUINT || !gtk_icon_view_get_model(self->view))
        return;
    path = gtk_tree_path_new_from_indices((int)position, -1);
    if (gtk_icon_view_get_cell_rect(self->view, path, NULL, &area))
        gtk_widget_queue_draw_area(GTK_WIDGET(self->view), area.x, area.y, area.width, area.height);
}

static void
on_picture_made_cb(GdkPixbuf *pixbuf, gpointer data)
{
    Picture *picture = data;

    g_set_object(&picture->picture, pixbuf);
    redraw_guest(picture->screens, picture->guest);
}

static void
watch_guest(YadoGtkScreens *self, YadoGuest *guest)
{
    Picture *picture;

    if (!guest || !yado_guest_is_active(guest) || g_hash_table_contains(self->pictures, guest))
        return;
    picture = g_new0(Picture, 1);
    picture->screens = self;
    picture->guest = g_object_ref(guest);
    g_hash_table_insert(self->pictures, guest, picture);
    picture->handle = yado_gtk_thumbnail_watch(guest, WIDTH, HEIGHT, on_picture_made_cb, picture);
}

static gboolean
get_visible_range(YadoGtkScreens *self, guint *first, guint *n)
{
    g_autoptr(GtkTreePath) start = NULL, end = NULL;

    if (!gtk_icon_view_get_model(self->view) ||
        !gtk_icon_view_get_visible_range(self->view, &start, &end))
        return FALSE;
    *first = (guint)gtk_tree_path_get_indices(start)[0];
    *n = (guint)gtk_tree_path_get_indices(end)[0] - *first + 1;
    return TRUE;
}

static gboolean
on_rest_over_cb(gpointer data)
{
    YadoGtkScreens *self = data;
    guint first = 0, n = 0;

    self->rest = 0;
    get_visible_range(self, &first, &n);
    for (guint i = first; i < first + n; i++)
        watch_guest(self, yado_gtk_guest_model_get_at(self->model, i));
    return G_SOURCE_REMOVE;
}

static gboolean
is_out_of_sight(gpointer guest, gpointer picture, gpointer seen)
{
    return !yado_guest_is_active(guest) || !g_hash_table_contains(seen, guest);
}

static void
forget_unseen(YadoGtkScreens *self, guint first, guint n)
{
    g_autoptr(GHashTable) seen = g_hash_table_new(NULL, NULL);

    for (guint i = first; i < first + n; i++)
        g_hash_table_add(seen, yado_gtk_guest_model_get_at(self->model, i));
    g_hash_table_foreach_remove(self->pictures, is_out_of_sight, seen);
}

gboolean
yado_gtk_screens_look(YadoGtkScreens *self, gboolean is_seen, guint *first, guint *n)
{
    gboolean any = is_seen && get_visible_range(self, first, n);

    forget_unseen(self, any ? *first : 0, any ? *n : 0);
    g_clear_handle_id(&self->rest, g_source_remove);
    if (any)
        self->rest = g_timeout_add(REST_MS, on_rest_over_cb, self);
    return any;
}

void
yado_gtk_screens_redraw(YadoGtkScreens *self)
{
    gtk_widget_queue_draw(GTK_WIDGET(self->view));
}

/* ---- Cells ---- */

static void
fill_picture(GtkCellLayout *layout, GtkCellRenderer *cell, GtkTreeModel *model, GtkTreeIter *iter,
             gpointer data)
{
    YadoGtkScreens *self = data;
    YadoGuest *guest = yado_gtk_guest_model_get(YADO_GTK_GUEST_MODEL(model), iter);
    const Picture *picture = g_hash_table_lookup(self->pictures, guest);

    g_object_set(cell, "pixbuf", picture && picture->picture ? picture->picture : self->dark, NULL);
}

static void
fill_text(GtkCellLayout *layout, GtkCellRenderer *cell, GtkTreeModel *model, GtkTreeIter *iter,
          gpointer data)
{
    yado_gtk_cell_show(YADO_GTK_CELL(cell),
                       yado_gtk_guest_model_get(YADO_GTK_GUEST_MODEL(model), iter));
}

static const YadoColumnSpec *
find_column(const char *id)
{
    const YadoColumnSpec *spec = yado_catalog_get_columns();

    while (!g_str_equal(spec->id, id))
        spec++;
    return spec;
}

static void
add_text(YadoGtkScreens *self, const char *id)
{
    const YadoColumnSpec *spec = find_column(id);
    GtkCellRenderer *cell = yado_gtk_cell_new(spec);

    g_object_set(cell, "width", WIDTH, "ellipsize", PANGO_ELLIPSIZE_END, NULL);
    gtk_cell_layout_pack_start(GTK_CELL_LAYOUT(self->view), cell, FALSE);
    gtk_cell_layout_set_cell_data_func(GTK_CELL_LAYOUT(self->view), cell, fill_text, NULL, NULL);
}

static void
add_picture(YadoGtkScreens *self)
{
    GtkCellRenderer *cell = gtk_cell_renderer_pixbuf_new();

    gtk_cell_renderer_set_fixed_size(cell, WIDTH, HEIGHT);
    gtk_cell_layout_pack_start(GTK_CELL_LAYOUT(self->view), cell, FALSE);
    gtk_cell_layout_set_cell_data_func(GTK_CELL_LAYOUT(self->view), cell, fill_picture, self, NULL);
}

/* ---- Life ---- */

void
yado_gtk_screens_set_shown(YadoGtkScreens *self, gboolean shown)
{
    gtk_icon_view_set_model(self->view, shown ? GTK_TREE_MODEL(self->model) : NULL);
}

GtkIconView *
yado_gtk_screens_get_view(YadoGtkScreens *self)
{
    return self->view;
}

static void
yado_gtk_screens_dispose(GObject *object)
{
    YadoGtkScreens *self = YADO_GTK_SCREENS(object);

    g_clear_handle_id(&self->rest, g_source_remove);
    g_clear_pointer(&self->pictures, g_hash_table_unref);
    g_clear_object(&self->dark);
    g_clear_object(&self->model);
    G_OBJECT_CLASS(yado_gtk_screens_parent_class)->dispose(object);
}

static void
yado_gtk_screens_class_init(YadoGtkScreensClass *klass)
{
    G_OBJECT_CLASS(klass)->dispose = yado_gtk_screens_dispose;
}

static void
yado_gtk_screens_init(YadoGtkScreens *self)
{
    self->pictures = g_hash_table_new_full(NULL, NULL, NULL, free_picture);
    self->dark = gdk_pixbuf_new(GDK_COLORSPACE_RGB, FALSE, 8, WIDTH, HEIGHT);
    gdk_pixbuf_fill(self->dark, 0x1a1a1aff);
    self->view = GTK_ICON_VIEW(gtk_icon_view_new());
    gtk_icon_view_set_selection_mode(self->view, GTK_SELECTION_MULTIPLE);
    gtk_icon_view_set_item_width(self->view, WIDTH);
    yado_gtk_set_accessible(GTK_WIDGET(self->view), _("Screens of the guests"), NULL);
    gtk_container_add(GTK_CONTAINER(self), GTK_WIDGET(self->view));
    gtk_widget_show(GTK_WIDGET(self->view));
}

GtkWidget *
yado_gtk_screens_new(YadoGtkGuestModel *model)
{
    YadoGtkScreens *self = g_object_new(YADO_GTK_TYPE_SCREENS, NULL);

    self->model = g_object_ref(model);
    add_picture(self);
    add_text(self, "name");
    add_text(self, "state");
    gtk_widget_show(GTK_WIDGET(self));
    return GTK_WIDGET(self);
}
