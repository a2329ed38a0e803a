/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "base/yado-prompt.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "base/yado-error.h"
#include "base/yado-keyring.h"

struct _YadoQuestion {
    GObject parent_instance;
    YadoQuestionKind kind;
    char *title;
    char *text;
    char *positive;
    char *skip_key;
    char *help;
    char *subject, *subject_label, *keyring_problem;
    gboolean was_wrong, remember, is_recalled;
    gboolean danger;
    GPtrArray *fields; /* of YadoQuestionField */
    guint chosen;
};

G_DEFINE_TYPE(YadoQuestion, yado_question, G_TYPE_OBJECT)
G_DEFINE_INTERFACE(YadoPrompt, yado_prompt, G_TYPE_OBJECT)

/* explicit_bzero(): a plain memset() before free() is optimised away. */
static void
free_value(YadoQuestionField *field)
{
    if (field->value != NULL && field->secret)
        explicit_bzero(field->value, strlen(field->value));
    g_clear_pointer(&field->value, g_free);
}

static void
free_field(gpointer data)
{
    YadoQuestionField *field = data;

    free_value(field);
    g_free(field->id);
    g_free(field->prompt);
    g_free(field);
}

static void
yado_question_finalize(GObject *object)
{
    YadoQuestion *self = YADO_QUESTION(object);

    g_free(self->title);
    g_free(self->text);
    g_free(self->positive);
    g_free(self->skip_key);
    g_free(self->help);
    g_free(self->subject);
    g_free(self->subject_label);
    g_free(self->keyring_problem);
    g_ptr_array_unref(self->fields);
    G_OBJECT_CLASS(yado_question_parent_class)->finalize(object);
}

static void
yado_question_class_init(YadoQuestionClass *class)
{
    G_OBJECT_CLASS(class)->finalize = yado_question_finalize;
}

static void
yado_question_init(YadoQuestion *self)
{
    self->fields = g_ptr_array_new_with_free_func(free_field);
}

YadoQuestion *
yado_question_new(YadoQuestionKind kind, const char *title, const char *text, const char *positive)
{
    YadoQuestion *self = g_object_new(YADO_TYPE_QUESTION, NULL);

    self->kind = kind;
    self->title = g_strdup(title);
    self->text = g_strdup(text);
    self->positive = g_strdup(positive);
    return self;
}

void
yado_question_add_field(YadoQuestion *self, const char *id, const char *prompt, const char *value,
                        gboolean secret)
{
    g_return_if_fail(YADO_IS_QUESTION(self));

    YadoQuestionField *field = g_new0(YadoQuestionField, 1);
    field->id = g_strdup(id);
    field->prompt = g_strdup(prompt);
    field->value = g_strdup(value);
    field->secret = secret;
    g_ptr_array_add(self->fields, field);
}

void
yado_question_set_danger(YadoQuestion *self, gboolean danger)
{
    g_return_if_fail(YADO_IS_QUESTION(self));

    self->danger = danger;
}

void
yado_question_set_skip_key(YadoQuestion *self, const char *key)
{
    g_return_if_fail(YADO_IS_QUESTION(self));

    g_free(self->skip_key);
    self->skip_key = g_strdup(key);
}

void
yado_question_set_help(YadoQuestion *self, const char *help)
{
    g_return_if_fail(YADO_IS_QUESTION(self));

    g_free(self->help);
    self->help = g_strdup(help);
}

const char *
yado_question_get_help(YadoQuestion *self)
{
    g_return_val_if_fail(YADO_IS_QUESTION(self), NULL);

    return self->help;
}

void
yado_question_set_subject(YadoQuestion *self, const char *subject, const char *label,
                          gboolean was_wrong)
{
    g_return_if_fail(YADO_IS_QUESTION(self));

    g_free(self->subject);
    g_free(self->subject_label);
    self->subject = g_strdup(subject);
    self->subject_label = g_strdup(label);
    self->was_wrong = was_wrong;
}

YadoQuestionKind
yado_question_get_kind(YadoQuestion *self)
{
    g_return_val_if_fail(YADO_IS_QUESTION(self), YADO_QUESTION_CONFIRM);

    return self->kind;
}

const char *
yado_question_get_title(YadoQuestion *self)
{
    g_return_val_if_fail(YADO_IS_QUESTION(self), NULL);

    return self->title;
}

