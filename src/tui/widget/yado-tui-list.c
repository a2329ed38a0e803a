/* SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "yado-tui"
#include "config.h"

#include "tui/widget/yado-tui-list.h"

#include "yado.h"

struct _YadoTuiList {
    YadoTuiWidget parent_instance;
    YadoTuiListDrawFunc draw;
    YadoTuiListHeadingFunc is_heading;
    gpointer user_data;
    gboolean has_header;
    guint n_rows, selected, top;
    int natural_rows, natural_width;
    char *empty_text;
};

G_DEFINE_FINAL_TYPE(YadoTuiList, yado_tui_list, YADO_TUI_TYPE_WIDGET)

enum { SIGNAL_SELECTION_CHANGED, SIGNAL_ACTIVATED, SIGNAL_SCROLLED, N_SIGNALS };
static guint signals[N_SIGNALS];

static gboolean
is_heading(YadoTuiList *self, guint row)
{
    return self->is_heading != NULL && self->is_heading(self, row, self->user_data);
}

guint
yado_tui_list_get_n_visible(YadoTuiList *self)
{
    int height = yado_tui_widget_get_rect(YADO_TUI_WIDGET(self))->height;

    return (guint)MAX(height - (self->has_header ? 1 : 0), 0);
}

static void
set_top(YadoTuiList *self, guint top)
{
    guint visible = yado_tui_list_get_n_visible(self);
    guint last = self->n_rows > visible ? self->n_rows - visible : 0;

    top = MIN(top, last);
    if (top == self->top)
        return;
    self->top = top;
    g_signal_emit(self, signals[SIGNAL_SCROLLED], 0);
}

static void
scroll_to_selected(YadoTuiList *self)
{
    guint visible = yado_tui_list_get_n_visible(self);
    guint top = self->top;

    /* Not shown yet: it begins with its first row where the selected one can be seen then. */
    if (visible == 0)
        return;
    if (self->selected < top)
        top = self->selected;
    else if (self->selected >= top + visible)
        top = self->selected - visible + 1;
    if (top > 0 && top == self->selected && is_heading(self, top - 1))
        top--;
    set_top(self, top);
}

static void
yado_tui_list_measure(YadoTuiWidget *widget, int width, int *natural_width, int *height)
{
    YadoTuiList *self = YADO_TUI_LIST(widget);

    *natural_width = self->natural_width;
    *height = self->natural_rows > 0 ? self->natural_rows : MAX((int)self->n_rows, 1);
    *height += self->has_header ? 1 : 0;
}

static void
yado_tui_list_allocate(YadoTuiWidget *widget, const YadoTtyRect *rect)
{
    YadoTuiList *self = YADO_TUI_LIST(widget);
    int old = yado_tui_widget_get_rect(widget)->height;

    YADO_TUI_WIDGET_CLASS(yado_tui_list_parent_class)->allocate(widget, rect);
    scroll_to_selected(self);
    if (old != rect->height)
        g_signal_emit(self, signals[SIGNAL_SCROLLED], 0);
}

static YadoTuiStyle
get_row_style(YadoTuiList *self, guint row)
{
    YadoTuiWidget *widget = YADO_TUI_WIDGET(self);

    if (row != self->selected)
        return yado_tui_widget_get_style(widget, YADO_STYLE_NORMAL);
    if (yado_tui_widget_is_focused(widget))
        return YADO_STYLE_SELECTED;
    return yado_tui_widget_get_style(widget, YADO_STYLE_SELECTED_AWAY);
}

static void
draw_empty(YadoTuiList *self, YadoTty *tty, int y)
{
    YadoTuiWidget *widget = YADO_TUI_WIDGET(self);
    const YadoTtyRect *rect = yado_tui_widget_get_rect(widget);
    g_auto(GStrv) lines = yado_text_wrap(self->empty_text, MAX(rect->width - 2, 1));

    for (int i = 0; lines[i] != NULL; i++)
        yado_tty_put(tty, y + i, rect->x + 1, rect->width - 2, lines[i],
                     yado_tui_widget_get_style(widget, YADO_STYLE_NORMAL));
}

/* More above and below. */
static void
draw_marks(YadoTuiList *self, YadoTty *tty, int y, guint visible)
{
    YadoTuiWidget *widget = YADO_TUI_WIDGET(self);
    const YadoTtyRect *rect = yado_tui_widget_get_rect(widget);
    YadoTuiStyle style = yado_tui_widget_get_style(widget, YADO_STYLE_HEADER);
    int x = rect->x + rect->width - 1;

    if (self->top > 0)
        yado_tty_put(tty, y, x, 1, "↑", style);
    if (self->top + visible < self->n_rows && visible > 0)
        yado_tty_put(tty, y + (int)visible - 1, x, 1, "↓", style);
}

static void
yado_tui_list_draw(YadoTuiWidget *widget, YadoTty *tty)
{
    YadoTuiList *self = YADO_TUI_LIST(widget);
    YadoTtyRect row = *yado_tui_widget_get_rect(widget);
    guint visible = yado_tui_list_get_n_visible(self);
    int first;

    row.height = 1;
    if (self->has_header) {
        self->draw(self, tty, G_MAXUINT, &row, yado_tui_widget_get_style(widget, YADO_STYLE_HEADER),
                   self->user_data);
        row.y++;
    }
    first = row.y;
    if (self->n_rows == 0 && self->empty_text != NULL)
        draw_empty(self, tty, first);
    for (guint i = self->top; i < self->n_rows && i < self->top + visible; i++, row.y++) {
        YadoTuiStyle style = get_row_style(self, i);

        yado_tty_fill(tty, &row, style);
        self->draw(self, tty, i, &row, style, self->user_data);
        if (i == self->selected && yado_tui_widget_is_focused(widget))
            yado_tty_set_cursor(tty, row.y, row.x);
    }
    draw_marks(self, tty, first, visible);
}

