/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What is told about a host, in the order of its dialog; and the graphs of hosts and guests. */
#include "config.h"

#include <math.h>

#include <glib/gi18n-lib.h>

#include "base/yado-error.h"
#include "base/yado-units.h"
#include "present/yado-catalog.h"
#include "present/yado-memory-bar.h"

/* ---- Connection ---- */

static char *
dup_label(YadoHost *host)
{
    return g_strdup(yado_host_get_label(host));
}

static char *
dup_uri(YadoHost *host)
{
    return g_strdup(yado_host_get_uri(host));
}

static char *
dup_state(YadoHost *host)
{
    return g_strdup(yado_host_get_state_label(host));
}

static char *
dup_raw_state(YadoHost *host)
{
    static const char *const names[] = { [YADO_HOST_CLOSED] = "closed",
                                         [YADO_HOST_OPENING] = "opening",
                                         [YADO_HOST_OPEN] = "open",
                                         [YADO_HOST_LOST] = "lost" };

    return g_strdup(names[yado_host_get_state(host)]);
}

static char *
dup_reason(YadoHost *host)
{
    const GError *error = yado_host_get_error(host);

    return error != NULL ? g_strdup(error->message) : NULL;
}

static char *
dup_hint(YadoHost *host)
{
    const GError *error = yado_host_get_error(host);

    return error != NULL ? g_strdup(yado_error_get_hint(error)) : NULL;
}

static char *
dup_note(YadoHost *host)
{
    g_autofree char *note = yado_host_dup_note(host);

    return note != NULL ? g_strdelimit(g_steal_pointer(&note), "\n", ' ') : NULL;
}

static char *
dup_autoconnect(YadoHost *host)
{
    return g_strdup(yado_host_get_autoconnect(host) ? _("yes") : _("no"));
}

static char *
dup_raw_autoconnect(YadoHost *host)
{
    return g_strdup(yado_host_get_autoconnect(host) ? "true" : "false");
}

static char *
dup_interval(YadoHost *host)
{
    guint now = yado_host_get_stretched_interval(host), asked = yado_host_get_interval(host);

    if (yado_host_get_state(host) != YADO_HOST_OPEN)
        return NULL;
    if (now > asked)
        return g_strdup_printf(_("%.3g s, to spare the processor (%.3g s are set)"), now / 1000.0,
                               asked / 1000.0);
    return g_strdup_printf(_("%.3g s"), now / 1000.0);
}

static char *
dup_raw_interval(YadoHost *host)
{
    if (yado_host_get_state(host) != YADO_HOST_OPEN)
        return NULL;
    return g_strdup_printf("%u", yado_host_get_stretched_interval(host));
}

/* ---- Machine ---- */

static char *
dup_hostname(YadoHost *host)
{
    const YadoHostInfo *info = yado_host_get_info(host);

    return info != NULL ? g_strdup(info->hostname) : NULL;
}

static char *
dup_hypervisor(YadoHost *host)
{
    const YadoHostInfo *info = yado_host_get_info(host);

    return info != NULL ? g_strdup(info->hypervisor) : NULL;
}

static char *
dup_library(YadoHost *host)
{
    const YadoHostInfo *info = yado_host_get_info(host);

    return info != NULL ? g_strdup(info->library_version) : NULL;
}

static char *
dup_cpu_model(YadoHost *host)
{
    const YadoHostInfo *info = yado_host_get_info(host);

    return info != NULL ? g_strdup(info->cpu_model) : NULL;
}

static char *
dup_number(guint64 number)
{
    return number > 0 ? g_strdup_printf("%" G_GUINT64_FORMAT, number) : NULL;
}

static char *
dup_cpus(YadoHost *host)
{
    const YadoHostInfo *info = yado_host_get_info(host);

    return dup_number(info != NULL ? info->cpus : 0);
}

static char *
dup_sockets(YadoHost *host)
{
    const YadoHostInfo *info = yado_host_get_info(host);

    return dup_number(info != NULL ? info->sockets : 0);
}

