/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "present/yado-device.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "base/yado-error.h"
#include "document/yado-hotplug.h"
#include "present/yado-catalog.h"

const char *
yado_device_get_label(const YadoDeviceSpec *spec)
{
    g_return_val_if_fail(spec != NULL, "");

    return _(spec->label);
}

const char *
yado_device_get_help(const YadoDeviceSpec *spec)
{
    g_return_val_if_fail(spec != NULL, "");

    return _(spec->help);
}

/* Pages of one kind share what they need of the host. */
const YadoFormSpec *
yado_device_get_form(const YadoDeviceSpec *spec)
{
    g_return_val_if_fail(spec != NULL, NULL);

    for (const YadoPageSpec *page = yado_catalog_get_pages(); page->id != NULL; page++)
        if (g_strcmp0(page->node_kind, spec->kind) == 0)
            return page->form;
    return NULL;
}

/* ---- Whether ---- */

static gboolean
refuse(const char **reason, const char *text)
{
    if (reason != NULL)
        *reason = text;
    return FALSE;
}

/* A guest that the host does not keep has only what takes effect at once. */
static gboolean
is_changeable(YadoGuest *guest, const char **reason)
{
    if (guest == NULL)
        return TRUE;
    if (yado_guest_get_kind(guest) == YADO_KIND_DOM0)
        return refuse(reason, _("Domain-0 is set up by the host's boot options."));
    return yado_form_is_guest_editable(guest, yado_guest_has(guest, YADO_CAP_HOTPLUG, NULL),
                                       reason);
}

gboolean
yado_device_check(const YadoDeviceSpec *spec, YadoDocument *document, YadoGuest *guest,
                  const char **reason)
{
    const char *why;

    g_return_val_if_fail(spec != NULL && YADO_IS_DOCUMENT(document), FALSE);

    if (!is_changeable(guest, reason))
        return FALSE;
    why = spec->refuse != NULL ? spec->refuse(document, guest) : NULL;
    return why == NULL || refuse(reason, why);
}

GPtrArray *
yado_device_list_choices(YadoDocument *document, YadoGuest *guest)
{
    GPtrArray *items = g_ptr_array_new_with_free_func((GDestroyNotify)yado_choice_item_free);

    g_return_val_if_fail(YADO_IS_DOCUMENT(document), items);

    for (const YadoDeviceSpec *spec = yado_catalog_get_devices(); spec->id != NULL; spec++) {
        const char *reason = NULL;

        yado_device_check(spec, document, guest, &reason);
        g_ptr_array_add(items, yado_choice_item_new(spec->id, yado_device_get_label(spec), reason));
    }
    return items;
}

/* ---- Adding ---- */

static gboolean
write_values(const YadoDeviceSpec *spec, YadoDocument *document, const char *node, GError **error)
{
    for (const YadoDeviceValue *value = spec->values; value != NULL && value->key != NULL; value++)
        if (!yado_document_set_value(document, node, value->key, value->value, error))
            return FALSE;
    return TRUE;
}

char *
yado_device_add(const YadoDeviceSpec *spec, YadoDocument *document, YadoGuest *guest,
                GError **error)
{
    g_autofree char *name = NULL;
    g_autofree char *node = NULL;
    const char *reason = NULL;

    g_return_val_if_fail(spec != NULL && YADO_IS_DOCUMENT(document), NULL);

    if (!yado_device_check(spec, document, guest, &reason)) {
        name = yado_text_strip_mnemonic(yado_device_get_label(spec));
        yado_error_set(error, YADO_ERROR_UNSUPPORTED, NULL, NULL, _("%s cannot be added: %s"), name,
                       reason);
        return NULL;
    }
    node = yado_document_add_node(document, spec->kind, error);
    if (node == NULL)
        return NULL;
    if (!write_values(spec, document, node, error)) {
        yado_document_remove_node(document, node, NULL);
        return NULL;
    }
    if (spec->prepare != NULL)
        spec->prepare(document, node, guest);
    return g_steal_pointer(&node);
}

/* ---- Removing ---- */

gboolean
yado_device_can_remove(YadoDocument *document, const char *node, YadoGuest *guest,
                       const char **reason)
{
    const YadoPageSpec *page;
    const char *why;

    g_return_val_if_fail(YADO_IS_DOCUMENT(document) && node != NULL, FALSE);

    if (!is_changeable(guest, reason))
        return FALSE;
    page = yado_page_find_for_node(document, node);
    why = page != NULL && page->keep != NULL ? page->keep(document, node) : NULL;
    return why == NULL || refuse(reason, why);
}

