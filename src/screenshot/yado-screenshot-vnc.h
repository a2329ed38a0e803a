/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * yado-screenshot-vnc.h: what the parts of this module have in common: logging in to a VNC server, and where its picture goes.
 */
#pragma once

#include <glib-object.h>
#include <vncconnection.h>
#include <vncframebuffer.h>

G_BEGIN_DECLS

/* Takes the easiest of @offered (of VncConnectionAuth): none, else a password where @may_use_password.  FALSE: there is none that we know. */
gboolean yado_screenshot_choose_login(VncConnection *connection, GValueArray *offered,
                                      gboolean may_use_password);

/* From now on the server draws into @pixels, 0xXXRRGGBB, @width x @height of them, which stay the caller's and must live as long as what is
 * returned (transfer full). */
VncFramebuffer *yado_screenshot_draw_into(VncConnection *connection, guint32 *pixels, int width,
                                          int height);

G_END_DECLS
