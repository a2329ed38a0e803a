/* SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "yado-tui"
#include "config.h"

#include "tui/views/yado-tui-graph-view.h"

#include <math.h>

#include <glib/gi18n.h>

#define TWO_COLUMNS 60
#define DOTS_ACROSS 2
#define DOTS_DOWN 4

struct _YadoTuiGraphView {
    YadoTuiWidget parent_instance;
    YadoGuest *guest;
    YadoDeviceWatch *watch;
    guint span; /* index */
};

G_DEFINE_FINAL_TYPE(YadoTuiGraphView, yado_tui_graph_view, YADO_TUI_TYPE_WIDGET)

/* What the top of the graph stands for. */
static double
get_ceiling(const YadoGraphSpec *spec, const double *values, int n)
{
    double highest = 0;

    if (!spec->is_rate)
        return 1;
    for (int i = 0; i < n; i++)
        highest = isnan(values[i]) ? highest : MAX(highest, values[i]);
    return highest > 0 ? highest : 1;
}

/* The dots of one braille cell: bits by column and row from the top. */
static gunichar
get_braille(const int heights[DOTS_ACROSS], int row_bottom)
{
    static const int bits[DOTS_ACROSS][DOTS_DOWN] = { { 0x40, 0x04, 0x02, 0x01 },
                                                      { 0x80, 0x20, 0x10, 0x08 } };
    gunichar c = 0x2800;

    for (int column = 0; column < DOTS_ACROSS; column++) {
        for (int dot = 0; dot < DOTS_DOWN; dot++) {
            if (heights[column] > row_bottom + dot)
                c |= (gunichar)bits[column][dot];
        }
    }
    return c;
}

static int
get_dots(double value, double ceiling, int rows)
{
    if (isnan(value))
        return 0;
    /* nothing is a line at the bottom, so that it is not a gap */
    return CLAMP((int)ceil(value / ceiling * rows * DOTS_DOWN), 1, rows * DOTS_DOWN);
}

static void
draw_braille(YadoTty *tty, const YadoTtyRect *rect, const double *values, double ceiling,
             YadoTuiStyle style)
{
    for (int row = 0; row < rect->height; row++) {
        g_autoptr(GString) line = g_string_new(NULL);

        for (int x = 0; x < rect->width; x++) {
            int heights[DOTS_ACROSS] = { get_dots(values[2 * x], ceiling, rect->height),
                                         get_dots(values[2 * x + 1], ceiling, rect->height) };
            g_string_append_unichar(line,
                                    get_braille(heights, (rect->height - 1 - row) * DOTS_DOWN));
        }
        yado_tty_put(tty, rect->y + row, rect->x, rect->width, line->str, style);
    }
}

/* Blocks in quarters of a cell for terminals without braille. */
static void
draw_blocks(YadoTty *tty, const YadoTtyRect *rect, const double *values, double ceiling,
            YadoTuiStyle style)
{
    static const char *const blocks[] = { " ", "▂", "▄", "▆", "█" };

    for (int row = 0; row < rect->height; row++) {
        for (int x = 0; x < rect->width; x++) {
            double value = fmax(values[2 * x], values[2 * x + 1]); /* NAN: both are */
            int dots = get_dots(value, ceiling, rect->height);
            int rest = CLAMP(dots - (rect->height - 1 - row) * DOTS_DOWN, 0, DOTS_DOWN);

            yado_tty_put(tty, rect->y + row, rect->x + x, 1, blocks[rest], style);
        }
    }
}

static gboolean
is_measured(const double *values, int n)
{
    for (int i = 0; i < n; i++) {
        if (!isnan(values[i]))
            return TRUE;
    }
    return FALSE;
}

