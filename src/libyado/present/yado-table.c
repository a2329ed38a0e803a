/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * The rows that pass the filter stand sorted in one array; each row keeps the sort key it was placed by, so that it is found again by
 * binary search and a tick costs what its changed rows cost.
 */
#include "config.h"

#include "present/yado-table.h"

#include <math.h>
#include <string.h>

#include <glib/gi18n-lib.h>

#include "present/yado-catalog.h"

/* Above this many moved rows, one sort of all is cheaper than as many moves, also for those who listen. */
#define MAX_MOVES 64

typedef struct {
    YadoGuest *guest;
    YadoHost *host; /* borrowed: valid while its HostEntry is */
    char *name;     /* as of name_key */
    char *name_key; /* collation key */
    char *text;     /* text of the sort column, as of text_key; NULL when it sorts by number */
    char *text_key;
    double number;
    char *haystack; /* folded text to search in; NULL: not made since the last change */
    gboolean shown, running, marked;
} Row;

/* What a host listed, in its order: to know what left when its model says "removed". */
typedef struct {
    YadoHost *host;
    GPtrArray *guests;
    YadoTable *table;
} HostEntry;

struct _YadoTable {
    GObject parent_instance;
    YadoSession *session;
    GPtrArray *hosts;   /* of HostEntry, in the session's order */
    GHashTable *rows;   /* YadoGuest -> Row */
    GPtrArray *shown;   /* of Row, sorted */
    GPtrArray *columns; /* of YadoColumnSpec */
    const YadoColumnSpec *sort;
    gboolean descending;
    char *filter, *needle, *tag;
    YadoHost *host;
    guint n_running, n_marked;
    guint watch_first, watch_n, watch_source;
};

static void table_list_model_init(GListModelInterface *iface);

G_DEFINE_TYPE_WITH_CODE(YadoTable, yado_table, G_TYPE_OBJECT,
                        G_IMPLEMENT_INTERFACE(G_TYPE_LIST_MODEL, table_list_model_init))

enum { SIGNAL_ROWS_CHANGED, SIGNAL_SUMMARY_CHANGED, N_SIGNALS };
static guint signals[N_SIGNALS];

/* ---- Rows and their keys ---- */

static void
row_free(Row *row)
{
    g_object_unref(row->guest);
    g_free(row->name);
    g_free(row->name_key);
    g_free(row->text);
    g_free(row->text_key);
    g_free(row->haystack);
    g_free(row);
}

/* Collation keys are dear: they are made again only for another text.  TRUE when it changed. */
static gboolean
update_key(char **text, char **key, const char *now, gboolean natural)
{
    if (*text != NULL && strcmp(*text, now) == 0)
        return FALSE;
    g_free(*text);
    g_free(*key);
    *text = g_strdup(now);
    *key = natural ? g_utf8_collate_key_for_filename(now, -1) : g_utf8_collate_key(now, -1);
    return TRUE;
}

static gboolean
row_update_keys(Row *row, const YadoColumnSpec *sort)
{
    gboolean changed =
        update_key(&row->name, &row->name_key, yado_guest_get_name(row->guest), TRUE);

    if (sort->number != NULL) {
        double number = sort->number(row->guest);

        if (number != row->number && !(isnan(number) && isnan(row->number)))
            changed = TRUE;
        row->number = number;
    } else if (strcmp(sort->id, "name") != 0) {
        g_autofree char *text = sort->format(row->guest);

        changed |= update_key(&row->text, &row->text_key, text, FALSE);
    }
    return changed;
}

static void
row_forget_text(Row *row)
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

/* The names and uuids behind the key break ties always upwards. */
static int
compare_rows(const YadoTable *self, const Row *a, const Row *b)
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

static int
compare_row_pointers(gconstpointer a, gconstpointer b, gpointer self)
{
    return compare_rows(self, *(Row *const *)a, *(Row *const *)b);
}

