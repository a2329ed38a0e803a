/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * yado-tui-app.h: what all views share: the session, running actions, the menus made of the action table, leaving.
 */
#pragma once

#include "tui/widget/yado-tui-window.h"
#include "yado.h"

G_BEGIN_DECLS

typedef struct _YadoTuiApp YadoTuiApp;

/* Does the actions of the front end's own: @view is the action's. FALSE: not known here. */
typedef gboolean (*YadoTuiViewFunc)(const char *view, const YadoTargets *targets,
                                    gpointer user_data);

YadoTuiApp *yado_tui_app_new(YadoSession *session);
void yado_tui_app_free(YadoTuiApp *app);
/* Until the user leaves. Returns the exit status. */
int yado_tui_app_run(YadoTuiApp *app);

YadoSession *yado_tui_app_get_session(YadoTuiApp *app);
void yado_tui_app_set_view_func(YadoTuiApp *app, YadoTuiViewFunc func, gpointer user_data);

/* Leaves; asks once when jobs run. */
void yado_tui_app_quit(YadoTuiApp *app);
/* Whether jobs run. */
gboolean yado_tui_app_is_busy(gpointer app);
/* At once: the terminal went away. */
void yado_tui_app_end(gpointer app);

/* Checks, shows the form, asks, starts. What cannot be done is said with its reason. */
void yado_tui_app_run_action(YadoTuiApp *app, const YadoActionSpec *spec,
                             const YadoTargets *targets);
/* The same; @prepare puts what is selected into the form before it is shown. */
typedef void (*YadoTuiPrepareFunc)(YadoForm *form, gpointer user_data);
void yado_tui_app_run_action_with(YadoTuiApp *app, const YadoActionSpec *spec,
                                  const YadoTargets *targets, YadoTuiPrepareFunc prepare,
                                  gpointer user_data);
/* The action that @key stands for: of guests first (where @targets has any), then of hosts, then of the program. */
gboolean yado_tui_app_run_key(YadoTuiApp *app, const char *key, const YadoTargets *targets);

/* The menu of all actions of these scopes (bits 1 << YadoActionScope), with keys and reasons. @on_page: without the keys that a guest's page has for itself. */
void yado_tui_app_show_menu(YadoTuiApp *app, const char *title, guint scopes, gboolean on_page,
                            const YadoTargets *targets);

/* The F-key commands: one for each action with a role that can run now, in order of the keys. @skip: bits 1 << YadoRole not to add. */
void yado_tui_app_add_commands(YadoTuiApp *app, YadoTuiWindow *window, guint skip,
                               const YadoTargets *targets);

G_END_DECLS
