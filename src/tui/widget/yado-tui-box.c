/* SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "yado-tui"
#include "config.h"

#include "tui/widget/yado-tui-box.h"

typedef struct {
    YadoTuiWidget *widget;
    gboolean expand;
} Child;

struct _YadoTuiBox {
    YadoTuiWidget parent_instance;
    gboolean vertical, at_end, wraps;
    int spacing;
    GArray *children;
};

G_DEFINE_FINAL_TYPE(YadoTuiBox, yado_tui_box, YADO_TUI_TYPE_WIDGET)

static guint
count_visible(YadoTuiBox *self)
{
    guint n = 0;

    for (guint i = 0; i < self->children->len; i++)
        n += yado_tui_widget_is_visible(g_array_index(self->children, Child, i).widget) ? 1 : 0;
    return n;
}

static int
get_gaps(YadoTuiBox *self)
{
    guint n = count_visible(self);

    return n > 1 ? (int)(n - 1) * self->spacing : 0;
}

/* Lays the children out in as many lines as they take, which are returned; without @places it only counts. */
static int
flow(YadoTuiBox *self, const YadoTtyRect *rect, gboolean places)
{
    int x = 0, line = 0;

    for (guint i = 0; i < self->children->len; i++) {
        YadoTuiWidget *child = g_array_index(self->children, Child, i).widget;
        int w, h;

        if (!yado_tui_widget_is_visible(child))
            continue;
        yado_tui_widget_measure(child, -1, &w, &h);
        if (x > 0 && x + w > rect->width) {
            x = 0;
            line++;
        }
        w = MIN(w, rect->width);
        if (places)
            yado_tui_widget_allocate(child, rect->y + line, rect->x + x, line < rect->height, w);
        x += w + self->spacing;
    }
    return line + 1;
}

static void
yado_tui_box_measure(YadoTuiWidget *widget, int width, int *natural_width, int *height)
{
    YadoTuiBox *self = YADO_TUI_BOX(widget);

    *natural_width = self->vertical ? 0 : get_gaps(self);
    *height = self->vertical ? get_gaps(self) : 1;
    for (guint i = 0; i < self->children->len; i++) {
        int w, h;

        yado_tui_widget_measure(g_array_index(self->children, Child, i).widget,
                                self->vertical ? width : -1, &w, &h);
        *natural_width = self->vertical ? MAX(*natural_width, w) : *natural_width + w;
        *height = self->vertical ? *height + h : MAX(*height, h);
    }
    if (width > 0 && *natural_width > width && self->wraps)
        *height = flow(self, &(YadoTtyRect){ 0, 0, 0, width }, FALSE);
}

/* What child @i takes along the box. */
static int
get_extent(YadoTuiBox *self, guint i, int width)
{
    int w, h;

    yado_tui_widget_measure(g_array_index(self->children, Child, i).widget,
                            self->vertical ? width : -1, &w, &h);
    return self->vertical ? h : w;
}

/* What is left for the children that expand (each), or missing (negative). */
static int
get_rest(YadoTuiBox *self, const YadoTtyRect *rect, guint *n_expand)
{
    int rest = (self->vertical ? rect->height : rect->width) - get_gaps(self);

    *n_expand = 0;
    for (guint i = 0; i < self->children->len; i++) {
        const Child *child = &g_array_index(self->children, Child, i);

        if (!yado_tui_widget_is_visible(child->widget))
            continue;
        if (child->expand)
            (*n_expand)++;
        else
            rest -= get_extent(self, i, rect->width);
    }
    return rest;
}

