/* SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "yado-tui"
#include "config.h"

#include "tui/views/yado-tui-dialogs.h"

#include <glib/gi18n.h>

#include "tui/form/yado-tui-form-view.h"
#include "tui/widget/yado-tui-box.h"
#include "tui/widget/yado-tui-button.h"
#include "tui/widget/yado-tui-editor.h"
#include "tui/widget/yado-tui-entry.h"
#include "tui/widget/yado-tui-label.h"
#include "tui/widget/yado-tui-screen.h"
#include "tui/widget/yado-tui-text.h"

#define TEXT_WIDTH 60
#define LONG_TEXT_WIDTH 74

/* ---- buttons ---- */

typedef struct {
    YadoTuiWindow *window;
    YadoTuiCommandFunc func;
    gpointer user_data;
} ButtonUse;

static void
on_button_clicked_cb(YadoTuiButton *button, gpointer user_data)
{
    ButtonUse *use = user_data;

    use->func(use->window, use->user_data);
}

static void
free_use(gpointer data, GClosure *closure)
{
    g_free(data);
}

static YadoTuiWidget *
build_button(YadoTuiWindow *window, const YadoTuiButtonSpec *spec, gpointer user_data)
{
    YadoTuiWidget *button = yado_tui_button_new(spec->label);
    ButtonUse *use = g_new0(ButtonUse, 1);

    use->window = window;
    use->func = spec->func;
    use->user_data = user_data;
    g_signal_connect_data(button, "clicked", G_CALLBACK(on_button_clicked_cb), use, free_use, 0);
    return button;
}

void
yado_tui_dialog_fill(YadoTuiWindow *window, YadoTuiWidget *body, const YadoTuiButtonSpec *buttons,
                     guint n_buttons, int first_focus, gpointer user_data)
{
    YadoTuiBox *box = yado_tui_box_new(TRUE, 1), *row = yado_tui_box_new(FALSE, 2);
    YadoTuiWidget *focus = NULL;

    yado_tui_box_append(box, body, TRUE);
    yado_tui_box_set_at_end(row, TRUE);
    for (guint i = 0; i < n_buttons; i++) {
        YadoTuiWidget *button = build_button(window, &buttons[i], user_data);

        yado_tui_box_append(row, button, FALSE);
        if ((int)i == first_focus)
            focus = button;
        if (buttons[i].key != NULL)
            yado_tui_window_add_command(window, buttons[i].key, buttons[i].label, buttons[i].func,
                                        user_data);
    }
    yado_tui_box_append(box, row, FALSE);
    yado_tui_window_set_child(window, YADO_TUI_WIDGET(box));
    if (focus != NULL)
        yado_tui_window_set_focus(window, focus);
}

static YadoTuiWidget *
build_message(const char *text, YadoTuiStyle style)
{
    YadoTuiWidget *label = yado_tui_label_new(text, style);

    yado_tui_label_set_natural_width(YADO_TUI_LABEL(label), TEXT_WIDTH);
    return label;
}

/* ---- texts ---- */

static YadoTuiWindow *
show_text_widget(const char *title, YadoTuiWidget *text)
{
    YadoTuiWindow *window = yado_tui_window_new(title, YADO_TUI_SURFACE_DIALOG);

    yado_tui_window_set_size(window, 0, LONG_TEXT_WIDTH);
    yado_tui_window_set_child(window, text);
    yado_tui_window_add_command(window, YADO_TUI_KEY_NO, _("Close"), yado_tui_window_on_close_cb,
                                NULL);
    yado_tui_window_add_command(window, YADO_TUI_KEY_BACK, NULL, yado_tui_window_on_close_cb, NULL);
    yado_tui_window_add_command(window, YADO_TUI_KEY_YES, NULL, yado_tui_window_on_close_cb, NULL);
    yado_tui_window_add_command(window, "Enter", NULL, yado_tui_window_on_close_cb, NULL);
    yado_tui_window_show(window);
    return window;
}

YadoTuiWindow *
yado_tui_dialog_show_text(const char *title, const char *text, gboolean wrap)
{
    return show_text_widget(title, yado_tui_text_new(text, wrap));
}

YadoTuiWindow *
yado_tui_dialog_show_difference(const char *title, const char *difference)
{
    YadoTuiWidget *text;

    if (difference == NULL || *difference == '\0')
        return yado_tui_dialog_show_message(title, _("There is no difference."));
    text = yado_tui_text_new(difference, FALSE);
    yado_tui_text_set_is_difference(YADO_TUI_TEXT(text), TRUE);
    return show_text_widget(title, text);
}

YadoTuiWindow *
yado_tui_dialog_show_message(const char *title, const char *text)
{
    static const YadoTuiButtonSpec buttons[] = {
        { YADO_TUI_KEY_YES, N_("_OK"), yado_tui_window_on_close_cb },
    };
    YadoTuiButtonSpec shown = buttons[0];
    YadoTuiWindow *window = yado_tui_window_new(title, YADO_TUI_SURFACE_DIALOG);

    shown.label = _(shown.label);
    yado_tui_dialog_fill(window, build_message(text, YADO_STYLE_NORMAL), &shown, 1, 0, NULL);
    yado_tui_window_add_command(window, YADO_TUI_KEY_NO, NULL, yado_tui_window_on_close_cb, NULL);
    yado_tui_window_show(window);
    return window;
}

