/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "views/yado-gtk-listing.h"

#include <glib/gi18n.h>

#include "app/yado-gtk-help.h"
#include "app/yado-gtk-util.h"

#define MEASURED_ROWS 200
#define MOST_CELLS 48

typedef struct _Listing Listing;

typedef struct {
    Listing *listing;
    const YadoListingSpec *spec;
    GtkTreeView *table;
    GtkListStore *store; /* of YadoResource, borrowed from the host's list */
    GtkLabel *words;
    char *selected; /* its name: the rows it stands in come anew with each reading */
} Pane;

struct _Listing {
    GtkWidget *window;
    YadoGtkActions *actions; /* NULL: only to choose */
    YadoHost *host;
    YadoResources *resources;
    const YadoListingView *view;
    guint n_panes;
    Pane panes[2];
    GtkWidget *search;
    GObject *owner; /* weak */
    void (*chosen)(const char *path, gpointer user_data);
    gpointer user_data;
    gboolean is_filling;
};

/* --- rows --- */

static const YadoResource *
get_selected(const Pane *pane)
{
    GtkTreeModel *model;
    GtkTreeIter iter;
    gpointer resource = NULL;
    if (gtk_tree_selection_get_selected(gtk_tree_view_get_selection(pane->table), &model, &iter))
        gtk_tree_model_get(model, &iter, 0, &resource, -1);
    return resource;
}

static const char *
get_parent(Listing *self, const Pane *pane)
{
    if (pane == &self->panes[0] || !self->view->is_nested)
        return NULL;
    const YadoResource *above = get_selected(&self->panes[0]);
    return above ? above->name : NULL;
}

static YadoListingPlace
get_place(const Pane *pane)
{
    Listing *self = pane->listing;
    return (YadoListingPlace){ self->host, get_parent(self, pane) };
}

static void
on_cell_wanted_cb(GtkTreeViewColumn *view_column, GtkCellRenderer *cell, GtkTreeModel *model,
                  GtkTreeIter *iter, gpointer data)
{
    const YadoListingColumn *column = data;
    const YadoListingPlace place = get_place(g_object_get_data(G_OBJECT(view_column), "yado-pane"));
    gpointer resource;
    gtk_tree_model_get(model, iter, 0, &resource, -1);
    g_autofree char *text = resource ? yado_listing_format(column, &place, resource) : NULL;
    g_object_set(cell, "text", text, NULL);
}

static int
measure_column(const Pane *pane, const YadoListingColumn *column, GPtrArray *list)
{
    const YadoListingPlace place = get_place(pane);
    int cells = yado_text_get_width(yado_listing_get_title(column)) + 2;
    for (guint i = 0; list && i < MIN(list->len, MEASURED_ROWS); i++) {
        g_autofree char *text = yado_listing_format(column, &place, g_ptr_array_index(list, i));
        cells = MAX(cells, yado_text_get_width(text));
    }
    return MIN(cells, MOST_CELLS);
}

static void
size_columns(Pane *pane, GPtrArray *list)
{
    for (int i = 0; pane->spec->columns[i].id; i++) {
        GtkTreeViewColumn *column = gtk_tree_view_get_column(pane->table, i);
        int cells = measure_column(pane, &pane->spec->columns[i], list);
        gtk_tree_view_column_set_fixed_width(
            column, yado_gtk_get_cells_width(GTK_WIDGET(pane->table), cells + 2));
    }
}

/* The rows are put in while nobody looks: ten thousand cost no more than their pointers. */
static void
fill_rows(Pane *pane, GPtrArray *list, const char *needle)
{
    const YadoListingPlace place = get_place(pane);
    gtk_tree_view_set_model(pane->table, NULL);
    gtk_list_store_clear(pane->store);
    for (guint i = 0; list && i < list->len; i++)
        if (yado_listing_matches(pane->spec, &place, g_ptr_array_index(list, i), needle))
            gtk_list_store_insert_with_values(pane->store, NULL, -1, 0, g_ptr_array_index(list, i),
                                              -1);
    gtk_tree_view_set_model(pane->table, GTK_TREE_MODEL(pane->store));
}

static void
select_named(Pane *pane, const char *name)
{
    GtkTreeModel *model = GTK_TREE_MODEL(pane->store);
    GtkTreeSelection *selection = gtk_tree_view_get_selection(pane->table);
    GtkTreeIter iter;
    gboolean valid = gtk_tree_model_get_iter_first(model, &iter);
    if (valid && !name)
        gtk_tree_selection_select_iter(selection, &iter);
    while (valid && name) {
        YadoResource *resource;
        gtk_tree_model_get(model, &iter, 0, &resource, -1);
        if (g_strcmp0(resource->name, name) == 0) {
            gtk_tree_selection_select_iter(selection, &iter);
            return;
        }
        valid = gtk_tree_model_iter_next(model, &iter);
    }
}

