/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "form/yado-gtk-field.h"

#include <glib/gi18n.h>

#include "app/yado-gtk-util.h"

struct _YadoGtkField {
    GtkGrid parent;
    GtkLabel *label;
    GtkBox *editor_box;
    GtkLabel *unit;
    GtkLabel *effect;
    GtkWidget *help;
    GtkLabel *error, *waiting;
    YadoForm *form;
    const YadoFieldSpec *spec;
    const YadoGtkEditor *editor;
    GtkWidget *focus; /* in editor_box */
    gboolean is_showing, is_committing, shows_error, is_letter_taken;
};

G_DEFINE_TYPE(YadoGtkField, yado_gtk_field, GTK_TYPE_GRID)

YadoForm *
yado_gtk_field_get_form(YadoGtkField *self)
{
    return self->form;
}

const YadoFieldSpec *
yado_gtk_field_get_spec(YadoGtkField *self)
{
    return self->spec;
}

GtkWidget *
yado_gtk_field_get_focus(YadoGtkField *self)
{
    return self->focus;
}

/* With a mark when it was edited and not applied, as in the terminal; only of guests: elsewhere all is new. */
static void
update_label(YadoGtkField *self)
{
    const char *label = yado_field_get_label(self->spec);
    gboolean is_marked =
        yado_form_get_guest(self->form) && yado_form_is_changed(self->form, self->spec);
    g_autofree char *plain = yado_text_strip_mnemonic(label);
    g_autofree char *text =
        g_strconcat(is_marked ? "* " : "", self->is_letter_taken ? plain : label, NULL);
    if (self->is_letter_taken)
        gtk_label_set_text(self->label, text);
    else
        gtk_label_set_text_with_mnemonic(self->label, text);
}

void
yado_gtk_field_yield_letter(YadoGtkField *self, GHashTable *taken)
{
    gunichar letter = yado_text_get_mnemonic(yado_field_get_label(self->spec));
    guint key = letter ? gdk_keyval_to_lower(gdk_unicode_to_keyval(letter)) : GDK_KEY_VoidSymbol;
    self->is_letter_taken = g_hash_table_contains(taken, GUINT_TO_POINTER(key));
    update_label(self);
}

void
yado_gtk_field_show_waiting(YadoGtkField *self, const char *now)
{
    g_autofree char *clean = now ? yado_text_clean(now) : NULL;
    g_autofree char *text =
        clean ? g_strdup_printf(_("Waits for the guest's next start; now: %s"), clean) : NULL;
    gtk_label_set_text(self->waiting, text ? text : "");
    gtk_widget_set_visible(GTK_WIDGET(self->waiting), text != NULL);
}

static void
update_error(YadoGtkField *self)
{
    const char *text = yado_form_get_error(self->form, self->spec);
    gboolean is_wrong = text && self->shows_error;
    gtk_label_set_text(self->error, is_wrong ? text : "");
    gtk_widget_set_visible(GTK_WIDGET(self->error), is_wrong);
    yado_gtk_set_style(self->focus, "error", is_wrong);
    yado_gtk_set_accessible(self->focus, NULL, is_wrong ? text : yado_field_get_help(self->spec));
}

static void
update_effect(YadoGtkField *self)
{
    YadoEffect effect = yado_form_get_effect(self->form, self->spec);
    gtk_label_set_text(self->effect, yado_effect_get_label(effect));
}

static void
update_sensitive(YadoGtkField *self)
{
    const char *reason = NULL;
    gboolean enabled = yado_form_is_enabled(self->form, self->spec, &reason);
    gboolean is_text = self->spec->type == YADO_FIELD_INFO || self->spec->type == YADO_FIELD_CUSTOM;
    gtk_widget_set_sensitive(GTK_WIDGET(self->editor_box), enabled || is_text);
    gtk_widget_set_tooltip_text(GTK_WIDGET(self->editor_box), !enabled && reason ? reason : NULL);
}

void
yado_gtk_field_update(YadoGtkField *self)
{
    gtk_widget_set_visible(GTK_WIDGET(self), yado_form_is_visible(self->form, self->spec));
    if (!self->is_committing) {
        self->is_showing = TRUE;
        self->editor->show(self, self->focus);
        self->is_showing = FALSE;
    }
    update_sensitive(self);
    update_effect(self);
    update_error(self);
    update_label(self);
}

void
yado_gtk_field_show_error(YadoGtkField *self)
{
    self->shows_error = TRUE;
    update_error(self);
}

void
yado_gtk_field_leave(YadoGtkField *self)
{
    yado_gtk_field_show_error(self);
}

void
yado_gtk_field_commit_text(YadoGtkField *self, const char *text)
{
    if (self->is_showing)
        return;
    self->is_committing = TRUE;
    yado_form_set_text(self->form, self->spec, text, NULL); /* the form keeps the error */
    self->is_committing = FALSE;
    update_error(self);
    update_label(self);
}

void
yado_gtk_field_commit_value(YadoGtkField *self, const char *value)
{
    if (self->is_showing)
        return;
    self->is_committing = TRUE;
    yado_form_set_value(self->form, self->spec, value, NULL); /* the form keeps the error */
    self->is_committing = FALSE;
    yado_gtk_field_show_error(self);
}

