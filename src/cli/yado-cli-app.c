/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* From the arguments to the command, and from its errors to the exit status. */
#include "config.h"

#include "cli/yado-cli.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <unistd.h>

#include <glib/gi18n.h>

#include "cli/yado-cli-commands.h"
#include "cli/yado-cli-foreign.h"
#include "cli/yado-cli-hosts.h"
#include "cli/yado-cli-print.h"
#include "cli/yado-cli-prompt.h"

#if defined(ENABLE_TUI)
#include "tui/yado-tui.h"
#endif

/* ---- What commands use ---- */

void
on_cli_answer_ready_cb(GObject *source, GAsyncResult *result, gpointer slot)
{
    *(GAsyncResult **)slot = g_object_ref(result);
}

GAsyncResult *
yado_cli_await(GAsyncResult **slot)
{
    while (*slot == NULL)
        g_main_context_iteration(NULL, TRUE);
    return *slot;
}

void
yado_cli_print_lines(FILE *file, const char *text)
{
    g_autofree char *clean = yado_cli_clean_lines(text);
    g_autofree char *line = g_strconcat(clean, "\n", NULL);

    yado_cli_write(file, line);
}

void
yado_cli_say(YadoCli *cli, const char *format, ...)
{
    g_autofree char *text = NULL;
    va_list arguments;

    if (cli->quiet || cli->json)
        return;
    va_start(arguments, format);
    text = g_strdup_vprintf(format, arguments);
    va_end(arguments);
    yado_cli_print_lines(stdout, text);
}

void
yado_cli_report(YadoCli *cli, const GError *error)
{
    const char *hint = yado_error_get_hint(error);
    const char *detail = yado_error_get_detail(error);
    g_autofree char *message = g_strdup_printf("yado: %s", error->message);

    if (cli->errors != NULL) {
        g_ptr_array_add(cli->errors, g_error_copy(error));
        return;
    }
    if (cli->status == 0)
        cli->status = yado_error_get_exit_status(error);
    if (yado_error_is_cancel(error))
        return;
    yado_cli_print_lines(stderr, message);
    if (hint != NULL)
        yado_cli_print_lines(stderr, hint);
    if (detail != NULL && (cli->verbose || hint == NULL))
        yado_cli_print_lines(stderr, detail);
}

void
yado_cli_explain_cancel(YadoCli *cli, GError **error)
{
    if (!cli->timed_out || error == NULL || !yado_error_is_cancel(*error))
        return;
    g_clear_error(error);
    yado_error_set(error, YADO_ERROR_CONNECTION, NULL,
                   _("Give it more time with --timeout, or look whether the host is well."),
                   ngettext("There was no answer within %u second.",
                            "There was no answer within %u seconds.", cli->timeout),
                   cli->timeout);
}

/* ---- Near matches ---- */

#define LONGEST_COMPARED 63

/* Levenshtein's distance, row by row; long words are never near. */
static guint
measure_distance(const char *a, const char *b)
{
    gsize n = strlen(a), m = strlen(b);
    guint row[LONGEST_COMPARED + 1];

    if (n > LONGEST_COMPARED || m > LONGEST_COMPARED)
        return G_MAXUINT;
    for (gsize k = 0; k <= m; k++)
        row[k] = k;
    for (gsize i = 1; i <= n; i++) {
        guint diagonal = row[0];

        row[0] = i;
        for (gsize k = 1; k <= m; k++) {
            guint replaced = diagonal + (a[i - 1] != b[k - 1]);

            diagonal = row[k];
            row[k] = MIN(MIN(row[k] + 1, row[k - 1] + 1), replaced);
        }
    }
    return row[m];
}

const char *
yado_cli_find_near(const char *text, const char *const *names)
{
    const char *near = NULL;
    guint best = strlen(text) / 3 + 2; /* more than a third wrong is another word */

    for (; *names != NULL; names++) {
        guint distance = measure_distance(text, *names);

        if (*text != '\0' && g_str_has_prefix(*names, text))
            distance = MIN(distance, 1);
        if (distance < best) {
            best = distance;
            near = *names;
        }
    }
    return near;
}

