/* SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "yado-tui"
#include "config.h"

#include "tui/views/yado-tui-prompt.h"

#include <glib/gi18n.h>

#include "tui/views/yado-tui-dialogs.h"
#include "tui/widget/yado-tui-box.h"
#include "tui/widget/yado-tui-button.h"
#include "tui/widget/yado-tui-entry.h"
#include "tui/widget/yado-tui-label.h"
#include "tui/widget/yado-tui-screen.h"

#define TEXT_WIDTH 60
#define ENTRY_WIDTH 32

struct _YadoTuiPrompt {
    GObject parent_instance;
    YadoSettings *settings; /* the session's */
};

/* A question on the screen. */
typedef struct {
    GTask *task;
    YadoTuiPrompt *prompt;
    YadoQuestion *question;
    YadoTuiWindow *window;
    GPtrArray *entries;  /* of YadoTuiEntry, in the order of the fields */
    YadoTuiButton *skip; /* "do not ask again", or NULL */
    gboolean answer;
    gulong cancelled;
} Asking;

static void
free_asking(Asking *asking)
{
    g_clear_object(&asking->task);
    g_clear_object(&asking->question);
    g_clear_object(&asking->window);
    g_ptr_array_unref(asking->entries);
    g_free(asking);
}

static void
store_answers(Asking *asking)
{
    const char *key = yado_question_get_skip_key(asking->question);

    for (guint i = 0; i < asking->entries->len; i++)
        yado_question_set_answer(asking->question, i,
                                 yado_tui_entry_get_text(g_ptr_array_index(asking->entries, i)));
    if (asking->skip != NULL && key != NULL && yado_tui_check_get_active(asking->skip)) {
        yado_settings_set_bool(asking->prompt->settings, "confirm", key, FALSE);
        yado_settings_save(asking->prompt->settings, NULL); /* asked again next time: no harm */
    }
}

static void
on_accepted_cb(YadoTuiWindow *window, gpointer user_data)
{
    Asking *asking = user_data;

    asking->answer = TRUE;
    store_answers(asking);
    yado_tui_window_close(window);
}

static void
on_way_picked_cb(YadoTuiButton *button, gpointer user_data)
{
    Asking *asking = user_data;

    yado_question_set_chosen(asking->question,
                             GPOINTER_TO_UINT(g_object_get_data(G_OBJECT(button), "index")));
    asking->answer = TRUE;
    yado_tui_window_close(asking->window);
}

static void
on_window_closed_cb(YadoTuiWindow *window, gpointer user_data)
{
    Asking *asking = user_data;
    GCancellable *cancellable = g_task_get_cancellable(asking->task);

    if (asking->cancelled != 0)
        g_signal_handler_disconnect(cancellable, asking->cancelled);
    if (!g_task_return_error_if_cancelled(asking->task))
        g_task_return_boolean(asking->task, asking->answer);
    free_asking(asking);
}

static gboolean
on_question_withdrawn_cb(gpointer user_data)
{
    yado_tui_window_close(user_data);
    return G_SOURCE_REMOVE;
}

/* May be any thread, and inside g_cancellable_cancel(): the window closes later, on the main context. */
static void
on_cancelled_cb(GCancellable *cancellable, gpointer user_data)
{
    Asking *asking = user_data;

    g_idle_add_full(G_PRIORITY_DEFAULT, on_question_withdrawn_cb, g_object_ref(asking->window),
                    g_object_unref);
}

static void
add_fields(Asking *asking, YadoTuiBox *box)
{
    for (guint i = 0; i < yado_question_get_n_fields(asking->question); i++) {
        const YadoQuestionField *field = yado_question_get_field(asking->question, i);
        YadoTuiWidget *entry = yado_tui_entry_new(field->value, ENTRY_WIDTH);

        yado_tui_entry_set_secret(YADO_TUI_ENTRY(entry), field->secret);
        yado_tui_box_append(box, yado_tui_label_new_for(field->prompt, entry), FALSE);
        yado_tui_box_append(box, entry, FALSE);
        g_ptr_array_add(asking->entries, entry);
    }
}

static void
add_ways(Asking *asking, YadoTuiBox *box)
{
    for (guint i = 0; i < yado_question_get_n_fields(asking->question); i++) {
        YadoTuiWidget *button =
            yado_tui_button_new(yado_question_get_field(asking->question, i)->prompt);

        g_object_set_data(G_OBJECT(button), "index", GUINT_TO_POINTER(i));
        g_signal_connect(button, "clicked", G_CALLBACK(on_way_picked_cb), asking);
        yado_tui_box_append(box, button, FALSE);
    }
}

