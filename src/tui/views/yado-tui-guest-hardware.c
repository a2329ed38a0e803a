/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Devices of an open guest: which can be added, adding and removing one. */
#define G_LOG_DOMAIN "yado-tui"
#include "config.h"

#include "tui/views/yado-tui-guest-view-private.h"

#include <string.h>

#include <glib/gi18n.h>

#include "tui/views/yado-tui-dialogs.h"
#include "tui/widget/yado-tui-menu.h"

static YadoForm *
take_form(GPtrArray *pages, GPtrArray *forms, const char *id)
{
    for (guint i = 0; i < pages->len; i++)
        if (g_strcmp0(((YadoPage *)pages->pdata[i])->id, id) == 0)
            return g_steal_pointer(&forms->pdata[i]);
    return NULL;
}

static void
free_form(gpointer form)
{
    if (form != NULL)
        g_object_unref(form);
}

/* What was typed on the pages that stay is kept. */
void
yado_tui_guest_view_rebuild_pages(YadoTuiGuestView *self, const char *page)
{
    g_autoptr(GPtrArray) old_pages = self->pages;
    g_autoptr(GPtrArray) old_forms = self->forms;
    g_autofree char *wanted = g_strdup(page);
    guint place = self->page;

    self->form_view = NULL;
    yado_tui_guest_text_leave(self);
    yado_tui_box_clear(self->content);
    self->pages = yado_page_list(self->stored);
    self->forms = g_ptr_array_new_with_free_func(free_form);
    for (guint i = 0; i < self->pages->len; i++) {
        const YadoPage *now = self->pages->pdata[i];

        g_ptr_array_add(self->forms, take_form(old_pages, old_forms, now->id));
        if (wanted != NULL && g_strcmp0(now->id, wanted) == 0)
            place = i;
    }
    self->page = MIN(place, self->pages->len - 1);
    yado_tui_list_set_n_rows(self->list, self->pages->len);
    yado_tui_list_select(self->list, self->page);
    yado_tui_guest_view_show_page(self, self->page);
}

/* ---- adding ---- */

static void
on_kind_picked_cb(guint index, gpointer user_data)
{
    YadoTuiGuestView *self = user_data;
    const YadoDeviceSpec *spec = &yado_catalog_get_devices()[index];
    g_autoptr(GError) error = NULL;
    g_autofree char *node = NULL;

    if (self->stored == NULL)
        return;
    node = yado_device_add(spec, self->stored, self->guest, &error);
    if (node == NULL) {
        yado_tui_dialog_show_error(yado_guest_get_name(self->guest), error);
        return;
    }
    yado_tui_guest_view_rebuild_pages(self, node);
    if (self->form_view != NULL)
        yado_tui_window_move_focus(YADO_TUI_WINDOW(self), 1);
}

void
yado_tui_guest_view_add_hardware(YadoTuiGuestView *self)
{
    YadoTuiMenu *menu;
    g_autoptr(GPtrArray) kinds = NULL;

    if (self->stored == NULL || self->busy)
        return;
    menu = yado_tui_menu_new(_("Add hardware"));
    kinds = yado_device_list_choices(self->stored, self->guest);
    for (guint i = 0; i < kinds->len; i++) {
        const YadoChoiceItem *item = kinds->pdata[i];

        yado_tui_menu_add(menu, item->label, NULL,
                          yado_device_get_help(&yado_catalog_get_devices()[i]), item->reason);
    }
    yado_tui_menu_show(menu, on_kind_picked_cb, g_object_ref(self), g_object_unref);
}

/* ---- removing ---- */

void
yado_tui_guest_view_remove_hardware(YadoTuiGuestView *self)
{
    const YadoPage *page = self->pages != NULL ? self->pages->pdata[self->page] : NULL;
    g_autoptr(GError) error = NULL;

    if (page == NULL || page->node == NULL || self->busy)
        return;
    if (yado_device_remove(self->stored, page->node, self->guest, &error))
        yado_tui_guest_view_rebuild_pages(self, NULL);
    else
        yado_tui_dialog_show_error(yado_guest_get_name(self->guest), error);
}
