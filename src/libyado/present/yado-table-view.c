/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What of the table is to be seen, and how: columns, sorting, filters; the first two are kept in the settings. */
#include "config.h"

#include "present/yado-table-private.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "present/yado-catalog.h"

/* ---- Settings ---- */

static void
add_default_columns(GPtrArray *columns)
{
    for (const YadoColumnSpec *spec = yado_catalog_get_columns(); spec->id != NULL; spec++)
        if (spec->is_default)
            g_ptr_array_add(columns, (gpointer)spec);
}

static void
load_columns(YadoTable *self)
{
    g_auto(GStrv) ids =
        yado_settings_dup_list(yado_session_get_settings(self->session), "list", "columns");

    for (guint i = 0; ids != NULL && ids[i] != NULL; i++) {
        const YadoColumnSpec *spec = yado_catalog_find_column(ids[i]);

        if (spec != NULL && !g_ptr_array_find(self->columns, spec, NULL))
            g_ptr_array_add(self->columns, (gpointer)spec);
    }
    if (self->columns->len == 0)
        add_default_columns(self->columns);
}

static void
load_sort(YadoTable *self)
{
    YadoSettings *settings = yado_session_get_settings(self->session);
    g_autofree char *id = yado_settings_dup_string(settings, "list", "sort", "name");
    const YadoColumnSpec *spec = yado_catalog_find_column(id);

    self->sort = spec != NULL ? spec : yado_catalog_find_column("name");
    self->descending = yado_settings_get_bool(settings, "list", "descending", FALSE);
}

static void
store_columns(YadoTable *self)
{
    g_autoptr(GPtrArray) ids = g_ptr_array_new();

    for (guint i = 0; i < self->columns->len; i++)
        g_ptr_array_add(ids, (gpointer)((const YadoColumnSpec *)self->columns->pdata[i])->id);
    g_ptr_array_add(ids, NULL);
    yado_settings_set_list(yado_session_get_settings(self->session), "list", "columns",
                           (const char *const *)ids->pdata);
}

/* A column that is switched on again comes back where the catalogue has it. */
static guint
find_column_place(GPtrArray *columns, const YadoColumnSpec *spec)
{
    guint place = 0;

    while (place < columns->len && (const YadoColumnSpec *)columns->pdata[place] < spec)
        place++;
    return place;
}

void
yado_table_load_view(YadoTable *self)
{
    load_columns(self);
    load_sort(self);
}

/* ---- Columns and sorting ---- */

GPtrArray *
yado_table_get_columns(YadoTable *self)
{
    g_return_val_if_fail(YADO_IS_TABLE(self), NULL);

    return self->columns;
}

gboolean
yado_table_is_column_shown(YadoTable *self, const YadoColumnSpec *spec)
{
    g_return_val_if_fail(YADO_IS_TABLE(self), FALSE);

    return g_ptr_array_find(self->columns, spec, NULL);
}

void
yado_table_set_column_shown(YadoTable *self, const YadoColumnSpec *spec, gboolean shown)
{
    g_return_if_fail(YADO_IS_TABLE(self) && spec != NULL);

    /* Without names nobody could tell the rows apart. */
    if (shown == yado_table_is_column_shown(self, spec) || strcmp(spec->id, "name") == 0)
        return;
    if (shown)
        g_ptr_array_insert(self->columns, find_column_place(self->columns, spec), (gpointer)spec);
    else
        g_ptr_array_remove(self->columns, (gpointer)spec);
    store_columns(self);
    yado_table_queue_watch(self);
    yado_table_emit_summary(self);
}

const YadoColumnSpec *
yado_table_get_sort(YadoTable *self, gboolean *descending)
{
    g_return_val_if_fail(YADO_IS_TABLE(self), NULL);

    if (descending != NULL)
        *descending = self->descending;
    return self->sort;
}

void
yado_table_update_all_keys(YadoTable *self)
{
    GHashTableIter iter;
    gpointer row;

    g_hash_table_iter_init(&iter, self->rows);
    while (g_hash_table_iter_next(&iter, NULL, &row)) {
        yado_table_row_forget_text(row);
        yado_table_row_update_keys(row, self->sort);
        g_clear_pointer(&((YadoTableRow *)row)->haystack, g_free);
    }
}

void
yado_table_set_sort(YadoTable *self, const YadoColumnSpec *spec, gboolean descending)
{
    YadoSettings *settings;

    g_return_if_fail(YADO_IS_TABLE(self) && spec != NULL);

    if (spec == self->sort && descending == self->descending)
        return;
    self->sort = spec;
    self->descending = descending;
    settings = yado_session_get_settings(self->session);
    yado_settings_set_string(settings, "list", "sort", spec->id);
    yado_settings_set_bool(settings, "list", "descending", descending);
    yado_table_update_all_keys(self);
    yado_table_rebuild(self);
}