/* ---- Signals and the time limit ---- */

/* The first Ctrl-C asks the work to stop; the second one does not wait for that. */
static void
on_interrupted_cb(int number, gpointer data)
{
    YadoCli *cli = data;

    if (g_cancellable_is_cancelled(cli->cancellable)) {
        yado_cli_prompt_restore_terminal();
        _exit(130);
    }
    g_cancellable_cancel(cli->cancellable);
}

static gboolean
on_time_limit_reached_cb(gpointer data)
{
    YadoCli *cli = data;

    cli->timed_out = TRUE;
    g_cancellable_cancel(cli->cancellable);
    return G_SOURCE_REMOVE;
}

static void
watch_signals(YadoCli *cli)
{
    yado_signal_watch(SIGINT, on_interrupted_cb, cli);
    yado_signal_watch(SIGTERM, on_interrupted_cb, cli);
    if (cli->timeout > 0)
        g_timeout_add_seconds(cli->timeout, on_time_limit_reached_cb, cli);
}

/* ---- The command line ---- */

static gboolean
take_globals(YadoCli *cli, YadoCliArguments *arguments, GError **error)
{
    GPtrArray *uris = yado_cli_arguments_get_all(arguments, "connect");
    double timeout;

    if (!yado_cli_arguments_get_number(arguments, "timeout", 1, 0, &timeout, error))
        return FALSE;
    cli->timeout = timeout;
    cli->demo = yado_cli_arguments_has(arguments, "demo");
    cli->json = yado_cli_arguments_has(arguments, "json");
    cli->csv = yado_cli_arguments_has(arguments, "csv");
    cli->quiet = yado_cli_arguments_has(arguments, "quiet");
    cli->verbose = yado_cli_arguments_has(arguments, "verbose");
    cli->assume_yes = yado_cli_arguments_has(arguments, "yes");
    g_ptr_array_add(uris, NULL);
    cli->uris = g_strdupv((char **)uris->pdata);
    return TRUE;
}

#if defined(ENABLE_TUI)
static YadoTuiRun
load_manager(GError **error)
{
    g_autofree char *path = yado_module_dup_path("tui");
    GModule *module = yado_module_open("tui");
    gpointer run = NULL;

    if (module != NULL && g_module_symbol(module, "yado_tui_run", &run))
        return (YadoTuiRun)run;
    yado_error_set(error, YADO_ERROR_UNSUPPORTED, g_module_error(),
                   _("“yado help” lists the commands."),
                   _("The manager for terminals could not be loaded from %s."), path);
    return NULL;
}
#endif

static gboolean
run_manager(YadoCli *cli, GError **error)
{
#if defined(ENABLE_TUI)
    YadoTuiRun run = load_manager(error);
    g_autofree char *demo = cli->demo ? yado_session_get_demo_uri() : NULL;
    const char *const demo_only[] = { demo, NULL };

    if (run == NULL)
        return FALSE;
    cli->session = yado_session_new(NULL);
    yado_session_load_hosts(cli->session, cli->demo ? demo_only : (const char *const *)cli->uris);
    cli->status = run(cli->session, error);
    return cli->status == 0 || error == NULL || *error == NULL;
#else
    return yado_error_set(error, YADO_ERROR_UNSUPPORTED, NULL, _("“yado help” lists the commands."),
                          _("This yado was built without its manager for terminals."));
#endif
}

static gboolean
check_word_count(const YadoCliCommand *command, guint n, GError **error)
{
    g_autofree char *synopsis = NULL;
    g_autofree char *hint = NULL;

    if (n >= (guint)command->minimum && (command->maximum < 0 || n <= (guint)command->maximum))
        return TRUE;
    synopsis = yado_cli_command_dup_synopsis(command);
    hint = g_strdup_printf(_("Usage: %s"), synopsis);
    return yado_error_set(error, YADO_ERROR_INVALID, NULL, hint,
                          n < (guint)command->minimum ? _("“%s” needs more arguments.")
                                                      : _("“%s” takes fewer arguments."),
                          command->name);
}

