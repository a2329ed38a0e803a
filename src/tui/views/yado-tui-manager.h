/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * yado-tui-manager.h: the first view: hosts, the table of guests, and what is special about the selected one (SCREENS.md, picture 1).
 */
#pragma once

#include "tui/views/yado-tui-app.h"

G_BEGIN_DECLS

#define YADO_TUI_TYPE_MANAGER (yado_tui_manager_get_type())
G_DECLARE_FINAL_TYPE(YadoTuiManager, yado_tui_manager, YADO_TUI, MANAGER, YadoTuiWindow)

YadoTuiManager *yado_tui_manager_new(YadoTuiApp *app);
/* Opens the hosts that are to be open at start. */
void yado_tui_manager_open_hosts(YadoTuiManager *self);

G_END_DECLS