static YadoTuiWidget *
build_body(Asking *asking)
{
    YadoTuiBox *box = yado_tui_box_new(TRUE, 0);
    YadoTuiWidget *text =
        yado_tui_label_new(yado_question_get_text(asking->question), YADO_STYLE_NORMAL);

    yado_tui_label_set_natural_width(YADO_TUI_LABEL(text), TEXT_WIDTH);
    yado_tui_box_append(box, text, FALSE);
    if (yado_question_get_n_fields(asking->question) > 0)
        yado_tui_box_append(box, yado_tui_label_new("", YADO_STYLE_NORMAL), FALSE);
    if (yado_question_get_kind(asking->question) == YADO_QUESTION_CHOICE)
        add_ways(asking, box);
    else
        add_fields(asking, box);
    if (yado_question_get_skip_key(asking->question) != NULL) {
        YadoTuiWidget *check = yado_tui_check_new(_("Do _not ask this again"), FALSE);
        asking->skip = YADO_TUI_BUTTON(check);
        yado_tui_box_append(box, yado_tui_label_new("", YADO_STYLE_NORMAL), FALSE);
        yado_tui_box_append(box, check, FALSE);
    }
    return YADO_TUI_WIDGET(box);
}

static void
on_help_wanted_cb(YadoTuiWindow *window, gpointer user_data)
{
    Asking *asking = user_data;

    yado_tui_dialog_show_text(_("Help"), yado_question_get_help(asking->question), TRUE);
}

static void
fill_window(Asking *asking)
{
    const char *positive = yado_question_get_positive(asking->question);
    gboolean choice = yado_question_get_kind(asking->question) == YADO_QUESTION_CHOICE;
    gboolean danger = yado_question_is_danger(asking->question);
    gboolean has_entries = yado_question_get_n_fields(asking->question) > 0;
    YadoTuiButtonSpec buttons[] = {
        { YADO_TUI_KEY_NO, _("_Cancel"), yado_tui_window_on_close_cb },
        { YADO_TUI_KEY_YES, positive != NULL ? positive : _("_OK"), on_accepted_cb },
    };

    if (yado_question_get_help(asking->question) != NULL)
        yado_tui_window_add_command(asking->window, YADO_TUI_KEY_HELP, _("Help"), on_help_wanted_cb,
                                    asking);
    yado_tui_dialog_fill(asking->window, build_body(asking), buttons, choice ? 1 : 2,
                         has_entries ? -1
                         : danger    ? 0
                                     : 1,
                         asking);
    if (has_entries && !choice && !danger)
        yado_tui_window_add_command(asking->window, "Enter", NULL, on_accepted_cb, asking);
}

static void
yado_tui_prompt_ask_async(YadoPrompt *prompt, YadoQuestion *question, GCancellable *cancellable,
                          GAsyncReadyCallback callback, gpointer user_data)
{
    GTask *task = g_task_new(prompt, cancellable, callback, user_data);
    Asking *asking;

    if (!yado_tui_screen_is_open() || g_task_return_error_if_cancelled(task)) {
        if (!yado_tui_screen_is_open())
            g_task_return_new_error(task, G_IO_ERROR, G_IO_ERROR_CANCELLED, "closed");
        g_object_unref(task);
        return;
    }
    asking = g_new0(Asking, 1);
    asking->task = task;
    asking->prompt = YADO_TUI_PROMPT(prompt);
    asking->question = g_object_ref(question);
    asking->entries = g_ptr_array_new();
    asking->window = g_object_ref_sink(
        yado_tui_window_new(yado_question_get_title(question), YADO_TUI_SURFACE_DIALOG));
    fill_window(asking);
    g_signal_connect(asking->window, "closed", G_CALLBACK(on_window_closed_cb), asking);
    yado_tui_window_show(asking->window);
    if (cancellable != NULL)
        asking->cancelled =
            g_signal_connect(cancellable, "cancelled", G_CALLBACK(on_cancelled_cb), asking);
}

static gboolean
yado_tui_prompt_ask_finish(YadoPrompt *prompt, GAsyncResult *result, GError **error)
{
    return g_task_propagate_boolean(G_TASK(result), error);
}

static void
init_prompt_interface(YadoPromptInterface *iface)
{
    iface->ask_async = yado_tui_prompt_ask_async;
    iface->ask_finish = yado_tui_prompt_ask_finish;
}

G_DEFINE_FINAL_TYPE_WITH_CODE(YadoTuiPrompt, yado_tui_prompt, G_TYPE_OBJECT,
                              G_IMPLEMENT_INTERFACE(YADO_TYPE_PROMPT, init_prompt_interface))

static void
yado_tui_prompt_class_init(YadoTuiPromptClass *klass)
{
}

static void
yado_tui_prompt_init(YadoTuiPrompt *self)
{
}

YadoPrompt *
yado_tui_prompt_new(YadoSettings *settings)
{
    YadoTuiPrompt *self = g_object_new(YADO_TUI_TYPE_PROMPT, NULL);

    self->settings = settings;
    return YADO_PROMPT(self);
}
