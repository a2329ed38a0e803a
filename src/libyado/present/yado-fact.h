/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * yado-fact.h: one line of what is told about a host; and the graphs there are, and their spans.
 *
 * From the table come the host's dialog in both managers, `yado host`, `yado host show`, their JSON and the help. What a host can do is a
 * fact too: "yes", or why not.
 *
 *     Machine
 *     Hypervisor     Xen 4.17.7
 *     Processors     4 (sockets 1, cores 4, threads 1)
 *     Can do
 *     Snapshots      The demo host keeps none.
 */
#pragma once

#include "model/yado-session.h"

G_BEGIN_DECLS

typedef enum {
    YADO_FACTS_CONNECTION,
    YADO_FACTS_MACHINE,
    YADO_FACTS_LOAD,
    YADO_FACTS_ABILITIES,
    YADO_N_FACT_SECTIONS
} YadoFactSection;

typedef enum {
    YADO_FACT_STRING,
    YADO_FACT_NUMBER,
    YADO_FACT_BOOL,
} YadoFactType;

typedef struct {
    const char *id;    /* "memory-free": never renamed, the key in JSON */
    const char *label; /* N_() */
    const char *help;  /* N_() sentence */
    YadoFactSection section;
    YadoFactType type;
    char *(*format)(YadoHost *host); /* for people; NULL: not known. (transfer full) */
    char *(*raw)(
        YadoHost *
            host); /* plain number, "true" or English; NULL: null. (transfer full); function NULL: format */
    const char *capability; /* instead of both: whether the host has it */
    const char *column;     /* N_() short title where hosts are listed, NULL: not there */
    int place;              /* there: 1, 2 … */
    gboolean is_drawn;      /* a picture of other facts: for people only */
} YadoFactSpec;

const char *yado_fact_get_label(const YadoFactSpec *spec);
const char *yado_fact_get_column_title(const YadoFactSpec *spec); /* NULL: it is no column */
const char *yado_fact_get_help(const YadoFactSpec *spec);
/* "Machine", translated. Static. */
const char *yado_fact_section_get_title(YadoFactSection section);

/* NULL: not known, or nothing to tell now; @host need not be connected. (transfer full) */
char *yado_fact_format(const YadoFactSpec *spec, YadoHost *host);
/* For JSON: see `raw`; a capability is "true" or "false". (transfer full) */
char *yado_fact_format_raw(const YadoFactSpec *spec, YadoHost *host);

/* Those that a list of hosts has columns for, in their order; of YadoFactSpec. (transfer container) */
GPtrArray *yado_fact_list_columns(void);
/* "LABEL: value", a line each, under the titles of their sections: what is known now. (transfer full) */
char *yado_fact_format_all(YadoHost *host);

/* How far back a graph looks. */
typedef struct {
    const char *label; /* N_() */
    int seconds;
} YadoSpanSpec;

/* What a graph shows. */
typedef struct {
    const char *title; /* N_() */
    YadoSeries series;
    gboolean is_rate; /* bytes per second; else a share of 1 */
    gboolean of_host; /* hosts have it too, not only guests */
} YadoGraphSpec;

const char *yado_graph_get_title(const YadoGraphSpec *spec);
/* "71 %", "1.2 MiB/s"; "no data" for NAN. (transfer full) */
char *yado_graph_format(const YadoGraphSpec *spec, double value);

const char *yado_span_get_label(const YadoSpanSpec *spec);

G_END_DECLS
