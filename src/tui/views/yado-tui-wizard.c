/* SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "yado-tui"
#include "config.h"

#include "tui/views/yado-tui-wizard.h"

#include <glib/gi18n.h>

#include "tui/form/yado-tui-form-view.h"
#include "tui/views/yado-tui-dialogs.h"
#include "tui/widget/yado-tui-box.h"
#include "tui/widget/yado-tui-label.h"
#include "tui/widget/yado-tui-list.h"
#include "tui/widget/yado-tui-painter.h"

#define STEPS_WIDTH 17 /* at least */

typedef struct {
    YadoTuiApp *app;
    YadoWizard *wizard;
    YadoTuiWindow *window;
    YadoTuiList *steps;
    YadoTuiBox *content;
    YadoTuiFormView *form_view; /* NULL: the summary */
    YadoTuiList *summary;
    guint shown; /* the step that is shown */
} View;

static const YadoWizardSpec *
get_spec(View *self)
{
    return yado_wizard_get_spec(self->wizard);
}

/* ---- picture ---- */

static void
paint_title(YadoTuiPainter *painter, YadoTty *tty, const YadoTtyRect *rect, gpointer user_data)
{
    View *self = user_data;
    g_autofree char *title = g_strdup_printf(" %s", _(get_spec(self)->title));
    g_autofree char *step =
        g_strdup_printf(_("Step %u of %u"), yado_wizard_get_current(self->wizard) + 1,
                        yado_wizard_get_n_steps(self->wizard));
    int width = yado_text_get_width(step) + 1;

    yado_tty_fill(tty, rect, YADO_STYLE_TITLE);
    yado_tty_put_cut(tty, rect->y, rect->x, rect->width - width, title, YADO_STYLE_TITLE);
    yado_tty_put(tty, rect->y, rect->x + rect->width - width, width, step, YADO_STYLE_TITLE);
}

static void
paint_rule(YadoTuiPainter *painter, YadoTty *tty, const YadoTtyRect *rect, gpointer user_data)
{
    for (int i = 0; i < rect->height; i++)
        yado_tty_put(tty, rect->y + i, rect->x, 1, "│", YADO_STYLE_FRAME);
}

static void
draw_step(YadoTuiList *list, YadoTty *tty, guint row, const YadoTtyRect *rect, YadoTuiStyle style,
          gpointer user_data)
{
    View *self = user_data;
    const char *mark = row == yado_wizard_get_current(self->wizard) ? "▸"
                       : yado_wizard_is_skipped(self->wizard, row)  ? "-"
                       : yado_wizard_is_done(self->wizard, row)     ? "✓"
                                                                    : " ";

    yado_tty_put(tty, rect->y, rect->x + 1, 1, mark, style);
    yado_tty_put_cut(tty, rect->y, rect->x + 3, rect->width - 3,
                     yado_wizard_get_step_label(self->wizard, row), style);
}

static void
draw_headline(YadoTuiList *list, YadoTty *tty, guint row, const YadoTtyRect *rect,
              YadoTuiStyle style, gpointer user_data)
{
    View *self = user_data;
    g_autofree char *line = yado_wizard_summarize(self->wizard, row);
    g_autofree char *clean = line != NULL ? yado_text_clean(line) : g_strdup(_("as it is there"));
    g_autofree char *fitted = yado_text_fit(clean, rect->width - 15, YADO_ALIGN_START);

    yado_tty_put_cut(tty, rect->y, rect->x, 14, yado_wizard_get_step_label(self->wizard, row),
                     style == YADO_STYLE_NORMAL ? YADO_STYLE_HEADER : style);
    yado_tty_put(tty, rect->y, rect->x + 15, rect->width - 15, fitted, style);
}

static int
measure_steps(View *self)
{
    int width = STEPS_WIDTH;

    for (guint i = 0; i < yado_wizard_get_n_steps(self->wizard); i++)
        width = MAX(width, 3 + yado_text_get_width(yado_wizard_get_step_label(self->wizard, i)));
    return width;
}

/* ---- the step ---- */

static void
show_form(View *self, YadoForm *form)
{
    YadoTuiWidget *view = yado_tui_form_view_new(form);
    const char *intro = yado_form_get_intro(form);

    self->form_view = YADO_TUI_FORM_VIEW(view);
    yado_tui_box_append(self->content,
                        yado_tui_label_new(yado_form_get_title(form), YADO_STYLE_HEADER), FALSE);
    if (intro != NULL)
        yado_tui_box_append(self->content, yado_tui_label_new(intro, YADO_STYLE_DIM), FALSE);
    yado_tui_box_append(self->content, yado_tui_label_new("", YADO_STYLE_NORMAL), FALSE);
    yado_tui_box_append(self->content, view, TRUE);
}

