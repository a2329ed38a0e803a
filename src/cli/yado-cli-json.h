/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * yado-cli-json.h: JSON, written piece by piece.
 *
 * Text that is not UTF-8 becomes U+FFFD; what is written always parses.
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct _YadoCliJson YadoCliJson;

/* @pretty: indented, a member a line; else all on one line (events). */
YadoCliJson *yado_cli_json_new(gboolean pretty);
void yado_cli_json_free(YadoCliJson *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(YadoCliJson, yado_cli_json_free)

/* The text so far. Borrowed. */
const char *yado_cli_json_get_text(YadoCliJson *self);

/* @name NULL inside arrays and at the top. */
void yado_cli_json_begin_object(YadoCliJson *self, const char *name);
void yado_cli_json_end_object(YadoCliJson *self);
void yado_cli_json_begin_array(YadoCliJson *self, const char *name);
void yado_cli_json_end_array(YadoCliJson *self);
/* NULL: null. */
void yado_cli_json_add_string(YadoCliJson *self, const char *name, const char *value);
void yado_cli_json_add_strings(YadoCliJson *self, const char *name, const char *const *values);
/* A number as text; what is none becomes a string, NULL or "nan" null. */
void yado_cli_json_add_number(YadoCliJson *self, const char *name, const char *value);
void yado_cli_json_add_double(YadoCliJson *self, const char *name, double value);
void yado_cli_json_add_uint(YadoCliJson *self, const char *name, guint64 value);
void yado_cli_json_add_bool(YadoCliJson *self, const char *name, gboolean value);

G_END_DECLS
