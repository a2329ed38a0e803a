/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* yado edit: the stored configuration in the user's editor, or from a file. */
#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include <glib/gi18n.h>
#include <glib/gstdio.h>

#include "cli/yado-cli-commands.h"
#include "cli/yado-cli-hosts.h"
#include "cli/yado-cli-print.h"
#include "cli/yado-cli-prompt.h"

/* ---- The file ---- */

/* Configurations may hold passwords: 0600 and in the user's own runtime folder where there is one. */
static char *
write_private_file(const char *text, GError **error)
{
    g_autofree char *path = g_build_filename(
        g_getenv("XDG_RUNTIME_DIR") != NULL ? g_get_user_runtime_dir() : g_get_tmp_dir(),
        "yado-XXXXXX.xml", NULL);
    int fd = g_mkstemp_full(path, O_RDWR | O_CLOEXEC, 0600);
    gsize length = strlen(text), done = 0;

    while (fd >= 0 && done < length) {
        ssize_t n = write(fd, text + done, length - done);

        if (n < 0 && errno != EINTR)
            break;
        done += MAX(n, 0);
    }
    if (fd < 0 || done < length || close(fd) != 0) {
        yado_error_set(error, errno == ENOSPC ? YADO_ERROR_NO_SPACE : YADO_ERROR_FAILED, NULL, NULL,
                       _("The file %s could not be written: %s."), path, g_strerror(errno));
        if (fd >= 0)
            g_unlink(path);
        return NULL;
    }
    return g_steal_pointer(&path);
}

static char *
read_file(const char *path, GError **error)
{
    g_autoptr(GError) local = NULL;
    g_autoptr(GIOChannel) channel = NULL;
    char *text = NULL;

    if (strcmp(path, "-") == 0) {
        channel = g_io_channel_unix_new(STDIN_FILENO);
        g_io_channel_set_encoding(channel, NULL, NULL);
        g_io_channel_read_to_end(channel, &text, NULL, &local);
    } else {
        g_file_get_contents(path, &text, NULL, &local);
    }
    if (text != NULL && g_utf8_validate(text, -1, NULL))
        return text;
    g_free(text);
    yado_error_set(error, local != NULL ? YADO_ERROR_NOT_FOUND : YADO_ERROR_INVALID,
                   local != NULL ? local->message : NULL, NULL,
                   local != NULL ? _("The file %s could not be read.")
                                 : _("The file %s is not UTF-8 text."),
                   path);
    return NULL;
}

/* ---- The editor ---- */

static void
on_editor_ended_cb(GObject *source, GAsyncResult *result, gpointer slot)
{
    on_cli_answer_ready_cb(source, result, slot);
}

static const char *
get_editor(void)
{
    const char *editor = g_getenv("VISUAL");

    if (editor == NULL || *editor == '\0')
        editor = g_getenv("EDITOR");
    return editor != NULL && *editor != '\0' ? editor : "vi";
}

/* The words of $EDITOR are split as a shell would, but no shell runs them. */
static gboolean
run_editor(const char *path, GError **error)
{
    g_auto(GStrv) words = NULL;
    g_autoptr(GPtrArray) argv = g_ptr_array_new();
    g_autoptr(GSubprocess) editor = NULL;
    g_autoptr(GAsyncResult) result = NULL;
    g_autoptr(GError) local = NULL;

    if (!g_shell_parse_argv(get_editor(), NULL, &words, &local))
        return yado_error_set(error, YADO_ERROR_INVALID, local->message, NULL,
                              _("$EDITOR cannot be understood: %s"), get_editor());
    for (guint i = 0; words[i] != NULL; i++)
        g_ptr_array_add(argv, words[i]);
    g_ptr_array_add(argv, (gpointer)path);
    g_ptr_array_add(argv, NULL);
    editor = g_subprocess_newv((const char *const *)argv->pdata, G_SUBPROCESS_FLAGS_STDIN_INHERIT,
                               &local);
    if (editor == NULL)
        return yado_error_set(error, YADO_ERROR_FAILED, local->message,
                              _("Set $EDITOR to your editor."),
                              _("The editor “%s” could not be started."), words[0]);
    g_subprocess_wait_async(editor, NULL, on_editor_ended_cb, &result);
    g_subprocess_wait_finish(editor, yado_cli_await(&result), NULL);
    if (g_subprocess_get_if_exited(editor) && g_subprocess_get_exit_status(editor) == 0)
        return TRUE;
    return yado_error_set(error, YADO_ERROR_FAILED, NULL, NULL,
                          _("The editor “%s” reported a failure; nothing is changed."), words[0]);
}

/* ---- Apply ---- */

static gboolean
apply_text(YadoCli *cli, YadoGuest *guest, const char *base, const char *text, gboolean force,
           GError **error)
{
    g_autoptr(GAsyncResult) result = NULL;

    yado_guest_apply_text_async(guest, base, text, force, cli->cancellable, on_cli_answer_ready_cb,
                                &result);
    return yado_guest_apply_text_finish(guest, yado_cli_await(&result), error);
}

