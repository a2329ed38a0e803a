/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * yado-console-settings.h: what the person chose for consoles in a terminal: the settings' group "console".
 *
 * Two control characters are not the guest's: one leaves the console ("escape"), one goes from its text to its screen and back ("switch").
 */
#pragma once

#include "base/yado-settings.h"
#include "model/yado-guest.h"

G_BEGIN_DECLS

#define YADO_CONSOLE_DEFAULT_ESCAPE "Ctrl+]"
#define YADO_CONSOLE_DEFAULT_SWITCH "Ctrl+^"

/* "Ctrl+]", "^]": any control character but those that a terminal cannot do without (Ctrl+M, Ctrl+[ and Ctrl+J).  0: it is none. */
char yado_console_key_parse(const char *text);
/* "Ctrl+]".  (transfer full) */
char *yado_console_key_format(char key);
char yado_console_escape_from_settings(YadoSettings *settings);
char yado_console_switch_from_settings(YadoSettings *settings);
/* Where @guest's words are kept: a file in the settings' folder (key "log"), or NULL: nowhere. */
char *yado_console_dup_log_path(YadoSettings *settings, YadoGuest *guest);

G_END_DECLS
