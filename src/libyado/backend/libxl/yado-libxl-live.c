/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * What of an edited configuration can be changed in the guest while it runs: memory, vCPUs, weight, disks, network cards, media, PCI and USB
 * devices of the host.
 */
#include "config.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "backend/libxl/yado-libxl-private.h"
#include "document/yado-hotplug.h"
#include "document/yado-xl-document.h"

typedef struct {
    YadoXl1 *proxy;
    const char *uuid; /* Xen's */
    YadoDocument *document;
    gboolean is_stored; /* for the next start, too */
} Live;

typedef gboolean (*SetFunc)(Live *live, const char *value, GError **error);

static guint64
read_kib(const char *value)
{
    return g_ascii_strtoull(value, NULL, 10) / 1024;
}

static gboolean
set_maximum_memory(Live *live, const char *value, GError **error)
{
    return yado_xl1_call_set_maximum_memory_sync(live->proxy, live->uuid, read_kib(value),
                                                 G_DBUS_CALL_FLAGS_NONE, G_MAXINT, NULL, error);
}

static gboolean
set_memory(Live *live, const char *value, GError **error)
{
    return yado_xl1_call_set_memory_sync(live->proxy, live->uuid, read_kib(value),
                                         G_DBUS_CALL_FLAGS_NONE, G_MAXINT, NULL, error);
}

/* Those that are online, and in @all how many it was started with; 0: not known. */
static guint
count_vcpus(Live *live, gsize *all)
{
    g_autoptr(GVariant) vcpus = NULL;
    gsize n;
    guint online = 0;

    *all = 0;

    if (!yado_xl1_call_list_vcpus_sync(live->proxy, live->uuid, G_DBUS_CALL_FLAGS_NONE, G_MAXINT,
                                       &vcpus, NULL, NULL))
        return 0;
    n = *all = g_variant_n_children(vcpus);
    for (gsize i = 0; i < n; i++) {
        const char *state;

        g_variant_get_child(vcpus, i, "(ui&stss)", NULL, NULL, &state, NULL, NULL, NULL);
        online += strcmp(state, "offline") != 0;
    }
    return online;
}

/*
 * libxl calls done what it has not done to an HVM guest: that waits for the next start, as was said before.  So does what is more than the
 * guest was started with.
 */
static gboolean
set_vcpus(Live *live, const char *value, GError **error)
{
    guint wanted = (guint)g_ascii_strtoull(value, NULL, 10);
    gsize all;
    guint now = count_vcpus(live, &all);

    if (live->is_stored && all > 0 && wanted > all)
        return TRUE;
    if (!yado_hotplug_can_set_vcpus(live->document, now, wanted))
        return live->is_stored ||
               yado_error_set(error, YADO_ERROR_UNSUPPORTED, NULL, NULL,
                              _("An HVM guest gives no processor back while it runs."));
    return yado_xl1_call_set_vcpus_sync(live->proxy, live->uuid, wanted, G_DBUS_CALL_FLAGS_NONE,
                                        G_MAXINT, NULL, error);
}

static gboolean
set_weight(Live *live, const char *value, GError **error)
{
    GVariantBuilder parameters;

    g_variant_builder_init(&parameters, G_VARIANT_TYPE("a{si}"));
    g_variant_builder_add(&parameters, "{si}", "weight", (gint)g_ascii_strtoll(value, NULL, 10));
    return yado_xl1_call_set_scheduler_sync(live->proxy, live->uuid,
                                            g_variant_builder_end(&parameters),
                                            G_DBUS_CALL_FLAGS_NONE, G_MAXINT, NULL, error);
}

/* In this order: a guest cannot grow above its maximum. */
static const struct {
    const char *key;
    SetFunc set;
} keys[] = {
    { "memory.maximum", set_maximum_memory },
    { "memory.current", set_memory },
    { "vcpu.current", set_vcpus },
    { "cpu.weight", set_weight },
};

/* Devices. */

