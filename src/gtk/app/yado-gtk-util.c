/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "app/yado-gtk-util.h"

#include <glib/gi18n.h>
#include <string.h>

#define NARROWEST 20 /* characters that a paragraph is never narrower than */

void
yado_gtk_set_accessible(GtkWidget *widget, const char *name, const char *description)
{
    AtkObject *accessible = gtk_widget_get_accessible(widget);
    if (name)
        atk_object_set_name(accessible, name);
    if (description)
        atk_object_set_description(accessible, description);
}

void
yado_gtk_set_labelled_by(GtkWidget *widget, GtkWidget *label)
{
    AtkObject *of_widget = gtk_widget_get_accessible(widget);
    AtkObject *of_label = gtk_widget_get_accessible(label);
    atk_object_add_relationship(of_widget, ATK_RELATION_LABELLED_BY, of_label);
    atk_object_add_relationship(of_label, ATK_RELATION_LABEL_FOR, of_widget);
}

GtkWidget *
yado_gtk_label_new(const char *text, const char *style_class)
{
    GtkWidget *label = gtk_label_new(text);
    gtk_label_set_xalign(GTK_LABEL(label), 0);
    if (style_class)
        yado_gtk_set_style(label, style_class, TRUE);
    gtk_widget_show(label);
    return label;
}

GtkWidget *
yado_gtk_paragraph_new(const char *text, const char *style_class)
{
    GtkWidget *label = yado_gtk_label_new(text, style_class);
    gtk_label_set_line_wrap(GTK_LABEL(label), TRUE);
    gtk_label_set_line_wrap_mode(GTK_LABEL(label), PANGO_WRAP_WORD_CHAR);
    /* Else GTK measures it with a line for each character, which is most of what a page of text costs. */
    gtk_label_set_width_chars(GTK_LABEL(label), MIN(yado_text_get_width(text), NARROWEST));
    gtk_label_set_max_width_chars(GTK_LABEL(label), 60);
    return label;
}

GtkWidget *
yado_gtk_icon_button_new(const char *icon, const char *name)
{
    GtkWidget *button = gtk_button_new_from_icon_name(icon, GTK_ICON_SIZE_BUTTON);
    gtk_widget_set_tooltip_text(button, name);
    yado_gtk_set_accessible(button, name, NULL);
    gtk_widget_show(button);
    return button;
}

void
yado_gtk_set_style(GtkWidget *widget, const char *style_class, gboolean on)
{
    GtkStyleContext *context = gtk_widget_get_style_context(widget);
    if (on)
        gtk_style_context_add_class(context, style_class);
    else
        gtk_style_context_remove_class(context, style_class);
}

/* Names that differ between the key table and GDK. */
static const struct {
    const char *ours, *gdk;
} key_names[] = {
    { "Enter", "Return" },       { "Esc", "Escape" },          { "PageUp", "Page_Up" },
    { "PageDown", "Page_Down" }, { "Backspace", "BackSpace" }, { "Space", "space" },
};

static const char *
translate_key_name(const char *name)
{
    for (guint i = 0; i < G_N_ELEMENTS(key_names); i++)
        if (g_ascii_strcasecmp(name, key_names[i].ours) == 0)
            return key_names[i].gdk;
    return name;
}

static const char *
take_modifier(const char *key, const char *name, GdkModifierType bit, GdkModifierType *modifiers)
{
    size_t length = strlen(name);
    if (g_ascii_strncasecmp(key, name, length) != 0 || key[length] != '+' || !key[length + 1])
        return key;
    *modifiers |= bit;
    return key + length + 1;
}

gboolean
yado_gtk_key_parse(const char *key, guint *keyval, GdkModifierType *modifiers)
{
    GdkModifierType found = 0;
    key = take_modifier(key, "Ctrl", GDK_CONTROL_MASK, &found);
    key = take_modifier(key, "Alt", GDK_MOD1_MASK, &found);
    key = take_modifier(key, "Shift", GDK_SHIFT_MASK, &found);
    if (!*key || (!found && !key[1])) /* a plain letter */
        return FALSE;
    guint value = key[1] ? gdk_keyval_from_name(translate_key_name(key))
                         : gdk_keyval_to_lower(gdk_unicode_to_keyval(g_utf8_get_char(key)));
    if (value == GDK_KEY_VoidSymbol || (!found && value == GDK_KEY_space))
        return FALSE;
    *keyval = value;
    *modifiers = found;
    return TRUE;
}

