/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* yado munin: the plugin protocol of Munin, which knows its plugin by environment and one word. */
#include "config.h"

#include <string.h>

#include <glib/gi18n.h>

#include "cli/yado-cli-commands.h"
#include "cli/yado-cli-hosts.h"

/* A node is one host. */
static YadoHost *
open_host(YadoCli *cli, GError **error)
{
    YadoHost *host = yado_cli_find_host(cli, NULL, error);

    if (host == NULL || !yado_cli_check_chosen(cli, host, error) ||
        !yado_cli_open_host(cli, host, YADO_OPEN_READ_ONLY, error))
        return NULL;
    return host;
}

static gboolean
print_graphs(YadoCli *cli, YadoMuninParts parts, GError **error)
{
    YadoHost *host = open_host(cli, error);
    g_autofree char *text = NULL;

    if (host == NULL || !yado_cli_load(cli, YADO_LOAD_STATS, YADO_LIST_SAVED, error))
        return FALSE;
    text = yado_munin_format(host, parts);
    fputs(text, stdout);
    return TRUE;
}

/* "no" with the reason is an answer, not a failure. */
static void
print_whether_it_works(YadoCli *cli)
{
    g_autoptr(GError) error = NULL;
    g_autofree char *reason = NULL;

    if (open_host(cli, &error) != NULL) {
        puts("yes");
        return;
    }
    yado_cli_explain_cancel(cli, &error);
    reason = yado_text_clean(error->message);
    printf("no (%s)\n", reason);
}

gboolean
yado_cli_run_munin(YadoCli *cli, const YadoCliCommand *command, YadoCliArguments *arguments,
                   GError **error)
{
    const char *word = arguments->words->len > 0 ? arguments->words->pdata[0] : "";
    gboolean wants_all = g_strcmp0(g_getenv("MUNIN_CAP_DIRTYCONFIG"), "1") == 0;

    if (strcmp(word, "") == 0 || strcmp(word, "fetch") == 0)
        return print_graphs(cli, YADO_MUNIN_VALUES, error);
    if (strcmp(word, "config") == 0)
        return print_graphs(cli, YADO_MUNIN_CONFIG | (wants_all ? YADO_MUNIN_VALUES : 0), error);
    if (strcmp(word, "autoconf") == 0) {
        print_whether_it_works(cli);
        return TRUE;
    }
    return yado_error_set(error, YADO_ERROR_INVALID, NULL, "config, autoconf",
                          _("Munin does not say “%s” to this plugin."), word);
}
