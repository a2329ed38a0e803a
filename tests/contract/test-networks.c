/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Virtual networks that are alive: bridges, firewall rules, a DHCP server that lends addresses to a real guest, an Open vSwitch. */
#include "config.h"

#include "contract.h"

#include <string.h>

static Contract *
open_system(void)
{
    return contract_open(PLACE_SYSTEM, NULL);
}

/* What a command of the host prints has @part in it, or has it not. */
static void
expect(Contract *contract, gboolean wanted, const char *part, const char *command)
{
    const char *const argv[] = { "sh", "-c", command, NULL };
    g_autofree char *output = yado_test_daemon_run_inside(contract->daemon, argv);

    if ((strstr(output, part) != NULL) != wanted)
        g_error("%s %s: %s", command, wanted ? "lacks" : "has", output);
}

static void
check_state(Contract *contract, const char *name, const char *kind, int active)
{
    contract_wait_resource(contract, YADO_RESOURCE_NETWORKS, NULL, name, TRUE);
    GPtrArray *list =
        yado_resources_list(yado_resources_get(contract->host), YADO_RESOURCE_NETWORKS, NULL);
    const YadoResource *network = yado_resource_list_find(list, name);
    g_assert_cmpstr(network->type, ==, kind);
    g_assert_cmpint(network->active, ==, active);
}

/* Each kind starts; what it says of itself is what the host then has; deleted, nothing of it is left. */
static void
test_kinds(void)
{
    g_autoptr(Contract) contract = open_system();
    if (!contract)
        return;
    DO(contract, "network.create", "name=lan", "mode=nat", "address=10.77.1.1/24",
       "address6=fd00:77::1/64", NULL);
    expect(contract, TRUE, "10.77.1.1/24", "ip -br addr show virbr0");
    expect(contract, TRUE, "fd00:77::1/64", "ip -br addr show virbr0");
    expect(contract, TRUE, "10.77.1.0/24", "iptables -t nat -S | grep MASQUERADE");
    expect(contract, TRUE, "10.77.1.2,10.77.1.254", /* the range follows the address */
           "cat /var/lib/libvirt/dnsmasq/lan.conf");
    DO(contract, "network.create", "name=far", "mode=route", "address=10.77.2.1/24", NULL);
    expect(contract, TRUE, "10.77.2.0/24", "iptables -S LIBVIRT_FWO");
    expect(contract, FALSE, "10.77.2.0/24", "iptables -t nat -S");
    DO(contract, "network.create", "name=alone", "mode=isolated", "address=10.77.3.1/24", NULL);
    expect(contract, FALSE, "10.77.3.0/24", "iptables -S LIBVIRT_FWO");
    DO(contract, "network.create", "name=free", "mode=open", "address=10.77.4.1/24", NULL);
    expect(contract, FALSE, "virbr3", "iptables -S");
    expect(contract, TRUE, "10.77.4.1/24", "ip -br addr show virbr3");
    expect(contract, TRUE, "", "ip link add br0 type bridge; ip link set br0 up");
    DO(contract, "network.create", "name=bridged", "mode=bridge", "bridge=br0", NULL);
    check_state(contract, "lan", "nat", 1);
    check_state(contract, "far", "route", 1);
    check_state(contract, "alone", "isolated", 1);
    check_state(contract, "free", "open", 1);
    check_state(contract, "bridged", "bridge", 1);

    g_autoptr(YadoJob) twice = contract_begin(contract, NULL, "network.create", "name=twice",
                                              "mode=nat", "address=10.77.1.1/24", NULL);
    contract_await(twice, YADO_JOB_FAILED);
    g_free(yado_test_virsh(contract->uri, "net-info", "lan", NULL));
    expect(contract, FALSE, "twice", "ls /etc/libvirt/qemu/networks");
    DO(contract, "network.stop", "network=lan", NULL);
    expect(contract, FALSE, "virbr0", "ip -br link");
    DO(contract, "network.start", "network=lan", NULL);
    expect(contract, TRUE, "virbr0", "ip -br link");
    DO(contract, "network.delete", "network=lan", NULL);
    contract_wait_resource(contract, YADO_RESOURCE_NETWORKS, NULL, "lan", FALSE);
    expect(contract, FALSE, "virbr0", "ip -br link");
    expect(contract, FALSE, "10.77.1.", "iptables -t nat -S");
}

