/* SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "yado-tui"
#include "config.h"

#include "tui/views/yado-tui-listing.h"

#include <string.h>

#include <glib/gi18n.h>

#include "tui/views/yado-tui-dialogs.h"
#include "tui/widget/yado-tui-box.h"
#include "tui/widget/yado-tui-entry.h"
#include "tui/widget/yado-tui-label.h"
#include "tui/widget/yado-tui-list.h"
#include "tui/widget/yado-tui-menu.h"
#include "tui/widget/yado-tui-painter.h"
#include "tui/widget/yado-tui-screen.h"

#define TOP_ROWS 6
#define SPACE 2

typedef struct _Listing Listing;

/* One list. */
typedef struct {
    Listing *listing;
    const YadoListingSpec *spec;
    GPtrArray
        *rows; /* of YadoResource, borrowed from the host's list: those that pass the filter */
    int *widths;
    YadoTuiList *list;
    YadoTuiLabel *words;
    YadoTuiWidget *box;
} Pane;

struct _Listing {
    YadoTuiApp *app; /* NULL: only to choose */
    YadoTuiWindow *window;
    YadoHost *host;
    YadoResources *resources;
    const YadoListingView *view;
    Pane panes[2];
    guint n_panes;
    YadoTuiWidget *filter;
    void (*chosen)(const char *path, gpointer user_data);
    gpointer user_data;
    GDestroyNotify destroy;
};

/* ---- rows ---- */

static const YadoResource *
get_selected(const Pane *pane)
{
    guint row = yado_tui_list_get_selected(pane->list);

    return row < pane->rows->len ? pane->rows->pdata[row] : NULL;
}

/* The pool that the volumes are of. */
static const char *
get_parent(Listing *self, const Pane *pane)
{
    const YadoResource *above;

    if (pane == &self->panes[0] || !self->view->is_nested)
        return NULL;
    above = get_selected(&self->panes[0]);
    return above != NULL ? above->name : NULL;
}

static YadoListingPlace
get_place(const Pane *pane)
{
    Listing *self = pane->listing;

    return (YadoListingPlace){ self->host, get_parent(self, pane) };
}

static gboolean
has_focus(const Pane *pane)
{
    return yado_tui_widget_is_focused(YADO_TUI_WIDGET(pane->list));
}

static Pane *
get_focused_pane(Listing *self)
{
    return self->n_panes > 1 && !has_focus(&self->panes[0]) ? &self->panes[1] : &self->panes[0];
}

static void
measure_row(Pane *pane, const YadoResource *resource)
{
    const YadoListingPlace place = get_place(pane);

    for (guint i = 0; pane->spec->columns[i].id != NULL; i++) {
        g_autofree char *text = resource != NULL
                                    ? yado_listing_format(&pane->spec->columns[i], &place, resource)
                                    : NULL;
        const char *shown = text != NULL ? text : yado_listing_get_title(&pane->spec->columns[i]);

        pane->widths[i] = MAX(pane->widths[i], MIN(yado_text_get_width(shown), 60));
    }
}

/* Of a long list only a part is measured: the widths may grow by what is seen later. */
static void
measure_columns(Pane *pane)
{
    memset(pane->widths, 0, sizeof(int) * yado_listing_get_n_columns(pane->spec));
    measure_row(pane, NULL);
    for (guint i = 0; i < pane->rows->len && i < 500; i++)
        measure_row(pane, pane->rows->pdata[i]);
}

static void
fill_rows(Pane *pane, GPtrArray *list)
{
    g_autofree char *needle =
        g_utf8_casefold(yado_tui_entry_get_text(YADO_TUI_ENTRY(pane->listing->filter)), -1);
    gboolean is_last = pane == &pane->listing->panes[pane->listing->n_panes - 1];
    const YadoListingPlace place = get_place(pane);

    g_ptr_array_set_size(pane->rows, 0);
    for (guint i = 0; list != NULL && i < list->len; i++)
        if (!is_last || yado_listing_matches(pane->spec, &place, list->pdata[i], needle))
            g_ptr_array_add(pane->rows, list->pdata[i]);
}

static void
show_pane(Pane *pane)
{
    Listing *self = pane->listing;
    const char *parent = get_parent(self, pane);
    gboolean has_parent = parent != NULL || pane == &self->panes[0] || !self->view->is_nested;
    g_autofree char *words = NULL;

    if (has_parent) {
        yado_resources_want(self->resources, pane->spec->kind, parent);
        words = yado_listing_describe(pane->spec, self->resources, parent, self->chosen != NULL);
    }
    fill_rows(pane,
              has_parent ? yado_resources_list(self->resources, pane->spec->kind, parent) : NULL);
    measure_columns(pane);
    yado_tui_list_set_n_rows(pane->list, pane->rows->len);
    yado_tui_label_set_text(pane->words, words != NULL ? words : "");
    yado_tui_widget_set_visible(YADO_TUI_WIDGET(pane->words), words != NULL && *words != '\0');
    yado_tui_widget_queue_relayout(YADO_TUI_WIDGET(self->window));
}

