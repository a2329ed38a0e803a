/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * yado-lab-picture PICTURE REFERENCE: succeeds where the two are the same point for point, and have colours.
 */
#include "config.h"

#include "yado-test-picture.h"

/* A black screen is like any other, and of a grey one the colours may be mixed up. */
static gboolean
is_coloured(GdkPixbuf *picture)
{
    int n = 0;

    for (int y = 0; y < gdk_pixbuf_get_height(picture); y++)
        for (int x = 0; x < gdk_pixbuf_get_width(picture); x++) {
            const guchar *point = yado_test_picture_get_point(picture, x, y);

            n += point[0] != point[2];
        }
    return n > 20;
}

int
main(int argc, char **argv)
{
    g_autoptr(GdkPixbuf) picture = NULL, reference = NULL;
    int n_different;

    if (argc != 3)
        g_error("usage: %s PICTURE REFERENCE", argv[0]);
    picture = yado_test_picture_load(argv[1]);
    reference = yado_test_picture_load(argv[2]);
    n_different = yado_test_picture_compare(picture, reference);
    g_print("%d x %d, %d x %d: %d points differ\n", gdk_pixbuf_get_width(picture),
            gdk_pixbuf_get_height(picture), gdk_pixbuf_get_width(reference),
            gdk_pixbuf_get_height(reference), n_different);
    return n_different != 0 || !is_coloured(picture);
}
