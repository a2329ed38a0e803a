/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "yado-screenshot-vnc.h"

#include <vncbaseframebuffer.h>

static gboolean
is_offered(GValueArray *offered, int type)
{
    G_GNUC_BEGIN_IGNORE_DEPRECATIONS
    for (guint i = 0; i < offered->n_values; i++)
        if (g_value_get_enum(g_value_array_get_nth(offered, i)) == type)
            return TRUE;
    G_GNUC_END_IGNORE_DEPRECATIONS
    return FALSE;
}

gboolean
yado_screenshot_choose_login(VncConnection *connection, GValueArray *offered,
                             gboolean may_use_password)
{
    if (is_offered(offered, VNC_CONNECTION_AUTH_NONE))
        vnc_connection_set_auth_type(connection, VNC_CONNECTION_AUTH_NONE);
    else if (may_use_password && is_offered(offered, VNC_CONNECTION_AUTH_VNC))
        vnc_connection_set_auth_type(connection, VNC_CONNECTION_AUTH_VNC);
    else
        return FALSE;
    return TRUE;
}

VncFramebuffer *
yado_screenshot_draw_into(VncConnection *connection, guint32 *pixels, int width, int height)
{
    VncPixelFormat format = { .bits_per_pixel = 32,
                              .depth = 24,
                              .byte_order = G_BYTE_ORDER,
                              .true_color_flag = 1,
                              .red_max = 255,
                              .green_max = 255,
                              .blue_max = 255,
                              .red_shift = 16,
                              .green_shift = 8,
                              .blue_shift = 0 };
    VncFramebuffer *framebuffer = VNC_FRAMEBUFFER(vnc_base_framebuffer_new(
        (guint8 *)pixels, width, height, width * (int)sizeof *pixels, &format, &format));

    vnc_connection_set_pixel_format(connection, &format);
    vnc_connection_set_framebuffer(connection, framebuffer);
    return framebuffer;
}
