/* SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "yado-tui"
#include "config.h"

#include "tui/views/yado-tui-guest-view-private.h"

#include <string.h>

#include <glib/gi18n.h>

#include "tui/views/yado-tui-dialogs.h"
#include "tui/views/yado-tui-graph-view.h"
#include "tui/widget/yado-tui-button.h"
#include "tui/widget/yado-tui-label.h"
#include "tui/widget/yado-tui-painter.h"
#include "tui/widget/yado-tui-screen.h"

#define PAGES_WIDTH 20

G_DEFINE_FINAL_TYPE(YadoTuiGuestView, yado_tui_guest_view, YADO_TUI_TYPE_WINDOW)

/* ---- title ---- */

static char *
dup_title(YadoTuiGuestView *self)
{
    YadoGuest *guest = self->guest;
    g_autofree char *host = yado_text_clean(yado_host_get_label(self->host));
    g_autofree char *name = yado_text_clean(yado_guest_get_name(guest));
    g_autofree char *uptime = yado_guest_get_uptime(guest) >= 0
                                  ? yado_duration_format(yado_guest_get_uptime(guest))
                                  : NULL;
    g_autofree char *up = uptime != NULL ? g_strdup_printf(_("up %s"), uptime) : g_strdup("");

    return g_strdup_printf(" YaDO  %s ▸ %s   %s  %s  %s", host, name,
                           yado_guest_state_get_label(yado_guest_get_state(guest)),
                           yado_guest_kind_get_label(yado_guest_get_kind(guest)), up);
}

/* A device that was removed has no page to mark. */
static char *
dup_unapplied(YadoTuiGuestView *self)
{
    guint n = yado_document_count_changes(self->stored);

    return g_strdup_printf(ngettext("%u change not applied", "%u changes not applied", n), n);
}

static void
paint_title(YadoTuiPainter *painter, YadoTty *tty, const YadoTtyRect *rect, gpointer user_data)
{
    YadoTuiGuestView *self = user_data;
    g_autofree char *title = dup_title(self);
    g_autofree char *right = NULL;
    guint waiting = self->pending != NULL ? self->pending->len : 0;

    yado_tty_fill(tty, rect, YADO_STYLE_TITLE);
    if (yado_host_is_stale(self->host))
        right = g_strdup(yado_host_get_state_label(self->host));
    else if (self->busy)
        right = g_strdup(_("Working…"));
    else if (self->is_outdated)
        right = g_strdup(_("Changed elsewhere: F6 reads it again"));
    else if (self->stored != NULL && yado_document_is_edited(self->stored))
        right = dup_unapplied(self);
    else if (waiting > 0)
        right = g_strdup_printf(_("Changes waiting: %u"), waiting);
    if (right != NULL) {
        int width = yado_text_get_width(right) + 1;
        yado_tty_put_cut(tty, rect->y, rect->x, rect->width - width - 1, title, YADO_STYLE_TITLE);
        yado_tty_put(tty, rect->y, rect->x + rect->width - width, width, right, YADO_STYLE_WARNING);
    } else {
        yado_tty_put_cut(tty, rect->y, rect->x, rect->width, title, YADO_STYLE_TITLE);
    }
}

/* ---- pages ---- */

static gboolean
is_page_changed(YadoTuiGuestView *self, guint i)
{
    YadoForm *form = i < self->forms->len ? self->forms->pdata[i] : NULL;
    const YadoPage *page = self->pages->pdata[i];

    if (self->draft != NULL && g_strcmp0(page->spec->view, "configuration") == 0)
        return TRUE;
    return (form != NULL && yado_form_is_dirty(form)) || yado_page_is_edited(page, self->stored);
}

