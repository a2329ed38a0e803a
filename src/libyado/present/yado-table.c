/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * The rows that pass the filter stand sorted in one array; each row keeps the sort key it was placed by, so that it is found again by
 * binary search and a tick costs what its changed rows cost.
 */
#include "config.h"

#include "present/yado-table-private.h"

#include <math.h>
#include <string.h>

/* Above this many moved rows, one sort of all is cheaper than as many moves, also for those who listen. */
#define MAX_MOVES 64

static void table_list_model_init(GListModelInterface *iface);

G_DEFINE_TYPE_WITH_CODE(YadoTable, yado_table, G_TYPE_OBJECT,
                        G_IMPLEMENT_INTERFACE(G_TYPE_LIST_MODEL, table_list_model_init))

enum { SIGNAL_ROWS_CHANGED, SIGNAL_SUMMARY_CHANGED, N_SIGNALS };
static guint signals[N_SIGNALS];

/* ---- Rows by their guests ---- */

static guint
hash_row(gconstpointer row)
{
    return g_direct_hash(((const YadoTableRow *)row)->guest);
}

static gboolean
is_same_row(gconstpointer a, gconstpointer b)
{
    return ((const YadoTableRow *)a)->guest == ((const YadoTableRow *)b)->guest;
}

static YadoTableRow *
find_row(YadoTable *self, YadoGuest *guest)
{
    YadoTableRow key = { .guest = guest };

    return g_hash_table_lookup(self->rows, &key);
}

/* ---- The order ---- */

static int
compare_row_pointers(gconstpointer a, gconstpointer b, gpointer self)
{
    return yado_table_compare_rows(self, *(YadoTableRow *const *)a, *(YadoTableRow *const *)b);
}

