/* SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "yado-tui"
#include "config.h"

#include "tui/widget/yado-tui-widget.h"

#include <string.h>

#include "tui/widget/yado-tui-screen.h"
#include "tui/widget/yado-tui-window.h"
#include "yado.h"

typedef struct {
    YadoTtyRect rect;
    YadoTuiWidget *parent; /* not owned: the container owns us */
    gboolean hidden, disabled, focused;
    gunichar mnemonic;
} YadoTuiWidgetPrivate;

G_DEFINE_ABSTRACT_TYPE_WITH_PRIVATE(YadoTuiWidget, yado_tui_widget, G_TYPE_INITIALLY_UNOWNED)

static YadoTuiWidgetPrivate *
get_private(YadoTuiWidget *self)
{
    return yado_tui_widget_get_instance_private(self);
}

static void
measure_nothing(YadoTuiWidget *self, int width, int *natural_width, int *height)
{
    *natural_width = 0;
    *height = 1;
}

static void
store_rect(YadoTuiWidget *self, const YadoTtyRect *rect)
{
    get_private(self)->rect = *rect;
}

static gboolean
refuse_key(YadoTuiWidget *self, const YadoTtyKey *key)
{
    return FALSE;
}

static gboolean
refuse_focus(YadoTuiWidget *self)
{
    return FALSE;
}

static void
draw_nothing(YadoTuiWidget *self, YadoTty *tty)
{
}

static void
visit_nothing(YadoTuiWidget *self, YadoTuiWidgetFunc func, gpointer user_data)
{
}

static void
get_whole_rect(YadoTuiWidget *self, YadoTtyRect *rect)
{
    *rect = get_private(self)->rect;
}

static void
yado_tui_widget_class_init(YadoTuiWidgetClass *klass)
{
    klass->measure = measure_nothing;
    klass->allocate = store_rect;
    klass->draw = draw_nothing;
    klass->key = refuse_key;
    klass->can_focus = refuse_focus;
    klass->activate = yado_tui_widget_grab_focus;
    klass->forall = visit_nothing;
    klass->focus_changed = yado_tui_widget_queue_redraw;
    klass->get_focus_rect = get_whole_rect;
}

static void
yado_tui_widget_init(YadoTuiWidget *self)
{
}

void
yado_tui_widget_measure(YadoTuiWidget *self, int width, int *natural_width, int *height)
{
    int w = 0, h = 0;

    if (yado_tui_widget_is_visible(self))
        YADO_TUI_WIDGET_GET_CLASS(self)->measure(self, width, &w, &h);
    if (natural_width != NULL)
        *natural_width = w;
    if (height != NULL)
        *height = h;
}

void
yado_tui_widget_allocate(YadoTuiWidget *self, int y, int x, int height, int width)
{
    YadoTtyRect rect = { y, x, MAX(height, 0), MAX(width, 0) };

    YADO_TUI_WIDGET_GET_CLASS(self)->allocate(self, &rect);
}

void
yado_tui_widget_draw(YadoTuiWidget *self, YadoTty *tty)
{
    const YadoTtyRect *rect = &get_private(self)->rect;

    if (!yado_tui_widget_is_visible(self) || rect->width == 0 || rect->height == 0)
        return;
    yado_tty_push_clip(tty, rect);
    YADO_TUI_WIDGET_GET_CLASS(self)->draw(self, tty);
    yado_tty_pop_clip(tty);
}

gboolean
yado_tui_widget_key(YadoTuiWidget *self, const YadoTtyKey *key)
{
    return YADO_TUI_WIDGET_GET_CLASS(self)->key(self, key);
}

void
yado_tui_widget_activate(YadoTuiWidget *self)
{
    YADO_TUI_WIDGET_GET_CLASS(self)->activate(self);
}

