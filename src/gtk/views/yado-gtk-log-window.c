/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "views/yado-gtk-log-window.h"

#include <glib/gi18n.h>

#include "app/yado-gtk-util.h"

typedef struct {
    YadoHost *host;
    GtkWidget *search;
    GtkTextView *view;
    char *log; /* NULL: not there yet */
    GCancellable *cancellable;
} Log;

static void
set_text(Log *self, const char *text)
{
    gtk_text_buffer_set_text(gtk_text_view_get_buffer(self->view), text, -1);
}

static void
show_lines(Log *self)
{
    const char *words = gtk_entry_get_text(GTK_ENTRY(self->search));
    g_autofree char *lines = self->log ? yado_log_filter(self->log, words) : NULL;
    if (!lines)
        set_text(self, _("Reading…"));
    else
        set_text(self, *lines ? lines : _("No line has these words."));
}

static void
on_log_read_cb(GObject *source, GAsyncResult *result, gpointer data)
{
    g_autoptr(GError) error = NULL;
    g_autofree char *log = yado_host_get_log_finish(YADO_HOST(source), result, &error);
    Log *self = data;
    if (yado_error_is_cancel(error))
        return; /* the window is gone */
    if (!log) {
        g_autofree char *text = yado_gtk_error_dup_text(error);
        set_text(self, text);
        return;
    }
    g_free(self->log);
    self->log = g_steal_pointer(&log);
    show_lines(self);
}

static void
on_reload_clicked_cb(GtkButton *button, Log *self)
{
    yado_host_get_log_async(self->host, self->cancellable, on_log_read_cb, self);
}

static void
on_search_changed_cb(GtkSearchEntry *search, Log *self)
{
    if (self->log)
        show_lines(self);
}

/* Escape takes the words away, then the window. */
static void
on_search_stopped_cb(GtkSearchEntry *search, Log *self)
{
    if (*gtk_entry_get_text(GTK_ENTRY(search)))
        gtk_entry_set_text(GTK_ENTRY(search), "");
    else
        gtk_window_close(GTK_WINDOW(gtk_widget_get_toplevel(GTK_WIDGET(search))));
}

static GtkWidget *
create_view(Log *self)
{
    GtkWidget *scrolled = gtk_scrolled_window_new(NULL, NULL);
    GtkWidget *view = gtk_text_view_new();
    g_object_set(view, "editable", FALSE, "cursor-visible", FALSE, "monospace", TRUE, "left-margin",
                 12, "right-margin", 12, "top-margin", 6, "bottom-margin", 6, "accepts-tab", FALSE,
                 NULL);
    yado_gtk_set_accessible(view, _("Hypervisor's log"), NULL);
    gtk_container_add(GTK_CONTAINER(scrolled), view);
    self->view = GTK_TEXT_VIEW(view);
    gtk_widget_show_all(scrolled);
    return scrolled;
}

static GtkWidget *
create_search(Log *self)
{
    self->search = g_object_new(GTK_TYPE_SEARCH_ENTRY, "visible", TRUE, "margin", 6,
                                "placeholder-text", _("Only lines with these words"), NULL);
    yado_gtk_set_accessible(self->search, _("Only lines with these words"), NULL);
    g_signal_connect(self->search, "search-changed", G_CALLBACK(on_search_changed_cb), self);
    g_signal_connect(self->search, "stop-search", G_CALLBACK(on_search_stopped_cb), self);
    return self->search;
}

static void
add_reload(GtkDialog *dialog, Log *self)
{
    GtkWidget *button = yado_gtk_icon_button_new("view-refresh-symbolic", _("Reload"));
    g_signal_connect(button, "clicked", G_CALLBACK(on_reload_clicked_cb), self);
    gtk_widget_show(button);
    gtk_header_bar_pack_start(GTK_HEADER_BAR(gtk_dialog_get_header_bar(dialog)), button);
}

static void
free_log(gpointer data)
{
    Log *self = data;
    g_cancellable_cancel(self->cancellable);
    g_object_unref(self->cancellable);
    g_object_unref(self->host);
    g_free(self->log);
    g_free(self);
}

void
yado_gtk_log_window_show(GtkWindow *parent, YadoHost *host)
{
    g_autofree char *title =
        g_strdup_printf("%s · %s", yado_host_get_label(host), _("Hypervisor's log"));
    GtkWidget *dialog = g_object_new(GTK_TYPE_DIALOG, "use-header-bar", TRUE, "title", title,
                                     "transient-for", parent, "destroy-with-parent", TRUE,
                                     "default-width", 760, "default-height", 520, NULL);
    GtkWidget *area = gtk_dialog_get_content_area(GTK_DIALOG(dialog));
    Log *self = g_new0(Log, 1);
    self->host = g_object_ref(host);
    self->cancellable = g_cancellable_new();
    g_object_set_data_full(G_OBJECT(dialog), "yado-log", self, free_log);
    gtk_box_pack_start(GTK_BOX(area), create_search(self), FALSE, TRUE, 0);
    gtk_box_pack_start(GTK_BOX(area), create_view(self), TRUE, TRUE, 0);
    add_reload(GTK_DIALOG(dialog), self);
    g_signal_connect(dialog, "response", G_CALLBACK(gtk_widget_destroy), NULL);
    show_lines(self);
    gtk_widget_show(dialog);
    on_reload_clicked_cb(NULL, self);
}