static void
draw_page_name(YadoTuiList *list, YadoTty *tty, guint row, const YadoTtyRect *rect,
               YadoTuiStyle style, gpointer user_data)
{
    YadoTuiGuestView *self = user_data;
    const YadoPage *page = self->pages->pdata[row];
    g_autofree char *clean = yado_text_clean(page->title);
    YadoTuiStyle mnemonic = style == YADO_STYLE_NORMAL ? YADO_STYLE_MNEMONIC : style;

    yado_tty_put(tty, rect->y, rect->x, 1, row == self->page ? "▸" : " ", style);
    yado_tty_put(tty, rect->y, rect->x + 1, 1, is_page_changed(self, row) ? "*" : " ", style);
    if (yado_tui_mnemonic_width(clean) <= rect->width - 2) {
        yado_tui_draw_mnemonic(tty, rect->y, rect->x + 2, rect->width - 2, clean, style, mnemonic);
    } else {
        g_autofree char *plain = yado_text_strip_mnemonic(clean);
        g_autofree char *fitted = yado_text_fit(plain, rect->width - 2, YADO_ALIGN_START);
        yado_tty_put(tty, rect->y, rect->x + 2, rect->width - 2, fitted, style);
    }
}

YadoForm *
yado_tui_guest_view_get_form(YadoTuiGuestView *self, guint page)
{
    if (self->forms->pdata[page] == NULL)
        self->forms->pdata[page] =
            yado_page_create_form(self->pages->pdata[page], self->stored,
                                  yado_tui_app_get_session(self->app), self->guest);
    return self->forms->pdata[page];
}

static void
on_apply_clicked_cb(YadoTuiButton *button, gpointer user_data)
{
    yado_tui_guest_view_apply(user_data, FALSE);
}

static void
on_undo_clicked_cb(YadoTuiButton *button, gpointer user_data)
{
    yado_tui_guest_view_undo_page(user_data);
}

static void
add_button(YadoTuiBox *row, const char *label, GCallback callback, gpointer user_data)
{
    YadoTuiWidget *button = yado_tui_button_new(label);

    g_signal_connect(button, "clicked", callback, user_data);
    yado_tui_box_append(row, button, FALSE);
}

/* A form that only shows has nothing to apply. */
static gboolean
can_change(YadoForm *form)
{
    g_autoptr(GPtrArray) fields = yado_form_list_fields(form);

    for (guint i = 0; i < fields->len; i++) {
        const YadoFieldSpec *spec = fields->pdata[i];

        if (spec->type != YADO_FIELD_INFO && spec->type != YADO_FIELD_CUSTOM)
            return TRUE;
    }
    return FALSE;
}

static void
show_form(YadoTuiGuestView *self, YadoForm *form)
{
    YadoTuiWidget *view = yado_tui_form_view_new(form);
    YadoTuiBox *buttons = yado_tui_box_new(FALSE, 2);

    self->form_view = YADO_TUI_FORM_VIEW(view);
    yado_tui_box_append(self->content, view, TRUE);
    if (!can_change(form))
        return;
    yado_tui_box_set_at_end(buttons, TRUE);
    add_button(buttons, _("_Apply"), G_CALLBACK(on_apply_clicked_cb), self);
    add_button(buttons, _("_Undo"), G_CALLBACK(on_undo_clicked_cb), self);
    yado_tui_box_append(self->content, buttons, FALSE);
}

static void
show_custom(YadoTuiGuestView *self, const char *view)
{
    if (g_strcmp0(view, "performance") == 0)
        yado_tui_box_append(self->content, yado_tui_graph_view_new(self->guest), TRUE);
    else if (g_strcmp0(view, "pinning") == 0)
        yado_tui_box_append(self->content, yado_tui_guest_pinning_build(self), TRUE);
    else if (g_strcmp0(view, "snapshots") == 0)
        yado_tui_box_append(self->content, yado_tui_guest_snapshots_build(self), TRUE);
    else if (g_strcmp0(view, "configuration") == 0)
        yado_tui_box_append(self->content, yado_tui_guest_text_build(self), TRUE);
    else
        yado_tui_box_append(
            self->content,
            yado_tui_label_new(_("The terminal cannot show this page."), YADO_STYLE_NORMAL), TRUE);
}

