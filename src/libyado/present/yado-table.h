/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * yado-table.h: the guests of all (or one) hosts, filtered and sorted: what both managers show.
 *
 * GListModel of YadoGuest.  Work per tick grows with the rows that changed: a changed row moves only when its sort key did.
 *
 * Signals: "rows-changed" (GPtrArray of YadoGuest: same place, new looks), "items-changed" (GListModel), "summary-changed".
 */
#pragma once

#include "model/yado-session.h"
#include "present/yado-column.h"

G_BEGIN_DECLS

#define YADO_TYPE_TABLE (yado_table_get_type())
G_DECLARE_FINAL_TYPE(YadoTable, yado_table, YADO, TABLE, GObject)

YadoTable *yado_table_new(YadoSession *session);

/* Shown columns, in order; from and to the settings (group "list", key "columns"). Of YadoColumnSpec, borrowed. */
GPtrArray *yado_table_get_columns(YadoTable *self);
void yado_table_set_column_shown(YadoTable *self, const YadoColumnSpec *spec, gboolean shown);
gboolean yado_table_is_column_shown(YadoTable *self, const YadoColumnSpec *spec);

const YadoColumnSpec *yado_table_get_sort(YadoTable *self, gboolean *descending);
void yado_table_set_sort(YadoTable *self, const YadoColumnSpec *spec, gboolean descending);

/* Any substring of name, title, state, kind, OS, tags, host, owner.  NULL or "": all. */
void yado_table_set_filter(YadoTable *self, const char *text);
const char *yado_table_get_filter(YadoTable *self); /* never NULL */
/* NULL: all hosts. */
void yado_table_set_host(YadoTable *self, YadoHost *host);
YadoHost *yado_table_get_host(YadoTable *self);
/* NULL: all. "" is "without a tag". */
void yado_table_set_tag(YadoTable *self, const char *tag);
const char *yado_table_get_tag(YadoTable *self);
/* Every tag in use. (transfer full) */
GStrv yado_table_list_tags(YadoTable *self);

YadoGuest *yado_table_get_guest(YadoTable *self, guint position); /* borrowed or NULL */
guint yado_table_find(YadoTable *self, YadoGuest *guest);         /* position, or G_MAXUINT */
guint yado_table_get_n_all(YadoTable *self);                      /* before the filter */
guint yado_table_get_n_running(YadoTable *self);                  /* before the filter */

/* Marked rows (several selected).  A guest that goes away loses its mark. */
void yado_table_set_marked(YadoTable *self, YadoGuest *guest, gboolean marked);
gboolean yado_table_is_marked(YadoTable *self, YadoGuest *guest);
void yado_table_unmark_all(YadoTable *self);
GPtrArray *
yado_table_list_marked(YadoTable *self); /* of YadoGuest in table order (transfer container) */

/* Tells the hosts which rows are on the screen: see yado_host_watch(). n 0: looks away. */
void yado_table_watch(YadoTable *self, guint first, guint n);

/* Words for an empty table: what would be there and how to add it, or why the filter hides all. (transfer full) */
char *yado_table_describe_empty(YadoTable *self);

G_END_DECLS
