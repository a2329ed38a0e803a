/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "views/yado-gtk-list-page.h"

#include <glib/gi18n.h>

#include "app/yado-gtk-thumbnail.h"
#include "app/yado-gtk-util.h"
#include "views/yado-gtk-guest-list.h"

/* Ids of the group box; a tag "x" has the id "=x", so that none can look like these. */
#define ALL_TAGS "all"
#define WITHOUT_TAG "none"

struct _YadoGtkListPage {
    GtkBox parent;
    GtkSearchBar *search_bar;
    GtkSearchEntry *search_entry;
    GtkComboBoxText *group;
    GtkWidget *line_box;
    GtkLabel *line;
    YadoSession *session;
    YadoTable *table;
    YadoGtkGuestList *list;
    YadoGtkActions *actions;
    GStrv tags; /* as the group box shows them */
    gboolean is_filling;
};

enum { SELECTION_CHANGED, GUEST_ACTIVATED, MENU_REQUESTED, N_SIGNALS };
static guint signals[N_SIGNALS];

G_DEFINE_TYPE(YadoGtkListPage, yado_gtk_list_page, GTK_TYPE_BOX)

/* --- the line below --- */

static char *
dup_line(YadoGtkListPage *self)
{
    g_autoptr(GPtrArray) guests = yado_gtk_guest_list_dup_selected(self->list);
    if (guests->len > 1)
        return g_strdup_printf(ngettext("%u guest selected", "%u guests selected", guests->len),
                               guests->len);
    return guests->len ? yado_guest_describe(g_ptr_array_index(guests, 0)) : g_strdup("");
}

static void
update_line(YadoGtkListPage *self)
{
    g_autofree char *text = dup_line(self);
    if (g_str_equal(text, gtk_label_get_text(self->line)))
        return;
    gtk_label_set_text(self->line, text);
    gtk_widget_set_tooltip_text(GTK_WIDGET(self->line), *text ? text : NULL);
}

static void
on_list_selection_changed_cb(YadoGtkGuestList *list, YadoGtkListPage *self)
{
    update_line(self);
    g_signal_emit(self, signals[SELECTION_CHANGED], 0);
}

static void
on_list_guest_activated_cb(YadoGtkGuestList *list, YadoGuest *guest, YadoGtkListPage *self)
{
    g_signal_emit(self, signals[GUEST_ACTIVATED], 0, guest);
}

static void
on_list_menu_requested_cb(YadoGtkGuestList *list, GdkEvent *event, YadoGtkListPage *self)
{
    g_signal_emit(self, signals[MENU_REQUESTED], 0, event);
}

/* --- search and groups --- */

static void
on_search_changed_cb(GtkSearchEntry *entry, YadoGtkListPage *self)
{
    yado_table_set_filter(self->table, gtk_entry_get_text(GTK_ENTRY(entry)));
}

/* Enter and the down key go on to what was found. */
static void
on_search_activated_cb(GtkEntry *entry, YadoGtkListPage *self)
{
    on_search_changed_cb(GTK_SEARCH_ENTRY(entry), self);
    yado_gtk_guest_list_grab_focus(self->list);
}

static gboolean
on_search_key_pressed_cb(GtkWidget *entry, GdkEventKey *event, YadoGtkListPage *self)
{
    if (event->keyval != GDK_KEY_Down)
        return GDK_EVENT_PROPAGATE;
    yado_gtk_guest_list_grab_focus(self->list);
    return GDK_EVENT_STOP;
}

/* A filter that one cannot see would hide guests for no reason: closing the bar ends it. */
static void
on_search_mode_notified_cb(GObject *bar, GParamSpec *pspec, YadoGtkListPage *self)
{
    if (gtk_search_bar_get_search_mode(self->search_bar))
        return;
    gtk_entry_set_text(GTK_ENTRY(self->search_entry), "");
    gtk_combo_box_set_active_id(GTK_COMBO_BOX(self->group), ALL_TAGS);
    GtkWidget *window = gtk_widget_get_toplevel(GTK_WIDGET(self));
    GtkWidget *focus = GTK_IS_WINDOW(window) ? gtk_window_get_focus(GTK_WINDOW(window)) : NULL;
    if (!focus || !GTK_IS_TREE_VIEW(focus)) /* a guest was chosen in the tree beside it */
        yado_gtk_guest_list_grab_focus(self->list);
}

