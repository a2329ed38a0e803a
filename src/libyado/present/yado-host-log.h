/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * yado-host-log.h: what the hypervisor of a host wrote, to look through: its lines, those with certain words, and the one at which
 * the search stands.
 *
 *     log = yado_host_log_new(host);           reads it, and again when it was emptied
 *     yado_host_log_set_words(log, "dom0");    which lines are meant; set_only(): no others are shown
 *     yado_host_log_step(log, 1);              to the next of them, from the last to the first
 *
 * Signals: "changed" (lines, words or state), "moved" (only the search went on).
 */
#pragma once

#include "model/yado-host.h"

G_BEGIN_DECLS

typedef enum {
    YADO_HOST_LOG_LOADING, /* for the first time; later the old lines stay until new ones are there */
    YADO_HOST_LOG_FAILED,
    YADO_HOST_LOG_EMPTY,
    YADO_HOST_LOG_READY,
} YadoHostLogState;

#define YADO_TYPE_HOST_LOG (yado_host_log_get_type())
G_DECLARE_FINAL_TYPE(YadoHostLog, yado_host_log, YADO, HOST_LOG, GObject)

YadoHostLog *yado_host_log_new(YadoHost *host);
void yado_host_log_reload(YadoHostLog *self);
YadoHost *yado_host_log_get_host(YadoHostLog *self);
YadoHostLogState yado_host_log_get_state(YadoHostLog *self);
/* Why it failed, else NULL. Borrowed. */
const GError *yado_host_log_get_error(YadoHostLog *self);

/* @words (nullable): a line is meant when it has all of them, whatever their case; none: every line. */
void yado_host_log_set_words(YadoHostLog *self, const char *words);
/* Only the lines that are meant are shown. At first all are. */
void yado_host_log_set_only(YadoHostLog *self, gboolean is_only);
gboolean yado_host_log_get_only(YadoHostLog *self);

/* Of the lines that are shown. */
guint yado_host_log_get_n_lines(YadoHostLog *self);
const char *yado_host_log_get_line(YadoHostLog *self, guint line);
/* TRUE: there are words, and the line has them. */
gboolean yado_host_log_is_found(YadoHostLog *self, guint line);
/* Those with the words: none without words. */
guint yado_host_log_get_n_found(YadoHostLog *self);
/* The line at which the search stands; G_MAXUINT: at none. */
guint yado_host_log_get_place(YadoHostLog *self);
/* @direction 1: to the next one, -1: to the one before; round at the ends. */
void yado_host_log_step(YadoHostLog *self, int direction);

/* All lines that are shown, each with its line break; what to show in their place is "". (transfer full) */
char *yado_host_log_dup_text(YadoHostLog *self);
/* The whole log, whatever is shown; NULL: it is not there. (transfer full) */
char *yado_host_log_dup_whole(YadoHostLog *self);
/* What to show in place of lines: what is waited for, why it failed, that there are none; NULL: there are lines. (transfer full) */
char *yado_host_log_dup_message(YadoHostLog *self);
/* "3 of 12"; that no line has the words; "" without words. (transfer full) */
char *yado_host_log_dup_place_text(YadoHostLog *self);

G_END_DECLS