/* ---- Addresses ---- */

typedef struct {
    YadoTestDaemon *daemon;
    const char *name, *wanted;
} Console;

static gboolean
was_said(gpointer data)
{
    Console *console = data;
    g_autofree char *text = yado_test_guest_dup_console(console->daemon, console->name);
    return strstr(text, console->wanted) != NULL;
}

static void
hear(Contract *contract, const char *name, const char *wanted)
{
    Console console = { contract->daemon, name, wanted };
    if (yado_test_wait(was_said, &console, 60))
        return;
    g_autofree char *text = yado_test_guest_dup_console(contract->daemon, name);
    g_error("“%s” did not say “%s”: %s", name, wanted, text);
}

/* FALSE: its kernel has no network card (one that was fetched before the tests wanted it). */
static gboolean
start_with_card(Contract *contract, const char *name, const char *mac)
{
    yado_test_guest_define_card(contract->daemon, name, "lan", mac);
    YadoGuest *guest = contract_find(contract, name);
    contract_perform(contract, guest, "guest.start");
    contract_wait_state(guest, YADO_GUEST_RUNNING, 30);
    yado_test_guest_wait_ready(contract->daemon, name, 1);
    g_autofree char *text = yado_test_guest_dup_console(contract->daemon, name);
    if (!strstr(text, "can't find device 'eth0'"))
        return TRUE;
    g_test_skip("the tiny guest's kernel has no network card: remove build/guest");
    return FALSE;
}

/* What it said that it got. */
static char *
dup_address(Contract *contract, const char *name)
{
    g_autofree char *text = yado_test_guest_dup_console(contract->daemon, name);
    const char *begin = strstr(text, "guest: address ") + strlen("guest: address ");
    return g_strndup(begin, strcspn(begin, " "));
}

typedef struct {
    YadoResources *resources;
    const char *address;
    const YadoResource *lease;
} Lease;

/* No event tells of a lease, and the DHCP server tells the host after the guest has it: asked for again until it is there. */
static gboolean
is_lent(gpointer data)
{
    Lease *lease = data;
    if (yado_resources_is_loading(lease->resources))
        return FALSE;
    GPtrArray *list = yado_resources_list(lease->resources, YADO_RESOURCE_LEASES, NULL);
    lease->lease = yado_resource_list_find(list, lease->address);
    if (!lease->lease)
        yado_resources_outdate(lease->resources);
    return lease->lease != NULL;
}

static void
check_lease(Contract *contract, const char *address, const char *mac, int is_fixed)
{
    Lease wait = { yado_resources_get(contract->host), address, NULL };
    yado_resources_want(wait.resources, YADO_RESOURCE_LEASES, NULL);
    yado_resources_outdate(wait.resources);
    if (!yado_test_wait(is_lent, &wait, 20))
        g_error("lease “%s” is not there", address);
    const YadoResource *lease = wait.lease;
    g_assert_cmpstr(lease->type, ==, mac);
    g_assert_cmpint(lease->persistent, ==, is_fixed);
    g_assert_cmpint(lease->note != NULL, ==, !is_fixed); /* until when */
}

