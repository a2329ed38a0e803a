/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* yado-gtk-pinning.h: on which of the host's processors a guest runs, as a grid to read; read anew each time it is shown. */
#pragma once

#include <gtk/gtk.h>

#include "yado.h"

G_BEGIN_DECLS

#define YADO_GTK_TYPE_PINNING (yado_gtk_pinning_get_type())
G_DECLARE_FINAL_TYPE(YadoGtkPinning, yado_gtk_pinning, YADO_GTK, PINNING, GtkScrolledWindow)

/* @title: of the page, for screen readers. */
GtkWidget *yado_gtk_pinning_new(YadoGuest *guest, const char *title);

G_END_DECLS
