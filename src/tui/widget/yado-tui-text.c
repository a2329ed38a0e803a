/* SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "yado-tui"
#include "config.h"

#include "tui/widget/yado-tui-text.h"

#include <string.h>

#include "yado.h"

#define NATURAL_WIDTH 72
#define SIDE_STEP 8

struct _YadoTuiText {
    YadoTuiWidget parent_instance;
    char *text;
    gboolean wrap, is_difference;
    GStrv lines;    /* as they are shown at line_width */
    int line_width; /* 0: to be broken anew */
    int n_lines, top, left;
    int place; /* -1: none */
    YadoTuiTextMarkFunc mark_func;
    gpointer mark_data;
};

G_DEFINE_FINAL_TYPE(YadoTuiText, yado_tui_text, YADO_TUI_TYPE_WIDGET)

static GStrv
split_lines(YadoTuiText *self, int width)
{
    return self->wrap ? yado_text_wrap(self->text, MAX(width, 1))
                      : g_strsplit(self->text, "\n", -1);
}

static void
break_lines(YadoTuiText *self, int width)
{
    if (self->line_width == width)
        return;
    g_strfreev(self->lines);
    self->lines = split_lines(self, width);
    self->line_width = width;
    self->n_lines = (int)g_strv_length(self->lines);
}

static void
yado_tui_text_measure(YadoTuiWidget *widget, int width, int *natural_width, int *height)
{
    YadoTuiText *self = YADO_TUI_TEXT(widget);
    g_auto(GStrv) lines = split_lines(self, width > 0 ? width : NATURAL_WIDTH);

    *natural_width = NATURAL_WIDTH;
    *height = (int)g_strv_length(lines);
}

static void
scroll_to(YadoTuiText *self, int top)
{
    int height = yado_tui_widget_get_rect(YADO_TUI_WIDGET(self))->height;

    self->top = CLAMP(top, 0, MAX(self->n_lines - height, 0));
    yado_tui_widget_queue_redraw(YADO_TUI_WIDGET(self));
}

static void
yado_tui_text_allocate(YadoTuiWidget *widget, const YadoTtyRect *rect)
{
    YadoTuiText *self = YADO_TUI_TEXT(widget);

    YADO_TUI_WIDGET_CLASS(yado_tui_text_parent_class)->allocate(widget, rect);
    break_lines(self, rect->width - 1);
    scroll_to(self, self->top);
}

static YadoTuiStyle
get_line_style(YadoTuiText *self, int i)
{
    const char *line = self->lines[i];
    YadoTuiStyle style = YADO_STYLE_NORMAL;

    if (i == self->place)
        style = YADO_STYLE_SELECTED;
    else if (self->mark_func != NULL && self->mark_func((guint)i, self->mark_data))
        style = YADO_STYLE_MARKED;
    else if (self->is_difference && *line == '+')
        style = YADO_STYLE_ADDED;
    else if (self->is_difference && *line == '-')
        style = YADO_STYLE_REMOVED;
    else if (self->is_difference && *line == '@')
        style = YADO_STYLE_DIM;
    return yado_tui_widget_get_style(YADO_TUI_WIDGET(self), style);
}

static void
yado_tui_text_draw(YadoTuiWidget *widget, YadoTty *tty)
{
    YadoTuiText *self = YADO_TUI_TEXT(widget);
    const YadoTtyRect *rect = yado_tui_widget_get_rect(widget);
    YadoTuiStyle marks = yado_tui_widget_get_style(widget, YADO_STYLE_HEADER);
    int right = rect->x + rect->width - 1;

    break_lines(self, rect->width - 1);
    for (int i = 0; i < rect->height && self->top + i < self->n_lines; i++) {
        const char *line = self->lines[self->top + i];

        yado_tty_put(tty, rect->y + i, rect->x - self->left, rect->width - 1 + self->left, line,
                     get_line_style(self, self->top + i));
    }
    if (self->top > 0)
        yado_tty_put(tty, rect->y, right, 1, "↑", marks);
    if (self->top + rect->height < self->n_lines)
        yado_tty_put(tty, rect->y + rect->height - 1, right, 1, "↓", marks);
}