static void
show_all(Listing *self)
{
    for (guint i = 0; i < self->n_panes; i++)
        show_pane(&self->panes[i]);
}

static void
on_resources_changed_cb(YadoResources *resources, int kind, const char *parent, Listing *self)
{
    show_all(self);
}

static void
on_above_selected_cb(YadoTuiList *list, Listing *self)
{
    if (self->n_panes > 1 && self->view->is_nested)
        show_pane(&self->panes[1]);
}

static void
on_filter_changed_cb(YadoTuiWidget *entry, Listing *self)
{
    show_pane(&self->panes[self->n_panes - 1]);
}

static void
draw_row(YadoTuiList *list, YadoTty *tty, guint row, const YadoTtyRect *rect, YadoTuiStyle style,
         gpointer user_data)
{
    Pane *pane = user_data;
    const YadoListingPlace place = get_place(pane);
    int x = rect->x + 1, end = rect->x + rect->width;

    for (guint i = 0; pane->spec->columns[i].id != NULL && x < end; i++) {
        const YadoListingColumn *column = &pane->spec->columns[i];
        g_autofree char *text = row == G_MAXUINT
                                    ? g_strdup(yado_listing_get_title(column))
                                    : yado_listing_format(column, &place, pane->rows->pdata[row]);
        int width = MIN(pane->widths[i], end - x);
        g_autofree char *cell = yado_text_fit(text, width, column->align);

        yado_tty_put(tty, rect->y, x, width, cell, style);
        x += pane->widths[i] + SPACE;
    }
}

/* ---- actions ---- */

static void
fill_form(YadoForm *form, gpointer user_data)
{
    Listing *self = user_data;

    for (guint i = 0; i < self->n_panes; i++)
        yado_listing_fill_form(self->panes[i].spec, get_selected(&self->panes[i]), form);
}

static void
run_action(Listing *self, const YadoActionSpec *spec)
{
    YadoTargets targets = { yado_tui_app_get_session(self->app), NULL, self->host };

    yado_tui_app_run_action_with(self->app, spec, &targets, fill_form, self);
}

typedef struct {
    Listing *listing;
    GPtrArray *specs;
} MenuUse;

static void
free_menu_use(gpointer data)
{
    g_ptr_array_unref(((MenuUse *)data)->specs);
    g_free(data);
}

static void
on_menu_picked_cb(guint index, gpointer user_data)
{
    MenuUse *use = user_data;

    run_action(use->listing, use->specs->pdata[index]);
}

static void
on_actions_wanted_cb(YadoTuiWindow *window, gpointer user_data)
{
    Listing *self = user_data;
    YadoTargets targets = { yado_tui_app_get_session(self->app), NULL, self->host };
    YadoTuiMenu *menu = yado_tui_menu_new(_("Actions"));
    MenuUse *use = g_new0(MenuUse, 1);

    use->listing = self;
    use->specs = g_ptr_array_new();
    for (const YadoActionSpec *const *spec = yado_catalog_get_actions(); *spec != NULL; spec++) {
        g_autofree char *reason = NULL;
        gboolean possible;

        if (g_strcmp0((*spec)->group, self->panes[0].spec->groups) != 0 || (*spec)->view != NULL)
            continue;
        possible = yado_action_check(*spec, &targets, &reason);
        yado_tui_menu_add(menu, yado_action_get_label(*spec), NULL, yado_action_get_help(*spec),
                          possible ? NULL : reason);
        g_ptr_array_add(use->specs, (gpointer)*spec);
    }
    yado_tui_menu_show(menu, on_menu_picked_cb, use, free_menu_use);
}

static const YadoActionSpec *
find_verb(const Pane *pane, const char *verb)
{
    g_autofree char *id =
        g_strdup_printf("%s.%s", yado_resource_kind_get_name(pane->spec->kind), verb);

    return yado_catalog_find_action(id);
}

static void
run_verb(Listing *self, const char *verb)
{
    const YadoActionSpec *spec = find_verb(get_focused_pane(self), verb);

    if (spec != NULL)
        run_action(self, spec);
}

