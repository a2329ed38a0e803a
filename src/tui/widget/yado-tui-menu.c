/* SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "yado-tui"
#include "config.h"

#include "tui/widget/yado-tui-menu.h"

#include <glib/gi18n.h>

#include "tui/widget/yado-tui-box.h"
#include "tui/widget/yado-tui-label.h"
#include "tui/widget/yado-tui-list.h"
#include "tui/widget/yado-tui-screen.h"
#include "yado.h"

#define LONGEST_MENU 18
#define WIDEST_NOTE 64
#define MOST_NOTE_LINES 4

typedef struct {
    char *label, *key, *note, *reason;
    gboolean heading, checked;
} Item;

struct _YadoTuiMenu {
    char *title;
    GPtrArray *items;
    gboolean checks;
    guint selected;
    YadoTuiMenuFunc func;
    gpointer user_data;
    GDestroyNotify destroy;
    YadoTuiWindow *window;
    YadoTuiList *list;
    YadoTuiLabel *note;
};

static void
free_item(gpointer data)
{
    Item *item = data;

    g_free(item->label);
    g_free(item->key);
    g_free(item->note);
    g_free(item->reason);
    g_free(item);
}

static void
free_menu(YadoTuiMenu *menu)
{
    if (menu->destroy != NULL)
        menu->destroy(menu->user_data);
    g_free(menu->title);
    g_ptr_array_unref(menu->items);
    g_free(menu);
}

static Item *
get_item(YadoTuiMenu *menu, guint index)
{
    return index < menu->items->len ? g_ptr_array_index(menu->items, index) : NULL;
}

static Item *
add_item(YadoTuiMenu *menu, const char *label)
{
    Item *item = g_new0(Item, 1);

    item->label = g_strdup(label);
    g_ptr_array_add(menu->items, item);
    return item;
}

/* ---- rows ---- */

static void
draw_item(YadoTuiList *list, YadoTty *tty, guint row, const YadoTtyRect *rect, YadoTuiStyle style,
          gpointer user_data)
{
    YadoTuiMenu *menu = user_data;
    const Item *item = get_item(menu, row);
    YadoTuiWidget *widget = YADO_TUI_WIDGET(list);
    YadoTuiStyle mnemonic = yado_tui_widget_get_style(widget, YADO_STYLE_MNEMONIC);
    gboolean selected = row == yado_tui_list_get_selected(list);
    int x = rect->x;

    if (item->heading)
        style = mnemonic = yado_tui_widget_get_style(widget, YADO_STYLE_HEADER);
    else if (item->reason != NULL && !selected)
        style = mnemonic = yado_tui_widget_get_style(widget, YADO_STYLE_DIM);
    else if (selected)
        mnemonic = style;
    if (!item->heading)
        x += yado_tty_put(tty, rect->y, x, 4, item->reason != NULL ? "– " : "  ", style);
    if (menu->checks)
        x += yado_tty_put(tty, rect->y, x, 4, item->checked ? "[x] " : "[ ] ", style);
    yado_tui_draw_mnemonic(tty, rect->y, x, rect->x + rect->width - x, item->label, style,
                           mnemonic);
    if (item->key != NULL) {
        int width = yado_text_get_width(item->key);
        yado_tty_put(tty, rect->y, rect->x + rect->width - width - 2, width, item->key, style);
    }
}

static gboolean
is_item_heading(YadoTuiList *list, guint row, gpointer user_data)
{
    const Item *item = get_item(user_data, row);

    return item != NULL && item->heading;
}

static void
on_selection_changed_cb(YadoTuiList *list, gpointer user_data)
{
    YadoTuiMenu *menu = user_data;
    const Item *item = get_item(menu, yado_tui_list_get_selected(list));

    if (item != NULL && menu->note != NULL)
        yado_tui_label_set_text(menu->note, item->reason != NULL ? item->reason : item->note);
}

static void
pick(YadoTuiMenu *menu, guint index)
{
    Item *item = get_item(menu, index);

    if (item == NULL || item->heading || item->reason != NULL)
        return;
    if (menu->checks) {
        item->checked = !item->checked;
        yado_tui_widget_queue_redraw(YADO_TUI_WIDGET(menu->list));
        if (menu->func != NULL)
            menu->func(index, menu->user_data);
        return;
    }
    menu->selected = index;
    g_object_set_data(G_OBJECT(menu->window), "picked", GINT_TO_POINTER(TRUE));
    yado_tui_window_close(menu->window);
}

static void
on_activated_cb(YadoTuiList *list, gpointer user_data)
{
    pick(user_data, yado_tui_list_get_selected(list));
}