/* Where @row stands, or would have to stand. */
static guint
find_place(const YadoTable *self, const YadoTableRow *row)
{
    guint low = 0, high = self->shown->len;

    while (low < high) {
        guint middle = low + (high - low) / 2;

        if (yado_table_compare_rows(self, self->shown->pdata[middle], row) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

/* ---- Telling ---- */

void
yado_table_emit_summary(YadoTable *self)
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

void
yado_table_queue_watch(YadoTable *self)
{
    if (self->watch_n > 0 && self->watch_source == 0)
        self->watch_source = g_idle_add(on_watch_due_cb, self);
}

/* Other rows may be on the screen now. */
static void
emit_items(YadoTable *self, guint position, guint removed, guint added)
{
    if (removed == 0 && added == 0)
        return;
    yado_table_queue_watch(self);
    g_list_model_items_changed(G_LIST_MODEL(self), position, removed, added);
}

/* ---- Moving rows ---- */

static void
show_row(YadoTable *self, YadoTableRow *row)
{
    guint place = find_place(self, row);

    g_ptr_array_insert(self->shown, place, row);
    row->shown = TRUE;
    emit_items(self, place, 0, 1);
}

static void
hide_row(YadoTable *self, YadoTableRow *row)
{
    guint place = find_place(self, row);

    g_ptr_array_remove_index(self->shown, place);
    row->shown = FALSE;
    emit_items(self, place, 1, 0);
}

void
yado_table_rebuild(YadoTable *self)
{
    guint n_before = self->shown->len;
    GHashTableIter iter;
    gpointer value;

    g_ptr_array_set_size(self->shown, 0);
    g_hash_table_iter_init(&iter, self->rows);
    while (g_hash_table_iter_next(&iter, NULL, &value)) {
        YadoTableRow *row = value;

        row->shown = yado_table_passes_filter(self, row);
        if (row->shown)
            g_ptr_array_add(self->shown, row);
    }
    g_ptr_array_sort_with_data(self->shown, compare_row_pointers, self);
    emit_items(self, 0, n_before, self->shown->len);
    yado_table_emit_summary(self);
}

static gboolean
is_in_place(const YadoTable *self, guint place)
{
    const YadoTableRow *row = self->shown->pdata[place];

    return (place == 0 || yado_table_compare_rows(self, self->shown->pdata[place - 1], row) < 0) &&
           (place + 1 >= self->shown->len ||
            yado_table_compare_rows(self, row, self->shown->pdata[place + 1]) < 0);
}

static void
move_row(YadoTable *self, YadoTableRow *row, guint place)
{
    g_ptr_array_remove_index(self->shown, place);
    emit_items(self, place, 1, 0);
    show_row(self, row);
}

static gboolean
update_running(YadoTable *self, YadoTableRow *row)
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
settle_row(YadoTable *self, YadoTableRow *row)
{
    guint place = row->shown ? find_place(self, row) : 0;
    gboolean moved = yado_table_row_update_keys(row, self->sort);
    gboolean passes;

    g_clear_pointer(&row->haystack, g_free);
    passes = yado_table_passes_filter(self, row);
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
        YadoTableRow *row = find_row(self, guests->pdata[i]);

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
        YadoTableRow *row = find_row(self, guests->pdata[i]);

        if (row == NULL)
            continue;
        g_clear_pointer(&row->haystack, g_free);
        yado_table_row_update_keys(row, self->sort);
        if (yado_table_passes_filter(self, row) != row->shown)
            disturbed = TRUE;
        if (row->shown)
            g_ptr_array_add(repainted, row->guest);
    }
    for (guint i = 1; i < self->shown->len && !disturbed; i++)
        disturbed =
            yado_table_compare_rows(self, self->shown->pdata[i - 1], self->shown->pdata[i]) > 0;
    if (disturbed)
        yado_table_rebuild(self);
    else if (repainted->len > 0)
        g_signal_emit(self, signals[SIGNAL_ROWS_CHANGED], 0, repainted);
}

static void
on_host_guests_changed_cb(YadoHost *host, GPtrArray *guests, gpointer user_data)
{
    YadoTableHost *entry = user_data;
    YadoTable *self = entry->table;
    gboolean summary = FALSE;

    for (guint i = 0; i < guests->len; i++) {
        YadoTableRow *row = find_row(self, guests->pdata[i]);

        if (row != NULL)
            summary |= update_running(self, row);
    }
    if (guests->len > MAX_MOVES)
        settle_many(self, guests);
    else
        settle_few(self, guests);
    if (summary)
        yado_table_emit_summary(self);
}

/* ---- Coming and going ---- */

static YadoTableRow *
add_row(YadoTable *self, YadoTableHost *entry, YadoGuest *guest)
{
    YadoTableRow *row = g_slice_new0(YadoTableRow);

    row->guest = g_object_ref(guest);
    row->host = entry->host;
    row->number = NAN;
    yado_table_row_update_keys(row, self->sort);
    g_hash_table_add(self->rows, row);
    update_running(self, row);
    return row;
}

static void
remove_row(YadoTable *self, YadoGuest *guest, gboolean quietly)
{
    YadoTableRow *row = find_row(self, guest);

    if (row == NULL)
        return;
    self->n_running -= row->running;
    self->n_marked -= row->marked;
    if (row->shown && !quietly)
        hide_row(self, row);
    g_hash_table_remove(self->rows, row);
}

static void
take_guests(YadoTableHost *entry, guint position, guint removed, guint added)
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
        YadoTableRow *row = add_row(self, entry, entry->guests->pdata[position + i]);

        if (!many && yado_table_passes_filter(self, row))
            show_row(self, row);
    }
    if (many)
        yado_table_rebuild(self);
    else
        yado_table_emit_summary(self);
}

static void
on_host_items_changed_cb(GListModel *host, guint position, guint removed, guint added,
                         gpointer user_data)
{
    take_guests(user_data, position, removed, added);
}

static void
forget_haystacks(YadoTable *self)
{
    GHashTableIter iter;
    gpointer row;

    g_hash_table_iter_init(&iter, self->rows);
    while (g_hash_table_iter_next(&iter, NULL, &row))
        g_clear_pointer(&((YadoTableRow *)row)->haystack, g_free);
}

/* The label may have become known: rows are found and sorted by it.  So may the words for an empty table. */
static void
on_host_state_changed_cb(YadoHost *host, gpointer user_data)
{
    YadoTable *self = ((YadoTableHost *)user_data)->table;
    gboolean by_host = strcmp(self->sort->id, "host") == 0;

    if (self->needle == NULL && !by_host) {
        forget_haystacks(self);
        yado_table_emit_summary(self);
        return;
    }
    yado_table_update_all_keys(self);
    yado_table_rebuild(self);
}

static YadoTableHost *
host_entry_new(YadoTable *self, YadoHost *host)
{
    YadoTableHost *entry = g_new0(YadoTableHost, 1);

    entry->host = g_object_ref(host);
    entry->table = self;
    entry->guests = g_ptr_array_new_with_free_func(g_object_unref);
    g_signal_connect(host, "items-changed", G_CALLBACK(on_host_items_changed_cb), entry);
    g_signal_connect(host, "guests-changed", G_CALLBACK(on_host_guests_changed_cb), entry);
    g_signal_connect(host, "state-changed", G_CALLBACK(on_host_state_changed_cb), entry);
    return entry;
}

