/* SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "yado-tui"
#include "config.h"

#include "tui/widget/yado-tui-entry.h"

#include <string.h>

#include "yado.h"

struct _YadoTuiEntry {
    YadoTuiWidget parent_instance;
    GString *text;
    gsize cursor; /* in bytes */
    gsize first;  /* first byte shown */
    int width;
    gboolean secret, takes_enter;
    char *placeholder;
};

G_DEFINE_FINAL_TYPE(YadoTuiEntry, yado_tui_entry, YADO_TUI_TYPE_WIDGET)

enum { SIGNAL_CHANGED, SIGNAL_ACTIVATED, SIGNAL_LEFT, N_SIGNALS };
static guint signals[N_SIGNALS];

static void
wipe(GString *text)
{
    volatile char *at = text->str;

    for (gsize i = 0; i < text->allocated_len; i++)
        at[i] = '\0';
    text->len = 0;
}

static int
count_cells(YadoTuiEntry *self, gsize from, gsize to)
{
    g_autofree char *part = NULL;

    if (self->secret)
        return (int)g_utf8_strlen(self->text->str + from, (gssize)(to - from));
    part = g_strndup(self->text->str + from, to - from);
    return yado_text_get_width(part);
}

static gsize
get_previous(YadoTuiEntry *self, gsize at)
{
    if (at == 0)
        return 0;
    return (gsize)(g_utf8_prev_char(self->text->str + at) - self->text->str);
}

static gsize
get_next(YadoTuiEntry *self, gsize at)
{
    if (at >= self->text->len)
        return self->text->len;
    return (gsize)(g_utf8_next_char(self->text->str + at) - self->text->str);
}

static void
scroll_to_cursor(YadoTuiEntry *self, int width)
{
    if (self->cursor < self->first)
        self->first = self->cursor;
    while (self->first < self->cursor && count_cells(self, self->first, self->cursor) > width - 1)
        self->first = get_next(self, self->first);
}

static void
yado_tui_entry_measure(YadoTuiWidget *widget, int width, int *natural_width, int *height)
{
    *natural_width = YADO_TUI_ENTRY(widget)->width + 2;
    *height = 1;
}

static char *
dup_shown(YadoTuiEntry *self)
{
    if (!self->secret)
        return g_strdup(self->text->str + self->first);
    return g_strnfill((gsize)count_cells(self, self->first, self->text->len), '*');
}

static void
yado_tui_entry_draw(YadoTuiWidget *widget, YadoTty *tty)
{
    YadoTuiEntry *self = YADO_TUI_ENTRY(widget);
    YadoTtyRect rect = *yado_tui_widget_get_rect(widget);
    gboolean focused = yado_tui_widget_is_focused(widget);
    YadoTuiStyle style = focused ? YADO_STYLE_FIELD_FOCUS : YADO_STYLE_FIELD;
    g_autofree char *shown = NULL;

    if (!yado_tui_widget_is_enabled(widget))
        style = yado_tui_widget_get_style(widget, YADO_STYLE_FIELD_DISABLED);
    yado_tui_draw_brackets(widget, tty, &rect);
    if (focused)
        scroll_to_cursor(self, rect.width);
    else
        self->first = 0;
    shown = dup_shown(self);
    if (!focused && yado_text_get_width(shown) > rect.width) {
        char *fitted = yado_text_fit(shown, rect.width, YADO_ALIGN_START);

        g_free(shown);
        shown = fitted;
    }
    if (self->text->len == 0 && !focused && self->placeholder != NULL)
        yado_tty_put_padded(tty, rect.y, rect.x, rect.width, self->placeholder, style);
    else
        yado_tty_put_padded(tty, rect.y, rect.x, rect.width, shown, style);
    if (focused)
        yado_tty_set_cursor(tty, rect.y, rect.x + count_cells(self, self->first, self->cursor));
}

static void
note_change(YadoTuiEntry *self)
{
    yado_tui_widget_queue_redraw(YADO_TUI_WIDGET(self));
    g_signal_emit(self, signals[SIGNAL_CHANGED], 0);
}

static void
erase(YadoTuiEntry *self, gsize from, gsize to)
{
    if (from == to)
        return;
    g_string_erase(self->text, (gssize)from, (gssize)(to - from));
    self->cursor = from;
    self->first = MIN(self->first, self->cursor);
    note_change(self);
}

static void
insert(YadoTuiEntry *self, const char *text)
{
    g_autoptr(GString) line = g_string_new(NULL);

    for (const char *c = text; *c != '\0'; c = g_utf8_next_char(c)) {
        gunichar character = g_utf8_get_char(c);

        if (!g_unichar_iscntrl(character))
            g_string_append_unichar(line, character);
        else if (character == '\n' && c[1] != '\0')
            g_string_append_c(line, ' ');
    }
    g_string_insert(self->text, (gssize)self->cursor, line->str);
    self->cursor += line->len;
    note_change(self);
    if (self->secret)
        wipe(line);
}

static gsize
find_word_start(YadoTuiEntry *self)
{
    gsize at = self->cursor;

    while (at > 0 && self->text->str[at - 1] == ' ')
        at--;
    while (at > 0 && self->text->str[at - 1] != ' ')
        at--;
    return at;
}

static gboolean
move_cursor(YadoTuiEntry *self, gsize to)
{
    self->cursor = to;
    yado_tui_widget_queue_redraw(YADO_TUI_WIDGET(self));
    return TRUE;
}

