/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * yado-tui.h: the ncurses manager, for the program `yado`: the one function of the module yado-tui.so.
 */
#pragma once

#include "yado.h"

G_BEGIN_DECLS

/*
 * Runs the manager on the terminal of standard input and output until the user leaves it; the program's one main loop runs in here.
 * The hosts of @session are opened where that is wanted (autoconnect; or the only one).  Returns the exit status; not 0 with @error
 * set when the terminal cannot be used (YADO_ERROR_INVALID).
 */
int yado_tui_run(YadoSession *session, GError **error);
typedef int (*YadoTuiRun)(YadoSession *session, GError **error);

G_END_DECLS
