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
    YadoTuiWindow *window;
    YadoHost *host;
    YadoTuiText *text;
    YadoTuiWidget *filter;
    char *log; /* NULL: not there yet */
    GCancellable *cancellable;
} Log;

static void
show_lines(Log *self)
{
    const char *words = yado_tui_entry_get_text(YADO_TUI_ENTRY(self->filter));
    g_autofree char *lines = self->log != NULL ? yado_log_filter(self->log, words) : NULL;

    if (lines == NULL)
        yado_tui_text_set_text(self->text, _("Reading…"));
    else
        yado_tui_text_set_text(self->text, *lines != '\0' ? lines : _("No line has these words."));
}

static void
on_log_read_cb(GObject *source, GAsyncResult *result, gpointer user_data)
{
    g_autoptr(GError) error = NULL;
    g_autofree char *log = yado_host_get_log_finish(YADO_HOST(source), result, &error);
    Log *self = user_data;

    if (yado_error_is_cancel(error))
        return; /* the window is gone */
    if (log == NULL) {
        yado_tui_text_set_text(self->text, error->message);
        yado_tui_dialog_show_error(NULL, error);
        return;
    }
    g_free(self->log);
    self->log = g_steal_pointer(&log);
    show_lines(self);
}

static void
on_reload_wanted_cb(YadoTuiWindow *window, gpointer user_data)
{
    Log *self = user_data;

    yado_host_get_log_async(self->host, self->cancellable, on_log_read_cb, self);
}

static void
on_filter_changed_cb(YadoTuiWidget *entry, Log *self)
{
    if (self->log != NULL)
        show_lines(self);
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

static void
paint_title(YadoTuiPainter *painter, YadoTty *tty, const YadoTtyRect *rect, gpointer user_data)
{
    Log *self = user_data;
    g_autofree char *host = yado_text_clean(yado_host_get_label(self->host));
    g_autofree char *title = g_strdup_printf(" YaDO  %s ▸ %s", host, _("Hypervisor's log"));

    yado_tty_fill(tty, rect, YADO_STYLE_TITLE);
    yado_tty_put_cut(tty, rect->y, rect->x, rect->width, title, YADO_STYLE_TITLE);
}

static void
build_window(Log *self)
{
    YadoTuiBox *box = yado_tui_box_new(TRUE, 0), *line = yado_tui_box_new(FALSE, 1);
    g_autofree char *label = g_strdup_printf(" %s", _("Filter:"));

    yado_tui_box_append(box, yado_tui_painter_new(1, 0, paint_title, self), FALSE);
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

    g_cancellable_cancel(self->cancellable);
    g_object_unref(self->cancellable);
    g_object_unref(self->host);
    g_free(self->log);
    g_free(self);
}

void
yado_tui_log_show(YadoHost *host)
{
    Log *self = g_new0(Log, 1);

    self->host = g_object_ref(host);
    self->cancellable = g_cancellable_new();
    self->window = yado_tui_window_new(NULL, YADO_TUI_SURFACE_VIEW);
    self->text = YADO_TUI_TEXT(yado_tui_text_new("", FALSE));
    self->filter = yado_tui_entry_new("", FILTER_WIDTH);
    g_object_set_data_full(G_OBJECT(self->window), "log", self, free_log);
    build_window(self);
    add_commands(self);
    g_signal_connect(self->filter, "changed", G_CALLBACK(on_filter_changed_cb), self);
    yado_tui_window_show(self->window);
    yado_tui_window_set_focus(self->window, YADO_TUI_WIDGET(self->text));
    show_lines(self);
    on_reload_wanted_cb(self->window, self);
}