void
yado_tui_widget_forall(YadoTuiWidget *self, YadoTuiWidgetFunc func, gpointer user_data)
{
    YADO_TUI_WIDGET_GET_CLASS(self)->forall(self, func, user_data);
}

const YadoTtyRect *
yado_tui_widget_get_rect(YadoTuiWidget *self)
{
    return &get_private(self)->rect;
}

gboolean
yado_tui_widget_can_focus(YadoTuiWidget *self)
{
    for (YadoTuiWidget *at = self; at != NULL; at = get_private(at)->parent) {
        if (get_private(at)->hidden)
            return FALSE;
    }
    return !get_private(self)->disabled && YADO_TUI_WIDGET_GET_CLASS(self)->can_focus(self);
}

gboolean
yado_tui_widget_is_focused(YadoTuiWidget *self)
{
    return get_private(self)->focused;
}

void
yado_tui_widget_set_focused(YadoTuiWidget *self, gboolean focused)
{
    if (get_private(self)->focused == focused)
        return;
    get_private(self)->focused = focused;
    YADO_TUI_WIDGET_GET_CLASS(self)->focus_changed(self);
}

static YadoTuiWidget *
find_window(YadoTuiWidget *self)
{
    while (self != NULL && !YADO_TUI_IS_WINDOW(self))
        self = get_private(self)->parent;
    return self;
}

void
yado_tui_widget_grab_focus(YadoTuiWidget *self)
{
    YadoTuiWidget *window = find_window(self);

    if (window != NULL && yado_tui_widget_can_focus(self))
        yado_tui_window_set_focus(YADO_TUI_WINDOW(window), self);
}

gboolean
yado_tui_widget_is_visible(YadoTuiWidget *self)
{
    return !get_private(self)->hidden;
}

void
yado_tui_widget_set_visible(YadoTuiWidget *self, gboolean visible)
{
    if (get_private(self)->hidden == !visible)
        return;
    get_private(self)->hidden = !visible;
    yado_tui_widget_queue_relayout(self);
}

gboolean
yado_tui_widget_is_enabled(YadoTuiWidget *self)
{
    return !get_private(self)->disabled;
}

void
yado_tui_widget_set_enabled(YadoTuiWidget *self, gboolean enabled)
{
    get_private(self)->disabled = !enabled;
    yado_tui_widget_queue_redraw(self);
}

void
yado_tui_widget_set_mnemonic(YadoTuiWidget *self, const char *label)
{
    get_private(self)->mnemonic = label != NULL ? yado_text_get_mnemonic(label) : 0;
}

gunichar
yado_tui_widget_get_mnemonic(YadoTuiWidget *self)
{
    return get_private(self)->mnemonic;
}

void
yado_tui_widget_set_parent(YadoTuiWidget *self, YadoTuiWidget *parent)
{
    get_private(self)->parent = parent;
}

YadoTuiWidget *
yado_tui_widget_get_parent(YadoTuiWidget *self)
{
    return get_private(self)->parent;
}

YadoTuiSurface
yado_tui_widget_get_surface(YadoTuiWidget *self)
{
    YadoTuiWidget *window = find_window(self);

    return window != NULL ? yado_tui_window_get_surface(YADO_TUI_WINDOW(window))
                          : YADO_TUI_SURFACE_VIEW;
}

