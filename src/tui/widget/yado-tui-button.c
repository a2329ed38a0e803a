/* SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "yado-tui"
#include "config.h"

#include "tui/widget/yado-tui-button.h"

#include "yado.h"

struct _YadoTuiButton {
    YadoTuiWidget parent_instance;
    char *label;
    gboolean is_check, active;
};

G_DEFINE_FINAL_TYPE(YadoTuiButton, yado_tui_button, YADO_TUI_TYPE_WIDGET)

enum { SIGNAL_CLICKED, SIGNAL_TOGGLED, N_SIGNALS };
static guint signals[N_SIGNALS];

static void
yado_tui_button_measure(YadoTuiWidget *widget, int width, int *natural_width, int *height)
{
    YadoTuiButton *self = YADO_TUI_BUTTON(widget);

    *natural_width = yado_tui_mnemonic_width(self->label) + 4;
    *height = 1;
}

static void
draw_check(YadoTuiButton *self, YadoTty *tty)
{
    YadoTuiWidget *widget = YADO_TUI_WIDGET(self);
    const YadoTtyRect *rect = yado_tui_widget_get_rect(widget);
    gboolean focused = yado_tui_widget_is_focused(widget);
    gboolean enabled = yado_tui_widget_is_enabled(widget);
    YadoTuiStyle text =
        yado_tui_widget_get_style(widget, enabled ? YADO_STYLE_NORMAL : YADO_STYLE_FIELD_DISABLED);

    yado_tty_put(tty, rect->y, rect->x, rect->width, self->active ? "[x]" : "[ ]",
                 focused ? YADO_STYLE_FIELD_FOCUS : text);
    yado_tui_draw_mnemonic(tty, rect->y, rect->x + 4, rect->width - 4, self->label, text,
                           yado_tui_widget_get_style(widget, YADO_STYLE_MNEMONIC));
    if (focused)
        yado_tty_set_cursor(tty, rect->y, rect->x + 1);
}

static void
draw_button(YadoTuiButton *self, YadoTty *tty)
{
    YadoTuiWidget *widget = YADO_TUI_WIDGET(self);
    const YadoTtyRect *rect = yado_tui_widget_get_rect(widget);
    gboolean focused = yado_tui_widget_is_focused(widget);
    YadoTuiStyle style = focused ? YADO_STYLE_BUTTON_FOCUS : YADO_STYLE_BUTTON;
    YadoTuiStyle mnemonic =
        focused ? style : yado_tui_widget_get_style(widget, YADO_STYLE_MNEMONIC);
    int used;

    if (!yado_tui_widget_is_enabled(widget))
        style = mnemonic = yado_tui_widget_get_style(widget, YADO_STYLE_BUTTON_DISABLED);
    used = yado_tty_put(tty, rect->y, rect->x, rect->width, "[ ", style);
    used += yado_tui_draw_mnemonic(tty, rect->y, rect->x + used, rect->width - used - 2,
                                   self->label, style, mnemonic);
    yado_tty_put(tty, rect->y, rect->x + used, rect->width - used, " ]", style);
    if (focused)
        yado_tty_set_cursor(tty, rect->y, rect->x + 2);
}

static void
yado_tui_button_draw(YadoTuiWidget *widget, YadoTty *tty)
{
    YadoTuiButton *self = YADO_TUI_BUTTON(widget);

    if (self->is_check)
        draw_check(self, tty);
    else
        draw_button(self, tty);
}

static void
use(YadoTuiButton *self)
{
    g_autoptr(YadoTuiButton) guard = g_object_ref(self);

    if (!yado_tui_widget_is_enabled(YADO_TUI_WIDGET(self)))
        return;
    if (!self->is_check) {
        g_signal_emit(self, signals[SIGNAL_CLICKED], 0);
        return;
    }
    yado_tui_check_set_active(self, !self->active);
    g_signal_emit(self, signals[SIGNAL_TOGGLED], 0);
}

static gboolean
yado_tui_button_key(YadoTuiWidget *widget, const YadoTtyKey *key)
{
    YadoTuiButton *self = YADO_TUI_BUTTON(widget);
    gboolean enter = !self->is_check && yado_tty_key_is(key, "Enter");

    if (!enter && !yado_tty_key_is(key, "Space"))
        return FALSE;
    use(self);
    return TRUE;
}

static void
yado_tui_button_activate(YadoTuiWidget *widget)
{
    yado_tui_widget_grab_focus(widget);
    use(YADO_TUI_BUTTON(widget));
}

static gboolean
accept_focus(YadoTuiWidget *widget)
{
    return TRUE;
}

static void
yado_tui_button_finalize(GObject *object)
{
    g_free(YADO_TUI_BUTTON(object)->label);
    G_OBJECT_CLASS(yado_tui_button_parent_class)->finalize(object);
}

static void
yado_tui_button_class_init(YadoTuiButtonClass *klass)
{
    YadoTuiWidgetClass *widget_class = YADO_TUI_WIDGET_CLASS(klass);

    G_OBJECT_CLASS(klass)->finalize = yado_tui_button_finalize;
    widget_class->measure = yado_tui_button_measure;
    widget_class->draw = yado_tui_button_draw;
    widget_class->key = yado_tui_button_key;
    widget_class->activate = yado_tui_button_activate;
    widget_class->can_focus = accept_focus;
    signals[SIGNAL_CLICKED] = g_signal_new("clicked", YADO_TUI_TYPE_BUTTON, G_SIGNAL_RUN_LAST, 0,
                                           NULL, NULL, NULL, G_TYPE_NONE, 0);
    signals[SIGNAL_TOGGLED] = g_signal_new("toggled", YADO_TUI_TYPE_BUTTON, G_SIGNAL_RUN_LAST, 0,
                                           NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
yado_tui_button_init(YadoTuiButton *self)
{
}

YadoTuiWidget *
yado_tui_button_new(const char *label)
{
    YadoTuiButton *self = g_object_new(YADO_TUI_TYPE_BUTTON, NULL);

    yado_tui_button_set_label(self, label);
    return YADO_TUI_WIDGET(self);
}

YadoTuiWidget *
yado_tui_check_new(const char *label, gboolean active)
{
    YadoTuiWidget *widget = yado_tui_button_new(label);

    YADO_TUI_BUTTON(widget)->is_check = TRUE;
    YADO_TUI_BUTTON(widget)->active = active;
    return widget;
}

gboolean
yado_tui_check_get_active(YadoTuiButton *self)
{
    return self->active;
}

void
yado_tui_check_set_active(YadoTuiButton *self, gboolean active)
{
    self->active = active;
    yado_tui_widget_queue_redraw(YADO_TUI_WIDGET(self));
}

void
yado_tui_button_set_label(YadoTuiButton *self, const char *label)
{
    g_free(self->label);
    self->label = g_strdup(label != NULL ? label : "");
    yado_tui_widget_set_mnemonic(YADO_TUI_WIDGET(self), self->label);
    yado_tui_widget_queue_relayout(YADO_TUI_WIDGET(self));
}