static void
show_pane(Pane *pane)
{
    Listing *self = pane->listing;
    const char *name = pane->selected;
    const char *parent = get_parent(self, pane);
    gboolean is_last = pane == &self->panes[self->n_panes - 1];
    gboolean has_parent = parent || pane == &self->panes[0] || !self->view->is_nested;
    g_autofree char *needle =
        is_last ? g_utf8_casefold(gtk_entry_get_text(GTK_ENTRY(self->search)), -1) : NULL;
    g_autofree char *words = NULL;
    GPtrArray *list = NULL;
    if (has_parent) {
        yado_resources_want(self->resources, pane->spec->kind, parent);
        words = yado_listing_describe(pane->spec, self->resources, parent, self->chosen != NULL);
        list = yado_resources_list(self->resources, pane->spec->kind, parent);
    }
    size_columns(pane, list);
    fill_rows(pane, list, needle);
    select_named(pane, pane == &self->panes[0] || name ? name : "");
    gtk_label_set_text(pane->words, words ? words : "");
    gtk_widget_set_visible(GTK_WIDGET(pane->words), words && *words);
}

/* The names that are selected are those of the old list, which is gone when this is called: it keeps no pointer. */
static void
show_all(Listing *self)
{
    self->is_filling = TRUE;
    for (guint i = 0; i < self->n_panes; i++)
        show_pane(&self->panes[i]);
    self->is_filling = FALSE;
}

static void
forget_rows(Listing *self, YadoResourceKind kind)
{
    for (guint i = 0; i < self->n_panes; i++)
        if (self->panes[i].spec->kind == kind) {
            gtk_tree_view_set_model(self->panes[i].table, NULL);
            gtk_list_store_clear(self->panes[i].store);
        }
}

static void
on_resources_changed_cb(YadoResources *resources, int kind, const char *parent, Listing *self)
{
    self->is_filling = TRUE;
    forget_rows(self, kind);
    show_all(self);
}

static void
on_selection_changed_cb(GtkTreeSelection *selection, Pane *pane)
{
    Listing *self = pane->listing;
    const YadoResource *selected = self->is_filling ? NULL : get_selected(pane);
    if (self->is_filling)
        return;
    g_free(pane->selected);
    pane->selected = selected ? g_strdup(selected->name) : NULL;
    if (pane == &self->panes[0] && self->n_panes > 1 && self->view->is_nested) {
        g_clear_pointer(&self->panes[1].selected, g_free); /* of another pool */
        show_pane(&self->panes[1]);
    }
}

static void
on_search_changed_cb(GtkSearchEntry *entry, Listing *self)
{
    show_pane(&self->panes[self->n_panes - 1]);
}

/* --- actions --- */

static void
fill_form(YadoForm *form, gpointer data)
{
    Listing *self = data;
    for (guint i = 0; i < self->n_panes; i++)
        yado_listing_fill_form(self->panes[i].spec, get_selected(&self->panes[i]), form);
}

static void
run_action(Listing *self, const YadoActionSpec *spec)
{
    yado_gtk_actions_run_for(self->actions, spec, self->host, GTK_WINDOW(self->window), fill_form,
                             self);
}

static void
on_action_activated_cb(GtkWidget *item, Listing *self)
{
    run_action(self, g_object_get_data(G_OBJECT(item), "yado-spec"));
}

static gboolean
has_actions(const Listing *self)
{
    return self->actions && *self->panes[0].spec->groups;
}

static void
describe_item(GtkWidget *item, gpointer data)
{
    Listing *self = data;
    const YadoActionSpec *spec = g_object_get_data(G_OBJECT(item), "yado-spec");
    YadoTargets targets = { yado_gtk_actions_get_targets(self->actions)->session, NULL,
                            self->host };
    g_autofree char *reason = NULL;
    gboolean possible = yado_action_check(spec, &targets, &reason);
    gtk_widget_set_sensitive(item, possible);
    gtk_widget_set_tooltip_text(item, possible ? yado_action_get_help(spec) : reason);
}

static void
on_menu_shown_cb(GtkWidget *menu, Listing *self)
{
    gtk_container_foreach(GTK_CONTAINER(menu), describe_item, self);
}

