/* SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "yado-tui"
#include "config.h"

#include "tui/widget/yado-tui-window.h"

#include <string.h>

#include "tui/widget/yado-tui-screen.h"
#include "yado.h"

typedef struct {
    char *key, *label;
    YadoTuiCommandFunc func;
    gpointer user_data;
} Command;

typedef struct {
    char *title;
    YadoTuiSurface surface;
    YadoTuiWidget *child;
    YadoTuiWidget *focus; /* one of the child's, not owned */
    GPtrArray *commands;
    int height, width;
    int anchor_y, anchor_x;
} YadoTuiWindowPrivate;

G_DEFINE_TYPE_WITH_PRIVATE(YadoTuiWindow, yado_tui_window, YADO_TUI_TYPE_WIDGET)

enum { SIGNAL_CLOSED, N_SIGNALS };
static guint signals[N_SIGNALS];

static YadoTuiWindowPrivate *
get_private(YadoTuiWindow *self)
{
    return yado_tui_window_get_instance_private(self);
}

static void
free_command(gpointer data)
{
    Command *command = data;

    g_free(command->key);
    g_free(command->label);
    g_free(command);
}

static gboolean
is_framed(YadoTuiWindow *self)
{
    return get_private(self)->surface != YADO_TUI_SURFACE_VIEW;
}

/* ---- focus ---- */

static void
collect_focusable(YadoTuiWidget *widget, gpointer user_data)
{
    if (!yado_tui_widget_is_visible(widget))
        return;
    if (yado_tui_widget_can_focus(widget))
        g_ptr_array_add(user_data, widget);
    yado_tui_widget_forall(widget, collect_focusable, user_data);
}

static GPtrArray *
list_focusable(YadoTuiWindow *self)
{
    GPtrArray *list = g_ptr_array_new();

    if (get_private(self)->child != NULL)
        collect_focusable(get_private(self)->child, list);
    return list;
}

/* The focused widget, as long as it is there and can have the focus; else the first that can. */
static void
repair_focus(YadoTuiWindow *self)
{
    g_autoptr(GPtrArray) list = list_focusable(self);
    YadoTuiWidget *focus = get_private(self)->focus;

    if (focus != NULL && g_ptr_array_find(list, focus, NULL))
        return;
    yado_tui_window_set_focus(self, list->len > 0 ? g_ptr_array_index(list, 0) : NULL);
}

static void
on_focus_gone_cb(gpointer user_data, GObject *where_it_was)
{
    get_private(user_data)->focus = NULL;
}

void
yado_tui_window_set_focus(YadoTuiWindow *self, YadoTuiWidget *widget)
{
    YadoTuiWindowPrivate *priv = get_private(self);
    YadoTuiWidget *old = priv->focus;

    if (old == widget)
        return;
    priv->focus = widget;
    if (widget != NULL)
        g_object_weak_ref(G_OBJECT(widget), on_focus_gone_cb, self);
    if (old != NULL) {
        g_object_weak_unref(G_OBJECT(old), on_focus_gone_cb, self);
        yado_tui_widget_set_focused(old, FALSE);
    }
    if (widget != NULL)
        yado_tui_widget_set_focused(widget, TRUE);
    YADO_TUI_WINDOW_GET_CLASS(self)->focus_moved(self);
    yado_tui_widget_queue_redraw(YADO_TUI_WIDGET(self));
}

YadoTuiWidget *
yado_tui_window_get_focus(YadoTuiWindow *self)
{
    return get_private(self)->focus;
}

void
yado_tui_window_move_focus(YadoTuiWindow *self, int step)
{
    g_autoptr(GPtrArray) list = list_focusable(self);
    guint at;

    if (list->len == 0)
        return;
    if (!g_ptr_array_find(list, get_private(self)->focus, &at))
        at = step > 0 ? list->len - 1 : 0;
    at = (guint)((int)at + step + (int)list->len) % list->len;
    yado_tui_window_set_focus(self, g_ptr_array_index(list, at));
}

