/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "present/yado-console-filter.h"

#include <string.h>

/* Longer ones are no control sequences, or nobody's business. */
#define MAX_SEQUENCE 64
#define MAX_STRING 65536

enum {
    GROUND,
    ESCAPE,        /* ESC */
    INTERMEDIATE,  /* ESC ( and its like: one more to come */
    SEQUENCE,      /* ESC [ */
    SKIP_SEQUENCE, /* too long to be one */
    STRING,        /* swallowed up to BEL or ST */
    STRING_ESCAPE, /* … ESC in it */
    PALETTE,       /* ESC ] P and seven digits: the Linux console's own way */
    C1,            /* 0xC2: the first byte of a control character in UTF-8 */
};

enum { BEL = 7, ENQ = 5, CAN = 0x18, SUB = 0x1a, ESC = 0x1b };

void
yado_console_filter_init(YadoConsoleFilter *self)
{
    *self = (YadoConsoleFilter){ .state = GROUND, .pending = g_string_new(NULL) };
}

void
yado_console_filter_clear(YadoConsoleFilter *self)
{
    if (self->pending)
        g_string_free(self->pending, TRUE);
    self->pending = NULL;
}

static void
begin(YadoConsoleFilter *self, int state, const char *start)
{
    self->state = state;
    self->length = 0;
    g_string_assign(self->pending, start);
}

static void
pass(YadoConsoleFilter *self, GString *output)
{
    g_string_append_len(output, self->pending->str, self->pending->len);
    begin(self, GROUND, "");
}

/* Mode 2004 is ours (yado-console-terminal.c): only that the guest wants it is noted. */
static gboolean
takes_paste_mode(YadoConsoleFilter *self)
{
    gboolean is_on = strcmp(self->pending->str, "\033[?2004h") == 0;

    if (!is_on && strcmp(self->pending->str, "\033[?2004l") != 0)
        return FALSE;
    self->is_paste = is_on;
    return TRUE;
}

static void
note_screen(YadoConsoleFilter *self)
{
    if (strcmp(self->pending->str, "\033[?1049h") == 0)
        self->is_alternate = TRUE;
    else if (strcmp(self->pending->str, "\033[?1049l") == 0)
        self->is_alternate = FALSE;
}

static void
end_sequence(YadoConsoleFilter *self, char final, GString *output)
{
    if (final == 't' || final == 'i' || takes_paste_mode(self))
        begin(self, GROUND, "");
    else {
        note_screen(self);
        pass(self, output);
    }
}

static void
feed_ground(YadoConsoleFilter *self, char c, GString *output)
{
    if (c == ESC)
        begin(self, ESCAPE, "\033");
    else if (c == '\xc2')
        begin(self, C1, "\xc2");
    else if (c != ENQ)
        g_string_append_c(output, c);
}

/* No sequence holds bytes of other letters: a terminal may find the beginning of a string in them. */
static gboolean
breaks_sequence(YadoConsoleFilter *self, char c, GString *output)
{
    if (c == ESC)
        begin(self, ESCAPE, "\033");
    else if ((guchar)c >= 0x80) {
        begin(self, GROUND, "");
        feed_ground(self, c, output);
    } else
        return FALSE;
    return TRUE;
}

static void
feed_escape(YadoConsoleFilter *self, char c, GString *output)
{
    if (breaks_sequence(self, c, output))
        return;
    if (c == '[') {
        g_string_append_c(self->pending, c);
        self->state = SEQUENCE;
    } else if (c && strchr("]PX^_k", c)) {
        begin(self, STRING, c == ']' ? "]" : "");
    } else {
        g_string_append_c(self->pending, c);
        if (c >= 0x20 && c <= 0x2f)
            self->state = INTERMEDIATE;
        else
            pass(self, output);
    }
}

static void
feed_sequence(YadoConsoleFilter *self, char c, GString *output)
{
    if (breaks_sequence(self, c, output))
        return;
    if (c == CAN || c == SUB) {
        begin(self, GROUND, "");
    } else if (c < 0x20) { /* acts at once, in the middle of the sequence */
        if (c != ENQ)
            g_string_append_c(output, c);
    } else {
        g_string_append_c(self->pending, c);
        if (c >= 0x40 && c <= 0x7e)
            end_sequence(self, c, output);
        else if (self->pending->len > MAX_SEQUENCE)
            begin(self, SKIP_SEQUENCE, "");
    }
}

static void
feed_string(YadoConsoleFilter *self, char c)
{
    gboolean is_first = self->length++ == 0 && *self->pending->str == ']';

    if (is_first && c == 'P')
        begin(self, PALETTE, "");
    else if ((is_first && c == 'R') || c == BEL || c == CAN || c == SUB ||
             self->length > MAX_STRING)
        begin(self, GROUND, "");
    else if (c == ESC)
        self->state = STRING_ESCAPE;
}

static void
feed(YadoConsoleFilter *self, char c, GString *output)
{
    switch (self->state) {
    case GROUND:
        feed_ground(self, c, output);
        break;
    case ESCAPE:
        feed_escape(self, c, output);
        break;
    case INTERMEDIATE:
        if (breaks_sequence(self, c, output))
            break;
        g_string_append_c(self->pending, c);
        if (c < 0x20 || c > 0x2f || self->pending->len > MAX_SEQUENCE)
            pass(self, output);
        break;
    case SEQUENCE:
        feed_sequence(self, c, output);
        break;
    case SKIP_SEQUENCE:
        if (c == ESC)
            begin(self, ESCAPE, "\033");
        else if ((c >= 0x40 && c <= 0x7e) || c == CAN || c == SUB)
            begin(self, GROUND, "");
        break;
    case STRING:
        feed_string(self, c);
        break;
    case STRING_ESCAPE:
        begin(self, GROUND, "");
        if (c != '\\') { /* ESC ended the string, and begins what comes */
            begin(self, ESCAPE, "\033");
            feed_escape(self, c, output);
        }
        break;
    case PALETTE:
        if (c == ESC)
            begin(self, ESCAPE, "\033");
        else if (++self->length >= 7 || c == BEL)
            begin(self, GROUND, "");
        break;
    default: /* C1: the control characters of U+0080 to U+009F go, other letters pass */
        if (strchr("\x90\x98\x9d\x9e\x9f", c) && c)
            begin(self, STRING, c == '\x9d' ? "]" : "");
        else if (c == '\x9b')
            begin(self, SEQUENCE, "\033[");
        else if ((guchar)c >= 0x80 && (guchar)c <= 0x9f)
            begin(self, GROUND, "");
        else {
            g_string_append_c(output, '\xc2');
            begin(self, GROUND, "");
            feed_ground(self, c, output);
        }
    }
}

void
yado_console_filter_restart(YadoConsoleFilter *self)
{
    begin(self, GROUND, "");
}

void
yado_console_filter_feed(YadoConsoleFilter *self, const char *data, gsize length, GString *output)
{
    for (gsize i = 0; i < length; i++) {
        gsize run = i;

        /* Most of it is plain: taken as it is. */
        while (self->state == GROUND && run < length && data[run] != ESC && data[run] != '\xc2' &&
               data[run] != ENQ)
            run++;
        if (run > i)
            g_string_append_len(output, data + i, run - i);
        i = run;
        if (i < length)
            feed(self, data[i], output);
    }
}
