/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "present/yado-listing.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "base/yado-error.h"
#include "document/yado-plain-document.h"

const char *
yado_listing_get_title(const YadoListingColumn *column)
{
    g_return_val_if_fail(column != NULL, "");
    return _(column->title);
}

guint
yado_listing_get_n_columns(const YadoListingSpec *spec)
{
    guint n = 0;

    while (spec->columns[n].id != NULL)
        n++;
    return n;
}

void
yado_listing_open(const YadoListingSpec *spec, YadoResources *resources)
{
    for (const YadoListingColumn *column = spec->columns; column->id != NULL; column++)
        if (column->format_at != NULL)
            yado_resources_read_users(resources);
}

char *
yado_listing_dup_value(const YadoListingColumn *column, const YadoListingPlace *place,
                       const YadoResource *resource)
{
    if (column->format_at != NULL)
        return column->format_at(place, resource, TRUE);
    return column->dup_value != NULL ? column->dup_value(resource) : column->format(resource);
}

char *
yado_listing_format(const YadoListingColumn *column, const YadoListingPlace *place,
                    const YadoResource *resource)
{
    g_autofree char *text = column->format_at != NULL ? column->format_at(place, resource, FALSE)
                                                      : column->format(resource);

    return yado_text_clean(text != NULL && *text != '\0' ? text : "-");
}

gboolean
yado_listing_matches(const YadoListingSpec *spec, const YadoListingPlace *place,
                     const YadoResource *resource, const char *needle)
{
    if (needle == NULL || *needle == '\0')
        return TRUE;
    for (const YadoListingColumn *column = spec->columns; column->id != NULL; column++) {
        g_autofree char *text = yado_listing_format(column, place, resource);
        g_autofree char *folded = g_utf8_casefold(text, -1);

        if (strstr(folded, needle) != NULL)
            return TRUE;
    }
    return FALSE;
}

void
yado_listing_fill_form(const YadoListingSpec *spec, const YadoResource *selected, YadoForm *form)
{
    const char *field = yado_resource_kind_get_name(spec->kind);
    gboolean has_path = spec->kind == YADO_RESOURCE_VOLUMES && selected && selected->path;

    if (selected != NULL && yado_form_find_field(form, field) != NULL)
        yado_plain_document_set_initial(YADO_PLAIN_DOCUMENT(yado_form_get_document(form)), field,
                                        has_path ? selected->path : selected->name);
}

static char *
describe_error(const GError *error, gboolean to_choose)
{
    const char *hint = yado_error_get_hint(error);
    GString *text = g_string_new(error->message);

    if (hint != NULL)
        g_string_append_printf(text, " %s", hint);
    if (to_choose)
        g_string_append_printf(text, " %s",
                               _("The whole path of what lies on the host can be typed instead."));
    return g_string_free(text, FALSE);
}

char *
yado_listing_describe(const YadoListingSpec *spec, YadoResources *resources, const char *parent,
                      gboolean to_choose)
{
    const GError *error = yado_resources_get_error(resources, spec->kind, parent);
    GPtrArray *list = yado_resources_list(resources, spec->kind, parent);

    if (error != NULL)
        return describe_error(error, to_choose);
    if (list == NULL)
        return g_strdup(_("Reading…"));
    if (list->len > 0)
        return g_strdup("");
    return g_strdup(to_choose && spec->none != NULL ? _(spec->none) : _(spec->empty));
}
