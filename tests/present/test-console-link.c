/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* A console of a real guest, opened five hundred times in one program: nothing stays open, and memory does not grow. */
#include "config.h"

#include <stdio.h>
#include <unistd.h>

#include "present/yado-console-link.h"
#include "yado-test-guest.h"

#define TIMES 500

static void
await_state(YadoConsoleLink *link, YadoLinkState state)
{
    gint64 until = g_get_monotonic_time() + 60 * G_USEC_PER_SEC;

    while (yado_console_link_get_state(link) != state) {
        const GError *error = yado_console_link_get_error(link);

        if (error)
            g_error("%s", error->message);
        g_assert_cmpint(g_get_monotonic_time(), <, until);
        g_main_context_iteration(NULL, TRUE);
    }
}

static void
on_opened_cb(GObject *source, GAsyncResult *result, gpointer data)
{
    g_assert_true(yado_host_open_finish(YADO_HOST(source), result, NULL));
    *(gboolean *)data = TRUE;
}

static YadoGuest *
find_guest(YadoHost *host, const char *name)
{
    g_autoptr(GPtrArray) found = yado_host_match_guests(host, name);

    return found->len > 0 ? g_object_ref(found->pdata[0]) : NULL;
}

static YadoGuest *
open_guest(YadoHost *host, const char *name)
{
    gboolean opened = FALSE;
    YadoGuest *guest = NULL;

    yado_host_open_async(host, YADO_OPEN_EVENTS, NULL, on_opened_cb, &opened);
    while (!opened || !(guest = find_guest(host, name)) || !yado_guest_is_active(guest)) {
        g_clear_object(&guest);
        g_main_context_iteration(NULL, TRUE);
    }
    return guest;
}

static guint
count_descriptors(void)
{
    g_autoptr(GDir) dir = g_dir_open("/proc/self/fd", 0, NULL);
    guint n = 0;

    while (g_dir_read_name(dir))
        n++;
    return n;
}

/* KiB. */
static guint64
get_memory(void)
{
    g_autofree char *text = NULL;
    guint64 pages = 0;

    g_assert_true(g_file_get_contents("/proc/self/statm", &text, NULL, NULL));
    g_assert_cmpint(sscanf(text, "%*u %" G_GUINT64_FORMAT, &pages), ==, 1);
    return pages * (guint64)sysconf(_SC_PAGESIZE) / 1024;
}

/* As somebody who closes and opens it again at once; what the last time left behind is taken over. */
static void
open_and_close(YadoGuest *guest, const char *wanted)
{
    g_autoptr(YadoConsoleLink) link = yado_console_link_new(guest, wanted);

    yado_console_link_open(link, TRUE);
    await_state(link, YADO_LINK_OPEN);
    g_assert_nonnull(yado_console_link_get_stream(link));
    yado_console_link_close(link);
}

static void
test_reconnects(void)
{
    g_autoptr(YadoTestDaemon) daemon = yado_test_daemon_new();
    g_autoptr(YadoHost) host = NULL;
    g_autoptr(YadoGuest) guest = NULL;
    guint descriptors;
    guint64 memory;

    if (!daemon || !yado_test_guest_prepare(daemon))
        return;
    yado_test_guest_define_console(daemon, "tiny", "");
    g_free(yado_test_virsh(yado_test_daemon_get_qemu_uri(daemon), "start", "tiny", NULL));
    host = yado_host_new(yado_test_daemon_get_qemu_uri(daemon), NULL);
    guest = open_guest(host, "tiny");
    for (guint i = 0; i < 50; i++)
        open_and_close(guest, i % 2 ? "text" : "vnc");
    descriptors = count_descriptors();
    memory = get_memory();
    for (guint i = 0; i < TIMES; i++)
        open_and_close(guest, i % 2 ? "text" : "vnc");
    g_test_message("%u times: descriptors %u, then %u; memory %" G_GUINT64_FORMAT
                   " KiB, then %" G_GUINT64_FORMAT " KiB",
                   TIMES, descriptors, count_descriptors(), memory, get_memory());
    g_assert_cmpuint(count_descriptors(), <=,
                     descriptors + 8); /* the last ones may still say goodbye */
#ifndef __SANITIZE_ADDRESS__           /* keeps what was freed */
    g_assert_cmpuint(get_memory(), <, memory + 4096);
#endif
    yado_host_close(host);
}

int
main(int argc, char **argv)
{
    yado_test_guard();
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/console-link/reconnects", test_reconnects);
    return g_test_run();
}