/* ---- keys ---- */

typedef struct {
    gunichar letter;
    YadoTuiWidget *found;
} MnemonicSearch;

static void
search_mnemonic(YadoTuiWidget *widget, gpointer user_data)
{
    MnemonicSearch *search = user_data;

    if (search->found != NULL || !yado_tui_widget_is_visible(widget))
        return;
    if (yado_tui_widget_get_mnemonic(widget) == search->letter &&
        yado_tui_widget_is_enabled(widget))
        search->found = widget;
    else
        yado_tui_widget_forall(widget, search_mnemonic, user_data);
}

static gboolean
run_mnemonic(YadoTuiWindow *self, const YadoTtyKey *key)
{
    MnemonicSearch search = { 0 };

    if (!g_str_has_prefix(key->name, "Alt+") || get_private(self)->child == NULL)
        return FALSE;
    search.letter = g_unichar_tolower(g_utf8_get_char(key->name + strlen("Alt+")));
    if (key->name[4 + g_unichar_to_utf8(search.letter, NULL)] != '\0')
        return FALSE; /* Alt+Up and its like */
    search_mnemonic(get_private(self)->child, &search);
    if (search.found != NULL)
        yado_tui_widget_activate(search.found);
    return search.found != NULL;
}

gboolean
yado_tui_window_run_command(YadoTuiWindow *self, const char *key)
{
    GPtrArray *commands = get_private(self)->commands;

    for (guint i = 0; i < commands->len; i++) {
        Command *command = g_ptr_array_index(commands, i);

        if (g_str_equal(command->key, key)) {
            YadoTuiCommandFunc func = command->func;
            gpointer user_data = command->user_data;

            func(self, user_data); /* may clear the commands */
            return TRUE;
        }
    }
    return FALSE;
}

static gboolean
is_function_key(const char *name)
{
    return (name[0] == 'F' && g_ascii_isdigit(name[1])) || g_str_has_prefix(name, "Ctrl+");
}

static gboolean
move_focus_by_key(YadoTuiWindow *self, const YadoTtyKey *key)
{
    static const struct {
        const char *name;
        int step;
    } steps[] = { { "Tab", 1 },        { "Down", 1 }, { "Right", 1 },
                  { "Shift+Tab", -1 }, { "Up", -1 },  { "Left", -1 } };

    for (guint i = 0; i < G_N_ELEMENTS(steps); i++) {
        if (yado_tty_key_is(key, steps[i].name)) {
            yado_tui_window_move_focus(self, steps[i].step);
            return TRUE;
        }
    }
    return FALSE;
}

/* The containers of the focused widget get what it does not want: a form scrolls by page. */
static gboolean
key_to_focus(YadoTuiWindow *self, const YadoTtyKey *key)
{
    YadoTuiWidget *widget = get_private(self)->focus;

    for (; widget != NULL && widget != YADO_TUI_WIDGET(self);
         widget = yado_tui_widget_get_parent(widget)) {
        if (yado_tui_widget_key(widget, key))
            return TRUE;
    }
    return FALSE;
}

static gboolean
insist_on_key(YadoTuiWindow *self, const YadoTtyKey *key)
{
    return is_function_key(key->name) && yado_tui_window_run_command(self, key->name);
}

/* Ctrl keys that an editor uses come to it first. */
static gboolean
is_editing_key(const char *name)
{
    return g_str_has_prefix(name, "Ctrl+");
}

void
yado_tui_window_handle_key(YadoTuiWindow *self, const YadoTtyKey *key)
{
    g_autoptr(YadoTuiWindow) guard = g_object_ref(self); /* a command may close us */

    repair_focus(self);
    if (is_editing_key(key->name) && key_to_focus(self, key))
        return;
    if (insist_on_key(self, key) || run_mnemonic(self, key) || key_to_focus(self, key))
        return;
    if (yado_tui_window_run_command(self, key->name))
        return;
    if (YADO_TUI_WINDOW_GET_CLASS(self)->other_key(self, key))
        return;
    if (yado_tty_key_is(key, "Esc"))
        yado_tui_window_run_command(self, YADO_TUI_KEY_NO);
    else
        move_focus_by_key(self, key);
}

