/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "views/yado-gtk-pinning.h"

#include <glib/gi18n.h>

#include "app/yado-gtk-util.h"

struct _YadoGtkPinning {
    GtkScrolledWindow parent;
    GtkTextView *view;
    YadoGuest *guest;
    GCancellable *cancellable; /* of the reading under way */
};

G_DEFINE_TYPE(YadoGtkPinning, yado_gtk_pinning, GTK_TYPE_SCROLLED_WINDOW)

static void
show_text(YadoGtkPinning *self, const char *text)
{
    gtk_text_buffer_set_text(gtk_text_view_get_buffer(self->view), text, -1);
}

static void
on_scheduling_read_cb(GObject *source, GAsyncResult *result, gpointer data)
{
    g_autoptr(YadoGtkPinning) self = data;
    g_autoptr(GError) error = NULL;
    g_autoptr(YadoScheduling) scheduling =
        yado_guest_get_scheduling_finish(YADO_GUEST(source), result, &error);
    g_autofree char *grid = scheduling ? yado_scheduling_format(scheduling) : NULL;
    if (yado_error_is_cancel(error))
        return;
    show_text(self, grid ? grid : error->message);
}

static void
cancel(YadoGtkPinning *self)
{
    g_cancellable_cancel(self->cancellable);
    g_clear_object(&self->cancellable);
}

static void
on_mapped_cb(GtkWidget *widget, YadoGtkPinning *self)
{
    cancel(self);
    self->cancellable = g_cancellable_new();
    yado_guest_get_scheduling_async(self->guest, self->cancellable, on_scheduling_read_cb,
                                    g_object_ref(self));
}

static void
on_unmapped_cb(GtkWidget *widget, YadoGtkPinning *self)
{
    cancel(self);
}

static void
yado_gtk_pinning_dispose(GObject *object)
{
    YadoGtkPinning *self = YADO_GTK_PINNING(object);
    cancel(self);
    g_clear_object(&self->guest);
    G_OBJECT_CLASS(yado_gtk_pinning_parent_class)->dispose(object);
}

static void
yado_gtk_pinning_class_init(YadoGtkPinningClass *klass)
{
    G_OBJECT_CLASS(klass)->dispose = yado_gtk_pinning_dispose;
}

static void
yado_gtk_pinning_init(YadoGtkPinning *self)
{
    GtkWidget *view = g_object_new(GTK_TYPE_TEXT_VIEW, "visible", TRUE, "editable", FALSE,
                                   "monospace", TRUE, "cursor-visible", FALSE, "left-margin", 18,
                                   "right-margin", 18, "top-margin", 18, "bottom-margin", 18, NULL);
    self->view = GTK_TEXT_VIEW(view);
    gtk_container_add(GTK_CONTAINER(self), view);
    show_text(self, _("Reading…"));
}

GtkWidget *
yado_gtk_pinning_new(YadoGuest *guest, const char *title)
{
    YadoGtkPinning *self = g_object_new(YADO_GTK_TYPE_PINNING, "visible", TRUE, NULL);
    self->guest = g_object_ref(guest);
    yado_gtk_set_accessible(GTK_WIDGET(self->view), title, NULL);
    g_signal_connect(self, "map", G_CALLBACK(on_mapped_cb), self);
    g_signal_connect(self, "unmap", G_CALLBACK(on_unmapped_cb), self);
    return GTK_WIDGET(self);
}