static void
on_details_wanted_cb(YadoTuiWindow *window, gpointer user_data)
{
    const GError *error = g_object_get_data(G_OBJECT(window), "error");

    yado_tui_dialog_show_text(_("Details"), yado_error_get_detail(error), TRUE);
}

static YadoTuiWidget *
build_error(YadoTuiWindow *window, const GError *error)
{
    YadoTuiBox *box = yado_tui_box_new(TRUE, 1);
    const char *hint = yado_error_get_hint(error);
    YadoTuiWidget *message = build_message(error->message, YADO_STYLE_NORMAL);

    g_object_set_data(G_OBJECT(window), "error-box", box);
    g_object_set_data(G_OBJECT(window), "error-message", message);
    yado_tui_box_append(box, message, FALSE);
    if (hint != NULL)
        yado_tui_box_append(box, build_message(hint, YADO_STYLE_NORMAL), FALSE);
    return YADO_TUI_WIDGET(box);
}

static void
free_error(gpointer data)
{
    g_error_free(data);
}

YadoTuiWindow *
yado_tui_dialog_show_error(const char *title, const GError *error)
{
    YadoTuiButtonSpec buttons[] = {
        { "F4", _("_Details"), on_details_wanted_cb },
        { YADO_TUI_KEY_YES, _("_OK"), yado_tui_window_on_close_cb },
    };
    YadoTuiWindow *window;
    guint first;

    if (error == NULL || yado_error_is_cancel(error))
        return NULL;
    first = yado_error_get_detail(error) != NULL ? 0 : 1;
    window = yado_tui_window_new(title != NULL ? title : _("Error"), YADO_TUI_SURFACE_ERROR);
    g_object_set_data_full(G_OBJECT(window), "error", g_error_copy(error), free_error);
    yado_tui_dialog_fill(window, build_error(window, error), buttons + first, 2 - first,
                         first == 0 ? 1 : 0, NULL);
    yado_tui_window_add_command(window, YADO_TUI_KEY_NO, NULL, yado_tui_window_on_close_cb, NULL);
    yado_tui_window_show(window);
    return window;
}

gboolean
yado_tui_dialog_is_typing(void)
{
    YadoTuiWindow *top = yado_tui_screen_get_top();
    YadoTuiWidget *focus = top != NULL ? yado_tui_window_get_focus(top) : NULL;

    return focus != NULL && (YADO_TUI_IS_ENTRY(focus) || YADO_TUI_IS_EDITOR(focus));
}

void
yado_tui_dialog_rest(YadoTuiWindow *window)
{
    YadoTuiWidget *message =
        window != NULL ? g_object_get_data(G_OBJECT(window), "error-message") : NULL;

    if (message == NULL)
        return;
    yado_tui_label_set_takes_focus(YADO_TUI_LABEL(message), TRUE);
    yado_tui_window_set_focus(window, message);
}

void
yado_tui_dialog_set_error_note(YadoTuiWindow *window, const char *text)
{
    YadoTuiBox *box = g_object_get_data(G_OBJECT(window), "error-box");
    YadoTuiWidget *note = g_object_get_data(G_OBJECT(window), "error-note");

    if (note == NULL) {
        note = build_message(text, YADO_STYLE_NORMAL);
        yado_tui_box_append(box, note, FALSE);
        g_object_set_data(G_OBJECT(window), "error-note", note);
    }
    yado_tui_label_set_text(YADO_TUI_LABEL(note), text);
    yado_tui_widget_queue_relayout(YADO_TUI_WIDGET(window));
}

static void
on_help_wanted_cb(YadoTuiWindow *window, gpointer user_data)
{
    yado_tui_dialog_show_text(_("Help"), user_data, TRUE);
}

void
yado_tui_dialog_take_help(YadoTuiWindow *window, char *text)
{
    g_object_set_data_full(G_OBJECT(window), "help", text, g_free);
    yado_tui_window_add_command(window, YADO_TUI_KEY_HELP, _("Help"), on_help_wanted_cb, text);
}

/* ---- questions ---- */

typedef struct {
    void (*func)(gpointer user_data);
    void (*choose)(guint index, gpointer user_data);
    void (*form_func)(YadoForm *form, gpointer user_data);
    YadoTuiFormView *form_view;
    gpointer user_data;
    GDestroyNotify destroy;
} Answer;

static void
free_answer(gpointer data)
{
    Answer *answer = data;

    if (answer->destroy != NULL)
        answer->destroy(answer->user_data);
    g_free(answer);
}

static Answer *
attach_answer(YadoTuiWindow *window, gpointer user_data, GDestroyNotify destroy)
{
    Answer *answer = g_new0(Answer, 1);

    answer->user_data = user_data;
    answer->destroy = destroy;
    g_object_set_data_full(G_OBJECT(window), "answer", answer, free_answer);
    return answer;
}