static void
on_new_wanted_cb(YadoTuiWindow *window, gpointer user_data)
{
    run_verb(user_data, "create");
}

static void
on_delete_wanted_cb(YadoTuiWindow *window, gpointer user_data)
{
    run_verb(user_data, "delete");
}

static void
on_reload_wanted_cb(YadoTuiWindow *window, gpointer user_data)
{
    yado_resources_outdate(((Listing *)user_data)->resources);
}

static void
on_help_wanted_cb(YadoTuiWindow *window, gpointer user_data)
{
    Listing *self = user_data;
    g_autoptr(GString) text = g_string_new(NULL);

    for (guint i = 0; i < self->n_panes; i++)
        g_string_append_printf(text, "%s%s", i > 0 ? "\n\n" : "", _(self->panes[i].spec->help));
    yado_tui_dialog_show_text(_("Help"), text->str, TRUE);
}

static void
on_filter_wanted_cb(YadoTuiWindow *window, gpointer user_data)
{
    yado_tui_window_set_focus(window, ((Listing *)user_data)->filter);
}

static void
on_choose_wanted_cb(YadoTuiWindow *window, gpointer user_data)
{
    Listing *self = user_data;
    const YadoResource *volume = get_selected(&self->panes[1]);

    if (volume == NULL || volume->path == NULL)
        return;
    self->chosen(volume->path, self->user_data);
    yado_tui_window_close(window);
}

static void
on_volume_activated_cb(YadoTuiList *list, Listing *self)
{
    if (self->chosen != NULL)
        on_choose_wanted_cb(self->window, self);
}

static void
on_pool_activated_cb(YadoTuiList *list, Listing *self)
{
    if (self->n_panes > 1)
        yado_tui_window_set_focus(self->window, YADO_TUI_WIDGET(self->panes[1].list));
}

static void
add_commands(Listing *self)
{
    YadoTuiWindow *window = self->window;
    const char *groups = self->panes[0].spec->groups;
    gboolean has_actions = self->app != NULL && *groups != '\0';

    yado_tui_window_add_command(window, YADO_TUI_KEY_HELP, _("Help"), on_help_wanted_cb, self);
    if (has_actions)
        yado_tui_window_add_command(window, yado_keymap_get_key("app.menu"), _("Actions"),
                                    on_actions_wanted_cb, self);
    if (has_actions && find_verb(&self->panes[0], "create") != NULL) {
        yado_tui_window_add_command(window, yado_keymap_get_key("listing.new"), _("New"),
                                    on_new_wanted_cb, self);
        yado_tui_window_add_command(window, yado_keymap_get_key("listing.delete"), _("Delete"),
                                    on_delete_wanted_cb, self);
    }
    yado_tui_window_add_command(window, yado_keymap_get_key("listing.reload"), _("Reload"),
                                on_reload_wanted_cb, self);
    yado_tui_window_add_command(window, yado_keymap_get_key("app.filter"), _("Filter"),
                                on_filter_wanted_cb, self);
    yado_tui_window_add_command(window, YADO_TUI_KEY_BACK, _("Back"), yado_tui_window_on_close_cb,
                                NULL);
    yado_tui_window_add_command(window, YADO_TUI_KEY_NO, _("Cancel"), yado_tui_window_on_close_cb,
                                NULL);
    if (self->chosen != NULL)
        yado_tui_window_add_command(window, YADO_TUI_KEY_YES, _("Choose"), on_choose_wanted_cb,
                                    self);
}

/* ---- life ---- */

static void
build_pane(Listing *self, guint i)
{
    Pane *pane = &self->panes[i];
    YadoTuiWidget *list = yado_tui_list_new(draw_row, pane);
    YadoTuiWidget *words = yado_tui_label_new("", YADO_STYLE_DIM);
    YadoTuiBox *box = yado_tui_box_new(TRUE, 0);

    pane->listing = self;
    pane->spec = yado_catalog_find_listing(self->view->listings[i]);
    pane->rows = g_ptr_array_new();
    pane->widths = g_new0(int, yado_listing_get_n_columns(pane->spec) + 1);
    pane->list = YADO_TUI_LIST(list);
    pane->words = YADO_TUI_LABEL(words);
    pane->box = YADO_TUI_WIDGET(box);
    yado_tui_list_set_has_header(pane->list, TRUE);
    yado_tui_list_set_natural_size(pane->list, i == 0 && self->n_panes > 1 ? TOP_ROWS + 1 : 0, 40);
    yado_tui_box_append(box, list, TRUE);
    yado_tui_box_append(box, words, FALSE);
}

