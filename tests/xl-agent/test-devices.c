/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What libxl is told of a device that is plugged in. */
#include "config.h"

#include <string.h>
#include <unistd.h>

#include "../backend/await.h"
#include "fake-xen.h"

#define WEB "11111111-0000-0000-0000-000000000001"

static gboolean
attach_pci(FakeAgent *fake, const char *address)
{
    g_autoptr(GAsyncResult) result = NULL;

    fake_attached[0] = '\0';
    yado_xl1_call_attach_pci(fake->client, WEB, address, G_DBUS_CALL_FLAGS_NONE, -1, NULL,
                             await_done, &result);
    return yado_xl1_call_attach_pci_finish(fake->client, await(&result), NULL);
}

static void
test_pci(void)
{
    static const struct {
        const char *address, *attached;
    } cases[] = {
        { "0000:03:00.0", "pci 0000:03:00.0" },
        { "03:00.0", "pci 0000:03:00.0" },
        { "0001:a3:1f.7", "pci 0001:a3:1f.7" },
        { "03:00.0@5,permissive=1", "pci 0000:03:00.0" },
        { "03:00", "" },
        { "03:20.0", "" },
    };
    FakeAgent fake = { 0 };

    fake_agent_open(&fake);
    fake_guests[0] = (FakeGuest){ .domid = 7, .uuid = WEB, .name = "web" };
    for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_assert_true(attach_pci(&fake, cases[i].address) == (*cases[i].attached != '\0'));
        g_assert_cmpstr(fake_attached, ==, cases[i].attached);
    }
    fake_agent_close(&fake);
}

/* ---- Which devices there are ---- */

/* As the kernel tells of one: @values "class=0x020000 vendor=0x8086 …", @driver "" none. */
static void
make_device(const char *folder, const char *address, const char *driver, gboolean has_reset)
{
    g_autofree char *device = g_build_filename(folder, address, NULL);
    static const char *const values[][2] = { { "class", "0x020000\n" },
                                             { "vendor", "0x8086\n" },
                                             { "device", "0x10d3\n" } };
    g_autofree char *reset = g_build_filename(device, "reset", NULL);
    g_autofree char *link = g_build_filename(device, "driver", NULL);
    g_autofree char *group = g_build_filename(device, "iommu_group", NULL);
    g_autofree char *target = g_strconcat("../../../bus/pci/drivers/", driver, NULL);

    g_assert_cmpint(g_mkdir_with_parents(device, 0700), ==, 0);
    for (guint i = 0; i < G_N_ELEMENTS(values); i++) {
        g_autofree char *path = g_build_filename(device, values[i][0], NULL);

        g_assert_true(g_file_set_contents(path, values[i][1], -1, NULL));
    }
    if (has_reset)
        g_assert_true(g_file_set_contents(reset, "", 0, NULL));
    if (*driver)
        g_assert_cmpint(symlink(target, link), ==, 0);
    g_assert_cmpint(symlink("../../kernel/iommu_groups/7", group), ==, 0);
}

/* "0000:03:00.0 020000 8086 10d3 e1000e 7 reset assignable"; "" when it is not there. */
static char *
dup_device(FakeAgent *fake, const char *address)
{
    g_autoptr(GAsyncResult) result = NULL;
    g_autoptr(GVariant) devices = NULL;
    const char *found, *class, *vendor, *product, *driver, *group;
    gboolean has_reset, is_assignable;
    GVariantIter iter;

    yado_xl1_call_list_pci(fake->client, G_DBUS_CALL_FLAGS_NONE, -1, NULL, await_done, &result);
    g_assert_true(yado_xl1_call_list_pci_finish(fake->client, &devices, await(&result), NULL));
    g_variant_iter_init(&iter, devices);
    while (g_variant_iter_next(&iter, "(&s&s&s&s&s&sbb)", &found, &class, &vendor, &product,
                               &driver, &group, &has_reset, &is_assignable))
        if (strcmp(found, address) == 0)
            return g_strdup_printf("%s %s %s %s %s %s%s%s", found, class, vendor, product, driver,
                                   group, has_reset ? " reset" : "",
                                   is_assignable ? " assignable" : "");
    return g_strdup("");
}

