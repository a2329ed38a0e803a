/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * yado-cli-print.h: what is written to standard output: rows as an aligned table, as CSV or as JSON, and plain text.
 */
#pragma once

#include <stdio.h>

#include "yado.h"

G_BEGIN_DECLS

/* Rows of cells under titles. */
typedef struct _YadoCliRows YadoCliRows;

YadoCliRows *yado_cli_rows_new(void);
void yado_cli_rows_free(YadoCliRows *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(YadoCliRows, yado_cli_rows_free)
/* @id: what scripts call it, as in JSON; @title translated. */
void yado_cli_rows_add_column(YadoCliRows *self, const char *id, const char *title,
                              YadoAlign align);
/* The next cell, row by row. (transfer full) */
void yado_cli_rows_take_cell(YadoCliRows *self, char *text);
/* Columns as wide as their widest cell, measured in terminal cells, two blanks between. (transfer full) */
char *yado_cli_rows_format(YadoCliRows *self, gboolean with_header);
/* Writes them with their titles, or as CSV (RFC 4180, UTF-8) with the columns' ids in the first line. */
void yado_cli_rows_print(YadoCliRows *self, gboolean as_csv);

/* The same for guests and columns of the catalog; @guests of YadoGuest, @columns of YadoColumnSpec. */
void yado_cli_guests_print_table(GPtrArray *guests, GPtrArray *columns, gboolean with_header);
/* RFC 4180, UTF-8, with the columns' ids in the first line. */
char *yado_cli_guests_format_csv(GPtrArray *guests, GPtrArray *columns, gboolean with_header);
/* An array of objects by column id, with numbers, booleans and lists as such. */
char *yado_cli_guests_format_json(GPtrArray *guests, GPtrArray *columns);

/* Writes @text as it is to a file, and in the terminal's own charset to a terminal. */
void yado_cli_write(FILE *file, const char *text);
/* Lines from a host or a person: each cleaned of what could harm a terminal. (transfer full) */
char *yado_cli_clean_lines(const char *text);

G_END_DECLS