/* ---- size and picture ---- */

static void
measure_child(YadoTuiWindow *self, int rows, int columns, int *height, int *width)
{
    YadoTuiWindowPrivate *priv = get_private(self);
    int natural = 0, limit = columns - 6;

    if (priv->child != NULL)
        yado_tui_widget_measure(priv->child, -1, &natural, NULL);
    *width = priv->width > 0 ? priv->width : natural;
    if (priv->title != NULL)
        *width = MAX(*width, yado_text_get_width(priv->title) + 2);
    *width = CLAMP(*width, 1, limit);
    *height = priv->height;
    if (*height == 0 && priv->child != NULL)
        yado_tui_widget_measure(priv->child, *width, NULL, height);
    *height = CLAMP(*height, 1, rows - 4);
}

static void
layout_framed(YadoTuiWindow *self, int rows, int columns)
{
    YadoTuiWindowPrivate *priv = get_private(self);
    int height, width, y, x;

    measure_child(self, rows, columns, &height, &width);
    y = (rows - 1 - height - 2) / 2;
    x = (columns - width - 4) / 2;
    if (priv->anchor_y >= 0) {
        y = CLAMP(priv->anchor_y, 0, MAX(rows - 1 - height - 2, 0));
        x = CLAMP(priv->anchor_x, 0, MAX(columns - width - 4, 0));
    }
    yado_tui_widget_allocate(YADO_TUI_WIDGET(self), MAX(y, 0), MAX(x, 0), height + 2, width + 4);
}

void
yado_tui_window_layout(YadoTuiWindow *self, int rows, int columns)
{
    if (is_framed(self))
        layout_framed(self, rows, columns);
    else
        yado_tui_widget_allocate(YADO_TUI_WIDGET(self), 0, 0, rows - 1, columns);
    repair_focus(self);
}

static void
yado_tui_window_allocate(YadoTuiWidget *widget, const YadoTtyRect *rect)
{
    YadoTuiWindow *self = YADO_TUI_WINDOW(widget);
    YadoTuiWidget *child = get_private(self)->child;

    YADO_TUI_WIDGET_CLASS(yado_tui_window_parent_class)->allocate(widget, rect);
    if (child == NULL)
        return;
    if (is_framed(self))
        yado_tui_widget_allocate(child, rect->y + 1, rect->x + 2, rect->height - 2,
                                 rect->width - 4);
    else
        yado_tui_widget_allocate(child, rect->y, rect->x, rect->height, rect->width);
}

static void
draw_frame(YadoTuiWindow *self, YadoTty *tty)
{
    YadoTuiWindowPrivate *priv = get_private(self);
    YadoTuiWidget *widget = YADO_TUI_WIDGET(self);
    const YadoTtyRect *rect = yado_tui_widget_get_rect(widget);
    YadoTuiStyle title =
        priv->surface == YADO_TUI_SURFACE_ERROR ? YADO_STYLE_ERROR_TITLE : YADO_STYLE_DIALOG_TITLE;

    yado_tty_fill(tty, rect, yado_tui_widget_get_style(widget, YADO_STYLE_NORMAL));
    yado_tty_frame(tty, rect, yado_tui_widget_get_style(widget, YADO_STYLE_FRAME));
    if (priv->title != NULL) {
        g_autofree char *text = g_strdup_printf(" %s ", priv->title);
        yado_tty_put(tty, rect->y, rect->x + 2, rect->width - 4, text, title);
    }
}

static void
yado_tui_window_draw(YadoTuiWidget *widget, YadoTty *tty)
{
    YadoTuiWindow *self = YADO_TUI_WINDOW(widget);

    yado_tty_set_cursor(tty, -1, -1);
    if (is_framed(self))
        draw_frame(self, tty);
    else
        yado_tty_fill(tty, yado_tui_widget_get_rect(widget), YADO_STYLE_NORMAL);
    if (get_private(self)->child != NULL)
        yado_tui_widget_draw(get_private(self)->child, tty);
}

