/* SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "yado-tui"
#include "config.h"

#include "tui/widget/yado-tui-screen.h"

#include <string.h>

#include <glib/gi18n.h>

#include "yado.h"

/* As GTK: after input and answers, before idle work. */
#define REDRAW_PRIORITY (G_PRIORITY_HIGH_IDLE + 20)

typedef struct {
    YadoTty *tty;
    GPtrArray *windows; /* bottom first */
    guint redraw_source;
    gboolean relayout;
    void (*on_ended)(gpointer user_data);
    gpointer user_data;
    gboolean (*is_busy)(gpointer user_data);
    gpointer busy_data;
} Screen;

/* One terminal, one screen: curses itself is global. */
static Screen *the_screen;

static gboolean
is_too_small(Screen *self)
{
    return yado_tty_get_rows(self->tty) < YADO_TUI_MIN_ROWS ||
           yado_tty_get_columns(self->tty) < YADO_TUI_MIN_COLUMNS;
}

static gboolean
has_work(Screen *self)
{
    return self->is_busy != NULL && self->is_busy(self->busy_data);
}

static void
draw_too_small(Screen *self)
{
    int rows = yado_tty_get_rows(self->tty), columns = yado_tty_get_columns(self->tty);
    g_autofree char *text = g_strdup_printf(
        has_work(self) ? _("The terminal has %dx%d cells. YaDO needs %dx%d: please enlarge "
                           "it. Jobs are running: F9 quits when they have ended.")
                       : _("The terminal has %dx%d cells. YaDO needs %dx%d: please enlarge "
                           "it. Everything goes on. F9 quits."),
        columns, rows, YADO_TUI_MIN_COLUMNS, YADO_TUI_MIN_ROWS);
    g_auto(GStrv) lines = yado_text_wrap(text, columns);

    for (int i = 0; lines[i] != NULL && i < rows; i++)
        yado_tty_put(self->tty, i, 0, columns, lines[i], YADO_STYLE_STRONG);
}

static void
layout_windows(Screen *self)
{
    self->relayout = FALSE;
    for (guint i = 0; i < self->windows->len; i++)
        yado_tui_window_layout(g_ptr_array_index(self->windows, i), yado_tty_get_rows(self->tty),
                               yado_tty_get_columns(self->tty));
}

static void
draw_windows(Screen *self)
{
    YadoTuiWindow *top = yado_tui_screen_get_top();

    for (guint i = 0; i < self->windows->len; i++)
        yado_tui_widget_draw(g_ptr_array_index(self->windows, i), self->tty);
    if (top != NULL)
        yado_tui_window_draw_bar(top, self->tty, yado_tty_get_rows(self->tty) - 1,
                                 yado_tty_get_columns(self->tty));
}

static gboolean
on_redraw_due_cb(gpointer user_data)
{
    Screen *self = user_data;

    self->redraw_source = 0;
    yado_tty_erase(self->tty, YADO_STYLE_NORMAL);
    if (is_too_small(self)) {
        draw_too_small(self);
    } else {
        if (self->relayout)
            layout_windows(self);
        draw_windows(self);
    }
    yado_tty_flush(self->tty);
    return G_SOURCE_REMOVE;
}

static void
end(Screen *self)
{
    if (self->on_ended != NULL)
        self->on_ended(self->user_data);
}

static void
on_tty_key_pressed_cb(const YadoTtyKey *key, gpointer user_data)
{
    Screen *self = the_screen;
    g_autoptr(YadoTuiWindow) top = NULL;

    if (self == NULL || self->windows->len == 0)
        return;
    if (yado_tty_key_is(key, "Ctrl+L")) {
        yado_tty_invalidate(self->tty);
        yado_tui_screen_queue_redraw(TRUE);
    } else if (yado_tty_key_is(key, "Ctrl+Z")) {
        yado_tty_stop(self->tty);
    } else if (is_too_small(self)) {
        if (yado_tty_key_is(key, YADO_TUI_KEY_NO) && !has_work(self))
            end(self);
    } else {
        top = g_object_ref(yado_tui_screen_get_top());
        if (self->relayout) /* a key may come before the window was ever drawn */
            layout_windows(self);
        yado_tui_window_handle_key(top, key);
    }
}