static void
yado_tui_box_allocate(YadoTuiWidget *widget, const YadoTtyRect *rect)
{
    YadoTuiBox *self = YADO_TUI_BOX(widget);
    guint n_expand;
    int rest = get_rest(self, rect, &n_expand);
    int at = self->at_end && n_expand == 0 ? MAX(rest, 0) : 0;
    int end = self->vertical ? rect->height : rect->width;

    YADO_TUI_WIDGET_CLASS(yado_tui_box_parent_class)->allocate(widget, rect);
    if (rest < 0 && self->wraps) {
        flow(self, rect, TRUE);
        return;
    }
    for (guint i = 0; i < self->children->len; i++) {
        const Child *child = &g_array_index(self->children, Child, i);
        int extent;

        if (!yado_tui_widget_is_visible(child->widget))
            continue;
        extent = child->expand ? MAX(rest, 0) / (int)n_expand : get_extent(self, i, rect->width);
        extent = MIN(extent, MAX(end - at, 0));
        if (self->vertical)
            yado_tui_widget_allocate(child->widget, rect->y + at, rect->x, extent, rect->width);
        else
            yado_tui_widget_allocate(child->widget, rect->y, rect->x + at, rect->height, extent);
        at += extent + self->spacing;
    }
}

static void
yado_tui_box_draw(YadoTuiWidget *widget, YadoTty *tty)
{
    YadoTuiBox *self = YADO_TUI_BOX(widget);

    for (guint i = 0; i < self->children->len; i++)
        yado_tui_widget_draw(g_array_index(self->children, Child, i).widget, tty);
}

static void
yado_tui_box_forall(YadoTuiWidget *widget, YadoTuiWidgetFunc func, gpointer user_data)
{
    YadoTuiBox *self = YADO_TUI_BOX(widget);

    for (guint i = 0; i < self->children->len; i++)
        func(g_array_index(self->children, Child, i).widget, user_data);
}

static void
clear_child(gpointer data)
{
    g_clear_object(&((Child *)data)->widget);
}

static void
yado_tui_box_dispose(GObject *object)
{
    g_array_set_size(YADO_TUI_BOX(object)->children, 0);
    G_OBJECT_CLASS(yado_tui_box_parent_class)->dispose(object);
}

static void
yado_tui_box_finalize(GObject *object)
{
    g_array_unref(YADO_TUI_BOX(object)->children);
    G_OBJECT_CLASS(yado_tui_box_parent_class)->finalize(object);
}

static void
yado_tui_box_class_init(YadoTuiBoxClass *klass)
{
    YadoTuiWidgetClass *widget_class = YADO_TUI_WIDGET_CLASS(klass);

    G_OBJECT_CLASS(klass)->dispose = yado_tui_box_dispose;
    G_OBJECT_CLASS(klass)->finalize = yado_tui_box_finalize;
    widget_class->measure = yado_tui_box_measure;
    widget_class->allocate = yado_tui_box_allocate;
    widget_class->draw = yado_tui_box_draw;
    widget_class->forall = yado_tui_box_forall;
}

static void
yado_tui_box_init(YadoTuiBox *self)
{
    self->children = g_array_new(FALSE, FALSE, sizeof(Child));
    g_array_set_clear_func(self->children, clear_child);
}

YadoTuiBox *
yado_tui_box_new(gboolean vertical, int spacing)
{
    YadoTuiBox *self = g_object_new(YADO_TUI_TYPE_BOX, NULL);

    self->vertical = vertical;
    self->spacing = spacing;
    return self;
}

void
yado_tui_box_append(YadoTuiBox *self, gpointer child, gboolean expand)
{
    Child entry = { g_object_ref_sink(child), expand };

    yado_tui_widget_set_parent(entry.widget, YADO_TUI_WIDGET(self));
    g_array_append_val(self->children, entry);
    yado_tui_widget_queue_relayout(entry.widget);
}

void
yado_tui_box_set_at_end(YadoTuiBox *self, gboolean at_end)
{
    self->at_end = at_end;
}

void
yado_tui_box_set_wraps(YadoTuiBox *self, gboolean wraps)
{
    self->wraps = wraps;
}

void
yado_tui_box_clear(YadoTuiBox *self)
{
    for (guint i = 0; i < self->children->len; i++)
        yado_tui_widget_set_parent(g_array_index(self->children, Child, i).widget, NULL);
    g_array_set_size(self->children, 0);
    yado_tui_widget_queue_relayout(YADO_TUI_WIDGET(self));
}
