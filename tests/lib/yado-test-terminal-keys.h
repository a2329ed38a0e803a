/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* yado-test-terminal-keys.h: what a terminal sends for a key. */
#pragma once

#include <glib.h>
#include <vterm.h>

G_BEGIN_DECLS

/* What @terminal_type sends where it is not like an xterm, or NULL. Static. */
const char *yado_test_terminal_key_bytes(const char *terminal_type, const char *name);
/* Ends the test when there is no such key. */
void yado_test_terminal_key_send(VTerm *vterm, const char *name);

G_END_DECLS
