/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Devices added to and taken from a guest that runs.  Specifications are those of xl.cfg.
 */
#include "config.h"

#include <libxlutil.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "yado-xl-agent.h"

typedef int (*DiskFunc)(libxl_ctx *ctx, uint32_t domid, libxl_device_disk *disk,
                        const libxl_asyncop_how *how);
typedef int (*NicFunc)(libxl_ctx *ctx, uint32_t domid, libxl_device_nic *nic,
                       const libxl_asyncop_how *how);
typedef int (*PciFunc)(libxl_ctx *ctx, uint32_t domid, libxl_device_pci *pci,
                       const libxl_asyncop_how *how);

/* libxlutil's complaints. */
typedef struct {
    FILE *stream;
    char *text;
    size_t length;
    XLU_Config *config;
} Parser;

static void
open_parser(Parser *parser)
{
    parser->stream = open_memstream(&parser->text, &parser->length);
    parser->config = xlu_cfg_init(parser->stream, "specification");
}

static gboolean
close_parser(Parser *parser, GDBusMethodInvocation *invocation, gboolean is_right)
{
    xlu_cfg_destroy(parser->config);
    fclose(parser->stream);
    if (!is_right)
        yado_xl_fail(invocation, YADO_XL_INVALID, "%s", parser->text ? parser->text : "");
    free(parser->text);
    return is_right;
}

/* Disks. */

static void
free_disk(gpointer data)
{
    libxl_device_disk_dispose(data);
    g_free(data);
}

static libxl_device_disk *
new_disk(YadoXlOperation *operation)
{
    libxl_device_disk *disk = g_new0(libxl_device_disk, 1);

    libxl_device_disk_init(disk);
    operation->data = disk;
    operation->destroy = free_disk;
    return disk;
}

static gboolean
on_attach_disk_called_cb(YadoXl1 *skeleton, GDBusMethodInvocation *invocation, const char *uuid,
                         const char *specification, gpointer data)
{
    YadoXlAgent *self = data;
    libxl_device_disk parsed;
    YadoXlOperation *operation;
    libxl_device_disk *disk;
    Parser parser = { 0 };
    uint32_t domid;
    int number;

    if (!yado_xl_find(self, invocation, uuid, &domid))
        return TRUE;
    libxl_device_disk_init(&parsed);
    open_parser(&parser);
    number = xlu_disk_parse(parser.config, 1, &specification, &parsed);
    if (!close_parser(&parser, invocation, number == 0)) {
        libxl_device_disk_dispose(&parsed);
        return TRUE;
    }
    operation = yado_xl_operation_new(self, invocation, domid);
    disk = new_disk(operation);
    *disk = parsed;
    return yado_xl_operation_started(
        operation, libxl_device_disk_add(self->ctx, domid, disk, &operation->how));
}

static gboolean
on_detach_disk_called_cb(YadoXl1 *skeleton, GDBusMethodInvocation *invocation, const char *uuid,
                         const char *target, gboolean force, gpointer data)
{
    YadoXlAgent *self = data;
    DiskFunc detach = force ? libxl_device_disk_destroy : libxl_device_disk_safe_remove;
    YadoXlOperation *operation;
    libxl_device_disk *disk;
    uint32_t domid;

    if (!yado_xl_find(self, invocation, uuid, &domid))
        return TRUE;
    operation = yado_xl_operation_new(self, invocation, domid);
    disk = new_disk(operation);
    if (libxl_vdev_to_device_disk(self->ctx, domid, target, disk) != 0)
        return yado_xl_operation_started(operation, ERROR_NOTFOUND);
    return yado_xl_operation_started(operation, detach(self->ctx, domid, disk, &operation->how));
}

