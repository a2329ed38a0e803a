/* SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "yado-tui"
#include "config.h"

#include "tui/views/yado-tui-manager.h"

#include <math.h>
#include <string.h>

#include <glib/gi18n.h>

#include "tui/views/yado-tui-console.h"
#include "tui/views/yado-tui-dialogs.h"
#include "tui/views/yado-tui-guest-table.h"
#include "tui/views/yado-tui-guest-view.h"
#include "tui/views/yado-tui-host-list.h"
#include "tui/views/yado-tui-jobs.h"
#include "tui/views/yado-tui-listing.h"
#include "tui/views/yado-tui-log.h"
#include "tui/views/yado-tui-wizard.h"
#include "tui/views/yado-tui-manager-lines.h"
#include "tui/widget/yado-tui-box.h"
#include "tui/widget/yado-tui-entry.h"
#include "tui/widget/yado-tui-label.h"
#include "tui/widget/yado-tui-menu.h"
#include "tui/widget/yado-tui-painter.h"
#include "tui/widget/yado-tui-screen.h"

#define FILTER_WIDTH 14

struct _YadoTuiManager {
    YadoTuiWindow parent_instance;
    YadoTuiApp *app;
    YadoSession *session; /* the app's */
    YadoTable *table;
    YadoTuiGuestTable *guests;
    YadoTuiGuestView *guest_view; /* the one on top of the list, weak */
    YadoTuiWidget *guest_list, *host_list, *filter, *counts, *sorting;
    guint clock_source;
};

G_DEFINE_FINAL_TYPE(YadoTuiManager, yado_tui_manager, YADO_TUI_TYPE_WINDOW)

/* ---- what the keys are about ---- */

static gboolean
is_in_hosts(YadoTuiManager *self)
{
    return yado_tui_widget_is_focused(self->host_list);
}

static YadoHost *
get_current_host(YadoTuiManager *self)
{
    YadoGuest *guest = yado_tui_guest_table_get_selected(self->guests);
    YadoHost *host = yado_tui_host_list_get_selected(self->host_list);

    if (is_in_hosts(self) && host != NULL)
        return host;
    if (guest != NULL && yado_guest_get_host(guest) != NULL)
        return yado_guest_get_host(guest);
    if (host != NULL)
        return host;
    return yado_tui_host_list_get_first(self->host_list);
}

/* The tree's guest, or none on a host's row. */
static GPtrArray *
list_tree_guest(YadoTuiManager *self)
{
    GPtrArray *guests = g_ptr_array_new_with_free_func(g_object_unref);
    YadoGuest *guest = yado_tui_host_list_get_selected_guest(self->host_list);

    if (guest != NULL)
        g_ptr_array_add(guests, g_object_ref(guest));
    return guests;
}

/* @guests (out): to be freed by the caller. */
static YadoTargets
get_targets(YadoTuiManager *self, GPtrArray **guests)
{
    *guests =
        is_in_hosts(self) ? list_tree_guest(self) : yado_tui_guest_table_list_targets(self->guests);
    return (YadoTargets){ self->session, *guests, get_current_host(self) };
}

static void
on_actions_wanted_cb(YadoTuiWindow *window, gpointer user_data)
{
    YadoTuiManager *self = user_data;
    g_autoptr(GPtrArray) guests = NULL;
    YadoTargets targets = get_targets(self, &guests);
    guint scopes = 1u << YADO_SCOPE_HOST | 1u << YADO_SCOPE_APP;

    if (guests->len > 0)
        scopes |= 1u << YADO_SCOPE_GUEST;
    yado_tui_app_show_menu(self->app, _("Actions"), scopes, FALSE, &targets);
}

static void
on_menu_wanted_cb(YadoTuiWindow *window, gpointer user_data)
{
    YadoTuiManager *self = user_data;
    g_autoptr(GPtrArray) guests = NULL;
    YadoTargets targets = get_targets(self, &guests);

    yado_tui_app_show_menu(self->app, _("Menu"), 1u << YADO_SCOPE_HOST | 1u << YADO_SCOPE_APP,
                           FALSE, &targets);
}

