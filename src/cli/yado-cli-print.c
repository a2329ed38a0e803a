/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "cli/yado-cli-print.h"

#include <string.h>
#include <unistd.h>

#include "cli/yado-cli-json.h"

#define CHUNK_BYTES 4096

struct _YadoCliRows {
    GPtrArray *titles; /* of char * */
    GPtrArray *ids;    /* of char *, for scripts */
    GArray *aligns;    /* of YadoAlign */
    GArray *widths;    /* of int, of the widest cell */
    GPtrArray *rows;   /* of char *: its cells one after the other, each with its end; of texts */
    GStringChunk *texts;
    GString *row; /* the next one, as far as it has come */
    guint n_cells;
};

YadoCliRows *
yado_cli_rows_new(void)
{
    YadoCliRows *self = g_new0(YadoCliRows, 1);

    self->titles = g_ptr_array_new_with_free_func(g_free);
    self->ids = g_ptr_array_new_with_free_func(g_free);
    self->aligns = g_array_new(FALSE, FALSE, sizeof(YadoAlign));
    self->widths = g_array_new(FALSE, FALSE, sizeof(int));
    self->rows = g_ptr_array_new();
    self->texts = g_string_chunk_new(4096);
    self->row = g_string_new(NULL);
    return self;
}

void
yado_cli_rows_free(YadoCliRows *self)
{
    g_ptr_array_unref(self->titles);
    g_ptr_array_unref(self->ids);
    g_array_unref(self->aligns);
    g_array_unref(self->widths);
    g_ptr_array_unref(self->rows);
    g_string_chunk_free(self->texts);
    g_string_free(self->row, TRUE);
    g_free(self);
}

void
yado_cli_rows_add_column(YadoCliRows *self, const char *id, const char *title, YadoAlign align)
{
    g_ptr_array_add(self->ids, g_strdup(id));
    g_ptr_array_add(self->titles, g_strdup(title));
    g_array_append_val(self->aligns, align);
    g_array_set_size(self->widths, self->ids->len);
    g_array_index(self->widths, int, self->ids->len - 1) = 0;
}

static void
end_row(YadoCliRows *self)
{
    g_ptr_array_add(self->rows,
                    g_string_chunk_insert_len(self->texts, self->row->str, self->row->len));
    g_string_truncate(self->row, 0);
    self->n_cells = 0;
}

void
yado_cli_rows_take_cell(YadoCliRows *self, char *text)
{
    g_autofree char *owned = text != NULL ? text : g_strdup("");
    g_autofree char *clean = yado_text_is_plain(owned) ? NULL : yado_text_clean(owned);
    const char *cell = clean != NULL ? clean : owned;
    int *width = &g_array_index(self->widths, int, self->n_cells);

    *width = MAX(*width, yado_text_get_width(cell));
    g_string_append_len(self->row, cell, strlen(cell) + 1);
    if (++self->n_cells == self->ids->len)
        end_row(self);
}

static const char **
unpack_row(YadoCliRows *self, guint i, const char **cells)
{
    const char *cell = self->rows->pdata[i];

    for (guint k = 0; k < self->ids->len; k++, cell += strlen(cell) + 1)
        cells[k] = cell;
    return cells;
}

static int *
measure_columns(YadoCliRows *self, gboolean with_header)
{
    guint n = self->titles->len;
    int *widths = g_memdup2(self->widths->data, n * sizeof(int));

    for (guint i = 0; with_header && i < n; i++)
        widths[i] = MAX(widths[i], yado_text_get_width(self->titles->pdata[i]));
    return widths;
}

static void
append_blanks(GString *text, int count)
{
    static const char blanks[] = "                                ";

    for (; count > 0; count -= (int)sizeof blanks - 1)
        g_string_append_len(text, blanks, MIN(count, (int)sizeof blanks - 1));
}

/* The last cell is not padded: no blanks at the end of a line. */
static void
append_cell(GString *text, const char *cell, int width, YadoAlign align, gboolean is_last)
{
    int rest = MAX(0, width - yado_text_get_width(cell));

    if (align == YADO_ALIGN_END)
        append_blanks(text, rest);
    g_string_append(text, cell);
    if (is_last)
        g_string_append_c(text, '\n');
    else
        append_blanks(text, (align == YADO_ALIGN_END ? 0 : rest) + 2);
}

static void
append_row(YadoCliRows *self, GString *text, const char **cells, const int *widths)
{
    guint n = self->titles->len;

    while (n > 1 && *cells[n - 1] == '\0')
        n--;
    for (guint i = 0; i < n; i++)
        append_cell(text, cells[i], widths[i], g_array_index(self->aligns, YadoAlign, i),
                    i + 1 == n);
}

/* Thousands of rows are never one text in memory when they go to a @file; NULL: they stay in @text. */
static void
append_rows(YadoCliRows *self, gboolean with_header, GString *text, FILE *file)
{
    g_autofree int *widths = measure_columns(self, with_header);
    g_autofree const char **cells = g_new(const char *, self->ids->len);

    if (with_header)
        append_row(self, text, (const char **)self->titles->pdata, widths);
    for (guint i = 0; i < self->rows->len; i++) {
        append_row(self, text, unpack_row(self, i, cells), widths);
        if (file == NULL || text->len < CHUNK_BYTES)
            continue;
        yado_cli_write(file, text->str);
        g_string_truncate(text, 0);
    }
    if (file != NULL)
        yado_cli_write(file, text->str);
}

