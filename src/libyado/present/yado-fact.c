/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "present/yado-fact.h"

#include <math.h>
#include <string.h>

#include <glib/gi18n-lib.h>

#include "base/yado-units.h"
#include "present/yado-catalog.h"

static const char *const sections[YADO_N_FACT_SECTIONS] = {
    [YADO_FACTS_CONNECTION] = N_("Connection"),
    [YADO_FACTS_MACHINE] = N_("Machine"),
    [YADO_FACTS_LOAD] = N_("Load"),
    [YADO_FACTS_ABILITIES] = N_("What this host can do"),
};

const char *
yado_fact_get_label(const YadoFactSpec *spec)
{
    g_return_val_if_fail(spec != NULL, "");

    return _(spec->label);
}

const char *
yado_fact_get_column_title(const YadoFactSpec *spec)
{
    g_return_val_if_fail(spec != NULL, NULL);

    return spec->column != NULL ? _(spec->column) : NULL;
}

const char *
yado_fact_get_help(const YadoFactSpec *spec)
{
    g_return_val_if_fail(spec != NULL, "");

    return _(spec->help);
}

const char *
yado_fact_section_get_title(YadoFactSection section)
{
    g_return_val_if_fail((guint)section < YADO_N_FACT_SECTIONS, "");

    return _(sections[section]);
}

/* What a host can do is not known before it is connected; and it tells of changes only to who asked for that. */
static gboolean
is_known(const YadoFactSpec *spec, YadoHost *host)
{
    return yado_host_get_state(host) == YADO_HOST_OPEN &&
           (strcmp(spec->capability, YADO_CAP_EVENTS) != 0 || yado_host_wants_events(host));
}

static char *
format_capability(const YadoFactSpec *spec, YadoHost *host)
{
    const char *reason = NULL;

    if (!is_known(spec, host))
        return NULL;
    if (yado_host_has(host, spec->capability, &reason))
        return g_strdup(_("yes"));
    return g_strdup(reason != NULL ? reason : _("no"));
}

static char *
format_raw_capability(const YadoFactSpec *spec, YadoHost *host)
{
    if (!is_known(spec, host))
        return NULL;
    return g_strdup(yado_host_has(host, spec->capability, NULL) ? "true" : "false");
}

char *
yado_fact_format(const YadoFactSpec *spec, YadoHost *host)
{
    g_autofree char *text = NULL;

    g_return_val_if_fail(spec != NULL && YADO_IS_HOST(host), NULL);

    text = spec->capability != NULL ? format_capability(spec, host) : spec->format(host);
    return text != NULL && *text != '\0' ? yado_text_clean(text) : NULL;
}

char *
yado_fact_format_raw(const YadoFactSpec *spec, YadoHost *host)
{
    g_return_val_if_fail(spec != NULL && YADO_IS_HOST(host), NULL);

    if (spec->capability != NULL)
        return format_raw_capability(spec, host);
    return spec->raw != NULL ? spec->raw(host) : spec->format(host);
}

static int
compare_places(gconstpointer a, gconstpointer b)
{
    return (*(const YadoFactSpec *const *)a)->place - (*(const YadoFactSpec *const *)b)->place;
}

GPtrArray *
yado_fact_list_columns(void)
{
    GPtrArray *columns = g_ptr_array_new();

    for (const YadoFactSpec *spec = yado_catalog_get_host_facts(); spec->id != NULL; spec++)
        if (spec->column != NULL)
            g_ptr_array_add(columns, (gpointer)spec);
    g_ptr_array_sort(columns, compare_places);
    return columns;
}

static void
append_section(GString *text, YadoFactSection section, YadoHost *host)
{
    gboolean is_titled = FALSE;

    for (const YadoFactSpec *spec = yado_catalog_get_host_facts(); spec->id != NULL; spec++) {
        g_autofree char *value = spec->section == section ? yado_fact_format(spec, host) : NULL;

        if (value == NULL)
            continue;
        if (!is_titled)
            g_string_append_printf(text, "%s%s\n", text->len > 0 ? "\n" : "",
                                   yado_fact_section_get_title(section));
        is_titled = TRUE;
        g_string_append_printf(text, _("  %s: %s\n"), yado_fact_get_label(spec), value);
    }
}

char *
yado_fact_format_all(YadoHost *host)
{
    GString *text;

    g_return_val_if_fail(YADO_IS_HOST(host), NULL);

    text = g_string_new(NULL);
    for (int section = 0; section < YADO_N_FACT_SECTIONS; section++)
        append_section(text, (YadoFactSection)section, host);
    return g_string_free(text, FALSE);
}

const char *
yado_graph_get_title(const YadoGraphSpec *spec)
{
    g_return_val_if_fail(spec != NULL, "");

    return _(spec->title);
}

char *
yado_graph_format(const YadoGraphSpec *spec, double value)
{
    g_return_val_if_fail(spec != NULL, NULL);

    if (isnan(value))
        return g_strdup(_("no data"));
    return spec->is_rate ? yado_rate_format(value) : yado_percent_format(value);
}

const char *
yado_span_get_label(const YadoSpanSpec *spec)
{
    g_return_val_if_fail(spec != NULL, "");

    return _(spec->label);
}