YadoTuiStyle
yado_tui_widget_get_style(YadoTuiWidget *self, YadoTuiStyle style)
{
    static const struct {
        YadoTuiStyle view, dialog, error;
    } table[] = {
        { YADO_STYLE_NORMAL, YADO_STYLE_DIALOG, YADO_STYLE_ERROR },
        { YADO_STYLE_DIM, YADO_STYLE_DIALOG_DIM, YADO_STYLE_ERROR },
        { YADO_STYLE_STRONG, YADO_STYLE_DIALOG_STRONG, YADO_STYLE_ERROR_TITLE },
        { YADO_STYLE_HEADER, YADO_STYLE_DIALOG_STRONG, YADO_STYLE_ERROR_TITLE },
        { YADO_STYLE_MNEMONIC, YADO_STYLE_DIALOG_MNEMONIC, YADO_STYLE_ERROR_TITLE },
        { YADO_STYLE_FRAME, YADO_STYLE_DIALOG_FRAME, YADO_STYLE_ERROR },
        { YADO_STYLE_BAD, YADO_STYLE_DIALOG_MNEMONIC, YADO_STYLE_ERROR_TITLE },
        { YADO_STYLE_FIELD_DISABLED, YADO_STYLE_DIALOG_DIM, YADO_STYLE_ERROR },
        { YADO_STYLE_BUTTON_DISABLED, YADO_STYLE_DIALOG_DIM, YADO_STYLE_ERROR },
        { YADO_STYLE_MARKED, YADO_STYLE_DIALOG_STRONG, YADO_STYLE_ERROR_TITLE },
        { YADO_STYLE_GRAPH, YADO_STYLE_DIALOG, YADO_STYLE_ERROR },
        { YADO_STYLE_SELECTED_AWAY, YADO_STYLE_DIALOG_STRONG, YADO_STYLE_ERROR_TITLE },
        { YADO_STYLE_ADDED, YADO_STYLE_DIALOG_DIM, YADO_STYLE_ERROR },
        { YADO_STYLE_REMOVED, YADO_STYLE_DIALOG_MNEMONIC, YADO_STYLE_ERROR },
    };
    YadoTuiSurface surface = yado_tui_widget_get_surface(self);

    for (guint i = 0; surface != YADO_TUI_SURFACE_VIEW && i < G_N_ELEMENTS(table); i++) {
        if (table[i].view == style)
            return surface == YADO_TUI_SURFACE_DIALOG ? table[i].dialog : table[i].error;
    }
    return style;
}

void
yado_tui_widget_queue_redraw(YadoTuiWidget *self)
{
    yado_tui_screen_queue_redraw(FALSE);
}

void
yado_tui_widget_queue_relayout(YadoTuiWidget *self)
{
    yado_tui_screen_queue_redraw(TRUE);
}

int
yado_tui_draw_mnemonic(YadoTty *tty, int y, int x, int width, const char *label, YadoTuiStyle style,
                       YadoTuiStyle mnemonic_style)
{
    g_autoptr(GString) plain = g_string_new(NULL);
    const char *mark = NULL;
    int used, before = 0;

    for (const char *c = label; *c != '\0'; c = g_utf8_next_char(c)) {
        if (*c == '_' && c[1] != '\0') {
            c++;
            if (*c != '_' && mark == NULL) {
                before = yado_text_get_width(plain->str);
                mark = c;
            }
        }
        g_string_append_unichar(plain, g_utf8_get_char(c));
    }
    used = yado_tty_put(tty, y, x, width, plain->str, style);
    if (mark != NULL && before < used) {
        g_autofree char *letter = g_strndup(mark, (gsize)(g_utf8_next_char(mark) - mark));
        yado_tty_put(tty, y, x + before, width - before, letter, mnemonic_style);
    }
    return used;
}

void
yado_tui_draw_brackets(YadoTuiWidget *self, YadoTty *tty, YadoTtyRect *rect)
{
    YadoTuiStyle style = yado_tui_widget_get_style(self, YADO_STYLE_NORMAL);

    yado_tty_put(tty, rect->y, rect->x, 1, "[", style);
    yado_tty_put(tty, rect->y, rect->x + rect->width - 1, 1, "]", style);
    rect->x += 1;
    rect->width = MAX(rect->width - 2, 1);
}

int
yado_tui_mnemonic_width(const char *label)
{
    int width = yado_text_get_width(label);

    for (const char *c = label; *c != '\0'; c++) {
        if (c[0] == '_' && c[1] != '\0') {
            width--;
            c++;
        }
    }
    return width;
}