static gboolean
move_to(YadoTuiList *self, gint64 row, int direction)
{
    guint old = self->selected;

    if (self->n_rows == 0)
        return FALSE;
    row = CLAMP(row, 0, (gint64)self->n_rows - 1);
    while (row >= 0 && row < self->n_rows && is_heading(self, (guint)row))
        row += direction;
    if (row < 0 || row >= self->n_rows)
        row = old;
    yado_tui_list_select(self, (guint)row);
    return self->selected != old;
}

static gboolean
yado_tui_list_key(YadoTuiWidget *widget, const YadoTtyKey *key)
{
    YadoTuiList *self = YADO_TUI_LIST(widget);
    gint64 page = MAX((gint64)yado_tui_list_get_n_visible(self) - 1, 1);
    gint64 at = self->selected;

    if (yado_tty_key_is(key, "Up"))
        move_to(self, at - 1, -1);
    else if (yado_tty_key_is(key, "Down"))
        move_to(self, at + 1, 1);
    else if (yado_tty_key_is(key, "PageUp"))
        move_to(self, at - page, -1);
    else if (yado_tty_key_is(key, "PageDown"))
        move_to(self, at + page, 1);
    else if (yado_tty_key_is(key, "Home"))
        move_to(self, 0, 1);
    else if (yado_tty_key_is(key, "End"))
        move_to(self, (gint64)self->n_rows - 1, -1);
    else if (yado_tty_key_is(key, "Enter") && self->n_rows > 0)
        g_signal_emit(self, signals[SIGNAL_ACTIVATED], 0);
    else
        return FALSE;
    return TRUE;
}

static gboolean
accept_focus(YadoTuiWidget *widget)
{
    return TRUE;
}

static void
yado_tui_list_finalize(GObject *object)
{
    g_free(YADO_TUI_LIST(object)->empty_text);
    G_OBJECT_CLASS(yado_tui_list_parent_class)->finalize(object);
}

static guint
add_signal(const char *name)
{
    return g_signal_new(name, YADO_TUI_TYPE_LIST, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                        G_TYPE_NONE, 0);
}

static void
yado_tui_list_class_init(YadoTuiListClass *klass)
{
    YadoTuiWidgetClass *widget_class = YADO_TUI_WIDGET_CLASS(klass);

    G_OBJECT_CLASS(klass)->finalize = yado_tui_list_finalize;
    widget_class->measure = yado_tui_list_measure;
    widget_class->allocate = yado_tui_list_allocate;
    widget_class->draw = yado_tui_list_draw;
    widget_class->key = yado_tui_list_key;
    widget_class->can_focus = accept_focus;
    signals[SIGNAL_SELECTION_CHANGED] = add_signal("selection-changed");
    signals[SIGNAL_ACTIVATED] = add_signal("activated");
    signals[SIGNAL_SCROLLED] = add_signal("scrolled");
}

static void
yado_tui_list_init(YadoTuiList *self)
{
}

YadoTuiWidget *
yado_tui_list_new(YadoTuiListDrawFunc draw, gpointer user_data)
{
    YadoTuiList *self = g_object_new(YADO_TUI_TYPE_LIST, NULL);

    self->draw = draw;
    self->user_data = user_data;
    return YADO_TUI_WIDGET(self);
}

void
yado_tui_list_set_heading_func(YadoTuiList *self, YadoTuiListHeadingFunc func)
{
    self->is_heading = func;
    move_to(self, self->selected, 1);
}

void
yado_tui_list_set_has_header(YadoTuiList *self, gboolean has_header)
{
    self->has_header = has_header;
}

void
yado_tui_list_set_natural_size(YadoTuiList *self, int rows, int width)
{
    self->natural_rows = rows;
    self->natural_width = width;
}

void
yado_tui_list_set_n_rows(YadoTuiList *self, guint n_rows)
{
    guint old = self->n_rows;

    self->n_rows = n_rows;
    if (self->selected >= n_rows)
        self->selected = n_rows > 0 ? n_rows - 1 : 0;
    if (old != n_rows) {
        set_top(self, self->top);
        move_to(self, self->selected, 1);
        g_signal_emit(self, signals[SIGNAL_SCROLLED], 0);
    }
    yado_tui_widget_queue_redraw(YADO_TUI_WIDGET(self));
}

guint
yado_tui_list_get_n_rows(YadoTuiList *self)
{
    return self->n_rows;
}

guint
yado_tui_list_get_selected(YadoTuiList *self)
{
    return self->n_rows > 0 ? self->selected : G_MAXUINT;
}

void
yado_tui_list_select(YadoTuiList *self, guint row)
{
    if (self->n_rows == 0)
        return;
    row = MIN(row, self->n_rows - 1);
    while (row + 1 < self->n_rows && is_heading(self, row))
        row++;
    if (row != self->selected) {
        self->selected = row;
        g_signal_emit(self, signals[SIGNAL_SELECTION_CHANGED], 0);
    }
    scroll_to_selected(self);
    yado_tui_widget_queue_redraw(YADO_TUI_WIDGET(self));
}

guint
yado_tui_list_get_top(YadoTuiList *self)
{
    return self->top;
}

void
yado_tui_list_set_empty_text(YadoTuiList *self, const char *text)
{
    char *copy = g_strdup(text);

    g_free(self->empty_text);
    self->empty_text = copy;
}
