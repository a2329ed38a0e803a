/* SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "yado-tui"
#include "config.h"

#include "tui/widget/yado-tui-choice.h"

#include <glib/gi18n.h>

#include "tui/widget/yado-tui-menu.h"
#include "tui/widget/yado-tui-screen.h"
#include "yado.h"

typedef struct {
    char *id, *label, *note, *reason;
    gboolean chosen;
} Item;

struct _YadoTuiChoice {
    YadoTuiWidget parent_instance;
    char *title;
    gboolean several;
    GPtrArray *items;
    char *unknown; /* an id that is chosen but not among the items */
    guint cursor;  /* several: the item that has the cursor */
};

G_DEFINE_FINAL_TYPE(YadoTuiChoice, yado_tui_choice, YADO_TUI_TYPE_WIDGET)

enum { SIGNAL_CHANGED, N_SIGNALS };
static guint signals[N_SIGNALS];

static void
free_item(gpointer data)
{
    Item *item = data;

    g_free(item->id);
    g_free(item->label);
    g_free(item->note);
    g_free(item->reason);
    g_free(item);
}

static guint
find_chosen(YadoTuiChoice *self)
{
    for (guint i = 0; i < self->items->len; i++) {
        if (((Item *)g_ptr_array_index(self->items, i))->chosen)
            return i;
    }
    return G_MAXUINT;
}

static void
yado_tui_choice_measure(YadoTuiWidget *widget, int width, int *natural_width, int *height)
{
    YadoTuiChoice *self = YADO_TUI_CHOICE(widget);
    int longest = self->unknown != NULL ? yado_text_get_width(self->unknown) : 8;

    for (guint i = 0; i < self->items->len; i++) {
        const Item *item = g_ptr_array_index(self->items, i);
        int reason =
            self->several && item->reason != NULL ? yado_text_get_width(item->reason) + 2 : 0;
        longest = MAX(longest, yado_text_get_width(item->label) + reason);
    }
    *natural_width = longest + (self->several ? 4 : 5);
    *height = self->several ? MAX((int)self->items->len, 1) : 1;
}

static void
draw_one(YadoTuiChoice *self, YadoTty *tty)
{
    YadoTuiWidget *widget = YADO_TUI_WIDGET(self);
    YadoTtyRect rect = *yado_tui_widget_get_rect(widget);
    guint chosen = find_chosen(self);
    const char *text = self->unknown != NULL ? self->unknown : "";
    g_autofree char *shown = NULL;
    int width;
    YadoTuiStyle style =
        yado_tui_widget_is_focused(widget) ? YADO_STYLE_FIELD_FOCUS : YADO_STYLE_FIELD;

    if (!yado_tui_widget_is_enabled(widget))
        style = yado_tui_widget_get_style(widget, YADO_STYLE_FIELD_DISABLED);
    yado_tui_draw_brackets(widget, tty, &rect);
    if (chosen != G_MAXUINT)
        text = ((Item *)g_ptr_array_index(self->items, chosen))->label;
    /* Not over it: a mark on the second half of a wide character would push the rest of the line aside. */
    width = rect.width - (yado_tui_widget_is_enabled(widget) ? 2 : 0);
    shown = yado_text_fit(text, width, YADO_ALIGN_START);
    yado_tty_put(tty, rect.y, rect.x, width, shown, style);
    yado_tty_put(tty, rect.y, rect.x + width, rect.width - width, " ▾", style);
    if (yado_tui_widget_is_focused(widget))
        yado_tty_set_cursor(tty, rect.y, rect.x);
}

/* Why one cannot be chosen is not pushed off the line by a long label: it may have half of the line. */
static void
put_label(YadoTty *tty, int y, int x, int width, const Item *item, YadoTuiStyle style)
{
    int label = yado_text_get_width(item->label);
    int reason = item->reason != NULL ? yado_text_get_width(item->reason) + 2 : 0;
    g_autofree char *cut_label = NULL, *cut_reason = NULL;

    if (label + reason > width)
        label = MIN(label, MAX(width / 2, width - reason));
    cut_label = yado_text_fit(item->label, label, YADO_ALIGN_START);
    yado_tty_put(tty, y, x, width, cut_label, style);
    if (reason == 0)
        return;
    reason = MIN(reason - 2, width - label - 2);
    cut_reason = yado_text_fit(item->reason, MAX(reason, 0), YADO_ALIGN_START);
    yado_tty_put(tty, y, x + label + 2, reason, cut_reason, style);
}

