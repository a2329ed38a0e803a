/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * yado-cli-jobs.h: waiting for jobs, with a progress line on a terminal, or events as JSON lines.
 */
#pragma once

#include "cli/yado-cli.h"

G_BEGIN_DECLS

/*
 * Until all of @jobs (of YadoJob) are finished.  The first Ctrl-C cancels those that can be cancelled.  Failures are reported, notices and outcomes said; with --json each change is one
 * line {"event": "started"|"progress"|"finished", "job": title, …}.
 */
void yado_cli_watch_jobs(YadoCli *cli, GPtrArray *jobs);

/*
 * yado_apply_async() to its end: a line tells how far the volumes are that are made for it, and Ctrl-C cancels them.  @dropped: what the host left out,
 * or NULL. (transfer full)
 */
gboolean yado_cli_apply(YadoCli *cli, YadoGuest *guest, YadoDocument *document,
                        YadoApplyFlags flags, char **dropped, GError **error);
/* On stderr, unless the command is to be quiet. @dropped: (nullable). */
void yado_cli_tell_dropped(YadoCli *cli, const char *dropped);

/* A job that was never begun, since it is impossible: reported, and with --json "finished" at once. */
void yado_cli_refuse_job(YadoCli *cli, const char *title, const char *subject, const GError *error);

G_END_DECLS
