/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "views/yado-gtk-log-window.h"

#include <glib/gi18n.h>
#include <string.h>

#include "app/yado-gtk-util.h"

typedef struct {
    YadoHostLog *log;
    YadoGtkActions *actions;
    GtkWindow *window;
    GtkWidget *search, *place;
    GtkWidget *previous, *next, *save, *clear;
    GtkTextView *view;
    GCancellable *cancellable;
} Log;

/* ---- Showing ---- */

static void
show_buttons(Log *self)
{
    const YadoActionSpec *spec = yado_catalog_find_action("host.clear-log");
    YadoTargets targets = { yado_gtk_actions_get_targets(self->actions)->session, NULL,
                            yado_host_log_get_host(self->log) };
    gboolean is_some = yado_host_log_get_n_found(self->log) > 0;
    gboolean is_there = yado_host_log_get_state(self->log) == YADO_HOST_LOG_READY;
    g_autofree char *reason = NULL;
    gboolean can_clear = yado_action_check(spec, &targets, &reason);
    gtk_widget_set_sensitive(self->previous, is_some);
    gtk_widget_set_sensitive(self->next, is_some);
    gtk_widget_set_sensitive(self->save, is_there);
    gtk_widget_set_sensitive(self->clear, can_clear);
    gtk_widget_set_tooltip_text(self->clear, can_clear ? yado_action_get_help(spec) : reason);
}

static void
get_line(Log *self, guint line, GtkTextIter *start, GtkTextIter *end)
{
    GtkTextBuffer *buffer = gtk_text_view_get_buffer(self->view);
    gtk_text_buffer_get_iter_at_line(buffer, start, (int)line);
    *end = *start;
    if (!gtk_text_iter_ends_line(end))
        gtk_text_iter_forward_to_line_end(end);
}

static void
show_place(Log *self)
{
    guint place = yado_host_log_get_place(self->log);
    g_autofree char *text = yado_host_log_dup_place_text(self->log);
    GtkTextIter start, end;
    gtk_label_set_text(GTK_LABEL(self->place), text);
    show_buttons(self);
    if (place == G_MAXUINT)
        return;
    get_line(self, place, &start, &end);
    gtk_text_buffer_select_range(gtk_text_view_get_buffer(self->view), &end, &start);
    gtk_text_view_scroll_to_mark(self->view,
                                 gtk_text_buffer_get_insert(gtk_text_view_get_buffer(self->view)),
                                 0, TRUE, 0, 0.3);
}

static void
mark_lines(Log *self)
{
    GtkTextBuffer *buffer = gtk_text_view_get_buffer(self->view);
    for (guint i = 0; i < yado_host_log_get_n_lines(self->log); i++) {
        GtkTextIter start, end;
        if (!yado_host_log_is_found(self->log, i))
            continue;
        get_line(self, i, &start, &end);
        gtk_text_buffer_apply_tag_by_name(buffer, "found", &start, &end);
    }
}

static void
show_lines(Log *self)
{
    g_autofree char *message = yado_host_log_dup_message(self->log);
    g_autofree char *text = message ? NULL : yado_host_log_dup_text(self->log);
    gtk_text_buffer_set_text(gtk_text_view_get_buffer(self->view), message ? message : text, -1);
    if (!message)
        mark_lines(self);
    show_place(self);
}

/* ---- Going through it ---- */

static void
on_next_wanted_cb(GtkWidget *widget, Log *self)
{
    yado_host_log_step(self->log, 1);
}

static void
on_previous_wanted_cb(GtkWidget *widget, Log *self)
{
    yado_host_log_step(self->log, -1);
}

static void
on_search_changed_cb(GtkEntry *search, Log *self)
{
    yado_host_log_set_words(self->log, gtk_entry_get_text(search));
}

static void
on_only_toggled_cb(GtkToggleButton *only, Log *self)
{
    yado_host_log_set_only(self->log, gtk_toggle_button_get_active(only));
}

/* Escape takes the words away, then the window. */
static void
on_search_stopped_cb(GtkSearchEntry *search, Log *self)
{
    if (*gtk_entry_get_text(GTK_ENTRY(search)))
        gtk_entry_set_text(GTK_ENTRY(search), "");
    else
        gtk_window_close(self->window);
}