const char *
yado_question_get_text(YadoQuestion *self)
{
    g_return_val_if_fail(YADO_IS_QUESTION(self), NULL);

    return self->text;
}

const char *
yado_question_get_positive(YadoQuestion *self)
{
    g_return_val_if_fail(YADO_IS_QUESTION(self), NULL);

    return self->positive;
}

gboolean
yado_question_is_danger(YadoQuestion *self)
{
    g_return_val_if_fail(YADO_IS_QUESTION(self), TRUE);

    return self->danger;
}

const char *
yado_question_get_skip_key(YadoQuestion *self)
{
    g_return_val_if_fail(YADO_IS_QUESTION(self), NULL);

    return self->skip_key;
}

const char *
yado_question_get_subject(YadoQuestion *self)
{
    g_return_val_if_fail(YADO_IS_QUESTION(self), NULL);

    return self->subject;
}

const char *
yado_question_get_subject_label(YadoQuestion *self)
{
    g_return_val_if_fail(YADO_IS_QUESTION(self), NULL);

    return self->subject_label;
}

gboolean
yado_question_was_wrong(YadoQuestion *self)
{
    g_return_val_if_fail(YADO_IS_QUESTION(self), FALSE);

    return self->was_wrong;
}

const char *
yado_question_get_keyring_problem(YadoQuestion *self)
{
    g_return_val_if_fail(YADO_IS_QUESTION(self), NULL);

    return self->keyring_problem;
}

void
yado_question_set_remember(YadoQuestion *self, gboolean remember)
{
    g_return_if_fail(YADO_IS_QUESTION(self));

    self->remember = remember;
}

gboolean
yado_question_is_recalled(YadoQuestion *self)
{
    g_return_val_if_fail(YADO_IS_QUESTION(self), FALSE);

    return self->is_recalled;
}

guint
yado_question_get_n_fields(YadoQuestion *self)
{
    g_return_val_if_fail(YADO_IS_QUESTION(self), 0);

    return self->fields->len;
}

const YadoQuestionField *
yado_question_get_field(YadoQuestion *self, guint i)
{
    g_return_val_if_fail(YADO_IS_QUESTION(self), NULL);
    g_return_val_if_fail(i < self->fields->len, NULL);

    return g_ptr_array_index(self->fields, i);
}

void
yado_question_set_answer(YadoQuestion *self, guint i, const char *value)
{
    g_return_if_fail(YADO_IS_QUESTION(self));
    g_return_if_fail(i < self->fields->len);

    YadoQuestionField *field = g_ptr_array_index(self->fields, i);
    char *copy = g_strdup(value); /* first: @value may be the old one */
    free_value(field);
    field->value = copy;
}

const char *
yado_question_get_answer(YadoQuestion *self, const char *id)
{
    g_return_val_if_fail(YADO_IS_QUESTION(self), NULL);

    for (guint i = 0; i < self->fields->len; i++) {
        const YadoQuestionField *field = g_ptr_array_index(self->fields, i);
        if (g_strcmp0(field->id, id) == 0)
            return field->value;
    }
    return NULL;
}

void
yado_question_set_chosen(YadoQuestion *self, guint i)
{
    g_return_if_fail(YADO_IS_QUESTION(self));
    g_return_if_fail(i < self->fields->len);

    self->chosen = i;
}

guint
yado_question_get_chosen(YadoQuestion *self)
{
    g_return_val_if_fail(YADO_IS_QUESTION(self), 0);

    return self->chosen;
}

static void
yado_prompt_default_init(YadoPromptInterface *iface)
{
}

/* ---- Asking the person: one question at a time, or an answer is typed under another's text ---- */

typedef struct {
    YadoQuestion *question;
    GSource *cancelled; /* while it waits for its turn */
} Asking;

static void ask_first(YadoPrompt *self);

static void
stop_waiting(Asking *asking)
{
    if (asking->cancelled)
        g_source_destroy(asking->cancelled);
    g_clear_pointer(&asking->cancelled, g_source_unref);
}

static void
free_asking(gpointer data)
{
    Asking *asking = data;

    stop_waiting(asking);
    g_object_unref(asking->question);
    g_free(asking);
}

