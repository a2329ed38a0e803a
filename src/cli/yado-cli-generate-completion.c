/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * What shells offer.  Commands, options, columns and fields stand in the script itself: no program is started for them.
 * Only names of guests are asked for, with `yado list`.
 */
#include "config.h"

#include <string.h>

#include "cli/yado-cli-generate.h"
#include "cli/yado-cli-guest-forms.h"

/* ---- Words ---- */

static char *
join_column_ids(void)
{
    GString *text = g_string_new(NULL);

    for (const YadoColumnSpec *column = yado_catalog_get_columns(); column->id != NULL; column++)
        g_string_append_printf(text, "%s%s", text->len > 0 ? " " : "", column->id);
    return g_string_free(text, FALSE);
}

static char *
join_field_ids(const char *end)
{
    g_autoptr(GPtrArray) ids = yado_cli_list_field_ids();
    GString *text = g_string_new(NULL);

    for (guint i = 0; ids->pdata[i] != NULL; i++)
        g_string_append_printf(text, "%s%s%s", i > 0 ? " " : "", (const char *)ids->pdata[i], end);
    return g_string_free(text, FALSE);
}

static char *
join_page_ids(void)
{
    GString *text = g_string_new(NULL);

    for (const YadoPageSpec *page = yado_catalog_get_pages(); page->id != NULL; page++)
        if (page->form != NULL || g_strcmp0(page->view, "snapshots") == 0)
            g_string_append_printf(text, "%s%s", text->len > 0 ? " " : "", page->id);
    return g_string_free(text, FALSE);
}

static void
append_option_words(GString *text, const YadoCliOption *options)
{
    for (; options->name != NULL; options++) {
        g_string_append_printf(text, " --%s", options->name);
        if (options->is_bool)
            g_string_append_printf(text, " --no-%s", options->name);
    }
}

/* What stands behind the command: "guests", "set", "hosts", "commands", "files", "". */
static const char *
get_operand_kind(const YadoCliCommand *command)
{
    const char *operands = command->operands != NULL ? command->operands : "";

    if (strcmp(command->name, "set") == 0)
        return "set";
    if (strstr(operands, "GUEST") != NULL)
        return "guests";
    if (strstr(operands, "HOST") != NULL)
        return "hosts";
    if (strstr(operands, "COMMAND") != NULL)
        return "commands";
    return strstr(operands, "PATH") != NULL ? "files" : "";
}

/* The first words of all commands, and the second ones of @first; each once. */
static char *
join_words(const char *first)
{
    GPtrArray *commands = yado_cli_list_commands();
    g_autoptr(GPtrArray) words = g_ptr_array_new_with_free_func(g_free);
    gsize n = first != NULL ? strlen(first) : 0;

    for (guint i = 0; i < commands->len; i++) {
        const char *name = ((const YadoCliCommand *)commands->pdata[i])->name;
        const char *blank = strchr(name, ' ');
        g_autofree char *word = NULL;

        if (first == NULL)
            word = blank != NULL ? g_strndup(name, blank - name) : g_strdup(name);
        else if (blank != NULL && (gsize)(blank - name) == n && strncmp(name, first, n) == 0)
            word = g_strdup(blank + 1);
        if (word != NULL && !g_ptr_array_find_with_equal_func(words, word, g_str_equal, NULL))
            g_ptr_array_add(words, g_steal_pointer(&word));
    }
    g_ptr_array_add(words, NULL);
    return g_strjoinv(" ", (char **)words->pdata);
}

/* ---- bash, and zsh through its bash emulation ---- */

static const char bash_head[] =
    "_yado_names() {\n"
    "    # The hosts given so far on the line, then their guests' names.\n"
    "    local i hosts=()\n"
    "    for ((i = 1; i < COMP_CWORD; i++)); do\n"
    "        case ${COMP_WORDS[i]} in\n"
    "        --demo) hosts+=(--demo) ;;\n"
    "        -c | --connect) hosts+=(-c \"${COMP_WORDS[i + 1]}\") ;;\n"
    "        esac\n"
    "    done\n"
    "    command yado \"${hosts[@]}\" --timeout 5 -q list -H -o name </dev/null 2>/dev/null\n"
    "}\n\n"
    "_yado_offer() { # words separated by blanks\n"
    "    COMPREPLY+=($(compgen -W \"$1\" -- \"$cur\"))\n"
    "}\n\n"
    "_yado_offer_guests() {\n"
    "    local name quoted\n"
    "    while IFS= read -r name; do\n"
    "        [[ $name == \"$cur\"* ]] || continue\n"
    "        printf -v quoted %q \"$name\"\n"
    "        COMPREPLY+=(\"$quoted\")\n"
    "    done < <(_yado_names)\n"
    "}\n\n";

