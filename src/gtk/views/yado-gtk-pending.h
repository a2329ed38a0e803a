/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * yado-gtk-pending.h: the bar "Changes waiting: 2" of an open guest, and the list behind it.
 *
 * Signals: "undo-requested" (YadoPendingChange *), "page-requested" (const char *page id).
 */
#pragma once

#include <gtk/gtk.h>

#include "yado.h"

G_BEGIN_DECLS

#define YADO_GTK_TYPE_PENDING (yado_gtk_pending_get_type())
G_DECLARE_FINAL_TYPE(YadoGtkPending, yado_gtk_pending, YADO_GTK, PENDING, GtkInfoBar)

GtkWidget *yado_gtk_pending_new(void);
/* Of YadoPendingChange; hides itself when there is none. */
void yado_gtk_pending_show(YadoGtkPending *self, GPtrArray *changes);

/* What they mean, when they are being looked at; else FALSE. */
gboolean yado_gtk_pending_show_help(YadoGtkPending *self, GtkWindow *window);

G_END_DECLS
