/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "views/yado-gtk-host-row.h"

#include <glib/gi18n.h>
#include <math.h>

#include "app/yado-gtk-util.h"
#include "views/yado-gtk-cell.h"

#define GRAPH_POINTS 40
#define GRAPH_SECONDS 120.0

struct _YadoGtkHostRow {
    GtkListBoxRow parent;
    GtkLabel *symbol, *name, *state, *load;
    GtkWidget *graph;
    GtkWidget *load_box;
    YadoHost *host;
};

G_DEFINE_TYPE(YadoGtkHostRow, yado_gtk_host_row, GTK_TYPE_LIST_BOX_ROW)

static gboolean
on_graph_drawn_cb(GtkWidget *widget, cairo_t *cr, YadoGtkHostRow *self)
{
    GtkStyleContext *context = gtk_widget_get_style_context(widget);
    const YadoHistory *history = yado_host_get_history(self->host);
    GdkRectangle area = { 0, 1, gtk_widget_get_allocated_width(widget),
                          gtk_widget_get_allocated_height(widget) - 2 };
    double values[GRAPH_POINTS];
    GdkRGBA colour;
    if (!history)
        return GDK_EVENT_PROPAGATE;
    gtk_style_context_get_color(context, gtk_style_context_get_state(context), &colour);
    yado_history_read(history, YADO_SERIES_CPU, g_get_monotonic_time(), GRAPH_SECONDS, values,
                      GRAPH_POINTS);
    yado_gtk_draw_graph(cr, &area, values, GRAPH_POINTS, 1, &colour);
    return GDK_EVENT_PROPAGATE;
}

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
    g_autofree char *load = dup_load(host);
    g_autofree char *pace = yado_host_dup_pace(host);
    return pace && *load ? g_strdup_printf("%s   %s", load, pace) : g_steal_pointer(&load);
}

static void
update_load(YadoGtkHostRow *self)
{
    gboolean is_open = yado_host_get_state(self->host) == YADO_HOST_OPEN;
    g_autofree char *load = is_open ? dup_load_line(self->host) : g_strdup("");
    g_autofree char *pace = yado_host_explain_pace(self->host);
    gtk_label_set_text(self->load, load);
    gtk_widget_set_tooltip_text(GTK_WIDGET(self->load), pace);
    gtk_widget_set_visible(self->load_box, *load);
    gtk_widget_set_visible(self->graph, !isnan(yado_host_get_cpu(self->host)));
    gtk_widget_queue_draw(self->graph);
}

/* Connected hosts tell their version; the others why they are not. */
static char *
dup_state_text(YadoHost *host)
{
    const YadoHostInfo *info = yado_host_get_info(host);
    gboolean is_plain = yado_host_get_state(host) == YADO_HOST_OPEN && !yado_host_is_stale(host);
    g_autofree char *note = yado_host_dup_note(host);
    if (is_plain && info && info->hypervisor && !note)
        return g_strdup(info->hypervisor);
    return g_strdup(yado_host_get_state_label(host));
}

static void
update_state(YadoGtkHostRow *self)
{
    const GError *error = yado_host_get_error(self->host);
    YadoHostState state = yado_host_get_state(self->host);
    g_autofree char *text = dup_state_text(self->host);
    g_autofree char *reason =
        error ? yado_gtk_error_dup_text(error) : yado_host_dup_note(self->host);
    gtk_label_set_text(self->symbol, yado_tree_get_host_symbol(self->host));
    yado_gtk_set_style(GTK_WIDGET(self->symbol), "yado-good", state == YADO_HOST_OPEN);
    yado_gtk_set_style(GTK_WIDGET(self->symbol), "yado-bad",
                       error != NULL && state != YADO_HOST_OPEN);
    gtk_label_set_text(self->name, yado_host_get_label(self->host));
    gtk_label_set_text(self->state, text);
    gtk_widget_set_tooltip_text(GTK_WIDGET(self), reason ? reason : yado_host_get_uri(self->host));
    yado_gtk_set_accessible(GTK_WIDGET(self), yado_host_get_label(self->host),
                            reason ? reason : text);
}

static void
on_host_state_changed_cb(YadoHost *host, YadoGtkHostRow *self)
{
    update_state(self);
    update_load(self);
}

static void
on_host_sampled_cb(YadoHost *host, YadoGtkHostRow *self)
{
    if (gtk_widget_get_mapped(GTK_WIDGET(self)))
        update_load(self);
}

YadoHost *
yado_gtk_host_row_get_host(YadoGtkHostRow *self)
{
    return self->host;
}

static void
yado_gtk_host_row_finalize(GObject *object)
{
    g_clear_object(&YADO_GTK_HOST_ROW(object)->host);
    G_OBJECT_CLASS(yado_gtk_host_row_parent_class)->finalize(object);
}

static void
yado_gtk_host_row_class_init(YadoGtkHostRowClass *klass)
{
    GtkWidgetClass *widget = GTK_WIDGET_CLASS(klass);
    G_OBJECT_CLASS(klass)->finalize = yado_gtk_host_row_finalize;
    gtk_widget_class_set_template_from_resource(widget, YADO_GTK_RESOURCE("host-row.ui"));
    gtk_widget_class_bind_template_child(widget, YadoGtkHostRow, symbol);
    gtk_widget_class_bind_template_child(widget, YadoGtkHostRow, name);
    gtk_widget_class_bind_template_child(widget, YadoGtkHostRow, state);
    gtk_widget_class_bind_template_child(widget, YadoGtkHostRow, load);
    gtk_widget_class_bind_template_child(widget, YadoGtkHostRow, load_box);
    gtk_widget_class_bind_template_child(widget, YadoGtkHostRow, graph);
    gtk_widget_class_bind_template_callback(widget, on_graph_drawn_cb);
}

static void
yado_gtk_host_row_init(YadoGtkHostRow *self)
{
    gtk_widget_init_template(GTK_WIDGET(self));
    yado_gtk_set_accessible(self->graph, _("CPU"), NULL);
}

GtkWidget *
yado_gtk_host_row_new(YadoHost *host)
{
    YadoGtkHostRow *self = g_object_new(YADO_GTK_TYPE_HOST_ROW, NULL);
    self->host = g_object_ref(host);
    g_signal_connect_object(host, "state-changed", G_CALLBACK(on_host_state_changed_cb), self, 0);
    g_signal_connect_object(host, "sampled", G_CALLBACK(on_host_sampled_cb), self, 0);
    on_host_state_changed_cb(host, self);
    return GTK_WIDGET(self);
}