void
yado_tui_guest_view_show_page(YadoTuiGuestView *self, guint index)
{
    const YadoPage *page;
    YadoForm *form;
    g_autofree char *title = NULL, *clean = NULL;

    if (self->pages == NULL || index >= self->pages->len)
        return;
    page = self->pages->pdata[index];
    form = yado_tui_guest_view_get_form(self, index);
    self->page = index;
    self->form_view = NULL;
    yado_tui_guest_text_leave(self);
    yado_tui_box_clear(self->content);
    title = yado_text_strip_mnemonic(page->title);
    clean = yado_text_clean(title);
    yado_tui_box_append(self->content, yado_tui_label_new(clean, YADO_STYLE_HEADER), FALSE);
    yado_tui_box_append(self->content, yado_tui_label_new("", YADO_STYLE_NORMAL), FALSE);
    if (form != NULL)
        show_form(self, form);
    else
        show_custom(self, page->spec->view);
    yado_tui_guest_view_rebuild_commands(self);
    yado_tui_widget_queue_relayout(YADO_TUI_WIDGET(self));
}

static void
on_page_selected_cb(YadoTuiList *list, gpointer user_data)
{
    yado_tui_guest_view_show_page(user_data, yado_tui_list_get_selected(list));
}

static void
on_page_activated_cb(YadoTuiList *list, gpointer user_data)
{
    yado_tui_window_move_focus(YADO_TUI_WINDOW(user_data), 1);
}

/* ---- commands ---- */

static gboolean
is_grid_shown(YadoTuiGuestView *self)
{
    const YadoPage *page = self->pages != NULL ? self->pages->pdata[self->page] : NULL;

    return page != NULL && self->grid != NULL && g_strcmp0(page->spec->view, "pinning") == 0;
}

static YadoTargets
get_targets(YadoTuiGuestView *self, GPtrArray **guests)
{
    *guests = g_ptr_array_new();
    g_ptr_array_add(*guests, self->guest);
    return (YadoTargets){ yado_tui_app_get_session(self->app), *guests, self->host };
}

static void
on_help_wanted_cb(YadoTuiWindow *window, gpointer user_data)
{
    YadoTuiGuestView *self = user_data;
    YadoForm *form = self->form_view != NULL ? yado_tui_form_view_get_form(self->form_view) : NULL;
    const YadoFieldSpec *field =
        self->form_view != NULL ? yado_tui_form_view_get_focused_field(self->form_view) : NULL;
    g_autofree char *field_help = NULL, *page_help = NULL, *text = NULL;

    if (self->pages == NULL)
        return;
    page_help = yado_page_dup_help(self->pages->pdata[self->page], form);
    if (field != NULL)
        field_help = yado_help_for_field(form, field);
    text = g_strconcat(field_help != NULL ? field_help : "", field_help != NULL ? "\n\n" : "",
                       page_help, NULL);
    yado_tui_dialog_show_text(_("Help"), text, TRUE);
}

static void
on_actions_wanted_cb(YadoTuiWindow *window, gpointer user_data)
{
    YadoTuiGuestView *self = user_data;
    g_autoptr(GPtrArray) guests = NULL;
    YadoTargets targets = get_targets(self, &guests);

    yado_tui_app_show_menu(self->app, _("Actions"), 1u << YADO_SCOPE_GUEST, TRUE, &targets);
}

/* Also those that no document has: of the grid, whose jobs go on when nobody looks. */
static gboolean
has_changes(YadoTuiGuestView *self)
{
    return yado_tui_guest_view_is_edited(self) ||
           (self->grid != NULL && yado_pin_grid_is_changed(self->grid) &&
            !yado_pin_grid_is_busy(self->grid));
}

static void
on_leave_confirmed_cb(gpointer user_data)
{
    yado_tui_window_close(user_data);
}