static void
on_group_changed_cb(GtkComboBox *combo, YadoGtkListPage *self)
{
    const char *id = gtk_combo_box_get_active_id(combo);
    if (self->is_filling || !id)
        return;
    if (g_str_equal(id, ALL_TAGS))
        yado_table_set_tag(self->table, NULL);
    else
        yado_table_set_tag(self->table, id[0] == '=' ? id + 1 : "");
}

static void
fill_groups(YadoGtkListPage *self)
{
    const char *tag = yado_table_get_tag(self->table);
    g_autofree char *id =
        tag && *tag ? g_strconcat("=", tag, NULL) : g_strdup(tag ? WITHOUT_TAG : ALL_TAGS);
    self->is_filling = TRUE;
    gtk_combo_box_text_remove_all(self->group);
    gtk_combo_box_text_append(self->group, ALL_TAGS, _("All groups"));
    gtk_combo_box_text_append(self->group, WITHOUT_TAG, _("Without a tag"));
    for (guint i = 0; self->tags[i]; i++) {
        g_autofree char *tag_id = g_strconcat("=", self->tags[i], NULL);
        gtk_combo_box_text_append(self->group, tag_id, self->tags[i]);
    }
    gtk_combo_box_set_active_id(GTK_COMBO_BOX(self->group), id);
    self->is_filling = FALSE;
}

static void
update_groups(YadoGtkListPage *self)
{
    g_auto(GStrv) tags = yado_table_list_tags(self->table);
    if (self->tags && g_strv_equal((const char *const *)tags, (const char *const *)self->tags))
        return;
    g_strfreev(self->tags);
    self->tags = g_steal_pointer(&tags);
    fill_groups(self);
}

/* Tags are only looked through while the box can be seen: with 5,000 guests that is work. */
static void
on_table_summary_changed_cb(YadoTable *table, YadoGtkListPage *self)
{
    if (gtk_search_bar_get_search_mode(self->search_bar))
        update_groups(self);
    update_line(self);
}

static void
on_table_rows_changed_cb(YadoTable *table, GPtrArray *guests, YadoGtkListPage *self)
{
    if (gtk_widget_get_mapped(GTK_WIDGET(self)))
        update_line(self);
}

void
yado_gtk_list_page_bind_search(YadoGtkListPage *self, GtkToggleButton *toggle)
{
    g_object_bind_property(toggle, "active", self->search_bar, "search-mode-enabled",
                           G_BINDING_BIDIRECTIONAL);
}

static void
on_screens_toggled_cb(GtkToggleButton *toggle, YadoGtkListPage *self)
{
    gboolean shown = gtk_toggle_button_get_active(toggle);
    yado_settings_set_bool(yado_session_get_settings(self->session), "list", "screens", shown);
    yado_gtk_guest_list_show_screens(self->list, shown);
}

void
yado_gtk_list_page_bind_screens(YadoGtkListPage *self, GtkToggleButton *toggle)
{
    YadoSettings *settings = yado_session_get_settings(self->session);
    gboolean is_possible = yado_gtk_thumbnail_is_installed();
    gtk_widget_set_sensitive(GTK_WIDGET(toggle), is_possible);
    if (!is_possible)
        gtk_widget_set_tooltip_text(GTK_WIDGET(toggle), _("YaDO's part for pictures of screens is "
                                                          "not installed."));
    g_signal_connect_object(toggle, "toggled", G_CALLBACK(on_screens_toggled_cb), self, 0);
    gtk_toggle_button_set_active(
        toggle, is_possible && yado_settings_get_bool(settings, "list", "screens", FALSE));
}

/* Letters and digits only: the search entry would take Shift+F10 and others for itself. */
static gboolean
is_typing(const GdkEventKey *event)
{
    return !(event->state & (GDK_CONTROL_MASK | GDK_MOD1_MASK)) &&
           g_unichar_isgraph(gdk_keyval_to_unicode(event->keyval));
}

gboolean
yado_gtk_list_page_start_search(YadoGtkListPage *self, GdkEventKey *event)
{
    gboolean is_slash = event && event->keyval == GDK_KEY_slash;
    if (event && !is_typing(event))
        return FALSE;
    if (event && !is_slash && !gtk_search_bar_handle_event(self->search_bar, (GdkEvent *)event))
        return FALSE;
    update_groups(self);
    gtk_search_bar_set_search_mode(self->search_bar, TRUE);
    if (!event || is_slash)
        gtk_widget_grab_focus(GTK_WIDGET(self->search_entry));
    return TRUE;
}

