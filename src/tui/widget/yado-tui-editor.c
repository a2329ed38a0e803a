/* SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "yado-tui"
#include "config.h"

#include "tui/widget/yado-tui-editor.h"

#include <string.h>

#include "yado.h"

#define UNDO_STEPS 200

/* One change: at @offset, @removed was there and @n_added bytes came. */
typedef struct {
    gsize offset, n_added;
    char *removed;
} Change;

struct _YadoTuiEditor {
    YadoTuiWidget parent_instance;
    GString *text;
    GArray *starts; /* gsize: where each line begins; remade when the text changes */
    gsize cursor;
    int wanted_column; /* cells; Up and Down keep it */
    guint top;
    int left;
    int rows, width;
    gboolean read_only;
    GQueue *changes; /* newest first */
};

G_DEFINE_FINAL_TYPE(YadoTuiEditor, yado_tui_editor, YADO_TUI_TYPE_WIDGET)

enum { SIGNAL_CHANGED, N_SIGNALS };
static guint signals[N_SIGNALS];

static void
free_change(gpointer data)
{
    Change *change = data;

    g_free(change->removed);
    g_free(change);
}

/* ---- lines ---- */

static void
find_lines(YadoTuiEditor *self)
{
    gsize start = 0;

    g_array_set_size(self->starts, 0);
    g_array_append_val(self->starts, start);
    for (gsize i = 0; i < self->text->len; i++) {
        if (self->text->str[i] == '\n') {
            start = i + 1;
            g_array_append_val(self->starts, start);
        }
    }
}

static gsize
get_start(YadoTuiEditor *self, guint line)
{
    return g_array_index(self->starts, gsize, MIN(line, self->starts->len - 1));
}

/* Without the line feed. */
static gsize
get_end(YadoTuiEditor *self, guint line)
{
    return line + 1 < self->starts->len ? get_start(self, line + 1) - 1 : self->text->len;
}

static guint
find_line(YadoTuiEditor *self, gsize offset)
{
    guint low = 0, high = self->starts->len;

    while (high - low > 1) {
        guint middle = (low + high) / 2;

        if (get_start(self, middle) <= offset)
            low = middle;
        else
            high = middle;
    }
    return low;
}

static int
get_cells(YadoTuiEditor *self, gsize from, gsize to)
{
    g_autofree char *part = g_strndup(self->text->str + from, to - from);

    return yado_text_get_width(part);
}

/* The offset in @line that stands in the cell @column or before it. */
static gsize
find_column(YadoTuiEditor *self, guint line, int column)
{
    gsize at = get_start(self, line), end = get_end(self, line);

    for (int cells = 0; at < end;) {
        cells += yado_char_get_width(g_utf8_get_char(self->text->str + at));
        if (cells > column)
            break;
        at = (gsize)(g_utf8_next_char(self->text->str + at) - self->text->str);
    }
    return at;
}

static void
scroll_to_cursor(YadoTuiEditor *self)
{
    const YadoTtyRect *rect = yado_tui_widget_get_rect(YADO_TUI_WIDGET(self));
    guint line = find_line(self, self->cursor), height = (guint)MAX(rect->height, 1);
    int column = get_cells(self, get_start(self, line), self->cursor);

    if (line < self->top)
        self->top = line;
    else if (line >= self->top + height)
        self->top = line - height + 1;
    if (column < self->left)
        self->left = MAX(column - 8, 0);
    else if (column >= self->left + rect->width)
        self->left = column - rect->width + 8;
}

static gboolean
place_cursor(YadoTuiEditor *self, gsize offset)
{
    self->cursor = offset;
    self->wanted_column = get_cells(self, get_start(self, find_line(self, offset)), offset);
    yado_tui_widget_queue_redraw(YADO_TUI_WIDGET(self));
    return TRUE;
}

static gboolean
move_lines(YadoTuiEditor *self, int step)
{
    gint64 line = (gint64)find_line(self, self->cursor) + step;
    int column = self->wanted_column;

    line = CLAMP(line, 0, (gint64)self->starts->len - 1);
    self->cursor = find_column(self, (guint)line, column);
    yado_tui_widget_queue_redraw(YADO_TUI_WIDGET(self));
    return TRUE;
}

/* ---- changes ---- */

static void
replace(YadoTuiEditor *self, gsize offset, gsize n_removed, const char *added)
{
    g_string_erase(self->text, (gssize)offset, (gssize)n_removed);
    g_string_insert(self->text, (gssize)offset, added);
    find_lines(self);
    place_cursor(self, offset + strlen(added));
    g_signal_emit(self, signals[SIGNAL_CHANGED], 0);
}

