/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "cli/yado-cli-form.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <glib/gi18n.h>

#include "cli/yado-cli-commands.h"

/* Ids of all that can be chosen. */
static char *
join_possible(YadoForm *form, const YadoFieldSpec *field)
{
    g_autoptr(GPtrArray) choices = yado_form_list_choices(form, field);
    GString *ids = g_string_new(NULL);

    for (guint i = 0; choices != NULL && i < choices->len; i++) {
        const YadoChoiceItem *item = choices->pdata[i];

        if (item->reason == NULL)
            g_string_append_printf(ids, "%s%s", ids->len > 0 ? "," : "", item->id);
    }
    return g_string_free(ids, FALSE);
}

/* A word that is no choice: say which there are. */
static gboolean
refuse_choice(YadoForm *form, const YadoFieldSpec *field, const char *word, GError **error)
{
    g_autoptr(GPtrArray) choices = yado_form_list_choices(form, field);
    g_autoptr(GString) ids = g_string_new(NULL);

    for (guint i = 0; choices != NULL && i < choices->len; i++) {
        const YadoChoiceItem *item = choices->pdata[i];

        if (strcmp(item->id, word) == 0 && item->reason != NULL)
            return yado_error_set(error, YADO_ERROR_INVALID, NULL, NULL,
                                  _("%s: “%s” cannot be chosen: %s"), field->id, word,
                                  item->reason);
        if (item->reason == NULL)
            g_string_append_printf(ids, "%s%s", ids->len > 0 ? ", " : "", item->id);
    }
    return yado_error_set(error, YADO_ERROR_INVALID, NULL, NULL,
                          _("%s: “%s” is none of the choices: %s."), field->id, word,
                          ids->len > 0 ? ids->str : _("there is none"));
}

static gboolean
is_possible(YadoForm *form, const YadoFieldSpec *field, const char *word)
{
    g_autoptr(GPtrArray) choices = yado_form_list_choices(form, field);

    for (guint i = 0; choices != NULL && i < choices->len; i++) {
        const YadoChoiceItem *item = choices->pdata[i];

        if (strcmp(item->id, word) == 0)
            return item->reason == NULL;
    }
    return FALSE;
}

static gboolean
set_choice(YadoForm *form, const YadoFieldSpec *field, const char *text, GError **error)
{
    if (*text != '\0' && !is_possible(form, field, text))
        return refuse_choice(form, field, text, error);
    return yado_form_set_value(form, field, text, error);
}

static gboolean
set_choices(YadoForm *form, const YadoFieldSpec *field, const char *text, GError **error)
{
    g_autofree char *all = strcmp(text, "all") == 0 ? join_possible(form, field) : g_strdup(text);
    g_auto(GStrv) words = g_strsplit(all, ",", -1);

    for (guint i = 0; words[i] != NULL; i++)
        if (!is_possible(form, field, g_strstrip(words[i])))
            return refuse_choice(form, field, words[i], error);
    g_free(all);
    all = g_strjoinv(",", words);
    return yado_form_set_value(form, field, all, error);
}

static gboolean
set_flag(YadoForm *form, const YadoFieldSpec *field, const char *text, GError **error)
{
    static const char *const yes[] = { "yes", "true", "on", "1", NULL };
    static const char *const no[] = { "no", "false", "off", "0", NULL };

    if (g_strv_contains(yes, text))
        return yado_form_set_value(form, field, "yes", error);
    if (g_strv_contains(no, text))
        return yado_form_set_value(form, field, "no", error);
    return yado_error_set(error, YADO_ERROR_INVALID, NULL, NULL,
                          _("%s is either yes or no: “%s” is neither."), field->id, text);
}

static gboolean
check_enabled(YadoForm *form, const YadoFieldSpec *field, GError **error)
{
    const char *reason = NULL;

    return yado_form_is_enabled(form, field, &reason) ||
           yado_error_set(error, YADO_ERROR_UNSUPPORTED, NULL, NULL, _("%s cannot be changed. %s"),
                          field->id, reason != NULL ? reason : "");
}