static char *
dup_cores(YadoHost *host)
{
    const YadoHostInfo *info = yado_host_get_info(host);

    return dup_number(info != NULL ? info->cores : 0);
}

static char *
dup_threads(YadoHost *host)
{
    const YadoHostInfo *info = yado_host_get_info(host);

    return dup_number(info != NULL ? info->threads : 0);
}

static char *
dup_memory(YadoHost *host)
{
    const YadoHostInfo *info = yado_host_get_info(host);

    return info != NULL && info->memory > 0 ? yado_size_format(info->memory) : NULL;
}

static char *
dup_raw_memory(YadoHost *host)
{
    const YadoHostInfo *info = yado_host_get_info(host);

    return dup_number(info != NULL ? info->memory : 0);
}

/* ---- Load ---- */

static char *
dup_cpu(YadoHost *host)
{
    double cpu = yado_host_get_cpu(host);

    return isnan(cpu) ? NULL : yado_percent_format(cpu);
}

static char *
dup_raw_cpu(YadoHost *host)
{
    char buffer[G_ASCII_DTOSTR_BUF_SIZE];
    double cpu = yado_host_get_cpu(host);

    return isnan(cpu) ? NULL : g_strdup(g_ascii_formatd(buffer, sizeof buffer, "%.6g", cpu));
}

static char *
dup_memory_free(YadoHost *host)
{
    guint64 bytes = yado_host_get_memory_free(host);

    return bytes == G_MAXUINT64 ? NULL : yado_size_format(bytes);
}

static char *
dup_raw_memory_free(YadoHost *host)
{
    guint64 bytes = yado_host_get_memory_free(host);

    return bytes == G_MAXUINT64 ? NULL : g_strdup_printf("%" G_GUINT64_FORMAT, bytes);
}

static char *
dup_guests(YadoHost *host)
{
    if (!yado_host_is_listed(host))
        return NULL;
    return g_strdup_printf("%u", g_list_model_get_n_items(G_LIST_MODEL(host)));
}

static char *
dup_running(YadoHost *host)
{
    return yado_host_is_listed(host) ? g_strdup_printf("%u", yado_host_get_n_running(host)) : NULL;
}

#define ABILITY(cap, text, about)                                                 \
    {                                                                             \
        .id = cap, .label = text, .help = about, .section = YADO_FACTS_ABILITIES, \
        .type = YADO_FACT_BOOL, .capability = cap                                 \
    }

/* ---- In depth: only once it was asked for ---- */

#define DETAIL(name, member)                                          \
    static char *dup_##name(YadoHost *host)                           \
    {                                                                 \
        const YadoHostDetails *details = yado_host_get_details(host); \
                                                                      \
        return details != NULL ? g_strdup(details->member) : NULL;    \
    }

DETAIL(build, build)
DETAIL(guest_kinds, capabilities)
DETAIL(virtualization, virtualization)
DETAIL(command_line, command_line)
DETAIL(scheduler, scheduler)

#define DETAIL_SIZE(name, member)                                           \
    static char *dup_##name(YadoHost *host)                                 \
    {                                                                       \
        const YadoHostDetails *details = yado_host_get_details(host);       \
                                                                            \
        return details != NULL && details->member != G_MAXUINT64            \
                   ? yado_size_format(details->member)                      \
                   : NULL;                                                  \
    }                                                                       \
                                                                            \
    static char *dup_raw_##name(YadoHost *host)                             \
    {                                                                       \
        const YadoHostDetails *details = yado_host_get_details(host);       \
                                                                            \
        return details != NULL && details->member != G_MAXUINT64            \
                   ? g_strdup_printf("%" G_GUINT64_FORMAT, details->member) \
                   : NULL;                                                  \
    }

DETAIL_SIZE(hypervisor_memory, memory_hypervisor)
DETAIL_SIZE(dom0_memory, memory_dom0)
DETAIL_SIZE(guests_memory, memory_guests)
DETAIL_SIZE(claimed_memory, memory_claimed)

