/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Reading and applying the configuration of an open guest. */
#define G_LOG_DOMAIN "yado-tui"
#include "config.h"

#include "tui/views/yado-tui-guest-view-private.h"

#include <glib/gi18n.h>

#include "tui/views/yado-tui-dialogs.h"
#include "tui/widget/yado-tui-menu.h"
#include "tui/widget/yado-tui-screen.h"

static void
set_busy(YadoTuiGuestView *self, gboolean busy)
{
    self->busy = busy;
    yado_tui_widget_queue_redraw(YADO_TUI_WIDGET(self));
}

static void
free_form(gpointer data)
{
    if (data != NULL)
        g_object_unref(data);
}

static void
free_pending(gpointer data)
{
    yado_pending_change_free(data);
}

/* ---- reading ---- */

static guint
find_page(YadoTuiGuestView *self, const char *id)
{
    for (guint i = 0; i < self->pages->len; i++) {
        const YadoPage *page = self->pages->pdata[i];

        if (g_strcmp0(page->id, id) == 0)
            return i;
    }
    return 0;
}

static void
compare_with_active(YadoTuiGuestView *self)
{
    g_clear_pointer(&self->pending, g_ptr_array_unref);
    if (self->active != NULL && self->stored != NULL)
        self->pending = yado_pending_list(self->guest, self->active, self->stored);
    else
        self->pending = g_ptr_array_new_with_free_func(free_pending);
}

/* The field that has the focus, to give it back when the page was made anew. */
static const char *
get_focused_field(YadoTuiGuestView *self)
{
    const YadoFieldSpec *spec =
        self->form_view != NULL ? yado_tui_form_view_get_focused_field(self->form_view) : NULL;

    return spec != NULL ? spec->id : NULL;
}

static void
show_page_again(YadoTuiGuestView *self, const char *field)
{
    yado_tui_guest_view_show_page(self, self->page);
    if (field != NULL && self->form_view != NULL)
        yado_tui_form_view_focus_field(self->form_view, field);
}

/* The document is another one: pages, forms and texts are made anew, the user stays on the page. */
static void
take_stored(YadoTuiGuestView *self, YadoDocument *document)
{
    g_autofree char *page = g_steal_pointer(&self->wanted_page);
    gboolean wants_hardware = g_strcmp0(page, YADO_PAGE_ADD_HARDWARE) == 0;
    const char *field = get_focused_field(self);

    if (page == NULL && self->pages != NULL)
        page = g_strdup(((YadoPage *)self->pages->pdata[self->page])->id);
    self->form_view = NULL;
    yado_tui_guest_text_forget(self);
    yado_tui_box_clear(self->content);
    g_set_object(&self->stored, document);
    g_free(self->base_text);
    self->base_text = yado_document_dump(document);
    self->is_outdated = FALSE;
    g_clear_pointer(&self->forms, g_ptr_array_unref);
    g_clear_pointer(&self->pages, g_ptr_array_unref);
    self->pages = yado_page_list(document);
    self->forms = g_ptr_array_new_with_free_func(free_form);
    g_ptr_array_set_size(self->forms, (gint)self->pages->len);
    self->page = find_page(self, page);
    yado_tui_list_set_n_rows(self->list, self->pages->len);
    yado_tui_list_select(self->list, self->page);
    compare_with_active(self);
    show_page_again(self, field);
    if (wants_hardware)
        yado_tui_guest_view_add_hardware(self);
}

void
yado_tui_guest_view_go_to(YadoTuiGuestView *self, const char *page)
{
    if (self->pages == NULL) {
        g_free(self->wanted_page);
        self->wanted_page = g_strdup(page);
    } else if (g_str_equal(page, YADO_PAGE_ADD_HARDWARE)) {
        yado_tui_guest_view_add_hardware(self);
    } else {
        yado_tui_list_select(self->list, find_page(self, page));
    }
}

