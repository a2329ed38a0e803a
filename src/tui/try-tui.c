/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Starts the manager alone, on the hosts named: to try it before `yado` is built. */
#include "config.h"

#include "tui/yado-tui.h"

int
main(int argc, char **argv)
{
    g_autoptr(YadoSession) session = NULL;
    g_autoptr(GError) error = NULL;
    int status;

    yado_locale_init();
    session = yado_session_new(NULL);
    yado_session_load_hosts(session, argc > 1 ? (const char *const *)argv + 1 : NULL);
    status = yado_tui_run(session, &error);
    if (error != NULL)
        g_printerr("yado: %s\n%s\n", error->message, yado_error_get_hint(error));
    return status;
}