static gboolean
edit_by_key(YadoTuiEntry *self, const YadoTtyKey *key)
{
    if (yado_tty_key_is(key, "Backspace"))
        erase(self, get_previous(self, self->cursor), self->cursor);
    else if (yado_tty_key_is(key, "Delete") || yado_tty_key_is(key, "Ctrl+D"))
        erase(self, self->cursor, get_next(self, self->cursor));
    else if (yado_tty_key_is(key, "Ctrl+U"))
        erase(self, 0, self->text->len);
    else if (yado_tty_key_is(key, "Ctrl+K"))
        erase(self, self->cursor, self->text->len);
    else if (yado_tty_key_is(key, "Ctrl+W"))
        erase(self, find_word_start(self), self->cursor);
    else if (yado_tty_key_is(key, "Paste"))
        insert(self, key->text);
    else if (key->character != 0)
        insert(self, key->character == ' ' ? " " : key->name);
    else
        return FALSE;
    return TRUE;
}

static gboolean
yado_tui_entry_key(YadoTuiWidget *widget, const YadoTtyKey *key)
{
    YadoTuiEntry *self = YADO_TUI_ENTRY(widget);

    if (yado_tty_key_is(key, "Left"))
        return self->cursor > 0 ? move_cursor(self, get_previous(self, self->cursor)) : FALSE;
    if (yado_tty_key_is(key, "Right"))
        return self->cursor < self->text->len ? move_cursor(self, get_next(self, self->cursor))
                                              : FALSE;
    if (yado_tty_key_is(key, "Home") || yado_tty_key_is(key, "Ctrl+A"))
        return move_cursor(self, 0);
    if (yado_tty_key_is(key, "End") || yado_tty_key_is(key, "Ctrl+E"))
        return move_cursor(self, self->text->len);
    if (yado_tty_key_is(key, "Enter")) {
        g_signal_emit(self, signals[SIGNAL_ACTIVATED], 0);
        return self->takes_enter;
    }
    return edit_by_key(self, key);
}

static void
yado_tui_entry_focus_changed(YadoTuiWidget *widget)
{
    YadoTuiEntry *self = YADO_TUI_ENTRY(widget);

    yado_tui_widget_queue_redraw(widget);
    if (yado_tui_widget_is_focused(widget))
        self->cursor = self->text->len;
    else
        g_signal_emit(self, signals[SIGNAL_LEFT], 0);
}

static gboolean
accept_focus(YadoTuiWidget *widget)
{
    return TRUE;
}

static void
yado_tui_entry_finalize(GObject *object)
{
    YadoTuiEntry *self = YADO_TUI_ENTRY(object);

    if (self->secret)
        wipe(self->text);
    g_string_free(self->text, TRUE);
    g_free(self->placeholder);
    G_OBJECT_CLASS(yado_tui_entry_parent_class)->finalize(object);
}

static void
yado_tui_entry_class_init(YadoTuiEntryClass *klass)
{
    YadoTuiWidgetClass *widget_class = YADO_TUI_WIDGET_CLASS(klass);

    G_OBJECT_CLASS(klass)->finalize = yado_tui_entry_finalize;
    widget_class->measure = yado_tui_entry_measure;
    widget_class->draw = yado_tui_entry_draw;
    widget_class->key = yado_tui_entry_key;
    widget_class->can_focus = accept_focus;
    widget_class->focus_changed = yado_tui_entry_focus_changed;
    signals[SIGNAL_CHANGED] = g_signal_new("changed", YADO_TUI_TYPE_ENTRY, G_SIGNAL_RUN_LAST, 0,
                                           NULL, NULL, NULL, G_TYPE_NONE, 0);
    signals[SIGNAL_ACTIVATED] = g_signal_new("activated", YADO_TUI_TYPE_ENTRY, G_SIGNAL_RUN_LAST, 0,
                                             NULL, NULL, NULL, G_TYPE_NONE, 0);
    signals[SIGNAL_LEFT] = g_signal_new("left", YADO_TUI_TYPE_ENTRY, G_SIGNAL_RUN_LAST, 0, NULL,
                                        NULL, NULL, G_TYPE_NONE, 0);
}

static void
yado_tui_entry_init(YadoTuiEntry *self)
{
    self->text = g_string_new(NULL);
}

YadoTuiWidget *
yado_tui_entry_new(const char *text, int width)
{
    YadoTuiEntry *self = g_object_new(YADO_TUI_TYPE_ENTRY, NULL);

    self->width = width;
    yado_tui_entry_set_text(self, text);
    return YADO_TUI_WIDGET(self);
}

const char *
yado_tui_entry_get_text(YadoTuiEntry *self)
{
    return self->text->str;
}

void
yado_tui_entry_set_text(YadoTuiEntry *self, const char *text)
{
    if (g_strcmp0(self->text->str, text) == 0)
        return;
    g_string_assign(self->text, text != NULL ? text : "");
    self->cursor = self->text->len;
    self->first = 0;
    yado_tui_widget_queue_redraw(YADO_TUI_WIDGET(self));
}

void
yado_tui_entry_set_secret(YadoTuiEntry *self, gboolean secret)
{
    self->secret = secret;
}

void
yado_tui_entry_set_placeholder(YadoTuiEntry *self, const char *placeholder)
{
    g_free(self->placeholder);
    self->placeholder = g_strdup(placeholder);
}

void
yado_tui_entry_set_takes_enter(YadoTuiEntry *self, gboolean takes)
{
    self->takes_enter = takes;
}
