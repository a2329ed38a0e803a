/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "present/yado-page.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "present/yado-catalog.h"
#include "present/yado-help.h"

void
yado_page_free(YadoPage *page)
{
    if (page == NULL)
        return;
    g_free(page->id);
    g_free(page->title);
    g_free(page->node);
    g_free(page);
}

/* A name must not become a mnemonic, nor a part of a format. */
static char *
insert_name(const char *title, const char *name)
{
    const char *mark = strstr(title, "%s");
    g_autofree char *clean = yado_text_clean(name);
    g_auto(GStrv) parts = g_strsplit(clean, "_", -1);
    g_autofree char *escaped = g_strjoinv("__", parts);

    if (mark == NULL)
        return g_strdup(title);
    return g_strdup_printf("%.*s%s%s", (int)(mark - title), title, escaped, mark + 2);
}

static YadoPage *
page_new(const YadoPageSpec *spec, YadoDocument *document, const char *node)
{
    YadoPage *page = g_new0(YadoPage, 1);
    g_autofree char *name = NULL;

    page->spec = spec;
    page->id = g_strdup(node != NULL ? node : spec->id);
    page->node = g_strdup(node);
    if (node != NULL && spec->node_key != NULL)
        name = yado_document_dup_value(document, node, spec->node_key);
    page->title = insert_name(_(spec->title), name != NULL ? name : node != NULL ? node : "");
    return page;
}

static gboolean
is_rest(const YadoPageSpec *spec)
{
    return g_strcmp0(spec->node_kind, "*") == 0;
}

static gboolean
is_of_kind(const char *node, const char *kind)
{
    return g_str_has_prefix(node, kind) && node[strlen(kind)] == ':';
}

const YadoPageSpec *
yado_page_find_for_node(YadoDocument *document, const char *node)
{
    const YadoPageSpec *rest = NULL;

    g_return_val_if_fail(YADO_IS_DOCUMENT(document) && node != NULL, NULL);

    for (const YadoPageSpec *spec = yado_catalog_get_pages(); spec->id != NULL; spec++) {
        if (spec->node_kind == NULL || (spec->is_about != NULL && !spec->is_about(document, node)))
            continue;
        if (is_rest(spec))
            rest = spec;
        else if (is_of_kind(node, spec->node_kind))
            return spec;
    }
    return rest;
}

static void
add_node_pages(GPtrArray *pages, const YadoPageSpec *spec, YadoDocument *document)
{
    g_auto(GStrv) nodes =
        yado_document_list_nodes(document, is_rest(spec) ? NULL : spec->node_kind);

    for (guint i = 0; nodes != NULL && nodes[i] != NULL; i++)
        if (yado_page_find_for_node(document, nodes[i]) == spec)
            g_ptr_array_add(pages, page_new(spec, document, nodes[i]));
}

gboolean
yado_page_is_edited(const YadoPage *page, YadoDocument *document)
{
    GPtrArray *edits;

    g_return_val_if_fail(page != NULL && YADO_IS_DOCUMENT(document), FALSE);

    edits = yado_document_get_edits(document);
    for (guint i = 0; page->node != NULL && i < edits->len; i++)
        if (g_strcmp0(((const YadoEdit *)edits->pdata[i])->node, page->node) == 0)
            return TRUE;
    return FALSE;
}

GPtrArray *
yado_page_list(YadoDocument *document)
{
    GPtrArray *pages = g_ptr_array_new_with_free_func((GDestroyNotify)yado_page_free);

    g_return_val_if_fail(YADO_IS_DOCUMENT(document), pages);

    for (const YadoPageSpec *spec = yado_catalog_get_pages(); spec->id != NULL; spec++) {
        if (spec->node_kind != NULL)
            add_node_pages(pages, spec, document);
        else
            g_ptr_array_add(pages, page_new(spec, document, NULL));
    }
    return pages;
}

YadoForm *
yado_page_create_form(const YadoPage *page, YadoDocument *document, YadoSession *session,
                      YadoGuest *guest)
{
    g_return_val_if_fail(page != NULL && YADO_IS_DOCUMENT(document), NULL);

    if (page->spec->form == NULL)
        return NULL;
    return yado_form_new(page->spec->form, document, page->node, session, guest);
}

char *
yado_page_dup_help(const YadoPage *page, YadoForm *form)
{
    g_return_val_if_fail(page != NULL, NULL);

    if (form != NULL)
        return yado_help_for_form(form);
    return g_strdup(page->spec->help != NULL ? _(page->spec->help) : "");
}
