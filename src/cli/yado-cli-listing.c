/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* yado pool list, volume list, network list and so on: the catalogue's listings. */
#include "config.h"

#include <string.h>

#include <glib/gi18n.h>

#include "cli/yado-cli-commands.h"
#include "cli/yado-cli-hosts.h"
#include "cli/yado-cli-json.h"
#include "cli/yado-cli-print.h"

static const YadoListingSpec *
find_listing(const char *command)
{
    for (const YadoListingSpec *spec = yado_catalog_listings; spec->id != NULL; spec++)
        if (strcmp(spec->command, command) == 0)
            return spec;
    return NULL;
}

typedef struct {
    const YadoListingSpec *spec;
    YadoCliRows *rows;
    YadoCliJson *json; /* NULL: the rows */
    gboolean as_csv;
    YadoListingPlace place;
} Output;

static gboolean
load(YadoCli *cli, YadoResources *resources, guint kinds, GError **error)
{
    g_autoptr(GAsyncResult) result = NULL;

    yado_resources_load_async(resources, kinds, cli->cancellable, on_cli_answer_ready_cb, &result);
    return yado_resources_load_finish(resources, yado_cli_await(&result), error);
}

static gboolean
is_listed(YadoResources *resources, const YadoListingSpec *spec, const char *parent)
{
    return yado_resources_list(resources, spec->kind, parent) != NULL ||
           yado_resources_get_error(resources, spec->kind, parent) != NULL;
}

/* Only the volumes of the pool that was named. */
static gboolean
await_list(YadoCli *cli, YadoResources *resources, const YadoListingSpec *spec, const char *parent,
           GError **error)
{
    yado_resources_want(resources, spec->kind, parent);
    while (!is_listed(resources, spec, parent)) {
        if (g_cancellable_set_error_if_cancelled(cli->cancellable, error))
            return FALSE;
        g_main_context_iteration(NULL, TRUE);
    }
    return TRUE;
}

static void
add_row(Output *output, const YadoResource *resource, const char *parent)
{
    const YadoListingColumn *column = output->spec->columns;

    if (parent != NULL)
        yado_cli_rows_take_cell(output->rows, g_strdup(parent));
    for (; column->id != NULL; column++)
        yado_cli_rows_take_cell(
            output->rows, output->as_csv ? yado_listing_dup_value(column, &output->place, resource)
                                         : yado_listing_format(column, &output->place, resource));
}

static YadoCliRows *
make_rows(const YadoListingSpec *spec, gboolean with_parent)
{
    YadoCliRows *rows = yado_cli_rows_new();

    if (with_parent)
        yado_cli_rows_add_column(rows, "pool", _("Pool"), YADO_ALIGN_START);
    for (const YadoListingColumn *column = spec->columns; column->id != NULL; column++)
        yado_cli_rows_add_column(rows, column->id, yado_listing_get_title(column), column->align);
    return rows;
}

static void
add_member(Output *output, const YadoListingColumn *column, const YadoResource *resource)
{
    YadoCliJson *json = output->json;
    g_autofree char *value = yado_listing_dup_value(column, &output->place, resource);

    if (column->json == YADO_LISTING_NUMBER)
        yado_cli_json_add_number(json, column->id, value);
    else if (column->json == YADO_LISTING_BOOL && value != NULL)
        yado_cli_json_add_bool(json, column->id, strcmp(value, "true") == 0);
    else
        yado_cli_json_add_string(json, column->id, value);
}

static void
add_object(Output *output, const YadoResource *resource, const char *parent)
{
    YadoCliJson *json = output->json;

    yado_cli_json_begin_object(json, NULL);
    if (parent != NULL)
        yado_cli_json_add_string(json, "pool", parent);
    for (const YadoListingColumn *column = output->spec->columns; column->id != NULL; column++)
        add_member(output, column, resource);
    yado_cli_json_end_object(json);
}

static gboolean
add_list(Output *output, YadoResources *resources, const char *parent, GError **error)
{
    GPtrArray *list = yado_resources_list(resources, output->spec->kind, parent);

    if (list == NULL) {
        const GError *failure = yado_resources_get_error(resources, output->spec->kind, parent);

        if (error != NULL)
            *error = g_error_copy(failure);
        return FALSE;
    }
    output->place.parent = parent;
    for (guint i = 0; i < list->len; i++) {
        if (output->json != NULL)
            add_object(output, list->pdata[i], parent);
        else
            add_row(output, list->pdata[i], parent);
    }
    return TRUE;
}

/* Of the pool that was named, else of all that are active. */
static gboolean
add_volumes(YadoCli *cli, Output *output, YadoResources *resources, const char *pool_name,
            GError **error)
{
    GPtrArray *pools;

    if (pool_name != NULL)
        return await_list(cli, resources, output->spec, pool_name, error) &&
               add_list(output, resources, pool_name, error);
    if (!load(cli, resources, YADO_RESOURCE_BIT(YADO_RESOURCE_VOLUMES), error))
        return FALSE;
    pools = yado_resources_list(resources, YADO_RESOURCE_POOLS, NULL);
    for (guint i = 0; pools != NULL && i < pools->len; i++) {
        const YadoResource *pool = pools->pdata[i];

        if (pool->active == 1 && !add_list(output, resources, pool->name, error))
            return FALSE;
    }
    return TRUE;
}

static gboolean
add_all(YadoCli *cli, Output *output, YadoResources *resources, const char *parent, GError **error)
{
    if (output->spec->kind == YADO_RESOURCE_VOLUMES)
        return add_volumes(cli, output, resources, parent, error);
    return load(cli, resources, YADO_RESOURCE_BIT(output->spec->kind), error) &&
           add_list(output, resources, NULL, error);
}

/* A host that does not tell of its guests still has volumes. */
static gboolean
await_users(YadoCli *cli, YadoResources *resources, GError **error)
{
    while (yado_resources_is_reading_users(resources)) {
        if (g_cancellable_set_error_if_cancelled(cli->cancellable, error))
            return FALSE;
        g_main_context_iteration(NULL, TRUE);
    }
    return TRUE;
}

static void
print(Output *output)
{
    if (output->json != NULL) {
        yado_cli_json_end_array(output->json);
        yado_cli_write(stdout, yado_cli_json_get_text(output->json));
        yado_cli_write(stdout, "\n");
        return;
    }
    yado_cli_rows_print(output->rows, output->as_csv);
}

gboolean
yado_cli_run_listing(YadoCli *cli, const YadoCliCommand *command, YadoCliArguments *arguments,
                     GError **error)
{
    const YadoListingSpec *spec = find_listing(command->name);
    const char *parent = arguments->words->len > 0 ? arguments->words->pdata[0] : NULL;
    g_autoptr(YadoCliRows) rows = make_rows(spec, spec->kind == YADO_RESOURCE_VOLUMES);
    g_autoptr(YadoCliJson) json = cli->json ? yado_cli_json_new(TRUE) : NULL;
    Output output = { spec, rows, json, cli->csv, { 0 } };
    YadoHost *host;

    host = yado_cli_find_host(cli, NULL, error);
    if (host == NULL || !yado_cli_open_host(cli, host, 0, error))
        return FALSE;
    output.place.host = host;
    yado_listing_open(spec, yado_resources_get(host));
    if (!await_users(cli, yado_resources_get(host), error))
        return FALSE;
    if (json != NULL)
        yado_cli_json_begin_array(json, NULL);
    if (!add_all(cli, &output, yado_resources_get(host), parent, error))
        return FALSE;
    print(&output);
    return TRUE;
}