static void
rebuild_commands(YadoTuiManager *self)
{
    YadoTuiWindow *window = YADO_TUI_WINDOW(self);
    g_autoptr(GPtrArray) guests = NULL;
    YadoTargets targets = get_targets(self, &guests);
    guint f2 = 1u << YADO_ROLE_MENU, others = ~((1u << YADO_ROLE_HELP) | f2);

    yado_tui_window_clear_commands(window);
    yado_tui_app_add_commands(self->app, window, f2 | others, &targets);
    yado_tui_window_add_command(window, yado_keymap_get_key("app.menu"), _("Actions"),
                                on_actions_wanted_cb, self);
    yado_tui_app_add_commands(self->app, window, f2 | (1u << YADO_ROLE_HELP), &targets);
    yado_tui_window_add_command(window, YADO_TUI_KEY_YES, _("Menu"), on_menu_wanted_cb, self);
}

static void
update_labels(YadoTuiManager *self)
{
    g_autofree char *counts = yado_tui_manager_dup_counts(self->table);
    int room = yado_tui_screen_get_columns() - yado_text_get_width(counts) -
               yado_text_get_width(_("Filter:")) - FILTER_WIDTH - 8;
    g_autofree char *sorting = yado_tui_manager_dup_sorting(self->table, room);

    yado_tui_label_set_text(YADO_TUI_LABEL(self->counts), counts);
    yado_tui_label_set_text(YADO_TUI_LABEL(self->sorting), sorting);
}

/* Selection, rows or hosts are others now. */
static void
on_table_changed_cb(gpointer user_data)
{
    YadoTuiManager *self = user_data;

    if (self->guests == NULL || self->host_list == NULL)
        return;
    update_labels(self);
    rebuild_commands(self);
    yado_tui_widget_queue_redraw(YADO_TUI_WIDGET(self));
}

/* ---- filter, sorting, columns, groups ---- */

static void
on_filter_changed_cb(YadoTuiEntry *entry, gpointer user_data)
{
    YadoTuiManager *self = user_data;

    yado_table_set_filter(self->table, yado_tui_entry_get_text(entry));
    update_labels(self);
}

static void
leave_filter(YadoTuiManager *self)
{
    yado_tui_window_set_focus(YADO_TUI_WINDOW(self), self->guest_list);
}

static void
on_filter_activated_cb(YadoTuiEntry *entry, gpointer user_data)
{
    leave_filter(user_data);
}

static void
clear_filter(YadoTuiManager *self)
{
    yado_tui_entry_set_text(YADO_TUI_ENTRY(self->filter), "");
    yado_table_set_filter(self->table, NULL);
    update_labels(self);
    leave_filter(self);
}

static void
on_sort_picked_cb(guint index, gpointer user_data)
{
    YadoTuiManager *self = user_data;
    const YadoColumnSpec *spec = &yado_catalog_get_columns()[index];
    gboolean descending;

    if (yado_table_get_sort(self->table, &descending) == spec)
        descending = !descending; /* once more: the other way round */
    else
        descending = spec->number != NULL && spec->has_graph; /* the busiest first */
    yado_table_set_sort(self->table, spec, descending);
    on_table_changed_cb(self);
}

static void
show_sort_menu(YadoTuiManager *self)
{
    YadoTuiMenu *menu = yado_tui_menu_new(_("Sort by"));
    const YadoColumnSpec *specs = yado_catalog_get_columns();
    gboolean descending;
    const YadoColumnSpec *now = yado_table_get_sort(self->table, &descending);

    for (guint i = 0; specs[i].id != NULL; i++) {
        const YadoColumnSpec *spec = &specs[i];
        g_autofree char *label = g_strdup_printf("%s%s", yado_column_get_title(spec),
                                                 spec != now  ? ""
                                                 : descending ? " ↓"
                                                              : " ↑");

        yado_tui_menu_add(menu, label, NULL, yado_column_get_help(spec), NULL);
        if (spec == now)
            yado_tui_menu_select(menu, i);
    }
    yado_tui_dialog_take_help(yado_tui_menu_show(menu, on_sort_picked_cb, self, NULL),
                              yado_help_for_columns());
}

typedef struct {
    YadoTuiManager *manager;
    YadoTuiMenu *menu;
} ColumnsUse;

static void
on_column_toggled_cb(guint index, gpointer user_data)
{
    ColumnsUse *use = user_data;
    const YadoColumnSpec *spec = &yado_catalog_get_columns()[index];

    yado_table_set_column_shown(use->manager->table, spec,
                                yado_tui_menu_is_checked(use->menu, index));
    /* the last one cannot go: show what became of it */
    yado_tui_menu_set_checked(use->menu, index,
                              yado_table_is_column_shown(use->manager->table, spec));
    yado_tui_guest_table_refresh(use->manager->guests);
}

