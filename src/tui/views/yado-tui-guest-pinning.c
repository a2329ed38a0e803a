/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * The page "pinning": the share of the host's processors in words, the grid, when a change takes effect.
 */
#define G_LOG_DOMAIN "yado-tui"
#include "config.h"

#include "tui/views/yado-tui-guest-view-private.h"

#include <glib/gi18n.h>

#include "tui/views/yado-tui-dialogs.h"
#include "tui/views/yado-tui-pin-grid.h"
#include "tui/widget/yado-tui-button.h"
#include "tui/widget/yado-tui-choice.h"
#include "tui/widget/yado-tui-label.h"
#include "tui/widget/yado-tui-text.h"

/* The page may be left, and the view closed, before the host answers. */
typedef struct {
    YadoTuiGuestView *view;
    YadoTuiBox *box;
} Shown;

static Shown *
shown_new(YadoTuiGuestView *view, YadoTuiBox *box)
{
    Shown *shown = g_new0(Shown, 1);

    shown->view = g_object_ref(view);
    shown->box = g_object_ref(box);
    return shown;
}

static void
free_shown(Shown *shown)
{
    g_object_unref(shown->view);
    g_object_unref(shown->box);
    g_free(shown);
}

static void read_scheduling(YadoTuiGuestView *self, YadoTuiBox *box);

/* ---- Actions ---- */

static void
run_action(YadoTuiGuestView *self, const char *id)
{
    g_autoptr(GPtrArray) guests = g_ptr_array_new();
    YadoTargets targets = { yado_tui_app_get_session(self->app), guests, self->host };

    g_ptr_array_add(guests, self->guest);
    yado_tui_app_run_action(self->app, yado_catalog_find_action(id), &targets);
}

static void
on_weight_clicked_cb(YadoTuiButton *button, gpointer user_data)
{
    run_action(user_data, "guest.schedule");
}

static void
on_pool_clicked_cb(YadoTuiButton *button, gpointer user_data)
{
    run_action(user_data, "guest.move-pool");
}

static void
on_apply_clicked_cb(YadoTuiButton *button, gpointer user_data)
{
    yado_tui_guest_pinning_apply(user_data);
}

static void
on_undo_clicked_cb(YadoTuiButton *button, gpointer user_data)
{
    YadoTuiGuestView *self = user_data;

    if (self->grid != NULL)
        yado_pin_grid_reset(self->grid);
}

static void
on_when_changed_cb(YadoTuiChoice *choice, gpointer user_data)
{
    YadoTuiGuestView *self = user_data;
    g_autofree char *when = yado_tui_choice_dup_chosen(choice);

    if (self->grid != NULL && when != NULL)
        yado_pin_grid_set_when(self->grid, when);
}

gboolean
yado_tui_guest_pinning_apply(YadoTuiGuestView *self)
{
    g_autoptr(GPtrArray) guests = g_ptr_array_new();
    YadoTargets targets = { yado_tui_app_get_session(self->app), guests, self->host };
    g_autoptr(GError) error = NULL;

    if (self->grid == NULL || !yado_pin_grid_is_changed(self->grid))
        return FALSE;
    g_ptr_array_add(guests, self->guest);
    if (!yado_pin_grid_apply(self->grid, &targets, &error))
        yado_tui_dialog_show_error(NULL, error);
    return TRUE;
}

/* ---- The page ---- */

static void
add_button(YadoTuiBox *row, const char *label, GCallback callback, YadoTuiGuestView *self)
{
    YadoTuiWidget *button = yado_tui_button_new(label);

    g_signal_connect(button, "clicked", callback, self);
    yado_tui_box_append(row, button, FALSE);
}

static void
add_action_button(YadoTuiBox *row, const char *id, GCallback callback, YadoTuiGuestView *self)
{
    g_autofree char *name = yado_action_dup_name(yado_catalog_find_action(id));

    add_button(row, name, callback, self);
}

static YadoTuiWidget *
create_when(YadoTuiGuestView *self)
{
    YadoTuiWidget *choice = yado_tui_choice_new(_("Takes effect"), FALSE);
    g_autoptr(GPtrArray) items = yado_pin_grid_list_when();

    for (guint i = 0; i < items->len; i++) {
        const YadoChoiceItem *item = items->pdata[i];

        yado_tui_choice_add(YADO_TUI_CHOICE(choice), item->id, item->label, NULL, NULL);
    }
    yado_tui_choice_set_chosen(YADO_TUI_CHOICE(choice), yado_pin_grid_get_when(self->grid));
    g_signal_connect(choice, "changed", G_CALLBACK(on_when_changed_cb), self);
    return choice;
}

static void
append_label(YadoTuiBox *box, const char *text, YadoTuiStyle style)
{
    yado_tui_box_append(box, yado_tui_label_new(text, style), FALSE);
}