static char *
dup_host_uptime(YadoHost *host)
{
    const YadoHostDetails *details = yado_host_get_details(host);

    return details != NULL && details->uptime >= 0 ? yado_duration_format(details->uptime) : NULL;
}

static char *
dup_raw_host_uptime(YadoHost *host)
{
    const YadoHostDetails *details = yado_host_get_details(host);

    return details != NULL && details->uptime >= 0
               ? g_strdup_printf("%" G_GINT64_FORMAT, details->uptime)
               : NULL;
}

static char *
dup_iommu(YadoHost *host)
{
    const YadoHostDetails *details = yado_host_get_details(host);

    if (details == NULL || details->iommu < 0)
        return NULL;
    return g_strdup(details->iommu ? _("yes") : _("no"));
}

static char *
dup_raw_iommu(YadoHost *host)
{
    const YadoHostDetails *details = yado_host_get_details(host);

    if (details == NULL || details->iommu < 0)
        return NULL;
    return g_strdup(details->iommu ? "true" : "false");
}

/* ---- The memory as a bar ---- */

#define BAR_CELLS 24

static char *
dup_memory_bar(YadoHost *host)
{
    g_autoptr(GArray) bar = yado_memory_bar_new(yado_host_get_details(host));

    return bar != NULL ? yado_memory_bar_format(bar, BAR_CELLS) : NULL;
}

/* ---- Which processor is where ---- */

static int
compare_places(gconstpointer a, gconstpointer b)
{
    const YadoHostCpu *one = a, *other = b;

    if (one->socket != other->socket)
        return one->socket - other->socket;
    return one->core != other->core ? one->core - other->core : one->cpu - other->cpu;
}

static void
append_place(GString *text, const YadoHostCpu *before, const YadoHostCpu *cpu)
{
    if (before == NULL || before->socket != cpu->socket)
        g_string_append_printf(text, before != NULL ? _("; socket %d: ") : _("socket %d: "),
                               cpu->socket);
    else
        g_string_append(text, before->core == cpu->core ? "+" : ", ");
    g_string_append_printf(text, "%d", cpu->cpu);
}

/* "socket 0: 0+1, 2+3; socket 1: 4+5, 6+7": the threads of a core together. */
static char *
dup_topology(YadoHost *host)
{
    const YadoHostDetails *details = yado_host_get_details(host);
    g_autoptr(GArray) cpus = NULL;
    GString *text;

    if (details == NULL || details->cpus->len == 0)
        return NULL;
    cpus = g_array_copy(details->cpus);
    g_array_sort(cpus, compare_places);
    if (g_array_index(cpus, YadoHostCpu, 0).socket < 0)
        return NULL;
    text = g_string_new(NULL);
    for (guint i = 0; i < cpus->len; i++)
        append_place(text, i > 0 ? &g_array_index(cpus, YadoHostCpu, i - 1) : NULL,
                     &g_array_index(cpus, YadoHostCpu, i));
    return g_string_free(text, FALSE);
}

/* Where there is more than one of them, how far they are from each other is told too. */
static char *
describe_node(const YadoHostNode *node, gboolean is_alone)
{
    g_autofree char *memory =
        node->memory != G_MAXUINT64 ? yado_size_format(node->memory) : g_strdup("-");
    g_autofree char *unused =
        node->free != G_MAXUINT64 ? yado_size_format(node->free) : g_strdup("-");

    const char *cpus = node->cpus != NULL && *node->cpus ? node->cpus : "-";

    if (!is_alone && node->distances != NULL)
        return g_strdup_printf(_("%d: memory %s, free %s, processors %s, distances %s"), node->node,
                               memory, unused, cpus, node->distances);
    return g_strdup_printf(_("%d: memory %s, free %s, processors %s"), node->node, memory, unused,
                           cpus);
}

