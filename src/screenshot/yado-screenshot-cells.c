/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "yado-screenshot-cells.h"

#include <string.h>

#define CELL_HEIGHT 16
#define CELL_POINTS (8 * CELL_HEIGHT)
#define COLOUR 0xffffffu /* the highest byte may be anything */
#define MAX_COLUMNS 480
#define MAX_ROWS 270
/* Of the cells that are not empty, so many in a hundred must be known: a picture has some by chance. */
#define MIN_KNOWN 90

/* As the VGA has them, in the order of terminals. */
static const guint32 palette[] = { 0x000000, 0xaa0000, 0x00aa00, 0xaa5500, 0x0000aa, 0xaa00aa,
                                   0x00aaaa, 0xaaaaaa, 0x555555, 0xff5555, 0x55ff55, 0xffff55,
                                   0x5555ff, 0xff55ff, 0x55ffff, 0xffffff };

YadoCells *
yado_cells_new(void)
{
    YadoCells *self = g_new0(YadoCells, 1);

    self->cells = g_array_new(FALSE, FALSE, sizeof(YadoCell));
    return self;
}

void
yado_cells_free(YadoCells *self)
{
    g_array_unref(self->cells);
    g_free(self);
}

/* FNV-1a. */
guint32
yado_cells_hash(const guint8 *shape)
{
    guint32 hash = 2166136261u;

    for (guint i = 0; i < CELL_HEIGHT; i++)
        hash = (hash ^ shape[i]) * 16777619u;
    return hash;
}

static gunichar
find_character(const guint8 *shape)
{
    guint low = 0, high;
    const YadoGlyph *glyphs = yado_cells_get_glyphs(&high);
    guint32 hash = yado_cells_hash(shape);

    while (low < high) {
        guint middle = (low + high) / 2;

        if (glyphs[middle].hash == hash)
            return glyphs[middle].c;
        if (glyphs[middle].hash < hash)
            low = middle + 1;
        else
            high = middle;
    }
    return 0;
}

static guint
measure_distance(guint32 a, guint32 b)
{
    int red = (int)(a >> 16 & 255) - (int)(b >> 16 & 255);
    int green = (int)(a >> 8 & 255) - (int)(b >> 8 & 255);
    int blue = (int)(a & 255) - (int)(b & 255);

    return (guint)(red * red + green * green + blue * blue);
}

static guint8
find_colour(guint32 point)
{
    guint8 best = 0;

    for (guint8 i = 1; i < G_N_ELEMENTS(palette); i++)
        if (measure_distance(palette[i], point) < measure_distance(palette[best], point))
            best = i;
    return best;
}

/* FALSE: it has more than two colours.  @shape: where it is not the colour of its first point. */
static gboolean
read_shape(const guint32 *points, int stride, guint8 *shape, guint32 *first, guint32 *second)
{
    *first = *second = points[0] & COLOUR;
    for (int y = 0; y < CELL_HEIGHT; y++) {
        shape[y] = 0;
        for (int x = 0; x < 8; x++) {
            guint32 point = points[y * stride + x] & COLOUR;

            if (point == *first)
                continue;
            if (*second == *first)
                *second = point;
            else if (point != *second)
                return FALSE;
            shape[y] |= 0x80 >> x;
        }
    }
    return TRUE;
}

static void
invert(guint8 *shape)
{
    for (guint i = 0; i < CELL_HEIGHT; i++)
        shape[i] = ~shape[i];
}

/* A cursor is two full lines near the foot, over whatever stands there. */
static gboolean
drop_cursor(guint8 *shape)
{
    for (guint i = CELL_HEIGHT - 3; i + 1 < CELL_HEIGHT; i++)
        if (shape[i] == 0xff && shape[i + 1] == 0xff) {
            shape[i] = shape[i + 1] = 0;
            return TRUE;
        }
    return FALSE;
}

static gunichar
find_below_cursor(const guint8 *shape, gboolean *has_cursor)
{
    static const guint8 nothing[CELL_HEIGHT];
    guint8 rest[CELL_HEIGHT];

    memcpy(rest, shape, CELL_HEIGHT);
    *has_cursor = drop_cursor(rest);
    if (!*has_cursor)
        return 0;
    return memcmp(rest, nothing, CELL_HEIGHT) == 0 ? ' ' : find_character(rest);
}

static guint
count_points(const guint8 *shape)
{
    guint n = 0;

    for (guint i = 0; i < CELL_HEIGHT; i++)
        n += (guint)__builtin_popcount(shape[i]);
    return n;
}

/* Either colour may be the ground; first the one that there is more of. */
static gboolean
read_cell(const guint32 *points, int stride, YadoCell *cell)
{
    guint8 shape[CELL_HEIGHT];
    guint32 ground, ink;

    *cell = (YadoCell){ .c = ' ' };
    if (!read_shape(points, stride, shape, &ground, &ink))
        return FALSE;
    cell->background = find_colour(ground);
    cell->foreground = ground == ink ? 7 : find_colour(ink);
    if (ground == ink)
        return TRUE;
    if (count_points(shape) > CELL_POINTS / 2) {
        invert(shape);
        cell->background = find_colour(ink);
        cell->foreground = find_colour(ground);
    }
    cell->c = find_character(shape);
    if (!cell->c)
        cell->c = find_below_cursor(shape, &cell->has_cursor);
    if (!cell->c) {
        guint8 other = cell->background;

        invert(shape);
        cell->background = cell->foreground;
        cell->foreground = other;
        cell->c = find_character(shape);
    }
    return cell->c != 0;
}

static gboolean
is_blank(const YadoCell *cell)
{
    return cell->c == ' ' && !cell->has_cursor;
}

static gboolean
set_size(YadoCells *self, int width, int height, int cell_width)
{
    self->columns = width / cell_width;
    self->rows = height / CELL_HEIGHT;
    g_array_set_size(self->cells, 0);
    return self->columns > 0 && self->rows > 0 && self->columns <= MAX_COLUMNS &&
           self->rows <= MAX_ROWS;
}

static gboolean
read_all(YadoCells *self, const guint32 *points, int width, int height, int cell_width)
{
    guint n_written = 0, n_known = 0;

    if (!set_size(self, width, height, cell_width))
        return FALSE;
    for (int row = 0; row < self->rows; row++)
        for (int column = 0; column < self->columns; column++) {
            YadoCell cell;
            gboolean known =
                read_cell(points + (gsize)row * CELL_HEIGHT * width + (gsize)column * cell_width,
                          width, &cell);

            n_written += !known || !is_blank(&cell);
            n_known += known && !is_blank(&cell);
            if (!known)
                cell.c = '?';
            g_array_append_val(self->cells, cell);
        }
    return n_known * 100 >= n_written * MIN_KNOWN;
}

gboolean
yado_cells_read(YadoCells *self, const guint32 *points, int width, int height)
{
    if (width % 9 == 0 && height == 400 && read_all(self, points, width, height, 9))
        return TRUE;
    if (read_all(self, points, width, height, 8))
        return TRUE;
    g_array_set_size(self->cells, 0);
    self->columns = self->rows = 0;
    return FALSE;
}
