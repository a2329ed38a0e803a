/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * yado-gtk-window-private.h: what the parts of the manager's window share.
 *
 *     yado-gtk-window.c   putting it together; hosts, the list, jobs, the views that the action table leaves to a front end
 *     -tabs.c             open guests and consoles, in tabs and out of them
 *     -keys.c             which key goes to whom
 *     -close.c            the questions before it closes
 *     -size.c             its size and that of its side
 */
#pragma once

#include "app/yado-gtk-actions.h"
#include "app/yado-gtk-window.h"
#include "views/yado-gtk-action-bar.h"
#include "views/yado-gtk-guest-page.h"
#include "views/yado-gtk-list-page.h"
#include "views/yado-gtk-message-bar.h"
#include "views/yado-gtk-sidebar.h"

G_BEGIN_DECLS

struct _YadoGtkWindow {
    GtkApplicationWindow parent;
    GtkHeaderBar *header;
    GtkToggleButton *search, *screens;
    GtkMenuButton *menu;
    GtkPaned *paned;
    GtkBox *side;
    GtkBox *content; /* message bar and notebook */
    GtkBox *bottom;
    GtkNotebook *notebook;
    YadoSession *session;
    YadoTable *table;
    YadoGtkActions *actions;
    YadoGtkSidebar *sidebar;
    YadoGtkListPage *list_page;
    YadoGtkMessageBar *messages;
    YadoGtkActionBar *action_bar;
    char *wanted_guest;     /* to open once it is listed */
    gboolean wants_console; /* of that guest */
    char *wanted_console;   /* which one, or NULL: the first */
    YadoJob *offered_job;
    const YadoHost *complainer; /* whose error the bar shows; only compared */
    char *complaint;
    GtkWidget *wizard; /* weak */
    YadoJob *making;   /* a new guest, to select when it is listed */
    YadoHost *making_host;
    gboolean may_discard, may_close;
    int width, height;           /* of the window, as it was last laid out */
    int paned_width, side_width; /* as it was laid out; what the person chose */
};

/* ---- yado-gtk-window.c ---- */

void yado_gtk_window_view_list(YadoGtkWindow *self);
gboolean yado_gtk_window_chain_key(GtkWidget *widget, GdkEventKey *event);

/* ---- tabs ---- */

/* What is shown; NULL before there is anything. */
GtkWidget *yado_gtk_window_get_page(YadoGtkWindow *self);
/* The page of a guest, or the guest of a console; NULL: something else is shown. */
YadoGtkGuestPage *yado_gtk_window_get_guest_page(YadoGtkWindow *self);
YadoGuest *yado_gtk_window_get_console_guest(YadoGtkWindow *self);
void yado_gtk_window_open_guest(YadoGtkWindow *self, YadoGuest *guest, const char *page_id);
/* @wanted as for yado_gtk_console_page_new(). */
void yado_gtk_window_open_console(YadoGtkWindow *self, YadoGuest *guest, const char *wanted);
/* The console alone was asked for: a window of its own, before the list. */
void yado_gtk_window_open_console_alone(YadoGtkWindow *self, YadoGuest *guest, const char *wanted);
/* The one that is shown; of the list: the window. */
void yado_gtk_window_close_tab(YadoGtkWindow *self);
void yado_gtk_window_update_tabs(YadoGtkWindow *self);

/* ---- keys, closing, size ---- */

gboolean yado_gtk_window_key_press_event(GtkWidget *widget, GdkEventKey *event);
gboolean yado_gtk_window_delete_event(GtkWidget *widget, GdkEventAny *event);
void yado_gtk_window_restore_size(YadoGtkWindow *self);
void yado_gtk_window_store_size(YadoGtkWindow *self);

G_END_DECLS