static int
get_command_width(const Command *command)
{
    return yado_text_get_width(command->key) + 1 + yado_text_get_width(command->label) + 1;
}

static gboolean
is_in_bar(const Command *command)
{
    return command->label != NULL;
}

static int
get_cut_width(const Command *command, int limit)
{
    return get_command_width(command) - MAX(yado_text_get_width(command->label) - limit, 0);
}

static int
get_bar_width(GPtrArray *commands, int limit)
{
    int total = 1;

    for (guint i = 0; i < commands->len; i++) {
        if (is_in_bar(g_ptr_array_index(commands, i)))
            total += get_cut_width(g_ptr_array_index(commands, i), limit);
    }
    return total;
}

/* Where not all fit, labels are cut evenly. */
static int
choose_label_limit(GPtrArray *commands, int width)
{
    int limit = 40;

    while (limit > 3 && get_bar_width(commands, limit) > width)
        limit--;
    return limit;
}

static int
put_label(YadoTty *tty, int y, int x, int width, const char *label, int limit)
{
    g_autofree char *cut =
        yado_text_fit(label, MIN(yado_text_get_width(label), limit), YADO_ALIGN_START);

    return yado_tty_put(tty, y, x, width, cut, YADO_STYLE_BAR_LABEL) + 1;
}

/* No key is ever left out.  Where even cut labels do not fit, the first ones go: Help and Actions are the same everywhere, what the
   last key does is not. */
void
yado_tui_window_draw_bar(YadoTuiWindow *self, YadoTty *tty, int y, int width)
{
    GPtrArray *commands = get_private(self)->commands;
    YadoTtyRect line = { y, 0, 1, width };
    int x = 1, limit = choose_label_limit(commands, width);
    int missing = get_bar_width(commands, limit) - width;

    yado_tty_fill(tty, &line, YADO_STYLE_NORMAL);
    for (guint i = 0; i < commands->len; i++) {
        const Command *command = g_ptr_array_index(commands, i);

        if (!is_in_bar(command) || x >= width)
            continue;
        x += yado_tty_put(tty, y, x, width - x, command->key, YADO_STYLE_BAR_KEY) + 1;
        if (missing > 0)
            missing -= get_cut_width(command, limit) - yado_text_get_width(command->key) - 1;
        else
            x += put_label(tty, y, x, width - x, command->label, limit);
    }
}

static void
yado_tui_window_forall(YadoTuiWidget *widget, YadoTuiWidgetFunc func, gpointer user_data)
{
    YadoTuiWidget *child = get_private(YADO_TUI_WINDOW(widget))->child;

    if (child != NULL)
        func(child, user_data);
}

static gboolean
refuse_other_key(YadoTuiWindow *self, const YadoTtyKey *key)
{
    return FALSE;
}

static void
ignore_focus_moved(YadoTuiWindow *self)
{
}

static void
yado_tui_window_dispose(GObject *object)
{
    YadoTuiWindow *self = YADO_TUI_WINDOW(object);
    YadoTuiWindowPrivate *priv = get_private(self);

    if (priv->focus != NULL)
        g_object_weak_unref(G_OBJECT(priv->focus), on_focus_gone_cb, self);
    priv->focus = NULL;
    g_clear_object(&priv->child);
    G_OBJECT_CLASS(yado_tui_window_parent_class)->dispose(object);
}

static void
yado_tui_window_finalize(GObject *object)
{
    YadoTuiWindowPrivate *priv = get_private(YADO_TUI_WINDOW(object));

    g_free(priv->title);
    g_ptr_array_unref(priv->commands);
    G_OBJECT_CLASS(yado_tui_window_parent_class)->finalize(object);
}

