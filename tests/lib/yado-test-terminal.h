/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * yado-test-terminal.h: a program in a terminal, and somebody in front of it.
 *
 * A pseudo-terminal and libvterm's screen.  Everything runs in the default main context; waiting means running that.
 *
 *     g_autoptr(YadoTestTerminal) terminal = yado_test_terminal_new(24, 80);
 *     yado_test_terminal_set_env(terminal, "LC_ALL", "ja_JP.UTF-8");
 *     yado_test_terminal_start(terminal, (const char *[]){ yado, "--demo", NULL });
 *     yado_test_terminal_wait_text(terminal, "Domain-0");
 *     yado_test_terminal_press(terminal, "/ w e b Enter F2");
 *     yado_test_terminal_check_golden(terminal, path);
 */
#pragma once

#include "yado-test.h"

G_BEGIN_DECLS

typedef struct _YadoTestTerminal YadoTestTerminal;

/* TERM is xterm-256color until set_env() says otherwise ("linux", "dumb": press() then sends what such a terminal would). */
YadoTestTerminal *yado_test_terminal_new(int rows, int columns);
/* SIGKILL: it has no end of its own. */
void yado_test_terminal_kill(YadoTestTerminal *self);
/* Hangs up, kills the program when that does not end it within 5 seconds. */
void yado_test_terminal_free(YadoTestTerminal *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(YadoTestTerminal, yado_test_terminal_free)

/* Before start(): @value NULL takes the variable away. */
void yado_test_terminal_set_env(YadoTestTerminal *self, const char *name, const char *value);
void yado_test_terminal_start(YadoTestTerminal *self, const char *const *argv);

/*
 * Keys by name, separated by blanks: F1…F12, Up, Down, Left, Right, Home, End, PageUp, PageDown, Insert, Delete, Enter, Tab, BackTab,
 * Esc, Backspace, Space, a single character, and these after "Ctrl+", "Alt+" or "Shift+".
 */
void yado_test_terminal_press(YadoTestTerminal *self, const char *keys);
/* Text as it is. */
void yado_test_terminal_type(YadoTestTerminal *self, const char *text);
/* Much at once, as a paste comes. */
void yado_test_terminal_send(YadoTestTerminal *self, const char *bytes, gsize length);

/* The screen now: one line a row, trailing blanks removed, each line ended by '\n'.  (transfer full) */
char *yado_test_terminal_dump(YadoTestTerminal *self);
/* The same shape, one letter a cell: '.' plain, 'r' reverse, 'b' bold, 'u' underlined, 'R' bold and reverse, 'c' coloured only. (transfer full) */
char *yado_test_terminal_dump_attributes(YadoTestTerminal *self);
/* The line that has the cursor, 0-based; -1: hidden. */
int yado_test_terminal_get_cursor_row(YadoTestTerminal *self);
gboolean yado_test_terminal_has_text(YadoTestTerminal *self, const char *text);
/* One screen line.  (transfer full) */
char *yado_test_terminal_dup_line(YadoTestTerminal *self, int row);
/* First row with @text in it, or -1. */
int yado_test_terminal_find_row(YadoTestTerminal *self, const char *text);
/* Bytes that the program has written so far. */
guint64 yado_test_terminal_get_bytes(YadoTestTerminal *self);

/* Each waits at most 10 seconds (× YADO_TEST_PATIENCE), then ends the test and shows the screen. */
void yado_test_terminal_wait_text(YadoTestTerminal *self, const char *text);
void yado_test_terminal_wait_no_text(YadoTestTerminal *self, const char *text);
/* A row that has both. */
void yado_test_terminal_wait_row(YadoTestTerminal *self, const char *text, const char *other);
void yado_test_terminal_wait_row_for(YadoTestTerminal *self, const char *text, const char *other,
                                     double seconds);
typedef gboolean (*YadoTestTerminalPredicate)(YadoTestTerminal *self, gpointer data);
gboolean yado_test_terminal_wait(YadoTestTerminal *self, YadoTestTerminalPredicate predicate,
                                 gpointer data, double seconds);
/* Until the program has written nothing for @milliseconds (× YADO_TEST_PATIENCE): only where there is nothing better to wait for. */
void yado_test_terminal_wait_quiet(YadoTestTerminal *self, guint milliseconds);
/*
 * Waits until the screen equals the file @path; ends the test with both when it does not.
 * YADO_TEST_REGENERATE=1 writes the file instead, once the screen is quiet.
 */
void yado_test_terminal_check_golden(YadoTestTerminal *self, const char *path);

/* TIOCSWINSZ, and SIGWINCH to the program. */
void yado_test_terminal_resize(YadoTestTerminal *self, int rows, int columns);

gboolean yado_test_terminal_is_running(YadoTestTerminal *self);
GPid yado_test_terminal_get_pid(YadoTestTerminal *self);
/* Closes our end: the program gets SIGHUP, as from a closed window. */
void yado_test_terminal_hang_up(YadoTestTerminal *self);
/* Waits for the end of the program. Returns its exit status, or minus the signal. */
int yado_test_terminal_wait_exit(YadoTestTerminal *self);

G_END_DECLS
