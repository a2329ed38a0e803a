/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * yado-gtk-util.h: small things that every widget here needs.
 */
#pragma once

#include <gtk/gtk.h>

#include "yado.h"

G_BEGIN_DECLS

#define YADO_GTK_RESOURCE(name) "/org/yado/ui/" name

/* Name and description for screen readers; either may be NULL (left as it is). */
void yado_gtk_set_accessible(GtkWidget *widget, const char *name, const char *description);

/* A widget that the reader reads as the label of @widget. */
void yado_gtk_set_labelled_by(GtkWidget *widget, GtkWidget *label);

/* A plain label, start-aligned; @style_class (nullable) "dim-label", "title", … */
GtkWidget *yado_gtk_label_new(const char *text, const char *style_class);
/* The same, wrapping. */
GtkWidget *yado_gtk_paragraph_new(const char *text, const char *style_class);

/* A button with an icon and a name for screen readers, which is its tooltip too. */
GtkWidget *yado_gtk_icon_button_new(const char *icon, const char *name);

void yado_gtk_set_style(GtkWidget *widget, const char *style_class, gboolean on);

/* "Ctrl+R" of the key table as GTK has it; FALSE when it is none that this front uses (plain letters start the search). */
gboolean yado_gtk_key_parse(const char *key, guint *keyval, GdkModifierType *modifiers);
/* The same for the first of @keys (NULL-terminated) that this is true of. */
gboolean yado_gtk_key_find(const char *const *keys, guint *keyval, GdkModifierType *modifiers);
/* The key table's name of a pressed key, "" for none. (transfer full) */
char *yado_gtk_key_from_event(GdkEventKey *event);
/* Enter alone: what it does is the business of the widget with the focus. */
gboolean yado_gtk_key_is_enter(const GdkEventKey *event);

/* The theme's colour for it; FALSE: the text colour. */
gboolean yado_gtk_state_get_colour(YadoGuestState state, GtkStyleContext *context, GdkRGBA *colour);

/*
 * Shows @child of @stack.  A stack that switches by itself asks only for its own allocation; when that meets a window that its manager just
 * moved, and a list that asks for more room while it is allocated, GTK 3 forgets to lay the window out ever again.
 */
void yado_gtk_stack_show(GtkStack *stack, GtkWidget *child);

/* Width of @cells digits in @widget's font. */
int yado_gtk_get_cells_width(GtkWidget *widget, int cells);

/* Message, and hint after it when there is one. (transfer full) */
char *yado_gtk_error_dup_text(const GError *error);

/* A GPtrArray of the only @guest, holding a reference. */
GPtrArray *yado_gtk_guests_new(YadoGuest *guest);

G_END_DECLS
