/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The configuration of a guest: read, kept while it is edited, applied. */
#include "config.h"

#include "views/yado-gtk-guest-page-private.h"

#include <glib/gi18n.h>

#include "app/yado-gtk-util.h"
#include "form/yado-gtk-form.h"
#include "views/yado-gtk-configuration.h"
#include "views/yado-gtk-difference.h"

/* --- reading --- */

static void
give_document_to_forms(YadoGtkGuestPage *self)
{
    GHashTableIter iter;
    gpointer view;
    g_hash_table_iter_init(&iter, self->views);
    while (g_hash_table_iter_next(&iter, NULL, &view))
        if (YADO_GTK_IS_FORM(view))
            yado_form_set_document(yado_gtk_form_get_form(view), self->inactive);
        else if (YADO_GTK_IS_CONFIGURATION(view))
            yado_gtk_configuration_refresh(view);
}

static void
adopt_document(YadoGtkGuestPage *self, YadoDocument *document)
{
    if (self->newer)
        yado_gtk_message_bar_hide(self->messages);
    g_clear_object(&self->newer);
    g_set_object(&self->inactive, document);
    g_free(self->original);
    self->original = yado_document_dump(document);
    yado_gtk_guest_page_rebuild_pages(self);
    give_document_to_forms(self);
    yado_gtk_guest_page_update_bar(self);
}

static void
show_waiting(YadoGtkGuestPage *self)
{
    GHashTableIter iter;
    gpointer view;
    g_hash_table_iter_init(&iter, self->views);
    while (g_hash_table_iter_next(&iter, NULL, &view))
        if (YADO_GTK_IS_FORM(view))
            yado_gtk_form_show_waiting(view, self->waiting);
}

void
yado_gtk_guest_page_update_pending(YadoGtkGuestPage *self)
{
    if (!self->inactive || yado_gtk_guest_page_is_document_edited(self))
        return;
    g_clear_pointer(&self->waiting, g_ptr_array_unref);
    self->waiting = self->active ? yado_pending_list(self->guest, self->active, self->inactive)
                                 : g_ptr_array_new();
    yado_gtk_pending_show(self->pending, self->waiting);
    show_waiting(self);
}

static void
on_active_fetched_cb(GObject *source, GAsyncResult *result, gpointer data)
{
    g_autoptr(YadoGtkGuestPage) self = data;
    g_autoptr(GError) error = NULL;
    g_autoptr(YadoDocument) document =
        yado_guest_get_document_finish(YADO_GUEST(source), result, &error);
    if (!yado_gtk_guest_page_is_alive(self))
        return;
    g_set_object(&self->active, document);
    yado_gtk_guest_page_update_pending(self);
}

/* Edits stay; who made them learns that they are about something older, and may leave it to Apply to find what collides. */
static void
tell_newer(YadoGtkGuestPage *self, YadoDocument *document)
{
    g_autofree char *text =
        g_strdup_printf(_("The configuration of %s was changed by somebody else meanwhile. Your "
                          "changes are kept; applying them tells if they collide."),
                        yado_guest_get_name(self->guest));
    g_set_object(&self->newer, document);
    yado_gtk_message_bar_show_text(self->messages, GTK_MESSAGE_WARNING, text);
    yado_gtk_message_bar_offer(self->messages, _("_Reload"), "reload");
}

void
on_guest_page_messages_offered_cb(YadoGtkMessageBar *bar, const char *id, YadoGtkGuestPage *self)
{
    if (!self->newer || self->is_busy)
        return;
    g_autoptr(YadoDocument) document = g_object_ref(self->newer);
    adopt_document(self, document);
    yado_gtk_guest_page_update_pending(self);
}

static void
take_inactive(YadoGtkGuestPage *self, YadoDocument *document)
{
    g_autofree char *text = yado_document_dump(document);
    gboolean is_known = g_strcmp0(text, self->original) == 0;
    if (yado_gtk_guest_page_is_document_edited(self) && !is_known)
        tell_newer(self, document);
    else if (!yado_gtk_guest_page_is_document_edited(self) && !is_known)
        adopt_document(self, document);
    yado_gtk_guest_page_update_pending(self);
}

static void
on_inactive_fetched_cb(GObject *source, GAsyncResult *result, gpointer data)
{
    g_autoptr(YadoGtkGuestPage) self = data;
    g_autoptr(GError) error = NULL;
    g_autoptr(YadoDocument) document =
        yado_guest_get_document_finish(YADO_GUEST(source), result, &error);
    if (!yado_gtk_guest_page_is_alive(self))
        return;
    if (!document) {
        if (!self->inactive)
            yado_gtk_stack_show(self->stack, gtk_stack_get_child_by_name(self->stack, "failed"));
        yado_gtk_message_bar_show_error(self->messages, error);
    } else if (!self->is_busy) { /* else what comes of it is read then */
        take_inactive(self, document);
    }
}

void
yado_gtk_guest_page_fetch(YadoGtkGuestPage *self)
{
    yado_guest_get_document_async(self->guest, YADO_CONFIGURATION_INACTIVE, self->cancellable,
                                  on_inactive_fetched_cb, g_object_ref(self));
    yado_guest_get_document_async(self->guest, YADO_CONFIGURATION_ACTIVE, self->cancellable,
                                  on_active_fetched_cb, g_object_ref(self));
}

void
on_guest_page_configuration_applied_cb(YadoGtkConfiguration *view, YadoGtkGuestPage *self)
{
    if (!yado_gtk_guest_page_is_document_edited(self))
        yado_gtk_guest_page_fetch(self);
}

/* --- applying --- */

static void take_over(YadoGtkGuestPage *self);

