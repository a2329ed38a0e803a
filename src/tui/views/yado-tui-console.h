/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * yado-tui-console.h: a guest's consoles from the terminal: its text console takes the terminal, of its screen is said where it is.
 */
#pragma once

#include "tui/views/yado-tui-app.h"

G_BEGIN_DECLS

/* Lists the guest's consoles; the only one opens at once, of several one is chosen.  @at_start: its text console is, where it has one. */
void yado_tui_console_open(YadoTuiApp *app, YadoGuest *guest, gboolean at_start);

G_END_DECLS
