/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * yado-column.h: the description of one column of the list of guests.
 */
#pragma once

#include "base/yado-text.h"
#include "model/yado-guest.h"

G_BEGIN_DECLS

typedef enum {
    YADO_COLUMN_STRING,
    YADO_COLUMN_NUMBER,
    YADO_COLUMN_BOOL,
    YADO_COLUMN_LIST
} YadoColumnType;

/* What must be known before the column can be filled: what it costs. */
typedef enum {
    YADO_COST_LIST,  /* comes with the listing */
    YADO_COST_FACTS, /* needs the guest's configuration */
    YADO_COST_STATS, /* needs one sample */
    YADO_COST_RATES, /* needs two */
} YadoColumnCost;

typedef struct {
    const char *id;    /* "memory"; also for list -o and JSON */
    const char *title; /* N_() */
    const char *help;  /* N_() */
    int width;         /* preferred cells; 0: takes what is left */
    YadoAlign align;
    YadoColumnType type;
    YadoColumnCost cost;
    YadoStatsHas stats;  /* counters it needs that cost calls of their own: of YADO_STATS_DEVICES */
    gboolean is_default; /* shown at first in the managers */
    gboolean is_list_default;          /* shown by `yado list` without -o */
    char *(*format)(YadoGuest *guest); /* for people; never NULL. (transfer full) */
    char *(*raw)(
        YadoGuest *
            guest); /* for --json and --csv: plain number or English name; NULL: null. (transfer full); function NULL: format */
    double (*number)(YadoGuest *guest);         /* sort key of numbers; NULL: sorted by text */
    int (*compare)(YadoGuest *a, YadoGuest *b); /* NULL: by number, else by format */
    gboolean has_graph;
    YadoSeries series; /* has_graph: drawn beside the text */
} YadoColumnSpec;

const char *yado_column_get_title(const YadoColumnSpec *spec);
const char *yado_column_get_help(const YadoColumnSpec *spec);
char *yado_column_format(const YadoColumnSpec *spec, YadoGuest *guest);
char *yado_column_format_raw(const YadoColumnSpec *spec, YadoGuest *guest);
/* Ties are broken by name, then uuid, so that rows never jump. */
int yado_column_compare(const YadoColumnSpec *spec, YadoGuest *a, YadoGuest *b);

/* As people count: "web-2" stands before "web-10". */
int yado_column_compare_names(YadoGuest *a, YadoGuest *b);

/* "id,name,cpu" -> specs; INVALID names the unknown one and lists those there are. (transfer container) */
GPtrArray *yado_column_parse_list(const char *text, GError **error);

G_END_DECLS