static void
on_active_read_cb(GObject *source, GAsyncResult *result, gpointer user_data)
{
    g_autoptr(YadoTuiGuestView) self = user_data;
    g_autoptr(GError) error = NULL;
    g_autoptr(YadoDocument) document =
        yado_guest_get_document_finish(YADO_GUEST(source), result, &error);

    if (g_cancellable_is_cancelled(self->cancellable))
        return;
    g_set_object(&self->active, document); /* without it nothing can be compared: that is all */
    if (!yado_tui_guest_view_is_edited(self))
        compare_with_active(self);
    yado_tui_guest_view_rebuild_commands(self);
    yado_tui_widget_queue_redraw(YADO_TUI_WIDGET(self));
}

static void
read_active(YadoTuiGuestView *self)
{
    g_clear_object(&self->active);
    if (yado_guest_is_active(self->guest))
        yado_guest_get_document_async(self->guest, YADO_CONFIGURATION_ACTIVE, self->cancellable,
                                      on_active_read_cb, g_object_ref(self));
}

gboolean
yado_tui_guest_view_end_work(YadoTuiGuestView *self, gboolean done)
{
    gboolean leaves = self->is_leaving && done;

    set_busy(self, FALSE);
    self->is_leaving = FALSE;
    if (leaves)
        yado_tui_window_close(YADO_TUI_WINDOW(self));
    return leaves;
}

static void
on_stored_read_cb(GObject *source, GAsyncResult *result, gpointer user_data)
{
    g_autoptr(YadoTuiGuestView) self = user_data;
    g_autoptr(GError) error = NULL;
    g_autoptr(YadoDocument) document =
        yado_guest_get_document_finish(YADO_GUEST(source), result, &error);

    if (g_cancellable_is_cancelled(self->cancellable))
        return;
    if (yado_tui_guest_view_end_work(self, document != NULL))
        return;
    if (document != NULL) {
        take_stored(self, document);
        read_active(self);
    } else {
        yado_tui_dialog_show_error(yado_guest_get_name(self->guest), error);
    }
}

void
yado_tui_guest_view_load(YadoTuiGuestView *self)
{
    if (self->busy)
        return;
    g_clear_object(&self->grid);
    set_busy(self, TRUE);
    yado_guest_get_document_async(self->guest, YADO_CONFIGURATION_INACTIVE, self->cancellable,
                                  on_stored_read_cb, g_object_ref(self));
}

/* Also after every change of our own: then it is what we have already. */
static void
on_stored_seen_cb(GObject *source, GAsyncResult *result, gpointer user_data)
{
    g_autoptr(YadoTuiGuestView) self = user_data;
    g_autoptr(YadoDocument) document =
        yado_guest_get_document_finish(YADO_GUEST(source), result, NULL);
    g_autofree char *text = document != NULL ? yado_document_dump(document) : NULL;

    if (g_cancellable_is_cancelled(self->cancellable) || self->busy || text == NULL)
        return;
    if (yado_tui_guest_view_is_edited(self))
        self->is_outdated = g_strcmp0(text, self->base_text) != 0;
    else if (g_strcmp0(text, self->base_text) != 0)
        take_stored(self, document);
    read_active(self);
    yado_tui_widget_queue_redraw(YADO_TUI_WIDGET(self));
}

void
yado_tui_guest_view_look(YadoTuiGuestView *self)
{
    if (self->stored != NULL && !yado_guest_is_gone(self->guest))
        yado_guest_get_document_async(self->guest, YADO_CONFIGURATION_INACTIVE, self->cancellable,
                                      on_stored_seen_cb, g_object_ref(self));
}

gboolean
yado_tui_guest_view_is_edited(YadoTuiGuestView *self)
{
    return (self->stored != NULL && yado_document_is_edited(self->stored)) ||
           yado_tui_guest_text_is_edited(self);
}

/* ---- conflicts ---- */

typedef struct {
    YadoTuiGuestView *view;
    void (*force)(YadoTuiGuestView *view);
    GError *error;
} Conflict;

static void
free_conflict(gpointer data)
{
    Conflict *conflict = data;

    g_object_unref(conflict->view);
    g_error_free(conflict->error);
    g_free(conflict);
}