static gboolean
on_change_media_called_cb(YadoXl1 *skeleton, GDBusMethodInvocation *invocation, const char *uuid,
                          const char *target, const char *path, gpointer data)
{
    YadoXlAgent *self = data;
    YadoXlOperation *operation;
    libxl_device_disk *disk;
    uint32_t domid;

    if (!yado_xl_find(self, invocation, uuid, &domid))
        return TRUE;
    operation = yado_xl_operation_new(self, invocation, domid);
    disk = new_disk(operation);
    disk->vdev = strdup(target);
    disk->pdev_path = *path ? strdup(path) : NULL;
    disk->format = *path ? LIBXL_DISK_FORMAT_RAW : LIBXL_DISK_FORMAT_EMPTY;
    disk->is_cdrom = 1;
    disk->removable = 1;
    disk->readwrite = 0;
    return yado_xl_operation_started(operation,
                                     libxl_cdrom_insert(self->ctx, domid, disk, &operation->how));
}

/* Network cards. */

static void
free_nic(gpointer data)
{
    libxl_device_nic_dispose(data);
    g_free(data);
}

static gboolean
parse_mac(const char *text, libxl_mac mac)
{
    guint part[6];
    char rest;

    if (sscanf(text, "%2x:%2x:%2x:%2x:%2x:%2x%c", &part[0], &part[1], &part[2], &part[3], &part[4],
               &part[5], &rest) != 6)
        return FALSE;
    for (int i = 0; i < 6; i++)
        mac[i] = (uint8_t)part[i];
    return TRUE;
}

static void
take_string(char **member, const char *value)
{
    free(*member);
    *member = strdup(value);
}

/* The keys of vif= in xl.cfg that libxl keeps as they are. */
static const struct {
    const char *key;
    gsize offset;
} nic_texts[] = {
    { "bridge", G_STRUCT_OFFSET(libxl_device_nic, bridge) },
    { "ip", G_STRUCT_OFFSET(libxl_device_nic, ip) },
    { "script", G_STRUCT_OFFSET(libxl_device_nic, script) },
    { "vifname", G_STRUCT_OFFSET(libxl_device_nic, ifname) },
    { "backend", G_STRUCT_OFFSET(libxl_device_nic, backend_domname) },
    { "gatewaydev", G_STRUCT_OFFSET(libxl_device_nic, gatewaydev) },
};

static gboolean
take_nic_value(Parser *parser, libxl_device_nic *nic, const char *key, const char *value)
{
    for (guint i = 0; i < G_N_ELEMENTS(nic_texts); i++)
        if (strcmp(nic_texts[i].key, key) == 0) {
            take_string(&G_STRUCT_MEMBER(char *, nic, nic_texts[i].offset), value);
            return TRUE;
        }
    if (strcmp(key, "mac") == 0)
        return parse_mac(value, nic->mac);
    if (strcmp(key, "mtu") == 0)
        return (nic->mtu = atoi(value)) > 0;
    if (strcmp(key, "rate") == 0)
        return xlu_vif_parse_rate(parser->config, value, nic) == 0;
    if (strcmp(key, "type") == 0)
        nic->nictype = strcmp(value, "vif") == 0 ? LIBXL_NIC_TYPE_VIF : LIBXL_NIC_TYPE_VIF_IOEMU;
    else if (strcmp(key, "model") == 0) {
        take_string(&nic->model, value);
        nic->nictype =
            strcmp(value, "netfront") == 0 ? LIBXL_NIC_TYPE_VIF : LIBXL_NIC_TYPE_VIF_IOEMU;
    } else
        return FALSE;
    return TRUE;
}

static gboolean
parse_nic(Parser *parser, libxl_device_nic *nic, const char *specification)
{
    g_auto(GStrv) pairs = g_strsplit(specification, ",", -1);

    for (guint i = 0; pairs[i]; i++) {
        char *value = strchr(pairs[i], '=');

        if (!*g_strstrip(pairs[i]))
            continue;
        if (value)
            *value++ = '\0';
        if (!value || !take_nic_value(parser, nic, g_strstrip(pairs[i]), g_strstrip(value))) {
            fprintf(parser->stream, "“%s” is not understood", pairs[i]);
            return FALSE;
        }
    }
    return TRUE;
}

