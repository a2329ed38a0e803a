/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * yado-tui-jobs.h: the window of all jobs: progress, cancel, log.
 */
#pragma once

#include "yado.h"

G_BEGIN_DECLS

void yado_tui_jobs_show(YadoJobQueue *jobs);

G_END_DECLS
