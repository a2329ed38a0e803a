/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * yado-depth-text.h: what a guest tells in depth, as text for all front ends; and the log of its host.
 */
#pragma once

#include "model/yado-host.h"

G_BEGIN_DECLS

/*
 * Who runs where, and how much, under the words about the share:
 *
 *     Scheduler credit2 · weight 256 · no cap · pool Pool-0
 *
 *             0 1 2 3 4 5 6 7
 *     vCPU 0  # # + + . . . .
 *     vCPU 1  # # # # # # # #
 *
 *     #  may run there, and prefers it   +  may run there   .  may not
 *
 * (transfer full)
 */
char *yado_scheduling_format(const YadoScheduling *scheduling);
/* Only its first line. (transfer full) */
char *yado_scheduling_dup_share(const YadoScheduling *scheduling);

/*
 * Counters of @now as rates since @before (nullable: none yet), a line for each processor, disk and card.  (transfer full)
 *
 *     vCPU 0   12 %  on processor 3
 *     xvda     read 1.2 MiB/s, written 0 B/s, 40 + 0 requests/s
 *     vif3.0   received 3 KiB/s, sent 1 KiB/s, 0 errors, 0 dropped
 */
char *yado_device_sample_format(const YadoDeviceSample *before, const YadoDeviceSample *now);

/* The words of a search as yado_log_line_has() wants them: none without any. (transfer full) */
char **yado_log_split_words(const char *words);
gboolean yado_log_line_has(const char *line, char **words);
/* The lines of @text in which all words of @words (nullable) occur, whatever their case.  (transfer full) */
char *yado_log_filter(const char *text, const char *words);

G_END_DECLS
