/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "yado-bench.h"

#include <stdlib.h>
#include <string.h>

typedef struct {
    const char *name;
    void (*run)(YadoTestDaemon *daemon, guint n);
} Part;

static const Part parts[] = {
    { "list", yado_bench_list },
    { "top", yado_bench_top },
#ifdef HAVE_XTEST
    { "gui", yado_bench_gui },
#endif
};

static gboolean
is_wanted(const char *name)
{
    const char *wanted = g_getenv("BENCH");
    if (!wanted || !*wanted)
        return TRUE;
    g_auto(GStrv) names = g_strsplit_set(wanted, " ,", -1);
    return g_strv_contains((const char *const *)names, name);
}

static void
run_on_host(guint n)
{
    g_autoptr(YadoTestDaemon) daemon = yado_test_daemon_new();
    if (!daemon) {
        yado_bench_say("There is no libvirtd or no virsh here.\n");
        exit(1);
    }
    yado_bench_fill_host(daemon, n);
    for (guint i = 0; i < G_N_ELEMENTS(parts); i++)
        if (is_wanted(parts[i].name))
            parts[i].run(daemon, n);
}

static gboolean
is_host_wanted(void)
{
    for (guint i = 0; i < G_N_ELEMENTS(parts); i++)
        if (is_wanted(parts[i].name))
            return TRUE;
    return FALSE;
}

int
main(int argc, char **argv)
{
    yado_test_guard();
    g_test_init(&argc, &argv, NULL);
    const char *guests = g_getenv("BENCH_GUESTS");
    g_auto(GStrv) sizes = g_strsplit_set(guests && *guests ? guests : "10 100 1000 5000", " ,", -1);
    if (is_wanted("start"))
        yado_bench_start();
    if (is_wanted("convert"))
        yado_bench_convert();
    if (is_wanted("idle"))
        yado_bench_idle();
    if (is_wanted("merge"))
        yado_bench_merge();
    if (is_wanted("volumes"))
        yado_bench_volumes();
    if (is_wanted("forms"))
        yado_bench_forms();
    if (is_wanted("text"))
        yado_bench_text();
#ifdef HAVE_XTEST
    if (is_wanted("screen"))
        yado_bench_screen();
#endif
    for (guint i = 0; is_host_wanted() && sizes[i]; i++)
        if (*sizes[i])
            run_on_host(atoi(sizes[i]));
    yado_bench_say("\nGoals missed: %u\n", yado_bench_get_missed());
    return yado_bench_get_missed() ? 1 : 0;
}
