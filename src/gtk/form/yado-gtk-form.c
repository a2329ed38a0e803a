/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "form/yado-gtk-form.h"

#include <glib/gi18n.h>

#include "app/yado-gtk-util.h"
#include "form/yado-gtk-field.h"

struct _YadoGtkForm {
    GtkScrolledWindow parent;
    GtkLabel *intro;
    GtkBox *sections;
    YadoForm *form;
    GPtrArray *fields; /* borrowed YadoGtkField, in order */
    GPtrArray *boxes;  /* borrowed section boxes, in the spec's order */
    GtkSizeGroup *labels, *effects;
};

G_DEFINE_TYPE(YadoGtkForm, yado_gtk_form, GTK_TYPE_SCROLLED_WINDOW)

static void
add_fields(YadoGtkForm *self, GtkWidget *box, const YadoSectionSpec *section)
{
    for (const YadoFieldSpec *spec = section->fields; spec->id; spec++) {
        GtkWidget *field = yado_gtk_field_new(self->form, spec, self->labels, self->effects);
        g_ptr_array_add(self->fields, field);
        gtk_container_add(GTK_CONTAINER(box), field);
    }
}

static void
add_section(YadoGtkForm *self, const YadoSectionSpec *section)
{
    GtkWidget *box = gtk_box_new(GTK_ORIENTATION_VERTICAL, 6);
    if (section->title) {
        GtkWidget *title = yado_gtk_label_new(_(section->title), "yado-heading");
        gtk_container_add(GTK_CONTAINER(box), title);
    }
    add_fields(self, box, section);
    gtk_container_add(GTK_CONTAINER(self->sections), box);
    g_ptr_array_add(self->boxes, box);
}

static gboolean
has_visible_field(YadoForm *form, const YadoSectionSpec *section)
{
    for (const YadoFieldSpec *spec = section->fields; spec->id; spec++)
        if (yado_form_is_visible(form, spec))
            return TRUE;
    return FALSE;
}

static void
update_sections(YadoGtkForm *self)
{
    const YadoSectionSpec *sections = yado_form_get_spec(self->form)->sections;
    for (guint i = 0; i < self->boxes->len; i++)
        gtk_widget_set_visible(g_ptr_array_index(self->boxes, i),
                               has_visible_field(self->form, &sections[i]));
}

/* A field may rule others, so all are looked at. */
static void
on_form_changed_cb(YadoForm *form, const char *field_id, YadoGtkForm *self)
{
    for (guint i = 0; i < self->fields->len; i++)
        yado_gtk_field_update(g_ptr_array_index(self->fields, i));
    update_sections(self);
}

/* --- letters: those of the window's buttons win over the fields' --- */

typedef struct {
    GtkWidget *form;
    GHashTable *taken;
} Letters;

static void
collect_letters(GtkWidget *widget, gpointer data)
{
    Letters *letters = data;
    if (widget == letters->form || !gtk_widget_get_visible(widget) ||
        !gtk_widget_get_child_visible(widget))
        return;
    if (GTK_IS_CONTAINER(widget))
        gtk_container_forall(GTK_CONTAINER(widget), collect_letters, data);
    else if (GTK_IS_LABEL(widget) && gtk_widget_get_ancestor(widget, GTK_TYPE_BUTTON))
        g_hash_table_add(letters->taken,
                         GUINT_TO_POINTER(gtk_label_get_mnemonic_keyval(GTK_LABEL(widget))));
}

static void
on_mapped_cb(YadoGtkForm *self)
{
    g_autoptr(GHashTable) taken = g_hash_table_new(NULL, NULL);
    GtkWidget *window = gtk_widget_get_toplevel(GTK_WIDGET(self));
    Letters letters = { GTK_WIDGET(self), taken };
    gtk_container_forall(GTK_CONTAINER(window), collect_letters, &letters);
    g_hash_table_remove(taken, GUINT_TO_POINTER(GDK_KEY_VoidSymbol));
    for (guint i = 0; i < self->fields->len; i++)
        yado_gtk_field_yield_letter(g_ptr_array_index(self->fields, i), taken);
}

/* --- what waits for the next start --- */

static const char *
find_waiting(YadoGtkForm *self, GPtrArray *changes, const YadoFieldSpec *spec)
{
    for (guint i = 0; i < changes->len; i++) {
        const YadoPendingChange *change = g_ptr_array_index(changes, i);
        if (change->field == spec && g_strcmp0(change->node, yado_form_get_node(self->form)) == 0)
            return change->now;
    }
    return NULL;
}

