/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "cli/yado-cli-prompt.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

#include <glib-unix.h>
#include <glib/gi18n.h>

#include "cli/yado-cli-print.h"

struct _YadoCliPrompt {
    GObject parent;
};

/* One question on the way, field after field. */
typedef struct {
    YadoQuestion *question;
    guint field;
    GString *line;
    GSource *input, *cancelled;
} Asking;

static struct termios saved_terminal;
static gboolean is_echo_off;

/* ---- The terminal ---- */

gboolean
yado_cli_prompt_is_possible(void)
{
    return isatty(STDIN_FILENO) && isatty(STDERR_FILENO);
}

void
yado_cli_prompt_restore_terminal(void)
{
    if (is_echo_off)
        tcsetattr(STDIN_FILENO, TCSAFLUSH, &saved_terminal);
    is_echo_off = FALSE;
}

static void
switch_echo_off(void)
{
    struct termios quiet;

    if (is_echo_off || tcgetattr(STDIN_FILENO, &saved_terminal) != 0)
        return;
    quiet = saved_terminal;
    quiet.c_lflag &= ~(tcflag_t)ECHO;
    is_echo_off = tcsetattr(STDIN_FILENO, TCSAFLUSH, &quiet) == 0;
}

static void
write_text(const char *format, ...)
{
    g_autofree char *text = NULL;
    g_autofree char *clean = NULL;
    va_list arguments;

    va_start(arguments, format);
    text = g_strdup_vprintf(format, arguments);
    va_end(arguments);
    clean = yado_cli_clean_lines(text);
    yado_cli_write(stderr, clean);
    fflush(stderr);
}

/* ---- One question ---- */

static void
stop_source(GSource **source)
{
    if (*source != NULL)
        g_source_destroy(*source);
    g_clear_pointer(source, g_source_unref);
}

/* What was typed may be a password. */
static void
wipe_line(Asking *asking)
{
    explicit_bzero(asking->line->str, asking->line->allocated_len);
    g_string_truncate(asking->line, 0);
}

static void
asking_free(Asking *asking)
{
    stop_source(&asking->input);
    stop_source(&asking->cancelled);
    wipe_line(asking);
    g_string_free(asking->line, TRUE);
    g_object_unref(asking->question);
    g_free(asking);
}

static void
end_question(GTask *task)
{
    Asking *asking = g_task_get_task_data(task);

    stop_source(&asking->input);
    stop_source(&asking->cancelled);
    yado_cli_prompt_restore_terminal();
}

static void
answer(GTask *task, gboolean positive)
{
    end_question(task);
    g_task_return_boolean(task, positive);
    g_object_unref(task);
}

static void
give_up(GTask *task)
{
    end_question(task);
    write_text("\n");
    g_task_return_new_error(task, G_IO_ERROR, G_IO_ERROR_CANCELLED, "%s", _("Cancelled."));
    g_object_unref(task);
}

/* ---- What stands on the terminal ---- */

static void
show_choices(YadoQuestion *question)
{
    guint n = yado_question_get_n_fields(question);

    for (guint i = 0; i < n; i++)
        write_text("  %u  %s\n", i + 1, yado_question_get_field(question, i)->prompt);
    write_text("[1-%u] ", n);
}

static void
show_field(const YadoQuestionField *field)
{
    g_autofree char *label = yado_text_strip_mnemonic(field->prompt);

    if (field->secret)
        switch_echo_off();
    if (field->value != NULL && *field->value != '\0' && !field->secret)
        write_text("%s [%s]: ", label, field->value);
    else
        write_text("%s: ", label);
}

static void
show_question(Asking *asking)
{
    YadoQuestion *question = asking->question;
    g_autofree char *verb = NULL;

    switch (yado_question_get_kind(question)) {
    case YADO_QUESTION_CONFIRM:
        verb = yado_text_strip_mnemonic(yado_question_get_positive(question));
        write_text("%s %s ", verb, yado_question_is_danger(question) ? _("[y/N]") : _("[Y/n]"));
        break;
    case YADO_QUESTION_CHOICE:
        show_choices(question);
        break;
    case YADO_QUESTION_CREDENTIALS:
        show_field(yado_question_get_field(question, asking->field));
        break;
    }
}

/* ---- What comes back ---- */

static void
take_confirmation(GTask *task, const char *line)
{
    Asking *asking = g_task_get_task_data(task);
    gboolean positive = *line == '\0' ? !yado_question_is_danger(asking->question)
                                      : (*line == 'y' || *line == 'Y' || rpmatch(line) == 1);

    answer(task, positive);
}

static void
take_choice(GTask *task, const char *line)
{
    Asking *asking = g_task_get_task_data(task);
    guint64 number;

    if (*line == '\0') {
        answer(task, FALSE);
    } else if (g_ascii_string_to_unsigned(line, 10, 1, yado_question_get_n_fields(asking->question),
                                          &number, NULL)) {
        yado_question_set_chosen(asking->question, (guint)number - 1);
        answer(task, TRUE);
    } else {
        show_question(asking);
    }
}

static void
take_field(GTask *task, const char *line)
{
    Asking *asking = g_task_get_task_data(task);
    const YadoQuestionField *field = yado_question_get_field(asking->question, asking->field);

    if (field->secret) {
        yado_cli_prompt_restore_terminal();
        write_text("\n");
    }
    if (*line != '\0')
        yado_question_set_answer(asking->question, asking->field, line);
    asking->field++;
    if (asking->field < yado_question_get_n_fields(asking->question))
        show_question(asking);
    else
        answer(task, TRUE);
}

