/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * yado-console-characters.h: a guest's screen as characters, while it is in a text mode (VGA's, as BIOS, boot loaders and Linux without graphics use it).
 *
 * What comes of it goes to a terminal like a text console's words, what is typed goes to the guest as keys.  A screen that shows a picture says so
 * and waits for characters.  Needs the module yado-screenshot.so.
 */
#pragma once

#include "model/yado-guest.h"

G_BEGIN_DECLS

/*
 * @stream: to the VNC server of @record, a GSocketConnection; it may be closed afterwards.  @layout: the guest's keyboard, as of yado_console_find_key().
 * Returns a GSocketConnection, or NULL with YADO_ERROR_UNSUPPORTED where the module is missing.  Main context.
 */
GIOStream *yado_console_read_characters(GIOStream *stream, const YadoConsoleRecord *record,
                                        const char *guest, const char *layout, GError **error);
/*
 * For what it returned: the terminal has @rows and @columns, of which @footer (nullable) has the last row, cut to fit.  All that was shown comes anew
 * where that is something else than before.
 */
void yado_console_lay_out_characters(GIOStream *characters, int rows, int columns,
                                     const char *footer);

/*
 * Of what it returned, once that has ended: why, where the screen was of no use (YADO_ERROR_CONNECTION: another try may help).  NULL: it showed
 * something before.  Borrowed.
 */
const GError *yado_console_get_characters_error(GIOStream *characters);
/* For the module, before it ends @characters.  @error: (transfer full). */
void yado_console_take_characters_error(GIOStream *characters, GError *error);

G_END_DECLS