void
yado_gtk_form_show_waiting(YadoGtkForm *self, GPtrArray *changes)
{
    for (guint i = 0; i < self->fields->len; i++) {
        YadoGtkField *field = g_ptr_array_index(self->fields, i);
        yado_gtk_field_show_waiting(field,
                                    find_waiting(self, changes, yado_gtk_field_get_spec(field)));
    }
}

gboolean
yado_gtk_form_focus_field(YadoGtkForm *self, const char *field_id)
{
    for (guint i = 0; i < self->fields->len; i++) {
        YadoGtkField *field = g_ptr_array_index(self->fields, i);
        if (!g_str_equal(yado_gtk_field_get_spec(field)->id, field_id))
            continue;
        gtk_widget_grab_focus(yado_gtk_field_get_focus(field));
        return TRUE;
    }
    return FALSE;
}

static gboolean
can_take_focus(YadoGtkForm *self, YadoGtkField *field)
{
    const YadoFieldSpec *spec = yado_gtk_field_get_spec(field);
    return yado_form_is_visible(self->form, spec) && yado_form_is_enabled(self->form, spec, NULL);
}

void
yado_gtk_form_focus_first(YadoGtkForm *self)
{
    for (guint i = 0; i < self->fields->len; i++) {
        YadoGtkField *field = g_ptr_array_index(self->fields, i);
        if (!can_take_focus(self, field))
            continue;
        gtk_widget_grab_focus(yado_gtk_field_get_focus(field));
        return;
    }
}

gboolean
yado_gtk_form_validate(YadoGtkForm *self)
{
    const YadoFieldSpec *first = NULL;
    gboolean ok = yado_form_validate(self->form, &first, NULL); /* told beside the fields */
    for (guint i = 0; i < self->fields->len; i++)
        yado_gtk_field_show_error(g_ptr_array_index(self->fields, i));
    if (!ok && first)
        yado_gtk_form_focus_field(self, first->id);
    return ok;
}

void
yado_gtk_form_set_natural(YadoGtkForm *self, int height)
{
    /* A dialog is as wide as its text wants to be, and not higher than that text then is. */
    gtk_label_set_width_chars(self->intro, 60);
    g_object_set(self, "propagate-natural-height", TRUE, "propagate-natural-width", TRUE,
                 "max-content-height", height, NULL);
}

YadoForm *
yado_gtk_form_get_form(YadoGtkForm *self)
{
    return self->form;
}

static void
yado_gtk_form_finalize(GObject *object)
{
    YadoGtkForm *self = YADO_GTK_FORM(object);
    g_clear_object(&self->form);
    g_ptr_array_unref(self->fields);
    g_ptr_array_unref(self->boxes);
    g_object_unref(self->labels);
    g_object_unref(self->effects);
    G_OBJECT_CLASS(yado_gtk_form_parent_class)->finalize(object);
}

static void
yado_gtk_form_class_init(YadoGtkFormClass *klass)
{
    GtkWidgetClass *widget = GTK_WIDGET_CLASS(klass);
    G_OBJECT_CLASS(klass)->finalize = yado_gtk_form_finalize;
    gtk_widget_class_set_template_from_resource(widget, YADO_GTK_RESOURCE("form.ui"));
    gtk_widget_class_bind_template_child(widget, YadoGtkForm, intro);
    gtk_widget_class_bind_template_child(widget, YadoGtkForm, sections);
}

static void
yado_gtk_form_init(YadoGtkForm *self)
{
    self->fields = g_ptr_array_new();
    self->boxes = g_ptr_array_new();
    self->labels = gtk_size_group_new(GTK_SIZE_GROUP_HORIZONTAL);
    self->effects = gtk_size_group_new(GTK_SIZE_GROUP_HORIZONTAL);
    gtk_widget_init_template(GTK_WIDGET(self));
    g_signal_connect(self, "map", G_CALLBACK(on_mapped_cb), NULL);
}

GtkWidget *
yado_gtk_form_new(YadoForm *form)
{
    YadoGtkForm *self = g_object_new(YADO_GTK_TYPE_FORM, NULL);
    const YadoFormSpec *spec = yado_form_get_spec(form);
    self->form = g_object_ref(form);
    const char *intro = yado_form_get_intro(form);
    gtk_label_set_text(self->intro, intro ? intro : "");
    gtk_widget_set_visible(GTK_WIDGET(self->intro), intro != NULL);
    for (const YadoSectionSpec *section = spec->sections; section->fields; section++)
        add_section(self, section);
    update_sections(self);
    g_signal_connect_object(form, "changed", G_CALLBACK(on_form_changed_cb), self, 0);
    return GTK_WIDGET(self);
}