static gboolean
on_attach_nic_called_cb(YadoXl1 *skeleton, GDBusMethodInvocation *invocation, const char *uuid,
                        const char *specification, gpointer data)
{
    YadoXlAgent *self = data;
    YadoXlOperation *operation;
    libxl_device_nic *nic;
    Parser parser = { 0 };
    uint32_t domid;

    if (!yado_xl_find(self, invocation, uuid, &domid))
        return TRUE;
    nic = g_new0(libxl_device_nic, 1);
    libxl_device_nic_init(nic);
    open_parser(&parser);
    if (!close_parser(&parser, invocation, parse_nic(&parser, nic, specification))) {
        free_nic(nic);
        return TRUE;
    }
    operation = yado_xl_operation_new(self, invocation, domid);
    operation->data = nic;
    operation->destroy = free_nic;
    return yado_xl_operation_started(operation,
                                     libxl_device_nic_add(self->ctx, domid, nic, &operation->how));
}

static gboolean
on_detach_nic_called_cb(YadoXl1 *skeleton, GDBusMethodInvocation *invocation, const char *uuid,
                        const char *mac, gboolean force, gpointer data)
{
    YadoXlAgent *self = data;
    NicFunc detach = force ? libxl_device_nic_destroy : libxl_device_nic_remove;
    YadoXlOperation *operation;
    libxl_device_nic *nic;
    uint32_t domid;

    if (!yado_xl_find(self, invocation, uuid, &domid))
        return TRUE;
    operation = yado_xl_operation_new(self, invocation, domid);
    operation->data = nic = g_new0(libxl_device_nic, 1);
    operation->destroy = free_nic;
    libxl_device_nic_init(nic);
    if (libxl_mac_to_device_nic(self->ctx, domid, mac, nic) != 0)
        return yado_xl_operation_started(operation, ERROR_NOTFOUND);
    return yado_xl_operation_started(operation, detach(self->ctx, domid, nic, &operation->how));
}

/* PCI. */

static void
free_pci(gpointer data)
{
    libxl_device_pci_dispose(data);
    g_free(data);
}

static gboolean
parse_pci(const char *text, libxl_device_pci *pci)
{
    guint domain, bus, device, function;
    char rest;
    gboolean is_whole =
        sscanf(text, "%4x:%2x:%2x.%1x%c", &domain, &bus, &device, &function, &rest) == 4;

    if (!is_whole) /* but it has taken the bus for the domain */
        domain = 0;
    if (!is_whole && sscanf(text, "%2x:%2x.%1x%c", &bus, &device, &function, &rest) != 3)
        return FALSE;
    if (device > 31 || function > 7)
        return FALSE;
    pci->domain = (int)domain;
    pci->bus = (uint8_t)bus;
    pci->dev = (uint8_t)device;
    pci->func = (uint8_t)function;
    return TRUE;
}

/* Behind the address: "@5,permissive=1,seize=1", as in xl.cfg. */
static gboolean
take_pci_option(libxl_device_pci *pci, const char *option)
{
    static const struct {
        const char *name;
        gsize offset;
    } flags[] = {
        { "msitranslate=", G_STRUCT_OFFSET(libxl_device_pci, msitranslate) },
        { "power_mgmt=", G_STRUCT_OFFSET(libxl_device_pci, power_mgmt) },
        { "permissive=", G_STRUCT_OFFSET(libxl_device_pci, permissive) },
        { "seize=", G_STRUCT_OFFSET(libxl_device_pci, seize) },
    };

    for (guint i = 0; i < G_N_ELEMENTS(flags); i++)
        if (g_str_has_prefix(option, flags[i].name)) {
            G_STRUCT_MEMBER(bool, pci, flags[i].offset) = atoi(option + strlen(flags[i].name)) != 0;
            return TRUE;
        }
    return *option == '\0';
}