static void
host_entry_free(YadoTableHost *entry)
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
    YadoTableHost *entry = host_entry_new(self, host);

    g_ptr_array_insert(self->hosts, position, entry);
    take_guests(entry, 0, 0, g_list_model_get_n_items(G_LIST_MODEL(host)));
}

static void
remove_host(YadoTable *self, guint position)
{
    YadoTableHost *entry = self->hosts->pdata[position];

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
    yado_table_emit_summary(self);
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
    g_clear_object(&self->host);
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
    self->rows =
        g_hash_table_new_full(hash_row, is_same_row, (GDestroyNotify)yado_table_row_free, NULL);
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
    yado_table_load_view(self);
    g_signal_connect(session, "items-changed", G_CALLBACK(on_session_items_changed_cb), self);
    on_session_items_changed_cb(G_LIST_MODEL(session), 0, 0,
                                g_list_model_get_n_items(G_LIST_MODEL(session)), self);
    return self;
}

/* ---- Reading ---- */

YadoGuest *
yado_table_get_guest(YadoTable *self, guint position)
{
    g_return_val_if_fail(YADO_IS_TABLE(self), NULL);

    return position < self->shown->len ? ((YadoTableRow *)self->shown->pdata[position])->guest
                                       : NULL;
}

guint
yado_table_find(YadoTable *self, YadoGuest *guest)
{
    YadoTableRow *row;

    g_return_val_if_fail(YADO_IS_TABLE(self), G_MAXUINT);

    row = find_row(self, guest);
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
    YadoTableRow *row;

    g_return_if_fail(YADO_IS_TABLE(self));

    row = find_row(self, guest);
    marked = !!marked;
    if (row == NULL || row->marked == marked)
        return;
    row->marked = marked;
    self->n_marked += marked ? 1 : -1;
    yado_table_emit_summary(self);
}

gboolean
yado_table_is_marked(YadoTable *self, YadoGuest *guest)
{
    YadoTableRow *row;

    g_return_val_if_fail(YADO_IS_TABLE(self), FALSE);

    row = find_row(self, guest);
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
        ((YadoTableRow *)row)->marked = FALSE;
    self->n_marked = 0;
    yado_table_emit_summary(self);
}

/* Those that the filter hides are left out: nobody should act on what he does not see. */
GPtrArray *
yado_table_list_marked(YadoTable *self)
{
    GPtrArray *guests = g_ptr_array_new_with_free_func(g_object_unref);

    g_return_val_if_fail(YADO_IS_TABLE(self), guests);

    for (guint i = 0; i < self->shown->len && self->n_marked > 0; i++) {
        const YadoTableRow *row = self->shown->pdata[i];

        if (row->marked)
            g_ptr_array_add(guests, g_object_ref(row->guest));
    }
    return guests;
}

/* ---- What is on the screen ---- */

static YadoStatsHas
get_shown_stats(YadoTable *self)
{
    YadoStatsHas stats = 0;

    for (guint i = 0; i < self->columns->len; i++)
        stats |= ((const YadoColumnSpec *)self->columns->pdata[i])->stats;
    return stats;
}

static void
send_watch(YadoTable *self)
{
    YadoStatsHas stats = get_shown_stats(self);
    guint end = MIN((guint64)self->watch_first + self->watch_n, self->shown->len);

    for (guint i = 0; i < self->hosts->len; i++) {
        YadoTableHost *entry = self->hosts->pdata[i];
        g_autoptr(GPtrArray) visible = g_ptr_array_new();
        YadoGuest *none = NULL;

        for (guint j = self->watch_first; j < end; j++) {
            const YadoTableRow *row = self->shown->pdata[j];

            if (row->host == entry->host)
                g_ptr_array_add(visible, row->guest);
        }
        /* A host without a row on the screen is watched all the same: its own line shows its numbers. */
        yado_host_watch_rows(entry->host, self,
                             visible->len > 0 ? (YadoGuest *const *)visible->pdata : &none,
                             visible->len, stats, self->sort->stats);
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
        yado_host_watch(((YadoTableHost *)self->hosts->pdata[i])->host, self, NULL, 0);
}