static void
change(YadoTuiEditor *self, gsize offset, gsize n_removed, const char *added)
{
    Change *step;

    if (self->read_only || (n_removed == 0 && *added == '\0'))
        return;
    step = g_new0(Change, 1);
    step->offset = offset;
    step->n_added = strlen(added);
    step->removed = g_strndup(self->text->str + offset, n_removed);
    g_queue_push_head(self->changes, step);
    if (self->changes->length > UNDO_STEPS)
        free_change(g_queue_pop_tail(self->changes));
    replace(self, offset, n_removed, added);
}

gboolean
yado_tui_editor_undo(YadoTuiEditor *self)
{
    Change *step = g_queue_pop_head(self->changes);

    if (step == NULL)
        return FALSE;
    replace(self, step->offset, step->n_added, step->removed);
    free_change(step);
    return TRUE;
}

static void
insert(YadoTuiEditor *self, const char *text)
{
    g_autoptr(GString) clean = g_string_new(NULL);

    for (const char *c = text; *c != '\0'; c = g_utf8_next_char(c)) {
        gunichar character = g_utf8_get_char(c);

        if (character == '\r')
            g_string_append(clean, c[1] == '\n' ? "" : "\n"); /* the line feed follows */
        else if (character == '\t')
            g_string_append(clean, "  ");
        else if (character == '\n' || !g_unichar_iscntrl(character))
            g_string_append_unichar(clean, character);
    }
    change(self, self->cursor, 0, clean->str);
}

/* A new line begins as the one before does. */
static void
break_line(YadoTuiEditor *self)
{
    gsize start = get_start(self, find_line(self, self->cursor)), end = start;
    g_autofree char *added = NULL;

    while (end < self->cursor && self->text->str[end] == ' ')
        end++;
    added = g_strdup_printf("\n%.*s", (int)(end - start), self->text->str + start);
    change(self, self->cursor, 0, added);
}

static void
erase_line(YadoTuiEditor *self)
{
    guint line = find_line(self, self->cursor);
    gsize start = get_start(self, line), end = get_end(self, line);

    change(self, start, MIN(end + 1, self->text->len) - start, "");
}

/* ---- keys ---- */

static gboolean
move_by_key(YadoTuiEditor *self, const YadoTtyKey *key)
{
    const char *text = self->text->str;
    guint line = find_line(self, self->cursor);
    int page = MAX(yado_tui_widget_get_rect(YADO_TUI_WIDGET(self))->height - 1, 1);

    if (yado_tty_key_is(key, "Up"))
        return line > 0 ? move_lines(self, -1) : FALSE;
    if (yado_tty_key_is(key, "Down"))
        return line + 1 < self->starts->len ? move_lines(self, 1) : FALSE;
    if (yado_tty_key_is(key, "PageUp"))
        return move_lines(self, -page);
    if (yado_tty_key_is(key, "PageDown"))
        return move_lines(self, page);
    if (yado_tty_key_is(key, "Left"))
        return self->cursor > 0
                   ? place_cursor(self, (gsize)(g_utf8_prev_char(text + self->cursor) - text))
                   : TRUE;
    if (yado_tty_key_is(key, "Right"))
        return self->cursor < self->text->len
                   ? place_cursor(self, (gsize)(g_utf8_next_char(text + self->cursor) - text))
                   : TRUE;
    if (yado_tty_key_is(key, "Home"))
        return place_cursor(self, get_start(self, line));
    if (yado_tty_key_is(key, "End"))
        return place_cursor(self, get_end(self, line));
    if (yado_tty_key_is(key, "Ctrl+Home"))
        return place_cursor(self, 0);
    if (yado_tty_key_is(key, "Ctrl+End"))
        return place_cursor(self, self->text->len);
    return FALSE;
}

static gboolean
edit_by_key(YadoTuiEditor *self, const YadoTtyKey *key)
{
    const char *at = self->text->str + self->cursor;

    if (yado_tty_key_is(key, "Backspace") && self->cursor > 0) {
        gsize n = (gsize)(at - g_utf8_prev_char(at));
        change(self, self->cursor - n, n, "");
    } else if (yado_tty_key_is(key, "Delete") && *at != '\0') {
        change(self, self->cursor, (gsize)(g_utf8_next_char(at) - at), "");
    } else if (yado_tty_key_is(key, "Enter")) {
        break_line(self);
    } else if (yado_tty_key_is(key, "Ctrl+Y")) {
        erase_line(self);
    } else if (yado_tty_key_is(key, "Ctrl+U")) {
        yado_tui_editor_undo(self);
    } else if (yado_tty_key_is(key, "Paste")) {
        insert(self, key->text);
    } else if (key->character != 0) {
        insert(self, key->character == ' ' ? " " : key->name);
    } else {
        return FALSE;
    }
    return TRUE;
}

static gboolean
yado_tui_editor_key(YadoTuiWidget *widget, const YadoTtyKey *key)
{
    YadoTuiEditor *self = YADO_TUI_EDITOR(widget);

    return move_by_key(self, key) || (!self->read_only && edit_by_key(self, key));
}