static const char bash_find[] =
    "_yado() {\n"
    "    local cur=${COMP_WORDS[COMP_CWORD]} prev=${COMP_WORDS[COMP_CWORD - 1]}\n"
    "    local command= options= operands= word i\n"
    "    COMPREPLY=()\n"
    "    for ((i = 1; i < COMP_CWORD; i++)); do\n"
    "        word=${COMP_WORDS[i]}\n"
    "        case $word in\n"
    "        -c | --connect | --timeout) ((i++)) ;;\n"
    "        -*) ;;\n"
    "        *)\n"
    "            if [[ -z $command ]]; then\n"
    "                command=$word\n"
    "            else\n"
    "                case \"$command $word\" in\n";

static void
append_two_word_commands(GString *text, const char *indent)
{
    GPtrArray *commands = yado_cli_list_commands();

    for (guint i = 0; i < commands->len; i++) {
        const char *name = ((const YadoCliCommand *)commands->pdata[i])->name;

        if (strchr(name, ' ') != NULL)
            g_string_append_printf(text, "%s\"%s\") command=\"%s\" ;;\n", indent, name, name);
    }
}

static void
append_value_cases(GString *text, const YadoCliOption *options, GHashTable *seen)
{
    for (; options->name != NULL; options++) {
        g_autofree char *letter =
            options->letter != 0 ? g_strdup_printf(" | -%c", options->letter) : g_strdup("");
        g_autofree char *choices = NULL;

        if (options->value == NULL || options->complete == NULL ||
            !g_hash_table_add(seen, g_strdup(options->name)))
            continue;
        choices = g_strdelimit(g_strdup(options->complete), "|", ' ');
        g_string_append_printf(text, "    --%s%s) ", options->name, letter);
        if (strcmp(options->complete, "file") == 0)
            g_string_append(text, "COMPREPLY=($(compgen -f -- \"$cur\"))");
        else if (strchr(options->complete, '|') != NULL)
            g_string_append_printf(text, "_yado_offer \"%s\"", choices);
        else
            g_string_append_printf(text, "_yado_offer \"$_yado_%s\"", options->complete);
        g_string_append(text, "; return ;;\n");
    }
}

static void
append_all_value_cases(GString *text)
{
    GPtrArray *commands = yado_cli_list_commands();
    g_autoptr(GHashTable) seen = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);

    g_string_append(text, "    case $prev in\n");
    append_value_cases(text, yado_cli_global_options, seen);
    for (guint i = 0; i < commands->len; i++)
        append_value_cases(text, ((const YadoCliCommand *)commands->pdata[i])->options, seen);
    g_string_append(text, "    esac\n");
}

static void
append_command_cases(GString *text)
{
    GPtrArray *commands = yado_cli_list_commands();

    g_string_append(text, "    case $command in\n");
    for (guint i = 0; i < commands->len; i++) {
        const YadoCliCommand *command = commands->pdata[i];

        g_string_append_printf(text, "    \"%s\") operands=%s options=\"", command->name,
                               get_operand_kind(command));
        append_option_words(text, command->options);
        g_string_append(text, "\" ;;\n");
    }
    g_string_append(text, "    esac\n");
}

static const char bash_tail[] =
    "    if [[ $cur == -* ]]; then\n"
    "        _yado_offer \"$options $_yado_global\"\n"
    "        return\n"
    "    fi\n"
    "    case $command in\n"
    "    '') _yado_offer \"$_yado_commands\" ;;\n"
    "    host) _yado_offer \"$_yado_host_words\" ;;\n"
    "    connections) _yado_offer \"$_yado_connections_words\" ;;\n"
    "    esac\n"
    "    case $operands in\n"
    "    guests) _yado_offer_guests ;;\n"
    "    set) _yado_offer_guests; _yado_offer \"$_yado_assign\"; compopt -o nospace ;;\n"
    "    hosts) _yado_offer \"$_yado_uri\" ;;\n"
    "    commands) _yado_offer \"$_yado_commands\" ;;\n"
    "    files) COMPREPLY+=($(compgen -f -- \"$cur\")) ;;\n"
    "    esac\n"
    "}\n";

static void
append_word_lists(GString *text)
{
    g_autofree char *columns = join_column_ids();
    g_autofree char *fields = join_field_ids("");
    g_autofree char *assign = join_field_ids("=");
    g_autofree char *pages = join_page_ids();
    g_autofree char *commands = join_words(NULL);
    g_autofree char *host = join_words("host");
    g_autofree char *connections = join_words("connections");

    g_string_append_printf(text,
                           "_yado_commands=\"%s\"\n_yado_host_words=\"%s\"\n"
                           "_yado_connections_words=\"%s\"\n_yado_column=\"%s\"\n"
                           "_yado_columns=\"$_yado_column\"\n_yado_field=\"all %s\"\n"
                           "_yado_assign=\"%s\"\n_yado_page=\"%s\"\n"
                           "_yado_uri=\"demo xen qemu session lxc\"\n_yado_global=\"",
                           commands, host, connections, columns, fields, assign, pages);
    append_option_words(text, yado_cli_global_options);
    g_string_append(text, "\"\n\n");
}

