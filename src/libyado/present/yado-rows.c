/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "present/yado-rows.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "base/yado-error.h"
#include "base/yado-units.h"
#include "document/yado-plain-document.h"

/* Lines that are not blank. (transfer full) */
static GPtrArray *
list_lines(YadoForm *form, const YadoFieldSpec *spec)
{
    g_autofree char *value = yado_form_dup_value(form, spec);
    g_auto(GStrv) lines = g_strsplit(value != NULL ? value : "", "\n", -1);
    GPtrArray *rows = g_ptr_array_new_with_free_func(g_free);

    for (guint i = 0; lines[i] != NULL; i++)
        if (*g_strstrip(lines[i]) != '\0')
            g_ptr_array_add(rows, g_strdup(lines[i]));
    return rows;
}

static gboolean
store_lines(YadoForm *form, const YadoFieldSpec *spec, GPtrArray *rows, GError **error)
{
    GString *text = g_string_new(NULL);
    g_autofree char *value = NULL;

    for (guint i = 0; i < rows->len; i++)
        g_string_append_printf(text, "%s%s", i > 0 ? "\n" : "", (const char *)rows->pdata[i]);
    value = g_string_free(text, FALSE);
    return yado_form_set_value(form, spec, value, error);
}

guint
yado_rows_count(YadoForm *form, const YadoFieldSpec *spec)
{
    g_autoptr(GPtrArray) rows = list_lines(form, spec);

    return rows->len;
}

/* ---- One row ---- */

/* NULL: it cannot be read. */
static char *
dup_canonical(const YadoFieldSpec *field, const char *text)
{
    return field->type == YADO_FIELD_SIZE ? yado_field_parse(field, text, NULL) : g_strdup(text);
}

static void
read_line(YadoForm *row, const char *line)
{
    g_auto(GStrv) words = g_strsplit(line, ",", -1);
    YadoDocument *document = yado_form_get_document(row);
    g_autoptr(GPtrArray) fields = yado_form_list_fields(row);

    for (guint i = 0; words[i] != NULL; i++) {
        char *equals = strchr(words[i], '=');

        if (equals == NULL)
            continue;
        *equals = '\0';
        for (guint k = 0; k < fields->len; k++) {
            const YadoFieldSpec *field = fields->pdata[k];
            g_autofree char *value = NULL;

            if (strcmp(yado_field_get_key(field), g_strstrip(words[i])) != 0)
                continue;
            value = dup_canonical(field, g_strstrip(equals + 1));
            yado_plain_document_set_initial(YADO_PLAIN_DOCUMENT(document), words[i], value);
        }
    }
}

/* A new row begins with the first of what can be chosen. */
static void
set_first_choices(YadoForm *row)
{
    g_autoptr(GPtrArray) fields = yado_form_list_fields(row);
    YadoPlainDocument *document = YADO_PLAIN_DOCUMENT(yado_form_get_document(row));

    for (guint i = 0; i < fields->len; i++) {
        const YadoFieldSpec *field = fields->pdata[i];
        g_autoptr(GPtrArray) items = yado_form_list_choices(row, field);

        if (field->choices != NULL && *field->choices[0].id == '\0')
            continue; /* nothing is the first choice */
        for (guint k = 0; items != NULL && k < items->len; k++) {
            const YadoChoiceItem *item = items->pdata[k];

            if (item->reason != NULL || *item->id == '\0')
                continue;
            yado_plain_document_set_initial(document, yado_field_get_key(field), item->id);
            break;
        }
    }
}

YadoForm *
yado_rows_create_form(YadoForm *form, const YadoFieldSpec *spec, guint row)
{
    g_autoptr(YadoDocument) document = yado_plain_document_new();
    g_autoptr(GPtrArray) rows = list_lines(form, spec);
    YadoForm *row_form =
        yado_form_new(spec->row, document, NULL, yado_form_get_session(form), NULL);

    if (yado_form_get_host(form) != NULL)
        yado_form_set_host(row_form, yado_form_get_host(form));
    if (row < rows->len)
        read_line(row_form, rows->pdata[row]);
    else
        set_first_choices(row_form);
    return row_form;
}

static gboolean
append_value(GString *line, YadoForm *row, const YadoFieldSpec *field, GError **error)
{
    g_autofree char *value = yado_form_dup_value(row, field);
    g_autofree char *size = field->type == YADO_FIELD_SIZE && value != NULL && *value != '\0'
                                ? yado_size_format_exact(g_ascii_strtoull(value, NULL, 10))
                                : NULL;

    if (!yado_form_is_visible(row, field) || value == NULL || *value == '\0' ||
        (field->type == YADO_FIELD_BOOL && strcmp(value, "no") == 0))
        return TRUE;
    if (strpbrk(value, ",\n") != NULL)
        return yado_error_set(error, YADO_ERROR_INVALID, NULL, NULL,
                              _("“%s” must not contain a comma here."), value);
    g_string_append_printf(line, "%s%s=%s", line->len > 0 ? "," : "", yado_field_get_key(field),
                           size != NULL ? size : value);
    return TRUE;
}

static char *
dup_line(YadoForm *row, GError **error)
{
    g_autoptr(GPtrArray) fields = yado_form_list_fields(row);
    g_autoptr(GString) line = g_string_new(NULL);

    if (!yado_form_validate(row, NULL, error))
        return NULL;
    for (guint i = 0; i < fields->len; i++)
        if (!append_value(line, row, fields->pdata[i], error))
            return NULL;
    return g_string_free(g_steal_pointer(&line), FALSE);
}

gboolean
yado_rows_store(YadoForm *form, const YadoFieldSpec *spec, guint row, YadoForm *row_form,
                GError **error)
{
    g_autoptr(GPtrArray) rows = list_lines(form, spec);
    char *line = dup_line(row_form, error);

    if (line == NULL)
        return FALSE;
    if (row < rows->len) {
        g_free(rows->pdata[row]);
        rows->pdata[row] = line;
    } else {
        g_ptr_array_add(rows, line);
    }
    return store_lines(form, spec, rows, error);
}

void
yado_rows_remove(YadoForm *form, const YadoFieldSpec *spec, guint row)
{
    g_autoptr(GPtrArray) rows = list_lines(form, spec);

    if (row >= rows->len)
        return;
    g_ptr_array_remove_index(rows, row);
    store_lines(form, spec, rows, NULL);
}

/* ---- Words ---- */

char *
yado_rows_dup_text(YadoForm *form, const YadoFieldSpec *spec, guint row)
{
    g_autoptr(YadoForm) row_form = yado_rows_create_form(form, spec, row);
    g_autoptr(GPtrArray) fields = yado_form_list_fields(row_form);
    GString *text = g_string_new(NULL);

    for (guint i = 0; i < fields->len; i++) {
        const YadoFieldSpec *field = fields->pdata[i];
        g_autofree char *value = yado_form_dup_value(row_form, field);
        g_autofree char *label = NULL;

        if (!yado_form_is_visible(row_form, field) || value == NULL || *value == '\0')
            continue;
        if (field->type == YADO_FIELD_SIZE)
            label = yado_field_format(field, value);
        else if (field->type == YADO_FIELD_BOOL)
            label = strcmp(value, "yes") == 0
                        ? yado_text_strip_mnemonic(yado_field_get_label(field))
                        : NULL;
        else
            label = g_strdup(value);
        if (label != NULL)
            g_string_append_printf(text, "%s%s", text->len > 0 ? C_("list", ", ") : "", label);
    }
    return g_string_free(text, FALSE);
}
