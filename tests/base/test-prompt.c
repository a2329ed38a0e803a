/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "base/yado-error.h"
#include "base/yado-prompt.h"

/* A front end that answers as told, on the main context. */
#define TEST_TYPE_PROMPT (test_prompt_get_type())
G_DECLARE_FINAL_TYPE(TestPrompt, test_prompt, TEST, PROMPT, GObject)

typedef enum { ANSWER_YES, ANSWER_NO, ANSWER_ERROR, ANSWER_NEVER, ANSWER_LATER } Answer;

struct _TestPrompt {
    GObject parent_instance;
    Answer answer;
    GThread *asked_in;
    GTask *open; /* ANSWER_NEVER, ANSWER_LATER: kept until the test answers */
    const char *asked;
};

static void
ask_async(YadoPrompt *prompt, YadoQuestion *question, GCancellable *cancellable,
          GAsyncReadyCallback callback, gpointer user_data)
{
    TestPrompt *self = TEST_PROMPT(prompt);
    g_autoptr(GTask) task = g_task_new(self, NULL, callback, user_data);

    self->asked_in = g_thread_self();
    self->asked = g_intern_string(yado_question_get_text(question));
    g_assert_null(self->open); /* one at a time */
    if (self->answer == ANSWER_LATER) {
        self->open = g_steal_pointer(&task);
        return;
    }
    if (self->answer == ANSWER_NEVER) {
        self->open = g_steal_pointer(&task);
        /* The worker's own cancellable is given to the front end, which closes its dialog by it. */
        g_assert_nonnull(cancellable);
        g_cancellable_cancel(cancellable);
        return;
    }
    if (self->answer == ANSWER_ERROR) {
        g_task_return_error(task, yado_error_new(YADO_ERROR_INVALID, NULL, NULL, "no terminal"));
        return;
    }
    if (yado_question_get_n_fields(question) > 0)
        yado_question_set_answer(question, 0, "secret");
    g_task_return_boolean(task, self->answer == ANSWER_YES);
}

static gboolean
ask_finish(YadoPrompt *prompt, GAsyncResult *result, GError **error)
{
    return g_task_propagate_boolean(G_TASK(result), error);
}

static void
init_prompt(YadoPromptInterface *iface)
{
    iface->ask_async = ask_async;
    iface->ask_finish = ask_finish;
}

G_DEFINE_TYPE_WITH_CODE(TestPrompt, test_prompt, G_TYPE_OBJECT,
                        G_IMPLEMENT_INTERFACE(YADO_TYPE_PROMPT, init_prompt))

static void
test_prompt_class_init(TestPromptClass *class)
{
}

static void
test_prompt_init(TestPrompt *self)
{
}

typedef struct {
    YadoPrompt *prompt;
    YadoQuestion *question;
    GCancellable *cancellable;
    gboolean positive;
    GError *error;
    gint done;
} Ask;

static gpointer
ask_in_worker(gpointer data)
{
    Ask *ask = data;

    ask->positive =
        yado_prompt_ask_from_worker(ask->prompt, ask->question, ask->cancellable, &ask->error);
    g_atomic_int_set(&ask->done, 1);
    g_main_context_wakeup(NULL);
    return NULL;
}

static void
run_ask(Ask *ask)
{
    GThread *worker = g_thread_new("worker", ask_in_worker, ask);

    while (!g_atomic_int_get(&ask->done))
        g_main_context_iteration(NULL, TRUE);
    g_thread_join(worker);
}

static void
clear_ask(Ask *ask)
{
    g_object_unref(ask->prompt);
    g_object_unref(ask->question);
    g_clear_object(&ask->cancellable);
    g_clear_error(&ask->error);
}

static Ask
make_ask(Answer answer)
{
    Ask ask = { g_object_new(TEST_TYPE_PROMPT, NULL),
                yado_question_new(YADO_QUESTION_CREDENTIALS, "Log in", "Who are you?", "Log in") };

    TEST_PROMPT(ask.prompt)->answer = answer;
    yado_question_add_field(ask.question, "password", "Password", NULL, TRUE);
    return ask;
}

static void
test_worker_yes(void)
{
    Ask ask = make_ask(ANSWER_YES);

    run_ask(&ask);
    g_assert_no_error(ask.error);
    g_assert_true(ask.positive);
    g_assert_cmpstr(yado_question_get_answer(ask.question, "password"), ==, "secret");
    g_assert_true(TEST_PROMPT(ask.prompt)->asked_in == g_thread_self());
    clear_ask(&ask);
}

static void
test_worker_no(void)
{
    Ask ask = make_ask(ANSWER_NO);

    run_ask(&ask);
    g_assert_no_error(ask.error);
    g_assert_false(ask.positive);
    clear_ask(&ask);
}

static void
test_worker_error(void)
{
    Ask ask = make_ask(ANSWER_ERROR);

    run_ask(&ask);
    g_assert_error(ask.error, YADO_ERROR, YADO_ERROR_INVALID);
    g_assert_false(ask.positive);
    clear_ask(&ask);
}

