/* SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "yado-tui"
#include "config.h"

#include "tui/views/yado-tui-log.h"

#include <glib/gi18n.h>

#include "tui/views/yado-tui-dialogs.h"
#include "tui/widget/yado-tui-box.h"
#include "tui/widget/yado-tui-entry.h"
#include "tui/widget/yado-tui-label.h"
#include "tui/widget/yado-tui-painter.h"
#include "tui/widget/yado-tui-text.h"

#define FILTER_WIDTH 40

typedef struct {
    YadoTuiApp *app;
    YadoTuiWindow *window;
    YadoHostLog *log;
    YadoTuiText *text;
    YadoTuiWidget *filter;
    YadoTuiWidget *title;
} Log;

/* ---- showing ---- */

static gboolean
is_found(guint line, gpointer user_data)
{
    YadoHostLog *log = user_data;

    return !yado_host_log_get_only(log) && yado_host_log_is_found(log, line);
}

static void
on_log_moved_cb(YadoHostLog *log, Log *self)
{
    guint place = yado_host_log_get_place(log);

    yado_tui_text_set_place(self->text, place != G_MAXUINT ? (int)place : -1);
    yado_tui_widget_queue_redraw(self->title);
}

static void
on_log_changed_cb(YadoHostLog *log, Log *self)
{
    g_autofree char *message = yado_host_log_dup_message(log);
    g_autofree char *text = message == NULL ? yado_host_log_dup_text(log) : NULL;

    yado_tui_text_set_text(self->text, message != NULL ? message : text);
    on_log_moved_cb(log, self);
}

static void
paint_title(YadoTuiPainter *painter, YadoTty *tty, const YadoTtyRect *rect, gpointer user_data)
{
    Log *self = user_data;
    g_autofree char *host = yado_text_clean(yado_host_get_label(yado_host_log_get_host(self->log)));
    g_autofree char *title = g_strdup_printf(" YaDO  %s ▸ %s", host, _("Hypervisor's log"));
    g_autofree char *place = yado_host_log_dup_place_text(self->log);
    int width = yado_text_get_width(place) + 1;

    yado_tty_fill(tty, rect, YADO_STYLE_TITLE);
    yado_tty_put_cut(tty, rect->y, rect->x, rect->width - width, title, YADO_STYLE_TITLE);
    yado_tty_put_cut(tty, rect->y, rect->x + MAX(rect->width - width, 0), width, place,
                     YADO_STYLE_TITLE);
}

/* ---- commands ---- */

static void
on_reload_wanted_cb(YadoTuiWindow *window, gpointer user_data)
{
    yado_host_log_reload(((Log *)user_data)->log);
}

static void
on_next_wanted_cb(YadoTuiWindow *window, gpointer user_data)
{
    yado_host_log_step(((Log *)user_data)->log, 1);
}

static void
on_previous_wanted_cb(YadoTuiWindow *window, gpointer user_data)
{
    yado_host_log_step(((Log *)user_data)->log, -1);
}

/* What lies around the lines with the words, or not. */
static void
on_only_wanted_cb(YadoTuiWindow *window, gpointer user_data)
{
    Log *self = user_data;

    yado_host_log_set_only(self->log, !yado_host_log_get_only(self->log));
}

static void
on_clear_wanted_cb(YadoTuiWindow *window, gpointer user_data)
{
    Log *self = user_data;
    YadoTargets targets = { yado_tui_app_get_session(self->app), NULL,
                            yado_host_log_get_host(self->log) };

    yado_tui_app_run_action(self->app, yado_catalog_find_action("host.clear-log"), &targets);
}

static void
on_filter_changed_cb(YadoTuiWidget *entry, Log *self)
{
    yado_host_log_set_words(self->log, yado_tui_entry_get_text(YADO_TUI_ENTRY(entry)));
}

static void
on_filter_wanted_cb(YadoTuiWindow *window, gpointer user_data)
{
    yado_tui_window_set_focus(window, ((Log *)user_data)->filter);
}