static void
show_columns_menu(YadoTuiManager *self)
{
    YadoTuiMenu *menu = yado_tui_menu_new(_("Columns"));
    ColumnsUse *use = g_new0(ColumnsUse, 1);
    const YadoColumnSpec *specs = yado_catalog_get_columns();

    use->manager = self;
    use->menu = menu;
    yado_tui_menu_set_checks(menu, TRUE);
    for (guint i = 0; specs[i].id != NULL; i++) {
        yado_tui_menu_add(menu, yado_column_get_title(&specs[i]), NULL,
                          yado_column_get_help(&specs[i]), NULL);
        yado_tui_menu_set_checked(menu, i, yado_table_is_column_shown(self->table, &specs[i]));
    }
    yado_tui_dialog_take_help(yado_tui_menu_show(menu, on_column_toggled_cb, use, g_free),
                              yado_help_for_columns());
}

static void
on_group_picked_cb(guint index, gpointer user_data)
{
    YadoTuiManager *self = user_data;
    g_auto(GStrv) tags = yado_table_list_tags(self->table);

    if (index == 0)
        yado_table_set_tag(self->table, NULL);
    else if (index == 1)
        yado_table_set_tag(self->table, "");
    else if (index - 2 < g_strv_length(tags))
        yado_table_set_tag(self->table, tags[index - 2]);
    on_table_changed_cb(self);
}

static void
show_group_menu(YadoTuiManager *self)
{
    YadoTuiMenu *menu = yado_tui_menu_new(_("Group"));
    g_auto(GStrv) tags = yado_table_list_tags(self->table);

    yado_tui_menu_add(menu, _("All"), NULL, NULL, NULL);
    yado_tui_menu_add(menu, _("Without a tag"), NULL, NULL, NULL);
    for (guint i = 0; tags[i] != NULL; i++) {
        g_autofree char *clean = yado_text_clean(tags[i]);
        yado_tui_menu_add(menu, clean, NULL, NULL, NULL);
        if (g_strcmp0(tags[i], yado_table_get_tag(self->table)) == 0)
            yado_tui_menu_select(menu, i + 2);
    }
    yado_tui_menu_show(menu, on_group_picked_cb, self, NULL);
}

/* ---- the front end's own actions ---- */

static void
on_guest_view_closed_cb(YadoTuiWindow *window, gpointer user_data)
{
    YadoTuiManager *self = user_data;

    g_clear_weak_pointer(&self->guest_view);
    yado_tui_guest_table_set_watching(self->guests, TRUE);
}

/* The menu of an open guest has these actions too: they go to a page of what is open, with all that was edited there. */
static void
open_guest(YadoTuiManager *self, YadoGuest *guest, const char *page)
{
    YadoTuiGuestView *view;

    if (self->guest_view != NULL && yado_tui_guest_view_get_guest(self->guest_view) == guest) {
        yado_tui_guest_view_go_to(self->guest_view, page);
        return;
    }
    view = yado_tui_guest_view_new(self->app, guest, page);
    g_set_weak_pointer(&self->guest_view, view);
    yado_tui_guest_table_set_watching(self->guests, FALSE);
    g_signal_connect_object(view, "closed", G_CALLBACK(on_guest_view_closed_cb), self, 0);
    yado_tui_window_show(YADO_TUI_WINDOW(view));
}

static void
show_help(YadoTuiManager *self)
{
    g_autofree char *columns = yado_help_for_columns();
    g_autofree char *keys =
        yado_help_for_keys(YADO_FRONT_TERMINAL, yado_session_get_settings(self->session));
    g_autofree char *text = g_strconcat(
        _("This list shows the guests of every connected host. Enter opens a guest; F2 shows all "
          "that can be done with it; Space marks several, and an action then applies to all of "
          "them."),
        "\n\n", columns, "\n\n", keys, NULL);

    yado_tui_dialog_show_text(_("Help"), text, TRUE);
}

static void
show_keys(YadoTuiManager *self)
{
    g_autofree char *keys =
        yado_help_for_keys(YADO_FRONT_TERMINAL, yado_session_get_settings(self->session));

    yado_tui_dialog_show_text(_("Keys"), keys, TRUE);
}

static void
show_about(YadoTuiManager *self)
{
    g_autofree char *text = g_strdup_printf(
        _("YaDO %s\n\nManages Xen guests, in the terminal, on the desktop and on the command "
          "line.\n\nFree software under the GNU Lesser General Public License, version 2.1 or "
          "later."),
        PACKAGE_VERSION);

    yado_tui_dialog_show_message(_("About YaDO"), text);
}

