/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * yado-gtk-form.h: any form of the catalogue: sections of fields that scroll when they do not fit.
 *
 * It knows no field; it makes a row for each and redraws what the form says changed.
 */
#pragma once

#include <gtk/gtk.h>

#include "yado.h"

G_BEGIN_DECLS

#define YADO_GTK_TYPE_FORM (yado_gtk_form_get_type())
G_DECLARE_FINAL_TYPE(YadoGtkForm, yado_gtk_form, YADO_GTK, FORM, GtkScrolledWindow)

GtkWidget *yado_gtk_form_new(YadoForm *form);
YadoForm *yado_gtk_form_get_form(YadoGtkForm *self);

/* Only for dialogs: as high as the fields need, up to @height; no intro when @intro is FALSE. */
void yado_gtk_form_set_natural(YadoGtkForm *self, int height);

/* Checks everything; what is wrong is shown, and the first wrong field has the focus. */
gboolean yado_gtk_form_validate(YadoGtkForm *self);
void yado_gtk_form_focus_first(YadoGtkForm *self);
/* Marks the fields that @changes (of YadoPendingChange) are about. */
void yado_gtk_form_show_waiting(YadoGtkForm *self, GPtrArray *changes);
/* FALSE: no such field. */
gboolean yado_gtk_form_focus_field(YadoGtkForm *self, const char *field_id);

G_END_DECLS
