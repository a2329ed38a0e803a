/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * yado-xl-edit.h: changes one thing in the text of an xl.cfg and leaves all other bytes alone. Private to document/.
 *
 * Each function returns the new text (transfer full).  What is added looks like what is there: the same quotes, the same blanks
 * around "=", the same indentation in lists.
 *
 * xl.cfg has no place for what is only for people, and Xen refuses nothing in a comment: title, notes, tags and operating system
 * stand in lines "#yado: title=…", with \n for a line break and \\ for a backslash.
 */
#pragma once

#include "document/yado-xl-parse.h"

G_BEGIN_DECLS
#pragma GCC visibility push(hidden)

#define YADO_XL_NOTE "#yado:"

/* @raw: the value as it stands in the file, with its quotes. */
char *yado_xl_set_raw(const YadoXlFile *file, const char *key, const char *raw);
char *yado_xl_set_string(const YadoXlFile *file, const char *key, const char *string);
char *yado_xl_unset(const YadoXlFile *file, const char *key);

/* Items are counted over all that yado_xl_file_list_items() gives. */
char *yado_xl_set_item(const YadoXlFile *file, const char *key, guint index, const char *string);
char *yado_xl_add_item(const YadoXlFile *file, const char *key, const char *string);
char *yado_xl_remove_item(const YadoXlFile *file, const char *key, guint index);

/* NULL: there is none. */
char *yado_xl_dup_note(const YadoXlFile *file, const char *key);
/* @value NULL removes it. */
char *yado_xl_set_note(const YadoXlFile *file, const char *key, const char *value);

#pragma GCC visibility pop
G_END_DECLS
