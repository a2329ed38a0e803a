/* SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "yado-tui"
#include "config.h"

#include "tui/views/yado-tui-pin-grid.h"

#define CELL 2
#define TAIL_LINES 2 /* a blank one, and the sentence about the cell */

struct _YadoTuiPinGrid {
    YadoTuiWidget parent_instance;
    YadoPinGrid *grid;
    int row, cpu;  /* the cursor */
    int top, left; /* the first that is seen */
    int label_width;
};

G_DEFINE_FINAL_TYPE(YadoTuiPinGrid, yado_tui_pin_grid, YADO_TUI_TYPE_WIDGET)

/* ---- Sizes ---- */

static int
get_n_rows(YadoTuiPinGrid *self)
{
    return (int)yado_pin_grid_get_n_rows(self->grid);
}

static int
get_n_cpus(YadoTuiPinGrid *self)
{
    return (int)yado_pin_grid_get_n_cpus(self->grid);
}

/* The numbers of the processors; tens have a line of their own. */
static int
get_head_lines(YadoTuiPinGrid *self)
{
    return get_n_cpus(self) > 10 ? 2 : 1;
}

static int
get_visible_rows(YadoTuiPinGrid *self)
{
    const YadoTtyRect *rect = yado_tui_widget_get_rect(YADO_TUI_WIDGET(self));

    return CLAMP(rect->height - get_head_lines(self) - TAIL_LINES, 1, MAX(get_n_rows(self), 1));
}

static int
get_visible_cpus(YadoTuiPinGrid *self)
{
    const YadoTtyRect *rect = yado_tui_widget_get_rect(YADO_TUI_WIDGET(self));

    return CLAMP((rect->width - self->label_width) / CELL, 1, MAX(get_n_cpus(self), 1));
}

static void
yado_tui_pin_grid_measure(YadoTuiWidget *widget, int width, int *natural_width, int *height)
{
    YadoTuiPinGrid *self = YADO_TUI_PIN_GRID(widget);

    *natural_width = self->label_width + CELL * get_n_cpus(self);
    *height = get_head_lines(self) + get_n_rows(self) + TAIL_LINES;
}

static void
scroll_to_cursor(YadoTuiPinGrid *self)
{
    int rows = get_visible_rows(self), cpus = get_visible_cpus(self);

    self->top = CLAMP(self->top, self->row - rows + 1, self->row);
    self->left = CLAMP(self->left, self->cpu - cpus + 1, self->cpu);
    yado_tui_widget_queue_redraw(YADO_TUI_WIDGET(self));
}

static void
yado_tui_pin_grid_allocate(YadoTuiWidget *widget, const YadoTtyRect *rect)
{
    YADO_TUI_WIDGET_CLASS(yado_tui_pin_grid_parent_class)->allocate(widget, rect);
    scroll_to_cursor(YADO_TUI_PIN_GRID(widget));
}

/* ---- Drawing ---- */

static void
draw_number(YadoTuiPinGrid *self, YadoTty *tty, int y, int x, int cpu)
{
    YadoTuiStyle style = yado_tui_widget_get_style(YADO_TUI_WIDGET(self), YADO_STYLE_HEADER);
    g_autofree char *ones = g_strdup_printf("%d", cpu % 10);
    g_autofree char *tens = g_strdup_printf("%-2d", cpu / 10);

    if (get_head_lines(self) == 2 && (cpu % 10 == 0 || cpu == self->left))
        yado_tty_put(tty, y, x, CELL, tens, style);
    yado_tty_put(tty, y + get_head_lines(self) - 1, x, 1, ones, style);
}

static YadoTuiStyle
get_cell_style(YadoTuiPinGrid *self, int row, int cpu)
{
    YadoTuiWidget *widget = YADO_TUI_WIDGET(self);

    if (row == self->row && cpu == self->cpu)
        return yado_tui_widget_is_focused(widget) ? YADO_STYLE_FIELD_FOCUS
                                                  : YADO_STYLE_SELECTED_AWAY;
    if (yado_pin_grid_get(self->grid, (guint)row, (guint)cpu) == YADO_PIN_NEVER)
        return yado_tui_widget_get_style(widget, YADO_STYLE_DIM);
    return yado_tui_widget_get_style(widget, YADO_STYLE_NORMAL);
}

static void
draw_row(YadoTuiPinGrid *self, YadoTty *tty, int y, int row)
{
    const YadoTtyRect *rect = yado_tui_widget_get_rect(YADO_TUI_WIDGET(self));
    YadoTuiStyle style = yado_tui_widget_get_style(YADO_TUI_WIDGET(self), YADO_STYLE_NORMAL);
    g_autofree char *label = yado_pin_grid_dup_label(self->grid, (guint)row);

    if (yado_pin_grid_is_row_changed(self->grid, (guint)row))
        yado_tty_put(tty, y, rect->x, 1, "*", style);
    yado_tty_put_cut(tty, y, rect->x + 2, self->label_width - 3, label, style);
    for (int i = 0; i < get_visible_cpus(self); i++)
        yado_tty_put(tty, y, rect->x + self->label_width + i * CELL, 1,
                     yado_pin_grid_get_mark(self->grid, (guint)row, (guint)(self->left + i)),
                     get_cell_style(self, row, self->left + i));
}

