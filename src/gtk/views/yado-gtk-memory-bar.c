/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "views/yado-gtk-memory-bar.h"

#include "app/yado-gtk-util.h"

#define HEIGHT 24
#define SWATCH 14
#define LEAST 4 /* points: what is there is seen */
#define LEGEND_COLUMNS 2

/* In the text's colour, so that it is right in a dark theme and told apart without colours. */
static const struct {
    double alpha;
    int hatch; /* points between its lines; 0: none */
} patterns[YADO_N_MEMORY_SHARES] = {
    [YADO_MEMORY_HYPERVISOR] = { 0.9, 0 }, [YADO_MEMORY_DOM0] = { 0.5, 0 },
    [YADO_MEMORY_GUESTS] = { 0.15, 6 },    [YADO_MEMORY_CLAIMED] = { 0, 3 },
    [YADO_MEMORY_FREE] = { 0, 0 },
};

static void
draw_hatch(cairo_t *cr, const GdkRectangle *area, int distance)
{
    for (int x = area->x - area->height; x < area->x + area->width; x += distance) {
        cairo_move_to(cr, x, area->y + area->height);
        cairo_line_to(cr, x + area->height, area->y);
    }
    cairo_stroke(cr);
}

static void
draw_share(cairo_t *cr, const GdkRectangle *area, YadoMemoryKind kind, const GdkRGBA *colour)
{
    cairo_save(cr);
    gdk_cairo_rectangle(cr, area);
    cairo_clip(cr);
    cairo_set_line_width(cr, 1);
    cairo_set_source_rgba(cr, colour->red, colour->green, colour->blue, patterns[kind].alpha);
    cairo_paint(cr);
    gdk_cairo_set_source_rgba(cr, colour);
    if (patterns[kind].hatch > 0)
        draw_hatch(cr, area, patterns[kind].hatch);
    cairo_rectangle(cr, area->x + 0.5, area->y + 0.5, area->width - 1, area->height - 1);
    cairo_stroke(cr);
    cairo_restore(cr);
}

static void
get_colour(GtkWidget *widget, GdkRGBA *colour)
{
    gtk_style_context_get_color(gtk_widget_get_style_context(widget),
                                gtk_widget_get_state_flags(widget), colour);
}

static double
get_sum(const GArray *bar)
{
    double sum = 0;
    for (guint i = 0; i < bar->len; i++)
        sum += (double)g_array_index(bar, YadoMemoryShare, i).bytes;
    return sum;
}

/* The last one has what the others left. */
static gboolean
on_bar_drawn_cb(GtkWidget *widget, cairo_t *cr, GArray *bar)
{
    int width = gtk_widget_get_allocated_width(widget);
    double sum = get_sum(bar);
    GdkRectangle area = { 0, 0, 0, gtk_widget_get_allocated_height(widget) };
    GdkRGBA colour;
    get_colour(widget, &colour);
    for (guint i = 0; i < bar->len; i++) {
        const YadoMemoryShare *share = &g_array_index(bar, YadoMemoryShare, i);
        area.width = i + 1 < bar->len ? MAX((int)((double)share->bytes / sum * width), LEAST)
                                      : MAX(width - area.x, LEAST);
        draw_share(cr, &area, share->kind, &colour);
        area.x += area.width;
    }
    return TRUE;
}

static gboolean
on_swatch_drawn_cb(GtkWidget *widget, cairo_t *cr, gpointer kind)
{
    GdkRectangle area = { 0, 0, SWATCH, SWATCH };
    GdkRGBA colour;
    get_colour(widget, &colour);
    draw_share(cr, &area, (YadoMemoryKind)GPOINTER_TO_INT(kind), &colour);
    return TRUE;
}

static GtkWidget *
create_entry(const YadoMemoryShare *share)
{
    g_autofree char *words = yado_memory_share_format(share);
    GtkWidget *box = gtk_box_new(GTK_ORIENTATION_HORIZONTAL, 6);
    GtkWidget *swatch = gtk_drawing_area_new();
    gtk_widget_set_size_request(swatch, SWATCH, SWATCH);
    gtk_widget_set_valign(swatch, GTK_ALIGN_CENTER);
    g_signal_connect(swatch, "draw", G_CALLBACK(on_swatch_drawn_cb), GINT_TO_POINTER(share->kind));
    gtk_container_add(GTK_CONTAINER(box), swatch);
    gtk_container_add(GTK_CONTAINER(box), yado_gtk_label_new(words, NULL));
    return box;
}

static GtkWidget *
create_legend(const GArray *bar)
{
    GtkWidget *grid = gtk_grid_new();
    g_object_set(grid, "row-spacing", 3, "column-spacing", 18, NULL);
    for (guint i = 0; i < bar->len; i++)
        gtk_grid_attach(GTK_GRID(grid), create_entry(&g_array_index(bar, YadoMemoryShare, i)),
                        (int)i % LEGEND_COLUMNS, (int)i / LEGEND_COLUMNS, 1, 1);
    return grid;
}

/* Takes @bar. */
static GtkWidget *
create_bar(GArray *bar)
{
    GtkWidget *area = gtk_drawing_area_new();
    g_autofree char *words = yado_memory_bar_describe(bar);
    gtk_widget_set_size_request(area, -1, HEIGHT);
    yado_gtk_set_accessible(area, words, NULL);
    g_object_set_data_full(G_OBJECT(area), "yado-bar", bar, (GDestroyNotify)g_array_unref);
    g_signal_connect(area, "draw", G_CALLBACK(on_bar_drawn_cb), bar);
    return area;
}

GtkWidget *
yado_gtk_memory_bar_new(YadoHost *host)
{
    GArray *bar = yado_memory_bar_new(yado_host_get_details(host));
    GtkWidget *box, *legend;
    if (!bar)
        return NULL;
    box = gtk_box_new(GTK_ORIENTATION_VERTICAL, 6);
    legend = create_legend(bar);
    gtk_widget_set_hexpand(box, TRUE);
    gtk_container_add(GTK_CONTAINER(box), create_bar(bar));
    gtk_container_add(GTK_CONTAINER(box), legend);
    gtk_widget_show_all(box);
    return box;
}