/* Of tasks: the first is being asked.  They hold the prompt, so it is empty when that goes. */
static GQueue *
get_queue(YadoPrompt *self)
{
    GQueue *queue = g_object_get_data(G_OBJECT(self), "yado-questions");

    if (!queue) {
        queue = g_queue_new();
        g_object_set_data_full(G_OBJECT(self), "yado-questions", queue,
                               (GDestroyNotify)g_queue_free);
    }
    return queue;
}

static void
return_answer(GTask *task, gboolean yes, GError *error)
{
    Asking *asking = g_task_get_task_data(task);
    YadoQuestion *question = asking->question;

    if (error) {
        g_task_return_error(task, error);
        return;
    }
    if (yes && question->remember && !question->keyring_problem)
        yado_keyring_keep(question);
    g_task_return_boolean(task, yes);
}

static void
on_person_answered_cb(GObject *source, GAsyncResult *result, gpointer data)
{
    g_autoptr(GTask) task = data;
    YadoPrompt *self = YADO_PROMPT(source);
    GError *error = NULL;
    gboolean yes = YADO_PROMPT_GET_IFACE(self)->ask_finish(self, result, &error);

    return_answer(task, yes, error);
    g_queue_pop_head(get_queue(self)); /* only now: who is answered may ask again */
    ask_first(self);
}

static gboolean
on_waiting_cancelled_cb(GCancellable *cancellable, gpointer data)
{
    g_autoptr(GTask) task = data;

    g_queue_remove(get_queue(g_task_get_source_object(task)), task);
    g_task_return_error_if_cancelled(task);
    return G_SOURCE_REMOVE;
}

/* Its turn has come. A task that was cancelled may live on until its answer is handed over: it must not hear of that again. */
static gboolean
was_cancelled(GTask *task)
{
    stop_waiting(g_task_get_task_data(task));
    return g_task_return_error_if_cancelled(task);
}

static void
ask_first(YadoPrompt *self)
{
    GTask *task;

    while ((task = g_queue_peek_head(get_queue(self))) != NULL && was_cancelled(task))
        g_object_unref(g_queue_pop_head(get_queue(self)));
    if (!task)
        return;
    Asking *asking = g_task_get_task_data(task);
    YADO_PROMPT_GET_IFACE(self)->ask_async(self, asking->question, g_task_get_cancellable(task),
                                           on_person_answered_cb, task);
}

static void
ask_person(YadoPrompt *self, GTask *task)
{
    Asking *asking = g_task_get_task_data(task);

    g_queue_push_tail(get_queue(self), g_object_ref(task));
    if (g_queue_get_length(get_queue(self)) == 1) {
        ask_first(self);
    } else if (g_task_get_cancellable(task)) {
        asking->cancelled = g_cancellable_source_new(g_task_get_cancellable(task));
        g_source_set_callback(asking->cancelled, G_SOURCE_FUNC(on_waiting_cancelled_cb), task,
                              NULL);
        g_source_attach(asking->cancelled, NULL);
    }
}

/* ---- Before that the keyring, where it may ---- */

static void
on_keyring_answered_cb(GObject *source, GAsyncResult *result, gpointer data)
{
    g_autoptr(GTask) task = data;
    YadoQuestion *question = YADO_QUESTION(source);
    g_autoptr(GError) error = NULL;

    question->is_recalled = yado_keyring_recall_finish(question, result, &error);
    if (g_task_return_error_if_cancelled(task))
        return;
    if (question->is_recalled) {
        g_task_return_boolean(task, TRUE);
        return;
    }
    if (error)
        question->keyring_problem = g_strdup(error->message);
    ask_person(g_task_get_source_object(task), task);
}

void
yado_prompt_ask_async(YadoPrompt *self, YadoQuestion *question, GCancellable *cancellable,
                      GAsyncReadyCallback callback, gpointer user_data)
{
    g_return_if_fail(YADO_IS_PROMPT(self));
    g_return_if_fail(YADO_IS_QUESTION(question));

    g_autoptr(GTask) task = g_task_new(self, cancellable, callback, user_data);
    Asking *asking = g_new0(Asking, 1);

    asking->question = g_object_ref(question);
    g_task_set_task_data(task, asking, free_asking);
    if (YADO_PROMPT_GET_IFACE(self)->offers_keyring && question->subject)
        yado_keyring_recall_async(question, cancellable, on_keyring_answered_cb,
                                  g_object_ref(task));
    else
        ask_person(self, task);
}