static void
paint_title(YadoTuiPainter *painter, YadoTty *tty, const YadoTtyRect *rect, gpointer user_data)
{
    Listing *self = user_data;
    g_autofree char *host = yado_text_clean(yado_host_get_label(self->host));
    g_autofree char *title = g_strdup_printf(" YaDO  %s ▸ %s", host, _(self->view->title));

    yado_tty_fill(tty, rect, YADO_STYLE_TITLE);
    yado_tty_put_cut(tty, rect->y, rect->x, rect->width, title, YADO_STYLE_TITLE);
}

static void
paint_rule(YadoTuiPainter *painter, YadoTty *tty, const YadoTtyRect *rect, gpointer user_data)
{
    for (int i = 0; i < rect->width; i++)
        yado_tty_put(tty, rect->y, rect->x + i, 1, "─", YADO_STYLE_FRAME);
}

static void
build_window(Listing *self)
{
    YadoTuiBox *box = yado_tui_box_new(TRUE, 0), *line = yado_tui_box_new(FALSE, 1);
    g_autofree char *label = g_strdup_printf(" %s", _("Filter:"));

    yado_tui_box_append(box, yado_tui_painter_new(1, 0, paint_title, self), FALSE);
    for (guint i = 0; i < self->n_panes; i++) {
        if (i > 0)
            yado_tui_box_append(box, yado_tui_painter_new(1, 0, paint_rule, self), FALSE);
        yado_tui_box_append(box, self->panes[i].box, i + 1 == self->n_panes);
    }
    yado_tui_box_append(line, yado_tui_label_new(label, YADO_STYLE_DIM), FALSE);
    yado_tui_box_append(line, self->filter, TRUE);
    yado_tui_box_append(box, line, FALSE);
    yado_tui_window_set_child(self->window, YADO_TUI_WIDGET(box));
}

static void
free_listing(gpointer data)
{
    Listing *self = data;

    g_signal_handlers_disconnect_by_data(self->resources, self);
    for (guint i = 0; i < self->n_panes; i++) {
        g_ptr_array_unref(self->panes[i].rows);
        g_free(self->panes[i].widths);
    }
    if (self->destroy != NULL)
        self->destroy(self->user_data);
    g_object_unref(self->resources);
    g_object_unref(self->host);
    g_free(self);
}

static Listing *
listing_new(YadoHost *host, const YadoListingView *view)
{
    Listing *self = g_new0(Listing, 1);

    self->host = g_object_ref(host);
    self->resources = g_object_ref(yado_resources_get(host));
    self->view = view;
    self->n_panes = view->listings[1] != NULL ? 2 : 1;
    self->window = yado_tui_window_new(NULL, YADO_TUI_SURFACE_VIEW);
    self->filter = yado_tui_entry_new("", 30);
    for (guint i = 0; i < self->n_panes; i++)
        build_pane(self, i);
    g_object_set_data_full(G_OBJECT(self->window), "listing", self, free_listing);
    build_window(self);
    g_signal_connect(self->filter, "changed", G_CALLBACK(on_filter_changed_cb), self);
    g_signal_connect(self->panes[0].list, "selection-changed", G_CALLBACK(on_above_selected_cb),
                     self);
    g_signal_connect(self->resources, "changed", G_CALLBACK(on_resources_changed_cb), self);
    return self;
}

static void
open_listing(Listing *self)
{
    add_commands(self);
    for (guint i = 0; i < self->n_panes; i++)
        yado_listing_open(self->panes[i].spec, self->resources);
    g_signal_connect(self->panes[0].list, "activated", G_CALLBACK(on_pool_activated_cb), self);
    if (self->n_panes > 1)
        g_signal_connect(self->panes[1].list, "activated", G_CALLBACK(on_volume_activated_cb),
                         self);
    yado_tui_window_show(self->window);
    yado_tui_window_set_focus(self->window, YADO_TUI_WIDGET(self->panes[0].list));
    show_all(self);
}

gboolean
yado_tui_listing_show(YadoTuiApp *app, YadoHost *host, const char *view)
{
    const YadoListingView *found = yado_catalog_find_listing_view(view);
    Listing *self;

    if (found == NULL)
        return FALSE;
    self = listing_new(host, found);
    self->app = app;
    open_listing(self);
    return TRUE;
}

void
yado_tui_listing_choose(YadoHost *host, void (*func)(const char *path, gpointer user_data),
                        gpointer user_data, GDestroyNotify destroy)
{
    Listing *self = listing_new(host, yado_catalog_find_listing_view("storage"));

    self->chosen = func;
    self->user_data = user_data;
    self->destroy = destroy;
    open_listing(self);
}
