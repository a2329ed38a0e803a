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
    const char *node_kind;    /* "disk": one page for each such node */
    const char *node_key;     /* key that names the node in the title: "target" */
    const char *help;         /* N_() for custom views */
} YadoPageSpec;

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

/* The form of a page over @document, or NULL for a custom one. (transfer full) */
YadoForm *yado_page_create_form(const YadoPage *page, YadoDocument *document, YadoSession *session,
                                YadoGuest *guest);

/* Help text of the page: intro and each visible field's help, as plain paragraphs. (transfer full) */
char *yado_page_dup_help(const YadoPage *page, YadoForm *form);

G_END_DECLS
