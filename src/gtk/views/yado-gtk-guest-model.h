/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * yado-gtk-guest-model.h: YadoTable (a GListModel) as a GtkTreeModel, without copies of what the rows show.
 *
 * One column holds the YadoGuest; cell data functions ask it for everything else, so a tick writes nothing into a store.
 * Iters are positions.  A list that was only sorted anew is told as "rows reordered": selection and cursor stay.
 *
 * Signals, around every change: "changing" (gboolean bulk), "changed" (gboolean bulk).  While a bulk change runs no row signal
 * is sent: the view must drop the model at "changing" and take it again at "changed" (5,000 rows: 10 ms and not 100).
 */
#pragma once

#include <gtk/gtk.h>

#include "yado.h"

G_BEGIN_DECLS

#define YADO_GTK_TYPE_GUEST_MODEL (yado_gtk_guest_model_get_type())
G_DECLARE_FINAL_TYPE(YadoGtkGuestModel, yado_gtk_guest_model, YADO_GTK, GUEST_MODEL, GObject)

/* @source: of YadoGuest. */
YadoGtkGuestModel *yado_gtk_guest_model_new(GListModel *source);

/* Borrowed. */
YadoGuest *yado_gtk_guest_model_get(YadoGtkGuestModel *self, GtkTreeIter *iter);
YadoGuest *yado_gtk_guest_model_get_at(YadoGtkGuestModel *self, guint position); /* or NULL */
guint yado_gtk_guest_model_get_length(YadoGtkGuestModel *self);

G_END_DECLS
