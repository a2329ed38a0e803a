/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "views/yado-gtk-cell.h"

#include <math.h>

#include "app/yado-gtk-util.h"

#define GRAPH_WIDTH 40
#define GRAPH_POINTS 20
#define GRAPH_SECONDS 60.0
#define SHAPE_WIDTH 20
/* A quiet disk must not look busy: rates are drawn against at least this. */
#define SMALLEST_RATE (64 * 1024.0)

struct _YadoGtkCell {
    GtkCellRendererText parent;
    const YadoColumnSpec *spec;
    YadoGuest *guest; /* borrowed, see the header */
};

G_DEFINE_TYPE(YadoGtkCell, yado_gtk_cell, GTK_TYPE_CELL_RENDERER_TEXT)

static gboolean
has_shape(YadoGtkCell *self)
{
    return g_str_equal(self->spec->id, "state");
}

int
yado_gtk_cell_get_extra_width(YadoGtkCell *self)
{
    return self->spec->has_graph ? GRAPH_WIDTH + 6 : has_shape(self) ? SHAPE_WIDTH : 0;
}

static void
add_point(cairo_t *cr, const GdkRectangle *area, double x, double share, gboolean *is_in_line)
{
    double y = area->y + area->height - 0.5 - CLAMP(share, 0, 1) * (area->height - 1);
    if (*is_in_line)
        cairo_line_to(cr, x, y);
    else
        cairo_move_to(cr, x, y);
    *is_in_line = TRUE;
}

static void
trace_line(cairo_t *cr, const GdkRectangle *area, const double *values, int n_values, double top)
{
    gboolean is_in_line = FALSE;
    double step = (double)area->width / MAX(n_values - 1, 1);
    for (int i = 0; i < n_values; i++) {
        if (isnan(values[i]))
            is_in_line = FALSE;
        else
            add_point(cr, area, area->x + i * step, values[i] / top, &is_in_line);
    }
}

static void
fill_below(cairo_t *cr, const GdkRectangle *area, const double *values, int n_values, double top)
{
    double step = (double)area->width / MAX(n_values - 1, 1);
    int bottom = area->y + area->height;
    for (int i = 0; i + 1 < n_values; i++) {
        if (isnan(values[i]) || isnan(values[i + 1]))
            continue;
        double x = area->x + i * step;
        gboolean is_in_line = FALSE;
        add_point(cr, area, x, values[i] / top, &is_in_line);
        add_point(cr, area, x + step, values[i + 1] / top, &is_in_line);
        cairo_line_to(cr, x + step, bottom);
        cairo_line_to(cr, x, bottom);
        cairo_close_path(cr);
    }
    cairo_fill(cr);
}

void
yado_gtk_draw_graph(cairo_t *cr, const GdkRectangle *area, const double *values, int n_values,
                    double top, const GdkRGBA *colour)
{
    cairo_save(cr);
    cairo_set_source_rgba(cr, colour->red, colour->green, colour->blue, colour->alpha * 0.2);
    fill_below(cr, area, values, n_values, top);
    cairo_set_source_rgba(cr, colour->red, colour->green, colour->blue, colour->alpha);
    cairo_set_line_width(cr, 1.2);
    cairo_set_line_join(cr, CAIRO_LINE_JOIN_ROUND);
    trace_line(cr, area, values, n_values, top);
    cairo_stroke(cr);
    cairo_restore(cr);
}

static double
get_top(const YadoColumnSpec *spec, const double *values, int n_values)
{
    double top = SMALLEST_RATE;
    if (spec->series == YADO_SERIES_CPU || spec->series == YADO_SERIES_MEMORY)
        return 1;
    for (int i = 0; i < n_values; i++)
        if (values[i] > top)
            top = values[i];
    return top;
}