static void
on_back_wanted_cb(YadoTuiWindow *window, gpointer user_data)
{
    YadoTuiGuestView *self = user_data;
    g_autofree char *text = NULL;

    if (!has_changes(self)) {
        yado_tui_window_close(window);
        return;
    }
    if (self->busy) { /* "Apply" and "Back" in one go */
        self->is_leaving = TRUE;
        return;
    }
    text = g_strdup_printf(_("The changes to %s were not applied yet. They are lost when you "
                             "leave now."),
                           yado_guest_get_name(self->guest));
    yado_tui_dialog_ask(_("Changes"), text, _("_Discard"), TRUE, on_leave_confirmed_cb,
                        g_object_ref(self), g_object_unref);
}

static void
on_apply_wanted_cb(YadoTuiWindow *window, gpointer user_data)
{
    YadoTuiGuestView *self = user_data;

    if (!is_grid_shown(self) || !yado_tui_guest_pinning_apply(self))
        yado_tui_guest_view_apply(self, FALSE);
}

static void
on_pending_wanted_cb(YadoTuiWindow *window, gpointer user_data)
{
    yado_tui_guest_view_show_pending(user_data);
}

static void
on_add_wanted_cb(YadoTuiWindow *window, gpointer user_data)
{
    static const YadoTtyKey add = { .name = "F3" };
    YadoTuiGuestView *self = user_data;

    /* Within a list, what is added is a row. */
    if (self->form_view == NULL || !yado_tui_form_view_press_list(self->form_view, &add))
        yado_tui_guest_view_add_hardware(self);
}

static void
on_remove_wanted_cb(YadoTuiWindow *window, gpointer user_data)
{
    yado_tui_guest_view_remove_hardware(user_data);
}

static void
on_reload_confirmed_cb(gpointer user_data)
{
    yado_tui_guest_view_load(user_data);
}

static void
on_reload_wanted_cb(YadoTuiWindow *window, gpointer user_data)
{
    YadoTuiGuestView *self = user_data;

    if (has_changes(self))
        yado_tui_dialog_ask(_("Reload"), _("Changes that were not applied yet are lost."),
                            _("_Reload"), TRUE, on_reload_confirmed_cb, g_object_ref(self),
                            g_object_unref);
    else
        yado_tui_guest_view_load(self);
}

static void
on_edit_text_wanted_cb(YadoTuiWindow *window, gpointer user_data)
{
    yado_tui_guest_text_edit(user_data);
}

void
yado_tui_guest_view_rebuild_commands(YadoTuiGuestView *self)
{
    YadoTuiWindow *window = YADO_TUI_WINDOW(self);
    g_autoptr(GPtrArray) guests = NULL;
    YadoTargets targets = get_targets(self, &guests);
    gboolean changeable =
        self->text_editor != NULL || self->draft != NULL || is_grid_shown(self) ||
        (self->form_view != NULL && can_change(yado_tui_form_view_get_form(self->form_view))) ||
        (self->stored != NULL && yado_document_is_edited(self->stored));
    const YadoPage *page = self->pages != NULL ? self->pages->pdata[self->page] : NULL;

    yado_tui_window_clear_commands(window);
    yado_tui_window_add_command(window, YADO_TUI_KEY_HELP, _("Help"), on_help_wanted_cb, self);
    yado_tui_window_add_command(window, yado_keymap_get_key("app.menu"), _("Actions"),
                                on_actions_wanted_cb, self);
    if (self->stored != NULL)
        yado_tui_window_add_command(window, yado_keymap_get_key("page.add"), _("Add"),
                                    on_add_wanted_cb, self);
    if (self->text_editor != NULL)
        yado_tui_window_add_command(window, yado_keymap_get_key("page.text"), _("Edit"),
                                    on_edit_text_wanted_cb, self);
    if (self->pending != NULL && self->pending->len > 0)
        yado_tui_window_add_command(window, yado_keymap_get_key("page.waiting"), _("Waiting"),
                                    on_pending_wanted_cb, self);
    if (page != NULL && page->node != NULL)
        yado_tui_window_add_command(window, yado_keymap_get_key("page.remove"), _("Remove"),
                                    on_remove_wanted_cb, self);
    yado_tui_window_add_command(window, yado_keymap_get_key("page.reload"), _("Reload"),
                                on_reload_wanted_cb, self);
    yado_tui_app_add_commands(self->app, window, ~(1u << YADO_ROLE_CONSOLE), &targets);
    yado_tui_window_add_command(window, YADO_TUI_KEY_BACK, _("Back"), on_back_wanted_cb, self);
    yado_tui_window_add_command(window, YADO_TUI_KEY_NO, _("Cancel"), on_back_wanted_cb, self);
    if (changeable)
        yado_tui_window_add_command(window, YADO_TUI_KEY_YES, _("Apply"), on_apply_wanted_cb, self);
}