static void
on_headline_activated_cb(YadoTuiList *list, View *self)
{
    yado_wizard_go_to(self->wizard, yado_tui_list_get_selected(list), NULL);
}

static void
show_summary(View *self)
{
    YadoTuiWidget *list = yado_tui_list_new(draw_headline, self);

    self->summary = YADO_TUI_LIST(list);
    yado_tui_list_set_n_rows(self->summary, yado_wizard_get_n_steps(self->wizard) - 1);
    g_signal_connect(list, "activated", G_CALLBACK(on_headline_activated_cb), self);
    yado_tui_box_append(self->content, yado_tui_label_new(_("Summary"), YADO_STYLE_HEADER), FALSE);
    yado_tui_box_append(
        self->content, yado_tui_label_new(_("Enter on a line changes it."), YADO_STYLE_DIM), FALSE);
    yado_tui_box_append(self->content, yado_tui_label_new("", YADO_STYLE_NORMAL), FALSE);
    yado_tui_box_append(self->content, list, TRUE);
    yado_tui_window_set_focus(self->window, list);
}

static void add_commands(View *self);

static void
show_step(View *self)
{
    YadoForm *form = yado_wizard_get_form(self->wizard, yado_wizard_get_current(self->wizard));

    self->shown = yado_wizard_get_current(self->wizard);
    self->form_view = NULL;
    self->summary = NULL;
    yado_tui_box_clear(self->content);
    if (form != NULL)
        show_form(self, form);
    else
        show_summary(self);
    if (self->form_view != NULL) {
        g_autoptr(GPtrArray) fields = yado_form_list_fields(form);

        for (guint i = 0; i < fields->len; i++)
            if (yado_form_is_visible(form, fields->pdata[i])) {
                yado_tui_form_view_focus_field(self->form_view,
                                               ((YadoFieldSpec *)fields->pdata[i])->id);
                break;
            }
    }
    add_commands(self);
    yado_tui_list_select(self->steps, self->shown);
    yado_tui_widget_queue_relayout(YADO_TUI_WIDGET(self->window));
}

static void
on_wizard_changed_cb(YadoWizard *wizard, View *self)
{
    if (yado_wizard_get_current(wizard) != self->shown)
        show_step(self);
    else if (self->form_view != NULL)
        yado_tui_form_view_refresh(self->form_view);
    yado_tui_widget_queue_redraw(YADO_TUI_WIDGET(self->window));
}

/* ---- commands ---- */

static void
tell(View *self, const GError *error)
{
    if (self->form_view != NULL && self->shown == yado_wizard_get_current(self->wizard))
        yado_tui_form_view_validate(self->form_view);
    if (self->form_view == NULL)
        yado_tui_dialog_show_error(_(get_spec(self)->title), error);
}

static void
accept(View *self)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(YadoJob) job = yado_wizard_accept(self->wizard, &error);

    if (job != NULL)
        yado_tui_window_close(self->window);
    else
        tell(self, error);
}

static void
on_next_wanted_cb(YadoTuiWindow *window, gpointer user_data)
{
    View *self = user_data;
    g_autoptr(GError) error = NULL;

    if (yado_wizard_is_at_summary(self->wizard))
        accept(self);
    else if (!yado_wizard_next(self->wizard, &error))
        tell(self, error);
}

static void
on_back_wanted_cb(YadoTuiWindow *window, gpointer user_data)
{
    yado_wizard_back(((View *)user_data)->wizard);
}

static void
on_summary_wanted_cb(YadoTuiWindow *window, gpointer user_data)
{
    View *self = user_data;
    g_autoptr(GError) error = NULL;

    if (!yado_wizard_go_to(self->wizard, yado_wizard_get_n_steps(self->wizard) - 1, &error))
        tell(self, error);
}

static void
on_configuration_wanted_cb(YadoTuiWindow *window, gpointer user_data)
{
    View *self = user_data;
    g_autoptr(GError) error = NULL;
    g_autofree char *text = yado_wizard_dup_configuration(self->wizard, &error);

    if (text != NULL)
        yado_tui_dialog_show_text(_("Configuration"), text, FALSE);
    else
        yado_tui_dialog_show_error(NULL, error);
}

