/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * yado-signals.h: signals of the system as calls from the main loop, without a thread.
 *
 * g_unix_signal_add() takes a few signals only and starts a thread: while a second one is there, each page that the dynamic linker writes to
 * interrupts the other processor.  Main thread only.
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef void (*YadoSignalFunc)(int number, gpointer user_data);

/* One @func for each @number: a later one takes the place of the one before. System calls that it interrupts go on. */
void yado_signal_watch(int number, YadoSignalFunc func, gpointer user_data);
/* What the system does with it by itself. */
void yado_signal_unwatch(int number);

G_END_DECLS