static GtkWidget *
create_menu(Listing *self)
{
    GtkWidget *menu = gtk_menu_new();
    for (const YadoActionSpec *const *spec = yado_catalog_get_actions(); *spec; spec++) {
        if (g_strcmp0((*spec)->group, self->panes[0].spec->groups) != 0 || (*spec)->view)
            continue;
        GtkWidget *item = gtk_menu_item_new_with_mnemonic(yado_action_get_label(*spec));
        g_object_set_data(G_OBJECT(item), "yado-spec", (gpointer)*spec);
        g_signal_connect(item, "activate", G_CALLBACK(on_action_activated_cb), self);
        gtk_menu_shell_append(GTK_MENU_SHELL(menu), item);
    }
    gtk_widget_show_all(menu);
    g_signal_connect(menu, "show", G_CALLBACK(on_menu_shown_cb), self);
    return menu;
}

/* With @event: where the pointer is. */
static void
popup_menu(Pane *pane, const GdkEvent *event)
{
    GtkWidget *menu = create_menu(pane->listing);
    gtk_menu_attach_to_widget(GTK_MENU(menu), GTK_WIDGET(pane->table), NULL);
    g_signal_connect(menu, "selection-done", G_CALLBACK(gtk_widget_destroy), NULL);
    if (event)
        gtk_menu_popup_at_pointer(GTK_MENU(menu), event);
    else
        gtk_menu_popup_at_widget(GTK_MENU(menu), GTK_WIDGET(pane->table), GDK_GRAVITY_CENTER,
                                 GDK_GRAVITY_NORTH_WEST, NULL);
}

static gboolean
on_table_button_pressed_cb(GtkWidget *widget, GdkEventButton *event, Pane *pane)
{
    g_autoptr(GtkTreePath) path = NULL;
    if (event->type != GDK_BUTTON_PRESS || !gdk_event_triggers_context_menu((GdkEvent *)event) ||
        event->window != gtk_tree_view_get_bin_window(pane->table) || !has_actions(pane->listing))
        return GDK_EVENT_PROPAGATE;
    gtk_widget_grab_focus(widget);
    gtk_tree_view_get_path_at_pos(pane->table, (int)event->x, (int)event->y, &path, NULL, NULL,
                                  NULL);
    if (path)
        gtk_tree_view_set_cursor(pane->table, path, NULL, FALSE);
    popup_menu(pane, (GdkEvent *)event);
    return GDK_EVENT_STOP;
}

static gboolean
on_table_popup_menu_cb(GtkWidget *widget, Pane *pane)
{
    if (!has_actions(pane->listing))
        return FALSE;
    popup_menu(pane, NULL);
    return TRUE;
}

/* What cannot be done says why, below the list. */
static void
run_verb(Pane *pane, const char *verb)
{
    Listing *self = pane->listing;
    g_autofree char *id =
        g_strdup_printf("%s.%s", yado_resource_kind_get_name(pane->spec->kind), verb);
    const YadoActionSpec *spec = yado_catalog_find_action(id);
    YadoTargets targets = { yado_gtk_actions_get_targets(self->actions)->session, NULL,
                            self->host };
    g_autofree char *reason = NULL;
    if (spec && yado_action_check(spec, &targets, &reason)) {
        run_action(self, spec);
    } else if (reason) {
        gtk_label_set_text(pane->words, reason);
        gtk_widget_show(GTK_WIDGET(pane->words));
    }
}

/* As in the terminal. */
static gboolean
on_table_key_pressed_cb(GtkWidget *widget, GdkEventKey *event, Pane *pane)
{
    gboolean is_delete = event->keyval == GDK_KEY_Delete || event->keyval == GDK_KEY_F5;
    gboolean is_new = event->keyval == GDK_KEY_Insert || event->keyval == GDK_KEY_F3;
    if (event->state & gtk_accelerator_get_default_mod_mask() || !has_actions(pane->listing) ||
        (!is_delete && !is_new))
        return GDK_EVENT_PROPAGATE;
    if (is_new || get_selected(pane))
        run_verb(pane, is_new ? "create" : "delete");
    return GDK_EVENT_STOP;
}

static gboolean
on_window_key_pressed_cb(GtkWidget *window, GdkEventKey *event, Listing *self)
{
    gboolean is_searching =
        gtk_widget_has_focus(self->search) && *gtk_entry_get_text(GTK_ENTRY(self->search));
    if (event->keyval != GDK_KEY_Escape || is_searching)
        return GDK_EVENT_PROPAGATE;
    gtk_widget_destroy(window);
    return GDK_EVENT_STOP;
}

