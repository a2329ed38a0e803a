/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * yado-gtk-pinning.h: on which of the host's processors a guest runs, as a grid to change; read anew each time it is shown, unless
 * something in it was changed.
 *
 *     Scheduler credit2 · weight 256 · no cap · pool Pool-0
 *               All   0   1   2   3        a heading: the column
 *     vCPU 0    [ ]  [x] [x] [-] [ ]       All: the line
 *     Takes effect [now and from the next start on]
 *     [Weight and cap] [Move to a CPU pool]          [Undo] [Apply]
 *
 * Signals: "action-requested" (const char *id): an action of the guest; "failed" (GError *).
 */
#pragma once

#include <gtk/gtk.h>

#include "yado.h"

G_BEGIN_DECLS

#define YADO_GTK_TYPE_PINNING (yado_gtk_pinning_get_type())
G_DECLARE_FINAL_TYPE(YadoGtkPinning, yado_gtk_pinning, YADO_GTK, PINNING, GtkBox)

/* @title: of the page, for screen readers. */
GtkWidget *yado_gtk_pinning_new(YadoSession *session, YadoGuest *guest, const char *title);
/* Something was changed and not applied. */
gboolean yado_gtk_pinning_is_edited(YadoGtkPinning *self);

G_END_DECLS