static gboolean
check_output_format(YadoCli *cli, const YadoCliCommand *command, GError **error)
{
    if (!cli->csv || command->lists)
        return TRUE;
    return yado_error_set(error, YADO_ERROR_INVALID, NULL,
                          _("Lists can be had so; --json gives what other commands print."),
                          _("“%s” prints no rows: --csv is not for it."), command->name);
}

static gboolean
run_command(YadoCli *cli, const YadoCliCommand *command, YadoCliArguments *arguments,
            GError **error)
{
    if (yado_cli_arguments_has(arguments, "help")) {
        g_autofree char *help = yado_cli_command_dup_help(command);

        yado_cli_write(stdout, help);
        return TRUE;
    }
    if (!check_word_count(command, arguments->words->len, error) ||
        !check_output_format(cli, command, error))
        return FALSE;
    if (cli->timeout == 0)
        cli->timeout = command->timeout;
    watch_signals(cli);
    return command->run(cli, command, arguments, error);
}

/* Where the words of the command begin in @argv: options may stand before them. */
static guint
find_first_word(const char *const *argv)
{
    guint i = 1;

    for (; argv[i] != NULL && argv[i][0] == '-' && strcmp(argv[i], "--") != 0; i++)
        if (yado_cli_global_takes_next(argv[i]) && argv[i + 1] != NULL)
            i++;
    return i;
}

/* "snapshot" -> "snapshot create, snapshot revert, …"; NULL: no command begins with that word. (transfer full) */
static char *
dup_group(const char *word)
{
    g_autofree char *prefix = g_strconcat(word, " ", NULL);
    GPtrArray *commands = yado_cli_list_commands();
    g_autoptr(GPtrArray) names = g_ptr_array_new();

    for (guint i = 0; i < commands->len; i++) {
        const char *name = ((const YadoCliCommand *)commands->pdata[i])->name;

        if (g_str_has_prefix(name, prefix))
            g_ptr_array_add(names, (gpointer)name);
    }
    if (names->len == 0)
        return NULL;
    g_ptr_array_add(names, NULL);
    return g_strjoinv(C_("list", ", "), (char **)names->pdata);
}

gboolean
yado_cli_refuse_command(const char *word, GError **error)
{
    g_autoptr(GPtrArray) names = g_ptr_array_new();
    g_autofree char *group = dup_group(word);
    g_autofree char *hint = NULL;
    GPtrArray *commands = yado_cli_list_commands();
    const char *ours = yado_cli_foreign_get_ours(word);
    const char *near;

    if (ours != NULL) {
        hint = g_strdup_printf(_("Here that is: yado %s"), ours);
        return yado_error_set(error, YADO_ERROR_INVALID, NULL, hint, _("There is no command “%s”."),
                              word);
    }
    if (group != NULL)
        return yado_error_set(error, YADO_ERROR_INVALID, NULL, group,
                              _("“%s” is the first word of several commands:"), word);

    for (guint i = 0; i < commands->len; i++)
        g_ptr_array_add(names, (gpointer)((const YadoCliCommand *)commands->pdata[i])->name);
    g_ptr_array_add(names, NULL);
    near = yado_cli_find_near(word, (const char *const *)names->pdata);
    hint = near != NULL ? g_strdup_printf(_("Did you mean “%s”?"), near)
                        : g_strdup(_("“yado help” lists the commands."));
    return yado_error_set(error, YADO_ERROR_INVALID, NULL, hint, _("There is no command “%s”."),
                          word);
}

/* No command: the manager on a terminal, the list elsewhere. */
static gboolean
run_without_command(YadoCli *cli, YadoCliArguments *arguments, GError **error)
{
    static const char *const list[] = { "list", NULL };

    if (yado_cli_arguments_has(arguments, "help")) {
        cli->overview();
        return TRUE;
    }
    if (isatty(STDIN_FILENO) && isatty(STDOUT_FILENO) && !cli->json && !cli->csv)
        return run_manager(cli, error);
    return run_command(cli, yado_cli_find_command(list, NULL), arguments, error);
}

