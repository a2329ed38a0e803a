/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "views/yado-gtk-pending.h"

#include <glib/gi18n.h>

#include "app/yado-gtk-help.h"
#include "app/yado-gtk-util.h"

struct _YadoGtkPending {
    GtkInfoBar parent;
    GtkLabel *text;
    GtkMenuButton *show;
    GtkPopover *popover;
    GtkGrid *grid;
    GPtrArray *changes;
};

enum { UNDO_REQUESTED, PAGE_REQUESTED, N_SIGNALS };
static guint signals[N_SIGNALS];

G_DEFINE_TYPE(YadoGtkPending, yado_gtk_pending, GTK_TYPE_INFO_BAR)

static YadoPendingChange *
get_change(GtkWidget *button)
{
    return g_object_get_data(G_OBJECT(button), "yado-change");
}

static void
on_undo_clicked_cb(GtkWidget *button, YadoGtkPending *self)
{
    YadoPendingChange *change = get_change(button);
    gtk_popover_popdown(self->popover);
    g_signal_emit(self, signals[UNDO_REQUESTED], 0, change);
}

static void
on_page_clicked_cb(GtkWidget *button, YadoGtkPending *self)
{
    YadoPendingChange *change = get_change(button);
    gtk_popover_popdown(self->popover);
    g_signal_emit(self, signals[PAGE_REQUESTED], 0, change->page);
}

static void
add_button(YadoGtkPending *self, int row, int column, GtkWidget *button, YadoPendingChange *change,
           GCallback callback)
{
    g_object_set_data(G_OBJECT(button), "yado-change", change);
    g_signal_connect_object(button, "clicked", callback, self, 0);
    gtk_grid_attach(self->grid, button, column, row, 1, 1);
    gtk_widget_show(button);
}

static void
add_change(YadoGtkPending *self, YadoPendingChange *change, int row)
{
    g_autofree char *undo_name = g_strdup_printf(_("Undo: %s"), change->label);
    GtkWidget *page = gtk_button_new_with_label(change->label);
    GtkWidget *undo = gtk_button_new_with_label(_("Undo"));
    gtk_button_set_relief(GTK_BUTTON(page), GTK_RELIEF_NONE);
    gtk_label_set_xalign(GTK_LABEL(gtk_bin_get_child(GTK_BIN(page))), 0);
    yado_gtk_set_accessible(undo, undo_name, NULL);
    add_button(self, row, 0, page, change, G_CALLBACK(on_page_clicked_cb));
    gtk_grid_attach(self->grid, yado_gtk_label_new(change->now, NULL), 1, row, 1, 1);
    gtk_grid_attach(self->grid, yado_gtk_label_new(change->next, NULL), 2, row, 1, 1);
    add_button(self, row, 3, undo, change, G_CALLBACK(on_undo_clicked_cb));
}

static void
fill_grid(YadoGtkPending *self)
{
    gtk_container_foreach(GTK_CONTAINER(self->grid),
                          (GtkCallback)(void (*)(void))gtk_widget_destroy, NULL);
    gtk_grid_attach(self->grid, yado_gtk_label_new(_("Now"), "dim-label"), 1, 0, 1, 1);
    gtk_grid_attach(self->grid, yado_gtk_label_new(_("At next start"), "dim-label"), 2, 0, 1, 1);
    for (guint i = 0; i < self->changes->len; i++)
        add_change(self, g_ptr_array_index(self->changes, i), (int)i + 1);
}

void
yado_gtk_pending_show(YadoGtkPending *self, GPtrArray *changes)
{
    g_autofree char *text =
        g_strdup_printf(ngettext("%u change waits for the next start.",
                                 "%u changes wait for the next start.", changes->len),
                        changes->len);
    g_clear_pointer(&self->changes, g_ptr_array_unref);
    self->changes = g_ptr_array_ref(changes);
    gtk_label_set_text(self->text, text);
    fill_grid(self);
    gtk_widget_set_visible(GTK_WIDGET(self), changes->len > 0);
}

static void
yado_gtk_pending_finalize(GObject *object)
{
    g_clear_pointer(&YADO_GTK_PENDING(object)->changes, g_ptr_array_unref);
    G_OBJECT_CLASS(yado_gtk_pending_parent_class)->finalize(object);
}

static void
yado_gtk_pending_class_init(YadoGtkPendingClass *klass)
{
    GtkWidgetClass *widget = GTK_WIDGET_CLASS(klass);
    GType type = G_TYPE_FROM_CLASS(klass);
    G_OBJECT_CLASS(klass)->finalize = yado_gtk_pending_finalize;
    signals[UNDO_REQUESTED] = g_signal_new("undo-requested", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                           NULL, G_TYPE_NONE, 1, G_TYPE_POINTER);
    signals[PAGE_REQUESTED] = g_signal_new("page-requested", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                           NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
    gtk_widget_class_set_template_from_resource(widget, YADO_GTK_RESOURCE("pending.ui"));
    gtk_widget_class_bind_template_child(widget, YadoGtkPending, text);
    gtk_widget_class_bind_template_child(widget, YadoGtkPending, show);
    gtk_widget_class_bind_template_child(widget, YadoGtkPending, popover);
    gtk_widget_class_bind_template_child(widget, YadoGtkPending, grid);
}

static void
yado_gtk_pending_init(YadoGtkPending *self)
{
    gtk_widget_init_template(GTK_WIDGET(self));
    gtk_button_set_label(GTK_BUTTON(self->show), _("_Show"));
}

GtkWidget *
yado_gtk_pending_new(void)
{
    return g_object_new(YADO_GTK_TYPE_PENDING, NULL);
}

gboolean
yado_gtk_pending_show_help(YadoGtkPending *self, GtkWindow *window)
{
    if (!gtk_widget_is_visible(GTK_WIDGET(self->popover)))
        return FALSE;
    g_autofree char *text = yado_help_for_pending(self->changes);
    gtk_popover_popdown(self->popover);
    yado_gtk_help_show_text(window, _("Changes waiting"), text);
    return TRUE;
}