static void
on_help_wanted_cb(YadoTuiWindow *window, gpointer user_data)
{
    const YadoActionSpec *spec = yado_catalog_find_action("host.log");

    yado_tui_dialog_show_text(_("Help"), yado_action_get_help(spec), TRUE);
}

/* ---- life ---- */

static void
build_window(Log *self)
{
    YadoTuiBox *box = yado_tui_box_new(TRUE, 0), *line = yado_tui_box_new(FALSE, 1);
    g_autofree char *label = g_strdup_printf(" %s", _("Filter:"));

    self->title = yado_tui_painter_new(1, 0, paint_title, self);
    yado_tui_box_append(box, self->title, FALSE);
    yado_tui_box_append(box, YADO_TUI_WIDGET(self->text), TRUE);
    yado_tui_box_append(line, yado_tui_label_new(label, YADO_STYLE_DIM), FALSE);
    yado_tui_box_append(line, self->filter, TRUE);
    yado_tui_box_append(box, line, FALSE);
    yado_tui_window_set_child(self->window, YADO_TUI_WIDGET(box));
}

static void
add_commands(Log *self)
{
    YadoTuiWindow *window = self->window;

    yado_tui_window_add_command(window, YADO_TUI_KEY_HELP, _("Help"), on_help_wanted_cb, self);
    yado_tui_window_add_command(window, yado_keymap_get_key("log.next"), _("Next"),
                                on_next_wanted_cb, self);
    yado_tui_window_add_command(window, yado_keymap_get_key("log.previous"), NULL,
                                on_previous_wanted_cb, self);
    yado_tui_window_add_command(window, yado_keymap_get_key("log.only"), _("All lines"),
                                on_only_wanted_cb, self);
    yado_tui_window_add_command(window, yado_keymap_get_key("log.clear"), _("Clear"),
                                on_clear_wanted_cb, self);
    yado_tui_window_add_command(window, yado_keymap_get_key("listing.reload"), _("Reload"),
                                on_reload_wanted_cb, self);
    yado_tui_window_add_command(window, yado_keymap_get_key("app.filter"), _("Filter"),
                                on_filter_wanted_cb, self);
    yado_tui_window_add_command(window, YADO_TUI_KEY_BACK, _("Back"), yado_tui_window_on_close_cb,
                                NULL);
    yado_tui_window_add_command(window, YADO_TUI_KEY_NO, _("Cancel"), yado_tui_window_on_close_cb,
                                NULL);
}

static void
free_log(gpointer data)
{
    Log *self = data;

    g_signal_handlers_disconnect_by_data(self->log, self);
    g_object_unref(self->log);
    g_free(self);
}

void
yado_tui_log_show(YadoTuiApp *app, YadoHost *host)
{
    Log *self = g_new0(Log, 1);

    self->app = app;
    self->log = yado_host_log_new(host);
    yado_host_log_set_only(self->log, TRUE);
    self->window = yado_tui_window_new(NULL, YADO_TUI_SURFACE_VIEW);
    self->text = YADO_TUI_TEXT(yado_tui_text_new("", FALSE));
    self->filter = yado_tui_entry_new("", FILTER_WIDTH);
    g_object_set_data_full(G_OBJECT(self->window), "log", self, free_log);
    build_window(self);
    add_commands(self);
    yado_tui_text_set_mark_func(self->text, is_found, self->log);
    g_signal_connect(self->filter, "changed", G_CALLBACK(on_filter_changed_cb), self);
    g_signal_connect(self->log, "changed", G_CALLBACK(on_log_changed_cb), self);
    g_signal_connect(self->log, "moved", G_CALLBACK(on_log_moved_cb), self);
    yado_tui_window_show(self->window);
    yado_tui_window_set_focus(self->window, YADO_TUI_WIDGET(self->text));
    on_log_changed_cb(self->log, self);
}
