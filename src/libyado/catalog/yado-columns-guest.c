/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The columns of the list of guests. */
#include "config.h"

#include <math.h>

#include <glib/gi18n-lib.h>

#include "base/yado-units.h"
#include "model/yado-host.h"
#include "present/yado-catalog.h"

static char *
format_unknown(void)
{
    return g_strdup("-");
}

static char *
format_text(const char *text)
{
    return text != NULL && *text != '\0' ? g_strdup(text) : format_unknown();
}

/* Numbers for scripts: a point in every locale, and null for the unknown. */
static char *
raw_double(double value)
{
    char buffer[G_ASCII_DTOSTR_BUF_SIZE];

    if (isnan(value))
        return NULL;
    return g_strdup(g_ascii_formatd(buffer, sizeof buffer, "%.6g", value));
}

static char *
raw_flag(int flag)
{
    return flag < 0 ? NULL : g_strdup(flag ? "true" : "false");
}

static char *
format_flag(int flag)
{
    if (flag < 0)
        return format_unknown();
    return g_strdup(flag ? _("yes") : _("no"));
}

static char *
format_id(YadoGuest *guest)
{
    int id = yado_guest_get_id(guest);

    return id < 0 ? format_unknown() : g_strdup_printf("%d", id);
}

static char *
raw_id(YadoGuest *guest)
{
    int id = yado_guest_get_id(guest);

    return id < 0 ? NULL : g_strdup_printf("%d", id);
}

static double
number_id(YadoGuest *guest)
{
    int id = yado_guest_get_id(guest);

    /* Those that do not run stand below the running ones. */
    return id < 0 ? G_MAXINT : id;
}

static char *
format_name(YadoGuest *guest)
{
    return g_strdup(yado_guest_get_name(guest));
}

static char *
format_state(YadoGuest *guest)
{
    return g_strdup(yado_guest_state_get_label(yado_guest_get_state(guest)));
}

static char *
raw_state(YadoGuest *guest)
{
    return g_strdup(yado_guest_state_get_name(yado_guest_get_state(guest)));
}

/* Busy ones first, then what needs a look, then what rests. */
static double
number_state(YadoGuest *guest)
{
    static const int ranks[] = {
        [YADO_GUEST_UNKNOWN] = 8,  [YADO_GUEST_RUNNING] = 1,   [YADO_GUEST_PAUSED] = 3,
        [YADO_GUEST_STOPPING] = 2, [YADO_GUEST_SHUT_OFF] = 7,  [YADO_GUEST_SAVED] = 6,
        [YADO_GUEST_CRASHED] = 5,  [YADO_GUEST_SUSPENDED] = 4,
    };
    YadoGuestState state = yado_guest_get_state(guest);

    return state < G_N_ELEMENTS(ranks) ? ranks[state] : 8;
}

static char *
format_kind(YadoGuest *guest)
{
    return g_strdup(yado_guest_kind_get_label(yado_guest_get_kind(guest)));
}

static char *
raw_kind(YadoGuest *guest)
{
    YadoGuestKind kind = yado_guest_get_kind(guest);

    return kind == YADO_KIND_UNKNOWN ? NULL : g_strdup(yado_guest_kind_get_name(kind));
}

static char *
format_vcpu(YadoGuest *guest)
{
    guint vcpus = yado_guest_get_vcpus(guest);

    return vcpus == 0 ? format_unknown() : g_strdup_printf("%u", vcpus);
}

static char *
raw_vcpu(YadoGuest *guest)
{
    guint vcpus = yado_guest_get_vcpus(guest);

    return vcpus == 0 ? NULL : g_strdup_printf("%u", vcpus);
}

static double
number_vcpu(YadoGuest *guest)
{
    guint vcpus = yado_guest_get_vcpus(guest);

    return vcpus == 0 ? NAN : vcpus;
}

static char *
format_cpu(YadoGuest *guest)
{
    return yado_percent_format(yado_guest_get_cpu(guest));
}

static char *
raw_cpu(YadoGuest *guest)
{
    return raw_double(yado_guest_get_cpu(guest));
}

static char *
format_cpu_host(YadoGuest *guest)
{
    return yado_percent_format(yado_guest_get_cpu_host(guest));
}

static char *
raw_cpu_host(YadoGuest *guest)
{
    return raw_double(yado_guest_get_cpu_host(guest));
}

static char *
format_bytes(guint64 bytes)
{
    return bytes == 0 ? format_unknown() : yado_size_format_short(bytes);
}