void
yado_gtk_field_show_help(YadoGtkField *self)
{
    g_autofree char *text = yado_help_for_field(self->form, self->spec);
    GtkWidget *anchor = gtk_widget_get_visible(self->help) ? self->help : self->focus;
    GtkWidget *popover = gtk_popover_new(anchor);
    GtkWidget *label = yado_gtk_paragraph_new(text, NULL);
    gtk_label_set_max_width_chars(GTK_LABEL(label), 45);
    gtk_label_set_selectable(GTK_LABEL(label), TRUE);
    gtk_container_set_border_width(GTK_CONTAINER(popover), 12);
    gtk_container_add(GTK_CONTAINER(popover), label);
    g_signal_connect(popover, "closed", G_CALLBACK(gtk_widget_destroy), NULL);
    gtk_popover_popup(GTK_POPOVER(popover));
    gtk_label_select_region(GTK_LABEL(label), 0, 0);
}

YadoGtkField *
yado_gtk_field_find_around(GtkWidget *widget)
{
    GtkWidget *field = widget ? gtk_widget_get_ancestor(widget, YADO_GTK_TYPE_FIELD) : NULL;
    return field ? YADO_GTK_FIELD(field) : NULL;
}

static void
yado_gtk_field_finalize(GObject *object)
{
    g_clear_object(&YADO_GTK_FIELD(object)->form);
    G_OBJECT_CLASS(yado_gtk_field_parent_class)->finalize(object);
}

static void
yado_gtk_field_class_init(YadoGtkFieldClass *klass)
{
    GtkWidgetClass *widget = GTK_WIDGET_CLASS(klass);
    G_OBJECT_CLASS(klass)->finalize = yado_gtk_field_finalize;
    gtk_widget_class_set_template_from_resource(widget, YADO_GTK_RESOURCE("field.ui"));
    gtk_widget_class_bind_template_child(widget, YadoGtkField, label);
    gtk_widget_class_bind_template_child(widget, YadoGtkField, editor_box);
    gtk_widget_class_bind_template_child(widget, YadoGtkField, unit);
    gtk_widget_class_bind_template_child(widget, YadoGtkField, effect);
    gtk_widget_class_bind_template_child(widget, YadoGtkField, help);
    gtk_widget_class_bind_template_child(widget, YadoGtkField, error);
    gtk_widget_class_bind_template_child(widget, YadoGtkField, waiting);
    gtk_widget_class_bind_template_callback(widget, yado_gtk_field_show_help);
}

static void
yado_gtk_field_init(YadoGtkField *self)
{
    gtk_widget_init_template(GTK_WIDGET(self));
}

static void
fill_label(YadoGtkField *self)
{
    const char *unit = yado_field_get_unit(self->spec);
    g_autofree char *name = yado_text_strip_mnemonic(yado_field_get_label(self->spec));
    g_autofree char *help_name = g_strdup_printf(_("Help: %s"), name);
    gtk_label_set_mnemonic_widget(self->label, self->focus);
    gtk_label_set_text(self->unit, unit ? unit : "");
    gtk_widget_set_visible(GTK_WIDGET(self->unit), unit != NULL);
    gtk_widget_set_visible(self->help, yado_field_get_help(self->spec) != NULL);
    yado_gtk_set_accessible(self->help, help_name, NULL);
    yado_gtk_set_accessible(self->focus, name, yado_field_get_help(self->spec));
    atk_object_set_role(gtk_widget_get_accessible(GTK_WIDGET(self->error)), ATK_ROLE_NOTIFICATION);
}

/* Beside an editor of several lines the words stand at its first one. */
static void
align_rows(YadoGtkField *self)
{
    GtkWidget *widgets[] = { GTK_WIDGET(self->label), GTK_WIDGET(self->effect), self->help };
    if (self->spec->type != YADO_FIELD_MULTILINE && self->spec->type != YADO_FIELD_MULTI_CHOICE)
        return;
    for (guint i = 0; i < G_N_ELEMENTS(widgets); i++)
        g_object_set(widgets[i], "valign", GTK_ALIGN_START, "margin-top", 6, NULL);
}

static void
create_editor(YadoGtkField *self)
{
    g_autoptr(GtkBuilder) builder = gtk_builder_new_from_resource(self->editor->template);
    GtkWidget *root = GTK_WIDGET(gtk_builder_get_object(builder, "editor"));
    self->focus = GTK_WIDGET(gtk_builder_get_object(builder, "focus"));
    gtk_box_pack_start(self->editor_box, root, gtk_widget_get_hexpand(root), TRUE, 0);
    if (self->editor->set_up)
        self->editor->set_up(self, builder);
}

GtkWidget *
yado_gtk_field_new(YadoForm *form, const YadoFieldSpec *spec, GtkSizeGroup *labels,
                   GtkSizeGroup *effects)
{
    YadoGtkField *self = g_object_new(YADO_GTK_TYPE_FIELD, NULL);
    self->form = g_object_ref(form);
    self->spec = spec;
    self->editor = yado_gtk_editor_find(spec);
    create_editor(self);
    fill_label(self);
    align_rows(self);
    if (labels)
        gtk_size_group_add_widget(labels, GTK_WIDGET(self->label));
    if (effects)
        gtk_size_group_add_widget(effects, GTK_WIDGET(self->effect));
    yado_gtk_field_update(self);
    return GTK_WIDGET(self);
}