static void
set_busy(YadoGtkGuestPage *self, gboolean busy)
{
    self->is_busy = busy;
    gtk_widget_set_sensitive(GTK_WIDGET(self->stack), !busy);
    yado_gtk_guest_page_update_bar(self);
}

static void
on_conflict_answered_cb(GtkDialog *dialog, int response, YadoGtkGuestPage *self)
{
    gtk_widget_destroy(GTK_WIDGET(dialog));
    if (response == YADO_GTK_CONFLICT_FORCE)
        yado_gtk_guest_page_start_apply(self, YADO_APPLY_FORCE);
    if (response == YADO_GTK_CONFLICT_RELOAD)
        take_over(self);
}

static void
ask_about_conflict(YadoGtkGuestPage *self, const GError *error)
{
    GtkWidget *toplevel = gtk_widget_get_toplevel(GTK_WIDGET(self));
    GtkWidget *dialog = yado_gtk_conflict_new(GTK_WINDOW(toplevel), error);
    g_signal_connect_object(dialog, "response", G_CALLBACK(on_conflict_answered_cb), self, 0);
    gtk_widget_show(dialog);
}

static void
tell_dropped(YadoGtkGuestPage *self, const char *dropped)
{
    g_autofree char *text = g_strdup_printf(_("The host did not keep all of it:\n%s"), dropped);
    yado_gtk_message_bar_show_text(self->messages, GTK_MESSAGE_WARNING, text);
}

/* Thrown away, as the host has them. */
static void
take_over(YadoGtkGuestPage *self)
{
    yado_document_undo_all(self->inactive, NULL);
    yado_gtk_guest_page_rebuild_pages(self);
    give_document_to_forms(self);
    yado_gtk_guest_page_fetch(self);
}

static void
on_applied_cb(GObject *source, GAsyncResult *result, gpointer data)
{
    g_autoptr(YadoGtkGuestPage) self = data;
    g_autoptr(GError) error = NULL;
    g_autofree char *dropped = NULL;
    g_autoptr(YadoDocument) document =
        yado_apply_finish(YADO_GUEST(source), result, &dropped, &error);
    gboolean is_alive = yado_gtk_guest_page_is_alive(self);
    yado_apply_end_job(self->job, error, is_alive);
    g_clear_object(&self->job);
    if (!is_alive)
        return;
    set_busy(self, FALSE);
    gboolean leaves = self->is_leaving;
    self->is_leaving = FALSE;
    if (document) {
        yado_gtk_message_bar_hide(self->messages);
        adopt_document(self, document);
        yado_gtk_guest_page_fetch(self);
        if (dropped)
            tell_dropped(self, dropped);
        else if (leaves)
            yado_gtk_guest_page_request_close(self);
    } else if (g_error_matches(error, YADO_ERROR, YADO_ERROR_CONFLICT)) {
        ask_about_conflict(self, error);
    } else {
        if (g_error_matches(error, YADO_ERROR, YADO_ERROR_PENDING))
            take_over(self); /* what waits is stored: it is no edit any more */
        yado_gtk_message_bar_show_error(self->messages, error);
    }
}

void
yado_gtk_guest_page_start_apply(YadoGtkGuestPage *self, YadoApplyFlags extra)
{
    YadoApplyFlags flags = yado_edit_get_flags(self->guest) | extra;
    set_busy(self, TRUE);
    self->job =
        yado_apply_begin_job(self->guest, self->inactive, yado_session_get_jobs(self->session));
    yado_apply_async(self->guest, self->inactive, flags, self->job,
                     self->job ? yado_job_get_cancellable(self->job) : self->cancellable,
                     on_applied_cb, g_object_ref(self));
}

/* All are checked before any is stored; the first wrong field is shown. */
static gboolean
validate(YadoGtkGuestPage *self)
{
    for (guint i = 0; i < self->page_list->len; i++) {
        const YadoPage *page = g_ptr_array_index(self->page_list, i);
        GtkWidget *view = yado_page_is_edited(page, self->inactive)
                              ? yado_gtk_guest_page_ensure_view(self, page)
                              : g_hash_table_lookup(self->views, page->id);
        if (!view || !YADO_GTK_IS_FORM(view) ||
            yado_form_validate(yado_gtk_form_get_form(YADO_GTK_FORM(view)), NULL, NULL))
            continue;
        yado_gtk_guest_page_select_page(self, page->id);
        yado_gtk_form_validate(YADO_GTK_FORM(view));
        return FALSE;
    }
    return TRUE;
}

void
on_guest_page_apply_clicked_cb(GtkButton *button, YadoGtkGuestPage *self)
{
    if (validate(self))
        yado_gtk_guest_page_start_apply(self, 0);
}

void
on_guest_page_undo_clicked_cb(GtkButton *button, YadoGtkGuestPage *self)
{
    yado_document_undo_all(self->inactive,
                           NULL); /* what cannot be taken back stays shown as edited */
    yado_gtk_guest_page_rebuild_pages(self);
    give_document_to_forms(self);
    yado_gtk_guest_page_update_bar(self);
    yado_gtk_guest_page_update_pending(self);
}

void
on_guest_page_pending_undo_requested_cb(YadoGtkPending *bar, YadoPendingChange *change,
                                        YadoGtkGuestPage *self)
{
    g_autoptr(GError) error = NULL;
    if (self->is_busy)
        return;
    /* They would be applied with it. */
    if (yado_gtk_guest_page_is_edited(self))
        yado_gtk_message_bar_show_text(self->messages, GTK_MESSAGE_INFO,
                                       _("Apply or undo your own changes first."));
    else if (!yado_pending_undo(change, self->inactive, &error))
        yado_gtk_message_bar_show_error(self->messages, error);
    else
        yado_gtk_guest_page_start_apply(self, 0);
}
