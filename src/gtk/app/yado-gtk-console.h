/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * yado-gtk-console.h: consoles of guests: a module with VTE and gtk-vnc, loaded with the first one.
 *
 * A page is a widget for a tab or a window; its signals "close-requested" and "window-requested" say what it wants from whoever holds it.
 */
#pragma once

#include <gtk/gtk.h>

#include "yado.h"

G_BEGIN_DECLS

/* @wanted as for yado_console_link_new().  NULL with YADO_ERROR_UNSUPPORTED: the module is not installed. */
GtkWidget *yado_gtk_console_page_new(YadoSession *session, YadoGuest *guest, const char *wanted,
                                     GError **error);
/* What the view of an action ("console", "console:start") means by that. */
const char *yado_gtk_console_get_wanted(const char *view);
/* Has a page show @wanted. */
void yado_gtk_console_page_choose(GtkWidget *page, const char *wanted);
/* The guest of a page, NULL for other widgets. */
YadoGuest *yado_gtk_console_page_get_guest(GtkWidget *page);
/* What stands on its tab: the guest's name and a button that closes it. */
GtkWidget *yado_gtk_console_page_create_tab(GtkWidget *page);
/* A window of its own around @page. */
GtkWidget *yado_gtk_console_window_new(GtkApplication *application, GtkWidget *page);

/*
 * Opens the hosts of @session (those that are to be opened by themselves, or @all) and, as soon as one of them has it, the console @wanted (see
 * above) of the guest @name in a window of its own, without the manager.
 * @missing is called when none has: the application is held until either.
 */
void yado_gtk_console_start(GtkApplication *application, YadoSession *session, const char *name,
                            const char *wanted, gboolean all, void (*missing)(gpointer data),
                            gpointer data);

G_END_DECLS
