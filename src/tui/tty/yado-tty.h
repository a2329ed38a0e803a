/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * yado-tty.h: the terminal.  The only place that knows curses.
 *
 * One YadoTty at a time (curses has one terminal).  What is put between two yado_tty_flush() is compared by curses with what the
 * terminal shows: only cells that changed are written.  Text is UTF-8; where the locale or the terminal has no lines, blocks or
 * other characters, the nearest ones are put instead.
 *
 * A style is a small number whose colours and attributes the theme defines.
 */
#pragma once

#include "tui/tty/yado-tty-keys.h"

G_BEGIN_DECLS

#define YADO_TTY_MAX_STYLES 64

typedef enum {
    YADO_TTY_BOLD = 1 << 0,
    YADO_TTY_DIM = 1 << 1,
    YADO_TTY_UNDERLINE = 1 << 2,
    YADO_TTY_REVERSE = 1 << 3,
} YadoTtyAttributes;

typedef struct {
    int y, x, height, width;
} YadoTtyRect;

typedef struct {
    YadoTtyKeyFunc key;
    void (*resized)(gpointer user_data); /* the size changed, or all must be drawn anew */
    void (*hung_up)(gpointer user_data); /* the terminal went away, or the program is told to end */
} YadoTtyEvents;

typedef struct _YadoTty YadoTty;

/*
 * Takes the terminal over and attaches to the default main context.  Errors: YADO_ERROR_INVALID: not a terminal, or one (TERM) that
 * cannot place the cursor; the hint says what is needed.
 */
YadoTty *yado_tty_open(const YadoTtyEvents *events, gpointer user_data, GError **error);
/* Gives the terminal back as it was. */
void yado_tty_close(YadoTty *tty);

/* Leaves the terminal to somebody else for a while, and takes it back. */
void yado_tty_suspend(YadoTty *tty);
void yado_tty_resume(YadoTty *tty);
/* As Ctrl+Z: stops the program; returns when it continues. */
void yado_tty_stop(YadoTty *tty);

int yado_tty_get_rows(YadoTty *tty);
int yado_tty_get_columns(YadoTty *tty);
gboolean yado_tty_has_colors(YadoTty *tty);
/* Whether braille dots and eighth blocks can be shown. */
gboolean yado_tty_has_fine_glyphs(YadoTty *tty);

/* Colours 0 to 15, or -1: the terminal's own. */
void yado_tty_define_style(YadoTty *tty, guint style, int foreground, int background,
                           YadoTtyAttributes attributes);

/* Nothing is put outside of the innermost clip; a clip never reaches outside of the one around it. */
void yado_tty_push_clip(YadoTty *tty, const YadoTtyRect *rect);
void yado_tty_pop_clip(YadoTty *tty);

void yado_tty_erase(YadoTty *tty, guint style);
void yado_tty_fill(YadoTty *tty, const YadoTtyRect *rect, guint style);
/* Puts at most @width cells of @text; the rest of @width stays as it was.  Returns the cells that were used. */
int yado_tty_put(YadoTty *tty, int y, int x, int width, const char *text, guint style);
/* The same, cut with "…" where it is wider. */
void yado_tty_put_cut(YadoTty *tty, int y, int x, int width, const char *text, guint style);
/* The same with blanks up to @width. */
void yado_tty_put_padded(YadoTty *tty, int y, int x, int width, const char *text, guint style);
void yado_tty_frame(YadoTty *tty, const YadoTtyRect *rect, guint style);
void yado_tty_line(YadoTty *tty, int y, int x, int width, guint style);

/* Where the cursor stands after the next flush; y < 0: nowhere. */
void yado_tty_set_cursor(YadoTty *tty, int y, int x);
void yado_tty_flush(YadoTty *tty);
/* All cells are written again by the next flush. */
void yado_tty_invalidate(YadoTty *tty);
/* Something that may have stood over half a wide character came or went: terminals differ in what is left of it, so all is written again. */
void yado_tty_mend(YadoTty *tty);

G_END_DECLS