/* Of a device that is not in the document any more: @text is what stood in the list @key. */
static char *
dup_removed_value(const char *key, const char *node, const char *text, const char *what)
{
    char quote = strchr(text, '\'') ? '"' : '\'';
    g_autofree char *whole = g_strdup_printf("%s = [ %c%s%c ]\n", key, quote, text, quote);
    g_autoptr(YadoDocument) document = yado_xl_document_new_from_text(whole, NULL);

    return document ? yado_document_dup_value(document, node, what) : NULL;
}

static gboolean
attach_disk(Live *live, const char *text, GError **error)
{
    return yado_xl1_call_attach_disk_sync(live->proxy, live->uuid, text, G_DBUS_CALL_FLAGS_NONE,
                                          G_MAXINT, NULL, error);
}

static gboolean
detach_disk(Live *live, const char *text, GError **error)
{
    g_autofree char *target = dup_removed_value("disk", "disk:0", text, "target");

    return yado_xl1_call_detach_disk_sync(live->proxy, live->uuid, target ? target : "", FALSE,
                                          G_DBUS_CALL_FLAGS_NONE, G_MAXINT, NULL, error);
}

static gboolean
attach_nic(Live *live, const char *text, GError **error)
{
    return yado_xl1_call_attach_nic_sync(live->proxy, live->uuid, text, G_DBUS_CALL_FLAGS_NONE,
                                         G_MAXINT, NULL, error);
}

static gboolean
detach_nic(Live *live, const char *text, GError **error)
{
    g_autofree char *mac = dup_removed_value("vif", "nic:0", text, "mac");

    return yado_xl1_call_detach_nic_sync(live->proxy, live->uuid, mac ? mac : "", FALSE,
                                         G_DBUS_CALL_FLAGS_NONE, G_MAXINT, NULL, error);
}

static gboolean
attach_pci(Live *live, const char *text, GError **error)
{
    return yado_xl1_call_attach_pci_sync(live->proxy, live->uuid, text, G_DBUS_CALL_FLAGS_NONE,
                                         G_MAXINT, NULL, error);
}

static gboolean
detach_pci(Live *live, const char *text, GError **error)
{
    g_autofree char *address = dup_removed_value("pci", "hostdev:0", text, "address");

    return yado_xl1_call_detach_pci_sync(live->proxy, live->uuid, address ? address : "", FALSE,
                                         G_DBUS_CALL_FLAGS_NONE, G_MAXINT, NULL, error);
}

/* "1.4" */
static void
read_usb_address(const char *text, guint *bus, guint *device)
{
    g_autofree char *address = dup_removed_value("usbdev", "hostdev:0", text, "address");
    g_auto(GStrv) parts = g_strsplit(address ? address : "", ".", 2);

    *bus = parts[0] ? (guint)g_ascii_strtoull(parts[0], NULL, 10) : 0;
    *device = parts[0] && parts[1] ? (guint)g_ascii_strtoull(parts[1], NULL, 10) : 0;
}

static gboolean
attach_usb(Live *live, const char *text, GError **error)
{
    guint bus, device;

    read_usb_address(text, &bus, &device);
    return yado_xl1_call_attach_usb_sync(live->proxy, live->uuid, bus, device,
                                         G_DBUS_CALL_FLAGS_NONE, G_MAXINT, NULL, error);
}

static gboolean
detach_usb(Live *live, const char *text, GError **error)
{
    guint bus, device;

    read_usb_address(text, &bus, &device);
    return yado_xl1_call_detach_usb_sync(live->proxy, live->uuid, bus, device,
                                         G_DBUS_CALL_FLAGS_NONE, G_MAXINT, NULL, error);
}

/* Others come and go at the guest's next start. */
static const struct {
    const char *kind;
    gboolean is_usb;
    SetFunc attach, detach; /* with the text of the device */
} devices[] = {
    { "disk:", FALSE, attach_disk, detach_disk },
    { "nic:", FALSE, attach_nic, detach_nic },
    { "hostdev:", FALSE, attach_pci, detach_pci },
    { "hostdev:", TRUE, attach_usb, detach_usb },
};

