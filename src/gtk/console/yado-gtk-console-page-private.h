/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * yado-gtk-console-page-private.h: what the parts of a console's page share.
 *
 *     yado-gtk-console-page.c  which console, the link, what is said of it, full screen, widgets
 *     -commands.c              the catalogue's commands as actions, menu and keys; keys that are sent
 */
#pragma once

#include "console/yado-gtk-console-view.h"

G_BEGIN_DECLS

struct _YadoGtkConsolePage {
    GtkBox parent;
    YadoSession *session;
    YadoGuest *guest;
    YadoConsoleLink *link;
    GSimpleActionGroup *actions;
    YadoConsoleView *view; /* NULL before the first stream */
    YadoConsoleKinds kind;
    GPtrArray *records; /* of YadoConsoleRecord; NULL: not listed yet */
    GCancellable *cancellable;
    gboolean is_full_screen, is_minimised;
    guint bar_source, info_source;

    GtkWidget *toolbar, *which, *keys, *menu, *window_button;
    GtkWidget *popover; /* the menu that is open, or NULL */
    GtkLabel *hint, *bar_hint; /* the same, in full screen */
    GtkInfoBar *info;
    GtkLabel *info_label;
    GtkWidget *info_button;
    GtkOverlay *overlay;
    GtkRevealer *bar;
};

#define YADO_TYPE_GTK_CONSOLE_PAGE (yado_gtk_console_page_get_type())
G_DECLARE_FINAL_TYPE(YadoGtkConsolePage, yado_gtk_console_page, YADO, GTK_CONSOLE_PAGE, GtkBox)

/* ---- yado-gtk-console-page.c ---- */

/* @text NULL: nothing to say. */
void yado_gtk_console_page_set_hint(YadoGtkConsolePage *self, const char *text);
/* Nothing happens before the first stream. */
void yado_gtk_console_page_run_view(YadoGtkConsolePage *self, const char *command,
                                    const char *value);
/* The window tells when it is. */
void yado_gtk_console_page_set_full_screen(YadoGtkConsolePage *self, gboolean on);
/* Leaves the console that is shown for @wanted (NULL: the guest's first). */
void yado_gtk_console_page_set_link(YadoGtkConsolePage *self, const char *wanted);

/* ---- commands ---- */

/* The group "console" of the page. */
void yado_gtk_console_page_create_actions(YadoGtkConsolePage *self);
/* (transfer full) both */
GMenuModel *yado_gtk_console_page_create_menu(YadoGtkConsolePage *self);
GMenu *yado_gtk_console_page_create_keys_menu(YadoGtkConsolePage *self);
/* What was chosen before holds for a view that is new. */
void yado_gtk_console_page_apply_settings(YadoGtkConsolePage *self);
/* A key that is a command's own is not the guest's. Whether it was one. */
gboolean yado_gtk_console_page_press_key(YadoGtkConsolePage *self, const GdkEventKey *event);
void on_console_page_switched_off_cb(YadoConsoleView *view, const char *command,
                                     YadoGtkConsolePage *self);

G_END_DECLS
