/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The keys of the window: which of them the focus gets first. */
#include "config.h"

#include "app/yado-gtk-window-private.h"

#include "app/yado-gtk-console.h"
#include "app/yado-gtk-util.h"

/* What the focus must not take for itself. */
static gboolean
is_early(const YadoActionSpec *spec)
{
    static const char *const early[] = { "app.quit", "app.keys", "app.filter", NULL };
    return spec && g_strv_contains(early, spec->id);
}

static gboolean
run_own_key(YadoGtkWindow *self, const char *id)
{
    if (g_str_equal(id, "tab.close"))
        yado_gtk_window_close_tab(self);
    else if (g_str_equal(id, "tab.next"))
        gtk_notebook_next_page(self->notebook);
    else if (g_str_equal(id, "tab.previous"))
        gtk_notebook_prev_page(self->notebook);
    else if (g_str_equal(id, "window.menu"))
        gtk_toggle_button_set_active(GTK_TOGGLE_BUTTON(self->menu), TRUE);
    else
        return GDK_EVENT_PROPAGATE;
    return GDK_EVENT_STOP;
}

static gboolean
handle_own_key(YadoGtkWindow *self, GdkEventKey *event)
{
    g_autofree char *key = yado_gtk_key_from_event(event);
    const char *id = yado_keymap_find_own(key, YADO_FRONT_DESKTOP);
    const YadoActionSpec *spec =
        event->state & GDK_CONTROL_MASK ? yado_keymap_find_action(key, YADO_SCOPE_APP) : NULL;
    if (id)
        return run_own_key(self, id);
    if (!is_early(spec))
        return GDK_EVENT_PROPAGATE;
    yado_gtk_actions_run(self->actions, spec);
    return GDK_EVENT_STOP;
}

static gboolean
handle_typing(YadoGtkWindow *self, GdkEventKey *event)
{
    GtkWidget *focus = gtk_window_get_focus(GTK_WINDOW(self));
    if (yado_gtk_window_get_page(self) != GTK_WIDGET(self->list_page) ||
        (focus && GTK_IS_EDITABLE(focus)))
        return GDK_EVENT_PROPAGATE;
    return yado_gtk_list_page_start_search(self->list_page, event);
}

/* They lead out of a console, to which all other keys go: no guest waits for these. */
static gboolean
handle_tab_key(YadoGtkWindow *self, GdkEventKey *event)
{
    const GdkModifierType wanted = GDK_CONTROL_MASK | GDK_SHIFT_MASK;
    g_autofree char *key = yado_gtk_key_from_event(event);
    const char *id = yado_keymap_find_own(key, YADO_FRONT_DESKTOP);
    if ((event->state & gtk_accelerator_get_default_mod_mask()) != wanted || !id ||
        !g_str_has_prefix(id, "tab."))
        return GDK_EVENT_PROPAGATE;
    return run_own_key(self, id);
}

/* A text or a guest's console: even keys that are ours elsewhere go to it. */
static gboolean
wants_all_keys(YadoGtkWindow *self, GtkWidget *focus)
{
    GtkWidget *page = yado_gtk_window_get_page(self);
    return focus &&
           (GTK_IS_EDITABLE(focus) || GTK_IS_TEXT_VIEW(focus) ||
            (yado_gtk_console_page_get_guest(page) && gtk_widget_is_ancestor(focus, page)));
}

static gboolean
handle_table_key(YadoGtkWindow *self, GdkEventKey *event)
{
    YadoGtkGuestPage *page = yado_gtk_window_get_guest_page(self);
    if (page && yado_gtk_guest_page_handle_key(page, event))
        return GDK_EVENT_STOP;
    return yado_gtk_actions_handle_key(self->actions, event);
}

/*
 * What has the focus comes first: a console keeps all keys, a button Space, a list its arrows.  Then what the table binds.  Enter is of
 * the widget with the focus alone; in the list of guests the table says what it does.
 */
gboolean
yado_gtk_window_key_press_event(GtkWidget *widget, GdkEventKey *event)
{
    YadoGtkWindow *self = YADO_GTK_WINDOW(widget);
    GtkWidget *focus = gtk_window_get_focus(GTK_WINDOW(self));
    gboolean is_in_list = yado_gtk_list_page_is_list(self->list_page, focus);
    gboolean is_enter = yado_gtk_key_is_enter(event);
    if (handle_tab_key(self, event))
        return GDK_EVENT_STOP;
    if (!wants_all_keys(self, focus) &&
        (handle_own_key(self, event) || handle_typing(self, event) ||
         (is_enter && is_in_list && handle_table_key(self, event))))
        return GDK_EVENT_STOP;
    if (gtk_window_propagate_key_event(GTK_WINDOW(self), event) || handle_own_key(self, event) ||
        (!is_enter && handle_table_key(self, event)))
        return GDK_EVENT_STOP;
    return yado_gtk_window_chain_key(widget, event);
}
