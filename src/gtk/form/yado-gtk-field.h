/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * yado-gtk-field.h: one field of a form as a row.
 *
 *     Virtual processors  [ 2     ] [-|+]   now   (?)
 *                         The guest has at most 4.
 *
 * Label, editor, when it takes effect, help; the error below.  Which editor a type gets stands in the table of yado-gtk-editors.c;
 * an editor hands what the user did to yado_gtk_field_commit_*() and shows what the form says when asked.
 */
#pragma once

#include <gtk/gtk.h>

#include "yado.h"

G_BEGIN_DECLS

#define YADO_GTK_TYPE_FIELD (yado_gtk_field_get_type())
G_DECLARE_FINAL_TYPE(YadoGtkField, yado_gtk_field, YADO_GTK, FIELD, GtkGrid)

/* How one field type is edited. */
typedef struct {
    const char *template; /* resource with the objects "editor" and "focus" */
    void (*set_up)(YadoGtkField *field, GtkBuilder *builder);
    void (*show)(YadoGtkField *field, GtkWidget *focus); /* what the form says now */
} YadoGtkEditor;

/* NULL when there is none for @type: the parity test would fail. */
const YadoGtkEditor *yado_gtk_editor_find(const YadoFieldSpec *spec);

/* The size groups (nullable) align labels and effects with the form's other rows. */
GtkWidget *yado_gtk_field_new(YadoForm *form, const YadoFieldSpec *spec, GtkSizeGroup *labels,
                              GtkSizeGroup *effects);

YadoForm *yado_gtk_field_get_form(YadoGtkField *self);
const YadoFieldSpec *yado_gtk_field_get_spec(YadoGtkField *self);
GtkWidget *yado_gtk_field_get_focus(YadoGtkField *self);

/* Shows what the form says now. */
void yado_gtk_field_update(YadoGtkField *self);
/* From now on its error is shown, even before it was left. */
void yado_gtk_field_show_error(YadoGtkField *self);
void yado_gtk_field_show_help(YadoGtkField *self);
/* Without its letter where @taken (set of lower case key values) has it. */
void yado_gtk_field_yield_letter(YadoGtkField *self, GHashTable *taken);
/* Its value is stored, and the guest still runs with @now; NULL: it does not wait. */
void yado_gtk_field_show_waiting(YadoGtkField *self, const char *now);
/* The field that @widget is in, or NULL. */
YadoGtkField *yado_gtk_field_find_around(GtkWidget *widget);

/* For editors: what the user typed; what was chosen (a canonical value). */
void yado_gtk_field_commit_text(YadoGtkField *self, const char *text);
void yado_gtk_field_commit_value(YadoGtkField *self, const char *value);
/* For editors: the user is done with it for now. */
void yado_gtk_field_leave(YadoGtkField *self);

G_END_DECLS
