/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "document/yado-hotplug.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "base/yado-error.h"
#include "document/yado-edits.h"
#include "document/yado-xl-document.h"

/* Both are lists of words between blanks; NULL: any. A `when` is "key=word word". */
typedef struct {
    const char *types; /* what the guest runs on: "xen" (libvirt's), "xl", "kvm qemu" */
    const char *kind;
    const char *when[2];
} Plug;

typedef struct {
    const char *types;
    const char *kind;
    const char *key;
    const char *when;
} Change;

static const Plug plugs[] = {
    { "xen xl", "disk", { "bus=xen", "device=disk cdrom" } },
    { "xen xl", "nic", { NULL } },
    { "xen xl", "hostdev", { "type=pci usb" } },
    { "xen", "controller", { "type=usb" } },
    { "kvm qemu", "disk", { "bus=virtio scsi usb", "device=disk lun" } },
    { "kvm qemu", "nic", { NULL } },
    { "kvm qemu", "hostdev", { "type=pci usb scsi" } },
    { "kvm qemu", "controller", { "type=scsi" } },
    { "kvm qemu", "channel", { NULL } },
    { "kvm qemu", "rng", { NULL } },
    { "kvm qemu", "input", { "bus=usb virtio" } },
    { "lxc", "disk", { "type=block" } },
    { "lxc", "nic", { NULL } },
    { "lxc", "hostdev", { NULL } },
};

/* Without a kind: of the guest itself. */
static const Change changes[] = {
    { "xen xl kvm qemu", NULL, "memory.current", NULL },
    { "xl", NULL, "memory.maximum", NULL },
    { "xen xl kvm qemu lxc", NULL, "vcpu.current", NULL },
    { "xen xl kvm qemu lxc", NULL, "cpu.weight", NULL },
    { "xen kvm qemu lxc", NULL, "title", NULL },
    { "xen kvm qemu lxc", NULL, "description", NULL },
    { "xen kvm qemu lxc", NULL, "tags", NULL },
    { "xen xl kvm qemu", "disk", "source", "device=cdrom floppy" },
    { "xen xl kvm qemu", "disk", "type", "device=cdrom floppy" },
    { "kvm qemu", "nic", "link", NULL },
    { "kvm qemu", "nic", "source", "type=network bridge" },
    { "kvm qemu", "nic", "rate.in", NULL },
    { "kvm qemu", "nic", "rate.out", NULL },
    { "kvm qemu", "graphics", "password", NULL },
};

static gboolean
has_word(const char *words, gsize length, const char *word)
{
    g_autofree char *list = g_strndup(words, length);
    g_auto(GStrv) parts = g_strsplit(list, " ", -1);

    return word != NULL && g_strv_contains((const char *const *)parts, word);
}

static gboolean
is_type(YadoDocument *document, const char *types)
{
    g_autofree char *type = yado_document_dup_value(document, NULL, "type");

    /* What yado-xl-agent's client plugs is less than what libvirt's driver does. */
    return has_word(types, strlen(types), YADO_IS_XL_DOCUMENT(document) ? "xl" : type);
}

/* A value that is absent is the hypervisor's choice: it makes one that can be plugged. */
static gboolean
holds(YadoDocument *document, const char *node, const char *when)
{
    const char *equals = when != NULL ? strchr(when, '=') : NULL;
    g_autofree char *key = equals != NULL ? g_strndup(when, (gsize)(equals - when)) : NULL;
    g_autofree char *value = key != NULL ? yado_document_dup_value(document, node, key) : NULL;

    return value == NULL || has_word(equals + 1, strlen(equals + 1), value);
}

gboolean
yado_hotplug_can_plug(YadoDocument *document, const char *node)
{
    g_return_val_if_fail(YADO_IS_DOCUMENT(document) && node != NULL, FALSE);

    g_autofree char *kind = yado_node_dup_kind(node);
    for (guint i = 0; i < G_N_ELEMENTS(plugs); i++)
        if (strcmp(plugs[i].kind, kind) == 0 && is_type(document, plugs[i].types) &&
            holds(document, node, plugs[i].when[0]) && holds(document, node, plugs[i].when[1]))
            return TRUE;
    return FALSE;
}

