/* SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "yado-tui"
#include "config.h"

#include "tui/views/yado-tui-host-list.h"

#include <glib/gi18n.h>

#include "tui/widget/yado-tui-screen.h"

#define WIDTH 22
#define WIDE_SCREEN 110
#define WIDE_WIDTH 30
/* Where the text of a row begins: behind the fold and the symbol. */
#define HOST_TEXT 5
#define GUEST_TEXT 6
#define MARK 1 /* the last cell is of the list: more above, more below */

typedef struct {
    YadoSession *session;
    YadoTree *tree;
    YadoTuiList *list;
    YadoTreeRow
        selected; /* to find it again when others come and go; its pointers are only compared */
    gboolean following; /* we move the selection */
    void (*changed)(gpointer user_data);
    gpointer user_data;
} HostList;

static HostList *
get_data(YadoTuiWidget *widget)
{
    return g_object_get_data(G_OBJECT(widget), "host-list");
}

/* ---- drawing ---- */

static YadoTuiStyle
get_style(const YadoTreeRow *row, YadoTuiStyle style)
{
    if (style != YADO_STYLE_NORMAL)
        return style;
    if (row->kind == YADO_TREE_REASON)
        return YADO_STYLE_BAD;
    if (row->kind == YADO_TREE_HOST && yado_host_get_error(row->host) != NULL)
        return YADO_STYLE_BAD;
    return style;
}

static void
draw_host(HostList *self, YadoTty *tty, const YadoTreeRow *row, const YadoTtyRect *rect,
          YadoTuiStyle style)
{
    const char *fold = yado_tree_is_unfolded(self->tree, row->host) ? "▾" : "▸";
    g_autofree char *detail = yado_tree_dup_detail(row);
    g_autofree char *text = yado_tree_dup_text(row);
    int width = MIN(yado_text_get_width(detail), rect->width / 2);
    int room = MAX(rect->width - HOST_TEXT - 1 - width - MARK, 1);
    g_autofree char *fitted = yado_text_fit(text, room, YADO_ALIGN_START);
    g_autofree char *cut = yado_text_fit(detail, width, YADO_ALIGN_START);

    yado_tty_put(tty, rect->y, rect->x + 1, 1, fold, style);
    yado_tty_put(tty, rect->y, rect->x + 3, 1, yado_tree_get_symbol(row), style);
    yado_tty_put(tty, rect->y, rect->x + HOST_TEXT, room, fitted, style);
    yado_tty_put(tty, rect->y, rect->x + rect->width - MARK - width, width, cut, style);
}

static void
draw_below(YadoTty *tty, const YadoTreeRow *row, const YadoTtyRect *rect, YadoTuiStyle style)
{
    g_autofree char *text = yado_tree_dup_text(row);
    int at = row->kind == YADO_TREE_GUEST ? GUEST_TEXT : HOST_TEXT;
    int room = MAX(rect->width - at - MARK, 1);
    g_autofree char *fitted = yado_text_fit(text, room, YADO_ALIGN_START);

    if (row->kind == YADO_TREE_GUEST)
        yado_tty_put(tty, rect->y, rect->x + GUEST_TEXT - 2, 1, yado_tree_get_symbol(row), style);
    yado_tty_put(tty, rect->y, rect->x + at, room, fitted, style);
}

static void
draw_row(YadoTuiList *list, YadoTty *tty, guint position, const YadoTtyRect *rect,
         YadoTuiStyle style, gpointer user_data)
{
    HostList *self = user_data;
    g_autofree char *text = NULL;
    YadoTreeRow row;

    if (!yado_tree_get_row(self->tree, position, &row))
        return;
    style = get_style(&row, style);
    if (row.kind == YADO_TREE_HOST) {
        draw_host(self, tty, &row, rect, style);
    } else if (row.kind != YADO_TREE_ALL) {
        draw_below(tty, &row, rect, style);
    } else {
        text = yado_tree_dup_text(&row);
        yado_tty_put(tty, rect->y, rect->x + 1, rect->width - 1, text, style);
    }
}

/* ---- changes ---- */

static void
tell(HostList *self)
{
    yado_tui_widget_queue_redraw(YADO_TUI_WIDGET(self->list));
    self->changed(self->user_data);
}

static void
remember_selected(HostList *self)
{
    guint position = yado_tui_list_get_selected(self->list);

    if (position == G_MAXUINT || !yado_tree_get_row(self->tree, position, &self->selected))
        self->selected = (YadoTreeRow){ YADO_TREE_ALL, NULL, NULL };
}