static void
yado_tui_window_class_init(YadoTuiWindowClass *klass)
{
    GObjectClass *object_class = G_OBJECT_CLASS(klass);
    YadoTuiWidgetClass *widget_class = YADO_TUI_WIDGET_CLASS(klass);

    object_class->dispose = yado_tui_window_dispose;
    object_class->finalize = yado_tui_window_finalize;
    widget_class->allocate = yado_tui_window_allocate;
    widget_class->draw = yado_tui_window_draw;
    widget_class->forall = yado_tui_window_forall;
    klass->other_key = refuse_other_key;
    klass->focus_moved = ignore_focus_moved;
    signals[SIGNAL_CLOSED] = g_signal_new("closed", YADO_TUI_TYPE_WINDOW, G_SIGNAL_RUN_LAST, 0,
                                          NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
yado_tui_window_init(YadoTuiWindow *self)
{
    get_private(self)->commands = g_ptr_array_new_with_free_func(free_command);
    get_private(self)->anchor_y = -1;
}

YadoTuiWindow *
yado_tui_window_new(const char *title, YadoTuiSurface surface)
{
    YadoTuiWindow *self = g_object_new(YADO_TUI_TYPE_WINDOW, NULL);

    yado_tui_window_set_title(self, title);
    get_private(self)->surface = surface;
    return self;
}

void
yado_tui_window_set_title(YadoTuiWindow *self, const char *title)
{
    char *copy = title != NULL ? yado_text_clean(title) : NULL;

    g_free(get_private(self)->title);
    get_private(self)->title = copy;
}

void
yado_tui_window_set_surface(YadoTuiWindow *self, YadoTuiSurface surface)
{
    get_private(self)->surface = surface;
}

YadoTuiSurface
yado_tui_window_get_surface(YadoTuiWindow *self)
{
    return get_private(self)->surface;
}

void
yado_tui_window_set_child(YadoTuiWindow *self, YadoTuiWidget *child)
{
    YadoTuiWindowPrivate *priv = get_private(self);

    g_object_ref_sink(child);
    g_clear_object(&priv->child);
    priv->child = child;
    yado_tui_widget_set_parent(child, YADO_TUI_WIDGET(self));
    yado_tui_widget_queue_relayout(child);
}

YadoTuiWidget *
yado_tui_window_get_child(YadoTuiWindow *self)
{
    return get_private(self)->child;
}

void
yado_tui_window_set_size(YadoTuiWindow *self, int height, int width)
{
    get_private(self)->height = height;
    get_private(self)->width = width;
}

void
yado_tui_window_set_anchor(YadoTuiWindow *self, int y, int x)
{
    get_private(self)->anchor_y = y;
    get_private(self)->anchor_x = x;
}

void
yado_tui_window_add_command(YadoTuiWindow *self, const char *key, const char *label,
                            YadoTuiCommandFunc func, gpointer user_data)
{
    Command *command = g_new0(Command, 1);

    command->key = g_strdup(key);
    command->label = label != NULL ? yado_text_strip_mnemonic(label) : NULL;
    command->func = func;
    command->user_data = user_data;
    /* Help comes first, whoever adds it when the others are there. */
    g_ptr_array_insert(get_private(self)->commands, g_str_equal(key, YADO_TUI_KEY_HELP) ? 0 : -1,
                       command);
}

void
yado_tui_window_clear_commands(YadoTuiWindow *self)
{
    g_ptr_array_set_size(get_private(self)->commands, 0);
}

void
yado_tui_window_show(YadoTuiWindow *self)
{
    repair_focus(self);
    yado_tui_screen_push(self);
}

void
yado_tui_window_close(YadoTuiWindow *self)
{
    g_autoptr(YadoTuiWindow) guard = g_object_ref(self);

    if (!yado_tui_screen_contains(self))
        return;
    yado_tui_screen_remove(self);
    g_signal_emit(self, signals[SIGNAL_CLOSED], 0);
}

void
yado_tui_window_on_close_cb(YadoTuiWindow *self, gpointer user_data)
{
    yado_tui_window_close(self);
}