static void
on_conflict_way_chosen_cb(guint index, gpointer user_data)
{
    Conflict *conflict = user_data;

    if (index == 0) {
        yado_tui_guest_view_resolve_conflict(conflict->view, conflict->error, conflict->force);
        yado_tui_dialog_show_text(_("Difference"), yado_error_get_detail(conflict->error), FALSE);
    } else if (index == 1) {
        yado_tui_guest_view_load(conflict->view);
    } else {
        conflict->force(conflict->view);
    }
}

void
yado_tui_guest_view_resolve_conflict(YadoTuiGuestView *self, const GError *error,
                                     void (*force)(YadoTuiGuestView *self))
{
    const char *const ways[] = { _("Show the _difference"), _("_Reload: my changes are lost"),
                                 _("_Apply anyway: their changes are lost"), NULL };
    Conflict *conflict = g_new0(Conflict, 1);

    conflict->view = g_object_ref(self);
    conflict->force = force;
    conflict->error = g_error_copy(error);
    yado_tui_dialog_choose(_("Conflict"), error->message, ways, on_conflict_way_chosen_cb, conflict,
                           free_conflict);
}

/* ---- applying ---- */

static void
force_apply(YadoTuiGuestView *self)
{
    yado_tui_guest_view_apply(self, TRUE);
}

static void
show_dropped(YadoTuiGuestView *self, const char *dropped)
{
    g_autofree char *text = NULL;

    if (dropped == NULL || *dropped == '\0')
        return;
    text = g_strdup_printf(_("The host did not keep everything. It left out:\n\n%s"), dropped);
    yado_tui_dialog_show_text(yado_guest_get_name(self->guest), text, TRUE);
}

static void
on_applied_cb(GObject *source, GAsyncResult *result, gpointer user_data)
{
    g_autoptr(YadoTuiGuestView) self = user_data;
    g_autoptr(GError) error = NULL;
    g_autofree char *dropped = NULL;
    g_autoptr(YadoDocument) document =
        yado_apply_finish(YADO_GUEST(source), result, &dropped, &error);
    gboolean is_gone = g_cancellable_is_cancelled(self->cancellable);

    yado_apply_end_job(self->job, error, !is_gone);
    g_clear_object(&self->job);
    if (is_gone)
        return;
    if (yado_tui_guest_view_end_work(self, document != NULL)) {
        show_dropped(self, dropped);
    } else if (document != NULL) {
        take_stored(self, document);
        read_active(self);
        show_dropped(self, dropped);
    } else if (g_error_matches(error, YADO_ERROR, YADO_ERROR_CONFLICT)) {
        yado_tui_guest_view_resolve_conflict(self, error, force_apply);
    } else {
        /* What waits is stored: it is no change of this view any more. */
        if (g_error_matches(error, YADO_ERROR, YADO_ERROR_PENDING))
            yado_tui_guest_view_load(self);
        yado_tui_dialog_show_error(yado_guest_get_name(self->guest), error);
    }
}

/* All forms that were opened, and those of devices that are new; the first wrong one is shown. */
static gboolean
validate_all(YadoTuiGuestView *self)
{
    for (guint i = 0; i < self->forms->len; i++) {
        YadoForm *form = yado_page_is_edited(self->pages->pdata[i], self->stored)
                             ? yado_tui_guest_view_get_form(self, i)
                             : self->forms->pdata[i];

        if (form == NULL || yado_form_validate(form, NULL, NULL))
            continue;
        if (i != self->page)
            yado_tui_list_select(self->list, i);
        yado_tui_form_view_validate(self->form_view);
        return FALSE;
    }
    return TRUE;
}

static void
start_applying(YadoTuiGuestView *self, gboolean force)
{
    YadoApplyFlags flags = yado_edit_get_flags(self->guest) | (force ? YADO_APPLY_FORCE : 0);
    YadoSession *session = yado_tui_app_get_session(self->app);

    set_busy(self, TRUE);
    self->job = yado_apply_begin_job(self->guest, self->stored, yado_session_get_jobs(session));
    yado_apply_async(self->guest, self->stored, flags, self->job,
                     self->job != NULL ? yado_job_get_cancellable(self->job) : self->cancellable,
                     on_applied_cb, g_object_ref(self));
}

