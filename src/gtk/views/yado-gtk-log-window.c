/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "views/yado-gtk-log-window.h"

#include <glib/gi18n.h>
#include <string.h>

#include "app/yado-gtk-util.h"

typedef struct {
    YadoHost *host;
    GtkWidget *search, *only, *place;
    GtkWidget *previous, *next, *save;
    GtkTextView *view;
    char *log;       /* without empty lines; NULL: not there yet */
    GArray *matches; /* of guint: the lines that are marked */
    guint current;   /* among them */
    GCancellable *cancellable;
} Log;

static void
set_text(Log *self, const char *text)
{
    gtk_text_buffer_set_text(gtk_text_view_get_buffer(self->view), text, -1);
}

/* ---- Going from one line with the words to another ---- */

static void
show_place(Log *self)
{
    g_autofree char *text = NULL;
    gboolean is_some = self->matches->len > 0;
    if (is_some)
        text = g_strdup_printf(_("%u of %u"), self->current + 1, self->matches->len);
    else if (self->log && *gtk_entry_get_text(GTK_ENTRY(self->search)))
        text = g_strdup(_("No line has these words."));
    gtk_label_set_text(GTK_LABEL(self->place), text ? text : "");
    gtk_widget_set_sensitive(self->previous, is_some);
    gtk_widget_set_sensitive(self->next, is_some);
    gtk_widget_set_sensitive(self->save, self->log != NULL);
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
go_to(Log *self, guint match)
{
    GtkTextIter start, end;
    self->current = match;
    show_place(self);
    if (match >= self->matches->len)
        return;
    get_line(self, g_array_index(self->matches, guint, match), &start, &end);
    gtk_text_buffer_select_range(gtk_text_view_get_buffer(self->view), &end, &start);
    gtk_text_view_scroll_to_mark(self->view,
                                 gtk_text_buffer_get_insert(gtk_text_view_get_buffer(self->view)),
                                 0, TRUE, 0, 0.3);
}

static void
on_next_wanted_cb(GtkWidget *widget, Log *self)
{
    if (self->matches->len > 0)
        go_to(self, (self->current + 1) % self->matches->len);
}

static void
on_previous_wanted_cb(GtkWidget *widget, Log *self)
{
    if (self->matches->len > 0)
        go_to(self, (self->current + self->matches->len - 1) % self->matches->len);
}

static void
mark_matches(Log *self, const char *text, const char *words)
{
    GtkTextBuffer *buffer = gtk_text_view_get_buffer(self->view);
    g_auto(GStrv) lines = g_strsplit(text, "\n", -1);
    for (guint i = 0; lines[i]; i++) {
        g_autofree char *found = yado_log_filter(lines[i], words);
        GtkTextIter start, end;
        if (!*found)
            continue;
        get_line(self, i, &start, &end);
        gtk_text_buffer_apply_tag_by_name(buffer, "found", &start, &end);
        g_array_append_val(self->matches, i);
    }
}

static void
show_lines(Log *self)
{
    const char *words = gtk_entry_get_text(GTK_ENTRY(self->search));
    gboolean is_only = gtk_toggle_button_get_active(GTK_TOGGLE_BUTTON(self->only));
    g_autofree char *lines = self->log ? yado_log_filter(self->log, is_only ? words : NULL) : NULL;
    g_array_set_size(self->matches, 0);
    set_text(self, lines ? lines : _("Reading…"));
    if (lines && *words)
        mark_matches(self, lines, words);
    go_to(self, 0);
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
    g_autoptr(GBytes) bytes = g_bytes_new(self->log, strlen(self->log));
    if (file)
        g_file_replace_contents_bytes_async(file, bytes, NULL, FALSE, G_FILE_CREATE_NONE,
                                            self->cancellable, on_saved_cb, self);
    gtk_native_dialog_destroy(dialog);
}

static void
on_save_clicked_cb(GtkButton *button, Log *self)
{
    GtkWindow *window = GTK_WINDOW(gtk_widget_get_toplevel(GTK_WIDGET(button)));
    GtkFileChooserNative *dialog = gtk_file_chooser_native_new(
        _("Save as"), window, GTK_FILE_CHOOSER_ACTION_SAVE, _("_Save"), _("_Cancel"));
    gtk_native_dialog_set_modal(GTK_NATIVE_DIALOG(dialog), TRUE);
    gtk_file_chooser_set_do_overwrite_confirmation(GTK_FILE_CHOOSER(dialog), TRUE);
    gtk_file_chooser_set_current_name(GTK_FILE_CHOOSER(dialog), "xen.log");
    /* With its window it goes, and so never answers one that is gone. */
    g_object_set_data_full(G_OBJECT(window), "yado-chooser", dialog, g_object_unref);
    g_signal_connect(dialog, "response", G_CALLBACK(on_file_chosen_cb), self);
    gtk_native_dialog_show(GTK_NATIVE_DIALOG(dialog));
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
        g_array_set_size(self->matches, 0);
        set_text(self, text);
        show_place(self);
        return;
    }
    g_free(self->log);
    self->log = yado_log_filter(log, NULL);
    show_lines(self);
}

static void
on_reload_clicked_cb(GtkButton *button, Log *self)
{
    yado_host_get_log_async(self->host, self->cancellable, on_log_read_cb, self);
}

static void
on_search_changed_cb(GtkWidget *widget, Log *self)
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
    self->only = gtk_check_button_new_with_mnemonic(_("_Only these"));
    g_signal_connect(self->only, "toggled", G_CALLBACK(on_search_changed_cb), self);
    gtk_container_add(GTK_CONTAINER(box), self->only);
    gtk_widget_show_all(box);
    return box;
}

static void
add_buttons(GtkDialog *dialog, Log *self)
{
    GtkWidget *button = yado_gtk_icon_button_new("view-refresh-symbolic", _("Reload"));
    g_signal_connect(button, "clicked", G_CALLBACK(on_reload_clicked_cb), self);
    gtk_widget_show(button);
    gtk_header_bar_pack_start(GTK_HEADER_BAR(gtk_dialog_get_header_bar(dialog)), button);
    self->save = yado_gtk_icon_button_new("document-save-symbolic", _("Save as"));
    g_signal_connect(self->save, "clicked", G_CALLBACK(on_save_clicked_cb), self);
    gtk_widget_show(self->save);
    gtk_header_bar_pack_start(GTK_HEADER_BAR(gtk_dialog_get_header_bar(dialog)), self->save);
}

static void
free_log(gpointer data)
{
    Log *self = data;
    g_cancellable_cancel(self->cancellable);
    g_object_unref(self->cancellable);
    g_object_unref(self->host);
    g_array_unref(self->matches);
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
    self->matches = g_array_new(FALSE, FALSE, sizeof(guint));
    g_object_set_data_full(G_OBJECT(dialog), "yado-log", self, free_log);
    gtk_box_pack_start(GTK_BOX(area), create_search(self), FALSE, TRUE, 0);
    gtk_box_pack_start(GTK_BOX(area), create_view(self), TRUE, TRUE, 0);
    add_buttons(GTK_DIALOG(dialog), self);
    g_signal_connect(dialog, "response", G_CALLBACK(gtk_widget_destroy), NULL);
    show_lines(self);
    gtk_widget_show(dialog);
    on_reload_clicked_cb(NULL, self);
}