static gboolean
set_by_type(YadoForm *form, const YadoFieldSpec *field, const char *text, GError **error)
{
    switch (field->type) {
    case YADO_FIELD_BOOL:
        return set_flag(form, field, text, error);
    case YADO_FIELD_CHOICE:
        return set_choice(form, field, text, error);
    case YADO_FIELD_MULTI_CHOICE:
        return set_choices(form, field, text, error);
    default:
        return yado_form_set_text(form, field, text, error);
    }
}

/* What is set may say itself that it applies: the path of a disk that it is none to be made. */
gboolean
yado_cli_form_set(YadoForm *form, const YadoFieldSpec *field, const char *text, GError **error)
{
    if (!g_utf8_validate(text, -1, NULL))
        return yado_error_set(error, YADO_ERROR_INVALID, NULL, NULL,
                              _("%s: the text is not UTF-8."), field->id);
    if (!check_enabled(form, field, error) || !set_by_type(form, field, text, error))
        return FALSE;
    return yado_form_is_visible(form, field) ||
           yado_error_set(error, YADO_ERROR_UNSUPPORTED, NULL, NULL, _("%s does not apply here."),
                          field->id);
}

/* ---- Asking ---- */

static gboolean
is_secret(const YadoFieldSpec *field)
{
    return (field->flags & YADO_FIELD_SECRET) != 0;
}

/* (transfer full) */
static char *
read_line(GError **error)
{
    char *line = NULL;
    size_t size = 0;
    ssize_t length = getline(&line, &size, stdin);
    char *text = NULL;

    if (length > 0 && line[length - 1] == '\n')
        length--;
    if (length >= 0)
        text = g_strndup(line, (gsize)length);
    else
        yado_error_set(error, YADO_ERROR_INVALID, NULL, NULL, "%s",
                       _("There is nothing on standard input."));
    if (line != NULL)
        explicit_bzero(line, size);
    free(line);
    return text;
}

char *
yado_cli_field_ask(YadoCli *cli, const YadoFieldSpec *field, GError **error)
{
    g_autofree char *label = yado_text_strip_mnemonic(yado_field_get_label(field));
    g_autoptr(YadoQuestion) question =
        yado_question_new(YADO_QUESTION_CREDENTIALS, label, yado_field_get_help(field), _("_OK"));
    g_autoptr(GAsyncResult) result = NULL;
    YadoPrompt *prompt = yado_session_get_prompt(cli->session);
    const char *answer;

    if (is_secret(field) && !isatty(STDIN_FILENO))
        return read_line(error);
    yado_question_add_field(question, field->id, label, NULL, is_secret(field));
    yado_prompt_ask_async(prompt, question, cli->cancellable, on_cli_answer_ready_cb, &result);
    if (!yado_prompt_ask_finish(prompt, yado_cli_await(&result), error))
        return NULL;
    answer = yado_question_get_answer(question, field->id);
    return g_strdup(answer != NULL ? answer : "");
}

/* ---- A whole form ---- */

/* --add and --remove are for several guests; one may be a group of one. */
static void
make_group_of_one(YadoForm *form, const YadoFieldSpec *field)
{
    g_autoptr(GPtrArray) one = NULL;

    if (yado_form_get_targets(form) != NULL || yado_form_get_guest(form) == NULL)
        return;
    one = g_ptr_array_new_with_free_func(g_object_unref);
    g_ptr_array_add(one, g_object_ref(yado_form_get_guest(form)));
    yado_form_set_targets(form, one);
    if (!yado_form_is_visible(form, field))
        yado_form_set_targets(form, NULL);
}

/* Tries the choices of @chooser until @field applies: who gives --host means another machine, who gives a URI means that one. */
static gboolean
choose_for(YadoForm *form, const YadoFieldSpec *chooser, const YadoFieldSpec *field)
{
    g_autofree char *before = yado_form_dup_value(form, chooser);

    for (const YadoChoice *choice = chooser->choices; choice->id != NULL; choice++) {
        if (!yado_form_set_value(form, chooser, choice->id, NULL))
            continue;
        if (yado_form_is_visible(form, field))
            return TRUE;
    }
    yado_form_set_value(form, chooser, before, NULL);
    return FALSE;
}

