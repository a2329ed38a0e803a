/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "views/yado-gtk-tree-cell.h"

#include <glib/gi18n.h>
#include <math.h>

#include "app/yado-gtk-util.h"
#include "views/yado-gtk-cell.h"

#define MARK 16 /* pixels of a fold, of a shape, and of a step inwards */
#define GRAPH_POINTS 40
#define GRAPH_SECONDS 120.0
#define GRAPH_HEIGHT 16
#define LEAST_GRAPH 24

struct _YadoGtkTreeCell {
    GtkCellRendererText parent;
    YadoTreeRow row;
    char *load; /* the last line of a host's text: the graph stands behind it */
    gboolean is_unfolded;
};

G_DEFINE_FINAL_TYPE(YadoGtkTreeCell, yado_gtk_tree_cell, GTK_TYPE_CELL_RENDERER_TEXT)

/* --- words --- */

static char *
dup_load(YadoHost *host)
{
    double cpu = yado_host_get_cpu(host);
    guint64 free_bytes = yado_host_get_memory_free(host);
    g_autofree char *percent = yado_percent_format(cpu);
    if (free_bytes == G_MAXUINT64)
        return isnan(cpu) ? g_strdup("") : g_steal_pointer(&percent);
    g_autofree char *size = yado_size_format(free_bytes);
    g_autofree char *memory = g_strdup_printf(_("%s free"), size);
    return isnan(cpu) ? g_steal_pointer(&memory) : g_strdup_printf("%s   %s", percent, memory);
}

/* With how often it is read, when that is less often than wished. */
static char *
dup_load_line(YadoHost *host)
{
    g_autofree char *load =
        yado_host_get_state(host) == YADO_HOST_OPEN ? dup_load(host) : g_strdup("");
    g_autofree char *pace = yado_host_dup_pace(host);
    return pace && *load ? g_strdup_printf("%s   %s", load, pace) : g_steal_pointer(&load);
}

/* Connected hosts tell their version; of the others their row's detail says how they are. */
static const char *
get_version(YadoHost *host)
{
    const YadoHostInfo *info = yado_host_get_info(host);
    gboolean is_plain = yado_host_get_state(host) == YADO_HOST_OPEN && !yado_host_is_stale(host);
    g_autofree char *note = yado_host_dup_note(host);
    if (is_plain && info && info->hypervisor && !note)
        return info->hypervisor;
    return yado_host_get_state_label(host);
}

static char *
dup_host_markup(const YadoTreeRow *row, const char *load)
{
    g_autofree char *text = yado_tree_dup_text(row);
    g_autofree char *detail = yado_tree_dup_detail(row);
    const char *version = get_version(row->host);
    gboolean is_open = yado_host_get_state(row->host) == YADO_HOST_OPEN;
    GString *markup = g_string_new(NULL);
    g_autofree char *head = g_markup_printf_escaped("<b>%s</b>", text);
    g_autofree char *below = g_markup_printf_escaped("\n<span alpha=\"65%%\">%s</span>", version);
    g_autofree char *last = g_markup_escape_text(load, -1);
    g_string_append(markup, head);
    if (is_open)
        g_string_append_printf(markup, "  <span alpha=\"65%%\">%s</span>", detail);
    g_string_append(markup, below);
    if (is_open) /* also before it is known: rows below must not jump away from the pointer */
        g_string_append_printf(markup, "\n%s", last);
    return g_string_free(markup, FALSE);
}

static char *
dup_markup(const YadoTreeRow *row, const char *load)
{
    if (row->kind == YADO_TREE_HOST)
        return dup_host_markup(row, load);
    g_autofree char *text = yado_tree_dup_text(row);
    return g_markup_escape_text(text, -1);
}

char *
yado_gtk_tree_row_dup_tooltip(const YadoTreeRow *row)
{
    const GError *error = row->host ? yado_host_get_error(row->host) : NULL;
    if (error)
        return yado_gtk_error_dup_text(error);
    if (row->kind == YADO_TREE_GUEST)
        return yado_guest_dup_state_text(row->guest);
    if (row->kind != YADO_TREE_HOST)
        return g_strdup("");
    g_autofree char *note = yado_host_dup_note(row->host);
    g_autofree char *pace = yado_host_explain_pace(row->host);
    g_autofree char *more = note ? g_steal_pointer(&note) : g_strdup(yado_host_get_uri(row->host));
    return pace ? g_strdup_printf("%s\n%s", more, pace) : g_steal_pointer(&more);
}

/* --- drawing --- */

static void
draw_mark(cairo_t *cr, GtkWidget *widget, const char *text, int x, int y, const GdkRGBA *colour)
{
    g_autoptr(PangoLayout) layout = gtk_widget_create_pango_layout(widget, text);
    int width;
    pango_layout_get_pixel_size(layout, &width, NULL);
    cairo_save(cr);
    gdk_cairo_set_source_rgba(cr, colour);
    cairo_move_to(cr, x + (MARK - width) / 2.0, y);
    pango_cairo_show_layout(cr, layout);
    cairo_restore(cr);
}

