/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * yado-tui-form-view.h: a YadoForm on the terminal.  Knows field types, no field.
 *
 *     Processors                                   <- section
 *     Virtual processors  [ 2    ]       now       <- label, editor, unit, when it takes effect
 *     Maximum             [ x    ]       at next start
 *                         ! “x” is not a number.   <- the error, or why it cannot be changed
 *
 * What is typed goes to the form at once; its error is shown when the field is left.  Longer forms scroll with the focus.
 */
#pragma once

#include "tui/widget/yado-tui-widget.h"
#include "yado.h"

G_BEGIN_DECLS

#define YADO_TUI_TYPE_FORM_VIEW (yado_tui_form_view_get_type())
G_DECLARE_FINAL_TYPE(YadoTuiFormView, yado_tui_form_view, YADO_TUI, FORM_VIEW, YadoTuiWidget)

YadoTuiWidget *yado_tui_form_view_new(YadoForm *form);
YadoForm *yado_tui_form_view_get_form(YadoTuiFormView *self);
/* Checks all; shows every error and focuses the first wrong field. */
gboolean yado_tui_form_view_validate(YadoTuiFormView *self);
/* The field that has the focus, or NULL. */
const YadoFieldSpec *yado_tui_form_view_get_focused_field(YadoTuiFormView *self);
/* For windows with a command of their own on the key: TRUE when the list that has the focus used it (F3: a new row). */
gboolean yado_tui_form_view_press_list(YadoTuiFormView *self, const YadoTtyKey *key);
void yado_tui_form_view_focus_field(YadoTuiFormView *self, const char *id);
/* Puts what the form has into all editors. */
void yado_tui_form_view_refresh(YadoTuiFormView *self);

G_END_DECLS
