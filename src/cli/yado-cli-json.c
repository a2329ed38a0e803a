/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "cli/yado-cli-json.h"

#include <math.h>
#include <string.h>

struct _YadoCliJson {
    GString *text;
    guint depth;
    gboolean pretty, is_first;
};

YadoCliJson *
yado_cli_json_new(gboolean pretty)
{
    YadoCliJson *self = g_new0(YadoCliJson, 1);

    self->text = g_string_new(NULL);
    self->pretty = pretty;
    self->is_first = TRUE;
    return self;
}

void
yado_cli_json_free(YadoCliJson *self)
{
    g_string_free(self->text, TRUE);
    g_free(self);
}

const char *
yado_cli_json_get_text(YadoCliJson *self)
{
    return self->text->str;
}

static void
append_string(GString *text, const char *value)
{
    g_autofree char *valid = g_utf8_make_valid(value, -1);

    g_string_append_c(text, '"');
    for (const char *c = valid; *c != '\0'; c++) {
        if (*c == '"' || *c == '\\')
            g_string_append_printf(text, "\\%c", *c);
        else if (*c == '\n')
            g_string_append(text, "\\n");
        else if ((guchar)*c < 0x20 || *c == 0x7f)
            g_string_append_printf(text, "\\u%04x", *c);
        else
            g_string_append_c(text, *c);
    }
    g_string_append_c(text, '"');
}

static void
break_line(YadoCliJson *self)
{
    if (!self->pretty)
        return;
    g_string_append_c(self->text, '\n');
    for (guint i = 0; i < self->depth; i++)
        g_string_append(self->text, "  ");
}

/* All that stands before a value: comma, line, name. */
static void
begin_value(YadoCliJson *self, const char *name)
{
    if (!self->is_first)
        g_string_append_c(self->text, ',');
    if (self->depth > 0)
        break_line(self);
    self->is_first = FALSE;
    if (name == NULL)
        return;
    append_string(self->text, name);
    g_string_append(self->text, self->pretty ? ": " : ":");
}

static void
begin_container(YadoCliJson *self, const char *name, char bracket)
{
    begin_value(self, name);
    g_string_append_c(self->text, bracket);
    self->depth++;
    self->is_first = TRUE;
}

static void
end_container(YadoCliJson *self, char bracket)
{
    self->depth--;
    if (!self->is_first)
        break_line(self);
    g_string_append_c(self->text, bracket);
    self->is_first = FALSE;
}

void
yado_cli_json_begin_object(YadoCliJson *self, const char *name)
{
    begin_container(self, name, '{');
}

void
yado_cli_json_end_object(YadoCliJson *self)
{
    end_container(self, '}');
}

void
yado_cli_json_begin_array(YadoCliJson *self, const char *name)
{
    begin_container(self, name, '[');
}

void
yado_cli_json_end_array(YadoCliJson *self)
{
    end_container(self, ']');
}

void
yado_cli_json_add_string(YadoCliJson *self, const char *name, const char *value)
{
    begin_value(self, name);
    if (value != NULL)
        append_string(self->text, value);
    else
        g_string_append(self->text, "null");
}

void
yado_cli_json_add_strings(YadoCliJson *self, const char *name, const char *const *values)
{
    yado_cli_json_begin_array(self, name);
    for (guint i = 0; values != NULL && values[i] != NULL; i++)
        yado_cli_json_add_string(self, NULL, values[i]);
    yado_cli_json_end_array(self);
}

static gboolean
is_json_number(const char *value)
{
    char *end = NULL;
    double number = g_ascii_strtod(value, &end);

    /* strtod reads more than JSON allows: " 1", "0x10", "inf", ".5". */
    if (end == value || *end != '\0' || isnan(number) || isinf(number))
        return FALSE;
    return strspn(value, "0123456789+-.eE") == strlen(value) &&
           g_ascii_isdigit(value[*value == '-' ? 1 : 0]);
}

void
yado_cli_json_add_number(YadoCliJson *self, const char *name, const char *value)
{
    if (value != NULL && is_json_number(value)) {
        begin_value(self, name);
        g_string_append(self->text, value);
    } else {
        yado_cli_json_add_string(
            self, name, value == NULL || g_ascii_strcasecmp(value, "nan") == 0 ? NULL : value);
    }
}

void
yado_cli_json_add_double(YadoCliJson *self, const char *name, double value)
{
    char buffer[G_ASCII_DTOSTR_BUF_SIZE];

    if (isnan(value) || isinf(value))
        yado_cli_json_add_string(self, name, NULL);
    else
        yado_cli_json_add_number(self, name, g_ascii_formatd(buffer, sizeof buffer, "%.6g", value));
}

void
yado_cli_json_add_uint(YadoCliJson *self, const char *name, guint64 value)
{
    begin_value(self, name);
    g_string_append_printf(self->text, "%" G_GUINT64_FORMAT, value);
}

void
yado_cli_json_add_bool(YadoCliJson *self, const char *name, gboolean value)
{
    begin_value(self, name);
    g_string_append(self->text, value ? "true" : "false");
}
