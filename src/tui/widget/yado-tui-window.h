/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * yado-tui-window.h: one layer of the screen: a view that fills it, or a dialog with a frame.
 *
 *     ┌─ Title ──────────────┐
 *     │ the child            │
 *     │        [ No ] [ Yes ]│
 *     └──────────────────────┘
 *      F1 Help  F9 No  F10 Yes      <- the commands, in the screen's last line
 *
 * A key goes, in this order, to: the commands (F-keys), Alt + mnemonic letter, the focused widget, the single-letter commands, Tab and
 * arrows.  Esc alone is F9 where that is a command.
 *
 * Signals: "closed": it has left the screen.
 */
#pragma once

#include "tui/widget/yado-tui-widget.h"

G_BEGIN_DECLS

#define YADO_TUI_TYPE_WINDOW (yado_tui_window_get_type())
G_DECLARE_DERIVABLE_TYPE(YadoTuiWindow, yado_tui_window, YADO_TUI, WINDOW, YadoTuiWidget)

struct _YadoTuiWindowClass {
    YadoTuiWidgetClass parent_class;
    /* A key that nothing else took.  TRUE: used up. */
    gboolean (*other_key)(YadoTuiWindow *self, const YadoTtyKey *key);
    /* The focus moved to another widget. */
    void (*focus_moved)(YadoTuiWindow *self);
};

typedef void (*YadoTuiCommandFunc)(YadoTuiWindow *window, gpointer user_data);

/* A dialog with a frame, centred, as large as its child wants. */
YadoTuiWindow *yado_tui_window_new(const char *title, YadoTuiSurface surface);
void yado_tui_window_set_title(YadoTuiWindow *self, const char *title);
void yado_tui_window_set_surface(YadoTuiWindow *self, YadoTuiSurface surface);
YadoTuiSurface yado_tui_window_get_surface(YadoTuiWindow *self);
/* Takes the floating reference. */
void yado_tui_window_set_child(YadoTuiWindow *self, YadoTuiWidget *child);
YadoTuiWidget *yado_tui_window_get_child(YadoTuiWindow *self);
/* Wanted cells of the child; 0: as it measures itself; more than there are: all there are. */
void yado_tui_window_set_size(YadoTuiWindow *self, int height, int width);
/* Stands there instead of in the middle: a drop-down list under its field. y < 0: the middle. */
void yado_tui_window_set_anchor(YadoTuiWindow *self, int y, int x);

/* The keys of every window, as catalog/yado-keys.c explains them: by role, and not to be set. */
#define YADO_TUI_KEY_HELP "F1"
#define YADO_TUI_KEY_BACK "F8"
#define YADO_TUI_KEY_NO "F9"
#define YADO_TUI_KEY_YES "F10"

/* @label NULL: works, but is not in the bar.  @key as in the key map. */
void yado_tui_window_add_command(YadoTuiWindow *self, const char *key, const char *label,
                                 YadoTuiCommandFunc func, gpointer user_data);
void yado_tui_window_clear_commands(YadoTuiWindow *self);
gboolean yado_tui_window_run_command(YadoTuiWindow *self, const char *key);

void yado_tui_window_set_focus(YadoTuiWindow *self, YadoTuiWidget *widget);
YadoTuiWidget *yado_tui_window_get_focus(YadoTuiWindow *self);
void yado_tui_window_move_focus(YadoTuiWindow *self, int step);

void yado_tui_window_show(YadoTuiWindow *self);
void yado_tui_window_close(YadoTuiWindow *self);
/* For commands. */
void yado_tui_window_on_close_cb(YadoTuiWindow *self, gpointer user_data);

/* For the screen. */
void yado_tui_window_layout(YadoTuiWindow *self, int rows, int columns);
void yado_tui_window_draw_bar(YadoTuiWindow *self, YadoTty *tty, int y, int width);
void yado_tui_window_handle_key(YadoTuiWindow *self, const YadoTtyKey *key);

G_END_DECLS
