/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The launcher's index of commands, and main() of the generator: `yado-cli-generate index|man|bash|zsh|fish FILE`. */
#include "config.h"

#include "cli/yado-cli-generate.h"

#include <stdlib.h>
#include <string.h>

static void
append_c_string(GString *text, const char *value)
{
    g_autofree char *escaped = g_strescape(value, NULL);

    g_string_append_printf(text, "\"%s\"", escaped);
}

char *
yado_cli_generate_index(void)
{
    GString *text = g_string_new("/* Made by yado-cli-generate from the tables. */\n"
                                 "#include \"cli/yado-cli-index.h\"\n\n"
                                 "const YadoCliIndexEntry yado_cli_index[] = {\n");
    GPtrArray *commands = yado_cli_list_commands();

    for (guint i = 0; i < commands->len; i++) {
        const YadoCliCommand *command = commands->pdata[i];

        g_string_append(text, "    { ");
        append_c_string(text, command->name);
        g_string_append(text, ", ");
        append_c_string(text, yado_cli_command_get_group_label(command->group));
        g_string_append(text, ",\n      ");
        append_c_string(text, command->help);
        g_string_append(text, " },\n");
    }
    g_string_append(text, "    { 0 },\n};\n");
    return g_string_free(text, FALSE);
}

static const struct {
    const char *name;
    char *(*make)(void);
} kinds[] = {
    { "index", yado_cli_generate_index }, { "man", yado_cli_generate_man },
    { "bash", yado_cli_generate_bash },   { "zsh", yado_cli_generate_zsh },
    { "fish", yado_cli_generate_fish },
};

/* No setlocale(): the tables come out untranslated whatever the builder's language is. */
int
main(int argc, char **argv)
{
    for (guint i = 0; argc == 3 && i < G_N_ELEMENTS(kinds); i++) {
        g_autofree char *text = NULL;
        g_autoptr(GError) error = NULL;

        if (strcmp(argv[1], kinds[i].name) != 0)
            continue;
        text = kinds[i].make();
        if (g_file_set_contents(argv[2], text, -1, &error))
            return EXIT_SUCCESS;
        g_printerr("%s\n", error->message);
        return EXIT_FAILURE;
    }
    g_printerr("usage: %s index|man|bash|zsh|fish FILE\n", argv[0]);
    return 2;
}