static void
on_window_closed_cb(YadoTuiWindow *window, gpointer user_data)
{
    YadoTuiMenu *menu = user_data;

    if (g_object_get_data(G_OBJECT(window), "picked") != NULL && menu->func != NULL)
        menu->func(menu->selected, menu->user_data);
}

/* ---- the window: the letter of an item picks it, its first one goes there ---- */

#define YADO_TUI_TYPE_MENU_WINDOW (yado_tui_menu_window_get_type())
G_DECLARE_FINAL_TYPE(YadoTuiMenuWindow, yado_tui_menu_window, YADO_TUI, MENU_WINDOW, YadoTuiWindow)

struct _YadoTuiMenuWindow {
    YadoTuiWindow parent_instance;
    YadoTuiMenu *menu;
};

G_DEFINE_FINAL_TYPE(YadoTuiMenuWindow, yado_tui_menu_window, YADO_TUI_TYPE_WINDOW)

/* The item whose letter or whose own key was typed, or G_MAXUINT. */
static guint
find_typed(YadoTuiMenu *menu, const YadoTtyKey *key)
{
    for (guint i = 0; i < menu->items->len; i++) {
        const Item *item = g_ptr_array_index(menu->items, i);

        if (item->key != NULL && yado_tty_key_is(key, item->key))
            return i;
    }
    for (guint i = 0; i < menu->items->len && key->character != 0; i++) {
        const Item *item = g_ptr_array_index(menu->items, i);

        if (yado_text_get_mnemonic(item->label) == g_unichar_tolower(key->character))
            return i;
    }
    return G_MAXUINT;
}

/* The next item that begins with what was typed, or G_MAXUINT. */
static guint
find_beginning(YadoTuiMenu *menu, gunichar typed)
{
    guint n = menu->items->len, from = yado_tui_list_get_selected(menu->list);

    for (guint i = 1; i <= n && typed != 0; i++) {
        const Item *item = g_ptr_array_index(menu->items, (from + i) % n);
        g_autofree char *label = yado_text_strip_mnemonic(item->label);

        if (!item->heading && g_unichar_tolower(g_utf8_get_char(label)) == g_unichar_tolower(typed))
            return (from + i) % n;
    }
    return G_MAXUINT;
}

/* Goes there, as in a list of choices on the desktop. */
static gboolean
go_to_beginning(YadoTuiMenu *menu, const YadoTtyKey *key)
{
    guint index = find_beginning(menu, key->character);

    if (index == G_MAXUINT)
        return FALSE;
    yado_tui_list_select(menu->list, index);
    return TRUE;
}

static gboolean
yado_tui_menu_window_other_key(YadoTuiWindow *window, const YadoTtyKey *key)
{
    YadoTuiMenu *menu = YADO_TUI_MENU_WINDOW(window)->menu;
    guint index = find_typed(menu, key);

    if (yado_tty_key_is(key, "Space"))
        index = yado_tui_list_get_selected(menu->list);
    if (index == G_MAXUINT)
        return go_to_beginning(menu, key);
    yado_tui_list_select(menu->list, index);
    pick(menu, index);
    return TRUE;
}

static void
yado_tui_menu_window_finalize(GObject *object)
{
    free_menu(YADO_TUI_MENU_WINDOW(object)->menu);
    G_OBJECT_CLASS(yado_tui_menu_window_parent_class)->finalize(object);
}

static void
yado_tui_menu_window_class_init(YadoTuiMenuWindowClass *klass)
{
    G_OBJECT_CLASS(klass)->finalize = yado_tui_menu_window_finalize;
    YADO_TUI_WINDOW_CLASS(klass)->other_key = yado_tui_menu_window_other_key;
}

static void
yado_tui_menu_window_init(YadoTuiMenuWindow *self)
{
}

/* ---- public ---- */

YadoTuiMenu *
yado_tui_menu_new(const char *title)
{
    YadoTuiMenu *menu = g_new0(YadoTuiMenu, 1);

    menu->title = g_strdup(title);
    menu->items = g_ptr_array_new_with_free_func(free_item);
    return menu;
}

void
yado_tui_menu_add(YadoTuiMenu *menu, const char *label, const char *key, const char *note,
                  const char *reason)
{
    Item *item = add_item(menu, label);

    item->key = key != NULL && *key != '\0' ? g_strdup(key) : NULL;
    item->note = g_strdup(note);
    item->reason = g_strdup(reason);
}

void
yado_tui_menu_add_heading(YadoTuiMenu *menu, const char *label)
{
    add_item(menu, label)->heading = TRUE;
}

void
yado_tui_menu_set_checks(YadoTuiMenu *menu, gboolean checks)
{
    menu->checks = checks;
}