static void
on_reload_clicked_cb(GtkButton *button, Log *self)
{
    yado_host_log_reload(self->log);
}

static void
on_clear_clicked_cb(GtkButton *button, Log *self)
{
    yado_gtk_actions_run_for(self->actions, yado_catalog_find_action("host.clear-log"),
                             yado_host_log_get_host(self->log), self->window, NULL, NULL);
}

/* ---- Keeping it ---- */

static void
on_saved_cb(GObject *source, GAsyncResult *result, gpointer data)
{
    g_autoptr(GError) error = NULL;
    Log *self = data;
    if (g_file_replace_contents_finish(G_FILE(source), result, NULL, &error) ||
        yado_error_is_cancel(error)) /* the window is gone */
        return;
    gtk_label_set_text(GTK_LABEL(self->place), error->message);
}

static void
on_file_chosen_cb(GtkNativeDialog *dialog, int response, Log *self)
{
    g_autoptr(GFile) file = response == GTK_RESPONSE_ACCEPT
                                ? gtk_file_chooser_get_file(GTK_FILE_CHOOSER(dialog))
                                : NULL;
    char *text = yado_host_log_dup_whole(self->log);
    g_autoptr(GBytes) bytes = text ? g_bytes_new_take(text, strlen(text)) : NULL;
    if (file && bytes)
        g_file_replace_contents_bytes_async(file, bytes, NULL, FALSE, G_FILE_CREATE_NONE,
                                            self->cancellable, on_saved_cb, self);
    gtk_native_dialog_destroy(dialog);
}

static void
on_save_clicked_cb(GtkButton *button, Log *self)
{
    GtkFileChooserNative *dialog = gtk_file_chooser_native_new(
        _("Save as"), self->window, GTK_FILE_CHOOSER_ACTION_SAVE, _("_Save"), _("_Cancel"));
    gtk_native_dialog_set_modal(GTK_NATIVE_DIALOG(dialog), TRUE);
    gtk_file_chooser_set_do_overwrite_confirmation(GTK_FILE_CHOOSER(dialog), TRUE);
    gtk_file_chooser_set_current_name(GTK_FILE_CHOOSER(dialog), "xen.log");
    /* With its window it goes, and so never answers one that is gone. */
    g_object_set_data_full(G_OBJECT(self->window), "yado-chooser", dialog, g_object_unref);
    g_signal_connect(dialog, "response", G_CALLBACK(on_file_chosen_cb), self);
    gtk_native_dialog_show(GTK_NATIVE_DIALOG(dialog));
}

/* ---- The window ---- */

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
    gtk_text_buffer_create_tag(gtk_text_view_get_buffer(self->view), "found", "weight",
                               PANGO_WEIGHT_BOLD, "underline", PANGO_UNDERLINE_SINGLE, NULL);
    gtk_widget_show_all(scrolled);
    return scrolled;
}

static GtkWidget *
add_button(GtkWidget *box, const char *icon, const char *name, GCallback callback, Log *self)
{
    GtkWidget *button = yado_gtk_icon_button_new(icon, name);
    g_signal_connect(button, "clicked", callback, self);
    gtk_container_add(GTK_CONTAINER(box), button);
    return button;
}

/* Enter goes on to the next one, Ctrl+G and Shift+Ctrl+G too. */
static GtkWidget *
create_entry(Log *self)
{
    self->search = g_object_new(GTK_TYPE_SEARCH_ENTRY, "hexpand", TRUE, "placeholder-text",
                                _("Lines with these words"), NULL);
    yado_gtk_set_accessible(self->search, _("Lines with these words"), NULL);
    g_signal_connect(self->search, "search-changed", G_CALLBACK(on_search_changed_cb), self);
    g_signal_connect(self->search, "stop-search", G_CALLBACK(on_search_stopped_cb), self);
    g_signal_connect(self->search, "activate", G_CALLBACK(on_next_wanted_cb), self);
    g_signal_connect(self->search, "next-match", G_CALLBACK(on_next_wanted_cb), self);
    g_signal_connect(self->search, "previous-match", G_CALLBACK(on_previous_wanted_cb), self);
    return self->search;
}