/* The DHCP server gives what was fixed while it ran, and knows the name; who has nothing fixed gets one of the range. */
static void
test_leases(void)
{
    g_autoptr(Contract) contract = open_system();
    if (!contract)
        return;
    DO(contract, "network.create", "name=lan", "mode=nat", "address=10.77.1.1/24",
       "dhcp-first=10.77.1.50", "dhcp-last=10.77.1.59", "domain=lab.example", NULL);
    contract_wait_resource(contract, YADO_RESOURCE_NETWORKS, NULL, "lan", TRUE);
    DO(contract, "lease.create", "network=lan", "mac=52:54:00:12:34:56", "address=10.77.1.7",
       "hostname=web", NULL);
    if (!start_with_card(contract, "fixed", "52:54:00:12:34:56"))
        return;
    hear(contract, "fixed", "guest: address 10.77.1.7 domain lab.example");
    hear(contract, "fixed", "Address: 10.77.1.7"); /* of web.lab.example */
    check_lease(contract, "10.77.1.7", "52:54:00:12:34:56", 1);
    g_assert_true(start_with_card(contract, "other", "52:54:00:12:34:57"));
    hear(contract, "other", "guest: address 10.77.1.5");
    g_autofree char *lent = dup_address(contract, "other");
    check_lease(contract, lent, "52:54:00:12:34:57", 0);

    g_autoptr(YadoJob) taken = contract_begin(contract, NULL, "lease.create", "network=lan",
                                              "mac=52:54:00:12:34:58", "address=10.77.1.7", NULL);
    contract_await(taken, YADO_JOB_FAILED);
    g_assert_cmpstr(yado_job_get_error(taken)->message, ==,
                    "In the network “lan” 10.77.1.7 is fixed for 52:54:00:12:34:56 already.");
    DO(contract, "lease.delete", "lease=10.77.1.7", NULL);
    expect(contract, FALSE, "10.77.1.7", "cat /var/lib/libvirt/dnsmasq/lan.hostsfile");
}

/* ---- Open vSwitch ---- */

#define START_SWITCH                                                                         \
    "mkdir -p /run/openvswitch /var/log/openvswitch /var/lib/openvswitch; "                  \
    "cd /var/lib/openvswitch; "                                                              \
    "ovsdb-tool create conf.db /usr/share/openvswitch/vswitch.ovsschema && "                 \
    "ovsdb-server --remote=punix:/run/openvswitch/db.sock --pidfile --detach -vconsole:off " \
    "/var/lib/openvswitch/conf.db && ovs-vsctl --no-wait init && "                           \
    "ovs-vswitchd --pidfile --detach -vconsole:off unix:/run/openvswitch/db.sock && "        \
    "ovs-vsctl add-br ovs0 -- set bridge ovs0 datapath_type=netdev"

/* In the processor: no module of the kernel is needed. */
static void
test_switch(void)
{
    g_autofree char *program = yado_test_need_program("ovs-vswitchd");
    g_autoptr(Contract) contract = program ? open_system() : NULL;
    if (!contract)
        return;
    expect(contract, TRUE, "", START_SWITCH);
    DO(contract, "network.create", "name=lan", "mode=openvswitch", "bridge=ovs0", NULL);
    check_state(contract, "lan", "openvswitch", 1);
    yado_test_guest_define_card(contract->daemon, "switched", "lan", "52:54:00:12:34:56");
    YadoGuest *guest = contract_find(contract, "switched");
    g_autoptr(GError) error = NULL;
    g_autoptr(YadoDocument) document = contract_get_document(guest);
    g_auto(GStrv) nics = yado_document_list_nodes(document, "nic");
    g_assert_true(yado_document_set_value(document, nics[0], "vlan", "42", &error));
    g_autoptr(YadoDocument) applied = contract_apply(guest, document, YADO_APPLY_STORED, &error);
    g_assert_no_error(error);
    contract_perform(contract, guest, "guest.start");
    contract_wait_state(guest, YADO_GUEST_RUNNING, 30);
    expect(contract, TRUE, "vnet0", "ovs-vsctl list-ports ovs0");
    expect(contract, TRUE, "42", "ovs-vsctl get port vnet0 tag");
}

int
main(int argc, char **argv)
{
    yado_test_guard();
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/contract/system/networks/kinds", test_kinds);
    g_test_add_func("/contract/system/networks/leases", test_leases);
    g_test_add_func("/contract/system/networks/switch", test_switch);
    return g_test_run();
}
