/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * yado-console-start.h: a guest that is started together with its console, so that this sees its first word.
 *
 * Where that is possible the guest is held before its first instruction, until a console of it is open, or does not come.  Main context only.
 */
#pragma once

#include "job/yado-job.h"
#include "model/yado-guest.h"

G_BEGIN_DECLS

/* Starts @guest as @job, which ends when the guest is on. */
void yado_console_start(YadoGuest *guest, YadoJob *job);

/* For consoles: one of @guest is open, or will not be.  Nothing is done for a guest that is not held. */
void yado_console_start_let_go(YadoGuest *guest);

G_END_DECLS