static void
draw_tail(YadoTuiPinGrid *self, YadoTty *tty, int y)
{
    const YadoTtyRect *rect = yado_tui_widget_get_rect(YADO_TUI_WIDGET(self));
    g_autofree char *sentence =
        yado_pin_grid_dup_sentence(self->grid, (guint)self->row, (guint)self->cpu);

    yado_tty_put_cut(tty, y, rect->x + 2, rect->width - 2, sentence,
                 yado_tui_widget_get_style(YADO_TUI_WIDGET(self), YADO_STYLE_DIM));
}

static void
yado_tui_pin_grid_draw(YadoTuiWidget *widget, YadoTty *tty)
{
    YadoTuiPinGrid *self = YADO_TUI_PIN_GRID(widget);
    const YadoTtyRect *rect = yado_tui_widget_get_rect(widget);
    int rows = get_visible_rows(self), head = get_head_lines(self);

    if (get_n_rows(self) == 0)
        return;
    for (int i = 0; i < get_visible_cpus(self); i++)
        draw_number(self, tty, rect->y, rect->x + self->label_width + i * CELL, self->left + i);
    for (int i = 0; i < rows; i++)
        draw_row(self, tty, rect->y + head + i, self->top + i);
    draw_tail(self, tty, rect->y + head + rows + 1);
}

/* ---- Keys ---- */

static void
move_to(YadoTuiPinGrid *self, int row, int cpu)
{
    self->row = CLAMP(row, 0, get_n_rows(self) - 1);
    self->cpu = CLAMP(cpu, 0, get_n_cpus(self) - 1);
    scroll_to_cursor(self);
}

/* At the edge the arrows go on to what stands beside the grid. */
static gboolean
move_by(YadoTuiPinGrid *self, int rows, int cpus)
{
    int row = self->row + rows, cpu = self->cpu + cpus;

    if (row < 0 || row >= get_n_rows(self) || cpu < 0 || cpu >= get_n_cpus(self))
        return FALSE;
    move_to(self, row, cpu);
    return TRUE;
}

static gboolean
press_edit(YadoTuiPinGrid *self, const YadoTtyKey *key)
{
    if (yado_tty_key_is(key, "Space"))
        yado_pin_grid_step(self->grid, (guint)self->row, (guint)self->cpu);
    else if (yado_tty_key_is(key, "r"))
        yado_pin_grid_turn_row(self->grid, (guint)self->row);
    else if (yado_tty_key_is(key, "c"))
        yado_pin_grid_turn_column(self->grid, (guint)self->cpu);
    else
        return FALSE;
    return TRUE;
}

static gboolean
yado_tui_pin_grid_key(YadoTuiWidget *widget, const YadoTtyKey *key)
{
    YadoTuiPinGrid *self = YADO_TUI_PIN_GRID(widget);

    if (yado_tty_key_is(key, "Up"))
        return move_by(self, -1, 0);
    if (yado_tty_key_is(key, "Down"))
        return move_by(self, 1, 0);
    if (yado_tty_key_is(key, "Left"))
        return move_by(self, 0, -1);
    if (yado_tty_key_is(key, "Right"))
        return move_by(self, 0, 1);
    if (yado_tty_key_is(key, "Home"))
        move_to(self, self->row, 0);
    else if (yado_tty_key_is(key, "End"))
        move_to(self, self->row, get_n_cpus(self) - 1);
    else if (yado_tty_key_is(key, "PageUp"))
        move_to(self, self->row - get_visible_rows(self), self->cpu);
    else if (yado_tty_key_is(key, "PageDown"))
        move_to(self, self->row + get_visible_rows(self), self->cpu);
    else
        return press_edit(self, key);
    return TRUE;
}

static gboolean
can_take_focus(YadoTuiWidget *widget)
{
    return get_n_rows(YADO_TUI_PIN_GRID(widget)) > 0;
}

/* ---- Life ---- */

static void
on_grid_changed_cb(YadoPinGrid *grid, gpointer user_data)
{
    yado_tui_widget_queue_redraw(user_data);
}

static void
yado_tui_pin_grid_finalize(GObject *object)
{
    g_object_unref(YADO_TUI_PIN_GRID(object)->grid);
    G_OBJECT_CLASS(yado_tui_pin_grid_parent_class)->finalize(object);
}

static void
yado_tui_pin_grid_class_init(YadoTuiPinGridClass *klass)
{
    YadoTuiWidgetClass *widget_class = YADO_TUI_WIDGET_CLASS(klass);

    G_OBJECT_CLASS(klass)->finalize = yado_tui_pin_grid_finalize;
    widget_class->measure = yado_tui_pin_grid_measure;
    widget_class->allocate = yado_tui_pin_grid_allocate;
    widget_class->draw = yado_tui_pin_grid_draw;
    widget_class->key = yado_tui_pin_grid_key;
    widget_class->can_focus = can_take_focus;
}

static void
yado_tui_pin_grid_init(YadoTuiPinGrid *self)
{
}

YadoTuiWidget *
yado_tui_pin_grid_new(YadoPinGrid *grid)
{
    YadoTuiPinGrid *self = g_object_new(YADO_TUI_TYPE_PIN_GRID, NULL);
    guint n_rows = yado_pin_grid_get_n_rows(grid);
    g_autofree char *longest =
        n_rows > 0 ? yado_pin_grid_dup_label(grid, n_rows - 1) : g_strdup("");

    self->grid = g_object_ref(grid);
    self->label_width = yado_text_get_width(longest) + 4;
    g_signal_connect_object(grid, "changed", G_CALLBACK(on_grid_changed_cb), self, 0);
    return YADO_TUI_WIDGET(self);
}