static void
append_bash_functions(GString *text)
{
    append_word_lists(text);
    g_string_append(text, bash_head);
    g_string_append(text, bash_find);
    append_two_word_commands(text, "                ");
    g_string_append(text, "                esac\n            fi\n            ;;\n"
                          "        esac\n    done\n");
    append_all_value_cases(text);
    append_command_cases(text);
    g_string_append(text, bash_tail);
}

char *
yado_cli_generate_bash(void)
{
    GString *text = g_string_new("# bash completion for yado, made by yado-cli-generate.\n");

    append_bash_functions(text);
    g_string_append(text, "complete -F _yado yado\n");
    return g_string_free(text, FALSE);
}

char *
yado_cli_generate_zsh(void)
{
    GString *text =
        g_string_new("#compdef yado\n"
                     "# zsh completion for yado, made by yado-cli-generate: bash's own, "
                     "run by zsh.\n"
                     "autoload -Uz bashcompinit && bashcompinit\n");

    append_bash_functions(text);
    g_string_append(text, "complete -F _yado yado\n");
    return g_string_free(text, FALSE);
}

/* ---- fish ---- */

/* The first sentence, quoted for fish. */
static char *
quote_summary(const char *help)
{
    const char *end = strstr(help, ". ");
    g_autofree char *sentence = end != NULL ? g_strndup(help, end - help + 1) : g_strdup(help);
    g_auto(GStrv) parts = g_strsplit(sentence, "'", -1);
    g_autofree char *escaped = g_strjoinv("\\'", parts);

    return g_strdup_printf("'%s'", escaped);
}

static void
append_fish_option(GString *text, const char *condition, const YadoCliOption *option)
{
    g_autofree char *summary = quote_summary(option->help);
    const char *complete = option->complete;

    g_string_append_printf(text, "complete -c yado %s -l %s", condition, option->name);
    if (option->letter != 0)
        g_string_append_printf(text, " -s %c", option->letter);
    if (option->value != NULL)
        g_string_append(text, complete != NULL && strcmp(complete, "file") == 0 ? " -r -F" : " -x");
    if (complete != NULL && strchr(complete, '|') != NULL) {
        g_autofree char *choices = g_strdelimit(g_strdup(complete), "|", ' ');

        g_string_append_printf(text, " -a '%s'", choices);
    } else if (complete != NULL && strcmp(complete, "file") != 0) {
        g_string_append_printf(text, " -a \"$_yado_%s\"", complete);
    }
    g_string_append_printf(text, " -d %s\n", summary);
}

static void
append_fish_command(GString *text, const YadoCliCommand *command)
{
    g_autofree char *summary = quote_summary(command->help);
    g_auto(GStrv) words = g_strsplit(command->name, " ", 2);
    g_autofree char *condition = g_strdup_printf("-n '__fish_seen_subcommand_from %s'",
                                                 words[1] != NULL ? words[1] : words[0]);

    if (words[1] == NULL)
        g_string_append_printf(text, "complete -c yado -n __fish_use_subcommand -a %s -d %s\n",
                               words[0], summary);
    else
        g_string_append_printf(text,
                               "complete -c yado -n '__fish_seen_subcommand_from %s' -a %s -d %s\n",
                               words[0], words[1], summary);
    for (const YadoCliOption *option = command->options; option->name != NULL; option++)
        append_fish_option(text, condition, option);
    if (strcmp(get_operand_kind(command), "guests") == 0 ||
        strcmp(get_operand_kind(command), "set") == 0)
        g_string_append_printf(text, "complete -c yado %s -a '(_yado_names)'\n", condition);
    if (strcmp(get_operand_kind(command), "set") == 0)
        g_string_append_printf(text, "complete -c yado %s -a \"$_yado_assign\"\n", condition);
}

static void
append_fish_lists(GString *text)
{
    g_autofree char *columns = join_column_ids();
    g_autofree char *fields = join_field_ids("");
    g_autofree char *assign = join_field_ids("=");
    g_autofree char *pages = join_page_ids();

    g_string_append_printf(text,
                           "set -g _yado_column '%s'\nset -g _yado_columns $_yado_column\n"
                           "set -g _yado_field 'all %s'\nset -g _yado_assign '%s'\n"
                           "set -g _yado_page '%s'\nset -g _yado_uri 'demo xen qemu session lxc'\n",
                           columns, fields, assign, pages);
}

char *
yado_cli_generate_fish(void)
{
    GString *text = g_string_new("# fish completion for yado, made by yado-cli-generate.\n");
    GPtrArray *commands = yado_cli_list_commands();

    append_fish_lists(text);
    g_string_append(text, "function _yado_names\n"
                          "    command yado --timeout 5 -q list -H -o name </dev/null 2>/dev/null\n"
                          "end\n"
                          "complete -c yado -f\n");
    for (const YadoCliOption *option = yado_cli_global_options; option->name != NULL; option++)
        append_fish_option(text, "", option);
    for (guint i = 0; i < commands->len; i++)
        append_fish_command(text, commands->pdata[i]);
    return g_string_free(text, FALSE);
}
