/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * yado-text.h: mnemonics, and text measured in terminal cells.
 *
 * A cell is what one narrow character takes; wide (CJK) characters take two, combining ones none.
 * Text is UTF-8; bytes that are not are shown as U+FFFD.  Control characters, and the bidirectional overrides
 * that could make a name look like another one, are replaced too: what comes from a host is never trusted.
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef enum { YADO_ALIGN_START, YADO_ALIGN_END, YADO_ALIGN_CENTER } YadoAlign;

/* @text without its mnemonic mark: "_Start" -> "Start", "a__b" -> "a_b". CJK style "起動(_S)" -> "起動". (transfer full) */
char *yado_text_strip_mnemonic(const char *text);

/* The lower-case mnemonic letter, or 0 when there is none. */
gunichar yado_text_get_mnemonic(const char *text);

/* Width in cells of (valid, cleaned) @text. */
int yado_text_get_width(const char *text);
int yado_char_get_width(gunichar c);

/* @text in exactly @cells cells: cut with "…" or padded with blanks on the side that @align tells.  (transfer full) */
char *yado_text_fit(const char *text, int cells, YadoAlign align);

/* @text broken at blanks (between any characters for CJK) into lines of at most @cells.  '\n' stays a break. (transfer full) */
GStrv yado_text_wrap(const char *text, int cells);

/* A copy safe to show on one line of a terminal: see above.  (transfer full) */
char *yado_text_clean(const char *text);
/* Whether @text is printable ASCII, as most are: a cell each, clean as it is. */
gboolean yado_text_is_plain(const char *text);

/* A bar of block characters for values in [0, 1] (NAN: a blank), one cell each: "▁▃▅█". Oldest first. */
char *yado_text_sparkline(const double *values, int n_values);

/* Whether @text contains @needle, both case-folded and NFKC-normalised.  An empty needle is always found. */
gboolean yado_text_contains(const char *text, const char *needle);

/* "00:16:3e:12:34:56", of either case. */
gboolean yado_text_is_mac(const char *text);

/* Shell-style pattern (* ? [a-z]) against a name. */
gboolean yado_text_is_glob(const char *text);
gboolean yado_text_glob_matches(const char *pattern, const char *text);

G_END_DECLS