gboolean
yado_hotplug_can_change(YadoDocument *document, const char *node, const char *key)
{
    g_return_val_if_fail(YADO_IS_DOCUMENT(document) && key != NULL, FALSE);

    g_autofree char *kind = node != NULL ? yado_node_dup_kind(node) : NULL;
    for (guint i = 0; i < G_N_ELEMENTS(changes); i++)
        if (g_strcmp0(changes[i].kind, kind) == 0 && strcmp(changes[i].key, key) == 0 &&
            is_type(document, changes[i].types) && holds(document, node, changes[i].when))
            return TRUE;
    return FALSE;
}

gboolean
yado_hotplug_can_set_vcpus(YadoDocument *document, guint now, guint wanted)
{
    g_return_val_if_fail(YADO_IS_DOCUMENT(document), FALSE);

    g_autofree char *kind = yado_document_dup_value(document, NULL, "kind");
    return wanted >= now || g_strcmp0(kind, "hvm") != 0;
}

static gboolean
can_edit(YadoDocument *document, const YadoEdit *edit, gboolean can_plug)
{
    if (edit->node == NULL)
        return yado_hotplug_can_change(document, NULL, edit->key);
    if (!can_plug)
        return FALSE;
    return edit->key == NULL || yado_document_is_new_node(document, edit->node)
               ? yado_hotplug_can_plug(document, edit->node)
               : yado_hotplug_can_change(document, edit->node, edit->key);
}

static gboolean
refuse(YadoDocument *document, const YadoEdit *edit, GError **error)
{
    g_autofree char *guest = yado_document_dup_value(document, NULL, "name");
    g_autofree char *device =
        edit->node != NULL ? yado_hotplug_dup_name(document, edit->node) : NULL;

    if (edit->node == NULL)
        return yado_error_set(error, YADO_ERROR_UNSUPPORTED, edit->key, NULL,
                              _("“%s” cannot be changed while it runs."), guest);
    if (edit->key != NULL && !yado_document_is_new_node(document, edit->node))
        return yado_error_set(error, YADO_ERROR_UNSUPPORTED, edit->key, NULL,
                              _("“%s” of “%s” cannot be changed while it runs."), device, guest);
    if (edit->new_value != NULL)
        return yado_error_set(error, YADO_ERROR_UNSUPPORTED, edit->node, NULL,
                              _("“%s” cannot be given to “%s” while it runs."), device, guest);
    return yado_error_set(error, YADO_ERROR_UNSUPPORTED, edit->node, NULL,
                          _("“%s” cannot be taken from “%s” while it runs."), device, guest);
}

gboolean
yado_hotplug_check(YadoDocument *document, gboolean can_plug, GError **error)
{
    g_return_val_if_fail(YADO_IS_DOCUMENT(document), FALSE);

    GPtrArray *edits = yado_document_get_edits(document);
    for (guint i = 0; i < edits->len; i++)
        if (!can_edit(document, edits->pdata[i], can_plug))
            return refuse(document, edits->pdata[i], error);
    return TRUE;
}

char *
yado_hotplug_dup_name(YadoDocument *document, const char *node)
{
    static const char *const keys[] = {
        "target", "mac", "address", "target.name", "model", "type"
    };

    g_return_val_if_fail(YADO_IS_DOCUMENT(document) && node != NULL, NULL);

    g_autofree char *kind = yado_node_dup_kind(node);
    for (guint i = 0; i < G_N_ELEMENTS(keys); i++) {
        g_autofree char *value = NULL;
        /* The interface that the host made for a card is not its name. */
        if (strcmp(kind, "nic") == 0 && strcmp(keys[i], "target") == 0)
            continue;
        value = yado_document_dup_value(document, node, keys[i]);
        if (value != NULL && *value != '\0')
            return g_steal_pointer(&value);
    }
    return g_steal_pointer(&kind);
}