static GtkWidget *
create_search(Log *self)
{
    GtkWidget *box = g_object_new(GTK_TYPE_BOX, "orientation", GTK_ORIENTATION_HORIZONTAL,
                                  "spacing", 6, "margin", 6, NULL);
    gtk_container_add(GTK_CONTAINER(box), create_entry(self));
    self->place = yado_gtk_label_new("", "dim-label");
    gtk_container_add(GTK_CONTAINER(box), self->place);
    self->previous = add_button(box, "go-up-symbolic", _("Previous line"),
                                G_CALLBACK(on_previous_wanted_cb), self);
    self->next =
        add_button(box, "go-down-symbolic", _("Next line"), G_CALLBACK(on_next_wanted_cb), self);
    GtkWidget *only = gtk_check_button_new_with_mnemonic(_("_Only these"));
    g_signal_connect(only, "toggled", G_CALLBACK(on_only_toggled_cb), self);
    gtk_container_add(GTK_CONTAINER(box), only);
    gtk_widget_show_all(box);
    return box;
}

static GtkWidget *
add_header_button(Log *self, const char *icon, const char *name, GCallback callback)
{
    GtkWidget *button = yado_gtk_icon_button_new(icon, name);
    g_signal_connect(button, "clicked", callback, self);
    gtk_widget_show(button);
    gtk_header_bar_pack_start(GTK_HEADER_BAR(gtk_dialog_get_header_bar(GTK_DIALOG(self->window))),
                              button);
    return button;
}

static void
add_buttons(Log *self)
{
    const YadoActionSpec *spec = yado_catalog_find_action("host.clear-log");
    add_header_button(self, "view-refresh-symbolic", _("Reload"), G_CALLBACK(on_reload_clicked_cb));
    self->save = add_header_button(self, "document-save-symbolic", _("Save as"),
                                   G_CALLBACK(on_save_clicked_cb));
    self->clear = add_header_button(self, spec->icon, _("Clear"), G_CALLBACK(on_clear_clicked_cb));
}

static void
free_log(gpointer data)
{
    Log *self = data;
    g_signal_handlers_disconnect_by_data(self->log, self);
    g_cancellable_cancel(self->cancellable);
    g_object_unref(self->cancellable);
    g_object_unref(self->log);
    g_object_unref(self->actions);
    g_free(self);
}

static Log *
log_new(GtkWindow *window, YadoGtkActions *actions, YadoHost *host)
{
    Log *self = g_new0(Log, 1);
    self->window = window;
    self->actions = g_object_ref(actions);
    self->log = yado_host_log_new(host);
    self->cancellable = g_cancellable_new();
    g_object_set_data_full(G_OBJECT(window), "yado-log", self, free_log);
    return self;
}

void
yado_gtk_log_window_show(GtkWindow *parent, YadoGtkActions *actions, YadoHost *host)
{
    g_autofree char *title =
        g_strdup_printf("%s · %s", yado_host_get_label(host), _("Hypervisor's log"));
    GtkWidget *dialog = g_object_new(GTK_TYPE_DIALOG, "use-header-bar", TRUE, "title", title,
                                     "transient-for", parent, "destroy-with-parent", TRUE,
                                     "default-width", 760, "default-height", 520, NULL);
    GtkWidget *area = gtk_dialog_get_content_area(GTK_DIALOG(dialog));
    Log *self = log_new(GTK_WINDOW(dialog), actions, host);
    gtk_box_pack_start(GTK_BOX(area), create_search(self), FALSE, TRUE, 0);
    gtk_box_pack_start(GTK_BOX(area), create_view(self), TRUE, TRUE, 0);
    add_buttons(self);
    g_signal_connect_swapped(self->log, "changed", G_CALLBACK(show_lines), self);
    g_signal_connect_swapped(self->log, "moved", G_CALLBACK(show_place), self);
    g_signal_connect(dialog, "response", G_CALLBACK(gtk_widget_destroy), NULL);
    show_lines(self);
    gtk_widget_show(dialog);
}