static gboolean
select_page_by_letter(YadoTuiGuestView *self, const YadoTtyKey *key)
{
    gunichar letter;

    if (!g_str_has_prefix(key->name, "Alt+") || self->pages == NULL)
        return FALSE;
    letter = g_utf8_get_char(key->name + strlen("Alt+"));
    for (guint i = 0; i < self->pages->len; i++) {
        if (yado_text_get_mnemonic(((YadoPage *)self->pages->pdata[i])->title) == letter) {
            yado_tui_list_select(self->list, i);
            return TRUE;
        }
    }
    return FALSE;
}

static gboolean
yado_tui_guest_view_other_key(YadoTuiWindow *window, const YadoTtyKey *key)
{
    YadoTuiGuestView *self = YADO_TUI_GUEST_VIEW(window);

    if (select_page_by_letter(self, key))
        return TRUE;
    if (yado_tui_widget_is_focused(YADO_TUI_WIDGET(self->list)) && yado_tty_key_is(key, "Right")) {
        yado_tui_window_move_focus(window, 1);
        return TRUE;
    }
    return FALSE;
}

/* ---- the guest changes ---- */

static void
on_guests_changed_cb(YadoHost *host, GPtrArray *guests, gpointer user_data)
{
    YadoTuiGuestView *self = user_data;
    gboolean active = yado_guest_is_active(self->guest);
    guint serial = yado_guest_get_configuration_serial(self->guest);

    if (!g_ptr_array_find(guests, self->guest, NULL))
        return;
    if (serial != self->configuration_serial) {
        self->configuration_serial = serial;
        yado_tui_guest_view_look(self);
    }
    if (active != self->was_active && !self->busy) { /* what runs is another configuration now */
        self->was_active = active;
        if (!has_changes(self))
            yado_tui_guest_view_load(self);
    }
    yado_tui_guest_view_rebuild_commands(self);
    if (self->form_view != NULL)
        yado_tui_form_view_refresh(self->form_view);
    yado_tui_widget_queue_redraw(YADO_TUI_WIDGET(self));
}

static void
on_host_guests_changed_cb(GListModel *model, guint position, guint removed, guint added,
                          gpointer user_data)
{
    YadoTuiGuestView *self = user_data;
    g_autofree char *text = NULL;

    if (!yado_guest_is_gone(self->guest) || self->pages == NULL)
        return;
    text = g_strdup_printf(_("%s is no longer there."), yado_guest_get_name(self->guest));
    yado_tui_window_close(YADO_TUI_WINDOW(self));
    yado_tui_dialog_show_message(yado_guest_get_name(self->guest), text);
}

/* ---- life ---- */

static YadoTuiWidget *
build_pages(YadoTuiGuestView *self)
{
    YadoTuiWidget *list = yado_tui_list_new(draw_page_name, self);

    self->list = YADO_TUI_LIST(list);
    yado_tui_list_set_natural_size(self->list, 0, PAGES_WIDTH);
    g_signal_connect(list, "selection-changed", G_CALLBACK(on_page_selected_cb), self);
    g_signal_connect(list, "activated", G_CALLBACK(on_page_activated_cb), self);
    return list;
}

static void
paint_rule(YadoTuiPainter *painter, YadoTty *tty, const YadoTtyRect *rect, gpointer user_data)
{
    for (int i = 0; i < rect->height; i++)
        yado_tty_put(tty, rect->y + i, rect->x, 1, "│", YADO_STYLE_FRAME);
}

