/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * yado-tui-screen.h: the stack of windows on the terminal, and the one redraw per turn of the main loop.
 *
 * There is one screen, as there is one terminal.  Only the topmost window gets keys; all are laid out and drawn from the bottom up, at
 * once again when the size changes.  Below 60x20 the screen only says that it is too small, and goes on when it has grown.
 */
#pragma once

#include "tui/widget/yado-tui-window.h"

G_BEGIN_DECLS

#define YADO_TUI_MIN_ROWS 20
#define YADO_TUI_MIN_COLUMNS 60

/* @on_ended: the terminal went away or the program was told to end. Errors: as yado_tty_open(), yado_tui_theme_load(). */
gboolean yado_tui_screen_open(const char *theme, void (*on_ended)(gpointer user_data),
                              gpointer user_data, GError **error);
/* While @is_busy says so, F9 in a terminal that is too small does not quit: nothing can be asked there. */
void yado_tui_screen_set_busy_func(gboolean (*is_busy)(gpointer user_data), gpointer user_data);
void yado_tui_screen_close(void);
gboolean yado_tui_screen_is_open(void);
YadoTty *yado_tui_screen_get_tty(void);
gboolean yado_tui_screen_set_theme(const char *theme, GError **error);

/* Takes a reference; the window is on top. */
void yado_tui_screen_push(YadoTuiWindow *window);
/* Takes the window off, wherever it is in the stack. */
void yado_tui_screen_remove(YadoTuiWindow *window);
YadoTuiWindow *yado_tui_screen_get_top(void);
gboolean yado_tui_screen_contains(YadoTuiWindow *window);

int yado_tui_screen_get_rows(void);
int yado_tui_screen_get_columns(void);
/* @relayout: sizes may have changed too. */
void yado_tui_screen_queue_redraw(gboolean relayout);

G_END_DECLS