void
yado_tui_menu_set_checked(YadoTuiMenu *menu, guint index, gboolean checked)
{
    Item *item = get_item(menu, index);

    if (item != NULL)
        item->checked = checked;
}

gboolean
yado_tui_menu_is_checked(YadoTuiMenu *menu, guint index)
{
    const Item *item = get_item(menu, index);

    return item != NULL && item->checked;
}

void
yado_tui_menu_select(YadoTuiMenu *menu, guint index)
{
    menu->selected = index;
}

/* The longest note decides, so that nothing jumps from item to item. */
static int
count_note_lines(YadoTuiMenu *menu, int width)
{
    int most = 0;

    for (guint i = 0; i < menu->items->len; i++) {
        const Item *item = g_ptr_array_index(menu->items, i);
        const char *note = item->reason != NULL ? item->reason : item->note;
        g_auto(GStrv) lines = note != NULL ? yado_text_wrap(note, width) : NULL;

        most = lines != NULL ? MAX(most, (int)g_strv_length(lines)) : most;
    }
    return MIN(most, MOST_NOTE_LINES);
}

static int
get_menu_width(YadoTuiMenu *menu, int *note_lines)
{
    int width = 12;

    for (guint i = 0; i < menu->items->len; i++) {
        const Item *item = g_ptr_array_index(menu->items, i);
        int key = item->key != NULL ? yado_text_get_width(item->key) + 3 : 0;

        width = MAX(width, yado_tui_mnemonic_width(item->label) + key + 5 + (menu->checks ? 4 : 0));
        if (item->note != NULL || item->reason != NULL)
            width = MAX(width, WIDEST_NOTE);
    }
    width = MIN(width, yado_tui_screen_get_columns() - 6);
    *note_lines = count_note_lines(menu, width);
    return width;
}

static YadoTuiWidget *
build_list(YadoTuiMenu *menu, int width, int note_lines)
{
    YadoTuiWidget *list = yado_tui_list_new(draw_item, menu);
    int room = MIN(LONGEST_MENU, yado_tui_screen_get_rows() - 6 - note_lines);

    menu->list = YADO_TUI_LIST(list);
    yado_tui_list_set_n_rows(menu->list, menu->items->len);
    yado_tui_list_set_natural_size(menu->list, CLAMP((int)menu->items->len, 1, room), width);
    g_signal_connect(list, "selection-changed", G_CALLBACK(on_selection_changed_cb), menu);
    g_signal_connect(list, "activated", G_CALLBACK(on_activated_cb), menu);
    return list;
}

static void
fill_window(YadoTuiMenu *menu)
{
    int note_lines, width = get_menu_width(menu, &note_lines);
    YadoTuiBox *box = yado_tui_box_new(TRUE, note_lines > 0 ? 1 : 0);

    yado_tui_box_append(box, build_list(menu, width, note_lines), TRUE);
    if (note_lines > 0) {
        YadoTuiWidget *note = yado_tui_label_new("", YADO_STYLE_DIM);
        menu->note = YADO_TUI_LABEL(note);
        yado_tui_label_set_min_lines(menu->note, note_lines);
        yado_tui_box_append(box, note, FALSE);
    }
    yado_tui_window_set_size(menu->window, 0, width);
    yado_tui_window_set_child(menu->window, YADO_TUI_WIDGET(box));
    yado_tui_list_set_heading_func(menu->list, is_item_heading);
    yado_tui_list_select(menu->list, menu->selected);
    on_selection_changed_cb(menu->list, menu);
}

YadoTuiWindow *
yado_tui_menu_show(YadoTuiMenu *menu, YadoTuiMenuFunc func, gpointer user_data,
                   GDestroyNotify destroy)
{
    YadoTuiMenuWindow *window = g_object_new(YADO_TUI_TYPE_MENU_WINDOW, NULL);

    window->menu = menu;
    menu->window = YADO_TUI_WINDOW(window);
    menu->func = func;
    menu->user_data = user_data;
    menu->destroy = destroy;
    yado_tui_window_set_title(menu->window, menu->title);
    yado_tui_window_set_surface(menu->window, YADO_TUI_SURFACE_DIALOG);
    fill_window(menu);
    yado_tui_window_add_command(menu->window, YADO_TUI_KEY_NO, menu->checks ? NULL : _("Cancel"),
                                yado_tui_window_on_close_cb, NULL);
    if (menu->checks)
        yado_tui_window_add_command(menu->window, YADO_TUI_KEY_YES, _("Close"),
                                    yado_tui_window_on_close_cb, NULL);
    g_signal_connect(window, "closed", G_CALLBACK(on_window_closed_cb), menu);
    yado_tui_window_show(menu->window);
    return menu->window;
}