static void
build_body(YadoTuiGuestView *self)
{
    YadoTuiBox *box = yado_tui_box_new(TRUE, 0), *middle = yado_tui_box_new(FALSE, 1);
    g_autofree char *text =
        g_strdup_printf(_("Reading the configuration of %s…"), yado_guest_get_name(self->guest));

    self->content = yado_tui_box_new(TRUE, 0);
    yado_tui_box_append(self->content, yado_tui_label_new(text, YADO_STYLE_DIM), FALSE);
    yado_tui_box_append(middle, build_pages(self), FALSE);
    yado_tui_box_append(middle, yado_tui_painter_new(1, 1, paint_rule, self), FALSE);
    yado_tui_box_append(middle, self->content, TRUE);
    yado_tui_box_append(box, yado_tui_painter_new(1, 0, paint_title, self), FALSE);
    yado_tui_box_append(box, middle, TRUE);
    yado_tui_window_set_child(YADO_TUI_WINDOW(self), YADO_TUI_WIDGET(box));
}

static void
on_closed_cb(YadoTuiWindow *window, gpointer user_data)
{
    YadoTuiGuestView *self = YADO_TUI_GUEST_VIEW(window);

    g_cancellable_cancel(self->cancellable);
    yado_host_watch(self->host, self, NULL, 0);
    g_signal_handlers_disconnect_by_data(self->host, self);
}

static void
yado_tui_guest_view_dispose(GObject *object)
{
    YadoTuiGuestView *self = YADO_TUI_GUEST_VIEW(object);

    G_OBJECT_CLASS(yado_tui_guest_view_parent_class)->dispose(object);
    g_clear_object(&self->stored);
    g_clear_object(&self->active);
    g_clear_object(&self->cancellable);
    g_clear_object(&self->guest);
    g_clear_object(&self->host);
    g_clear_pointer(&self->pages, g_ptr_array_unref);
    g_clear_pointer(&self->forms, g_ptr_array_unref);
    g_clear_pointer(&self->pending, g_ptr_array_unref);
    g_clear_pointer(&self->base_text, g_free);
    yado_tui_guest_text_forget(self);
    g_clear_object(&self->grid);
    g_clear_pointer(&self->share, g_free);
    g_clear_pointer(&self->wanted_page, g_free);
}

static void
yado_tui_guest_view_class_init(YadoTuiGuestViewClass *klass)
{
    G_OBJECT_CLASS(klass)->dispose = yado_tui_guest_view_dispose;
    YADO_TUI_WINDOW_CLASS(klass)->other_key = yado_tui_guest_view_other_key;
}

static void
yado_tui_guest_view_init(YadoTuiGuestView *self)
{
    self->cancellable = g_cancellable_new();
}

YadoTuiGuestView *
yado_tui_guest_view_new(YadoTuiApp *app, YadoGuest *guest, const char *page)
{
    YadoTuiGuestView *self = g_object_new(YADO_TUI_TYPE_GUEST_VIEW, NULL);
    YadoGuest *visible[] = { guest };

    self->app = app;
    self->guest = g_object_ref(guest);
    self->host = g_object_ref(yado_guest_get_host(guest));
    self->wanted_page = g_strdup(page);
    self->was_active = yado_guest_is_active(guest);
    self->configuration_serial = yado_guest_get_configuration_serial(guest);
    build_body(self);
    yado_tui_guest_view_rebuild_commands(self);
    yado_host_watch(self->host, self, visible, 1);
    g_signal_connect(self->host, "guests-changed", G_CALLBACK(on_guests_changed_cb), self);
    g_signal_connect(self->host, "items-changed", G_CALLBACK(on_host_guests_changed_cb), self);
    g_signal_connect(self, "closed", G_CALLBACK(on_closed_cb), NULL);
    yado_tui_guest_view_load(self);
    return self;
}

YadoGuest *
yado_tui_guest_view_get_guest(YadoTuiGuestView *self)
{
    return self->guest;
}
