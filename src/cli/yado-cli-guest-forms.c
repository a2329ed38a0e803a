/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "cli/yado-cli-guest-forms.h"

#include <string.h>

#include "cli/yado-cli-hosts.h"

static void
unref_form(gpointer form)
{
    if (form != NULL)
        g_object_unref(form);
}

YadoCliGuestForms *
yado_cli_guest_forms_new(YadoCli *cli, YadoGuest *guest, YadoConfiguration which, GError **error)
{
    YadoDocument *document = yado_cli_get_document(cli, guest, which, error);
    YadoCliGuestForms *self;

    if (document == NULL)
        return NULL;
    self = g_new0(YadoCliGuestForms, 1);
    self->guest = g_object_ref(guest);
    self->document = document;
    self->pages = yado_page_list(document);
    self->forms = g_ptr_array_new_with_free_func(unref_form);
    for (guint i = 0; i < self->pages->len; i++)
        g_ptr_array_add(self->forms, yado_page_create_form(self->pages->pdata[i], document,
                                                           cli->session, guest));
    return self;
}

void
yado_cli_guest_forms_free(YadoCliGuestForms *self)
{
    g_ptr_array_unref(self->forms);
    g_ptr_array_unref(self->pages);
    g_object_unref(self->document);
    g_object_unref(self->guest);
    g_free(self);
}

const YadoFieldSpec *
yado_cli_guest_forms_find(YadoCliGuestForms *self, const char *id, YadoForm **form)
{
    const YadoFieldSpec *found = NULL;

    for (guint i = 0; i < self->forms->len; i++) {
        YadoForm *candidate = self->forms->pdata[i];
        const YadoFieldSpec *field;

        if (candidate == NULL || yado_form_get_node(candidate) != NULL)
            continue;
        field = yado_form_find_field(candidate, id);
        if (field == NULL || (found != NULL && !yado_form_is_enabled(candidate, field, NULL)))
            continue;
        found = field;
        *form = candidate;
        if (yado_form_is_enabled(candidate, field, NULL))
            break;
    }
    return found;
}

GPtrArray *
yado_cli_list_field_ids(void)
{
    GPtrArray *ids = g_ptr_array_new();

    for (const YadoPageSpec *page = yado_catalog_get_pages(); page->id != NULL; page++) {
        if (page->form == NULL || page->node_kind != NULL)
            continue;
        for (const YadoSectionSpec *section = page->form->sections; section->fields != NULL;
             section++)
            for (const YadoFieldSpec *field = section->fields; field->id != NULL; field++)
                if (field->type != YADO_FIELD_INFO && field->type != YADO_FIELD_CUSTOM &&
                    !g_ptr_array_find_with_equal_func(ids, field->id, g_str_equal, NULL))
                    g_ptr_array_add(ids, (gpointer)field->id);
    }
    g_ptr_array_add(ids, NULL);
    return ids;
}

gboolean
yado_cli_is_field_id(const char *id)
{
    for (const YadoPageSpec *page = yado_catalog_get_pages(); page->id != NULL; page++) {
        if (page->form == NULL || page->node_kind != NULL)
            continue;
        for (const YadoSectionSpec *section = page->form->sections; section->fields != NULL;
             section++)
            for (const YadoFieldSpec *field = section->fields; field->id != NULL; field++)
                if (strcmp(field->id, id) == 0)
                    return TRUE;
    }
    return FALSE;
}

const char *
yado_cli_find_near_field(const char *id)
{
    g_autoptr(GPtrArray) ids = yado_cli_list_field_ids();

    return yado_cli_find_near(id, (const char *const *)ids->pdata);
}
