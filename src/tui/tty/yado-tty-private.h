/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * yado-tty-private.h: what yado-tty.c (life, input) and yado-tty-draw.c (cells) share.
 */
#pragma once

#include "tui/tty/yado-tty.h"

#include <curses.h>

G_BEGIN_DECLS

typedef struct {
    attr_t attributes;
    short pair;
} YadoTtyStyle;

struct _YadoTty {
    SCREEN *screen;
    YadoTtyEvents events;
    gpointer user_data;
    gboolean utf8, fine_glyphs, suspended, hung_up;
    gboolean has_wide; /* characters of two cells have been drawn */
    int rows, columns;
    YadoTtyDecoder *decoder;
    guint input_source, escape_source;
    YadoTtyStyle styles[YADO_TTY_MAX_STYLES];
    GArray *clips; /* of YadoTtyRect, each within the one before */
    int cursor_y, cursor_x;
    short n_pairs;
    int pair_colors[256]; /* foreground * 256 + background + offset, by pair */
};

G_END_DECLS