/* A host that does not answer is shown with what is known. */
static void
on_details_loaded_cb(GObject *source, GAsyncResult *result, gpointer user_data)
{
    YadoHost *host = YADO_HOST(source);
    g_autofree char *text = NULL;
    YadoTuiWindow *window;

    yado_host_load_details_finish(host, result, NULL);
    text = yado_fact_format_all(host);
    window = yado_tui_dialog_show_text(yado_host_get_label(host), text, TRUE);
    yado_tui_dialog_take_help(window, yado_help_for_host_facts());
}

static void
show_host(YadoHost *host)
{
    if (host != NULL)
        yado_host_load_details_async(host, NULL, on_details_loaded_cb, NULL);
}

static void
create_guest(YadoTuiManager *self, YadoHost *host)
{
    g_autoptr(YadoWizard) wizard = NULL;

    if (host == NULL)
        return;
    wizard = yado_wizard_new(yado_catalog_find_wizard("create"), self->session, host);
    yado_tui_wizard_show(self->app, wizard);
}

static gboolean
run_list_view(YadoTuiManager *self, const char *view)
{
    if (g_str_equal(view, "filter"))
        yado_tui_window_set_focus(YADO_TUI_WINDOW(self), self->filter);
    else if (g_str_equal(view, "sort"))
        show_sort_menu(self);
    else if (g_str_equal(view, "columns"))
        show_columns_menu(self);
    else if (g_str_equal(view, "group"))
        show_group_menu(self);
    else if (g_str_equal(view, "mark"))
        yado_tui_guest_table_toggle_mark(self->guests);
    else if (g_str_equal(view, "mark-all"))
        yado_tui_guest_table_mark_all(self->guests);
    else if (g_str_equal(view, "unmark-all"))
        yado_table_unmark_all(self->table);
    else
        return FALSE;
    on_table_changed_cb(self);
    return TRUE;
}

static gboolean
on_view_wanted_cb(const char *view, const YadoTargets *targets, gpointer user_data)
{
    YadoTuiManager *self = user_data;

    if (g_str_has_prefix(view, "page:") && targets->guests != NULL && targets->guests->len == 1)
        open_guest(self, targets->guests->pdata[0], view + strlen("page:"));
    else if (g_str_has_prefix(view, "console") && targets->guests != NULL &&
             targets->guests->len == 1)
        yado_tui_console_open(self->app, targets->guests->pdata[0],
                              g_str_equal(view, "console:start"));
    else if (g_str_equal(view, "jobs"))
        yado_tui_jobs_show(yado_session_get_jobs(self->session));
    else if (g_str_equal(view, "help"))
        show_help(self);
    else if (g_str_equal(view, "keys"))
        show_keys(self);
    else if (g_str_equal(view, "about"))
        show_about(self);
    else if (g_str_equal(view, "host"))
        show_host(targets->host);
    else if (g_str_equal(view, "host-log") && targets->host != NULL)
        yado_tui_log_show(self->app, targets->host);
    else if (g_str_equal(view, "menu"))
        on_actions_wanted_cb(YADO_TUI_WINDOW(self), self);
    else if (g_str_equal(view, "quit"))
        yado_tui_app_quit(self->app);
    else if (g_str_equal(view, "create"))
        create_guest(self, targets->host);
    else if (targets->host != NULL && yado_tui_listing_show(self->app, targets->host, view))
        return TRUE;
    else
        return run_list_view(self, view);
    return TRUE;
}

/* ---- keys ---- */

static gboolean
run_own_key(YadoTuiManager *self, const YadoTtyKey *key)
{
    gboolean right = yado_tty_key_is(key, "Right");

    if (right || yado_tty_key_is(key, "Left")) {
        if (is_in_hosts(self))
            yado_tui_host_list_set_unfolded(self->host_list, right);
        else
            yado_tui_guest_table_scroll_columns(self->guests, right ? 1 : -1);
        return TRUE;
    }
    if (yado_tty_key_is(key, "Esc") && *yado_table_get_filter(self->table) != '\0') {
        clear_filter(self);
        return TRUE;
    }
    return yado_tty_key_is(key, "Esc");
}

static gboolean
yado_tui_manager_other_key(YadoTuiWindow *window, const YadoTtyKey *key)
{
    YadoTuiManager *self = YADO_TUI_MANAGER(window);
    g_autoptr(GPtrArray) guests = NULL;
    YadoTargets targets;

    if (yado_tui_widget_is_focused(self->filter)) {
        if (!yado_tty_key_is(key, "Esc"))
            return FALSE;
        clear_filter(self);
        return TRUE;
    }
    if (run_own_key(self, key))
        return TRUE;
    targets = get_targets(self, &guests);
    return yado_tui_app_run_key(self->app, key->name, &targets);
}

