/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The listings of two back ends of one machine, 5,000 guests each, as one: what a tick costs. */
#include "config.h"

#include "yado-bench.h"

#include <time.h>

#include "backend/yado-record-merge.h"

#define GUESTS 5000
#define GOAL 5 /* ms */

static YadoGuestRecord *
make_record(guint i, YadoGuestOwner owner, YadoGuestState state)
{
    char uuid[YADO_UUID_LENGTH + 1], name[32];
    YadoGuestRecord *record;
    g_snprintf(uuid, sizeof(uuid), "5c1e7a40-90d2-4c6b-8f3a-%012x", i);
    g_snprintf(name, sizeof(name), "guest-%05u", i);
    record = yado_guest_record_new(uuid, name, state == YADO_GUEST_SHUT_OFF ? -1 : (int)i, state);
    record->owner = owner;
    return record;
}

/* Those below GUESTS are libvirt's, whoever lists them; those below @n_off do not run. */
static GPtrArray *
make_listing(guint first, guint n_off, YadoGuestOwner owner)
{
    GPtrArray *records = g_ptr_array_new_full(GUESTS, (GDestroyNotify)yado_guest_record_free);
    for (guint i = first; i < first + GUESTS; i++)
        g_ptr_array_add(records, make_record(i, i < GUESTS ? YADO_OWNER_LIBVIRT : owner,
                                             i < n_off ? YADO_GUEST_SHUT_OFF : YADO_GUEST_RUNNING));
    return records;
}

/* Of this thread: others may want the machine, too. */
static double
get_cpu_time(void)
{
    struct timespec now;
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
    return now.tv_sec * 1e3 + now.tv_nsec / 1e6;
}

/* libvirt's last @n_shared guests run, so that libxl lists them as well. */
static double
measure(guint n_shared)
{
    GPtrArray *libvirt = make_listing(0, GUESTS - n_shared, YADO_OWNER_UNKNOWN);
    GPtrArray *libxl = make_listing(GUESTS - n_shared, 0, YADO_OWNER_XL);
    double before = get_cpu_time();
    g_autoptr(GPtrArray) merged = yado_record_merge(libvirt, libxl);
    double after = get_cpu_time();
    g_assert_cmpuint(merged->len, ==, 2 * GUESTS - n_shared);
    return after - before;
}

static void
report(const char *what, guint n_shared)
{
    g_autoptr(YadoBenchSamples) samples = yado_bench_samples_new();
    for (guint run = 0; run < 4 * yado_bench_get_runs(); run++)
        yado_bench_samples_add(samples, measure(n_shared));
    yado_bench_report(what, "ms CPU", yado_bench_samples_get(samples), (YadoBenchFigure){ 0 }, GOAL,
                      TRUE);
}

void
yado_bench_merge(void)
{
    yado_bench_print_heading("merging 5,000 + 5,000 guests of two back ends", "-");
    report("none in both", 0);
    report("half in both", GUESTS / 2);
    report("all in both", GUESTS);
}