/* A line for each. */
static char *
dup_nodes(YadoHost *host)
{
    const YadoHostDetails *details = yado_host_get_details(host);
    g_autoptr(GString) text = g_string_new(NULL);

    for (guint i = 0; details != NULL && i < details->nodes->len; i++) {
        g_autofree char *node = describe_node(details->nodes->pdata[i], details->nodes->len == 1);

        g_string_append_printf(text, text->len > 0 ? "; %s" : "%s", node);
    }
    return text->len > 0 ? g_strdup(text->str) : NULL;
}

static char *
dup_pools(YadoHost *host)
{
    const YadoHostDetails *details = yado_host_get_details(host);
    g_autoptr(GString) text = g_string_new(NULL);

    for (guint i = 0; details != NULL && i < details->pools->len; i++) {
        const YadoCpuPool *pool = details->pools->pdata[i];
        g_autofree char *words =
            g_strdup_printf(ngettext("%s: processors %s, scheduler %s, %u guest",
                                     "%s: processors %s, scheduler %s, %u guests", pool->n_guests),
                            pool->name, pool->cpus != NULL && *pool->cpus ? pool->cpus : "-",
                            pool->scheduler != NULL ? pool->scheduler : "-", pool->n_guests);

        g_string_append_printf(text, text->len > 0 ? "; %s" : "%s", words);
    }
    return text->len > 0 ? g_strdup(text->str) : NULL;
}

