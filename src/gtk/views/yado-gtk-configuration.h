/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * yado-gtk-configuration.h: the native configuration text of a guest: view, edit, check, difference, apply.
 *
 * Made only when it is opened: the source view and its languages cost memory that most sessions never need.
 * Signals: "applied"; "failed" (GError *).
 */
#pragma once

#include <gtk/gtk.h>

#include "yado.h"

G_BEGIN_DECLS

#define YADO_GTK_TYPE_CONFIGURATION (yado_gtk_configuration_get_type())
G_DECLARE_FINAL_TYPE(YadoGtkConfiguration, yado_gtk_configuration, YADO_GTK, CONFIGURATION, GtkBox)

GtkWidget *yado_gtk_configuration_new(YadoGuest *guest);
gboolean yado_gtk_configuration_is_edited(YadoGtkConfiguration *self);
/* Fetches it again unless it is being edited. */
void yado_gtk_configuration_refresh(YadoGtkConfiguration *self);

G_END_DECLS