static void
on_tty_resized_cb(gpointer user_data)
{
    yado_tui_screen_queue_redraw(TRUE);
}

static void
on_tty_hung_up_cb(gpointer user_data)
{
    if (the_screen != NULL)
        end(the_screen);
}

gboolean
yado_tui_screen_open(const char *theme, void (*on_ended)(gpointer user_data), gpointer user_data,
                     GError **error)
{
    static const YadoTtyEvents events = { on_tty_key_pressed_cb, on_tty_resized_cb,
                                          on_tty_hung_up_cb };
    Screen *self;
    YadoTty *tty;

    g_return_val_if_fail(the_screen == NULL, FALSE);
    tty = yado_tty_open(&events, NULL, error);
    if (tty == NULL)
        return FALSE;
    if (!yado_tui_theme_load(tty, theme, NULL) && !yado_tui_theme_load(tty, "yast", error)) {
        yado_tty_close(tty);
        return FALSE;
    }
    self = g_new0(Screen, 1);
    self->tty = tty;
    self->windows = g_ptr_array_new_with_free_func(g_object_unref);
    self->on_ended = on_ended;
    self->user_data = user_data;
    the_screen = self;
    return TRUE;
}

void
yado_tui_screen_set_busy_func(gboolean (*is_busy)(gpointer user_data), gpointer user_data)
{
    the_screen->is_busy = is_busy;
    the_screen->busy_data = user_data;
}

void
yado_tui_screen_close(void)
{
    Screen *self = the_screen;

    if (self == NULL)
        return;
    while (self->windows->len > 0)
        yado_tui_window_close(yado_tui_screen_get_top());
    the_screen = NULL;
    g_clear_handle_id(&self->redraw_source, g_source_remove);
    g_ptr_array_unref(self->windows);
    yado_tty_close(self->tty);
    g_free(self);
}

gboolean
yado_tui_screen_is_open(void)
{
    return the_screen != NULL;
}

YadoTty *
yado_tui_screen_get_tty(void)
{
    return the_screen->tty;
}

gboolean
yado_tui_screen_set_theme(const char *theme, GError **error)
{
    if (!yado_tui_theme_load(the_screen->tty, theme, error))
        return FALSE;
    yado_tty_invalidate(the_screen->tty);
    yado_tui_screen_queue_redraw(FALSE);
    return TRUE;
}

void
yado_tui_screen_push(YadoTuiWindow *window)
{
    g_return_if_fail(the_screen != NULL);
    g_ptr_array_add(the_screen->windows, g_object_ref_sink(window));
    yado_tty_mend(the_screen->tty);
    yado_tui_screen_queue_redraw(TRUE);
}

void
yado_tui_screen_remove(YadoTuiWindow *window)
{
    g_return_if_fail(the_screen != NULL);
    if (!g_ptr_array_remove(the_screen->windows, window))
        return;
    yado_tty_mend(the_screen->tty);
    yado_tui_screen_queue_redraw(TRUE);
}

YadoTuiWindow *
yado_tui_screen_get_top(void)
{
    if (the_screen == NULL || the_screen->windows->len == 0)
        return NULL;
    return g_ptr_array_index(the_screen->windows, the_screen->windows->len - 1);
}

gboolean
yado_tui_screen_contains(YadoTuiWindow *window)
{
    return the_screen != NULL && g_ptr_array_find(the_screen->windows, window, NULL);
}

int
yado_tui_screen_get_rows(void)
{
    return yado_tty_get_rows(the_screen->tty);
}

int
yado_tui_screen_get_columns(void)
{
    return yado_tty_get_columns(the_screen->tty);
}

void
yado_tui_screen_queue_redraw(gboolean relayout)
{
    Screen *self = the_screen;

    if (self == NULL)
        return;
    self->relayout = self->relayout || relayout;
    if (self->redraw_source == 0)
        self->redraw_source = g_idle_add_full(REDRAW_PRIORITY, on_redraw_due_cb, self, NULL);
}
