/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * yado-xl-parse.h: the grammar of xl.cfg as Xen's own parser (libxlutil) reads it. Private to document/.
 *
 *     key = value      key: [a-z][a-z0-9._]*      value: 'text', "text", number or [ value, value, ]
 *     key += value     appends to what the key has: text to text, list to list
 *
 * Statements end with a line break or ';'; inside brackets lines go on.  The last "key =" wins.  Quoted text knows \\ \' \" \a \b \f
 * \n \r \t \v; \x is refused, and octal numbers are read and dropped, as Xen does.
 *
 * The text itself is never changed: each value knows which bytes it is.  What Xen refuses but a person may well have in an old
 * file (lines of Python, DOS line breaks, a last line that is a comment without a line break) becomes a problem, and is kept;
 * other errors end the parsing.
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS
#pragma GCC visibility push(hidden)

#define YADO_XL_MAX_BYTES (16 * 1024 * 1024)
#define YADO_XL_MAX_DEPTH 256

typedef struct {
    gboolean is_list;
    gsize start, end; /* bytes of the text, with quotes or brackets */
    guint line, column;
    char *string;     /* NULL for lists; any bytes */
    GPtrArray *items; /* of YadoXlValue; NULL unless a list */
} YadoXlValue;

typedef struct {
    char *key;
    gboolean adds;    /* "+=" */
    gsize start, end; /* from the key to the end of the value */
    gsize operator_start;
    guint line, column;
    YadoXlValue *value;
} YadoXlSetting;

typedef struct {
    guint line, column;
    char *message; /* translated, a whole sentence */
    gboolean is_python;
    gsize start, end; /* the bytes that Xen does not read */
} YadoXlProblem;

typedef struct {
    char *text;
    gsize length;
    GPtrArray *settings; /* of YadoXlSetting, as they stand */
    GPtrArray *problems; /* of YadoXlProblem */
} YadoXlFile;

/* @length -1: up to the NUL. Errors: YADO_ERROR_INVALID, "line N, column M: …". */
YadoXlFile *yado_xl_file_new(const char *text, gssize length, GError **error);
void yado_xl_file_free(YadoXlFile *file);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(YadoXlFile, yado_xl_file_free)

/* The settings that together are the value of @key now: from the last "=" on. (transfer container) */
GPtrArray *yado_xl_file_find(const YadoXlFile *file, const char *key);
/* The text that @key has, parts added by += joined; NULL: absent or a list. (transfer full) */
char *yado_xl_file_dup_string(const YadoXlFile *file, const char *key);
/* The items of the list @key, of all its parts; a single text counts as a list of one.  Of YadoXlValue. (transfer container) */
GPtrArray *yado_xl_file_list_items(const YadoXlFile *file, const char *key);
/* As strtol() with base 0 reads it, whole. */
gboolean yado_xl_parse_number(const char *string, gint64 *number);

/* @string in quotes of the kind @quote, escaped. (transfer full) */
char *yado_xl_quote(const char *string, char quote);

#pragma GCC visibility pop
G_END_DECLS
