/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* A row of the table: the keys it is sorted by and the text it is found by. */
#include "config.h"

#include "present/yado-table-private.h"

#include <math.h>
#include <string.h>

/* ---- Rows and their keys ---- */

void
yado_table_row_free(YadoTableRow *row)
{
    g_object_unref(row->guest);
    g_free(row->name_key);
    g_free(row->text);
    g_free(row->text_key);
    g_free(row->haystack);
    g_slice_free(YadoTableRow, row);
}

static char *
dup_key(const char *text, gboolean natural)
{
    g_autofree char *key =
        natural ? g_utf8_collate_key_for_filename(text, -1) : g_utf8_collate_key(text, -1);

    return g_strdup(key); /* GLib leaves them three times as large */
}

/* Collation keys are dear: they are made again only for another text.  TRUE when it changed. */
static gboolean
update_name_key(YadoTableRow *row)
{
    guint serial = yado_guest_get_name_serial(row->guest);

    if (row->name_serial == serial)
        return FALSE;
    row->name_serial = serial;
    g_free(row->name_key);
    row->name_key = dup_key(yado_guest_get_name(row->guest), TRUE);
    return TRUE;
}

static gboolean
update_text_key(YadoTableRow *row, const YadoColumnSpec *sort)
{
    g_autofree char *text = sort->format(row->guest);

    if (g_strcmp0(row->text, text) == 0)
        return FALSE;
    g_free(row->text);
    g_free(row->text_key);
    row->text_key = dup_key(text, FALSE);
    row->text = g_steal_pointer(&text);
    return TRUE;
}

gboolean
yado_table_row_update_keys(YadoTableRow *row, const YadoColumnSpec *sort)
{
    gboolean changed = update_name_key(row);

    if (sort->number != NULL) {
        double number = sort->number(row->guest);

        if (number != row->number && !(isnan(number) && isnan(row->number)))
            changed = TRUE;
        row->number = number;
    } else if (strcmp(sort->id, "name") != 0) {
        changed |= update_text_key(row, sort);
    }
    return changed;
}

void
yado_table_row_forget_text(YadoTableRow *row)
{
    g_clear_pointer(&row->text, g_free);
    g_clear_pointer(&row->text_key, g_free);
}

static int
compare_numbers(double a, double b)
{
    if (isnan(a) || isnan(b))
        return isnan(b) - isnan(a);
    return (a > b) - (a < b);
}

int
yado_table_compare_rows(const YadoTable *self, const YadoTableRow *a, const YadoTableRow *b)
{
    int order = 0;

    if (self->sort->number != NULL)
        order = compare_numbers(a->number, b->number);
    else if (a->text_key != NULL && b->text_key != NULL)
        order = strcmp(a->text_key, b->text_key);
    else
        order = strcmp(a->name_key, b->name_key);
    if (order != 0)
        return self->descending ? -order : order;
    order = strcmp(a->name_key, b->name_key);
    if (order != 0)
        return order;
    order = strcmp(yado_guest_get_uuid(a->guest), yado_guest_get_uuid(b->guest));
    /* The same guest seen through two connections. */
    return order != 0 ? order : (a->guest > b->guest) - (a->guest < b->guest);
}

/* ---- The filter ---- */

char *
yado_table_fold(const char *text)
{
    g_autofree char *normal = g_utf8_normalize(text, -1, G_NORMALIZE_ALL_COMPOSE);

    return normal != NULL ? g_utf8_casefold(normal, -1) : g_strdup("");
}

static void
append_line(GString *text, const char *line)
{
    if (line != NULL) {
        g_string_append(text, line);
        g_string_append_c(text, '\n');
    }
}

static void
append_addresses(GString *text, YadoGuest *guest)
{
    GPtrArray *nics = yado_guest_get_nics(guest);

    for (guint i = 0; nics != NULL && i < nics->len; i++)
        append_line(text, ((const YadoDeviceFacts *)nics->pdata[i])->mac);
}

static char *
make_haystack(const YadoTableRow *row)
{
    YadoGuest *guest = row->guest;
    const char *const *tags = yado_guest_get_tags(guest);
    g_autoptr(GString) text = g_string_new(NULL);

    append_line(text, yado_guest_get_name(guest));
    append_line(text, yado_guest_get_title(guest));
    append_line(text, yado_guest_state_get_label(yado_guest_get_state(guest)));
    append_line(text, yado_guest_kind_get_label(yado_guest_get_kind(guest)));
    append_line(text, yado_guest_get_os(guest));
    append_line(text, yado_host_get_label(row->host));
    append_line(text, yado_guest_owner_get_name(yado_guest_get_owner(guest)));
    for (guint i = 0; tags[i] != NULL; i++)
        append_line(text, tags[i]);
    append_addresses(text, guest);
    return yado_table_fold(text->str);
}

static gboolean
has_tag(YadoGuest *guest, const char *tag)
{
    const char *const *tags = yado_guest_get_tags(guest);

    return *tag == '\0' ? tags[0] == NULL : g_strv_contains(tags, tag);
}

gboolean
yado_table_passes_filter(YadoTable *self, YadoTableRow *row)
{
    if (self->host != NULL && row->host != self->host)
        return FALSE;
    if (self->tag != NULL && !has_tag(row->guest, self->tag))
        return FALSE;
    if (self->needle == NULL)
        return TRUE;
    if (row->haystack == NULL)
        row->haystack = make_haystack(row);
    return strstr(row->haystack, self->needle) != NULL;
}
