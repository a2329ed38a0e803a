/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * yado-gtk-form-dialog.h: a form as a dialog: arguments of an action, a new connection, preferences.
 *
 * Signal: "answered" (gboolean accepted), once; the form is valid when accepted. The dialog then goes away by itself.
 */
#pragma once

#include <gtk/gtk.h>

#include "yado.h"

G_BEGIN_DECLS

#define YADO_GTK_TYPE_FORM_DIALOG (yado_gtk_form_dialog_get_type())
G_DECLARE_FINAL_TYPE(YadoGtkFormDialog, yado_gtk_form_dialog, YADO_GTK, FORM_DIALOG, GtkDialog)

/* @danger: its positive button is never the default. */
GtkWidget *yado_gtk_form_dialog_new(GtkWindow *parent, YadoForm *form, gboolean danger);

/* Above the form: why it did not work with what stands there.  Enter presses nothing until a field or button was gone to. */
void yado_gtk_form_dialog_show_error(YadoGtkFormDialog *self, const GError *error);

G_END_DECLS
