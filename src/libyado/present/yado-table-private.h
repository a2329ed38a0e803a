/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * yado-table-private.h: what the parts of the table share: its rows (yado-table-row.c), what is chosen to be seen (yado-table-view.c),
 * and the order they stand in (yado-table.c).
 */
#pragma once

#include "present/yado-table.h"

G_BEGIN_DECLS

/* A slice: rows take the place that libvirt's handles leave, which GLib before 2.76 keeps for objects of their size. */
typedef struct {
    YadoGuest *guest;
    YadoHost *host; /* borrowed: valid while its YadoTableHost is */
    char *name_key; /* collation key */
    char *text;     /* text of the sort column, as of text_key; NULL when it sorts by number */
    char *text_key;
    double number;
    char *haystack;    /* folded text to search in; NULL: not made since the last change */
    guint name_serial; /* of the guest, as of name_key; 0: not made yet */
    gboolean shown, running, marked;
} YadoTableRow;

/* What a host listed, in its order: to know what left when its model says "removed". */
typedef struct {
    YadoHost *host;
    GPtrArray *guests;
    YadoTable *table;
} YadoTableHost;

struct _YadoTable {
    GObject parent_instance;
    YadoSession *session;
    GPtrArray *hosts;   /* of YadoTableHost, in the session's order */
    GHashTable *rows;   /* a set of YadoTableRow, found by their guests */
    GPtrArray *shown;   /* of YadoTableRow, sorted */
    GPtrArray *columns; /* of YadoColumnSpec */
    const YadoColumnSpec *sort;
    gboolean descending;
    char *filter, *needle, *tag;
    YadoHost *host;
    guint n_running, n_marked;
    guint watch_first, watch_n, watch_source;
};

void yado_table_row_free(YadoTableRow *row);
/* Makes the sort keys anew; TRUE when one is another now. */
gboolean yado_table_row_update_keys(YadoTableRow *row, const YadoColumnSpec *sort);
/* Before it is sorted by another column. */
void yado_table_row_forget_text(YadoTableRow *row);
/* What the user typed, and what it is looked for in, without case. (transfer full) */
char *yado_table_fold(const char *text);
gboolean yado_table_passes_filter(YadoTable *self, YadoTableRow *row);
/* The names and uuids behind the key break ties always upwards. */
int yado_table_compare_rows(const YadoTable *self, const YadoTableRow *a, const YadoTableRow *b);

/* Reads columns and sorting from the settings. */
void yado_table_load_view(YadoTable *self);
void yado_table_update_all_keys(YadoTable *self);

/* Sorts what passes afresh and says so once. */
void yado_table_rebuild(YadoTable *self);
void yado_table_emit_summary(YadoTable *self);
/* Other rows or numbers are on the screen now: tells the hosts, soon. */
void yado_table_queue_watch(YadoTable *self);

G_END_DECLS