gboolean
yado_prompt_ask_finish(YadoPrompt *self, GAsyncResult *result, GError **error)
{
    g_return_val_if_fail(YADO_IS_PROMPT(self), FALSE);

    return g_task_propagate_boolean(G_TASK(result), error);
}

/* What the worker waits on. Shared, because a cancelled worker leaves before the answer comes. */
typedef struct {
    GMutex mutex;
    GCond cond;
    YadoPrompt *prompt;
    YadoQuestion *question;
    GCancellable *cancellable;
    gboolean done;
    gboolean positive;
    GError *error;
} Wait;

static void
clear_wait(gpointer data)
{
    Wait *wait = data;

    g_mutex_clear(&wait->mutex);
    g_cond_clear(&wait->cond);
    g_object_unref(wait->prompt);
    g_object_unref(wait->question);
    g_clear_object(&wait->cancellable);
    g_clear_error(&wait->error);
}

static void
on_answer_given_cb(GObject *source, GAsyncResult *result, gpointer user_data)
{
    Wait *wait = user_data;
    GError *error = NULL;
    gboolean positive = yado_prompt_ask_finish(YADO_PROMPT(source), result, &error);

    g_mutex_lock(&wait->mutex);
    wait->positive = positive;
    wait->error = error;
    wait->done = TRUE;
    g_cond_signal(&wait->cond);
    g_mutex_unlock(&wait->mutex);
    g_atomic_rc_box_release_full(wait, clear_wait);
}

static gboolean
on_ask_idle_cb(gpointer user_data)
{
    Wait *wait = user_data;

    yado_prompt_ask_async(wait->prompt, wait->question, wait->cancellable, on_answer_given_cb,
                          wait);
    return G_SOURCE_REMOVE;
}

/* Not g_main_context_invoke(): between two iterations that would call the front end in this thread. */
static void
ask_on_main_context(Wait *wait)
{
    g_autoptr(GSource) source = g_idle_source_new();

    g_source_set_priority(source, G_PRIORITY_DEFAULT);
    g_source_set_callback(source, on_ask_idle_cb, wait, NULL);
    g_source_attach(source, NULL);
}

/* In whichever thread cancels. */
static void
on_worker_cancelled_cb(GCancellable *cancellable, gpointer user_data)
{
    Wait *wait = user_data;

    g_mutex_lock(&wait->mutex);
    g_cond_signal(&wait->cond);
    g_mutex_unlock(&wait->mutex);
}

static void
wait_for_answer(Wait *wait)
{
    gulong handler = 0;

    if (wait->cancellable != NULL)
        handler = g_cancellable_connect(wait->cancellable, G_CALLBACK(on_worker_cancelled_cb), wait,
                                        NULL);
    g_mutex_lock(&wait->mutex);
    while (!wait->done && !g_cancellable_is_cancelled(wait->cancellable))
        g_cond_wait(&wait->cond, &wait->mutex);
    g_mutex_unlock(&wait->mutex);
    if (handler != 0)
        g_cancellable_disconnect(wait->cancellable, handler);
}

gboolean
yado_prompt_ask_from_worker(YadoPrompt *self, YadoQuestion *question, GCancellable *cancellable,
                            GError **error)
{
    g_return_val_if_fail(YADO_IS_PROMPT(self), FALSE);
    g_return_val_if_fail(YADO_IS_QUESTION(question), FALSE);
    /* On the main context itself this would wait for ever. */
    g_return_val_if_fail(!g_main_context_is_owner(NULL), FALSE);

    Wait *wait = g_atomic_rc_box_new0(Wait);
    gboolean positive;

    g_mutex_init(&wait->mutex);
    g_cond_init(&wait->cond);
    wait->prompt = g_object_ref(self);
    wait->question = g_object_ref(question);
    g_set_object(&wait->cancellable, cancellable);

    g_atomic_rc_box_acquire(wait); /* for the answer */
    ask_on_main_context(wait);
    wait_for_answer(wait);

    g_mutex_lock(&wait->mutex);
    positive = wait->done && wait->positive;
    if (wait->done && wait->error != NULL)
        g_propagate_error(error, g_steal_pointer(&wait->error));
    else if (!wait->done)
        g_set_error_literal(error, G_IO_ERROR, G_IO_ERROR_CANCELLED, _("Cancelled"));
    g_mutex_unlock(&wait->mutex);
    g_atomic_rc_box_release_full(wait, clear_wait);
    return positive;
}