gboolean
yado_gtk_key_find(const char *const *keys, guint *keyval, GdkModifierType *modifiers)
{
    for (; *keys; keys++)
        if (yado_gtk_key_parse(*keys, keyval, modifiers))
            return TRUE;
    return FALSE;
}

/* A sign is itself, wherever on the keyboard it is: "Ctrl+?", not "Ctrl+Shift+question". */
static char *
dup_sign(const GdkEventKey *event)
{
    gunichar sign = gdk_keyval_to_unicode(event->keyval);
    char text[7] = "";
    if (!g_unichar_ispunct(sign))
        return NULL;
    g_unichar_to_utf8(sign, text);
    return g_strdup(text);
}

static const char *
get_key_name(guint keyval)
{
    const char *name = gdk_keyval_name(gdk_keyval_to_upper(keyval));
    for (guint i = 0; name && i < G_N_ELEMENTS(key_names); i++)
        if (g_str_equal(name, key_names[i].gdk))
            return key_names[i].ours;
    return name;
}

char *
yado_gtk_key_from_event(GdkEventKey *event)
{
    GdkModifierType modifiers = event->state & gtk_accelerator_get_default_mod_mask();
    g_autofree char *sign = dup_sign(event);
    const char *name = sign ? sign : get_key_name(event->keyval);
    gboolean is_letter = name && !name[1];
    if (sign)
        modifiers &= ~GDK_SHIFT_MASK;
    if (!name || event->is_modifier ||
        (is_letter && !(modifiers & (GDK_CONTROL_MASK | GDK_MOD1_MASK))))
        return g_strdup("");
    return g_strconcat(modifiers & GDK_CONTROL_MASK ? "Ctrl+" : "",
                       modifiers & GDK_MOD1_MASK ? "Alt+" : "",
                       modifiers & GDK_SHIFT_MASK ? "Shift+" : "", name, NULL);
}

gboolean
yado_gtk_key_is_enter(const GdkEventKey *event)
{
    return (event->keyval == GDK_KEY_Return || event->keyval == GDK_KEY_KP_Enter ||
            event->keyval == GDK_KEY_ISO_Enter) &&
           !(event->state & gtk_accelerator_get_default_mod_mask());
}

static const char *const state_colours[] = {
    [YADO_GUEST_RUNNING] = "success_color",   [YADO_GUEST_PAUSED] = "warning_color",
    [YADO_GUEST_STOPPING] = "warning_color",  [YADO_GUEST_CRASHED] = "error_color",
    [YADO_GUEST_SUSPENDED] = "warning_color",
};

gboolean
yado_gtk_state_get_colour(YadoGuestState state, GtkStyleContext *context, GdkRGBA *colour)
{
    const char *name = (guint)state < G_N_ELEMENTS(state_colours) ? state_colours[state] : NULL;
    return name && gtk_style_context_lookup_color(context, name, colour);
}

void
yado_gtk_stack_show(GtkStack *stack, GtkWidget *child)
{
    if (gtk_stack_get_visible_child(stack) == child)
        return;
    gtk_stack_set_visible_child(stack, child);
    gtk_widget_queue_resize(GTK_WIDGET(stack));
}

int
yado_gtk_get_cells_width(GtkWidget *widget, int cells)
{
    PangoContext *context = gtk_widget_get_pango_context(widget);
    PangoFontMetrics *metrics = pango_context_get_metrics(context, NULL, NULL);
    int width = pango_font_metrics_get_approximate_digit_width(metrics);
    pango_font_metrics_unref(metrics);
    return PANGO_PIXELS_CEIL(width * cells);
}

char *
yado_gtk_error_dup_text(const GError *error)
{
    const char *hint = yado_error_get_hint(error);
    return hint ? g_strdup_printf("%s\n%s", error->message, hint) : g_strdup(error->message);
}

GPtrArray *
yado_gtk_guests_new(YadoGuest *guest)
{
    GPtrArray *guests = g_ptr_array_new_with_free_func(g_object_unref);
    g_ptr_array_add(guests, g_object_ref(guest));
    return guests;
}
