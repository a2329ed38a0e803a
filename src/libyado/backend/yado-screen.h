/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * yado-screen.h: the way to a guest's screen, for every back end: the server that draws it listens on an address of its host.
 */
#pragma once

#include "backend/yado-records.h"
#include "backend/yado-ssh.h"

G_BEGIN_DECLS

/* Makes the address of @record, which its host @uri told, one as seen from here; without one it is the loopback. */
void yado_screen_place(YadoConsoleRecord *record, const char *uri);

/*
 * A GSocketConnection to a placed @record of the guest @name; through @ssh (nullable) where the host is reached by that.  BLOCKS.
 * Errors: YADO_ERROR_CONNECTION, YADO_ERROR_UNSUPPORTED (only its own host reaches it), G_IO_ERROR_CANCELLED.  (transfer full)
 */
GIOStream *yado_screen_connect(const YadoConsoleRecord *record, const char *uri, YadoSsh *ssh,
                               const char *name, GCancellable *cancellable, GError **error);

G_END_DECLS
