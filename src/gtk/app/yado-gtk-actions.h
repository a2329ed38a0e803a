/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * yado-gtk-actions.h: the action table as menus, buttons and keys of one window.
 *
 * It knows what is selected (the targets), asks the table what may run on it, and runs it: arguments dialog, confirmation, jobs.
 * What an action table entry with a `view` means is the window's business: it gets "view".
 *
 * Signals: "changed" (what may run may have changed), "view" (const char *view, YadoGuest *nullable),
 * "failed" (GError *), "refused" (const char *reason).
 */
#pragma once

#include <gtk/gtk.h>

#include "yado.h"

G_BEGIN_DECLS

#define YADO_GTK_TYPE_ACTIONS (yado_gtk_actions_get_type())
G_DECLARE_FINAL_TYPE(YadoGtkActions, yado_gtk_actions, YADO_GTK, ACTIONS, GObject)

/* @window: where dialogs belong; only borrowed, it owns this. */
YadoGtkActions *yado_gtk_actions_new(GtkWindow *window, YadoSession *session);

/* @guests: of YadoGuest, maybe empty; @host (nullable). */
void yado_gtk_actions_set_targets(YadoGtkActions *self, GPtrArray *guests, YadoHost *host);
/* A guest's page is shown: menus then show no keys that the page has for itself. */
void yado_gtk_actions_set_on_page(YadoGtkActions *self, gboolean is_on_page);
/* Shows the form of @job again, as it was filled in, with the error. FALSE: it has none to show. */
gboolean yado_gtk_actions_ask_again(YadoGtkActions *self, YadoJob *job);
const YadoTargets *yado_gtk_actions_get_targets(YadoGtkActions *self);

/* Something about the targets is new: emits "changed" once, soon. */
void yado_gtk_actions_queue_change(YadoGtkActions *self);

/* @reason (out, nullable, transfer full): why not. */
gboolean yado_gtk_actions_check(YadoGtkActions *self, const YadoActionSpec *spec, char **reason);

/* On the targets; a refusal is told by "refused". */
void yado_gtk_actions_run(YadoGtkActions *self, const YadoActionSpec *spec);
/* On one guest, whatever is selected. */
void yado_gtk_actions_run_on(YadoGtkActions *self, const YadoActionSpec *spec, YadoGuest *guest);

/* On a host, whatever is selected; dialogs belong to @window; @prepare puts what is selected there into the form. */
void yado_gtk_actions_run_for(YadoGtkActions *self, const YadoActionSpec *spec, YadoHost *host,
                              GtkWindow *window, void (*prepare)(YadoForm *form, gpointer data),
                              gpointer data);

/* TRUE when @event is the key of an action, which then was run or refused. */
gboolean yado_gtk_actions_handle_key(YadoGtkActions *self, GdkEventKey *event);

/* Bits for menus: which scopes they show. */
#define YADO_GTK_MENU_GUEST (1u << YADO_SCOPE_GUEST)
#define YADO_GTK_MENU_HOST (1u << YADO_SCOPE_HOST)
#define YADO_GTK_MENU_APP (1u << YADO_SCOPE_APP)

/* A menu of what there is, each item with its key, and its help or why it cannot be used as a tooltip. (floating) */
GtkWidget *yado_gtk_actions_create_menu(YadoGtkActions *self, guint scopes);

/* The same as the menu of @button, a little later. */
void yado_gtk_actions_attach_menu(YadoGtkActions *self, GtkMenuButton *button, guint scopes);

/* A button with icon and label that follows the targets. (floating) */
GtkWidget *yado_gtk_actions_create_button(YadoGtkActions *self, const YadoActionSpec *spec);

G_END_DECLS
