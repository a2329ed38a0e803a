/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * yado-gtk-message-bar.h: errors and notices above the view, with details on request and perhaps a button for what to do next.
 *
 * Signal: "offered" (const char *id): the button given by yado_gtk_message_bar_offer() was pressed.
 */
#pragma once

#include <gtk/gtk.h>

#include "yado.h"

G_BEGIN_DECLS

#define YADO_GTK_TYPE_MESSAGE_BAR (yado_gtk_message_bar_get_type())
G_DECLARE_FINAL_TYPE(YadoGtkMessageBar, yado_gtk_message_bar, YADO_GTK, MESSAGE_BAR, GtkInfoBar)

GtkWidget *yado_gtk_message_bar_new(void);

/* A cancelled operation is not shown. */
void yado_gtk_message_bar_show_error(YadoGtkMessageBar *self, const GError *error);
void yado_gtk_message_bar_show_text(YadoGtkMessageBar *self, GtkMessageType type, const char *text);
/* With what was said last: @label may have a mnemonic. */
void yado_gtk_message_bar_offer(YadoGtkMessageBar *self, const char *label, const char *id);
/* The focus goes to its text, where keys do nothing. */
void yado_gtk_message_bar_rest(YadoGtkMessageBar *self);
gboolean yado_gtk_message_bar_is_resting(YadoGtkMessageBar *self, GtkWidget *focus);
void yado_gtk_message_bar_hide(YadoGtkMessageBar *self);

G_END_DECLS
