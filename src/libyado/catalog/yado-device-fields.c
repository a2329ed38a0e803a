/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "catalog/yado-device-fields.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "document/yado-xl-document.h"

static gboolean
is_kind(YadoDocument *document, const char *const *kinds)
{
    g_autofree char *kind = yado_document_dup_value(document, NULL, "kind");

    return kind != NULL && g_strv_contains(kinds, kind);
}

gboolean
yado_catalog_is_xen(YadoDocument *document)
{
    return is_kind(document, (const char *const[]){ "pv", "pvh", "hvm", "dom0", NULL });
}

gboolean
yado_catalog_is_xl(YadoForm *form)
{
    return YADO_IS_XL_DOCUMENT(yado_form_get_document(form));
}

gboolean
yado_catalog_is_kvm(YadoDocument *document)
{
    return is_kind(document, (const char *const[]){ "kvm", "qemu", NULL });
}

gboolean
yado_catalog_is_paravirtual(YadoDocument *document)
{
    return is_kind(document, (const char *const[]){ "pv", "pvh", NULL });
}

gboolean
yado_catalog_refuse(const char **reason, const char *text)
{
    if (reason != NULL)
        *reason = text;
    return FALSE;
}

gboolean
yado_catalog_has_driver_domains(YadoForm *form, const char **reason)
{
    return !yado_catalog_is_kvm(yado_form_get_document(form)) ||
           yado_catalog_refuse(reason, _("Only Xen has domains that serve others."));
}

char *
yado_catalog_dup_device_value(YadoForm *form, const char *key)
{
    return yado_document_dup_value(yado_form_get_document(form), yado_form_get_node(form), key);
}

gboolean
yado_catalog_is_device_value(YadoForm *form, const char *key, const char *value)
{
    g_autofree char *now = yado_catalog_dup_device_value(form, key);

    return g_strcmp0(now, value) == 0;
}

void
yado_catalog_put(YadoDocument *document, const char *node, const char *key, const char *value)
{
    yado_document_set_value(document, node, key, value, NULL);
}

static gboolean
is_possible(YadoDocument *document, const YadoGuestChoice *row)
{
    if (yado_catalog_is_paravirtual(document))
        return (row->on & YADO_ON_PARAVIRTUAL) != 0;
    if (yado_catalog_is_xen(document))
        return (row->on & YADO_ON_HVM) != 0;
    return !yado_catalog_is_kvm(document) || (row->on & YADO_ON_KVM) != 0;
}

static const char *
find_label(const YadoFieldSpec *spec, const char *id)
{
    for (const YadoChoice *choice = spec->choices; choice != NULL && choice->id != NULL; choice++)
        if (strcmp(choice->id, id) == 0)
            return _(choice->label);
    return id;
}

GPtrArray *
yado_catalog_list_guest_choices(YadoForm *form, const YadoFieldSpec *spec,
                                const YadoGuestChoice *rows, const char *reason)
{
    YadoDocument *document = yado_form_get_document(form);
    GPtrArray *items = g_ptr_array_new_with_free_func((GDestroyNotify)yado_choice_item_free);

    for (; rows->id != NULL; rows++) {
        gboolean possible = is_possible(document, rows);

        if (possible || reason != NULL)
            g_ptr_array_add(items, yado_choice_item_new(rows->id, find_label(spec, rows->id),
                                                        possible ? NULL : reason));
    }
    return items;
}
