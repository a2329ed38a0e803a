/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * yado-prompt.h: how the library asks the person in front of it.
 *
 * A front end implements YadoPrompt; the library hands it a YadoQuestion and gets an answer later.  Questions are asked on
 * the main context; a worker that must wait for an answer uses yado_prompt_ask_from_worker().
 * Where nobody can answer (no terminal), a front end answers FALSE with YADO_ERROR_INVALID that names what was missing.
 */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

typedef enum {
    YADO_QUESTION_CONFIRM,     /* yes or no; @danger says whether something is lost */
    YADO_QUESTION_CREDENTIALS, /* entry fields, some secret */
    YADO_QUESTION_CHOICE, /* one of the fields' prompts is picked (e.g. conflict: reload, apply anyway) */
} YadoQuestionKind;

typedef struct {
    char *id;     /* stable: "username", "password", "hostkey" */
    char *prompt; /* translated label */
    char *value;  /* default, then the answer; wiped before it is freed when secret */
    gboolean secret;
} YadoQuestionField;

#define YADO_TYPE_QUESTION (yado_question_get_type())
G_DECLARE_FINAL_TYPE(YadoQuestion, yado_question, YADO, QUESTION, GObject)

/* @title is a noun, @text whole sentences; @positive the verb on the accepting button ("Force off"). */
YadoQuestion *yado_question_new(YadoQuestionKind kind, const char *title, const char *text,
                                const char *positive);
void yado_question_add_field(YadoQuestion *self, const char *id, const char *prompt,
                             const char *value, gboolean secret);
/* A destructive question: its positive answer is never the default. */
void yado_question_set_danger(YadoQuestion *self, gboolean danger);
/* Key in the settings' group "confirm" under which "do not ask again" is kept; NULL: always asked. */
void yado_question_set_skip_key(YadoQuestion *self, const char *key);

/*
 * Its answers may be remembered by the desktop's keyring, where the front end offers that (yado-keyring.h): @subject says what they open, the same
 * each time ("vnc qemu:///session UUID"), @label calls it by name in the keyring's own list.  What is remembered is the answer, and nobody
 * asked.  @was_wrong: the last answer opened nothing; what is remembered is forgotten, and the person asked.
 */
void yado_question_set_subject(YadoQuestion *self, const char *subject, const char *label,
                               gboolean was_wrong);
/* What F1 says of it: paragraphs; NULL: nothing. */
void yado_question_set_help(YadoQuestion *self, const char *help);
const char *yado_question_get_help(YadoQuestion *self);

YadoQuestionKind yado_question_get_kind(YadoQuestion *self);
const char *yado_question_get_title(YadoQuestion *self);
const char *yado_question_get_text(YadoQuestion *self);
const char *yado_question_get_positive(YadoQuestion *self);
gboolean yado_question_is_danger(YadoQuestion *self);
const char *yado_question_get_skip_key(YadoQuestion *self);
guint yado_question_get_n_fields(YadoQuestion *self);
const YadoQuestionField *yado_question_get_field(YadoQuestion *self, guint i);
void yado_question_set_answer(YadoQuestion *self, guint i, const char *value);
/* Borrowed; NULL when there is no such field. */
const char *yado_question_get_answer(YadoQuestion *self, const char *id);
/* NULL: its answers are not remembered. */
const char *yado_question_get_subject(YadoQuestion *self);
const char *yado_question_get_subject_label(YadoQuestion *self);
gboolean yado_question_was_wrong(YadoQuestion *self);
/* Why the keyring cannot remember it, in a sentence; NULL: it can. */
const char *yado_question_get_keyring_problem(YadoQuestion *self);
/* By the front end: the person wants it remembered. */
void yado_question_set_remember(YadoQuestion *self, gboolean remember);
/* Whether the keyring answered it, not a person. */
gboolean yado_question_is_recalled(YadoQuestion *self);
/* CHOICE: index of the field picked. */
void yado_question_set_chosen(YadoQuestion *self, guint i);
guint yado_question_get_chosen(YadoQuestion *self);

#define YADO_TYPE_PROMPT (yado_prompt_get_type())
G_DECLARE_INTERFACE(YadoPrompt, yado_prompt, YADO, PROMPT, GObject)

struct _YadoPromptInterface {
    GTypeInterface parent;
    /* Called for one question at a time. */
    void (*ask_async)(YadoPrompt *self, YadoQuestion *question, GCancellable *cancellable,
                      GAsyncReadyCallback callback, gpointer user_data);
    gboolean (*ask_finish)(YadoPrompt *self, GAsyncResult *result, GError **error);
    /* It lets the person say that an answer is to be remembered; others are not answered from the keyring either. */
    gboolean offers_keyring;
};

/* Asks; where another question is on the screen, after that.  The answers are in @question afterwards. _finish() returns TRUE for the positive answer; FALSE without an error
 * for the negative one (a plain "no"); FALSE with G_IO_ERROR_CANCELLED when the question went away. */
void yado_prompt_ask_async(YadoPrompt *self, YadoQuestion *question, GCancellable *cancellable,
                           GAsyncReadyCallback callback, gpointer user_data);
gboolean yado_prompt_ask_finish(YadoPrompt *self, GAsyncResult *result, GError **error);

/* Called in a worker thread: asks on the default main context and blocks until the answer is there.  Same return value. */
gboolean yado_prompt_ask_from_worker(YadoPrompt *self, YadoQuestion *question,
                                     GCancellable *cancellable, GError **error);

G_END_DECLS