static void
draw_check(YadoTuiChoice *self, YadoTty *tty, guint i)
{
    YadoTuiWidget *widget = YADO_TUI_WIDGET(self);
    const YadoTtyRect *rect = yado_tui_widget_get_rect(widget);
    const Item *item = g_ptr_array_index(self->items, i);
    gboolean here = yado_tui_widget_is_focused(widget) && i == self->cursor;
    gboolean usable = yado_tui_widget_is_enabled(widget) && item->reason == NULL;
    YadoTuiStyle text =
        yado_tui_widget_get_style(widget, usable ? YADO_STYLE_NORMAL : YADO_STYLE_FIELD_DISABLED);
    int y = rect->y + (int)i;

    yado_tty_put(tty, y, rect->x, 3,
                 item->chosen ? "[x]"
                 : usable     ? "[ ]"
                              : " – ",
                 here ? YADO_STYLE_FIELD_FOCUS : text);
    put_label(tty, y, rect->x + 4, rect->width - 4, item, text);
    if (here)
        yado_tty_set_cursor(tty, y, rect->x + 1);
}

static void
yado_tui_choice_draw(YadoTuiWidget *widget, YadoTty *tty)
{
    YadoTuiChoice *self = YADO_TUI_CHOICE(widget);

    if (!self->several)
        draw_one(self, tty);
    else if (self->items->len == 0)
        yado_tty_put(tty, yado_tui_widget_get_rect(widget)->y, yado_tui_widget_get_rect(widget)->x,
                     yado_tui_widget_get_rect(widget)->width, _("none"),
                     yado_tui_widget_get_style(widget, YADO_STYLE_DIM));
    for (guint i = 0; self->several && i < self->items->len; i++)
        draw_check(self, tty, i);
}

static void
choose(YadoTuiChoice *self, guint index)
{
    for (guint i = 0; i < self->items->len; i++)
        ((Item *)g_ptr_array_index(self->items, i))->chosen = i == index;
    g_clear_pointer(&self->unknown, g_free);
    yado_tui_widget_queue_relayout(YADO_TUI_WIDGET(self));
    g_signal_emit(self, signals[SIGNAL_CHANGED], 0);
}

static void
on_menu_picked_cb(guint index, gpointer user_data)
{
    choose(user_data, index);
}

/* A choice is a value: its '_' are no marks. */
static char *
escape_underscores(const char *text)
{
    g_auto(GStrv) parts = g_strsplit(text, "_", -1);

    return g_strjoinv("__", parts);
}

static void
open_menu(YadoTuiChoice *self)
{
    const YadoTtyRect *rect = yado_tui_widget_get_rect(YADO_TUI_WIDGET(self));
    YadoTuiMenu *menu = yado_tui_menu_new(self->title);
    YadoTuiWindow *window;
    guint chosen = find_chosen(self);

    for (guint i = 0; i < self->items->len; i++) {
        const Item *item = g_ptr_array_index(self->items, i);
        g_autofree char *label = escape_underscores(item->label);

        yado_tui_menu_add(menu, label, NULL, item->note, item->reason);
    }
    if (chosen != G_MAXUINT)
        yado_tui_menu_select(menu, chosen);
    window = yado_tui_menu_show(menu, on_menu_picked_cb, g_object_ref(self), g_object_unref);
    yado_tui_window_set_anchor(window, rect->y + 1, rect->x - 4);
}

static void
toggle(YadoTuiChoice *self)
{
    Item *item =
        self->cursor < self->items->len ? g_ptr_array_index(self->items, self->cursor) : NULL;

    if (item == NULL || item->reason != NULL)
        return;
    item->chosen = !item->chosen;
    yado_tui_widget_queue_redraw(YADO_TUI_WIDGET(self));
    g_signal_emit(self, signals[SIGNAL_CHANGED], 0);
}

static gboolean
key_several(YadoTuiChoice *self, const YadoTtyKey *key)
{
    if (yado_tty_key_is(key, "Up") && self->cursor > 0)
        self->cursor--;
    else if (yado_tty_key_is(key, "Down") && self->cursor + 1 < self->items->len)
        self->cursor++;
    else if (yado_tty_key_is(key, "Space"))
        toggle(self);
    else
        return FALSE;
    yado_tui_widget_queue_redraw(YADO_TUI_WIDGET(self));
    return TRUE;
}

