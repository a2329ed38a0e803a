/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * yado-tui-button.h: [ Apply ], and [x] a check button.
 *
 * Signals: "clicked" (button), "toggled" (check).
 */
#pragma once

#include "tui/widget/yado-tui-widget.h"

G_BEGIN_DECLS

#define YADO_TUI_TYPE_BUTTON (yado_tui_button_get_type())
G_DECLARE_FINAL_TYPE(YadoTuiButton, yado_tui_button, YADO_TUI, BUTTON, YadoTuiWidget)

YadoTuiWidget *yado_tui_button_new(const char *label);
YadoTuiWidget *yado_tui_check_new(const char *label, gboolean active);
gboolean yado_tui_check_get_active(YadoTuiButton *self);
/* Emits nothing. */
void yado_tui_check_set_active(YadoTuiButton *self, gboolean active);
void yado_tui_button_set_label(YadoTuiButton *self, const char *label);

G_END_DECLS
