/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * yado-tui-field.h: the editor for each type of field: one table.
 */
#pragma once

#include "tui/widget/yado-tui-widget.h"
#include "yado.h"

G_BEGIN_DECLS

/* A new floating widget for @spec, empty. */
YadoTuiWidget *yado_tui_field_create(YadoForm *form, const YadoFieldSpec *spec);
/* Shows what the form has. */
void yado_tui_field_show(YadoTuiWidget *editor, YadoForm *form, const YadoFieldSpec *spec);
/* Hands what was typed or chosen to the form. */
gboolean yado_tui_field_store(YadoTuiWidget *editor, YadoForm *form, const YadoFieldSpec *spec);
/* Connects @callback (YadoTuiWidget *, gpointer) to whatever tells that the user changed it. */
void yado_tui_field_connect(YadoTuiWidget *editor, GCallback callback, gpointer user_data);
/* Whether a change is complete at once (a check, a choice), and not only when the field is left. */
gboolean yado_tui_field_is_instant(YadoTuiWidget *editor);

G_END_DECLS
