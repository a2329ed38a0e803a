/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * yado-screenshot-cells.h: the characters of a screen that is in a text mode, read from its picture.
 *
 * A VGA text mode has cells of 9 x 16 points, Linux's framebuffer console of 8 x 16, both of 8 rows where more lines were wanted; they draw code
 * page 437 in the VGA's fonts.  Others that a guest may load (Terminus, Lat15…) are as many as there are systems: their shapes are not known
 * here, and such a screen is called a picture.  A cell has two colours; its shape is looked up by a number made of it (yado-screenshot-glyphs.c).
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct {
    gunichar c;
    guint8 foreground,
        background; /* 0 to 15, as terminals count them: 1 red, 4 blue, 8 and more bright */
    gboolean has_cursor;
} YadoCell;

typedef struct {
    int columns, rows;
    GArray *cells; /* of YadoCell, row by row */
} YadoCells;

YadoCells *yado_cells_new(void);
void yado_cells_free(YadoCells *self);

/* Reads a picture of 0xXXRRGGBB points.  FALSE: it is none of characters; @self is then empty. */
gboolean yado_cells_read(YadoCells *self, const guint32 *points, int width, int height);

#define YADO_CELLS_MAX_HEIGHT 16

/* The number that the shape of a character has: rows, their leftmost point in the highest bit. */
guint32 yado_cells_hash(const guint8 *shape, int height);

/* For yado-screenshot-glyphs.c: sorted by hash, @n of them.  @height: 16 or 8. */
typedef struct {
    guint32 hash;
    gunichar c;
} YadoGlyph;

const YadoGlyph *yado_cells_get_glyphs(int height, guint *n);

G_END_DECLS