/* ---- picture ---- */

static void
yado_tui_editor_measure(YadoTuiWidget *widget, int width, int *natural_width, int *height)
{
    YadoTuiEditor *self = YADO_TUI_EDITOR(widget);

    *natural_width = self->width;
    *height = self->rows;
}

static YadoTuiStyle
get_text_style(YadoTuiEditor *self)
{
    YadoTuiWidget *widget = YADO_TUI_WIDGET(self);

    if (self->read_only || !yado_tui_widget_is_enabled(widget))
        return yado_tui_widget_get_style(widget, YADO_STYLE_NORMAL);
    return yado_tui_widget_is_focused(widget) ? YADO_STYLE_FIELD_FOCUS : YADO_STYLE_FIELD;
}

static void
yado_tui_editor_draw(YadoTuiWidget *widget, YadoTty *tty)
{
    YadoTuiEditor *self = YADO_TUI_EDITOR(widget);
    const YadoTtyRect *rect = yado_tui_widget_get_rect(widget);
    YadoTuiStyle style = get_text_style(self);
    guint line;

    scroll_to_cursor(self);
    yado_tty_fill(tty, rect, style);
    for (int i = 0; i < rect->height && self->top + (guint)i < self->starts->len; i++) {
        gsize start = get_start(self, self->top + (guint)i);
        g_autofree char *text =
            g_strndup(self->text->str + start, get_end(self, self->top + (guint)i) - start);

        yado_tty_put(tty, rect->y + i, rect->x - self->left, rect->width + self->left, text, style);
    }
    if (!yado_tui_widget_is_focused(widget))
        return;
    line = find_line(self, self->cursor);
    yado_tty_set_cursor(tty, rect->y + (int)(line - self->top),
                        rect->x - self->left +
                            get_cells(self, get_start(self, line), self->cursor));
}

static gboolean
accept_focus(YadoTuiWidget *widget)
{
    return TRUE;
}

static void
yado_tui_editor_finalize(GObject *object)
{
    YadoTuiEditor *self = YADO_TUI_EDITOR(object);

    g_string_free(self->text, TRUE);
    g_array_unref(self->starts);
    g_queue_free_full(self->changes, free_change);
    G_OBJECT_CLASS(yado_tui_editor_parent_class)->finalize(object);
}

static void
yado_tui_editor_class_init(YadoTuiEditorClass *klass)
{
    YadoTuiWidgetClass *widget_class = YADO_TUI_WIDGET_CLASS(klass);

    G_OBJECT_CLASS(klass)->finalize = yado_tui_editor_finalize;
    widget_class->measure = yado_tui_editor_measure;
    widget_class->draw = yado_tui_editor_draw;
    widget_class->key = yado_tui_editor_key;
    widget_class->can_focus = accept_focus;
    signals[SIGNAL_CHANGED] = g_signal_new("changed", YADO_TUI_TYPE_EDITOR, G_SIGNAL_RUN_LAST, 0,
                                           NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
yado_tui_editor_init(YadoTuiEditor *self)
{
    self->text = g_string_new(NULL);
    self->starts = g_array_new(FALSE, FALSE, sizeof(gsize));
    self->changes = g_queue_new();
    find_lines(self);
}

YadoTuiWidget *
yado_tui_editor_new(const char *text, int rows, int width)
{
    YadoTuiEditor *self = g_object_new(YADO_TUI_TYPE_EDITOR, NULL);

    self->rows = rows;
    self->width = width;
    yado_tui_editor_set_text(self, text);
    return YADO_TUI_WIDGET(self);
}

char *
yado_tui_editor_dup_text(YadoTuiEditor *self)
{
    return g_strndup(self->text->str, self->text->len);
}

void
yado_tui_editor_set_text(YadoTuiEditor *self, const char *text)
{
    g_autofree char *valid = g_utf8_make_valid(text != NULL ? text : "", -1);

    if (g_str_equal(self->text->str, valid))
        return;
    g_string_assign(self->text, valid);
    g_queue_clear_full(self->changes, free_change);
    find_lines(self);
    self->top = 0;
    self->left = 0;
    place_cursor(self, 0);
}

void
yado_tui_editor_set_read_only(YadoTuiEditor *self, gboolean read_only)
{
    self->read_only = read_only;
    yado_tui_widget_queue_redraw(YADO_TUI_WIDGET(self));
}

gboolean
yado_tui_editor_is_read_only(YadoTuiEditor *self)
{
    return self->read_only;
}

void
yado_tui_editor_go_to(YadoTuiEditor *self, guint line, guint column)
{
    gsize at = find_column(self, MIN(line, self->starts->len - 1), (int)column);

    place_cursor(self, at);
}

guint
yado_tui_editor_get_line(YadoTuiEditor *self)
{
    return find_line(self, self->cursor);
}