static void
on_help_wanted_cb(YadoTuiWindow *window, gpointer user_data)
{
    View *self = user_data;
    YadoForm *form = yado_wizard_get_form(self->wizard, yado_wizard_get_current(self->wizard));
    g_autofree char *help =
        form != NULL ? yado_help_for_form(form) : g_strdup(_(get_spec(self)->help));

    yado_tui_dialog_show_text(_("Help"), help, TRUE);
}

static void
on_abort_confirmed_cb(gpointer user_data)
{
    yado_tui_window_close(user_data);
}

static void
on_abort_wanted_cb(YadoTuiWindow *window, gpointer user_data)
{
    View *self = user_data;

    if (!yado_document_is_edited(yado_wizard_get_answers(self->wizard))) {
        yado_tui_window_close(window);
        return;
    }
    yado_tui_dialog_ask(_("Abort"), _("What was filled in is lost. Nothing has been made yet."),
                        _("_Abort"), TRUE, on_abort_confirmed_cb, g_object_ref(window),
                        g_object_unref);
}

static void
add_commands(View *self)
{
    YadoTuiWindow *window = self->window;
    gboolean is_last = yado_wizard_is_at_summary(self->wizard);
    g_autofree char *verb = yado_text_strip_mnemonic(_(get_spec(self)->positive));

    yado_tui_window_clear_commands(window);
    yado_tui_window_add_command(window, YADO_TUI_KEY_HELP, _("Help"), on_help_wanted_cb, self);
    if (is_last)
        yado_tui_window_add_command(window, yado_keymap_get_key("wizard.configuration"),
                                    _("Configuration"), on_configuration_wanted_cb, self);
    else
        yado_tui_window_add_command(window, yado_keymap_get_key("wizard.summary"), _("Summary"),
                                    on_summary_wanted_cb, self);
    yado_tui_window_add_command(window, YADO_TUI_KEY_BACK, _("Back"), on_back_wanted_cb, self);
    yado_tui_window_add_command(window, YADO_TUI_KEY_NO, _("Abort"), on_abort_wanted_cb, self);
    yado_tui_window_add_command(window, YADO_TUI_KEY_YES, is_last ? verb : _("Next"),
                                on_next_wanted_cb, self);
}

static void
on_step_activated_cb(YadoTuiList *list, View *self)
{
    g_autoptr(GError) error = NULL;

    if (!yado_wizard_go_to(self->wizard, yado_tui_list_get_selected(list), &error))
        tell(self, error);
}

/* ---- life ---- */

static void
free_view(gpointer data)
{
    View *self = data;

    g_signal_handlers_disconnect_by_data(self->wizard, self);
    g_object_unref(self->wizard);
    g_free(self);
}

static void
build(View *self)
{
    YadoTuiBox *box = yado_tui_box_new(TRUE, 0), *middle = yado_tui_box_new(FALSE, 1);
    YadoTuiWidget *steps = yado_tui_list_new(draw_step, self);

    self->steps = YADO_TUI_LIST(steps);
    self->content = yado_tui_box_new(TRUE, 0);
    yado_tui_list_set_natural_size(self->steps, 0, measure_steps(self));
    yado_tui_list_set_n_rows(self->steps, yado_wizard_get_n_steps(self->wizard));
    g_signal_connect(steps, "activated", G_CALLBACK(on_step_activated_cb), self);
    yado_tui_box_append(middle, steps, FALSE);
    yado_tui_box_append(middle, yado_tui_painter_new(1, 1, paint_rule, self), FALSE);
    yado_tui_box_append(middle, self->content, TRUE);
    yado_tui_box_append(box, yado_tui_painter_new(1, 0, paint_title, self), FALSE);
    yado_tui_box_append(box, middle, TRUE);
    yado_tui_window_set_child(self->window, YADO_TUI_WIDGET(box));
}

void
yado_tui_wizard_show(YadoTuiApp *app, YadoWizard *wizard)
{
    View *self = g_new0(View, 1);

    self->app = app;
    self->wizard = g_object_ref(wizard);
    self->window = yado_tui_window_new(NULL, YADO_TUI_SURFACE_VIEW);
    g_object_set_data_full(G_OBJECT(self->window), "wizard", self, free_view);
    build(self);
    g_signal_connect(wizard, "changed", G_CALLBACK(on_wizard_changed_cb), self);
    yado_tui_window_show(self->window);
    show_step(self);
    yado_wizard_enter(wizard);
}