/* The worker goes on at once; the late answer must find nothing freed. */
static void
test_worker_cancelled(void)
{
    Ask ask = make_ask(ANSWER_NEVER);

    ask.cancellable = g_cancellable_new();
    run_ask(&ask);
    g_assert_error(ask.error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
    g_assert_false(ask.positive);
    GTask *open = g_steal_pointer(&TEST_PROMPT(ask.prompt)->open);
    g_task_return_boolean(open, TRUE);
    g_object_unref(open);
    while (g_main_context_iteration(NULL, FALSE))
        continue;
    clear_ask(&ask);
}

/* ---- Several at once ---- */

static void
on_answered_cb(GObject *source, GAsyncResult *result, gpointer data)
{
    GString *log = data;
    g_autoptr(GError) error = NULL;
    gboolean yes = yado_prompt_ask_finish(YADO_PROMPT(source), result, &error);

    g_string_append(log, error ? "cancelled " : yes ? "yes " : "no ");
}

static void
ask(TestPrompt *prompt, const char *text, GCancellable *cancellable, GString *log)
{
    g_autoptr(YadoQuestion) question =
        yado_question_new(YADO_QUESTION_CONFIRM, "Title", text, "Go on");

    yado_prompt_ask_async(YADO_PROMPT(prompt), question, cancellable, on_answered_cb, log);
}

static void
answer(TestPrompt *prompt, gboolean yes)
{
    GTask *open = g_steal_pointer(&prompt->open);

    g_assert_nonnull(open);
    g_task_return_boolean(open, yes);
    g_object_unref(open);
    while (g_main_context_iteration(NULL, FALSE))
        continue;
}

static void
test_one_at_a_time(void)
{
    g_autoptr(TestPrompt) prompt = g_object_new(TEST_TYPE_PROMPT, NULL);
    g_autoptr(GCancellable) second = g_cancellable_new();
    g_autoptr(GString) log = g_string_new(NULL);

    prompt->answer = ANSWER_LATER;
    ask(prompt, "alpha", NULL, log);
    ask(prompt, "beta", second, log);
    ask(prompt, "gamma", NULL, log);
    while (g_main_context_iteration(NULL, FALSE))
        continue;
    g_assert_cmpstr(prompt->asked, ==, "alpha");

    /* Withdrawn before its turn: answered at once, and never asked. */
    g_cancellable_cancel(second);
    while (g_main_context_iteration(NULL, FALSE))
        continue;
    g_assert_cmpstr(log->str, ==, "cancelled ");
    answer(prompt, TRUE);
    g_assert_cmpstr(prompt->asked, ==, "gamma");
    answer(prompt, FALSE);
    g_assert_cmpstr(log->str, ==, "cancelled yes no ");
    g_assert_null(prompt->open);

    /* And those that come withdrawn. */
    ask(prompt, "delta", second, log);
    while (g_main_context_iteration(NULL, FALSE))
        continue;
    g_assert_cmpstr(prompt->asked, ==, "gamma");
    g_assert_cmpstr(log->str, ==, "cancelled yes no cancelled ");
}

typedef struct {
    TestPrompt *prompt;
    GString *log;
} AtOnce;

static gboolean
on_idle_cb(gpointer data)
{
    AtOnce *at_once = data;
    g_autoptr(GCancellable) cancellable = g_cancellable_new();

    ask(at_once->prompt, "beta", cancellable, at_once->log);
    g_cancellable_cancel(cancellable);
    answer(at_once->prompt, TRUE);
    return G_SOURCE_REMOVE;
}

/* Asked, withdrawn and its turn come, all in one turn of the main context: its answer waits for the next, and is given once. */
static void
test_withdrawn_at_once(void)
{
    g_autoptr(TestPrompt) prompt = g_object_new(TEST_TYPE_PROMPT, NULL);
    g_autoptr(GString) log = g_string_new(NULL);
    AtOnce at_once = { prompt, log };

    prompt->answer = ANSWER_LATER;
    ask(prompt, "alpha", NULL, log);
    g_idle_add(on_idle_cb, &at_once);
    while (g_main_context_iteration(NULL, FALSE))
        continue;
    g_assert_cmpstr(log->str, ==, "yes cancelled ");
    g_assert_cmpstr(prompt->asked, ==, "alpha");
}

static void
test_question(void)
{
    g_autoptr(YadoQuestion) question =
        yado_question_new(YADO_QUESTION_CHOICE, "Title", "Text.", "Go on");

    yado_question_add_field(question, "a", "First", "one", FALSE);
    yado_question_add_field(question, "b", "Second", NULL, FALSE);
    yado_question_set_danger(question, TRUE);
    yado_question_set_skip_key(question, "guest.destroy");
    g_assert_cmpint(yado_question_get_kind(question), ==, YADO_QUESTION_CHOICE);
    g_assert_cmpstr(yado_question_get_title(question), ==, "Title");
    g_assert_cmpstr(yado_question_get_text(question), ==, "Text.");
    g_assert_cmpstr(yado_question_get_positive(question), ==, "Go on");
    g_assert_true(yado_question_is_danger(question));
    g_assert_cmpstr(yado_question_get_skip_key(question), ==, "guest.destroy");
    g_assert_cmpuint(yado_question_get_n_fields(question), ==, 2);
    g_assert_cmpstr(yado_question_get_answer(question, "a"), ==, "one");
    g_assert_null(yado_question_get_answer(question, "none"));
    yado_question_set_answer(question, 0, yado_question_get_answer(question, "a"));
    g_assert_cmpstr(yado_question_get_answer(question, "a"), ==, "one");
    yado_question_set_chosen(question, 1);
    g_assert_cmpuint(yado_question_get_chosen(question), ==, 1);
    g_assert_cmpstr(yado_question_get_field(question, 1)->prompt, ==, "Second");
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/prompt/question", test_question);
    g_test_add_func("/prompt/one-at-a-time", test_one_at_a_time);
    g_test_add_func("/prompt/withdrawn-at-once", test_withdrawn_at_once);
    g_test_add_func("/prompt/worker-yes", test_worker_yes);
    g_test_add_func("/prompt/worker-no", test_worker_no);
    g_test_add_func("/prompt/worker-error", test_worker_error);
    g_test_add_func("/prompt/worker-cancelled", test_worker_cancelled);
    return g_test_run();
}