const YadoFactSpec yado_catalog_host_facts[] = {
    { .id = "label",
      .label = N_("Host"),
      .help = N_("The name it has in YaDO: yours, else the machine's own, else its address."),
      .section = YADO_FACTS_CONNECTION,
      .format = dup_label,
      .column = N_("Host"),
      .place = 1 },
    { .id = "uri",
      .label = N_("Address"),
      .help = N_("The address by which libvirt reaches the hypervisor."),
      .section = YADO_FACTS_CONNECTION,
      .format = dup_uri,
      .column = N_("Address"),
      .place = 9 },
    { .id = "state",
      .label = N_("Connection"),
      .help = N_("Whether YaDO is connected to it. A connection that was lost is tried again by "
                 "itself, after growing pauses; meanwhile the numbers shown are old."),
      .section = YADO_FACTS_CONNECTION,
      .format = dup_state,
      .raw = dup_raw_state },
    { .id = "reason",
      .label = N_("Reason"),
      .help = N_("Why it is not connected."),
      .section = YADO_FACTS_CONNECTION,
      .format = dup_reason },
    { .id = "hint",
      .label = N_("What to do"),
      .help = N_("What helps against it."),
      .section = YADO_FACTS_CONNECTION,
      .format = dup_hint },
    { .id = "note",
      .label = N_("Note"),
      .help = N_("What of the host cannot be shown, and why; the rest works."),
      .section = YADO_FACTS_CONNECTION,
      .format = dup_note },
    { .id = "autoconnect",
      .label = N_("Connected at start"),
      .help = N_("Whether YaDO connects to it when it starts."),
      .section = YADO_FACTS_CONNECTION,
      .type = YADO_FACT_BOOL,
      .format = dup_autoconnect,
      .raw = dup_raw_autoconnect },
    { .id = "interval",
      .label = N_("Numbers are read every"),
      .help = N_("How often the load of the guests is read while somebody looks. The pause grows "
                 "by itself where reading would cost more than a twentieth of a processor."),
      .section = YADO_FACTS_CONNECTION,
      .type = YADO_FACT_NUMBER,
      .format = dup_interval,
      .raw = dup_raw_interval },
    { .id = "hostname",
      .label = N_("Name"),
      .help = N_("The machine's own name."),
      .section = YADO_FACTS_MACHINE,
      .format = dup_hostname },
    { .id = "hypervisor",
      .label = N_("Hypervisor"),
      .help = N_("The program that runs the guests, and its version."),
      .section = YADO_FACTS_MACHINE,
      .format = dup_hypervisor,
      .column = N_("Hypervisor"),
      .place = 2 },
    { .id = "library",
      .label = N_("Library"),
      .help = N_("The version of libvirt on the host."),
      .section = YADO_FACTS_MACHINE,
      .format = dup_library },
    { .id = "cpu-model",
      .label = N_("Processor model"),
      .help = N_("The kind of processor that the machine has."),
      .section = YADO_FACTS_MACHINE,
      .format = dup_cpu_model },
    { .id = "cpus",
      .label = N_("Processors"),
      .help = N_("How many processors the hypervisor can use, each thread of a core counted."),
      .section = YADO_FACTS_MACHINE,
      .type = YADO_FACT_NUMBER,
      .format = dup_cpus,
      .column = N_("CPUs"),
      .place = 5 },
    { .id = "sockets",
      .label = N_("Sockets"),
      .help = N_("How many processor chips the machine has; with several memory nodes, each of "
                 "them."),
      .section = YADO_FACTS_MACHINE,
      .type = YADO_FACT_NUMBER,
      .format = dup_sockets },
    { .id = "cores",
      .label = N_("Cores of each socket"),
      .help = N_("How many cores are in each chip."),
      .section = YADO_FACTS_MACHINE,
      .type = YADO_FACT_NUMBER,
      .format = dup_cores },
    { .id = "threads",
      .label = N_("Threads of each core"),
      .help = N_("How many threads each core can run at a time."),
      .section = YADO_FACTS_MACHINE,
      .type = YADO_FACT_NUMBER,
      .format = dup_threads },
    { .id = "memory",
      .label = N_("Memory"),
      .help = N_("The whole memory of the machine."),
      .section = YADO_FACTS_MACHINE,
      .type = YADO_FACT_NUMBER,
      .format = dup_memory,
      .raw = dup_raw_memory,
      .column = N_("Memory"),
      .place = 7 },
    { .id = "memory-hypervisor",
      .label = N_("Memory of the hypervisor"),
      .help = N_("What the hypervisor keeps for itself."),
      .section = YADO_FACTS_MACHINE,
      .type = YADO_FACT_NUMBER,
      .format = dup_hypervisor_memory,
      .raw = dup_raw_hypervisor_memory },
    { .id = "memory-dom0",
      .label = N_("Memory of Domain-0"),
      .help = N_("What the control domain has."),
      .section = YADO_FACTS_MACHINE,
      .type = YADO_FACT_NUMBER,
      .format = dup_dom0_memory,
      .raw = dup_raw_dom0_memory },
    { .id = "memory-guests",
      .label = N_("Memory of the guests"),
      .help = N_("What all other guests have together."),
      .section = YADO_FACTS_MACHINE,
      .type = YADO_FACT_NUMBER,
      .format = dup_guests_memory,
      .raw = dup_raw_guests_memory },
    { .id = "memory-claimed",
      .label = N_("Memory promised"),
      .help = N_("What guests that are being started were promised."),
      .section = YADO_FACTS_MACHINE,
      .type = YADO_FACT_NUMBER,
      .format = dup_claimed_memory,
      .raw = dup_raw_claimed_memory },
    { .id = "memory-bar",
      .label = N_("Memory in use"),
      .help = N_("Who has how much of the machine's memory."),
      .section = YADO_FACTS_MACHINE,
      .format = dup_memory_bar,
      .is_drawn = TRUE },
    { .id = "topology",
      .label = N_("Which processor is where"),
      .help = N_("The numbers of the processors in each chip. Threads of one core, which share its "
                 "speed, are joined by “+”."),
      .section = YADO_FACTS_MACHINE,
      .format = dup_topology },
    { .id = "nodes",
      .label = N_("NUMA nodes"),
      .help =
          N_("Parts of the machine whose processors are near to their own memory. Distances are "
             "those to the memory of each node in turn: 10 is its own, 20 takes twice as "
             "long."),
      .section = YADO_FACTS_MACHINE,
      .format = dup_nodes },
    { .id = "pools",
      .label = N_("CPU pools"),
      .help = N_("Groups of processors that Xen schedules apart, each with guests of its own."),
      .section = YADO_FACTS_MACHINE,
      .format = dup_pools },
    { .id = "scheduler",
      .label = N_("Scheduler"),
      .help = N_("How the hypervisor shares the processors among the guests."),
      .section = YADO_FACTS_MACHINE,
      .format = dup_scheduler },
    { .id = "uptime",
      .label = N_("Running for"),
      .help = N_("The time since the hypervisor started."),
      .section = YADO_FACTS_MACHINE,
      .type = YADO_FACT_NUMBER,
      .format = dup_host_uptime,
      .raw = dup_raw_host_uptime },
    { .id = "guest-kinds",
      .label = N_("Kinds of guests"),
      .help = N_("What the hypervisor can run, in its own words."),
      .section = YADO_FACTS_MACHINE,
      .format = dup_guest_kinds },
    { .id = "virtualization",
      .label = N_("Help by the hardware"),
      .help = N_("What the processors do for guests."),
      .section = YADO_FACTS_MACHINE,
      .format = dup_virtualization },
    { .id = "iommu",
      .label = N_("IOMMU"),
      .help = N_("Whether devices of the host can be given to guests safely."),
      .section = YADO_FACTS_MACHINE,
      .type = YADO_FACT_BOOL,
      .format = dup_iommu,
      .raw = dup_raw_iommu },
    { .id = "command-line",
      .label = N_("Boot options"),
      .help = N_("What the hypervisor was started with."),
      .section = YADO_FACTS_MACHINE,
      .format = dup_command_line },
    { .id = "build",
      .label = N_("Compiled"),
      .help = N_("Who compiled the hypervisor, and when."),
      .section = YADO_FACTS_MACHINE,
      .format = dup_build },
    { .id = "cpu",
      .label = N_("Processor load"),
      .help = N_("The share of all processors that was busy between the last two readings."),
      .section = YADO_FACTS_LOAD,
      .type = YADO_FACT_NUMBER,
      .format = dup_cpu,
      .raw = dup_raw_cpu,
      .column = N_("CPU"),
      .place = 6 },
    { .id = "memory-free",
      .label = N_("Memory free"),
      .help = N_("Memory that is still free for guests."),
      .section = YADO_FACTS_LOAD,
      .type = YADO_FACT_NUMBER,
      .format = dup_memory_free,
      .raw = dup_raw_memory_free,
      .column = N_("Free"),
      .place = 8 },
    { .id = "guests",
      .label = N_("Guests"),
      .help = N_("How many guests it has, running or not."),
      .section = YADO_FACTS_LOAD,
      .type = YADO_FACT_NUMBER,
      .format = dup_guests,
      .column = N_("Guests"),
      .place = 3 },
    { .id = "running",
      .label = N_("Running"),
      .help = N_("How many of its guests run now."),
      .section = YADO_FACTS_LOAD,
      .type = YADO_FACT_NUMBER,
      .format = dup_running,
      .column = N_("Running"),
      .place = 4 },
    ABILITY(YADO_CAP_EVENTS, N_("Tell changes by itself"),
            N_("Whether the host says when a guest starts, stops or is changed. Without it YaDO "
               "looks again from time to time.")),
    ABILITY(YADO_CAP_BULK_STATS, N_("Numbers of all guests at once"),
            N_("Whether one question answers for all guests. Without it they are asked one by "
               "one, those on the screen first.")),
    ABILITY(YADO_CAP_RESET, N_("Reset"),
            N_("Whether a guest can be reset like a machine with a reset button.")),
    ABILITY(YADO_CAP_DEFINE, N_("Create guests"),
            N_("Whether new guests can be stored on the host.")),
    ABILITY(YADO_CAP_SAVE, N_("Save and restore"),
            N_("Whether a running guest can be saved to disk and go on later.")),
    ABILITY(YADO_CAP_MIGRATE, N_("Migration"),
            N_("Whether guests can move to another host, also while they run.")),
    ABILITY(YADO_CAP_MIGRATE_SPEED, N_("Bandwidth of migration"),
            N_("Whether a migration can be kept from taking all of the network.")),
    ABILITY(YADO_CAP_RENAME, N_("Rename"), N_("Whether guests can get another name.")),
    ABILITY(YADO_CAP_MEMORY_LIVE, N_("Memory of running guests"),
            N_("Whether a running guest can be given more or less memory.")),
    ABILITY(YADO_CAP_VCPU_LIVE, N_("Processors of running guests"),
            N_("Whether a running guest can be given more or fewer processors.")),
    ABILITY(YADO_CAP_METADATA, N_("Titles, notes and tags"),
            N_("Whether the host keeps a title, notes and tags with each guest.")),
    ABILITY(YADO_CAP_HOTPLUG, N_("Devices of running guests"),
            N_("Whether disks, network cards and other devices can be given to a guest, and taken "
               "from it, while it runs.")),
    ABILITY(YADO_CAP_XML, N_("Configuration as text"),
            N_("Whether the guests' configuration can be seen and edited as text.")),
    ABILITY(YADO_CAP_CONSOLE, N_("Consoles"),
            N_("Whether the host offers consoles of its guests.")),
    ABILITY(YADO_CAP_SNAPSHOTS, N_("Snapshots"),
            N_("Whether the host keeps snapshots of its guests.")),
    ABILITY(
        YADO_CAP_HOST_DETAILS, N_("Machine in depth"),
        N_("Whether the host tells of its processors, its memory and its hypervisor in depth.")),
    ABILITY(YADO_CAP_HOST_LOG, N_("Hypervisor's log"),
            N_("Whether the messages of the hypervisor can be read.")),
    ABILITY(YADO_CAP_POOLS, N_("CPU pools"),
            N_("Whether the host's processors are split into pools.")),
    ABILITY(YADO_CAP_DEVICE_STATS, N_("Numbers of devices"),
            N_("Whether each virtual processor, disk and network card has numbers of its own.")),
    ABILITY(YADO_CAP_SCHEDULING, N_("Weights and pinning"),
            N_("Whether guests can be weighted, capped and pinned to processors.")),
    ABILITY(
        YADO_CAP_SOFT_AFFINITY, N_("Preferred processors"),
        N_("Whether virtual processors can prefer some processors without being bound to them.")),
    ABILITY(YADO_CAP_STORAGE, N_("Storage pools"),
            N_("Whether storage pools and volumes can be managed.")),
    ABILITY(YADO_CAP_NETWORKS, N_("Virtual networks"),
            N_("Whether virtual networks can be managed.")),
    ABILITY(YADO_CAP_INTERFACES, N_("Interfaces of the host"),
            N_("Whether the host's bridges and network interfaces are listed.")),
    ABILITY(YADO_CAP_DEVICES, N_("Devices of the host"),
            N_("Whether the host's PCI and USB devices, which guests could be given, are listed.")),
    ABILITY(YADO_CAP_ASSIGNABLE, N_("Assignable devices"),
            N_("Whether devices can be taken from the control domain for guests to be given.")),
    ABILITY(YADO_CAP_JOB_CANCEL, N_("Cancel what runs"),
            N_("Whether saving and other long work can be stopped on the way.")),
    { 0 },
};

const YadoGraphSpec yado_catalog_graphs[] = {
    { N_("CPU"), YADO_SERIES_CPU, .of_host = TRUE },
    { N_("Memory"), YADO_SERIES_MEMORY, .of_host = TRUE },
    { N_("Disk"), YADO_SERIES_DISK, .is_rate = TRUE },
    { N_("Network"), YADO_SERIES_NETWORK, .is_rate = TRUE },
    { 0 },
};

const YadoSpanSpec yado_catalog_spans[] = {
    { N_("1 minute"), 60 }, { N_("10 minutes"), 600 }, { N_("30 minutes"), 1800 },
    { N_("1 hour"), 3600 }, { N_("2 hours"), 7200 },   { 0 },
};
