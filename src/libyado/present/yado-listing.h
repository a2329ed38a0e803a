/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * yado-listing.h: a list of what a host has beside guests, as rows of text: pools, volumes, networks, interfaces, devices.
 *
 * Front ends show the cells as they are; `yado pool list` and its like print them.  A cell is made when it is shown, so a pool of
 * 10,000 volumes costs no more than the rows on the screen.
 */
#pragma once

#include "base/yado-text.h"
#include "model/yado-host.h"
#include "model/yado-resources.h"
#include "present/yado-form.h"

G_BEGIN_DECLS

/* Where rows stand, for cells that tell more than the row itself. */
typedef struct {
    YadoHost *host;
    const char *parent; /* the pool of volumes, or NULL */
} YadoListingPlace;

typedef enum { YADO_LISTING_TEXT, YADO_LISTING_NUMBER, YADO_LISTING_BOOL } YadoListingJson;

typedef struct {
    const char *id;    /* "capacity" */
    const char *title; /* N_() */
    YadoAlign align;
    YadoListingJson json;
    char *(*format)(const YadoResource *resource);    /* for people. (transfer full) */
    char *(*dup_value)(const YadoResource *resource); /* for scripts, or NULL: as for people */
    /* Instead of the two, where the host's guests are asked; NULL as its value: nobody knows. (transfer full) */
    char *(*format_at)(const YadoListingPlace *place, const YadoResource *resource, gboolean raw);
} YadoListingColumn;

typedef struct {
    const char *id;    /* "pools" */
    const char *title; /* N_() with '_' */
    const char *help;  /* N_() */
    const char *empty; /* N_(): what would be there, and how to add it */
    const char *none;  /* N_(): the same where one is to be chosen and none can be made; or NULL */
    YadoResourceKind kind;
    const YadoListingColumn *columns; /* ends with id NULL; the first is the name */
    const char *command;              /* "pool list" */
    const char *groups;               /* of the actions that fit: "storage", "network" */
} YadoListingSpec;

/* What an action's `view` opens: one list, or two, one above the other. */
typedef struct {
    const char *id;          /* "storage" */
    const char *title;       /* N_() */
    const char *listings[2]; /* their ids; NULL: only one */
    gboolean is_nested;      /* the lower list is about the row above */
} YadoListingView;

/* Translated. Static. */
const char *yado_listing_get_title(const YadoListingColumn *column);
guint yado_listing_get_n_columns(const YadoListingSpec *spec);
/* A cell, cleaned of what could harm a terminal. (transfer full) */
char *yado_listing_format(const YadoListingColumn *column, const YadoListingPlace *place,
                          const YadoResource *resource);
/* What scripts get: bytes, and no words of a language. (transfer full) */
char *yado_listing_dup_value(const YadoListingColumn *column, const YadoListingPlace *place,
                             const YadoResource *resource);
/* Whether @needle (case-folded) occurs in what the row shows. */
gboolean yado_listing_matches(const YadoListingSpec *spec, const YadoListingPlace *place,
                              const YadoResource *resource, const char *needle);
/* A list of @spec is opened: reads what its cells want beside its rows (yado_resources_read_users()). */
void yado_listing_open(const YadoListingSpec *spec, YadoResources *resources);
/* What is selected, or NULL, is what an action of the list is first about: put into the field that asks for one of them. */
void yado_listing_fill_form(const YadoListingSpec *spec, const YadoResource *selected,
                            YadoForm *form);

/*
 * The words above or in place of rows: what is being read, why there are none, or "".  @to_choose: one is to be taken for a field, in which
 * its path can be typed as well.  (transfer full)
 */
char *yado_listing_describe(const YadoListingSpec *spec, YadoResources *resources,
                            const char *parent, gboolean to_choose);

G_END_DECLS