/* --- sorting without a pointer --- */

static void
on_sort_item_activated_cb(GtkMenuItem *item, YadoGtkListPage *self)
{
    const YadoColumnSpec *spec = g_object_get_data(G_OBJECT(item), "yado-spec");
    gboolean descending;
    gboolean is_same = yado_table_get_sort(self->table, &descending) == spec;
    yado_table_set_sort(self->table, spec, is_same && !descending);
}

GtkWidget *
yado_gtk_list_page_create_sort_menu(YadoGtkListPage *self)
{
    GtkWidget *menu = gtk_menu_new();
    GPtrArray *columns = yado_table_get_columns(self->table);
    const YadoColumnSpec *sort = yado_table_get_sort(self->table, NULL);
    for (guint i = 0; i < columns->len; i++) {
        const YadoColumnSpec *spec = g_ptr_array_index(columns, i);
        GtkWidget *item = gtk_check_menu_item_new_with_label(yado_column_get_title(spec));
        gtk_check_menu_item_set_draw_as_radio(GTK_CHECK_MENU_ITEM(item), TRUE);
        gtk_check_menu_item_set_active(GTK_CHECK_MENU_ITEM(item), spec == sort);
        g_object_set_data(G_OBJECT(item), "yado-spec", (gpointer)spec);
        g_signal_connect_object(item, "activate", G_CALLBACK(on_sort_item_activated_cb), self, 0);
        gtk_menu_shell_append(GTK_MENU_SHELL(menu), item);
    }
    gtk_widget_show_all(menu);
    return menu;
}

/* --- passed on to the list --- */

GtkWidget *
yado_gtk_list_page_create_columns_menu(YadoGtkListPage *self)
{
    return yado_gtk_guest_list_create_columns_menu(self->list);
}

GPtrArray *
yado_gtk_list_page_dup_selected(YadoGtkListPage *self)
{
    return yado_gtk_guest_list_dup_selected(self->list);
}

void
yado_gtk_list_page_select(YadoGtkListPage *self, YadoGuest *guest)
{
    if (yado_gtk_guest_list_select(self->list, guest))
        return;
    gtk_search_bar_set_search_mode(self->search_bar, FALSE);
    yado_table_set_filter(self->table, ""); /* the entry tells it a little later */
    yado_gtk_guest_list_select(self->list, guest);
}

gboolean
yado_gtk_list_page_is_list(YadoGtkListPage *self, GtkWidget *widget)
{
    return widget && (GTK_IS_TREE_VIEW(widget) || GTK_IS_ICON_VIEW(widget)) &&
           gtk_widget_is_ancestor(widget, GTK_WIDGET(self->list));
}

void
yado_gtk_list_page_redraw(YadoGtkListPage *self)
{
    yado_gtk_guest_list_redraw(self->list);
}

void
yado_gtk_list_page_select_all(YadoGtkListPage *self, gboolean selected)
{
    yado_gtk_guest_list_select_all(self->list, selected);
}

void
yado_gtk_list_page_grab_focus(YadoGtkListPage *self)
{
    yado_gtk_guest_list_grab_focus(self->list);
}

void
yado_gtk_list_page_get_menu_area(YadoGtkListPage *self, GdkWindow **window, GdkRectangle *area)
{
    yado_gtk_guest_list_get_menu_area(self->list, window, area);
}

/* --- life --- */

static void
yado_gtk_list_page_dispose(GObject *object)
{
    YadoGtkListPage *self = YADO_GTK_LIST_PAGE(object);
    if (self->table)
        g_signal_handlers_disconnect_by_data(self->table, self);
    if (self->search_bar)
        g_signal_handlers_disconnect_by_data(self->search_bar, self);
    g_clear_object(&self->table);
    g_clear_object(&self->session);
    G_OBJECT_CLASS(yado_gtk_list_page_parent_class)->dispose(object);
}

static void
yado_gtk_list_page_finalize(GObject *object)
{
    g_strfreev(YADO_GTK_LIST_PAGE(object)->tags);
    G_OBJECT_CLASS(yado_gtk_list_page_parent_class)->finalize(object);
}

