/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "app/yado-gtk-help.h"

#include <glib/gi18n.h>

#include "app/yado-gtk-util.h"

static GtkWidget *
create_text_view(const char *text)
{
    GtkWidget *view = gtk_text_view_new();
    gtk_text_buffer_set_text(gtk_text_view_get_buffer(GTK_TEXT_VIEW(view)), text, -1);
    g_object_set(view, "editable", FALSE, "cursor-visible", FALSE, "wrap-mode", GTK_WRAP_WORD_CHAR,
                 "left-margin", 18, "right-margin", 18, "top-margin", 12, "bottom-margin", 12,
                 "accepts-tab", FALSE, NULL);
    return view;
}

void
yado_gtk_help_show_text(GtkWindow *parent, const char *title, const char *text)
{
    GtkWidget *dialog = g_object_new(GTK_TYPE_DIALOG, "use-header-bar", TRUE, "title", title,
                                     "transient-for", parent, "destroy-with-parent", TRUE,
                                     "default-width", 560, "default-height", 420, NULL);
    GtkWidget *scrolled = gtk_scrolled_window_new(NULL, NULL);
    GtkWidget *view = create_text_view(text);
    yado_gtk_set_accessible(view, title, NULL);
    gtk_container_add(GTK_CONTAINER(scrolled), view);
    gtk_box_pack_start(GTK_BOX(gtk_dialog_get_content_area(GTK_DIALOG(dialog))), scrolled, TRUE,
                       TRUE, 0);
    g_signal_connect(dialog, "response", G_CALLBACK(gtk_widget_destroy), NULL);
    gtk_widget_show_all(dialog);
}

void
yado_gtk_help_show_form(GtkWindow *parent, YadoForm *form)
{
    g_autofree char *text = yado_help_for_form(form);
    g_autofree char *title = g_strdup_printf(_("Help: %s"), yado_form_get_title(form));
    yado_gtk_help_show_text(parent, title, text);
}

void
yado_gtk_help_show_list(GtkWindow *parent)
{
    g_autofree char *columns = yado_help_for_columns();
    g_autofree char *actions = yado_help_for_actions();
    g_autofree char *text = g_strjoin("\n\n", columns, actions, NULL);
    yado_gtk_help_show_text(parent, _("Help"), text);
}

void
yado_gtk_help_show_columns(GtkWindow *parent)
{
    g_autofree char *text = yado_help_for_columns();
    yado_gtk_help_show_text(parent, _("Columns"), text);
}

/* --- keys --- */

static void
add_shortcut(GtkWidget *group, const char *title, guint keyval, GdkModifierType modifiers)
{
    g_autofree char *accelerator = gtk_accelerator_name(keyval, modifiers);
    GtkWidget *shortcut = g_object_new(GTK_TYPE_SHORTCUTS_SHORTCUT, "title", title, "accelerator",
                                       accelerator, "visible", TRUE, NULL);
    gtk_container_add(GTK_CONTAINER(group), shortcut);
}

static GtkWidget *
add_group(GtkWidget *section, const char *title)
{
    GtkWidget *group =
        g_object_new(GTK_TYPE_SHORTCUTS_GROUP, "title", title, "visible", TRUE, NULL);
    gtk_container_add(GTK_CONTAINER(section), group);
    return group;
}

static void
fill_section(GtkWidget *section)
{
    GtkWidget *group = NULL;
    const char *id = NULL;
    for (const YadoActionSpec *const *spec = yado_catalog_get_actions(); *spec; spec++) {
        guint keyval;
        GdkModifierType modifiers;
        if (g_strcmp0((*spec)->view, "mark") == 0 || /* rows are selected as everywhere */
            !yado_gtk_key_find(yado_keymap_list_keys((*spec)->id), &keyval, &modifiers))
            continue;
        if (g_strcmp0(id, (*spec)->group) != 0) {
            g_autofree char *title =
                yado_text_strip_mnemonic(yado_catalog_get_group_label((*spec)->group));
            group = add_group(section, title);
        }
        id = (*spec)->group;
        g_autofree char *name = yado_action_dup_name(*spec);
        add_shortcut(group, name, keyval, modifiers);
    }
}

static void
add_own_key(GtkWidget *group, const YadoKeySpec *spec)
{
    g_auto(GStrv) fixed = g_strsplit(spec->keys, ";", -1);
    const char *const *keys =
        spec->id ? yado_keymap_list_keys(spec->id) : (const char *const *)fixed;
    guint keyval;
    GdkModifierType modifiers = 0;
    if (!keys[0] || !*keys[0])
        return;
    if (!yado_gtk_key_find(keys, &keyval, &modifiers)) /* a plain sign */
        keyval = gdk_unicode_to_keyval(g_utf8_get_char(keys[0]));
    add_shortcut(group, _(spec->what), keyval, modifiers);
}

static void
add_own_keys(GtkWidget *section)
{
    GtkWidget *group = add_group(section, _("Windows and tabs"));
    for (const YadoKeySpec *spec = yado_catalog_keys; spec->keys; spec++)
        if (spec->fronts & YADO_FRONT_DESKTOP)
            add_own_key(group, spec);
}

void
yado_gtk_help_show_keys(GtkWindow *parent)
{
    GtkWidget *window = g_object_new(GTK_TYPE_SHORTCUTS_WINDOW, "transient-for", parent, "modal",
                                     TRUE, "destroy-with-parent", TRUE, NULL);
    GtkWidget *section = g_object_new(GTK_TYPE_SHORTCUTS_SECTION, "section-name", "keys",
                                      "max-height", 12, "visible", TRUE, NULL);
    fill_section(section);
    add_own_keys(section);
    gtk_container_add(GTK_CONTAINER(window), section);
    gtk_widget_show(window);
}

void
yado_gtk_help_show_about(GtkWindow *parent)
{
    GtkWidget *dialog = g_object_new(GTK_TYPE_ABOUT_DIALOG, "program-name", "YaDO", "version",
                                     PACKAGE_VERSION, "logo-icon-name", "yado", "comments",
                                     _("Manages Xen guests on the desktop and in the terminal"),
                                     "license-type", GTK_LICENSE_LGPL_2_1, "transient-for", parent,
                                     "modal", TRUE, "destroy-with-parent", TRUE, NULL);
    g_signal_connect(dialog, "response", G_CALLBACK(gtk_widget_destroy), NULL);
    gtk_widget_show(dialog);
}
