/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * yado-console-filter.h: what a guest says, made safe for the terminal that `yado` runs in.
 *
 * A guest is not trusted.  Text, colours, cursor movement and modes pass.  What would act on the terminal itself does not: titles, the clipboard (OSC
 * 52), colours of the palette and hyperlinks (all of OSC), DCS, SOS, PM and APC strings, screen's title (ESC k), window operations (CSI … t), printing
 * (CSI … i), answerback (ENQ).  Questions about the cursor and the kind of terminal (CSI n, CSI c) pass: their answers go to nobody but the guest.
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct {
    int state;
    GString *pending;      /* a control sequence that is not complete */
    guint length;          /* of the string that is swallowed */
    gboolean is_alternate; /* the guest switched to the other screen */
    gboolean
        is_paste; /* the guest asked for pastes to be marked (mode 2004); the mode itself is the terminal's owner's */
} YadoConsoleFilter;

void yado_console_filter_init(YadoConsoleFilter *self);
void yado_console_filter_clear(YadoConsoleFilter *self);
/* What comes next begins anew: a sequence that is not complete will never be. */
void yado_console_filter_restart(YadoConsoleFilter *self);
/* Appends to @output what of @data may pass; sequences may be cut anywhere. */
void yado_console_filter_feed(YadoConsoleFilter *self, const char *data, gsize length,
                              GString *output);

G_END_DECLS
