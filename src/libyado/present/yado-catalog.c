/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "present/yado-catalog.h"

#include <string.h>

#include <glib/gi18n-lib.h>

typedef struct {
    const char *id, *label;
} Group;

static const Group groups[] = {
    { "power", N_("_Power") },         { "state", N_("_State") },
    { "edit", N_("_Edit") },           { "processors", N_("P_rocessors") },
    { "snapshots", N_("Sn_apshots") }, { "diagnosis", N_("_Diagnosis") },
    { "host", N_("_Host") },           { "cpupools", N_("_CPU pools") },
    { "storage", N_("S_torage") },     { "network", N_("_Network") },
    { "devices", N_("Dev_ices") },     { "view", N_("_View") },
    { "app", N_("Pro_gram") },
};

static void
add_table(GPtrArray *list, const YadoActionSpec *table)
{
    for (const YadoActionSpec *spec = table; spec->id != NULL; spec++)
        g_ptr_array_add(list, (gpointer)spec);
}

const YadoColumnSpec *
yado_catalog_get_columns(void)
{
    return yado_catalog_columns;
}

const YadoPageSpec *
yado_catalog_get_pages(void)
{
    return yado_catalog_pages;
}

const YadoDeviceSpec *
yado_catalog_get_devices(void)
{
    return yado_catalog_devices;
}

const YadoFactSpec *
yado_catalog_get_host_facts(void)
{
    return yado_catalog_host_facts;
}

const YadoGraphSpec *
yado_catalog_get_graphs(void)
{
    return yado_catalog_graphs;
}

const YadoSpanSpec *
yado_catalog_get_spans(void)
{
    return yado_catalog_spans;
}

const YadoActionSpec *const *
yado_catalog_get_actions(void)
{
    static gsize list = 0;

    if (g_once_init_enter(&list)) {
        GPtrArray *all = g_ptr_array_new();

        add_table(all, yado_catalog_guest_actions);
        add_table(all, yado_catalog_host_actions);
        add_table(all, yado_catalog_storage_actions);
        add_table(all, yado_catalog_app_actions);
        g_ptr_array_add(all, NULL);
        g_once_init_leave(&list, (gsize)g_ptr_array_free(all, FALSE));
    }
    return (const YadoActionSpec *const *)list;
}

const YadoFormSpec *const *
yado_catalog_get_forms(void)
{
    return yado_catalog_forms;
}

const YadoWizardSpec *
yado_catalog_find_wizard(const char *id)
{
    g_return_val_if_fail(id != NULL, NULL);

    for (const YadoWizardSpec *spec = yado_catalog_wizards; spec->id != NULL; spec++)
        if (strcmp(spec->id, id) == 0)
            return spec;
    return NULL;
}

const YadoListingSpec *
yado_catalog_find_listing(const char *id)
{
    g_return_val_if_fail(id != NULL, NULL);

    for (const YadoListingSpec *spec = yado_catalog_listings; spec->id != NULL; spec++)
        if (strcmp(spec->id, id) == 0)
            return spec;
    return NULL;
}

const YadoListingView *
yado_catalog_find_listing_view(const char *id)
{
    g_return_val_if_fail(id != NULL, NULL);

    for (const YadoListingView *view = yado_catalog_listing_views; view->id != NULL; view++)
        if (strcmp(view->id, id) == 0)
            return view;
    return NULL;
}

const YadoColumnSpec *
yado_catalog_find_column(const char *id)
{
    g_return_val_if_fail(id != NULL, NULL);

    for (const YadoColumnSpec *spec = yado_catalog_columns; spec->id != NULL; spec++)
        if (strcmp(spec->id, id) == 0)
            return spec;
    return NULL;
}

const YadoActionSpec *
yado_catalog_find_action(const char *id)
{
    g_return_val_if_fail(id != NULL, NULL);

    for (const YadoActionSpec *const *spec = yado_catalog_get_actions(); *spec != NULL; spec++)
        if (strcmp((*spec)->id, id) == 0)
            return *spec;
    return NULL;
}

const YadoActionSpec *
yado_catalog_find_command(const char *command)
{
    g_return_val_if_fail(command != NULL, NULL);

    for (const YadoActionSpec *const *spec = yado_catalog_get_actions(); *spec != NULL; spec++)
        if (g_strcmp0((*spec)->command, command) == 0)
            return *spec;
    return NULL;
}

const YadoFormSpec *
yado_catalog_find_form(const char *id)
{
    g_return_val_if_fail(id != NULL, NULL);

    for (const YadoFormSpec *const *spec = yado_catalog_forms; *spec != NULL; spec++)
        if (strcmp((*spec)->id, id) == 0)
            return *spec;
    return NULL;
}

const YadoPageSpec *
yado_catalog_find_page(const char *id)
{
    g_return_val_if_fail(id != NULL, NULL);

    for (const YadoPageSpec *spec = yado_catalog_pages; spec->id != NULL; spec++)
        if (strcmp(spec->id, id) == 0)
            return spec;
    return NULL;
}

const YadoDeviceSpec *
yado_catalog_find_device(const char *id)
{
    g_return_val_if_fail(id != NULL, NULL);

    for (const YadoDeviceSpec *spec = yado_catalog_devices; spec->id != NULL; spec++)
        if (strcmp(spec->id, id) == 0)
            return spec;
    return NULL;
}

const char *const *
yado_catalog_get_groups(void)
{
    static const char *ids[G_N_ELEMENTS(groups) + 1];

    for (guint i = 0; i < G_N_ELEMENTS(groups); i++)
        ids[i] = groups[i].id;
    return ids;
}

const char *
yado_catalog_get_group_label(const char *group)
{
    for (guint i = 0; i < G_N_ELEMENTS(groups); i++)
        if (g_strcmp0(groups[i].id, group) == 0)
            return _(groups[i].label);
    return group != NULL ? group : "";
}