static char *
dup_caption(const YadoGraphSpec *spec, const YadoHistory *history, double ceiling,
            gboolean measured)
{
    g_autofree char *top = yado_graph_format(spec, ceiling);
    g_autofree char *now = NULL;

    if (!measured)
        return g_strdup_printf(_("%s: nothing measured in this span"), yado_graph_get_title(spec));
    now = yado_graph_format(spec, yado_history_get_last(history, spec->series));
    return g_strdup_printf(_("%s  %s  (top: %s)"), yado_graph_get_title(spec), now, top);
}

static void
draw_graph(YadoTuiGraphView *self, const YadoGraphSpec *spec, YadoTty *tty, const YadoTtyRect *rect)
{
    YadoTuiWidget *widget = YADO_TUI_WIDGET(self);
    const YadoHistory *history = yado_guest_get_history(self->guest);
    int n = rect->width * DOTS_ACROSS;
    g_autofree double *values = g_new(double, MAX(n, 1));
    g_autofree char *caption = NULL;
    YadoTtyRect graph = { rect->y + 1, rect->x, rect->height - 1, rect->width };
    double ceiling;

    if (rect->height < 2 || rect->width < 4)
        return;
    for (int i = 0; i < n; i++)
        values[i] = NAN;
    if (history != NULL)
        yado_history_read(history, spec->series, g_get_monotonic_time(),
                          yado_catalog_get_spans()[self->span].seconds, values, n);
    ceiling = get_ceiling(spec, values, n);
    caption = dup_caption(spec, history, ceiling, is_measured(values, n));
    yado_tty_put(tty, rect->y, rect->x, rect->width, caption,
                 yado_tui_widget_get_style(widget, YADO_STYLE_STRONG));
    if (yado_tty_has_fine_glyphs(tty))
        draw_braille(tty, &graph, values, ceiling, YADO_STYLE_GRAPH);
    else
        draw_blocks(tty, &graph, values, ceiling, YADO_STYLE_GRAPH);
}

static void
draw_span(YadoTuiGraphView *self, YadoTty *tty, const YadoTtyRect *rect)
{
    YadoTuiWidget *widget = YADO_TUI_WIDGET(self);
    gboolean focused = yado_tui_widget_is_focused(widget);
    g_autofree char *chosen =
        g_strdup_printf("< %s >", yado_span_get_label(&yado_catalog_get_spans()[self->span]));
    int x = rect->x;

    x += yado_tty_put(tty, rect->y, x, rect->width, _("Span"), YADO_STYLE_NORMAL) + 1;
    x += yado_tty_put(tty, rect->y, x, rect->width, chosen,
                      focused ? YADO_STYLE_FIELD_FOCUS : YADO_STYLE_FIELD) +
         2;
    yado_tty_put(tty, rect->y, x, rect->x + rect->width - x,
                 yado_guest_is_active(self->guest)
                     ? _("Left and Right choose another one.")
                     : _("The guest does not run: nothing is measured."),
                 YADO_STYLE_DIM);
}

/* Those that fit in @n rows; the last one says how many do not. */
static void
draw_lines(YadoTty *tty, const YadoTtyRect *all, GPtrArray *lines, int n)
{
    int n_left = (int)lines->len - n + 1;
    g_autofree char *more =
        g_strdup_printf(ngettext("… and %d more line: yado top --devices",
                                 "… and %d more lines: yado top --devices", n_left),
                        n_left);

    for (int i = 0; i < n; i++)
        yado_tty_put(tty, all->y + all->height - n + i, all->x, all->width,
                     i == n - 1 && n < (int)lines->len ? more : lines->pdata[i], YADO_STYLE_NORMAL);
}

/* Which processor, disk or card it is, at the bottom: at most a third of the page.  Returns its height. */
static int
draw_devices(YadoTuiGraphView *self, YadoTty *tty, const YadoTtyRect *all)
{
    g_auto(GStrv) wrapped =
        yado_text_wrap(yado_device_watch_get_text(self->watch), MAX(all->width, 1));
    g_autoptr(GPtrArray) lines = g_ptr_array_new();
    int n;

    for (int i = 0; wrapped[i] != NULL; i++)
        if (*wrapped[i] != '\0')
            g_ptr_array_add(lines, wrapped[i]);
    n = MIN((int)lines->len, all->height / 3);
    draw_lines(tty, all, lines, n);
    return n;
}

