/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * yado-gtk-guest-page.h: an open guest: its pages on the left, the chosen one on the right, Apply and Undo below.
 *
 *     ● web-07  Running  PVH                       [in a window]
 *     [ 2 changes wait for the next start.             Show ]
 *     Overview     │ Virtual processors [ 2 ]  now
 *     Processors   │ …
 *     …            │
 *                  │                        [ Undo ] [ Apply ]
 *
 * All forms share one document, so one Apply stores everything that was edited.
 * Signals: "close-requested"; "window-requested": the user wants it in a window of its own; "action-requested" (const char *id): an
 * action of the guest.
 */
#pragma once

#include <gtk/gtk.h>

#include "yado.h"

G_BEGIN_DECLS

#define YADO_GTK_TYPE_GUEST_PAGE (yado_gtk_guest_page_get_type())
G_DECLARE_FINAL_TYPE(YadoGtkGuestPage, yado_gtk_guest_page, YADO_GTK, GUEST_PAGE, GtkBox)

GtkWidget *yado_gtk_guest_page_new(YadoSession *session, YadoGuest *guest);
YadoGuest *yado_gtk_guest_page_get_guest(YadoGtkGuestPage *self);

/* @page_id: "processors"; NULL: the first, or where it is. */
void yado_gtk_guest_page_open(YadoGtkGuestPage *self, const char *page_id);
void yado_gtk_guest_page_show_help(YadoGtkGuestPage *self);
/* TRUE when @event is a key of the page that is shown (F3 adds hardware, F5 removes it), which then was done. */
gboolean yado_gtk_guest_page_handle_key(YadoGtkGuestPage *self, GdkEventKey *event);
/* Something was edited and not applied. */
gboolean yado_gtk_guest_page_is_edited(YadoGtkGuestPage *self);
/* Asks first when something was edited and not applied. */
void yado_gtk_guest_page_request_close(YadoGtkGuestPage *self);

/* State and name with a close button, for a notebook. (transfer full) */
GtkWidget *yado_gtk_guest_page_create_tab(YadoGtkGuestPage *self);
/* In a window of its own it needs no button for that. */
void yado_gtk_guest_page_set_in_window(YadoGtkGuestPage *self);

G_END_DECLS
