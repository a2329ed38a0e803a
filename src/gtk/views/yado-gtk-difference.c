/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "views/yado-gtk-difference.h"

#include <glib/gi18n.h>

#include "app/yado-gtk-util.h"

static void
add_tag(GtkTextBuffer *buffer, GtkWidget *widget, const char *name, const char *colour_name)
{
    GtkTextTag *tag = gtk_text_buffer_create_tag(buffer, name, NULL);
    GdkRGBA colour;
    if (gtk_style_context_lookup_color(gtk_widget_get_style_context(widget), colour_name, &colour))
        g_object_set(tag, "foreground-rgba", &colour, NULL);
}

/* "+" and "-" stand at the lines already: the colours only help the eye. */
static const char *
get_tag(const char *line)
{
    return line[0] == '+' ? "new" : line[0] == '-' ? "old" : NULL;
}

static void
append_lines(GtkTextBuffer *buffer, const char *text)
{
    g_auto(GStrv) lines = g_strsplit(text, "\n", -1);
    for (guint i = 0; lines[i]; i++) {
        GtkTextIter end;
        gtk_text_buffer_get_end_iter(buffer, &end);
        gtk_text_buffer_insert_with_tags_by_name(buffer, &end, lines[i], -1, get_tag(lines[i]),
                                                 NULL);
        gtk_text_buffer_get_end_iter(buffer, &end);
        gtk_text_buffer_insert(buffer, &end, "\n", 1);
    }
}

static GtkWidget *
create_view(const char *text, const char *name)
{
    GtkWidget *scrolled = gtk_scrolled_window_new(NULL, NULL);
    GtkWidget *view = gtk_text_view_new();
    GtkTextBuffer *buffer = gtk_text_view_get_buffer(GTK_TEXT_VIEW(view));
    g_object_set(view, "editable", FALSE, "monospace", TRUE, "left-margin", 12, "right-margin", 12,
                 "top-margin", 6, "bottom-margin", 6, "accepts-tab", FALSE, NULL);
    add_tag(buffer, view, "new", "success_color");
    add_tag(buffer, view, "old", "error_color");
    append_lines(buffer, text);
    yado_gtk_set_accessible(view, name, NULL);
    gtk_container_add(GTK_CONTAINER(scrolled), view);
    gtk_widget_show_all(scrolled);
    return scrolled;
}

void
yado_gtk_difference_show(GtkWindow *parent, const char *title, const char *difference)
{
    GtkWidget *dialog = g_object_new(GTK_TYPE_DIALOG, "use-header-bar", TRUE, "title", title,
                                     "transient-for", parent, "destroy-with-parent", TRUE,
                                     "default-width", 640, "default-height", 420, NULL);
    GtkWidget *area = gtk_dialog_get_content_area(GTK_DIALOG(dialog));
    const char *text = *difference ? difference : _("Nothing would change.");
    gtk_box_pack_start(GTK_BOX(area), create_view(text, title), TRUE, TRUE, 0);
    g_signal_connect(dialog, "response", G_CALLBACK(gtk_widget_destroy), NULL);
    gtk_widget_show(dialog);
}

static GtkWidget *
create_conflict_text(const GError *error)
{
    g_autofree char *text = yado_gtk_error_dup_text(error);
    GtkWidget *label = yado_gtk_paragraph_new(text, NULL);
    g_object_set(label, "margin", 18, NULL);
    return label;
}

GtkWidget *
yado_gtk_conflict_new(GtkWindow *parent, const GError *error)
{
    GtkWidget *dialog =
        g_object_new(GTK_TYPE_DIALOG, "title", _("Conflict"), "modal", TRUE, "transient-for",
                     parent, "destroy-with-parent", TRUE, "default-width", 560, NULL);
    GtkWidget *area = gtk_dialog_get_content_area(GTK_DIALOG(dialog));
    const char *detail = yado_error_get_detail(error);
    gtk_container_add(GTK_CONTAINER(area), create_conflict_text(error));
    if (detail) {
        GtkWidget *view = create_view(detail, _("Conflict"));
        gtk_widget_set_size_request(view, -1, 140);
        gtk_box_pack_start(GTK_BOX(area), view, TRUE, TRUE, 0);
    }
    gtk_dialog_add_button(GTK_DIALOG(dialog), _("_Cancel"), GTK_RESPONSE_CANCEL);
    GtkWidget *force =
        gtk_dialog_add_button(GTK_DIALOG(dialog), _("Apply _anyway"), YADO_GTK_CONFLICT_FORCE);
    GtkWidget *reload =
        gtk_dialog_add_button(GTK_DIALOG(dialog), _("_Reload"), YADO_GTK_CONFLICT_RELOAD);
    yado_gtk_set_style(force, "destructive-action", TRUE);
    gtk_dialog_set_default_response(GTK_DIALOG(dialog), YADO_GTK_CONFLICT_RELOAD);
    gtk_widget_grab_focus(reload);
    return dialog;
}
