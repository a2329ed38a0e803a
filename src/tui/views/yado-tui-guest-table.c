/* SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "yado-tui"
#include "config.h"

#include "tui/views/yado-tui-guest-table.h"

#include <math.h>

#include <glib/gi18n.h>

#include "tui/widget/yado-tui-screen.h"

#define GUTTER 3
#define GAP 2
#define NARROWEST_NAME 16
#define GRAPH_SPAN 60.0
#define WIDE_SCREEN 110

struct _YadoTuiGuestTable {
    YadoTable *table;
    YadoTuiList *list;
    YadoGuest *selected;
    gboolean watching;
    gboolean moved, following; /* moved: the user chose a row; following: we move the selection */
    guint first_column;        /* of those that scroll */
    GPtrArray *columns;        /* of YadoColumnSpec, as shown; borrowed from the table */
    void (*changed)(gpointer user_data);
    gpointer user_data;
};

/* ---- columns ---- */

static int
get_graph_cells(const YadoColumnSpec *spec)
{
    if (!spec->has_graph)
        return 0;
    return yado_tui_screen_get_columns() >= WIDE_SCREEN ? 8 : 3;
}

static int
get_width(const YadoColumnSpec *spec)
{
    int graph = get_graph_cells(spec);
    int title = yado_text_get_width(yado_column_get_title(spec));

    return MAX(spec->width + (graph > 0 ? graph + 1 : 0), title);
}

static gboolean
takes_rest(const YadoColumnSpec *spec)
{
    return spec->width == 0;
}

/* Those up to the one that takes the rest (the name) never scroll away. */
static guint
count_fixed(YadoTuiGuestTable *self)
{
    for (guint i = 0; i < self->columns->len; i++) {
        if (takes_rest(self->columns->pdata[i]))
            return i + 1;
    }
    return MIN(self->columns->len, 1);
}

/* What all columns but the name want. */
static int
get_total_width(YadoTuiGuestTable *self)
{
    int total = GUTTER;

    for (guint i = 0; i < self->columns->len; i++) {
        const YadoColumnSpec *spec = self->columns->pdata[i];
        total += takes_rest(spec) ? NARROWEST_NAME : get_width(spec);
        total += i > 0 ? GAP : 0;
    }
    return total;
}

typedef struct {
    const YadoColumnSpec *spec;
    int x, width;
} Cell;

/* The columns that are seen in @width cells. (transfer full) */
static GArray *
place_columns(YadoTuiGuestTable *self, int width, gboolean *more_left, gboolean *more_right)
{
    GArray *cells = g_array_new(FALSE, FALSE, sizeof(Cell));
    int spare = width - get_total_width(self), x = GUTTER;
    guint fixed = count_fixed(self);

    *more_left = spare < 0 && self->first_column > 0;
    *more_right = FALSE;
    for (guint i = 0; i < self->columns->len; i++) {
        const YadoColumnSpec *spec = self->columns->pdata[i];
        Cell cell = { spec, x, get_width(spec) };

        if (takes_rest(spec))
            cell.width = NARROWEST_NAME + MAX(spare, 0);
        if (spare < 0 && i >= fixed && i < fixed + self->first_column)
            continue;
        if (x + cell.width > width && i >= fixed) {
            *more_right = TRUE;
            break;
        }
        g_array_append_val(cells, cell);
        x += cell.width + GAP;
    }
    return cells;
}

/* ---- cells ---- */

static void
scale_values(double *values, int n)
{
    double highest = 0;

    for (int i = 0; i < n; i++)
        highest = isnan(values[i]) ? highest : MAX(highest, values[i]);
    for (int i = 0; i < n && highest > 0; i++)
        values[i] /= highest;
}

static void
draw_graph(const YadoColumnSpec *spec, YadoGuest *guest, YadoTty *tty, int y, int x, int cells,
           YadoTuiStyle style)
{
    const YadoHistory *history = yado_guest_get_history(guest);
    double values[16];
    g_autofree char *line = NULL;

    if (history == NULL || !yado_guest_is_active(guest) || cells > (int)G_N_ELEMENTS(values))
        return;
    yado_history_read(history, spec->series, g_get_monotonic_time(), GRAPH_SPAN, values, cells);
    if (spec->series == YADO_SERIES_DISK || spec->series == YADO_SERIES_NETWORK)
        scale_values(values, cells);
    line = yado_text_sparkline(values, cells);
    yado_tty_put(tty, y, x, cells, line, style);
}

static void
draw_cell(const Cell *cell, YadoGuest *guest, YadoTty *tty, const YadoTtyRect *rect,
          YadoTuiStyle style, YadoTuiStyle graph_style)
{
    int graph = get_graph_cells(cell->spec), x = rect->x + cell->x;
    int width = cell->width - (graph > 0 ? graph + 1 : 0);
    g_autofree char *text = yado_column_format(cell->spec, guest);
    g_autofree char *fitted = yado_text_fit(text, width, cell->spec->align);

    if (graph > 0) {
        draw_graph(cell->spec, guest, tty, rect->y, x, graph, graph_style);
        x += graph + 1;
    }
    yado_tty_put(tty, rect->y, x, width, fitted, style);
}

