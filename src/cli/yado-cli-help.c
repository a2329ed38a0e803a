/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* yado help COMMAND, yado version. */
#include "config.h"

#include <string.h>

#include <glib/gi18n.h>

#include "cli/yado-cli-commands.h"
#include "cli/yado-cli-print.h"

#define HELP_WIDTH 78

static void
append_wrapped(GString *text, const char *paragraph, int indent)
{
    g_auto(GStrv) lines = yado_text_wrap(paragraph, HELP_WIDTH - indent);

    for (guint i = 0; lines[i] != NULL; i++)
        g_string_append_printf(text, "%*s%s\n", indent, "", lines[i]);
}

static void
append_option(GString *text, const YadoCliOption *option)
{
    g_string_append(text, "  ");
    if (option->letter != 0)
        g_string_append_printf(text, "-%c, ", option->letter);
    g_string_append_printf(text, "--%s%s", option->is_bool ? "[no-]" : "", option->name);
    if (option->value != NULL)
        g_string_append_printf(text, " %s", _(option->value));
    if (option->complete != NULL && strchr(option->complete, '|') != NULL)
        g_string_append_printf(text, " (%s)", option->complete);
    g_string_append_c(text, '\n');
    append_wrapped(text, _(option->help), 8);
}

static void
append_options(GString *text, const char *title, const YadoCliOption *options)
{
    if (options == NULL || options->name == NULL)
        return;
    g_string_append_printf(text, "\n%s\n", title);
    for (; options->name != NULL; options++)
        append_option(text, options);
}

static void
append_columns(GString *text)
{
    g_string_append_printf(text, "\n%s\n", _("Columns:"));
    for (const YadoColumnSpec *column = yado_catalog_get_columns(); column->id != NULL; column++) {
        g_string_append_printf(text, "  %s\n", column->id);
        append_wrapped(text, yado_column_get_help(column), 8);
    }
}

char *
yado_cli_command_dup_synopsis(const YadoCliCommand *command)
{
    gboolean has_operands = command->operands != NULL && *command->operands != '\0';
    /* Those of actions are made and translated already. */
    const char *operands = !has_operands             ? ""
                           : command->action != NULL ? command->operands
                                                     : _(command->operands);

    return g_strdup_printf(
        "yado %s%s%s%s", command->name,
        command->options != NULL && command->options->name != NULL ? _(" [OPTION]…") : "",
        has_operands ? " " : "", operands);
}

char *
yado_cli_command_dup_help(const YadoCliCommand *command)
{
    GString *text = g_string_new(NULL);
    g_autofree char *synopsis = yado_cli_command_dup_synopsis(command);

    g_string_append_printf(text, _("Usage: %s"), synopsis);
    g_string_append(text, "\n\n");
    append_wrapped(text, yado_cli_command_get_help(command), 0);
    append_options(text, _("Options:"), command->options);
    if (command->run == yado_cli_run_list || command->run == yado_cli_run_top)
        append_columns(text);
    append_options(text, _("Options of every command:"), yado_cli_global_options);
    return g_string_free(text, FALSE);
}

gboolean
yado_cli_run_help(YadoCli *cli, const YadoCliCommand *command, YadoCliArguments *arguments,
                  GError **error)
{
    g_autofree char *help = NULL;
    g_autofree char *all = NULL;
    guint used = 0;

    if (arguments->words->len == 0) {
        cli->overview();
        return TRUE;
    }
    g_ptr_array_add(arguments->words, NULL);
    command = yado_cli_find_command((const char *const *)arguments->words->pdata, &used);
    if (command == NULL || used + 1 != arguments->words->len) {
        all = g_strjoinv(" ", (char **)arguments->words->pdata);
        return yado_cli_refuse_command(all, error);
    }
    help = yado_cli_command_dup_help(command);
    yado_cli_write(stdout, help);
    return TRUE;
}

gboolean
yado_cli_run_version(YadoCli *cli, const YadoCliCommand *command, YadoCliArguments *arguments,
                     GError **error)
{
    printf("yado %s\n", PACKAGE_VERSION);
    return TRUE;
}