static gboolean
parse_pci_specification(const char *text, libxl_device_pci *pci)
{
    g_auto(GStrv) parts = g_strsplit(text, ",", -1);
    char *slot = parts[0] ? strchr(parts[0], '@') : NULL;

    if (slot) {
        *slot++ = '\0';
        pci->vdevfn = (uint32_t)strtoul(slot, NULL, 16) << 3;
    }
    if (!parts[0] || !parse_pci(g_strstrip(parts[0]), pci))
        return FALSE;
    for (guint i = 1; parts[i]; i++)
        if (!take_pci_option(pci, g_strstrip(parts[i])))
            return FALSE;
    return TRUE;
}

static gboolean
run_on_pci(YadoXlAgent *self, GDBusMethodInvocation *invocation, const char *uuid,
           const char *address, PciFunc func)
{
    YadoXlOperation *operation;
    libxl_device_pci *pci;
    uint32_t domid;

    if (!yado_xl_find(self, invocation, uuid, &domid))
        return TRUE;
    operation = yado_xl_operation_new(self, invocation, domid);
    operation->data = pci = g_new0(libxl_device_pci, 1);
    operation->destroy = free_pci;
    libxl_device_pci_init(pci);
    if (!parse_pci_specification(address, pci))
        return yado_xl_operation_started(operation, ERROR_INVAL);
    return yado_xl_operation_started(operation, func(self->ctx, domid, pci, &operation->how));
}

static gboolean
on_attach_pci_called_cb(YadoXl1 *skeleton, GDBusMethodInvocation *invocation, const char *uuid,
                        const char *address, gpointer data)
{
    return run_on_pci(data, invocation, uuid, address, libxl_device_pci_add);
}

static gboolean
on_detach_pci_called_cb(YadoXl1 *skeleton, GDBusMethodInvocation *invocation, const char *uuid,
                        const char *address, gboolean force, gpointer data)
{
    return run_on_pci(data, invocation, uuid, address,
                      force ? libxl_device_pci_destroy : libxl_device_pci_remove);
}

/* Where Xen has no IOMMU, libxl fails when the device is at pciback already. */
static int
make_assignable(YadoXlAgent *self, libxl_device_pci *pci)
{
    g_autofree char *address =
        g_strdup_printf("%04x:%02x:%02x.%x", (guint)pci->domain, pci->bus, pci->dev, pci->func);
    g_autofree char *driver = yado_xl_pci_dup_driver(self, address);
    int rc = libxl_device_pci_assignable_add(self->ctx, pci, /* rebind */ 1);

    if (rc != 0)
        yado_xl_pci_undo(self, address, driver);
    return rc;
}

static gboolean
on_set_assignable_called_cb(YadoXl1 *skeleton, GDBusMethodInvocation *invocation,
                            const char *address, gboolean on, gpointer data)
{
    YadoXlAgent *self = data;
    libxl_device_pci pci;
    int rc = ERROR_INVAL;

    if (!yado_xl_agent_check(self, invocation))
        return TRUE;
    libxl_device_pci_init(&pci);
    if (parse_pci(address, &pci) && on)
        rc = make_assignable(self, &pci);
    else if (parse_pci(address, &pci))
        rc = libxl_device_pci_assignable_remove(self->ctx, &pci, 1);
    libxl_device_pci_dispose(&pci);
    if (rc != 0)
        return yado_xl_fail_native(self, invocation, rc);
    yado_xl1_complete_set_assignable(skeleton, invocation);
    return TRUE;
}

/* USB: libxl finds or makes the controller. */

static void
free_usb(gpointer data)
{
    libxl_device_usbdev_dispose(data);
    g_free(data);
}

