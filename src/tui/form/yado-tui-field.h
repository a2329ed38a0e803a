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

/* Lets a volume of @host be chosen; @func gets its path. Set once, by the views, which stand above the forms. */
typedef void (*YadoTuiVolumeFunc)(const char *path, gpointer user_data);
typedef void (*YadoTuiChooser)(YadoHost *host, YadoTuiVolumeFunc func, gpointer user_data,
                               GDestroyNotify destroy);
void yado_tui_field_set_chooser(YadoTuiChooser chooser);
/* Opens it for a field of type VOLUME. FALSE: there is none for this one. */
gboolean yado_tui_field_choose(YadoForm *form, const YadoFieldSpec *spec);
/* Shows the form of a row; @func is called when it was accepted. Set once, by the views. */
typedef void (*YadoTuiRowEditor)(YadoForm *form, void (*func)(YadoForm *form, gpointer user_data),
                                 gpointer user_data, GDestroyNotify destroy);
void yado_tui_field_set_row_editor(YadoTuiRowEditor editor);
/* F3, F4 and F5 on a field of type LIST: adds, edits, deletes a row. FALSE: not for this one. */
gboolean yado_tui_field_press(YadoTuiWidget *editor, YadoForm *form, const YadoFieldSpec *spec,
                              const YadoTtyKey *key);
/* FALSE: choices have come that this editor cannot show. */
gboolean yado_tui_field_fits(YadoTuiWidget *editor, YadoForm *form, const YadoFieldSpec *spec);

G_END_DECLS
