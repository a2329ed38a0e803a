/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Hosts with many guests, in the test driver of a libvirtd of our own. */
#include "config.h"

#include "yado-bench.h"

#include <libvirt/libvirt.h>
#include <stdlib.h>

#define OS "http://libosinfo.org/xmlns/libvirt/domain/1.0"

/* About 1.6 KB, as real ones are. */
static char *
print_guest(guint i)
{
    gboolean pv = i % 3 == 0;
    return g_strdup_printf(
        "<domain type='xen'><name>guest-%04u</name><uuid>5c1e7a40-90d2-4c6b-8f3a-%012x</uuid>"
        "<title>Guest number %u</title><description>Made for measuring.</description>"
        "<metadata><libosinfo:libosinfo xmlns:libosinfo='" OS "'>"
        "<libosinfo:os id='http://opensuse.org/opensuse/15.6'/></libosinfo:libosinfo></metadata>"
        "<memory unit='MiB'>2048</memory><currentMemory unit='MiB'>1024</currentMemory>"
        "<vcpu placement='static' current='2'>4</vcpu>"
        "<os><type arch='x86_64' machine='%s'>%s</type></os>"
        "<features><acpi/><apic/><pae/></features><clock offset='utc'/>"
        "<on_poweroff>destroy</on_poweroff><on_reboot>restart</on_reboot>"
        "<on_crash>destroy</on_crash>"
        "<devices>"
        "<disk type='block' device='disk'><driver name='phy' type='raw'/>"
        "<source dev='/dev/vg/guest-%04u'/><target dev='xvda' bus='xen'/></disk>"
        "<disk type='file' device='disk'><driver name='qemu' type='qcow2'/>"
        "<source file='/var/lib/xen/images/guest-%04u.qcow2'/><target dev='xvdb' bus='xen'/></disk>"
        "<interface type='bridge'><mac address='00:16:3e:%02x:%02x:%02x'/>"
        "<source bridge='br0'/></interface>"
        "<console type='pty'><target type='xen' port='0'/></console>"
        "<graphics type='vnc' port='-1' autoport='yes' listen='127.0.0.1'/>"
        "<video><model type='xen' vram='4096' heads='1' primary='yes'/></video>"
        "<memballoon model='xen'/></devices></domain>",
        i, i, i, pv ? "xenpv" : "xenpvh", pv ? "xen" : "xenpvh", i, i, i >> 16 & 255, i >> 8 & 255,
        i & 255);
}

/* Of each twenty 12 run, 1 is paused, 7 are off. */
static void
choose_mixed(guint i, gboolean *is_on, gboolean *is_paused)
{
    *is_on = i % 20 < 13;
    *is_paused = i % 20 == 12;
}

static void
choose_idle(guint i, gboolean *is_on, gboolean *is_paused)
{
    *is_on = *is_paused = TRUE;
}

typedef void (*StateChoice)(guint i, gboolean *is_on, gboolean *is_paused);

static void
add_guest(virConnectPtr connection, guint i, StateChoice choose)
{
    g_autofree char *xml = print_guest(i);
    virDomainPtr guest = virDomainDefineXML(connection, xml);
    g_assert_nonnull(guest);
    gboolean is_on, is_paused;
    choose(i, &is_on, &is_paused);
    if (is_on)
        g_assert_cmpint(virDomainCreate(guest), ==, 0);
    if (is_paused)
        g_assert_cmpint(virDomainSuspend(guest), ==, 0);
    virDomainFree(guest);
}

static void
remove_all(virConnectPtr connection)
{
    virDomainPtr *guests = NULL;
    int n = virConnectListAllDomains(connection, &guests, 0);
    for (int i = 0; i < n; i++) {
        if (virDomainIsActive(guests[i]) == 1)
            virDomainDestroy(guests[i]);
        virDomainUndefine(guests[i]);
        virDomainFree(guests[i]);
    }
    free(guests);
}

static void
fill_host(YadoTestDaemon *daemon, guint n, StateChoice choose)
{
    virConnectPtr connection = virConnectOpen(yado_test_daemon_get_test_uri(daemon));
    g_assert_nonnull(connection);
    remove_all(connection);
    for (guint i = 0; i < n; i++)
        add_guest(connection, i, choose);
    g_assert_cmpint(virConnectListAllDomains(connection, NULL, 0), ==, (int)n);
    virConnectClose(connection);
}

void
yado_bench_fill_host(YadoTestDaemon *daemon, guint n)
{
    fill_host(daemon, n, choose_mixed);
}

void
yado_bench_fill_idle_host(YadoTestDaemon *daemon, guint n)
{
    fill_host(daemon, n, choose_idle);
}

GPid
yado_bench_find_daemon(YadoTestDaemon *daemon)
{
    g_autofree char *path = g_build_filename(yado_test_daemon_get_folder(daemon), "pid", NULL);
    g_autofree char *text = NULL;
    g_assert_true(g_file_get_contents(path, &text, NULL, NULL));
    return atoi(text);
}
