/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * The PCI devices of the control domain, as its kernel tells of them.  libxl lists only those that are assignable: bound to pciback, and
 * no guest's.
 */
#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "yado-xl-agent.h"

#define DEVICES "/sys/bus/pci/devices"
#define PCIBACK "pciback"

/* "0x8086\n" -> "8086"; "": not told. */
static char *
dup_number(const char *device, const char *name)
{
    g_autofree char *path = g_build_filename(device, name, NULL);
    char *text = NULL;

    if (!g_file_get_contents(path, &text, NULL, NULL))
        return g_strdup("");
    g_strstrip(text);
    if (g_str_has_prefix(text, "0x"))
        memmove(text, text + 2, strlen(text + 2) + 1);
    return text;
}

/* What the link leads to, its last part; "": there is none. */
static char *
dup_link(const char *device, const char *name)
{
    g_autofree char *path = g_build_filename(device, name, NULL);
    g_autofree char *target = g_file_read_link(path, NULL);

    return target ? g_path_get_basename(target) : g_strdup("");
}

static gboolean
has_file(const char *device, const char *name)
{
    g_autofree char *path = g_build_filename(device, name, NULL);

    return g_file_test(path, G_FILE_TEST_EXISTS);
}

static GHashTable *
list_assignable(YadoXlAgent *self)
{
    GHashTable *addresses = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    int n = 0;
    libxl_device_pci *list = libxl_device_pci_assignable_list(self->ctx, &n);

    for (int i = 0; list && i < n; i++) {
        g_hash_table_add(addresses, g_strdup_printf("%04x:%02x:%02x.%x", (guint)list[i].domain,
                                                    list[i].bus, list[i].dev, list[i].func));
        libxl_device_pci_dispose(&list[i]);
    }
    free(list);
    return addresses;
}

static void
add_device(GVariantBuilder *devices, const char *folder, const char *address,
           GHashTable *assignable)
{
    g_autofree char *device = g_build_filename(folder, address, NULL);
    g_autofree char *class = dup_number(device, "class");
    g_autofree char *vendor = dup_number(device, "vendor");
    g_autofree char *product = dup_number(device, "device");
    g_autofree char *driver = dup_link(device, "driver");
    g_autofree char *group = dup_link(device, "iommu_group");

    g_variant_builder_add(devices, "(ssssssbb)", address, class, vendor, product, driver, group,
                          has_file(device, "reset"), g_hash_table_contains(assignable, address));
}

static const char *
get_folder(YadoXlAgent *self)
{
    return self->pci_folder ? self->pci_folder : DEVICES;
}

static gboolean
on_list_pci_called_cb(YadoXl1 *skeleton, GDBusMethodInvocation *invocation, gpointer data)
{
    YadoXlAgent *self = data;
    const char *folder = get_folder(self);
    g_autoptr(GDir) entries = g_dir_open(folder, 0, NULL);
    g_autoptr(GHashTable) assignable = NULL;
    GVariantBuilder devices;
    const char *address;

    if (!yado_xl_agent_check(self, invocation))
        return TRUE;
    assignable = list_assignable(self);
    g_variant_builder_init(&devices, G_VARIANT_TYPE("a(ssssssbb)"));
    while (entries && (address = g_dir_read_name(entries)))
        add_device(&devices, folder, address, assignable);
    yado_xl1_complete_list_pci(skeleton, invocation, g_variant_builder_end(&devices));
    return TRUE;
}

/* ---- What libxl leaves half done ---- */

char *
yado_xl_pci_dup_driver(YadoXlAgent *self, const char *address)
{
    g_autofree char *device = g_build_filename(get_folder(self), address, NULL);

    return dup_link(device, "driver");
}

/* Tells a driver in /sys of the device. */
static void
tell_driver(YadoXlAgent *self, const char *driver, const char *what, const char *address)
{
    g_autofree char *path = g_build_filename(get_folder(self), "..", "drivers", driver, what, NULL);
    int fd = open(path, O_WRONLY | O_CLOEXEC);

    if (fd < 0 || write(fd, address, strlen(address)) < 0)
        g_warning("%s: %s", path, g_strerror(errno));
    if (fd >= 0)
        close(fd);
}

void
yado_xl_pci_undo(YadoXlAgent *self, const char *address, const char *driver)
{
    g_autofree char *now = yado_xl_pci_dup_driver(self, address);

    if (strcmp(now, PCIBACK) != 0 || strcmp(driver, PCIBACK) == 0)
        return;
    tell_driver(self, PCIBACK, "unbind", address);
    tell_driver(self, PCIBACK, "remove_slot", address);
    if (*driver)
        tell_driver(self, driver, "bind", address);
}

void
yado_xl_pci_connect(YadoXlAgent *self)
{
    g_signal_connect(self->skeleton, "handle-list-pci", G_CALLBACK(on_list_pci_called_cb), self);
}