static void
take_line(GTask *task)
{
    Asking *asking = g_task_get_task_data(task);
    g_autofree char *line = g_strdup(asking->line->str);

    wipe_line(asking);
    switch (yado_question_get_kind(asking->question)) {
    case YADO_QUESTION_CONFIRM:
        take_confirmation(task, line);
        break;
    case YADO_QUESTION_CHOICE:
        take_choice(task, line);
        break;
    case YADO_QUESTION_CREDENTIALS:
        take_field(task, line);
        break;
    }
    explicit_bzero(line, strlen(line));
}

/* ---- Callbacks ---- */

static gboolean
on_terminal_readable_cb(int fd, GIOCondition condition, gpointer data)
{
    GTask *task = data;
    Asking *asking = g_task_get_task_data(task);
    char buffer[256];
    ssize_t n = read(fd, buffer, sizeof buffer);

    if (n < 0 && (errno == EINTR || errno == EAGAIN))
        return G_SOURCE_CONTINUE;
    if (n <= 0) {
        give_up(task);
        return G_SOURCE_REMOVE;
    }
    g_string_append_len(asking->line, buffer, n);
    explicit_bzero(buffer, sizeof buffer);
    if (asking->line->str[asking->line->len - 1] != '\n')
        return G_SOURCE_CONTINUE;
    g_string_truncate(asking->line, asking->line->len - 1);
    take_line(task); /* may end the question, and this source with it */
    return G_SOURCE_CONTINUE;
}

static gboolean
on_question_cancelled_cb(GCancellable *cancellable, gpointer data)
{
    give_up(data);
    return G_SOURCE_REMOVE;
}

/* ---- YadoPrompt ---- */

static GError *
make_refusal(YadoQuestion *question)
{
    g_autoptr(GString) names = g_string_new(NULL);

    if (yado_question_get_kind(question) == YADO_QUESTION_CONFIRM)
        return yado_error_new(YADO_ERROR_INVALID, NULL, _("Give --yes if that is what you want."),
                              _("This must be confirmed, and there is no terminal to ask on: %s"),
                              yado_question_get_text(question));
    for (guint i = 0; i < yado_question_get_n_fields(question); i++) {
        const char *prompt = yado_question_get_field(question, i)->prompt;
        g_autofree char *label = yado_text_strip_mnemonic(prompt);

        g_string_append_printf(names, "%s%s", i > 0 ? ", " : "", label);
    }
    return yado_error_new(YADO_ERROR_INVALID, yado_question_get_text(question),
                          _("Run it on a terminal."),
                          _("%s: there is no terminal to ask on for: %s."),
                          yado_question_get_title(question), names->str);
}

static void
attach(GSource *source, GSourceFunc callback, GTask *task)
{
    g_source_set_callback(source, callback, task, NULL);
    g_source_attach(source, NULL);
}

static void
begin_question(GTask *task, YadoQuestion *question, GCancellable *cancellable)
{
    Asking *asking = g_new0(Asking, 1);

    asking->question = g_object_ref(question);
    asking->line = g_string_new(NULL);
    g_task_set_task_data(task, asking, (GDestroyNotify)asking_free);
    write_text("%s\n", yado_question_get_text(question));
    show_question(asking);
    asking->input = g_unix_fd_source_new(STDIN_FILENO, G_IO_IN | G_IO_HUP);
    attach(asking->input, G_SOURCE_FUNC(on_terminal_readable_cb), task);
    if (cancellable == NULL)
        return;
    asking->cancelled = g_cancellable_source_new(cancellable);
    attach(asking->cancelled, G_SOURCE_FUNC(on_question_cancelled_cb), task);
}

static void
ask_async(YadoPrompt *prompt, YadoQuestion *question, GCancellable *cancellable,
          GAsyncReadyCallback callback, gpointer user_data)
{
    GTask *task = g_task_new(prompt, NULL, callback, user_data);

    if (!yado_cli_prompt_is_possible()) {
        g_task_return_error(task, make_refusal(question));
        g_object_unref(task);
    } else if (yado_question_get_kind(question) != YADO_QUESTION_CONFIRM &&
               yado_question_get_n_fields(question) == 0) {
        g_task_return_boolean(task, TRUE);
        g_object_unref(task);
    } else {
        begin_question(task, question, cancellable);
    }
}

static gboolean
ask_finish(YadoPrompt *prompt, GAsyncResult *result, GError **error)
{
    return g_task_propagate_boolean(G_TASK(result), error);
}

static void
yado_cli_prompt_iface_init(YadoPromptInterface *iface)
{
    iface->ask_async = ask_async;
    iface->ask_finish = ask_finish;
}

G_DEFINE_TYPE_WITH_CODE(YadoCliPrompt, yado_cli_prompt, G_TYPE_OBJECT,
                        G_IMPLEMENT_INTERFACE(YADO_TYPE_PROMPT, yado_cli_prompt_iface_init))

static void
yado_cli_prompt_class_init(YadoCliPromptClass *class)
{
}

static void
yado_cli_prompt_init(YadoCliPrompt *self)
{
}

YadoPrompt *
yado_cli_prompt_new(void)
{
    return g_object_new(YADO_TYPE_CLI_PROMPT, NULL);
}
