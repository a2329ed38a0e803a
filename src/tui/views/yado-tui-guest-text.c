/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The page "configuration": the text itself, to read, edit, check, compare and apply. */
#define G_LOG_DOMAIN "yado-tui"
#include "config.h"

#include "tui/views/yado-tui-guest-view-private.h"

#include <stdlib.h>
#include <string.h>

#include <glib/gi18n.h>

#include "tui/views/yado-tui-dialogs.h"
#include "tui/widget/yado-tui-button.h"

static char *
dup_text(YadoTuiGuestView *self)
{
    if (self->text_editor != NULL)
        return yado_tui_editor_dup_text(self->text_editor);
    return g_strdup(self->draft != NULL ? self->draft : self->base_text);
}

static gboolean
is_open(YadoTuiGuestView *self)
{
    return self->text_editor != NULL ? !yado_tui_editor_is_read_only(self->text_editor)
                                     : self->draft != NULL;
}

gboolean
yado_tui_guest_text_is_edited(YadoTuiGuestView *self)
{
    g_autofree char *text = NULL, *shown = NULL;

    if (self->stored == NULL || !is_open(self))
        return FALSE;
    text = dup_text(self);
    shown = yado_document_dump(self->stored);
    return !g_str_equal(text, shown);
}

void
yado_tui_guest_text_forget(YadoTuiGuestView *self)
{
    self->text_editor = NULL;
    g_clear_pointer(&self->draft, g_free);
    g_clear_pointer(&self->draft_base, g_free);
}

void
yado_tui_guest_text_leave(YadoTuiGuestView *self)
{
    g_autofree char *text = NULL;

    if (self->text_editor == NULL)
        return;
    if (yado_tui_guest_text_is_edited(self))
        text = dup_text(self);
    self->text_editor = NULL;
    g_free(self->draft);
    self->draft = g_steal_pointer(&text);
}

/* Errors of the parser name the line: the first number in the message. */
static void
go_to_error(YadoTuiGuestView *self, const GError *error)
{
    const char *digit = strpbrk(error->message, "0123456789");
    int line = digit != NULL ? atoi(digit) : 0;

    if (line > 0)
        yado_tui_editor_go_to(self->text_editor, (guint)line - 1, 0);
    yado_tui_widget_grab_focus(YADO_TUI_WIDGET(self->text_editor));
}

/* Read as the host would read it. */
static gboolean
check_text(YadoTuiGuestView *self, const char *text)
{
    g_autoptr(GError) error = NULL;
    YadoDocumentInterface *iface = YADO_DOCUMENT_GET_IFACE(self->stored);
    g_autoptr(YadoDocument) parsed = iface->reload(self->stored, text, &error);

    if (parsed != NULL)
        return TRUE;
    go_to_error(self, error);
    yado_tui_dialog_show_error(_("Check"), error);
    return FALSE;
}

static void
on_edit_clicked_cb(YadoTuiButton *button, gpointer user_data)
{
    yado_tui_guest_text_edit(user_data);
}

static void
on_check_clicked_cb(YadoTuiButton *button, gpointer user_data)
{
    YadoTuiGuestView *self = user_data;
    g_autofree char *text = dup_text(self);

    if (check_text(self, text))
        yado_tui_dialog_show_message(_("Check"), _("The text can be read. The host checks its "
                                                   "meaning when it is applied."));
}

static void
on_difference_clicked_cb(YadoTuiButton *button, gpointer user_data)
{
    YadoTuiGuestView *self = user_data;
    g_autofree char *text = dup_text(self);
    g_autofree char *difference = yado_text_diff(self->base_text, text, _("host"), _("here"));

    yado_tui_dialog_show_difference(_("Difference"), difference);
}

static void
on_apply_clicked_cb(YadoTuiButton *button, gpointer user_data)
{
    yado_tui_guest_view_apply(user_data, FALSE);
}

static void
add_button(YadoTuiBox *row, const char *label, GCallback callback, gpointer user_data)
{
    YadoTuiWidget *button = yado_tui_button_new(label);

    g_signal_connect(button, "clicked", callback, user_data);
    yado_tui_box_append(row, button, FALSE);
}