static char *
raw_bytes(guint64 bytes)
{
    return bytes == 0 ? NULL : g_strdup_printf("%" G_GUINT64_FORMAT, bytes);
}

/* The amount, and behind it the share of the host's memory while the guest has it. */
static char *
format_memory(YadoGuest *guest)
{
    g_autofree char *amount = format_bytes(yado_guest_get_memory(guest));
    double share = yado_guest_get_memory_share(guest);

    if (isnan(share) || !yado_guest_is_active(guest))
        return g_steal_pointer(&amount);
    return g_strdup_printf("%s %3.0f%%", amount, share * 100);
}

static char *
raw_memory(YadoGuest *guest)
{
    return raw_bytes(yado_guest_get_memory(guest));
}

static double
number_memory(YadoGuest *guest)
{
    guint64 bytes = yado_guest_get_memory(guest);

    return bytes == 0 ? NAN : (double)bytes;
}

static char *
format_memory_maximum(YadoGuest *guest)
{
    return format_bytes(yado_guest_get_memory_maximum(guest));
}

static char *
raw_memory_maximum(YadoGuest *guest)
{
    return raw_bytes(yado_guest_get_memory_maximum(guest));
}

static double
number_memory_maximum(YadoGuest *guest)
{
    guint64 bytes = yado_guest_get_memory_maximum(guest);

    return bytes == 0 ? NAN : (double)bytes;
}

static char *
format_rate(double rate)
{
    return isnan(rate) ? format_unknown() : yado_rate_format_short(rate);
}

static char *
format_disk(YadoGuest *guest)
{
    return format_rate(yado_guest_get_disk_rate(guest));
}

static char *
raw_disk(YadoGuest *guest)
{
    return raw_double(yado_guest_get_disk_rate(guest));
}

static char *
format_net(YadoGuest *guest)
{
    return format_rate(yado_guest_get_net_rate(guest));
}

static char *
raw_net(YadoGuest *guest)
{
    return raw_double(yado_guest_get_net_rate(guest));
}

static char *
format_os(YadoGuest *guest)
{
    return format_text(yado_guest_get_os(guest));
}

static char *
raw_os(YadoGuest *guest)
{
    return g_strdup(yado_guest_get_os(guest));
}

static char *
format_uptime(YadoGuest *guest)
{
    return yado_duration_format(yado_guest_get_uptime(guest));
}

static char *
raw_uptime(YadoGuest *guest)
{
    gint64 seconds = yado_guest_get_uptime(guest);

    return seconds < 0 ? NULL : g_strdup_printf("%" G_GINT64_FORMAT, seconds);
}

static double
number_uptime(YadoGuest *guest)
{
    gint64 seconds = yado_guest_get_uptime(guest);

    return seconds < 0 ? NAN : (double)seconds;
}

static char *
format_autostart(YadoGuest *guest)
{
    return format_flag(yado_guest_get_autostart(guest));
}

static char *
raw_autostart(YadoGuest *guest)
{
    return raw_flag(yado_guest_get_autostart(guest));
}

static double
number_autostart(YadoGuest *guest)
{
    return yado_guest_get_autostart(guest);
}

static char *
format_title(YadoGuest *guest)
{
    return format_text(yado_guest_get_title(guest));
}

static char *
raw_title(YadoGuest *guest)
{
    return g_strdup(yado_guest_get_title(guest));
}

static char *
raw_tags(YadoGuest *guest)
{
    return g_strjoinv(",", (char **)yado_guest_get_tags(guest));
}

static char *
format_tags(YadoGuest *guest)
{
    g_autofree char *tags = g_strjoinv(", ", (char **)yado_guest_get_tags(guest));

    return format_text(tags);
}

static char *
format_host(YadoGuest *guest)
{
    YadoHost *host = yado_guest_get_host(guest);

    return format_text(host != NULL ? yado_host_get_label(host) : NULL);
}

static char *
raw_host(YadoGuest *guest)
{
    YadoHost *host = yado_guest_get_host(guest);

    return host != NULL ? g_strdup(yado_host_get_uri(host)) : NULL;
}

static char *
format_owner(YadoGuest *guest)
{
    YadoGuestOwner owner = yado_guest_get_owner(guest);

    return owner == YADO_OWNER_UNKNOWN ? format_unknown()
                                       : g_strdup(yado_guest_owner_get_name(owner));
}

static char *
raw_owner(YadoGuest *guest)
{
    YadoGuestOwner owner = yado_guest_get_owner(guest);

    return owner == YADO_OWNER_UNKNOWN ? NULL : g_strdup(yado_guest_owner_get_name(owner));
}