static libxl_device_usbdev *
new_usb(YadoXlOperation *operation, guint bus, guint device)
{
    libxl_device_usbdev *usb = g_new0(libxl_device_usbdev, 1);

    libxl_device_usbdev_init(usb);
    libxl_device_usbdev_init_type(usb, LIBXL_USBDEV_TYPE_HOSTDEV);
    usb->u.hostdev.hostbus = (uint8_t)bus;
    usb->u.hostdev.hostaddr = (uint8_t)device;
    operation->data = usb;
    operation->destroy = free_usb;
    return usb;
}

static gboolean
on_attach_usb_called_cb(YadoXl1 *skeleton, GDBusMethodInvocation *invocation, const char *uuid,
                        guint bus, guint device, gpointer data)
{
    YadoXlAgent *self = data;
    YadoXlOperation *operation;
    libxl_device_usbdev *usb;
    uint32_t domid;

    if (!yado_xl_find(self, invocation, uuid, &domid))
        return TRUE;
    operation = yado_xl_operation_new(self, invocation, domid);
    usb = new_usb(operation, bus, device);
    return yado_xl_operation_started(
        operation, libxl_device_usbdev_add(self->ctx, domid, usb, &operation->how));
}

static gboolean
find_usb(YadoXlAgent *self, uint32_t domid, guint bus, guint device, libxl_device_usbdev *usb)
{
    int n = 0;
    libxl_device_usbdev *list = libxl_device_usbdev_list(self->ctx, domid, &n);
    gboolean found = FALSE;

    for (int i = 0; list && i < n && !found; i++)
        if (list[i].u.hostdev.hostbus == bus && list[i].u.hostdev.hostaddr == device) {
            libxl_device_usbdev_copy(self->ctx, usb, &list[i]);
            found = TRUE;
        }
    if (list)
        libxl_device_usbdev_list_free(list, n);
    return found;
}

static gboolean
on_detach_usb_called_cb(YadoXl1 *skeleton, GDBusMethodInvocation *invocation, const char *uuid,
                        guint bus, guint device, gpointer data)
{
    YadoXlAgent *self = data;
    YadoXlOperation *operation;
    libxl_device_usbdev *usb;
    uint32_t domid;

    if (!yado_xl_find(self, invocation, uuid, &domid))
        return TRUE;
    operation = yado_xl_operation_new(self, invocation, domid);
    usb = new_usb(operation, bus, device);
    if (!find_usb(self, domid, bus, device, usb))
        return yado_xl_operation_started(operation, ERROR_NOTFOUND);
    return yado_xl_operation_started(
        operation, libxl_device_usbdev_remove(self->ctx, domid, usb, &operation->how));
}

void
yado_xl_devices_connect(YadoXlAgent *self)
{
    static const struct {
        const char *signal;
        GCallback callback;
    } handlers[] = {
        { "handle-attach-disk", G_CALLBACK(on_attach_disk_called_cb) },
        { "handle-detach-disk", G_CALLBACK(on_detach_disk_called_cb) },
        { "handle-change-media", G_CALLBACK(on_change_media_called_cb) },
        { "handle-attach-nic", G_CALLBACK(on_attach_nic_called_cb) },
        { "handle-detach-nic", G_CALLBACK(on_detach_nic_called_cb) },
        { "handle-attach-pci", G_CALLBACK(on_attach_pci_called_cb) },
        { "handle-detach-pci", G_CALLBACK(on_detach_pci_called_cb) },
        { "handle-attach-usb", G_CALLBACK(on_attach_usb_called_cb) },
        { "handle-detach-usb", G_CALLBACK(on_detach_usb_called_cb) },
        { "handle-set-assignable", G_CALLBACK(on_set_assignable_called_cb) },
    };

    for (guint i = 0; i < G_N_ELEMENTS(handlers); i++)
        g_signal_connect(self->skeleton, handlers[i].signal, handlers[i].callback, self);
    yado_xl_pci_connect(self);
}