gboolean
yado_device_remove(YadoDocument *document, const char *node, YadoGuest *guest, GError **error)
{
    g_autofree char *name = NULL;
    const char *reason = NULL;

    g_return_val_if_fail(YADO_IS_DOCUMENT(document) && node != NULL, FALSE);

    if (yado_device_can_remove(document, node, guest, &reason))
        return yado_document_remove_node(document, node, error);
    name = yado_hotplug_dup_name(document, node);
    return yado_error_set(error, YADO_ERROR_UNSUPPORTED, NULL, NULL, _("%s cannot be removed: %s"),
                          name, reason);
}

/* ---- When ---- */

YadoEffect
yado_device_get_effect(YadoDocument *document, const char *node, YadoGuest *guest)
{
    g_return_val_if_fail(YADO_IS_DOCUMENT(document) && node != NULL, YADO_EFFECT_NONE);

    if (guest == NULL || !yado_guest_is_active(guest))
        return YADO_EFFECT_STORED;
    if (yado_guest_has(guest, YADO_CAP_HOTPLUG, NULL) && yado_hotplug_can_plug(document, node))
        return YADO_EFFECT_NOW;
    return YADO_EFFECT_NEXT_START;
}

gboolean
yado_device_has_note(YadoForm *form)
{
    return yado_document_is_new_node(yado_form_get_document(form), yado_form_get_node(form));
}

char *
yado_device_dup_note(YadoForm *form, const YadoFieldSpec *spec)
{
    YadoGuest *guest = yado_form_get_guest(form);
    const char *why = NULL;

    if (!yado_device_has_note(form))
        return NULL;
    switch (yado_device_get_effect(yado_form_get_document(form), yado_form_get_node(form), guest)) {
    case YADO_EFFECT_NOW:
        return g_strdup(_("new: the guest gets it as soon as you apply it"));
    case YADO_EFFECT_STORED:
        return g_strdup(_("new: the guest has it when it starts"));
    default:
        if (!yado_guest_has(guest, YADO_CAP_HOTPLUG, &why) && why != NULL)
            return g_strdup_printf(_("new: the guest has it from its next start on. %s"), why);
        return g_strdup(_("new: the guest has it from its next start on; such a device cannot be "
                          "given to it while it runs"));
    }
}

/* ---- Names and addresses ---- */

static gboolean
has_target(YadoDocument *document, GStrv nodes, const char *own, const char *target)
{
    for (guint i = 0; nodes[i] != NULL; i++) {
        g_autofree char *other = yado_document_dup_value(document, nodes[i], "target");

        if (g_strcmp0(nodes[i], own) != 0 && g_strcmp0(other, target) == 0)
            return TRUE;
    }
    return FALSE;
}

char *
yado_device_dup_free_target(YadoDocument *document, const char *own, const char *prefix)
{
    g_auto(GStrv) nodes = yado_document_list_nodes(document, "disk");

    for (guint i = 0;; i++) {
        g_autofree char *target =
            i < 26
                ? g_strdup_printf("%s%c", prefix, 'a' + (int)i)
                : g_strdup_printf("%s%c%c", prefix, 'a' + (int)(i / 26) - 1, 'a' + (int)(i % 26));

        if (!has_target(document, nodes, own, target) || i >= 26 * 27)
            return g_steal_pointer(&target);
    }
}

const char *
yado_device_guess_format(const char *path, gboolean is_xen)
{
    static const struct {
        const char *suffix, *format;
    } formats[] = {
        { ".qcow2", "qcow2" }, { ".qcow", "qcow" }, { ".qed", "qed" },
        { ".vhd", "vpc" },     { ".vmdk", "vmdk" }, { ".vdi", "vdi" },
    };

    for (guint i = 0; i < G_N_ELEMENTS(formats); i++)
        if (g_str_has_suffix(path, formats[i].suffix))
            return yado_device_get_format_name(formats[i].format, is_xen);
    return NULL;
}

const char *
yado_device_get_format_name(const char *format, gboolean is_xen)
{
    const char *theirs = is_xen ? "vpc" : "vhd";

    return strcmp(format, theirs) != 0 ? format : is_xen ? "vhd" : "vpc";
}

char *
yado_device_dup_random_mac(gboolean is_xen)
{
    guint32 number = g_random_int();

    return g_strdup_printf("%s:%02x:%02x:%02x", is_xen ? "00:16:3e" : "52:54:00",
                           (number >> 16) & (is_xen ? 0x7f : 0xff), (number >> 8) & 0xff,
                           number & 0xff);
}