static gboolean
run_line(YadoCli *cli, const char *const *argv, GError **error)
{
    g_autoptr(YadoCliArguments) arguments = yado_cli_arguments_new();
    g_autoptr(GPtrArray) rest = g_ptr_array_new();
    guint first = find_first_word(argv);
    guint used = 0;
    const YadoCliCommand *command = yado_cli_find_command(argv + first, &used);
    const YadoCliOption *tables[] = { yado_cli_global_options, command ? command->options : NULL,
                                      NULL };

    cli->command = command;
    if (command != NULL && command->fail != NULL)
        cli->errors = g_ptr_array_new_with_free_func((GDestroyNotify)g_error_free);
    for (guint i = 1; i < first; i++)
        g_ptr_array_add(rest, (gpointer)argv[i]);
    for (guint i = first + used; argv[i] != NULL; i++)
        g_ptr_array_add(rest, (gpointer)argv[i]);
    g_ptr_array_add(rest, NULL);
    if (command == NULL && argv[first] != NULL && argv[first][0] != '-')
        return yado_cli_refuse_command(argv[first], error);
    if (!yado_cli_arguments_parse(arguments, (const char *const *)rest->pdata, tables, error) ||
        !take_globals(cli, arguments, error))
        return FALSE;
    if (yado_cli_arguments_has(arguments, "version")) {
        printf("yado %s\n", PACKAGE_VERSION);
        return TRUE;
    }
    return command != NULL ? run_command(cli, command, arguments, error)
                           : run_without_command(cli, arguments, error);
}

/* The error number of a write that failed long ago is another one's by now. */
static gboolean
is_reader_gone(void)
{
    struct pollfd reader = { .fd = STDOUT_FILENO };

    return poll(&reader, 1, 0) == 1 && (reader.revents & POLLERR);
}

/* A full disk behind `yado list >file` must not look like success; a reader that went away is no error worth words. */
static void
check_output(YadoCli *cli)
{
    g_autoptr(GError) error = NULL;

    if (fflush(stdout) == 0 && !ferror(stdout))
        return;
    if (cli->status == 0)
        cli->status = EXIT_FAILURE;
    if (errno == EPIPE || is_reader_gone())
        return;
    yado_error_set(&error, errno == ENOSPC ? YADO_ERROR_NO_SPACE : YADO_ERROR_FAILED, NULL, NULL,
                   _("The output could not be written: %s."), g_strerror(errno));
    yado_cli_report(cli, error);
}

static void
clear_cli(YadoCli *cli)
{
    g_clear_object(&cli->table);
    if (cli->session)
        yado_session_leave(cli->session);
    g_clear_pointer(&cli->hosts, g_ptr_array_unref);
    g_clear_object(&cli->session);
    g_clear_object(&cli->cancellable);
    g_clear_pointer(&cli->uris, g_strfreev);
    g_clear_pointer(&cli->errors, g_ptr_array_unref);
}

static void
end_with_error(YadoCli *cli, const GError *error)
{
    if (cli->command != NULL && cli->command->fail != NULL)
        cli->command->fail(cli, error);
    else
        yado_cli_report(cli, error);
}

int
yado_cli_main(int argc, char **argv, YadoCliOverview overview)
{
    YadoCli cli = { .overview = overview, .cancellable = g_cancellable_new() };
    g_autoptr(GError) error = NULL;

    if (!run_line(&cli, (const char *const *)argv, &error)) {
        if (error == NULL)
            g_set_error_literal(&error, G_IO_ERROR, G_IO_ERROR_CANCELLED, "");
        yado_cli_explain_cancel(&cli, &error);
        end_with_error(&cli, error);
    }
    check_output(&cli);
    clear_cli(&cli);
    return cli.status;
}
