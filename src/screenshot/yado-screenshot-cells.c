/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "yado-screenshot-cells.h"

#include <string.h>

#define MAX_HEIGHT YADO_CELLS_MAX_HEIGHT
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
yado_cells_hash(const guint8 *shape, int height)
{
    guint32 hash = 2166136261u;

    for (int i = 0; i < height; i++)
        hash = (hash ^ shape[i]) * 16777619u;
    return hash;
}

static gunichar
find_character(const guint8 *shape, int height)
{
    guint low = 0, high;
    const YadoGlyph *glyphs = yado_cells_get_glyphs(height, &high);
    guint32 hash = yado_cells_hash(shape, height);

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
read_shape(const guint32 *points, int stride, int height, guint8 *shape, guint32 *first,
           guint32 *second)
{
    *first = *second = points[0] & COLOUR;
    for (int y = 0; y < height; y++) {
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
invert(guint8 *shape, int height)
{
    for (int i = 0; i < height; i++)
        shape[i] = ~shape[i];
}

/* A cursor is two full lines near the foot, over whatever stands there. */
static gboolean
drop_cursor(guint8 *shape, int height)
{
    for (int i = height - 3; i + 1 < height; i++)
        if (shape[i] == 0xff && shape[i + 1] == 0xff) {
            shape[i] = shape[i + 1] = 0;
            return TRUE;
        }
    return FALSE;
}

static gunichar
find_below_cursor(const guint8 *shape, int height, gboolean *has_cursor)
{
    static const guint8 nothing[MAX_HEIGHT];
    guint8 rest[MAX_HEIGHT];

    memcpy(rest, shape, (gsize)height);
    *has_cursor = drop_cursor(rest, height);
    if (!*has_cursor)
        return 0;
    return memcmp(rest, nothing, (gsize)height) == 0 ? ' ' : find_character(rest, height);
}

static int
count_points(const guint8 *shape, int height)
{
    int n = 0;

    for (int i = 0; i < height; i++)
        n += __builtin_popcount(shape[i]);
    return n;
}

/* Either colour may be the ground; first the one that there is more of. */
static gboolean
read_cell(const guint32 *points, int stride, int height, YadoCell *cell)
{
    guint8 shape[MAX_HEIGHT];
    guint32 ground, ink;

    *cell = (YadoCell){ .c = ' ' };
    if (!read_shape(points, stride, height, shape, &ground, &ink))
        return FALSE;
    cell->background = find_colour(ground);
    cell->foreground = ground == ink ? 7 : find_colour(ink);
    if (ground == ink)
        return TRUE;
    if (count_points(shape, height) > 8 * height / 2) {
        invert(shape, height);
        cell->background = find_colour(ink);
        cell->foreground = find_colour(ground);
    }
    cell->c = find_character(shape, height);
    if (!cell->c)
        cell->c = find_below_cursor(shape, height, &cell->has_cursor);
    if (!cell->c) {
        guint8 other = cell->background;

        invert(shape, height);
        cell->background = cell->foreground;
        cell->foreground = other;
        cell->c = find_character(shape, height);
    }
    return cell->c != 0;
}

static gboolean
is_blank(const YadoCell *cell)
{
    return cell->c == ' ' && !cell->has_cursor;
}

static gboolean
set_size(YadoCells *self, int width, int height, int cell_width, int cell_height)
{
    self->columns = width / cell_width;
    self->rows = height / cell_height;
    g_array_set_size(self->cells, 0);
    return self->columns > 0 && self->rows > 0 && self->columns <= MAX_COLUMNS &&
           self->rows <= MAX_ROWS;
}

static gboolean
read_all(YadoCells *self, const guint32 *points, int width, int height, int cell_width,
         int cell_height)
{
    guint n_written = 0, n_known = 0;

    if (!set_size(self, width, height, cell_width, cell_height))
        return FALSE;
    for (int row = 0; row < self->rows; row++)
        for (int column = 0; column < self->columns; column++) {
            YadoCell cell;
            gboolean known =
                read_cell(points + (gsize)row * cell_height * width + (gsize)column * cell_width,
                          width, cell_height, &cell);

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
    static const int heights[] = { MAX_HEIGHT, 8 };

    for (guint i = 0; i < G_N_ELEMENTS(heights); i++) {
        gboolean is_vga = width % 9 == 0 && height == 400;

        if ((is_vga && read_all(self, points, width, height, 9, heights[i])) ||
            read_all(self, points, width, height, 8, heights[i]))
            return TRUE;
    }
    g_array_set_size(self->cells, 0);
    self->columns = self->rows = 0;
    return FALSE;
}
