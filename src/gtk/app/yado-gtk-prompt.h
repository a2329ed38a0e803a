/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * yado-gtk-prompt.h: answers the library's questions with dialogs.
 *
 * No dialog runs a loop of its own: it is shown, and its answer finishes the task.  A question that is cancelled takes its dialog away.
 */
#pragma once

#include <gtk/gtk.h>

#include "yado.h"

G_BEGIN_DECLS

#define YADO_GTK_TYPE_PROMPT (yado_gtk_prompt_get_type())
G_DECLARE_FINAL_TYPE(YadoGtkPrompt, yado_gtk_prompt, YADO_GTK, PROMPT, GObject)

YadoPrompt *yado_gtk_prompt_new(GtkApplication *application);
/* Where "do not ask again" is kept; not owned (the session, which owns the prompt, does). */
void yado_gtk_prompt_set_settings(YadoGtkPrompt *self, YadoSettings *settings);

G_END_DECLS
