/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * yado-screenshot-login.h: how the parts of this module log in to a VNC server.
 */
#pragma once

#include <glib-object.h>
#include <vncconnection.h>

G_BEGIN_DECLS

/* Takes the easiest of @offered (of VncConnectionAuth): none, else a password where @may_use_password.  FALSE: there is none that we know. */
gboolean yado_screenshot_choose_login(VncConnection *connection, GValueArray *offered,
                                      gboolean may_use_password);

G_END_DECLS