static void
on_search_stopped_cb(GtkSearchEntry *entry, Listing *self)
{
    gtk_entry_set_text(GTK_ENTRY(entry), "");
}

static void
on_reload_clicked_cb(GtkButton *button, Listing *self)
{
    yado_resources_outdate(self->resources);
}

static void
choose(Listing *self)
{
    const YadoResource *volume = get_selected(&self->panes[1]);
    if (!volume || !volume->path || !self->chosen || !self->owner)
        return;
    self->chosen(volume->path, self->user_data);
    gtk_widget_destroy(self->window);
}

static void
on_choose_clicked_cb(GtkButton *button, Listing *self)
{
    choose(self);
}

static void
on_row_activated_cb(GtkTreeView *table, GtkTreePath *path, GtkTreeViewColumn *column, Pane *pane)
{
    Listing *self = pane->listing;
    if (self->chosen && pane == &self->panes[1])
        choose(self);
}

/* --- the window --- */

static void
add_column(Pane *pane, const YadoListingColumn *spec)
{
    GtkCellRenderer *cell = gtk_cell_renderer_text_new();
    GtkTreeViewColumn *column = gtk_tree_view_column_new();
    g_object_set(cell, "ellipsize", PANGO_ELLIPSIZE_END, "xalign",
                 spec->align == YADO_ALIGN_END ? 1.0 : 0.0, NULL);
    gtk_tree_view_column_set_title(column, yado_listing_get_title(spec));
    gtk_tree_view_column_set_sizing(column, GTK_TREE_VIEW_COLUMN_FIXED);
    gtk_tree_view_column_set_resizable(column, TRUE);
    gtk_tree_view_column_pack_start(column, cell, TRUE);
    gtk_tree_view_column_set_cell_data_func(column, cell, on_cell_wanted_cb, (gpointer)spec, NULL);
    g_object_set_data(G_OBJECT(column), "yado-pane", pane);
    gtk_tree_view_append_column(pane->table, column);
}

static GtkWidget *
create_pane(Listing *self, guint i)
{
    Pane *pane = &self->panes[i];
    GtkWidget *box = gtk_box_new(GTK_ORIENTATION_VERTICAL, 6);
    GtkWidget *scroller = gtk_scrolled_window_new(NULL, NULL);
    pane->listing = self;
    pane->spec = yado_catalog_find_listing(self->view->listings[i]);
    g_autofree char *title = yado_text_strip_mnemonic(_(pane->spec->title));
    pane->store = gtk_list_store_new(1, G_TYPE_POINTER);
    pane->table = GTK_TREE_VIEW(gtk_tree_view_new());
    pane->words = GTK_LABEL(yado_gtk_paragraph_new("", "dim-label"));
    for (const YadoListingColumn *column = pane->spec->columns; column->id; column++)
        add_column(pane, column);
    gtk_tree_view_set_fixed_height_mode(pane->table, TRUE);
    gtk_tree_view_set_enable_search(pane->table, FALSE);
    yado_gtk_set_accessible(GTK_WIDGET(pane->table), title, _(pane->spec->help));
    g_signal_connect(pane->table, "row-activated", G_CALLBACK(on_row_activated_cb), pane);
    g_signal_connect(pane->table, "button-press-event", G_CALLBACK(on_table_button_pressed_cb),
                     pane);
    g_signal_connect(pane->table, "popup-menu", G_CALLBACK(on_table_popup_menu_cb), pane);
    g_signal_connect(pane->table, "key-press-event", G_CALLBACK(on_table_key_pressed_cb), pane);
    g_object_set(scroller, "shadow-type", GTK_SHADOW_IN, "vexpand", TRUE, NULL);
    gtk_container_add(GTK_CONTAINER(scroller), GTK_WIDGET(pane->table));
    gtk_container_add(GTK_CONTAINER(box), yado_gtk_label_new(title, "yado-heading"));
    gtk_container_add(GTK_CONTAINER(box), scroller);
    gtk_container_add(GTK_CONTAINER(box), GTK_WIDGET(pane->words));
    return box;
}

static void
fill_header(Listing *self, GtkHeaderBar *header)
{
    GtkWidget *reload = yado_gtk_icon_button_new("view-refresh-symbolic", _("Reload"));
    g_signal_connect(reload, "clicked", G_CALLBACK(on_reload_clicked_cb), self);
    gtk_header_bar_pack_end(header, reload);
    if (has_actions(self)) {
        GtkWidget *button = gtk_menu_button_new();
        gtk_button_set_label(GTK_BUTTON(button), _("Actions"));
        gtk_menu_button_set_popup(GTK_MENU_BUTTON(button), create_menu(self));
        gtk_header_bar_pack_start(header, button);
    }
    if (self->chosen) {
        GtkWidget *button = gtk_button_new_with_mnemonic(_("_Choose"));
        yado_gtk_set_style(button, "suggested-action", TRUE);
        g_signal_connect(button, "clicked", G_CALLBACK(on_choose_clicked_cb), self);
        gtk_header_bar_pack_end(header, button);
    }
}