static void
tint(const YadoTreeRow *row, GtkStyleContext *context, GdkRGBA *colour)
{
    if (row->kind == YADO_TREE_GUEST && !yado_host_is_stale(row->host))
        yado_gtk_state_get_colour(yado_guest_get_state(row->guest), context, colour);
    else if (row->kind == YADO_TREE_HOST && yado_host_get_state(row->host) == YADO_HOST_OPEN)
        gtk_style_context_lookup_color(context, "success_color", colour);
    else if (row->kind == YADO_TREE_HOST && yado_host_get_error(row->host))
        gtk_style_context_lookup_color(context, "error_color", colour);
}

static void
draw_marks(YadoGtkTreeCell *self, cairo_t *cr, GtkWidget *widget, const GdkRectangle *area,
           gboolean is_selected, const GdkRGBA *plain)
{
    GdkRGBA colour = *plain;
    if (self->row.kind == YADO_TREE_HOST)
        draw_mark(cr, widget, self->is_unfolded ? "▾" : "▸", area->x, area->y, plain);
    if (!is_selected)
        tint(&self->row, gtk_widget_get_style_context(widget), &colour);
    draw_mark(cr, widget, yado_tree_get_symbol(&self->row),
              area->x + (self->row.kind == YADO_TREE_GUEST ? 2 : 1) * MARK, area->y, &colour);
}

/* Behind the load, in its line. */
static void
draw_graph(YadoGtkTreeCell *self, cairo_t *cr, GtkWidget *widget, const GdkRectangle *text,
           const GdkRGBA *colour)
{
    const YadoHistory *history = yado_host_get_history(self->row.host);
    g_autoptr(PangoLayout) layout = gtk_widget_create_pango_layout(widget, self->load);
    double values[GRAPH_POINTS];
    int width;
    pango_layout_get_pixel_size(layout, &width, NULL);
    GdkRectangle area = { text->x + width + 12, text->y + text->height - GRAPH_HEIGHT - 1,
                          text->width - width - 16, GRAPH_HEIGHT };
    if (!history || isnan(yado_host_get_cpu(self->row.host)) || area.width < LEAST_GRAPH)
        return;
    yado_history_read(history, YADO_SERIES_CPU, g_get_monotonic_time(), GRAPH_SECONDS, values,
                      GRAPH_POINTS);
    yado_gtk_draw_graph(cr, &area, values, GRAPH_POINTS, 1, colour);
}

static int
get_indent(const YadoTreeRow *row)
{
    switch (row->kind) {
    case YADO_TREE_ALL:
        return MARK / 4;
    case YADO_TREE_HOST:
    case YADO_TREE_REASON:
        return 2 * MARK + 4;
    default:
        return 3 * MARK + 4;
    }
}

static void
yado_gtk_tree_cell_render(GtkCellRenderer *cell, cairo_t *cr, GtkWidget *widget,
                          const GdkRectangle *background, const GdkRectangle *area,
                          GtkCellRendererState flags)
{
    YadoGtkTreeCell *self = YADO_GTK_TREE_CELL(cell);
    GtkStyleContext *context = gtk_widget_get_style_context(widget);
    int indent = get_indent(&self->row);
    GdkRectangle text = { area->x + indent, area->y, MAX(area->width - indent, 1), area->height };
    GdkRGBA colour;
    gtk_style_context_get_color(context, gtk_cell_renderer_get_state(cell, widget, flags), &colour);
    draw_marks(self, cr, widget, area, flags & GTK_CELL_RENDERER_SELECTED, &colour);
    GTK_CELL_RENDERER_CLASS(yado_gtk_tree_cell_parent_class)
        ->render(cell, cr, widget, background, &text, flags);
    if (self->row.kind == YADO_TREE_HOST)
        draw_graph(self, cr, widget, &text, &colour);
}

static void
yado_gtk_tree_cell_finalize(GObject *object)
{
    g_free(YADO_GTK_TREE_CELL(object)->load);
    G_OBJECT_CLASS(yado_gtk_tree_cell_parent_class)->finalize(object);
}

static void
yado_gtk_tree_cell_class_init(YadoGtkTreeCellClass *klass)
{
    G_OBJECT_CLASS(klass)->finalize = yado_gtk_tree_cell_finalize;
    GTK_CELL_RENDERER_CLASS(klass)->render = yado_gtk_tree_cell_render;
}

static void
yado_gtk_tree_cell_init(YadoGtkTreeCell *self)
{
    g_object_set(self, "ellipsize", PANGO_ELLIPSIZE_END, "yalign", 0.0f, NULL);
}

GtkCellRenderer *
yado_gtk_tree_cell_new(void)
{
    return g_object_new(YADO_GTK_TYPE_TREE_CELL, NULL);
}

void
yado_gtk_tree_cell_set_row(YadoGtkTreeCell *self, YadoTree *tree, const YadoTreeRow *row)
{
    g_autofree char *load = row->kind == YADO_TREE_HOST ? dup_load_line(row->host) : NULL;
    g_autofree char *markup = dup_markup(row, load);
    g_free(self->load);
    self->load = g_steal_pointer(&load);
    self->row = *row;
    self->is_unfolded = row->kind == YADO_TREE_HOST && yado_tree_is_unfolded(tree, row->host);
    g_object_set(self, "markup", markup, "sensitive",
                 row->kind != YADO_TREE_GUEST || !yado_host_is_stale(row->host), NULL);
}

gboolean
yado_gtk_tree_cell_is_fold(int x)
{
    return x < MARK + 4;
}
