/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * yado-tty-keys.h: bytes from a terminal made into named keys.
 *
 * Names are those of the key map: "F2", "Ctrl+R", "Alt+x", "Enter", "Space", "Up", "Shift+Tab", "Esc", "a", "é".
 * Esc and a digit is the F-key of that digit (Esc 0: F10), Esc and a letter is Alt and that letter, so that all keys can be
 * typed where a terminal keeps them to itself.  Pure: knows no curses and no file descriptor.
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct {
    char name[24];      /* never empty; "Paste" for pasted text */
    gunichar character; /* what it would type, or 0 */
    const char *text;   /* "Paste": UTF-8, borrowed for the call */
} YadoTtyKey;

typedef void (*YadoTtyKeyFunc)(const YadoTtyKey *key, gpointer user_data);

typedef struct _YadoTtyDecoder YadoTtyDecoder;

/* @utf8: what comes is UTF-8; else it is in the locale's own encoding. */
YadoTtyDecoder *yado_tty_decoder_new(gboolean utf8, YadoTtyKeyFunc func, gpointer user_data);
void yado_tty_decoder_free(YadoTtyDecoder *decoder);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(YadoTtyDecoder, yado_tty_decoder_free)

/* @sequence as terminfo tells it is the key @name. */
void yado_tty_decoder_add(YadoTtyDecoder *decoder, const char *sequence, const char *name);

/* Decodes; calls the function for each complete key. */
void yado_tty_decoder_feed(YadoTtyDecoder *decoder, const char *bytes, gsize n_bytes);

/* Whether an Esc, or a paste that did not end, waits for what follows: call _expire() when nothing does for a while. */
gboolean yado_tty_decoder_is_waiting(YadoTtyDecoder *decoder);
gboolean yado_tty_decoder_is_pasting(YadoTtyDecoder *decoder);
void yado_tty_decoder_expire(YadoTtyDecoder *decoder);

/* Whether @key is called @name. */
gboolean yado_tty_key_is(const YadoTtyKey *key, const char *name);

G_END_DECLS
