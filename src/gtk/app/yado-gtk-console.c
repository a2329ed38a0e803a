/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "app/yado-gtk-console.h"

#include <glib/gi18n.h>
#include <gmodule.h>

#include "app/yado-gtk-util.h"

typedef GtkWidget *(*NewPage)(YadoSession *session, YadoGuest *guest, const char *wanted);

static const char guest_key[] = "yado-console-guest";

/* Never unloaded: GLib's types stay registered. */
static NewPage
load_module(GError **error)
{
    static NewPage new_page;
    const char *folder = g_getenv("YADO_BACKEND_PATH");
    g_autofree char *path =
        g_build_filename(folder && *folder ? folder : YADO_BACKENDDIR, "yado-gtk-console.so", NULL);
    GModule *module;

    if (new_page)
        return new_page;
    module = g_module_open(path, G_MODULE_BIND_LAZY | G_MODULE_BIND_LOCAL);
    if (module && g_module_symbol(module, "yado_gtk_console_module_new", (gpointer *)&new_page))
        return new_page;
    yado_error_set(error, YADO_ERROR_UNSUPPORTED, g_module_error(),
                   _("Install YaDO's consoles for the desktop."),
                   _("The consoles could not be loaded from %s."), path);
    return NULL;
}

GtkWidget *
yado_gtk_console_page_new(YadoSession *session, YadoGuest *guest, const char *wanted,
                          GError **error)
{
    NewPage new_page = load_module(error);
    GtkWidget *page = new_page ? new_page(session, guest, wanted) : NULL;

    if (page)
        g_object_set_data_full(G_OBJECT(page), guest_key, g_object_ref(guest), g_object_unref);
    return page;
}

YadoGuest *
yado_gtk_console_page_get_guest(GtkWidget *page)
{
    return g_object_get_data(G_OBJECT(page), guest_key);
}

static char *
dup_title(GtkWidget *page)
{
    g_autofree char *name =
        yado_text_clean(yado_guest_get_name(yado_gtk_console_page_get_guest(page)));

    return g_strdup_printf(_("%s: console"), name);
}

static void
on_close_clicked_cb(GtkButton *button, GtkWidget *page)
{
    g_signal_emit_by_name(page, "close-requested");
}

GtkWidget *
yado_gtk_console_page_create_tab(GtkWidget *page)
{
    GtkBox *box = GTK_BOX(gtk_box_new(GTK_ORIENTATION_HORIZONTAL, 6));
    g_autofree char *title = dup_title(page);
    GtkWidget *close = yado_gtk_icon_button_new("window-close-symbolic", _("Close"));

    gtk_button_set_relief(GTK_BUTTON(close), GTK_RELIEF_NONE);
    g_signal_connect_object(close, "clicked", G_CALLBACK(on_close_clicked_cb), page, 0);
    gtk_box_pack_start(box, gtk_label_new(title), TRUE, TRUE, 0);
    gtk_box_pack_end(box, close, FALSE, FALSE, 0);
    gtk_widget_show_all(GTK_WIDGET(box));
    return GTK_WIDGET(g_object_ref_sink(box));
}

static void
on_close_requested_cb(GtkWidget *page, GtkWidget *window)
{
    gtk_widget_destroy(window);
}

static void
hide_window_button(GtkWidget *page)
{
    g_object_set(page, "in-window", TRUE, NULL);
}

GtkWidget *
yado_gtk_console_window_new(GtkApplication *application, GtkWidget *page)
{
    GtkWidget *window = gtk_application_window_new(application);
    GtkWidget *header = gtk_header_bar_new();
    YadoHost *host = yado_guest_get_host(yado_gtk_console_page_get_guest(page));
    g_autofree char *title = dup_title(page);

    gtk_header_bar_set_show_close_button(GTK_HEADER_BAR(header), TRUE);
    gtk_header_bar_set_title(GTK_HEADER_BAR(header), title);
    gtk_header_bar_set_subtitle(GTK_HEADER_BAR(header), host ? yado_host_get_label(host) : NULL);
    gtk_window_set_title(GTK_WINDOW(window), title);
    gtk_window_set_titlebar(GTK_WINDOW(window), header);
    gtk_window_set_default_size(GTK_WINDOW(window), 900, 640);
    g_signal_connect_object(page, "close-requested", G_CALLBACK(on_close_requested_cb), window, 0);
    gtk_container_add(GTK_CONTAINER(window), page);
    hide_window_button(page);
    gtk_widget_show(header);
    return window;
}
