/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The machine and the grid of processors as text. */
#include "config.h"

#include <string.h>

#include "present/yado-depth-text.h"
#include "present/yado-memory-bar.h"

static void
test_grid(void)
{
    g_autoptr(YadoScheduling) scheduling = yado_scheduling_new();
    g_autofree char *text = NULL;

    scheduling->scheduler = g_strdup("credit2");
    scheduling->weight = 256;
    scheduling->cap = 0;
    scheduling->pool = g_strdup("Pool-0");
    scheduling->n_cpus = 4;
    yado_scheduling_add_vcpu(scheduling, 0, "0-2", "0-1");
    yado_scheduling_add_vcpu(scheduling, 1, "all", "all");
    text = yado_scheduling_format(scheduling);
    g_assert_cmpstr(text, ==,
                    "Scheduler credit2 · weight 256 · no cap · pool Pool-0\n\n"
                    "        0 1 2 3\n"
                    "vCPU 0  # # + .\n"
                    "vCPU 1  # # # #\n"
                    "\n#  runs there, and prefers it   +  may run there   .  may not\n");
}

/* More than ten: the tens stand in a line of their own. */
static void
test_wide_grid(void)
{
    g_autoptr(YadoScheduling) scheduling = yado_scheduling_new();
    g_autofree char *text = NULL;

    scheduling->n_cpus = 12;
    yado_scheduling_add_vcpu(scheduling, 0, "10-11", NULL);
    text = yado_scheduling_format(scheduling);
    g_assert_cmpstr(text, ==,
                    "This host tells no share.\n\n"
                    "        0                   1\n"
                    "        0 1 2 3 4 5 6 7 8 9 0 1\n"
                    "vCPU 0  . . . . . . . . . . # #\n"
                    "\n#  may run there   .  may not\n");
}

static void
test_rates(void)
{
    g_autoptr(YadoDeviceSample) before =
        yado_device_sample_new("5c1e7a40-90d2-4c6b-8f3a-000000000001");
    g_autoptr(YadoDeviceSample) now =
        yado_device_sample_new("5c1e7a40-90d2-4c6b-8f3a-000000000001");
    YadoVcpuCounters old = { .number = 0, .online = TRUE, .cpu = 3, .time = 0 };
    YadoVcpuCounters new = { .number = 0, .online = TRUE, .cpu = 2, .time = 500000000 };
    YadoVcpuCounters off = { .number = 1 };
    YadoDeviceCounters *disk;
    g_autofree char *first = NULL;
    g_autofree char *text = NULL;

    now->when = before->when + G_TIME_SPAN_SECOND;
    g_array_append_val(before->vcpus, old);
    g_array_append_val(now->vcpus, new);
    g_array_append_val(now->vcpus, off);
    yado_device_sample_add(before->disks, "xvda");
    disk = yado_device_sample_add(now->disks, "xvda");
    disk->in = 1 << 20;
    disk->in_ops = 12;
    text = yado_device_sample_format(before, now);
    g_assert_nonnull(strstr(text, "vCPU 0: 50"));
    g_assert_nonnull(strstr(text, "on processor 2\n"));
    g_assert_nonnull(strstr(text, "vCPU 1: off\n"));
    g_assert_nonnull(strstr(text, "xvda: read 1 MiB/s in 12 requests (1 MiB in all)"));
    first = yado_device_sample_format(NULL, now);
    g_assert_nonnull(strstr(first, "vCPU 0: -, on processor 2\n"));
}

static void
test_log(void)
{
    const char *log = "(XEN) Xen version 4.17\n(XEN) Brought up 2 CPUs\n\n(XEN) d1 crashed\n";
    g_autofree char *all = yado_log_filter(log, NULL);
    g_autofree char *some = yado_log_filter(log, "xen cpus");
    g_autofree char *none = yado_log_filter(log, "nothing");

    g_assert_cmpstr(all, ==, "(XEN) Xen version 4.17\n(XEN) Brought up 2 CPUs\n(XEN) d1 crashed\n");
    g_assert_cmpstr(some, ==, "(XEN) Brought up 2 CPUs\n");
    g_assert_cmpstr(none, ==, "");
}

/* What is promised is a part of what is free; each share has a cell, be it ever so small. */
static void
test_memory_bar(void)
{
    const guint64 gib = G_GUINT64_CONSTANT(1) << 30;
    g_autoptr(YadoHostDetails) details = yado_host_details_new();
    g_autoptr(GArray) bar = NULL;
    g_autofree char *text = NULL;
    g_autofree char *words = NULL;

    g_assert_null(yado_memory_bar_new(NULL));
    g_assert_null(yado_memory_bar_new(details)); /* tells nothing */
    details->memory_hypervisor = gib / 64;
    details->memory_dom0 = 2 * gib;
    details->memory_free = 6 * gib;
    details->memory_claimed = 2 * gib;
    bar = yado_memory_bar_new(details);
    text = yado_memory_bar_format(bar, 8);
    words = yado_memory_bar_describe(bar);
    g_assert_cmpstr(
        text, ==,
        "█▓▓▚▚░░░░  █ hypervisor 16 MiB, ▓ Domain-0 2 GiB, ▚ promised 2 GiB, ░ free 4 GiB");
    g_assert_cmpstr(words, ==, "hypervisor 16 MiB, Domain-0 2 GiB, promised 2 GiB, free 4 GiB");
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/present/depth-text/grid", test_grid);
    g_test_add_func("/present/depth-text/wide-grid", test_wide_grid);
    g_test_add_func("/present/depth-text/rates", test_rates);
    g_test_add_func("/present/depth-text/log", test_log);
    g_test_add_func("/present/depth-text/memory-bar", test_memory_bar);
    return g_test_run();
}
