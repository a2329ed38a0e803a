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

/* A job that was never begun, since it is impossible: reported, and with --json "finished" at once. */
void yado_cli_refuse_job(YadoCli *cli, const char *title, const char *subject, const GError *error);

G_END_DECLS
