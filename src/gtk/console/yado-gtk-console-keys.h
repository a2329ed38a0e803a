/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * yado-gtk-console-keys.h: a text typed into a guest's screen, key after key.
 *
 * Keys go by their numbers where the server takes those: then neither keyboard, nor that of this computer, changes what is typed.  Some
 * milliseconds stand between two keys, as guests lose what comes faster.
 */
#pragma once

#include <vncconnection.h>

#include "yado.h"

G_BEGIN_DECLS

typedef struct _YadoGtkConsoleTyping YadoGtkConsoleTyping;

/* @missing (out): the characters that no key makes, or NULL; they are left out. */
YadoGtkConsoleTyping *yado_gtk_console_typing_new(VncConnection *connection, const char *layout,
                                                  const char *text, char **missing);
/* Stops where it is, with no key left pressed. */
void yado_gtk_console_typing_free(YadoGtkConsoleTyping *self);

/* "Ctrl+Alt+K" as X's names of keys, separated by blanks; NULL: these are none. (transfer full) */
char *yado_gtk_console_dup_keys(const char *combination);

G_END_DECLS