static void
render_graph(YadoGtkCell *self, cairo_t *cr, const GdkRectangle *cell, const GdkRGBA *colour)
{
    const YadoHistory *history = yado_guest_get_history(self->guest);
    GdkRectangle area = { cell->x + 2, cell->y + 3, GRAPH_WIDTH, MAX(cell->height - 6, 4) };
    double values[GRAPH_POINTS];
    if (!history || !yado_guest_is_active(self->guest))
        return;
    yado_history_read(history, self->spec->series, g_get_monotonic_time(), GRAPH_SECONDS, values,
                      GRAPH_POINTS);
    yado_gtk_draw_graph(cr, &area, values, GRAPH_POINTS, get_top(self->spec, values, GRAPH_POINTS),
                        colour);
}

static void
render_shape(YadoGtkCell *self, cairo_t *cr, GtkWidget *widget, const GdkRectangle *cell,
             gboolean is_selected, GdkRGBA *colour)
{
    GtkStyleContext *context = gtk_widget_get_style_context(widget);
    YadoGuestState state = yado_guest_get_state(self->guest);
    const char *symbol = yado_guest_state_get_symbol(state);
    g_autoptr(PangoLayout) layout = gtk_widget_create_pango_layout(widget, symbol);
    int width, height;
    YadoHost *host = yado_guest_get_host(self->guest);
    if (!is_selected && host && !yado_host_is_stale(host))
        yado_gtk_state_get_colour(state, context, colour);
    pango_layout_get_pixel_size(layout, &width, &height);
    cairo_save(cr);
    gdk_cairo_set_source_rgba(cr, colour);
    cairo_move_to(cr, cell->x + (SHAPE_WIDTH - width) / 2.0,
                  cell->y + (cell->height - height) / 2.0);
    pango_cairo_show_layout(cr, layout);
    cairo_restore(cr);
}

static void
get_text_colour(GtkCellRenderer *cell, GtkWidget *widget, GtkCellRendererState flags,
                GdkRGBA *colour)
{
    GtkStyleContext *context = gtk_widget_get_style_context(widget);
    GtkStateFlags state = gtk_cell_renderer_get_state(cell, widget, flags);
    gtk_style_context_get_color(context, state, colour);
}

static void
yado_gtk_cell_render(GtkCellRenderer *cell, cairo_t *cr, GtkWidget *widget,
                     const GdkRectangle *background, const GdkRectangle *area,
                     GtkCellRendererState flags)
{
    YadoGtkCell *self = YADO_GTK_CELL(cell);
    GdkRectangle rest = *area;
    int extra = yado_gtk_cell_get_extra_width(self);
    GdkRGBA colour;
    if (self->guest && extra) {
        get_text_colour(cell, widget, flags, &colour);
        if (self->spec->has_graph)
            render_graph(self, cr, area, &colour);
        else
            render_shape(self, cr, widget, area, flags & GTK_CELL_RENDERER_SELECTED, &colour);
        rest.x += extra;
        rest.width = MAX(rest.width - extra, 1);
    }
    GTK_CELL_RENDERER_CLASS(yado_gtk_cell_parent_class)
        ->render(cell, cr, widget, background, &rest, flags);
}

static void
yado_gtk_cell_class_init(YadoGtkCellClass *klass)
{
    GTK_CELL_RENDERER_CLASS(klass)->render = yado_gtk_cell_render;
}

static void
yado_gtk_cell_init(YadoGtkCell *self)
{
}

GtkCellRenderer *
yado_gtk_cell_new(const YadoColumnSpec *spec)
{
    YadoGtkCell *self = g_object_new(YADO_GTK_TYPE_CELL, NULL);
    self->spec = spec;
    float align = spec->align == YADO_ALIGN_END ? 1 : spec->align == YADO_ALIGN_CENTER ? 0.5f : 0;
    g_object_set(self, "ellipsize", PANGO_ELLIPSIZE_END, "xalign", align, NULL);
    return GTK_CELL_RENDERER(self);
}

void
yado_gtk_cell_show(YadoGtkCell *self, YadoGuest *guest)
{
    YadoHost *host = yado_guest_get_host(guest);
    g_autofree char *text = yado_column_format(self->spec, guest);
    self->guest = guest;
    g_object_set(self, "text", text, "sensitive", host && !yado_host_is_stale(host), NULL);
}
