/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* A picture of a guest's screen: the module yado-screenshot.so has what that needs. */
#include "config.h"

#include <glib/gi18n.h>
#include <string.h>

#include "cli/yado-cli-commands.h"
#include "cli/yado-cli-console.h"
#include "cli/yado-cli-hosts.h"

typedef void (*Take)(GIOStream *stream, const char *guest, const char *password, const char *path,
                     GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data);

static Take
load_module(GError **error)
{
    g_autofree char *path = yado_module_dup_path("screenshot");
    GModule *module = yado_module_open("screenshot");
    gpointer take = NULL;

    if (module != NULL && g_module_symbol(module, "yado_screenshot_module_take", &take))
        return (Take)take;
    yado_error_set(error, YADO_ERROR_UNSUPPORTED, g_module_error(), NULL,
                   _("The part that takes pictures could not be loaded from %s."), path);
    return NULL;
}

static GIOStream *
open_screen(YadoCli *cli, YadoGuest *guest, const char *id, GError **error)
{
    g_autoptr(GAsyncResult) result = NULL;

    yado_guest_open_console_async(guest, id, 0, cli->cancellable, on_cli_answer_ready_cb, &result);
    return yado_guest_open_console_finish(guest, yado_cli_await(&result), error);
}

static gboolean
take(YadoCli *cli, YadoGuest *guest, const YadoConsoleRecord *record, const char *path,
     GError **error)
{
    Take function = load_module(error);
    g_autoptr(GIOStream) stream =
        function != NULL ? open_screen(cli, guest, record->id, error) : NULL;
    g_autoptr(GAsyncResult) result = NULL;

    if (stream == NULL)
        return FALSE;
    function(stream, yado_guest_get_name(guest), record->password, path, cli->cancellable,
             on_cli_answer_ready_cb, &result);
    if (!g_task_propagate_boolean(G_TASK(yado_cli_await(&result)), error))
        return FALSE;
    yado_cli_say(cli, _("The picture is in %s."), path);
    return TRUE;
}

gboolean
yado_cli_run_screenshot(YadoCli *cli, const YadoCliCommand *command, YadoCliArguments *arguments,
                        GError **error)
{
    g_autoptr(YadoGuest) guest = NULL;
    g_autoptr(GPtrArray) records = NULL;
    const YadoConsoleRecord *record;

    if (!yado_cli_open_hosts(cli, YADO_OPEN_EVENTS, error) ||
        !yado_cli_load(cli, YADO_LOAD_LIST, YADO_LIST_STATE, error))
        return FALSE;
    guest = yado_cli_match_guest(cli, arguments->words->pdata[0], error);
    if (guest == NULL || !yado_cli_check_console(cli, guest, error))
        return FALSE;
    records = yado_cli_list_consoles(cli, guest, error);
    if (records == NULL)
        return FALSE;
    record = yado_console_choose(records, "vnc");
    if (record == NULL)
        return yado_error_set(error, YADO_ERROR_NOT_FOUND, NULL,
                              _("Add graphics (VNC) to its configuration."),
                              _("“%s” has no screen."), yado_guest_get_name(guest));
    return take(cli, guest, record, arguments->words->pdata[1], error);
}