static void
append_editors(YadoTuiGuestView *self, YadoTuiBox *box)
{
    YadoTuiBox *when = yado_tui_box_new(FALSE, 1), *actions = yado_tui_box_new(FALSE, 2),
               *buttons = yado_tui_box_new(FALSE, 2);

    append_label(box,
                 yado_pin_grid_has_preferences(self->grid)
                     ? _("#  runs there, and prefers it   +  may run there   .  may not")
                     : _("#  may run there   .  may not"),
                 YADO_STYLE_NORMAL);
    append_label(box, _("Space changes a cell, r its line, c its column."), YADO_STYLE_DIM);
    append_label(when, _("Takes effect"), YADO_STYLE_NORMAL);
    yado_tui_box_append(when, create_when(self), FALSE);
    yado_tui_box_append(box, when, FALSE);
    yado_tui_box_set_wraps(actions, TRUE);
    add_action_button(actions, "guest.schedule", G_CALLBACK(on_weight_clicked_cb), self);
    add_action_button(actions, "guest.move-pool", G_CALLBACK(on_pool_clicked_cb), self);
    yado_tui_box_append(box, actions, FALSE);
    yado_tui_box_set_at_end(buttons, TRUE);
    add_button(buttons, _("_Apply"), G_CALLBACK(on_apply_clicked_cb), self);
    add_button(buttons, _("_Undo"), G_CALLBACK(on_undo_clicked_cb), self);
    yado_tui_box_append(box, buttons, FALSE);
}

static void
show_grid(YadoTuiGuestView *self, YadoTuiBox *box)
{
    yado_tui_box_clear(box);
    append_label(box, self->share, YADO_STYLE_NORMAL);
    append_label(box, "", YADO_STYLE_NORMAL);
    if (yado_pin_grid_get_n_rows(self->grid) > 0) {
        YadoTuiWidget *grid = yado_tui_pin_grid_new(self->grid);

        yado_tui_box_append(box, grid, TRUE);
        append_editors(self, box);
        if (self->is_grid_wanted)
            yado_tui_widget_grab_focus(grid);
        self->is_grid_wanted = FALSE;
    } else {
        append_label(box, _("This host does not tell where it runs."), YADO_STYLE_NORMAL);
    }
    yado_tui_guest_view_rebuild_commands(self);
    yado_tui_widget_queue_relayout(YADO_TUI_WIDGET(self));
}

static gboolean
is_shown(YadoTuiGuestView *self, YadoTuiBox *box)
{
    return yado_tui_widget_get_parent(YADO_TUI_WIDGET(box)) == YADO_TUI_WIDGET(self->content);
}

/* The new state is the host's to tell. */
static void
on_applied_cb(YadoPinGrid *grid, gpointer user_data)
{
    YadoTuiGuestView *self = user_data;

    if (self->grid != grid)
        return;
    g_clear_object(&self->grid);
    if (self->pages == NULL)
        return;
    self->is_grid_wanted = !yado_tui_widget_is_focused(YADO_TUI_WIDGET(self->list));
    yado_tui_guest_view_show_page(self, self->page);
}

static void
take_scheduling(YadoTuiGuestView *self, const YadoScheduling *scheduling)
{
    g_set_object(&self->grid, NULL);
    self->grid = yado_pin_grid_new(scheduling);
    g_signal_connect_object(self->grid, "applied", G_CALLBACK(on_applied_cb), self, 0);
    g_free(self->share);
    self->share = yado_scheduling_dup_share(scheduling);
}

static void
on_scheduling_read_cb(GObject *source, GAsyncResult *result, gpointer user_data)
{
    Shown *shown = user_data;
    g_autoptr(GError) error = NULL;
    g_autoptr(YadoScheduling) scheduling =
        yado_guest_get_scheduling_finish(YADO_GUEST(source), result, &error);

    if (!yado_error_is_cancel(error) && is_shown(shown->view, shown->box)) {
        if (scheduling != NULL) {
            take_scheduling(shown->view, scheduling);
            show_grid(shown->view, shown->box);
        } else {
            yado_tui_box_clear(shown->box);
            yado_tui_box_append(shown->box, yado_tui_text_new(error->message, TRUE), TRUE);
        }
    }
    free_shown(shown);
}

static void
read_scheduling(YadoTuiGuestView *self, YadoTuiBox *box)
{
    append_label(box, _("Reading…"), YADO_STYLE_DIM);
    yado_guest_get_scheduling_async(self->guest, self->cancellable, on_scheduling_read_cb,
                                    shown_new(self, box));
}

YadoTuiWidget *
yado_tui_guest_pinning_build(YadoTuiGuestView *self)
{
    YadoTuiBox *box = yado_tui_box_new(TRUE, 0);

    /* What was changed stays while other pages are looked at. */
    if (self->grid != NULL &&
        (yado_pin_grid_is_changed(self->grid) || yado_pin_grid_is_busy(self->grid)))
        show_grid(self, box);
    else
        read_scheduling(self, box);
    return YADO_TUI_WIDGET(box);
}
