/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "views/yado-gtk-sidebar.h"

#include <glib/gi18n.h>

#include "app/yado-gtk-util.h"
#include "views/yado-gtk-host-row.h"

struct _YadoGtkSidebar {
    GtkBox parent;
    GtkListBox *list;
    GtkBox *footer;
    GtkWidget *all_row;
    YadoSession *session;
};

enum { HOST_SELECTED, MENU_REQUESTED, N_SIGNALS };
static guint signals[N_SIGNALS];

G_DEFINE_TYPE(YadoGtkSidebar, yado_gtk_sidebar, GTK_TYPE_BOX)

static YadoHost *
get_row_host(GtkListBoxRow *row)
{
    return row && YADO_GTK_IS_HOST_ROW(row) ? yado_gtk_host_row_get_host(YADO_GTK_HOST_ROW(row))
                                            : NULL;
}

YadoHost *
yado_gtk_sidebar_get_host(YadoGtkSidebar *self)
{
    return get_row_host(gtk_list_box_get_selected_row(self->list));
}

GtkWidget *
yado_gtk_sidebar_get_menu_widget(YadoGtkSidebar *self)
{
    GtkListBoxRow *row = gtk_list_box_get_selected_row(self->list);
    return row ? GTK_WIDGET(row) : GTK_WIDGET(self->list);
}

static void
on_list_row_selected_cb(GtkListBox *list, GtkListBoxRow *row, YadoGtkSidebar *self)
{
    if (row)
        g_signal_emit(self, signals[HOST_SELECTED], 0, get_row_host(row));
}

static gboolean
on_list_button_pressed_cb(GtkWidget *list, GdkEventButton *event, YadoGtkSidebar *self)
{
    if (event->type != GDK_BUTTON_PRESS || !gdk_event_triggers_context_menu((GdkEvent *)event))
        return GDK_EVENT_PROPAGATE;
    GtkListBoxRow *row = gtk_list_box_get_row_at_y(self->list, (int)event->y);
    if (!get_row_host(row))
        return GDK_EVENT_STOP;
    gtk_list_box_select_row(self->list, row);
    g_signal_emit(self, signals[MENU_REQUESTED], 0, event);
    return GDK_EVENT_STOP;
}

static gboolean
on_list_popup_menu_cb(GtkWidget *list, YadoGtkSidebar *self)
{
    g_signal_emit(self, signals[MENU_REQUESTED], 0, NULL);
    return TRUE;
}

static void
update_all_row(YadoGtkSidebar *self)
{
    guint n = g_list_model_get_n_items(G_LIST_MODEL(self->session));
    gtk_widget_set_visible(self->all_row, n != 1);
}

static void
select_something(YadoGtkSidebar *self)
{
    guint n = g_list_model_get_n_items(G_LIST_MODEL(self->session));
    GtkListBoxRow *first = gtk_list_box_get_row_at_index(self->list, n == 1 ? 1 : 0);
    if (!gtk_list_box_get_selected_row(self->list))
        gtk_list_box_select_row(self->list, first);
}

static void
remove_rows(YadoGtkSidebar *self, guint position, guint n)
{
    for (guint i = 0; i < n; i++)
        gtk_widget_destroy(
            GTK_WIDGET(gtk_list_box_get_row_at_index(self->list, (int)position + 1)));
}

static void
on_session_items_changed_cb(GListModel *session, guint position, guint removed, guint added,
                            YadoGtkSidebar *self)
{
    remove_rows(self, position, removed);
    for (guint i = position; i < position + added; i++) {
        g_autoptr(YadoHost) host = g_list_model_get_item(session, i);
        gtk_list_box_insert(self->list, yado_gtk_host_row_new(host), (int)i + 1);
    }
    update_all_row(self);
    select_something(self);
}

static void
add_all_row(YadoGtkSidebar *self)
{
    GtkWidget *label = yado_gtk_label_new(_("All hosts"), NULL);
    self->all_row = gtk_list_box_row_new();
    g_object_set(label, "margin", 6, NULL);
    gtk_container_add(GTK_CONTAINER(self->all_row), label);
    gtk_list_box_insert(self->list, self->all_row, 0);
}

static void
yado_gtk_sidebar_dispose(GObject *object)
{
    g_clear_object(&YADO_GTK_SIDEBAR(object)->session);
    G_OBJECT_CLASS(yado_gtk_sidebar_parent_class)->dispose(object);
}

static void
yado_gtk_sidebar_class_init(YadoGtkSidebarClass *klass)
{
    GtkWidgetClass *widget = GTK_WIDGET_CLASS(klass);
    GType type = G_TYPE_FROM_CLASS(klass);
    G_OBJECT_CLASS(klass)->dispose = yado_gtk_sidebar_dispose;
    signals[HOST_SELECTED] = g_signal_new("host-selected", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                          NULL, G_TYPE_NONE, 1, YADO_TYPE_HOST);
    signals[MENU_REQUESTED] = g_signal_new("menu-requested", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                           NULL, G_TYPE_NONE, 1, G_TYPE_POINTER);
    gtk_widget_class_set_template_from_resource(widget, YADO_GTK_RESOURCE("sidebar.ui"));
    gtk_widget_class_bind_template_child(widget, YadoGtkSidebar, list);
    gtk_widget_class_bind_template_child(widget, YadoGtkSidebar, footer);
    gtk_widget_class_bind_template_callback(widget, on_list_row_selected_cb);
    gtk_widget_class_bind_template_callback(widget, on_list_button_pressed_cb);
    gtk_widget_class_bind_template_callback(widget, on_list_popup_menu_cb);
}

static void
yado_gtk_sidebar_init(YadoGtkSidebar *self)
{
    gtk_widget_init_template(GTK_WIDGET(self));
    yado_gtk_set_accessible(GTK_WIDGET(self->list), _("Hosts"), NULL);
    add_all_row(self);
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
    add_footer(self, actions);
    g_signal_connect_object(self->session, "items-changed", G_CALLBACK(on_session_items_changed_cb),
                            self, 0);
    on_session_items_changed_cb(G_LIST_MODEL(self->session), 0, 0,
                                g_list_model_get_n_items(G_LIST_MODEL(self->session)), self);
    return GTK_WIDGET(self);
}
