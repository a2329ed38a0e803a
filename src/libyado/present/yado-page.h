/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * yado-page.h: the pages of an open guest, in order: forms, and custom views.
 */
#pragma once

#include "present/yado-form.h"

G_BEGIN_DECLS

typedef struct {
    const char *id;    /* "processors" */
    const char *title; /* N_() with '_'; with %s: the device's name ("Disk %s") */
    const char *icon;
    const YadoFormSpec *form; /* NULL: custom */
    const char *view;         /* "snapshots", "performance", "configuration", or NULL */
    const char *
        node_kind; /* "disk": one page for each such node; "*": for each that no other page is about */
    const char *node_key; /* key that names the node in the title: "target" */
    const char *help;     /* N_() for custom views */
    /* Several pages may share a kind: whether this one is about @node; NULL: any. */
    gboolean (*is_about)(YadoDocument *document, const char *node);
    /* Why @node cannot be removed, translated; NULL: it can. */
    const char *(*keep)(YadoDocument *document, const char *node);
} YadoPageSpec;

/* Wanted as a page: the list of what can be added. */
#define YADO_PAGE_ADD_HARDWARE "add-hardware"

/* A page of one guest. */
typedef struct {
    const YadoPageSpec *spec;
    char *id;    /* "processors", "disk:0" */
    char *title; /* translated, with mnemonic for fixed pages */
    char *node;  /* NULL: the guest itself */
} YadoPage;

void yado_page_free(YadoPage *page);

/* Of YadoPage, for the document of a guest. (transfer full) */
GPtrArray *yado_page_list(YadoDocument *document);

/* The page that is about @node; NULL: none. */
const YadoPageSpec *yado_page_find_for_node(YadoDocument *document, const char *node);
/* Whether the document has edits of the page's device, or that it is new. */
gboolean yado_page_is_edited(const YadoPage *page, YadoDocument *document);

/* The form of a page over @document, or NULL for a custom one. (transfer full) */
YadoForm *yado_page_create_form(const YadoPage *page, YadoDocument *document, YadoSession *session,
                                YadoGuest *guest);

/* Help text of the page: intro and each visible field's help, as plain paragraphs. (transfer full) */
char *yado_page_dup_help(const YadoPage *page, YadoForm *form);

G_END_DECLS
