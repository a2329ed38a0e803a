/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * yado-tui-wizard.h: a wizard of the catalogue on the terminal: steps on the left, the form or the summary on the right.
 *
 *      Create a guest                                     Step 3 of 7
 *      ✓ Source    │ Operating system
 *      ▸ System    │ …
 *        Summary   │
 *      F1 Help F6 Summary F8 Back F9 Abort F10 Next
 */
#pragma once

#include "tui/views/yado-tui-app.h"

G_BEGIN_DECLS

void yado_tui_wizard_show(YadoTuiApp *app, YadoWizard *wizard);

G_END_DECLS