static void
make_visible(YadoForm *form, const YadoFieldSpec *field, YadoCliArguments *arguments)
{
    g_autoptr(GPtrArray) fields = yado_form_list_fields(form);

    make_group_of_one(form, field);
    for (guint i = 0; i < fields->len && !yado_form_is_visible(form, field); i++) {
        const YadoFieldSpec *chooser = fields->pdata[i];
        g_autofree char *option = yado_cli_field_dup_option(chooser);

        if (chooser->type == YADO_FIELD_CHOICE && chooser->choices != NULL &&
            !yado_cli_arguments_has(arguments, option))
            choose_for(form, chooser, field);
    }
}

static char *
join_values(GPtrArray *values)
{
    GString *text = g_string_new(NULL);

    for (guint i = 0; i < values->len; i++)
        g_string_append_printf(text, "%s%s", i > 0 ? "," : "", (const char *)values->pdata[i]);
    return g_string_free(text, FALSE);
}

/* What the command line has for @field: its option, else the next word. */
static char *
take_text(YadoForm *form, const YadoFieldSpec *field, YadoCliArguments *arguments, guint *next)
{
    g_autofree char *option = yado_cli_field_dup_option(field);
    GPtrArray *values = yado_cli_arguments_get_all(arguments, option);

    if (values->len > 0 && field->type == YADO_FIELD_MULTI_CHOICE)
        return join_values(values);
    if (values->len > 0)
        return g_strdup(values->pdata[values->len - 1]);
    if ((field->flags & YADO_FIELD_POSITIONAL) && *next < arguments->words->len)
        return g_strdup(arguments->words->pdata[(*next)++]);
    return NULL;
}

/* "yado title web-07" alone would do nothing and say that it was done. */
static gboolean
refuse_nothing(YadoForm *form, GError **error)
{
    g_autoptr(GPtrArray) fields = yado_form_list_fields(form);
    g_autoptr(GString) ids = g_string_new(NULL);
    g_autofree char *hint = NULL;

    for (guint i = 0; i < fields->len; i++) {
        const YadoFieldSpec *field = fields->pdata[i];
        g_autofree char *option = yado_cli_field_dup_option(field);

        if (field->type != YADO_FIELD_INFO)
            g_string_append_printf(ids, "%s--%s", ids->len > 0 ? ", " : "", option);
    }
    hint = g_strdup_printf(_("There are: %s. An empty value (\"\") clears it."), ids->str);
    return yado_error_set(error, YADO_ERROR_INVALID, NULL, hint,
                          _("%s: it is not said what to change."), yado_form_get_title(form));
}

gboolean
yado_cli_form_fill(YadoForm *form, YadoCliArguments *arguments, guint first, GError **error)
{
    g_autoptr(GPtrArray) fields = yado_form_list_fields(form);
    guint n_given = 0;

    for (guint i = 0; i < fields->len; i++) {
        const YadoFieldSpec *field = fields->pdata[i];
        g_autofree char *text = NULL;

        if (field->type == YADO_FIELD_INFO)
            continue;
        text = take_text(form, field, arguments, &first);
        if (text != NULL && !yado_form_is_visible(form, field))
            make_visible(form, field, arguments);
        if (text != NULL && !yado_cli_form_set(form, field, text, error))
            return FALSE;
        if (text == NULL && (field->flags & YADO_FIELD_POSITIONAL) &&
            (field->flags & YADO_FIELD_REQUIRED) && yado_form_is_visible(form, field)) {
            g_autofree char *name = g_ascii_strup(field->id, -1);

            return yado_error_set(error, YADO_ERROR_INVALID, NULL, NULL, _("%s is missing."), name);
        }
        n_given += text != NULL;
    }
    return n_given > 0 || !yado_form_get_spec(form)->changes || refuse_nothing(form, error);
}

void
yado_cli_form_tell_warnings(YadoCli *cli, YadoForm *form, const char *subject)
{
    g_auto(GStrv) warnings = yado_form_list_warnings(form);

    for (guint i = 0; warnings[i] != NULL && !cli->quiet; i++) {
        g_autofree char *line = g_strdup_printf("yado: %s%s%s", subject != NULL ? subject : "",
                                                subject != NULL ? ": " : "", warnings[i]);

        yado_cli_print_lines(stderr, line);
    }
}
