/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * yado-tui-menu.h: a list of things to pick from, in a small window of its own: menus, and drop-down lists.
 *
 *     ┌─ Actions ─────────────────┐
 *     │ Start                  s  │
 *     │ Force off                 │   <- disabled ones can be gone to: their reason stands in the last line
 *     │ The guest does not run.   │
 *     └───────────────────────────┘
 *
 * An item's '_' letter picks it at once.  The function is called when the window has closed.
 */
#pragma once

#include "tui/widget/yado-tui-window.h"

G_BEGIN_DECLS

typedef struct _YadoTuiMenu YadoTuiMenu;

typedef void (*YadoTuiMenuFunc)(guint index, gpointer user_data);

YadoTuiMenu *yado_tui_menu_new(const char *title);
/* @key (nullable): shown at the right. @note (nullable): last line while it is selected. @reason (nullable): it is disabled, and why. */
void yado_tui_menu_add(YadoTuiMenu *menu, const char *label, const char *key, const char *note,
                       const char *reason);
/* A line that only names what follows. */
void yado_tui_menu_add_heading(YadoTuiMenu *menu, const char *label);
/* Items are check boxes: Space or Enter toggles, F10 ends. @func is called at each toggle. */
void yado_tui_menu_set_checks(YadoTuiMenu *menu, gboolean checks);
void yado_tui_menu_set_checked(YadoTuiMenu *menu, guint index, gboolean checked);
gboolean yado_tui_menu_is_checked(YadoTuiMenu *menu, guint index);
void yado_tui_menu_select(YadoTuiMenu *menu, guint index);
/* Takes the menu. @func gets the index as added (headings count). @destroy (nullable) is called when the window goes. Borrowed. */
YadoTuiWindow *yado_tui_menu_show(YadoTuiMenu *menu, YadoTuiMenuFunc func, gpointer user_data,
                                  GDestroyNotify destroy);

G_END_DECLS
