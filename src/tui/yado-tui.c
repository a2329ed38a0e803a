/* SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "yado-tui"
#include "config.h"

#include "tui/yado-tui.h"

#include <unistd.h>

#include <glib/gi18n.h>

#include "tui/views/yado-tui-app.h"
#include "tui/views/yado-tui-dialogs.h"
#include "tui/views/yado-tui-manager.h"
#include "tui/widget/yado-tui-screen.h"

/* What is printed while curses has the terminal would tear the picture. */
static GLogWriterOutput
keep_quiet(GLogLevelFlags level, const GLogField *fields, gsize n_fields, gpointer user_data)
{
    if (level & G_LOG_LEVEL_DEBUG && g_getenv("G_MESSAGES_DEBUG") == NULL)
        return G_LOG_WRITER_HANDLED;
    if (yado_tui_screen_is_open() && isatty(STDERR_FILENO))
        return G_LOG_WRITER_HANDLED;
    return g_log_writer_default(level, fields, n_fields, user_data);
}

static void
show_settings_error(YadoSession *session)
{
    const GError *error = yado_settings_get_error(yado_session_get_settings(session));

    if (error != NULL)
        yado_tui_dialog_show_error(_("Settings"), error);
}

int
yado_tui_run(YadoSession *session, GError **error)
{
    YadoTuiApp *app = yado_tui_app_new(session);
    g_autofree char *theme =
        yado_settings_dup_string(yado_session_get_settings(session), "tui", "theme", "yast");
    YadoTuiManager *manager;
    int status;

    if (!yado_tui_screen_open(theme, yado_tui_app_end, app, error)) {
        yado_tui_app_free(app);
        return 2;
    }
    yado_tui_screen_set_busy_func(yado_tui_app_is_busy, app);
    yado_settings_set_autosave(yado_session_get_settings(session), YADO_SETTINGS_AUTOSAVE);
    g_log_set_writer_func(keep_quiet, NULL, NULL);
    manager = yado_tui_manager_new(app);
    yado_tui_window_show(YADO_TUI_WINDOW(manager));
    yado_tui_manager_open_hosts(manager);
    show_settings_error(session);
    status = yado_tui_app_run(app);
    yado_tui_screen_close();
    yado_tui_app_free(app);
    yado_settings_set_autosave(yado_session_get_settings(session), 0);
    return yado_session_save(session, error) ? status : 1;
}
