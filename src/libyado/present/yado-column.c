/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "present/yado-column.h"

#include <math.h>
#include <string.h>

#include <glib/gi18n-lib.h>

#include "base/yado-error.h"
#include "present/yado-catalog.h"

/* Unknown numbers stand below all others, so that "most first" shows what is known. */
static int
compare_numbers(double a, double b)
{
    if (isnan(a) || isnan(b))
        return isnan(b) - isnan(a);
    return (a > b) - (a < b);
}

static int
compare_texts(const YadoColumnSpec *spec, YadoGuest *a, YadoGuest *b)
{
    g_autofree char *text_a = spec->format(a);
    g_autofree char *text_b = spec->format(b);

    return g_utf8_collate(text_a, text_b);
}

static char *
list_known_ids(void)
{
    GString *ids = g_string_new(NULL);

    for (const YadoColumnSpec *spec = yado_catalog_get_columns(); spec->id != NULL; spec++)
        g_string_append_printf(ids, "%s%s", ids->len > 0 ? ", " : "", spec->id);
    return g_string_free(ids, FALSE);
}

static gboolean
set_unknown_column(GError **error, const char *id)
{
    g_autofree char *known = list_known_ids();
    g_autofree char *hint = g_strdup_printf(_("Columns are: %s."), known);

    return yado_error_set(error, YADO_ERROR_INVALID, NULL, hint, _("There is no column “%s”."), id);
}

const char *
yado_column_get_title(const YadoColumnSpec *spec)
{
    g_return_val_if_fail(spec != NULL, "");

    return _(spec->title);
}

const char *
yado_column_get_help(const YadoColumnSpec *spec)
{
    g_return_val_if_fail(spec != NULL, "");

    return _(spec->help);
}

char *
yado_column_format(const YadoColumnSpec *spec, YadoGuest *guest)
{
    g_return_val_if_fail(spec != NULL && guest != NULL, g_strdup(""));

    return spec->format(guest);
}

char *
yado_column_format_raw(const YadoColumnSpec *spec, YadoGuest *guest)
{
    g_return_val_if_fail(spec != NULL && guest != NULL, NULL);

    return spec->raw != NULL ? spec->raw(guest) : spec->format(guest);
}

int
yado_column_compare_names(YadoGuest *a, YadoGuest *b)
{
    g_autofree char *key_a = g_utf8_collate_key_for_filename(yado_guest_get_name(a), -1);
    g_autofree char *key_b = g_utf8_collate_key_for_filename(yado_guest_get_name(b), -1);

    return strcmp(key_a, key_b);
}

int
yado_column_compare(const YadoColumnSpec *spec, YadoGuest *a, YadoGuest *b)
{
    int order;

    g_return_val_if_fail(spec != NULL && a != NULL && b != NULL, 0);

    if (spec->compare != NULL)
        order = spec->compare(a, b);
    else if (spec->number != NULL)
        order = compare_numbers(spec->number(a), spec->number(b));
    else
        order = compare_texts(spec, a, b);
    if (order == 0)
        order = yado_column_compare_names(a, b);
    return order != 0 ? order : strcmp(yado_guest_get_uuid(a), yado_guest_get_uuid(b));
}

GPtrArray *
yado_column_parse_list(const char *text, GError **error)
{
    g_auto(GStrv) ids = g_strsplit(text != NULL ? text : "", ",", -1);
    g_autoptr(GPtrArray) columns = g_ptr_array_new();

    for (guint i = 0; ids[i] != NULL; i++) {
        const char *id = g_strstrip(ids[i]);
        const YadoColumnSpec *spec = yado_catalog_find_column(id);

        if (spec == NULL) {
            set_unknown_column(error, id);
            return NULL;
        }
        if (!g_ptr_array_find(columns, spec, NULL))
            g_ptr_array_add(columns, (gpointer)spec);
    }
    if (columns->len == 0) {
        set_unknown_column(error, "");
        return NULL;
    }
    return g_steal_pointer(&columns);
}