static void
activate_guest(YadoTuiManager *self, YadoGuest *guest)
{
    g_autoptr(GPtrArray) guests = g_ptr_array_new();
    YadoTargets targets = { self->session, guests, get_current_host(self) };

    if (guest != NULL)
        g_ptr_array_add(guests, guest);
    yado_tui_app_run_key(self->app, "Enter", &targets);
}

static void
on_guest_activated_cb(YadoTuiList *list, gpointer user_data)
{
    YadoTuiManager *self = user_data;

    activate_guest(self, yado_tui_guest_table_get_selected(self->guests));
}

static void
on_host_activated_cb(YadoTuiList *list, gpointer user_data)
{
    YadoTuiManager *self = user_data;
    YadoGuest *guest = yado_tui_host_list_get_selected_guest(self->host_list);

    if (guest != NULL) {
        activate_guest(self, guest);
        return;
    }
    yado_table_set_host(self->table, yado_tui_host_list_get_selected(self->host_list));
    yado_tui_window_set_focus(YADO_TUI_WINDOW(self), self->guest_list);
    on_table_changed_cb(self);
}

static void
yado_tui_manager_focus_moved(YadoTuiWindow *window)
{
    on_table_changed_cb(window);
}

/* ---- lines ---- */

static void
paint_title(YadoTuiPainter *painter, YadoTty *tty, const YadoTtyRect *rect, gpointer user_data)
{
    YadoTuiManager *self = user_data;

    yado_tui_manager_draw_title(get_current_host(self), tty, rect);
}

static void
paint_foot(YadoTuiPainter *painter, YadoTty *tty, const YadoTtyRect *rect, gpointer user_data)
{
    YadoTuiManager *self = user_data;
    YadoGuest *guest = is_in_hosts(self) ? yado_tui_host_list_get_selected_guest(self->host_list)
                                         : yado_tui_guest_table_get_selected(self->guests);
    g_autoptr(GPtrArray) marked = yado_table_list_marked(self->table);
    g_autofree char *text = yado_tui_manager_describe(guest, get_current_host(self), marked->len);

    yado_tty_line(tty, rect->y, rect->x, rect->width, YADO_STYLE_FRAME);
    yado_tty_put_cut(tty, rect->y + 1, rect->x + 1, rect->width - 2, text, YADO_STYLE_NORMAL);
    yado_tui_manager_draw_jobs(yado_session_get_jobs(self->session), tty, rect->y + 2, rect->x + 1,
                               rect->width - 2);
}

static YadoTuiWidget *
build_head(YadoTuiManager *self)
{
    YadoTuiBox *line = yado_tui_box_new(FALSE, 2);

    self->counts = yado_tui_label_new("", YADO_STYLE_NORMAL);
    self->sorting = yado_tui_label_new("", YADO_STYLE_NORMAL);
    self->filter = yado_tui_entry_new("", FILTER_WIDTH);
    yado_tui_entry_set_takes_enter(YADO_TUI_ENTRY(self->filter), TRUE);
    g_signal_connect(self->filter, "changed", G_CALLBACK(on_filter_changed_cb), self);
    g_signal_connect(self->filter, "activated", G_CALLBACK(on_filter_activated_cb), self);
    yado_tui_box_append(line, self->counts, FALSE);
    yado_tui_box_append(line, yado_tui_label_new(_("Filter:"), YADO_STYLE_NORMAL), FALSE);
    yado_tui_box_append(line, self->filter, FALSE);
    yado_tui_box_append(line, self->sorting, TRUE);
    return YADO_TUI_WIDGET(line);
}

