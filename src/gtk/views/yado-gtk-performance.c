/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "views/yado-gtk-performance.h"

#include <glib/gi18n.h>

#include "app/yado-gtk-util.h"
#include "views/yado-gtk-graph.h"

static const struct {
    const char *title;
    YadoSeries series;
} graphs[] = {
    { N_("CPU"), YADO_SERIES_CPU },
    { N_("Memory"), YADO_SERIES_MEMORY },
    { N_("Disk"), YADO_SERIES_DISK },
    { N_("Network"), YADO_SERIES_NETWORK },
};

static const struct {
    const char *label;
    int seconds;
} spans[] = {
    { N_("1 minute"), 60 }, { N_("10 minutes"), 600 }, { N_("30 minutes"), 1800 },
    { N_("1 hour"), 3600 }, { N_("2 hours"), 7200 },
};

struct _YadoGtkPerformance {
    GtkBox parent;
    GtkGrid *grid;
    GtkLabel *span_label;
    GtkComboBoxText *span;
    GtkWidget *graphs[G_N_ELEMENTS(graphs)];
    YadoHost *host;
    YadoGuest *guest; /* or NULL */
};

G_DEFINE_TYPE(YadoGtkPerformance, yado_gtk_performance, GTK_TYPE_BOX)

static const YadoHistory *
get_history(YadoGtkPerformance *self)
{
    return self->guest ? yado_guest_get_history(self->guest) : yado_host_get_history(self->host);
}

static void
update(YadoGtkPerformance *self)
{
    int span = gtk_combo_box_get_active(GTK_COMBO_BOX(self->span));
    if (!gtk_widget_get_mapped(GTK_WIDGET(self)))
        return;
    for (guint i = 0; i < G_N_ELEMENTS(graphs); i++)
        if (self->graphs[i])
            yado_gtk_graph_show(YADO_GTK_GRAPH(self->graphs[i]), get_history(self),
                                spans[MAX(span, 0)].seconds);
}

static void
on_mapped_cb(GtkWidget *widget, YadoGtkPerformance *self)
{
    YadoGuest *visible[] = { self->guest };
    yado_host_watch(self->host, self, visible, self->guest ? 1 : 0);
    update(self);
}

static void
on_unmapped_cb(GtkWidget *widget, YadoGtkPerformance *self)
{
    if (self->host)
        yado_host_watch(self->host, self, NULL, 0);
}

static void
fill_spans(YadoGtkPerformance *self)
{
    for (guint i = 0; i < G_N_ELEMENTS(spans); i++)
        gtk_combo_box_text_append_text(self->span, _(spans[i].label));
    gtk_combo_box_set_active(GTK_COMBO_BOX(self->span), 0);
    gtk_label_set_text_with_mnemonic(self->span_label, _("_Show the last"));
}

static void
yado_gtk_performance_dispose(GObject *object)
{
    YadoGtkPerformance *self = YADO_GTK_PERFORMANCE(object);
    if (self->host)
        yado_host_watch(self->host, self, NULL, 0);
    g_clear_object(&self->host);
    g_clear_object(&self->guest);
    G_OBJECT_CLASS(yado_gtk_performance_parent_class)->dispose(object);
}

static void
yado_gtk_performance_class_init(YadoGtkPerformanceClass *klass)
{
    GtkWidgetClass *widget = GTK_WIDGET_CLASS(klass);
    G_OBJECT_CLASS(klass)->dispose = yado_gtk_performance_dispose;
    gtk_widget_class_set_template_from_resource(widget, YADO_GTK_RESOURCE("performance.ui"));
    gtk_widget_class_bind_template_child(widget, YadoGtkPerformance, grid);
    gtk_widget_class_bind_template_child(widget, YadoGtkPerformance, span_label);
    gtk_widget_class_bind_template_child(widget, YadoGtkPerformance, span);
    gtk_widget_class_bind_template_callback(widget, update);
}

static void
yado_gtk_performance_init(YadoGtkPerformance *self)
{
    gtk_widget_init_template(GTK_WIDGET(self));
    fill_spans(self);
}

/* A host tells its CPU and memory; disks and networks are the guests'. */
static void
add_graphs(YadoGtkPerformance *self)
{
    guint n = self->guest ? G_N_ELEMENTS(graphs) : 2;
    for (guint i = 0; i < n; i++) {
        self->graphs[i] = yado_gtk_graph_new(_(graphs[i].title), graphs[i].series);
        gtk_grid_attach(self->grid, self->graphs[i], (int)i % 2, (int)i / 2, 1, 1);
    }
}

GtkWidget *
yado_gtk_performance_new(YadoHost *host, YadoGuest *guest)
{
    YadoGtkPerformance *self = g_object_new(YADO_GTK_TYPE_PERFORMANCE, NULL);
    self->host = g_object_ref(host);
    self->guest = guest ? g_object_ref(guest) : NULL;
    add_graphs(self);
    g_signal_connect(self, "map", G_CALLBACK(on_mapped_cb), self);
    g_signal_connect(self, "unmap", G_CALLBACK(on_unmapped_cb), self);
    g_signal_connect_object(host, "sampled", G_CALLBACK(update), self, G_CONNECT_SWAPPED);
    return GTK_WIDGET(self);
}