static gboolean
scroll_sideways(YadoTuiText *self, int step)
{
    if (self->wrap)
        return FALSE;
    self->left = MAX(self->left + step, 0);
    yado_tui_widget_queue_redraw(YADO_TUI_WIDGET(self));
    return TRUE;
}

static gboolean
yado_tui_text_key(YadoTuiWidget *widget, const YadoTtyKey *key)
{
    YadoTuiText *self = YADO_TUI_TEXT(widget);
    int page = MAX(yado_tui_widget_get_rect(widget)->height - 1, 1);

    if (yado_tty_key_is(key, "Up"))
        scroll_to(self, self->top - 1);
    else if (yado_tty_key_is(key, "Down"))
        scroll_to(self, self->top + 1);
    else if (yado_tty_key_is(key, "PageUp"))
        scroll_to(self, self->top - page);
    else if (yado_tty_key_is(key, "PageDown") || yado_tty_key_is(key, "Space"))
        scroll_to(self, self->top + page);
    else if (yado_tty_key_is(key, "Home"))
        scroll_to(self, 0);
    else if (yado_tty_key_is(key, "End"))
        scroll_to(self, self->n_lines);
    else if (yado_tty_key_is(key, "Left"))
        return scroll_sideways(self, -SIDE_STEP);
    else if (yado_tty_key_is(key, "Right"))
        return scroll_sideways(self, SIDE_STEP);
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
yado_tui_text_finalize(GObject *object)
{
    YadoTuiText *self = YADO_TUI_TEXT(object);

    g_free(self->text);
    g_strfreev(self->lines);
    G_OBJECT_CLASS(yado_tui_text_parent_class)->finalize(object);
}

static void
yado_tui_text_class_init(YadoTuiTextClass *klass)
{
    YadoTuiWidgetClass *widget_class = YADO_TUI_WIDGET_CLASS(klass);

    G_OBJECT_CLASS(klass)->finalize = yado_tui_text_finalize;
    widget_class->measure = yado_tui_text_measure;
    widget_class->allocate = yado_tui_text_allocate;
    widget_class->draw = yado_tui_text_draw;
    widget_class->key = yado_tui_text_key;
    widget_class->can_focus = accept_focus;
}

static void
yado_tui_text_init(YadoTuiText *self)
{
    self->text = g_strdup("");
    self->place = -1;
}

YadoTuiWidget *
yado_tui_text_new(const char *text, gboolean wrap)
{
    YadoTuiText *self = g_object_new(YADO_TUI_TYPE_TEXT, NULL);

    self->wrap = wrap;
    yado_tui_text_set_text(self, text);
    return YADO_TUI_WIDGET(self);
}

/* Tabs become blanks; what could move the cursor is taken out where the text is drawn. */
static char *
expand_tabs(const char *text)
{
    g_autoptr(GString) result = g_string_new(text);

    g_string_replace(result, "\t", "    ", 0);
    g_string_replace(result, "\r", "", 0);
    return g_string_free(g_steal_pointer(&result), FALSE);
}

void
yado_tui_text_set_text(YadoTuiText *self, const char *text)
{
    char *copy = expand_tabs(text != NULL ? text : "");

    g_free(self->text);
    self->text = copy;
    self->line_width = 0;
    yado_tui_widget_queue_relayout(YADO_TUI_WIDGET(self));
}

void
yado_tui_text_set_is_difference(YadoTuiText *self, gboolean is_difference)
{
    self->is_difference = is_difference;
}

void
yado_tui_text_set_mark_func(YadoTuiText *self, YadoTuiTextMarkFunc func, gpointer user_data)
{
    self->mark_func = func;
    self->mark_data = user_data;
}

void
yado_tui_text_set_place(YadoTuiText *self, int line)
{
    const YadoTtyRect *rect = yado_tui_widget_get_rect(YADO_TUI_WIDGET(self));

    self->place = line;
    yado_tui_widget_queue_redraw(YADO_TUI_WIDGET(self));
    if (line < 0 || rect->height <= 0)
        return;
    break_lines(self, rect->width - 1);
    if (line < self->top || line >= self->top + rect->height)
        scroll_to(self, line - rect->height / 3);
}