static gboolean
is_stale(YadoGuest *guest)
{
    YadoHost *host = yado_guest_get_host(guest);

    return host == NULL || yado_host_is_stale(host);
}

static YadoTuiStyle
get_guest_style(YadoTuiGuestTable *self, YadoGuest *guest, YadoTuiStyle style)
{
    if (style != YADO_STYLE_NORMAL)
        return style;
    if (yado_table_is_marked(self->table, guest))
        return YADO_STYLE_MARKED;
    if (is_stale(guest))
        return YADO_STYLE_STALE;
    if (yado_guest_get_state(guest) == YADO_GUEST_CRASHED)
        return YADO_STYLE_BAD;
    return style;
}

static void
draw_guest(YadoTuiGuestTable *self, YadoGuest *guest, gboolean selected, YadoTty *tty,
           const YadoTtyRect *rect, YadoTuiStyle style)
{
    gboolean left, right;
    g_autoptr(GArray) cells = place_columns(self, rect->width, &left, &right);
    YadoTuiStyle row_style = get_guest_style(self, guest, style);
    YadoTuiStyle graph = style == YADO_STYLE_NORMAL ? YADO_STYLE_GRAPH : style;
    const char *mark = yado_table_is_marked(self->table, guest) ? "*" : is_stale(guest) ? "?" : " ";

    yado_tty_put(tty, rect->y, rect->x, 1, selected ? "▸" : " ", row_style);
    yado_tty_put(tty, rect->y, rect->x + 1, 1, mark, row_style);
    for (guint i = 0; i < cells->len; i++)
        draw_cell(&g_array_index(cells, Cell, i), guest, tty, rect, row_style, graph);
}

static void
draw_header(YadoTuiGuestTable *self, YadoTty *tty, const YadoTtyRect *rect, YadoTuiStyle style)
{
    gboolean descending, left, right;
    const YadoColumnSpec *sort = yado_table_get_sort(self->table, &descending);
    g_autoptr(GArray) cells = place_columns(self, rect->width, &left, &right);

    for (guint i = 0; i < cells->len; i++) {
        const Cell *cell = &g_array_index(cells, Cell, i);
        const char *title = yado_column_get_title(cell->spec);
        g_autofree char *marked =
            g_strconcat(title, cell->spec == sort ? (descending ? "↓" : "↑") : "", NULL);
        gboolean fits = yado_text_get_width(marked) <= cell->width;
        g_autofree char *fitted =
            yado_text_fit(fits ? marked : title, cell->width, cell->spec->align);

        yado_tty_put(tty, rect->y, rect->x + cell->x, cell->width, fitted, style);
    }
    if (left)
        yado_tty_put(tty, rect->y, rect->x, 1, "<", style);
    if (right)
        yado_tty_put(tty, rect->y, rect->x + rect->width - 1, 1, ">", style);
}

static void
draw_row(YadoTuiList *list, YadoTty *tty, guint row, const YadoTtyRect *rect, YadoTuiStyle style,
         gpointer user_data)
{
    YadoTuiGuestTable *self = user_data;
    YadoGuest *guest;

    if (row == G_MAXUINT) {
        draw_header(self, tty, rect, style);
        return;
    }
    guest = yado_table_get_guest(self->table, row);
    if (guest != NULL)
        draw_guest(self, guest, row == yado_tui_list_get_selected(list), tty, rect, style);
}

/* ---- the table behind ---- */

static void
watch(YadoTuiGuestTable *self)
{
    guint n = self->watching ? yado_tui_list_get_n_visible(self->list) : 0;

    yado_table_watch(self->table, yado_tui_list_get_top(self->list), n);
}

static void
remember_selected(YadoTuiGuestTable *self)
{
    guint row = yado_tui_list_get_selected(self->list);
    YadoGuest *guest = row != G_MAXUINT ? yado_table_get_guest(self->table, row) : NULL;

    g_set_object(&self->selected, guest);
    self->changed(self->user_data);
}

static void
show_words_for_empty(YadoTuiGuestTable *self)
{
    g_autofree char *text = yado_table_describe_empty(self->table);

    yado_tui_list_set_empty_text(self->list, text);
}

/* Rows came, went or moved: the selection stays on its guest. */
static void
on_items_changed_cb(GListModel *model, guint position, guint removed, guint added,
                    gpointer user_data)
{
    YadoTuiGuestTable *self = user_data;
    guint n = g_list_model_get_n_items(model), at = G_MAXUINT;

    if (!self->moved) /* while the first rows arrive: the top */
        at = 0;
    else if (self->selected != NULL && !yado_guest_is_gone(self->selected))
        at = yado_table_find(self->table, self->selected);
    self->following = TRUE;
    yado_tui_list_set_n_rows(self->list, n);
    if (at != G_MAXUINT)
        yado_tui_list_select(self->list, at);
    self->following = FALSE;
    if (n == 0)
        show_words_for_empty(self);
    remember_selected(self);
    watch(self);
}

