/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <errno.h>
#include <signal.h>

#include "base/yado-signals.h"

static void
take_number(int number, gpointer taken)
{
    *(int *)taken = number;
}

/* In a turn of the main loop, not within what it interrupted, which finds its error number as it was. */
static void
test_watched(void)
{
    int first = 0, second = 0;

    yado_signal_watch(SIGWINCH, take_number, &first);
    yado_signal_watch(SIGURG, take_number, &second);
    errno = ERANGE;
    raise(SIGWINCH);
    raise(SIGURG);
    g_assert_cmpint(errno, ==, ERANGE);
    g_assert_cmpint(first + second, ==, 0);
    while (second == 0)
        g_main_context_iteration(NULL, TRUE);
    g_assert_cmpint(first, ==, SIGWINCH);
    g_assert_cmpint(second, ==, SIGURG);
    yado_signal_unwatch(SIGWINCH);
    yado_signal_unwatch(SIGURG);
}

/* Also one that came before and was not told yet. */
static void
test_unwatched(void)
{
    int number = 0, other = 0;

    yado_signal_watch(SIGWINCH, take_number, &number);
    yado_signal_watch(SIGURG, take_number, &other);
    raise(SIGWINCH);
    raise(SIGURG);
    yado_signal_unwatch(SIGWINCH);
    while (other == 0)
        g_main_context_iteration(NULL, TRUE);
    g_assert_cmpint(number, ==, 0);
    yado_signal_unwatch(SIGURG);
}

/* More than the pipe holds: the program is not stopped by its own handler. */
static void
test_flood(void)
{
    int number = 0;

    yado_signal_watch(SIGWINCH, take_number, &number);
    for (guint i = 0; i < 100000; i++)
        raise(SIGWINCH);
    while (number == 0)
        g_main_context_iteration(NULL, TRUE);
    yado_signal_unwatch(SIGWINCH);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/signals/watched", test_watched);
    g_test_add_func("/signals/unwatched", test_unwatched);
    g_test_add_func("/signals/flood", test_flood);
    return g_test_run();
}