YadoTuiWidget *
yado_tui_guest_text_build(YadoTuiGuestView *self)
{
    YadoTuiBox *box = yado_tui_box_new(TRUE, 0), *buttons = yado_tui_box_new(FALSE, 1);
    g_autofree char *text = yado_document_dump(self->stored);
    YadoTuiWidget *editor = yado_tui_editor_new(self->draft != NULL ? self->draft : text, 10, 60);

    self->text_editor = YADO_TUI_EDITOR(editor);
    yado_tui_editor_set_read_only(self->text_editor, self->draft == NULL);
    if (self->draft == NULL) {
        g_free(self->draft_base);
        self->draft_base = g_steal_pointer(&text);
    }
    yado_tui_box_append(box, editor, TRUE);
    yado_tui_box_set_wraps(buttons, TRUE);
    add_button(buttons, _("_Edit"), G_CALLBACK(on_edit_clicked_cb), self);
    add_button(buttons, _("Chec_k"), G_CALLBACK(on_check_clicked_cb), self);
    add_button(buttons, _("_Difference"), G_CALLBACK(on_difference_clicked_cb), self);
    add_button(buttons, _("_Apply"), G_CALLBACK(on_apply_clicked_cb), self);
    yado_tui_box_append(box, buttons, FALSE);
    return YADO_TUI_WIDGET(box);
}

void
yado_tui_guest_text_edit(YadoTuiGuestView *self)
{
    if (self->text_editor == NULL)
        return;
    yado_tui_editor_set_read_only(self->text_editor, FALSE);
    yado_tui_widget_grab_focus(YADO_TUI_WIDGET(self->text_editor));
}

/* ---- applying ---- */

static void apply_text(YadoTuiGuestView *self, gboolean force);

static void
force_apply(YadoTuiGuestView *self)
{
    apply_text(self, TRUE);
}

static void
on_text_applied_cb(GObject *source, GAsyncResult *result, gpointer user_data)
{
    g_autoptr(YadoTuiGuestView) self = user_data;
    g_autoptr(GError) error = NULL;
    gboolean done = yado_guest_apply_text_finish(YADO_GUEST(source), result, &error);

    if (g_cancellable_is_cancelled(self->cancellable))
        return;
    if (yado_tui_guest_view_end_work(self, done))
        return;
    if (done)
        yado_tui_guest_view_load(self);
    else if (g_error_matches(error, YADO_ERROR, YADO_ERROR_CONFLICT))
        yado_tui_guest_view_resolve_conflict(self, error, force_apply);
    else
        yado_tui_dialog_show_error(yado_guest_get_name(self->guest), error);
}

static void
apply_text(YadoTuiGuestView *self, gboolean force)
{
    g_autofree char *text = dup_text(self);

    self->busy = TRUE;
    yado_tui_widget_queue_redraw(YADO_TUI_WIDGET(self));
    yado_guest_apply_text_async(self->guest, self->base_text, text, force, self->cancellable,
                                on_text_applied_cb, g_object_ref(self));
}

static void
on_apply_confirmed_cb(gpointer user_data)
{
    apply_text(user_data, FALSE);
}

/* What is applied is seen, and an error has a line to stand in. */
static void
show_page(YadoTuiGuestView *self)
{
    for (guint i = 0; i < self->pages->len; i++)
        if (g_strcmp0(((YadoPage *)self->pages->pdata[i])->spec->view, "configuration") == 0)
            yado_tui_list_select(self->list, i);
}

void
yado_tui_guest_text_apply(YadoTuiGuestView *self)
{
    g_autofree char *text = dup_text(self);
    g_autofree char *shown = yado_document_dump(self->stored);
    g_autofree char *question = NULL;

    if (self->text_editor == NULL)
        show_page(self);
    if (g_strcmp0(shown, self->draft_base) != 0) {
        yado_tui_dialog_show_message(_("Configuration"),
                                     _("Other pages were changed after this text was opened, and "
                                       "it does not have that. Undo the changes there first."));
        return;
    }
    if (!check_text(self, text))
        return;
    question = g_strdup_printf(_("The stored configuration of %s is replaced by the text as it is "
                                 "here."),
                               yado_guest_get_name(self->guest));
    yado_tui_dialog_ask(_("Configuration"), question, _("_Apply"), FALSE, on_apply_confirmed_cb,
                        g_object_ref(self), g_object_unref);
}