static gboolean
yado_tui_choice_key(YadoTuiWidget *widget, const YadoTtyKey *key)
{
    YadoTuiChoice *self = YADO_TUI_CHOICE(widget);

    if (self->several)
        return key_several(self, key);
    if (!yado_tty_key_is(key, "Enter") && !yado_tty_key_is(key, "Space") &&
        !yado_tty_key_is(key, "Alt+Down"))
        return FALSE;
    open_menu(self);
    return TRUE;
}

static void
yado_tui_choice_activate(YadoTuiWidget *widget)
{
    yado_tui_widget_grab_focus(widget);
    if (!YADO_TUI_CHOICE(widget)->several && yado_tui_widget_is_enabled(widget))
        open_menu(YADO_TUI_CHOICE(widget));
}

static void
yado_tui_choice_get_focus_rect(YadoTuiWidget *widget, YadoTtyRect *rect)
{
    YadoTuiChoice *self = YADO_TUI_CHOICE(widget);

    *rect = *yado_tui_widget_get_rect(widget);
    if (self->several) {
        rect->y += (int)self->cursor;
        rect->height = 1;
    }
}

static gboolean
accept_focus(YadoTuiWidget *widget)
{
    return TRUE;
}

static void
yado_tui_choice_finalize(GObject *object)
{
    YadoTuiChoice *self = YADO_TUI_CHOICE(object);

    g_free(self->title);
    g_free(self->unknown);
    g_ptr_array_unref(self->items);
    G_OBJECT_CLASS(yado_tui_choice_parent_class)->finalize(object);
}

static void
yado_tui_choice_class_init(YadoTuiChoiceClass *klass)
{
    YadoTuiWidgetClass *widget_class = YADO_TUI_WIDGET_CLASS(klass);

    G_OBJECT_CLASS(klass)->finalize = yado_tui_choice_finalize;
    widget_class->measure = yado_tui_choice_measure;
    widget_class->draw = yado_tui_choice_draw;
    widget_class->key = yado_tui_choice_key;
    widget_class->activate = yado_tui_choice_activate;
    widget_class->can_focus = accept_focus;
    widget_class->get_focus_rect = yado_tui_choice_get_focus_rect;
    signals[SIGNAL_CHANGED] = g_signal_new("changed", YADO_TUI_TYPE_CHOICE, G_SIGNAL_RUN_LAST, 0,
                                           NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
yado_tui_choice_init(YadoTuiChoice *self)
{
    self->items = g_ptr_array_new_with_free_func(free_item);
}

YadoTuiWidget *
yado_tui_choice_new(const char *title, gboolean several)
{
    YadoTuiChoice *self = g_object_new(YADO_TUI_TYPE_CHOICE, NULL);

    self->title = title != NULL ? yado_text_strip_mnemonic(title) : NULL;
    self->several = several;
    return YADO_TUI_WIDGET(self);
}

void
yado_tui_choice_add(YadoTuiChoice *self, const char *id, const char *label, const char *note,
                    const char *reason)
{
    Item *item = g_new0(Item, 1);

    item->id = g_strdup(id);
    item->label = yado_text_clean(label);
    item->note = g_strdup(note);
    item->reason = g_strdup(reason);
    g_ptr_array_add(self->items, item);
}

void
yado_tui_choice_clear(YadoTuiChoice *self)
{
    g_ptr_array_set_size(self->items, 0);
}

char *
yado_tui_choice_dup_chosen(YadoTuiChoice *self)
{
    g_autoptr(GString) ids = g_string_new(NULL);

    for (guint i = 0; i < self->items->len; i++) {
        const Item *item = g_ptr_array_index(self->items, i);

        if (item->chosen)
            g_string_append_printf(ids, "%s%s", ids->len > 0 ? "," : "", item->id);
    }
    if (ids->len == 0 && !self->several)
        return g_strdup(self->unknown);
    return g_string_free(g_steal_pointer(&ids), FALSE);
}

void
yado_tui_choice_set_chosen(YadoTuiChoice *self, const char *ids)
{
    g_auto(GStrv) list = g_strsplit(ids != NULL ? ids : "", ",", -1);
    gboolean found = FALSE;

    for (guint i = 0; i < self->items->len; i++) {
        Item *item = g_ptr_array_index(self->items, i);

        item->chosen = self->several ? g_strv_contains((const char *const *)list, item->id)
                                     : g_strcmp0(item->id, ids != NULL ? ids : "") == 0;
        found = found || item->chosen;
    }
    g_free(self->unknown);
    self->unknown = !found && !self->several ? g_strdup(ids) : NULL;
    yado_tui_widget_queue_redraw(YADO_TUI_WIDGET(self));
}
