/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * yado-console-link.h: one console of a guest, kept open.
 *
 * It lists the guest's consoles, opens the one wanted, and does so again when the guest reboots, is started, saved and restored, or when
 * its host was away.  Whoever shows it (a terminal, a VTE, a VNC widget) takes the stream and tells when that ended.
 *
 *     CLOSED -> CONNECTING -> OPEN -> RETRYING or WAITING -> CONNECTING …;  HELD and FAILED stay until _open() is called again.
 *
 * A guest that ran here and now runs on another host of yado_console_link_set_hosts() was migrated: the link goes with it.
 *
 * A screen's port may have become another guest's between two calls: with the connection made, the host is asked once more where the screen is.
 * Only when that is still where we are is it confirmed, and may be sent keys.  Text consoles are opened by the guest, and are so at once.
 *
 * Signals "changed": the state, or what is said of it; "confirmed".  Main context only.
 */
#pragma once

#include "model/yado-host.h"

G_BEGIN_DECLS

typedef enum {
    YADO_LINK_CLOSED,
    YADO_LINK_CONNECTING,
    YADO_LINK_OPEN,
    YADO_LINK_WAITING,  /* the guest does not run: it opens with its start */
    YADO_LINK_RETRYING, /* it broke, and is tried again after a moment */
    YADO_LINK_HELD,     /* somebody else has it: yado_console_link_open() with force takes it */
    YADO_LINK_FAILED,   /* see yado_console_link_get_error() */
} YadoLinkState;

#define YADO_TYPE_CONSOLE_LINK (yado_console_link_get_type())
G_DECLARE_FINAL_TYPE(YadoConsoleLink, yado_console_link, YADO, CONSOLE_LINK, GObject)

/* For who must see a guest's first word: the text console where there is one, else the screen. */
#define YADO_CONSOLE_TEXT_FIRST "text-first"

/*
 * @wanted: the id of a console, "text", "vnc", YADO_CONSOLE_TEXT_FIRST, or NULL: the screen where there is one that can be shown, else the text
 * console.
 */
YadoConsoleLink *yado_console_link_new(YadoGuest *guest, const char *wanted);
/* @hosts: of YadoHost, all that the program has (the session).  Once, before it is opened. */
void yado_console_link_set_hosts(YadoConsoleLink *self, GListModel *hosts);
/* After a migration the one of the other host. */
YadoGuest *yado_console_link_get_guest(YadoConsoleLink *self);

/* Opens it now; @force takes it from somebody else, this once. */
void yado_console_link_open(YadoConsoleLink *self, gboolean force);
/* Leaves what is open for @wanted (see above), and opens that as if it were new. */
void yado_console_link_switch(YadoConsoleLink *self, const char *wanted);
void yado_console_link_close(YadoConsoleLink *self);
/* For whoever shows it: the stream has ended; and: what answers there is alive, so the next break is tried again without delay. */
void yado_console_link_end(YadoConsoleLink *self);
/* It has ended before it was of any use, for the reason @error: tried some times more, then FAILED with that. */
void yado_console_link_break(YadoConsoleLink *self, const GError *error);
void yado_console_link_note_alive(YadoConsoleLink *self);
/* It cannot go on, whatever is tried (a wrong password, a server that is none). */
void yado_console_link_fail(YadoConsoleLink *self, const GError *error);

YadoLinkState yado_console_link_get_state(YadoConsoleLink *self);
/* Borrowed; NULL unless OPEN.  A GSocketConnection. */
GIOStream *yado_console_link_get_stream(YadoConsoleLink *self);
/* Whether what is OPEN is certainly the guest's. */
gboolean yado_console_link_is_confirmed(YadoConsoleLink *self);
/* What was opened last, with its newest address; NULL before. */
const YadoConsoleRecord *yado_console_link_get_record(YadoConsoleLink *self);
/* Why it is HELD or FAILED; while RETRYING, what it broke with where that is known; else NULL. */
const GError *yado_console_link_get_error(YadoConsoleLink *self);
/* A sentence for the person in front of it ("web-07 does not run. …"), "" while it is OPEN.  (transfer full) */
char *yado_console_link_describe(YadoConsoleLink *self);

/* Where a screen is and how it is reached from another machine, with the ssh command that does it; translated, for a terminal.  (transfer full) */
char *yado_console_dup_advice(YadoGuest *guest, const YadoConsoleRecord *record);

/*
 * The command that shows a screen which YaDO itself does not (SPICE): for g_subprocess_newv().  NULL: it is none, it cannot be reached from here, or
 * no viewer is installed; @reason (out, nullable, transfer full) then says which, translated.  (transfer full)
 */
char **yado_console_dup_viewer(const YadoConsoleRecord *record, char **reason);

/* The record of @records that @wanted (see above) means, or NULL. */
const YadoConsoleRecord *yado_console_choose(GPtrArray *records, const char *wanted);

/* Whether a screen that calls itself @said (nullable) is another guest's than @guest's: QEMU says "QEMU (NAME)"; others may say anything. */
gboolean yado_console_is_other_screen(const char *said, const char *guest);

G_END_DECLS
