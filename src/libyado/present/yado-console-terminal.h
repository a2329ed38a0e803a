/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * yado-console-terminal.h: a text console on the terminal that a program runs in.
 *
 * The terminal is raw meanwhile, and is given back as it was, whatever ends it: the escape key, the guest's removal, SIGTERM, SIGHUP.  What the guest
 * says goes through yado-console-filter.h; what happens to the console (the guest reboots, its host is away) is said on the terminal, in brackets.
 * The escape key is seen whether or not the guest listens, and so is the key that goes from the text console to the guest's screen (its characters)
 * and back; within a paste they are only characters, where the terminal marks pastes.  Where there is nothing to go to, that is said, and all stays.
 *
 *     yado_console_terminal_run_async(link, 0, 1, &options, cancellable, on_done_cb, data);
 */
#pragma once

#include "present/yado-console-link.h"

G_BEGIN_DECLS

typedef struct {
    char escape;     /* the control character, as of yado_console_key_parse(); 0: the default */
    char switch_key; /* likewise; 0, or the same as the escape key: there is none */
    const char *
        log_path; /* all that a text console says goes there too, behind what is there already; NULL: nowhere */
    const char *keyboard; /* of the guest, for a screen: see yado_console_find_key(); NULL: "us" */
    gboolean force;       /* take it from whoever holds it */
    gboolean is_brief;    /* no word about how to leave: it was said elsewhere */
} YadoConsoleTerminalOptions;

/* INVALID: @input or @output is none.  For who would do something else first. */
gboolean yado_console_terminal_check(int input, int output, GError **error);

/* Bytes that are kept for a guest that does not read what is typed; a front says what it leaves out. */
#define YADO_CONSOLE_MAX_TYPED (4u << 20)
/* Where so many were left out; 0: so much is not known yet.  Translated.  (transfer full) */
char *yado_console_dup_left_out(gsize left_out);

/*
 * Opens @link and connects it with the terminal on @input and @output until the person leaves it: TRUE.  Errors: YADO_ERROR_BUSY: somebody else holds
 * the console; YADO_ERROR_INVALID: not a terminal; G_IO_ERROR_CANCELLED: told to end; those of the link and of the log.
 */
void yado_console_terminal_run_async(YadoConsoleLink *link, int input, int output,
                                     const YadoConsoleTerminalOptions *options,
                                     GCancellable *cancellable, GAsyncReadyCallback callback,
                                     gpointer user_data);
gboolean yado_console_terminal_run_finish(YadoConsoleLink *link, GAsyncResult *result,
                                          GError **error);

G_END_DECLS