/* The selection stays on the row it was on. */
static void
on_tree_changed_cb(YadoTree *tree, gpointer user_data)
{
    HostList *self = user_data;
    guint position = yado_tree_find(tree, &self->selected);

    self->following = TRUE;
    yado_tui_list_set_n_rows(self->list, yado_tree_get_n_rows(tree));
    yado_tui_list_select(self->list, position != G_MAXUINT ? position : 0);
    self->following = FALSE;
    remember_selected(self);
    yado_tui_widget_set_visible(YADO_TUI_WIDGET(self->list),
                                g_list_model_get_n_items(G_LIST_MODEL(self->session)) > 1);
    tell(self);
}

static void
on_tree_looks_changed_cb(YadoTree *tree, gpointer user_data)
{
    tell(user_data);
}

static void
on_host_sampled_cb(YadoHost *host, gpointer list)
{
    tell(get_data(list));
}

static void
on_selection_changed_cb(YadoTuiList *list, gpointer user_data)
{
    HostList *self = user_data;

    if (self->following)
        return;
    remember_selected(self);
    tell(self);
}

/* The title and the numbers follow the hosts' samples. */
static void
on_hosts_changed_cb(GListModel *session, guint position, guint removed, guint added,
                    gpointer user_data)
{
    for (guint i = position; i < position + added; i++) {
        g_autoptr(YadoHost) host = g_list_model_get_item(session, i);
        HostList *self = user_data;

        g_signal_connect_object(host, "sampled", G_CALLBACK(on_host_sampled_cb), self->list, 0);
    }
}

static void
free_data(gpointer data)
{
    HostList *self = data;

    g_signal_handlers_disconnect_by_data(self->session, self);
    g_signal_handlers_disconnect_by_data(self->tree, self);
    g_object_unref(self->tree);
    g_object_unref(self->session);
    g_free(self);
}

static void
ignore_change(gpointer user_data)
{
}

YadoTuiWidget *
yado_tui_host_list_new(YadoSession *session, void (*changed)(gpointer user_data),
                       gpointer user_data)
{
    HostList *self = g_new0(HostList, 1);
    YadoTuiWidget *widget = yado_tui_list_new(draw_row, self);
    int width = yado_tui_screen_get_columns() >= WIDE_SCREEN ? WIDE_WIDTH : WIDTH;

    self->session = g_object_ref(session);
    self->tree = yado_tree_new(session);
    self->list = YADO_TUI_LIST(widget);
    self->changed = ignore_change; /* the caller has not got us yet */
    self->user_data = user_data;
    g_object_set_data_full(G_OBJECT(widget), "host-list", self, free_data);
    yado_tui_list_set_natural_size(self->list, 0, width);
    g_signal_connect(widget, "selection-changed", G_CALLBACK(on_selection_changed_cb), self);
    g_signal_connect(session, "items-changed", G_CALLBACK(on_hosts_changed_cb), self);
    on_hosts_changed_cb(G_LIST_MODEL(session), 0, 0,
                        g_list_model_get_n_items(G_LIST_MODEL(session)), self);
    g_signal_connect(self->tree, "changed", G_CALLBACK(on_tree_changed_cb), self);
    g_signal_connect(self->tree, "looks-changed", G_CALLBACK(on_tree_looks_changed_cb), self);
    on_tree_changed_cb(self->tree, self);
    self->changed = changed;
    return widget;
}

/* ---- what is selected ---- */

static gboolean
get_selected_row(HostList *self, YadoTreeRow *row)
{
    guint position = yado_tui_list_get_selected(self->list);

    return position != G_MAXUINT && yado_tree_get_row(self->tree, position, row);
}

YadoHost *
yado_tui_host_list_get_selected(YadoTuiWidget *widget)
{
    YadoTreeRow row;

    return get_selected_row(get_data(widget), &row) ? row.host : NULL;
}

YadoGuest *
yado_tui_host_list_get_selected_guest(YadoTuiWidget *widget)
{
    YadoTreeRow row;

    return get_selected_row(get_data(widget), &row) ? row.guest : NULL;
}

/* From a guest's row, folding goes to its host: only there it can be undone. */
void
yado_tui_host_list_set_unfolded(YadoTuiWidget *widget, gboolean unfolded)
{
    HostList *self = get_data(widget);
    YadoTreeRow row;

    if (get_selected_row(self, &row) && row.host != NULL)
        yado_tree_set_unfolded(self->tree, row.host, unfolded);
}

YadoHost *
yado_tui_host_list_get_first(YadoTuiWidget *widget)
{
    g_autoptr(YadoHost) host = g_list_model_get_item(G_LIST_MODEL(get_data(widget)->session), 0);

    return host; /* the session keeps it */
}
