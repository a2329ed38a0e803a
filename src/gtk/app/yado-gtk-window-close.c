/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Closing: what is not applied and what still runs is asked about first. */
#include "config.h"

#include "app/yado-gtk-window-private.h"

#include <glib/gi18n.h>

#include "views/yado-gtk-wizard.h"

static void
on_close_answered_cb(GObject *source, GAsyncResult *result, gpointer data)
{
    g_autoptr(YadoGtkWindow) self = data;
    if (!yado_prompt_ask_finish(YADO_PROMPT(source), result, NULL))
        return;
    self->may_close = TRUE;
    gtk_window_close(GTK_WINDOW(self));
}

static void
ask_to_close(YadoGtkWindow *self, guint n_jobs)
{
    g_autofree char *text = g_strdup_printf(
        ngettext("%u job is still running. It ends when the program does.",
                 "%u jobs are still running. They end when the program does.", n_jobs),
        n_jobs);
    g_autoptr(YadoQuestion) question =
        yado_question_new(YADO_QUESTION_CONFIRM, _("Running jobs"), text, _("_Quit"));
    yado_question_set_danger(question, TRUE);
    yado_prompt_ask_async(yado_session_get_prompt(self->session), question, NULL,
                          on_close_answered_cb, g_object_ref(self));
}

/* Of the guests whose pages were edited, and not applied; NULL: none. (transfer full) */
static char *
dup_edited_names(YadoGtkWindow *self)
{
    g_autoptr(GPtrArray) guests = g_ptr_array_new();
    for (int i = 0; i < gtk_notebook_get_n_pages(self->notebook); i++) {
        GtkWidget *page = gtk_notebook_get_nth_page(self->notebook, i);
        if (YADO_GTK_IS_GUEST_PAGE(page) &&
            yado_gtk_guest_page_is_edited(YADO_GTK_GUEST_PAGE(page)))
            g_ptr_array_add(guests, yado_gtk_guest_page_get_guest(YADO_GTK_GUEST_PAGE(page)));
    }
    return guests->len ? yado_guests_join_names(guests, guests->len) : NULL;
}

static void
on_discard_answered_cb(GObject *source, GAsyncResult *result, gpointer data)
{
    g_autoptr(YadoGtkWindow) self = data;
    if (!yado_prompt_ask_finish(YADO_PROMPT(source), result, NULL))
        return;
    self->may_discard = TRUE;
    gtk_window_close(GTK_WINDOW(self));
}

static void
ask_to_discard(YadoGtkWindow *self, const char *names)
{
    g_autofree char *text =
        g_strdup_printf(_("The changes of %s that are not applied yet are lost."), names);
    g_autoptr(YadoQuestion) question = yado_question_new(
        YADO_QUESTION_CONFIRM, _("Changes that are not applied"), text, _("_Discard"));
    yado_question_set_danger(question, TRUE);
    yado_prompt_ask_async(yado_session_get_prompt(self->session), question, NULL,
                          on_discard_answered_cb, g_object_ref(self));
}

/* What was typed into the wizard goes first: it asks for itself. */
gboolean
yado_gtk_window_delete_event(GtkWidget *widget, GdkEventAny *event)
{
    YadoGtkWindow *self = YADO_GTK_WINDOW(widget);
    g_autofree char *edited = self->may_discard || self->may_close ? NULL : dup_edited_names(self);
    if (self->wizard && yado_gtk_wizard_is_edited(YADO_GTK_WIZARD(self->wizard))) {
        gtk_window_close(GTK_WINDOW(self->wizard));
        return GDK_EVENT_STOP;
    }
    if (edited) {
        ask_to_discard(self, edited);
        return GDK_EVENT_STOP;
    }
    self->may_discard = FALSE; /* asked anew when jobs keep it open */
    guint n_jobs = yado_job_queue_get_n_running(yado_session_get_jobs(self->session));
    if (n_jobs && !self->may_close) {
        ask_to_close(self, n_jobs);
        return GDK_EVENT_STOP;
    }
    yado_gtk_window_store_size(self);
    return GDK_EVENT_PROPAGATE;
}
