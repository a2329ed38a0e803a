/* SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "yado-tui"
#include "config.h"

#include "tui/views/yado-tui-jobs.h"

#include <glib/gi18n.h>

#include "tui/views/yado-tui-dialogs.h"
#include "tui/widget/yado-tui-list.h"
#include "tui/widget/yado-tui-screen.h"

#define WIDTH 74
#define ROWS 14

typedef struct {
    YadoJobQueue *jobs;
    YadoTuiWindow *window;
    YadoTuiList *list;
} JobsView;

/* Newest first. (transfer full) or NULL */
static YadoJob *
get_job(JobsView *self, guint row)
{
    guint n = g_list_model_get_n_items(G_LIST_MODEL(self->jobs));

    return row < n ? g_list_model_get_item(G_LIST_MODEL(self->jobs), n - 1 - row) : NULL;
}

static const char *
get_mark(YadoJob *job)
{
    switch (yado_job_get_state(job)) {
    case YADO_JOB_DONE:
        return "✓";
    case YADO_JOB_FAILED:
        return "!";
    case YADO_JOB_CANCELLED:
        return "–";
    default:
        return "▸";
    }
}

static void
draw_job(YadoTuiList *list, YadoTty *tty, guint row, const YadoTtyRect *rect, YadoTuiStyle style,
         gpointer user_data)
{
    g_autoptr(YadoJob) job = get_job(user_data, row);
    g_autofree char *text = job != NULL ? yado_job_describe(job) : NULL;

    if (job == NULL)
        return;
    yado_tty_put(tty, rect->y, rect->x + 1, 1, get_mark(job), style);
    yado_tty_put_cut(tty, rect->y, rect->x + 3, rect->width - 4, text, style);
}

static YadoJob *
get_selected(JobsView *self)
{
    guint row = yado_tui_list_get_selected(self->list);

    return row != G_MAXUINT ? get_job(self, row) : NULL;
}

static void
on_log_wanted_cb(YadoTuiWindow *window, gpointer user_data)
{
    g_autoptr(YadoJob) job = get_selected(user_data);
    g_autofree char *log = job != NULL ? yado_job_dup_log(job) : NULL;
    const GError *error = job != NULL ? yado_job_get_error(job) : NULL;
    const char *detail = error != NULL ? yado_error_get_detail(error) : NULL;
    g_autoptr(GString) text = g_string_new(NULL);

    if (job == NULL)
        return;
    if (error != NULL)
        g_string_append_printf(text, "%s\n%s\n", error->message, detail != NULL ? detail : "");
    if (yado_job_get_notice(job) != NULL)
        g_string_append_printf(text, "%s\n", yado_job_get_notice(job));
    g_string_append(text, *log != '\0' ? log : _("The log is empty."));
    yado_tui_dialog_show_text(yado_job_get_title(job), text->str, TRUE);
}

static void
on_log_activated_cb(YadoTuiList *list, gpointer user_data)
{
    on_log_wanted_cb(NULL, user_data);
}

static void
on_cancel_wanted_cb(YadoTuiWindow *window, gpointer user_data)
{
    g_autoptr(YadoJob) job = get_selected(user_data);

    if (job != NULL && yado_job_can_cancel(job))
        yado_job_cancel(job);
    else if (job != NULL)
        yado_tui_dialog_show_message(yado_job_get_title(job),
                                     yado_job_is_finished(job)
                                         ? _("It has ended already.")
                                         : _("The host cannot stop this once it runs."));
}

static void
on_clear_wanted_cb(YadoTuiWindow *window, gpointer user_data)
{
    yado_job_queue_clear(((JobsView *)user_data)->jobs);
}

static void
on_jobs_changed_cb(GListModel *model, guint position, guint removed, guint added,
                   gpointer user_data)
{
    JobsView *self = user_data;

    yado_tui_list_set_n_rows(self->list, g_list_model_get_n_items(model));
}

static void
on_window_gone_cb(gpointer user_data)
{
    JobsView *self = user_data;

    g_signal_handlers_disconnect_by_data(self->jobs, self);
    g_object_unref(self->jobs);
    g_free(self);
}

void
yado_tui_jobs_show(YadoJobQueue *jobs)
{
    JobsView *self = g_new0(JobsView, 1);
    YadoTuiWidget *list = yado_tui_list_new(draw_job, self);

    self->jobs = g_object_ref(jobs);
    self->list = YADO_TUI_LIST(list);
    self->window = yado_tui_window_new(_("Jobs"), YADO_TUI_SURFACE_DIALOG);
    yado_tui_list_set_natural_size(self->list, ROWS, WIDTH);
    yado_tui_list_set_empty_text(self->list, _("Nothing was started yet. Actions that take longer "
                                               "appear here with their progress and their log."));
    g_signal_connect(list, "activated", G_CALLBACK(on_log_activated_cb), self);
    g_signal_connect(jobs, "items-changed", G_CALLBACK(on_jobs_changed_cb), self);
    on_jobs_changed_cb(G_LIST_MODEL(jobs), 0, 0, 0, self);
    yado_tui_window_set_child(self->window, list);
    yado_tui_window_add_command(self->window, yado_keymap_get_key("jobs.log"), _("Log"),
                                on_log_wanted_cb, self);
    yado_tui_window_add_command(self->window, yado_keymap_get_key("jobs.cancel"), _("Cancel job"),
                                on_cancel_wanted_cb, self);
    yado_tui_window_add_command(self->window, yado_keymap_get_key("jobs.clear"),
                                _("Clear finished"), on_clear_wanted_cb, self);
    yado_tui_window_add_command(self->window, YADO_TUI_KEY_NO, _("Close"),
                                yado_tui_window_on_close_cb, NULL);
    g_object_set_data_full(G_OBJECT(self->window), "jobs-view", self, on_window_gone_cb);
    yado_tui_window_show(self->window);
}
