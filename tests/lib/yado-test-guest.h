/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * yado-test-guest.h: a real guest, tiny: the distribution's kernel and an initramfs of busybox, emulated by QEMU.
 *
 * It boots in about three seconds without any disk, hears its power button (a deaf one does not), gives memory back and says
 * "guest: ready" on its serial line.  The kernel is what ./check put into $YADO_BUILD_DIR/guest.
 */
#pragma once

#include "yado-test-daemon.h"

G_BEGIN_DECLS

#define YADO_TEST_GUEST_MEMORY 128 /* MiB */

/* Puts kernel and initramfs into the daemon's folder.  FALSE, and the test is marked as skipped, when something is missing. */
gboolean yado_test_guest_prepare(YadoTestDaemon *daemon);
/* Defines one, shut off. */
void yado_test_guest_define(YadoTestDaemon *daemon, const char *name);
void yado_test_guest_define_deaf(YadoTestDaemon *daemon, const char *name);
/*
 * One with a card in a virtual network, which it asks for an address before it is ready: "guest: address 192.168.77.5 domain lab.example", and what
 * the name "web" is there, are on its console.
 */
void yado_test_guest_define_card(YadoTestDaemon *daemon, const char *name, const char *network,
                                 const char *mac);
/* What it said so far, of one that says it into a file. (transfer full) */
char *yado_test_guest_dup_console(YadoTestDaemon *daemon, const char *name);
/*
 * One with a shell on its serial line, which is a console, and a shell on its screen, a VNC server on 127.0.0.1 of which @vnc are more attributes
 * ("passwd='secret'"); NULL: no screen.  It never says anything into a file: wait for its prompts "serial# " and "screen# ".
 */
void yado_test_guest_define_console(YadoTestDaemon *daemon, const char *name, const char *vnc);
/* The same, whose kernel tells all that it does: its first line on the serial line is "Linux version …". */
void yado_test_guest_define_talker(YadoTestDaemon *daemon, const char *name, const char *vnc);
/* Waits until it has said that it is ready @times times since it was defined; ends the test after 60 seconds. */
void yado_test_guest_wait_ready(YadoTestDaemon *daemon, const char *name, guint times);

G_END_DECLS
