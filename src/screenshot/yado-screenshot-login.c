/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "yado-screenshot-login.h"

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
