/* SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "yado-tui"
#include "config.h"

#include "tui/widget/yado-tui-painter.h"

struct _YadoTuiPainter {
    YadoTuiWidget parent_instance;
    int rows, width;
    YadoTuiPaintFunc func;
    gpointer user_data;
};

G_DEFINE_FINAL_TYPE(YadoTuiPainter, yado_tui_painter, YADO_TUI_TYPE_WIDGET)

static void
yado_tui_painter_measure(YadoTuiWidget *widget, int width, int *natural_width, int *height)
{
    YadoTuiPainter *self = YADO_TUI_PAINTER(widget);

    *natural_width = self->width;
    *height = self->rows;
}

static void
yado_tui_painter_draw(YadoTuiWidget *widget, YadoTty *tty)
{
    YadoTuiPainter *self = YADO_TUI_PAINTER(widget);

    self->func(self, tty, yado_tui_widget_get_rect(widget), self->user_data);
}

static void
yado_tui_painter_class_init(YadoTuiPainterClass *klass)
{
    YADO_TUI_WIDGET_CLASS(klass)->measure = yado_tui_painter_measure;
    YADO_TUI_WIDGET_CLASS(klass)->draw = yado_tui_painter_draw;
}

static void
yado_tui_painter_init(YadoTuiPainter *self)
{
}

YadoTuiWidget *
yado_tui_painter_new(int rows, int width, YadoTuiPaintFunc func, gpointer user_data)
{
    YadoTuiPainter *self = g_object_new(YADO_TUI_TYPE_PAINTER, NULL);

    self->rows = rows;
    self->width = width;
    self->func = func;
    self->user_data = user_data;
    return YADO_TUI_WIDGET(self);
}

void
yado_tui_painter_set_rows(YadoTuiPainter *self, int rows)
{
    self->rows = rows;
    yado_tui_widget_queue_relayout(YADO_TUI_WIDGET(self));
}
