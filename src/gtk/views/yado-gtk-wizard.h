/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * yado-gtk-wizard.h: a wizard of the catalogue in a window: steps on the left, the form or the summary on the right, Back and Next below.
 *
 * Signal: "accepted" (YadoJob *): that makes it; the window then goes.
 */
#pragma once

#include <gtk/gtk.h>

#include "yado.h"

G_BEGIN_DECLS

#define YADO_GTK_TYPE_WIZARD (yado_gtk_wizard_get_type())
G_DECLARE_FINAL_TYPE(YadoGtkWizard, yado_gtk_wizard, YADO_GTK, WIZARD, GtkWindow)

GtkWidget *yado_gtk_wizard_new(GtkWindow *parent, YadoWizard *wizard);
/* Something was filled in: closing it asks. */
gboolean yado_gtk_wizard_is_edited(YadoGtkWizard *self);

G_END_DECLS
