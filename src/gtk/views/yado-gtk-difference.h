/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * yado-gtk-difference.h: shows what would change, or what somebody else changed in between.
 */
#pragma once

#include <gtk/gtk.h>

#include "yado.h"

G_BEGIN_DECLS

/* @difference: unified, as yado_text_diff() makes it; "": nothing would change. */
void yado_gtk_difference_show(GtkWindow *parent, const char *title, const char *difference);

/* Answers of the conflict dialog, besides GTK_RESPONSE_CANCEL. */
enum { YADO_GTK_CONFLICT_RELOAD = 1, YADO_GTK_CONFLICT_FORCE };

/* A dialog that tells @error (CONFLICT) with its detail; the caller connects "response", destroys it and shows it. */
GtkWidget *yado_gtk_conflict_new(GtkWindow *parent, const GError *error);

G_END_DECLS