static void
yado_gtk_list_page_class_init(YadoGtkListPageClass *klass)
{
    GtkWidgetClass *widget = GTK_WIDGET_CLASS(klass);
    GType type = G_TYPE_FROM_CLASS(klass);
    G_OBJECT_CLASS(klass)->dispose = yado_gtk_list_page_dispose;
    G_OBJECT_CLASS(klass)->finalize = yado_gtk_list_page_finalize;
    signals[SELECTION_CHANGED] = g_signal_new("selection-changed", type, G_SIGNAL_RUN_LAST, 0, NULL,
                                              NULL, NULL, G_TYPE_NONE, 0);
    signals[GUEST_ACTIVATED] = g_signal_new("guest-activated", type, G_SIGNAL_RUN_LAST, 0, NULL,
                                            NULL, NULL, G_TYPE_NONE, 1, YADO_TYPE_GUEST);
    signals[MENU_REQUESTED] = g_signal_new("menu-requested", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                           NULL, G_TYPE_NONE, 1, G_TYPE_POINTER);
    gtk_widget_class_set_template_from_resource(widget, YADO_GTK_RESOURCE("list-page.ui"));
    gtk_widget_class_bind_template_child(widget, YadoGtkListPage, search_bar);
    gtk_widget_class_bind_template_child(widget, YadoGtkListPage, search_entry);
    gtk_widget_class_bind_template_child(widget, YadoGtkListPage, group);
    gtk_widget_class_bind_template_child(widget, YadoGtkListPage, line_box);
    gtk_widget_class_bind_template_child(widget, YadoGtkListPage, line);
    gtk_widget_class_bind_template_callback(widget, on_search_changed_cb);
    gtk_widget_class_bind_template_callback(widget, on_search_activated_cb);
    gtk_widget_class_bind_template_callback(widget, on_search_key_pressed_cb);
    gtk_widget_class_bind_template_callback(widget, on_search_mode_notified_cb);
    gtk_widget_class_bind_template_callback(widget, on_group_changed_cb);
}

static void
yado_gtk_list_page_init(YadoGtkListPage *self)
{
    gtk_widget_init_template(GTK_WIDGET(self));
    gtk_search_bar_connect_entry(self->search_bar, GTK_ENTRY(self->search_entry));
    gtk_entry_set_placeholder_text(GTK_ENTRY(self->search_entry), _("Search the guests"));
    yado_gtk_set_accessible(GTK_WIDGET(self->search_entry), _("Search"), NULL);
    yado_gtk_set_accessible(GTK_WIDGET(self->group), _("Group"), NULL);
}

static void
set_up_list(YadoGtkListPage *self, YadoSession *session)
{
    self->list = YADO_GTK_GUEST_LIST(yado_gtk_guest_list_new(session, self->table));
    gtk_box_pack_start(GTK_BOX(self), GTK_WIDGET(self->list), TRUE, TRUE, 0);
    gtk_box_reorder_child(GTK_BOX(self), GTK_WIDGET(self->list), 1);
    g_signal_connect_object(self->list, "selection-changed",
                            G_CALLBACK(on_list_selection_changed_cb), self, 0);
    g_signal_connect_object(self->list, "guest-activated", G_CALLBACK(on_list_guest_activated_cb),
                            self, 0);
    g_signal_connect_object(self->list, "menu-requested", G_CALLBACK(on_list_menu_requested_cb),
                            self, 0);
}

static GtkWidget *
create_empty_action(YadoGtkListPage *self, const char *id)
{
    return yado_gtk_actions_create_button(self->actions, yado_catalog_find_action(id));
}

GtkWidget *
yado_gtk_list_page_new(YadoSession *session, YadoTable *table, YadoGtkActions *actions)
{
    YadoGtkListPage *self = g_object_new(YADO_GTK_TYPE_LIST_PAGE, NULL);
    self->table = g_object_ref(table);
    self->session = g_object_ref(session);
    self->actions = actions;
    set_up_list(self, session);
    yado_gtk_guest_list_add_empty_action(self->list, create_empty_action(self, "host.connect"));
    yado_gtk_guest_list_add_empty_action(self->list,
                                         create_empty_action(self, "app.add-connection"));
    g_signal_connect_object(table, "summary-changed", G_CALLBACK(on_table_summary_changed_cb), self,
                            0);
    g_signal_connect_object(table, "rows-changed", G_CALLBACK(on_table_rows_changed_cb), self, 0);
    return GTK_WIDGET(self);
}