static void
check_device(FakeAgent *fake, const char *address, const char *expected)
{
    g_autofree char *device = dup_device(fake, address);

    g_assert_cmpstr(device, ==, expected);
}

static gboolean
set_assignable(FakeAgent *fake, const char *address, gboolean on)
{
    g_autoptr(GAsyncResult) result = NULL;

    yado_xl1_call_set_assignable(fake->client, address, on, G_DBUS_CALL_FLAGS_NONE, -1, NULL,
                                 await_done, &result);
    return yado_xl1_call_set_assignable_finish(fake->client, await(&result), NULL);
}

static void
test_assignable(void)
{
    g_autofree char *folder = yado_test_make_folder("pci");
    FakeAgent fake = { 0 };

    fake_agent_open(&fake);
    make_device(folder, "0000:03:00.0", "", FALSE);
    make_device(folder, FAKE_PCI, "e1000e", TRUE);
    fake.agent->pci_folder = g_strdup(folder);
    check_device(&fake, "0000:03:00.0", "0000:03:00.0 020000 8086 10d3  7");
    check_device(&fake, FAKE_PCI, FAKE_PCI " 020000 8086 10d3 e1000e 7 reset");
    g_assert_true(set_assignable(&fake, FAKE_PCI, TRUE));
    check_device(&fake, FAKE_PCI, FAKE_PCI " 020000 8086 10d3 e1000e 7 reset assignable");
    g_assert_true(set_assignable(&fake, FAKE_PCI, FALSE));
    check_device(&fake, FAKE_PCI, FAKE_PCI " 020000 8086 10d3 e1000e 7 reset");
    g_assert_false(set_assignable(&fake, "0000:03:00.0", TRUE));
    g_assert_false(set_assignable(&fake, "nonsense", TRUE));
    fake_agent_close(&fake);
}

static char *
make_driver_file(const char *top, const char *driver, const char *name)
{
    g_autofree char *parent = g_build_filename(top, "drivers", driver, NULL);
    char *path = g_build_filename(parent, name, NULL);

    g_assert_cmpint(g_mkdir_with_parents(parent, 0700), ==, 0);
    g_assert_true(g_file_set_contents(path, "", 0, NULL));
    return path;
}

static void
check_told(const char *path)
{
    g_autofree char *text = NULL;

    g_assert_true(g_file_get_contents(path, &text, NULL, NULL));
    g_assert_cmpstr(text, ==, FAKE_PCI);
}

/* No IOMMU: libxl fails when the device is at pciback, and leaves it there.  Its driver gets it again. */
static void
test_not_assignable(void)
{
    g_autofree char *top = yado_test_make_folder("pci");
    g_autofree char *folder = g_build_filename(top, "devices", NULL);
    g_autofree char *link = g_build_filename(folder, FAKE_PCI, "driver", NULL);
    g_autofree char *unbind = make_driver_file(top, "pciback", "unbind");
    g_autofree char *slot = make_driver_file(top, "pciback", "remove_slot");
    g_autofree char *bind = make_driver_file(top, "e1000e", "bind");
    FakeAgent fake = { 0 };

    fake_agent_open(&fake);
    make_device(folder, FAKE_PCI, "e1000e", TRUE);
    fake.agent->pci_folder = g_strdup(folder);
    fake_driver_link = link;
    g_assert_false(set_assignable(&fake, FAKE_PCI, TRUE));
    fake_driver_link = NULL;
    check_told(unbind);
    check_told(slot);
    check_told(bind);
    fake_agent_close(&fake);
}

int
main(int argc, char **argv)
{
    yado_test_guard();
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/xl-agent/devices/pci", test_pci);
    g_test_add_func("/xl-agent/devices/assignable", test_assignable);
    g_test_add_func("/xl-agent/devices/not-assignable", test_not_assignable);
    return g_test_run();
}
