/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Characters read from a picture, and pictures that have none. */
#include "config.h"

#include <string.h>

#include "screenshot/yado-screenshot-cells.h"

#define GREY 0xaaaaaa

/* The upper seven rows of a cell are what code page 437 calls U+2580. */
static guint32 *
draw(int width, int height, int cell_width, int column, int row)
{
    guint32 *points = g_new0(guint32, width * height);

    for (int y = 0; y < 7; y++)
        for (int x = 0; x < 8; x++)
            points[(row * 16 + y) * width + column * cell_width + x] = 0xff000000 | GREY;
    return points;
}

static void
check_block(int width, int height, int cell_width)
{
    YadoCells *cells = yado_cells_new();
    g_autofree guint32 *points = draw(width, height, cell_width, 3, 2);
    const YadoCell *cell;

    g_assert_true(yado_cells_read(cells, points, width, height));
    g_assert_cmpint(cells->columns, ==, width / cell_width);
    g_assert_cmpint(cells->rows, ==, height / 16);
    cell = &g_array_index(cells->cells, YadoCell, (guint)(2 * cells->columns + 3));
    g_assert_true(cell->c == 0x2580 || cell->c == 0x2584);
    g_assert_cmpint(cell->foreground + cell->background, ==, 7);
    g_assert_true(g_array_index(cells->cells, YadoCell, 0).c == ' ');
    yado_cells_free(cells);
}

static void
test_characters(void)
{
    check_block(720, 400, 9);
    check_block(640, 480, 8);
    check_block(1024, 768, 8);
}

static void
test_pictures(void)
{
    static const struct {
        int width, height;
    } sizes[] = { { 720, 400 }, { 800, 600 }, { 1, 1 }, { 7, 15 }, { 8, 16 }, { 5000, 16 } };
    YadoCells *cells = yado_cells_new();

    for (guint i = 0; i < G_N_ELEMENTS(sizes); i++) {
        guint n = (guint)(sizes[i].width * sizes[i].height);
        g_autofree guint32 *points = g_new(guint32, n);

        for (guint j = 0; j < n; j++)
            points[j] = g_test_rand_int();
        g_assert_false(yado_cells_read(cells, points, sizes[i].width, sizes[i].height));
        g_assert_cmpuint(cells->cells->len, ==, 0);
    }
    yado_cells_free(cells);
}

/* The tables are sorted, and have all of ASCII. */
static void
check_glyphs(int height)
{
    guint n;
    const YadoGlyph *glyphs = yado_cells_get_glyphs(height, &n);
    gboolean has[128] = { FALSE };

    for (guint i = 0; i < n; i++) {
        g_assert_true(i == 0 || glyphs[i - 1].hash < glyphs[i].hash);
        if (glyphs[i].c < 128)
            has[glyphs[i].c] = TRUE;
    }
    for (guint c = ' '; c < 127; c++)
        g_assert_true(has[c]);
}

static void
test_glyphs(void)
{
    check_glyphs(16);
    check_glyphs(8);
}

/* "Ag" as the VGA draws it in eight rows. */
static void
test_small(void)
{
    static const guint8 shapes[][8] = { { 0x30, 0x78, 0xcc, 0xcc, 0xfc, 0xcc, 0xcc, 0 },
                                        { 0, 0, 0x76, 0xcc, 0xcc, 0x7c, 0x0c, 0xf8 } };
    YadoCells *cells = yado_cells_new();
    g_autofree guint32 *points = g_new0(guint32, 720 * 400);

    for (int i = 0; i < 2; i++)
        for (int y = 0; y < 8; y++)
            for (int x = 0; x < 8; x++)
                if (shapes[i][y] & 0x80 >> x)
                    points[(8 + y) * 720 + i * 9 + x] = GREY;
    g_assert_true(yado_cells_read(cells, points, 720, 400));
    g_assert_cmpint(cells->columns, ==, 80);
    g_assert_cmpint(cells->rows, ==, 50);
    g_assert_cmpuint(g_array_index(cells->cells, YadoCell, 80).c, ==, 'A');
    g_assert_cmpuint(g_array_index(cells->cells, YadoCell, 81).c, ==, 'g');
    yado_cells_free(cells);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/cells/characters", test_characters);
    g_test_add_func("/cells/pictures", test_pictures);
    g_test_add_func("/cells/glyphs", test_glyphs);
    g_test_add_func("/cells/small", test_small);
    return g_test_run();
}