/* Where @row stands, or would have to stand. */
static guint
find_place(const YadoTable *self, const Row *row)
{
    guint low = 0, high = self->shown->len;

    while (low < high) {
        guint middle = low + (high - low) / 2;

        if (compare_rows(self, self->shown->pdata[middle], row) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

/* ---- The filter ---- */

static char *
fold(const char *text)
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
make_haystack(const Row *row)
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
    return fold(text->str);
}

static gboolean
has_tag(YadoGuest *guest, const char *tag)
{
    const char *const *tags = yado_guest_get_tags(guest);

    return *tag == '\0' ? tags[0] == NULL : g_strv_contains(tags, tag);
}

static gboolean
passes_filter(YadoTable *self, Row *row)
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

/* ---- Telling ---- */

static void
emit_summary(YadoTable *self)
{
    g_signal_emit(self, signals[SIGNAL_SUMMARY_CHANGED], 0);
}

static void send_watch(YadoTable *self);

static gboolean
on_watch_due_cb(gpointer user_data)
{
    YadoTable *self = user_data;

    self->watch_source = 0;
    send_watch(self);
    return G_SOURCE_REMOVE;
}

/* Other rows may be on the screen now. */
static void
emit_items(YadoTable *self, guint position, guint removed, guint added)
{
    if (removed == 0 && added == 0)
        return;
    if (self->watch_n > 0 && self->watch_source == 0)
        self->watch_source = g_idle_add(on_watch_due_cb, self);
    g_list_model_items_changed(G_LIST_MODEL(self), position, removed, added);
}

/* ---- Moving rows ---- */

static void
show_row(YadoTable *self, Row *row)
{
    guint place = find_place(self, row);

    g_ptr_array_insert(self->shown, place, row);
    row->shown = TRUE;
    emit_items(self, place, 0, 1);
}

static void
hide_row(YadoTable *self, Row *row)
{
    guint place = find_place(self, row);

    g_ptr_array_remove_index(self->shown, place);
    row->shown = FALSE;
    emit_items(self, place, 1, 0);
}

/* Sorts what passes afresh and says so once. */
static void
rebuild(YadoTable *self)
{
    guint n_before = self->shown->len;
    GHashTableIter iter;
    gpointer value;

    g_ptr_array_set_size(self->shown, 0);
    g_hash_table_iter_init(&iter, self->rows);
    while (g_hash_table_iter_next(&iter, NULL, &value)) {
        Row *row = value;

        row->shown = passes_filter(self, row);
        if (row->shown)
            g_ptr_array_add(self->shown, row);
    }
    g_ptr_array_sort_with_data(self->shown, compare_row_pointers, self);
    emit_items(self, 0, n_before, self->shown->len);
    emit_summary(self);
}

static gboolean
is_in_place(const YadoTable *self, guint place)
{
    const Row *row = self->shown->pdata[place];

    return (place == 0 || compare_rows(self, self->shown->pdata[place - 1], row) < 0) &&
           (place + 1 >= self->shown->len ||
            compare_rows(self, row, self->shown->pdata[place + 1]) < 0);
}

static void
move_row(YadoTable *self, Row *row, guint place)
{
    g_ptr_array_remove_index(self->shown, place);
    emit_items(self, place, 1, 0);
    show_row(self, row);
}

static gboolean
update_running(YadoTable *self, Row *row)
{
    gboolean running = yado_guest_get_state(row->guest) == YADO_GUEST_RUNNING;

    if (running == row->running)
        return FALSE;
    row->running = running;
    self->n_running += running ? 1 : -1;
    return TRUE;
}

/* One changed row finds its place.  TRUE when it stayed where it was and only looks different. */
static gboolean
settle_row(YadoTable *self, Row *row)
{
    guint place = row->shown ? find_place(self, row) : 0;
    gboolean moved = row_update_keys(row, self->sort);
    gboolean passes;

    g_clear_pointer(&row->haystack, g_free);
    passes = passes_filter(self, row);
    if (!row->shown) {
        if (passes)
            show_row(self, row);
        return FALSE;
    }
    if (!passes) {
        g_ptr_array_remove_index(self->shown, place);
        row->shown = FALSE;
        emit_items(self, place, 1, 0);
        return FALSE;
    }
    if (!moved || is_in_place(self, place))
        return TRUE;
    move_row(self, row, place);
    return FALSE;
}

static void
settle_few(YadoTable *self, GPtrArray *guests)
{
    g_autoptr(GPtrArray) repainted = g_ptr_array_new();

    for (guint i = 0; i < guests->len; i++) {
        Row *row = g_hash_table_lookup(self->rows, guests->pdata[i]);

        if (row != NULL && settle_row(self, row))
            g_ptr_array_add(repainted, row->guest);
    }
    if (repainted->len > 0)
        g_signal_emit(self, signals[SIGNAL_ROWS_CHANGED], 0, repainted);
}

/* Many changed: when most stayed in place they are only painted again, otherwise all are sorted. */
static void
settle_many(YadoTable *self, GPtrArray *guests)
{
    g_autoptr(GPtrArray) repainted = g_ptr_array_new();
    gboolean disturbed = FALSE;

    for (guint i = 0; i < guests->len; i++) {
        Row *row = g_hash_table_lookup(self->rows, guests->pdata[i]);

        if (row == NULL)
            continue;
        g_clear_pointer(&row->haystack, g_free);
        row_update_keys(row, self->sort);
        if (passes_filter(self, row) != row->shown)
            disturbed = TRUE;
        if (row->shown)
            g_ptr_array_add(repainted, row->guest);
    }
    for (guint i = 1; i < self->shown->len && !disturbed; i++)
        disturbed = compare_rows(self, self->shown->pdata[i - 1], self->shown->pdata[i]) > 0;
    if (disturbed)
        rebuild(self);
    else if (repainted->len > 0)
        g_signal_emit(self, signals[SIGNAL_ROWS_CHANGED], 0, repainted);
}

static void
on_host_guests_changed_cb(YadoHost *host, GPtrArray *guests, gpointer user_data)
{
    HostEntry *entry = user_data;
    YadoTable *self = entry->table;
    gboolean summary = FALSE;

    for (guint i = 0; i < guests->len; i++) {
        Row *row = g_hash_table_lookup(self->rows, guests->pdata[i]);

        if (row != NULL)
            summary |= update_running(self, row);
    }
    if (guests->len > MAX_MOVES)
        settle_many(self, guests);
    else
        settle_few(self, guests);
    if (summary)
        emit_summary(self);
}

/* ---- Coming and going ---- */

static Row *
add_row(YadoTable *self, HostEntry *entry, YadoGuest *guest)
{
    Row *row = g_new0(Row, 1);

    row->guest = g_object_ref(guest);
    row->host = entry->host;
    row->number = NAN;
    row_update_keys(row, self->sort);
    g_hash_table_insert(self->rows, guest, row);
    update_running(self, row);
    return row;
}

static void
remove_row(YadoTable *self, YadoGuest *guest, gboolean quietly)
{
    Row *row = g_hash_table_lookup(self->rows, guest);

    if (row == NULL)
        return;
    self->n_running -= row->running;
    self->n_marked -= row->marked;
    if (row->shown && !quietly)
        hide_row(self, row);
    g_hash_table_remove(self->rows, guest);
}

static void
take_guests(HostEntry *entry, guint position, guint removed, guint added)
{
    YadoTable *self = entry->table;
    gboolean many = removed + added > MAX_MOVES;
    g_autoptr(GPtrArray) gone = g_ptr_array_new_with_free_func(g_object_unref);

    for (guint i = 0; i < removed; i++)
        g_ptr_array_add(gone, g_object_ref(entry->guests->pdata[position + i]));
    if (removed > 0)
        g_ptr_array_remove_range(entry->guests, position, removed);
    for (guint i = 0; i < added; i++)
        g_ptr_array_insert(entry->guests, position + i,
                           g_list_model_get_item(G_LIST_MODEL(entry->host), position + i));
    if (many) {
        guint n_before = self->shown->len;

        /* Nobody may look at rows that are gone: the list is empty while it is made again. */
        g_ptr_array_set_size(self->shown, 0);
        emit_items(self, 0, n_before, 0);
    }
    for (guint i = 0; i < gone->len; i++)
        remove_row(self, gone->pdata[i], many);
    for (guint i = 0; i < added; i++) {
        Row *row = add_row(self, entry, entry->guests->pdata[position + i]);

        if (!many && passes_filter(self, row))
            show_row(self, row);
    }
    if (many)
        rebuild(self);
    else
        emit_summary(self);
}

static void
on_host_items_changed_cb(GListModel *host, guint position, guint removed, guint added,
                         gpointer user_data)
{
    take_guests(user_data, position, removed, added);
}

static void update_all_keys(YadoTable *self);

static void
forget_haystacks(YadoTable *self)
{
    GHashTableIter iter;
    gpointer row;

    g_hash_table_iter_init(&iter, self->rows);
    while (g_hash_table_iter_next(&iter, NULL, &row))
        g_clear_pointer(&((Row *)row)->haystack, g_free);
}

/* The label may have become known: rows are found and sorted by it.  So may the words for an empty table. */
static void
on_host_state_changed_cb(YadoHost *host, gpointer user_data)
{
    YadoTable *self = ((HostEntry *)user_data)->table;
    gboolean by_host = strcmp(self->sort->id, "host") == 0;

    if (self->needle == NULL && !by_host) {
        forget_haystacks(self);
        emit_summary(self);
        return;
    }
    update_all_keys(self);
    rebuild(self);
}

static HostEntry *
host_entry_new(YadoTable *self, YadoHost *host)
{
    HostEntry *entry = g_new0(HostEntry, 1);

    entry->host = g_object_ref(host);
    entry->table = self;
    entry->guests = g_ptr_array_new_with_free_func(g_object_unref);
    g_signal_connect(host, "items-changed", G_CALLBACK(on_host_items_changed_cb), entry);
    g_signal_connect(host, "guests-changed", G_CALLBACK(on_host_guests_changed_cb), entry);
    g_signal_connect(host, "state-changed", G_CALLBACK(on_host_state_changed_cb), entry);
    return entry;
}

static void
host_entry_free(HostEntry *entry)
{
    g_signal_handlers_disconnect_by_data(entry->host, entry);
    yado_host_watch(entry->host, entry->table, NULL, 0);
    g_ptr_array_unref(entry->guests);
    g_object_unref(entry->host);
    g_free(entry);
}

static void
add_host(YadoTable *self, guint position)
{
    g_autoptr(YadoHost) host = g_list_model_get_item(G_LIST_MODEL(self->session), position);
    HostEntry *entry = host_entry_new(self, host);

    g_ptr_array_insert(self->hosts, position, entry);
    take_guests(entry, 0, 0, g_list_model_get_n_items(G_LIST_MODEL(host)));
}

static void
remove_host(YadoTable *self, guint position)
{
    HostEntry *entry = self->hosts->pdata[position];

    take_guests(entry, 0, entry->guests->len, 0);
    if (self->host == entry->host)
        yado_table_set_host(self, NULL);
    g_ptr_array_remove_index(self->hosts, position);
}

static void
on_session_items_changed_cb(GListModel *session, guint position, guint removed, guint added,
                            gpointer user_data)
{
    YadoTable *self = user_data;

    for (guint i = 0; i < removed; i++)
        remove_host(self, position);
    for (guint i = 0; i < added; i++)
        add_host(self, position + i);
    emit_summary(self);
}

/* ---- The list model ---- */

static GType
table_get_item_type(GListModel *model)
{
    return YADO_TYPE_GUEST;
}

static guint
table_get_n_items(GListModel *model)
{
    return YADO_TABLE(model)->shown->len;
}

static gpointer
table_get_item(GListModel *model, guint position)
{
    YadoGuest *guest = yado_table_get_guest(YADO_TABLE(model), position);

    return guest != NULL ? g_object_ref(guest) : NULL;
}

static void
table_list_model_init(GListModelInterface *iface)
{
    iface->get_item_type = table_get_item_type;
    iface->get_n_items = table_get_n_items;
    iface->get_item = table_get_item;
}

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

/* ---- Life ---- */

static void
yado_table_dispose(GObject *object)
{
    YadoTable *self = YADO_TABLE(object);

    g_clear_handle_id(&self->watch_source, g_source_remove);
    if (self->session != NULL)
        g_signal_handlers_disconnect_by_data(self->session, self);
    g_ptr_array_set_size(self->hosts, 0);
    g_clear_object(&self->session);
    G_OBJECT_CLASS(yado_table_parent_class)->dispose(object);
}

static void
yado_table_finalize(GObject *object)
{
    YadoTable *self = YADO_TABLE(object);

    g_ptr_array_unref(self->shown);
    g_hash_table_unref(self->rows);
    g_ptr_array_unref(self->hosts);
    g_ptr_array_unref(self->columns);
    g_free(self->filter);
    g_free(self->needle);
    g_free(self->tag);
    G_OBJECT_CLASS(yado_table_parent_class)->finalize(object);
}

static void
yado_table_class_init(YadoTableClass *klass)
{
    GObjectClass *object_class = G_OBJECT_CLASS(klass);

    object_class->dispose = yado_table_dispose;
    object_class->finalize = yado_table_finalize;
    signals[SIGNAL_ROWS_CHANGED] =
        g_signal_new("rows-changed", YADO_TYPE_TABLE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                     G_TYPE_NONE, 1, G_TYPE_PTR_ARRAY);
    signals[SIGNAL_SUMMARY_CHANGED] = g_signal_new(
        "summary-changed", YADO_TYPE_TABLE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
yado_table_init(YadoTable *self)
{
    self->hosts = g_ptr_array_new_with_free_func((GDestroyNotify)host_entry_free);
    self->rows = g_hash_table_new_full(NULL, NULL, NULL, (GDestroyNotify)row_free);
    self->shown = g_ptr_array_new();
    self->columns = g_ptr_array_new();
    self->filter = g_strdup("");
}

YadoTable *
yado_table_new(YadoSession *session)
{
    YadoTable *self;

    g_return_val_if_fail(YADO_IS_SESSION(session), NULL);

    self = g_object_new(YADO_TYPE_TABLE, NULL);
    self->session = g_object_ref(session);
    load_columns(self);
    load_sort(self);
    g_signal_connect(session, "items-changed", G_CALLBACK(on_session_items_changed_cb), self);
    on_session_items_changed_cb(G_LIST_MODEL(session), 0, 0,
                                g_list_model_get_n_items(G_LIST_MODEL(session)), self);
    return self;
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
    emit_summary(self);
}

const YadoColumnSpec *
yado_table_get_sort(YadoTable *self, gboolean *descending)
{
    g_return_val_if_fail(YADO_IS_TABLE(self), NULL);

    if (descending != NULL)
        *descending = self->descending;
    return self->sort;
}

static void
update_all_keys(YadoTable *self)
{
    GHashTableIter iter;
    gpointer row;

    g_hash_table_iter_init(&iter, self->rows);
    while (g_hash_table_iter_next(&iter, NULL, &row)) {
        row_forget_text(row);
        row_update_keys(row, self->sort);
        g_clear_pointer(&((Row *)row)->haystack, g_free);
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
    update_all_keys(self);
    rebuild(self);
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
        self->needle = fold(text);
    rebuild(self);
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
        rebuild(self);
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
    rebuild(self);
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
    gpointer guest;

    g_return_val_if_fail(YADO_IS_TABLE(self), NULL);

    g_hash_table_iter_init(&iter, self->rows);
    while (g_hash_table_iter_next(&iter, &guest, NULL))
        for (const char *const *tag = yado_guest_get_tags(guest); *tag != NULL; tag++)
            if (g_hash_table_add(seen, (gpointer)*tag))
                g_ptr_array_add(tags, g_strdup(*tag));
    g_ptr_array_sort(tags, compare_tags);
    g_ptr_array_add(tags, NULL);
    return (GStrv)g_ptr_array_free(g_steal_pointer(&tags), FALSE);
}

/* ---- Reading ---- */

YadoGuest *
yado_table_get_guest(YadoTable *self, guint position)
{
    g_return_val_if_fail(YADO_IS_TABLE(self), NULL);

    return position < self->shown->len ? ((Row *)self->shown->pdata[position])->guest : NULL;
}

guint
yado_table_find(YadoTable *self, YadoGuest *guest)
{
    Row *row;

    g_return_val_if_fail(YADO_IS_TABLE(self), G_MAXUINT);

    row = guest != NULL ? g_hash_table_lookup(self->rows, guest) : NULL;
    return row != NULL && row->shown ? find_place(self, row) : G_MAXUINT;
}

guint
yado_table_get_n_all(YadoTable *self)
{
    g_return_val_if_fail(YADO_IS_TABLE(self), 0);

    return g_hash_table_size(self->rows);
}

guint
yado_table_get_n_running(YadoTable *self)
{
    g_return_val_if_fail(YADO_IS_TABLE(self), 0);

    return self->n_running;
}

/* ---- Marks ---- */

void
yado_table_set_marked(YadoTable *self, YadoGuest *guest, gboolean marked)
{
    Row *row;

    g_return_if_fail(YADO_IS_TABLE(self));

    row = guest != NULL ? g_hash_table_lookup(self->rows, guest) : NULL;
    marked = !!marked;
    if (row == NULL || row->marked == marked)
        return;
    row->marked = marked;
    self->n_marked += marked ? 1 : -1;
    emit_summary(self);
}

gboolean
yado_table_is_marked(YadoTable *self, YadoGuest *guest)
{
    Row *row;

    g_return_val_if_fail(YADO_IS_TABLE(self), FALSE);

    row = guest != NULL ? g_hash_table_lookup(self->rows, guest) : NULL;
    return row != NULL && row->marked;
}

void
yado_table_unmark_all(YadoTable *self)
{
    GHashTableIter iter;
    gpointer row;

    g_return_if_fail(YADO_IS_TABLE(self));

    if (self->n_marked == 0)
        return;
    g_hash_table_iter_init(&iter, self->rows);
    while (g_hash_table_iter_next(&iter, NULL, &row))
        ((Row *)row)->marked = FALSE;
    self->n_marked = 0;
    emit_summary(self);
}

/* Those that the filter hides are left out: nobody should act on what he does not see. */
GPtrArray *
yado_table_list_marked(YadoTable *self)
{
    GPtrArray *guests = g_ptr_array_new_with_free_func(g_object_unref);

    g_return_val_if_fail(YADO_IS_TABLE(self), guests);

    for (guint i = 0; i < self->shown->len && self->n_marked > 0; i++) {
        const Row *row = self->shown->pdata[i];

        if (row->marked)
            g_ptr_array_add(guests, g_object_ref(row->guest));
    }
    return guests;
}

/* ---- What is on the screen ---- */

static void
send_watch(YadoTable *self)
{
    guint end = MIN((guint64)self->watch_first + self->watch_n, self->shown->len);

    for (guint i = 0; i < self->hosts->len; i++) {
        HostEntry *entry = self->hosts->pdata[i];
        g_autoptr(GPtrArray) visible = g_ptr_array_new();
        YadoGuest *none = NULL;

        for (guint j = self->watch_first; j < end; j++) {
            const Row *row = self->shown->pdata[j];

            if (row->host == entry->host)
                g_ptr_array_add(visible, row->guest);
        }
        /* A host without a row on the screen is watched all the same: its own line shows its numbers. */
        yado_host_watch(entry->host, self,
                        visible->len > 0 ? (YadoGuest *const *)visible->pdata : &none,
                        visible->len);
    }
}

void
yado_table_watch(YadoTable *self, guint first, guint n)
{
    g_return_if_fail(YADO_IS_TABLE(self));

    g_clear_handle_id(&self->watch_source, g_source_remove);
    self->watch_first = first;
    self->watch_n = n;
    if (n > 0) {
        send_watch(self);
        return;
    }
    for (guint i = 0; i < self->hosts->len; i++)
        yado_host_watch(((HostEntry *)self->hosts->pdata[i])->host, self, NULL, 0);
}

/* ---- Words for nothing ---- */

static gboolean
is_listing(YadoTable *self)
{
    for (guint i = 0; i < self->hosts->len; i++) {
        YadoHost *host = ((HostEntry *)self->hosts->pdata[i])->host;
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
        YadoHost *host = ((HostEntry *)self->hosts->pdata[i])->host;

        if (yado_host_get_error(host) != NULL)
            return host;
    }
    return NULL;
}

static gboolean
is_connected(YadoTable *self)
{
    for (guint i = 0; i < self->hosts->len; i++)
        if (yado_host_get_state(((HostEntry *)self->hosts->pdata[i])->host) == YADO_HOST_OPEN)
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
