/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "views/yado-gtk-graph.h"

#include <glib/gi18n.h>
#include <math.h>

#include "app/yado-gtk-util.h"
#include "views/yado-gtk-cell.h"

#define POINTS 120
#define GRID_LINES 4
#define SMALLEST_TOP (16 * 1024.0)

struct _YadoGtkGraph {
    GtkBox parent;
    GtkLabel *title, *value, *top_label;
    GtkWidget *area;
    const YadoGraphSpec *spec;
    double values[POINTS];
    double top;
};

G_DEFINE_TYPE(YadoGtkGraph, yado_gtk_graph, GTK_TYPE_BOX)

static void
draw_grid(cairo_t *cr, const GdkRectangle *area, const GdkRGBA *colour)
{
    cairo_set_source_rgba(cr, colour->red, colour->green, colour->blue, 0.15);
    cairo_set_line_width(cr, 1);
    for (int i = 0; i <= GRID_LINES; i++) {
        double y = floor(area->y + (double)i * (area->height - 1) / GRID_LINES) + 0.5;
        cairo_move_to(cr, area->x, y);
        cairo_line_to(cr, area->x + area->width, y);
    }
    cairo_stroke(cr);
}

static gboolean
on_area_drawn_cb(GtkWidget *widget, cairo_t *cr, YadoGtkGraph *self)
{
    GtkStyleContext *context = gtk_widget_get_style_context(widget);
    GdkRectangle area = { 0, 0, gtk_widget_get_allocated_width(widget),
                          gtk_widget_get_allocated_height(widget) };
    GdkRGBA colour;
    gtk_style_context_get_color(context, gtk_style_context_get_state(context), &colour);
    draw_grid(cr, &area, &colour);
    if (!gtk_style_context_lookup_color(context, "theme_selected_bg_color", &colour))
        gtk_style_context_get_color(context, GTK_STATE_FLAG_NORMAL, &colour);
    yado_gtk_draw_graph(cr, &area, self->values, POINTS, self->top, &colour);
    return GDK_EVENT_PROPAGATE;
}

/* A round number above the highest value, so that the scale does not breathe with every sample. */
static double
find_top(YadoGtkGraph *self)
{
    double top = SMALLEST_TOP;
    if (!self->spec->is_rate)
        return 1;
    for (int i = 0; i < POINTS; i++)
        while (self->values[i] > top)
            top *= 2;
    return top;
}

void
yado_gtk_graph_show(YadoGtkGraph *self, const YadoHistory *history, double span)
{
    for (int i = 0; i < POINTS; i++)
        self->values[i] = NAN;
    if (history)
        yado_history_read(history, self->spec->series, g_get_monotonic_time(), span, self->values,
                          POINTS);
    self->top = find_top(self);
    g_autofree char *value = yado_graph_format(
        self->spec, history ? yado_history_get_last(history, self->spec->series) : NAN);
    g_autofree char *top = yado_graph_format(self->spec, self->top);
    g_autofree char *description = g_strdup_printf(_("Now %s, scale up to %s"), value, top);
    gtk_label_set_text(self->value, value);
    gtk_label_set_text(self->top_label, top);
    yado_gtk_set_accessible(self->area, NULL, description);
    gtk_widget_queue_draw(self->area);
}

static void
yado_gtk_graph_class_init(YadoGtkGraphClass *klass)
{
    GtkWidgetClass *widget = GTK_WIDGET_CLASS(klass);
    gtk_widget_class_set_template_from_resource(widget, YADO_GTK_RESOURCE("graph.ui"));
    gtk_widget_class_bind_template_child(widget, YadoGtkGraph, title);
    gtk_widget_class_bind_template_child(widget, YadoGtkGraph, value);
    gtk_widget_class_bind_template_child(widget, YadoGtkGraph, top_label);
    gtk_widget_class_bind_template_child(widget, YadoGtkGraph, area);
    gtk_widget_class_bind_template_callback(widget, on_area_drawn_cb);
}

static void
yado_gtk_graph_init(YadoGtkGraph *self)
{
    self->top = 1;
    for (int i = 0; i < POINTS; i++)
        self->values[i] = NAN;
    gtk_widget_init_template(GTK_WIDGET(self));
}

GtkWidget *
yado_gtk_graph_new(const YadoGraphSpec *spec)
{
    YadoGtkGraph *self = g_object_new(YADO_GTK_TYPE_GRAPH, NULL);
    self->spec = spec;
    gtk_label_set_text(self->title, yado_graph_get_title(spec));
    yado_gtk_set_accessible(self->area, yado_graph_get_title(spec), NULL);
    atk_object_set_role(gtk_widget_get_accessible(self->area), ATK_ROLE_CHART);
    return GTK_WIDGET(self);
}
