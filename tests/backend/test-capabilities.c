/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* A machine from the capabilities that libvirt tells: a host of two sockets, each a NUMA node. */
#include "config.h"

#include "backend/libvirt/yado-libvirt-capabilities.h"

/* The siblings of a processor are no distances, nor is the topology of the CPU one of the machine. */
/* clang-format off */
static const char two_nodes[] =
    "<capabilities>"
    "<host>"
    "<cpu><arch>x86_64</arch><topology sockets='1' cores='2' threads='1'/></cpu>"
    "<iommu support='yes'/>"
    "<topology><cells num='2'>"
    "<cell id='0'><memory unit='KiB'>2097152</memory><pages unit='KiB' size='4'>524288</pages>"
    "<distances><sibling id='0' value='10'/><sibling id='1' value='21'/></distances>"
    "<cpus num='2'><cpu id='0' socket_id='0' die_id='0' core_id='0' siblings='0'/>"
    "<cpu id='1' socket_id='0' die_id='0' core_id='1' siblings='1'/></cpus></cell>"
    "<cell id='1'><memory unit='KiB'>1048576</memory><pages unit='KiB' size='4'>262144</pages>"
    "<distances><sibling id='0' value='21'/><sibling id='1' value='10'/></distances>"
    "<cpus num='2'><cpu id='2' socket_id='1' die_id='0' core_id='0' siblings='2'/>"
    "<cpu id='3' socket_id='1' die_id='0' core_id='1' siblings='3'/></cpus></cell>"
    "</cells></topology>"
    "</host>"
    "<guest><os_type>xen</os_type><arch name='x86_64'/></guest>"
    "<guest><os_type>hvm</os_type><arch name='i686'/></guest>"
    "</capabilities>";
/* clang-format on */

static void
check_node(const YadoHostDetails *details, guint i, guint64 memory, const char *cpus,
           const char *distances)
{
    const YadoHostNode *node = details->nodes->pdata[i];

    g_assert_cmpint(node->node, ==, i);
    g_assert_cmpuint(node->memory, ==, memory);
    g_assert_cmpstr(node->cpus, ==, cpus);
    g_assert_cmpstr(node->distances, ==, distances);
}

static void
test_nodes(void)
{
    const guint64 gib = G_GUINT64_CONSTANT(1) << 30;
    g_autoptr(YadoHostDetails) details = yado_host_details_new();
    const YadoHostCpu *last;

    yado_libvirt_take_capabilities(details, two_nodes);
    g_assert_cmpuint(details->nodes->len, ==, 2);
    check_node(details, 0, 2 * gib, "0,1", "10 21");
    check_node(details, 1, gib, "2,3", "21 10");
    g_assert_cmpuint(details->cpus->len, ==, 4);
    last = &g_array_index(details->cpus, YadoHostCpu, 3);
    g_assert_cmpint(last->cpu, ==, 3);
    g_assert_cmpint(last->socket, ==, 1);
    g_assert_cmpint(last->core, ==, 1);
    g_assert_cmpint(last->node, ==, 1);
    g_assert_cmpint(details->iommu, ==, TRUE);
    g_assert_cmpstr(details->capabilities, ==, "xen-x86_64 hvm-i686");
}

/* libvirt's test driver and old versions tell none. */
static void
test_no_distances(void)
{
    g_autoptr(YadoHostDetails) details = yado_host_details_new();

    yado_libvirt_take_capabilities(
        details, "<capabilities><host><topology><cells num='1'><cell id='0'>"
                 "<memory unit='KiB'>1024</memory><cpus num='1'><cpu id='0'/></cpus></cell></cells>"
                 "</topology></host></capabilities>");
    g_assert_cmpuint(details->nodes->len, ==, 1);
    check_node(details, 0, 1 << 20, "0", NULL);
}

/* What stood before the fault is true. */
static void
test_broken(void)
{
    g_autoptr(YadoHostDetails) details = yado_host_details_new();
    g_autoptr(YadoHostDetails) nothing = yado_host_details_new();

    yado_libvirt_take_capabilities(
        details, "<capabilities><cell id='0'><distances><sibling id='0' value='10'/></distances>"
                 "</cell><cell id='1'></distances>");
    g_assert_cmpuint(details->nodes->len, ==, 1);
    check_node(details, 0, G_MAXUINT64, "", "10");
    g_assert_null(details->capabilities);
    yado_libvirt_take_capabilities(nothing, "");
    g_assert_cmpuint(nothing->nodes->len, ==, 0);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/backend/capabilities/nodes", test_nodes);
    g_test_add_func("/backend/capabilities/no-distances", test_no_distances);
    g_test_add_func("/backend/capabilities/broken", test_broken);
    return g_test_run();
}