static char *
format_uuid(YadoGuest *guest)
{
    return g_strdup(yado_guest_get_uuid(guest));
}

static char *
format_persistent(YadoGuest *guest)
{
    return format_flag(yado_guest_get_persistent(guest));
}

static char *
raw_persistent(YadoGuest *guest)
{
    return raw_flag(yado_guest_get_persistent(guest));
}

static double
number_persistent(YadoGuest *guest)
{
    return yado_guest_get_persistent(guest);
}

const YadoColumnSpec yado_catalog_columns[] = {
    { .id = "id",
      .title = N_("ID"),
      .help = N_("The number that the hypervisor gave the running guest. It changes with each "
                 "start; a guest that does not run has none."),
      .width = 4,
      .align = YADO_ALIGN_END,
      .type = YADO_COLUMN_NUMBER,
      .cost = YADO_COST_LIST,
      .is_default = TRUE,
      .is_list_default = TRUE,
      .format = format_id,
      .raw = raw_id,
      .number = number_id },
    { .id = "name",
      .title = N_("Name"),
      .help = N_("The name under which the host keeps the guest. No two guests of a host have "
                 "the same one."),
      .width = 0,
      .align = YADO_ALIGN_START,
      .type = YADO_COLUMN_STRING,
      .cost = YADO_COST_LIST,
      .is_default = TRUE,
      .is_list_default = TRUE,
      .format = format_name,
      .compare = yado_column_compare_names },
    { .id = "state",
      .title = N_("State"),
      .help = N_("What the guest does now: running, paused, shut off, saved, crashed and so on."),
      .width = 10,
      .align = YADO_ALIGN_START,
      .type = YADO_COLUMN_STRING,
      .cost = YADO_COST_LIST,
      .is_default = TRUE,
      .is_list_default = TRUE,
      .format = format_state,
      .raw = raw_state,
      .number = number_state },
    { .id = "kind",
      .title = N_("Kind"),
      .help = N_("How the guest is virtualized: PV (paravirtual), PVH (paravirtual with hardware "
                 "help), HVM (a whole emulated computer), KVM, or dom0 for the control domain."),
      .width = 5,
      .align = YADO_ALIGN_START,
      .type = YADO_COLUMN_STRING,
      .cost = YADO_COST_FACTS,
      .is_default = TRUE,
      .format = format_kind,
      .raw = raw_kind },
    { .id = "vcpu",
      .title = N_("vCPU"),
      .help = N_("How many virtual processors the guest has, or will start with."),
      .width = 4,
      .align = YADO_ALIGN_END,
      .type = YADO_COLUMN_NUMBER,
      .cost = YADO_COST_FACTS,
      .is_default = TRUE,
      .format = format_vcpu,
      .raw = raw_vcpu,
      .number = number_vcpu },
    { .id = "cpu",
      .title = N_("CPU"),
      .help = N_("How busy the guest keeps its own virtual processors, and how that was in the "
                 "last minutes."),
      .width = 6,
      .align = YADO_ALIGN_END,
      .type = YADO_COLUMN_NUMBER,
      .cost = YADO_COST_RATES,
      .is_default = TRUE,
      .format = format_cpu,
      .raw = raw_cpu,
      .number = yado_guest_get_cpu,
      .has_graph = TRUE,
      .series = YADO_SERIES_CPU },
    { .id = "cpu-host",
      .title = N_("Host CPU"),
      .help = N_("How much of the whole machine's processors the guest uses."),
      .width = 8,
      .align = YADO_ALIGN_END,
      .type = YADO_COLUMN_NUMBER,
      .cost = YADO_COST_RATES,
      .format = format_cpu_host,
      .raw = raw_cpu_host,
      .number = yado_guest_get_cpu_host },
    { .id = "memory",
      .title = N_("Memory"),
      .help = N_("The memory that the guest has now, and how much of the host's memory that is. "
                 "For a guest that does not run: what it will start with."),
      .width = 10,
      .align = YADO_ALIGN_END,
      .type = YADO_COLUMN_NUMBER,
      .cost = YADO_COST_FACTS,
      .is_default = TRUE,
      .format = format_memory,
      .raw = raw_memory,
      .number = number_memory,
      .has_graph = TRUE,
      .series = YADO_SERIES_MEMORY },
    { .id = "memory-maximum",
      .title = N_("Max. memory"),
      .help = N_("The memory that the guest may be given without a restart."),
      .width = 11,
      .align = YADO_ALIGN_END,
      .type = YADO_COLUMN_NUMBER,
      .cost = YADO_COST_FACTS,
      .format = format_memory_maximum,
      .raw = raw_memory_maximum,
      .number = number_memory_maximum },
    { .id = "disk",
      .title = N_("Disk/s"),
      .help = N_("Bytes that the guest reads from and writes to its disks each second."),
      .width = 6,
      .align = YADO_ALIGN_END,
      .type = YADO_COLUMN_NUMBER,
      .cost = YADO_COST_RATES,
      .stats = YADO_STATS_DISK,
      .format = format_disk,
      .raw = raw_disk,
      .number = yado_guest_get_disk_rate,
      .has_graph = TRUE,
      .series = YADO_SERIES_DISK },
    { .id = "net",
      .title = N_("Net/s"),
      .help = N_("Bytes that the guest receives from and sends to its networks each second."),
      .width = 6,
      .align = YADO_ALIGN_END,
      .type = YADO_COLUMN_NUMBER,
      .cost = YADO_COST_RATES,
      .stats = YADO_STATS_NET,
      .is_default = TRUE,
      .format = format_net,
      .raw = raw_net,
      .number = yado_guest_get_net_rate,
      .has_graph = TRUE,
      .series = YADO_SERIES_NETWORK },
    { .id = "os",
      .title = N_("System"),
      .help = N_("The operating system that the guest's configuration names."),
      .width = 20,
      .align = YADO_ALIGN_START,
      .type = YADO_COLUMN_STRING,
      .cost = YADO_COST_FACTS,
      .format = format_os,
      .raw = raw_os },
    { .id = "uptime",
      .title = N_("Up"),
      .help = N_("How long the guest has been running, as far as this program or the host saw "
                 "it start."),
      .width = 11,
      .align = YADO_ALIGN_END,
      .type = YADO_COLUMN_NUMBER,
      .cost = YADO_COST_LIST,
      .format = format_uptime,
      .raw = raw_uptime,
      .number = number_uptime },
    { .id = "autostart",
      .title = N_("Autostart"),
      .help = N_("Whether the host starts the guest when it boots."),
      .width = 9,
      .align = YADO_ALIGN_START,
      .type = YADO_COLUMN_BOOL,
      .cost = YADO_COST_LIST,
      .format = format_autostart,
      .raw = raw_autostart,
      .number = number_autostart },
    { .id = "title",
      .title = N_("Title"),
      .help = N_("A short description in your own words, kept in the guest's configuration."),
      .width = 20,
      .align = YADO_ALIGN_START,
      .type = YADO_COLUMN_STRING,
      .cost = YADO_COST_FACTS,
      .format = format_title,
      .raw = raw_title },
    { .id = "tags",
      .title = N_("Tags"),
      .help = N_("Words that you gave the guest to group it with others."),
      .width = 14,
      .align = YADO_ALIGN_START,
      .type = YADO_COLUMN_LIST,
      .cost = YADO_COST_FACTS,
      .format = format_tags,
      .raw = raw_tags },
    { .id = "host",
      .title = N_("Host"),
      .help = N_("The machine that the guest belongs to."),
      .width = 12,
      .align = YADO_ALIGN_START,
      .type = YADO_COLUMN_STRING,
      .cost = YADO_COST_LIST,
      .format = format_host,
      .raw = raw_host },
    { .id = "owner",
      .title = N_("Owner"),
      .help = N_("Which tool made the guest and keeps its configuration: libvirt, xl, or xen for "
                 "the control domain. Only the owner can start and stop it."),
      .width = 7,
      .align = YADO_ALIGN_START,
      .type = YADO_COLUMN_STRING,
      .cost = YADO_COST_LIST,
      .is_default = TRUE,
      .format = format_owner,
      .raw = raw_owner },
    { .id = "uuid",
      .title = N_("UUID"),
      .help = N_("The guest's unique number. It stays the same when the guest is renamed."),
      .width = YADO_UUID_LENGTH,
      .align = YADO_ALIGN_START,
      .type = YADO_COLUMN_STRING,
      .cost = YADO_COST_LIST,
      .format = format_uuid },
    { .id = "persistent",
      .title = N_("Kept"),
      .help = N_("Whether the host keeps the guest's configuration when it is shut off."),
      .width = 5,
      .align = YADO_ALIGN_START,
      .type = YADO_COLUMN_BOOL,
      .cost = YADO_COST_LIST,
      .format = format_persistent,
      .raw = raw_persistent,
      .number = number_persistent },
    { 0 },
};