static void
on_rows_changed_cb(YadoTable *table, GPtrArray *guests, gpointer user_data)
{
    YadoTuiGuestTable *self = user_data;

    self->changed(self->user_data);
    yado_tui_widget_queue_redraw(YADO_TUI_WIDGET(self->list));
}

static void
on_summary_changed_cb(YadoTable *table, gpointer user_data)
{
    YadoTuiGuestTable *self = user_data;

    show_words_for_empty(self);
    self->changed(self->user_data);
}

static void
on_selection_changed_cb(YadoTuiList *list, gpointer user_data)
{
    YadoTuiGuestTable *self = user_data;

    if (self->following)
        return;
    self->moved = TRUE;
    remember_selected(self);
}

static void
on_scrolled_cb(YadoTuiList *list, gpointer user_data)
{
    watch(user_data);
}

static void
free_table(gpointer data)
{
    YadoTuiGuestTable *self = data;

    g_signal_handlers_disconnect_by_data(self->table, self);
    yado_table_watch(self->table, 0, 0);
    g_ptr_array_unref(self->columns);
    g_clear_object(&self->selected);
    g_clear_object(&self->table);
    g_free(self);
}

YadoTuiGuestTable *
yado_tui_guest_table_new(YadoTable *table, void (*changed)(gpointer user_data), gpointer user_data)
{
    YadoTuiGuestTable *self = g_new0(YadoTuiGuestTable, 1);
    YadoTuiWidget *widget = yado_tui_list_new(draw_row, self);

    self->table = g_object_ref(table);
    self->list = YADO_TUI_LIST(widget);
    self->changed = changed;
    self->user_data = user_data;
    self->columns = g_ptr_array_new();
    yado_tui_list_set_has_header(self->list, TRUE);
    g_object_set_data_full(G_OBJECT(widget), "guest-table", self, free_table);
    g_signal_connect(widget, "selection-changed", G_CALLBACK(on_selection_changed_cb), self);
    g_signal_connect(widget, "scrolled", G_CALLBACK(on_scrolled_cb), self);
    g_signal_connect(table, "items-changed", G_CALLBACK(on_items_changed_cb), self);
    g_signal_connect(table, "rows-changed", G_CALLBACK(on_rows_changed_cb), self);
    g_signal_connect(table, "summary-changed", G_CALLBACK(on_summary_changed_cb), self);
    return self;
}

YadoTuiWidget *
yado_tui_guest_table_get_widget(YadoTuiGuestTable *self)
{
    return YADO_TUI_WIDGET(self->list);
}

YadoGuest *
yado_tui_guest_table_get_selected(YadoTuiGuestTable *self)
{
    return self->selected;
}

GPtrArray *
yado_tui_guest_table_list_targets(YadoTuiGuestTable *self)
{
    GPtrArray *guests = yado_table_list_marked(self->table);

    if (guests->len == 0 && self->selected != NULL)
        g_ptr_array_add(guests, g_object_ref(self->selected));
    return guests;
}

void
yado_tui_guest_table_toggle_mark(YadoTuiGuestTable *self)
{
    guint row = yado_tui_list_get_selected(self->list);

    if (self->selected == NULL)
        return;
    yado_table_set_marked(self->table, self->selected,
                          !yado_table_is_marked(self->table, self->selected));
    yado_tui_list_select(self->list, row + 1);
    self->changed(self->user_data);
}

void
yado_tui_guest_table_mark_all(YadoTuiGuestTable *self)
{
    guint n = g_list_model_get_n_items(G_LIST_MODEL(self->table));

    for (guint i = 0; i < n; i++)
        yado_table_set_marked(self->table, yado_table_get_guest(self->table, i), TRUE);
    self->changed(self->user_data);
    yado_tui_widget_queue_redraw(YADO_TUI_WIDGET(self->list));
}

gboolean
yado_tui_guest_table_scroll_columns(YadoTuiGuestTable *self, int step)
{
    int width = yado_tui_widget_get_rect(YADO_TUI_WIDGET(self->list))->width;
    gboolean left, right;
    g_autoptr(GArray) cells = place_columns(self, width, &left, &right);

    if (step > 0 ? !right : !left)
        return FALSE;
    self->first_column = (guint)((int)self->first_column + step);
    yado_tui_widget_queue_redraw(YADO_TUI_WIDGET(self->list));
    return TRUE;
}

void
yado_tui_guest_table_set_watching(YadoTuiGuestTable *self, gboolean watching)
{
    self->watching = watching;
    watch(self);
}

void
yado_tui_guest_table_refresh(YadoTuiGuestTable *self)
{
    GPtrArray *columns = yado_table_get_columns(self->table);

    g_ptr_array_set_size(self->columns, 0);
    for (guint i = 0; i < columns->len; i++)
        g_ptr_array_add(self->columns, columns->pdata[i]);
    self->first_column = 0;
    on_items_changed_cb(G_LIST_MODEL(self->table), 0, 0, 0, self);
}
