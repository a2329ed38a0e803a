/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * yado-test-picture.h: pictures compared point for point, and the one that QEMU itself makes of a guest's screen.
 *
 * In a header, so that only programs that need it link gdk-pixbuf.
 */
#pragma once

#include <gdk-pixbuf/gdk-pixbuf.h>
#include <string.h>

#include "yado-test-daemon.h"

static inline GdkPixbuf *
yado_test_picture_load(const char *path)
{
    g_autoptr(GError) error = NULL;
    GdkPixbuf *picture = gdk_pixbuf_new_from_file(path, &error);

    g_assert_no_error(error);
    return picture;
}

static inline const guchar *
yado_test_picture_get_point(GdkPixbuf *picture, int x, int y)
{
    return gdk_pixbuf_read_pixels(picture) + (gsize)y * (gsize)gdk_pixbuf_get_rowstride(picture) +
           x * gdk_pixbuf_get_n_channels(picture);
}

/* How many points differ; -1: their sizes do. */
static inline int
yado_test_picture_compare(GdkPixbuf *one, GdkPixbuf *other)
{
    int width = gdk_pixbuf_get_width(one), height = gdk_pixbuf_get_height(one), n = 0;

    if (width != gdk_pixbuf_get_width(other) || height != gdk_pixbuf_get_height(other))
        return -1;
    for (int y = 0; y < height; y++)
        for (int x = 0; x < width; x++)
            n += memcmp(yado_test_picture_get_point(one, x, y),
                        yado_test_picture_get_point(other, x, y), 3) != 0;
    return n;
}

/* QEMU's own, by virsh. */
static inline GdkPixbuf *
yado_test_picture_take(const char *uri, const char *guest)
{
    g_autofree char *path = g_build_filename(yado_test_get_folder(), "reference.ppm", NULL);

    g_free(yado_test_virsh(uri, "screenshot", guest, path, NULL));
    return yado_test_picture_load(path);
}

typedef struct {
    const char *uri, *guest;
} YadoTestPictureGuest;

/* For yado_test_wait(): not only the blank screen of the first moment, the guest has written to it. */
static inline gboolean
yado_test_picture_is_written(gpointer data)
{
    const YadoTestPictureGuest *guest = data;
    g_autoptr(GdkPixbuf) picture = yado_test_picture_take(guest->uri, guest->guest);
    int n = 0;

    for (int x = 0; x < gdk_pixbuf_get_width(picture); x++)
        for (int y = 0; y < gdk_pixbuf_get_height(picture); y++)
            n += yado_test_picture_get_point(picture, x, y)[0] > 0;
    return n > 200;
}
