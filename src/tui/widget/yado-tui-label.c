/* SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "yado-tui"
#include "config.h"

#include "tui/widget/yado-tui-label.h"

#include "yado.h"

struct _YadoTuiLabel {
    YadoTuiWidget parent_instance;
    char *text;
    YadoTuiStyle style;
    gboolean with_mnemonic;
    YadoTuiWidget *target; /* weak */
    int natural_width, min_lines;
    gboolean takes_focus;
};

G_DEFINE_FINAL_TYPE(YadoTuiLabel, yado_tui_label, YADO_TUI_TYPE_WIDGET)

static int
get_longest_line(const char *text)
{
    g_auto(GStrv) lines = g_strsplit(text, "\n", -1);
    int longest = 0;

    for (guint i = 0; lines[i] != NULL; i++)
        longest = MAX(longest, yado_text_get_width(lines[i]));
    return longest;
}

static void
yado_tui_label_measure(YadoTuiWidget *widget, int width, int *natural_width, int *height)
{
    YadoTuiLabel *self = YADO_TUI_LABEL(widget);
    int natural =
        self->with_mnemonic ? yado_tui_mnemonic_width(self->text) : get_longest_line(self->text);

    if (self->natural_width > 0)
        natural = MIN(natural, self->natural_width);
    *natural_width = natural;
    *height = 1;
    if (!self->with_mnemonic) {
        g_auto(GStrv) lines = yado_text_wrap(self->text, MAX(width < 0 ? natural : width, 1));
        *height = MAX((int)g_strv_length(lines), 1);
    }
    *height = MAX(*height, self->min_lines);
}

static void
yado_tui_label_draw(YadoTuiWidget *widget, YadoTty *tty)
{
    YadoTuiLabel *self = YADO_TUI_LABEL(widget);
    const YadoTtyRect *rect = yado_tui_widget_get_rect(widget);
    YadoTuiStyle style = yado_tui_widget_get_style(widget, self->style);

    if (self->with_mnemonic) {
        yado_tui_draw_mnemonic(tty, rect->y, rect->x, rect->width, self->text, style,
                               yado_tui_widget_get_style(widget, YADO_STYLE_MNEMONIC));
        return;
    }
    g_auto(GStrv) lines = yado_text_wrap(self->text, MAX(rect->width, 1));
    for (int i = 0; lines[i] != NULL && i < rect->height; i++)
        yado_tty_put(tty, rect->y + i, rect->x, rect->width, lines[i], style);
}

static void
yado_tui_label_activate(YadoTuiWidget *widget)
{
    YadoTuiLabel *self = YADO_TUI_LABEL(widget);

    if (self->target != NULL)
        yado_tui_widget_activate(self->target);
}

static gboolean
yado_tui_label_can_focus(YadoTuiWidget *widget)
{
    return YADO_TUI_LABEL(widget)->takes_focus;
}

static void
yado_tui_label_finalize(GObject *object)
{
    YadoTuiLabel *self = YADO_TUI_LABEL(object);

    g_clear_weak_pointer(&self->target);
    g_free(self->text);
    G_OBJECT_CLASS(yado_tui_label_parent_class)->finalize(object);
}

static void
yado_tui_label_class_init(YadoTuiLabelClass *klass)
{
    YadoTuiWidgetClass *widget_class = YADO_TUI_WIDGET_CLASS(klass);

    G_OBJECT_CLASS(klass)->finalize = yado_tui_label_finalize;
    widget_class->measure = yado_tui_label_measure;
    widget_class->draw = yado_tui_label_draw;
    widget_class->activate = yado_tui_label_activate;
    widget_class->can_focus = yado_tui_label_can_focus;
}

static void
yado_tui_label_init(YadoTuiLabel *self)
{
    self->text = g_strdup("");
}

YadoTuiWidget *
yado_tui_label_new(const char *text, YadoTuiStyle style)
{
    YadoTuiLabel *self = g_object_new(YADO_TUI_TYPE_LABEL, NULL);

    self->style = style;
    yado_tui_label_set_text(self, text);
    return YADO_TUI_WIDGET(self);
}

void
yado_tui_label_set_text(YadoTuiLabel *self, const char *text)
{
    const char *wanted = text != NULL ? text : "";

    if (g_strcmp0(self->text, wanted) == 0)
        return;
    g_free(self->text);
    self->text = g_strdup(wanted);
    yado_tui_widget_queue_relayout(YADO_TUI_WIDGET(self));
}

YadoTuiWidget *
yado_tui_label_new_for(const char *label, YadoTuiWidget *target)
{
    YadoTuiWidget *widget = yado_tui_label_new(label, YADO_STYLE_NORMAL);
    YadoTuiLabel *self = YADO_TUI_LABEL(widget);

    self->with_mnemonic = TRUE;
    g_set_weak_pointer(&self->target, target);
    yado_tui_widget_set_mnemonic(widget, label);
    return widget;
}

void
yado_tui_label_set_takes_focus(YadoTuiLabel *self, gboolean takes_focus)
{
    self->takes_focus = takes_focus;
}

void
yado_tui_label_set_natural_width(YadoTuiLabel *self, int cells)
{
    self->natural_width = cells;
}

void
yado_tui_label_set_min_lines(YadoTuiLabel *self, int lines)
{
    self->min_lines = lines;
}
