/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The handler writes the signal's number into a pipe that the main loop reads: nothing else may be done in a handler. */
#include "config.h"

#include "base/yado-signals.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <unistd.h>

#include <glib-unix.h>

typedef struct {
    YadoSignalFunc func;
    gpointer user_data;
} Watch;

static Watch watches[NSIG];
static int numbers[2] = { -1, -1 };

static void
on_signal_cb(int number)
{
    unsigned char byte = (unsigned char)number;
    int saved = errno;
    ssize_t n = write(numbers[1], &byte, 1);

    (void)n;
    errno = saved;
}

static gboolean
on_number_ready_cb(int fd, GIOCondition condition, gpointer user_data)
{
    unsigned char number;

    if (read(fd, &number, 1) == 1 && watches[number].func)
        watches[number].func(number, watches[number].user_data);
    return G_SOURCE_CONTINUE;
}

static gboolean
open_pipe(void)
{
    if (numbers[0] >= 0)
        return TRUE;
    if (!g_unix_open_pipe(numbers, FD_CLOEXEC, NULL))
        return FALSE;
    for (int i = 0; i < 2; i++)
        g_unix_set_fd_nonblocking(numbers[i], TRUE, NULL);
    g_unix_fd_add(numbers[0], G_IO_IN, on_number_ready_cb, NULL);
    return TRUE;
}

static void
set_handler(int number, void (*handler)(int))
{
    struct sigaction action = { .sa_handler = handler, .sa_flags = SA_RESTART };

    sigemptyset(&action.sa_mask);
    sigaction(number, &action, NULL);
}

void
yado_signal_watch(int number, YadoSignalFunc func, gpointer user_data)
{
    g_return_if_fail(number > 0 && number < NSIG && func != NULL);
    if (!open_pipe())
        return;
    watches[number] = (Watch){ func, user_data };
    set_handler(number, on_signal_cb);
}

void
yado_signal_unwatch(int number)
{
    g_return_if_fail(number > 0 && number < NSIG);
    set_handler(number, SIG_DFL);
    watches[number] = (Watch){ NULL, NULL };
}