char *
yado_cli_rows_format(YadoCliRows *self, gboolean with_header)
{
    GString *text = g_string_new(NULL);

    append_rows(self, with_header, text, NULL);
    return g_string_free(text, FALSE);
}

static void
print_rows(YadoCliRows *self, gboolean with_header)
{
    g_autoptr(GString) text = g_string_sized_new(2 * CHUNK_BYTES);

    append_rows(self, with_header, text, stdout);
}

void
yado_cli_guests_print_table(GPtrArray *guests, GPtrArray *columns, gboolean with_header)
{
    g_autoptr(YadoCliRows) rows = yado_cli_rows_new();

    for (guint i = 0; i < columns->len; i++) {
        const YadoColumnSpec *column = columns->pdata[i];

        yado_cli_rows_add_column(rows, column->id, yado_column_get_title(column), column->align);
    }
    for (guint i = 0; i < guests->len; i++)
        for (guint k = 0; k < columns->len; k++)
            yado_cli_rows_take_cell(rows, yado_column_format(columns->pdata[k], guests->pdata[i]));
    print_rows(rows, with_header);
}

static void
append_csv(GString *text, const char *value, gboolean is_last)
{
    if (strpbrk(value, ",\"\r\n") == NULL) {
        g_string_append(text, value);
    } else {
        g_string_append_c(text, '"');
        for (const char *c = value; *c != '\0'; c++) {
            if (*c == '"')
                g_string_append_c(text, '"');
            g_string_append_c(text, *c);
        }
        g_string_append_c(text, '"');
    }
    g_string_append(text, is_last ? "\r\n" : ",");
}

static void
append_csv_row(YadoCliRows *self, GString *text, const char **cells)
{
    for (guint i = 0; i < self->ids->len; i++)
        append_csv(text, cells[i], i + 1 == self->ids->len);
}

static char *
format_csv(YadoCliRows *self)
{
    GString *text = g_string_new(NULL);
    g_autofree const char **cells = g_new(const char *, self->ids->len);

    append_csv_row(self, text, (const char **)self->ids->pdata);
    for (guint i = 0; i < self->rows->len; i++)
        append_csv_row(self, text, unpack_row(self, i, cells));
    return g_string_free(text, FALSE);
}

void
yado_cli_rows_print(YadoCliRows *self, gboolean as_csv)
{
    g_autofree char *text = as_csv ? format_csv(self) : NULL;

    if (as_csv)
        yado_cli_write(stdout, text);
    else
        print_rows(self, TRUE);
}

char *
yado_cli_guests_format_csv(GPtrArray *guests, GPtrArray *columns, gboolean with_header)
{
    GString *text = g_string_new(NULL);

    for (guint k = 0; with_header && k < columns->len; k++)
        append_csv(text, ((const YadoColumnSpec *)columns->pdata[k])->id, k + 1 == columns->len);
    for (guint i = 0; i < guests->len; i++)
        for (guint k = 0; k < columns->len; k++) {
            g_autofree char *value = yado_column_format_raw(columns->pdata[k], guests->pdata[i]);

            append_csv(text, value != NULL ? value : "", k + 1 == columns->len);
        }
    return g_string_free(text, FALSE);
}

static void
add_list(YadoCliJson *json, const char *id, const char *value)
{
    g_auto(GStrv) items = g_strsplit(value != NULL ? value : "", ",", -1);

    yado_cli_json_add_strings(json, id, (const char *const *)items);
}

static void
add_member(YadoCliJson *json, const YadoColumnSpec *column, const char *value)
{
    switch (column->type) {
    case YADO_COLUMN_NUMBER:
        yado_cli_json_add_number(json, column->id, value);
        break;
    case YADO_COLUMN_BOOL:
        if (value == NULL)
            yado_cli_json_add_string(json, column->id, NULL);
        else
            yado_cli_json_add_bool(json, column->id, strcmp(value, "true") == 0);
        break;
    case YADO_COLUMN_LIST:
        add_list(json, column->id, value);
        break;
    default:
        yado_cli_json_add_string(json, column->id, value);
        break;
    }
}

char *
yado_cli_guests_format_json(GPtrArray *guests, GPtrArray *columns)
{
    g_autoptr(YadoCliJson) json = yado_cli_json_new(TRUE);

    yado_cli_json_begin_array(json, NULL);
    for (guint i = 0; i < guests->len; i++) {
        yado_cli_json_begin_object(json, NULL);
        for (guint k = 0; k < columns->len; k++) {
            const YadoColumnSpec *column = columns->pdata[k];
            g_autofree char *value = yado_column_format_raw(column, guests->pdata[i]);

            add_member(json, column, value);
        }
        yado_cli_json_end_object(json);
    }
    yado_cli_json_end_array(json);
    return g_strconcat(yado_cli_json_get_text(json), "\n", NULL);
}

void
yado_cli_write(FILE *file, const char *text)
{
    const char *charset = NULL;
    g_autofree char *local = NULL;

    /* A pipe gets UTF-8 in every locale: names that a script reads must come back unchanged. */
    if (!g_get_charset(&charset) && isatty(fileno(file)))
        local = g_convert_with_fallback(text, -1, charset, "UTF-8", "?", NULL, NULL, NULL);
    fputs(local != NULL ? local : text, file);
}

char *
yado_cli_clean_lines(const char *text)
{
    g_auto(GStrv) lines = g_strsplit(text, "\n", -1);

    for (guint i = 0; lines[i] != NULL; i++) {
        char *clean = yado_text_clean(lines[i]);

        g_free(lines[i]);
        lines[i] = clean;
    }
    return g_strjoinv("\n", lines);
}