static void
on_question_accepted_cb(YadoTuiWindow *window, gpointer user_data)
{
    Answer *answer = g_object_get_data(G_OBJECT(window), "answer");

    g_object_ref(window);
    yado_tui_window_close(window);
    answer->func(answer->user_data);
    g_object_unref(window);
}

YadoTuiWindow *
yado_tui_dialog_ask(const char *title, const char *text, const char *positive, gboolean danger,
                    void (*func)(gpointer user_data), gpointer user_data, GDestroyNotify destroy)
{
    YadoTuiButtonSpec buttons[] = {
        { YADO_TUI_KEY_NO, _("_Cancel"), yado_tui_window_on_close_cb },
        { YADO_TUI_KEY_YES, positive, on_question_accepted_cb },
    };
    YadoTuiWindow *window = yado_tui_window_new(title, YADO_TUI_SURFACE_DIALOG);

    attach_answer(window, user_data, destroy)->func = func;
    yado_tui_dialog_fill(window, build_message(text, YADO_STYLE_NORMAL), buttons, 2, danger ? 0 : 1,
                         NULL);
    yado_tui_window_show(window);
    return window;
}

static void
on_way_chosen_cb(YadoTuiButton *button, gpointer user_data)
{
    YadoTuiWindow *window = user_data;
    Answer *answer = g_object_get_data(G_OBJECT(window), "answer");
    guint index = GPOINTER_TO_UINT(g_object_get_data(G_OBJECT(button), "index"));

    g_object_ref(window);
    yado_tui_window_close(window);
    answer->choose(index, answer->user_data);
    g_object_unref(window);
}

void
yado_tui_dialog_choose(const char *title, const char *text, const char *const *labels,
                       void (*func)(guint index, gpointer user_data), gpointer user_data,
                       GDestroyNotify destroy)
{
    YadoTuiWindow *window = yado_tui_window_new(title, YADO_TUI_SURFACE_DIALOG);
    YadoTuiBox *box = yado_tui_box_new(TRUE, 0);

    attach_answer(window, user_data, destroy)->choose = func;
    yado_tui_box_append(box, build_message(text, YADO_STYLE_NORMAL), FALSE);
    yado_tui_box_append(box, yado_tui_label_new("", YADO_STYLE_NORMAL), FALSE);
    for (guint i = 0; labels[i] != NULL; i++) {
        YadoTuiWidget *button = yado_tui_button_new(labels[i]);

        g_object_set_data(G_OBJECT(button), "index", GUINT_TO_POINTER(i));
        g_signal_connect(button, "clicked", G_CALLBACK(on_way_chosen_cb), window);
        yado_tui_box_append(box, button, FALSE);
    }
    yado_tui_window_set_child(window, YADO_TUI_WIDGET(box));
    yado_tui_window_add_command(window, YADO_TUI_KEY_NO, _("Cancel"), yado_tui_window_on_close_cb,
                                NULL);
    yado_tui_window_show(window);
}

/* ---- forms ---- */

static void
on_form_accepted_cb(YadoTuiWindow *window, gpointer user_data)
{
    Answer *answer = g_object_get_data(G_OBJECT(window), "answer");
    g_autoptr(YadoForm) form = g_object_ref(yado_tui_form_view_get_form(answer->form_view));

    if (!yado_tui_form_view_validate(answer->form_view))
        return;
    g_object_ref(window);
    yado_tui_window_close(window);
    answer->form_func(form, answer->user_data);
    g_object_unref(window);
}

static void
on_form_help_wanted_cb(YadoTuiWindow *window, gpointer user_data)
{
    Answer *answer = g_object_get_data(G_OBJECT(window), "answer");
    YadoForm *form = yado_tui_form_view_get_form(answer->form_view);
    g_autofree char *help = yado_help_for_form(form);

    yado_tui_dialog_show_text(yado_form_get_title(form), help, TRUE);
}

void
yado_tui_dialog_show_form(YadoForm *form, void (*func)(YadoForm *form, gpointer user_data),
                          gpointer user_data, GDestroyNotify destroy)
{
    YadoTuiButtonSpec buttons[] = {
        { YADO_TUI_KEY_NO, _("_Cancel"), yado_tui_window_on_close_cb },
        { YADO_TUI_KEY_YES, yado_form_get_positive(form), on_form_accepted_cb },
    };
    YadoTuiWindow *window = yado_tui_window_new(yado_form_get_title(form), YADO_TUI_SURFACE_DIALOG);
    YadoTuiWidget *view = yado_tui_form_view_new(form);
    Answer *answer = attach_answer(window, user_data, destroy);

    answer->form_func = func;
    answer->form_view = YADO_TUI_FORM_VIEW(view);
    yado_tui_window_set_size(window, 0, LONG_TEXT_WIDTH);
    yado_tui_window_add_command(window, YADO_TUI_KEY_HELP, _("Help"), on_form_help_wanted_cb, NULL);
    yado_tui_dialog_fill(window, view, buttons, G_N_ELEMENTS(buttons), -1, NULL);
    yado_tui_window_add_command(window, "Enter", NULL, on_form_accepted_cb, NULL);
    yado_tui_window_show(window);
}