static void
build_body(YadoTuiManager *self)
{
    YadoTuiBox *box = yado_tui_box_new(TRUE, 0), *middle = yado_tui_box_new(FALSE, 1);

    self->guests = yado_tui_guest_table_new(self->table, on_table_changed_cb, self);
    self->guest_list = yado_tui_guest_table_get_widget(self->guests);
    self->host_list = yado_tui_host_list_new(self->session, on_table_changed_cb, self);
    g_signal_connect(self->guest_list, "activated", G_CALLBACK(on_guest_activated_cb), self);
    g_signal_connect(self->host_list, "activated", G_CALLBACK(on_host_activated_cb), self);
    yado_tui_box_append(middle, self->host_list, FALSE);
    yado_tui_box_append(middle, self->guest_list, TRUE);
    yado_tui_box_append(box, yado_tui_painter_new(1, 0, paint_title, self), FALSE);
    yado_tui_box_append(box, build_head(self), FALSE);
    yado_tui_box_append(box, middle, TRUE);
    yado_tui_box_append(box, yado_tui_painter_new(3, 0, paint_foot, self), FALSE);
    yado_tui_window_set_child(YADO_TUI_WINDOW(self), YADO_TUI_WIDGET(box));
    yado_tui_window_set_focus(YADO_TUI_WINDOW(self), self->guest_list);
}

/* The clock in the title: once a minute. */
static gboolean
on_minute_passed_cb(gpointer user_data)
{
    YadoTuiManager *self = user_data;
    g_autoptr(GDateTime) now = g_date_time_new_now_local();

    yado_tui_widget_queue_redraw(YADO_TUI_WIDGET(self));
    self->clock_source =
        g_timeout_add_seconds(60 - (guint)g_date_time_get_second(now), on_minute_passed_cb, self);
    return G_SOURCE_REMOVE;
}

/* ---- hosts ---- */

static void
on_host_opened_cb(GObject *source, GAsyncResult *result, gpointer user_data)
{
    g_autoptr(GError) error = NULL;
    gboolean is_typing;
    YadoTuiWindow *window;

    if (yado_host_open_finish(YADO_HOST(source), result, &error) || !yado_tui_screen_is_open())
        return;
    is_typing = yado_tui_dialog_is_typing();
    window = yado_tui_dialog_show_error(yado_host_get_label(YADO_HOST(source)), error);
    if (is_typing)
        yado_tui_dialog_rest(window);
}

void
yado_tui_manager_open_hosts(YadoTuiManager *self)
{
    guint n = g_list_model_get_n_items(G_LIST_MODEL(self->session));

    for (guint i = 0; i < n; i++) {
        g_autoptr(YadoHost) host = g_list_model_get_item(G_LIST_MODEL(self->session), i);

        if (n == 1 || yado_host_get_autoconnect(host))
            yado_host_open_async(host, YADO_OPEN_EVENTS, NULL, on_host_opened_cb, NULL);
    }
}

/* ---- life ---- */

static void
yado_tui_manager_dispose(GObject *object)
{
    YadoTuiManager *self = YADO_TUI_MANAGER(object);

    g_clear_handle_id(&self->clock_source, g_source_remove);
    if (self->app != NULL)
        yado_tui_app_set_view_func(self->app, NULL, NULL);
    self->app = NULL;
    self->guests = NULL;
    g_clear_weak_pointer(&self->guest_view);
    G_OBJECT_CLASS(yado_tui_manager_parent_class)->dispose(object);
    g_clear_object(&self->table);
}

/* How much is said of the sorting depends on the width. */
static void
yado_tui_manager_allocate(YadoTuiWidget *widget, const YadoTtyRect *rect)
{
    YadoTuiManager *self = YADO_TUI_MANAGER(widget);

    if (self->sorting != NULL)
        update_labels(self);
    YADO_TUI_WIDGET_CLASS(yado_tui_manager_parent_class)->allocate(widget, rect);
}

static void
yado_tui_manager_class_init(YadoTuiManagerClass *klass)
{
    G_OBJECT_CLASS(klass)->dispose = yado_tui_manager_dispose;
    YADO_TUI_WIDGET_CLASS(klass)->allocate = yado_tui_manager_allocate;
    YADO_TUI_WINDOW_CLASS(klass)->other_key = yado_tui_manager_other_key;
    YADO_TUI_WINDOW_CLASS(klass)->focus_moved = yado_tui_manager_focus_moved;
}

static void
yado_tui_manager_init(YadoTuiManager *self)
{
}

YadoTuiManager *
yado_tui_manager_new(YadoTuiApp *app)
{
    YadoTuiManager *self = g_object_new(YADO_TUI_TYPE_MANAGER, NULL);

    self->app = app;
    self->session = yado_tui_app_get_session(app);
    self->table = yado_table_new(self->session);
    build_body(self);
    yado_tui_guest_table_refresh(self->guests);
    yado_tui_guest_table_set_watching(self->guests, TRUE);
    yado_tui_app_set_view_func(app, on_view_wanted_cb, self);
    on_table_changed_cb(self);
    on_minute_passed_cb(self);
    return self;
}
