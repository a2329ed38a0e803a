/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "views/yado-gtk-add-hardware.h"

#include <glib/gi18n.h>

#include "app/yado-gtk-util.h"

struct _YadoGtkAddHardware {
    GtkDialog parent;
    GtkListBox *list;
};

G_DEFINE_TYPE(YadoGtkAddHardware, yado_gtk_add_hardware, GTK_TYPE_DIALOG)

static const YadoDeviceSpec *
get_spec(GtkListBoxRow *row)
{
    return row ? g_object_get_data(G_OBJECT(row), "yado-device") : NULL;
}

static GtkWidget *
create_row(const YadoDeviceSpec *spec, const YadoChoiceItem *item)
{
    g_autofree char *name = yado_text_strip_mnemonic(item->label);
    const char *text = item->reason ? item->reason : yado_device_get_help(spec);
    GtkWidget *row = gtk_list_box_row_new();
    GtkWidget *box = gtk_box_new(GTK_ORIENTATION_HORIZONTAL, 12);
    GtkWidget *words = gtk_box_new(GTK_ORIENTATION_VERTICAL, 0);
    gtk_container_add(GTK_CONTAINER(words), yado_gtk_label_new(name, NULL));
    gtk_container_add(GTK_CONTAINER(words), yado_gtk_paragraph_new(text, "dim-label"));
    gtk_container_add(GTK_CONTAINER(box),
                      gtk_image_new_from_icon_name(spec->icon, GTK_ICON_SIZE_LARGE_TOOLBAR));
    gtk_container_add(GTK_CONTAINER(box), words);
    g_object_set(box, "margin", 6, NULL);
    gtk_container_add(GTK_CONTAINER(row), box);
    g_object_set_data(G_OBJECT(row), "yado-device", (gpointer)spec);
    yado_gtk_set_accessible(row, name, text);
    gtk_widget_set_sensitive(row, item->reason == NULL);
    gtk_widget_show_all(row);
    return row;
}

static void
on_row_selected_cb(GtkListBox *list, GtkListBoxRow *row, GtkDialog *self)
{
    gtk_dialog_set_response_sensitive(self, GTK_RESPONSE_ACCEPT, row != NULL);
}

static void
on_row_activated_cb(GtkListBox *list, GtkListBoxRow *row, GtkDialog *self)
{
    gtk_dialog_response(self, GTK_RESPONSE_ACCEPT);
}

static void
yado_gtk_add_hardware_class_init(YadoGtkAddHardwareClass *klass)
{
}

static void
add_list(YadoGtkAddHardware *self)
{
    GtkWidget *scroll = gtk_scrolled_window_new(NULL, NULL);
    self->list = GTK_LIST_BOX(gtk_list_box_new());
    gtk_list_box_set_selection_mode(self->list, GTK_SELECTION_BROWSE);
    gtk_list_box_set_activate_on_single_click(self->list, FALSE);
    yado_gtk_set_accessible(GTK_WIDGET(self->list), _("Kinds of hardware"), NULL);
    g_signal_connect(self->list, "row-selected", G_CALLBACK(on_row_selected_cb), self);
    g_signal_connect(self->list, "row-activated", G_CALLBACK(on_row_activated_cb), self);
    g_object_set(scroll, "hscrollbar-policy", GTK_POLICY_NEVER, "vexpand", TRUE, NULL);
    gtk_container_add(GTK_CONTAINER(scroll), GTK_WIDGET(self->list));
    gtk_container_add(GTK_CONTAINER(gtk_dialog_get_content_area(GTK_DIALOG(self))), scroll);
    gtk_widget_show_all(scroll);
}

static void
yado_gtk_add_hardware_init(YadoGtkAddHardware *self)
{
    GtkDialog *dialog = GTK_DIALOG(self);
    gtk_window_set_default_size(GTK_WINDOW(self), 480, 480);
    gtk_dialog_add_button(dialog, _("_Cancel"), GTK_RESPONSE_CANCEL);
    gtk_dialog_add_button(dialog, _("_Add"), GTK_RESPONSE_ACCEPT);
    gtk_dialog_set_default_response(dialog, GTK_RESPONSE_ACCEPT);
    gtk_dialog_set_response_sensitive(dialog, GTK_RESPONSE_ACCEPT, FALSE);
    add_list(self);
}

GtkWidget *
yado_gtk_add_hardware_new(GtkWindow *parent, YadoDocument *document, YadoGuest *guest)
{
    YadoGtkAddHardware *self =
        g_object_new(YADO_GTK_TYPE_ADD_HARDWARE, "title", _("Add hardware"), "transient-for",
                     parent, "modal", TRUE, "use-header-bar", FALSE, NULL);
    g_autoptr(GPtrArray) kinds = yado_device_list_choices(document, guest);
    for (guint i = 0; i < kinds->len; i++)
        gtk_container_add(GTK_CONTAINER(self->list),
                          create_row(&yado_catalog_get_devices()[i], g_ptr_array_index(kinds, i)));
    return GTK_WIDGET(self);
}

const YadoDeviceSpec *
yado_gtk_add_hardware_get_chosen(YadoGtkAddHardware *self)
{
    return get_spec(gtk_list_box_get_selected_row(self->list));
}