static int
count_graphs(void)
{
    int n = 0;

    while (yado_catalog_get_graphs()[n].title != NULL)
        n++;
    return n;
}

static void
yado_tui_graph_view_draw(YadoTuiWidget *widget, YadoTty *tty)
{
    YadoTuiGraphView *self = YADO_TUI_GRAPH_VIEW(widget);
    YadoTtyRect all = *yado_tui_widget_get_rect(widget);
    int columns = all.width >= TWO_COLUMNS ? 2 : 1;
    int n = count_graphs(), rows = (n + columns - 1) / columns;
    int width = (all.width - (columns - 1) * 2) / columns, height;

    draw_span(self, tty, &all);
    all.height -= draw_devices(self, tty, &all);
    height = (all.height - 1) / rows;
    for (int i = 0; i < n; i++) {
        YadoTtyRect rect = { all.y + 1 + i / columns * height, all.x + i % columns * (width + 2),
                             height, width };
        draw_graph(self, &yado_catalog_get_graphs()[i], tty, &rect);
    }
}

static void
yado_tui_graph_view_measure(YadoTuiWidget *widget, int width, int *natural_width, int *height)
{
    *natural_width = TWO_COLUMNS;
    *height = 14;
}

static gboolean
yado_tui_graph_view_key(YadoTuiWidget *widget, const YadoTtyKey *key)
{
    YadoTuiGraphView *self = YADO_TUI_GRAPH_VIEW(widget);

    if (yado_tty_key_is(key, "Left") && self->span > 0)
        self->span--;
    else if (yado_tty_key_is(key, "Right") &&
             yado_catalog_get_spans()[self->span + 1].label != NULL)
        self->span++;
    else
        return yado_tty_key_is(key, "Left") || yado_tty_key_is(key, "Right");
    yado_tui_widget_queue_redraw(widget);
    return TRUE;
}

static gboolean
accept_focus(YadoTuiWidget *widget)
{
    return TRUE;
}

static void
yado_tui_graph_view_dispose(GObject *object)
{
    YadoTuiGraphView *self = YADO_TUI_GRAPH_VIEW(object);

    if (self->watch)
        yado_device_watch_set_active(self->watch, FALSE);
    g_clear_object(&self->watch);
    g_clear_object(&self->guest);
    G_OBJECT_CLASS(yado_tui_graph_view_parent_class)->dispose(object);
}

static void
yado_tui_graph_view_class_init(YadoTuiGraphViewClass *klass)
{
    YadoTuiWidgetClass *widget_class = YADO_TUI_WIDGET_CLASS(klass);

    G_OBJECT_CLASS(klass)->dispose = yado_tui_graph_view_dispose;
    widget_class->measure = yado_tui_graph_view_measure;
    widget_class->draw = yado_tui_graph_view_draw;
    widget_class->key = yado_tui_graph_view_key;
    widget_class->can_focus = accept_focus;
}

static void
yado_tui_graph_view_init(YadoTuiGraphView *self)
{
}

YadoTuiWidget *
yado_tui_graph_view_new(YadoGuest *guest)
{
    YadoTuiGraphView *self = g_object_new(YADO_TUI_TYPE_GRAPH_VIEW, NULL);

    self->guest = g_object_ref(guest);
    self->watch = yado_device_watch_new(guest);
    g_signal_connect_object(self->watch, "changed", G_CALLBACK(yado_tui_widget_queue_redraw), self,
                            G_CONNECT_SWAPPED);
    yado_device_watch_set_active(self->watch, TRUE); /* a page lives as long as it is shown */
    return YADO_TUI_WIDGET(self);
}