/* @document is asked to read the text as what it is: broken XML is told with its line. */
static gboolean
check_text(YadoDocument *document, const char *text, GError **error)
{
    g_autoptr(YadoDocument) read = YADO_DOCUMENT_GET_IFACE(document)->reload(document, text, error);

    return read != NULL;
}

/* A wrong configuration on a terminal: again? */
static gboolean
ask_again(YadoCli *cli, const GError *error)
{
    YadoPrompt *prompt = yado_session_get_prompt(cli->session);
    g_autoptr(YadoQuestion) question = NULL;
    g_autoptr(GAsyncResult) result = NULL;
    g_autofree char *text = NULL;

    if (!yado_cli_prompt_is_possible())
        return FALSE;
    text = yado_error_get_hint(error) != NULL
               ? g_strdup_printf("%s\n%s", error->message, yado_error_get_hint(error))
               : g_strdup(error->message);
    question = yado_question_new(YADO_QUESTION_CONFIRM, _("Configuration"), text, _("Edit again?"));
    yado_prompt_ask_async(prompt, question, cli->cancellable, on_cli_answer_ready_cb, &result);
    return yado_prompt_ask_finish(prompt, yado_cli_await(&result), NULL);
}

typedef struct {
    YadoCli *cli;
    YadoGuest *guest;
    YadoDocument *document;
    char *base;
    gboolean force, is_dry;
} Editing;

/* What to do with @text; sets @error when that failed. */
static gboolean
accept_text(Editing *self, const char *text, GError **error)
{
    g_autofree char *difference = yado_text_diff(self->base, text, _("stored"), _("new"));

    if (*difference == '\0') {
        yado_cli_say(self->cli, _("%s: nothing is changed."), yado_guest_get_name(self->guest));
        return TRUE;
    }
    if (!check_text(self->document, text, error))
        return FALSE;
    if (self->is_dry) {
        fputs(difference, stdout);
        return TRUE;
    }
    if (!apply_text(self->cli, self->guest, self->base, text, self->force, error))
        return FALSE;
    yado_cli_say(self->cli, _("%s: the configuration is changed."),
                 yado_guest_get_name(self->guest));
    return TRUE;
}

/* An hour's work may be in it; what is as it was is worth nothing. */
static void
remove_or_keep(const char *path, const char *base, gboolean done)
{
    g_autofree char *text = done ? NULL : read_file(path, NULL);
    g_autofree char *line = NULL;

    if (text == NULL || strcmp(text, base) == 0) {
        g_unlink(path);
        return;
    }
    line = g_strdup_printf(_("Your text is kept in %s; --file takes it."), path);
    yado_cli_print_lines(stderr, line);
}

static gboolean
edit_in_editor(Editing *self, GError **error)
{
    g_autofree char *path = write_private_file(self->base, error);
    gboolean done = FALSE;

    if (path == NULL)
        return FALSE;
    for (;;) {
        g_autofree char *text = NULL;
        g_autoptr(GError) own = NULL;

        if (run_editor(path, &own) && (text = read_file(path, &own)) != NULL &&
            accept_text(self, text, &own)) {
            done = TRUE;
            break;
        }
        if (text != NULL && ask_again(self->cli, own))
            continue;
        g_propagate_error(error, g_steal_pointer(&own));
        break;
    }
    remove_or_keep(path, self->base, done);
    return done;
}

static gboolean
edit_from_file(Editing *self, const char *path, GError **error)
{
    g_autofree char *text = read_file(path, error);

    return text != NULL && accept_text(self, text, error);
}

static gboolean
edit(Editing *self, const char *file, GError **error)
{
    if (file != NULL)
        return edit_from_file(self, file, error);
    if (!isatty(STDIN_FILENO) || !isatty(STDOUT_FILENO))
        return yado_error_set(error, YADO_ERROR_INVALID, NULL,
                              _("Give the new configuration with --file."),
                              _("There is no terminal for an editor."));
    return edit_in_editor(self, error);
}

gboolean
yado_cli_run_edit(YadoCli *cli, const YadoCliCommand *command, YadoCliArguments *arguments,
                  GError **error)
{
    Editing editing = { .cli = cli,
                        .force = yado_cli_arguments_has(arguments, "force"),
                        .is_dry = yado_cli_arguments_has(arguments, "dry-run") };
    g_autoptr(YadoGuest) guest = NULL;
    gboolean done;

    if (!yado_cli_open_hosts(cli, YADO_OPEN_EVENTS, error) ||
        !yado_cli_load(cli, YADO_LOAD_LIST, YADO_LIST_STATE, error))
        return FALSE;
    guest = yado_cli_match_guest(cli, arguments->words->pdata[0], error);
    if (guest == NULL)
        return FALSE;
    editing.guest = guest;
    editing.document = yado_cli_get_document(cli, guest, YADO_CONFIGURATION_INACTIVE, error);
    if (editing.document == NULL)
        return FALSE;
    editing.base = yado_document_dump(editing.document);
    done = edit(&editing, yado_cli_arguments_get(arguments, "file"), error);
    g_object_unref(editing.document);
    g_free(editing.base);
    return done;
}