/* A PCI device begins with its address. */
static gboolean
is_usb(const char *text)
{
    return strstr(text, "hostbus=") != NULL;
}

static gboolean
plug(Live *live, const char *node, const char *text, gboolean comes, GError **error)
{
    for (guint i = 0; i < G_N_ELEMENTS(devices); i++)
        if (g_str_has_prefix(node, devices[i].kind) && devices[i].is_usb == is_usb(text))
            return comes ? devices[i].attach(live, text, error)
                         : devices[i].detach(live, text, error);
    return TRUE;
}

static gboolean
add_device(Live *live, const char *node, GError **error)
{
    g_autofree char *text = yado_document_dump_node(live->document, node);

    return text == NULL || plug(live, node, text, TRUE, error);
}

/* Ejecting, inserting: the source of a drive. */
static gboolean
change_media(Live *live, const YadoEdit *edit, GError **error)
{
    g_autofree char *device = yado_document_dup_value(live->document, edit->node, "device");
    g_autofree char *target = yado_document_dup_value(live->document, edit->node, "target");

    if (g_strcmp0(device, "cdrom") != 0 || strcmp(edit->key, "source") != 0 || !target)
        return TRUE;
    return yado_xl1_call_change_media_sync(live->proxy, live->uuid, target,
                                           edit->new_value ? edit->new_value : "",
                                           G_DBUS_CALL_FLAGS_NONE, G_MAXINT, NULL, error);
}

static gboolean
apply_to_node(Live *live, const YadoEdit *edit, GError **error)
{
    if (edit->key)
        return change_media(live, edit, error);
    if (!edit->old_value)
        return add_device(live, edit->node, error);
    return plug(live, edit->node, edit->old_value, FALSE, error);
}

static gboolean
apply_to_guest(Live *live, const char *key, SetFunc set, GError **error)
{
    GPtrArray *edits = yado_document_get_edits(live->document);

    for (guint i = 0; i < edits->len; i++) {
        const YadoEdit *edit = edits->pdata[i];

        if (!edit->node && edit->new_value && g_strcmp0(edit->key, key) == 0)
            return set(live, edit->new_value, error);
    }
    return TRUE;
}

static gboolean
apply_all(Live *live, GError **error)
{
    GPtrArray *edits = yado_document_get_edits(live->document);

    for (guint i = 0; i < G_N_ELEMENTS(keys); i++)
        if (!apply_to_guest(live, keys[i].key, keys[i].set, error))
            return FALSE;
    for (guint i = 0; i < edits->len; i++) {
        const YadoEdit *edit = edits->pdata[i];

        if (edit->node && !apply_to_node(live, edit, error))
            return FALSE;
    }
    return TRUE;
}

static gboolean
fail_pending(YadoLibxlBackend *self, const char *name, GError *native, GError **error)
{
    g_autoptr(GError) made = NULL;

    yado_libxl_backend_fail(
        self, &made, native,
        _("The changes of “%s” are stored for its next start, but cannot all be made now."), name);
    if (made->domain == YADO_ERROR && made->code != YADO_ERROR_CONNECTION)
        made->code = YADO_ERROR_PENDING;
    g_propagate_error(error, g_steal_pointer(&made));
    return FALSE;
}

gboolean
yado_libxl_backend_apply_live(YadoLibxlBackend *self, YadoLibxlRow *row, YadoDocument *document,
                              gboolean stored, GError **error)
{
    g_autoptr(YadoXl1) proxy = yado_libxl_backend_ref_proxy(self, error);
    g_autoptr(GError) native = NULL;
    Live live = { proxy, row->xen_uuid, document, stored };

    if (!proxy)
        return FALSE;
    if (apply_all(&live, &native))
        return TRUE;
    if (stored)
        return fail_pending(self, row->name, g_steal_pointer(&native), error);
    return yado_libxl_backend_fail(self, error, g_steal_pointer(&native),
                                   _("“%s” cannot be changed while it runs."), row->name);
}
