/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "views/yado-gtk-performance.h"

#include <glib/gi18n.h>

#include "app/yado-gtk-util.h"
#include "views/yado-gtk-graph.h"

struct _YadoGtkPerformance {
    GtkBox parent;
    GtkGrid *grid;
    GtkLabel *span_label;
    GtkComboBoxText *span;
    GPtrArray *graphs; /* of YadoGtkGraph, in the grid */
    YadoHost *host;
    YadoGuest *guest;       /* or NULL */
    YadoDeviceWatch *watch; /* of the guest */
    GtkWidget *devices_box;
    GtkLabel *devices;
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
    for (guint i = 0; i < self->graphs->len; i++)
        yado_gtk_graph_show(self->graphs->pdata[i], get_history(self),
                            yado_catalog_get_spans()[MAX(span, 0)].seconds);
}

static void
on_mapped_cb(GtkWidget *widget, YadoGtkPerformance *self)
{
    YadoGuest *visible[] = { self->guest };
    yado_host_watch(self->host, self, visible, self->guest ? 1 : 0);
    if (self->watch)
        yado_device_watch_set_active(self->watch, TRUE);
    update(self);
}

static void
on_unmapped_cb(GtkWidget *widget, YadoGtkPerformance *self)
{
    if (self->host)
        yado_host_watch(self->host, self, NULL, 0);
    if (self->watch)
        yado_device_watch_set_active(self->watch, FALSE);
}

/* Below the graphs: which processor, disk or card it is. */
static void
on_watch_changed_cb(YadoDeviceWatch *watch, YadoGtkPerformance *self)
{
    const char *text = yado_device_watch_get_text(watch);
    gtk_label_set_text(self->devices, text);
    gtk_widget_set_visible(self->devices_box, *text != '\0');
}

static void
fill_spans(YadoGtkPerformance *self)
{
    for (const YadoSpanSpec *spec = yado_catalog_get_spans(); spec->label; spec++)
        gtk_combo_box_text_append_text(self->span, yado_span_get_label(spec));
    gtk_combo_box_set_active(GTK_COMBO_BOX(self->span), 0);
    gtk_label_set_text_with_mnemonic(self->span_label, _("_Show the last"));
}

static void
yado_gtk_performance_dispose(GObject *object)
{
    YadoGtkPerformance *self = YADO_GTK_PERFORMANCE(object);
    if (self->host)
        yado_host_watch(self->host, self, NULL, 0);
    g_clear_object(&self->watch);
    g_clear_object(&self->host);
    g_clear_object(&self->guest);
    g_ptr_array_set_size(self->graphs, 0);
    G_OBJECT_CLASS(yado_gtk_performance_parent_class)->dispose(object);
}

static void
yado_gtk_performance_finalize(GObject *object)
{
    g_ptr_array_unref(YADO_GTK_PERFORMANCE(object)->graphs);
    G_OBJECT_CLASS(yado_gtk_performance_parent_class)->finalize(object);
}

static void
yado_gtk_performance_class_init(YadoGtkPerformanceClass *klass)
{
    GtkWidgetClass *widget = GTK_WIDGET_CLASS(klass);
    G_OBJECT_CLASS(klass)->dispose = yado_gtk_performance_dispose;
    G_OBJECT_CLASS(klass)->finalize = yado_gtk_performance_finalize;
    gtk_widget_class_set_template_from_resource(widget, YADO_GTK_RESOURCE("performance.ui"));
    gtk_widget_class_bind_template_child(widget, YadoGtkPerformance, grid);
    gtk_widget_class_bind_template_child(widget, YadoGtkPerformance, span_label);
    gtk_widget_class_bind_template_child(widget, YadoGtkPerformance, span);
    gtk_widget_class_bind_template_child(widget, YadoGtkPerformance, devices_box);
    gtk_widget_class_bind_template_child(widget, YadoGtkPerformance, devices);
    gtk_widget_class_bind_template_callback(widget, update);
}

static void
yado_gtk_performance_init(YadoGtkPerformance *self)
{
    self->graphs = g_ptr_array_new();
    gtk_widget_init_template(GTK_WIDGET(self));
    fill_spans(self);
}

/* Disks and networks are the guests'. */
static void
add_graphs(YadoGtkPerformance *self)
{
    for (const YadoGraphSpec *spec = yado_catalog_get_graphs(); spec->title; spec++) {
        int place = (int)self->graphs->len;
        if (!self->guest && !spec->of_host)
            continue;
        g_ptr_array_add(self->graphs, yado_gtk_graph_new(spec));
        gtk_grid_attach(self->grid, self->graphs->pdata[place], place % 2, place / 2, 1, 1);
    }
}

GtkWidget *
yado_gtk_performance_new(YadoHost *host, YadoGuest *guest)
{
    YadoGtkPerformance *self = g_object_new(YADO_GTK_TYPE_PERFORMANCE, NULL);
    self->host = g_object_ref(host);
    self->guest = guest ? g_object_ref(guest) : NULL;
    add_graphs(self);
    if (guest) {
        self->watch = yado_device_watch_new(guest);
        g_signal_connect_object(self->watch, "changed", G_CALLBACK(on_watch_changed_cb), self, 0);
    }
    g_signal_connect(self, "map", G_CALLBACK(on_mapped_cb), self);
    g_signal_connect(self, "unmap", G_CALLBACK(on_unmapped_cb), self);
    g_signal_connect_object(host, "sampled", G_CALLBACK(update), self, G_CONNECT_SWAPPED);
    return GTK_WIDGET(self);
}