static void
free_listing(GtkWidget *window, Listing *self)
{
    g_signal_handlers_disconnect_by_data(self->resources, self);
    for (guint i = 0; i < self->n_panes; i++) {
        g_signal_handlers_disconnect_by_data(gtk_tree_view_get_selection(self->panes[i].table),
                                             &self->panes[i]);
        g_object_unref(self->panes[i].store);
        g_free(self->panes[i].selected);
    }
    g_clear_weak_pointer(&self->owner);
    g_clear_object(&self->actions);
    g_object_unref(self->resources);
    g_object_unref(self->host);
    g_free(self);
}

static void
build(Listing *self, GtkWindow *parent)
{
    GtkWidget *header = gtk_header_bar_new();
    GtkWidget *box = gtk_box_new(GTK_ORIENTATION_VERTICAL, 12);
    self->window = g_object_new(GTK_TYPE_WINDOW, "transient-for", parent, "destroy-with-parent",
                                TRUE, "default-width", 820, "default-height", 560, "modal",
                                self->chosen != NULL, NULL);
    self->search = gtk_search_entry_new();
    yado_gtk_set_accessible(self->search, _("Filter"), NULL);
    gtk_header_bar_set_title(GTK_HEADER_BAR(header), _(self->view->title));
    gtk_header_bar_set_subtitle(GTK_HEADER_BAR(header), yado_host_get_label(self->host));
    gtk_header_bar_set_show_close_button(GTK_HEADER_BAR(header), TRUE);
    gtk_window_set_titlebar(GTK_WINDOW(self->window), header);
    for (guint i = 0; i < self->n_panes; i++)
        gtk_box_pack_start(GTK_BOX(box), create_pane(self, i), i + 1 == self->n_panes || TRUE, TRUE,
                           0);
    gtk_box_pack_start(GTK_BOX(box), self->search, FALSE, TRUE, 0);
    g_object_set(box, "margin", 12, NULL);
    gtk_container_add(GTK_CONTAINER(self->window), box);
    fill_header(self, GTK_HEADER_BAR(header));
    g_signal_connect(self->search, "search-changed", G_CALLBACK(on_search_changed_cb), self);
    g_signal_connect(self->search, "stop-search", G_CALLBACK(on_search_stopped_cb), self);
    g_signal_connect(self->window, "key-press-event", G_CALLBACK(on_window_key_pressed_cb), self);
    for (guint i = 0; i < self->n_panes; i++)
        g_signal_connect(gtk_tree_view_get_selection(self->panes[i].table), "changed",
                         G_CALLBACK(on_selection_changed_cb), &self->panes[i]);
    g_signal_connect(self->resources, "changed", G_CALLBACK(on_resources_changed_cb), self);
    g_signal_connect(self->window, "destroy", G_CALLBACK(free_listing), self);
    gtk_widget_show_all(box);
    gtk_widget_show_all(header);
    show_all(self);
    for (guint i = 0; i < self->n_panes; i++)
        yado_listing_open(self->panes[i].spec, self->resources);
    gtk_window_present(GTK_WINDOW(self->window));
}

static Listing *
listing_new(YadoHost *host, const YadoListingView *view)
{
    Listing *self = g_new0(Listing, 1);
    self->host = g_object_ref(host);
    self->resources = g_object_ref(yado_resources_get(host));
    self->view = view;
    self->n_panes = view->listings[1] ? 2 : 1;
    return self;
}

void
yado_gtk_listing_show(GtkWindow *parent, YadoGtkActions *actions, YadoHost *host,
                      const YadoListingView *view)
{
    Listing *self = listing_new(host, view);
    self->actions = g_object_ref(actions);
    build(self, parent);
}

void
yado_gtk_listing_choose(GtkWindow *parent, YadoHost *host, GObject *owner,
                        void (*func)(const char *path, gpointer user_data), gpointer user_data)
{
    Listing *self = listing_new(host, yado_catalog_find_listing_view("storage"));
    g_set_weak_pointer(&self->owner, owner);
    self->chosen = func;
    self->user_data = user_data;
    build(self, parent);
}
