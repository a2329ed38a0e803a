/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * yado-tui-dialogs.h: the small windows that every view uses.
 */
#pragma once

#include "tui/widget/yado-tui-window.h"
#include "yado.h"

G_BEGIN_DECLS

/* A row of buttons for the foot of a dialog; a label and its function each. The first is added at the left. */
typedef struct {
    const char *key;   /* "F10", or NULL */
    const char *label; /* with '_' */
    YadoTuiCommandFunc func;
} YadoTuiButtonSpec;

/* Puts @body and the buttons into @window and makes the keys its commands. @first_focus: index of the button that has the focus, or -1. */
void yado_tui_dialog_fill(YadoTuiWindow *window, YadoTuiWidget *body,
                          const YadoTuiButtonSpec *buttons, guint n_buttons, int first_focus,
                          gpointer user_data);

/* A long text to read. */
YadoTuiWindow *yado_tui_dialog_show_text(const char *title, const char *text, gboolean wrap);
/* A unified difference; says so when there is none. */
YadoTuiWindow *yado_tui_dialog_show_difference(const char *title, const char *difference);
/* What F1 says in @window. (transfer full) */
void yado_tui_dialog_take_help(YadoTuiWindow *window, char *text);
/* A short message with one button. */
YadoTuiWindow *yado_tui_dialog_show_message(const char *title, const char *text);
/* A red popup with message, hint and, on request, what the host said. Nothing for a cancel. @title NULL: "Error". */
YadoTuiWindow *yado_tui_dialog_show_error(const char *title, const GError *error);
/* Somebody types now: the focus is where text goes. */
gboolean yado_tui_dialog_is_typing(void);
/* For a window that comes unasked while somebody types: the focus rests on its text, so that the next letters and Enter, which were not meant for
 * it, do not close it unread. */
void yado_tui_dialog_rest(YadoTuiWindow *window);
/* @text below the error, in place of what was there by this. */
void yado_tui_dialog_set_error_note(YadoTuiWindow *window, const char *text);

/* A question with one verb to accept; @func only runs when it was accepted. */
YadoTuiWindow *yado_tui_dialog_ask(const char *title, const char *text, const char *positive,
                                   gboolean danger, void (*func)(gpointer user_data),
                                   gpointer user_data, GDestroyNotify destroy);

/* One of several ways, none of them dangerous by default; @func gets the index. */
void yado_tui_dialog_choose(const char *title, const char *text, const char *const *labels,
                            void (*func)(guint index, gpointer user_data), gpointer user_data,
                            GDestroyNotify destroy);

/* A form as a dialog; @func runs when it was accepted and every field is right. */
void yado_tui_dialog_show_form(YadoForm *form, void (*func)(YadoForm *form, gpointer user_data),
                               gpointer user_data, GDestroyNotify destroy);

G_END_DECLS
