/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * yado-gtk-help.h: windows with help texts; the texts come from the tables.
 */
#pragma once

#include <gtk/gtk.h>

#include "yado.h"

G_BEGIN_DECLS

/* @text: plain paragraphs. */
void yado_gtk_help_show_text(GtkWindow *parent, const char *title, const char *text);
void yado_gtk_help_show_form(GtkWindow *parent, YadoForm *form);
/* What the list shows and what can be done with it. */
void yado_gtk_help_show_list(GtkWindow *parent);
/* What each column of the list tells. */
void yado_gtk_help_show_columns(GtkWindow *parent);
void yado_gtk_help_show_keys(GtkWindow *parent);
void yado_gtk_help_show_about(GtkWindow *parent);

G_END_DECLS