void
yado_tui_guest_view_apply(YadoTuiGuestView *self, gboolean force)
{
    if (self->stored == NULL || self->busy)
        return;
    if (yado_tui_guest_text_is_edited(self)) {
        yado_tui_guest_text_apply(self);
        return;
    }
    if (!validate_all(self))
        return;
    if (yado_document_is_edited(self->stored))
        start_applying(self, force);
    else
        yado_tui_dialog_show_message(yado_guest_get_name(self->guest),
                                     _("Nothing was changed: there is nothing to apply."));
}

void
yado_tui_guest_view_undo_page(YadoTuiGuestView *self)
{
    YadoForm *form = self->form_view != NULL ? yado_tui_form_view_get_form(self->form_view) : NULL;
    const char *field = get_focused_field(self);
    GPtrArray *edits;

    if (form == NULL)
        return;
    edits = yado_document_get_edits(self->stored);
    if (yado_form_is_dirty(form))
        yado_form_undo(form);
    else if (edits->len >
             0) /* none of this page: the last one, perhaps a device that was removed */
        yado_document_undo(self->stored, edits->pdata[edits->len - 1], NULL);
    yado_tui_guest_view_rebuild_pages(self, ((YadoPage *)self->pages->pdata[self->page])->id);
    if (field != NULL && self->form_view != NULL)
        yado_tui_form_view_focus_field(self->form_view, field);
}

/* ---- changes waiting ---- */

static void
undo_pending(YadoTuiGuestView *self, const YadoPendingChange *change)
{
    g_autoptr(GError) error = NULL;

    if (yado_tui_guest_view_is_edited(self))
        yado_tui_dialog_show_message(change->label, _("Apply or undo your own changes first."));
    else if (yado_pending_undo(change, self->stored, &error))
        start_applying(self, FALSE);
    else
        yado_tui_dialog_show_error(change->label, error);
}

typedef struct {
    YadoTuiGuestView *view;
    guint index;
} PendingUse;

static void
free_pending_use(gpointer data)
{
    g_object_unref(((PendingUse *)data)->view);
    g_free(data);
}

static void
on_pending_way_chosen_cb(guint index, gpointer user_data)
{
    PendingUse *use = user_data;
    const YadoPendingChange *change;

    if (use->index >= use->view->pending->len)
        return;
    change = use->view->pending->pdata[use->index];
    if (index == 0)
        yado_tui_list_select(
            use->view->list,
            find_page(use->view, change->node != NULL ? change->node : change->page));
    else
        undo_pending(use->view, change);
}

static void
on_pending_picked_cb(guint index, gpointer user_data)
{
    YadoTuiGuestView *self = user_data;
    const char *const ways[] = { _("_Go to the page"), _("_Undo this change"), NULL };
    const YadoPendingChange *change;
    PendingUse *use;
    g_autofree char *text = NULL;

    if (index >= self->pending->len)
        return;
    change = self->pending->pdata[index];
    text = g_strdup_printf(_("%s is %s now, and will be %s from the next start on."), change->label,
                           change->now, change->next);
    use = g_new0(PendingUse, 1);
    use->view = g_object_ref(self);
    use->index = index;
    yado_tui_dialog_choose(_("Changes waiting"), text, ways, on_pending_way_chosen_cb, use,
                           free_pending_use);
}

void
yado_tui_guest_view_show_pending(YadoTuiGuestView *self)
{
    YadoTuiMenu *menu = yado_tui_menu_new(_("Changes waiting for the next start"));

    for (guint i = 0; i < self->pending->len; i++) {
        const YadoPendingChange *change = self->pending->pdata[i];
        g_autofree char *text =
            g_strdup_printf("%s: %s → %s", change->label, change->now, change->next);
        g_autofree char *clean = yado_text_clean(text);

        yado_tui_menu_add(menu, clean, NULL, _("Enter: go to its page, or take the change back."),
                          NULL);
    }
    yado_tui_dialog_take_help(
        yado_tui_menu_show(menu, on_pending_picked_cb, g_object_ref(self), g_object_unref),
        yado_help_for_pending(self->pending));
}