/* ---- Filters ---- */

void
yado_table_set_filter(YadoTable *self, const char *text)
{
    g_return_if_fail(YADO_IS_TABLE(self));

    if (text == NULL)
        text = "";
    if (strcmp(text, self->filter) == 0)
        return;
    g_free(self->filter);
    g_clear_pointer(&self->needle, g_free);
    self->filter = g_strdup(text);
    if (*text != '\0')
        self->needle = yado_table_fold(text);
    yado_table_rebuild(self);
}

const char *
yado_table_get_filter(YadoTable *self)
{
    g_return_val_if_fail(YADO_IS_TABLE(self), "");

    return self->filter;
}

void
yado_table_set_host(YadoTable *self, YadoHost *host)
{
    g_return_if_fail(YADO_IS_TABLE(self));

    if (g_set_object(&self->host, host))
        yado_table_rebuild(self);
}

YadoHost *
yado_table_get_host(YadoTable *self)
{
    g_return_val_if_fail(YADO_IS_TABLE(self), NULL);

    return self->host;
}

void
yado_table_set_tag(YadoTable *self, const char *tag)
{
    g_return_if_fail(YADO_IS_TABLE(self));

    if (g_strcmp0(tag, self->tag) == 0)
        return;
    g_free(self->tag);
    self->tag = g_strdup(tag);
    yado_table_rebuild(self);
}

const char *
yado_table_get_tag(YadoTable *self)
{
    g_return_val_if_fail(YADO_IS_TABLE(self), NULL);

    return self->tag;
}

static int
compare_tags(gconstpointer a, gconstpointer b)
{
    return g_utf8_collate(*(const char *const *)a, *(const char *const *)b);
}

GStrv
yado_table_list_tags(YadoTable *self)
{
    g_autoptr(GHashTable) seen = g_hash_table_new(g_str_hash, g_str_equal);
    g_autoptr(GPtrArray) tags = g_ptr_array_new();
    GHashTableIter iter;
    gpointer row;

    g_return_val_if_fail(YADO_IS_TABLE(self), NULL);

    g_hash_table_iter_init(&iter, self->rows);
    while (g_hash_table_iter_next(&iter, &row, NULL))
        for (const char *const *tag = yado_guest_get_tags(((YadoTableRow *)row)->guest);
             *tag != NULL; tag++)
            if (g_hash_table_add(seen, (gpointer)*tag))
                g_ptr_array_add(tags, g_strdup(*tag));
    g_ptr_array_sort(tags, compare_tags);
    g_ptr_array_add(tags, NULL);
    return (GStrv)g_ptr_array_free(g_steal_pointer(&tags), FALSE);
}

/* ---- Words for nothing ---- */

static gboolean
is_listing(YadoTable *self)
{
    for (guint i = 0; i < self->hosts->len; i++) {
        YadoHost *host = ((YadoTableHost *)self->hosts->pdata[i])->host;
        YadoHostState state = yado_host_get_state(host);

        if (state == YADO_HOST_OPENING || (state == YADO_HOST_OPEN && !yado_host_is_listed(host)))
            return TRUE;
    }
    return FALSE;
}

static YadoHost *
find_failed_host(YadoTable *self)
{
    for (guint i = 0; i < self->hosts->len; i++) {
        YadoHost *host = ((YadoTableHost *)self->hosts->pdata[i])->host;

        if (yado_host_get_error(host) != NULL)
            return host;
    }
    return NULL;
}

static gboolean
is_connected(YadoTable *self)
{
    for (guint i = 0; i < self->hosts->len; i++)
        if (yado_host_get_state(((YadoTableHost *)self->hosts->pdata[i])->host) == YADO_HOST_OPEN)
            return TRUE;
    return FALSE;
}

char *
yado_table_describe_empty(YadoTable *self)
{
    YadoHost *failed;

    g_return_val_if_fail(YADO_IS_TABLE(self), NULL);

    if (g_hash_table_size(self->rows) > 0)
        return g_strdup(
            _("No guest passes the filter. Clear the filter and the group to see all."));
    if (self->hosts->len == 0)
        return g_strdup(
            _("The guests of your hosts stand here. Add a connection to a host first."));
    if (is_listing(self))
        return g_strdup(_("Waiting for the host to list its guests…"));
    if (is_connected(self))
        return g_strdup(_("The host has no guests yet. Those that are defined on it appear here by "
                          "themselves."));
    failed = find_failed_host(self);
    if (failed != NULL)
        return g_strdup(yado_host_get_error(failed)->message);
    return g_strdup(_("No host is connected. Connect one to see its guests."));
}
